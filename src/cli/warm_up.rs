//! `winflow warm-up`: how long systems take to find their level; and the same for `--warm-up detect`.

use super::arguments::{Format, Simulation, WarmUp, WarmUpWeeks};
use super::failure::Failure;
use super::progress::Progress;
use super::scenarios::{self, Named, System, overlays};
use super::session::{Session, threads};
use super::simulate;
use super::terminal;
use crate::experiment::distinct_names;
use crate::experiment::runner::{Arm, Runner, Shard};
use crate::experiment::warm_up::{FIRST_PILOT_WORLD, Found, PILOT_WORLDS, pilot};
use crate::measure::WeekRecord;
use crate::report::charts;
use crate::report::results::warm_up::{SystemWarmUp, WarmUpDocument};
use crate::report::results::words::{grouped, list};
use crate::report::terminal::table::Look;
use crate::report::terminal::warm_up as text;
use crate::scenario::customer::Start;
use crate::simulation::Model;
use serde_json::json;
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Systems as they run in pilot worlds.
struct Pilots(Vec<(Model, String)>);

impl Pilots {
    fn new(systems: &[System]) -> Self {
        Self(systems.iter().map(|system| (pilot(&system.model), format!("{}-pilot", system.fingerprint))).collect())
    }

    fn arms(&self) -> Vec<Arm<'_>> {
        self.0.iter().map(|(model, fingerprint)| Arm { model, fingerprint }).collect()
    }
}

/// Weeks by system and world, as they come.
#[derive(Default)]
struct Weeks(Vec<Vec<Vec<WeekRecord>>>);

impl Weeks {
    fn new(systems: &[System]) -> Self {
        Self(vec![Vec::new(); systems.len()])
    }

    fn add(&mut self, world: &mut [Vec<WeekRecord>]) {
        self.0.iter_mut().zip(world).for_each(|(worlds, weeks)| worlds.push(weeks.clone()));
    }

    fn document(&self, systems: &[System], seed: u64, worlds: u64) -> WarmUpDocument {
        let one = |(system, worlds): (&System, &Vec<Vec<WeekRecord>>)| SystemWarmUp::new(&system.name, &system.model, &Found::all(worlds));
        WarmUpDocument::new(seed, worlds, systems.iter().zip(&self.0).map(one))
    }
}

/// Shows how long systems take to find their level.
///
/// # Errors
/// If the usage or a scenario is wrong, or results cannot be written.
pub fn warm_up(arguments: &WarmUp) -> Result<(), Failure> {
    let options = &arguments.simulation;
    let is_for_others =
        [("--guard", !options.guard.is_empty()), ("--precision", options.precision.is_some()), ("--warm-up", options.warm_up.is_some())];
    if let Some((option, _)) = is_for_others.iter().find(|(_, is_given)| *is_given) {
        return Err(Failure::Usage(format!("{option} is for winflow run and winflow compare; warm-up only shows how long systems take")));
    }
    let systems = scenarios::systems(&named(&arguments.scenarios, &arguments.with)?, options)?;
    let names: Vec<&str> = systems.iter().map(|s| s.name.as_str()).collect();
    let mut session = Session::begin(options, "warm-up", &format!("{}-warm-up", names.join("-vs-")), json!({}), &systems)?;
    let (pilots, mut weeks) = (Pilots::new(&systems), Weeks::new(&systems));
    session.each(
        &|_| "weeks".to_string(),
        &pilots.arms(),
        FIRST_PILOT_WORLD..FIRST_PILOT_WORLD + options.worlds,
        |_, record| record.weeks,
        |_, world: &mut [Vec<WeekRecord>]| {
            weeks.add(world);
            Ok(())
        },
    )?;
    let document = weeks.document(&systems, options.seed, options.worlds);
    session.write("warm-up.json", document.to_json().as_bytes());
    let table = document.to_csv();
    session.write("warm-up.csv", table.as_bytes());
    match charts::draw_warm_up(&document, &simulate::setting(&systems)) {
        Ok(charts) => session.write_charts(&charts),
        Err(why) => session.trouble(why.to_string()),
    }
    let kept = session.finish(options.worlds, &systems, json!({}));
    let path = kept.as_ref().ok().map(|kept| kept.path.as_path());
    terminal::print(&rendered(&document, table, path, options))?;
    kept.map(drop)
}

