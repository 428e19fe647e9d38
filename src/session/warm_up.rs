//! How long systems take to find their level.

use super::failure::{Failure, NotWritten};
use super::host::Host;
use super::layers::{Layers, called};
use super::options::Options;
use super::pilot::{Pilot, Weeks, pilot_worlds};
use super::systems;
use super::under_way::Session;
use crate::experiment::runner::Arm;
use crate::report::charts;
use crate::report::results::folder::Kept;
use crate::report::results::warm_up::WarmUpDocument;
use serde_json::json;

/// Pilot worlds unless another number is given.
pub const WORLDS: u64 = 20;

/// How long systems take.
#[derive(Debug)]
pub struct WarmedUp {
    /// What was found.
    pub document: WarmUpDocument,
    /// The same as a table.
    pub table: String,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// Sees how long systems take to find their level, in pilot worlds.
///
/// # Errors
/// If a scenario is wrong, nothing can be kept, or it was interrupted.
pub fn warm_up(named: &[Layers], options: &Options, host: Host<'_>) -> Result<WarmedUp, Failure> {
    let systems = systems::load_all(named, options, host)?;
    let names: Vec<&str> = systems.iter().map(|system| system.name.as_str()).collect();
    let worlds = options.worlds.unwrap_or(WORLDS);
    let mut session = Session::begin(options, host, "warm-up", &format!("{}-warm-up", called(named, &names)), json!({}), &systems)?;
    let pilots: Vec<Pilot> = systems.iter().map(|system| Pilot::new(system.name.clone(), system.arm())).collect();
    let arms: Vec<Arm<'_>> = pilots.iter().map(Pilot::arm).collect();
    let mut weeks = Weeks::new(systems.len());
    session.each(
        &|_| "weeks".to_string(),
        &arms,
        pilot_worlds(worlds),
        |_, record| record.weeks,
        |_, world| {
            weeks.add(world);
            Ok(())
        },
    )?;
    let document = weeks.document(&pilots, options.seed(), worlds);
    let table = document.to_csv();
    session.write("warm-up.json", document.to_json().as_bytes());
    session.write("warm-up.csv", table.as_bytes());
    session.write_charts(charts::draw_warm_up(&document, &systems::setting(&systems)));
    let kept = session.finish(worlds, &systems, json!({}));
    Ok(WarmedUp { document, table, kept })
}
