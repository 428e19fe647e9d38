//! Which assumptions the difference between two systems depends on: document and words.

use super::csv::{Lines, guarded, number};
use super::ids::MeasureId;
use super::words::{grouped, in_sentence, list, name_of_key, of_difference, short, with_unit};
use crate::experiment::firms::radial::Figure;
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// How it is found out what a difference depends on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// What each assumption explains by itself, from firms in which all are drawn.
    #[default]
    FirstOrder,
    /// The same, and for those that come first also what they explain with others, from firms in which they alone are moved.
    Total,
    /// How large the effect of each is when it alone is moved by half of its range (Morris).
    Morris,
}

/// Half of a 95 % interval in standard errors.
const HALF: f64 = 1.96;

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
    /// How it was found out.
    pub method: Method,
    /// Assumptions are drawn from their value divided by this to their value times this, within their plausible range.
    pub factor: f64,
    /// How many firms were drawn.
    pub drawn: u64,
    /// How many had the figures of some firm, and count.
    pub plausible: u64,
    /// From how many firms assumptions were moved alone; null where none were.
    pub rows: Option<u64>,
    /// Standard deviation of true differences between firms, as a share of the mean of both systems; null with too few firms.
    pub sd: Option<f64>,
    /// Every assumption: in the order that one half of the firms gives, with the figures of the other half; by the method of Morris in the
    /// order of their effects. Those that nothing reads come last.
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
    /// The share of the variance between firms that it explains by itself; below 0 by luck. Null by the method of Morris.
    pub share: Option<f64>,
    /// Its 95 % interval.
    pub ci95: Option<[f64; 2]>,
    /// The mean difference, as a share of the mean of both systems, in the lowest fifth of the range, with its standard error.
    pub at_low: Option<[f64; 2]>,
    /// The same in the highest fifth.
    pub at_high: Option<[f64; 2]>,
    /// The share that it explains with others: what would be left if all others were known. Null where it was not looked for.
    pub total: Option<TotalResult>,
    /// What it does when it alone is moved; null but by the method of Morris.
    pub elementary: Option<ElementaryResult>,
    /// Whether it is told apart from nothing, corrected for all that were looked at.
    pub is_told_apart: bool,
    /// Whether anything reads it: false where it is known that nothing does, or no world changed when it was moved.
    pub has_effect: bool,
}

/// The share of the spread between firms that an assumption explains with others (total index).
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TotalResult {
    /// The share, within 0 and 1.
    pub share: f64,
    /// Its 95 % interval, within 0 and 1.
    pub ci95: [f64; 2],
}

impl TotalResult {
    /// Whether it is told apart from nothing.
    pub fn is_told_apart(&self) -> bool {
        self.ci95[0] > 0.0
    }

    /// A share with its standard error.
    pub fn new(share: Figure) -> Self {
        let end = |errors: f64| (share.value + errors * share.error).clamp(0.0, 1.0);
        Self { share: share.value.clamp(0.0, 1.0), ci95: [end(-HALF), end(HALF)] }
    }
}