fn rendered(document: &WarmUpDocument, table: String, kept: Option<&Path>, options: &Simulation) -> String {
    match options.format {
        Format::Json => document.to_json(),
        Format::Csv => table,
        Format::Md => text::markdown(document),
        Format::Table => {
            let look = Look { width: terminal::width(), colour: terminal::colour(), all: true };
            let files = kept.map_or_else(String::new, |path| format!("\nFiles are in {0}, charts in {0}/charts.\n", path.display()));
            text::render(document, look) + &files
        }
    }
}

/// Every scenario under every `--with`.
fn named(scenarios: &[String], with: &[String]) -> Result<Vec<Named>, Failure> {
    let withs: Vec<Vec<String>> =
        if with.is_empty() { vec![Vec::new()] } else { with.iter().map(|w| overlays(w)).collect::<Result<_, _>>()? };
    let pairs = scenarios.iter().flat_map(|base| withs.iter().map(move |overlays| (base, overlays)));
    Ok(pairs.map(|(base, overlays)| Named { base: base.clone(), overlays: overlays.clone() }).collect())
}

/// The setting of the length of the warm-up that was asked for, if one was.
///
/// # Errors
/// If it is to be detected and one of the systems has not found its level, with what to do about it.
pub fn setting(named: &[Named], settings: &[String], options: &Simulation) -> Result<Option<String>, Failure> {
    let weeks = match options.warm_up {
        None => return Ok(None),
        Some(WarmUpWeeks::Fixed(weeks)) => weeks,
        Some(WarmUpWeeks::Detect) => {
            let systems: Result<Vec<System>, Failure> = named.iter().map(|one| scenarios::load(one, settings)).collect();
            // What is wrong with a scenario is told by whoever loads all of them.
            let Ok(mut systems) = systems else { return Ok(None) };
            let names = distinct_names(systems.iter().map(|s| s.name.clone()).collect());
            systems.iter_mut().zip(names).for_each(|(system, name)| system.name = name);
            detect(&systems, options)? as f64
        }
    };
    Ok(Some(format!("time.warm_up_weeks={weeks:?}")))
}

/// Weeks of warm-up that the systems need, by pilot worlds: the longest cut of any.
fn detect(systems: &[System], options: &Simulation) -> Result<u64, Failure> {
    static NEVER: AtomicBool = AtomicBool::new(false);
    let (pilots, mut weeks) = (Pilots::new(systems), Weeks::new(systems));
    let watch = Box::new(Progress::new(options.quiet));
    let (seed, threads) = (options.seed, threads(options.threads));
    let mut runner = Runner { seed, threads, shard: Shard::WHOLE, store: None, not_kept: None, stop: &NEVER, watch };
    let done = runner.each(
        &|_| "weeks".to_string(),
        &pilots.arms(),
        FIRST_PILOT_WORLD..FIRST_PILOT_WORLD + PILOT_WORLDS,
        |_, record| record.weeks,
        |_, world: &mut [Vec<WeekRecord>]| {
            weeks.add(world);
            Ok(())
        },
    );
    done.map_err(|halt| Failure::Other(halt.to_string()))?;
    drop(runner);
    let document = weeks.document(systems, seed, PILOT_WORLDS);
    let missing = document.systems.iter().filter(|system| system.needed_weeks.is_none());
    let why: Vec<String> = missing.map(SystemWarmUp::verdict).chain(document.cure()).collect();
    document.needed_weeks.ok_or_else(|| Failure::Other(format!("no warm-up can be detected\n{}", why.join("\n"))))
}

/// The warm-up of a result, in a sentence.
pub fn stated(systems: &[System], options: &Simulation) -> String {
    let of = |system: &System| {
        let time = &system.model.scenario().time;
        let start = if time.start == Start::Loaded { "with a loaded pipeline" } else { "from an empty start" };
        format!("{} weeks {start}", grouped(time.warm_up_weeks, 0))
    };
    let mut all: Vec<String> = systems.iter().map(of).collect();
    if all.windows(2).all(|pair| pair[0] == pair[1]) {
        all.truncate(1);
    } else {
        all = systems.iter().zip(all).map(|(system, weeks)| format!("{} {weeks}", system.name)).collect();
    }
    let how = match options.warm_up {
        Some(WarmUpWeeks::Detect) => {
            let last = FIRST_PILOT_WORLD + PILOT_WORLDS - 1;
            format!(", the longest that MSER-5 finds in pilot worlds {FIRST_PILOT_WORLD} to {last}")
        }
        _ => String::new(),
    };
    format!("Warm-up: {}{how}.", list(&all))
}
