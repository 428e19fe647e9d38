//! What is counted: the lines of cumulative flow, and the ages of what is open.

use super::super::journeys::{self, Percentiles};
use super::super::sheet::{ByWorld, MONTH, window_days};
use crate::measure::Ratio;
use crate::report::results::stored::StoredSystem;
use crate::report::results::stored::rows::JourneyRow;
use std::collections::BTreeSet;

/// Most stretches into which the window is cut.
const STRETCHES: f64 = 72.0;
/// How many times as long as nearly all opportunities take a window has to be for Little's law to hold of those who began in it.
const STEADY: f64 = 4.0;
/// Open opportunities drawn one by one.
pub const MOST_DRAWN: usize = 160;

/// The lines of one system.
pub struct Flow {
    /// Its name.
    pub name: String,
    /// Worlds that they are the mean of.
    pub worlds: usize,
    /// Times of the lines, months.
    pub months: Vec<f64>,
    /// Up to each: dialogues begun; of them judged or over; of them over. Mean over worlds.
    lines: [Vec<f64>; 3],
    /// Whether as many are over as begin for most of the window, so that Little's law holds.
    pub is_steady: bool,
}

/// What Little's law says of the second half of a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Little {
    /// Open at once, on average.
    pub open: f64,
    /// Begun a month.
    pub begun_a_month: f64,
    /// Days that each stays.
    pub days: f64,
}

/// When a dialogue began, when the first part was over, when all was.
fn steps(row: &JourneyRow) -> Option<[f64; 3]> {
    let begun = row.dialogue_days.filter(|day| day.is_finite())?;
    let over = row.ended_days.unwrap_or(f64::INFINITY).max(begun);
    let judged = row.judged_days.or(row.entered_days).unwrap_or(over).max(begun).min(over);
    Some([begun, judged, over])
}

impl Flow {
    /// `None` if no dialogue began in the window.
    pub fn new(system: &StoredSystem) -> Option<Self> {
        let days = window_days(system);
        let stretches = (days / 7.0).ceil().clamp(1.0, STRETCHES);
        let each = days / stretches;
        let mut counts = [(); 3].map(|()| vec![0.0; stretches as usize + 1]);
        for at in system.journeys.iter().filter_map(steps) {
            for (line, day) in counts.iter_mut().zip(at) {
                // Counted from the first time at which it has happened.
                if let Some(count) = line.get_mut((day / each).ceil().max(0.0) as usize) {
                    *count += 1.0;
                }
            }
        }
        let worlds = journeys::worlds(system).len();
        for line in &mut counts {
            line.iter_mut().fold(0.0, |before, count| {
                *count += before;
                *count
            });
            line.iter_mut().for_each(|count| *count /= worlds.max(1) as f64);
        }
        let begun = counts[0].last().copied().unwrap_or(0.0);
        let months = (0..=stretches as usize).map(|place| place as f64 * each / MONTH).collect();
        // Who came before the window is not in it: until the first of these are over, the lines tell of too few that are open.
        let is_steady = Percentiles::of_system(system).is_some_and(|within| days >= STEADY * within.p95);
        (begun > 0.0).then(|| Self { name: system.name.clone(), worlds, months, lines: counts, is_steady })
    }

    /// One of the lines.
    pub fn line(&self, which: usize) -> &[f64] {
        &self.lines[which]
    }

    /// All three at a time.
    pub fn at(&self, place: usize) -> [f64; 3] {
        [0, 1, 2].map(|line: usize| self.lines[line].get(place).copied().unwrap_or(0.0))
    }

    /// Open when the window ends.
    pub fn open_at_end(&self) -> f64 {
        let [begun, _, over] = self.at(self.months.len() - 1);
        begun - over
    }

    /// The law for the second half of the window; `None` if nothing begins in it, or the window is too short for it to hold.
    pub fn little(&self) -> Option<Little> {
        if !self.is_steady {
            return None;
        }
        let (half, last) = (self.months.len() / 2, self.months.len() - 1);
        let between: Vec<f64> = (half..=last).map(|place| self.at(place)).map(|[begun, _, over]| begun - over).collect();
        let open = between.iter().sum::<f64>() / between.len().max(1) as f64;
        let begun_a_month = (self.lines[0][last] - self.lines[0][half]) / (self.months[last] - self.months[half]);
        (begun_a_month > 0.0 && begun_a_month.is_finite()).then(|| Little { open, begun_a_month, days: open / begun_a_month * MONTH })
    }

    /// The month in which as many had begun as are over at this place, if that is known to within a stretch.
    pub fn month_begun_as_over(&self, place: usize) -> Option<f64> {
        let over = self.lines[2].get(place).copied().filter(|over| *over > 0.0)?;
        let after = self.lines[0].iter().position(|begun| *begun >= over)?;
        let before = after.checked_sub(1)?;
        let (low, high) = (self.lines[0][before], self.lines[0][after]);
        Some(self.months[before] + (over - low) / (high - low) * (self.months[after] - self.months[before]))
    }

    /// About twelve places for a table, the last one last.
    pub fn tabled(&self) -> impl Iterator<Item = usize> + use<> {
        let last = self.months.len() - 1;
        (0..=12).map(move |twelfth: usize| (twelfth * last).div_ceil(12)).collect::<BTreeSet<_>>().into_iter()
    }
}

/// One opportunity that is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Days since its dialogue began.
    pub age: f64,
    /// Whether it has been judged.
    pub is_judged: bool,
}

/// What is open when the window ends.
pub struct Ageing {
    /// The world that is drawn.
    pub world: u64,
    /// The opportunities in it, the youngest first.
    pub pieces: Vec<Piece>,
    /// What such work takes.
    pub percentiles: Percentiles,
    /// Older than 85 of 100 get, over all that are open, by world.
    pub old: ByWorld,
}

impl Ageing {
    /// `None` if nothing was ever decided.
    pub fn new(system: &StoredSystem) -> Option<Self> {
        let end = window_days(system);
        let percentiles = Percentiles::of_system(system)?;
        let worlds = journeys::worlds(system);
        let first = *worlds.first()?;
        let mut old: ByWorld = worlds.into_iter().map(|world| (world, Ratio::default())).collect();
        let mut pieces = Vec::new();
        for row in &system.journeys {
            let Some([begun, judged, over]) = steps(row) else { continue };
            if begun > end || over <= end {
                continue;
            }
            let piece = Piece { age: end - begun, is_judged: judged <= end };
            if let Some(ratio) = old.get_mut(&row.world) {
                ratio.denominator += 1.0;
                ratio.numerator += f64::from(u8::from(piece.age > percentiles.p85));
            }
            if row.world == first {
                pieces.push(piece);
            }
        }
        pieces.sort_by(|a, b| a.age.total_cmp(&b.age));
        Some(Self { world: first, pieces, percentiles, old })
    }

    /// Whether not all of them are drawn.
    pub fn is_thinned(&self) -> bool {
        self.pieces.len() > MOST_DRAWN
    }

    /// Those that are drawn: all, or evenly over ages.
    pub fn drawn(&self) -> impl Iterator<Item = &Piece> {
        let drawn = self.pieces.len().min(MOST_DRAWN);
        (0..drawn).filter_map(move |place| self.pieces.get(place * self.pieces.len() / drawn.max(1)))
    }
}
