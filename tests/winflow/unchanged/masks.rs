//! What of a file is numbers, and what is words.

use serde_json::{Map, Value};
use std::path::Path;

/// Keys of documents, and columns of tables, that hold words, or what is said of a figure beside it.
const WORDS: [&str; 10] = ["unit", "title", "words", "about", "label", "command", "note", "caption", "why_same", "few_cases"];

/// Of a manifest: what another version or another key changes.
fn is_list_of_keys(key: &str, value: &Value) -> bool {
    ["version", "fingerprint"].contains(&key) || (key == "scenario" && value.is_object())
}

fn kind(path: &Path) -> &str {
    path.extension().and_then(|kind| kind.to_str()).unwrap_or_default()
}

/// Words alone: what a terminal shows, text, charts, pages.
fn is_words(path: &Path) -> bool {
    ["txt", "md", "html", "svg", "xlsx"].contains(&kind(path))
}

/// The numbers of a file: a table without its columns of words, a document without its sentences.
pub fn numbers(path: &Path, bytes: &[u8]) -> Option<Vec<u8>> {
    match kind(path) {
        // Pictures are their charts, and checksums are of files that are looked at themselves.
        "png" | "sha256" => None,
        "json" => Some(document(bytes, false).to_string().into_bytes()),
        "csv" => Some(columns(bytes, false)),
        _ => (!is_words(path)).then(|| bytes.to_vec()),
    }
}

/// The words of a file.
pub fn words(path: &Path, bytes: &[u8]) -> Option<Vec<u8>> {
    match kind(path) {
        "json" => Some(document(bytes, true).to_string().into_bytes()),
        "csv" => Some(columns(bytes, true)).filter(|words| !words.is_empty()),
        _ => is_words(path).then(|| bytes.to_vec()),
    }
}

fn document(bytes: &[u8], wants_words: bool) -> Value {
    part(&serde_json::from_slice(bytes).expect("a document"), wants_words)
}

/// A document with sentences alone, or without any.
fn part(value: &Value, wants_words: bool) -> Value {
    match value {
        Value::Object(object) => Value::Object(members(object, wants_words)),
        Value::Array(list) => Value::Array(list.iter().map(|value| part(value, wants_words)).collect()),
        Value::String(text) if text.contains(' ') == wants_words => value.clone(),
        other if !wants_words && !other.is_string() => other.clone(),
        _ => Value::Null,
    }
}

fn members(object: &Map<String, Value>, wants_words: bool) -> Map<String, Value> {
    let mut kept = Map::new();
    for (key, value) in object.iter().filter(|(key, value)| !is_list_of_keys(key, value)) {
        match (WORDS.contains(&key.as_str()), wants_words) {
            (true, true) => kept.insert(key.clone(), value.clone()),
            (true, false) => None,
            (false, _) => kept.insert(key.clone(), part(value, wants_words)),
        };
    }
    kept
}

/// The columns of a table that hold words, or the others.
fn columns(bytes: &[u8], wants_words: bool) -> Vec<u8> {
    let mut table = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let is_words = |column: usize| rows[0].get(column).is_some_and(|name| WORDS.contains(&name));
    let mut text = String::new();
    for row in &rows {
        let cells: Vec<&str> =
            row.iter().enumerate().filter(|(column, _)| is_words(*column) == wants_words).map(|(_, cell)| cell).collect();
        if !cells.is_empty() {
            text.push_str(&(cells.join("\u{1f}") + "\n"));
        }
    }
    text.into_bytes()
}
