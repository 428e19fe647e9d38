//! Many factors: the best points in a row, with their intervals.

use super::source;
use crate::measure::{Better, Measure};
use crate::report::charts::grammar::{Axis, Drawing, Frame, MARGIN, OPEN, SUBJECT, Text, Ticks, Unit, WIDTH};
use crate::report::results::sweep::SweepDocument;
use crate::report::results::sweep::words::{figures, headline, values};

/// More points than these are not drawn.
const MOST: usize = 20;
const ROW: i32 = 32;
const AXIS: (i32, i32) = (590, 1010);

const NUMBER: Text = Text::new(16.0);

/// The chart of one system.
pub fn drawing(document: &SweepDocument, measure: Measure, system: usize, setting: &str) -> Drawing {
    let figures = figures(document, measure);
    let sign = if measure.better() == Better::Lower { 1.0 } else { -1.0 };
    let mut ranked: Vec<(f64, usize)> =
        (0..document.points.len()).filter_map(|point| Some((sign * document.at(point, system, measure)?.mean?, point))).collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let all = ranked.len();
    ranked.truncate(MOST);
    let best = document.best.iter().find(|b| b.measure.0 == measure && b.system == document.systems[system]);
    let of = if document.systems.len() > 1 { format!(" of {}", document.systems[system]) } else { String::new() };
    let shown = if all > MOST { format!("the {MOST} best of {all} points") } else { "all points".to_string() };
    let subtitle =
        format!("{}{of}: {shown}, means with 95 % intervals. Filled: the best and what cannot be told apart from it.", figures.label());
    let note =
        "The best of many settings looks better than it is; what cannot be told apart from it is corrected for all comparisons (Holm).";
    let frame = Frame::new(&headline(document, measure, Some(system)), &subtitle, &format!("{note}\n{}", source(document, setting)));
    let top = frame.top() + 10;
    let below = top + ROW * ranked.len() as i32;
    let mut canvas = frame.canvas(below + 40);
    let found = |point: usize| document.at(point, system, measure);
    let ends = ranked.iter().filter_map(|(_, point)| found(*point)).flat_map(|m| m.ci95.into_iter().flatten().chain(m.mean));
    let axis = Axis::around(ends, AXIS);
    axis.draw_across(
        &mut canvas,
        (top, below),
        &Ticks::plain(&|mark| figures.value(Some(mark))).in_unit(Unit { factor: figures.in_unit(1.0).0, sign: figures.sign() }),
    );
    for (place, &(_, point)) in ranked.iter().enumerate() {
        let y = top + ROW * place as i32 + ROW / 2;
        let number = document.points[point].point;
        let stands = best.is_some_and(|best| best.point == number || best.not_told_apart.contains(&number));
        let colour = if stands { SUBJECT } else { OPEN };
        let text = format!("{number}: {}", values(document, number));
        canvas.text(&NUMBER.fitted(&text, AXIS.0 - MARGIN - 30), (MARGIN, y), NUMBER);
        let Some(m) = found(point) else { continue };
        if let Some([low, high]) = m.ci95 {
            canvas.line((axis.at(low), y), (axis.at(high), y), colour, 3);
        }
        if let Some(mean) = m.mean {
            canvas.dot((axis.at(mean), y), 7, colour, stands);
        }
        canvas.text(&figures.value(m.mean), (WIDTH - MARGIN, y), NUMBER.right());
    }
    canvas.finish()
}
