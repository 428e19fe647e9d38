//! Whether what was measured is what was expected.

use crate::experiment::jackknife::JackknifeEstimate;
use serde::Serialize;

/// What a published pattern lets one expect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Expectation {
    /// Above zero.
    Positive,
    /// Below zero.
    Negative,
    /// Between the two.
    Range(f64, f64),
    /// No effect: within this distance of zero.
    Nothing(f64),
    /// A theorem, as a relative error: within four standard errors of zero, at a standard error below [`EXACT_ERROR`].
    Exact,
}

/// Largest relative standard error with which a theorem can be told from a falsehood.
pub const EXACT_ERROR: f64 = 0.007;
/// Standard errors from a theorem that count as a miss: one false alarm in 16,000.
const EXACT_Z: f64 = 4.0;

/// What became of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As expected.
    Hit,
    /// Not as expected.
    Miss,
    /// The intervals cannot tell, or it could not be run.
    Undecided,
}

impl Verdict {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Hit => "hit",
            Self::Miss => "miss",
            Self::Undecided => "undecided",
        }
    }
}

impl Expectation {
    /// Its kind in files: sign, range or none.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Positive | Self::Negative => "sign",
            Self::Range(..) => "range",
            Self::Nothing(_) | Self::Exact => "none",
        }
    }

    /// Its bounds; `None` is without a bound.
    pub fn bounds(self) -> [Option<f64>; 2] {
        match self {
            Self::Positive => [Some(0.0), None],
            Self::Negative => [None, Some(0.0)],
            Self::Range(low, high) => [Some(low), Some(high)],
            Self::Nothing(margin) => [Some(-margin), Some(margin)],
            Self::Exact => [Some(-EXACT_Z * EXACT_ERROR), Some(EXACT_Z * EXACT_ERROR)],
        }
    }

    /// Holds a figure against it.
    ///
    /// - A sign is hit if the interval lies on the right side of zero, and missed if it lies on the wrong one.
    /// - A range is hit if the estimate is inside and the interval no wider than the range; missed if the interval does not
    ///   touch it, or the estimate is outside and the interval does not reach in.
    /// - No effect is hit if the whole interval lies within the margin, and missed if it lies outside.
    pub fn judge(self, figure: &JackknifeEstimate) -> Verdict {
        let (Some(measured), Some([low, high])) = (figure.measured, figure.ci95) else { return Verdict::Undecided };
        match self {
            Self::Positive => side(low > 0.0, high < 0.0),
            Self::Negative => side(high < 0.0, low > 0.0),
            Self::Range(from, to) => {
                let inside = (from..=to).contains(&measured) && high - low <= to - from;
                side(inside, high < from || low > to)
            }
            Self::Nothing(margin) => side(low >= -margin && high <= margin, low > margin || high < -margin),
            Self::Exact => {
                let error = figure.standard_error.unwrap_or(f64::INFINITY);
                side(error < EXACT_ERROR && measured.abs() < EXACT_Z * error, measured.abs() >= EXACT_Z * error)
            }
        }
    }
}

fn side(hit: bool, miss: bool) -> Verdict {
    match (hit, miss) {
        (true, _) => Verdict::Hit,
        (false, true) => Verdict::Miss,
        (false, false) => Verdict::Undecided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(expectation: Expectation, measured: f64, half: f64, expected: Verdict) {
        let figure = JackknifeEstimate {
            measured: Some(measured),
            ci95: Some([measured - half, measured + half]),
            standard_error: Some(half / 2.0),
        };
        assert_eq!(expectation.judge(&figure), expected, "{expectation:?}: {measured} +- {half}");
    }

    #[test]
    fn a_sign_needs_the_whole_interval() {
        check(Expectation::Positive, 1.0, 0.5, Verdict::Hit);
        check(Expectation::Positive, 1.0, 1.5, Verdict::Undecided);
        check(Expectation::Positive, -1.0, 0.5, Verdict::Miss);
        check(Expectation::Negative, -1.0, 0.5, Verdict::Hit);
        check(Expectation::Negative, 1.0, 0.5, Verdict::Miss);
        check(Expectation::Positive, 0.0, 0.0, Verdict::Undecided);
    }

    #[test]
    fn a_range_needs_the_estimate_and_an_interval_no_wider() {
        let range = Expectation::Range(0.2, 0.4);
        check(range, 0.3, 0.05, Verdict::Hit);
        check(range, 0.21, 0.05, Verdict::Hit);
        check(range, 0.3, 0.2, Verdict::Undecided);
        check(range, 0.42, 0.05, Verdict::Undecided);
        check(range, 0.5, 0.05, Verdict::Miss);
        check(range, 0.9, 0.2, Verdict::Miss);
        check(range, 0.9, 0.6, Verdict::Undecided);
    }

    #[test]
    fn no_effect_needs_the_whole_interval_within_the_margin() {
        check(Expectation::Nothing(0.03), 0.0, 0.02, Verdict::Hit);
        check(Expectation::Nothing(0.03), 0.02, 0.02, Verdict::Undecided);
        check(Expectation::Nothing(0.03), 0.1, 0.02, Verdict::Miss);
    }

    #[test]
    fn a_theorem_needs_precision() {
        check(Expectation::Exact, 0.005, 0.01, Verdict::Hit);
        check(Expectation::Exact, 0.005, 0.02, Verdict::Undecided);
        check(Expectation::Exact, 0.05, 0.01, Verdict::Miss);
    }

    #[test]
    fn what_is_undefined_is_undecided() {
        assert_eq!(Expectation::Positive.judge(&JackknifeEstimate::default()), Verdict::Undecided);
        let without_interval = JackknifeEstimate { measured: Some(1.0), ..JackknifeEstimate::default() };
        assert_eq!(Expectation::Range(0.0, 2.0).judge(&without_interval), Verdict::Undecided);
    }
}
