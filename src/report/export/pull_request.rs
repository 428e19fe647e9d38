//! `report.md`: the results in Markdown, short enough for a pull request. Names come from users: nothing in them is taken for markup,
//! for a link or for somebody's name.

use crate::experiment::verdicts::Standing;
use crate::measure::{Ending, LEAST_FOR_BAND};
use crate::report::charts::grammar::Picture;
use crate::report::results::cautions;
use crate::report::results::document::{DifferenceResult, Document};
use crate::report::results::figures::Figures;
use crate::report::results::guards;
use crate::report::results::judgement::same_customers;
use crate::report::results::markdown::{self, folded, harmless, joined, sentence};
use crate::report::results::settings::shown;
use crate::report::results::stored::Stored;
use crate::report::results::table::{Column, Table, UNKNOWN};
use crate::report::results::verdict::{correction, not_safe, scenario, source, verdict};
use crate::report::results::words::{grouped, list};

/// Settings shown; more are counted.
const MOST_SETTINGS: usize = 12;
/// Rows of a table of figures.
const MOST_ROWS: usize = 60;

/// The results as Markdown. `setting` says whom the systems sell to.
pub fn render(stored: &Stored, setting: &str) -> String {
    let document = &with_harmless_names(&stored.document);
    let names: Vec<String> = document.scenarios.iter().map(|s| s.name.clone()).collect();
    let title = match names.as_slice() {
        [baseline, others @ ..] if !others.is_empty() => format!("{} against {baseline}", list(others)),
        _ => names.concat(),
    };
    let mut parts = vec![format!("## winflow: {title}")];
    parts.extend(verdict(document).lines().map(|line| format!("**Verdict.** {line}")));
    parts.extend(document.differences.iter().map(|d| differences(document, d)));
    if document.differences.is_empty() {
        parts.push(measures(document));
    }
    let warnings = [correction(document).map(|said| format!("Here {said}.")), not_safe(document)];
    parts.extend(warnings.into_iter().flatten().chain(cautions::notes(document)).map(|warning| format!("> {warning}")));
    let lost = document.same_customers.iter().filter_map(|same| same.words.clone());
    parts.extend(lost);
    parts.push(guards::markdown(&document.guards, document.worlds).trim().to_string());
    parts.push(settings(document));
    parts.push(folded("How customers ended", &endings(document)));
    parts.push(format!("<sub>{}</sub>", source(document, &names, &harmless(setting))));
    parts.retain(|part| !part.is_empty());
    joined(&parts)
}

/// Findings and figures alone, for experiments that hold no customers.
pub fn of_figures(heading: &str, findings: &[String], method: &str, pictures: &[Picture]) -> String {
    let mut parts = vec![format!("## winflow: {}", sentence(heading))];
    parts.extend(findings.iter().map(|finding| format!("- {}", sentence(finding))));
    for picture in pictures {
        let data = &picture.data;
        let first = Table { rows: data.rows.iter().take(MOST_ROWS).cloned().collect(), ..data.clone() };
        let columns = Column::words_then_figures(data.columns.iter().map(|column| column.heading.clone()));
        let mut text = Table { columns, ..first }.to_markdown(sentence);
        if let more @ 1.. = data.rows.len().saturating_sub(MOST_ROWS) {
            text.push_str(&format!("\n\nand {more} more rows"));
        }
        parts.push(folded(&sentence(&picture.title), &text));
    }
    parts.push(format!("<sub>{}</sub>", sentence(method)));
    joined(&parts)
}

/// The same results with names that no reader of Markdown takes for anything else.
fn with_harmless_names(document: &Document) -> Document {
    let mut document = document.clone();
    let rename = |name: &mut String| *name = harmless(name);
    document.scenarios.iter_mut().for_each(|s| rename(&mut s.name));
    for difference in &mut document.differences {
        rename(&mut difference.baseline);
        rename(&mut difference.scenario);
    }
    for same in &mut document.same_customers {
        rename(&mut same.baseline);
        rename(&mut same.scenario);
        same.words = same_customers(&same.baseline, &same.scenario, &same.counts);
    }
    document.guards.iter_mut().for_each(|guard| rename(&mut guard.scenario));
    document
}

