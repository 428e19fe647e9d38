//! A chart with what it says in words and the figures it is drawn from: for a page, for a workbook, and for people who do not see it.

use super::cannot_draw::CannotDraw;
use super::font;
use super::marks::Drawing;
use crate::report::results::table::Table;
use crate::report::results::words::sentence;

/// A chart, its message and its figures.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Name of its files, without ending: `[a-z0-9-]`, unique among the pictures of a report.
    pub name: String,
    /// The finding, as it stands above the chart; never surer than the intervals allow.
    pub title: String,
    /// What somebody who does not see the chart has to know: the finding and the figures that carry it, in one to three sentences.
    pub message: String,
    /// What is to be read below the title: the message without the title, if that is its beginning.
    pub caption: String,
    /// What its colours tell.
    pub tells: Tells,
    /// The one system, by its place, that it holds against the first.
    pub system: Option<usize>,
    /// What is drawn.
    pub drawing: Drawing,
    /// The figures that are drawn.
    pub data: Table,
}

/// What the colours of a picture tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    /// Which system a mark is of.
    Systems,
    /// What is settled of the differences between systems.
    Differences,
    /// What a mark is.
    Kinds,
}

/// What is said of a picture besides its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Something that goes on after the title.
    AfterTitle(String),
    /// Something that stands by itself.
    Apart(String),
}

impl Picture {
    /// A picture whose colours tell systems apart.
    pub fn new(name: impl Into<String>, title: String, said: Said, drawing: Drawing, data: Table) -> Self {
        let title = sentence(&title);
        let (message, caption) = match said {
            Said::AfterTitle(rest) if rest.is_empty() => (format!("{title}."), format!("{title}.")),
            Said::AfterTitle(rest) => (format!("{title}. {rest}"), rest),
            Said::Apart(message) => (message.clone(), message),
        };
        Self { name: name.into(), title, message, caption, tells: Tells::Systems, system: None, drawing, data }
    }

    /// The same with colours that tell something else.
    pub fn telling(self, tells: Tells) -> Self {
        Self { tells, ..self }
    }

    /// The same, about one system that is held against the first.
    pub fn about(self, system: usize) -> Self {
        Self { system: Some(system), ..self }
    }

    /// The drawing in both formats.
    ///
    /// # Errors
    /// If the SVG cannot be made into a PNG.
    pub fn chart(&self) -> Result<Chart, CannotDraw> {
        let svg = self.drawing.svg()?;
        Ok(Chart { name: self.name.clone(), png: font::png(&svg)?, svg })
    }
}

/// A chart in both formats.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Name of its files, without ending.
    pub name: String,
    /// As SVG.
    pub svg: String,
    /// As PNG, at twice the size.
    pub png: Vec<u8>,
}

/// Names of files for names that users gave: `kind-name`, each once. A single one needs no name of its own.
///
/// ```
/// use winflow::report::charts::grammar::file_names;
/// assert_eq!(file_names("sweep", ["Hero (2)"]), ["sweep"]);
/// assert_eq!(file_names("sweep", ["Hero (2)", "hero-2", "🦀"]), ["sweep-hero-2", "sweep-hero-2-2", "sweep-system"]);
/// ```
pub fn file_names<'n>(kind: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<String> {
    let names: Vec<&str> = names.into_iter().collect();
    let mut given: Vec<String> = Vec::new();
    for name in &names {
        let plain = match names.len() {
            1 => kind.to_string(),
            _ => format!("{kind}-{}", plain(name)),
        };
        let mut unique = plain.clone();
        let mut count = 1;
        while given.contains(&unique) {
            count += 1;
            unique = format!("{plain}-{count}");
        }
        given.push(unique);
    }
    given
}

/// Small letters and digits of a name, with a stroke for whatever is between them.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for letter in name.chars().take(200) {
        if letter.is_ascii_alphanumeric() {
            plain.push(letter.to_ascii_lowercase());
        } else if !plain.is_empty() && !plain.ends_with('-') {
            plain.push('-');
        }
    }
    plain.truncate(60);
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() { "system".to_string() } else { plain.to_string() }
}
