//! In how many firms like it a comparison comes out as it does, and how that is said.

use super::csv::{Lines, guarded, number};
use super::document::Document;
use super::ids::MeasureId;
use super::over_firms::like_this_one;
use super::turning::TurningResult;
use super::words::{grouped, in_sentence};
use crate::experiment::firms::noise::Noise;
use crate::experiment::firms::shares::{Share, Shares};
use crate::experiment::firms::{Difference, FirmRow, WIDTHS, came_out, drawn_at};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The table of firms.
pub const FIRMS: &str = "firms.csv";
/// Shares that differ by more than this between the two widths settle nothing.
const OPEN: f64 = 0.1;
/// Most firms are at least so many.
const MOST: f64 = 2.0 / 3.0;

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
    /// Whether firms have pay plans of several kinds.
    pub pay_varies: bool,
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

/// All firms as a table.
pub fn csv(rows: &[FirmRow]) -> String {
    let mut lines =
        Lines::headed(["scenario", "factor", "firm", "pay_plan", "plausible", "level", "difference", "difference_in_second_world"]);
    for row in rows {
        let difference = |world: usize| number(row.differences.get(world).copied());
        let cells = [
            guarded(&row.scenario),
            number(Some(row.factor)),
            row.firm.to_string(),
            row.pay_plan.clone(),
            row.plausible.to_string(),
            number(row.level),
        ];
        lines.push(cells.into_iter().chain([difference(0), difference(1)]));
    }
    lines.into_text()
}

/// A line of that table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    scenario: String,
    factor: f64,
    firm: u64,
    pay_plan: String,
    plausible: bool,
    level: Option<f64>,
    difference: Option<f64>,
    difference_in_second_world: Option<f64>,
}

impl From<Line> for FirmRow {
    fn from(line: Line) -> Self {
        let Line { scenario, factor, firm, pay_plan, plausible, level, .. } = line;
        let differences = [line.difference, line.difference_in_second_world].into_iter().flatten().collect();
        Self { scenario, factor, firm, pay_plan, plausible, level, differences }
    }
}

/// Reads the table back.
///
/// # Errors
/// If it is no such table, or a number is none; with the line.
pub fn read(text: &[u8]) -> Result<Vec<FirmRow>, (u64, csv::Error)> {
    let mut reader = csv::Reader::from_reader(text);
    let mut rows = Vec::new();
    for line in reader.deserialize::<Line>() {
        let line = line.map_err(|error| (error.position().map_or(1, csv::Position::line), error))?;
        rows.push(line.into());
    }
    Ok(rows)
}

/// What firms were drawn, and how they are judged.
#[derive(Debug, Clone, Copy)]
pub struct Drawn<'a> {
    /// Names of the systems; the first is the baseline.
    pub systems: &'a [String],
    /// What is compared.
    pub difference: Difference,
    /// Whether pay plans were drawn.
    pub pay_varies: bool,
    /// How many firms were asked for.
    pub asked: u64,
    /// How many numbers were drawn at each width.
    pub assumptions: [u64; WIDTHS.len()],
    /// The seed.
    pub seed: u64,
}

impl Drawn<'_> {
    /// What firms show of every system against the baseline, where the comparison as described had this noise, system by system.
    pub fn results(&self, rows: &[FirmRow], noise: &[Option<Noise>]) -> Vec<FirmsResult> {
        let Some((baseline, others)) = self.systems.split_first() else { return Vec::new() };
        others.iter().zip(noise).map(|(system, noise)| self.result([baseline, system], rows, noise.as_ref())).collect()
    }

    fn result(&self, [baseline, system]: [&String; 2], rows: &[FirmRow], noise: Option<&Noise>) -> FirmsResult {
        let Self { difference, pay_varies, asked, seed, .. } = *self;
        let rows: Vec<&FirmRow> = rows.iter().filter(|row| row.scenario == *system).collect();
        let width = |(width, assumptions): (usize, &u64)| {
            let can_differ = pay_varies || *assumptions > 0;
            let (plausible, shares) = came_out(&rows, width, can_differ, noise, difference.matters, seed);
            WidthResult { factor: WIDTHS[width].0, assumptions: *assumptions, drawn: drawn_at(width, asked), plausible, shares }
        };
        FirmsResult {
            baseline: baseline.clone(),
            scenario: system.clone(),
            measure: MeasureId(difference.measure),
            matters: difference.matters,
            pay_varies,
            widths: self.assumptions.iter().enumerate().map(width).collect(),
        }
    }
}

