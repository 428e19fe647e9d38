//! The bytes of a file, and whether they are a table at all.

use super::refusal::Refusal;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_128;

/// Larger files are refused.
const MOST_BYTES: u64 = 1 << 30;

/// A text has fewer control characters than one in so many bytes.
const MOST_STRANGE: usize = 20;

/// What some files begin with, what they are, and what helps.
const OTHERS: [(&[u8], &str, &str); 7] = [
    (b"PK\x03\x04", "is an Excel workbook or a zip archive, not text", "Save the sheet as CSV (in Excel: Save As, CSV UTF-8)."),
    (b"\xd0\xcf\x11\xe0", "is an old Excel workbook, not text", "Save the sheet as CSV (in Excel: Save As, CSV UTF-8)."),
    (b"\x1f\x8b", "is compressed (gzip)", "Unpack it first: gunzip FILE."),
    (b"%PDF", "is a PDF, not a table", "Export the table as CSV."),
    (b"\x00\x00\xfe\xff", "is UTF-32 text", "Save it as UTF-8."),
    (b"\xff\xfe\x00\x00", "is UTF-32 text", "Save it as UTF-8."),
    (b"SQLite format 3\x00", "is a database, not text", "Export the table as CSV."),
];

/// The bytes of a file.
///
/// # Errors
/// If it cannot be read, is a folder, or is larger than can be held.
pub(super) fn bytes(path: &Path) -> Result<Vec<u8>, Refusal> {
    let unreadable = |error: io::Error| Refusal::whole(format!("cannot be read: {error}"), "Check the name and the permissions.");
    // Looked at before it is opened: a pipe would make us wait, a device can be endless.
    let kind = std::fs::metadata(path).map_err(unreadable)?;
    if kind.is_dir() {
        return Err(Refusal::whole("is a folder, not a file", "Name a CSV file in it."));
    }
    if !kind.is_file() {
        return Err(Refusal::whole("is a device or a pipe, not a file", "Write the table to a file, and name that."));
    }
    let file = File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_BYTES {
        let cure = "Export only the columns that are needed, or split it by channel.";
        return Err(Refusal::whole(format!("is larger than {} GiB", MOST_BYTES >> 30), cure));
    }
    Ok(bytes)
}

/// Hash of the bytes of a file (XXH3, 128 bits, hexadecimal): names the data without its place.
pub(super) fn fingerprint(bytes: &[u8]) -> String {
    format!("{:032x}", xxh3_128(bytes))
}

/// Refuses what begins as something else than a text does.
///
/// # Errors
/// What it is, and how to make a table of it.
pub(super) fn is_text(bytes: &[u8]) -> Result<(), Refusal> {
    match OTHERS.iter().find(|(start, _, _)| bytes.starts_with(start)) {
        Some((_, message, cure)) => Err(Refusal::whole(*message, *cure)),
        None => Ok(()),
    }
}

/// Refuses what is no text in spite of how it begins, and pages of a browser, which some programs call by the name of a table.
///
/// # Errors
/// What it is, and how to make a table of it.
pub(super) fn is_table(text: &str) -> Result<(), Refusal> {
    let strange = text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')).count();
    if text.contains('\0') || strange * MOST_STRANGE > text.len() {
        return Err(Refusal::whole("is not text: it has bytes that are not text", "Export the table as CSV, UTF-8."));
    }
    let start: String = text.trim_start().chars().take(15).collect::<String>().to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html", "<table", "<?xml"].iter().any(|tag| start.starts_with(tag));
    if is_page {
        let cure = "Some programs give such a page the name of a table; choose CSV, or open it in Excel and save it as CSV.";
        return Err(Refusal::whole("is a page of a browser (HTML or XML), not a table", cure));
    }
    Ok(())
}
