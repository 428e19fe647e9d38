//! Reads results back from their folder, and believes none that is not proved: every file is held against its checksum, figures are
//! computed again from the rows that were kept, and tables have to agree with each other.

use super::checksums::CHECKSUMS;
use super::contents::{Contents, Files, from_json};
use super::not_read::{AGAIN, NotRead, Refused, Wrong};
use super::rows::{DealRow, GroupPicture, JourneyRow, PayRow, PeriodRow, PersonRow, RoleRow, WeekRow};
use super::tables::Row;
use super::tabular::Tabular;
use super::{GROUPS, RESULTS, Stored, StoredSystem, declared, proof, tally};
use crate::experiment::firms::FirmRow;
use crate::experiment::firms::tries::TurningRow;
use crate::report::results::arrivals::ArrivalsRead;
use crate::report::results::csv::guarded;
use crate::report::results::document::Document;
use crate::report::results::files::WORLDS;
use crate::report::results::firms::{self, FIRMS};
use crate::report::results::folder::{MANIFEST, PLAN};
use crate::report::results::turning::{self, TURNING};
use crate::scenario;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The table of measures, which no page is made of.
pub(super) const MEASURES: &str = "measures.csv";
/// What a run or a comparison needs, all with checksums.
const NEEDED: [&str; 12] = [
    MANIFEST,
    RESULTS,
    GROUPS,
    WORLDS,
    MEASURES,
    JourneyRow::FILE,
    DealRow::FILE,
    PersonRow::FILE,
    PeriodRow::FILE,
    PayRow::FILE,
    RoleRow::FILE,
    WeekRow::FILE,
];
/// No run has more worlds.
const MOST_WORLDS: u64 = 10_000_000;

/// The manifest, as far as results are held against it.
#[derive(Debug, Deserialize)]
pub(super) struct Manifest<S = Value> {
    version: String,
    experiment: String,
    #[serde(default)]
    pub settings: Value,
    pub seed: u64,
    pub worlds: u64,
    #[serde(default)]
    pub found: Found,
    scenarios: Vec<ManifestScenario<S>>,
}

/// What a run found out on the way.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Found {
    /// How many worlds are in each table.
    #[serde(default)]
    pub worlds_in: BTreeMap<String, u64>,
    /// What became of guards.
    #[serde(default)]
    pub guards: Value,
}

#[derive(Debug, Deserialize)]
struct ManifestScenario<S> {
    name: String,
    /// How long it is measured.
    #[serde(default)]
    years: Option<f64>,
    fingerprint: String,
    #[serde(default)]
    arrivals: Vec<ArrivalsRead>,
    scenario: S,
}

impl Manifest {
    /// How long each system is measured, as far as it is said.
    pub(super) fn years(&self) -> impl Iterator<Item = Option<f64>> + '_ {
        self.scenarios.iter().map(|scenario| scenario.years)
    }
}

/// What kind of experiment a folder holds, as its manifest says.
///
/// # Errors
/// If it is no folder of results.
pub fn experiment_in(folder: &Path) -> Result<String, NotRead> {
    if !folder.is_dir() {
        let cure = "Name a folder of results, such as output/hero-vs-team; winflow compare hero team makes one.";
        return Err(NotRead::new(folder, if folder.exists() { Wrong::NotAFolder } else { Wrong::NoFolder }, cure));
    }
    finished(folder)?;
    experiment_of(folder, fs::read(folder.join(MANIFEST)))
}

/// A run that goes on or was interrupted has a plan, and no checksums yet; so has a part of a run, for good.
fn finished(folder: &Path) -> Result<(), NotRead> {
    if !folder.join(PLAN).is_file() || folder.join(CHECKSUMS).exists() {
        return Ok(());
    }
    let plan: Value = fs::read(folder.join(PLAN)).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
    let (why, cure) = match plan.get("shard") {
        Some(Value::Object(_)) => (Wrong::OneShard, "winflow merge joins all parts into a folder that can be read."),
        _ => (Wrong::NotFinished, "The same command with --resume continues it from what it kept."),
    };
    Err(NotRead::new(folder, why, cure))
}

fn experiment_of(folder: &Path, manifest: io::Result<impl AsRef<[u8]>>) -> Result<String, NotRead> {
    kind_of(folder, manifest).map(|(experiment, _)| experiment)
}

