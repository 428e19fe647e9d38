//! Which assumptions a difference depends on, as a table for a terminal and as Markdown.

use super::look::{Look, wrap};
use crate::report::results::influence::{AssumptionResult, ElementaryResult, InfluenceDocument, Method};
use crate::report::results::markdown::{joined, within_cell};
use crate::report::results::table::{Column, Table, UNKNOWN};
use crate::report::results::words::{grouped, short, signed};

/// More assumptions are shown only if all are asked for.
const MOST: usize = 15;

/// For a terminal: the finding, the table, and how it was found.
pub fn render(document: &InfluenceDocument, look: Look) -> String {
    let mut parts: Vec<String> = document.words().iter().map(|line| wrap(line, look.width)).collect();
    if document.assumptions.is_empty() {
        return parts.join("\n\n") + "\n";
    }
    parts.push(look.draw(&table(document, look.all)));
    let more = document.assumptions.len().saturating_sub(MOST);
    parts.extend((more > 0 && !look.all).then(|| format!("{more} more: --all shows them.")));
    parts.push(wrap(&document.caption(), look.width));
    parts.join("\n\n") + "\n"
}

/// As Markdown.
pub fn markdown(document: &InfluenceDocument, look: Look) -> String {
    let mut parts: Vec<String> = document.words().iter().map(|line| within_cell(line)).collect();
    if !document.assumptions.is_empty() {
        parts.push(table(document, look.all).to_markdown(within_cell));
        parts.push(document.caption());
    }
    joined(&parts)
}

fn table(document: &InfluenceDocument, all: bool) -> Table {
    let unit = document.unit();
    let end = |mean: Option<[f64; 2]>, range: Option<f64>| match (mean, range) {
        (Some([mean, _]), Some(at)) => format!("{} {unit} at {}", signed(100.0 * mean, 0), short(at)),
        _ => UNKNOWN.to_string(),
    };
    let shown = if all { usize::MAX } else { MOST };
    let assumptions = document.assumptions.iter().take(shown);
    // What is not told apart has no figure.
    let told = |one: &AssumptionResult, figure: Option<String>| match figure {
        _ if !one.has_effect && document.method == Method::FirstOrder => "no effect".to_string(),
        _ if !one.has_effect => "no change".to_string(),
        Some(figure) if one.is_told_apart => figure,
        _ => "not clear".to_string(),
    };
    let percent = |share: f64| grouped(100.0 * share, 1);
    let share = |share: f64, ci95: [f64; 2]| format!("{} % ({} to {})", percent(share), percent(ci95[0]), percent(ci95[1]));
    if document.method == Method::Morris {
        let row = |one: &AssumptionResult| {
            let of = |figure: fn(&ElementaryResult) -> f64, is_signed: bool| {
                let figure = one.elementary.as_ref().map(|elementary| 100.0 * figure(elementary));
                told(one, figure.map(|figure| format!("{} {unit}", if is_signed { signed(figure, 1) } else { grouped(figure, 1) })))
            };
            vec![one.key.clone(), of(|one| one.size, false), of(|one| one.mean, true), of(|one| one.spread, false)]
        };
        let columns = Column::words_then_figures(["assumption", "size of effect", "mean effect", "spread"]);
        return Table::of_texts(columns, assumptions.map(row));
    }
    let alone = |one: &AssumptionResult| told(one, one.share.zip(one.ci95).map(|(value, ci95)| share(value, ci95)));
    if document.method == Method::Total {
        let row = |one: &AssumptionResult| {
            let total = one.total.map_or_else(
                || UNKNOWN.to_string(),
                |total| if total.is_told_apart() { share(total.share, total.ci95) } else { "not clear".to_string() },
            );
            vec![one.key.clone(), alone(one), total]
        };
        return Table::of_texts(Column::words_then_figures(["assumption", "by itself", "with others"]), assumptions.map(row));
    }
    let row = |one: &AssumptionResult| {
        let at = |place: usize| one.range.map(|range| range[place]);
        vec![one.key.clone(), alone(one), end(one.at_low, at(0)), end(one.at_high, at(1))]
    };
    Table::of_texts(Column::words_then_figures(["assumption", "share of spread", "lowest fifth", "highest fifth"]), assumptions.map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::influence::TotalResult;
    use crate::report::results::influence::sample::{document, moved_alone};

    #[test]
    fn what_is_not_told_apart_has_no_figure() {
        let look = |all| Look { width: 100, colour: false, all };
        let some = render(&document(3), look(false));
        assert!(some.contains("12.0 % (8.0 to 16.0)") && some.contains("not clear") && some.contains("5 more"), "{some}");
        assert!(some.lines().all(|line| line.chars().count() <= 100), "{some}");
        assert!(
            render(&document(3), look(true)).contains("assumption_number_19") && render(&document(3), look(true)).contains("no effect")
        );
        let mut totals = InfluenceDocument { method: Method::Total, rows: Some(90), ..document(2) };
        totals.assumptions[0].total = Some(TotalResult { share: 0.3, ci95: [0.1, 0.5] });
        let text = render(&totals, look(false));
        assert!(text.contains("30.0 % (10.0 to 50.0)") && text.contains("with others") && text.contains("90 pairs of firms"), "{text}");
        let moved = render(&moved_alone(2), look(false));
        assert!(moved.contains("size of effect") && moved.contains("30.0 %") && moved.contains("−15.0 %"), "{moved}");
        assert!(markdown(&document(3), look(false)).contains("| plan | 6.0 % (4.0 to 8.0) | – | – |"));
    }
}
