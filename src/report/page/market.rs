//! Whether all systems met the same market and had the same people: the draws are the same always, what is made of them need not be.

use crate::report::results::assumptions::NamedScenario;
use crate::report::results::settings::set_differently;
use crate::report::results::words::{key_names, list, plain_text};

/// What makes customers, and the time in which they come.
const MARKET: [&str; 5] = ["segment.", "channel.", "buying.", "market_scale", "time."];
/// What makes people.
const PEOPLE: [&str; 1] = ["role."];
/// More keys than these are counted, not named.
const MOST_KEYS: usize = 3;

/// Keys of the market and of people that are not the same in all systems.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unlike {
    /// Of the market.
    pub market: Vec<String>,
    /// Of people.
    pub people: Vec<String>,
}

impl Unlike {
    /// Holds the settings of systems against each other.
    pub fn of(systems: &[NamedScenario<'_>]) -> Self {
        if systems.len() < 2 {
            return Self::default();
        }
        let keys = set_differently(&systems.iter().map(|system| system.scenario).collect::<Vec<_>>());
        let of = |parts: &[&str]| {
            let found = keys.iter().map(|setting| setting.key.as_str()).filter(|key| parts.iter().any(|part| key.starts_with(part)));
            found.map(str::to_string).collect()
        };
        Self { market: of(&MARKET), people: of(&PEOPLE) }
    }

    /// "All met the same customers": if so.
    pub fn met(&self) -> String {
        if self.market.is_empty() {
            "All were given the same customers".to_string()
        } else {
            format!("The same random draws were used with different customers or settings ({})", named(&self.market))
        }
    }

    /// What every system meets, for the method.
    pub fn pairing(&self) -> String {
        let mut text = match (self.market.is_empty(), self.people.is_empty()) {
            (true, true) => "Every system runs in the same worlds: the same customers, people and luck.".to_string(),
            (true, false) => "Every system runs in the same worlds: the same customers and the same luck.".to_string(),
            _ => "Every system gets the same random draws, but not the same market.".to_string(),
        };
        if !self.market.is_empty() {
            text.push_str(&format!(
                " Market settings differ: {}; their effect on customers is part of the difference.",
                named(&self.market)
            ));
        }
        if !self.people.is_empty() {
            text.push_str(&format!(" People settings differ: {}.", named(&self.people)));
        }
        text
    }
}

/// The first keys by name, and how many more there are.
fn named(keys: &[String]) -> String {
    let names: Vec<String> =
        key_names(keys.iter().map(String::as_str)).iter().map(|name| plain_text(name)).map(|name| super::names::short(&name)).collect();
    list(&super::choice::few(&names, MOST_KEYS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Scenario, load};

    #[test]
    fn customers_that_are_not_the_same_are_not_called_so() {
        let of = |setting: &str| load("mid", &[], &[setting.to_string()]).expect("a scenario").scenario;
        let met =
            |a: &Scenario, b: &Scenario| Unlike::of(&[NamedScenario { name: "a", scenario: a }, NamedScenario { name: "b", scenario: b }]);
        let (plain, larger, covered) = (of("organisation.coverage=1"), of("market_scale=2"), of("organisation.coverage=3"));
        assert_eq!(met(&plain, &covered).met(), "All were given the same customers");
        assert_eq!(met(&plain, &larger).met(), "The same random draws were used with different customers or settings (market scale)");
        assert!(met(&plain, &larger).pairing().starts_with("Every system gets the same random draws, but not the same market."));
    }
}
