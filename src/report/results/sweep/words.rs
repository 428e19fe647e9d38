//! A sweep in words: which point is best, and whether that is settled.

use super::{BestResult, FactorResult, SweepDocument, label};
use crate::measure::Measure;
use crate::report::results::figures::Figures;
use crate::report::results::judgement::FEWEST_SAFE;
use crate::report::results::words::{in_sentence, list, of_unit, short};

/// More points than these are counted, not named.
const MOST_NAMED: usize = 6;

/// What was found, in words: a paragraph for each measure and system.
pub fn verdict(document: &SweepDocument) -> Vec<String> {
    document.best.iter().map(|best| sentence(document, best)).collect()
}

/// The finding in a line, for the title of a chart of all systems, or of one.
pub fn headline(document: &SweepDocument, measure: Measure, system: Option<usize>) -> String {
    let name = system.map(|system| document.systems[system].as_str());
    let is_shown = |best: &&BestResult| best.measure.0 == measure && name.is_none_or(|name| best.system == name);
    let found: Vec<&BestResult> = document.best.iter().filter(is_shown).collect();
    let is_any_settled = found.iter().any(|best| best.is_settled);
    let few = if is_any_settled { document.over().few() } else { "" };
    let at = |best: &BestResult| format!("{}{}", values(document, best.point), if best.is_settled { "" } else { " (not settled)" });
    let one = |best: &&BestResult| format!("{} at {}", best.system, at(best));
    match found.as_slice() {
        [] => format!("{} over {}", measure.title(), list(&document.names())),
        [best] if document.systems.len() == 1 => format!("Best in {}: {}{few}", in_sentence(measure), at(best)),
        found => format!("Best in {}: {}{few}", in_sentence(measure), list(&found.iter().map(one).collect::<Vec<_>>())),
    }
}

/// The values of a point with their units: "wip limit 4 opportunities a person, stance servile".
pub fn values(document: &SweepDocument, number: u64) -> String {
    let point = document.points.iter().find(|point| point.point == number);
    let values = point.map_or(&[][..], |point| &point.values);
    let one = |((name, factor), value): ((String, &FactorResult), &serde_json::Value)| match (value.as_f64(), factor.unit.as_str()) {
        (Some(share), "share") => format!("{name} {} %", short(100.0 * share)),
        (Some(_), unit) => format!("{name} {}", of_unit(label(value), &name, unit)),
        (None, _) => format!("{name} {}", label(value)),
    };
    document.names().into_iter().zip(&document.factors).zip(values).map(one).collect::<Vec<_>>().join(", ")
}

/// Figures for a measure at all points.
pub fn figures(document: &SweepDocument, measure: Measure) -> Figures {
    let places = (0..document.points.len()).flat_map(|point| (0..document.systems.len()).map(move |system| (point, system)));
    let means = places.filter_map(|(point, system)| document.at(point, system, measure)?.mean);
    Figures::new(measure, means.fold(0.0, |largest, mean| largest.max(mean.abs())))
}

/// Which point is best by a measure, and whether that is settled.
pub fn sentence(document: &SweepDocument, best: &BestResult) -> String {
    let measure = best.measure.0;
    let figures = figures(document, measure);
    let of = if document.systems.len() > 1 { format!("{}, ", best.system) } else { String::new() };
    let unit = Some(figures.unit()).filter(|unit| !unit.is_empty()).map_or_else(String::new, |unit| format!(" {unit}"));
    let head = format!(
        "Best in {}: {of}point {} ({}) with {}{unit}.",
        in_sentence(measure),
        best.point,
        values(document, best.point),
        figures.value(Some(best.mean))
    );
    let Some(runner_up) = best.runner_up else { return head };
    let lead = best.lead.map_or_else(String::new, |lead| figures.change_within(lead.mean, lead.ci95));
    let others = best.not_told_apart.len();
    let settled = match best.not_told_apart.as_slice() {
        _ if document.worlds < 2 => "One world settles nothing: run more with --worlds.".to_string(),
        [] if document.worlds < FEWEST_SAFE => format!(
            "It is probably ahead of every other point, of the runner-up (point {runner_up}) by {lead}; with fewer than {FEWEST_SAFE} {} \
             nothing is safe.",
            document.over().several()
        ),
        [] => format!("It is ahead of every other point, of the runner-up (point {runner_up}) by {lead}, corrected for all comparisons."),
        [one] => format!("Not settled: it cannot be told apart from point {one} (ahead by {lead})."),
        some if others <= MOST_NAMED => format!(
            "Not settled: it cannot be told apart from points {} (ahead of the runner-up, point {runner_up}, by {lead}).",
            list(&some.iter().map(u64::to_string).collect::<Vec<_>>())
        ),
        _ => format!(
            "Not settled: it cannot be told apart from {others} other points (ahead of the runner-up, point {runner_up}, by {lead})."
        ),
    };
    let flattered = best.mean_unflattered.map_or_else(String::new, |mean| {
        let (points, told) = (document.points.len(), figures.value(Some(mean)));
        if told == figures.value(Some(best.mean)) {
            let one = document.over().one();
            return format!(
                " Picking the best of {points} points adds no optimism here: whichever {one} is left out, one as good is chosen."
            );
        }
        let several = document.over().several();
        format!(" Picking the best of {points} points is optimistic: in {several} not used for the choice, it comes to {told}.")
    });
    format!("{head} {settled}{flattered}")
}
