//! Reads results back from their folder.

use super::not_read::{AGAIN, NotRead, Wrong};
use super::rows::{DealRow, GroupPicture, JourneyRow, PayRow, PeriodRow, PersonRow, RoleRow, WeekRow};
use super::tables::Row;
use super::{GROUPS, RESULTS, Stored, StoredSystem};
use crate::experiment::WorldRow;
use crate::measure::{Ending, Measure, Ratio};
use crate::report::results::arrivals::ArrivalsRead;
use crate::report::results::csv::guarded;
use crate::report::results::files::{WORLDS, worlds_header};
use crate::report::results::folder::MANIFEST;
use crate::scenario;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Columns of names.
const NAMES: [&str; 5] = ["scenario", "segment", "channel", "role", "ending"];
/// No run has more worlds.
const MOST_WORLDS: u64 = 10_000_000;
/// No figure of a run is larger.
const LARGEST: f64 = 1e15;

#[derive(Deserialize)]
struct Manifest {
    version: String,
    experiment: String,
    #[serde(default)]
    settings: Value,
    scenarios: Vec<ManifestScenario>,
}

#[derive(Deserialize)]
struct ManifestScenario {
    name: String,
    fingerprint: String,
    #[serde(default)]
    arrivals: Vec<ArrivalsRead>,
    scenario: Value,
}

/// What kind of experiment a folder holds, as its manifest says.
///
/// # Errors
/// If it is no folder of results.
pub fn experiment_in(folder: &Path) -> Result<String, NotRead> {
    #[derive(Deserialize)]
    struct Kind {
        experiment: Option<String>,
    }
    let kind: Kind = from_json(&folder.join(MANIFEST), &manifest_text(folder)?)?;
    kind.experiment.ok_or_else(|| {
        let cure = "It was made by another version of winflow, or by a command that keeps no experiment: simulate again.";
        NotRead::new(&folder.join(MANIFEST), Wrong::NoExperiment, cure)
    })
}

fn manifest_text(folder: &Path) -> Result<String, NotRead> {
    if !folder.is_dir() {
        let cure = "Name a folder of results, such as output/hero-vs-team; winflow compare hero team makes one.";
        return Err(NotRead::new(folder, if folder.exists() { Wrong::NotAFolder } else { Wrong::NoFolder }, cure));
    }
    let path = folder.join(MANIFEST);
    fs::read_to_string(&path).map_err(|error| {
        let cure = "Is it the folder of a finished run, such as output/hero-vs-team? An unfinished one goes on with --resume.";
        NotRead::new(&path, Wrong::Unreadable(error), cure)
    })
}

fn from_json<T: DeserializeOwned>(path: &Path, text: &str) -> Result<T, NotRead> {
    serde_json::from_str(text).map_err(|error| {
        let place = format!("{}:{}:{}", path.display(), error.line(), error.column());
        NotRead { place, why: Wrong::Json(error), cure: AGAIN }
    })
}

/// Reads a document that a command left in its folder.
///
/// # Errors
/// If it is not there or not as it was written.
pub fn document<T: DeserializeOwned>(folder: &Path, file: &str) -> Result<T, NotRead> {
    let path = folder.join(file);
    let cure = "It may be from an older version: simulate again with --force.";
    let text = fs::read_to_string(&path).map_err(|error| NotRead::new(&path, Wrong::Unreadable(error), cure))?;
    from_json(&path, &text)
}

