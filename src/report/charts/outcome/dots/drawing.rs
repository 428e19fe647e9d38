//! Dots on paper, stacked in columns.

use super::super::{brief, source};
use super::{AXIS, DOTS, Outcomes, RADIUS, STACK, Scale, Subject, capitalised, worlds};
use crate::measure::LEAST_FOR_BAND;
use crate::report::charts::grammar::{
    Axis, Canvas, Drawing, Frame, GRID, INK, Interval, MARGIN, NAME, Paint, QUIET, SMALL, SUBJECT, Ticks, Unit, WIDTH,
};
use crate::report::results::stored::Stored;
use crate::report::results::targets::Level;
use crate::report::results::words::grouped;

/// Dots in columns as wide as a dot: each dot's column and its place in it.
fn stacked(dots: &[f64], axis: &Axis, radius: i32) -> Vec<(i32, i32)> {
    let mut columns: std::collections::BTreeMap<i32, i32> = Default::default();
    let width = 2 * radius;
    let place = |value: &f64| {
        let column = (axis.at(*value) - AXIS.0).div_euclid(width);
        let height = columns.entry(column).or_insert(0);
        *height += 1;
        (AXIS.0 + column * width + radius, *height - 1)
    };
    dots.iter().map(place).collect()
}

fn tallest(dots: &[(i32, i32)]) -> i32 {
    dots.iter().map(|(_, height)| height + 1).max().unwrap_or(0)
}

fn subtitle(stored: &Stored, outcomes: &[Outcomes<'_>], subject: &Subject) -> String {
    let most = outcomes.iter().map(|one| one.sorted.len()).max().unwrap_or(0);
    let dots = if most <= DOTS { "Each dot is one world" } else { "Each dot is one world in twenty" };
    let years = stored.systems.first().map_or(1.0, |system| system.scenario.time.years);
    let year = match years {
        1.0 => String::new(),
        years if years > 1.0 => format!(", the mean of the window's {years} years, which varies less than a single year"),
        years => format!(", scaled up from the window's {years} years"),
    };
    let reference = match (subject.target, outcomes.len()) {
        (None, 2..) => " Filled: at or above the baseline's median.",
        (Some(_), _) => " Filled: the target is reached.",
        _ => "",
    };
    let title = capitalised(&subject.title);
    let span = match most {
        0 | 1 => String::new(),
        2..LEAST_FOR_BAND => " The line below the dots spans all worlds.".to_string(),
        _ => " The line below the dots spans 8 of 10 worlds.".to_string(),
    };
    format!("{title}{}{year}. {dots}: outcomes, not the error of a mean.{span}{reference}", subject.per_year())
}

pub(super) fn draw(
    stored: &Stored,
    outcomes: &[Outcomes<'_>],
    subject: &Subject,
    (title, line): (&str, Option<Level>),
    (axis, scale): (Axis, &Scale),
) -> Drawing {
    let frame =
        Frame::new(title, &subtitle(stored, outcomes, subject), &format!("Dots are stacked in columns one dot wide. {}", source(stored)));
    let fits = |radius: &i32| outcomes.iter().all(|one| 2 * radius * tallest(&stacked(&one.dots, &axis, *radius)) <= STACK);
    let radius = (3..=RADIUS).rev().find(fits).unwrap_or(3);
    let heights: Vec<i32> = outcomes.iter().map(|one| (2 * radius * tallest(&stacked(&one.dots, &axis, radius))).max(56) + 44).collect();
    let top = frame.top() + 34;
    let below = top + heights.iter().sum::<i32>();
    let mut canvas = frame.canvas(below + 70);
    axis.draw_across(
        &mut canvas,
        (top, below),
        &Ticks::plain(&|mark| scale.mark(mark)).in_unit(Unit { factor: scale.factor, sign: scale.unit }),
    );
    let unit = if scale.unit.is_empty() { String::new() } else { format!(",{}", scale.unit) };
    axis.caption(&mut canvas, &format!("{}{}{unit}", subject.title, subject.per_year()), below + 44);
    if let Some(line) = line {
        let name = match subject.target {
            Some(_) => format!("target: {}", line.told(subject.bound(scale, line))),
            None => format!("median of {}: {}", brief(&outcomes[0].system.name), scale.value(line.bound)),
        };
        let text = SMALL.paint(INK).bold();
        let half = (text.width(&name) / 2.0).ceil() as i32;
        let x = axis.at(line.bound).clamp((MARGIN + half).min(WIDTH / 2), (WIDTH - MARGIN - half).max(WIDTH / 2));
        canvas.text(&name, (x, top - 16), text.centred());
        canvas.dashes(&[(axis.at(line.bound), top - 4), (axis.at(line.bound), below)], (7, 5), INK, 2);
    }
    let mut y = top;
    for (place, (one, tall)) in outcomes.iter().zip(heights).enumerate() {
        y += tall;
        draw_system(&mut canvas, one, (place, outcomes.len()), (&axis, scale, radius), y - 30, line);
    }
    canvas.finish()
}

/// One system: its dots stand on a line at `y`.
fn draw_system(
    canvas: &mut Canvas,
    one: &Outcomes<'_>,
    (place, systems): (usize, usize),
    (axis, scale, radius): (&Axis, &Scale, i32),
    y: i32,
    line: Option<Level>,
) {
    let colour = if systems == 1 { SUBJECT } else { Paint::system(place) };
    canvas.line((AXIS.0, y), (AXIS.1, y), GRID, 1);
    for (dot, (x, height)) in one.dots.iter().zip(stacked(&one.dots, axis, radius)) {
        let is_reached = line.is_none_or(|line| line.is_reached(*dot));
        canvas.dot((x, y - radius - 2 * radius * height - 1), radius - 1, colour, is_reached);
    }
    if one.sorted.len() > 1 {
        Interval { paint: colour, width: 3, ..Interval::PLAIN }.across(canvas, axis, one.span(), y + 9);
    }
    canvas.text(&NAME.fitted(&one.system.name, AXIS.0 - MARGIN - 16), (MARGIN, y - 36), NAME.paint(colour.readable()));
    let middle = format!("{}: {}", if one.sorted.len() == 1 { "one world" } else { "median" }, scale.value(one.at(0.5)));
    canvas.text(&SMALL.fitted(&middle, AXIS.0 - MARGIN - 16), (MARGIN, y - 12), SMALL);
    let Some(line) = line else { return };
    let all = one.sorted.len();
    let reached = format!("{} of {}", grouped(one.reaching(line) as f64, 0), grouped(all as f64, 0));
    canvas.text(&reached, (WIDTH - MARGIN, y - 36), NAME.right());
    canvas.text(&format!("{} reach it", worlds(all)), (WIDTH - MARGIN, y - 12), SMALL.paint(QUIET).right())
}
