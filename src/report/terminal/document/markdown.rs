//! The results as Markdown tables.

use crate::measure::Ending;
use crate::report::results::cautions;
use crate::report::results::document::{DifferenceResult, Document};
use crate::report::results::figures::Figures;
use crate::report::results::firms;
use crate::report::results::judgement::precision;
use crate::report::results::markdown::{self, joined, titled, within_cell};
use crate::report::results::settings::{NOTHING, shown};
use crate::report::results::verdict::{correction, lost_customers, not_safe, verdict};
use crate::report::terminal::look::Look;

/// Verdict, measures, differences and endings.
pub fn render(document: &Document, look: Look) -> String {
    let mut parts = vec![settings(document), verdict(document), measures(document, look)];
    parts.extend(document.differences.iter().map(|difference| differences(document, difference, look)));
    let correction = correction(document).map(|correction| format!("Here {correction}."));
    let notes: Vec<String> = [correction, not_safe(document)].into_iter().flatten().chain(cautions::notes(document)).collect();
    parts.push(notes.join(" "));
    parts.extend(document.precision.iter().map(|result| precision(result, document.worlds)));
    parts.extend(firms::words(document).iter().map(|line| within_cell(line)));
    parts.extend(lost_customers(document).iter().map(|line| within_cell(line)));
    parts.push(endings(document));
    parts.retain(|part| !part.is_empty());
    joined(&parts)
}

/// A table whose first column is of words.
fn table(headings: impl IntoIterator<Item = impl Into<String>>, rows: impl Iterator<Item = Vec<String>>) -> String {
    markdown::table(headings, rows, within_cell)
}

fn names(document: &Document) -> impl Iterator<Item = &str> {
    document.scenarios.iter().map(|system| system.name.as_str())
}

/// Settings that differ.
fn settings(document: &Document) -> String {
    let Some(settings) = &document.settings else { return String::new() };
    if settings.keys.is_empty() {
        return NOTHING.to_string();
    }
    let rows = settings.keys.iter().map(|setting| {
        let values = setting.values.iter().map(shown);
        std::iter::once(setting.key.clone()).chain(values).chain([setting.unit.clone()]).collect()
    });
    table(["settings that differ"].into_iter().chain(names(document)).chain(["unit"]), rows)
}

fn measures(document: &Document, look: Look) -> String {
    let rows = look.measures(document).into_iter().map(|measure| {
        let figures = Figures::of(document, measure);
        let results = document.scenarios.iter().map(|system| {
            let result = system.measure(measure);
            figures.value_within(result.and_then(|result| result.mean), result.and_then(|result| result.ci95))
        });
        std::iter::once(figures.label()).chain(results).collect()
    });
    table(["measure"].into_iter().chain(names(document)), rows)
}

fn differences(document: &Document, difference: &DifferenceResult, look: Look) -> String {
    let rows = look.measures(document).into_iter().filter_map(|measure| difference.measure(measure)).map(|d| {
        let figures = Figures::of(document, d.id.0);
        vec![figures.label(), figures.change(d.mean), figures.changes(d.ci95), super::better_in(document, d), d.words.clone()]
    });
    let table = table(["measure", "difference", "95 % interval", "better in", "verdict"], rows);
    titled(&format!("{} minus {}", within_cell(&difference.scenario), within_cell(&difference.baseline)), &table)
}

fn endings(document: &Document) -> String {
    let rows = Ending::ALL.iter().map(|&ending| {
        let counts = document.scenarios.iter().map(|system| {
            let journeys = system.endings.get(ending);
            format!("{}, {}", journeys.possible, journeys.not_possible)
        });
        std::iter::once(ending.title().to_string()).chain(counts).collect()
    });
    table(["ending (possible, not possible)"].into_iter().chain(names(document)), rows)
}
