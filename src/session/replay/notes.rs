//! What was assumed in a replay, in sentences.

use super::case::Case;
use super::span::Length;
use crate::import::words::listed;
use crate::money::replay::{Replay, Replayed};
use crate::report::results::words::grouped;
use crate::scenario::pay::PayPlan;
use crate::session::systems::System;

/// All that should be known of a replay.
pub(super) fn notes(case: &Case, systems: &[System], replayed: &[Replayed]) -> Vec<String> {
    let mut notes = vec![rows(case)];
    notes.extend(people(case));
    for ((system, replay), replayed) in systems.iter().zip(&case.replays).zip(replayed) {
        let name = if systems.len() > 1 { format!("{}: ", system.name) } else { String::new() };
        let of_plan = |text: String| format!("{name}{text}");
        for terms in &replay.terms {
            notes.push(of_plan(periods(case, &terms.plan, &terms.bounds)));
            notes.extend(terms_not_replayed(&terms.plan).into_iter().map(of_plan));
        }
        notes.extend(teams(case, replay).map(of_plan));
        notes.extend(quotas(case, replay).map(of_plan));
        notes.extend(clawbacks(replay).map(of_plan));
        notes.extend(owed(replayed).map(of_plan));
    }
    let mut told: Vec<String> = Vec::new();
    notes.retain(|note| {
        let is_new = !told.contains(note);
        told.push(note.clone());
        is_new
    });
    notes
}

fn rows(case: &Case) -> String {
    let (rows, asked) = (case.deals.rows, case.deals.asked);
    let chosen = if asked < rows { format!(" {} of them as asked for by --where,", grouped(asked as f64, 0)) } else { String::new() };
    format!("{} rows of deals ({}),{chosen} {} deals credited.", grouped(rows as f64, 0), case.deals.how, grouped(case.credited as f64, 0))
}

fn people(case: &Case) -> Option<String> {
    if case.has_roster {
        return None;
    }
    let many = if case.role.others.is_empty() {
        String::new()
    } else {
        format!(" Roles with variable pay are {}; --role names another.", listed(&case.role.others))
    };
    Some(format!(
        "Without a roster, everybody with a deal ({}) is taken to be a {} with that role's quota from {} to {}; whoever sold nothing is missing.{many}",
        case.stints.len(),
        case.role.name,
        case.span.from,
        case.span.last()
    ))
}

fn periods(case: &Case, plan: &PayPlan, bounds: &[f64]) -> String {
    let length = Length::of(plan);
    let as_weeks = matches!(length, Length::Months(_)) && (plan.period_weeks * 7.0).fract() == 0.0;
    let weeks = if as_weeks { format!(" ({} weeks in the plan)", plan.period_weeks) } else { String::new() };
    let cut = if bounds.last().is_some_and(|end| *end > case.span.hours(case.span.end)) {
        " The span ends within the last: it is accrued, with quotas and bonuses in proportion."
    } else {
        ""
    };
    format!("Credit counts by {}{weeks}, the first from {}.{cut}", length.in_words(), case.span.from)
}

/// What a plan says about things that a file of deals does not hold.
fn terms_not_replayed(plan: &PayPlan) -> Vec<String> {
    let mut notes = Vec::new();
    if plan.deferral_share > 0.0 {
        notes.push("what the plan defers until delivery is credited with the deal: deliveries are not in the file.".to_string());
    }
    if plan.win_win_bonus > 0.0 {
        notes.push("the bonus for a win-win is left out: it is measured after delivery.".to_string());
    }
    notes
}

fn teams(case: &Case, replay: &Replay) -> Option<String> {
    let plan = replay.terms.iter().map(|terms| &terms.plan).find(|plan| plan.team_share > 0.0)?;
    if case.stints.iter().all(|stint| stint.team.is_some()) {
        return None;
    }
    let teams = match plan.team_size {
        size if size > 0.0 => format!("teams of {size} are made in the order of names"),
        _ => "all are one team".to_string(),
    };
    Some(format!("of whom the roster names no team, {teams}; a column team in the roster says otherwise."))
}

fn quotas(case: &Case, replay: &Replay) -> Option<String> {
    let times = replay.terms.iter().map(|terms| terms.plan.quota).find(|times| *times != 1.0)?;
    let from_roster = case.stints.iter().any(|stint| stint.quota.is_some());
    from_roster.then(|| format!("quotas of the roster are multiplied by {times}, as the plan multiplies those of roles."))
}

/// Deals that were taken back and are not clawed back.
fn clawbacks(replay: &Replay) -> Option<String> {
    let kept = replay.sales.iter().filter(|sale| {
        let hours = sale.taken_back.map(|back| back - sale.at);
        hours.is_some_and(|hours| sale.shares.iter().any(|(member, _)| replay.terms[replay.members[*member].terms].clawback(hours) == 0.0))
    });
    let count = kept.count();
    (count > 0).then(|| {
        let deals = if count == 1 { "1 deal that was taken back stays" } else { &format!("{count} deals that were taken back stay") };
        format!("{deals} credited: the plan has no clawback for it (clawback_share, clawback_days).")
    })
}

fn owed(replayed: &Replayed) -> Option<String> {
    let owed = replayed.total().owed;
    let eur = |value: f64| format!("{} EUR", grouped(value, 0));
    let taken_back = (owed.taken_back >= 0.5)
        .then(|| format!("clawbacks of {} are still owed, and are taken off the variable pay", eur(owed.taken_back)));
    let advanced =
        (owed.advanced >= 0.5).then(|| format!("draws of {} are not earned yet, and are part of the variable pay", eur(owed.advanced)));
    let both: Vec<String> = taken_back.into_iter().chain(advanced).collect();
    (!both.is_empty()).then(|| format!("at the end {}.", both.join("; ")))
}
