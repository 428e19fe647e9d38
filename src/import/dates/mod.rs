//! Columns of dates.
//!
//! `03/04/2018` is the third of April or the fourth of March, and only the column can tell: `31/01/2018` further down settles it.
//! Where no cell does, the column is refused, because both readings give dates that look right. With dots the day comes first, as
//! everybody writes who writes dots. A year in front is followed by month and day.
//!
//! A time that says how far it is from UTC is an instant, and is put on the clock of the firm ([`Rules::clock`]). One that says
//! nothing is taken to be of the firm's clock, or of [`Rules::written_in`] where that is said. Days without a time stay as they are.

mod order;
mod written;
mod zone;

pub use order::Order;
pub use zone::zone;

use super::words::shown;
use super::{Findings, Refusal, What};
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use written::{Day, Written, parse};

/// Times that say how far they are from UTC, put on the clock of the firm.
pub const PUT_ON_THE_CLOCK: What = What::used("other_clock", "times converted to the firm's time zone");
/// Dates that count days, as Excel stores them.
pub const COUNTED_DAYS: What = What::used("counted_days", "dates written as a number of days");
/// Dates that count seconds or milliseconds.
pub const COUNTED_SECONDS: What = What::used("counted_seconds", "dates written as seconds or milliseconds since 1970");

/// Numbers between these may be days as Excel counts: 1954 to 2119.
const DAYS_OF_EXCEL: std::ops::Range<f64> = 20_000.0..80_000.0;
/// Numbers between these may be seconds since 1970: 1973 to 2100.
const SECONDS: std::ops::Range<f64> = 1e8..4.1e9;
/// The same in milliseconds.
const MILLISECONDS: std::ops::Range<f64> = 1e11..4.1e12;

/// How dates are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Three parts in this order.
    Order(Order),
    /// Days since the end of 1899, as Excel counts.
    Excel,
    /// Days since 1904, as Excel once counted on a Mac.
    Excel1904,
    /// Seconds since 1970, UTC.
    Seconds,
    /// Milliseconds since 1970, UTC.
    Milliseconds,
}

impl Format {
    /// What a format is called in messages.
    pub const EXAMPLES: &str =
        "\"dd/MM/yyyy\", \"MM/dd/yyyy\", \"yyyy-MM-dd\", \"excel\", \"excel-1904\", \"unix-seconds\" or \"unix-milliseconds\"";

    /// The format that is meant: an order of day, month and year in whatever notation (`dd/MM/yyyy`, `%d.%m.%y`, `DMY`,
    /// `day/month/year`), or one of the words `excel`, `excel-1904`, `unix-seconds` and `unix-milliseconds`.
    ///
    /// ```
    /// use winflow::import::dates::{Format, Order};
    /// assert_eq!(Format::named("MM/dd/yyyy HH:mm"), Some(Format::Order(Order::MonthDayYear)));
    /// assert_eq!(Format::named("excel"), Some(Format::Excel));
    /// assert_eq!(Format::named("soon"), None);
    /// ```
    pub fn named(text: &str) -> Option<Self> {
        match text.trim() {
            "excel" => Some(Self::Excel),
            "excel-1904" => Some(Self::Excel1904),
            "unix-seconds" => Some(Self::Seconds),
            "unix-milliseconds" => Some(Self::Milliseconds),
            order => Order::named(order).map(Self::Order),
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Order(order) => order.name(),
            Self::Excel => "excel",
            Self::Excel1904 => "excel-1904",
            Self::Seconds => "unix-seconds",
            Self::Milliseconds => "unix-milliseconds",
        }
    }
}

/// A day, perhaps with a time, on the clock of the firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Day and time; midnight where there is no time.
    pub at: DateTime,
    /// Whether there is a time of day.
    pub has_time: bool,
}

/// How a column of dates is to be read.
#[derive(Debug, Clone)]
pub struct Rules<'r> {
    /// How the dates are written; none: found.
    pub format: Option<Format>,
    /// The clock of the firm.
    pub clock: TimeZone,
    /// The clock of times that say nothing about it; none: the firm's.
    pub written_in: Option<TimeZone>,
    /// The name of the column, for messages.
    pub column: &'r str,
    /// What sets the format, for messages: the name of a key or of an option.
    pub setting: &'r str,
}

/// A column of dates that was read.
#[derive(Debug, Clone)]
pub struct Dates {
    /// For every cell what it is, or why it is none (as the end of a sentence: `is not a date`).
    pub cells: Vec<Result<Moment, &'static str>>,
    /// How the dates are written, where it was to be decided or was said.
    pub format: Option<Format>,
    /// What was found: clocks, numbers.
    pub findings: Findings,
}

/// Whether a cell is surely a date: three parts, or the name of a month.
pub fn is_like_one(cell: &str) -> bool {
    !cell.bytes().all(|byte| byte.is_ascii_digit()) && parse(cell).is_ok_and(|written| !matches!(written.day, Day::Number(_)))
}

