//! Where a lead is gone: at which value of an assumption, and under which pay plan.

use super::csv::{Lines, guarded, number};
use super::ids::MeasureId;
use super::words::{in_sentence, list, name_of_key, of_difference, sentence, short, signed};
use crate::experiment::firms::tries::{LookedAt, Step, TurningRow, roots, turnings};
use crate::experiment::firms::turning::{Turning, mean, quantile};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The table of what was tried.
pub const TURNING: &str = "turning.csv";
/// Chance that any interval of several misses, over all of them (Bonferroni).
const ERROR: f64 = 0.05;

/// Where the lead of one system over another is gone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TurningResult {
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the other system.
    pub scenario: String,
    /// The measure that is compared.
    pub measure: MeasureId,
    /// Assumptions that were tried one by one, all others as described.
    pub assumptions: Vec<AssumptionTurning>,
    /// Pay plans that were tried; none where pay is known or compared.
    pub plans: Vec<PlanTurning>,
}

/// What became of an assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionTurning {
    /// Path of its key.
    pub key: String,
    /// Its unit in words.
    pub unit: String,
    /// Its value as described.
    pub as_described: f64,
    /// From where to where it was tried.
    pub range: [f64; 2],
    /// The interval of the mean difference at the lower end, 95 % for all ends together.
    pub at_low: Option<[f64; 2]>,
    /// The same at the upper end.
    pub at_high: Option<[f64; 2]>,
    /// Values at which the systems are level, lowest first; empty if none was found.
    pub turns: Vec<Turn>,
}

/// A value at which the systems are level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Turn {
    /// The value.
    pub at: f64,
    /// Its 95 % interval.
    pub ci95: [f64; 2],
    /// Whether the other system is ahead below it, and so behind above it.
    pub is_ahead_below: bool,
}

/// What became of a pay plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanTurning {
    /// The plan, by the name of the shipped overlay.
    pub plan: String,
    /// The mean difference, as a share of the mean of both; positive where the other system is better.
    pub mean: Option<f64>,
    /// Its interval, 95 % for all plans together.
    pub ci95: Option<[f64; 2]>,
}

impl TurningResult {
    /// What follows from what was tried.
    pub fn new(names: [&str; 2], measure: MeasureId, all: &[LookedAt], plans: &[String], rows: &[TurningRow]) -> Self {
        let count = all.iter().map(|one| roots(one, rows).len()).sum();
        let assumption = |one: &LookedAt| {
            let turn = |Turning { at, ci95, sides }| Turn { at, ci95, is_ahead_below: sides[0].1 > 0.0 };
            let turns = turnings(one, rows, count).into_iter().map(turn).collect();
            let LookedAt { key, unit, as_described, range } = one.clone();
            let [at_low, at_high] = range.map(|end| {
                let is_there = |row: &&TurningRow| row.what == key && row.step == Step::Range && row.value == Some(end);
                let there: Vec<f64> = rows.iter().filter(is_there).filter_map(|row| row.difference).collect();
                let reach = quantile(1.0 - ERROR / (4.0 * all.len() as f64), there.len());
                mean(&there).zip(reach).map(|((mean, error), reach)| [mean - reach * error, mean + reach * error])
            });
            AssumptionTurning { key, unit, as_described, range, at_low, at_high, turns }
        };
        let plan = |plan: &String| {
            let of_plan = rows.iter().filter(|row| row.what == *plan && row.step == Step::Plan);
            let seen: Vec<f64> = of_plan.filter_map(|row| row.difference).collect();
            let found = mean(&seen);
            let wide = quantile(1.0 - ERROR / (2.0 * plans.len().max(1) as f64), seen.len());
            let reach = found.zip(wide).map(|((mean, error), wide)| [mean - wide * error, mean + wide * error]);
            PlanTurning { plan: plan.clone(), mean: found.map(|(mean, _)| mean), ci95: reach }
        };
        let [baseline, scenario] = names.map(str::to_string);
        Self { baseline, scenario, measure, assumptions: all.iter().map(assumption).collect(), plans: plans.iter().map(plan).collect() }
    }

    /// What was looked at, as it is written.
    pub fn looked_at(&self) -> Vec<LookedAt> {
        let one = |one: &AssumptionTurning| LookedAt {
            key: one.key.clone(),
            unit: one.unit.clone(),
            as_described: one.as_described,
            range: one.range,
        };
        self.assumptions.iter().map(one).collect()
    }

