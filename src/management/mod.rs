//! Our people over time: who comes and who goes, what they learn, how they are led.

mod departure;
mod insight;
pub(crate) mod learning;
mod reviews;
mod staffing;
