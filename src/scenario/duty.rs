//! Who is meant by what they do: `[role."*flow"]` is about every role whose people work in the part flow, `[plan."*flow"]` about every plan by
//! which such people are paid. Overlays that are written so fit every firm that has such people.

use super::provider::{Part, Role};
use super::whole::Scenario;
use std::collections::{BTreeMap, BTreeSet};

/// What people do, as it is written behind a star, and in words.
const DUTIES: [(&str, &str); 6] = [
    ("*dialogue", "works in the part dialogue (answers and prospects)"),
    ("*qualification", "works in the part qualification"),
    ("*flow", "works in the part flow (sells and closes)"),
    ("*assist", "assists with activities of others"),
    ("*lead", "leads people"),
    ("*deliver", "delivers what is sold"),
];

/// The names behind each star, by section and star.
#[derive(Debug, Clone, Default)]
pub(crate) struct Duties {
    names: BTreeMap<(&'static str, &'static str), Vec<String>>,
}

impl Duties {
    /// Who does what in a scenario.
    pub(crate) fn of(scenario: &Scenario) -> Self {
        let mut names = BTreeMap::new();
        for (star, _) in DUTIES {
            let has_it = |(name, role): &&(String, Role)| scenario.has_anybody(name) && does(role, star);
            let roles: Vec<&(String, Role)> = scenario.role.entries.iter().filter(has_it).collect();
            let plans: BTreeSet<&str> = roles.iter().map(|(_, role)| role.plan.as_str()).collect();
            let is_known = |plan: &&str| scenario.plan.get(plan).is_some();
            names.insert(("plan", star), plans.into_iter().filter(is_known).map(str::to_string).collect());
            names.insert(("role", star), roles.iter().map(|(name, _)| name.clone()).collect());
        }
        Self { names }
    }

    /// The entries of a section that a star with a duty stands for; `None` if there is no such duty there.
    pub(crate) fn named(&self, section: &str, star: &str) -> Option<&[String]> {
        self.names.iter().find(|((of, known), _)| *of == section && *known == star).map(|(_, names)| names.as_slice())
    }
}

fn does(role: &Role, star: &str) -> bool {
    match star {
        "*dialogue" => role.parts.contains(&Part::Dialogue),
        "*qualification" => role.parts.contains(&Part::Qualification),
        "*flow" => role.parts.contains(&Part::Flow),
        "*lead" => !role.leads.is_empty(),
        "*deliver" => !role.delivers.is_empty(),
        _ => !role.assists.is_empty(),
    }
}

/// Whether a step of a path is a star with a duty.
///
/// ```
/// assert!(winflow::scenario::duty::is_duty("*flow") && !winflow::scenario::duty::is_duty("*"));
/// ```
pub fn is_duty(step: &str) -> bool {
    DUTIES.iter().any(|(star, _)| *star == step)
}

/// All stars with a duty.
pub fn stars() -> impl Iterator<Item = &'static str> {
    DUTIES.into_iter().map(|(star, _)| star)
}

/// What a firm needs so that a star with a duty means somebody.
pub fn needs(star: &str) -> String {
    let key = match star {
        "*assist" => "assists",
        "*lead" => "leads",
        "*deliver" => "delivers",
        _ => "parts",
    };
    format!("It needs a role with such people: role.NAME.people and role.NAME.{key}.")
}

/// What somebody does for whom a star with a duty stands.
pub fn in_words(star: &str) -> &'static str {
    DUTIES.iter().find(|(known, _)| *known == star).map_or("", |(_, words)| words)
}
