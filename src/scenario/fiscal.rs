//! The fiscal year: its months and quarters, and the periods of pay plans that follow them.

use super::customer::{FiscalCalendar, Time};
use super::units::DAYS_PER_YEAR;
use crate::engine::Periods;
use crate::engine::time::{DAY, QUARTER, WEEK};
use jiff::Span;
use jiff::civil::Date;

/// A length that differs by less from so many months is so many months.
const ALIKE: f64 = 0.005;
/// Months that a period can have.
const MOST_MONTHS: u16 = 120;
/// Years before and after the beginning of the window for which dates are laid out.
const YEARS_AROUND: i32 = 45;
/// Weeks of the months of a quarter.
const FOUR_FOUR_FIVE: [f64; 3] = [4.0, 4.0, 5.0];

/// Length of a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Length {
    /// Months of the fiscal year.
    Months(u16),
    /// Days, which may be fractions.
    Days(f64),
}

impl Length {
    /// A length in weeks: thirteen weeks are a quarter, 52 a year.
    ///
    /// ```
    /// use winflow::scenario::fiscal::Length;
    /// assert_eq!([13.0, 26.0, 52.0].map(Length::of_weeks), [3, 6, 12].map(Length::Months));
    /// assert_eq!([4.0, 48.0].map(Length::of_weeks), [28.0, 336.0].map(Length::Days), "no months that divide a year");
    /// ```
    pub fn of_weeks(weeks: f64) -> Self {
        let days = 7.0 * weeks;
        let months = (days * 12.0 / DAYS_PER_YEAR).round();
        let is_alike = (days / (months * DAYS_PER_YEAR / 12.0) - 1.0).abs() < ALIKE;
        // Months that divide a year, or whole years.
        let is_fiscal = months >= 1.0 && months <= f64::from(MOST_MONTHS) && (12.0 % months == 0.0 || months % 12.0 == 0.0);
        if is_fiscal && is_alike { Self::Months(months as u16) } else { Self::Days(days) }
    }

    /// How many of them are in a year.
    pub fn per_year(self) -> f64 {
        match self {
            Self::Months(months) => 12.0 / f64::from(months),
            Self::Days(days) => DAYS_PER_YEAR / days,
        }
    }
}

/// A year of the fiscal calendar, as plans write it.
const WEEKS_OF_YEAR: f64 = 52.0;

impl Time {
    /// The length of periods of so many weeks: of a quarter, a month or a year where the fiscal calendar has such.
    pub fn length(&self, weeks: f64) -> Length {
        if self.fiscal_calendar == FiscalCalendar::Weeks { Length::Days(7.0 * weeks) } else { Length::of_weeks(weeks) }
    }

    /// Periods of so many weeks, or of the months, quarters or years that these mean, where the window begins at `window_start` (hours).
    /// The first that begins in the window has the number 0.
    pub fn periods(&self, weeks: f64, window_start: f64) -> Periods {
        let origin = window_start + self.fiscal_offset_weeks * WEEK;
        let dated = match (self.fiscal_calendar, self.length(weeks)) {
            (FiscalCalendar::Calendar, Length::Months(months)) => self.by_date(months),
            (FiscalCalendar::FourFourFive, Length::Months(months)) => Some(by_weeks(months)),
            _ => None,
        };
        match dated {
            Some(starts) => dated_from(starts, origin),
            None => Periods::Even { origin, length: weeks * WEEK },
        }
    }

    /// Quarters of the fiscal year, where the window begins at `window_start` (hours).
    pub fn quarters(&self, window_start: f64) -> Periods {
        self.periods(QUARTER / WEEK, window_start)
    }

    /// Fiscal years, where the window begins at `window_start` (hours).
    pub fn fiscal_years(&self, window_start: f64) -> Periods {
        self.periods(WEEKS_OF_YEAR, window_start)
    }

    /// Beginnings of periods of so many months of the fiscal year, in hours from the beginning of the window.
    fn by_date(&self, months: u16) -> Option<Vec<f64>> {
        let window: Date = self.window_start.parse().ok()?;
        let month = (self.fiscal_year_begins_month as i8).clamp(1, 12);
        // The fiscal year in which the window begins: periods of several years begin with it.
        let year = window.year() - i16::from(window.month() < month);
        let first = Date::new(year, month, 1).ok()?;
        let around = YEARS_AROUND * 12 / i32::from(months) + 1;
        let start = |number: i32| -> Option<f64> {
            let span: Span = Span::new().try_months(number * i32::from(months)).ok()?;
            let days = (first.checked_add(span).ok()? - window).get_days();
            Some(f64::from(days) * DAY)
        };
        // Near the ends of the calendar there are fewer.
        let starts: Vec<f64> = (-around..=around).filter_map(start).collect();
        (starts.len() > 1).then_some(starts)
    }
}

