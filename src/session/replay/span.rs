//! The span that is replayed, and the periods of plans in it.

use crate::money::replay::Terms;
use crate::scenario::pay::PayPlan;
use crate::scenario::units::DAYS_PER_YEAR;
use jiff::Span as Duration;
use jiff::civil::Date;

/// A period that differs by less from so many months is so many months.
const ALIKE: f64 = 0.005;
/// Months that a period can have.
const MOST_MONTHS: u16 = 120;
/// More periods are not laid out.
const MOST_PERIODS: i32 = 20_000;
const HOURS_PER_DAY: f64 = 24.0;

/// Days that are replayed: from the first to the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Date,
    pub end: Date,
}

/// Length of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Length {
    /// Calendar months.
    Months(u16),
    /// Days, which may be fractions.
    Days(f64),
}

impl Span {
    /// Hours since the beginning of the span.
    pub fn hours(self, day: Date) -> f64 {
        hours(self.from, day)
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && day < self.end
    }

    /// The last day in it.
    pub fn last(self) -> Date {
        self.end.yesterday().unwrap_or(self.end)
    }

    /// A plan with its periods.
    pub fn terms(self, plan: &PayPlan) -> Terms {
        let length = Length::of(plan);
        Terms { plan: plan.clone(), periods_per_year: length.per_year(), bounds: length.bounds(self.from, self.hours(self.end)) }
    }
}

impl Length {
    /// Length of the periods of a plan: thirteen weeks are a calendar quarter.
    pub fn of(plan: &PayPlan) -> Self {
        let days = 7.0 * plan.period_weeks;
        let months = (days * 12.0 / DAYS_PER_YEAR).round();
        let is_alike = (days / (months * DAYS_PER_YEAR / 12.0) - 1.0).abs() < ALIKE;
        if (1.0..=f64::from(MOST_MONTHS)).contains(&months) && is_alike { Self::Months(months as u16) } else { Self::Days(days) }
    }

    /// How many of them are in a year.
    fn per_year(self) -> f64 {
        match self {
            Self::Months(months) => 12.0 / f64::from(months),
            Self::Days(days) => DAYS_PER_YEAR / days,
        }
    }

    /// Ends of periods from a day on, until one is at or after so many hours.
    fn bounds(self, from: Date, until: f64) -> Vec<f64> {
        let bound = |number: i32| match self {
            Self::Months(months) => months_after(from, number * i32::from(months)).map(|day| hours(from, day)),
            Self::Days(days) => Some(f64::from(number) * days * HOURS_PER_DAY),
        };
        let mut bounds = vec![0.0];
        for end in (1..=MOST_PERIODS).map_while(bound) {
            bounds.push(end);
            if end >= until {
                break;
            }
        }
        bounds
    }

    /// The day after the period in which a day lies, where periods begin on `from`.
    pub fn end_after(self, from: Date, day: Date) -> Date {
        let end = self.bounds(from, hours(from, day) + HOURS_PER_DAY).last().copied().unwrap_or(0.0);
        let days = (end / HOURS_PER_DAY).ceil() as i64;
        Duration::new().try_days(days).ok().and_then(|days| from.checked_add(days).ok()).unwrap_or(day)
    }

    /// In words: `calendar quarters`.
    pub fn in_words(self) -> String {
        match self {
            Self::Months(1) => "calendar months".to_string(),
            Self::Months(3) => "calendar quarters".to_string(),
            Self::Months(6) => "half-years".to_string(),
            Self::Months(12) => "years".to_string(),
            Self::Months(months) => format!("periods of {months} calendar months"),
            Self::Days(days) => format!("periods of {}", crate::report::results::pay::period(days / 7.0)),
        }
    }
}

fn hours(from: Date, day: Date) -> f64 {
    HOURS_PER_DAY * f64::from((day - from).get_days())
}

fn months_after(from: Date, months: i32) -> Option<Date> {
    from.checked_add(Duration::new().try_months(months).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn length(weeks: f64) -> Length {
        Length::of(&PayPlan { period_weeks: weeks, ..PayPlan::default() })
    }

    #[test]
    fn thirteen_weeks_are_a_quarter() {
        assert_eq!([13.0, DAYS_PER_YEAR / 84.0, 52.0, 26.0].map(length), [3, 1, 12, 6].map(Length::Months));
        assert_eq!([4.0, 6.5, 1.0].map(length), [28.0, 45.5, 7.0].map(Length::Days));
        let (from, quarter) = (date(2024, 1, 1), length(13.0));
        assert_eq!(quarter.bounds(from, 24.0 * 366.0), [0.0, 91.0, 182.0, 274.0, 366.0].map(|days| 24.0 * days));
        assert_eq!(quarter.end_after(from, date(2024, 12, 31)), date(2025, 1, 1));
        assert_eq!(quarter.end_after(from, date(2024, 10, 1)), date(2025, 1, 1));
        assert_eq!(length(4.0).end_after(from, date(2024, 1, 29)), date(2024, 2, 26));
    }

    #[test]
    fn the_last_period_may_end_after_the_span() {
        let span = Span { from: date(2024, 2, 1), end: date(2024, 6, 1) };
        let terms = span.terms(&PayPlan::default());
        assert_eq!((terms.periods_per_year, terms.bounds), (4.0, vec![0.0, 24.0 * 90.0, 24.0 * 182.0]));
        assert!(span.holds(span.last()) && !span.holds(span.end));
    }
}
