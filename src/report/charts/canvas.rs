//! A sheet to draw on: shapes, text and colours, in pixels from the upper left.

use super::font;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::fmt;

/// Width of every chart.
pub const WIDTH: i32 = 1200;
/// Room around.
pub const MARGIN: i32 = 40;
/// The text that is read first.
const TITLE: f64 = 24.0;
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
/// Systems in their order; the first is the baseline.
const SYSTEMS: [RGBColor; 7] =
    [GREY, BLUE, RGBColor(0xE6, 0x9F, 0x00), RGBColor(0x00, 0x9E, 0x73), RGBColor(0xCC, 0x79, 0xA7), RGBColor(0x56, 0xB4, 0xE9), VERMILION];

/// Colour of a system by its place.
pub fn system_colour(place: usize) -> RGBColor {
    SYSTEMS[if place < SYSTEMS.len() { place } else { 1 + (place - 1) % (SYSTEMS.len() - 1) }]
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
        self.area.draw_text(text, &style, (x, y)).map_err(CannotDraw::new)
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

/// Title, subtitle and footnote of a chart, and the room that they take.
#[derive(Debug, Clone)]
pub struct Frame {
    title: Vec<String>,
    subtitle: Vec<String>,
    footnote: Vec<String>,
}

impl Frame {
    const TITLE: Text = Text::new(TITLE).bold();
    const SUBTITLE: Text = Text::new(15.0).colour(QUIET);
    const FOOTNOTE: Text = Text::new(13.0).colour(QUIET);

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
        MARGIN + 32 * self.title.len() as i32 + 6 + 22 * self.subtitle.len() as i32 + 18
    }

    /// Room below the drawing.
    pub fn bottom(&self) -> i32 {
        MARGIN - 12 + 20 * self.footnote.len() as i32
    }

    /// Draws the texts on a sheet of this height.
    ///
    /// # Errors
    /// If it cannot be drawn.
    pub fn draw(&self, canvas: &Canvas<'_>, height: i32) -> Drawn {
        let mut y = MARGIN + 10;
        for line in &self.title {
            canvas.text(line, (MARGIN, y), Self::TITLE)?;
            y += 32;
        }
        y += 2;
        for line in &self.subtitle {
            canvas.text(line, (MARGIN, y), Self::SUBTITLE)?;
            y += 22;
        }
        let mut y = height - self.bottom() + 16;
        for line in &self.footnote {
            canvas.text(line, (MARGIN, y), Self::FOOTNOTE)?;
            y += 20;
        }
        Ok(())
    }
}
