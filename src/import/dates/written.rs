//! What stands in a cell that holds a date, before it is decided what it means.

use super::zone;
use jiff::civil::Time;

/// Years with two digits below this are of this century, the others of the last (POSIX).
const PIVOT: i16 = 69;
/// Beginnings of the names of months, in the languages of most exports; longer ones first where one begins like another.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen"],
    &["feb", "fév", "fev"],
    &["mar", "mär", "mrz", "maa", "mrt"],
    &["apr", "avr", "abr"],
    &["may", "mai", "mag", "mei", "maj"],
    &["juin", "jun", "giu"],
    &["juil", "jul", "lug"],
    &["aug", "aoû", "aou", "ago"],
    &["sep", "set"],
    &["oct", "okt", "ott", "out"],
    &["nov"],
    &["dec", "dez", "déc", "dic"],
];

/// The day that is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Day {
    /// It is clear which number is which.
    Clear { year: i16, month: i8, day: i8 },
    /// The year is first, and the order of the others is as usual unless it is said otherwise.
    YearFirst { year: i16, second: i8, third: i8 },
    /// The year is last, and day and month before it could be in either order.
    YearLast { first: i8, second: i8, year: i16, is_short: bool, has_dots: bool },
    /// A number alone: days or seconds since some day.
    Number(f64),
}

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Written {
    pub day: Day,
    pub time: Option<Time>,
    /// Minutes by which the clock is ahead of UTC, where it is said.
    pub offset: Option<i32>,
}

/// Reads a cell.
///
/// # Errors
/// What it is instead of a date, as the end of a sentence.
pub(super) fn parse(cell: &str) -> Result<Written, &'static str> {
    const NO_DATE: &str = "is not a date";
    let cell = without_bracket(cell.trim());
    if !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',') && !has_two_separators(cell) {
        return number(cell).ok_or(NO_DATE);
    }
    let mut cursor = Cursor { rest: cell };
    let day = cursor.day().ok_or(NO_DATE)?;
    cursor.pass_to_time();
    if cursor.rest.is_empty() {
        return Ok(Written { day, time: None, offset: None });
    }
    let time = cursor.time().ok_or("has an invalid time of day")?;
    let rest = cursor.rest.trim();
    let offset = match rest {
        "" => None,
        _ => Some(zone::offset(rest).ok_or("has an ambiguous or unknown time zone")?),
    };
    Ok(Written { day, time: Some(time), offset })
}

/// Without a zone's name in brackets behind an offset: `+01:00[Europe/Berlin]`, `GMT+0100 (Central European Standard Time)`.
fn without_bracket(cell: &str) -> &str {
    let is_closed = cell.ends_with([']', ')']);
    let before = cell.rfind(['[', '(']).filter(|_| is_closed).map(|at| cell[..at].trim_end());
    before.unwrap_or(cell)
}

fn has_two_separators(cell: &str) -> bool {
    cell.bytes().filter(|byte| !byte.is_ascii_digit()).count() > 1
}

/// `20180131`, `201801311405`, `20180131140500`, or a number that counts from some day.
fn number(digits: &str) -> Option<Written> {
    let part = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<i16>().ok());
    if digits.bytes().all(|byte| byte.is_ascii_digit()) && matches!(digits.len(), 8 | 12 | 14) {
        let (year, month, day) = (part(0..4)?, part(4..6)? as i8, part(6..8)? as i8);
        if (1900..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day) {
            let clock = |range| part(range).unwrap_or(0) as i8;
            let time = if digits.len() == 8 { None } else { Some(Time::new(clock(8..10), clock(10..12), clock(12..14), 0).ok()?) };
            return Some(Written { day: Day::Clear { year, month, day }, time, offset: None });
        }
    }
    let number: f64 = digits.replace(',', ".").parse().ok()?;
    number.is_finite().then_some(Written { day: Day::Number(number), time: None, offset: None })
}

/// The month that a word names.
fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    MONTHS.iter().zip(1..).find(|(names, _)| names.iter().any(|name| word.starts_with(name))).map(|(_, month)| month)
}

/// A year of two or four digits.
fn year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    match digits.len() {
        4 => Some(number),
        2 if number < PIVOT => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

/// What is left of a cell.
struct Cursor<'c> {
    rest: &'c str,
}

impl<'c> Cursor<'c> {
    /// As many characters as are of a kind.
    fn take(&mut self, is: impl Fn(char) -> bool) -> &'c str {
        let end = self.rest.find(|c| !is(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    fn digits(&mut self) -> &'c str {
        self.take(|c| c.is_ascii_digit())
    }

    fn word(&mut self) -> &'c str {
        self.take(char::is_alphabetic)
    }

