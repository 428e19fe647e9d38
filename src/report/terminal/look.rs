//! How text and tables are laid out for a terminal.

use crate::measure::Measure;
use crate::report::charts::standing::paint;
use crate::report::results::document::Document;
use crate::report::results::table::{Cell, Column, Table};
use comfy_table::{Cell as DrawnCell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table as Drawing, TableStyle};

/// A line under the header and nothing between columns, where room is dear.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));
/// A space that no table drops.
const KEPT: char = '\u{a0}';

/// How results are to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Width in characters.
    pub width: u16,
    /// Whether colour may be used, beside words.
    pub colour: bool,
    /// Every measure, or those that were named.
    pub all: bool,
}

impl Look {
    /// The measures shown.
    pub fn measures(&self, document: &Document) -> Vec<Measure> {
        if self.all { Measure::ALL.to_vec() } else { document.named().collect() }
    }

    /// A table, its long texts broken into lines: words to the left, figures to the right.
    pub(super) fn draw(self, table: &Table) -> String {
        written(&self.drawing(table))
    }

    /// The same with texts broken in one column alone: words can be, figures had better not.
    pub(super) fn draw_broken_in(self, broken: usize, table: &Table) -> String {
        let mut drawing = self.drawing(table);
        for (_, column) in drawing.column_iter_mut().enumerate().filter(|(place, _)| *place != broken) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        written(&drawing).replace(KEPT, " ")
    }

    fn drawing(self, table: &Table) -> Drawing {
        let mut drawing = Drawing::new();
        drawing.load_style(STYLE);
        drawing.set_content_arrangement(ContentArrangement::Dynamic).set_width(self.width);
        drawing.set_header(table.columns.iter().map(|column| column.heading.as_str()));
        if self.colour {
            drawing.enforce_styling();
        } else {
            drawing.force_no_tty();
        }
        for row in &table.rows {
            drawing.add_row(row.iter().zip(&table.columns).map(|(cell, column)| self.cell(cell, column)));
        }
        for (drawn, _) in drawing.column_iter_mut().zip(&table.columns).filter(|(_, column)| !column.is_words) {
            drawn.set_cell_alignment(CellAlignment::Right);
        }
        drawing
    }

    fn cell(self, cell: &Cell, column: &Column) -> DrawnCell {
        let drawn = DrawnCell::new(cell.shown(column));
        let colour = match cell {
            Cell::Settled(_, standing) if self.colour => paint(*standing).role.in_terminal(),
            _ => None,
        };
        match colour {
            Some(number) => drawn.fg(Color::AnsiValue(number)),
            None => drawn,
        }
    }
}

fn written(drawing: &Drawing) -> String {
    drawing.lines().map(|line| line.trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

/// A text whose spaces no table drops, if it is [broken in one column alone](Look::draw_broken_in).
pub(super) fn kept(text: &str) -> String {
    text.replace(' ', &KEPT.to_string())
}

/// Breaks a text into lines no longer than the width; what follows the first line of a list item is
/// indented like it.
pub fn wrap(text: &str, width: u16) -> String {
    let width = usize::from(width).max(20);
    let mut lines = Vec::new();
    // A number stays with its sign of per cent.
    let text = text.replace(" %", "\u{a0}%");
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join("\n").replace('\u{a0}', " ")
}

/// A text as an item of a list: set in by two, and what follows its first line by so many more.
pub fn indented(text: &str, width: u16, further: usize) -> String {
    let set_in = format!("\n{}", " ".repeat(2 + further));
    format!("  {}", wrap(text, width.saturating_sub(2)).replace('\n', &set_in))
}
