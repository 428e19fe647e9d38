//! The rooms of the model stand one above the other: imports and calls go down.
//!
//! Methods of a world are written in the room whose business they are. The compiler sees them all alike; here it is checked that a
//! room calls none that belongs to a room above it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// From the ground up. A room may use itself and what comes before it.
const ROOMS: [&str; 17] = [
    "engine",
    "measure",
    "import",
    "scenario",
    "money",
    "market",
    "provider",
    "policy",
    "world",
    "outcome",
    "flow",
    "qualification",
    "dialogue",
    "management",
    "simulation",
    "story",
    "figures",
];

fn place(room: &str) -> Option<usize> {
    ROOMS.iter().position(|r| *r == room)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && path.file_stem().is_some_and(|s| s != "tests") {
            found.push(path);
        }
    }
}

/// Every file of a room with its code: comments and unit tests left out.
fn code() -> Vec<(&'static str, PathBuf, String)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    for room in ROOMS {
        let mut paths = Vec::new();
        files(&source.join(room), &mut paths);
        for path in paths {
            let text = fs::read_to_string(&path).expect("a file");
            let text = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            all.push((room, path, lines.join("\n")));
        }
    }
    all
}

/// Names that follow a marker, as far as they go.
fn names_after<'t>(text: &'t str, marker: &'t str) -> impl Iterator<Item = &'t str> {
    text.match_indices(marker).map(move |(at, _)| {
        let rest = &text[at + marker.len()..];
        &rest[..rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len())]
    })
}

#[test]
fn imports_go_down() {
    let mut wrong = Vec::new();
    for (room, path, text) in code() {
        for used in names_after(&text, "crate::") {
            if place(used).is_some_and(|other| other > place(room).expect("a room")) {
                wrong.push(format!("{} uses crate::{used}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn calls_go_down() {
    let all = code();
    let mut defined: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (room, _, text) in &all {
        for block in text.split("\nimpl").skip(1).filter(|b| b.lines().next().is_some_and(|line| line.contains("World<"))) {
            let body = block.split("\n}").next().unwrap_or_default();
            for name in names_after(body, "fn ") {
                defined.entry(name.to_string()).or_default().insert(place(room).expect("a room"));
            }
        }
    }
    assert!(defined.len() > 200, "the methods of a world are found: {}", defined.len());
    let mut wrong = Vec::new();
    for (room, path, text) in &all {
        let own = place(room).expect("a room");
        if own < place("world").expect("a room") {
            continue;
        }
        for name in names_after(text, "self.") {
            if !text.contains(&format!("self.{name}(")) {
                continue;
            }
            if defined.get(name).is_some_and(|rooms| rooms.iter().all(|&other| other > own)) {
                wrong.push(format!("{} calls {name}, which belongs above", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
