//! The results of a map: two systems over a plane of two settings, as one document, and where the border between them lies.

pub mod words;

use super::csv::{Lines, number};
use super::ids::{Direction, MeasureId};
use super::over_firms::{Over, OverFirms};
use super::words::key_names;
use crate::experiment::map::{Crossing, Piece, Plane, Surface, crossings};
use crate::experiment::sweep::ALPHA;
use crate::measure::{Better, Measure};
use crate::scenario::factor::{Factor, Range};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};

/// Of more worlds than these no interval of the border is computed: it would take long, and be narrow.
const MOST_LEFT_OUT: u64 = 2000;

/// The results of a map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapDocument {
    /// Seed of every world.
    pub seed: u64,
    /// Number of worlds in each cell.
    pub worlds: u64,
    /// The firms of which each is in one of these worlds; left out where all are worlds of the firm as it is described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub firms: Option<OverFirms>,
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the other system.
    pub scenario: String,
    /// The measure that is compared.
    pub measure: MeasureId,
    /// Which direction is better; null if it depends, and then more is told like better.
    pub better: Option<Direction>,
    /// What varies from left to right.
    pub x: AxisResult,
    /// What varies from below to above.
    pub y: AxisResult,
    /// The cells, which cover the plane without overlap.
    pub cells: Vec<CellResult>,
    /// Where the border crosses the lowest, the middle and the highest row of the finest cells.
    pub border: Vec<BorderResult>,
    /// The border in pieces, each from `[x, y]` to `[x, y]`.
    pub border_line: Vec<[[f64; 2]; 2]>,
    /// Share of the plane, as it is drawn, in which the other system is settled to be better.
    pub share_settled_better: f64,
    /// Share of the plane, as it is drawn, in which it is settled to be worse.
    pub share_settled_worse: f64,
}

/// An axis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AxisResult {
    /// Path of the key.
    pub key: String,
    /// Its unit in words; empty for a pure number.
    pub unit: String,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// Whether equal steps are equal ratios.
    pub log: bool,
    /// Whether the key takes whole numbers only.
    pub whole: bool,
}

/// A cell, valued in its middle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CellResult {
    /// Where it was valued.
    pub x: f64,
    /// Where it was valued.
    pub y: f64,
    /// Its ends as shares of the axes: left, right, lower, upper.
    pub ends: [f64; 4],
    /// How often it was divided.
    pub level: u32,
    /// Mean of the baseline.
    pub baseline_mean: Option<f64>,
    /// Mean of the other system.
    pub scenario_mean: Option<f64>,
    /// The other less the baseline, paired by world.
    pub difference: Option<f64>,
    /// Its 95 % interval, `[low, high]`; null with fewer than two worlds.
    pub ci95: Option<[f64; 2]>,
    /// Certainty that the other system's mean is better, in this cell by itself.
    pub p_mean_better: Option<f64>,
    /// Whether its sign is claimed: of all such claims on the map one in twenty is expected to be wrong at most.
    pub is_settled: bool,
}

/// Where the border crosses a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BorderResult {
    /// Where the row is.
    pub y: f64,
    /// Where it is crossed; empty if it is not.
    pub x: Vec<f64>,
    /// 95 % interval of a single crossing; null if it cannot be given, or too few worlds differ there.
    pub ci95: Option<[f64; 2]>,
    /// Which system is better at the left end: 1 the other, -1 the baseline, 0 neither.
    pub better_at_left: i8,
}

