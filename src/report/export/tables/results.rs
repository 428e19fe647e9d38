//! Measures, differences, endings, worlds, deals, settings.

use super::{Room, Source, dates, named};
use crate::figures::Figure;
use crate::measure::{Better, Ending, Measure};
use crate::report::results::by::ByResult;
use crate::report::results::document::MeasureResult;
use crate::report::results::files::WORLDS;
use crate::report::results::settings::shown;
use crate::report::results::stored::Stored;
use crate::report::results::stored::rows::DealRow;
use crate::report::results::stored::tables::Row;
use crate::report::results::table::{Cell, Column, Style, Table};
use crate::report::results::verdict::judged;
use serde::Serialize;

/// How a share's difference is counted.
const POINTS: &str = "points";

fn word(value: Option<impl Serialize>) -> Cell {
    let word = serde_json::to_value(value).ok().and_then(|value| value.as_str().map(|word| word.replace('_', " ")));
    word.map_or(Cell::Empty, Cell::Text)
}

fn better(measure: Measure) -> &'static str {
    match measure.better() {
        Better::Higher => "more",
        Better::Lower => "less",
        Better::Neither => "it depends",
    }
}

/// The named measures first, then the others.
pub(in crate::report::export) fn named_first(stored: &Stored) -> Vec<Measure> {
    let named: Vec<Measure> = stored.document.named().collect();
    let others = Measure::ALL.iter().copied().filter(|m| !named.contains(m));
    named.iter().copied().chain(others).collect()
}

fn scale(stored: &Stored, measure: Measure) -> f64 {
    let means = stored.document.scenarios.iter().filter_map(|s| s.measure(measure)?.mean);
    means.fold(0.0, |largest, mean| largest.max(mean.abs()))
}

/// Every measure of every system.
pub fn measures(stored: &Stored) -> Table {
    let columns = vec![
        Column::text("system"),
        Column::text("measure"),
        Column::text("unit"),
        Column::text("better"),
        Column::text("tested"),
        Column::new("mean", Style::TWO),
        Column::new("mean, 95 % interval from", Style::TWO),
        Column::new("mean, 95 % interval to", Style::TWO),
        Column::new("1 world in 10 is below", Style::TWO),
        Column::new("half the worlds are below", Style::TWO),
        Column::new("9 worlds in 10 are below", Style::TWO),
        Column::text("warning"),
        Column::text("id"),
    ];
    let caption = "Measures of each system. The interval says how sure the mean is; the last three numbers how far worlds lie apart.";
    let mut table = named("measures", caption, columns);
    for scenario in &stored.document.scenarios {
        for measure in named_first(stored) {
            let Some(result) = scenario.measure(measure) else { continue };
            table.rows.push(measure_row(stored, &scenario.name, measure, result));
        }
    }
    table
}

fn measure_row(stored: &Stored, name: &str, measure: Measure, result: &MeasureResult) -> Vec<Cell> {
    let style = Style::of(measure, scale(stored, measure));
    let asked = if stored.document.named().any(|m| m == measure) { "yes" } else { "no" };
    let numbers = [result.mean, result.ci95.map(|ci| ci[0]), result.ci95.map(|ci| ci[1]), result.p10, result.p50, result.p90];
    let mut row: Vec<Cell> = [name, measure.title(), measure.unit(), better(measure), asked].map(Cell::text).into();
    row.extend(numbers.map(|value| Cell::styled(value, style)));
    row.extend([word(result.warning), Cell::text(measure.id())]);
    row
}

/// Place of the columns that a chart of differences is drawn from: label, difference as a share, from and to.
pub(in crate::report::export) const CHART_COLUMNS: [u16; 4] = [3, 10, 11, 12];