/// The same, with what it depends on besides systems, seed and worlds.
fn kind_of(folder: &Path, manifest: io::Result<impl AsRef<[u8]>>) -> Result<(String, Value), NotRead> {
    #[derive(Deserialize)]
    struct Kind {
        experiment: Option<String>,
        #[serde(default)]
        settings: Value,
    }
    let path = folder.join(MANIFEST);
    let text = manifest.map_err(|error| {
        let cure = "Is it the folder of a finished run, such as output/hero-vs-team? An unfinished one continues with --resume.";
        NotRead::new(&path, Wrong::Unreadable(error), cure)
    })?;
    let kind: Kind = from_json(&path, text.as_ref())?;
    let experiment = kind.experiment.ok_or_else(|| {
        let cure = "It was made by another version of winflow, or by a command that keeps no experiment: simulate again.";
        NotRead::new(&path, Wrong::NoExperiment, cure)
    })?;
    Ok((experiment, kind.settings))
}

impl Stored {
    /// Reads what a run or a comparison left in its folder.
    ///
    /// # Errors
    /// If it is no such folder, or something in it is missing, not as it was written, or contradicts what else was kept.
    pub fn read(folder: &Path) -> Result<Self, Refused> {
        experiment_in(folder)?;
        Self::read_from(folder, &folder.to_path_buf())
    }

    /// Reads the same from files that lie anywhere; the folder is for messages.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub fn read_from(folder: &Path, files: &dyn Files) -> Result<Self, Refused> {
        let (kind, settings) = kind_of(folder, files.bytes(MANIFEST))?;
        if !matches!(kind.as_str(), "run" | "compare") {
            let cure = "Name a folder that winflow run or winflow compare made.";
            return Err(NotRead::new(folder, Wrong::OtherExperiment(command_of(&kind)), cure).into());
        }
        let firms: &[&str] = if settings["firms"].is_null() { &[] } else { &[FIRMS] };
        let mut contents = Contents::open(folder, files, &[&NEEDED, firms].concat());
        if !contents.problems.is_empty() {
            look_for_damage(&mut contents);
            return Err(Refused(contents.problems));
        }
        let Some(manifest) = contents.document::<Manifest>(MANIFEST) else { return Err(Refused(contents.problems)) };
        if manifest.worlds > MOST_WORLDS {
            contents.problems.push(NotRead::new(&contents.path(MANIFEST), Wrong::TooManyWorlds(manifest.worlds), AGAIN));
        }
        let document = contents.document::<Document>(RESULTS);
        let groups = contents.document::<Vec<GroupPicture>>(GROUPS);
        let systems = read_tables(&mut contents, &manifest);
        // Nothing is proved of what cannot be read.
        let (Some(document), Some(groups), true) = (document, groups, contents.problems.is_empty()) else {
            return Err(Refused(contents.problems));
        };
        let Manifest { version, experiment, .. } = &manifest;
        let (firms, listed) = read_firms(&mut contents, &manifest);
        let mut stored = Self {
            folder: folder.to_path_buf(),
            version: version.clone(),
            experiment: experiment.clone(),
            settings: manifest.settings.clone(),
            document,
            systems: loaded(systems, &manifest, &mut contents),
            groups,
            firms,
            listed,
            turning: read_turning(&mut contents, &manifest),
            worlds_in: manifest.found.worlds_in.clone(),
        };
        Refused::unless_empty(std::mem::take(&mut contents.problems))?;
        let mut problems = declared::problems(&stored, &manifest);
        problems.extend(tally::problems(&stored, &manifest));
        problems.extend(proof::problems(&mut stored, &manifest, contents.take(MEASURES).as_deref()));
        Refused::unless_empty(problems).map(|()| stored)
    }
}

/// The command that makes a kind of experiment.
fn command_of(kind: &str) -> String {
    if kind == "assumptions" { "explain --assumptions".to_string() } else { kind.to_string() }
}

/// What was seen of firms like it, where they were looked at.
fn read_firms(contents: &mut Contents<'_>, manifest: &Manifest) -> (Vec<FirmRow>, Vec<String>) {
    let text = if manifest.settings["firms"].is_null() { None } else { contents.take(FIRMS) };
    let rows = text.map_or(Ok(Default::default()), |text| firms::read(&text));
    let plain = |(mut rows, mut listed): (Vec<FirmRow>, Vec<String>)| {
        rows.iter_mut().for_each(|row| unguard(&mut row.scenario));
        listed.iter_mut().for_each(unguard);
        (rows, listed)
    };
    rows.map(plain).unwrap_or_else(|(line, why)| {
        contents.problems.push(NotRead::at_line(&contents.path(FIRMS), line, Wrong::Row(why)));
        Default::default()
    })
}

