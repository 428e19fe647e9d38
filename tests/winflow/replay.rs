//! Real deals replayed through pay plans, from outside: figures by hand, all faces alike, and what is refused.

use crate::common::{Sandbox, code, json, stderr, stdout};
use serde_json::Value;
use std::fs;

/// Quotas of 100,000 a quarter; 2,500 of variable pay a quarter at target.
const FIRM: &str = "extends = \"mid\"\n[role.seller]\non_target_earnings = 20000\nbookings_target = 400000\n[plan.standard]\nbase_share = 0.5\n\
    clawback_share = 1\n";
/// Three times the rate beyond quota.
const FAST: &str = "[plan.standard]\ntier_from = [0, 1]\ntier_rate = [1, 3]\n";
const DEALS: &str = "Deal,Close Date,Owner,Amount,Splits,Clawback date\n\
    d1,2024-02-10,Ann Ode,80000,,\n\
    d2,2024-03-31,Ann Ode,60000,,\n\
    d3,2024-04-01,Bo Lim,50000,Bo Lim 60 %; Ann Ode 40 %,\n\
    d4,2024-05-02,Bo Lim,20000,,2024-07-15\n";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for (name, text) in [("firm.toml", FIRM), ("fast.toml", FAST), ("deals.csv", DEALS)] {
        fs::write(sandbox.path(name), text).unwrap();
    }
    sandbox
}

fn replay(sandbox: &Sandbox, more: &[&str]) -> std::process::Output {
    sandbox.run(&[&["plan", "firm.toml", "--deals", "deals.csv"], more].concat())
}

fn document(sandbox: &Sandbox, more: &[&str]) -> Value {
    json(&replay(sandbox, &[more, &["--format", "json"]].concat()))
}

fn figures(document: &Value, person: usize, keys: &[&str]) -> Vec<f64> {
    let of = |key: &&str| document["people"][person].pointer(key).and_then(Value::as_f64).map(|value| (value * 1e6).round() / 1e6);
    keys.iter().map(|key| of(key).unwrap_or(f64::NAN)).collect()
}

fn refused(sandbox: &Sandbox, more: &[&str], expected: i32) -> String {
    let output = replay(sandbox, more);
    assert_eq!(code(&output), expected, "{}", stderr(&output));
    stderr(&output)
}

const PAY: [&str; 5] = ["/plan/credit_eur", "/plan/quota_eur", "/plan/pay_eur", "/against/pay_eur", "/difference_eur"];

/// The variable pay at target is 2.5 % of quota. Ann: 140,000 in the first quarter, 20,000 in the second; linear 3,500 and 500; with the
/// accelerator 2,500 and three times 2.5 % of 40,000 and 500. Bo: 30,000 and 20,000, of which the latter is clawed back: 750. The clawback
/// comes in the next quarter, but the span ends with the second: the deal counts.
#[test]
fn pay_is_that_worked_out_by_hand() {
    let sandbox = sandbox();
    let document = document(&sandbox, &["--against", "fast.toml"]);
    assert_eq!((document["from"].as_str(), document["to"].as_str()), (Some("2024-01-01"), Some("2024-06-30")));
    assert_eq!(figures(&document, 0, &PAY), [160_000.0, 200_000.0, 4_000.0, 6_000.0, 2_000.0]);
    assert_eq!(figures(&document, 1, &PAY), [50_000.0, 200_000.0, 1_250.0, 1_250.0, 0.0]);
    let longer = self::document(&sandbox, &["--to", "2024-09-30"]);
    assert_eq!(figures(&longer, 1, &PAY[..3]), [30_000.0, 300_000.0, 750.0]);
    let notes = document["notes"].to_string();
    assert!(notes.contains("Without a roster") && notes.contains("calendar quarters (13 weeks in the plan)"), "{notes}");
    // All together at 120 % of four quotas of 100,000: linear 2.5 % of it.
    let level = &document["levels"][4];
    assert!((level["plan"]["pay_eur"].as_f64().unwrap() - 12_000.0).abs() < 1e-6, "{level}");
}

