//! What was assumed in a replay, in sentences.

use super::case::Case;
use super::span::in_words;
use crate::import::words::listed;
use crate::money::replay::{Kind, Replay, Replayed, Terms};
use crate::report::results::words::grouped;
use crate::scenario::customer::Time;
use crate::scenario::fiscal::Length;
use crate::scenario::pay::PayPlan;
use crate::session::systems::System;

/// All that should be known of a replay.
pub(super) fn notes(case: &Case, systems: &[System], replayed: &[Replayed]) -> Vec<String> {
    let mut notes = vec![rows(case)];
    notes.extend(stages(case));
    notes.extend(people(case));
    let of_plans: Vec<Vec<String>> = case
        .replays
        .iter()
        .zip(replayed)
        .zip(systems)
        .map(|((replay, replayed), system)| of_plan(case, replay, replayed, &system.model.scenario().time))
        .collect();
    for (at, of_plan) in of_plans.iter().enumerate() {
        for note in of_plan {
            let is_of_all = of_plans.iter().all(|notes| notes.contains(note));
            match is_of_all {
                true if at == 0 => notes.push(note.clone()),
                true => {}
                false => notes.push(format!("{}: {note}", systems[at].name)),
            }
        }
    }
    notes
}

/// What should be known of the replay of one plan.
fn of_plan(case: &Case, replay: &Replay, replayed: &Replayed, time: &Time) -> Vec<String> {
    let mut notes: Vec<String> = replay.terms.iter().map(|terms| periods(case, terms, time)).collect();
    notes.extend(replay.terms.iter().flat_map(|terms| terms_not_replayed(&terms.plan)));
    notes.extend([teams(case, replay), quotas(case, replay), clawbacks(replay), owed(replayed)].into_iter().flatten());
    let mut told = std::collections::BTreeSet::new();
    notes.retain(|note| told.insert(note.clone()));
    notes
}

fn rows(case: &Case) -> String {
    let (rows, asked) = (case.deals.rows, case.deals.asked);
    let chosen = if asked < rows { format!(", of which --where keeps {}", grouped(asked as f64, 0)) } else { String::new() };
    let has_more = case.deals.list.iter().any(|deal| !matches!(deal.kind, Kind::Deal | Kind::New | Kind::Existing));
    let what = if has_more { ["row", "rows"] } else { ["deal", "deals"] };
    let credited = match case.credited {
        1 => format!("1 {} is", what[0]),
        many => format!("{} {} are", grouped(many as f64, 0), what[1]),
    };
    let rows = if rows == 1 { "1 row".to_string() } else { format!("{} rows", grouped(rows as f64, 0)) };
    format!("The file of deals has {rows} ({}){chosen}; {credited} credited.", case.deals.how)
}

fn stages(case: &Case) -> Option<String> {
    let (column, stages) = case.deals.stages.as_ref()?;
    let one = stages.iter().find(|stage| stage.to_lowercase().contains("won")).or(stages.first())?;
    let cure = format!("--where '{column}={one}' keeps those");
    Some(format!("All rows count as won deals, whatever the column {column} says ({}): {cure}.", listed(stages)))
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
        "Without a roster, everybody with a deal ({}) is taken to be in the role {} from {} to {}, with its quota; reps who sold nothing are \
         missing.{many}",
        case.stints.len(),
        case.role.name,
        case.span.from,
        case.span.last()
    ))
}

fn periods(case: &Case, terms: &Terms, time: &Time) -> String {
    let (plan, span, bounds) = (&terms.plan, case.span, &terms.bounds);
    let as_weeks = matches!(time.length(plan.period_weeks), Length::Months(_)) && (plan.period_weeks * 7.0).fract() == 0.0;
    let weeks = if as_weeks { format!(" ({} weeks in the plan)", plan.period_weeks) } else { String::new() };
    let mut note = format!("Credit counts by {}{weeks}, from {}.", in_words(plan, time), span.from);
    if bounds.first().is_some_and(|start| *start < 0.0) {
        note.push_str(" The first period began before the span: its quota and bonuses are prorated.");
    }
    if bounds.last().is_some_and(|end| *end > span.hours(span.end)) {
        note.push_str(" The last period ends after the span: it is accrued, with quota and bonuses prorated.");
    }
    note
}

/// What a plan says about things that a file of deals does not hold.
fn terms_not_replayed(plan: &PayPlan) -> Vec<String> {
    let mut notes = Vec::new();
    if plan.deferral_share > 0.0 {
        notes.push("What the plan defers until delivery is credited at signing: deliveries are not in the file.".to_string());
    }
    if plan.win_win_bonus > 0.0 {
        notes.push("The bonus for a win-win is left out: it is measured after delivery.".to_string());
    }
    notes
}

fn teams(case: &Case, replay: &Replay) -> Option<String> {
    let plan = replay.terms.iter().map(|terms| &terms.plan).find(|plan| plan.team_share > 0.0)?;
    if case.stints.iter().all(|stint| stint.team.is_some()) {
        return None;
    }
    let teams = match plan.team_size {
        size if size > 0.0 => format!("teams of {size} are formed in the order of names"),
        _ => "all are one team".to_string(),
    };
    Some(format!("Where no roster names a team, {teams}; a column team in the roster says otherwise."))
}

fn quotas(case: &Case, replay: &Replay) -> Option<String> {
    let times = replay.terms.iter().map(|terms| terms.plan.quota).find(|times| *times != 1.0)?;
    let from_roster = case.stints.iter().any(|stint| stint.quota.is_some());
    from_roster.then(|| format!("Quotas of the roster are multiplied by {times}, as the plan multiplies those of roles."))
}

/// Deals that were taken back and are not clawed back.
fn clawbacks(replay: &Replay) -> Option<String> {
    let kept = replay.sales.iter().filter(|sale| {
        let hours = sale.taken_back.map(|back| back - sale.at);
        hours.is_some_and(|hours| {
            let plan = |member: usize| &replay.terms[replay.members[member].parts[0].terms].plan;
            sale.shares.iter().any(|(member, _)| plan(*member).clawback_after(hours) == 0.0)
        })
    });
    let count = kept.count();
    (count > 0).then(|| {
        let deals = if count == 1 { "1 deal that was cancelled stays" } else { &format!("{count} deals that were cancelled stay") };
        format!("{deals} credited: the plan has no clawback for it (clawback_share, clawback_days).")
    })
}

fn owed(replayed: &Replayed) -> Option<String> {
    let owed = replayed.total().owed;
    let eur = |value: f64| format!("{} EUR", grouped(value, 0));
    let taken_back = (owed.taken_back >= 0.5).then(|| {
        format!(
            "At the end, {} of pay that was taken back or paid too much has not been recovered yet; the variable pay shown is lower by that.",
            eur(owed.taken_back)
        )
    });
    let advanced = (owed.advanced >= 0.5)
        .then(|| format!("At the end, {} of draws have not been earned yet; the variable pay shown includes them.", eur(owed.advanced)));
    let both: Vec<String> = taken_back.into_iter().chain(advanced).collect();
    (!both.is_empty()).then(|| both.join(" "))
}
