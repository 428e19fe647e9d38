//! An experiment under way: it runs worlds, keeps what has been run, resumes what was kept, and gives the results a folder.

use super::change::Change;
use super::failure::{Cause, Failure, KeptWorlds, MOST_ROWS, NoAnswer, NotWritten, ShardDone, WrongQuestion};
use super::host::{Host, Notice};
use super::merge;
use super::options::Options;
use super::systems::System;
use super::unfinished::Unfinished;
use super::work::Work;
use crate::experiment::WorldRow;
use crate::experiment::runner::{Arm, Halt, Runner, Shard};
use crate::experiment::same_customers::JourneysDiffer;
use crate::experiment::store::Store;
use crate::measure::Record;
use crate::report::charts::Chart;
use crate::report::results::arrivals::ArrivalsRead;
use crate::report::results::files::{Manifest, ManifestScenario};
use crate::report::results::folder::{KEPT, Kept, Leftover, PLAN, RunFolder, can_take, clean_name};
use crate::report::results::stored::checksums;
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
    /// The name of its folder, if nobody else has it.
    name: String,
    folder: RunFolder,
    runner: Runner<'a>,
    /// Why not everything could be written, if so.
    trouble: Option<Cause>,
    /// How much has been asked for.
    work: Work,
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
        let shards = &options.keeping.shards;
        merge::check_parts(shards, &plan, host)?;
        let folder = begin_folder(options, host, &plan, &name)?;
        let not_kept = |why: Cause| NotWritten::Worlds { folder: folder.path().to_path_buf(), why };
        let mut store = Store::open(&folder.path().join(KEPT)).map_err(|e| not_kept(e.into()))?;
        folder.put(PLAN, plan.to_json().as_bytes()).map_err(|e| not_kept(e.into()))?;
        merge::take_in(shards, &mut store)?;
        if !store.is_empty() {
            host.observer.notice(&Notice::Resuming { worlds: store.len(), folder: folder.path().to_path_buf() });
        }
        let runner = Runner {
            seed: options.seed(),
            threads: options.threads,
            shard: plan.shard.unwrap_or(Shard::WHOLE),
            store: Some(store),
            promised: 0,
            not_kept: None,
            stop: host.stop,
            watch: host.observer,
        };
        Ok(Self { options, host, plan, name, folder, runner, trouble: None, work: Work::default() })
    }

    /// The rows of several systems in the same worlds: by system, then by world. See [`Runner::rows`].
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, or failed.
    pub fn rows(&mut self, arms: &[Arm<'_>], worlds: Range<u64>) -> Result<Vec<Vec<WorldRow>>, Failure> {
        self.announce_fitting(arms, &worlds)?;
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
        receive: impl FnMut(u64, Vec<K>) -> Result<(), JourneysDiffer>,
    ) -> Result<(), Failure> {
        self.announce_worlds(arms, &worlds)?;
        let done = self.runner.each(what, arms, worlds, reduce, receive);
        done.map_err(|halt| self.halted(halt))
    }

    /// The row of each system in a world of its own. See [`Runner::row_of_each`].
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, or failed.
    pub fn row_of_each(&mut self, tasks: &[(Arm<'_>, u64)]) -> Result<Vec<WorldRow>, Failure> {
        self.announce_each(tasks)?;
        let rows = self.runner.row_of_each(tasks);
        rows.map_err(|halt| self.halted(halt))
    }

    /// What of this is for this shard. See [`Runner::part_of_each`].
    ///
    /// # Errors
    /// If it was interrupted, or failed.
    pub fn part_of_each(&mut self, tasks: &[(Arm<'_>, u64)]) -> Result<(), Failure> {
        self.announce_each(tasks)?;
        let done = self.runner.part_of_each(tasks);
        done.map_err(|halt| self.halted(halt))
    }

    /// The rows of some of many systems that were promised to the runner, each in a world of its own. A shard runs its part of them, of which
    /// there were `before`, and there are none.
    ///
    /// # Errors
    /// If it was interrupted, or failed.
    pub(super) fn more_rows(&mut self, tasks: &[(Arm<'_>, u64)], before: &mut u64) -> Result<Vec<WorldRow>, Failure> {
        let first = *before;
        *before += tasks.len() as u64;
        let is_shard = self.is_shard();
        let rows = if is_shard { self.runner.part_of_some(tasks, first).map(|()| Vec::new()) } else { self.runner.row_of_each(tasks) };
        rows.map_err(|halt| self.halted(halt))
    }

    /// A shard that has run its part of all that was promised ends here.
    ///
    /// # Errors
    /// If it is one.
    pub(super) fn unless_shard(&mut self) -> Result<(), Failure> {
        if self.is_shard() { Err(self.halted(Halt::OtherShards(0))) } else { Ok(()) }
    }

    /// Whether this is the part of an experiment that others do the rest of.
    pub fn is_shard(&self) -> bool {
        self.runner.shard != Shard::WHOLE
    }

    fn announce_each(&mut self, tasks: &[(Arm<'_>, u64)]) -> Result<(), Failure> {
        if tasks.len() as u64 > MOST_ROWS {
            return Err(WrongQuestion::TooManyWorlds(tasks.len() as u64).into());
        }
        // The firms that are drawn are about as large as the first.
        let arms: Vec<Arm<'_>> = tasks.iter().take(2).map(|(arm, _)| *arm).collect();
        let worlds = tasks.len() as u64 / arms.len().max(1) as u64;
        self.announce(Work::of_worlds(&arms, worlds.div_ceil(self.runner.shard.of.max(1)), self.runner.threads))
    }

    /// The seed of every world.
    pub fn seed(&self) -> u64 {
        self.runner.seed
    }

    /// Whether the rows of these worlds fit into memory; and asks as [`announce`](Self::announce) does.
    pub(super) fn announce_fitting(&mut self, arms: &[Arm<'_>], worlds: &Range<u64>) -> Result<(), Failure> {
        let count = (arms.len() as u64).saturating_mul(worlds.end.saturating_sub(worlds.start));
        if count > MOST_ROWS {
            return Err(WrongQuestion::TooManyWorlds(count).into());
        }
        self.announce_worlds(arms, worlds)
    }

    /// Asks before what takes very long is begun: once, when it is clear that it will.
    fn announce_worlds(&mut self, arms: &[Arm<'_>], worlds: &Range<u64>) -> Result<(), Failure> {
        let part = self.runner.shard.of.max(1);
        let count = worlds.end.saturating_sub(worlds.start).div_ceil(part);
        self.announce(Work::of_worlds(arms, count, self.runner.threads))
    }

    /// The same for work of any kind, beside what has been asked for before.
    pub(super) fn announce(&mut self, work: Work) -> Result<(), Failure> {
        let before = self.work;
        self.work = before.and_then(work);
        if before.is_much() { Ok(()) } else { Ok(self.work.agreed(self.host)?) }
    }

    /// Who runs the worlds, for experiments that ask for them in a way of their own.
    pub(super) fn runner(&mut self) -> &mut Runner<'a> {
        &mut self.runner
    }

    /// How many worlds are kept.
    pub(super) fn kept(&self) -> usize {
        self.runner.store.as_ref().map_or(0, Store::len)
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
            arrivals: system.arrivals.iter().map(ArrivalsRead::from).collect(),
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
        let manifest = manifest.to_json();
        checksums::write(&self.folder, manifest.as_bytes()).map_err(NotWritten::results)?;
        self.folder.close(manifest.as_bytes()).map_err(NotWritten::results)?;
        drop(self.runner.store);
        let worlds_in = self.folder.is_still_there().is_ok().then(|| self.folder.path().to_path_buf());
        let kept = self.folder.finish(self.options.keeping.force);
        let kept = kept.map_err(|why| NotWritten::Results { why: why.into(), worlds_in })?;
        if kept.numbered {
            let has_results = can_take(&self.options.keeping.out, &self.name).is_ok();
            let notice = if has_results { Notice::NameTaken } else { Notice::NameNotOurs };
            self.host.observer.notice(&notice(kept.path.clone()));
        }
        Ok(kept)
    }

    /// What it means that the worlds asked for are not all there.
    pub(super) fn halted(&mut self, halt: Halt) -> Failure {
        let worlds = self.kept();
        // What is said to be kept is on the disk.
        if let Some(Err(why)) = self.runner.store.as_mut().map(Store::sync) {
            self.runner.not_kept.get_or_insert(why);
        }
        match halt {
            Halt::Interrupted if worlds == 0 || self.folder.is_still_there().is_err() => Failure::Interrupted(None),
            Halt::Interrupted => {
                let folder = self.folder.path().to_path_buf();
                Failure::Interrupted(Some(KeptWorlds { worlds, folder, command: self.plan.command.clone() }))
            }
            Halt::OtherShards(_) => match self.keep_shard() {
                Ok(folder) => Failure::ShardDone(ShardDone { shard: self.runner.shard, worlds, folder }),
                Err(why) => NotWritten::Shard(why).into(),
            },
            failed => {
                if matches!(failed, Halt::JourneysDiffer(_)) {
                    // Worlds of other customers are of no use to the same question, and there is no other.
                    self.runner.store = None;
                    self.folder.is_of_no_use();
                }
                NoAnswer::Halted(failed).into()
            }
        }
    }

    /// Gives the folder of a shard its name.
    fn keep_shard(&mut self) -> Result<PathBuf, Cause> {
        if let Some(why) = self.runner.not_kept.take() {
            return Err(why.into());
        }
        self.runner.store = None;
        // The same part asked for in other words, as with other threads, is the same.
        let manifest = Unfinished { command: Vec::new(), ..self.plan.clone() };
        self.folder.close(manifest.to_json().as_bytes())?;
        Ok(self.folder.hand_over(self.options.keeping.force, true)?.path)
    }
}

/// Makes the folder, or finds that of the same run.
fn begin_folder(options: &Options, host: Host<'_>, plan: &Unfinished, name: &str) -> Result<RunFolder, Failure> {
    let keeping = &options.keeping;
    keeping.can_keep(name)?;
    let (mut others, mut resumes): (Vec<(PathBuf, Vec<Change>)>, bool) = (Vec::new(), false);
    let mut judge = |path: &std::path::Path, text: &[u8]| {
        let changes = plan.changes_since(text);
        match changes.as_slice() {
            [] if keeping.force && !keeping.resume && keeping.shards.is_empty() => Leftover::Clear,
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
    folder.found().iter().for_each(|found| host.observer.notice(&Notice::Found(found.clone())));
    if keeping.resume && !resumes {
        let is_same = |folder: &&PathBuf| std::fs::read(folder.join(PLAN)).is_ok_and(|text| plan.changes_since(&text).is_empty());
        let in_progress = folder.in_use().iter().find(is_same);
        return Err(match (in_progress, others.into_iter().next()) {
            (Some(folder), _) => NoAnswer::InProgress(folder.clone()).into(),
            (None, Some((folder, changes))) => NoAnswer::AnotherRun { folder, changes }.into(),
            (None, None) => WrongQuestion::NothingToResume { name: name.to_string(), out: keeping.out.clone() }.into(),
        });
    }
    if !resumes {
        others.into_iter().for_each(|(folder, _)| host.observer.notice(&Notice::OtherUnfinished(folder)));
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::folder::NotKept;
    use crate::session::layers::Layers;
    use crate::session::options::Keeping;
    use crate::session::sample::{Listener, options};
    use crate::session::systems::load_all;
    use serde_json::json;

    fn systems(options: &Options) -> Vec<System> {
        let named = ["hero", "team"].map(|overlay| Layers { base: "small".to_string(), overlays: vec![overlay.to_string()] });
        load_all(&named, options, Host::silent()).expect("shipped scenarios")
    }

    /// Begins an experiment, runs its worlds and gives its folder a name.
    fn run(options: &Options, host: Host<'_>, settings: Value) -> Result<(Vec<Vec<WorldRow>>, Kept), Failure> {
        let systems = systems(options);
        let arms: Vec<Arm<'_>> = systems.iter().map(System::arm).collect();
        let mut session = Session::begin(options, host, "compare", "a test", settings, &systems)?;
        let rows = session.rows(&arms, 0..4)?;
        session.write("rows.txt", format!("{rows:?}").as_bytes());
        Ok((rows, session.finish(4, &systems, json!({}))?))
    }

    #[test]
    fn what_was_interrupted_is_resumed_by_the_same_question_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let straight = run(
            &Options { keeping: Keeping { out: folder.path().join("straight"), ..options.keeping.clone() }, ..options.clone() },
            Host::silent(),
            json!({}),
        );
        let impatient = Listener::stopping_after(3);
        let Err(Failure::Interrupted(Some(kept))) = run(&options, impatient.host(), json!({})) else { panic!("it is interrupted") };
        assert_eq!((kept.folder.clone(), kept.command), (folder.path().join("a-test.partial"), vec!["again".to_string()]));
        assert!(kept.worlds >= 3, "{}", kept.worlds);

        let resumed = Options { keeping: Keeping { resume: true, ..options.keeping.clone() }, ..options.clone() };
        let other = run(&resumed, Host::silent(), json!({ "a setting": 1 })).expect_err("another question");
        assert!(
            matches!(&other, Failure::NoAnswer(NoAnswer::AnotherRun { folder, changes }) if *folder == kept.folder && changes.len() == 1),
            "{other}"
        );
        let listener = Listener::new();
        let (rows, place) = run(&resumed, listener.host(), json!({})).expect("resumed");
        assert_eq!(listener.notices(), [Notice::Resuming { worlds: kept.worlds, folder: kept.folder }]);
        let (expected, _) = straight.expect("straight");
        assert!(rows == expected && place.path == folder.path().join("a-test"));
        let nothing = run(&resumed, Host::silent(), json!({})).expect_err("nothing is left to resume");
        assert!(matches!(nothing, Failure::Question(WrongQuestion::NothingToResume { .. })), "{nothing}");
    }

    #[test]
    fn another_run_of_the_name_gets_a_number_and_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let (options, listener) = (options(folder.path()), Listener::new());
        run(&options, listener.host(), json!({})).expect("a run");
        assert_eq!(listener.notices(), []);
        run(&options, listener.host(), json!({ "a setting": 1 })).expect("another run");
        assert_eq!(listener.notices(), [Notice::NameTaken(folder.path().join("a-test-2"))]);
    }

    #[test]
    fn what_winflow_did_not_make_is_refused_with_force_before_any_world_is_run() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("a-test"), "mine").expect("somebody's");
        let (options, listener) = (options(folder.path()), Listener::stopping_after(0));
        let forced = Options { keeping: Keeping { force: true, ..options.keeping.clone() }, ..options.clone() };
        // It would be interrupted at its first world.
        let refused = run(&forced, listener.host(), json!({})).expect_err("refused");
        assert!(matches!(refused, Failure::NotWritten(NotWritten::Folder(NotKept::NotOurs(_)))), "{refused}");
        assert!(!folder.path().join("a-test.partial").exists());
        let listener = Listener::new();
        run(&options, listener.host(), json!({})).expect("a run");
        assert_eq!(listener.notices(), [Notice::NameNotOurs(folder.path().join("a-test-2"))]);
        assert_eq!(std::fs::read(folder.path().join("a-test")).expect("there"), b"mine");
    }

    #[test]
    fn what_could_not_be_written_is_told_in_the_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let systems = systems(&options);
        let mut session = Session::begin(&options, Host::silent(), "run", "a test", json!({}), &systems).expect("a session");
        session.trouble("the disk is full");
        session.trouble("and more");
        let error = session.finish(0, &systems, json!({})).expect_err("not kept");
        assert_eq!(error.to_string(), "the results were not kept: the disk is full");
        assert!(!folder.path().join("a-test").exists());
        assert!(matches!(
            Session::begin(
                &Options { keeping: Keeping { out: "/dev/null/x".into(), ..Keeping::default() }, ..options.clone() },
                Host::silent(),
                "run",
                "a test",
                json!({}),
                &systems
            ),
            Err(Failure::NotWritten(NotWritten::Folder(_)))
        ));
    }

    #[test]
    fn no_results_are_made_of_worlds_that_do_not_add_up() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let mut systems = systems(&options);
        systems[1].model.faulty_world = Some(2);
        let arms: Vec<Arm<'_>> = systems.iter().map(System::arm).collect();
        let mut session = Session::begin(&options, Host::silent(), "compare", "a test", json!({}), &systems).expect("a session");
        let said = session.rows(&arms, 0..4).expect_err("a fault").to_string();
        assert!(said.starts_with("world 2 of team does not add up: customers") && said.contains("report it"), "{said}");
        drop(session);
        assert!(!folder.path().join("a-test").exists());
    }

    #[test]
    fn more_worlds_than_fit_into_memory_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let systems = systems(&options);
        let arms: Vec<Arm<'_>> = systems.iter().map(System::arm).collect();
        let mut session = Session::begin(&options, Host::silent(), "run", "a test", json!({}), &systems).expect("a session");
        let refused = session.rows(&arms, 0..MOST_ROWS).expect_err("too many");
        assert!(matches!(refused, Failure::Question(WrongQuestion::TooManyWorlds(count)) if count == 2 * MOST_ROWS));
    }

    /// One who does not begin what takes long.
    #[derive(Debug)]
    struct Unwilling;

    impl crate::experiment::runner::Watch for Unwilling {
        fn asked(&self, _: u64) {}
        fn answered(&self, _: u64) {}
    }

    impl crate::session::Observer for Unwilling {
        fn notice(&self, _: &Notice) {}
        fn agrees(&self, work: &Work) -> bool {
            assert!(work.is_much() && work.seconds > 3600.0 && work.largest.customers > 100.0, "{work:?}");
            false
        }
    }

    #[test]
    fn what_takes_long_is_begun_only_if_whoever_asked_agrees() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let options = Options { years: Some(20.0), ..options };
        let systems = systems(&options);
        let arms: Vec<Arm<'_>> = systems.iter().map(System::arm).collect();
        let host = Host { observer: &Unwilling, ..Host::silent() };
        let mut session = Session::begin(&options, host, "run", "a test", json!({}), &systems).expect("a session");
        session.rows(&arms[..1], 0..1).expect("a world is not much");
        let refused = session.rows(&arms, 1..MOST_ROWS / 2).expect_err("too much");
        assert!(matches!(refused, Failure::NoAnswer(NoAnswer::NotAgreed)), "{refused}");
    }
}
