//! The network: the only file that opens connections.
//!
//! One exchange at a time, nothing followed, nothing decoded, no proxy, referrer or cookie
//! unless asked for. Everything that decides stands elsewhere; this file only carries out.

use std::fmt;
use std::io::{self, Read as _};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::blocking::{Client, ClientBuilder, Response};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Certificate, Proxy, header};

use super::causes::{Causes, words};
use super::look_up::look_up;
use super::transport::{Ask, Head, Intake, MESSAGE_LIMIT, Transport};
use super::trouble::{Cause, Trouble};
use crate::pace::{Pace, Stop};

/// How the network is used.
#[derive(Debug, Clone)]
pub struct NetworkOptions {
    /// Time to open a connection.
    pub connect_timeout: Duration,
    /// Time without a single byte.
    pub read_timeout: Duration,
    /// Time for one exchange as a whole.
    pub total_timeout: Duration,
    /// A proxy, when the operator asks for one; it resolves the names then.
    pub proxy: Option<String>,
    /// Certificates (PEM) to trust beside the machine's own.
    pub extra_roots: Vec<Vec<u8>>,
}

impl Default for NetworkOptions {
    fn default() -> Self {
        NetworkOptions {
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            total_timeout: Duration::from_secs(120),
            proxy: None,
            extra_roots: Vec::new(),
        }
    }
}

/// The transport over real connections.
pub struct Network {
    options: NetworkOptions,
    pace: Arc<dyn Pace>,
    stop: Stop,
    /// Goes to public addresses only.
    public: OnceLock<Result<Client, String>>,
    /// For origins that the operator allowed: any address.
    anywhere: OnceLock<Result<Client, String>>,
}

impl fmt::Debug for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Network").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Network {
    /// A network that opens nothing before it is asked.
    #[must_use]
    pub fn new(options: NetworkOptions, pace: Arc<dyn Pace>, stop: Stop) -> Self {
        let (public, anywhere) = (OnceLock::new(), OnceLock::new());
        Network { options, pace, stop, public, anywhere }
    }

    fn client(&self, any_address: bool) -> Result<&Client, Trouble> {
        let slot = if any_address { &self.anywhere } else { &self.public };
        slot.get_or_init(|| build(&self.options, any_address))
            .as_ref()
            .map_err(|reason| Trouble::new(Cause::ConnectionFailed, reason))
    }

    fn read_body(
        &self,
        mut response: Response,
        until: Duration,
        intake: &mut Intake,
    ) -> Result<(), Trouble> {
        let mut buffer = vec![0_u8; 16 * 1024];
        loop {
            if self.stop.is_raised() {
                return Err(Trouble::new(Cause::Interrupted, "interrupted while downloading"));
            }
            if self.pace.elapsed() >= until {
                return Err(Trouble::new(Cause::TimedOut, "the download took too long"));
            }
            match response.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => {
                    if !intake.take(buffer.get(..read).unwrap_or(&[])) {
                        return Err(too_large(intake.limit()));
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(body_trouble(&error)),
            }
        }
    }
}

impl Transport for Network {
    fn exchange(&self, ask: &Ask<'_>, intake: &mut Intake) -> Result<Head, Trouble> {
        let until = ask.deadline.min(self.pace.elapsed() + self.options.total_timeout);
        let mut request = self
            .client(ask.any_address)?
            .get(ask.url.clone())
            .header(header::ACCEPT, ask.accept)
            .header(header::ACCEPT_ENCODING, "identity")
            .header("X-GitHub-Api-Version", "2022-11-28");
        if let Some(token) = ask.token {
            request = request.bearer_auth(token.secret());
        }
        if let Some(etag) = ask.if_none_match {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        let response = request.send().map_err(|e| send_trouble(e.without_url()))?;
        let head = head_of(&response);
        if head.status == 200 {
            let announced = head.header("content-length").and_then(|text| text.parse::<u64>().ok());
            if announced.is_some_and(|length| length > intake.limit()) {
                return Err(too_large(intake.limit()));
            }
            self.read_body(response, until, intake)?;
        } else {
            // Only the message of a refusal is wanted; that it breaks off tells nothing.
            *intake = Intake::new(MESSAGE_LIMIT, true);
            let _ = self.read_body(response, until, intake);
        }
        Ok(head)
    }
}

fn head_of(response: &Response) -> Head {
    let headers = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.into())))
        .collect();
    Head { status: response.status().as_u16(), headers }
}

