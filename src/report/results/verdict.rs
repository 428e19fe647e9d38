//! What a comparison says, in a sentence or two, never surer than its intervals.

use super::document::{DifferenceResult, Document, MeasureDifference, SameCustomersResult, ScenarioResult};
use super::figures::Figures;
use super::ids::MeasureId;
use super::judgement::{self, Judged};
use super::words::{grouped, in_sentence, list, sentence, worlds};
use crate::experiment::interval::Doubt;
use crate::experiment::verdicts::{Standing, yardstick};
use crate::measure::Measure;

/// The verdict on each system after the baseline, a paragraph each; empty for a single system.
pub fn verdict(document: &Document) -> String {
    let paragraphs: Vec<String> = document.differences.iter().map(|d| against_baseline(document, d)).collect();
    paragraphs.join("\n")
}

/// The verdict on one system: what became of the measure that counts most, then of the others, then why any are the same.
pub fn against_baseline(document: &Document, difference: &DifferenceResult) -> String {
    let first = foremost(document, difference);
    let rest = the_rest(document, difference);
    let why = super::sameness::sentences(document, difference);
    [first, rest].into_iter().chain(why).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The measure that the first sentence is about: win-wins per month, or the first that was named.
pub fn first_named(document: &Document) -> Measure {
    let wins = Measure::WinWinDealsPerMonth;
    if document.measures.contains(&MeasureId(wins)) { wins } else { document.named().next().unwrap_or(wins) }
}

/// What a sentence about a measure is made of: "produces more win-wins than", or "is better than ... in".
struct Telling {
    better: String,
    worse: String,
    open: String,
    same: String,
    what: String,
}

impl Telling {
    fn new(measure: Measure, a: &str, b: &str, figures: Figures) -> Self {
        if measure == Measure::WinWinDealsPerMonth {
            return Self {
                better: format!("{b} produces more win-wins than {a}"),
                worse: format!("{b} produces fewer win-wins than {a}"),
                open: format!("which of {b} and {a} produces more win-wins"),
                same: format!("{b} and {a} produce the same win-wins"),
                what: " per month".to_string(),
            };
        }
        let named = in_sentence(measure);
        let unit = figures.unit();
        Self {
            better: format!("{b} is better than {a} in {named}"),
            worse: format!("{b} is worse than {a} in {named}"),
            open: format!("which of {b} and {a} is better in {named}"),
            same: format!("{b} and {a} have the same {named}"),
            what: if unit.is_empty() { String::new() } else { format!(" {unit}") },
        }
    }
}

/// The first sentence: what became of the measure that counts most.
fn foremost(document: &Document, difference: &DifferenceResult) -> String {
    let measure = first_named(document);
    let (a, b) = (&difference.baseline, &difference.scenario);
    let Some(d) = difference.measure(measure) else { return String::new() };
    let means = [a, b].map(|name| mean(document, name, measure));
    let ([Some(of_a), Some(of_b)], Some(gap)) = (means, d.mean) else {
        return sentence(&format!("{b} and {a} cannot be compared: no deals were closed."));
    };
    let figures = Figures::of(document, measure);
    let telling = Telling::new(measure, a, b, figures);
    let numbers = format!("{}{} against {}", figures.value(Some(of_b)), telling.what, figures.value(Some(of_a)));
    let [low, high] = match d.ci95 {
        Some(ci) => ci,
        None => return in_one_world(document, difference, measure, [of_a, of_b]),
    };
    let judged = judged(document, difference, measure);
    let interval = format!("{}, 95 % interval {} to {}", judged.relative(gap), judged.relative(low), judged.relative(high));
    let perhaps = if d.is_probable() { "Probably, " } else { "" };
    sentence(&match d.standing {
        Standing::Better => format!("{perhaps}{}: {numbers} ({interval}){}.", telling.better, small(d, &judged)),
        Standing::Worse => format!("{perhaps}{}: {numbers} ({interval}){}.", telling.worse, small(d, &judged)),
        Standing::Same => format!("{} in every world: {}.", telling.same, figures.value(Some(of_b))),
        Standing::NoDifference => format!("{perhaps}{}, to within {}: {numbers} ({interval}).", telling.same, judged.threshold()),
        Standing::Different => format!("{b} differs from {a} in {}: {numbers} ({interval}).", in_sentence(measure)),
        Standing::NotSettled => format!(
            "{} worlds are not enough to tell {}: {numbers} ({interval}){}.",
            document.worlds,
            telling.open,
            d.more_worlds
                .filter(|more| *more <= judgement::MOST_WORLDS)
                .map_or_else(String::new, |more| format!("; about {} more would settle it", judgement::about(more)))
        ),
    })
}

/// The first sentence where there is one world: no interval, and so no verdict.
fn in_one_world(document: &Document, difference: &DifferenceResult, measure: Measure, [of_a, of_b]: [f64; 2]) -> String {
    let (a, b, name) = (&difference.baseline, &difference.scenario, in_sentence(measure));
    let figures = Figures::of(document, measure);
    // The unit that the name of the measure does not tell.
    let unit = match figures.unit().split('/').next().unwrap_or_default() {
        short if ["EUR", "kEUR", "days", "hours"].contains(&short) => format!(" {short}"),
        _ => String::new(),
    };
    let [of_a, of_b] = [of_a, of_b].map(|mean| format!("{}{unit}", figures.value(Some(mean))));
    format!("One world settles nothing. In it, {name} came to {of_b} for {b} against {of_a} for {a}; run more with --worlds.")
}

/// What is said after a difference that is sure and yet too small to matter.
fn small(d: &MeasureDifference, judged: &Judged) -> String {
    if d.is_small { format!(", less than the {} that matters", judged.threshold()) } else { String::new() }
}

/// The second sentence: the other named measures by what is settled.
fn the_rest(document: &Document, difference: &DifferenceResult) -> String {
    let b = &difference.scenario;
    let first = first_named(document);
    let named = |standing: Standing, is_probable: bool| -> Vec<String> {
        let others = document.named().filter(|m| *m != first).filter_map(|m| difference.measure(m));
        others.filter(|d| d.standing == standing && d.is_probable() == is_probable).map(|d| in_sentence(d.id.0)).collect()
    };
    // What is sure first, then what is probable.
    let said = |standing: Standing, words: &str, then: &str| -> Vec<String> {
        let with = [(false, ""), (true, "probably ")].map(|(is_probable, hedge)| (named(standing, is_probable), hedge));
        let some = with.into_iter().filter(|(measures, _)| !measures.is_empty());
        some.map(|(measures, hedge)| format!("{hedge}{words}{then}{}", list(&measures))).collect()
    };
    let clauses = [said(Standing::Better, "better", " in "), said(Standing::Worse, "worse", " in ")].concat();
    let others = [said(Standing::NoDifference, "no relevant difference", ": "), said(Standing::NotSettled, "not settled", ": ")].concat();
    // A comma stands before the last, as measures are joined by "and" themselves.
    let joined = match clauses.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{}, and {last}", before.join(", ")),
        _ => clauses.concat(),
    };
    match (clauses.is_empty(), others.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("Other measures: {}.", others.join("; ")),
        (false, true) => sentence(&format!("{b} is {joined}.")),
        (false, false) => sentence(&format!("{b} is {joined}; {}.", others.join("; "))),
    }
}

