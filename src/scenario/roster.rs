//! A file of our people: a row for each, read into entries of `person`, line by line.

use super::member::entry_name;
use super::problems::Problem;
use super::sheet::{Opening, Sheet, Wanted, same_name};
use super::whole::Scenario;
use crate::import::numbers::{Amount, Currency};
use crate::import::words::{listed, nearest, shown};
use crate::import::{Finding, Row, dates, numbers};
use jiff::civil::Date;
use std::path::Path;

/// More people than these are refused.
const MOST_ROWS: usize = 1000;
/// Numbers up to this are shares of full time, larger ones hours a week.
const MOST_SHARE: f64 = 1.5;

/// The name of a person.
pub(crate) const PERSON: Wanted = Wanted {
    id: "person",
    holds: "the name of a person",
    names: &["person", "name", "rep", "salesrep", "salesperson", "seller", "owner", "salesagent", "employee", "fullname", "pseudonym"],
    is_needed: true,
};
/// Their role.
pub(crate) const ROLE: Wanted =
    Wanted { id: "role", holds: "the role of a person", names: &["role", "salesrole", "jobrole"], is_needed: false };
/// Their first day.
pub(crate) const START: Wanted = Wanted {
    id: "start",
    holds: "the first day in the role",
    names: &["start", "startdate", "starts", "from", "hired", "hiredate", "joined"],
    is_needed: false,
};
/// Their last day.
pub(crate) const END: Wanted = Wanted {
    id: "end",
    holds: "the last day in the role",
    names: &["end", "enddate", "ends", "to", "until", "left", "leaves", "terminationdate"],
    is_needed: false,
};
/// Their quota.
pub(crate) const QUOTA: Wanted = Wanted {
    id: "quota",
    holds: "the quota, EUR a year",
    names: &["quota", "quotaeur", "annualquota", "annualquotaeur", "bookingstarget"],
    is_needed: false,
};
/// Their pay at target.
pub(crate) const ON_TARGET: Wanted = Wanted {
    id: "on_target",
    holds: "the earnings at target, EUR a year",
    names: &["ontarget", "ontargetearnings", "ote", "oteeur", "ontargeteur", "pay", "payeur"],
    is_needed: false,
};
/// What is read of people who are simulated.
const COLUMNS: [Wanted; 13] = [
    PERSON,
    ROLE,
    Wanted { id: "pod", holds: "the pod of a person", names: &["pod", "team", "squad", "salesteam"], is_needed: false },
    Wanted { id: "patch", holds: "the patch of a person", names: &["patch", "territory"], is_needed: false },
    START,
    END,
    Wanted { id: "away", holds: "when a person is away", names: &["away", "absent", "absence", "absences", "onleave"], is_needed: false },
    Wanted { id: "hours", holds: "the hours a week", names: &["hours", "hoursperweek", "weeklyhours", "fte"], is_needed: false },
    QUOTA,
    ON_TARGET,
    Wanted { id: "cost", holds: "the cost, EUR a year", names: &["cost", "costeur", "costperyear", "annualcost"], is_needed: false },
    Wanted { id: "plan", holds: "the incentive plan", names: &["plan", "payplan", "incentiveplan", "compplan"], is_needed: false },
    Wanted { id: "skill", holds: "the skill, of what is usual", names: &["skill"], is_needed: false },
];

/// How the file is read, as far as it was said.
#[derive(Debug, Default)]
pub(crate) struct HowRead {
    /// Names of columns: what a column is called here, and its heading.
    pub columns: Vec<(String, String)>,
    pub date_format: Option<dates::Format>,
    pub number_format: Option<numbers::Format>,
}

/// What a file of people says.
#[derive(Debug)]
pub(crate) struct Roster {
    /// Entries of `person` as a scenario has them: those of a line stand in the line of that number.
    pub text: String,
    /// Who is left out, in words.
    pub left_out: Vec<String>,
}

