//! Which keys belong together for somebody who leads sales: the parts that a change is made of.

use super::Difference;
use std::collections::BTreeSet;

/// The groups, in the order in which they are shown.
pub const GROUPS: [&str; 19] = [
    "organisation",
    "people",
    "pay",
    "management",
    "learning",
    "dialogue",
    "qualification",
    "modes",
    "stance",
    "sequencing",
    "process",
    "activities",
    "flow",
    "after sale",
    "response",
    "offering",
    "market",
    "events",
    "time",
];

/// Sections whose entries have names of the user's.
const NAMED: [&str; 11] = ["currency", "segment", "offering", "channel", "role", "person", "pod", "patch", "plan", "activity", "event"];

/// Keys that are switched together.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyGroup {
    /// Its name: a group of [`GROUPS`], or a key or an entry.
    pub name: String,
    /// Settings that differ in it.
    pub differences: Vec<Difference>,
}

/// The group of a key.
///
/// ```
/// use winflow::scenario::groups::group_of;
/// assert_eq!(group_of("role.seller.plan"), "pay");
/// assert_eq!(group_of("process.modes"), "modes");
/// ```
pub fn group_of(path: &str) -> &'static str {
    let steps: Vec<&str> = path.split('.').collect();
    match steps.as_slice() {
        ["role" | "person", _, "plan" | "on_target_earnings" | "bookings_target"] | ["plan", ..] => "pay",
        ["role", _, "parts"] | ["organisation" | "pod" | "patch", ..] => "organisation",
        ["role" | "person", ..] => "people",
        ["management", ..] => "management",
        ["learning", ..] => "learning",
        ["dialogue" | "channel" | "currency", ..] => "dialogue",
        ["qualification", ..] => "qualification",
        ["process", "modes"] | ["activity", _, "mode"] => "modes",
        ["process", "stance"] => "stance",
        ["process", "sequencing"] => "sequencing",
        ["process", ..] => "process",
        ["activity", ..] => "activities",
        ["flow", ..] => "flow",
        ["relationship", ..] => "after sale",
        ["response" | "heuristics", ..] => "response",
        ["offering", ..] => "offering",
        ["event", ..] => "events",
        ["time", ..] => "time",
        _ => "market",
    }
}

/// Settings that differ, by group. An entry that only one of the two scenarios has stays whole; where roles come or go, head
/// counts are part of the organisation.
pub fn by_group(differences: Vec<Difference>) -> Vec<KeyGroup> {
    let whole = lone_entries(&differences);
    let roles_change = whole.iter().any(|entry| entry.starts_with("role."));
    let group = |path: &str| match entry_of(path).filter(|entry| whole.contains(*entry)) {
        Some(entry) if entry.starts_with("role.") => "organisation",
        Some(entry) => group_of(entry),
        None if roles_change && path.ends_with(".people") && path.starts_with("role.") => "organisation",
        None => group_of(path),
    };
    let mut groups: Vec<KeyGroup> = GROUPS.map(|name| KeyGroup { name: name.to_string(), differences: Vec::new() }).into();
    for one in differences {
        let name = group(&one.path);
        if let Some(group) = groups.iter_mut().find(|group| group.name == name) {
            group.differences.push(one);
        }
    }
    groups.retain(|group| !group.differences.is_empty());
    groups
}

/// Settings that differ, key by key; an entry that only one of the two scenarios has stays whole.
pub fn by_key(differences: Vec<Difference>) -> Vec<KeyGroup> {
    let whole = lone_entries(&differences);
    let mut groups: Vec<KeyGroup> = Vec::new();
    for one in differences {
        let name = entry_of(&one.path).filter(|entry| whole.contains(*entry)).unwrap_or(&one.path).to_string();
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.differences.push(one),
            None => groups.push(KeyGroup { name, differences: vec![one] }),
        }
    }
    groups
}

/// `role.seller` for `role.seller.people`, if the section has entries by name.
fn entry_of(path: &str) -> Option<&str> {
    let (section, rest) = path.split_once('.').filter(|(section, _)| NAMED.contains(section))?;
    let name = rest.split('.').next()?;
    Some(&path[..section.len() + 1 + name.len()])
}

/// Entries that only one of the two has: every key of such an entry is set in one and missing in the other, its first key for sure.
fn lone_entries(differences: &[Difference]) -> BTreeSet<String> {
    let is_lone = |one: &&Difference| one.first.is_none() || one.second.is_none();
    differences.iter().filter(is_lone).filter_map(|one| entry_of(&one.path)).map(str::to_string).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn groups(a: &str, b: &str) -> Vec<(String, usize)> {
        let [a, b] = [a, b].map(|name| load(name, &[], &[]).expect("a shipped scenario"));
        by_group(a.set_differently(&b)).into_iter().map(|group| (group.name, group.differences.len())).collect()
    }

    #[test]
    fn keys_fall_into_groups_that_a_leader_knows() {
        let named =
            |list: &[(&str, usize)]| -> Vec<(String, usize)> { list.iter().map(|(name, keys)| (name.to_string(), *keys)).collect() };
        assert_eq!(groups("hero", "team+pool+done-with"), named(&[("organisation", 3), ("pay", 3), ("modes", 1)]));
        assert_eq!(groups("hero", "hero+hiring+strict+wip-3"), named(&[("people", 1), ("qualification", 2), ("flow", 1)]));
        let line = groups("hero", "line+peer-meetings");
        assert_eq!(line.len(), 2, "{line:?}");
        assert_eq!((line[0].0.as_str(), line[1].0.as_str(), line[1].1), ("organisation", "learning", 1));
    }

    #[test]
    fn every_key_has_a_group() {
        for key in crate::scenario::leaves(&load("mid", &[], &[]).expect("mid").scenario) {
            assert!(GROUPS.contains(&group_of(&key.path)), "{}", key.path);
        }
    }

    #[test]
    fn single_keys_are_single_but_for_entries_that_come_or_go() {
        let [a, b] = ["hero", "line"].map(|name| load(name, &[], &[]).expect("a shipped scenario"));
        let names: Vec<String> = by_key(a.set_differently(&b)).into_iter().map(|group| group.name).collect();
        assert_eq!(names, ["role.seller.people", "role.closer", "role.developer"]);
    }
}
