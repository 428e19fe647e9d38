//! In how many firms like it a comparison comes out as it does, and how that is said.

use super::csv::{Lines, guarded, number};
use super::document::Document;
use super::ids::MeasureId;
use super::over_firms::like_this_one;
use super::turning::TurningResult;
use super::words::{grouped, in_sentence, list, name_of_key, of_difference, signed};
use crate::experiment::firms::noise::Noise;
use crate::experiment::firms::shares::{Share, Shares};
use crate::experiment::firms::slope::slope;
use crate::experiment::firms::tries::LookedAt;
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
    /// Which way the assumptions that the question is known to depend on turn it; empty if it was not screened.
    pub listed: Vec<ListedResult>,
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

/// An assumption that the question is known to depend on, as these firms show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedResult {
    /// Path of its key.
    pub key: String,
    /// How much the difference changes over its whole range, as a share of the mean of both systems: above nothing where more of it favours
    /// the system. Null with too few firms.
    pub slope: Option<f64>,
    /// Its interval, 95 % for all that are listed together.
    pub ci95: Option<[f64; 2]>,
}

/// Columns of the table of firms; those of the assumptions that are listed come after them.
const COLUMNS: [&str; 8] = ["scenario", "factor", "firm", "pay_plan", "plausible", "level", "difference", "difference_in_second_world"];

/// All firms as a table, with what was drawn for the assumptions that are listed.
pub fn csv(rows: &[FirmRow], listed: &[String]) -> String {
    let mut lines = Lines::headed(COLUMNS.into_iter().map(str::to_string).chain(listed.iter().map(|key| guarded(key))));
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
        lines.push(cells.into_iter().chain([difference(0), difference(1)]).chain(row.values.iter().map(|value| number(*value))));
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
        Self { scenario, factor, firm, pay_plan, plausible, level, differences, values: Vec::new() }
    }
}

