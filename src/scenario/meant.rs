//! What was probably meant by a key that there is not.

use super::guard::GUARD;
use super::keys::{Section, join};
use super::load::EXTENDS;
use super::problems::ENTRIES;
use super::read::alternatives;
use super::reference;
use super::study;
use crate::import::words::{nearest, nearest_above};
use crate::measure::Measure;
use serde_json::Value as Json;

/// Other words of the field for what a key sets, with the key.
const OTHER_WORDS: [(&str, &str); 22] = [
    ("acv", "segment.<name>.deal_size_median"),
    ("attrition", "role.<name>.quits_per_year"),
    ("coaching", "management.coaching_hours_per_week"),
    ("deal_size", "segment.<name>.deal_size_median"),
    ("fte", "role.<name>.people"),
    ("headcount", "role.<name>.people"),
    ("heads", "role.<name>.people"),
    ("lead_volume", "channel.<name>.leads_per_year"),
    ("leads", "channel.<name>.leads_per_year"),
    ("list_price", "offering.<name>.price"),
    ("market_size", "market_scale"),
    ("on_target", "role.<name>.on_target_earnings"),
    ("ote", "role.<name>.on_target_earnings"),
    ("quota", "role.<name>.bookings_target"),
    ("ramp_time", "role.<name>.ramp_months"),
    ("reps", "role.<name>.people"),
    ("salary", "role.<name>.on_target_earnings"),
    ("sellers", "role.<name>.people"),
    ("span", "role.<name>.leads"),
    ("team_size", "organisation.pool_size"),
    ("training", "role.<name>.training_hours_per_year"),
    ("turnover", "role.<name>.quits_per_year"),
];

/// Other words for the tables of a study.
const TABLES_OF_STUDIES: [(&str, &str); 6] =
    [("vary", "over"), ("varies", "over"), ("sweep", "over"), ("factors", "over"), ("settings", "set"), ("fixed", "set")];

/// Other names of outcomes, with the measure that they mean.
const OUTCOMES: [(&str, Measure); 17] = [
    ("close_rate", Measure::WinRate),
    ("conversion", Measure::WinRate),
    ("conversion_rate", Measure::WinRate),
    ("win_ratio", Measure::WinRate),
    ("hit_rate", Measure::WinRate),
    ("sales_cycle", Measure::CycleDaysP50),
    ("sales_cycle_days", Measure::CycleDaysP50),
    ("cycle_days", Measure::CycleDaysP50),
    ("cycle_time", Measure::CycleDaysP50),
    ("bookings", Measure::RevenuePerMonth),
    ("revenue", Measure::RevenuePerMonth),
    ("revenue_per_year", Measure::RevenuePerMonth),
    ("deals", Measure::DealsPerMonth),
    ("deals_per_year", Measure::DealsPerMonth),
    ("no_decision", Measure::NoDecisionRate),
    ("pipeline", Measure::WipMean),
    ("wip", Measure::WipMean),
];

/// What would be required of an outcome that somebody took for a key.
pub(super) fn outcome(name: &str) -> Option<String> {
    let named = Measure::ALL.iter().copied().find(|measure| measure.id() == name);
    let measure = named.or_else(|| OUTCOMES.iter().find(|(other, _)| *other == name).map(|(_, measure)| *measure))?;
    let bound = match measure {
        Measure::WinRate | Measure::NoDecisionRate => "25 %",
        Measure::CycleDaysP50 => "90 days",
        Measure::RevenuePerMonth => "100 kEUR",
        _ => "...",
    };
    let sign = if measure.better() == crate::measure::Better::Lower { "<=" } else { ">=" };
    Some(format!("{} {sign} {bound}", measure.id()))
}

/// What is meant by a key that a section does not have (its path, if it is of this section), and what to say of it:
/// the nearest key here, or the same key elsewhere.
pub(super) fn key<S: Section>(section: &S, name: &str, path: &str) -> (Option<String>, String) {
    // What belongs to the language stands at the top of every file.
    let of_language: &[&str] = if path.is_empty() { &[EXTENDS, GUARD] } else { &[] };
    let here = |least: f64| nearest_above(name, S::NAMES.iter().chain(of_language).copied(), least).map(|like| join(path, like));
    let is_study = path.is_empty() && S::NAMES.contains(&"study");
    if is_study && study::Head::NAMES.contains(&name) {
        return (Some(join("study", name)), format!("Write [study] above it: {name} belongs there."));
    }
    if let Some((_, table)) = TABLES_OF_STUDIES.iter().find(|(other, _)| is_study && *other == name) {
        return (None, format!("Did you mean {table}?"));
    }
    let paths = reference::key_paths();
    let elsewhere = |name: &str| -> Vec<&str> {
        let is_named = |known: &&str| known.rsplit('.').next() == Some(name);
        paths.iter().map(String::as_str).filter(is_named).take(4).collect()
    };
    if let Some(like) = here(0.75) {
        let hint = format!("Did you mean {like}?");
        return (Some(like), hint);
    }
    let entries = if path.is_empty() { entries_called(section, name) } else { Vec::new() };
    if !entries.is_empty() {
        return (None, format!("Did you mean {}?", alternatives(entries.iter().map(String::as_str))));
    }
    let same = elsewhere(name);
    if !same.is_empty() {
        return (None, format!("Did you mean {}?", alternatives(same)));
    }
    let word = name.to_lowercase();
    if let Some((_, key)) = OTHER_WORDS.iter().find(|(other, _)| *other == word) {
        return (None, format!("Did you mean {key}?"));
    }
    if let Some(like) = here(0.55) {
        let hint = format!("Did you mean {like}?");
        return (Some(like), hint);
    }
    if let Some(like) = nearest(name, paths.iter().filter_map(|known| known.rsplit('.').next())) {
        return (None, format!("Did you mean {}?", alternatives(elsewhere(like))));
    }
    let place = match path {
        "" if is_study => "a study",
        "" => "a scenario",
        path => path,
    };
    (None, format!("The keys of {place} are {}.", S::NAMES.join(", ")))
}

/// The entries of this name in any table by name: `role.seller` for `seller`.
fn entries_called<S: Section>(section: &S, name: &str) -> Vec<String> {
    let mut entries = Vec::new();
    section.each(&mut |meta, value| {
        if ENTRIES.contains(&meta.name) && value.to_json().get(name).is_some_and(Json::is_object) {
            entries.push(join(meta.name, name));
        }
    });
    entries
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, load};

    #[test]
    fn other_words_mean_keys_that_there_are() {
        let paths = reference::key_paths();
        for (word, key) in OTHER_WORDS {
            assert!(paths.iter().any(|path| path == key), "{word}: {key}");
            assert!(!Scenario::NAMES.contains(&word), "{word} is a section");
        }
    }

    #[test]
    fn what_is_no_key_is_told_with_what_is_meant() {
        let scenario = load("mid", &[], &[]).expect("mid").scenario;
        for (name, path, meant) in [
            ("seller", "", "Did you mean role.seller?"),
            ("headcount", "", "Did you mean role.<name>.people?"),
            ("OTE", "", "Did you mean role.<name>.on_target_earnings?"),
            ("wip_limit", "", "Did you mean flow.wip_limit?"),
            ("organization", "", "Did you mean organisation?"),
        ] {
            assert_eq!(key(&scenario, name, path).1, meant, "{name}");
        }
        assert_eq!(key(&scenario.flow, "wipp", "flow").1, "Did you mean flow.wip_limit?");
    }
}
