//! Which assumptions the difference between two systems depends on: document and words.

use super::csv::{Lines, guarded, number};
use super::ids::MeasureId;
use super::words::{grouped, in_sentence, list, name_of_key, short, with_unit};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// What the spread of firms like it depends on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InfluenceDocument {
    /// Seed of every world.
    pub seed: u64,
    /// Number of worlds of the firm as described, from which the noise of a world was learnt.
    pub worlds: u64,
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the system that is held against it.
    pub scenario: String,
    /// The measure that is compared.
    pub measure: MeasureId,
    /// Assumptions are drawn from their value divided by this to their value times this, within their plausible range.
    pub factor: f64,
    /// How many firms were drawn.
    pub drawn: u64,
    /// How many had the figures of some firm, and count.
    pub plausible: u64,
    /// Standard deviation of true differences between firms, as a share of the mean of both systems; null with too few firms.
    pub sd: Option<f64>,
    /// Every assumption: in the order that one half of the firms gives, with the figures of the other half.
    pub assumptions: Vec<AssumptionResult>,
    /// What the first few that are told apart from nothing explain together; null if there are none.
    pub together: Option<Together>,
    /// How many of the first five are among the first five of the other half of the firms.
    pub overlap_of_halves: u64,
}

/// What an assumption explains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AssumptionResult {
    /// Path of its key; `plan` for the pay plan.
    pub key: String,
    /// Its unit in words.
    pub unit: String,
    /// From where to where it was drawn; null for the pay plan.
    pub range: Option<[f64; 2]>,
    /// The share of the variance between firms that it explains by itself; below 0 by luck.
    pub share: f64,
    /// Its 95 % interval.
    pub ci95: [f64; 2],
    /// The mean difference, as a share of the mean of both systems, in the lowest fifth of the range, with its standard error.
    pub at_low: Option<[f64; 2]>,
    /// The same in the highest fifth.
    pub at_high: Option<[f64; 2]>,
    /// Whether it is told apart from nothing, corrected for all that were looked at.
    pub is_told_apart: bool,
}

/// What several assumptions explain together, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Together {
    /// How many.
    pub count: u64,
    /// The share of the variance between firms.
    pub share: f64,
    /// Its standard error.
    pub error: f64,
}

impl InfluenceDocument {
    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        super::words::json(self)
    }

    /// The JSON schema of the document.
    pub fn schema() -> Schema {
        schemars::schema_for!(InfluenceDocument)
    }

    /// The assumptions as a comma-separated table.
    pub fn to_csv(&self) -> String {
        let ends =
            ["low", "high", "share", "ci95_low", "ci95_high", "difference_at_low", "error_at_low", "difference_at_high", "error_at_high"];
        let mut lines = Lines::headed(["place", "assumption", "unit"].into_iter().chain(ends).chain(["is_told_apart"]));
        for (place, one) in self.assumptions.iter().enumerate() {
            let pair = |pair: Option<[f64; 2]>| [0, 1].map(|which| number(pair.map(|pair| pair[which])));
            let figures = [pair(one.range).to_vec(), vec![number(Some(one.share))], pair(Some(one.ci95)).to_vec()].concat();
            let ends = [pair(one.at_low), pair(one.at_high)].concat();
            let head = [(place + 1).to_string(), guarded(&one.key), guarded(&one.unit)];
            lines.push(head.into_iter().chain(figures).chain(ends).chain([one.is_told_apart.to_string()]));
        }
        lines.into_text()
    }

    /// Those that are told apart from nothing.
    pub fn told_apart(&self) -> impl Iterator<Item = &AssumptionResult> {
        self.assumptions.iter().filter(|one| one.is_told_apart)
    }

    /// The finding in a line.
    pub fn headline(&self) -> String {
        let (a, b, measure) = (&self.baseline, &self.scenario, in_sentence(self.measure.0));
        let first: Vec<String> = self.told_apart().take(3).map(AssumptionResult::name).collect();
        match (self.sd, first.as_slice()) {
            (None, _) => format!(
                "Too few firms to tell what {b} against {a} depends on: {} have the figures of a real firm, and it takes 40 (--firms)",
                self.plausible
            ),
            (Some(0.0), _) => format!("No spread between firms like this one is seen in {measure} beyond the noise of their worlds"),
            (_, []) => {
                format!("Of {} assumptions none stands out from chance: more firms (--firms) would tell more", self.assumptions.len())
            }
            (_, first) => format!("Whether {b} is ahead of {a} in {measure} depends most on {}", list(first)),
        }
    }

    /// What is found, in paragraphs.
    pub fn words(&self) -> Vec<String> {
        let mut said = vec![format!("{}.", self.headline())];
        if let Some(together) = self.together {
            let percent = |share: f64| grouped(100.0 * share.clamp(0.0, 1.0), 0);
            let [low, high] = [-1.96, 1.96].map(|errors| percent(together.share + errors * together.error));
            let what = if together.count == 1 { "It explains".to_string() } else { format!("The first {} explain", together.count) };
            said.push(format!(
                "{what} {} % of the spread between firms ({low} to {high}); the rest lies in other assumptions, and in combinations of \
                 several, which no list of single ones shows.",
                percent(together.share)
            ));
        }
        if self.together.is_some() && self.overlap_of_halves < 4 {
            said.push(format!(
                "Their order is not settled: the two halves of the firms share {} of their first five. More firms (--firms) tell more.",
                self.overlap_of_halves
            ));
        }
        said
    }

    /// How the figures were found, for below a table.
    pub fn caption(&self) -> String {
        format!(
            "{} of {} firms drawn have the figures of a real firm; each assumption between its value over {factor} and times {factor}, within its \
             plausible range. A share is that of the variance of true differences between firms that an assumption explains by itself, the \
             noise of worlds taken out; in brackets its 95 % interval. Beside it the mean difference in the lowest and the highest fifth of \
             the range, with its end. One half of the firms gives the order, the other the figures. A \
             share is shown where it stands out from chance: of all that do, at most one in twenty is expected to explain nothing (Benjamini and \
             Hochberg, over {} looked at). All within this model's assumptions.",
            grouped(self.plausible as f64, 0),
            grouped(self.drawn as f64, 0),
            self.assumptions.len(),
            factor = grouped(self.factor, 0),
        )
    }
}

