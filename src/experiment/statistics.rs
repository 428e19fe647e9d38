//! Means, intervals and paired differences over worlds.
//!
//! Every measure is a ratio of totals. Its mean is the total of all worlds over the total of all worlds,
//! so that a small world weighs little. Its interval is over worlds ([`interval`](super::interval)). Deals within a world are not
//! independent, so nothing here counts them as if they were.
//!
//! The error of a mean (`ci95`: more worlds make it smaller) and the spread of outcomes (`p10` to
//! `p90`, between which eight of ten new worlds will lie: they do not) are two things.

use super::interval::{Doubt, Inference, Method, Sample, interval_at};
use super::signs::Signs;
use crate::measure::{Better, Ratio, predicted_quantile};

/// Two sums of the same amounts in another order differ by less than this share of them: a numerical tolerance.
pub(super) const ROUNDING: f64 = 1e-9;
/// Probability with which an interval may leave out the truth.
pub const ERROR: f64 = 0.05;

/// A measure of one system over all worlds. What is undefined is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Estimate {
    /// Total over total.
    pub mean: Option<f64>,
    /// 95 % interval of the mean.
    pub ci95: Option<[f64; 2]>,
    /// How that interval was computed.
    pub method: Option<Method>,
    /// Why that interval may cover less often than it says; `None` if it is safe.
    pub doubt: Option<Doubt>,
    /// One world in ten will be below; `None` with fewer than nine worlds.
    pub p10: Option<f64>,
    /// Half the worlds will be below.
    pub p50: Option<f64>,
    /// Nine worlds in ten will be below; `None` with fewer than nine worlds.
    pub p90: Option<f64>,
}

/// A measure of a scenario less that of the baseline, in the same worlds. What is undefined is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Difference {
    /// Scenario less baseline.
    pub mean: Option<f64>,
    /// 95 % interval of that difference.
    pub ci95: Option<[f64; 2]>,
    /// The interval of one figure among several: all of them together leave out a truth in 5 % of cases at most.
    pub ci_among: Option<[f64; 2]>,
    /// How many those several are.
    pub figures: usize,
    /// How these intervals were computed.
    pub method: Option<Method>,
    /// Why they may cover less often than they say; `None` if they are safe.
    pub doubt: Option<Doubt>,
    /// Where many worlds are exactly the same, on which side the others lie; else `None`.
    pub signs: Option<Signs>,
    /// Probability of a difference this large, on either side, if there were none.
    pub p_value: Option<f64>,
    /// Share of worlds in which the scenario is better; ties count half.
    pub p_better: Option<f64>,
    /// Certainty that the scenario's mean is better.
    pub p_mean_better: Option<f64>,
    /// How many times more worlds unpaired comparison would need.
    pub variance_reduction: Option<f64>,
}

/// Sums a measure up over worlds.
///
/// ```
/// use winflow::{experiment::statistics::estimate, measure::Ratio};
/// let worlds = [Ratio { numerator: 2.0, denominator: 10.0 }, Ratio { numerator: 6.0, denominator: 10.0 }];
/// assert_eq!(estimate(&worlds).mean, Some(0.4));
/// ```
pub fn estimate(worlds: &[Ratio]) -> Estimate {
    let Some(sample) = Sample::ratio(worlds) else { return Estimate::default() };
    let mut values: Vec<f64> = worlds.iter().filter_map(value).collect();
    values.sort_by(f64::total_cmp);
    let inference = sample.infer();
    let inference = inference.as_ref();
    Estimate {
        mean: Some(sample.mean()),
        ci95: inference.map(|i| i.interval(ERROR)),
        method: inference.map(Inference::method),
        doubt: inference.and_then(Inference::doubt),
        p10: predicted_quantile(&values, 0.1),
        p50: predicted_quantile(&values, 0.5),
        p90: predicted_quantile(&values, 0.9),
    }
}

/// Compares a measure of two systems world by world; the slices hold the same worlds in the same order.
pub fn difference(baseline: &[Ratio], scenario: &[Ratio], better: Better) -> Difference {
    difference_among(1, baseline, scenario, better)
}

