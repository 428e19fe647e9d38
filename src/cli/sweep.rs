//! `winflow sweep`: many settings in the same worlds, and which is best.

use super::arguments::{Format, Simulation, Sweep, SweepDesign};
use super::failure::Failure;
use super::session::{MOST_ROWS, Session};
use super::simulate::{guarded, setting};
use super::terminal;
use super::varied::{AtPoint, Question, Varied, files_are_in, invalid, note};
use crate::experiment::WorldRow;
use crate::experiment::design::{Design, MOST_FACTORS, MOST_POINTS, combinations, one_at_a_time, points};
use crate::experiment::runner::Arm;
use crate::experiment::verdicts::HEADLINE;
use crate::measure::Measure;
use crate::report::charts;
use crate::report::results::guards::{self, GuardResult};
use crate::report::results::sweep::{Ran, SweepDocument};
use crate::report::terminal::sweep as text;
use crate::report::terminal::table::Look;
use crate::scenario::Problem;
use crate::scenario::factor::{Asked, Level};
use crate::scenario::study::DesignChoice;
use serde_json::json;
use std::path::Path;

/// The points that are run, and the systems at each.
struct Points {
    levels: Vec<Vec<Level>>,
    ready: Vec<AtPoint>,
    invalid: u64,
}

/// Sweeps.
///
/// # Errors
/// If the usage, a study or a scenario is wrong, or results cannot be written.
pub fn sweep(arguments: &Sweep) -> Result<(), Failure> {
    let question = Question::new(&arguments.scenarios, &arguments.with, &arguments.simulation)?;
    let options = &question.options;
    let measures = asked_measures(&question);
    let varied = question.varied(asked(arguments, &question))?;
    let (design, count) = design(arguments, &question, varied.factors.len())?;
    let points = ready(arguments, &question, &varied, design, count)?;
    let name = question.name.clone().unwrap_or_else(|| format!("{}-sweep", varied.names().join("-vs-")));
    let labels: Vec<Vec<String>> = points.levels.iter().map(|levels| levels.iter().map(|level| level.set.clone()).collect()).collect();
    let ids: Vec<&str> = measures.iter().map(|measure| measure.id()).collect();
    let settings = json!({ "design": design.word(), "measures": ids, "all": options.all, "points": labels });
    let mut session = Session::begin(options, "sweep", &name, settings, &varied.systems)?;
    let arms: Vec<Arm<'_>> = points.ready.iter().flat_map(AtPoint::arms).collect();
    let flat = session.rows(&arms, 0..options.worlds)?;
    let rows: Vec<Vec<Vec<WorldRow>>> = flat.chunks(varied.systems.len()).map(<[_]>::to_vec).collect();
    let document = SweepDocument::new(Ran {
        seed: options.seed,
        design: design.word(),
        invalid_points: points.invalid,
        systems: &varied.names(),
        factors: &varied.factors,
        measures: &measures,
        told: &told(&measures, options),
        points: &points.levels,
        rows: &rows,
    });
    let document = document.guarded(&rows, &varied.systems.iter().map(|system| system.guards.clone()).collect::<Vec<_>>());
    write(&document, &measures, &varied, &mut session)?;
    let guards: Vec<GuardResult> = document.points.iter().flat_map(|point| point.guards.iter().cloned()).collect();
    let kept = session.finish(options.worlds, &varied.systems, json!({ "guards": guards::tally(&guards) }));
    let path = kept.as_ref().ok().map(|kept| kept.path.as_path());
    terminal::print(&rendered(&document, &measures, path, options)?)?;
    kept.and_then(|_| guarded(&guards))
}

/// What is to be varied: by the study, but what the command line says of the same key comes instead.
fn asked(arguments: &Sweep, question: &Question) -> Result<Vec<Result<Asked, Problem>>, Failure> {
    let flags: Vec<Result<Asked, Problem>> = arguments.over.iter().map(|text| Asked::parse(text, "--over")).collect();
    let is_instead = |key: &str| flags.iter().flatten().any(|flag| flag.key == key);
    let of_study = question.study.iter().flat_map(|study| &study.factors).filter(|factor| !is_instead(&factor.key)).cloned().map(Ok);
    let all: Vec<Result<Asked, Problem>> = of_study.chain(flags.iter().cloned()).collect();
    match all.len() {
        0 => {
            let study = "in the study: [factor] and below it, for example, flow.wip_limit = [2, 4, 8]";
            let flag = "name a setting and its values, for example --over flow.wip_limit=2,4,8";
            Err(Failure::Usage(format!("nothing is varied; {}", if question.study.is_some() { study } else { flag })))
        }
        1..=MOST_FACTORS => Ok(all),
        many => Err(Failure::Usage(format!("{many} settings are more than {MOST_FACTORS}, the most that can be varied at once"))),
    }
}