    /// Whether the two are the same in every world of everything that was tried.
    fn is_same_everywhere(&self) -> bool {
        let is_nothing = |ends: &Option<[f64; 2]>| *ends == Some([0.0, 0.0]);
        let tried = self.assumptions.iter().flat_map(|one| [&one.at_low, &one.at_high]).chain(self.plans.iter().map(|plan| &plan.ci95));
        tried.clone().next().is_some() && tried.clone().all(is_nothing)
    }

    /// Where the lead turns, in a paragraph.
    pub fn words(&self) -> String {
        if self.is_same_everywhere() {
            let mut tried: Vec<String> = self.assumptions.iter().map(AssumptionTurning::tried).collect();
            tried.extend(self.plans.iter().map(|plan| format!("the pay plan {}", plan.plan)));
            let same = format!("{} and {} are the same in every world of what was tried: {}.", self.scenario, self.baseline, list(&tried));
            return sentence(&same);
        }
        let found: Vec<String> = self.assumptions.iter().filter(|one| !one.turns.is_empty()).map(|one| self.turned(one)).collect();
        let without: Vec<String> = self.assumptions.iter().filter(|one| one.turns.is_empty()).map(AssumptionTurning::tried).collect();
        let unclear: Vec<String> =
            self.assumptions.iter().filter(|one| one.turns.is_empty()).flat_map(AssumptionTurning::unclear).collect();
        let mut said = Vec::new();
        if found.is_empty() {
            said.push(format!("No value was found at which the lead is sure to change between {} and {}", self.baseline, self.scenario));
        } else {
            said.push(format!("Where it turns, all else as described: {}", found.join("; ")));
        }
        if !without.is_empty() {
            let none = if found.is_empty() { "tried:" } else { "no turn was found for" };
            said.push(format!("{none} {}", list(&without)));
        }
        if !unclear.is_empty() {
            said.push(format!("who is ahead is not settled at {}", list(&unclear)));
        }
        // Where nothing was tried, nothing was found either.
        let text = if self.assumptions.is_empty() { String::new() } else { format!("{}.", said.join("; ")) };
        match self.of_plans() {
            Some(plans) => format!("{text} {plans}").trim_start().to_string(),
            None => text,
        }
    }

    fn turned(&self, one: &AssumptionTurning) -> String {
        let name = name_of_key(&one.key);
        let unit = if matches!(one.unit.as_str(), "" | "times" | "share") || name.ends_with(&one.unit) {
            String::new()
        } else {
            format!(" {}", one.unit)
        };
        let turn = |turn: &Turn| {
            let [low, high] = turn.ci95.map(short);
            let (below, above) = if turn.is_ahead_below { (&self.scenario, &self.baseline) } else { (&self.baseline, &self.scenario) };
            format!("{below} is ahead below {} ({low} to {high}), {above} above", short(turn.at))
        };
        let turns: Vec<String> = one.turns.iter().map(turn).collect();
        format!("{name} (now {}{unit}): {}", short(one.as_described), turns.join(", "))
    }

    fn of_plans(&self) -> Option<String> {
        let named = |is: fn([f64; 2]) -> bool| -> Vec<String> {
            let found = self.plans.iter().filter(|plan| plan.ci95.is_some_and(is));
            found
                .map(|plan| format!("{} ({} {})", plan.plan, signed(100.0 * plan.mean.unwrap_or(0.0), 0), of_difference(self.measure.0)))
                .collect()
        };
        let groups = [
            (named(|[low, _]| low > 0.0), "ahead under"),
            (named(|[_, high]| high < 0.0), "behind under"),
            (named(|[low, high]| low <= 0.0 && high >= 0.0), "not settled under"),
        ];
        if self.plans.iter().all(|plan| plan.ci95.is_none()) {
            return None;
        }
        let said: Vec<String> =
            groups.into_iter().filter(|(plans, _)| !plans.is_empty()).map(|(plans, what)| format!("{what} {}", list(&plans))).collect();
        // Who is ahead is not settled; a system is ahead or behind.
        let is = if said.len() == 1 && said[0].starts_with("not settled") {
            "who is ahead is".to_string()
        } else {
            format!("{} is", self.scenario)
        };
        Some(format!("By pay plan, in {} {is} {}.", in_sentence(self.measure.0), said.join("; ")))
    }
}

impl AssumptionTurning {
    /// The ends of its range at which it is not settled who is ahead.
    fn unclear(&self) -> Vec<String> {
        let ends = [(self.range[0], self.at_low), (self.range[1], self.at_high)];
        let is_unclear = |(_, seen): &(f64, Option<[f64; 2]>)| seen.is_some_and(|[low, high]| low < 0.0 && high > 0.0);
        ends.into_iter().filter(is_unclear).map(|(end, _)| format!("{} {}", name_of_key(&self.key), short(end))).collect()
    }

