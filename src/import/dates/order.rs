//! In which order day, month and year stand, by the whole column.

use super::written::Day;
use super::{Format, Rules};
use crate::import::Refusal;
use crate::import::words::{listed, set_to, shown};
use jiff::civil::Date;

/// Cells that fit only the rarer order are single faults if they are fewer than one in so many.
const RARE: usize = 20;

/// An order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/01/2018`.
    DayMonthYear,
    /// `01/31/2018`.
    MonthDayYear,
    /// `2018-01-31`, or `18-01-31`.
    YearMonthDay,
    /// `2018-31-01`.
    YearDayMonth,
}

impl Order {
    /// The order that a notation means: by the first `d`, `m` and `y` in it.
    pub(super) fn named(text: &str) -> Option<Self> {
        let text = text.to_ascii_lowercase().replace("day", "d").replace("month", "m").replace("year", "y");
        let date = text.split([' ', 't', 'h']).next().unwrap_or_default();
        if date.chars().any(|c| c.is_alphabetic() && !matches!(c, 'd' | 'm' | 'y')) {
            return None;
        }
        let [day, month, year] = ['d', 'm', 'y'].map(|letter| date.find(letter));
        let (day, month, year) = (day?, month?, year?);
        match (day < month, month < year, day < year) {
            (true, true, _) => Some(Self::DayMonthYear),
            (false, _, true) => Some(Self::MonthDayYear),
            (false, false, false) => Some(Self::YearMonthDay),
            (true, false, false) => Some(Self::YearDayMonth),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::DayMonthYear => "day/month/year",
            Self::MonthDayYear => "month/day/year",
            Self::YearMonthDay => "year-month-day",
            Self::YearDayMonth => "year-day-month",
        }
    }
}

/// Year, month and day of three parts, read in this format.
pub(super) fn apply(day: Day, format: Option<Format>) -> (i16, i8, i8) {
    let order = match format {
        Some(Format::Order(order)) => Some(order),
        _ => None,
    };
    match day {
        Day::YearFirst { year, second, third } if order == Some(Order::YearDayMonth) => (year, third, second),
        Day::YearFirst { year, second, third } => (year, second, third),
        Day::YearLast { first, second, year, is_short, .. } => match order {
            Some(Order::MonthDayYear) => (year, first, second),
            Some(Order::YearMonthDay) if is_short => (century(first), second, (year % 100) as i8),
            Some(Order::YearDayMonth) if is_short => (century(first), (year % 100) as i8, second),
            _ => (year, second, first),
        },
        Day::Clear { year, month, day } => (year, month, day),
        Day::Number(_) => (0, 0, 0),
    }
}

fn century(year: i8) -> i16 {
    if year < 69 { 2000 + i16::from(year) } else { 1900 + i16::from(year) }
}

/// How many cells can be read in one order alone, with the first of them.
#[derive(Default)]
struct Only<'c> {
    count: usize,
    first: Vec<(u64, &'c str)>,
}

impl<'c> Only<'c> {
    fn add(&mut self, cell: (u64, &'c str)) {
        self.count += 1;
        if self.first.len() < 2 {
            self.first.push(cell);
        }
    }

    fn named(&self) -> String {
        listed(self.first.iter().map(|(line, cell)| format!("\"{}\" in line {line}", shown(cell))))
    }
}

/// The order of a column whose cells have these days; none where there is nothing to decide.
///
/// # Errors
/// If both orders fit, or neither.
pub(super) fn decide<'c>(cells: impl Iterator<Item = ((u64, &'c str), Day)>, rules: &Rules<'_>) -> Result<Option<Format>, Refusal> {
    let [mut day_first, mut month_first, mut either] = [Only::default(), Only::default(), Only::default()];
    let (mut dots, mut same) = (0, 0);
    for (cell, day) in cells {
        let Day::YearLast { first, second, year, has_dots, .. } = day else { continue };
        let (as_day, as_month) = (Date::new(year, second, first).is_ok(), Date::new(year, first, second).is_ok());
        dots += usize::from(has_dots && as_day && as_month);
        match (as_day, as_month) {
            (true, true) if first == second => same += 1,
            (true, true) => either.add(cell),
            (true, false) => day_first.add(cell),
            (false, true) => month_first.add(cell),
            (false, false) => {}
        }
    }
    let order = match (day_first.count, month_first.count) {
        (0, 0) if either.count + same == 0 => return Ok(None),
        (0, 0) if either.count == 0 || dots == either.count + same => Order::DayMonthYear,
        (0, 0) => return Err(could_be_either(&either, rules)),
        (days, months) if days > RARE * months => Order::DayMonthYear,
        (days, months) if months > RARE * days => Order::MonthDayYear,
        _ => return Err(mixed(&day_first, &month_first, rules)),
    };
    Ok(Some(Format::Order(order)))
}

fn could_be_either(cells: &Only<'_>, rules: &Rules<'_>) -> Refusal {
    let line = cells.first.first().map_or(0, |(line, _)| *line);
    let message = format!(
        "dates in the column \"{}\" could be day/month/year or month/day/year: {}; none of the {} rows settles it",
        shown(rules.column),
        cells.named(),
        cells.count
    );
    let [day_first, month_first] = ["dd/MM/yyyy", "MM/dd/yyyy"].map(|format| set_to(rules.setting, format));
    Refusal::at(line, message, format!("Set {day_first} or {month_first}."))
}

fn mixed(day_first: &Only<'_>, month_first: &Only<'_>, rules: &Rules<'_>) -> Refusal {
    let line = day_first.first.iter().chain(&month_first.first).map(|(line, _)| *line).min().unwrap_or(0);
    let message = format!(
        "dates in the column \"{}\" are in mixed order: {} begin with the day ({}), {} with the month ({})",
        shown(rules.column),
        day_first.count,
        day_first.named(),
        month_first.count,
        month_first.named()
    );
    let cure = format!(
        "Export them in one format, ideally yyyy-MM-dd; or set {} to the right format, and the others are left out.",
        rules.setting
    );
    Refusal::at(line, message, cure)
}
