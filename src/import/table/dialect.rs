//! What stands between cells and around them, and which line names the columns: as said, or as found.
//!
//! The surest sign are the columns that are looked for: the line that has their names, with whatever delimiter, is the header. Where
//! none is looked for or none is there, the delimiter is the one that cuts most lines into the same number of cells, and the header
//! the first line with as many texts.

use super::super::records::{Record, Records};
use super::super::words::shown;
use super::{Delimiter, How, Quote};
use crate::import::refusal::Refusal;
use crate::import::{dates, numbers};
use std::collections::BTreeMap;

/// So many records are looked at, of at most so many bytes.
const LOOKED_AT: usize = 200;
const BYTES_LOOKED_AT: usize = 4 << 20;

/// How a text is cut into cells.
#[derive(Debug, Clone)]
pub(super) struct Dialect {
    pub delimiter: Delimiter,
    pub quote: Option<u8>,
    /// Where the text begins, below a line `sep=;`: byte and line.
    pub start: (usize, u64),
    /// The line with the names of the columns.
    pub header_line: u64,
}

/// How good a way of cutting is: columns that are looked for, then how many lines have the same number of cells.
type Score = (usize, u64);

/// Finds what is not said.
///
/// # Errors
/// If there is nothing in the text, or no record begins on the line that is said to be the header.
pub(super) fn find(text: &str, how: &How) -> Result<Dialect, Refusal> {
    let (said_within, start) = separator_line(text);
    let quote = how.quote.unwrap_or_else(|| quote_of(&text[start.0..])).byte();
    let given = how.delimiter.or(said_within);
    let candidates: Vec<Delimiter> = match given {
        Some(given) => vec![given],
        None => Delimiter::USUAL.iter().map(|(delimiter, _)| *delimiter).collect(),
    };
    let mut best: Option<(Score, Dialect)> = None;
    for delimiter in candidates {
        let mut records = Records::new(text, delimiter.byte(), quote, start);
        let sample = sample(&mut records, how.header_line);
        let Some((score, header_line)) = judge(&sample, how) else { continue };
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            best = Some((score, Dialect { delimiter, quote, start, header_line }));
        }
    }
    match (best, how.header_line) {
        (Some((_, dialect)), _) => Ok(dialect),
        (None, Some(line)) => {
            let cure = format!("Count lines as an editor does, from 1, or leave {}header_line out.", how.prefix);
            Err(Refusal::at(line, "is set as the line with column names, but no row begins there", cure))
        }
        (None, None) => Err(Refusal::whole("is empty", "One line names the columns, each line below it is a row.")),
    }
}

/// What a first line `sep=;` says (Excel writes and reads it), and where the text below it begins.
fn separator_line(text: &str) -> (Option<Delimiter>, (usize, u64)) {
    let length = text.find(['\n', '\r']).unwrap_or(text.len());
    let line = text[..length].trim_matches(['"', ' ']);
    let is_one = line.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("sep="));
    let said = line.get(4..).and_then(|rest| rest.chars().next()).and_then(|c| Delimiter::named(&c.to_string()));
    match (is_one, said) {
        (true, Some(said)) => {
            let breaks = if text[length..].starts_with("\r\n") { 2 } else { 1 };
            (Some(said), ((length + breaks).min(text.len()), 2))
        }
        _ => (None, (0, 1)),
    }
}

/// `'` where the first line has all its cells in it, else `"`.
fn quote_of(text: &str) -> Quote {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim();
    let is_quoted = |cells: Vec<&str>| {
        cells.len() > 1 && cells.iter().all(|cell| cell.trim().len() >= 2 && cell.trim().starts_with('\'') && cell.trim().ends_with('\''))
    };
    let is_single = Delimiter::USUAL.iter().any(|(delimiter, _)| is_quoted(line.split(char::from(delimiter.byte())).collect()));
    if is_single { Quote::Single } else { Quote::Double }
}

/// The first records, or those from a line.
fn sample(records: &mut Records<'_>, from_line: Option<u64>) -> Vec<Record> {
    let (mut sample, mut record) = (Vec::new(), Record::default());
    while sample.len() < LOOKED_AT && record.at < BYTES_LOOKED_AT && records.next(&mut record) {
        if record.fault.is_none() && from_line.is_none_or(|from| record.line >= from) && record.filled() > 0 {
            sample.push(record.clone());
        }
    }
    sample
}

/// How good a way of cutting is, and the line of the header.
fn judge(sample: &[Record], how: &How) -> Option<(Score, u64)> {
    let width = usual_width(sample);
    let alike = sample.iter().filter(|record| record.len() == width).count() as u64;
    // Of two that cut equally evenly the one with more columns, but evenness counts more.
    let evenness = if width > 1 { 1000 * alike * (width as u64 - 1) / (sample.len() as u64 * width as u64).max(1) } else { 0 };
    let wanted = |record: &Record| how.wanted.iter().filter(|name| record.cells().any(|cell| is_meant(name, cell))).count();
    if let Some(line) = how.header_line {
        let header = sample.first().filter(|record| record.line == line)?;
        return Some(((wanted(header), evenness), line));
    }
    let best = sample.iter().rev().max_by_key(|record| wanted(record))?;
    let found = wanted(best);
    let header = if found > 0 { best } else { first_of_texts(sample, width)? };
    Some(((found, evenness), header.line))
}

/// Whether a cell is the name that is looked for, perhaps with the number of its column: `Amount (2)`.
fn is_meant(name: &str, cell: &str) -> bool {
    let name = name.trim();
    !cell.is_empty() && (cell == name || name.strip_prefix(cell).is_some_and(|rest| rest.starts_with(" (") && rest.ends_with(')')))
}

/// The number of cells that most records have, of several the larger.
fn usual_width(sample: &[Record]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    sample.iter().for_each(|record| *counts.entry(record.len()).or_default() += 1);
    counts.into_iter().max_by_key(|(width, count)| (*count, *width)).map_or(0, |(width, _)| width)
}

/// The first record of the usual width that holds texts alone, else the first of that width.
fn first_of_texts(sample: &[Record], width: usize) -> Option<&Record> {
    let mut usual = sample.iter().filter(|record| record.len() == width);
    let is_name = |cell: &str| !cell.is_empty() && !dates::is_like_one(cell) && !numbers::is_like_one(cell);
    usual.clone().find(|record| record.cells().all(is_name)).or_else(|| usual.next())
}

/// The names of the columns, fit for a message. A single one may be any line of a file that is no table: it is not shown.
pub(super) fn names(headers: &[String]) -> String {
    if headers.len() < 2 {
        return "a single one, which is not shown: the file may be no table".to_string();
    }
    headers.iter().take(8).map(|header| format!("\"{}\"", shown(header))).collect::<Vec<_>>().join(", ")
}