/// Elementary effects of an assumption: of moving it over the whole of its range, as a share of the mean of both systems.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ElementaryResult {
    /// Their mean: above 0 where more of it favours the other system.
    pub mean: f64,
    /// Their mean size, whatever their sign.
    pub size: f64,
    /// Their standard deviation over firms: how much it depends on the others.
    pub spread: f64,
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
        let ends = ["low", "high", "share", "ci95_low", "ci95_high", "total", "total_ci95_low", "total_ci95_high"];
        let moved =
            ["difference_at_low", "error_at_low", "difference_at_high", "error_at_high", "mean_effect", "mean_size", "spread_of_effects"];
        let head = ["place", "assumption", "unit"];
        let mut lines = Lines::headed(head.into_iter().chain(ends).chain(moved).chain(["is_told_apart", "has_effect"]));
        for (place, one) in self.assumptions.iter().enumerate() {
            let pair = |pair: Option<[f64; 2]>| [0, 1].map(|which| number(pair.map(|pair| pair[which])));
            let (total, elementary) = (one.total, one.elementary);
            let figures = [
                pair(one.range).to_vec(),
                vec![number(one.share)],
                pair(one.ci95).to_vec(),
                vec![number(total.map(|total| total.share))],
                pair(total.map(|total| total.ci95)).to_vec(),
                pair(one.at_low).to_vec(),
                pair(one.at_high).to_vec(),
                [elementary.map(|one| one.mean), elementary.map(|one| one.size), elementary.map(|one| one.spread)].map(number).to_vec(),
            ];
            let head = [(place + 1).to_string(), guarded(&one.key), guarded(&one.unit)];
            let judged = [one.is_told_apart, one.has_effect].map(|is| is.to_string());
            lines.push(head.into_iter().chain(figures.concat()).chain(judged));
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
            (None, _) if self.method == Method::Morris => {
                format!("Too few firms have the figures of a real firm to tell what {b} against {a} depends on (--firms)")
            }
            (None, _) => format!(
                "Too few firms to tell what {b} against {a} depends on: {} have the figures of a real firm, and it takes 40 (--firms)",
                self.plausible
            ),
            (Some(0.0), _) => format!("No spread between firms like this one is seen in {measure} beyond the noise of their worlds"),
            (_, []) if self.method == Method::Morris => {
                format!(
                    "Of {} assumptions moved alone none does more than chance: more firms (--firms) would tell more",
                    self.assumptions.len()
                )
            }
            (_, first) if self.method == Method::Morris => {
                format!(
                    "Moved alone, {} {} most whether {b} is ahead of {a} in {measure}",
                    list(first),
                    if first.len() == 1 { "changes" } else { "change" }
                )
            }
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
            let [low, high] = [-HALF, HALF].map(|errors| percent(together.share + errors * together.error));
            let what = if together.count == 1 { "It explains".to_string() } else { format!("The first {} explain", together.count) };
            said.push(format!(
                "{what} {} % of the spread between firms ({low} to {high}); the rest lies in other assumptions, and in combinations of \
                 several, which no list of single ones shows.",
                percent(together.share)
            ));
        }
        let whole = |one: &&AssumptionResult| one.total.as_ref().is_some_and(TotalResult::is_told_apart);
        let with_others: Vec<String> = self.assumptions.iter().filter(whole).filter_map(AssumptionResult::with_others).collect();
        if !with_others.is_empty() {
            said.push(format!("With what they do together with others they explain more: {}.", list(&with_others)));
        }
        let idle = self.assumptions.iter().filter(|one| !one.has_effect).count() as u64;
        let (all, rows) = (self.assumptions.len(), self.rows.unwrap_or(0));
        let moved = self.assumptions.iter().filter(|one| one.total.is_some()).count();
        match self.method {
            _ if idle == 0 => {}
            Method::Morris => {
                said.push(format!("{idle} of {all} assumptions changed no world when they were moved from {rows} firms; they come last."))
            }
            Method::Total if moved > 0 => {
                said.push(format!("{idle} of the {moved} that were moved alone changed no world, from {rows} pairs of firms."))
            }
            Method::Total | Method::FirstOrder => {
                said.push(format!("{idle} of {all} assumptions have no effect here: nothing reads them. They come last."))
            }
        }
        if self.together.is_some() && self.overlap_of_halves < 4 {
            said.push(format!(
                "Their order is not settled: the two halves of the firms share {} of their first five. More firms (--firms) tell more.",
                self.overlap_of_halves
            ));
        }
        said
    }

    /// The unit in which differences are told: per cent of the mean of both systems, or points.
    pub fn unit(&self) -> &'static str {
        of_difference(self.measure.0)
    }

    /// How the figures were found, for below a table.
    pub fn caption(&self) -> String {
        let factor = grouped(self.factor, 0);
        let firms = |count: u64| grouped(count as f64, 0);
        let ranges = format!("each assumption between its value over {factor} and times {factor}, within its plausible range");
        let looked_at = self.assumptions.len();
        let rows = self.rows.map_or_else(String::new, firms);
        let unit = if self.unit() == "%" { "% of the mean of both systems" } else { self.unit() };
        let how = match self.method {
            Method::Morris => format!(
                "From {rows} firms with the figures of a real firm, {ranges}, each assumption was moved alone by half of its range, in the same two \
                 worlds; effects are for the whole range, in {unit} (Morris 1991). Their size is the mean without the \
                 sign, their spread how much it depends on the other assumptions; noise is taken out by holding one world against the other. "
            ),
            Method::FirstOrder | Method::Total => format!(
                "{} of {} firms drawn have the figures of a real firm; {ranges}. A share is that of the variance of true differences between firms \
                 that an assumption explains by itself, the noise of worlds taken out; in brackets its 95 % interval. Beside it the mean \
                 difference in the lowest and the highest fifth of the range, with its end. One half of the firms gives the order, the other the \
                 figures. ",
                firms(self.plausible),
                firms(self.drawn)
            ),
        };
        let totals = match self.method {
            Method::Total if self.rows.is_some() => {
                format!(
                    "With others: the share that would be left if all others were known, from {rows} pairs of firms more, where its interval is above nothing. "
                )
            }
            _ => String::new(),
        };
        format!(
            "{how}{totals}A figure is shown where it stands out from chance: of all that do, at most one in twenty is expected to explain nothing \
             (Benjamini and Hochberg, over {looked_at} looked at). All within this model's assumptions."
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

    /// What it explains with others: "group size 20 % (10 to 30)".
    fn with_others(&self) -> Option<String> {
        let [share, low, high] =
            self.total.map(|total| [total.share, total.ci95[0], total.ci95[1]].map(|share| grouped(100.0 * share, 0)))?;
        Some(format!("{} {share} % ({low} to {high})", self.name()))
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
            share: Some(0.12 / (place + 1) as f64),
            ci95: Some([0.08 / (place + 1) as f64, 0.16 / (place + 1) as f64]),
            at_low: (place != 1).then_some([-0.1, 0.02]),
            at_high: (place != 1).then_some([0.12, 0.02]),
            total: None,
            elementary: None,
            is_told_apart: place < told_apart,
            has_effect: place < 19,
        };
        InfluenceDocument {
            seed: 1,
            worlds: 40,
            baseline: "hero".into(),
            scenario: "team".into(),
            measure: MeasureId(Measure::WinWinDealsPerMonth),
            method: Method::FirstOrder,
            factor: 2.0,
            drawn: 1000,
            plausible: 880,
            rows: None,
            sd: Some(0.15),
            assumptions: (0..20).map(one).collect(),
            together: (told_apart > 0).then_some(Together { count: told_apart.min(8) as u64, share: 0.33, error: 0.03 }),
            overlap_of_halves: 3,
        }
    }

    /// Made-up elementary effects: so many are told apart.
    pub fn moved_alone(told_apart: usize) -> InfluenceDocument {
        let mut all = InfluenceDocument { method: Method::Morris, rows: Some(10), together: None, ..document(told_apart) };
        for (place, one) in all.assumptions.iter_mut().enumerate() {
            let size = 0.3 / (place + 1) as f64;
            one.elementary = Some(ElementaryResult { mean: if place % 2 == 0 { size } else { -size }, size, spread: size / 2.0 });
            (one.share, one.ci95, one.at_low, one.at_high) = (None, None, None, None);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::sample::{document, moved_alone};
    use super::*;

    #[test]
    fn what_is_said_is_no_surer_than_what_is_told_apart() {
        let some = document(3).words().join(" ");
        assert!(some.contains("depends most on mid assumption number 0, the pay plan and mid assumption number 2"), "{some}");
        assert!(some.contains("33 % of the spread between firms (27 to 39)") && some.contains("order is not settled"), "{some}");
        let none = document(0).words().join(" ");
        assert!(none.contains("none stands out from chance") && !none.contains("explain 33"), "{none}");
        let moved = moved_alone(2).words().join(" ");
        assert!(moved.starts_with("Moved alone, mid assumption number 0 and the pay plan change most whether team is ahead"), "{moved}");
        assert!(
            moved.contains("1 of 20 assumptions changed no world when they were moved from 10 firms")
                && moved_alone(0).headline().contains("none does more than chance")
        );
        let total = TotalResult::new(Figure { value: 0.2, error: 0.05 });
        let mut totals = InfluenceDocument { method: Method::Total, rows: Some(100), ..document(3) };
        totals.assumptions[0].total = Some(total);
        let said = totals.words().join(" ");
        assert!(
            said.contains("explain more: mid assumption number 0 20 % (10 to 30).") && totals.caption().contains("With others:"),
            "{said}"
        );
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
