//! What became of guards, as a block under the results.

use super::look::{Look, indented};
use crate::experiment::guards::Judgement;
use crate::report::results::guards::{GuardResult, tally};
use crate::report::results::words::list;

/// The block under the results; empty without guards.
pub fn render(results: &[GuardResult], worlds: u64, look: Look) -> String {
    if results.is_empty() {
        return String::new();
    }
    let alone = results.iter().all(|result| result.scenario == results[0].scenario);
    let mut lines = vec![format!("Guards, each tested at 95 % ({}):", tally(results))];
    for result in results {
        let because = if result.because.is_empty() { String::new() } else { format!("; because {}", result.because) };
        let text = format!(
            "{:<9}  {}: {} is {}{}{because}",
            result.judgement.word(),
            result.scenario,
            result.require,
            result.found(),
            result.advice(worlds, alone)
        );
        lines.push(indented(&text, look.width, 11));
    }
    lines.join("\n") + "\n"
}

/// The block under a sweep: for each guard, at which points it passes, fails or is undecided; empty without guards.
pub fn render_points(points: &[(u64, &[GuardResult])], look: Look) -> String {
    let all: Vec<GuardResult> = points.iter().flat_map(|(_, results)| results.iter().cloned()).collect();
    let Some((_, first)) = points.first().filter(|_| !all.is_empty()) else { return String::new() };
    let mut lines = vec![format!("Guards at every point, each tested at 95 % ({}):", tally(&all))];
    for (place, guard) in first.iter().enumerate() {
        let at = |verdict: Judgement| -> Vec<String> {
            let there = points.iter().filter(|(_, results)| results.get(place).is_some_and(|result| result.judgement == verdict));
            there.map(|(number, _)| number.to_string()).collect()
        };
        let said = |verdict: Judgement| match at(verdict) {
            none if none.is_empty() => None,
            every if every.len() == points.len() => Some(format!("{} at every point", verdict.word())),
            some => Some(format!("{} at {} {}", verdict.word(), if some.len() == 1 { "point" } else { "points" }, list(&some))),
        };
        let verdicts: Vec<String> = [Judgement::Fail, Judgement::Undecided, Judgement::Pass].into_iter().filter_map(said).collect();
        let because = if guard.because.is_empty() { String::new() } else { format!("; because {}", guard.because) };
        let text = format!("{}: {}: {}{because}", guard.scenario, guard.require, verdicts.join("; "));
        lines.push(indented(&text, look.width, 2));
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::guards::results;
    use crate::report::results::sample::outcome;
    use crate::scenario::guard::Guard;

    #[test]
    fn a_guard_is_told_with_what_became_of_it() {
        let guards = vec![vec![Guard::parse("win_win_rate >= 0").expect("a guard")]; 2];
        let look = Look { width: 80, colour: false, all: false };
        let text = render(&results(&outcome(&["hero", "team"], 24), &guards), 24, look);
        assert!(text.starts_with("Guards, each tested at 95 %") && text.contains("pass       hero: win_win_rate >= 0 is"), "{text}");
        assert_eq!(render(&[], 24, look), "");
    }
}
