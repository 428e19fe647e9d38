//! What happens on dates, in charts over time: a numbered line on each day, and the names below.

use super::sheet::{MONTH, fitted_name, shown};
use crate::engine::time::DAY;
use crate::report::charts::grammar::{Axis, Canvas, Panel, QUIET, SMALL};
use crate::report::results::stored::Stored;
use crate::report::results::words::grouped;
use crate::scenario::Scenario;
use crate::scenario::event::window_hours;

/// More days than these on which somebody by name comes or goes are only counted.
const MOST_PEOPLE: usize = 8;

/// Events of the systems that are drawn, in the order of time.
#[derive(Debug, Clone, PartialEq)]
pub struct Dates {
    /// Months since the start of the window, name, and the systems that have it.
    list: Vec<(f64, String, Vec<String>)>,
    /// How many more days there are on which somebody by name comes or goes.
    people: usize,
}

impl Dates {
    /// The events of results.
    pub fn of(stored: &Stored) -> Self {
        let mut list: Vec<(f64, String, Vec<String>)> = Vec::new();
        let mut people = 0;
        for system in shown(stored) {
            let time = &system.scenario.time;
            let mut add = |at: f64, name: String| {
                let month = at / DAY / MONTH;
                match list.iter_mut().find(|known| (known.0, &known.1) == (month, &name)) {
                    Some(known) => known.2.push(system.name.clone()),
                    None => list.push((month, name, vec![system.name.clone()])),
                }
            };
            for (name, event) in system.scenario.event.entries.iter().filter(|(_, event)| event.does_something()) {
                let ends = event.ends(time).ok().filter(|end| end.is_finite() && *end < window_hours(time));
                let ends = ends.map(|at| (at, format!("end of {name}")));
                event.begins(time).ok().map(|at| (at, name.clone())).into_iter().chain(ends).for_each(|(at, name)| add(at, name));
            }
            let comings = comings_and_goings(&system.scenario);
            people = people.max(comings.len().saturating_sub(MOST_PEOPLE));
            comings.into_iter().take(MOST_PEOPLE).for_each(|(at, name)| add(at, name));
        }
        list.sort_by(|a, b| a.0.total_cmp(&b.0));
        Self { list, people }
    }

    /// Draws those of a system into its panel.
    pub fn draw(&self, canvas: &mut Canvas, panel: Panel, across: &Axis, system: &str) {
        let mut free_from = i32::MIN;
        for (number, (month, _, _)) in self.list.iter().enumerate().filter(|(_, (_, _, of))| of.iter().any(|name| name == system)) {
            let x = across.at(*month);
            canvas.line((x, panel.top), (x, panel.bottom), QUIET, 1);
            if x >= free_from {
                canvas.text(&(number + 1).to_string(), (x + 4, panel.top + 8), SMALL);
                free_from = x + 18;
            }
        }
    }

    /// What the numbers mean, as a note; empty without events.
    pub fn note(&self) -> String {
        let named = self
            .list
            .iter()
            .enumerate()
            .map(|(number, (month, name, _))| format!("{} {} (month {})", number + 1, fitted_name(name), grouped(*month, 1)));
        let named: Vec<String> = named.collect();
        let more = if self.people > 0 { format!("; people come and go on {} later days", self.people) } else { String::new() };
        if named.is_empty() { String::new() } else { format!(" Dates: {}{more}.", named.join(", ")) }
    }
}

/// When somebody by name starts or leaves within the window (hours from its beginning), in the order of time.
fn comings_and_goings(scenario: &Scenario) -> Vec<(f64, String)> {
    let time = &scenario.time;
    let mut days: Vec<(f64, String)> = Vec::new();
    for (entry, member) in &scenario.person.entries {
        let name = if member.name.is_empty() { entry } else { &member.name };
        let starts = member.joins_later(time).map(|at| (at, format!("{name} starts")));
        let leaves = member.leaves(time).ok().filter(|at| *at > 0.0 && *at < window_hours(time)).map(|at| (at, format!("{name} leaves")));
        days.extend(starts.into_iter().chain(leaves));
    }
    days.sort_by(|a, b| a.0.total_cmp(&b.0));
    days
}

#[cfg(test)]
mod tests {
    use super::super::sample::stored;
    use super::*;
    use crate::scenario::event::DatedEvent;
    use crate::scenario::member::Member;

    #[test]
    fn events_are_numbered_in_time_and_named_below() {
        let mut stored = stored(&["a", "b"], 1.0);
        assert_eq!(Dates::of(&stored).note(), "");
        let hire = DatedEvent { at: "week 27".into(), hire: vec!["seller".into()], ..DatedEvent::default() };
        let freeze = DatedEvent { at: "week 5".into(), until: "week 40".into(), hiring_freeze: true, ..DatedEvent::default() };
        *stored.systems[1].scenario.event.entry("hire") = hire;
        *stored.systems[1].scenario.event.entry("freeze") = freeze.clone();
        *stored.systems[0].scenario.event.entry("freeze") = freeze;
        let dates = Dates::of(&stored);
        assert_eq!(dates.note(), " Dates: 1 freeze (month 0.9), 2 hire (month 6.0), 3 end of freeze (month 9.0).");
        assert_eq!(dates.list.iter().map(|(_, _, of)| of.len()).collect::<Vec<_>>(), [2, 1, 2]);
        for number in 0..10 {
            let starts = format!("month {}", 2 + number);
            *stored.systems[0].scenario.person.entry(&format!("p{number}")) = Member { starts, ..Member::default() };
        }
        let note = Dates::of(&stored).note();
        assert!(note.contains("2 p0 starts (month 1.0)") && note.ends_with("; people come and go on 2 later days."), "{note}");
    }
}
