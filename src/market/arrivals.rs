//! Real arrivals, read from CSV files before a run.
//!
//! # Dates and the weekly grid
//!
//! How a file is read, and what its dates and numbers mean, is found by [`import`](crate::import) or said by keys of the
//! channel. Working hours are those of the firm's clock (`time.zone`): a time that says how far it is from UTC is put on that clock,
//! one that says nothing is taken to be of it, or of `csv_time_zone`. A date without a time of day is spread over the working hours
//! of its day, so that the customers of a day do not all come at midnight: by a hash of what the row says (date, channel, segment,
//! value, id) and of how many rows before it say the same. The order of the rows, and how their dates and numbers are written,
//! changes nothing.
//!
//! Times are kept in hours since `time.window_start`, 00:00 ([`hours_since`]). The clock of the simulation begins on
//! a Monday, 00:00, and its warm-up has whole weeks; so that weekdays come out right, the window begins
//! [`window_offset_hours`] after a Monday.

mod columns;
mod file;
mod found;
mod how;
mod rows;
mod values;

pub use found::FileReport;

use crate::import::Refusal;
use crate::measure::{ChannelAt, SegmentAt};
use crate::scenario::Scenario;
use crate::scenario::problems::{Place, Problem, Problems};
use jiff::civil::{Date, DateTime};
use std::cmp::Ordering;
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

impl Arrival {
    /// By time; of those of one time by what they are, so that the order of the rows changes nothing.
    fn order(&self, other: &Self) -> Ordering {
        let what = |arrival: &Self| (arrival.channel, arrival.segment);
        let value = |arrival: &Self| arrival.value.unwrap_or(-1.0);
        let by_time = self.at_hours.total_cmp(&other.at_hours);
        by_time.then_with(|| what(self).cmp(&what(other))).then_with(|| value(self).total_cmp(&value(other)))
    }
}

/// All of them, sorted by time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrivals {
    /// Sorted by `at_hours`.
    pub rows: Vec<Arrival>,
}

/// What was found in all files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ArrivalReport {
    /// The files, sorted by path.
    pub files: Vec<FileReport>,
    /// What is odd but can be run: channels without a row, arrivals outside the run, rows that are there twice.
    pub warnings: Vec<Problem>,
}

impl Arrivals {
    /// Reads the files of real arrivals of a checked scenario, each file once; `csv_files` has the file of each channel
    /// ([`Loaded::csv_files`](crate::scenario::Loaded::csv_files)).
    ///
    /// A row belongs to the channel that claims the value of its channel column; the channel of the file that claims
    /// no values gets the others. Rows with something wrong in them are left out, counted and reported. An empty
    /// segment leaves the segment to the channel; what an empty value, 0 or one below 0 means is said by keys.
    ///
    /// # Errors
    ///
    /// All files that cannot be read, that lack a column, that can be read in two ways, or of which no row can be used.
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
        for (path, channels) in by_file {
            match file::read(scenario, path, &channels, &mut arrivals.rows) {
                Ok((found, warnings)) => {
                    report.warnings.extend(warnings.into_iter().map(|warning| problem(path, warning)));
                    report.files.push(found);
                }
                Err(refusals) => problems.list.extend(refusals.into_iter().map(|refusal| problem(path, refusal))),
            }
        }
        if !problems.list.is_empty() {
            return Err(problems);
        }
        arrivals.rows.sort_by(Arrival::order);
        Ok((arrivals, report))
    }
}

/// Something about a file as a problem with its place.
fn problem(file: &Path, Refusal { line, message, cure }: Refusal) -> Problem {
    let line = usize::try_from(line).unwrap_or(0);
    Problem { place: Place { line, column: usize::from(line > 0), ..Place::whole(&file.to_string_lossy()) }, message, hint: cure }
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
