//! Which assumptions the difference between two systems depends on.

use super::compare::WORLDS;
use super::failure::{Failure, NotWritten, WrongQuestion};
use super::firms::{Asked, SeenFirms};
use super::host::Host;
use super::layers::{Layers, called};
use super::options::Options;
use super::radial::{Moving, Radial};
use super::systems::{self, System};
use super::under_way::Session;
use crate::experiment::firms::draw::{Assumed, PLANS};
use crate::experiment::firms::influence::{DrawnFirm, FALSE, Influence, influences};
use crate::experiment::firms::noise::{Noise, Seen};
use crate::experiment::firms::radial::{Effect, To, effects};
use crate::experiment::firms::{Difference, FirmRow, WIDTHS};
use crate::experiment::several::false_discovery;
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::firms::{FIRMS, csv};
use crate::report::results::folder::Kept;
use crate::report::results::ids::MeasureId;
use crate::report::results::influence::{AssumptionResult, ElementaryResult, InfluenceDocument, Method, PAY_PLAN, Together, TotalResult};
use crate::scenario::keys::Leaf;
use crate::scenario::{self, Loaded};
use serde_json::json;
use std::collections::BTreeSet;

/// Firms that are drawn unless another number is given.
pub const USUAL_FIRMS: u64 = 1000;

/// Of the assumptions that explain most by themselves, the total effects of so many are found.
const TOTALS: usize = 8;
/// From fewer pairs of firms nothing can be said of them.
const FEWEST_PAIRS: u64 = 20;
/// Elementary effects are found from so many firms unless another number is given, and from so many at least.
const USUAL_ROWS: u64 = 10;
const FEWEST_ROWS: u64 = 4;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Two systems; the first is the baseline.
    pub systems: Vec<Layers>,
    /// The measure that is compared.
    pub measure: Measure,
    /// How it is found out.
    pub method: Method,
    /// How many firms are drawn; [`USUAL_FIRMS`], or as many as ten of every assumption moved alone take.
    pub firms: Option<u64>,
}

/// What came out.
#[derive(Debug)]
pub struct Screened {
    /// What each assumption explains.
    pub document: InfluenceDocument,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// Draws firms like the one that is described, and finds out what the spread of differences between them depends on.
///
/// # Errors
/// If a scenario is wrong, nothing can be kept, or it was interrupted.
pub fn assumptions(question: &Question, options: &Options, host: Host<'_>) -> Result<Screened, Failure> {
    if question.systems.len() != 2 {
        return Err(WrongQuestion::ChangeOfSystems(question.systems.len()).into());
    }
    let (loaded, systems): (Vec<Loaded>, Vec<System>) = systems::load_with_sources(&question.systems, options, host)?.into_iter().unzip();
    let names: Vec<&str> = systems.iter().map(|system| system.name.as_str()).collect();
    let name = format!("{}-assumptions", called(&question.systems, &names));
    let mut settings = json!({ "measure": question.measure.id(), "firms": question.firms });
    if question.method != Method::FirstOrder {
        settings["method"] = json!(question.method);
    }
    let difference = Difference { measure: question.measure, matters: 0.0 };
    let asked = |count: u64| Asked { loaded: &loaded, systems: &systems, difference, count, listed: Vec::new() };
    let rows_of_morris = match question.method {
        Method::Morris => Some(rows_of_morris(&asked(0), question.firms)?),
        _ => None,
    };
    let mut session = Session::begin(options, host, "assumptions", &name, settings, &systems)?;
    let worlds = options.worlds.unwrap_or(WORLDS);
    let facts = Facts::new(&loaded, &systems);
    let document = InfluenceDocument {
        seed: options.seed(),
        worlds,
        baseline: systems[0].name.clone(),
        scenario: systems[1].name.clone(),
        measure: MeasureId(question.measure),
        method: question.method,
        factor: WIDTHS[0].0,
        drawn: 0,
        plausible: 0,
        rows: None,
        sd: None,
        assumptions: Vec::new(),
        together: None,
        overlap_of_halves: 0,
    };
    let document = match rows_of_morris {
        Some(rows) => moved_alone(document, &asked(rows), &facts, &mut session)?,
        None => {
            let firms = question.firms.unwrap_or(USUAL_FIRMS);
            let first = by_themselves(document, &asked(firms), &facts, worlds, &mut session)?;
            if question.method == Method::Total { with_totals(first, &asked(firms), &mut session)? } else { first }
        }
    };
    session.write("assumptions.json", document.to_json().as_bytes());
    session.write("assumptions.csv", document.to_csv().as_bytes());
    session.write_charts(charts::draw_influence(&document, &systems::setting(&systems)));
    let kept = session.finish(worlds, &systems, json!({}));
    Ok(Screened { document, kept })
}

/// What is known of assumptions apart from what is found.
struct Facts {
    leaves: Vec<Leaf>,
    without_effect: BTreeSet<String>,
}

impl Facts {
    fn new(loaded: &[Loaded], systems: &[System]) -> Self {
        let without_effect = systems[0].without_effect.intersection(&systems[1].without_effect).cloned().collect();
        Self { leaves: scenario::leaves(&loaded[0].scenario), without_effect }
    }

