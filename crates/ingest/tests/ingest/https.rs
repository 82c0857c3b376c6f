//! The HTTPS source against a server that misbehaves in every way of the list.
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use ingest::source::cache::Cache;
use ingest::source::https::Https;
use ingest::source::origin::{Origin, Token};
use ingest::source::transport::Payload;
use ingest::source::trouble::{Cause, Trouble};
use ingest::source::want::{Fetched, Part, Source as _, Want};

use crate::support::forge::{Forge, Reply};
use crate::support::{VirtualPace, https};

fn want<'a>(url: &'a str, home: Option<&'a Origin>) -> Want<'a> {
    Want { lane: "rust", part: Part::Release, url, limit: 1000, keep: true, sha256: None, home }
}

fn ask(source: &Https, url: &str) -> Fetched {
    let home = url::Url::parse(url).ok().map(|url| Origin::of(&url));
    source.fetch(&want(url, home.as_ref()))
}

/// What comes of one path of a scripted server.
fn outcome(reply: Reply) -> Result<Payload, Trouble> {
    let forge = Forge::start(move |_| reply.clone());
    let source = https(&Arc::default(), &[&forge.origin()]);
    ask(&source, &forge.url("/r")).outcome
}

fn cause(reply: Reply) -> Cause {
    let trouble = outcome(reply).unwrap_err();
    assert!(!trouble.detail.is_empty());
    trouble.cause
}

#[test]
fn a_body_comes_whole() {
    let payload = outcome(Reply::ok("{}")).unwrap();
    assert_eq!((payload.bytes.as_slice(), payload.length), (b"{}".as_slice(), 2));
}

#[test]
fn a_name_without_address() {
    let source = https(&Arc::default(), &[]);
    let fetched = ask(&source, "https://forge.invalid/r");
    assert_eq!(fetched.outcome.unwrap_err().cause, Cause::NameResolution);
}

#[test]
fn nobody_listens() {
    let forge = Forge::start(|_| Reply::ok(""));
    let origin = forge.origin();
    drop(forge);
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let closed = format!("http://{}", free.local_addr().unwrap());
    drop(free);
    let source = https(&Arc::default(), &[&closed, &origin]);
    let fetched = ask(&source, &format!("{closed}/r"));
    assert_eq!(fetched.outcome.unwrap_err().cause, Cause::ConnectionRefused);
}

#[test]
fn a_reset_before_and_while_reading() {
    assert_eq!(cause(Reply::Reset(Vec::new())), Cause::ConnectionReset);
    let partial = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":".to_vec();
    assert_eq!(cause(Reply::Reset(partial)), Cause::ConnectionReset);
}

#[test]
fn a_truncated_body_and_a_wrong_length() {
    let short = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"a\":".to_vec();
    assert_eq!(cause(Reply::Raw(short)), Cause::Truncated);
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a".to_vec();
    assert_eq!(cause(Reply::Raw(chunked)), Cause::Truncated);
    // More than announced: only the announced part is the body.
    let long = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}garbage".to_vec();
    assert_eq!(outcome(Reply::Raw(long)).unwrap().bytes, b"{}");
    let nonsense = b"HTTP/1.1 200 OK\r\ncontent-length: two\r\n\r\n{}".to_vec();
    assert_eq!(cause(Reply::Raw(nonsense)), Cause::ConnectionReset);
}

#[test]
fn bodies_beyond_the_limit_are_refused_before_and_while_reading() {
    let forge = Forge::start(|_| Reply::ok(vec![b' '; 1001]));
    let source = https(&Arc::default(), &[&forge.origin()]);
    assert_eq!(ask(&source, &forge.url("/r")).outcome.unwrap_err().cause, Cause::TooLarge);
    assert_eq!(forge.count("/r"), 1, "asking again does not help");
    assert_eq!(outcome(Reply::ok(vec![b' '; 1000])).unwrap().length, 1000);
    let endless = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    assert_eq!(cause(Reply::Endless(endless)), Cause::TooLarge);
}

#[test]
fn a_slow_drip_and_silence_end_in_time() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n".to_vec();
    let forge = Forge::start(move |_| Reply::Drip(head.clone(), Duration::from_millis(100)));
    let source = https(&Arc::default(), &[&forge.origin()]);
    let trouble = ask(&source, &forge.url("/r")).outcome.unwrap_err();
    assert_eq!(trouble.cause, Cause::TimedOut, "{trouble}");
    assert_eq!(cause(Reply::Hang(Duration::from_secs(2))), Cause::TimedOut);
}