#[test]
fn a_roster_gives_quotas_roles_and_days() {
    let sandbox = sandbox();
    let roster =
        "Name;Role;Start;End;Quota;OTE\nann ode;seller;;15.05.2024;800.000,00;\nBo Lim;seller;01.04.2024;;;40.000,00\nCy Idle;seller;;;;\n";
    fs::write(sandbox.path("roster.csv"), roster).unwrap();
    let document = document(&sandbox, &["--roster", "roster.csv"]);
    // Ann: 200,000 and 46 of 91 days of it. Bo: from the second quarter on, at twice the pay. Cy sold nothing.
    let names: Vec<&str> = document["people"].as_array().unwrap().iter().filter_map(|person| person["person"].as_str()).collect();
    assert_eq!(names, ["ann ode", "Bo Lim", "Cy Idle"]);
    let ann = figures(&document, 0, &PAY[..3]);
    assert_eq!(ann[1], (200_000.0 * (1.0 + 45.0 / 91.0) * 1e6_f64).round() / 1e6);
    assert_eq!(figures(&document, 1, &PAY[..3]), [50_000.0, 100_000.0, 2_500.0]);
    assert_eq!(figures(&document, 2, &PAY[..3]), [0.0, 200_000.0, 0.0]);
}

#[test]
fn all_faces_say_the_same() {
    let sandbox = sandbox();
    let more = ["--against", "fast.toml", "--xlsx", "books/plans.xlsx"];
    let document = document(&sandbox, &more);
    let table = stdout(&replay(&sandbox, &more));
    let csv = stdout(&replay(&sandbox, &[&more[..], &["--format", "csv"]].concat()));
    let rows: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(rows[1][..8], ["person", "Ann Ode", "seller", "160000", "200000", "0.8", "5000", "4000"]);
    let total = rows.iter().find(|row| row[0] == "total").unwrap();
    assert_eq!(total[7].parse::<f64>().ok(), document["total"]["plan"]["pay_eur"].as_f64());
    assert_eq!(rows.iter().filter(|row| row[0] == "at_attainment").count(), 5);
    for shown in ["Ann Ode", "80.0 %", "4,000", "6,000", "+2,000", "at 120 %", "5,250"] {
        assert!(table.contains(shown), "{shown} in\n{table}");
    }
    assert!(fs::read(sandbox.path("books/plans.xlsx")).unwrap().starts_with(b"PK"));
    let kept = fs::read_to_string(sandbox.path("output/firm-replay/replay.csv")).unwrap();
    assert_eq!(kept, csv);
    for file in ["replay.json", "cost.csv", "periods.csv", "manifest.json"] {
        assert!(sandbox.path("output/firm-replay").join(file).is_file(), "{file}");
    }
}

#[test]
fn the_order_of_the_rows_changes_nothing() {
    let sandbox = sandbox();
    let first = document(&sandbox, &["--against", "fast.toml"]);
    let mut lines: Vec<&str> = DEALS.lines().collect();
    lines[1..].reverse();
    fs::write(sandbox.path("deals.csv"), lines.join("\n")).unwrap();
    let second = document(&sandbox, &["--against", "fast.toml"]);
    assert_eq!((&first["people"], &first["levels"], &first["periods"]), (&second["people"], &second["levels"], &second["periods"]));
}

