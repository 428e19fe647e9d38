//! Native charts, drawn by the spreadsheet from the cells of the tables.

use super::sheet::{HEADINGS, tidy};
use super::sheet_name;
use crate::report::charts::grammar::{Colour, Paint, on_light};
use crate::report::results::stored::Stored;
use crate::report::results::table::{Cell, Table};
use jiff::civil::{Date, date};
use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartErrorBars, ChartErrorBarsType, ChartFont, ChartFormat, ChartLegendPosition, ChartLine,
    ChartLineDashType, ChartMarker, ChartMarkerType, ChartRange, ChartSolidFill, ChartType, Color, Worksheet, XlsxError,
};

/// Systems beyond which charts show the first ones.
const MOST_SYSTEMS: usize = 6;
const DASHES: [ChartLineDashType; MOST_SYSTEMS] = [
    ChartLineDashType::Solid,
    ChartLineDashType::Solid,
    ChartLineDashType::Dash,
    ChartLineDashType::DashDot,
    ChartLineDashType::SquareDot,
    ChartLineDashType::LongDash,
];
/// Column of the dates among the weeks.
const WEEK: u16 = 1;
/// Day 0 of spreadsheets.
const FIRST_DAY: Date = date(1899, 12, 30);
/// Dates that have room on an axis.
const MOST_DATES: f64 = 8.0;
const WIDTH: u32 = 860;
const HEIGHT: u32 = 400;
/// Height where there is a bar for every ending.
const TALL: u32 = 480;
/// Height of a row, where nobody has set another.
const ROW: u32 = 20;
/// Free rows below a chart.
const GAP: u32 = 2;

/// A chart ready to be placed.
pub struct NativeChart {
    chart: Chart,
    /// In pixels.
    height: u32,
}

impl NativeChart {
    /// Rows that it needs with what stays free below it.
    fn rows(&self) -> u32 {
        self.height.div_ceil(ROW) + GAP
    }
}

/// The charts that there are figures for, the most telling first.
pub fn charts(stored: &Stored, tables: &[Table]) -> Vec<NativeChart> {
    let find = |name: &str| tables.iter().find(|table| table.name == name);
    let systems = stored.systems.len().min(MOST_SYSTEMS);
    let whole: Vec<String> = stored.systems.iter().map(|s| tidy(&s.name)).collect();
    let names: Vec<String> = whole.iter().map(|name| name.chars().take(60).collect()).collect();
    let all = Of { names: &names, whole: &whole, systems, more: stored.systems.len() > systems };
    let ready = |(chart, height): (Option<Chart>, u32)| {
        let mut chart = chart?;
        chart.set_height(height);
        Some(NativeChart { chart, height })
    };
    [
        (find("differences").map(|table| all.differences(stored, table)), HEIGHT),
        (find("months").map(|table| all.cumulative(table)), HEIGHT),
        (find("endings").map(|table| all.endings(table)), TALL),
        (find("concentration").map(|table| all.concentration(table)), HEIGHT),
        (find("weeks").map(|table| all.weeks(table, 4, "Open opportunities", "opportunities, mean over worlds")), HEIGHT),
        (find("weeks").map(|table| all.capacity(table)), HEIGHT),
    ]
    .into_iter()
    .filter_map(ready)
    .collect()
}

/// Places charts one below the other, from a row on below which nothing else stands.
pub fn place(sheet: &mut Worksheet, charts: &[NativeChart], mut row: u32) -> Result<(), XlsxError> {
    for chart in charts {
        sheet.insert_chart(row, 0, &chart.chart)?;
        row += chart.rows();
    }
    Ok(())
}

/// What all charts share.
struct Of<'a> {
    /// Names as they are shown.
    names: &'a [String],
    /// Names as they stand in tables.
    whole: &'a [String],
    systems: usize,
    more: bool,
}

fn begin(kind: ChartType, title: &str, text: &str) -> Chart {
    let mut chart = Chart::new(kind);
    chart.title().set_name(title);
    chart.title().set_overlay(false).set_font(ChartFont::new().set_size(12));
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(WIDTH).set_alt_text(text);
    chart
}

/// Cells of a column of a table, by rows of the table from 0.
fn cells(table: &Table, column: u16, from: usize, to: usize) -> ChartRange {
    let row = |place: usize| HEADINGS + 1 + place as u32;
    ChartRange::new_from_range(&sheet_name(&table.name), row(from), column, row(to), column)
}

/// The colour that a system has in every chart, dark enough for white paper.
fn colour(system: usize) -> Color {
    let Colour(red, green, blue) = on_light(Paint::system(system % MOST_SYSTEMS).colour());
    Color::RGB(u32::from_be_bytes([0, red, green, blue]))
}

