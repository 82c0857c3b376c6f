//! From a witness to its cause: which keyword refuses it, what stood there before, and how to look
//! past it for the next cause.

mod change;
mod counterpart;
mod mask;
mod pick;
mod shrink;

pub(crate) use change::{Change, Direction, shown};
pub(crate) use counterpart::counterparts;
pub(crate) use mask::{Edit, mask};
pub(crate) use pick::cause_of;
pub(crate) use shrink::shrink;
