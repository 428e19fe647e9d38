//! What is written can be read back, and says what the results say.

use super::crm;
use super::dates::Dates;
use super::events::{Case, SystemLog, Transition, cases};
use super::tables::{Room, tables};
use super::{event_table, ocel, pull_request, workbook, xes};
use crate::measure::{Ending, Measure};
use crate::report::charts::gallery;
use crate::report::results::stored::Stored;
use crate::report::results::stored::rows::{DealRow, JourneyRow, PersonRow};
use crate::report::results::stored::sample::{simulated, simulated_as};
use crate::report::results::stored::tables::{Row, SystemNames};
use crate::report::results::table::{Cell, Table};
use crate::report::results::targets::Targets;
use crate::report::results::words::legal;
use crate::simulation::Model;
use crate::world::happening::Happening;
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

const HOSTILE: [&str; 5] = ["=cmd()|' /C calc'!A1", "<script>alert(1)</script>", "\u{202e}abc\u{0}\u{7}", "a|b`c*d_e @all #1", "-1+1"];

fn workbook_of(stored: &Stored) -> Vec<u8> {
    let pictures = gallery::pictures(stored, &Targets::default());
    workbook::render(stored, &pictures, &stored.setting()).expect("a workbook").bytes
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

/// The parts of a workbook whose names begin so.
fn parts(bytes: &[u8], beginning: &str) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let count = archive.len();
    let mut text = |at: usize| {
        let part = archive.by_index(at).expect("a part");
        part.name_raw().starts_with(beginning.as_bytes()).then(|| std::io::read_to_string(part).expect("text"))
    };
    (0..count).filter_map(&mut text).collect()
}

/// First and last row of each chart of a drawing, from 0.
fn rows_of_charts(drawing: &str) -> Vec<(u32, u32)> {
    let rows: Vec<u32> =
        drawing.split("<xdr:row>").skip(1).map(|rest| rest.split('<').next().and_then(|row| row.parse().ok()).expect("a row")).collect();
    rows.chunks(2).map(|both| (both[0], both[1])).collect()
}

#[test]
fn charts_lie_on_no_other_chart_and_on_no_cell() {
    // With two systems the endings are on the sheet of charts; with one they are on the first.
    for names in [&["hero", "team"][..], &["hero"]] {
        let bytes = workbook_of(&simulated(names, 3, 0.5));
        let drawings = parts(&bytes, "xl/drawings/drawing");
        let charts: Vec<Vec<(u32, u32)>> = drawings.iter().map(|drawing| rows_of_charts(drawing)).collect();
        let count: usize = charts.iter().map(Vec::len).sum();
        assert_eq!((charts.len(), count), (2, parts(&bytes, "xl/charts/chart").len()));
        for on_sheet in &charts {
            assert!(on_sheet.windows(2).all(|pair| pair[0].1 < pair[1].0), "{names:?}: {on_sheet:?}");
        }
        let mut book = opened(bytes);
        let last = book.worksheet_range("Summary").expect("a sheet").end().expect("cells").0;
        assert!(charts[0].iter().all(|(first, _)| *first > last), "{names:?}: {last}, {charts:?}");
        assert!(book.worksheet_range("Charts").expect("a sheet").is_empty());
    }
}

#[test]
fn weeks_are_dates_that_a_spreadsheet_counts_with() {
    let mut stored = simulated(&["hero"], 2, 0.3);
    stored.systems[0].scenario.time.window_start = "2024-02-26".to_string();
    let bytes = workbook_of(&stored);
    // An axis of dates begins with the first week.
    let axis = parts(&bytes, "xl/charts/chart").into_iter().filter(|chart| chart.contains("formatCode=\"d mmm yyyy\""));
    let is_told = |chart: &String| chart.contains("Weeks!$B$5:$B$") && chart.contains("week of; before 2024-02-26: warm-up");
    assert_eq!(axis.filter(is_told).count(), 2);
    let weeks = opened(bytes).worksheet_range("Weeks").expect("a sheet");
    let mut told = 0;
    for row in weeks.rows().skip(4) {
        let (Data::DateTime(date), Data::Float(begins)) = (&row[1], &row[2]) else { panic!("{row:?}") };
        // 2024-02-26 is day 45348 of a spreadsheet.
        assert_eq!(date.as_f64() - begins, 45_348.0, "{row:?}");
        told += 1;
    }
    assert_eq!(told, stored.systems[0].weeks.len() / 2);
    let all = tables(&stored, Room::BOUNDLESS);
    let text = all.iter().find(|table| table.name == "weeks").expect("weeks").to_csv();
    assert!(text.contains("\nhero,2024-02-26,0,") && text.contains("\nhero,2024-03-04,7,"), "{text}");
    // Days before 1900 are none for a spreadsheet.
    stored.systems[0].scenario.time.window_start = "1890-01-01".to_string();
    let weeks = opened(workbook_of(&stored)).worksheet_range("Weeks").expect("a sheet");
    assert!(weeks.rows().skip(4).all(|row| matches!(&row[1], Data::String(day) if day.starts_with("18"))));
}

