//! One factor at a time: how far each of them moves a measure, the farthest first (a tornado: Howard 1988, *Management Science* 34).

use super::source;
use crate::experiment::interval::student_quantile;
use crate::experiment::statistics::ERROR;
use crate::measure::Measure;
use crate::report::charts::grammar::{
    Axis, Canvas, Drawing, Frame, GRID, INK, Interval, MARGIN, NAME, OPEN, PAPER, Picture, SMALL, SUBJECT, Said, Tells, Ticks, Unit, WIDTH,
};
use crate::report::results::figures::Figures;
use crate::report::results::sweep::words::figures;
use crate::report::results::sweep::{Paired, SweepDocument, label};
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::{in_sentence, with_unit};

/// More factors than these are not drawn.
const MOST: usize = 15;
const ROW: i32 = 52;
const BAR: i32 = 24;
/// Left and right end of the axis.
const AXIS: (i32, i32) = (500, 930);

/// What one value of a factor changes, all others as they are.
struct End {
    value: String,
    change: f64,
    ci95: Option<[f64; 2]>,
    /// The interval as one of all the values that were tried.
    among: Option<[f64; 2]>,
    /// Whether it is as certain as one of all of them has to be.
    is_certain: bool,
}

/// A factor with its two ends: the value with the least and that with the most of the measure.
struct Swing {
    name: String,
    unit: String,
    ends: [End; 2],
}

impl End {
    fn is_settled(&self) -> bool {
        self.is_certain && self.among.is_some_and(|[low, high]| low > 0.0 || high < 0.0)
    }
}

impl Swing {
    /// `None` where the measure is not defined.
    fn new(document: &SweepDocument, factor: usize, measure: Measure, system: usize) -> Option<Self> {
        let base = document.points.first()?;
        let alone =
            |values: &[serde_json::Value]| (0..values.len()).all(|other| (values[other] == base.values[other]) == (other != factor));
        let mut ends: Vec<End> = Vec::new();
        for (place, point) in document.points.iter().enumerate().filter(|(_, point)| alone(&point.values)) {
            let Some(Paired { mean: Some(change), ci95, p_mean_better }) = document.at(place, system, measure)?.less_first_point else {
                continue;
            };
            let among = ci95.map(|ends| widened(change, ends, document.worlds, document.points.len() - 1));
            let error = ERROR / (document.points.len() - 1) as f64;
            let is_certain = p_mean_better.is_none_or(|p| 2.0 * p.min(1.0 - p) <= error);
            ends.push(End { value: label(&point.values[factor]), change, ci95, among, is_certain });
        }
        ends.sort_by(|a, b| a.change.total_cmp(&b.change));
        let as_it_is = || End { value: label(&base.values[factor]), change: 0.0, ci95: None, among: None, is_certain: false };
        let most = ends.pop()?;
        let least = if ends.is_empty() { None } else { Some(ends.swap_remove(0)) };
        // A single other value is held against the base.
        let ends = match least {
            Some(least) => [least, most],
            None if most.change < 0.0 => [most, as_it_is()],
            None => [as_it_is(), most],
        };
        let name = document.names().swap_remove(factor);
        let unit = &document.factors[factor].unit;
        let unit = if with_unit(&name, unit) == name { String::new() } else { unit.clone() };
        Some(Self { name, unit, ends })
    }
    fn width(&self) -> f64 {
        self.ends[1].change.max(0.0) - self.ends[0].change.min(0.0)
    }
}

/// A 95 % interval as one of so many that are read together (Bonferroni): each side wider by as much as Student's is. A side that the
/// bootstrap made longer grows with it.
fn widened(mean: f64, ends: [f64; 2], worlds: u64, figures: usize) -> [f64; 2] {
    let quantile = |figures: usize| student_quantile(worlds as usize, ERROR / figures.max(1) as f64);
    let factor = (quantile(figures) / quantile(1)).max(1.0);
    ends.map(|end| mean + factor * (end - mean))
}

fn swings(document: &SweepDocument, measure: Measure, system: usize) -> Vec<Swing> {
    let mut swings: Vec<Swing> = (0..document.factors.len()).filter_map(|factor| Swing::new(document, factor, measure, system)).collect();
    swings.sort_by(|a, b| b.width().total_cmp(&a.width()));
    swings
}

/// The chart of one system.
pub(super) fn picture(document: &SweepDocument, measure: Measure, system: usize, name: String, setting: &str) -> Picture {
    let swings = swings(document, measure, system);
    let figures = figures(document, measure);
    let title = title(document, measure, system, &swings, figures);
    let told = swings.iter().take(3).map(|swing| told(swing, figures)).collect::<Vec<_>>().join("; ");
    let base = figures.value(document.at(0, system, measure).and_then(|m| m.mean));
    let rest = if told.is_empty() { String::new() } else { format!(" The largest swing: {told}.") };
    let message = format!("With the scenario as it is, {} is {base}.{rest}", in_sentence(measure));
    let drawing = draw(document, measure, system, &swings, (&title, figures), setting);
    Picture::new(name, title, Said::AfterTitle(message), drawing, data(document, measure, system, &swings, figures)).telling(Tells::Kinds)
}

