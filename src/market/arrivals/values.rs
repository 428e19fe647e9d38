//! The value of a row: what it says, what nothing means, and what it is worth in EUR.

use super::found::{CONVERTED, NO_VALUE, NoValue};
use super::how::NamedChannel;
use super::rows::Because;
use crate::import::numbers::{Amount, Currency, currency};
use crate::import::words::{grouped, listed};
use crate::import::{Findings, Refusal, Row};
use crate::scenario::Scenario;
use crate::scenario::problems::shown;
use crate::scenario::provider::ValueRule;
use std::collections::BTreeMap;

/// The currency in which a scenario counts.
const OURS: &str = "EUR";

/// What is counted while rows are taken.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// What is worth knowing.
    pub findings: Findings,
    /// Currencies without a rate: first line and count.
    rates: BTreeMap<String, (u64, u64)>,
    /// Values that are refused by a rule, by what they are and the key: first line and count.
    values: BTreeMap<(&'static str, String), (u64, u64)>,
}

/// A cell with a value.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cell<'a> {
    pub row: Row<'a>,
    pub column: usize,
    /// The column with the currency.
    pub currency: Option<usize>,
    pub channel: NamedChannel<'a>,
    pub scenario: &'a Scenario,
}

impl Cell<'_> {
    /// The value in EUR, as far as the row says one.
    ///
    /// # Errors
    /// Why the row is left out.
    pub fn in_eur(self, amount: &Result<Option<Amount>, &'static str>, counted: &mut Counted) -> Result<Option<f64>, Because> {
        match amount {
            Err(why) => Err((NO_VALUE, format!("{} {why}", self.quoted()))),
            Ok(None) => self.no_value(NoValue::Empty, counted),
            Ok(Some(Amount { value, .. })) if *value == 0.0 => self.no_value(NoValue::Zero, counted),
            Ok(Some(Amount { value, .. })) if *value < 0.0 => self.no_value(NoValue::Negative, counted),
            Ok(Some(amount)) => self.converted(amount, counted).map(Some),
        }
    }

    fn quoted(self) -> String {
        format!("\"{}\"", shown(self.row.get(self.column)))
    }

    /// What a value means that is none.
    fn no_value(self, what: NoValue, counted: &mut Counted) -> Result<Option<f64>, Because> {
        let (name, keys) = self.channel;
        let rule = match what {
            NoValue::Empty => keys.csv_empty_value,
            NoValue::Zero => keys.csv_zero_value,
            NoValue::Negative => keys.csv_negative_value,
        };
        let (kind, line) = (what.counted(rule), self.row.line());
        let told = || if what == NoValue::Negative { self.quoted() } else { String::new() };
        match rule {
            ValueRule::LeaveOut => return Err((kind, told())),
            ValueRule::Refuse => {
                let of_kind = counted.values.entry((what.words(), format!("channel.{name}.{}", what.key()))).or_insert((line, 0));
                of_kind.1 += 1;
            }
            ValueRule::Unknown | ValueRule::Nothing => counted.findings.add(kind, line, told),
        }
        Ok((rule == ValueRule::Nothing).then_some(0.0))
    }

    /// An amount in EUR. One without a rate stays as it is, and refuses the file.
    fn converted(self, amount: &Amount, counted: &mut Counted) -> Result<f64, Because> {
        let code = self.code(amount)?.map_or(OURS.to_string(), |code| code.to_string());
        if code == OURS {
            return Ok(amount.value);
        }
        let rates = &self.scenario.currency.entries;
        let Some((_, rate)) = rates.iter().find(|(name, _)| name.eq_ignore_ascii_case(&code)) else {
            counted.rates.entry(code).or_insert((self.row.line(), 0)).1 += 1;
            return Ok(amount.value);
        };
        counted.findings.add(CONVERTED, self.row.line(), || code);
        Ok(amount.value * rate.in_eur)
    }

    /// The currency: as beside the amount, else as the row says, else as the channel says, else as the name of the column says.
    fn code(self, amount: &Amount) -> Result<Option<Currency>, Because> {
        let in_row = self.currency.map(|column| self.row.get(column)).filter(|text| !text.is_empty());
        let said = in_row.or(Some(self.channel.1.csv_currency.trim()).filter(|text| !text.is_empty()));
        let no_currency = |text| (NO_VALUE, format!("\"{}\" is no currency", shown(text)));
        let said = said.map(|text| currency::named(text).ok_or_else(|| no_currency(text))).transpose()?;
        match (amount.currency, said) {
            (Some(beside), Some(said)) if in_row.is_some() && beside != said => {
                Err((NO_VALUE, format!("{} is in {beside}, but the row says {said}", self.quoted())))
            }
            (beside, said) => Ok(beside.or(said).or_else(|| currency::in_name(self.row.header(self.column)))),
        }
    }
}

impl Counted {
    /// What is counted beside what was found already.
    pub fn beside(findings: Findings) -> Self {
        Self { findings, ..Self::default() }
    }

    /// Everything that refuses the file.
    pub fn refusals(&self) -> Vec<Refusal> {
        let mut refusals = Vec::new();
        if let Some((first, _)) = self.rates.values().min().copied() {
            let one = |(code, (line, count)): (&String, &(u64, u64))| format!("{code} ({}, first in line {line})", grouped(*count));
            let codes = listed(self.rates.iter().map(one));
            let rates = listed(self.rates.keys().map(|code| format!("currency.{code}.in_eur = 0.9")));
            let cure = format!("Say what one unit is worth in EUR, for example {rates}.");
            refusals.push(Refusal::at(first, format!("has values in currencies without a rate: {codes}"), cure));
        }
        for ((words, key), (line, count)) in &self.values {
            let cure = format!("{key} is \"refuse\"; \"unknown\", \"nothing\" and \"leave-out\" accept such rows.");
            let message = format!("has values that are {words}: {}, the first in line {line}", grouped(*count));
            refusals.push(Refusal::at(*line, message, cure));
        }
        refusals
    }
}
