//! A table from a file of text: names of columns, rows with their lines, how it was read, and what was left out.

mod asides;
mod dialect;
mod read;

use super::findings::Findings;
use super::refusal::Refusal;
use super::words::{nearest, shown};
use super::{encoding, source};
use std::collections::HashSet;
use std::path::Path;
use xxhash_rust::xxh3::Xxh3;

/// The most columns that are named in a message.
const MOST_NAMED: usize = 40;

/// What stands between cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Delimiter(u8);

impl Delimiter {
    /// The usual ones, with their names.
    pub const USUAL: [(Self, &'static str); 4] =
        [(Self(b','), "comma"), (Self(b';'), "semicolon"), (Self(b'\t'), "tab"), (Self(b'|'), "pipe")];

    /// The one of this name, or the character itself; none where it can be no delimiter.
    ///
    /// ```
    /// use winflow::import::Delimiter;
    /// assert_eq!(Delimiter::named("semicolon"), Delimiter::named(";"));
    /// assert_eq!(Delimiter::named("\""), None);
    /// ```
    pub fn named(text: &str) -> Option<Self> {
        let usual = Self::USUAL.iter().find(|(_, name)| *name == text.trim()).map(|(delimiter, _)| *delimiter);
        usual.or_else(|| match text.as_bytes() {
            [byte] if byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\'' | b'\n' | b'\r' | b' ') => {
                Some(Self(*byte))
            }
            _ if text == "\\t" => Some(Self(b'\t')),
            _ => None,
        })
    }

    /// The ASCII character that it is.
    pub fn byte(self) -> u8 {
        self.0
    }

    /// Its name, or the character.
    pub fn name(self) -> String {
        let usual = Self::USUAL.iter().find(|(delimiter, _)| *delimiter == self);
        usual.map_or_else(|| format!("\"{}\"", shown(&char::from(self.0).to_string())), |(_, name)| (*name).to_string())
    }
}

/// What stands around cells that hold delimiters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// `"`.
    Double,
    /// `'`.
    Single,
    /// Nothing: quotes are ordinary characters.
    None,
}

impl Quote {
    /// The one of this name, `double`, `single` or `none`, or the character itself.
    pub fn named(text: &str) -> Option<Self> {
        match text.trim() {
            "double" | "\"" => Some(Self::Double),
            "single" | "'" => Some(Self::Single),
            "none" => Some(Self::None),
            _ => None,
        }
    }

    fn byte(self) -> Option<u8> {
        match self {
            Self::Double => Some(b'"'),
            Self::Single => Some(b'\''),
            Self::None => None,
        }
    }
}

/// How a file is to be read. What is not said is found.
#[derive(Debug, Clone, Default)]
pub struct How {
    /// How its characters are stored.
    pub encoding: Option<&'static encoding_rs::Encoding>,
    /// What stands between cells.
    pub delimiter: Option<Delimiter>,
    /// What stands around cells.
    pub quote: Option<Quote>,
    /// The line with the names of the columns, from 1.
    pub header_line: Option<u64>,
    /// Names of columns that are looked for: the line that has them names the columns.
    pub wanted: Vec<String>,
    /// What the names of these settings begin with where the user sets them, for messages: `csv_`.
    pub prefix: &'static str,
}

/// How a file was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HowRead {
    /// How its characters are stored.
    pub encoding: String,
    /// What stands between cells.
    pub delimiter: Delimiter,
    /// The line with the names of the columns, from 1.
    pub header_line: u64,
}

impl HowRead {
    /// In words: `UTF-8, semicolon, names of columns in line 3`.
    pub fn in_words(&self) -> String {
        format!("{}, {}, names of columns in line {}", self.encoding, self.delimiter.name(), self.header_line)
    }
}

/// A table. Every row has as many cells as there are columns.
#[derive(Debug, Clone)]
pub struct Table {
    /// Names of the columns, without the space around them.
    pub headers: Vec<String>,
    /// How the file was read.
    pub how: HowRead,
    /// What was found beside the rows: lines above and below the table, repeated names of columns, rows of another width.
    pub findings: Findings,
    /// Rows that could not be taken: of another width, or with a quote that is not closed.
    pub broken: u64,
    /// Hash of the bytes of the file (XXH3, 128 bits, hexadecimal).
    pub fingerprint: String,
    text: String,
    ends: Vec<u32>,
    starts: Vec<usize>,
    lines: Vec<u64>,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'t> {
    table: &'t Table,
    number: usize,
}

impl<'t> Row<'t> {
    /// The line on which it begins, as an editor counts.
    pub fn line(self) -> u64 {
        self.table.lines[self.number]
    }

    /// Its place among the rows, from 0.
    pub fn number(self) -> usize {
        self.number
    }

