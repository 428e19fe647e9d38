//! `winflow report`: a page for leadership from kept results.

use super::failure::Failure;
use super::terminal;
use crate::report::page::Options;
use crate::report::results::targets::Target;
use crate::session::page;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  winflow report output/hero-vs-team
  winflow report output/hero-vs-team output/hero-vs-team-explain output/hero-vs-team-map
  winflow report output/hero-vs-team --target 'revenue_per_year >= 5 MEUR'

One file that needs nothing else: report.html in the first folder, and every picture in its charts. Further
folders (of explain, sweep and map) are added as evidence. Nothing is simulated.";

/// Arguments of `report`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// Folders of finished runs: one of run or compare, and more of explain, sweep and map
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// Title of the report [default: made from the names of the systems]
    #[arg(long, value_name = "TEXT", value_parser = sentences)]
    title: Option<String>,
    /// What leadership is asked to decide [default: made from the results]
    #[arg(long, value_name = "TEXT", value_parser = sentences)]
    decision: Option<String>,
    /// What a year should bring, such as "revenue_per_year >= 5 MEUR" or "win_win_deals_per_year >= 40"
    #[arg(long, value_name = "REQUIREMENT")]
    target: Vec<Target>,
    /// Replace files that hold something else
    #[arg(long)]
    force: bool,
    /// No notes
    #[arg(long)]
    quiet: bool,
}

/// Writes the page, and every picture as SVG and PNG.
///
/// # Errors
/// If results cannot be read, a chart cannot be drawn, or a file is in the way.
pub fn report(arguments: &Report) -> Result<(), Failure> {
    let targets = arguments.target.iter().copied().collect();
    let options = Options { title: arguments.title.clone(), decision: arguments.decision.clone(), targets };
    let page = page::report(&arguments.folders, &options, arguments.force)?;
    if !arguments.quiet {
        let size = page.bytes.div_ceil(1024);
        terminal::say(&format!("{}, {size} kB; its pictures are in {}.", page.file.display(), page.charts.display()));
    }
    Ok(())
}

/// A text that has room on a page.
fn sentences(text: &str) -> Result<String, String> {
    const LONGEST: usize = 600;
    let is_short = !text.trim().is_empty() && text.chars().count() <= LONGEST;
    if is_short { Ok(text.trim().to_string()) } else { Err(format!("expected a text of up to {LONGEST} characters")) }
}
