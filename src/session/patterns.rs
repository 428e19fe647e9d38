//! Published patterns, run as experiments.

use super::failure::{Failure, WrongQuestion};
use super::host::{Host, Notice, Observer};
use super::options::Options;
use super::under_way::Session;
use super::work::Work;
use crate::experiment::runner::{Arm, Watch};
use crate::patterns::counted::NotRun;
use crate::patterns::perturb::{self, Robustness};
use crate::patterns::{Experiment, PatternResult, Settings, experiments, load, run};
use crate::report::results::folder::Kept;
use crate::report::results::patterns as report;
use crate::scenario::keys::Leaf;
use crate::simulation::Model;
use serde_json::json;
use std::sync::Arc;

/// Worlds of an experiment unless another number is given: enough for most claims, in some minutes.
pub const WORLDS: u64 = 100;
/// Worlds of an experiment of one draw, unless another number is given.
pub const WORLDS_OF_A_DRAW: u64 = 12;
/// Theorems: they rest on no assumption.
const THEOREMS: &str = "F20";
/// How often a variant is run, roughly, until people earn as much in it as in another.
const ROUNDS_OF_MATCHING: u64 = 3;

/// What came out, until it was done or stopped.
#[derive(Debug)]
pub struct Ran<T> {
    /// What there is.
    pub rows: Vec<T>,
    /// Where it was kept, or why there is no more. Results that cannot be kept are given all the same.
    pub kept: Result<Kept, Failure>,
}

/// The experiments named, in the order of the facts; all if none is named.
///
/// # Errors
/// If one of them is unknown.
pub fn chosen(only: &[String]) -> Result<Vec<Experiment>, WrongQuestion> {
    let mut all = experiments();
    let known: Vec<&'static str> = all.iter().map(|experiment| experiment.id).collect();
    let only: Vec<String> = only.iter().map(|id| id.trim().to_uppercase()).collect();
    if let Some(unknown) = only.iter().find(|id| !known.contains(&id.as_str())) {
        return Err(WrongQuestion::NoPattern { id: unknown.clone(), known });
    }
    all.retain(|experiment| only.is_empty() || only.iter().any(|id| id == experiment.id));
    Ok(all)
}

/// Those of the experiments that rest on assumptions.
pub fn on_assumptions(mut experiments: Vec<Experiment>) -> Vec<Experiment> {
    experiments.retain(|experiment| experiment.id != THEOREMS);
    experiments
}

/// Holds every claim against what comes out. Stopped, it gives what there is.
///
/// # Errors
/// If nothing can be kept, before anything is run.
pub fn claims(experiments: &[Experiment], options: &Options, host: Host<'_>) -> Result<Ran<PatternResult>, Failure> {
    let worlds = options.worlds.unwrap_or(WORLDS);
    let quiet = Uncounted(host.observer);
    let mut session = begin(experiments, None, options, Host { observer: &quiet, ..host })?;
    announce(&mut session, experiments, (1, worlds), host)?;
    let mut rows = Vec::new();
    for experiment in experiments {
        host.observer.topic(experiment.id);
        match run(experiment, Settings { worlds, drawn: &[] }, session.runner()) {
            Ok(row) => rows.push(row),
            Err(why) => return Ok(Ran { rows, kept: Err(stopped(&mut session, why)) }),
        }
    }
    session.write("patterns.json", report::json(&rows, options.seed()).as_bytes());
    session.write("patterns.csv", report::csv(&rows).as_bytes());
    Ok(Ran { rows, kept: session.finish(worlds, &[], json!({})).map_err(Failure::from) })
}

/// How often each claim holds when the assumptions are drawn anew, so many times; and the paths of the assumptions. Stopped, it gives
/// what there is.
///
/// # Errors
/// If the assumptions cannot be drawn or nothing can be kept, before anything is run.
pub fn robustness(
    experiments: &[Experiment],
    draws: u64,
    options: &Options,
    host: Host<'_>,
) -> Result<(Ran<Robustness>, Vec<String>), Failure> {
    let assumptions = perturb::assumptions()?;
    let paths: Vec<String> = assumptions.iter().map(|leaf| leaf.path.clone()).collect();
    let worlds = options.worlds.unwrap_or(WORLDS_OF_A_DRAW);
    let quiet = Uncounted(host.observer);
    let mut session = begin(experiments, Some(draws), options, Host { observer: &quiet, ..host })?;
    announce(&mut session, experiments, (draws, worlds), host)?;
    let mut rows = Vec::new();
    for number in 0..draws {
        host.observer.topic(&format!("draw {} of {draws}", number + 1));
        if let Err(why) = add_draw(&mut rows, experiments, &assumptions, (number, worlds), &mut session) {
            return Ok((Ran { rows, kept: Err(stopped(&mut session, why)) }, paths));
        }
    }
    let named: Vec<&str> = paths.iter().map(String::as_str).collect();
    session.write("patterns.json", report::robustness_json(&rows, &named, worlds).as_bytes());
    session.write("patterns.csv", report::robustness_csv(&rows).as_bytes());
    let kept = session.finish(worlds, &[], json!({})).map_err(Failure::from);
    Ok((Ran { rows, kept }, paths))
}

