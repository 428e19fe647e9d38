//! In how many firms like it a comparison comes out as it does, and how that is said.

use super::csv::{Lines, number};
use super::ids::MeasureId;
use super::words::{grouped, in_sentence};
use crate::experiment::firms::shares::{Share, Shares};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Shares that differ by more than this between the two widths settle nothing.
const OPEN: f64 = 0.1;

/// A comparison in firms like the one that is described.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FirmsResult {
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the system.
    pub scenario: String,
    /// The measure that is compared.
    pub measure: MeasureId,
    /// The share from which a difference matters.
    pub matters: f64,
    /// How it comes out, the widest first.
    pub widths: Vec<WidthResult>,
}

/// How a comparison comes out where every assumption may be so far from its value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WidthResult {
    /// Assumptions are drawn from their value divided by this to their value times this, within their plausible range.
    pub factor: f64,
    /// How many numbers were drawn.
    pub assumptions: u64,
    /// How many firms were drawn.
    pub drawn: u64,
    /// How many had the figures of some firm, and count.
    pub plausible: u64,
    /// In what share of them the system is ahead, and so on; null with too few.
    pub shares: Option<Shares>,
}

/// What was seen of a firm.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FirmRow {
    /// How far assumptions may be from their values.
    pub factor: f64,
    /// Its number.
    pub firm: u64,
    /// Whether its figures are those of some firm.
    pub plausible: bool,
    /// The mean of both systems in its first world.
    pub level: Option<f64>,
    /// The difference, as a share of that, in each of its worlds.
    pub differences: Vec<f64>,
}

/// All firms as a table.
pub fn csv(rows: &[FirmRow]) -> String {
    let mut lines = Lines::headed(["factor", "firm", "plausible", "level", "difference", "difference_in_second_world"]);
    for row in rows {
        let difference = |world: usize| number(row.differences.get(world).copied());
        let cells = [number(Some(row.factor)), row.firm.to_string(), row.plausible.to_string(), number(row.level)];
        lines.push(cells.into_iter().chain([difference(0), difference(1)]));
    }
    lines.into_text()
}

impl FirmsResult {
    /// What it says, in a few sentences.
    pub fn words(&self) -> String {
        let [wide, narrow] = self.widths.as_slice() else { return String::new() };
        let Some(shares) = &wide.shares else {
            return format!(
                "Too few of {} firms drawn have the figures of a firm, so nothing can be said about firms like this one.",
                wide.drawn
            );
        };
        let matters = format!("{} %", grouped(100.0 * self.matters, 0));
        let widths = "each assumption between half and double its value, within its plausible range";
        let mut said = format!(
            "In {} of 100 firms like this one ({widths}), {} is ahead of {} in {} by more than {matters}; in {} there is no relevant difference; in {} it is behind.",
            told(&shares.above),
            self.scenario,
            self.baseline,
            in_sentence(self.measure.0),
            told(&shares.within),
            told(&shares.below),
        );
        if !shares.spreads {
            said.push_str(" These firms do not differ beyond the noise of their worlds.");
        }
        if let Some(closer) = &narrow.shares {
            let factor = grouped(narrow.factor, 1);
            said.push_str(&format!(" With every assumption within a factor of {factor}: ahead in {}.", told(&closer.above)));
            if (closer.above.share - shares.above.share).abs() > OPEN {
                said.push_str(" The two differ by more than ten points, so the share is open.");
            }
        }
        let drawn = format!(
            " {} assumptions were drawn; {} of {} firms had plausible figures. All of it is within this model's assumptions.",
            grouped(wide.assumptions as f64, 0),
            grouped(wide.plausible as f64, 0),
            grouped(wide.drawn as f64, 0)
        );
        said + &drawn
    }
}

/// A share of a hundred with its interval: "46 (40 to 52)".
fn told(share: &Share) -> String {
    let of_hundred = |share: f64| grouped(100.0 * share, 0);
    let [low, high] = share.ci95.map(of_hundred);
    let is = of_hundred(share.share);
    if low == high { is } else { format!("{is} ({low} to {high})") }
}
