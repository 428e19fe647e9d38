//! The results of a sweep: every point under every system, as one document, and which point is best.

mod csv;
pub mod words;

use super::guards::{self, GuardResult};
use super::ids::MeasureId;
use super::over_firms::{Over, OverFirms};
use super::words::{key_names, with_unit};
use crate::experiment::WorldRow;
use crate::experiment::statistics::{Difference, Estimate, difference, estimate};
use crate::experiment::sweep::{Best, best};
use crate::measure::{Measure, Ratio};
use crate::scenario::factor::{Factor, Level, Range, Spread};
use crate::scenario::guard::Guard;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The results of a sweep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SweepDocument {
    /// Seed of every world, and of the points where they are drawn.
    pub seed: u64,
    /// Number of worlds at each point.
    pub worlds: u64,
    /// The firms of which each is in one of these worlds; left out where all are worlds of the firm as it is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firms: Option<OverFirms>,
    /// How the points were chosen: factorial, one-way, latin or sobol.
    pub design: String,
    /// Points that were left out because the scenario is invalid there.
    pub invalid_points: u64,
    /// The systems; at each point differences are from the first.
    pub systems: Vec<String>,
    /// What is varied.
    pub factors: Vec<FactorResult>,
    /// Point by point.
    pub points: Vec<PointResult>,
    /// The best point of each system, by each measure that was asked for.
    pub best: Vec<BestResult>,
}

/// A factor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FactorResult {
    /// Path of the key.
    pub key: String,
    /// Its unit in words; empty for a pure number or a word.
    pub unit: String,
    /// Its ends, if it is a range from which points are drawn.
    pub range: Option<[f64; 2]>,
    /// Whether equal steps in it are equal ratios.
    pub log: bool,
}

/// A point under every system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointResult {
    /// Its number, from 1.
    pub point: u64,
    /// The value of each factor, in the unit of its key.
    pub values: Vec<Value>,
    /// System by system.
    pub systems: Vec<SystemAtPoint>,
    /// What became of guards at this point.
    pub guards: Vec<GuardResult>,
}

/// A system at a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemAtPoint {
    /// Its name.
    pub name: String,
    /// The measures that were asked about and those of a first look, in a fixed order.
    pub measures: Vec<MeasureAtPoint>,
}

/// A measure of a system at a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureAtPoint {
    /// Which measure.
    pub id: MeasureId,
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
    /// Less the first system at the same point, paired by world; null for the first system.
    pub less_first_system: Option<Paired>,
    /// Less the same system at the first point, paired by world; null at the first point.
    pub less_first_point: Option<Paired>,
}

/// A difference in the same worlds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Paired {
    /// The difference of the means.
    pub mean: Option<f64>,
    /// Its 95 % interval, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
    /// Certainty that it is for the better; null if better has no direction.
    pub p_mean_better: Option<f64>,
}

impl From<Difference> for Paired {
    fn from(d: Difference) -> Self {
        Self { mean: d.mean, ci95: d.ci95, p_mean_better: d.p_mean_better }
    }
}

/// The best point of a system by a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BestResult {
    /// Which measure.
    pub measure: MeasureId,
    /// Which system.
    pub system: String,
    /// Number of the best point.
    pub point: u64,
    /// Its mean: flattered, because it was chosen for it.
    pub mean: f64,
    /// The mean of what would have been chosen without the world in which it is valued, over all worlds: not flattered.
    pub mean_unflattered: Option<f64>,
    /// Number of the second best point.
    pub runner_up: Option<u64>,
    /// The best less the second best.
    pub lead: Option<Paired>,
    /// p-value of that lead, adjusted for all comparisons with the best (Holm).
    pub p_adjusted: Option<f64>,
    /// Whether the best is ahead of every other point, all comparisons taken together.
    pub is_settled: bool,
    /// Numbers of the points that cannot be told from the best.
    pub not_told_apart: Vec<u64>,
}

