//! Puts the shards of an experiment together.
//!
//! The run of the whole takes in the worlds of all shards before it runs any, in its own folder, which it holds from the beginning to the
//! end: nobody comes in between.

use super::change::{Change, Pair};
use super::failure::{Failure, NoAnswer, NotWritten, WrongQuestion};
use super::host::{Host, Notice};
use super::unfinished::Unfinished;
use crate::experiment::store::Store;
use crate::import::words::shown;
use crate::report::results::folder::{KEPT, NotKept, PLAN, clean_name, end_interrupted};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Why the plan of a shard cannot be read.
#[derive(Debug, Error)]
enum PlanNotRead {
    #[error("cannot read its {PLAN}: {0}")]
    File(#[from] io::Error),
    #[error(transparent)]
    Folder(#[from] NotKept),
    #[error("its {PLAN} cannot be read: {0}")]
    Content(#[from] serde_json::Error),
    #[error("its {PLAN} names results \"{}\", which is not a folder name", shown(.0))]
    Name(String),
}

/// Why a shard cannot be taken in.
#[derive(Debug, Error)]
#[error("{}: {error}. Run this shard again with --force, then merge", .path.display())]
struct NotTaken {
    path: PathBuf,
    #[source]
    error: io::Error,
}

/// The shards of an experiment: one at least, all of them there.
#[derive(Debug)]
pub struct Shards {
    folders: Vec<PathBuf>,
    plans: Vec<Unfinished>,
}

impl Shards {
    /// Reads what shards are about. `is_same` is whether two of their commands ask for the same, but for the shard.
    ///
    /// # Errors
    /// If a folder is no shard, shards do not belong together, or some are missing.
    pub fn read(folders: &[PathBuf], is_same: impl Fn(&[String], &[String]) -> bool) -> Result<Self, Failure> {
        let plans: Vec<Unfinished> = folders.iter().map(|folder| plan(folder)).collect::<Result<_, _>>()?;
        let shards = Self { folders: folders.to_vec(), plans };
        shards.check(is_same)?;
        Ok(shards)
    }

    /// Their folders.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The words by which the experiment was asked for, with its shard.
    pub fn command(&self) -> &[String] {
        self.plans.first().map_or(&[], |plan| &plan.command)
    }

    /// Whether they belong together and are all there.
    fn check(&self, is_same: impl Fn(&[String], &[String]) -> bool) -> Result<(), Failure> {
        let Some((first, first_folder)) = self.plans.first().zip(self.folders.first()) else { return Ok(()) };
        let of = first.shard.map_or(0, |shard| shard.of);
        for (plan, folder) in self.plans.iter().zip(&self.folders) {
            let Some(shard) = plan.shard else { return Err(WrongQuestion::WholeRun(folder.clone()).into()) };
            let mut changes = first.question_changes(plan);
            if plan.version != first.version {
                changes.push(Change::Version(Pair { then: plan.version.clone(), now: first.version.clone() }));
            }
            if shard.of != of || !is_same(&plan.command, &first.command) {
                changes.push(Change::Command(Pair { then: plan.command.join(" "), now: first.command.join(" ") }));
            }
            if !changes.is_empty() {
                return Err(NoAnswer::NotOneExperiment { first: first_folder.clone(), other: folder.clone(), changes }.into());
            }
        }
        let there: Vec<u64> = self.plans.iter().filter_map(|plan| plan.shard.map(|shard| shard.number)).collect();
        let missing: Vec<String> = (1..=of).filter(|number| !there.contains(number)).map(|number| number.to_string()).collect();
        if missing.is_empty() { Ok(()) } else { Err(NoAnswer::ShardsMissing { of, missing }.into()) }
    }
}

/// Whether shards are parts of a run, so that it can take in their worlds.
///
/// # Errors
/// If a folder is no shard, or that of another run: a scenario may have changed since.
pub(super) fn check_parts(shards: &[PathBuf], whole: &Unfinished, host: Host<'_>) -> Result<(), Failure> {
    let mut is_other_build = false;
    for folder in shards {
        let part = plan(folder)?;
        let mut changes = whole.question_changes(&part);
        if part.version != whole.version {
            changes.push(Change::Version(Pair { then: part.version.clone(), now: whole.version.clone() }));
        }
        if !changes.is_empty() {
            return Err(NoAnswer::NotOfThisRun { shard: folder.clone(), changes }.into());
        }
        is_other_build |= part.program != whole.program;
    }
    if is_other_build {
        host.observer.notice(&Notice::OtherBuild);
    }
    Ok(())
}

/// Takes the worlds of shards into those that a run has kept; its folder has to be held meanwhile.
///
/// # Errors
/// If something cannot be read or written.
pub(super) fn take_in(shards: &[PathBuf], store: &mut Store) -> Result<(), NotWritten> {
    for shard in shards {
        let path = shard.join(KEPT);
        let added = Store::open_whole(&path).and_then(|mut part| store.add_all(&mut part));
        added.map_err(|error| NotWritten::Together(NotTaken { path, error }.into()))?;
    }
    Ok(())
}

/// What a shard was about.
fn plan(folder: &Path) -> Result<Unfinished, WrongQuestion> {
    let read = || -> Result<Unfinished, PlanNotRead> {
        end_interrupted(folder)?;
        let plan: Unfinished = serde_json::from_slice(&fs::read(folder.join(PLAN))?)?;
        // A plan may come from anybody: its name must not lead out of the folder for results.
        if plan.name == clean_name(&plan.name) { Ok(plan) } else { Err(PlanNotRead::Name(plan.name)) }
    };
    read().map_err(|why| WrongQuestion::NoShard { folder: folder.to_path_buf(), why: why.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::runner::{Shard, Watch};
    use crate::report::results::folder::{Leftover, RunFolder};
    use crate::session::compare::{Question, compare};
    use crate::session::host::Observer;
    use crate::session::layers::Layers;
    use crate::session::options::{Keeping, Options};
    use crate::session::sample::{Listener, options};
    use std::sync::Mutex;
    use std::sync::atomic::AtomicBool;

    fn question() -> Question {
        Question::new([Layers { base: "small".to_string(), overlays: vec!["team".to_string()] }])
    }

    /// Runs a part and gives its folder.
    fn shard(options: &Options, number: u64) -> PathBuf {
        let keeping = Keeping { shard: Some(Shard { number, of: 2 }), ..options.keeping.clone() };
        match compare(&question(), &Options { keeping, ..options.clone() }, Host::silent()) {
            Err(Failure::ShardDone(done)) => done.folder,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn shards_answer_the_question_of_the_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let parts = [shard(&options, 1), shard(&options, 2)];
        let missing = Shards::read(&parts[1..], |a, b| a == b).expect_err("a shard is missing");
        assert!(matches!(&missing, Failure::NoAnswer(NoAnswer::ShardsMissing { of: 2, missing }) if *missing == ["1"]), "{missing}");
        let apart = Shards::read(&parts, |_, _| false).expect_err("asked for in other words");
        assert!(matches!(apart, Failure::NoAnswer(NoAnswer::NotOneExperiment { .. })), "{apart}");

        let shards = Shards::read(&parts, |a, b| a == b).expect("shards");
        assert_eq!((shards.command(), shards.folders()), (&["again".to_string()][..], &parts[..]));
        // All worlds are there: whoever lets none begin gets the answer all the same.
        let (never, keeping) = (Listener::stopping_after(0), Keeping { shards: parts.to_vec(), ..options.keeping.clone() });
        let whole = compare(&question(), &Options { keeping, ..options }, never.host()).expect("an answer");
        assert_eq!(whole.document.worlds, 4);
        assert!(matches!(never.notices().as_slice(), [Notice::Resuming { worlds: 4, .. }]));
    }

    /// Looks, when worlds have been taken in, whether anybody else gets the folder in which they are.
    #[derive(Debug)]
    struct Intruder<'a> {
        out: &'a Path,
        got: Mutex<Vec<PathBuf>>,
    }

    impl Watch for Intruder<'_> {
        fn asked(&self, _: u64) {}
        fn answered(&self, _: u64) {}
    }

    impl Observer for Intruder<'_> {
        fn notice(&self, notice: &Notice) {
            if matches!(notice, Notice::Resuming { worlds: 4, .. }) {
                let folder = RunFolder::begin_or_go_on(self.out, "small-team", &mut |_, _| Leftover::GoOn).expect("a folder");
                self.got.lock().expect("nobody panicked").push(folder.path().to_path_buf());
            }
        }
    }

    #[test]
    fn from_the_first_shard_to_the_results_nobody_else_has_the_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let parts = [shard(&options, 1), shard(&options, 2)];
        let intruder = Intruder { out: folder.path(), got: Mutex::default() };
        let keeping = Keeping { shards: parts.to_vec(), ..options.keeping.clone() };
        let stop = AtomicBool::new(false);
        let host = Host { stop: &stop, observer: &intruder };
        compare(&question(), &Options { keeping, ..options }, host).expect("an answer").kept.expect("kept");
        assert_eq!(*intruder.got.lock().expect("nobody panicked"), [folder.path().join("small-team-2.partial")]);
    }

    #[test]
    fn shards_of_another_run_are_not_taken_in() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let parts = vec![shard(&options, 1), shard(&options, 2)];
        let keeping = Keeping { shards: parts.clone(), ..options.keeping.clone() };
        let other = Options { seed: Some(2), keeping, ..options };
        let refused = compare(&question(), &other, Host::silent()).expect_err("another seed");
        assert!(matches!(&refused, Failure::NoAnswer(NoAnswer::NotOfThisRun { shard, .. }) if *shard == parts[0]), "{refused}");
        assert!(!folder.path().join("small-team.partial").exists(), "nothing was begun");
    }

    /// Wherever a byte of a shard is changed, or its end is cut off, no results are made of it.
    #[test]
    fn a_shard_that_was_altered_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let options = options(folder.path());
        let parts = [shard(&options, 1), shard(&options, 2)];
        let take_in = || {
            let mut store = Store::open(&folder.path().join("together")).expect("a store");
            take_in(&parts, &mut store).map(|()| store.len())
        };
        let path = parts[1].join(KEPT);
        let whole = fs::read(&path).expect("worlds");
        for place in (0..whole.len()).step_by(whole.len() / 40) {
            let mut altered = whole.clone();
            altered[place] ^= 0x10;
            for bytes in [&altered[..], &whole[..place.max(1)]] {
                fs::write(&path, bytes).expect("written");
                let refused = take_in().expect_err("altered").to_string();
                assert!(refused.contains("worlds.kept: world ") && refused.contains("Run this shard again"), "{place}: {refused}");
            }
        }
        fs::write(&path, &whole).expect("written");
        assert_eq!(take_in().expect("as it was"), 4);
    }

