//! `winflow diff`: what is set differently in systems, and where.

use super::failure::Failure;
use super::options::{Format, Printed, Settings};
use super::shown::look;
use super::systems::Systems;
use super::terminal;
use crate::report::terminal::settings;
use crate::session::diff;
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow diff mid --with hero --with team,pool
  winflow diff mid my.toml --format csv

Nothing is simulated. Keys are compared with every default filled in.";

/// Arguments of `diff`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Diff {
    #[command(flatten)]
    systems: Systems,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    printed: Printed,
}

/// Tells what is set differently.
///
/// # Errors
/// If the usage or a scenario is wrong.
pub fn diff(arguments: &Diff) -> Result<(), Failure> {
    let document = diff::diff(&arguments.systems.compared("diff")?, &arguments.settings.set)?;
    let printed = match arguments.printed.format {
        Format::Table => settings::render(&document, look(false)),
        Format::Json => document.to_json(),
        Format::Csv => document.to_csv(),
        Format::Md => settings::markdown(&document),
    };
    terminal::print_in(arguments.printed.format, &printed)
}
