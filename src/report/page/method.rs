//! How the results came about, in the order of the STRESS-DES guidelines (Monks, Currie, Onggo, Robinson, Kunc and Taylor, "Strengthening the
//! reporting of empirical simulation studies: Introducing the STRESS guidelines", *Journal of Simulation* 13, 2019), and what they are not for.

use super::market::Unlike;
use super::report::Report;
use crate::report::results::arrivals::ArrivalsRead;
use crate::report::results::assumptions::NamedScenario;
use crate::report::results::document::Document;
use crate::report::results::judgement::plain;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::words::{grouped, list, worlds, years};
use crate::scenario::customer::Start;
use maud::{Markup, html};

/// The section on method.
pub fn section(report: &Report<'_>) -> Markup {
    html! {
        section.part id="method" aria-labelledby="method-heading" {
            h2 id="method-heading" { "Method" }
            p { "In the order of the STRESS-DES guidelines for discrete-event simulation (Monks and others, Journal of Simulation 13, 2019)." }
            @if let (Some((stored, _)), Some(document)) = (&report.material.main, report.document) {
                (of_a_run(stored, document))
            } @else {
                @for (more, _) in &report.further { h3 { (more.heading) } p { (more.method) } }
                (logic()) (implementation(env!("CARGO_PKG_VERSION"), None))
            }
        }
    }
}

fn named(stored: &Stored) -> Vec<NamedScenario<'_>> {
    stored.systems.iter().map(|system| NamedScenario { name: &system.name, scenario: &system.scenario }).collect()
}

fn of_a_run(stored: &Stored, document: &Document) -> Markup {
    let comparison = document.scenarios.len() > 1;
    html! {
        h3 { "Objectives" }
        p {
            @if comparison { "To find out whether " (document.scenarios[0].name) " or another way of selling performs better" @if Unlike::of(&named(stored)).market.is_empty() { " with the same customers" } ", and how certain that is." }
            @else { "To describe the results of one way of selling, and how certain they are." }
            " Measures chosen before running:"
        }
        dl.measures { @for measure in document.named() { dt { (measure.title()) } dd { (measure.definition()) } } }
        (logic())
        h3 { "Data" }
        p {
            "Inputs are the scenarios: every setting has a unit, range, default and source; settings without a source are labelled assumptions. Nothing was fitted to the results. "
            (arrivals(stored))
        }
        (files(stored))
        h3 { "Experimentation" }
        (experimentation(stored, document))
        (implementation(&stored.version, Some(document.seed)))
    }
}

/// Where customers come from: chance, or real arrivals.
fn arrivals(stored: &Stored) -> String {
    let mut real: Vec<String> = Vec::new();
    for (name, channel) in stored.systems.iter().flat_map(|system| &system.scenario.channel.entries) {
        if !channel.csv_file.is_empty() && !real.contains(name) {
            real.push(name.clone());
        }
    }
    if real.is_empty() {
        return "Customers are drawn at random, at the rates set in the scenarios.".to_string();
    }
    real.truncate(6);
    format!(
        "Customers of {} are real arrivals, read from files; all others are drawn at random, at the rates set in the scenarios.",
        list(&real)
    )
}

/// Every file of real arrivals, with what was found in it and what was left out.
fn files(stored: &Stored) -> Markup {
    let mut files: Vec<&ArrivalsRead> = Vec::new();
    for file in stored.systems.iter().flat_map(|system| &system.arrivals) {
        if !files.contains(&file) {
            files.push(file);
        }
    }
    html! {
        @for file in files {
            p { b { (file.file) } ", " (file.summary()) ". Read as " (file.read_as) "." }
            @if !file.found.is_empty() {
                ul { @for found in &file.found { li { @if found.left_out { "Left out: " } @else { "Used: " } (found.words) } } }
            }
        }
    }
}

fn logic() -> Markup {
    html! {
        h3 { "Logic" }
        p {
            "Customers have projects, and buying groups with needs, doubts and vetoes of their own. Dialogues begin through channels, opportunities are qualified, and the accepted ones are worked on, step by step, by people with limited hours. A group decides on what its members believe; what they truly need is drawn beforehand and is the same under every system. "
            "Nothing in the model says who wins: ways of selling are settings of one engine. The winflow guide has every equation (page: model)."
        }
    }
}

