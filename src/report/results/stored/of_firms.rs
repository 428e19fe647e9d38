//! Firms like the one that is described, as they were kept: every firm that was to be drawn has its line, and what was tried to find where
//! the lead is gone follows from what was seen before.

use super::Stored;
use super::not_read::{AGAIN, NotRead, Wrong};
use crate::experiment::Outcome;
use crate::experiment::firms::draw::{PLANS, may_have};
use crate::experiment::firms::tries::{LookedAt, planned};
use crate::experiment::firms::{Difference, FirmRow, NUMBERS_OF_A_WIDTH, WIDTHS, drawn_at, worlds_of};
use crate::report::results::firms::{Drawn, FIRMS, FirmsResult};
use crate::report::results::ids::MeasureId;
use crate::report::results::turning::{TURNING, TurningResult};

/// What firms like it show, by their rows.
pub fn results(stored: &Stored, asked: u64, difference: Difference, outcome: &Outcome) -> Vec<FirmsResult> {
    let Some((baseline, others)) = outcome.systems.split_first() else { return Vec::new() };
    let written = stored.document.firms.first().map_or(&[][..], |firms| &firms.widths);
    let assumptions: Vec<u64> = written.iter().map(|width| width.assumptions).collect();
    // Without them nothing is as it is written.
    let assumptions = assumptions.try_into().unwrap_or_default();
    let names: Vec<String> = outcome.systems.iter().map(|system| system.name.clone()).collect();
    let listed: Vec<LookedAt> = stored.listed.iter().filter_map(|key| LookedAt::new(&stored.systems.first()?.scenario, key)).collect();
    let pay_varies = pay_varies(stored);
    let drawn = Drawn { systems: &names, difference, pay_varies, asked, assumptions, seed: outcome.seed, listed: &listed };
    let noise: Vec<_> = others.iter().map(|system| difference.noise(&baseline.worlds, &system.worlds)).collect();
    drawn.results(&stored.firms, &noise)
}

/// Where the lead is gone, by what was tried: for the assumptions that are named, and for all pay plans if any were drawn.
pub fn turning(stored: &Stored, difference: Difference) -> Option<TurningResult> {
    let [baseline, system] = stored.systems.as_slice() else { return None };
    let names = [baseline, system].map(|system| system.name.as_str());
    Some(TurningResult::new(names, MeasureId(difference.measure), &looked_at(stored), &plans(stored), &stored.turning))
}

fn pay_varies(stored: &Stored) -> bool {
    stored.firms.iter().any(|firm| !firm.pay_plan.is_empty())
}

fn plans(stored: &Stored) -> Vec<String> {
    if pay_varies(stored) { PLANS.map(str::to_string).to_vec() } else { Vec::new() }
}

/// The assumptions that are named, as the scenario has them.
fn looked_at(stored: &Stored) -> Vec<LookedAt> {
    let Some((turning, baseline)) = stored.document.turning.as_ref().zip(stored.systems.first()) else { return Vec::new() };
    turning.assumptions.iter().filter_map(|one| LookedAt::new(&baseline.scenario, &one.key)).collect()
}

/// Everything in which the rows are not those of the firms that were to be drawn, and of what was to be tried.
pub fn problems(stored: &Stored, asked: u64) -> Vec<NotRead> {
    rows_of_firms(stored, asked).into_iter().chain(rows_of_turning(stored)).collect()
}

