//! Comma-separated tables: their cells, and their lines.

use crate::import::words::is_plain;
use csv::{Writer, WriterBuilder};

/// What formulas begin with; the wide forms are taken for them where texts are written from right to left or in East Asia.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// The lines of a table in memory.
#[derive(Debug)]
pub struct Lines(Writer<Vec<u8>>);

impl Lines {
    /// A table that so far has a header.
    pub fn headed(header: impl IntoIterator<Item = impl AsRef<[u8]>>) -> Self {
        let mut lines = Self(WriterBuilder::new().flexible(true).from_writer(Vec::new()));
        lines.push(header);
        lines
    }

    /// Adds a line.
    pub fn push(&mut self, cells: impl IntoIterator<Item = impl AsRef<[u8]>>) {
        // Written to memory, and free to be of any length, a line cannot fail.
        let _ = self.0.write_record(cells);
    }

    /// All lines as text.
    pub fn into_text(self) -> String {
        String::from_utf8_lossy(&self.0.into_inner().unwrap_or_default()).into_owned()
    }
}

/// The word that stands for something in JSON, empty if there is nothing.
pub fn word(value: Option<impl serde::Serialize>) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(String::from)).unwrap_or_default()
}

/// A number with every digit, empty if undefined.
pub fn number(value: Option<f64>) -> String {
    // No negative zero.
    value.filter(|v| v.is_finite()).map_or_else(String::new, |v| (v + 0.0).to_string())
}

/// A text that a spreadsheet takes for a text: one that begins like a formula gets an apostrophe, also behind blanks and marks that cannot be
/// seen, which spreadsheets skip; so does one that begins with an apostrophe, for the other to be known again.
///
/// ```
/// assert_eq!(winflow::report::results::csv::guarded("=1+1"), "'=1+1");
/// assert_eq!(winflow::report::results::csv::guarded("\u{a0} =1+1"), "'\u{a0} =1+1");
/// assert_eq!(winflow::report::results::csv::guarded("hero"), "hero");
/// ```
pub fn guarded(text: &str) -> String {
    let is_skipped = |c: char| c.is_whitespace() || !is_plain(c);
    let begins_formula = text.trim_start_matches(is_skipped).starts_with(FORMULA);
    if begins_formula || text.starts_with(['\t', '\r', '\n', '\'']) { format!("'{text}") } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_a_formula_in_a_spreadsheet() {
        for before in ["", " ", "  ", "\t", "\n", "\u{a0}", "\u{3000}", "\u{feff}", "\u{200b}", "\u{202e} ", "\u{0}", "\u{ad}\u{2009}"] {
            for sign in FORMULA {
                let text = format!("{before}{sign}cmd|' /C calc'!A0");
                assert_eq!(guarded(&text), format!("'{text}"));
            }
        }
        for text in ["hero", " hero", "a=b", "2-3", "", "hero = 1"] {
            assert_eq!(guarded(text), text);
        }
    }
}
