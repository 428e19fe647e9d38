//! What results should reach, for charts and pages that hold them against it.

use super::words::{grouped, ordinal};
use crate::measure::Measure;
use crate::scenario::requirement::{Asked, Quantity, Requirement, Side};
use std::str::FromStr;

/// More decimals than these of a bound are not shown.
const MOST_DECIMALS: usize = 6;

/// One target: a requirement, as those of guards.
#[derive(Debug, Clone, PartialEq)]
pub struct Target(pub Requirement);

impl FromStr for Target {
    type Err = String;
    /// ```
    /// use winflow::report::results::targets::Target;
    /// assert!("win_rate >= 30 %".parse::<Target>().is_ok());
    /// assert!("win_rate >= 30".parse::<Target>().unwrap_err().contains("Write 30 %"));
    /// ```
    fn from_str(text: &str) -> Result<Self, String> {
        Requirement::parse(text).map(Self).map_err(|wrong| format!("{}. {}", wrong.message, wrong.hint))
    }
}

/// Targets that somebody has set, in their order; nothing is assumed where none is.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Targets(Vec<Requirement>);

impl FromIterator<Target> for Targets {
    fn from_iter<I: IntoIterator<Item = Target>>(targets: I) -> Self {
        let mut all = Vec::new();
        for Target(required) in targets {
            if !all.contains(&required) {
                all.push(required);
            }
        }
        Self(all)
    }
}

impl Targets {
    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = &Requirement> {
        self.0.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first that sets a system against another one.
    pub fn with_baseline(&self) -> Option<&Requirement> {
        self.iter().find(|required| required.quantity.needs_baseline())
    }

    /// The first level that a measure is to reach.
    pub fn level(&self, measure: Measure) -> Option<Level> {
        self.levels().find(|level| level.measure == measure)
    }

    /// The bound of the first level of a measure, if it was asked for in a unit other than that of its figures: "3 months".
    pub fn in_another_unit(&self, measure: Measure) -> Option<String> {
        let required = self.iter().find(|required| Level::of(required).is_some_and(|level| level.measure == measure))?;
        let level = Level::of(required)?;
        let is_time = matches!(measure.unit(), "days" | "hours");
        let is_other = is_time && !required.asked.unit.is_empty() && !measure.unit().starts_with(required.asked.unit.trim_end_matches('s'));
        is_other.then(|| bound(measure, level.bound, &required.asked))
    }

    /// The levels that measures are to reach in a world, be it on average or in so many of a hundred worlds.
    pub fn levels(&self) -> impl Iterator<Item = Level> {
        self.iter().filter_map(Level::of)
    }
}

/// A level that a measure is to reach in a world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// The measure.
    pub measure: Measure,
    /// On which side of the bound it is reached.
    pub side: Side,
    /// The bound.
    pub bound: f64,
}

impl Level {
    /// The level of a requirement, if single worlds can be held against it.
    pub fn of(required: &Requirement) -> Option<Self> {
        match required.quantity {
            Quantity::Mean(measure) => Some(Self { measure, side: required.side, bound: required.bound }),
            Quantity::Chance(measure, side, bound) => Some(Self { measure, side, bound }),
            _ => None,
        }
    }

    /// The same in a unit of which so many are one of the measure's own.
    pub fn times(self, factor: f64) -> Self {
        Self { bound: self.bound * factor, ..self }
    }

    /// Whether a value reaches it.
    pub fn is_reached(self, value: f64) -> bool {
        self.side.holds(value, self.bound)
    }

    /// A bound that is written out, with the words for its side where that is not the usual one.
    pub fn told(self, bound: String) -> String {
        if self.side == Side::AtLeast { bound } else { format!("{} {bound}", self.side.words()) }
    }
}

/// The name of a measure within a sentence, for the period that was asked for: "revenue per year".
pub fn name(measure: Measure, asked: &Asked) -> String {
    let name = super::words::in_sentence(measure);
    asked.period.map_or_else(|| name.clone(), |period| name.replace("per month", &format!("per {period}")))
}

/// What is required, in words: "win-win rate of at least 70 %", "revenue per year of at least 5 MEUR in at least 80 % of worlds".
pub fn in_words(required: &Requirement, baseline: &str) -> String {
    let Requirement { quantity, side, asked, .. } = required;
    let (name, side) = (name(quantity.measure(), asked), side.words());
    let bound = || bound(quantity.measure(), required.bound, asked);
    let percent = || format!("{} %", shortest(100.0 * required.bound));
    match quantity {
        Quantity::Mean(_) => format!("{name} of {side} {}", bound()),
        Quantity::Chance(measure, of_level, at) => {
            format!("{name} of {} {} in {side} {} of worlds", of_level.words(), self::bound(*measure, *at, asked), percent())
        }
        Quantity::Quantile(of, _) => format!("{} percentile of {name} of {side} {}", ordinal(u64::from(*of)), bound()),
        Quantity::Difference(_) => format!("difference of {side} {} from {baseline} in {name}", bound()),
        Quantity::Change(_) => format!("change of {side} {} from {baseline} in {name}", percent()),
        Quantity::Better(_) => format!("better than {baseline} in {name} in {side} {} of worlds", percent()),
        Quantity::SurelyBetter(_) => format!("better than {baseline} in {name}, with a certainty of {side} {}", percent()),
    }
}

