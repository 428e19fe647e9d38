//! Results in the formats of other programs.

use super::failure::{Cause, Failure, NoAnswer, NotWritten, WrongQuestion};
use super::host::{Host, Notice};
use super::page::{can_be_held_against, has_another_brief, manifest_now, page};
use super::work::Work;
use crate::experiment::WorldRow;
use crate::experiment::adds_up::adding_up;
use crate::experiment::runner::{Arm, Halt};
use crate::market::arrivals::Arrivals;
use crate::report::charts::gallery;
use crate::report::export::dates::Dates;
use crate::report::export::events::{Case, SystemLog, cases};
use crate::report::export::files::{NewFile, write};
use crate::report::export::tables::Room;
use crate::report::export::workbook::Book;
use crate::report::export::{crm, event_table, ocel, pull_request, tables, workbook, xes};
use crate::report::page::Options;
use crate::report::page::more::More;
use crate::report::results::folder::{Steady, clean_name};
use crate::report::results::stored::read::{experiment_in, name_of};
use crate::report::results::stored::rows::{DealRow, JourneyRow, PeriodRow, PersonRow, WeekRow};
use crate::report::results::stored::tables::Row;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::targets::Targets;
use crate::simulation::Model;
use crate::world::happening::Keeps;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Prints a page: its HTML, and a folder for what is written on the way.
pub type Printer<'a> = &'a dyn Fn(&str, &Path) -> Result<Vec<u8>, Cause>;

/// The brief of the page for leadership, on paper.
pub struct Brief<'a> {
    /// Title, decision and targets of the page.
    pub options: Options,
    /// Prints it.
    pub print: Printer<'a>,
}

/// Tables of a run that tables of an export are made of.
const MADE_OF: [&str; 5] = [JourneyRow::FILE, DealRow::FILE, PersonRow::FILE, PeriodRow::FILE, WeekRow::FILE];

/// What is exported.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Formats {
    /// A workbook with tables and charts of its own.
    pub xlsx: bool,
    /// All tables of the workbook.
    pub csv: bool,
    /// A summary in Markdown.
    pub md: bool,
    /// What a customer database would hold of a world, and apart from it the truth.
    pub crm: bool,
    /// Logs of the events of a world.
    pub events: Vec<EventFormat>,
    /// Number of that world.
    pub world: u64,
}

/// Formats of a log of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventFormat {
    /// A row for each event.
    Csv,
    /// XES (IEEE 1849-2016).
    Xes,
    /// OCEL 2.0.
    Ocel,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub bytes: usize,
}

impl Formats {
    /// Whether a world has to be simulated again.
    fn has_world(&self) -> bool {
        self.crm || !self.events.is_empty()
    }

    /// Whether nothing is exported.
    pub fn is_empty(&self) -> bool {
        !(self.xlsx || self.csv || self.md || self.has_world())
    }
}

/// Writes results in other formats into their folder, and the brief of the page for leadership if it is asked for.
///
/// # Errors
/// If the results cannot be read or do not hold what is asked for, a world does not come out as it did, or a file is in the way.
pub fn export(folder: &Path, formats: &Formats, brief: Option<&Brief<'_>>, force: bool, host: Host<'_>) -> Result<Vec<Exported>, Failure> {
    let manifest = manifest_now(folder)?;
    let experiment = experiment_in(folder).map_err(Failure::not_read)?;
    let files = if let Some(more) = further(folder, &experiment)? {
        if formats.has_world() || brief.is_some() {
            return Err(WrongQuestion::FiguresAlone { folder: folder.to_path_buf(), experiment }.into());
        }
        figures(&more, formats, host)?
    } else {
        of_customers(Stored::read(folder).map_err(Failure::not_read)?, formats, brief, host)?
    };
    too_long(&files, host);
    let _steady = Steady::hold(folder, manifest.as_deref()).map_err(NotWritten::Folder)?;
    let paths = write(folder, &files, force).map_err(|why| NotWritten::File(why.into()))?;
    Ok(paths.into_iter().zip(&files).map(|(path, file)| Exported { file: path, bytes: file.bytes.len() }).collect())
}

