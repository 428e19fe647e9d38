//! What the sources of customers have brought so far.

use super::plan::{Plan, SourceAt};
use crate::engine::Table;
use crate::engine::time::YEAR;
use crate::measure::{Account, SegmentAt};
use std::collections::BTreeMap;

/// What the sources have brought so far.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// How many points of each band have been passed, by source.
    pub passed: Table<SourceAt, Vec<u64>>,
    /// Next row of each source that reads a file.
    pub rows: Table<SourceAt, usize>,
    /// Touches of accounts whose lists tire: how many are not forgotten, and as of when (hours).
    pub touched: BTreeMap<(SegmentAt, Account), (f64, f64)>,
    /// Number of the next journey.
    pub next_number: u64,
}

impl Sources {
    /// Nobody has come yet.
    pub fn new(plan: &Plan) -> Self {
        let bands = |source: SourceAt| vec![0; usize::from(bands_up_to(YEAR * plan.highest_rate(source)))];
        Self {
            passed: plan.sources.keys().map(bands).collect(),
            rows: vec![0; plan.sources.len()].into(),
            touched: BTreeMap::new(),
            next_number: 0,
        }
    }
}

/// A band of rates (customers a year): the first up to 1, each further one up to twice as many as the one below.
///
/// Arrivals are points in time and rate (guide: model, section 2). Every band is a Poisson process of its own, whose points have heights
/// spread evenly over it; a firm meets those below its rate. More leads then add customers and change no other, and a rate that
/// changes on a date does so at once.
pub fn band(number: u8) -> (f64, f64) {
    let top = |number: u8| (1u64 << number.min(62)) as f64;
    if number == 0 { (0.0, 1.0) } else { (top(number - 1), top(number)) }
}

/// How many bands there are up to a rate (customers a year).
pub fn bands_up_to(rate: f64) -> u8 {
    (0..62).find(|&number| band(number).0 >= rate).unwrap_or(62)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_follow_each_other_up_to_the_rate() {
        assert_eq!([0, 1, 2, 3].map(band), [(0.0, 1.0), (1.0, 2.0), (2.0, 4.0), (4.0, 8.0)]);
        assert_eq!([0.0, 0.5, 1.0, 1.5, 2.0, 4.0, 4.1, 1e6].map(bands_up_to), [0, 1, 1, 2, 2, 3, 4, 21]);
    }
}