/// How sure firms like it make a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// In most of them: in at least two thirds, by the whole of the interval, at both widths.
    InMost,
    /// In few: in at most a third, by the whole of the interval, at both widths.
    InFew,
    /// Neither, or the two widths tell something else.
    Open,
}

impl FirmsResult {
    /// How the system fares as told by a share: above for ahead, below for behind.
    pub fn holds(&self, share: impl Fn(&Shares) -> &Share) -> Option<Holds> {
        let shares: Vec<&Share> = self.widths.iter().map(|width| width.shares.as_ref().map(&share)).collect::<Option<_>>()?;
        Some(if are_apart(&shares) {
            Holds::Open
        } else if shares.iter().all(|share| share.ci95[0] >= MOST) {
            Holds::InMost
        } else if shares.iter().all(|share| share.ci95[1] <= 1.0 - MOST) {
            Holds::InFew
        } else {
            Holds::Open
        })
    }

    /// The finding in a line.
    pub fn headline(&self) -> String {
        let (a, b, measure) = (&self.baseline, &self.scenario, in_sentence(self.measure.0));
        let Some(shares) = self.widths.first().and_then(|width| width.shares.as_ref()) else {
            return format!("Too few firms like this one to compare {b} with {a}");
        };
        let of_hundred = |share: &Share| grouped(100.0 * share.share, 0);
        let is = format!(
            "{b} is ahead of {a} in {measure} in {} of 100 firms like this one, behind in {}",
            of_hundred(&shares.above),
            of_hundred(&shares.below)
        );
        if self.is_open() { format!("{is}: open") } else { is }
    }

    /// Whether the two widths are too far apart to tell how many firms are ahead.
    fn is_open(&self) -> bool {
        are_apart(&self.widths.iter().filter_map(|width| Some(&width.shares.as_ref()?.above)).collect::<Vec<_>>())
    }

    /// What it says of the system, in a sentence or two.
    pub fn sentence(&self) -> String {
        let [wide, narrow] = self.widths.as_slice() else { return String::new() };
        let Some(shares) = &wide.shares else {
            return format!(
                "Too few of the {} firms drawn have figures of a real firm to say anything about {}.",
                wide.drawn, self.scenario
            );
        };
        let mut said = format!(
            "In {} of 100 firms like this one, {} is ahead of {} in {} by more than {} %; in {} there is no relevant difference, in {} it is behind.",
            told(&shares.above),
            self.scenario,
            self.baseline,
            in_sentence(self.measure.0),
            grouped(100.0 * self.matters, 0),
            told(&shares.within),
            told(&shares.below),
        );
        if !shares.spreads {
            said.push_str(
                " No spread between these firms is seen beyond the noise of their worlds, so all are counted as alike; the ends in brackets \
                 hold for as much spread as can go unseen.",
            );
        }
        if let Some(closer) = &narrow.shares {
            said.push_str(&format!(
                " Nearer to this one (within a factor of {}), it is ahead in {}",
                grouped(narrow.factor, 1),
                told(&closer.above)
            ));
            let is_open = self.is_open() && !shares.above.is_unknown() && !closer.above.is_unknown();
            said.push_str(if is_open { ": more than ten points apart, so the share is open." } else { "." });
        }
        said
    }
}

/// Whether shares at several widths differ so much that they settle nothing.
fn are_apart(shares: &[&Share]) -> bool {
    shares.windows(2).any(|pair| (pair[0].share - pair[1].share).abs() > OPEN)
}

