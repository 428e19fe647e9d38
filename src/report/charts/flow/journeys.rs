//! What these charts know of a customer's way: its stages and the time between them.

use super::sheet::worlds_of;
use crate::measure::{Ending, quantile};
use crate::report::stored::StoredSystem;
use crate::report::stored::rows::JourneyRow;

/// Whether a journey ended in a deal, delivered yet or not.
pub fn is_won(row: &JourneyRow) -> bool {
    matches!(row.ending, Ending::WinWin | Ending::ForceFit | Ending::CustomerOnly | Ending::BothLost) || row.price > 0.0
}

/// Day of the decision, or of leaving, of an opportunity that was let in, and how long that took from the dialogue.
pub fn decided(row: &JourneyRow) -> Option<(f64, f64)> {
    let ended = row.ended_days.filter(|_| row.let_in)?;
    Some((ended, (ended - row.dialogue_days?).max(0.0)))
}

/// The worlds whose journeys are there.
pub fn worlds(system: &StoredSystem) -> Vec<u64> {
    worlds_of(system, system.journeys.iter().map(|row| row.world), |world| world.endings.iter().flatten().any(|n| *n > 0))
}

/// Days of all these, in order of length.
pub fn sorted(days: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut days: Vec<f64> = days.filter(|d| d.is_finite()).collect();
    days.sort_by(f64::total_cmp);
    days
}

/// Percentiles of the days from dialogue to decision: half, 85 and 95 of 100 opportunities are decided within.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Percentiles {
    /// Half.
    pub p50: f64,
    /// 85 of 100.
    pub p85: f64,
    /// 95 of 100.
    pub p95: f64,
}

impl Percentiles {
    /// Of sorted days; `None` where there are none.
    pub fn of(sorted: &[f64]) -> Option<Self> {
        Some(Self { p50: quantile(sorted, 0.5)?, p85: quantile(sorted, 0.85)?, p95: quantile(sorted, 0.95)? })
    }
    /// Of the opportunities of a system that were decided.
    pub fn of_system(system: &StoredSystem) -> Option<Self> {
        Self::of(&sorted(system.journeys.iter().filter_map(decided).map(|(_, took)| took)))
    }
    /// With the words for each.
    pub fn named(self) -> [(&'static str, f64); 3] {
        [("half", self.p50), ("85 of 100", self.p85), ("95 of 100", self.p95)]
    }
}
