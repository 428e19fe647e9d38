//! A map in words: where the border lies.

use super::{AxisResult, BorderResult, CellResult, MOST_LEFT_OUT, MapDocument};
use crate::report::results::words::{in_sentence, of_unit, sentence, short};

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

/// Whether it is settled in every row where the border is. Of very many worlds no interval is computed: it would be narrow.
fn is_settled(document: &MapDocument) -> bool {
    document.worlds > MOST_LEFT_OUT || document.border.iter().all(|row| row.ci95.is_some())
}

/// Whether the two systems are the same in every world of every cell.
fn is_same_everywhere(document: &MapDocument) -> bool {
    let is_same = |cell: &CellResult| cell.difference == Some(0.0) && cell.ci95.is_none_or(|ends| ends == [0.0, 0.0]);
    !document.cells.is_empty() && document.cells.iter().all(is_same)
}

/// The finding in a line, for the title of the picture.
pub fn headline(document: &MapDocument) -> String {
    let (a, b, measure) = (&document.baseline, &document.scenario, in_sentence(document.measure.0));
    if document.worlds < 2 {
        return format!("One world settles nothing between {b} and {a}");
    }
    if is_same_everywhere(document) {
        return sentence(&format!("{b} and {a} are the same in {measure} in every world, everywhere on this map"));
    }
    let (better, worse) = (document.share_settled_better, document.share_settled_worse);
    if better == 0.0 && worse == 0.0 {
        return format!("Nowhere on this map is it settled whether {b} or {a} is ahead in {measure}");
    }
    if is_one_border(document) && is_settled(document) && better > 0.0 && worse > 0.0 {
        let xs: Vec<f64> = document.border.iter().flat_map(|row| row.x.iter().copied()).collect();
        let (low, high) = xs.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), &x| (low.min(x), high.max(x)));
        let (left, right) = document.border.first().map_or((a.as_str(), b.as_str()), |row| sides(document, row));
        let [x, y] = document.names();
        let unit = |value: String| of_unit(value, &x, &document.x.unit);
        let (low, high) = (first_beyond(&document.x, low), first_beyond(&document.x, high));
        let border = if low == high { low.clone() } else { format!("{low} to {high}") };
        let depends = if low == high { String::new() } else { format!(", depending on {y}") };
        let border = unit(border);
        let above = if document.x.whole { format!("{border} or more") } else { format!("above about {border}") };
        return sentence(&format!("{right} is ahead in {measure} where {x} is {above}{depends}; below, {left} is ahead"));
    }
    let percent = |share: f64| format!("{:.0} %", 100.0 * share.max(0.0) + 0.0);
    match (document.border_line.is_empty(), better > worse) {
        (true, true) if better > 0.999 => sentence(&format!("{b} is ahead of {a} in {measure} everywhere on this map")),
        (true, false) if worse > 0.999 => sentence(&format!("{a} is ahead of {b} in {measure} everywhere on this map")),
        _ => sentence(&format!("{b} is ahead of {a} in {measure} on {} of this map, {a} on {}", percent(better), percent(worse))),
    }
}

/// The value from which on the other side is ahead; of what is counted, the next whole number.
fn first_beyond(axis: &AxisResult, border: f64) -> String {
    short(if axis.whole { border.ceil() } else { border })
}

/// A place on an axis; of what is counted, the whole numbers on both sides.
fn place(axis: &AxisResult, name: &str, at: f64) -> String {
    let between = axis.whole && at.fract() != 0.0;
    let (word, value) = if between { ("between", format!("{} and {}", short(at.floor()), short(at.ceil()))) } else { ("at", short(at)) };
    format!("{word} {name} {}", of_unit(value, name, &axis.unit))
}

/// The rows whose values differ as they are told, each with what it is called.
fn told_apart(document: &MapDocument) -> Vec<(&BorderResult, String, &'static str)> {
    let mut rows: Vec<(&BorderResult, String)> = Vec::new();
    for row in &document.border {
        let value = short(if document.y.whole { row.y.round() } else { row.y });
        // Two rows of the finest cells can stand for the same whole number: the later is the farther from the others.
        rows.retain(|(_, told)| *told != value);
        rows.push((row, value));
    }
    let names: &[&str] = if rows.len() == 2 { &["low ", "high "] } else { &["low ", "medium ", "high "] };
    let is_alone = rows.len() == 1;
    rows.into_iter().zip(names).map(|((row, value), name)| (row, value, if is_alone { "" } else { *name })).collect()
}

/// Where along x the border lies, at low, middle and high y.
fn where_it_lies(document: &MapDocument) -> Vec<String> {
    let [x, y] = document.names();
    let one = |(row, value, called): (&BorderResult, String, &str)| {
        let at = format!("At {called}{y} ({})", of_unit(value, &y, &document.y.unit));
        let (left, right) = sides(document, row);
        match row.x.as_slice() {
            [] if row.better_at_left == 0 => format!("{at}, there is nothing to compare."),
            [] => format!(
                "{at}, there is no border: {left} appears to be ahead from {x} {} to {}.",
                short(document.x.low),
                of_unit(short(document.x.high), &x, &document.x.unit)
            ),
            [one] => {
                let interval = match row.ci95 {
                    Some([low, high]) => format!(" (95 % interval {} to {})", short(low), of_unit(short(high), &x, &document.x.unit)),
                    None if (2..=MOST_LEFT_OUT).contains(&document.worlds) => " (not settled where exactly)".to_string(),
                    None => String::new(),
                };
                format!("{at}, the border is {}{interval}: {left} appears to be ahead below, {right} above.", place(&document.x, &x, *one))
            }
            several => {
                let list: Vec<String> = several.iter().map(|x| short(*x)).collect();
                format!("{at}, the lead changes {} times, at {x} {}.", several.len(), of_unit(list.join(", "), &x, &document.x.unit))
            }
        }
    };
    told_apart(document).into_iter().map(one).collect()
}

/// What is found, in paragraphs.
pub fn verdict(document: &MapDocument) -> Vec<String> {
    if is_same_everywhere(document) {
        return vec![format!("{}.", headline(document)), "Between them nothing differs that matters for it here.".to_string()];
    }
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