/// What firms like it say of every system against the baseline, in a paragraph each, and then what such a firm is.
pub fn words(document: &Document) -> Vec<String> {
    let firms = &document.firms;
    let Some((first, width)) = firms.first().and_then(|first| Some((first, first.widths.first()?))) else { return Vec::new() };
    let what = format!(
        "{}; {} of {} drawn have the figures of a real firm. What is measured of this firm stays. All of it is within this model's \
         assumptions.",
        like_this_one(width.assumptions, first.pay_varies),
        grouped(width.plausible as f64, 0),
        grouped(width.drawn as f64, 0)
    );
    let turning = document.turning.as_ref().map(TurningResult::words).filter(|words| !words.is_empty());
    firms.iter().map(FirmsResult::sentence).chain([what]).chain(turning).collect()
}

/// A share of a hundred with its interval: "46 (40 to 52)".
pub fn told(share: &Share) -> String {
    let of_hundred = |share: f64| grouped(100.0 * share, 0);
    if share.is_unknown() {
        return "an unknown number".to_string();
    }
    let [low, high] = share.ci95.map(of_hundred);
    let is = of_hundred(share.share);
    if low == high { is } else { format!("{is} ({low} to {high})") }
}

/// Made-up firms with these true differences, of a hundred.
#[cfg(test)]
pub(crate) fn sample(baseline: &str, scenario: &str, truth: impl Fn(usize) -> f64) -> FirmsResult {
    use crate::measure::Measure;
    let row = |(width, firm): (usize, u64)| FirmRow {
        scenario: scenario.to_string(),
        factor: WIDTHS[width].0,
        firm,
        plausible: true,
        level: Some(3.0),
        differences: vec![truth(firm as usize % 100); 1 + usize::from(firm % 5 == 0)],
        ..FirmRow::default()
    };
    let rows: Vec<FirmRow> =
        (0..WIDTHS.len()).flat_map(|width| (0..drawn_at(width, 300)).map(move |firm| (width, firm))).map(row).collect();
    let difference = Difference { measure: Measure::WinWinDealsPerMonth, matters: 0.02 };
    let names = [baseline, scenario].map(str::to_string);
    let drawn = Drawn { systems: &names, difference, pay_varies: true, asked: 300, assumptions: [431; WIDTHS.len()], seed: 1 };
    drawn.results(&rows, &[Noise::new(&[-0.01, 0.01, -0.01, 0.01], 1.0, false)]).swap_remove(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_back_to_the_bit() {
        let row = |firm: u64, differences: &[f64]| FirmRow {
            scenario: "team".into(),
            factor: 1.4,
            firm,
            pay_plan: "salary".into(),
            plausible: firm == 1,
            level: (firm == 1).then_some(1.0 / 3.0),
            differences: differences.to_vec(),
        };
        let rows = [row(1, &[0.1, -1.0 / 7.0]), row(2, &[]), row(3, &[1e-300])];
        assert_eq!(read(csv(&rows).as_bytes()).expect("a table"), rows);
        let damaged = csv(&rows).replace("1.4,2,", "1.4,two,");
        assert!(matches!(read(damaged.as_bytes()), Err((3, _))));
    }

    #[test]
    fn a_verdict_holds_in_most_firms_in_few_or_is_open() {
        let holds = |truth: fn(usize) -> f64| sample("hero", "team", truth).holds(|shares| &shares.above);
        assert_eq!(holds(|at| if at < 90 { 0.3 } else { -0.3 }), Some(Holds::InMost));
        assert_eq!(holds(|at| if at < 10 { 0.3 } else { -0.3 }), Some(Holds::InFew));
        assert_eq!(holds(|at| if at < 50 { 0.3 } else { -0.3 }), Some(Holds::Open));
    }

    #[test]
    fn what_is_said_names_widths_and_what_it_rests_on() {
        let mut document = Document::new(&crate::report::results::sample::outcome(&["hero", "team"], 40));
        assert!(words(&document).is_empty());
        document.firms = vec![sample("hero", "team", |at| if at < 60 { 0.2 } else { -0.2 })];
        let said = words(&document).join(" ");
        for part in [
            "In 60 (",
            "of 100 firms like this one",
            "within a factor of 1.4",
            "between half and double",
            "one of six usual pay plans",
            "within this model's assumptions",
        ] {
            assert!(said.contains(part), "{part} is not in {said}");
        }
    }
}
