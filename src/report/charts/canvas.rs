//! A sheet to draw on: shapes, text and colours, in pixels from the upper left.

use super::font;
use crate::report::results::words::turns_text;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::fmt;

/// Width of every chart.
pub const WIDTH: i32 = 1200;
/// Room around.
pub const MARGIN: i32 = 40;
/// Size of the title, the text that is read first.
pub const TITLE: f64 = 26.0;
/// Height of a line of the title, of the subtitle and of the footnote.
const LINES: [i32; 3] = [34, 24, 22];
/// What plotters divides a size by before it writes it.
const SIZE_FACTOR: f64 = 1.24;

/// Ink of text.
pub const INK: RGBColor = RGBColor(0x22, 0x22, 0x22);
/// Ink of what is read second; still dark enough on white.
pub const QUIET: RGBColor = RGBColor(0x59, 0x59, 0x59);
/// Lines that help the eye.
pub const GRID: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
/// The baseline.
pub const GREY: RGBColor = RGBColor(0x76, 0x76, 0x76);
/// Okabe and Ito's blue.
pub const BLUE: RGBColor = RGBColor(0x00, 0x72, 0xB2);
/// Okabe and Ito's vermilion.
pub const VERMILION: RGBColor = RGBColor(0xD5, 0x5E, 0x00);
/// Okabe and Ito's bluish green.
pub const GREEN: RGBColor = RGBColor(0x00, 0x9E, 0x73);
/// Okabe and Ito's reddish purple.
pub const PURPLE: RGBColor = RGBColor(0xCC, 0x79, 0xA7);
/// Okabe and Ito's orange: 2.2 to 1 on white, so that it needs an outline.
pub const ORANGE: RGBColor = RGBColor(0xE6, 0x9F, 0x00);
/// Okabe and Ito's sky blue: 2.3 to 1 on white, so that it needs an outline.
pub const SKY: RGBColor = RGBColor(0x56, 0xB4, 0xE9);
/// Systems in their order; the first is the baseline. Those that stand out least from white come last.
const SYSTEMS: [RGBColor; 7] = [GREY, BLUE, GREEN, VERMILION, PURPLE, ORANGE, SKY];
/// So many systems have a colour that stands out from white, 3 to 1 at least.
pub const MOST_SYSTEMS: usize = 5;

/// Colour of a system by its place.
pub fn system_colour(place: usize) -> RGBColor {
    SYSTEMS[if place < SYSTEMS.len() { place } else { 1 + (place - 1) % (SYSTEMS.len() - 1) }]
}

/// The colour for a text about something drawn in this colour: 4.5 to 1 on white at least.
pub fn readable(colour: RGBColor) -> RGBColor {
    match colour {
        GREY => QUIET,
        BLUE | QUIET => colour,
        _ => INK,
    }
}

/// The same colour, pale.
pub fn pale(colour: RGBColor) -> RGBColor {
    mixed(colour, 0.35)
}

/// So much of a colour in white.
pub fn mixed(RGBColor(r, g, b): RGBColor, share: f64) -> RGBColor {
    let mixed = |c: u8| (f64::from(c) * share + 255.0 * (1.0 - share)).round() as u8;
    RGBColor(mixed(r), mixed(g), mixed(b))
}

/// A chart could not be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotDraw(String);

impl CannotDraw {
    /// Says why.
    pub fn new(why: impl fmt::Display) -> Self {
        Self(why.to_string())
    }
}

impl fmt::Display for CannotDraw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot draw a chart: {}", self.0)
    }
}

impl std::error::Error for CannotDraw {}

/// How a text is set.
#[derive(Clone, Copy)]
pub struct Text {
    /// Size in pixels.
    pub size: f64,
    /// Whether it is semibold.
    pub bold: bool,
    /// Its colour.
    pub colour: RGBColor,
    /// Which end of it is at its place.
    pub anchor: HPos,
}

impl Text {
    /// Plain text that begins at its place.
    pub const fn new(size: f64) -> Self {
        Self { size, bold: false, colour: INK, anchor: HPos::Left }
    }
    /// Semibold.
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }
    /// In another colour.
    pub const fn colour(self, colour: RGBColor) -> Self {
        Self { colour, ..self }
    }
    /// Ends at its place.
    pub const fn right(self) -> Self {
        Self { anchor: HPos::Right, ..self }
    }
    /// Centred on its place.
    pub const fn centred(self) -> Self {
        Self { anchor: HPos::Center, ..self }
    }
    /// Its width.
    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.bold)
    }
    /// The text cut to fit.
    pub fn fitted(&self, text: &str, room: i32) -> String {
        font::fitted(text, self.size, self.bold, f64::from(room))
    }
    /// The text broken into lines that fit.
    pub fn lines(&self, text: &str, room: i32) -> Vec<String> {
        font::lines(text, self.size, self.bold, f64::from(room))
    }
}

