//! A map for a terminal and as Markdown: the words, and the signs of its cells.

use super::look::{Look, wrap};
use crate::report::results::map::words::verdict;
use crate::report::results::map::{CellResult, MapDocument, settled_means, towards};
use crate::report::results::markdown::{joined, within_cell};
use crate::report::results::table::{Column, Table};
use crate::report::results::words::{in_sentence, short, with_unit};

/// What it rests on.
fn caption(document: &MapDocument) -> String {
    let over = document.over();
    let few = if document.worlds < 20 {
        format!(" With so few {}, single cells settle little; neighbouring cells support each other.", over.several())
    } else {
        String::new()
    };
    let firms = document.firms.map_or_else(String::new, |firms| format!(" {}", firms.words()));
    format!(
        "{} cells, each evaluated at its centre in the same {}, seed {}; {} minus {} in {}. {}{few}{firms}",
        document.cells.len(),
        over.counted(),
        document.seed,
        document.scenario,
        document.baseline,
        in_sentence(document.measure.0),
        settled_means()
    )
}

/// The signs, the highest row first: `+` the other system is ahead, `-` the baseline is; in brackets where it is not settled.
fn signs(document: &MapDocument) -> (Vec<String>, Vec<Vec<String>>) {
    let size = document.cells.iter().map(|cell| (cell.ends[1] - cell.ends[0]) * f64::from(1u32 << cell.level)).fold(1.0, f64::min);
    // Whatever was divided is shown as it was before, by the middle of its parts.
    let count = (1.0 / size).round().max(1.0) as usize;
    let at = |place: usize| (place as f64 + 0.5) / count as f64;
    let [x_name, y_name] = document.names();
    let mut header = vec![format!("{} \\ {}", with_unit(&y_name, &document.y.unit), with_unit(&x_name, &document.x.unit))];
    header.extend((0..count).map(|column| short(document.x.range().at(at(column)))));
    let rows = (0..count).rev().map(|row| {
        let mut cells = vec![short(document.y.range().at(at(row)))];
        cells.extend((0..count).map(|column| sign(document, at(column), at(row), 0.5 / count as f64)));
        cells
    });
    (header, rows.collect())
}

/// The signs of the cells around a place.
fn sign(document: &MapDocument, x: f64, y: f64, reach: f64) -> String {
    let inside = |cell: &&CellResult| {
        let middle = (f64::midpoint(cell.ends[0], cell.ends[1]), f64::midpoint(cell.ends[2], cell.ends[3]));
        (middle.0 - x).abs() <= reach && (middle.1 - y).abs() <= reach
    };
    let towards = towards(document.measure.0);
    let cells: Vec<&CellResult> = document.cells.iter().filter(inside).collect();
    let one = |cell: &&CellResult| match cell.difference.map(|d| d * towards) {
        Some(d) if d > 0.0 => "+",
        Some(d) if d < 0.0 => "-",
        _ => "0",
    };
    let mut signs: Vec<&str> = cells.iter().map(one).collect();
    signs.sort_unstable();
    signs.dedup();
    let text = signs.concat();
    if cells.iter().all(|cell| cell.is_settled) { text } else { format!("({text})") }
}

/// For a terminal.
pub fn render(document: &MapDocument, look: Look) -> String {
    let mut parts: Vec<String> = verdict(document).iter().map(|line| wrap(line, look.width)).collect();
    let (headings, rows) = signs(document);
    parts.push(look.draw(&Table::of_texts(Column::words_then_figures(headings), rows)));
    let (a, b) = (&document.baseline, &document.scenario);
    parts.push(wrap(&format!("+ {b} is ahead, - {a} is ahead, +- the border runs through; in brackets: not all settled."), look.width));
    parts.push(wrap(&caption(document), look.width));
    parts.join("\n\n") + "\n"
}

/// As Markdown.
pub fn markdown(document: &MapDocument) -> String {
    let mut parts: Vec<String> = verdict(document).iter().map(|line| within_cell(line)).collect();
    let (headings, rows) = signs(document);
    parts.push(Table::of_texts(headings.into_iter().map(Column::from).collect(), rows).to_markdown(within_cell));
    parts.push(caption(document));
    joined(&parts)
}
