//! The way of one request over its redirects: where it stands, who may see the token.

use url::Url;

use super::origin::{Origin, Token, redact};
use super::transport::Head;
use super::trouble::{Cause, Trouble};

/// Redirects that are followed at most.
pub const MOST_HOPS: usize = 5;

/// Where a request stands between two hops.
#[derive(Debug)]
pub struct Way<'w> {
    /// Where it goes next.
    pub url: Url,
    /// The token, as long as it has not left its origin.
    pub token: Option<&'w Token>,
    /// The new address, where the old one said that it has moved for good.
    pub moved_to: Option<Url>,
    seen: Vec<Url>,
}

impl<'w> Way<'w> {
    /// A way that begins at that URL.
    #[must_use]
    pub fn from(url: Url, token: Option<&'w Token>) -> Self {
        Way { url, token, moved_to: None, seen: Vec::new() }
    }

    /// Goes on to where the answer points. The token stays behind at every change of origin, and
    /// does not come back.
    ///
    /// # Errors
    /// No usable target, one that was visited before, or one too many.
    pub fn follow(&mut self, head: &Head) -> Result<(), Trouble> {
        let to =
            head.header("location").and_then(|location| self.url.join(location).ok()).ok_or_else(
                || Trouble::new(Cause::BadRedirect, "a redirect without a usable target"),
            )?;
        if self.seen.contains(&to) || self.url == to {
            let detail = format!("a redirect leads back to {}", redact(&to));
            return Err(Trouble::new(Cause::RedirectLoop, detail));
        }
        if self.seen.len() >= MOST_HOPS {
            let detail = format!("more than {MOST_HOPS} redirects");
            return Err(Trouble::new(Cause::TooManyRedirects, detail));
        }
        // Only an unbroken row of permanent redirects from the start says that the address is old.
        let for_good = matches!(head.status, 301 | 308);
        if for_good && (self.seen.is_empty() || self.moved_to.as_ref() == Some(&self.url)) {
            self.moved_to = Some(to.clone());
        }
        if Origin::of(&to) != Origin::of(&self.url) {
            self.token = None;
        }
        self.seen.push(std::mem::replace(&mut self.url, to));
        Ok(())
    }
}
