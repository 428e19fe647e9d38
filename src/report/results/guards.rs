//! What became of guards, as a block under the results.

use super::figures::Figures;
use super::markdown::{line, within_cell};
use super::words::{grouped, signed};
use crate::engine::math;
use crate::experiment::guards::{Judged, Judgement, judge};
use crate::experiment::interval::Doubt;
use crate::experiment::{Outcome, WorldRow};
use crate::measure::{Measure, Ratio};
use crate::scenario::guard::Guard;
use crate::scenario::requirement::{Asked, Quantity, Requirement};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A guard held against the results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GuardResult {
    /// Name of the system.
    pub scenario: String,
    /// What is required.
    pub require: String,
    /// Why, if somebody said so; else empty.
    pub because: String,
    /// What became of it.
    pub judgement: Judgement,
    /// What the quantity is, in the unit of its measure; null if undefined, or a quantile that takes more worlds.
    pub value: Option<f64>,
    /// Its 95 % interval, `[low, high]`; an end that cannot be told is null.
    pub ci95: Option<[Option<f64>; 2]>,
    /// About how many worlds would settle it; null if it is settled, or nobody knows.
    pub worlds_to_settle: Option<u64>,
    /// Why the interval is not safe; null if it is. An interval that is not safe decides nothing.
    pub warning: Option<Doubt>,
}

/// Holds guards against results: for each system, those that are for it. What needs a baseline is not asked of the baseline itself.
pub fn results(outcome: &Outcome, guards: &[Vec<Guard>]) -> Vec<GuardResult> {
    let systems: Vec<(&str, &[WorldRow])> = outcome.systems.iter().map(|system| (system.name.as_str(), system.worlds.as_slice())).collect();
    held_against(&systems, guards)
}

/// The same for systems as names and rows, of which the first is the baseline.
pub fn held_against(systems: &[(&str, &[WorldRow])], guards: &[Vec<Guard>]) -> Vec<GuardResult> {
    let ratios =
        |place: usize, measure: Measure| -> Vec<Ratio> { systems[place].1.iter().map(|row| row.ratios[measure as usize]).collect() };
    let mut results = Vec::new();
    for (place, guards) in guards.iter().enumerate().take(systems.len()) {
        for guard in guards.iter().filter(|guard| place > 0 || !guard.requirement.quantity.needs_baseline() || systems.len() == 1) {
            let measure = guard.requirement.quantity.measure();
            let of_baseline = (place > 0).then(|| ratios(0, measure));
            results.push(GuardResult::new(
                systems[place].0,
                guard,
                &judge(&guard.requirement, &ratios(place, measure), of_baseline.as_deref()),
            ));
        }
    }
    results
}

impl GuardResult {
    fn new(scenario: &str, guard: &Guard, judged: &Judged) -> Self {
        Self {
            scenario: scenario.to_string(),
            require: guard.requirement.text.clone(),
            because: guard.because.clone(),
            judgement: judged.judgement,
            value: judged.value,
            ci95: judged.interval.map(|ends| ends.map(|end| Some(end).filter(|end| end.is_finite()))),
            worlds_to_settle: judged.worlds,
            warning: judged.doubt,
        }
    }

    /// What was found, in words, in the unit and for the period that was asked for: "80.3 % (79.5 % to 81.1 %)".
    pub fn found(&self) -> String {
        if let (None, Some(_)) = (self.value, self.ci95) {
            return "unknown with so few worlds".to_string();
        }
        let Some(value) = self.value else { return "not defined".to_string() };
        let answer = Answer::new(Requirement::parse(&self.require).ok(), self.scale());
        let written = |value: f64| answer.written(value);
        let interval = match self.ci95 {
            Some([Some(low), Some(high)]) if low < high => format!(" ({} to {})", written(low), written(high)),
            Some([Some(low), None]) => format!(" (at least {})", written(low)),
            Some([None, Some(high)]) => format!(" (at most {})", written(high)),
            _ => String::new(),
        };
        let unit = answer.unit();
        let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
        format!("{}{unit}{interval}", written(value))
    }

    /// The largest of its numbers, so that all are written alike.
    fn scale(&self) -> f64 {
        let ends = self.ci95.into_iter().flatten().flatten();
        ends.chain(self.value).fold(0.0, |largest, value| largest.max(value.abs()))
    }

