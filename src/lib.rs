//! winflow: a lean sales-funnel flow simulator.

pub mod cli;
pub mod dialogue;
pub mod engine;
pub mod experiment;
pub mod flow;
pub mod market;
pub mod measure;
pub mod outcome;
pub mod policy;
pub mod provider;
pub mod qualification;
pub mod report;
pub mod scenario;
pub mod simulation;
