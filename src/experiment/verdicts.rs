//! What differences settle: better or worse, no difference that matters, or not enough worlds to say.
//!
//! Several figures read together need more evidence each than one alone. The words *better* and *worse* rest on p-values corrected by
//! Holm's step-down procedure (Holm, "A simple sequentially rejective multiple test procedure", *Scandinavian Journal of
//! Statistics* 6, 1979): over all named measures and all systems, the chance of any wrong word is at most 5 %, however the figures hang
//! together. *No difference that matters* rests on an interval at Bonferroni's level that is wholly within the threshold (Schuirmann,
//! *Journal of Pharmacokinetics and Biopharmaceutics* 15, 1987: two one-sided tests); not where many worlds are the same and too few are
//! not: those prove nothing about how large others may be.

use super::interval::{Doubt, FEWEST_DIFFERING, student_quantile};
use super::statistics::{Difference, ERROR};
use crate::measure::{Better, Measure};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The measures that a first look needs, and that are asked about where none is named.
pub const HEADLINE: usize = 8;
/// A difference matters from this share of the baseline's mean, unless another is named.
pub const MATTERS: f64 = 0.02;
/// A difference that is surely below this share of what matters is none, however sure its direction is.
const OF_NO_USE: f64 = 0.05;

/// What an experiment is to settle.
#[derive(Debug, Clone, PartialEq)]
pub struct Questions {
    /// The measures asked about, each once, in the order asked.
    pub measures: Vec<Measure>,
    /// The share of the baseline's mean from which a difference matters.
    pub matters: f64,
}

impl Questions {
    /// The measure that counts most.
    pub fn first(&self) -> Measure {
        self.measures.first().copied().unwrap_or(Measure::WinWinDealsPerMonth)
    }
}

impl Default for Questions {
    fn default() -> Self {
        Self { measures: Measure::ALL[..HEADLINE].to_vec(), matters: MATTERS }
    }
}

/// What the worlds say about a measure of a system against the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Surely better.
    Better,
    /// Surely worse.
    Worse,
    /// Surely different, but neither direction is better.
    Different,
    /// Surely no difference that matters.
    NoDifference,
    /// Exactly the same in every world.
    Same,
    /// Not enough worlds to say, or nothing to compare.
    NotSettled,
}

impl Standing {
    /// In a word or two.
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Different => "different",
            Self::NoDifference => "no difference",
            Self::Same => "the same",
            Self::NotSettled => "not settled",
        }
    }
}

/// A verdict on one figure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Verdict {
    /// What is settled.
    pub standing: Standing,
    /// Whether the difference, though sure, is surely less than what matters.
    pub is_small: bool,
    /// About how many more worlds would settle it; `None` if it is settled or nothing would.
    pub more_worlds: Option<u64>,
}

/// What differences of a measure are held against: the baseline's mean. Return on sales is a share of revenue already and can be zero,
/// so that 2 % means two points there. `None` where the baseline has no mean, or zero.
pub fn yardstick(measure: Measure, baseline: Option<f64>) -> Option<f64> {
    if is_in_points(measure) { baseline.map(|_| 1.0) } else { baseline.map(f64::abs).filter(|mean| *mean > 0.0) }
}

/// Whether differences in a measure are told in points, because it is a share that may be nothing or less.
pub fn is_in_points(measure: Measure) -> bool {
    measure == Measure::ReturnOnSales
}

/// P-values of figures that are read together, corrected by Holm's step-down procedure; in the order given.
///
/// ```
/// use winflow::experiment::verdicts::holm;
/// assert_eq!(holm(&[0.01, 0.04, 0.03]), [0.03, 0.06, 0.06]);
/// ```
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p_values.len()).collect();
    order.sort_by(|&a, &b| p_values[a].total_cmp(&p_values[b]));
    let mut adjusted = vec![1.0; p_values.len()];
    let mut least: f64 = 0.0;
    for (rank, place) in order.into_iter().enumerate() {
        let still = (p_values.len() - rank) as f64;
        least = least.max((still * p_values[place]).min(1.0));
        adjusted[place] = least;
    }
    adjusted
}

/// The smallest difference of a measure that is of any use where the baseline's mean is no yardstick: what the unit is told in at best.
pub fn least(measure: Measure) -> f64 {
    match measure.unit() {
        "share" | "times" => 1e-4,
        "hours" => 1.0 / 60.0,
        "days" => 0.01,
        unit if unit.starts_with("EUR per") => 1e-4,
        unit if unit.starts_with("EUR") => 1.0,
        _ => 1e-3,
    }
}

