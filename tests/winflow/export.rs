//! Results in the formats of other programs: what is written, what is refused, and what a program for process mining reads back.

use crate::common::{Sandbox, code, renew_checksums, stderr};
use std::fs;
use std::path::Path;
use std::process::Command;

/// A small comparison, kept in `output/hero-vs-team`.
fn kept() -> Sandbox {
    let sandbox = Sandbox::new();
    let done = sandbox.small(&["compare", "hero", "team", "--quiet"]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    sandbox
}

const FOLDER: &str = "output/hero-vs-team";

#[test]
fn everything_is_written_beside_the_results() {
    let sandbox = kept();
    let all = ["export", FOLDER, "--xlsx", "--csv", "--md", "--crm", "--events", "csv,xes,ocel", "--world", "1"];
    let done = sandbox.run(&all);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    assert!(done.stdout.is_empty());
    let names = [
        "report.xlsx",
        "report.md",
        "events.csv",
        "events.xes",
        "events.json",
        "tables/measures.csv",
        "tables/differences.csv",
        "crm/hero/opportunities.csv",
        "crm/team/truth.csv",
    ];
    for name in names {
        assert!(stderr(&done).contains(name), "{name} is told: {}", stderr(&done));
        assert!(fs::metadata(sandbox.path(FOLDER).join(name)).expect(name).len() > 100, "{name}");
    }
    let first = sandbox.files();
    assert_eq!(code(&sandbox.run(&all)), 0, "the same files again are no trouble");
    assert!(first == sandbox.files());

    // Another world is other events: nothing is replaced unless told to.
    let other = ["export", FOLDER, "--md", "--events", "csv", "--world", "2"];
    let refused = sandbox.run(&other);
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("events.csv is there already") && stderr(&refused).contains("--force"), "{}", stderr(&refused));
    assert!(first == sandbox.files());
    assert_eq!(code(&sandbox.run(&[&other[..], &["--force"]].concat())), 0);
    assert!(first != sandbox.files());
}

/// A browser that prints the page as it is given it, so that it can be read.
#[cfg(unix)]
fn browser(sandbox: &Sandbox) -> std::path::PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let path = sandbox.path("browser");
    let script = "#!/bin/sh\nfor argument; do\n  case $argument in --print-to-pdf=*) pdf=${argument#*=};; file://*) page=${argument#file://};; esac\n\
                  done\n{ echo %PDF-1.4; cat \"$page\"; } > \"$pdf\"\n";
    fs::write(&path, script).expect("written");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).expect("can be run");
    path
}

#[cfg(unix)]
#[test]
fn a_brief_on_paper_keeps_title_decision_and_target() {
    let sandbox = kept();
    let browser = browser(&sandbox);
    let print = |options: &[&str]| {
        let command = [&["export", FOLDER, "--pdf", "--force"], options].concat();
        let done = sandbox.command(&command).env("CHROMIUM", &browser).output().expect("the program runs");
        assert_eq!(code(&done), 0, "{}", stderr(&done));
        (fs::read_to_string(sandbox.path(FOLDER).join("brief.pdf")).expect("a brief"), stderr(&done))
    };
    let asked = ["--title", "Sell as a team?", "--decision", "Fund two people", "--target", "revenue_per_year >= 5 MEUR"];
    let (brief, said) = print(&asked);
    for words in ["Sell as a team?", "Fund two people", "5 MEUR revenue per year"] {
        assert!(brief.contains(words), "{words}");
    }
    assert!(!said.contains("report.html"), "there is none: {said}");
    // What the page was given and the brief was not is told.
    assert_eq!(code(&sandbox.run(&[&["report", FOLDER, "--quiet"], &asked[..]].concat())), 0);
    assert!(!print(&asked).1.contains("report.html"));
    let (brief, said) = print(&asked[..2]);
    assert!(brief.contains("Sell as a team?") && !brief.contains("Fund two people"));
    assert!(
        said.contains("brief.pdf differs from the first page of report.html") && said.contains("--title, --decision and --target"),
        "{said}"
    );
}

