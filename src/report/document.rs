//! The results of an experiment as one document: the JSON that is printed, with its schema.
//!
//! It names no time and no place: the same command gives the same bytes. What is undefined is `null`.

use super::guards::GuardResult;
use crate::experiment::statistics::{difference, estimate};
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
    /// The systems in the order given; the first is the baseline.
    pub scenarios: Vec<ScenarioResult>,
    /// Every other system less the baseline, paired by world.
    pub differences: Vec<DifferenceResult>,
    /// What became of the same customers.
    pub same_customers: Vec<SameCustomersResult>,
    /// What became of guards.
    pub guards: Vec<GuardResult>,
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
    /// 95 % interval of that difference, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
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
}

impl Document {
    /// Sums an experiment up.
    pub fn new(outcome: &Outcome) -> Self {
        let baseline = outcome.systems.first();
        let others = || baseline.into_iter().flat_map(|a| outcome.systems.iter().skip(1).map(move |b| (a, b)));
        Self {
            seed: outcome.seed,
            worlds: outcome.worlds() as u64,
            scenarios: outcome.systems.iter().map(ScenarioResult::new).collect(),
            differences: others().map(|(a, b)| DifferenceResult::new(a, b)).collect(),
            same_customers: others()
                .zip(&outcome.same_customers)
                .map(|((a, b), same)| SameCustomersResult {
                    baseline: a.name.clone(),
                    scenario: b.name.clone(),
                    counts: ByEnding(same.counts.map(ByEnding)),
                })
                .collect(),
            guards: Vec::new(),
        }
    }

    /// The document with guards held against its results: for each system, those that are for it.
    pub fn guarded(mut self, outcome: &Outcome, guards: &[Vec<Guard>]) -> Self {
        self.guards = super::guards::results(outcome, guards);
        self
    }

    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        // Serialising plain data to a string cannot fail: every map key is a string.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
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
        let better = match measure.better() {
            Better::Higher => Some(Direction::Higher),
            Better::Lower => Some(Direction::Lower),
            Better::Neither => None,
        };
        let (id, unit) = (MeasureId(measure), measure.unit().to_string());
        Self { id, unit, better, mean: e.mean, ci95: e.ci95, p10: e.p10, p50: e.p50, p90: e.p90 }
    }
}

impl DifferenceResult {
    fn new(baseline: &SystemOutcome, scenario: &SystemOutcome) -> Self {
        let measures = Measure::ALL.iter().map(|&m| MeasureDifference::new(baseline, scenario, m)).collect();
        Self { baseline: baseline.name.clone(), scenario: scenario.name.clone(), measures }
    }

    /// One of its measures.
    pub fn measure(&self, measure: Measure) -> Option<&MeasureDifference> {
        self.measures.iter().find(|m| m.id == MeasureId(measure))
    }
}

impl MeasureDifference {
    fn new(baseline: &SystemOutcome, scenario: &SystemOutcome, measure: Measure) -> Self {
        let d = difference(&baseline.ratios(measure), &scenario.ratios(measure), measure.better());
        Self {
            id: MeasureId(measure),
            mean: d.mean,
            ci95: d.ci95,
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
