//! The results of an experiment as one document: the JSON that is printed, with its schema.
//!
//! It names no time and no place: the same command gives the same bytes. What is undefined is `null`.

use super::by::ByResult;
use super::cautions::{self, few_cases_of};
use super::figures::Figures;
use super::firms::FirmsResult;
use super::guards::GuardResult;
use super::ids::{ByEnding, Direction, MeasureId};
use super::judgement::{self, Judged};
use super::precision::PrecisionResult;
use super::settings::Setting;
use super::turning::TurningResult;
use super::words::of_worlds;
use crate::experiment::interval::{Doubt, Method};
use crate::experiment::statistics::{Difference, difference_among, estimate};
use crate::experiment::verdicts::{Questions, Standing, Verdict, holm, least, verdict, yardstick};
use crate::experiment::{Outcome, SystemOutcome};
use crate::measure::Measure;
use crate::scenario::guard::Guard;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The results of an experiment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Seed of every world.
    pub seed: u64,
    /// Number of worlds.
    pub worlds: u64,
    /// The named measures: what tables show, and what verdicts are corrected for.
    pub measures: Vec<MeasureId>,
    /// Share of the baseline's mean from which a difference matters (of return on sales: of revenue).
    pub matters: f64,
    /// Settings that differ in the systems; null for a single one.
    #[serde(default)]
    pub settings: Option<SettingsResult>,
    /// The systems in the order given; the first is the baseline.
    pub scenarios: Vec<ScenarioResult>,
    /// Every other system less the baseline, paired by world.
    pub differences: Vec<DifferenceResult>,
    /// What became of the same customers.
    pub same_customers: Vec<SameCustomersResult>,
    /// What became of guards.
    pub guards: Vec<GuardResult>,
    /// How narrow the intervals are, if a precision was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<PrecisionResult>,
    /// How every system comes out against the baseline in firms like the one that is described; empty where these were not looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub firms: Vec<FirmsResult>,
    /// Results by the groups that were asked for; empty where none were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<ByResult>,
    /// Where the lead is gone; null where it was not looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turning: Option<TurningResult>,
}

/// Settings that differ in the systems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsResult {
    /// The keys that are not the same in all systems, values in the order of the systems.
    pub keys: Vec<Setting>,
    /// The command that tells also where each was set.
    pub command: Option<String>,
}

/// One system's results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScenarioResult {
    /// Name, unique in the document.
    pub name: String,
    /// Every measure, in a fixed order.
    pub measures: Vec<MeasureResult>,
    /// How the journeys begun in the window ended, over all worlds.
    pub endings: ByEnding<Possibility>,
}

/// A measure of one system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureResult {
    /// Which measure.
    pub id: MeasureId,
    /// Unit in words.
    pub unit: String,
    /// Which direction is better; null if it depends.
    pub better: Option<Direction>,
    /// Total over total across worlds.
    pub mean: Option<f64>,
    /// 95 % interval of the mean, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
    /// How the interval was computed.
    pub interval: Option<Method>,
    /// Why the interval may cover the truth less often than it says; null if it is safe.
    pub warning: Option<Doubt>,
    /// How many cases it is of in all worlds, where they are fewer than twenty; left out where there are more, or none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub few_cases: Option<u64>,
    /// One world in ten will be below; null with fewer than nine worlds.
    pub p10: Option<f64>,
    /// Half the worlds will be below.
    pub p50: Option<f64>,
    /// Nine worlds in ten will be below; null with fewer than nine worlds.
    pub p90: Option<f64>,
}

/// Journeys with one ending.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Possibility {
    /// In which a mutual benefit was possible.
    pub possible: u64,
    /// In which none was.
    pub not_possible: u64,
}

/// A system less the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DifferenceResult {
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the system.
    pub scenario: String,
    /// Every measure, in the same order.
    pub measures: Vec<MeasureDifference>,
}

