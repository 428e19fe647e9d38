//! One CSV file of real arrivals.

use super::{Arrival, BadRow, FileReport, hours_since, window_start};
use crate::engine::{Streams, WorkingHours};
use crate::measure::{ChannelAt, SegmentAt};
use crate::scenario::Scenario;
use crate::scenario::customer::CalendarKind;
use crate::scenario::problems::{Place, Problem, shown};
use crate::scenario::provider::Channel;
use crate::scenario::read::nearest;
use jiff::civil::{Date, DateTime};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// The most bad rows of a file that are told one by one.
const MOST_BAD_TOLD: usize = 5;
/// The most values of a channel column that are remembered for messages.
const MOST_VALUES_SEEN: usize = 40;
/// More rows in one file are refused.
const MOST_ROWS: u64 = 50_000_000;
/// Longer rows are refused; most likely a quote was not closed.
const LONGEST_ROW: usize = 1 << 20;

/// The columns that a channel reads, by position.
struct Columns {
    position: ChannelAt,
    date: usize,
    channel: Option<usize>,
    segment: Option<usize>,
    value: Option<usize>,
}

/// How the rows of one file become arrivals.
struct Rules<'s> {
    start: Date,
    hours: WorkingHours,
    hours_per_day: f64,
    channels: Vec<Columns>,
    /// Which channel claims which value of which column.
    claims: BTreeMap<usize, BTreeMap<&'s str, usize>>,
    /// The channel that gets the other rows.
    rest: Option<usize>,
    segments: BTreeMap<&'s str, SegmentAt>,
    width: usize,
}

/// What became of a row.
enum Row {
    Kept { arrival: Arrival, channel: usize, has_time: bool },
    Unclaimed,
    Bad(String),
}

pub(super) fn read(
    scenario: &Scenario,
    file: &Path,
    positions: &[usize],
    rows: &mut Vec<Arrival>,
    warnings: &mut Vec<Problem>,
) -> Result<FileReport, Problem> {
    let name = file.to_string_lossy();
    let problem = |line: usize, message: String, hint: &str| Problem {
        place: Place { line, column: usize::from(line > 0), ..Place::whole(&name) },
        message,
        hint: hint.to_string(),
    };
    let unreadable = |error: &dyn std::fmt::Display| {
        problem(0, format!("cannot be read: {error}"), "Is csv_file spelt right? It is relative to the scenario file that names it.")
    };
    let opened = File::open(file).map_err(|error| unreadable(&error))?;
    let metadata = opened.metadata().map_err(|error| unreadable(&error))?;
    if metadata.is_dir() {
        return Err(problem(0, "is a folder, not a file".into(), "Name a CSV file in csv_file."));
    }
    let mut input = Hashing { inner: opened, hash: Xxh3::new() };
    let mut start = vec![0; 64 * 1024];
    let read = fill(&mut input, &mut start).map_err(|error| unreadable(&error))?;
    start.truncate(read);
    let delimiter = delimiter(&start);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(start.as_slice().chain(&mut input));
    let headers = reader.byte_headers().map_err(|error| unreadable(&error))?.clone();
    if headers.is_empty() || headers.iter().all(<[u8]>::is_empty) {
        return Err(problem(0, "is empty".into(), "The first line names the columns, each other line is an arrival."));
    }
    let headers: Vec<String> = headers.iter().map(|header| String::from_utf8_lossy(header).trim().to_string()).collect();
    let rules = Rules::new(scenario, positions, &headers).map_err(|(message, hint)| problem(1, message, &hint))?;

    let mut report = FileReport { file: file.to_path_buf(), ..FileReport::default() };
    let mut kept = vec![0u64; rules.channels.len()];
    let mut values_seen = BTreeSet::new();
    let mut at_midnight = 0u64;
    let mut record = csv::ByteRecord::new();
    while reader.read_byte_record(&mut record).map_err(|error| unreadable(&error))? {
        report.rows += 1;
        if report.rows > MOST_ROWS {
            return Err(problem(0, format!("has more than {MOST_ROWS} rows"), "Split it, or take a sample and raise market_scale."));
        }
        if values_seen.len() < MOST_VALUES_SEEN
            && let Some(column) = rules.claims.keys().next()
            && let Some(Ok(value)) = record.get(*column).map(std::str::from_utf8)
        {
            values_seen.insert(shown(value.trim()));
        }
        match rules.row(&record, report.rows) {
            Row::Kept { arrival, channel, has_time } => {
                kept[channel] += 1;
                report.without_time += u64::from(!has_time);
                at_midnight += u64::from(has_time && arrival.at_hours % 24.0 == 0.0);
                let (first, last) = report.span_hours.unwrap_or((arrival.at_hours, arrival.at_hours));
                report.span_hours = Some((first.min(arrival.at_hours), last.max(arrival.at_hours)));
                rows.push(arrival);
            }
            Row::Unclaimed => report.unclaimed += 1,
            Row::Bad(reason) => {
                report.bad += 1;
                if report.first_bad.len() < MOST_BAD_TOLD {
                    report.first_bad.push(BadRow { line: record.position().map_or(0, csv::Position::line), reason });
                }
            }
        }
    }
    drop(reader);
    report.fingerprint = format!("{:032x}", input.hash.digest128());
    let names: Vec<&String> = positions.iter().map(|position| &scenario.channel.entries[*position].0).collect();
    report.kept = names.iter().map(|name| (*name).clone()).zip(kept).collect();
    check(scenario, &report, &values_seen, at_midnight, warnings, &problem)?;
    Ok(report)
}