    /// Goes past what may stand between parts of a date; gives it.
    fn pass(&mut self) -> &'c str {
        self.take(|c| c.is_whitespace() || matches!(c, '.' | ',' | '/' | '-'))
    }

    /// Goes past one of these words, if it is next.
    fn pass_word(&mut self, words: &[&str]) -> bool {
        let before = self.rest;
        let word = self.word();
        let is_one = words.iter().any(|one| one.eq_ignore_ascii_case(word));
        if !is_one {
            self.rest = before;
        }
        is_one
    }

    fn small(&mut self) -> Option<i8> {
        let digits = self.digits();
        if digits.len() > 2 { None } else { digits.parse().ok() }
    }

    fn day(&mut self) -> Option<Day> {
        if self.rest.starts_with(char::is_alphabetic) {
            let word = self.word();
            // A word that is no month is the day of the week.
            match (word.chars().count() >= 3).then(|| month(word)).flatten() {
                Some(month) if self.rest.trim_start_matches(['.', ' ']).starts_with(|c: char| c.is_ascii_digit()) => {
                    return self.after_month(month);
                }
                _ if word.chars().count() < 2 => return None,
                _ => _ = self.pass(),
            }
            if self.rest.starts_with(char::is_alphabetic) {
                let word = self.word();
                return self.after_month(month(word)?);
            }
        }
        let digits = self.digits();
        match digits.len() {
            4 => self.after_year(year(digits)?),
            8 => self.compact(digits),
            1 | 2 => self.after_small(digits.parse().ok()?),
            _ => None,
        }
    }

    /// `20180131` with a time behind it.
    fn compact(&mut self, digits: &str) -> Option<Day> {
        number(digits).map(|written| written.day).filter(|day| matches!(day, Day::Clear { .. }))
    }

    /// Behind `Jan`: `31, 2018`.
    fn after_month(&mut self, month: i8) -> Option<Day> {
        self.pass();
        let day = self.small()?;
        self.pass_ordinal();
        let separator = self.pass();
        let year = year(self.digits())?;
        (!separator.is_empty()).then_some(Day::Clear { year, month, day })
    }

    /// Behind `2018`: `-01-31`, `-Jan-31`.
    fn after_year(&mut self, year: i16) -> Option<Day> {
        let separator = self.pass();
        if self.rest.starts_with(char::is_alphabetic) {
            let month = month(self.word())?;
            self.pass();
            return Some(Day::Clear { year, month, day: self.small()? });
        }
        let second = self.small()?;
        let same = self.pass();
        let third = self.small()?;
        (separator == same && separator.len() == 1).then_some(Day::YearFirst { year, second, third })
    }

    /// Behind `31`: `.01.2018`, ` January 2018`, `-Jan-18`.
    fn after_small(&mut self, first: i8) -> Option<Day> {
        self.pass_ordinal();
        let separator = self.pass();
        self.pass_word(&["of", "de"]);
        self.rest = self.rest.trim_start();
        if self.rest.starts_with(char::is_alphabetic) {
            let month = month(self.word())?;
            self.pass();
            self.pass_word(&["of", "de"]);
            self.rest = self.rest.trim_start();
            return Some(Day::Clear { year: year(self.digits())?, month, day: first });
        }
        let second = self.small()?;
        let same = self.pass();
        let digits = self.digits();
        let is_usual = |text: &str| matches!(text.trim(), "." | "/" | "-");
        let (is_short, has_dots) = (digits.len() == 2, separator.trim() == ".");
        (is_usual(separator) && separator.trim() == same.trim())
            .then(|| Some(Day::YearLast { first, second, year: year(digits)?, is_short, has_dots }))
            .flatten()
    }

    fn pass_ordinal(&mut self) {
        self.pass_word(&["st", "nd", "rd", "th", "er", "º"]);
    }

    /// Goes past what may stand between a day and its time.
    fn pass_to_time(&mut self) {
        self.rest = self.rest.trim_start().trim_start_matches(',').trim_start();
        if self.rest.starts_with(['T', 't', '_']) && self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            self.rest = &self.rest[1..];
        }
        self.pass_word(&["at", "um", "à", "om"]);
        self.rest = self.rest.strip_prefix("- ").unwrap_or(self.rest).trim_start();
    }

    /// A time of day: `14:05`, `14:05:09.25`, `2:05 PM`, `2 pm`, `140509`.
    fn time(&mut self) -> Option<Time> {
        let digits = self.digits();
        if digits.len() == 6 || digits.len() == 4 {
            let part = |at: usize| digits.get(at..at + 2).map_or(Some(0), |part| part.parse::<i8>().ok());
            return Time::new(part(0)?, part(2)?, part(4)?, 0).ok();
        }
        let mut hour: i8 = if digits.len() > 2 { return None } else { digits.parse().ok()? };
        let (mut minute, mut second, mut nanosecond, mut is_plain) = (0, 0, 0, true);
        if self.rest.starts_with([':', 'h']) && self.rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
            is_plain = false;
            self.rest = &self.rest[1..];
            minute = self.small()?;
            if self.rest.starts_with(':') {
                self.rest = &self.rest[1..];
                second = self.small()?;
                nanosecond = self.fraction();
            }
        }
        self.rest = self.rest.trim_start();
        let half = self.half_of_day();
        match half {
            Some(_) if !(1..=12).contains(&hour) => return None,
            Some(is_afternoon) => hour = hour % 12 + if is_afternoon { 12 } else { 0 },
            None if is_plain => return None,
            None => _ = self.pass_word(&["Uhr", "h"]),
        }
        Time::new(hour, minute, second, nanosecond).ok()
    }

    /// Whether a time is of the afternoon, where it says.
    fn half_of_day(&mut self) -> Option<bool> {
        let halves = [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)];
        for (half, is_afternoon) in halves {
            let is_next = self.rest.get(..half.len()).is_some_and(|next| next.eq_ignore_ascii_case(half));
            let goes_on = || self.rest[half.len()..].starts_with(char::is_alphanumeric);
            if is_next && !goes_on() {
                self.rest = &self.rest[half.len()..];
                return Some(is_afternoon);
            }
        }
        None
    }

    /// Nanoseconds of a fraction of a second.
    fn fraction(&mut self) -> i32 {
        if !self.rest.starts_with(['.', ',']) {
            return 0;
        }
        self.rest = &self.rest[1..];
        let digits = self.digits();
        let nine: String = digits.chars().chain("000000000".chars()).take(9).collect();
        nine.parse().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests;
