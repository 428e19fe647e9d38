//! Deals and people put together: who is credited with what, in which span, under which terms.

use super::deals::{self, Deal, Deals};
use super::roster::{self, Roster, Stint};
use super::span::{Span, end_after, fiscal_year};
use super::{Question, Role, about};
use crate::import::words::shown;
use crate::import::{Finding, Findings, What};
use crate::money::replay::{Member, Part, Replay, Sale, Terms};
use crate::scenario::customer::Time;
use crate::scenario::pay::{Component, Credit, PayPlan};
use crate::scenario::sheet::same_name;
use crate::scenario::{Problem, Problems, Scenario};
use crate::session::systems::System;
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A span that was not asked for has at most so many years: beyond that, a date is wrong.
const MOST_YEARS: i16 = 10;
/// The most years that are replayed when they are asked for.
const MOST_YEARS_ASKED: i16 = 100;

/// The most people who are replayed: a bound on memory.
const MOST_PEOPLE: usize = 50_000;
const OUTSIDE: What = What::left_out("outside", "deals outside of the span");
const UNKNOWN: What = What::left_out("unknown_person", "shares of people who are not in the roster, credited to nobody");
const NOT_THERE: What = What::left_out("not_there", "shares of people who were not there on the day of the deal, credited to nobody");
const BACK_LATER: What = What::used("taken_back_later", "deals that were taken back after the span, which count as they stood at its end");

/// Everything that is replayed.
#[derive(Debug)]
pub(super) struct Case {
    pub span: Span,
    pub deals: Deals,
    pub roster: Roster,
    pub has_roster: bool,
    pub role: Role,
    /// Who is there, in the order of the members of a replay.
    pub stints: Vec<Stint>,
    /// One for each system.
    pub replays: Vec<Replay>,
    pub findings: Findings,
    pub credited: u64,
    pub value: f64,
}

/// Roles with people, and their plans.
pub(super) fn roles_with_pay(system: &System) -> impl Iterator<Item = (&str, PayPlan)> {
    let scenario = system.model.scenario();
    scenario.role.entries.iter().filter(|(_, role)| role.people > 0.0).map(|(name, role)| (name.as_str(), scenario.plan_of(role)))
}

/// The plans by which people in some roles are paid, components included.
pub(super) fn plans_in_use(system: &System, roles: &[&str]) -> Vec<PayPlan> {
    let scenario = system.model.scenario();
    let roles = scenario.role.entries.iter().filter(|(name, _)| roles.contains(&name.as_str())).map(|(_, role)| role);
    roles.flat_map(|role| scenario.components_of(&role.plan)).map(|part| part.plan).collect()
}

/// Puts deals and people together.
///
/// # Errors
/// If there is nothing to replay, or a plan cannot be.
pub(super) fn make(systems: &[System], question: &Question, deals: Deals, people: Option<Roster>, role: Role) -> Result<Case, Problems> {
    let has_roster = people.is_some();
    let mut roster = people.unwrap_or_else(|| roster::of_deals(&deals.list, &role.name));
    let plans = used_plans(systems[0].model.scenario(), &roster.stints);
    let span = span(question, &deals, &plans, &systems[0].model.scenario().time).map_err(|problem| Problems::from_iter([problem]))?;
    if !has_roster {
        // Who is only in deals outside of the span was not there.
        let within: Vec<Deal> = deals.list.iter().filter(|deal| span.holds(deal.date)).cloned().collect();
        roster = roster::of_deals(&within, &role.name);
    }
    let is_within = |stint: &&Stint| stint.start.is_none_or(|start| start < span.end) && stint.end.is_none_or(|end| end >= span.from);
    let stints: Vec<Stint> = roster.stints.iter().filter(is_within).cloned().collect();
    if stints.len() > MOST_PEOPLE {
        let message = format!("holds {} people; at most {MOST_PEOPLE} can be replayed", stints.len());
        return Err(Problems::from_iter([about(&question.deals.to_string_lossy(), message, "Is this the right column for people?")]));
    }
    let mut findings = Findings::default();
    let sales = sales(&deals, &stints, span, &mut findings);
    let (credited, value) = (sales.len() as u64, sales.iter().map(|sale| sale.value).sum());
    let problems: Vec<Problem> =
        cannot_be_replayed(systems, &stints).chain(nothing_to_replay(question, &deals, &sales, &findings)).collect();
    if !problems.is_empty() {
        return Err(Problems::from_iter(problems));
    }
    let replays = systems.iter().map(|system| replay(system.model.scenario(), &stints, &sales, span)).collect();
    Ok(Case { span, deals, roster, has_roster, role, stints, replays, findings, credited, value })
}

/// The plans of those who are there, each once; without their components, whose periods may be longer.
fn used_plans(scenario: &Scenario, stints: &[Stint]) -> Vec<PayPlan> {
    let roles = stints.iter().filter_map(|stint| scenario.role.get(&stint.role));
    let plans: BTreeMap<&str, PayPlan> = roles.map(|role| (role.plan.as_str(), scenario.plan_of(role))).collect();
    plans.into_values().collect()
}

