//! A resolved scenario written out: for a manifest, for a comparison, for a fingerprint.

use super::keys::{Leaf, collect_section, section_to_json};
use super::whole::Scenario;
use serde_json::{Map, Value as Json};
use std::fmt::Write;

/// Every key with its value, defaults included, in the order of declaration.
///
/// ```
/// let loaded = winflow::scenario::load("mid", &[], &[]).unwrap();
/// assert!(winflow::scenario::leaves(&loaded.scenario).iter().any(|leaf| leaf.path == "flow.wip_limit"));
/// ```
pub fn leaves(scenario: &Scenario) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    collect_section(scenario, "", &mut leaves);
    leaves
}

/// The scenario as JSON, with all defaults.
pub fn to_json(scenario: &Scenario) -> Json {
    section_to_json(scenario)
}

/// The scenario as a TOML file that extends nothing, with all defaults. Loading it gives the same scenario.
pub fn to_toml(scenario: &Scenario) -> String {
    table_to_toml(&to_json(scenario))
}

/// A resolved scenario in JSON as a TOML file.
pub(super) fn table_to_toml(scenario: &Json) -> String {
    let mut out = String::new();
    if let Json::Object(map) = scenario {
        write_table(map, "", &mut out);
    }
    out
}

fn write_table(map: &Map<String, Json>, path: &str, out: &mut String) {
    if !path.is_empty() && map.values().any(|value| !value.is_object()) {
        let _ = write!(out, "\n[{path}]\n");
    }
    for (key, value) in map {
        if !value.is_object() {
            let _ = writeln!(out, "{} = {}", bare(key), value_in_toml(value));
        }
    }
    for (key, value) in map {
        if let Json::Object(inner) = value {
            let inner_path = if path.is_empty() { bare(key) } else { format!("{path}.{}", bare(key)) };
            write_table(inner, &inner_path, out);
        }
    }
}

/// A key, in quotes where TOML needs them.
fn bare(key: &str) -> String {
    let is_bare = !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if is_bare { key.to_string() } else { toml::Value::String(key.to_string()).to_string() }
}

fn value_in_toml(value: &Json) -> String {
    match value {
        Json::String(text) => toml::Value::String(text.clone()).to_string(),
        Json::Array(list) => format!("[{}]", list.iter().map(value_in_toml).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// A hash of everything in the scenario but its name and what it is about: 32 hexadecimal digits (XXH3, 128 bits).
/// Equal scenarios have equal fingerprints on every platform, whatever files they came from.
pub fn fingerprint(scenario: &Scenario) -> String {
    let mut text = String::new();
    for leaf in leaves(scenario) {
        if leaf.path != "name" && leaf.path != "about" {
            let _ = writeln!(text, "{} = {}", leaf.path, leaf.value);
        }
    }
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(text.as_bytes()))
}

/// A key in which two scenarios differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Path of the key.
    pub path: String,
    /// Value in the first, `None` where the first has no such key.
    pub first: Option<Json>,
    /// Value in the second, `None` where the second has no such key.
    pub second: Option<Json>,
}

/// The keys in which two scenarios differ, those of the first in the order of declaration, then those only in the second.
pub fn differences(first: &Scenario, second: &Scenario) -> Vec<Difference> {
    let mut others: std::collections::BTreeMap<String, Json> = leaves(second).into_iter().map(|leaf| (leaf.path, leaf.value)).collect();
    let mut list: Vec<Difference> = leaves(first)
        .into_iter()
        .filter_map(|leaf| {
            let second = others.remove(&leaf.path);
            (second.as_ref() != Some(&leaf.value)).then_some(Difference { path: leaf.path, first: Some(leaf.value), second })
        })
        .collect();
    list.extend(others.into_iter().map(|(path, value)| Difference { path, first: None, second: Some(value) }));
    list
}
