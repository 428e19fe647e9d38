//! winflow: a lean sales-funnel flow simulator.

pub mod cli;
pub mod engine;
pub mod experiment;
pub mod market;
pub mod measure;
pub mod report;
pub mod scenario;
pub mod simulation;
