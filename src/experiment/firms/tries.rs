//! What is tried to find where a lead is gone: every assumption over its range and every pay plan; then both sides of the roots that are
//! suspected; then the roots themselves, where their sides are apart. What comes next follows from what was seen before, so it can be planned
//! again from the rows that were kept.

use super::WIDTHS;
use super::draw::{Assumed, range};
use super::turning::{Suspected, Tried, Turning, corrected, has_two_sides, suspected, values};
use crate::scenario::{Scenario, leaves};
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Worlds at each value over a range, beside a root, at it, once more where it is then, and under each pay plan.
const OVER_RANGE: u64 = 8;
const BESIDE: u64 = 24;
const THERE: u64 = 40;
const AGAIN: u64 = 240;
const OF_PLAN: u64 = 12;
/// Worlds in which turns are looked for begin here, far from those of firms.
const FIRST_WORLD: u64 = 8_000_000;
/// Each thing that is looked at has numbers of its own, each root, and each step.
const WORLDS_OF_ONE: u64 = 10_000;
const WORLDS_OF_ROOT: u64 = 1_000;
const WORLDS_OF_STEP: u64 = 100;

/// An assumption that is looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct LookedAt {
    /// Path of its key.
    pub key: String,
    /// Its unit in words.
    pub unit: String,
    /// Its value as described.
    pub as_described: f64,
    /// From where to where.
    pub range: [f64; 2],
}

/// Why something is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A pay plan.
    Plan,
    /// Over the range, to find roots.
    Range,
    /// Below a root.
    Below,
    /// Above it.
    Above,
    /// At it.
    There,
    /// Where it is by all of these.
    Again,
}

impl LookedAt {
    /// An assumption of a firm as it is described, over the range in which firms like it have it; `None` where it is none.
    pub fn new(scenario: &Scenario, key: &str) -> Option<Self> {
        let leaf = leaves(scenario).into_iter().find(|leaf| leaf.path == key)?;
        let Assumed { path, low, high } = range(&leaf, WIDTHS[0].0)?;
        Some(Self { key: path, unit: leaf.meta.spec.unit.to_string(), as_described: leaf.value.as_f64()?, range: [low, high] })
    }
}

impl Step {
    /// The first of its worlds, counted from that of its root.
    fn first_world(self) -> u64 {
        let place = match self {
            Self::Plan | Self::Range => 0,
            Self::Below => 1,
            Self::Above => 2,
            Self::There => 3,
            Self::Again => 4,
        };
        place * WORLDS_OF_STEP
    }

    fn worlds(self) -> u64 {
        match self {
            Self::Plan => OF_PLAN,
            Self::Range => OVER_RANGE,
            Self::Below | Self::Above => BESIDE,
            Self::There => THERE,
            Self::Again => AGAIN,
        }
    }
}

/// What is to be tried, in some worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// Path of the key, or the name of the pay plan.
    pub what: String,
    /// Why.
    pub step: Step,
    /// Which of the suspected roots it is about, from 0.
    pub root: u64,
    /// The value; none for a pay plan.
    pub value: Option<f64>,
    /// In which worlds.
    pub worlds: Range<u64>,
}

/// What was tried in a world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurningRow {
    /// Path of the key, or the name of the pay plan.
    pub what: String,
    /// Why it was tried.
    pub step: Step,
    /// Which of the suspected roots it is about, from 0.
    pub root: u64,
    /// The value; none for a pay plan.
    pub value: Option<f64>,
    /// In which world.
    pub world: u64,
    /// The difference there; none where it is not defined, or the firm contradicts itself.
    pub difference: Option<f64>,
}

impl TurningRow {
    /// Whether it is what was to be tried in this world.
    pub fn is_of(&self, planned: &Try, world: u64) -> bool {
        let what = |row: &Self| (row.what.clone(), row.step, row.root, row.value, row.world);
        let Try { what: name, step, root, value, .. } = planned;
        what(self) == (name.clone(), *step, *root, *value, world)
    }
}

/// What is tried first, whatever comes out.
pub fn first(all: &[LookedAt], plans: &[String]) -> Vec<Try> {
    let over_range = all.iter().enumerate().flat_map(|(place, one)| {
        let [low, high] = one.range;
        values(low, high).into_iter().map(move |value| at_value(all, (place, 0), Step::Range, value))
    });
    let worlds = FIRST_WORLD..FIRST_WORLD + Step::Plan.worlds();
    let under_plan = plans.iter().map(|plan| Try { what: plan.clone(), step: Step::Plan, root: 0, value: None, worlds: worlds.clone() });
    over_range.chain(under_plan).collect()
}

/// What is tried beside the roots that are suspected by what was seen over the ranges.
pub fn beside(all: &[LookedAt], rows: &[TurningRow]) -> Vec<Try> {
    let both = |(place, root, one): (usize, usize, Suspected)| {
        [(Step::Below, one.sides[0]), (Step::Above, one.sides[1])].map(|(step, value)| at_value(all, (place, root), step, value))
    };
    every_root(all, rows).into_iter().flat_map(both).collect()
}

/// What is tried at the roots of which both sides were seen to be apart.
pub fn there(all: &[LookedAt], rows: &[TurningRow]) -> Vec<Try> {
    confirmed(all, rows).into_iter().map(|(place, root, one, _)| at_value(all, (place, root), Step::There, one.at)).collect()
}

/// What is tried where these roots are by all that was seen so far.
pub fn again(all: &[LookedAt], rows: &[TurningRow]) -> Vec<Try> {
    let at = |(place, root, one, sides): (usize, usize, Suspected, [f64; 2])| {
        let at = corrected(one, &seen(&all[place], rows, root, &NEAR[..3]), sides)?.at;
        Some(at_value(all, (place, root), Step::Again, at))
    };
    confirmed(all, rows).into_iter().filter_map(at).collect()
}

