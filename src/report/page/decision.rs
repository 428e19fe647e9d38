//! What is to be decided, and what would change the answer, if nobody said so.

use super::choice::{few, foremost, ordered};
use crate::experiment::verdicts::Standing;
use crate::report::results::assumptions::{self, NamedScenario};
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference};
use crate::report::results::judgement::{MOST_WORLDS, about};
use crate::report::results::words::{in_sentence, list, name_of_key};

/// More systems than these are counted, not named.
const MOST_SYSTEMS: usize = 3;

/// What is to be decided.
pub fn decision(document: &Document) -> String {
    match document.differences.as_slice() {
        [] => "None: this describes a single way of selling. Decide what to compare it with.".to_string(),
        _ if document.worlds < 2 => "None yet: one world settles nothing. Decide how many to run.".to_string(),
        [one] => of_one(document, one),
        several => of_several(document, several),
    }
}

/// Systems of which something is found in the foremost measure.
fn found(document: &Document, is_so: impl Fn(&MeasureDifference) -> bool) -> Vec<String> {
    let measure = foremost(document);
    let all = document.differences.iter().filter(|one| one.measure(measure).is_some_and(&is_so));
    all.map(|one| one.scenario.clone()).collect()
}

/// Each of several was held against the first alone.
fn of_several(document: &Document, several: &[DifferenceResult]) -> String {
    let baseline = &several[0].baseline;
    let named = |names: &[String]| list(&few(names, MOST_SYSTEMS));
    let is_better = |d: &MeasureDifference| d.standing == Standing::Better;
    let sure = found(document, |d| is_better(d) && !d.is_small && d.warning.is_none());
    let unsafe_ones = found(document, |d| is_better(d) && !d.is_small && d.warning.is_some());
    let small = found(document, |d| is_better(d) && d.is_small);
    let open = found(document, |d| d.standing == Standing::NotSettled);
    let also_open = if open.is_empty() { String::new() } else { format!(" Not settled: {}.", named(&open)) };
    match (sure.as_slice(), unsafe_ones.as_slice()) {
        ([one], []) => format!("Whether to pilot {one} and measure the assumptions below along the way.{also_open}"),
        ([_, _, ..], []) => {
            format!("Which of {} to look at more closely; they have not been compared with each other.{also_open}", named(&sure))
        }
        ([], []) if open.len() == several.len() => {
            format!(
                "None yet: for none of the {} others is it settled whether they are better or worse than {baseline}. Decide whether it is worth more worlds.",
                open.len()
            )
        }
        ([], []) if !open.is_empty() => {
            let gain = if small.is_empty() { String::new() } else { format!(", and the gain of {} is small", named(&small)) };
            format!(
                "None yet: whether {} performs better than {baseline} is not settled{gain}. Decide whether it is worth more worlds.",
                any_of(&open)
            )
        }
        ([], []) if !small.is_empty() => format!("Whether a gain this small is worth a change from {baseline}: {}.", named(&small)),
        ([], []) => format!("None of the others is better than {baseline}: keep it, or name something else to try."),
        (_, not_safe) => {
            let sure = if sure.is_empty() { String::new() } else { format!("Whether to pilot {}. ", any_of(&sure)) };
            let open_too = format!("Whether to look closer at {}: probably better, but the interval is not safe yet.", any_of(not_safe));
            format!("{sure}{open_too}{also_open}")
        }
    }
}

/// "a, b or 2 more".
fn any_of(names: &[String]) -> String {
    match few(names, MOST_SYSTEMS).as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

fn of_one(document: &Document, one: &DifferenceResult) -> String {
    let measure = foremost(document);
    let (a, b) = (&one.baseline, &one.scenario);
    let Some(d) = one.measure(measure) else { return "None: nothing was compared.".to_string() };
    match d.standing {
        Standing::Better if d.is_small => format!("Whether a gain this small is worth a change from {a} to {b}."),
        Standing::Better if d.warning.is_some() => {
            format!("Whether to look closer at {b}: it is probably better, but the interval is not safe yet.")
        }
        Standing::Better => {
            format!("Whether to pilot {b} in place of {a}, and measure there the assumptions that the result depends on.")
        }
        Standing::Worse => format!("Whether to stay with {a}: by these figures, {b} is no improvement in {}.", in_sentence(measure)),
        Standing::NoDifference | Standing::Same => {
            format!("Whether there are other reasons for {b}: in {}, it makes no difference.", in_sentence(measure))
        }
        Standing::Different => {
            format!("Whether {b} is wanted: it differs in {}, which is neither good nor bad in itself.", in_sentence(measure))
        }
        Standing::NotSettled => {
            "None yet: these worlds do not settle it. Decide whether it is worth running more, or what other evidence to use.".to_string()
        }
    }
}

/// What would change the answer.
pub fn change(document: &Document, systems: &[NamedScenario<'_>]) -> Vec<String> {
    let mut lines: Vec<String> = more_worlds(document).into_iter().collect();
    let differs = |path: &str| document.settings.as_ref().is_some_and(|s| s.keys.iter().any(|key| key.key == path));
    let assumed = assumptions::assumed(systems, foremost(document));
    let told = assumed.iter().filter(|assumed| !differs(&assumed.path)).take(3);
    let told: Vec<String> = told.map(|assumed| format!("{} {}", name_of_key(&assumed.path), assumed.value)).collect();
    lines.extend((!told.is_empty()).then(|| format!("Our own data, if it contradicts these assumptions: {}.", told.join("; "))));
    lines
}

/// Where a border might lie, if nobody has looked for it.
pub fn border_not_looked_for(document: &Document) -> Option<String> {
    match document.differences.as_slice() {
        [one] => {
            Some(format!("A market in which {} and {} swap places, if there is one: winflow map looks for it.", one.baseline, one.scenario))
        }
        _ => None,
    }
}

/// How many more worlds would settle which difference.
fn more_worlds(document: &Document) -> Option<String> {
    let measure = foremost(document);
    let is_open = |d: &&MeasureDifference| d.standing == Standing::NotSettled;
    let mut open: Vec<(&DifferenceResult, u64)> = ordered(document)
        .into_iter()
        .filter_map(|(_, one)| Some((one, one.measure(measure).filter(is_open)?.more_worlds.filter(|more| *more <= MOST_WORLDS)?)))
        .collect();
    open.sort_by_key(|(_, more)| *more);
    let (one, more) = open.first()?;
    let others = match open.len() - 1 {
        0 => String::new(),
        others => format!("; {others} other {} also open", if others == 1 { "difference is" } else { "differences are" }),
    };
    let (a, b) = (&one.baseline, &one.scenario);
    Some(format!("About {} more worlds would settle how {b} compares with {a} in {}{others}.", about(*more), in_sentence(measure)))
}
