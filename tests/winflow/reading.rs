//! Files of real arrivals, as programs and people write them: what is read, what is refused, and what is said of it.

use crate::common::{Sandbox, code, json, stderr};
use serde_json::Value;
use std::fs;
use winflow::import::{Finding, What};
use winflow::market::arrivals::{Arrival, Arrivals, FileReport};
use winflow::scenario::{Problems, load};

/// A quarter of 2024 in which everybody comes from a file.
const QUARTER: &str = "extends = [\"mid\", \"hero\"]\n[time]\nwindow_start = \"2024-01-01\"\nyears = \"13 weeks\"\nwarm_up_weeks = 0\n\
    run_out_years = 0.5\n[segment.mid]\nprojects_per_year = 0\n[channel.referral]\nleads_per_year = 0\n[channel.event]\nleads_per_year = 0\n\
    [channel.web]\nstart_share = 1\nintent_tau_hours = 0\ncsv_file = \"leads.csv\"\ncsv_date_column = \"date\"\n";
const VALUE: &str = "csv_value_column = \"value\"\n";

fn sandbox(csv: impl AsRef<[u8]>, keys: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("leads.csv"), csv).unwrap();
    fs::write(sandbox.path("s.toml"), format!("{QUARTER}{keys}")).unwrap();
    sandbox
}

/// Arrivals, what was found in the file, and the notes about it.
fn try_read(csv: impl AsRef<[u8]>, keys: &str) -> Result<(Vec<Arrival>, FileReport, String), Problems> {
    let sandbox = sandbox(csv, keys);
    let loaded = load(sandbox.path("s.toml").to_str().unwrap(), &[], &[])?;
    let (arrivals, mut report) = Arrivals::read(&loaded.scenario, &loaded.csv_files)?;
    let notes: Vec<String> = report.warnings.iter().map(ToString::to_string).collect();
    Ok((arrivals.rows, report.files.remove(0), notes.join("\n")))
}

fn read(csv: impl AsRef<[u8]>, keys: &str) -> (Vec<Arrival>, FileReport, String) {
    try_read(csv, keys).unwrap_or_else(|problems| panic!("{problems}"))
}

fn refused(csv: impl AsRef<[u8]>, keys: &str) -> String {
    try_read(csv, keys).map(|(rows, ..)| panic!("accepted: {rows:?}")).unwrap_err().to_string()
}

fn values(csv: &str, keys: &str) -> Vec<Option<f64>> {
    read(csv, &format!("{VALUE}{keys}")).0.iter().map(|arrival| arrival.value).collect()
}

fn days(csv: &str, keys: &str) -> Vec<f64> {
    read(csv, keys).0.iter().map(|arrival| (arrival.at_hours / 24.0).floor()).collect()
}

fn count(report: &FileReport, what: &'static str) -> u64 {
    report.findings.count(What::used(what, ""))
}

