//! On which side of zero a difference lies, world by world, and what that alone proves.
//!
//! Where two systems are exactly the same in many worlds, a mean rests on the few that differ, and neither Student's interval nor
//! resampling knows how large the ones are that did not come up. What can be told exactly is how many of the worlds that differ lie on
//! either side: if both sides were as likely, a binomial distribution with one half (the sign test: Conover, *Practical Nonparametric
//! Statistics*, 1999, section 3.4). Among worlds that are the same nothing counts for either side.

use super::statistics::ROUNDING;
use crate::engine::math;
use statrs::distribution::{Binomial, ContinuousCDF, DiscreteCDF, Normal};

/// Signs decide where so large a share of the worlds is the same: a third. Where half are in truth, a sample of forty has fewer than a third of
/// them once in fifty times.
const SAME: f64 = 1.0 / 3.0;

/// Of fewer worlds that differ nothing is said to be settled where only signs could tell: among the usual eight measures eight worlds on one side
/// are not enough.
pub const FEWEST: usize = 9;

/// In how many worlds a difference lies above zero, and in how many below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// Worlds above zero.
    pub above: usize,
    /// Worlds below zero.
    pub below: usize,
    /// All worlds.
    pub worlds: usize,
}

impl Signs {
    /// Of the differences of worlds; those that have none are the same on either side.
    pub fn of(differences: impl IntoIterator<Item = Option<f64>>) -> Self {
        let mut signs = Self::default();
        for difference in differences {
            signs.worlds += 1;
            signs.above += usize::from(difference > Some(0.0));
            signs.below += usize::from(difference.is_some_and(|d| d < 0.0));
        }
        signs
    }

    /// Worlds that differ.
    pub fn differing(self) -> usize {
        self.above + self.below
    }

    /// Whether a third of the worlds or more are the same, and some are not: then signs decide.
    pub fn decide(self) -> bool {
        let same = self.worlds - self.differing();
        self.differing() > 0 && same as f64 >= SAME * self.worlds as f64
    }

    /// Probability of so many worlds or more on the side of a mean, among those that differ, if both sides were as likely.
    ///
    /// ```
    /// use winflow::experiment::signs::Signs;
    /// let signs = Signs { above: 9, below: 0, worlds: 40 };
    /// assert!((signs.one_sided(1.0) - 0.5_f64.powi(9)).abs() < 1e-12);
    /// ```
    pub fn one_sided(self, mean: f64) -> f64 {
        let side = if mean > 0.0 { self.above } else { self.below };
        let Some(before) = side.checked_sub(1) else { return 1.0 };
        Binomial::new(0.5, self.differing() as u64).map_or(1.0, |worlds| worlds.sf(before as u64))
    }

    /// Probability of so many worlds on one side, whichever, if both were as likely.
    pub fn two_sided(self, mean: f64) -> f64 {
        (2.0 * self.one_sided(mean)).min(1.0)
    }

    /// The interval of a mean at this error, as far as zero unless signs settle its side.
    pub fn reaching_zero(self, mean: f64, [low, high]: [f64; 2], error: f64) -> [f64; 2] {
        if self.two_sided(mean) <= error { [low, high] } else { [low.min(0.0), high.max(0.0)] }
    }

    /// Whether most of the worlds that differ lie on the other side than the mean: a few large ones against many.
    pub fn contradict(self, mean: f64) -> bool {
        if mean > 0.0 { self.above < self.below } else { self.below < self.above }
    }

    /// About how many worlds it takes until signs in the same proportions settle the side of this mean at this error on both sides;
    /// `None` if no number does, or if only one world differs: how often worlds do is not known from one.
    pub fn worlds_for(self, mean: f64, error: f64) -> Option<u64> {
        if self.differing() < 2 || !self.decide() || self.above == self.below || self.contradict(mean) {
            return None;
        }
        let differing = self.differing() as f64;
        let lead = self.above.abs_diff(self.below) as f64 / differing;
        // All on one side are 2 halvings of the error; else a normal distribution is near enough to the binomial one.
        let fewest = 1.0 + math::ln(1.0 / error) / std::f64::consts::LN_2;
        let z = Normal::standard().inverse_cdf(1.0 - error / 2.0);
        let needed = fewest.max(z * z / (lead * lead)).ceil();
        Some((needed * self.worlds as f64 / differing).ceil().min(1e15) as u64)
    }
}

/// A difference that is only the rounding of sizes such as this is none.
pub(super) fn unless_rounding(difference: f64, size: f64) -> f64 {
    if difference.abs() <= ROUNDING * size { 0.0 } else { difference }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(above: usize, below: usize) -> Signs {
        Signs { above, below, worlds: 40 }
    }

    /// Ten of ten: 1/1024. Nine of ten: 11/1024. Eight: 56/1024 (the usual table of the binomial distribution).
    #[test]
    fn probabilities_are_those_of_the_table() {
        for (above, below, expected) in [(10, 0, 1.0), (9, 1, 11.0), (8, 2, 56.0), (0, 10, 1024.0), (5, 5, 638.0)] {
            let found = signs(above, below).one_sided(1.0) * 1024.0;
            assert!((found - expected).abs() < 1e-9, "{above} of {}: {found}", above + below);
            assert_eq!(signs(above, below).one_sided(1.0), signs(below, above).one_sided(-1.0));
        }
        assert!(
            !signs(5, 5).contradict(1.0) && !signs(10, 9).contradict(1.0) && signs(2, 8).contradict(1.0) && !signs(2, 8).contradict(-1.0)
        );
    }

    /// Two sides, eight measures: eight of eight are 2/256 > 0.05/8 = 0.00625 > nine of nine, 2/512.
    #[test]
    fn fewer_than_nine_worlds_decide_nothing_among_eight_measures() {
        let is_enough = |differing| signs(differing, 0).two_sided(1.0) <= 0.05 / 8.0;
        assert!(!is_enough(8) && is_enough(9));
        assert_eq!(signs(4, 0).worlds_for(1.0, 0.05 / 8.0), Some(90), "8.32 halvings are nine worlds that differ, as four of forty do");
        assert_eq!((signs(4, 4).worlds_for(1.0, 0.05), signs(1, 3).worlds_for(1.0, 0.05)), (None, None));
        assert_eq!(signs(1, 0).worlds_for(1.0, 0.05), None, "nobody knows how often worlds differ from one that does");
    }

    #[test]
    fn worlds_without_a_difference_count_for_neither_side() {
        let found = Signs::of([Some(1.0), None, Some(0.0), Some(-2.0), Some(3.0), Some(0.0), Some(0.0)]);
        assert_eq!(found, Signs { above: 2, below: 1, worlds: 7 });
        assert!(found.decide() && !Signs { worlds: 4, ..found }.decide() && !signs(0, 0).decide());
        assert_eq!((unless_rounding(1e-7, 1e3), unless_rounding(1e-5, 1e3)), (0.0, 1e-5));
    }
}