/// A measure of a system less that of the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureDifference {
    /// Which measure.
    pub id: MeasureId,
    /// Scenario less baseline.
    pub mean: Option<f64>,
    /// 95 % interval of that difference, `[low, high]`, of this figure alone; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
    /// How the interval was computed.
    pub interval: Option<Method>,
    /// Why the interval may cover the truth less often than it says; null if it is safe.
    pub warning: Option<Doubt>,
    /// Probability of a difference at least this large if there were none, or, where many worlds are the same, of as many of the others on
    /// its side, if that is more; of this figure alone.
    pub p_value: Option<f64>,
    /// The same corrected for all named measures and systems (Holm 1979); null if the measure is not named: the verdict on it is then that
    /// of this figure alone.
    pub p_adjusted: Option<f64>,
    /// What the worlds settle.
    pub standing: Standing,
    /// Whether the difference is surely less than what matters, sure as its direction may be.
    pub is_small: bool,
    /// What is settled, in words.
    pub words: String,
    /// Why it is the same in every world, as what follows a "because"; left out where it is not, or the reason is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why_same: Option<String>,
    /// About how many more worlds would settle it; null if it is settled, or no number of worlds would.
    pub more_worlds: Option<u64>,
    /// Share of worlds in which the scenario is better, ties half; null if better has no direction.
    pub p_better: Option<f64>,
    /// Certainty that the scenario's mean is better; null if better has no direction.
    pub p_mean_better: Option<f64>,
    /// (var A + var B) / var(A - B); null without variance.
    pub variance_reduction: Option<f64>,
}

/// How each ending under the baseline became which ending under the system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SameCustomersResult {
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the system.
    pub scenario: String,
    /// Journeys by ending under the baseline, then by ending under the system.
    pub counts: ByEnding<ByEnding<u64>>,
    /// What became of the win-wins of the one under the other, in words; null without win-wins.
    pub words: Option<String>,
}

impl Document {
    /// Sums an experiment up; the questions are those of a first look.
    pub fn new(outcome: &Outcome) -> Self {
        Self::answering(outcome, &Questions::default())
    }

    /// Sums an experiment up.
    pub fn answering(outcome: &Outcome, questions: &Questions) -> Self {
        let baseline = outcome.systems.first();
        let others = || baseline.into_iter().flat_map(|a| outcome.systems.iter().skip(1).map(move |b| (a, b)));
        let scenarios: Vec<ScenarioResult> = outcome.systems.iter().map(ScenarioResult::new).collect();
        let told = others().zip(&outcome.same_customers).filter(|(_, same)| !same.differ);
        let same_customers = told.map(|((a, b), same)| {
            let counts = ByEnding(same.counts.map(ByEnding));
            SameCustomersResult {
                words: judgement::same_customers(&a.name, &b.name, &counts),
                baseline: a.name.clone(),
                scenario: b.name.clone(),
                counts,
            }
        });
        Self {
            seed: outcome.seed,
            worlds: outcome.worlds() as u64,
            measures: questions.measures.iter().copied().map(MeasureId).collect(),
            matters: questions.matters,
            settings: None,
            differences: differences(outcome, questions, &scenarios),
            same_customers: same_customers.collect(),
            scenarios,
            precision: None,
            firms: Vec::new(),
            by: Vec::new(),
            turning: None,
            guards: Vec::new(),
        }
    }

    /// The document with guards held against its results: for each system, those that are for it.
    pub fn guarded(mut self, outcome: &Outcome, guards: &[Vec<Guard>]) -> Self {
        self.guards = super::guards::results(outcome, guards);
        self
    }

    /// The named measures.
    pub fn named(&self) -> impl Iterator<Item = Measure> {
        self.measures.iter().map(|id| id.0)
    }

    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        super::words::json(self)
    }

    /// The JSON schema of the document.
    pub fn schema() -> Schema {
        schemars::schema_for!(Document)
    }
}

impl Figures {
    /// Figures for a measure of all systems of a document.
    pub fn of(document: &Document, measure: Measure) -> Self {
        let means = document.scenarios.iter().filter_map(|s| s.measure(measure)?.mean);
        let figures = Self::new(measure, means.fold(0.0, |largest, mean| largest.max(mean.abs())));
        figures.marked(cautions::mark(document, measure))
    }
}

impl ScenarioResult {
    fn new(system: &SystemOutcome) -> Self {
        let measures = Measure::ALL.iter().map(|&m| MeasureResult::new(system, m)).collect();
        let endings = system.endings().map(|[not_possible, possible]| Possibility { possible, not_possible });
        Self { name: system.name.clone(), measures, endings: ByEnding(endings) }
    }

    /// One of its measures.
    pub fn measure(&self, measure: Measure) -> Option<&MeasureResult> {
        self.measures.iter().find(|m| m.id == MeasureId(measure))
    }
}

