//! Which assumptions a question depends on, where that was screened before: over thousands of firms, which takes minutes.

use crate::measure::Measure;
use crate::scenario::groups::by_group;
use crate::scenario::{Scenario, changes_a_run, differences};
use serde::Deserialize;
use std::sync::OnceLock;

/// The lists, as they were screened.
const LISTS: &str = include_str!("screened.toml");

/// What a question depends on in a market.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// The group of settings that differ.
    pub question: String,
    /// The shipped market, by the name of its segment.
    pub market: String,
    /// Id of the measure that was compared.
    pub measure: String,
    /// The command that made the list.
    pub command: String,
    /// When, year, month and day.
    pub date: String,
    /// By which version of winflow.
    pub version: String,
    /// How many firms counted.
    pub firms: u64,
    /// What all of them explain together of the spread between firms.
    pub together: f64,
    /// How many of the first five are among the first five of the other half of the firms.
    pub overlap_of_halves: u64,
    /// The assumptions that are told apart from nothing, the first first; none where the firms were too few for that.
    pub assumptions: Vec<Screened>,
}

impl List {
    /// What was compared: "hero team", as on the command line.
    pub fn asked(&self) -> &str {
        let command = self.command.trim_start_matches("winflow explain ");
        command.split(" --assumptions").next().unwrap_or(command)
    }
}

/// An assumption that a question depends on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Screened {
    /// Path of its key.
    pub key: String,
    /// The share of the spread between firms that it explains by itself.
    pub share: f64,
    /// Its 95 % interval.
    pub ci95: [f64; 2],
    /// 1 where more of it favours the other system, -1 where it favours the baseline.
    pub sign: i8,
}

#[derive(Deserialize)]
struct File {
    list: Vec<List>,
}

/// All lists.
pub fn lists() -> &'static [List] {
    static ALL: OnceLock<Vec<List>> = OnceLock::new();
    // A test reads the file, so that none is ever empty by mistake.
    ALL.get_or_init(|| toml::from_str::<File>(LISTS).map(|file| file.list).unwrap_or_default())
}

/// What the difference between systems depends on, if their question was screened in their market: they differ in one group of settings, and
/// sell to one shipped segment.
pub fn list_of(systems: &[&Scenario], measure: Measure) -> Option<&'static List> {
    let (first, others) = systems.split_first()?;
    let market = {
        let mut names = first.segment.names();
        names.next().filter(|_| names.next().is_none())?
    };
    let differing = |other: &&Scenario| differences(first, other).into_iter().filter(|one| changes_a_run(&one.path)).collect();
    let groups: Vec<String> = others.iter().flat_map(|other| by_group(differing(other))).map(|group| group.name).collect();
    let question = groups.first().filter(|first| groups.iter().all(|group| group == *first))?;
    lists().iter().find(|list| list.question == *question && list.market == market && list.measure == measure.id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{leaves, load};

    fn scenario(base: &str, overlay: &str) -> Scenario {
        load(base, &[overlay.to_string()], &[]).expect("shipped").scenario
    }

    #[test]
    fn every_list_names_keys_of_its_market() {
        assert!(!lists().is_empty());
        for list in lists() {
            let known = leaves(&scenario(&list.market, "team"));
            assert!(Measure::ALL.iter().any(|measure| measure.id() == list.measure), "{}", list.measure);
            assert!((0.0..=1.0).contains(&list.together), "{list:?}");
            for one in &list.assumptions {
                assert!(one.sign.abs() == 1, "{}", one.key);
                assert!(known.iter().any(|leaf| leaf.path == one.key), "{} in {}", one.key, list.market);
            }
        }
    }

    #[test]
    fn a_question_is_known_by_what_differs_and_to_whom_it_sells() {
        let found = |a: &Scenario, b: &Scenario| list_of(&[a, b], Measure::WinWinDealsPerMonth).map(|list| list.question.as_str());
        let of = |overlays: [&str; 2]| overlays.map(|overlay| scenario("enterprise", overlay));
        let [salary, commission] = of(["salary", "commission"]);
        assert_eq!(found(&salary, &commission), Some("pay"));
        let (hero, team) = (scenario("mid", "hero"), scenario("mid", "team"));
        assert_eq!(found(&hero, &team), Some("organisation"));
        let both = load("mid", &["team".to_string(), "commission".to_string()], &[]).expect("shipped").scenario;
        assert_eq!(found(&hero, &both), None);
        assert_eq!(list_of(&[&hero, &team], Measure::CostPerDialogue), None);
        assert_eq!(found(&hero, &hero), None);
    }
}
