//! A map in words: where the border lies.

use super::table::{Look, align, table, wrap};
use crate::engine::math;
use crate::report::results::map::{BorderResult, CellResult, MapDocument, settled_means, towards};
use crate::report::results::words::{grouped, in_sentence};

/// A number with three digits that count.
pub fn short(value: f64) -> String {
    let digits = if value == 0.0 { 0.0 } else { math::log10(value.abs()).floor() };
    let text = grouped(value, (2.0 - digits).clamp(0.0, 6.0) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// Which system is ahead on the left side of the border, and which on the right.
fn sides<'a>(document: &'a MapDocument, row: &BorderResult) -> (&'a str, &'a str) {
    let (a, b) = (document.baseline.as_str(), document.scenario.as_str());
    if row.better_at_left > 0 { (b, a) } else { (a, b) }
}

/// Whether every row is crossed once, by the same two sides.
fn is_one_border(document: &MapDocument) -> bool {
    let first = document.border.first().map(|row| row.better_at_left);
    document.border.iter().all(|row| row.x.len() == 1 && Some(row.better_at_left) == first)
}

/// The finding in a line, for the title of the picture.
pub fn headline(document: &MapDocument) -> String {
    let (a, b, measure) = (&document.baseline, &document.scenario, in_sentence(document.measure.0));
    if document.worlds < 2 {
        return format!("One world settles nothing between {b} and {a}");
    }
    let (better, worse) = (document.share_settled_better, document.share_settled_worse);
    if better == 0.0 && worse == 0.0 {
        return format!("Whether {b} or {a} is ahead in {measure} is settled nowhere on this map");
    }
    if is_one_border(document) && better > 0.0 && worse > 0.0 {
        let xs: Vec<f64> = document.border.iter().flat_map(|row| row.x.iter().copied()).collect();
        let (low, high) = xs.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
        let (left, right) = document.border.first().map_or((a.as_str(), b.as_str()), |row| sides(document, row));
        let [x, y] = document.names();
        let border = if short(low) == short(high) { short(low) } else { format!("{} to {}", short(low), short(high)) };
        let depends = if short(low) == short(high) { String::new() } else { format!(", depending on {y}") };
        return format!("{right} is ahead in {measure} where {x} is above about {border}{depends}; below, {left} is");
    }
    let percent = |share: f64| format!("{:.0} %", 100.0 * share.max(0.0) + 0.0);
    match (document.border_line.is_empty(), better > worse) {
        (true, true) if better > 0.999 => format!("{b} is ahead of {a} in {measure} all over this map"),
        (true, false) if worse > 0.999 => format!("{a} is ahead of {b} in {measure} all over this map"),
        _ => format!("{b} is ahead of {a} in {measure} on {} of this map, {a} on {}", percent(better), percent(worse)),
    }
}

/// Where along x the border lies, at low, middle and high y.
fn where_it_lies(document: &MapDocument) -> Vec<String> {
    let [x, y] = document.names();
    let one = |(row, place): (&BorderResult, &str)| {
        let at = format!("At {place} {y} ({})", of_unit(short(row.y), &document.y.unit));
        let (left, right) = sides(document, row);
        match row.x.as_slice() {
            [] if row.better_at_left == 0 => format!("{at} there is nothing to tell."),
            [] => format!("{at} no border is seen: {left} seems ahead from {} to {}.", short(document.x.low), short(document.x.high)),
            [one] => {
                let interval =
                    row.ci95.map_or_else(String::new, |[low, high]| format!(" (95 % interval {} to {})", short(low), short(high)));
                format!("{at} the border is at {x} {}{interval}: {left} seems ahead below, {right} above.", short(*one))
            }
            several => {
                let list: Vec<String> = several.iter().map(|x| short(*x)).collect();
                format!("{at} the sign turns {} times, at {x} {}.", several.len(), list.join(", "))
            }
        }
    };
    document.border.iter().zip(["low", "middling", "high"]).map(one).collect()
}

fn of_unit(value: String, unit: &str) -> String {
    if unit.is_empty() { value } else { format!("{value} {unit}") }
}

/// What is found, in paragraphs.
pub fn verdict(document: &MapDocument) -> Vec<String> {
    let (a, b) = (&document.baseline, &document.scenario);
    let percent = |share: f64| format!("{:.0} %", 100.0 * share.max(0.0) + 0.0);
    let open = (1.0 - document.share_settled_better - document.share_settled_worse).max(0.0);
    let areas = format!(
        "Of the map {b} is ahead on {}, {a} on {}, and {} is not settled.",
        percent(document.share_settled_better),
        percent(document.share_settled_worse),
        percent(open)
    );
    vec![format!("{}.", headline(document)), where_it_lies(document).join(" "), areas]
}

/// What it rests on.
fn caption(document: &MapDocument) -> String {
    let worlds = if document.worlds == 1 { "1 world".to_string() } else { format!("{} worlds", document.worlds) };
    let few = if document.worlds < 20 { " So few worlds settle little of a single cell; neighbours support each other." } else { "" };
    format!(
        "{} cells, each valued in its middle in the same {worlds}, seed {}; {} less {} in {}. {}{few}",
        document.cells.len(),
        document.seed,
        document.scenario,
        document.baseline,
        in_sentence(document.measure.0),
        settled_means()
    )
}

/// The signs, the highest row first: `+` the other system is ahead, `-` the baseline is; in brackets where it is not settled.
fn signs(document: &MapDocument) -> (Vec<String>, Vec<Vec<String>>) {
    let size = document.cells.iter().map(|cell| (cell.ends[1] - cell.ends[0]) * f64::from(1u32 << cell.level)).fold(1.0, f64::min);
    // Whatever was divided is shown as it was before, by the middle of its parts.
    let count = (1.0 / size).round().max(1.0) as usize;
    let at = |place: usize| (place as f64 + 0.5) / count as f64;
    let [x_name, y_name] = document.names();
    let mut header = vec![format!("{y_name} \\ {x_name}")];
    header.extend((0..count).map(|column| short(document.x.range().at(at(column)))));
    let rows = (0..count).rev().map(|row| {
        let mut cells = vec![short(document.y.range().at(at(row)))];
        cells.extend((0..count).map(|column| sign(document, at(column), at(row), 0.5 / count as f64)));
        cells
    });
    (header, rows.collect())
}

/// The signs of the cells around a place.
fn sign(document: &MapDocument, x: f64, y: f64, reach: f64) -> String {
    let inside = |cell: &&CellResult| {
        let middle = (f64::midpoint(cell.ends[0], cell.ends[1]), f64::midpoint(cell.ends[2], cell.ends[3]));
        (middle.0 - x).abs() <= reach && (middle.1 - y).abs() <= reach
    };
    let towards = towards(document.measure.0);
    let cells: Vec<&CellResult> = document.cells.iter().filter(inside).collect();
    let one = |cell: &&CellResult| match cell.difference.map(|d| d * towards) {
        Some(d) if d > 0.0 => "+",
        Some(d) if d < 0.0 => "-",
        _ => "0",
    };
    let mut signs: Vec<&str> = cells.iter().map(one).collect();
    signs.sort_unstable();
    signs.dedup();
    let text = signs.concat();
    if cells.iter().all(|cell| cell.is_settled) { text } else { format!("({text})") }
}

/// For a terminal.
pub fn render(document: &MapDocument, look: Look) -> String {
    let mut parts: Vec<String> = verdict(document).iter().map(|line| wrap(line, look.width)).collect();
    let (header, rows) = signs(document);
    let mut table = table(look, &header.iter().map(String::as_str).collect::<Vec<_>>());
    for row in rows {
        table.add_row(row);
    }
    parts.push(align(table));
    let (a, b) = (&document.baseline, &document.scenario);
    parts.push(wrap(&format!("+ {b} is ahead, - {a} is, +- the border runs through, in brackets not all settled."), look.width));
    parts.push(wrap(&caption(document), look.width));
    parts.join("\n\n") + "\n"
}

/// As Markdown.
pub fn markdown(document: &MapDocument) -> String {
    let escape = |text: &String| text.replace('|', "\\|");
    let mut parts: Vec<String> = verdict(document).iter().map(escape).collect();
    let (header, rows) = signs(document);
    let line = |cells: &Vec<String>| format!("| {} |", cells.iter().map(escape).collect::<Vec<_>>().join(" | "));
    let mut lines = vec![line(&header), format!("|{}", "---:|".repeat(header.len()))];
    lines.extend(rows.iter().map(line));
    parts.push(lines.join("\n"));
    parts.push(caption(document));
    parts.join("\n\n") + "\n"
}
