//! The share that each part of a change has in the difference.

use super::parts::{Change, ChangePart};
use super::worlds::{WORLDS, drawn, ids, rows, told_apart, write_all_worlds};
use crate::experiment::WorldRow;
use crate::experiment::explain::divide;
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::explain::{ExplainDocument, GroupResult, MeasureShares};
use crate::report::results::folder::Kept;
use crate::report::results::over_firms::OverFirms;
use crate::scenario::groups::{by_group, by_key};
use crate::scenario::{Loaded, Problems};
use crate::session::failure::{Failure, NotWritten, WrongQuestion};
use crate::session::firms::one_world_each::{self, FirmsLikeIt, Places};
use crate::session::host::Host;
use crate::session::layers::{Layers, called};
use crate::session::options::Options;
use crate::session::systems::{self, System};
use crate::session::under_way::Session;
use serde_json::json;

/// Combinations that are run unless another number is given.
pub const MOST_COALITIONS: u64 = 128;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// From which system to which: two.
    pub systems: Vec<Layers>,
    /// Whether the change is taken apart key by key instead of by groups of keys.
    pub by_key: bool,
    /// Combinations that may be run; where there are more, orders of switching are drawn.
    pub most_coalitions: u64,
    /// The measures that are drawn; the first few if none are named.
    pub drawn: Vec<Measure>,
    /// Over how many firms like the one that is described, one world each, in place of its worlds.
    pub firms: Option<u64>,
}

/// What came out.
#[derive(Debug)]
pub struct Explained {
    /// The shares of each part.
    pub document: ExplainDocument,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// Takes the change from one system to another apart.
///
/// # Errors
/// If a scenario is wrong, there are too many parts, nothing can be kept, or it was interrupted.
pub fn explain(question: &Question, options: &Options, host: Host<'_>) -> Result<Explained, Failure> {
    let not_two = |count: usize| WrongQuestion::ChangeOfSystems(count).into();
    if question.systems.len() != 2 {
        return Err(not_two(question.systems.len()));
    }
    let firms = one_world_each::asked(question.firms, options)?;
    let pair = systems::load_with_sources(&question.systems, options, host)?;
    let [(a, baseline), (b, scenario)] = pair.as_slice() else { return Err(not_two(pair.len())) };
    let change = change(question, [a, b], [baseline, scenario], options.seed())?;
    let ends = [baseline.clone(), scenario.clone()];
    let drawn = drawn(&question.drawn);
    let settings = json!({ "keys": question.by_key, "most_coalitions": question.most_coalitions, "drawn": ids(&drawn) });
    let settings = one_world_each::in_settings(settings, firms);
    let name = format!("{}-explain", called(&question.systems, &[&ends[0].name, &ends[1].name]));
    let mut session = Session::begin(options, host, "explain", &name, settings, &ends)?;
    let (rows, firms) = match firms {
        None => (rows(&change.systems, &mut session, options.worlds.unwrap_or(WORLDS))?, None),
        Some(count) => {
            let (rows, firms) = over_firms(&change, &[a.clone(), b.clone()], count, &mut session)?;
            (rows, Some(firms))
        }
    };
    let document = document(&change, &rows, firms, options.seed(), &ends);
    let worlds = document.worlds;
    write(&change, &rows, &document, &mut session);
    session.write_charts(charts::draw_explained(&document, &drawn, &systems::setting(&ends)));
    let kept = session.finish(worlds, &ends, json!({ "combinations": change.systems.len() }));
    Ok(Explained { document, kept })
}

impl Question {
    /// The change from one system to another, by groups of keys.
    pub fn new(from: Layers, to: Layers) -> Self {
        Self { systems: vec![from, to], by_key: false, most_coalitions: MOST_COALITIONS, drawn: Vec::new(), firms: None }
    }
}

/// The change from one to the other, in parts.
fn change(question: &Question, [a, b]: [&Loaded; 2], ends: [&System; 2], seed: u64) -> Result<Change, WrongQuestion> {
    let differences = a.set_differently(b);
    let groups = if question.by_key { by_key(differences) } else { by_group(differences) };
    let build = |keys: &[&str]| -> Result<System, Problems> { System::new(&a.taking(b, keys)?, String::new()) };
    Change::new(groups, ends, question.most_coalitions, seed, build)
}

/// The rows of every coalition in firms like the one that is described. A firm counts if it is one under one of the two systems: those
/// between them are no firm's.
fn over_firms(
    change: &Change,
    ends: &[Loaded; 2],
    count: u64,
    session: &mut Session<'_>,
) -> Result<(Vec<Vec<WorldRow>>, OverFirms), Failure> {
    let mut firms = FirmsLikeIt::new(ends, count, session.seed(), |_| false)?;
    let at = |ends: &[Loaded], coalition: usize| Some(vec![change.of_firm(ends, coalition)?]);
    let (described, last) = (told_apart(&change.systems).0, change.systems.len().saturating_sub(1));
    let places = Places { described: &described, count: change.systems.len(), at: &at };
    let rows = firms.first(session, &places, |coalition| coalition == 0 || coalition == last)?;
    Ok((rows, firms.told(session)))
}

fn document(change: &Change, rows: &[Vec<WorldRow>], firms: Option<OverFirms>, seed: u64, ends: &[System; 2]) -> ExplainDocument {
    let group = |part: &ChangePart| GroupResult::new(part.name(), &part.differences, part.because.clone());
    let groups: Vec<GroupResult> = change.parts.iter().map(|part| group(part).knowing(&ends[1].without_effect)).collect();
    let rows: Vec<&[WorldRow]> = rows.iter().map(Vec::as_slice).collect();
    let measures = Measure::ALL.iter().map(|&measure| MeasureShares::new(&divide(&change.design, &rows, measure), &groups)).collect();
    ExplainDocument {
        seed,
        worlds: rows.first().map_or(0, |worlds| worlds.len()) as u64,
        firms,
        baseline: ends[0].name.clone(),
        scenario: ends[1].name.clone(),
        combinations: change.systems.len() as u64,
        orders: (!change.design.is_exact()).then_some(change.design.orders.len() as u64),
        groups,
        measures,
    }
}

fn write(change: &Change, rows: &[Vec<WorldRow>], document: &ExplainDocument, session: &mut Session<'_>) {
    let names = change.design.coalitions.iter().map(|coalition| document.name_of(*coalition));
    write_all_worlds(names, rows, document.seed, session);
    session.write("explain.json", document.to_json().as_bytes());
    session.write("explain.csv", document.to_csv().as_bytes());
}