    /// The name of a column.
    pub fn header(self, column: usize) -> &'t str {
        self.table.headers.get(column).map_or("", String::as_str)
    }

    /// The cell in a column, without the space around it.
    pub fn get(self, column: usize) -> &'t str {
        let table = self.table;
        let (width, start) = (table.headers.len(), table.starts[self.number]);
        if column >= width {
            return "";
        }
        let at = self.number * width + column;
        let from = if column == 0 { 0 } else { table.ends[at - 1] as usize };
        &table.text[start + from..start + table.ends[at] as usize]
    }
}

/// A column that is not there, or there more than once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoColumn {
    /// What is wrong: `has no column "Data"`.
    pub message: String,
    /// What would help.
    pub cure: String,
}

impl Table {
    /// Reads a file.
    ///
    /// # Errors
    /// If it cannot be read, is no table, or is not as `how` says.
    pub fn open(path: &Path, how: &How) -> Result<Self, Refusal> {
        Self::from_bytes(&source::bytes(path)?, how)
    }

    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// If they are no table, or not as `how` says.
    pub fn from_bytes(bytes: &[u8], how: &How) -> Result<Self, Refusal> {
        source::is_text(bytes)?;
        let decoded = encoding::decode(bytes, how.encoding, how.prefix)?;
        source::is_table(&decoded.text)?;
        let dialect = dialect::find(&decoded.text, how)?;
        let mark = if decoded.by_mark && decoded.encoding == encoding_rs::UTF_8 { " with a mark" } else { "" };
        let encoding = format!("{}{mark}", decoded.encoding.name());
        let mut table = read::read(&decoded.text, &dialect, encoding, how.prefix)?;
        table.fingerprint = source::fingerprint(bytes);
        Ok(table)
    }

    /// How many rows there are, without those that could not be taken.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The rows in the order of the file.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = Row<'_>> + Clone {
        (0..self.len()).map(|number| Row { table: self, number })
    }

    /// A column from top to bottom: line and cell.
    pub fn column(&self, column: usize) -> impl Iterator<Item = (u64, &str)> + Clone {
        self.rows().map(move |row| (row.line(), row.get(column)))
    }

    /// The position of the column of this name. Of two with one name, `Amount (2)` is the second.
    ///
    /// # Errors
    /// If there is none, or there are several and it is not said which.
    pub fn find(&self, name: &str) -> Result<usize, NoColumn> {
        let name = name.trim();
        let all = self.named(name);
        match all.as_slice() {
            [one] => Ok(*one),
            [] => self.numbered(name).ok_or_else(|| self.no_column(name)),
            several => Err(NoColumn {
                message: format!("has {} columns with the name \"{}\"", several.len(), shown(name)),
                cure: format!("Say which: \"{0} (1)\" is the first of them, \"{0} (2)\" the second.", shown(name)),
            }),
        }
    }

    fn named(&self, name: &str) -> Vec<usize> {
        (0..self.headers.len()).filter(|column| self.headers[*column] == name).collect()
    }

    /// The column that `Amount (2)` means.
    fn numbered(&self, name: &str) -> Option<usize> {
        let (name, number) = name.strip_suffix(')')?.rsplit_once(" (")?;
        let number: usize = number.parse().ok()?;
        self.named(name).get(number.checked_sub(1)?).copied()
    }

    fn no_column(&self, name: &str) -> NoColumn {
        // A file that is no table may hold anything, and nobody asked to see it.
        if !self.is_like_table() {
            let cure = "It does not look like a table: its first line has to name the columns, and each line below it is a row.";
            return NoColumn { message: format!("has no column \"{}\"", shown(name)), cure: cure.to_string() };
        }
        let like = nearest(name, self.headers.iter().map(String::as_str));
        let like = like.map_or(String::new(), |like| format!("Did you mean \"{}\"? ", shown(like)));
        let list: Vec<String> = self.headers.iter().take(MOST_NAMED).map(|header| shown(header)).collect();
        NoColumn { message: format!("has no column \"{}\"", shown(name)), cure: format!("{like}The columns are {}.", list.join(", ")) }
    }

    /// Whether it looks like a table: several columns, and hardly a row of another width.
    fn is_like_table(&self) -> bool {
        self.headers.len() > 1 && self.broken * 10 <= self.len() as u64
    }

    /// For every row, by its place among the rows, whether an earlier one has the same cells.
    pub fn repeats(&self) -> Vec<bool> {
        let mut seen = HashSet::with_capacity(self.len());
        let of_row = |row: Row<'_>| {
            let mut hash = Xxh3::new();
            (0..self.headers.len()).for_each(|column| {
                hash.update(row.get(column).as_bytes());
                hash.update(b"\x1f");
            });
            hash.digest128()
        };
        self.rows().map(|row| !seen.insert(of_row(row))).collect()
    }
}

#[cfg(test)]
mod tests;
