//! A sweep on paper: a curve over one factor, a field over two, the best points in a row over more.

mod curve;
mod field;
mod ranking;
mod tornado;

use crate::experiment::design::ONE_WAY;
use crate::measure::Measure;
use crate::report::charts::grammar::{CannotDraw, Chart, Drawing, Picture, Said, Tells, file_names};
use crate::report::results::sweep::words as text;
use crate::report::results::sweep::{SweepDocument, label};
use crate::report::results::table::{Cell, Style, Table};
use crate::report::results::words::{list, with_unit};

/// A field with more values of a factor than these has no room for numbers.
const MOST_VALUES: usize = 12;

/// The charts of a sweep: for each measure that was asked for, and for each system where one chart shows one system.
pub fn draw(document: &SweepDocument, measures: &[Measure], setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    super::drawn(&pictures(document, measures, setting))
}

/// The same with their words and figures.
pub fn pictures(document: &SweepDocument, measures: &[Measure], setting: &str) -> Vec<Picture> {
    let mut pictures = Vec::new();
    for &measure in measures {
        let name = if measures.len() > 1 { format!("sweep-{}", measure.id().replace('_', "-")) } else { "sweep".to_string() };
        let is_curve = document.factors.len() == 1 && document.design != ONE_WAY;
        let is_field = document.factors.len() == 2
            && document.design == "factorial"
            && (0..2).all(|factor| values(document, factor).len() <= MOST_VALUES);
        if is_curve {
            pictures.push(described(document, measure, None, name, curve::drawing(document, measure, setting)));
            continue;
        }
        let names = file_names(&name, document.systems.iter().map(String::as_str));
        for (system, name) in names.into_iter().enumerate() {
            if document.design == ONE_WAY {
                pictures.push(tornado::picture(document, measure, system, name, setting));
                continue;
            }
            let draw = if is_field { field::drawing } else { ranking::drawing };
            pictures.push(described(document, measure, Some(system), name, draw(document, measure, system, setting)));
        }
    }
    pictures
}

/// A chart of all systems, or of one, with its words and figures.
fn described(document: &SweepDocument, measure: Measure, system: Option<usize>, name: String, drawing: Drawing) -> Picture {
    let figures = text::figures(document, measure);
    let systems: Vec<usize> = system.map_or_else(|| (0..document.systems.len()).collect(), |system| vec![system]);
    let of = |&system: &usize| {
        let name = &document.systems[system];
        [name.clone(), format!("{name}: 95 % interval from"), "to".to_string()]
    };
    let factors = (0..document.factors.len()).map(|factor| axis_name(document, factor));
    let columns = std::iter::once("point".to_string()).chain(factors).chain(systems.iter().flat_map(of));
    let mut data = Table::new(with_unit(&format!("{}, by point", measure.title()), &figures.heading()), columns);
    for (place, point) in document.points.iter().enumerate() {
        let values = point.values.iter().map(|value| match value.as_f64() {
            Some(number) => Cell::styled(Some(number), Style::EXACT),
            None => Cell::text(label(value)),
        });
        let cells = systems.iter().flat_map(|&system| {
            let found = document.at(place, system, measure);
            let ci95 = found.and_then(|m| m.ci95);
            [found.and_then(|m| m.mean), ci95.map(|ci| ci[0]), ci95.map(|ci| ci[1])].map(|value| figures.cell(value))
        });
        data.push(std::iter::once(Cell::number(point.point as f64, 0)).chain(values).chain(cells));
    }
    let told = document.best.iter().filter(|best| best.measure.0 == measure && systems.iter().any(|s| document.systems[*s] == best.system));
    let title = text::headline(document, measure, system);
    let told: Vec<String> = told.map(|best| text::sentence(document, best)).collect();
    let said = if told.is_empty() { Said::AfterTitle(String::new()) } else { Said::Apart(told.join(" ")) };
    let picture = Picture::new(name, title, said, drawing, data);
    if system.is_some() { picture.telling(Tells::Kinds) } else { picture }
}

/// The values of a factor, each once, in the order in which they come.
fn values(document: &SweepDocument, factor: usize) -> Vec<serde_json::Value> {
    let mut values: Vec<serde_json::Value> = Vec::new();
    for point in &document.points {
        if !values.contains(&point.values[factor]) {
            values.push(point.values[factor].clone());
        }
    }
    values
}

/// Where the figures come from.
fn source(document: &SweepDocument, setting: &str) -> String {
    let worlds = document.over().counted();
    format!(
        "Simulated: {}; {setting}; {} points ({}), each in the same {worlds}, seed {}; winflow {}.",
        list(&document.systems),
        document.points.len(),
        document.design,
        document.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// What is varied, with its unit.
fn axis_name(document: &SweepDocument, factor: usize) -> String {
    with_unit(&document.names()[factor], &document.factors[factor].unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::grammar::legible;
    use crate::report::results::sweep::tests::document;

    #[test]
    fn no_text_is_cut_off_or_covers_another() {
        let long = ["a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay", "hero"];
        for (over, systems) in [
            (&["flow.wip_limit=2,4,8,16"][..], &["hero", "team", "line"][..]),
            (&["process.stance=servile,imposing"], &["hero"]),
            (&["flow.wip_limit=2..20:40"], &long),
            (&["flow.wip_limit=2,4,8", "role.seller.people=4..20:5"], &["hero", "team"]),
            (&["flow.wip_limit=2,4", "role.seller.people=4..20:5", "process.stance=none,servile,imposing"], &long),
        ] {
            let document = document(over, systems, 6);
            let charts = draw(&document, &[Measure::WinWinDealsPerMonth], "customers: mid; 3 years").expect("charts");
            legible(&charts, 6, &format!("{over:?} {}", systems.len()));
        }
    }
}
