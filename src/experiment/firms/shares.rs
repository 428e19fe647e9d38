//! In how many of a hundred firms a difference is above, within or below what matters, when each firm was seen in a world or two.
//!
//! What is seen of a firm is its true difference and the noise of its worlds. The noise is known, because it can be learnt from many worlds
//! of one firm; the distribution of true differences is not, and has any shape. It is estimated by maximum likelihood on a grid (Kiefer and
//! Wolfowitz 1956; by the EM algorithm, Laird 1978), smoothed a little after each step (Silverman et al. 1990), which loses less than to
//! assume a shape. Where firms do not differ at all, such an estimate would still spread the noise over both sides; so first it is tested
//! whether there is any spread: whether firms vary more than the noise of their worlds alone would make them.

use crate::engine::math;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Points of the grid.
const POINTS: usize = 101;
/// Steps of the estimate.
const STEPS: usize = 60;
/// Steps for each of the samples that are drawn for the intervals; these begin at the estimate.
const STEPS_AGAIN: usize = 20;
/// Samples drawn for the intervals.
const SAMPLES: usize = 200;
/// Firms spread if that would be seen so rarely (one-sided 5 %) where they do not.
const SPREADS: f64 = 1.645;
/// Firms in pictures.
const HUNDRED: usize = 100;
/// Half of a 95 % interval in standard errors.
const HALF: f64 = 1.96;

/// What was seen of a firm.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// The difference in each of its worlds.
    pub worlds: Vec<f64>,
    /// The variance of the noise of one world.
    pub noise: f64,
}

impl Seen {
    fn mean(&self) -> f64 {
        self.worlds.iter().sum::<f64>() / self.worlds.len().max(1) as f64
    }
    fn variance(&self) -> f64 {
        self.noise / self.worlds.len().max(1) as f64
    }
}

/// Shares of firms, with 95 % intervals.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// Above what matters.
    pub above: Share,
    /// No difference that matters.
    pub within: Share,
    /// Below it.
    pub below: Share,
    /// Whether firms differ beyond the noise of their worlds.
    pub spreads: bool,
    /// The mean difference over firms.
    pub mean: f64,
    /// The standard deviation of true differences; 0 where firms do not differ.
    pub sd: f64,
    /// The true differences of a hundred firms, from the lowest: in the middle of each hundredth of the estimated distribution.
    pub hundred: Vec<f64>,
}

/// A share with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The share.
    pub share: f64,
    /// Its interval.
    pub ci95: [f64; 2],
}

/// The shares of firms whose true difference is above `matters`, within it, or below minus it. `draw` gives numbers from 0 to 1, for the
/// samples of firms by which intervals are found; where nothing was drawn, firms cannot differ. `None` with fewer than two firms.
pub fn shares(firms: &[Seen], can_differ: bool, matters: f64, mut draw: impl FnMut() -> f64) -> Option<Shares> {
    if firms.len() < 2 || firms.iter().any(|firm| firm.worlds.is_empty()) {
        return None;
    }
    let count = firms.len() as f64;
    let mean = firms.iter().map(Seen::mean).sum::<f64>() / count;
    if !can_differ || !spreads(firms, mean) {
        return Some(alike(firms, mean, matters));
    }
    let grid = Grid::around(firms);
    let seen: Vec<Vec<f64>> = firms.iter().map(|firm| grid.likelihood(firm)).collect();
    let all: Vec<f64> = vec![1.0; firms.len()];
    let weights = grid.fitted(&seen, &all, vec![1.0 / POINTS as f64; POINTS], STEPS);
    let estimate = grid.shares(&weights, matters);
    let mut samples: [Vec<f64>; 3] = Default::default();
    for _ in 0..SAMPLES {
        let mut times = vec![0.0; firms.len()];
        (0..firms.len()).for_each(|_| times[((draw() * count) as usize).min(firms.len() - 1)] += 1.0);
        let again = grid.fitted(&seen, &times, weights.clone(), STEPS_AGAIN);
        samples.iter_mut().zip(grid.shares(&again, matters)).for_each(|(list, share)| list.push(share));
    }
    let [above, within, below] = [0, 1, 2].map(|which| {
        let sd = deviation(&samples[which]);
        let share = estimate[which];
        Share { share, ci95: [(share - HALF * sd).max(0.0), (share + HALF * sd).min(1.0)] }
    });
    Some(Shares { above, within, below, spreads: true, mean, sd: grid.deviation(&weights), hundred: grid.hundred(&weights) })
}

/// Whether firms differ beyond the noise of their worlds: whether they vary more than noise alone gives, by a one-sided test.
fn spreads(firms: &[Seen], mean: f64) -> bool {
    let (mut sum, mut variance) = (0.0, 0.0);
    for firm in firms {
        // Squares of means less their noise, each weighted by what is known of it.
        let noise = firm.variance();
        let weight = 1.0 / (noise * noise).max(f64::MIN_POSITIVE);
        let square = square(firm.mean() - mean) * firms.len() as f64 / (firms.len() as f64 - 1.0);
        sum += weight * (square - noise);
        variance += weight * weight * 2.0 * noise * noise;
    }
    sum / variance.sqrt().max(f64::MIN_POSITIVE) > SPREADS
}