fn line(system: usize, dash: ChartLineDashType, width: f64) -> ChartLine {
    let mut line = ChartLine::new();
    line.set_color(colour(system)).set_width(width).set_dash_type(dash);
    line
}

fn fill(system: usize) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(colour(system)));
    format
}

/// An axis of weeks: every few weeks has its date, from the first one on.
fn by_week(chart: &mut Chart, table: &Table) {
    let day = |row: &Vec<Cell>| match row.get(usize::from(WEEK)) {
        Some(Cell::Date(day)) => Some(f64::from((*day - FIRST_DAY).get_days())),
        _ => None,
    };
    let days: Vec<f64> = table.rows.iter().filter_map(day).collect();
    let axis = chart.x_axis();
    axis.set_name(weeks_title(table).as_str()).set_num_format("d mmm yyyy").set_label_position(ChartAxisLabelPosition::Low);
    let [first, last] = [f64::min, f64::max].map(|which| days.iter().copied().reduce(which).unwrap_or(0.0));
    if first > 0.0 && last > first {
        let weeks = ((last - first) / 7.0 / MOST_DATES).ceil();
        axis.set_min(first).set_max(last).set_major_unit(7.0 * weeks);
    }
}

/// Title of an axis of weeks: it says which are the warm-up.
fn weeks_title(table: &Table) -> String {
    let begins = |row: &Vec<Cell>| row.get(usize::from(WEEK) + 1).and_then(Cell::value);
    let first = table.rows.iter().find(|row| begins(row).is_some_and(|day| day >= 0.0)).and_then(|row| row.get(usize::from(WEEK)));
    match first {
        Some(Cell::Date(day)) if table.rows.iter().any(|row| begins(row).is_some_and(|day| day < 0.0)) => {
            format!("week of; before {day}: warm-up")
        }
        _ => "week of".to_string(),
    }
}

/// A name that is no reference to cells: what could be taken for one is put in quotation marks.
fn spoken(name: &str) -> String {
    if name.starts_with('=') || name.contains('!') { format!("“{name}”") } else { name.to_string() }
}

