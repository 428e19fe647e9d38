//! What became of guards, as a block under the results.

use super::figures::Figures;
use super::markdown::{line, within_cell};
use crate::experiment::guards::{Judged, Judgement, judge};
use crate::experiment::interval::Doubt;
use crate::experiment::{Outcome, WorldRow};
use crate::measure::{Measure, Ratio};
use crate::scenario::guard::Guard;
use crate::scenario::requirement::{Quantity, Requirement};
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
    /// What the quantity is; null if undefined, or a quantile that takes more worlds.
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

    /// What was found, in words: "0.803 (0.795 to 0.811)".
    pub fn found(&self) -> String {
        if let (None, Some(_)) = (self.value, self.ci95) {
            return "unknown with so few worlds".to_string();
        }
        let Some(value) = self.value else { return "not defined".to_string() };
        let quantity = Requirement::parse(&self.require).ok().map(|required| required.quantity);
        let written = |value: f64| match quantity {
            Some(Quantity::Chance(..) | Quantity::Better(_) | Quantity::SurelyBetter(_)) => share(value),
            Some(Quantity::Change(_)) => format!("{} %", super::words::signed(100.0 * value, 1)),
            Some(quantity) => Figures::new(quantity.measure(), self.scale()).value(Some(value)),
            None => format!("{value:.3}"),
        };
        let interval = match self.ci95 {
            Some([Some(low), Some(high)]) if low < high => format!(" ({} to {})", written(low), written(high)),
            Some([Some(low), None]) => format!(" (at least {})", written(low)),
            Some([None, Some(high)]) => format!(" (at most {})", written(high)),
            _ => String::new(),
        };
        let is_in_a_unit = matches!(quantity, Some(Quantity::Mean(_) | Quantity::Quantile(..) | Quantity::Difference(_)));
        let unit = quantity.filter(|_| is_in_a_unit).map_or_else(String::new, |q| Figures::new(q.measure(), self.scale()).unit());
        let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
        format!("{}{unit}{interval}", written(value))
    }

    /// The largest of its numbers, so that all are written alike.
    fn scale(&self) -> f64 {
        let ends = self.ci95.into_iter().flatten().flatten();
        ends.chain(self.value).fold(0.0, |largest, value| largest.max(value.abs()))
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

/// A share with as many digits as tell it from always and never.
fn share(value: f64) -> String {
    let text = format!("{value:.3}");
    match text.as_str() {
        "1.000" if value < 1.0 => "0.999".to_string(),
        "0.000" if value > 0.0 => "0.001".to_string(),
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
        assert_eq!([0.9999, 0.0001, 0.5].map(share), ["0.999", "0.001", "0.500"]);
    }
}