/// What a row, a panel or a curve is called.
pub const NAME: Text = Text::new(17.0).bold();
/// What is read second: marks of an axis, captions, notes. Nothing in a drawing is smaller.
pub const SMALL: Text = Text::new(16.0).colour(QUIET);
/// A figure.
pub const NUMBER: Text = Text::new(17.0);

/// A sheet under work.
pub struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

type Drawn = Result<(), CannotDraw>;

impl<'a> Canvas<'a> {
    /// A white sheet.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn new(svg: &'a mut String, height: i32) -> Result<Self, CannotDraw> {
        Self::sized(svg, (WIDTH, height))
    }

    /// A white sheet of another width.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn sized(svg: &'a mut String, (width, height): (i32, i32)) -> Result<Self, CannotDraw> {
        let area = SVGBackend::with_string(svg, (width.max(1) as u32, height.max(1) as u32)).into_drawing_area();
        area.fill(&WHITE).map_err(CannotDraw::new)?;
        Ok(Self { area })
    }

    /// A text whose middle is at `y`.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn text(&self, text: &str, (x, y): (i32, i32), set: Text) -> Drawn {
        let style = if set.bold { FontStyle::Bold } else { FontStyle::Normal };
        let font = (FontFamily::Name(font::FAMILY), set.size * SIZE_FACTOR, style).into_font();
        let style = TextStyle::from(font).color(&set.colour).pos(Pos::new(set.anchor, VPos::Center));
        // XML has no way to write most control characters.
        let text: String = text
            .chars()
            .filter(|letter| !turns_text(*letter))
            .map(|letter| if letter.is_control() { char::REPLACEMENT_CHARACTER } else { letter })
            .collect();
        self.area.draw_text(&text, &style, (x, y)).map_err(CannotDraw::new)
    }

    /// A straight line.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn line(&self, from: (i32, i32), to: (i32, i32), colour: RGBColor, width: u32) -> Drawn {
        self.area.draw(&PathElement::new([from, to], colour.stroke_width(width))).map_err(CannotDraw::new)
    }

    /// A line through several places.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn path(&self, places: Vec<(i32, i32)>, colour: RGBColor, width: u32) -> Drawn {
        self.area.draw(&PathElement::new(places, colour.stroke_width(width))).map_err(CannotDraw::new)
    }

    /// A line through several places, in dashes of so many pixels with gaps of so many.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn dashes(&self, places: &[(i32, i32)], lengths: (u32, u32), colour: RGBColor, width: u32) -> Drawn {
        dashed(places, lengths).into_iter().try_for_each(|dash| self.path(dash, colour, width))
    }

    /// The edge of a polygon.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn outline(&self, mut points: Vec<(i32, i32)>, colour: RGBColor, width: u32) -> Drawn {
        points.extend(points.first().copied());
        self.path(points, colour, width)
    }

    /// A rectangle filled with a pale colour, with an edge that stands out.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn framed(&self, corner: (i32, i32), opposite: (i32, i32), fill: RGBColor, edge: RGBColor) -> Drawn {
        self.bar(corner, opposite, fill)?;
        self.area.draw(&Rectangle::new([corner, opposite], edge.stroke_width(1))).map_err(CannotDraw::new)
    }

    /// A filled rectangle.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn bar(&self, corner: (i32, i32), opposite: (i32, i32), colour: RGBColor) -> Drawn {
        self.area.draw(&Rectangle::new([corner, opposite], colour.filled())).map_err(CannotDraw::new)
    }

    /// A circle, filled or open with a white middle.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn circle(&self, at: (i32, i32), radius: i32, colour: RGBColor, filled: bool) -> Drawn {
        self.area.draw(&Circle::new(at, radius, colour.filled())).map_err(CannotDraw::new)?;
        if filled { Ok(()) } else { self.area.draw(&Circle::new(at, radius - 3, WHITE.filled())).map_err(CannotDraw::new) }
    }

    /// A filled polygon.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn polygon(&self, points: Vec<(i32, i32)>, colour: RGBColor) -> Drawn {
        self.area.draw(&Polygon::new(points, colour.filled())).map_err(CannotDraw::new)
    }

    /// The end of the drawing.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn finish(self) -> Drawn {
        self.area.present().map_err(CannotDraw::new)
    }
}

