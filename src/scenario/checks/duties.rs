//! What somebody does at first, and nobody after the last of them has left; and lists of duties that name something twice.

use super::Checker;
use crate::scenario::event::Leaver;
use crate::scenario::problems::shown;
use crate::scenario::provider::Part;
use crate::scenario::read::plain_number;

/// Something that somebody has to do.
struct Duty<'s> {
    /// In words, after "nobody".
    words: String,
    /// The roles that do it.
    roles: Vec<&'s str>,
}

impl Checker<'_> {
    pub(super) fn left_undone(&mut self) {
        self.named_twice();
        self.led_without_time();
        let scenario = self.scenario;
        let those = |does: &dyn Fn(&str) -> bool| scenario.role.names().filter(|role| does(role)).collect::<Vec<&str>>();
        let role = |name: &str| scenario.role.get(name);
        let mut duties: Vec<Duty<'_>> = Vec::new();
        for part in [Part::Dialogue, Part::Qualification, Part::Flow] {
            let roles = those(&|name| role(name).is_some_and(|it| it.works_in(part)));
            duties.push(Duty { words: format!("works in the part {}", part.word()), roles });
        }
        for (name, activity) in &scenario.activity.entries {
            duties.push(Duty { words: format!("does activity.{name}"), roles: those(&|role| activity.doers().any(|doer| doer == role)) });
        }
        for (name, _) in scenario.offering.entries.iter().filter(|(_, offering)| offering.delivery_hours > 0.0) {
            let roles = those(&|it| role(it).is_some_and(|it| it.delivers.contains(name)));
            duties.push(Duty { words: format!("delivers {name}"), roles });
        }
        for led in scenario.role.names() {
            let roles = those(&|it| role(it).is_some_and(|it| it.leads.iter().any(|one| one == led)));
            duties.push(Duty { words: format!("leads role.{led}"), roles });
        }
        let mut told: Vec<(String, Vec<String>)> = Vec::new();
        for Duty { words, roles } in duties {
            let Some(path) = self.last_to_leave(&roles) else { continue };
            match told.iter_mut().find(|(known, _)| *known == path) {
                Some((_, list)) => list.push(words),
                None => told.push((path, vec![words])),
            }
        }
        for (path, words) in told {
            let message = format!("{path}: the last of them leaves, and nobody {} from then on", words.join(", nor "));
            self.warn(
                &path,
                message,
                "What needs them then waits until the run ends, and nobody is coached by them. Let somebody follow (backfill, hire), or give others the duty.",
            );
        }
    }

    /// The key by which the last of some roles leaves before the window ends; `None` if somebody is there to its end, or nobody ever.
    fn last_to_leave(&self, roles: &[&str]) -> Option<String> {
        let scenario = self.scenario;
        let time = &scenario.time;
        let mut count = 0i64;
        let mut changes: Vec<(f64, i64, String)> = Vec::new();
        for &role in roles {
            count += scenario.role.get(role).map_or(0, |it| it.people as i64);
            for (name, member) in scenario.members_of(role) {
                changes.extend(member.joins_later(time).map(|at| (at, 1, String::new())));
                let is_there = member.is_there_at_first(time) || member.joins_later(time).is_some();
                let leaves = member.leaves(time).ok().filter(|at| at.is_finite() && is_there);
                changes.extend(leaves.map(|at| (at, -1, format!("person.{name}.ends"))));
            }
            for (name, event) in &scenario.event.entries {
                let Ok(at) = event.begins(time) else { continue };
                changes.extend(event.hired().filter(|(hired, _)| *hired == role).map(|(_, n)| (at, n as i64, String::new())));
                let leavers = event.leave.iter().filter_map(|text| Leaver::of(text, scenario)).filter(|it| it.role(scenario) == Some(role));
                let for_good = leavers.filter(|_| !event.backfill);
                changes.extend(for_good.map(|_| (at, -1, format!("event.{name}.leave"))));
            }
        }
        let end = crate::scenario::event::window_hours(time);
        changes.retain(|(at, ..)| *at < end);
        // Who comes on the day on which somebody leaves is there in time.
        changes.sort_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let mut last = None;
        for (_, change, path) in changes {
            count += change;
            last = if count > 0 { None } else { last.or((change < 0).then_some(path)) };
        }
        last
    }

    /// Whoever leads and has customers too, or approves, and has no time left for these.
    fn led_without_time(&mut self) {
        let time = &self.scenario.time;
        let week = time.work_hours_per_day * time.work_days_per_week;
        for (name, role) in self.scenario.role.entries.iter().filter(|(_, role)| !role.leads.is_empty()) {
            let own = role.selling_share * week;
            let has_work = !role.parts.is_empty() || !role.assists.is_empty();
            if has_work && role.leading_hours_per_week >= own {
                let path = format!("role.{name}.leading_hours_per_week");
                let message = format!(
                    "{path} = {} takes all of their time for customers, {} hours a week: what waits for them is never done",
                    plain_number(role.leading_hours_per_week),
                    plain_number((10.0 * own).round() / 10.0)
                );
                self.warn(&path, message, format!("Lower it, or raise role.{name}.selling_share."));
            }
        }
    }

    /// Lists in which something stands twice.
    fn named_twice(&mut self) {
        let scenario = self.scenario;
        let mut lists: Vec<(String, Vec<String>)> = Vec::new();
        for (name, role) in &scenario.role.entries {
            let key = |key: &str| format!("role.{name}.{key}");
            lists.push((key("assists"), role.assists.clone()));
            lists.push((key("leads"), role.leads.clone()));
            lists.push((key("delivers"), role.delivers.clone()));
        }
        for (name, activity) in &scenario.activity.entries {
            lists.push((format!("activity.{name}.roles"), activity.doers().map(str::to_string).collect()));
        }
        for (path, list) in lists {
            let twice = list.iter().enumerate().find(|(place, one)| list[..*place].contains(one));
            if let Some((_, one)) = twice {
                self.refuse(&[&path], &path, format!("{path} names \"{}\" twice", shown(one)), "Name each once.");
            }
        }
    }
}