/// The roots of an assumption that count, by all that was seen, where so many were suspected of all assumptions.
pub fn turnings(looked_at: &LookedAt, rows: &[TurningRow], suspected: usize) -> Vec<Turning> {
    let turning =
        |(root, one): (usize, Suspected)| corrected(one, &seen(looked_at, rows, root, &NEAR), sides(looked_at, rows, root, suspected)?);
    roots(looked_at, rows).into_iter().enumerate().filter_map(turning).collect()
}

/// All that was to be tried, by the rows of what was.
pub fn planned(all: &[LookedAt], plans: &[String], rows: &[TurningRow]) -> Vec<Try> {
    [first(all, plans), beside(all, rows), there(all, rows), again(all, rows)].concat()
}

fn every_root(all: &[LookedAt], rows: &[TurningRow]) -> Vec<(usize, usize, Suspected)> {
    let of = |(place, one)| roots(one, rows).into_iter().enumerate().map(move |(root, one)| (place, root, one));
    all.iter().enumerate().flat_map(of).collect()
}

/// Those of which both sides were seen to be apart, with the means there.
fn confirmed(all: &[LookedAt], rows: &[TurningRow]) -> Vec<(usize, usize, Suspected, [f64; 2])> {
    let each = every_root(all, rows);
    let count = each.len();
    let with_sides = |(place, root, one)| Some((place, root, one, sides(&all[place], rows, root, count)?));
    each.into_iter().filter_map(with_sides).collect()
}

/// An assumption at a value, in worlds of its own for each root and step.
fn at_value(all: &[LookedAt], (place, root): (usize, usize), step: Step, value: f64) -> Try {
    let first = FIRST_WORLD + (place as u64 + 1) * WORLDS_OF_ONE + root as u64 * WORLDS_OF_ROOT + step.first_world();
    Try { what: all[place].key.clone(), step, root: root as u64, value: Some(value), worlds: first..first + step.worlds() }
}

/// The roots that are suspected of an assumption by what was seen over its range.
pub fn roots(looked_at: &LookedAt, rows: &[TurningRow]) -> Vec<Suspected> {
    let of_range = rows.iter().filter(|row| row.what == looked_at.key && row.step == Step::Range);
    let tried: Vec<Tried> = of_range.filter_map(|row| Some(Tried { value: row.value?, difference: row.difference? })).collect();
    let [low, high] = looked_at.range;
    suspected(&tried, (low, high))
}

/// The steps in which a root is seen: beside it, at it, and where it is then.
const NEAR: [Step; 4] = [Step::Below, Step::Above, Step::There, Step::Again];

/// What was seen of a root in these steps.
fn seen(looked_at: &LookedAt, rows: &[TurningRow], root: usize, steps: &[Step]) -> Vec<Tried> {
    let is_it = |row: &&TurningRow| row.what == looked_at.key && steps.contains(&row.step) && row.root == root as u64;
    rows.iter().filter(is_it).filter_map(|row| Some(Tried { value: row.value?, difference: row.difference? })).collect()
}

/// The means at both sides of a root, if they are apart, where so many were suspected of all assumptions.
fn sides(looked_at: &LookedAt, rows: &[TurningRow], root: usize, suspected: usize) -> Option<[f64; 2]> {
    let [below, above] = [Step::Below, Step::Above]
        .map(|step| seen(looked_at, rows, root, &[step]).iter().map(|tried| tried.difference).collect::<Vec<_>>());
    has_two_sides([&below, &above], suspected)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_next_follows_from_the_rows() {
        let all = ["a", "b"].map(|key| LookedAt { key: key.into(), unit: String::new(), as_described: 1.0, range: [0.5, 1.5] });
        let plans = ["salary".to_string()];
        let of = |planned: &Try, world: u64| {
            let noise = if world.is_multiple_of(2) { 0.01 } else { -0.01 };
            let truth = if planned.what == "a" { 0.4 * (1.2 - planned.value.unwrap_or(0.0)) } else { 0.2 };
            let Try { what, step, root, value, .. } = planned.clone();
            TurningRow { what, step, root, value, world, difference: Some(truth + noise) }
        };
        let mut rows: Vec<TurningRow> = Vec::new();
        let see = |tries: Vec<Try>, rows: &mut Vec<TurningRow>| {
            let count = tries.len();
            rows.extend(tries.iter().flat_map(|one| one.worlds.clone().map(move |world| of(one, world))));
            count
        };
        assert_eq!(see(first(&all, &plans), &mut rows), 11);
        assert_eq!(see(beside(&all, &rows), &mut rows), 2);
        assert_eq!(see(there(&all, &rows), &mut rows), 1);
        assert_eq!(see(again(&all, &rows), &mut rows), 1);
        let found = turnings(&all[0], &rows, 1);
        assert!(found.len() == 1 && (found[0].at - 1.2).abs() < 0.01 && turnings(&all[1], &rows, 1).is_empty(), "{found:?}");
        let again = planned(&all, &plans, &rows);
        let worlds: Vec<(&Try, u64)> = again.iter().flat_map(|one| one.worlds.clone().map(move |world| (one, world))).collect();
        assert_eq!(worlds.len(), rows.len());
        assert!(worlds.iter().zip(&rows).all(|((one, world), row)| row.is_of(one, *world)));
        // Every try has worlds of its own.
        let mut numbers: Vec<u64> = rows.iter().filter(|row| row.step != Step::Range).map(|row| row.world).collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 12 + 2 * 24 + 40 + 240);
    }
}
