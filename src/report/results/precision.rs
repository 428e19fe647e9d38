//! Whether intervals are as narrow as asked.

use super::ids::MeasureId;
use crate::experiment::Outcome;
use crate::experiment::interval::Doubt;
use crate::experiment::precision::Rule;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether intervals are as narrow as asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PrecisionResult {
    /// Widest half-width asked for, as a share of the baseline's mean (of return on sales: of revenue).
    pub asked: f64,
    /// Worlds at which it would have ended in any case.
    pub most_worlds: u64,
    /// Whether every interval is as narrow.
    pub reached: bool,
    /// Each figure asked about.
    pub figures: Vec<WidthResult>,
}

/// How narrow the interval of a figure is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WidthResult {
    /// Name of the system: its difference from the baseline, or the system itself if it is the only one.
    pub scenario: String,
    /// Which measure.
    pub id: MeasureId,
    /// Half the width of the interval, at a level corrected for all these figures (Bonferroni), as a share of the baseline's mean; null where
    /// that is zero or nothing was counted.
    pub half_width: Option<f64>,
    /// Whether that is as narrow as asked, and safe.
    pub reached: bool,
    /// Why it is not safe.
    pub warning: Option<Doubt>,
}

impl PrecisionResult {
    /// What a rule says in the end.
    pub fn new(rule: &Rule, outcome: &Outcome) -> Self {
        let figures: Vec<WidthResult> = rule
            .widths(&outcome.systems)
            .into_iter()
            .map(|width| WidthResult {
                scenario: outcome.systems.get(width.system).map_or_else(String::new, |system| system.name.clone()),
                id: MeasureId(width.measure),
                half_width: width.half_width,
                reached: width.reached,
                warning: width.doubt,
            })
            .collect();
        Self { asked: rule.precision, most_worlds: rule.most_worlds, reached: figures.iter().all(|f| f.reached), figures }
    }
}
