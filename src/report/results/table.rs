//! The one table that every face shows: a terminal, Markdown, a page, a file and a workbook.

use super::csv::{Lines, guarded, number};
use super::words::{grouped, short, signed};
use crate::experiment::verdicts::Standing;
use crate::measure::Measure;
use crate::scenario::read::plain_number;
use jiff::civil::Date;

/// What stands where nothing is known.
pub const UNKNOWN: &str = "–";

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Name of the file or sheet that it is alone in, `[a-z0-9-]`; empty where it stands among text.
    pub name: String,
    /// What it holds, with units where all cells share one.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each at most as long as there are columns.
    pub rows: Vec<Vec<Cell>>,
    /// How many further rows it has no room for.
    pub left_out: usize,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Heading with its unit: "deals per month", "bookings, EUR".
    pub heading: String,
    /// Whether its cells are read as words, from the left, or as figures, from the right.
    pub is_words: bool,
    /// How its numbers are shown.
    pub style: Style,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A name or a sentence. Names come from users: whoever prints them makes them harmless.
    Text(String),
    /// What is settled, in words.
    Settled(String, Standing),
    /// A number.
    Number {
        /// As it is.
        value: f64,
        /// How it is shown, if not as its column says.
        style: Option<Style>,
    },
    /// A day: a spreadsheet gets a date that it can count with, everybody else year, month and day.
    Date(Date),
    /// Nothing is known.
    Empty,
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// What it is.
    pub kind: Kind,
    /// Whether the sign is always shown.
    pub is_signed: bool,
}

/// What a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A whole number, or a sum of money.
    Whole,
    /// With so many digits after the point.
    Decimal(u8),
    /// A sum of money to the cent, in files too.
    Cents,
    /// A share, shown in per cent.
    Share,
    /// With as many digits as it has.
    Exact,
    /// With three digits that count, and without zeros at its end.
    Short,
}

impl Style {
    /// A whole number.
    pub const WHOLE: Self = Self { kind: Kind::Whole, is_signed: false };
    /// With two digits after the point.
    pub const TWO: Self = Self { kind: Kind::Decimal(2), is_signed: false };
    /// A sum of money to the cent.
    pub const CENTS: Self = Self { kind: Kind::Cents, is_signed: false };
    /// A share.
    pub const SHARE: Self = Self { kind: Kind::Share, is_signed: false };
    /// With as many digits as it has.
    pub const EXACT: Self = Self { kind: Kind::Exact, is_signed: false };

    /// With three digits that count.
    pub const SHORT: Self = Self { kind: Kind::Short, is_signed: false };

    /// With so many digits.
    pub const fn decimals(decimals: u8) -> Self {
        Self { kind: Kind::Decimal(decimals), is_signed: false }
    }

    /// With its sign.
    pub const fn signed(self) -> Self {
        Self { is_signed: true, ..self }
    }

    /// For a measure whose values are about as large as this.
    pub fn of(measure: Measure, scale: f64) -> Self {
        let kind = match (measure.unit(), scale.abs()) {
            ("share", _) => Kind::Share,
            (_, scale) if scale >= 1000.0 => Kind::Whole,
            (_, scale) if scale >= 100.0 => Kind::Decimal(1),
            (_, scale) if scale >= 1.0 => Kind::Decimal(2),
            _ => Kind::Decimal(3),
        };
        Self { kind, is_signed: false }
    }

    /// A number as people read it: rounded, grouped, with a real minus sign.
    pub fn shown(self, value: f64) -> String {
        let written = if self.is_signed { signed } else { grouped };
        match self.kind {
            Kind::Whole => written(value, 0),
            Kind::Decimal(decimals) => written(value, usize::from(decimals)),
            Kind::Cents => written(value, 2),
            Kind::Share => format!("{} %", written(100.0 * value, 1)),
            Kind::Exact => plain_number(value),
            Kind::Short => short(value),
        }
    }
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A number with so many digits after the point; nothing if it is not finite.
    pub fn number(value: f64, decimals: usize) -> Self {
        Self::maybe(Some(value), decimals)
    }

    /// The same for what may be unknown.
    pub fn maybe(value: Option<f64>, decimals: usize) -> Self {
        Self::styled(value, Style::decimals(decimals.min(usize::from(u8::MAX)) as u8))
    }

    /// Both ends of an interval, with so many digits after the point.
    pub fn interval(ends: Option<[f64; 2]>, decimals: usize) -> [Self; 2] {
        [0, 1].map(|end| Self::maybe(ends.map(|ends| ends[end]), decimals))
    }

    /// A number shown in its own way; nothing if it is unknown or not finite.
    pub fn styled(value: Option<f64>, style: Style) -> Self {
        Self::finite(value, Some(style))
    }

    /// A number shown as its column says; nothing if it is unknown or not finite.
    pub fn plain(value: impl Into<Option<f64>>) -> Self {
        Self::finite(value.into(), None)
    }

    fn finite(value: Option<f64>, style: Option<Style>) -> Self {
        value.filter(|value| value.is_finite()).map_or(Self::Empty, |value| Self::Number { value, style })
    }

    /// The number in it.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Number { value, .. } => Some(*value),
            Self::Text(_) | Self::Settled(..) | Self::Date(_) | Self::Empty => None,
        }
    }

    /// What is read in it.
    pub fn shown(&self, column: &Column) -> String {
        match self {
            Self::Text(text) | Self::Settled(text, _) => text.clone(),
            Self::Number { value, style } => style.unwrap_or(column.style).shown(*value),
            Self::Date(day) => day.to_string(),
            Self::Empty => UNKNOWN.to_string(),
        }
    }
}