/// The shares where all firms are alike: nought or all, as far as the mean tells.
fn alike(firms: &[Seen], mean: f64, matters: f64) -> Shares {
    let variance = firms.iter().map(Seen::variance).sum::<f64>() / square(firms.len() as f64);
    let [low, high] = [mean - HALF * variance.sqrt(), mean + HALF * variance.sqrt()];
    let is_sure = ![matters, -matters].iter().any(|border| low < *border && *border < high);
    let share = |is: bool, may: bool| {
        let end = |is: bool| f64::from(u8::from(is));
        Share { share: end(is), ci95: [end(is && is_sure), end(may)] }
    };
    Shares {
        above: share(mean > matters, high > matters),
        within: share(mean.abs() <= matters, low <= matters && high >= -matters),
        below: share(mean < -matters, low < -matters),
        spreads: false,
        mean,
        sd: 0.0,
        hundred: vec![mean; HUNDRED],
    }
}

fn square(x: f64) -> f64 {
    x * x
}

fn deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| square(value - mean)).sum::<f64>() / (count - 1.0)).sqrt()
}

/// Equally spaced differences on which the distribution is estimated.
struct Grid {
    low: f64,
    step: f64,
}

impl Grid {
    fn around(firms: &[Seen]) -> Self {
        let means = || firms.iter().map(Seen::mean);
        let (low, high) = (means().fold(f64::INFINITY, f64::min), means().fold(f64::NEG_INFINITY, f64::max));
        Self { low, step: ((high - low) / (POINTS - 1) as f64).max(f64::MIN_POSITIVE) }
    }

    fn at(&self, place: usize) -> f64 {
        self.low + self.step * place as f64
    }

    /// How likely what was seen of a firm is at each point.
    fn likelihood(&self, firm: &Seen) -> Vec<f64> {
        let (mean, variance) = (firm.mean(), firm.variance().max(self.step * self.step / 4.0));
        (0..POINTS).map(|place| math::exp(-square(mean - self.at(place)) / (2.0 * variance))).collect()
    }

    /// Weights of the points after so many steps.
    fn fitted(&self, seen: &[Vec<f64>], times: &[f64], mut weights: Vec<f64>, steps: usize) -> Vec<f64> {
        let total: f64 = times.iter().sum();
        for _ in 0..steps {
            let mut next = vec![0.0; POINTS];
            for (likelihood, times) in seen.iter().zip(times).filter(|(_, times)| **times > 0.0) {
                let all: f64 = likelihood.iter().zip(&weights).map(|(l, w)| l * w).sum();
                if all > 0.0 {
                    let share = times / (all * total);
                    next.iter_mut().zip(likelihood.iter().zip(&weights)).for_each(|(next, (l, w))| *next += share * l * w);
                }
            }
            weights = smoothed(&next);
        }
        weights
    }

    /// Shares above, within and below what matters; a point stands for the stretch around it.
    fn shares(&self, weights: &[f64], matters: f64) -> [f64; 3] {
        let mut shares = [0.0; 3];
        for (place, weight) in weights.iter().enumerate() {
            let (from, to) = (self.at(place) - self.step / 2.0, self.at(place) + self.step / 2.0);
            let above = ((to - matters.max(from)) / self.step).clamp(0.0, 1.0);
            let below = ((-matters - from) / self.step).clamp(0.0, 1.0);
            shares[0] += weight * above;
            shares[2] += weight * below;
            shares[1] += weight * (1.0 - above - below).max(0.0);
        }
        shares
    }

    /// The middle of each hundredth; a point stands for the stretch around it.
    fn hundred(&self, weights: &[f64]) -> Vec<f64> {
        let (mut place, mut before) = (0, 0.0);
        let middle = |number: usize| {
            let share = (number as f64 + 0.5) / HUNDRED as f64;
            while place + 1 < POINTS && before + weights[place] < share {
                before += weights[place];
                place += 1;
            }
            let within = (share - before) / weights[place].max(f64::MIN_POSITIVE);
            self.at(place) + self.step * (within.clamp(0.0, 1.0) - 0.5)
        };
        (0..HUNDRED).map(middle).collect()
    }

    fn deviation(&self, weights: &[f64]) -> f64 {
        let mean: f64 = weights.iter().enumerate().map(|(place, weight)| weight * self.at(place)).sum();
        weights.iter().enumerate().map(|(place, weight)| weight * square(self.at(place) - mean)).sum::<f64>().sqrt()
    }
}