#[test]
fn a_server_that_does_not_speak_tls() {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let plain = format!("https://{}", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 5];
        std::io::Read::read_exact(&mut stream, &mut hello).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        std::thread::sleep(Duration::from_millis(50));
    });
    let source = https(&Arc::default(), &[&plain]);
    let trouble = ask(&source, &format!("{plain}/r")).outcome.unwrap_err();
    assert_eq!(trouble.cause, Cause::Tls, "{trouble}");
    answering.join().unwrap();
    let forge = Forge::start(|_| Reply::ok("{}"));
    let secure = forge.origin().replace("http:", "https:");
    let source = https(&Arc::default(), &[&secure]);
    let trouble = ask(&source, &format!("{secure}/r")).outcome.unwrap_err();
    assert_eq!(trouble.cause, Cause::Tls, "{trouble}");
}

#[test]
fn redirects_are_followed_five_times_and_never_in_a_circle() {
    let forge = Forge::start(|request| match request.path.as_str() {
        "/a" => Reply::redirect(302, "/b"),
        "/b" => Reply::redirect(302, "/a"),
        "/self" => Reply::redirect(302, "/self"),
        "/lost" => Reply::Http(302, Vec::new(), Vec::new()),
        path => match path.trim_start_matches('/').parse::<u32>() {
            Ok(0) => Reply::ok("{}"),
            Ok(left) => Reply::redirect(307, &format!("/{}", left - 1)),
            Err(_) => Reply::status(404, ""),
        },
    });
    let source = https(&Arc::default(), &[&forge.origin()]);
    let cause = |path: &str| ask(&source, &forge.url(path)).outcome.unwrap_err().cause;
    assert_eq!(cause("/a"), Cause::RedirectLoop);
    assert_eq!(cause("/self"), Cause::RedirectLoop);
    assert_eq!(cause("/lost"), Cause::BadRedirect);
    assert_eq!(cause("/6"), Cause::TooManyRedirects);
    assert!(ask(&source, &forge.url("/5")).outcome.is_ok());
}

#[test]
fn redirects_to_places_that_are_not_allowed_are_not_followed() {
    let other = Forge::start(|_| Reply::ok("{}"));
    let target = other.url("/secret");
    let forge = Forge::start(move |request| match request.path.as_str() {
        "/loopback" => Reply::redirect(302, &target),
        "/name" => Reply::redirect(302, "https://localhost:1/"),
        "/metadata" => Reply::redirect(302, "https://169.254.169.254/latest"),
        "/mapped" => Reply::redirect(302, "https://[::ffff:10.0.0.1]/"),
        _ => Reply::redirect(302, "file:///etc/passwd"),
    });
    let source = https(&Arc::default(), &[&forge.origin()]);
    for path in ["/loopback", "/name", "/metadata", "/mapped", "/file"] {
        let trouble = ask(&source, &forge.url(path)).outcome.unwrap_err();
        assert_eq!(trouble.cause, Cause::ForbiddenTarget, "{path}: {trouble}");
    }
    assert!(other.seen().is_empty());
}

#[test]
fn a_renamed_repository_is_followed_and_reported() {
    let forge = Forge::start(|request| match request.path.as_str() {
        "/r" => Reply::redirect(301, "/repositories/7/releases/latest?x=secret"),
        _ => Reply::ok("{}"),
    });
    let source = https(&Arc::default(), &[&forge.origin()]);
    let fetched = ask(&source, &forge.url("/r"));
    assert!(fetched.outcome.is_ok());
    let moved_to = fetched.moved_to.unwrap();
    assert!(moved_to.contains("/repositories/7/releases/latest") && !moved_to.contains("secret"));
    assert_eq!((fetched.exchanges, fetched.status), (2, Some(200)));
}

#[test]
fn refusals_are_told_apart() {
    assert_eq!(cause(Reply::status(401, "")), Cause::Unauthorized);
    assert_eq!(cause(Reply::status(403, "{\"message\": \"no admin\"}")), Cause::Forbidden);
    assert_eq!(cause(Reply::status(404, "")), Cause::NotFound);
    assert_eq!(cause(Reply::status(410, "")), Cause::NotFound);
    assert_eq!(cause(Reply::status(418, "")), Cause::UnexpectedStatus);
    assert_eq!(cause(Reply::status(304, "")), Cause::UnexpectedStatus);
}

