//! In how many firms like it a system is ahead: a dot for each of a hundred, stacked over its difference (a quantile dot plot; Kay et al. 2016
//! found that people judge chances better by dots that they can count).

use crate::experiment::firms::shares::Shares;
use crate::report::charts::grammar::{
    Axis, BETTER, Canvas, Drawing, Frame, GROUND, MARGIN, NUMBER, OPEN, Paint, Place, SMALL, Ticks, Unit, WIDTH, WORSE,
};
use crate::report::results::document::Document;
use crate::report::results::firms::{FirmsResult, told};
use crate::report::results::verdict::source;
use crate::report::results::words::{grouped, in_sentence, signed};

/// Left and right end of the axis.
const AXIS: (i32, i32) = (MARGIN + 20, WIDTH - MARGIN - 20);
/// Radius of a dot, and the width of a stack.
const DOT: i32 = 9;
const STACK: i32 = 2 * DOT + 3;
/// The drawing is at least so high, and at most.
const HEIGHTS: (i32, i32) = (200, 420);
/// Firms farther out than this stand at the end.
const FARTHEST: f64 = 200.0;

/// A dot: the middle of its stack, its place in it from below, and its difference.
struct Dot {
    x: i32,
    number: i32,
    difference: f64,
}

/// Dots in stacks, each as wide as a dot.
fn stacked(axis: &Axis, hundred: &[f64]) -> Vec<Dot> {
    let mut dots: Vec<Dot> = Vec::with_capacity(hundred.len());
    for &difference in hundred {
        let x = AXIS.0 + (axis.at((100.0 * difference).clamp(-FARTHEST, FARTHEST)) - AXIS.0) / STACK * STACK + STACK / 2;
        let number = dots.last().map_or(0, |last| if last.x == x { last.number + 1 } else { 0 });
        dots.push(Dot { x, number, difference });
    }
    dots
}

/// The chart.
pub fn drawing(document: &Document, firms: &FirmsResult, shares: &Shares, setting: &str) -> Drawing {
    let frame = Frame::new(&firms.headline(), &subtitle(firms), &footnote(document, firms, setting));
    let percent = shares.hundred.iter().map(|share| (100.0 * share).clamp(-FARTHEST, FARTHEST));
    let axis = Axis::in_pieces(percent.chain([-5.0, 5.0]), 8.0, 5.0, AXIS);
    let dots = stacked(&axis, &shares.hundred);
    let highest = dots.iter().map(|dot| dot.number + 1).max().unwrap_or(1);
    let room = (highest * STACK + 20).clamp(HEIGHTS.0, HEIGHTS.1);
    let (top, below) = (frame.top() + 56, frame.top() + 56 + room);
    let mut canvas = frame.canvas(below + 72);
    let matters = 100.0 * firms.matters;
    canvas.bar((axis.at(-matters), top), (axis.at(matters), below), GROUND);
    axis.draw_across(
        &mut canvas,
        (top, below),
        &Ticks::around_zero(&|value| format!("{} %", signed(value, 0))).in_unit(Unit { factor: 1.0, sign: "%" }),
    );
    axis.caption(&mut canvas, &SMALL.fitted(&caption(firms), AXIS.1 - AXIS.0), below + 44);
    draw_counts(&mut canvas, firms, shares, top - 34);
    // Where one stack is very high, its dots are set closer.
    let step = f64::from(STACK).min(f64::from(room - 20) / f64::from(highest.max(1)));
    for dot in &dots {
        let y = below - DOT - 2 - (f64::from(dot.number) * step).round() as i32;
        Side::of(firms, dot.difference).draw(&mut canvas, (dot.x, y));
    }
    canvas.finish()
}

/// On which side of what matters a firm is.
#[derive(Clone, Copy)]
enum Side {
    Behind,
    Level,
    Ahead,
}

impl Side {
    fn of(firms: &FirmsResult, difference: f64) -> Self {
        if difference > firms.matters {
            Self::Ahead
        } else if difference < -firms.matters {
            Self::Behind
        } else {
            Self::Level
        }
    }

    fn paint(self) -> Paint {
        match self {
            Self::Behind => WORSE,
            Self::Level => OPEN,
            Self::Ahead => BETTER,
        }
    }

