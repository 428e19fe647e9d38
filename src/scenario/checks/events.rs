//! What happens on a date: dates within the run, people and roles that are there, changes that can be made.

use super::{Checker, check, did_you_mean, idle};
use crate::engine::time::{DAY, INSTANT};
use crate::scenario::Scenario;
use crate::scenario::event::{DatedEvent, Fate, Leaver, hired, window_hours};
use crate::scenario::member::Member;
use crate::scenario::phases::{Phase, is_set_by};
use crate::scenario::problems::{Log, shown};
use crate::scenario::read::plain_number;

/// A message and a cure.
type Wrong = (String, String);

impl Checker<'_> {
    pub(super) fn events(&mut self) {
        let scenario = self.scenario;
        let mut gone: Vec<(&str, usize, &str)> = Vec::new();
        for (name, event) in &scenario.event.entries {
            self.when(name, event);
            self.who(name, event);
            for text in &event.leave {
                if let Some(Leaver::Number(role, number)) = Leaver::of(text, scenario) {
                    if let Some((_, _, other)) = gone.iter().find(|known| (known.0, known.1) == (role, number)) {
                        let path = format!("event.{name}.leave");
                        let message = format!("{path}: {role} {number} leaves in event.{other} already");
                        self.refuse(&[&path], &path, message, "Everybody leaves once.");
                    }
                    gone.push((role, number, name));
                }
            }
            self.named_leavers(name, event);
            self.named_absences(name, event);
            if !event.does_something() {
                let hint = "Give it set, with, hire, leave, away, hiring_freeze, attention_weeks or largest_deal.";
                self.warn(&format!("event.{name}"), format!("in event.{name} nothing happens"), hint);
            }
        }
        self.posts();
        self.prices();
        self.phases();
    }

    /// What customers gain is counted in prices here: a price that changes on a date does not make them buy more or less.
    fn prices(&mut self) {
        let is_price =
            |set: &String| set.split('=').next().is_some_and(|key| key.trim().starts_with("offering.") && key.trim().ends_with(".price"));
        for (name, _) in self.scenario.event.entries.iter().filter(|(_, event)| event.set.iter().any(is_price)) {
            let path = format!("event.{name}.set");
            let message =
                format!("{path}: customers weigh a price by what they gain in times of it, so that a price alone wins or loses no deal");
            self.warn(&path, message, "It changes what each deal brings. To see fewer wins, change segment.*.gross_value_median as well.");
        }
    }

    /// Somebody by name leaves after they have come, once.
    fn named_leavers(&mut self, name: &str, event: &DatedEvent) {
        let scenario = self.scenario;
        let (time, path) = (&scenario.time, format!("event.{name}.leave"));
        let Ok(at) = event.begins(time) else { return };
        for (text, entry, member) in named(scenario, &event.leave) {
            let is_other = |(other, event): &&(String, DatedEvent)| other.as_str() < name && leaves_in(event, entry, scenario);
            let wrong = if member.begins(time).is_ok_and(|begins| begins > at) {
                Some(format!("{path}: {} starts later than that", shown(text)))
            } else if member.leaves(time).is_ok_and(f64::is_finite) {
                Some(format!("{path}: person.{entry}.ends says already when {} leaves", shown(text)))
            } else {
                let other = scenario.event.entries.iter().find(is_other);
                other.map(|(other, _)| format!("{path}: {} leaves in event.{other} already", shown(text)))
            };
            if let Some(message) = wrong {
                self.refuse(&[&path, "person"], &path, message, "Everybody leaves once, after they have come.");
            }
        }
    }

    /// Nobody by name is away before they have come, or after they have left.
    fn named_absences(&mut self, name: &str, event: &DatedEvent) {
        let scenario = self.scenario;
        let (time, path) = (&scenario.time, format!("event.{name}.away"));
        let Ok(at) = event.begins(time) else { return };
        for (text, entry, member) in named(scenario, &event.away) {
            let leaves_by_then = |other: &DatedEvent| other.begins(time).is_ok_and(|then| then <= at) && leaves_in(other, entry, scenario);
            let wrong = if member.begins(time).is_ok_and(|begins| begins > at) {
                "starts later than that"
            } else if member.leaves(time).is_ok_and(|leaves| leaves <= at) || scenario.event.values().any(leaves_by_then) {
                "has left by then"
            } else {
                continue;
            };
            self.refuse(&[&path, "person"], &path, format!("{path}: {} {wrong}", shown(text)), "Take another date, or leave them out.");
        }
    }

    /// Nobody leaves before they came, and no more than are there.
    fn posts(&mut self) {
        let scenario = self.scenario;
        let time = &scenario.time;
        for (role, it) in &scenario.role.entries {
            let by_events = scenario.event.values().flat_map(|event| {
                let at = event.begins(time).unwrap_or(f64::INFINITY);
                event.hired().filter(|(hired, _)| hired == role).flat_map(move |(_, count)| std::iter::repeat_n(at, count))
            });
            let by_name = scenario.members_of(role).filter_map(|(_, member)| member.joins_later(time));
            let mut joins: Vec<f64> = by_events.chain(by_name).collect();
            joins.sort_by(f64::total_cmp);
            let at_first = it.people as usize;
            let mut leaves: Vec<(f64, &str, Leaver<'_>, bool)> = Vec::new();
            for (name, event) in &scenario.event.entries {
                let Ok(at) = event.begins(time) else { continue };
                let of_role =
                    event.leave.iter().filter_map(|text| Leaver::of(text, scenario)).filter(|leaver| leaver.role(scenario) == Some(role));
                leaves.extend(of_role.map(|leaver| (at, name.as_str(), leaver, event.backfill)));
            }
            leaves.sort_by(|a, b| a.0.total_cmp(&b.0));
            let ends: Vec<f64> = scenario.members_of(role).filter_map(|(_, member)| member.leaves(time).ok()).collect();
            let mut left = 0;
            for (at, event, leaver, backfill) in leaves {
                let gone = left + ends.iter().filter(|end| **end <= at).count();
                let path = format!("event.{event}.leave");
                let come = at_first + joins.iter().filter(|join| **join <= at).count();
                let begins = match leaver {
                    Leaver::Number(_, number) if number > at_first => joins.get(number - at_first - 1).copied(),
                    _ => None,
                };
                if begins.is_some_and(|begins| begins > at) {
                    let message = format!("{path}: {role} {} starts later than that", leaver.number().unwrap_or_default());
                    self.refuse(&[&path, "event.hire"], &path, message, "Let them leave after they have come.");
                } else if come <= gone {
                    let message = format!("{path}: none of role.{role} is left by then");
                    self.refuse(&[&path, "role.people"], &path, message, format!("Come so far: {come}; left before: {gone}."));
                }
                left += usize::from(!backfill);
            }
        }
    }

    fn when(&mut self, name: &str, event: &DatedEvent) {
        let time = &self.scenario.time;
        let key = |key: &str| format!("event.{name}.{key}");
        let from = match event.begins(time) {
            Ok(from) => from,
            Err((message, hint)) => {
                return self.refuse(&[&key("at"), "time.window_start"], &key("at"), format!("{}: {message}", key("at")), hint);
            }
        };
        let end = window_hours(time);
        let outside = if from < -INSTANT {
            Some(("before the measured window begins", "a later"))
        } else if from >= end - INSTANT {
            Some(("after the measured window ends", "an earlier"))
        } else {
            None
        };
        if let Some((place, when)) = outside {
            let days = if from < 0.0 { -from / DAY } else { (from - end) / DAY };
            let message = format!("{} = \"{}\" is {} days {place}", key("at"), shown(&event.at), plain_number(days.round()));
            let hint = format!(
                "Take {when} date: the window is {} from {} on (time.window_start, time.years).",
                if time.years == 1.0 { "a year".to_string() } else { format!("{} years", plain_number(time.years)) },
                shown(&time.window_start)
            );
            self.refuse(&[&key("at"), "time.years", "time.window_start"], &key("at"), message, hint);
        }
        match event.ends(time) {
            Err((message, hint)) => self.refuse(&[&key("until")], &key("until"), format!("{}: {message}", key("until")), hint),
            Ok(until) if until <= from => {
                let message = format!("{} = \"{}\" is not after at = \"{}\"", key("until"), shown(&event.until), shown(&event.at));
                self.refuse(
                    &[&key("at"), &key("until")],
                    &key("until"),
                    message,
                    "Write the end last, or leave until out: then it stays so.",
                );
            }
            Ok(until) => {
                let lasts = event.changes_settings() || event.hiring_freeze || !event.away.is_empty();
                if until.is_infinite() && !event.away.is_empty() {
                    let message = format!("{} needs an end", key("away"));
                    self.refuse(
                        &[&key("until")],
                        &key("away"),
                        message,
                        "Write until = \"...\", the day on which they are back; for good: leave.",
                    );
                }
                if until.is_finite() && !lasts {
                    let hint = "It ends what set, with, away and hiring_freeze change. People who were hired stay, and who left is gone.";
                    self.warn(&key("until"), format!("{} has no effect", key("until")), hint);
                }
                if event.hiring_freeze && until.is_infinite() {
                    let hint = "Write until = \"...\" if hiring is to begin again.";
                    self.warn(&key("hiring_freeze"), format!("{} has no end", key("hiring_freeze")), hint);
                }
            }
        }
        let usual = DatedEvent::default();
        if event.leave.is_empty() {
            let hint = "It is about those who leave. The customers of somebody who is away wait for them.";
            let idle =
                [("customers_go_to", event.customers_go_to != usual.customers_go_to), ("backfill", event.backfill != usual.backfill)];
            for (name, _) in idle.into_iter().filter(|(_, is_set)| *is_set) {
                self.warn(&key(name), format!("{} has no effect: nobody leaves", key(name)), hint);
            }
        }
        if !event.roles.is_empty() && event.attention_weeks == 0.0 {
            let hint = "It is for attention_weeks. A setting names its role itself: set = [\"role.ae.selling_share=x0.8\"].";
            self.warn(&key("roles"), format!("{} has no effect", key("roles")), hint);
        }
        if event.largest_deal == Fate::Slips || event.slip_days == usual.slip_days {
            return;
        }
        let message = format!("{} has no effect: no deal slips", key("slip_days"));
        self.warn(&key("slip_days"), message, "Set largest_deal = \"slips\".");
    }

    /// The roles that an event names, and the people in them.
    fn who(&mut self, name: &str, event: &DatedEvent) {
        let mut found: Vec<(&str, Wrong)> = Vec::new();
        for text in &event.hire {
            match hired(text) {
                None => {
                    let hint = "Write a role and how many: hire = [\"seller=2\"], at most 1000.".to_string();
                    found.push(("hire", (format!("\"{}\" is not a role and a number of people", shown(text)), hint)));
                }
                Some((role, _)) => found.extend(self.no_role(role).map(|wrong| ("hire", wrong))),
            }
        }
        for (key, text) in event.leave.iter().map(|text| ("leave", text)).chain(event.away.iter().map(|text| ("away", text))) {
            match Leaver::of(text, self.scenario) {
                None => {
                    let hint = format!("Write {key} = [\"best seller\"], \"weakest seller\", \"any seller\", or \"seller 3\" by number.");
                    found.push((key, (format!("\"{}\" names nobody", shown(text)), hint)));
                }
                Some(leaver) => found.extend(self.nobody(leaver).map(|wrong| (key, wrong))),
            }
        }
        found.extend(event.roles.iter().filter_map(|role| self.no_role(role)).map(|wrong| ("roles", wrong)));
        for (key, (message, hint)) in found {
            let path = format!("event.{name}.{key}");
            self.refuse(&["role", &path], &path, format!("{path}: {message}"), hint);
        }
    }

    fn no_role(&self, role: &str) -> Option<Wrong> {
        let is_known = self.scenario.role.get(role).is_some();
        (!is_known).then(|| (format!("\"{}\" is not a role", shown(role)), did_you_mean(role, self.scenario.role.names())))
    }

    fn nobody(&self, leaver: Leaver<'_>) -> Option<Wrong> {
        let scenario = self.scenario;
        let Some(name) = leaver.role(scenario) else {
            let Leaver::Named(name) = leaver else { return None };
            let hint = "Write \"best seller\", \"weakest seller\", \"any seller\", \"seller 3\" by number, or somebody by name.";
            let message = format!("there is nobody called \"{}\"", shown(name));
            let known = scenario.person.names().next().is_some();
            let hint = if known { did_you_mean(name, scenario.person.names()) } else { hint.to_string() };
            return Some((message, hint));
        };
        if scenario.role.get(name).is_none() {
            return self.no_role(name);
        }
        let people = scenario.people_ever(name);
        match leaver {
            _ if people == 0 => Some((format!("role.{name} has no people"), format!("Set role.{name}.people, or hire some before."))),
            Leaver::Number(_, number) if number > people => {
                let hint = format!("They are numbered 1 to {people}, those who are hired last.");
                Some((format!("there is no {name} {number}"), hint))
            }
            _ => None,
        }
    }

    /// The scenario as it is from each date on has to make sense too.
    fn phases(&mut self) {
        let scenario = self.scenario;
        if scenario.event.values().all(|event| !event.changes_settings()) {
            return;
        }
        let was_sound = self.log.is_empty();
        let phases = match scenario.phases() {
            Ok(phases) => phases,
            Err(wrong) => {
                for one in wrong {
                    let path = format!("event.{}.{}", one.event, one.key);
                    self.refuse(&[&path], &path, format!("{path}: {}", one.message), one.hint);
                }
                return;
            }
        };
        // What is wrong from the beginning is told once.
        if was_sound {
            self.changes_without_effect(&phases);
            for phase in phases {
                self.phase(phase);
            }
        }
    }

    /// Settings that an event changes, and that matter at no time at which they are so.
    fn changes_without_effect(&mut self, phases: &[Phase]) {
        let scenario = self.scenario;
        let time = &scenario.time;
        let idle: Vec<(f64, Vec<(String, &str)>)> = phases.iter().map(|phase| (phase.at, idle::keys(&phase.scenario))).collect();
        for (name, event) in scenario.event.entries.iter().filter(|(_, event)| !event.set.is_empty()) {
            let (Ok(from), Ok(until)) = (event.begins(time), event.ends(time)) else { continue };
            let mut then = idle.iter().filter(|(at, _)| (from..until).contains(at)).map(|(_, keys)| keys);
            let Some(first) = then.next() else { continue };
            let rest: Vec<&Vec<(String, &str)>> = then.collect();
            let is_always = |path: &String| rest.iter().all(|keys| keys.iter().any(|(other, _)| other == path));
            for (path, hint) in first.iter().filter(|(path, _)| is_always(path) && event.set.iter().any(|set| is_set_by(set, path))) {
                self.warn(
                    &format!("event.{name}.set"),
                    format!("event.{name} sets {path}, which has no effect"),
                    format!("{hint} Or leave it out."),
                );
            }
        }
    }

    fn phase(&mut self, phase: Phase) {
        let (mut log, mut warnings) = (Log::default(), Log::default());
        let mut then = phase.scenario;
        let names: Vec<&str> = self
            .scenario
            .event
            .entries
            .iter()
            .filter(|(_, event)| self.changes_at(event, phase.at))
            .map(|(name, _)| name.as_str())
            .collect();
        then.event.entries.clear();
        check(&then, self.csv_files, self.origins, (self.sources, self.fallback), &mut log, &mut warnings);
        let Some(name) = names.first() else { return };
        for problem in log.into_problems(self.sources) {
            let path = format!("event.{name}");
            self.refuse(&["event"], &path, format!("from {path} on: {}", problem.message), problem.hint);
        }
    }

    fn changes_at(&self, event: &DatedEvent, at: f64) -> bool {
        let time = &self.scenario.time;
        event.changes_settings() && [event.begins(time).ok(), event.ends(time).ok()].contains(&Some(at))
    }
}

/// Those in a list who are meant by name: as it is written, their entry, and what is known of them.
fn named<'s>(scenario: &'s Scenario, texts: &'s [String]) -> impl Iterator<Item = (&'s str, &'s str, &'s Member)> {
    texts.iter().filter_map(|text| {
        let entry = scenario.member_named(text)?;
        Some((text.as_str(), entry, scenario.person.get(entry)?))
    })
}

/// Whether somebody leaves by name in an event.
fn leaves_in(event: &DatedEvent, entry: &str, scenario: &Scenario) -> bool {
    named(scenario, &event.leave).any(|(_, other, _)| other == entry)
}