/// Refuses a file of which nothing can be used, and warns of what is odd.
fn check(
    scenario: &Scenario,
    report: &FileReport,
    values_seen: &BTreeSet<String>,
    at_midnight: u64,
    warnings: &mut Vec<Problem>,
    problem: &dyn Fn(usize, String, &str) -> Problem,
) -> Result<(), Problem> {
    let told: Vec<String> = report.first_bad.iter().map(|bad| format!("line {}: {}", bad.line, bad.reason)).collect();
    let told = told.join("; ");
    let seen: Vec<&str> = values_seen.iter().map(String::as_str).collect();
    let seen = format!("Values in the file: {}.", seen.join(", "));
    let total: u64 = report.kept.values().sum();
    let Some((first, last)) = report.span_hours else {
        return Err(if report.rows == 0 {
            problem(0, "has no rows below its header".into(), "Each line below the header is an arrival.")
        } else if report.unclaimed > 0 {
            problem(0, "has no row that belongs to a channel".into(), &format!("Look at csv_channel_values. {seen}"))
        } else {
            problem(0, format!("has no row that can be used: {told}"), "Dates are written as 2018-01-31 or 2018-01-31 14:05:00.")
        });
    };
    if report.bad > 0 {
        let message = format!("{} of {} rows are left out: {told}", report.bad, report.rows);
        warnings.push(problem(report.first_bad.first().map_or(0, |bad| bad.line as usize), message, "The others are used."));
    }
    for (channel, kept) in &report.kept {
        if *kept == 0 {
            warnings.push(problem(0, format!("no row belongs to channel.{channel}"), &format!("Look at its csv_channel_values. {seen}")));
        }
    }
    if at_midnight == total && total > 1 {
        warnings.push(problem(
            0,
            "all arrivals come at midnight".into(),
            "If the times mean nothing, leave them out: dates alone are spread over the working hours.",
        ));
    }
    let time = &scenario.time;
    let (from, to) = (-time.warm_up_weeks.ceil() * 168.0, (time.years + time.run_out_years) * 8766.0);
    if last < from || first > to {
        let date = |hours: f64| {
            let days = jiff::Span::new().try_days((hours / 24.0).floor() as i64);
            window_start(scenario)
                .zip(days.ok())
                .and_then(|(start, days)| start.checked_add(days).ok())
                .map_or_else(|| "?".into(), |date| date.to_string())
        };
        let message = format!("all arrivals ({} to {}) lie outside the run", date(first), date(last));
        warnings.push(problem(0, message, &format!("Set time.window_start, for example \"{}\".", date(first))));
    }
    Ok(())
}

impl<'s> Rules<'s> {
    fn new(scenario: &'s Scenario, positions: &[usize], headers: &[String]) -> Result<Self, (String, String)> {
        let find = |name: &str, channel: &str, key: &str| {
            headers.iter().position(|header| header == name.trim()).ok_or_else(|| {
                let like = nearest(name, headers.iter().map(String::as_str))
                    .map_or(String::new(), |like| format!("Did you mean \"{}\"? ", shown(like)));
                let list: Vec<String> = headers.iter().take(MOST_VALUES_SEEN).map(|header| shown(header)).collect();
                (
                    format!("has no column \"{}\" (channel.{channel}.{key})", shown(name)),
                    format!("{like}The columns are {}.", list.join(", ")),
                )
            })
        };
        let optional = |name: &str, channel: &str, key: &str| if name.is_empty() { Ok(None) } else { find(name, channel, key).map(Some) };
        let time = &scenario.time;
        let is_continuous = time.calendar == CalendarKind::Continuous;
        let mut rules = Self {
            start: window_start(scenario)
                .ok_or_else(|| ("cannot be placed: time.window_start is not a date".to_string(), String::new()))?,
            hours: if is_continuous { WorkingHours::continuous() } else { WorkingHours::weekly(time.work_hours_per_day, 7.0) },
            hours_per_day: if is_continuous { 24.0 } else { time.work_hours_per_day },
            channels: Vec::new(),
            claims: BTreeMap::new(),
            rest: None,
            segments: scenario.segment.names().zip((0..).map(SegmentAt::new)).collect(),
            width: headers.len(),
        };
        for position in positions {
            let (name, channel): &(String, Channel) = &scenario.channel.entries[*position];
            let columns = Columns {
                position: ChannelAt::from(*position),
                date: find(&channel.csv_date_column, name, "csv_date_column")?,
                channel: optional(&channel.csv_channel_column, name, "csv_channel_column")?,
                segment: optional(&channel.csv_segment_column, name, "csv_segment_column")?,
                value: optional(&channel.csv_value_column, name, "csv_value_column")?,
            };
            let index = rules.channels.len();
            match columns.channel {
                Some(column) if !channel.csv_channel_values.is_empty() => {
                    let claims = rules.claims.entry(column).or_default();
                    claims.extend(channel.csv_channel_values.iter().map(|value| (value.trim(), index)));
                }
                _ => rules.rest = Some(index),
            }
            rules.channels.push(columns);
        }
        Ok(rules)
    }

