//! The marks of people, of what they need and want, and of what we have in mind for them.

use crate::engine::math;
use crate::report::charts::grammar::{CONTRAST, Canvas, INK, PAPER, Place, SUBJECT};

fn square((x, y): Place, half: i32) -> Vec<Place> {
    vec![(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
}

/// What would serve a person: a hollow square, crossed if the person can stop it.
pub(super) fn need(canvas: &mut Canvas, (x, y): Place, can_stop_it: bool) {
    canvas.outline(square((x, y), 9), INK, 2);
    if can_stop_it {
        canvas.line((x - 9, y - 9), (x + 9, y + 9), INK, 2);
        canvas.line((x - 9, y + 9), (x + 9, y - 9), INK, 2);
    }
}

/// What a person wants: a ring, or a filled circle within one once we have met.
pub(super) fn want(canvas: &mut Canvas, at: Place, is_met: bool) {
    if is_met {
        canvas.circle(at, 10, INK);
        canvas.circle(at, 8, PAPER);
    }
    canvas.dot(at, if is_met { 7 } else { 6 }, SUBJECT, is_met)
}

/// What we have in mind: a diamond.
pub(super) fn offering(canvas: &mut Canvas, (x, y): Place) {
    canvas.diamond((x, y), 11, CONTRAST)
}

/// An arrow that ends short of the mark that it points to; nothing if that is near.
pub(super) fn arrow(canvas: &mut Canvas, from: Place, to: Place) {
    let (across, down) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let length = math::sqrt(across * across + down * down);
    if length < 12.0 {
        return;
    }
    let (along, aside) = ((across / length, down / length), (-down / length, across / length));
    let point = |back: f64, side: f64| {
        let x = f64::from(to.0) - back * along.0 + side * aside.0;
        let y = f64::from(to.1) - back * along.1 + side * aside.1;
        (x.round() as i32, y.round() as i32)
    };
    let colour = SUBJECT.mixed(0.8);
    canvas.line(from, point(14.0, 0.0), colour, 2);
    canvas.polygon(vec![point(8.0, 0.0), point(18.0, 5.0), point(18.0, -5.0)], colour)
}