#[test]
fn rows_of_one_deal_are_put_together_and_others_are_left_out() {
    let sandbox = sandbox();
    let deals = "id,won,rep,acv,split %,stage\n1,2024-01-05,Ann,100000,60 %,Won\n1,2024-01-05,Bo,100000,40 %,Won\n2,2024-01-06,Bo,7000,,Lost\n\
        3,2024-01-06,Bo,soon,,Won\n4,,Bo,500,,Won\n5,2031-01-06,Bo,900,,Won\n";
    fs::write(sandbox.path("deals.csv"), deals).unwrap();
    let more = ["--columns", "date=won,share=split %", "--where", "STAGE=won", "--to", "2024-03-31"];
    let document = self::document(&sandbox, &more);
    assert_eq!([0, 1].map(|person| figures(&document, person, &PAY[..1])[0]), [60_000.0, 40_000.0]);
    let found = document["deals"]["found"].to_string();
    for told in ["line 5: \\\"soon\\\" in the column \\\"acv\\\" is not a number", "line 6: no date", "line 7: 2031-01-06"] {
        assert!(found.contains(told), "{told} in {found}");
    }
    let all = self::document(&sandbox, &["--columns", "date=won,share=split %", "--to", "2024-03-31"]);
    assert!(all["notes"].to_string().contains("All rows count as won deals, whatever the column stage says (Lost and Won)"), "{all}");
    // What is left out is told beside what programs read, with --quiet too.
    let quiet = stderr(&replay(&sandbox, &[&more[..], &["--format", "csv", "--quiet"]].concat()));
    assert!(quiet.contains("soon") && !quiet.contains("Without a roster"), "{quiet}");
}

#[test]
fn everything_wrong_is_told_at_once() {
    let sandbox = sandbox();
    let deals = "id,date,person,value,splits\n1,2024-01-05,Ann,100,Ann 60 %; Bo 30 %\n2,2024-01-06,Bo,$ 200,\n3,2024-01-07,Bo,30,Ann; Bo\n";
    fs::write(sandbox.path("deals.csv"), deals).unwrap();
    fs::write(
        sandbox.path("roster.csv"),
        "person,role,start,end\nAnn,seler,,\nBo,seller,2024-03-01,2024-02-01\nCy,seller,,\nCy,seller,,\n",
    )
    .unwrap();
    let said = refused(&sandbox, &["--roster", "roster.csv"], 3);
    for told in [
        "deals.csv:2:1: \"Ann 60 %; Bo 30 %\" in the column \"splits\" adds up to 90.0 %",
        "deals.csv:4:1: \"Ann; Bo\" in the column \"splits\" has no share for Ann",
        "deals.csv:3:1: 1 amount is in USD",
        "[currency.USD]",
        "roster.csv:2:1: \"seler\" in the column \"role\" is not a role in this firm",
        "Did you mean seller?",
        "roster.csv:3:1: \"2024-02-01\" in the column \"end\" is before the first day",
        "roster.csv:5:1: \"Cy\" is in line 4 already",
    ] {
        assert!(said.contains(told), "{told} in\n{said}");
    }
    assert!(sandbox.folders("output").is_empty(), "nothing is left behind");
}

#[test]
fn questions_that_cannot_be_answered_are_refused() {
    let sandbox = sandbox();
    for (more, expected, told) in [
        (vec!["--columns", "date=Closed"], 3, "has no column \"Closed\""),
        (vec!["--columns", "colour=Deal"], 3, "is not read from this file"),
        (vec!["--where", "Stage=Won"], 3, "has no column \"Stage\""),
        (vec!["--from", "2030-01-01"], 3, "The deals are from 2024-02-10 to 2024-05-02"),
        (vec!["--from", "soon"], 2, "2024-01-31"),
        (vec!["--from", "2024-04-01", "--to", "2024-03-01"], 3, "--from: 2024-04-01 is after 2024-03-01, the last day (--to)"),
        (vec!["--from", "1024-01-01"], 3, "1024-01-01 to 2024-05-02 are more than 100 years"),
        (vec!["--against", ""], 2, "--against '' names no plan"),
        (vec!["--role", "seler"], 2, "seller"),
        (vec!["--set", "plan.standard.base_share=1"], 3, "no role has variable pay"),
        (vec!["--set", "plan.standard.credit=mutual-value"], 3, "is not in a file of deals"),
        (vec!["--against", "margin"], 3, "the plan credits margin"),
        (vec!["--against", "no-such-plan"], 3, "no-such-plan"),
        (vec!["--deals", "none.csv"], 2, "cannot be used multiple times"),
    ] {
        let said = refused(&sandbox, &more, expected);
        assert!(said.contains(told), "{more:?}: {told} in\n{said}");
    }
    let missing = sandbox.run(&["plan", "firm.toml", "--deals", "none.csv"]);
    assert!(code(&missing) == 3 && stderr(&missing).contains("none.csv: cannot be read"), "{}", stderr(&missing));
    for lonely in ["--roster", "--against", "--from", "--xlsx"] {
        assert_eq!(code(&sandbox.run(&["plan", "firm.toml", lonely, "2024-01-01"])), 2, "{lonely} needs --deals");
    }
}