/// Every system less the baseline.
pub fn differences(stored: &Stored) -> Table {
    let columns = vec![
        Column::text("system"),
        Column::text("baseline"),
        Column::text("tested"),
        Column::text("measure"),
        Column::text("unit"),
        Column::new("mean of the baseline", Style::TWO),
        Column::new("mean of the system", Style::TWO),
        Column::new("difference", Style::TWO.signed()),
        Column::new("95 % interval from", Style::TWO.signed()),
        Column::new("95 % interval to", Style::TWO.signed()),
        Column::new("difference, share of the baseline", Style::SHARE.signed()),
        Column::new("interval reaches down by, share", Style::SHARE),
        Column::new("interval reaches up by, share", Style::SHARE),
        Column::new("share of worlds in which the system is better", Style::SHARE),
        Column::new("chance that its mean is better", Style::SHARE),
        Column::new("p-value, corrected", Style::decimals(4)),
        Column::text("settled"),
        Column::text("in words"),
        Column::text("warning"),
        Column::new("more worlds to settle it", Style::WHOLE),
    ];
    let caption = "Differences from the baseline, world by world: the same customers, the same luck. Intervals are for each figure alone; \
                   \"settled\" is corrected for all measures tested (Holm 1979). Shares are of the baseline's mean, those of the return on \
                   sales of revenue.";
    let mut table = named("differences", caption, columns);
    for difference in &stored.document.differences {
        for measure in named_first(stored) {
            let Some(d) = difference.measure(measure) else { continue };
            let judged = judged(&stored.document, difference, measure);
            let style = Style::of(measure, scale(stored, measure));
            let is_share = measure.unit() == "share";
            let unit = if is_share { POINTS } else { measure.unit() };
            let asked = if stored.document.named().any(|m| m == measure) { "yes" } else { "no" };
            let share = |value: f64| judged.yardstick.filter(|y| *y > 0.0).map(|y| value / y);
            let reach = |place: usize| d.mean.zip(d.ci95).and_then(|(mean, ci)| share((ci[place] - mean).abs()));
            let mut row: Vec<Cell> = [difference.scenario.as_str(), &difference.baseline, asked].map(Cell::text).into();
            row.extend([Cell::text(label(measure)), Cell::text(unit)]);
            row.extend(judged.means.map(|mean| Cell::styled(mean, style)));
            row.extend([d.mean, d.ci95.map(|ci| ci[0]), d.ci95.map(|ci| ci[1])].map(|value| Cell::styled(value, style.signed())));
            row.push(Cell::plain(d.mean.and_then(share)));
            row.extend([reach(0), reach(1), d.p_better, d.p_mean_better, d.p_adjusted].map(Cell::plain));
            row.extend([Cell::text(d.standing.word()), Cell::text(d.words.clone()), word(d.warning)]);
            row.push(Cell::plain(d.more_worlds.map(|n| n as f64)));
            table.rows.push(row);
        }
    }
    table
}

/// Name of a measure that says so if less of it is better.
fn label(measure: Measure) -> String {
    match measure.better() {
        Better::Lower => format!("{} (less is better)", measure.title()),
        Better::Higher | Better::Neither => measure.title().to_string(),
    }
}

/// How journeys ended.
pub fn endings(stored: &Stored) -> Table {
    let mut columns = vec![Column::text("ending")];
    for scenario in &stored.document.scenarios {
        columns.push(Column::new(format!("{}, share of customers", scenario.name), Style::SHARE));
    }
    for scenario in &stored.document.scenarios {
        columns.push(Column::new(format!("{}, a mutual benefit was possible", scenario.name), Style::WHOLE));
        columns.push(Column::new(format!("{}, none was possible", scenario.name), Style::WHOLE));
    }
    columns.push(Column::text("what it means"));
    let caption = format!("How the customers whose journey begins in the window ended, over {} worlds.", stored.document.worlds);
    let mut table = named("endings", caption, columns);
    for &ending in Ending::ALL {
        let mut row = vec![Cell::text(ending.title())];
        for scenario in &stored.document.scenarios {
            let all: u64 = Ending::ALL.iter().map(|e| scenario.endings.get(*e)).map(|n| n.possible + n.not_possible).sum();
            let n = scenario.endings.get(ending);
            row.push(Cell::plain((all > 0).then(|| (n.possible + n.not_possible) as f64 / all as f64)));
        }
        for scenario in &stored.document.scenarios {
            let n = scenario.endings.get(ending);
            row.extend([n.possible, n.not_possible].map(|n| Cell::plain(n as f64)));
        }
        row.push(Cell::text(ending.definition()));
        table.rows.push(row);
    }
    table
}

