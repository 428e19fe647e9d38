//! What a figure of a document is called in a sentence, found by where it stands.

use super::not_read::{AGAIN, NotRead, Wrong};
use crate::measure::{Ending, Measure};
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
}

/// Every place in which what is written is not what was found; numbers have to be the same to the bit.
fn differing(written: &Value, found: &Value) -> Vec<Differing> {
    let mut all = Vec::new();
    walk(written, found, &Place::default(), &mut all);
    all
}

/// The same as problems of a file; `by` is what gives other figures.
pub fn contradictions(path: &Path, written: &Value, found: &Value, by: &'static str) -> Vec<NotRead> {
    let problem = |Differing { what, written, found }| {
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
        _ => all.push(Differing { what: place.words(), written: shown(written), found: shown(found) }),
    }
}

impl Place {
    fn inside(&self, key: &str) -> Self {
        let mut place = self.clone();
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
}
