//! How a file is to be read: what the channels that take from it say, and whether they agree.

use crate::import::dates::{self, zone};
use crate::import::{Delimiter, How, Quote, Refusal, encoding, numbers};
use crate::scenario::Scenario;
use crate::scenario::problems::shown;
use crate::scenario::provider::{AUTO, Channel};
use jiff::tz::TimeZone;

/// A channel with its name.
pub(super) type NamedChannel<'s> = (&'s str, &'s Channel);

/// What is said of a key by those who say anything.
///
/// # Errors
/// If two channels say different things.
fn agreed<'s>(channels: &[NamedChannel<'s>], key: &str, get: fn(&Channel) -> &str) -> Result<Option<&'s str>, Refusal> {
    let said = channels.iter().map(|(name, channel)| (*name, get(channel).trim())).filter(|(_, text)| !text.is_empty() && *text != AUTO);
    let said: Vec<(&str, &str)> = said.collect();
    match said.iter().find(|(_, text)| *text != said[0].1) {
        None => Ok(said.first().map(|(_, text)| *text)),
        Some((name, text)) => Err(Refusal::whole(
            format!(
                "is to be read in two ways: channel.{}.{key} = \"{}\", channel.{name}.{key} = \"{}\"",
                said[0].0,
                shown(said[0].1),
                shown(text)
            ),
            "Say the same for all channels of a file, or say it for one of them.",
        )),
    }
}

/// What is said, made into what it means; checked scenarios have nothing else.
fn meant<'s, T>(
    channels: &[NamedChannel<'s>],
    key: &str,
    get: fn(&Channel) -> &str,
    make: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Refusal> {
    let Some(text) = agreed(channels, key, get)? else { return Ok(None) };
    make(text).map(Some).ok_or_else(|| {
        Refusal::whole(format!("cannot be read with {key} = \"{}\"", shown(text)), "Leave it out, or see the reference of keys.")
    })
}

/// How the table is to be read, and the names of the columns that are looked for.
///
/// # Errors
/// Everything on which its channels disagree.
pub(super) fn of_table(channels: &[NamedChannel<'_>]) -> Result<How, Vec<Refusal>> {
    let encoding = meant(channels, "csv_encoding", |channel| &channel.csv_encoding, encoding::named);
    let delimiter = meant(channels, "csv_delimiter", |channel| &channel.csv_delimiter, Delimiter::named);
    let quote = meant(channels, "csv_quote", |channel| &channel.csv_quote, Quote::named);
    let lines = channels.iter().map(|(_, channel)| channel.csv_header_line as u64).filter(|line| *line > 0);
    let wanted = channels.iter().flat_map(|(_, channel)| names(channel)).filter(|name| !name.is_empty()).map(str::to_string).collect();
    match (encoding, delimiter, quote) {
        (Ok(encoding), Ok(delimiter), Ok(quote)) => {
            Ok(How { encoding, delimiter, quote, header_line: lines.max(), wanted, prefix: "csv_" })
        }
        (encoding, delimiter, quote) => Err([encoding.err(), delimiter.err(), quote.err()].into_iter().flatten().collect()),
    }
}

fn names(channel: &Channel) -> [&str; 6] {
    [
        channel.csv_date_column.trim(),
        channel.csv_channel_column.trim(),
        channel.csv_segment_column.trim(),
        channel.csv_value_column.trim(),
        channel.csv_id_column.trim(),
        channel.csv_currency_column.trim(),
    ]
}

/// How a column of dates is to be read: as the channels say that take dates from it.
///
/// # Errors
/// If they disagree.
pub(super) fn of_dates<'c>(scenario: &Scenario, channels: &[NamedChannel<'_>], column: &'c str) -> Result<dates::Rules<'c>, Refusal> {
    let format = meant(channels, "csv_date_format", |channel| &channel.csv_date_format, dates::Format::named)?;
    let written_in = meant(channels, "csv_time_zone", |channel| &channel.csv_time_zone, zone)?;
    let clock = zone(&scenario.time.zone).unwrap_or(TimeZone::UTC);
    Ok(dates::Rules { format, clock, written_in, column, setting: "csv_date_format" })
}

/// How a column of values is to be read: as the channels say that take values from it.
///
/// # Errors
/// If they disagree.
pub(super) fn of_numbers<'c>(channels: &[NamedChannel<'_>], delimiter: Delimiter, column: &'c str) -> Result<numbers::Rules<'c>, Refusal> {
    let format = meant(channels, "csv_number_format", |channel| &channel.csv_number_format, numbers::Format::named)?;
    Ok(numbers::Rules { format, delimiter, column, setting: "csv_number_format" })
}
