//! What worlds settle of figures that a title sets side by side. Differences from the baseline are paired by world and corrected for how
//! many of them are read together (Bonferroni; Dunn, *JASA* 56, 1961); what an interval is not safe for is told as probable.

use crate::experiment::interval::Doubt;
use crate::experiment::statistics::difference_among;
use crate::measure::{Better, Ratio};
use std::collections::BTreeMap;

/// A ratio of totals in each world.
pub type ByWorld = BTreeMap<u64, Ratio>;

/// What the worlds settle of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The system has more.
    More,
    /// The system has less.
    Less,
    /// It is the same in every world.
    Same,
    /// It is not settled.
    Open,
}

impl Finding {
    /// Of a difference within this interval.
    pub fn of(interval: Option<[f64; 2]>) -> Self {
        match interval {
            Some([low, high]) if low == 0.0 && high == 0.0 => Self::Same,
            Some([low, _]) if low > 0.0 => Self::More,
            Some([_, high]) if high < 0.0 => Self::Less,
            _ => Self::Open,
        }
    }
}

/// What worlds settle of a ratio of a system against the baseline's, as one of several figures that are read together, and why that is not
/// safe, if it is not.
pub fn finding(baseline: &ByWorld, other: &ByWorld, figures: usize) -> (Finding, Option<Doubt>) {
    let both = baseline.iter().filter_map(|(world, a)| Some((*a, *other.get(world)?)));
    let (a, b): (Vec<Ratio>, Vec<Ratio>) = both.unzip();
    let difference = difference_among(figures, &a, &b, Better::Neither);
    (Finding::of(difference.ci_among), difference.doubt)
}

/// What stands after a claim that rests on findings with these doubts: "; only probable, with few worlds".
pub fn probable(doubts: impl IntoIterator<Item = Option<Doubt>>) -> &'static str {
    match doubts.into_iter().flatten().min() {
        None => "",
        Some(Doubt::FewWorlds) => "; only probable, with few worlds",
        Some(_) => "; only probable, as a few worlds dominate",
    }
}

/// With fewer worlds no interval is safe ([`Doubt::FewWorlds`]).
const FEWEST_SAFE: u64 = 20;

/// What stands after a claim that rests on so many worlds, where nothing else is known of its doubts.
pub fn few(worlds: u64) -> &'static str {
    probable([(worlds < FEWEST_SAFE).then_some(Doubt::FewWorlds)])
}

/// The doubts of what is settled to differ.
pub fn doubts(findings: &[(Finding, Option<Doubt>)]) -> impl Iterator<Item = Option<Doubt>> + '_ {
    findings.iter().filter(|(finding, _)| matches!(finding, Finding::More | Finding::Less)).map(|(_, doubt)| *doubt)
}

/// The findings of all systems after the first against the first.
pub fn findings<'w>(baseline: &ByWorld, others: impl ExactSizeIterator<Item = &'w ByWorld>) -> Vec<(Finding, Option<Doubt>)> {
    let figures = others.len();
    others.map(|other| finding(baseline, other, figures)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_world(values: impl IntoIterator<Item = f64>) -> ByWorld {
        (0..).zip(values.into_iter().map(|numerator| Ratio { numerator, denominator: 1.0 })).collect()
    }

    #[test]
    fn a_difference_has_to_bear_how_many_there_are() {
        // Mean 1 and standard error 0.45 of 30 worlds: 2.2 standard errors are enough for one figure (2.05) and not for four (2.66).
        let spread = 0.45 * 30f64.sqrt() * (29.0f64 / 30.0).sqrt();
        let (a, b) = (by_world([0.0; 30]), by_world((0..30).map(|w| if w % 2 == 0 { 1.0 + spread } else { 1.0 - spread })));
        assert_eq!((finding(&a, &b, 1), finding(&a, &b, 4)), ((Finding::More, None), (Finding::Open, None)));
        assert_eq!(findings(&a, [&b, &a].into_iter()).len(), 2);
    }

    #[test]
    fn few_worlds_make_a_claim_probable() {
        let (a, b) = (by_world([1.0, 2.0, 3.0]), by_world([2.0, 3.1, 3.9]));
        let found = findings(&a, [&b].into_iter());
        assert_eq!(found, [(Finding::More, Some(Doubt::FewWorlds))]);
        assert_eq!(probable(doubts(&found)), "; only probable, with few worlds");
        assert_eq!((few(19), few(20)), ("; only probable, with few worlds", ""));
        assert_eq!(probable([None, Some(Doubt::Skewed)]), "; only probable, as a few worlds dominate");
        assert_eq!(probable(doubts(&findings(&a, [&a].into_iter()))), "", "nothing is claimed");
    }
}
