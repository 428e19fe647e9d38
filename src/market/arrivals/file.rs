//! One file of real arrivals.

use super::columns::{self, Read};
use super::found::{AFTER_WINDOW, FileReport, OUTSIDE, REPEATED, SAME_ID, UNCLAIMED};
use super::how::{self, NamedChannel};
use super::rows::{Candidate, Rules};
use super::values::Counted;
use super::{Arrival, window_start};
use crate::engine::time::{WEEK, YEAR};
use crate::engine::{Purpose, Streams, WorkingHours};
use crate::import::dates::PUT_ON_THE_CLOCK;
use crate::import::{Refusal, Table};
use crate::measure::ChannelAt;
use crate::scenario::Scenario;
use crate::scenario::customer::{CalendarKind, Start};
use crate::scenario::problems::shown;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// The stream that spreads dates over the working hours.
const SPREAD: Purpose = Purpose::named("time of day of an arrival");
/// The most values of a channel column that are named in a message.
const MOST_VALUES_NAMED: usize = 40;

/// Reads a file for the channels at these positions, and adds its arrivals to `arrivals`. Gives what was found and what is odd.
///
/// # Errors
/// Everything that keeps it from being used.
pub(super) fn read(
    scenario: &Scenario,
    path: &Path,
    positions: &[usize],
    arrivals: &mut Vec<Arrival>,
) -> Result<(FileReport, Vec<Refusal>), Vec<Refusal>> {
    let channels: Vec<NamedChannel<'_>> =
        positions.iter().map(|position| &scenario.channel.entries[*position]).map(|(name, channel)| (name.as_str(), channel)).collect();
    let one = |refusal: Refusal| vec![refusal];
    let table = Table::open(path, &how::of_table(&channels)?).map_err(one)?;
    let columns = columns::find(&table, &channels)?;
    let read = Read::of(scenario, &table, &channels, &columns)?;
    let rules = Rules::new(scenario, &channels, &columns).map_err(one)?;

    let mut counted = Counted::beside(table.findings.clone());
    let taken = rules.take(&table, &read, &mut counted);
    let refusals = counted.refusals();
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let mut findings = counted.findings;
    read.dates.values().for_each(|dates| findings.gather(dates.findings.clone()));
    let mut report = FileReport {
        file: path.to_path_buf(),
        how: format!("{}{}", table.how.in_words(), read.in_words()),
        rows: table.len() as u64 + table.broken,
        fingerprint: table.fingerprint.clone(),
        findings,
        ..FileReport::default()
    };
    let mut place = Place { scenario, channels: &channels, positions, table: &table, rules: &rules, warnings: Vec::new() };
    let taken = place.one_of_each_id(taken, &mut report);
    place.repeats(&taken, &columns, &mut report);
    place.check(&taken, &report)?;
    place.keep(&taken, &mut report, arrivals);
    place.warn(&taken, &report);
    Ok((report, place.warnings))
}

/// A file in its scenario.
struct Place<'a> {
    scenario: &'a Scenario,
    channels: &'a [NamedChannel<'a>],
    positions: &'a [usize],
    table: &'a Table,
    rules: &'a Rules<'a>,
    warnings: Vec<Refusal>,
}

