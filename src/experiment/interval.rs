//! Intervals over worlds that cover as often as they say.
//!
//! A measure is a ratio of totals, and a comparison the difference of two. Either is linearised into one residual for each world
//! (the delta method: Cochran, *Sampling Techniques*, 1977, chapter 6). Where the residuals are near enough to symmetric, the
//! interval is Student's. Where they are skewed, as money is, Student's misses on one side, and the studentised bootstrap moves the ends
//! ("bootstrap-t": Hall, *Annals of Statistics* 16, 1988; Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993,
//! chapter 12). Heavy tails alone look like skewness to the bootstrap, and it then cuts the other side too short; so each end is the
//! farther of the two methods'. Where neither is to be trusted, there is a [`Doubt`]. Where two systems are exactly the same in a third
//! of the worlds, [`Signs`] decide, and the interval reaches zero unless they do. The limits are measured: `tests/winflow/coverage.rs`.

use super::signs::{Signs, unless_rounding};
use crate::engine::{Purpose, Streams, math};
use crate::measure::Ratio;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, StudentsT};

/// Resamples of worlds; one more than these is a multiple of 40, so that the quantiles of a 95 % interval are resamples.
const RESAMPLES: usize = 3999;
/// Draws of worlds for the bootstrap. The same for every figure, as the worlds are the same.
const RESAMPLING: Purpose = Purpose::named("experiment.resampling");
/// Spreads below this share of the mean are rounding, not spread.
const ROUNDING: f64 = 1e-12;
/// Among fewer worlds skewed ones cannot be told from others.
pub const FEWEST_WORLDS: usize = 20;
/// Fewer worlds than these are not resampled.
const FEWEST_RESAMPLED: usize = 5;
/// Skewness of the mean (that of worlds over the root of their number) from which Student's interval misses by half a point on one side
/// (Johnson, *JASA* 73, 1978).
const SKEWED: f64 = 0.06;
/// Skewness of the mean from which the bootstrap is not to be trusted either.
const TOO_SKEWED: f64 = 0.5;
/// So many worlds have to differ from the commonest value.
const FEWEST_CASES: usize = 10;
/// Skewness of the mean from which Student's interval is not to be trusted where most worlds have the same value. Resamples of a few
/// worlds with a case are too coarse to mend that.
const TOO_SKEWED_IF_RARE: f64 = 0.3;
/// So many worlds have to differ, where many do not, until the few large ones among them are likely to have come up: and then the skewness
/// that is left in the mean has to be one that Student's interval bears. With these limits a sure word was wrong in
/// at most 2.4 of 100 experiments of eight measures (`words_on_few_differences_are_seldom_wrong`, the long form).
pub(super) const FEWEST_DIFFERING: usize = 100;
/// Largest coefficient of variation of the mean denominator (Cochran 1977, chapter 6, asks for a tenth; a fifth covers).
const MOST_VARIED: f64 = 0.2;

/// With more worlds than these Student's distribution is taken as it is with so many: its quantiles differ by less than one in ten
/// thousand from any beyond, and computing them takes ever longer.
const MOST_FOR_STUDENT: usize = 20_000;

/// How an interval was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Student's t over worlds.
    Student,
    /// The studentised bootstrap over worlds, or Student's where that reaches farther.
    Bootstrap,
}

/// Why an interval may cover the truth less often than it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Fewer than twenty worlds.
    FewWorlds,
    /// Worlds too unlike each other for their number: a few large ones decide.
    Skewed,
    /// Nearly all worlds have the same value, most often none at all; or two systems are exactly the same in many of them.
    RareCases,
    /// The denominator is close to zero for its spread.
    SmallDenominator,
}

/// Worlds as a ratio of totals, or the difference of two, with one residual for each world.
#[derive(Debug, Clone)]
pub struct Sample {
    mean: f64,
    scale: f64,
    terms: Vec<RatioTerm>,
    residuals: Vec<f64>,
    /// The worlds' own values; those that have none are left out.
    values: Vec<Option<f64>>,
    /// Whether all worlds weigh the same: every denominator is the same in all of them.
    is_even: bool,
}

