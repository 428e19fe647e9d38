//! Drawings as SVG: as a file, and as part of a page that colours them itself.

use super::canvas::WIDTH;
use super::font;
use super::marks::{Drawing, Mark, Place, Shape};
use super::paint::{PAPER, Role};
use super::text::{Anchor, Text};
use std::fmt::Write;

/// In a page, room above the first text below the title.
const ABOVE: i32 = 26;
/// In a page, so much of the margin is left out on both sides, so that a chart begins where the text around it does.
const ASIDE: i32 = 36;
/// Lowers a text so that its middle is at its place.
const LOWERED: &str = "0.5ex";

impl Drawing {
    /// As a file.
    pub fn svg(&self) -> String {
        let (width, height) = self.size;
        let mut svg =
            format!("<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" xmlns=\"http://www.w3.org/2000/svg\">\n");
        let ground = Mark { shape: Shape::Bar { corner: (0, 0), size: self.size }, paint: PAPER };
        for mark in std::iter::once(&ground).chain(&self.title).chain(&self.marks) {
            write_in_file(&mut svg, mark);
        }
        svg.push_str("</svg>\n");
        svg
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

fn write_in_file(svg: &mut String, Mark { shape, paint }: &Mark) {
    let colour = paint.colour();
    // Writing to a string cannot fail.
    let _ = match shape {
        Shape::Text { words, at: (x, y), set } => writeln!(
            svg,
            "<text x=\"{x}\" y=\"{y}\" dy=\"{LOWERED}\" text-anchor=\"{}\" font-family=\"{}\" font-size=\"{}\" opacity=\"1\" fill=\"{colour}\"{}>\n{}\n</text>",
            anchor(set),
            font::FAMILY,
            size_in_file(set),
            weight(set),
            escaped(words)
        ),
        Shape::Line { places, width } => writeln!(
            svg,
            "<polyline fill=\"none\" opacity=\"1\" stroke=\"{colour}\" stroke-width=\"{width}\" points=\"{}\"/>",
            points(places)
        ),
        Shape::Polygon(places) => writeln!(svg, "<polygon opacity=\"1\" fill=\"{colour}\" points=\"{}\"/>", points(places)),
        Shape::Bar { corner, size } => {
            writeln!(svg, "<rect {} opacity=\"1\" fill=\"{colour}\" stroke=\"none\"/>", rectangle(*corner, *size))
        }
        Shape::Edge { corner, size } => {
            writeln!(svg, "<rect {} opacity=\"1\" fill=\"none\" stroke=\"{colour}\"/>", rectangle(*corner, *size))
        }
        Shape::Circle { at: (x, y), radius } => {
            writeln!(
                svg,
                "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" opacity=\"1\" fill=\"{colour}\" stroke=\"none\" stroke-width=\"1\"/>"
            )
        }
    };
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

/// The size as files have had it from the beginning, to the last digit.
fn size_in_file(set: &Text) -> f64 {
    const SIZE_FACTOR: f64 = 1.24;
    set.size * SIZE_FACTOR / SIZE_FACTOR
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
        let (file, page) = (drawing.svg(), drawing.elements(true));
        assert!(file.contains("A title") && !page.contains("A title"), "{page}");
        assert!(page.contains("<rect x=\"4\" y=\"8\" width=\"6\" height=\"12\" class=\"fa6cee4\" data-of=\"1\"/>"), "{page}");
        assert!(!page.contains("> </text>") && !page.contains("#"), "{page}");
        assert!(!drawing.elements(false).contains("data-of"));
        assert_eq!(drawing.view(), [36, 60, 1128, 368]);
    }
}
