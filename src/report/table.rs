//! The results as a table for a terminal: the verdict first, then the figures, then what to make of them.

use super::document::{DifferenceResult, Document, MeasureDifference};
use super::verdict::{HEADLINE, Standing, lost_customers, scenario, verdict};
use super::words::{Figures, of_ten_worlds};
use crate::measure::Measure;
use comfy_table::{Cell, CellAlignment, Color, ContentArrangement, LineStyle, Table, TableStyle};

/// A line under the header and nothing between columns, where room is dear.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// How a table is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Width in characters.
    pub width: u16,
    /// Whether colour may be used, beside words.
    pub colour: bool,
    /// Every measure, or the eight that a first look needs.
    pub all: bool,
}

impl Look {
    /// The measures shown.
    pub fn measures(&self) -> &'static [Measure] {
        if self.all { Measure::ALL } else { &Measure::ALL[..HEADLINE.min(Measure::ALL.len())] }
    }
}

/// Verdict, table and the line on lost customers.
pub fn render(document: &Document, look: Look) -> String {
    let mut parts = Vec::new();
    let verdict = verdict(document);
    if !verdict.is_empty() {
        parts.push(wrap(&verdict, look.width));
    }
    match document.differences.as_slice() {
        [] => parts.push(estimates(document, look)),
        [one] => parts.push(pair(document, one, look)),
        several => {
            parts.push(means(document, look));
            parts.extend(several.iter().map(|d| pair(document, d, look)));
        }
    }
    parts.push(wrap(&caption(document), look.width));
    parts.extend(lost_customers(document).iter().map(|line| wrap(&format!("Lost customers: {line}"), look.width)));
    parts.join("\n\n") + "\n"
}

fn caption(document: &Document) -> String {
    let worlds = match document.worlds {
        1 => "1 world".to_string(),
        n => format!("{n} worlds"),
    };
    let rough = if (2..10).contains(&document.worlds) { " With so few worlds the intervals are rough." } else { "" };
    let what = if document.differences.is_empty() {
        "the interval is that of the mean; p10 to p90 is the spread over worlds"
    } else {
        "differences are paired world by world, in brackets their 95 % interval; \"better in\" is of every 10 worlds"
    };
    format!("{worlds}, seed {}; {what}.{rough}", document.seed)
}

/// One system: mean, interval and spread.
fn estimates(document: &Document, look: Look) -> String {
    let Some(system) = document.scenarios.first() else { return String::new() };
    let mut table = table(look, &["", &system.name, "95 % interval", "p10 to p90"]);
    for result in system.measures.iter().filter(|m| look.measures().contains(&m.id.0)) {
        let figures = Figures::of(document, result.id.0);
        let range = |low: Option<f64>, high: Option<f64>| match (low, high) {
            (Some(low), Some(high)) => format!("{} to {}", figures.value(Some(low)), figures.value(Some(high))),
            _ => "–".into(),
        };
        let interval = range(result.ci95.map(|ci| ci[0]), result.ci95.map(|ci| ci[1]));
        table.add_row(vec![figures.label(), figures.value(result.mean), interval, range(result.p10, result.p90)]);
    }
    align(table)
}

/// Several systems: their means side by side.
fn means(document: &Document, look: Look) -> String {
    let mut header = vec![""];
    header.extend(document.scenarios.iter().map(|s| s.name.as_str()));
    let mut table = table(look, &header);
    for &measure in look.measures() {
        let means: Vec<Option<f64>> = document.scenarios.iter().map(|s| s.measure(measure).and_then(|m| m.mean)).collect();
        let figures = Figures::of(document, measure);
        let mut row = vec![figures.label()];
        row.extend(means.iter().map(|mean| figures.value(*mean)));
        table.add_row(row);
    }
    align(table)
}

/// A system beside the baseline with the paired difference.
fn pair(document: &Document, difference: &DifferenceResult, look: Look) -> String {
    let (a, b) = (&difference.baseline, &difference.scenario);
    let is = format!("{b} is");
    let mut table = table(look, &["", a, b, "difference", &is, "better in"]);
    for d in difference.measures.iter().filter(|d| look.measures().contains(&d.id.0)) {
        let mean = |name: &str| scenario(document, name).and_then(|s| s.measure(d.id.0)).and_then(|m| m.mean);
        let means = [mean(a), mean(b)];
        let figures = Figures::of(document, d.id.0);
        let worlds = d.p_better.map_or_else(|| "–".into(), of_ten_worlds);
        let cells = [figures.label(), figures.value(means[0]), figures.value(means[1]), with_interval(d, figures)];
        let mut row: Vec<Cell> = cells.into_iter().map(Cell::new).collect();
        row.extend([standing_cell(Standing::of(d), look.colour), Cell::new(worlds)]);
        table.add_row(row);
    }
    align(table)
}

fn with_interval(d: &MeasureDifference, figures: Figures) -> String {
    match (d.mean, d.ci95) {
        (Some(mean), Some([low, high])) => {
            format!("{} ({} to {})", figures.signed(mean), figures.signed(low), figures.signed(high))
        }
        (Some(mean), None) => figures.signed(mean),
        _ => "–".into(),
    }
}

fn standing_cell(standing: Standing, colour: bool) -> Cell {
    let cell = Cell::new(standing.word());
    match (colour, standing) {
        (true, Standing::Better) => cell.fg(Color::DarkCyan),
        (true, Standing::Worse) => cell.fg(Color::DarkYellow),
        _ => cell,
    }
}

pub(super) fn table(look: Look, header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(look.width).set_header(header.to_vec());
    if look.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    table
}

pub(super) fn align(mut table: Table) -> String {
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table.lines().map(|line| line.trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

/// Breaks a text into lines no longer than the width; what follows the first line of a list item is
/// indented like it.
pub fn wrap(text: &str, width: u16) -> String {
    let width = usize::from(width).max(20);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join("\n")
}