/// A ratio of totals: its residuals, and its denominators over their mean.
#[derive(Debug, Clone)]
struct RatioTerm {
    sign: f64,
    residuals: Vec<f64>,
    weights: Vec<f64>,
}

impl Sample {
    /// A ratio of totals; `None` if it is undefined.
    pub fn ratio(worlds: &[Ratio]) -> Option<Self> {
        let numerator: f64 = worlds.iter().map(|w| w.numerator).sum();
        let denominator: f64 = worlds.iter().map(|w| w.denominator).sum();
        let ratio = numerator / denominator;
        if !ratio.is_finite() {
            return None;
        }
        let mean_denominator = denominator / worlds.len() as f64;
        let residuals: Vec<f64> = worlds.iter().map(|w| (w.numerator - ratio * w.denominator) / mean_denominator).collect();
        let weights = worlds.iter().map(|w| w.denominator / mean_denominator);
        let values = worlds.iter().map(|w| Some(w.numerator / w.denominator).filter(|v| v.is_finite())).collect();
        let weights: Vec<f64> = weights.collect();
        let is_even = weights.iter().all(|weight| (weight - 1.0).abs() <= ROUNDING);
        let terms = vec![RatioTerm { sign: 1.0, residuals: residuals.clone(), weights }];
        Some(Self { mean: ratio, scale: ratio.abs(), terms, residuals, values, is_even })
    }

    /// The difference `other - self`, paired by world.
    pub fn to(&self, other: &Self) -> Self {
        let residuals = self.residuals.iter().zip(&other.residuals).map(|(a, b)| b - a).collect();
        let mut terms = other.terms.clone();
        terms.extend(self.terms.iter().map(|term| RatioTerm { sign: -term.sign, ..term.clone() }));
        let between = |a: f64, b: f64| unless_rounding(b - a, a.abs().max(b.abs()));
        let values = self.values.iter().zip(&other.values).map(|(a, b)| Some(between((*a)?, (*b)?))).collect();
        Self {
            mean: other.mean - self.mean,
            scale: self.scale.max(other.scale),
            terms,
            residuals,
            values,
            is_even: self.is_even && other.is_even,
        }
    }

    /// The ratio, or the difference.
    pub fn mean(&self) -> f64 {
        self.mean
    }

    /// How many worlds.
    pub fn worlds(&self) -> usize {
        self.residuals.len()
    }

    /// Variance over worlds by two passes; `None` for fewer than two worlds.
    pub fn variance(&self) -> Option<f64> {
        let n = self.residuals.len() as f64;
        (n >= 2.0).then(|| {
            let mean = self.residuals.iter().sum::<f64>() / n;
            self.spread(self.residuals.iter().map(|e| (e - mean) * (e - mean)).sum::<f64>() / (n - 1.0))
        })
    }

    /// A variance, or nothing where it is rounding.
    fn spread(&self, variance: f64) -> f64 {
        let rounding = ROUNDING * self.scale;
        if variance <= rounding * rounding { 0.0 } else { variance }
    }

    /// Standard error of the mean; `None` for fewer than two worlds.
    pub fn standard_error(&self) -> Option<f64> {
        self.variance().map(|variance| math::sqrt(variance / self.worlds() as f64))
    }

    /// Skewness of the residuals over worlds; 0 without spread.
    pub fn skewness(&self) -> f64 {
        let n = self.worlds() as f64;
        let Some(variance) = self.variance().filter(|v| *v > 0.0) else { return 0.0 };
        let mean = self.residuals.iter().sum::<f64>() / n;
        let cubes: f64 = self.residuals.iter().map(|e| (e - mean) * (e - mean) * (e - mean)).sum();
        let deviation = math::sqrt(variance * (n - 1.0) / n);
        cubes / n / (deviation * deviation * deviation)
    }

