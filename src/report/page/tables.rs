//! Tables of the page.

use super::{isolated, names};
use crate::experiment::verdicts::Standing;
use crate::report::results::document::Document;
use crate::report::results::figures::Figures;
use crate::report::results::guards;
use crate::report::results::settings::shown;
use crate::report::results::table::{Cell, Column, Table, UNKNOWN};
use crate::report::results::verdict;
use crate::report::results::words::{grouped, worlds};
use maud::{Markup, html};

/// More rows than these make a page slow, and nobody reads them.
const MOST_ROWS: usize = 200;

/// A table that scrolls on its own, whose columns can be sorted.
fn framed(id: &str, caption: &Markup, head: &Markup, rows: &Markup) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-labelledby=(id) {
            table.sortable {
                caption id=(id) { (caption) }
                thead { tr { (head) } }
                tbody { (rows) }
            }
        }
    }
}

/// The figures of a chart.
pub fn data(data: &Table, name: &str, id: &str) -> Markup {
    let more = data.rows.len().saturating_sub(MOST_ROWS);
    let head = html! { @for column in &data.columns { th scope="col" { (isolated::name(&column.heading)) } } };
    let rows = html! {
        @for row in data.rows.iter().take(MOST_ROWS) {
            tr { @for (place, (cell, column)) in row.iter().zip(&data.columns).enumerate() { (drawn(cell, column, place == 0)) } }
        }
    };
    html! {
        (framed(&format!("{id}-table"), &html! { (data.caption) }, &head, &rows))
        @if more > 0 {
            p.note { "The first " (MOST_ROWS) " rows; the other " (grouped(more as f64, 0)) " are in charts/" (name) ".csv." }
        }
    }
}

/// The figures as a file, if there are more of them than the page shows.
pub fn csv(data: &Table) -> Option<String> {
    if data.rows.len() <= MOST_ROWS {
        return None;
    }
    Some(data.to_csv())
}

fn drawn(cell: &Cell, column: &Column, is_head: bool) -> Markup {
    match cell {
        Cell::Text(text) if is_head => html! { th scope="row" { (isolated::name(text)) } },
        Cell::Text(text) => html! { td { (isolated::name(text)) } },
        Cell::Settled(_, settled) => html! { td { (standing(*settled)) } },
        Cell::Number { value, .. } => html! { td.number data-value=(value) { (cell.shown(column)) } },
        Cell::Date(_) => html! { td { (cell.shown(column)) } },
        Cell::Empty => html! { td.number { (UNKNOWN) } },
    }
}

/// A mark that tells what is settled without colour.
fn mark(standing: Standing) -> (&'static str, &'static str) {
    match standing {
        Standing::Better => ("better", "▲"),
        Standing::Worse => ("worse", "▼"),
        Standing::Different => ("open", "◆"),
        _ => ("open", "○"),
    }
}

/// A word on what is settled, with its mark.
pub fn standing(standing: Standing) -> Markup {
    let (class, sign) = mark(standing);
    html! { span.standing.(class) { span aria-hidden="true" { (sign) } " " (standing.word()) } }
}

/// Every named measure of every system, with the differences from the baseline.
pub fn measures(document: &Document) -> Markup {
    let differences = &document.differences;
    let caption = html! {
        "Means over " (worlds(document.worlds)) " with 95 % intervals of the mean"
        @if !differences.is_empty() { ", and verdicts against " (isolated::name(&document.scenarios[0].name)) }
    };
    let head = html! {
        th scope="col" { "Measure" }
        @for (place, system) in document.scenarios.iter().enumerate() { th scope="col" data-system=(place) { (isolated::name(&system.name)) } }
        @for (place, difference) in differences.iter().enumerate() {
            th scope="col" data-system=(place + 1) { (isolated::name(&difference.scenario)) " against " (isolated::name(&difference.baseline)) }
        }
    };
    framed("measures-caption", &caption, &head, &html! { @for measure in document.named() { (measure_row(document, measure)) } })
}

fn measure_row(document: &Document, measure: crate::measure::Measure) -> Markup {
    let figures = Figures::of(document, measure);
    html! {
        tr {
            th scope="row" title=(measure.definition()) { (figures.label()) }
            @for (place, system) in document.scenarios.iter().enumerate() {
                @let m = system.measure(measure);
                @let mean = m.and_then(|m| m.mean);
                td.number data-system=(place) data-value=[mean] {
                    (figures.value(mean))
                    @if let Some(ends) = m.and_then(|m| m.ci95) { br; span.quiet { (figures.interval(Some(ends))) } }
                }
            }
            @for (place, one) in document.differences.iter().enumerate() {
                @let d = one.measure(measure);
                td data-system=(place + 1) data-value=[d.and_then(|d| Some(d.mean? / crate::experiment::verdicts::yardstick(measure, document.scenarios[0].measure(measure)?.mean)?))] {
                    @if let Some(d) = d {
                        (standing(d.standing))
                        @if let (Some(mean), Some([low, high])) = (d.mean, d.ci95) {
                            @let judged = verdict::judged(document, one, measure);
                            br; span.quiet { (judged.relative(mean)) " (" (judged.relative(low)) " to " (judged.relative(high)) ")" }
                        }
                        @if d.standing == Standing::NotSettled { br; span.quiet { (d.words) } }
                        @if d.is_small { br; span.quiet { "too small to matter" } }
                        @if d.warning.is_some() { br; span.quiet { "the interval is not safe" } }
                    } @else { "–" }
                }
            }
        }
    }
}

/// Settings that differ.
pub fn settings(document: &Document) -> Markup {
    let Some(settings) = document.settings.as_ref().filter(|s| !s.keys.is_empty()) else {
        return html! { p { @if document.scenarios.len() > 1 { "No settings differ." } @else { "A single system: there is nothing to compare its settings with." } } };
    };
    let head = html! {
        th scope="col" { "Setting" }
        @for (place, system) in document.scenarios.iter().enumerate() { th scope="col" data-system=(place) { (isolated::name(&system.name)) } }
        th scope="col" { "Unit" }
    };
    let rows = html! {
        @for key in settings.keys.iter().take(MOST_ROWS) {
            tr {
                th scope="row" { code { (names::short_key(&key.key)) } }
                @for (place, value) in key.values.iter().enumerate() { td data-system=(place) data-value=[value.as_f64()] { (shown(value)) } }
                td { (key.unit) }
            }
        }
    };
    html! {
        (framed("settings-caption", &html! { "Settings that differ; all others are the same" }, &head, &rows))
        @if settings.keys.len() > MOST_ROWS { p.note { (settings.keys.len() - MOST_ROWS) " more are in manifest.json." } }
        @if let Some(command) = &settings.command { p.note { "Where each is set: " code { (command) } } }
    }
}

/// What became of guards.
pub fn guards(document: &Document) -> Markup {
    let caption = html! { "Each tested at 95 %: " (guards::tally(&document.guards)) };
    let head = html! { @for heading in ["Requirement", "System", "Found", "Because"] { th scope="col" { (heading) } } };
    let rows = html! {
        @for guard in &document.guards {
            tr { th scope="row" { code { (guard.require) } } td { (isolated::name(&guard.scenario)) } td { (guard.judgement.word()) ": " (guard.found()) } td { (guard.because) } }
        }
    };
    html! {
        @if !document.guards.is_empty() {
            h3 { "Requirements" }
            (framed("guards-caption", &caption, &head, &rows))
        }
    }
}
