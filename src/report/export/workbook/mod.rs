//! `report.xlsx`: what a run or a comparison says, as a workbook with tables and charts of its own, which can be changed and copied.

mod charts;
mod sheet;
mod summary;

use super::tables::{of_picture, tables};
use crate::report::charts::grammar::Picture;
use crate::report::results::stored::Stored;
use crate::report::results::table::Table;
use crate::report::results::verdict::source;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};
use sheet::Formats;

/// Most rows of a sheet, and most characters of a cell, that the file format allows.
const MOST_SHEET_ROWS: u32 = 1_048_576;
const MOST_CHARACTERS: usize = 32_767;

/// The workbook. `setting` says whom the systems sell to, as for [`source`]. The same results give the same bytes.
///
/// # Errors
/// If the workbook cannot be put together.
pub fn render(stored: &Stored, pictures: &[Picture], setting: &str) -> Result<Vec<u8>, XlsxError> {
    let names: Vec<String> = stored.systems.iter().map(|system| system.name.clone()).collect();
    let source = source(&stored.document, &names, setting);
    let tables = tables(stored);
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(&source)?);
    let charts = charts::charts(stored, &tables);
    summary::write(workbook.add_worksheet(), stored, &source, &charts, &formats)?;
    if charts.len() > summary::CHARTS {
        let sheet = workbook.add_worksheet();
        sheet::begin(sheet, "Charts", true)?;
        charts::place(sheet, &charts[summary::CHARTS..])?;
    }
    for table in &tables {
        sheet::write_table(workbook.add_worksheet(), table, &source, &formats)?;
    }
    let figures: Vec<(&Picture, Table)> = pictures.iter().map(|picture| (picture, of_picture(picture))).collect();
    if !figures.is_empty() {
        sheet::write_figures(workbook.add_worksheet(), &figures, &source, &formats)?;
    }
    workbook.save_to_buffer()
}

/// A workbook of findings and figures alone, for experiments that hold no customers.
///
/// # Errors
/// If the workbook cannot be put together.
pub fn of_figures(title: &str, findings: &[String], method: &str, pictures: &[Picture]) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(method)?);
    summary::write_findings(workbook.add_worksheet(), title, findings, method, &formats)?;
    let figures: Vec<(&Picture, Table)> = pictures.iter().map(|picture| (picture, of_picture(picture))).collect();
    if !figures.is_empty() {
        sheet::write_figures(workbook.add_worksheet(), &figures, method, &formats)?;
    }
    workbook.save_to_buffer()
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
