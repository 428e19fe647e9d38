//! Runs what an experiment asks for, world by world, but for what has been kept from before.
//!
//! An experiment that only asks for worlds, and asks the same whenever it got the same, needs to know nothing of
//! interruptions: begun again with what was kept, it goes through the same questions, is answered from the file as far as
//! that reaches, and ends with the same result. In the same way it is split: each shard runs its part of the first question,
//! and whoever has all their files answers it at once.

use super::WorldRow;
use super::adds_up::{DoesNotAddUp, adding_up};
use super::replicate::{Stopped, Waiting, as_done};
use super::same_customers::JourneysDiffer;
use super::store::{Key, Store, key};
use crate::measure::Record;
use crate::simulation::Model;
use rayon::ThreadPoolBuildError;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::atomic::AtomicBool;

/// A system that takes part in an experiment.
#[derive(Debug, Clone, Copy)]
pub struct Arm<'a> {
    /// Its name, for messages.
    pub name: &'a str,
    /// What runs.
    pub model: &'a Model,
    /// Fingerprint of the scenario and of the real arrivals that it uses: what is equal in it runs equally.
    pub fingerprint: &'a str,
}

/// A part of an experiment, to be run apart from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Which, from 1.
    pub number: u64,
    /// Of how many.
    pub of: u64,
}

impl Shard {
    /// All of it.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    fn owns(self, arm: usize, world: u64) -> bool {
        // Shifted from world to world, so that nobody gets the slow system alone.
        (arm as u64 + world) % self.of == self.number - 1
    }
}

/// Why an experiment could not be answered.
#[derive(Debug)]
pub enum Halt {
    /// It was interrupted; what had finished is kept.
    Interrupted,
    /// The part of this shard is done; so many worlds are for others.
    OtherShards(u64),
    /// The machine starts no threads.
    Threads(ThreadPoolBuildError),
    /// What was kept before cannot be read.
    NotRead(io::Error),
    /// What was kept before is there, but is none of ours.
    NotUnderstood,
    /// The systems did not meet the same customers.
    JourneysDiffer(JourneysDiffer),
    /// A world does not add up.
    DoesNotAddUp(DoesNotAddUp),
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("interrupted"),
            Self::OtherShards(worlds) => write!(f, "{worlds} worlds are for other shards"),
            Self::Threads(why) => write!(f, "cannot start the threads: {why}"),
            Self::NotRead(error) => write!(f, "cannot read what was kept: {error}"),
            Self::NotUnderstood => f.write_str("what was kept cannot be understood: was it kept by another version?"),
            Self::JourneysDiffer(differ) => differ.fmt(f),
            Self::DoesNotAddUp(fault) => fault.fmt(f),
        }
    }
}

impl Error for Halt {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Threads(why) => Some(why),
            Self::NotRead(error) => Some(error),
            Self::JourneysDiffer(differ) => Some(differ),
            Self::DoesNotAddUp(fault) => Some(fault),
            Self::Interrupted | Self::OtherShards(_) | Self::NotUnderstood => None,
        }
    }
}

impl From<Stopped<Halt>> for Halt {
    fn from(stopped: Stopped<Self>) -> Self {
        match stopped {
            Stopped::Threads(why) => Self::Threads(why),
            Stopped::Receiver(halt) => halt,
        }
    }
}

/// Who is told how far it is.
pub trait Watch: fmt::Debug + Sync {
    /// So many more worlds have to be run, each under one system.
    fn asked(&self, worlds: u64);
    /// So many have been.
    fn answered(&self, worlds: u64);
}

/// Nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nobody;

impl Watch for Nobody {
    fn asked(&self, _: u64) {}
    fn answered(&self, _: u64) {}
}

/// Runs worlds and keeps what came out.
#[derive(Debug)]
pub struct Runner<'a> {
    /// Seed of every world.
    pub seed: u64,
    /// Threads; they change nothing but the time.
    pub threads: usize,
    /// Which part is run here.
    pub shard: Shard,
    /// What was kept, and where more is kept; nothing is, without.
    pub store: Option<Store>,
    /// Worlds that whoever watches knows of, and that are still to be asked for.
    pub promised: u64,
    /// Why nothing is kept any more, if something went wrong with it. The experiment goes on.
    pub not_kept: Option<io::Error>,
    /// When set, it ends at once; worlds in progress are given up.
    pub stop: &'a AtomicBool,
    /// Who is told how far it is.
    pub watch: &'a dyn Watch,
}

