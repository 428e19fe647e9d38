//! How long each system takes to find its level, as tables for a terminal and as Markdown.

use super::look::{Look, wrap};
use crate::report::results::markdown::{joined, within_cell};
use crate::report::results::table::{Column, Table};
use crate::report::results::warm_up::{SeriesWarmUp, SystemWarmUp, WarmUpDocument};
use crate::report::results::words::grouped;

/// Verdicts, table and what to do.
pub fn render(document: &WarmUpDocument, look: Look) -> String {
    let verdicts: Vec<String> = document.systems.iter().map(|system| wrap(&system.verdict(), look.width)).collect();
    let columns = Column::words_then_figures(["", "begins", "its level", "MSER-5 cuts after", "set", "off by"]);
    let rows = series(document).map(|(system, series)| {
        let label = format!("{}: {}", system.name, series.title);
        [vec![label, system.start.clone()], figures(system, series)].concat()
    });
    let table = look.draw(&Table::of_texts(columns, rows));
    let mut parts = vec![verdicts.join("\n"), table, wrap(&caption(document), look.width)];
    parts.extend(document.cure().map(|cure| wrap(&cure, look.width)));
    parts.join("\n\n") + "\n"
}

/// The same in Markdown.
pub fn markdown(document: &WarmUpDocument) -> String {
    let words = ["system", "begins", "series"].map(Column::text);
    let columns = words.into_iter().chain(["its level", "MSER-5 cuts after", "set", "off by"].map(Column::from));
    let rows = series(document).map(|(system, series)| {
        let names = vec![system.name.clone(), system.start.clone(), series.title.clone()];
        [names, figures(system, series)].concat()
    });
    let mut parts: Vec<String> = document.systems.iter().map(|system| system.verdict()).collect();
    parts.push(Table::of_texts(columns.collect(), rows).to_markdown(within_cell));
    parts.push(caption(document));
    joined(&parts)
}

/// Every series with its system.
fn series(document: &WarmUpDocument) -> impl Iterator<Item = (&SystemWarmUp, &SeriesWarmUp)> {
    document.systems.iter().flat_map(|system| system.series.iter().map(move |series| (system, series)))
}

/// The level, where the series is cut, the warm-up that is set, and how far off that is.
fn figures(system: &SystemWarmUp, series: &SeriesWarmUp) -> Vec<String> {
    let set = format!("{} weeks", grouped(system.warm_up_weeks, 0));
    vec![series.level_in_words(), series.cut(), set, series.off_in_words()]
}

/// What was looked at, in a sentence.
fn caption(document: &WarmUpDocument) -> String {
    let last = document.first_world + document.worlds - 1;
    format!(
        "{} pilot worlds (numbers {} to {last}, none of them part of any result), seed {}; MSER-5 cuts the weekly mean over worlds from the start of the run. Off by: how far the mean after the configured warm-up is from the level after the cut.",
        document.worlds, document.first_world, document.seed
    )
}
