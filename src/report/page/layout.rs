//! What stands where.

use super::brief::{Brief, Number};
use super::choice::foremost;
use super::more::More;
use super::report::Report;
use super::{isolated, method, names, tables};
use crate::report::charts::grammar::Tells;
use crate::report::results::assumptions::{self, NamedScenario};
use crate::report::results::by;
use crate::report::results::cautions;
use crate::report::results::document::Document;
use crate::report::results::judgement;
use crate::report::results::sameness;
use crate::report::results::verdict;
use crate::report::results::words::{list, worlds};
use maud::{Markup, html};

/// The body of the page.
pub fn body(report: &Report<'_>) -> Markup {
    html! {
        a.skip href="#answer" { "Skip to the answer" }
        header.bar {
            p.mark { "winflow" span.quiet { " report" } }
            nav aria-label="Parts of the report" {
                @for (id, name) in PARTS { a href={ "#" (id) } { (name) } }
            }
            div.tools id="tools" hidden { button type="button" id="theme" { "Dark" } }
        }
        main {
            (brief(report))
            @if report.systems.len() > 1 {
                fieldset.toggles id="toggles" hidden {
                    legend { "Show" }
                    @for (place, name) in report.systems.iter().enumerate() {
                        label { input type="checkbox" checked data-toggles=(place); " " (isolated::name(name)) }
                    }
                }
            }
            (evidence(report))
            (assumed(report))
            (method::section(report))
            (method::limits())
        }
        footer { p { (isolated::sentence(&source(report), report.systems)) } }
    }
}

/// The parts of the report: where they are, and what they are called.
const PARTS: [(&str, &str); 5] =
    [("brief", "Brief"), ("evidence", "Evidence"), ("assumptions", "Assumptions"), ("method", "Method"), ("limits", "Limits")];

/// The first page.
fn brief(report: &Report<'_>) -> Markup {
    let (brief, spare) = (report.brief, report.brief.spare());
    let told = |text: &str| isolated::sentence(text, report.systems);
    let kept = brief.more.len() - spare.more;
    html! {
        article.brief.(density(brief)) id="brief" {
            h1 { (told(&brief.title)) }
            p.situation { (told(&brief.situation)) }
            section.answer id="answer" tabindex="-1" {
                h2.hidden { "The answer" }
                p.finding { (told(&brief.answer)) }
                @for (place, line) in brief.more.iter().enumerate() { p.spare[place >= kept] { (told(line)) } }
                @if spare.more > 0 { p.paper { (not_on_paper(spare.more)) } }
            }
            @if !brief.numbers.is_empty() {
                ul.numbers { @for one in &brief.numbers { (number(one)) } }
            }
            @if !report.first_page.is_empty() {
                section.pair {
                    h2.hidden { "Two charts" }
                    @for figure in &report.first_page { (figure.markup(false)) }
                }
            }
            div.three {
                section { h2 { "Risks" } (lines(&Lines { lines: &brief.risks, spare: spare.risks, more: brief.more_risks, last: None }, report.systems)) }
                section { h2 { "Decision needed" } p { (told(&brief.decision)) } }
                section { h2 { "What would change our mind" } (lines(&Lines { lines: &brief.change, spare: spare.change, more: 0, last: brief.border.as_deref() }, report.systems)) }
            }
            p.source { (told(&source(report))) }
        }
    }
}

/// How closely it has to be set on paper to stay on one page, and no smaller than can be read.
fn density(brief: &Brief) -> &'static str {
    match brief.letters() - brief.spare().letters {
        0..=1700 => "airy",
        1701..=2200 => "dense",
        _ => "tight",
    }
}

/// A list of the brief.
struct Lines<'a> {
    /// What is told.
    lines: &'a [String],
    /// So many of the last have no room on paper.
    spare: usize,
    /// So many more there are, told elsewhere.
    more: usize,
    /// What ends it, on paper too.
    last: Option<&'a str>,
}

fn not_on_paper(count: usize) -> String {
    format!("And {count} more: see the following pages, or the report file.")
}

fn lines(of: &Lines<'_>, names: &[String]) -> Markup {
    let kept = of.lines.len() - of.spare;
    html! {
        @if of.lines.is_empty() && of.last.is_none() { p { "Nothing known." } }
        @else { ul {
            @for (place, line) in of.lines.iter().enumerate() { li.spare[place >= kept] { (isolated::sentence(line, names)) } }
            @if let Some(last) = of.last { li { (isolated::sentence(last, names)) } }
            @if of.more > 0 { li.spare[of.spare > 0] { "And " (of.more) " more: see the evidence and the assumptions." } }
            @if of.spare > 0 { li.paper { (not_on_paper(of.spare + of.more)) } }
        } }
    }
}

fn number(number: &Number) -> Markup {
    html! {
        li {
            p.label { (number.label) }
            @for line in &number.lines {
                @if !line.system.is_empty() { p.whose { (isolated::name(&line.system)) } }
                p.value.(if number.lines.len() > 1 { "several" } else { "one" }) {
                    (line.value)
                    @if let Some(standing) = line.standing { " " (tables::standing(standing)) }
                }
                p.detail { (line.detail) }
            }
            @if number.more > 0 { p.detail { "And " (number.more) @if number.more == 1 { " more system" } @else { " more systems" } ": see the evidence." } }
        }
    }
}

