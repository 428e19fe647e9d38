//! The page for leadership: one file, made from stored results. First a brief of one page, then the evidence, what it rests on, how it was
//! made, and what it is not for.
//!
//! The file needs nothing from anywhere: fonts, style and script are in it, and its content security policy names the one style and the one
//! script by their hashes and refuses all else. It works without the script.

pub mod brief;
mod choice;
mod decision;
mod figure;
mod isolated;
mod layout;
mod market;
mod method;
pub mod more;
pub mod names;
mod numbers;
mod report;
mod risks;
mod small;
pub mod tables;
mod targets;
#[cfg(test)]
mod tests;
pub mod theme;
pub mod words;

use super::charts::grammar::{Colour, Picture};
use crate::measure::Measure;
use crate::report::results::stored::Stored;
use crate::report::results::targets::Targets;
use crate::report::results::words::plain_text;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use brief::Brief;
use figure::Figure;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use more::More;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
const REGULAR: &[u8] = include_bytes!("../fonts/OpenSans-Regular.woff2");
const SEMIBOLD: &[u8] = include_bytes!("../fonts/OpenSans-Semibold.woff2");

/// What a report is made from.
#[derive(Debug, Clone)]
pub struct Material {
    /// A run or a comparison, with its pictures.
    pub main: Option<(Stored, Vec<Picture>)>,
    /// Further experiments.
    pub more: Vec<More>,
}

/// What is asked of a report.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Its title, if not made from the systems.
    pub title: Option<String>,
    /// What is to be decided, if not made from the results.
    pub decision: Option<String>,
    /// What results should reach.
    pub targets: Targets,
}

/// The page.
pub fn html(material: &Material, options: &Options) -> String {
    let mut colours = BTreeSet::new();
    let document = material.main.as_ref().map(|(stored, _)| names::short_document(&stored.document));
    let systems: Vec<String> = document.iter().flat_map(|d| &d.scenarios).map(|s| s.name.clone()).collect();
    let brief = brief(material, options);
    let whole_names: Vec<String> = material.main.iter().flat_map(|(stored, _)| &stored.systems).map(|system| system.name.clone()).collect();
    let mut figures = Figures { colours: &mut colours, systems: &whole_names, ids: BTreeSet::new() };
    let first_page = match (&material.main, &document) {
        (Some((stored, _)), Some(document)) => {
            let dots = |measure: Measure| small::dots(stored, document, measure, options.targets.level(measure));
            let first = small::differences(document);
            let is_alone = first.is_none();
            let first = first.or_else(|| dots(Measure::WinWinDealsPerMonth));
            let second = dots(second_dots(&options.targets, is_alone));
            figures.all(&first.into_iter().chain(second).collect::<Vec<_>>(), "brief")
        }
        _ => Vec::new(),
    };
    let evidence = match &material.main {
        Some((_, pictures)) => figures.all(pictures, "evidence"),
        None => Vec::new(),
    };
    let further = material.more.iter().map(|more| (more, figures.all(&more.pictures, "more"))).collect();
    let report = report::Report { material, document: document.as_ref(), systems: &systems, brief: &brief, first_page, evidence, further };
    // A sign of per cent stays with its number.
    let body = PreEscaped(layout::body(&report).into_string().replace(" %", "\u{a0}%"));
    without_harm(&whole(&brief.title, &body, &colours).into_string())
}

/// The measure of the second chart of the brief: revenue, unless a target is for another one that no other chart shows.
fn second_dots(targets: &Targets, is_alone: bool) -> Measure {
    let revenue = Measure::RevenuePerMonth;
    let is_shown = |measure: Measure| is_alone && measure == Measure::WinWinDealsPerMonth;
    let aimed: Vec<Measure> = targets.levels().map(|level| level.measure).filter(|measure| !is_shown(*measure)).collect();
    if aimed.contains(&revenue) { revenue } else { aimed.first().copied().unwrap_or(revenue) }
}

/// Makes figures of pictures: ids once each, colours gathered.
struct Figures<'a> {
    colours: &'a mut BTreeSet<Colour>,
    systems: &'a [String],
    ids: BTreeSet<String>,
}

impl Figures<'_> {
    fn all(&mut self, pictures: &[Picture], part: &str) -> Vec<Figure> {
        pictures.iter().map(|picture| self.one(picture, part)).collect()
    }

    fn one(&mut self, picture: &Picture, part: &str) -> Figure {
        let letters = picture.name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
        let plain = format!("{part}-{}", letters.collect::<String>());
        let mut id = plain.clone();
        let mut number = 2;
        while !self.ids.insert(id.clone()) {
            id = format!("{plain}-{number}");
            number += 1;
        }
        let figure = Figure::new(picture, id, if part == "more" { &[] } else { self.systems });
        self.colours.extend(figure.picture.drawing.colours());
        figure
    }
}

fn brief(material: &Material, options: &Options) -> Brief {
    let mut brief = match (&material.main, material.more.first()) {
        (Some((stored, _)), _) => Brief::new(stored, options),
        (None, Some(more)) => more.brief(),
        (None, None) => Brief { title: "Nothing to report".to_string(), ..Brief::default() },
    };
    if let Some((stored, _)) = &material.main {
        let names: Vec<&str> = stored.systems.iter().map(|system| system.name.as_str()).collect();
        // A border between these systems says more than one between others.
        let mut with_border: Vec<&More> = material.more.iter().filter(|more| more.border.is_some()).collect();
        with_border.sort_by_key(|more| !more.is_of(&names));
        brief.border = with_border.first().and_then(|more| more.border_for(&names)).or(brief.border);
    }
    if let Some(title) = &options.title {
        brief.title.clone_from(title);
    }
    if let Some(decision) = &options.decision {
        brief.decision.clone_from(decision);
    }
    brief
}

/// The hash of a style or a script, as a content security policy names it.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)))
}

/// A text as it was written, however its lines were ended when it was checked out: hashes are of these bytes.
fn with_line_feeds(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

/// Head and body.
fn whole(title: &str, body: &Markup, colours: &BTreeSet<Colour>) -> Markup {
    let face = |weight: &str, bytes: &[u8]| {
        let data = STANDARD.encode(bytes);
        format!("@font-face{{font-family:\"Open Sans\";font-weight:{weight};src:url(data:font/woff2;base64,{data}) format(\"woff2\")}}\n")
    };
    let script = with_line_feeds(SCRIPT);
    let style = format!("{}{}{}{}", face("400", REGULAR), face("600 700", SEMIBOLD), theme::css(colours), with_line_feeds(STYLE));
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; font-src data:; base-uri 'none'; form-action 'none'",
        hash(&style),
        hash(&script)
    );
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "winflow " (env!("CARGO_PKG_VERSION")) };
                title { (title) }
                style { (PreEscaped(style)) }
            }
            body {
                (body)
                script { (PreEscaped(script)) }
            }
        }
    }
}

/// Names come from users: what cannot be seen and could turn the text around it is left out.
fn without_harm(page: &str) -> String {
    plain_text(page)
}