    /// Why neither Student's interval nor the bootstrap's would cover as often as it says.
    fn doubt(&self) -> Option<Doubt> {
        if self.worlds() < FEWEST_WORLDS {
            return Some(Doubt::FewWorlds);
        }
        if self.variance() == Some(0.0) {
            return None;
        }
        if self.cases() < FEWEST_CASES || self.is_rare() && self.relative_skewness().abs() > TOO_SKEWED_IF_RARE {
            return Some(Doubt::RareCases);
        }
        if self.signs().is_some_and(|signs| signs.differing() < FEWEST_DIFFERING || self.relative_skewness().abs() > SKEWED) {
            return Some(Doubt::RareCases);
        }
        if self.terms.iter().any(|term| term.variation_of_mean() > MOST_VARIED) {
            return Some(Doubt::SmallDenominator);
        }
        (self.relative_skewness().abs() > TOO_SKEWED).then_some(Doubt::Skewed)
    }

    /// Of a difference that is exactly none in many worlds, the sides on which the others lie.
    fn signs(&self) -> Option<Signs> {
        let is_difference = self.terms.len() > 1;
        Some(Signs::of(self.values.iter().copied())).filter(|signs| is_difference && signs.decide())
    }

    /// Whether most worlds have the same value, which is most often none.
    fn is_rare(&self) -> bool {
        2 * self.cases() < self.worlds()
    }

    /// How many worlds have a value, and another one than the commonest: where most worlds have none, the worlds with some.
    fn cases(&self) -> usize {
        let mut sorted: Vec<f64> = self.values.iter().copied().flatten().collect();
        sorted.sort_by(f64::total_cmp);
        let alike = |a: f64, b: f64| (a - b).abs() <= ROUNDING * self.scale;
        let commonest = sorted.chunk_by(|a, b| alike(*a, *b)).map(<[f64]>::len).max().unwrap_or(0);
        sorted.len() - commonest
    }

    /// What can be inferred from these worlds, by the method that suits them; `None` for fewer than two.
    pub fn infer(&self) -> Option<Inference> {
        let skewed = self.relative_skewness().abs() > SKEWED && self.worlds() >= FEWEST_RESAMPLED;
        self.infer_by(if skewed && !self.is_rare() { Method::Bootstrap } else { Method::Student })
    }

    /// What can be inferred by one method, whatever the worlds look like; by Student's where resamples have no spread.
    pub fn infer_by(&self, method: Method) -> Option<Inference> {
        let standard_error = self.standard_error()?;
        let deviations = if method == Method::Bootstrap && standard_error > 0.0 { self.deviations() } else { None };
        Some(Inference {
            mean: self.mean,
            standard_error,
            worlds: self.worlds(),
            relative_skewness: self.relative_skewness(),
            deviations,
            signs: self.signs(),
            doubt: self.doubt(),
        })
    }

    /// Skewness over the root of the worlds: what is left of it in the mean.
    pub fn relative_skewness(&self) -> f64 {
        self.skewness() / math::sqrt(self.worlds().max(1) as f64)
    }

    /// By how many of its own standard errors each resample of the worlds is off, sorted; `None` if too many resamples have no spread.
    fn deviations(&self) -> Option<Vec<f64>> {
        let streams = Streams::new(0, 0);
        let n = self.worlds();
        let mut drawn = vec![0usize; n];
        let mut deviations: Vec<f64> = (0..RESAMPLES)
            .map(|resample| {
                let mut stream = streams.stream(RESAMPLING, resample as u64, 0);
                drawn.iter_mut().for_each(|place| *place = stream.below(n as u64) as usize);
                self.deviation(&drawn)
            })
            .collect();
        deviations.sort_by(f64::total_cmp);
        let beyond = deviations.iter().filter(|t| !t.is_finite()).count();
        (beyond * 200 < RESAMPLES).then_some(deviations)
    }

    /// By how many standard errors of its own a resample is off the whole; infinite if it has no spread.
    fn deviation(&self, drawn: &[usize]) -> f64 {
        if self.is_even { self.deviation_of_mean(drawn) } else { self.deviation_of_ratio(drawn) }
    }

    /// Where all worlds weigh the same, the residuals are resampled as they are.
    fn deviation_of_mean(&self, drawn: &[usize]) -> f64 {
        let n = drawn.len() as f64;
        let (mut sum, mut squares) = (0.0, 0.0);
        for &w in drawn {
            let residual = self.residuals[w];
            sum += residual;
            squares += residual * residual;
        }
        self.standardised(sum / n, (squares - sum * sum / n) / (n - 1.0), n)
    }

