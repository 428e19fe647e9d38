//! The reference of all keys and the JSON schema, both made from the declarations.

use super::keys::{Description, Key, Kind, Section, Spec, join};
use super::load::ARGUMENT;
use super::read::{LIKE, REPLACES, plain_number};
use super::whole::Scenario;
use serde_json::{Map, Value as Json, json};
use std::fmt::Write;

/// What stands for a name chosen by the user in a key path.
const ANY_NAME: &str = "<name>";

/// What the key `replaces` of an entry means.
const REPLACES_DOC: &str = "If true, this entry starts anew from the defaults, whatever layers before it have set, and what they have set is named. Plans that are shipped do so.";

/// What the key `like` of an entry means.
const ARGUMENT_DOC: &str = "What a value behind the colon of this overlay sets, with NAME and VALUE put in: `role.NAME.people=+VALUE` makes `hiring:seller=2` work.";
const GUARD_DOC: &str = "What the results have to be, such as `win_win_rate >= 0.7`; `run` and `compare` say whether they are, and end with exit code 4 if not. Those of all layers count (guide: guards).";
const LIKE_DOC: &str = "Another entry of the same table; this one starts as a copy of it, as it stands by then, instead of the defaults.";

/// A line of the reference: the path of a key with everything declared of it.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Path, with `<name>` for names chosen by the user.
    pub path: String,
    /// What is declared.
    pub key: Key,
}

/// All keys that hold a value, in the order of declaration.
pub fn entries() -> Vec<Entry> {
    let mut list = Vec::new();
    add_entries(&Scenario::describe(), "", &mut list);
    list
}

fn add_entries(section: &Description, path: &str, list: &mut Vec<Entry>) {
    for key in &section.keys {
        let path = join(path, key.meta.name);
        match key.kind {
            Kind::Section(inner) => add_entries(&inner(), &path, list),
            Kind::Tables(inner) => add_entries(&inner(), &join(&path, ANY_NAME), list),
            Kind::Measures => list.push(Entry { path: join(&path, "<measure>"), key: key.clone() }),
            _ => list.push(Entry { path, key: key.clone() }),
        }
    }
}

/// Whether a path in a scenario is that of a key as [`entries`] names it.
pub fn is_like(declared: &str, path: &str) -> bool {
    let (mut declared, mut path) = (declared.split('.'), path.split('.'));
    loop {
        match (declared.next(), path.next()) {
            (None, None) => return true,
            (Some(ANY_NAME), Some(_)) => {}
            (Some(step), Some(other)) if step == other => {}
            _ => return false,
        }
    }
}

/// The paths of all keys that hold a value.
pub fn key_paths() -> Vec<String> {
    entries().into_iter().map(|entry| entry.path).collect()
}

/// The type of a key in words.
pub fn type_in_words(key: &Key) -> String {
    match key.kind {
        Kind::Number if key.meta.spec.is_whole => "whole number".into(),
        Kind::Number | Kind::Measures => "number".into(),
        Kind::Truth => "true or false".into(),
        Kind::Text => "text".into(),
        Kind::Texts => "list of texts".into(),
        Kind::Numbers => "list of numbers".into(),
        Kind::Choice(words) => words.iter().map(|(word, _)| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", "),
        Kind::Choices(words) => format!("list of {}", words.iter().map(|(word, _)| format!("`\"{word}\"`")).collect::<Vec<_>>().join(", ")),
        Kind::Section(_) => "section".into(),
        Kind::Tables(_) => "sections by name".into(),
    }
}

fn range_in_words((low, high): (f64, f64)) -> String {
    if low.is_finite() && high.is_finite() { format!("{} to {}", plain_number(low), plain_number(high)) } else { String::new() }
}

fn default_in_words(default: &Json) -> String {
    match default {
        Json::Number(x) => x.as_f64().map_or_else(|| x.to_string(), plain_number),
        other => format!("`{other}`"),
    }
}

