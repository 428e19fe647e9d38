//! What a comparison says, in a sentence or two, never surer than its intervals.

use super::document::{DifferenceResult, Document, MeasureDifference, SameCustomersResult, ScenarioResult};
use super::words::{Figures, grouped, in_sentence, list, signed};
use crate::measure::{Better, Ending, Measure};

/// The eight measures that a first look needs.
pub const HEADLINE: usize = 8;

/// What an interval says about a system against the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Better, and the 95 % interval leaves out zero.
    Better,
    /// Worse, and the 95 % interval leaves out zero.
    Worse,
    /// The interval includes zero, or there is none.
    NotSettled,
    /// Exactly the same in every world.
    Same,
    /// Different, but neither direction is better.
    Different,
}

impl Standing {
    /// What the interval of a difference says.
    pub fn of(difference: &MeasureDifference) -> Self {
        let (Some(mean), Some([low, high])) = (difference.mean, difference.ci95) else { return Self::NotSettled };
        if low == 0.0 && high == 0.0 {
            return Self::Same;
        }
        if low <= 0.0 && high >= 0.0 {
            return Self::NotSettled;
        }
        match (difference.id.0.better(), mean > 0.0) {
            (Better::Neither, _) => Self::Different,
            (Better::Higher, true) | (Better::Lower, false) => Self::Better,
            _ => Self::Worse,
        }
    }

    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Better => "better",
            Self::Worse => "worse",
            Self::NotSettled => "not settled",
            Self::Same => "the same",
            Self::Different => "different",
        }
    }
}

/// The verdict on each system after the baseline, a paragraph each; empty for a single system.
pub fn verdict(document: &Document) -> String {
    let paragraphs: Vec<String> = document.differences.iter().map(|d| against_baseline(document, d)).collect();
    paragraphs.join("\n")
}

fn against_baseline(document: &Document, difference: &DifferenceResult) -> String {
    let first = win_wins(document, difference);
    let rest = the_rest(difference);
    [first, rest].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The first sentence: who brings about more win-wins.
fn win_wins(document: &Document, difference: &DifferenceResult) -> String {
    let measure = Measure::WinWinDealsPerMonth;
    let (a, b) = (&difference.baseline, &difference.scenario);
    let Some(d) = difference.measure(measure) else { return String::new() };
    let means = [a, b].map(|name| mean(document, name, measure));
    let ([Some(of_a), Some(of_b)], Some(gap)) = (means, d.mean) else {
        return format!("Nothing can be said of {b} against {a}: no deals were counted.");
    };
    let figures = Figures::of(document, measure);
    let numbers = format!("{} win-wins a month against {}", figures.value(Some(of_b)), figures.value(Some(of_a)));
    let [low, high] = match d.ci95 {
        Some(ci) => ci,
        None => return format!("One world settles nothing. In it {b} had {numbers} for {a}; run more with --worlds."),
    };
    let interval = format!("{} to {}", relative(figures, low, of_a), relative(figures, high, of_a));
    match Standing::of(d) {
        Standing::Better => {
            format!("{b} brings about more win-wins than {a}: {numbers} ({}, 95 % interval {interval}).", relative(figures, gap, of_a))
        }
        Standing::Worse => {
            format!("{b} brings about fewer win-wins than {a}: {numbers} ({}, 95 % interval {interval}).", relative(figures, gap, of_a))
        }
        Standing::Same => format!("{b} and {a} bring about the same win-wins in every world: {}.", figures.value(Some(of_b))),
        _ => format!(
            "{} worlds do not settle which of {b} and {a} brings about more win-wins: {numbers} ({}, 95 % interval {interval}).",
            document.worlds,
            relative(figures, gap, of_a)
        ),
    }
}

/// The second sentence: the other headline measures by what their intervals say.
fn the_rest(difference: &DifferenceResult) -> String {
    let b = &difference.scenario;
    let rest = || Measure::ALL.iter().take(HEADLINE).skip(1).filter_map(|&m| difference.measure(m));
    let named =
        |standing: Standing| -> Vec<String> { rest().filter(|d| Standing::of(d) == standing).map(|d| in_sentence(d.id.0)).collect() };
    let (better, worse, open) = (named(Standing::Better), named(Standing::Worse), named(Standing::NotSettled));
    let mut clauses = Vec::new();
    if !better.is_empty() {
        clauses.push(format!("better in {}", list(&better)));
    }
    if !worse.is_empty() {
        clauses.push(format!("worse in {}", list(&worse)));
    }
    let open = if open.is_empty() { String::new() } else { format!("not settled: {}", list(&open)) };
    match (clauses.is_empty(), open.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("Of the other measures, {open}."),
        (false, true) => format!("{b} is {}.", clauses.join(", and ")),
        (false, false) => format!("{b} is {}; {open}.", clauses.join(", and ")),
    }
}

/// A difference in per cent of the baseline, or as it is where the baseline is nothing.
fn relative(figures: Figures, difference: f64, baseline: f64) -> String {
    if baseline > 0.0 {
        let percent = 100.0 * difference / baseline;
        format!("{} %", signed(percent, usize::from(percent.abs() < 10.0)))
    } else {
        figures.signed(difference)
    }
}

fn mean(document: &Document, name: &str, measure: Measure) -> Option<f64> {
    scenario(document, name)?.measure(measure)?.mean
}

/// A system's results by its name.
pub fn scenario<'a>(document: &'a Document, name: &str) -> Option<&'a ScenarioResult> {
    document.scenarios.iter().find(|s| s.name == name)
}

