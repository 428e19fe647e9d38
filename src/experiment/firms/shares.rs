//! In how many of a hundred firms a difference is above, within or below what matters, when each firm was seen in a world or two.
//!
//! What is seen of a firm is its true difference and the noise of its worlds. How large the noise is can be learnt from many worlds of one
//! firm and from firms that are seen twice; the distribution of true differences has any shape. It is estimated by maximum likelihood on a grid (Kiefer and
//! Wolfowitz 1956; by the EM algorithm, Laird 1978), smoothed a little after each step (Silverman et al. 1990), which loses less than to
//! assume a shape. Where firms do not differ at all, such an estimate would still spread the noise over both sides; so first it is tested
//! whether there is any spread: whether firms vary more than the noise of their worlds alone would make them.
//!
//! Firms are a sample, and so are the worlds from which the noise is learnt. So intervals come from both drawn anew, again and again, from what
//! was estimated (the parametric bootstrap, Efron 1979): each time the noise is learnt and the distribution estimated anew. How far these are
//! off on average tells how far the estimate is off, which no share is spared; intervals are wider by that.

use super::noise::{Noise, Seen, square};
use crate::engine::{math, normal};
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Points of the grid.
const POINTS: usize = 101;
/// Steps of the estimate.
const STEPS: usize = 60;
/// Samples drawn for the intervals.
const SAMPLES: usize = 200;
/// Firms spread if that would be seen so rarely where they do not.
const ERROR: f64 = 0.05;
/// Firms in pictures.
const HUNDRED: usize = 100;
/// Half of a 95 % interval in standard errors.
const HALF: f64 = 1.96;

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

impl Share {
    /// Whether it can be anything.
    pub fn is_unknown(&self) -> bool {
        self.ci95 == [0.0, 1.0]
    }
}

/// The shares of firms whose true difference is above `matters`, within it, or below minus it. `draw` gives numbers from 0 to 1, for the
/// samples of firms and of worlds by which intervals are found; where nothing was drawn, firms cannot differ. `None` with fewer than two firms.
pub fn shares(firms: &[Seen], noise: &Noise, can_differ: bool, matters: f64, mut draw: impl FnMut() -> f64) -> Option<Shares> {
    if firms.len() < 2 || firms.iter().any(|firm| firm.worlds.is_empty()) {
        return None;
    }
    let variance = noise.variance(firms);
    let (mean, seen) = seen(firms);
    if !can_differ {
        return Some(alike(firms, mean, variance, 0.0, matters));
    }
    let mut again = Again { firms, noise, residuals: noise.residuals(firms), draw: &mut draw };
    // What firms that are alike would vary, over what the noise is taken for.
    let mut ratios: Vec<f64> = (0..SAMPLES).filter_map(|_| again.drawn(|_| mean).ratio()).collect();
    ratios.sort_by(f64::total_cmp);
    let quantile = |share: f64| ratios.get(((ratios.len() as f64 * share) as usize).min(ratios.len().saturating_sub(1))).copied();
    let is_seen = seen > 0.0 && (variance == 0.0 || quantile(1.0 - ERROR).is_some_and(|most| seen / variance > most));
    if !is_seen {
        let most = quantile(ERROR).map_or(0.0, |least| seen / least - variance);
        return Some(alike(firms, mean, variance, most.max(0.0), matters));
    }
    let grid = Grid::around(firms);
    let weights = grid.fitted(firms, variance);
    let estimate = grid.shares(&weights, matters);
    let hundred = grid.quantiles(&weights, (0..HUNDRED).map(|number| (number as f64 + 0.5) / HUNDRED as f64));
    let samples: Vec<Sample> = (0..SAMPLES).map(|_| again.drawn(|draw| grid.quantiles(&weights, [draw()].into_iter())[0])).collect();
    let shares_of = |Sample { firms, noise }: &Sample| {
        let grid = Grid::around(firms);
        grid.shares(&grid.fitted(firms, *noise), matters)
    };
    let samples: Vec<[f64; 3]> = samples.par_iter().map(shares_of).collect();
    let [above, within, below] = [0, 1, 2].map(|which| {
        let of: Vec<f64> = samples.iter().map(|shares| shares[which]).collect();
        let (bias, sd) = (of.iter().sum::<f64>() / of.len() as f64 - estimate[which], deviation(&of));
        let (share, reach) = (estimate[which], HALF * (square(bias) + square(sd)).sqrt());
        Share { share, ci95: [(share - reach).max(0.0), (share + reach).min(1.0)] }
    });
    Some(Shares { above, within, below, spreads: true, mean, sd: grid.deviation(&weights), hundred })
}

