//! Systems run side by side in the same worlds, and what the runs leave behind.
//!
//! [`runner`] runs every system in every world, on as many threads as one likes, but for what is in the [`store`] from before, and
//! hands over what was made of each in the order of the worlds. [`Experiment`] reduces each world to a [`WorldRow`] as it
//! comes, so that memory does not grow with the number of customers. [`statistics`] turns rows into
//! means, intervals and paired differences, with exact [`signs`] where many worlds are the same; [`verdicts`] says what they settle, [`precision`] when there are enough.
//! [`shapley`] and [`explain`] divide a difference among its parts, [`design`] and [`sweep`] look for the best of many settings,
//! [`map`] for the border between two systems, and [`guards`] holds results against what they have to be.

pub mod adds_up;
pub mod combination;
pub mod design;
pub mod explain;
pub mod firms;
pub mod guards;
pub mod interval;
pub mod jackknife;
pub mod map;
pub mod precision;
pub mod replicate;
pub mod rewrite;
pub mod runner;
pub mod same_customers;
pub mod several;
pub mod shapley;
pub mod signs;
pub mod statistics;
pub mod store;
pub mod sweep;
pub mod verdicts;
pub mod warm_up;

use crate::measure::{ENDINGS, MEASURES, Measure, Ratio, Record};
use same_customers::{Fates, JourneysDiffer, SameCustomers};
use serde::{Deserialize, Serialize};

/// What is kept of one world under one system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(into = "StoredRow", try_from = "StoredRow")]
pub struct WorldRow {
    /// Number of the world.
    pub world: u64,
    /// By `Measure as usize`.
    pub ratios: [Ratio; MEASURES],
    /// By `Ending as usize`, then by possible (0 no, 1 yes).
    pub endings: [[u64; 2]; ENDINGS],
}

impl From<&Record> for WorldRow {
    fn from(record: &Record) -> Self {
        Self { world: record.world, ratios: record.ratios, endings: record.endings }
    }
}

/// A row as it is stored: arrays of any length.
#[derive(Serialize, Deserialize)]
struct StoredRow {
    world: u64,
    ratios: Vec<(f64, f64)>,
    endings: Vec<[u64; 2]>,
}

impl From<WorldRow> for StoredRow {
    fn from(row: WorldRow) -> Self {
        let ratios = row.ratios.iter().map(|ratio| (ratio.numerator, ratio.denominator)).collect();
        Self { world: row.world, ratios, endings: row.endings.to_vec() }
    }
}

impl TryFrom<StoredRow> for WorldRow {
    type Error = &'static str;
    fn try_from(stored: StoredRow) -> Result<Self, Self::Error> {
        let ratios: Vec<Ratio> = stored.ratios.into_iter().map(|(numerator, denominator)| Ratio { numerator, denominator }).collect();
        let ratios = ratios.try_into().map_err(|_| "other measures than these")?;
        let endings = stored.endings.try_into().map_err(|_| "other endings than these")?;
        Ok(Self { world: stored.world, ratios, endings })
    }
}

/// One system and its worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct SystemOutcome {
    /// Name, unique in the experiment.
    pub name: String,
    /// One row per world, in the order of the worlds.
    pub worlds: Vec<WorldRow>,
}

impl SystemOutcome {
    /// A measure's totals, world by world.
    pub fn ratios(&self, measure: Measure) -> Vec<Ratio> {
        self.worlds.iter().map(|row| row.ratios[measure as usize]).collect()
    }

    /// Journeys by ending and possible, over all worlds.
    pub fn endings(&self) -> [[u64; 2]; ENDINGS] {
        let mut sum = [[0; 2]; ENDINGS];
        for row in &self.worlds {
            for (total, one) in sum.iter_mut().zip(&row.endings) {
                total[0] += one[0];
                total[1] += one[1];
            }
        }
        sum
    }
}

/// What an experiment leaves behind: everything that tables, files and charts are made from.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Seed of every world.
    pub seed: u64,
    /// The systems; the first is the baseline.
    pub systems: Vec<SystemOutcome>,
    /// For each system after the baseline: what became of the same customers.
    pub same_customers: Vec<SameCustomers>,
}

impl Outcome {
    /// How many worlds were run.
    pub fn worlds(&self) -> usize {
        self.systems.first().map_or(0, |system| system.worlds.len())
    }
}

/// An experiment under way: takes the records of one world after the other.
#[derive(Debug)]
pub struct Experiment {
    outcome: Outcome,
    may_differ: bool,
}

impl Experiment {
    /// Begins an experiment; the first name is the baseline.
    pub fn new(seed: u64, names: Vec<String>) -> Self {
        let same_customers = names.iter().skip(1).map(|_| SameCustomers::default()).collect();
        let systems = names.into_iter().map(|name| SystemOutcome { name, worlds: Vec::new() }).collect();
        Self { outcome: Outcome { seed, systems, same_customers }, may_differ: false }
    }

    /// The same, where systems may meet other customers because their settings say so: more leads, say. Nothing is told then of what became
    /// of the same customers.
    #[must_use]
    pub fn with_other_customers(self, may_differ: bool) -> Self {
        Self { may_differ, ..self }
    }

    /// Adds one world: the rows of all systems in their order, and how their journeys ended.
    ///
    /// # Errors
    /// If two systems did not meet the same customers, which would be a fault of the simulation.
    pub fn add_world<'w>(&mut self, systems: impl Iterator<Item = (&'w WorldRow, &'w Fates)>) -> Result<(), JourneysDiffer> {
        let (rows, fates): (Vec<&WorldRow>, Vec<&Fates>) = systems.unzip();
        for (counts, scenario) in self.outcome.same_customers.iter_mut().zip(fates.iter().skip(1)) {
            match counts.add(fates[0], scenario) {
                Err(_) if self.may_differ => *counts = SameCustomers { differ: true, ..SameCustomers::default() },
                added => added?,
            }
        }
        for (system, row) in self.outcome.systems.iter_mut().zip(rows) {
            system.worlds.push(row.clone());
        }
        Ok(())
    }

    /// What there is so far.
    pub fn so_far(&self) -> &Outcome {
        &self.outcome
    }

    /// What the experiment left behind.
    pub fn finish(self) -> Outcome {
        self.outcome
    }
}

/// Makes names distinct: the second `hero` becomes `hero (2)`.
///
/// ```
/// let names = winflow::experiment::distinct_names(vec!["hero".into(), "team".into(), "hero".into()]);
/// assert_eq!(names, ["hero", "team", "hero (2)"]);
/// ```
pub fn distinct_names(names: Vec<String>) -> Vec<String> {
    let mut taken: Vec<String> = Vec::with_capacity(names.len());
    for name in names {
        let mut candidate = name.clone();
        let mut copy = 2;
        while taken.contains(&candidate) {
            candidate = format!("{name} ({copy})");
            copy += 1;
        }
        taken.push(candidate);
    }
    taken
}
