//! Which rewrites of activities change what: document, words, tables.

use super::words::{amount, range};
use super::{EffectResult, cells, leaves_out_zero, settled};
use crate::experiment::rewrite::Changes;
use crate::measure::{Better, Measure};
use crate::report::results::csv::{Lines, guarded, number};
use crate::report::results::figures::Figures;
use crate::report::results::ids::{Direction, MeasureId};
use crate::report::results::settled::few;
use crate::report::results::words::{grouped, in_sentence, list, sentence, worlds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What it changes to do activities with the customer instead of to them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RewriteDocument {
    /// Seed of every world.
    pub seed: u64,
    /// Number of worlds.
    pub worlds: u64,
    /// Name of the system.
    pub scenario: String,
    /// In which modes its activities begin.
    pub starts_from: StartsFrom,
    /// The activities that are rewritten, in the order of the process.
    pub activities: Vec<String>,
    /// Every measure, in a fixed order.
    pub measures: Vec<MeasureRewrites>,
}

/// In which modes activities begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartsFrom {
    /// In those of the scenario.
    OwnModes,
    /// All done to the customer, as the scenario does all of them with the customer.
    AllDoneTo,
}

/// What rewrites change in a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureRewrites {
    /// Which measure.
    pub id: MeasureId,
    /// Unit in words.
    pub unit: String,
    /// Which direction is better; null if it depends.
    pub better: Option<Direction>,
    /// Mean before any rewrite.
    pub before_mean: Option<f64>,
    /// Mean with all of them.
    pub after_mean: Option<f64>,
    /// Each activity rewritten by itself, the best first; by size where neither direction is better.
    pub rewrites: Vec<RewriteResult>,
    /// All of them together, less before.
    pub together: EffectResult,
    /// The single ones, summed up.
    pub sum_of_single: EffectResult,
    /// Together less that sum.
    pub beyond_sum: EffectResult,
}

/// An activity, rewritten by itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RewriteResult {
    /// Name of the activity.
    pub activity: String,
    /// Place among all, from 1.
    pub rank: u64,
    /// With it rewritten, less before.
    pub mean: Option<f64>,
    /// 95 % interval, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
    /// Probability of a change this far from zero if there were none, corrected for all rewrites (Holm).
    pub p_adjusted: Option<f64>,
    /// Whether it is settled: that probability is below 0.05.
    pub is_settled: bool,
}

impl MeasureRewrites {
    /// Changes with the names of the activities.
    pub fn new(changes: &Changes, activities: &[String]) -> Self {
        let measure = changes.measure;
        let mut rewrites: Vec<RewriteResult> = changes
            .single
            .iter()
            .zip(activities)
            .map(|((effect, p_adjusted), activity)| RewriteResult {
                activity: activity.clone(),
                rank: 0,
                mean: effect.map(|e| e.mean),
                ci95: effect.and_then(|e| e.ci95()),
                p_adjusted: *p_adjusted,
                is_settled: settled(*p_adjusted),
            })
            .collect();
        let merit = |one: &RewriteResult| match (one.mean, measure.better()) {
            (None, _) => f64::NEG_INFINITY,
            (Some(mean), Better::Higher) => mean,
            (Some(mean), Better::Lower) => -mean,
            (Some(mean), Better::Neither) => mean.abs(),
        };
        rewrites.sort_by(|a, b| merit(b).total_cmp(&merit(a)));
        (1..).zip(&mut rewrites).for_each(|(rank, one)| one.rank = rank);
        Self {
            id: MeasureId(measure),
            unit: measure.unit().to_string(),
            better: Direction::of(measure),
            before_mean: changes.before,
            after_mean: changes.after,
            rewrites,
            together: changes.together.into(),
            sum_of_single: changes.sum.into(),
            beyond_sum: changes.beyond.into(),
        }
    }

    /// Figures fine enough for means and for what changes them.
    pub fn figures(&self) -> Figures {
        let largest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, |largest: f64, value| largest.max(value.abs()));
        let mean = largest(&mut self.before_mean.into_iter().chain(self.after_mean));
        let change = largest(&mut self.together.mean.into_iter().chain(self.rewrites.iter().filter_map(|one| one.mean)));
        Figures::new(self.id.0, if change > 0.0 { mean.min(30.0 * change) } else { mean })
    }

    /// A rewrite by its activity.
    pub fn rewrite(&self, activity: &str) -> Option<&RewriteResult> {
        self.rewrites.iter().find(|one| one.activity == activity)
    }
}

impl RewriteDocument {
    /// One of its measures.
    pub fn measure(&self, measure: Measure) -> Option<&MeasureRewrites> {
        self.measures.iter().find(|m| m.id.0 == measure)
    }