/// Reads a file of people for a scenario whose roles and clock are known.
///
/// # Errors
///
/// Everything that is wrong with it.
pub(crate) fn read(path: &Path, how: &HowRead, scenario: &Scenario) -> Result<Roster, Vec<Problem>> {
    let opening = Opening {
        wanted: &COLUMNS,
        said: &how.columns,
        option: "roster.columns",
        wheres: &[],
        date_format: how.date_format,
        number_format: how.number_format,
        date_setting: "roster.date_format",
        number_setting: "roster.number_format",
    };
    let sheet = Sheet::open(path, opening)?;
    if sheet.table.len() > MOST_ROWS {
        let message = format!("there are {} rows; at most {MOST_ROWS} people are read", sheet.table.len());
        return Err(vec![sheet.at(0, message, "Give the others as a number: role.NAME.people.")]);
    }
    let days = [sheet.dates("start"), sheet.dates("end")];
    let amounts = ["hours", "quota", "on_target", "cost", "skill"].map(|id| sheet.numbers(id).map(|numbers| numbers.cells));
    let away = sheet.spans("away");
    let wrong: Vec<Problem> = days.iter().filter_map(|column| column.as_ref().err().cloned()).chain(away.as_ref().err().cloned()).collect();
    let wrong: Vec<Problem> = wrong.into_iter().chain(amounts.iter().filter_map(|column| column.as_ref().err().cloned())).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let days = days.map(Result::unwrap_or_default);
    let amounts = amounts.map(Result::unwrap_or_default);
    let away = away.unwrap_or_default();
    let mut reading = Reading { sheet: &sheet, scenario, problems: Vec::new(), names: Vec::new() };
    let (mut lines, mut left_out) = (Vec::<String>::new(), Vec::new());
    for (number, row) in sheet.table.rows().enumerate() {
        let days = days.each_ref().map(|column| column[number]);
        let amounts = amounts.each_ref().map(|column| column[number]);
        let Some(text) = reading.member(row, days, amounts, &away[number]) else { continue };
        let line = usize::try_from(row.line()).unwrap_or(0).max(lines.len() + 1);
        match text {
            Read::Member(text) => {
                lines.resize(line - 1, String::new());
                lines.push(text);
            }
            Read::Gone(name) => left_out.push(name),
        }
    }
    if sheet.table.findings.leave_out() {
        let found: Vec<String> = sheet.table.findings.list.iter().map(Finding::in_words).collect();
        let message = format!("not every row can be read: {}", found.join("; "));
        reading.problems.push(sheet.at(0, message, "Mend these rows, or take them out."));
    }
    if reading.problems.is_empty() { Ok(Roster { text: lines.join("\n"), left_out }) } else { Err(reading.problems) }
}

/// What a row is about.
enum Read {
    /// Somebody, as an entry.
    Member(String),
    /// Somebody who left before the window begins.
    Gone(String),
}

type Day = Result<Option<Date>, &'static str>;
type Number = Result<Option<Amount>, &'static str>;

struct Reading<'s> {
    sheet: &'s Sheet<'s>,
    scenario: &'s Scenario,
    problems: Vec<Problem>,
    /// Entries so far, each with its line.
    names: Vec<(String, u64)>,
}