/// 70 % of 10,000 by new business of the year to date, with a week of 100 EUR extra for each deal, 20 % by expansion of the year, 10 % by
/// objectives.
const PARTS: &str = "[plan.standard]\ncustomers = \"new\"\nyear_to_date = true\ncomponents = [\"expansion\", \"goals\"]\n\
    extra_from = \"2024-05-01\"\nextra_weeks = 1\nextra_each = 100\n\
    [plan.expansion]\nweight = 0.2\ncustomers = \"existing\"\nquota = 0.25\nperiod_weeks = 52\n\
    [plan.goals]\nweight = 0.1\ncredit = \"objectives\"\ngranted_share = 0.8\n\
    [relationship]\ngoes_on = true\n";
const KINDS: &str = "Close Date,Owner,Amount,Type\n2024-02-10,Ann Ode,150000,New Business\n2024-05-01,Ann Ode,50000,New Business\n\
    2024-05-02,Ann Ode,50000,Upsell\n";

/// In half a year: new business 3,500 of 200,000, and 100 extra for the deal of the first of May; expansion half of 2,000; 80 % of 500 for
/// objectives, or the half of it that the roster says.
#[test]
fn a_plan_of_several_parts_pays_each_by_its_own_words() {
    let sandbox = sandbox();
    fs::write(sandbox.path("parts.toml"), PARTS).unwrap();
    fs::write(sandbox.path("deals.csv"), KINDS).unwrap();
    fs::write(sandbox.path("roster.csv"), "Name,Objectives\nAnn Ode,50 %\n").unwrap();
    let document = document(&sandbox, &["--with", "parts.toml"]);
    assert_eq!(figures(&document, 0, &PAY[..3]), [200_000.0, 200_000.0, 3_500.0 + 100.0 + 1_000.0 + 400.0]);
    let granted = self::document(&sandbox, &["--with", "parts.toml", "--roster", "roster.csv"]);
    assert_eq!(figures(&granted, 0, &PAY[..3]), [200_000.0, 200_000.0, 3_500.0 + 100.0 + 1_000.0 + 250.0]);
    let quarters: Vec<f64> = document["periods"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|period| period["component"] == "standard")
        .map(|period| (period["paid_eur"].as_f64().unwrap() * 1e6).round() / 1e6)
        .collect();
    assert_eq!(quarters, [2_625.0, 975.0]);
}

#[test]
fn meetings_and_renewals_are_counted_by_their_rows() {
    let sandbox = sandbox();
    let plan = "[plan.standard]\ncredit = \"meetings-held\"\nquota_number = 2\ncomponents = [\"keep\"]\n\
        [plan.keep]\nweight = 0.5\ncredit = \"retention\"\nquota = 0.8\n[relationship]\ngoes_on = true\n";
    let rows = "Date,Owner,Amount,Type,Due\n2024-01-10,Ann,,meeting,\n2024-01-11,Ann,,meeting,\n2024-02-11,Ann,,meeting,\n\
        2024-03-01,Ann,60000,renewal,75000\n2024-03-02,Ann,,renewal,25000\n2024-03-02,Ann,0,renewal,\n";
    fs::write(sandbox.path("counted.toml"), plan).unwrap();
    fs::write(sandbox.path("deals.csv"), rows).unwrap();
    let document = document(&sandbox, &["--with", "counted.toml"]);
    // Half of 2,500 for two meetings, of which there were three; half of it for 80 % renewed, of which there were 60 of 100.
    assert_eq!(figures(&document, 0, &PAY[..3]), [0.0, 0.0, 1.5 * 1_250.0 + 0.75 * 1_250.0]);
    assert!(document["deals"]["found"].to_string().contains("no_due"), "{}", document["deals"]);
}