/// What was run.
#[derive(Debug, Clone, Copy)]
pub struct Mapped<'a> {
    /// Seed.
    pub seed: u64,
    /// Worlds.
    pub worlds: u64,
    /// The firms that the worlds are those of, if they are not of the firm as it is described.
    pub firms: Option<OverFirms>,
    /// Names of the systems.
    pub systems: [&'a str; 2],
    /// What was compared.
    pub measure: Measure,
    /// From left to right.
    pub x: (&'a Factor, Range),
    /// From below to above.
    pub y: (&'a Factor, Range),
    /// What came out.
    pub plane: &'a Plane,
}

/// 1 if more is better or better has no direction, -1 if less is.
pub fn towards(measure: Measure) -> f64 {
    if measure.better() == Better::Lower { -1.0 } else { 1.0 }
}

impl MapDocument {
    /// Sums a map up.
    pub fn new(mapped: Mapped<'_>) -> Self {
        let settled = mapped.plane.settled();
        let cells: Vec<CellResult> = mapped.plane.cells.keys().map(|cell| cell_result(mapped, *cell, settled[cell])).collect();
        let leave_out = (0..if mapped.worlds <= MOST_LEFT_OUT { mapped.worlds as usize } else { 0 }).map(Some);
        let surface = |without| mapped.plane.surface(without).smoothed(mapped.plane.finest() as usize);
        let surfaces: Vec<Surface> = std::iter::once(None).chain(leave_out).map(surface).collect();
        let share = |sign: f64| {
            let is_so = |cell: &&CellResult| cell.is_settled && cell.difference.is_some_and(|d| d * sign * towards(mapped.measure) > 0.0);
            cells.iter().filter(is_so).map(|cell| (cell.ends[1] - cell.ends[0]) * (cell.ends[3] - cell.ends[2])).sum()
        };
        let (better, worse) = (share(1.0), share(-1.0));
        Self {
            seed: mapped.seed,
            worlds: mapped.worlds,
            firms: mapped.firms,
            baseline: mapped.systems[0].to_string(),
            scenario: mapped.systems[1].to_string(),
            measure: MeasureId(mapped.measure),
            better: Direction::of(mapped.measure),
            x: AxisResult::new(mapped.x),
            y: AxisResult::new(mapped.y),
            border: border(mapped, &surfaces),
            border_line: surfaces[0].border().iter().map(|piece| placed(mapped, piece)).collect(),
            cells,
            share_settled_better: better,
            share_settled_worse: worse,
        }
    }

    /// The axes by the last words of their keys: x, then y.
    pub fn names(&self) -> [String; 2] {
        let mut names = key_names([self.x.key.as_str(), self.y.key.as_str()]).into_iter();
        [(); 2].map(|()| names.next().unwrap_or_default())
    }

    /// What its figures are means over.
    pub fn over(&self) -> Over {
        Over::new(self.worlds, self.firms.as_ref())
    }

    /// The document as text, with a final line break.
    pub fn to_json(&self) -> String {
        super::words::json(self)
    }

    /// The JSON schema of the document.
    pub fn schema() -> Schema {
        schemars::schema_for!(MapDocument)
    }

    /// The cells as a comma-separated table.
    pub fn to_csv(&self) -> String {
        let ends = ["left_share", "right_share", "lower_share", "upper_share"];
        let figures = ["baseline_mean", "scenario_mean", "difference", "ci95_low", "ci95_high", "p_mean_better"];
        let keys = [self.x.key.as_str(), self.y.key.as_str()];
        let mut lines = Lines::headed(keys.into_iter().chain(ends).chain(["level"]).chain(figures).chain(["is_settled"]));
        for cell in &self.cells {
            let mut cells: Vec<String> = [cell.x, cell.y].into_iter().chain(cell.ends).map(|value| number(Some(value))).collect();
            cells.push(cell.level.to_string());
            let ci95 = cell.ci95;
            let own = [cell.baseline_mean, cell.scenario_mean, cell.difference, ci95.map(|ci| ci[0]), ci95.map(|ci| ci[1])];
            cells.extend(own.into_iter().chain([cell.p_mean_better]).map(number));
            cells.push(cell.is_settled.to_string());
            lines.push(cells);
        }
        lines.into_text()
    }
}

impl AxisResult {
    fn new((factor, range): (&Factor, Range)) -> Self {
        let Range { low, high, log, whole } = range;
        Self { key: factor.key.clone(), unit: factor.unit.to_string(), low, high, log, whole }
    }

    /// The range.
    pub fn range(&self) -> Range {
        Range { low: self.low, high: self.high, log: self.log, whole: self.whole }
    }
}

fn cell_result(mapped: Mapped<'_>, cell: crate::experiment::map::Cell, is_settled: bool) -> CellResult {
    let (side, valued) = (mapped.plane.side, &mapped.plane.cells[&cell]);
    let (x, y) = cell.middle(side);
    let [baseline_mean, scenario_mean] = valued.means();
    CellResult {
        x: mapped.x.1.at(x),
        y: mapped.y.1.at(y),
        ends: cell.ends(side),
        level: cell.level,
        baseline_mean,
        scenario_mean,
        difference: valued.difference.mean,
        ci95: valued.difference.ci95,
        p_mean_better: valued.difference.p_mean_better,
        is_settled,
    }
}

fn placed(mapped: Mapped<'_>, piece: &Piece) -> [[f64; 2]; 2] {
    piece.map(|(x, y)| [mapped.x.1.exact(x), mapped.y.1.exact(y)])
}

/// The lowest, the middle and the highest row.
fn border(mapped: Mapped<'_>, surfaces: &[Surface]) -> Vec<BorderResult> {
    let count = surfaces.first().map_or(0, |surface| surface.count);
    let exact = |share: f64| mapped.x.1.exact(share);
    let one = |row: usize| {
        let found = crossings(mapped.plane, surfaces, row);
        let ci95 = match found.as_slice() {
            [Crossing { ci95: Some([low, high]), .. }] => Some([exact(*low), exact(*high)]),
            _ => None,
        };
        let left = surfaces[0].values[row * count] * towards(mapped.measure);
        BorderResult {
            y: mapped.y.1.exact((row as f64 + 0.5) / count as f64),
            x: found.iter().map(|crossing| exact(crossing.at)).collect(),
            ci95,
            better_at_left: if left > 0.0 { 1 } else { -i8::from(left < 0.0) },
        }
    };
    if count == 0 { Vec::new() } else { [0, count / 2, count - 1].map(one).to_vec() }
}

/// What is meant by settled, for a footnote.
pub fn settled_means() -> String {
    format!("Settled: at most {:.0} % of all settled cells on the map are expected to be wrong (Benjamini and Hochberg).", 100.0 * ALPHA)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::experiment::map::{Cell, Valued};
    use crate::measure::Ratio;
    use crate::scenario::factor::{Asked, resolve};

    /// A map whose difference is this function of the shares of width and height, give or take the same in turn.
    pub(crate) fn document(names: [&str; 2], axes: [&str; 2], difference: impl Fn(f64, f64) -> f64) -> MapDocument {
        let mid = crate::scenario::load("mid", &[], &[]).expect("mid");
        let asked: Vec<Asked> = axes.iter().map(|text| Asked::parse(text, "--over").expect("an axis")).collect();
        let factors = resolve(&asked, &[&mid]).expect("factors");
        let mut plane = Plane { side: 5, ..Plane::default() };
        let mut todo = Cell::grid(5);
        for level in 0..=2 {
            for cell in todo {
                let (x, y) = cell.middle(5);
                let ratio = |numerator: f64| Ratio { numerator, denominator: 1.0 };
                let scenario = [0.03, -0.03, 0.02, -0.02, 0.04, -0.04].map(|noise| ratio(3.0 + difference(x, y) + noise)).to_vec();
                plane.cells.insert(cell, Valued::new(vec![ratio(3.0); 6], scenario, Better::Higher));
            }
            let border = if level < 2 { plane.at_the_border(level, 60) } else { Vec::new() };
            todo = plane.divide(&border);
        }
        let ranges = [0, 1].map(|place: usize| factors[place].range().expect("a range"));
        MapDocument::new(Mapped {
            seed: 1,
            worlds: 6,
            firms: None,
            systems: names,
            measure: Measure::WinWinDealsPerMonth,
            x: (&factors[0], ranges[0]),
            y: (&factors[1], ranges[1]),
            plane: &plane,
        })
    }

    const AXES: [&str; 2] = ["segment.mid.group_size_mean=1..11", "organisation.handover_loss=0..0.6"];

    /// The border is at a third of the way from 1 to 11: at 4.33.
    #[test]
    fn an_upright_border_is_said_with_its_place() {
        let document = document(["hero", "team"], AXES, |x, _| x - 1.0 / 3.0);
        assert!(document.border.iter().all(|row| row.x.len() == 1 && (row.x[0] - 13.0 / 3.0).abs() < 0.05), "{:?}", document.border);
        let headline = words::headline(&document);
        assert!(headline.starts_with("Team is ahead in win-wins per month where group size mean is above about 4."), "{headline}");
        assert!(headline.ends_with("below, hero is ahead"), "{headline}");
        let area: f64 = document.cells.iter().map(|c| (c.ends[1] - c.ends[0]) * (c.ends[3] - c.ends[2])).sum();
        assert!((area - 1.0).abs() < 1e-9 && document.share_settled_better > 0.5, "{area} {}", document.share_settled_better);
        let again: MapDocument = serde_json::from_str(&document.to_json()).expect("the document can be read again");
        assert_eq!(again, document);
        assert_eq!(document.to_csv().lines().count(), document.cells.len() + 1);
    }

    /// A title does not say where a border lies that one of its rows does not settle.
    #[test]
    fn a_border_that_is_not_settled_is_no_headline() {
        let mut document = document(["hero", "team"], AXES, |x, _| x - 1.0 / 3.0);
        document.border[1].ci95 = None;
        let headline = words::headline(&document);
        assert!(headline.contains("% of this map") && !headline.contains("about"), "{headline}");
        assert!(words::verdict(&document)[1].contains("(not settled where exactly)"), "{:?}", words::verdict(&document));
    }

    /// What is counted has no halves: the border lies between two numbers, and the two rows of one number are told once.
    #[test]
    fn borders_of_whole_numbers_are_told_in_whole_numbers() {
        let document = document(["hero", "team"], ["role.seller.people=1..5", "organisation.pool_size=1..2"], |x, _| x - 0.62);
        assert!(document.x.whole && document.y.whole);
        let headline = words::headline(&document);
        assert!(headline.starts_with("Team is ahead in win-wins per month where people is 4 or more"), "{headline}");
        let told = &words::verdict(&document)[1];
        assert!(told.contains("the border is between people 3 and 4") && !told.contains("medium"), "{told}");
        assert!(told.contains("At low pool size (1 people)") && told.contains("At high pool size (2 people)"), "{told}");
    }

    #[test]
    fn where_there_is_no_border_that_is_said() {
        let ahead = document(["hero", "team"], AXES, |x, y| 0.5 + x + y);
        assert_eq!(words::headline(&ahead), "Team is ahead of hero in win-wins per month everywhere on this map");
        assert!(
            words::verdict(&ahead)[1].contains("there is no border: team appears to be ahead from group size mean 1 to 11 people"),
            "{:?}",
            words::verdict(&ahead)
        );
        let behind = document(["hero", "team"], AXES, |x, y| -0.5 - x - y);
        assert_eq!(words::headline(&behind), "Hero is ahead of team in win-wins per month everywhere on this map");
        let level = document(["hero", "team"], AXES, |_, y| y - 0.5);
        assert!(words::headline(&level).contains("% of this map"), "{}", words::headline(&level));
    }
}
