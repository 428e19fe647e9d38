//! The brief in sentences, made from the numbers and never surer than their intervals.

use super::brief::Brief;
use super::choice::{few, foremost};
use super::market::Unlike;
use super::names::short_document;
use super::{Options, decision, numbers, risks, targets};
use crate::experiment::verdicts::Standing;
use crate::measure::Measure;
use crate::report::results::assumptions::{self, NamedScenario};
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference};
use crate::report::results::figures::Figures;
use crate::report::results::firms::{FirmsResult, Holds};
use crate::report::results::settings::shown;
use crate::report::results::stored::Stored;
use crate::report::results::turning::TurningResult;
use crate::report::results::verdict;
use crate::report::results::words::{in_sentence, key_names, list, plain_text, sentence, worlds, years};

/// More figures than these do not fit above a decision.
const NUMBERS: usize = 3;
/// More systems than these are counted, not named, within a figure.
const MOST_SYSTEMS: usize = 3;
/// More settings than these are counted, not named.
const MOST_SETTINGS: usize = 4;

impl Brief {
    /// The brief of a run or a comparison.
    pub fn new(stored: &Stored, options: &Options) -> Self {
        let document = short_document(&stored.document);
        let scenarios: Vec<NamedScenario<'_>> =
            document.scenarios.iter().zip(&stored.systems).map(|(s, of)| NamedScenario { name: &s.name, scenario: &of.scenario }).collect();
        let mut more = match document.differences.as_slice() {
            [one] => vec![rest(&document, one)],
            _ => Vec::new(),
        };
        more.splice(
            0..0,
            document.firms.iter().take(1).map(FirmsResult::sentence).chain(document.turning.as_ref().map(TurningResult::words)),
        );
        more.extend(targets::sentences(stored, &document, &options.targets));
        let risks = risks::risks(stored, &document, &scenarios);
        Self {
            title: options.title.clone().unwrap_or_else(|| title(&document)),
            situation: situation(&document, &scenarios),
            answer: answer(&document),
            more: more.into_iter().filter(|text| !text.is_empty()).collect(),
            numbers: document.named().take(NUMBERS).map(|measure| numbers::number(stored, &document, measure)).collect(),
            risks: risks.lines,
            warnings: risks.warnings,
            more_risks: risks.more,
            decision: options.decision.clone().unwrap_or_else(|| decision::decision(&document)),
            change: decision::change(&document, &scenarios),
            border: decision::border_not_looked_for(&document),
        }
    }
}

/// "hero or team?"
fn title(document: &Document) -> String {
    let names: Vec<String> = document.scenarios.iter().map(|s| s.name.clone()).collect();
    match names.as_slice() {
        [] => "Nothing was simulated".to_string(),
        [one] => format!("Results of {one}"),
        [most @ .., last] if names.len() <= 4 => sentence(&format!("{} or {last}?", most.join(", "))),
        [first, ..] => sentence(&format!("{first} or one of {} others?", names.len() - 1)),
    }
}

/// What was asked and how it was tried.
fn situation(document: &Document, systems: &[NamedScenario<'_>]) -> String {
    let mut text = match systems {
        [] => return "There are no results.".to_string(),
        [one] => format!("How does {} perform? It was simulated in {}", one.name, worlds(document.worlds)),
        [first, others @ ..] => {
            let others: Vec<String> = others.iter().map(|s| s.name.to_string()).collect();
            let named = if others.len() <= MOST_SYSTEMS { list(&others) } else { format!("{} other ways of selling", others.len()) };
            let met = Unlike::of(systems).met();
            format!("Does {named} perform better than {}? {met} in {}", first.name, worlds(document.worlds))
        }
    };
    let of = |s: &NamedScenario<'_>| (s.scenario.time.years, s.scenario.segment.names().map(plain_text).collect::<Vec<_>>());
    let first = of(&systems[0]);
    if systems.iter().all(|s| of(s) == first) {
        let (of_years, segments) = first;
        let segments: Vec<String> = segments.iter().map(|name| super::names::short(name)).collect();
        let sold_to = if segments.len() <= MOST_SETTINGS { list(&segments) } else { format!("{} segments", segments.len()) };
        text.push_str(&format!(" of {} each (customers: {sold_to})", years(of_years)));
    }
    text.push('.');
    if let Some(settings) = &document.settings {
        text.push_str(&set_differently(settings.keys.iter().map(|key| {
            let values: Vec<String> = key.values.iter().map(|value| cut(&shown(value))).collect();
            (key.key.as_str(), values)
        })));
    }
    if let Some(means) = assumptions::means(systems) {
        text.push(' ');
        text.push_str(if systems.len() > MOST_SYSTEMS + 1 { means.brief() } else { &means.words });
    }
    text
}

/// " Set differently: coverage (1, 3) and pool size (1, 4)."
fn set_differently<'a>(keys: impl Iterator<Item = (&'a str, Vec<String>)>) -> String {
    let keys: Vec<(&str, Vec<String>)> = keys.collect();
    if keys.is_empty() {
        return " No settings differ.".to_string();
    }
    let names = key_names(keys.iter().map(|(key, _)| *key));
    let one = |(name, (_, values)): (String, &(&str, Vec<String>))| {
        if values.len() == 2 {
            format!("{} ({} → {})", plain_text(&name), values[0], values[1])
        } else {
            format!("{} ({})", plain_text(&name), values.join(", "))
        }
    };
    let more = keys.len().saturating_sub(MOST_SETTINGS);
    let mut named: Vec<String> = names.into_iter().zip(&keys).take(MOST_SETTINGS).map(one).collect();
    if more > 0 {
        named.push(format!("{more} more"));
    }
    format!(" Settings that differ: {}.", list(&named))
}