fn differences(document: &Document, difference: &DifferenceResult) -> String {
    let (a, b) = (&difference.baseline, &difference.scenario);
    let header = ["measure", a.as_str(), b.as_str(), "difference", "95 % interval", "better in", "settled"];
    let rows = document.named().filter_map(|m| difference.measure(m)).map(|d| {
        let figures = Figures::of(document, d.id.0);
        let mean = |name: &str| figures.value(scenario(document, name).and_then(|s| s.measure(d.id.0)?.mean));
        let settled = match d.standing {
            Standing::NotSettled => d.standing.word().to_string(),
            _ if d.is_probable() => format!("probably {}", d.standing.word()),
            _ => format!("**{}**", d.standing.word()),
        };
        vec![
            figures.label(),
            mean(a),
            mean(b),
            figures.change(d.mean),
            figures.changes(d.ci95),
            d.better_in(document.worlds).unwrap_or_else(|| UNKNOWN.into()),
            settled,
        ]
    });
    table(header, rows)
}

/// One system: means with their intervals, and how far worlds lie apart.
fn measures(document: &Document) -> String {
    let spread = if document.worlds < LEAST_FOR_BAND as u64 { "8 of 10 worlds (takes 9)" } else { "8 of 10 worlds" };
    let header = ["measure", "mean", "95 % interval of the mean", spread];
    let rows = document.scenarios.iter().flat_map(|scenario| document.named().filter_map(|m| scenario.measure(m))).map(|result| {
        let figures = Figures::of(document, result.id.0);
        let spread = result.p10.zip(result.p90).map(|(low, high)| [low, high]);
        vec![figures.label(), figures.value(result.mean), figures.interval(result.ci95), figures.values(spread)]
    });
    table(header, rows)
}

fn settings(document: &Document) -> String {
    let Some(settings) = document.settings.as_ref().filter(|s| !s.keys.is_empty()) else { return String::new() };
    let names = document.scenarios.iter().map(|s| s.name.clone());
    let header: Vec<String> = ["settings that differ".to_string()].into_iter().chain(names).chain(["unit".to_string()]).collect();
    let rows = settings.keys.iter().take(MOST_SETTINGS).map(|setting| {
        let values = setting.values.iter().map(|value| harmless(&shown(value)));
        [harmless(&setting.key)].into_iter().chain(values).chain([setting.unit.clone()]).collect()
    });
    let mut text = table(header, rows);
    if let more @ 1.. = settings.keys.len().saturating_sub(MOST_SETTINGS) {
        text.push_str(&format!("\n\nand {more} more"));
    }
    folded("Settings that differ", &text)
}

fn endings(document: &Document) -> String {
    let names = document.scenarios.iter().map(|s| format!("{}: possible", s.name));
    let others = document.scenarios.iter().map(|s| format!("{}: not possible", s.name));
    let header: Vec<String> = ["ending".to_string()].into_iter().chain(names.zip(others).flat_map(|(a, b)| [a, b])).collect();
    let rows = Ending::ALL.iter().map(|&ending| {
        let counts = document.scenarios.iter().map(|s| s.endings.get(ending));
        let cells = counts.flat_map(|n| [n.possible, n.not_possible]).map(|n| grouped(n as f64, 0));
        [ending.title().to_string()].into_iter().chain(cells).collect()
    });
    table(header, rows)
}

/// A table of texts that are harmless already.
fn table(headings: impl IntoIterator<Item = impl Into<String>>, rows: impl Iterator<Item = Vec<String>>) -> String {
    markdown::table(headings, rows, str::to_string)
}
