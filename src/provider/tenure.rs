//! Who holds a seat: how long they have been with us, how far they are up to speed, what they have learned, when they leave.

use super::people::Skills;
use crate::engine::time::MONTH;
use crate::engine::{Purpose, Streams, Ticket};
use crate::measure::Domain;
use crate::scenario::event::Inheritance;
use crate::scenario::provider::Role;

const RAMP: Purpose = Purpose::named("ramp of a new person");
const QUITTING: Purpose = Purpose::named("when a person quits");

/// One person's time in a seat.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tenure {
    /// Number of the person among all who have held the seat.
    pub number: u32,
    /// When it began (hours); for the first, long ago.
    pub since: f64,
    /// Time until the person is up to speed (hours).
    pub ramp_hours: f64,
    /// Skill in each domain, up to speed, with which the person came.
    pub skill_at_start: Skills,
    /// Skill in each domain, up to speed, with what has been learned since.
    pub skill: Skills,
    /// Whether the skill at work may differ from the one last worked out.
    pub is_changing: bool,
    /// What is left of the person's endurance: it is spent at the hazard of quitting.
    pub endurance: f64,
    /// Time up to which it has been spent (hours).
    pub endurance_as_of: f64,
    /// Factor on the hazard since then.
    pub hazard_factor: f64,
    /// The pending event of quitting.
    pub quits: Option<Ticket>,
    /// Whether the person has given notice and leaves when the work at hand is done.
    pub leaves: bool,
    /// Whether nobody comes after them.
    pub is_last: bool,
    /// Since when a successor waits for that (hours).
    pub successor: Option<f64>,
    /// What becomes of the person's customers when they leave.
    pub customers_go_to: Inheritance,
}

impl Tenure {
    /// Somebody who has been here long enough to be up to speed.
    pub fn settled(skill: Skills) -> Self {
        Self {
            number: 0,
            since: f64::NEG_INFINITY,
            ramp_hours: 0.0,
            skill_at_start: skill,
            skill,
            is_changing: false,
            endurance: f64::INFINITY,
            endurance_as_of: 0.0,
            hazard_factor: 1.0,
            quits: None,
            leaves: false,
            is_last: false,
            successor: None,
            customers_go_to: Inheritance::Colleague,
        }
    }

    /// Somebody new in a seat with this key.
    pub fn new(streams: &Streams, key: u64, number: u32, role: &Role, skill: Skills, now: f64) -> Self {
        let ramp = streams.stream(RAMP, key, number as u64).log_normal(role.ramp_months * MONTH, role.ramp_sigma);
        Self { number, since: now, ramp_hours: ramp, is_changing: true, endurance_as_of: now, ..Self::settled(skill) }
    }

    /// Draws how long the person will endure: a unit exponential that is spent at the hazard of quitting, so that pay can change
    /// the hazard without another draw.
    pub fn draw_endurance(&mut self, streams: &Streams, key: u64, now: f64) {
        self.endurance = streams.stream(QUITTING, key, self.number as u64).exponential(1.0);
        self.endurance_as_of = now;
    }

    /// The share of full speed at a time: by the months of a ramp (percent of activity), or rising linearly to 1 over the person's own.
    pub fn share_of_full_speed(&self, now: f64, role: &Role, months: &[f64]) -> f64 {
        let elapsed = now - self.since;
        if !months.is_empty() {
            let month = (elapsed / MONTH).max(0.0) as usize;
            return months.get(month).map_or(1.0, |percent| percent / 100.0);
        }
        let start_share = role.ramp_start_share;
        if elapsed >= self.ramp_hours { 1.0 } else { start_share + (1.0 - start_share) * (elapsed / self.ramp_hours).max(0.0) }
    }

    /// Whether somebody is still on the way to full speed.
    pub fn is_ramping(&self, now: f64, role: &Role) -> bool {
        let elapsed = now - self.since;
        if role.ramp.is_empty() { elapsed < self.ramp_hours } else { elapsed < MONTH * role.ramp.len() as f64 }
    }

    /// Spends endurance up to now, at a hazard (per hour) before the factor.
    pub fn endure(&mut self, hazard: f64, now: f64) {
        self.endurance = (self.endurance - hazard * self.hazard_factor * (now - self.endurance_as_of)).max(0.0);
        self.endurance_as_of = now;
    }

    /// Closes a share of the gap between the skill in a domain and what can be reached in it; nobody gets worse by it.
    pub fn learn(&mut self, domain: Domain, share: f64, reach: f64) {
        let gap = reach - self.skill[domain];
        if gap > 0.0 && share > 0.0 {
            self.skill[domain] += share * gap;
            self.is_changing = true;
        }
    }

    /// Keeps a share of what has been learned; what the person came with stays.
    pub fn forget(&mut self, keep: f64) {
        for (skill, start) in self.skill.iter_mut().zip(self.skill_at_start.iter()) {
            if *skill > *start {
                *skill = start + (*skill - start) * keep;
                self.is_changing = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::people::MOST_DOMAINS;

    const ALIKE: Skills = Skills::new([1.0; MOST_DOMAINS]);

    /// From 0.3 to 1 over 100 hours: 0.65 after 50.
    #[test]
    fn the_ramp_is_a_straight_line() {
        let tenure = Tenure { since: 1000.0, ramp_hours: 100.0, ..Tenure::settled(ALIKE) };
        let role = Role { ramp_start_share: 0.3, ..Role::default() };
        for (at, share) in [(1000.0, 0.3), (1050.0, 0.65), (1100.0, 1.0), (5000.0, 1.0)] {
            assert!((tenure.share_of_full_speed(at, &role, &[]) - share).abs() < 1e-12);
        }
        assert_eq!(Tenure::settled(ALIKE).share_of_full_speed(0.0, &role, &[]), 1.0);
    }

    /// Nothing for two months, then 30, 60, 90 and 100 %.
    #[test]
    fn a_ramp_by_month_goes_in_steps() {
        let role = Role { ramp: vec![0.0, 0.0, 30.0, 60.0, 90.0, 100.0], ..Role::default() };
        let tenure = Tenure { since: 1000.0, ..Tenure::settled(ALIKE) };
        let at = |months: f64| tenure.share_of_full_speed(1000.0 + MONTH * months, &role, &role.ramp);
        assert_eq!([0.0, 1.9, 2.1, 3.5, 4.5, 5.5, 6.5].map(at), [0.0, 0.0, 0.3, 0.6, 0.9, 1.0, 1.0]);
        assert!(tenure.is_ramping(1000.0 + 5.9 * MONTH, &role) && !tenure.is_ramping(1000.0 + 6.1 * MONTH, &role));
        assert_eq!(Tenure::settled(ALIKE).share_of_full_speed(0.0, &role, &role.ramp), 1.0, "who was there from the start");
    }

    /// A quarter of the gap from 1 to 3 is 0.5; of that, half is kept. What is out of reach teaches nothing.
    #[test]
    fn learning_closes_the_gap_and_forgetting_opens_it() {
        let mut tenure = Tenure::settled(ALIKE);
        tenure.learn(Domain::new(2), 0.25, 3.0);
        assert_eq!(tenure.skill[Domain::new(2)], 1.5);
        tenure.forget(0.5);
        assert_eq!(tenure.skill[Domain::new(2)], 1.25);
        tenure.learn(Domain::new(2), 0.25, 1.0);
        assert_eq!((tenure.skill[Domain::new(2)], tenure.skill[Domain::FIRST]), (1.25, 1.0));
    }
}
