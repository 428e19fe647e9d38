//! What the program says of itself: help that fits a screen, measures, completions, and what was probably meant.

use crate::common::{Sandbox, code, json, stderr, stdout};

const COMMANDS: [&str; 18] = [
    "new",
    "check",
    "run",
    "compare",
    "explain",
    "sweep",
    "map",
    "trace",
    "plan",
    "report",
    "export",
    "diff",
    "measures",
    "schema",
    "patterns",
    "warm-up",
    "merge",
    "completions",
];
/// A screen.
const LINES: usize = 45;

fn help(sandbox: &Sandbox, command: &[&str], columns: usize) -> String {
    let output = sandbox.command(&[command, &["--help"]].concat()).env("COLUMNS", columns.to_string()).output().expect("it runs");
    assert_eq!(code(&output), 0, "{command:?}: {}", stderr(&output));
    stdout(&output)
}

#[test]
fn help_fits_a_screen_and_shows_two_examples() {
    let sandbox = Sandbox::new();
    let all: Vec<Vec<&str>> = COMMANDS.iter().map(|command| vec![*command]).chain([Vec::new()]).collect();
    for command in all {
        for columns in [60, 80, 120] {
            let text = help(&sandbox, &command, columns);
            let widest = text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(widest <= columns, "{command:?} at {columns}: {widest} characters\n{text}");
            assert!(columns < 80 || text.lines().count() <= LINES, "{command:?} at {columns}: {} lines\n{text}", text.lines().count());
            let (_, examples) = text.split_once("Examples:").unwrap_or_else(|| panic!("{command:?} shows no example"));
            assert!(examples.lines().filter(|line| line.starts_with("  winflow")).count() >= 2, "{command:?}: {text}");
        }
    }
    let listed = help(&sandbox, &[], 80);
    for command in COMMANDS {
        assert!(listed.contains(&format!("\n  {command} ")), "{command} is not listed in\n{listed}");
    }
}

#[test]
fn measures_are_listed_with_their_definitions() {
    let sandbox = Sandbox::new();
    let all = json(&sandbox.run(&["measures", "--format", "json"]));
    let all = all.as_array().expect("a list");
    assert!(all.len() > 50 && all.iter().all(|one| one["definition"].as_str().is_some_and(|text| text.ends_with('.'))), "{all:?}");
    let some = stdout(&sandbox.run(&["measures", "no", "decision"]));
    assert!(some.starts_with("no_decision_rate (share; lower is better)\n  ") && !some.contains("revenue_per_month"), "{some}");
    let csv = stdout(&sandbox.run(&["measures", "--format", "csv"]));
    assert_eq!((csv.lines().count(), csv.lines().next()), (all.len() + 1, Some("id,measure,unit,better,definition")));
    let none = sandbox.run(&["measures", "win_rat"]);
    assert!(code(&none) == 0 || stderr(&none).contains("did you mean win_rate"), "{}", stderr(&none));
    assert_eq!(code(&sandbox.run(&["measures", "nonsense"])), 2);
}

#[test]
fn completions_and_the_man_page_name_every_command() {
    let sandbox = Sandbox::new();
    for target in ["bash", "zsh", "fish", "elvish", "powershell", "man"] {
        let output = sandbox.run(&["completions", target]);
        assert_eq!(code(&output), 0, "{target}: {}", stderr(&output));
        let text = stdout(&output).replace('\\', "");
        for command in COMMANDS {
            assert!(text.contains(command), "{target} does not know {command}");
        }
    }
    let unknown = sandbox.run(&["completions", "zhs"]);
    assert!(code(&unknown) == 2 && stderr(&unknown).contains("zsh"), "{}", stderr(&unknown));
}

