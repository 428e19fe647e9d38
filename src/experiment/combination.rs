//! Linear combinations of measures over worlds, each measure under another system.
//!
//! A measure is a ratio of totals, linearised into one residual for each world (the delta method: Cochran, *Sampling Techniques*,
//! 1977, chapter 6). All systems run in the same worlds, so a combination of measures has in each world the same combination of
//! their residuals; the spread of that over worlds gives its standard error, and Student's t its interval. Where a combination is exactly
//! nothing in many worlds, the signs of the others have to settle its side as well ([`Signs`]).

use super::signs::{Signs, unless_rounding};
use super::statistics::{ERROR, interval};
use super::verdicts;
use crate::engine::math;
use crate::measure::Ratio;
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Spreads below this share of the values combined are rounding, not spread.
const ROUNDING: f64 = 1e-12;
/// Fewer worlds than these that all agree prove nothing.
const FEW: usize = 20;

/// A measure under one system: its ratio of totals and the residual of each world.
#[derive(Debug, Clone, PartialEq)]
pub struct Linear {
    /// Total over total.
    pub ratio: f64,
    residuals: Vec<f64>,
    /// The worlds' own ratios; those that have none are left out.
    values: Vec<Option<f64>>,
}

/// A combination of measures, with how far off it can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// The estimate.
    pub mean: f64,
    /// Its standard error over worlds; `None` for fewer than two.
    pub standard_error: Option<f64>,
    /// Number of worlds.
    pub worlds: usize,
    /// On which side of zero it lies in single worlds.
    pub signs: Signs,
}

impl Linear {
    /// A measure's totals, world by world; `None` if the ratio is undefined.
    pub fn new(worlds: &[Ratio]) -> Option<Self> {
        let numerator: f64 = worlds.iter().map(|w| w.numerator).sum();
        let denominator: f64 = worlds.iter().map(|w| w.denominator).sum();
        let ratio = numerator / denominator;
        let mean_denominator = denominator / worlds.len() as f64;
        let residuals = worlds.iter().map(|w| (w.numerator - ratio * w.denominator) / mean_denominator).collect();
        let values = worlds.iter().map(|w| Some(w.numerator / w.denominator).filter(|value| value.is_finite())).collect();
        ratio.is_finite().then_some(Self { ratio, residuals, values })
    }
}

/// The combination with these weights, which add up to zero: shares, differences and interactions do.
///
/// ```
/// use winflow::{experiment::combination::{Linear, contrast}, measure::Ratio};
/// let worlds = |values: [f64; 3]| Linear::new(&values.map(|numerator| Ratio { numerator, denominator: 1.0 })).unwrap();
/// let (a, b) = (worlds([1.0, 2.0, 3.0]), worlds([2.0, 4.0, 6.0]));
/// let gap = contrast(&[(-1.0, &a), (1.0, &b)]).unwrap();
/// assert_eq!(gap.mean, 2.0);
/// assert!((gap.standard_error.unwrap() - 1.0 / 3.0_f64.sqrt()).abs() < 1e-12);
/// ```
pub fn contrast(terms: &[(f64, &Linear)]) -> Option<Effect> {
    let (_, first) = terms.first()?;
    // Against the first, so that what all have in common does not drown the rest in rounding.
    let mean: f64 = terms.iter().map(|(weight, linear)| weight * (linear.ratio - first.ratio)).sum();
    let worlds = first.residuals.len();
    let of_world = |world: usize| terms.iter().map(|(weight, linear)| weight * linear.residuals[world]).sum::<f64>();
    let residuals: Vec<f64> = (0..worlds).map(of_world).collect();
    let rounding = ROUNDING * terms.iter().map(|(_, linear)| linear.ratio.abs()).fold(0.0, f64::max);
    let standard_error = standard_error(&residuals, rounding);
    let is_nothing = standard_error == Some(0.0) && mean.abs() <= rounding;
    let signs = Signs::of((0..worlds).map(|world| value(terms, world)));
    Some(Effect { mean: if is_nothing { 0.0 } else { mean }, standard_error, worlds, signs })
}

/// The combination in a single world; `None` if a part of it has no value there.
fn value(terms: &[(f64, &Linear)], world: usize) -> Option<f64> {
    let first = terms.first()?.1.values[world]?;
    let (mut sum, mut size) = (0.0, first.abs());
    for (weight, linear) in terms {
        let value = linear.values[world]?;
        sum += weight * (value - first);
        size = size.max(value.abs());
    }
    Some(unless_rounding(sum, size))
}

/// Standard error of a mean by two passes; nothing where the spread is rounding, `None` for fewer than two.
pub fn standard_error(values: &[f64], rounding: f64) -> Option<f64> {
    let n = values.len() as f64;
    (n >= 2.0).then(|| {
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
        if variance <= rounding * rounding { 0.0 } else { math::sqrt(variance / n) }
    })
}

