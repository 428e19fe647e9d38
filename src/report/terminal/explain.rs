//! What makes the difference, as tables for a terminal and as Markdown.

use super::table::{Look, align, table, wrap};
use crate::measure::Measure;
use crate::report::results::explain::words::{figures, groups, interactions, keys, method, percent, range, verdict};
use crate::report::results::explain::{EffectResult, ExplainDocument, MeasureShares, ShareResult};
use crate::report::results::words::Figures;

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
    let different: Vec<String> = groups(document).iter().map(|line| indented(line, look.width)).collect();
    parts.push(format!("What is set differently, from {} to {}:\n{}", document.baseline, document.scenario, different.join("\n")));
    parts.push(detail(first, look));
    let names = document.groups.iter().map(|group| group.name.chars().count() + 2).max().unwrap_or(0).clamp(28, NAMES);
    let fitting = (usize::from(look.width).saturating_sub(names) / COLUMN).max(1);
    let columns = shown.len().div_ceil(shown.len().div_ceil(fitting));
    parts.extend(shown.chunks(columns).map(|shown| waterfall(document, shown, look)));
    parts.push(wrap(&method(document), look.width));
    let together: Vec<String> = shown.iter().filter_map(|m| interactions(m)).map(|line| indented(&line, look.width)).collect();
    if !together.is_empty() {
        parts.push(format!("What adds more or less together than apart:\n{}", together.join("\n")));
    }
    parts.join("\n\n") + "\n"
}

/// A line within a list.
pub(in crate::report) fn indented(line: &str, width: u16) -> String {
    format!("  {}", wrap(line, width.saturating_sub(4)).replace('\n', "\n    "))
}

/// One measure with everything that is known of each part.
fn detail(m: &MeasureShares, look: Look) -> String {
    let figures = figures(m);
    let heading = figures.label();
    let mut table = table(look, &[&heading, "share", "95 % interval", "of it", "alone", "last"]);
    for share in &m.shares {
        table.add_row(detail_row(share, figures));
    }
    let whole = vec![
        "difference".to_string(),
        m.difference.map_or_else(|| "–".into(), |d| figures.signed(d)),
        m.difference_ci95.map_or_else(|| "–".into(), |ci| range(figures, ci)),
    ];
    table.add_row(whole);
    align(table)
}

fn detail_row(share: &ShareResult, figures: Figures) -> Vec<String> {
    let effect = |effect: &EffectResult| effect.mean.map_or_else(|| "–".into(), |mean| figures.signed(mean));
    vec![
        share.group.clone(),
        bracketed(share, figures),
        share.ci95.map_or_else(|| "–".into(), |ci| range(figures, ci)),
        share.of_difference.map_or_else(|| "–".into(), percent),
        effect(&share.alone),
        effect(&share.last),
    ]
}

/// A share, in brackets if it is not settled.
fn bracketed(share: &ShareResult, figures: Figures) -> String {
    match share.mean {
        None => "–".to_string(),
        Some(mean) if share.is_settled || share.ci95 == Some([0.0, 0.0]) => figures.signed(mean),
        Some(mean) => format!("({})", figures.signed(mean)),
    }
}

/// From the baseline to the scenario, measure beside measure.
fn waterfall(document: &ExplainDocument, shown: &[&MeasureShares], look: Look) -> String {
    let mut header = vec![String::new()];
    header.extend(shown.iter().map(|m| figures(m).label()));
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut table = table(look, &header);
    for row in waterfall_rows(document, shown) {
        table.add_row(row);
    }
    align(table)
}

fn waterfall_rows(document: &ExplainDocument, shown: &[&MeasureShares]) -> Vec<Vec<String>> {
    let row = |name: &str, cell: &dyn Fn(&MeasureShares) -> String| -> Vec<String> {
        std::iter::once(name.to_string()).chain(shown.iter().map(|m| cell(m))).collect()
    };
    let mut rows = vec![row(&document.baseline, &|m| figures(m).value(m.baseline_mean))];
    for (place, group) in document.groups.iter().enumerate() {
        rows.push(row(&group.name, &|m| m.shares.get(place).map_or_else(|| "–".into(), |share| bracketed(share, figures(m)))));
    }
    rows.push(row(&document.scenario, &|m| figures(m).value(m.scenario_mean)));
    rows
}

/// The same in Markdown.
pub fn markdown(document: &ExplainDocument, measures: &[Measure]) -> String {
    let shown: Vec<&MeasureShares> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
    let Some(first) = shown.first() else { return String::new() };
    let mut parts = vec![verdict(document, first)];
    if !document.groups.is_empty() {
        let lines = document.groups.iter().map(|group| format!("- **{}**: {}", escape(&group.name), escape(&keys(group, usize::MAX))));
        parts.push(lines.collect::<Vec<_>>().join("\n"));
        let header = ["part", "share", "95 % interval", "of it", "alone", "last"].map(String::from).to_vec();
        parts.extend(shown.iter().map(|m| {
            let rows = m.shares.iter().map(|share| detail_row(share, figures(m)));
            format!("**{}**\n\n{}", figures(m).label(), lines_of(&header, rows))
        }));
        let mut header = vec![String::new()];
        header.extend(shown.iter().map(|m| figures(m).label()));
        parts.push(lines_of(&header, waterfall_rows(document, &shown).into_iter()));
        parts.push(method(document));
        let together: Vec<String> = shown.iter().filter_map(|m| interactions(m)).map(|line| format!("- {}", escape(&line))).collect();
        if !together.is_empty() {
            parts.push(format!("What adds more or less together than apart:\n\n{}", together.join("\n")));
        }
    }
    parts.join("\n\n") + "\n"
}

pub(in crate::report) fn lines_of(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let line = |cells: &[String]| format!("| {} |", cells.iter().map(|cell| escape(cell)).collect::<Vec<_>>().join(" | "));
    let mut out = vec![line(header), format!("|---|{}", "---:|".repeat(header.len().saturating_sub(1)))];
    out.extend(rows.map(|row| line(&row)));
    out.join("\n")
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}
