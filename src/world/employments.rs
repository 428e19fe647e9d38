//! Who of our people was with us from when to when, and what each of them did in the window.
//!
//! Totals of seats are counted apart from these, so that they stay what they are however often a seat changes hands.

use super::World;
use super::recorder::Recorder;
use crate::engine::time::{DAY, YEAR};
use crate::measure::{EmploymentRecord, Seat};

/// One person's time with us.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Employment {
    /// When it began (hours); minus infinity for those who were there before the run began.
    pub since: f64,
    /// When they quit (hours); infinity as long as they stay.
    pub until: f64,
    /// Mean skill when somebody else took the seat.
    pub skill: f64,
    /// Hours worked in the window.
    pub hours: f64,
    /// Deals closed in the window.
    pub deals: f64,
    /// Prices paid for them, EUR.
    pub bookings: f64,
    /// Variable pay in the window, EUR.
    pub variable_pay: f64,
}

impl Employment {
    /// One that begins.
    pub fn new(since: f64) -> Self {
        Self { since, until: f64::INFINITY, skill: 0.0, hours: 0.0, deals: 0.0, bookings: 0.0, variable_pay: 0.0 }
    }

    /// Hours of a stretch of time in which they were with us.
    fn hours_within(&self, start: f64, end: f64) -> f64 {
        self.until.clamp(start, end) - self.since.clamp(start, end)
    }
}

impl Recorder {
    /// That of whoever holds a seat, or held it last.
    pub fn employment(&mut self, seat: Seat) -> Option<&mut Employment> {
        self.employments.get_mut(seat)?.last_mut()
    }

    /// That of the holder of a seat, numbered from 1.
    pub fn employment_of(&mut self, seat: Seat, holder: u16) -> Option<&mut Employment> {
        self.employments.get_mut(seat)?.get_mut(usize::from(holder).checked_sub(1)?)
    }
}

impl World<'_> {
    /// Somebody new takes a seat.
    pub(crate) fn begin_employment(&mut self, seat: Seat, since: f64) {
        let skill = self.people[seat].skill_mean;
        if let Some(before) = self.recorder.employment(seat) {
            before.skill = skill;
        }
        self.recorder.employments[seat].push(Employment::new(since));
    }

    /// Everybody who was with us before the window ended, seat by seat, one after the other. `base_pay` is what a seat costs in the window
    /// whatever is sold.
    pub(crate) fn employment_records(&self, base_pay: impl Fn(Seat) -> f64) -> Vec<EmploymentRecord> {
        let mut records = Vec::new();
        for (seat, holders) in self.recorder.employments.iter_enumerated() {
            let last = holders.iter().rposition(|one| one.since < self.plan.window_end).unwrap_or(0);
            let mut unpaid = base_pay(seat);
            for (place, one) in holders.iter().enumerate().take(last + 1) {
                // The last one has what is left, so that nothing is lost to rounding.
                let base = if place < last { self.base_pay_of(seat, one) } else { unpaid };
                unpaid -= base;
                let is_present = place + 1 == holders.len();
                let skill = if is_present { self.people[seat].skill_mean } else { one.skill };
                records.push(self.employment_record(seat, place, one, base, skill));
            }
        }
        records
    }

    fn base_pay_of(&self, seat: Seat, one: &Employment) -> f64 {
        let years = one.hours_within(self.plan.window_start, self.plan.window_end) / YEAR;
        self.mean_over_window(|plan| plan.base_per_year(seat)) * years
    }

    fn employment_record(&self, seat: Seat, place: usize, one: &Employment, base_pay: f64, skill: f64) -> EmploymentRecord {
        let days = |at: f64| (at - self.plan.window_start) / DAY;
        EmploymentRecord {
            person: seat,
            holder: u16::try_from(place + 1).unwrap_or(u16::MAX),
            role: self.plan.profiles[seat].role,
            pool: self.people[seat].pool,
            started_days: one.since.is_finite().then(|| days(one.since)),
            ended_days: (one.until < self.plan.window_end).then(|| days(one.until)),
            skill,
            hours: one.hours,
            deals: one.deals,
            bookings: one.bookings,
            pay: one.variable_pay + base_pay,
            quits: f64::from(u8::from(self.in_window(one.until))),
        }
    }
}
