//! Our people over time: who comes and who goes, what they learn, how they are led.

mod departure;
mod reviews;
mod staffing;
