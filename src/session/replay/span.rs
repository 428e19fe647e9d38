//! The span that is replayed, and the periods of plans in it.

use crate::engine::Periods;
use crate::engine::time::{DAY, INSTANT};
use crate::money::replay::Terms;
use crate::report::results::pay;
use crate::scenario::customer::{FiscalCalendar, Time};
use crate::scenario::fiscal::Length;
use crate::scenario::pay::PayPlan;
use jiff::Span as Duration;
use jiff::civil::{Date, date};

/// Days that are replayed: from the first to the one after the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub from: Date,
    pub end: Date,
}

impl Span {
    /// Hours since the beginning of the span.
    pub fn hours(self, day: Date) -> f64 {
        DAY * f64::from((day - self.from).get_days())
    }

    /// The day so many hours after the beginning of the span.
    pub fn day(self, hours: f64) -> Date {
        days_after(self.from, (hours / DAY).floor())
    }

    /// Whether a day lies in it.
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && day < self.end
    }

    /// The last day in it.
    pub fn last(self) -> Date {
        self.end.yesterday().unwrap_or(self.end)
    }

    /// A plan with its periods in a fiscal year. The first may begin before the span, and the last end after it.
    pub fn terms(self, plan: &PayPlan, time: &Time) -> Terms {
        let (periods, until) = (periods(plan, time, self.from), self.hours(self.end));
        let (start, mut end) = periods.around(INSTANT);
        let mut bounds = vec![start, end];
        while end < until - INSTANT {
            end = periods.around(end + INSTANT).1;
            bounds.push(end);
        }
        let (plan, periods_per_year) = (plan.clone(), plan.periods_per_year(time));
        Terms { extra: plan.extra_after(self.from), years: self.years(time), plan, periods_per_year, bounds }
    }

    /// Beginnings of fiscal years in it, in hours.
    fn years(self, time: &Time) -> Vec<f64> {
        let year = PayPlan { period_weeks: 52.0, ..PayPlan::default() };
        let (periods, until) = (periods(&year, time, self.from), self.hours(self.end));
        let mut starts = vec![periods.around(INSTANT).0];
        while let Some(&start) = starts.last().filter(|start| **start < until) {
            starts.push(periods.around(start + INSTANT).1);
        }
        starts
    }
}

/// Periods of a plan in hours from a day on.
fn periods(plan: &PayPlan, time: &Time, from: Date) -> Periods {
    Time { window_start: from.to_string(), ..time.clone() }.periods(plan.period_weeks, 0.0)
}

/// The first day of the fiscal year in which a day lies.
pub(super) fn fiscal_year(time: &Time, day: Date) -> Date {
    let month = match time.fiscal_calendar {
        FiscalCalendar::Calendar => (time.fiscal_year_begins_month as i8).clamp(1, 12),
        _ => 1,
    };
    date(if day.month() < month { day.year() - 1 } else { day.year() }, month, 1)
}

/// The day after the period of a plan in which a day lies, in a span from another.
pub(super) fn end_after(plan: &PayPlan, time: &Time, from: Date, day: Date) -> Date {
    let hours = Span { from, end: day }.hours(day);
    days_after(from, (periods(plan, time, from).around(hours + INSTANT).1 / DAY).ceil())
}

/// Periods in words: `calendar quarters`.
pub(super) fn in_words(plan: &PayPlan, time: &Time) -> String {
    let kind = if time.fiscal_calendar == FiscalCalendar::Calendar { "calendar" } else { "4-4-5" };
    match time.length(plan.period_weeks) {
        Length::Months(1) => format!("{kind} months"),
        Length::Months(3) => format!("{kind} quarters"),
        Length::Months(6) => "half-years".to_string(),
        Length::Months(12) => "years".to_string(),
        Length::Months(months) => format!("periods of {months} {kind} months"),
        length @ Length::Days(_) => format!("periods of {}", pay::period(length)),
    }
}

fn days_after(from: Date, days: f64) -> Date {
    let days = Duration::new().try_days(days as i64);
    days.ok().and_then(|days| from.checked_add(days).ok()).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(weeks: f64) -> PayPlan {
        PayPlan { period_weeks: weeks, ..PayPlan::default() }
    }

    fn days(terms: &Terms) -> Vec<f64> {
        terms.bounds.iter().map(|hours| hours / DAY).collect()
    }

    #[test]
    fn thirteen_weeks_are_a_quarter() {
        let (time, from) = (Time::default(), date(2024, 1, 1));
        let year = Span { from, end: date(2025, 1, 1) }.terms(&plan(13.0), &time);
        assert_eq!((year.periods_per_year, days(&year)), (4.0, vec![0.0, 91.0, 182.0, 274.0, 366.0]));
        assert_eq!(end_after(&plan(13.0), &time, from, date(2024, 12, 31)), date(2025, 1, 1));
        assert_eq!(end_after(&plan(13.0), &time, from, date(2024, 10, 1)), date(2025, 1, 1));
        assert_eq!(end_after(&plan(4.0), &time, from, date(2024, 1, 29)), date(2024, 2, 26));
    }

    #[test]
    fn periods_are_those_of_the_fiscal_year() {
        let time = Time { fiscal_year_begins_month: 2.0, ..Time::default() };
        assert_eq!([date(2024, 1, 31), date(2024, 2, 1)].map(|day| fiscal_year(&time, day)), [date(2023, 2, 1), date(2024, 2, 1)]);
        // The span begins with the second day of a quarter, and ends in the next.
        let span = Span { from: date(2024, 2, 2), end: date(2024, 6, 1) };
        assert_eq!(days(&span.terms(&plan(13.0), &time)), [-1.0, 89.0, 181.0]);
        assert!(span.holds(span.last()) && !span.holds(span.end));
        assert_eq!(span.day(DAY * 1.5), date(2024, 2, 3));
    }
}
