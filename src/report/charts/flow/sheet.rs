//! What the charts of time and flow share: which systems, their names and figures in words, and numbers by world.

use crate::experiment::WorldRow;
use crate::experiment::statistics::Estimate;
use crate::measure::Ratio;
use crate::report::charts::grammar::NAME;
pub use crate::report::results::settled::{ByWorld, Finding};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::verdict::source;
use crate::report::results::words::{grouped, list, turns_text};
use std::collections::BTreeSet;

/// More systems than this make panels too small to read.
pub const MOST_SYSTEMS: usize = 4;
/// Days of a month.
pub const MONTH: f64 = 365.25 / 12.0;

/// The systems that are drawn: the first ones.
pub fn shown(stored: &Stored) -> &[StoredSystem] {
    &stored.systems[..stored.systems.len().min(MOST_SYSTEMS)]
}

/// Notes, how many systems are left out, and where everything comes from.
pub fn footnote(stored: &Stored, notes: &str) -> String {
    let names: Vec<String> = shown(stored).iter().map(|system| fitted_name(&system.name)).collect();
    let left_out = match stored.systems.len() - names.len() {
        0 => String::new(),
        1 => " One more system is not shown.".to_string(),
        more => format!(" {more} more systems are not shown."),
    };
    format!("{notes}{left_out}\n{}", source(&stored.document, &names, &stored.setting()))
}

/// A name as it stands in sentences: not longer than a sentence can bear.
pub fn fitted_name(name: &str) -> String {
    let straight: String = name.chars().filter(|letter| !turns_text(*letter)).collect();
    NAME.fitted(&straight, 230)
}

/// Days of the window.
pub fn window_days(system: &StoredSystem) -> f64 {
    365.25 * system.scenario.time.years
}

/// Figures by system in words, the unit with the first: "72 % of the hours under hero and 88 % under team".
pub fn under<'n>(figures: impl Iterator<Item = (String, &'n str)>, unit: &str) -> String {
    let one = |(place, (figure, name)): (usize, (String, &str))| {
        let unit = if place == 0 { unit } else { "" };
        format!("{figure}{unit} under {}", fitted_name(name))
    };
    let each: Vec<String> = figures.enumerate().map(one).collect();
    list(&each)
}

/// "40 worlds".
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number as f64, 0), if number == 1 { one } else { many })
}

/// The worlds that a table holds, in order. A table that was cut ends at a world; whether it was is told by the measures: later worlds
/// have something to hold and the table has not.
pub fn worlds_of(system: &StoredSystem, rows: impl Iterator<Item = u64>, holds_any: impl Fn(&WorldRow) -> bool) -> Vec<u64> {
    let in_table: BTreeSet<u64> = rows.collect();
    if system.worlds.is_empty() {
        return in_table.into_iter().collect();
    }
    let last = in_table.last().copied();
    let beyond = |row: &&WorldRow| last.is_none_or(|last| row.world > last);
    let is_cut = system.worlds.iter().filter(beyond).any(holds_any);
    let kept = system.worlds.iter().filter(|row| !is_cut || !beyond(row)).map(|row| row.world);
    kept.chain(in_table.iter().copied()).collect::<BTreeSet<u64>>().into_iter().collect()
}

/// The ratios of all worlds.
pub fn ratios(worlds: &ByWorld) -> Vec<Ratio> {
    worlds.values().copied().collect()
}

/// Total over total of all worlds.
pub fn mean(worlds: &ByWorld) -> Option<f64> {
    let total = |of: fn(&Ratio) -> f64| worlds.values().map(of).sum::<f64>();
    let mean = total(|ratio| ratio.numerator) / total(|ratio| ratio.denominator);
    mean.is_finite().then_some(mean)
}

/// Sums of money, all in the unit that suits the largest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Money {
    factor: f64,
    /// The unit.
    pub unit: &'static str,
}

impl Money {
    /// For sums up to this.
    pub fn up_to(largest: f64) -> Self {
        match largest.abs() {
            size if size >= 1e9 => Self { factor: 1e-9, unit: "billion EUR" },
            size if size >= 1e6 => Self { factor: 1e-6, unit: "million EUR" },
            size if size >= 1e4 => Self { factor: 1e-3, unit: "kEUR" },
            _ => Self { factor: 1.0, unit: "EUR" },
        }
    }
    /// In the unit.
    pub fn of(self, sum: f64) -> f64 {
        sum * self.factor
    }
    /// Three digits that count.
    pub fn text(self, sum: f64) -> String {
        three_digits(self.of(sum))
    }
}

/// How many digits after the point leave three that count.
pub fn decimals(value: f64) -> usize {
    match value.abs() {
        size if size >= 99.95 || size == 0.0 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.9995 => 2,
        _ => 3,
    }
}

/// A number with three digits that count.
pub fn three_digits(value: f64) -> String {
    grouped(value, decimals(value))
}

/// The largest of means and of the ends of their intervals, but for intervals so wide that they would leave no room for the means.
pub fn largest<'e>(values: impl Iterator<Item = &'e Estimate>) -> f64 {
    let (mut mean, mut end) = (0.0, 0.0);
    for value in values {
        mean = value.mean.into_iter().fold(mean, f64::max);
        end = value.ci95.into_iter().fold(end, |end, [_, high]| high.max(end));
    }
    end.clamp(mean, 2.5 * mean)
}

/// Both ends of the interval of a share, within what a share can be.
pub fn share_ends(share: &Estimate) -> Option<[f64; 2]> {
    share.ci95.map(|ends| ends.map(|end| end.clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!([0.1234, 1.234, 12.34, 1234.5].map(three_digits), ["0.123", "1.23", "12.3", "1,234"]);
        assert_eq!((Money::up_to(2e6).text(1_234_567.0), Money::up_to(2e6).unit), ("1.23".to_string(), "million EUR"));
    }
}