/// The mean of firms, and how much they vary around it: the variance of the noise of a world where they are alike.
fn seen(firms: &[Seen]) -> (f64, f64) {
    let count = firms.len() as f64;
    let mean = firms.iter().map(Seen::mean).sum::<f64>() / count;
    let squares = firms.iter().map(|firm| square(firm.mean() - mean) / firm.scale_of_mean()).sum::<f64>();
    (mean, squares / (count - 1.0))
}

/// As many firms drawn anew, seen in as many worlds, with noise that is drawn from what was seen, and learnt anew.
struct Again<'f, D> {
    firms: &'f [Seen],
    noise: &'f Noise,
    residuals: Vec<f64>,
    draw: D,
}

/// Firms that were drawn anew.
struct Sample {
    firms: Vec<Seen>,
    /// What the variance of the noise of a world is taken for.
    noise: f64,
}

impl<D: FnMut() -> f64> Again<'_, D> {
    /// Firms of which each has such a true difference.
    fn drawn(&mut self, mut truth: impl FnMut(&mut D) -> f64) -> Sample {
        let (residuals, draw) = (&self.residuals, &mut self.draw);
        let noise = |draw: &mut D| residuals[((draw() * residuals.len() as f64) as usize).min(residuals.len() - 1)];
        let one = |firm: &Seen| {
            let is = truth(draw);
            let worlds = firm.worlds.iter().map(|_| is + firm.scale.sqrt() * noise(draw)).collect();
            Seen { worlds, scale: firm.scale }
        };
        let firms: Vec<Seen> = self.firms.iter().map(one).collect();
        let noise = self.noise.again(|| noise(&mut self.draw)).variance(&firms);
        Sample { firms, noise }
    }
}

impl Sample {
    /// What firms vary, over the noise; `None` where there is none.
    fn ratio(&self) -> Option<f64> {
        (self.noise > 0.0).then(|| seen(&self.firms).1 / self.noise)
    }
}

/// The shares where no spread of firms is seen beyond the noise of a world with this variance: nought or all, by the mean. Their intervals
/// hold what the shares would be with any spread up to the most that could have gone unseen, in the same unit as the noise.
fn alike(firms: &[Seen], mean: f64, noise: f64, most: f64, matters: f64) -> Shares {
    let count = firms.len() as f64;
    let scale = count / firms.iter().map(|firm| 1.0 / firm.scale_of_mean()).sum::<f64>();
    let spreads = [0.0, 0.5, 1.0].map(|share| share * (most * scale).sqrt());
    let error = ((noise + most) * scale / count).sqrt();
    let means = [-1.0, -0.5, 0.0, 0.5, 1.0].map(|part| mean + part * HALF * error);
    // A mean that may be nothing is tried there too.
    let nothing = (mean.abs() <= HALF * error).then_some(0.0);
    let tried = || means.iter().copied().chain(nothing).flat_map(|mean| spreads.map(|sd| shares_of_normal(mean, sd, matters)));
    let is = shares_of_normal(mean, 0.0, matters);
    let share = |which: usize| {
        let (low, high) = tried().fold((1.0_f64, 0.0_f64), |(low, high), shares| (low.min(shares[which]), high.max(shares[which])));
        Share { share: is[which], ci95: [low, high] }
    };
    Shares { above: share(0), within: share(1), below: share(2), spreads: false, mean, sd: 0.0, hundred: vec![mean; HUNDRED] }
}

/// How much of a normal distribution is above, within and below what matters.
fn shares_of_normal(mean: f64, sd: f64, matters: f64) -> [f64; 3] {
    let over = |border: f64| match sd > 0.0 {
        true => normal::distribution((mean - border) / sd),
        false => f64::from(u8::from(mean > border)),
    };
    let (above, not_below) = (over(matters), if sd > 0.0 { over(-matters) } else { f64::from(u8::from(mean >= -matters)) });
    [above, not_below - above, 1.0 - not_below]
}