/// What a difference settles, given its corrected p-value and the smallest difference that matters, if there is a yardstick for one.
/// `least` is what is of any use at all.
pub fn verdict(
    difference: &Difference,
    p_adjusted: Option<f64>,
    matters: Option<f64>,
    least: f64,
    better: Better,
    worlds: usize,
) -> Verdict {
    let open = Verdict { standing: Standing::NotSettled, is_small: false, more_worlds: None };
    let (Some(mean), Some([low, high]), Some(p)) = (difference.mean, difference.ci_among, p_adjusted) else { return open };
    if low == 0.0 && high == 0.0 {
        return Verdict { standing: Standing::Same, ..open };
    }
    // Fewer worlds are no better a reason than few that differ.
    let do_few_differ = difference.signs.is_some_and(|signs| signs.differing() < FEWEST_DIFFERING);
    let is_bounded = difference.doubt != Some(Doubt::RareCases) && !do_few_differ;
    let within = |most: f64| is_bounded && -most < low && high < most;
    let is_small = matters.is_some_and(within);
    if within(least) || matters.is_some_and(|matters| within(OF_NO_USE * matters)) {
        return Verdict { standing: Standing::NoDifference, ..open };
    }
    if p <= ERROR {
        let standing = match (better, mean > 0.0) {
            (Better::Neither, _) => Standing::Different,
            (Better::Higher, true) | (Better::Lower, false) => Standing::Better,
            _ => Standing::Worse,
        };
        return Verdict { standing, is_small, more_worlds: None };
    }
    if is_small {
        return Verdict { standing: Standing::NoDifference, ..open };
    }
    let enough = mean.abs().max(matters.map_or(0.0, |matters| matters - mean.abs()));
    let needed = worlds_for((high - low) / 2.0, enough, worlds, ERROR);
    let needed = match difference.signs {
        None => needed,
        Some(signs) => needed.zip(signs.worlds_for(mean, ERROR / difference.figures.max(1) as f64)).map(|(a, b)| a.max(b)),
    };
    Verdict { more_worlds: needed.map(|all| all.saturating_sub(worlds as u64).max(1)), ..open }
}

