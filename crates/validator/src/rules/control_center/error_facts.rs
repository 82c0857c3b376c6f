//! What the rules of `control-center/error` look at.

use crate::facts::Fact;

crate::facts! {
    /// An error body.
    pub struct ErrorFacts / Error {
        /// The code for programs.
        code: Fact<'d> = "code",
        /// The text for people.
        message: Fact<'d> = "message",
        /// What ties it to a request.
        correlation_id: Fact<'d> = "correlationId",
        /// The status of HTTP.
        http_status: Fact<'d> = "httpStatus",
    }
}
