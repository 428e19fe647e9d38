//! How text and tables are laid out for a terminal.

use crate::measure::Measure;
use crate::report::charts::standing::paint;
use crate::report::results::document::Document;
use crate::report::results::table::{Cell, Column, Table};
use comfy_table::{
    Cell as DrawnCell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table as Drawing, TableStyle, Width,
};

/// A line under the header and nothing between columns, where room is dear.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));
/// A space that no table drops.
const KEPT: char = '\u{a0}';

/// What a column has on its sides.
const MARGINS: usize = 2;
/// Words in narrower columns than this are broken only where there is no other way.
const COMFORTABLE: usize = 20;
/// Words in narrower columns than this cannot be read.
const READABLE: usize = 14;

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

    /// A table: figures are never broken into lines, words only between them. Where there is no room for that, each row is told in lines of
    /// its own.
    pub(super) fn draw(self, table: &Table) -> String {
        let Some(widths) = widths(table, usize::from(self.width)) else { return self.told(table) };
        let mut drawing = self.drawing(table);
        for (column, width) in drawing.column_iter_mut().zip(widths) {
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX))));
        }
        written(&drawing).replace(KEPT, " ")
    }

    /// A table row by row, each figure after its heading.
    fn told(self, table: &Table) -> String {
        let rows = table.rows.iter().map(|row| {
            let texts: Vec<String> = row.iter().zip(&table.columns).map(|(cell, column)| cell.shown(column).replace(KEPT, " ")).collect();
            let figures = texts.iter().zip(&table.columns).skip(1).filter(|(text, _)| !text.is_empty()).map(|(text, column)| {
                let heading = column.heading.trim();
                if heading.is_empty() { text.clone() } else { format!("{heading} {text}") }
            });
            let first = texts.first().cloned().unwrap_or_default();
            let figures = figures.collect::<Vec<_>>().join("; ");
            if figures.is_empty() {
                wrap(&first, self.width)
            } else {
                format!("{}\n{}", wrap(&first, self.width), indented(&figures, self.width, 0))
            }
        });
        let heading = table.columns.first().map_or("", |column| column.heading.trim());
        let heading = (!heading.is_empty()).then(|| format!("{heading}:"));
        heading.into_iter().chain(rows).collect::<Vec<_>>().join("\n")
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
        // A number stays with its sign of per cent.
        let drawn = DrawnCell::new(cell.shown(column).replace(" %", &format!("{KEPT}%")));
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

/// The widths of columns, their margins included, within so many letters; `None` if they have no room. The last words give way first.
fn widths(table: &Table, most: usize) -> Option<Vec<usize>> {
    let texts = |at: usize| {
        let cells = table.rows.iter().filter_map(move |row| row.get(at).map(|cell| cell.shown(&table.columns[at])));
        std::iter::once(table.columns[at].heading.clone()).chain(cells)
    };
    let longest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0) + MARGINS;
    let length = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = (0..table.columns.len()).map(|at| longest(&mut texts(at).map(|text| length(&text)))).collect();
    let word = |at: usize| longest(&mut texts(at).map(|text| text.split(' ').map(length).max().unwrap_or(0)));
    let words: Vec<usize> = (0..widths.len()).rev().filter(|&at| table.columns[at].is_words).collect();
    for least in [COMFORTABLE, READABLE] {
        for &at in &words {
            let over = widths.iter().sum::<usize>().saturating_sub(most);
            widths[at] -= over.min(widths[at].saturating_sub(least.max(word(at))));
        }
    }
    // Then headings of figures are broken.
    let cells = |at: usize| longest(&mut texts(at).skip(1).map(|text| length(&text)));
    let of_figures: Vec<usize> = (0..widths.len()).rev().filter(|&at| !table.columns[at].is_words).collect();
    for &at in &of_figures {
        let over = widths.iter().sum::<usize>().saturating_sub(most);
        let heading = table.columns[at].heading.split(' ').map(length).max().unwrap_or(0) + MARGINS;
        widths[at] -= over.min(widths[at].saturating_sub(cells(at).max(heading)));
    }
    (widths.iter().sum::<usize>() <= most).then_some(widths)
}

fn written(drawing: &Drawing) -> String {
    drawing.lines().map(|line| line.trim_end().to_string()).collect::<Vec<_>>().join("\n")
}

/// A text whose spaces no table drops, however it is [drawn](Look::draw).
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
    let further = u16::try_from(further).unwrap_or(u16::MAX);
    format!("  {}", wrap(text, width.saturating_sub(2).saturating_sub(further)).replace('\n', &set_in))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut columns = Column::words_then_figures(["", "hero", "team", "difference"]);
        columns.push(Column::text("team is"));
        let row = |label: &str, words: &str| [label, "1,467", "1,417", "−51 (−221 to +120)", words].map(Cell::text).to_vec();
        let mut table = Table::new("", columns);
        table.push(row("Cost per good-fit dialogue, EUR", "not settled: about 80 more worlds would settle it"));
        table.push(row("Win-wins per month", "better"));
        table
    }

    #[test]
    fn what_is_set_in_fits_the_width() {
        let text = "0.48 prices, plausible 0.25 to 0.8 (set so that the split of no decision is as in the study)";
        for further in [0, 2, 6] {
            let lines = indented(text, 40, further);
            assert!(lines.lines().count() > 1 && lines.lines().all(|line| line.chars().count() <= 40), "{lines}");
        }
    }

    /// Whatever the width, no word is broken and no line is too long.
    #[test]
    fn words_and_figures_stay_whole_at_any_width() {
        for width in [40, 60, 72, 80, 100, 140] {
            let drawn = Look { width, colour: false, all: false }.draw(&table());
            assert!(drawn.lines().all(|line| line.chars().count() <= usize::from(width)), "{drawn}");
            for word in ["good-fit", "dialogue,", "1,467", "settled:", "worlds", "better"] {
                assert!(
                    drawn.split_whitespace().any(|part| part.trim_end_matches([';', ',']) == word.trim_end_matches(',')),
                    "{word} is broken at {width}:\n{drawn}"
                );
            }
        }
        let told = Look { width: 60, colour: false, all: false }.draw(&table());
        assert!(told.contains("Win-wins per month\n  hero 1,467; team 1,417; difference −51 (−221 to +120);\n  team is better"), "{told}");
    }

    #[test]
    fn the_last_words_give_way_first() {
        let drawn = Look { width: 100, colour: false, all: false }.draw(&table());
        assert!(drawn.contains(" Cost per good-fit dialogue, EUR  1,467"), "{drawn}");
    }
}
