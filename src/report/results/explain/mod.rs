//! What makes the difference, and which rewrites do: documents, words, tables.

pub mod rewrite;
#[cfg(test)]
pub(crate) mod sample;
pub mod words;

use super::csv::{Lines, guarded, number};
use super::ids::{Direction, MeasureId};
use super::over_firms::{Over, OverFirms};
use super::words::list;
use crate::experiment::combination::Effect;
use crate::experiment::explain::{Division, SETTLED};
use crate::experiment::shapley::Coalition;
use crate::measure::Measure;
use crate::scenario::Difference;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The difference between two systems, divided among the parts of the change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExplainDocument {
    /// Seed of every world.
    pub seed: u64,
    /// Number of worlds.
    pub worlds: u64,
    /// The firms of which each is in one of these worlds; left out where all are worlds of the firm as it is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firms: Option<OverFirms>,
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the system that the change leads to.
    pub scenario: String,
    /// How many combinations of the parts were run, with none and all.
    pub combinations: u64,
    /// Orders of switching that were drawn, as not every combination was run; null if every one was.
    pub orders: Option<u64>,
    /// The parts of the change.
    pub groups: Vec<GroupResult>,
    /// Every measure, in a fixed order.
    pub measures: Vec<MeasureShares>,
}

/// A part of the change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupResult {
    /// Name, unique in the document.
    pub name: String,
    /// Settings that differ.
    pub keys: Vec<KeyChange>,
    /// Why groups of keys, or keys, are one part: what contradicts itself where they are switched apart.
    pub united_because: Vec<String>,
    /// Keys of it that have no effect in the scenario, as its others stand; left out if there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without_effect: Vec<String>,
}

/// A key that is set differently.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyChange {
    /// Path of the key.
    pub key: String,
    /// Its value in the baseline; null if the baseline has no such key.
    pub baseline: Option<serde_json::Value>,
    /// Its value in the scenario; null if the scenario has no such key.
    pub scenario: Option<serde_json::Value>,
}

/// A measure, divided.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureShares {
    /// Which measure.
    pub id: MeasureId,
    /// Unit in words.
    pub unit: String,
    /// Which direction is better; null if it depends.
    pub better: Option<Direction>,
    /// Mean of the baseline.
    pub baseline_mean: Option<f64>,
    /// Mean of the scenario.
    pub scenario_mean: Option<f64>,
    /// Scenario less baseline.
    pub difference: Option<f64>,
    /// 95 % interval of the difference, `[low, high]`; null with fewer than two worlds.
    pub difference_ci95: Option<[f64; 2]>,
    /// Whether that interval leaves out zero.
    pub is_settled: bool,
    /// What each part makes of it, in the order of the groups; they add up to the difference.
    pub shares: Vec<ShareResult>,
    /// What pairs of parts are worth together beyond what they are worth apart; empty if not every combination was run.
    pub interactions: Vec<InteractionResult>,
}

/// What a part makes of a difference.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareResult {
    /// Name of the part.
    pub group: String,
    /// Its Shapley value: what it adds, averaged over all orders of switching.
    pub mean: Option<f64>,
    /// 95 % interval, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
    /// Share of the difference, where that is settled.
    pub of_difference: Option<f64>,
    /// Probability of a share this far from zero if there were none, corrected for all parts (Holm).
    pub p_adjusted: Option<f64>,
    /// Whether it is settled: that probability is below 0.05.
    pub is_settled: bool,
    /// Half of the 95 % interval that is due to drawn orders; null if every combination was run.
    pub sampling_error: Option<f64>,
    /// What it changes as the only part: baseline with it, less baseline.
    pub alone: EffectResult,
    /// What it changes as the last part: scenario, less scenario without it.
    pub last: EffectResult,
}

