//! A model and a world number become a record: a pure function.

use crate::market::arrivals::Arrivals;
use crate::measure::Record;
use crate::scenario::Scenario;
use std::sync::Arc;

/// A scenario made ready to run. It has been checked before: nothing here fails.
#[derive(Debug, Clone)]
pub struct Model {
    /// The scenario.
    pub scenario: Scenario,
    /// Real arrivals, if channels ask for them.
    pub arrivals: Arc<Arrivals>,
}

impl Model {
    /// Makes a checked scenario ready to run.
    pub fn new(scenario: Scenario, arrivals: Arc<Arrivals>) -> Self {
        Self { scenario, arrivals }
    }
    /// Runs one world to its end.
    pub fn run(&self, _seed: u64, world: u64) -> Record {
        Record { world, ..Record::default() }
    }
    /// Runs one world and tells the story of one customer.
    pub fn trace(&self, _seed: u64, _world: u64, _journey: u64) -> Vec<StoryLine> {
        Vec::new()
    }
}

/// What a line of a customer's story is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The truth, which nobody on our side sees.
    Hidden,
    /// Something happened.
    Event,
    /// Something that we saw.
    Observation,
    /// Something that we decided, with the reason.
    Decision,
    /// The customer waits, and for what.
    Wait,
}

/// A line of a customer's story.
#[derive(Debug, Clone, PartialEq)]
pub struct StoryLine {
    /// Elapsed hours since the beginning of the run (a Monday, 00:00).
    pub at_hours: f64,
    /// What the line is.
    pub kind: LineKind,
    /// The line, a sentence.
    pub text: String,
}