/// The same as one of several figures that are read together. What differs by rounding alone, in every world, is the same.
pub fn difference_among(figures: usize, baseline: &[Ratio], scenario: &[Ratio], better: Better) -> Difference {
    let scenario = if baseline.iter().zip(scenario).all(|(a, b)| are_alike(a, b)) { &baseline[..scenario.len()] } else { scenario };
    let (Some(a), Some(b)) = (Sample::ratio(baseline), Sample::ratio(scenario)) else { return Difference::default() };
    let paired = a.to(&b);
    let inference = paired.infer();
    let inference = inference.as_ref();
    Difference {
        mean: Some(paired.mean()),
        ci95: inference.map(|i| i.interval(ERROR)),
        ci_among: inference.map(|i| i.interval(ERROR / figures.max(1) as f64)),
        figures: figures.max(1),
        method: inference.map(Inference::method),
        doubt: inference.and_then(Inference::doubt),
        signs: inference.and_then(Inference::signs),
        p_value: inference.map(Inference::p_value),
        p_better: share_better(baseline, scenario, better),
        p_mean_better: inference.and_then(|i| certainty(i, better)),
        variance_reduction: variance_reduction(&a, &b, &paired),
    }
}

/// Whether two ratios are the same but for rounding.
fn are_alike(a: &Ratio, b: &Ratio) -> bool {
    let (left, right) = (a.numerator * b.denominator, b.numerator * a.denominator);
    (left - right).abs() <= ROUNDING * left.abs().max(right.abs()) && (a.denominator == 0.0) == (b.denominator == 0.0)
}

/// A world's own ratio, if it has one.
fn value(ratio: &Ratio) -> Option<f64> {
    let value = ratio.numerator / ratio.denominator;
    value.is_finite().then_some(value)
}

/// Student's 95 % interval around a mean over worlds with this standard error.
pub(super) fn interval(mean: f64, error: f64, worlds: usize) -> [f64; 2] {
    interval_at(mean, error, worlds, ERROR)
}

fn share_better(baseline: &[Ratio], scenario: &[Ratio], better: Better) -> Option<f64> {
    let sign = sign(better)?;
    let pairs = baseline.iter().zip(scenario).filter_map(|(a, b)| Some((value(a)?, value(b)?)));
    let (mut score, mut worlds) = (0.0, 0.0);
    for (a, b) in pairs {
        worlds += 1.0;
        score += match (sign * b).total_cmp(&(sign * a)) {
            _ if a == b => 0.5,
            std::cmp::Ordering::Greater => 1.0,
            _ => 0.0,
        };
    }
    (worlds > 0.0).then(|| score / worlds)
}

fn sign(better: Better) -> Option<f64> {
    match better {
        Better::Higher => Some(1.0),
        Better::Lower => Some(-1.0),
        Better::Neither => None,
    }
}

fn certainty(inference: &Inference, better: Better) -> Option<f64> {
    sign(better).map(|sign| if sign > 0.0 { inference.above_zero() } else { 1.0 - inference.above_zero() })
}

