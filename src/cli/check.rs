//! `winflow check`: validates scenarios.

use super::failure::Failure;
use super::progress::Progress;
use super::systems::Systems;
use super::terminal;
use crate::report::terminal::look::{indented, wrap};
use crate::scenario::Problems;
use crate::session::host::Host;
use crate::session::systems::{System, notice};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow check my.toml
  winflow check mid small --with hero --with my-team.toml

Every problem is reported in one pass, with file, line, column and cure; nothing is run.";

/// Arguments of `check`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("scenarios", |scenarios| scenarios.help("Scenarios: files or built-in names")))]
#[command(mut_arg("with", |with| with.help("Overlays on each of them; repeat to check more")))]
pub struct Check {
    #[command(flatten)]
    systems: Systems,
    /// Change a setting: KEY=4, KEY=+2, KEY=x1.2
    #[arg(long, value_name = "KEY=VALUE")]
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
                let layers = [std::slice::from_ref(&named.base), &named.overlays].concat().join(" + ");
                good.push_str(&format!("{}\n", wrap(&format!("{layers}: valid"), terminal::width())));
                system.touched.iter().for_each(|line| good.push_str(&format!("{}\n", indented(line, terminal::width(), 2))));
            }
            Err(more) => problems.gather(more),
        }
    }
    terminal::print(&good)?;
    if problems.is_empty() { Ok(()) } else { Err(problems.into()) }
}
