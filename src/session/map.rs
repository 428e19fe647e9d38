//! Where one system gives way to another over two settings.

use super::failure::{Failure, InvalidPoints, NotWritten, PointProblem, WhichPoints, WrongQuestion};
use super::firms::one_world_each::{self, FirmsLikeIt, Places};
use super::host::Host;
use super::options::Options;
use super::systems::setting;
use super::under_way::Session;
use super::varied::{AtPoint, Subject, Varied};
use crate::experiment::WorldRow;
use crate::experiment::map::{Cell, Plane, Valued};
use crate::experiment::runner::Arm;
use crate::measure::{Measure, Ratio};
use crate::report::charts;
use crate::report::results::folder::Kept;
use crate::report::results::map::{MapDocument, Mapped};
use crate::scenario::factor::{Asked, Factor, Level, Range, Values};
use crate::scenario::study::Head;
use crate::scenario::{Loaded, Problem};
use serde_json::{Value, json};

/// Worlds in each cell unless another number is given.
pub const WORLDS: u64 = 12;
/// Cells on each side of the first grid, and how often they are divided, unless something else is given.
const CELLS: u32 = 5;
const REFINE: u32 = 2;
/// More cells than these are not divided at once: a border that is all noise would have no end.
const MOST_DIVIDED: usize = 60;

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Scenarios, or one study file.
    pub scenarios: Vec<String>,
    /// Overlays, separated by commas: a system for each.
    pub with: Vec<String>,
    /// What varies, first from left to right, then from below to above, each `key.path=low..high`; as a study says if not given.
    pub over: Vec<String>,
    /// Cells on each side of the first grid; as a study says, or five, if not given.
    pub cells: Option<u32>,
    /// How often cells are divided where the sign turns; as a study says, or twice, if not given.
    pub refine: Option<u32>,
    /// Over how many firms like the one that is described, one world each, in place of its worlds; as a study says if not given.
    pub firms: Option<u64>,
    /// What is compared: one measure; as a study says, or win-wins, if none is named.
    pub measures: Vec<Measure>,
}

/// What came out.
#[derive(Debug)]
pub struct MapResult {
    /// The cells and the border.
    pub document: MapDocument,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// A map under work.
struct Work<'a> {
    varied: &'a Varied,
    axes: [Range; 2],
    side: u32,
    refine: u32,
    measure: Measure,
}

/// Maps.
///
/// # Errors
/// If the question, a study or a scenario is wrong, nothing can be kept, or it was interrupted.
pub fn map(question: &Question, options: &Options, host: Host<'_>) -> Result<MapResult, Failure> {
    let subject = Subject::of_compared(&question.scenarios, &question.with, options)?;
    let firms = subject.firms(one_world_each::asked(question.firms, options)?, options);
    let options = &subject.options;
    if !options.guards.is_empty() {
        return Err(WrongQuestion::GuardedMap.into());
    }
    if subject.systems() != 2 {
        subject.sound()?;
        return Err(WrongQuestion::MapOfSystems(subject.systems()).into());
    }
    let (seed, worlds, measure) = (options.seed(), options.worlds.unwrap_or(WORLDS), measure(question, &subject)?);
    let varied = subject.varied(axes(question, &subject), host)?;
    let work = Work {
        varied: &varied,
        axes: [range(&varied.factors[0])?, range(&varied.factors[1])?],
        side: question.cells.or(of_study(&subject, |head| head.cells)).unwrap_or(CELLS),
        refine: question.refine.or(of_study(&subject, |head| head.refine)).unwrap_or(REFINE),
        measure,
    };
    work.check()?;
    subject.name_without_effect(&["design", "points"], "They choose the points of a sweep; a map has cells.", host);
    let names = varied.names();
    let name = subject.called(&varied.systems, "map");
    subject.name_worlds_without_effect(firms, host);
    varied.name_idle(host);
    varied.name_varied_settings(&options.settings, subject.study.as_ref(), host);
    let settings = one_world_each::in_settings(work.settings(), firms);
    let mut firms = firms.map(|count| varied.firms(count, seed)).transpose()?;
    let mut session = Session::begin(options, host, "map", &name, settings, &varied.systems)?;
    let plane = work.plane(&mut session, worlds, firms.as_mut())?;
    let firms = firms.map(|firms| firms.told(&mut session));
    let worlds = firms.map_or(worlds, |firms| firms.plausible);
    let document = MapDocument::new(Mapped {
        seed,
        worlds,
        firms,
        systems: [&names[0], &names[1]],
        measure,
        x: (&varied.factors[0], work.axes[0]),
        y: (&varied.factors[1], work.axes[1]),
        plane: &plane,
    });
    session.write("map.csv", document.to_csv().as_bytes());
    session.write("map.json", document.to_json().as_bytes());
    session.write_charts(charts::draw_map(&document, &setting(&varied.systems)));
    let kept = session.finish(worlds, &varied.systems, json!({}));
    Ok(MapResult { document, kept })
}

/// A whole number that a study gives.
fn of_study(subject: &Subject, key: impl Fn(&Head) -> f64) -> Option<u32> {
    let given = subject.study.as_ref().map(|study| key(&study.head));
    // What is left out is below what can be given.
    given.filter(|value| *value >= 1.0 || (*value == 0.0 && key(&Head::default()) < 0.0)).map(|value| value as u32)
}