#[test]
fn columns_that_a_plan_needs_are_asked_for() {
    let sandbox = sandbox();
    fs::write(sandbox.path("parts.toml"), PARTS).unwrap();
    let message = refused(&sandbox, &["--with", "parts.toml", "--set", "plan.expansion.band_by=discount"], 3);
    assert!(message.contains("--columns type=COLUMN") && message.contains("--columns discount=COLUMN"), "{message}");
}

/// An advance of 750 a quarter that was not earned goes with Ann into her next role, whose pay makes it up.
#[test]
fn whoever_changes_roles_takes_their_debts_along() {
    let sandbox = sandbox();
    fs::write(sandbox.path("draw.toml"), "[plan.standard]\ndraw = 0.3\nclawback_share = 0\n").unwrap();
    fs::write(sandbox.path("deals.csv"), "Date,Owner,Amount\n2024-06-01,Ann,100000\n").unwrap();
    let roster = |second: &str| format!("Name,Start,End\nAnn,,2024-03-31\nAnn,{second},\n");
    let paid = |second: &str| {
        fs::write(sandbox.path("roster.csv"), roster(second)).unwrap();
        figures(&document(&sandbox, &["--with", "draw.toml", "--roster", "roster.csv"]), 0, &PAY[2..3])[0]
    };
    assert_eq!(paid("2024-04-01"), 2_500.0, "the advance is made up");
    assert!(paid("2024-04-08") > 3_000.0, "whoever was away begins anew");
}

/// What is said of a file with these deals.
fn said_of(deals: &str, more: &[&str]) -> String {
    let sandbox = sandbox();
    fs::write(sandbox.path("deals.csv"), deals).unwrap();
    refused(&sandbox, more, 3)
}

#[test]
fn a_file_that_cannot_be_used_is_told_as_one() {
    for (deals, told) in [
        ("", "deals.csv: is empty"),
        ("date,person,value\n", "has no rows below the names of its columns"),
        ("date\n2024-01-05\n", "has no column recognised as the value of a deal"),
        (
            "date,Date,person,value\n2024-01-05,2024-01-06,Ann,1\n",
            "has 2 columns that could be the date on which a deal was won: date and Date",
        ),
        ("date,date,person,value\n2024-01-05,2024-01-06,Ann,1\n", "--columns 'date=date (1)' is the first of them"),
        ("date,person,value\n05/01/2024,Ann,1\n06/02/2024,Ann,2\n", "Set --date-format dd/MM/yyyy or --date-format MM/dd/yyyy."),
    ] {
        let said = said_of(deals, &[]);
        assert!(said.contains(told) && said.contains("the file cannot be used") && !said.contains("invalid"), "{told} in\n{said}");
    }
    let sandbox = sandbox();
    fs::write(sandbox.path("deals.csv"), "").unwrap();
    fs::write(sandbox.path("roster.csv"), "").unwrap();
    assert!(refused(&sandbox, &["--roster", "roster.csv"], 3).contains("the files cannot be used"));
}

#[test]
fn why_no_deal_can_be_read_is_told_with_rows_and_cure() {
    let said = said_of("date,person,value\n2024-01-05,Ann,abc\n2024-01-06,Ann,def\n", &[]);
    for told in ["the deals cannot be replayed", "line 2: \"abc\" in the column \"value\" is not a number", "line 3", "--number-format"] {
        assert!(said.contains(told), "{told} in\n{said}");
    }
    let said = said_of("date,person,value\n2024-13-45,Ann,1\n", &[]);
    assert!(said.contains("line 2: \"2024-13-45\"") && said.contains("--date-format dd/MM/yyyy"), "{said}");
    let said = said_of("date,person,value,stage\n2024-01-05,Ann,1,Lost\n", &["--where", "stage=Won"]);
    assert!(said.contains("no row has what --where asks for, of 1 in all"), "{said}");
    let said = said_of("date,person,value\n9999-12-31,Ann,1\n", &[]);
    assert!(
        said.contains("the last deal is on 9999-12-31, and its period ends after the last possible date") && !said.contains("--to:"),
        "{said}"
    );
}

