//! Where the border lies: a plane of cells, blue where the one system is ahead, orange where the other is, grey where it is not settled.

use crate::report::charts::grammar::{
    Along, Axis, CONTRAST, Canvas, Drawing, Frame, GRID, GROUND, INK, MARGIN, NAME, PAPER, Paint, QUIET, SMALL, SUBJECT, Text, Unit, WIDTH,
};
use crate::report::results::figures::Figures;
use crate::report::results::map::words::headline;
use crate::report::results::map::{AxisResult, CellResult, MapDocument, settled_means, towards};
use crate::report::results::words::{grouped, in_sentence, short, with_unit};

/// The plane, from left to right; it is as high as that is wide, but for a fifth.
const LEFT: i32 = 230;
const RIGHT: i32 = 870;
const HEIGHT: i32 = 560;
/// Where the legend begins.
const LEGEND: i32 = 905;
/// Cells with less room than this have no number, and with less than the second no sign.
const ROOM: (i32, i32) = (58, 22);

const SIGN: Text = Text::new(17.0).bold();

/// The picture.
pub fn drawing(document: &MapDocument, setting: &str) -> Drawing {
    let (a, b, measure) = (&document.baseline, &document.scenario, document.measure.0);
    let subtitle = format!(
        "{b} minus {a} with the same customers in {}. Plus and blue: {b} is ahead; minus and orange: {a} is ahead. The line marks where they are level.",
        in_sentence(measure)
    );
    let frame = Frame::new(&title(document), &subtitle, &footnote(document, setting));
    let top = frame.top() + 6;
    let mut canvas = frame.canvas(top + HEIGHT + 84);
    let axis = |axis: &AxisResult, pixels| {
        let ends = (axis.low, axis.high);
        if axis.log { Axis::of_ratios(ends, pixels) } else { Axis::new(ends, pixels) }
    };
    let (x, y) = (axis(&document.x, (LEFT, RIGHT)), axis(&document.y, (top + HEIGHT, top)));
    let largest = document.cells.iter().filter_map(|cell| cell.difference).fold(0.0, |largest: f64, d| largest.max(d.abs()));
    let means = document.cells.iter().flat_map(|cell| [cell.baseline_mean, cell.scenario_mean]).flatten();
    let figures = Figures::new(measure, means.fold(0.0, |largest, mean| largest.max(mean.abs())));
    for cell in &document.cells {
        draw_cell(&mut canvas, (x, y), cell, largest, towards(measure), figures);
    }
    for [from, to] in &document.border_line {
        canvas.line((x.at(from[0]), y.at(from[1])), (x.at(to[0]), y.at(to[1])), INK, 4);
    }
    draw_axes(&mut canvas, document, (x, y));
    draw_legend(&mut canvas, document, figures, largest, top);
    canvas.finish()
}

/// The finding; only probable where worlds are few and it claims anything.
pub(super) fn title(document: &MapDocument) -> String {
    let claims = document.worlds > 1 && (document.share_settled_better > 0.0 || document.share_settled_worse > 0.0);
    format!("{}{}", headline(document), if claims { document.over().few() } else { "" })
}

