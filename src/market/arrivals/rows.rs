//! From rows to arrivals.

use super::columns::{Columns, Read};
use super::found::{CONVERTED, NO_DATE, NO_SEGMENT, NO_TEXT, NO_VALUE, NoValue, UNCLAIMED};
use super::how::NamedChannel;
use super::{hours_since, window_start};
use crate::import::dates::Moment;
use crate::import::numbers::{Amount, currency_in_name};
use crate::import::words::listed;
use crate::import::{Findings, Refusal, Row, Table, What};
use crate::measure::SegmentAt;
use crate::scenario::Scenario;
use crate::scenario::problems::shown;
use crate::scenario::provider::{Channel, ValueRule};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The currency in which a scenario counts.
const OURS: &str = "EUR";

/// A row that can become an arrival.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Candidate<'t> {
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
type Because = (What, String);

/// What refuses a file, gathered while its rows are taken.
#[derive(Debug, Default)]
pub(super) struct Refused {
    /// Currencies without a rate: first line and count.
    rates: BTreeMap<String, (u64, u64)>,
    /// Values that are refused by a rule: first line, count, channel.
    values: BTreeMap<&'static str, (u64, u64, String)>,
}

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
    pub fn take<'t>(&self, table: &'t Table, read: &Read, findings: &mut Findings, refused: &mut Refused) -> Vec<Candidate<'t>> {
        let mut taken = Vec::with_capacity(table.len());
        for (number, row) in table.rows().enumerate() {
            match self.candidate(number, row, read, findings, refused) {
                Ok(candidate) => taken.push(candidate),
                Err((what, text)) => findings.add(what, row.line(), || text),
            }
        }
        taken
    }

    fn candidate<'t>(
        &self,
        number: usize,
        row: Row<'t>,
        read: &Read,
        findings: &mut Findings,
        refused: &mut Refused,
    ) -> Result<Candidate<'t>, Because> {
        let text = |column: usize| match row.get(column) {
            text if text.contains('\u{fffd}') => Err((NO_TEXT, format!("\"{}\"", shown(text)))),
            text => Ok(text),
        };
        let mut claimed = None;
        for (column, claims) in &self.claims {
            claimed = claimed.or(claims.get(text(*column)?).copied());
        }
        let Some(channel) = claimed.or(self.rest) else { return Err((UNCLAIMED, String::new())) };
        let columns = &self.columns[channel];
        let claim = self.claimed_column().or(columns.channel).map_or("", |column| row.get(column));
        let date = text(columns.date)?;
        let moment = match read.dates.get(&columns.date).and_then(|dates| dates.cells.get(number)) {
            Some(Ok(moment)) => *moment,
            Some(Err(_)) if date.is_empty() => return Err((NO_DATE, "no date".into())),
            Some(Err(why)) => return Err((NO_DATE, format!("\"{}\" {why}", shown(date)))),
            None => return Err((NO_DATE, "no date".into())),
        };
        let segment_name = columns.segment.map(text).transpose()?.unwrap_or_default();
        let segment = match segment_name {
            "" => None,
            name => Some(*self.segments.get(name).ok_or_else(|| (NO_SEGMENT, format!("\"{}\"", shown(name))))?),
        };
        let value = match columns.value {
            None => None,
            Some(column) => self.value(number, row, column, channel, read, findings, refused)?,
        };
        let id = columns.id.map(text).transpose()?.unwrap_or_default();
        let amount = columns.value.and_then(|column| read.amounts.get(&column)?.cells.get(number)?.as_ref().ok()?.as_ref());
        let (at_hours, amount) = (hours_since(self.start, moment.at), amount.map(|amount| amount.value));
        Ok(Candidate { line: row.line(), at_hours, moment, channel, claim, segment_name, segment, amount, value, id })
    }

    /// The value of a row in EUR, as far as it says one.
    #[expect(clippy::too_many_arguments, reason = "a cell, its column, and where to count")]
    fn value(
        &self,
        number: usize,
        row: Row<'_>,
        column: usize,
        channel: usize,
        read: &Read,
        findings: &mut Findings,
        refused: &mut Refused,
    ) -> Result<Option<f64>, Because> {
        let cell = read.amounts.get(&column).and_then(|amounts| amounts.cells.get(number));
        let amount = match cell {
            Some(Ok(amount)) => amount.as_ref(),
            Some(Err(why)) => return Err((NO_VALUE, format!("\"{}\" {why}", shown(row.get(column))))),
            None => None,
        };
        let (name, keys) = self.channels[channel];
        let no_value = match amount {
            None => NoValue::Empty,
            Some(Amount { value, .. }) if *value == 0.0 => NoValue::Zero,
            Some(Amount { value, .. }) if *value < 0.0 => NoValue::Negative,
            Some(amount) => {
                let columns = &self.columns[channel];
                return self.in_eur(amount, row, column, columns.currency, keys, findings, refused).map(Some);
            }
        };
        let rule = match no_value {
            NoValue::Empty => keys.csv_empty_value,
            NoValue::Zero => keys.csv_zero_value,
            NoValue::Negative => keys.csv_negative_value,
        };
        let counted = no_value.counted(rule);
        let shown_value = || if no_value == NoValue::Negative { shown(row.get(column)) } else { String::new() };
        match rule {
            ValueRule::LeaveOut => return Err((counted, shown_value())),
            ValueRule::Refuse => {
                let (_, count, _) =
                    refused.values.entry(no_value.words()).or_insert_with(|| (row.line(), 0, format!("channel.{name}.{}", no_value.key())));
                *count += 1;
            }
            ValueRule::Unknown | ValueRule::Nothing => findings.add(counted, row.line(), shown_value),
        }
        Ok((rule == ValueRule::Nothing).then_some(0.0))
    }

    #[expect(clippy::too_many_arguments, reason = "a cell, its column, and where to count")]
    fn in_eur(
        &self,
        amount: &Amount,
        row: Row<'_>,
        column: usize,
        currency_column: Option<usize>,
        keys: &Channel,
        findings: &mut Findings,
        refused: &mut Refused,
    ) -> Result<f64, Because> {
        let beside = amount.currency.as_deref();
        let in_column = currency_column.map(|column| row.get(column)).filter(|code| !code.is_empty());
        if let (Some(beside), Some(said)) = (beside, in_column)
            && !beside.eq_ignore_ascii_case(said)
        {
            return Err((NO_VALUE, format!("\"{}\" is in {beside}, but the row says {}", shown(row.get(column)), shown(said))));
        }
        let said = Some(keys.csv_currency.trim()).filter(|code| !code.is_empty());
        let code = beside.or(in_column).or(said).or_else(|| currency_in_name(row.header(column))).unwrap_or(OURS);
        if code.eq_ignore_ascii_case(OURS) {
            return Ok(amount.value);
        }
        let rate = self.scenario.currency.entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(code)).map(|(_, rate)| rate.in_eur);
        let Some(rate) = rate else {
            let (_, count) = refused.rates.entry(shown(code).to_uppercase()).or_insert((row.line(), 0));
            *count += 1;
            return Ok(amount.value);
        };
        findings.add(CONVERTED, row.line(), || shown(&code.to_uppercase()));
        Ok(amount.value * rate)
    }
}

impl Refused {
    /// Everything that refuses the file.
    pub fn into_refusals(self) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if let Some((first, _)) = self.rates.values().min().copied() {
            let codes = listed(self.rates.iter().map(|(code, (line, count))| format!("{code} ({count}, first in line {line})")));
            let rates: Vec<String> = self.rates.keys().map(|code| format!("currency.{code}.in_eur = 0.9")).collect();
            let message = format!("has values in currencies without a rate: {codes}");
            refusals.push(Refusal::at(first, message, format!("Say what one unit is worth in EUR, for example {}.", rates.join(" and "))));
        }
        for (words, (line, count, key)) in self.values {
            let cure = format!("{key} = \"refuse\"; \"unknown\", \"nothing\" and \"leave-out\" accept such rows.");
            refusals.push(Refusal::at(line, format!("has values that are {words}: {count}, the first in line {line}"), cure));
        }
        refusals
    }
}
