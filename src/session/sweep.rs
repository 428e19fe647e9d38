//! Many settings in the same worlds, and which is best.

use super::failure::{Failure, InvalidPoints, MOST_ROWS, NotWritten, WhichPoints, WrongQuestion};
use super::firms::one_world_each::{self, Places};
use super::host::{Host, Notice};
use super::options::Options;
use super::systems::setting;
use super::under_way::Session;
use super::varied::{AtPoint, Subject, Varied};
use crate::experiment::WorldRow;
use crate::experiment::design::{Design, MOST_FACTORS, MOST_POINTS, combinations, one_at_a_time, points};
use crate::experiment::runner::Arm;
use crate::experiment::verdicts::HEADLINE;
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::folder::Kept;
use crate::report::results::guards::{self, GuardResult};
use crate::report::results::sweep::{Ran, SweepDocument};
use crate::scenario::factor::{Asked, Level};
use crate::scenario::study::DesignChoice;
use crate::scenario::{Loaded, Problem};
use serde_json::json;

/// Worlds unless another number is given.
pub const WORLDS: u64 = 40;

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// Scenarios, or one study file.
    pub scenarios: Vec<String>,
    /// Overlays, separated by commas: a system for each.
    pub with: Vec<String>,
    /// What varies, besides what a study says: each `key.path=values`.
    pub over: Vec<String>,
    /// How points are chosen; as a study says, or all combinations, if not given.
    pub design: Option<Design>,
    /// How many points are drawn.
    pub points: Option<usize>,
    /// Over how many firms like the one that is described, one world each, in place of its worlds; as a study says if not given.
    pub firms: Option<u64>,
    /// Whether points are left out at which the scenario is invalid.
    pub skip_invalid: bool,
    /// By what the best is looked for; as a study says, or win-wins, if none are named.
    pub measures: Vec<Measure>,
    /// Whether every measure is told of each point.
    pub all: bool,
}

/// What came out.
#[derive(Debug)]
pub struct Swept {
    /// The points and the best of them.
    pub document: SweepDocument,
    /// By what the best was looked for.
    pub measures: Vec<Measure>,
    /// The guards of all points.
    pub guards: Vec<GuardResult>,
    /// Where it was kept. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, NotWritten>,
}

/// The points that are run, and the systems at each.
struct Points {
    levels: Vec<Vec<Level>>,
    ready: Vec<AtPoint>,
    invalid: u64,
}

/// Sweeps.
///
/// # Errors
/// If the question, a study or a scenario is wrong, nothing can be kept, or it was interrupted.
pub fn sweep(question: &Question, options: &Options, host: Host<'_>) -> Result<Swept, Failure> {
    let subject = Subject::new(&question.scenarios, &question.with, options)?;
    let firms = subject.firms(one_world_each::asked(question.firms, options)?, options);
    let (options, measures) = (&subject.options, measures(question, &subject));
    let worlds = firms.or(options.worlds).unwrap_or(WORLDS);
    let varied = subject.varied(asked(question, &subject), host)?;
    let design = design(question, &subject);
    let count = count(question, &subject, design, varied.factors.len())?;
    subject.name_without_effect(&["cells", "refine"], "They divide a map; a sweep has points.", host);
    if !design.is_drawn() {
        subject.name_without_effect(&["points"], "Points are drawn by the designs latin and sobol.", host);
    }
    subject.name_worlds_without_effect(firms, host);
    varied.name_idle(host);
    varied.name_varied_settings(&options.settings, subject.study.as_ref(), host);
    let points = ready(question, &varied, (design, count), (worlds, options.seed()))?;
    if points.invalid > 0 {
        host.observer.notice(&Notice::PointsLeftOut(points.invalid));
    }
    let name = subject.called(&varied.systems, "sweep");
    let labels: Vec<Vec<String>> = points.levels.iter().map(|levels| levels.iter().map(|level| level.set.clone()).collect()).collect();
    let ids: Vec<&str> = measures.iter().map(|measure| measure.id()).collect();
    let settings = json!({ "design": design.word(), "measures": ids, "all": question.all, "points": labels });
    let settings = one_world_each::in_settings(settings, firms);
    let mut session = Session::begin(options, host, "sweep", &name, settings, &varied.systems)?;
    let arms: Vec<Arm<'_>> = points.ready.iter().flat_map(AtPoint::arms).collect();
    let firms = firms.map(|count| varied.firms(count, options.seed())).transpose()?;
    let (flat, firms) = match firms {
        None => (session.rows(&arms, 0..worlds)?, None),
        Some(mut firms) => {
            let at = |loaded: &[Loaded], point: usize| varied.of_firm(loaded, &points.levels[point]);
            let places = Places { described: &arms, count: points.levels.len(), at: &at };
            let rows = firms.first(&mut session, &places, |_| true)?;
            (rows, Some(firms.told(&mut session)))
        }
    };
    let worlds = firms.map_or(worlds, |firms| firms.plausible);
    let rows: Vec<Vec<Vec<WorldRow>>> = flat.chunks(varied.systems.len()).map(<[_]>::to_vec).collect();
    let document = SweepDocument::new(Ran {
        seed: options.seed(),
        design: design.word(),
        invalid_points: points.invalid,
        systems: &varied.names(),
        factors: &varied.factors,
        measures: &measures,
        told: &shown(&measures, question.all),
        firms,
        points: &points.levels,
        rows: &rows,
    });
    let document = document.guarded(&rows, &varied.systems.iter().map(|system| system.guards.clone()).collect::<Vec<_>>());
    session.write("sweep.csv", document.to_csv().as_bytes());
    session.write("sweep.json", document.to_json().as_bytes());
    session.write_charts(charts::sweep::draw(&document, &measures, &setting(&varied.systems)));
    let guards: Vec<GuardResult> = document.points.iter().flat_map(|point| point.guards.iter().cloned()).collect();
    let kept = session.finish(worlds, &varied.systems, json!({ "guards": guards::tally(&guards) }));
    Ok(Swept { document, measures, guards, kept })
}

