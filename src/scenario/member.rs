//! Our people by name: what is known of somebody beside their role.

use super::customer::{CalendarKind, Time};
use super::event::{moment, window_hours};
use super::keys::{number, plain};
use super::problems::shown;
use super::provider::Role;
use super::whole::Scenario;
use crate::engine::time::{DAY, INSTANT};
use unicode_normalization::UnicodeNormalization as _;

crate::sections! {
    /// One of our people by name, or a post that is to be filled. What is not said is as the role has it.
    pub struct Member {
        /// Name as it is shown; empty: that of the entry.
        name: String = String::new() => plain();
        /// Role.
        role: String = String::new() => plain();
        /// Pod that they belong to; empty: the next that lacks somebody of the role, or none.
        pod: String = String::new() => plain();
        /// Patch whose customers are theirs; empty: none in particular.
        patch: String = String::new() => plain();
        /// First day, written as `event.at`; a date before the window tells how far they have ramped. Empty: long ago.
        starts: String = String::new() => plain();
        /// Day on which they leave, written as `event.at`; their post is not filled again. Empty: not known.
        ends: String = String::new() => plain();
        /// When they are away, from a first day to a last: `2024-07-01 to 2024-07-19`, written as `event.at`. They begin no work then.
        away: Vec<String> = Vec::new() => plain();
        /// Hours that they work; 0: full time. Pay, quota and cost that are not said go with them.
        hours_per_week: f64 = 0.0 => number("hours a week", 0.0, 80.0);
        /// What they earn at target, base and variable; 0: as the role.
        on_target_earnings: f64 = 0.0 => number("EUR a year", 0.0, 1e8);
        /// What they cost: salary and everything else; 0: as the role.
        cost_per_year: f64 = 0.0 => number("EUR a year", 0.0, 1e8);
        /// Bookings that they are expected to make; 0: as the role.
        bookings_target: f64 = 0.0 => number("EUR a year", 0.0, 1e10);
        /// Incentive plan; empty: that of the role.
        plan: String = String::new() => plain();
        /// Skill, of what is usual in the role; 0: drawn.
        skill: f64 = 0.0 => number("times", 0.0, 10.0);
    }
}

impl Member {
    /// Hours from the beginning of the window at which they start; minus infinity: long ago.
    ///
    /// # Errors
    ///
    /// What is wrong with the date, and a cure.
    pub fn begins(&self, time: &Time) -> Result<f64, (String, String)> {
        if self.starts.trim().is_empty() { Ok(f64::NEG_INFINITY) } else { moment(&self.starts, time) }
    }

    /// Hours from the beginning of the window at which they leave; infinity: it is not known that they do.
    ///
    /// # Errors
    ///
    /// What is wrong with the date, and a cure.
    pub fn leaves(&self, time: &Time) -> Result<f64, (String, String)> {
        if self.ends.trim().is_empty() { Ok(f64::INFINITY) } else { moment(&self.ends, time) }
    }

    /// When they are away, in hours from the beginning of the window: from, and until when.
    ///
    /// # Errors
    ///
    /// What is wrong with the dates, and a cure.
    pub fn absences(&self, time: &Time) -> Result<Vec<(f64, f64)>, (String, String)> {
        self.away.iter().map(|text| absence(text, time)).collect()
    }

    /// Whether they are there when the window begins; a date that cannot be read is told elsewhere.
    pub fn is_there_at_first(&self, time: &Time) -> bool {
        self.begins(time).is_ok_and(|at| at <= INSTANT)
    }

    /// When they join, if that is in the window (hours from its beginning).
    pub fn joins_later(&self, time: &Time) -> Option<f64> {
        let at = self.begins(time).ok()?;
        (at > INSTANT && at < window_hours(time)).then_some(at)
    }

    /// Share of full time that they work.
    pub fn share_of_full_time(&self, time: &Time) -> f64 {
        let full = match time.calendar {
            CalendarKind::Office => time.work_hours_per_day * time.work_days_per_week,
            CalendarKind::Continuous => 168.0,
        };
        if self.hours_per_week > 0.0 { (self.hours_per_week / full).min(1.0) } else { 1.0 }
    }

    /// The role as they have it.
    pub fn own_role(&self, role: &Role, time: &Time) -> Role {
        let share = self.share_of_full_time(time);
        let said = |own: f64, usual: f64| if own > 0.0 { own } else { usual * share };
        Role {
            selling_share: role.selling_share * share,
            on_target_earnings: said(self.on_target_earnings, role.on_target_earnings),
            cost_per_year: said(self.cost_per_year, role.cost_per_year),
            bookings_target: said(self.bookings_target, role.bookings_target),
            plan: if self.plan.is_empty() { role.plan.clone() } else { self.plan.clone() },
            ..role.clone()
        }
    }
}