#[test]
fn what_a_workbook_has_no_room_for_is_told_and_is_in_the_tables() {
    let mut stored = simulated(&["hero"], 3, 0.3);
    let (of_world, all) = (|deal: &DealRow, world: u64| deal.world == world, stored.systems[0].deals.clone());
    let once = |world: u64| all.iter().filter(move |deal| of_world(deal, world)).cloned();
    // Worlds 0 and 1 as they were; world 2 with more rows than there is room for.
    let many = once(2).cycle().take(60_000);
    stored.systems[0].deals = once(0).chain(once(1)).chain(many).collect();
    let (held, of) = (once(0).count() + once(1).count(), stored.systems[0].deals.len());
    let book = workbook::render(&stored, &[], "s").expect("a workbook");
    let told: Vec<(&str, usize, usize, &str)> = book.left_out.iter().map(|l| (l.sheet.as_str(), l.rows, l.of, l.file.as_str())).collect();
    assert_eq!(told, [("Deals", held, of, "deals.csv")]);
    let sheet = opened(book.bytes).worksheet_range("Deals").expect("a sheet");
    assert_eq!(sheet.height(), held + 4);
    assert!(sheet.get((1, 0)).is_some_and(|note| note.to_string().contains("The first 2 worlds of 3; the others are in deals.csv.")));
    let table = tables(&stored, Room::BOUNDLESS).into_iter().find(|table| table.name == "deals").expect("deals");
    assert_eq!((table.rows.len(), table.left_out, table.caption.as_str()), (of, 0, "Deals closed in the window."));
    // Where a single world has no room, the sheet is there all the same.
    stored.systems[0].deals.iter_mut().for_each(|deal| deal.world = 0);
    let book = workbook::render(&stored, &[], "s").expect("a workbook");
    assert_eq!((book.left_out[0].rows, book.left_out[0].of), (0, of));
    assert!(opened(book.bytes).sheet_names().contains(&"Deals".to_string()));
    // Worlds that the run had no room for are no worlds without bookings.
    stored.systems[0].deals = once(0).collect();
    stored.worlds_in.insert("deals.csv".to_string(), 1);
    let all = tables(&stored, Room::BOUNDLESS);
    let of = |name: &str| all.iter().find(|table| table.name == name).expect("a table");
    assert!(of("deals").caption.ends_with(" The first 1 worlds of 3; the others were not kept."), "{}", of("deals").caption);
    let booked: f64 = once(0).map(|deal| deal.price).sum();
    let last = of("months").rows.last().and_then(|row| row[2].value()).expect("bookings");
    assert!((last - booked).abs() < 1e-6 * booked, "{last} of one world, {booked}");
}