impl Reading<'_> {
    fn member(
        &mut self,
        row: Row<'_>,
        [start, end]: [Day; 2],
        [hours, quota, on_target, cost, skill]: [Number; 5],
        away: &[String],
    ) -> Option<Read> {
        let name = self.sheet.cell(row, "person");
        if (0..self.sheet.table.headers.len()).all(|column| row.get(column).is_empty()) {
            return None;
        }
        let entry = entry_name(name);
        if entry.is_empty() {
            self.wrong(row, "person", "is no name", "Give everybody a name or a pseudonym, an open post too: Open post 1.");
            return None;
        }
        if let Some((_, line)) = self.names.iter().find(|(known, _)| *known == entry) {
            let why = format!("is in line {line} already");
            self.wrong(row, "person", &why, "One row per person; tell two of the same name apart by a number.");
            return None;
        }
        self.names.push((entry.clone(), row.line()));
        let role = self.role(row)?;
        let (start, end) = (self.day(row, "start", start), self.day(row, "end", end));
        let texts = [("name", name.to_string()), ("role", role), ("starts", start.map_or_else(String::new, |day| day.to_string()))];
        let said = ["pod", "patch", "plan"].map(|id| (id, self.sheet.cell(row, id).to_string()));
        let ends = [("ends", end.map_or_else(String::new, |day| day.to_string()))];
        let is_share = self.sheet.cell(row, "hours").contains('%');
        let hours = self.amount(row, "hours", hours).map(|hours| self.hours_a_week(if is_share { hours / 100.0 } else { hours }));
        let numbers = [
            ("hours_per_week", hours),
            ("bookings_target", self.amount(row, "quota", quota)),
            ("on_target_earnings", self.amount(row, "on_target", on_target)),
            ("cost_per_year", self.amount(row, "cost", cost)),
            ("skill", self.amount(row, "skill", skill)),
        ];
        if self.has_left(end) {
            return Some(Read::Gone(name.to_string()));
        }
        let texts = texts.into_iter().chain(said).chain(ends).filter(|(_, text)| !text.is_empty());
        let texts = texts.map(|(key, text)| format!("{key} = {}", toml::Value::String(text)));
        let numbers = numbers.into_iter().filter_map(|(key, number)| Some(format!("{key} = {:?}", number?)));
        let spans: Vec<String> = away.iter().map(|span| toml::Value::String(span.clone()).to_string()).collect();
        let away = (!spans.is_empty()).then(|| format!("away = [{}]", spans.join(", ")));
        let all: Vec<String> = texts.chain(numbers).chain(away).collect();
        Some(Read::Member(format!("person.\"{entry}\" = {{ {} }}", all.join(", "))))
    }

    /// Whether somebody's last day lies before the window.
    fn has_left(&self, end: Option<Date>) -> bool {
        let window: Option<Date> = self.scenario.time.window_start.parse().ok();
        end.zip(window).is_some_and(|(end, window)| end <= window)
    }

    /// Hours a week, where a column has shares of full time.
    fn hours_a_week(&self, hours: f64) -> f64 {
        let time = &self.scenario.time;
        if hours <= MOST_SHARE { hours.min(1.0) * time.work_hours_per_day * time.work_days_per_week } else { hours }
    }

    fn wrong(&mut self, row: Row<'_>, id: &str, why: &str, cure: &str) {
        let message = format!("\"{}\" in the column \"{}\" {why}", shown(self.sheet.cell(row, id)), shown(self.sheet.header(id)));
        self.problems.push(self.sheet.at(row.line(), message, cure));
    }

    fn day(&mut self, row: Row<'_>, id: &str, cell: Day) -> Option<Date> {
        cell.unwrap_or_else(|why| {
            self.wrong(row, id, why, "Write the date as 2024-07-31, or leave it empty.");
            None
        })
    }

    fn amount(&mut self, row: Row<'_>, id: &str, cell: Number) -> Option<f64> {
        let why = match cell {
            Ok(None) => return None,
            Ok(Some(amount)) if amount.currency.is_some_and(|currency| Some(currency) != Currency::coded("EUR")) => "is not in EUR",
            Ok(Some(amount)) if amount.value > 0.0 => return Some(amount.value),
            Ok(Some(_)) => "is not above 0",
            Err(why) => why,
        };
        self.wrong(row, id, why, "Write a number above 0, or leave it empty for what is usual in the role.");
        None
    }

    /// The role that a row says, or the only one there is.
    fn role(&mut self, row: Row<'_>) -> Option<String> {
        let said = self.sheet.cell(row, "role");
        let roles: Vec<&str> = self.scenario.role.names().collect();
        if let Some(role) = roles.iter().find(|role| same_name(role) == same_name(said)) {
            return Some(role.to_string());
        }
        match roles.as_slice() {
            [only] if said.is_empty() => return Some(only.to_string()),
            _ if said.is_empty() => {
                let message = format!("\"{}\" has no role", shown(self.sheet.cell(row, "person")));
                self.problems.push(self.sheet.at(row.line(), message, format!("Its roles are {}.", listed(&roles))));
            }
            _ => {
                let like = nearest(said, roles.iter().copied()).map_or(String::new(), |like| format!("Did you mean {like}? "));
                self.wrong(row, "role", "is not a role in this firm", &format!("{like}Its roles are {}.", listed(&roles)));
            }
        }
        None
    }
}
