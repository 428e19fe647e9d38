//! Which numbers of a firm are assumed, and one draw of them; and which pay plan a firm like it has.

use crate::engine::{Purpose, Streams, name_key};
use crate::scenario::keys::Leaf;
use crate::scenario::pay::STANDARD;
use crate::scenario::{self, Loaded, shipped};
use std::collections::BTreeMap;

const DRAW: Purpose = Purpose::named("assumptions of a firm like it");
const DRAW_PLAN: Purpose = Purpose::named("pay plan of a firm like it");
/// The pay plans that firms are known to have, by the names of their shipped overlays (*set*: the usual kinds, each as often as the next).
pub const PLANS: [&str; 6] = ["salary", "commission", "accelerator", "cap-ratchet", "monthly-quota", "team-bonus"];
/// A draw that contradicts itself is drawn again, so many times at most.
pub const MOST_TRIES: u64 = 20;
/// The load: the size of the market, of which nobody knows how much of it there is to work on.
pub const LOAD: &str = "market_scale";
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

/// The numbers that are assumed in all of some systems, each within its plausible range and within `factor` of its value.
///
/// What is left out stays as it is: what the systems do not have in common, because it is what is compared; what is nought, because it is
/// switched off; whole numbers and the clock, because they are counted; and what somebody set outside the shipped files, because they know it.
/// The load is among them, although it is counted.
pub fn assumed(systems: &[Loaded], factor: f64) -> Vec<Assumed> {
    let Some((first, others)) = systems.split_first() else { return Vec::new() };
    let values = |system: &Loaded| scenario::leaves(&system.scenario).into_iter().map(|leaf| (leaf.path, leaf.value)).collect();
    let others: Vec<BTreeMap<String, serde_json::Value>> = others.iter().map(values).collect();
    let in_all = |leaf: &&Leaf| others.iter().all(|values| values.get(&leaf.path) == Some(&leaf.value));
    let leaves = scenario::leaves(&first.scenario);
    let common = leaves.iter().filter(in_all).filter(|leaf| !systems.iter().any(|system| is_known(system, &leaf.path)));
    common.filter_map(|leaf| range(leaf, factor)).collect()
}

/// Whether somebody said it of their own firm.
fn is_known(system: &Loaded, path: &str) -> bool {
    system.origin(path).is_some_and(|place| !shipped::is_path(&place.file))
}

/// From where to where a number is drawn; `None` where it is counted, switched off, or has no plausible range.
pub fn range(leaf: &Leaf, factor: f64) -> Option<Assumed> {
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

/// One draw, uniform, of numbers by the paths of their keys: the same for a seed, a number and a try, whatever else is assumed.
pub fn drawn(assumed: &[Assumed], seed: u64, number: u64, tries: u64) -> Vec<(&str, f64)> {
    let streams = Streams::new(seed, number);
    let one = |key: &Assumed| streams.stream(DRAW, name_key(&key.path), tries).uniform();
    assumed.iter().map(|key| (key.path.as_str(), key.low + (key.high - key.low) * one(key))).collect()
}

/// Whether a key says what is paid, or who is paid by which plan.
pub fn is_of_pay(path: &str) -> bool {
    path.starts_with("plan.") || path.ends_with(".plan")
}

/// Whether firms like it may have another pay plan: where everybody has the one shipped plan, the same in all systems, and nobody set any
/// of it.
pub fn plan_varies(systems: &[Loaded]) -> bool {
    let of_pay = |system: &Loaded| {
        let leaves = scenario::leaves(&system.scenario).into_iter().filter(|leaf| is_of_pay(&leaf.path));
        leaves.map(|leaf| (leaf.path, leaf.value)).collect::<Vec<_>>()
    };
    let is_one = |system: &Loaded| system.scenario.plan.names().eq([STANDARD]);
    let is_known = |system: &Loaded| system.origins().any(|(path, place)| is_of_pay(path) && !shipped::is_path(&place.file));
    let is_same = systems.windows(2).all(|pair| of_pay(&pair[0]) == of_pay(&pair[1]));
    is_same && systems.iter().all(|system| is_one(system) && !is_known(system))
}

/// The pay plans that a firm may have got, in any of its draws.
pub fn may_have(plan: &str, seed: u64, number: u64) -> bool {
    (0..MOST_TRIES).any(|tries| plan_drawn(seed, number, tries) == plan)
}

/// The plan of a firm.
pub fn plan_drawn(seed: u64, number: u64, tries: u64) -> &'static str {
    let share = Streams::new(seed, number).stream(DRAW_PLAN, 0, tries).uniform();
    PLANS[((share * PLANS.len() as f64) as usize).min(PLANS.len() - 1)]
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
        assumed(&pair(sets), factor)
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
    fn another_plan_is_drawn_unless_pay_is_known_or_compared() {
        let varies = |sets: &[&str]| plan_varies(&pair(sets));
        assert!(varies(&[]) && !varies(&["plan.standard.base_share=0.6"]));
        let [hero, _] = pair(&[]);
        let paid = hero.overlaid("accelerator").expect("shipped");
        assert_eq!(paid.scenario.plan.entries.len(), 1);
        assert!(plan_varies(&[paid.clone(), paid.clone()]) && !plan_varies(&[hero, paid]));
        let counts = PLANS.map(|plan| (0..600).filter(|number| plan_drawn(1, *number, 0) == plan).count());
        assert!(counts.iter().all(|count| (60..=140).contains(count)), "{counts:?}");
    }

    #[test]
    fn a_draw_is_near_plausible_and_its_own() {
        let all = paths(&[], 2.0);
        let values = |number: u64| drawn(&all, 1, number, 0);
        assert_eq!(values(3), values(3));
        assert_ne!(values(3), values(4));
        for (key, (path, value)) in all.iter().zip(values(3)) {
            assert!((key.low..=key.high).contains(&value), "{path} = {value}");
        }
        let narrow = paths(&[], 1.4);
        let one = |list: &[Assumed]| list.iter().find(|one| one.path == "market_scale").cloned().expect("the load");
        let (wide, narrow) = (one(&all), one(&narrow));
        assert_eq!((wide.low, wide.high), (0.5, 2.0));
        assert!(narrow.low > wide.low && narrow.high < wide.high);
    }
}
