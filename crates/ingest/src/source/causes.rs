//! What the chain behind an error of the client holds that we tell apart.

use std::error::Error as StdError;
use std::io;

use report::visible::visible_within;

use super::look_up::NotPublic;

/// What the chain behind a client error holds that we tell apart.
#[derive(Default)]
pub(super) struct Causes {
    /// The name has only addresses that may not be asked.
    pub(super) not_public: Option<String>,
    /// TLS failed.
    pub(super) tls: Option<String>,
    /// The kind of the last fault of input and output.
    pub(super) io: Option<io::ErrorKind>,
    /// The innermost words; the client's own first words would repeat the URL.
    pub(super) last: String,
}

impl Causes {
    pub(super) fn of(error: &dyn StdError) -> Self {
        let mut causes = Causes { last: "unknown".to_owned(), ..Causes::default() };
        let mut next = error.source();
        while let Some(cause) = next {
            causes.note(cause);
            next = cause.source();
        }
        causes
    }

    fn note(&mut self, cause: &(dyn StdError + 'static)) {
        self.last = words(cause);
        if let Some(refused) = cause.downcast_ref::<NotPublic>() {
            self.not_public = Some(refused.to_string());
        }
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            self.tls = Some(words(tls));
        }
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            self.io = Some(io.kind());
            // The error inside an I/O error is not its source.
            if let Some(inner) = io.get_ref() {
                self.note(inner);
            }
        }
    }
}

/// An error's own words, bounded and visible.
pub(super) fn words(error: &(dyn StdError + 'static)) -> String {
    visible_within(&error.to_string(), 200).into_owned()
}
