//! `winflow schema`: the JSON schema of scenarios, or of results.

use super::failure::Failure;
use super::terminal;
use crate::report::results::document::Document;
use crate::report::results::explain::ExplainDocument;
use crate::report::results::explain::rewrite::RewriteDocument;
use crate::report::results::influence::InfluenceDocument;
use crate::report::results::map::MapDocument;
use crate::report::results::settings::SettingsDocument;
use crate::report::results::sweep::SweepDocument;
use crate::report::results::warm_up::WarmUpDocument;
use crate::scenario;
use clap::Args;
use schemars::JsonSchema;

const EXAMPLES: &str = "\
Examples:
  winflow schema > winflow.schema.json           for an editor that completes TOML
  winflow schema --output                        what --format json prints";

/// Arguments of `schema`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Schema {
    /// The schema of --format json instead of scenarios
    #[arg(long)]
    output: bool,
}

/// What `--format json` prints, by command.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum Output {
    /// `run`, `compare`, and the first run.
    Outcome(Document),
    /// `sweep`.
    Sweep(SweepDocument),
    /// `map`.
    Map(MapDocument),
    /// `diff`.
    Diff(SettingsDocument),
    /// `explain`.
    Explain(ExplainDocument),
    /// `explain --assumptions`.
    Assumptions(InfluenceDocument),
    /// `explain --rewrite`.
    Rewrite(RewriteDocument),
    /// `warm-up`.
    WarmUp(WarmUpDocument),
}

/// Prints a schema.
///
/// # Errors
/// If it cannot be written.
pub fn schema(arguments: &Schema) -> Result<(), Failure> {
    let schema = if arguments.output { schemars::schema_for!(Output).to_value() } else { scenario::schema() };
    terminal::print_data(&format!("{schema:#}\n"))
}
