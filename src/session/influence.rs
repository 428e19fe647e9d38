//! Which assumptions the difference between two systems depends on.

use super::compare::WORLDS;
use super::failure::{Failure, NotWritten, WrongQuestion};
use super::firms::{Asked, SeenFirms};
use super::host::Host;
use super::layers::{Layers, called};
use super::options::Options;
use super::systems::{self, System};
use super::under_way::Session;
use crate::experiment::firms::draw::PLANS;
use crate::experiment::firms::influence::{DrawnFirm, Influence, influences};
use crate::experiment::firms::noise::{Noise, Seen};
use crate::experiment::firms::{Difference, FirmRow, WIDTHS};
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::firms::{FIRMS, csv};
use crate::report::results::folder::Kept;
use crate::report::results::ids::MeasureId;
use crate::report::results::influence::{AssumptionResult, InfluenceDocument, PAY_PLAN, Together};
use crate::scenario::{self, Loaded};
use serde_json::json;

/// Firms that are drawn unless another number is given.
pub const USUAL_FIRMS: u64 = 1000;

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Two systems; the first is the baseline.
    pub systems: Vec<Layers>,
    /// The measure that is compared.
    pub measure: Measure,
    /// How many firms are drawn.
    pub firms: u64,
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
    let settings = json!({ "measure": question.measure.id(), "firms": question.firms });
    let mut session = Session::begin(options, host, "assumptions", &name, settings, &systems)?;
    let worlds = options.worlds.unwrap_or(WORLDS);
    let difference = Difference { measure: question.measure, matters: 0.0 };
    let asked = Asked { loaded: &loaded, systems: &systems, difference, count: question.firms };
    let SeenFirms { assumptions, rows, places } = asked.seen(&mut session)?;
    let arms: Vec<_> = systems.iter().map(System::arm).collect();
    let described = session.rows(&arms, 0..worlds)?;
    let noise = difference.noise(&described[0], &described[1]);
    let (drawn, noise_error) = noise.map_or((Vec::new(), 0.0), |noise| drawn_firms(&rows, places, &noise));
    let found = influences(&drawn, assumptions.len(), noise_error);
    let leaves = scenario::leaves(&loaded[0].scenario);
    let result = |influence: &Influence| {
        let key = influence.assumption.map(|place| &assumptions[place]);
        let path = key.map_or(PAY_PLAN, |key| key.path.as_str());
        let unit = leaves.iter().find(|leaf| leaf.path == path).map_or("", |leaf| leaf.meta.spec.unit);
        AssumptionResult {
            key: path.to_string(),
            unit: unit.to_string(),
            range: key.map(|key| [key.low, key.high]),
            share: influence.share,
            ci95: influence.ci95,
            at_low: influence.ends.map(|ends| [ends[0].0, ends[0].1]),
            at_high: influence.ends.map(|ends| [ends[1].0, ends[1].1]),
            is_told_apart: influence.is_told_apart,
        }
    };
    let together = found.as_ref().and_then(|found| found.together);
    let document = InfluenceDocument {
        seed: options.seed(),
        worlds,
        baseline: systems[0].name.clone(),
        scenario: systems[1].name.clone(),
        measure: MeasureId(question.measure),
        factor: WIDTHS[0].0,
        drawn: question.firms,
        plausible: drawn.len() as u64,
        sd: found.as_ref().map(|found| found.variance.sqrt()),
        assumptions: found.iter().flat_map(|found| &found.order).map(result).collect(),
        together: together.map(|(count, share, error)| Together { count: count as u64, share, error }),
        overlap_of_halves: found.as_ref().map_or(0, |found| found.overlap as u64),
    };
    session.write("assumptions.json", document.to_json().as_bytes());
    session.write("assumptions.csv", document.to_csv().as_bytes());
    session.write(FIRMS, csv(&rows).as_bytes());
    session.write_charts(charts::draw_influence(&document, &systems::setting(&systems)));
    let kept = session.finish(worlds, &systems, json!({}));
    Ok(Screened { document, kept })
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
