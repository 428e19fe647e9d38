//! What makes the difference, as tables for a terminal and as Markdown.

use super::look::{Look, indented, wrap};
use crate::measure::Measure;
use crate::report::results::explain::words::{figures, groups, interactions, keys, method, percent, verdict};
use crate::report::results::explain::{ExplainDocument, GroupResult, MeasureShares, ShareResult};
use crate::report::results::figures::Figures;
use crate::report::results::markdown::{items, joined, titled, within_cell};
use crate::report::results::table::{Column, Table, UNKNOWN};

/// Width of a column of figures, and most of the column of names.
const COLUMN: usize = 12;
const NAMES: usize = 46;

/// Verdict, the shares of the first measure, and those of all.
pub fn render(document: &ExplainDocument, measures: &[Measure], look: Look) -> String {
    let shown: Vec<&MeasureShares> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
    let Some(first) = shown.first() else { return String::new() };
    let mut parts = vec![wrap(&verdict(document, first), look.width)];
    if document.groups.is_empty() {
        return parts.join("\n\n") + "\n";
    }
    let different: Vec<String> = groups(document).iter().map(|line| indented(line, look.width.saturating_sub(2), 2)).collect();
    parts.push(format!("Settings that differ, from {} to {}:\n{}", document.baseline, document.scenario, different.join("\n")));
    parts.push(detail(first, look));
    let names = document.groups.iter().map(|group| group.name.chars().count() + 2).max().unwrap_or(0).clamp(28, NAMES);
    let fitting = (usize::from(look.width).saturating_sub(names) / COLUMN).max(1);
    let columns = shown.len().div_ceil(shown.len().div_ceil(fitting));
    parts.extend(shown.chunks(columns).map(|shown| look.draw(&waterfall(document, shown))));
    parts.push(wrap(&method(document), look.width));
    let together: Vec<String> =
        shown.iter().filter_map(|m| interactions(m)).map(|line| indented(&line, look.width.saturating_sub(2), 2)).collect();
    if !together.is_empty() {
        parts.push(format!("What adds more or less together than separately:\n{}", together.join("\n")));
    }
    parts.join("\n\n") + "\n"
}

/// One measure with everything that is known of each part.
fn detail(m: &MeasureShares, look: Look) -> String {
    let figures = figures(m);
    let columns = Column::words_then_figures([figures.label().as_str(), "share", "95 % interval", "of it", "alone", "last"]);
    let whole = vec!["difference".to_string(), figures.change(m.difference), figures.changes(m.difference_ci95)];
    look.draw(&Table::of_texts(columns, m.shares.iter().map(|share| detail_row(share, figures)).chain([whole])))
}

fn detail_row(share: &ShareResult, figures: Figures) -> Vec<String> {
    vec![
        share.group.clone(),
        bracketed(share, figures),
        figures.changes(share.ci95),
        share.of_difference.map_or_else(|| UNKNOWN.into(), percent),
        figures.change(share.alone.mean),
        figures.change(share.last.mean),
    ]
}

/// A share, in brackets if it is not settled.
fn bracketed(share: &ShareResult, figures: Figures) -> String {
    figures.bracketed(share.mean, share.is_settled || share.ci95 == Some([0.0, 0.0]))
}

/// From the baseline to the scenario, measure beside measure.
fn waterfall(document: &ExplainDocument, shown: &[&MeasureShares]) -> Table {
    let row = |name: &str, cell: &dyn Fn(&MeasureShares) -> String| -> Vec<String> {
        std::iter::once(name.to_string()).chain(shown.iter().map(|m| cell(m))).collect()
    };
    let mut rows = vec![row(&document.baseline, &|m| figures(m).value(m.baseline_mean))];
    for (place, group) in document.groups.iter().enumerate() {
        rows.push(row(&group.name, &|m| m.shares.get(place).map_or_else(|| UNKNOWN.into(), |share| bracketed(share, figures(m)))));
    }
    rows.push(row(&document.scenario, &|m| figures(m).value(m.scenario_mean)));
    let labels = shown.iter().map(|m| figures(m).label());
    Table::of_texts(Column::words_then_figures(std::iter::once(String::new()).chain(labels)), rows)
}

/// The same in Markdown.
pub fn markdown(document: &ExplainDocument, measures: &[Measure]) -> String {
    let shown: Vec<&MeasureShares> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
    let Some(first) = shown.first() else { return String::new() };
    let mut parts = vec![verdict(document, first)];
    if !document.groups.is_empty() {
        let group = |group: &GroupResult| format!("**{}**: {}", within_cell(&group.name), within_cell(&keys(group, usize::MAX)));
        parts.push(items(document.groups.iter().map(group)));
        parts.extend(shown.iter().map(|m| {
            let columns = Column::words_then_figures(["part", "share", "95 % interval", "of it", "alone", "last"]);
            let table = Table::of_texts(columns, m.shares.iter().map(|share| detail_row(share, figures(m))));
            titled(&figures(m).label(), &table.to_markdown(within_cell))
        }));
        parts.push(waterfall(document, &shown).to_markdown(within_cell));
        parts.push(method(document));
        let together = items(shown.iter().filter_map(|m| interactions(m)).map(|line| within_cell(&line)));
        if !together.is_empty() {
            parts.push(format!("What adds more or less together than separately:\n\n{together}"));
        }
    }
    joined(&parts)
}