/// Everything that is made of a run or a comparison.
fn of_customers(stored: Stored, formats: &Formats, brief: Option<&Brief<'_>>, host: Host<'_>) -> Result<Vec<NewFile>, Failure> {
    let mut files = documents(&stored, formats, host)?;
    if formats.has_world() {
        let logs = logs(&stored, formats.world, host)?;
        files.extend(events(&stored, &logs, &formats.events)?);
        if formats.crm {
            files.extend(databases(&logs)?);
        }
    }
    if let Some(brief) = brief {
        files.push(printed(stored, brief, host)?);
    }
    Ok(files)
}

/// The brief on paper. A page that lies in the folder may be from anybody: another is made, and it is said if they differ.
fn printed(stored: Stored, brief: &Brief<'_>, host: Host<'_>) -> Result<NewFile, Failure> {
    let folder = stored.folder.clone();
    can_be_held_against(Some(&stored), &folder, &brief.options.targets)?;
    let page = page(stored, &brief.options);
    if has_another_brief(&folder, &page) {
        host.observer.notice(&Notice::AnotherBrief);
    }
    Ok(NewFile::new("brief.pdf", (brief.print)(&page, &folder).map_err(Failure::not_made)?))
}

/// The results of an experiment that holds no customers: `explain`, `sweep`, `map`.
fn further(folder: &Path, experiment: &str) -> Result<Option<More>, Failure> {
    if matches!(experiment, "run" | "compare") { Ok(None) } else { More::read(folder).map_err(Failure::not_read) }
}

/// Findings and figures of such an experiment.
fn figures(more: &More, formats: &Formats, host: Host<'_>) -> Result<Vec<NewFile>, Failure> {
    let mut files = Vec::new();
    if formats.xlsx {
        let book = workbook::of_figures(&more.heading, &more.findings, &more.method, &more.pictures).map_err(Failure::not_made)?;
        files.push(bound(book, host));
    }
    if formats.csv {
        for table in more.pictures.iter().map(tables::of_picture) {
            files.push(NewFile::new(format!("tables/{}.csv", table.name), table.to_csv()));
        }
    }
    if formats.md {
        files.push(NewFile::new("report.md", pull_request::of_figures(&more.heading, &more.findings, &more.method, &more.pictures)));
    }
    Ok(files)
}

/// A workbook as a file. What it has no room for is told.
fn bound(book: Book, host: Host<'_>) -> NewFile {
    book.left_out.into_iter().for_each(|left_out| host.observer.notice(&Notice::SheetCut(left_out)));
    NewFile::new("report.xlsx", book.bytes)
}

/// Tells which tables have more lines than a spreadsheet reads.
fn too_long(files: &[NewFile], host: Host<'_>) {
    for file in files.iter().filter(|file| file.name.ends_with(".csv")) {
        let lines = file.bytes.iter().filter(|byte| **byte == b'\n').count();
        if lines > workbook::MOST_SHEET_ROWS as usize {
            host.observer.notice(&Notice::LongerThanASheet { file: file.name.clone(), rows: lines as u64 - 1 });
        }
    }
}

/// Tells which tables of the run hold fewer worlds than were run, as far as something is made of them.
fn not_kept(stored: &Stored, host: Host<'_>) {
    for (file, &worlds) in &stored.worlds_in {
        let of = stored.document.worlds;
        if worlds < of && MADE_OF.contains(&file.as_str()) {
            host.observer.notice(&Notice::NotKept { file: file.clone(), worlds, of });
        }
    }
}

/// What is made of the stored results alone.
fn documents(stored: &Stored, formats: &Formats, host: Host<'_>) -> Result<Vec<NewFile>, Failure> {
    let setting = stored.setting();
    let mut files = Vec::new();
    if formats.xlsx || formats.csv {
        not_kept(stored, host);
    }
    let pictures = if formats.xlsx || formats.csv { gallery::pictures(stored, &Targets::default()) } else { Vec::new() };
    if formats.xlsx {
        files.push(bound(workbook::render(stored, &pictures, &setting).map_err(Failure::not_made)?, host));
    }
    if formats.csv {
        for table in tables::tables(stored, Room::BOUNDLESS).into_iter().chain(pictures.iter().map(tables::of_picture)) {
            files.push(NewFile::new(format!("tables/{}.csv", table.name), table.to_csv()));
        }
    }
    if formats.md {
        files.push(NewFile::new("report.md", pull_request::render(stored, &setting)));
    }
    Ok(files)
}

