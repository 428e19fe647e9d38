//! `winflow plan`: what the incentive plans of a scenario pay, before anything is simulated; and what they would have paid for deals that
//! were made.

use super::failure::Failure;
use super::options::{Kept, Settings};
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
  winflow plan accelerator
  winflow plan mid --with team,pool --role seller
  winflow plan my.toml --set plan.standard.cap=1.5 --format csv
  winflow plan mid --with commission --deals won.csv --against accelerator
  winflow plan my.toml --deals pipeline.csv --where Stage='Closed Won' \\
      --columns date='Close Date',person=Owner,value=Amount --roster reps.csv \\
      --from 2024-01-01 --to 2024-12-31 --xlsx plans.xlsx

Nothing is simulated. It is what the plan promises for each attainment of the quota; or, with
--deals, what it would have paid for deals that were won: credit, quota, attainment and payout of
each person, and what the plan costs at 80 to 120 % of attainment.";

/// Arguments of `plan`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("set", |set| set.help("Change a setting, such as plan.standard.base_share=0.6")))]
#[command(mut_arg("force", |force| force.help("Replace different results under the same name")))]
#[command(mut_arg("quiet", |quiet| quiet.help("No notes")))]
pub struct Plan {
    /// A file, or a built-in scenario: commission, accelerator, cap-ratchet, pool, ...
    scenario: String,
    /// Overlays on the scenario, separated by commas
    #[arg(long, value_name = "OVERLAY[,OVERLAY]")]
    with: Vec<String>,
    #[command(flatten)]
    settings: Settings,
    /// Only this role; with --deals, the role of people of whom the roster says none
    #[arg(long, value_name = "NAME")]
    role: Option<String>,
    /// How results are printed: table, json or csv
    #[arg(long, value_enum, default_value_t = PlanFormat::Table, hide_possible_values = true)]
    format: PlanFormat,
    #[command(flatten)]
    kept: Kept,
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
        terminal::say(&format!("Different results have that name already: these are in {path} (--force replaces)."));
    }
    if arguments.format == PlanFormat::Table { terminal::print(&printed) } else { terminal::print_data(&printed) }?;
    Ok(planned.kept.map(drop)?)
}

fn rendered(Planned { sheet, table, kept }: &Planned, format: PlanFormat) -> String {
    match format {
        PlanFormat::Json => format!("{:#}\n", json!(sheet)),
        PlanFormat::Csv => table.clone(),
        PlanFormat::Table => {
            let files = kept.as_ref().map_or_else(|_| String::new(), |kept| format!("\nFiles are in {}.\n", kept.path.display()));
            pay::render(sheet, look(true)) + &files
        }
    }
}
