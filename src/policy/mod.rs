//! The choices that a provider makes. They see beliefs, never the customer.

pub mod decision;
pub mod next_activity;
pub mod selection;
