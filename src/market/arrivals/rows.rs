//! From rows to arrivals.

use super::columns::{Columns, Read};
use super::found::{NO_DATE, NO_SEGMENT, NO_TEXT, UNCLAIMED};
use super::how::NamedChannel;
use super::values::{self, Counted};
use super::{hours_since, window_start};
use crate::import::dates::Moment;
use crate::import::{Refusal, Row, Table, What};
use crate::measure::SegmentAt;
use crate::scenario::Scenario;
use crate::scenario::problems::shown;
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A row that can become an arrival.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate<'t> {
    /// Its place among the rows.
    pub number: usize,
    pub line: u64,
    /// Hours since the beginning of the window; of a date without a time its midnight.
    pub at_hours: f64,
    pub moment: Moment,
    /// Position among the channels of the file.
    pub channel: usize,
    /// What stands in the columns of channels and segments.
    pub claim: &'t str,
    pub segment_name: &'t str,
    pub segment: Option<SegmentAt>,
    /// The number that is written, in whatever currency.
    pub amount: Option<f64>,
    /// What it is worth in EUR.
    pub value: Option<f64>,
    /// Empty where no column says.
    pub id: &'t str,
}

/// How the rows of a file are taken.
pub(super) struct Rules<'s> {
    scenario: &'s Scenario,
    start: Date,
    channels: &'s [NamedChannel<'s>],
    columns: &'s [Columns],
    /// Which channel claims which value of which column.
    claims: BTreeMap<usize, BTreeMap<&'s str, usize>>,
    /// The channel that gets the other rows.
    rest: Option<usize>,
    segments: BTreeMap<&'s str, SegmentAt>,
}

/// Why a row is left out.
pub(super) type Because = (What, String);

impl<'s> Rules<'s> {
    pub fn new(scenario: &'s Scenario, channels: &'s [NamedChannel<'s>], columns: &'s [Columns]) -> Result<Self, Refusal> {
        let start = window_start(scenario).ok_or_else(|| Refusal::whole("cannot be placed: time.window_start is not a date", ""))?;
        let mut rules = Self {
            scenario,
            start,
            channels,
            columns,
            claims: BTreeMap::new(),
            rest: None,
            segments: scenario.segment.names().zip((0..).map(SegmentAt::new)).collect(),
        };
        for (index, ((_, channel), columns)) in channels.iter().zip(columns).enumerate() {
            match columns.channel {
                Some(column) if !channel.csv_channel_values.is_empty() => {
                    let claims = rules.claims.entry(column).or_default();
                    claims.extend(channel.csv_channel_values.iter().map(|value| (value.trim(), index)));
                }
                _ => rules.rest = Some(index),
            }
        }
        Ok(rules)
    }

    /// The first column of channels, and the values in it, for messages.
    pub fn claimed_column(&self) -> Option<usize> {
        self.claims.keys().next().copied()
    }

    /// What becomes of every row. What is left out is counted.
    pub fn take<'t>(&self, table: &'t Table, read: &Read, counted: &mut Counted) -> Vec<Candidate<'t>> {
        let mut taken = Vec::with_capacity(table.len());
        for row in table.rows() {
            match self.candidate(row, read, counted) {
                Ok(candidate) => taken.push(candidate),
                Err((what, text)) => counted.findings.add(what, row.line(), || text),
            }
        }
        taken
    }

    fn candidate<'t>(&self, row: Row<'t>, read: &Read, counted: &mut Counted) -> Result<Candidate<'t>, Because> {
        let mut claimed = None;
        for (column, claims) in &self.claims {
            claimed = claimed.or(claims.get(text(row, *column)?).copied());
        }
        let Some(channel) = claimed.or(self.rest) else { return Err((UNCLAIMED, String::new())) };
        let columns = &self.columns[channel];
        let claim = self.claimed_column().or(columns.channel).map_or("", |column| row.get(column));
        let moment = moment(row, columns.date, read)?;
        let segment_name = columns.segment.map(|column| text(row, column)).transpose()?.unwrap_or_default();
        let segment = match segment_name {
            "" => None,
            name => Some(*self.segments.get(name).ok_or_else(|| (NO_SEGMENT, format!("\"{}\"", shown(name))))?),
        };
        let amount = columns.value.and_then(|column| read.amounts.get(&column)?.cells.get(row.number()));
        let value = match (columns.value, amount) {
            (Some(column), Some(amount)) => {
                let cell =
                    values::Cell { row, column, currency: columns.currency, channel: self.channels[channel], scenario: self.scenario };
                cell.in_eur(amount, counted)?
            }
            _ => None,
        };
        Ok(Candidate {
            number: row.number(),
            line: row.line(),
            at_hours: hours_since(self.start, moment.at),
            moment,
            channel,
            claim,
            segment_name,
            segment,
            amount: amount.and_then(|amount| Some(amount.as_ref().ok()?.as_ref()?.value)),
            value,
            id: columns.id.map(|column| text(row, column)).transpose()?.unwrap_or_default(),
        })
    }
}

/// A cell, if all its characters could be read.
fn text<'t>(row: Row<'t>, column: usize) -> Result<&'t str, Because> {
    let text = row.get(column);
    if text.contains('\u{fffd}') { Err((NO_TEXT, format!("\"{}\"", shown(text)))) } else { Ok(text) }
}

/// The date of a row.
fn moment(row: Row<'_>, column: usize, read: &Read) -> Result<Moment, Because> {
    let cell = text(row, column)?;
    match read.dates.get(&column).and_then(|dates| dates.cells.get(row.number())) {
        Some(Ok(moment)) => Ok(*moment),
        Some(Err(why)) if !cell.is_empty() => Err((NO_DATE, format!("\"{}\" {why}", shown(cell)))),
        _ => Err((NO_DATE, "no date".to_string())),
    }
}