fn deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    if values.len() < 2 {
        return 0.0;
    }
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

    /// How likely what was seen of a firm is at each point, with noise of this variance.
    fn likelihood(&self, firm: &Seen, noise: f64) -> Vec<f64> {
        let (mean, variance) = (firm.mean(), (noise * firm.scale_of_mean()).max(self.step * self.step / 4.0));
        (0..POINTS).map(|place| math::exp(-square(mean - self.at(place)) / (2.0 * variance))).collect()
    }

    /// Weights of the points, with noise of this variance.
    fn fitted(&self, firms: &[Seen], noise: f64) -> Vec<f64> {
        let seen: Vec<Vec<f64>> = firms.iter().map(|firm| self.likelihood(firm, noise)).collect();
        let mut weights = vec![1.0 / POINTS as f64; POINTS];
        for _ in 0..STEPS {
            let mut next = vec![0.0; POINTS];
            for likelihood in &seen {
                let all: f64 = likelihood.iter().zip(&weights).map(|(l, w)| l * w).sum();
                if all > 0.0 {
                    let share = 1.0 / (all * seen.len() as f64);
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

    /// The differences that so large shares of firms stay below, with shares in rising order; a point stands for the stretch around it.
    fn quantiles(&self, weights: &[f64], shares: impl Iterator<Item = f64>) -> Vec<f64> {
        let (mut place, mut before) = (0, 0.0);
        let quantile = |share: f64| {
            while place + 1 < POINTS && before + weights[place] < share {
                before += weights[place];
                place += 1;
            }
            let within = (share - before) / weights[place].max(f64::MIN_POSITIVE);
            self.at(place) + self.step * (within.clamp(0.0, 1.0) - 0.5)
        };
        shares.map(quantile).collect()
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
            Seen { worlds: (0..worlds).map(|_| is + NOISE * stream.normal()).collect(), scale: 1.0 }
        };
        let list = (0..count).map(one).collect();
        (list, exact)
    }

    /// Noise that is known.
    fn known() -> Noise {
        Noise::new(&[-NOISE, NOISE].repeat(500), 1.0, false).expect("worlds")
    }

    /// Noise as it is learnt from forty worlds.
    fn learnt(number: u64, noise: impl Fn(&mut Stream) -> f64) -> Noise {
        let mut stream = Streams::new(8, number).stream(Purpose::named("a test of firms"), 0, 0);
        let worlds: Vec<f64> = (0..40).map(|_| noise(&mut stream)).collect();
        Noise::new(&worlds, 1.0, false).expect("worlds")
    }

    fn found(list: &[Seen], noise: &Noise) -> Shares {
        let mut stream = Streams::new(1, 1).stream(Purpose::named("samples of a test"), 0, 0);
        shares(list, noise, true, MATTERS, || stream.uniform()).expect("firms")
    }

    fn usual(number: u64) -> Noise {
        learnt(number, |stream| NOISE * stream.normal())
    }

    /// Mean errors in points over several sets of firms: of the larger shares, which are what is said.
    fn error(worlds: usize, truth: impl Fn(&mut Stream) -> f64 + Copy) -> f64 {
        const SETS: u64 = 4;
        let squares: f64 = (0..SETS)
            .map(|number| {
                let (list, exact) = firms(400, worlds, number, truth);
                let shares = found(&list, &known());
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

    /// Normal noise, or noise with heavy tails, of the same variance.
    fn noise(stream: &mut Stream, is_heavy: bool) -> f64 {
        // One in ten has a variance of seven, the others of a third.
        let variance: f64 = if !is_heavy {
            1.0
        } else if stream.uniform() < 0.1 {
            7.0
        } else {
            1.0 / 3.0
        };
        NOISE * variance.sqrt() * stream.normal()
    }

    /// In how many of so many sets of three hundred firms the intervals of both outer shares hold the true ones, the noise learnt.
    fn covered(sets: u64, is_heavy: bool, truth: impl Fn(&mut Stream) -> f64 + Copy + Sync) -> f64 {
        let mut stream = Streams::new(9, 9).stream(Purpose::named("a test of firms"), 0, 0);
        let all: Vec<f64> = (0..100_000).map(|_| truth(&mut stream)).collect();
        let share = |is: &dyn Fn(f64) -> bool| all.iter().filter(|value| is(**value)).count() as f64 / all.len() as f64;
        let exact = [share(&|value| value > MATTERS), share(&|value| value < -MATTERS)];
        let covers = |number: u64| {
            let mut stream = Streams::new(10, number).stream(Purpose::named("a test of firms"), 0, 0);
            let mut one = |place: usize| {
                let is = truth(&mut stream);
                let worlds = 1 + usize::from(place.is_multiple_of(5));
                Seen { worlds: (0..worlds).map(|_| is + noise(&mut stream, is_heavy)).collect(), scale: 1.0 }
            };
            let firms: Vec<Seen> = (0..300).map(&mut one).collect();
            let shares = found(&firms, &learnt(number, |stream| noise(stream, is_heavy)));
            let holds = |(share, exact): (&Share, f64)| f64::from(u8::from((share.ci95[0]..=share.ci95[1]).contains(&exact)));
            [&shares.above, &shares.below].into_iter().zip(exact).map(holds).sum::<f64>() / 2.0
        };
        (0..sets).map(covers).sum::<f64>() / sets as f64
    }

    /// Intervals are to hold the true shares in 95 of 100 sets. `WINFLOW_COVERAGE=all` tries sixty sets of each kind, and prints how many they
    /// are; fewest where true differences are very skewed and noise has heavy tails.
    #[test]
    fn intervals_hold_the_true_shares_though_the_noise_is_learnt() {
        let is_all = std::env::var("WINFLOW_COVERAGE").is_ok_and(|asked| asked == "all");
        let sets = if is_all { 60 } else { 2 };
        let normal_truth = |stream: &mut Stream| 0.02 + 0.147 * stream.normal();
        let narrow = |stream: &mut Stream| 0.02 + 0.06 * stream.normal();
        let humps =
            |stream: &mut Stream| if stream.uniform() < 0.5 { -0.15 + 0.05 * stream.normal() } else { 0.12 + 0.05 * stream.normal() };
        let skewed = |stream: &mut Stream| -0.15 + 0.15 * math::exp(0.8 * stream.normal());
        let mut all = Vec::new();
        for is_heavy in [false, true] {
            let of = [
                ("normal", covered(sets, is_heavy, normal_truth), 0.9),
                ("narrow", covered(sets, is_heavy, narrow), 0.9),
                ("humps", covered(sets, is_heavy, humps), 0.88),
                ("skewed", covered(sets, is_heavy, skewed), 0.72),
                ("alike above", covered(sets, is_heavy, |_| 0.1), 0.85),
                ("alike within", covered(sets, is_heavy, |_| 0.0), 0.85),
            ];
            for (name, share, least) in of {
                println!("{name}, tails {}: {share:.3}", if is_heavy { "heavy" } else { "normal" });
                assert!(!is_all || share >= least, "{name}, heavy tails {is_heavy}: {share}");
                all.push(share);
            }
        }
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        assert!(mean > 0.85, "{mean} of all intervals hold the true share");
    }

    #[test]
    fn firms_that_are_alike_are_all_on_one_side() {
        for (is, expected) in [(0.25, [1.0, 0.0, 0.0]), (0.0, [0.0, 1.0, 0.0]), (-0.2, [0.0, 0.0, 1.0])] {
            let alike = (0..40).filter(|number| {
                let shares = found(&firms(300, 1, *number, |_| is).0, &usual(*number));
                !shares.spreads && [shares.above.share, shares.within.share, shares.below.share] == expected
            });
            // One set in twenty is taken to spread, by chance.
            assert!(alike.count() >= 34, "at {is}");
        }
    }

    #[test]
    fn a_hundred_firms_are_as_many_above_and_below_as_the_shares_say() {
        let shares = found(&firms(400, 1, 2, |stream| 0.05 + 0.15 * stream.normal()).0, &usual(2));
        let count = |is: fn(f64) -> bool| shares.hundred.iter().filter(|value| is(**value)).count() as f64;
        assert!(shares.hundred.len() == 100 && shares.hundred.is_sorted(), "{:?}", shares.hundred);
        assert!((count(|r| r > MATTERS) - 100.0 * shares.above.share).abs() <= 1.0, "{shares:?}");
        assert!((count(|r| r < -MATTERS) - 100.0 * shares.below.share).abs() <= 1.0, "{shares:?}");
    }

    #[test]
    fn the_other_way_round_is_the_opposite() {
        let (list, _) = firms(200, 1, 3, |stream| 0.05 + 0.1 * stream.normal());
        let turned: Vec<Seen> = list.iter().map(|firm| Seen { worlds: firm.worlds.iter().map(|r| -r).collect(), ..firm.clone() }).collect();
        let (one, other) = (found(&list, &usual(3)), found(&turned, &usual(3)));
        assert!(
            (one.above.share - other.below.share).abs() < 1e-6 && (one.below.share - other.above.share).abs() < 1e-6,
            "{one:?} {other:?}"
        );
        assert_eq!(shares(&list[..1], &usual(3), true, MATTERS, || 0.5), None);
    }
}
