//! `winflow export`: results in the formats of other programs.

use super::browser;
use super::failure::Failure;
use super::progress::Progress;
use super::terminal;
use crate::session::export::{self, Formats};
use crate::session::host::Host;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  winflow export output/hero-vs-team --xlsx
  winflow export output/hero-vs-team --md --csv
  winflow export output/hero-vs-team --events xes,csv --world 3
  winflow export output/hero-vs-team --crm --force

Files are written into the folder of the results. The event log and the customer database are those of
one world, which is simulated again; it has to come out as it did.";

const WHAT: &str = "nothing to export was named. Choose from --xlsx (a workbook), --csv (its tables), --md (a summary in Markdown), \
                    --events csv|xes|ocel (the events of one world), --crm (what a CRM would hold of it) and --pdf (the brief of \
                    winflow report)";

/// Arguments of `export`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Folder of a finished run or comparison, such as output/hero-vs-team
    folder: PathBuf,
    /// A workbook with tables and charts of its own: report.xlsx
    #[arg(long)]
    xlsx: bool,
    /// All tables of the workbook: tables/*.csv
    #[arg(long)]
    csv: bool,
    /// A summary in Markdown, for a pull request: report.md
    #[arg(long)]
    md: bool,
    /// What a customer database would hold, and apart from it the truth: crm/*.csv
    #[arg(long)]
    crm: bool,
    /// The log of events of one world: csv, xes or ocel, or several of them
    #[arg(long, value_name = "FORMAT[,FORMAT]", value_enum, value_delimiter = ',', hide_possible_values = true)]
    events: Vec<EventFormat>,
    /// Number of the world, for --events and --crm
    #[arg(long, default_value_t = 0)]
    world: u64,
    /// The brief of the page for leadership, printed by the Chromium on this machine: brief.pdf
    #[arg(long)]
    pdf: bool,
    /// Replace files that hold something else
    #[arg(long)]
    force: bool,
    /// No notes
    #[arg(long)]
    quiet: bool,
}

/// Formats of a log of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum EventFormat {
    /// events.csv: a row for each event
    Csv,
    /// events.xes: XES (IEEE 1849-2016)
    Xes,
    /// events.json: OCEL 2.0
    Ocel,
}

impl From<EventFormat> for export::EventFormat {
    fn from(format: EventFormat) -> Self {
        match format {
            EventFormat::Csv => Self::Csv,
            EventFormat::Xes => Self::Xes,
            EventFormat::Ocel => Self::Ocel,
        }
    }
}

/// Writes what was asked for into the folder of the results.
///
/// # Errors
/// If nothing was asked for, the results cannot be read, or a file is in the way.
pub fn export(arguments: &Export) -> Result<(), Failure> {
    let formats = arguments.formats();
    if formats.is_empty() && !arguments.pdf {
        return Err(Failure::Usage(WHAT.to_string()));
    }
    let progress = Progress::new(arguments.quiet);
    let host = Host { observer: &progress, ..Host::silent() };
    let printer: Option<export::Printer<'_>> =
        if arguments.pdf { Some(&|page, beside| Ok(browser::print_brief(page, beside)?)) } else { None };
    let exported = export::export(&arguments.folder, &formats, printer, arguments.force, host)?;
    if !arguments.quiet {
        exported.iter().for_each(|exported| terminal::say(&format!("{}, {}", exported.file.display(), size(exported.bytes))));
    }
    Ok(())
}

impl Export {
    fn formats(&self) -> Formats {
        Formats {
            xlsx: self.xlsx,
            csv: self.csv,
            md: self.md,
            crm: self.crm,
            events: self.events.iter().copied().map(Into::into).collect(),
            world: self.world,
        }
    }
}

/// A size for people.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
