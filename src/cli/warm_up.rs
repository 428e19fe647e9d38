//! `winflow warm-up`: how long systems take to find their level.

use super::failure::Failure;
use super::options::{Format, Kept, Printed, Resumed, Settings, Window, Worlds, experiment};
use super::progress::Progress;
use super::shown::{files_are_in, look};
use super::systems::Systems;
use super::terminal;
use crate::report::terminal::warm_up as text;
use crate::session::Options;
use crate::session::warm_up::WarmedUp;
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow warm-up mid --with hero --with team
  winflow compare hero team --warm-up detect     runs with the longest that is needed

Pilot worlds have numbers of their own, from 1000000: none of them is part of a result.";

/// Arguments of `warm-up`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES, mut_arg("worlds", |worlds| worlds.help("Number of pilot worlds [default: 20]")))]
pub struct WarmUp {
    #[command(flatten)]
    systems: Systems,
    #[command(flatten)]
    worlds: Worlds,
    #[command(flatten)]
    window: Window,
    #[command(flatten)]
    settings: Settings,
    #[command(flatten)]
    printed: Printed,
    #[command(flatten)]
    kept: Kept,
    #[command(flatten)]
    pub(super) resumed: Resumed,
}

/// Shows how long systems take to find their level.
///
/// # Errors
/// If the usage or a scenario is wrong, or results cannot be written.
pub fn warm_up(arguments: &WarmUp, command: &[String]) -> Result<(), Failure> {
    let WarmUp { worlds, settings, kept, resumed, .. } = arguments;
    let options = Options { years: arguments.window.years, ..experiment(worlds, settings, kept, resumed, command) };
    let (named, progress) = (arguments.systems.named()?, Progress::of_kept(kept));
    let result = crate::session::warm_up::warm_up(&named, &options, progress.host());
    let warmed_up = progress.ended(result)?;
    terminal::print_in(arguments.printed.format, &rendered(&warmed_up, arguments.printed.format))?;
    Ok(warmed_up.kept.map(drop)?)
}

fn rendered(WarmedUp { document, table, kept }: &WarmedUp, format: Format) -> String {
    match format {
        Format::Json => document.to_json(),
        Format::Csv => table.clone(),
        Format::Md => text::markdown(document),
        Format::Table => text::render(document, look(true)) + &files_are_in(kept),
    }
}
