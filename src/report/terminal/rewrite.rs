//! Which rewrites of activities change what, as tables for a terminal and as Markdown.

use super::look::{Look, wrap};
use crate::measure::Measure;
use crate::report::results::explain::rewrite::{MeasureRewrites, RewriteDocument, RewriteResult, method, starting_point, verdict};
use crate::report::results::explain::{EffectResult, leaves_out_zero};
use crate::report::results::figures::Figures;
use crate::report::results::markdown::{joined, titled, within_cell};
use crate::report::results::table::{Column, Table, UNKNOWN};

fn change(effect: &EffectResult, figures: Figures) -> String {
    figures.bracketed(effect.mean, effect.ci95.is_some_and(|ci| leaves_out_zero(ci) || ci == [0.0, 0.0]))
}

fn single(rewrite: &RewriteResult, figures: Figures) -> String {
    figures.bracketed(rewrite.mean, rewrite.is_settled || changes_nothing(rewrite))
}

fn changes_nothing(rewrite: &RewriteResult) -> bool {
    rewrite.ci95 == Some([0.0, 0.0])
}

/// From before to after, one measure beside the other; activities in the order of the first measure.
fn side_by_side(document: &RewriteDocument, shown: &[&MeasureRewrites], first: &MeasureRewrites) -> Table {
    let row = |name: &str, cell: &dyn Fn(&MeasureRewrites) -> String| -> Vec<String> {
        std::iter::once(name.to_string()).chain(shown.iter().map(|m| cell(m))).collect()
    };
    let mut rows = vec![row(&format!("{} before", document.scenario), &|m| m.figures().value(m.before_mean))];
    for rewrite in &first.rewrites {
        let name = &rewrite.activity;
        rows.push(row(name, &|m| m.rewrite(name).map_or_else(|| UNKNOWN.into(), |rewrite| single(rewrite, m.figures()))));
    }
    rows.push(row("sum of single effects", &|m| change(&m.sum_of_single, m.figures())));
    rows.push(row("all together", &|m| change(&m.together, m.figures())));
    rows.push(row(&format!("{} after", document.scenario), &|m| m.figures().value(m.after_mean)));
    let labels = shown.iter().map(|m| m.figures().label());
    Table::of_texts(Column::words_then_figures(std::iter::once(String::new()).chain(labels)), rows)
}

/// One measure with everything that is known of each rewrite.
fn detail(m: &MeasureRewrites, heading: &str) -> Table {
    let figures = m.figures();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for rewrite in &m.rewrites {
        let word = match (changes_nothing(rewrite), rewrite.is_settled) {
            (true, _) => "no change",
            (false, true) => "settled",
            (false, false) => "not settled",
        };
        rows.push(vec![rewrite.activity.clone(), single(rewrite, figures), figures.changes(rewrite.ci95), word.to_string()]);
    }
    for (name, effect) in [("sum of single effects", &m.sum_of_single), ("all together", &m.together), ("beyond the sum", &m.beyond_sum)] {
        rows.push(vec![name.to_string(), change(effect, figures), figures.changes(effect.ci95), String::new()]);
    }
    Table::of_texts(Column::words_then_figures([heading, "change", "95 % interval", ""]), rows)
}

/// Verdict and tables for a terminal.
pub fn render(document: &RewriteDocument, measures: &[Measure], look: Look) -> String {
    let shown: Vec<&MeasureRewrites> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
    let Some(first) = shown.first() else { return String::new() };
    let mut parts = vec![wrap(&verdict(document, first), look.width)];
    parts.extend(starting_point(document).map(|line| wrap(&line, look.width)));
    parts.push(look.draw(&detail(first, &first.figures().label())));
    let fitting = (usize::from(look.width).saturating_sub(28) / 12).max(1);
    let columns = shown.len().div_ceil(shown.len().div_ceil(fitting));
    parts.extend(shown.chunks(columns).map(|shown| look.draw(&side_by_side(document, shown, first))));
    parts.push(wrap(&method(document), look.width));
    parts.join("\n\n") + "\n"
}

/// The same in Markdown.
pub fn markdown(document: &RewriteDocument, measures: &[Measure]) -> String {
    let shown: Vec<&MeasureRewrites> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
    let Some(first) = shown.first() else { return String::new() };
    let mut parts = vec![verdict(document, first)];
    parts.extend(starting_point(document));
    parts.extend(shown.iter().map(|m| titled(&m.figures().label(), &detail(m, "rewrite").to_markdown(within_cell))));
    parts.push(side_by_side(document, &shown, first).to_markdown(within_cell));
    parts.push(method(document));
    joined(&parts)
}