fn too_large(limit: u64) -> Trouble {
    Trouble::new(Cause::TooLarge, format!("more than the limit of {limit} bytes"))
}

fn build(options: &NetworkOptions, any_address: bool) -> Result<Client, String> {
    // Another part of the process may have chosen a provider already: that one serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let with_roots = |builder: ClientBuilder| -> Result<ClientBuilder, String> {
        let mut roots = Vec::new();
        for pem in &options.extra_roots {
            roots.extend(Certificate::from_pem_bundle(pem).map_err(|e| words(&e))?);
        }
        Ok(if roots.is_empty() { builder } else { builder.tls_certs_merge(roots) })
    };
    match with_roots(settings(options, any_address)?)?.build() {
        Ok(client) => Ok(client),
        // A machine without a certificate store still reaches plain allowed origins; over TLS
        // nothing is trusted then, and each attempt says so.
        Err(_) => settings(options, any_address)?
            .tls_certs_only(Vec::new())
            .build()
            .map_err(|e| format!("the HTTP client cannot be set up: {}", words(&e.without_url()))),
    }
}

fn settings(options: &NetworkOptions, any_address: bool) -> Result<ClientBuilder, String> {
    let mut builder = Client::builder()
        .user_agent(concat!("data-contracts-ingest/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .retry(reqwest::retry::never())
        .connect_timeout(options.connect_timeout)
        .timeout(options.read_timeout)
        .pool_max_idle_per_host(crate::run::MOST_WORKERS);
    if let Some(proxy) = &options.proxy {
        let proxy = Proxy::all(proxy.as_str()).map_err(|_| "the proxy's URL is not usable")?;
        builder = builder.proxy(proxy);
    } else {
        builder = builder.dns_resolver(Arc::new(Resolver { any_address }));
    }
    Ok(builder)
}

/// Resolves names with the machine's resolver and lets only public addresses through.
struct Resolver {
    any_address: bool,
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let any_address = self.any_address;
        Box::pin(async move {
            // The client's own thread serves every worker: a look-up may not hold it.
            let looked = tokio::task::spawn_blocking(move || look_up(name.as_str(), any_address));
            let found = looked.await.map_err(io::Error::other)??;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

fn send_trouble(error: reqwest::Error) -> Trouble {
    let error = error.without_url();
    let causes = Causes::of(&error);
    if let Some(refused) = causes.not_public {
        return Trouble::new(Cause::ForbiddenTarget, refused);
    }
    if let Some(tls) = causes.tls {
        return Trouble::new(Cause::Tls, format!("TLS failed: {tls}"));
    }
    if error.is_dns() {
        let detail = format!("the host name could not be resolved: {}", causes.last);
        return Trouble::new(Cause::NameResolution, detail);
    }
    if error.is_timeout() {
        return Trouble::new(Cause::TimedOut, "no answer in time");
    }
    match causes.io {
        Some(io::ErrorKind::ConnectionRefused) => {
            Trouble::new(Cause::ConnectionRefused, "the connection was refused")
        }
        Some(io::ErrorKind::UnexpectedEof) if error.is_connect() => {
            Trouble::new(Cause::Tls, "TLS failed: the other side hung up during the handshake")
        }
        _ if error.is_connect() => {
            Trouble::new(Cause::ConnectionFailed, format!("no connection: {}", causes.last))
        }
        _ if error.is_builder() => Trouble::new(Cause::BadUrl, "no request could be made of it"),
        _ => Trouble::new(
            Cause::ConnectionReset,
            format!("the connection ended before an answer came: {}", causes.last),
        ),
    }
}

fn body_trouble(error: &io::Error) -> Trouble {
    let Some(inner) = error.get_ref().and_then(|inner| inner.downcast_ref::<reqwest::Error>())
    else {
        return Trouble::new(Cause::Truncated, "the download broke off");
    };
    if inner.is_timeout() {
        return Trouble::new(Cause::TimedOut, "the download stalled");
    }
    match Causes::of(inner).io {
        Some(io::ErrorKind::ConnectionReset) => {
            Trouble::new(Cause::ConnectionReset, "the connection was reset while downloading")
        }
        _ => Trouble::new(Cause::Truncated, "the body ended before its announced end"),
    }
}
