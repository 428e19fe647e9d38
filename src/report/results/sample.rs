//! Made-up results for the tests of tables and charts.

use crate::experiment::same_customers::SameCustomers;
use crate::experiment::{Outcome, SystemOutcome, WorldRow};
use crate::measure::{ENDINGS, Ending, MEASURES, Measure, Ratio};

/// A number from 0 to 1 that looks random and is always the same.
fn wobble(a: u64, b: u64) -> f64 {
    let mixed = (a.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ b.wrapping_mul(0xD1B5_4A32_D192_ED03)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed >> 33) % 1000) as f64 / 1000.0
}

/// Typical size of a measure.
fn level(measure: Measure) -> f64 {
    match measure.unit() {
        "share" => 0.3,
        "EUR/month" => 83_000.0,
        "EUR" => 1240.0,
        "days" => 95.0,
        _ => 2.4,
    }
}

fn world(system: u64, world: u64) -> WorldRow {
    let mut ratios = [Ratio::default(); MEASURES];
    for (place, &measure) in Measure::ALL.iter().enumerate() {
        let gain = 1.0 + 0.08 * system as f64 * ((place % 5) as f64 - 1.5);
        let market = 0.8 + 0.4 * wobble(world, place as u64);
        let luck = 0.95 + 0.1 * wobble(world + 1000 * (system + 1), place as u64);
        ratios[measure as usize] = Ratio { numerator: 36.0 * level(measure) * gain * market * luck, denominator: 36.0 };
    }
    let mut endings = [[0; 2]; ENDINGS];
    for ending in Ending::ALL {
        let size = if *ending == Ending::NeverReached { 900.0 } else { 40.0 };
        endings[*ending as usize] = [0, 1].map(|side| (size * wobble(system + 7 * side, *ending as u64)) as u64);
    }
    WorldRow { world, ratios, endings }
}

/// Results of these systems in this many worlds.
pub fn outcome(names: &[&str], worlds: u64) -> Outcome {
    let system = |(place, name): (usize, &&str)| SystemOutcome {
        name: name.to_string(),
        worlds: (0..worlds).map(|w| world(place as u64, w)).collect(),
    };
    let mut same = SameCustomers::default();
    for (a, row) in same.counts.iter_mut().enumerate() {
        for (b, count) in row.iter_mut().enumerate() {
            *count = (60.0 * wobble(a as u64, b as u64)) as u64;
        }
    }
    Outcome { seed: 1, systems: names.iter().enumerate().map(system).collect(), same_customers: vec![same; names.len().saturating_sub(1)] }
}
