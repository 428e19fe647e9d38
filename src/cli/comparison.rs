//! What `run`, `compare` and the first run have in common: what they print.

use super::failure::Failure;
use super::options::{Format, Kept, Printed};
use super::progress::Progress;
use super::shown::{guarded, look};
use super::terminal;
use crate::engine::time::WEEK;
use crate::experiment::warm_up::{FIRST_PILOT_WORLD, PILOT_WORLDS};
use crate::report::results::assumptions;
use crate::report::results::guards::markdown as guards_markdown;
use crate::report::results::words::{grouped, list};
use crate::report::terminal::document::{self as text, markdown};
use crate::report::terminal::guards;
use crate::report::terminal::look::{Look, wrap};
use crate::report::terminal::sparkline::{self, Weekly};
use crate::scenario::customer::Start;
use crate::session::compare::{Compared, Question, compare};
use crate::session::{Options, System, WarmUpWeeks};

/// More systems than these have no line of work in progress.
const MOST_LINES: usize = 8;

/// What to try after a comparison. The third turns the verdict around.
const TRY_NEXT: [(&str, &str); 3] = [
    ("winflow compare hero line team --worlds 200", "a third system, surer"),
    ("winflow trace team", "one customer's story"),
    (
        "winflow compare hero team --set segment.mid.group_size_mean=1.5 --set organisation.coordination_work_hours_per_week=0.6",
        "small buying groups, costly coordination: the verdict turns around",
    ),
];

/// Simulates systems, keeps the results and prints them. Results that cannot be kept are printed all the same.
///
/// # Errors
/// If there is no result, it cannot be kept or printed, or it is not what guards require.
pub fn compare_and_print(question: &Question, options: &Options, all: bool, printed: &Printed, kept: &Kept) -> Result<(), Failure> {
    let progress = Progress::of_kept(kept);
    let result = compare(question, options, progress.host());
    let compared = progress.ended(result)?;
    terminal::print_in(printed.format, &rendered(&compared, options, printed.format, look(all)))?;
    compared.kept?;
    guarded(&compared.document.guards)
}

/// The results in the format asked for.
fn rendered(compared: &Compared, options: &Options, format: Format, look: Look) -> String {
    let document = &compared.document;
    match format {
        Format::Json => document.to_json(),
        Format::Csv => document.to_csv(),
        Format::Md => markdown::render(document, look) + &guards_markdown(&document.guards, document.worlds),
        Format::Table => {
            let guards = guards::render(&document.guards, document.worlds, look);
            let guards = if guards.is_empty() { guards } else { format!("{guards}\n") };
            let warm_up = wrap(&warm_up(&compared.systems, options), look.width);
            let over_time = over_time(compared);
            format!("{}\n{guards}{warm_up}\n\n{over_time}\n\n{}", text::render(document, look), afterwards(compared, look))
        }
    }
}

/// The warm-up of a result, in a sentence.
fn warm_up(systems: &[System], options: &Options) -> String {
    let weeks = |system: &System| {
        let time = &system.model.scenario().time;
        let start = if time.start == Start::Loaded { "with a loaded pipeline" } else { "from an empty start" };
        format!("{} weeks {start}", grouped(time.warm_up_weeks, 0))
    };
    let mut all: Vec<String> = systems.iter().map(weeks).collect();
    if all.windows(2).all(|pair| pair[0] == pair[1]) {
        all.truncate(1);
    } else {
        all = systems.iter().zip(all).map(|(system, weeks)| format!("{} {weeks}", system.name)).collect();
    }
    let how = match options.warm_up {
        Some(WarmUpWeeks::Detect) => {
            let last = FIRST_PILOT_WORLD + PILOT_WORLDS - 1;
            format!(", the longest that MSER-5 finds in pilot worlds {FIRST_PILOT_WORLD} to {last}")
        }
        _ => String::new(),
    };
    format!("Warm-up: {}{how}.", list(&all))
}

/// Work in progress over time, as lines of letters.
fn over_time(compared: &Compared) -> String {
    let warm_up = |system: &System| (system.model.plan().window_start / WEEK).ceil() as usize;
    let lines = compared.systems.iter().zip(&compared.wip).take(MOST_LINES);
    let series: Vec<Weekly<'_>> = lines.map(|(system, weeks)| Weekly { name: &system.name, weeks, warm_up: warm_up(system) }).collect();
    sparkline::lines("Opportunities in the flow", &series).join("\n")
}

/// What the table is followed by: what it rests on and what to try next.
fn afterwards(compared: &Compared, look: Look) -> String {
    let systems = &compared.systems;
    let named: Vec<assumptions::NamedScenario<'_>> =
        systems.iter().map(|system| assumptions::NamedScenario { name: &system.name, scenario: system.model.scenario() }).collect();
    let mut lines = Vec::new();
    lines.extend(assumptions::means(&named).map(|means| wrap(&means.words, look.width)));
    let assumed = assumptions::lines(&named);
    if !assumed.is_empty() {
        let heading = "What it rests on: settings likely to matter most, assumptions unless a source is named (--set changes them):";
        lines.push(format!("\n{}", wrap(heading, look.width)));
        lines.extend(assumed.iter().map(|line| format!("  {}", wrap(line, look.width.saturating_sub(2)).replace('\n', "\n    "))));
    }
    if let Ok(kept) = &compared.kept {
        lines.push(format!("\nFiles are in {0}, charts in {0}/charts. A page for leadership:\n  winflow report {0}", kept.path.display()));
    }
    if systems.len() > 1 {
        lines.push("\nTry next:".to_string());
        lines.extend(TRY_NEXT.iter().map(|(command, why)| format!("  {command}\n      {why}")));
    }
    lines.join("\n") + "\n"
}
