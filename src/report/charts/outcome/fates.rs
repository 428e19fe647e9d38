//! What became of the same customers under two systems: a flow from endings to endings.

use super::brief;
use crate::experiment::WorldRow;
use crate::measure::{Ending, Ratio};
use crate::report::charts::canvas::{BLUE, CannotDraw, Canvas, Frame, GREY, INK, MARGIN, NAME, SMALL, VERMILION, WIDTH, mixed};
use crate::report::picture::{Cell, Data, Picture, file_names};
use crate::report::results::document::SameCustomersResult;
use crate::report::results::settled::{ByWorld, Finding, doubts, finding, probable};
use crate::report::results::stored::Stored;
use crate::report::results::verdict::source;
use crate::report::results::words::grouped;
use plotters::style::RGBColor;

/// What endings have in common, from above to below.
const GROUPS: [(&str, &[Ending]); 8] = [
    ("win-win", &[Ending::WinWin]),
    ("other deals", &[Ending::ForceFit, Ending::CustomerOnly, Ending::BothLost]),
    ("good no", &[Ending::GoodNo]),
    ("no decision", &[Ending::StatusQuo, Ending::Indecision]),
    ("competitor", &[Ending::Competitor]),
    ("too slow or wrong no", &[Ending::TooSlow, Ending::WrongDisqualification]),
    ("stopped or open", &[Ending::ProjectStopped, Ending::Open]),
    ("never reached", &[Ending::NeverReached]),
];
/// Systems that are drawn, each against the baseline.
const MOST: usize = 3;
const COUNT: usize = GROUPS.len();
const NEVER_REACHED: usize = COUNT - 1;
/// Left edge of the blocks under the one system, and under the other.
const BLOCKS: (i32, i32) = (300, 880);
const BLOCK: i32 = 20;
/// Height of all customers together, and of the gap between two groups.
const ALL: f64 = 620.0;
const GAP: i32 = 14;
/// A band has room for its number from this height on.
const ROOM: i32 = 19;
/// Least distance of two labels.
const LABEL: i32 = 21;

/// Customers by group under the one system, then under the other.
struct Flows {
    counts: [[u64; COUNT]; COUNT],
}

impl Flows {
    fn new(same: &SameCustomersResult) -> Self {
        let group = |ending: Ending| GROUPS.iter().position(|(_, endings)| endings.contains(&ending)).unwrap_or(NEVER_REACHED);
        let mut counts = [[0; COUNT]; COUNT];
        for &from in Ending::ALL {
            for &to in Ending::ALL {
                counts[group(from)][group(to)] += *same.counts.get(from).get(to);
            }
        }
        // Whom neither ever reached there is nothing to tell of.
        counts[NEVER_REACHED][NEVER_REACHED] = 0;
        Self { counts }
    }
    fn all(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }
    /// Of a hundred customers.
    fn per_hundred(&self, count: u64) -> f64 {
        100.0 * count as f64 / self.all().max(1) as f64
    }
    /// Totals of the groups under the one system, or under the other.
    fn totals(&self, is_left: bool) -> [u64; COUNT] {
        std::array::from_fn(|group| if is_left { self.counts[group].iter().sum() } else { self.counts.iter().map(|row| row[group]).sum() })
    }
    /// Win-wins that only the other system brought about, and that only the baseline did.
    fn gained_and_lost(&self) -> [u64; 2] {
        let stayed = self.counts[0][0];
        [self.totals(false)[0] - stayed, self.totals(true)[0] - stayed]
    }
}

/// A chart for each system after the baseline, of up to three.
pub(super) fn pictures(stored: &Stored) -> Result<Vec<Picture>, CannotDraw> {
    let shown = &stored.document.same_customers[..stored.document.same_customers.len().min(MOST)];
    let names = file_names("fates", shown.iter().map(|same| same.scenario.as_str()));
    let drawn = shown.iter().zip(names).map(|(same, name)| picture(stored, same, name));
    drawn.filter_map(Result::transpose).collect()
}

