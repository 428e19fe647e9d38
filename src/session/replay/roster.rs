//! People and their roles: read from a file, or taken from the deals.

use super::deals::Deal;
use crate::import::numbers::{Amount, Currency};
use crate::import::words::{listed, nearest, shown};
use crate::import::{Findings, Row, What};
use crate::scenario::sheet::{Opening, Sheet, same_name};
use crate::scenario::{Problem, Scenario};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

const NO_NAME: What = What::left_out("no_name", "rows of the roster without a name");

/// Somebody in a role.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stint {
    pub person: String,
    pub role: String,
    pub team: Option<String>,
    pub start: Option<Date>,
    /// The last day.
    pub end: Option<Date>,
    /// EUR a year, in place of the role's.
    pub quota: Option<f64>,
    pub on_target: Option<f64>,
    /// Share of the pay for objectives that was granted.
    pub granted: Option<f64>,
}

impl Stint {
    /// Whether they are there on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }
}

/// Who there is.
#[derive(Debug, Default)]
pub(super) struct Roster {
    /// Sorted by name and beginning.
    pub stints: Vec<Stint>,
    pub findings: Findings,
    pub fingerprint: Option<String>,
}

/// Reads a roster. `role` is the role of those of whom none is said, or the roles of which one has to be said.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(path: &Path, opening: Opening<'_>, scenario: &Scenario, role: Result<&str, &[String]>) -> Result<Roster, Vec<Problem>> {
    let sheet = Sheet::open(path, opening)?;
    let numbers = |id: &str| sheet.numbers(id);
    let columns = (sheet.dates("start"), sheet.dates("end"), numbers("quota"), numbers("on_target"), numbers("objectives"));
    let (starts, ends, quotas, targets, granted) = match columns {
        (Ok(starts), Ok(ends), Ok(quotas), Ok(targets), Ok(granted)) => (starts, ends, quotas.cells, targets.cells, granted.cells),
        (starts, ends, quotas, targets, granted) => {
            return Err([starts.err(), ends.err(), quotas.err(), targets.err(), granted.err()].into_iter().flatten().collect());
        }
    };
    // Shares of 1 or of 100.
    let per_cent = if granted.iter().any(|cell| matches!(cell, Ok(Some(amount)) if amount.value > 5.0)) { 100.0 } else { 1.0 };
    let mut reading = Reading { sheet: &sheet, scenario, role, starts, ends, quotas, targets, granted, per_cent, problems: Vec::new() };
    let mut findings = sheet.table.findings.clone();
    let mut lines: BTreeMap<String, Vec<(u64, Stint)>> = BTreeMap::new();
    for (number, row) in sheet.table.rows().enumerate() {
        let person = sheet.cell(row, "person");
        if person.is_empty() {
            findings.add(NO_NAME, row.line(), String::new);
        } else if let Some(stint) = reading.stint(number, row) {
            lines.entry(same_name(person)).or_default().push((row.line(), stint));
        }
    }
    let mut stints = Vec::new();
    for (_, mut of_one) in lines {
        of_one.sort_by_key(|(line, stint)| (stint.start, *line));
        of_one.windows(2).for_each(|pair| reading.follows(&pair[0], &pair[1]));
        stints.extend(of_one.into_iter().map(|(_, stint)| stint));
    }
    if reading.problems.is_empty() {
        Ok(Roster { stints, findings, fingerprint: Some(sheet.table.fingerprint.clone()) })
    } else {
        Err(reading.problems)
    }
}

type Dates = Vec<Result<Option<Date>, &'static str>>;
type Amounts = Vec<Result<Option<Amount>, &'static str>>;

