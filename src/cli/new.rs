//! `winflow new`: a commented scenario to start from.

use super::failure::Failure;
use super::terminal;
use clap::Args;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

/// The scenario to start from.
const QUICK_START: &str = include_str!("../../scenarios/quick-start.toml");

/// Arguments of `new`.
#[derive(Debug, Clone, Args)]
pub struct New {
    /// File to write; - for stdout
    #[arg(default_value = "scenario.toml")]
    file: PathBuf,
    /// Replace the file if it is there
    #[arg(long)]
    force: bool,
}

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
    let failed = |error| Failure::File { file: arguments.file.clone(), error };
    let mut opened = options.open(&arguments.file).map_err(failed)?;
    opened.write_all(QUICK_START.as_bytes()).map_err(failed)?;
    terminal::say(&format!("{file} written. Next: winflow run {file}"));
    Ok(())
}
