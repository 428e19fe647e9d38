//! Deals read from a file: rows put together, amounts in EUR, splits as shares. What is left out is counted and named.

use super::kinds::{self, Needs, Word};
use super::splits;
use crate::import::numbers::{Amount, Numbers, currency};
use crate::import::words::shown;
use crate::import::{Findings, Row, What};
use crate::money::replay::Kind;
use crate::scenario::sheet::{Opening, Sheet, plain, same_name};
use crate::scenario::{Problem, Scenario};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

const NO_DATE: What = What::left_out("no_date", "deals without a date that can be read");
const NO_VALUE: What = What::left_out("no_value", "deals without a value that can be read");
const NO_MARGIN: What = What::left_out("no_margin", "deals without a margin that can be read");
const NO_PERSON: What = What::left_out("no_person", "deals without a person to credit");
const SAME_ID: What = What::left_out("same_id", "rows with the id of an earlier deal");
const BAD_RETURN: What = What::used("bad_taken_back", "clawback dates that cannot be read or come before the deal, which were ignored");
const NEGATIVE: What = What::used("negative", "values below 0, which count against the credit of their period");
const NO_KIND: What = What::used("no_kind", "deals without new or existing customer: they count as both");
const NO_DISCOUNT: What = What::used("no_discount", "deals without a discount that can be read, taken as none");
const NO_DUE: What = What::left_out("no_due", "renewals without the amount up for renewal");
const CONVERTED: What = What::used("converted", "values in other currencies, converted to EUR");

/// What to set where rows are left out for such a reason; `None` where nothing helps.
pub(super) fn cure(what: What) -> Option<String> {
    let (column, format) = match what.id {
        "no_date" => ("date", " or say how dates are written: --date-format dd/MM/yyyy."),
        "no_value" => ("value", " or say how numbers are written: --number-format 1.234,56."),
        "no_margin" => ("margin", " or say how numbers are written: --number-format 1.234,56."),
        "no_person" => ("person", ""),
        _ => return None,
    };
    let name = format!("Name the column: --columns {column}=COLUMN");
    Some(if format.is_empty() { format!("{name}.") } else { format!("{name};{format}") })
}

/// A deal as the file has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Deal {
    pub line: u64,
    pub kind: Kind,
    pub date: Date,
    pub value: f64,
    pub discount: f64,
    pub margin: Option<f64>,
    pub taken_back: Option<Date>,
    /// Who is credited with which share.
    pub shares: Vec<(String, f64)>,
}

/// What was read from a file of deals.
#[derive(Debug, Default)]
pub(super) struct Deals {
    pub list: Vec<Deal>,
    pub findings: Findings,
    /// Rows below the names of the columns, and how many of them were asked for.
    pub rows: usize,
    pub asked: usize,
    pub fingerprint: String,
    pub how: String,
    /// A column of stages by which no row was chosen, and what stands in it.
    pub stages: Option<(String, Vec<String>)>,
}

/// Headings of columns that tell won deals from others.
const STAGES: [&str; 7] = ["stage", "dealstage", "opportunitystage", "salesstage", "status", "dealstatus", "outcome"];
/// The most stages that are named.
const MOST_STAGES: usize = 8;

/// What stands in a column of stages, if there are several and no row was chosen.
fn stages(sheet: &Sheet<'_>) -> Option<(String, Vec<String>)> {
    let column = sheet.table.headers.iter().position(|header| STAGES.contains(&plain(header).as_str()))?;
    let mut stages: Vec<String> = sheet.table.column(column).map(|(_, cell)| shown(cell)).filter(|cell| !cell.is_empty()).collect();
    stages.sort_unstable();
    stages.dedup();
    stages.truncate(MOST_STAGES);
    (stages.len() > 1 && sheet.takes_all()).then(|| (shown(&sheet.table.headers[column]), stages))
}

