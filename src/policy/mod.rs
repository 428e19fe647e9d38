//! The choices that a provider makes. They see beliefs, never the customer.

pub mod candour;
pub mod catalogue;
pub mod choice;
pub mod closing;
pub mod customers;
pub mod decision;
pub mod effort;
mod manipulative;
pub mod next_activity;
pub mod obstacles;
pub mod selection;
pub mod stance;
pub mod view;