/// The dashes of a line; a dash goes round a corner.
fn dashed(places: &[(i32, i32)], (dash, gap): (u32, u32)) -> Vec<Vec<(i32, i32)>> {
    let (dash, gap) = (f64::from(dash.max(1)), f64::from(gap.max(1)));
    let mut dashes: Vec<Vec<(i32, i32)>> = Vec::new();
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

/// Title, subtitle and footnote of a chart, and the room that they take.
#[derive(Debug, Clone)]
pub struct Frame {
    title: Vec<String>,
    subtitle: Vec<String>,
    footnote: Vec<String>,
}

impl Frame {
    const TITLE: Text = Text::new(TITLE).bold();
    const SUBTITLE: Text = Text::new(17.0).colour(QUIET);
    const FOOTNOTE: Text = Text::new(15.0).colour(QUIET);

    /// Sets the texts in lines; the footnote may have line breaks of its own.
    pub fn new(title: &str, subtitle: &str, footnote: &str) -> Self {
        let room = WIDTH - 2 * MARGIN;
        Self {
            title: font::balanced(title, TITLE, true, f64::from(room)),
            subtitle: Self::SUBTITLE.lines(subtitle, room),
            footnote: footnote.lines().flat_map(|paragraph| Self::FOOTNOTE.lines(paragraph, room)).collect(),
        }
    }

    /// Where the drawing may begin.
    pub fn top(&self) -> i32 {
        MARGIN + LINES[0] * self.title.len() as i32 + 6 + LINES[1] * self.subtitle.len() as i32 + 18
    }

    /// Room below the drawing.
    pub fn bottom(&self) -> i32 {
        MARGIN - 12 + LINES[2] * self.footnote.len() as i32
    }

    /// Draws the texts on a sheet of this height.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn draw(&self, canvas: &Canvas<'_>, height: i32) -> Drawn {
        let mut y = MARGIN + 10;
        for line in &self.title {
            canvas.text(line, (MARGIN, y), Self::TITLE)?;
            y += LINES[0];
        }
        y += 2;
        for line in &self.subtitle {
            canvas.text(line, (MARGIN, y), Self::SUBTITLE)?;
            y += LINES[1];
        }
        let mut y = height - self.bottom() + 16;
        for line in &self.footnote {
            canvas.text(line, (MARGIN, y), Self::FOOTNOTE)?;
            y += LINES[2];
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2.2 defines them.
    fn contrast_to_white(RGBColor(r, g, b): RGBColor) -> f64 {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { crate::engine::math::exp(2.4 * crate::engine::math::ln((c + 0.055) / 1.055)) }
        };
        1.05 / (0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) + 0.05)
    }

    #[test]
    fn systems_stand_out_from_white_and_texts_more_so() {
        assert!((contrast_to_white(RGBColor(0, 0, 0)) - 21.0).abs() < 1e-9);
        assert!((0..MOST_SYSTEMS).all(|place| contrast_to_white(system_colour(place)) >= 3.0));
        assert!(contrast_to_white(system_colour(MOST_SYSTEMS)) < 3.0);
        assert!([INK, QUIET].into_iter().all(|ink| contrast_to_white(ink) >= 4.5));
        assert!((0..9).all(|place| contrast_to_white(readable(system_colour(place))) >= 4.5));
    }

    #[test]
    fn dashes_go_round_corners() {
        let dashes = dashed(&[(0, 0), (10, 0), (10, 10)], (6, 3));
        assert_eq!(dashes, [vec![(0, 0), (6, 0)], vec![(9, 0), (10, 0), (10, 5)], vec![(10, 8), (10, 10)]]);
        assert!(dashed(&[], (6, 3)).is_empty() && dashed(&[(1, 1)], (6, 3)).is_empty());
    }

    #[test]
    fn hostile_texts_stay_texts() {
        let mut svg = String::new();
        let canvas = Canvas::new(&mut svg, 100).expect("a sheet");
        canvas.text("<script>\u{1b}&\0", (5, 50), SMALL).expect("drawn");
        canvas.finish().expect("finished");
        assert!(svg.contains("&lt;script&gt;\u{fffd}&amp;\u{fffd}"), "{svg}");
        font::png(&svg).expect("a picture");
    }
}
