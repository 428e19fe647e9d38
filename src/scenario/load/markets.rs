//! A market that is stacked on another one: what it replaces is said.

use super::super::keys::Leaf;
use super::super::leaves;
use super::super::problems::{Sources, shown};
use super::super::read::{Odd, plain_number};
use super::Loader;

/// More settings that a second market replaces are only counted.
const MOST_REPLACED: usize = 20;

impl Loader {
    pub(super) fn is_brought(&self, segment: &str) -> bool {
        self.brought.iter().any(|(name, _)| name == segment)
    }

    /// The segments that are there and were brought by none of the layers on which the one at hand builds.
    pub(super) fn first_market(&self, first_of_own: usize) -> Option<String> {
        let others = self.brought.iter().filter(|(_, number)| *number < first_of_own).map(|(name, _)| format!("segment.{name}"));
        let others: Vec<String> = others.collect();
        (!others.is_empty() && self.brought.iter().all(|(_, number)| *number < first_of_own)).then(|| others.join(" and "))
    }

    /// Says what a market that is stacked on another one replaces of it.
    pub(super) fn second_market(&mut self, source: usize, (market, before): (&str, &[Leaf]), new: &[String]) {
        let after = leaves(&self.scenario);
        let was = |path: &str| before.iter().find(|leaf| leaf.path == path).map(|leaf| &leaf.value);
        let is_replaced = |leaf: &&Leaf| self.origins.contains_key(&leaf.path) && was(&leaf.path).is_some_and(|value| *value != leaf.value);
        let is_text = |path: &str| path == "name" || path == "about";
        let replaced: Vec<String> = after
            .iter()
            .filter(|leaf| !is_text(&leaf.path))
            .filter(is_replaced)
            .map(|leaf| format!("{} = {} (was {})", leaf.path, plain(&leaf.value), was(&leaf.path).map_or_else(String::new, plain)))
            .collect();
        if replaced.is_empty() {
            return;
        }
        let new: Vec<String> = new.iter().map(|name| format!("segment.{name}")).collect();
        let shown: Vec<&str> = replaced.iter().take(MOST_REPLACED).map(String::as_str).collect();
        let more = replaced.len() - shown.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let message = format!("a second market: {} joins {market}, and replaces {}{more}", new.join(" and "), shown.join(", "));
        let hint = "All segments share one set of offerings and one clock. If one market is meant, leave the other out.".to_string();
        self.odd.push(Odd { origin: Sources::origin(source, 0), path: "segment".to_string(), message, hint });
    }
}

/// A value for people.
fn plain(value: &serde_json::Value) -> String {
    value.as_f64().map_or_else(|| shown(&value.to_string()), plain_number)
}