#[test]
fn customers_have_the_day_they_came_and_an_amount_reached_or_not() {
    let log = log("team", "team");
    let rows: Vec<JourneyRow> = Row::of(&log.record, &SystemNames::new("team", log.model.scenario()));
    let (mut came, mut asked) = (BTreeMap::new(), BTreeMap::new());
    for entry in &log.entries {
        let number = entry.customer.journey;
        match entry.what {
            Happening::Came => _ = came.insert(number, (entry.customer.channel, (log.hours(entry) / 0.024).round() / 1000.0)),
            Happening::Ended { .. } | Happening::Signed => _ = asked.insert(number, entry.amount),
            _ => {}
        }
    }
    let plan = log.model.plan();
    for row in &rows {
        let known = came.get(&row.journey).map(|&(channel, day)| (channel.map_or("", |c| plan.channel_name(c)).to_string(), Some(day)));
        assert_eq!((row.came_by.clone(), row.came_days), known.unwrap_or_default(), "{row:?}");
        assert!(row.amount > 0.0 && (row.price == 0.0 || row.price == row.amount), "{row:?}");
        let is_lost = row.dialogue_days.is_some() && row.ended_days.is_some();
        assert!(!is_lost || asked.get(&row.journey).is_some_and(|amount| (amount - row.amount).abs() < 0.001), "{row:?}");
    }
    let unreached = rows.iter().filter(|row| row.dialogue_days.is_none() && row.came_days.is_some());
    assert!(unreached.clone().count() > 20 && unreached.clone().all(|row| row.channel.is_empty() && !row.came_by.is_empty()));
    assert!(rows.iter().any(|row| row.price == 0.0 && row.let_in && row.ended_days.is_some()), "somebody is lost");
    // Leads of the database are the same customers, and those of the time before.
    let leads = &database(&log)["leads.csv"];
    let of_window: Vec<&BTreeMap<String, String>> = leads.iter().filter(|lead| lead["created_date"].as_str() >= "2024-02-28").collect();
    let ids: BTreeSet<&str> = leads.iter().map(|lead| lead["lead_id"].as_str()).collect();
    assert!(ids.len() == leads.len() && of_window.len() < leads.len());
    for row in unreached.filter(|row| row.came_days < Some(100.0)) {
        let lead = leads.iter().find(|lead| lead["lead_id"] == format!("lead-{:06}", row.journey)).expect("a lead");
        assert!(lead["status"] != "Converted" && lead["opportunity_id"].is_empty() && lead["lead_source"] == row.came_by, "{lead:?}");
    }
    let converted: Vec<&str> =
        leads.iter().filter(|lead| lead["status"] == "Converted").map(|lead| lead["opportunity_id"].as_str()).collect();
    let opportunities: BTreeSet<String> = database(&log)["opportunities.csv"].iter().map(|o| o["opportunity_id"].clone()).collect();
    assert!(converted.len() > 20 && converted.iter().all(|id| opportunities.contains(*id)));
}

#[test]
fn people_are_rows_with_their_days_and_seats_add_them_up() {
    let sets = ["time.years=1", "time.warm_up_weeks=20", "role.seller.quits_per_year=2", "time.window_start=2024-02-28"].map(String::from);
    let scenario = crate::scenario::load("hero", &[], &sets).expect("a scenario").scenario;
    let record = Model::new(&scenario, Default::default()).run(5, 0);
    let mut stored = simulated(&["hero"], 1, 0.3);
    let people: Vec<PersonRow> = Row::of(&record, &SystemNames::new("hero", &scenario));
    (stored.systems[0].people, stored.systems[0].scenario) = (people.clone(), scenario);
    let all = tables(&stored, Room::BOUNDLESS);
    let of = |name: &str| all.iter().find(|table| table.name == name).expect("a table");
    assert_eq!(of("people").rows.len(), people.len());
    for (row, person) in of("people").rows.iter().zip(&people) {
        let day = |cell: &Cell| if let Cell::Date(day) = cell { Some(day.to_string()) } else { None };
        let dates = Dates::new(&stored.systems[0].scenario);
        assert_eq!((row[2].value(), row[3].value()), (Some(f64::from(person.seat)), Some(f64::from(person.holder))));
        let expected = [person.started_days, person.ended_days].map(|days| days.map(|days| dates.day(24.0 * days)));
        assert_eq!([day(&row[6]), day(&row[8])], expected, "{person:?}");
    }
    assert!(people.iter().filter(|person| person.started_days.is_some() && person.ended_days.is_some()).count() > 5);
    assert!(people.iter().any(|person| person.ended_days.is_some_and(|day| day < 0.0)), "those who left before the window are there, too");
    assert_eq!(of("seats").rows.len(), record.people.len());
    for (row, seat) in of("seats").rows.iter().zip(&record.people) {
        let figures = [seat.hours, seat.deals, seat.bookings, seat.pay, seat.quits];
        for (cell, figure) in row[5..].iter().zip(figures) {
            let found = cell.value().expect("a figure");
            assert!((found - figure).abs() < 0.02, "{found} {figure}: {row:?}");
        }
    }
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
    assert_eq!(opened(workbook::render(&stored, &[], "s").expect("a workbook").bytes).sheet_names()[0], "Summary");
}

#[test]
fn tables_are_even_and_their_numbers_stay_numbers() {
    let stored = simulated_as(&[("hero", HOSTILE[4]), ("team", HOSTILE[0])], 2, 0.5);
    let tables = tables(&stored, Room::BOUNDLESS);
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
    let tables = tables(&stored, Room::BOUNDLESS);
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