impl Runner<'_> {
    /// The rows of several systems in the same worlds: by system, then by world.
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, or failed.
    pub fn rows(&mut self, arms: &[Arm<'_>], worlds: Range<u64>) -> Result<Vec<Vec<WorldRow>>, Halt> {
        let mut rows: Vec<Vec<WorldRow>> = vec![Vec::new(); arms.len()];
        let receive = |_, world: Vec<WorldRow>| {
            rows.iter_mut().zip(world).for_each(|(rows, row)| rows.push(row));
            Ok(())
        };
        self.each(&|_| "row".to_string(), arms, worlds, |_, record| WorldRow::from(&record), receive)?;
        Ok(rows)
    }

    /// The row of each system in a world of its own.
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, which has [run its part](Self::part_of_each) before, or failed.
    pub fn row_of_each(&mut self, arms: &[(Arm<'_>, u64)]) -> Result<Vec<WorldRow>, Halt> {
        let keys = self.keys_of_each(arms);
        if self.shard != Shard::WHOLE {
            return Err(Halt::OtherShards(keys.iter().filter(|key| !self.has(**key)).count() as u64));
        }
        let rows = self.run_each(arms, &keys, 0)?;
        rows.into_iter().zip(keys).map(|(row, key)| row.map_or_else(|| self.kept(key), Ok)).collect()
    }

    /// Runs what of this is for this shard, and keeps it.
    ///
    /// # Errors
    /// If it was interrupted, or failed.
    pub fn part_of_each(&mut self, arms: &[(Arm<'_>, u64)]) -> Result<(), Halt> {
        self.part_of_some(arms, 0)
    }

    /// The same where these are some of many, of which there were so many before.
    ///
    /// # Errors
    /// If it was interrupted, or failed.
    pub fn part_of_some(&mut self, arms: &[(Arm<'_>, u64)], before: u64) -> Result<(), Halt> {
        let keys = self.keys_of_each(arms);
        self.run_each(arms, &keys, before).map(|_| ())
    }

    /// Tells that so many worlds are going to be asked for, a few at a time.
    pub fn promise(&mut self, worlds: u64) {
        self.watch.asked(worlds);
        self.promised = worlds;
    }

    /// Tells that so many of those that were promised are not asked for.
    pub fn spare(&mut self, worlds: u64) {
        let spared = worlds.min(self.promised);
        self.promised -= spared;
        if spared > 0 {
            self.watch.answered(spared);
        }
    }

    fn keys_of_each(&self, arms: &[(Arm<'_>, u64)]) -> Vec<Key> {
        arms.iter().map(|(arm, world)| key("row", arm.fingerprint, self.seed, *world)).collect()
    }

    /// The rows that this shard has to run and that were not kept before.
    fn run_each(&mut self, arms: &[(Arm<'_>, u64)], keys: &[Key], before: u64) -> Result<Vec<Option<WorldRow>>, Halt> {
        let owns = |number: u64| self.shard.owns(number as usize, number / 2);
        let is_mine = |place: usize| owns(before + place as u64) && !self.has(keys[place]);
        let todo: Vec<usize> = (0..arms.len()).filter(|&place| is_mine(place)).collect();
        self.spare(arms.len().saturating_sub(todo.len()) as u64);
        let asked_before = self.promised.min(todo.len() as u64);
        self.promised -= asked_before;
        self.watch.asked(todo.len() as u64 - asked_before);
        let (stop, threads, seed) = (self.stop, self.threads, self.seed);
        let run = |task: u64| {
            let (arm, world) = &arms[todo[task as usize]];
            let record = arm.model.run_unless(stop, seed, *world)?;
            Some(adding_up(record, arm.name, seed).map(|record| WorldRow::from(&record)))
        };
        let mut rows: Vec<Option<WorldRow>> = vec![None; arms.len()];
        as_done(todo.len() as u64, threads, run, |task, made| {
            self.watch.answered(1);
            let row = made.ok_or(Halt::Interrupted)?.map_err(Halt::DoesNotAddUp)?;
            self.keep(keys[todo[task as usize]], &row);
            rows[todo[task as usize]] = Some(row);
            Ok::<(), Halt>(())
        })?;
        Ok(rows)
    }

    /// Makes something of every system in every world and gives each world's, in the order of the systems, to `receive`, world
    /// after world. Each is kept as soon as it is there, under the name that `what` has for it.
    ///
    /// # Errors
    /// If it was interrupted, is only a shard, or failed.
    pub fn each<K: Serialize + DeserializeOwned + Send>(
        &mut self,
        what: &dyn Fn(usize) -> String,
        arms: &[Arm<'_>],
        worlds: Range<u64>,
        reduce: impl Fn(usize, Record) -> K + Sync,
        mut receive: impl FnMut(u64, Vec<K>) -> Result<(), JourneysDiffer>,
    ) -> Result<(), Halt> {
        let names: Vec<String> = (0..arms.len()).map(what).collect();
        let seed = self.seed;
        let keys = |world: u64| -> Vec<Key> { names.iter().zip(arms).map(|(what, arm)| key(what, arm.fingerprint, seed, world)).collect() };
        let mut todo: Vec<(u64, usize)> = Vec::new();
        for world in worlds.clone() {
            let missing = keys(world).into_iter().enumerate().filter(|(arm, key)| !self.has(*key) && self.shard.owns(*arm, world));
            todo.extend(missing.map(|(arm, _)| (world, arm)));
        }
        self.watch.asked(todo.len() as u64);
        let (mut next, mut for_others, mut fresh, mut waiting) = (worlds.start, 0, BTreeMap::new(), Waiting::default());
        let (stop, threads) = (self.stop, self.threads);
        let run = |task: u64| {
            let (world, arm) = todo[task as usize];
            let record = arms[arm].model.run_unless(stop, seed, world)?;
            Some(adding_up(record, arms[arm].name, seed).map(|record| reduce(arm, record)))
        };
        let done = as_done(todo.len() as u64, threads, run, |task, made| {
            self.watch.answered(1);
            let (world, arm) = todo[task as usize];
            let made = made.ok_or(Halt::Interrupted)?.map_err(Halt::DoesNotAddUp)?;
            self.keep(key(&names[arm], arms[arm].fingerprint, seed, world), &made);
            waiting.add(task, made);
            while let Some((task, made)) = waiting.take_next() {
                let (world, arm) = todo[task as usize];
                while next < world {
                    for_others += self.settle(&keys(next), next, &mut fresh, &mut receive)?;
                    next += 1;
                }
                fresh.insert(arm, made);
                if todo.get(task as usize + 1).is_none_or(|(other, _)| *other > world) {
                    for_others += self.settle(&keys(world), world, &mut fresh, &mut receive)?;
                    next = world + 1;
                }
            }
            Ok(())
        });
        done?;
        for world in next..worlds.end {
            for_others += self.settle(&keys(world), world, &mut fresh, &mut receive)?;
        }
        // A shard answers the first question only, even if all of it happens to be its own.
        if for_others > 0 || self.shard != Shard::WHOLE { Err(Halt::OtherShards(for_others)) } else { Ok(()) }
    }

    /// Hands a world over if all of it is there. Gives 1 if a part is for another shard.
    fn settle<K: DeserializeOwned>(
        &mut self,
        keys: &[Key],
        world: u64,
        fresh: &mut BTreeMap<usize, K>,
        receive: &mut impl FnMut(u64, Vec<K>) -> Result<(), JourneysDiffer>,
    ) -> Result<u64, Halt> {
        let mut fresh = std::mem::take(fresh);
        if !keys.iter().enumerate().all(|(arm, key)| fresh.contains_key(&arm) || self.has(*key)) {
            return Ok(1);
        }
        let mut whole = Vec::with_capacity(keys.len());
        for (arm, &key) in keys.iter().enumerate() {
            whole.push(match fresh.remove(&arm) {
                Some(made) => made,
                None => self.kept(key)?,
            });
        }
        receive(world, whole).map_err(Halt::JourneysDiffer)?;
        Ok(0)
    }

    fn has(&self, key: Key) -> bool {
        self.store.as_ref().is_some_and(|store| store.has(key))
    }

    fn kept<K: DeserializeOwned>(&mut self, key: Key) -> Result<K, Halt> {
        let found = self.store.as_mut().map_or(Ok(None), |store| store.get(key));
        found.map_err(Halt::NotRead)?.ok_or(Halt::NotUnderstood)
    }

    fn keep<K: Serialize>(&mut self, key: Key, made: &K) {
        if let (Some(store), None) = (&mut self.store, &self.not_kept)
            && let Err(error) = store.put(key, made)
        {
            self.not_kept = Some(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario;
    use std::sync::Arc;
    use std::sync::atomic::AtomicU64;
    use std::sync::atomic::Ordering;

    fn models() -> Vec<(Model, String)> {
        let of = |name: &str| {
            let sets = ["time.years=0.1", "time.warm_up_weeks=1", "time.run_out_years=0.1"].map(String::from);
            let scenario = scenario::load("small", &[name.to_string()], &sets).expect("a scenario").scenario;
            (Model::new(&scenario, Arc::default()), scenario::fingerprint(&scenario))
        };
        vec![of("hero"), of("team")]
    }

    /// Stops everything after so many worlds.
    #[derive(Debug)]
    struct StopAfter<'a>(&'a AtomicBool, AtomicU64, u64);

    impl Watch for StopAfter<'_> {
        fn asked(&self, _: u64) {}
        fn answered(&self, worlds: u64) {
            if self.1.fetch_add(worlds, Ordering::Relaxed) + worlds >= self.2 {
                self.0.store(true, Ordering::Relaxed);
            }
        }
    }

    fn runner<'a>(store: Option<&std::path::Path>, shard: Shard, stop: &'a AtomicBool, watch: &'a dyn Watch) -> Runner<'a> {
        let store = store.map(|path| Store::open(path).expect("a store"));
        Runner { seed: 3, threads: 2, shard, store, promised: 0, not_kept: None, stop, watch }
    }

    fn rows(runner: &mut Runner<'_>, models: &[(Model, String)]) -> Result<Vec<Vec<WorldRow>>, Halt> {
        let arms: Vec<Arm<'_>> = models.iter().map(|(model, fingerprint)| Arm { name: "a system", model, fingerprint }).collect();
        runner.rows(&arms, 0..12)
    }

    #[test]
    fn interrupted_and_begun_again_it_gives_the_same_rows() {
        let (models, folder, go) = (models(), tempfile::tempdir().expect("a folder"), AtomicBool::new(false));
        let straight = rows(&mut runner(None, Shard::WHOLE, &go, &Nobody), &models).expect("rows");
        assert_eq!((straight.len(), straight[1].len(), straight[1][7].world), (2, 12, 7));
        for after in [2, 7, 13] {
            let (path, stop) = (folder.path().join(format!("kept-{after}")), AtomicBool::new(false));
            let watch = StopAfter(&stop, AtomicU64::new(0), after);
            let halted = rows(&mut runner(Some(&path), Shard::WHOLE, &stop, &watch), &models);
            assert!(matches!(halted, Err(Halt::Interrupted)), "stopped after {after}");
            let mut again = runner(Some(&path), Shard::WHOLE, &go, &Nobody);
            assert!(again.store.as_ref().is_some_and(|s| s.len() as u64 >= after - 1));
            assert!(rows(&mut again, &models).expect("rows") == straight, "not the same after {after}");
        }
    }

    #[test]
    fn a_world_that_does_not_add_up_ends_the_run_by_its_name() {
        let (mut models, go) = (models(), AtomicBool::new(false));
        models[1].0.faulty_world = Some(5);
        for threads in [1, 2, 3] {
            let mut runner = Runner { threads, ..runner(None, Shard::WHOLE, &go, &Nobody) };
            let Err(Halt::DoesNotAddUp(fault)) = rows(&mut runner, &models) else { panic!("it was believed") };
            assert_eq!((fault.system.as_str(), fault.world, fault.seed), ("a system", 5, 3));
            assert!(fault.total.starts_with("customers, as they begin and as they end, are "), "{}", fault.total);
        }
    }

    #[test]
    fn shards_put_together_give_the_same_rows() {
        let (models, folder, go) = (models(), tempfile::tempdir().expect("a folder"), AtomicBool::new(false));
        let straight = rows(&mut runner(None, Shard::WHOLE, &go, &Nobody), &models).expect("rows");
        let whole = folder.path().join("whole");
        let mut together = Store::open(&whole).expect("a store");
        for number in 1..=3 {
            let path = folder.path().join(format!("shard-{number}"));
            let mut part = runner(Some(&path), Shard { number, of: 3 }, &go, &Nobody);
            assert!(matches!(rows(&mut part, &models), Err(Halt::OtherShards(1..))));
            let mut part = Store::open(&path).expect("a store");
            assert_eq!(part.len(), 8);
            together.add_all(&mut part).expect("put together");
        }
        assert_eq!(together.len(), 24);
        drop(together);
        let stopped = AtomicBool::new(true);
        assert!(rows(&mut runner(Some(&whole), Shard::WHOLE, &stopped, &Nobody), &models).expect("rows") == straight);
    }
}
