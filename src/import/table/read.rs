//! All records of a text sorted into rows and what is no row.

use super::super::records::{Fault, LONGEST, Record, Records};
use super::dialect::{Dialect, names};
use super::{HowRead, Table, asides};
use crate::import::findings::{Findings, What};
use crate::import::refusal::Refusal;
use crate::import::words::shown;

/// Lines above the names of the columns.
pub(crate) const ABOVE: What = What::left_out("lines_above", "lines above the names of the columns");
/// Lines below the last row.
pub(crate) const BELOW: What = What::left_out("lines_below", "lines below the table");
/// Totals and notes between rows.
pub(crate) const BETWEEN: What = What::left_out("lines_between", "totals and notes between rows");
/// The names of the columns once more, where one export was appended to another.
pub(crate) const REPEATED_HEADER: What = What::left_out("repeated_header", "repeated names of the columns");
/// Rows with more or fewer cells than there are columns.
pub(crate) const OTHER_WIDTH: What = What::left_out("other_width", "rows whose number of cells differs from the number of columns");
/// Rows in which a quote is opened and not closed.
pub(crate) const OPEN_QUOTE: What = What::left_out("open_quote", "rows in which a quote is opened and not closed");
/// Rows that are too long to be rows.
pub(crate) const TOO_LONG: What = What::left_out("too_long", "rows of more than 1 MiB");
/// Columns with the name of an earlier one.
pub(crate) const SAME_NAME: What = What::used("same_name", "columns with the name of an earlier one");
/// Rows with characters that could not be read.
pub(crate) const BROKEN_TEXT: What = What::used("broken_text", "rows with characters that could not be read");

/// More rows are refused.
const MOST_ROWS: usize = 50_000_000;

const _: () = assert!(LONGEST < u32::MAX as usize);

/// Reads a table from a text.
///
/// # Errors
/// If there is nothing below the names of the columns that can be read.
pub(super) fn read(text: &str, dialect: &Dialect, encoding: String, prefix: &str) -> Result<Table, Refusal> {
    let mut reading = Reading {
        table: Table {
            headers: Vec::new(),
            how: HowRead { encoding, delimiter: dialect.delimiter, header_line: dialect.header_line },
            findings: Findings::default(),
            broken: 0,
            fingerprint: String::new(),
            text: String::new(),
            ends: Vec::new(),
            starts: Vec::new(),
            lines: Vec::new(),
        },
        since_last_row: Vec::new(),
        after_gap: false,
    };
    let mut records = Records::new(text, dialect.delimiter.byte(), dialect.quote, dialect.start);
    let mut record = Record::default();
    let mut next_line = dialect.start.1;
    while records.next(&mut record) {
        reading.after_gap |= record.line > next_line;
        next_line = records.line();
        reading.take(&record)?;
        if records.gave_up_quotes() {
            let cure = format!("If quotes are ordinary characters in this file, set {prefix}quote = \"none\".");
            return Err(Refusal::at(record.line, "too many quotes are opened and not closed", cure));
        }
    }
    reading.end()
}

/// A table while it is read.
struct Reading {
    table: Table,
    /// Totals and notes since the last row: whether they stand below the table is known at its end.
    since_last_row: Vec<(u64, String)>,
    /// Whether a blank line was met since the last row.
    after_gap: bool,
}

impl Reading {
    fn take(&mut self, record: &Record) -> Result<(), Refusal> {
        if record.line < self.table.how.header_line {
            self.table.findings.add(ABOVE, record.line, || first_cell(record));
            return Ok(());
        }
        if self.table.headers.is_empty() {
            return self.take_header(record);
        }
        if let Some(fault) = record.fault {
            let what = if fault == Fault::Quote { OPEN_QUOTE } else { TOO_LONG };
            self.table.broken += 1;
            self.table.findings.add(what, record.line, || first_cell(record));
        } else if record.filled() == 0 {
            // A row of nothing but delimiters is blank.
            self.after_gap = true;
        } else if self.is_header(record) {
            self.table.findings.add(REPEATED_HEADER, record.line, String::new);
        } else if asides::is_aside(record, self.table.headers.len(), self.after_gap) {
            self.since_last_row.push((record.line, first_cell(record)));
        } else {
            self.take_row(record)?;
        }
        Ok(())
    }

    fn take_header(&mut self, record: &Record) -> Result<(), Refusal> {
        let mut headers: Vec<String> = record.cells().map(str::to_string).collect();
        while headers.last().is_some_and(String::is_empty) {
            headers.pop();
        }
        if headers.is_empty() || record.fault.is_some() {
            return Err(Refusal::at(record.line, "does not name the columns", "One line names the columns, each line below it is a row."));
        }
        for (column, header) in headers.iter().enumerate() {
            if !header.is_empty() && headers[..column].contains(header) {
                self.table.findings.add(SAME_NAME, record.line, || format!("\"{}\"", shown(header)));
            }
        }
        self.table.headers = headers;
        self.after_gap = false;
        Ok(())
    }

    fn is_header(&self, record: &Record) -> bool {
        let headers = &self.table.headers;
        headers.len() > 1 && self.extra_is_empty(record) && headers.iter().enumerate().all(|(column, header)| record.get(column) == header)
            || headers.len() == 1 && record.len() == 1 && record.get(0) == headers[0]
    }

    /// Whether there are enough cells, and none beyond the columns has anything in it.
    fn extra_is_empty(&self, record: &Record) -> bool {
        let columns = self.table.headers.len();
        record.len() >= columns && (columns..record.len()).all(|column| record.get(column).is_empty())
    }

    fn take_row(&mut self, record: &Record) -> Result<(), Refusal> {
        self.after_gap = false;
        for (line, text) in self.since_last_row.drain(..) {
            self.table.findings.add(BETWEEN, line, || text);
        }
        let table = &mut self.table;
        let columns = table.headers.len();
        let fits = record.len() >= columns && (columns..record.len()).all(|column| record.get(column).is_empty());
        if !fits {
            table.broken += 1;
            table.findings.add(OTHER_WIDTH, record.line, || format!("{} cells where there are {columns} columns", record.len()));
            return Ok(());
        }
        if table.lines.len() >= MOST_ROWS {
            return Err(Refusal::whole(format!("has more than {MOST_ROWS} rows"), "Split it, or take a sample."));
        }
        let start = table.text.len();
        table.starts.push(start);
        table.lines.push(record.line);
        for column in 0..columns {
            table.text.push_str(record.get(column));
            table.ends.push((table.text.len() - start) as u32);
        }
        if table.text[start..].contains('\u{fffd}') {
            table.findings.add(BROKEN_TEXT, record.line, String::new);
        }
        Ok(())
    }

    fn end(mut self) -> Result<Table, Refusal> {
        for (line, text) in self.since_last_row {
            self.table.findings.add(BELOW, line, || text);
        }
        let table = self.table;
        if table.is_empty() && table.broken == 0 {
            let cure = format!(
                "Line {} is read as the column names: {}. Each line below it is a row.",
                table.how.header_line,
                names(&table.headers)
            );
            return Err(Refusal::whole("has no rows below the names of its columns", cure));
        }
        Ok(table)
    }
}

/// What a record that is no row begins with.
fn first_cell(record: &Record) -> String {
    let cell = record.cells().find(|cell| !cell.is_empty()).unwrap_or_default();
    format!("\"{}\"", shown(cell))
}