#[test]
fn notes_are_about_the_replay_alone() {
    let sandbox = sandbox();
    let back = "date,person,value,taken back\n2024-01-05,Ann,100000,2024-05-01\n";
    fs::write(sandbox.path("deals.csv"), back).unwrap();
    let output = replay(&sandbox, &["--to", "2024-06-30"]);
    let shown = stdout(&output).split_whitespace().collect::<Vec<_>>().join(" ");
    let owed = "At the end, 2,500 EUR of pay that was taken back or paid too much has not been recovered yet; the variable pay shown is lower by that.";
    assert!(shown.contains(owed) && shown.contains("has 1 row ("), "{shown}");
    assert!(!stderr(&output).contains("clawback_days"), "{}", stderr(&output));
    fs::write(sandbox.path("deals.csv"), "date,person,value\n2024-01-05,Ann,-100\n").unwrap();
    assert!(stdout(&replay(&sandbox, &[])).contains("There is no credit to scale"));
}

/// 2.5 % of 100,000.40 in the first quarter; all of it is taken back in the second, in which nothing else is earned.
#[test]
fn periods_are_kept_to_the_cent_with_what_is_owed() {
    let sandbox = sandbox();
    fs::write(sandbox.path("deals.csv"), "date,person,value,taken back\n2024-01-05,Ann,100000.40,2024-05-01\n").unwrap();
    assert_eq!(code(&replay(&sandbox, &["--to", "2024-06-30"])), 0);
    let kept = fs::read_to_string(sandbox.path("output/firm-replay/periods.csv")).unwrap();
    let rows: Vec<&str> = kept.lines().collect();
    assert!(
        rows[0].ends_with("\"pay taken back, EUR\",\"paid out, EUR\",\"owed at the end, EUR\",\"unearned advance at the end, EUR\""),
        "{kept}"
    );
    assert_eq!(rows[1], "firm,Ann,standard,2024-01-01,2024-03-31,settled,100000.40,0.00,100000.00,1.000004,2500.01,0.00,2500.01,0.00,0.00");
    assert_eq!(rows[2], "firm,Ann,standard,2024-04-01,2024-06-30,settled,0.00,100000.40,100000.00,0,0.00,2500.01,0.00,2500.01,0.00");
}

#[test]
fn many_people_and_long_names_leave_a_terminal_readable() {
    let sandbox = sandbox();
    let rows = (0..130).map(|number| format!("2024-01-05,P{number:03}{},100\n", "x".repeat(number)));
    fs::write(sandbox.path("deals.csv"), format!("date,person,value\n{}", rows.collect::<String>())).unwrap();
    let shown = stdout(&replay(&sandbox, &[]));
    assert!(shown.contains("30 more people are listed in replay.csv.") && shown.contains(" Total "), "{shown}");
    assert!(shown.contains("P060") && shown.contains("x…") && !shown.contains("P129"), "{shown}");
    let kept = fs::read_to_string(sandbox.path("output/firm-replay/replay.csv")).unwrap();
    assert_eq!(kept.lines().filter(|line| line.starts_with("person,")).count(), 130);
    let folder = replay(&sandbox, &["--xlsx", "."]);
    assert!(code(&folder) == 1 && stderr(&folder).contains(". is a folder: --xlsx takes the name of a file"), "{}", stderr(&folder));
}

/// A file with these deals, replayed under a plan.
fn paid_by(plan: &str, deals: &str, more: &[&str]) -> f64 {
    let sandbox = sandbox();
    fs::write(sandbox.path("plan.toml"), plan).unwrap();
    fs::write(sandbox.path("deals.csv"), deals).unwrap();
    figures(&document(&sandbox, &[&["--with", "plan.toml"], more].concat()), 0, &PAY[2..3])[0]
}