fn in_words(report: &FileReport) -> String {
    report.findings.list.iter().map(Finding::in_words).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_point_between_thousands_means_thousands() {
    let rows = |amount: &str| (1..=9).map(|day| format!("{day};2024-01-0{day};{amount}\n")).collect::<String>();
    let plain = read(format!("no;date;value\n{}", rows("7250")), VALUE).0;
    let grouped = read(format!("no;date;value\n{}", rows("7.250")), VALUE).0;
    assert_eq!(plain, grouped, "the same leads at the same times");
    assert_eq!(plain[0].value, Some(7250.0));
    assert_eq!(values("date;value\n2024-01-03;1.250,50 €\n2024-01-04;12.500\n", ""), [Some(1250.5), Some(12500.0)]);
    assert_eq!(
        values("date\tvalue\n2024-01-03\t$22,700.00\n2024-01-04\t$1,250\n", "[currency.USD]\nin_eur = 0.5\n"),
        [Some(11350.0), Some(625.0)]
    );
    assert_eq!(values("date,value\n2024-01-03,12 500\n2024-01-04,1\u{a0}250\u{a0}000\n", ""), [Some(12500.0), Some(1_250_000.0)]);
}

#[test]
fn numbers_with_two_readings_are_refused_until_it_is_said() {
    let csv = "date,value\n2024-01-03,12.500\n2024-01-04,7.250\n";
    let said = refused(csv, VALUE);
    assert!(said.contains("leads.csv:2:1: numbers in the column \"value\" can be read in two ways"), "{said}");
    assert!(said.contains("Set csv_number_format = \"1.234,56\""), "{said}");
    assert_eq!(values(csv, "csv_number_format = \"1.234,56\"\n"), [Some(12500.0), Some(7250.0)]);
    assert_eq!(values(csv, "csv_number_format = \"1,234.56\"\n"), [Some(12.5), Some(7.25)]);
}

#[test]
fn all_that_is_wrong_is_told_in_one_pass() {
    let said = refused("date,value\n03/04/2024,12.500\n", VALUE);
    assert!(said.contains("could be day/month/year or month/day/year") && said.contains("can be read in two ways"), "{said}");
    let said = refused("when,worth\n2024-01-03,1\n", VALUE);
    assert!(said.contains("has no column \"date\"") && said.contains("has no column \"value\""), "{said}");
}

#[test]
fn lines_are_those_of_an_editor() {
    let (_, report, _) = read("date,value\r\n2024-01-03,100\r\nbad,200\r\n2024-01-05,300\r\nworse,1\r\n", VALUE);
    assert!(in_words(&report).contains("line 3: \"bad\" is not a date; line 5: \"worse\" is not a date"), "{}", in_words(&report));
    let (_, report, _) = read("date,value\n\n\"2024-01-03\",\"1\n\"\n\nbad,2\n", VALUE);
    assert!(in_words(&report).contains("(line 6: \"bad\" is not a date)"), "{}", in_words(&report));
}

#[test]
fn titles_and_totals_are_no_customers() {
    let csv = "Leads by source\nAs of 31.03.2024\n\ndate,value\n2024-01-03,100\n2024-01-04,100\n\n\"Grand Totals (2 records)\"\nCopyright the firm\n";
    let (rows, report, notes) = read(csv, VALUE);
    assert_eq!((rows.len(), report.rows, report.left_out(), notes.as_str()), (2, 2, 0, ""));
    assert!(in_words(&report).contains("lines below the table: 2 (line 8: \"Grand Totals (2 records)\"; line 9:"), "{}", in_words(&report));
    let padded = "date,value,owner\n2024-01-03,100,a\nTotal,100,\n2024-01-04,100,b\ndate,value,owner\n2024-01-05,100,b\n,,\nTotal,300,\n";
    let (rows, report, _) = read(padded, VALUE);
    assert_eq!(
        (rows.len(), count(&report, "lines_between"), count(&report, "repeated_header"), count(&report, "lines_below")),
        (3, 1, 1, 1)
    );
}

#[test]
fn dates_that_cannot_be_meant_are_counted_and_named() {
    let csv = "date,value\n2024-01-03,1\n2034-01-04,1\n2014-01-05,1\n2042-01-05,1\n0024-01-05,1\n2024-05-01,1\n";
    let (_, report, _) = read(csv, VALUE);
    assert_eq!((report.kept["web"], count(&report, "outside"), report.left_out(), count(&report, "after_window")), (2, 4, 4, 1));
    let words = "rows with a date outside of the run: 4 (line 3: 2034-01-04; line 4: 2014-01-05; line 5: 2042-01-05; line 6: 0024-01-05)";
    assert!(in_words(&report).contains(words), "{}", in_words(&report));
    let short = read("date\n31/01/24\n01/02/34\n", "").1;
    assert_eq!((short.kept["web"], count(&short, "outside")), (1, 1));
}

#[test]
fn the_same_customer_twice() {
    let csv = "id,date,value\n1,2024-01-05 10:00,1000\n1,2024-01-03 10:00,1000\n1,2024-01-05 10:00,1000\n2,2024-01-03 10:00,5\n";
    let (rows, report, notes) = read(csv, VALUE);
    assert_eq!((rows.len(), count(&report, "repeated")), (4, 1));
    assert!(
        notes.contains("leads.csv:4:1: a row repeats an earlier one word by word") && notes.contains("csv_id_column = \"id\""),
        "{notes}"
    );
    let (rows, report, notes) = read(csv, &format!("{VALUE}csv_id_column = \"id\"\n"));
    let found: Vec<_> = rows.iter().map(|row| (row.at_hours, row.value)).collect();
    assert_eq!((found, notes.as_str()), (vec![(58.0, Some(5.0)), (58.0, Some(1000.0))], ""));
    assert!(
        in_words(&report).contains("rows with the id of another row: 2 (line 2: \"1\" as in line 3, which says something else;"),
        "{}",
        in_words(&report)
    );
    let expected = read("date\n2024-01-03\n2024-01-03\n", "");
    assert_eq!((count(&expected.1, "repeated"), expected.2.as_str()), (0, ""), "days alone are often the same");
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let rows = ["2024-01-03,5\n", "2024-01-03,5\n", "2024-01-03,7\n", "2024-02-03,\n", "2024-01-03 10:00,7\n", "2024-01-03 10:00,\n"];
    let forward = read(format!("date,value\n{}", rows.concat()), VALUE).0;
    let backward: String = rows.iter().rev().copied().collect();
    assert_eq!(forward, read(format!("date,value\n{backward}"), VALUE).0);
    let other = read(
        format!("value;date\n{}", "5;2024-01-03\n5;2024-01-03\n7;2024-01-03\n;2024-02-03\n7;2024-01-03 10:00\n;2024-01-03 10:00\n"),
        VALUE,
    )
    .0;
    assert_eq!(forward, other, "nor that of columns");
    assert_ne!(forward[0].at_hours, forward[1].at_hours, "equal rows are customers of their own");
}

#[test]
fn what_no_value_means_is_seen_and_set() {
    let csv = "date,value\n2024-01-01,0\n2024-01-02,\n2024-01-03,-5\n2024-01-04,(7)\n2024-01-05,9\n";
    let (rows, report, _) = read(csv, VALUE);
    assert_eq!((rows.len(), report.left_out()), (3, 2));
    assert!(
        in_words(&report).contains("values of 0, taken as unknown: sizes are drawn (csv_zero_value): 1 (line 2)"),
        "{}",
        in_words(&report)
    );
    let rules = |zero: &str, empty: &str, negative: &str| {
        values(csv, &format!("csv_zero_value = \"{zero}\"\ncsv_empty_value = \"{empty}\"\ncsv_negative_value = \"{negative}\"\n"))
    };
    assert_eq!(rules("nothing", "leave-out", "unknown"), [Some(0.0), None, None, Some(9.0)]);
    assert_eq!(rules("leave-out", "nothing", "nothing"), [Some(0.0), Some(0.0), Some(0.0), Some(9.0)]);
    let said = refused(csv, &format!("{VALUE}csv_zero_value = \"refuse\"\ncsv_negative_value = \"refuse\"\n"));
    assert!(said.contains("leads.csv:2:1: has values that are 0: 1") && said.contains("has values that are below 0: 2"), "{said}");
}

#[test]
fn deals_worth_nothing_bring_nothing() {
    let csv: String = (1..=28).map(|day| format!("2024-01-{day:02},0\n")).collect();
    let sandbox = sandbox(format!("date,value\n{csv}"), &format!("{VALUE}csv_zero_value = \"nothing\"\n"));
    let results = json(&sandbox.run(&["run", "s.toml", "--worlds", "1", "--measure", "revenue_per_month", "--format", "json"]));
    let text = results.to_string();
    assert!(!text.contains("NaN") && text.contains("revenue_per_month"), "{text}");
    let revenue = figure(&results, "revenue_per_month");
    assert_eq!(revenue, Some(0.0), "{text}");
}

/// The mean of a measure in a document of results.
fn figure(results: &Value, id: &str) -> Option<f64> {
    let measures = results["scenarios"][0]["measures"].as_array()?;
    measures.iter().find(|measure| measure["id"] == id)?["mean"].as_f64()
}

#[test]
fn the_order_of_day_and_month_is_that_of_the_column() {
    assert_eq!(days("date\n03/02/2024\n31/01/2024\n", ""), [30.0, 33.0]);
    assert_eq!(days("date\n03/02/2024\n01/31/2024\n", ""), [30.0, 61.0]);
    let said = refused("date\n03/02/2024\n", "");
    assert!(
        said.contains("leads.csv:2:1: ") && said.contains("Set csv_date_format = \"dd/MM/yyyy\" or csv_date_format = \"MM/dd/yyyy\"."),
        "{said}"
    );
    assert_eq!(days("date\n03/02/2024\n", "csv_date_format = \"dd/MM/yyyy\"\n"), [33.0]);
    assert_eq!(days("date\n1/31/2024 2:05 PM\n", ""), [30.0]);
    assert_eq!(days("date\n\"Jan 31, 2024\"\n31. Januar 2024\n20240131\n", ""), [30.0; 3]);
    assert_eq!(days("date\n45322\n45322.5\n", ""), [30.0, 30.0]);
}

#[test]
fn offsets_are_put_on_the_clock_of_the_firm() {
    let hours = |csv: &str, keys: &str| -> Vec<f64> { read(csv, keys).0.iter().map(|row| row.at_hours).collect() };
    let csv = "date\n2024-01-01T10:00:00+05:30\n2024-01-01T10:00:00Z\n2024-01-01 10:00\n";
    assert_eq!(hours(csv, ""), [4.5, 10.0, 10.0]);
    assert_eq!(hours("date\n2024-01-01 10:00\n", "csv_time_zone = \"America/New_York\"\n"), [15.0]);
    let sandbox = sandbox(csv, "");
    let loaded = load(sandbox.path("s.toml").to_str().unwrap(), &[], &["time.zone=Europe/Berlin".to_string()]).unwrap();
    let (arrivals, report) = Arrivals::read(&loaded.scenario, &loaded.csv_files).unwrap();
    assert_eq!((arrivals.rows.iter().map(|row| row.at_hours).collect::<Vec<_>>(), report.warnings.len()), (vec![5.5, 10.0, 11.0], 0));
    let notes = read(csv, "").2;
    assert!(notes.contains("2 times say how far they are from UTC") && notes.contains("time.zone = "), "{notes}");
}

#[test]
fn encodings_are_found_and_set() {
    let text = "date;source\n2024-01-03;Köln\n2024-01-04;Zürich\n";
    let keys = "csv_channel_column = \"source\"\ncsv_channel_values = [\"Köln\", \"Zürich\"]\n";
    let utf16 = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let windows: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let mac: Vec<u8> = text.replace('ö', "\u{9a}").replace('ü', "\u{9f}").chars().map(|c| c as u8).collect();
    for (bytes, name) in [
        (text.as_bytes().to_vec(), "UTF-8,"),
        (format!("\u{feff}{text}").into_bytes(), "UTF-8 with a mark,"),
        (utf16(text), "UTF-16LE,"),
        (utf16(&format!("\u{feff}{text}")), "UTF-16LE,"),
        (windows, "windows-1252,"),
    ] {
        let (rows, report, _) = read(&bytes, keys);
        assert!(rows.len() == 2 && report.how.starts_with(name), "{name} {}", report.how);
    }
    assert_eq!(read(mac, &format!("{keys}csv_encoding = \"macintosh\"\n")).0.len(), 2);
}

#[test]
fn other_currencies_need_a_rate() {
    let csv = "date;value;cur\n2024-01-03;100;USD\n2024-01-04;100;eur\n2024-01-05;CHF 100;\n";
    let keys = format!("{VALUE}csv_currency_column = \"cur\"\n");
    let said = refused(csv, &keys);
    assert!(said.contains("CHF (1, first in line 4) and USD (1, first in line 2)") && said.contains("currency.CHF.in_eur"), "{said}");
    let rates = "[currency]\nUSD = { in_eur = 0.5 }\nCHF = { in_eur = 2 }\n";
    assert_eq!(values(csv, &format!("csv_currency_column = \"cur\"\n{rates}")), [Some(50.0), Some(100.0), Some(200.0)]);
    let said = refused(csv, "[currency]\nUSD = {}\ndollar = { in_eur = 1 }\n");
    assert!(said.contains("currency.USD.in_eur is not set") && said.contains("currency.dollar is not called by the code"), "{said}");
    let by_name = "date,Amount (USD)\n2024-01-03,100\n";
    let said = refused(by_name, "csv_value_column = \"Amount (USD)\"\n");
    assert!(said.contains("has values in currencies without a rate: USD"), "{said}");
    assert_eq!(values("date,value\n2024-01-03,100\n", &format!("csv_currency = \"USD\"\n{rates}")), [Some(50.0)]);
}

#[test]
fn keys_that_mean_nothing_are_refused() {
    let keys = "csv_encoding = \"morse\"\ncsv_delimiter = \"x\"\ncsv_quote = \"big\"\ncsv_date_format = \"soon\"\ncsv_number_format = \"1.000\"\ncsv_time_zone = \"Narnia\"\n";
    let said = refused("date\n2024-01-03\n", keys);
    for part in ["is not an encoding", "a delimiter", "a quote character", "a date format", "a number format", "is not a time zone"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let twice = "[channel.two]\nkind = \"inbound\"\ncsv_file = \"leads.csv\"\ncsv_date_column = \"date\"\ncsv_channel_column = \"date\"\ncsv_channel_values = [\"x\"]\ncsv_delimiter = \"tab\"\n";
    let said = refused("date;a\n2024-01-03;1\n", &format!("csv_delimiter = \"semicolon\"\n{twice}"));
    assert!(
        said.contains("is to be read in two ways: channel.two.csv_delimiter = \"tab\", channel.web.csv_delimiter = \"semicolon\""),
        "{said}"
    );
}

#[test]
fn two_columns_of_one_name() {
    let csv = "date,value,value\n2024-01-03,1,2\n";
    let said = refused(csv, VALUE);
    assert!(said.contains("has 2 columns with the name \"value\"") && said.contains("\"value (2)\" the second"), "{said}");
    assert_eq!(read(csv, "csv_value_column = \"value (2)\"\n").0[0].value, Some(2.0));
}

#[test]
fn what_was_left_out_is_on_the_terminal_in_the_manifest_and_on_the_page() {
    let sandbox =
        sandbox("id,date,value\n1,2024-01-03,0\n1,2024-01-04,5\n2,2034-01-05,5\nx,soon,1\n", &format!("{VALUE}csv_id_column = \"id\"\n"));
    let arguments = ["run", "s.toml", "--worlds", "1", "--years", "0.2"];
    let loud = stderr(&sandbox.run(&arguments));
    let left_out = "leads.csv: 4 rows from 2024-01-03 to 2034-01-05: 1 for web and 3 left out";
    for part in
        [left_out, "read as UTF-8, comma, names of columns in line 1", "values of 0, taken as unknown", "line 5: \"soon\" is not a date"]
    {
        assert!(loud.contains(part), "{part}: {loud}");
    }
    let quiet = stderr(&sandbox.run(&[&arguments[..], &["--quiet", "--force"]].concat()));
    assert!(
        quiet.contains(left_out) && quiet.contains("rows with the id of another row: 1") && !quiet.contains("taken as unknown"),
        "{quiet}"
    );
    let folder = sandbox.path("output").join(&sandbox.folders("output")[0]);
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let file = &manifest["scenarios"][0]["arrivals"][0];
    assert_eq!(
        (&file["file"], &file["rows"], &file["left_out"], &file["kept"]["web"]),
        (&"leads.csv".into(), &4.into(), &3.into(), &1.into())
    );
    let found = file["found"].as_array().unwrap();
    assert!(found.iter().any(|one| one["what"] == "outside" && one["count"] == 1 && one["left_out"] == true), "{file}");
    let name = sandbox.folders("output")[0].clone();
    assert_eq!(code(&sandbox.run(&["report", &format!("output/{name}")])), 0);
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    assert!(page.contains("rows with a date outside of the run: 1 (line 4: 2034-01-05)") && page.contains("3 left out"));
    let clean = self::sandbox("date,value\n2024-01-03,5\n", VALUE);
    assert_eq!(stderr(&clean.run(&[&arguments[..], &["--quiet"]].concat())), "");
}

#[test]
fn numbers_in_scenarios_have_one_reading() {
    for set in ["offering.standard.price=100.000 EUR", "offering.standard.price=100.000", "channel.web.leads_per_year=1.500 leads a year"] {
        let said = load("mid", &[], &[set.to_string()]).unwrap_err().to_string();
        assert!(said.contains(" could be ") && said.contains("if the point stands between thousands"), "{set}: {said}");
    }
    for (price, cure) in [
        ("100,000 EUR", "write 100000 or 100_000"),
        ("100 000 EUR", "write 100000 or 100_000"),
        ("1.000.000 EUR", "write 1000000 or 1_000_000"),
    ] {
        let said = load("mid", &[], &[format!("offering.standard.price={price}")]).unwrap_err().to_string();
        assert!(said.contains(cure), "{price}: {said}");
    }
    for set in ["offering.standard.price=100_000", "offering.standard.price=100000.0", "offering.standard.price=100_000 EUR"] {
        assert_eq!(load("mid", &[], &[set.to_string()]).unwrap().scenario.offering.entries[0].1.price, 100_000.0, "{set}");
    }
}

#[test]
fn any_bytes_are_read_or_refused_in_words() {
    let mut state = 3u64;
    let mut pick = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let pieces: [&[u8]; 20] = [
        b"date,value\n",
        b"2024-01-03",
        b",",
        b";",
        b"\n",
        b"\r\n",
        b"\"",
        b"1.234",
        b"1,5",
        b"$",
        b"-",
        b"0",
        b"Total",
        b"\xff",
        b"\xc3\xa4",
        b" ",
        b"31/01/2024",
        b"03/04/2024",
        b"9999-12-31",
        b"2024-01-03T10:00+15:00",
    ];
    let folder = sandbox(b"", VALUE);
    for round in 0..300 {
        let mut bytes: Vec<u8> = if round % 3 == 0 { Vec::new() } else { b"date,value\n".to_vec() };
        (0..pick(40)).for_each(|_| bytes.extend(pieces[pick(20)]));
        fs::write(folder.path("leads.csv"), &bytes).unwrap();
        let loaded = load(folder.path("s.toml").to_str().unwrap(), &[], &[]).unwrap();
        match Arrivals::read(&loaded.scenario, &loaded.csv_files) {
            Ok((arrivals, report)) => {
                let file = &report.files[0];
                assert!(arrivals.rows.iter().all(|row| row.at_hours.is_finite() && row.value.is_none_or(f64::is_finite)));
                assert!(file.kept.values().sum::<u64>() + file.left_out() == file.rows, "{file:?}");
            }
            Err(problems) => assert!(problems.to_string().contains("leads.csv"), "{problems}"),
        }
    }
}
