//! An experiment under way: it runs worlds, keeps what has been run, resumes what was kept, and gives the results a folder.

use super::change::Change;
use super::failure::{Cause, Failure, KeptWorlds, MOST_ROWS, NoAnswer, NotWritten, ShardDone, WrongQuestion};
use super::host::{Host, Notice};
use super::options::Options;
use super::systems::System;
use super::unfinished::Unfinished;
use crate::experiment::WorldRow;
use crate::experiment::runner::{Arm, Halt, Runner, Shard};
use crate::experiment::same_customers::JourneysDiffer;
use crate::experiment::store::Store;
use crate::measure::Record;
use crate::report::charts::Chart;
use crate::report::results::files::{Manifest, ManifestScenario};
use crate::report::results::folder::{KEPT, Kept, Leftover, MANIFEST, PLAN, RunFolder, clean_name};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::ops::Range;
use std::path::PathBuf;

/// An experiment under way.
#[derive(Debug)]
pub struct Session<'a> {
    options: &'a Options,
    host: Host<'a>,
    plan: Unfinished,
    folder: RunFolder,
    runner: Runner<'a>,
    /// Why not everything could be written, if so.
    trouble: Option<Cause>,
}

impl<'a> Session<'a> {
    /// Begins an experiment, or resumes the same one where it was interrupted. `experiment` is what kind it is, `settings` all
    /// that its result depends on besides that, the systems, the seed and the number of worlds; `name` is for the folder.
    ///
    /// # Errors
    /// If the folder cannot be made or written, or there is nothing to resume: before anything is simulated.
    pub fn begin(
        options: &'a Options,
        host: Host<'a>,
        experiment: &str,
        name: &str,
        settings: Value,
        systems: &[System],
    ) -> Result<Self, Failure> {
        let plan = Unfinished::new(options, experiment, &clean_name(name), settings, systems);
        let name = match plan.shard {
            Some(shard) => format!("{}.shard-{}-of-{}", clean_name(name), shard.number, shard.of),
            None => clean_name(name),
        };
        let folder = begin_folder(options, host, &plan, &name)?;
        let not_kept = |why: Cause| NotWritten::Worlds { folder: folder.path().to_path_buf(), why };
        let store = Store::open(&folder.path().join(KEPT)).map_err(|e| not_kept(e.into()))?;
        folder.write(PLAN, plan.to_json().as_bytes()).map_err(|e| not_kept(e.into()))?;
        if !store.is_empty() {
            host.observer.notice(&Notice::Resuming { worlds: store.len(), folder: folder.path().to_path_buf() });
        }
        let runner = Runner {
            seed: options.seed(),
            threads: options.threads,
            shard: plan.shard.unwrap_or(Shard::WHOLE),
            store: Some(store),
            not_kept: None,
            stop: host.stop,
            watch: host.observer,
        };
        Ok(Self { options, host, plan, folder, runner, trouble: None })
    }

