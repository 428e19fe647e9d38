//! Options of `winflow plan` for the replay of real deals.

use super::failure::Failure;
use super::options::Results;
use super::plan::PlanFormat;
use super::progress::Progress;
use super::shown::look;
use super::terminal;
use crate::import::{dates, numbers};
use crate::report::terminal::replay as shown;
use crate::session::replay::{Question, Replayed};
use crate::session::{Layers, Options};
use clap::Args;
use jiff::civil::Date;
use serde_json::json;
use std::path::PathBuf;

/// What is replayed.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Replay of real deals")]
pub struct Replay {
    /// Deals won, as CSV: date, person, value in EUR
    #[arg(long, value_name = "FILE")]
    pub deals: Option<PathBuf>,
    /// People, as CSV: role, start, end, quota, on_target, team
    #[arg(long, value_name = "FILE", requires = "deals")]
    roster: Option<PathBuf>,
    /// Another plan for the same deals
    #[arg(long, value_name = "OVERLAY,...", requires = "deals")]
    against: Option<String>,
    /// Columns: date='Close Date',person=Owner
    #[arg(long, value_name = "A=B", value_delimiter = ',', value_parser = pair, requires = "deals")]
    columns: Vec<(String, String)>,
    /// Columns of the roster: start='Hire Date'
    #[arg(long, value_name = "A=B", value_delimiter = ',', value_parser = pair, requires = "roster")]
    roster_columns: Vec<(String, String)>,
    /// Only rows with this in a column: Stage='Closed Won'
    #[arg(long = "where", value_name = "COLUMN=TEXT", value_parser = pair, requires = "deals")]
    wheres: Vec<(String, String)>,
    /// First day [default: of the first deal's fiscal year]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "deals")]
    from: Option<Date>,
    /// Last day [default: of the last deal's period]
    #[arg(long, value_name = "DATE", value_parser = day, requires = "deals")]
    to: Option<Date>,
    /// How dates are written: dd/MM/yyyy [default: detected]
    #[arg(long, value_name = "FORMAT", value_parser = date_format, requires = "deals")]
    date_format: Option<dates::Format>,
    /// How numbers are written: 1.234,56 [default: detected]
    #[arg(long, value_name = "FORM", value_parser = number_format, requires = "deals")]
    number_format: Option<numbers::Format>,
    /// Write a workbook with people, costs and periods
    #[arg(long, value_name = "FILE", requires = "deals")]
    xlsx: Option<PathBuf>,
}

impl Replay {
    /// What is asked, if there are deals to replay.
    fn question(&self, role: Option<&str>) -> Option<Question> {
        Some(Question {
            deals: self.deals.clone()?,
            roster: self.roster.clone(),
            against: self.against.clone(),
            role: role.map(String::from),
            from: self.from,
            to: self.to,
            columns: self.columns.clone(),
            roster_columns: self.roster_columns.clone(),
            wheres: self.wheres.clone(),
            date_format: self.date_format,
            number_format: self.number_format,
            xlsx: self.xlsx.clone(),
        })
    }
}

/// Replays deals, if there are any, and shows what they would have been paid.
///
/// # Errors
/// If the usage, a scenario or a file is wrong, or results cannot be written.
pub fn replay(
    named: &Layers,
    arguments: &Replay,
    role: Option<&str>,
    options: &Options,
    kept: &Results,
    format: PlanFormat,
) -> Result<bool, Failure> {
    let Some(question) = arguments.question(role) else { return Ok(false) };
    let progress = Progress::new(kept.quiet);
    let result = crate::session::replay::replay(named, &question, options, progress.host());
    let replayed = progress.ended(result)?;
    if format != PlanFormat::Table {
        tell(&replayed, kept.quiet);
    }
    if let (Ok(folder), false) = (&replayed.kept, kept.quiet)
        && folder.numbered
    {
        let path = folder.path.display();
        terminal::say(&format!("Other results have that name; these are in {path} (--force replaces)."));
    }
    let printed = rendered(&replayed, format, question.xlsx.as_deref());
    if format == PlanFormat::Table { terminal::print(&printed) } else { terminal::print_data(&printed) }?;
    replayed.kept?;
    Ok(true)
}

/// Beside what programs read: what was left out, and what was assumed unless it is to be quiet.
fn tell(replayed: &Replayed, is_quiet: bool) {
    let sheet = &replayed.sheet;
    sheet.notes.iter().filter(|_| !is_quiet).for_each(|note| terminal::say(&format!("Note: {note}")));
    let found = sheet.deals.found.iter().filter(|found| found.left_out || !is_quiet);
    found.for_each(|found| terminal::say(&format!("Note: {}", found.words)));
}

fn rendered(Replayed { sheet, table, kept }: &Replayed, format: PlanFormat, xlsx: Option<&std::path::Path>) -> String {
    match format {
        PlanFormat::Json => format!("{:#}\n", json!(sheet)),
        PlanFormat::Csv => table.clone(),
        PlanFormat::Table => {
            let files = kept.as_ref().map_or_else(|_| String::new(), |kept| format!("\nResults are in {}.\n", kept.path.display()));
            let workbook = xlsx.map_or_else(String::new, |path| format!("The workbook is {}.\n", path.display()));
            shown::render(sheet, look(true)) + &files + &workbook
        }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() && !value.trim().is_empty() => Ok((name.trim().into(), value.trim().into())),
        _ => Err("expected NAME=TEXT, such as date=Close Date".to_string()),
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.trim().parse().map_err(|_| "expected a day such as 2024-01-31".to_string())
}

fn date_format(text: &str) -> Result<dates::Format, String> {
    dates::Format::named(text).ok_or_else(|| format!("expected {}", dates::Format::EXAMPLES))
}

fn number_format(text: &str) -> Result<numbers::Format, String> {
    numbers::Format::named(text).ok_or_else(|| format!("expected {}", numbers::Format::EXAMPLES))
}
