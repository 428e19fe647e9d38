//! Whether results are what guards require, and whether there were enough worlds to say.
//!
//! A guard passes when the whole 95 % interval of its quantity is on the right side of its bound, fails when the whole of it is on
//! the wrong side, and is undecided when the bound lies inside. The interval of a mean or a difference is that of
//! [`statistics`](super::statistics); that of a share of worlds is Clopper and Pearson's (1934); that of a quantile runs from one world's
//! value to another's, whose ranks are quantiles of the binomial distribution (Conover, *Practical Nonparametric Statistics*, 1999,
//! section 3.2): both hold whatever the distribution over worlds.

use super::interval::Doubt;
use super::jackknife::Jackknife;
use super::statistics::{difference, estimate};
use crate::measure::{Ratio, predicted_quantile};
use crate::scenario::requirement::{Quantity, Requirement, Side};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use statrs::distribution::{Beta, Binomial, ContinuousCDF, DiscreteCDF};

/// Certainty at which a guard is judged.
const CERTAINTY: f64 = 0.95;
/// From so many worlds on, intervals are not rough for want of worlds.
const FEW: u64 = super::interval::FEWEST_WORLDS as u64;
/// More worlds than this are not advised.
const MOST_WORLDS: u64 = 1_000_000;

/// What became of a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Verdict")]
pub enum Judgement {
    /// It is surely as required.
    Pass,
    /// It surely is not.
    Fail,
    /// There were too few worlds to say.
    Undecided,
}

impl Judgement {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Fail => "FAIL",
            Self::Undecided => "undecided",
        }
    }
}

/// A guard held against results.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// What became of it.
    pub judgement: Judgement,
    /// The value of its quantity; `None` if undefined, or a quantile that takes more worlds.
    pub value: Option<f64>,
    /// The 95 % interval of that. An end that cannot be told is infinite.
    pub interval: Option<[f64; 2]>,
    /// About how many worlds in all would settle it, if it is undecided and that can be told.
    pub worlds: Option<u64>,
    /// Why the interval may cover less often than it says. A guard is not decided by such an interval.
    pub doubt: Option<Doubt>,
}

/// Holds a guard against the worlds of a system and, if the guard needs them, those of the baseline; in the same order.
pub fn judge(required: &Requirement, system: &[Ratio], baseline: Option<&[Ratio]>) -> Judged {
    let (value, interval) = measured(required, system, baseline);
    let doubt = doubt(required.quantity, system, baseline);
    let judgement = match interval {
        Some(_) if doubt.is_some() => Judgement::Undecided,
        Some([low, high]) => match [low, high].map(|end| required.side.holds(end, required.bound)) {
            [true, true] => Judgement::Pass,
            [false, false] => Judgement::Fail,
            _ => Judgement::Undecided,
        },
        None => Judgement::Undecided,
    };
    let worlds = match (judgement, value, interval) {
        (Judgement::Undecided, Some(value), Some(interval)) => {
            let least = match doubt {
                None => 0,
                Some(Doubt::FewWorlds) => FEW,
                Some(_) => 2 * system.len() as u64,
            };
            enough(required, value, interval, system.len()).map(|worlds| worlds.max(least)).or(Some(least).filter(|least| *least > 0))
        }
        _ => None,
    };
    Judged { judgement, value, interval, worlds, doubt }
}

/// Why the interval of a mean or a difference may not be safe; those of shares of worlds and of quantiles always are.
fn doubt(quantity: Quantity, system: &[Ratio], baseline: Option<&[Ratio]>) -> Option<Doubt> {
    match quantity {
        Quantity::Mean(_) => estimate(system).doubt,
        Quantity::Quantile(..) | Quantity::Chance(..) | Quantity::Better(_) => None,
        Quantity::SurelyBetter(m) | Quantity::Difference(m) | Quantity::Change(m) => difference(baseline?, system, m.better()).doubt,
    }
}

