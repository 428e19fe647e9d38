//! A sheet to draw on: shapes and text, in pixels from the upper left.

use super::axis::Axis;
use super::marks::{Drawing, Mark, Place, Shape};
use super::paint::{PAPER, Paint};
use super::reading::{Along, Reading, Unit};
use super::text::Text;
use crate::report::results::words::turns_text;

/// Width of every chart.
pub const WIDTH: i32 = 1200;
/// Room around.
pub const MARGIN: i32 = 40;

/// A sheet under work.
#[derive(Debug, Clone)]
pub struct Canvas {
    drawing: Drawing,
}

impl Canvas {
    /// A white sheet of this width and height.
    pub fn new((width, height): (i32, i32)) -> Self {
        Self { drawing: Drawing { size: (width.max(1), height.max(1)), title: Vec::new(), marks: Vec::new(), readings: Vec::new() } }
    }

    fn mark(&mut self, shape: Shape, paint: Paint) {
        self.drawing.marks.push(Mark { shape, paint });
    }

    /// A line of the title.
    pub(super) fn title(&mut self, text: &str, at: Place, set: Text) {
        self.drawing.title.push(written(text, at, set));
    }

    /// A text whose middle is at the height of its place.
    pub fn text(&mut self, text: &str, at: Place, set: Text) {
        self.drawing.marks.push(written(text, at, set));
    }

    /// A straight line.
    pub fn line(&mut self, from: Place, to: Place, paint: Paint, width: u32) {
        self.path(vec![from, to], paint, width);
    }

    /// A line through several places.
    pub fn path(&mut self, places: Vec<Place>, paint: Paint, width: u32) {
        self.mark(Shape::Line { places, width }, paint);
    }

    /// A line through several places, in dashes of so many pixels with gaps of so many.
    pub fn dashes(&mut self, places: &[Place], lengths: (u32, u32), paint: Paint, width: u32) {
        for dash in dashed(places, lengths) {
            self.path(dash, paint, width);
        }
    }

    /// The edge of a polygon.
    pub fn outline(&mut self, mut points: Vec<Place>, paint: Paint, width: u32) {
        points.extend(points.first().copied());
        self.path(points, paint, width);
    }

    /// A filled rectangle between two corners.
    pub fn bar(&mut self, one: Place, opposite: Place, paint: Paint) {
        let (corner, size) = between(one, opposite);
        self.mark(Shape::Bar { corner, size }, paint);
    }

    /// A rectangle filled with a pale colour, with an edge that stands out.
    pub fn framed(&mut self, one: Place, opposite: Place, fill: Paint, edge: Paint) {
        self.bar(one, opposite, fill);
        let (corner, size) = between(one, opposite);
        self.mark(Shape::Edge { corner, size }, edge);
    }

    /// A filled circle.
    pub fn circle(&mut self, at: Place, radius: i32, paint: Paint) {
        self.mark(Shape::Circle { at, radius: radius.max(0).unsigned_abs() }, paint);
    }

    /// An open circle with a white middle.
    pub fn ring(&mut self, at: Place, radius: i32, paint: Paint) {
        self.circle(at, radius, paint);
        self.circle(at, radius - 3, PAPER);
    }

    /// A circle, filled or open.
    pub fn dot(&mut self, at: Place, radius: i32, paint: Paint, is_filled: bool) {
        if is_filled { self.circle(at, radius, paint) } else { self.ring(at, radius, paint) }
    }

    /// A small square of a colour with a thin edge, left of a text.
    pub fn swatch(&mut self, (x, y): Place, fill: Paint, edge: Paint) {
        self.framed((x, y - 7), (x + 14, y + 7), fill, edge);
    }

    /// A filled polygon.
    pub fn polygon(&mut self, points: Vec<Place>, paint: Paint) {
        self.mark(Shape::Polygon(points), paint);
    }

    /// A diamond.
    pub fn diamond(&mut self, (x, y): Place, half: i32, paint: Paint) {
        self.polygon(vec![(x, y - half), (x + half, y), (x, y + half), (x - half, y)], paint);
    }

    /// What numbers along an axis are, for those who point at it.
    pub fn reads(&mut self, axis: &Axis, along: Along, unit: Unit<'_>) {
        self.drawing.readings.push(Reading::new(axis, along, unit));
    }

    /// The end of the drawing.
    pub fn finish(self) -> Drawing {
        self.drawing
    }
}

/// A text without what XML has no way to write, or what would turn the text around it.
fn written(text: &str, at: Place, set: Text) -> Mark {
    let letters = text.chars().filter(|letter| !turns_text(*letter));
    let words = letters.map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter }).collect();
    Mark { shape: Shape::Text { words, at, set }, paint: set.paint }
}

/// Upper left corner and size of the rectangle between two corners.
fn between(one: Place, opposite: Place) -> (Place, (i32, i32)) {
    let corner = (one.0.min(opposite.0), one.1.min(opposite.1));
    (corner, ((one.0 - opposite.0).abs(), (one.1 - opposite.1).abs()))
}

/// The dashes of a line; a dash goes round a corner.
fn dashed(places: &[Place], (dash, gap): (u32, u32)) -> Vec<Vec<Place>> {
    let (dash, gap) = (f64::from(dash.max(1)), f64::from(gap.max(1)));
    let mut dashes: Vec<Vec<Place>> = Vec::new();
    let (mut is_drawn, mut left) = (true, dash);
    dashes.push(places.first().copied().into_iter().collect());
    for pair in places.windows(2) {
        let ((x, y), (to_x, to_y)) = (pair[0], pair[1]);
        let (across, down) = (f64::from(to_x - x), f64::from(to_y - y));
        let length = crate::engine::math::sqrt(across * across + down * down);
        let mut at = 0.0;
        while length - at > left {
            at += left;
            let place = (x + (across * at / length).round() as i32, y + (down * at / length).round() as i32);
            match dashes.last_mut() {
                Some(last) if is_drawn => last.push(place),
                _ => dashes.push(vec![place]),
            }
            is_drawn = !is_drawn;
            left = if is_drawn { dash } else { gap };
        }
        left -= length - at;
        if let (true, Some(last)) = (is_drawn, dashes.last_mut()) {
            last.push((to_x, to_y));
        }
    }
    dashes.retain(|dash| dash.len() > 1);
    dashes
}

#[cfg(test)]
mod tests {
    use super::super::font;
    use super::super::text::SMALL;
    use super::*;

    #[test]
    fn dashes_go_round_corners() {
        let dashes = dashed(&[(0, 0), (10, 0), (10, 10)], (6, 3));
        assert_eq!(dashes, [vec![(0, 0), (6, 0)], vec![(9, 0), (10, 0), (10, 5)], vec![(10, 8), (10, 10)]]);
        assert!(dashed(&[], (6, 3)).is_empty() && dashed(&[(1, 1)], (6, 3)).is_empty());
    }

    #[test]
    fn hostile_texts_stay_texts() {
        let mut canvas = Canvas::new((WIDTH, 100));
        canvas.text("<script>\u{1b}&\0", (5, 50), SMALL);
        let svg = canvas.finish().svg().expect("a drawing");
        assert!(svg.contains("&lt;script&gt;\u{fffd}&amp;\u{fffd}"), "{svg}");
        font::png(&svg).expect("a picture");
    }
}