/// What was run, and what came out: rows by point, then by system, then by world.
#[derive(Debug, Clone, Copy)]
pub struct Ran<'a> {
    /// Seed.
    pub seed: u64,
    /// How points were chosen.
    pub design: &'a str,
    /// Points left out.
    pub invalid_points: u64,
    /// Names of the systems.
    pub systems: &'a [String],
    /// What was varied.
    pub factors: &'a [Factor],
    /// Measures by which the best is looked for.
    pub measures: &'a [Measure],
    /// Measures that are told of each point.
    pub told: &'a [Measure],
    /// The firms that the worlds are those of, if they are not of the firm as it is described.
    pub firms: Option<OverFirms>,
    /// Level of every factor, point by point.
    pub points: &'a [Vec<Level>],
    /// By point, by system, by world.
    pub rows: &'a [Vec<Vec<WorldRow>>],
}

impl SweepDocument {
    /// Sums a sweep up.
    pub fn new(ran: Ran<'_>) -> Self {
        let worlds = ran.rows.first().and_then(|systems| systems.first()).map_or(0, Vec::len) as u64;
        let pairs = ran.measures.iter().flat_map(|&measure| (0..ran.systems.len()).map(move |system| (measure, system)));
        Self {
            seed: ran.seed,
            worlds,
            firms: ran.firms,
            design: ran.design.to_string(),
            invalid_points: ran.invalid_points,
            systems: ran.systems.to_vec(),
            factors: ran.factors.iter().map(FactorResult::from).collect(),
            points: (0..ran.points.len()).into_par_iter().map(|place| point(ran, place)).collect(),
            best: pairs.filter_map(|(measure, system)| best_of(ran, measure, system)).collect(),
        }
    }

    /// The document with guards held against every point: for each system, those that are for it.
    pub fn guarded(mut self, rows: &[Vec<Vec<WorldRow>>], guards: &[Vec<Guard>]) -> Self {
        for (point, systems) in self.points.iter_mut().zip(rows) {
            let named = self.systems.iter().zip(systems).map(|(name, worlds)| (name.as_str(), worlds.as_slice()));
            point.guards = guards::held_against(&named.collect::<Vec<_>>(), guards);
        }
        self
    }

    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        super::words::json(self)
    }

    /// The JSON schema of the document.
    pub fn schema() -> Schema {
        schemars::schema_for!(SweepDocument)
    }

    /// What its figures are means over.
    pub fn over(&self) -> Over {
        Over::new(self.worlds, self.firms.as_ref())
    }

    /// A measure of a system at a point.
    pub fn at(&self, point: usize, system: usize, measure: Measure) -> Option<&MeasureAtPoint> {
        self.points.get(point)?.systems.get(system)?.measures.iter().find(|m| m.id == MeasureId(measure))
    }

    /// The factors by the last words of their keys.
    pub fn names(&self) -> Vec<String> {
        key_names(self.factors.iter().map(|factor| factor.key.as_str()))
    }

    /// The same with their units, for the headings of a table.
    pub fn headings(&self) -> Vec<String> {
        self.names().into_iter().zip(&self.factors).map(|(name, factor)| with_unit(&name, &factor.unit)).collect()
    }
}

impl From<&Factor> for FactorResult {
    fn from(factor: &Factor) -> Self {
        let (range, log) = match factor.spread {
            Spread::Levels(_) => (None, false),
            Spread::Range(Range { low, high, log, .. }) => (Some([low, high]), log),
        };
        Self { key: factor.key.clone(), unit: factor.unit.to_string(), range, log }
    }
}

fn ratios(rows: &[WorldRow], measure: Measure) -> Vec<Ratio> {
    rows.iter().map(|row| row.ratios[measure as usize]).collect()
}

fn point(ran: Ran<'_>, place: usize) -> PointResult {
    let systems = ran.systems.iter().enumerate().map(|(system, name)| {
        let measures = ran.told.iter().map(|&measure| {
            let here = ratios(&ran.rows[place][system], measure);
            let less = |rows: &[WorldRow]| Paired::from(difference(&ratios(rows, measure), &here, measure.better()));
            let Estimate { mean, ci95, p10, p50, p90, .. } = estimate(&here);
            let less_first_system = (system > 0).then(|| less(&ran.rows[place][0]));
            let less_first_point = (place > 0).then(|| less(&ran.rows[0][system]));
            MeasureAtPoint { id: MeasureId(measure), mean, ci95, p10, p50, p90, less_first_system, less_first_point }
        });
        SystemAtPoint { name: name.clone(), measures: measures.collect() }
    });
    let values = ran.points[place].iter().map(|level| level.value.clone()).collect();
    PointResult { point: place as u64 + 1, values, systems: systems.collect(), guards: Vec::new() }
}

