//! Our side: people with their skills and hours, pools that share a queue, what they are paid, and what we believe of a customer.

pub mod belief;
pub mod course;
pub mod earnings;
pub mod insight;
pub mod pace;
pub mod people;
pub mod pods;
pub mod ramp;
pub mod tenure;
pub mod week;
pub mod work;

pub use belief::{Belief, PersonBelief};
pub use course::{Course, Negotiation};

pub use people::Pool;
pub use tenure::Tenure;
pub use work::Work;
