//! The results of an experiment as one document: the JSON that is printed, with its schema.
//!
//! It names no time and no place: the same command gives the same bytes. What is undefined is `null`.

use super::guards::GuardResult;
use super::judgement::{self, Judged};
use super::settings::Setting;
use crate::experiment::interval::{Doubt, Method};
use crate::experiment::precision::Rule;
use crate::experiment::statistics::{Difference, difference_among, estimate};
use crate::experiment::verdicts::{Questions, Standing, Verdict, holm, verdict, yardstick};
use crate::experiment::{Outcome, SystemOutcome};
use crate::measure::{Better, ENDINGS, Ending, Measure};
use crate::scenario::guard::Guard;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
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
    /// What is set differently in the systems; null for a single one.
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
}

/// What is set differently in the systems.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SettingsResult {
    /// The keys that are not the same in all systems, values in the order of the systems.
    pub keys: Vec<Setting>,
    /// The command that tells also where each was set.
    pub command: Option<String>,
}

/// Whether intervals are as narrow as asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrecisionResult {
    /// Widest half-width asked for, as a share of the baseline's mean (of return on sales: of revenue).
    pub asked: f64,
    /// Worlds at which it would have ended in any case.
    pub most_worlds: u64,
    /// Whether every interval is as narrow.
    pub reached: bool,
    /// Each figure asked about.
    pub figures: Vec<WidthResult>,
}

/// How narrow the interval of a figure is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WidthResult {
    /// Name of the system: its difference from the baseline, or the system itself if it is the only one.
    pub scenario: String,
    /// Which measure.
    pub id: MeasureId,
    /// Half the width of the interval, at a level corrected for all these figures (Bonferroni), as a share of the baseline's mean; null where
    /// that is zero or nothing was counted.
    pub half_width: Option<f64>,
    /// Whether that is as narrow as asked, and safe.
    pub reached: bool,
    /// Why it is not safe.
    pub warning: Option<Doubt>,
}

impl PrecisionResult {
    /// What a rule says in the end.
    pub fn new(rule: &Rule, outcome: &Outcome) -> Self {
        let figures: Vec<WidthResult> = rule
            .widths(&outcome.systems)
            .into_iter()
            .map(|width| WidthResult {
                scenario: outcome.systems.get(width.system).map_or_else(String::new, |system| system.name.clone()),
                id: MeasureId(width.measure),
                half_width: width.half_width,
                reached: width.reached,
                warning: width.doubt,
            })
            .collect();
        Self { asked: rule.precision, most_worlds: rule.most_worlds, reached: figures.iter().all(|f| f.reached), figures }
    }
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
    /// One world in ten is below.
    pub p10: Option<f64>,
    /// Half the worlds are below.
    pub p50: Option<f64>,
    /// Nine worlds in ten are below.
    pub p90: Option<f64>,
}

/// A direction that is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

impl Direction {
    /// Which direction of a measure is better; `None` if it depends.
    pub fn of(measure: Measure) -> Option<Self> {
        match measure.better() {
            Better::Higher => Some(Self::Higher),
            Better::Lower => Some(Self::Lower),
            Better::Neither => None,
        }
    }
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
    /// Probability of a difference at least this large if there were none; of this figure alone.
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
        let same_customers = others().zip(&outcome.same_customers).map(|((a, b), same)| {
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
        let e = estimate(&system.ratios(measure));
        let better = Direction::of(measure);
        let (id, unit) = (MeasureId(measure), measure.unit().to_string());
        let (interval, warning) = (e.method, e.doubt);
        Self { id, unit, better, mean: e.mean, ci95: e.ci95, interval, warning, p10: e.p10, p50: e.p50, p90: e.p90 }
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
            let settled = verdict(d, p, yardstick.map(|y| questions.matters * y), measure.better(), outcome.worlds());
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
            more_worlds: settled.more_worlds,
            p_better: d.p_better,
            p_mean_better: d.p_mean_better,
            variance_reduction: d.variance_reduction,
        }
    }
}

/// A measure, written as its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureId(pub Measure);

impl Serialize for MeasureId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.id())
    }
}

impl<'de> Deserialize<'de> for MeasureId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let found = Measure::ALL.iter().find(|m| m.id() == id);
        found.copied().map(Self).ok_or_else(|| D::Error::custom(format!("no measure is called `{id}`")))
    }
}

impl JsonSchema for MeasureId {
    fn schema_name() -> Cow<'static, str> {
        "MeasureId".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let one = |m: &Measure| json_schema!({ "const": m.id(), "description": m.definition() });
        json_schema!({ "description": "Name of a measure.", "type": "string", "oneOf": Measure::ALL.iter().map(one).collect::<Vec<_>>() })
    }
}

/// Something for each ending, by `Ending as usize`; written as a map from the endings' ids.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ByEnding<T>(pub [T; ENDINGS]);

impl<T> ByEnding<T> {
    /// What belongs to an ending.
    pub fn get(&self, ending: Ending) -> &T {
        &self.0[ending as usize]
    }
}

impl<T: Serialize> Serialize for ByEnding<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Ending::ALL.iter().map(|e| e.id()).zip(&self.0))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByEnding<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut map = BTreeMap::<String, T>::deserialize(deserializer)?;
        let taken: Vec<T> = Ending::ALL.iter().filter_map(|e| map.remove(e.id())).collect();
        let all = taken.try_into().map_err(|_| D::Error::custom("an ending is missing"))?;
        if let Some(unknown) = map.keys().next() {
            return Err(D::Error::custom(format!("no ending is called `{unknown}`")));
        }
        Ok(Self(all))
    }
}

impl<T: JsonSchema> JsonSchema for ByEnding<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("ByEndingOf{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        let ids: Vec<&str> = Ending::ALL.iter().map(|e| e.id()).collect();
        let properties: serde_json::Map<String, serde_json::Value> =
            ids.iter().map(|id| (id.to_string(), value.clone().to_value())).collect();
        json_schema!({
            "description": "Something for each way in which a journey ends.",
            "type": "object",
            "properties": properties,
            "required": ids,
            "additionalProperties": false,
        })
    }
}
