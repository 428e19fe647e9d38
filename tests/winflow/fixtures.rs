//! The fixtures are the shipped firms of version 0.1.0. But for what is named here the shipped ones are the same; once they have moved on,
//! this module can go.

use crate::worlds::{FIXTURES, scenario, shipped};
use std::fs;
use winflow::scenario::differences;

/// Keys, and sections, in which the shipped firms have moved on: fixtures keep quarters of thirteen weeks.
const MOVED_ON: [&str; 3] = ["about", "name", "time.fiscal_calendar"];

/// Keys of roles that the fixtures have at zero: skill acts on what is said alone, and nobody helps those who are new.
const AT_ZERO: [&str; 4] = ["hours_by_skill", "finding_by_skill", "room_by_skill", "ramp_help_hours_per_week"];

/// Whether a key, or a section that it is in, has moved on.
fn has_moved_on(path: &str) -> bool {
    path.starts_with("role.") && AT_ZERO.iter().any(|key| path.ends_with(key))
        || MOVED_ON.iter().any(|moved| path.strip_prefix(moved).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
}

/// Every fixture, and every policy and condition on the fixture of `mid`, is the shipped scenario key by key.
#[test]
fn fixtures_are_what_is_shipped() {
    let markets = ["mid", "small", "enterprise", "tandem", "feedback", "impatience"];
    let policies = names("policies");
    assert!(policies.len() > 35);
    // What the shipped plan takes back reaches to the first renewal; that of the fixture does not.
    let moved_on = ["mutual-value"];
    for name in markets.into_iter().chain(policies.iter().map(String::as_str)).filter(|name| !moved_on.contains(name)) {
        let differences = differences(&scenario(name, &[]), &shipped(name, &[]));
        let differences: Vec<_> = differences.iter().filter(|d| !has_moved_on(&d.path)).collect();
        assert!(differences.is_empty(), "{name}: {differences:?}");
    }
}

fn names(folder: &str) -> Vec<String> {
    let files = fs::read_dir(format!("{FIXTURES}/{folder}")).unwrap();
    files.map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_string()).collect()
}

#[test]
fn conditions_are_what_is_shipped() {
    for name in names("conditions") {
        let fixture = winflow::scenario::load(&format!("{FIXTURES}/conditions/{name}.toml"), &[], &[]).unwrap();
        let differences = differences(&fixture.scenario, &shipped(&name, &[]));
        assert_eq!(differences.iter().filter(|d| !has_moved_on(&d.path)).count(), 0, "{name}");
    }
}