/// The value of a quantity and its interval.
fn measured(required: &Requirement, system: &[Ratio], baseline: Option<&[Ratio]>) -> (Option<f64>, Option<[f64; 2]>) {
    let quantity = required.quantity;
    let measure = quantity.measure();
    let against = || baseline.map(|baseline| difference(baseline, system, measure.better()));
    match quantity {
        Quantity::Mean(_) => {
            let estimate = estimate(system);
            (estimate.mean, estimate.ci95)
        }
        Quantity::Quantile(percent, _) => of_quantile(f64::from(percent) / 100.0, system),
        Quantity::Chance(_, side, bound) => {
            let values = values(system);
            let hits = values.iter().filter(|value| side.holds(**value, bound)).count();
            share(hits as f64, values.len())
        }
        Quantity::Better(_) => {
            let worlds = baseline
                .map_or(0, |baseline| baseline.iter().zip(system).filter(|(a, b)| value(a).is_some() && value(b).is_some()).count());
            against().and_then(|d| d.p_better).map_or((None, None), |p| share(p * worlds as f64, worlds))
        }
        Quantity::SurelyBetter(_) => {
            let certainty = against().and_then(|d| d.p_mean_better);
            (certainty, certainty.map(|p| still_possible(required, p)))
        }
        Quantity::Difference(_) => against().map_or((None, None), |d| (d.mean, d.ci95)),
        Quantity::Change(_) => {
            let Some(baseline) = baseline else { return (None, None) };
            let pair = |(a, b): (&Ratio, &Ratio)| [a, b].map(|ratio| vec![ratio.numerator, ratio.denominator]).to_vec();
            let worlds: Vec<_> = baseline.iter().zip(system).map(pair).collect();
            let figure = Jackknife::new(&worlds).figure(|t| {
                let [a, b] = [0, 1].map(|system| t[system][0] / t[system][1]);
                (a != 0.0).then(|| (b - a) / a.abs())
            });
            (figure.measured, figure.ci95)
        }
    }
}

/// What more worlds may make of a certainty. Where it is as required, or the opposite is certain, it is taken as it is; else it may
/// become anything.
fn still_possible(required: &Requirement, certainty: f64) -> [f64; 2] {
    let opposite = match required.side {
        Side::AtLeast | Side::Above => certainty <= 1.0 - CERTAINTY,
        Side::AtMost | Side::Below => certainty >= CERTAINTY,
    };
    if required.side.holds(certainty, required.bound) || opposite { [certainty; 2] } else { [0.0, 1.0] }
}

fn value(ratio: &Ratio) -> Option<f64> {
    Some(ratio.numerator / ratio.denominator).filter(|value| value.is_finite())
}

fn values(worlds: &[Ratio]) -> Vec<f64> {
    let mut values: Vec<f64> = worlds.iter().filter_map(value).collect();
    values.sort_by(f64::total_cmp);
    values
}

/// A share of worlds with the interval of Clopper and Pearson; ties count half.
fn share(hits: f64, worlds: usize) -> (Option<f64>, Option<[f64; 2]>) {
    if worlds == 0 {
        return (None, None);
    }
    let (n, tail) = (worlds as f64, (1.0 - CERTAINTY) / 2.0);
    let at = |a: f64, b: f64, share: f64| Beta::new(a, b).ok().map(|beta| beta.inverse_cdf(share));
    let low = if hits <= 0.0 { Some(0.0) } else { at(hits, n - hits + 1.0, tail) };
    let high = if hits >= n { Some(1.0) } else { at(hits + 1.0, n - hits, 1.0 - tail) };
    (Some(hits / n), low.zip(high).map(|(low, high)| [low, high]))
}

/// A quantile over worlds, where there are enough for it, with the interval between two of their values.
fn of_quantile(of: f64, worlds: &[Ratio]) -> (Option<f64>, Option<[f64; 2]>) {
    let values = values(worlds);
    let (n, tail) = (values.len(), (1.0 - CERTAINTY) / 2.0);
    let Some(binomial) = Binomial::new(of, n as u64).ok().filter(|_| n > 0) else { return (None, None) };
    // The i-th smallest value is above the quantile unless at least i values are below it.
    let below = (1..=n).take_while(|i| binomial.cdf(*i as u64 - 1) <= tail).last();
    let above = (1..=n).find(|i| binomial.cdf(*i as u64 - 1) >= 1.0 - tail);
    let low = below.map_or(f64::NEG_INFINITY, |i| values[i - 1]);
    let high = above.map_or(f64::INFINITY, |i| values[i - 1]);
    (predicted_quantile(&values, of), Some([low, high]))
}