/// Where the lost customers went: of the win-wins of the one, what became of them under the other.
pub fn lost_customers(document: &Document) -> Vec<String> {
    document.same_customers.iter().filter_map(lost).collect()
}

fn lost(same: &SameCustomersResult) -> Option<String> {
    let under_baseline = same.counts.get(Ending::WinWin).0;
    let under_scenario = same.counts.0.map(|row| row.0[Ending::WinWin as usize]);
    let of_baseline = (same.baseline.as_str(), same.scenario.as_str(), under_baseline);
    let of_scenario = (same.scenario.as_str(), same.baseline.as_str(), under_scenario);
    let total = |counts: &[u64]| counts.iter().sum::<u64>();
    let (more, less) =
        if total(&under_scenario) >= total(&under_baseline) { (of_scenario, of_baseline) } else { (of_baseline, of_scenario) };
    if total(&more.2) == 0 {
        return None;
    }
    let first = fate(more.0, more.1, &more.2, 4);
    Some(if total(&less.2) == 0 { format!("{first}.") } else { format!("{first}; {}.", fate(less.0, less.1, &less.2, 2)) })
}

/// "Of team's 480 win-wins, hero lost 272: 120 never reached, 80 too slow, ..."
fn fate(winner: &str, other: &str, counts: &[u64], shown: usize) -> String {
    let total: u64 = counts.iter().sum();
    let mut lost: Vec<(u64, &str)> =
        Ending::ALL.iter().filter(|e| **e != Ending::WinWin).map(|e| (counts[*e as usize], e.title())).filter(|(n, _)| *n > 0).collect();
    lost.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    let sum: u64 = lost.iter().map(|(n, _)| n).sum();
    let count = |n: u64| grouped(n as f64, 0);
    let head = format!("of {winner}'s {} win-wins, {other} lost {}", count(total), count(sum));
    if lost.is_empty() {
        return head;
    }
    let mut parts: Vec<String> = lost.iter().take(shown).map(|(n, title)| format!("{} {title}", count(*n))).collect();
    let others: u64 = lost.iter().skip(shown).map(|(n, _)| n).sum();
    if others > 0 {
        parts.push(format!("{} otherwise", count(others)));
    }
    format!("{head} ({})", parts.join(", "))
}

