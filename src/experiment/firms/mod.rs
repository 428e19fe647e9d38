//! Firms like one: what is true of the firm as it is described need not be true of the next, whose assumptions are a little different.
//!
//! A firm like it has every number that is assumed drawn anew, within its plausible range and within a factor of the value at hand ([`draw`]);
//! what somebody wrote down of their own firm stays. Systems are compared in each of many such firms, in a world or two, and the spread
//! of firms is told apart from the noise of worlds ([`mod@shares`]).

pub mod draw;
pub mod influence;
pub mod noise;
pub mod radial;
pub mod screened;
pub mod shares;
pub mod slope;
pub mod tries;
pub mod turning;

use super::WorldRow;
use super::verdicts::yardstick;
use crate::engine::{Purpose, Streams};
use crate::measure::{Better, Measure, Ratio};
use noise::{Noise, Seen};
use shares::{Shares, shares};

/// How far from its value each assumption may be: half to double, and closer. The share of the firms asked for that are drawn for each.
pub const WIDTHS: [(f64, f64); 2] = [(2.0, 1.0), (1.4, 0.5)];
const SAMPLES: Purpose = Purpose::named("samples of firms");

/// What the figures of some firm can be, widely: below and above these no firm is known (*set* with published ranges in view).
///
/// Win rates of 5 to 60 % and no decision in 5 to 70 % of accepted opportunities, a median cycle of a week to 13 months, a return on sales
/// from minus all of revenue to 80 %.
const PLAUSIBLE: [(Measure, f64, f64); 4] = [
    (Measure::WinRate, 0.05, 0.6),
    (Measure::NoDecisionRate, 0.05, 0.7),
    (Measure::CycleDaysP50, 7.0, 400.0),
    (Measure::ReturnOnSales, -1.0, 0.8),
];

/// Whether figures of a firm, by measure, are those of some firm; what is undefined is not.
pub fn is_plausible(ratios: &[Ratio]) -> bool {
    PLAUSIBLE.iter().all(|(measure, low, high)| {
        let ratio = ratios[*measure as usize];
        ratio.denominator > 0.0 && (*low..=*high).contains(&(ratio.numerator / ratio.denominator))
    })
}

/// How many firms are drawn at a width, where so many were asked for.
pub fn drawn_at(width: usize, asked: u64) -> u64 {
    (asked as f64 * WIDTHS[width].1).ceil() as u64
}

/// One firm in so many is seen in a second world, so that more is known of it.
pub const SECOND_WORLD: u64 = 5;
/// Each width has numbers of its own.
pub const NUMBERS_OF_A_WIDTH: u64 = 1_000_000;

/// In how many worlds a firm is seen.
pub fn worlds_of(number: u64) -> u64 {
    1 + u64::from(number.is_multiple_of(SECOND_WORLD))
}

/// What was seen of a firm under the baseline and another system.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FirmRow {
    /// The name of the other system.
    pub scenario: String,
    /// How far assumptions may be from their values.
    pub factor: f64,
    /// Its number.
    pub firm: u64,
    /// Its pay plan, by the name of the shipped overlay; empty where it is the one described, or where every draw contradicted itself.
    pub pay_plan: String,
    /// Whether its figures, under one of all systems at least, are those of some firm.
    pub plausible: bool,
    /// The mean of both systems in its first world.
    pub level: Option<f64>,
    /// The difference, as a share of that, in each of its worlds.
    pub differences: Vec<f64>,
    /// The values of the assumptions that the question is known to depend on, in the order of their list; none where it has no such assumption.
    pub values: Vec<Option<f64>>,
}

/// How many firms of a width count, and what became of them under a system against the baseline.
///
/// `can_differ` is whether anything was drawn, `noise` that of a world of the firm as described.
pub fn came_out(
    rows: &[&FirmRow],
    width: usize,
    can_differ: bool,
    noise: Option<&Noise>,
    matters: f64,
    seed: u64,
) -> (u64, Option<Shares>) {
    let Some(noise) = noise else { return (0, None) };
    let seen: Vec<Seen> = rows.iter().filter(|row| row.factor == WIDTHS[width].0).filter_map(|row| row.seen(noise)).collect();
    let mut stream = Streams::new(seed, width as u64).stream(SAMPLES, 0, 0);
    (seen.len() as u64, shares(&seen, noise, can_differ, matters, || stream.uniform()))
}

impl FirmRow {
    /// What it tells; `None` of a firm that does not count.
    pub fn seen(&self, noise: &Noise) -> Option<Seen> {
        let counts = self.plausible && !self.differences.is_empty();
        counts.then_some(Seen { worlds: self.differences.clone(), scale: noise.scale(self.level?) })
    }
}

/// What is compared in every firm: a system less the baseline in one measure, as a share of the mean of both, above nothing where it is better.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Difference {
    /// The measure.
    pub measure: Measure,
    /// The share from which a difference matters.
    pub matters: f64,
}

impl Difference {
    fn value(self, ratios: &[Ratio]) -> Option<f64> {
        let ratio = ratios[self.measure as usize];
        (ratio.denominator > 0.0).then(|| ratio.numerator / ratio.denominator)
    }

    /// The mean of both systems in a world.
    pub fn level(self, baseline: &[Ratio], system: &[Ratio]) -> Option<f64> {
        Some((self.value(baseline)? + self.value(system)?) / 2.0)
    }

    /// The difference in a world; `None` where it is not defined.
    pub fn between(self, baseline: &[Ratio], system: &[Ratio]) -> Option<f64> {
        let base = yardstick(self.measure, self.level(baseline, system))?;
        Some(self.sign() * (self.value(system)? - self.value(baseline)?) / base)
    }

    fn sign(self) -> f64 {
        if self.measure.better() == Better::Lower { -1.0 } else { 1.0 }
    }

    /// The noise of one world, from many worlds of one firm: differences over the mean of both systems. `None` with fewer than two worlds.
    pub fn noise(self, baseline: &[WorldRow], system: &[WorldRow]) -> Option<Noise> {
        let pairs: Vec<(f64, f64)> =
            baseline.iter().zip(system).filter_map(|(a, b)| Some((self.value(&a.ratios)?, self.value(&b.ratios)?))).collect();
        let level = pairs.iter().map(|(a, b)| (a + b) / 2.0).sum::<f64>() / pairs.len() as f64;
        let base = yardstick(self.measure, Some(level).filter(|level| level.is_finite()))?;
        let differences: Vec<f64> = pairs.iter().map(|(a, b)| (b - a) / base).collect();
        Noise::new(&differences, level, self.measure.unit().ends_with("/month"))
    }
}
