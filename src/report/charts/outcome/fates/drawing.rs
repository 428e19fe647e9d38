//! Bands on paper, from the endings under the one system to those under the other.

use super::{ALL, BLOCK, BLOCKS, COUNT, Flows, GAP, GROUPS, LABEL, ROOM, one_digit};
use crate::report::charts::grammar::{BETTER, Canvas, Drawing, Frame, INK, MARGIN, NAME, NEUTRAL, PAPER, Paint, SMALL, WIDTH, WORSE};
use crate::report::results::document::SameCustomersResult;
use crate::report::results::stored::Stored;
use crate::report::results::verdict::source;
use crate::report::results::words::grouped;

/// Where blocks and bands are on one side: the upper end of each group, and of each band in it.
pub(super) struct Side {
    pub(super) blocks: [(i32, i32); COUNT],
    /// By group on this side, then by group on the other.
    pub(super) bands: [[(i32, i32); COUNT]; COUNT],
}

impl Side {
    pub(super) fn new(flows: &Flows, is_left: bool, top: i32) -> Self {
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

pub(super) fn draw(stored: &Stored, same: &SameCustomersResult, flows: &Flows, title: &str) -> Drawing {
    let (a, b) = (&same.baseline, &same.scenario);
    let subtitle = "The same customers under both systems, of 100 reached by at least one. Grey: same ending. Blue: win-win gained; orange: win-win lost; dark: other change.";
    let setting = stored.setting();
    let all = grouped(flows.all() as f64, 0);
    let footnote = format!("{all} customers. {}", source(&stored.document, &[a.clone(), b.clone()], &setting));
    let frame = Frame::new(title, subtitle, &footnote);
    let top = frame.top() + 40;
    let (left, right) = (Side::new(flows, true, top), Side::new(flows, false, top));
    let mut canvas = frame.canvas(left.end().max(right.end()) + 24);
    let head = |name: &str| NAME.fitted(&format!("under {name}"), BLOCKS.0 - MARGIN);
    canvas.text(&head(a), (BLOCKS.0 + BLOCK, top - 24), NAME.right());
    canvas.text(&head(b), (BLOCKS.1, top - 24), NAME);
    // What stayed lies below what changed, and win-wins lie above all.
    let mut order: Vec<(usize, usize)> = (0..COUNT).flat_map(|from| (0..COUNT).map(move |to| (from, to))).collect();
    order.sort_by_key(|&(from, to)| (from != to, from == 0 || to == 0));
    for &(from, to) in order.iter().filter(|(from, to)| flows.counts[*from][*to] > 0) {
        draw_band(&mut canvas, left.bands[from][to], right.bands[to][from], band_colour(from, to));
    }
    for &(from, to) in order.iter().filter(|(from, to)| flows.counts[*from][*to] > 0) {
        draw_number(&mut canvas, flows, (from, to), left.bands[from][to]);
    }
    draw_side(&mut canvas, flows, &left, true);
    draw_side(&mut canvas, flows, &right, false);
    canvas.finish()
}

fn band_colour(from: usize, to: usize) -> Paint {
    match (from, to) {
        _ if from == to => NEUTRAL.mixed(0.3),
        (_, 0) => BETTER.mixed(0.75),
        (0, _) => WORSE.mixed(0.75),
        _ => NEUTRAL.mixed(0.85),
    }
}

/// A band that leaves and arrives level (smoothstep).
fn draw_band(canvas: &mut Canvas, from: (i32, i32), to: (i32, i32), colour: Paint) {
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
fn draw_number(canvas: &mut Canvas, flows: &Flows, (from, to): (usize, usize), band: (i32, i32)) {
    if band.1 - band.0 < ROOM {
        return;
    }
    let text = one_digit(flows.per_hundred(flows.counts[from][to]));
    let place = (BLOCKS.0 + BLOCK + 8, i32::midpoint(band.0, band.1));
    let width = SMALL.width(&text).ceil() as i32;
    if from != to {
        // On a dark band a number stands on a ground of its own.
        canvas.bar((place.0 - 4, place.1 - 9), (place.0 + width + 4, place.1 + 9), PAPER);
    }
    canvas.text(&text, place, SMALL.paint(INK))
}

fn draw_side(canvas: &mut Canvas, flows: &Flows, side: &Side, is_left: bool) {
    let totals = flows.totals(is_left);
    let mut free = i32::MIN;
    for (group, &(from, to)) in side.blocks.iter().enumerate().filter(|(group, _)| totals[*group] > 0) {
        let x = if is_left { BLOCKS.0 } else { BLOCKS.1 };
        canvas.bar((x, from), (x + BLOCK, to.max(from + 2)), INK);
        let y = i32::midpoint(from, to).max(free);
        free = y + LABEL;
        let name = format!("{}  {}", GROUPS[group].0, one_digit(flows.per_hundred(totals[group])));
        let text = if group == 0 { NAME } else { SMALL.paint(INK) };
        let (x, anchored) = if is_left { (BLOCKS.0 - 10, text.right()) } else { (BLOCKS.1 + BLOCK + 10, text) };
        canvas.text(&text.fitted(&name, WIDTH - MARGIN - BLOCKS.1 - BLOCK - 12), (x, y), anchored);
    }
}
