//! `winflow trace`: one customer's story.

use super::failure::Failure;
use super::numbers::whole;
use super::options::Length;
use super::progress::Progress;
use super::systems::stacked;
use super::terminal;
use crate::measure::JourneyRecord;
use crate::report::terminal::look::wrap;
use crate::session::Options;
use crate::session::host::Host;
use crate::session::trace::Traced;
use crate::story::{LineKind, StoryLine};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow trace team                             a win in world 0
  winflow trace mid --with hero --world 3 --journey 120";

/// Hours of a day and a week, elapsed.
const DAY: f64 = 24.0;
/// Room for the time and the kind of a line.
const MARGIN: u16 = 34;

/// Arguments of `trace`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES, mut_arg("years", |years| years.help("Years measured [default: scenario]")))]
pub struct Trace {
    /// A file or a built-in scenario
    scenario: String,
    /// Number of the world
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = whole::<u64>(0..=u64::MAX), allow_negative_numbers = true)]
    world: u64,
    /// Number of the customer's journey [default: a win]
    #[arg(long, value_name = "N", value_parser = whole::<u64>(0..=u64::MAX), allow_negative_numbers = true)]
    journey: Option<u64>,
    /// Overlays on the scenario
    #[arg(long, value_name = "OVERLAY,...")]
    with: Vec<String>,
    /// Seed of the world
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u64>(0..=u64::MAX), allow_negative_numbers = true)]
    seed: u64,
    #[command(flatten)]
    length: Length,
    /// Change a setting: KEY=4, KEY=+2, KEY=x1.2
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// No notes
    #[arg(long)]
    quiet: bool,
}

/// Tells one customer's story as it happened.
///
/// # Errors
/// If the usage or the scenario is wrong, or there is no such customer.
pub fn trace(arguments: &Trace) -> Result<(), Failure> {
    let named = stacked(&arguments.scenario, &arguments.with)?;
    let options = Options {
        seed: Some(arguments.seed),
        years: arguments.length.window.years,
        warm_up: arguments.length.warm_up,
        settings: arguments.set.clone(),
        ..Options::default()
    };
    let progress = Progress::new(arguments.quiet);
    let host = Host { observer: &progress, ..Host::silent() };
    let traced = crate::session::trace::trace(&named, arguments.world, arguments.journey, &options, host)?;
    let Traced { system, journey, record, story } = &traced;
    if arguments.journey.is_none() && !arguments.quiet {
        let chosen = format!("Journey {journey} was chosen for its story; pick another with --journey.");
        terminal::say(&wrap(&chosen, terminal::width()));
    }
    let head = format!("{}, world {}, journey {journey}, seed {}", system.name, arguments.world, arguments.seed);
    terminal::print(&told(&head, record.as_ref(), story, terminal::width()))
}

/// The story as text: a title, then a line for each thing that happened.
fn told(head: &str, journey: Option<&JourneyRecord>, story: &[StoryLine], width: u16) -> String {
    let mut text = format!("{head}\n");
    if let Some(j) = journey {
        let possible = if j.possible { "was" } else { "was not" };
        text.push_str(&format!("ended as {}; mutual benefit {possible} possible\n", j.ending.title()));
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
