//! A file of deals or people opened as a table, its columns found by their names.

use super::problems::{Place, Problem};
use crate::import::dates::{self, Dates};
use crate::import::numbers::{self, Numbers};
use crate::import::words::{listed, shown};
use crate::import::{How, Refusal, Row, Table};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::path::Path;

/// The most columns that are named in a message.
const MOST_NAMED: usize = 40;

/// A column that is looked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// What it is called on the command line.
    pub id: &'static str,
    /// What it holds, for messages.
    pub holds: &'static str,
    /// Names by which it is known, in lower case and without anything but letters and digits; better ones first.
    pub names: &'static [&'static str],
    /// Whether nothing can be done without it.
    pub is_needed: bool,
}

/// How a file is opened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening<'o> {
    /// Columns that are looked for.
    pub wanted: &'o [Wanted],
    /// Names of columns that were given: what a column is called on the command line, and its heading.
    pub said: &'o [(String, String)],
    /// The option that gives them.
    pub option: &'static str,
    /// Columns and what has to stand in them.
    pub wheres: &'o [(String, String)],
    /// How dates and numbers are written, if it was said.
    pub date_format: Option<dates::Format>,
    pub number_format: Option<numbers::Format>,
    /// The settings that say so.
    pub date_setting: &'static str,
    pub number_setting: &'static str,
}

/// A table with its columns.
#[derive(Debug)]
pub(crate) struct Sheet<'o> {
    /// The file as it was named.
    pub file: String,
    pub table: Table,
    columns: BTreeMap<&'static str, usize>,
    filters: Vec<(usize, &'o str)>,
    opening: Opening<'o>,
}

impl<'o> Sheet<'o> {
    /// Opens a file.
    ///
    /// # Errors
    /// If it is no table, and every column that is missing.
    pub fn open(path: &Path, opening: Opening<'o>) -> Result<Self, Vec<Problem>> {
        let file = path.to_string_lossy().into_owned();
        let names = opening.said.iter().chain(opening.wheres).map(|(id, name)| if opening.is_id(id) { name } else { id });
        let how = How { wanted: names.cloned().collect(), ..How::default() };
        let table = Table::open(path, &how).map_err(|refusal| vec![problem(&file, refusal)])?;
        let mut sheet = Self { file, table, columns: BTreeMap::new(), filters: Vec::new(), opening };
        let problems = sheet.find_columns();
        if problems.is_empty() { Ok(sheet) } else { Err(problems) }
    }

    fn find_columns(&mut self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (id, name) in self.opening.said {
            match (self.opening.wanted.iter().find(|wanted| wanted.id == id), self.headed(name)) {
                (Some(wanted), Ok(column)) => _ = self.columns.insert(wanted.id, column),
                (None, _) => problems.push(self.unknown_id(id)),
                (_, Err(problem)) => problems.push(problem),
            }
        }
        for (name, value) in self.opening.wheres {
            match self.headed(name) {
                Ok(column) => self.filters.push((column, value)),
                Err(problem) => problems.push(problem),
            }
        }
        for wanted in self.opening.wanted {
            let is_said = self.opening.said.iter().any(|(id, _)| id == wanted.id);
            match self.known(wanted) {
                _ if is_said => {}
                Some(column) if self.twins(column).len() > 1 => problems.push(self.twice(wanted, column)),
                Some(column) => _ = self.columns.insert(wanted.id, column),
                None if wanted.is_needed => problems.push(self.missing(wanted)),
                None => {}
            }
        }
        problems
    }

    /// The column with a heading, whatever the case of its letters.
    fn headed(&self, name: &str) -> Result<usize, Problem> {
        let like: Vec<usize> = (0..self.table.headers.len())
            .filter(|column| self.table.headers[*column].to_lowercase() == name.trim().to_lowercase())
            .collect();
        match like.as_slice() {
            [column] => Ok(*column),
            _ => self.table.find(name).map_err(|no| self.at(self.table.how.header_line, no.message, no.cure)),
        }
    }