#[test]
fn trouble_that_passes_is_sat_out() {
    let forge = Forge::start(|request| match request.before {
        0 => Reply::status(503, "").with("retry-after", "45"),
        1 => Reply::Reset(Vec::new()),
        _ => Reply::ok("{}"),
    });
    let pace = Arc::<VirtualPace>::default();
    let source = https(&pace, &[&forge.origin()]);
    assert!(ask(&source, &forge.url("/r")).outcome.is_ok());
    assert_eq!(forge.count("/r"), 3);
    assert!(pace.slept() >= Duration::from_secs(45), "{:?}", pace.slept());
    assert_eq!(cause(Reply::status(500, "")), Cause::ServerError);
}

#[test]
fn limits_in_every_form_are_kept_and_then_asked_again() {
    let soon = (1_767_225_600 + 90).to_string();
    let forms: Vec<(u16, Vec<(&str, &str)>, &str, u64)> = vec![
        (429, vec![("retry-after", "30")], "", 30),
        (403, vec![("retry-after", "30")], "", 30),
        (429, vec![("retry-after", "Thu, 01 Jan 2026 00:00:40 GMT")], "", 39),
        (403, vec![("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &soon)], "", 89),
        (429, vec![("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", &soon)], "", 89),
        (429, vec![], "", 60),
        (403, vec![], "{\"message\": \"You have exceeded a secondary rate limit\"}", 60),
    ];
    for (status, headers, body, least) in forms {
        let headers: Vec<_> =
            headers.into_iter().map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        let (about, body) = (format!("{status} {headers:?}"), body.as_bytes().to_vec());
        let forge = Forge::start(move |request| match request.before {
            0 => Reply::Http(status, headers.clone(), body.clone()),
            _ => Reply::ok("{}"),
        });
        let pace = Arc::<VirtualPace>::default();
        let source = https(&pace, &[&forge.origin()]);
        assert!(ask(&source, &forge.url("/r")).outcome.is_ok(), "{about}");
        assert!(pace.slept() >= Duration::from_secs(least - 1), "{about}: {:?}", pace.slept());
        assert!(pace.slept() < Duration::from_secs(least + 60), "{about}: {:?}", pace.slept());
    }
}

#[test]
fn a_limit_beyond_the_deadline_is_reported_at_once_and_kept_by_the_next() {
    let forge = Forge::start(|_| Reply::status(429, "").with("retry-after", "86400"));
    let pace = Arc::<VirtualPace>::default();
    let source = https(&pace, &[&forge.origin()]);
    for path in ["/one", "/two"] {
        let trouble = ask(&source, &forge.url(path)).outcome.unwrap_err();
        assert_eq!(trouble.cause, Cause::RateLimited, "{trouble}");
    }
    assert_eq!(forge.seen().len(), 1, "the second lane does not even ask");
    assert!(pace.slept() < Duration::from_secs(60));
    let endless = https(&pace, &[]);
    assert!(endless.gates.streak("127.0.0.1") == 0);
}

#[test]
fn a_limit_that_never_ends_does_not_keep_us_for_ever() {
    let forge = Forge::start(|_| Reply::status(429, "").with("retry-after", "10"));
    let source = https(&Arc::default(), &[&forge.origin()]);
    let trouble = ask(&source, &forge.url("/r")).outcome.unwrap_err();
    assert_eq!(trouble.cause, Cause::RateLimited);
    assert!(forge.count("/r") <= 7);
}

#[test]
fn the_token_goes_home_and_nowhere_else() {
    let elsewhere = Forge::start(|_| Reply::redirect(302, "nowhere"));
    let other = elsewhere.url("/blob");
    let forge = Forge::start(move |request| match request.path.as_str() {
        "/moved" => Reply::redirect(301, "/home"),
        "/asset" => Reply::redirect(302, &other),
        _ => Reply::ok("{}"),
    });
    let (home, away) = (Origin::parse(&forge.origin()).unwrap(), elsewhere.origin());
    let mut source = https(&Arc::default(), &[&forge.origin(), &away]);
    for origin in [home.clone(), Origin::parse(&away).unwrap()] {
        source.origins.tokens.insert(origin, Token::new("ghp_secret").unwrap());
    }
    assert!(source.fetch(&want(&forge.url("/moved"), Some(&home))).outcome.is_ok());
    let _ = source.fetch(&want(&forge.url("/asset"), Some(&home)));
    let _ = source.fetch(&want(&elsewhere.url("/direct"), Some(&home)));
    let with = |forge: &Forge| -> Vec<bool> {
        forge.seen().iter().map(|request| request.header("authorization").is_some()).collect()
    };
    assert_eq!(with(&forge), [true, true, true]);
    assert!(!elsewhere.seen().is_empty());
    assert!(with(&elsewhere).iter().all(|with| !with), "dropped at the change of origin");
    let shown = source.fetch(&want(&elsewhere.url("/direct"), Some(&home)));
    assert!(!format!("{shown:?}").contains("ghp_secret"));
}

#[test]
fn a_token_does_not_come_back_after_a_detour() {
    let detour = Arc::new(std::sync::Mutex::new(String::new()));
    let back = Arc::clone(&detour);
    let away = Forge::start(move |_| Reply::redirect(302, &back.lock().unwrap()));
    let to = away.url("/via");
    let forge = Forge::start(move |request| match request.path.as_str() {
        "/start" => Reply::redirect(302, &to),
        _ => Reply::ok("{}"),
    });
    *detour.lock().unwrap() = forge.url("/end");
    let home = Origin::parse(&forge.origin()).unwrap();
    let mut source = https(&Arc::default(), &[&forge.origin(), &away.origin()]);
    source.origins.tokens.insert(home.clone(), Token::new("ghp_secret").unwrap());
    assert!(source.fetch(&want(&forge.url("/start"), Some(&home))).outcome.is_ok());
    let seen = forge.seen();
    assert!(seen[0].header("authorization").is_some());
    assert!(seen[1].header("authorization").is_none());
}

#[test]
fn what_we_hold_is_not_fetched_twice() {
    let forge = Forge::start(|request| match request.header("if-none-match") {
        Some("\"v1\"") => Reply::status(304, ""),
        _ => Reply::ok("{}").with("etag", "\"v1\""),
    });
    let folder = tempfile::tempdir().unwrap();
    let mut source = https(&Arc::default(), &[&forge.origin()]);
    source.cache = Some(Cache::at(folder.path()));
    let first = ask(&source, &forge.url("/r")).outcome.unwrap();
    assert_eq!(ask(&source, &forge.url("/r")).outcome.unwrap(), first);
    assert!(forge.seen()[1].header("if-none-match").is_some());
    let url = forge.url("/other");
    let known = Want { sha256: Some(&first.sha256), ..want(&url, None) };
    assert_eq!(source.fetch(&known).outcome.unwrap(), first);
    assert_eq!(forge.count("/other"), 0, "an asset of a known digest needs no request");
}

#[test]
fn encodings_that_were_not_asked_for() {
    let gzip = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let fine = Reply::ok(gzip(b"{}")).with("content-encoding", "gzip");
    assert_eq!(outcome(fine).unwrap().bytes, b"{}");
    let bomb = gzip(&vec![b' '; 200_000]);
    assert!(bomb.len() < 1000, "it fits the limit while packed");
    assert_eq!(cause(Reply::ok(bomb).with("content-encoding", "gzip")), Cause::TooLarge);
    let cut = gzip(b"{}")[..12].to_vec();
    assert_eq!(cause(Reply::ok(cut).with("content-encoding", "gzip")), Cause::Truncated);
    assert_eq!(cause(Reply::ok("x").with("content-encoding", "br")), Cause::Encoding);
}

#[test]
fn requests_say_who_we_are_and_nothing_more() {
    let forge = Forge::start(|request| match request.path.as_str() {
        "/r" => Reply::redirect(302, "/s"),
        _ => Reply::ok("{}"),
    });
    let source = https(&Arc::default(), &[&forge.origin()]);
    assert!(ask(&source, &forge.url("/r")).outcome.is_ok());
    for request in forge.seen() {
        assert!(request.header("user-agent").unwrap().starts_with("data-contracts-ingest/"));
        assert_eq!(request.header("accept-encoding"), Some("identity"));
        assert_eq!(request.header("accept"), Some("application/vnd.github+json"));
        for absent in ["referer", "cookie", "authorization"] {
            assert_eq!(request.header(absent), None);
        }
    }
}

#[test]
fn an_interrupted_source_asks_nothing() {
    let forge = Forge::start(|_| Reply::ok("{}"));
    let source = https(&Arc::default(), &[&forge.origin()]);
    source.stop.raise();
    assert_eq!(ask(&source, &forge.url("/r")).outcome.unwrap_err().cause, Cause::Interrupted);
    assert!(forge.seen().is_empty());
}
