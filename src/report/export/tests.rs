//! What is written can be read back, and says what the results say.

use super::crm;
use super::dates::Dates;
use super::events::{Case, SystemLog, Transition, cases};
use super::tables::tables;
use super::{event_table, ocel, pull_request, workbook, xes};
use crate::measure::{Ending, Measure};
use crate::report::charts::gallery;
use crate::report::results::stored::Stored;
use crate::report::results::stored::sample::{simulated, simulated_as};
use crate::report::results::table::{Cell, Table};
use crate::report::results::targets::Targets;
use crate::report::results::words::legal;
use crate::simulation::Model;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

const HOSTILE: [&str; 5] = ["=cmd()|' /C calc'!A1", "<script>alert(1)</script>", "\u{202e}abc\u{0}\u{7}", "a|b`c*d_e @all #1", "-1+1"];

fn workbook_of(stored: &Stored) -> Vec<u8> {
    let pictures = gallery::pictures(stored, &Targets::default());
    workbook::render(stored, &pictures, &stored.setting()).expect("a workbook")
}

fn opened(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    open_workbook_from_rs(Cursor::new(bytes)).expect("opens")
}

#[test]
fn a_workbook_holds_the_figures_of_the_results() {
    let stored = simulated(&["hero", "team"], 3, 0.5);
    let bytes = workbook_of(&stored);
    assert!(bytes == workbook_of(&stored), "the same results give the same bytes");
    let mut book = opened(bytes);
    let names = book.sheet_names();
    assert_eq!(&names[..4], ["Summary", "Charts", "Differences", "Measures"]);
    let measures = book.worksheet_range("Measures").expect("a sheet");
    let row = |name: &str, measure: Measure| {
        let is_it = |row: &&[Data]| row[0] == Data::String(name.into()) && row[1] == Data::String(measure.title().into());
        measures.rows().find(is_it).expect("a row").to_vec()
    };
    for scenario in &stored.document.scenarios {
        for &measure in Measure::ALL {
            let mean = scenario.measure(measure).expect("a measure").mean;
            let cell = row(&scenario.name, measure)[5].clone();
            match mean {
                Some(mean) => assert_eq!(cell, Data::Float(mean), "{}", measure.id()),
                None => assert_eq!(cell, Data::Empty),
            }
        }
    }
    let deals = book.worksheet_range("Deals").expect("a sheet");
    let count: usize = stored.systems.iter().map(|s| s.deals.len()).sum();
    assert_eq!(deals.height(), count + 4);
}

#[test]
fn hostile_names_stay_text_in_a_workbook() {
    let named: Vec<(&str, &str)> = ["hero", "team", "line", "hero", "team"].into_iter().zip(HOSTILE).collect();
    let stored = simulated_as(&named, 2, 0.3);
    let mut book = opened(workbook_of(&stored));
    let measures = book.worksheet_range("Measures").expect("a sheet");
    let found: BTreeSet<String> = measures.rows().skip(4).map(|row| row[0].to_string()).collect();
    let wanted: BTreeSet<String> = HOSTILE.iter().map(|name| legal(name).replace('\u{202e}', "")).collect();
    assert_eq!(found, wanted);
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).expect("formulas").is_empty(), "{name} has formulas");
    }
}

#[test]
fn results_of_one_world_make_a_workbook_too() {
    let mut stored = simulated(&["hero"], 1, 0.3);
    opened(workbook_of(&stored));
    for system in &mut stored.systems {
        system.deals.clear();
        system.people.clear();
        system.periods.clear();
        system.weeks.clear();
        system.roles.clear();
        system.journeys.clear();
    }
    stored.systems[0].name = "n".repeat(500);
    stored.document.scenarios[0].name = "n".repeat(500);
    assert_eq!(opened(workbook::render(&stored, &[], "s").expect("a workbook")).sheet_names()[0], "Summary");
}

#[test]
fn tables_are_even_and_their_numbers_stay_numbers() {
    let stored = simulated_as(&[("hero", HOSTILE[4]), ("team", HOSTILE[0])], 2, 0.5);
    let tables = tables(&stored);
    assert!(tables.iter().all(|t| t.rows.iter().all(|row| row.len() == t.columns.len())));
    let of = |name: &str| -> &Table { tables.iter().find(|t| t.name == name).expect("a table") };
    let text = of("differences").to_csv();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|r| r.expect("a row")).collect();
    assert!(rows.iter().all(|row| &row[0] == "'=cmd()|' /C calc'!A1" && &row[1] == "'-1+1"));
    let differences: Vec<f64> = rows.iter().filter_map(|row| row[7].parse().ok()).collect();
    assert!(differences.iter().any(|d| *d < 0.0), "negative numbers are numbers");
    assert!(rows.iter().all(|row| row[7].is_empty() || row[7].parse::<f64>().is_ok()));
    // The last month's bookings so far are all bookings; the curve ends at one.
    let last = |name: &str, column: usize| of(name).rows.last().and_then(|row| row[column].value()).expect("a number");
    let all: f64 = stored.systems[0].deals.iter().map(|d| d.price).sum();
    assert!((last("months", 2) - all / 2.0).abs() < 1e-6 * all);
    assert!((last("concentration", 1) - 1.0).abs() < 1e-9);
    let shares: f64 = of("endings").rows.iter().filter_map(|row| row[1].value()).sum();
    assert!((shares - 1.0).abs() < 1e-9);
}