fn title(document: &SweepDocument, measure: Measure, system: usize, swings: &[Swing], figures: Figures) -> String {
    let of = &document.systems[system];
    let Some(widest) = swings.first() else { return format!("{} of {of}, one setting at a time", measure.title()) };
    let open = if widest.ends.iter().any(End::is_settled) { document.over().few() } else { "; not settled" };
    let [least, most] = &widest.ends;
    let with = |end: &End| format!("{} with {}", figures.signed(end.change), end.value);
    let by = match (least.change < 0.0, most.change > 0.0) {
        (true, true) => format!("{}, {}", with(least), with(most)),
        (true, false) => with(least),
        _ => with(most),
    };
    format!("Of the settings tried, {} appears to move {} of {of} the most: {by}{open}", widest.name, in_sentence(measure))
}

/// "wip limit: 2 brings −0.4, 16 +0.3".
fn told(swing: &Swing, figures: Figures) -> String {
    let of = |end: &End| {
        format!("{} changes it by {}{}", end.value, figures.signed(end.change), if end.is_settled() { "" } else { " (not settled)" })
    };
    format!("{}: {}, {}", swing.name, of(&swing.ends[0]), of(&swing.ends[1]))
}

fn data(document: &SweepDocument, measure: Measure, system: usize, swings: &[Swing], figures: Figures) -> Table {
    let caption =
        with_unit(&format!("{} of {}: change by one setting at a time", measure.title(), document.systems[system]), &figures.heading());
    let columns = ["setting", "value", "change", "95 % interval from", "to", "standing"];
    let mut data = Table::new(caption, columns);
    for (swing, end) in swings.iter().flat_map(|swing| swing.ends.iter().map(move |end| (swing, end))) {
        let [low, high] = [0, 1].map(|side| figures.cell(end.ci95.map(|ci| ci[side])));
        let standing = Cell::text(if end.is_settled() { "settled" } else { "not settled" });
        data.push([
            Cell::text(with_unit(&swing.name, &swing.unit)),
            Cell::text(&end.value),
            figures.cell(Some(end.change)),
            low,
            high,
            standing,
        ]);
    }
    data
}

fn draw(
    document: &SweepDocument,
    measure: Measure,
    system: usize,
    swings: &[Swing],
    (title, figures): (&str, Figures),
    setting: &str,
) -> Drawing {
    let shown = &swings[..swings.len().min(MOST)];
    let subtitle = format!(
        "{} of {}: change from the scenario as it is, one setting at a time. Thin lines are 95 % intervals of the change; pale means not settled.",
        measure.title(),
        document.systems[system]
    );
    let more = swings.len() - shown.len();
    let more = if more > 0 { format!(" {more} more settings move it less.") } else { String::new() };
    let note = format!(
        "Each interval stands on its own; what is settled is corrected for all values tried. Which setting moves it most was observed, not tested. The swing depends on the values tried; interactions between settings are not shown.{more}"
    );
    let frame = Frame::new(title, &subtitle, &format!("{note}\n{}", source(document, setting)));
    let top = frame.top() + 36;
    let below = top + ROW * shown.len().max(1) as i32;
    let mut canvas = frame.canvas(below + 74);
    let ends = shown.iter().flat_map(|swing| &swing.ends).flat_map(|end| end.ci95.into_iter().flatten().chain([end.change]));
    let axis = Axis::around(ends.chain([0.0]), AXIS);
    axis.draw_across(
        &mut canvas,
        (top, below),
        &Ticks::plain(&|change| figures.signed(change)).in_unit(Unit { factor: figures.in_unit(1.0).0, sign: "" }),
    );
    for (place, swing) in shown.iter().enumerate() {
        draw_swing(&mut canvas, swing, &axis, figures, top + ROW * place as i32 + ROW / 2);
    }
    let zero = axis.at(0.0);
    canvas.line((zero, top), (zero, below), INK, 2);
    let base = figures.value(document.at(0, system, measure).and_then(|m| m.mean));
    let text = format!("scenario as is: {base}");
    let half = (SMALL.width(&text) / 2.0).ceil() as i32;
    canvas.text(&text, (zero.clamp(AXIS.0 - 40 + half, AXIS.1 + 40 - half), top - 16), SMALL.paint(INK).centred());
    let caption = SMALL.fitted(&with_unit(&format!("change of {}", in_sentence(measure)), &figures.unit()), AXIS.1 - AXIS.0 + 300);
    axis.caption(&mut canvas, &caption, below + 46);
    canvas.finish()
}

/// Room for a value and its change beside an end.
const VALUE: i32 = 210;

