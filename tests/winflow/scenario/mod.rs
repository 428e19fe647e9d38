//! The scenario language: what it reads, what it refuses and how it says so.

mod arrivals;
mod declarations;
mod grammar;
mod hostile;
mod layers;
mod refusals;
mod shipped;

use std::fs;
use std::path::{Path, PathBuf};
use winflow::scenario::{self, Loaded, Problems, load, load_text};

/// Loads a text that has to be refused and looks for every part of `expected` in what is said.
fn refused(text: &str, expected: &[&str]) {
    match load_text("test.toml", text) {
        Ok(_) => panic!("accepted:\n{text}"),
        Err(problems) => says(&problems, expected),
    }
}

fn says(problems: &Problems, expected: &[&str]) {
    let said = problems.to_string();
    for part in expected {
        assert!(said.contains(part), "\nexpected: {part}\nsaid:\n{said}\n");
    }
    assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "control characters in {said:?}");
}

fn accepted(text: &str) -> Loaded {
    load_text("test.toml", text).unwrap_or_else(|problems| panic!("{problems}"))
}

fn set(sets: &[&str]) -> Result<Loaded, Problems> {
    load("mid", &[], &sets.iter().map(|s| s.to_string()).collect::<Vec<_>>())
}

fn write(folder: &Path, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn load_path(path: &Path) -> Result<Loaded, Problems> {
    load(path.to_str().unwrap(), &[], &[])
}
