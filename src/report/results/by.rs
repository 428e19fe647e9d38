//! Results by group: what a firm's figures are by segment, channel, role, quarter, or whatever else it is cut by.

use super::csv::{Lines, guarded, number};
use super::document::Document;
use super::table::{Cell, Column, Style, Table};
use super::words::{list, sentence, short};
use crate::experiment::statistics::{difference, estimate};
use crate::figures::{Cells, Cut, Cutter, Figure, cells};
use crate::measure::Ratio;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name of the table of single worlds.
pub const CELLS: &str = "cells.csv";
/// Name of the table of results.
pub const BY: &str = "by.csv";
/// What the row of the whole firm is called.
const ALL: &str = "whole firm";

/// Results by the groups of one cut, or of two at once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ByResult {
    /// What they are cut by.
    pub by: Vec<String>,
    /// The groups, in the order of the firm, of size or of time; the last, without a name, is the whole firm.
    pub groups: Vec<GroupResult>,
}

/// A group under every system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupResult {
    /// Its name in each cut; empty for the whole firm.
    pub group: Vec<String>,
    /// The figures under each system, in their order.
    pub systems: Vec<SystemGroup>,
}

/// A group under one system.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SystemGroup {
    /// The system.
    pub scenario: String,
    /// The figures that mean something for this cut.
    pub figures: Vec<FigureResult>,
}

/// A figure of a group under one system. What is undefined is null.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureResult {
    /// Id of the figure.
    pub id: String,
    /// Unit in words.
    pub unit: String,
    /// Total over total across worlds; a count is the mean of a world.
    pub mean: Option<f64>,
    /// 95 % interval of the mean.
    pub ci95: Option<[f64; 2]>,
    /// Less the baseline, in the same worlds; null for the baseline.
    pub difference: Option<f64>,
    /// 95 % interval of that difference.
    pub difference_ci95: Option<[f64; 2]>,
}

/// Cells of one system: the counts of every world by group.
type OfSystem = BTreeMap<Vec<String>, Vec<cells::Cell>>;

/// Collects the cells of worlds as they are done.
#[derive(Debug)]
pub struct Gathering {
    cutters: Vec<Vec<Cutter>>,
    /// By cut, then by system.
    found: Vec<Vec<OfSystem>>,
    worlds: usize,
}

impl Gathering {
    /// For systems, each with the cutters of all cuts; the last cut is that of the whole firm.
    pub fn new(cutters: Vec<Vec<Cutter>>) -> Self {
        let cuts = cutters.first().map_or(0, Vec::len);
        Self { found: vec![vec![OfSystem::new(); cutters.len()]; cuts], cutters, worlds: 0 }
    }

    /// The cutters of a system.
    pub fn of(cuts: &[Vec<Cut>], plan: &crate::world::plan::Plan) -> Vec<Cutter> {
        if cuts.is_empty() {
            return Vec::new();
        }
        cuts.iter().map(Vec::as_slice).chain([&[][..]]).map(|cuts| Cutter::new(cuts, plan)).collect()
    }