/// By what the best is looked for.
fn asked_measures(question: &Question) -> Vec<Measure> {
    let of_study = question.study.as_ref().map_or(&[][..], |study| &study.measures);
    let named = if question.options.measure.is_empty() { of_study } else { &question.options.measure };
    let mut measures = if named.is_empty() { vec![Measure::WinWinDealsPerMonth] } else { named.to_vec() };
    let mut seen = Vec::new();
    measures.retain(|measure| {
        let is_new = !seen.contains(measure);
        seen.push(*measure);
        is_new
    });
    measures
}

/// What is told of each point: that, and what a first look needs; or everything.
fn told(measures: &[Measure], options: &Simulation) -> Vec<Measure> {
    let is_told = |place: usize, measure: &Measure| options.all || place < HEADLINE || measures.contains(measure);
    Measure::ALL.iter().enumerate().filter(|(place, measure)| is_told(*place, measure)).map(|(_, measure)| *measure).collect()
}

/// How points are chosen, and how many.
fn design(arguments: &Sweep, question: &Question, factors: usize) -> Result<(Design, usize), Failure> {
    let of_flag = arguments.design.map(|design| match design {
        SweepDesign::Factorial => Design::Factorial,
        SweepDesign::OneWay => Design::OneWay,
        SweepDesign::Latin => Design::Latin,
        SweepDesign::Sobol => Design::Sobol,
    });
    let head = question.study.as_ref().map(|study| &study.head);
    let of_study = head.and_then(|head| head.design.first()).map(|design| match design {
        DesignChoice::Factorial => Design::Factorial,
        DesignChoice::OneWay => Design::OneWay,
        DesignChoice::Latin => Design::Latin,
        DesignChoice::Sobol => Design::Sobol,
    });
    let design = of_flag.or(of_study).unwrap_or(Design::Factorial);
    let points = arguments.points.map(|points| points as usize);
    if matches!(design, Design::Factorial | Design::OneWay) && points.is_some() {
        let hint = "choose --design latin or --design sobol, or give ranges a number of levels: KEY=4..20:5";
        return Err(Failure::Usage(format!("--points is for drawn points, but the design is {}; {hint}", design.word())));
    }
    let of_study = head.map(|head| head.points as usize).filter(|points| *points > 0);
    Ok((design, points.or(of_study).unwrap_or_else(|| design.points_default(factors))))
}

/// Every point with its systems; what is invalid is told or left out.
fn ready(arguments: &Sweep, question: &Question, varied: &Varied, design: Design, count: usize) -> Result<Points, Failure> {
    let options = &question.options;
    let many = match design {
        Design::Factorial => combinations(&varied.factors),
        Design::OneWay => Some(one_at_a_time(&varied.factors)),
        Design::Latin | Design::Sobol => Some(count),
    };
    let rows = many.and_then(|many| (many as u64).checked_mul(options.worlds)?.checked_mul(varied.systems.len() as u64));
    if many.is_none_or(|many| many > MOST_POINTS) || rows.is_none_or(|rows| rows > MOST_ROWS) {
        let points = many.map_or_else(|| "too many".to_string(), |many| many.to_string());
        return Err(Failure::Usage(format!(
            "{points} points are too much: at most {MOST_POINTS}, and at most {MOST_ROWS} worlds in all; \
             give fewer values, or draw some by --design latin --points 100"
        )));
    }
    let mut found = Points { levels: Vec::new(), ready: Vec::new(), invalid: 0 };
    let mut problems = Vec::new();
    for levels in points(&varied.factors, design, count, options.seed) {
        match varied.at(&levels) {
            Ok(at_point) => {
                found.ready.push(at_point);
                found.levels.push(levels);
            }
            Err(mut said) => {
                problems.append(&mut said);
                found.invalid += 1;
            }
        }
    }
    if !problems.is_empty() && (!arguments.skip_invalid || found.levels.is_empty()) {
        let cure =
            if found.levels.is_empty() { "The scenario is invalid at every point." } else { "--skip-invalid leaves such points out." };
        return Err(invalid(problems, cure));
    }
    if found.invalid > 0 {
        let points = if found.invalid == 1 { "1 point is".to_string() } else { format!("{} points are", found.invalid) };
        note(options, &format!("Note: {points} left out because the scenario is invalid there."));
    }
    Ok(found)
}

fn write(document: &SweepDocument, measures: &[Measure], varied: &Varied, session: &mut Session<'_>) -> Result<(), Failure> {
    session.write("sweep.csv", document.to_csv().as_bytes());
    session.write("sweep.json", document.to_json().as_bytes());
    match charts::sweep::draw(document, measures, &setting(&varied.systems)) {
        Ok(charts) => session.write_charts(&charts),
        Err(why) => session.trouble(why.to_string()),
    }
    Ok(())
}

/// The results in the format asked for.
fn rendered(document: &SweepDocument, measures: &[Measure], kept: Option<&Path>, options: &Simulation) -> Result<String, Failure> {
    let look = Look { width: terminal::width(), colour: terminal::colour(), all: options.all };
    match options.format {
        Format::Json => Ok(document.to_json()),
        Format::Csv => Ok(document.to_csv()),
        Format::Md => Ok(text::markdown(document, measures, look)),
        Format::Table => Ok(format!("{}{}", text::render(document, measures, look), files_are_in(kept))),
    }
}