/// What became of the same customers.
pub fn same_customers(stored: &Stored) -> Table {
    let columns = ["baseline", "system", "ending under the baseline", "ending under the system"].map(Column::text);
    let mut table = named(
        "same-customers",
        "How the same customers ended under the baseline and under another system.",
        columns.into_iter().chain([Column::new("customers", Style::WHOLE)]),
    );
    for same in &stored.document.same_customers {
        for &before in Ending::ALL {
            for &after in Ending::ALL {
                let count = *same.counts.get(before).get(after);
                if count > 0 {
                    let texts = [same.baseline.as_str(), &same.scenario, before.title(), after.title()];
                    table.rows.push(texts.map(Cell::text).into_iter().chain([Cell::plain(count as f64)]).collect());
                }
            }
        }
    }
    table
}

/// Results by group.
pub fn by(stored: &Stored) -> Table {
    let texts = ["by", "group", "system", "figure", "unit"].map(Column::text);
    let numbers = ["mean", "95 % interval from", "to", "difference from the baseline", "95 % interval from", "to"];
    let mut table = named(
        "by-group",
        "Results by group: what happened in the window, counted on the day on which it did. The last group of each cut is the whole firm.",
        texts.into_iter().chain(numbers.map(|heading| Column::new(heading, Style::SHORT))),
    );
    for by in &stored.document.by {
        for group in &by.groups {
            for system in &group.systems {
                for one in &system.figures {
                    let ends = |pair: Option<[f64; 2]>| pair.map_or([None; 2], |ends| ends.map(Some));
                    let [[low, high], [from, to]] = [ends(one.ci95), ends(one.difference_ci95)];
                    let title = Figure::ALL.iter().find(|figure| figure.id() == one.id).map_or(one.id.as_str(), |figure| figure.title());
                    let words = [by.by.join(", "), ByResult::name(group), system.scenario.clone(), title.to_string(), one.unit.clone()];
                    let numbers = [one.mean, low, high, one.difference, from, to].map(|value| value.map_or(Cell::Empty, Cell::plain));
                    table.rows.push(words.into_iter().map(Cell::Text).chain(numbers).collect());
                }
            }
        }
    }
    table
}

/// What the figures of groups mean, where there are any.
pub fn definitions_of_groups(stored: &Stored) -> Table {
    let mut table = named("definitions-by-group", "What each figure of a group means.", ["figure", "unit", "definition"].map(Column::text));
    if !stored.document.by.is_empty() {
        let row = |figure: &Figure| [figure.title(), figure.unit(), figure.definition()].map(Cell::text).to_vec();
        table.rows.extend(Figure::ALL.iter().map(row));
    }
    table
}

/// Every measure of every world.
pub fn worlds(stored: &Stored, room: Room) -> Table {
    let measures = named_first(stored);
    let mut columns = vec![Column::text("system"), Column::new("world", Style::WHOLE)];
    columns.extend(measures.iter().map(|&m| Column::new(format!("{}, {}", m.title(), m.unit()), Style::of(m, scale(stored, m)))));
    let source = Source { stored, file: WORLDS, rows: |system| &system.worlds, world: |row| row.world };
    let long = source.within(room);
    let mut table = named("worlds", format!("Measures world by world.{}", long.note), columns);
    table.left_out = long.left_out;
    for (place, world) in long.rows {
        let mut row = vec![Cell::text(stored.systems[place].name.clone()), Cell::plain(world.world as f64)];
        row.extend(measures.iter().map(|&m| {
            let ratio = world.ratios[m as usize];
            Cell::plain((ratio.denominator != 0.0).then(|| ratio.numerator / ratio.denominator))
        }));
        table.rows.push(row);
    }
    table
}

