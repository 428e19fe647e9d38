//! The results as Markdown tables.

use super::table::Look;
use crate::report::results::document::{Document, MeasureDifference, MeasureResult};
use crate::report::results::judgement::precision;
use crate::report::results::settings::shown;
use crate::report::results::verdict::{correction, lost_customers, not_safe, verdict};
use crate::report::results::words::{Figures, of_worlds};

/// Verdict, measures, differences and endings.
pub fn render(document: &Document, look: Look) -> String {
    let mut parts = vec![settings(document), verdict(document), measures(document, look)];
    parts.extend(document.differences.iter().map(|d| {
        let rows = look.measures(document).into_iter().filter_map(|m| d.measure(m)).map(|m| difference_row(document, m));
        let header = ["measure", "difference", "95 % interval", "better in", "verdict"].map(String::from);
        format!("**{} less {}**\n\n{}", escape(&d.scenario), escape(&d.baseline), lines(&header, rows))
    }));
    let notes: Vec<String> = [correction(document).map(|said| format!("Here {said}.")), not_safe(document)].into_iter().flatten().collect();
    parts.push(notes.join(" "));
    parts.extend(document.precision.iter().map(|p| precision(p, document.worlds)));
    parts.extend(lost_customers(document).iter().map(|line| escape(line)));
    parts.push(endings(document));
    parts.retain(|p| !p.is_empty());
    parts.join("\n\n") + "\n"
}

/// What is set differently.
fn settings(document: &Document) -> String {
    let Some(settings) = &document.settings else { return String::new() };
    if settings.keys.is_empty() {
        return "Nothing is set differently.".to_string();
    }
    let names = document.scenarios.iter().map(|s| escape(&s.name));
    let header: Vec<String> = std::iter::once("set differently".to_string()).chain(names).chain(["unit".to_string()]).collect();
    let rows = settings.keys.iter().map(|setting| {
        let values = setting.values.iter().map(|value| escape(&shown(value)));
        std::iter::once(setting.key.clone()).chain(values).chain([setting.unit.clone()]).collect()
    });
    lines(&header, rows)
}

fn measures(document: &Document, look: Look) -> String {
    let header: Vec<String> = std::iter::once("measure".to_string()).chain(document.scenarios.iter().map(|s| escape(&s.name))).collect();
    let rows = look.measures(document).into_iter().map(|measure| {
        let figures = Figures::of(document, measure);
        let cell = |result: &MeasureResult| mean_with_interval(result, figures);
        let results = document.scenarios.iter().map(|s| s.measure(measure).map_or_else(|| "–".into(), cell));
        std::iter::once(figures.label()).chain(results).collect()
    });
    lines(&header, rows)
}

fn mean_with_interval(result: &MeasureResult, figures: Figures) -> String {
    match result.ci95 {
        Some([low, high]) => format!("{} ({} to {})", figures.value(result.mean), figures.value(Some(low)), figures.value(Some(high))),
        None => figures.value(result.mean),
    }
}

fn difference_row(document: &Document, d: &MeasureDifference) -> Vec<String> {
    let figures = Figures::of(document, d.id.0);
    let interval = d.ci95.map_or_else(|| "–".into(), |[low, high]| format!("{} to {}", figures.signed(low), figures.signed(high)));
    vec![
        figures.label(),
        d.mean.map_or_else(|| "–".into(), |m| figures.signed(m)),
        interval,
        d.p_better.map_or_else(|| "–".into(), |share| of_worlds(share, document.worlds as usize)),
        d.words.clone(),
    ]
}

fn endings(document: &Document) -> String {
    let header: Vec<String> =
        std::iter::once("ending (possible, not possible)".to_string()).chain(document.scenarios.iter().map(|s| escape(&s.name))).collect();
    let rows = crate::measure::Ending::ALL.iter().map(|&ending| {
        let counts = document.scenarios.iter().map(|s| {
            let journeys = s.endings.get(ending);
            format!("{}, {}", journeys.possible, journeys.not_possible)
        });
        std::iter::once(ending.title().to_string()).chain(counts).collect()
    });
    lines(&header, rows)
}

fn lines(header: &[String], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut out = vec![line(header), format!("|---|{}", "---:|".repeat(header.len().saturating_sub(1)))];
    out.extend(rows.map(|row| line(&row)));
    out.join("\n")
}

fn line(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

fn escape(text: &str) -> String {
    text.replace('|', "\\|")
}