    /// An assumption of which nothing is found yet; the pay plan without one.
    fn blank(&self, assumed: Option<&Assumed>) -> AssumptionResult {
        let path = assumed.map_or(PAY_PLAN, |assumed| assumed.path.as_str());
        let unit = self.leaves.iter().find(|leaf| leaf.path == path).map_or("", |leaf| leaf.meta.spec.unit);
        AssumptionResult {
            key: path.to_string(),
            unit: unit.to_string(),
            range: assumed.map(|assumed| [assumed.low, assumed.high]),
            share: None,
            ci95: None,
            at_low: None,
            at_high: None,
            total: None,
            elementary: None,
            is_told_apart: false,
            has_effect: !self.without_effect.contains(path),
        }
    }
}

/// What assumptions explain by themselves, from firms that are drawn.
fn by_themselves(
    document: InfluenceDocument,
    asked: &Asked<'_>,
    facts: &Facts,
    worlds: u64,
    session: &mut Session<'_>,
) -> Result<InfluenceDocument, Failure> {
    let SeenFirms { assumptions, rows, places } = asked.seen(session)?;
    let arms: Vec<_> = asked.systems.iter().map(System::arm).collect();
    let described = session.rows(&arms, 0..worlds)?;
    session.write(FIRMS, csv(&rows, &[]).as_bytes());
    let noise = asked.difference.noise(&described[0], &described[1]);
    let (drawn, noise_error) = noise.map_or((Vec::new(), 0.0), |noise| drawn_firms(&rows, places, &noise));
    let found = influences(&drawn, assumptions.len(), noise_error);
    let result = |influence: &Influence| AssumptionResult {
        share: Some(influence.share),
        ci95: Some(influence.ci95),
        at_low: influence.ends.map(|ends| [ends[0].0, ends[0].1]),
        at_high: influence.ends.map(|ends| [ends[1].0, ends[1].1]),
        is_told_apart: influence.is_told_apart,
        ..facts.blank(influence.assumption.map(|place| &assumptions[place]))
    };
    let mut all: Vec<AssumptionResult> = found.iter().flat_map(|found| &found.order).map(result).collect();
    all.sort_by_key(|one| !one.has_effect);
    let together = found.as_ref().and_then(|found| found.together);
    Ok(InfluenceDocument {
        drawn: asked.count,
        plausible: drawn.len() as u64,
        sd: found.as_ref().map(|found| found.variance.sqrt()),
        assumptions: all,
        together: together.map(|(count, share, error)| Together { count: count as u64, share, error }),
        overlap_of_halves: found.as_ref().map_or(0, |found| found.overlap as u64),
        ..document
    })
}

/// The same, with the total effects of those that come first, from as many firms again.
fn with_totals(mut document: InfluenceDocument, asked: &Asked<'_>, session: &mut Session<'_>) -> Result<InfluenceDocument, Failure> {
    let moving: Vec<Moving> = document.assumptions.iter().take(TOTALS).map(moving).collect();
    let rows = (asked.count / (moving.len() as u64 + 2)).max(FEWEST_PAIRS);
    let seen = if moving.is_empty() { Vec::new() } else { Radial::new(asked, &moving, To::Second, session.seed())?.rows(rows, session)? };
    if let Some(found) = effects(&seen) {
        document.rows = Some(found.rows as u64);
        for (one, effect) in document.assumptions.iter_mut().zip(&found.effects) {
            one.total = Some(TotalResult::new(effect.total));
            one.has_effect &= !effect.is_none;
        }
    }
    Ok(document)
}

/// What every assumption does when it is moved alone.
fn moved_alone(
    document: InfluenceDocument,
    asked: &Asked<'_>,
    facts: &Facts,
    session: &mut Session<'_>,
) -> Result<InfluenceDocument, Failure> {
    let (assumptions, has_plans) = asked.assumptions()?;
    let moving: Vec<Moving> =
        assumptions.iter().map(|one| Moving::Number(one.path.clone())).chain(has_plans.then_some(Moving::PayPlan)).collect();
    let seen = Radial::new(asked, &moving, To::HalfAway, session.seed())?.rows(asked.count, session)?;
    let Some(found) = effects(&seen) else { return Ok(document) };
    let p_values: Vec<f64> = found.effects.iter().map(|effect| effect.p_value).collect();
    let told_apart = false_discovery(&p_values).into_iter().map(|p| p <= FALSE);
    let places = assumptions.iter().map(Some).chain([None]);
    let result = |((assumed, effect), is_told_apart): ((Option<&Assumed>, &Effect), bool)| {
        let blank = facts.blank(assumed);
        let Effect { mean, size, spread, .. } = *effect;
        let elementary = Some(ElementaryResult { mean, size, spread });
        AssumptionResult { elementary, is_told_apart, has_effect: blank.has_effect && !effect.is_none, ..blank }
    };
    let mut all: Vec<AssumptionResult> = places.zip(&found.effects).zip(told_apart).map(result).collect();
    let size = |one: &AssumptionResult| one.elementary.map_or(0.0, |elementary| elementary.size);
    all.sort_by(|a, b| (!a.has_effect).cmp(&!b.has_effect).then(size(b).total_cmp(&size(a))));
    Ok(InfluenceDocument {
        drawn: asked.count * (moving.len() as u64 + 1),
        plausible: found.rows as u64,
        rows: Some(found.rows as u64),
        sd: Some(found.variance.sqrt()),
        assumptions: all,
        ..document
    })
}

fn moving(one: &AssumptionResult) -> Moving {
    if one.key == PAY_PLAN { Moving::PayPlan } else { Moving::Number(one.key.clone()) }
}

/// From how many firms every assumption is moved alone, where so many firms were asked for in all.
fn rows_of_morris(asked: &Asked<'_>, firms: Option<u64>) -> Result<u64, Failure> {
    let (assumptions, has_plans) = asked.assumptions()?;
    let of_one = assumptions.len() as u64 + 1 + u64::from(has_plans);
    let rows = firms.map_or(USUAL_ROWS, |firms| firms / of_one);
    if rows < FEWEST_ROWS { Err(WrongQuestion::TooFewFirms { fewest: FEWEST_ROWS * of_one }.into()) } else { Ok(rows) }
}

/// The firms that count, as they were drawn and seen, and how well their noise is known.
fn drawn_firms(rows: &[FirmRow], places: Vec<Vec<f64>>, noise: &Noise) -> (Vec<DrawnFirm>, f64) {
    let counting: Vec<(&FirmRow, Vec<f64>, Seen)> =
        rows.iter().zip(places).filter_map(|(row, places)| Some((row, places, row.seen(noise)?))).collect();
    let seen: Vec<Seen> = counting.iter().map(|(.., seen)| seen.clone()).collect();
    let variance = noise.variance(&seen);
    let firm = |(row, places, seen): (&FirmRow, Vec<f64>, Seen)| DrawnFirm {
        difference: seen.mean(),
        noise: variance * seen.scale_of_mean(),
        places,
        kind: PLANS.iter().position(|plan| *plan == row.pay_plan).unwrap_or(0),
    };
    (counting.into_iter().map(firm).collect(), noise.error(&seen))
}
