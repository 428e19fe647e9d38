//! `winflow new`: a commented scenario to start from, and a list of what is built in.

use super::failure::Failure;
use super::terminal;
use crate::report::results::folder::whole::{place, place_new};
use crate::report::terminal::look::indented;
use crate::scenario::shipped::SHIPPED;
use crate::session::layers::quoted;
use clap::Args;
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The scenario to start from.
const QUICK_START: &str = include_str!("../../scenarios/quick-start.toml");

const EXAMPLES: &str = "\
Examples:
  winflow new my.toml
  winflow new - | less                           to read it first
  winflow new --list                             what it can build on";

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
    /// List built-in scenarios and policies instead
    #[arg(long, conflicts_with_all = ["file", "force"])]
    list: bool,
}

/// Writes the scenario to start from; never over a file that is there, unless told to.
///
/// # Errors
/// If the file is there or cannot be written.
pub fn new(arguments: &New) -> Result<(), Failure> {
    if arguments.list {
        return terminal::print(&listed(terminal::width()));
    }
    if arguments.file == Path::new("-") {
        return terminal::print(QUICK_START);
    }
    if let Some(folder) = missing_folder(&arguments.file) {
        let cure = format!("make it first (mkdir -p {}), or name another file", quoted(&folder.to_string_lossy()));
        return Err(Failure::NoFolder { folder: folder.to_path_buf(), cure });
    }
    write(&arguments.file, arguments.force).map_err(|error| Failure::File { file: arguments.file.clone(), error })?;
    terminal::say(&next_steps(&arguments.file));
    Ok(())
}

/// Everything that is built in, folder by folder, each with what it is about.
fn listed(width: u16) -> String {
    let mut text = String::new();
    let mut folder = "";
    for shipped in SHIPPED {
        if shipped.folder() != folder {
            folder = shipped.folder();
            let heading = folder.split_once('/').map_or_else(|| folder.to_string(), |(outer, inner)| format!("{outer}: {inner}"));
            text.push_str(&format!("\n{}{}\n", heading[..1].to_uppercase(), &heading[1..]));
        }
        text.push_str(&indented(&format!("{}  {}", shipped.name, shipped.about()), width, 2));
        text.push('\n');
    }
    text
}

/// The folder of a file, if it is not there.
fn missing_folder(file: &Path) -> Option<&Path> {
    file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists())
}

/// What was written, and the commands that come next, ready to be pasted.
fn next_steps(file: &Path) -> String {
    let name = quoted(&as_scenario(&file.to_string_lossy()));
    format!("{} written. Next:\n  winflow check {name}\n  winflow run {name}\n  winflow compare {name} --with hero", file.display())
}

/// A file by a name that no command takes for a built-in scenario or for an option.
fn as_scenario(file: &str) -> String {
    let is_plain = (file.ends_with(".toml") || file.contains(['/', '\\'])) && !file.starts_with('-');
    if is_plain { file.to_string() } else { format!("./{file}") }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_fits_and_has_all_with_what_they_are_about() {
        for width in [60, 80, 120] {
            let text = listed(width);
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{text}");
            assert!(
                SHIPPED.iter().all(|shipped| text.contains(&format!("  {}  ", shipped.name)) && shipped.about().ends_with('.')),
                "{text}"
            );
        }
    }

    #[test]
    fn next_steps_name_the_file_as_commands_take_it() {
        for (file, name) in [
            ("my.toml", "my.toml"),
            ("foo", "./foo"),
            ("my firm.toml", "'my firm.toml'"),
            ("plans/foo", "plans/foo"),
            ("-x.toml", "./-x.toml"),
        ] {
            let steps = next_steps(Path::new(file));
            assert!(steps.contains(&format!("winflow run {name}\n")), "{steps}");
            assert!(steps.ends_with(&format!("winflow compare {name} --with hero")), "{steps}");
        }
    }
}
