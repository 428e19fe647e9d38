//! Guards from outside: what passes, fails or is left open, and the exit code that says so.

use crate::common::{Sandbox, code, json, stderr, stdout};
use std::fs;

/// Enough worlds to decide something.
const ENOUGH: [&str; 6] = ["--worlds", "20", "--years", "0.5", "--format", "json"];

const GUARDED: &str = r#"
extends = "team"
[[guard]]
require = "win_win_rate >= 0.2"
because = "below that our references dry up"
[[guard]]
require = "deals_per_month <= 100"
"#;

/// What was printed, as one line.
fn words(output: &std::process::Output) -> String {
    stdout(output).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_plan_is_guarded_like_a_program() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("plan.toml"), GUARDED).expect("written");
    let worlds = ["--worlds", "24", "--years", "0.5", "--as-described"];
    let run = |more: &[&str]| sandbox.run(&[&["compare", "hero", "plan.toml"], &worlds[..], more].concat());
    let good = run(&[]);
    assert_eq!(code(&good), 0, "{}", stderr(&good));
    let text = words(&good);
    assert!(text.contains("Guards, each tested at 95 % (2 pass):"), "{text}");
    assert!(text.contains("because below that our references dry up"), "{text}");
    let failed = run(&["--guard", "deals_per_month >= 100", "--guard", "p10(deals_per_month) >= 2"]);
    assert_eq!(code(&failed), 4);
    assert!(words(&failed).contains("FAIL plan: deals_per_month >= 100"), "{}", stdout(&failed));
    assert!(!words(&failed).contains("FAIL hero"), "{}", stdout(&failed));
    assert!(stderr(&failed).contains("a guard failed: 2 pass, 1 fails, 1 is undecided"));
    let open = run(&["--guard", "p(deals_per_month >= 0) >= 0.9"]);
    assert_eq!(code(&open), 5);
    let expected = "p(deals_per_month >= 0) >= 0.9 is 100.0 % (85.8 % to 100.0 %); about 36 worlds would settle it";
    assert!(words(&open).contains(expected), "{}", stdout(&open));
    assert!(stderr(&open).contains("too few worlds to judge the guards"), "{}", stderr(&open));
    let json_failed = run(&["--guard", "deals_per_month >= 100", "--format", "json"]);
    assert_eq!(code(&json_failed), 4);
    let document: serde_json::Value = serde_json::from_slice(&json_failed.stdout).expect("JSON");
    assert_eq!(document["guards"][2]["judgement"], "fail");
    assert_eq!(document["guards"][0]["because"], "below that our references dry up");
}

#[test]
fn a_scenario_without_guards_has_none_and_what_it_extends_counts() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("plan.toml"), GUARDED).expect("written");
    fs::write(sandbox.path("more.toml"), "extends = \"plan.toml\"\nguard = [\"win_rate >= 0\"]\n").expect("written");
    assert_eq!(json(&sandbox.run(&[&["run", "team"], &ENOUGH[..]].concat()))["guards"].as_array().map(Vec::len), Some(0));
    let more = json(&sandbox.run(&[&["run", "more.toml"], &ENOUGH[..]].concat()));
    let required: Vec<&str> = more["guards"].as_array().expect("guards").iter().map(|g| g["require"].as_str().expect("text")).collect();
    assert_eq!(required, ["win_win_rate >= 0.2", "deals_per_month <= 100", "win_rate >= 0"]);
}

/// Guards change nothing that is simulated, and are no difference between scenarios.
#[test]
fn guards_change_no_result() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("plan.toml"), "extends = \"team\"\nname = \"team\"\n").expect("written");
    let plain = json(&sandbox.run(&[&["run", "plan.toml"], &ENOUGH[..]].concat()));
    fs::write(sandbox.path("plan.toml"), format!("name = \"team\"\n{}", GUARDED)).expect("written");
    let guarded = json(&sandbox.run(&[&["run", "plan.toml"], &ENOUGH[..]].concat()));
    assert_eq!(plain["scenarios"], guarded["scenarios"]);
}

#[test]
fn everything_wrong_with_guards_is_said_with_its_place() {
    let sandbox = Sandbox::new();
    let text = "extends = \"team\"\n[[guard]]\nrequire = \"win_win_rat >= 0.7\"\n[[guard]]\nwhy = \"x\"\n[[guard]]\nrequire = 3\n";
    fs::write(sandbox.path("bad.toml"), text).expect("written");
    let output = sandbox.run(&["check", "bad.toml"]);
    assert_eq!(code(&output), 3);
    let said = stderr(&output);
    for expected in [
        "bad.toml:3:11: \"win_win_rat >= 0.7\" cannot be read",
        "Did you mean win_win_rate?",
        "bad.toml:4:1: guard.require is missing",
        "bad.toml:5:1: guard.why is not a key",
        "bad.toml:7:11: guard.require has to be a text",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    for (arguments, expected) in [
        (["run", "team", "--guard", "x > 1"], 2),
        (["run", "team", "--guard", ""], 2),
        (["run", "team", "--guard", "win_rate >= 25"], 2),
        (["run", "team", "--set", "guard.x=1"], 3),
        (["run", "team", "--set", "guard=1"], 3),
    ] {
        assert_eq!(code(&sandbox.run(&arguments)), expected, "{arguments:?}");
    }
    fs::write(sandbox.path("shares.toml"), "extends = \"team\"\nguard = [\"win_rate >= 25\", \"p(win_rate >= 25 %) >= 80\"]\n")
        .expect("written");
    let said = stderr(&sandbox.run(&["check", "shares.toml"]));
    assert!(said.contains("shares.toml:2:10: \"win_rate >= 25\" asks for a share of 25") && said.contains("Write 25 %"), "{said}");
    assert!(said.contains("asks for a chance of 80") && said.contains("write 80 %"), "{said}");
    fs::write(sandbox.path("odd.toml"), "extends = \"team\"\nguard = 5\n").expect("written");
    assert_eq!(code(&sandbox.run(&["check", "odd.toml"])), 3);
}

/// Who asks for a year and for millions is answered for a year and in millions.
#[test]
fn answers_are_in_the_unit_and_for_the_period_asked_for() {
    let sandbox = Sandbox::new();
    let asked = ["revenue_per_year >= 0.1 MEUR", "cycle_days_p50 <= 99 weeks", "p(revenue_per_year >= 0.1 MEUR) >= 50 %"];
    let guards: Vec<&str> = asked.iter().flat_map(|guard| ["--guard", *guard]).collect();
    let text = words(&sandbox.run(&[&["run", "team", "--worlds", "20", "--years", "0.5"], &guards[..]].concat()));
    for (guard, unit) in asked.iter().zip([" MEUR (", " weeks (", " % ("]) {
        let answer = text.split(&format!("{guard} is ")).nth(1).unwrap_or_else(|| panic!("{guard}: {text}"));
        assert!(answer.split_whitespace().next().is_some_and(|number| number.parse::<f64>().is_ok()), "{guard}: {answer}");
        assert_eq!(answer.find(unit), answer.find(' '), "{guard}: {answer}");
    }
}
