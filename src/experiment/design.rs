//! Which combinations of values are tried: all of them, a Latin hypercube, or a Sobol sequence.

use crate::engine::{Purpose, Streams};
use crate::scenario::factor::{Factor, Level};

/// More points than these are refused.
pub const MOST_POINTS: usize = 4096;
/// More factors than these are refused: a Sobol sequence has no more dimensions here.
pub const MOST_FACTORS: usize = 64;
/// Latin hypercubes of which the one with the widest gaps is taken.
const DRAWS: u64 = 20;
/// Beyond so many points all are spread well, and to compare them takes long.
const MOST_POINTS_COMPARED: usize = 500;

/// The word for one factor at a time.
pub const ONE_WAY: &str = "one-way";

const LATIN: Purpose = Purpose::named("latin hypercube");

/// How points are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Design {
    /// Every value of each factor with every value of the others.
    Factorial,
    /// The scenario as it is, then one factor at a time at each of its values, the others as they are.
    OneWay,
    /// Each factor's range in as many strata as there are points, each used once (McKay, Beckman and Conover 1979).
    Latin,
    /// A scrambled Sobol sequence: even in all pairs of factors too (Owen 1995; Burley 2020).
    Sobol,
}

impl Design {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Factorial => "factorial",
            Self::OneWay => ONE_WAY,
            Self::Latin => "latin",
            Self::Sobol => "sobol",
        }
    }

    /// Whether its points are drawn.
    pub fn is_drawn(self) -> bool {
        matches!(self, Self::Latin | Self::Sobol)
    }

    /// How many points are drawn if nobody says so: ten for each factor (Loeppky, Sacks and Welch 2009); for a Sobol sequence the next
    /// power of two, at which it is balanced.
    pub fn points_default(self, factors: usize) -> usize {
        match self {
            Self::Sobol => (10 * factors).next_power_of_two(),
            _ => 10 * factors,
        }
    }
}

/// How many points there are of all combinations; `None` if there are too many to count.
pub fn combinations(factors: &[Factor]) -> Option<usize> {
    factors.iter().try_fold(1usize, |product, factor| product.checked_mul(factor.with_levels().len()))
}

/// The points of a design: for each the level of every factor. `count` does not matter where all combinations are taken.
pub fn points(factors: &[Factor], design: Design, count: usize, seed: u64) -> Vec<Vec<Level>> {
    let shares = match design {
        Design::Factorial => {
            let levels: Vec<Vec<Level>> = factors.iter().map(Factor::with_levels).collect();
            let counts: Vec<usize> = levels.iter().map(Vec::len).collect();
            let of_point = |point: Vec<usize>| point.iter().zip(&levels).map(|(&at, levels)| levels[at].clone()).collect();
            return factorial(&counts).into_iter().map(of_point).collect();
        }
        Design::OneWay => return one_way(factors),
        Design::Latin => latin(count, factors.len(), seed),
        Design::Sobol => sobol(count, factors.len(), seed),
    };
    shares.iter().map(|point| point.iter().zip(factors).map(|(&share, factor)| factor.at(share)).collect()).collect()
}

/// The scenario as it is, then each factor at each of its values that is another than it has.
fn one_way(factors: &[Factor]) -> Vec<Vec<Level>> {
    let base: Vec<Level> = factors.iter().map(|factor| factor.base.clone()).collect();
    let mut points = vec![base.clone()];
    for (place, factor) in factors.iter().enumerate() {
        for level in factor.with_levels().into_iter().filter(|level| level.value != factor.base.value) {
            let mut point = base.clone();
            point[place] = level;
            points.push(point);
        }
    }
    points
}

/// How many points there are if one factor is varied at a time.
pub fn one_at_a_time(factors: &[Factor]) -> usize {
    1 + factors.iter().map(|factor| factor.with_levels().len()).sum::<usize>()
}

/// All combinations of so many levels of each factor; the last factor changes first.
///
/// ```
/// use winflow::experiment::design::factorial;
/// assert_eq!(factorial(&[2, 2]), [[0, 0], [0, 1], [1, 0], [1, 1]]);
/// ```
pub fn factorial(counts: &[usize]) -> Vec<Vec<usize>> {
    counts.iter().fold(vec![Vec::new()], |points, &count| {
        let longer = |point: Vec<usize>| (0..count).map(move |level| [&point[..], &[level]].concat());
        points.into_iter().flat_map(longer).collect()
    })
}

/// A Latin hypercube in the unit cube: each of `count` strata of each factor has one point, anywhere in it (McKay, Beckman and Conover,
/// *Technometrics*, 1979). Of several, the one whose nearest points are farthest apart (Johnson, Moore and Ylvisaker, *Journal of
/// Statistical Planning and Inference*, 1990).
pub fn latin(count: usize, factors: usize, seed: u64) -> Vec<Vec<f64>> {
    let draws = if count <= MOST_POINTS_COMPARED { DRAWS } else { 1 };
    let candidates = (0..draws).map(|draw| one_latin(count, factors, seed, draw));
    let valued = candidates.map(|points| (if draws > 1 { nearest(&points) } else { 0.0 }, points));
    valued.reduce(|best, next| if next.0 > best.0 { next } else { best }).map_or_else(Vec::new, |(_, points)| points)
}

