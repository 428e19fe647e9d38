//! From one system to another, part by part: bars that follow each other; and changes side by side.

use crate::measure::{Better, Measure};
use crate::report::charts::grammar::{
    Axis, BETTER, Canvas, Drawing, Frame, GRID, INK, Interval, MARGIN, NAME, NUMBER, OPEN, Paint, SMALL, Ticks, Unit, WIDTH, WORSE,
};
use crate::report::results::explain::rewrite::{self, MeasureRewrites, RewriteDocument};
use crate::report::results::explain::words::{figures, headline, percent, range, sorted, unit};
use crate::report::results::explain::{EffectResult, ExplainDocument, MeasureShares, ShareResult, leaves_out_zero};
use crate::report::results::figures::Figures;
use crate::report::results::words::{in_sentence, list};

/// Height of a row, and of a bar in it.
const ROW: i32 = 58;
const BAR: i32 = 22;
/// Length of the point of a bar.
const POINT: i32 = 12;
/// Left and right end of the axis.
const AXIS: (i32, i32) = (330, 735);
/// Right end of the column of numbers, and of that of words.
const COLUMNS: (i32, i32) = (1005, WIDTH - MARGIN);

/// What a bar says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// To the better.
    Better,
    /// To the worse.
    Worse,
    /// A direction, but neither is better.
    Change,
    /// Not settled.
    Open,
    /// Nothing changes in any world.
    Nothing,
}

/// A bar in a row.
#[derive(Debug, Clone)]
struct Bar {
    /// What it is about.
    pub name: String,
    /// Where it begins and ends; `None` where that is not defined.
    pub from_to: Option<[f64; 2]>,
    /// The interval of its end.
    pub ci95: Option<[f64; 2]>,
    /// What it says.
    pub tone: Tone,
    /// Its numbers.
    pub numbers: String,
    /// A word or two more.
    pub note: String,
    /// Whether it stands apart from those above.
    pub is_total: bool,
}

impl Tone {
    /// What a change and its interval say of a measure.
    fn of(measure: Measure, mean: Option<f64>, ci95: Option<[f64; 2]>, is_settled: bool) -> Self {
        match (mean, measure.better()) {
            _ if ci95 == Some([0.0, 0.0]) => Self::Nothing,
            (Some(_), _) if !is_settled => Self::Open,
            (None, _) => Self::Open,
            (_, Better::Neither) => Self::Change,
            (Some(mean), better) if (mean > 0.0) == (better == Better::Higher) => Self::Better,
            _ => Self::Worse,
        }
    }
    fn paint(self) -> Paint {
        match self {
            Self::Better => BETTER,
            Self::Worse => WORSE,
            Self::Change => INK,
            Self::Open | Self::Nothing => OPEN,
        }
    }
    fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::Change => "different",
            Self::Open => "not settled",
            Self::Nothing => "no change",
        }
    }
}

/// An axis of round numbers, from zero to wherever bars and intervals reach.
fn axis(bars: &[Bar]) -> Axis {
    let ends = || bars.iter().flat_map(|bar| bar.from_to.into_iter().chain(bar.ci95).flatten()).chain([0.0]);
    let is_flat = ends().all(|end| end == 0.0);
    Axis::in_pieces(ends().chain(is_flat.then_some([-1.0, 1.0]).into_iter().flatten()), 5.0, 0.0, AXIS)
}

/// The chart of one measure.
pub fn drawing(document: &ExplainDocument, m: &MeasureShares, setting: &str) -> Drawing {
    let (a, b) = (&document.baseline, &document.scenario);
    let figures = figures(m);
    let caption = format!("{} minus that of {a}{}", in_sentence(m.id.0), in_unit(figures, m.id.0));
    let subtitle = format!(
        "{}: what each part of the change contributes, averaged over all orders of switching the parts. Thin lines are 95 % intervals.",
        m.id.0.title()
    );
    let names = [a.clone(), b.clone()];
    let footnote = format!("{} {}", "Pointing right: more; left: less. Grey and hollow: not settled.", source(document, &names, setting));
    let start = format!("{a}: {}", figures.value(m.baseline_mean));
    draw(&headline(document, m), &subtitle, &footnote, &bars(document, m), figures, &start, &caption)
}

/// " , in points" where the name does not tell the unit.
fn in_unit(figures: Figures, measure: Measure) -> String {
    let unit = unit(figures, measure);
    if unit.is_empty() { String::new() } else { format!(", in{unit}") }
}

