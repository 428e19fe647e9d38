//! Results by group: the groups add up to the firm, agree with an independent count over the rows, and are told with their differences.

use crate::common::{Sandbox, code, json, stderr, stdout};
use crate::worlds::{model, model_of, scenario};
use std::collections::BTreeMap;
use std::fs;
use winflow::figures::{Cell, Cells, Cut, Cutter, Figure};
use winflow::measure::Measure;

const SHORT: [&str; 3] = ["time.years=1", "time.warm_up_weeks=26", "time.run_out_years=1"];
const QUICK: [&str; 6] = ["--worlds", "3", "--years", "0.5", "--set", "time.run_out_years=0.5"];

/// Something that is counted.
type Part = (&'static str, fn(&Cell) -> f64);

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

/// Whatever it is cut by, the groups add up to the firm; and the firm's deals, bookings, hours and quotas are those that are counted elsewhere.
#[test]
fn groups_add_up_to_the_firm() {
    for names in ["mid hero commission", "mid team engineers", "mid line people"] {
        let firm = scenario(names, &SHORT);
        let model = model_of(&firm);
        let record = model.run(7, 1);
        let cuts: Vec<Vec<Cut>> =
            Cut::ALL.iter().map(|cut| vec![*cut]).chain([vec![Cut::Segment, Cut::Quarter], vec![Cut::Role, Cut::Month]]).collect();
        let cutters: Vec<Cutter> = cuts.iter().map(Vec::as_slice).chain([&[][..]]).map(|cuts| Cutter::new(cuts, model.plan())).collect();
        let cells = Cells::new(&record, &cutters).0;
        let whole = cells.last().and_then(|groups| groups.first()).map(|(_, cell)| *cell).expect("a firm");
        for (cut, groups) in cuts.iter().zip(&cells) {
            let sum = |of: &dyn Fn(&Cell) -> f64| groups.iter().map(|(_, cell)| of(cell)).sum::<f64>();
            let is_by_time = cut.iter().any(|cut| cut.is_of_time());
            let parts: [Part; 12] = [
                ("leads", |c| c.leads),
                ("dialogues", |c| c.dialogues),
                ("accepted", |c| c.accepted),
                ("won", |c| c.won),
                ("lost", |c| c.lost),
                ("own nos", |c| c.own_no),
                ("no decision", |c| c.no_decision),
                ("bookings", |c| c.bookings),
                ("list prices", |c| c.list_prices),
                ("delivered", |c| c.delivered),
                ("renewed", |c| c.renewed),
                ("proposed", |c| c.proposed),
            ];
            for (name, part) in parts {
                assert!(close(sum(&part), part(&whole)), "{names}, {cut:?}: {name} {} {}", sum(&part), part(&whole));
            }
            if !is_by_time {
                assert!(close(sum(&|c| c.open_value), whole.open_value), "{names}, {cut:?}");
            }
        }
        let booked: f64 = record.deals.iter().map(|deal| deal.price).sum();
        assert!(close(whole.won, record.deals.len() as f64) && close(whole.bookings, booked), "{names}: {whole:?}");
        let dialogues = record.ratios[Measure::DialoguesPerMonth as usize].numerator;
        assert!(close(whole.dialogues, dialogues), "{names}: {} {dialogues}", whole.dialogues);
        // People have all of the hours, and quotas and credit as they count for the firm's attainment.
        let by_role = &cells[Cut::ALL.iter().position(|cut| *cut == Cut::Role).expect("a cut")];
        let hours: f64 = record.people.iter().map(|person| person.hours).sum();
        assert!(close(by_role.iter().map(|(_, cell)| cell.hours).sum(), hours), "{names}");
        let attained = record.ratios[Measure::Attainment as usize];
        let credit: f64 = by_role.iter().map(|(_, cell)| cell.credit).sum();
        assert!(close(credit, attained.numerator), "{names}: {credit} {attained:?}");
        assert!(close(by_role.iter().map(|(_, cell)| cell.quota).sum(), attained.denominator), "{names}");
    }
}

/// The win rate of those that entered and were closed in a window without an edge is that of the firm's own measure: here all deals of a run of
/// many years, by two definitions that differ at the ends alone.
#[test]
fn a_win_rate_by_close_date_is_near_that_of_the_cohort() {
    let model = model("mid hero", &["time.years=6", "time.warm_up_weeks=52"]);
    let (mut won, mut closed, mut cohort) = (0.0, 0.0, (0.0, 0.0));
    for world in 0..4 {
        let record = model.run(3, world);
        let cells = Cells::new(&record, &[Cutter::new(&[], model.plan())]).0;
        let cell = cells[0][0].1;
        won += cell.won;
        closed += cell.won + cell.lost + cell.own_no;
        let ratio = record.ratios[Measure::WinRate as usize];
        cohort.0 += ratio.numerator;
        cohort.1 += ratio.denominator;
    }
    let (by_date, by_cohort) = (won / closed, cohort.0 / cohort.1);
    assert!((by_date / by_cohort - 1.0).abs() < 0.1, "{by_date} {by_cohort}");
}

#[test]
fn groups_agree_with_the_rows_and_are_told_everywhere() {
    let sandbox = Sandbox::new();
    let output =
        sandbox.run(&[&["run", "mid", "--with", "team", "--by", "segment", "--by", "role,month", "--format", "json"], &QUICK[..]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let document = json(&output);
    let validator = jsonschema::validator_for(&json(&sandbox.run(&["schema", "--output"]))).expect("a schema");
    assert!(validator.is_valid(&document), "{:?}", validator.iter_errors(&document).map(|e| e.to_string()).collect::<Vec<_>>());
    let by = document["by"].as_array().expect("results by group");
    assert_eq!(by.len(), 2);
    // Hours of the firm are those of its groups, by whatever it is cut.
    let hours = |group: &serde_json::Value| {
        let figures = group["systems"][0]["figures"].as_array().expect("figures").clone();
        figures.iter().find(|one| one["id"] == "hours").and_then(|one| one["mean"].as_f64()).expect("hours")
    };
    let (firm, groups) = by[0]["groups"].as_array().and_then(|groups| groups.split_last()).expect("groups");
    assert!(close(hours(firm), groups.iter().map(hours).sum()) && hours(firm) > 100.0, "{firm}");
    // Deals by the month of their close date, counted from the table of deals.
    let mut folders = fs::read_dir(sandbox.path("output")).expect("results").flatten().map(|entry| entry.path());
    let folder = folders.next().expect("a folder");
    let mut reader = csv::Reader::from_path(folder.join("deals.csv")).expect("deals");
    let heads = reader.headers().expect("heads").clone();
    let column = |name: &str| heads.iter().position(|head| head == name).unwrap_or_else(|| panic!("no {name} in {heads:?}"));
    let (closed, price) = (column("closed_days"), column("price"));
    let mut counted: BTreeMap<String, f64> = BTreeMap::new();
    let days = [31.0, 29.0, 31.0, 30.0, 31.0, 30.0, 31.0];
    for row in reader.records().map(|row| row.expect("a row")) {
        let (mut left, mut month) = (row[closed].parse::<f64>().expect("a day"), 1);
        while left >= days[month - 1] {
            left -= days[month - 1];
            month += 1;
        }
        *counted.entry(format!("2024-{month:02}")).or_default() += row[price].parse::<f64>().expect("a price");
    }
    let mut told: BTreeMap<String, f64> = BTreeMap::new();
    for group in by[1]["groups"].as_array().expect("groups").iter().filter(|group| !group["group"].as_array().expect("names").is_empty()) {
        let figures = group["systems"][0]["figures"].as_array().expect("figures");
        let bookings = figures.iter().find(|one| one["id"] == "bookings").and_then(|one| one["mean"].as_f64()).expect("bookings");
        *told.entry(group["group"][1].as_str().expect("a month").to_string()).or_default() += 3.0 * bookings;
    }
    told.retain(|_, bookings| *bookings > 0.0);
    assert!(told.len() > 3 && told.keys().eq(counted.keys()), "{told:?} {counted:?}");
    assert!(told.values().zip(counted.values()).all(|(a, b)| (a - b).abs() < 1.0), "{told:?} {counted:?}");
    for file in ["by.csv", "cells.csv"] {
        assert!(fs::read_to_string(folder.join(file)).expect(file).lines().count() > 10, "{file}");
    }
    let page = sandbox.run(&["report", &folder.to_string_lossy(), "--quiet"]);
    assert_eq!(code(&page), 0, "{}", stderr(&page));
}

/// A comparison tells the groups of each system, and how they differ in the same worlds.
#[test]
fn differences_of_groups_are_paired() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&[&["compare", "hero", "team", "--as-described", "--by", "channel"], &QUICK[..]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    for part in ["By channel, hero:", "By channel, team:", "By channel, team minus hero (95 % intervals in brackets):", "whole firm"] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    let document =
        json(&sandbox.run(&[&["compare", "hero", "team", "--as-described", "--by", "channel", "--format", "json"], &QUICK[..]].concat()));
    for group in document["by"][0]["groups"].as_array().expect("groups") {
        let of = |system: usize, key: &str| {
            let figures = group["systems"][system]["figures"].as_array().expect("figures");
            figures.iter().find(|one| one["id"] == Figure::Bookings.id()).and_then(|one| one[key].as_f64())
        };
        let gap = of(1, "difference").expect("a difference");
        assert!(close(gap, of(1, "mean").expect("a mean") - of(0, "mean").expect("a mean")), "{group}");
        assert_eq!(of(0, "difference"), None);
    }
}

#[test]
fn what_is_no_cut_is_refused_with_what_is() {
    let sandbox = Sandbox::new();
    for (cut, part) in [
        ("segmnt", "did you mean segment?"),
        ("segment,segment", "segment is named twice"),
        ("segment,role,month", "at most two at once"),
        ("", "results are cut by segment, channel"),
    ] {
        let said = sandbox.run(&["run", "mid", "--by", cut]);
        assert_eq!(code(&said), 2, "{cut}");
        assert!(stderr(&said).contains(part), "{cut}: {}", stderr(&said));
    }
}

/// Nothing is asked for, nothing changes: results without groups have no such part.
#[test]
fn without_cuts_results_are_as_they_were() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&[&["run", "mid", "--format", "json"], &QUICK[..]].concat());
    assert!(json(&output).get("by").is_none());
    assert!(!sandbox.path("output/mid/by.csv").exists());
}

/// Successors are told apart from those whose post they took, several pods of an entry from each other, and parts of periods are called so.
#[test]
fn groups_have_names_that_tell_them_apart() {
    let text = "extends = \"mid\"\n[time]\nyears = 1\nwarm_up_weeks = 8\nrun_out_years = 1\nwindow_start = \"2024-03-15\"\nfiscal_year_begins_month = 4\n\
                [role.seller]\nhiring_days = 20\n[person.ann]\nrole = \"seller\"\n[person.bob]\nrole = \"seller\"\n[pod.north]\npeople = [\"seller=1\"]\nnumber = 2\n\
                [event.e]\nat = \"week 10\"\nleave = [\"ann\"]\n";
    let firm = winflow::scenario::load_text("firm", text).expect("a firm").scenario;
    let model = model_of(&firm);
    let groups = |cut: Cut| {
        let found = Cells::new(&model.run(3, 0), &[Cutter::new(&[cut], model.plan())]).0;
        found[0].iter().map(|(names, _)| names[0].clone()).collect::<Vec<String>>()
    };
    let people = groups(Cut::Person);
    assert!(["ann", "ann, successor 1", "bob"].iter().all(|name| people.iter().any(|one| one == name)), "{people:?}");
    let pods = groups(Cut::Pod);
    assert!(["north 1", "north 2"].iter().all(|name| pods.iter().any(|one| one == name)), "{pods:?}");
    let quarters = groups(Cut::Quarter);
    assert!(quarters.iter().any(|one| one == "FY2023 Q4 (part)") && quarters.iter().any(|one| one == "FY2024 Q1"), "{quarters:?}");
    assert!(groups(Cut::Month).iter().any(|one| one == "2024-03 (part)"));
}
