//! The sheet of a replay: person by person, what plans cost at attainments of the whole team, and notes.

use super::case::Case;
use super::{Question, notes};
use crate::import::Finding;
use crate::money::replay::{Earned, PeriodDue, Replayed};
use crate::report::results::arrivals::Found;
use crate::report::results::replay::{BothPlans, DealsRead, LEVELS, LevelPay, PeriodPay, PersonPay, ReplaySheet};
use crate::scenario::sheet::same_name;
use crate::session::failure::Failure;
use crate::session::systems::System;

/// Replays the deals under all plans.
///
/// # Errors
/// If books do not balance, which no file can bring about.
pub(super) fn make(case: &Case, systems: &[System], question: &Question) -> Result<ReplaySheet, Failure> {
    let replayed: Vec<Replayed> = case.replays.iter().map(|replay| replay.run(1.0)).collect();
    if replayed.iter().any(|replayed| !replayed.balances) {
        return Err(Failure::not_made("the books of pay do not balance: please report it"));
    }
    let levels = levels(case, &replayed[0]);
    let mut notes = notes::notes(case, systems, &replayed);
    if levels.is_empty() {
        notes.push("There is no credit to scale: costs at other attainments are left out.".to_string());
    }
    Ok(ReplaySheet {
        plan: systems[0].name.clone(),
        against: systems.get(1).map(|system| system.name.clone()),
        from: case.span.from.to_string(),
        to: case.span.last().to_string(),
        deals: deals_read(case, question),
        people: people(case, &replayed),
        total: both(&replayed, Replayed::total),
        levels,
        periods: systems.iter().zip(&replayed).flat_map(|(system, replayed)| periods(case, system, replayed)).collect(),
        notes,
    })
}

fn both(replayed: &[Replayed], of: impl Fn(&Replayed) -> Earned) -> BothPlans {
    BothPlans::new(of(&replayed[0]), replayed.get(1).map(of))
}

/// Person by person: whoever had several roles is there once.
fn people(case: &Case, replayed: &[Replayed]) -> Vec<PersonPay> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (number, stint) in case.stints.iter().enumerate() {
        let same = |group: &&mut Vec<usize>| same_name(&case.stints[group[0]].person) == same_name(&stint.person);
        match groups.last_mut().filter(same) {
            Some(group) => group.push(number),
            None => groups.push(vec![number]),
        }
    }
    let one = |group: Vec<usize>| {
        let mut roles: Vec<&str> = group.iter().map(|number| case.stints[*number].role.as_str()).collect();
        roles.dedup();
        let sum = |replayed: &Replayed| {
            let mut sum = Earned::default();
            group.iter().for_each(|number| sum.add(&replayed.earned[*number]));
            sum
        };
        PersonPay { person: case.stints[group[0]].person.clone(), role: roles.join(" / "), pay: both(replayed, sum) }
    };
    groups.into_iter().map(one).collect()
}

/// The same deals under all plans, scaled until the team is at an attainment under the first.
fn levels(case: &Case, as_it_was: &Replayed) -> Vec<LevelPay> {
    let one = |at: f64| {
        let factor = as_it_was.factor_for(at)?;
        let replayed: Vec<Replayed> = case.replays.iter().map(|replay| replay.run(factor)).collect();
        Some(LevelPay { at, pay: both(&replayed, Replayed::total) })
    };
    LEVELS.into_iter().filter_map(one).collect()
}

fn periods(case: &Case, system: &System, replayed: &Replayed) -> Vec<PeriodPay> {
    let one = |PeriodDue { member, part, period, is_accrued, due }: &PeriodDue| PeriodPay {
        plan: system.name.clone(),
        person: case.stints[*member].person.clone(),
        component: components(case, *member, system).get(*part).cloned().unwrap_or_default(),
        from: case.span.day(period.0.max(0.0)).to_string(),
        to: case.span.day((period.1 - 1.0).max(period.0)).to_string(),
        is_accrued: *is_accrued,
        credit_eur: due.credit,
        credit_back_eur: due.credit_back,
        quota_eur: due.quota,
        earned_eur: due.earned,
        taken_back_eur: due.pay_back,
        paid_eur: due.settlement.paid,
        owed_eur: due.settlement.debts.taken_back,
        advanced_eur: due.settlement.debts.advanced,
    };
    replayed.dues.iter().map(one).collect()
}

/// The plans by which a member is paid, the plan itself first.
fn components(case: &Case, member: usize, system: &System) -> Vec<String> {
    let scenario = system.model.scenario();
    let plan = scenario.role.get(&case.stints[member].role).map_or("", |role| role.plan.as_str());
    scenario.components_of(plan).into_iter().map(|part| part.name).collect()
}

fn deals_read(case: &Case, question: &Question) -> DealsRead {
    let found = |finding: &Finding| Found {
        what: finding.what.id.to_string(),
        count: finding.count,
        left_out: finding.what.left_out,
        words: finding.in_words(),
    };
    let findings = case.deals.findings.list.iter().chain(&case.findings.list).chain(&case.roster.findings.list);
    DealsRead {
        file: question.deals.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        fingerprint: case.deals.fingerprint.clone(),
        read_as: case.deals.how.clone(),
        rows: case.deals.rows as u64,
        asked_for: case.deals.asked as u64,
        credited: case.credited,
        value_eur: case.value,
        found: findings.map(found).collect(),
    }
}