/// A roster while it is read.
struct Reading<'s> {
    sheet: &'s Sheet<'s>,
    scenario: &'s Scenario,
    role: Result<&'s str, &'s [String]>,
    starts: Dates,
    ends: Dates,
    quotas: Amounts,
    targets: Amounts,
    granted: Amounts,
    /// What granted shares are divided by: 100 where the column is in per cent.
    per_cent: f64,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn stint(&mut self, number: usize, row: Row<'_>) -> Option<Stint> {
        let (start, end) = (self.day(row, "start", self.starts[number]), self.day(row, "end", self.ends[number]));
        if start.zip(end).is_some_and(|(start, end)| end < start) {
            self.wrong(row, "end", "is before the first day in the role", "Is one of the two dates wrong?");
        }
        let (quota, on_target) = (self.quotas[number], self.targets[number]);
        let quota = self.amount(row, "quota", quota, f64::MIN_POSITIVE);
        let on_target = self.amount(row, "on_target", on_target, 0.0);
        let granted = self.granted[number];
        let granted = self.share(row, granted);
        let role = self.role_of(row)?;
        let team = Some(self.sheet.cell(row, "team")).filter(|team| !team.is_empty()).map(same_name);
        Some(Stint { person: self.sheet.cell(row, "person").to_string(), role, team, start, end, quota, on_target, granted })
    }

    fn wrong(&mut self, row: Row<'_>, id: &str, why: &str, cure: &str) {
        let message = format!("\"{}\" in the column \"{}\" {why}", shown(self.sheet.cell(row, id)), shown(self.sheet.header(id)));
        self.problems.push(self.sheet.at(row.line(), message, cure));
    }

    fn day(&mut self, row: Row<'_>, id: &str, cell: Result<Option<Date>, &'static str>) -> Option<Date> {
        cell.unwrap_or_else(|why| {
            self.wrong(row, id, why, "Write the date as 2024-07-31, or leave it empty.");
            None
        })
    }

    fn amount(&mut self, row: Row<'_>, id: &str, cell: Result<Option<Amount>, &'static str>, least: f64) -> Option<f64> {
        let why = match cell {
            Ok(None) => return None,
            Ok(Some(amount)) if amount.currency.is_some_and(|currency| Some(currency) != Currency::coded("EUR")) => "is not in EUR",
            Ok(Some(amount)) if amount.value >= least => return Some(amount.value),
            Ok(Some(_)) => "is not above 0",
            Err(why) => why,
        };
        self.wrong(row, id, why, "Write EUR a year, or leave it empty for that of the role.");
        None
    }

    /// The share that was granted of the pay for objectives.
    fn share(&mut self, row: Row<'_>, cell: Result<Option<Amount>, &'static str>) -> Option<f64> {
        let why = match cell {
            Ok(None) => return None,
            Ok(Some(amount)) if (0.0..=5.0).contains(&(amount.value / self.per_cent)) => return Some(amount.value / self.per_cent),
            Ok(Some(_)) => "is not a share between 0 and 500 %",
            Err(why) => why,
        };
        self.wrong(row, "objectives", why, "Write 0.9 or 90 %, or leave it empty for that of the plan.");
        None
    }

    /// The role that a row says, or that of those of whom none is said.
    fn role_of(&mut self, row: Row<'_>) -> Option<String> {
        let said = self.sheet.cell(row, "role");
        match (role_named(self.scenario, said), self.role) {
            (Some(role), _) => return Some(role.to_string()),
            (None, Ok(role)) if said.is_empty() => return Some(role.to_string()),
            (None, Err(roles)) if said.is_empty() => {
                let person = shown(self.sheet.cell(row, "person"));
                let message = format!("\"{person}\" has no role, and several have variable pay: {}", listed(roles));
                let cure = "Add a column with the role, or name the role of all others with --role.";
                self.problems.push(self.sheet.at(row.line(), message, cure));
            }
            _ => {
                let roles = || self.scenario.role.names();
                let like = nearest(said, roles()).map_or(String::new(), |like| format!("Did you mean {like}? "));
                let cure = format!("{like}Its roles are {}.", listed(roles()));
                self.wrong(row, "role", "is not a role in this firm", &cure);
            }
        }
        None
    }

    /// Nobody is in two rows for the same time.
    fn follows(&mut self, (line, earlier): &(u64, Stint), (at, later): &(u64, Stint)) {
        if earlier.end.is_none_or(|end| later.start.is_none_or(|start| start <= end)) {
            let message = format!("\"{}\" is in line {line} already, for the same time", shown(&later.person));
            let cure = "One row per person and period: somebody who changes roles ends in one row and starts in another.";
            self.problems.push(self.sheet.at(*at, message, cure));
        }
    }
}

/// The role of a name, whatever the case of its letters.
fn role_named<'s>(scenario: &'s Scenario, name: &str) -> Option<&'s str> {
    scenario.role.names().find(|role| same_name(role) == same_name(name))
}

/// Everybody who has a share in a deal, in one role for the whole span.
pub(super) fn of_deals(deals: &[Deal], role: &str) -> Roster {
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (name, _) in deals.iter().flat_map(|deal| &deal.shares) {
        let spelled = names.entry(same_name(name)).or_insert(name);
        // The order of the rows makes no difference.
        *spelled = (*spelled).min(name);
    }
    let one = |person: &str| Stint {
        person: person.to_string(),
        role: role.to_string(),
        team: None,
        start: None,
        end: None,
        quota: None,
        on_target: None,
        granted: None,
    };
    Roster { stints: names.into_values().map(one).collect(), ..Roster::default() }
}
