//! What explaining a change and rewriting activities have in common: many systems in the same worlds.

use crate::experiment::runner::Arm;
use crate::experiment::{Outcome, SystemOutcome, WorldRow};
use crate::measure::Measure;
use crate::report::results::files::write_worlds;
use crate::session::failure::Failure;
use crate::session::systems::System;
use crate::session::under_way::Session;

/// Worlds unless another number is given.
pub const WORLDS: u64 = 40;
/// So many measures are drawn if none are named: win-wins, revenue and the rate.
const DRAWN: usize = 3;

/// The measures that are drawn: those named, or the first few.
pub fn drawn(named: &[Measure]) -> Vec<Measure> {
    if named.is_empty() { Measure::ALL[..DRAWN].to_vec() } else { named.to_vec() }
}

/// Measures by their ids.
pub fn ids(measures: &[Measure]) -> Vec<&'static str> {
    measures.iter().map(|measure| measure.id()).collect()
}

/// Systems that differ, and which of them each is.
pub fn told_apart(systems: &[System]) -> (Vec<Arm<'_>>, Vec<usize>) {
    let mut arms: Vec<Arm<'_>> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    for system in systems {
        let arm = arms.iter().position(|arm| arm.fingerprint == system.fingerprint).unwrap_or(arms.len());
        if arm == arms.len() {
            arms.push(system.arm());
        }
        places.push(arm);
    }
    (arms, places)
}

/// The worlds of several systems; those that are alike are run once.
pub fn rows(systems: &[System], session: &mut Session<'_>, worlds: u64) -> Result<Vec<Vec<WorldRow>>, Failure> {
    let (arms, places) = told_apart(systems);
    let rows = session.rows(&arms, 0..worlds)?;
    Ok(places.into_iter().map(|arm| rows[arm].clone()).collect())
}

/// Writes the worlds of systems with these names.
pub fn write_all_worlds(names: impl Iterator<Item = String>, rows: &[Vec<WorldRow>], seed: u64, session: &mut Session<'_>) {
    let systems = names.zip(rows).map(|(name, worlds)| SystemOutcome { name, worlds: worlds.clone() }).collect();
    if let Err(why) = write_worlds(session.folder(), &Outcome { seed, systems, same_customers: Vec::new() }) {
        session.trouble(why);
    }
}