    /// The column with the best of the names by which it is known.
    fn known(&self, wanted: &Wanted) -> Option<usize> {
        let plain: Vec<String> = self.table.headers.iter().map(|header| plain(header)).collect();
        wanted.names.iter().find_map(|name| plain.iter().position(|header| header == name))
    }

    /// The columns with the same name as one, itself among them.
    fn twins(&self, column: usize) -> Vec<usize> {
        let name = plain(&self.table.headers[column]);
        (0..self.table.headers.len()).filter(|other| plain(&self.table.headers[*other]) == name).collect()
    }

    fn twice(&self, wanted: &Wanted, column: usize) -> Problem {
        let twins: Vec<String> = self.twins(column).into_iter().map(|twin| self.table.headers[twin].clone()).collect();
        let are_alike = twins.iter().all(|twin| *twin == twins[0]);
        let names: Vec<String> =
            twins.iter().enumerate().map(|(at, name)| if are_alike { format!("{name} ({})", at + 1) } else { name.clone() }).collect();
        let names: Vec<String> = names.iter().map(|name| shown(name)).collect();
        let message = format!("has {} columns that could be {}: {}", names.len(), wanted.holds, listed(&names));
        let cure = format!("Say which: {} '{}={}' is the first of them.", self.opening.option, wanted.id, names[0]);
        self.at(self.table.how.header_line, message, cure)
    }

    fn missing(&self, wanted: &Wanted) -> Problem {
        let headers: Vec<String> = self.table.headers.iter().take(MOST_NAMED).map(|header| shown(header)).collect();
        let line = self.table.how.header_line;
        let cure =
            format!("Name it: {} {}=COLUMN. The columns, by line {line}, are {}.", self.opening.option, wanted.id, headers.join(", "));
        self.at(self.table.how.header_line, format!("has no column recognised as {}", wanted.holds), cure)
    }

    fn unknown_id(&self, id: &str) -> Problem {
        let known = listed(self.opening.wanted.iter().map(|wanted| wanted.id));
        Problem {
            place: Place::whole(self.opening.option),
            message: format!("\"{}\" is not read from this file", shown(id)),
            hint: format!("Columns that can be named: {known}."),
        }
    }

    /// A problem with a line of the file; 0 where all of it is meant.
    pub fn at(&self, line: u64, message: impl Into<String>, cure: impl Into<String>) -> Problem {
        problem(&self.file, Refusal::at(line, message, cure))
    }

    /// Whether there is a column.
    pub fn has(&self, id: &str) -> bool {
        self.columns.contains_key(id)
    }

    /// The heading of a column.
    pub fn header<'h>(&'h self, id: &'h str) -> &'h str {
        self.columns.get(id).map_or(id, |column| &self.table.headers[*column])
    }

