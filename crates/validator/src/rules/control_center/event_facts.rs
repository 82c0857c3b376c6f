//! What the rules of `control-center/event` look at.

use crate::facts::Fact;

crate::facts! {
    /// An event envelope.
    pub struct EventFacts / Event {
        /// What happened.
        event_type: Fact<'d> = "type",
        /// The envelope's version.
        version: Fact<'d> = "version",
        /// When it happened.
        occurred_at: Fact<'d> = "occurredAt",
        /// What ties it to a request.
        correlation_id: Fact<'d> = "correlationId",
    }
}
