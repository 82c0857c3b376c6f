//! Issuing a certificate from end to end: run or replay, compute, write, sign.

mod order;
mod outputs;
mod record;

pub use order::{IssueFault, Issued, Order, Signing, issue};
pub use outputs::{OutputFault, Outputs};
pub use record::RecordFault;