    /// The cell of a column; empty where there is no such column.
    pub fn cell<'t>(&self, row: Row<'t>, id: &str) -> &'t str {
        self.columns.get(id).map_or("", |column| row.get(*column))
    }

    /// Whether a row is one of those that were asked for.
    pub fn is_asked_for(&self, row: Row<'_>) -> bool {
        self.filters.iter().all(|(column, value)| row.get(*column).to_lowercase() == value.trim().to_lowercase())
    }

    /// Whether no rows were asked for in particular.
    pub fn takes_all(&self) -> bool {
        self.filters.is_empty()
    }

    /// How dates of a column are read.
    fn rules_of_dates(&self, column: usize) -> dates::Rules<'_> {
        dates::Rules {
            format: self.opening.date_format,
            clock: TimeZone::UTC,
            written_in: None,
            column: &self.table.headers[column],
            setting: self.opening.date_setting,
        }
    }

    /// A column of dates: nothing where a cell is empty, or why it is no date.
    ///
    /// # Errors
    /// If day and month could stand in either order.
    pub fn dates(&self, id: &str) -> Result<Vec<Result<Option<Date>, &'static str>>, Problem> {
        let Some(&column) = self.columns.get(id) else { return Ok(vec![Ok(None); self.table.len()]) };
        let rules = self.rules_of_dates(column);
        let Dates { cells, .. } = dates::read(self.table.column(column), &rules).map_err(|refusal| problem(&self.file, refusal))?;
        let texts = self.table.column(column).map(|(_, cell)| cell);
        Ok(cells
            .into_iter()
            .zip(texts)
            .map(|(cell, text)| if text.is_empty() { Ok(None) } else { cell.map(|m| Some(m.at.date())) })
            .collect())
    }

    /// A column of stretches of days, several in a cell with semicolons between them, each `2024-07-01 to 2024-07-19` or a single day: with
    /// dates as scenarios write them. What is no date stays as it is.
    ///
    /// # Errors
    /// If day and month could stand in either order.
    pub fn spans(&self, id: &str) -> Result<Vec<Vec<String>>, Problem> {
        let Some(&column) = self.columns.get(id) else { return Ok(vec![Vec::new(); self.table.len()]) };
        let ends = |span: &str| {
            JOINS.iter().find_map(|join| span.split_once(join)).map_or(vec![span.to_string()], |(a, b)| vec![a.into(), b.into()])
        };
        let rows: Vec<(u64, Vec<Vec<String>>)> = self
            .table
            .column(column)
            .map(|(line, cell)| (line, cell.split(';').map(str::trim).filter(|span| !span.is_empty()).map(ends).collect()))
            .collect();
        let rules = self.rules_of_dates(column);
        let all = rows.iter().flat_map(|(line, spans)| spans.iter().flatten().map(|text| (*line, text.trim())));
        // A week or a quarter is no date of the calendar.
        let is_date = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        let Dates { cells, .. } =
            dates::read(all.filter(|(_, text)| is_date(text)), &rules).map_err(|refusal| problem(&self.file, refusal))?;
        let mut cells = cells.into_iter();
        let mut as_written = |text: &String| {
            let read = if is_date(text.trim()) { cells.next() } else { None };
            read.and_then(Result::ok).map_or_else(|| text.trim().to_string(), |moment| moment.at.date().to_string())
        };
        let mut span = |ends: Vec<String>| ends.iter().map(&mut as_written).collect::<Vec<_>>().join(" to ");
        Ok(rows.into_iter().map(|(_, spans)| spans.into_iter().map(&mut span).collect()).collect())
    }

    /// A column of numbers.
    ///
    /// # Errors
    /// If a point or a comma could be either.
    pub fn numbers(&self, id: &str) -> Result<Numbers, Problem> {
        let Some(&column) = self.columns.get(id) else {
            return Ok(Numbers { cells: vec![Ok(None); self.table.len()], format: None });
        };
        let rules = numbers::Rules {
            format: self.opening.number_format,
            delimiter: self.table.how.delimiter,
            column: &self.table.headers[column],
            setting: self.opening.number_setting,
        };
        // A share may say that it is in per cent.
        let cells = self.table.column(column).map(|(line, cell)| (line, cell.trim_end_matches(['%', ' ', '\u{a0}'])));
        numbers::read(cells, &rules).map_err(|refusal| problem(&self.file, refusal))
    }
}

impl Opening<'_> {
    fn is_id(&self, id: &str) -> bool {
        self.wanted.iter().any(|wanted| wanted.id == id)
    }
}

/// What stands between a first and a last day.
const JOINS: [&str; 5] = [" to ", " until ", " bis ", " \u{2013} ", " - "];

/// A heading without anything but its letters and digits, in lower case.
pub(crate) fn plain(header: &str) -> String {
    header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What is wrong with a file.
fn problem(file: &str, Refusal { line, message, cure }: Refusal) -> Problem {
    let line = usize::try_from(line).unwrap_or(usize::MAX);
    Problem { place: Place { line, column: usize::from(line > 0), ..Place::whole(file) }, message, hint: cure }
}

/// A name as names are compared: whatever the case of its letters and the space in it.
pub(crate) fn same_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