    fn tried(&self) -> String {
        let [low, high] = self.range.map(short);
        format!("{} ({low} to {high})", name_of_key(&self.key))
    }
}

/// What was tried, as a table.
pub fn csv(rows: &[TurningRow]) -> String {
    let mut lines = Lines::headed(["what", "step", "root", "value", "world", "difference"]);
    for row in rows {
        let step = super::csv::word(Some(row.step));
        lines.push([guarded(&row.what), step, row.root.to_string(), number(row.value), row.world.to_string(), number(row.difference)]);
    }
    lines.into_text()
}

/// Reads the table back.
///
/// # Errors
/// If it is no such table; with the line.
pub fn read(text: &[u8]) -> Result<Vec<TurningRow>, (u64, csv::Error)> {
    let mut reader = csv::Reader::from_reader(text);
    let rows: Result<Vec<TurningRow>, csv::Error> = reader.deserialize().collect();
    rows.map_err(|error| (error.position().map_or(1, csv::Position::line), error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Measure;

    fn row(what: &str, step: Step, value: Option<f64>, world: u64, difference: f64) -> TurningRow {
        TurningRow { what: what.to_string(), step, root: 0, value, world, difference: Some(difference) }
    }

    /// A lead of 0.4 (1.2 - x), seen with a little noise.
    fn tried(key: &str) -> Vec<TurningRow> {
        let noise = |world: u64| if world.is_multiple_of(2) { 0.01 } else { -0.01 };
        let at = |step: Step, value: f64| (0..10).map(move |world| row(key, step, Some(value), world, 0.4 * (1.2 - value) + noise(world)));
        let range = [0.5, 0.75, 1.0, 1.25, 1.5].into_iter().flat_map(|value| at(Step::Range, value));
        range.chain(at(Step::Below, 0.85)).chain(at(Step::Above, 1.35)).chain(at(Step::There, 1.2)).collect()
    }

    fn looked_at(key: &str) -> LookedAt {
        LookedAt { key: key.to_string(), unit: "times".into(), as_described: 1.0, range: [0.5, 1.5] }
    }

    #[test]
    fn turns_are_said_with_value_interval_and_both_sides() {
        let mut rows = tried("channel.web.fit_scale");
        rows.extend((0..12).map(|world| row("commission", Step::Plan, None, world, -0.1 + 0.001 * world as f64)));
        rows.extend((0..12).map(|world| row("salary", Step::Plan, None, world, if world.is_multiple_of(2) { 0.1 } else { -0.1 })));
        let all = [looked_at("channel.web.fit_scale"), looked_at("market_scale")];
        let plans = ["commission", "salary"].map(str::to_string);
        let measure = MeasureId(Measure::WinWinDealsPerMonth);
        let found = TurningResult::new(["hero", "team"], measure, &all, &plans, &rows);
        let said = found.words();
        for part in [
            "misfit of web leads (now 1): team is ahead below 1.2 (",
            "hero above",
            "no turn was found for size of the market (0.5 to 1.5)",
            "behind under commission (−9 %)",
            "not settled under salary",
        ] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
        assert_eq!(
            TurningResult::new(["hero", "team"], measure, &found.looked_at(), &plans, &read(csv(&rows).as_bytes()).expect("rows")),
            found
        );
        let nothing = |value: f64| (0..9).map(move |world| row("market_scale", Step::Range, Some(value), world, 0.0));
        let same: Vec<TurningRow> = nothing(0.5).chain(nothing(1.5)).collect();
        let same = TurningResult::new(["hero", "team"], measure, &all[1..], &[], &same).words();
        assert_eq!(same, "Team and hero are the same in every world of what was tried: size of the market (0.5 to 1.5).");
        let none = TurningResult::new(["hero", "team"], measure, &all[1..], &[], &[]).words();
        assert_eq!(
            none,
            "No value was found at which the lead is sure to change between hero and team; tried: size of the market (0.5 to 1.5)."
        );
        let level = [0.5, 1.5].map(|value| {
            (0..9).map(move |world| {
                row(
                    "market_scale",
                    Step::Range,
                    Some(value),
                    world,
                    if value > 1.0 { (world as f64 - 4.0) / 50.0 } else { 0.1 + 0.001 * world as f64 },
                )
            })
        });
        let unclear =
            TurningResult::new(["hero", "team"], measure, &all[1..], &[], &level.into_iter().flatten().collect::<Vec<_>>()).words();
        assert!(unclear.contains("who is ahead is not settled at size of the market 1.5."), "{unclear}");
    }
}
