//! The columns of a file that channels read: found by name, and read as dates and amounts.

use super::how::{self, NamedChannel};
use crate::import::dates::{self, Dates};
use crate::import::numbers::{self, Numbers};
use crate::import::{Refusal, Table};
use crate::scenario::Scenario;
use crate::scenario::provider::Channel;
use std::collections::BTreeMap;

/// The columns that a channel reads, by position.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub date: usize,
    pub channel: Option<usize>,
    pub segment: Option<usize>,
    pub value: Option<usize>,
    pub id: Option<usize>,
    pub currency: Option<usize>,
}

/// A key that names a column, and how to look it up.
type Key = (&'static str, fn(&Channel) -> &str);

const DATE: Key = ("csv_date_column", |channel| &channel.csv_date_column);
const CHANNEL: Key = ("csv_channel_column", |channel| &channel.csv_channel_column);
const SEGMENT: Key = ("csv_segment_column", |channel| &channel.csv_segment_column);
const VALUE: Key = ("csv_value_column", |channel| &channel.csv_value_column);
const ID: Key = ("csv_id_column", |channel| &channel.csv_id_column);
const CURRENCY: Key = ("csv_currency_column", |channel| &channel.csv_currency_column);

/// The columns of every channel, in their order.
///
/// # Errors
/// Every column that is not there, each once.
pub(super) fn find(table: &Table, channels: &[NamedChannel<'_>]) -> Result<Vec<Columns>, Vec<Refusal>> {
    let (mut found, mut refusals) = (Vec::new(), Vec::new());
    for (name, channel) in channels {
        let mut column = |(key, get): Key| match get(channel) {
            "" => None,
            header => table.find(header).map_err(|no| refusals.push(refusal(table, name, key, no))).ok(),
        };
        let (date, channel, segment) = (column(DATE).unwrap_or(0), column(CHANNEL), column(SEGMENT));
        found.push(Columns { date, channel, segment, value: column(VALUE), id: column(ID), currency: column(CURRENCY) });
    }
    // The same column may be looked for by several channels.
    refusals.dedup_by(|a, b| a.cure == b.cure && a.message.split(" (").next() == b.message.split(" (").next());
    if refusals.is_empty() { Ok(found) } else { Err(refusals) }
}

fn refusal(table: &Table, channel: &str, key: &str, no: crate::import::NoColumn) -> Refusal {
    Refusal::at(table.how.header_line, format!("{} (channel.{channel}.{key})", no.message), no.cure)
}

/// The columns of dates and amounts that were read, by position.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub dates: BTreeMap<usize, Dates>,
    pub amounts: BTreeMap<usize, Numbers>,
}

impl Read {
    /// Reads all columns of dates and amounts.
    ///
    /// # Errors
    /// All that could be read in two ways.
    pub fn of(scenario: &Scenario, table: &Table, channels: &[NamedChannel<'_>], columns: &[Columns]) -> Result<Self, Vec<Refusal>> {
        let (mut read, mut refusals) = (Self::default(), Vec::new());
        for column in distinct(columns.iter().map(|columns| columns.date)) {
            let users = users(channels, columns, |columns| columns.date == column);
            let rules = how::of_dates(scenario, &users, &table.headers[column]);
            match rules.and_then(|rules| dates::read(table.column(column), &rules)) {
                Ok(dates) => _ = read.dates.insert(column, dates),
                Err(refusal) => refusals.push(refusal),
            }
        }
        for column in distinct(columns.iter().filter_map(|columns| columns.value)) {
            let users = users(channels, columns, |columns| columns.value == Some(column));
            let rules = how::of_numbers(&users, table.how.delimiter, &table.headers[column]);
            match rules.and_then(|rules| numbers::read(table.column(column), &rules)) {
                Ok(amounts) => _ = read.amounts.insert(column, amounts),
                Err(refusal) => refusals.push(refusal),
            }
        }
        if refusals.is_empty() { Ok(read) } else { Err(refusals) }
    }

    /// In which forms dates and numbers were read, where that had to be decided.
    pub fn in_words(&self) -> String {
        let dates = self.dates.values().filter_map(|dates| Some(format!(", dates as {}", dates.format?.name())));
        let amounts = self.amounts.values().filter_map(|amounts| Some(format!(", numbers as {}", amounts.format?.name())));
        dates.chain(amounts).collect()
    }
}

fn distinct(columns: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut columns: Vec<usize> = columns.collect();
    columns.sort_unstable();
    columns.dedup();
    columns
}

/// The channels that use a column.
fn users<'s>(channels: &[NamedChannel<'s>], columns: &[Columns], uses: impl Fn(&Columns) -> bool) -> Vec<NamedChannel<'s>> {
    channels.iter().zip(columns).filter(|(_, columns)| uses(columns)).map(|(channel, _)| *channel).collect()
}
