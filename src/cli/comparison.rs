//! What `run`, `compare` and the first run have in common: what they print.

use super::failure::Failure;
use super::options::{Format, Kept, Measures, Printed};
use super::progress::Progress;
use super::shown::{files_are_in, guarded, look, set_apart};
use super::terminal;
use crate::engine::time::WEEK;
use crate::experiment::verdicts::MATTERS;
use crate::experiment::warm_up::{FIRST_PILOT_WORLD, PILOT_WORLDS};
use crate::measure::{Better, Measure};
use crate::report::results::assumptions::{self, Assumption};
use crate::report::results::by;
use crate::report::results::document::Document;
use crate::report::results::firms;
use crate::report::results::guards::markdown as guards_markdown;
use crate::report::results::judgement::{FEWEST_SAFE, MOST_WORLDS, plain};
use crate::report::results::words::{grouped, list};
use crate::report::terminal::by as groups;
use crate::report::terminal::document::{self as text, markdown};
use crate::report::terminal::guards;
use crate::report::terminal::look::{Look, indented, wrap};
use crate::report::terminal::names::ShortNames;
use crate::report::terminal::sparkline::{self, Weekly};
use crate::scenario::customer::Start;
use crate::session::compare::{Compared, Question, compare};
use crate::session::firms::Firms;
use crate::session::layers::{command, quoted};
use crate::session::{Layers, Options, System, WarmUpWeeks};

/// More systems than these have no line of work in progress.
const MOST_LINES: usize = 8;

/// Simulates systems, keeps the results and prints them. Results that cannot be kept are printed all the same.
///
/// # Errors
/// If there is no result, it cannot be kept or printed, or it is not what guards require.
pub fn compare_and_print(question: &Question, options: &Options, asked: &Measures, printed: &Printed, kept: &Kept) -> Result<(), Failure> {
    let progress = Progress::of_kept(kept);
    let result = compare(question, options, progress.host());
    let compared = progress.ended(result)?;
    terminal::print_in(printed.format, &rendered(&compared, question, options, asked, printed.format))?;
    compared.kept?;
    guarded(&compared.document.guards, "worlds")
}

