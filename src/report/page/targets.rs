//! What became of targets, in sentences of the brief.

use super::choice::places;
use crate::experiment::WorldRow;
use crate::experiment::guards::{Judgement, judge};
use crate::measure::{Measure, Ratio};
use crate::report::results::document::{Document, ScenarioResult};
use crate::report::results::guards::{GuardResult, held_against};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::targets::{Level, Targets, bound, in_words, name, shortest};
use crate::report::results::words::{grouped, list, ordinal, worlds};
use crate::scenario::guard::Guard;
use crate::scenario::requirement::{Asked, Quantity, Requirement, Side};

/// More systems than these are counted, not named.
const MOST_SYSTEMS: usize = 4;

/// A sentence for each target, as far as there is something to hold against it.
pub fn sentences(stored: &Stored, document: &Document, targets: &Targets) -> Vec<String> {
    targets.iter().filter_map(|required| sentence(stored, document, required)).collect()
}

fn sentence(stored: &Stored, document: &Document, required: &Requirement) -> Option<String> {
    let found = match (required.quantity, Level::of(required)) {
        (Quantity::Mean(_), Some(level)) => reached(stored, document, level),
        _ => judged(stored, document, required),
    };
    let baseline = document.scenarios.first().map_or("", |system| system.name.as_str());
    (!found.is_empty()).then(|| format!("The target {} is {}.", wanted(required, baseline), few(&found)))
}

/// The first of several, and how many there are more.
fn few(all: &[String]) -> String {
    let shown = &all[..all.len().min(MOST_SYSTEMS)];
    let others = match all.len() - shown.len() {
        0 => String::new(),
        1 => "; 1 more system is not listed here".to_string(),
        more => format!("; {more} more systems are not listed here"),
    };
    format!("{}{others}", list(shown))
}

/// What is wanted: "of 5 MEUR revenue per year (average over the window)".
fn wanted(required: &Requirement, baseline: &str) -> String {
    let Requirement { quantity, side, asked, .. } = required;
    let (name, side) = (name(quantity.measure(), asked), side.words());
    let bound = || bound(quantity.measure(), required.bound, asked);
    let percent = || format!("{} %", shortest(100.0 * required.bound));
    match quantity {
        Quantity::Mean(_) => level(required.side, &bound(), quantity.measure(), asked),
        Quantity::Chance(measure, of_level, at) => {
            format!("{} in {side} {} of worlds", level(*of_level, &self::bound(*measure, *at, asked), *measure, asked), percent())
        }
        Quantity::Quantile(of, _) => format!("of {side} {} for the {} percentile of {name}", bound(), ordinal(u64::from(*of))),
        Quantity::Difference(_) | Quantity::Change(_) => format!("of a {}", in_words(required, baseline)),
        Quantity::Better(_) => format!("to be {}", in_words(required, baseline)),
        Quantity::SurelyBetter(_) => format!("to be {},", in_words(required, baseline)),
    }
}

/// A level that is to be reached: "of 40 win-wins per year (average over the window)", "for win rate (at least 20 %)".
fn level(side: Side, bound: &str, measure: Measure, asked: &Asked) -> String {
    let name = name(measure, asked);
    if measure.unit().ends_with("/month") && side == Side::AtLeast {
        return format!("of {bound} {name} (average over the window)");
    }
    format!("for {name} ({} {bound})", side.words())
}

/// The systems that have worlds, with their names.
fn systems<'a>(stored: &'a Stored, document: &'a Document) -> Vec<(&'a StoredSystem, &'a ScenarioResult)> {
    places(document).into_iter().filter_map(|place| Some((stored.systems.get(place)?, document.scenarios.get(place)?))).collect()
}

/// In how many worlds of each system a level is reached.
fn reached(stored: &Stored, document: &Document, level: Level) -> Vec<String> {
    let quantity = Quantity::Chance(level.measure, level.side, level.bound);
    let required = Requirement { text: String::new(), quantity, side: Side::AtLeast, bound: 0.5, asked: Asked::default() };
    let one = |(system, named): (&StoredSystem, &ScenarioResult)| {
        let ratios: Vec<Ratio> = system.worlds.iter().map(|row| row.ratios[level.measure as usize]).collect();
        let judged = judge(&required, &ratios, None);
        let counted = ratios.iter().filter(|ratio| ratio.denominator > 0.0).count() as u64;
        let reach = (judged.value? * counted as f64).round();
        let interval = judged
            .interval
            .filter(|_| counted > 1)
            .map_or_else(String::new, |[low, high]| format!(" (95 % interval {:.0} to {:.0} %)", 100.0 * low, 100.0 * high));
        Some(format!("in {} of {}{interval} under {}", grouped(reach, 0), worlds(counted), named.name))
    };
    let mut said: Vec<String> = systems(stored, document).into_iter().filter_map(one).collect();
    if let Some(first) = said.first_mut() {
        first.insert_str(0, "reached ");
    }
    said
}

/// Whether each system is as required, judged as guards are.
fn judged(stored: &Stored, document: &Document, required: &Requirement) -> Vec<String> {
    let named: Vec<(&str, &[WorldRow])> =
        stored.systems.iter().zip(&document.scenarios).map(|(system, named)| (named.name.as_str(), system.worlds.as_slice())).collect();
    let guard = Guard { requirement: required.clone(), because: String::new() };
    let results = held_against(&named, &vec![vec![guard]; named.len()]);
    results.iter().filter(|result| result.value.is_some() || result.ci95.is_some()).map(verdict).collect()
}

/// "met under team, with 91.2 % (78.0 % to 97.8 %)".
fn verdict(result: &GuardResult) -> String {
    let word = match result.judgement {
        Judgement::Pass => "met",
        Judgement::Fail => "not met",
        Judgement::Undecided => "not settled",
    };
    format!("{word} under {}, with {}", result.scenario, result.found())
}
