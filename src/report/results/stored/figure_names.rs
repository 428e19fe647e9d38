//! What a figure of a document is called in a sentence, found by where it stands.

use super::not_read::{AGAIN, NotRead, Wrong};
use crate::measure::{Ending, Measure};
use crate::report::results::firms::FIRMS;
use crate::report::results::folder::MANIFEST;
use crate::report::results::turning::TURNING;
use crate::report::results::words::in_sentence;
use serde_json::Value;
use std::path::Path;

/// Two documents differ here.
#[derive(Debug, Clone, PartialEq)]
struct Differing {
    /// Which figure, in words.
    what: String,
    /// What is written.
    written: String,
    /// What it should be.
    found: String,
    /// The file that says what it should be, if it is another one than usual.
    by: Option<&'static str>,
}

/// What a document repeats from the manifest: what was asked, and of which systems. Of precision only what was asked.
const OF_MANIFEST: [&str; 7] = ["seed", "worlds", "measures", "matters", "settings", "asked", "most_worlds"];

/// The file that says what a part of the document should be, if it is another one than usual.
fn said_by(key: &str) -> Option<&'static str> {
    match key {
        "firms" => Some(FIRMS),
        "turning" => Some(TURNING),
        key => OF_MANIFEST.contains(&key).then_some(MANIFEST),
    }
}

/// Every place in which what is written is not what was found; numbers have to be the same to the bit.
fn differing(written: &Value, found: &Value) -> Vec<Differing> {
    let mut all = Vec::new();
    walk(written, found, &Place::default(), &mut all);
    all
}

/// The same as problems of a file; `by` is what gives other figures, but for what another file says.
pub fn contradictions(path: &Path, written: &Value, found: &Value, by: &'static str) -> Vec<NotRead> {
    let problem = |Differing { what, written, found, by: own }| {
        let by = own.unwrap_or(by);
        let why = Wrong::Contradicts { what: what.into(), written: written.into(), by, found: found.into() };
        NotRead::new(path, why, AGAIN)
    };
    differing(written, found).into_iter().map(problem).collect()
}

/// The first line of a table that is not the one that follows.
pub fn other_line(path: &Path, written: &[u8], found: &[u8], by: &'static str) -> Option<NotRead> {
    let mut lines = [written, found].map(|text| text.split_inclusive(|byte| *byte == b'\n'));
    let mut line = 0;
    loop {
        line += 1;
        match lines.each_mut().map(Iterator::next) {
            [None, None] => return None,
            [written, found] if written == found => {}
            _ => return Some(NotRead::at_line(path, line, Wrong::AnotherLine(by))),
        }
    }
}

/// Where in a document.
#[derive(Debug, Clone, Default)]
struct Place {
    /// "of the difference of team from hero", from the outside to the inside.
    of: Vec<String>,
    /// The key of the figure, in words.
    figure: String,
    /// The file that says what it should be, if it is another one than usual.
    by: Option<&'static str>,
}