/// The finding in a line, for the title of a chart.
pub fn headline(document: &Document, difference: &DifferenceResult) -> String {
    let measure = Measure::WinWinDealsPerMonth;
    let (a, b) = (&difference.baseline, &difference.scenario);
    let Some(d) = difference.measure(measure) else { return format!("{b} against {a}") };
    let (Some(base), Some(gap)) = (mean(document, a, measure), d.mean) else { return format!("{b} against {a}: no deals were counted") };
    let figures = Figures::of(document, measure);
    let by = relative(figures, gap, base);
    match (Standing::of(d), d.ci95) {
        (Standing::Better, Some([low, high])) | (Standing::Worse, Some([low, high])) => {
            let verb = if gap > 0.0 { "more" } else { "fewer" };
            let interval = format!("{} to {}", relative(figures, low, base), relative(figures, high, base));
            format!("{b} brings about {verb} win-wins a month than {a}: {by} (95 % interval {interval})")
        }
        (Standing::Same, _) => format!("{b} and {a} bring about the same win-wins in every world"),
        (_, Some([low, high])) => {
            let interval = format!("{} to {}", relative(figures, low, base), relative(figures, high, base));
            format!("Whether {b} or {a} brings about more win-wins is not settled: {by} (95 % interval {interval})")
        }
        _ => format!("One world settles nothing between {b} and {a}"),
    }
}

/// Where figures come from: systems, setting (whom they sell to, for how long), worlds, seed, version.
pub fn source(document: &Document, names: &[String], setting: &str) -> String {
    let worlds = if document.worlds == 1 { "1 world".to_string() } else { format!("{} worlds", grouped(document.worlds as f64, 0)) };
    let version = env!("CARGO_PKG_VERSION");
    format!("Simulated: {}; {setting}; {worlds}, seed {}; winflow {version}.", list(names), document.seed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Outcome;
    use crate::measure::Ratio;
    use crate::report::sample::outcome;

    /// Two systems whose win-wins a month are these, world by world.
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
        win_wins(&document, &document.differences[0])
    }

    #[test]
    fn what_the_intervals_settle_is_said() {
        assert_eq!(
            first_sentence(&[2.0, 3.0, 4.0], &[3.0, 4.1, 4.9]),
            "team brings about more win-wins than hero: 4.00 win-wins a month against 3.00 (+33 %, 95 % interval +25 % to +42 %)."
        );
        assert!(first_sentence(&[3.0, 4.1, 4.9], &[2.0, 3.0, 4.0]).starts_with("team brings about fewer win-wins than hero"));
    }

    #[test]
    fn what_they_do_not_settle_is_said_too() {
        let open = first_sentence(&[2.0, 3.0, 4.0], &[3.0, 2.0, 4.6]);
        assert!(open.starts_with("3 worlds do not settle which of team and hero brings about more win-wins: 3.20"), "{open}");
        assert!(first_sentence(&[2.0], &[3.0]).starts_with("One world settles nothing."));
        assert!(first_sentence(&[2.0, 3.0], &[2.0, 3.0]).starts_with("team and hero bring about the same win-wins in every world"));
    }

    #[test]
    fn lost_customers_are_those_of_the_one_with_more_win_wins() {
        let mut outcome = outcome(&["hero", "team"], 2);
        let counts = &mut outcome.same_customers[0].counts;
        *counts = Default::default();
        counts[Ending::WinWin as usize][Ending::WinWin as usize] = 50;
        counts[Ending::TooSlow as usize][Ending::WinWin as usize] = 30;
        counts[Ending::WinWin as usize][Ending::Indecision as usize] = 7;
        let lines = lost_customers(&Document::new(&outcome));
        assert_eq!(lines, ["of team's 80 win-wins, hero lost 30 (30 too slow); of hero's 57 win-wins, team lost 7 (7 indecision)."]);
    }
}
