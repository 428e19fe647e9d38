//! How much of the table rests on assumptions: they are drawn anew within their plausible ranges, and the table is made again.

mod list;

use super::counted::NotRun;
use super::run::Settings;
use super::verdict::Verdict;
use super::{Experiment, facts::Claim, facts::Fact, run};
use crate::engine::{Purpose, Streams};
use crate::experiment::firms::draw::COUNTED;
use crate::experiment::runner::Runner;
use crate::scenario::keys::Leaf;
use crate::scenario::{self, Problems};

const DRAW: Purpose = Purpose::named("assumptions drawn anew");
/// A draw that makes a scenario that contradicts itself is drawn again, so many times at most.
const MOST_TRIES: u64 = 100;

/// How often a claim held.
#[derive(Debug, Clone, Copy)]
pub struct Share {
    /// The claim.
    pub claim: &'static Claim,
    /// Draws in which it was hit.
    pub hits: u32,
    /// Draws in which it was missed.
    pub misses: u32,
    /// All draws; the others did not settle it.
    pub draws: u32,
}

/// How often the claims of a fact held.
#[derive(Debug, Clone)]
pub struct Robustness {
    /// The fact.
    pub fact: &'static Fact,
    /// Claim by claim.
    pub shares: Vec<Share>,
}

/// The keys that are drawn anew: numbers and lists of numbers of the mid-size market whose source is an assumption and that have a
/// plausible range.
///
/// Left out are the clock, sizes of the market and of the firm, and strengths of activities that are zero (what an activity does is its
/// design; how strongly is the assumption). So are lists in which no element can be drawn.
///
/// # Errors
/// If the market does not load.
pub fn assumptions() -> Result<Vec<Leaf>, Problems> {
    let loaded = scenario::load("mid", &[], &[])?;
    let is_drawn = |leaf: &Leaf| {
        let name = leaf.path.rsplit('.').next().unwrap_or_default();
        let is_strength = leaf.path.starts_with("activity.");
        leaf.meta.spec.source.starts_with("assumption")
            && leaf.meta.spec.plausible.is_some()
            && (leaf.value.as_f64().is_some_and(|value| value != 0.0 || !is_strength) || list::is_drawn(leaf))
            && !leaf.path.starts_with("time.")
            && !COUNTED.contains(&name)
    };
    Ok(scenario::leaves(&loaded.scenario).into_iter().filter(is_drawn).collect())
}

/// One draw of all assumptions, uniform within their plausible ranges (the elements of a list: about their values): the same for
/// a seed and a number, whatever else is drawn.
///
/// # Errors
/// If no draw makes a valid scenario.
pub fn draw(assumptions: &[Leaf], seed: u64, number: u64) -> Result<Vec<(String, String)>, Problems> {
    let market = scenario::load("mid", &["hero".to_string()], &[])?;
    let mut tries = 0;
    loop {
        let streams = Streams::new(seed, number);
        let drawn: Vec<(String, String)> = assumptions.iter().map(|leaf| (leaf.path.clone(), value(leaf, &streams, tries))).collect();
        let sets: Vec<String> = drawn.iter().map(|(path, value)| format!("{path}={value}")).collect();
        match market.with(&sets) {
            Ok(_) => return Ok(drawn),
            Err(problems) if tries + 1 == MOST_TRIES => return Err(problems),
            Err(_) => tries += 1,
        }
    }
}

fn value(leaf: &Leaf, streams: &Streams, tries: u64) -> String {
    let (low, high) = leaf.meta.spec.plausible.unwrap_or_default();
    let mut stream = streams.stream(DRAW, crate::engine::name_key(&leaf.path), tries);
    if let Some(values) = list::numbers(leaf) {
        return format!("{:?}", list::drawn(&values, (low, high), &mut stream));
    }
    let uniform = stream.uniform();
    let number = low + (high - low) * uniform;
    if leaf.meta.spec.is_whole { format!("{}", (low + (high - low + 1.0) * uniform).floor().min(high)) } else { format!("{number:?}") }
}

/// Runs experiments with one draw, and adds to how often their claims held.
///
/// # Errors
/// If it was stopped; then nothing is added.
pub fn add(
    robustness: &mut Vec<Robustness>,
    experiments: &[Experiment],
    settings: Settings<'_>,
    runner: &mut Runner<'_>,
) -> Result<(), NotRun> {
    let rows = experiments.iter().map(|e| run(e, settings, runner)).collect::<Result<Vec<_>, _>>()?;
    for row in rows {
        let place = robustness.iter().position(|r| r.fact.id == row.fact.id).unwrap_or_else(|| {
            let share = |claim| Share { claim, hits: 0, misses: 0, draws: 0 };
            robustness.push(Robustness { fact: row.fact, shares: row.fact.claims.iter().map(share).collect() });
            robustness.len() - 1
        });
        for (share, check) in robustness[place].shares.iter_mut().zip(&row.checks) {
            share.hits += u32::from(check.verdict == Verdict::Hit);
            share.misses += u32::from(check.verdict == Verdict::Miss);
            share.draws += 1;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_is_plausible_and_depends_on_seed_and_number_alone() {
        let leaves = assumptions().unwrap_or_default();
        assert!(leaves.len() > 50, "{}", leaves.len());
        let first = draw(&leaves, 1, 0).unwrap_or_default();
        assert_eq!(first, draw(&leaves, 1, 0).unwrap_or_default());
        assert_ne!(first, draw(&leaves, 1, 1).unwrap_or_default());
        for (leaf, (path, value)) in leaves.iter().zip(&first).filter(|(leaf, _)| leaf.value.is_number()) {
            let (low, high) = leaf.meta.spec.plausible.unwrap_or_default();
            let value: f64 = value.parse().unwrap_or(f64::NAN);
            assert!((low..=high).contains(&value), "{path} = {value}");
            assert!(!leaf.meta.spec.is_whole || value.fract() == 0.0, "{path} = {value}");
        }
    }
    #[test]
    fn lists_are_drawn_and_move_no_other_key() {
        let leaves = assumptions().unwrap_or_default();
        let (lists, numbers): (Vec<Leaf>, Vec<Leaf>) = leaves.iter().cloned().partition(|leaf| leaf.value.is_array());
        let paths: Vec<&str> = lists.iter().map(|leaf| leaf.path.as_str()).collect();
        assert_eq!(paths, ["response.discount_habits", "response.concession_habits"]);
        let all = draw(&leaves, 1, 0).unwrap_or_default();
        let without: Vec<_> = all.iter().filter(|(path, _)| !paths.contains(&path.as_str())).cloned().collect();
        assert_eq!(draw(&numbers, 1, 0).unwrap_or_default(), without);
        for leaf in &lists {
            let (_, drawn) = all.iter().find(|(path, _)| *path == leaf.path).cloned().unwrap_or_default();
            let drawn: serde_json::Value = drawn.parse().unwrap_or_default();
            assert!(drawn.is_array() && drawn != leaf.value, "{} = {drawn}", leaf.path);
        }
    }
}