fn add_draw(
    rows: &mut Vec<Robustness>,
    experiments: &[Experiment],
    assumptions: &[Leaf],
    (number, worlds): (u64, u64),
    session: &mut Session<'_>,
) -> Result<(), NotRun> {
    let runner = session.runner();
    let drawn = perturb::draw(assumptions, runner.seed, number).map_err(NotRun::Invalid)?;
    perturb::add(rows, experiments, Settings { worlds, drawn: &drawn }, runner)
}

fn begin<'a>(experiments: &[Experiment], draws: Option<u64>, options: &'a Options, host: Host<'a>) -> Result<Session<'a>, Failure> {
    let ids: Vec<&str> = experiments.iter().map(|experiment| experiment.id).collect();
    let is_all = ids.len() >= on_assumptions(self::experiments()).len();
    let of = if is_all { String::new() } else { format!("-{}", ids.join("-").to_lowercase()) };
    let name = format!("patterns{of}{}", if draws.is_some() { "-perturbed" } else { "" });
    Session::begin(options, host, "patterns", &name, json!({ "patterns": ids, "draws": draws }), &[])
}

/// Tells how much there is to do, and asks first if it is very much. Worlds of variants whose pay is matched are counted as if it took
/// three rounds.
fn announce(session: &mut Session<'_>, experiments: &[Experiment], (draws, worlds): (u64, u64), host: Host<'_>) -> Result<(), Failure> {
    let (mut work, mut count) = (Work::default(), 0);
    for experiment in experiments {
        for variant in &experiment.variants {
            let rounds = if variant.same_pay_as.is_some() { ROUNDS_OF_MATCHING } else { 1 };
            let worlds = (rounds * draws).saturating_mul(experiment.worlds(worlds));
            count += worlds;
            // What cannot be run takes no time.
            let Ok(loaded) = load(variant, &[]) else { continue };
            let model = Model::new(&loaded.scenario, Arc::default());
            work = work.and_then(Work::of_worlds(
                &[Arm { name: experiment.id, model: &model, fingerprint: "" }],
                worlds,
                session.runner().threads,
            ));
        }
    }
    host.observer.asked(count.saturating_sub(session.kept() as u64));
    session.announce(work)
}

fn stopped(session: &mut Session<'_>, why: NotRun) -> Failure {
    match why {
        NotRun::Invalid(problems) => problems.into(),
        NotRun::Halted(halt) => session.halted(halt),
    }
}

/// Passes everything on but how many worlds are asked for: that is told at the beginning, of all experiments together.
#[derive(Debug)]
struct Uncounted<'a>(&'a dyn Observer);

impl Watch for Uncounted<'_> {
    fn asked(&self, _: u64) {}
    fn answered(&self, worlds: u64) {
        self.0.answered(worlds);
    }
}

impl Observer for Uncounted<'_> {
    fn notice(&self, notice: &Notice) {
        self.0.notice(notice);
    }
    fn topic(&self, topic: &str) {
        self.0.topic(topic);
    }
    fn agrees(&self, work: &Work) -> bool {
        self.0.agrees(work)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample::{Listener, options};

    #[test]
    fn patterns_are_chosen_by_their_ids() {
        let ids = |only: &[&str]| -> Result<Vec<&str>, WrongQuestion> {
            let only: Vec<String> = only.iter().map(|id| id.to_string()).collect();
            Ok(chosen(&only)?.iter().map(|experiment| experiment.id).collect())
        };
        assert_eq!(ids(&[" f20", "F1"]).expect("known"), ["F1", "F20"]);
        assert!(matches!(ids(&["F999"]), Err(WrongQuestion::NoPattern { id, .. }) if id == "F999"));
        assert!(on_assumptions(chosen(&[]).expect("all")).iter().all(|experiment| experiment.id != THEOREMS));
    }

    #[test]
    fn stopped_it_gives_what_there_is_and_goes_on_from_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let experiments = chosen(&["F1".to_string()]).expect("known");
        let options = Options { worlds: Some(2), ..options(folder.path()) };
        let straight = Options {
            keeping: crate::session::Keeping { out: folder.path().join("straight"), ..options.keeping.clone() },
            ..options.clone()
        };
        let straight = claims(&experiments, &straight, Host::silent()).expect("run");
        let listener = Listener::stopping_after(1);
        let ran = claims(&experiments, &options, listener.host()).expect("begun");
        assert!(ran.rows.is_empty() && matches!(ran.kept, Err(Failure::Interrupted(Some(_)))), "{:?}", ran.kept);
        let ran = claims(&experiments, &options, Host::silent()).expect("run");
        let text = |ran: &Ran<PatternResult>| std::fs::read(ran.kept.as_ref().expect("kept").path.join("patterns.json")).expect("there");
        assert_eq!(text(&ran), text(&straight));
    }
}
