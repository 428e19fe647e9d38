//! `winflow map`: where one system gives way to another over two settings.

use super::arguments::{Format, Map, Simulation};
use super::failure::Failure;
use super::session::Session;
use super::simulate::setting;
use super::terminal;
use super::varied::{AtPoint, Question, Varied, files_are_in, invalid};
use crate::experiment::WorldRow;
use crate::experiment::map::{Cell, Plane, Valued};
use crate::experiment::runner::Arm;
use crate::measure::{Measure, Ratio};
use crate::report::charts;
use crate::report::results::map::{MapDocument, Mapped};
use crate::report::terminal::map as text;
use crate::report::terminal::table::Look;
use crate::scenario::Problem;
use crate::scenario::factor::{Asked, Factor, Level, Range};
use serde_json::json;
use std::path::Path;

/// Worlds in each cell if nobody says so.
pub const WORLDS: &str = "12";
/// Cells on each side of the first grid, and how often they are divided, if nobody says so.
const CELLS: u32 = 5;
const REFINE: u32 = 2;
/// More cells than these are not divided at once: a border that is all noise would have no end.
const MOST_DIVIDED: usize = 60;

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
/// If the usage, a study or a scenario is wrong, or results cannot be written.
pub fn map(arguments: &Map) -> Result<(), Failure> {
    let question = Question::new(&arguments.scenarios, &arguments.with, &arguments.simulation)?;
    let options = &question.options;
    if !options.guard.is_empty() {
        let cure = "a map has no point of its own to be held against them; winflow sweep has";
        return Err(Failure::Usage(format!("guards are for winflow run, compare and sweep: {cure}")));
    }
    if question.systems() != 2 {
        question.sound()?;
        let hint = "name two scenarios (winflow map hero team ...) or two overlays (winflow map mid --with hero --with team ...)";
        return Err(Failure::Usage(format!("a map compares two systems, and here are {}: {hint}", question.systems())));
    }
    let measure = measure(&question)?;
    let varied = question.varied(axes(arguments, &question))?;
    let work = Work {
        varied: &varied,
        axes: [range(&varied.factors[0], "x")?, range(&varied.factors[1], "y")?],
        side: arguments.cells.or(of_study(&question, |head| head.cells)).unwrap_or(CELLS),
        refine: arguments.refine.or(of_study(&question, |head| head.refine)).unwrap_or(REFINE),
        measure,
    };
    work.check()?;
    let names = varied.names();
    let name = question.name.clone().unwrap_or_else(|| format!("{}-map", names.join("-vs-")));
    let mut session = Session::begin(options, "map", &name, work.settings(), &varied.systems)?;
    let plane = work.plane(&mut session, options.worlds)?;
    let document = MapDocument::new(Mapped {
        seed: options.seed,
        worlds: options.worlds,
        systems: [&names[0], &names[1]],
        measure,
        x: (&varied.factors[0], work.axes[0]),
        y: (&varied.factors[1], work.axes[1]),
        plane: &plane,
    });
    session.write("map.csv", document.to_csv().as_bytes());
    session.write("map.json", document.to_json().as_bytes());
    match charts::draw_map(&document, &setting(&varied.systems)) {
        Ok(charts) => session.write_charts(&charts),
        Err(why) => session.trouble(why.to_string()),
    }
    let kept = session.finish(options.worlds, &varied.systems, json!({}));
    let path = kept.as_ref().ok().map(|kept| kept.path.as_path());
    terminal::print(&rendered(&document, path, options)?)?;
    kept.map(drop)
}

/// A whole number that a study gives.
fn of_study(question: &Question, key: impl Fn(&crate::scenario::study::Head) -> f64) -> Option<u32> {
    let given = question.study.as_ref().map(|study| key(&study.head));
    // What is left out is below what can be given.
    given.filter(|value| *value >= 1.0 || (*value == 0.0 && key(&crate::scenario::study::Head::default()) < 0.0)).map(|value| value as u32)
}

