//! The time before the beginning of a run.

use super::World;
use super::event::{Event, PHASE_MARKET};
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

impl World<'_> {
    /// The customer can be met or judged at a time.
    pub(crate) fn await_customer(&mut self, at: f64, event: Event) {
        match &mut self.history {
            Some(history) => history.dates.push((at, event)),
            None => {
                self.calendar.schedule(at, PHASE_MARKET, event);
            }
        }
    }
}