/// What pairs of parts are worth together beyond what they are worth apart.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InteractionResult {
    /// The two parts.
    pub groups: [String; 2],
    /// The interaction index.
    pub mean: Option<f64>,
    /// 95 % interval, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
    /// Probability of one this far from zero if there were none, corrected for all pairs (Holm).
    pub p_adjusted: Option<f64>,
    /// Whether it is settled: that probability is below 0.05.
    pub is_settled: bool,
}

/// A difference between two runs that anybody can compare.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EffectResult {
    /// The difference.
    pub mean: Option<f64>,
    /// 95 % interval, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
}

impl From<Option<Effect>> for EffectResult {
    fn from(effect: Option<Effect>) -> Self {
        Self { mean: effect.map(|e| e.mean), ci95: effect.and_then(|e| e.ci95()) }
    }
}

impl GroupResult {
    /// A part by its name and what is set differently.
    pub fn new(name: String, differences: &[Difference], united_because: Vec<String>) -> Self {
        let key = |one: &Difference| KeyChange { key: one.path.clone(), baseline: one.first.clone(), scenario: one.second.clone() };
        Self { name, keys: differences.iter().map(key).collect(), united_because, without_effect: Vec::new() }
    }

    /// The same, given all keys that were set and have no effect.
    pub fn knowing(mut self, without_effect: &BTreeSet<String>) -> Self {
        self.without_effect = self.keys.iter().map(|change| change.key.clone()).filter(|key| without_effect.contains(key)).collect();
        self
    }
}

impl MeasureShares {
    /// A division with the names of its parts.
    pub fn new(division: &Division, groups: &[GroupResult]) -> Self {
        let measure = division.measure;
        let name = |part: usize| groups.get(part).map_or_else(String::new, |group| group.name.clone());
        let difference = division.difference.map(|d| d.mean);
        let is_settled = division.difference.and_then(|d| d.ci95()).is_some_and(leaves_out_zero);
        let shares = division.shares.iter().enumerate().map(|(part, share)| ShareResult {
            group: name(part),
            mean: share.mean,
            ci95: share.ci95,
            of_difference: share.mean.zip(difference).filter(|_| is_settled).map(|(share, whole)| share / whole),
            p_adjusted: share.p_adjusted,
            is_settled: settled(share.p_adjusted),
            sampling_error: share.sampling_error,
            alone: share.alone.into(),
            last: share.last.into(),
        });
        let interactions = division.interactions.iter().map(|one| InteractionResult {
            groups: one.parts.map(name),
            mean: one.effect.map(|e| e.mean),
            ci95: one.effect.and_then(|e| e.ci95()),
            p_adjusted: one.p_adjusted,
            is_settled: settled(one.p_adjusted),
        });
        Self {
            id: MeasureId(measure),
            unit: measure.unit().to_string(),
            better: Direction::of(measure),
            baseline_mean: division.baseline,
            scenario_mean: division.scenario,
            difference,
            difference_ci95: division.difference.and_then(|d| d.ci95()),
            is_settled,
            shares: shares.collect(),
            interactions: interactions.collect(),
        }
    }
}

/// Which direction of a measure is better.
fn settled(p_adjusted: Option<f64>) -> bool {
    p_adjusted.is_some_and(|p| p < SETTLED)
}

pub(in crate::report) fn leaves_out_zero([low, high]: [f64; 2]) -> bool {
    low > 0.0 || high < 0.0
}

impl ExplainDocument {
    /// One of its measures.
    pub fn measure(&self, measure: Measure) -> Option<&MeasureShares> {
        self.measures.iter().find(|m| m.id.0 == measure)
    }

    /// The name of the system in which some parts of the change are made: those whose bits are set.
    pub fn name_of(&self, coalition: Coalition) -> String {
        let made = self.groups.iter().enumerate().filter(|(place, _)| coalition >> place & 1 == 1).map(|(_, part)| part.name.clone());
        let made: Vec<String> = made.collect();
        if made.is_empty() { self.baseline.clone() } else { format!("{} with {}", self.baseline, list(&made)) }
    }

