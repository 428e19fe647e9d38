//! Which numbers of a firm are assumed, and one draw of them.

use crate::engine::{Purpose, Streams, name_key};
use crate::scenario::keys::Leaf;
use crate::scenario::{self, Loaded, shipped};

const DRAW: Purpose = Purpose::named("assumptions of a firm like it");
/// The load: the size of the market, of which nobody knows how much of it there is to work on.
const LOAD: &str = "market_scale";
/// What a firm counts rather than assumes: the size of the market and of the firm.
pub const COUNTED: [&str; 6] = [LOAD, "projects_per_year", "accounts", "leads_per_year", "people", "purchases_mean"];
/// What a firm reads in its books.
const BOOKED: &str = "cost_per_year";

/// A number that is assumed.
#[derive(Debug, Clone, PartialEq)]
pub struct Assumed {
    /// Path of its key.
    pub path: String,
    /// From here.
    pub low: f64,
    /// To here.
    pub high: f64,
}

/// The numbers that are assumed in both of two systems, each within its plausible range and within `factor` of its value.
///
/// What is left out stays as it is: what the systems do not have in common, because it is what is compared; what is nought, because it is
/// switched off; whole numbers and the clock, because they are counted; and what somebody set outside the shipped files, because they know it.
/// The load is among them, although it is counted.
pub fn assumed(systems: [&Loaded; 2], factor: f64) -> Vec<Assumed> {
    let [first, second] = systems.map(|system| scenario::leaves(&system.scenario));
    let both = |leaf: &&Leaf| second.iter().any(|other| other.path == leaf.path && other.value == leaf.value);
    first
        .iter()
        .filter(both)
        .filter(|leaf| systems.iter().all(|system| !is_known(system, &leaf.path)))
        .filter_map(|leaf| range(leaf, factor))
        .collect()
}

/// Whether somebody said it of their own firm.
fn is_known(system: &Loaded, path: &str) -> bool {
    system.origin(path).is_some_and(|place| shipped::SHIPPED.iter().all(|file| file.path != place.file))
}

fn range(leaf: &Leaf, factor: f64) -> Option<Assumed> {
    let (spec, value) = (leaf.meta.spec, leaf.value.as_f64().filter(|value| *value != 0.0)?);
    let (low, high) = spec.plausible?;
    let name = leaf.path.rsplit('.').next().unwrap_or_default();
    let is_counted = spec.is_whole || leaf.path.starts_with("time.") || COUNTED.contains(&name) || name == BOOKED;
    if is_counted && leaf.path != LOAD {
        return None;
    }
    let ends = [value / factor, value * factor];
    let (low, high) = (low.max(ends[0].min(ends[1])), high.min(ends[0].max(ends[1])));
    (low < high).then(|| Assumed { path: leaf.path.clone(), low, high })
}

/// One draw, uniform, as settings: the same for a seed, a number and a try, whatever else is assumed.
pub fn drawn(assumed: &[Assumed], seed: u64, number: u64, tries: u64) -> Vec<String> {
    let streams = Streams::new(seed, number);
    let one = |key: &Assumed| {
        let share = streams.stream(DRAW, name_key(&key.path), tries).uniform();
        format!("{}=={:?}", key.path, key.low + (key.high - key.low) * share)
    };
    assumed.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn pair(sets: &[&str]) -> [Loaded; 2] {
        let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
        ["hero", "team"].map(|name| load("mid", &[name.to_string()], &sets).expect("shipped"))
    }

    fn paths(sets: &[&str], factor: f64) -> Vec<Assumed> {
        let [hero, team] = pair(sets);
        assumed([&hero, &team], factor)
    }

    #[test]
    fn what_is_compared_counted_off_or_known_stays() {
        let all = paths(&[], 2.0);
        let has = |path: &str| all.iter().any(|one| one.path == path);
        assert!(all.len() > 150, "{}", all.len());
        assert!(has("segment.mid.group_size_mean") && has("organisation.handover_loss") && has("market_scale"));
        for path in ["organisation.coverage", "organisation.pool_size", "role.seller.people", "time.years", "organisation.fuzzy_share"] {
            assert!(!has(path), "{path}");
        }
        let known = paths(&["segment.mid.group_size_mean=5"], 2.0);
        assert_eq!(known.len(), all.len() - 1);
    }

    #[test]
    fn a_draw_is_near_plausible_and_its_own() {
        let all = paths(&[], 2.0);
        let values = |number: u64| drawn(&all, 1, number, 0);
        assert_eq!(values(3), values(3));
        assert_ne!(values(3), values(4));
        for (key, set) in all.iter().zip(values(3)) {
            let value: f64 = set.rsplit('=').next().and_then(|text| text.parse().ok()).expect("a number");
            assert!((key.low..=key.high).contains(&value), "{set}");
        }
        let narrow = paths(&[], 1.4);
        let one = |list: &[Assumed]| list.iter().find(|one| one.path == "market_scale").cloned().expect("the load");
        let (wide, narrow) = (one(&all), one(&narrow));
        assert_eq!((wide.low, wide.high), (0.5, 2.0));
        assert!(narrow.low > wide.low && narrow.high < wide.high);
    }
}
