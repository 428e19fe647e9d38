//! Real arrivals from CSV files.

use super::*;
use winflow::market::arrivals::{ArrivalReport, Arrivals};
use winflow::measure::SegmentAt;

/// Reads `csv` by way of the channels in `channels`, beside mid's own.
fn read(csv: impl AsRef<[u8]>, channels: &str) -> Result<(Arrivals, ArrivalReport), Problems> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    write(folder.path(), "data/leads.csv", csv);
    let text = format!("extends = \"mid\"\ntime.window_start = \"2018-01-03\"\nsegment.other = {{}}\n{channels}");
    let loaded = load_path(&write(folder.path(), "test.toml", text)).unwrap_or_else(|problems| panic!("{problems}"));
    let resolved = scenario::to_toml(&loaded.scenario);
    assert!(!resolved.contains(folder.path().to_str().unwrap()), "a manifest holds no path of this machine");
    Arrivals::read(&loaded.scenario, &loaded.csv_files)
}

const ONE: &str = "channel.web = { csv_file = \"data/leads.csv\", csv_date_column = \"date\" }";

#[test]
fn rows_become_arrivals_in_order_of_time() {
    let (arrivals, report) = read("id,date\na,2018-01-05 12:00:00\nb,2018-01-03T06:30:00Z\nc,2017-12-31 00:30\n", ONE).unwrap();
    let times: Vec<f64> = arrivals.rows.iter().map(|row| row.at_hours).collect();
    assert_eq!(times, [-71.5, 6.5, 60.0]);
    assert_eq!(report.warnings.len(), 1, "a time of UTC, and no zone is set: {:?}", report.warnings);
    assert_eq!(report.files[0].fingerprint.len(), 32);
}

#[test]
fn dates_alone_are_spread_over_the_working_hours() {
    let csv = format!("date\n{}", "2018-01-04\n".repeat(1000));
    let (arrivals, report) = read(&csv, ONE).unwrap();
    assert_eq!(report.files[0].without_time, 1000);
    assert!(arrivals.rows.iter().all(|row| (33.0..41.0).contains(&row.at_hours)));
    let mean = arrivals.rows.iter().map(|row| row.at_hours).sum::<f64>() / 1000.0;
    // The standard error is 8 / sqrt(12 * 1000) = 0.073.
    assert!((mean - 37.0).abs() < 4.0 * 0.073, "{mean}");
    assert_eq!(read(&csv, ONE).unwrap().0, arrivals);
}

#[test]
fn rows_go_to_the_channel_that_claims_them() {
    let channels = "[channel.web]\ncsv_file = \"data/leads.csv\"\ncsv_date_column = \"date\"\n\
        [channel.referral]\ncsv_file = \"data/leads.csv\"\ncsv_date_column = \"date\"\ncsv_channel_column = \"origin\"\ncsv_channel_values = [\"friend\", \"\"]\ncsv_segment_column = \"kind\"\ncsv_value_column = \"worth\"\n";
    let csv = "date;origin;kind;worth\n2018-01-05 12:00;friend;other;100.5\n2018-01-05 13:00;;;0\n2018-01-05 14:00;ad;nobody;-1\n";
    let (arrivals, report) = read(csv, channels).unwrap();
    let kept: Vec<(&str, u64)> = report.files[0].kept.iter().map(|(name, kept)| (name.as_str(), *kept)).collect();
    assert_eq!(kept, [("referral", 2), ("web", 1)]);
    let found: Vec<_> = arrivals.rows.iter().map(|row| (row.segment, row.value)).collect();
    assert_eq!(found, [(Some(SegmentAt::new(1)), Some(100.5)), (None, None), (None, None)]);
}

#[test]
fn bad_rows_are_counted_and_told_by_line() {
    let channel = "channel.web = { csv_file = \"data/leads.csv\", csv_date_column = \"date\", csv_segment_column = \"kind\", csv_value_column = \"worth\" }";
    let csv = "date,kind,worth\n2018-01-05 12:00,mid,1\n2018-13-05,mid,1\n2018-01-05,mid\n2018-01-05,big,1\n2018-01-05,mid,inf\n2018-01-05,mid,-3\n";
    let (arrivals, report) = read(csv, channel).unwrap();
    assert_eq!((arrivals.rows.len(), report.files[0].left_out()), (1, 5));
    assert_eq!(
        report.files[0].reasons(),
        "rows whose number of cells differs from the number of columns: 1 (line 4: 2 cells where there are 3 columns). \
         rows without a date that can be read: 1 (line 3: \"2018-13-05\" is not a day of the calendar). \
         rows of a segment that the scenario has not: 1 (line 5: \"big\"). \
         rows with a value that is no amount: 1 (line 6: \"inf\" is not a number). \
         rows with a value below 0 (csv_negative_value): 1 (line 7: \"-3\")"
    );
}

#[test]
fn files_that_cannot_be_used() {
    let refused = |csv: &[u8], channel: &str, expected: &[&str]| match read(csv, channel) {
        Ok(_) => panic!("accepted: {csv:?}"),
        Err(problems) => says(&problems, expected),
    };
    refused(b"", ONE, &["leads.csv: is empty"]);
    refused(b"\n\n", ONE, &["leads.csv: is empty"]);
    refused(b"date\n", ONE, &["leads.csv: has no rows below the names of its columns"]);
    refused(
        b"Dates,x\n2018-01-01,1\n",
        ONE,
        &["leads.csv:1:1: has no column \"date\" (channel.web.csv_date_column)\n    Did you mean \"Dates\"? The columns are Dates, x."],
    );
    refused(b"date\nsoon\n", ONE, &["leads.csv: has no row that can be used: ", "(line 2: \"soon\" is not a date)"]);
    refused(b"\x00\x01\x02", ONE, &["is not text"]);
    refused(b"date\n2018-01-01\n", &ONE.replace("leads.csv", "lead.csv"), &["lead.csv: cannot be read"]);
    refused(b"date\n2018-01-01\n", &ONE.replace("data/leads.csv", "data"), &["data: is a folder, not a file"]);
    let claimed = ONE.replace(" }", ", csv_channel_column = \"origin\", csv_channel_values = [\"x\"] }");
    refused(
        b"date,origin\n2018-01-01,ad\n",
        &claimed,
        &["has no row that belongs to a channel\n    Look at csv_channel_values. Values in the file: ad."],
    );
}

#[test]
fn arrivals_outside_the_run_are_worth_a_warning() {
    let (_, report) = read("date\n2011-05-01\n2011-06-01\n", ONE).unwrap();
    assert_eq!(report.warnings[0].message, "all arrivals (2011-05-01 to 2011-06-01) lie outside the run");
    assert_eq!(report.files[0].kept["web"], 0);
}

#[test]
fn exports_with_a_byte_order_mark_and_carriage_returns() {
    let (arrivals, report) =
        read("\u{feff}date,note\r\n\"2018-01-05 12:00\",\"a, \"\"b\"\"\r\nc\"\r\n\r\n2018-01-06 12:00,\r\n", ONE).unwrap();
    assert_eq!((arrivals.rows.len(), report.files[0].rows), (2, 2));
}
