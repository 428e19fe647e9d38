//! The results as a table for a terminal: the verdict first, then the figures, then what to make of them.

pub mod markdown;

use super::interval_bar::Scale;
use super::look::{Look, kept, wrap};
use super::names::ShortNames;
use super::settings;
use crate::experiment::verdicts::yardstick;
use crate::measure::LEAST_FOR_BAND;
use crate::report::results::cautions;
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference};
use crate::report::results::figures::Figures;
use crate::report::results::judgement::precision;
use crate::report::results::table::{Cell, Column, Table, UNKNOWN};
use crate::report::results::verdict::{correction, lost_customers, not_safe, saved_by_common_worlds, scenario, verdict};
use crate::report::results::words::worlds;

/// More keys than these are only counted.
const MOST_SETTINGS: usize = 8;
/// Narrower than this there is no room for the share of worlds.
const WIDE: u16 = 116;
/// Narrower than this there is no room for bars beside the numbers.
const WIDE_FOR_BARS: u16 = 130;

/// Verdict, table and the line on lost customers.
pub fn render(document: &Document, look: Look) -> String {
    let mut parts = Vec::new();
    parts.extend(set_differently(document, look));
    let verdict = verdict(document);
    if !verdict.is_empty() {
        parts.push(wrap(&verdict, look.width));
    }
    let short = names(document, look);
    let tabled = short.applied(document);
    match tabled.differences.as_slice() {
        [] => parts.push(estimates(&tabled, look)),
        [one] => parts.push(pair(&tabled, one, look)),
        several => {
            parts.push(means(&tabled, look));
            parts.extend(several.iter().map(|d| pair(&tabled, d, look)));
        }
    }
    parts.extend(short.legend().map(|legend| wrap(&legend, look.width)));
    parts.push(wrap(&caption(document, look), look.width));
    parts.extend(document.precision.iter().map(|p| wrap(&precision(p, document.worlds), look.width)));
    parts.extend(lost_customers(document).iter().map(|line| wrap(line, look.width)));
    parts.join("\n\n") + "\n"
}

/// Settings that differ, in brief; `None` for a single system.
fn set_differently(document: &Document, look: Look) -> Option<String> {
    let systems: Vec<String> = document.scenarios.iter().map(|s| names(document, look).of(&s.name)).collect();
    let settings = document.settings.as_ref()?;
    (systems.len() > 1).then(|| settings::brief(&systems, &settings.keys, MOST_SETTINGS, settings.command.as_deref(), look))
}

/// The names of the systems as tables have them.
fn names(document: &Document, look: Look) -> ShortNames {
    ShortNames::new(&document.scenarios.iter().map(|system| system.name.clone()).collect::<Vec<_>>(), look)
}

fn caption(document: &Document, look: Look) -> String {
    let mut what = vec![format!("{}, seed {}", worlds(document.worlds), document.seed)];
    if document.differences.is_empty() {
        let takes = if document.worlds < LEAST_FOR_BAND as u64 { format!(", which takes {LEAST_FOR_BAND} worlds") } else { String::new() };
        what.push(format!("the interval is for the mean; p10 to p90 is the spread over worlds{takes}"));
    } else {
        what.push("differences are paired world by world, with their 95 % interval in brackets".to_string());
        what.extend(correction(document));
        if look.width >= WIDE {
            what.push(format!("\"better in\" counts worlds out of {}", document.worlds.min(10)));
        }
        if look.width >= WIDE_FOR_BARS {
            what.push("bars show % of the baseline's mean: ● better, ◆ worse, ○ neither, or not settled".to_string());
        }
    }
    let sentences = [Some(format!("{}.", what.join("; "))), saved_by_common_worlds(document), not_safe(document)];
    sentences.into_iter().flatten().chain(cautions::notes(document)).collect::<Vec<_>>().join(" ")
}

/// One system: mean, interval and spread.
fn estimates(document: &Document, look: Look) -> String {
    let Some(system) = document.scenarios.first() else { return String::new() };
    let columns = Column::words_then_figures(["", &system.name, "95 % interval", "p10 to p90"]);
    let rows = look.measures(document).into_iter().filter_map(|measure| system.measure(measure)).map(|result| {
        let figures = Figures::of(document, result.id.0);
        let spread = result.p10.zip(result.p90).map(|(low, high)| [low, high]);
        vec![figures.label(), figures.value(result.mean), figures.interval(result.ci95), figures.values(spread)]
    });
    look.draw(&Table::of_texts(columns, rows))
}

