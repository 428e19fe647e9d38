//! Runs an experiment and holds its claims against what came out.

use super::counted::{Counted, NotRun};
use super::experiment::{Experiment, Variant};
use super::facts::{self, Claim, Fact};
use super::same_pay::{self, SCALE};
use super::verdict::Verdict;
use crate::experiment::jackknife::{Jackknife, JackknifeEstimate, Totals};
use crate::experiment::runner::{Arm, Runner};
use crate::experiment::signs::{FEWEST, Signs};
use crate::experiment::statistics::ERROR;
use crate::scenario::{self, Loaded, Problems};
use crate::simulation::Model;
use std::sync::Arc;

/// How experiments are run.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
    /// Worlds of an experiment of the usual length.
    pub worlds: u64,
    /// Settings put on every variant that no overlay of it sets, before its own; for [`super::perturb`].
    pub drawn: &'a [(String, String)],
}

/// A claim and what came out.
#[derive(Debug, Clone)]
pub struct Check {
    /// The claim.
    pub claim: &'static Claim,
    /// What was measured.
    pub figure: JackknifeEstimate,
    /// What becomes of the claim.
    pub verdict: Verdict,
}

/// An experiment and what came out.
#[derive(Debug, Clone)]
pub struct PatternResult {
    /// The fact.
    pub fact: &'static Fact,
    /// What was run, in words.
    pub setting: &'static str,
    /// Name and command of every variant.
    pub commands: Vec<(String, String)>,
    /// Claim by claim.
    pub checks: Vec<Check>,
    /// Worlds that each variant was run in.
    pub worlds: u64,
    /// What is worth knowing: why it could not be run, or what is missing.
    pub note: String,
}

impl Experiment {
    /// The fact that it tries.
    pub fn fact(&self) -> Option<&'static Fact> {
        facts::find(self.id)
    }

    /// Names and commands of its variants; with the scales found, where pay is matched.
    pub fn commands(&self, worlds: u64, seed: u64, scales: &[Option<f64>]) -> Vec<(String, String)> {
        let command = |(place, v): (usize, &Variant)| {
            let scale = scales.get(place).copied().flatten().map_or_else(|| "...".to_string(), |scale| format!("{scale:.4}"));
            let like = v.same_pay_as.and_then(|i| self.variants.get(i));
            let matched = like.map_or(String::new(), |like| format!(" --set {SCALE}={scale}  # mean pay as in: {}", like.label));
            (v.label.clone(), v.command(worlds, seed) + &matched)
        };
        self.variants.iter().enumerate().map(command).collect()
    }
}

/// Runs an experiment, but for the worlds of it that have been kept.
///
/// # Errors
/// If it was stopped. What cannot be run is a row that says so.
pub fn run(experiment: &Experiment, settings: Settings<'_>, runner: &mut Runner<'_>) -> Result<PatternResult, NotRun> {
    let worlds = experiment.worlds(settings.worlds);
    let (figures, scales, note) = match totals(experiment, settings, runner) {
        Ok((totals, scales)) => (figures(experiment, &totals), scales, experiment.remark.to_string()),
        Err(NotRun::Invalid(problems)) => (Vec::new(), Vec::new(), NotRun::Invalid(problems).to_string()),
        Err(other) => return Err(other),
    };
    let commands = experiment.commands(worlds, runner.seed, &scales);
    Ok(row(experiment, &figures, commands, worlds, note))
}

