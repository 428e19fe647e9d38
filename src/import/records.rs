//! From text to records: cells between delimiters, perhaps in quotes, with the lines on which they stand.
//!
//! The `csv` crate reads whatever it is given: a quote that is never closed swallows the rest of the file, and where a record began
//! is not to be had after a `\r\n` or a blank line. Files of people have both. Here a line is what an editor shows (`\n`, `\r\n` or
//! `\r`, blank lines and lines within cells included), and a quote that is not closed costs its own line and nothing below it:
//!
//! - A closing quote stands before a delimiter or the end of a line. Another one belongs to the text, as in `"Acme "Best" Inc"`,
//!   as long as the cell stays on its line; over lines it is a sign that the first quote was not closed.
//! - A record is at most [`LONGEST`] bytes long, in quotes too: nothing is looked for further than that.
//!
//! A test holds it against the `csv` crate on well-formed tables.

/// Longer records are not read; most likely a quote was not closed.
pub(super) const LONGEST: usize = 1 << 20;
/// Once so many bytes were looked at in vain for the end of quotes, quotes are given up.
const MOST_IN_VAIN: usize = 64 << 20;
/// So many characters are kept of a line that is no record.
const KEPT_OF_A_LINE: usize = 80;

/// What is wrong with a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// A quote is opened on this line and not closed.
    Quote,
    /// It is longer than [`LONGEST`].
    TooLong,
}

/// A record: its cells, one after the other. Made once and filled again and again.
#[derive(Debug, Default, Clone)]
pub(super) struct Record {
    /// The line on which it begins, from 1.
    pub line: u64,
    /// Where it begins in the text.
    pub at: usize,
    /// What is wrong with it; then its only cell is the beginning of its line.
    pub fault: Option<Fault>,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// How many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// A cell without the space around it; empty where there is none.
    pub fn get(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else { return "" };
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        trimmed(&self.text[start..*end])
    }

    /// All cells without the space around them.
    pub fn cells(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|column| self.get(column))
    }

    /// How many cells are not empty.
    pub fn filled(&self) -> usize {
        self.cells().filter(|cell| !cell.is_empty()).count()
    }

    fn clear(&mut self, line: u64, at: usize) {
        (self.line, self.at, self.fault) = (line, at, None);
        self.text.clear();
        self.ends.clear();
    }
}

/// A cell without the space around it, nor the mark that stands where one file was appended to another.
fn trimmed(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
}

/// Goes through a text, record by record.
#[derive(Debug, Clone)]
pub(super) struct Records<'t> {
    text: &'t str,
    delimiter: u8,
    quote: Option<u8>,
    at: usize,
    line: u64,
    in_vain: usize,
}

/// What stopped a cell.
enum End {
    Delimiter,
    Line,
}

impl<'t> Records<'t> {
    /// The records of a text from the byte `at`, which begins the line `line`. Delimiter and quote are ASCII characters.
    pub fn new(text: &'t str, delimiter: u8, quote: Option<u8>, (at, line): (usize, u64)) -> Self {
        Self { text, delimiter, quote, at, line, in_vain: 0 }
    }

    /// The line below what was read last.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// Whether so many quotes are not closed that they mean something else.
    pub fn gave_up_quotes(&self) -> bool {
        self.in_vain > MOST_IN_VAIN
    }