/// Reads a file of deals.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(path: &Path, opening: Opening<'_>, scenario: &Scenario, needs: Needs) -> Result<Deals, Vec<Problem>> {
    let sheet = Sheet::open(path, opening)?;
    let mut problems = columns_that_go_together(&sheet);
    problems.extend(needs.missing(&sheet));
    let mut unreadable = Vec::new();
    let dates = ["date", "taken_back"].map(|id| read_or_noted(sheet.dates(id), &mut unreadable));
    let numbers = ["value", "margin", "share", "discount", "due"].map(|id| read_or_noted(sheet.numbers(id), &mut unreadable));
    if !unreadable.is_empty() {
        problems.extend(unreadable);
        return Err(problems);
    }
    let ([dates, backs], [values, margins, shares, discounts, dues]) = (dates, numbers);
    let per_cent = if discounts.cells.iter().any(|cell| matches!(cell, Ok(Some(amount)) if amount.value > 1.0)) { 100.0 } else { 1.0 };
    let reading = Reading {
        sheet: &sheet,
        scenario,
        needs,
        dates,
        backs,
        values,
        margins,
        shares,
        discounts,
        dues,
        per_cent,
        rates: BTreeMap::new(),
        findings: Findings::default(),
    };
    let (deals, more) = reading.all();
    problems.extend(more);
    if problems.is_empty() { Ok(deals) } else { Err(problems) }
}

/// A column, or nothing and a problem more.
fn read_or_noted<T: Default>(column: Result<T, Problem>, problems: &mut Vec<Problem>) -> T {
    column.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

fn columns_that_go_together(sheet: &Sheet<'_>) -> Vec<Problem> {
    let line = sheet.table.how.header_line;
    let mut problems = Vec::new();
    if !sheet.has("person") && !sheet.has("splits") {
        problems.push(sheet.at(line, "has no column recognised as the person who is credited", "Name it: --columns person=COLUMN."));
    }
    if sheet.has("share") && !sheet.has("id") {
        let message =
            format!("has shares in the column \"{}\", but no column shows which rows belong to one deal", shown(sheet.header("share")));
        problems.push(sheet.at(line, message, "Name the column with the id of the deal: --columns id=COLUMN."));
    }
    problems
}

/// Whether two rows of one deal agree; in rows of one deal with shares only the people differ.
fn says_the_same(a: &Deal, b: &Deal, with_people: bool) -> bool {
    let same = (a.date, a.value, a.margin, a.taken_back) == (b.date, b.value, b.margin, b.taken_back);
    same && (a.kind, a.discount) == (b.kind, b.discount) && (!with_people || a.shares == b.shares)
}

/// Why a row is left out.
type Because = (What, String);

/// A file while it is read.
struct Reading<'s> {
    sheet: &'s Sheet<'s>,
    scenario: &'s Scenario,
    needs: Needs,
    dates: Vec<Result<Option<Date>, &'static str>>,
    backs: Vec<Result<Option<Date>, &'static str>>,
    values: Numbers,
    margins: Numbers,
    shares: Numbers,
    discounts: Numbers,
    dues: Numbers,
    /// What discounts are divided by: 100 where the column is in per cent.
    per_cent: f64,
    /// Currencies without a rate: first line and count.
    rates: BTreeMap<String, (u64, u64)>,
    findings: Findings,
}

