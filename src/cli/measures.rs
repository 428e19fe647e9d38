//! `winflow measures`: what can be measured, and what each figure means.

use super::failure::Failure;
use super::options::{Format, Printed};
use super::terminal;
use crate::report::results::markdown::within_cell;
use crate::report::results::measures::{self, Described, NEITHER};
use crate::report::terminal::look::indented;
use crate::scenario::requirement::{measure_by_period, measure_meant};
use clap::Args;

const EXAMPLES: &str = "\
Examples:
  winflow measures                               all of them
  winflow measures win rate                      those with both words

Ids are for --measure, --guard and study files. A measure by the month is also known by the \
week, quarter and year in requirements: revenue_per_year.";

/// Arguments of `measures`.
#[derive(Debug, Clone, Args)]
#[command(after_help = EXAMPLES)]
pub struct Measures {
    /// Only measures in which these words occur
    words: Vec<String>,
    #[command(flatten)]
    printed: Printed,
}

/// Prints measures with their definitions.
///
/// # Errors
/// If no measure is meant, or they cannot be written.
pub fn measures(arguments: &Measures) -> Result<(), Failure> {
    let mut found = measures::found(&arguments.words);
    let name = arguments.words.join("_");
    let meant = measure_meant(&name).filter(|_| found.is_empty());
    if let Some(measure) = measure_by_period(&name).filter(|_| found.is_empty()) {
        if arguments.printed.format == Format::Table {
            meant.iter().for_each(|meant| terminal::say(meant));
        }
        found = vec![measure.into()];
    }
    if found.is_empty() {
        let like = meant.map_or_else(String::new, |meant| format!(" {meant}"));
        return Err(Failure::Usage(format!("no measure has these words.{like} (winflow measures lists all)")));
    }
    let printed = match arguments.printed.format {
        Format::Table => {
            let of_groups = measures::of_groups(&arguments.words);
            let heading = if of_groups.is_empty() { "" } else { "\nFigures of groups (winflow run --by):\n" };
            listed(&found, terminal::width()) + heading + &listed(&of_groups, terminal::width())
        }
        Format::Json => serde_json::to_string_pretty(&found).unwrap_or_default() + "\n",
        Format::Csv => measures::csv(&found),
        Format::Md => measures::table(&found).to_markdown(within_cell) + "\n",
    };
    terminal::print_in(arguments.printed.format, &printed)
}

/// A list: id, unit and direction, and below them the definition.
fn listed(found: &[Described], width: u16) -> String {
    let one = |measure: &Described| {
        let better = if measure.better == NEITHER { String::new() } else { format!("; {} is better", measure.better) };
        let head = format!("{} ({}{better})", measure.id, measure.unit);
        format!("{head}\n{}\n", indented(&format!("{}: {}", measure.title, measure.definition), width, 0))
    };
    found.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Measure;

    #[test]
    fn every_line_fits_and_every_measure_is_there() {
        for width in [60, 80, 120] {
            let text = listed(&measures::found(&[]), width);
            assert!(text.lines().all(|line| line.chars().count() <= usize::from(width)), "{width}");
            assert!(Measure::ALL.iter().all(|measure| text.contains(&format!("{} (", measure.id()))));
        }
    }
}