/// What is to be varied: by the study, but what the question says of the same key comes instead.
fn asked(question: &Question, subject: &Subject) -> Result<Vec<Result<Asked, Problem>>, WrongQuestion> {
    let given: Vec<Result<Asked, Problem>> = question.over.iter().map(|text| Asked::parse(text, "--over")).collect();
    let is_instead = |key: &str| given.iter().flatten().any(|factor| factor.key == key);
    let of_study = subject.study.iter().flat_map(|study| &study.over).filter(|factor| !is_instead(&factor.key)).cloned().map(Ok);
    let all: Vec<Result<Asked, Problem>> = of_study.chain(given.iter().cloned()).collect();
    match all.len() {
        0 => Err(WrongQuestion::NothingVaried { in_study: subject.study.is_some() }),
        1..=MOST_FACTORS => Ok(all),
        count => Err(WrongQuestion::TooManyFactors(count)),
    }
}

/// By what the best is looked for.
fn measures(question: &Question, subject: &Subject) -> Vec<Measure> {
    let of_study = subject.study.as_ref().map_or(&[][..], |study| &study.measures);
    let named = if question.measures.is_empty() { of_study } else { &question.measures };
    let mut measures = if named.is_empty() { vec![Measure::WinWinDealsPerMonth] } else { named.to_vec() };
    let mut seen = Vec::new();
    measures.retain(|measure| {
        let is_new = !seen.contains(measure);
        seen.push(*measure);
        is_new
    });
    measures
}

/// What is shown of each point: that, and what a first look needs; or everything.
fn shown(measures: &[Measure], all: bool) -> Vec<Measure> {
    let is_shown = |place: usize, measure: &Measure| all || place < HEADLINE || measures.contains(measure);
    Measure::ALL.iter().enumerate().filter(|(place, measure)| is_shown(*place, measure)).map(|(_, measure)| *measure).collect()
}

/// How points are chosen.
fn design(question: &Question, subject: &Subject) -> Design {
    let of_study = subject.study.as_ref().and_then(|study| study.head.design.first()).map(|design| match design {
        DesignChoice::Factorial => Design::Factorial,
        DesignChoice::OneWay => Design::OneWay,
        DesignChoice::Latin => Design::Latin,
        DesignChoice::Sobol => Design::Sobol,
    });
    question.design.or(of_study).unwrap_or(Design::Factorial)
}

/// How many points are drawn, where they are.
fn count(question: &Question, subject: &Subject, design: Design, factors: usize) -> Result<usize, WrongQuestion> {
    if !design.is_drawn() && question.points.is_some() {
        return Err(WrongQuestion::NotDrawn(design));
    }
    let of_study = subject.study.as_ref().map(|study| study.head.points as usize).filter(|points| *points > 0);
    Ok(question.points.or(of_study).unwrap_or_else(|| design.points_default(factors)))
}

/// Every point with its systems, but for those left out.
fn ready(question: &Question, varied: &Varied, (design, count): (Design, usize), (worlds, seed): (u64, u64)) -> Result<Points, Failure> {
    let many = match design {
        Design::Factorial => combinations(&varied.factors),
        Design::OneWay => Some(one_at_a_time(&varied.factors)),
        Design::Latin | Design::Sobol => Some(count),
    };
    let rows = many.and_then(|many| (many as u64).checked_mul(worlds)?.checked_mul(varied.systems.len() as u64));
    if many.is_none_or(|many| many > MOST_POINTS) || rows.is_none_or(|rows| rows > MOST_ROWS) {
        return Err(WrongQuestion::TooManyPoints(many).into());
    }
    let mut found = Points { levels: Vec::new(), ready: Vec::new(), invalid: 0 };
    let mut problems = Vec::new();
    for levels in points(&varied.factors, design, count, seed) {
        match varied.at(&levels) {
            Ok(at_point) => {
                found.ready.push(at_point);
                found.levels.push(levels);
            }
            Err(mut here) => {
                problems.append(&mut here);
                found.invalid += 1;
            }
        }
    }
    let which = if found.levels.is_empty() { WhichPoints::All } else { WhichPoints::Some };
    if !problems.is_empty() && (!question.skip_invalid || which == WhichPoints::All) {
        return Err(Failure::Points(InvalidPoints { problems, which }));
    }
    Ok(found)
}