/// Deals closed in the window.
pub fn deals(stored: &Stored, room: Room) -> Table {
    let columns = vec![
        Column::text("system"),
        Column::new("world", Style::WHOLE),
        Column::new("journey", Style::WHOLE),
        Column::new("seat", Style::WHOLE),
        Column::text("closed on"),
        Column::new("closed, days from the beginning of the window", Style::decimals(1)),
        Column::new("day of the quarter", Style::decimals(1)),
        Column::new("list price, EUR", Style::WHOLE),
        Column::new("price, EUR", Style::WHOLE),
        Column::new("discount, share of the list price", Style::SHARE),
        Column::text("ending"),
        Column::text("regretted"),
        Column::text("referred by a customer"),
        Column::new("lifetime value, EUR", Style::WHOLE),
    ];
    let source = Source { stored, file: DealRow::FILE, rows: |system| &system.deals, world: |row| row.world };
    let long = source.within(room);
    let mut table = named("deals", format!("Deals closed in the window.{}", long.note), columns);
    table.left_out = long.left_out;
    let dates = dates(stored);
    for (place, deal) in long.rows {
        let yes = |is: bool| Cell::text(if is { "yes" } else { "no" });
        let discount = (deal.list_price > 0.0).then(|| 1.0 - deal.price / deal.list_price);
        table.rows.push(vec![
            Cell::text(stored.systems[place].name.clone()),
            Cell::plain(deal.world as f64),
            Cell::plain(deal.journey as f64),
            Cell::plain(deal.seat.map(f64::from)),
            Cell::Date(dates[place].date(24.0 * deal.closed_days)),
            Cell::plain(Some(deal.closed_days)),
            Cell::plain(Some(deal.quarter_day)),
            Cell::plain(Some(deal.list_price)),
            Cell::plain(Some(deal.price)),
            Cell::plain(discount.map(|d| if d.abs() < 1e-9 { 0.0 } else { d })),
            Cell::text(deal.ending.title()),
            yes(deal.regretted),
            yes(deal.referred),
            Cell::plain(Some(deal.lifetime_value)),
        ]);
    }
    table
}

/// Settings that differ.
pub fn settings(stored: &Stored) -> Table {
    let mut columns = vec![Column::text("setting"), Column::text("unit")];
    columns.extend(stored.document.scenarios.iter().map(|s| Column::text(s.name.clone())));
    let mut table = named("settings", "Settings that differ between the systems; everything else is the same.", columns);
    for setting in stored.document.settings.iter().flat_map(|settings| &settings.keys) {
        let mut row = vec![Cell::text(setting.key.clone()), Cell::text(setting.unit.clone())];
        row.extend(
            setting.values.iter().map(|value| value.as_f64().map_or_else(|| Cell::text(shown(value)), |n| Cell::styled(Some(n), as_is(n)))),
        );
        row.resize(table.columns.len(), Cell::Empty);
        table.rows.push(row);
    }
    table
}

/// A number of a setting, with the digits that it has.
fn as_is(number: f64) -> Style {
    let decimals = (0..6).find(|&d| {
        let factor = [1.0, 10.0, 100.0, 1e3, 1e4, 1e5][usize::from(d)];
        (number * factor).fract() == 0.0
    });
    decimals.map_or(Style::decimals(6), |d| if d == 0 { Style::WHOLE } else { Style::decimals(d) })
}

/// What each measure is.
pub fn definitions() -> Table {
    let columns = ["measure", "unit", "better", "definition", "id"].map(Column::text);
    let mut table = named("definitions", "What each measure is. The window is the time that is measured, after the warm-up.", columns);
    table.rows = Measure::ALL.iter().map(|&m| [m.title(), m.unit(), better(m), m.definition(), m.id()].map(Cell::text).into()).collect();
    table
}
