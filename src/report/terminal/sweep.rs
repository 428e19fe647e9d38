//! A sweep in words and tables: which point is best, whether that is settled, and every point.

use super::table::{Look, align, table, wrap};
use crate::measure::{Better, Measure};
use crate::report::results::guards::{GuardResult, render_points};
use crate::report::results::settled::few;
use crate::report::results::sweep::{BestResult, MeasureAtPoint, Paired, SweepDocument, label};
use crate::report::results::words::{Figures, in_sentence, list};

/// More points than these are shown only if all are asked for.
const MOST_POINTS: usize = 40;
/// More points than these are counted, not named.
const MOST_NAMED: usize = 6;

/// What was found, in words: a paragraph for each measure and system.
pub fn verdict(document: &SweepDocument) -> Vec<String> {
    document.best.iter().map(|best| sentence(document, best)).collect()
}

/// The finding in a line, for the title of a chart of all systems, or of one.
pub fn headline(document: &SweepDocument, measure: Measure, system: Option<usize>) -> String {
    let name = system.map(|system| document.systems[system].as_str());
    let is_shown = |best: &&BestResult| best.measure.0 == measure && name.is_none_or(|name| best.system == name);
    let found: Vec<&BestResult> = document.best.iter().filter(is_shown).collect();
    let is_any_settled = found.iter().any(|best| best.is_settled);
    let few = if is_any_settled { few(document.worlds) } else { "" };
    let at = |best: &BestResult| format!("{}{}", values(document, best.point), if best.is_settled { "" } else { " (not settled)" });
    let one = |best: &&BestResult| format!("{} at {}", best.system, at(best));
    match found.as_slice() {
        [] => format!("{} over {}", measure.title(), list(&document.names())),
        [best] if document.systems.len() == 1 => format!("Best in {}: {}{few}", in_sentence(measure), at(best)),
        found => format!("Best in {}: {}{few}", in_sentence(measure), list(&found.iter().map(one).collect::<Vec<_>>())),
    }
}

/// The values of a point: "wip limit 4, stance servile".
pub fn values(document: &SweepDocument, number: u64) -> String {
    let point = document.points.iter().find(|point| point.point == number);
    let values = point.map_or(&[][..], |point| &point.values);
    let one = |(name, value): (String, &serde_json::Value)| format!("{name} {}", label(value));
    document.names().into_iter().zip(values).map(one).collect::<Vec<_>>().join(", ")
}

/// Figures for a measure at all points.
pub fn figures(document: &SweepDocument, measure: Measure) -> Figures {
    let places = (0..document.points.len()).flat_map(|point| (0..document.systems.len()).map(move |system| (point, system)));
    let means = places.filter_map(|(point, system)| document.at(point, system, measure)?.mean);
    Figures::new(measure, means.fold(0.0, |largest, mean| largest.max(mean.abs())))
}

/// Which point is best by a measure, and whether that is settled.
pub fn sentence(document: &SweepDocument, best: &BestResult) -> String {
    let measure = best.measure.0;
    let figures = figures(document, measure);
    let of = if document.systems.len() > 1 { format!("{}, ", best.system) } else { String::new() };
    let unit = Some(figures.unit()).filter(|unit| !unit.is_empty()).map_or_else(String::new, |unit| format!(" {unit}"));
    let head = format!(
        "Best in {}: {of}point {} ({}) with {}{unit}.",
        in_sentence(measure),
        best.point,
        values(document, best.point),
        figures.value(Some(best.mean))
    );
    let Some(runner_up) = best.runner_up else { return head };
    let lead = best.lead.map_or_else(String::new, |lead| with_interval(&lead, figures));
    let others = best.not_told_apart.len();
    let settled = match best.not_told_apart.as_slice() {
        _ if document.worlds < 2 => "One world settles nothing: run more with --worlds.".to_string(),
        [] => format!("It is ahead of every other point, all comparisons taken together; of the second, point {runner_up}, by {lead}."),
        [one] => format!("Not settled: point {one} cannot be told from it (by {lead})."),
        some if others <= MOST_NAMED => format!(
            "Not settled: points {} cannot be told from it (the second is {runner_up}, behind by {lead}).",
            list(&some.iter().map(u64::to_string).collect::<Vec<_>>())
        ),
        _ => format!("Not settled: {others} other points cannot be told from it (the second is {runner_up}, behind by {lead})."),
    };
    let flattered = best.mean_unflattered.map_or_else(String::new, |mean| {
        let (points, told) = (document.points.len(), figures.value(Some(mean)));
        if told == figures.value(Some(best.mean)) {
            return format!(" The best of {points} is not flattered here: whichever world is left out, one as good is chosen.");
        }
        format!(" The best of {points} is flattered: valued in worlds that had no part in the choice, it comes to {told}.")
    });
    format!("{head} {settled}{flattered}")
}

