//! Made-up results for the tests of words, tables and charts.

use super::rewrite::{MeasureRewrites, RewriteDocument, StartsFrom};
use super::{ExplainDocument, GroupResult, MeasureShares};
use crate::engine::{Purpose, Streams};
use crate::experiment::WorldRow;
use crate::experiment::explain::divide;
use crate::experiment::rewrite::changes;
use crate::experiment::shapley::Design;
use crate::measure::{ENDINGS, MEASURES, Measure, Ratio};
use crate::scenario::Difference;

const LUCK: Purpose = Purpose::named("luck in a test");

/// Worlds in which every measure is its first value plus what a game adds, with luck that all systems share and some of their own.
pub fn rows(system: u64, worlds: u64, value: f64) -> Vec<WorldRow> {
    let world = |world: u64| {
        let mut ratios = [Ratio::default(); MEASURES];
        for (place, ratio) in ratios.iter_mut().enumerate() {
            let luck = |whose: u64| Streams::new(5, world).stream(LUCK, whose, place as u64).normal();
            *ratio = Ratio { numerator: 36.0 * value + 0.5 * luck(99) + 0.05 * luck(system), denominator: 36.0 };
        }
        WorldRow { world, ratios, endings: [[0; 2]; ENDINGS] }
    };
    (0..worlds).map(world).collect()
}

/// A change in these parts, under a game.
pub fn explained(names: &[&str], worlds: u64, most: u64, game: impl Fn(u64) -> f64) -> ExplainDocument {
    let design = Design::new(names.len(), most, 1);
    let rows: Vec<Vec<WorldRow>> = design.coalitions.iter().map(|&c| rows(c, worlds, 0.5 + game(c))).collect();
    let rows: Vec<&[WorldRow]> = rows.iter().map(Vec::as_slice).collect();
    let key = |name: &str| Difference { path: format!("section.{name}.key"), first: Some(1.0.into()), second: Some(2.5.into()) };
    let groups: Vec<GroupResult> = names.iter().map(|name| GroupResult::new(name.to_string(), &[key(name)], Vec::new())).collect();
    ExplainDocument {
        seed: 1,
        worlds,
        firms: None,
        baseline: "hero".to_string(),
        scenario: "team".to_string(),
        combinations: design.coalitions.len() as u64,
        orders: (!design.is_exact()).then_some(design.orders.len() as u64),
        measures: Measure::ALL.iter().map(|&m| MeasureShares::new(&divide(&design, &rows, m), &groups)).collect(),
        groups,
    }
}

/// Rewrites of these activities, each with what it adds; together they add half more than their sum.
pub fn rewritten(activities: &[(&str, f64)], worlds: u64) -> RewriteDocument {
    let sum: f64 = activities.iter().map(|(_, adds)| adds).sum();
    let values = std::iter::once(0.5).chain(activities.iter().map(|(_, adds)| 0.5 + adds)).chain([0.5 + 1.5 * sum]);
    let rows: Vec<Vec<WorldRow>> = values.enumerate().map(|(system, value)| rows(system as u64, worlds, value)).collect();
    let activities: Vec<String> = activities.iter().map(|(name, _)| name.to_string()).collect();
    RewriteDocument {
        seed: 1,
        worlds,
        scenario: "done-to".to_string(),
        starts_from: StartsFrom::OwnModes,
        measures: Measure::ALL.iter().map(|&m| MeasureRewrites::new(&changes(&rows, m), &activities)).collect(),
        activities,
    }
}