    /// Ratios are resampled with their denominators.
    fn deviation_of_ratio(&self, drawn: &[usize]) -> f64 {
        let n = drawn.len() as f64;
        let mut off = 0.0;
        let mut shifts = [(0.0, 0.0); 2];
        for (term, shift) in self.terms.iter().zip(&mut shifts) {
            let (mut residual, mut weight) = (0.0, 0.0);
            for &w in drawn {
                residual += term.residuals[w];
                weight += term.weights[w];
            }
            let change = residual / weight;
            *shift = (change, term.sign * n / weight);
            off += term.sign * change;
        }
        let mut squares = 0.0;
        for &w in drawn {
            let mut residual = 0.0;
            for (term, (change, factor)) in self.terms.iter().zip(&shifts) {
                residual += factor * (term.residuals[w] - change * term.weights[w]);
            }
            squares += residual * residual;
        }
        self.standardised(off, squares / (n - 1.0), n)
    }

    fn standardised(&self, off: f64, variance: f64, n: f64) -> f64 {
        let variance = self.spread(variance);
        if off.is_finite() && variance > 0.0 {
            off / math::sqrt(variance / n)
        } else if off == 0.0 {
            0.0
        } else if off < 0.0 {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        }
    }
}

impl RatioTerm {
    /// Coefficient of variation of the mean denominator over worlds.
    fn variation_of_mean(&self) -> f64 {
        let n = self.weights.len() as f64;
        let squares: f64 = self.weights.iter().map(|w| (w - 1.0) * (w - 1.0)).sum();
        math::sqrt(squares / (n - 1.0) / n)
    }
}

/// A mean over worlds and how far off it can be.
#[derive(Debug, Clone)]
pub struct Inference {
    mean: f64,
    standard_error: f64,
    worlds: usize,
    relative_skewness: f64,
    deviations: Option<Vec<f64>>,
    signs: Option<Signs>,
    doubt: Option<Doubt>,
}

impl Inference {
    /// How the interval is computed.
    pub fn method(&self) -> Method {
        if self.deviations.is_some() { Method::Bootstrap } else { Method::Student }
    }

    /// Why the interval may cover less often than it says.
    pub fn doubt(&self) -> Option<Doubt> {
        self.doubt
    }

    /// On which side the worlds that differ lie; `None` if they are no difference, or seldom exactly none.
    pub fn signs(&self) -> Option<Signs> {
        self.signs
    }

    /// The interval that leaves out the truth with this probability, at most half of it on each side. It reaches zero where signs decide,
    /// and do not settle the side.
    pub fn interval(&self, error: f64) -> [f64; 2] {
        let ends = self.interval_of_mean(error);
        self.signs.map_or(ends, |signs| signs.reaching_zero(self.mean, ends, error))
    }

    fn interval_of_mean(&self, error: f64) -> [f64; 2] {
        let [low, high] = interval_at(self.mean, self.standard_error, self.worlds, error);
        match &self.deviations {
            None => [low, high],
            Some(deviations) => {
                let end = |share: f64| self.mean - at(deviations, share) * self.standard_error;
                [end(1.0 - error / 2.0).min(low), end(error / 2.0).max(high)]
            }
        }
    }

    /// Probability of a mean at least this far from zero, on its own side, if the true one were zero; where signs decide, or of as many
    /// worlds on that side, if that is more.
    pub fn one_sided(&self) -> f64 {
        let of_mean = self.one_sided_of_mean();
        self.signs.map_or(of_mean, |signs| of_mean.max(signs.one_sided(self.mean)).min(0.5))
    }

    fn one_sided_of_mean(&self) -> f64 {
        if self.mean == 0.0 {
            return 0.5;
        }
        if self.standard_error == 0.0 {
            return 0.0;
        }
        let t = self.mean / self.standard_error;
        let beyond = |t: f64| student(self.worlds).map_or(0.5, |s| s.cdf(-t.abs()));
        let Some(deviations) = &self.deviations else { return beyond(t) };
        let resamples =
            if t > 0.0 { deviations.len() - deviations.partition_point(|d| *d < t) } else { deviations.partition_point(|d| *d <= t) };
        let one = 1.0 / (RESAMPLES + 1) as f64;
        let share = if resamples > 0 { (resamples + 1) as f64 * one } else { beyond(self.straightened(t)).min(one) };
        share.max(beyond(t)).min(0.5)
    }

