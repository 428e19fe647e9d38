//! One buying group in the space of needs over time: what would serve each person, what each wants, what we have in mind.

mod marks;

use super::brief;
use super::plane::Plane;
use crate::engine::math;
use crate::report::charts::grammar::{
    Canvas, Drawing, Frame, GRID, INK, MARGIN, NAME, NEUTRAL, Picture, Place, SMALL, Said, Tells, WIDTH, round_step,
};
use crate::report::results::stored::Stored;
use crate::report::results::stored::rows::{GroupFrame, GroupPicture};
use crate::report::results::table::{Cell, Table};
use crate::report::results::verdict::source;
use crate::report::results::words::{grouped, list};
use marks::{arrow, need, offering, want};

/// Moments that are drawn of each system.
const MOMENTS: usize = 4;
/// Systems that are drawn.
const SYSTEMS: usize = 2;
/// Side of a panel, and the room between two.
const SIDE: i32 = 262;
const GAP: i32 = 24;
/// Room above and below the panels of a system.
const HEAD: i32 = 78;
const FOOT: i32 = 66;

/// A group with the moments that are drawn.
struct Shown<'a> {
    group: &'a GroupPicture,
    moments: Vec<&'a GroupFrame>,
}

impl<'a> Shown<'a> {
    fn new(group: &'a GroupPicture) -> Option<Self> {
        let last = group.frames.len().checked_sub(1)?;
        let mut places: Vec<usize> = (0..MOMENTS).map(|moment| (moment * last + (MOMENTS - 1) / 2) / (MOMENTS - 1)).collect();
        places.dedup();
        Some(Self { group, moments: places.into_iter().map(|place| &group.frames[place]).collect() })
    }

    /// What each person of a moment wants beside what would serve them.
    fn people<'b>(&'b self, frame: &'b GroupFrame) -> impl Iterator<Item = (usize, &'b [f64], &'b [f64])> {
        let all = frame.wants.iter().zip(&self.group.needs).enumerate();
        all.filter_map(|(person, (want, need))| Some((person, want.as_deref()?, need.as_slice())))
    }

    /// Mean distance of wants from needs, and of what we have in mind from needs; `None` with nobody there.
    fn distances(&self, frame: &GroupFrame) -> [Option<f64>; 2] {
        let (mut wants, mut offered, mut count) = (0.0, 0.0, 0.0);
        for (_, want, need) in self.people(frame) {
            wants += distance(want, need);
            offered += distance(&frame.offering, need);
            count += 1.0;
        }
        [wants, offered].map(|sum| (count > 0.0).then(|| sum / count))
    }

    fn points(&self) -> impl Iterator<Item = &[f64]> {
        let of = |frame: &'a GroupFrame| frame.wants.iter().flatten().map(Vec::as_slice).chain([frame.offering.as_slice()]);
        self.group.needs.iter().map(Vec::as_slice).chain(self.moments.iter().copied().flat_map(of))
    }
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    math::sqrt(a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum())
}

/// The chart, if there is a group.
pub(super) fn picture(stored: &Stored) -> Option<Picture> {
    let shown: Vec<Shown<'_>> = stored.groups.iter().take(SYSTEMS).filter_map(Shown::new).collect();
    let is_sound = |shown: &Shown<'_>| shown.points().all(|point| !point.is_empty() && point.iter().all(|value| value.is_finite()));
    if shown.is_empty() || !shown.iter().all(is_sound) {
        return None;
    }
    let title = title(&shown);
    let drawing = draw(stored, &shown, &title);
    Some(Picture::new("needs", title, Said::AfterTitle(message(&shown)), drawing, data(&shown)).telling(Tells::Kinds))
}