    /// The rows of several systems in the same worlds: by system, then by world. See [`Runner::rows`].
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, or failed.
    pub fn rows(&mut self, arms: &[Arm<'_>], worlds: Range<u64>) -> Result<Vec<Vec<WorldRow>>, Failure> {
        let count = (arms.len() as u64).saturating_mul(worlds.end.saturating_sub(worlds.start));
        if count > MOST_ROWS {
            return Err(WrongQuestion::TooManyWorlds(count).into());
        }
        let rows = self.runner.rows(arms, worlds);
        rows.map_err(|halt| self.halted(halt))
    }

    /// Makes something of every system in every world. See [`Runner::each`].
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, or failed.
    pub fn each<K: Serialize + DeserializeOwned + Send>(
        &mut self,
        what: &dyn Fn(usize) -> String,
        arms: &[Arm<'_>],
        worlds: Range<u64>,
        reduce: impl Fn(usize, Record) -> K + Sync,
        receive: impl FnMut(u64, &mut [K]) -> Result<(), JourneysDiffer>,
    ) -> Result<(), Failure> {
        let done = self.runner.each(what, arms, worlds, reduce, receive);
        done.map_err(|halt| self.halted(halt))
    }

    /// The folder of the results in progress.
    pub fn folder(&self) -> &RunFolder {
        &self.folder
    }

    /// Writes a whole file into the folder. What goes wrong is told in the end.
    pub fn write(&mut self, file: &str, bytes: &[u8]) {
        if let Err(error) = self.folder.write(file, bytes) {
            self.trouble(error);
        }
    }

    /// Writes charts into the folder, in both formats, if they could be drawn.
    pub fn write_charts(&mut self, charts: Result<Vec<Chart>, impl Into<Cause>>) {
        match charts {
            Ok(charts) => charts.iter().for_each(|chart| {
                self.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes());
                self.write(&format!("charts/{}.png", chart.name), &chart.png);
            }),
            Err(why) => self.trouble(why),
        }
    }

    /// Remembers that something could not be written; the experiment goes on, and its results are given all the same.
    pub fn trouble(&mut self, why: impl Into<Cause>) {
        self.trouble.get_or_insert(why.into());
    }

    /// Gives the folder its name. `worlds` is how many were run, `found` what else tells two results of the same settings apart.
    ///
    /// # Errors
    /// If anything could not be written, now or before.
    pub fn finish(self, worlds: u64, systems: &[System], found: Value) -> Result<Kept, NotWritten> {
        let not_kept = self.runner.not_kept.map(Cause::from);
        if let Some(why) = self.trouble.or(not_kept) {
            return Err(NotWritten::results(why));
        }
        let scenario = |system: &System| ManifestScenario {
            name: system.name.clone(),
            years: system.model.scenario().time.years,
            fingerprint: system.fingerprint.clone(),
            scenario: system.resolved.clone(),
        };
        let manifest = Manifest {
            version: env!("CARGO_PKG_VERSION"),
            experiment: self.plan.experiment,
            settings: self.plan.settings,
            seed: self.plan.seed,
            worlds,
            found,
            scenarios: systems.iter().map(scenario).collect(),
        };
        self.folder.write(MANIFEST, manifest.to_json().as_bytes()).map_err(NotWritten::results)?;
        drop(self.runner.store);
        let partial = self.folder.path().to_path_buf();
        let kept = self.folder.finish(self.options.keeping.force);
        let kept = kept.map_err(|why| NotWritten::Results { why: why.into(), worlds_in: Some(partial) })?;
        if kept.numbered {
            self.host.observer.notice(&Notice::NameTaken(kept.path.clone()));
        }
        Ok(kept)
    }

    /// What it means that the worlds asked for are not all there.
    fn halted(&mut self, halt: Halt) -> Failure {
        let worlds = self.runner.store.as_ref().map_or(0, Store::len);
        match halt {
            Halt::Interrupted if worlds == 0 => Failure::Interrupted(None),
            Halt::Interrupted => {
                let folder = self.folder.path().to_path_buf();
                Failure::Interrupted(Some(KeptWorlds { worlds, folder, command: self.plan.command.clone() }))
            }
            Halt::OtherShards(_) => match self.keep_shard() {
                Ok(folder) => Failure::ShardDone(ShardDone { shard: self.runner.shard, worlds, folder }),
                Err(why) => NotWritten::Shard(why).into(),
            },
            failed => NoAnswer::Halted(failed).into(),
        }
    }

    /// Gives the folder of a shard its name.
    fn keep_shard(&mut self) -> Result<PathBuf, Cause> {
        if let Some(why) = self.runner.not_kept.take() {
            return Err(why.into());
        }
        self.runner.store = None;
        self.folder.write(MANIFEST, self.plan.to_json().as_bytes())?;
        Ok(self.folder.hand_over(self.options.keeping.force, true)?.path)
    }
}

/// Makes the folder, or finds that of the same run.
fn begin_folder(options: &Options, host: Host<'_>, plan: &Unfinished, name: &str) -> Result<RunFolder, Failure> {
    let keeping = &options.keeping;
    let (mut others, mut resumes): (Vec<(PathBuf, Vec<Change>)>, bool) = (Vec::new(), false);
    let mut judge = |path: &std::path::Path, text: &[u8]| {
        let changes = plan.changes_since(text);
        match changes.as_slice() {
            [] if keeping.force && !keeping.resume => Leftover::Clear,
            [] => {
                resumes = true;
                Leftover::GoOn
            }
            _ => {
                others.push((path.to_path_buf(), changes));
                Leftover::Leave
            }
        }
    };
    let folder = RunFolder::begin_or_go_on(&keeping.out, name, &mut judge).map_err(NotWritten::Folder)?;
    if keeping.resume && !resumes {
        return Err(match others.into_iter().next() {
            Some((folder, changes)) => NoAnswer::AnotherRun { folder, changes }.into(),
            None => WrongQuestion::NothingToResume { name: name.to_string(), out: keeping.out.clone() }.into(),
        });
    }
    if !resumes {
        others.into_iter().for_each(|(folder, _)| host.observer.notice(&Notice::OtherUnfinished(folder)));
    }
    Ok(folder)
}
