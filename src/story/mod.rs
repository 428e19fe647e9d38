//! The story of a customer, in sentences made of what happened.

mod choices;
pub mod dates;
mod sentences;
pub mod words;

use crate::measure::Record;
use crate::simulation::Model;
use crate::world::happening::{Happened, Keeps};
use crate::world::plan::Plan;

/// What a line of a customer's story is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineKind {
    /// The truth, which nobody on our side sees.
    Hidden,
    /// Something that the customer or the world did.
    Event,
    /// One of our people begins or ends work.
    Work,
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
    /// Number of the customer.
    pub journey: u64,
    /// What the line is.
    pub kind: LineKind,
    /// The line, a sentence.
    pub text: String,
}

/// The story of what happened. Not everything that happens is worth a line.
pub fn lines(plan: &Plan, happened: &[Happened]) -> Vec<StoryLine> {
    happened.iter().filter_map(|h| line(plan, h)).collect()
}

fn line(plan: &Plan, happened: &Happened) -> Option<StoryLine> {
    let (kind, text) = sentences::sentence(plan, happened)?;
    Some(StoryLine { at_hours: happened.at_hours, journey: happened.customer.journey, kind, text })
}

/// Runs one world and tells the story of one customer, or of all.
pub fn trace(model: &Model, seed: u64, world: u64, keeps: Keeps) -> (Record, Vec<StoryLine>) {
    let (record, happened) = model.follow(seed, world, keeps, None);
    (record, lines(model.plan(), &happened))
}