fn picture(stored: &Stored, same: &SameCustomersResult, name: String) -> Result<Option<Picture>, CannotDraw> {
    let flows = Flows::new(same);
    if flows.all() == 0 {
        return Ok(None);
    }
    let title = title(stored, same, &flows);
    let words = same.words.clone().map_or_else(String::new, |words| format!(" {words}"));
    let [gained, lost] = flows.gained_and_lost();
    let stayed: u64 = (0..COUNT).map(|group| flows.counts[group][group]).sum();
    let message = format!(
        "{title}. Of these {} customers {} % ended alike under both; {} win-wins came about only under {}, {} \
         only under {}.{words}",
        grouped(flows.all() as f64, 0),
        grouped(flows.per_hundred(stayed), 0),
        grouped(gained as f64, 0),
        same.scenario,
        grouped(lost as f64, 0),
        same.baseline
    );
    let svg = draw(stored, same, &flows, &title)?;
    Ok(Some(Picture { name, title, message, svg, data: data(same, &flows) }))
}

fn title(stored: &Stored, same: &SameCustomersResult, flows: &Flows) -> String {
    let (a, b) = (brief(&same.baseline), brief(&same.scenario));
    let [gained, lost] = flows.gained_and_lost().map(|count| one_digit(flows.per_hundred(count)));
    let caveat = caveat(stored, same);
    format!("Of 100 customers whom either reached, {gained} become win-win under {b} alone and {lost} under {a} alone{caveat}")
}

/// Win-wins of a system in each world. Both systems have the same customers in a world, so that the difference of two of these is what the
/// one gained less what it lost.
fn win_wins(stored: &Stored, name: &str) -> Option<ByWorld> {
    let system = stored.systems.iter().find(|system| system.name == name)?;
    let count = |row: &WorldRow| row.endings[Ending::WinWin as usize].iter().sum::<u64>() as f64;
    Some(system.worlds.iter().map(|row| (row.world, Ratio { numerator: count(row), denominator: 1.0 })).collect())
}

/// Whether the worlds settle that more were gained than lost, or fewer, as one of the systems that are drawn.
fn caveat(stored: &Stored, same: &SameCustomersResult) -> String {
    let found = win_wins(stored, &same.baseline)
        .zip(win_wins(stored, &same.scenario))
        .map(|(a, b)| (a.len(), finding(&a, &b, stored.document.same_customers.len().min(MOST))));
    match found {
        Some((1, _)) => "; one world settles nothing".to_string(),
        Some((_, (Finding::Open, _))) | None => "; the difference is not settled".to_string(),
        Some((_, found)) => probable(doubts(&[found])).to_string(),
    }
}

fn one_digit(value: f64) -> String {
    grouped(value, usize::from(value < 9.95))
}

fn data(same: &SameCustomersResult, flows: &Flows) -> Data {
    let columns = [
        format!("under {}", same.baseline),
        format!("under {}", same.scenario),
        "of 100 whom either reached".to_string(),
        "customers".to_string(),
    ];
    let mut data = Data::new("Customers whom at least one of the two reached, by how they ended under each", columns);
    for (from, row) in flows.counts.iter().enumerate() {
        for (to, &count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
            let cells = [Cell::text(GROUPS[from].0), Cell::text(GROUPS[to].0)];
            data.push(cells.into_iter().chain([Cell::number(flows.per_hundred(count), 2), Cell::number(count as f64, 0)]));
        }
    }
    data
}

/// Where blocks and bands are on one side: the upper end of each group, and of each band in it.
struct Side {
    blocks: [(i32, i32); COUNT],
    /// By group on this side, then by group on the other.
    bands: [[(i32, i32); COUNT]; COUNT],
}

impl Side {
    fn new(flows: &Flows, is_left: bool, top: i32) -> Self {
        let (mut blocks, mut bands) = ([(0, 0); COUNT], [[(0, 0); COUNT]; COUNT]);
        let height = |count: u64| ALL * count as f64 / flows.all().max(1) as f64;
        let (mut at, mut gaps) = (0.0, 0);
        for group in 0..COUNT {
            let place = |at: f64| top + GAP * gaps + at.round() as i32;
            let start = at;
            for (other, band) in bands[group].iter_mut().enumerate() {
                let count = if is_left { flows.counts[group][other] } else { flows.counts[other][group] };
                *band = (place(at), place(at + height(count)));
                at += height(count);
            }
            blocks[group] = (place(start), place(at));
            gaps += i32::from(at > start);
        }
        Self { blocks, bands }
    }
    fn end(&self) -> i32 {
        self.blocks.iter().map(|(_, end)| *end).max().unwrap_or(0)
    }
}

