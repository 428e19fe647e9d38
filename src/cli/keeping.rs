//! Keeping the results of a run in its folder, while it runs and when it is done.

use super::failure::Failure;
use super::interrupt;
use super::scenarios::System;
use crate::experiment::Outcome;
use crate::measure::Record;
use crate::report::charts;
use crate::report::delimited;
use crate::report::document::Document;
use crate::report::files::{JourneysFile, Manifest, ManifestScenario, write_worlds};
use crate::report::folder::{self, MANIFEST, NotKept, RunFolder};
use crate::report::words::list;
use std::path::Path;

/// A run whose results are being kept. A failure is remembered: the run goes on without its files.
#[derive(Debug)]
pub struct Keeping {
    state: Result<(RunFolder, JourneysFile), NotKept>,
}

/// What was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Where.
    pub folder: folder::Kept,
    /// How many worlds `journeys.csv` has, if not all.
    pub journeys_cut: Option<u64>,
}

impl Keeping {
    /// Makes the folder.
    ///
    /// # Errors
    /// If it cannot be made or written, before anything is simulated.
    pub fn begin(out: &Path, name: &str, systems: &[System]) -> Result<Self, Failure> {
        let mut in_progress = interrupt::partial();
        let folder = RunFolder::begin(out, name).map_err(|e| Failure::Other(e.to_string()))?;
        *in_progress = Some(folder.path().to_path_buf());
        drop(in_progress);
        let journeys = JourneysFile::begin(&folder, systems.iter().map(|s| (s.name.as_str(), s.model.scenario())));
        Ok(Self { state: Ok((folder, journeys.map_err(|e| Failure::Other(e.to_string()))?)) })
    }

    /// Adds the customers of one world.
    pub fn add_world(&mut self, records: &[Record]) {
        if let Ok((folder, journeys)) = &mut self.state
            && let Err(error) = journeys.add_world(folder, records)
        {
            // Replacing the state removes the folder.
            self.state = Err(error);
        }
    }

    /// Writes what is known at the end and gives the folder its name.
    ///
    /// # Errors
    /// If anything could not be written, now or before.
    pub fn finish(self, outcome: &Outcome, document: &Document, systems: &[System], force: bool) -> Result<Kept, Failure> {
        self.write(outcome, document, systems, force).map_err(|why| Failure::Other(format!("the results were not kept: {why}")))
    }

    fn write(self, outcome: &Outcome, document: &Document, systems: &[System], force: bool) -> Result<Kept, String> {
        let (folder, journeys) = self.state.map_err(|e| e.to_string())?;
        let say = |error: NotKept| error.to_string();
        let worlds = journeys.finish(&folder).map_err(say)?;
        write_worlds(&folder, outcome).map_err(say)?;
        let measures = delimited::measures(document).map_err(|e| e.to_string())?;
        folder.write("measures.csv", measures.as_bytes()).map_err(say)?;
        for chart in charts::draw(document, &setting(systems)).map_err(|e| e.to_string())? {
            folder.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes()).map_err(say)?;
            folder.write(&format!("charts/{}.png", chart.name), &chart.png).map_err(say)?;
        }
        folder.write(MANIFEST, manifest(outcome, systems, worlds).to_json().as_bytes()).map_err(say)?;
        let mut in_progress = interrupt::partial();
        let kept = folder.finish(force).map_err(say)?;
        *in_progress = None;
        Ok(Kept { folder: kept, journeys_cut: Some(worlds).filter(|w| *w < outcome.worlds() as u64) })
    }
}

fn manifest(outcome: &Outcome, systems: &[System], journeys_csv_worlds: u64) -> Manifest {
    let one = |system: &System| ManifestScenario {
        name: system.name.clone(),
        years: system.model.scenario().time.years,
        fingerprint: system.fingerprint.clone(),
        scenario: system.resolved.clone(),
    };
    Manifest {
        version: env!("CARGO_PKG_VERSION"),
        seed: outcome.seed,
        worlds: outcome.worlds() as u64,
        scenarios: systems.iter().map(one).collect(),
        journeys_csv_worlds,
    }
}

/// Whom the systems sell to, and for how long, as far as they agree.
fn setting(systems: &[System]) -> String {
    let of = |system: &System| {
        let scenario = system.model.scenario();
        let segments: Vec<String> = scenario.segment.entries.iter().map(|(name, _)| name.clone()).collect();
        let years = scenario.time.years;
        format!("customers: {}; {years} {}", list(&segments), if years == 1.0 { "year" } else { "years" })
    };
    let all: Vec<String> = systems.iter().map(of).collect();
    match all.first() {
        Some(first) if all.iter().all(|other| other == first) => first.clone(),
        _ => "settings differ".to_string(),
    }
}
