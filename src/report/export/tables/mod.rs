//! The tables of an export, made once for workbooks and for CSV files: numbers as numbers with every digit, and how they are shown.

mod over_time;
mod people;
mod results;

use crate::measure::Measure;
use crate::report::charts::grammar::{Cell, Picture};
use crate::report::results::csv::{Lines, guarded, number};
use crate::report::results::stored::Stored;

pub use over_time::days_of_month;
pub(in crate::report::export) use results::CHART_COLUMNS;

/// Rows of a long table beyond which further worlds are left out: a workbook is for reading.
pub const MOST_ROWS: usize = 50_000;

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Name of its file and of its sheet, `[a-z0-9-]`.
    pub name: String,
    /// What is in it, in a sentence, with what was left out.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as there are columns.
    pub rows: Vec<Vec<Field>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Heading with its unit.
    pub heading: String,
    /// How its numbers are shown.
    pub style: Style,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// A text, which may come from users.
    Text(String),
    /// A number, shown as its column says.
    Number(f64),
    /// A number, shown in its own way.
    Styled(f64, Style),
    /// Nothing is known.
    Empty,
}

/// How numbers are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// The number.
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
    /// A share, shown in per cent.
    Share,
}

impl Style {
    /// A whole number.
    pub const WHOLE: Self = Self { kind: Kind::Whole, is_signed: false };
    /// With two digits after the point.
    pub const TWO: Self = Self { kind: Kind::Decimal(2), is_signed: false };
    /// A share.
    pub const SHARE: Self = Self { kind: Kind::Share, is_signed: false };

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
}

impl Field {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
    /// What may be unknown.
    pub fn maybe(value: Option<f64>) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Empty, Self::Number)
    }
    /// The same, shown in its own way.
    pub fn styled(value: Option<f64>, style: Style) -> Self {
        value.filter(|v| v.is_finite()).map_or(Self::Empty, |v| Self::Styled(v, style))
    }
    /// The number in it.
    pub fn value(&self) -> Option<f64> {
        match self {
            Self::Number(value) | Self::Styled(value, _) => Some(*value).filter(|v| v.is_finite()),
            Self::Text(_) | Self::Empty => None,
        }
    }
}

impl Column {
    /// A column.
    pub fn new(heading: impl Into<String>, style: Style) -> Self {
        Self { heading: heading.into(), style }
    }
    /// A column of texts.
    pub fn text(heading: impl Into<String>) -> Self {
        Self::new(heading, Style::WHOLE)
    }
}

impl Table {
    fn new(name: &str, caption: impl Into<String>, columns: Vec<Column>) -> Self {
        Self { name: name.to_string(), caption: caption.into(), columns, rows: Vec::new() }
    }

    /// Whether there is something in it.
    pub fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// As CSV: texts guarded against formulas, numbers as they are.
    pub fn to_csv(&self) -> String {
        let mut lines = Lines::headed(self.columns.iter().map(|column| guarded(&column.heading)));
        for row in &self.rows {
            lines.push(row.iter().map(|field| match field {
                Field::Text(text) => guarded(text),
                other => number(other.value()),
            }));
        }
        lines.into_text()
    }
}

/// The tables of a run or a comparison in the order in which they are read, those without rows left out.
pub fn tables(stored: &Stored) -> Vec<Table> {
    let tables = [
        results::differences(stored),
        results::measures(stored),
        results::endings(stored),
        results::same_customers(stored),
        over_time::months(stored),
        over_time::weeks(stored),
        people::people(stored),
        people::concentration(stored),
        people::periods(stored),
        results::deals(stored),
        results::worlds(stored),
        results::settings(stored),
        results::definitions(),
    ];
    tables.into_iter().filter(Table::has_rows).collect()
}

/// The figures of a picture as a table; its title and message are in the caption.
pub fn of_picture(picture: &Picture) -> Table {
    let field = |cell: &Cell| match cell {
        Cell::Text(text) => Field::text(text.clone()),
        Cell::Number { value, .. } => Field::styled(Some(*value), Style::of(Measure::DealsPerMonth, *value)),
        Cell::Empty => Field::Empty,
    };
    Table {
        name: format!("figure-{}", picture.name),
        caption: picture.data.caption.clone(),
        columns: picture.data.columns.iter().map(|heading| Column::new(heading.clone(), Style::TWO)).collect(),
        rows: picture.data.rows.iter().map(|row| row.iter().map(field).collect()).collect(),
    }
}

/// What a caption says of worlds that were left out.
fn left_out(told: usize, worlds: u64, file: &str) -> String {
    if (told as u64) < worlds {
        format!(" The first {told} worlds of {worlds}; the others are in {file}, as far as they were kept.")
    } else {
        String::new()
    }
}

/// The rows of long tables as far as there is room for whole worlds of all systems; also how many worlds these are.
fn within_room<'s, R>(stored: &'s Stored, rows: impl Fn(usize) -> &'s [R], world: impl Fn(&R) -> u64) -> (Vec<(usize, &'s R)>, usize) {
    let mut counts: std::collections::BTreeMap<u64, usize> = std::collections::BTreeMap::new();
    for place in 0..stored.systems.len() {
        rows(place).iter().for_each(|row| *counts.entry(world(row)).or_default() += 1);
    }
    let mut room = MOST_ROWS;
    let mut kept = Vec::new();
    for (world, count) in &counts {
        let Some(left) = room.checked_sub(*count) else { break };
        room = left;
        kept.push(*world);
    }
    let last = kept.last().copied();
    let all = (0..stored.systems.len()).flat_map(|place| rows(place).iter().map(move |row| (place, row)));
    let told = if kept.len() == counts.len() { stored.document.worlds as usize } else { last.map_or(0, |w| w as usize + 1) };
    (all.filter(|(_, row)| last.is_some_and(|last| world(row) <= last)).collect(), told)
}
