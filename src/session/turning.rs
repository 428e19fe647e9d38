//! Where the lead of one system over another is gone: for the assumptions that its question depends on, for the load, and under other pay plans.

use super::failure::Failure;
use super::firms::Asked;
use super::systems::System;
use super::under_way::Session;
use crate::experiment::firms::WIDTHS;
use crate::experiment::firms::draw::{LOAD, PLANS, assumed, plan_varies};
use crate::experiment::firms::screened::list_of;
use crate::experiment::firms::turning::{Suspected, values};
use crate::experiment::runner::Arm;
use crate::report::results::ids::MeasureId;
use crate::report::results::turning::{LookedAt, Step, TurningResult, TurningRow, roots, sides};
use crate::scenario::{self, Loaded, Problems};

/// Of the assumptions that a question depends on so many are looked at, besides the load.
const ASSUMPTIONS: usize = 3;
/// Worlds at each value over a range, beside a root, at it, and under each pay plan.
const OVER_RANGE: u64 = 8;
const BESIDE: u64 = 24;
const THERE: u64 = 40;
const OF_PLAN: u64 = 12;
/// Worlds in which turns are looked for begin here, far from those of firms.
const FIRST_WORLD: u64 = 8_000_000;
/// Each thing that is looked at has numbers of its own, and each root.
const WORLDS_OF_ONE: u64 = 10_000;
const WORLDS_OF_ROOT: u64 = 1_000;

/// A pair of systems that is to be tried in some worlds.
struct Try {
    what: String,
    step: Step,
    root: u64,
    value: Option<f64>,
    systems: Vec<System>,
    worlds: std::ops::Range<u64>,
}

/// Looks for where the lead is gone; `None` where there are other than two systems, or nothing to look at.
///
/// # Errors
/// If it was interrupted, or is only a shard.
pub fn turning(asked: &Asked<'_>, session: &mut Session<'_>) -> Result<Option<(TurningResult, Vec<TurningRow>)>, Failure> {
    let ([_, _], [baseline, system]) = (asked.loaded, asked.systems) else { return Ok(None) };
    let all = looked_at(asked);
    let plans = plans(asked);
    if all.is_empty() && plans.is_empty() {
        return Ok(None);
    }
    let mut rows = Vec::new();
    let first = first_tries(asked, &all, &plans);
    rows.extend(tried(asked, &first, session)?);
    let suspected: Vec<Vec<Suspected>> = all.iter().map(|one| roots(one, &rows)).collect();
    let count = suspected.iter().map(Vec::len).sum();
    let each =
        || suspected.iter().enumerate().flat_map(|(place, roots)| roots.iter().enumerate().map(move |(root, one)| (place, root, *one)));
    let beside = each().flat_map(|(place, root, one)| {
        [(Step::Below, one.sides[0], 1), (Step::Above, one.sides[1], 2)]
            .map(|(step, value, part)| at_value(asked, &all, (place, root), step, value, part * 100, BESIDE))
    });
    rows.extend(tried(asked, &beside.flatten().collect::<Vec<Try>>(), session)?);
    let confirmed = each().filter(|(place, root, _)| sides(&all[*place], &rows, *root, count).is_some());
    let there = confirmed.filter_map(|(place, root, one)| at_value(asked, &all, (place, root), Step::There, one.at, 300, THERE));
    let there = there.collect::<Vec<Try>>();
    rows.extend(tried(asked, &there, session)?);
    let measure = MeasureId(asked.difference.measure);
    Ok(Some((TurningResult::new([&baseline.name, &system.name], measure, &all, &plans, &rows), rows)))
}

/// Runs a shard's part of what is tried first; what follows depends on all of it.
///
/// # Errors
/// If it was interrupted.
pub fn part(asked: &Asked<'_>, session: &mut Session<'_>) -> Result<(), Failure> {
    let ([_, _], [_, _]) = (asked.loaded, asked.systems) else { return Ok(()) };
    session.part_of_each(&tasks(&first_tries(asked, &looked_at(asked), &plans(asked))))
}

/// The pay plans that are looked at.
fn plans(asked: &Asked<'_>) -> Vec<String> {
    if plan_varies(asked.loaded) { PLANS.map(str::to_string).to_vec() } else { Vec::new() }
}

