//! Charts, made from stored results: SVG with its text as text, and PNG at twice the size.
//!
//! Colours are those of Okabe and Ito, which people who see colours differently can tell apart; the
//! baseline is grey. Nothing is told by colour alone: shapes, lightness and words say it too.

pub mod canvas;
pub mod differences;
pub mod endings;
pub mod font;

use super::document::Document;
use canvas::CannotDraw;

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

impl Chart {
    fn new(name: String, svg: String) -> Result<Self, CannotDraw> {
        let png = font::png(&svg)?;
        Ok(Self { name, svg, png })
    }
}

/// All charts of an experiment: the differences of each system from the baseline, and the endings.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn draw(document: &Document) -> Result<Vec<Chart>, CannotDraw> {
    let mut charts = Vec::new();
    for difference in &document.differences {
        let name = match document.differences.len() {
            1 => "differences".to_string(),
            _ => format!("differences-{}", super::folder::clean_name(&difference.scenario)),
        };
        charts.push(Chart::new(name, differences::svg(document, difference)?)?);
    }
    charts.push(Chart::new("endings".to_string(), endings::svg(document)?)?);
    Ok(charts)
}
