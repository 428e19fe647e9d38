//! A map in words: where the border lies.

use super::{BorderResult, MOST_LEFT_OUT, MapDocument};
use crate::report::results::words::{in_sentence, sentence, short};

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
        return format!("Nowhere on this map is it settled whether {b} or {a} is ahead in {measure}");
    }
    if is_one_border(document) && better > 0.0 && worse > 0.0 {
        let xs: Vec<f64> = document.border.iter().flat_map(|row| row.x.iter().copied()).collect();
        let (low, high) = xs.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
        let (left, right) = document.border.first().map_or((a.as_str(), b.as_str()), |row| sides(document, row));
        let [x, y] = document.names();
        let border = if short(low) == short(high) { short(low) } else { format!("{} to {}", short(low), short(high)) };
        let depends = if short(low) == short(high) { String::new() } else { format!(", depending on {y}") };
        return sentence(&format!("{right} is ahead in {measure} where {x} is above about {border}{depends}; below, {left} is ahead"));
    }
    let percent = |share: f64| format!("{:.0} %", 100.0 * share.max(0.0) + 0.0);
    match (document.border_line.is_empty(), better > worse) {
        (true, true) if better > 0.999 => sentence(&format!("{b} is ahead of {a} in {measure} everywhere on this map")),
        (true, false) if worse > 0.999 => sentence(&format!("{a} is ahead of {b} in {measure} everywhere on this map")),
        _ => sentence(&format!("{b} is ahead of {a} in {measure} on {} of this map, {a} on {}", percent(better), percent(worse))),
    }
}

/// Where along x the border lies, at low, middle and high y.
fn where_it_lies(document: &MapDocument) -> Vec<String> {
    let [x, y] = document.names();
    let one = |(row, place): (&BorderResult, &str)| {
        let at = format!("At {place} {y} ({})", of_unit(short(row.y), &document.y.unit));
        let (left, right) = sides(document, row);
        match row.x.as_slice() {
            [] if row.better_at_left == 0 => format!("{at}, there is nothing to compare."),
            [] => format!(
                "{at}, there is no border: {left} appears to be ahead from {} to {}.",
                short(document.x.low),
                short(document.x.high)
            ),
            [one] => {
                let interval = match row.ci95 {
                    Some([low, high]) => format!(" (95 % interval {} to {})", short(low), short(high)),
                    None if (2..=MOST_LEFT_OUT).contains(&document.worlds) => " (not settled where exactly)".to_string(),
                    None => String::new(),
                };
                format!("{at}, the border is at {x} {}{interval}: {left} appears to be ahead below, {right} above.", short(*one))
            }
            several => {
                let list: Vec<String> = several.iter().map(|x| short(*x)).collect();
                format!("{at}, the lead changes {} times, at {x} {}.", several.len(), list.join(", "))
            }
        }
    };
    document.border.iter().zip(["low", "medium", "high"]).map(one).collect()
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
        "{b} is ahead on {} of the map, {a} on {}, and {} is not settled.",
        percent(document.share_settled_better),
        percent(document.share_settled_worse),
        percent(open)
    );
    vec![format!("{}.", headline(document)), where_it_lies(document).join(" "), sentence(&areas)]
}