fn source(document: &ExplainDocument, names: &[String], setting: &str) -> String {
    let worlds = match document.firms {
        Some(_) => document.over().counted(),
        None if document.worlds == 1 => "1 world".to_string(),
        None => format!("{} worlds", document.worlds),
    };
    let (combinations, seed, version) = (document.combinations, document.seed, env!("CARGO_PKG_VERSION"));
    format!("Simulated: {}; {combinations} combinations of parts; {setting}; {worlds}, seed {seed}; winflow {version}.", list(names))
}

fn bars(document: &ExplainDocument, m: &MeasureShares) -> Vec<Bar> {
    let figures = figures(m);
    let mut at = 0.0;
    let mut bars: Vec<Bar> = Vec::new();
    for share in sorted(m) {
        bars.push(bar(m, share, at));
        at += share.mean.unwrap_or(0.0);
    }
    bars.push(Bar {
        name: document.scenario.clone(),
        from_to: m.difference.map(|whole| [0.0, whole]),
        ci95: m.difference_ci95,
        tone: Tone::of(m.id.0, m.difference, m.difference_ci95, m.is_settled),
        numbers: numbers(figures, m.difference, m.difference_ci95),
        note: format!("in all: {}", figures.value(m.scenario_mean)),
        is_total: true,
    });
    bars
}

fn bar(m: &MeasureShares, share: &ShareResult, at: f64) -> Bar {
    let figures = figures(m);
    Bar {
        name: share.group.clone(),
        from_to: share.mean.map(|mean| [at, at + mean]),
        ci95: share.ci95.map(|ci| ci.map(|end| at + end)),
        tone: Tone::of(m.id.0, share.mean, share.ci95, share.is_settled),
        numbers: numbers(figures, share.mean, share.ci95),
        note: share.of_difference.map_or_else(String::new, |of| format!("{} of it", percent(of))),
        is_total: false,
    }
}

fn numbers(figures: Figures, mean: Option<f64>, ci95: Option<[f64; 2]>) -> String {
    match (mean, ci95) {
        (Some(mean), Some(ci)) => format!("{} ({})", figures.signed(mean), range(figures, ci)),
        (Some(mean), None) => figures.signed(mean),
        _ => "not defined".to_string(),
    }
}

/// Draws bars below each other, joined where one begins at the end of the one above.
fn draw(title: &str, subtitle: &str, footnote: &str, bars: &[Bar], figures: Figures, start: &str, caption: &str) -> Drawing {
    let frame = Frame::new(title, subtitle, footnote);
    let (top, axis) = (frame.top() + 40, axis(bars));
    let below = top + ROW * bars.len() as i32;
    let mut canvas = frame.canvas(below + 72);
    axis.draw_across(
        &mut canvas,
        (top, below),
        &Ticks::around_zero(&|value| figures.signed(value)).in_unit(Unit { factor: figures.in_unit(1.0).0, sign: "" }),
    );
    axis.caption(&mut canvas, &SMALL.fitted(caption, AXIS.1 - AXIS.0 + 240), below + 44);
    let start = SMALL.fitted(start, 260);
    let room = (SMALL.width(&start) / 2.0).ceil() as i32;
    canvas.text(&start, (axis.at(0.0).clamp(AXIS.0 - 40 + room.min(40), AXIS.1), top - 14), SMALL.paint(INK).centred());
    canvas.text("mean and interval", (COLUMNS.0, top - 14), SMALL.right());
    for (place, bar) in bars.iter().enumerate() {
        let y = top + ROW * place as i32 + ROW / 2;
        draw_bar(&mut canvas, axis, bar, y);
        let next = bars.get(place + 1).filter(|next| !next.is_total).and_then(|next| next.from_to);
        if let (Some([_, to]), Some([from, _])) = (bar.from_to, next)
            && to == from
            && to != 0.0
        {
            canvas.line((axis.at(to), y + BAR / 2), (axis.at(to), y + ROW - BAR / 2), OPEN, 1);
        }
    }
    canvas.finish()
}