/// What a measure's difference is held against.
pub fn judged(document: &Document, difference: &DifferenceResult, measure: Measure) -> Judged {
    let means = [&difference.baseline, &difference.scenario].map(|name| mean(document, name, measure));
    Judged { measure, means, yardstick: yardstick(measure, means[0]), matters: document.matters }
}

/// What the words rest on: how many figures they were corrected for; `None` where nothing is compared.
pub fn correction(document: &Document) -> Option<String> {
    let (measures, systems) = (document.measures.len(), document.differences.len());
    let figures = match (measures, systems) {
        (_, 0) | (0, _) => return None,
        (1, 1) => return Some("only one measure is tested, so no correction is needed".to_string()),
        (1, systems) => format!("{systems} systems"),
        (measures, 1) => format!("{measures} measures"),
        _ => format!("{measures} measures x {systems} systems"),
    };
    Some(format!(
        "verdicts are corrected for {figures} (Holm): the chance that any \"better\" or \"worse\" is wrong is at most 5 %; intervals are for each figure on its own"
    ))
}

/// Which intervals of named measures are not safe, and why; `None` if all are.
pub fn not_safe(document: &Document) -> Option<String> {
    let doubt_of = |measure: Measure| {
        let means = document.scenarios.iter().filter_map(|s| s.measure(measure)?.warning);
        let differences = document.differences.iter().filter_map(|d| d.measure(measure)?.warning);
        if document.differences.is_empty() { means.min() } else { differences.min() }
    };
    if document.named().any(|m| doubt_of(m) == Some(Doubt::FewWorlds)) {
        return Some(format!(
            "With {}, intervals are rough and miss the truth more than one time in twenty.",
            judgement::doubt(Doubt::FewWorlds)
        ));
    }
    let parts: Vec<String> = [Doubt::Skewed, Doubt::RareCases, Doubt::SmallDenominator]
        .into_iter()
        .filter_map(|doubt| {
            let measures: Vec<String> = document.named().filter(|m| doubt_of(*m) == Some(doubt)).map(in_sentence).collect();
            (!measures.is_empty()).then(|| format!("{} ({})", list(&measures), judgement::doubt(doubt)))
        })
        .collect();
    (!parts.is_empty()).then(|| format!("The intervals of {} are not safe: more worlds would help.", parts.join("; ")))
}

/// How many worlds a comparison without common worlds would take.
pub fn saved_by_common_worlds(document: &Document) -> Option<String> {
    let measure = first_named(document);
    let times = document.differences.iter().filter_map(|d| d.measure(measure)?.variance_reduction).fold(f64::INFINITY, f64::min);
    (times.is_finite() && times >= 1.1).then(|| {
        let times = grouped(times, usize::from(times < 10.0));
        format!(
            "Running both in the same worlds saves work: unpaired, {} would need {times} times as many worlds for the same interval.",
            in_sentence(measure)
        )
    })
}

