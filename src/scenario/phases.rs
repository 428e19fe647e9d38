//! The stretches of a run between the dates on which settings change, each with the scenario as it then is.

use super::duty::is_duty;
use super::event::DatedEvent;
use super::load::changed;
use super::problems::Problem;
use super::whole::Scenario;
use super::write::differences;

/// From a date on, the scenario is like this.
#[derive(Debug, Clone)]
pub struct Phase {
    /// When it begins, in hours from the beginning of the window.
    pub at: f64,
    /// The scenario as it then is, with its events.
    pub scenario: Scenario,
}

/// What is wrong with what an event changes.
#[derive(Debug, Clone)]
pub struct WrongChange {
    /// The event.
    pub event: String,
    /// The key of the event that is to blame: `set` or `with`.
    pub key: &'static str,
    /// What is wrong.
    pub message: String,
    /// What would help.
    pub hint: String,
}

/// Keys that stay as they are while a world goes on, with what does instead; a star stands for any name.
const FIXED: [(&str, &str); 22] = [
    ("time.*", "The clock runs on. Set it for the whole run."),
    ("market_scale", "Change leads_per_year of channels or projects_per_year of segments."),
    ("event.*.*", "Give what happens later an event of its own."),
    ("buying.domains", "Set it for the whole run."),
    ("relationship.*", "Set it for the whole run, or compare two firms."),
    ("segment.*.accounts", "Change projects_per_year of the segment."),
    ("channel.*.kind", "Have two channels, and let the leads_per_year of one fall and of the other rise."),
    ("channel.*.csv*", "A file of real arrivals says itself when they come."),
    ("role.*.people", "People come by hire = [\"ROLE=2\"] and go by leave = [\"best ROLE\"]."),
    ("role.*.parts", "Set it for the whole run, or compare two firms."),
    ("role.*.part_shares", "Set it for the whole run, or compare two firms."),
    ("role.*.assists", "Set it for the whole run, or compare two firms."),
    ("role.*.delivers", "Set it for the whole run, or compare two firms."),
    ("role.*.leads", "Set it for the whole run, or compare two firms."),
    ("person.*.*", "What is known of somebody holds for the whole run; their role can change: role.NAME.KEY."),
    ("pod.*.*", "Who serves customers together is set for the whole run; compare two firms."),
    ("patch.*.potential", "Set it for the whole run, or compare two firms."),
    ("organisation.pool_size", "Who shares a queue is set for the whole run; compare two firms."),
    ("activity.*.order", "Set it for the whole run, or compare two firms."),
    ("activity.*.role", "Set it for the whole run, or compare two firms."),
    ("activity.*.roles", "Set it for the whole run, or compare two firms."),
    ("activity.*.part", "Set it for the whole run, or compare two firms."),
];

/// More dates on which settings change are refused, and more changes over all of them: each date is a firm made ready.
const MOST_DATES: usize = 200;
const MOST_CHANGES: usize = 2000;

/// Whether a path is one of those that a pattern names. A star at the end of a step stands for any ending.
fn is_like(pattern: &str, path: &str) -> bool {
    let (mut pattern, mut path) = (pattern.split('.'), path.split('.'));
    loop {
        match (pattern.next(), path.next()) {
            (None, None) => return true,
            (Some(a), Some(b)) if a == b || is_duty(a) || a.strip_suffix('*').is_some_and(|start| b.starts_with(start)) => {}
            _ => return false,
        }
    }
}

/// The further settings of an activity on which its place in the process depends.
const PLACES: [&str; 5] = ["decides", "after_sale", "scope", "negotiates", "approves"];

/// Why a key cannot change in the middle of a run, if it cannot.
fn fixed(path: &str) -> Option<&'static str> {
    let is_place = path.starts_with("activity.") && PLACES.iter().any(|key| path.ends_with(&format!(".{key}")));
    if is_place {
        return Some("Set it for the whole run, or compare two firms.");
    }
    FIXED.iter().find(|(pattern, _)| is_like(pattern, path)).map(|(_, cure)| *cure)
}