/// Long values do not belong into a sentence.
fn cut(text: &str) -> String {
    const LONGEST: usize = 24;
    let text = plain_text(text);
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST - 1).chain(['…']).collect() }
}

/// The answer in a sentence.
fn answer(document: &Document) -> String {
    match document.differences.as_slice() {
        [] => description(document),
        [one] => weaker_first(document, one),
        several => several_answers(document, several),
    }
}

/// The verdict with both doubts, the weaker first: noise of worlds, and assumptions that nobody knows.
fn weaker_first(document: &Document, one: &DifferenceResult) -> String {
    let headline = verdict::headline(document, one);
    // Within a sentence the name of a system is as it was given.
    let name = sentence(&one.scenario);
    let within = headline.strip_prefix(&name).map_or_else(|| headline.clone(), |rest| format!("{}{rest}", one.scenario));
    let Some(d) = one.measure(foremost(document)) else { return format!("{headline}.") };
    let firms = document.firms.iter().find(|firms| firms.scenario == one.scenario);
    let holds = match (firms, d.standing) {
        (Some(firms), Standing::Better) => firms.holds(|shares| &shares.above),
        (Some(firms), Standing::Worse) => firms.holds(|shares| &shares.below),
        _ => None,
    };
    match holds {
        Some(Holds::Open) => format!("Open: it depends on assumptions nobody has measured. As described, {within}."),
        Some(Holds::InFew) => format!("True of few firms like this one. As described, {within}."),
        Some(Holds::InMost) => format!("{headline}; so it is in most firms like this one."),
        None => format!("{headline}."),
    }
}

/// What a single system brings about: a description, for there is nothing to hold it against.
fn description(document: &Document) -> String {
    let Some(system) = document.scenarios.first() else { return "There are no results.".to_string() };
    let of = |measure: Measure| {
        let m = system.measure(measure)?;
        let figures = Figures::of(document, measure);
        let value = with_unit(&figures, m.mean?);
        let interval = m.ci95.map_or_else(String::new, |ends| format!(" ({})", figures.interval_called("95 % interval", ends)));
        Some(format!("{}: {value}{}{interval}", in_sentence(measure), figures.mark()))
    };
    let parts: Vec<String> = document.named().take(NUMBERS).filter_map(of).collect();
    let head = match (parts.is_empty(), document.worlds) {
        (true, _) => return format!("No results for {}: no deals were closed.", system.name),
        (false, 0 | 1) => format!("One world of {} settles nothing. In it", system.name),
        (false, _) => sentence(&format!("{} on average", system.name)),
    };
    format!("{head}: {}.", parts.join("; "))
}

/// A value with the unit that the name of its measure does not tell.
fn with_unit(figures: &Figures, value: f64) -> String {
    let unit = figures.unit();
    let short = unit.split('/').next().unwrap_or_default();
    let is_told = !matches!(short, "EUR" | "kEUR" | "days" | "hours");
    if is_told { figures.value(Some(value)) } else { format!("{} {short}", figures.value(Some(value))) }
}

/// Each of several systems against the first, without a word on how they compare with each other.
fn several_answers(document: &Document, several: &[DifferenceResult]) -> String {
    let measure = foremost(document);
    let names = |standing: fn(&MeasureDifference) -> bool| -> Vec<String> {
        let found = several.iter().filter(|one| one.measure(measure).is_some_and(standing));
        found.map(|one| one.scenario.clone()).collect()
    };
    let clause = |found: Vec<String>, what: &str| (!found.is_empty()).then(|| format!("{what}: {}", list(&few(&found, MOST_SYSTEMS))));
    let clauses = [
        clause(names(|d| d.standing == Standing::Better), "better"),
        clause(names(|d| d.standing == Standing::Worse), "worse"),
        clause(names(|d| d.standing == Standing::Different), "different"),
        clause(names(|d| matches!(d.standing, Standing::NoDifference | Standing::Same)), "no relevant difference"),
        clause(names(|d| d.standing == Standing::NotSettled), "not settled"),
    ];
    let said: Vec<String> = clauses.into_iter().flatten().collect();
    let baseline = &several[0].baseline;
    format!("Compared with {baseline} in {}: {}. The others were not compared with each other.", in_sentence(measure), said.join("; "))
}

/// What else is settled of one comparison.
fn rest(document: &Document, one: &DifferenceResult) -> String {
    let foremost = foremost(document);
    let with = |standing: Standing, is_probable: bool| -> Vec<String> {
        let others = document.named().filter(|m| *m != foremost).filter_map(|m| one.measure(m));
        others.filter(|d| d.standing == standing && d.is_probable() == is_probable).map(|d| in_sentence(d.id.0)).collect()
    };
    let parts: Vec<String> = [
        (Standing::Better, false, "Better in"),
        (Standing::Better, true, "Probably better in"),
        (Standing::Worse, false, "Worse in"),
        (Standing::Worse, true, "Probably worse in"),
        (Standing::NoDifference, false, "No relevant difference in"),
        (Standing::NoDifference, true, "Probably no relevant difference in"),
        (Standing::NotSettled, false, "Not settled:"),
    ]
    .into_iter()
    .map(|(standing, is_probable, what)| (with(standing, is_probable), what))
    .filter(|(found, _)| !found.is_empty())
    .map(|(found, what)| format!("{what} {}.", list(&found)))
    .collect();
    parts.join(" ")
}