    /// What becomes of the row with this number.
    fn row(&self, record: &csv::ByteRecord, number: u64) -> Row {
        match self.try_row(record, number) {
            Ok(row) => row,
            Err(reason) => Row::Bad(reason),
        }
    }

    fn try_row(&self, record: &csv::ByteRecord, number: u64) -> Result<Row, String> {
        if record.len() != self.width {
            return Err(format!("{} fields where the header has {}", record.len(), self.width));
        }
        if record.as_slice().len() > LONGEST_ROW {
            return Err("longer than 1 MiB; is a quote not closed?".into());
        }
        let field = |column: usize| {
            let bytes = record.get(column).unwrap_or_default();
            std::str::from_utf8(bytes).map(str::trim).map_err(|_| format!("not UTF-8: \"{}\"", shown(&String::from_utf8_lossy(bytes))))
        };
        let mut claimed = None;
        for (column, claims) in &self.claims {
            claimed = claimed.or(claims.get(field(*column)?).copied());
        }
        let Some(channel) = claimed.or(self.rest) else { return Ok(Row::Unclaimed) };
        let columns = &self.channels[channel];
        let date = field(columns.date)?;
        let (at, has_time) = parse_date(date).ok_or_else(|| format!("\"{}\" is not a date", shown(date)))?;
        let mut at_hours = hours_since(self.start, at);
        if !has_time {
            // 0 as the seed: the times of a file depend on nothing but the number of the row.
            at_hours = self.hours.next_open(at_hours) + self.hours_per_day * Streams::new(0, number).stream(SPREAD, 0, 0).uniform();
        }
        let segment = match columns.segment.map(field).transpose()? {
            None | Some("") => None,
            Some(name) => Some(*self.segments.get(name).ok_or_else(|| format!("segment \"{}\" is not in the scenario", shown(name)))?),
        };
        let value = match columns.value.map(field).transpose()? {
            None | Some("") => None,
            Some(text) => match text.parse::<f64>() {
                Ok(value) if value.is_finite() && value >= 0.0 => (value > 0.0).then_some(value),
                _ => return Err(format!("value \"{}\" is not a number of EUR", shown(text))),
            },
        };
        Ok(Row::Kept { arrival: Arrival { at_hours, channel: columns.position, segment, value }, channel, has_time })
    }
}

/// The stream that spreads dates over the working hours.
const SPREAD: crate::engine::Purpose = crate::engine::Purpose::named("time of day of an arrival");

/// A date with or without a time of day; an offset or a `Z` is left out of account.
fn parse_date(text: &str) -> Option<(DateTime, bool)> {
    if text.len() <= 10 {
        return text.parse::<Date>().ok().map(|date| (date.at(0, 0, 0, 0), false));
    }
    text.strip_suffix(['Z', 'z']).unwrap_or(text).parse::<DateTime>().ok().map(|at| (at, true))
}

/// The character between fields: the one of comma, semicolon and tab that the first line has most of.
fn delimiter(start: &[u8]) -> u8 {
    let line = start.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |delimiter: u8| line.iter().filter(|b| **b == delimiter).count();
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// Reads until `buffer` is full or the input ends.
fn fill(input: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

/// Hashes what is read through it.
struct Hashing {
    inner: File,
    hash: Xxh3,
}

impl Read for Hashing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_local_clock_times() {
        let day = jiff::civil::date(2018, 1, 31);
        for (text, expected) in [
            ("2018-01-31", Some((day.at(0, 0, 0, 0), false))),
            ("2018-01-31 14:05:00", Some((day.at(14, 5, 0, 0), true))),
            ("2018-01-31T14:05:00", Some((day.at(14, 5, 0, 0), true))),
            ("2018-01-31 14:05", Some((day.at(14, 5, 0, 0), true))),
            ("2018-01-31 14:05:00.250", Some((day.at(14, 5, 0, 250_000_000), true))),
            ("2018-01-31T14:05:00Z", Some((day.at(14, 5, 0, 0), true))),
            ("2018-01-31T14:05:00+05:30", Some((day.at(14, 5, 0, 0), true))),
            ("2018-01-31T14:05:00.000+0530", Some((day.at(14, 5, 0, 0), true))),
            ("2018-02-30", None),
            ("31.01.2018", None),
            ("2018-01-31 25:00:00", None),
            ("", None),
            ("2018", None),
        ] {
            assert_eq!(parse_date(text), expected, "{text}");
        }
    }
}
