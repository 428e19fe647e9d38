//! Comma-separated tables: their cells, and their lines.

use csv::{Writer, WriterBuilder};

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

/// A text that a spreadsheet takes for a text: one that begins like a formula gets an apostrophe; so does one that begins with an apostrophe,
/// for the other to be known again.
///
/// ```
/// assert_eq!(winflow::report::results::csv::guarded("=1+1"), "'=1+1");
/// assert_eq!(winflow::report::results::csv::guarded("hero"), "hero");
/// ```
pub fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) { format!("'{text}") } else { text.to_string() }
}
