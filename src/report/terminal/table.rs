//! The results as a table for a terminal: the verdict first, then the figures, then what to make of them.

use super::interval_bar::Scale;
use super::settings;
use crate::experiment::verdicts::{Standing, yardstick};
use crate::measure::Measure;
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference};
use crate::report::results::judgement::precision;
use crate::report::results::verdict::{correction, lost_customers, not_safe, saved_by_common_worlds, scenario, verdict};
use crate::report::results::words::{Figures, of_worlds};
use comfy_table::{Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle};

/// A line under the header and nothing between columns, where room is dear.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// How a table is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Width in characters.
    pub width: u16,
    /// Whether colour may be used, beside words.
    pub colour: bool,
    /// Every measure, or those that were named.
    pub all: bool,
}

impl Look {
    /// The measures shown.
    pub fn measures(&self, document: &Document) -> Vec<Measure> {
        if self.all { Measure::ALL.to_vec() } else { document.named().collect() }
    }
}

/// More keys than these are only counted.
const MOST_SETTINGS: usize = 8;
/// Narrower than this there is no room for the share of worlds.
const WIDE: u16 = 116;
/// Narrower than this there is no room for bars beside the numbers.
const WIDE_FOR_BARS: u16 = 130;

/// Verdict, table and the line on lost customers.
pub fn render(document: &Document, look: Look) -> String {
    let mut parts = Vec::new();
    parts.extend(set_differently(document, look));
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
    parts.push(wrap(&caption(document, look), look.width));
    parts.extend(document.precision.iter().map(|p| wrap(&precision(p, document.worlds), look.width)));
    parts.extend(lost_customers(document).iter().map(|line| wrap(line, look.width)));
    parts.join("\n\n") + "\n"
}

/// What is set differently, in brief; `None` for a single system.
fn set_differently(document: &Document, look: Look) -> Option<String> {
    let systems: Vec<String> = document.scenarios.iter().map(|s| s.name.clone()).collect();
    let settings = document.settings.as_ref()?;
    (systems.len() > 1).then(|| settings::brief(&systems, &settings.keys, MOST_SETTINGS, settings.command.as_deref(), look))
}