fn measure(question: &Question, subject: &Subject) -> Result<Measure, WrongQuestion> {
    let of_study = subject.study.as_ref().map_or(&[][..], |study| &study.measures);
    match if question.measures.is_empty() { of_study } else { &question.measures } {
        [] => Ok(Measure::WinWinDealsPerMonth),
        [measure] => Ok(*measure),
        several => Err(WrongQuestion::MapOfMeasures(several.len())),
    }
}

/// What varies along x and y.
fn axes(question: &Question, subject: &Subject) -> Result<Vec<Result<Asked, Problem>>, WrongQuestion> {
    let in_study = subject.study.is_some();
    let given: Vec<Result<Asked, Problem>> = question.over.iter().map(|text| Asked::parse(text, "--over")).collect();
    let asked = match &subject.study {
        Some(study) if given.is_empty() => study.over.iter().cloned().map(Ok).collect(),
        _ => given,
    };
    let no_range = asked.iter().flatten().find(|axis| matches!(axis.values, Values::List(_)));
    match (asked.len(), no_range) {
        (2, None) => Ok(asked),
        (2, Some(axis)) => Err(WrongQuestion::NoRange { key: axis.key.clone() }),
        (count, _) => Err(WrongQuestion::NotTwoAxes { count, in_study }),
    }
}

fn range(factor: &Factor) -> Result<Range, WrongQuestion> {
    factor.range().ok_or_else(|| WrongQuestion::NoRange { key: factor.key.clone() })
}

impl Work<'_> {
    fn settings(&self) -> Value {
        let axis = |place: usize| {
            let (factor, range) = (&self.varied.factors[place], self.axes[place]);
            json!({ "key": factor.key, "low": range.low, "high": range.high, "log": range.log })
        };
        json!({ "x": axis(0), "y": axis(1), "cells": self.side, "refine": self.refine, "measure": self.measure.id() })
    }

    fn levels(&self, share: (f64, f64)) -> [Level; 2] {
        let level = |place: usize, share: f64| self.varied.factors[place].level(self.axes[place].at(share));
        [level(0, share.0), level(1, share.1)]
    }

    fn at(&self, share: (f64, f64)) -> Result<AtPoint, Vec<PointProblem>> {
        self.varied.at(&self.levels(share))
    }

    /// Whether the first grid and the edges of the plane are valid, before anything is run.
    fn check(&self) -> Result<(), Failure> {
        let count = self.side << self.refine;
        let share = |place: u32| (f64::from(place) + 0.5) / f64::from(count);
        let ends = (share(0), share(count - 1));
        let edges = (0..count).flat_map(|place| {
            let here = share(place);
            [(here, ends.0), (here, ends.1), (ends.0, here), (ends.1, here)]
        });
        let grid = Cell::grid(self.side).into_iter().map(|cell| cell.middle(self.side));
        let problems: Vec<PointProblem> = grid.chain(edges).filter_map(|share| self.at(share).err()).flatten().collect();
        if problems.is_empty() { Ok(()) } else { Err(invalid(problems)) }
    }

    /// Runs the first grid, then finer cells at the border.
    fn plane(&self, session: &mut Session<'_>, worlds: u64, mut firms: Option<&mut FirmsLikeIt>) -> Result<Plane, Failure> {
        let mut plane = Plane { side: self.side, ..Plane::default() };
        let mut todo = Cell::grid(self.side);
        for level in 0..=self.refine {
            let ready: Vec<AtPoint> = todo.iter().map(|cell| self.at(cell.middle(self.side))).collect::<Result<_, _>>().map_err(invalid)?;
            let arms: Vec<Arm<'_>> = ready.iter().flat_map(AtPoint::arms).collect();
            let rows = match &mut firms {
                None => session.rows(&arms, 0..worlds)?,
                Some(firms) => self.of_firms(session, firms, (&todo, &arms), &mut plane)?,
            };
            for (cell, pair) in todo.iter().zip(rows.chunks_exact(2)) {
                plane.cells.insert(*cell, Valued::new(self.ratios(&pair[0]), self.ratios(&pair[1]), self.measure.better()));
            }
            if level < self.refine {
                let border = plane.at_the_border(level, MOST_DIVIDED);
                todo = plane.divide(&border);
            }
            if todo.is_empty() {
                break;
            }
        }
        Ok(plane)
    }

    /// The rows of firms in cells, by cell and system. Firms that contradict themselves in one of them are taken out of the plane.
    fn of_firms(
        &self,
        session: &mut Session<'_>,
        firms: &mut FirmsLikeIt,
        (todo, arms): (&[Cell], &[Arm<'_>]),
        plane: &mut Plane,
    ) -> Result<Vec<Vec<WorldRow>>, Failure> {
        let at = |loaded: &[Loaded], cell: usize| self.varied.of_firm(loaded, &self.levels(todo[cell].middle(self.side)));
        let places = Places { described: arms, count: todo.len(), at: &at };
        // Which firms are those of some firm is told by the first grid, which is the same whatever comes out.
        if plane.cells.is_empty() {
            return firms.first(session, &places, |_| true);
        }
        let (rows, left_out) = firms.further(session, &places)?;
        plane.leave_out(&left_out, self.measure.better());
        Ok(rows)
    }

    fn ratios(&self, rows: &[WorldRow]) -> Vec<Ratio> {
        rows.iter().map(|row| row.ratios[self.measure as usize]).collect()
    }
}

fn invalid(problems: Vec<PointProblem>) -> Failure {
    Failure::Points(InvalidPoints { problems, which: WhichPoints::OfPlane })
}