fn variance_reduction(a: &Sample, b: &Sample, paired: &Sample) -> Option<f64> {
    let paired = paired.variance().filter(|v| *v > 0.0)?;
    Some((a.variance()? + b.variance()?) / paired)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(values: &[f64]) -> Vec<Ratio> {
        values.iter().map(|&numerator| Ratio { numerator, denominator: 1.0 }).collect()
    }

    fn close(actual: Option<f64>, expected: f64) {
        let actual = actual.expect("defined");
        assert!((actual - expected).abs() < 1e-6, "{actual} should be {expected}");
    }

    /// Mean 3, sd sqrt(2.5), t(4; 0.975) = 2.776445 from the usual table.
    #[test]
    fn interval_of_plain_values_is_students() {
        let estimate = estimate(&plain(&[1.0, 2.0, 3.0, 4.0, 5.0]));
        let half = 2.776_445_1 * (2.5f64 / 5.0).sqrt();
        close(estimate.mean, 3.0);
        close(estimate.ci95.map(|ci| ci[0]), 3.0 - half);
        close(estimate.ci95.map(|ci| ci[1]), 3.0 + half);
        close(estimate.p50, 3.0);
        assert_eq!((estimate.p10, estimate.p90), (None, None), "five worlds do not tell where eight of ten will lie");
    }

    /// Table values of Student's t at 0.975.
    #[test]
    fn student_quantiles_agree_with_the_table() {
        for (worlds, expected) in [(2, 12.706_204_7), (10, 2.262_157_2), (40, 2.022_690_9), (201, 1.971_896_2)] {
            let [_, high] = interval(0.0, 1.0, worlds);
            assert!((high - expected).abs() < 1e-6, "{worlds} worlds: {high} should be {expected}");
        }
    }

    /// N = 1, 3; D = 2, 4: r = 4/6; e = (1 - 4/3)/3, (3 - 8/3)/3 = -1/9, +1/9; sd = sqrt(2)/9;
    /// standard error = 1/9; t(1) = 12.7062.
    #[test]
    fn a_ratio_is_total_over_total_with_the_delta_methods_error() {
        let worlds = [Ratio { numerator: 1.0, denominator: 2.0 }, Ratio { numerator: 3.0, denominator: 4.0 }];
        let estimate = estimate(&worlds);
        close(estimate.mean, 2.0 / 3.0);
        close(estimate.ci95.map(|ci| ci[1]), 2.0 / 3.0 + 12.706_204_7 / 9.0);
        close(estimate.p50, 0.625);
    }

    /// Differences 1, 2, 3: mean 2, se = 1/sqrt(3), t(2; 0.975) = 4.302653; P(t(2) < 2 sqrt 3) =
    /// 1/2 + x / (2 sqrt(2 + x^2)) = 1/2 + sqrt(12/14)/2. Var A = 1, var B = 4, var(B - A) = 1.
    #[test]
    fn differences_are_paired_by_world() {
        let (a, b) = (plain(&[1.0, 2.0, 3.0]), plain(&[2.0, 4.0, 6.0]));
        let up = difference(&a, &b, Better::Higher);
        close(up.mean, 2.0);
        close(up.ci95.map(|ci| ci[0]), 2.0 - 4.302_652_7 / 3f64.sqrt());
        close(up.p_better, 1.0);
        close(up.p_mean_better, 0.5 + (12.0f64 / 14.0).sqrt() / 2.0);
        close(up.variance_reduction, 5.0);
        let down = difference(&a, &b, Better::Lower);
        close(down.p_better, 0.0);
        close(down.p_mean_better, 0.5 - (12.0f64 / 14.0).sqrt() / 2.0);
        let neither = difference(&a, &b, Better::Neither);
        assert_eq!((neither.p_better, neither.p_mean_better), (None, None));
    }

    #[test]
    fn a_against_a_is_exactly_zero() {
        let a = plain(&[0.1, 0.7, 0.4]);
        let same = difference(&a, &a, Better::Higher);
        assert_eq!(same.mean, Some(0.0));
        assert_eq!(same.ci95, Some([0.0, 0.0]));
        assert_eq!((same.p_better, same.p_mean_better, same.variance_reduction), (Some(0.5), Some(0.5), None));
    }

    #[test]
    fn what_is_undefined_is_none() {
        assert_eq!(estimate(&[]), Estimate::default());
        assert_eq!(estimate(&[Ratio::default(); 3]), Estimate::default());
        let one = estimate(&plain(&[2.0]));
        assert_eq!((one.mean, one.ci95, one.p10, one.p50), (Some(2.0), None, None, Some(2.0)));
        let single = difference(&plain(&[2.0]), &plain(&[3.0]), Better::Higher);
        assert_eq!((single.mean, single.ci95, single.p_mean_better, single.p_better), (Some(1.0), None, None, Some(1.0)));
    }

    /// Worlds without the denominator count in the total but have no value of their own.
    #[test]
    fn empty_worlds_are_skipped_by_the_quantiles() {
        let worlds = [Ratio { numerator: 1.0, denominator: 2.0 }, Ratio::default(), Ratio { numerator: 3.0, denominator: 2.0 }];
        let estimate = estimate(&worlds);
        close(estimate.mean, 1.0);
        close(estimate.p50, 1.0);
    }

    /// Constant up to rounding: no spread, no variance reduction made of rounding.
    #[test]
    fn rounding_is_not_spread() {
        let worlds: Vec<Ratio> = (1..30).map(|i| Ratio { numerator: 0.1 * f64::from(i), denominator: f64::from(i) }).collect();
        let other: Vec<Ratio> = (1..30).map(|i| Ratio { numerator: 0.3 * f64::from(i), denominator: f64::from(i) }).collect();
        let between = difference(&worlds, &other, Better::Higher);
        assert_eq!(between.variance_reduction, None);
        assert_eq!(between.p_mean_better, Some(1.0));
    }
}