/// The reference as Markdown: one table for each section.
///
/// ```
/// assert!(winflow::scenario::reference::markdown().contains("| `wip_limit` |"));
/// ```
pub fn markdown() -> String {
    let mut out = String::from(
        "# Scenario keys\n\nEvery key has a default. Numbers may be written in the unit of the key or as texts with a unit (`\"6 h\"`, `\"20 %\"`, `\"25 kEUR\"`). A year has 365.25 days.\n",
    );
    add_markdown(&Scenario::describe(), "", "A scenario", &mut out);
    out
}

fn add_markdown(section: &Description, path: &str, doc: &str, out: &mut String) {
    let title = if path.is_empty() { "Top of the file".to_string() } else { format!("`[{path}]`") };
    let _ = write!(out, "\n## {title}\n\n{doc}\n\n");
    let is_leaf = |key: &&Key| !matches!(key.kind, Kind::Section(_) | Kind::Tables(_));
    if section.keys.iter().any(|key| is_leaf(&key)) {
        out.push_str("| key | type | unit | range | plausible | default | source | what it is |\n|---|---|---|---|---|---|---|---|\n");
    }
    if path.is_empty() {
        out.push_str("| `extends` | text or list of texts | | | | `[]` | a choice of the user's | Built-in names or files that this one builds on; later ones override earlier ones. |\n");
        out.push_str(&format!("| `{ARGUMENT}` | text | | | | none | a choice of the user's | {ARGUMENT_DOC} |\n"));
        out.push_str(&format!("| `[[guard]]` | `require`, `because`: texts | | | | none | a choice of the user's | {GUARD_DOC} |\n"));
    }
    if path.ends_with(ANY_NAME) {
        let _ = writeln!(out, "| `{LIKE}` | text | | | | | a choice of the user's | {LIKE_DOC} |");
        let _ = writeln!(out, "| `{REPLACES}` | true or false | | | | `false` | a choice of the user's | {REPLACES_DOC} |");
    }
    for key in section.keys.iter().filter(is_leaf) {
        let spec = key.meta.spec;
        let name = if matches!(key.kind, Kind::Measures) { format!("{}.<measure>", key.meta.name) } else { key.meta.name.to_string() };
        let plausible = spec.plausible.map_or(String::new(), range_in_words);
        let _ = writeln!(
            out,
            "| `{name}` | {} | {} | {} | {plausible} | {} | {} | {} |",
            type_in_words(key),
            spec.unit,
            range_in_words(spec.range),
            default_in_words(&key.default),
            spec.source,
            key.meta.doc.replace('|', "\\|"),
        );
        if let Kind::Choice(words) | Kind::Choices(words) = key.kind {
            for (word, doc) in words {
                let _ = writeln!(out, "| | `\"{word}\"` | | | | | | {doc} |");
            }
        }
    }
    for key in &section.keys {
        let path = join(path, key.meta.name);
        match key.kind {
            Kind::Section(inner) => add_markdown(&inner(), &path, key.meta.doc, out),
            Kind::Tables(inner) => {
                let inner = inner();
                add_markdown(&inner, &join(&path, ANY_NAME), inner.doc, out);
            }
            _ => {}
        }
    }
}

/// The JSON schema (draft 2020-12) of a scenario file.
pub fn schema() -> Json {
    let mut definitions = Map::new();
    let mut root = object(&Scenario::describe(), &mut definitions);
    if let Some(properties) = root.get_mut("properties").and_then(Json::as_object_mut) {
        let texts = json!({ "type": "array", "items": { "type": "string" } });
        let extends = json!({
            "description": "Built-in names or files that this one builds on; later ones override earlier ones.",
            "anyOf": [{ "type": "string" }, texts],
        });
        properties.insert("extends".into(), extends);
        properties.insert(ARGUMENT.into(), json!({ "type": "string", "description": ARGUMENT_DOC }));
        let one = json!({
            "type": "object",
            "properties": {
                "require": { "type": "string", "description": "Such as win_win_rate >= 0.7 or p10(revenue_per_month) >= 80000." },
                "because": { "type": "string", "description": "Why." },
            },
            "required": ["require"],
            "additionalProperties": false,
        });
        let items = json!({ "anyOf": [{ "type": "string" }, one] });
        properties.insert("guard".into(), json!({ "description": GUARD_DOC, "type": "array", "items": items }));
    }
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("title".into(), "winflow scenario".into());
    if let Json::Object(root) = root {
        schema.extend(root);
    }
    schema.insert("$defs".into(), definitions.into());
    schema.into()
}

