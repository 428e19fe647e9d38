//! In how many firms like it a comparison comes out as it does.

use super::failure::Failure;
use super::systems::System;
use super::under_way::Session;
use crate::engine::{Purpose, Streams};
use crate::experiment::firms::draw::{Assumed, assumed, drawn};
use crate::experiment::firms::shares::{Seen, shares};
use crate::experiment::firms::{Difference, is_plausible};
use crate::experiment::runner::Arm;
use crate::experiment::{Outcome, WorldRow};
use crate::report::results::firms::{FirmRow, FirmsResult, WidthResult};
use crate::report::results::ids::MeasureId;
use crate::scenario::Loaded;
use rayon::prelude::*;

/// How far from its value each assumption may be: half to double, and closer. The share of the firms asked for that are drawn for each.
const WIDTHS: [(f64, f64); 2] = [(2.0, 1.0), (1.4, 0.5)];
/// Worlds of firms begin here, far from those of the comparison and from pilot worlds; each width has numbers of its own.
const FIRST_WORLD: u64 = 2_000_000;
const WORLDS_OF_A_WIDTH: u64 = 1_000_000;
/// One firm in so many is seen in a second world, to tell the spread of firms from the noise of worlds.
const SECOND_WORLD: u64 = 5;
/// A draw that contradicts itself is drawn again, so many times at most.
const MOST_TRIES: u64 = 20;
const SAMPLES: Purpose = Purpose::named("samples of firms");

/// A comparison as it was described, and how many firms like it are looked at.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The two systems, to be changed.
    pub pair: [&'a Loaded; 2],
    /// The same, ready to run.
    pub systems: [&'a System; 2],
    /// What came out as described.
    pub outcome: &'a Outcome,
    /// What is compared.
    pub difference: Difference,
    /// How many firms.
    pub count: u64,
}

/// Compares the systems in firms like the one that is described.
///
/// # Errors
/// If it was interrupted, or is only a shard.
pub fn firms(asked: &Asked<'_>, session: &mut Session<'_>) -> Result<(FirmsResult, Vec<FirmRow>), Failure> {
    let (mut widths, mut all) = (Vec::new(), Vec::new());
    for (place, (factor, share)) in WIDTHS.into_iter().enumerate() {
        let width = Width { asked, factor, place: place as u64, count: (asked.count as f64 * share).ceil() as u64 };
        let keys = assumed(asked.pair, factor);
        let rows = width.rows(&keys, session)?;
        widths.push(width.result(&keys, &rows, session.seed()));
        all.extend(rows);
    }
    let difference = &asked.difference;
    let [baseline, scenario] = asked.systems.map(|system| system.name.clone());
    Ok((FirmsResult { baseline, scenario, measure: MeasureId(difference.measure), matters: difference.matters, widths }, all))
}

/// Firms of one width.
struct Width<'a> {
    asked: &'a Asked<'a>,
    factor: f64,
    place: u64,
    count: u64,
}

/// A firm that was drawn, under both systems.
struct Firm {
    number: u64,
    systems: [System; 2],
}

impl Width<'_> {
    fn world(&self, number: u64, second: u64) -> u64 {
        FIRST_WORLD + self.place * WORLDS_OF_A_WIDTH + 2 * number + second
    }

    /// What was seen of every firm that could be drawn.
    fn rows(&self, keys: &[Assumed], session: &mut Session<'_>) -> Result<Vec<FirmRow>, Failure> {
        let seed = session.seed();
        let firms: Vec<Firm> = (0..self.count).into_par_iter().filter_map(|number| self.firm(keys, seed, number)).collect();
        let (mut tasks, mut owners): (Vec<(Arm<'_>, u64)>, Vec<usize>) = (Vec::new(), Vec::new());
        for (place, firm) in firms.iter().enumerate() {
            let worlds = if firm.number.is_multiple_of(SECOND_WORLD) { 2 } else { 1 };
            for second in 0..worlds {
                tasks.extend(firm.systems.iter().map(|system| (system.arm(), self.world(firm.number, second))));
                owners.push(place);
            }
        }
        let rows = session.row_of_each(&tasks)?;
        let mut seen: Vec<FirmRow> =
            firms.iter().map(|firm| FirmRow { factor: self.factor, firm: firm.number, ..FirmRow::default() }).collect();
        for (pair, owner) in rows.chunks_exact(2).zip(owners) {
            self.add(&mut seen[owner], &pair[0], &pair[1]);
        }
        Ok(seen)
    }

    fn firm(&self, keys: &[Assumed], seed: u64, number: u64) -> Option<Firm> {
        (0..MOST_TRIES).find_map(|tries| {
            let sets = drawn(keys, seed, self.place * WORLDS_OF_A_WIDTH + number, tries);
            let ready = |place: usize| {
                let loaded = self.asked.pair[place].with(&sets).ok()?;
                let system = System::new(&loaded, self.asked.systems[place].name.clone()).ok()?;
                // What was resolved is not kept for each of hundreds of firms.
                Some(System { resolved: serde_json::Value::Null, ..system })
            };
            Some(Firm { number, systems: [ready(0)?, ready(1)?] })
        })
    }

    fn add(&self, row: &mut FirmRow, baseline: &WorldRow, system: &WorldRow) {
        let difference = &self.asked.difference;
        row.plausible = (row.differences.is_empty() || row.plausible) && is_plausible(&baseline.ratios);
        row.differences.extend(difference.between(&baseline.ratios, &system.ratios));
        row.level = row.level.or(difference.level(&baseline.ratios, &system.ratios));
    }

    fn result(&self, keys: &[Assumed], rows: &[FirmRow], seed: u64) -> WidthResult {
        let Asked { difference, outcome, .. } = self.asked;
        let noise = difference.noise(&outcome.systems[0].worlds, &outcome.systems[1].worlds);
        let seen: Vec<Seen> = rows
            .iter()
            .filter(|row| row.plausible && !row.differences.is_empty())
            .filter_map(|row| Some(Seen { worlds: row.differences.clone(), noise: noise?.at(row.level?) }))
            .collect();
        let mut stream = Streams::new(seed, self.place).stream(SAMPLES, 0, 0);
        WidthResult {
            factor: self.factor,
            assumptions: keys.len() as u64,
            drawn: self.count,
            plausible: seen.len() as u64,
            shares: shares(&seen, difference.matters, || stream.uniform()),
        }
    }
}
