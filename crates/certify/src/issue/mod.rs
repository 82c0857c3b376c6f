//! Issuing a certificate from end to end: run or replay, compute, write, sign.

mod fault;
mod fence;
mod order;
mod outputs;
mod record;

pub use fault::IssueFault;
pub use order::{Issued, Order, Signing, issue};
pub use outputs::{OutputFault, Outputs};
pub use record::RecordFault;
