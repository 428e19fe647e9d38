//! What `run`, `compare` and the first run have in common: simulate, keep, print.

use super::arguments::{Format, Simulation};
use super::failure::Failure;
use super::keeping::{Keeping, Kept};
use super::scenarios::{self, Named, System};
use super::{progress, terminal};
use crate::experiment::replicate::{Plan, replicate};
use crate::experiment::{Experiment, Outcome};
use crate::report::assumptions;
use crate::report::document::Document;
use crate::report::folder::clean_name;
use crate::report::table::{Look, wrap};
use crate::report::{delimited, markdown, table};
use std::path::Path;

/// What is to be simulated.
#[derive(Debug, Clone)]
pub struct Job {
    /// The systems; the first is the baseline.
    pub named: Vec<Named>,
    /// Whether nothing was asked for in particular.
    pub first_run: bool,
}

/// What to try after a comparison. The third turns the verdict around.
const TRY_NEXT: [(&str, &str); 3] = [
    ("winflow compare hero line team --worlds 200", "a third system, surer"),
    ("winflow trace team", "one customer's story"),
    (
        "winflow compare hero team --set segment.mid.group_size_mean=1.5 --set organisation.coordination_work_hours_per_week=0.6",
        "small buying groups, costly coordination: the verdict turns around",
    ),
];

/// Simulates, keeps the results in files and prints them. Results that cannot be kept are printed all the same.
///
/// # Errors
/// If a scenario is wrong, or results cannot be written.
pub fn simulate(job: &Job, options: &Simulation) -> Result<(), Failure> {
    let systems = scenarios::systems(&job.named, options)?;
    let mut keeping = Keeping::begin(&options.out, &folder_name(&systems), &systems)?;
    let outcome = replicate_systems(&systems, options, &mut keeping)?;
    let document = Document::new(&outcome);
    let kept = keeping.finish(&outcome, &document, &systems, options.force);
    if let (Ok(kept), false) = (&kept, options.quiet) {
        tell(kept);
    }
    let path = kept.as_ref().ok().map(|kept| kept.folder.path.as_path());
    terminal::print(&rendered(&document, &systems, path, options)?)?;
    kept.map(drop)
}

/// The folder's name: the systems compared.
fn folder_name(systems: &[System]) -> String {
    let names: Vec<&str> = systems.iter().map(|s| s.name.as_str()).collect();
    clean_name(&names.join("-vs-"))
}

/// What is to be known about the files.
fn tell(kept: &Kept) {
    if kept.folder.numbered {
        let path = kept.folder.path.display();
        terminal::say(&format!("A different run has that name already: these results are in {path} (--force replaces)."));
    }
    if let Some(worlds) = kept.journeys_cut {
        terminal::say(&format!("journeys.csv has the customers of the first {worlds} worlds; the others would make it too long."));
    }
}

/// Runs all systems in all worlds.
fn replicate_systems(systems: &[System], options: &Simulation, keeping: &mut Keeping) -> Result<Outcome, Failure> {
    let plan = Plan { systems: systems.len(), worlds: options.worlds, threads: threads(options.threads) };
    let mut experiment = Experiment::new(options.seed, systems.iter().map(|s| s.name.clone()).collect());
    let bar = progress::bar(options.worlds, options.quiet);
    let done = replicate(
        plan,
        |system, world| systems[system].model.run(options.seed, world),
        |records| {
            bar.inc(1);
            keeping.add_world(&records);
            experiment.add_world(&records)
        },
    );
    bar.finish_and_clear();
    done.map_err(|stopped| Failure::Other(stopped.to_string()))?;
    Ok(experiment.finish())
}

/// As many threads as asked for, or as there are cores.
pub(super) fn threads(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    asked.map_or_else(cores, usize::from)
}

/// The results in the format asked for.
fn rendered(document: &Document, systems: &[System], kept: Option<&Path>, options: &Simulation) -> Result<String, Failure> {
    let look = Look { width: terminal::width(), colour: terminal::colour(), all: options.all };
    match options.format {
        Format::Json => Ok(document.to_json()),
        Format::Csv => delimited::measures(document).map_err(|e| Failure::Other(format!("cannot encode the results: {e}"))),
        Format::Md => Ok(markdown::render(document, look)),
        Format::Table => Ok(format!("{}\n{}", table::render(document, look), afterwards(systems, kept, look))),
    }
}

/// What the table is followed by: what it rests on and what to try next.
fn afterwards(systems: &[System], kept: Option<&Path>, look: Look) -> String {
    let named: Vec<assumptions::Named<'_>> =
        systems.iter().map(|s| assumptions::Named { name: &s.name, scenario: s.model.scenario() }).collect();
    let mut lines = Vec::new();
    lines.extend(assumptions::means(&named).map(|means| wrap(&means, look.width)));
    let assumed = assumptions::lines(&named);
    if !assumed.is_empty() {
        let heading = "What it rests on: settings likely to matter most, assumptions unless a source is named (--set changes them):";
        lines.push(format!("\n{}", wrap(heading, look.width)));
        lines.extend(assumed.iter().map(|line| format!("  {}", wrap(line, look.width.saturating_sub(2)).replace('\n', "\n    "))));
    }
    if let Some(path) = kept {
        lines.push(format!("\nFiles are in {0}, charts in {0}/charts.", path.display()));
    }
    if systems.len() > 1 {
        lines.push("\nTry next:".to_string());
        lines.extend(TRY_NEXT.iter().map(|(command, why)| format!("  {command}\n      {why}")));
    }
    lines.join("\n") + "\n"
}