impl Stored {
    /// Reads what a run or a comparison left in its folder.
    ///
    /// # Errors
    /// If it is no such folder, or something in it is missing or not as it was written.
    pub fn read(folder: &Path) -> Result<Self, NotRead> {
        let path = folder.join(MANIFEST);
        let kind = experiment_in(folder)?;
        if !matches!(kind.as_str(), "run" | "compare") {
            let cure = "Name a folder that winflow run or winflow compare made.";
            return Err(NotRead::new(folder, Wrong::OtherExperiment(kind), cure));
        }
        let manifest: Manifest = from_json(&path, &manifest_text(folder)?)?;
        let mut systems = Vec::with_capacity(manifest.scenarios.len());
        for system in manifest.scenarios {
            let loaded = scenario::from_json(&system.name, &system.scenario)
                .map_err(|problems| NotRead::new(&path, Wrong::Scenario { system: system.name.clone(), problems }, AGAIN))?;
            systems.push(StoredSystem { arrivals: system.arrivals, ..StoredSystem::new(system.name, system.fingerprint, loaded.scenario) });
        }
        let mut stored = Self {
            folder: folder.to_path_buf(),
            version: manifest.version,
            experiment: manifest.experiment,
            settings: manifest.settings,
            document: document(folder, RESULTS)?,
            systems,
            groups: document::<Vec<GroupPicture>>(folder, GROUPS)?,
        };
        stored.check(&path)?;
        stored.read_worlds()?;
        stored.table::<JourneyRow>(|system| &mut system.journeys, |row| [&mut row.segment, &mut row.channel].map(unguard).len())?;
        stored.table::<DealRow>(|system| &mut system.deals, |_| 0)?;
        stored.table::<PersonRow>(|system| &mut system.people, |row| [&mut row.role].map(unguard).len())?;
        stored.table::<PeriodRow>(|system| &mut system.periods, |_| 0)?;
        stored.table::<PayRow>(|system| &mut system.pay, |_| 0)?;
        stored.table::<RoleRow>(|system| &mut system.roles, |row| [&mut row.role].map(unguard).len())?;
        stored.table::<WeekRow>(|system| &mut system.weeks, |_| 0)?;
        Ok(stored)
    }

    /// Whether manifest and results speak of the same systems.
    fn check(&self, manifest: &Path) -> Result<(), NotRead> {
        let named = self.systems.iter().map(|system| &system.name);
        if self.document.worlds > MOST_WORLDS {
            return Err(NotRead::new(manifest, Wrong::TooManyWorlds(self.document.worlds), AGAIN));
        }
        if self.systems.is_empty() || !named.eq(self.document.scenarios.iter().map(|scenario| &scenario.name)) {
            return Err(NotRead::new(manifest, Wrong::OtherSystems, AGAIN));
        }
        Ok(())
    }

    /// The rows of a table, each with the place of its system.
    fn rows<T: DeserializeOwned>(&self, file: &str) -> Result<Vec<(usize, T)>, NotRead> {
        let mut rows = Vec::new();
        self.records(file, |place, headers, record| {
            rows.push((place, record.deserialize(Some(headers)).map_err(Wrong::Row)?));
            Ok(())
        })?;
        Ok(rows)
    }

    fn records(
        &self,
        file: &str,
        mut read: impl FnMut(usize, &csv::StringRecord, &csv::StringRecord) -> Result<(), Wrong>,
    ) -> Result<(), NotRead> {
        let path = self.folder.join(file);
        let cure = "It may be from an older version: simulate again with --force.";
        let mut reader = csv::Reader::from_path(&path).map_err(|error| NotRead::new(&path, Wrong::NoTable(error), cure))?;
        let wrong = |line: u64, why: Wrong| NotRead::at_line(&path, line, why);
        let headers = reader.headers().map_err(|error| wrong(1, Wrong::Row(error)))?.clone();
        if headers.get(0) != Some("scenario") {
            return Err(wrong(1, Wrong::NoScenarioColumn));
        }
        let names: Vec<String> = self.systems.iter().map(|system| guarded(&system.name)).collect();
        let mut record = csv::StringRecord::new();
        let mut place = 0;
        loop {
            let line = reader.position().line();
            if !reader.read_record(&mut record).map_err(|error| wrong(line, Wrong::Row(error)))? {
                return Ok(());
            }
            let name = record.get(0).unwrap_or_default();
            if names.get(place).is_none_or(|known| known != name) {
                place = names.iter().position(|known| known == name).ok_or_else(|| wrong(line, Wrong::NoSystem(name.to_string())))?;
            }
            if let Some(why) = self.implausible(&headers, &record) {
                return Err(wrong(line, why));
            }
            read(place, &headers, &record).map_err(|why| wrong(line, why))?;
        }
    }

