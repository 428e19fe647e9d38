//! Which rewrites of activities change what, as tables for a terminal and as Markdown.

use super::explain::lines_of;
use super::table::{Look, align, table, wrap};
use crate::measure::Measure;
use crate::report::results::explain::rewrite::{MeasureRewrites, RewriteDocument, RewriteResult, method, starting_point, verdict};
use crate::report::results::explain::words::range;
use crate::report::results::explain::{EffectResult, leaves_out_zero};
use crate::report::results::words::Figures;

fn bracketed(mean: Option<f64>, is_settled: bool, figures: Figures) -> String {
    match mean {
        None => "–".to_string(),
        Some(mean) if is_settled => figures.signed(mean),
        Some(mean) => format!("({})", figures.signed(mean)),
    }
}

fn of_effect(effect: &EffectResult, figures: Figures) -> String {
    let is_settled = effect.ci95.is_some_and(|ci| leaves_out_zero(ci) || ci == [0.0, 0.0]);
    bracketed(effect.mean, is_settled, figures)
}

/// Rows of a table: from before to after, one measure beside the other; activities in the order of the first measure.
fn rows(document: &RewriteDocument, shown: &[&MeasureRewrites], order: &MeasureRewrites) -> Vec<Vec<String>> {
    let row = |name: &str, cell: &dyn Fn(&MeasureRewrites) -> String| -> Vec<String> {
        std::iter::once(name.to_string()).chain(shown.iter().map(|m| cell(m))).collect()
    };
    let mut rows = vec![row(&format!("{} before", document.scenario), &|m| m.figures().value(m.before_mean))];
    for one in &order.rewrites {
        rows.push(row(&one.activity, &|m| {
            let is_nothing = |one: &RewriteResult| one.ci95 == Some([0.0, 0.0]);
            m.rewrite(&one.activity).map_or_else(|| "–".into(), |one| bracketed(one.mean, one.is_settled || is_nothing(one), m.figures()))
        }));
    }
    rows.push(row("sum of the single ones", &|m| of_effect(&m.sum_of_single, m.figures())));
    rows.push(row("all together", &|m| of_effect(&m.together, m.figures())));
    rows.push(row(&format!("{} after", document.scenario), &|m| m.figures().value(m.after_mean)));
    rows
}

fn detail_rows(m: &MeasureRewrites) -> Vec<Vec<String>> {
    let figures = m.figures();
    let interval = |ci: Option<[f64; 2]>| ci.map_or_else(|| "–".into(), |ci| range(figures, ci));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for one in &m.rewrites {
        let is_nothing = one.ci95 == Some([0.0, 0.0]);
        let word = if is_nothing {
            "no change"
        } else if one.is_settled {
            "settled"
        } else {
            "not settled"
        };
        rows.push(vec![
            one.activity.clone(),
            bracketed(one.mean, one.is_settled || is_nothing, figures),
            interval(one.ci95),
            word.to_string(),
        ]);
    }
    for (name, effect) in [("sum of the single ones", &m.sum_of_single), ("all together", &m.together), ("beyond the sum", &m.beyond_sum)] {
        rows.push(vec![name.to_string(), of_effect(effect, figures), interval(effect.ci95)]);
    }
    rows
}

/// Verdict and tables for a terminal.
pub fn render(document: &RewriteDocument, measures: &[Measure], look: Look) -> String {
    let shown: Vec<&MeasureRewrites> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
    let Some(first) = shown.first() else { return String::new() };
    let mut parts = vec![wrap(&verdict(document, first), look.width)];
    parts.extend(starting_point(document).map(|line| wrap(&line, look.width)));
    let heading = first.figures().label();
    let mut detail = table(look, &[&heading, "change", "95 % interval", ""]);
    detail_rows(first).into_iter().for_each(|row| {
        detail.add_row(row);
    });
    parts.push(align(detail));
    let fitting = (usize::from(look.width).saturating_sub(28) / 12).max(1);
    let columns = shown.len().div_ceil(shown.len().div_ceil(fitting));
    for shown in shown.chunks(columns) {
        let mut header = vec![String::new()];
        header.extend(shown.iter().map(|m| m.figures().label()));
        let mut table = table(look, &header.iter().map(String::as_str).collect::<Vec<_>>());
        rows(document, shown, first).into_iter().for_each(|row| {
            table.add_row(row);
        });
        parts.push(align(table));
    }
    parts.push(wrap(&method(document), look.width));
    parts.join("\n\n") + "\n"
}

/// The same in Markdown.
pub fn markdown(document: &RewriteDocument, measures: &[Measure]) -> String {
    let shown: Vec<&MeasureRewrites> = measures.iter().filter_map(|measure| document.measure(*measure)).collect();
    let Some(first) = shown.first() else { return String::new() };
    let mut parts = vec![verdict(document, first)];
    parts.extend(starting_point(document));
    let header = ["rewrite", "change", "95 % interval", ""].map(String::from).to_vec();
    let full = |mut row: Vec<String>| {
        row.resize(4, String::new());
        row
    };
    parts.extend(
        shown.iter().map(|m| format!("**{}**\n\n{}", m.figures().label(), lines_of(&header, detail_rows(m).into_iter().map(full)))),
    );
    let mut header = vec![String::new()];
    header.extend(shown.iter().map(|m| m.figures().label()));
    parts.push(lines_of(&header, rows(document, &shown, first).into_iter()));
    parts.push(method(document));
    parts.join("\n\n") + "\n"
}