fn title(shown: &[Shown<'_>]) -> String {
    let of = |one: &Shown<'_>| format!("{} under {}", one.group.ending.title(), brief(&one.group.scenario));
    let people = shown.first().map_or(0, |one| one.group.needs.len());
    let people = if people == 1 { "one person".to_string() } else { format!("{people} people") };
    format!("One customer of {people} as an example: {}", list(&shown.iter().map(of).collect::<Vec<_>>()))
}

fn message(shown: &[Shown<'_>]) -> String {
    let of = |one: &Shown<'_>| {
        let at = |frame: Option<&&GroupFrame>, which: usize| frame.and_then(|frame| one.distances(frame)[which]);
        let told = |value: Option<f64>| value.map_or_else(|| "–".to_string(), |value| grouped(value, 2));
        let (first, last) = (one.moments.first(), one.moments.last());
        format!(
            "Under {}, stated wants are {} from what would serve each person at first and {} in the end; our proposal is {} and {}",
            brief(&one.group.scenario),
            told(at(first, 0)),
            told(at(last, 0)),
            told(at(first, 1)),
            told(at(last, 1))
        )
    };
    format!("{} (mean distances in units of misfit).", shown.iter().map(of).collect::<Vec<_>>().join(". "))
}

fn data(shown: &[Shown<'_>]) -> Table {
    let plane = Plane::of(&shown.iter().flat_map(Shown::points).collect::<Vec<_>>());
    let columns = [
        "system",
        "day",
        "after",
        "person",
        "has a veto",
        "met",
        "want, across",
        "want, up",
        "need, across",
        "need, up",
        "offering, across",
        "offering, up",
    ];
    let mut data = Table::new("Members of one buying group in the space of needs, in units of misfit", columns);
    for one in shown {
        for frame in &one.moments {
            for (person, want, need) in one.people(frame) {
                let yes = |flags: &[bool]| Cell::text(if flags.get(person).copied().unwrap_or(false) { "yes" } else { "no" });
                let head = [
                    Cell::text(&one.group.scenario),
                    Cell::number(frame.at_days, 0),
                    Cell::text(&frame.after),
                    Cell::number(person as f64 + 1.0, 0),
                ];
                let places = [want, need, frame.offering.as_slice()].into_iter().flat_map(|point| {
                    let (x, y) = plane.at(point);
                    [Cell::number(x, 2), Cell::number(y, 2)]
                });
                data.push(head.into_iter().chain([yes(&one.group.vetoes), yes(&frame.met)]).chain(places));
            }
        }
    }
    data
}

/// Points on paper: the same length everywhere, in every panel.
struct Projection {
    plane: Plane,
    middle: (f64, f64),
    pixels: f64,
}

impl Projection {
    fn new(shown: &[Shown<'_>]) -> Self {
        let points: Vec<&[f64]> = shown.iter().flat_map(Shown::points).collect();
        let plane = Plane::of(&points);
        let start = (f64::INFINITY, f64::NEG_INFINITY);
        let grown = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
        let places = points.iter().map(|point| plane.at(point));
        let (x, y) = places.fold((start, start), |(x, y), (to_x, to_y)| (grown(x, to_x), grown(y, to_y)));
        let widest = (x.1 - x.0).max(y.1 - y.0).max(0.1);
        Self { plane, middle: (f64::midpoint(x.0, x.1), f64::midpoint(y.0, y.1)), pixels: f64::from(SIDE - 48) / widest }
    }
    /// Where a point is in the panel with this upper left corner.
    fn at(&self, (left, top): Place, point: &[f64]) -> Place {
        let (x, y) = self.plane.at(point);
        let along = |value: f64| (value * self.pixels).round() as i32;
        (left + SIDE / 2 + along(x - self.middle.0), top + SIDE / 2 - along(y - self.middle.1))
    }
}

fn footnote(stored: &Stored, shown: &[Shown<'_>], scale: &Projection) -> String {
    let first = &shown[0].group;
    let names: Vec<String> = shown.iter().map(|one| one.group.scenario.clone()).collect();
    let projected = if scale.plane.is_projected { " Drawn along the two directions in which they differ most." } else { "" };
    format!(
        "Customer {} of world {}: an example, not a finding. None of our people can see the needs. The closer the proposal is to what somebody wants, the more value they see; the closer to what they need, the more they get: at a distance of 1, 61 % remains.{projected}\n{}",
        grouped(first.journey as f64, 0),
        grouped(first.world as f64, 0),
        source(&stored.document, &names, &stored.setting())
    )
}

fn draw(stored: &Stored, shown: &[Shown<'_>], title: &str) -> Drawing {
    let scale = Projection::new(shown);
    let subtitle =
        "What would truly serve each person, what each believes they need, and what we propose, from our first meeting to the end.";
    let frame = Frame::new(title, subtitle, &footnote(stored, shown, &scale));
    let top = frame.top() + 74;
    let row = HEAD + SIDE + FOOT;
    let mut canvas = frame.canvas(top + row * shown.len() as i32);
    draw_legend(&mut canvas, frame.top() + 6);
    for (place, one) in shown.iter().enumerate() {
        draw_system(&mut canvas, one, &scale, top + row * place as i32);
    }
    canvas.finish()
}

/// The marks with their names, in two rows.
fn draw_legend(canvas: &mut Canvas, y: i32) {
    type Mark = fn(&mut Canvas, Place);
    let marks: [(&str, Mark); 6] = [
        ("what would serve a person", |canvas, at| need(canvas, at, false)),
        ("the same, of a person with a veto", |canvas, at| need(canvas, at, true)),
        ("our proposal", offering),
        ("what a person wants, not met yet", |canvas, at| want(canvas, at, false)),
        ("has met us", |canvas, at| want(canvas, at, true)),
        ("moved since the previous picture", |canvas, (x, y)| arrow(canvas, (x - 14, y), (x + 12, y))),
    ];
    for (place, (name, mark)) in marks.into_iter().enumerate() {
        let at = (MARGIN + 12 + 370 * (place as i32 % 3), y + 30 * (place as i32 / 3));
        mark(canvas, at);
        canvas.text(name, (at.0 + 22, at.1), SMALL.paint(INK));
    }
}

fn draw_system(canvas: &mut Canvas, one: &Shown<'_>, scale: &Projection, top: i32) {
    let name = format!("{}: {}", one.group.scenario, one.group.ending.title());
    canvas.line((MARGIN, top), (WIDTH - MARGIN, top), GRID, 1);
    canvas.text(&NAME.fitted(&name, WIDTH - 2 * MARGIN), (MARGIN, top + 22), NAME);
    for (place, frame) in one.moments.iter().enumerate() {
        let corner = (MARGIN + (SIDE + GAP) * place as i32, top + HEAD);
        let when = format!("day {}: {}", grouped(frame.at_days, 0), frame.after);
        canvas.text(&SMALL.fitted(&when, SIDE + GAP - 8), (corner.0, corner.1 - 20), SMALL.paint(INK));
        let before = place.checked_sub(1).map(|before| one.moments[before]);
        draw_panel(canvas, one, (frame, before), scale, corner);
        let [wants, offered] = one.distances(frame);
        let told = |value: Option<f64>| value.map_or_else(|| "–".to_string(), |value| grouped(value, 2));
        canvas.text(&format!("wants off by {}", told(wants)), (corner.0, corner.1 + SIDE + 16), SMALL);
        canvas.text(&format!("offering off by {}", told(offered)), (corner.0, corner.1 + SIDE + 38), SMALL);
        if place == 0 {
            draw_ruler(canvas, scale, corner);
        }
    }
}

/// A length with its measure.
fn draw_ruler(canvas: &mut Canvas, scale: &Projection, (left, top): Place) {
    let length = round_step(0.12 * f64::from(SIDE) / scale.pixels);
    let pixels = (length * scale.pixels).round() as i32;
    let y = top + SIDE - 12;
    canvas.line((left + 10, y), (left + 10 + pixels, y), INK, 2);
    [left + 10, left + 10 + pixels].into_iter().for_each(|x| canvas.line((x, y - 4), (x, y + 4), INK, 2));
    canvas.text(&short(length), (left + 18 + pixels, y), SMALL)
}

fn short(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_string()
}

fn draw_panel(
    canvas: &mut Canvas,
    one: &Shown<'_>,
    (frame, before): (&GroupFrame, Option<&GroupFrame>),
    scale: &Projection,
    corner: Place,
) {
    let (left, top) = corner;
    canvas.outline(vec![corner, (left + SIDE, top), (left + SIDE, top + SIDE), (left, top + SIDE)], NEUTRAL, 1);
    let at = |point: &[f64]| scale.at(corner, point);
    for (_, wanted, needed) in one.people(frame) {
        canvas.dashes(&[at(wanted), at(needed)], (3, 4), NEUTRAL, 1);
    }
    for (person, wanted, _) in one.people(frame) {
        let earlier = before.and_then(|before| before.wants.get(person)?.as_deref());
        if let Some(earlier) = earlier {
            arrow(canvas, at(earlier), at(wanted));
        }
    }
    let veto = |person: usize| one.group.vetoes.get(person).copied().unwrap_or(false);
    one.group.needs.iter().enumerate().for_each(|(person, needed)| need(canvas, at(needed), veto(person)));
    offering(canvas, at(&frame.offering));
    for (person, wanted, _) in one.people(frame) {
        want(canvas, at(wanted), frame.met.get(person).copied().unwrap_or(false));
    }
}

/// Four panels fit on a sheet.
const _: () = assert!(MARGIN + (SIDE + GAP) * MOMENTS as i32 - GAP <= WIDTH - MARGIN);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Ending;

    fn group(frames: usize, point: &[f64]) -> GroupPicture {
        let frame = |place: usize| GroupFrame {
            at_days: place as f64,
            after: "a meeting".into(),
            wants: vec![Some(point.to_vec()), None],
            met: vec![true],
            offering: point.iter().map(|value| value + 3.0).collect(),
        };
        let needs = vec![point.iter().enumerate().map(|(at, value)| value + if at == 0 { 4.0 } else { 0.0 }).collect(), point.to_vec()];
        let frames = (0..frames).map(frame).collect();
        GroupPicture { scenario: "hero".into(), world: 0, journey: 7, ending: Ending::WinWin, needs, vetoes: vec![true], frames }
    }

    #[test]
    fn the_first_and_the_last_moment_are_always_drawn() {
        for (frames, expected) in [(1, vec![0.0]), (2, vec![0.0, 1.0]), (4, vec![0.0, 1.0, 2.0, 3.0]), (10, vec![0.0, 3.0, 6.0, 9.0])] {
            let group = group(frames, &[0.0, 0.0]);
            let days: Vec<f64> = Shown::new(&group).expect("frames").moments.iter().map(|frame| frame.at_days).collect();
            assert_eq!(days, expected, "of {frames}");
        }
        assert!(Shown::new(&group(0, &[0.0])).is_none());
    }

    /// The want is 4 from the need; the offering is 3 up and 1 short of it: the root of 1 + 9. Who has yet to join does not count.
    #[test]
    fn distances_are_those_of_who_is_there() {
        let group = group(2, &[0.5, 0.5]);
        let shown = Shown::new(&group).expect("frames");
        let [wants, offered] = shown.distances(shown.moments[0]);
        assert!(wants == Some(4.0) && offered.is_some_and(|d| (d * d - 10.0).abs() < 1e-12), "{wants:?} {offered:?}");
    }
}
