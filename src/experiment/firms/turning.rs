//! Where a lead is gone: the value of an assumption at which two systems are level, all others as described.
//!
//! The difference is simulated at a few values over the range and fitted by a parabola; where that crosses nothing, a root is suspected. Near
//! an end a root can be the noise of a few worlds, so it counts only if fresh worlds on its two sides have opposite signs, each surely, with all
//! that were suspected counted (Bonferroni). Fresh worlds at the root then correct it, and more at the corrected root once more.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// Values at which an assumption is tried over its range.
pub const VALUES: usize = 5;
/// Chance that any of the roots that count has none of both signs beside it.
const ERROR: f64 = 0.05;
/// Chance that an interval misses.
const ALPHA: f64 = 0.05;
/// Steps between the sides of a root in which it is looked for.
const STEPS: usize = 2000;

/// What was seen in a world with the assumption at this value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tried {
    /// The value.
    pub value: f64,
    /// The difference.
    pub difference: f64,
}

/// A root that is suspected, and between which values fresh worlds are to look at its sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Suspected {
    /// Where the parabola crosses nothing.
    pub at: f64,
    /// A value on each side of it: half way to the next root, or the end.
    pub sides: [f64; 2],
}

/// A root that counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Turning {
    /// The value at which the systems are level.
    pub at: f64,
    /// Its 95 % interval.
    pub ci95: [f64; 2],
    /// The values beside it, and the mean differences there.
    pub sides: [(f64, f64); 2],
}

/// The values at which an assumption is tried.
pub fn values(low: f64, high: f64) -> Vec<f64> {
    let between = (1..VALUES - 1).map(|place| low + (high - low) * place as f64 / (VALUES - 1) as f64);
    std::iter::once(low).chain(between).chain([high]).collect()
}

/// The mean of differences with its standard error; `None` with fewer than two.
pub fn mean(differences: &[f64]) -> Option<(f64, f64)> {
    let count = differences.len() as f64;
    if differences.len() < 2 {
        return None;
    }
    let mean = differences.iter().sum::<f64>() / count;
    let squares = differences.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>();
    Some((mean, (squares / (count - 1.0) / count).sqrt()))
}

/// Where the parabola through what was tried crosses nothing, between these ends.
pub fn suspected(tried: &[Tried], (low, high): (f64, f64)) -> Vec<Suspected> {
    let Some([a, b, c]) = parabola(tried, (low, high)) else { return Vec::new() };
    // In halves of the range around its middle.
    let mut at: Vec<f64> = if c.abs() < 1e-12 {
        if b == 0.0 { Vec::new() } else { vec![-a / b] }
    } else {
        let inside = b * b - 4.0 * a * c;
        if inside <= 0.0 { Vec::new() } else { [-1.0, 1.0].map(|sign| (-b + sign * inside.sqrt()) / (2.0 * c)).to_vec() }
    };
    at.retain(|z| z.abs() < 1.0);
    at.sort_by(f64::total_cmp);
    let value = |z: f64| match z {
        -1.0 => low,
        1.0 => high,
        z => f64::midpoint(low, high) + z * (high - low) / 2.0,
    };
    let ends: Vec<f64> = [-1.0].into_iter().chain(at.iter().copied()).chain([1.0]).collect();
    // Half way to another root, where the parabola is farthest from nothing, or at the end.
    let side = |from: f64, to: f64| if to.abs() == 1.0 { value(to) } else { value(f64::midpoint(from, to)) };
    let one = |three: &[f64]| Suspected { at: value(three[1]), sides: [side(three[1], three[0]), side(three[1], three[2])] };
    ends.windows(3).map(one).collect()
}

/// Least squares of `a + b z + c z²`, with the range from -1 to 1.
fn parabola(tried: &[Tried], (low, high): (f64, f64)) -> Option<[f64; 3]> {
    let z = |value: f64| (value - f64::midpoint(low, high)) / ((high - low) / 2.0);
    // Normal equations of the powers.
    let mut powers = [0.0; 5];
    let mut right = [0.0; 3];
    for one in tried {
        let mut power = 1.0;
        for (place, sum) in powers.iter_mut().enumerate() {
            *sum += power;
            if place < 3 {
                right[place] += power * one.difference;
            }
            power *= z(one.value);
        }
    }
    let column = |place: usize| [powers[place], powers[place + 1], powers[place + 2]];
    let matrix = [column(0), column(1), column(2)];
    let whole = determinant(matrix);
    let solved = |place: usize| {
        let mut with = matrix;
        with[place] = right;
        determinant(with) / whole
    };
    (whole.abs() > 1e-9).then(|| [solved(0), solved(1), solved(2)])
}

fn determinant([a, b, c]: [[f64; 3]; 3]) -> f64 {
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0])
}