/// Reads the table back, with the assumptions that are listed.
///
/// # Errors
/// If it is no such table, or a number is none; with the line.
pub fn read(text: &[u8]) -> Result<(Vec<FirmRow>, Vec<String>), (u64, csv::Error)> {
    let at = |error: csv::Error| (error.position().map_or(1, csv::Position::line), error);
    let mut reader = csv::Reader::from_reader(text);
    let mut headers = reader.headers().map_err(at)?.clone();
    let listed: Vec<String> = headers.iter().skip(COLUMNS.len()).map(str::to_string).collect();
    headers.truncate(COLUMNS.len());
    let mut rows = Vec::new();
    for record in reader.records() {
        let mut record = record.map_err(at)?;
        let line = record.position().map_or(1, csv::Position::line);
        let cells: Vec<String> = record.iter().skip(COLUMNS.len()).map(str::to_string).collect();
        record.truncate(COLUMNS.len());
        let mut row: FirmRow = record.deserialize::<Line>(Some(&headers)).map_err(|error| (line, error))?.into();
        let values: Result<Vec<Option<f64>>, csv::Error> = csv::StringRecord::from(cells).deserialize(None);
        row.values = values.map_err(|error| (line, error))?;
        rows.push(row);
    }
    Ok((rows, listed))
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
    /// Assumptions that the question is known to depend on.
    pub listed: &'a [LookedAt],
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
            listed: self.listed(&rows),
        }
    }

    /// Which way the assumptions that are listed turn the difference, in the firms of the first width.
    fn listed(&self, rows: &[&FirmRow]) -> Vec<ListedResult> {
        let rows: Vec<&FirmRow> = rows.iter().filter(|row| row.factor == WIDTHS[0].0).copied().collect();
        let one = |(place, looked_at): (usize, &LookedAt)| {
            let found = slope(&rows, place, looked_at.range, self.listed.len());
            ListedResult { key: looked_at.key.clone(), slope: found.map(|found| found.0), ci95: found.map(|found| found.1) }
        };
        self.listed.iter().enumerate().map(one).collect()
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

    /// Which way the assumptions that are listed turn it, as far as these firms confirm it; nothing if none are listed.
    fn directions(&self) -> Option<String> {
        let count = self.listed.len();
        let one = |one: &ListedResult| {
            let [low, high] = one.ci95?;
            let favours = if low > 0.0 {
                &self.scenario
            } else if high < 0.0 {
                &self.baseline
            } else {
                return None;
            };
            let over = signed(100.0 * one.slope?, 0);
            let [low, high] = [low, high].map(|end| signed(100.0 * end, 0));
            Some(format!(
                "a higher {} favours {favours} ({over} {} over its range, {low} to {high})",
                name_of_key(&one.key),
                of_difference(self.measure.0)
            ))
        };
        let found: Vec<String> = self.listed.iter().filter_map(one).collect();
        match (count, found.len()) {
            (0, _) => None,
            (_, 0) => Some(format!(
                "Of the {count} assumptions that questions of this kind depend on most, these firms confirm the direction of none: it takes more of them."
            )),
            (_, some) => Some(format!(
                "Of the {count} assumptions that questions of this kind depend on most, these firms confirm the direction of {some}: {}.",
                list(&found)
            )),
        }
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
        if shares.above.is_unknown() && (shares.below.is_unknown() || shares.within.is_unknown()) {
            return format!(
                "In how many firms like this one {} is ahead of {} in {} is not known from {} of them: more firms (--firms) tell more.",
                self.scenario,
                self.baseline,
                in_sentence(self.measure.0),
                wide.plausible
            );
        }
        let mut said = format!(
            "In {} of 100 firms like this one, {} is ahead of {} in {} by more than {} {}; in {} there is no relevant difference, in {} it is behind.",
            told(&shares.above),
            self.scenario,
            self.baseline,
            in_sentence(self.measure.0),
            grouped(100.0 * self.matters, 0),
            of_difference(self.measure.0),
            told(&shares.within),
            told(&shares.below),
        );
        if !shares.spreads {
            said.push_str(
                " No spread between these firms is seen beyond the noise of their worlds, so all are counted as alike; the ends in brackets \
                 hold for as much spread as can go unseen.",
            );
        }
        if let Some(closer) = narrow.shares.as_ref().filter(|closer| !closer.above.is_unknown()) {
            said.push_str(&format!(
                " Nearer to this one (within a factor of {}), it is ahead in {}",
                grouped(narrow.factor, 1),
                told(&closer.above)
            ));
            let is_open = self.is_open() && !shares.above.is_unknown();
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
    let directions = firms.iter().filter_map(FirmsResult::directions).take(1);
    firms.iter().map(FirmsResult::sentence).chain([what]).chain(directions).chain(turning).collect()
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
    let drawn = Drawn { systems: &names, difference, pay_varies: true, asked: 300, assumptions: [431; WIDTHS.len()], seed: 1, listed: &[] };
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
            values: vec![(firm == 1).then_some(1.0 / 3.0), Some(2.0)],
        };
        let rows = [row(1, &[0.1, -1.0 / 7.0]), row(2, &[]), row(3, &[1e-300])];
        let listed = ["a", "=b"].map(str::to_string);
        let text = csv(&rows, &listed);
        assert_eq!(read(text.as_bytes()).expect("a table"), (rows.to_vec(), vec!["a".to_string(), "'=b".to_string()]));
        for (from, to) in [("1.4,2,", "1.4,two,"), ("1.4,2,salary,false,,,,,2", "1.4,2,salary,false,,,,,x")] {
            let damaged = text.replace(from, to);
            assert!(matches!(read(damaged.as_bytes()), Err((3, _))), "{damaged}");
        }
    }

    #[test]
    fn a_verdict_holds_in_most_firms_in_few_or_is_open() {
        let holds = |truth: fn(usize) -> f64| sample("hero", "team", truth).holds(|shares| &shares.above);
        assert_eq!(holds(|at| if at < 90 { 0.3 } else { -0.3 }), Some(Holds::InMost));
        assert_eq!(holds(|at| if at < 10 { 0.3 } else { -0.3 }), Some(Holds::InFew));
        assert_eq!(holds(|at| if at < 50 { 0.3 } else { -0.3 }), Some(Holds::Open));
    }

    #[test]
    fn directions_are_said_as_far_as_they_are_seen() {
        let of = |ends: &[[f64; 2]]| {
            let one = |[low, high]: &[f64; 2]| ListedResult {
                key: "channel.web.fit_scale".into(),
                slope: Some(f64::midpoint(*low, *high)),
                ci95: Some([*low, *high]),
            };
            FirmsResult { listed: ends.iter().map(one).collect(), ..sample("hero", "team", |_| 0.1) }.directions()
        };
        assert_eq!(of(&[]), None);
        let said = of(&[[-0.3, -0.1], [-0.1, 0.1]]).expect("words");
        assert!(said.contains("direction of 1: a higher misfit of web leads favours hero (−20 % over its range, −30 to −10)."), "{said}");
        assert!(of(&[[-0.1, 0.1]]).is_some_and(|said| said.contains("the direction of none")));
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
