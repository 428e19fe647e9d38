//! `winflow new`: a commented scenario to start from.

use super::arguments::New;
use super::failure::Failure;
use super::terminal;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// The scenario to start from.
const QUICK_START: &str = include_str!("../../scenarios/quick-start.toml");

/// Writes the scenario to start from; never over a file that is there, unless told to.
///
/// # Errors
/// If the file is there or cannot be written.
pub fn new(arguments: &New) -> Result<(), Failure> {
    if arguments.file == Path::new("-") {
        return terminal::print(QUICK_START);
    }
    let file = arguments.file.display();
    let mut options = OpenOptions::new();
    options.write(true).create(true);
    if arguments.force {
        options.truncate(true)
    } else {
        options.create_new(true)
    };
    let mut opened = options.open(&arguments.file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Other(format!("{file} is there already; --force replaces it")),
        _ => Failure::Other(format!("cannot write {file}: {error}")),
    })?;
    opened.write_all(QUICK_START.as_bytes()).map_err(|error| Failure::Other(format!("cannot write {file}: {error}")))?;
    terminal::say(&format!("{file} written. Next: winflow run {file}"));
    Ok(())
}
