//! `winflow check`: validates scenarios.

use super::failure::Failure;
use super::progress::Progress;
use super::systems::Systems;
use super::terminal;
use crate::scenario::Problems;
use crate::session::host::Host;
use crate::session::systems::{System, notice};
use clap::Args;

/// Arguments of `check`.
#[derive(Debug, Clone, Args)]
#[command(mut_arg("scenarios", |scenarios| scenarios.help("Files or built-in scenarios")))]
#[command(mut_arg("with", |with| with.help("Overlays on each of them, separated by commas; each --with is checked on its own")))]
pub struct Check {
    #[command(flatten)]
    systems: Systems,
    /// Change a setting, such as organisation.coverage=2
    #[arg(long, value_name = "KEY.PATH=VALUE")]
    set: Vec<String>,
    /// Say nothing when all is well
    #[arg(long)]
    quiet: bool,
}

/// Validates every scenario under every overlay and reports all problems.
///
/// # Errors
/// If the usage is wrong or a scenario is invalid.
pub fn check(arguments: &Check) -> Result<(), Failure> {
    let progress = Progress::new(arguments.quiet);
    let host = Host { observer: &progress, ..Host::silent() };
    let (mut good, mut problems) = (String::new(), Problems::default());
    for named in arguments.systems.named()? {
        match System::load(&named, &arguments.set) {
            Ok(_) if arguments.quiet => {}
            Ok(system) => {
                notice([&system], host);
                good.push_str(&format!("{}: valid\n", [std::slice::from_ref(&named.base), &named.overlays].concat().join(" + ")));
            }
            Err(more) => problems.gather(more),
        }
    }
    terminal::print(&good)?;
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}