    /// The names of the systems: before any rewrite, with each, and with all.
    pub fn names(&self) -> impl Iterator<Item = String> {
        std::iter::once("before").chain(self.activities.iter().map(String::as_str)).chain(["together"]).map(String::from)
    }

    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        crate::report::results::words::json(self)
    }

    /// A row for each measure and rewrite, and for all of them together.
    pub fn to_csv(&self) -> String {
        let header = ["measure", "unit", "rewrite", "rank", "mean", "ci95_low", "ci95_high", "p_adjusted", "is_settled"];
        let mut lines = Lines::headed(header);
        for m in &self.measures {
            let head = |what: &str, rank: String| vec![m.id.0.id().to_string(), m.unit.clone(), guarded(what), rank];
            for one in &m.rewrites {
                let mut row = head(&one.activity, one.rank.to_string());
                row.extend(cells(&EffectResult { mean: one.mean, ci95: one.ci95 }));
                row.extend([number(one.p_adjusted), one.is_settled.to_string()]);
                lines.push(row);
            }
            for (name, effect) in [("(together)", &m.together), ("(sum of single)", &m.sum_of_single), ("(beyond sum)", &m.beyond_sum)] {
                let mut row = head(name, String::new());
                row.extend(cells(effect));
                row.extend([String::new(), effect.ci95.is_some_and(leaves_out_zero).to_string()]);
                lines.push(row);
            }
        }
        lines.into_text()
    }
}

/// Which rewrites change a measure, and what all of them change.
pub fn verdict(document: &RewriteDocument, m: &MeasureRewrites) -> String {
    let (figures, name) = (m.figures(), in_sentence(m.id.0));
    let said = |value: f64| amount(figures, m.id.0, value);
    let together = match (m.together.mean, m.together.ci95) {
        (Some(mean), Some(ci)) if leaves_out_zero(ci) || ci == [0.0, 0.0] => {
            format!("Together, all rewrites change it by {} ({}), {}.", said(mean), range(figures, ci), against_sum(m, &said))
        }
        (Some(mean), Some(ci)) => format!("The effect of all rewrites together is not settled: {} ({}).", said(mean), range(figures, ci)),
        (Some(mean), None) => format!("Together, all rewrites change it by {} in one world, which settles nothing.", said(mean)),
        _ => "The effect of all rewrites together is undefined.".to_string(),
    };
    let settled: Vec<&RewriteResult> = m.rewrites.iter().filter(|one| one.is_settled).collect();
    let count = |n: usize| grouped(n as f64, 0);
    let of = format!("{} of {} single rewrites", count(settled.len()), count(m.rewrites.len()));
    let single = match settled.as_slice() {
        [] => format!("In {}, no single rewrite of {} has a settled effect on {name}.", document.scenario, list_of(document)),
        some => {
            let clause = |one: &&RewriteResult| format!("{} {}", one.activity, one.mean.map_or_else(String::new, said));
            let mut named: Vec<String> = some.iter().take(MOST_NAMED).map(clause).collect();
            if some.len() > MOST_NAMED {
                named.push(format!("{} more", some.len() - MOST_NAMED));
            }
            format!("In {}, {of} change {name} (settled): {}.", document.scenario, list(&named))
        }
    };
    format!("{single} {together}")
}

/// More rewrites than these are not named in a sentence.
const MOST_NAMED: usize = 5;

fn list_of(document: &RewriteDocument) -> String {
    match document.activities.len() {
        1 => format!("the activity {}", document.activities[0]),
        many => format!("{many} activities"),
    }
}

/// "0.30 more than the single ones add up to (+1.30)".
fn against_sum(m: &MeasureRewrites, said: &dyn Fn(f64) -> String) -> String {
    let (Some(sum), Some(beyond), Some(ci)) = (m.sum_of_single.mean, m.beyond_sum.mean, m.beyond_sum.ci95) else {
        return "compared with the sum of the single effects".to_string();
    };
    if m.rewrites.len() == 1 {
        return "as it is the only one".to_string();
    }
    let how = if beyond < 0.0 { "less" } else { "more" };
    if leaves_out_zero(ci) {
        return format!("{} {how} than the sum of the single effects ({})", said(beyond.abs()).trim_start_matches('+'), said(sum));
    }
    format!("about the sum of the single effects ({})", said(sum))
}

/// What the starting point is, if it is not the scenario as it stands.
pub fn starting_point(document: &RewriteDocument) -> Option<String> {
    (document.starts_from == StartsFrom::AllDoneTo).then(|| {
        let name = &document.scenario;
        sentence(&format!(
            "{name} already does all activities with the customer, so the rewrites start from {name} with all of them done to the customer."
        ))
    })
}

/// How it was found out.
pub fn method(document: &RewriteDocument) -> String {
    let worlds = worlds(document.worlds);
    let rough = if (2..10).contains(&document.worlds) { " With so few worlds, the intervals are rough." } else { "" };
    format!(
        "{worlds}, seed {}; each activity is done with the customer instead of to them, one at a time, in the same worlds. \
         In brackets: not settled, corrected for all rewrites (Holm).{rough}",
        document.seed
    )
}

/// The finding in a line, for the title of a chart.
pub fn headline(document: &RewriteDocument, m: &MeasureRewrites) -> String {
    let (figures, title) = (m.figures(), m.id.0.title());
    let scenario = &document.scenario;
    match m.rewrites.first() {
        Some(RewriteResult { activity, mean: Some(mean), is_settled: true, .. }) => {
            format!(
                "{title} in {scenario}: the best single rewrite is {activity}, {}{}",
                amount(figures, m.id.0, *mean),
                few(document.worlds)
            )
        }
        _ => format!("{title} in {scenario}: which single rewrite is best is not settled"),
    }
}