    /// Adds one world, system by system.
    pub fn add_world<'w>(&mut self, systems: impl Iterator<Item = &'w Cells>) {
        for (system, cells) in systems.enumerate() {
            for (cut, groups) in cells.0.iter().enumerate() {
                for (group, cell) in groups {
                    let worlds = self.found[cut][system].entry(group.clone()).or_default();
                    worlds.resize(self.worlds, cells::Cell::default());
                    worlds.push(*cell);
                }
            }
        }
        self.worlds += 1;
    }

    /// The results, and the counts of single worlds as a table.
    pub fn finish(mut self, names: &[String]) -> (Vec<ByResult>, String) {
        for groups in self.found.iter_mut().flatten() {
            groups.values_mut().for_each(|worlds| worlds.resize(self.worlds, cells::Cell::default()));
        }
        let cuts = self.found.len().saturating_sub(1);
        let results = (0..cuts).map(|cut| self.result(cut, names)).collect();
        (results, self.table(names))
    }

    fn result(&self, cut: usize, names: &[String]) -> ByResult {
        let Some(cutter) = self.cutters.first().and_then(|cutters| cutters.get(cut)) else {
            return ByResult { by: Vec::new(), groups: Vec::new() };
        };
        let whole = self.found.len() - 1;
        let mut groups: Vec<&Vec<String>> = self.found[cut].iter().flat_map(BTreeMap::keys).collect();
        // In the order of the first firm that knows them.
        let place = |group: &[String]| -> Vec<usize> {
            let in_firm = |(cut, name): (&Cut, &String)| {
                let firms = self.cutters.iter().filter_map(|cutters| cutters.first());
                firms.map(|cutter| cutter.place(*cut, name)).min().unwrap_or(usize::MAX)
            };
            cutter.cuts.iter().zip(group).map(in_firm).collect()
        };
        groups.sort_by_cached_key(|group| (place(group), (*group).clone()));
        groups.dedup();
        // A group in which nothing that is told has happened, such as that of no person, is left out.
        let counts = |figure: &Figure| {
            figure.is_of(&cutter.cuts) && matches!(figure.unit(), "customers" | "opportunities" | "deals" | "hours" | "renewals")
        };
        let happened = |group: &Vec<String>| {
            let worlds = self.found[cut].iter().filter_map(|system| system.get(group)).flatten();
            let told: Vec<&Figure> = Figure::ALL.iter().filter(|figure| counts(figure)).collect();
            worlds.into_iter().any(|cell| told.iter().any(|figure| figure.of(cell).numerator != 0.0))
        };
        groups.retain(|group| happened(group));
        let none = vec![cells::Cell::default(); self.worlds];
        let group = |name: &[String], at: usize| {
            let of = |system: usize| self.found[at][system].get(name).unwrap_or(&none);
            let figures = |system: usize| {
                let told = Figure::ALL.iter().filter(|figure| figure.is_of(&cutter.cuts));
                told.map(|figure| figure_result(*figure, (system > 0).then(|| of(0)), of(system))).collect()
            };
            let systems = names.iter().enumerate();
            GroupResult {
                group: name.to_vec(),
                systems: systems.map(|(system, name)| SystemGroup { scenario: name.clone(), figures: figures(system) }).collect(),
            }
        };
        let mut all: Vec<GroupResult> = groups.iter().map(|name| group(name, cut)).chain([group(&[], whole)]).collect();
        // Hours are of people or of customers: those of the firm are what its groups have.
        let hours = |system: usize| -> Vec<Ratio> {
            let of = |world: usize| groups.iter().filter_map(|name| Some(self.found[cut][system].get(*name)?[world].hours)).sum::<f64>();
            (0..self.worlds).map(|world| Ratio { numerator: of(world), denominator: 1.0 }).collect()
        };
        if let Some(firm) = all.last_mut() {
            for (system, of_system) in firm.systems.iter_mut().enumerate() {
                let told = of_system.figures.iter_mut().filter(|one| one.id == Figure::Hours.id());
                told.for_each(|one| *one = result_of(Figure::Hours, (system > 0).then(|| hours(0)), &hours(system)));
            }
        }
        ByResult { by: cutter.cuts.iter().map(|cut| cut.word().to_string()).collect(), groups: all }
    }

    /// The counts of single worlds.
    fn table(&self, names: &[String]) -> String {
        let header = ["scenario", "world", "by", "group"].into_iter().chain(cells::Cell::NAMES.iter().copied());
        let mut lines = Lines::headed(header.collect::<Vec<&str>>());
        for (cut, systems) in self.found.iter().enumerate() {
            let by = self
                .cutters
                .first()
                .map_or_else(String::new, |cutters| cutters[cut].cuts.iter().map(|cut| cut.word()).collect::<Vec<_>>().join(","));
            for (name, groups) in names.iter().zip(systems) {
                for (group, worlds) in groups {
                    for (world, cell) in worlds.iter().enumerate() {
                        let group = if group.is_empty() { ALL.to_string() } else { guarded(&group.join(", ")) };
                        let first = [guarded(name), world.to_string(), by.clone(), group];
                        lines.push(first.into_iter().chain(cell.values().into_iter().map(|value| number(Some(value)))));
                    }
                }
            }
        }
        lines.into_text()
    }
}

fn figure_result(figure: Figure, baseline: Option<&Vec<cells::Cell>>, worlds: &[cells::Cell]) -> FigureResult {
    let ratios = |worlds: &[cells::Cell]| worlds.iter().map(|cell| figure.of(cell)).collect::<Vec<Ratio>>();
    result_of(figure, baseline.map(|worlds| ratios(worlds)), &ratios(worlds))
}