/// Half of the 95 % interval of a mean of so many with this standard error, by Student's t.
pub fn half_width(standard_error: f64, of: usize) -> f64 {
    interval(0.0, standard_error, of)[1]
}

impl Effect {
    /// The 95 % interval.
    pub fn ci95(&self) -> Option<[f64; 2]> {
        self.standard_error.map(|error| self.reaching_zero(interval(self.mean, error, self.worlds)))
    }

    /// A 95 % interval of it, as far as zero where signs decide, and do not settle its side.
    pub fn reaching_zero(&self, ends: [f64; 2]) -> [f64; 2] {
        if self.signs.decide() { self.signs.reaching_zero(self.mean, ends, ERROR) } else { ends }
    }

    /// Probability of an effect this far from zero, on either side, if there were none. 1 where there is none in any world.
    pub fn p_value(&self) -> Option<f64> {
        let error = self.standard_error?;
        if error == 0.0 {
            // A few worlds that happen to agree are no proof.
            return Some(if self.mean == 0.0 || self.worlds < FEW { 1.0 } else { 0.0 });
        }
        let student = StudentsT::new(0.0, 1.0, self.worlds as f64 - 1.0).ok()?;
        let of_mean = 2.0 * student.cdf(-(self.mean / error).abs());
        Some(if self.signs.decide() { of_mean.max(self.signs.two_sided(self.mean)) } else { of_mean })
    }
}

/// P-values of findings that are read together, corrected by Holm's step-down procedure; what is undefined is not counted.
///
/// ```
/// use winflow::experiment::combination::holm;
/// assert_eq!(holm(&[Some(0.03), None, Some(0.01)]), [Some(0.03), None, Some(0.02)]);
/// ```
pub fn holm(p_values: &[Option<f64>]) -> Vec<Option<f64>> {
    let defined: Vec<f64> = p_values.iter().copied().flatten().collect();
    let mut adjusted = verdicts::holm(&defined).into_iter();
    p_values.iter().map(|p| p.and_then(|_| adjusted.next())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::interval::{Method, Sample};

    fn worlds(shift: u64) -> Vec<Ratio> {
        (0..12)
            .map(|w| {
                let below = 100.0 + ((w * 37 + shift) % 23) as f64;
                Ratio { numerator: below * 0.3 + ((w * 11 + 3 * shift) % 17) as f64, denominator: below }
            })
            .collect()
    }

    #[test]
    fn a_difference_is_that_of_compare() {
        let (a, b) = (worlds(0), worlds(5));
        let sample = |worlds: &[Ratio]| Sample::ratio(worlds).expect("a ratio");
        let expected = sample(&a).to(&sample(&b)).infer_by(Method::Student).expect("several worlds");
        let (a, b) = (Linear::new(&a).expect("a ratio"), Linear::new(&b).expect("a ratio"));
        let gap = contrast(&[(-1.0, &a), (1.0, &b)]).expect("a difference");
        let ([low, high], [other_low, other_high]) = (gap.ci95().expect("an interval"), expected.interval(0.05));
        assert!((low - other_low).abs() < 1e-12 && (high - other_high).abs() < 1e-12);
        assert!((gap.p_value().expect("a p-value") - expected.p_value()).abs() < 1e-12);
    }

    #[test]
    fn what_is_the_same_in_every_world_has_no_effect() {
        let a = Linear::new(&worlds(0)).expect("a ratio");
        let none = contrast(&[(-1.0, &a), (0.25, &a), (0.75, &a)]).expect("an effect");
        assert_eq!((none.mean, none.standard_error, none.p_value()), (0.0, Some(0.0), Some(1.0)));
        let b = Linear::new(&worlds(5)).expect("a ratio");
        let rounded = contrast(&[(1.0 / 3.0, &b), (1.0, &a), (-1.0 / 6.0, &b), (-1.0, &a), (-1.0 / 6.0, &b)]).expect("an effect");
        assert_eq!((rounded.mean, rounded.p_value()), (0.0, Some(1.0)));
        assert_eq!(Linear::new(&[Ratio::default()]), None);
    }

    #[test]
    fn holm_gives_the_example_worked_by_hand() {
        // Sorted 0.005, 0.01, 0.03, 0.04 times 4, 3, 2, 1: 0.02, 0.03, 0.06, 0.04; never falling: 0.02, 0.03, 0.06, 0.06.
        let adjusted = holm(&[Some(0.01), Some(0.04), Some(0.03), Some(0.005)]);
        let expected = [0.03, 0.06, 0.06, 0.02];
        assert!(adjusted.iter().zip(expected).all(|(p, e)| (p.expect("defined") - e).abs() < 1e-15), "{adjusted:?}");
        assert_eq!(holm(&[Some(0.7), Some(0.9)]), [Some(1.0), Some(1.0)]);
    }
}
