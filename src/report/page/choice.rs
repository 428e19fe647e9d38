//! Which systems are shown where there is room for a few: those of which something was found, and how many are left out.

use crate::experiment::verdicts::Standing;
use crate::measure::{Better, Measure};
use crate::report::results::document::{DifferenceResult, Document};
use crate::report::results::stored::Stored;

/// The measure that the answer is about.
pub fn foremost(document: &Document) -> Measure {
    let wins = Measure::WinWinDealsPerMonth;
    if document.named().any(|m| m == wins) { wins } else { document.named().next().unwrap_or(wins) }
}

/// The differences in the order in which they matter to a reader: what is settled in the foremost measure before what is not, and as given
/// among equals.
pub fn ordered(document: &Document) -> Vec<(usize, &DifferenceResult)> {
    let measure = foremost(document);
    let rank = |one: &DifferenceResult| match one.measure(measure).map(|d| (d.standing, d.is_small)) {
        Some((Standing::Better, false)) => 0,
        Some((Standing::Worse, false)) => 1,
        Some((Standing::Different, _)) => 2,
        Some((Standing::Better | Standing::Worse, true)) => 3,
        Some((Standing::NotSettled, _)) => 4,
        _ => 5,
    };
    let mut all: Vec<(usize, &DifferenceResult)> = document.differences.iter().enumerate().collect();
    all.sort_by_key(|(_, one)| rank(one));
    all
}

/// Places of systems in that order, the baseline first.
pub fn places(document: &Document) -> Vec<usize> {
    let all = 0..document.scenarios.len();
    if document.differences.is_empty() {
        all.collect()
    } else {
        std::iter::once(0).chain(ordered(document).iter().map(|(place, _)| place + 1)).collect()
    }
}

/// The first so many names, and how many more there are.
pub fn few(names: &[String], most: usize) -> Vec<String> {
    let mut few: Vec<String> = names.iter().take(most).cloned().collect();
    let more = names.len() - few.len();
    few.extend((more > 0).then(|| format!("{more} more")));
    few
}

/// In how many worlds a system is ahead of the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lead {
    /// It is better.
    pub ahead: u64,
    /// It is worse.
    pub behind: u64,
    /// Both are the same.
    pub level: u64,
}

impl Lead {
    /// Counts the worlds of a difference, by its place; `None` where more is neither better nor worse.
    pub fn of(stored: &Stored, place: usize, measure: Measure) -> Option<Self> {
        let sign = match measure.better() {
            Better::Higher => 1.0,
            Better::Lower => -1.0,
            Better::Neither => return None,
        };
        let (a, b) = (stored.systems.first()?, stored.systems.get(place + 1)?);
        let mut lead = Self::default();
        for (a, b) in a.worlds.iter().zip(&b.worlds) {
            let [a, b] = [a, b].map(|row| row.ratios[measure as usize]).map(|r| sign * r.numerator / r.denominator);
            if a.is_finite() && b.is_finite() {
                let count = if b > a {
                    &mut lead.ahead
                } else if b < a {
                    &mut lead.behind
                } else {
                    &mut lead.level
                };
                *count += 1;
            }
        }
        (lead.worlds() > 0).then_some(lead)
    }

    /// Worlds in which both could be told.
    pub fn worlds(self) -> u64 {
        self.ahead + self.behind + self.level
    }
}
