//! Sheets with tables.

use super::{MOST_CHARACTERS, MOST_SHEET_ROWS, sheet_name};
use crate::report::charts::grammar::Picture;
use crate::report::results::table::{Cell, Kind, Style, Table};
use crate::report::results::words::{grouped, legal, turns_text};
use jiff::civil::Date;
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatAlign, Table as NativeTable, TableColumn, TableStyle, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// Row of the headings of a table.
pub const HEADINGS: u32 = 3;
/// Rows of figures beyond which no more are written.
const MOST_FIGURE_ROWS: u32 = 50_000;
/// Rows that are looked at for the width of a column.
const SAMPLE: usize = 300;

/// What cells look like.
pub struct Formats {
    /// A title.
    pub title: Format,
    /// A sentence below it.
    pub note: Format,
    /// A sentence in a merged cell.
    pub paragraph: Format,
    /// A heading.
    pub heading: Format,
    /// A text.
    pub text: Format,
    /// A day.
    pub date: Format,
    numbers: BTreeMap<(u8, bool), Format>,
}

impl Formats {
    /// All of them.
    pub fn new() -> Self {
        let mut numbers = BTreeMap::new();
        for is_signed in [false, true] {
            for decimals in 0..=6 {
                numbers.insert((decimals, is_signed), number_format(&fixed(decimals), is_signed));
            }
            numbers.insert((PERCENT, is_signed), number_format("0.0%", is_signed));
        }
        Self {
            title: Format::new().set_bold().set_font_size(14),
            note: Format::new().set_font_color(Color::RGB(0x595959)),
            paragraph: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            heading: Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
            text: Format::new(),
            date: Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            numbers,
        }
    }

    /// How a number is shown.
    pub fn number(&self, style: Style) -> &Format {
        let key = match style.kind {
            Kind::Whole => 0,
            Kind::Cents => 2,
            Kind::Decimal(decimals) => decimals.min(6),
            Kind::Exact | Kind::Short => 6,
            Kind::Share => PERCENT,
        };
        self.numbers.get(&(key, style.is_signed)).unwrap_or(&self.text)
    }
}

/// Key of shares among the formats.
const PERCENT: u8 = 100;

fn fixed(decimals: u8) -> String {
    if decimals == 0 { "#,##0".to_string() } else { format!("#,##0.{}", "0".repeat(usize::from(decimals))) }
}

fn number_format(code: &str, is_signed: bool) -> Format {
    Format::new().set_num_format(if is_signed { format!("+{code};-{code};{code}") } else { code.to_string() })
}

/// A text as a cell can hold it: no characters that XML cannot hold or that turn the text around, and not too many.
pub fn tidy(text: &str) -> String {
    let legal: String = legal(text).chars().filter(|letter| !turns_text(*letter)).collect();
    // Excel counts UTF-16.
    if legal.encode_utf16().count() <= MOST_CHARACTERS {
        return legal;
    }
    let mut room = MOST_CHARACTERS - 1;
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let cut: String = legal
        .chars()
        .take_while({
            let mut fits = fits;
            move |letter| fits(letter)
        })
        .collect();
    cut + "…"
}

/// Name, paper and margins of a sheet. Wide ones are printed on the long side.
pub fn begin(sheet: &mut Worksheet, name: &str, is_wide: bool) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    sheet.set_name(name)?;
    sheet.set_paper_size(A4);
    if is_wide {
        sheet.set_landscape();
    }
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_footer("&L&8winflow&C&8&A&R&8&P / &N");
    Ok(())
}

/// A sheet with a native table.
pub fn write_table(sheet: &mut Worksheet, table: &Table, source: &str, formats: &Formats) -> Result<(), XlsxError> {
    begin(sheet, &sheet_name(&table.name), true)?;
    sheet.write_string_with_format(0, 0, sheet_name(&table.name), &formats.title)?;
    let caption = format!("{}{} {source}", table.caption, without_room(table));
    sheet.write_string_with_format(1, 0, tidy(&caption), &formats.note)?;
    let rows = write_cells(sheet, table, HEADINGS, formats)?;
    let columns: Vec<TableColumn> =
        headings(table).into_iter().map(|heading| TableColumn::new().set_header(heading).set_header_format(&formats.heading)).collect();
    let native = NativeTable::new()
        .set_name(format!("table_{}", table.name.replace('-', "_")))
        .set_columns(&columns)
        .set_style(TableStyle::Light1)
        .set_alt_text(tidy(&table.caption));
    let last = table.columns.len().saturating_sub(1) as u16;
    sheet.add_table(HEADINGS, 0, HEADINGS + rows.max(1), last, &native)?;
    sheet.set_freeze_panes(HEADINGS + 1, frozen(table))?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    sheet.set_row_height(HEADINGS, 48)?;
    for (column, width) in widths(table).into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    Ok(())
}

/// Rows that a sheet has below headings in this row.
pub fn room(headings: u32) -> usize {
    (MOST_SHEET_ROWS - headings - 1) as usize
}