/// What was tried to find where the lead is gone, where that was looked for.
fn read_turning(contents: &mut Contents<'_>, manifest: &Manifest) -> Vec<TurningRow> {
    let text = contents.take(TURNING);
    if text.is_none() && !manifest.settings["firms"].is_null() && manifest.scenarios.len() == 2 {
        let why = Wrong::Unreadable(io::ErrorKind::NotFound.into());
        contents.problems.push(NotRead::new(&contents.path(TURNING), why, AGAIN));
    }
    text.map_or(Ok(Vec::new()), |text| turning::read(&text)).unwrap_or_else(|(line, why)| {
        contents.problems.push(NotRead::at_line(&contents.path(TURNING), line, Wrong::Row(why)));
        Vec::new()
    })
}

/// Looks in files that are not as they were written for where they are damaged.
fn look_for_damage(contents: &mut Contents<'_>) {
    contents.document::<Document>(RESULTS);
    contents.document::<Vec<GroupPicture>>(GROUPS);
    if let Some(manifest) = contents.document::<Manifest<IgnoredAny>>(MANIFEST) {
        read_tables(contents, &manifest);
    }
}

/// What the tables hold, system by system; scenarios have yet to be loaded. What cannot be read is noted with the contents.
fn read_tables<S>(contents: &mut Contents<'_>, manifest: &Manifest<S>) -> Vec<StoredSystem> {
    let empty =
        |system: &ManifestScenario<S>| StoredSystem::new(system.name.clone(), system.fingerprint.clone(), scenario::Scenario::default());
    let mut systems: Vec<StoredSystem> = manifest.scenarios.iter().map(empty).collect();
    let names: Vec<String> = systems.iter().map(|system| guarded(&system.name)).collect();
    let tabular = Tabular { names: &names, worlds: manifest.worlds, worlds_in: &manifest.found.worlds_in };
    let mut table = Reading { contents, systems: &mut systems, tabular };
    table.worlds();
    table.table::<JourneyRow>(
        |system| &mut system.journeys,
        |row| [&mut row.segment, &mut row.channel, &mut row.came_by].map(unguard).len(),
    );
    table.table::<DealRow>(|system| &mut system.deals, |_| 0);
    table.table::<PersonRow>(|system| &mut system.people, |row| [&mut row.role, &mut row.name].map(unguard).len());
    table.table::<PeriodRow>(|system| &mut system.periods, |_| 0);
    table.table::<PayRow>(|system| &mut system.pay, |_| 0);
    table.table::<RoleRow>(|system| &mut system.roles, |row| [&mut row.role].map(unguard).len());
    table.table::<WeekRow>(|system| &mut system.weeks, |_| 0);
    systems
}

/// Tables on their way into their systems.
struct Reading<'r, 'f> {
    contents: &'r mut Contents<'f>,
    systems: &'r mut [StoredSystem],
    tabular: Tabular<'r>,
}

impl Reading<'_, '_> {
    fn worlds(&mut self) {
        let Some(bytes) = self.contents.take(WORLDS) else { return };
        match self.tabular.worlds(&self.contents.path(WORLDS), &bytes) {
            Ok(rows) => self.systems.iter_mut().zip(rows).for_each(|(system, rows)| system.worlds = rows),
            Err(why) => self.contents.problems.push(why),
        }
    }

    fn table<R: Row + DeserializeOwned>(&mut self, of: impl Fn(&mut StoredSystem) -> &mut Vec<R>, tidy: impl Fn(&mut R) -> usize) {
        let Some(bytes) = self.contents.take(R::FILE) else { return };
        let read = self.tabular.rows::<R>(&self.contents.path(R::FILE), R::FILE, &bytes, |place, mut row| {
            tidy(&mut row);
            of(&mut self.systems[place]).push(row);
        });
        if let Err(why) = read {
            self.contents.problems.push(why);
        }
    }
}

/// The systems with their scenarios, as the manifest has them.
fn loaded(mut systems: Vec<StoredSystem>, manifest: &Manifest, contents: &mut Contents<'_>) -> Vec<StoredSystem> {
    for (system, kept) in systems.iter_mut().zip(&manifest.scenarios) {
        match scenario::from_json(&kept.name, &kept.scenario) {
            Ok(loaded) => system.scenario = loaded.scenario,
            Err(problems) => {
                let why = Wrong::Scenario { system: kept.name.clone(), problems };
                contents.problems.push(NotRead::new(&contents.path(MANIFEST), why, AGAIN));
            }
        }
        system.arrivals.clone_from(&kept.arrivals);
    }
    systems
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