/// Where figures come from.
fn source(report: &Report<'_>) -> String {
    match (report.document, &report.material.main, report.further.first()) {
        (Some(document), Some((stored, _)), _) => {
            let worlds = worlds(document.worlds);
            format!("Simulated: {}; {worlds}, seed {}; winflow {}.", list(&few(report.systems)), document.seed, stored.version)
        }
        (_, _, Some((more, _))) => more.method.clone(),
        _ => String::new(),
    }
}

/// So many names as fit into a line.
fn few(names: &[String]) -> Vec<String> {
    let mut few: Vec<String> = names.iter().take(6).map(|name| names::short(name)).collect();
    if names.len() > few.len() {
        few.push(format!("{} more", names.len() - few.len()));
    }
    few
}

fn evidence(report: &Report<'_>) -> Markup {
    html! {
        section.part id="evidence" aria-labelledby="evidence-heading" {
            h2 id="evidence-heading" { "Evidence" }
            p.paper.note { "On paper, charts appear without their data tables; the report file has them." }
            @if let Some(document) = report.document {
                @if !report.evidence.iter().any(|figure| figure.picture.tells == Tells::Differences) {
                    @for paragraph in verdict::verdict(document).lines() { p { (isolated::sentence(paragraph, report.systems)) } }
                }
                h3 { "All requested figures" }
                (tables::measures(document))
                @for note in notes(document) { p.note { (note) } }
                @for words in verdict::lost_customers(document) { p { (isolated::sentence(&words, report.systems)) } }
                (tables::guards(document))
                @for figure in &report.evidence { (figure.markup(true)) }
                @for (place, table) in by::tables(document, false).iter().enumerate() { (tables::data(table, "by", &format!("by-{place}"))) }
                @if !document.by.is_empty() { p.note { (by::caption(document.worlds)) } }
            }
            @for (more, figures) in &report.further {
                section.further {
                    h3 { (isolated::sentence(&more.heading, &more.systems)) }
                    @if is_of_others(report, more) { p.note { "This concerns other systems than the comparison above: " (list(&few(&more.systems))) "." } }
                    @for finding in &more.findings { p { (isolated::sentence(finding, &more.systems)) } }
                    p.note { (more.method) }
                    @for figure in figures { (figure.markup(true)) }
                }
            }
        }
    }
}

/// Whether a further experiment is about systems that are not in the comparison.
fn is_of_others(report: &Report<'_>, more: &More) -> bool {
    let systems = report.material.main.iter().flat_map(|(stored, _)| &stored.systems);
    let names: Vec<&str> = systems.map(|system| system.name.as_str()).collect();
    !names.is_empty() && !more.is_of(&names)
}

/// What the table of figures rests on.
fn notes(document: &Document) -> Vec<String> {
    let correction = verdict::correction(document).map(|words| {
        let mut letters = words.chars();
        format!("{}.", letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>())
    });
    let precision = document.precision.as_ref().filter(|p| !p.figures.is_empty()).map(|p| judgement::precision(p, document.worlds));
    let why_same = document.differences.iter().flat_map(|difference| sameness::sentences(document, difference));
    [correction, verdict::not_safe(document), verdict::saved_by_common_worlds(document), precision]
        .into_iter()
        .flatten()
        .chain(why_same)
        .chain(cautions::notes(document))
        .collect()
}

/// What it rests on.
fn assumed(report: &Report<'_>) -> Markup {
    let (Some((stored, _)), Some(document)) = (&report.material.main, report.document) else {
        return html! {
            section.part id="assumptions" aria-labelledby="assumptions-heading" {
                h2 id="assumptions-heading" { "Assumptions" }
                p { "Every setting, with defaults filled in, is in manifest.json of the results. winflow diff shows which settings differ, and where they are set." }
            }
        };
    };
    let named: Vec<NamedScenario<'_>> =
        document.scenarios.iter().zip(&stored.systems).map(|(s, of)| NamedScenario { name: &s.name, scenario: &of.scenario }).collect();
    html! {
        section.part id="assumptions" aria-labelledby="assumptions-heading" {
            h2 id="assumptions-heading" { "Assumptions" }
            @if let Some(means) = assumptions::means(&named) { p { (isolated::sentence(&means.words, report.systems)) } }
            h3 { "The systems" }
            dl { @for (short, system) in document.scenarios.iter().zip(&stored.systems) {
                dt { (isolated::name(&short.name)) }
                dd {
                    @if short.name != system.name { p.quiet { "Full name: " (isolated::name(&system.name)) } }
                    p { (if system.scenario.about.is_empty() { "No description." } else { system.scenario.about.as_str() }) }
                }
            } }
            h3 { "Settings that differ" }
            (tables::settings(document))
            h3 { "Key assumptions" }
            p { (assumptions::how_found(&named, foremost(document))) " They are assumptions unless a source is given; do not rely on a finding that reverses within a plausible range." }
            ul.code { @for assumed in assumptions::assumed(&named, foremost(document)).iter().take(60) {
                li { code { (names::short_key(&assumed.path)) } " = " (assumed.value) @if let Some(source) = &assumed.source { " (" (source) ")" } }
            } }
        }
    }
}
