//! Pilot worlds, in which it is seen how long systems take to find their level.

use super::failure::{Failure, NoAnswer};
use super::host::Host;
use super::options::Options;
use super::work::Work;
use crate::experiment::runner::{Arm, Halt, Runner, Shard};
use crate::experiment::warm_up::{FIRST_PILOT_WORLD, Found, PILOT_WORLDS, pilot};
use crate::measure::WeekRecord;
use crate::report::results::warm_up::{SystemWarmUp, WarmUpDocument};
use crate::simulation::Model;
use std::ops::Range;

/// A system as it runs in pilot worlds.
#[derive(Debug)]
pub struct Pilot {
    name: String,
    /// As it is.
    model: Model,
    /// As it runs here.
    pilot: Model,
    fingerprint: String,
}

impl Pilot {
    /// The pilot of a system.
    pub fn new(name: String, arm: Arm<'_>) -> Self {
        Self { name, model: arm.model.clone(), pilot: pilot(arm.model), fingerprint: format!("{}-pilot", arm.fingerprint) }
    }

    /// As a runner wants it.
    pub fn arm(&self) -> Arm<'_> {
        Arm { name: &self.name, model: &self.pilot, fingerprint: &self.fingerprint }
    }
}

/// The numbers of so many pilot worlds.
pub fn pilot_worlds(count: u64) -> Range<u64> {
    FIRST_PILOT_WORLD..FIRST_PILOT_WORLD + count
}

/// Weeks by system and world, as they come.
#[derive(Debug)]
pub struct Weeks(Vec<Vec<Vec<WeekRecord>>>);

impl Weeks {
    /// No week yet of so many systems.
    pub fn new(systems: usize) -> Self {
        Self(vec![Vec::new(); systems])
    }

    /// Adds the weeks of a world, system by system.
    pub fn add(&mut self, world: Vec<Vec<WeekRecord>>) {
        self.0.iter_mut().zip(world).for_each(|(worlds, weeks)| worlds.push(weeks));
    }

    /// What is found in them.
    pub fn document(&self, pilots: &[Pilot], seed: u64, worlds: u64) -> WarmUpDocument {
        let found = |(pilot, worlds): (&Pilot, &Vec<Vec<WeekRecord>>)| SystemWarmUp::new(&pilot.name, &pilot.model, &Found::all(worlds));
        WarmUpDocument::new(seed, worlds, pilots.iter().zip(&self.0).map(found))
    }
}

/// Weeks of warm-up that systems need, by pilot worlds: the longest cut of any.
///
/// # Errors
/// If one of the systems has not found its level, or it was interrupted.
pub fn detect(pilots: &[Pilot], options: &Options, host: Host<'_>) -> Result<u64, Failure> {
    let arms: Vec<Arm<'_>> = pilots.iter().map(Pilot::arm).collect();
    let mut weeks = Weeks::new(pilots.len());
    let (seed, threads) = (options.seed(), options.threads);
    Work::of_worlds(&arms, PILOT_WORLDS, threads).agreed(host)?;
    let mut runner =
        Runner { seed, threads, shard: Shard::WHOLE, store: None, promised: 0, not_kept: None, stop: host.stop, watch: host.observer };
    let done = runner.each(
        &|_| "weeks".to_string(),
        &arms,
        pilot_worlds(PILOT_WORLDS),
        |_, record| record.weeks,
        |_, world| {
            weeks.add(world);
            Ok(())
        },
    );
    match done {
        Err(Halt::Interrupted) => return Err(Failure::Interrupted(None)),
        done => done.map_err(NoAnswer::from)?,
    }
    let document = weeks.document(pilots, seed, PILOT_WORLDS);
    document.needed_weeks.ok_or_else(|| NoAnswer::NoWarmUp(Box::new(document)).into())
}
