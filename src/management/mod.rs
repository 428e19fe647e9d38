//! Our people over time: who comes and who goes, what they learn, how they are led.

mod departure;
pub(crate) mod learning;
mod reviews;
mod staffing;

#[cfg(test)]
mod tests;
