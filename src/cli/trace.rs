//! `winflow trace`: one customer's story.

use super::arguments::Trace;
use super::failure::Failure;
use super::scenarios::{self, Named, overlays};
use super::terminal;
use crate::measure::{Ending, JourneyRecord, Record};
use crate::report::terminal::table::wrap;
use crate::story::{self, LineKind, StoryLine};
use crate::world::happening::Keeps;

/// Hours of a day and a week, elapsed.
const DAY: f64 = 24.0;
/// Room for the time and the kind of a line.
const MARGIN: u16 = 34;

/// Tells one customer's story as it happened.
///
/// # Errors
/// If the usage or the scenario is wrong, or there is no such customer.
pub fn trace(arguments: &Trace) -> Result<(), Failure> {
    let overlays = arguments.with.iter().map(|with| overlays(with)).collect::<Result<Vec<_>, _>>()?.concat();
    let named = Named { base: arguments.scenario.clone(), overlays };
    let system = scenarios::load(&named, &scenarios::settings(&arguments.set, arguments.years))?;
    if !arguments.quiet {
        scenarios::warn(std::slice::from_ref(&system));
    }
    let journey = match arguments.journey {
        Some(number) => number,
        None => interesting(&system.model.run(arguments.seed, arguments.world)).ok_or_else(|| nobody(arguments))?.number,
    };
    let (record, story) = story::trace(&system.model, arguments.seed, arguments.world, Keeps::Customer(journey));
    if story.is_empty() {
        return Err(no_such(arguments, journey, &record));
    }
    if arguments.journey.is_none() && !arguments.quiet {
        terminal::say(&format!("No --journey was given: this is number {journey}, chosen for its story."));
    }
    let head = format!("{}, world {}, journey {journey}, seed {}", system.name, arguments.world, arguments.seed);
    let found = record.journeys.iter().find(|j| j.number == journey);
    terminal::print(&told(&head, found, &story, terminal::width()))
}

/// A journey worth telling: the first win-win, else the first sale, else the one we worked on most.
fn interesting(record: &Record) -> Option<JourneyRecord> {
    let first = |wanted: fn(Ending) -> bool| record.journeys.iter().find(|j| wanted(j.ending));
    let sold = |ending: Ending| matches!(ending, Ending::ForceFit | Ending::CustomerOnly | Ending::BothLost);
    let most_work = || record.journeys.iter().max_by(|a, b| a.work_hours.total_cmp(&b.work_hours));
    first(|ending| ending == Ending::WinWin).or_else(|| first(sold)).or_else(most_work).copied()
}

fn nobody(arguments: &Trace) -> Failure {
    Failure::Other(format!("world {} has no customer whose journey begins in the window", arguments.world))
}

fn no_such(arguments: &Trace, journey: u64, record: &Record) -> Failure {
    let known = match (record.journeys.first(), record.journeys.last()) {
        (Some(first), Some(last)) => format!("; those begun in the window are numbered from {} to {}", first.number, last.number),
        _ => String::new(),
    };
    Failure::Usage(format!("world {} has no journey {journey}{known}", arguments.world))
}

/// The story as text: a title, then a line for each thing that happened.
fn told(head: &str, journey: Option<&JourneyRecord>, story: &[StoryLine], width: u16) -> String {
    let mut text = format!("{head}\n");
    if let Some(j) = journey {
        let possible = if j.possible { "was" } else { "was not" };
        text.push_str(&format!("ended as {}; a mutual benefit {possible} possible\n", j.ending.title()));
    }
    text.push('\n');
    for line in story {
        let body = wrap(&line.text, width.saturating_sub(MARGIN));
        let mut lines = body.lines();
        let margin = format!("{:<16} {:<11}", when(line.at_hours), kind(line.kind));
        text.push_str(&format!("{margin}  {}\n", lines.next().unwrap_or_default()));
        lines.for_each(|more| text.push_str(&format!("{:width$}  {more}\n", "", width = margin.chars().count())));
    }
    text
}

/// "day   12 Fri 14:30", counted from the beginning of the run, a Monday; what was before is on day 0 and below.
fn when(at_hours: f64) -> String {
    let minutes = (at_hours * 60.0).round();
    let day = (minutes / (DAY * 60.0)).floor();
    let of_day = minutes - day * DAY * 60.0;
    let weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][day.rem_euclid(7.0) as usize];
    format!("day {:>4} {weekday} {:02}:{:02}", day + 1.0, (of_day / 60.0).floor(), of_day % 60.0)
}

fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Hidden => "hidden",
        LineKind::Event => "event",
        LineKind::Work => "we work",
        LineKind::Observation => "we see",
        LineKind::Decision => "we decide",
        LineKind::Wait => "waits",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_begins_on_a_monday() {
        assert_eq!(when(0.0), "day    1 Mon 00:00");
        assert_eq!(when(4.0 * 24.0 + 14.5), "day    5 Fri 14:30");
        assert_eq!(when(7.0 * 24.0 - 0.001), "day    8 Mon 00:00");
    }

    #[test]
    fn long_lines_are_indented_under_their_beginning() {
        let story =
            [StoryLine { at_hours: 9.0, journey: 0, kind: LineKind::Decision, text: "a long reason ".repeat(8).trim().to_string() }];
        let text = told("hero, world 0", None, &story, 70);
        let lines: Vec<&str> = text.lines().skip(2).collect();
        assert!(lines.len() > 2, "{text}");
        assert!(lines.iter().all(|l| l.chars().count() <= 70), "{text}");
        assert!(lines[1].starts_with(&" ".repeat(29)), "{text}");
    }
}