    /// Reads the next record; false at the end. Blank lines are passed over.
    pub fn next(&mut self, record: &mut Record) -> bool {
        self.skip_blank_lines();
        record.clear(self.line, self.at);
        if self.at >= self.text.len() {
            return false;
        }
        let (at, line) = (self.at, self.line);
        if let Err(fault) = self.read(record) {
            self.in_vain += self.at.saturating_sub(at);
            (self.at, self.line) = (at, line);
            self.take_a_line(record, fault);
        }
        true
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Length of the line break at a place, if there is one.
    fn line_break(&self, at: usize) -> Option<usize> {
        match self.byte(at)? {
            b'\r' if self.byte(at + 1) == Some(b'\n') => Some(2),
            b'\r' | b'\n' => Some(1),
            _ => None,
        }
    }

    fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at).is_some_and(|byte| byte != self.delimiter && matches!(byte, b' ' | b'\t')) {
            at += 1;
        }
        at
    }

    fn skip_blank_lines(&mut self) {
        loop {
            let after = self.skip_spaces(self.at);
            match self.line_break(after) {
                Some(length) => (self.at, self.line) = (after + length, self.line + 1),
                None if after >= self.text.len() => return self.at = after,
                None => return,
            }
        }
    }

    fn read(&mut self, record: &mut Record) -> Result<(), Fault> {
        let (mut is_odd, most) = (false, record.at + LONGEST);
        loop {
            let start = self.skip_spaces(self.at);
            let is_quoted = self.quote.is_some() && self.byte(start) == self.quote && !self.gave_up_quotes();
            let end = if is_quoted { self.quoted(start + 1, most, record, &mut is_odd)? } else { self.bare(most, record)? };
            record.ends.push(record.text.len());
            if matches!(end, End::Line) {
                break;
            }
        }
        let spans_lines = self.line > record.line + 1;
        if is_odd && spans_lines { Err(Fault::Quote) } else { Ok(()) }
    }

    /// A cell without quotes: up to the next delimiter or the end of the line.
    fn bare(&mut self, most: usize, record: &mut Record) -> Result<End, Fault> {
        let rest = &self.text.as_bytes()[self.at..most.min(self.text.len()).max(self.at)];
        let stops = |byte: &u8| *byte == self.delimiter || matches!(byte, b'\n' | b'\r');
        let length = match rest.iter().position(stops) {
            Some(length) => length,
            None if self.at + rest.len() < self.text.len() => return Err(Fault::TooLong),
            None => rest.len(),
        };
        record.text.push_str(&self.text[self.at..self.at + length]);
        self.at += length;
        Ok(self.pass_end())
    }

    /// A cell in quotes, from behind the first one.
    fn quoted(&mut self, start: usize, most: usize, record: &mut Record, is_odd: &mut bool) -> Result<End, Fault> {
        let (mut at, mut from) = (start, start);
        loop {
            if at >= most {
                self.at = at;
                return Err(Fault::Quote);
            }
            match self.byte(at) {
                None => {
                    self.at = at;
                    return Err(Fault::Quote);
                }
                quote if quote == self.quote => {
                    record.text.push_str(&self.text[from..at]);
                    let after = self.skip_spaces(at + 1);
                    if self.byte(at + 1) == self.quote {
                        (from, at) = (at + 1, at + 2);
                    } else if after >= self.text.len() || self.byte(after) == Some(self.delimiter) || self.line_break(after).is_some() {
                        self.at = after;
                        return Ok(self.pass_end());
                    } else {
                        *is_odd = true;
                        (from, at) = (at, at + 1);
                    }
                }
                _ => {
                    let length = self.line_break(at);
                    self.line += u64::from(length.is_some());
                    at += length.unwrap_or(1);
                }
            }
        }
    }

    /// Goes past what ended a cell.
    fn pass_end(&mut self) -> End {
        if self.byte(self.at) == Some(self.delimiter) {
            self.at += 1;
            return End::Delimiter;
        }
        // The end of the text counts as the end of a line.
        self.at += self.line_break(self.at).unwrap_or(0);
        self.line += 1;
        End::Line
    }

    /// Makes one line a record of its own, whatever it is.
    fn take_a_line(&mut self, record: &mut Record, fault: Fault) {
        record.clear(self.line, self.at);
        let rest = &self.text[self.at..];
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        record.text.extend(rest[..length].chars().take(KEPT_OF_A_LINE));
        record.ends.push(record.text.len());
        record.fault = Some(fault);
        self.at += length;
        self.pass_line();
    }

    fn pass_line(&mut self) {
        self.at += self.line_break(self.at).unwrap_or(0);
        self.line += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, delimiter: u8) -> Vec<(u64, Option<Fault>, Vec<String>)> {
        let (mut records, mut record, mut all) = (Records::new(text, delimiter, Some(b'"'), (0, 1)), Record::default(), Vec::new());
        while records.next(&mut record) {
            all.push((record.line, record.fault, record.cells().map(str::to_string).collect()));
        }
        all
    }

    fn lines(text: &str) -> Vec<u64> {
        read(text, b',').iter().map(|(line, _, _)| *line).collect()
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        assert_eq!(lines("a,b\r\n1,2\r\n\r\n3,4"), [1, 2, 4]);
        assert_eq!(lines("a,b\n\n\n1,2\n  \n3,4\n"), [1, 4, 6]);
        assert_eq!(lines("a,b\r1,2\r\r3,4\r"), [1, 2, 4]);
        assert_eq!(lines("a,b\n\"x\ny\r\nz\",2\n3,4\n"), [1, 2, 5]);
    }

    #[test]
    fn quotes_hold_delimiters_lines_and_quotes() {
        let cells = |text: &str| read(text, b';').into_iter().map(|(_, _, cells)| cells).next().unwrap_or_default();
        assert_eq!(cells("\"a;\"\"b\"\"\r\nc\"; \"d\" ;e 5\" f\n"), ["a;\"b\"\r\nc", "d", "e 5\" f"]);
        assert_eq!(cells("\"Acme \"Best\" Inc\";1\n"), ["Acme \"Best\" Inc", "1"]);
        assert_eq!(cells(";;\n"), ["", "", ""]);
        assert_eq!(cells("\"\";a\n"), ["", "a"]);
    }

    #[test]
    fn an_open_quote_costs_its_own_line_alone() {
        for text in ["a,\"b\nc,d\ne,f\n", "a,\"b\nc,\"d\"\ne,f\n"] {
            let all = read(text, b',');
            assert_eq!(all.len(), 3, "{all:?}");
            assert_eq!((all[0].0, all[0].1, all[0].2.as_slice()), (1, Some(Fault::Quote), ["a,\"b".to_string()].as_slice()));
            assert_eq!((all[1].0, all[1].1, all[1].2.as_slice()), (2, None, ["c".to_string(), "d".to_string()].as_slice()));
        }
    }

    #[test]
    fn nothing_is_looked_for_without_end() {
        let long = "x".repeat(2 * LONGEST);
        let all = read(&format!("a,b\n1,\"{long}\n2,3\n{long}\n4,5\n"), b',');
        let faults: Vec<_> = all.iter().map(|(line, fault, _)| (*line, *fault)).collect();
        assert_eq!(faults, [(1, None), (2, Some(Fault::Quote)), (3, None), (4, Some(Fault::TooLong)), (5, None)]);
        assert!(all.iter().all(|(_, _, cells)| cells[0].len() <= KEPT_OF_A_LINE));
    }

    #[test]
    fn the_csv_crate_reads_well_formed_tables_alike() {
        let pieces = ["a", "b c", "\"\"", ",", "\n", "\r\n", "", "ü", "1.5"];
        let mut state = 7u64;
        let mut pick = |most: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % most
        };
        for _ in 0..500 {
            let mut text = String::new();
            for _ in 0..1 + pick(5) {
                let cells: Vec<String> =
                    (0..3).map(|_| format!("\"{}x\"", (0..pick(4)).map(|_| pieces[pick(9)]).collect::<String>())).collect();
                text.push_str(&(cells.join(",") + "\n"));
            }
            let mut theirs = csv::ReaderBuilder::new().has_headers(false).trim(csv::Trim::All).from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = theirs.records().map(|row| row.expect("a row").iter().map(str::to_string).collect()).collect();
            let ours: Vec<Vec<String>> = read(&text, b',').into_iter().map(|(_, _, cells)| cells).collect();
            assert_eq!(ours, theirs, "{text:?}");
        }
    }
}
