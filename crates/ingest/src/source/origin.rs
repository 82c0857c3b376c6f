//! Where a request may go and who may see the token: origins, compared exactly.

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;

use url::{Host, Url};

use super::address;

/// Scheme, host and port, in the one canonical spelling.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin(String);

impl Origin {
    /// The origin of a URL.
    #[must_use]
    pub fn of(url: &Url) -> Self {
        Origin(url.origin().ascii_serialization())
    }

    /// Reads an origin as an operator writes it: scheme, host and port, nothing behind.
    ///
    /// # Errors
    /// The text is no URL, has no host, has another scheme than `http` or `https`, or carries
    /// credentials, a path, a query or a fragment.
    pub fn parse(text: &str) -> Result<Self, String> {
        let url = Url::parse(text).map_err(|e| format!("`{text}` is no origin: {e}"))?;
        let bare = matches!(url.path(), "" | "/")
            && url.query().is_none()
            && url.fragment().is_none()
            && !has_credentials(&url);
        if !bare || !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            return Err(format!("`{text}` is no origin: write https://HOST or http://HOST:PORT"));
        }
        Ok(Origin::of(&url))
    }

    /// The canonical spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A secret that goes into one header and is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A token of visible ASCII, or `None` when no header could carry it.
    #[must_use]
    pub fn new(secret: &str) -> Option<Self> {
        let secret = secret.trim();
        let fits = !secret.is_empty() && secret.bytes().all(|b| b.is_ascii_graphic());
        fits.then(|| Token(secret.to_owned()))
    }

    /// The secret, for the header only.
    pub(super) fn secret(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Which origins are allowed beside public https, and which get which token.
#[derive(Debug, Clone, Default)]
pub struct Origins {
    /// `--allow-origin`: lifts the https and the address ban for exactly these.
    pub allowed: Vec<Origin>,
    /// The token of an origin.
    pub tokens: BTreeMap<Origin, Token>,
}

impl Origins {
    /// Whether both bans are lifted for this URL.
    #[must_use]
    pub fn is_allowed(&self, url: &Url) -> bool {
        self.allowed.contains(&Origin::of(url))
    }

    /// Whether a request may go there, as far as the URL alone can tell. Names are looked at
    /// again after resolution.
    ///
    /// # Errors
    /// The reason for the refusal, without the URL's query.
    pub fn admit(&self, url: &Url) -> Result<(), String> {
        if has_credentials(url) {
            return Err(format!("{} carries credentials", redact(url)));
        }
        if self.is_allowed(url) {
            return Ok(());
        }
        if url.scheme() != "https" {
            return Err(format!("{} is not https", redact(url)));
        }
        let literal = match url.host() {
            Some(Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
            Some(Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
            Some(Host::Domain(_)) => None,
            None => return Err("a URL without a host".to_owned()),
        };
        match literal.and_then(address::refusal) {
            Some(kind) => Err(format!("{} is a {kind} address", redact(url))),
            None => Ok(()),
        }
    }
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// The URL as logs may show it: without credentials, query (signatures stand there) and
/// fragment, and bounded.
#[must_use]
pub fn redact(url: &Url) -> String {
    let mut shown = url.clone();
    let cut = shown.query().is_some();
    shown.set_query(None);
    shown.set_fragment(None);
    // Both fail only for URLs that cannot carry credentials at all.
    let _ = shown.set_username("");
    let _ = shown.set_password(None);
    let mut text: String = shown.as_str().chars().take(2_000).collect();
    if cut {
        text.push_str("?…");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn only_public_https_and_exactly_the_allowed_origins_are_admitted() {
        let origins = Origins {
            allowed: vec![Origin::parse("http://127.0.0.1:8080").unwrap()],
            ..Origins::default()
        };
        for good in ["https://api.example.com/x", "http://127.0.0.1:8080/x", "https://1.1.1.1/"] {
            assert_eq!(origins.admit(&url(good)), Ok(()), "{good}");
        }
        for bad in [
            "http://api.example.com/x",
            "http://127.0.0.1:8081/x",
            "https://127.0.0.1:8080/x",
            "https://127.0.0.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://[::ffff:10.0.0.1]/",
            "https://169.254.169.254/latest/meta-data",
            "ftp://example.com/",
            "https://user:secret@example.com/",
        ] {
            assert!(origins.admit(&url(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_origin_is_scheme_host_and_port_only() {
        assert_eq!(
            Origin::parse("https://GHE.example.com:443/").unwrap().as_str(),
            "https://ghe.example.com"
        );
        for bad in ["https://a/b", "https://u@a", "file:///x", "a", "https://a?x", "https://a#x"] {
            assert!(Origin::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn logs_show_neither_query_nor_credentials() {
        let shown = redact(&url("https://u:p@store.example.com/a/b?sig=abc&x=1#frag"));
        assert_eq!(shown, "https://store.example.com/a/b?…");
        assert_eq!(format!("{:?}", Token::new("ghp_x").unwrap()), "Token(…)");
        assert_eq!(Token::new("a\r\nb: c"), None);
    }
}