impl Of<'_> {
    fn title(&self, title: &str) -> String {
        if self.more { format!("{title} (the first {} systems)", self.systems) } else { title.to_string() }
    }

    /// Rows of a table by system, for tables whose rows are grouped by the name in the first column.
    fn group(&self, table: &Table, system: usize) -> Option<(usize, usize)> {
        let is_of = |row: &Vec<Cell>| matches!(row.first(), Some(Cell::Text(name)) if tidy(name) == self.whole[system]);
        let from = table.rows.iter().position(is_of)?;
        let count = table.rows[from..].iter().take_while(|row| is_of(row)).count();
        Some((from, from + count - 1))
    }

    /// Differences with their intervals, as shares of the baseline's means.
    fn differences(&self, stored: &Stored, table: &Table) -> Chart {
        use crate::report::export::tables::CHART_COLUMNS;
        let [label, share, down, up] = CHART_COLUMNS;
        let title = self.title("Differences from the baseline, share of its mean; whiskers: 95 % interval of the mean difference");
        let mut chart =
            begin(ChartType::Bar, &title, "Differences of the measures tested, with intervals; figures are on the sheet Differences.");
        let asked = stored.document.measures.len().max(1);
        for (system, name) in self.names.iter().enumerate().take(self.systems).skip(1) {
            let Some((from, to)) = self.group(table, system) else { continue };
            let to = to.min(from + asked - 1);
            let mut bars = ChartErrorBars::new();
            bars.set_type(ChartErrorBarsType::Custom(cells(table, up, from, to), cells(table, down, from, to)));
            let series = chart.add_series();
            series.set_name(&spoken(name)).set_categories(&cells(table, label, from, to)).set_values(&cells(table, share, from, to));
            series.set_format(&mut fill(system)).set_x_error_bars(&bars).set_gap(60);
        }
        chart.y_axis().set_reverse().set_label_position(ChartAxisLabelPosition::Low);
        chart.x_axis().set_num_format("+0%;-0%;0%");
        chart
    }

    /// Bookings so far, with the middle eight worlds of ten.
    fn cumulative(&self, table: &Table) -> Chart {
        let title = self.title("Bookings so far, mean over worlds; thin lines: 8 of 10 worlds lie between them");
        let mut chart = begin(ChartType::Line, &title, "Cumulative bookings by month; figures are on the sheet Months.");
        let last = table.rows.len() - 1;
        for (system, name) in self.names.iter().enumerate().take(self.systems) {
            let first = 1 + 4 * system as u16;
            for (offset, label, width) in [
                (1, name.clone(), 2.5),
                (2, format!("{name}, 1 world in 10 is below"), 0.75),
                (3, format!("{name}, 9 worlds in 10 are below"), 0.75),
            ] {
                let series = chart.add_series();
                series.set_name(&spoken(&label)).set_categories(&cells(table, 0, 0, last)).set_values(&cells(
                    table,
                    first + offset,
                    0,
                    last,
                ));
                let dash = if offset == 1 { DASHES[system] } else { ChartLineDashType::RoundDot };
                series.set_format(&mut line(system, dash, width));
            }
        }
        chart.x_axis().set_name("month of the window");
        chart.y_axis().set_name("EUR").set_num_format("#,##0");
        chart
    }

    /// Endings as shares of all customers.
    fn endings(&self, table: &Table) -> Chart {
        let title = self.title("How customers ended, share of all whose journey begins in the window");
        let mut chart = begin(ChartType::Bar, &title, "Shares of endings by system; figures are on the sheet Endings.");
        let last = table.rows.len() - 1;
        for (system, name) in self.names.iter().enumerate().take(self.systems) {
            let series = chart.add_series();
            series.set_name(&spoken(name)).set_categories(&cells(table, 0, 0, last)).set_values(&cells(table, 1 + system as u16, 0, last));
            series.set_format(&mut fill(system)).set_gap(50);
        }
        chart.y_axis().set_reverse();
        chart.x_axis().set_num_format("0%");
        chart
    }

    /// The Lorenz curve.
    fn concentration(&self, table: &Table) -> Chart {
        let title = self.title("How bookings are spread over people: the farther below the diagonal, the more depends on a few");
        let mut chart =
            begin(ChartType::ScatterStraight, &title, "Lorenz curves of bookings over people; figures are on the sheet Concentration.");
        let last = table.rows.len() - 1;
        let diagonal = chart.add_series();
        diagonal.set_name("all alike").set_categories(&cells(table, 0, 0, last)).set_values(&cells(table, 0, 0, last));
        let mut thin = ChartLine::new();
        thin.set_color(Color::RGB(0x999999)).set_width(1.0).set_dash_type(ChartLineDashType::RoundDot);
        diagonal.set_format(&mut thin);
        for (system, name) in self.names.iter().enumerate().take(self.systems) {
            let series = chart.add_series();
            series.set_name(&spoken(name)).set_categories(&cells(table, 0, 0, last)).set_values(&cells(table, 1 + system as u16, 0, last));
            series.set_format(&mut line(system, DASHES[system], 2.25)).set_marker(ChartMarker::new().set_type(MARKERS[system]).set_size(5));
        }
        chart.x_axis().set_name("share of people, those who book least first").set_min(0).set_max(1).set_num_format("0%");
        chart.y_axis().set_name("their share of bookings").set_min(0).set_max(1).set_num_format("0%");
        chart
    }

    /// One figure of every week.
    fn weeks(&self, table: &Table, column: u16, title: &str, unit: &str) -> Chart {
        let mut chart = begin(ChartType::ScatterStraight, &self.title(title), "Week by week; figures are on the sheet Weeks.");
        for (system, name) in self.names.iter().enumerate().take(self.systems) {
            let Some((from, to)) = self.group(table, system) else { continue };
            let series = chart.add_series();
            series.set_name(&spoken(name)).set_categories(&cells(table, WEEK, from, to)).set_values(&cells(table, column, from, to));
            series.set_format(&mut line(system, DASHES[system], 2.0)).set_marker(ChartMarker::new().set_none());
        }
        by_week(&mut chart, table);
        chart.y_axis().set_name(unit).set_num_format("#,##0").set_min(0);
        chart
    }

    /// Hours of work that came due against the hours that there were.
    fn capacity(&self, table: &Table) -> Chart {
        let title = self.title("Hours of work that came due (thick) and selling hours there were (dotted), a week");
        let mut chart = begin(ChartType::ScatterStraight, &title, "Demand and capacity week by week; figures are on the sheet Weeks.");
        for (system, name) in self.names.iter().enumerate().take(self.systems) {
            let Some((from, to)) = self.group(table, system) else { continue };
            for (column, label, dash, width) in [
                (7, format!("{name}, came due"), DASHES[system], 2.25),
                (6, format!("{name}, there were"), ChartLineDashType::RoundDot, 1.25),
            ] {
                let series = chart.add_series();
                series.set_name(&spoken(&label)).set_categories(&cells(table, WEEK, from, to)).set_values(&cells(table, column, from, to));
                series.set_format(&mut line(system, dash, width)).set_marker(ChartMarker::new().set_none());
            }
        }
        by_week(&mut chart, table);
        chart.y_axis().set_name("hours a week, mean over worlds").set_num_format("#,##0").set_min(0);
        chart
    }
}

const MARKERS: [ChartMarkerType; MOST_SYSTEMS] = [
    ChartMarkerType::Circle,
    ChartMarkerType::Square,
    ChartMarkerType::Triangle,
    ChartMarkerType::Diamond,
    ChartMarkerType::X,
    ChartMarkerType::Star,
];