impl Scenario {
    /// The stretches after the first, in which settings differ from those at the beginning.
    ///
    /// # Errors
    ///
    /// Changes that cannot be made, at whatever date. Events without a date that can be read change nothing.
    pub fn phases(&self) -> Result<Vec<Phase>, Vec<WrongChange>> {
        let mut spans: Vec<(f64, f64, &str, &DatedEvent)> = Vec::new();
        for (name, event) in &self.event.entries {
            if let (true, Ok(from), Ok(until)) = (event.changes_settings(), event.begins(&self.time), event.ends(&self.time)) {
                spans.push((from, until, name, event));
            }
        }
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.2.cmp(b.2)));
        let mut times: Vec<f64> = spans.iter().flat_map(|(from, until, ..)| [*from, *until]).filter(|at| at.is_finite()).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        let active = |at: f64| spans.iter().filter(move |(from, until, ..)| *from <= at && at < *until);
        let changes: usize = times.iter().map(|&at| active(at).count()).sum();
        if times.len() > MOST_DATES || changes > MOST_CHANGES {
            let message = format!("settings change on {} dates, {changes} times in all", times.len());
            let hint = format!("At most {MOST_DATES} dates and {MOST_CHANGES} changes can be told apart: put several into one event.");
            let event = spans.first().map_or_else(String::new, |(_, _, name, _)| name.to_string());
            return Err(vec![WrongChange { event, key: "at", message, hint }]);
        }
        let (mut phases, mut wrong) = (Vec::new(), Vec::new());
        // What never holds, because its date cannot be read or its end comes first, is read all the same.
        let holds = |name: &str| spans.iter().any(|(from, until, other, _)| *other == name && from < until);
        for (name, event) in self.event.entries.iter().filter(|(name, event)| event.changes_settings() && !holds(name)) {
            wrong.extend(self.changed_by(self, name, event).err().into_iter().flatten());
        }
        for at in times {
            let mut scenario = self.clone();
            for (_, _, name, event) in active(at) {
                match self.changed_by(&scenario, name, event) {
                    Ok(changed) => scenario = changed,
                    Err(mut found) => {
                        found.retain(|new| !wrong.iter().any(|old: &WrongChange| (&old.event, &old.message) == (&new.event, &new.message)));
                        wrong.append(&mut found);
                    }
                }
            }
            phases.push(Phase { at, scenario });
        }
        if wrong.is_empty() { Ok(phases) } else { Err(wrong) }
    }

    /// The scenario as it is after an event, which may not touch what has to stay as it is in this one.
    fn changed_by(&self, before: &Self, name: &str, event: &DatedEvent) -> Result<Self, Vec<WrongChange>> {
        let wrong = |key, message: String, hint: &str| WrongChange { event: name.to_string(), key, message, hint: hint.to_string() };
        let mut found = Vec::new();
        let laid_on = changed(before, &event.with, &[]).unwrap_or_else(|problems| {
            found.extend(as_wrong(name, "with", problems.list));
            before.clone()
        });
        let result = changed(&laid_on, &[], &event.set).unwrap_or_else(|problems| {
            found.extend(as_wrong(name, "set", problems.list));
            // What can be read is looked at all the same.
            event.set.iter().fold(laid_on, |so_far, set| changed(&so_far, &[], std::slice::from_ref(set)).unwrap_or(so_far))
        });
        for difference in differences(before, &result) {
            let path = &difference.path;
            let key = if event.set.iter().any(|set| is_set_by(set, path)) { "set" } else { "with" };
            if let Some(cure) = fixed(path) {
                found.push(wrong(key, format!("{path} cannot change in the middle of a run"), cure));
            } else if (difference.first.is_none() || difference.second.is_none()) && !path.starts_with("plan.") {
                let entry = path.rsplit_once('.').map_or(path.as_str(), |(entry, _)| entry);
                let message = format!("{entry} would come or go in the middle of a run");
                let cure = "Declare it for the whole run (a role with people = 0, a channel with leads_per_year = 0), and let its settings change.";
                if !found.iter().any(|known: &WrongChange| known.message == message) {
                    found.push(wrong(key, message, cure));
                }
            }
        }
        if found.is_empty() { Ok(result) } else { Err(found) }
    }
}

/// Whether a setting `KEY=VALUE` sets this key.
pub(super) fn is_set_by(set: &str, path: &str) -> bool {
    set.split_once('=').is_some_and(|(key, _)| is_like(key.trim(), path))
}

fn as_wrong(event: &str, key: &'static str, problems: Vec<Problem>) -> Vec<WrongChange> {
    problems
        .into_iter()
        .map(|problem| WrongChange { event: event.to_string(), key, message: problem.message, hint: problem.hint })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load_text;

    fn phases(text: &str) -> Vec<Phase> {
        load_text("firm", &format!("extends = \"mid\"\n{text}")).expect("a firm").scenario.phases().expect("phases")
    }

    #[test]
    fn settings_change_at_a_date_and_back() {
        let phases = phases(
            "[event.budget]\nat = \"week 3\"\nuntil = \"week 5\"\nset = [\"channel.web.leads_per_year=x2\"]\n\
             [event.pay]\nat = \"week 4\"\nwith = [\"commission\"]\n",
        );
        let usual = crate::scenario::load("mid", &[], &[]).expect("mid").scenario.channel.get("web").expect("web").leads_per_year;
        let shown = phases.iter().map(|phase| {
            let leads = phase.scenario.channel.get("web").expect("web").leads_per_year;
            (phase.at / 168.0, leads / usual, phase.scenario.plan.entries[0].1.base_share < 1.0)
        });
        assert_eq!(shown.collect::<Vec<_>>(), [(2.0, 2.0, false), (3.0, 2.0, true), (4.0, 1.0, true)]);
    }

    #[test]
    fn more_dates_than_can_be_told_apart_are_refused_at_once() {
        let one =
            |n: u32| format!("[event.e{n}]\nat = \"year {} week {}\"\nset = [\"flow.wip_limit={}\"]\n", 1 + n / 50, 1 + n % 50, 2 + n % 7);
        let text: String = (0..900).map(one).collect();
        let begun = std::time::Instant::now();
        let said =
            load_text("firm", &format!("extends = \"mid\"\n[time]\nyears = 20\n{text}")).map(|_| ()).expect_err("too many").to_string();
        assert!(said.contains("settings change on 900 dates") && said.contains("At most 200 dates"), "{said}");
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }

    #[test]
    fn what_cannot_change_is_named_with_what_does_instead() {
        for (set, parts) in [
            ("role.seller.people=+2", ["role.seller.people cannot change in the middle of a run", "hire ="]),
            ("time.years=2", ["time.years cannot change", "The clock runs on"]),
            ("organisation.pool_size=2", ["organisation.pool_size cannot change", "for the whole run"]),
            ("activity.discover.order=9", ["activity.discover.order", "for the whole run"]),
        ] {
            let text = format!("extends = \"mid\"\n[event.e]\nat = \"week 3\"\nset = [\"{set}\"]\n");
            let said = load_text("firm", &text).map(|_| ()).expect_err(set).to_string();
            for part in parts {
                assert!(said.contains(part), "{set}: {part} is missing in {said}");
            }
        }
    }
}
