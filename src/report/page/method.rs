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
            @if comparison { "To tell whether " (document.scenarios[0].name) " or another way of selling does better" @if Unlike::of(&named(stored)).market.is_empty() { " with the same customers" } ", and how sure that is." }
            @else { "To describe what one way of selling brings about, and how sure that is." }
            " Asked about, before looking:"
        }
        dl.measures { @for measure in document.named() { dt { (measure.title()) } dd { (measure.definition()) } } }
        (logic())
        h3 { "Data" }
        p {
            "Inputs are the scenarios, every key with unit, range, default and source; what has no source is called an assumption. Nothing was fitted to the results. "
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
        return "Customers are drawn by the rates of the scenarios.".to_string();
    }
    real.truncate(6);
    format!("Customers of {} came as real arrivals, read from files; all others are drawn by the rates of the scenarios.", list(&real))
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
            "Customers have projects, and buying groups with needs, doubts and vetoes of their own. Dialogues begin through channels, opportunities are judged, and those let in are worked on, step by step, by people with limited hours. A group decides by what its members believe; what they truly need is drawn beforehand and the same under every system. "
            "Nothing in the model says who wins: ways of selling are settings of one engine. The guide of winflow holds every equation (model)."
        }
    }
}

fn experimentation(stored: &Stored, document: &Document) -> Markup {
    html! {
        ul {
            li { b { "Start. " } (warm_up(stored)) }
            li { b { "Length. " } (length(stored)) }
            li { b { "Replications. " } (worlds(document.worlds)) ", each a market of its own drawn from seed " (document.seed) ". A world is one history of the whole market; customers within it compete for the same people, so that statistics are over worlds and never over customers." }
            @if document.scenarios.len() > 1 {
                li { b { "Pairing. " } (Unlike::of(&named(stored)).pairing()) " Differences are taken world by world, so that what both have in common cancels." }
            }
            li { b { "Intervals. " } "95 % intervals of the mean: Student's, or where worlds are skewed the farther of Student's and the studentised bootstrap. Where one is not safe, a note says so. They are about the mean; how far single worlds spread is told apart, as the band in which 8 of 10 worlds fall, or of fewer than ten worlds as the lowest and the highest." }
            @if document.differences.is_empty() {} @else {
                li { b { "Several at once. " } "The words better and worse are corrected for all " (document.measures.len() * document.differences.len()) " figures asked about (Holm 1979): the chance that any of them is wrong is at most 5 %. No difference that matters means that the whole interval lies within " (plain(100.0 * document.matters)) " % of the baseline's mean. Not settled means that nothing is known yet, not that there is no difference." }
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
    format!("{}; what happens in them is not counted.", list(&all))
}

fn length(stored: &Stored) -> String {
    let of = |one: &StoredSystem| {
        let time = &one.scenario.time;
        format!("a window of {}, and up to {} more for journeys begun in it to end", years(time.years), years(time.run_out_years))
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
            "winflow " (version) ", written in Rust. Random numbers are PCG streams keyed by seed, world and purpose, so that a change in one place leaves the draws of all others alone. The same command gives the same figures on every machine"
            @if let Some(seed) = seed { " (seed " (seed) ")" }
            ". Every run is checked to add up: hours, money, customers."
        }
        h3 { "Code access" }
        p { "winflow is open source (MIT or Apache 2.0). The folder of this report holds everything the figures are made from: manifest.json with every setting, worlds.csv with every world, results.json with every statistic." }
    }
}

/// What the results are not for.
pub fn limits() -> Markup {
    html! {
        section.part id="limits" aria-labelledby="limits-heading" {
            h2 id="limits-heading" { "Limits" }
            p { "The model compares ways of selling under stated assumptions. It is" }
            ul {
                li { b { "not for forecasting. " } "No figure here says what a year will bring to a firm; levels hang on assumptions that nobody has measured there. Differences between systems hang on fewer of them." }
                li { b { "not for judging people. " } "Persons in it are drawn; nothing in it is about anybody." }
                li { b { "not for setting a single person's pay or target. " } "Plans are compared as rules for all." }
                li { b { "not proof. " } "An interval tells how sure a figure of the model is, not how well the model fits your market. What it has been held against, and where it failed, is in the guide (validation)." }
                li { b { "not the whole. " } "What is not modelled cannot show: brands, politics, law, and whatever customers and rivals would do in answer to a change." }
            }
        }
    }
}