    /// The statistic without its skewness, for where no resample reaches (Hall, "On the removal of skewness by transformation",
    /// *Journal of the Royal Statistical Society B* 54, 1992).
    fn straightened(&self, t: f64) -> f64 {
        let g = self.relative_skewness;
        t + g * t * t / 3.0 + g * g * t * t * t / 27.0 + g / 6.0
    }

    /// Probability of a mean at least this far from zero, on either side, if the true one were zero.
    pub fn p_value(&self) -> f64 {
        2.0 * self.one_sided()
    }

    /// Certainty that the mean is above zero.
    pub fn above_zero(&self) -> f64 {
        if self.mean > 0.0 { 1.0 - self.one_sided() } else { self.one_sided() }
    }
}

/// The value below which a share of the resamples lies: the order statistic `share (B + 1)`, linear between two.
fn at(sorted: &[f64], share: f64) -> f64 {
    let place = (share * (sorted.len() + 1) as f64 - 1.0).clamp(0.0, (sorted.len() - 1) as f64);
    let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    if low == high || low.is_infinite() { low } else { low + (high - low) * place.fract() }
}

fn student(worlds: usize) -> Option<StudentsT> {
    StudentsT::new(0.0, 1.0, worlds.clamp(1, MOST_FOR_STUDENT).saturating_sub(1) as f64).ok()
}

/// By how many standard errors Student's interval over so many worlds reaches to either side if it leaves out the truth with this
/// probability; infinite for fewer than two worlds.
pub fn student_quantile(worlds: usize, error: f64) -> f64 {
    student(worlds).map_or(f64::INFINITY, |t| t.inverse_cdf(1.0 - error / 2.0))
}