#[test]
fn what_was_probably_meant_is_said() {
    let sandbox = Sandbox::new();
    for (arguments, expected) in [
        (vec!["hero", "team"], "hero is a scenario: winflow compare hero team"),
        (vec!["my.toml"], "my.toml is a scenario: winflow run my.toml"),
        (vec!["comapre", "hero", "team"], "compare"),
        (vec!["compare", "hero", "team", "--wrolds", "3"], "--worlds"),
        (vec!["compare", "hero", "team", "--measure", "win_rat"], "Did you mean win_rate?"),
        (vec!["compare", "hero", "teem"], "Did you mean team?"),
        (vec!["compare", "hero", "team", "--set", "flow.wip_limt=3"], "flow.wip_limit"),
        (vec!["compare", "hero", "team", "--guard", "win_rat >= 20 %"], "Did you mean win_rate?"),
        (vec!["run", "mid", "--set", "segment.mid.win_rate=0.3"], "segment.mid.win_rate is an outcome, not a key"),
        (vec!["run", "mid", "--set", "segment.mid.win_rate=0.3"], "--guard \"win_rate >= 25 %\""),
        (vec!["sweep", "mid", "--over", "segment.mid.cycle_days=30..60"], "cycle_days is an outcome"),
        (vec!["teem"], "winflow run team"),
        (vec!["run", "hero", "team"], "winflow compare hero team"),
        (vec!["compare", "hero,team"], "winflow compare hero team"),
        (vec!["trace", "hero", "12"], "--journey 12"),
        (vec!["run", "team", "--over", "flow.wip_limit=1,2"], "--over is an option of winflow sweep and winflow map."),
        (vec!["compare", "hero", "team", "--against=pool"], "--against is an option of winflow plan."),
        (vec!["report", "output/x", "--format", "json"], "--format is an option of winflow run"),
        (vec!["run", "team", "--set", "team:organisation.coverage"], "--set organisation.coverage=VALUE"),
        (vec!["run", "team", "--set", "organisation.coverage"], "write organisation.coverage=VALUE"),
        (vec!["run", "team", "--set", "organisation.coverage 2"], "write organisation.coverage=2"),
        (vec!["compare", "mid", "--with", "team:organisation.coverage=2,flow.wip_limit=3"], "\"flow.wip_limit=3\" is a setting"),
        (vec!["compare", "hero", "team", "--worlds", "-3"], "a whole number from 1 to 100,000"),
        (vec!["compare", "hero", "team", "--years", "2,5"], "write 2.5"),
        (vec!["compare", "hero", "team", "--precision", "5"], "write 5%"),
        (vec!["compare", "hero", "team", "--measure", "Win rate"], "Did you mean win_rate? winflow measures"),
    ] {
        let output = sandbox.run(&arguments);
        assert!(code(&output) >= 2 && stderr(&output).contains(expected), "{arguments:?}: {expected} is missing in {}", stderr(&output));
        assert!(!stderr(&output).contains("as a value, use"), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn what_can_have_no_effect_is_named() {
    let sandbox = Sandbox::new();
    let file = |name: &str, text: &str| std::fs::write(sandbox.path(name), text).expect("written");
    file("both.toml", "extends = [\"mid\", \"small\"]\n");
    file("idle.toml", "extends = \"mid\"\n[activity.lunch]\n[activity.lunch.done_with]\nhours = 2\n");
    file("alone.toml", "extends = [\"mid\", \"hero\"]\n[organisation]\ncoverage = 2\n");
    file("team.toml", "extends = [\"mid\", \"hero\", \"pool\"]\n[plan.standard]\nteam_size = 0\n");
    for (name, expected) in [
        ("both.toml", "a second market: segment.small joins segment.mid, and replaces"),
        ("idle.toml", "activity.lunch is never done"),
        ("alone.toml", "organisation.coverage has no effect"),
        ("team.toml", "plan.standard.team_share has no effect"),
    ] {
        let check = sandbox.run(&["check", name]);
        assert!(code(&check) == 0 && stderr(&check).contains(expected), "check {name}: {}", stderr(&check));
        let run = sandbox.run(&["run", name, "--worlds", "1", "--years", "0.05"]);
        assert!(stderr(&run).contains(expected), "run {name}: {}", stderr(&run));
    }
    let study = "[study]\nscenarios = [\"small\"]\nwith = [\"hero\", \"team\"]\nworlds = 1\nyears = 0.05\ndesign = [\"latin\"]\npoints = 5\ncells = 2\n\
                 [set]\ntime.run_out_years = 0.1\n[over]\nflow.wip_limit = \"2..6\"\nmarket_scale = \"0.5..1\"\n";
    file("study.toml", study);
    let map = stderr(&sandbox.run(&["map", "study.toml", "--refine", "0"]));
    assert!(map.contains("study.toml:6:10: study.design has no effect") && map.contains("study.points has no effect"), "{map}");
    let sweep = stderr(&sandbox.run(&["sweep", "study.toml"]));
    assert!(sweep.contains("study.toml:8:9: study.cells has no effect") && !sweep.contains("study.points"), "{sweep}");
}

#[test]
fn a_firm_is_compared_with_itself_under_one_overlay() {
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("my.toml"), "extends = [\"small\", \"team\"]\n").expect("written");
    let short = ["--worlds", "2", "--years", "0.05", "--set", "time.run_out_years=0.1"];
    let output = sandbox.run(&[&["compare", "my.toml", "--with", "pool"][..], &short].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.folders("output"), ["my-vs-pool"]);
    let text = stdout(&output);
    for expected in ["Try next:", "winflow explain my.toml --with pool", "winflow map my.toml --with pool", "--over "] {
        assert!(text.contains(expected), "{expected} is missing in {text}");
    }
    let output = sandbox.run(&[&["compare", "small", "--with", "hero", "--with", "team:role.*.people=+2"][..], &short].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stdout(&output).contains("role.seller.people"), "{}", stdout(&output));
    assert_eq!(sandbox.folders("output")[1], "small-hero-vs-team-people-+2");
}
