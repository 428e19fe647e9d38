//! `winflow new`: a commented scenario to start from.

use super::failure::Failure;
use super::terminal;
use crate::report::results::folder::whole::{place, place_new};
use clap::Args;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The scenario to start from.
const QUICK_START: &str = include_str!("../../scenarios/quick-start.toml");

const EXAMPLES: &str = "\
Examples:
  winflow new my.toml
  winflow new - | less                           to read it first";

/// Arguments of `new`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
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
    write(&arguments.file, arguments.force).map_err(|error| Failure::File { file: arguments.file.clone(), error })?;
    terminal::say(&format!("{file} written. Next: winflow run {file}"));
    Ok(())
}

/// Writes the file, whole or not at all.
fn write(file: &Path, force: bool) -> io::Result<()> {
    let there = fs::symlink_metadata(file);
    if force && there.as_ref().is_ok_and(|there| there.is_file()) {
        return place(file, QUICK_START.as_bytes());
    }
    if !(force && there.is_ok()) {
        return place_new(file, QUICK_START.as_bytes());
    }
    // With force into a device, a pipe or what a link leads to: that is what was asked for.
    let mut opened = OpenOptions::new().write(true).open(file)?;
    if opened.metadata()?.is_file() {
        opened.set_len(0)?;
    }
    opened.write_all(QUICK_START.as_bytes())
}
