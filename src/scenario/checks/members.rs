//! People by name: roles, plans and dates that are there, and no more of them than the role has.

use super::{Checker, did_you_mean};
use crate::engine::time::WEEK;
use crate::scenario::event::window_hours;
use crate::scenario::member::{Member, entry_name};
use crate::scenario::problems::shown;
use crate::scenario::read::plain_number;
use std::collections::BTreeMap;

impl Checker<'_> {
    pub(super) fn members(&mut self) {
        let scenario = self.scenario;
        let mut shown_names: BTreeMap<String, &str> = BTreeMap::new();
        for (name, member) in &scenario.person.entries {
            self.member(name, member);
            let shown_name = entry_name(if member.name.is_empty() { name } else { &member.name });
            if let Some(other) = shown_names.insert(shown_name, name) {
                let key = format!("person.{name}.name");
                let message = format!("person.{name} is called as person.{other} is");
                self.refuse(&[&key], &key, message, "Tell two of the same name apart by a number: Anna Müller 2.");
            }
        }
        for (name, role) in &scenario.role.entries {
            let named = scenario.named_at_first(name);
            if role.people.floor() < named as f64 {
                let key = format!("role.{name}.people");
                let message = format!("{key} = {}, but {named} of them are named", plain_number(role.people));
                let hint = format!("Leave {key} out: those who are named are counted. More than them have no names.");
                self.refuse(&["role.people", "person"], &key, message, hint);
            }
        }
    }

    fn member(&mut self, name: &str, member: &Member) {
        let scenario = self.scenario;
        let key = |key: &str| format!("person.{name}.{key}");
        if member.role.is_empty() {
            let hint = format!("Write role = \"{}\".", scenario.role.names().next().unwrap_or("seller"));
            self.refuse(&[&key("role")], &format!("person.{name}"), format!("person.{name} has no role"), hint);
        } else if scenario.role.get(&member.role).is_none() {
            let message = format!("{} = \"{}\" is not a role", key("role"), shown(&member.role));
            self.refuse(&["role", &key("role")], &key("role"), message, did_you_mean(&member.role, scenario.role.names()));
        }
        if !member.plan.is_empty() && scenario.plan.get(&member.plan).is_none() {
            let message = format!("{} = \"{}\" is not a plan", key("plan"), shown(&member.plan));
            self.refuse(&["plan", &key("plan")], &key("plan"), message, did_you_mean(&member.plan, scenario.plan.names()));
        }
        let full = scenario.time.work_hours_per_day * scenario.time.work_days_per_week;
        if member.hours_per_week > full {
            let message = format!("{} = {} is above full time", key("hours_per_week"), plain_number(member.hours_per_week));
            self.warn(&key("hours_per_week"), message, format!("Full time is {} hours a week, and is counted.", plain_number(full)));
        }
        self.dates_of(name, member);
        self.absences_of(name, member);
    }

    fn absences_of(&mut self, name: &str, member: &Member) {
        let time = &self.scenario.time;
        let key = format!("person.{name}.away");
        let absences = match member.absences(time) {
            Ok(absences) => absences,
            Err((message, hint)) => return self.refuse(&[&key, "time.window_start"], &key, format!("{key}: {message}"), hint),
        };
        let (Ok(begins), Ok(leaves)) = (member.begins(time), member.leaves(time)) else { return };
        let first = begins.max(-time.warm_up_weeks.ceil() * WEEK);
        for (text, (from, until)) in member.away.iter().zip(absences) {
            if until <= first || from >= leaves.min(window_hours(time)) {
                let message = format!("{key} = \"{}\" has no effect: they are not there at that time", shown(text));
                self.warn(&key, message, "Absences count from the beginning of the warm-up to the end of the window.");
            }
        }
    }

    fn dates_of(&mut self, name: &str, member: &Member) {
        let time = &self.scenario.time;
        let key = |key: &str| format!("person.{name}.{key}");
        let (from, until) = (member.begins(time), member.leaves(time));
        for (name, date) in [("starts", &from), ("ends", &until)] {
            if let Err((message, hint)) = date {
                self.refuse(&[&key(name)], &key(name), format!("{}: {message}", key(name)), hint.as_str());
            }
        }
        let (Ok(from), Ok(until)) = (from, until) else { return };
        if until <= from {
            let message = format!("{} = \"{}\" is not after starts = \"{}\"", key("ends"), shown(&member.ends), shown(&member.starts));
            self.refuse(&[&key("starts"), &key("ends")], &key("ends"), message, "Write the last day last.");
        } else if until <= 0.0 {
            let message = format!("{} = \"{}\" is before the window begins", key("ends"), shown(&member.ends));
            let hint = format!("Whoever has left is not there: take {name} out. The window begins on {}.", shown(&time.window_start));
            self.refuse(&[&key("ends"), "time.window_start"], &key("ends"), message, hint);
        } else if from >= window_hours(time) {
            let message = format!("person.{name} has no effect: the window ends before they start");
            self.warn(&key("starts"), message, "Take a longer window (time.years), or leave them out.");
        }
    }
}
