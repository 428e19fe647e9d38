//! winflow: a lean sales-funnel flow simulator.

pub mod dialogue;
pub mod engine;
pub mod flow;
pub mod market;
pub mod measure;
pub mod outcome;
pub mod policy;
pub mod provider;
pub mod qualification;
pub mod scenario;
pub mod simulation;
