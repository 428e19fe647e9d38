//! Dates of what is counted in hours.

use crate::scenario::Scenario;
use jiff::civil::{Date, DateTime, date};
use jiff::{SignedDuration, Unit};

/// Turns times of a run into dates. Every day has 24 hours and the clock is that of the office; files call it UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    start: DateTime,
}

impl Dates {
    /// The dates of a scenario, whose window begins on `time.window_start`.
    pub fn new(scenario: &Scenario) -> Self {
        let day: Date = scenario.time.window_start.parse().unwrap_or(date(2024, 1, 1));
        Self { start: day.at(0, 0, 0, 0) }
    }

    /// So many hours after the beginning of the window, to a millisecond.
    pub fn at(&self, hours: f64) -> DateTime {
        let milliseconds = (hours * 3.6e6).round();
        let at = self.start.saturating_add(SignedDuration::from_millis(milliseconds as i64));
        at.round(Unit::Millisecond).unwrap_or(at)
    }

    /// The same as RFC 3339 writes it: `2024-01-05T09:30:00.000+00:00`.
    pub fn stamp(&self, hours: f64) -> String {
        let at = self.at(hours);
        format!("{}T{:02}:{:02}:{:02}.{:03}+00:00", at.date(), at.hour(), at.minute(), at.second(), at.millisecond())
    }

    /// The day alone.
    pub fn date(&self, hours: f64) -> Date {
        self.at(hours).date()
    }

    /// The same as text: `2024-01-05`.
    pub fn day(&self, hours: f64) -> String {
        self.date(hours).to_string()
    }

    /// Day and minute: `2024-01-05 09:30`.
    pub fn minute(&self, hours: f64) -> String {
        let at = self.at(hours);
        format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_become_dates() {
        let mut scenario = Scenario::default();
        scenario.time.window_start = "2024-02-28".to_string();
        let dates = Dates::new(&scenario);
        assert_eq!(dates.stamp(0.0), "2024-02-28T00:00:00.000+00:00");
        assert_eq!(dates.stamp(24.0 + 9.5), "2024-02-29T09:30:00.000+00:00");
        assert_eq!(dates.stamp(-0.5), "2024-02-27T23:30:00.000+00:00");
        assert_eq!((dates.day(48.0), dates.minute(48.25)), ("2024-03-01".into(), "2024-03-01 00:15".into()));
        assert!(dates.stamp(f64::MAX).starts_with("9999-12-31"));
        assert!(dates.stamp(f64::NAN).starts_with("2024-02-28"));
    }
}