fn draw(stored: &Stored, same: &SameCustomersResult, flows: &Flows, title: &str) -> Result<String, CannotDraw> {
    let (a, b) = (&same.baseline, &same.scenario);
    let subtitle = "The same customers under both, of 100 whom at least one of the two reached. Grey: ended alike. Blue: a win-win gained; \
                    orange: one lost; dark: another change.";
    let setting = stored.setting();
    let all = grouped(flows.all() as f64, 0);
    let footnote = format!("{all} customers. {}", source(&stored.document, &[a.clone(), b.clone()], &setting));
    let frame = Frame::new(title, subtitle, &footnote);
    let top = frame.top() + 40;
    let (left, right) = (Side::new(flows, true, top), Side::new(flows, false, top));
    let height = left.end().max(right.end()) + 24 + frame.bottom();
    let mut svg = String::new();
    let canvas = Canvas::new(&mut svg, height)?;
    frame.draw(&canvas, height)?;
    let head = |name: &str| NAME.fitted(&format!("under {name}"), BLOCKS.0 - MARGIN);
    canvas.text(&head(a), (BLOCKS.0 + BLOCK, top - 24), NAME.right())?;
    canvas.text(&head(b), (BLOCKS.1, top - 24), NAME)?;
    // What stayed lies below what changed, and win-wins lie above all.
    let mut order: Vec<(usize, usize)> = (0..COUNT).flat_map(|from| (0..COUNT).map(move |to| (from, to))).collect();
    order.sort_by_key(|&(from, to)| (from != to, from == 0 || to == 0));
    for &(from, to) in order.iter().filter(|(from, to)| flows.counts[*from][*to] > 0) {
        draw_band(&canvas, left.bands[from][to], right.bands[to][from], band_colour(from, to))?;
    }
    for &(from, to) in order.iter().filter(|(from, to)| flows.counts[*from][*to] > 0) {
        draw_number(&canvas, flows, (from, to), left.bands[from][to])?;
    }
    draw_side(&canvas, flows, &left, true)?;
    draw_side(&canvas, flows, &right, false)?;
    canvas.finish()?;
    Ok(svg)
}

fn band_colour(from: usize, to: usize) -> RGBColor {
    match (from, to) {
        _ if from == to => mixed(GREY, 0.3),
        (_, 0) => mixed(BLUE, 0.75),
        (0, _) => mixed(VERMILION, 0.75),
        _ => mixed(GREY, 0.85),
    }
}

/// A band that leaves and arrives level (smoothstep).
fn draw_band(canvas: &Canvas<'_>, from: (i32, i32), to: (i32, i32), colour: RGBColor) -> Result<(), CannotDraw> {
    const PIECES: i32 = 24;
    let (start, end) = (BLOCKS.0 + BLOCK, BLOCKS.1);
    let at = |piece: i32, from: i32, to: i32| {
        let t = f64::from(piece) / f64::from(PIECES);
        let way = t * t * (3.0 - 2.0 * t);
        let x = start + (t * f64::from(end - start)).round() as i32;
        (x, (f64::from(from) + way * f64::from(to - from)).round() as i32)
    };
    let upper: Vec<(i32, i32)> = (0..=PIECES).map(|piece| at(piece, from.0, to.0)).collect();
    if from.1 - from.0 < 2 {
        return canvas.path(upper, colour, 1);
    }
    let lower = (0..=PIECES).rev().map(|piece| at(piece, from.1, to.1));
    canvas.polygon(upper.into_iter().chain(lower).collect(), colour)
}

/// How many of a hundred, where a band begins and is wide enough.
fn draw_number(canvas: &Canvas<'_>, flows: &Flows, (from, to): (usize, usize), band: (i32, i32)) -> Result<(), CannotDraw> {
    if band.1 - band.0 < ROOM {
        return Ok(());
    }
    let text = one_digit(flows.per_hundred(flows.counts[from][to]));
    let place = (BLOCKS.0 + BLOCK + 8, i32::midpoint(band.0, band.1));
    let width = SMALL.width(&text).ceil() as i32;
    if from != to {
        // On a dark band a number stands on a ground of its own.
        canvas.bar((place.0 - 4, place.1 - 9), (place.0 + width + 4, place.1 + 9), mixed(GREY, 0.0))?;
    }
    canvas.text(&text, place, SMALL.colour(INK))
}

