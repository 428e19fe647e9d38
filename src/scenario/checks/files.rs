//! Keys about files of real arrivals: whether they mean anything, and have an effect.

use super::Checker;
use crate::import::dates::{self, zone};
use crate::import::numbers::Currency;
use crate::import::{Delimiter, Quote, encoding, numbers};
use crate::scenario::keys::Section;
use crate::scenario::problems::shown;
use crate::scenario::provider::{AUTO, Channel};

/// How time zones are written.
pub(super) const ZONES: &str = "Write a name such as \"Europe/Berlin\" or \"America/New_York\", an offset such as \"+01:00\", or \"UTC\".";

/// What a key may say, whether a text says it, and what to write.
type Rule<'c> = (&'static str, &'c str, fn(&str) -> bool, &'static str, String);

impl Checker<'_> {
    /// What one channel says about its file.
    pub(super) fn files(&mut self, name: &str, channel: &Channel) {
        if !self.csv_files.contains_key(name) {
            self.without_a_file(name);
            return;
        }
        for (key, text, is_meant, what, cure) in rules(channel) {
            if !text.is_empty() && text != AUTO && !is_meant(text) {
                let path = format!("channel.{name}.{key}");
                let message = format!("{path} = \"{}\" is not {what}", shown(text));
                self.refuse(&["channel.csv_file"], &path, message, cure);
            }
        }
        if channel.csv_value_column.is_empty() {
            for key in
                ["csv_currency_column", "csv_currency", "csv_zero_value", "csv_empty_value", "csv_negative_value", "csv_number_format"]
            {
                self.has_no_effect(name, key, "csv_value_column");
            }
        }
    }

    /// Currencies have a code and a rate: a rate of 1 that nobody wrote would be wrong without a word.
    pub(super) fn currencies(&mut self) {
        for name in self.scenario.currency.names() {
            let (entry, rate) = (format!("currency.{name}"), format!("currency.{name}.in_eur"));
            if Currency::coded(name).is_none() {
                let message = format!("{entry} is not called by the code of a currency");
                self.refuse(&[], &entry, message, "Codes have three letters: [currency.USD].");
            } else if !self.origins.contains_key(&rate) {
                self.refuse(&[], &entry, format!("{rate} is not set"), "Give the value of one unit in EUR: in_eur = 0.92.");
            }
        }
    }

    /// Keys about a file that is not named.
    fn without_a_file(&mut self, name: &str) {
        for key in Channel::NAMES.iter().filter(|key| key.starts_with("csv_") && **key != "csv_file") {
            self.has_no_effect(name, key, "csv_file");
        }
    }

    /// Warns of a key that was set to something of its own and does nothing without another.
    fn has_no_effect(&mut self, name: &str, key: &str, without: &str) {
        let path = format!("channel.{name}.{key}");
        let value = self.scenario.channel.get(name).and_then(|channel| value(channel, key));
        if self.origins.contains_key(&path) && value != value_of_default(key) {
            self.warn(&path, format!("{path} has no effect without {without}"), format!("Set {without}, or leave it out."));
        }
    }
}

fn value(channel: &Channel, key: &str) -> Option<serde_json::Value> {
    let mut found = None;
    channel.each(&mut |meta, value| {
        if meta.name == key {
            found = Some(value.to_json());
        }
    });
    found
}

fn value_of_default(key: &str) -> Option<serde_json::Value> {
    value(&Channel::default(), key)
}

fn rules(channel: &Channel) -> [Rule<'_>; 7] {
    let listed = |what: &str, examples: &str| format!("Leave it out for what is found in the file, or write {what}{examples}.");
    [
        (
            "csv_encoding",
            &channel.csv_encoding,
            |text| encoding::named(text).is_some(),
            "an encoding",
            listed("", "\"utf-8\", \"utf-16le\", \"windows-1252\" or another that browsers know"),
        ),
        (
            "csv_delimiter",
            &channel.csv_delimiter,
            |text| Delimiter::named(text).is_some(),
            "a delimiter",
            listed("", "\"comma\", \"semicolon\", \"tab\", \"pipe\" or the character"),
        ),
        (
            "csv_quote",
            &channel.csv_quote,
            |text| Quote::named(text).is_some(),
            "a quote character",
            listed("", "\"double\", \"single\" or \"none\""),
        ),
        (
            "csv_date_format",
            &channel.csv_date_format,
            |text| dates::Format::named(text).is_some(),
            "a date format",
            listed("", dates::Format::EXAMPLES),
        ),
        (
            "csv_number_format",
            &channel.csv_number_format,
            |text| numbers::Format::named(text).is_some(),
            "a number format",
            listed("an example with decimals: ", numbers::Format::EXAMPLES),
        ),
        (
            "csv_currency",
            &channel.csv_currency,
            |text| numbers::currency::named(text).is_some(),
            "a currency",
            "Write its code, such as \"USD\".".to_string(),
        ),
        ("csv_time_zone", &channel.csv_time_zone, |text| zone(text).is_some(), "a time zone", ZONES.to_string()),
    ]
}