/// A quantile of Student's t for the mean of so many worlds.
pub fn quantile(share: f64, worlds: usize) -> Option<f64> {
    StudentsT::new(0.0, 1.0, worlds.saturating_sub(1) as f64).ok().map(|t| t.inverse_cdf(share))
}

/// Whether the sides have opposite signs, each surely, where so many roots were suspected. Gives their means.
pub fn has_two_sides(sides: [&[f64]; 2], suspected: usize) -> Option<[f64; 2]> {
    let [left, right] = [mean(sides[0])?, mean(sides[1])?];
    let sure = quantile(1.0 - ERROR / (2.0 * suspected.max(1) as f64), sides[0].len().min(sides[1].len()))?;
    let is_sure = |(mean, error): (f64, f64)| mean.abs() > sure * error;
    (left.0 * right.0 < 0.0 && is_sure(left) && is_sure(right)).then_some([left.0, right.0])
}

/// The root by what fresh worlds show beside and near it: where the parabola through their means crosses nothing. Its interval holds the
/// values at which the parabola may be nothing, with the errors of all these means (after Fieller 1954); it ends before the sides, where the
/// sign is sure. `None` where too little was seen.
pub fn corrected(root: Suspected, seen: &[Tried], sides: [f64; 2]) -> Option<Turning> {
    let [left, right] = root.sides;
    let mut values: Vec<f64> = seen.iter().map(|tried| tried.value).collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    let at = |value: f64| seen.iter().filter(|tried| tried.value == value).map(|tried| tried.difference).collect::<Vec<f64>>();
    let fewest = values.iter().map(|value| at(*value).len()).min()?;
    let means: Option<Vec<Mean>> = values.iter().map(|value| Mean::new(*value, &at(*value), [left, right])).collect();
    let fit = Fit::new(&means?)?;
    let reach = quantile(1.0 - ALPHA / 2.0, fewest)?;
    // Between the sides, finely.
    let value = |place: usize| left + (right - left) * place as f64 / STEPS as f64;
    let of = |place: usize| fit.at(2.0 * place as f64 / STEPS as f64 - 1.0);
    let crosses = (0..STEPS).find(|place| (of(*place).0 > 0.0) != (of(place + 1).0 > 0.0))?;
    let may_be_nothing = |place: &usize| {
        let (mean, error) = of(*place);
        mean.abs() <= reach * error
    };
    let low = (0..=crosses).rev().take_while(may_be_nothing).last().unwrap_or(crosses);
    let high = (crosses + 1..=STEPS).take_while(may_be_nothing).last().unwrap_or(crosses + 1);
    let [(before, _), (after, _)] = [of(crosses), of(crosses + 1)];
    let within = (value(crosses + 1) - value(crosses)) * before / (before - after);
    Some(Turning { at: value(crosses) + within, ci95: [value(low), value(high)], sides: [(left, sides[0]), (right, sides[1])] })
}

/// The mean at a value: its place between the sides from -1 to 1, and its variance.
struct Mean {
    place: f64,
    mean: f64,
    variance: f64,
}

impl Mean {
    fn new(value: f64, differences: &[f64], [left, right]: [f64; 2]) -> Option<Self> {
        let (mean, error) = mean(differences)?;
        Some(Self { place: 2.0 * (value - left) / (right - left) - 1.0, mean, variance: (error * error).max(f64::MIN_POSITIVE.sqrt()) })
    }
}

/// A parabola through means, by weighted least squares.
struct Fit {
    coefficients: [f64; 3],
    /// Of the coefficients.
    covariance: [[f64; 3]; 3],
}