fn walk(written: &Value, found: &Value, place: &Place, all: &mut Vec<Differing>) {
    match (written, found) {
        (Value::Object(a), Value::Object(b)) => {
            for key in b.keys().chain(a.keys().filter(|key| !b.contains_key(*key))) {
                let [a, b] = [a.get(key), b.get(key)].map(|value| value.unwrap_or(&Value::Null));
                walk(a, b, &place.inside(key), all);
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            for (at, (a, b)) in a.iter().zip(b).enumerate() {
                walk(a, b, &place.element(at, b), all);
            }
        }
        _ if written == found => {}
        _ => all.push(Differing { what: place.words(), written: shown(written), found: shown(found), by: place.by }),
    }
}

impl Place {
    fn inside(&self, key: &str) -> Self {
        let mut place = self.clone();
        // Measures of a system are figures; those of the whole document are what was asked about.
        place.by = place.by.or_else(|| if self.of.is_empty() { said_by(key) } else { None });
        if let Some(ending) = Ending::ALL.iter().find(|ending| ending.id() == key) {
            place.of.push(format!("of {}", ending.title()));
        } else {
            place.figure = name(key);
        }
        place
    }

    fn element(&self, at: usize, element: &Value) -> Self {
        let mut place = self.clone();
        let text = |key: &str| element.get(key).and_then(Value::as_str);
        let measure = text("id").and_then(|id| Measure::ALL.iter().find(|measure| measure.id() == id));
        if let Some(measure) = measure {
            place.of.push(format!("of {}", in_sentence(*measure)));
        } else if let (Some(baseline), Some(scenario)) = (text("baseline"), text("scenario")) {
            place.of.push(format!("of {scenario} against {baseline}"));
        } else if let Some(name) = text("require")
            .or_else(|| text("name"))
            .or_else(|| text("group"))
            .or_else(|| text("activity"))
            .or_else(|| text("scenario"))
            .or_else(|| text("key"))
        {
            place.of.push(format!("of {name}"));
        } else if self.figure == name("ci95") {
            place.figure = format!("{} end of the {}", if at == 0 { "lower" } else { "upper" }, self.figure);
        }
        place
    }

    fn words(&self) -> String {
        let of: Vec<&str> = self.of.iter().rev().map(String::as_str).collect();
        format!("the {} {}", self.figure, of.join(" ")).trim_end().to_string()
    }
}

/// The key of a figure in words.
fn name(key: &str) -> String {
    match key {
        "ci95" => "95 % interval",
        "p10" => "value that one world in ten stays below",
        "p50" => "value that half the worlds stay below",
        "p90" => "value that nine worlds in ten stay below",
        "p_value" => "probability under no difference",
        "p_adjusted" => "corrected probability under no difference",
        "p_better" => "share of worlds in which it is better",
        "p_mean_better" => "certainty that it is better",
        "counts" => "number of customers",
        "possible" => "number of customers with a possible mutual benefit",
        "not_possible" => "number of customers without a possible mutual benefit",
        "few_cases" => "number of cases",
        "words" => "verdict in words",
        "measures" => "list of measures",
        "matters" => "smallest difference that matters",
        "worlds" => "number of worlds",
        "settings" | "keys" => "list of settings that differ",
        "guards" => "list of guards",
        "scenarios" => "list of systems",
        "differences" => "list of differences",
        "same_customers" => "list of what became of the same customers",
        "precision" => "precision of the intervals",
        "asked" => "precision asked for",
        "most_worlds" => "most worlds that were allowed",
        "reached" => "word on whether the precision is reached",
        "half_width" => "reach of the interval",
        "interval" => "method of the interval",
        "warning" => "warning about the interval",
        "better" => "direction that is better",
        "standing" => "verdict",
        "is_small" => "word on whether the difference is small",
        "is_settled" => "word on whether it is settled",
        "why_same" => "reason for being the same",
        "more_worlds" | "worlds_to_settle" => "number of worlds that would settle it",
        "variance_reduction" => "gain by common worlds",
        "judgement" => "verdict on the guard",
        "require" => "requirement of the guard",
        "because" => "reason for the guard",
        "id" => "measure",
        "firms" => "list of firms like this one",
        "widths" => "list of widths of firms",
        "plausible" => "number of firms that count",
        "drawn" => "number of firms drawn",
        "listed" => "list of directions of assumptions",
        "slope" => "change over the range of an assumption",
        "factor" => "factor within which assumptions are drawn",
        "pay_varies" => "word on whether firms have several pay plans",
        "above" => "firms in which it is ahead",
        "within" => "firms without a relevant difference",
        "below" => "firms in which it is behind",
        "spreads" => "word on whether firms differ beyond noise",
        "sd" => "spread of firms",
        "turning" => "list of where the lead is gone",
        "turns" => "list of values at which systems are level",
        "plans" => "list of pay plans",
        "at" => "value at which systems are level",
        "is_ahead_below" => "word on who is ahead below it",
        "at_low" => "difference at the lower end",
        "at_high" => "difference at the upper end",
        "as_described" => "value as described",
        "hundred" => "list of a hundred firms",
        "values" => "value",
        "set_at" => "place where it is set",
        "of_difference" => "share of the difference",
        "sampling_error" => "error of drawing orders",
        "alone" => "effect alone",
        "last" => "effect as the last part",
        "difference_ci95" => "95 % interval of the difference",
        other => return other.replace('_', " "),
    }
    .to_string()
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null => "left open".to_string(),
        Value::Object(_) | Value::Array(_) => "something of another form".to_string(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_figure_is_named_as_people_would() {
        let document = |mean: f64, low: f64, won: u64| {
            json!({
                "scenarios": [{ "name": "team", "measures": [{ "id": "win_win_rate", "mean": mean }] }],
                "differences": [{ "baseline": "hero", "scenario": "team", "measures": [{ "id": "win_win_rate", "ci95": [low, 2.0] }] }],
                "same_customers": [{ "baseline": "hero", "scenario": "team", "counts": { "win_win": { "open": won } } }],
            })
        };
        assert_eq!(differing(&document(1.0, 1.0, 1), &document(1.0, 1.0, 1)), []);
        let all = differing(&document(99.0, 1.5, 7), &document(1.0, 1.0, 1));
        let said: Vec<String> = all.iter().map(|one| format!("{} is {}, not {}", one.what, one.written, one.found)).collect();
        assert_eq!(
            said,
            [
                "the mean of win-win rate of team is 99.0, not 1.0",
                "the lower end of the 95 % interval of win-win rate of team against hero is 1.5, not 1.0",
                "the number of customers of open of win-win of team against hero is 7, not 1",
            ]
        );
    }

    #[test]
    fn what_the_manifest_says_is_told_as_its() {
        let document = |seed: u64, matters: f64, wip_limit: f64, mean: f64| {
            json!({
                "seed": seed,
                "matters": matters,
                "settings": { "keys": [{ "key": "flow.wip_limit", "values": [wip_limit] }] },
                "scenarios": [{ "name": "team", "measures": [{ "id": "win_win_rate", "mean": mean }] }],
            })
        };
        let told = contradictions(Path::new("results.json"), &document(5, 0.5, 4.0, 9.0), &document(1, 0.02, 3.0, 1.0), "worlds.csv");
        let told: Vec<String> = told.iter().map(|problem| format!("{}: {}", problem.place, problem.why)).collect();
        assert_eq!(
            told,
            [
                "results.json: the seed is 5, but manifest.json gives 1",
                "results.json: the smallest difference that matters is 0.5, but manifest.json gives 0.02",
                "results.json: the value of flow.wip_limit is 4.0, but manifest.json gives 3.0",
                "results.json: the mean of win-win rate of team is 9.0, but worlds.csv gives 1.0",
            ]
        );
    }

    /// Every key of a document has words: none is told as the document has it.
    #[test]
    fn no_key_is_told_as_a_key() {
        let schema = serde_json::to_value(crate::report::results::document::Document::schema()).expect("a schema");
        let mut keys = Vec::new();
        keys_of(&schema, &mut keys);
        assert!(keys.len() > 40, "{keys:?}");
        let as_keys: Vec<&String> = keys.iter().filter(|key| key.contains('_') && name(key) == key.replace('_', " ")).collect();
        assert!(as_keys.is_empty(), "{as_keys:?}");
    }

    /// The names of all properties in a schema, but for the ends of customers, which have titles.
    fn keys_of(schema: &Value, keys: &mut Vec<String>) {
        let Value::Object(object) = schema else {
            schema.as_array().into_iter().flatten().for_each(|inner| keys_of(inner, keys));
            return;
        };
        if let Some(Value::Object(properties)) = object.get("properties") {
            keys.extend(properties.keys().filter(|key| Ending::ALL.iter().all(|ending| ending.id() != *key)).cloned());
        }
        object.values().for_each(|inner| keys_of(inner, keys));
    }
}