/// The results in the format asked for.
fn rendered(compared: &Compared, question: &Question, options: &Options, asked: &Measures, format: Format) -> String {
    let (document, look) = (&compared.document, look(asked.all));
    match format {
        Format::Json => document.to_json(),
        Format::Csv if !document.by.is_empty() => by::csv(&document.by),
        Format::Csv => document.to_csv_of(&asked.named()),
        Format::Md => {
            markdown::render(document, look) + &groups::markdown(document, asked.all) + &guards_markdown(&document.guards, document.worlds)
        }
        Format::Table => {
            let guards = guards::render(&document.guards, document.worlds, look);
            let guards = if guards.is_empty() { guards } else { format!("{guards}\n") };
            let warm_up = wrap(&warm_up(&compared.systems, options), look.width);
            let over_time = over_time(compared, look.width);
            let firms: String = firms::words(document).iter().map(|line| format!("{}\n\n", wrap(line, look.width))).collect();
            let names: Vec<String> = compared.systems.iter().map(|system| system.name.clone()).collect();
            let by_group = groups::render(document, look);
            let by_group = if by_group.is_empty() { by_group } else { format!("{by_group}\n") };
            let found = set_apart(&format!("{}\n{by_group}{firms}{guards}{warm_up}", text::render(document, look)), &names);
            format!("{found}\n\n{over_time}\n\n{}", afterwards(compared, question, options, asked, look))
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
fn over_time(compared: &Compared, width: u16) -> String {
    let warm_up = |system: &System| (system.model.plan().window_start / WEEK).ceil() as usize;
    let lines = compared.systems.iter().zip(&compared.wip).take(MOST_LINES);
    let names: Vec<String> = compared.systems.iter().map(|system| system.name.clone()).collect();
    let short = ShortNames::new(&names, look(false));
    let lines: Vec<(String, &System, &Vec<f64>)> = lines.map(|(system, weeks)| (short.of(&system.name), system, weeks)).collect();
    let series: Vec<Weekly<'_>> = lines.iter().map(|(name, system, weeks)| Weekly { name, weeks, warm_up: warm_up(system) }).collect();
    sparkline::lines("Open opportunities", &series, width).join("\n")
}

/// What the table is followed by: what it rests on and what to try next.
fn afterwards(compared: &Compared, question: &Question, options: &Options, asked: &Measures, look: Look) -> String {
    let systems = &compared.systems;
    let named: Vec<assumptions::NamedScenario<'_>> =
        systems.iter().map(|system| assumptions::NamedScenario { name: &system.name, scenario: system.model.scenario() }).collect();
    let mut lines = Vec::new();
    lines.extend(assumptions::means(&named).map(|means| wrap(&means.words, look.width)));
    let measure = question.about.first();
    let assumed = assumptions::assumed(&named, measure);
    if !assumed.is_empty() {
        let heading = "Key assumptions (change them with --set; assumed unless a source is given):";
        lines.push(format!("\n{}", wrap(heading, look.width)));
        lines.extend(assumed.iter().map(|line| indented(&line.to_string(), look.width, 2)));
        lines.push(indented(&assumptions::how_found(&named, measure), look.width, 0));
    }
    if let Ok(kept) = &compared.kept {
        lines.push(format!(
            "{}To make a page for leadership:\n  winflow report {}",
            files_are_in(&compared.kept),
            quoted(&kept.path.to_string_lossy())
        ));
    }
    let next = try_next(compared, question, options, asked, &assumed);
    if !next.is_empty() {
        lines.push("\nTry next:".to_string());
        lines.extend(next.iter().map(|(command, why)| format!("  {command}\n      {why}")));
    }
    lines.join("\n") + "\n"
}

/// What continues the question that was asked: enough worlds to settle it, where the difference comes from, where it turns, one customer.
/// Nothing where the systems cannot be named in a command that may be shown.
fn try_next(
    compared: &Compared,
    question: &Question,
    options: &Options,
    asked: &Measures,
    assumed: &[Assumption],
) -> Vec<(String, &'static str)> {
    let years = options.years.map_or_else(String::new, |years| format!(" --years {years}"));
    let seed = options.seed.map_or_else(String::new, |seed| format!(" --seed {seed}"));
    let one = |verb: &str, systems: &[Layers]| Some(command(verb, systems, &options.settings)? + &years + &seed);
    let (kept, named) = (where_kept(options), asked.named());
    let command = |verb: &str, systems: &[Layers]| Some(one(verb, systems)? + &kept);
    let measures = if asked.all { " --all".to_string() } else { measures(&named) };
    let Some(same) = command("compare", &question.systems) else { return Vec::new() };
    let (document, last) = (&compared.document, question.systems.last());
    let mut next = Vec::new();
    if let [_, _] = question.systems.as_slice() {
        let more = document.differences.first().and_then(|difference| difference.measures.first()?.more_worlds);
        next.extend(more.filter(|more| *more <= MOST_WORLDS).map(|more| {
            let worlds = (document.worlds + more).max(FEWEST_SAFE);
            (format!("{same}{measures}{} --worlds {worlds}", judged_by(options, question)), "probably enough worlds to settle it")
        }));
        next.extend(
            command("explain", &question.systems).map(|command| (command + &measures, "which part of the change makes the difference")),
        );
        let is_idle = |path: &str| compared.systems.iter().any(|system| system.without_effect.contains(path));
        let axes: Vec<String> = assumed.iter().filter(|one| !is_idle(&one.path)).filter_map(axis).take(2).collect();
        let map = command("map", &question.systems).filter(|_| axes.len() == 2);
        let measure = self::measures(&named[..named.len().min(1)]);
        next.extend(
            map.map(|command| (format!("{command}{measure} {}", axes.join(" ")), "where the verdict turns, over two key assumptions")),
        );
    }
    if let [baseline, others @ ..] = question.systems.as_slice()
        && others.len() > 1
    {
        // Of several, what is asked next is about the best of them.
        let best = best_mean(document, question.about.first()).and_then(|place| others.get(place));
        let about_best = |verb: &str| Some(command(verb, &[baseline.clone(), best?.clone()])? + &measures);
        next.extend(about_best("compare").map(|command| (command, "the one with the best mean against the first, also in firms like it")));
        next.extend(about_best("explain").map(|command| (command, "which part of that change makes the difference")));
    }
    let story = last.and_then(|last| Some(one("trace", std::slice::from_ref(last))? + &warm_up_option(options)));
    next.extend(story.map(|command| (command, "one customer's story")));
    next
}

/// Which of the systems after the first has the best mean in a measure; `None` where it is not said which direction is better.
fn best_mean(document: &Document, measure: Measure) -> Option<usize> {
    let towards = match measure.better() {
        Better::Higher => 1.0,
        Better::Lower => -1.0,
        Better::Neither => return None,
    };
    let others = document.scenarios.iter().skip(1).enumerate();
    let others = others.filter_map(|(place, system)| Some((place, towards * system.measure(measure)?.mean?)));
    others.max_by(|a, b| a.1.total_cmp(&b.1)).map(|(place, _)| place)
}

/// What of the question stays the same with more worlds: how it is judged, and in which firms.
fn judged_by(options: &Options, question: &Question) -> String {
    let firms = match question.firms {
        Firms::None => " --as-described".to_string(),
        Firms::Exactly(count) => format!(" --firms {count}"),
        Firms::Usual => String::new(),
    };
    let matters = question.about.matters;
    let matters = if matters == MATTERS { String::new() } else { format!(" --matters {}%", plain(100.0 * matters)) };
    let guards = options.guards.iter().map(|guard| format!(" --guard {}", quoted(&guard.requirement.text)));
    guards.fold(firms + &matters, |all, guard| all + &guard)
}

/// The warm-up as an option, if one was asked for.
fn warm_up_option(options: &Options) -> String {
    match options.warm_up {
        None => String::new(),
        Some(WarmUpWeeks::Detect) => " --warm-up detect".to_string(),
        Some(WarmUpWeeks::Fixed(weeks)) => format!(" --warm-up {weeks}"),
    }
}

/// The warm-up and the folder of results, if they are not the usual ones, as options.
fn where_kept(options: &Options) -> String {
    let warm_up = warm_up_option(options);
    let (out, usual) = (&options.keeping.out, Options::default().keeping.out);
    if *out == usual { warm_up } else { format!("{warm_up} --out {}", quoted(&out.to_string_lossy())) }
}

/// Measures as an option; nothing if there are none.
fn measures(named: &[Measure]) -> String {
    let ids: Vec<&str> = named.iter().map(|measure| measure.id()).collect();
    if ids.is_empty() { String::new() } else { format!(" --measure {}", ids.join(",")) }
}

/// An assumption as an axis of a map: over its plausible range.
fn axis(assumption: &Assumption) -> Option<String> {
    let (low, high) = assumption.range.as_ref()?;
    Some(format!("--over {}={low}..{high}", assumption.path))
}
