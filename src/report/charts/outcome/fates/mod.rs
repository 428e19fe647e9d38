//! What became of the same customers under two systems: a flow from endings to endings.

mod drawing;

use super::brief;
use crate::experiment::WorldRow;
use crate::measure::{Ending, Ratio};
use crate::report::charts::grammar::{Picture, Said, Tells, file_names};
use crate::report::results::document::SameCustomersResult;
use crate::report::results::settled::{ByWorld, Finding, doubts, finding, probable};
use crate::report::results::stored::Stored;
use crate::report::results::table::{Cell, Table};
use crate::report::results::words::grouped;
use drawing::draw;

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
pub(super) fn pictures(stored: &Stored) -> Vec<Picture> {
    let shown = &stored.document.same_customers[..stored.document.same_customers.len().min(MOST)];
    let names = file_names("fates", shown.iter().map(|same| same.scenario.as_str()));
    let drawn = shown.iter().zip(names).map(|(same, name)| picture(stored, same, name));
    drawn.flatten().collect()
}

fn picture(stored: &Stored, same: &SameCustomersResult, name: String) -> Option<Picture> {
    let flows = Flows::new(same);
    if flows.all() == 0 {
        return None;
    }
    let title = title(stored, same, &flows);
    let words = same.words.clone().map_or_else(String::new, |words| format!(" {words}"));
    let [gained, lost] = flows.gained_and_lost();
    let stayed: u64 = (0..COUNT).map(|group| flows.counts[group][group]).sum();
    let message = format!(
        "Of these {} customers, {} % ended the same way under both; {} win-wins occurred only under {}, {} only under {}.{words}",
        grouped(flows.all() as f64, 0),
        grouped(flows.per_hundred(stayed), 0),
        grouped(gained as f64, 0),
        same.scenario,
        grouped(lost as f64, 0),
        same.baseline
    );
    let drawing = draw(stored, same, &flows, &title);
    Some(Picture::new(name, title, Said::AfterTitle(message), drawing, data(same, &flows)).telling(Tells::Kinds))
}

fn title(stored: &Stored, same: &SameCustomersResult, flows: &Flows) -> String {
    let (a, b) = (brief(&same.baseline), brief(&same.scenario));
    let [gained, lost] = flows.gained_and_lost().map(|count| one_digit(flows.per_hundred(count)));
    let caveat = caveat(stored, same);
    format!("Of 100 customers reached by either system, {gained} become a win-win only under {b} and {lost} only under {a}{caveat}")
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

fn data(same: &SameCustomersResult, flows: &Flows) -> Table {
    let columns = [
        format!("under {}", same.baseline),
        format!("under {}", same.scenario),
        "of 100 reached by either".to_string(),
        "customers".to_string(),
    ];
    let mut data = Table::new("Customers reached by at least one of the two systems, by ending under each", columns);
    for (from, row) in flows.counts.iter().enumerate() {
        for (to, &count) in row.iter().enumerate().filter(|(_, count)| **count > 0) {
            let cells = [Cell::text(GROUPS[from].0), Cell::text(GROUPS[to].0)];
            data.push(cells.into_iter().chain([Cell::number(flows.per_hundred(count), 2), Cell::number(count as f64, 0)]));
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use super::drawing::Side;
    use super::*;
    use crate::measure::ENDINGS;
    use crate::report::results::ids::ByEnding;

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
