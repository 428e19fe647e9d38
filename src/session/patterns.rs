//! Published patterns, run as experiments.

use super::failure::WrongQuestion;
use super::host::Host;
use crate::patterns::counted::NotRun;
use crate::patterns::perturb::{self, Robustness};
use crate::patterns::{Experiment, PatternResult, Settings, experiments, run};

/// Worlds of an experiment unless another number is given: enough for most claims, in some minutes.
pub const WORLDS: u64 = 100;
/// Worlds of an experiment of one draw, unless another number is given.
pub const WORLDS_OF_A_DRAW: u64 = 12;
/// Theorems: they rest on no assumption.
const THEOREMS: &str = "F20";

/// How patterns are run.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// Worlds of an experiment; some take a multiple of it.
    pub worlds: u64,
    /// Seed of the worlds.
    pub seed: u64,
    /// Threads; they change nothing but the time.
    pub threads: usize,
}

/// What came out, until it was done or stopped.
#[derive(Debug)]
pub struct Ran<T> {
    /// What there is.
    pub rows: Vec<T>,
    /// Why there is no more, if so.
    pub stopped: Option<NotRun>,
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

/// Holds every claim against what comes out.
pub fn claims(experiments: &[Experiment], how: Run, host: Host<'_>) -> Ran<PatternResult> {
    host.observer.asked(worlds_in_all(experiments, how.worlds));
    let mut ran = Ran { rows: Vec::new(), stopped: None };
    for experiment in experiments {
        host.observer.topic(experiment.id);
        match run(experiment, how.settings(&[], host), &|| host.observer.answered(1)) {
            Ok(row) => ran.rows.push(row),
            Err(why) => {
                ran.stopped = Some(why);
                break;
            }
        }
    }
    ran
}

/// How often each claim holds when the assumptions are drawn anew; and the paths of the assumptions.
///
/// # Errors
/// If the assumptions cannot be drawn.
pub fn robustness(experiments: &[Experiment], draws: u64, how: Run, host: Host<'_>) -> Result<(Ran<Robustness>, Vec<String>), NotRun> {
    let assumptions = perturb::assumptions().map_err(NotRun::Invalid)?;
    host.observer.asked(draws * worlds_in_all(experiments, how.worlds));
    let mut ran = Ran { rows: Vec::new(), stopped: None };
    for number in 0..draws {
        host.observer.topic(&format!("draw {} of {draws}", number + 1));
        let drawn = perturb::draw(&assumptions, how.seed, number).map_err(NotRun::Invalid)?;
        let added = perturb::add(&mut ran.rows, experiments, how.settings(&drawn, host), &|| host.observer.answered(1));
        if let Err(why) = added {
            ran.stopped = Some(why);
            break;
        }
    }
    Ok((ran, assumptions.into_iter().map(|leaf| leaf.path).collect()))
}

impl Run {
    fn settings<'a>(self, drawn: &'a [(String, String)], host: Host<'a>) -> Settings<'a> {
        Settings { worlds: self.worlds, seed: self.seed, threads: self.threads, drawn, stop: host.stop }
    }
}

/// Worlds of all variants; those whose pay is matched run some three times.
fn worlds_in_all(experiments: &[Experiment], worlds: u64) -> u64 {
    let runs = |experiment: &Experiment| experiment.variants.iter().map(|v| if v.same_pay_as.is_some() { 3 } else { 1 }).sum::<u64>();
    experiments.iter().map(|experiment| experiment.worlds(worlds) * runs(experiment)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample::Listener;

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
    fn stopped_it_gives_what_there_is() {
        let listener = Listener::stopping_after(1);
        let experiments = chosen(&["F1".to_string()]).expect("known");
        let ran = claims(&experiments, Run { worlds: 2, seed: 1, threads: 1 }, listener.host());
        assert!(ran.rows.is_empty() && matches!(ran.stopped, Some(NotRun::Interrupted)));
    }
}
