//! The customer's side: projects, buying journeys, stakeholders and their needs.
//!
//! What is in here is the truth. Nobody on our side sees it; what they see are the observations that a
//! [`group::BuyingGroup`] gives in a meeting.

pub mod arrivals;
pub mod commitments;
pub mod group;
pub mod journey;
pub mod need;
pub mod process;
pub mod project;

pub use commitments::Commitments;
pub use group::{BuyingGroup, Decision, Stakeholder};
pub use journey::Journey;
pub use need::Point;
pub use process::OwnProcess;