fn experimentation(stored: &Stored, document: &Document) -> Markup {
    html! {
        ul {
            li { b { "Start. " } (warm_up(stored)) }
            li { b { "Length. " } (length(stored)) }
            li { b { "Replications. " } (worlds(document.worlds)) ", each a separate market drawn from seed " (document.seed) ". A world is one history of the whole market; customers in it compete for the same people, so statistics are over worlds, never over customers." }
            @if document.scenarios.len() > 1 {
                li { b { "Pairing. " } (Unlike::of(&named(stored)).pairing()) " Differences are taken world by world, so that whatever both have in common cancels out." }
            }
            li { b { "Intervals. " } "95 % intervals of the mean: Student's t or, where worlds are skewed, the wider end of Student's t and the studentised bootstrap. Where an interval is not safe, a note says so. They are about the mean; the spread of single worlds is shown separately, as the band that holds 8 of 10 worlds or, with fewer than ten worlds, as lowest and highest." }
            @if document.differences.is_empty() {} @else {
                li { b { "Multiple testing. " } "The words better and worse are corrected for all " (document.measures.len() * document.differences.len()) " figures tested (Holm 1979): the chance that any of them is wrong is at most 5 %. No relevant difference means that the whole interval lies within " (plain(100.0 * document.matters)) " % of the baseline's mean. Not settled means that nothing is known yet, not that there is no difference." }
            }
        }
    }
}

fn warm_up(stored: &Stored) -> String {
    let of = |one: &StoredSystem| {
        let time = &one.scenario.time;
        let start = if time.start == Start::Loaded { "with a loaded pipeline" } else { "from an empty start" };
        format!("{} weeks of warm-up {start}", grouped(time.warm_up_weeks, 0))
    };
    let mut all: Vec<String> = stored.systems.iter().map(of).collect();
    all.dedup();
    all.truncate(4);
    format!("{}; what happens during warm-up is not counted.", list(&all))
}

fn length(stored: &Stored) -> String {
    let of = |one: &StoredSystem| {
        let time = &one.scenario.time;
        format!("a window of {}, plus up to {} for journeys begun in it to finish", years(time.years), years(time.run_out_years))
    };
    let mut all: Vec<String> = stored.systems.iter().map(of).collect();
    all.dedup();
    all.truncate(4);
    let text = list(&all);
    let mut letters = text.chars();
    format!("{}.", letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>())
}

fn implementation(version: &str, seed: Option<u64>) -> Markup {
    html! {
        h3 { "Implementation" }
        p {
            "winflow " (version) ", written in Rust. Random numbers are PCG streams keyed by seed, world and purpose, so that a change in one place does not affect other draws. The same command gives the same figures on every machine"
            @if let Some(seed) = seed { " (seed " (seed) ")" }
            ". Every run is checked for consistency: hours, money and customers must add up."
        }
        h3 { "Code access" }
        p { "winflow is open source (MIT or Apache 2.0). The folder of this report holds everything behind the figures: every setting in manifest.json, every world in worlds.csv, every statistic in results.json." }
    }
}

/// What the results are not for.
pub fn limits() -> Markup {
    html! {
        section.part id="limits" aria-labelledby="limits-heading" {
            h2 id="limits-heading" { "Limits" }
            p { "The model compares ways of selling under stated assumptions. It is" }
            ul {
                li { b { "not for forecasting. " } "No figure here predicts a firm's year: levels depend on assumptions that nobody has measured there. Differences between systems depend on fewer of them." }
                li { b { "not for judging people. " } "The people in the model are drawn at random; nothing in it is about a real person." }
                li { b { "not for setting an individual's pay or target. " } "Plans are compared as rules for everybody." }
                li { b { "not proof. " } "An interval shows how certain a figure of the model is, not how well the model fits your market. The guide (page: validation) lists what it was tested against, and where it failed." }
                li { b { "not the whole picture. " } "What is not modelled cannot show up: brands, politics, law, and how customers and competitors would react to a change." }
            }
        }
    }
}
