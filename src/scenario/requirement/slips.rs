//! Requirements as people write them who have not looked them up: what is wrong, and how it is written here.

use super::super::problems::shown;
use super::super::read::nearest;
use super::{PER_MONTH, PERIODS, measure_by_period, measure_named};
use crate::measure::{Better, Measure};

/// Words that people write for a sign.
const WORDS_FOR_SIGNS: [&str; 8] = [" at least ", " at most ", " more than ", " less than ", " above ", " below ", " over ", " under "];

/// What is meant by a name that is none of a measure, in a sentence; `None` where nothing is like it.
///
/// ```
/// use winflow::scenario::requirement::measure_meant;
/// assert_eq!(measure_meant("win_rat").as_deref(), Some("Did you mean win_rate?"));
/// assert!(measure_meant("revenue_per_year").is_some_and(|meant| meant.contains("by the month: revenue_per_month")));
/// ```
pub fn measure_meant(name: &str) -> Option<String> {
    let named = |name: &str| measure_by_period(name).map(Measure::id);
    let by_period = |like: &str, id: &str| {
        format!("It is shown by the month: {id}. In requirements it can be had by the week, quarter and year too: {like}.")
    };
    let plain = as_id(name.trim());
    let all = all_names();
    let like = named(&plain).map(|_| plain.as_str()).or_else(|| titled(name.trim()));
    let like = like.or_else(|| nearest(&plain, all.iter().map(String::as_str)))?;
    Some(named(like).map_or_else(|| format!("Did you mean {like}?"), |id| by_period(like, id)))
}

/// A name as ids are written.
fn as_id(name: &str) -> String {
    name.to_lowercase().replace([' ', '-'], "_")
}

/// The id of the measure with this title.
fn titled(name: &str) -> Option<&'static str> {
    Measure::ALL.iter().find(|measure| measure.title().to_lowercase() == name.to_lowercase()).map(|measure| measure.id())
}

/// Every name of every measure, that by another period included; ids first.
fn all_names() -> Vec<String> {
    let ids = Measure::ALL.iter().map(|measure| measure.id());
    let by_period = ids.clone().filter_map(|id| id.strip_suffix(PER_MONTH));
    let by_period = by_period.flat_map(|start| PERIODS.iter().map(move |(period, _)| format!("{start}_per_{period}")));
    ids.clone().map(str::to_string).chain(by_period).collect()
}

/// What is wrong with a requirement that many people would write so, and how it is written here.
pub(super) fn slip(text: &str) -> Option<(String, String)> {
    let said = |message: &str, hint: &str| Some((message.to_string(), hint.to_string()));
    let signs = ["=>", "=<", "> =", "< =", "=="];
    let is_bare = text.contains('=') && !text.contains(">=") && !text.contains("<=");
    if text.contains(['"', '\'']) {
        return said("has quotes within", "Leave them out: win_rate >= 25 %.");
    }
    if signs.iter().any(|sign| text.contains(sign)) || WORDS_FOR_SIGNS.iter().any(|word| text.contains(word)) || is_bare {
        return said("has no sign that can be read", "Write >= for at least and <= for at most: win_rate >= 25 %.");
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return said("begins with its bound", "The measure stands first: win_rate >= 25 %.");
    }
    if text.starts_with(['<', '>', '≤', '≥']) {
        return said("names no measure", "The measure stands first: win_rate >= 25 %. winflow measures lists all.");
    }
    if let Some((_, other)) = text.split_once("better than ") {
        return baseline(text, other);
    }
    let has_sign = text.contains(['<', '>', '≤', '≥']);
    if has_sign && [" and ", " or ", ";", "&"].iter().any(|word| text.contains(word)) {
        return said("is more than one requirement", "Write each on its own.");
    }
    if has_sign && text.contains(['$', '£', '€']) {
        return said("has its currency in front", "The unit stands behind, and amounts are in EUR: revenue_per_year >= 5 MEUR.");
    }
    without_bound(text).or_else(|| in_other_words(text))
}

/// What is wrong where systems are compared.
fn baseline(text: &str, other: &str) -> Option<(String, String)> {
    let named = other.trim_start_matches("the ").trim_start();
    let hint = "Write p(better than baseline) >= 95 %; the baseline is the first system.".to_string();
    if !named.starts_with("baseline") {
        return Some(("compares with a system by its name".to_string(), hint));
    }
    (!text.contains('(')).then(|| ("does not say in how many worlds".to_string(), hint))
}

/// What is wrong where nothing stands behind the measure.
fn without_bound(text: &str) -> Option<(String, String)> {
    if let Some(rest) = text.strip_suffix(')').filter(|text| text.starts_with("p(") && text.contains(['<', '>'])) {
        return Some(("says of no chance how high it has to be".to_string(), format!("Write {}) >= 80 %.", shown(rest))));
    }
    let measure = measure_named(text)?.measure;
    Some(("has no bound".to_string(), format!("Write what it has to be, such as {} {}.", text, example(measure))))
}

/// A sign and a bound that fit a measure.
fn example(measure: Measure) -> String {
    let sign = if measure.better() == Better::Lower { "<=" } else { ">=" };
    let bound = match measure.unit() {
        "share" => "25 %",
        "days" => "90 days",
        "hours" => "24 hours",
        unit if unit.starts_with("EUR") => "100 kEUR",
        _ => "3",
    };
    format!("{sign} {bound}")
}

/// What is meant by a measure that is written with blanks, hyphens or capital letters.
fn in_other_words(text: &str) -> Option<(String, String)> {
    let end = text.find(['<', '>', '≤', '≥', ')']).unwrap_or(text.len());
    let start = text[..end].rfind('(').map_or(0, |at| at + 1);
    let written = text[start..end].trim();
    let id = as_id(written);
    let id = measure_named(&id).map(|_| id.as_str()).or_else(|| titled(written))?;
    let meant = format!("{}{id}{}", text[..start].to_lowercase(), &text[start + text[start..end].trim_end().len()..]);
    (meant != text).then(|| ("is not how a measure is written".to_string(), format!("Write {}.", shown(&meant))))
}

/// What is meant by a measure that there is not.
pub(super) fn misspelt(rest: &str) -> Option<(String, String)> {
    let word: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
    let is_name = word.starts_with(|c: char| c.is_ascii_lowercase()) && measure_named(&word).is_none() && word.len() > 2;
    let all = all_names();
    let like = is_name.then(|| nearest(&word, all.iter().map(String::as_str))).flatten()?;
    let message = format!("cannot be read: no measure is called {word}");
    Some((message, format!("Did you mean {like}? winflow measures lists all.")))
}
