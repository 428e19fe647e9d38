//! `winflow patterns` from outside; the whole table behind `WINFLOW_PATTERNS=1`.

use crate::common::Sandbox;
use serde_json::Value;
use std::process::Output;
use std::sync::atomic::AtomicBool;
use winflow::experiment::runner::{Nobody, Runner, Shard};
use winflow::patterns::{Settings, experiments, facts::FACTS, run, verdict::Verdict};

fn winflow(arguments: &[&str]) -> Output {
    Sandbox::new().run(&[&["patterns"], arguments].concat())
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout(&winflow(arguments))).expect("JSON")
}

#[test]
fn the_list_has_every_pattern_with_source_and_commands() {
    let text = stdout(&winflow(&["--list"]));
    for fact in FACTS {
        assert!(text.contains(fact.title) && text.contains(&format!("{} ", fact.id)), "{}", fact.id);
    }
    assert!(text.contains("winflow run mid --with hero --worlds"), "{text}");
    let listed = json(&["--list", "--format", "json", "--only", "f9,F1"]);
    let ids: Vec<&str> = listed.as_array().expect("a list").iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(ids, ["F1", "F9"]);
    assert!(listed[1]["variants"].as_array().is_some_and(|v| v.len() == 3));
}

#[test]
fn a_small_run_has_the_shape_that_programs_read() {
    let rows = json(&["--only", "F1,F2", "--worlds", "3", "--format", "json", "--threads", "2"]);
    let rows = rows.as_array().expect("a list");
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert!(row["id"].is_string() && row["role"].is_string() && row["note"].is_string() && row["worlds"].is_u64(), "{row}");
        for check in row["checks"].as_array().expect("checks") {
            assert!(["A", "B", "C", "D"].contains(&check["evidence"].as_str().expect("a letter")), "{check}");
            assert!(["sign", "range", "none"].contains(&check["kind"].as_str().expect("a kind")), "{check}");
            assert!(["hit", "miss", "undecided"].contains(&check["verdict"].as_str().expect("a verdict")), "{check}");
            assert_eq!(check["expected"].as_array().map(Vec::len), Some(2), "{check}");
            assert!(check["measured"].is_f64(), "{check}");
            let interval: Vec<f64> = check["ci95"].as_array().expect("an interval").iter().filter_map(Value::as_f64).collect();
            assert!(interval[0] <= interval[1], "{check}");
        }
    }
}

#[test]
fn the_same_command_prints_the_same_whatever_the_threads() {
    let run = |only: &str, threads: &str, format: &str| {
        stdout(&winflow(&["--only", only, "--worlds", "2", "--seed", "5", "--threads", threads, "--format", format]))
    };
    assert_eq!(run("F2", "1", "table"), run("F2", "2", "table"));
    let table = run("F20", "2", "table");
    assert!(table.contains("Queueing theory holds") && table.contains("Little's law"), "{table}");
    assert!(table.lines().all(|line| line.chars().count() <= 100), "{table}");
    assert!(run("F2", "2", "csv").starts_with("id,role,claim,") && run("F2", "2", "md").contains("| **F2** |"));
}

#[test]
fn assumptions_can_be_drawn_anew() {
    let run = |threads: &str| json(&["--perturb", "2", "--worlds", "2", "--only", "F2", "--threads", threads, "--format", "json"]);
    let found = run("1");
    assert_eq!(found, run("2"));
    assert_eq!(found["draws"], 2);
    assert!(found["assumptions"].as_array().is_some_and(|a| a.len() > 50));
    assert_eq!(found["patterns"][0]["checks"][0]["draws"], 2);
}

#[test]
fn an_unknown_pattern_is_refused_with_those_there_are() {
    let output = winflow(&["--only", "F99"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("F26"));
}

/// Theorems must hold; the others are told as they are.
#[test]
fn the_whole_table() {
    if std::env::var_os("WINFLOW_PATTERNS").is_none() {
        return;
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let stop = AtomicBool::new(false);
    for experiment in experiments() {
        let settings = Settings { worlds: 60, drawn: &[] };
        let mut runner =
            Runner { seed: 1, threads, shard: Shard::WHOLE, store: None, promised: 0, not_kept: None, stop: &stop, watch: &Nobody };
        let row = run(&experiment, settings, &mut runner).unwrap_or_else(|why| panic!("{}: {why}", experiment.id));
        assert!(!row.note.starts_with("cannot be run"), "{}: {}", experiment.id, row.note);
        for check in &row.checks {
            println!("{} {}: {:?} {:?}", experiment.id, check.claim.text, check.figure.measured, check.verdict);
            assert!(experiment.id != "F20" || check.verdict == Verdict::Hit, "{}", check.claim.text);
        }
    }
}
