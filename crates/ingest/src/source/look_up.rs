//! Names to addresses, of which only the public ones are let through.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};

use super::address;

/// The addresses of a name, by the machine's resolver.
///
/// # Errors
/// The name has none, or only such as no download may go to ([`NotPublic`] inside).
pub(super) fn look_up(name: &str, any_address: bool) -> io::Result<Vec<SocketAddr>> {
    let found: Vec<SocketAddr> = (name, 0).to_socket_addrs()?.collect();
    if any_address {
        return Ok(found);
    }
    let mut refused = None;
    let mut public = Vec::new();
    for at in found {
        match address::refusal(at.ip()) {
            Some(kind) => refused = Some(kind),
            None => public.push(at),
        }
    }
    match refused {
        Some(kind) if public.is_empty() => Err(io::Error::other(NotPublic { kind })),
        _ => Ok(public),
    }
}

/// A name that has only addresses where no download may go.
#[derive(Debug)]
pub(super) struct NotPublic {
    kind: &'static str,
}

impl fmt::Display for NotPublic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the name has only {} addresses", self.kind)
    }
}

impl StdError for NotPublic {}

#[cfg(test)]
mod tests {
    use super::{NotPublic, look_up};

    #[test]
    fn a_name_of_this_machine_is_let_through_only_where_any_address_may_be_asked() {
        assert!(!look_up("localhost", true).unwrap().is_empty());
        let refused = look_up("localhost", false).unwrap_err();
        let inner = refused.get_ref().and_then(|inner| inner.downcast_ref::<NotPublic>());
        assert!(inner.unwrap().to_string().contains("loopback"));
    }
}