impl AssumptionResult {
    /// Its name in words: the last steps of its key, which tell it apart.
    pub fn name(&self) -> String {
        if self.key == PAY_PLAN {
            return "the pay plan".to_string();
        }
        name_of_key(&self.key)
    }

    /// From where to where it was drawn, with its unit.
    pub fn drawn_from(&self) -> String {
        self.range
            .map_or_else(|| "one of six".to_string(), |[low, high]| with_unit(&format!("{} to {}", short(low), short(high)), &self.unit))
    }
}

/// What stands for the pay plan among keys.
pub const PAY_PLAN: &str = "plan";

#[cfg(test)]
pub(crate) mod sample {
    use super::*;
    use crate::measure::Measure;

    /// Made-up assumptions: so many are told apart.
    pub fn document(told_apart: usize) -> InfluenceDocument {
        let one = |place: usize| AssumptionResult {
            key: if place == 1 { PAY_PLAN.to_string() } else { format!("segment.mid.assumption_number_{place}") },
            unit: "people".to_string(),
            range: (place != 1).then_some([0.5, 2.0]),
            share: 0.12 / (place + 1) as f64,
            ci95: [0.08 / (place + 1) as f64, 0.16 / (place + 1) as f64],
            at_low: (place != 1).then_some([-0.1, 0.02]),
            at_high: (place != 1).then_some([0.12, 0.02]),
            is_told_apart: place < told_apart,
        };
        InfluenceDocument {
            seed: 1,
            worlds: 40,
            baseline: "hero".into(),
            scenario: "team".into(),
            measure: MeasureId(Measure::WinWinDealsPerMonth),
            factor: 2.0,
            drawn: 1000,
            plausible: 880,
            sd: Some(0.15),
            assumptions: (0..20).map(one).collect(),
            together: (told_apart > 0).then_some(Together { count: told_apart.min(8) as u64, share: 0.33, error: 0.03 }),
            overlap_of_halves: 3,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sample::document;
    use super::*;

    #[test]
    fn what_is_said_is_no_surer_than_what_is_told_apart() {
        let some = document(3).words().join(" ");
        assert!(some.contains("depends most on mid assumption number 0, the pay plan and mid assumption number 2"), "{some}");
        assert!(some.contains("33 % of the spread between firms (27 to 39)") && some.contains("order is not settled"), "{some}");
        let none = document(0).words().join(" ");
        assert!(none.contains("none stands out from chance") && !none.contains("explain 33"), "{none}");
        let few = InfluenceDocument { sd: None, assumptions: Vec::new(), together: None, ..document(0) };
        assert!(few.headline().contains("Too few firms"));
    }

    #[test]
    fn the_table_has_a_line_for_each_and_the_document_is_read_back() {
        let document = document(2);
        assert_eq!(document.to_csv().lines().count(), 21);
        assert_eq!(serde_json::from_str::<InfluenceDocument>(&document.to_json()).expect("a document"), document);
    }
}
