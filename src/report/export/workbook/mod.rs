//! `report.xlsx`: what a run or a comparison says, as a workbook with tables and charts of its own, which can be changed and copied.

mod charts;
mod sheet;
mod summary;

use super::tables::{Room, of_picture, tables};
use crate::report::charts::grammar::Picture;
use crate::report::results::stored::Stored;
use crate::report::results::table::Table;
use crate::report::results::verdict::source;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::Formats;

/// Most rows of a sheet that the file format allows.
pub const MOST_SHEET_ROWS: u32 = 1_048_576;
/// Most characters of a cell that it allows.
const MOST_CHARACTERS: usize = 32_767;

/// A workbook as it is written, and what it has no room for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Book {
    /// The file.
    pub bytes: Vec<u8>,
    /// Sheets that do not hold all rows.
    pub left_out: Vec<LeftOut>,
}

/// A sheet that does not hold all rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The sheet.
    pub sheet: String,
    /// The rows that it holds.
    pub rows: usize,
    /// The rows that there are.
    pub of: usize,
    /// The files of `tables/` that have them all.
    pub file: String,
}

impl LeftOut {
    /// Of a table, if there is something.
    fn of(table: &Table) -> Option<Self> {
        let rows = table.rows.len().min(sheet::room(sheet::HEADINGS));
        let of = table.rows.len() + table.left_out;
        (rows < of).then(|| Self { sheet: sheet_name(&table.name), rows, of, file: format!("{}.csv", table.name) })
    }

    /// Of the figures behind pictures, of which so many rows were written.
    fn of_figures(figures: &[(&Picture, Table)], rows: usize) -> Option<Self> {
        let of = figures.iter().map(|(_, table)| table.rows.len()).sum();
        (rows < of).then(|| Self { sheet: "Figures".to_string(), rows, of, file: "figure-*.csv".to_string() })
    }
}

/// The workbook. `setting` says whom the systems sell to, as for [`source`]. The same results give the same bytes.
///
/// # Errors
/// If the workbook cannot be put together.
pub fn render(stored: &Stored, pictures: &[Picture], setting: &str) -> Result<Book, XlsxError> {
    let names: Vec<String> = stored.systems.iter().map(|system| system.name.clone()).collect();
    let source = source(&stored.document, &names, setting);
    let tables = tables(stored, Room::WORKBOOK);
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&source)?);
    let charts = charts::charts(stored, &tables);
    summary::write(workbook.add_worksheet(), stored, &source, &charts, &formats)?;
    if charts.len() > summary::CHARTS {
        let sheet = workbook.add_worksheet();
        sheet::begin(sheet, "Charts", true)?;
        charts::place(sheet, &charts[summary::CHARTS..], 1)?;
    }
    for table in &tables {
        sheet::write_table(workbook.add_worksheet(), table, &source, &formats)?;
    }
    let mut left_out: Vec<LeftOut> = tables.iter().filter_map(LeftOut::of).collect();
    left_out.extend(write_figures(&mut workbook, pictures, &source, &formats)?);
    Ok(Book { bytes: workbook.save_to_buffer()?, left_out })
}

/// Adds a sheet with the figures behind pictures, if there are any.
fn write_figures(workbook: &mut Workbook, pictures: &[Picture], source: &str, formats: &Formats) -> Result<Option<LeftOut>, XlsxError> {
    if pictures.is_empty() {
        return Ok(None);
    }
    let figures: Vec<(&Picture, Table)> = pictures.iter().map(|picture| (picture, of_picture(picture))).collect();
    let rows = sheet::write_figures(workbook.add_worksheet(), &figures, source, formats)?;
    Ok(LeftOut::of_figures(&figures, rows))
}

/// A workbook of findings and figures alone, for experiments that hold no customers.
///
/// # Errors
/// If the workbook cannot be put together.
pub fn of_figures(title: &str, findings: &[String], method: &str, pictures: &[Picture]) -> Result<Book, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(method)?);
    summary::write_findings(workbook.add_worksheet(), title, findings, method, &formats)?;
    let left_out = write_figures(&mut workbook, pictures, method, &formats)?.into_iter().collect();
    Ok(Book { bytes: workbook.save_to_buffer()?, left_out })
}

/// A workbook of findings and tables.
///
/// # Errors
/// If the workbook cannot be put together.
pub fn of_tables(title: &str, findings: &[String], method: &str, tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(method)?);
    summary::write_findings(workbook.add_worksheet(), title, findings, method, &formats)?;
    for table in tables {
        sheet::write_table(workbook.add_worksheet(), table, method, &formats)?;
    }
    workbook.save_to_buffer()
}

/// Title and origin, and a date that says nothing: the same results are the same file.
fn properties(source: &str) -> Result<DocProperties, XlsxError> {
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let comment: String = sheet::tidy(source).chars().take(2000).collect();
    Ok(DocProperties::new().set_title("winflow report").set_author("winflow").set_comment(comment).set_creation_datetime(&date))
}

/// Name of the sheet of a table: "same-customers" is on "Same customers".
fn sheet_name(table: &str) -> String {
    let words = table.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).take(31).collect())
}
