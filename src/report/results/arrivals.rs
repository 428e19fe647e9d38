//! What was read from a file of real arrivals: for a manifest, a terminal and a page.

use super::words::{grouped, list};
use crate::market::arrivals::FileReport;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was read from one file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ArrivalsRead {
    /// The name of the file, without its folder.
    pub file: String,
    /// Hash of its bytes.
    pub fingerprint: String,
    /// How it was read, in words.
    pub read_as: String,
    /// First date of its rows.
    pub first_date: String,
    /// Last date of its rows.
    pub last_date: String,
    /// Rows below the names of its columns.
    pub rows: u64,
    /// Rows that became customers, by channel.
    pub kept: BTreeMap<String, u64>,
    /// Rows that were left out.
    pub left_out: u64,
    /// What else was found.
    pub found: Vec<Found>,
}

/// So many of a kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The kind, such as `outside` or `zero_unknown`.
    pub what: String,
    /// How many.
    pub count: u64,
    /// Whether they were left out.
    pub left_out: bool,
    /// In words, the first of them by line.
    pub words: String,
}

impl From<&FileReport> for ArrivalsRead {
    fn from(report: &FileReport) -> Self {
        let (first_date, last_date) = report.dates.clone().unwrap_or_default();
        let found = report.findings.list.iter().map(|finding| Found {
            what: finding.what.id.to_string(),
            count: finding.count,
            left_out: finding.what.left_out,
            words: finding.in_words(),
        });
        Self {
            file: report.file.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned()),
            fingerprint: report.fingerprint.clone(),
            read_as: report.how.clone(),
            first_date,
            last_date,
            rows: report.rows,
            kept: report.kept.clone(),
            left_out: report.left_out(),
            found: found.collect(),
        }
    }
}

impl ArrivalsRead {
    /// Rows and what became of them, in a line: `5 rows from 2024-01-03 to 2024-02-01: 1 for web, 4 left out`.
    pub fn summary(&self) -> String {
        let mut parts: Vec<String> =
            self.kept.iter().map(|(channel, rows)| format!("{} for {channel}", grouped(*rows as f64, 0))).collect();
        if self.left_out > 0 {
            parts.push(format!("{} left out", grouped(self.left_out as f64, 0)));
        }
        let dates = if self.first_date.is_empty() { String::new() } else { format!(" from {} to {}", self.first_date, self.last_date) };
        let rows = if self.rows == 1 { "1 row".to_string() } else { format!("{} rows", grouped(self.rows as f64, 0)) };
        format!("{rows}{dates}: {}", list(&parts))
    }
}
