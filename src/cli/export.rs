//! `winflow export`: results in the formats of other programs.

use super::arguments::{EventFormat, Export};
use super::failure::Failure;
use super::{browser, terminal};
use crate::experiment::WorldRow;
use crate::market::arrivals::Arrivals;
use crate::report::charts::gallery;
use crate::report::export::dates::Dates;
use crate::report::export::events::{Case, SystemLog, cases};
use crate::report::export::files::{NewFile, write};
use crate::report::export::{crm, event_table, ocel, pull_request, tables, workbook, xes};
use crate::report::page::more::More;
use crate::report::page::{Material, Options, html};
use crate::report::results::folder::clean_name;
use crate::report::results::stored::read::{experiment_in, name_of};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::targets::Targets;
use crate::simulation::Model;
use crate::world::happening::Keeps;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

const WHAT: &str = "nothing to export was named. There are --xlsx (a workbook), --csv (its tables), --md (a summary in Markdown), \
                    --events csv|xes|ocel (the events of one world), --crm (what a customer database would hold of it) and --pdf (the brief of \
                    winflow report)";
/// What is exported of experiments that hold no customers.
const OF_FIGURES: &str = "it has --xlsx, --csv and --md; --events, --crm and --pdf need a folder of winflow run or winflow compare";

/// Writes what was asked for into the folder of the results.
///
/// # Errors
/// If nothing was asked for, the results cannot be read, or a file is in the way.
pub fn export(arguments: &Export) -> Result<(), Failure> {
    let of_world = arguments.crm || !arguments.events.is_empty();
    if !(arguments.xlsx || arguments.csv || arguments.md || arguments.pdf || of_world) {
        return Err(Failure::Usage(WHAT.to_string()));
    }
    let kind = experiment_in(&arguments.folder).map_err(other)?;
    let files = if let Some(more) = further(arguments, &kind)? {
        if of_world || arguments.pdf {
            return Err(Failure::Usage(format!("{} holds the results of winflow {kind}: {OF_FIGURES}", arguments.folder.display())));
        }
        figures(&more, arguments)?
    } else {
        let stored = Stored::read(&arguments.folder).map_err(other)?;
        let mut files = documents(&stored, arguments)?;
        if of_world {
            let logs = logs(&stored, arguments)?;
            files.extend(events(&stored, &logs, &arguments.events)?);
            if arguments.crm {
                files.extend(databases(&logs)?);
            }
        }
        if arguments.pdf {
            files.push(NewFile::new("brief.pdf", browser::print_brief(&page(stored), &arguments.folder)?));
        }
        files
    };
    let paths = write(&arguments.folder, &files, arguments.force).map_err(other)?;
    if !arguments.quiet {
        paths.iter().zip(&files).for_each(|(path, file)| terminal::say(&format!("{}, {}", path.display(), size(file.bytes.len()))));
    }
    Ok(())
}

fn other(error: impl std::fmt::Display) -> Failure {
    Failure::Other(error.to_string())
}

/// The results of an experiment that holds no customers: `explain`, `sweep`, `map`.
fn further(arguments: &Export, kind: &str) -> Result<Option<More>, Failure> {
    if matches!(kind, "run" | "compare") { Ok(None) } else { More::read(&arguments.folder).map_err(other) }
}

/// Findings and figures of such an experiment.
fn figures(more: &More, arguments: &Export) -> Result<Vec<NewFile>, Failure> {
    let mut files = Vec::new();
    if arguments.xlsx {
        let bytes = workbook::of_figures(&more.heading, &more.findings, &more.method, &more.pictures).map_err(other)?;
        files.push(NewFile::new("report.xlsx", bytes));
    }
    if arguments.csv {
        for table in more.pictures.iter().map(tables::of_picture) {
            files.push(NewFile::new(format!("tables/{}.csv", table.name), table.to_csv()));
        }
    }
    if arguments.md {
        files.push(NewFile::new("report.md", pull_request::of_figures(&more.heading, &more.findings, &more.method, &more.pictures)));
    }
    Ok(files)
}

/// The page for leadership, made from the results: a page that lies in their folder may be from anybody.
fn page(stored: Stored) -> String {
    let pictures = gallery::pictures(&stored, &Targets::default());
    html(&Material { main: Some((stored, pictures)), more: Vec::new() }, &Options::default())
}

/// What is made of the stored results alone.
fn documents(stored: &Stored, arguments: &Export) -> Result<Vec<NewFile>, Failure> {
    let setting = stored.setting();
    let mut files = Vec::new();
    let pictures = if arguments.xlsx || arguments.csv { gallery::pictures(stored, &Targets::default()) } else { Vec::new() };
    if arguments.xlsx {
        files.push(NewFile::new("report.xlsx", workbook::render(stored, &pictures, &setting).map_err(other)?));
    }
    if arguments.csv {
        for table in tables::tables(stored).into_iter().chain(pictures.iter().map(tables::of_picture)) {
            files.push(NewFile::new(format!("tables/{}.csv", table.name), table.to_csv()));
        }
    }
    if arguments.md {
        files.push(NewFile::new("report.md", pull_request::render(stored, &setting)));
    }
    Ok(files)
}

/// The world asked for, of every system, simulated again.
fn logs(stored: &Stored, arguments: &Export) -> Result<Vec<SystemLog>, Failure> {
    let (world, worlds) = (arguments.world, stored.document.worlds);
    if world >= worlds {
        return Err(Failure::Usage(format!(
            "there is no world {world} in these results: they have worlds 0 to {}",
            worlds.saturating_sub(1)
        )));
    }
    if !arguments.quiet {
        terminal::say(&format!("Simulating world {world} again, with everything written down."));
    }
    stored.systems.iter().map(|system| log_of(stored, system, world)).collect()
}

fn log_of(stored: &Stored, system: &StoredSystem, world: u64) -> Result<SystemLog, Failure> {
    let model = Model::new(&system.scenario, Arc::new(arrivals(system)?));
    let (record, entries) = model.follow(stored.document.seed, world, Keeps::Log, None);
    let as_kept = system.worlds.iter().find(|row| row.world == world);
    if as_kept != Some(&WorldRow::from(&record)) {
        return Err(Failure::Other(format!(
            "world {world} of {} does not come out as it did: the results are from winflow {}, from other arrivals, or worlds.csv was \
             changed. This is winflow {}; run the command of the results once more, with --force, and export again",
            system.name,
            stored.version,
            env!("CARGO_PKG_VERSION")
        )));
    }
    Ok(SystemLog { name: system.name.clone(), world, model, record, entries })
}

/// The real arrivals of a system, if it uses any: their files are looked for where the scenario says, from the folder that we are in.
fn arrivals(system: &StoredSystem) -> Result<Arrivals, Failure> {
    let named = system.scenario.channel.entries.iter().filter(|(_, channel)| !channel.csv_file.is_empty());
    let files: BTreeMap<String, PathBuf> = named.map(|(name, channel)| (name.clone(), PathBuf::from(&channel.csv_file))).collect();
    if let Some(missing) = files.values().find(|file| !file.is_file()) {
        return Err(Failure::Other(format!(
            "{} uses real arrivals from {}, which is not there. Results do not hold such files: run winflow export in the folder in which \
             they lie",
            system.name,
            missing.display()
        )));
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
            EventFormat::Xes => NewFile::new("events.xes", xes::render(&log_name(stored, logs), &all).map_err(other)?),
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
        files.extend(crm::files(log).into_iter().map(|(name, text)| NewFile::new(format!("{folder}/{name}"), text)));
    }
    Ok(files)
}

/// A size for people.
fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