/// Several systems: their means side by side.
fn means(document: &Document, look: Look) -> String {
    let names = document.scenarios.iter().map(|system| system.name.as_str());
    let columns = Column::words_then_figures(std::iter::once("").chain(names));
    let rows = look.measures(document).into_iter().map(|measure| {
        let figures = Figures::of(document, measure);
        let means = document.scenarios.iter().map(|system| figures.value(system.measure(measure).and_then(|result| result.mean)));
        std::iter::once(figures.label()).chain(means).collect()
    });
    look.draw(&Table::of_texts(columns, rows))
}

/// A system beside the baseline with the paired difference, and what it settles in words.
fn pair(document: &Document, difference: &DifferenceResult, look: Look) -> String {
    let (baseline, system) = (&difference.baseline, &difference.scenario);
    let bars = bars(document, difference, look);
    let shows_worlds = look.width >= WIDE;
    let mut headings = vec![String::new(), baseline.clone(), system.clone(), "difference".to_string()];
    headings.extend(bars.as_ref().map(|scale| kept(&scale.heading())));
    headings.extend(shows_worlds.then(|| "better in".to_string()));
    let mut columns = Column::words_then_figures(headings);
    columns.push(Column::text(format!("{system} is")));
    let mut table = Table::new("", columns);
    for d in look.measures(document).into_iter().filter_map(|measure| difference.measure(measure)) {
        let means = [baseline, system].map(|name| scenario(document, name)?.measure(d.id.0)?.mean);
        let figures = Figures::of(document, d.id.0);
        let mut texts = vec![figures.label(), figures.value(means[0]), figures.value(means[1]), figures.change_within(d.mean, d.ci95)];
        texts.extend(bars.map(|scale| bar(scale, d, means[0])));
        texts.extend(shows_worlds.then(|| better_in(document, d)));
        table.push(texts.into_iter().map(Cell::Text).chain([Cell::Settled(d.words.clone(), d.standing)]));
    }
    look.draw(&table)
}

/// In how many worlds the system is better.
fn better_in(document: &Document, d: &MeasureDifference) -> String {
    d.better_in(document.worlds).unwrap_or_else(|| UNKNOWN.into())
}

/// The scale of the bars, if there is room for them.
fn bars(document: &Document, difference: &DifferenceResult, look: Look) -> Option<Scale> {
    let percent = |d: &MeasureDifference| {
        let base = yardstick(d.id.0, scenario(document, &difference.baseline)?.measure(d.id.0)?.mean)?;
        Some(d.ci95.into_iter().flatten().chain(d.mean).map(|value| 100.0 * value / base).collect::<Vec<f64>>())
    };
    let shown = look.measures(document).into_iter().filter_map(|measure| difference.measure(measure));
    (look.width >= WIDE_FOR_BARS).then(|| Scale::around(shown.filter_map(percent).flatten()))
}

/// A difference as a bar, in per cent of the baseline's mean.
fn bar(scale: Scale, d: &MeasureDifference, baseline: Option<f64>) -> String {
    let base = yardstick(d.id.0, baseline);
    let percent = |value: f64| base.map(|base| 100.0 * value / base);
    let ci95 = d.ci95.and_then(|[low, high]| Some([percent(low)?, percent(high)?]));
    kept(&scale.bar(d.mean.and_then(percent), ci95, d.standing))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::sample::outcome;

    #[test]
    fn bars_stand_below_each_other_where_there_is_room() {
        let document = Document::new(&outcome(&["hero", "team"], 40));
        let look = |width: u16| render(&document, Look { width, colour: false, all: false });
        let wide = look(140);
        let heading = wide.lines().find(|line| line.contains("−20 %     0     +20 %")).expect("a heading");
        let zero = heading.chars().position(|letter| letter == '−').expect("an end") + crate::report::terminal::interval_bar::LETTERS / 2;
        let rows: Vec<Vec<char>> = wide.lines().map(|line| line.chars().collect()).filter(|line: &Vec<char>| line.contains(&'│')).collect();
        assert!(rows.len() >= 4 && rows.iter().all(|row| row.get(zero) == Some(&'│')), "{wide}");
        assert!(wide.lines().all(|line| line.chars().count() <= 140), "{wide}");
        assert!(wide.contains('●') && wide.contains('◆'), "{wide}");
        assert!(!look(129).contains('●') && look(60).lines().count() > 10);
    }
}
