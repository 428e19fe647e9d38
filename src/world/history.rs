//! The time before the beginning of a run.

use super::event::Event;
use super::journeys::JourneyId;
use crate::engine::Table;
use crate::measure::PoolAt;

/// The time before the beginning, while it is played.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// The moment (hours, below 0).
    pub now: f64,
    /// When the customer who is being played can be met or judged.
    pub dates: Vec<(f64, Event)>,
    /// Hours that went into customers, by pool.
    pub hours: Table<PoolAt, f64>,
    /// Purchases that began then and are still under way.
    pub standing: Vec<JourneyId>,
    /// Whether only such purchases are drawn.
    pub is_all: bool,
}