fn draw_side(canvas: &Canvas<'_>, flows: &Flows, side: &Side, is_left: bool) -> Result<(), CannotDraw> {
    let totals = flows.totals(is_left);
    let mut free = i32::MIN;
    for (group, &(from, to)) in side.blocks.iter().enumerate().filter(|(group, _)| totals[*group] > 0) {
        let x = if is_left { BLOCKS.0 } else { BLOCKS.1 };
        canvas.bar((x, from), (x + BLOCK, to.max(from + 2)), INK)?;
        let y = i32::midpoint(from, to).max(free);
        free = y + LABEL;
        let name = format!("{}  {}", GROUPS[group].0, one_digit(flows.per_hundred(totals[group])));
        let text = if group == 0 { NAME } else { SMALL.colour(INK) };
        let (x, anchored) = if is_left { (BLOCKS.0 - 10, text.right()) } else { (BLOCKS.1 + BLOCK + 10, text) };
        canvas.text(&text.fitted(&name, WIDTH - MARGIN - BLOCKS.1 - BLOCK - 12), (x, y), anchored)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::ENDINGS;
    use crate::report::results::document::ByEnding;

    /// Of 100 customers whom one of the two reached 30 + 10 are win-win under the other, 30 + 5 under the baseline.
    /// What counts is gained less lost by world, whatever win-win yield is said to be.
    #[test]
    fn what_is_gained_less_what_is_lost_is_tested_by_world() {
        let mut stored = crate::report::results::stored::sample::simulated(&["hero", "team"], 24, 0.1);
        let mut told = |gained: fn(u64) -> u64| {
            for world in 0..24 {
                stored.systems[0].worlds[world].endings[Ending::WinWin as usize] = [0, 10];
                stored.systems[1].worlds[world].endings[Ending::WinWin as usize] = [0, gained(world as u64)];
            }
            caveat(&stored, &stored.document.same_customers[0])
        };
        assert_eq!(told(|world| 14 + world % 3), "");
        assert_eq!(told(|world| 8 + world % 5), "; the difference is not settled");
        stored.systems.iter_mut().for_each(|system| system.worlds.truncate(3));
        assert!(caveat(&stored, &stored.document.same_customers[0]).contains("not settled"));
    }

    #[test]
    fn flows_are_of_those_whom_one_of_the_two_reached() {
        let mut counts = [[0; ENDINGS]; ENDINGS];
        let mut set = |from: Ending, to: Ending, count: u64| counts[from as usize][to as usize] = count;
        set(Ending::WinWin, Ending::WinWin, 30);
        set(Ending::TooSlow, Ending::WinWin, 6);
        set(Ending::NeverReached, Ending::WinWin, 4);
        set(Ending::WinWin, Ending::Indecision, 5);
        set(Ending::StatusQuo, Ending::Indecision, 55);
        set(Ending::NeverReached, Ending::NeverReached, 900);
        let same =
            SameCustomersResult { baseline: "hero".into(), scenario: "team".into(), counts: ByEnding(counts.map(ByEnding)), words: None };
        let flows = Flows::new(&same);
        assert_eq!((flows.all(), flows.gained_and_lost()), (100, [10, 5]));
        assert_eq!((flows.totals(true)[0], flows.totals(false)[0], flows.totals(false)[3]), (35, 40, 60));
        assert_eq!(flows.counts[3][3], 55, "status quo and indecision are no decision both");
        assert!(GROUPS.iter().map(|(_, endings)| endings.len()).sum::<usize>() == ENDINGS);
        // 35 of 100 from the top, then 14 pixels; the bands of a block fill it.
        let side = Side::new(&flows, true, 100);
        assert_eq!((side.blocks[0], side.blocks[3].0), ((100, 317), 331));
        assert_eq!((side.bands[0][0], side.bands[0][3]), ((100, 286), (286, 317)));
    }
}