    /// Whether it cannot be judged, because there is nothing to compare with.
    pub fn lacks_baseline(&self) -> bool {
        self.needs_baseline() && self.value.is_none() && self.ci95.is_none() && self.judgement == Judgement::Undecided
    }

    fn needs_baseline(&self) -> bool {
        Requirement::parse(&self.require).is_ok_and(|required| required.quantity.needs_baseline())
    }

    /// What could be done about it, if it is not settled.
    pub fn advice(&self, worlds: u64, alone: bool) -> String {
        if let (Judgement::Undecided, Some(doubt), Some(enough)) = (self.judgement, self.warning, self.worlds_to_settle) {
            let why = super::judgement::doubt(doubt);
            return format!("; its interval is not safe ({why}): try {} worlds", round_up(enough));
        }
        match (self.judgement, self.worlds_to_settle) {
            (Judgement::Undecided, Some(enough)) if enough > worlds => format!("; about {} worlds would settle it", round_up(enough)),
            (Judgement::Undecided, _) if self.ci95.is_some() => "; more worlds may settle it".to_string(),
            (Judgement::Undecided, _) if self.needs_baseline() && alone => "; it needs a baseline: winflow compare".to_string(),
            (Judgement::Undecided, _) => "; no cases to count".to_string(),
            _ => String::new(),
        }
    }
}

/// How the numbers of an answer are written.
enum Answer {
    /// A chance, or a certainty.
    Chance,
    /// A change against the baseline.
    Change,
    /// A level in the unit in which it was asked for.
    InUnit { asked: Asked, decimals: usize },
    /// A level in the unit in which the measure is usually told, for the period that was asked for.
    Usual { asked: Asked, figures: Figures },
    /// What can no longer be read.
    Bare,
}

impl Answer {
    fn new(required: Option<Requirement>, scale: f64) -> Self {
        let Some(Requirement { quantity, asked, .. }) = required else { return Self::Bare };
        match quantity {
            // Of two shares the difference is in points.
            Quantity::Difference(measure) if measure.unit() == "share" => {
                Self::InUnit { decimals: three_digits(100.0 * scale), asked: Asked::points() }
            }
            Quantity::Chance(..) | Quantity::Better(_) | Quantity::SurelyBetter(_) => Self::Chance,
            Quantity::Change(_) => Self::Change,
            Quantity::Mean(measure) | Quantity::Quantile(_, measure) | Quantity::Difference(measure) => {
                let scale = scale * asked.factor;
                if asked.unit.is_empty() {
                    Self::Usual { asked, figures: Figures::new(measure, scale) }
                } else {
                    Self::InUnit { asked, decimals: three_digits(scale) }
                }
            }
        }
    }

    fn written(&self, value: f64) -> String {
        match self {
            Self::Chance => chance(value),
            Self::Change => format!("{} %", signed(100.0 * value, 1)),
            Self::InUnit { asked, decimals } => grouped(value * asked.factor, *decimals),
            Self::Usual { asked, figures } => figures.value(Some(value * asked.factor)),
            Self::Bare => format!("{value:.3}"),
        }
    }

    /// What stands after the first number.
    fn unit(&self) -> String {
        match self {
            Self::InUnit { asked, .. } => asked.unit.clone(),
            Self::Usual { asked, figures } => asked.period.map_or_else(|| figures.unit(), |period| figures.unit().replace("month", period)),
            Self::Chance | Self::Change | Self::Bare => String::new(),
        }
    }
}

/// How many decimals leave three digits that count.
fn three_digits(scale: f64) -> usize {
    let digits = if scale.is_finite() && scale > 0.0 { math::log10(scale).floor() } else { 0.0 };
    (2.0 - digits).clamp(0.0, 6.0) as usize
}

/// A chance in per cent, with as many digits as tell it from always and never.
pub fn chance(value: f64) -> String {
    let text = format!("{:.1} %", 100.0 * value);
    match text.as_str() {
        "100.0 %" if value < 1.0 => "99.9 %".to_string(),
        "0.0 %" if value > 0.0 => "0.1 %".to_string(),
        _ => text,
    }
}

/// Two digits that count, never less.
fn round_up(number: u64) -> u64 {
    let step = 10u64.pow(number.max(1).ilog10().saturating_sub(1));
    number.div_ceil(step) * step
}