fn footnote(document: &MapDocument, setting: &str) -> String {
    let worlds = document.over().counted();
    format!(
        "Each cell is evaluated at its centre; cells are smaller near the border. {}\nSimulated: {} and {}; {setting}; {worlds} in each of {} \
         cells, seed {}; winflow {}.",
        settled_means(),
        document.baseline,
        document.scenario,
        document.cells.len(),
        document.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// Blue or orange, the stronger the larger the difference; grey if it is not settled.
fn ground(cell: &CellResult, largest: f64, towards: f64) -> Paint {
    match cell.difference {
        Some(d) if cell.is_settled && largest > 0.0 => {
            if d * towards > 0.0 { SUBJECT } else { CONTRAST }.mixed(0.25 + 0.5 * d.abs() / largest)
        }
        _ => GROUND,
    }
}

fn draw_cell(canvas: &mut Canvas, (x, y): (Axis, Axis), cell: &CellResult, largest: f64, towards: f64, figures: Figures) {
    let [left, right, low, high] = cell.ends;
    let (left, right, below, above) = (x.share(left), x.share(right), y.share(low), y.share(high));
    canvas.bar((left, above), (right, below), ground(cell, largest, towards));
    // A white edge tells cells of the same colour apart.
    canvas.line((left, above), (right, above), PAPER, 1);
    canvas.line((left, above), (left, below), PAPER, 1);
    let Some(difference) = cell.difference else { return };
    let sign = match (difference * towards).total_cmp(&0.0) {
        std::cmp::Ordering::Greater => "+",
        std::cmp::Ordering::Less => "−",
        std::cmp::Ordering::Equal => "0",
    };
    let middle = (i32::midpoint(left, right), i32::midpoint(above, below));
    let colour = if cell.is_settled { INK } else { QUIET };
    let room = (right - left).min(below - above);
    let number = figures.signed(difference);
    if room >= ROOM.0 && f64::from(right - left - 4) >= SMALL.width(&number) {
        canvas.text(sign, (middle.0, middle.1 - 11), SIGN.paint(colour).centred());
        return canvas.text(&number, (middle.0, middle.1 + 12), Text::new(16.0).paint(colour).centred());
    }
    if room >= ROOM.1 {
        canvas.text(sign, middle, Text { size: 14.0, ..SIGN.paint(colour).centred() });
    }
}

fn draw_axes(canvas: &mut Canvas, document: &MapDocument, (x, y): (Axis, Axis)) {
    let (below, above) = y.pixels;
    let [x_name, y_name] = document.names();
    canvas.reads(&x, Along::Across(below + 20), Unit::NONE);
    canvas.reads(&y, Along::Up(LEFT - 10), Unit::NONE);
    for mark in x.marks() {
        canvas.line((x.at(mark), below), (x.at(mark), below + 6), INK, 1);
        canvas.text(&grouped(mark, x.decimals()), (x.at(mark), below + 20), SMALL.centred());
    }
    for mark in y.marks() {
        canvas.line((LEFT - 6, y.at(mark)), (LEFT, y.at(mark)), INK, 1);
        canvas.text(&grouped(mark, y.decimals()), (LEFT - 10, y.at(mark)), SMALL.right());
    }
    canvas.path(vec![(LEFT, above), (LEFT, below), (RIGHT, below)], INK, 1);
    let caption = NAME.fitted(&format!("{}{}", with_unit(&x_name, &document.x.unit), ratios(&document.x)), RIGHT - LEFT);
    canvas.text(&caption, (i32::midpoint(LEFT, RIGHT), below + 50), NAME.centred());
    let lines = NAME.lines(&format!("{y_name}{}", ratios(&document.y)), LEFT - MARGIN - 55);
    let mut at = i32::midpoint(above, below) - 10 * lines.len() as i32;
    for line in &lines {
        canvas.text(line, (MARGIN, at), NAME);
        at += 20;
    }
    for line in SMALL.lines(if y_name.ends_with(&document.y.unit) { "" } else { &document.y.unit }, LEFT - MARGIN - 55) {
        canvas.text(&line, (MARGIN, at), SMALL);
        at += 20;
    }
}

fn ratios(axis: &AxisResult) -> &'static str {
    if axis.log { " (equal ratios)" } else { "" }
}

fn draw_legend(canvas: &mut Canvas, document: &MapDocument, figures: Figures, largest: f64, top: i32) {
    let (a, b) = (&document.baseline, &document.scenario);
    let percent = |share: f64| format!("{} % of the map", grouped(100.0 * share, 0));
    let open = (1.0 - document.share_settled_better - document.share_settled_worse).max(0.0);
    let entries = [
        ("+", SUBJECT.mixed(0.55), format!("{b} is ahead"), percent(document.share_settled_better)),
        ("−", CONTRAST.mixed(0.55), format!("{a} is ahead"), percent(document.share_settled_worse)),
        ("", GROUND, "not settled".to_string(), percent(open)),
    ];
    let room = WIDTH - MARGIN - LEGEND - 40;
    let mut at = top + 18;
    for (sign, colour, name, share) in entries {
        canvas.bar((LEGEND, at - 16), (LEGEND + 28, at + 16), colour);
        canvas.text(sign, (LEGEND + 14, at), SIGN.centred());
        canvas.text(&NAME.fitted(&name, room), (LEGEND + 40, at - 10), NAME);
        canvas.text(&share, (LEGEND + 40, at + 11), SMALL);
        at += 54;
    }
    if !document.border_line.is_empty() {
        canvas.line((LEGEND, at), (LEGEND + 28, at), INK, 4);
        canvas.text("no difference", (LEGEND + 40, at), NAME);
        at += 40;
    }
    canvas.line((LEGEND, at - 8), (WIDTH - MARGIN, at - 8), GRID, 1);
    at += 14;
    let scale = format!("Stronger colours mean larger differences, up to {} {}.", figures.signed(largest).replace('+', ""), figures.unit());
    for line in SMALL.lines(&scale, WIDTH - MARGIN - LEGEND) {
        canvas.text(&line, (LEGEND, at), SMALL);
        at += 20;
    }
    at += 10;
    let [_, y_name] = document.names();
    for row in document.border.iter().rev() {
        let at_y = format!("At {} {}:", y_name, short(row.y));
        let xs: Vec<String> = row.x.iter().map(|x| short(*x)).collect();
        let found = match (xs.as_slice(), row.ci95) {
            ([], _) => "no border".to_string(),
            ([one], Some([low, high])) => format!("border at {one} ({} to {})", short(low), short(high)),
            (several, _) => format!("border at {}", several.join(", ")),
        };
        for line in SMALL.lines(&at_y, WIDTH - MARGIN - LEGEND) {
            canvas.text(&line, (LEGEND, at), SMALL);
            at += 21;
        }
        canvas.text(&Text::new(16.0).fitted(&found, WIDTH - MARGIN - LEGEND), (LEGEND, at), Text::new(16.0));
        at += 28;
    }
}

#[cfg(test)]
mod tests {
    use crate::report::charts::draw_map;
    use crate::report::charts::grammar::legible;
    use crate::report::results::map::tests::document;

    #[test]
    fn no_text_is_cut_off_or_covers_another() {
        let long = "a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay";
        let upright = ["segment.mid.group_size_mean=1..10", "organisation.coordination_work_hours_per_week=0.05..0.6"];
        let ratios = ["market_scale=0.01..100:log", "role.seller.people=4..20"];
        for (names, axes, slope) in [(["hero", "team"], upright, 0.3), ([long, "team"], ratios, -1.0), (["hero", "team"], ratios, 0.0)] {
            let document = document(names, axes, |x, y| x - 0.4 + slope * y);
            legible(&draw_map(&document, "customers: mid; 3 years").expect("a chart"), 20, &format!("{names:?} {axes:?} {slope}"));
        }
    }
}
