//! Where one system gives way to another: differences over a plane of two settings, finer near the border.
//!
//! The plane is divided into cells, each valued in its middle, all in the same worlds. Wherever the difference has another sign than in a
//! neighbouring cell, both are divided in four (a quadtree; Samet, *ACM Computing Surveys*, 1984), and so on. For the border each of the
//! finest cells is averaged with those around it, over about one cell of the first grid, because a single cell is noisy; between their
//! middles the difference is taken to be linear, and the border is where it is zero.

use super::several::false_discovery;
use super::signs;
use super::statistics::{Difference, difference};
use super::sweep::{ALPHA, mean as ratio_of};
use crate::measure::{Better, Ratio};
use std::collections::BTreeMap;

/// A cell: its column and row among those of its size, and how often it was divided from the first grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// How often it was divided.
    pub level: u32,
    /// From below.
    pub row: u32,
    /// From the left.
    pub column: u32,
}

impl Cell {
    /// The cells of a grid with so many on each side.
    pub fn grid(side: u32) -> Vec<Self> {
        (0..side).flat_map(|row| (0..side).map(move |column| Self { level: 0, row, column })).collect()
    }

    /// Its middle as a share of the width and of the height.
    pub fn middle(&self, side: u32) -> (f64, f64) {
        let count = f64::from(side << self.level);
        ((f64::from(self.column) + 0.5) / count, (f64::from(self.row) + 0.5) / count)
    }

    /// Its ends as shares: left, right, lower, upper.
    pub fn ends(&self, side: u32) -> [f64; 4] {
        let count = f64::from(side << self.level);
        [self.column, self.column + 1, self.row, self.row + 1].map(|end| f64::from(end) / count)
    }

    /// Its four parts.
    fn divided(&self) -> [Self; 4] {
        let part = |row: u32, column: u32| Self { level: self.level + 1, row: 2 * self.row + row, column: 2 * self.column + column };
        [part(0, 0), part(0, 1), part(1, 0), part(1, 1)]
    }
}

/// What is known of a cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Valued {
    /// Totals of the baseline, world by world.
    pub baseline: Vec<Ratio>,
    /// Totals of the other system.
    pub scenario: Vec<Ratio>,
    /// The other less the baseline.
    pub difference: Difference,
}

impl Valued {
    /// Compares the systems in a cell.
    pub fn new(baseline: Vec<Ratio>, scenario: Vec<Ratio>, better: Better) -> Self {
        // Where no direction is better, more is told like better.
        let towards = if better == Better::Neither { Better::Higher } else { better };
        let difference = difference(&baseline, &scenario, towards);
        Self { baseline, scenario, difference }
    }

    /// Means of the baseline and of the other system.
    pub fn means(&self) -> [Option<f64>; 2] {
        [ratio_of(&self.baseline), ratio_of(&self.scenario)]
    }

    /// Whether a third of the worlds or more are the same, and fewer than [`signs::FEWEST`] are not.
    fn do_few_differ(&self) -> bool {
        let is_same = self.difference.ci95 == Some([0.0, 0.0]);
        is_same || self.difference.signs.is_some_and(|signs| signs.differing() < signs::FEWEST)
    }

    fn sign(&self) -> i32 {
        self.difference.mean.map_or(0, |mean| i32::from(mean > 0.0) - i32::from(mean < 0.0))
    }
}

/// A plane under work: cells that cover it without overlap.
#[derive(Debug, Clone, Default)]
pub struct Plane {
    /// Cells on each side of the first grid.
    pub side: u32,
    /// What is known.
    pub cells: BTreeMap<Cell, Valued>,
}

