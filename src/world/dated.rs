//! What happens on a date in every world of a plan: names resolved to positions.

use super::plan::Plan;
use crate::measure::{RoleAt, Seat};
use crate::scenario::event::{DatedEvent, Fate, Inheritance, Leaver};

/// Something that happens on a date.
#[derive(Debug, Clone, PartialEq)]
pub struct Dated {
    /// When (hours).
    pub at: f64,
    /// Number of the event in the scenario; `None`: what several events have changed is as before, or somebody by name comes or goes.
    pub event: Option<usize>,
    /// What happens.
    pub what: Turn,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Turn {
    /// Settings change: the plan with this number among the later ones holds from now on.
    SettingsChange {
        /// Which.
        plan: usize,
    },
    /// Somebody takes a seat for the first time.
    Joins {
        /// Which.
        person: Seat,
    },
    /// Somebody leaves.
    Leaves {
        /// Who.
        who: Who,
        /// Whether the post is filled again.
        backfill: bool,
        /// What becomes of their customers.
        customers_go_to: Inheritance,
        /// Number of those who leave by the event: tells their draws apart.
        number: u64,
    },
    /// Somebody is away.
    IsAway {
        /// Who.
        who: Who,
        /// Until when (hours).
        until: f64,
        /// Number of those who are away by the event: tells their draws apart.
        number: u64,
    },
    /// Nobody is hired for a while.
    HiringStops {
        /// Until when (hours).
        until: f64,
    },
    /// People have less time for customers.
    AttentionGoes {
        /// Weeks of selling time.
        weeks: f64,
        /// Of whom; `None`: of everybody.
        role: Option<RoleAt>,
    },
    /// The open deal with the highest price is lost.
    LargestIsLost,
    /// The open deal with the highest price is put off.
    LargestSlips {
        /// By so many hours.
        hours: f64,
    },
}

/// Who of a role leaves.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Who {
    /// Who brings most.
    Best(RoleAt),
    /// Who brings least.
    Weakest(RoleAt),
    /// Anybody.
    Any(RoleAt),
    /// Whoever holds a seat.
    Seat(Seat),
    /// Whoever was the first to hold a seat, as long as they are there.
    Person(Seat),
}

/// What happens on dates, in the order of time; settings change first, then people come and go.
pub(super) fn dated(plan: &Plan, phases: impl Iterator<Item = f64>) -> Vec<Dated> {
    let time = &plan.scenario.time;
    let mut all: Vec<Dated> = phases
        .enumerate()
        .map(|(number, at)| {
            let begins = |event: &DatedEvent| event.changes_settings() && event.begins(time) == Ok(at);
            let event = plan.scenario.event.values().position(begins);
            Dated { at: plan.window_start + at, event, what: Turn::SettingsChange { plan: number } }
        })
        .collect();
    for (person, profile) in plan.profiles.iter_enumerated() {
        if let Some(at) = profile.joins {
            let role = plan.role_name(profile.role);
            let hires = |event: &DatedEvent| event.begins(time) == Ok(at) && event.hired().any(|(name, _)| name == role);
            let event = plan.scenario.event.values().position(hires);
            all.push(Dated { at: plan.window_start + at, event, what: Turn::Joins { person } });
        }
        if let Some(at) = profile.known.as_ref().and_then(|known| known.leaves) {
            let what = Turn::Leaves { who: Who::Person(person), backfill: false, customers_go_to: Inheritance::Colleague, number: 0 };
            all.push(Dated { at: plan.window_start + at, event: None, what });
        }
        let absences = profile.member(&plan.scenario).and_then(|member| member.absences(time).ok());
        for (from, until) in absences.into_iter().flatten() {
            let what = Turn::IsAway { who: Who::Person(person), until: plan.window_start + until, number: 0 };
            all.push(Dated { at: (plan.window_start + from).max(0.0), event: None, what });
        }
    }
    for (number, event) in plan.scenario.event.values().enumerate() {
        let Ok(from) = event.begins(time) else { continue };
        let mut turns = of_people(plan, event);
        if event.hiring_freeze {
            turns.push(Turn::HiringStops { until: plan.window_start + event.ends(time).unwrap_or(f64::INFINITY) });
        }
        match event.largest_deal {
            Fate::Nothing => {}
            Fate::Lost => turns.push(Turn::LargestIsLost),
            Fate::Slips => turns.push(Turn::LargestSlips { hours: 24.0 * event.slip_days }),
        }
        all.extend(turns.into_iter().map(|what| Dated { at: plan.window_start + from, event: Some(number), what }));
    }
    // A freeze holds for whoever leaves on its first day.
    let stops_hiring = |dated: &Dated| matches!(dated.what, Turn::HiringStops { .. });
    all.sort_by(|a, b| a.at.total_cmp(&b.at).then(stops_hiring(b).cmp(&stops_hiring(a))));
    all
}

/// Who leaves by an event, who is away, and whose attention goes.
fn of_people(plan: &Plan, event: &DatedEvent) -> Vec<Turn> {
    let mut turns: Vec<Turn> = Vec::new();
    let (backfill, customers_go_to) = (event.backfill, event.customers_go_to);
    turns.extend(meant(plan, &event.leave).map(|(number, who)| Turn::Leaves { who, backfill, customers_go_to, number }));
    let until = plan.window_start + event.ends(&plan.scenario.time).unwrap_or(0.0);
    turns.extend(meant(plan, &event.away).map(|(number, who)| Turn::IsAway { who, until, number }));
    let role_at = |name: &str| plan.scenario.role.position(name).map(RoleAt::from);
    if event.attention_weeks > 0.0 {
        let weeks = event.attention_weeks;
        match event.roles.as_slice() {
            [] => turns.push(Turn::AttentionGoes { weeks, role: None }),
            roles => {
                turns.extend(roles.iter().filter_map(|name| role_at(name)).map(|role| Turn::AttentionGoes { weeks, role: Some(role) }))
            }
        }
    }
    turns
}

/// Those who are meant by words such as `best seller`, each with their number among them.
fn meant<'p>(plan: &'p Plan, texts: &'p [String]) -> impl Iterator<Item = (u64, Who)> + 'p {
    let leavers = texts.iter().filter_map(|text| Leaver::of(text, &plan.scenario)).enumerate();
    leavers.filter_map(|(number, leaver)| Some((number as u64, who(plan, leaver)?)))
}

fn who(plan: &Plan, leaver: Leaver<'_>) -> Option<Who> {
    let role = RoleAt::from(plan.scenario.role.position(leaver.role(&plan.scenario)?)?);
    Some(match leaver {
        Leaver::Named(name) => {
            let entry = plan.scenario.member_named(name);
            let is_theirs = |seat: &Seat| plan.profiles[*seat].known.as_ref().map(|known| known.entry.as_str()) == entry;
            Who::Person(plan.profiles.keys().find(is_theirs)?)
        }
        Leaver::Best(_) => Who::Best(role),
        Leaver::Weakest(_) => Who::Weakest(role),
        Leaver::Any(_) => Who::Any(role),
        Leaver::Number(_, number) => {
            let is_this = |seat: &Seat| plan.profiles[*seat].role == role && plan.profiles[*seat].index + 1 == number;
            Who::Seat(plan.profiles.keys().find(is_this)?)
        }
    })
}
