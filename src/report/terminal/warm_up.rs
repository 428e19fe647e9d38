//! How long each system takes to find its level, as tables for a terminal and as Markdown.

use super::table::{Look, align, table, wrap};
use crate::report::results::warm_up::WarmUpDocument;
use crate::report::results::words::grouped;

/// Verdicts, table and what to do.
pub fn render(document: &WarmUpDocument, look: Look) -> String {
    let verdicts: Vec<String> = document.systems.iter().map(|system| wrap(&system.verdict(), look.width)).collect();
    let mut rows = table(look, &["", "begins", "its level", "MSER-5 cuts after", "set", "off by"]);
    for system in &document.systems {
        for series in &system.series {
            let label = format!("{}: {}", system.name, series.title);
            let set = format!("{} weeks", grouped(system.warm_up_weeks, 0));
            rows.add_row(vec![label, system.start.clone(), series.level_in_words(), series.cut(), set, series.off_in_words()]);
        }
    }
    let mut parts = vec![verdicts.join("\n"), align(rows), wrap(&caption(document), look.width)];
    parts.extend(document.cure().map(|cure| wrap(&cure, look.width)));
    parts.join("\n\n") + "\n"
}

/// The same in Markdown.
pub fn markdown(document: &WarmUpDocument) -> String {
    let mut lines: Vec<String> = document.systems.iter().map(|system| format!("{}\n", system.verdict())).collect();
    lines
        .push("| system | begins | series | its level | MSER-5 cuts after | set | off by |\n|---|---|---|---:|---:|---:|---:|".to_string());
    for system in &document.systems {
        for series in &system.series {
            let name = system.name.replace('|', "\\|");
            let (level, cut, set) = (series.level_in_words(), series.cut(), grouped(system.warm_up_weeks, 0));
            lines.push(format!(
                "| {name} | {} | {} | {level} | {cut} | {set} weeks | {} |",
                system.start,
                series.title,
                series.off_in_words()
            ));
        }
    }
    lines.push(format!("\n{}", caption(document)));
    lines.join("\n") + "\n"
}

/// What was looked at, in a sentence.
fn caption(document: &WarmUpDocument) -> String {
    let last = document.first_world + document.worlds - 1;
    format!(
        "{} pilot worlds (numbers {} to {last}, none of them part of a result), seed {}; the mean over worlds, week by week from the beginning of the run, is cut by MSER-5. Off by: how far the mean after the warm-up that is set is from the level after the cut.",
        document.worlds, document.first_world, document.seed
    )
}