fn one_latin(count: usize, factors: usize, seed: u64, draw: u64) -> Vec<Vec<f64>> {
    let mut points = vec![vec![0.0; factors]; count];
    for factor in 0..factors {
        let mut stream = Streams::new(seed, 0).stream(LATIN, draw, factor as u64);
        let mut strata: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            strata.swap(last, stream.below(last as u64 + 1) as usize);
        }
        for (point, stratum) in points.iter_mut().zip(strata) {
            point[factor] = (stratum as f64 + stream.uniform()) / count as f64;
        }
    }
    points
}

/// The square of the least distance between two points.
fn nearest(points: &[Vec<f64>]) -> f64 {
    let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>();
    let pairs = points.iter().enumerate().flat_map(|(place, a)| points[..place].iter().map(move |b| distance(a, b)));
    pairs.fold(f64::INFINITY, f64::min)
}

/// The first points of a Sobol sequence in the unit cube, scrambled as Owen did (*Monte Carlo and Quasi-Monte Carlo Methods*, 1995) by
/// the hashes of Burley (*Journal of Computer Graphics Techniques*, 2020).
pub fn sobol(count: usize, factors: usize, seed: u64) -> Vec<Vec<f64>> {
    let seed = (seed ^ (seed >> 32)) as u32;
    let one = |point: usize, factor: usize| f64::from(sobol_burley::sample(point as u32, factor as u32, seed));
    (0..count).map(|point| (0..factors).map(|factor| one(point, factor)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factorial_has_every_combination_once() {
        let points = factorial(&[3, 2, 4]);
        assert_eq!((points.len(), &points[0], &points[23]), (24, &vec![0, 0, 0], &vec![2, 1, 3]));
        let mut distinct = points.clone();
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), 24);
    }

    /// One point in each stratum of each factor; so the mean of each is within half a stratum of a half.
    #[test]
    fn a_latin_hypercube_has_one_point_in_each_stratum() {
        for (count, factors, seed) in [(1, 3, 1), (7, 1, 2), (40, 5, 3), (600, 2, 4)] {
            let points = latin(count, factors, seed);
            for factor in 0..factors {
                let mut strata: Vec<usize> = points.iter().map(|p| (p[factor] * count as f64) as usize).collect();
                strata.sort_unstable();
                assert_eq!(strata, (0..count).collect::<Vec<_>>(), "{count} points, factor {factor}");
            }
        }
        assert_eq!(latin(9, 3, 5), latin(9, 3, 5));
        assert_ne!(latin(9, 3, 5), latin(9, 3, 6));
    }

    #[test]
    fn the_widest_of_several_latin_hypercubes_is_taken() {
        let best = nearest(&latin(20, 2, 1));
        assert!((0..DRAWS).all(|draw| nearest(&one_latin(20, 2, 1, draw)) <= best));
    }

    /// Hickernell's centred L2 discrepancy (*Mathematics of Computation*, 1998), squared.
    fn discrepancy(points: &[Vec<f64>]) -> f64 {
        let (n, k) = (points.len() as f64, points[0].len());
        let from_middle = |x: f64| (x - 0.5).abs();
        let single = |p: &Vec<f64>| p.iter().map(|&x| 1.0 + 0.5 * from_middle(x) - 0.5 * from_middle(x) * from_middle(x)).product::<f64>();
        let pair = |a: &Vec<f64>, b: &Vec<f64>| {
            let one = |(&x, &y): (&f64, &f64)| 1.0 + 0.5 * from_middle(x) + 0.5 * from_middle(y) - 0.5 * (x - y).abs();
            a.iter().zip(b).map(one).product::<f64>()
        };
        let start = (0..k).fold(1.0, |product, _| product * 13.0 / 12.0);
        let singles: f64 = points.iter().map(single).sum();
        let pairs: f64 = points.iter().flat_map(|a| points.iter().map(move |b| pair(a, b))).sum();
        start - 2.0 / n * singles + pairs / (n * n)
    }

    /// The centred discrepancy of one point in the middle is (13/12)^k - 2 + 1.
    #[test]
    fn a_sobol_sequence_is_more_even_than_chance() {
        assert!((discrepancy(&[vec![0.5, 0.5]]) - (169.0 / 144.0 - 1.0)).abs() < 1e-12);
        for seed in 1..=10 {
            let mut stream = Streams::new(seed, 0).stream(Purpose::named("test"), 0, 0);
            let random: Vec<Vec<f64>> = (0..64).map(|_| (0..3).map(|_| stream.uniform()).collect()).collect();
            let (chance, latin, sobol) = (discrepancy(&random), discrepancy(&latin(64, 3, seed)), discrepancy(&sobol(64, 3, seed)));
            assert!(sobol < latin && latin < chance, "seed {seed}: sobol {sobol}, latin {latin}, chance {chance}");
        }
    }

    /// A (0, 2)-sequence: in each elementary rectangle of area 1/16 there is one of the first 16 points.
    #[test]
    fn two_factors_of_a_sobol_sequence_fill_every_elementary_rectangle() {
        let points = sobol(16, 2, 9);
        for across in [1, 2, 4, 8, 16] {
            let down = 16 / across;
            let mut counts = vec![0; 16];
            points.iter().for_each(|p| counts[(p[0] * across as f64) as usize * down + (p[1] * down as f64) as usize] += 1);
            assert_eq!(counts, vec![1; 16], "{across} by {down}");
        }
    }
}