/// About how many worlds would settle a guard, if its value stays what it is.
fn enough(required: &Requirement, value: f64, [low, high]: [f64; 2], worlds: usize) -> Option<u64> {
    let n = worlds as f64;
    let (gap, half) = ((value - required.bound).abs(), (high - low) / 2.0);
    match required.quantity {
        Quantity::Chance(..) | Quantity::Better(_) => {
            let settles = |n: u64| {
                share(value * n as f64, n as usize).1.is_some_and(|ends| {
                    let [low, high] = ends.map(|end| required.side.holds(end, required.bound));
                    low == high
                })
            };
            let mut n = worlds as u64;
            while n < MOST_WORLDS && !settles(n) {
                n += (n / 100).max(1);
            }
            (n < MOST_WORLDS).then_some(n)
        }
        Quantity::SurelyBetter(_) | Quantity::Quantile(..) => None,
        _ if gap > 0.0 && half.is_finite() => {
            Some((n * (half / gap) * (half / gap)).ceil()).filter(|n| *n < MOST_WORLDS as f64).map(|n| n as u64)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn worlds(values: impl IntoIterator<Item = f64>) -> Vec<Ratio> {
        values.into_iter().map(|numerator| Ratio { numerator, denominator: 1.0 }).collect()
    }

    fn judged(text: &str, system: &[Ratio], baseline: Option<&[Ratio]>) -> Judged {
        judge(&Requirement::parse(text).expect("a guard"), system, baseline)
    }

    /// Four times 1 to 5: mean 3, standard deviation 1.4510, half-width 2.0930 · 1.4510 / √20 = 0.679 (Student, 19 degrees of freedom).
    #[test]
    fn a_mean_passes_fails_or_is_undecided() {
        let twenty = worlds((0..20).map(|w| f64::from(w % 5 + 1)));
        let outcome = |bound: f64| judged(&format!("revenue_per_month >= {bound}"), &twenty, None);
        assert_eq!(outcome(2.3).judgement, Judgement::Pass);
        assert_eq!(outcome(3.7).judgement, Judgement::Fail);
        let open = outcome(2.5);
        assert_eq!(open.judgement, Judgement::Undecided);
        // 20 (0.679 / 0.5)^2 = 36.9
        assert_eq!(open.worlds, Some(37));
        assert_eq!(judged("revenue_per_month <= 5", &twenty, None).judgement, Judgement::Pass);
        // Five worlds decide nothing, whatever is in them.
        let few = judged("revenue_per_month >= 0", &worlds([1.0, 2.0, 3.0, 4.0, 5.0]), None);
        assert_eq!((few.judgement, few.doubt, few.worlds), (Judgement::Undecided, Some(Doubt::FewWorlds), Some(20)));
        assert_eq!(judged("revenue_per_month >= 1", &worlds([2.0]), None).judgement, Judgement::Undecided);
    }

    /// Clopper and Pearson: 40 of 40 is 0.9119 to 1 (0.025^(1/40)); 5 of 10 is 0.1871 to 0.8129 (usual tables).
    #[test]
    fn shares_of_worlds_have_exact_intervals() {
        let close = |found: Option<[f64; 2]>, expected: [f64; 2]| {
            let found = found.expect("an interval");
            assert!((found[0] - expected[0]).abs() < 1e-4 && (found[1] - expected[1]).abs() < 1e-4, "{found:?} should be {expected:?}");
        };
        close(share(40.0, 40).1, [0.9119, 1.0]);
        close(share(5.0, 10).1, [0.1871, 0.8129]);
        let forty = worlds((0..40).map(f64::from));
        let all = judged("p(revenue_per_month >= 0) >= 0.95", &forty, None);
        assert_eq!(all.judgement, Judgement::Undecided);
        // 0.025^(1/72) = 0.9501 is the first above.
        assert_eq!(all.worlds, Some(72));
        assert_eq!(judged("p(revenue_per_month >= 0) >= 0.9", &forty, None).judgement, Judgement::Pass);
        assert_eq!(judged("p(revenue_per_month >= 30) >= 0.9", &forty, None).judgement, Judgement::Fail);
    }

    /// Of 100 sorted values the median's interval runs from the 40th to the 61st (usual tables).
    #[test]
    fn quantiles_lie_between_two_worlds() {
        let hundred = worlds((1..=100).map(f64::from));
        assert_eq!(of_quantile(0.5, &hundred).1, Some([40.0, 61.0]));
        assert_eq!(judged("p50(revenue_per_month) >= 40", &hundred, None).judgement, Judgement::Pass);
        assert_eq!(judged("p50(revenue_per_month) >= 41", &hundred, None).judgement, Judgement::Undecided);
        let ten = worlds((1..=10).map(f64::from));
        assert_eq!(of_quantile(0.1, &ten).1.map(|ends| ends[0]), Some(f64::NEG_INFINITY));
    }

    #[test]
    fn better_than_baseline_is_by_world_and_certainty_by_mean() {
        let baseline = worlds((0..100).map(|w| f64::from(w % 7)));
        let better = worlds((0..100).map(|w| f64::from(w % 7) + if w % 10 == 0 { -1.0 } else { 1.0 + f64::from(w % 3) }));
        let share = judged("p(better than baseline) >= 0.8", &better, Some(&baseline));
        assert_eq!((share.value, share.judgement), (Some(0.9), Judgement::Pass));
        assert_eq!(judged("p(better than baseline) >= 0.99", &better, Some(&baseline)).judgement, Judgement::Fail);
        assert_eq!(judged("certainty(better than baseline) >= 0.99", &better, Some(&baseline)).judgement, Judgement::Pass);
        assert_eq!(judged("difference(win_win_deals_per_month) >= 1", &better, Some(&baseline)).judgement, Judgement::Pass);
        assert_eq!(judged("change(win_win_deals_per_month) >= 10%", &better, Some(&baseline)).judgement, Judgement::Pass);
        assert_eq!(judged("change(win_win_deals_per_month) >= 10%", &better, None).judgement, Judgement::Undecided);
    }

    /// Differences 0.1 with a standard deviation of about one: the certainty is about 0.7, which may still become anything.
    #[test]
    fn too_little_certainty_is_no_certainty_of_the_opposite() {
        let baseline = worlds((0..40).map(|w| f64::from(w % 5)));
        let a_little = worlds((0..40).map(|w| f64::from(w % 5) + 0.1 + if w % 2 == 0 { 1.0 } else { -1.0 }));
        let outcome = |text: &str| judged(text, &a_little, Some(&baseline));
        let open = outcome("certainty(better than baseline) >= 0.99");
        assert!(open.value.is_some_and(|p| (0.6..0.95).contains(&p)), "{open:?}");
        assert_eq!(open.judgement, Judgement::Undecided);
        assert_eq!(outcome("certainty(better than baseline) >= 0.6").judgement, Judgement::Pass);
        assert_eq!(outcome("certainty(better than baseline) <= 0.5").judgement, Judgement::Undecided);
        let worse = worlds((0..40).map(|w| f64::from(w % 5) - 1.0 - 0.1 * f64::from(w % 3)));
        assert_eq!(judged("certainty(better than baseline) >= 0.99", &worse, Some(&baseline)).judgement, Judgement::Fail);
    }

    /// A share of worlds is covered at least as often as is claimed: 2,000 experiments of 40 worlds, 80 % of which are hits.
    #[test]
    fn exact_intervals_cover() {
        use rand::{RngExt, SeedableRng};
        let mut rng = rand_pcg::Pcg64::seed_from_u64(11);
        let covered = (0..2000)
            .filter(|_| {
                let hits = (0..40).filter(|_| rng.random::<f64>() < 0.8).count();
                share(hits as f64, 40).1.is_some_and(|[low, high]| low <= 0.8 && 0.8 <= high)
            })
            .count();
        assert!(covered >= 1900 - 20, "{covered} of 2000");
    }
}
