//! What was found in a file of real arrivals.

use crate::import::{Finding, Findings, What};
use crate::scenario::provider::ValueRule;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Rows whose date is none.
pub(super) const NO_DATE: What = What::left_out("no_date", "rows without a date that can be read");
/// Rows whose segment is not in the scenario.
pub(super) const NO_SEGMENT: What = What::left_out("no_segment", "rows of a segment that the scenario has not");
/// Rows whose value is no number.
pub(super) const NO_VALUE: What = What::left_out("no_value", "rows with a value that is no amount");
/// Rows with characters that could not be read where it matters.
pub(super) const NO_TEXT: What = What::left_out("no_text", "rows with characters that could not be read");
/// Rows that no channel claims.
pub(super) const UNCLAIMED: What = What::left_out("unclaimed", "rows that no channel claims");
/// Rows with the id of another row.
pub(super) const SAME_ID: What = What::left_out("same_id", "rows with the id of another row");
/// Rows before the beginning of the run or after its end.
pub(super) const OUTSIDE: What = What::left_out("outside", "rows with a date outside of the run");
/// Rows between the end of the window and the end of the run.
pub(super) const AFTER_WINDOW: What =
    What::used("after_window", "rows with a date after the measured window, which come but are not measured");
/// Rows in which every cell is as in an earlier one.
pub(super) const REPEATED: What = What::used("repeated", "rows that repeat an earlier one, each taken as a customer");
/// Values that were converted.
pub(super) const CONVERTED: What = What::used("converted", "values in other currencies, converted to EUR");

/// What a value may be that is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NoValue {
    /// There is nothing.
    Empty,
    /// It is 0.
    Zero,
    /// It is below 0.
    Negative,
}

impl NoValue {
    /// The key that says what it means.
    pub fn key(self) -> &'static str {
        match self {
            Self::Empty => "csv_empty_value",
            Self::Zero => "csv_zero_value",
            Self::Negative => "csv_negative_value",
        }
    }

    /// What it is called.
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Zero => "0",
            Self::Negative => "below 0",
        }
    }

    /// What it is counted as under a rule.
    pub fn counted(self, rule: ValueRule) -> What {
        match (self, rule) {
            (Self::Empty, ValueRule::Unknown) => {
                What::used("empty_unknown", "empty values, taken as unknown: sizes are drawn (csv_empty_value)")
            }
            (Self::Empty, ValueRule::Nothing) => {
                What::used("empty_nothing", "empty values, taken as deals worth nothing (csv_empty_value)")
            }
            (Self::Empty, _) => What::left_out("empty_left_out", "rows with an empty value (csv_empty_value)"),
            (Self::Zero, ValueRule::Unknown) => {
                What::used("zero_unknown", "values of 0, taken as unknown: sizes are drawn (csv_zero_value)")
            }
            (Self::Zero, ValueRule::Nothing) => What::used("zero_nothing", "values of 0, taken as deals worth nothing (csv_zero_value)"),
            (Self::Zero, _) => What::left_out("zero_left_out", "rows with a value of 0 (csv_zero_value)"),
            (Self::Negative, ValueRule::Unknown) => {
                What::used("negative_unknown", "values below 0, taken as unknown: sizes are drawn (csv_negative_value)")
            }
            (Self::Negative, ValueRule::Nothing) => {
                What::used("negative_nothing", "values below 0, taken as deals worth nothing (csv_negative_value)")
            }
            (Self::Negative, _) => What::left_out("negative_left_out", "rows with a value below 0 (csv_negative_value)"),
        }
    }
}

/// What was found in one file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileReport {
    /// The file.
    pub file: PathBuf,
    /// How it was read, in words: encoding, delimiter, header, forms of dates and numbers.
    pub how: String,
    /// Rows below the header, whatever became of them; titles, totals and notes are none.
    pub rows: u64,
    /// Rows that became arrivals, by the name of their channel.
    pub kept: BTreeMap<String, u64>,
    /// What else was found, each kind counted and the first of them named by line.
    pub findings: Findings,
    /// Arrivals with a date but no time of day, which were spread over the working hours.
    pub without_time: u64,
    /// First and last date of the rows that have one, in the run or not.
    pub dates: Option<(String, String)>,
    /// Hash of the bytes of the file (XXH3, 128 bits, hexadecimal), so that a manifest can name the data without its place.
    pub fingerprint: String,
}

impl FileReport {
    /// Rows that were left out, for whatever reason.
    pub fn left_out(&self) -> u64 {
        self.rows - self.kept.values().sum::<u64>().min(self.rows)
    }

    /// What was left out and why, the first lines of each kind named.
    pub fn reasons(&self) -> String {
        let reasons: Vec<String> = self.findings.list.iter().filter(|finding| finding.what.left_out).map(Finding::in_words).collect();
        reasons.join(". ")
    }
}
