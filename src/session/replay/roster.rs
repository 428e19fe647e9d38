//! People and their roles: read from a file, or taken from the deals.

use super::columns::{Opening, Sheet, Wanted, same_name};
use super::deals::Deal;
use crate::import::words::{listed, nearest, shown};
use crate::import::{Findings, What};
use crate::scenario::{Problem, Scenario};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// Columns of a roster.
pub(super) const COLUMNS: [Wanted; 7] = [
    Wanted {
        id: "person",
        holds: "the name of a person",
        names: &["person", "name", "rep", "salesrep", "salesperson", "seller", "owner", "salesagent", "employee", "fullname"],
        is_needed: true,
    },
    Wanted { id: "role", holds: "the role of a person", names: &["role", "salesrole", "jobrole"], is_needed: false },
    Wanted { id: "team", holds: "the team of a person", names: &["team", "payteam", "salesteam", "pod"], is_needed: false },
    Wanted {
        id: "start",
        holds: "the first day in the role",
        names: &["start", "startdate", "from", "hired", "hiredate", "joined"],
        is_needed: false,
    },
    Wanted {
        id: "end",
        holds: "the last day in the role",
        names: &["end", "enddate", "to", "until", "left", "terminationdate"],
        is_needed: false,
    },
    Wanted {
        id: "quota",
        holds: "the quota, EUR a year",
        names: &["quota", "quotaeur", "annualquota", "annualquotaeur"],
        is_needed: false,
    },
    Wanted {
        id: "on_target",
        holds: "the earnings at target, EUR a year",
        names: &["ontarget", "ontargetearnings", "ote", "oteeur", "ontargeteur"],
        is_needed: false,
    },
];

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

/// Reads a roster. `role` is the role of those of whom none is said; without one it has to be said.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(path: &Path, opening: Opening<'_>, scenario: &Scenario, role: Result<&str, &[String]>) -> Result<Roster, Vec<Problem>> {
    let sheet = Sheet::open(path, opening)?;
    let (starts, ends, quotas, targets) =
        match (sheet.dates("start"), sheet.dates("end"), sheet.numbers("quota"), sheet.numbers("on_target")) {
            (Ok(starts), Ok(ends), Ok(quotas), Ok(targets)) => (starts, ends, quotas.cells, targets.cells),
            (starts, ends, quotas, targets) => {
                return Err([starts.err(), ends.err(), quotas.err(), targets.err()].into_iter().flatten().collect());
            }
        };
    let mut problems = Vec::new();
    let mut roster =
        Roster { findings: sheet.table.findings.clone(), fingerprint: Some(sheet.table.fingerprint.clone()), ..Roster::default() };
    let mut lines: BTreeMap<String, Vec<(u64, Stint)>> = BTreeMap::new();
    for (number, row) in sheet.table.rows().enumerate().filter(|(_, row)| sheet.is_asked_for(*row)) {
        let person = sheet.cell(row, "person");
        if person.is_empty() {
            roster.findings.add(NO_NAME, row.line(), String::new);
            continue;
        }
        let mut wrong = |id: &str, why: &str, cure: &str| {
            let message = format!("\"{}\" in the column \"{}\" {why}", shown(sheet.cell(row, id)), shown(sheet.header(id)));
            problems.push(sheet.at(row.line(), message, cure));
        };
        let mut day = |id: &str, cell: Result<Option<Date>, &str>| {
            cell.unwrap_or_else(|why| {
                wrong(id, why, "Write the date as 2024-07-31, or leave it empty.");
                None
            })
        };
        let (start, end) = (day("start", starts[number]), day("end", ends[number]));
        if start.zip(end).is_some_and(|(start, end)| end < start) {
            wrong("end", "is before the first day in the role", "Is one of the two dates wrong?");
        }
        let mut amount = |id: &str, cell: &Result<Option<crate::import::numbers::Amount>, &'static str>| match cell {
            Ok(None) => None,
            Ok(Some(amount)) if amount.value >= 0.0 && (id != "quota" || amount.value > 0.0) => Some(amount.value),
            Ok(Some(_)) => {
                wrong(id, "is not above 0", "Write EUR a year, or leave it empty for that of the role.");
                None
            }
            Err(why) => {
                wrong(id, why, "Write EUR a year, or leave it empty for that of the role.");
                None
            }
        };
        let (quota, on_target) = (amount("quota", &quotas[number]), amount("on_target", &targets[number]));
        let said = sheet.cell(row, "role");
        let role = match (role_named(scenario, said), role) {
            (Some(role), _) => role.to_string(),
            (None, Ok(role)) if said.is_empty() => role.to_string(),
            (None, Err(roles)) if said.is_empty() => {
                let message = format!("\"{}\" has no role, and several have variable pay: {}", shown(person), listed(roles));
                problems.push(sheet.at(row.line(), message, "Add a column with the role, or name the role of all others with --role."));
                continue;
            }
            _ => {
                let like = nearest(said, scenario.role.names()).map_or(String::new(), |like| format!("Did you mean {like}? "));
                wrong("role", "is no role of the firm", &format!("{like}Its roles are {}.", listed(scenario.role.names())));
                continue;
            }
        };
        let team = Some(sheet.cell(row, "team")).filter(|team| !team.is_empty()).map(same_name);
        let stint = Stint { person: person.to_string(), role, team, start, end, quota, on_target };
        lines.entry(same_name(person)).or_default().push((row.line(), stint));
    }
    for (_, mut stints) in lines {
        stints.sort_by_key(|(line, stint)| (stint.start, *line));
        for pair in stints.windows(2) {
            if pair[0].1.end.is_none_or(|end| pair[1].1.start.is_none_or(|start| start <= end)) {
                let message = format!("\"{}\" is in line {} already, for the same time", shown(&pair[1].1.person), pair[0].0);
                problems.push(sheet.at(
                    pair[1].0,
                    message,
                    "One row for each person and time; whoever changes the role ends in one row and starts in another.",
                ));
            }
        }
        roster.stints.extend(stints.into_iter().map(|(_, stint)| stint));
    }
    if problems.is_empty() { Ok(roster) } else { Err(problems) }
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
    };
    Roster { stints: names.into_values().map(one).collect(), ..Roster::default() }
}