    /// What its figures are means over.
    pub fn over(&self) -> Over {
        Over::new(self.worlds, self.firms.as_ref())
    }

    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        super::words::json(self)
    }

    /// A row for each measure and part, and one for the whole difference.
    pub fn to_csv(&self) -> String {
        let mut lines = Lines::headed(HEADER);
        for m in &self.measures {
            let whole = [m.difference, m.difference_ci95.map(|ci| ci[0]), m.difference_ci95.map(|ci| ci[1])];
            let head = |group: &str| vec![m.id.0.id().to_string(), m.unit.clone(), guarded(group)];
            let mut row = head("(whole)");
            row.extend(whole.map(number));
            row.extend([number(m.difference.filter(|_| m.is_settled).map(|_| 1.0)), String::new(), m.is_settled.to_string()]);
            row.extend((0..7).map(|_| String::new()));
            lines.push(row);
            for share in &m.shares {
                let mut row = head(&share.group);
                row.extend(
                    [share.mean, share.ci95.map(|ci| ci[0]), share.ci95.map(|ci| ci[1]), share.of_difference, share.p_adjusted].map(number),
                );
                row.extend([share.is_settled.to_string(), number(share.sampling_error)]);
                row.extend([share.alone, share.last].iter().flat_map(cells));
                lines.push(row);
            }
        }
        lines.into_text()
    }
}

const HEADER: [&str; 16] = [
    "measure",
    "unit",
    "group",
    "mean",
    "ci95_low",
    "ci95_high",
    "of_difference",
    "p_adjusted",
    "is_settled",
    "sampling_error",
    "alone",
    "alone_ci95_low",
    "alone_ci95_high",
    "last",
    "last_ci95_low",
    "last_ci95_high",
];

/// Mean and interval as cells.
fn cells(effect: &EffectResult) -> [String; 3] {
    [effect.mean, effect.ci95.map(|ci| ci[0]), effect.ci95.map(|ci| ci[1])].map(number)
}

#[cfg(test)]
mod tests {
    use super::sample::{explained, rewritten};
    use super::*;

    #[test]
    fn printed_shares_add_up_to_the_printed_difference() {
        let document = explained(&["a", "b", "c"], 20, 64, |c| 0.1 * c.count_ones() as f64 + if c == 7 { 0.037 } else { 0.0 });
        let read: ExplainDocument = serde_json::from_str(&document.to_json()).expect("it can be read again");
        assert_eq!(read, document);
        for m in &read.measures {
            let (sum, whole) = (m.shares.iter().filter_map(|s| s.mean).sum::<f64>(), m.difference.expect("defined"));
            assert!((sum - whole).abs() <= 1e-12 * whole.abs(), "{}: {sum}, not {whole}", m.id.0.id());
        }
        let rows = document.to_csv().lines().count();
        assert_eq!(rows, 1 + Measure::ALL.len() * 4);
    }

    #[test]
    fn rewrites_are_ranked_by_what_is_better() {
        let document = rewritten(&[("design", -0.1), ("workshop", 0.3), ("adopt", 0.0)], 20);
        let order = |measure: Measure| -> Vec<(u64, String)> {
            document.measure(measure).expect("measured").rewrites.iter().map(|one| (one.rank, one.activity.clone())).collect()
        };
        let best_first = order(Measure::WinWinDealsPerMonth);
        assert_eq!((best_first[0].clone(), best_first[2].clone()), ((1, "workshop".to_string()), (3, "design".to_string())));
        assert_eq!(order(Measure::NoDecisionRate)[0].1, "design");
        let m = document.measure(Measure::WinWinDealsPerMonth).expect("measured");
        let near = |effect: EffectResult, expected: f64| (effect.mean.expect("defined") - expected).abs() < 0.01;
        assert!(near(m.sum_of_single, 0.2) && near(m.together, 0.3) && near(m.beyond_sum, 0.1), "{m:?}");
        assert_eq!(document.to_csv().lines().count(), 1 + Measure::ALL.len() * 6);
    }
}