    #[test]
    fn a_folder_that_is_no_shard_is_told_as_a_wrong_question() {
        let nowhere = Shards::read(&["nowhere".into()], |_, _| true).expect_err("no folder");
        assert!(nowhere.to_string().starts_with("nowhere is not a shard: cannot read its plan.json: "), "{nowhere}");
        assert!(matches!(nowhere, Failure::Question(WrongQuestion::NoShard { .. })));
    }

    #[test]
    fn the_plan_of_a_shard_does_not_lead_out_of_the_folder_for_results() {
        let folder = tempfile::tempdir().expect("a folder");
        let part = shard(&options(folder.path()), 1);
        let plan = fs::read_to_string(part.join(PLAN)).expect("a plan");
        for name in ["../../x", "/tmp/x", "..", "a/b", "", "a\\u001b[31m"] {
            let changed = plan.replace("\"name\": \"small-team\"", &format!("\"name\": \"{name}\""));
            let changed = if changed == plan { plan.replace("\"name\": \"team\"", &format!("\"name\": \"{name}\"")) } else { changed };
            assert_ne!(changed, plan);
            fs::write(part.join(PLAN), changed).expect("written");
            let refused = Shards::read(std::slice::from_ref(&part), |_, _| true).expect_err("no name").to_string();
            assert!(refused.contains("is not a folder name") && !refused.contains('\u{1b}'), "{refused}");
        }
    }
}