fn result_of(figure: Figure, baseline: Option<Vec<Ratio>>, own: &[Ratio]) -> FigureResult {
    let found = estimate(own);
    let paired = baseline.map(|baseline| difference(&baseline, own, figure.better()));
    FigureResult {
        id: figure.id().to_string(),
        unit: figure.unit().to_string(),
        mean: found.mean,
        ci95: found.ci95,
        difference: paired.as_ref().and_then(|paired| paired.mean),
        difference_ci95: paired.as_ref().and_then(|paired| paired.ci95),
    }
}

impl ByResult {
    /// The name of a group, for people.
    pub fn name(group: &GroupResult) -> String {
        if group.group.is_empty() { ALL.to_string() } else { group.group.join(", ") }
    }

    /// The figures of this cut, all or those of a first look.
    fn figures(&self, all: bool) -> Vec<Figure> {
        let told = self.groups.first().and_then(|group| group.systems.first()).map(|system| system.figures.as_slice()).unwrap_or_default();
        let is_told = |figure: &Figure| told.iter().any(|one| one.id == figure.id());
        Figure::ALL.iter().copied().filter(is_told).filter(|figure| all || figure.is_first()).collect()
    }

    /// What it is cut by, for people.
    fn titles(&self) -> Vec<String> {
        self.by.iter().map(|word| Cut::named(word).map_or_else(|| word.clone(), |cut| cut.title().to_string())).collect()
    }

    /// A heading: "By segment and quarter".
    pub fn heading(&self) -> String {
        sentence(&format!("by {}", list(&self.titles())))
    }

    /// A table of one system: a row for each group.
    pub fn table_of(&self, system: usize, all: bool) -> Table {
        let figures = self.figures(all);
        let heading = |figure: &Figure| {
            let unit = match figure.unit() {
                "share" => ", %".to_string(),
                "EUR" if self.largest(*figure) >= 1e5 => ", kEUR".to_string(),
                "EUR" | "days" | "hours" => format!(", {}", figure.unit()),
                _ => String::new(),
            };
            Column::new(format!("{}{unit}", figure.heading()), Style::TWO)
        };
        let columns = std::iter::once(Column::text(self.titles().join(", "))).chain(figures.iter().map(heading)).collect();
        let row = |group: &GroupResult| {
            let told = group.systems.get(system).map(|system| system.figures.as_slice()).unwrap_or_default();
            let value = |figure: &Figure| told.iter().find(|one| one.id == figure.id()).and_then(|one| one.mean);
            let cell = |figure: &Figure| value(figure).map_or(Cell::Empty, |value| self.cell(*figure, value));
            std::iter::once(Cell::Text(Self::name(group))).chain(figures.iter().map(cell)).collect()
        };
        Table { columns, rows: self.told(&figures).map(row).collect(), ..Table::default() }
    }

    /// The groups in which anything of some figures happened under any system, and the whole firm.
    fn told<'s>(&'s self, figures: &'s [Figure]) -> impl Iterator<Item = &'s GroupResult> {
        let is_told = |one: &FigureResult| figures.iter().any(|figure| figure.id() == one.id) && one.mean.is_some_and(|mean| mean != 0.0);
        let happened =
            move |group: &&GroupResult| group.group.is_empty() || group.systems.iter().flat_map(|system| &system.figures).any(is_told);
        self.groups.iter().filter(happened)
    }

    /// A table of the differences of a system from the baseline, with their 95 % intervals.
    pub fn differences_of(&self, system: usize, all: bool) -> Table {
        let figures: Vec<Figure> = self.figures(all).into_iter().filter(|figure| all || DIFFERENCES.contains(figure)).collect();
        let heading = |figure: &Figure| {
            let unit = match figure.unit() {
                "share" => "points".to_string(),
                "EUR" if self.largest(*figure) >= 1e5 => "kEUR".to_string(),
                unit => unit.to_string(),
            };
            Column::new(format!("{}, {unit}", figure.heading()), Style::TWO)
        };
        let columns = std::iter::once(Column::text(self.titles().join(", "))).chain(figures.iter().map(heading)).collect();
        let row = |group: &GroupResult| {
            let told = group.systems.get(system).map(|system| system.figures.as_slice()).unwrap_or_default();
            let cell = |figure: &Figure| {
                let one = told.iter().find(|one| one.id == figure.id());
                let Some((one, gap)) = one.and_then(|one| Some((one, one.difference?))) else { return Cell::Empty };
                let ends = one
                    .difference_ci95
                    .map_or_else(String::new, |[low, high]| format!(" ({} to {})", self.signed(*figure, low), self.signed(*figure, high)));
                Cell::Text(format!("{}{ends}", self.signed(*figure, gap)))
            };
            std::iter::once(Cell::Text(Self::name(group))).chain(figures.iter().map(cell)).collect()
        };
        let first = self.figures(all);
        Table { columns, rows: self.told(&first).map(row).collect(), ..Table::default() }
    }