/// A bound in the unit in which it was asked for: "5 MEUR", "20 %", "40".
pub fn bound(measure: Measure, bound: f64, asked: &Asked) -> String {
    let (factor, unit) = match (asked.unit.as_str(), measure.unit()) {
        ("", "share") => (100.0, "%"),
        ("", unit) if unit.starts_with("EUR") => (asked.factor, "EUR"),
        ("", unit) => (asked.factor, Some(unit).filter(|unit| matches!(*unit, "days" | "hours")).unwrap_or_default()),
        (unit, _) => (asked.factor, unit),
    };
    let number = shortest(bound * factor);
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

/// A number with no more decimals than it needs.
pub fn shortest(number: f64) -> String {
    let text = format!("{number:.MOST_DECIMALS$}");
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.trim_end_matches('0').len());
    grouped(number, decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_required_is_told_in_words() {
        for (text, words) in [
            ("win_win_rate >= 70 %", "win-win rate of at least 70 %"),
            ("p(revenue_per_year >= 5 MEUR) >= 80 %", "revenue per year of at least 5 MEUR in at least 80 % of worlds"),
            ("p10(revenue_per_month) > 80 kEUR", "10th percentile of revenue per month of more than 80 kEUR"),
            ("difference(win_rate) >= 3 points", "difference of at least 3 points from hero in win rate"),
            ("p(better than baseline) >= 95 %", "better than hero in win-wins per month in at least 95 % of worlds"),
            ("cycle_days_p50 <= 3 months", "median cycle time of at most 3 months"),
        ] {
            assert_eq!(in_words(&Requirement::parse(text).expect(text), "hero"), words);
        }
    }

    #[test]
    fn a_level_in_another_unit_is_told_in_that_one() {
        let of = |text: &str, measure| targets(&[text]).in_another_unit(measure);
        assert_eq!(of("cycle_days_p50 <= 3 months", Measure::CycleDaysP50).as_deref(), Some("3 months"));
        assert_eq!(of("cycle_days_p50 <= 90 days", Measure::CycleDaysP50), None);
        assert_eq!(of("cycle_days_p50 <= 90", Measure::CycleDaysP50), None);
        assert_eq!(of("revenue_per_year >= 5 MEUR", Measure::RevenuePerMonth), None);
    }

    fn targets(texts: &[&str]) -> Targets {
        texts.iter().map(|text| text.parse::<Target>().expect(text)).collect()
    }

    #[test]
    fn every_measure_can_have_a_level() {
        let all = targets(&["win_rate >= 20 %", "p(revenue_per_year >= 9 MEUR) >= 80 %", "cycle_days_p50 <= 90 days", "win_rate >= 20 %"]);
        assert_eq!(all.iter().count(), 3, "none stands twice");
        assert_eq!(all.level(Measure::WinRate).map(|level| level.bound), Some(0.2));
        assert_eq!(all.level(Measure::RevenuePerMonth).map(|level| level.times(12.0).bound), Some(9e6));
        assert!(all.level(Measure::CycleDaysP50).is_some_and(|level| level.is_reached(80.0) && !level.is_reached(91.0)));
        assert!(all.level(Measure::ChurnRate).is_none() && all.with_baseline().is_none());
        assert!(targets(&["change(revenue_per_month) >= 5 %"]).with_baseline().is_some());
    }

    #[test]
    fn bounds_are_told_as_they_were_asked_for() {
        for (text, expected) in [
            ("revenue_per_year >= 5 MEUR", "revenue per year: 5 MEUR"),
            ("revenue_per_month >= 80000.5", "revenue per month: 80,000.5 EUR"),
            ("win_win_deals_per_year >= 40", "win-wins per year: 40"),
            ("win_rate >= 0.205", "win rate: 20.5 %"),
            ("cycle_days_p50 <= 12 weeks", "median cycle time: 12 weeks"),
            ("wait_hours_mean <= 48", "wait for our people: 48 hours"),
        ] {
            let required = Requirement::parse(text).expect(text);
            let measure = required.quantity.measure();
            assert_eq!(format!("{}: {}", name(measure, &required.asked), bound(measure, required.bound, &required.asked)), expected);
        }
    }
}