/// The days that are replayed: those that were asked for, else from the beginning of the fiscal year of the first deal to the end of the period
/// of the last.
fn span(question: &Question, deals: &Deals, plans: &[PayPlan], time: &Time) -> Result<Span, Problem> {
    if let Some((from, to)) = question.from.zip(question.to).filter(|(from, to)| from > to) {
        return Err(about("--from", format!("{from} is after {to}, the last day (--to)"), "Are the two the wrong way round?"));
    }
    let dates = || deals.list.iter().map(|deal| deal.date);
    let in_question = |day: &Date| question.from.is_none_or(|from| from <= *day) && question.to.is_none_or(|to| *day <= to);
    let first = dates().filter(in_question).min();
    let last = dates().filter(in_question).max();
    let Some((first, last)) = first.zip(last) else {
        return Err(match dates().min().zip(dates().max()) {
            Some((first, last)) => {
                let cure = format!("The deals are from {first} to {last}: check --from and --to.");
                about(&question.deals.to_string_lossy(), "no deals are left to replay", cure)
            }
            None => unreadable(question, deals),
        });
    };
    let from = question.from.unwrap_or_else(|| fiscal_year(time, first));
    let end = |plan: &PayPlan| end_after(plan, time, from, last);
    let end = match question.to {
        Some(to) => to.tomorrow().unwrap_or(to),
        None => plans.iter().map(end).max().unwrap_or(last),
    };
    if end <= from {
        return Err(match question.to {
            Some(to) => about("--to", format!("{to} is before the first day of the span, {from}"), "Is one of the two wrong?"),
            None => about(
                &question.deals.to_string_lossy(),
                format!("the last deal is on {last}, and its period ends after the last possible date"),
                "Correct its date, or leave such deals out with --to.",
            ),
        });
    }
    let last_asked = question.to.unwrap_or(last);
    if last_asked.year() - from.year() > MOST_YEARS_ASKED {
        let message = format!("{from} to {last_asked} are more than {MOST_YEARS_ASKED} years, the most that can be replayed");
        return Err(about(if question.from.is_some() { "--from" } else { "--to" }, message, "Name a nearer first or last day."));
    }
    if (question.from.is_none() || question.to.is_none()) && last.year() - first.year() > MOST_YEARS {
        let message = format!("the deals are from {first} to {last}, more than {MOST_YEARS} years");
        return Err(about(&question.deals.to_string_lossy(), message, "If one of the dates is wrong, say what is meant: --from and --to."));
    }
    Ok(Span { from, end })
}

/// No deal could be read: what was found in which rows, and what to set.
fn unreadable(question: &Question, deals: &Deals) -> Problem {
    let left_out: Vec<&Finding> = deals.findings.list.iter().filter(|finding| finding.what.left_out).collect();
    let (message, cures) = if deals.asked == 0 && deals.rows > 0 {
        (format!("no row has what --where asks for, of {} in all", deals.rows), vec!["Check --where.".to_string()])
    } else {
        let why: Vec<String> = left_out.iter().map(|finding| finding.in_words()).collect();
        (format!("no deal can be read from it: {}", why.join("; ")), left_out.iter().filter_map(|f| deals::cure(f.what)).collect())
    };
    about(&question.deals.to_string_lossy(), message, cures.join(" "))
}

/// The deals of the span, each with those who are credited.
fn sales(deals: &Deals, stints: &[Stint], span: Span, findings: &mut Findings) -> Vec<Sale> {
    let mut of_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, stint) in stints.iter().enumerate() {
        of_name.entry(same_name(&stint.person)).or_default().push(number);
    }
    let mut sales: Vec<Sale> = Vec::new();
    for deal in &deals.list {
        if !span.holds(deal.date) {
            findings.add(OUTSIDE, deal.line, || deal.date.to_string());
            continue;
        }
        let mut shares = Vec::new();
        for (name, share) in &deal.shares {
            let known = of_name.get(&same_name(name));
            match known.and_then(|known| known.iter().find(|&&number| stints[number].holds(deal.date))) {
                Some(number) => shares.push((*number, *share)),
                None => findings.add(if known.is_some() { NOT_THERE } else { UNKNOWN }, deal.line, || format!("\"{}\"", shown(name))),
            }
        }
        let taken_back = deal.taken_back.filter(|back| span.holds(*back));
        if deal.taken_back.is_some() && taken_back.is_none() {
            findings.add(BACK_LATER, deal.line, || deal.taken_back.map_or_else(String::new, |back| back.to_string()));
        }
        if !shares.is_empty() {
            let taken_back = taken_back.map(|back| span.hours(back));
            let (kind, value, discount, margin) = (deal.kind, deal.value, deal.discount, deal.margin);
            sales.push(Sale { kind, at: span.hours(deal.date), value, discount, margin, taken_back, shares });
        }
    }
    // The order of the rows makes no difference.
    sales.sort_by(|a, b| {
        let by_time = a.at.total_cmp(&b.at).then(a.value.total_cmp(&b.value));
        let members = |sale: &Sale| sale.shares.iter().map(|(member, _)| *member).collect::<Vec<_>>();
        by_time.then_with(|| members(a).cmp(&members(b))).then(a.taken_back.partial_cmp(&b.taken_back).unwrap_or(Ordering::Equal))
    });
    sales
}