/// What is said of rows that the file format has no room for.
fn without_room(table: &Table) -> String {
    let (rows, of) = (room(HEADINGS), table.rows.len());
    if rows < of { format!(" The first {rows} rows of {of}: a sheet has no room for more.") } else { String::new() }
}

/// The first column stays in view when there are many.
fn frozen(table: &Table) -> u16 {
    u16::from(table.columns.len() > 6)
}

/// Writes the rows of a table below its headings. Gives how many there were room for.
fn write_cells(sheet: &mut Worksheet, table: &Table, headings: u32, formats: &Formats) -> Result<u32, XlsxError> {
    let mut at = headings;
    for row in table.rows.iter().take(room(headings)) {
        at += 1;
        for (place, (field, column)) in row.iter().zip(&table.columns).enumerate() {
            let place = place as u16;
            match field {
                Cell::Text(text) | Cell::Settled(text, _) => _ = sheet.write_string_with_format(at, place, tidy(text), &formats.text)?,
                Cell::Number { value, style } => {
                    sheet.write_number_with_format(at, place, *value, formats.number(style.unwrap_or(column.style)))?;
                }
                Cell::Date(day) => write_date(sheet, at, place, *day, formats)?,
                Cell::Empty => {}
            }
        }
    }
    Ok(at - headings)
}

/// Writes a day as a date that a spreadsheet counts with; as text where it knows none: dates begin with 1900.
fn write_date(sheet: &mut Worksheet, row: u32, column: u16, day: Date, formats: &Formats) -> Result<(), XlsxError> {
    let parts = (u16::try_from(day.year()).unwrap_or_default(), day.month().unsigned_abs(), day.day().unsigned_abs());
    match ExcelDateTime::from_ymd(parts.0, parts.1, parts.2) {
        Ok(date) => _ = sheet.write_datetime_with_format(row, column, &date, &formats.date)?,
        Err(_) => _ = sheet.write_string_with_format(row, column, day.to_string(), &formats.text)?,
    }
    Ok(())
}

/// Headings as a native table asks for them: not empty, not too long, each once whatever the case of its letters.
fn headings(table: &Table) -> Vec<String> {
    const MOST: usize = 200;
    let mut taken: Vec<String> = Vec::new();
    let mut headings = Vec::new();
    for column in &table.columns {
        let plain: String = tidy(&column.heading).chars().take(MOST).collect();
        let plain = if plain.trim().is_empty() { "column".to_string() } else { plain };
        let candidates = (1..).map(|n| if n == 1 { plain.clone() } else { format!("{plain} ({n})") });
        let heading = candidates.into_iter().find(|h| !taken.contains(&h.to_lowercase())).unwrap_or_default();
        taken.push(heading.to_lowercase());
        headings.push(heading);
    }
    headings
}

/// Widths of the columns in characters, from what is in the first rows.
fn widths(table: &Table) -> Vec<f64> {
    (0..table.columns.len())
        .map(|column| {
            let heading = table.columns[column].heading.chars().count().div_ceil(3);
            let longest = table.rows.iter().take(SAMPLE).map(|row| match &row[column] {
                Cell::Text(text) | Cell::Settled(text, _) => text.chars().count(),
                Cell::Date(_) => 10,
                Cell::Empty => 0,
                number => grouped(number.value().unwrap_or(0.0), 2).chars().count(),
            });
            (longest.max().unwrap_or(0).max(heading) as f64 + 3.0).clamp(9.0, 48.0)
        })
        .collect()
}

/// One sheet with the figures behind all pictures, one below the other. Gives how many rows of figures there was room for.
pub fn write_figures(sheet: &mut Worksheet, figures: &[(&Picture, Table)], source: &str, formats: &Formats) -> Result<usize, XlsxError> {
    begin(sheet, "Figures", true)?;
    sheet.write_string_with_format(0, 0, "Figures behind the charts", &formats.title)?;
    sheet.write_string_with_format(1, 0, tidy(source), &formats.note)?;
    sheet.set_column_width(0, 36)?;
    for column in 1..16 {
        sheet.set_column_width(column, 16)?;
    }
    let (mut at, mut written): (u32, usize) = (3, 0);
    for (picture, table) in figures {
        let rows = table.rows.len() as u32;
        if at + rows + 6 > MOST_FIGURE_ROWS {
            sheet.write_string_with_format(at, 0, "The figures of further charts are left out.", &formats.note)?;
            break;
        }
        sheet.write_string_with_format(at, 0, tidy(&picture.title), &formats.title)?;
        sheet.write_string_with_format(at + 1, 0, tidy(&picture.message), &formats.text)?;
        sheet.write_string_with_format(at + 2, 0, tidy(&table.caption), &formats.note)?;
        for (place, heading) in headings(table).into_iter().enumerate() {
            sheet.write_string_with_format(at + 3, place as u16, heading, &formats.heading)?;
        }
        let rows = write_cells(sheet, table, at + 3, formats)?;
        (at, written) = (at + 3 + rows + 3, written + rows as usize);
    }
    Ok(written)
}