fn rows_of_firms(stored: &Stored, asked: u64) -> Option<NotRead> {
    let path = stored.folder.join(FIRMS);
    let mut ranges = Vec::new();
    for key in &stored.listed {
        let Some(looked_at) = stored.systems.first().and_then(|system| LookedAt::new(&system.scenario, key)) else {
            return Some(NotRead::at_line(&path, 1, Wrong::NoAssumption(key.clone())));
        };
        ranges.push(looked_at.range);
    }
    let systems = stored.systems.get(1..).unwrap_or_default();
    let firms = || {
        WIDTHS.iter().enumerate().flat_map(|(width, (factor, _))| (0..drawn_at(width, asked)).map(move |number| (width, factor, number)))
    };
    let mut lines = (2..).zip(&stored.firms);
    for (width, factor, number) in firms() {
        let mut first: Option<&FirmRow> = None;
        for system in systems {
            let Some((line, row)) = lines.next() else {
                let why = Wrong::RowMissing(format!("firm {number} of those within a factor of {factor}"));
                return Some(NotRead::new(&path, why, AGAIN));
            };
            if (row.scenario.as_str(), row.factor, row.firm) != (&system.name, *factor, number) {
                let why = Wrong::AnotherRow(format!("firm {number} of {} within a factor of {factor}", system.name));
                return Some(NotRead::at_line(&path, line, why));
            }
            let own = width as u64 * NUMBERS_OF_A_WIDTH + number;
            let problem = implausible(row, first.get_or_insert(row), |plan| may_have(plan, stored.document.seed, own));
            let problem = problem.or_else(|| out_of_range(row, &ranges).map(|value| ("value", value.to_string())));
            if let Some((column, cell)) = problem {
                return Some(NotRead::at_line(&path, line, Wrong::Implausible { column: column.to_string(), cell }));
            }
        }
    }
    lines.next().map(|_| NotRead::new(&path, Wrong::TooManyRows, AGAIN))
}

/// A value that cannot have been drawn.
fn out_of_range(row: &FirmRow, ranges: &[[f64; 2]]) -> Option<f64> {
    let values = row.values.iter().zip(ranges).filter_map(|(value, range)| Some((*value.as_ref()?, *range)));
    values.into_iter().find(|(value, [low, high])| !(*low..=*high).contains(value)).map(|(value, _)| value)
}

/// A cell that no firm of that number can have: it has what the firm has under the first system, a plan that was drawn, and no more worlds
/// than it was seen in.
fn implausible(row: &FirmRow, first: &FirmRow, may_have: impl Fn(&str) -> bool) -> Option<(&'static str, String)> {
    if row.pay_plan != first.pay_plan || !row.pay_plan.is_empty() && !may_have(&row.pay_plan) {
        return Some(("pay_plan", row.pay_plan.clone()));
    }
    if row.plausible != first.plausible {
        return Some(("plausible", row.plausible.to_string()));
    }
    if row.differences.len() as u64 > worlds_of(row.firm) {
        return Some(("difference_in_second_world", row.differences.last().map(f64::to_string).unwrap_or_default()));
    }
    let wrong = |value: &&f64| !value.is_finite();
    let level = row.level.as_ref().filter(wrong).map(|value| ("level", value.to_string()));
    level.or_else(|| row.differences.iter().find(wrong).map(|value| ("difference", value.to_string())))
}

fn rows_of_turning(stored: &Stored) -> Option<NotRead> {
    let path = stored.folder.join(TURNING);
    let tries = if stored.systems.len() == 2 { planned(&looked_at(stored), &plans(stored), &stored.turning) } else { Vec::new() };
    let each = tries.iter().flat_map(|planned| planned.worlds.clone().map(move |world| (planned, world)));
    let mut rows = stored.turning.iter().zip(2..);
    for (planned, world) in each {
        let is = format!("{} in world {world}", planned.what);
        let Some((row, line)) = rows.next() else { return Some(NotRead::new(&path, Wrong::RowMissing(is), AGAIN)) };
        if !row.is_of(planned, world) {
            return Some(NotRead::at_line(&path, line, Wrong::AnotherRow(is)));
        }
        if let Some(difference) = row.difference.filter(|value| !value.is_finite()) {
            let why = Wrong::Implausible { column: "difference".to_string(), cell: difference.to_string() };
            return Some(NotRead::at_line(&path, line, why));
        }
    }
    rows.next().map(|_| NotRead::new(&path, Wrong::TooManyRows, AGAIN))
}
