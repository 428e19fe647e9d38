//! The brief in sentences, made from the numbers and never surer than their intervals.

use super::Options;
use super::names::short_document;
use crate::experiment::guards::judge;
use crate::experiment::verdicts::Standing;
use crate::measure::{Measure, Ratio};
use crate::report::assumptions::{self, Named};
use crate::report::document::{DifferenceResult, Document, MeasureDifference, ScenarioResult};
use crate::report::judgement::about;
use crate::report::settings::shown;
use crate::report::stored::Stored;
use crate::report::targets::Targets;
use crate::report::verdict;
use crate::report::words::{Figures, grouped, in_sentence, key_names, list, of_ten_worlds, plain_text};
use crate::scenario::guard::{Guard, Quantity, Side};

/// More figures than these do not fit above a decision.
const NUMBERS: usize = 3;
/// More systems than these are counted, not named, within a figure.
const MOST_SYSTEMS: usize = 3;
/// More settings than these are counted, not named.
const MOST_SETTINGS: usize = 4;
/// More risks than these nobody reads on one page.
const MOST_RISKS: usize = 5;

/// What stands on the first page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Brief {
    /// What the report is about.
    pub title: String,
    /// What was asked and how.
    pub situation: String,
    /// The answer in a sentence.
    pub answer: String,
    /// What else is known.
    pub more: Vec<String>,
    /// The figures that carry it.
    pub numbers: Vec<Number>,
    /// What speaks against it.
    pub risks: Vec<String>,
    /// What is to be decided.
    pub decision: String,
    /// What would change the answer.
    pub change: Vec<String>,
}

/// A figure of the first page.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// What it is.
    pub label: String,
    /// For each system shown.
    pub lines: Vec<NumberLine>,
}

/// A figure of one system.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberLine {
    /// Whose it is, where there are several.
    pub system: String,
    /// The figure.
    pub value: String,
    /// What is settled about it.
    pub standing: Option<Standing>,
    /// Its interval, and what it is made of.
    pub detail: String,
}

impl Brief {
    /// How much there is to read, for a page of paper has so much room and no more.
    pub fn letters(&self) -> usize {
        let lists = self.more.iter().chain(&self.risks).chain(&self.change);
        let numbers =
            self.numbers.iter().flat_map(|number| &number.lines).map(|line| line.system.len() + line.value.len() + line.detail.len());
        let texts = [&self.title, &self.situation, &self.answer, &self.decision].into_iter().chain(lists);
        texts.map(|text| text.chars().count()).sum::<usize>() + numbers.sum::<usize>()
    }

    /// The brief of a run or a comparison.
    pub fn new(stored: &Stored, options: &Options) -> Self {
        let document = short_document(&stored.document);
        let scenarios: Vec<Named<'_>> =
            document.scenarios.iter().zip(&stored.systems).map(|(s, of)| Named { name: &s.name, scenario: &of.scenario }).collect();
        let mut more = match document.differences.as_slice() {
            [one] => vec![rest(&document, one)],
            _ => Vec::new(),
        };
        let asked = [Measure::RevenuePerMonth, Measure::WinWinDealsPerMonth].map(|measure| (measure, target(&options.targets, measure)));
        more.extend(asked.into_iter().filter_map(|(measure, a_year)| reached(stored, &document, measure, a_year?)));
        Self {
            title: options.title.clone().unwrap_or_else(|| title(&document)),
            situation: situation(&document, &scenarios),
            answer: answer(&document),
            more: more.into_iter().filter(|text| !text.is_empty()).collect(),
            numbers: document.named().take(NUMBERS).map(|measure| number(&document, measure)).collect(),
            risks: risks(&document, &scenarios),
            decision: options.decision.clone().unwrap_or_else(|| decision(&document)),
            change: change(&document, &scenarios),
        }
    }
}