/// Targets take the requirements that guards take.
#[test]
fn a_page_takes_targets_for_every_measure() {
    let sandbox = kept();
    let asked =
        ["win_rate >= 5 %", "p(revenue_per_year >= 1 MEUR) >= 80 %", "cycle_days_p50 <= 30 weeks", "change(revenue_per_month) >= 5 %"];
    let targets: Vec<&str> = asked.iter().flat_map(|target| ["--target", *target]).collect();
    let done = sandbox.run(&[&["report", FOLDER, "--quiet", "--force"], &targets[..]].concat());
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    let page = fs::read_to_string(sandbox.path(FOLDER).join("report.html")).expect("a page").replace('\u{a0}', " ");
    for words in [
        "The target for win rate (at least 5 %) is reached in",
        "The target of 1 MEUR revenue per year (average over the window) in at least 80 % of worlds is",
        "The target for median cycle time (at most 30 weeks) is reached in",
        "The target of a change of at least 5 % from",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(sandbox.path(FOLDER).join("charts/dots-win-rate.svg").exists());
    for (target, cure) in [("win_rate >= 5", "Write 5 %"), ("win_rat >= 5 %", "Did you mean win_rate?")] {
        let refused = sandbox.run(&["report", FOLDER, "--target", target]);
        assert!(code(&refused) == 2 && stderr(&refused).contains(cure), "{}", stderr(&refused));
    }
}

#[test]
fn options_that_would_do_nothing_are_refused_by_name() {
    let sandbox = kept();
    let before = sandbox.files();
    let refused = |options: &[&str], words: &[&str]| {
        let output = sandbox.run(&[&["export", FOLDER], options].concat());
        assert_eq!(code(&output), 2, "{options:?}: {}", stderr(&output));
        words.iter().for_each(|word| assert!(stderr(&output).contains(word), "{options:?}: {}", stderr(&output)));
    };
    refused(&["--md", "--title", "t"], &["--title does nothing without --pdf", "leave out --title"]);
    refused(
        &["--xlsx", "--target", "win_win_deals_per_year >= 40", "--decision", "d"],
        &["--decision and --target do nothing without --pdf"],
    );
    refused(&["--md", "--world", "1"], &["--world does nothing without --events or --crm"]);
    refused(&["--pdf", "--target", "revenue_per_year >= 5 days"], &["--target", "revenue_per_year"]);
    refused(&["--pdf", "--title", " "], &["--title", "up to 600 characters"]);
    assert!(before == sandbox.files());
}

/// People who come and go are rows of their own, and what is written of them is proved when it is read.
#[test]
fn people_are_exported_with_their_days_and_damage_to_them_is_refused() {
    let sandbox = Sandbox::new();
    let quits = ["run", "hero", "--set", "role.seller.quits_per_year=4", "--quiet"];
    assert_eq!(code(&sandbox.small(&quits)), 0);
    let (folder, path) = ("output/hero", sandbox.path("output/hero/people.csv"));
    let done = sandbox.run(&["export", folder, "--csv", "--quiet"]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    let exported = fs::read_to_string(sandbox.path("output/hero/tables/people.csv")).expect("a table");
    let whole = fs::read_to_string(&path).expect("a table");
    assert_eq!(exported.lines().count(), whole.lines().count());
    assert!(whole.lines().count() > 36 + 10, "more people than seats");
    let mut reader = csv::Reader::from_reader(whole.as_bytes());
    let row = reader.records().map(|row| row.expect("a row")).find(|row| &row[11] == "2" && !row[13].is_empty()).expect("a second holder");
    let line: Vec<String> = row.iter().map(String::from).collect();
    for (column, value, words) in
        [(11, "3", "the number of holder 3"), (12, "", "whether there is a first day"), (13, "-999.0", "the last day"), (10, "7.0", "quit")]
    {
        let mut other = line.clone();
        other[column] = value.to_string();
        fs::write(&path, whole.replacen(&line.join(","), &other.join(","), 1)).expect("written");
        renew_checksums(&sandbox.path(folder));
        let refused = sandbox.run(&["export", folder, "--md"]);
        assert!(code(&refused) == 1 && stderr(&refused).contains(words), "{other:?}: {}", stderr(&refused));
    }
    fs::write(&path, &whole).expect("written");
    // The same of customers: who came did so by a channel, and a deal is worth its price.
    let path = sandbox.path("output/hero/journeys.csv");
    let whole = fs::read_to_string(&path).expect("a table");
    let line = whole.lines().find(|line| line.contains(",win_win,") && !line.contains(",,,")).expect("a deal");
    for (from_the_end, value, words) in [(0, "1.0", "the amount of customer"), (1, "", "whether there is a day of coming")] {
        let mut cells: Vec<&str> = line.split(',').collect();
        let place = cells.len() - 1 - from_the_end;
        if from_the_end == 1 && cells[place].is_empty() {
            cells[place] = "1.0";
        } else {
            cells[place] = value;
        }
        fs::write(&path, whole.replacen(line, &cells.join(","), 1)).expect("written");
        renew_checksums(&sandbox.path(folder));
        let refused = sandbox.run(&["export", folder, "--md"]);
        assert!(code(&refused) == 1 && stderr(&refused).contains(words), "{}", stderr(&refused));
    }
}

#[test]
fn what_cannot_be_exported_is_told_with_its_cure() {
    let sandbox = kept();
    let said = |arguments: &[&str], exit: i32, words: &[&str]| {
        let output = sandbox.run(&[&["export"], arguments].concat());
        assert_eq!(code(&output), exit, "{arguments:?}: {}", stderr(&output));
        words.iter().for_each(|word| assert!(stderr(&output).contains(word), "{arguments:?}: {}", stderr(&output)));
    };
    said(&[FOLDER], 2, &["nothing to export was named", "--xlsx", "--events csv|xes|ocel"]);
    said(&["nowhere", "--md"], 1, &["there is no such folder", "winflow compare"]);
    said(&[FOLDER, "--events", "csv", "--world", "3"], 2, &["no world 3", "worlds 0 to 2"]);
    said(&[FOLDER, "--events", "excel"], 2, &["excel"]);
    let path = |name: &str| sandbox.path(FOLDER).join(name);
    // Results that do not come out as they did: whoever changes the seed in all of them changes no figure.
    let whole = ["manifest.json", "results.json", "checksums.sha256"].map(|file| (file, fs::read_to_string(path(file)).expect("a file")));
    for (file, text) in &whole[..2] {
        fs::write(path(file), text.replacen("\"seed\": 1,", "\"seed\": 2,", 1)).expect("written");
    }
    said(&[FOLDER, "--crm"], 1, &["manifest.json: it is not as it was written", "results.json: it is not as it was written", "--force"]);
    renew_checksums(&sandbox.path(FOLDER));
    said(&[FOLDER, "--crm"], 1, &["does not come out the same", "--force"]);
    whole.iter().for_each(|(file, text)| fs::write(path(file), text).expect("written"));
    // Tables that are missing or damaged.
    fs::rename(path("deals.csv"), path("deals.away")).expect("renamed");
    said(&[FOLDER, "--xlsx"], 1, &["deals.csv", "older version", "simulate again"]);
    fs::write(path("deals.csv"), "scenario,world\nhero,x\n").expect("written");
    said(&[FOLDER, "--xlsx"], 1, &["deals.csv:2"]);
    fs::write(path("manifest.json"), "{").expect("written");
    said(&[FOLDER, "--md"], 1, &["manifest.json:1:1"]);
}

/// Python that reads all three logs, follows the cases and prints what it counts.
const PM4PY: &str = r#"
import sys, warnings
warnings.filterwarnings("ignore")
import pandas, pm4py
folder = sys.argv[1]
xes = pm4py.read_xes(folder + "/events.xes")
table = pandas.read_csv(folder + "/events.csv")
table["timestamp"] = pandas.to_datetime(table["timestamp"], format="ISO8601")
table = pm4py.format_dataframe(table, case_id="case_id", activity_key="activity", timestamp_key="timestamp")
ocel = pm4py.read_ocel2_json(folder + "/events.json")
complete = xes[xes["lifecycle:transition"] == "complete"]
graph = pm4py.discover_dfg(complete)[0]
same = graph == pm4py.discover_dfg(table[table["lifecycle"] == "complete"])[0]
pm4py.discover_ocdfg(ocel)
print("counts", len(xes), len(table), len(ocel.events), xes["case:concept:name"].nunique(), table["case:concept:name"].nunique(),
      int((ocel.objects["ocel:type"] == "customer").sum()), len(graph), int(same))
"#;

/// pm4py reads what is written: `PM4PY_PYTHON` is a Python that has it.
#[test]
fn pm4py_reads_every_log() {
    let Some(python) = std::env::var_os("PM4PY_PYTHON").filter(|path| !path.is_empty()) else {
        // Not captured, so that it is seen.
        let said = b"skipped: pm4py_reads_every_log: PM4PY_PYTHON names no Python with pm4py (pip install pm4py)\n";
        return std::io::Write::write_all(&mut std::io::stderr(), said).expect("told");
    };
    let sandbox = kept();
    assert_eq!(code(&sandbox.run(&["export", FOLDER, "--events", "csv,xes,ocel"])), 0);
    let folder = sandbox.path(FOLDER);
    let output = Command::new(&python).args(["-c", PM4PY]).arg(&folder).output().expect("Python runs");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = said.lines().find_map(|line| line.strip_prefix("counts ")).unwrap_or_else(|| panic!("{said}{}", stderr(&output)));
    let counts: Vec<usize> = line.split(' ').map(|word| word.parse().expect("a count")).collect();
    let (rows, cases) = counted(&folder.join("events.csv"));
    assert_eq!(counts[..6], [rows, rows, rows, cases, cases, cases]);
    assert!(counts[6] > 10 && counts[7] == 1, "the same graph from XES and CSV: {counts:?}");
}

/// Rows of a table, and different values in its first column.
fn counted(path: &Path) -> (usize, usize) {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let cases: Vec<String> = reader.records().map(|row| row.expect("a row")[0].to_string()).collect();
    (cases.len(), cases.iter().collect::<std::collections::BTreeSet<_>>().len())
}

/// What an opportunity asks for is known from when it was asked, and ends with what was signed, whatever is paid later.
#[test]
fn amounts_of_an_opportunity_end_with_the_signature() {
    let sandbox = Sandbox::new();
    assert_eq!(code(&sandbox.run(&["run", "team", "--worlds", "1", "--years", "1", "--quiet"])), 0);
    assert_eq!(code(&sandbox.run(&["export", "output/team", "--events", "ocel"])), 0);
    let text = fs::read_to_string(sandbox.path("output/team/events.json")).expect("a log");
    let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let list = |value: &serde_json::Value| value.as_array().expect("a list").clone();
    let attribute = |of: &serde_json::Value, name: &str| {
        list(&of["attributes"]).iter().filter(|a| a["name"] == name).map(|a| (a["time"].clone(), a["value"].clone())).collect::<Vec<_>>()
    };
    let mut signed = 0;
    for event in list(&log["events"]).iter().filter(|event| event["type"] == "signature") {
        let about = list(&event["relationships"]).into_iter().find(|r| r["qualifier"] == "about").expect("an opportunity");
        let all = list(&log["objects"]);
        let opportunity = all.iter().find(|object| object["id"] == about["objectId"]).expect("the opportunity");
        let asked = attribute(opportunity, "amount_eur");
        let (time, amount) = asked.last().expect("an amount");
        assert_eq!(Some(amount), attribute(event, "amount_eur").first().map(|(_, amount)| amount), "{opportunity}");
        assert!(time.as_str() <= event["time"].as_str(), "{opportunity}");
        signed += 1;
    }
    assert!(signed > 20, "{signed}");
}