fn object(section: &Description, definitions: &mut Map<String, Json>) -> Json {
    let properties: Map<String, Json> = section.keys.iter().map(|key| (key.meta.name.to_string(), property(key, definitions))).collect();
    json!({ "type": "object", "description": section.doc, "properties": properties, "additionalProperties": false })
}

/// A reference to the definition of a section, which is added when it is new.
fn reference(section: &Description, definitions: &mut Map<String, Json>) -> String {
    if !definitions.contains_key(section.name) {
        definitions.insert(section.name.to_string(), Json::Null);
        let object = object(section, definitions);
        definitions.insert(section.name.to_string(), object);
    }
    format!("#/$defs/{}", section.name)
}

/// The same for an entry of a table by name, which may also say which other entry it is like.
fn entry_reference(section: &Description, definitions: &mut Map<String, Json>) -> String {
    let reference = reference(section, definitions);
    if let Some(properties) = definitions.get_mut(section.name).and_then(|d| d.get_mut("properties")).and_then(Json::as_object_mut) {
        properties.insert(LIKE.into(), json!({ "type": "string", "description": LIKE_DOC }));
        properties.insert(REPLACES.into(), json!({ "type": "boolean", "description": REPLACES_DOC }));
    }
    reference
}

fn words(list: &[(&str, &str)]) -> Json {
    let meanings: Vec<String> = list.iter().map(|(word, doc)| format!("{word}: {doc}")).collect();
    json!({ "type": "string", "enum": list.iter().map(|(word, _)| *word).collect::<Vec<_>>(), "description": meanings.join("\n") })
}

fn number(spec: &Spec) -> Json {
    let kind = if spec.is_whole { "integer" } else { "number" };
    let number = json!({ "type": kind, "minimum": spec.range.0, "maximum": spec.range.1 });
    json!({ "anyOf": [number, { "type": "string", "pattern": "^\\s*[-+]?[0-9._]" }] })
}

fn property(key: &Key, definitions: &mut Map<String, Json>) -> Json {
    let spec = key.meta.spec;
    let mut doc = key.meta.doc.to_string();
    if !spec.unit.is_empty() {
        let _ = write!(doc, " Unit: {}.", spec.unit);
    }
    if let Some(plausible) = spec.plausible {
        let _ = write!(doc, " Plausible: {}.", range_in_words(plausible));
    }
    if matches!(key.kind, Kind::Number | Kind::Numbers) {
        let _ = write!(doc, " Default from: {}.", spec.source.trim_end_matches('.'));
    }
    let mut property = match key.kind {
        Kind::Number => number(&spec),
        Kind::Numbers => json!({ "type": "array", "items": number(&spec) }),
        Kind::Truth => json!({ "type": "boolean" }),
        Kind::Text => json!({ "type": "string" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::Choice(list) => words(list),
        Kind::Choices(list) => json!({ "type": "array", "items": words(list) }),
        Kind::Section(inner) => json!({ "$ref": reference(&inner(), definitions) }),
        Kind::Tables(inner) => json!({
            "type": "object",
            "propertyNames": { "pattern": "^(\\*|\\*(dialogue|qualification|flow|assist|lead)|[\\p{L}\\p{N}_-]{1,60})$" },
            "additionalProperties": { "$ref": entry_reference(&inner(), definitions) },
        }),
        Kind::Measures => {
            let ids: Map<String, Json> = crate::measure::Measure::ALL
                .iter()
                .map(|measure| (measure.id().to_string(), json!({ "type": "number", "description": measure.definition() })))
                .collect();
            json!({ "type": "object", "properties": ids, "additionalProperties": false })
        }
    };
    if let Some(map) = property.as_object_mut() {
        if let Some(Json::String(meanings)) = map.get("description") {
            doc = format!("{doc}\n{meanings}");
        }
        map.insert("description".into(), doc.into());
        if !matches!(key.kind, Kind::Section(_) | Kind::Tables(_) | Kind::Measures) {
            map.insert("default".into(), key.default.clone());
        }
    }
    property
}
