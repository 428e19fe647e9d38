//! `winflow plan`: what the incentive plans of a scenario pay, before anything is simulated; and what they would have paid for deals that
//! were made.

use super::failure::Failure;
use super::options::{Results, Settings};
use super::progress::Progress;
use super::replay::{Replay, replay};
use super::shown::look;
use super::systems::stacked;
use super::terminal;
use crate::report::terminal::pay;
use crate::session::Options;
use crate::session::plan::Planned;
use clap::{Args, ValueEnum};
use serde_json::json;

const EXAMPLES: &str = "\
Examples:
  winflow plan mid --with accelerator
  winflow plan mid --with commission --deals won.csv --against accelerator

Nothing is simulated: what the plan pays at each attainment of quota; or, with \
--deals, what it would have paid for deals that were won, person by person.";

/// Arguments of `plan`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("set", |set| set.help("Change a setting: plan.standard.cap=1.5")))]
#[command(mut_arg("force", |force| force.help("Replace other results of this name")))]
#[command(mut_arg("quiet", |quiet| quiet.help("No notes")))]
pub struct Plan {
    /// A file or a built-in scenario: accelerator, pool, ...
    scenario: String,
    /// Overlays on the scenario
    #[arg(long, value_name = "OVERLAY,...")]
    with: Vec<String>,
    #[command(flatten)]
    settings: Settings,
    /// Only this role; with --deals, of whoever has none
    #[arg(long, value_name = "NAME")]
    role: Option<String>,
    /// Print as table, json or csv [default: table]
    #[arg(long, value_enum, default_value_t = PlanFormat::Table, hide_possible_values = true, hide_default_value = true)]
    format: PlanFormat,
    #[command(flatten)]
    kept: Results,
    #[command(flatten)]
    replay: Replay,
}

/// How the pay of a plan is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    /// A table for each role
    Table,
    /// One document
    Json,
    /// A row per role and attainment
    Csv,
}

/// Shows and keeps what the plans pay.
///
/// # Errors
/// If the usage or the scenario is wrong, or results cannot be written.
pub fn plan(arguments: &Plan) -> Result<(), Failure> {
    let named = stacked(&arguments.scenario, &arguments.with)?;
    let options = Options { settings: arguments.settings.set.clone(), keeping: arguments.kept.keeping(), ..Options::default() };
    let role = arguments.role.as_deref();
    if replay(&named, &arguments.replay, role, &options, &arguments.kept, arguments.format)? {
        return Ok(());
    }
    let progress = Progress::new(arguments.kept.quiet);
    let result = crate::session::plan::plan(&named, role, &options, progress.host());
    let planned = progress.ended(result)?;
    let printed = rendered(&planned, arguments.format);
    if let (Ok(kept), false) = (&planned.kept, arguments.kept.quiet)
        && kept.numbered
    {
        let path = kept.path.display();
        terminal::say(&format!("Other results have that name; these are in {path} (--force replaces)."));
    }
    if arguments.format == PlanFormat::Table { terminal::print(&printed) } else { terminal::print_data(&printed) }?;
    Ok(planned.kept.map(drop)?)
}

fn rendered(Planned { sheet, table, kept }: &Planned, format: PlanFormat) -> String {
    match format {
        PlanFormat::Json => format!("{:#}\n", json!(sheet)),
        PlanFormat::Csv => table.clone(),
        PlanFormat::Table => {
            let files = kept.as_ref().map_or_else(|_| String::new(), |kept| format!("\nResults are in {}.\n", kept.path.display()));
            pay::render(sheet, look(true)) + &files
        }
    }
}
