//! Our side: people with their skills and hours, pools that share a queue, and what we believe of a customer.

pub mod belief;
pub mod people;
pub mod tenure;

pub use belief::{Belief, PersonBelief};
pub use people::{Person, Pool};
pub use tenure::{NOBODY, Tenure};