impl Column {
    /// A column of numbers.
    pub fn new(heading: impl Into<String>, style: Style) -> Self {
        Self { heading: heading.into(), is_words: false, style }
    }

    /// A column of words.
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), is_words: true, style: Style::WHOLE }
    }

    /// A column of words, then columns of figures.
    pub fn words_then_figures(headings: impl IntoIterator<Item = impl Into<String>>) -> Vec<Self> {
        headings.into_iter().enumerate().map(|(place, heading)| Self { is_words: place == 0, ..Self::from(heading.into()) }).collect()
    }
}

impl<T: Into<String>> From<T> for Column {
    fn from(heading: T) -> Self {
        Self::new(heading, Style::TWO)
    }
}

impl Table {
    /// A table without rows.
    pub fn new(caption: impl Into<String>, columns: impl IntoIterator<Item = impl Into<Column>>) -> Self {
        Self { caption: caption.into(), columns: columns.into_iter().map(Into::into).collect(), ..Self::default() }
    }

    /// A table with its rows.
    pub fn filled(
        caption: impl Into<String>,
        columns: impl IntoIterator<Item = impl Into<Column>>,
        rows: impl IntoIterator<Item = Vec<Cell>>,
    ) -> Self {
        Self { rows: rows.into_iter().collect(), ..Self::new(caption, columns) }
    }

    /// A table of texts that stands among text.
    pub fn of_texts(columns: Vec<Column>, rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let rows = rows.into_iter().map(|row| row.into_iter().map(Cell::Text).collect()).collect();
        Self { columns, rows, ..Self::default() }
    }

    /// The same with one row more, made as long as there are columns.
    pub fn row(mut self, cells: impl IntoIterator<Item = Cell>) -> Self {
        self.push(cells);
        self
    }

    /// Adds a row, made as long as there are columns.
    pub fn push(&mut self, cells: impl IntoIterator<Item = Cell>) {
        let mut row: Vec<Cell> = cells.into_iter().take(self.columns.len()).collect();
        row.resize(self.columns.len(), Cell::Empty);
        self.rows.push(row);
    }

    /// What is read in its rows.
    pub fn shown(&self) -> impl Iterator<Item = Vec<String>> {
        self.rows.iter().map(|row| row.iter().zip(&self.columns).map(|(cell, column)| cell.shown(column)).collect())
    }

    /// As comma-separated lines: texts guarded against formulas, numbers with every digit, sums of money in cents rounded to them.
    pub fn to_csv(&self) -> String {
        let mut lines = Lines::headed(self.columns.iter().map(|column| guarded(&column.heading)));
        for row in &self.rows {
            lines.push(row.iter().zip(&self.columns).map(|(cell, column)| match cell {
                Cell::Text(text) | Cell::Settled(text, _) => guarded(text),
                Cell::Date(day) => day.to_string(),
                Cell::Number { value, style } if style.unwrap_or(column.style).kind == Kind::Cents => cents(*value),
                other => number(other.value()),
            }));
        }
        lines.into_text()
    }
}

/// A sum to the cent, without a sign where nothing is left of it.
fn cents(value: f64) -> String {
    let rounded = (100.0 * value).round() / 100.0;
    format!("{:.2}", if rounded == 0.0 { 0.0 } else { rounded })
}

#[cfg(test)]
mod tests {
    use super::super::markdown::within_cell;
    use super::*;

    #[test]
    fn every_face_shows_the_same_cells() {
        let columns = vec![Column::text("system"), Column::new("share", Style::SHARE), Column::from("deals per month")];
        let table = Table::new("caption", columns)
            .row([Cell::text("a|b"), Cell::plain(0.125), Cell::number(-1234.5, 1)])
            .row([Cell::Settled("better".into(), Standing::Better), Cell::plain(f64::NAN)]);
        let shown: Vec<Vec<String>> = table.shown().collect();
        assert_eq!(shown, [["a|b", "12.5 %", "−1,234.5"], ["better", "–", "–"]]);
        assert_eq!(
            table.to_markdown(within_cell),
            "| system | share | deals per month |\n|---|---:|---:|\n| a\\|b | 12.5 % | −1,234.5 |\n| better | – | – |"
        );
        assert_eq!(table.to_csv(), "system,share,deals per month\na|b,0.125,-1234.5\nbetter,,\n");
    }

    #[test]
    fn money_in_cents_has_two_digits_in_files_too() {
        let table = Table::new("", [Column::new("paid, EUR", Style::CENTS)]);
        let table = table.row([Cell::plain(2.5)]).row([Cell::plain(1.0 / 3.0)]).row([Cell::plain(-1e-9)]);
        assert_eq!(table.to_csv(), "\"paid, EUR\"\n2.50\n0.33\n0.00\n");
    }

    #[test]
    fn numbers_are_shown_as_they_are_styled() {
        assert_eq!([Style::WHOLE, Style::TWO.signed(), Style::EXACT].map(|style| style.shown(1234.5)), ["1,234", "+1,234.50", "1234.5"]);
        assert_eq!(Style::of(Measure::DealsPerMonth, 150.0), Style::decimals(1));
    }
}