fn mean(document: &Document, name: &str, measure: Measure) -> Option<f64> {
    scenario(document, name)?.measure(measure)?.mean
}

/// A system's results by its name.
pub fn scenario<'a>(document: &'a Document, name: &str) -> Option<&'a ScenarioResult> {
    document.scenarios.iter().find(|s| s.name == name)
}

/// What became of the win-wins of the one under the other, a paragraph for each system after the baseline.
pub fn lost_customers(document: &Document) -> Vec<String> {
    let told = document.same_customers.iter().filter_map(|same| same.words.clone());
    let others = document.differences.iter().filter(|difference| {
        let is_told = |same: &SameCustomersResult| same.scenario == difference.scenario && same.baseline == difference.baseline;
        !document.same_customers.iter().any(is_told)
    });
    let others = others.map(|difference| {
        let (a, b) = (&difference.baseline, &difference.scenario);
        sentence(&format!("{b} and {a} do not have the same customers, as their settings say, so what became of each is not compared."))
    });
    told.chain(others).collect()
}

/// The finding in a line, for the title of a chart.
pub fn headline(document: &Document, difference: &DifferenceResult) -> String {
    let measure = first_named(document);
    let (a, b) = (&difference.baseline, &difference.scenario);
    let Some(d) = difference.measure(measure) else { return sentence(&format!("{b} against {a}")) };
    let (Some(_), Some(gap)) = (mean(document, a, measure), d.mean) else {
        return sentence(&format!("{b} against {a}: no deals were closed"));
    };
    let telling = Telling::new(measure, a, b, Figures::of(document, measure));
    let judged = judged(document, difference, measure);
    let by = judged.relative(gap);
    let Some([low, high]) = d.ci95 else { return format!("One world settles nothing between {b} and {a}") };
    let by = format!("{by} (95 % interval {} to {})", judged.relative(low), judged.relative(high));
    let probable = super::settled::probable([d.warning]);
    sentence(&match d.standing {
        Standing::Better => format!("{}: {by}{probable}", telling.better),
        Standing::Worse => format!("{}: {by}{probable}", telling.worse),
        Standing::Same => format!("{} in every world", telling.same),
        Standing::NoDifference => format!("{}, to within {}", telling.same, judged.threshold()),
        Standing::Different => format!("{b} differs from {a} in {}: {by}{probable}", in_sentence(measure)),
        Standing::NotSettled => format!("Not settled {}: {by}", telling.open),
    })
}

/// Where figures come from: systems, setting (whom they sell to, for how long), worlds, seed, version.
pub fn source(document: &Document, names: &[String], setting: &str) -> String {
    let worlds = worlds(document.worlds);
    let version = env!("CARGO_PKG_VERSION");
    format!("Simulated: {}; {setting}; {worlds}, seed {}; winflow {version}.", list(names), document.seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Outcome;
    use crate::measure::Ratio;
    use crate::report::results::sample::outcome;

    /// Two systems whose win-wins per month are these, world by world.
    fn with_win_wins(a: &[f64], b: &[f64]) -> Outcome {
        let mut outcome = outcome(&["hero", "team"], a.len() as u64);
        for (system, values) in outcome.systems.iter_mut().zip([a, b]) {
            for (row, &numerator) in system.worlds.iter_mut().zip(values) {
                row.ratios[Measure::WinWinDealsPerMonth as usize] = Ratio { numerator, denominator: 1.0 };
            }
        }
        outcome
    }

    fn first_sentence(a: &[f64], b: &[f64]) -> String {
        let document = Document::new(&with_win_wins(a, b));
        foremost(&document, &document.differences[0])
    }

    #[test]
    fn what_the_intervals_settle_is_said() {
        assert_eq!(
            first_sentence(&[2.0, 3.0, 4.0], &[3.0, 4.1, 4.9]),
            "Probably, team produces more win-wins than hero: 4.00 per month against 3.00 (+33 %, 95 % interval +25 % to +42 %)."
        );
        assert!(first_sentence(&[3.0, 4.1, 4.9], &[2.0, 3.0, 4.0]).starts_with("Probably, team produces fewer win-wins than hero"));
        let surely = [[2.0, 3.0, 4.0], [3.0, 4.1, 4.9]].map(|three| three.repeat(7));
        assert!(first_sentence(&surely[0], &surely[1]).starts_with("Team produces more win-wins"), "with 21 worlds");
    }

    #[test]
    fn what_they_do_not_settle_is_said_too() {
        let open = first_sentence(&[2.0, 3.0, 4.0], &[3.0, 2.0, 4.6]);
        assert!(open.starts_with("3 worlds are not enough to tell which of team and hero produces more win-wins: 3.20"), "{open}");
        assert!(first_sentence(&[2.0], &[3.0]).starts_with("One world settles nothing."));
        assert!(first_sentence(&[2.0, 3.0], &[2.0, 3.0]).starts_with("Team and hero produce the same win-wins in every world"));
    }
}
