//! A sweep on paper: a curve over one factor, a field over two, the best points in a row over more.

mod curve;
mod field;
mod ranking;
mod tornado;

use super::Chart;
use super::canvas::CannotDraw;
use crate::experiment::design::ONE_WAY;
use crate::measure::Measure;
use crate::report::picture::{Cell, Data, Picture, file_names};
use crate::report::results::sweep::words as swept;
use crate::report::results::sweep::{SweepDocument, label};
use crate::report::results::words::{grouped, list, with_unit};

/// A field with more values of a factor than these has no room for numbers.
const MOST_VALUES: usize = 12;

/// The charts of a sweep: for each measure that was asked for, and for each system where one chart shows one system.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn draw(document: &SweepDocument, measures: &[Measure], setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    super::drawn(&pictures(document, measures, setting)?)
}

/// The same with their words and figures.
///
/// # Errors
/// If a chart cannot be drawn.
pub fn pictures(document: &SweepDocument, measures: &[Measure], setting: &str) -> Result<Vec<Picture>, CannotDraw> {
    let mut pictures = Vec::new();
    for &measure in measures {
        let name = if measures.len() > 1 { format!("sweep-{}", measure.id().replace('_', "-")) } else { "sweep".to_string() };
        let is_curve = document.factors.len() == 1 && document.design != ONE_WAY;
        let is_field = document.factors.len() == 2
            && document.design == "factorial"
            && (0..2).all(|factor| values(document, factor).len() <= MOST_VALUES);
        if is_curve {
            pictures.push(described(document, measure, None, name, curve::svg(document, measure, setting)?));
            continue;
        }
        let names = file_names(&name, document.systems.iter().map(String::as_str));
        for (system, name) in names.into_iter().enumerate() {
            if document.design == ONE_WAY {
                pictures.push(tornado::picture(document, measure, system, name, setting)?);
                continue;
            }
            let draw = if is_field { field::svg } else { ranking::svg };
            pictures.push(described(document, measure, Some(system), name, draw(document, measure, system, setting)?));
        }
    }
    Ok(pictures)
}

/// A chart of all systems, or of one, with its words and figures.
fn described(document: &SweepDocument, measure: Measure, system: Option<usize>, name: String, svg: String) -> Picture {
    let figures = swept::figures(document, measure);
    let systems: Vec<usize> = system.map_or_else(|| (0..document.systems.len()).collect(), |system| vec![system]);
    let of = |&system: &usize| {
        let name = &document.systems[system];
        [name.clone(), format!("{name}: 95 % interval from"), "to".to_string()]
    };
    let factors = (0..document.factors.len()).map(|factor| axis_name(document, factor));
    let columns = std::iter::once("point".to_string()).chain(factors).chain(systems.iter().flat_map(of));
    let mut data = Data::new(with_unit(&format!("{}, point by point", measure.title()), &figures.heading()), columns);
    for (place, point) in document.points.iter().enumerate() {
        let values = point.values.iter().map(|value| match value.as_f64() {
            Some(number) => Cell::Number { value: number, shown: label(value) },
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
    let title = swept::headline(document, measure, system);
    let told: Vec<String> = told.map(|best| swept::sentence(document, best)).collect();
    let message = if told.is_empty() { format!("{title}.") } else { told.join(" ") };
    Picture { name, title, message, svg, data }
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
    let worlds = if document.worlds == 1 { "1 world".to_string() } else { format!("{} worlds", grouped(document.worlds as f64, 0)) };
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
    use crate::report::charts::{canvas, font};
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
            for chart in draw(&document, &[Measure::WinWinDealsPerMonth], "customers: mid; 3 years").expect("charts") {
                if let Some(folder) = std::env::var_os("WINFLOW_CHARTS") {
                    let file = format!("{}-{}-{}.png", over.len(), systems.len(), chart.name);
                    std::fs::write(std::path::Path::new(&folder).join(file), &chart.png).expect("written");
                }
                let boxes = font::text_boxes(&chart.svg).expect("the chart is an SVG");
                assert!(boxes.len() > 6, "{}: {} texts", chart.name, boxes.len());
                for (place, (text, one)) in boxes.iter().enumerate() {
                    let inside = one.left() >= 0.0 && one.right() <= canvas::WIDTH as f32 && one.top() >= 0.0;
                    assert!(inside, "{} of {over:?}: {text:?} is cut off", chart.name);
                    let covered = boxes[..place].iter().find(|(_, other)| one.intersect(other).is_some());
                    assert!(covered.is_none(), "{} of {over:?}: {text:?} covers {:?}", chart.name, covered.map(|(text, _)| text));
                }
            }
        }
    }
}
