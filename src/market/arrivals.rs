//! Real arrivals, read from CSV files before a run.
//!
//! # Dates and the weekly grid
//!
//! Dates are read as the clock on the customer's wall: `2018-01-31`, `2018-01-31 14:05`, `2018-01-31T14:05:00.5`; an
//! offset or a `Z` at the end is read and left out of account, because working hours are local. A date without a time
//! of day is spread over the working hours of its day, by a hash of the number of its row, so that the customers of a
//! day do not all come at midnight and the same file always gives the same times.
//!
//! Times are kept in hours since `time.window_start`, 00:00 ([`hours_since`]). The clock of the simulation begins on
//! a Monday, 00:00, and its warm-up has whole weeks; so that weekdays come out right, the window begins
//! [`window_offset_hours`] after a Monday.

mod file;

use crate::measure::{ChannelAt, SegmentAt};
use crate::scenario::Scenario;
use crate::scenario::problems::{Problem, Problems};
use jiff::civil::{Date, DateTime};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One customer that really came.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Arrival {
    /// Elapsed hours since the beginning of the measured window; negative before it.
    pub at_hours: f64,
    /// Position of the channel in the scenario's channels.
    pub channel: ChannelAt,
    /// Position of the segment in the scenario's segments, where the file says.
    pub segment: Option<SegmentAt>,
    /// Value of the deal in EUR at list price, where the file says.
    pub value: Option<f64>,
}

/// All of them, sorted by time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrivals {
    /// Sorted by `at_hours`, equal times in the order of the file.
    pub rows: Vec<Arrival>,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

/// What was found in one file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FileReport {
    /// The file.
    pub file: PathBuf,
    /// Rows below the header.
    pub rows: u64,
    /// Rows that became arrivals, by the name of their channel.
    pub kept: BTreeMap<String, u64>,
    /// Good rows that no channel claims.
    pub unclaimed: u64,
    /// Rows left out because something in them is wrong.
    pub bad: u64,
    /// The first of those.
    pub first_bad: Vec<BadRow>,
    /// Arrivals with a date but no time of day, which were spread over the working hours.
    pub without_time: u64,
    /// Hours since the beginning of the window of the first and the last arrival.
    pub span_hours: Option<(f64, f64)>,
    /// Hash of the bytes of the file (XXH3, 128 bits, hexadecimal), so that a manifest can name the data without its place.
    pub fingerprint: String,
}

/// What was found in all files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArrivalReport {
    /// The files, sorted by path.
    pub files: Vec<FileReport>,
    /// What is odd but can be run: bad rows, values that occur nowhere, arrivals outside the run.
    pub warnings: Vec<Problem>,
}

impl Arrivals {
    /// Reads the files of real arrivals of a checked scenario, each file once; `csv_files` has the file of each channel
    /// ([`Loaded::csv_files`](crate::scenario::Loaded::csv_files)).
    ///
    /// A row belongs to the channel that claims the value of its channel column; the channel of the file that claims
    /// no values gets the others. Rows with something wrong in them are left out, counted and reported. An empty
    /// segment leaves the segment to the channel, an empty value or 0 leaves the size of the deal to be drawn.
    /// A row takes 32 bytes of memory.
    ///
    /// # Errors
    ///
    /// Files that cannot be read, that lack a column, or of which no row can be used.
    pub fn read(scenario: &Scenario, csv_files: &BTreeMap<String, PathBuf>) -> Result<(Self, ArrivalReport), Problems> {
        let mut by_file: BTreeMap<&Path, Vec<usize>> = BTreeMap::new();
        for (position, (name, _)) in scenario.channel.entries.iter().enumerate() {
            if let Some(file) = csv_files.get(name) {
                by_file.entry(file).or_default().push(position);
            }
        }
        let mut arrivals = Self::default();
        let mut report = ArrivalReport::default();
        let mut problems = Problems::default();
        for (file, channels) in by_file {
            match file::read(scenario, file, &channels, &mut arrivals.rows, &mut report.warnings) {
                Ok(found) => report.files.push(found),
                Err(problem) => problems.list.push(problem),
            }
        }
        if !problems.list.is_empty() {
            return Err(problems);
        }
        if !arrivals.rows.is_sorted_by(|a, b| a.at_hours <= b.at_hours) {
            arrivals.rows.sort_by(|a, b| a.at_hours.total_cmp(&b.at_hours));
        }
        Ok((arrivals, report))
    }
}

/// Hours from the beginning of the day `start` to `at`, by the calendar: every day has 24 hours.
///
/// ```
/// use winflow::market::arrivals::hours_since;
/// let start = jiff::civil::date(2024, 1, 1);
/// assert_eq!(hours_since(start, start.at(0, 0, 0, 0)), 0.0);
/// assert_eq!(hours_since(start, jiff::civil::date(2024, 1, 3).at(12, 30, 0, 0)), 60.5);
/// assert_eq!(hours_since(start, jiff::civil::date(2023, 12, 31).at(0, 0, 0, 0)), -24.0);
/// ```
pub fn hours_since(start: Date, at: DateTime) -> f64 {
    let duration = start.at(0, 0, 0, 0).duration_until(at);
    duration.as_secs() as f64 / 3600.0 + f64::from(duration.subsec_nanos()) / 3.6e12
}

/// Hours from the Monday of the week of `time.window_start` to that date: 0 on a Monday, 144 on a Sunday.
///
/// The simulation begins on a Monday, 00:00. Its window has to begin this much after a whole number of weeks, so that
/// an arrival at [`Arrival::at_hours`] after the beginning of the window falls on the weekday that it really had.
pub fn window_offset_hours(scenario: &Scenario) -> f64 {
    window_start(scenario).map_or(0.0, |date| f64::from(date.weekday().to_monday_zero_offset()) * 24.0)
}

fn window_start(scenario: &Scenario) -> Option<Date> {
    scenario.time.window_start.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_of_the_window_fall_on_the_grid() {
        let mut scenario = Scenario::default();
        for (start, offset) in [("2024-01-01", 0.0), ("2024-01-03", 48.0), ("2024-01-07", 144.0), ("2018-01-01", 0.0), ("2017-06-14", 48.0)]
        {
            scenario.time.window_start = start.to_string();
            assert_eq!(window_offset_hours(&scenario), offset, "{start}");
            // A Monday arrives on a Monday of the simulation.
            let monday: DateTime = jiff::civil::date(2024, 3, 4).at(10, 0, 0, 0);
            let at = window_offset_hours(&scenario) + hours_since(start.parse().expect("a date"), monday);
            assert_eq!(at.rem_euclid(168.0), 10.0, "{start}");
        }
    }
}
