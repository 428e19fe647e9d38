//! Drawings as SVG: as a file, drawn by plotters, and as part of a page that colours them itself.

use super::cannot_draw::CannotDraw;
use super::canvas::WIDTH;
use super::colour::Colour;
use super::font;
use super::marks::{Drawing, Mark, Place, Shape};
use super::paint::{PAPER, Role};
use super::text::{Anchor, Text};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::fmt::Write;

/// In a page, room above the first text below the title.
const ABOVE: i32 = 26;
/// In a page, so much of the margin is left out on both sides, so that a chart begins where the text around it does.
const ASIDE: i32 = 36;
/// Lowers a text of a page so that its middle is at its place.
const LOWERED: &str = "0.5ex";

impl Drawing {
    /// As a file.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn svg(&self) -> Result<String, CannotDraw> {
        let (width, height) = self.size;
        let mut svg = String::new();
        let area = SVGBackend::with_string(&mut svg, (width.max(1) as u32, height.max(1) as u32)).into_drawing_area();
        area.fill(&WHITE).map_err(CannotDraw::new)?;
        for mark in self.title.iter().chain(&self.marks) {
            draw(&area, mark)?;
        }
        area.present().map_err(CannotDraw::new)?;
        drop(area);
        Ok(svg)
    }

    /// Left, upper end, width and height of what a page shows: without the title, which it sets as a heading.
    pub fn view(&self) -> [i32; 4] {
        let (width, height) = self.size;
        let highest = self.texts().map(|(_, (_, y))| y).min().unwrap_or(i32::MAX);
        let cut = if self.title.is_empty() { 0 } else { highest.saturating_sub(ABOVE).clamp(0, height / 2) };
        let aside = if width == WIDTH { ASIDE } else { 0 };
        [aside, cut, width - 2 * aside, height - cut]
    }

    /// As part of a page, without the title. Colours are left to the rules for [fill and stroke](super::theme::rules); marks of systems say of
    /// which, if the page tells them apart.
    pub fn elements(&self, are_by_system: bool) -> String {
        let ground = Mark { shape: Shape::Bar { corner: (0, 0), size: self.size }, paint: PAPER };
        let mut text = String::new();
        for mark in std::iter::once(&ground).chain(&self.marks) {
            write_in_page(&mut text, mark, are_by_system);
        }
        text
    }
}

/// Whether a shape is a line, so that its colour is that of its stroke.
fn is_line(shape: &Shape) -> bool {
    matches!(shape, Shape::Line { .. } | Shape::Edge { .. })
}

/// Draws a mark in a file.
fn draw(area: &DrawingArea<SVGBackend<'_>, Shift>, Mark { shape, paint }: &Mark) -> Result<(), CannotDraw> {
    let Colour(red, green, blue) = paint.colour();
    let colour = RGBColor(red, green, blue);
    let opposite = |(x, y): Place, (width, height): (i32, i32)| (x + width, y + height);
    match shape {
        Shape::Text { words, at, set } => area.draw_text(words, &style_in_file(set, &colour), *at),
        Shape::Line { places, width } => area.draw(&PathElement::new(places.clone(), colour.stroke_width(*width))),
        Shape::Polygon(places) => area.draw(&Polygon::new(places.clone(), colour.filled())),
        Shape::Bar { corner, size } => area.draw(&Rectangle::new([*corner, opposite(*corner, *size)], colour.filled())),
        Shape::Edge { corner, size } => area.draw(&Rectangle::new([*corner, opposite(*corner, *size)], colour.stroke_width(1))),
        Shape::Circle { at, radius } => area.draw(&Circle::new(*at, *radius, colour.filled())),
    }
    .map_err(CannotDraw::new)
}

fn write_in_page(text: &mut String, Mark { shape, paint }: &Mark, are_by_system: bool) {
    let mut class = format!("class=\"{}\"", super::theme::class(*paint, is_line(shape)));
    if let (Role::System(place), true, false) = (paint.role, are_by_system, matches!(shape, Shape::Text { .. })) {
        let _ = write!(class, " data-of=\"{place}\"");
    }
    // Writing to a string cannot fail.
    let _ = match shape {
        Shape::Text { words, .. } if words.trim().is_empty() => Ok(()),
        Shape::Text { words, at: (x, y), set } => write!(
            text,
            "<text x=\"{x}\" y=\"{y}\" dy=\"{LOWERED}\" text-anchor=\"{}\" font-size=\"{}\"{} {class}>{}</text>",
            anchor(set),
            set.size,
            weight(set),
            escaped(words)
        ),
        Shape::Line { places, width } => {
            write!(text, "<polyline stroke-width=\"{width}\" points=\"{}\" {class}/>", points(places).trim_end())
        }
        Shape::Polygon(places) => write!(text, "<polygon points=\"{}\" {class}/>", points(places).trim_end()),
        Shape::Bar { corner, size } | Shape::Edge { corner, size } => write!(text, "<rect {} {class}/>", rectangle(*corner, *size)),
        Shape::Circle { at: (x, y), radius } => write!(text, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {class}/>"),
    };
}

/// How a text is set in a file.
fn style_in_file<'c>(set: &Text, colour: &'c RGBColor) -> TextStyle<'c> {
    /// What plotters divides a size by before it writes it.
    const SIZE_FACTOR: f64 = 1.24;
    let weight = if set.bold { FontStyle::Bold } else { FontStyle::Normal };
    let font = (FontFamily::Name(font::FAMILY), set.size * SIZE_FACTOR, weight).into_font();
    let end = match set.anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    TextStyle::from(font).color(colour).pos(Pos::new(end, VPos::Center))
}

fn anchor(set: &Text) -> &'static str {
    match set.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    }
}

fn weight(set: &Text) -> &'static str {
    if set.bold { " font-weight=\"bold\"" } else { "" }
}

fn rectangle((x, y): Place, (width, height): (i32, i32)) -> String {
    format!("x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"")
}

fn points(places: &[Place]) -> String {
    places.iter().fold(String::new(), |mut text, (x, y)| {
        let _ = write!(text, "{x},{y} ");
        text
    })
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::super::frame::Frame;
    use super::super::paint::Paint;
    use super::super::text::SMALL;

    #[test]
    fn a_page_leaves_out_the_title_and_knows_of_which_system_a_mark_is() {
        let mut canvas = Frame::new("A title", "below it", "").canvas(400);
        canvas.bar((10, 20), (4, 8), Paint::system(1).pale());
        canvas.text(" ", (5, 300), SMALL);
        let drawing = canvas.finish();
        let (file, page) = (drawing.svg().expect("a file"), drawing.elements(true));
        assert!(file.contains("A title") && !page.contains("A title"), "{page}");
        assert!(page.contains("<rect x=\"4\" y=\"8\" width=\"6\" height=\"12\" class=\"fa6cee4\" data-of=\"1\"/>"), "{page}");
        assert!(!page.contains("> </text>") && !page.contains("#"), "{page}");
        assert!(!drawing.elements(false).contains("data-of"));
        assert_eq!(drawing.view(), [36, 60, 1128, 368]);
    }
}