/// A stretch of days, `2024-07-01 to 2024-07-19` or a single one, in hours from the beginning of the window.
fn absence(text: &str, time: &Time) -> Result<(f64, f64), (String, String)> {
    let (first, last) = text.split_once(" to ").unwrap_or((text, text));
    let day = |text: &str| {
        moment(text, time).map_err(|(message, _)| (message, "Write a first and a last day: 2024-07-01 to 2024-07-19.".to_string()))
    };
    let (from, last_day) = (day(first)?, day(last)?);
    if last_day < from {
        let message = format!("\"{}\" ends before it begins", shown(text.trim()));
        return Err((message, "Write the first day, then the last: 2024-07-01 to 2024-07-19.".to_string()));
    }
    Ok((from, last_day + DAY))
}

impl Scenario {
    /// Those of a role who are named, in their order.
    pub fn members_of<'s>(&'s self, role: &'s str) -> impl Iterator<Item = (&'s str, &'s Member)> {
        self.person.entries.iter().filter(move |(_, member)| member.role == role).map(|(name, member)| (name.as_str(), member))
    }

    /// How many of a role are named and there when the window begins.
    pub fn named_at_first(&self, role: &str) -> usize {
        self.members_of(role).filter(|(_, member)| member.is_there_at_first(&self.time)).count()
    }

    /// Whether anybody of a role is there at any time.
    pub fn has_anybody(&self, role: &str) -> bool {
        let is_hired = || self.event.values().any(|event| event.hired().any(|(hired, _)| hired == role));
        self.role.get(role).is_some_and(|it| it.people > 0.0) || self.members_of(role).next().is_some() || is_hired()
    }

    /// How many posts a role has in all: people who are there at first, are hired by events, or join by name.
    pub fn people_ever(&self, role: &str) -> usize {
        let at_first = self.role.get(role).map_or(0, |role| role.people as usize);
        let hired: usize = self.event.values().flat_map(|event| event.hired()).filter(|(hired, _)| *hired == role).map(|(_, n)| n).sum();
        let later = self.members_of(role).filter(|(_, member)| member.joins_later(&self.time).is_some()).count();
        at_first + hired + later
    }

    /// The entry of `person` that a name means, as it is written anywhere: `Anna Müller`, `anna-müller`.
    pub fn member_named(&self, name: &str) -> Option<&str> {
        let wanted = entry_name(name);
        let is_this = |(entry, member): &&(String, Member)| {
            entry == name || !wanted.is_empty() && (entry_name(entry) == wanted || entry_name(&member.name) == wanted)
        };
        self.person.entries.iter().find(is_this).map(|(entry, _)| entry.as_str())
    }
}

/// A name as the name of an entry: letters, digits and lines, in lower case.
///
/// ```
/// use winflow::scenario::member::entry_name;
/// assert_eq!([entry_name("Anna  O'Müller"), entry_name("\u{130}pek")], ["anna-o-müller", "ipek"]);
/// assert_eq!(entry_name("Mu\u{308}ller"), "müller");
/// ```
pub fn entry_name(name: &str) -> String {
    // However a letter with a mark was typed, it is the same; marks that no letter takes in are left out.
    let is_mark = |c: &char| ('\u{300}'..='\u{36f}').contains(c);
    let plain: String = name.to_lowercase().nfc().filter(|c| !is_mark(c)).collect();
    plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Half of 40 hours: half of the cost and of the quota, but the pay that is said.
    #[test]
    fn part_time_takes_the_rest_along() {
        let role = Role { selling_share: 0.4, cost_per_year: 100_000.0, bookings_target: 600_000.0, ..Role::default() };
        let member = Member { hours_per_week: 20.0, on_target_earnings: 55_000.0, ..Member::default() };
        let own = member.own_role(&role, &Time::default());
        assert_eq!((own.selling_share, own.cost_per_year, own.bookings_target), (0.2, 50_000.0, 300_000.0));
        assert_eq!((own.on_target_earnings, own.skill_mean), (55_000.0, role.skill_mean));
        assert_eq!(Member::default().own_role(&role, &Time::default()), role);
    }

    #[test]
    fn who_is_there_at_first_is_told_by_the_date() {
        let at = |starts: &str| Member { starts: starts.into(), ..Member::default() }.is_there_at_first(&Time::default());
        assert!(at("") && at("2019-03-01") && at("2024-01-01") && !at("2024-01-02") && !at("month 2") && !at("soon"));
    }
}