/// "hero or team?"
fn title(document: &Document) -> String {
    let names: Vec<String> = document.scenarios.iter().map(|s| s.name.clone()).collect();
    match names.as_slice() {
        [] => "Nothing was simulated".to_string(),
        [one] => format!("{one}: what it brings about"),
        [most @ .., last] if names.len() <= 4 => format!("{} or {last}?", most.join(", ")),
        [first, ..] => format!("{first} or one of {} others?", names.len() - 1),
    }
}

/// How many worlds, in words.
pub fn worlds(count: u64) -> String {
    if count == 1 { "1 world".to_string() } else { format!("{} worlds", grouped(count as f64, 0)) }
}

fn years(value: f64) -> String {
    if value == 1.0 { "1 year".to_string() } else { format!("{value} years") }
}

/// What was asked and how it was tried.
fn situation(document: &Document, systems: &[Named<'_>]) -> String {
    let mut text = match systems {
        [] => return "There are no results.".to_string(),
        [one] => format!("How does {} do? It was simulated in {}", one.name, worlds(document.worlds)),
        [first, others @ ..] => {
            let others: Vec<String> = others.iter().map(|s| s.name.to_string()).collect();
            let named = if others.len() <= MOST_SYSTEMS { list(&others) } else { format!("{} other ways of selling", others.len()) };
            format!("Does {named} do better than {}? All met the same customers in {}", first.name, worlds(document.worlds))
        }
    };
    let of = |s: &Named<'_>| (s.scenario.time.years, s.scenario.segment.names().map(plain_text).collect::<Vec<_>>());
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
        text.push_str(&if systems.len() > MOST_SYSTEMS + 1 {
            means.split(':').next().unwrap_or_default().to_string() + "."
        } else {
            means
        });
    }
    text
}

/// " Set differently: coverage (1, 3) and pool size (1, 4)."
fn set_differently<'a>(keys: impl Iterator<Item = (&'a str, Vec<String>)>) -> String {
    let keys: Vec<(&str, Vec<String>)> = keys.collect();
    if keys.is_empty() {
        return " Nothing is set differently.".to_string();
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
    format!(" Set differently: {}.", list(&named))
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
        [one] => format!("{}.", verdict::headline(document, one)),
        several => several_answers(document, several),
    }
}

