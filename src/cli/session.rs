//! An experiment under way on the command line: it runs worlds, keeps what has been run, goes on with what was kept, and gives
//! the results a folder.

use super::arguments::Simulation;
use super::failure::Failure;
use super::interrupt;
use super::progress::Progress;
use super::scenarios::System;
use super::unfinished::{Refusal, Unfinished};
use crate::experiment::WorldRow;
use crate::experiment::runner::{Arm, Halt, Nobody, Runner, Shard};
use crate::experiment::store::Store;
use crate::measure::Record;
use crate::report::charts::Chart;
use crate::report::results::files::{Manifest, ManifestScenario};
use crate::report::results::folder::{KEPT, Kept, Leftover, MANIFEST, PLAN, RunFolder, clean_name};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::ops::Range;

/// More rows than these do not fit into memory.
pub const MOST_ROWS: u64 = 2_000_000;

/// An experiment under way.
#[derive(Debug)]
pub struct Session<'a> {
    options: &'a Simulation,
    plan: Unfinished,
    folder: RunFolder,
    runner: Runner<'static>,
    /// Why not everything could be written, if so.
    trouble: Option<String>,
}

/// Systems as a runner wants them.
pub fn arms(systems: &[System]) -> Vec<Arm<'_>> {
    systems.iter().map(|system| Arm { model: &system.model, fingerprint: &system.fingerprint }).collect()
}

/// As many threads as asked for, or as there are cores.
pub fn threads(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    asked.map_or_else(cores, usize::from)
}

impl<'a> Session<'a> {
    /// Begins an experiment, or goes on with the same one where it was interrupted. `experiment` is what kind it is, `settings` all
    /// that its result depends on besides that, the systems, the seed and the number of worlds; `name` is for the folder.
    ///
    /// # Errors
    /// If the folder cannot be made or written, or there is nothing to resume: before anything is simulated.
    pub fn begin(options: &'a Simulation, experiment: &str, name: &str, settings: Value, systems: &[System]) -> Result<Self, Failure> {
        let stop = interrupt::stops_by_itself();
        let shard = options.shard.unwrap_or(Shard::WHOLE);
        let plan = Unfinished::new(options, experiment, &clean_name(name), settings, systems);
        let name = match options.shard {
            Some(shard) => format!("{}.shard-{}-of-{}", clean_name(name), shard.number, shard.of),
            None => clean_name(name),
        };
        let folder = begin_folder(options, &plan, &name)?;
        let kept_nowhere = |why: String| Failure::Other(format!("cannot keep worlds in {}: {why}", folder.path().display()));
        let store = Store::open(&folder.path().join(KEPT)).map_err(|e| kept_nowhere(e.to_string()))?;
        folder.write(PLAN, plan.to_json().as_bytes()).map_err(|e| kept_nowhere(e.to_string()))?;
        if !store.is_empty() && !options.quiet {
            super::terminal::say(&format!("Going on with {} kept in {}.", worlds(store.len()), folder.path().display()));
        }
        let watch = Box::new(Progress::new(options.quiet));
        let runner =
            Runner { seed: options.seed, threads: threads(options.threads), shard, store: Some(store), not_kept: None, stop, watch };
        Ok(Self { options, plan, folder, runner, trouble: None })
    }