/// Plans that credit what no file of deals has, and roles that the other scenario lacks.
fn cannot_be_replayed<'s>(systems: &'s [System], stints: &'s [Stint]) -> impl Iterator<Item = Problem> + use<'s> {
    let mut roles: Vec<&str> = stints.iter().map(|stint| stint.role.as_str()).collect();
    roles.sort_unstable();
    roles.dedup();
    systems.iter().flat_map(move |system| {
        let scenario = system.model.scenario();
        roles.clone().into_iter().filter_map(move |name| match scenario.role.get(name) {
            None => Some(about(&system.name, format!("has no role {name}, which people have"), "Compare plans that have the same roles.")),
            Some(role) => {
                let part = scenario.components_of(&role.plan).into_iter().find(|part| part.plan.credit == Credit::MutualValue)?;
                let message = format!("the plan {} credits mutual value, which is not in a file of deals", part.name);
                let cure = format!("Replay what it would pay on bookings: --set plan.{}.credit=bookings.", part.name);
                Some(about(&system.name, message, cure))
            }
        })
    })
}

fn nothing_to_replay(question: &Question, deals: &Deals, sales: &[Sale], findings: &Findings) -> Option<Problem> {
    if !sales.is_empty() {
        return None;
    }
    let found = deals.findings.list.iter().chain(&findings.list).filter(|finding| finding.what.left_out);
    let why: Vec<String> = found.map(Finding::in_words).collect();
    let message = format!("no deals are left to replay: {}", why.join("; "));
    Some(about(&question.deals.to_string_lossy(), message, "Check the names in both files, and the span."))
}

/// What is replayed under the plans of a scenario.
fn replay(scenario: &Scenario, stints: &[Stint], sales: &[Sale], span: Span) -> Replay {
    let mut teams = Teams::default();
    let mut names: Vec<String> = Vec::new();
    let mut terms: Vec<Terms> = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    for (number, stint) in stints.iter().enumerate() {
        let Some(role) = scenario.role.get(&stint.role) else { continue };
        let on_target = stint.on_target.unwrap_or(role.on_target_earnings);
        let all = scenario.components_of(&role.plan);
        let part = |part: &Component| {
            let at = names.iter().position(|name| *name == part.name).unwrap_or_else(|| {
                names.push(part.name.clone());
                terms.push(span.terms(&part.plan, &scenario.time));
                names.len() - 1
            });
            let team = teams.of_member(at, &part.plan, stint.team.as_deref());
            Part { terms: at, team, target: on_target * part.share, gate_by: part.gate_by(&all) }
        };
        let parts: Vec<Part> = all.iter().map(part).collect();
        members.push(Member {
            base: on_target * all[0].plan.base_share,
            parts,
            bookings_target: stint.quota.unwrap_or(role.bookings_target),
            has_own_quota: stint.quota.is_some(),
            // What was before the span is not replayed: a period that began before it counts for its part.
            joined: stint.start.map_or(0.0, |start| span.hours(start).max(0.0)),
            left: stint.end.and_then(|end| end.tomorrow().ok()).map_or(f64::INFINITY, |day| span.hours(day)),
            granted: stint.granted,
            was: number.checked_sub(1).filter(|before| goes_on(&stints[*before], stint)),
        });
    }
    Replay { terms, members, sales: sales.to_vec(), until: span.hours(span.end) }
}

/// Whether somebody is in another role, or under another quota, from the day after.
fn goes_on(before: &Stint, after: &Stint) -> bool {
    let next_day = before.end.and_then(|end| end.tomorrow().ok());
    same_name(&before.person) == same_name(&after.person) && next_day.is_some() && next_day == after.start
}

/// Pay teams: named ones, and those that are made of people without one.
#[derive(Debug, Default)]
struct Teams {
    numbers: BTreeMap<(usize, String), usize>,
    without: BTreeMap<usize, usize>,
}

impl Teams {
    /// The number of the team of the next member who is paid by these terms.
    fn of_member(&mut self, terms: usize, plan: &PayPlan, named: Option<&str>) -> usize {
        let name = named.map_or_else(
            || {
                let place = self.without.entry(terms).or_default();
                *place += 1;
                format!("\u{0}{}", in_team(plan, *place - 1))
            },
            String::from,
        );
        let next = self.numbers.len();
        *self.numbers.entry((terms, name)).or_insert(next)
    }
}

/// The team of the person in this place, where no team is named.
fn in_team(plan: &PayPlan, place: usize) -> usize {
    let size = plan.team_size as usize;
    place.checked_div(size).unwrap_or(0)
}