fn caption(document: &Document, look: Look) -> String {
    let worlds = match document.worlds {
        1 => "1 world".to_string(),
        n => format!("{n} worlds"),
    };
    let mut what = vec![format!("{worlds}, seed {}", document.seed)];
    if document.differences.is_empty() {
        what.push("the interval is that of the mean; p10 to p90 is the spread over worlds".to_string());
    } else {
        what.push("differences are paired world by world, in brackets their 95 % interval".to_string());
        what.extend(correction(document));
        if look.width >= WIDE {
            what.push("\"better in\" is of every 10 worlds".to_string());
        }
        if look.width >= WIDE_FOR_BARS {
            what.push("bars are in % of the baseline's mean: ● better, ◆ worse, ○ neither, or not settled".to_string());
        }
    }
    let sentences = [Some(format!("{}.", what.join("; "))), saved_by_common_worlds(document), not_safe(document)];
    sentences.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// One system: mean, interval and spread.
fn estimates(document: &Document, look: Look) -> String {
    let Some(system) = document.scenarios.first() else { return String::new() };
    let mut table = table(look, &["", &system.name, "95 % interval", "p10 to p90"]);
    for result in look.measures(document).into_iter().filter_map(|m| system.measure(m)) {
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
    for measure in look.measures(document) {
        let means: Vec<Option<f64>> = document.scenarios.iter().map(|s| s.measure(measure).and_then(|m| m.mean)).collect();
        let figures = Figures::of(document, measure);
        let mut row = vec![figures.label()];
        row.extend(means.iter().map(|mean| figures.value(*mean)));
        table.add_row(row);
    }
    align(table)
}

/// A system beside the baseline with the paired difference, and what it settles in words.
fn pair(document: &Document, difference: &DifferenceResult, look: Look) -> String {
    let (a, b) = (&difference.baseline, &difference.scenario);
    let is = format!("{b} is");
    let bars = bars(document, difference, look);
    let ends = bars.as_ref().map(|scale| kept(&scale.heading()));
    let mut header = vec!["", a.as_str(), b.as_str(), "difference"];
    header.extend(ends.as_deref());
    header.extend((look.width >= WIDE).then_some("better in"));
    header.push(&is);
    let mut table = table(look, &header);
    for d in look.measures(document).into_iter().filter_map(|m| difference.measure(m)) {
        let mean = |name: &str| scenario(document, name).and_then(|s| s.measure(d.id.0)).and_then(|m| m.mean);
        let means = [mean(a), mean(b)];
        let figures = Figures::of(document, d.id.0);
        let cells = [figures.label(), figures.value(means[0]), figures.value(means[1]), with_interval(d, figures)];
        let mut row: Vec<Cell> = cells.into_iter().map(Cell::new).collect();
        row.extend(bars.map(|scale| Cell::new(bar(scale, d, means[0]))));
        row.extend(
            (look.width >= WIDE)
                .then(|| Cell::new(d.p_better.map_or_else(|| "–".into(), |share| of_worlds(share, document.worlds as usize)))),
        );
        row.push(words_cell(d, look.colour));
        table.add_row(row);
    }
    let words = header.len() - 1;
    // Words can be broken, numbers had better not be.
    for (_, column) in table.column_iter_mut().enumerate().filter(|(place, _)| *place != words) {
        column.set_constraint(ColumnConstraint::ContentWidth);
    }
    align_but(table, words).replace(KEPT, " ")
}

/// A space that no table drops.
const KEPT: char = '\u{a0}';

fn kept(text: &str) -> String {
    text.replace(' ', &KEPT.to_string())
}

/// The scale of the bars, if there is room for them.
fn bars(document: &Document, difference: &DifferenceResult, look: Look) -> Option<Scale> {
    let percent = |d: &MeasureDifference| {
        let base = yardstick(d.id.0, scenario(document, &difference.baseline)?.measure(d.id.0)?.mean)?;
        Some(d.ci95.into_iter().flatten().chain(d.mean).map(|value| 100.0 * value / base).collect::<Vec<f64>>())
    };
    let shown = look.measures(document).into_iter().filter_map(|measure| difference.measure(measure));
    (look.width >= WIDE_FOR_BARS).then(|| Scale::around(shown.filter_map(percent).flatten()))
}

/// A difference as a bar, in per cent of the baseline's mean.
fn bar(scale: Scale, d: &MeasureDifference, baseline: Option<f64>) -> String {
    let base = yardstick(d.id.0, baseline);
    let percent = |value: f64| base.map(|base| 100.0 * value / base);
    let ci95 = d.ci95.and_then(|[low, high]| Some([percent(low)?, percent(high)?]));
    kept(&scale.bar(d.mean.and_then(percent), ci95, d.standing))
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

fn words_cell(d: &MeasureDifference, colour: bool) -> Cell {
    let cell = Cell::new(&d.words);
    match (colour, d.standing) {
        (true, Standing::Better) => cell.fg(Color::DarkCyan),
        (true, Standing::Worse) => cell.fg(Color::DarkYellow),
        _ => cell,
    }
}

pub(in crate::report) fn table(look: Look, header: &[&str]) -> Table {
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

pub(in crate::report) fn align(table: Table) -> String {
    align_but(table, 0)
}

/// All columns to the left.
pub(in crate::report) fn align_left(table: Table) -> String {
    table.lines().map(|line| line.trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

/// Numbers to the right; the first column and the one that holds words to the left.
fn align_but(mut table: Table, words: usize) -> String {
    for (_, column) in table.column_iter_mut().enumerate().filter(|(place, _)| *place != 0 && *place != words) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    align_left(table)
}

/// Breaks a text into lines no longer than the width; what follows the first line of a list item is
/// indented like it.
pub fn wrap(text: &str, width: u16) -> String {
    let width = usize::from(width).max(20);
    let mut lines = Vec::new();
    // A number stays with its sign of per cent.
    let text = text.replace(" %", "\u{a0}%");
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
    lines.join("\n").replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::sample::outcome;

    #[test]
    fn bars_stand_below_each_other_where_there_is_room() {
        let document = Document::new(&outcome(&["hero", "team"], 40));
        let look = |width: u16| render(&document, Look { width, colour: false, all: false });
        let wide = look(140);
        let heading = wide.lines().find(|line| line.contains("−20 %     0     +20 %")).expect("a heading");
        let zero = heading.chars().position(|letter| letter == '−').expect("an end") + crate::report::terminal::interval_bar::LETTERS / 2;
        let rows: Vec<Vec<char>> = wide.lines().map(|line| line.chars().collect()).filter(|line: &Vec<char>| line.contains(&'│')).collect();
        assert!(rows.len() >= 4 && rows.iter().all(|row| row.get(zero) == Some(&'│')), "{wide}");
        assert!(wide.lines().all(|line| line.chars().count() <= 140), "{wide}");
        assert!(wide.contains('●') && wide.contains('◆'), "{wide}");
        assert!(!look(129).contains('●') && look(60).lines().count() > 10);
    }
}