fn best_of(ran: Ran<'_>, measure: Measure, system: usize) -> Option<BestResult> {
    let settings: Vec<Vec<Ratio>> = ran.rows.iter().map(|systems| ratios(&systems[system], measure)).collect();
    let Best { place, mean, mean_unflattered, runner_up, not_told_apart } = best(&settings, measure.better())?;
    let number = |place: usize| place as u64 + 1;
    Some(BestResult {
        measure: MeasureId(measure),
        system: ran.systems[system].clone(),
        point: number(place),
        mean,
        mean_unflattered,
        runner_up: runner_up.as_ref().map(|other| number(other.place)),
        lead: runner_up.as_ref().map(|other| other.lead.into()),
        p_adjusted: runner_up.as_ref().and_then(|other| other.p_adjusted),
        is_settled: runner_up.is_some() && not_told_apart.is_empty(),
        not_told_apart: not_told_apart.into_iter().map(number).collect(),
    })
}

/// A value for people.
pub fn label(value: &Value) -> String {
    Level { set: String::new(), value: value.clone() }.label()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::experiment::design::Design;
    use crate::report::results::sample::outcome;
    use crate::scenario::factor::{Asked, resolve};

    /// Two systems over all combinations of these factors, with made-up results.
    pub(crate) fn document(over: &[&str], systems: &[&str], worlds: u64) -> SweepDocument {
        designed(over, systems, worlds, Design::Factorial)
    }

    /// The same over the points of another design.
    pub(crate) fn designed(over: &[&str], systems: &[&str], worlds: u64, design: Design) -> SweepDocument {
        let mid = crate::scenario::load("mid", &[], &[]).expect("mid");
        let asked: Vec<Asked> = over.iter().map(|text| Asked::parse(text, "--over").expect("a factor")).collect();
        let factors = resolve(&asked, &[&mid]).expect("factors");
        let points = crate::experiment::design::points(&factors, design, 0, 1);
        let names: Vec<String> = (0..points.len() * systems.len()).map(|place| place.to_string()).collect();
        let made_up = outcome(&names.iter().map(String::as_str).collect::<Vec<_>>(), worlds);
        let rows: Vec<Vec<Vec<WorldRow>>> =
            made_up.systems.chunks(systems.len()).map(|at| at.iter().map(|system| system.worlds.clone()).collect()).collect();
        let systems: Vec<String> = systems.iter().map(|name| name.to_string()).collect();
        SweepDocument::new(Ran {
            seed: 1,
            design: design.word(),
            invalid_points: 0,
            systems: &systems,
            factors: &factors,
            measures: &[Measure::WinWinDealsPerMonth],
            told: &Measure::ALL[..3],
            firms: None,
            points: &points,
            rows: &rows,
        })
    }

    #[test]
    fn every_point_is_there_and_can_be_read_again() {
        let document = document(&["flow.wip_limit=2,4", "process.stance=servile,imposing,none"], &["hero", "team"], 5);
        assert_eq!((document.points.len(), document.systems.len(), document.best.len()), (6, 2, 2));
        assert_eq!(document.points[5].values, [serde_json::json!(4.0), serde_json::json!("none")]);
        let first = document.at(0, 0, Measure::WinWinDealsPerMonth).expect("a measure");
        assert!(first.less_first_system.is_none() && first.less_first_point.is_none());
        let last = document.at(5, 1, Measure::WinWinDealsPerMonth).expect("a measure");
        let beside = document.at(5, 0, Measure::WinWinDealsPerMonth).expect("a measure");
        let difference = last.less_first_system.and_then(|d| d.mean).expect("a difference");
        assert!((difference - (last.mean.expect("a mean") - beside.mean.expect("a mean"))).abs() < 1e-12);
        let again: SweepDocument = serde_json::from_str(&document.to_json()).expect("the document can be read again");
        assert_eq!(again, document);
    }
}