/// How many worlds make an interval that is now so wide on either side narrow enough, by Student's t; `None` if no number does.
pub fn worlds_for(half_width: f64, enough: f64, worlds: usize, error: f64) -> Option<u64> {
    if !(enough > 0.0 && half_width.is_finite()) {
        return None;
    }
    let now = student_quantile(worlds, error);
    let mut needed = worlds as f64;
    // Each step uses the quantile at the number of worlds of the last; it settles within a few.
    for _ in 0..12 {
        let narrowed = half_width * student_quantile(needed as usize, error) / now;
        needed = (worlds as f64 * narrowed * narrowed / (enough * enough)).clamp(2.0, 1e15);
    }
    Some(needed.ceil() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::statistics::{difference, difference_among};
    use crate::measure::Ratio;

    /// The example of Holm's procedure: 0.01 x 4, 0.02 x 3, 0.03 x 2 (no less than the one before), 0.5.
    #[test]
    fn holms_p_values_are_those_of_the_procedure() {
        let near = |a: f64, b: f64| (a - b).abs() < 1e-12;
        let adjusted = holm(&[0.03, 0.5, 0.01, 0.02]);
        assert!([0.06, 0.5, 0.04, 0.06].iter().zip(&adjusted).all(|(a, b)| near(*a, *b)), "{adjusted:?}");
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert!(holm(&[]).is_empty());
    }

    fn plain(values: impl IntoIterator<Item = f64>) -> Vec<Ratio> {
        values.into_iter().map(|numerator| Ratio { numerator, denominator: 1.0 }).collect()
    }

    /// Forty worlds around 100, with these differences: a mean and a spread of about one.
    fn around(mean: f64) -> Difference {
        let a = plain((0..40).map(|_| 100.0));
        let b = plain((0..40).map(|w| 100.0 + mean + f64::from((w * 7) % 40 - 20) / 12.0 + 1.0 / 24.0));
        difference(&a, &b, Better::Higher)
    }

    fn standing(mean: f64, matters: f64) -> (Standing, bool, bool) {
        let d = around(mean);
        let found = verdict(&d, d.p_value, Some(matters), 1e-4, Better::Higher, 40);
        (found.standing, found.is_small, found.more_worlds.is_some())
    }

    #[test]
    fn what_is_settled_depends_on_sureness_and_on_what_matters() {
        assert_eq!(standing(14.0, 2.0), (Standing::Better, false, false));
        assert_eq!(standing(-14.0, 2.0), (Standing::Worse, false, false));
        assert_eq!(standing(1.0, 2.0), (Standing::Better, true, false));
        assert_eq!(standing(0.1, 2.0), (Standing::NoDifference, false, false));
        assert_eq!(standing(0.1, 0.2), (Standing::NotSettled, false, true));
        let d = around(-14.0);
        assert_eq!(verdict(&d, d.p_value, Some(2.0), 1e-4, Better::Lower, 40).standing, Standing::Better);
        assert_eq!(verdict(&d, d.p_value, Some(2.0), 1e-4, Better::Neither, 40).standing, Standing::Different);
    }

    #[test]
    fn rounding_is_the_same_and_what_is_of_no_use_is_no_difference() {
        // The same money added up in another order.
        let a = plain((0..40).map(|w| 0.1 * f64::from(w) + 0.7));
        let b = plain((0..40).map(|w| (0.1 * f64::from(w) + 0.7) * (1.0 + 3e-16 * f64::from(w % 3))));
        let rounded = difference(&a, &b, Better::Higher);
        assert_eq!((rounded.mean, rounded.p_better), (Some(0.0), Some(0.5)));
        assert_eq!(verdict(&rounded, rounded.p_value, Some(0.02), 1e-4, Better::Higher, 40).standing, Standing::Same);
        // Every world is later by a ten-millionth of an hour, and waited for nothing before.
        let (none, later) = (plain((0..40).map(|_| 0.0)), plain((0..40).map(|w| 1e-7 + 1e-9 * f64::from(w % 5))));
        let wait = difference(&none, &later, Better::Lower);
        let least = least(Measure::WaitHoursMean);
        assert_eq!(verdict(&wait, wait.p_value, None, least, Better::Lower, 40).standing, Standing::NoDifference);
        // A thousandth of a per cent of a hundred, for sure.
        let (a, b) =
            (plain((0..40).map(|w| 100.0 + f64::from(w))), plain((0..40).map(|w| 100.001 + f64::from(w) + 1e-6 * f64::from(w % 7))));
        let tiny = difference(&a, &b, Better::Higher);
        assert!(tiny.p_value.is_some_and(|p| p < 1e-6));
        assert_eq!(verdict(&tiny, tiny.p_value, Some(2.0), 1e-4, Better::Higher, 40).standing, Standing::NoDifference);
    }

    /// Forty worlds, one of which is better by 3: the interval is within a tenth of a hundred, and proves nothing. Four of forty on one side: it
    /// takes nine at eight measures. A third of a thousand, evenly: that is enough to know that it is little.
    #[test]
    fn few_worlds_that_differ_do_not_show_that_a_difference_is_none() {
        let of = |worlds: u32, differing: u32| {
            let a = plain((0..worlds).map(|_| 100.0));
            let b = plain((0..worlds).map(|w| 100.0 + if w < differing { 3.0 - f64::from(w % 2) / 8.0 } else { 0.0 }));
            let d = difference_among(8, &a, &b, Better::Higher);
            verdict(&d, d.p_value.map(|p| 8.0 * p), Some(10.0), 1e-4, Better::Higher, worlds as usize)
        };
        assert_eq!((of(40, 1).standing, of(40, 1).is_small), (Standing::NotSettled, false));
        assert_eq!((of(40, 4).standing, of(40, 4).more_worlds), (Standing::NotSettled, Some(50)));
        assert_eq!((of(40, 12).standing, of(40, 12).is_small), (Standing::Better, false));
        assert_eq!((of(1000, 330).standing, of(1000, 330).is_small), (Standing::Better, true));
    }

    #[test]
    fn nothing_is_settled_by_a_single_world_and_everything_by_equal_ones() {
        let one = difference(&plain([2.0]), &plain([3.0]), Better::Higher);
        let found = verdict(&one, one.p_value, Some(0.04), 1e-4, Better::Higher, 1);
        assert_eq!((found.standing, found.more_worlds), (Standing::NotSettled, None));
        let a = plain([2.0, 3.0, 4.0]);
        let same = difference(&a, &a, Better::Higher);
        assert_eq!(verdict(&same, same.p_value, Some(0.04), 1e-4, Better::Higher, 3).standing, Standing::Same);
    }

    /// Half as wide takes four times the worlds, a little less as Student's t falls: 40 worlds at t 2.0227 are 156 at 1.9753.
    #[test]
    fn a_narrower_interval_takes_the_square_of_worlds() {
        let all = worlds_for(2.0, 1.0, 40, ERROR);
        let t = |worlds| student_quantile(worlds, ERROR);
        let expected = 40.0 * 4.0 * (t(153) / t(40)) * (t(153) / t(40));
        assert!(all.is_some_and(|all| (all as f64 - expected).abs() <= 1.0), "{all:?} should be {expected}");
        assert_eq!(worlds_for(2.0, 0.0, 40, ERROR), None);
        assert_eq!(worlds_for(f64::INFINITY, 1.0, 40, ERROR), None);
        assert!(worlds_for(2.0, 1e-9, 40, ERROR).is_some_and(|all| all > 1_000_000_000), "and does not take forever");
    }

    #[test]
    fn an_interval_among_several_is_wider() {
        let (a, b) = (plain((0..40).map(f64::from)), plain((0..40).map(|w| f64::from((w * 7) % 40))));
        let width = |figures| {
            let [low, high] = difference_among(figures, &a, &b, Better::Higher).ci_among.expect("an interval");
            high - low
        };
        // t(39) at 1 - 0.05/32: 3.1463; at 0.975: 2.0227.
        assert!((width(16) / width(1) - student_quantile(40, ERROR / 16.0) / student_quantile(40, ERROR)).abs() < 1e-9);
        assert!(width(16) > 1.5 * width(1));
    }
}
