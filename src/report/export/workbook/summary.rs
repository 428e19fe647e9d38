//! The first sheet: the answer, three numbers, and the charts that carry it.

use super::charts::{NativeChart, place};
use super::sheet::{Formats, begin, tidy};
use crate::measure::Measure;
use crate::report::results::cautions;
use crate::report::results::guards;
use crate::report::results::stored::Stored;
use crate::report::results::table::{Cell, Style};
use crate::report::results::verdict::{correction, lost_customers, not_safe, verdict};
use crate::report::results::words::list;
use rust_xlsxwriter::{Worksheet, XlsxError};

/// Charts on the first sheet.
pub const CHARTS: usize = 2;
/// Columns of a paragraph.
const LAST_COLUMN: u16 = 9;
/// Characters of a line of a paragraph.
const LINE: usize = 100;
/// The three numbers.
const NUMBERS: [Measure; 3] = [Measure::WinWinDealsPerMonth, Measure::RevenuePerMonth, Measure::ReturnOnSales];

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, stored: &Stored, source: &str, charts: &[NativeChart], formats: &Formats) -> Result<(), XlsxError> {
    begin(sheet, "Summary", false)?;
    sheet.set_column_width(0, 30)?;
    for column in 1..=LAST_COLUMN {
        sheet.set_column_width(column, 10)?;
    }
    let names: Vec<String> = stored.systems.iter().map(|s| s.name.clone()).collect();
    let title = match names.as_slice() {
        [baseline, others @ ..] if !others.is_empty() => format!("{} against {baseline}", list(others)),
        _ => names.concat(),
    };
    sheet.write_string_with_format(0, 0, tidy(&title), &formats.title)?;
    let mut at = paragraphs(sheet, 2, &said(stored), formats)?;
    at = numbers(sheet, at + 1, stored, formats)?;
    let warnings: Vec<String> = [
        not_safe(&stored.document),
        correction(&stored.document).map(|said| format!("In these sheets {said}.")),
        Some(guards_in_a_sentence(stored)).filter(|said| !said.is_empty()),
    ]
    .into_iter()
    .flatten()
    .chain(cautions::notes(&stored.document))
    .chain([
        "This is a simulation: what it says holds for the market and the settings that were assumed, and compares ways of selling; it is no \
         forecast of anybody's revenue."
            .to_string(),
        source.to_string(),
    ])
    .collect();
    at = paragraphs(sheet, at + 1, &warnings, formats)?;
    place(sheet, &charts[..charts.len().min(CHARTS)], at + 1)
}

/// Writes findings and how they were come by.
pub fn write_findings(sheet: &mut Worksheet, title: &str, findings: &[String], method: &str, formats: &Formats) -> Result<(), XlsxError> {
    begin(sheet, "Summary", false)?;
    sheet.set_column_width(0, 30)?;
    for column in 1..=LAST_COLUMN {
        sheet.set_column_width(column, 10)?;
    }
    sheet.write_string_with_format(0, 0, tidy(title), &formats.title)?;
    let texts: Vec<String> = findings.iter().cloned().chain([method.to_string()]).collect();
    paragraphs(sheet, 2, &texts, formats)?;
    Ok(())
}

/// The verdict, and what became of the same customers.
fn said(stored: &Stored) -> Vec<String> {
    let mut said: Vec<String> = verdict(&stored.document).lines().map(String::from).collect();
    said.extend(lost_customers(&stored.document));
    if said.is_empty() {
        said.push("One system, compared with nothing: what it does in the market that was assumed.".to_string());
    }
    said
}

fn guards_in_a_sentence(stored: &Stored) -> String {
    if stored.document.guards.is_empty() {
        return String::new();
    }
    format!("Of the guards {}.", guards::tally(&stored.document.guards))
}

/// Sentences one below the other, each in merged cells as high as it needs. Gives the next free row.
fn paragraphs(sheet: &mut Worksheet, mut at: u32, texts: &[String], formats: &Formats) -> Result<u32, XlsxError> {
    for text in texts {
        let text = tidy(text);
        let lines = text.chars().count().div_ceil(LINE).clamp(1, 20);
        sheet.merge_range(at, 0, at, LAST_COLUMN, &text, &formats.paragraph)?;
        sheet.set_row_height(at, 16.0 * lines as f64)?;
        at += 1;
    }
    Ok(at)
}

/// Three numbers of every system with their intervals. Gives the next free row.
fn numbers(sheet: &mut Worksheet, at: u32, stored: &Stored, formats: &Formats) -> Result<u32, XlsxError> {
    sheet.write_string_with_format(at, 0, "system", &formats.heading)?;
    for (place, measure) in NUMBERS.iter().enumerate() {
        let column = 1 + 3 * place as u16;
        let unit = if measure.unit() == "share" { String::new() } else { format!(", {}", measure.unit()) };
        sheet.merge_range(
            at,
            column,
            at,
            column + 2,
            &format!("{}{unit}: mean, 95 % interval from, to", measure.title()),
            &formats.heading,
        )?;
    }
    sheet.set_row_height(at, 48)?;
    let mut row = at;
    for scenario in &stored.document.scenarios {
        row += 1;
        sheet.write_string_with_format(row, 0, tidy(&scenario.name), &formats.text)?;
        for (place, &measure) in NUMBERS.iter().enumerate() {
            let Some(result) = scenario.measure(measure) else { continue };
            let style = Style::of(measure, result.mean.unwrap_or(0.0));
            let values = [result.mean, result.ci95.map(|ci| ci[0]), result.ci95.map(|ci| ci[1])];
            for (offset, value) in values.into_iter().enumerate() {
                if let Some(value) = Cell::styled(value, style).value() {
                    sheet.write_number_with_format(row, (1 + 3 * place + offset) as u16, value, formats.number(style))?;
                }
            }
        }
    }
    Ok(row + 1)
}
