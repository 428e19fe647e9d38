//! Why a measure is the same in every world, where that is known: nothing is set differently, what is has no effect or is about nobody,
//! every customer ended alike, or there was nothing to count. What is not known is not made up.

use super::cautions::hangs_on_open;
use super::document::{DifferenceResult, Document};
use super::settings::{Setting, set_differently};
use super::words::{in_sentence, list, sentence};
use crate::experiment::verdicts::Standing;
use crate::experiment::{Outcome, SystemOutcome};
use crate::measure::{Measure, Ratio};
use crate::scenario::Scenario;
use crate::scenario::provider::ChannelKind;
use std::collections::BTreeSet;

/// More keys or sections than these are only counted.
const MOST_NAMED: usize = 3;
/// Measures that hang on how customers ended, and on nothing else.
const OF_ENDINGS: [Measure; 2] = [Measure::WinWinRate, Measure::WinWinYield];

/// A system as its keys have it.
#[derive(Debug, Clone, Copy)]
pub struct Setup<'s> {
    /// The scenario with all defaults.
    pub scenario: &'s Scenario,
    /// Keys that were set and have no effect as the others stand.
    pub without_effect: &'s BTreeSet<String>,
}

/// Gives a reason to every measure that is the same in every world, where there is one. The systems are those of the document.
pub fn explain(document: &mut Document, outcome: &Outcome, setups: &[Setup<'_>]) {
    let [baseline, others @ ..] = outcome.systems.as_slice() else { return };
    let [first, rest @ ..] = setups else { return };
    let open: Vec<Measure> = Measure::ALL.iter().copied().filter(|&measure| hangs_on_open(document, measure)).collect();
    for (place, difference) in document.differences.iter_mut().enumerate() {
        let (Some(other), Some(second)) = (others.get(place), rest.get(place)) else { continue };
        let ends_alike = outcome.same_customers.get(place).is_some_and(|same| is_diagonal(&same.counts));
        let whole = (ends_alike && all_alike(baseline, other)).then(|| of_settings([first, second]));
        for d in difference.measures.iter_mut().filter(|d| d.standing == Standing::Same) {
            let measure = d.id.0;
            d.why_same = whole.clone().or_else(|| of_measure(measure, [baseline, other], ends_alike, open.contains(&measure)));
        }
    }
}

/// Whether every customer ended under the one as under the other, and there were some.
fn is_diagonal(counts: &[impl AsRef<[u64]>]) -> bool {
    let mut all = 0;
    for (a, row) in counts.iter().enumerate() {
        for (b, count) in row.as_ref().iter().enumerate() {
            if a != b && *count > 0 {
                return false;
            }
            all += count;
        }
    }
    all > 0
}

/// Whether no measure differs in any world, not even by rounding.
fn all_alike(a: &SystemOutcome, b: &SystemOutcome) -> bool {
    a.worlds.len() == b.worlds.len() && a.worlds.iter().zip(&b.worlds).all(|(a, b)| a.ratios == b.ratios)
}

/// Why nothing at all came out differently.
fn of_settings(setups: [&Setup<'_>; 2]) -> String {
    let differing = set_differently(&setups.map(|setup| setup.scenario));
    if differing.is_empty() {
        return "no setting differs".to_string();
    }
    let nobody: Vec<Option<String>> = differing.iter().map(|setting| about_nobody(setting, setups)).collect();
    let is_idle = |setup: &Setup<'_>| differing.iter().zip(&nobody).all(|(s, why)| why.is_some() || setup.without_effect.contains(&s.key));
    if !setups.into_iter().any(is_idle) {
        return "the settings that differ affected nobody: no customer and no measure changed in any world".to_string();
    }
    let mut parts: Vec<String> = Vec::new();
    let idle: Vec<&str> = differing.iter().zip(&nobody).filter(|(_, why)| why.is_none()).map(|(s, _)| s.key.as_str()).collect();
    if !idle.is_empty() {
        parts.push(format!("{} {} no effect here", few(&idle), if idle.len() == 1 { "has" } else { "have" }));
    }
    let mut empty: Vec<&str> = nobody.iter().flatten().map(String::as_str).collect();
    empty.dedup();
    if !empty.is_empty() {
        parts.push(few(&empty));
    }
    parts.join(", and ")
}

fn few(names: &[&str]) -> String {
    let mut shown: Vec<String> = names.iter().take(MOST_NAMED).map(|name| name.to_string()).collect();
    if names.len() > MOST_NAMED {
        shown.push(format!("{} more", names.len() - MOST_NAMED));
    }
    list(&shown)
}

/// Why a key is about nobody in either system: "role.closer has no people". `None` where it is about somebody, or it is not known.
fn about_nobody(setting: &Setting, setups: [&Setup<'_>; 2]) -> Option<String> {
    let mut steps = setting.key.split('.');
    let (section, name) = (steps.next()?, steps.next()?);
    let whose = format!("{section}.{name}");
    let both = |is_empty: &dyn Fn(&Scenario) -> bool| setups.iter().all(|setup| is_empty(setup.scenario));
    let why = match section {
        "role" if both(&|s| s.role.get(name).is_none_or(|role| role.people == 0.0)) => "has no people",
        "plan" if both(&|s| s.role.values().all(|role| role.plan != name || role.people == 0.0)) => "pays nobody",
        "channel" if both(&|s| brings_nobody(s, name)) => "brings no customers",
        _ => return None,
    };
    Some(format!("{whose} {why}"))
}

fn brings_nobody(scenario: &Scenario, name: &str) -> bool {
    let Some(channel) = scenario.channel.get(name) else { return true };
    channel.kind != ChannelKind::Outbound && channel.leads_per_year == 0.0 && channel.csv_file.is_empty() && channel.cost_per_month == 0.0
}

/// Why one measure is the same where others are not.
fn of_measure(measure: Measure, systems: [&SystemOutcome; 2], ends_alike: bool, is_open: bool) -> Option<String> {
    let [a, b] = systems.map(|system| system.ratios(measure));
    let is_nothing = |ratios: &[Ratio]| ratios.iter().all(|ratio| ratio.numerator == 0.0);
    if is_nothing(&a) && is_nothing(&b) {
        let when = if is_open { "was seen before the run ended, with customers still open" } else { "happened under either" };
        Some(format!("none {when}"))
    } else if ends_alike && OF_ENDINGS.contains(&measure) {
        Some("every customer ended the same way".to_string())
    } else if a != b && a.iter().zip(&b).all(|(a, b)| a.denominator == b.denominator) {
        Some("the figures differ only by rounding".to_string())
    } else {
        None
    }
}

/// The reasons in sentences, one for each reason: "Team and hero are the same in every world in win-win rate, because ...". Of the named
/// measures; empty where no reason is known.
pub fn sentences(document: &Document, difference: &DifferenceResult) -> Vec<String> {
    let named: Vec<Measure> = document.named().collect();
    let mut reasons: Vec<(&str, Vec<Measure>)> = Vec::new();
    for d in named.iter().filter_map(|&measure| difference.measure(measure)) {
        let Some(why) = d.why_same.as_deref() else { continue };
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, measures)) => measures.push(d.id.0),
            None => reasons.push((why, vec![d.id.0])),
        }
    }
    let (a, b) = (&difference.baseline, &difference.scenario);
    let sentence = |(why, measures): (&str, Vec<Measure>)| {
        let what = if measures.len() == named.len() && measures.len() > 1 {
            String::new()
        } else {
            format!(" in {}", list(&measures.into_iter().map(in_sentence).collect::<Vec<_>>()))
        };
        sentence(&format!("{b} and {a} are the same in every world{what}, because {why}."))
    };
    reasons.into_iter().map(sentence).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::same_customers::SameCustomers;
    use crate::measure::Ending;
    use crate::report::results::sample;
    use crate::scenario::{load, load_text};

    /// What is said of two systems of this market with these settings, if no figure of theirs differs.
    fn said(sets: [&[&str]; 2]) -> Vec<String> {
        let loaded = sets.map(|sets| load_text("firm", &format!("extends = \"mid\"\n{}", sets.join("\n"))).expect("a scenario"));
        let setups = loaded.each_ref().map(|l| Setup { scenario: &l.scenario, without_effect: &l.without_effect });
        let mut outcome = alike();
        outcome.same_customers[0].counts[Ending::WinWin as usize][Ending::WinWin as usize] = 7;
        let mut document = Document::new(&outcome);
        explain(&mut document, &outcome, &setups);
        sentences(&document, &document.differences[0])
    }

    /// Two systems whose worlds are the same.
    fn alike() -> Outcome {
        let mut outcome = sample::outcome(&["hero", "team"], 4);
        outcome.systems[1].worlds = outcome.systems[0].worlds.clone();
        outcome.same_customers[0] = SameCustomers::default();
        outcome
    }

    #[test]
    fn the_reason_is_said_where_it_is_known() {
        assert_eq!(said([&[], &[]]), ["Team and hero are the same in every world, because no setting differs."]);
        let idle = said([&[], &["[management]", "coaching_effect = 0.5"]]);
        assert_eq!(idle, ["Team and hero are the same in every world, because management.coaching_effect has no effect here."]);
        let nobody = said([&["[role.spare]"], &["[role.spare]", "skill_mean = 0.4"]]);
        assert_eq!(nobody, ["Team and hero are the same in every world, because role.spare has no people."]);
        let unknown = said([&[], &["[flow]", "wip_limit = 40"]]);
        assert!(unknown[0].ends_with("because the settings that differ affected nobody: no customer and no measure changed in any world."));
    }

    #[test]
    fn where_anything_differs_settings_are_no_reason() {
        let mut outcome = alike();
        let revenue = Measure::RevenuePerMonth as usize;
        outcome.systems[1].worlds[2].ratios[revenue].numerator += 1000.0;
        for system in &mut outcome.systems {
            system.worlds.iter_mut().for_each(|row| row.endings[Ending::Open as usize] = [0, 0]);
            system.worlds.iter_mut().for_each(|row| row.ratios[Measure::NoDecisionRate as usize].numerator = 0.0);
        }
        let loaded = load("mid", &[], &[]).expect("a scenario");
        let setup = Setup { scenario: &loaded.scenario, without_effect: &loaded.without_effect };
        let mut document = Document::new(&outcome);
        explain(&mut document, &outcome, &[setup, setup]);
        let said = sentences(&document, &document.differences[0]);
        let nothing = "Team and hero are the same in every world in no-decision rate, because none happened under either.";
        assert_eq!(said, [nothing], "no reason is known for the others");
        outcome.systems[1].worlds[0].endings[Ending::Open as usize] = [90, 0];
        let mut document = Document::new(&outcome);
        explain(&mut document, &outcome, &[setup, setup]);
        let said = sentences(&document, &document.differences[0]);
        assert!(said[0].ends_with("because none was seen before the run ended, with customers still open."), "{said:?}");
    }

    #[test]
    fn rounding_and_endings_are_reasons_of_single_measures() {
        let mut outcome = alike();
        outcome.systems[1].worlds[0].ratios[Measure::RevenuePerMonth as usize].numerator *= 1.0 + 1e-13;
        outcome.same_customers[0].counts[1][1] = 5;
        let reason = |outcome: &Outcome, measure: Measure| {
            let loaded = load("mid", &[], &[]).expect("a scenario");
            let setup = Setup { scenario: &loaded.scenario, without_effect: &loaded.without_effect };
            let mut document = Document::new(outcome);
            explain(&mut document, outcome, &[setup, setup]);
            document.differences[0].measure(measure).and_then(|d| d.why_same.clone())
        };
        assert_eq!(reason(&outcome, Measure::RevenuePerMonth).as_deref(), Some("the figures differ only by rounding"));
        assert_eq!(reason(&outcome, Measure::WinWinRate).as_deref(), Some("every customer ended the same way"));
        outcome.same_customers[0].counts[1][2] = 1;
        assert_eq!(reason(&outcome, Measure::WinWinRate), None);
    }
}
