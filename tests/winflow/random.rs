//! Random scenarios that are accepted: keys at the ends of their ranges, near them, and anywhere between.

use crate::common::all_of;
use crate::worlds::{model_of, scenario, try_scenario};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use winflow::engine::math;
use winflow::experiment::WorldRow;
use winflow::experiment::runner::{Arm, Halt, Nobody, Runner, Shard, Watch};
use winflow::experiment::store::Store;
use winflow::scenario::keys::{Key, Kind, Leaf};
use winflow::scenario::{leaves, reference};
use winflow::simulation::Model;

/// Firms that the keys are changed of.
const FIRMS: [&str; 6] = [
    "mid team commission",
    "mid hero accelerator",
    "mid line load-dependent",
    "small swarm manipulative",
    "mid team second-segment",
    "mid hero per-hour",
];
/// Short worlds: what is endless is so in a week.
pub const SHORT: [&str; 3] = ["time.years=0.1", "time.warm_up_weeks=2", "time.run_out_years=0.2"];

/// A value that a key may have: at an end of its range, near an end, or anywhere in it.
fn value(key: &Key, rng: &mut Pcg64) -> Option<String> {
    let (low, high) = key.meta.spec.range;
    let number = |rng: &mut Pcg64| {
        let share: f64 = rng.random();
        let drawn = match rng.random_range(0..6) {
            0 => low,
            1 => high,
            2 => low + (high - low) * share,
            // As many small ones as large ones.
            3 | 4 => low + (high - low) * math::exp(-20.0 * share),
            _ => key.meta.spec.plausible.map_or(low, |(low, high)| low + (high - low) * share),
        };
        if key.meta.spec.is_whole { drawn.round() } else { drawn }
    };
    match key.kind {
        Kind::Number => Some(number(rng).to_string()),
        Kind::Numbers => Some(format!("[0, {}]", number(rng))),
        Kind::Truth => Some(rng.random::<bool>().to_string()),
        Kind::Choice(words) => Some(format!("\"{}\"", words[rng.random_range(0..words.len())].0)),
        _ => None,
    }
}

fn setting(leaves: &[Leaf], entries: &[reference::Entry], rng: &mut Pcg64) -> Option<String> {
    let leaf = &leaves[rng.random_range(0..leaves.len())];
    let entry = entries.iter().find(|entry| reference::is_like(&entry.path, &leaf.path))?;
    // The length of a run is no matter of whether it ends.
    let is_length = ["time.years", "time.warm_up_weeks", "time.run_out_years"].contains(&leaf.path.as_str());
    if is_length { None } else { Some(format!("{}={}", leaf.path, value(&entry.key, rng)?)) }
}

/// The firms that are changed, with their keys.
pub struct Firms {
    firms: Vec<(&'static str, Vec<Leaf>)>,
    entries: Vec<reference::Entry>,
}

impl Firms {
    pub fn new() -> Self {
        Self { firms: FIRMS.map(|firm| (firm, leaves(&scenario(firm, &[])))).to_vec(), entries: reference::entries() }
    }

    /// A random scenario that is accepted, as a firm and what is set.
    pub fn accepted(&self, rng: &mut Pcg64) -> (&'static str, Vec<String>) {
        loop {
            let (firm, leaves) = &self.firms[rng.random_range(0..self.firms.len())];
            let mut sets: Vec<String> = SHORT.iter().map(|set| (*set).to_string()).collect();
            // Some are strange in many ways at a time.
            let most = if rng.random_range(0..4) == 0 { 50 } else { 10 };
            for _ in 0..rng.random_range(1..=most) {
                let Some(set) = setting(leaves, &self.entries, rng) else { continue };
                sets.push(set);
                let words: Vec<&str> = sets.iter().map(String::as_str).collect();
                if try_scenario(firm, &words).is_err() {
                    sets.pop();
                }
            }
            if sets.len() > SHORT.len() {
                return (*firm, sets);
            }
        }
    }
}

/// Worlds of each.
const WORLDS: u64 = 6;

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

/// How the worlds are run.
#[derive(Clone, Copy)]
struct How<'a> {
    threads: usize,
    shard: Shard,
    store: Option<&'a Path>,
}

fn rows(models: &[Model], how: How<'_>, stop: &AtomicBool, watch: &dyn Watch) -> Result<Vec<Vec<WorldRow>>, Halt> {
    let store = how.store.map(|path| Store::open(path).expect("a store"));
    let mut runner = Runner { seed: 5, threads: how.threads, shard: how.shard, store, promised: 0, not_kept: None, stop, watch };
    let names: Vec<String> = (0..models.len()).map(|number| format!("system {number}")).collect();
    let arms: Vec<Arm<'_>> = models.iter().zip(&names).map(|(model, fingerprint)| Arm { name: fingerprint, model, fingerprint }).collect();
    runner.rows(&arms, 0..WORLDS)
}

/// Two random systems in the same worlds: on one thread, on three, in parts put together, and stopped and begun again, the rows are the
/// same to the bit; and each world alone is the same as among the others.
#[test]
fn however_random_scenarios_are_run_their_worlds_are_the_same() {
    let (firms, mut rng, go) = (Firms::new(), Pcg64::seed_from_u64(8), AtomicBool::new(false));
    let (tries, mut run) = (if all_of("WINFLOW_ENDS") { 400 } else { 12 }, 0);
    while run < tries {
        let models = [(); 2].map(|()| {
            let (firm, sets) = firms.accepted(&mut rng);
            model_of(&scenario(firm, &sets.iter().map(String::as_str).collect::<Vec<_>>()))
        });
        if models.iter().any(|model| model.effort().seconds > 0.2 || model.effort().bytes > 1e9) {
            continue;
        }
        run += 1;
        let folder = tempfile::tempdir().expect("a folder");
        let whole = How { threads: 1, shard: Shard::WHOLE, store: None };
        let straight = rows(&models, whole, &go, &Nobody).expect("rows");
        assert!(rows(&models, How { threads: 3, ..whole }, &go, &Nobody).expect("rows") == straight, "on three threads");
        let world = rng.random_range(0..WORLDS);
        for (model, rows) in models.iter().zip(&straight) {
            assert!(WorldRow::from(&model.run(5, world)) == rows[world as usize], "world {world} alone");
        }
        let together = folder.path().join("together");
        let mut all = Store::open(&together).expect("a store");
        for number in 1..=2 {
            let part = folder.path().join(format!("part-{number}"));
            let how = How { threads: 2, shard: Shard { number, of: 2 }, store: Some(&part) };
            assert!(matches!(rows(&models, how, &go, &Nobody), Err(Halt::OtherShards(_))));
            all.add_all(&mut Store::open(&part).expect("a store")).expect("put together");
        }
        drop(all);
        let stopped = AtomicBool::new(true);
        assert!(rows(&models, How { store: Some(&together), ..whole }, &stopped, &Nobody).expect("rows") == straight, "put together");
        let (kept, stop) = (folder.path().join("kept"), AtomicBool::new(false));
        let watch = StopAfter(&stop, AtomicU64::new(0), rng.random_range(1..2 * WORLDS));
        let how = How { threads: 2, store: Some(&kept), ..whole };
        let halted = rows(&models, how, &stop, &watch);
        assert!(matches!(halted, Err(Halt::Interrupted)) || halted.is_ok_and(|rows| rows == straight));
        assert!(rows(&models, how, &go, &Nobody).expect("rows") == straight, "begun again");
    }
}
