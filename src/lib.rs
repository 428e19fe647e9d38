//! winflow: a lean sales-funnel flow simulator.

pub mod engine;
pub mod market;
pub mod measure;
pub mod scenario;
pub mod simulation;
