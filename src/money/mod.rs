//! Money: what plans pay, and the books of pay.

pub mod cents;
pub mod ledger;
pub mod payout;
pub mod replay;
