//! Lists of numbers drawn anew: each element about its value, so that the list keeps its shape.

use crate::engine::Stream;
use crate::scenario::keys::Leaf;

/// How far an element goes to either side, as a share of the plausible range.
const REACH: f64 = 0.25;
/// Shares that have to add up are drawn again where one leaves the range, so many times at most.
const MOST_TRIES: usize = 100;
/// Sums closer than that are the same.
const ROUNDING: f64 = 1e-9;

/// The elements of a key that holds a list of numbers.
pub fn numbers(leaf: &Leaf) -> Option<Vec<f64>> {
    leaf.value.as_array()?.iter().map(serde_json::Value::as_f64).collect()
}

/// Whether anything in the list of this key can be drawn.
pub fn is_drawn(leaf: &Leaf) -> bool {
    let Some(plausible) = leaf.meta.spec.plausible else { return false };
    numbers(leaf).is_some_and(|values| values.iter().any(|&value| varies(value, plausible)))
}

/// An element of 0, or one outside of the plausible range, is there by design: the first tier begins at 0.
fn varies(value: f64, (low, high): (f64, f64)) -> bool {
    value != 0.0 && (low..=high).contains(&value)
}

/// The list with each element drawn about its value: uniform within a quarter of the plausible range to either side, cut off at its ends.
/// Elements that rise still rise, shares that add up to 1 still do.
pub fn drawn(values: &[f64], plausible: (f64, f64), stream: &mut Stream) -> Vec<f64> {
    let add_up = (values.iter().sum::<f64>() - 1.0).abs() < ROUNDING && values.len() > 1;
    if !add_up {
        return in_order(values, plausible, stream);
    }
    let tried = (0..MOST_TRIES).find_map(|_| to_one(values, in_order(values, plausible, stream), plausible));
    tried.unwrap_or_else(|| values.to_vec())
}

/// Drawn one by one, and put in the order in which they were.
fn in_order(values: &[f64], plausible: (f64, f64), stream: &mut Stream) -> Vec<f64> {
    let mut places: Vec<usize> = (0..values.len()).filter(|&place| varies(values[place], plausible)).collect();
    let mut drawn: Vec<f64> = places.iter().map(|&place| about(values[place], plausible, stream.uniform())).collect();
    drawn.sort_by(f64::total_cmp);
    places.sort_by(|&a, &b| values[a].total_cmp(&values[b]));
    let mut list = values.to_vec();
    for (place, value) in places.into_iter().zip(drawn) {
        list[place] = value;
    }
    list
}

fn about(value: f64, (low, high): (f64, f64), uniform: f64) -> f64 {
    let reach = REACH * (high - low);
    let (least, most) = ((value - reach).max(low), (value + reach).min(high));
    least + (most - least) * uniform
}

/// The elements that were drawn scaled so that all add up to 1; none if one leaves the range by that.
fn to_one(values: &[f64], drawn: Vec<f64>, plausible: (f64, f64)) -> Option<Vec<f64>> {
    let fixed: f64 = values.iter().filter(|&&value| !varies(value, plausible)).sum();
    let total: f64 = drawn.iter().sum::<f64>() - fixed;
    let scale = (1.0 - fixed) / total;
    let scaled = |(&before, value): (&f64, f64)| if varies(before, plausible) { value * scale } else { value };
    let list: Vec<f64> = values.iter().zip(drawn).map(scaled).collect();
    let is_plausible = |(&before, value): (&f64, &f64)| !varies(before, plausible) || (plausible.0..=plausible.1).contains(value);
    values.iter().zip(&list).all(is_plausible).then_some(list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{Purpose, Streams};

    fn many(values: &[f64], plausible: (f64, f64)) -> Vec<Vec<f64>> {
        let stream = |number| Streams::new(1, number).stream(Purpose::named("a list drawn anew"), 0, 0);
        (0..500).map(|number| drawn(values, plausible, &mut stream(number))).collect()
    }

    #[test]
    fn elements_stay_near_in_range_and_in_order() {
        let (values, plausible) = ([0.05, 0.1, 0.2, 0.3], (0.02, 0.42));
        let lists = many(&values, plausible);
        assert_ne!(lists[0], lists[1]);
        assert_eq!(lists, many(&values, plausible), "the same stream, the same list");
        for list in &lists {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
            assert!(list.iter().all(|value| (0.02..=0.42).contains(value)), "{list:?}");
            assert!(list[0] <= 0.15 && list[3] >= 0.2, "{list:?}");
        }
        let mean = lists.iter().map(|list| list.iter().sum::<f64>()).sum::<f64>() / lists.len() as f64;
        // By hand: 0.085 + 0.11 + 0.2 + 0.3 (the first two are cut off at 0.02).
        assert!((mean - 0.695).abs() < 0.02, "{mean}");
    }

    #[test]
    fn falling_lists_fall_and_shares_add_up() {
        for list in many(&[0.5, 0.25, 0.12, 0.08, 0.05], (0.0, 0.8)) {
            assert!(list.windows(2).all(|pair| pair[0] >= pair[1]), "{list:?}");
            assert!((list.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{list:?}");
            assert!(list.iter().all(|value| (0.0..=0.8).contains(value)), "{list:?}");
        }
    }

    #[test]
    fn what_is_there_by_design_stays() {
        for list in many(&[0.0, 0.5, 1.0, 9.0], (0.2, 2.0)) {
            assert!(list[0] == 0.0 && list[3] == 9.0 && list[1] != 0.5 && list[1] < list[2], "{list:?}");
        }
        assert!(many(&[], (0.0, 1.0)).iter().all(Vec::is_empty));
        assert!(many(&[0.0, 5.0], (0.5, 2.0)).iter().all(|list| *list == [0.0, 5.0]));
    }
}
