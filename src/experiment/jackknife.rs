//! The interval of any function of totals over worlds, by leaving out one world after the other.
//!
//! Ratios, differences of ratios, elasticities, the best of several settings: whatever is computed from totals has an
//! estimate from all worlds and one from all worlds but each; the spread of the latter is its standard error (Tukey
//! 1958; Efron and Tibshirani, *An Introduction to the Bootstrap*, 1993, chapter 11). For a ratio it agrees with the
//! delta method of [`interval`](super::interval) up to terms of the order of one over the worlds.

use super::statistics::interval;

/// Totals of several systems, each a list of numbers.
pub type Totals = Vec<Vec<f64>>;

/// An estimate with its 95 % interval; what is undefined is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct JackknifeEstimate {
    /// From all worlds.
    pub measured: Option<f64>,
    /// Its 95 % interval, by Student's t over the worlds.
    pub ci95: Option<[f64; 2]>,
    /// Its standard error.
    pub standard_error: Option<f64>,
}

/// Sums of what was counted over all worlds, and over all but each.
#[derive(Debug, Clone)]
pub struct Jackknife {
    all: Totals,
    without: Vec<Totals>,
}

impl Jackknife {
    /// Takes what was counted: world by world, system by system, number by number.
    pub fn new(worlds: &[Totals]) -> Self {
        let mut all: Totals = worlds.first().map_or_else(Vec::new, |w| w.iter().map(|s| vec![0.0; s.len()]).collect());
        for world in worlds {
            combine(&mut all, world, 1.0);
        }
        let without = worlds
            .iter()
            .map(|world| {
                let mut rest = all.clone();
                combine(&mut rest, world, -1.0);
                rest
            })
            .collect();
        Self { all, without }
    }

    /// A function of totals with its interval.
    ///
    /// ```
    /// use winflow::experiment::jackknife::Jackknife;
    /// let worlds: Vec<_> = [1.0, 2.0, 3.0].iter().map(|&x| vec![vec![x, 1.0]]).collect();
    /// let mean = Jackknife::new(&worlds).figure(|totals| Some(totals[0][0] / totals[0][1]));
    /// assert_eq!(mean.measured, Some(2.0));
    /// assert!((mean.standard_error.unwrap() - 1.0 / 3.0_f64.sqrt()).abs() < 1e-12);
    /// ```
    pub fn figure(&self, of: impl Fn(&Totals) -> Option<f64>) -> JackknifeEstimate {
        let finite = |totals: &Totals| of(totals).filter(|x| x.is_finite());
        let Some(measured) = finite(&self.all) else { return JackknifeEstimate::default() };
        let left_out: Option<Vec<f64>> = self.without.iter().map(finite).collect();
        let n = self.without.len();
        let standard_error = left_out.filter(|_| n >= 2).map(|values| {
            let mean = values.iter().sum::<f64>() / n as f64;
            let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
            (squares * (n as f64 - 1.0) / n as f64).sqrt()
        });
        JackknifeEstimate { measured: Some(measured), ci95: standard_error.map(|error| interval(measured, error, n)), standard_error }
    }
}

fn combine(sum: &mut Totals, other: &Totals, sign: f64) {
    for (sum, other) in sum.iter_mut().zip(other) {
        for (sum, other) in sum.iter_mut().zip(other) {
            *sum += sign * other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::interval::{Method, Sample};
    use crate::measure::Ratio;

    /// Two systems in twelve worlds of different sizes.
    fn worlds() -> (Vec<Totals>, Vec<Ratio>, Vec<Ratio>) {
        let numbers = |w: u64, shift: u64| {
            let below = 100.0 + ((w * 37 + shift) % 23) as f64;
            Ratio { numerator: below * 0.3 + ((w * 11 + 3 * shift) % 17) as f64, denominator: below }
        };
        let (a, b): (Vec<Ratio>, Vec<Ratio>) = (0..12).map(|w| (numbers(w, 0), numbers(w, 5))).unzip();
        let pairs = a.iter().zip(&b);
        let totals = pairs.map(|(a, b)| [a, b].map(|r| vec![r.numerator, r.denominator]).to_vec()).collect();
        (totals, a, b)
    }

    #[test]
    fn it_agrees_with_the_delta_method_on_ratios_and_their_differences() {
        let (totals, a, b) = worlds();
        let jackknife = Jackknife::new(&totals);
        let ratio = |t: &Totals, system: usize| t[system][0] / t[system][1];
        let near = |x: Option<[f64; 2]>, y: Option<[f64; 2]>| match (x, y) {
            (Some(x), Some(y)) => (0..2).all(|i| (x[i] - y[i]).abs() < 0.05 * (y[1] - y[0])),
            _ => false,
        };
        let (a, b) = (Sample::ratio(&a).expect("defined"), Sample::ratio(&b).expect("defined"));
        let student = |sample: &Sample| sample.infer_by(Method::Student).map(|i| i.interval(0.05));
        let single = jackknife.figure(|t| Some(ratio(t, 0)));
        assert!((single.measured.unwrap_or(0.0) - a.mean()).abs() < 1e-12);
        assert!(near(single.ci95, student(&a)), "{single:?}");
        let paired = jackknife.figure(|t| Some(ratio(t, 1) - ratio(t, 0)));
        assert!(near(paired.ci95, student(&a.to(&b))), "{paired:?}");
    }

    #[test]
    fn what_is_undefined_has_no_figure() {
        let (totals, ..) = worlds();
        assert_eq!(Jackknife::new(&totals).figure(|t| Some(t[0][0] / 0.0)), JackknifeEstimate::default());
        let one = Jackknife::new(&totals[..1]).figure(|t| Some(t[0][0]));
        assert!(one.measured.is_some() && one.ci95.is_none());
        assert_eq!(Jackknife::new(&[]).figure(|t| t.first().map(|s| s[0])), JackknifeEstimate::default());
    }
}
