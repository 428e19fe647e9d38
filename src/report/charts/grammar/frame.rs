//! What stands around every chart: title and subtitle above, a footnote below.

use super::canvas::{Canvas, MARGIN, WIDTH};
use super::font;
use super::paint::QUIET;
use super::text::Text;
use crate::report::results::words::sentence;

/// Height of a line of the title, of the subtitle and of the footnote.
const LINES: [i32; 3] = [34, 24, 22];
/// The text that is read first.
const TITLE: Text = Text::new(26.0).bold();
const SUBTITLE: Text = Text::new(17.0).paint(QUIET);
const FOOTNOTE: Text = Text::new(15.0).paint(QUIET);

/// Title, subtitle and footnote of a chart, and the room that they take.
#[derive(Debug, Clone)]
pub struct Frame {
    title: Vec<String>,
    subtitle: Vec<String>,
    footnote: Vec<String>,
}

impl Frame {
    /// Sets the texts in lines; the footnote may have line breaks of its own.
    pub fn new(title: &str, subtitle: &str, footnote: &str) -> Self {
        let room = WIDTH - 2 * MARGIN;
        Self {
            title: font::balanced(&sentence(title), TITLE.size, TITLE.bold, f64::from(room)),
            subtitle: SUBTITLE.lines(&sentence(subtitle), room),
            footnote: footnote.lines().flat_map(|paragraph| FOOTNOTE.lines(paragraph, room)).collect(),
        }
    }

    /// Where the drawing may begin.
    pub fn top(&self) -> i32 {
        MARGIN + LINES[0] * self.title.len() as i32 + 6 + LINES[1] * self.subtitle.len() as i32 + 18
    }

    /// Room below the drawing.
    fn bottom(&self) -> i32 {
        MARGIN - 12 + LINES[2] * self.footnote.len() as i32
    }

    /// A sheet with these texts, for a drawing that ends at this height.
    pub fn canvas(&self, end: i32) -> Canvas {
        let mut canvas = Canvas::new((WIDTH, end + self.bottom()));
        let mut y = MARGIN + 10;
        for line in &self.title {
            canvas.title(line, (MARGIN, y), TITLE);
            y += LINES[0];
        }
        y += 2;
        for line in &self.subtitle {
            canvas.text(line, (MARGIN, y), SUBTITLE);
            y += LINES[1];
        }
        let mut y = end + 16;
        for line in &self.footnote {
            canvas.text(line, (MARGIN, y), FOOTNOTE);
            y += LINES[2];
        }
        canvas
    }
}