    fn draw(self, canvas: &mut Canvas, at: Place) {
        match self {
            Self::Behind => canvas.diamond(at, DOT + 1, self.paint()),
            Self::Level => canvas.ring(at, DOT, self.paint()),
            Self::Ahead => canvas.circle(at, DOT, self.paint()),
        }
    }
}

/// How many of a hundred are behind, level and ahead, from left to right as the dots are.
fn draw_counts(canvas: &mut Canvas, firms: &FirmsResult, shares: &Shares, y: i32) {
    let set = NUMBER.bold();
    let room = (AXIS.1 - AXIS.0) / 3 - 40;
    let words = [
        (Side::Behind, format!("behind in {}", told(&shares.below)), 0.0),
        (Side::Level, format!("no relevant difference in {}", told(&shares.within)), 0.5),
        (Side::Ahead, format!("{} ahead in {} of 100", firms.scenario, told(&shares.above)), 1.0),
    ];
    for (side, words, share) in words {
        let words = set.fitted(&words, room);
        let width = set.width(&words) + f64::from(3 * DOT);
        let left = AXIS.0 + (share * (f64::from(AXIS.1 - AXIS.0) - width)).round() as i32;
        side.draw(canvas, (left + DOT, y));
        canvas.text(&words, (left + 3 * DOT, y), set.paint(side.paint().readable()));
    }
}

fn caption(firms: &FirmsResult) -> String {
    format!("{} less {} in {}, in % of the mean of both", firms.scenario, firms.baseline, in_sentence(firms.measure.0))
}

fn subtitle(firms: &FirmsResult) -> String {
    let pay = if firms.pay_varies { ", and one of six usual pay plans" } else { "" };
    format!(
        "Each mark is one of a hundred firms like the one described: each assumption between half and double its value, within its plausible range{pay}. The noise of simulated worlds is taken out. Shaded: no relevant difference (up to {} %).",
        grouped(100.0 * firms.matters, 0)
    )
}

fn footnote(document: &Document, firms: &FirmsResult, setting: &str) -> String {
    let closer = firms.widths.get(1).and_then(|width| Some((width.factor, width.shares.as_ref()?)));
    let closer = closer.map_or_else(String::new, |(factor, shares)| {
        format!("With assumptions within a factor of {}: ahead in {} of 100. ", grouped(factor, 1), told(&shares.above))
    });
    let drawn = firms.widths.first().map_or(0, |width| width.plausible);
    let source = source(document, &[firms.baseline.clone(), firms.scenario.clone()], setting);
    format!("{closer}Estimated from {drawn} firms drawn; intervals are 95 %. All of it is within this model's assumptions.\n{source}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::described;
    use crate::report::charts::grammar::legible;
    use crate::report::results::firms::sample;
    use crate::report::results::sample::outcome;

    /// Results of firms whose differences are spread, alike, or far out.
    fn document(names: &[&str], truth: fn(usize) -> f64) -> Document {
        let mut document = Document::new(&outcome(names, 40));
        document.firms = names[1..].iter().map(|name| sample(names[0], name, truth)).collect();
        document
    }

    #[test]
    fn no_text_is_cut_off_or_covers_another() {
        for truth in [|at: usize| at as f64 / 100.0 - 0.4, |_| 0.2, |at| at as f64 - 50.0, |at| if at < 99 { 0.001 } else { 5.0 }]
            as [fn(usize) -> f64; 4]
        {
            let charts: Vec<_> = described::firms(
                &document(&["hero", "team", "a-team-with-a-very-long-name-of-more-than-forty-letters"], truth),
                "customers: mid; 3 years",
            )
            .iter()
            .map(|picture| picture.chart().expect("a chart"))
            .collect();
            assert_eq!(charts.len(), 2);
            legible(&charts, 8, "firms");
        }
    }

    #[test]
    fn there_are_a_hundred_dots_in_stacks() {
        let axis = Axis::new((-50.0, 50.0), AXIS);
        let hundred: Vec<f64> = (0..100).map(|at| f64::from(at) / 125.0 - 0.4).collect();
        let dots = stacked(&axis, &hundred);
        assert_eq!(dots.len(), 100);
        assert!(dots.windows(2).all(|pair| pair[0].x < pair[1].x || pair[0].x == pair[1].x && pair[0].number + 1 == pair[1].number));
    }
}
