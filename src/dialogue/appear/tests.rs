//! When customers come who are found in batches.

use super::next_batch;
use crate::engine::time::YEAR;

const QUARTER: f64 = YEAR / 4.0;

#[test]
fn batches_lie_in_the_middle_of_quarters() {
    let at = |index: u64| next_batch(0.0, 2.0 / QUARTER, 72.0, 0.0, index);
    assert_eq!([0, 1, 2, 3].map(at), [0.5 * QUARTER, 0.5 * QUARTER + 36.0, 1.5 * QUARTER, 1.5 * QUARTER + 36.0]);
}

/// Two in five quarters: the first comes in the third quarter, when a whole one has added up, the second in the fifth.
#[test]
fn what_is_no_whole_customer_is_carried_over() {
    let at = |index: u64| next_batch(0.0, 0.4 / QUARTER, 72.0, 0.0, index);
    assert_eq!([0, 1].map(at), [2.5 * QUARTER, 4.5 * QUARTER]);
}

#[test]
fn nobody_comes_before_now() {
    assert_eq!(next_batch(QUARTER, 2.0 / QUARTER, 72.0, 0.0, 0), QUARTER);
}