    /// The largest value of a figure, by which its unit is chosen.
    fn largest(&self, figure: Figure) -> f64 {
        let all = self.groups.iter().flat_map(|group| &group.systems).flat_map(|system| &system.figures);
        all.filter(|one| one.id == figure.id()).filter_map(|one| one.mean).map(f64::abs).fold(0.0, f64::max)
    }

    fn scaled(&self, figure: Figure, value: f64) -> f64 {
        match figure.unit() {
            "share" => 100.0 * value,
            "EUR" if self.largest(figure) >= 1e5 => value / 1000.0,
            _ => value,
        }
    }

    /// A value with as many digits as it is worth.
    fn cell(&self, figure: Figure, value: f64) -> Cell {
        let value = self.scaled(figure, value);
        let digits = match figure.unit() {
            "share" => u8::from(value.abs() < 9.95),
            "EUR" | "days" | "hours" => 0,
            _ => u8::from(value.abs() < 99.5),
        };
        Cell::Number { value, style: Some(Style::decimals(digits)) }
    }

    fn signed(&self, figure: Figure, value: f64) -> String {
        let value = self.scaled(figure, value);
        super::words::signed(value, usize::from(value.abs() < 9.95))
    }

    /// Every figure of every group under every system, as rows.
    pub fn rows(&self, lines: &mut Lines) {
        for group in &self.groups {
            for system in &group.systems {
                for one in &system.figures {
                    let ends = |pair: Option<[f64; 2]>| pair.map_or([None; 2], |[low, high]| [Some(low), Some(high)]);
                    let [[low, high], [from, to]] = [ends(one.ci95), ends(one.difference_ci95)];
                    let numbers = [one.mean, low, high, one.difference, from, to].map(number);
                    let words =
                        [guarded(&system.scenario), self.by.join(","), guarded(&Self::name(group)), one.id.clone(), one.unit.clone()];
                    lines.push(words.into_iter().chain(numbers));
                }
            }
        }
    }
}

/// Figures whose differences are told at first.
const DIFFERENCES: [Figure; 4] = [Figure::Won, Figure::Bookings, Figure::WinRate, Figure::NoDecision];

/// All results by group as a table of rows.
pub fn csv(all: &[ByResult]) -> String {
    let mut lines = Lines::headed([
        "scenario",
        "by",
        "group",
        "figure",
        "unit",
        "mean",
        "ci95_low",
        "ci95_high",
        "difference_from_baseline",
        "difference_ci95_low",
        "difference_ci95_high",
    ]);
    all.iter().for_each(|one| one.rows(&mut lines));
    lines.into_text()
}

/// The tables of a document, each with its caption: one for each system, and one of differences for each after the first.
pub fn tables(document: &Document, all: bool) -> Vec<Table> {
    let names: Vec<&str> = document.scenarios.iter().map(|system| system.name.as_str()).collect();
    let of = |by: &ByResult| {
        let own = names.iter().enumerate().map(|(place, name)| Table {
            caption: if names.len() > 1 { format!("{}, {name}", by.heading()) } else { by.heading() },
            ..by.table_of(place, all)
        });
        let gaps = names.iter().enumerate().skip(1).map(|(place, name)| Table {
            caption: format!("{}, {name} minus {} (95 % intervals in brackets)", by.heading(), names[0]),
            ..by.differences_of(place, all)
        });
        own.chain(gaps).collect::<Vec<_>>()
    };
    document.by.iter().flat_map(of).collect()
}

/// What the figures are, in short.
pub fn caption(worlds: u64) -> String {
    format!(
        "Means of {} in the window, counted on the day on which it happened; win rate and no decision are of what was closed, without what we disqualified. \
         winflow measures has the definitions; by.csv has intervals.",
        if worlds == 1 { "a world".to_string() } else { format!("{} worlds", short(worlds as f64)) }
    )
}