fn draw_swing(canvas: &mut Canvas, swing: &Swing, axis: &Axis, figures: Figures, y: i32) {
    canvas.line((MARGIN, y + ROW / 2), (WIDTH - MARGIN, y + ROW / 2), GRID, 1);
    let (room, lift) = (AXIS.0 - MARGIN - VALUE - 10, if swing.unit.is_empty() { 0 } else { 10 });
    canvas.text(&NAME.fitted(&swing.name, room), (MARGIN, y - lift), NAME);
    canvas.text(&SMALL.fitted(&swing.unit, room), (MARGIN, y + 12), SMALL);
    let zero = axis.at(0.0);
    // The longer bar lies below the shorter where both point the same way.
    let mut order = [&swing.ends[0], &swing.ends[1]];
    order.sort_by(|a, b| b.change.abs().total_cmp(&a.change.abs()));
    for end in order {
        let fill = if end.is_settled() { SUBJECT } else { OPEN.mixed(0.25) };
        let edge = if end.is_settled() { SUBJECT } else { OPEN };
        let (from, to) = (zero.min(axis.at(end.change)), zero.max(axis.at(end.change)));
        if to > from {
            canvas.framed((from, y - BAR / 2), (to, y + BAR / 2), fill, edge);
            // A white edge keeps the shorter of two bars on the same side visible.
            let end = axis.at(end.change);
            canvas.line((end, y - BAR / 2), (end, y + BAR / 2), PAPER, 2);
        }
    }
    for end in &swing.ends {
        if let Some(ends) = end.ci95.filter(|[low, high]| low < high) {
            Interval::PLAIN.across(canvas, axis, ends, y);
        }
    }
    let reach = |end: &End| end.ci95.into_iter().flatten().chain([end.change, 0.0]);
    let all = || swing.ends.iter().flat_map(reach);
    let (left, right) = (axis.at(all().fold(f64::INFINITY, f64::min)), axis.at(all().fold(f64::NEG_INFINITY, f64::max)));
    let value = |end: &End| {
        let change = figures.signed(end.change);
        let room = VALUE - 24 - SMALL.width(&change).ceil() as i32;
        format!("{}: {change}", SMALL.fitted(&end.value, room))
    };
    canvas.text(&value(&swing.ends[0]), (left - 8, y), SMALL.paint(INK).right());
    canvas.text(&value(&swing.ends[1]), (right + 8, y), SMALL.paint(INK))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::design::Design;
    use crate::report::charts::Chart;
    use crate::report::charts::grammar::legible;
    use crate::report::results::sweep::tests::designed;

    const OVER: [&str; 3] = ["flow.wip_limit=2,4,8", "role.seller.people=4..20:3", "process.stance=servile,imposing"];

    /// The scenario as it is, and each value alone: of three, three (one of them what it is already, if so) and two.
    #[test]
    fn one_setting_at_a_time_has_its_ends_and_the_widest_comes_first() {
        let document = designed(&OVER, &["hero"], 6, Design::OneWay);
        let (base, rest) = document.points.split_first().expect("points");
        assert!((7..=9).contains(&document.points.len()), "{} points", document.points.len());
        for point in rest {
            let changed = point.values.iter().zip(&base.values).filter(|(a, b)| a != b).count();
            assert_eq!(changed, 1, "{:?}", point.values);
        }
        let swings = swings(&document, Measure::WinWinDealsPerMonth, 0);
        assert_eq!(swings.len(), 3);
        assert!(swings.windows(2).all(|pair| pair[0].width() >= pair[1].width()));
        // The ends of the first are the least and the most of its points.
        let alone = |factor: usize| {
            let changes = (1..document.points.len()).filter(|&point| document.points[point].values[factor] != base.values[factor]);
            changes.filter_map(|point| document.at(point, 0, Measure::WinWinDealsPerMonth)?.less_first_point?.mean).collect::<Vec<f64>>()
        };
        let factor = document.names().iter().position(|name| swings[0].name.starts_with(name.as_str())).expect("a factor");
        let changes = alone(factor);
        assert_eq!(swings[0].ends[0].change, changes.iter().copied().fold(f64::INFINITY, f64::min));
        assert_eq!(swings[0].ends[1].change, changes.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    }

    /// Of twelve worlds Student's interval is 2.201 standard errors at 95 %, and 2.934 as one of four at 98.75 % (t of 11).
    #[test]
    fn an_end_has_to_bear_how_many_were_tried() {
        let [low, high] = widened(1.0, [1.0 - 2.201, 1.0 + 2.201], 12, 4);
        assert!((high - 3.961).abs() < 0.03 && (low + 1.961).abs() < 0.03, "{low} {high}");
        assert_eq!(widened(1.0, [0.2, 1.8], 12, 1), [0.19999999999999996, 1.8]);
    }

    #[test]
    fn no_text_of_a_tornado_is_cut_off_or_covers_another() {
        const LONG: &str = "a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay+and-a-third-one";
        for (over, systems, worlds) in [(&OVER[..], vec!["hero", "team"], 12), (&OVER[..2], vec![LONG], 1), (&OVER[..1], vec!["hero"], 6)] {
            let document = designed(over, &systems, worlds, Design::OneWay);
            let pictures = super::super::pictures(&document, &Measure::ALL[..2], "customers: mid; 3 years");
            assert_eq!(pictures.len(), 2 * systems.len());
            let charts: Vec<Chart> = pictures.iter().map(|picture| picture.chart().expect("a chart")).collect();
            legible(&charts, 6, &format!("{over:?}"));
        }
    }
}
