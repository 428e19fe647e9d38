//! The text of a scenario file: why it cannot be had, and what is wrong where it is no TOML.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use thiserror::Error;

/// Quotes that are not straight.
pub(super) const CURLY: [char; 7] = ['\u{201c}', '\u{201d}', '\u{201e}', '\u{ab}', '\u{bb}', '\u{2018}', '\u{2019}'];
/// Larger files are refused.
const MOST_BYTES: u64 = 8 * 1024 * 1024;

/// Why the text of a file cannot be had.
#[derive(Debug, Error)]
pub(in crate::scenario) enum NotRead {
    #[error("{}", if .0.kind() == io::ErrorKind::NotFound { "there is no such file".to_string() } else { format!("cannot be read: {}", .0) })]
    File(#[from] io::Error),
    #[error("is a folder, not a file")]
    Folder,
    #[error("is larger than {} MiB", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    #[error("is not UTF-8 text (line {line})")]
    NotUtf8 { line: usize },
}

impl NotRead {
    /// What would help.
    pub(super) fn hint(&self) -> &'static str {
        match self {
            Self::File(error) if error.kind() == io::ErrorKind::NotFound => {
                "Check its name and folder; winflow new writes one to start from."
            }
            Self::File(_) => "Check the name and the permissions.",
            Self::Folder => "Name a file in it.",
            Self::TooLarge => "A scenario has a few hundred lines; real arrivals belong in a CSV file (csv_file).",
            Self::NotUtf8 { .. } => "Save it as UTF-8.",
        }
    }
}

/// The text of a file.
pub(in crate::scenario) fn read_text(path: &Path) -> Result<String, NotRead> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(NotRead::Folder);
    }
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(NotRead::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        NotRead::NotUtf8 { line: error.as_bytes()[..valid].iter().filter(|b| **b == b'\n').count() + 1 }
    })
}

/// An error of syntax with a cure; `rest` is the text from where it was found.
pub(in crate::scenario) fn explain_syntax(message: &str, rest: &str) -> (String, String) {
    let begins_with_digit = rest.starts_with(|c: char| c.is_ascii_digit());
    let line = rest.lines().next().unwrap_or_default();
    let hint = if line.contains(CURLY) && !line.contains('"') {
        "Quotes are straight: control = \"push\". Word processors and chats turn them into curly ones."
    } else if rest.starts_with('*') {
        "A star, which stands for all entries, stands in quotes: [role.\"*\"]."
    } else if rest.strip_prefix(',').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        "Decimals have a point: 8.5. Between thousands there is nothing, or _: 100_000."
    } else if message.contains("duplicate key") {
        "The same key or table stands above; keep one of them."
    } else if message.contains("recursion limit") {
        "Lists and tables are nested too deeply."
    } else if message.contains("string values must be quoted") && begins_with_digit {
        "A number with a unit stands in quotes: \"35 %\", \"6 h\" or \"25 kEUR\"."
    } else if message.contains("string values must be quoted") || message.contains("invalid boolean") {
        "Texts stand in quotes: control = \"push\"."
    } else if message.contains("invalid unquoted key") && rest.starts_with(|c: char| c.is_alphabetic()) {
        "Names with letters other than a to z stand in quotes: [person.\"anna-müller\"]."
    } else if message.contains("unclosed table") {
        "Sections are written as [name], those within others with a point: [role.seller]."
    } else {
        "Keys are written as key = value, sections as [name]."
    };
    (format!("not TOML: {message}"), hint.into())
}
