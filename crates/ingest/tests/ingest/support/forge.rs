//! A scripted server on loopback that answers as well or as badly as it is told, and ends when
//! it is dropped.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Path and query.
    pub path: String,
    /// Header names in lower case.
    pub headers: Vec<(String, String)>,
    /// How many requests for this path came before.
    pub before: usize,
}

impl Request {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// One answer.
#[derive(Debug, Clone)]
pub enum Reply {
    /// A well-formed answer, its length added.
    Http(u16, Vec<(String, String)>, Vec<u8>),
    /// These bytes, then the connection is closed.
    Raw(Vec<u8>),
    /// These bytes, then the connection is reset.
    Reset(Vec<u8>),
    /// These bytes, then one more byte each time that much time has passed.
    Drip(Vec<u8>, Duration),
    /// These bytes, then more without end.
    Endless(Vec<u8>),
    /// Nothing for that long, then the connection is closed.
    Hang(Duration),
}

impl Reply {
    /// 200 with a body.
    pub fn ok(body: impl Into<Vec<u8>>) -> Self {
        Reply::Http(200, Vec::new(), body.into())
    }

    /// A status with a body.
    pub fn status(status: u16, body: &str) -> Self {
        Reply::Http(status, Vec::new(), body.into())
    }

    /// A redirect.
    pub fn redirect(status: u16, to: &str) -> Self {
        Reply::Http(status, vec![("location".into(), to.into())], Vec::new())
    }

    /// The same answer with one more header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        if let Reply::Http(_, headers, _) = &mut self {
            headers.push((name.into(), value.into()));
        }
        self
    }
}

type Script = dyn Fn(&Request) -> Reply + Send + Sync;

/// The running server.
pub struct Forge {
    address: SocketAddr,
    over: Arc<AtomicBool>,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Forge {
    /// A server on a free port that answers by the script.
    pub fn start(script: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("its address");
        let (over, seen) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let script: Arc<Script> = Arc::new(script);
        let (flag, log) = (Arc::clone(&over), Arc::clone(&seen));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if flag.load(Ordering::SeqCst) {
                    break;
                }
                let (flag, log, script) =
                    (Arc::clone(&flag), Arc::clone(&log), Arc::clone(&script));
                thread::spawn(move || serve(&stream, &flag, &log, &*script));
            }
        });
        Forge { address, over, seen }
    }

    /// `http://127.0.0.1:PORT`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The URL of a path.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin())
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().expect("the log").clone()
    }

    /// How many requests for that path came so far.
    pub fn count(&self, path: &str) -> usize {
        self.seen().iter().filter(|request| request.path == path).count()
    }
}

impl Drop for Forge {
    fn drop(&mut self) {
        self.over.store(true, Ordering::SeqCst);
        // Wakes the listener, so that it sees the flag.
        drop(TcpStream::connect(self.address));
    }
}

fn serve(stream: &TcpStream, over: &AtomicBool, log: &Mutex<Vec<Request>>, script: &Script) {
    // Small pieces would wait for the other side's acknowledgement otherwise.
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    while let Some(mut request) = read_request(&mut reader) {
        {
            let mut log = log.lock().expect("the log");
            request.before = log.iter().filter(|seen| seen.path == request.path).count();
            log.push(request.clone());
        }
        if over.load(Ordering::SeqCst) || !answer(stream, over, script(&request)) {
            break;
        }
    }
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let path = line.split(' ').nth(1)?.to_owned();
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    Some(Request { path, headers, before: 0 })
}

/// Answers; says whether the connection goes on.
fn answer(mut stream: &TcpStream, over: &AtomicBool, reply: Reply) -> bool {
    match reply {
        Reply::Http(status, headers, body) => {
            let mut head = format!("HTTP/1.1 {status} Scripted\r\n");
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            head.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
            let whole = [head.into_bytes(), body].concat();
            stream.write_all(&whole).is_ok()
        }
        Reply::Raw(bytes) => {
            let _ = stream.write_all(&bytes);
            let _ = stream.shutdown(Shutdown::Both);
            false
        }
        Reply::Reset(bytes) => {
            let _ = stream.write_all(&bytes);
            thread::sleep(Duration::from_millis(20));
            let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
            false
        }
        Reply::Drip(bytes, every) => {
            let _ = stream.write_all(&bytes);
            while !over.load(Ordering::SeqCst) && stream.write_all(b" ").is_ok() {
                thread::sleep(every);
            }
            false
        }
        Reply::Endless(bytes) => {
            let _ = stream.write_all(&bytes);
            let piece = vec![b' '; 16 * 1024];
            while !over.load(Ordering::SeqCst) && stream.write_all(&piece).is_ok() {}
            false
        }
        Reply::Hang(time) => {
            thread::sleep(time);
            let _ = stream.shutdown(Shutdown::Both);
            false
        }
    }
}