    /// The rows of several systems in the same worlds: by system, then by world. See [`Runner::rows`].
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, or failed.
    pub fn rows(&mut self, arms: &[Arm<'_>], worlds: Range<u64>) -> Result<Vec<Vec<WorldRow>>, Failure> {
        let many = (arms.len() as u64).saturating_mul(worlds.end.saturating_sub(worlds.start));
        if many > MOST_ROWS {
            let cure = "ask for fewer worlds, or for fewer combinations";
            return Err(Failure::Usage(format!("{many} worlds in all are too many to be held at once; at most {MOST_ROWS}: {cure}")));
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
        receive: impl FnMut(u64, &mut [K]) -> Result<(), String>,
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
            self.trouble(error.to_string());
        }
    }

    /// Writes charts into the folder, in both formats.
    pub fn write_charts(&mut self, charts: &[Chart]) {
        for chart in charts {
            self.write(&format!("charts/{}.svg", chart.name), chart.svg.as_bytes());
            self.write(&format!("charts/{}.png", chart.name), &chart.png);
        }
    }

    /// Remembers that something could not be written; the experiment goes on, and its results are printed all the same.
    pub fn trouble(&mut self, why: String) {
        self.trouble.get_or_insert(why);
    }

    /// Gives the folder its name. `worlds` is how many were run, `found` what else tells two results of the same settings apart.
    ///
    /// # Errors
    /// If anything could not be written, now or before.
    pub fn finish(self, worlds: u64, systems: &[System], found: Value) -> Result<Kept, Failure> {
        let not_kept = |why: String| Failure::Other(format!("the results were not kept: {why}"));
        // The bar goes before anything is said.
        drop(self.runner.watch);
        if let Some(why) = self.trouble.or(self.runner.not_kept) {
            return Err(not_kept(why));
        }
        let one = |system: &System| ManifestScenario {
            name: system.name.clone(),
            years: system.model.scenario().time.years,
            fingerprint: system.fingerprint.clone(),
            scenario: system.resolved.clone(),
        };
        let manifest = Manifest {
            version: env!("CARGO_PKG_VERSION"),
            experiment: self.plan.experiment,
            settings: self.plan.settings,
            seed: self.options.seed,
            worlds,
            found,
            scenarios: systems.iter().map(one).collect(),
        };
        self.folder.write(MANIFEST, manifest.to_json().as_bytes()).map_err(|e| not_kept(e.to_string()))?;
        drop(self.runner.store);
        let partial = self.folder.path().display().to_string();
        let kept = self.folder.finish(self.options.force);
        let kept = kept.map_err(|e| not_kept(format!("{e}. The worlds are in {partial}: --resume goes on with them")))?;
        if kept.numbered && !self.options.quiet {
            let path = kept.path.display();
            super::terminal::say(&format!("A different run has that name already: these results are in {path} (--force replaces)."));
        }
        Ok(kept)
    }

    /// What is said when the worlds asked for are not all there.
    fn halted(&mut self, halt: Halt) -> Failure {
        let kept = self.runner.store.as_ref().map_or(0, Store::len);
        match halt {
            Halt::Failed(why) => Failure::Other(why),
            Halt::Interrupted if kept == 0 => Failure::Interrupted("nothing was kept".to_string()),
            Halt::Interrupted => {
                let command = self.plan.command_to_resume();
                let folder = self.folder.path().display();
                Failure::Interrupted(format!("{} kept in {folder}. Go on with:\n  {command}", are(kept)))
            }
            Halt::OtherShards(_) => match self.shard_done(kept) {
                Ok(()) => Failure::PartDone,
                Err(why) => Failure::Other(format!("the shard was not kept: {why}")),
            },
        }
    }

    /// Gives the folder of a shard its name and says what comes next.
    fn shard_done(&mut self, kept: usize) -> Result<(), String> {
        if let Some(why) = &self.runner.not_kept {
            return Err(why.clone());
        }
        self.runner.store = None;
        self.runner.watch = Box::new(Nobody);
        self.folder.write(MANIFEST, self.plan.to_json().as_bytes()).map_err(|e| e.to_string())?;
        let path = self.folder.hand_over(self.options.force, true).map_err(|e| e.to_string())?.path;
        if !self.options.quiet {
            let shard = self.options.shard.unwrap_or(Shard::WHOLE);
            let all = path.to_string_lossy().replacen(&format!("shard-{}-of", shard.number), "shard-*-of", 1);
            let (number, of) = (shard.number, shard.of);
            super::terminal::say(&format!(
                "Shard {number} of {of} is done: {} in {}. When all are, put them together with:\n  winflow merge {all}",
                are(kept),
                path.display()
            ));
        }
        Ok(())
    }
}

fn worlds(count: usize) -> String {
    if count == 1 { "a world".to_string() } else { format!("{count} worlds") }
}

fn are(count: usize) -> String {
    format!("{} {}", worlds(count), if count == 1 { "is" } else { "are" })
}

/// Makes the folder, or finds that of the same run.
fn begin_folder(options: &Simulation, plan: &Unfinished, name: &str) -> Result<RunFolder, Failure> {
    let (mut refusals, mut goes_on): (Vec<Refusal>, bool) = (Vec::new(), false);
    let mut judge = |path: &std::path::Path, text: &[u8]| {
        let difference = plan.difference(text);
        match difference {
            None if options.force && !options.resume => Leftover::Clear,
            None => {
                goes_on = true;
                Leftover::GoOn
            }
            Some(why) => {
                refusals.push(Refusal { folder: path.to_path_buf(), why });
                Leftover::Leave
            }
        }
    };
    let folder = RunFolder::begin_or_go_on(&options.out, name, &mut judge).map_err(|e| Failure::Other(e.to_string()))?;
    if options.resume && !goes_on {
        return Err(match refusals.first() {
            Some(first) => Failure::Other(first.to_string()),
            None => Failure::Usage(format!("there is nothing to resume: no unfinished run of {name} in {}", options.out.display())),
        });
    }
    if !goes_on && !options.quiet {
        for refusal in &refusals {
            let path = refusal.folder.display();
            super::terminal::say(&format!("Note: {path} holds worlds of another run that did not finish; it stays as it is."));
        }
    }
    Ok(folder)
}