fn draw_bar(canvas: &mut Canvas, axis: Axis, bar: &Bar, y: i32) {
    let (line, width) = if bar.is_total { (INK, 2) } else { (GRID, 1) };
    canvas.line((MARGIN, y - ROW / 2), (WIDTH - MARGIN, y - ROW / 2), line, width);
    canvas.text(&NAME.fitted(&bar.name, AXIS.0 - MARGIN - 30), (MARGIN, y), NAME);
    if let Some([from, to]) = bar.from_to {
        draw_arrow(canvas, (axis.at(from), axis.at(to)), y, bar.tone);
    }
    if let Some(ends) = bar.ci95.filter(|[low, high]| low < high) {
        Interval::PLAIN.across(canvas, &axis, ends, y);
    }
    let number = if bar.is_total { NUMBER.bold() } else { NUMBER };
    canvas.text(&number.fitted(&bar.numbers, COLUMNS.0 - AXIS.1 - 12), (COLUMNS.0, y), number.right());
    let word = NUMBER.bold().paint(bar.tone.paint().readable()).right();
    let lift = if bar.note.is_empty() { 0 } else { 11 };
    canvas.text(bar.tone.word(), (COLUMNS.1, y - lift), word);
    canvas.text(&SMALL.fitted(&bar.note, COLUMNS.1 - COLUMNS.0 - 8), (COLUMNS.1, y + 11), SMALL.right())
}

/// A bar with a point at its end; only its outline if it is not settled.
fn draw_arrow(canvas: &mut Canvas, (from, to): (i32, i32), y: i32, tone: Tone) {
    let half = BAR / 2;
    if from == to {
        return canvas.line((from, y - half), (from, y + half), tone.paint(), 3);
    }
    let back = if to > from { (to - POINT).max(from) } else { (to + POINT).min(from) };
    let outline = vec![(from, y - half), (back, y - half), (to, y), (back, y + half), (from, y + half)];
    if tone != Tone::Open {
        return canvas.polygon(outline, tone.paint());
    }
    canvas.polygon(outline.clone(), GRID.pale());
    let closed = outline.iter().copied().chain([(from, y - half)]).collect();
    canvas.path(closed, OPEN, 2)
}

/// What single rewrites change and what all of them do, for one measure.
pub fn rewrites(document: &RewriteDocument, m: &MeasureRewrites, setting: &str) -> Drawing {
    let figures = m.figures();
    let bar = |name: &str, effect: EffectResult, is_settled: bool, note: String, is_total: bool| Bar {
        name: name.to_string(),
        from_to: effect.mean.map(|mean| [0.0, mean]),
        ci95: effect.ci95,
        tone: Tone::of(m.id.0, effect.mean, effect.ci95, is_settled),
        numbers: numbers(figures, effect.mean, effect.ci95),
        note,
        is_total,
    };
    let mut bars: Vec<Bar> = m
        .rewrites
        .iter()
        .map(|one| bar(&one.activity, EffectResult { mean: one.mean, ci95: one.ci95 }, one.is_settled, String::new(), false))
        .collect();
    let totals = [
        ("sum of single effects", m.sum_of_single, String::new()),
        ("all together", m.together, format!("in all: {}", figures.value(m.after_mean))),
    ];
    for (name, effect, note) in totals {
        bars.push(bar(name, effect, effect.ci95.is_some_and(leaves_out_zero), note, true));
    }
    let subtitle = format!(
        "{}: each activity done with the customer instead of to them, one at a time, in the same worlds. Thin lines are 95 % intervals.",
        m.id.0.title()
    );
    let worlds = if document.worlds == 1 { "1 world".to_string() } else { format!("{} worlds", document.worlds) };
    let footnote = format!(
        "Pointing right: more; left: less. Grey and hollow: not settled, corrected for all rewrites. Simulated: {}; {setting}; {worlds}, seed {}; winflow {}.",
        document.scenario,
        document.seed,
        env!("CARGO_PKG_VERSION")
    );
    let caption = format!("change of {}{}", in_sentence(m.id.0), in_unit(figures, m.id.0));
    let start = format!("before: {}", figures.value(m.before_mean));
    draw(&rewrite::headline(document, m), &subtitle, &footnote, &bars, figures, &start, &caption)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tone_follows_interval_and_direction() {
        let higher = Measure::WinWinDealsPerMonth;
        assert_eq!(Tone::of(higher, Some(1.0), Some([0.5, 1.5]), true), Tone::Better);
        assert_eq!(Tone::of(Measure::NoDecisionRate, Some(1.0), Some([0.5, 1.5]), true), Tone::Worse);
        assert_eq!(Tone::of(higher, Some(1.0), Some([-0.5, 1.5]), false), Tone::Open);
        assert_eq!(Tone::of(higher, Some(0.0), Some([0.0, 0.0]), false), Tone::Nothing);
        assert_eq!(Tone::of(Measure::Utilisation, Some(1.0), Some([0.5, 1.5]), true), Tone::Change);
    }
}