/// Reads a column, each cell with its line. It is gone through twice: to find how it is written, and to read it.
///
/// # Errors
/// If day and month could be in either order, or stand now in one and now in the other.
pub fn read<'c>(cells: impl Iterator<Item = (u64, &'c str)> + Clone, rules: &Rules<'_>) -> Result<Dates, Refusal> {
    let format = match rules.format {
        Some(format) => Some(format),
        None => found(cells.clone(), rules)?,
    };
    let mut findings = Findings::default();
    let one = |(line, cell)| parse(cell).and_then(|written| moment(&written, format, rules, &mut findings, (line, cell)));
    Ok(Dates { cells: cells.map(one).collect(), format, findings })
}

/// How a column is written, if anything in it has to be decided.
fn found<'c>(cells: impl Iterator<Item = (u64, &'c str)> + Clone, rules: &Rules<'_>) -> Result<Option<Format>, Refusal> {
    let kinds = [(DAYS_OF_EXCEL, Format::Excel), (SECONDS, Format::Seconds), (MILLISECONDS, Format::Milliseconds)];
    let days = || cells.clone().filter_map(|cell| Some((cell, parse(cell.1).ok()?.day)));
    let (mut all, mut numbers, mut of_kind) = (0usize, 0, [0; 3]);
    for (_, day) in days() {
        all += 1;
        let Day::Number(number) = day else { continue };
        numbers += 1;
        kinds.iter().zip(&mut of_kind).for_each(|((range, _), count)| *count += usize::from(range.contains(&number)));
    }
    if 2 * numbers > all {
        return Ok(kinds.iter().zip(of_kind).find(|(_, count)| 2 * count > numbers).map(|((_, format), _)| *format));
    }
    order::decide(days(), rules)
}

/// What a cell means.
fn moment(
    written: &Written,
    format: Option<Format>,
    rules: &Rules<'_>,
    findings: &mut Findings,
    (line, cell): (u64, &str),
) -> Result<Moment, &'static str> {
    const NO_DAY: &str = "is not a day of the calendar";
    let (year, month, day) = match written.day {
        Day::Number(number) => return counted(number, format, rules, findings, line),
        Day::Clear { year, month, day } => (year, month, day),
        clear_if => order::apply(clear_if, format),
    };
    let day = Date::new(year, month, day).map_err(|_| NO_DAY)?;
    let Some(time) = written.time else { return Ok(Moment { at: day.at(0, 0, 0, 0), has_time: false }) };
    let at = day.to_datetime(time);
    let zone = match written.offset {
        Some(minutes) => Some(jiff::tz::Offset::from_seconds(60 * minutes).map_err(|_| NO_DAY)?.to_time_zone()),
        None => rules.written_in.clone(),
    };
    let Some(zone) = zone else { return Ok(Moment { at, has_time: true }) };
    let instant = zone.to_timestamp(at).map_err(|_| NO_DAY)?;
    if written.offset.is_some() {
        findings.add(PUT_ON_THE_CLOCK, line, || format!("\"{}\"", shown(cell)));
    }
    Ok(Moment { at: rules.clock.to_datetime(instant), has_time: true })
}

/// A day or an instant that is counted.
fn counted(number: f64, format: Option<Format>, rules: &Rules<'_>, findings: &mut Findings, line: u64) -> Result<Moment, &'static str> {
    const NO_DATE: &str = "is a number, not a date";
    let instant = |seconds: f64| -> Option<Moment> {
        let instant = Timestamp::from_nanosecond((seconds * 1e9) as i128).ok()?;
        Some(Moment { at: rules.clock.to_datetime(instant), has_time: true })
    };
    let (moment, what) = match format {
        Some(Format::Excel) => (days_since(date(1899, 12, 30), number), COUNTED_DAYS),
        Some(Format::Excel1904) => (days_since(date(1904, 1, 1), number), COUNTED_DAYS),
        Some(Format::Seconds) => (instant(number), COUNTED_SECONDS),
        Some(Format::Milliseconds) => (instant(number / 1000.0), COUNTED_SECONDS),
        Some(Format::Order(_)) | None => (None, COUNTED_DAYS),
    };
    let moment = moment.ok_or(NO_DATE)?;
    findings.add(what, line, String::new);
    Ok(moment)
}

/// So many days after a day, rounded to the second.
fn days_since(first: Date, days: f64) -> Option<Moment> {
    let seconds = (days * 86400.0).round();
    if !(0.0..=3e11).contains(&seconds) {
        return None;
    }
    let at = first.at(0, 0, 0, 0).checked_add(Span::new().try_seconds(seconds as i64).ok()?).ok()?;
    Some(Moment { at, has_time: days.fract() != 0.0 })
}

#[cfg(test)]
mod tests;