/// A world of every system, simulated again.
fn logs(stored: &Stored, world: u64, host: Host<'_>) -> Result<Vec<SystemLog>, Failure> {
    let worlds = stored.document.worlds;
    if world >= worlds {
        return Err(WrongQuestion::NoWorld { world, worlds }.into());
    }
    host.observer.notice(&Notice::SimulatingAgain(world));
    stored.systems.iter().map(|system| log_of(stored, system, world, host)).collect()
}

fn log_of(stored: &Stored, system: &StoredSystem, world: u64, host: Host<'_>) -> Result<SystemLog, Failure> {
    let model = Model::new(&system.scenario, Arc::new(arrivals(system, &stored.folder)?));
    Work::of_worlds(&[Arm { name: &system.name, model: &model, fingerprint: &system.fingerprint }], 1, 1).agreed(host)?;
    let seed = stored.document.seed;
    let (record, entries) = model.follow(seed, world, Keeps::Log, None);
    let record = adding_up(record, &system.name, seed).map_err(|fault| NoAnswer::Halted(Halt::DoesNotAddUp(fault)))?;
    let as_kept = system.worlds.iter().find(|row| row.world == world);
    if as_kept != Some(&WorldRow::from(&record)) {
        return Err(NoAnswer::AnotherWorld { world, system: system.name.clone(), version: stored.version.clone() }.into());
    }
    Ok(SystemLog { name: system.name.clone(), world, model, record, entries })
}

/// The real arrivals of a system, if it uses any: their files are looked for where the scenario says, from the folder that we are in, then
/// beside the results.
fn arrivals(system: &StoredSystem, folder: &Path) -> Result<Arrivals, Failure> {
    let named = system.scenario.channel.entries.iter().filter(|(_, channel)| !channel.csv_file.is_empty());
    let place = |file: &String| Some(PathBuf::from(file)).filter(|here| here.is_file()).unwrap_or_else(|| folder.join(file));
    let files: BTreeMap<String, PathBuf> = named.map(|(name, channel)| (name.clone(), place(&channel.csv_file))).collect();
    if let Some(missing) = files.values().find(|file| !file.is_file()) {
        return Err(NoAnswer::NoArrivals { system: system.name.clone(), file: missing.clone() }.into());
    }
    Ok(Arrivals::read(&system.scenario, &files)?.0)
}

/// The log of events in each of the formats.
fn events(stored: &Stored, logs: &[SystemLog], formats: &[EventFormat]) -> Result<Vec<NewFile>, Failure> {
    if formats.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<(Dates, Vec<Case>)> = logs.iter().map(|log| (log.dates(), cases(log))).collect();
    let mut files: Vec<NewFile> = Vec::new();
    for format in formats {
        let file = match format {
            EventFormat::Csv => NewFile::new("events.csv", event_table::render(&all)),
            EventFormat::Xes => NewFile::new("events.xes", xes::render(&log_name(stored, logs), &all).map_err(Failure::not_made)?),
            EventFormat::Ocel => NewFile::new("events.json", ocel::render(&all)),
        };
        if !files.iter().any(|before| before.name == file.name) {
            files.push(file);
        }
    }
    Ok(files)
}

fn log_name(stored: &Stored, logs: &[SystemLog]) -> String {
    let world = logs.first().map_or(0, |log| log.world);
    format!("{}, world {world}, seed {}, winflow {}", name_of(&stored.folder), stored.document.seed, stored.version)
}

/// The database of each system: in one folder, or in one for each.
fn databases(logs: &[SystemLog]) -> Result<Vec<NewFile>, Failure> {
    let mut files = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    for log in logs {
        let mut folder = "crm".to_string();
        if logs.len() > 1 {
            let name = clean_name(&log.name).to_lowercase();
            let free = (1..).map(|n| if n == 1 { name.clone() } else { format!("{name}-{n}") }).find(|n| !taken.contains(n));
            taken.extend(free);
            folder = format!("crm/{}", taken.last().map_or("", String::as_str));
        }
        let tables = crm::files(log);
        files.extend(tables.into_iter().map(|(name, text)| NewFile::new(format!("{folder}/{name}"), text)));
    }
    Ok(files)
}