/// The same in a year of quarters of four, four and five weeks, the first of which begins with the window.
fn by_weeks(months: u16) -> Vec<f64> {
    let weeks = f64::from(YEARS_AROUND) * 52.0;
    // Whole quarters and whole periods before the window.
    let quarters = f64::from(months) * (weeks / 13.0 / f64::from(months)).ceil();
    let mut starts = Vec::new();
    let (mut at, mut month) = (-13.0 * quarters, 0usize);
    while at < weeks {
        if month.is_multiple_of(usize::from(months)) {
            starts.push(at * WEEK);
        }
        at += FOUR_FOUR_FIVE[month % 3];
        month += 1;
    }
    starts
}

/// Beginnings counted from an origin; the first that is not before it has the number 0.
fn dated_from(starts: Vec<f64>, origin: f64) -> Periods {
    let zero = starts.partition_point(|&start| start < -1e-6);
    Periods::Dated { starts: starts.into_iter().map(|start| origin + start).collect(), zero }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(calendar: FiscalCalendar) -> Time {
        Time { fiscal_calendar: calendar, ..Time::default() }
    }

    fn days(periods: &Periods, at: f64) -> [f64; 2] {
        let (start, end) = periods.around(DAY * at);
        [start / DAY, end / DAY]
    }

    /// 2024 has 91, 91, 92 and 92 days in its quarters.
    #[test]
    fn quarters_are_those_of_the_calendar() {
        let quarters = time(FiscalCalendar::Calendar).periods(13.0, 0.0);
        assert_eq!([0.0, 91.0, 182.0, 365.9].map(|at| days(&quarters, at)), [[0.0, 91.0], [91.0, 182.0], [182.0, 274.0], [274.0, 366.0]]);
        assert_eq!([-1.0, 0.0, 90.9, 91.0, 366.0].map(|at| quarters.number(DAY * at)), [-1, 0, 0, 1, 4]);
        let months = time(FiscalCalendar::Calendar).periods(DAYS_PER_YEAR / 84.0, 0.0);
        assert_eq!([0.0, 31.0, 60.0].map(|at| days(&months, at)), [[0.0, 31.0], [31.0, 60.0], [60.0, 91.0]]);
    }

    #[test]
    fn a_fiscal_year_may_begin_in_february_and_the_window_in_a_quarter() {
        let time = Time { fiscal_year_begins_month: 2.0, window_start: "2024-03-15".into(), ..time(FiscalCalendar::Calendar) };
        let quarters = time.periods(13.0, 0.0);
        // From the 1st of February to the 1st of May, around the 15th of March.
        assert_eq!(days(&quarters, 0.0), [-43.0, 47.0]);
        assert_eq!((quarters.number(0.0), quarters.number(DAY * 47.0)), (-1, 0));
        let years = time.periods(52.0, 0.0);
        assert_eq!(days(&years, 0.0), [-43.0, 323.0]);
        assert_eq!(days(&time.periods(104.0, 0.0), 0.0), [-43.0, 688.0], "two fiscal years");
    }

    #[test]
    fn four_four_five_and_thirteen_weeks() {
        let months = time(FiscalCalendar::FourFourFive).periods(DAYS_PER_YEAR / 84.0, 0.0);
        assert_eq!([0.0, 28.0, 56.0, 91.0].map(|at| days(&months, at)), [[0.0, 28.0], [28.0, 56.0], [56.0, 91.0], [91.0, 119.0]]);
        let quarters = time(FiscalCalendar::FourFourFive).periods(13.0, 0.0);
        assert_eq!(days(&quarters, 91.0), [91.0, 182.0]);
        assert_eq!(time(FiscalCalendar::Weeks).periods(13.0, 5.0), Periods::Even { origin: 5.0, length: 13.0 * WEEK });
        assert_eq!(time(FiscalCalendar::Calendar).periods(4.0, 0.0), Periods::Even { origin: 0.0, length: 4.0 * WEEK });
    }
}