/// Student's interval around a mean over worlds that leaves out the truth with this probability.
pub(super) fn interval_at(mean: f64, standard_error: f64, worlds: usize, error: f64) -> [f64; 2] {
    let half = student_quantile(worlds, error) * standard_error;
    [mean - half, mean + half]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(values: &[f64]) -> Sample {
        let worlds: Vec<Ratio> = values.iter().map(|&numerator| Ratio { numerator, denominator: 1.0 }).collect();
        Sample::ratio(&worlds).expect("defined")
    }

    /// Forty values that rise ever faster, with some order.
    fn skewed(worlds: u32) -> Sample {
        plain(&(0..worlds).map(|w| math::exp(4.0 * f64::from(w) / f64::from(worlds))).collect::<Vec<_>>())
    }

    /// 0, 0, 0, 4: mean 1, sum of squares 12, of cubes 24; with the variance 12/4 = 3, skewness (24/4) / 3^1.5.
    #[test]
    fn skewness_is_the_third_moment_over_the_standard_deviation() {
        let expected = 6.0 / math::pow(3.0, 1.5);
        assert!((plain(&[0.0, 0.0, 0.0, 4.0]).skewness() - expected).abs() < 1e-12);
        assert!((plain(&[0.0, 0.0, 0.0, 4.0]).relative_skewness() - expected / 2.0).abs() < 1e-12);
        assert_eq!(plain(&[2.0, 2.0, 2.0]).skewness(), 0.0);
    }

    /// 1, 2, 3 resampled to 1, 1, 3: off by 5/3 - 2 = -1/3; squares 4/9 + 4/9 + 16/9 = 24/9; standard error sqrt(24/9 / 2 / 3) = 2/3.
    #[test]
    fn a_resample_is_off_by_so_many_of_its_own_standard_errors() {
        let sample = plain(&[1.0, 2.0, 3.0]);
        assert!((sample.deviation(&[0, 0, 2]) + 0.5).abs() < 1e-12);
        assert!((sample.deviation_of_ratio(&[0, 0, 2]) + 0.5).abs() < 1e-12);
        assert_eq!(sample.deviation(&[0, 0, 0]), f64::NEG_INFINITY);
        assert_eq!(sample.deviation(&[1, 1, 1]), 0.0);
    }

    /// A ratio is resampled with its denominators: worlds 1/1 and 6/2, ratio 7/3. Resampled to 0, 0, 1 (of three: 1/1, 6/2, 3/2):
    /// all: 10/5 = 2; resample 8/4 = 2, off by nothing.
    #[test]
    fn ratios_are_resampled_with_their_denominators() {
        let ratio = |numerator, denominator| Ratio { numerator, denominator };
        let sample = Sample::ratio(&[ratio(1.0, 1.0), ratio(6.0, 2.0), ratio(3.0, 2.0)]).expect("defined");
        assert!(sample.deviation(&[0, 0, 1]).abs() < 1e-12);
        // 1/1, 3/2, 3/2: 7/5, off by -0.6. Residuals 1 - 1.4 = -0.4, 0.2, 0.2 over 5/3; squares 0.24 / (25/9) = 0.0864;
        // standard error sqrt(0.0864 / 2 / 3) = 0.12.
        assert!((sample.deviation(&[0, 2, 2]) + 5.0).abs() < 1e-12);
    }

    #[test]
    fn skewed_worlds_are_resampled_and_others_are_not() {
        let even: Vec<f64> = (0..40).map(f64::from).collect();
        assert_eq!(plain(&even).infer().map(|i| i.method()), Some(Method::Student));
        let sample = skewed(40);
        let (inference, student) = (sample.infer().expect("worlds"), sample.infer_by(Method::Student).expect("worlds"));
        assert_eq!((inference.method(), inference.doubt()), (Method::Bootstrap, None));
        let ([low, high], [narrow_low, narrow_high]) = (inference.interval(0.05), student.interval(0.05));
        assert!(high > narrow_high, "the long tail is above: {high} against {narrow_high}");
        assert_eq!(low, narrow_low, "where the bootstrap would reach less far, Student's end stays");
    }

    #[test]
    fn p_values_agree_with_intervals() {
        for shift in [2.0, 8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0, 16.0, 18.0, 20.0, 60.0] {
            let values: Vec<f64> = (0..40).map(|w| math::exp(4.0 * f64::from(w) / 40.0) - shift).collect();
            let inference = plain(&values).infer().expect("worlds");
            for error in [0.05, 0.01] {
                let [low, high] = inference.interval(error);
                let leaves_out_zero = low > 0.0 || high < 0.0;
                assert_eq!(leaves_out_zero, inference.p_value() <= error, "{shift} {error}: {} {low} {high}", inference.p_value());
            }
        }
        let far = skewed(40).infer().expect("worlds");
        assert!(far.p_value() > 0.0 && far.p_value() < 1e-3);
    }

    #[test]
    fn what_cannot_be_trusted_is_said() {
        let doubt = |values: &[f64]| plain(values).infer().and_then(|i| i.doubt());
        let even: Vec<f64> = (0..40).map(f64::from).collect();
        assert_eq!(doubt(&even), None);
        assert_eq!(doubt(&even[..19]), Some(Doubt::FewWorlds));
        assert_eq!(doubt(&[3.0; 40]), None, "what never varies is known");
        let mut rare = vec![0.0; 40];
        rare[..9].iter_mut().enumerate().for_each(|(w, value)| *value = 1.0 + w as f64);
        assert_eq!(doubt(&rare), Some(Doubt::RareCases));
        let one_large: Vec<f64> = (0..40).map(|w| if w == 7 { 1000.0 } else { f64::from(w) }).collect();
        assert_eq!(doubt(&one_large), Some(Doubt::Skewed));
        let sizes: Vec<Ratio> =
            (0..40).map(|w| Ratio { numerator: f64::from(w), denominator: if w % 13 == 0 { 100.0 } else { 0.5 } }).collect();
        let sample = Sample::ratio(&sizes).expect("defined");
        assert_eq!(sample.infer().and_then(|i| i.doubt()), Some(Doubt::SmallDenominator));
    }

    #[test]
    fn the_same_worlds_give_the_same_bits() {
        let interval = || skewed(40).infer().map(|i| i.interval(0.05).map(f64::to_bits));
        assert_eq!(interval(), interval());
    }
}
