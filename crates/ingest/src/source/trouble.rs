//! Why something could not be fetched: one named cause each, with a sentence for people.

use std::fmt;

use report::visible::visible_within;
use serde::{Deserialize, Serialize};

/// The cause. The failure class of a row follows from it and from what was being fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The host name has no address.
    NameResolution,
    /// Nobody listens there.
    ConnectionRefused,
    /// No connection came about.
    ConnectionFailed,
    /// The secure connection was not trusted or broke off.
    Tls,
    /// The connection ended before an answer came.
    ConnectionReset,
    /// The body ended early.
    Truncated,
    /// Connecting, answering or the whole download took too long.
    TimedOut,
    /// The run's deadline came first.
    OutOfTime,
    /// More bytes than the limit.
    TooLarge,
    /// A content encoding that was not asked for and is not understood.
    Encoding,
    /// Not https, or an address that is not public.
    ForbiddenTarget,
    /// A redirect led back to where it had been.
    RedirectLoop,
    /// More than five redirects.
    TooManyRedirects,
    /// A redirect without a usable target.
    BadRedirect,
    /// 401: the token is missing or refused.
    Unauthorized,
    /// 403 without a sign of a limit.
    Forbidden,
    /// A limit that did not end within the run's deadline.
    RateLimited,
    /// 404 or 410.
    NotFound,
    /// No such local file.
    NoSuchFile,
    /// 5xx, each time.
    ServerError,
    /// Any other status.
    UnexpectedStatus,
    /// A local file outside the repository root.
    OutsideRoot,
    /// A local file that cannot be read.
    Unreadable,
    /// A URL that cannot be fetched at all.
    BadUrl,
    /// A recording that does not hold this answer.
    NotRecorded,
    /// The run was interrupted before the answer came.
    Interrupted,
}

impl Cause {
    /// Whether asking again may help.
    #[must_use]
    pub fn is_passing(self) -> bool {
        matches!(
            self,
            Cause::NameResolution
                | Cause::ConnectionRefused
                | Cause::ConnectionFailed
                | Cause::ConnectionReset
                | Cause::Truncated
                | Cause::TimedOut
                | Cause::ServerError
        )
    }

    /// Whether the source answered at all, be it with a refusal.
    #[must_use]
    pub fn is_answer(self) -> bool {
        !matches!(
            self,
            Cause::NameResolution
                | Cause::ConnectionRefused
                | Cause::ConnectionFailed
                | Cause::Tls
                | Cause::ConnectionReset
                | Cause::TimedOut
                | Cause::OutOfTime
                | Cause::ForbiddenTarget
                | Cause::BadUrl
                | Cause::OutsideRoot
                | Cause::NoSuchFile
                | Cause::Unreadable
                | Cause::NotRecorded
                | Cause::Interrupted
        )
    }
}

/// A cause with a sentence for people: no token, no query string, bounded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trouble {
    /// The cause.
    pub cause: Cause,
    /// What happened, in one sentence.
    pub detail: String,
}

impl Trouble {
    /// A cause with its sentence, cut to a bounded length.
    #[must_use]
    pub fn new(cause: Cause, detail: impl AsRef<str>) -> Self {
        let detail = detail.as_ref();
        Trouble { cause, detail: visible_within(detail, 500).into_owned() }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}