impl Fit {
    fn new(means: &[Mean]) -> Option<Self> {
        let (mut matrix, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
        for Mean { place, mean, variance } in means {
            let powers = [1.0, *place, place * place];
            for (row, a) in powers.iter().enumerate() {
                right[row] += a * mean / variance;
                powers.iter().enumerate().for_each(|(column, b)| matrix[row][column] += a * b / variance);
            }
        }
        let covariance = inverse(matrix)?;
        let coefficients = covariance.map(|row| row.iter().zip(right).map(|(a, b)| a * b).sum());
        Some(Self { coefficients, covariance })
    }

    /// The parabola at a place, and its standard error.
    fn at(&self, place: f64) -> (f64, f64) {
        let powers = [1.0, place, place * place];
        let value = self.coefficients.iter().zip(powers).map(|(c, power)| c * power).sum();
        let of_row = |(row, a): (&[f64; 3], f64)| a * row.iter().zip(powers).map(|(c, b)| c * b).sum::<f64>();
        let variance: f64 = self.covariance.iter().zip(powers).map(of_row).sum();
        (value, variance.max(0.0).sqrt())
    }
}

/// The inverse of a matrix, by its cofactors; `None` where it has none.
fn inverse(matrix: [[f64; 3]; 3]) -> Option<[[f64; 3]; 3]> {
    let whole = determinant(matrix);
    let cofactor = |row: usize, column: usize| {
        let at = |r: usize, c: usize| matrix[(row + r) % 3][(column + c) % 3];
        at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)
    };
    let scale = matrix[0][0] * matrix[1][1] * matrix[2][2];
    (whole.is_finite() && whole.abs() > 1e-12 * scale.abs())
        .then(|| [0, 1, 2].map(|row| [0, 1, 2].map(|column| cofactor(column, row) / whole)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Stream, Streams};

    const RANGE: (f64, f64) = (0.5, 1.5);

    fn stream(number: u64) -> Stream {
        Streams::new(5, number).stream(Purpose::named("a test of turning"), 0, 0)
    }

    /// Looks for turnings of a function in noise as large as that of worlds; gives those that count.
    fn found(number: u64, of: impl Fn(f64) -> f64) -> Vec<Turning> {
        let mut stream = stream(number);
        let mut worlds = |value: f64, count: usize| -> Vec<f64> { (0..count).map(|_| of(value) + 0.12 * stream.normal()).collect() };
        let mut tried = Vec::new();
        for value in values(RANGE.0, RANGE.1) {
            tried.extend(worlds(value, 10).into_iter().map(|difference| Tried { value, difference }));
        }
        let roots = suspected(&tried, RANGE);
        let count = roots.len();
        let one = |root: Suspected| {
            let [left, right] = root.sides.map(|side| worlds(side, 24));
            let sides = has_two_sides([&left, &right], count)?;
            let at = |value: f64, list: Vec<f64>| list.into_iter().map(move |difference| Tried { value, difference });
            let mut seen: Vec<Tried> = at(root.sides[0], left).chain(at(root.sides[1], right)).collect();
            seen.extend(at(root.at, worlds(root.at, 40)));
            let first = corrected(root, &seen, sides)?.at;
            seen.extend(at(first, worlds(first, 240)));
            corrected(root, &seen, sides)
        };
        roots.into_iter().filter_map(one).collect()
    }

    #[test]
    fn a_parabola_is_found_to_the_last_digit() {
        let tried: Vec<Tried> =
            values(RANGE.0, RANGE.1).into_iter().map(|value| Tried { value, difference: (value - 0.7) * (1.3 - value) }).collect();
        let roots = suspected(&tried, RANGE);
        assert_eq!(roots.len(), 2);
        assert!((roots[0].at - 0.7).abs() < 1e-9 && (roots[1].at - 1.3).abs() < 1e-9, "{roots:?}");
        assert!((roots[0].sides[0] - 0.5).abs() < 1e-9 && (roots[0].sides[1] - 1.0).abs() < 1e-9);
        assert!(suspected(&[], RANGE).is_empty() && suspected(&tried[..1], RANGE).is_empty());
    }

    /// At what is said to be the turning the difference is nothing, as well as the interval says, and in three hundred fresh worlds it is
    /// seldom farther from nothing than two standard errors.
    #[test]
    fn turnings_are_found_where_they_are() {
        let bent = |x: f64| 0.4 * (1.2 - x) + 0.3 * (1.2 - x) * (x - 0.5);
        for of in [|x: f64| 0.4 * (1.2 - x), bent] {
            let (mut count, mut covered, mut error, mut is_nothing) = (0.0, 0.0, 0.0, 0.0);
            let mut fresh = stream(999);
            for number in 0..200 {
                for turning in found(number, of) {
                    count += 1.0;
                    covered += f64::from((turning.ci95[0]..=turning.ci95[1]).contains(&1.2));
                    error += (turning.at - 1.2).abs();
                    let worlds: Vec<f64> = (0..300).map(|_| of(turning.at) + 0.12 * fresh.normal()).collect();
                    is_nothing += f64::from(mean(&worlds).is_some_and(|(mean, error)| mean.abs() <= 2.0 * error));
                }
            }
            assert!(count > 150.0, "{count} of 200 found");
            assert!(covered / count > 0.92 && error / count < 0.03, "{} covered, off by {}", covered / count, error / count);
            assert!(is_nothing / count > 0.75, "{} nothing", is_nothing / count);
        }
    }

    #[test]
    fn noise_is_seldom_a_turning() {
        let claimed = |of: fn(f64) -> f64| (0..300).filter(|number| !found(1000 + number, of).is_empty()).count();
        assert!(claimed(|_| 0.0) <= 15 && claimed(|_| 0.04) <= 9, "{} {}", claimed(|_| 0.0), claimed(|_| 0.04));
        // An end near nothing is no turning.
        assert!(claimed(|x| 0.1 * (1.6 - x)) <= 9, "{}", claimed(|x| 0.1 * (1.6 - x)));
    }
}