/// What a single system brings about: a description, for there is nothing to hold it against.
fn description(document: &Document) -> String {
    let Some(system) = document.scenarios.first() else { return "There are no results.".to_string() };
    let of = |measure: Measure| {
        let m = system.measure(measure)?;
        let figures = Figures::of(document, measure);
        let value = with_unit(&figures, m.mean?);
        let interval = m.ci95.map_or_else(String::new, |[low, high]| {
            format!(" (95 % interval {} to {})", figures.value(Some(low)), figures.value(Some(high)))
        });
        Some(format!("{}: {value}{interval}", in_sentence(measure)))
    };
    let parts: Vec<String> = document.named().take(NUMBERS).filter_map(of).collect();
    let head = match (parts.is_empty(), document.worlds) {
        (true, _) => return format!("Nothing can be said of {}: no deals were counted.", system.name),
        (false, 0 | 1) => format!("One world of {} settles nothing. In it", system.name),
        (false, _) => format!("{} on average", system.name),
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
    let clause = |found: Vec<String>, what: &str| {
        let named = if found.len() <= MOST_SYSTEMS { list(&found) } else { format!("{} systems", found.len()) };
        (!found.is_empty()).then(|| format!("{what}: {named}"))
    };
    let clauses = [
        clause(names(|d| d.standing == Standing::Better), "better"),
        clause(names(|d| d.standing == Standing::Worse), "worse"),
        clause(names(|d| d.standing == Standing::Different), "different"),
        clause(names(|d| matches!(d.standing, Standing::NoDifference | Standing::Same)), "no difference that matters"),
        clause(names(|d| d.standing == Standing::NotSettled), "not settled"),
    ];
    let said: Vec<String> = clauses.into_iter().flatten().collect();
    let baseline = &several[0].baseline;
    format!("Against {baseline}, in {}, {}. How the others compare with each other was not asked.", in_sentence(measure), said.join("; "))
}

/// The measure that the answer is about.
pub fn foremost(document: &Document) -> Measure {
    let wins = Measure::WinWinDealsPerMonth;
    if document.named().any(|m| m == wins) { wins } else { document.named().next().unwrap_or(wins) }
}

/// What else is settled of one comparison.
fn rest(document: &Document, one: &DifferenceResult) -> String {
    let foremost = foremost(document);
    let with = |standing: Standing| -> Vec<String> {
        let others = document.named().filter(|m| *m != foremost).filter_map(|m| one.measure(m));
        others.filter(|d| d.standing == standing).map(|d| in_sentence(d.id.0)).collect()
    };
    let parts: Vec<String> = [
        (Standing::Better, "Better in"),
        (Standing::Worse, "Worse in"),
        (Standing::NoDifference, "No difference that matters in"),
        (Standing::NotSettled, "Not settled:"),
    ]
    .into_iter()
    .map(|(standing, what)| (with(standing), what))
    .filter(|(found, _)| !found.is_empty())
    .map(|(found, what)| format!("{what} {}.", list(&found)))
    .collect();
    parts.join(" ")
}

/// What a year is to bring of a measure that is counted by the month.
pub fn target(targets: &Targets, measure: Measure) -> Option<f64> {
    match measure {
        Measure::RevenuePerMonth => targets.revenue_a_year,
        Measure::WinWinDealsPerMonth => targets.win_wins_a_year,
        _ => None,
    }
}

/// In how many worlds a target is reached.
fn reached(stored: &Stored, document: &Document, measure: Measure, a_year: f64) -> Option<String> {
    let quantity = Quantity::Chance(measure, Side::AtLeast, a_year / 12.0);
    let guard = Guard { require: String::new(), because: String::new(), quantity, side: Side::AtLeast, bound: 0.5 };
    let what = if measure == Measure::RevenuePerMonth { "EUR revenue a year" } else { "win-wins a year" };
    let wanted = format!("{} {what}", grouped(a_year, usize::from(a_year.fract() != 0.0)));
    let one = |(system, named): (&crate::report::stored::StoredSystem, &ScenarioResult)| {
        let ratios: Vec<Ratio> = system.worlds.iter().map(|row| row.ratios[measure as usize]).collect();
        let judged = judge(&guard, &ratios, None);
        let counted = ratios.iter().filter(|ratio| ratio.denominator > 0.0).count() as u64;
        let reach = (judged.value? * counted as f64).round();
        let interval = judged
            .interval
            .filter(|_| counted > 1)
            .map_or_else(String::new, |[low, high]| format!(" (95 % interval {:.0} to {:.0} %)", 100.0 * low, 100.0 * high));
        Some(format!("in {} of {}{interval} under {}", grouped(reach, 0), worlds(counted), named.name))
    };
    let all: Vec<String> = stored.systems.iter().zip(&document.scenarios).take(MOST_SYSTEMS + 1).filter_map(one).collect();
    (!all.is_empty()).then(|| format!("The target of {} (mean year of the window) is reached {}.", wanted, list(&all)))
}

/// A figure of the first page.
fn number(document: &Document, measure: Measure) -> Number {
    let figures = Figures::of(document, measure);
    let mean = |name: &str| verdict::scenario(document, name).and_then(|s| s.measure(measure)?.mean);
    if document.differences.is_empty() {
        return Number { label: figures.label(), lines: document.scenarios.iter().map(|s| alone(s, measure, &figures)).collect() };
    }
    let line = |one: &DifferenceResult| {
        let (a, b) = (mean(&one.baseline), mean(&one.scenario));
        let judged = verdict::judged(document, one, measure);
        let d = one.measure(measure);
        let from_to = format!("{} → {}", figures.value(a), figures.value(b));
        let unit = figures.unit();
        let unit = if unit.is_empty() { unit } else { format!(" {unit}") };
        let interval = d.and_then(|d| d.ci95).map_or_else(
            || "one world, no interval".to_string(),
            |[low, high]| format!("95 % interval {} to {}", judged.relative(low), judged.relative(high)),
        );
        let probably = if d.is_some_and(|d| d.warning.is_some()) { "; the interval is not safe" } else { "" };
        let gap = d.and_then(|d| d.mean);
        NumberLine {
            system: one.scenario.clone(),
            value: gap.map_or_else(|| "not defined".to_string(), |gap| judged.relative(gap)),
            standing: d.map(|d| d.standing),
            detail: if gap.is_some() { format!("{from_to}{unit}; {interval}{probably}") } else { "there was nothing to count".to_string() },
        }
    };
    let mut lines: Vec<NumberLine> = document.differences.iter().take(MOST_SYSTEMS).map(line).collect();
    if let [only] = lines.as_mut_slice() {
        only.system = String::new();
    }
    Number { label: measure.title().to_string(), lines }
}

/// A figure of a single system: the mean with its error, and apart from it the spread of outcomes.
fn alone(system: &ScenarioResult, measure: Measure, figures: &Figures) -> NumberLine {
    let Some((m, mean)) = system.measure(measure).and_then(|m| Some((m, m.mean?))) else {
        return NumberLine {
            system: String::new(),
            value: "not defined".to_string(),
            standing: None,
            detail: "there was nothing to count".to_string(),
        };
    };
    let interval = m.ci95.map_or_else(
        || "one world, no interval".to_string(),
        |[low, high]| format!("95 % interval of the mean {} to {}", figures.value(Some(low)), figures.value(Some(high))),
    );
    let spread = match (m.p10, m.p90, m.ci95) {
        (Some(low), Some(high), Some(_)) => format!("; 8 of 10 worlds from {} to {}", figures.value(Some(low)), figures.value(Some(high))),
        _ => String::new(),
    };
    NumberLine { system: String::new(), value: figures.value(Some(mean)), standing: None, detail: format!("{interval}{spread}") }
}

/// What speaks against the answer.
fn risks(document: &Document, systems: &[Named<'_>]) -> Vec<String> {
    let mut risks = Vec::new();
    let foremost = foremost(document);
    let failed = document.guards.iter().filter(|g| g.judgement == crate::report::guards::Verdict::Fail);
    risks.extend(failed.map(|g| format!("A requirement is not met: {} for {}.", plain_text(&g.require), g.scenario)));
    risks.extend(assumptions::means(systems).filter(|means| means.starts_with("Not the same") && systems.len() <= MOST_SYSTEMS));
    for one in document.differences.iter().take(MOST_SYSTEMS) {
        let (a, b) = (&one.baseline, &one.scenario);
        let worse: Vec<String> = document
            .named()
            .filter_map(|m| one.measure(m))
            .filter(|d| d.standing == Standing::Worse)
            .map(|d| in_sentence(d.id.0))
            .collect();
        if !worse.is_empty() {
            risks.push(format!("{b} is worse than {a} in {}.", list(&worse)));
        }
        if let Some((d, share)) = one.measure(foremost).and_then(|d| Some((d, d.p_better?))).filter(|_| document.worlds > 1)
            && d.standing == Standing::Better
        {
            risks.push(match share {
                all if all >= 1.0 => format!(
                    "{b} was better in {} in every simulated world; the real market is only one, and may be unlike all of them.",
                    in_sentence(foremost)
                ),
                _ => format!(
                    "Better on average is not better always: {b} was behind in {} worlds in {}.",
                    of_ten_worlds(1.0 - share),
                    in_sentence(foremost)
                ),
            });
        }
    }
    let same = document.same_customers.iter().filter_map(|one| one.words.as_deref()).take(1);
    risks.extend(same.filter_map(|words| words.split_once(". Of ").map(|(_, second)| format!("What is given up: of {second}"))));
    risks.extend(verdict::not_safe(document));
    if document.worlds == 1 {
        risks.push("One world settles nothing: any difference in it may be luck.".to_string());
    }
    if document.differences.is_empty() && document.worlds > 1 {
        risks.push("Nothing was compared: whether another way of selling would do better is not known from this.".to_string());
    }
    risks.push("The figures are of a model. What it assumes is listed below; results hold as far as that holds.".to_string());
    risks.truncate(MOST_RISKS);
    risks
}

/// What is to be decided, if nobody said so.
fn decision(document: &Document) -> String {
    let measure = foremost(document);
    let [one] = document.differences.as_slice() else {
        return match document.differences.as_slice() {
            [] => "None: this describes one way of selling. Decide what to hold it against.".to_string(),
            several => {
                let better: Vec<String> = several
                    .iter()
                    .filter(|one| one.measure(measure).is_some_and(|d| d.standing == Standing::Better && !d.is_small))
                    .map(|one| one.scenario.clone())
                    .take(MOST_SYSTEMS)
                    .collect();
                match better.as_slice() {
                    [] => format!("None of the others is shown to be better than {}: stay, or say what else to try.", several[0].baseline),
                    [one] => format!("Whether to try {one} where it can be watched, with the assumptions below measured on the way."),
                    _ => format!("Which of {} to look at more closely; they have not been held against each other.", list(&better)),
                }
            }
        };
    };
    let (a, b) = (&one.baseline, &one.scenario);
    let Some(d) = one.measure(measure) else { return "None: nothing was compared.".to_string() };
    match d.standing {
        _ if document.worlds < 2 => "None yet: one world settles nothing. Decide how many to run.".to_string(),
        Standing::Better if d.is_small => format!("Whether a gain this small is worth a change from {a} to {b}."),
        Standing::Better if d.warning.is_some() => {
            format!("Whether to look closer at {b}: it is probably better, but the interval is not safe yet.")
        }
        Standing::Better => {
            format!("Whether to try {b} in place of {a} where it can be watched, and to measure there what the result hangs on.")
        }
        Standing::Worse => format!("Whether to stay with {a}: by these figures {b} is no improvement in {}.", in_sentence(measure)),
        Standing::NoDifference | Standing::Same => {
            format!("Whether anything else speaks for {b}: in {} it is all the same.", in_sentence(measure))
        }
        Standing::Different => {
            format!("Whether {b} is wanted: it is different in {}, which is neither good nor bad by itself.", in_sentence(measure))
        }
        Standing::NotSettled => {
            "None yet: these worlds do not settle it. Decide whether it is worth more of them, or what else to go by.".to_string()
        }
    }
}

/// What would change the answer.
fn change(document: &Document, systems: &[Named<'_>]) -> Vec<String> {
    let mut lines = Vec::new();
    let measure = foremost(document);
    for one in document.differences.iter().take(1) {
        let more = one.measure(measure).filter(|d| d.standing == Standing::NotSettled).and_then(|d| d.more_worlds);
        lines.extend(more.map(|more| format!("About {} more worlds would settle {}.", about(more), in_sentence(measure))));
    }
    let differs = |path: &str| document.settings.as_ref().is_some_and(|s| s.keys.iter().any(|key| key.key == path));
    let assumed = assumptions::lines(systems);
    let told = assumed.iter().filter_map(|line| line.split_once(" = ")).filter(|(path, _)| !differs(path)).take(3);
    let told: Vec<String> = told
        .map(|(path, value)| format!("{} {}", plain_text(&key_names([path])[0]), value.split(" (").next().unwrap_or_default()))
        .collect();
    lines.extend((!told.is_empty()).then(|| format!("Figures of our own that say otherwise than what is assumed: {}.", told.join("; "))));
    if let [a, b] = systems {
        lines.push(format!("A market in which {} and {} trade places. Where that border lies is drawn by winflow map.", a.name, b.name));
    }
    lines
}