fn row(
    experiment: &Experiment,
    figures: &[(&'static str, JackknifeEstimate)],
    commands: Vec<(String, String)>,
    worlds: u64,
    note: String,
) -> PatternResult {
    let fact = experiment.fact().unwrap_or(&facts::FACTS[0]);
    let of = |key: &str| figures.iter().find(|(k, _)| *k == key).map_or(JackknifeEstimate::default(), |(_, figure)| *figure);
    let checks = fact
        .claims
        .iter()
        .map(|claim| {
            let figure = of(claim.key);
            Check { claim, figure, verdict: claim.expected.judge(&figure) }
        })
        .collect();
    PatternResult { fact, setting: experiment.setting, commands, checks, worlds, note }
}

fn figures(experiment: &Experiment, worlds: &[Totals]) -> Vec<(&'static str, JackknifeEstimate)> {
    let jackknife = Jackknife::new(worlds);
    experiment.figures.iter().map(|(key, of)| (*key, by_signs(jackknife.figure(of), worlds, of))).collect()
}

/// The figure by the rule of comparisons: where it is exactly none in many worlds, the others have to settle its side, and fewer than
/// [`FEWEST`] settle nothing.
fn by_signs(figure: JackknifeEstimate, worlds: &[Totals], of: &dyn Fn(&Totals) -> Option<f64>) -> JackknifeEstimate {
    let signs = Signs::of(worlds.iter().filter_map(|world| of(world).filter(|value| value.is_finite())).map(Some));
    let (true, Some(mean), Some(ends)) = (signs.decide(), figure.measured, figure.ci95) else { return figure };
    let ci95 = (signs.differing() >= FEWEST).then(|| signs.reaching_zero(mean, ends, ERROR));
    JackknifeEstimate { ci95, ..figure }
}

/// What was counted, world by world, variant by variant; and the scales of plans that were matched.
fn totals(experiment: &Experiment, settings: Settings<'_>, runner: &mut Runner<'_>) -> Result<(Vec<Totals>, Vec<Option<f64>>), NotRun> {
    let worlds = experiment.worlds(settings.worlds);
    let loaded: Vec<Loaded> =
        experiment.variants.iter().map(|v| load(v, settings.drawn)).collect::<Result<_, _>>().map_err(NotRun::Invalid)?;
    let free: Vec<usize> = (0..loaded.len()).filter(|&v| experiment.variants[v].same_pay_as.is_none()).collect();
    let of_free: Vec<&Loaded> = free.iter().map(|&v| &loaded[v]).collect();
    let counted = count(&of_free, experiment, worlds, runner)?;
    let mut scales = vec![None; loaded.len()];
    let mut columns: Vec<Vec<Counted>> = vec![Vec::new(); loaded.len()];
    for world in counted {
        free.iter().zip(world).for_each(|(&v, counted)| columns[v].push(counted));
    }
    for (v, variant) in experiment.variants.iter().enumerate() {
        let Some(like) = variant.same_pay_as else { continue };
        let target = columns[like].iter().map(|c| c.pay).sum::<f64>() / worlds as f64;
        let mut again = |loaded: &Loaded| Ok(count(&[loaded], experiment, worlds, runner)?.into_iter().flatten().collect());
        (scales[v], columns[v]) = same_pay::matched(&loaded[v], target, &mut again).map(|(scale, column)| (Some(scale), column))?;
    }
    let totals = (0..worlds as usize).map(|w| columns.iter().map(|column| column[w].numbers.clone()).collect()).collect();
    Ok((totals, scales))
}

/// Runs some scenarios in the same worlds and counts.
fn count(loaded: &[&Loaded], experiment: &Experiment, worlds: u64, runner: &mut Runner<'_>) -> Result<Vec<Vec<Counted>>, NotRun> {
    let models: Vec<Model> = loaded.iter().map(|l| Model::new(&l.scenario, Arc::default())).collect();
    let fingerprints: Vec<String> = loaded.iter().map(|l| scenario::fingerprint(&l.scenario)).collect();
    let arms: Vec<Arm<'_>> =
        models.iter().zip(&fingerprints).map(|(model, fingerprint)| Arm { name: &model.scenario().name, model, fingerprint }).collect();
    let mut counted = Vec::with_capacity(worlds as usize);
    let done = runner.each(
        &|_| format!("what {} counts", experiment.id),
        &arms,
        0..worlds,
        |system, record| Counted {
            numbers: (experiment.count)(&record, models[system].scenario()),
            pay: record.people.iter().map(|p| p.pay).sum(),
        },
        |_, world| {
            counted.push(world);
            Ok(())
        },
    );
    done.map(|()| counted).map_err(NotRun::Halted)
}

/// Loads a variant: its files, then what was drawn and no overlay sets, then its own settings.
///
/// # Errors
/// If it is no valid scenario, here and now.
pub fn load(variant: &Variant, drawn: &[(String, String)]) -> Result<Loaded, Problems> {
    let overlays: Vec<String> = variant.overlays.iter().map(|o| o.to_string()).collect();
    if drawn.is_empty() {
        return scenario::load(variant.base, &overlays, &variant.sets);
    }
    let (base, laid) = (scenario::load(variant.base, &[], &[])?, scenario::load(variant.base, &overlays, &[])?);
    let untouched = |path: &str| base.origin(path) == laid.origin(path);
    let drawn = drawn.iter().filter(|(path, _)| untouched(path)).map(|(path, value)| format!("{path}={value}"));
    laid.with(&drawn.chain(variant.sets.iter().cloned()).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::verdict::Expectation;

    /// What becomes of a gain in so many of forty worlds, and of none in the others.
    fn verdict(expected: Expectation, gains: usize, losses: usize) -> Verdict {
        let gain = |world: usize| if world < gains { 1.0 } else { -0.01 * f64::from(world < gains + losses) };
        let worlds: Vec<Totals> = (0..40).map(|world| vec![vec![5.0], vec![5.0 + gain(world)]]).collect();
        let of = |totals: &Totals| Some(totals[1][0] - totals[0][0]);
        expected.judge(&by_signs(Jackknife::new(&worlds).figure(of), &worlds, &of))
    }

    #[test]
    fn where_most_worlds_are_the_same_signs_decide() {
        use Expectation::{Negative, Nothing, Positive};
        assert_eq!(verdict(Positive, 8, 0), Verdict::Undecided, "eight worlds settle nothing");
        assert_eq!(verdict(Positive, 10, 0), Verdict::Hit);
        assert_eq!(verdict(Negative, 10, 0), Verdict::Miss);
        assert_eq!(verdict(Positive, 12, 8), Verdict::Undecided, "the mean is above zero, but the sides are not");
        assert_eq!(verdict(Nothing(50.0), 8, 0), Verdict::Undecided, "nobody knows how large those are that did not come up");
        assert_eq!(verdict(Nothing(0.03), 0, 0), Verdict::Hit, "exactly the same");
        assert_eq!(verdict(Positive, 40, 0), Verdict::Hit);
    }
}
