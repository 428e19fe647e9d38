//! Where the lead of one system over another is gone: for the assumptions that its question depends on, for the load, and under other pay plans.

use super::failure::Failure;
use super::firms::Asked;
use super::systems::System;
use super::under_way::Session;
use crate::experiment::firms::WIDTHS;
use crate::experiment::firms::draw::{LOAD, PLANS, assumed, plan_varies};
use crate::experiment::firms::tries::{self, LookedAt, Try, TurningRow};
use crate::experiment::runner::Arm;
use crate::report::results::ids::MeasureId;
use crate::report::results::turning::TurningResult;
use crate::scenario::{Loaded, Problems};

/// Of the assumptions that a question depends on so many are looked at, besides the load.
const ASSUMPTIONS: usize = 3;

/// What is to be tried, with the systems as they are then; `None` where they contradict themselves.
struct Ready {
    planned: Try,
    systems: Option<Vec<System>>,
}

/// Looks for where the lead is gone; `None` where there are other than two systems.
///
/// # Errors
/// If it was interrupted, or is only a shard.
pub fn turning(asked: &Asked<'_>, session: &mut Session<'_>) -> Result<Option<(TurningResult, Vec<TurningRow>)>, Failure> {
    let ([_, _], [baseline, system]) = (asked.loaded, asked.systems) else { return Ok(None) };
    let (all, plans) = (looked_at(asked), plans(asked));
    let mut rows = tried(asked, tries::first(&all, &plans), session)?;
    rows.extend(tried(asked, tries::beside(&all, &rows), session)?);
    rows.extend(tried(asked, tries::there(&all, &rows), session)?);
    rows.extend(tried(asked, tries::again(&all, &rows), session)?);
    let measure = MeasureId(asked.difference.measure);
    Ok(Some((TurningResult::new([&baseline.name, &system.name], measure, &all, &plans, &rows), rows)))
}

/// Runs a shard's part of what is tried first; what follows depends on all of it.
///
/// # Errors
/// If it was interrupted.
pub fn part(asked: &Asked<'_>, session: &mut Session<'_>) -> Result<(), Failure> {
    let ([_, _], [_, _]) = (asked.loaded, asked.systems) else { return Ok(()) };
    session.part_of_each(&tasks(&ready(asked, tries::first(&looked_at(asked), &plans(asked)))))
}

/// The pay plans that are looked at.
fn plans(asked: &Asked<'_>) -> Vec<String> {
    if plan_varies(asked.loaded) { PLANS.map(str::to_string).to_vec() } else { Vec::new() }
}

/// The assumptions that are looked at: the first that the question depends on, and the load.
fn looked_at(asked: &Asked<'_>) -> Vec<LookedAt> {
    let scenario = &asked.loaded[0].scenario;
    let listed = asked.listed.iter().map(String::as_str);
    let load = assumed(asked.loaded, WIDTHS[0].0).into_iter().any(|one| one.path == LOAD).then_some(LOAD);
    let listed = listed.filter(|key| *key != LOAD).take(ASSUMPTIONS);
    listed.chain(load).filter_map(|key| LookedAt::new(scenario, key)).collect()
}

fn ready(asked: &Asked<'_>, tries: Vec<Try>) -> Vec<Ready> {
    let changed = |change: &dyn Fn(&Loaded) -> Result<Loaded, Problems>| -> Option<Vec<System>> {
        let one = |(loaded, system): (&Loaded, &System)| System::new(&change(loaded).ok()?, system.name.clone()).ok();
        asked.loaded.iter().zip(asked.systems).map(one).collect()
    };
    let with_systems = |planned: Try| {
        let systems = match planned.value {
            Some(value) => changed(&|loaded| loaded.with_numbers(&[(&planned.what, value)])),
            None => changed(&|loaded| loaded.overlaid(&planned.what)),
        };
        Ready { planned, systems }
    };
    tries.into_iter().map(with_systems).collect()
}

fn tasks(tries: &[Ready]) -> Vec<(Arm<'_>, u64)> {
    let of_try = |one| {
        let Ready { planned, systems }: &Ready = one;
        let systems = systems.as_deref().unwrap_or_default();
        planned.worlds.clone().flat_map(move |world| systems.iter().map(move |system| (system.arm(), world)))
    };
    tries.iter().flat_map(of_try).collect()
}

/// What was seen of all tries.
fn tried(asked: &Asked<'_>, tries: Vec<Try>, session: &mut Session<'_>) -> Result<Vec<TurningRow>, Failure> {
    let tries = ready(asked, tries);
    let seen = session.row_of_each(&tasks(&tries))?;
    let mut pairs = seen.chunks_exact(2);
    let mut rows = Vec::new();
    for Ready { planned, systems } in &tries {
        for world in planned.worlds.clone() {
            let pair = systems.as_ref().and_then(|_| pairs.next());
            let difference = pair.and_then(|pair| asked.difference.between(&pair[0].ratios, &pair[1].ratios));
            let Try { what, step, root, value, .. } = planned.clone();
            rows.push(TurningRow { what, step, root, value, world, difference });
        }
    }
    Ok(rows)
}