/// The same as a table of Markdown.
pub fn markdown(results: &[GuardResult], worlds: u64) -> String {
    if results.is_empty() {
        return String::new();
    }
    let mut text = format!("\nGuards, each tested at 95 % ({}):\n\n| | system | required | found |\n|---|---|---|---|\n", tally(results));
    let alone = results.iter().all(|result| result.scenario == results[0].scenario);
    for result in results {
        let cells = [result.judgement.word(), &result.scenario, &result.require].map(within_cell);
        text.push_str(&line(cells.into_iter().chain([result.found() + &result.advice(worlds, alone)])));
        text.push('\n');
    }
    text
}

/// "3 pass, 1 fails, 1 is undecided".
pub fn tally(results: &[GuardResult]) -> String {
    let count = |verdict: Judgement| results.iter().filter(|result| result.judgement == verdict).count();
    let one = |verdict: Judgement, singular: &str, plural: &str| match count(verdict) {
        0 => None,
        1 => Some(format!("1 {singular}")),
        many => Some(format!("{many} {plural}")),
    };
    let parts = [
        one(Judgement::Pass, "passes", "pass"),
        one(Judgement::Fail, "fails", "fail"),
        one(Judgement::Undecided, "is undecided", "are undecided"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::sample::outcome;

    #[test]
    fn a_guard_that_needs_a_baseline_is_not_asked_of_it() {
        let guard = |text: &str| Guard::parse(text).expect("a guard");
        let guards = vec![guard("p(better than baseline) >= 0.5"), guard("win_win_rate >= 0")];
        let results = results(&outcome(&["hero", "team"], 24), &[guards.clone(), guards]);
        let asked: Vec<(&str, &str)> = results.iter().map(|r| (r.scenario.as_str(), r.require.as_str())).collect();
        assert_eq!(asked, [("hero", "win_win_rate >= 0"), ("team", "p(better than baseline) >= 0.5"), ("team", "win_win_rate >= 0")]);
    }

    #[test]
    fn advice_is_rounded_up_and_never_down() {
        assert_eq!([7, 72, 101, 1234].map(round_up), [7, 72, 110, 1300]);
        assert_eq!([0.9999, 0.0001, 0.5, 1.0].map(chance), ["99.9 %", "0.1 %", "50.0 %", "100.0 %"]);
    }

    #[test]
    fn answers_are_in_the_unit_and_for_the_period_asked_for() {
        let found = |require: &str, value: f64, ends: [f64; 2]| {
            let result = GuardResult {
                scenario: "team".to_string(),
                require: require.to_string(),
                because: String::new(),
                judgement: Judgement::Pass,
                value: Some(value),
                ci95: Some(ends.map(Some)),
                worlds_to_settle: None,
                warning: None,
            };
            result.found()
        };
        for (require, expected) in [
            ("revenue_per_year >= 5 MEUR", "5.10 MEUR (4.80 to 5.40)"),
            ("revenue_per_year >= 5000000", "5,100 kEUR/year (4,800 to 5,400)"),
            ("revenue_per_month >= 5 MEUR a year", "5.10 MEUR a year (4.80 to 5.40)"),
            ("revenue_per_month >= 400 kEUR", "425 kEUR (400 to 450)"),
            ("revenue_per_month >= 400000", "425 kEUR/month (400 to 450)"),
            ("p10(revenue_per_quarter) >= 1 MEUR", "1.28 MEUR (1.20 to 1.35)"),
            ("difference(revenue_per_year) >= 1 MEUR", "5.10 MEUR (4.80 to 5.40)"),
        ] {
            assert_eq!(found(require, 425_000.0, [400_000.0, 450_000.0]), expected, "{require}");
        }
        assert_eq!(found("cycle_days_p50 <= 3 weeks", 14.0, [7.0, 21.0]), "2.00 weeks (1.00 to 3.00)");
        assert_eq!(found("win_win_deals_per_year >= 24", 3.0, [2.0, 4.0]), "36.0 deals/year (24.0 to 48.0)");
        assert_eq!(found("win_rate >= 20 %", 0.25, [0.2, 0.3]), "25.0 % (20.0 % to 30.0 %)");
        assert_eq!(found("p(revenue_per_year >= 9 MEUR) >= 80 %", 0.912, [0.78, 0.978]), "91.2 % (78.0 % to 97.8 %)");
    }
}