#[test]
fn the_curve_of_two_people_is_as_computed_by_hand() {
    let mut stored = simulated(&["hero"], 1, 0.3);
    let people = &mut stored.systems[0].people;
    people.truncate(2);
    (people[0].bookings, people[1].bookings) = (30.0, 10.0);
    let tables = tables(&stored);
    let curve: Vec<f64> = tables.iter().find(|t| t.name == "concentration").expect("it").rows.iter().filter_map(|r| r[1].value()).collect();
    assert!((curve[10] - 0.25).abs() < 1e-12 && (curve[5] - 0.125).abs() < 1e-12 && (curve[15] - 0.625).abs() < 1e-12, "{curve:?}");
}

#[test]
fn markdown_takes_nothing_in_a_name_for_markup() {
    let stored = simulated_as(&[("hero", HOSTILE[3]), ("team", HOSTILE[1])], 3, 0.3);
    let text = pull_request::render(&stored, &stored.setting());
    assert!(!text.contains("<script") && text.contains("&lt;script&gt;"), "{text}");
    assert!(!text.contains('`') && !text.contains("@all"), "{text}");
    let header = text.lines().find(|line| line.starts_with("| measure")).expect("a table");
    assert_eq!(header.matches('|').count(), 8, "{header}");
    assert!(text.contains("**Verdict.** ") && text.contains("<details>"));
    assert!(!pull_request::render(&simulated(&["hero"], 1, 0.3), "s").contains("Verdict"));
}

fn log(name: &str, scenario: &str) -> SystemLog {
    let sets = ["time.years=0.5", "time.warm_up_weeks=10", "time.window_start=2024-02-28"].map(String::from);
    let model = Model::new(&crate::scenario::load(scenario, &[], &sets).expect("a scenario").scenario, Default::default());
    let (record, entries) = model.follow(3, 1, crate::world::happening::Keeps::Log, None);
    SystemLog { name: name.to_string(), world: 1, model, record, entries }
}

fn all(logs: &[SystemLog]) -> Vec<(Dates, Vec<Case>)> {
    logs.iter().map(|log| (log.dates(), cases(log))).collect()
}

#[test]
fn cases_are_the_customers_of_the_window_that_we_saw() {
    let log = log("team", "team");
    let cases = cases(&log);
    let count = |activity: &str| cases.iter().flat_map(|c| &c.events).filter(|e| e.activity == activity).count();
    let journeys = &log.record.journeys;
    assert_eq!(count("first dialogue"), journeys.iter().filter(|j| j.dialogue_days.is_some()).count());
    assert_eq!(count("signature"), journeys.iter().filter(|j| j.price > 0.0).count());
    let delivered = |j: &&crate::measure::JourneyRecord| j.price > 0.0 && j.ending != Ending::Open;
    assert_eq!(count("delivery"), journeys.iter().filter(delivered).count());
    for case in &cases {
        assert!(case.events.windows(2).all(|pair| pair[0].at_hours <= pair[1].at_hours), "{case:?}");
        let mut open: BTreeMap<u32, &str> = BTreeMap::new();
        for event in &case.events {
            match event.transition {
                Transition::Start => assert!(open.insert(event.instance, &event.activity).is_none()),
                Transition::Abort => assert_eq!(open.remove(&event.instance), Some(event.activity.as_str())),
                Transition::Complete => assert!(open.remove(&event.instance).is_none_or(|begun| begun == event.activity)),
            }
        }
        let is_over = case.events.iter().any(|e| matches!(e.activity.as_str(), "loss" | "our no" | "delivery"));
        assert!(!is_over || open.is_empty(), "{case:?}");
    }
}

