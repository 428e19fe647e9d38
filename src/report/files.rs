//! What is in the files of a run.
//!
//! `worlds.csv` holds what every printed figure is computed from: for each system and world the
//! numerator and denominator of every measure, and the journeys by ending. `journeys.csv` holds one row
//! for each customer, under every system.

use super::delimited::{guarded, number};
use super::folder::{NotKept, RunFolder};
use crate::experiment::Outcome;
use crate::measure::{Ending, JourneyRecord, Measure, Record};
use crate::scenario::Scenario;
use crate::simulation::plan::CHANNELS_OF_CUSTOMERS;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fs::File;
use std::io::{BufWriter, Write};

/// Rows of `journeys.csv` beyond which further worlds are left out.
const MOST_JOURNEYS: u64 = 1_000_000;
const JOURNEYS: &str = "journeys.csv";

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
    /// The scenario with every default filled in.
    pub scenario: serde_json::Value,
}

impl Manifest {
    /// The manifest as text.
    pub fn to_json(&self) -> String {
        crate::report::words::json(self)
    }
}

/// `worlds.csv`.
///
/// # Errors
/// If it cannot be written.
pub fn write_worlds(folder: &RunFolder, outcome: &Outcome) -> Result<(), NotKept> {
    let file = "worlds.csv";
    let mut writer = csv::Writer::from_writer(folder.create(file)?);
    let failed = |error: csv::Error| folder.not_written(file, error);
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

fn worlds_header() -> Vec<String> {
    let mut header = vec!["scenario".to_string(), "world".to_string()];
    header.extend(Measure::ALL.iter().flat_map(|m| ["numerator", "denominator"].map(|part| format!("{}_{part}", m.id()))));
    header.extend(Ending::ALL.iter().flat_map(|e| ["possible", "not_possible"].map(|part| format!("{}_{part}", e.id()))));
    header
}

/// `journeys.csv`, written world by world as the worlds are done, so that no customers are kept in memory.
#[derive(Debug)]
pub struct JourneysFile {
    writer: BufWriter<File>,
    rows: u64,
    worlds: u64,
    full: bool,
}

/// The customers of one world under one system, as rows of `journeys.csv`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct JourneyRows {
    /// How many there are.
    pub count: u64,
    /// The rows; none where there was no room for them.
    pub text: String,
}

const HEADER: [&str; 20] = [
    "scenario",
    "world",
    "journey",
    "segment",
    "channel",
    "group_size",
    "possible",
    "begun_days",
    "ending",
    "dialogue_days",
    "ended_days",
    "let_in",
    "work_hours",
    "price",
    "customer_surplus",
    "margin",
    "refund",
    "renewals",
    "left",
    "lifetime_value",
];

impl JourneysFile {
    /// Begins the file.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn begin(folder: &RunFolder) -> Result<Self, NotKept> {
        let mut writer = folder.create(JOURNEYS)?;
        writeln!(writer, "{}", HEADER.join(",")).map_err(|e| folder.not_written(JOURNEYS, e))?;
        Ok(Self { writer, rows: 0, worlds: 0, full: false })
    }

    /// Adds one world: the rows of all systems in their order. Past a million rows, worlds are left out; the text of their rows is
    /// taken away, for it is not needed.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn add_world<'r>(&mut self, systems: impl Iterator<Item = &'r mut JourneyRows>) -> Result<(), String> {
        let systems: Vec<&mut JourneyRows> = systems.collect();
        let rows: u64 = systems.iter().map(|rows| rows.count).sum();
        self.full |= self.rows + rows > MOST_JOURNEYS;
        if self.full {
            systems.into_iter().for_each(|rows| rows.text = String::new());
            return Ok(());
        }
        for rows in systems {
            self.writer.write_all(rows.text.as_bytes()).map_err(|e| format!("cannot write {JOURNEYS}: {e}"))?;
        }
        self.rows += rows;
        self.worlds += 1;
        Ok(())
    }

    /// Ends the file and tells how many worlds are in it.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> Result<u64, String> {
        self.writer.flush().map_err(|e| format!("cannot write {JOURNEYS}: {e}"))?;
        Ok(self.worlds)
    }
}

/// Names that the journeys of a system refer to by position.
#[derive(Debug, Clone)]
pub struct SystemNames {
    name: String,
    segments: Vec<String>,
    channels: Vec<String>,
}

impl SystemNames {
    /// The names of a system.
    pub fn new(name: &str, scenario: &Scenario) -> Self {
        Self {
            name: guarded(name),
            segments: scenario.segment.entries.iter().map(|(name, _)| guarded(name)).collect(),
            channels: scenario.channel.names().chain(CHANNELS_OF_CUSTOMERS).map(guarded).collect(),
        }
    }

    /// The customers of a world as rows.
    pub fn rows(&self, record: &Record) -> JourneyRows {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let world = record.world.to_string();
        for journey in &record.journeys {
            // Rows of equal length written to memory cannot fail.
            let _ = writer.write_record(self.row(&world, journey));
        }
        let bytes = writer.into_inner().unwrap_or_default();
        JourneyRows { count: record.journeys.len() as u64, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    fn row(&self, world: &str, journey: &JourneyRecord) -> [String; 20] {
        let named = |names: &[String], position: u16| names.get(usize::from(position)).cloned().unwrap_or_default();
        [
            self.name.clone(),
            world.to_string(),
            journey.number.to_string(),
            named(&self.segments, journey.segment),
            journey.channel.map(|c| named(&self.channels, c)).unwrap_or_default(),
            journey.group_size.to_string(),
            journey.possible.to_string(),
            thousandths(Some(journey.begun_days)),
            journey.ending.id().to_string(),
            thousandths(journey.dialogue_days),
            thousandths(journey.ended_days),
            journey.let_in.to_string(),
            thousandths(Some(journey.work_hours)),
            thousandths(Some(journey.price)),
            thousandths(Some(journey.customer_surplus)),
            thousandths(Some(journey.margin)),
            thousandths(Some(journey.after_sale.refund)),
            journey.after_sale.renewals.to_string(),
            journey.after_sale.left.to_string(),
            thousandths(Some(journey.after_sale.lifetime_value)),
        ]
    }
}

/// A number to a thousandth: a minute and a half of a day, a tenth of a cent.
fn thousandths(value: Option<f64>) -> String {
    number(value.map(|v| (v * 1000.0).round() / 1000.0))
}
