//! Native charts, drawn by the spreadsheet from the cells of the tables.

use super::sheet::{HEADINGS, tidy};
use super::sheet_name;
use crate::report::charts::grammar::{Colour, Paint, on_light};
use crate::report::results::stored::Stored;
use crate::report::results::table::{Cell, Table};
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
const WIDTH: u32 = 860;
const HEIGHT: u32 = 400;

/// A chart ready to be placed.
pub struct NativeChart(Chart);

/// The charts that there are figures for, the most telling first.
pub fn charts(stored: &Stored, tables: &[Table]) -> Vec<NativeChart> {
    let find = |name: &str| tables.iter().find(|table| table.name == name);
    let systems = stored.systems.len().min(MOST_SYSTEMS);
    let whole: Vec<String> = stored.systems.iter().map(|s| tidy(&s.name)).collect();
    let names: Vec<String> = whole.iter().map(|name| name.chars().take(60).collect()).collect();
    let all = Of { names: &names, whole: &whole, systems, more: stored.systems.len() > systems };
    [
        find("differences").map(|table| all.differences(stored, table)),
        find("months").map(|table| all.cumulative(table)),
        find("endings").map(|table| all.endings(table)),
        find("concentration").map(|table| all.concentration(table)),
        find("weeks").map(|table| all.weeks(table, 4, "Opportunities in the flow", "opportunities, mean over worlds")),
        find("weeks").map(|table| all.capacity(table)),
    ]
    .into_iter()
    .flatten()
    .map(NativeChart)
    .collect()
}

/// Places charts one below the other.
pub fn place(sheet: &mut Worksheet, charts: &[NativeChart]) -> Result<(), XlsxError> {
    charts.iter().enumerate().try_for_each(|(place, chart)| place_at(sheet, chart, 1 + 22 * place as u32, 0))
}

/// Places a chart.
pub fn place_at(sheet: &mut Worksheet, chart: &NativeChart, row: u32, column: u16) -> Result<(), XlsxError> {
    sheet.insert_chart(row, column, &chart.0)?;
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
    chart.set_width(WIDTH).set_height(HEIGHT).set_alt_text(text);
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
            begin(ChartType::Bar, &title, "Differences of the measures asked about, with intervals; figures are on the sheet Differences.");
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
        chart.set_height(480);
        chart
    }

    /// The Lorenz curve.
    fn concentration(&self, table: &Table) -> Chart {
        let title = self.title("How bookings are spread over people: the farther below the diagonal, the more hangs on few");
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
            series.set_name(&spoken(name)).set_categories(&cells(table, 2, from, to)).set_values(&cells(table, column, from, to));
            series.set_format(&mut line(system, DASHES[system], 2.0)).set_marker(ChartMarker::new().set_none());
        }
        chart.x_axis().set_name("days from the beginning of the window; negative: warm-up").set_num_format("#,##0");
        chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
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
                series.set_name(&spoken(&label)).set_categories(&cells(table, 2, from, to)).set_values(&cells(table, column, from, to));
                series.set_format(&mut line(system, dash, width)).set_marker(ChartMarker::new().set_none());
            }
        }
        chart.x_axis().set_name("days from the beginning of the window; negative: warm-up").set_num_format("#,##0");
        chart.x_axis().set_label_position(ChartAxisLabelPosition::Low);
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