#[test]
fn every_format_holds_the_same_events() {
    let logs = [log(HOSTILE[0], "hero"), log(HOSTILE[1], "team")];
    let all = all(&logs);
    let events: usize = all.iter().flat_map(|(_, cases)| cases).map(|case| case.events.len()).sum();
    let number_of_cases: usize = all.iter().map(|(_, cases)| cases.len()).sum();
    let text = event_table::render(&all);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), events);
    assert!(rows.iter().all(|row| row[0].starts_with("'=cmd") || row[0].starts_with("<script>")));
    assert!(rows.iter().all(|row| row[2].len() == 29 && row[2].ends_with("+00:00")));

    let bytes = xes::render("a \u{1}log", &all).expect("xml");
    let (mut traces, mut found, mut names) = (0, 0, BTreeSet::new());
    let text = String::from_utf8(bytes).expect("UTF-8");
    let mut xml = quick_xml::Reader::from_str(&text);
    loop {
        match xml.read_event().expect("well formed") {
            quick_xml::events::Event::Start(e) if e.name().as_ref() == "trace" => traces += 1,
            quick_xml::events::Event::Start(e) if e.name().as_ref() == "event" => found += 1,
            quick_xml::events::Event::Empty(e) => {
                for attribute in e.attributes() {
                    let attribute = attribute.expect("an attribute");
                    names.insert(attribute.key.as_ref().to_string());
                }
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((traces, found), (number_of_cases, events));
    assert!(text.contains("&lt;script&gt;") && !text.contains("<script>") && !text.contains('\u{1}'));

    let json: serde_json::Value = serde_json::from_str(&ocel::render(&all)).expect("JSON");
    let list = |name: &str| json[name].as_array().expect("a list");
    assert_eq!(list("events").len(), events);
    let ids: BTreeSet<&str> = list("objects").iter().filter_map(|o| o["id"].as_str()).collect();
    assert_eq!(ids.len(), list("objects").len(), "objects have names of their own");
    let types: BTreeSet<&str> = list("eventTypes").iter().filter_map(|t| t["name"].as_str()).collect();
    for event in list("events") {
        assert!(types.contains(event["type"].as_str().expect("a type")));
        let related = event["relationships"].as_array().expect("relations");
        assert!(related.iter().all(|r| ids.contains(r["objectId"].as_str().expect("an object"))));
    }
}

/// A file of a database as rows by heading.
fn database(log: &SystemLog) -> BTreeMap<&'static str, Vec<BTreeMap<String, String>>> {
    let read = |text: &str| -> Vec<BTreeMap<String, String>> {
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a row")).collect()
    };
    crm::files(log).into_iter().map(|(name, text)| (name, read(&text))).collect()
}

#[test]
fn a_database_holds_what_was_seen_and_the_truth_stands_apart() {
    let log = log("team", "team");
    let files = database(&log);
    let opportunities = &files["opportunities.csv"];
    let ids: BTreeSet<&str> = opportunities.iter().map(|o| o["opportunity_id"].as_str()).collect();
    assert_eq!(ids.len(), opportunities.len());
    for name in ["stage_history.csv", "activities.csv", "truth.csv"] {
        assert!(files[name].iter().all(|row| ids.contains(row["opportunity_id"].as_str())), "{name}");
    }
    assert_eq!(files["truth.csv"].len(), opportunities.len());
    let accounts: BTreeSet<&str> = files["accounts.csv"].iter().map(|a| a["account_id"].as_str()).collect();
    assert!(opportunities.iter().all(|o| accounts.contains(o["account_id"].as_str())));
    // Deals closed in the window: the same as in the results.
    let start = "2024-02-28";
    let won: Vec<&BTreeMap<String, String>> =
        opportunities.iter().filter(|o| o["is_won"] == "true" && o["close_date"].as_str() >= start).collect();
    assert_eq!(won.len(), log.record.deals.len());
    let amounts: f64 = won.iter().map(|o| o["amount_eur"].parse::<f64>().expect("a number")).sum();
    let prices: f64 = log.record.deals.iter().map(|d| d.price.round()).sum();
    assert_eq!(amounts, prices);
    // The last stage in the history is the stage of the opportunity.
    let mut last: BTreeMap<&str, &str> = BTreeMap::new();
    for row in &files["stage_history.csv"] {
        let before = last.insert(&row["opportunity_id"], &row["to_stage"]);
        assert_eq!(before.unwrap_or_default(), row["from_stage"]);
    }
    assert!(opportunities.iter().all(|o| last[o["opportunity_id"].as_str()] == o["stage"]));
    // Nothing of the truth is in the database.
    for name in ["opportunities.csv", "stage_history.csv", "accounts.csv", "activities.csv"] {
        let headings: Vec<&String> = files[name].first().expect("rows").keys().collect();
        assert!(
            headings.iter().all(|h| !["possible", "surplus", "margin", "ending", "journey", "regret"].iter().any(|w| h.contains(w))),
            "{name}"
        );
    }
    let closed = |o: &BTreeMap<String, String>| o["is_closed"] == "true";
    assert!(opportunities.iter().any(|o| !closed(o)) && opportunities.iter().any(closed));
    assert!(opportunities.iter().all(|o| closed(o) == ["Closed won", "Closed lost", "Disqualified"].contains(&o["stage"].as_str())));
}

#[test]
fn a_cell_knows_its_number() {
    assert_eq!((Cell::plain(f64::NAN), Cell::plain(f64::INFINITY)), (Cell::Empty, Cell::Empty));
    assert_eq!(Cell::text("1").value(), None);
}