    /// A number that no run writes: not finite, beyond all measure, or a world that was not run.
    fn implausible(&self, headers: &csv::StringRecord, record: &csv::StringRecord) -> Option<Wrong> {
        let numbers = headers.iter().zip(record).filter(|(column, _)| !NAMES.contains(column));
        numbers.filter_map(|(column, cell)| Some((column, cell, cell.parse::<f64>().ok()?))).find_map(|(column, cell, number)| {
            let is_world = column != "world" || (0.0..self.document.worlds as f64).contains(&number);
            let is_known = is_world && number.is_finite() && number.abs() <= LARGEST;
            (!is_known).then(|| Wrong::Implausible { column: column.to_string(), cell: cell.to_string() })
        })
    }

    fn table<R: Row + DeserializeOwned>(
        &mut self,
        of: impl Fn(&mut StoredSystem) -> &mut Vec<R>,
        tidy: impl Fn(&mut R) -> usize,
    ) -> Result<(), NotRead> {
        for (place, mut row) in self.rows::<R>(R::FILE)? {
            tidy(&mut row);
            of(&mut self.systems[place]).push(row);
        }
        Ok(())
    }

    fn read_worlds(&mut self) -> Result<(), NotRead> {
        let mut rows: Vec<(usize, WorldRow)> = Vec::new();
        let wanted: Vec<String> = columns().collect();
        let mut worlds = vec![0u64; self.systems.len()];
        self.records(WORLDS, |place, headers, record| {
            let at = |column: &str| headers.iter().position(|header| header == column).and_then(|at| record.get(at));
            let cells: Vec<Option<f64>> = wanted.iter().map(|column| at(column).and_then(|text| text.parse().ok())).collect();
            let mut row = WorldRow { world: 0, ratios: [Ratio::default(); crate::measure::MEASURES], endings: Default::default() };
            let mut cells = wanted.iter().zip(cells);
            let mut next = || match cells.next() {
                Some((_, Some(number))) => Ok(number),
                Some((column, None)) => Err(Wrong::NoNumber(column.clone())),
                None => Err(Wrong::NoNumber(String::new())),
            };
            row.world = next()? as u64;
            let kept = &mut worlds[place];
            if row.world != *kept {
                return Err(Wrong::NotTheNextWorld { found: row.world, next: *kept });
            }
            *kept += 1;
            for &measure in Measure::ALL {
                row.ratios[measure as usize] = Ratio { numerator: next()?, denominator: next()? };
            }
            for &ending in Ending::ALL {
                let [possible, not_possible] = [next()? as u64, next()? as u64];
                row.endings[ending as usize] = [not_possible, possible];
            }
            rows.push((place, row));
            Ok(())
        })?;
        for (place, row) in rows {
            self.systems[place].worlds.push(row);
        }
        let worlds = self.document.worlds as usize;
        match self.systems.iter().all(|system| system.worlds.len() == worlds) {
            true => Ok(()),
            false => Err(NotRead::new(&self.folder.join(WORLDS), Wrong::WorldsMissing(worlds), AGAIN)),
        }
    }
}

/// The columns of `worlds.csv` after the name of the system.
fn columns() -> impl Iterator<Item = String> {
    worlds_header().into_iter().skip(1)
}

/// Takes away what made a name safe for a spreadsheet.
fn unguard(text: &mut String) {
    if let Some(name) = text.strip_prefix('\'').filter(|name| guarded(name) == *text) {
        *text = name.to_string();
    }
}

/// Names the folder of a run as it is found in results.
pub fn name_of(folder: &Path) -> String {
    let whole: PathBuf = folder.components().collect();
    whole.file_name().map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned())
}
