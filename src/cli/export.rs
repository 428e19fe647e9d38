//! `winflow export`: results in the formats of other programs.

use super::browser;
use super::failure::Failure;
use super::page_options::PageOptions;
use super::progress::Progress;
use super::terminal;
use crate::report::results::words::list;
use crate::session::export::{self, Formats};
use crate::session::host::Host;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const EXAMPLES: &str = "\
Examples:
  winflow export output/hero-vs-team --xlsx --md
  winflow export output/hero-vs-team --events xes,csv --world 3
  winflow export output/hero-vs-team --pdf --title 'Sell as a team?'

Files are written into the folder of the results. Event log and CRM data are \
those of one world, simulated again. The brief has the title, decision and \
targets given here: repeat those of winflow report.";

const WHAT: &str = "nothing to export was named. Choose from --xlsx (a workbook), --csv (its tables), --md (a summary in Markdown), \
                    --events csv|xes|ocel (the events of one world), --crm (what a CRM would hold of it) and --pdf (the brief of \
                    winflow report)";

/// Arguments of `export`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Export {
    /// Folder of results, such as output/hero-vs-team
    folder: PathBuf,
    /// Workbook with tables and charts: report.xlsx
    #[arg(long)]
    xlsx: bool,
    /// Tables of the workbook, all rows: tables/*.csv
    #[arg(long)]
    csv: bool,
    /// Summary in Markdown: report.md
    #[arg(long)]
    md: bool,
    /// What a CRM would hold, and the truth: crm/*.csv
    #[arg(long)]
    crm: bool,
    /// Event log of one world: csv, xes, ocel
    #[arg(long, value_name = "FORMAT,...", value_enum, value_delimiter = ',', hide_possible_values = true)]
    events: Vec<EventFormat>,
    /// World for --events and --crm [default: 0]
    #[arg(long, value_name = "N")]
    world: Option<u64>,
    /// Brief of the report, printed by Chromium: brief.pdf
    #[arg(long)]
    pdf: bool,
    /// What is asked of the page, for --pdf.
    #[command(flatten)]
    page: PageOptions,
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
    if let Some(idle) = arguments.without_effect() {
        return Err(Failure::Usage(idle));
    }
    let progress = Progress::new(arguments.quiet);
    let host = Host { observer: &progress, ..Host::silent() };
    let print: export::Printer<'_> = &|page, beside| Ok(browser::print_brief(page, beside)?);
    let options = arguments.page.options()?;
    let brief = arguments.pdf.then_some(export::Brief { options, print });
    let exported = export::export(&arguments.folder, &formats, brief.as_ref(), arguments.force, host)?;
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
            world: self.world.unwrap_or(0),
        }
    }

    /// What to say of options that belong to a format that was not named.
    fn without_effect(&self) -> Option<String> {
        let idle = |options: &[String], format: &str| {
            let (named, verb) = (list(options), if options.len() > 1 { "do" } else { "does" });
            format!("{named} {verb} nothing without {format}. Add {format}, or leave out {named}")
        };
        let of_page = self.page.given();
        if !self.pdf && !of_page.is_empty() {
            return Some(idle(&of_page, "--pdf"));
        }
        let has_world = self.crm || !self.events.is_empty();
        (self.world.is_some() && !has_world).then(|| idle(&["--world".to_string()], "--events or --crm"))
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