fn measure(question: &Question) -> Result<Measure, Failure> {
    let of_study = question.study.as_ref().map_or(&[][..], |study| &study.measures);
    let named = if question.options.measure.is_empty() { of_study } else { &question.options.measure };
    match named {
        [] => Ok(Measure::WinWinDealsPerMonth),
        [one] => Ok(*one),
        several => Err(Failure::Usage(format!("a map shows one measure, and here are {}: name one by --measure", several.len()))),
    }
}

/// What varies along x and y.
fn axes(arguments: &Map, question: &Question) -> Result<Vec<Result<Asked, Problem>>, Failure> {
    let study = question.study.as_ref();
    let x = arguments.x.as_ref().map(|text| Asked::parse(text, "--x")).or(study.and_then(|study| study.x.clone()).map(Ok));
    let y = arguments.y.as_ref().map(|text| Asked::parse(text, "--y")).or(study.and_then(|study| study.y.clone()).map(Ok));
    match (x, y) {
        (Some(x), Some(y)) => Ok(vec![x, y]),
        (x, _) => {
            let missing = if x.is_none() { "x" } else { "y" };
            let hint = match study {
                Some(_) => format!("in the study: [{missing}] and below it, for example, organisation.handover_loss = \"0..0.6\""),
                None => format!("for example --{missing} organisation.handover_loss=0..0.6"),
            };
            Err(Failure::Usage(format!("a map needs two axes, and {missing} is missing; {hint}")))
        }
    }
}

fn range(factor: &Factor, axis: &str) -> Result<Range, Failure> {
    factor.range().ok_or_else(|| {
        let hint = "write the two ends, such as 1..10 or 1..10:log; cells are chosen by --cells and --refine";
        Failure::Usage(format!("{axis}: {} has to be a range without a number of levels; {hint}", factor.key))
    })
}

impl Work<'_> {
    fn settings(&self) -> serde_json::Value {
        let axis = |place: usize| {
            let (factor, range) = (&self.varied.factors[place], self.axes[place]);
            json!({ "key": factor.key, "low": range.low, "high": range.high, "log": range.log })
        };
        json!({ "x": axis(0), "y": axis(1), "cells": self.side, "refine": self.refine, "measure": self.measure.id() })
    }

    fn at(&self, share: (f64, f64)) -> Result<AtPoint, Vec<String>> {
        let level = |place: usize, share: f64| {
            let number = self.axes[place].at(share);
            Level { set: format!("{}={number}", self.varied.factors[place].key), value: number.into() }
        };
        self.varied.at(&[level(0, share.0), level(1, share.1)])
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
        let problems: Vec<String> = grid.chain(edges).filter_map(|share| self.at(share).err()).flatten().collect();
        if problems.is_empty() { Ok(()) } else { Err(invalid(problems, "Choose axes on which the scenario is valid everywhere.")) }
    }

    /// Runs the first grid, then finer cells at the border.
    fn plane(&self, session: &mut Session<'_>, worlds: u64) -> Result<Plane, Failure> {
        let mut plane = Plane { side: self.side, ..Plane::default() };
        let mut todo = Cell::grid(self.side);
        for level in 0..=self.refine {
            let mut ready = Vec::new();
            for cell in &todo {
                ready.push(
                    self.at(cell.middle(self.side))
                        .map_err(|said| invalid(said, "Choose axes on which the scenario is valid everywhere."))?,
                );
            }
            let arms: Vec<Arm<'_>> = ready.iter().flat_map(AtPoint::arms).collect();
            let rows = session.rows(&arms, 0..worlds)?;
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

    fn ratios(&self, rows: &[WorldRow]) -> Vec<Ratio> {
        rows.iter().map(|row| row.ratios[self.measure as usize]).collect()
    }
}

/// The results in the format asked for.
fn rendered(document: &MapDocument, kept: Option<&Path>, options: &Simulation) -> Result<String, Failure> {
    let look = Look { width: terminal::width(), colour: terminal::colour(), all: options.all };
    match options.format {
        Format::Json => Ok(document.to_json()),
        Format::Csv => Ok(document.to_csv()),
        Format::Md => Ok(text::markdown(document)),
        Format::Table => Ok(format!("{}{}", text::render(document, look), files_are_in(kept))),
    }
}
