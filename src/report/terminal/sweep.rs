//! A sweep for a terminal and as Markdown: which point is best, and every point.

use super::guards::render_points;
use super::look::{Look, wrap};
use crate::measure::{Better, Measure};
use crate::report::results::guards::GuardResult;
use crate::report::results::markdown::{joined, titled, within_cell};
use crate::report::results::sweep::words::{figures, verdict};
use crate::report::results::sweep::{MeasureAtPoint, SweepDocument, label};
use crate::report::results::table::{Column, Table};

/// More points than these are shown only if all are asked for.
const MOST_POINTS: usize = 40;

/// The columns of a table: the points, their values, and every system; from the third on differences from the first.
fn rows(document: &SweepDocument, measure: Measure, look: Look) -> (Vec<String>, Vec<Vec<String>>) {
    let figures = figures(document, measure);
    let mut header = vec!["point".to_string()];
    header.extend(document.headings());
    header.extend(document.systems.iter().cloned());
    header.extend(document.systems.iter().skip(1).map(|name| format!("{name} minus {}", document.systems[0])));
    let best = |system: usize| document.best.iter().find(|b| b.measure.0 == measure && b.system == document.systems[system]);
    let mean = |point: usize, system: usize, m: &MeasureAtPoint| {
        let is_best = best(system).is_some_and(|best| best.point == document.points[point].point);
        // Beside other systems the intervals that count are those of the differences.
        let own = m.ci95.filter(|_| document.systems.len() == 1);
        format!("{}{}", if is_best { "best: " } else { "" }, figures.value_within(m.mean, own))
    };
    let shown = shown(document, measure, look);
    let one = |&point: &usize| {
        let mut cells = vec![document.points[point].point.to_string()];
        cells.extend(document.points[point].values.iter().map(label));
        let at = |system: usize| document.at(point, system, measure);
        cells.extend((0..document.systems.len()).map(|system| at(system).map_or_else(String::new, |m| mean(point, system, m))));
        let difference = |m: &MeasureAtPoint| m.less_first_system.map_or_else(String::new, |d| figures.change_within(d.mean, d.ci95));
        cells.extend((1..document.systems.len()).map(|system| at(system).map_or_else(String::new, difference)));
        cells
    };
    (header, shown.iter().map(one).collect())
}

/// The places of the points that are shown: all in their order, or, if they are many, the best of the last system.
fn shown(document: &SweepDocument, measure: Measure, look: Look) -> Vec<usize> {
    let mut places: Vec<usize> = (0..document.points.len()).collect();
    if look.all || places.len() <= MOST_POINTS {
        return places;
    }
    let sign = if measure.better() == Better::Lower { 1.0 } else { -1.0 };
    let mean = |place: usize| document.at(place, document.systems.len() - 1, measure).and_then(|m| m.mean).unwrap_or(f64::NAN);
    places.sort_by(|&a, &b| (sign * mean(a)).total_cmp(&(sign * mean(b))).then(a.cmp(&b)));
    places.truncate(MOST_POINTS);
    places
}

/// What the table rests on.
fn caption(document: &SweepDocument, look: Look) -> String {
    let points = document.points.len();
    let left_out = match document.invalid_points {
        0 => String::new(),
        1 => " 1 point was left out because the scenario is invalid there.".to_string(),
        many => format!(" {many} points were left out because the scenario is invalid there."),
    };
    let some =
        if look.all || points <= MOST_POINTS { String::new() } else { format!(" The {MOST_POINTS} best are shown; --all shows all.") };
    let (over, one) = (document.over().counted(), document.over().one());
    let firms = document.firms.map_or_else(String::new, |firms| format!(" {}", firms.words()));
    format!(
        "{points} points ({}), each in the same {over}, seed {}; 95 % intervals in brackets; differences are paired {one} by {one}.{left_out}{some}{firms}",
        document.design, document.seed
    )
}

/// For a terminal: words first, then a table for each measure.
pub fn render(document: &SweepDocument, measures: &[Measure], look: Look) -> String {
    let mut parts: Vec<String> = verdict(document).iter().map(|line| wrap(line, look.width)).collect();
    for &measure in measures {
        let (headings, rows) = rows(document, measure, look);
        let table = Table::of_texts(Column::words_then_figures(headings), rows);
        parts.push(format!("{}:\n{}", figures(document, measure).label(), look.draw(&table)));
    }
    parts.push(wrap(&caption(document, look), look.width));
    let guards = guarded(document, look);
    parts.extend(Some(guards.trim_end().to_string()).filter(|text| !text.is_empty()));
    parts.join("\n\n") + "\n"
}

/// At which points guards pass, fail or are undecided.
fn guarded(document: &SweepDocument, look: Look) -> String {
    let points: Vec<(u64, &[GuardResult])> = document.points.iter().map(|point| (point.point, point.guards.as_slice())).collect();
    render_points(&points, look)
}

/// As Markdown.
pub fn markdown(document: &SweepDocument, measures: &[Measure], look: Look) -> String {
    let mut parts: Vec<String> = verdict(document).iter().map(|line| within_cell(line)).collect();
    for &measure in measures {
        let (headings, rows) = rows(document, measure, look);
        let table = Table::of_texts(headings.into_iter().map(Column::from).collect(), rows);
        parts.push(titled(&figures(document, measure).label(), &table.to_markdown(within_cell)));
    }
    parts.push(caption(document, look));
    let guards = guarded(document, look);
    parts.extend(Some(format!("```text\n{guards}```")).filter(|_| !guards.is_empty()));
    joined(&parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::sweep::tests::document;

    #[test]
    fn the_best_is_said_with_its_doubts() {
        let document = document(&["flow.wip_limit=2,4,8"], &["hero"], 12);
        let look = Look { width: 100, colour: false, all: false };
        let text = render(&document, &[Measure::WinWinDealsPerMonth], look);
        assert!(text.starts_with("Best in win-wins per month: point 1 (wip limit 2 opportunities a person)"), "{text}");
        assert!(text.replace('\n', " ").contains("the best of 3 points "), "{text}");
        assert!(text.contains("best: ") && text.contains("3 points (factorial), each in the same 12 worlds"), "{text}");
        let md = markdown(&document, &[Measure::WinWinDealsPerMonth], look);
        assert!(md.contains("| point | wip limit, opportunities a person | hero |"), "{md}");
    }
}