fn with_interval(paired: &Paired, figures: Figures) -> String {
    match (paired.mean, paired.ci95) {
        (Some(mean), Some([low, high])) => {
            format!("{} ({} to {})", figures.signed(mean), figures.signed(low), figures.signed(high))
        }
        (Some(mean), None) => figures.signed(mean),
        _ => "–".to_string(),
    }
}

/// The columns of a table: the points, their values, and every system; from the third on differences from the first.
fn rows(document: &SweepDocument, measure: Measure, look: Look) -> (Vec<String>, Vec<Vec<String>>) {
    let figures = figures(document, measure);
    let mut header = vec!["point".to_string()];
    header.extend(document.names());
    header.extend(document.systems.iter().cloned());
    header.extend(document.systems.iter().skip(1).map(|name| format!("{name} less {}", document.systems[0])));
    let best = |system: usize| document.best.iter().find(|b| b.measure.0 == measure && b.system == document.systems[system]);
    let mean = |point: usize, system: usize, m: &MeasureAtPoint| {
        let is_best = best(system).is_some_and(|best| best.point == document.points[point].point);
        // Beside other systems the intervals that count are those of the differences.
        let own = m.ci95.filter(|_| document.systems.len() == 1);
        let interval =
            own.map_or_else(String::new, |[low, high]| format!(" ({} to {})", figures.value(Some(low)), figures.value(Some(high))));
        format!("{}{}{interval}", if is_best { "best: " } else { "" }, figures.value(m.mean))
    };
    let shown = shown(document, measure, look);
    let one = |&point: &usize| {
        let mut cells = vec![document.points[point].point.to_string()];
        cells.extend(document.points[point].values.iter().map(label));
        let at = |system: usize| document.at(point, system, measure);
        cells.extend((0..document.systems.len()).map(|system| at(system).map_or_else(String::new, |m| mean(point, system, m))));
        let difference = |m: &MeasureAtPoint| m.less_first_system.map_or_else(String::new, |d| with_interval(&d, figures));
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
    let worlds = if document.worlds == 1 { "1 world".to_string() } else { format!("{} worlds", document.worlds) };
    format!(
        "{points} points ({}), each in the same {worlds}, seed {}; in brackets 95 % intervals, those of differences paired world by \
         world.{left_out}{some}",
        document.design, document.seed
    )
}

/// For a terminal: words first, then a table for each measure.
pub fn render(document: &SweepDocument, measures: &[Measure], look: Look) -> String {
    let mut parts: Vec<String> = verdict(document).iter().map(|line| wrap(line, look.width)).collect();
    for &measure in measures {
        let (header, rows) = rows(document, measure, look);
        let mut table = table(look, &header.iter().map(String::as_str).collect::<Vec<_>>());
        for row in rows {
            table.add_row(row);
        }
        parts.push(format!("{}:\n{}", figures(document, measure).label(), align(table)));
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
    let escape = |text: &String| text.replace('|', "\\|");
    let mut parts: Vec<String> = verdict(document).iter().map(escape).collect();
    for &measure in measures {
        let (header, rows) = rows(document, measure, look);
        let line = |cells: &Vec<String>| format!("| {} |", cells.iter().map(escape).collect::<Vec<_>>().join(" | "));
        let mut lines = vec![line(&header), format!("|{}", "---:|".repeat(header.len()))];
        lines.extend(rows.iter().map(line));
        parts.push(format!("**{}**\n\n{}", figures(document, measure).label(), lines.join("\n")));
    }
    parts.push(caption(document, look));
    let guards = guarded(document, look);
    parts.extend(Some(format!("```text\n{guards}```")).filter(|_| !guards.is_empty()));
    parts.join("\n\n") + "\n"
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
        assert!(text.starts_with("Best in win-wins a month: point 1 (wip limit 2)"), "{text}");
        assert!(text.replace('\n', " ").contains("The best of 3 is "), "{text}");
        assert!(text.contains("best: ") && text.contains("3 points (factorial), each in the same 12 worlds"), "{text}");
        let md = markdown(&document, &[Measure::WinWinDealsPerMonth], look);
        assert!(md.contains("| point | wip limit | hero |"), "{md}");
    }
}