/// The assumptions that are looked at: the first that the question depends on, and the load.
fn looked_at(asked: &Asked<'_>) -> Vec<LookedAt> {
    let assumed = assumed(asked.loaded, WIDTHS[0].0);
    let scenarios: Vec<_> = asked.loaded.iter().map(|loaded| &loaded.scenario).collect();
    let listed = list_of(&scenarios, asked.difference.measure).into_iter().flat_map(|list| &list.assumptions).map(|one| one.key.as_str());
    let leaves = scenario::leaves(scenarios[0]);
    let one = |key: &str| {
        let (range, leaf) = (assumed.iter().find(|one| one.path == key)?, leaves.iter().find(|leaf| leaf.path == key)?);
        let (unit, as_described) = (leaf.meta.spec.unit.to_string(), leaf.value.as_f64()?);
        Some(LookedAt { key: key.to_string(), unit, as_described, range: [range.low, range.high] })
    };
    let listed = listed.filter(|key| *key != LOAD).filter_map(one).take(ASSUMPTIONS);
    listed.chain(one(LOAD)).collect()
}

fn first_tries(asked: &Asked<'_>, all: &[LookedAt], plans: &[String]) -> Vec<Try> {
    let over_range = all.iter().enumerate().flat_map(|(place, one)| {
        let [low, high] = one.range;
        values(low, high).into_iter().filter_map(move |value| at_value(asked, all, (place, 0), Step::Range, value, 0, OVER_RANGE))
    });
    let under_plan = plans.iter().filter_map(|plan| {
        let systems = changed(asked, |loaded| loaded.overlaid(plan))?;
        Some(Try { what: plan.clone(), step: Step::Plan, root: 0, value: None, systems, worlds: FIRST_WORLD..FIRST_WORLD + OF_PLAN })
    });
    over_range.chain(under_plan).collect()
}

/// An assumption at a value, in worlds of its own for each root and step; `None` where the scenario contradicts itself there.
fn at_value(
    asked: &Asked<'_>,
    all: &[LookedAt],
    (place, root): (usize, usize),
    step: Step,
    value: f64,
    from: u64,
    worlds: u64,
) -> Option<Try> {
    let what = all[place].key.clone();
    let systems = changed(asked, |loaded| loaded.with_numbers(&[(&what, value)]))?;
    let first = FIRST_WORLD + (place as u64 + 1) * WORLDS_OF_ONE + root as u64 * WORLDS_OF_ROOT + from;
    Some(Try { systems, step, root: root as u64, value: Some(value), worlds: first..first + worlds, what })
}

fn changed(asked: &Asked<'_>, change: impl Fn(&Loaded) -> Result<Loaded, Problems>) -> Option<Vec<System>> {
    let one = |(loaded, system): (&Loaded, &System)| System::new(&change(loaded).ok()?, system.name.clone()).ok();
    asked.loaded.iter().zip(asked.systems).map(one).collect()
}

fn tasks(tries: &[Try]) -> Vec<(Arm<'_>, u64)> {
    let of_try = |one| {
        let Try { systems, worlds, .. }: &Try = one;
        worlds.clone().flat_map(move |world| systems.iter().map(move |system| (system.arm(), world)))
    };
    tries.iter().flat_map(of_try).collect()
}

/// What was seen of all tries.
fn tried(asked: &Asked<'_>, tries: &[Try], session: &mut Session<'_>) -> Result<Vec<TurningRow>, Failure> {
    let seen = session.row_of_each(&tasks(tries))?;
    let mut pairs = seen.chunks_exact(2);
    let mut rows = Vec::new();
    for one in tries {
        for (world, pair) in one.worlds.clone().zip(pairs.by_ref()) {
            // Where a difference is not defined, the world tells nothing.
            let Some(difference) = asked.difference.between(&pair[0].ratios, &pair[1].ratios) else { continue };
            let Try { what, step, root, value, .. } = one;
            rows.push(TurningRow { what: what.clone(), step: *step, root: *root, value: *value, world, difference });
        }
    }
    Ok(rows)
}