impl Reading<'_> {
    fn all(mut self) -> (Deals, Vec<Problem>) {
        let sheet = self.sheet;
        let (mut list, mut problems): (Vec<Deal>, Vec<Problem>) = (Vec::new(), Vec::new());
        let mut of_id: BTreeMap<String, usize> = BTreeMap::new();
        let asked: Vec<(usize, Row<'_>)> = sheet.table.rows().enumerate().filter(|(_, row)| sheet.is_asked_for(*row)).collect();
        for &(number, row) in &asked {
            let id = same_name(sheet.cell(row, "id"));
            let earlier = if id.is_empty() { None } else { of_id.get(&id).copied() };
            match (self.deal(number, row, &mut problems), earlier) {
                (Err((what, text)), _) => self.findings.add(what, row.line(), || text),
                (Ok(deal), Some(earlier)) if !says_the_same(&list[earlier], &deal, !sheet.has("share")) => {
                    let message = format!(
                        "the deal \"{}\" has a different date, value or person than in line {}",
                        shown(sheet.cell(row, "id")),
                        list[earlier].line
                    );
                    let cure = "Leave one of the rows out, or name a column that identifies deals: --columns id=COLUMN.";
                    problems.push(sheet.at(row.line(), message, cure));
                }
                (Ok(deal), Some(earlier)) if sheet.has("share") => list[earlier].shares.extend(deal.shares),
                (Ok(_), Some(_)) => self.findings.add(SAME_ID, row.line(), || format!("\"{}\"", shown(sheet.cell(row, "id")))),
                (Ok(deal), None) => {
                    of_id.insert(id, list.len());
                    list.push(deal);
                }
            }
        }
        if sheet.has("share") {
            self.add_up(&mut list, &mut problems);
        }
        problems.extend(self.without_rate());
        let mut findings = sheet.table.findings.clone();
        findings.gather(self.findings);
        let (rows, fingerprint, how) = (sheet.table.len(), sheet.table.fingerprint.clone(), sheet.table.how.in_words());
        (Deals { list, findings, rows, asked: asked.len(), fingerprint, how, stages: stages(sheet) }, problems)
    }

    fn deal(&mut self, number: usize, row: Row<'_>, problems: &mut Vec<Problem>) -> Result<Deal, Because> {
        let said = |id: &str| format!("\"{}\" in the column \"{}\"", shown(self.sheet.cell(row, id)), shown(self.sheet.header(id)));
        let date = match self.dates[number] {
            Ok(Some(date)) => date,
            Ok(None) => return Err((NO_DATE, "no date".to_string())),
            Err(why) => return Err((NO_DATE, format!("{} {why}", said("date")))),
        };
        let taken_back = match self.backs[number] {
            Ok(back) if back.is_none_or(|back| back >= date) => back,
            _ => {
                let text = said("taken_back");
                self.findings.add(BAD_RETURN, row.line(), || text);
                None
            }
        };
        let kind = self.kind(number, row)?;
        let value = self.values.cells[number];
        let value = match (self.eur(value, row, "value"), kind) {
            // A meeting has no value; of a renewal without one, nothing was renewed.
            (_, Kind::Meeting | Kind::Opportunity) | (Ok(None), Kind::Renewal(_)) => 0.0,
            (value, _) => value?.ok_or_else(|| (NO_VALUE, "no value".to_string()))?,
        };
        let discount = self.discount(number, row);
        let margin = self.margins.cells[number];
        let margin = self.eur(margin, row, "margin").or_else(|because| if self.needs.margin { Err(because) } else { Ok(None) })?;
        if self.needs.margin && margin.is_none() {
            return Err((NO_MARGIN, "no margin".to_string()));
        }
        if value < 0.0 {
            self.findings.add(NEGATIVE, row.line(), || shown(self.sheet.cell(row, "value")));
        }
        let shares = self.shares(number, row, problems)?;
        Ok(Deal { line: row.line(), kind, date, value, discount, margin, taken_back, shares })
    }

    /// What a row is, where a plan tells kinds apart.
    fn kind(&mut self, number: usize, row: Row<'_>) -> Result<Kind, Because> {
        if !self.needs.kind {
            return Ok(Kind::Deal);
        }
        let text = self.sheet.cell(row, "type");
        Ok(match kinds::word(text) {
            Some(Word::New) => Kind::New,
            Some(Word::Renewal) if self.needs.due => {
                let due = self.eur(self.dues.cells[number], row, "due")?;
                Kind::Renewal(due.ok_or_else(|| (NO_DUE, String::new()))?)
            }
            Some(Word::Existing | Word::Renewal) => Kind::Existing,
            Some(Word::Meeting) => Kind::Meeting,
            Some(Word::Opportunity) => Kind::Opportunity,
            None => {
                self.findings.add(NO_KIND, row.line(), || format!("\"{}\"", shown(text)));
                Kind::Deal
            }
        })
    }

    /// The discount of a row, as a share.
    fn discount(&mut self, number: usize, row: Row<'_>) -> f64 {
        match self.discounts.cells[number] {
            Ok(Some(amount)) if (0.0..=1.0).contains(&(amount.value / self.per_cent)) => amount.value / self.per_cent,
            _ if !self.needs.discount => 0.0,
            _ => {
                self.findings.add(NO_DISCOUNT, row.line(), || format!("\"{}\"", shown(self.sheet.cell(row, "discount"))));
                0.0
            }
        }
    }

    /// An amount in EUR.
    fn eur(&mut self, cell: Result<Option<Amount>, &'static str>, row: Row<'_>, id: &'static str) -> Result<Option<f64>, Because> {
        let what = match id {
            "margin" => NO_MARGIN,
            "due" => NO_DUE,
            _ => NO_VALUE,
        };
        let header = self.sheet.header(id);
        let amount = match cell {
            Ok(Some(amount)) => amount,
            Ok(None) => return Ok(None),
            Err(why) => return Err((what, format!("\"{}\" in the column \"{}\" {why}", shown(self.sheet.cell(row, id)), shown(header)))),
        };
        let in_row = Some(self.sheet.cell(row, "currency").to_uppercase()).filter(|code| !code.is_empty());
        let by_amount = amount.currency.map(|currency| currency.to_string());
        let by_header = || currency::in_name(header).map(|currency| currency.to_string());
        let code = by_amount.or(in_row).or_else(by_header).unwrap_or_else(|| "EUR".to_string());
        if code == "EUR" {
            return Ok(Some(amount.value));
        }
        let rate = self.scenario.currency.entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(&code));
        if let Some((_, currency)) = rate {
            self.findings.add(CONVERTED, row.line(), String::new);
            return Ok(Some(amount.value * currency.in_eur));
        }
        self.rates.entry(code).or_insert((row.line(), 0)).1 += 1;
        Ok(Some(0.0))
    }

    fn without_rate(&self) -> Vec<Problem> {
        let one = |(code, (line, count)): (&String, &(u64, u64))| {
            let cure = format!("Give the value of one {0} in the scenario file: [currency.{0}] and below it in_eur = 0.9.", shown(code));
            let amounts = if *count == 1 { "1 amount is".to_string() } else { format!("{count} amounts are") };
            self.sheet.at(*line, format!("{amounts} in {}, which has no rate", shown(code)), cure)
        };
        self.rates.iter().map(one).collect()
    }

    /// Who is credited by a row.
    fn shares(&self, number: usize, row: Row<'_>, problems: &mut Vec<Problem>) -> Result<Vec<(String, f64)>, Because> {
        let (splits, person) = (self.sheet.cell(row, "splits"), self.sheet.cell(row, "person"));
        if !splits.is_empty() {
            return match splits::parse(splits) {
                Ok(shares) => Ok(shares),
                Err(why) => {
                    let message = format!("\"{}\" in the column \"{}\" {why}", shown(splits), shown(self.sheet.header("splits")));
                    problems.push(self.sheet.at(row.line(), message, "Write splits as \"Ann:0.6; Bob:0.4\" or \"Ann 60 %, Bob 40 %\"."));
                    Ok(Vec::new())
                }
            };
        }
        if person.is_empty() {
            return Err((NO_PERSON, String::new()));
        }
        let share = match &self.shares.cells[number] {
            Ok(None) => 1.0,
            // Whether it is of 1 or of 100 is known once all rows of the deal are.
            Ok(Some(share)) => share.value,
            Err(why) => {
                let message =
                    format!("\"{}\" in the column \"{}\" {why}", shown(self.sheet.cell(row, "share")), shown(self.sheet.header("share")));
                problems.push(self.sheet.at(row.line(), message, "Write shares as 0.6 or 60 %."));
                1.0
            }
        };
        Ok(vec![(person.to_string(), share)])
    }

    /// The shares of deals whose rows were put together.
    fn add_up(&self, deals: &mut [Deal], problems: &mut Vec<Problem>) {
        for deal in deals.iter_mut().filter(|deal| !deal.shares.is_empty()) {
            let sum: f64 = deal.shares.iter().map(|(_, share)| share).sum();
            let unit = if sum > 2.0 { 100.0 } else { 1.0 };
            let shares = deal.shares.iter().map(|(name, share)| (name.clone(), share / unit)).collect();
            match splits::adding_up(shares) {
                Ok(shares) => deal.shares = shares,
                Err(why) => {
                    let message = format!("the rows of this deal in the column \"{}\": {why}", shown(self.sheet.header("share")));
                    problems.push(self.sheet.at(deal.line, message, "Give every row of a deal its share, so that they add up to 100 %."));
                }
            }
        }
    }
}