impl MeasureResult {
    fn new(system: &SystemOutcome, measure: Measure) -> Self {
        let ratios = system.ratios(measure);
        let e = estimate(&ratios);
        let few_cases = few_cases_of(measure, &ratios);
        let better = Direction::of(measure);
        let (id, unit) = (MeasureId(measure), measure.unit().to_string());
        let (interval, warning) = (e.method, e.doubt);
        Self { id, unit, better, mean: e.mean, ci95: e.ci95, interval, warning, few_cases, p10: e.p10, p50: e.p50, p90: e.p90 }
    }
}

/// Every system after the first less the first; the p-values of what is asked about are corrected together.
fn differences(outcome: &Outcome, questions: &Questions, scenarios: &[ScenarioResult]) -> Vec<DifferenceResult> {
    let [baseline, others @ ..] = outcome.systems.as_slice() else { return Vec::new() };
    let figures = questions.measures.len() * others.len();
    let found: Vec<Vec<Difference>> = others
        .iter()
        .map(|other| {
            let one = |&measure: &Measure| {
                let among = if questions.measures.contains(&measure) { figures } else { 1 };
                difference_among(among, &baseline.ratios(measure), &other.ratios(measure), measure.better())
            };
            Measure::ALL.iter().map(one).collect()
        })
        .collect();
    let named = |system: usize| questions.measures.iter().map(move |&measure| (system, measure as usize));
    let places: Vec<(usize, usize)> =
        (0..others.len()).flat_map(named).filter(|&(system, measure)| found[system][measure].p_value.is_some()).collect();
    let p_values: Vec<f64> = places.iter().filter_map(|&(system, measure)| found[system][measure].p_value).collect();
    let adjusted: BTreeMap<(usize, usize), f64> = places.into_iter().zip(holm(&p_values)).collect();
    let result = |system: usize| {
        let one = |&measure: &Measure| {
            let mean_of = |place: usize| scenarios.get(place).and_then(|s| s.measure(measure)).and_then(|m| m.mean);
            let d = &found[system][measure as usize];
            let p_adjusted = adjusted.get(&(system, measure as usize)).copied();
            let yardstick = yardstick(measure, mean_of(0));
            let p = p_adjusted.or(if questions.measures.contains(&measure) { None } else { d.p_value });
            let settled = verdict(d, p, yardstick.map(|y| questions.matters * y), least(measure), measure.better(), outcome.worlds());
            let judged = Judged { measure, means: [mean_of(0), mean_of(system + 1)], yardstick, matters: questions.matters };
            MeasureDifference::new(d, p_adjusted, settled, judged)
        };
        Measure::ALL.iter().map(one).collect()
    };
    others
        .iter()
        .enumerate()
        .map(|(system, other)| DifferenceResult { baseline: baseline.name.clone(), scenario: other.name.clone(), measures: result(system) })
        .collect()
}

impl DifferenceResult {
    /// One of its measures.
    pub fn measure(&self, measure: Measure) -> Option<&MeasureDifference> {
        self.measures.iter().find(|m| m.id == MeasureId(measure))
    }
}

impl MeasureDifference {
    /// In how many of so many worlds the system is better: "9.6 of 10" (ties count half), or "none" where it is the same in every world.
    /// `None` if better has no direction.
    pub fn better_in(&self, worlds: u64) -> Option<String> {
        let share = self.p_better?;
        Some(if self.standing == Standing::Same { "none".to_string() } else { of_worlds(share, worlds as usize) })
    }

    /// Whether what is settled is so only probably: its interval may cover the truth less often than it says.
    pub fn is_probable(&self) -> bool {
        self.warning.is_some() && !matches!(self.standing, Standing::Same | Standing::NotSettled)
    }

    fn new(d: &Difference, p_adjusted: Option<f64>, settled: Verdict, judged: Judged) -> Self {
        Self {
            id: MeasureId(judged.measure),
            mean: d.mean,
            ci95: d.ci95,
            interval: d.method,
            warning: d.doubt,
            p_value: d.p_value,
            p_adjusted,
            standing: settled.standing,
            is_small: settled.is_small,
            words: judged.words(d, settled),
            why_same: None,
            more_worlds: settled.more_worlds,
            p_better: d.p_better,
            p_mean_better: d.p_mean_better,
            variance_reduction: d.variance_reduction,
        }
    }
}
