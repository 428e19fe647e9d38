//! Which assumptions a difference depends on, as a table for a terminal and as Markdown.

use super::look::{Look, wrap};
use crate::report::results::influence::{AssumptionResult, InfluenceDocument};
use crate::report::results::markdown::{joined, within_cell};
use crate::report::results::table::{Column, Table, UNKNOWN};
use crate::report::results::words::{grouped, short, signed};

/// More assumptions are shown only if all are asked for.
const MOST: usize = 15;

/// For a terminal: the finding, the table, and how it was found.
pub fn render(document: &InfluenceDocument, look: Look) -> String {
    let mut parts: Vec<String> = document.words().iter().map(|line| wrap(line, look.width)).collect();
    parts.push(look.draw(&table(document, look.all)));
    let more = document.assumptions.len().saturating_sub(MOST);
    parts.extend((more > 0 && !look.all).then(|| format!("{more} more: --all shows them.")));
    parts.push(wrap(&document.caption(), look.width));
    parts.join("\n\n") + "\n"
}

/// As Markdown.
pub fn markdown(document: &InfluenceDocument, look: Look) -> String {
    let mut parts: Vec<String> = document.words().iter().map(|line| within_cell(line)).collect();
    parts.push(table(document, look.all).to_markdown(within_cell));
    parts.push(document.caption());
    joined(&parts)
}

fn table(document: &InfluenceDocument, all: bool) -> Table {
    let end = |mean: Option<[f64; 2]>, range: Option<f64>| match (mean, range) {
        (Some([mean, _]), Some(at)) => format!("{} % at {}", signed(100.0 * mean, 0), short(at)),
        _ => UNKNOWN.to_string(),
    };
    let row = |one: &AssumptionResult| {
        let [low, high] = one.ci95.map(|end| grouped(100.0 * end, 1));
        let share =
            if one.is_told_apart { format!("{} % ({low} to {high})", grouped(100.0 * one.share, 1)) } else { "not clear".to_string() };
        let at = |place: usize| one.range.map(|range| range[place]);
        vec![one.key.clone(), share, end(one.at_low, at(0)), end(one.at_high, at(1))]
    };
    let columns = Column::words_then_figures(["assumption", "share of spread", "lowest fifth", "highest fifth"]);
    Table::of_texts(columns, document.assumptions.iter().take(if all { usize::MAX } else { MOST }).map(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::influence::sample::document;

    #[test]
    fn what_is_not_told_apart_has_no_figure() {
        let look = |all| Look { width: 100, colour: false, all };
        let some = render(&document(3), look(false));
        assert!(some.contains("12.0 % (8.0 to 16.0)") && some.contains("not clear") && some.contains("5 more"), "{some}");
        assert!(some.lines().all(|line| line.chars().count() <= 100), "{some}");
        assert!(render(&document(3), look(true)).contains("assumption_number_19"));
        assert!(markdown(&document(3), look(false)).contains("| plan | 6.0 % (4.0 to 8.0) | – | – |"));
    }
}
