//! What speaks against the answer.

use super::choice::{Lead, few, foremost, ordered};
use crate::experiment::guards::Judgement;
use crate::experiment::verdicts::Standing;
use crate::measure::Measure;
use crate::report::results::assumptions::{self, NamedScenario};
use crate::report::results::cautions;
use crate::report::results::document::{DifferenceResult, Document};
use crate::report::results::judgement;
use crate::report::results::stored::Stored;
use crate::report::results::targets::in_words;
use crate::report::results::verdict;
use crate::report::results::words::{grouped, in_sentence, list, plain_text, sentence, worlds};
use crate::scenario::requirement::Requirement;

/// More risks than these nobody reads on one page; warnings are told in any case.
const MOST: usize = 5;
/// More of a kind than these are counted, not named.
const MOST_OF_A_KIND: usize = 3;

/// What speaks against an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Risks {
    /// In sentences, warnings first.
    pub lines: Vec<String>,
    /// How many of them are warnings, which are never left out.
    pub warnings: usize,
    /// How many more there are.
    pub more: usize,
}

/// What has to be known before anything is made of the results, and what else speaks against the answer.
pub fn risks(stored: &Stored, document: &Document, systems: &[NamedScenario<'_>]) -> Risks {
    let mut lines = warnings(document, systems);
    let warnings = lines.len();
    let mut others = losses(document);
    others.extend(leads(stored, document));
    others.extend(given_up(document));
    if document.differences.is_empty() && document.worlds > 1 {
        others.push("Nothing was compared: this does not show whether another way of selling would do better.".to_string());
    }
    others.push("The figures come from a model. Its assumptions are listed below; results hold only as far as they do.".to_string());
    let shown = MOST.saturating_sub(warnings).max(2).min(others.len());
    let more = others.len() - shown;
    lines.extend(others.into_iter().take(shown));
    Risks { lines, warnings, more }
}

/// Never left out: requirements, unlike means, intervals that are not safe, one world.
fn warnings(document: &Document, systems: &[NamedScenario<'_>]) -> Vec<String> {
    let guards = |judgement: Judgement| -> Vec<String> {
        let found = document.guards.iter().filter(|guard| guard.judgement == judgement);
        let baseline = document.scenarios.first().map_or("the baseline", |system| system.name.as_str());
        let words = |text: &str| Requirement::parse(text).map_or_else(|_| plain_text(text), |required| in_words(&required, baseline));
        found.map(|guard| format!("{} (under {})", words(&guard.require), guard.scenario)).collect()
    };
    let told = |found: Vec<String>, one: &str, several: &str| {
        let what = if found.len() == 1 { one } else { several };
        (!found.is_empty()).then(|| format!("{what}: {}.", few(&found, MOST_OF_A_KIND).join("; ")))
    };
    let means = assumptions::means(systems).filter(|means| !means.are_alike).map(|means| match systems.len() {
        ..=MOST_OF_A_KIND => means.words,
        _ => "Not the same resources: headcount or payroll differs.".to_string(),
    });
    let one = (document.worlds == 1).then(|| "One world settles nothing: any difference in it may be luck.".to_string());
    let failed = told(guards(Judgement::Fail), "Requirement not met", "Requirements not met");
    let open =
        told(guards(Judgement::Undecided), "Not settled whether this requirement is met", "Not settled whether these requirements are met");
    [one, verdict::not_safe(document), cautions::still_open(document), cautions::few_cases(document), failed, open, means]
        .into_iter()
        .flatten()
        .collect()
}

/// Measures in which others are worse, the first few by name.
fn losses(document: &Document) -> Vec<String> {
    let worse = |one: &DifferenceResult| -> Vec<String> {
        let found = document.named().filter_map(|m| one.measure(m)).filter(|d| d.standing == Standing::Worse);
        found.map(|d| in_sentence(d.id.0)).collect()
    };
    let found: Vec<String> = ordered(document)
        .into_iter()
        .map(|(_, one)| (one, worse(one)))
        .filter(|(_, worse)| !worse.is_empty())
        .map(|(one, worse)| sentence(&format!("{} is worse than {} in {}.", one.scenario, one.baseline, list(&worse))))
        .collect();
    found
}

/// Better on average is not better always.
fn leads(stored: &Stored, document: &Document) -> Vec<String> {
    let measure = foremost(document);
    let better = ordered(document).into_iter().filter(|(_, one)| one.measure(measure).is_some_and(|d| d.standing == Standing::Better));
    let better = better.filter(|_| document.worlds > 1);
    better.filter_map(|(place, one)| Some(lead(&one.scenario, measure, Lead::of(stored, place, measure)?))).collect()
}

fn lead(name: &str, measure: Measure, lead: Lead) -> String {
    let measure = in_sentence(measure);
    if lead.ahead == lead.worlds() {
        return sentence(&format!(
            "{name} was better in {measure} in every simulated world; the real market is a single one and may differ from all of them."
        ));
    }
    let level = if lead.level > 0 { format!(", level in {}", grouped(lead.level as f64, 0)) } else { String::new() };
    format!(
        "Better on average does not mean always better: in {measure}, {name} was ahead in {} of {}, behind in {}{level}.",
        grouped(lead.ahead as f64, 0),
        worlds(lead.worlds()),
        grouped(lead.behind as f64, 0)
    )
}

/// Win-wins that a change would cost.
fn given_up(document: &Document) -> Vec<String> {
    let found = document.same_customers.iter().filter_map(|same| judgement::given_up(&same.baseline, &same.scenario, &same.counts));
    found
        .map(|words| {
            let mut letters = words.chars();
            let rest: String = letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect();
            format!("Lost win-wins: {rest}")
        })
        .collect()
}
