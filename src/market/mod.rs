//! The customer's side: projects, buying journeys, stakeholders and their needs.

pub mod arrivals;
