//! What these charts know of a customer's way: its stages and the time between them.

use super::sheet::worlds_of;
use crate::measure::{Ending, quantile};
use crate::report::results::stored::StoredSystem;
use crate::report::results::stored::rows::JourneyRow;
use crate::report::results::words::grouped;

/// Whether a journey ended in a deal, delivered yet or not.
pub fn is_won(row: &JourneyRow) -> bool {
    matches!(row.ending, Ending::WinWin | Ending::ForceFit | Ending::CustomerOnly | Ending::BothLost) || row.price > 0.0
}

/// Day of the decision, or of leaving, of an opportunity that was let in, and how long that took from the dialogue.
pub fn decided(row: &JourneyRow) -> Option<(f64, f64)> {
    let ended = row.ended_days.filter(|_| row.let_in)?;
    Some((ended, (ended - row.dialogue_days?).max(0.0)))
}

/// When an opportunity was let in: when it was judged, or where nobody judges when its dialogue began.
pub fn let_in(row: &JourneyRow) -> Option<f64> {
    row.judged_days.or(row.dialogue_days).filter(|_| row.let_in)
}

/// What waits between being let in and entering the flow, for room below the limit on work in progress.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backlog {
    /// Opportunities let in.
    pub let_in: usize,
    /// Those that never entered: they left before their turn, or still wait.
    pub never_entered: usize,
    /// Median days of those that entered; `None` if none did.
    pub median: Option<f64>,
}

impl Backlog {
    /// `None` where nothing ever waits there.
    pub fn of(system: &StoredSystem) -> Option<Self> {
        let all = || system.journeys.iter().filter(|row| row.let_in);
        let days = sorted(all().filter_map(|row| Some((row.entered_days? - let_in(row)?).max(0.0))));
        let never_entered = all().filter(|row| row.entered_days.is_none()).count();
        let backlog = Self { let_in: all().count(), never_entered, median: quantile(&days, 0.5) };
        (never_entered > 0 || days.last().is_some_and(|longest| *longest > 0.0)).then_some(backlog)
    }
    /// "a median of 12 days; 5 of 40 let in never entered".
    pub fn words(&self) -> String {
        let days = |median: f64| format!("a median of {} days; ", grouped(median, usize::from(median < 9.95)));
        let median = self.median.map_or_else(String::new, days);
        format!(
            "{median}{} of {} accepted never entered the pipeline",
            grouped(self.never_entered as f64, 0),
            grouped(self.let_in as f64, 0)
        )
    }
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