impl Plane {
    /// Cells that border on one with the other sign, but for those that were divided so often already; at most `most` of them, those
    /// nearest to zero first.
    pub fn at_the_border(&self, level: u32, most: usize) -> Vec<Cell> {
        let fine = self.fine(self.finest());
        let mut found: Vec<(f64, Cell)> = Vec::new();
        for (cell, valued) in self.cells.iter().filter(|(cell, _)| cell.level == level) {
            let sign = valued.sign();
            // No difference at all is a sign of its own, or else a border that runs through the middles of cells would not be seen.
            if fine.around(*cell, self.side).iter().any(|other| self.cells[other].sign() != sign) {
                let mean = valued.difference.mean.unwrap_or(0.0).abs();
                found.push((mean, *cell));
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.truncate(most);
        let mut cells: Vec<Cell> = found.into_iter().map(|(_, cell)| cell).collect();
        cells.sort_unstable();
        cells
    }

    /// Takes cells away to divide them, and gives their parts.
    pub fn divide(&mut self, cells: &[Cell]) -> Vec<Cell> {
        cells.iter().filter(|cell| self.cells.remove(cell).is_some()).flat_map(Cell::divided).collect()
    }

    /// Takes worlds out of every cell, by their places.
    pub fn leave_out(&mut self, places: &[usize], better: Better) {
        let kept = |worlds: &[Ratio]| -> Vec<Ratio> {
            worlds.iter().enumerate().filter(|(place, _)| !places.contains(place)).map(|(_, ratio)| *ratio).collect()
        };
        for valued in self.cells.values_mut().filter(|_| !places.is_empty()) {
            *valued = Valued::new(kept(&valued.baseline), kept(&valued.scenario), better);
        }
    }

    /// Which cells are settled: the sign of their difference is claimed, with at most one in twenty claims expected to be wrong.
    pub fn settled(&self) -> BTreeMap<Cell, bool> {
        let p: Vec<f64> = self.cells.values().map(|valued| valued.difference.p_value.unwrap_or(1.0)).collect();
        self.cells.keys().copied().zip(false_discovery(&p)).map(|(cell, p)| (cell, p < ALPHA)).collect()
    }

    /// Whether too few worlds differ on either side of a place in a row of the finest grid to say how sure it is.
    fn do_few_differ(&self, row: usize, at: f64) -> bool {
        let fine = self.fine(self.finest());
        let count = fine.count as usize;
        let left = (at * count as f64 - 0.5).floor().max(0.0) as usize;
        let owners = [left, left + 1].map(|column| fine.owners.get(row * count + column.min(count - 1)).copied().flatten());
        owners.into_iter().flatten().any(|cell| self.cells[&cell].do_few_differ())
    }

    /// How often the most divided cell was divided.
    pub fn finest(&self) -> u32 {
        self.cells.keys().map(|cell| cell.level).max().unwrap_or(0)
    }

    /// Every place of the finest grid, with the cell that covers it.
    pub fn fine(&self, level: u32) -> Fine {
        let count = self.side << level;
        let mut owners = vec![None; (count * count) as usize];
        for cell in self.cells.keys() {
            let size = 1u32 << level.saturating_sub(cell.level);
            for row in cell.row * size..((cell.row + 1) * size).min(count) {
                for column in cell.column * size..((cell.column + 1) * size).min(count) {
                    owners[(row * count + column) as usize] = Some(*cell);
                }
            }
        }
        Fine { count, level, owners }
    }

    /// Means of the difference over the finest grid, row by row from below; from all worlds, or from all but one.
    pub fn surface(&self, without: Option<usize>) -> Surface {
        let fine = self.fine(self.finest());
        let means: BTreeMap<Cell, f64> = self.cells.iter().filter_map(|(cell, valued)| Some((*cell, mean(valued, without)?))).collect();
        let values = fine.owners.iter().map(|owner| owner.and_then(|cell| means.get(&cell).copied()).unwrap_or(f64::NAN)).collect();
        Surface { count: fine.count as usize, values }
    }
}

/// The difference of two ratios of totals, perhaps without one world.
fn mean(valued: &Valued, without: Option<usize>) -> Option<f64> {
    let ratio = |worlds: &[Ratio]| {
        let kept = worlds.iter().enumerate().filter(|(world, _)| Some(*world) != without);
        let (above, below) = kept.fold((0.0, 0.0), |sum, (_, r)| (sum.0 + r.numerator, sum.1 + r.denominator));
        above / below
    };
    Some(ratio(&valued.scenario) - ratio(&valued.baseline)).filter(|difference| difference.is_finite())
}

/// The finest grid with the cell that covers each place.
#[derive(Debug, Clone)]
pub struct Fine {
    count: u32,
    level: u32,
    owners: Vec<Option<Cell>>,
}

impl Fine {
    /// The cells that share a side with a cell.
    fn around(&self, cell: Cell, side: u32) -> Vec<Cell> {
        let size = 1u32 << (self.level - cell.level);
        let (left, low) = (cell.column * size, cell.row * size);
        debug_assert!(left < side << self.level);
        let mut places: Vec<(u32, u32)> = Vec::new();
        for step in 0..size {
            places.extend(left.checked_sub(1).map(|column| (low + step, column)));
            places.extend(low.checked_sub(1).map(|row| (row, left + step)));
            places.push((low + step, left + size));
            places.push((low + size, left + step));
        }
        let inside = places.into_iter().filter(|(row, column)| *row < self.count && *column < self.count);
        let mut cells: Vec<Cell> = inside.filter_map(|(row, column)| self.owners[(row * self.count + column) as usize]).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }
}

/// Values in the middles of a square grid; undefined ones are not a number.
#[derive(Debug, Clone, PartialEq)]
pub struct Surface {
    /// How many on each side.
    pub count: usize,
    /// Row by row from below.
    pub values: Vec<f64>,
}

/// A piece of the border: from one place to another, as shares of width and height.
pub type Piece = [(f64, f64); 2];

impl Surface {
    fn value(&self, column: usize, row: usize) -> f64 {
        self.values[row * self.count + column]
    }

    fn middle(&self, place: usize) -> f64 {
        (place as f64 + 0.5) / self.count as f64
    }

    /// Each value averaged with those around it, up to so many to each side. At an edge the window shrinks on both sides, so that a plane
    /// stays as it is.
    pub fn smoothed(&self, reach: usize) -> Self {
        let count = self.count;
        let window = |at: usize| reach.min(at).min(count - 1 - at);
        let average = |place: usize| {
            let (row, column) = (place / count, place % count);
            let (tall, wide) = (window(row), window(column));
            let rows = row - tall..=row + tall;
            let values: Vec<f64> =
                rows.flat_map(|r| (column - wide..=column + wide).map(move |c| self.value(c, r))).filter(|v| v.is_finite()).collect();
            values.iter().sum::<f64>() / values.len() as f64
        };
        Self { count, values: (0..self.values.len()).map(average).collect() }
    }

    /// Where it is zero along a row, as shares of the width.
    pub fn zeros_in_row(&self, row: usize) -> Vec<f64> {
        let pairs = (1..self.count).filter_map(|right| {
            let share = crossing(self.value(right - 1, row), self.value(right, row))?;
            Some(self.middle(right - 1) + share / self.count as f64)
        });
        pairs.collect()
    }

    /// The line on which it is zero, in pieces, each between four middles (marching squares; Lorensen and Cline, *Computer Graphics*,
    /// 1987, in the plane).
    pub fn border(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for row in 1..self.count {
            for column in 1..self.count {
                let corners = [(column - 1, row - 1), (column, row - 1), (column, row), (column - 1, row)];
                let mut ends = Vec::new();
                for (from, to) in [(0, 1), (1, 2), (2, 3), (3, 0)].map(|(a, b)| (corners[a], corners[b])) {
                    if let Some(share) = crossing(self.value(from.0, from.1), self.value(to.0, to.1)) {
                        let between = |a: usize, b: usize| self.middle(a) + share * (self.middle(b) - self.middle(a));
                        ends.push((between(from.0, to.0), between(from.1, to.1)));
                    }
                }
                // Four ends are a saddle: two pieces, as the sides come.
                pieces.extend(ends.chunks_exact(2).map(|pair| [pair[0], pair[1]]));
            }
        }
        pieces
    }
}

/// How far it is from one value to zero on the way to another, if zero is on it.
fn crossing(from: f64, to: f64) -> Option<f64> {
    let is_crossed = (from < 0.0 && to >= 0.0) || (from >= 0.0 && to < 0.0);
    is_crossed.then(|| from / (from - to))
}

/// Where the border crosses a row, with its 95 % interval by leaving out one world after the other.
#[derive(Debug, Clone, PartialEq)]
pub struct Crossing {
    /// Share of the width.
    pub at: f64,
    /// Interval, as shares; `None` where the border is not crossed once whichever world is left out, or too few worlds differ there.
    pub ci95: Option<[f64; 2]>,
}

/// Where the border crosses a row of the finest grid. `surfaces` are from all worlds, then from all but each. There is no interval where the
/// crossing lies next to a cell in which most worlds are the same and few are not: see [`signs`].
pub fn crossings(plane: &Plane, surfaces: &[Surface], row: usize) -> Vec<Crossing> {
    let Some((all, without)) = surfaces.split_first() else { return Vec::new() };
    let zeros = all.zeros_in_row(row);
    let [at] = zeros[..] else { return zeros.into_iter().map(|at| Crossing { at, ci95: None }).collect() };
    if plane.do_few_differ(row, at) {
        return vec![Crossing { at, ci95: None }];
    }
    let left_out: Vec<Vec<f64>> = without.iter().map(|surface| surface.zeros_in_row(row)).collect();
    let single: Option<Vec<f64>> = left_out.iter().map(|zeros| if let [one] = zeros[..] { Some(one) } else { None }).collect();
    let ci95 = single.filter(|values| values.len() >= 2).map(|values| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
        super::statistics::interval(at, (squares * (n - 1.0) / n).sqrt(), values.len())
    });
    vec![Crossing { at, ci95 }]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A difference that is x + y - 1 in every world, give or take the same in turn.
    fn valued(cell: Cell, side: u32) -> Valued {
        let (x, y) = cell.middle(side);
        let ratio = |numerator: f64| Ratio { numerator, denominator: 1.0 };
        let noise = [0.01, -0.01, 0.02, -0.02];
        let scenario = noise.iter().map(|noise| ratio(3.0 + x + y - 1.0 + noise)).collect();
        Valued::new(vec![ratio(3.0); 4], scenario, Better::Higher)
    }

    fn plane(side: u32, levels: u32) -> Plane {
        let mut plane = Plane { side, cells: BTreeMap::new() };
        let mut todo = Cell::grid(side);
        for level in 0..=levels {
            plane.cells.extend(todo.iter().map(|&cell| (cell, valued(cell, side))));
            let border = plane.at_the_border(level, 100);
            todo = if level < levels { plane.divide(&border) } else { Vec::new() };
        }
        plane
    }

    #[test]
    fn worlds_that_are_left_out_were_never_there() {
        let mut plane = plane(4, 1);
        let before = plane.clone();
        plane.leave_out(&[], Better::Higher);
        assert_eq!(plane.cells, before.cells);
        plane.leave_out(&[1, 3], Better::Higher);
        for (cell, valued) in &plane.cells {
            let all = &before.cells[cell];
            let without = |worlds: &[Ratio]| vec![worlds[0], worlds[2]];
            assert_eq!(*valued, Valued::new(without(&all.baseline), without(&all.scenario), Better::Higher));
        }
    }

    /// The border x + y = 1 runs along a diagonal of cells whose difference is exactly zero in the middle (up to rounding).
    #[test]
    fn the_plane_is_divided_along_the_border_only() {
        let plane = plane(4, 2);
        let area: f64 = plane.cells.keys().map(|cell| 1.0 / f64::from((4 << cell.level) * (4 << cell.level))).sum();
        assert!((area - 1.0).abs() < 1e-12, "the cells cover the plane once: {area}");
        let finest = plane.cells.keys().filter(|cell| cell.level == 2);
        assert!(finest.clone().count() > 8);
        for cell in finest {
            let (x, y) = cell.middle(4);
            assert!((x + y - 1.0).abs() < 0.5, "{x} {y} is far from the border");
        }
        assert!(plane.cells.keys().any(|cell| cell.level == 0));
    }

    #[test]
    fn the_border_of_a_plane_is_where_it_is() {
        let plane = plane(5, 2);
        let surfaces: Vec<Surface> = [None, Some(0), Some(1), Some(2), Some(3)].map(|without| plane.surface(without)).to_vec();
        assert_eq!(surfaces[0].count, 20);
        for row in [3, 9, 16] {
            let y = (row as f64 + 0.5) / 20.0;
            let found = crossings(&plane, &surfaces, row);
            assert_eq!(found.len(), 1, "row {row}");
            assert!((found[0].at - (1.0 - y)).abs() < 0.03, "row {row}: {} should be {}", found[0].at, 1.0 - y);
            let [low, high] = found[0].ci95.expect("an interval");
            assert!(low < found[0].at && found[0].at < high && high - low < 0.2);
        }
        let pieces = surfaces[0].border();
        assert!(pieces.len() > 10);
        assert!(pieces.iter().flatten().all(|(x, y)| (x + y - 1.0).abs() < 0.15));
    }

    /// The same plane, but of these worlds so many differ at all.
    fn plane_of(worlds: usize, differing: usize) -> Plane {
        let ratio = |numerator: f64| Ratio { numerator, denominator: 1.0 };
        let cells = Cell::grid(5).into_iter().map(|cell| {
            let of_world = |world| if world < differing { cell.middle(5).0 - 0.4 + [0.02, -0.02][world % 2] } else { 0.0 };
            let scenario = (0..worlds).map(|world| ratio(3.0 + of_world(world))).collect();
            (cell, Valued::new(vec![ratio(3.0); worlds], scenario, Better::Higher))
        });
        Plane { side: 5, cells: cells.collect() }
    }

    #[test]
    fn a_crossing_where_few_worlds_differ_has_no_interval() {
        for (differing, has_interval) in [(8, false), (10, true), (40, true)] {
            let plane = plane_of(40, differing);
            let surfaces: Vec<Surface> = std::iter::once(None).chain((0..40).map(Some)).map(|without| plane.surface(without)).collect();
            let found = crossings(&plane, &surfaces, 2);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].ci95.is_some(), has_interval, "{differing} of 40 worlds differ: {found:?}");
        }
    }

    #[test]
    fn what_is_clear_is_settled_and_the_border_is_not() {
        let plane = plane(5, 1);
        let settled = plane.settled();
        assert!(settled[&Cell { level: 0, row: 0, column: 0 }] && settled[&Cell { level: 0, row: 4, column: 4 }]);
        let open: Vec<_> = settled.iter().filter(|(_, settled)| !**settled).collect();
        assert!(!open.is_empty() && open.iter().all(|(cell, _)| (cell.middle(5).0 + cell.middle(5).1 - 1.0).abs() < 0.1));
    }

    /// A plane stays a plane; a single spike is spread over nine places.
    #[test]
    fn smoothing_keeps_a_plane_and_spreads_a_spike() {
        let plane = Surface { count: 4, values: (0..16).map(|place| f64::from(place / 4) + 2.0 * f64::from(place % 4)).collect() };
        assert_eq!(plane.smoothed(2), plane);
        let spike = Surface { count: 3, values: vec![0.0, 0.0, 0.0, 0.0, 9.0, 0.0, 0.0, 0.0, 0.0] };
        assert_eq!(spike.smoothed(1).values, [0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn zeros_lie_between_values_of_different_sign() {
        let surface = Surface { count: 2, values: vec![-1.0, 3.0, 1.0, 1.0] };
        assert_eq!(surface.zeros_in_row(0), [0.375]);
        assert_eq!(surface.zeros_in_row(1), Vec::<f64>::new());
        assert_eq!(surface.border(), [[(0.375, 0.25), (0.25, 0.5)]]);
    }
}