impl Place<'_> {
    /// Of the rows with one id the earliest; of those of one time the one with the smallest value.
    fn one_of_each_id<'t>(&self, taken: Vec<Candidate<'t>>, report: &mut FileReport) -> Vec<Candidate<'t>> {
        let key = |candidate: &Candidate<'_>| (candidate.at_hours, candidate.value.unwrap_or(-1.0));
        let mut best: HashMap<&str, usize> = HashMap::new();
        for (index, candidate) in taken.iter().enumerate().filter(|(_, candidate)| !candidate.id.is_empty()) {
            let of_id = best.entry(candidate.id).or_insert(index);
            let ((at, value), (other_at, other_value)) = (key(candidate), key(&taken[*of_id]));
            if at.total_cmp(&other_at).then(value.total_cmp(&other_value)).is_lt() {
                *of_id = index;
            }
        }
        let mut kept = Vec::with_capacity(taken.len());
        for (index, candidate) in taken.iter().enumerate() {
            match best.get(candidate.id) {
                Some(other) if *other != index => {
                    let differs = key(candidate) != key(&taken[*other]) || candidate.segment != taken[*other].segment;
                    let also = if differs { ", which says something else" } else { "" };
                    report
                        .findings
                        .add(SAME_ID, candidate.line, || format!("\"{}\" as in line {}{also}", shown(candidate.id), taken[*other].line));
                }
                _ => kept.push(*candidate),
            }
        }
        kept
    }

    /// Counts rows that say the same as an earlier one, where two customers would hardly do so: with a time of day, or with more in
    /// the row than is read.
    fn repeats(&mut self, taken: &[Candidate<'_>], columns: &[columns::Columns], report: &mut FileReport) {
        if columns.iter().any(|columns| columns.id.is_some()) {
            return;
        }
        let read: BTreeSet<usize> =
            columns.iter().flat_map(|c| [Some(c.date), c.channel, c.segment, c.value, c.currency]).flatten().collect();
        let says_more = read.len() < self.table.headers.len();
        let repeats = self.table.repeats();
        for candidate in taken.iter().filter(|candidate| (says_more || candidate.moment.has_time) && repeats[candidate.number]) {
            report.findings.add(REPEATED, candidate.line, String::new);
        }
        if let Some(repeated) = report.findings.get(REPEATED) {
            let line = repeated.first.first().map_or(0, |(line, _)| *line);
            let (count, key) = (repeated.count, format!("channel.{}.csv_id_column", self.channels[0].0));
            let id = self.id_like(&read).map_or("the column that tells customers apart".to_string(), |id| format!("\"{}\"", shown(id)));
            let rows = if count == 1 { "a row repeats an earlier one".to_string() } else { format!("{count} rows repeat an earlier one") };
            self.warnings.push(Refusal::at(
                line,
                format!("{rows} word by word, and each is taken as a customer"),
                format!("Set {key} = {id} to take one of each."),
            ));
        }
    }

    /// The name of a column that looks as if it told rows apart.
    fn id_like(&self, read: &BTreeSet<usize>) -> Option<&str> {
        let others =
            || (0..self.table.headers.len()).filter(|column| !read.contains(column)).map(|column| self.table.headers[column].as_str());
        let is_id = |name: &&str| {
            let words: Vec<String> = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
            words.iter().any(|word| matches!(word.as_str(), "id" | "key" | "number" | "nr" | "no" | "nummer" | "guid" | "uuid"))
                || name.ends_with("Id")
                || name.ends_with("ID")
        };
        others().find(is_id)
    }

    /// Refuses a file of which nothing can be used.
    fn check(&self, taken: &[Candidate<'_>], report: &FileReport) -> Result<(), Vec<Refusal>> {
        if !taken.is_empty() {
            return Ok(());
        }
        let refusal = if report.findings.count(UNCLAIMED) == report.rows {
            Refusal::whole("has no row that belongs to a channel", format!("Look at csv_channel_values. {}", self.values_seen()))
        } else {
            let cure = format!("It was read as {}; the keys csv_* say otherwise (see the reference of keys).", report.how);
            Refusal::whole(format!("has no row that can be used: {}", report.reasons()), cure)
        };
        Err(vec![refusal])
    }

    /// The values in the first column of channels.
    fn values_seen(&self) -> String {
        let Some(column) = self.rules.claimed_column() else { return String::new() };
        let mut seen: BTreeSet<String> = BTreeSet::new();
        for (_, cell) in self.table.column(column) {
            if seen.len() >= MOST_VALUES_NAMED {
                break;
            }
            seen.insert(shown(cell));
        }
        format!("Values in the file: {}.", seen.into_iter().collect::<Vec<_>>().join(", "))
    }

    /// Makes arrivals of rows. Those outside of the run are counted, and take no part in it.
    fn keep(&self, taken: &[Candidate<'_>], report: &mut FileReport, arrivals: &mut Vec<Arrival>) {
        let time = &self.scenario.time;
        let (earliest, window, end) = (-self.hours_before(), time.years * YEAR, (time.years + time.run_out_years) * YEAR);
        report.kept = self.channels.iter().map(|(name, _)| ((*name).to_string(), 0)).collect();
        report.dates = span(taken).map(|(first, last)| (self.date(first), self.date(last)));
        let mut clock = Clock::new(self.scenario);
        for candidate in taken {
            let at_hours = clock.time_of(candidate);
            let (name, _) = self.channels[candidate.channel];
            if at_hours < earliest || at_hours >= end {
                report.findings.add(OUTSIDE, candidate.line, || self.date(candidate.at_hours));
            } else {
                report.without_time += u64::from(!candidate.moment.has_time);
                *report.kept.entry(name.to_string()).or_default() += 1;
                if at_hours >= window {
                    report.findings.add(AFTER_WINDOW, candidate.line, || self.date(candidate.at_hours));
                }
            }
            let channel = ChannelAt::from(self.positions[candidate.channel]);
            arrivals.push(Arrival { at_hours, channel, segment: candidate.segment, value: candidate.value });
        }
    }

    /// Hours before the window in which customers matter: the warm-up, and with a loaded start as far as it looks back.
    fn hours_before(&self) -> f64 {
        let time = &self.scenario.time;
        let warm_up = time.warm_up_weeks.ceil() * WEEK;
        if time.start == Start::Empty {
            return warm_up;
        }
        let longest = self.scenario.segment.values().map(|segment| segment.deadline_days_median).fold(0.0, f64::max);
        warm_up + if longest > 0.0 { time.look_back_deadlines * 24.0 * longest } else { time.look_back_years * YEAR }
    }

    /// The date so many hours after the beginning of the window.
    fn date(&self, hours: f64) -> String {
        let days = jiff::Span::new().try_days((hours / 24.0).floor() as i64);
        let date = window_start(self.scenario).zip(days.ok()).and_then(|(start, days)| start.checked_add(days).ok());
        date.map_or_else(|| "?".into(), |date| date.to_string())
    }

    /// What is odd in a file that is used.
    fn warn(&mut self, taken: &[Candidate<'_>], report: &FileReport) {
        let kept: u64 = report.kept.values().sum();
        for (index, (name, _)) in self.channels.iter().enumerate() {
            if taken.iter().all(|candidate| candidate.channel != index) {
                let cure = format!("Look at its csv_channel_values. {}", self.values_seen());
                self.warnings.push(Refusal::whole(format!("no row belongs to channel.{name}"), cure));
            }
        }
        if taken.len() > 1 && taken.iter().all(|candidate| candidate.moment.has_time && candidate.at_hours.rem_euclid(24.0) == 0.0) {
            let cure = "If the times mean nothing, leave them out: dates alone are spread over the working hours.";
            self.warnings.push(Refusal::whole("all arrivals come at midnight", cure));
        }
        if kept == 0
            && let Some((first, last)) = &report.dates
        {
            let cure = format!("Set time.window_start, for example \"{first}\".");
            self.warnings.push(Refusal::whole(format!("all arrivals ({first} to {last}) lie outside the run"), cure));
        }
        self.warn_of_clocks(report);
    }

    /// Times that say how far they are from UTC, where nobody said on which clock the firm works.
    fn warn_of_clocks(&mut self, report: &FileReport) {
        let zone = &self.scenario.time.zone;
        let other_offsets = report.findings.get(PUT_ON_THE_CLOCK).filter(|_| zone == "UTC");
        if let Some(finding) = other_offsets {
            let message = format!("{} times say how far they are from UTC, and are put on the clock of UTC", finding.count);
            let cure = "If the firm works by another clock, set it: time.zone = \"Europe/Berlin\", for example.";
            self.warnings.push(Refusal::whole(message, cure));
        }
    }
}

/// The first and the last time.
fn span(taken: &[Candidate<'_>]) -> Option<(f64, f64)> {
    let times = || taken.iter().map(|candidate| candidate.at_hours);
    (!taken.is_empty()).then(|| (times().fold(f64::INFINITY, f64::min), times().fold(f64::NEG_INFINITY, f64::max)))
}

/// Gives dates without a time of day one, from what their rows say.
struct Clock {
    hours: WorkingHours,
    hours_per_day: f64,
    /// How many rows said the same, by what they said.
    said: HashMap<u64, u64>,
}

impl Clock {
    fn new(scenario: &Scenario) -> Self {
        let time = &scenario.time;
        let (hours, hours_per_day) = if time.calendar == CalendarKind::Continuous {
            (WorkingHours::continuous(), 24.0)
        } else {
            (WorkingHours::weekly(time.work_hours_per_day, 7.0), time.work_hours_per_day)
        };
        Self { hours, hours_per_day, said: HashMap::new() }
    }

    fn time_of(&mut self, candidate: &Candidate<'_>) -> f64 {
        if candidate.moment.has_time {
            return candidate.at_hours;
        }
        let said = what_it_says(candidate);
        let before = self.said.entry(said).or_default();
        // 0 as the seed: the times of a file depend on nothing but the file.
        let share = Streams::new(0, said).stream(SPREAD, *before, 0).uniform();
        *before += 1;
        self.hours.next_open(candidate.at_hours) + self.hours_per_day * share
    }
}

/// A hash of what a row says, however it is written.
fn what_it_says(candidate: &Candidate<'_>) -> u64 {
    let mut hash = Xxh3::new();
    let day = candidate.moment.at.date();
    hash.update(&[day.year(), i16::from(day.month()), i16::from(day.day())].map(i16::to_le_bytes).concat());
    hash.update(&candidate.amount.unwrap_or(f64::MIN).to_le_bytes());
    for text in [candidate.claim, candidate.segment_name, candidate.id] {
        hash.update(text.as_bytes());
        hash.update(b"\x1f");
    }
    hash.digest()
}
