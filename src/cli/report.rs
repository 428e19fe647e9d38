//! `winflow report`: a page for leadership from kept results.

use super::failure::Failure;
use super::page_options::PageOptions;
use super::terminal;
use crate::session::page;
use clap::Args;
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  winflow report output/hero-vs-team
  winflow report output/hero-vs-team output/hero-vs-team-map
  winflow report output/hero-vs-team --target 'revenue_per_year >= 5 MEUR'

Writes report.html into the first folder, one file that needs nothing else, and \
all charts. Further folders (of explain, sweep and map) are added as evidence.";

/// Arguments of `report`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Report {
    /// Folders of results: of run or compare, and further ones
    #[arg(required = true, value_name = "FOLDER")]
    folders: Vec<PathBuf>,
    /// What is asked of the page.
    #[command(flatten)]
    page: PageOptions,
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
    let page = page::report(&arguments.folders, &arguments.page.options()?, arguments.force)?;
    if !arguments.quiet {
        let size = page.bytes.div_ceil(1024);
        let pictures = if page.charts.is_dir() { format!("; its pictures are in {}", page.charts.display()) } else { String::new() };
        terminal::say(&format!("{}, {size} kB{pictures}.", page.file.display()));
        page.notes.iter().for_each(|note| terminal::say(&format!("Note: {note}")));
    }
    Ok(())
}
