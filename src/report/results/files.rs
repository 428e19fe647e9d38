//! What is in the files of a run.
//!
//! `worlds.csv` holds what every printed figure is computed from: for each system and world the
//! numerator and denominator of every measure, and the journeys by ending. The tables of customers, deals, people, periods, roles and
//! weeks are in [`stored`](super::stored).

use super::arrivals::ArrivalsRead;
use super::csv::{guarded, number};
use super::folder::{NotKept, RunFolder};
use crate::experiment::Outcome;
use crate::measure::{Ending, Measure};
use serde::Serialize;
use serde_json::Value;

/// Every measure of every world.
pub const WORLDS: &str = "worlds.csv";

/// What a run is: all that its results depend on, and nothing else.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Manifest {
    /// Version of winflow.
    pub version: &'static str,
    /// What kind of experiment.
    pub experiment: String,
    /// What it depends on besides systems, seed and worlds.
    pub settings: Value,
    /// Seed of every world.
    pub seed: u64,
    /// Number of worlds.
    pub worlds: u64,
    /// What was found out on the way and tells what is in the files.
    pub found: Value,
    /// The systems; the first is the baseline.
    pub scenarios: Vec<ManifestScenario>,
}

/// One system of a manifest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ManifestScenario {
    /// Name in the results.
    pub name: String,
    /// Length of the measured window.
    pub years: f64,
    /// Fingerprint of the scenario and of the real arrivals it uses.
    pub fingerprint: String,
    /// What was read from files of real arrivals.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub arrivals: Vec<ArrivalsRead>,
    /// The scenario with every default filled in.
    pub scenario: serde_json::Value,
}

impl Manifest {
    /// The manifest as text.
    pub fn to_json(&self) -> String {
        super::words::json(self)
    }
}

/// `worlds.csv`.
///
/// # Errors
/// If it cannot be written.
pub fn write_worlds(folder: &RunFolder, outcome: &Outcome) -> Result<(), NotKept> {
    let file = WORLDS;
    let mut writer = csv::Writer::from_writer(folder.create(file)?);
    let failed = |error: csv::Error| folder.table_not_written(file, error);
    writer.write_record(worlds_header()).map_err(failed)?;
    for system in &outcome.systems {
        for row in &system.worlds {
            let mut cells = vec![guarded(&system.name), row.world.to_string()];
            cells.extend(row.ratios.iter().flat_map(|r| [number(Some(r.numerator)), number(Some(r.denominator))]));
            cells.extend(row.endings.iter().flat_map(|[not_possible, possible]| [possible.to_string(), not_possible.to_string()]));
            writer.write_record(cells).map_err(failed)?;
        }
    }
    writer.flush().map_err(|error| folder.not_written(file, error))
}

/// The columns of `worlds.csv`.
pub fn worlds_header() -> Vec<String> {
    let mut header = vec!["scenario".to_string(), "world".to_string()];
    header.extend(Measure::ALL.iter().flat_map(|m| ["numerator", "denominator"].map(|part| format!("{}_{part}", m.id()))));
    header.extend(Ending::ALL.iter().flat_map(|e| ["possible", "not_possible"].map(|part| format!("{}_{part}", e.id()))));
    header
}