/// Weights of which each gives a little to its neighbours.
fn smoothed(weights: &[f64]) -> Vec<f64> {
    let at = |place: isize| weights[place.clamp(0, weights.len() as isize - 1) as usize];
    (0..weights.len() as isize).map(|place| 0.25 * at(place - 1) + 0.5 * at(place) + 0.25 * at(place + 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Stream, Streams};

    const MATTERS: f64 = 0.03;
    const NOISE: f64 = 0.12;

    /// Firms with true differences from `truth`, each seen in so many worlds; sixty of those seen in one, in a second.
    fn firms(count: usize, worlds: usize, number: u64, truth: impl Fn(&mut Stream) -> f64) -> (Vec<Seen>, [f64; 3]) {
        let mut stream = Streams::new(7, number).stream(Purpose::named("a test of firms"), 0, 0);
        let mut exact = [0.0; 3];
        let one = |place: usize| {
            let is = truth(&mut stream);
            exact[if is > MATTERS {
                0
            } else if is < -MATTERS {
                2
            } else {
                1
            }] += 1.0 / count as f64;
            let worlds = if worlds == 1 && place < 60 { 2 } else { worlds };
            Seen { worlds: (0..worlds).map(|_| is + NOISE * stream.normal()).collect(), noise: NOISE * NOISE }
        };
        let list = (0..count).map(one).collect();
        (list, exact)
    }

    fn found(list: &[Seen]) -> Shares {
        let mut stream = Streams::new(1, 1).stream(Purpose::named("samples of a test"), 0, 0);
        shares(list, true, MATTERS, || stream.uniform()).expect("firms")
    }

    /// Mean errors in points over several sets of firms: of the larger shares, which are what is said.
    fn error(worlds: usize, truth: impl Fn(&mut Stream) -> f64 + Copy) -> f64 {
        const SETS: u64 = 10;
        let squares: f64 = (0..SETS)
            .map(|number| {
                let (list, exact) = firms(400, worlds, number, truth);
                let shares = found(&list);
                assert!(shares.spreads);
                [(shares.above, exact[0]), (shares.below, exact[2])]
                    .iter()
                    .map(|(share, exact)| square(share.share - exact) / 2.0)
                    .sum::<f64>()
            })
            .sum();
        100.0 * (squares / SETS as f64).sqrt()
    }

    #[test]
    fn shares_come_back_whatever_the_shape() {
        let normal_truth = |stream: &mut Stream| 0.02 + 0.147 * stream.normal();
        let humps =
            |stream: &mut Stream| if stream.uniform() < 0.5 { -0.15 + 0.05 * stream.normal() } else { 0.12 + 0.05 * stream.normal() };
        let skewed = |stream: &mut Stream| -0.15 + 0.15 * math::exp(0.8 * stream.normal());
        for (worlds, most) in [(1, 6.0), (3, 4.0), (10, 4.0)] {
            for (name, error) in
                [("normal", error(worlds, normal_truth)), ("humps", error(worlds, humps)), ("skewed", error(worlds, skewed))]
            {
                assert!(error < most, "{name} at {worlds} worlds a firm: {error:.1} points");
            }
        }
    }

    #[test]
    fn firms_that_are_alike_are_all_on_one_side() {
        for (is, expected) in [(0.25, [1.0, 0.0, 0.0]), (0.0, [0.0, 1.0, 0.0]), (-0.2, [0.0, 0.0, 1.0])] {
            let alike = (0..40).filter(|number| {
                let shares = found(&firms(300, 1, *number, |_| is).0);
                !shares.spreads && [shares.above.share, shares.within.share, shares.below.share] == expected
            });
            // One set in twenty is taken to spread, by chance.
            assert!(alike.count() >= 34, "at {is}");
        }
    }

    #[test]
    fn a_hundred_firms_are_as_many_above_and_below_as_the_shares_say() {
        let shares = found(&firms(400, 1, 2, |stream| 0.05 + 0.15 * stream.normal()).0);
        let count = |is: fn(f64) -> bool| shares.hundred.iter().filter(|value| is(**value)).count() as f64;
        assert!(shares.hundred.len() == 100 && shares.hundred.is_sorted(), "{:?}", shares.hundred);
        assert!((count(|r| r > MATTERS) - 100.0 * shares.above.share).abs() <= 1.0, "{shares:?}");
        assert!((count(|r| r < -MATTERS) - 100.0 * shares.below.share).abs() <= 1.0, "{shares:?}");
    }

    #[test]
    fn the_other_way_round_is_the_opposite() {
        let (list, _) = firms(200, 1, 3, |stream| 0.05 + 0.1 * stream.normal());
        let turned: Vec<Seen> = list.iter().map(|firm| Seen { worlds: firm.worlds.iter().map(|r| -r).collect(), ..firm.clone() }).collect();
        let (one, other) = (found(&list), found(&turned));
        assert!(
            (one.above.share - other.below.share).abs() < 1e-6 && (one.below.share - other.above.share).abs() < 1e-6,
            "{one:?} {other:?}"
        );
        assert_eq!(shares(&list[..1], true, MATTERS, || 0.5), None);
    }
}