#[test]
fn renewals_are_no_new_business_where_retention_is_paid() {
    let plan = "[plan.standard]\ncustomers = \"existing\"\ncomponents = [\"keep\"]\n[plan.keep]\nweight = 0.5\ncredit = \"retention\"\n\
        [relationship]\ngoes_on = true\n";
    let rows = "Date,Owner,Amount,Type,Due\n2024-01-10,Ann,90000,renewal,100000\n2024-02-10,Ann,30000,expansion,\n";
    // Half of 2,500 for 30 % of the quota, the other half for 90 % renewed.
    assert_eq!(paid_by(plan, rows, &[]), 1_250.0 * 0.3 + 1_250.0 * 0.9);
}

#[test]
fn a_credit_note_takes_back_what_its_band_credited() {
    let plan = "[plan.standard]\nband_by = \"price\"\nband_from = [0, 100000]\nband_rate = [1, 2]\n";
    let rows = "Date,Owner,Amount\n2024-01-10,Ann,120000\n2024-01-11,Ann,-120000\n2024-01-12,Ann,50000\n";
    assert_eq!(paid_by(plan, rows, &[]), 1_250.0);
}

#[test]
fn counts_are_scaled_with_the_attainment_of_the_team() {
    let sandbox = sandbox();
    fs::write(sandbox.path("plan.toml"), "[plan.standard]\ncredit = \"meetings-held\"\nquota_number = 2\n").unwrap();
    fs::write(sandbox.path("deals.csv"), "Date,Owner,Amount,Type\n2024-01-10,Ann,,meeting\n").unwrap();
    let document = document(&sandbox, &["--with", "plan.toml"]);
    let levels: Vec<f64> = document["levels"].as_array().unwrap().iter().map(|level| level["plan"]["pay_eur"].as_f64().unwrap()).collect();
    assert_eq!(levels.iter().map(|pay| pay.round()).collect::<Vec<_>>(), [2_000.0, 2_250.0, 2_500.0, 2_750.0, 3_000.0]);
}

/// Periods of ten weeks do not divide a year: it is closed with the period in which it ends.
#[test]
fn a_year_to_date_ends_with_the_period_in_which_the_year_does() {
    let plan = "[plan.standard]\nyear_to_date = true\nperiod_weeks = 10\ntier_from = [0, 1]\ntier_rate = [0, 1]\n";
    let rows = "Date,Owner,Amount\n2024-01-10,Ann,900000\n2025-06-10,Ann,1\n";
    // Nothing carries over: what was beyond the quota of the first year was paid in it, and stays paid.
    assert!(paid_by(plan, rows, &["--from", "2024-01-01", "--to", "2025-12-31"]) > 0.0);
}

#[test]
fn whoever_is_promoted_pays_back_in_the_new_role() {
    let sandbox = sandbox();
    fs::write(sandbox.path("deals.csv"), "Date,Owner,Amount,Clawback date\n2024-01-10,Ann,100000,2024-07-10\n").unwrap();
    fs::write(sandbox.path("roster.csv"), "Name,Start,End\nAnn,,2024-03-31\nAnn,2024-04-01,\n").unwrap();
    let document = document(&sandbox, &["--roster", "roster.csv", "--to", "2024-09-30"]);
    let paid: Vec<f64> = document["periods"].as_array().unwrap().iter().map(|period| period["paid_eur"].as_f64().unwrap()).collect();
    assert!(paid.iter().all(|paid| *paid >= 0.0), "nobody who is still there pays cash: {paid:?}");
    assert_eq!(figures(&document, 0, &PAY[2..3]), [0.0]);
}

/// A plan that replaces one of several parts leaves parts behind, which are nobody's.
#[test]
fn a_plan_of_several_parts_can_be_held_against_a_plain_one() {
    let sandbox = sandbox();
    let document = document(&sandbox, &["--with", "weighted", "--against", "commission"]);
    assert!(figures(&document, 0, &PAY).iter().all(|figure| figure.is_finite()), "{document}");
}
