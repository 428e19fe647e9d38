//! Sweeps, maps and study files from outside.

use crate::common::{Sandbox, bytes_of, code, json, stderr, stdout};
use std::fs;
use std::path::{Path, PathBuf};

/// Few worlds of a small market in a short window.
const TINY: [&str; 6] = ["--worlds", "3", "--years", "0.1", "--set", "time.run_out_years=0.2"];
const SWEEP: [&str; 9] =
    ["sweep", "small", "--with", "hero", "--with", "team", "--over", "flow.wip_limit=2,6", "--over=process.stance=servile,imposing"];
const MAP: [&str; 16] = [
    "map",
    "small",
    "--with",
    "hero",
    "--with",
    "team",
    "--over",
    "segment.small.group_size_mean=1..8",
    "--over",
    "organisation.handover_loss=0..0.6",
    "--cells",
    "3",
    "--refine",
    "1",
    "--measure",
    "deals_per_month",
];

fn tiny(sandbox: &Sandbox, arguments: &[&str], more: &[&str]) -> std::process::Output {
    sandbox.run(&[arguments, &TINY, more].concat())
}

#[test]
fn documents_follow_the_schema() {
    let sandbox = Sandbox::new();
    let schema = json(&sandbox.run(&["schema", "--output"]));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for arguments in [&SWEEP[..], &MAP[..]] {
        let document = json(&tiny(&sandbox, arguments, &["--format", "json"]));
        let problems: Vec<String> = validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{arguments:?}: {problems:?}");
    }
    let one =
        json(&sandbox.run(&["sweep", "small", "--over", "flow.wip_limit=2,6", "--worlds", "1", "--years", "0.1", "--format", "json"]));
    assert!(validator.is_valid(&one) && one["points"][0]["systems"][0]["measures"][0]["ci95"].is_null());
}

/// Systems, settings, measures and what varies: all that is wrong with them is told at once, in the order of the file.
#[test]
fn everything_wrong_with_a_study_is_told_in_one_pass() {
    let sandbox = Sandbox::new();
    let study = "[study]\nscenarios = [\"mid\", \"nosuch\"]\nwith = [\"hero\", \"heroo\"]\nmeasures = [\"win_rte\"]\nworlds = 0\n[set]\nflow.wipp = 3\n\
                 flow.wip_limit = \"bad\"\n[over]\nflow.wip_limt = \"1..5\"\nrole.seller.people = [4, 900000]\n";
    fs::write(sandbox.path("study.toml"), study).expect("written");
    let said = stderr(&sandbox.run(&["sweep", "study.toml"]));
    let mut at = 0;
    for part in [
        "nosuch",
        "heroo",
        "win_rte",
        "study.worlds = 0",
        "flow.wipp",
        "\"bad\"",
        "flow.wip_limt is not a key",
        "role.seller.people = 900000",
    ] {
        let found = said[at..].find(part).unwrap_or_else(|| panic!("{part} is missing or out of place in\n{said}"));
        at += found;
    }
    fs::write(sandbox.path("bare.toml"), "scenarios = [\"mid\"]\n[vary]\nflow.wip_limit = \"1..5\"\n").expect("written");
    let bare = stderr(&sandbox.run(&["sweep", "bare.toml"]));
    assert!(bare.contains("Write [study] above it: scenarios belongs there.") && bare.contains("Did you mean over?"), "{bare}");
    fs::write(sandbox.path("odd.toml"), "[study]\nscenarios = [\"small\"]\nworlds = 2\nyears = 0.1\n[set]\norganisation.coverage = 2\n[over]\nrole.seller.people = \"5..6:5\"\n")
        .expect("written");
    let odd = stderr(&sandbox.run(&["sweep", "odd.toml"]));
    assert!(odd.contains("odd.toml:6:25: organisation.coverage has no effect"), "{odd}");
    assert!(odd.contains("role.seller.people takes 2 values, not 5"), "{odd}");
    let words = sandbox.run(&["map", "hero", "team", "--over", "process.stance=servile", "--over", "market_scale=1..2"]);
    assert!(stderr(&words).contains("process.stance has to be a range"), "{}", stderr(&words));
}

#[test]
fn guards_of_a_study_are_held_against_every_point() {
    let sandbox = Sandbox::new();
    let study = "guard = [\"p(deals_per_month <= 1000) >= 0.5\"]\n[study]\nscenarios = [\"small\"]\nwith = [\"hero\", \"team\"]\nworlds = 20\nyears = 0.1\n\
                 [set]\ntime.run_out_years = 0.2\n[over]\nflow.wip_limit = [2, 6]\n";
    fs::write(sandbox.path("study.toml"), study).expect("written");
    let good = sandbox.run(&["sweep", "study.toml"]);
    assert_eq!(code(&good), 0, "{}", stderr(&good));
    assert!(stdout(&good).contains("Guards at every point, each tested at 95 % (2 pass):"), "{}", stdout(&good));
    assert!(stdout(&good).contains("team: p(deals_per_month <= 1000) >= 0.5: pass at every point"), "{}", stdout(&good));
    let failed = sandbox.run(&["sweep", "study.toml", "--guard", "p(deals_per_month >= 1000) >= 0.5", "--format", "json"]);
    assert_eq!(code(&failed), 4, "{}", stderr(&failed));
    let document: serde_json::Value = serde_json::from_slice(&failed.stdout).expect("JSON");
    assert_eq!(document["points"][1]["guards"][1]["judgement"], "fail");
    fs::write(sandbox.path("study.toml"), study.replace("deals_per_month", "deals_per_moth")).expect("written");
    let wrong = sandbox.run(&["sweep", "study.toml"]);
    assert_eq!(code(&wrong), 3);
    assert!(stderr(&wrong).contains("study.toml:1:10:") && stderr(&wrong).contains("Did you mean deals_per_month?"), "{}", stderr(&wrong));
}

#[test]
fn a_sweep_has_every_point_and_agrees_with_compare() {
    let sandbox = Sandbox::new();
    let sweep = json(&tiny(&sandbox, &SWEEP, &["--format", "json"]));
    let points = sweep["points"].as_array().expect("points");
    assert_eq!(points.len(), 4);
    assert_eq!(points[2]["values"], serde_json::json!([6.0, "servile"]));
    let compare = ["compare", "small", "--with", "hero", "--with", "team", "--set", "flow.wip_limit=6", "--set", "process.stance=servile"];
    let compare = json(&tiny(&sandbox, &compare, &["--format", "json"]));
    for (place, measure) in compare["differences"][0]["measures"].as_array().expect("measures").iter().enumerate().take(8) {
        let at_point = &points[2]["systems"][1]["measures"][place];
        assert_eq!((&at_point["id"], &at_point["less_first_system"]["mean"]), (&measure["id"], &measure["mean"]));
        assert_eq!(at_point["mean"], compare["scenarios"][1]["measures"][place]["mean"]);
    }
    let files = sandbox.folders("output/small-hero-vs-team-sweep");
    assert_eq!(files, ["charts", "checksums.sha256", "manifest.json", "sweep.csv", "sweep.json"]);
    assert_eq!(sandbox.folders("output/small-hero-vs-team-sweep/charts").len(), 4, "a field for each system");
    let rows = csv::Reader::from_path(sandbox.path("output/small-hero-vs-team-sweep/sweep.csv")).expect("a table").into_records().count();
    assert_eq!(rows, 4 * 2 * 8, "the measures of a first look");
    let drawn =
        ["sweep", "small", "--over", "flow.wip_limit=2..9", "--over", "qualification.bar=0..0.4", "--design", "sobol", "--points", "4"];
    let drawn = json(&tiny(&sandbox, &drawn, &["--format", "json"]));
    assert_eq!((drawn["points"].as_array().map(Vec::len), drawn["design"].as_str()), (Some(4), Some("sobol")));
}

#[test]
fn the_same_bytes_whatever_the_threads() {
    for arguments in [&SWEEP[..], &MAP[..]] {
        let results: Vec<_> = ["1", "2"]
            .iter()
            .map(|threads| {
                let sandbox = Sandbox::new();
                let output = tiny(&sandbox, arguments, &["--threads", threads]);
                assert_eq!(code(&output), 0, "{}", stderr(&output));
                (stdout(&output), bytes_of(&sandbox.path("output")))
            })
            .collect();
        assert!(results[0] == results[1], "{arguments:?}");
    }
}

#[test]
fn shards_of_a_map_put_together_are_the_map() {
    let whole = Sandbox::new();
    let output = tiny(&whole, &MAP, &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let split = Sandbox::new();
    for shard in ["1/2", "2/2"] {
        let output = tiny(&split, &MAP, &["--shard", shard]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let name = "output/small-hero-vs-team-map";
    let merged = split.run(&["merge", &format!("{name}.shard-1-of-2"), &format!("{name}.shard-2-of-2")]);
    assert_eq!((code(&merged), stdout(&merged)), (0, stdout(&output)), "{}", stderr(&merged));
    assert!(bytes_of(&whole.path(name)) == bytes_of(&split.path(name)));
}

#[cfg(unix)]
#[test]
fn an_interrupted_sweep_goes_on() {
    let long = [&SWEEP[..], &["--worlds", "20", "--years", "0.1", "--set", "time.run_out_years=0.2", "--threads", "1"]].concat();
    let (straight, sandbox) = (Sandbox::new(), Sandbox::new());
    let whole = straight.run(&long);
    assert_eq!(code(&whole), 0, "{}", stderr(&whole));
    let child = sandbox.command(&long).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().expect("runs");
    let kept = sandbox.path("output/small-hero-vs-team-sweep.partial/worlds.kept");
    for _ in 0..3000 {
        if fs::metadata(&kept).is_ok_and(|kept| kept.len() > 20_000) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    let told = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(told.success());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    let resumed = sandbox.run(&[&long[..], &["--resume"]].concat());
    assert_eq!((code(&resumed), stdout(&resumed)), (0, stdout(&whole)), "{}", stderr(&resumed));
    let name = "output/small-hero-vs-team-sweep";
    assert!(bytes_of(&straight.path(name)) == bytes_of(&sandbox.path(name)));
}

#[test]
fn wrong_questions_are_refused_with_a_cure() {
    let sandbox = Sandbox::new();
    for (arguments, expected, parts) in [
        (vec!["sweep", "team"], 2, vec!["nothing varies", "--over flow.wip_limit=2,4,8"]),
        (vec!["sweep", "team", "--over", "flow.wip_limmit=2,4"], 3, vec!["--over: flow.wip_limmit is not a key", "flow.wip_limit"]),
        (vec!["sweep", "team", "--over", "flow.wip_limit"], 3, vec!["is not KEY=VALUES"]),
        (vec!["sweep", "team", "--over", "flow.wip_limit=2,4", "--points", "9"], 2, vec!["--points needs a design that draws points"]),
        (vec!["sweep", "team", "--over", "flow.wip_limit=2,4", "--measure", "win_rat"], 2, vec!["win_rate"]),
        (vec!["sweep", "team", "--over", "qualification.bar=0..0.4:100", "--over", "market_scale=1..2:50"], 2, vec!["at most 4096"]),
        (vec!["sweep", "team", "--over", "flow.wip_limit=2,4", "--design", "grid"], 2, vec!["grid"]),
        (vec!["sweep", "no-such", "--over", "flow.wip_limit=2,x,", "--over", "y"], 3, vec!["empty value", "y", "no-such"]),
        (vec!["map", "team", "--over", "flow.wip_limit=1..2", "--over", "market_scale=1..2"], 2, vec!["compares two systems", "not 1"]),
        (
            vec!["map", "hero", "team", "--over", "flow.wip_limit=1..9"],
            2,
            vec!["varies two settings, and here is one", "--over KEY=LOW..HIGH"],
        ),
        (
            vec!["map", "hero", "team", "--over", "flow.wip_limit=1..9:3", "--over", "market_scale=1..2"],
            2,
            vec!["without a number of levels"],
        ),
        (vec!["map", "hero", "team", "--over", "flow.wip_limit=1,9", "--over", "market_scale=1..2"], 2, vec!["has to be a range"]),
        (
            vec!["map", "hero", "team", "--over", "organisation.coverage=1..99", "--over", "market_scal=1..2"],
            3,
            vec!["outside 1 to 8", "market_scale"],
        ),
        (vec!["map", "hero", "team", "--over", "market_scale=1..2", "--over", "market_scale=1..2"], 3, vec!["varied twice"]),
        (vec!["sweep", "team", "--over", "flow.wip_limit=1,2..4"], 3, vec!["2..4 is a range among single values"]),
        (vec!["sweep", "team", "--over", "flow.wip_limit=2-4"], 3, vec!["is no range", "2..4"]),
        (
            vec!["sweep", "team", "--over", "dialogue.prospect_below=1,5", "--over", "dialogue.prospect_until=2,6"],
            3,
            vec!["at dialogue.prospect_below = 5, dialogue.prospect_until = 2: dialogue.prospect", "--skip-invalid"],
        ),
    ] {
        let output = sandbox.run(&arguments);
        let said = stderr(&output);
        assert_eq!(code(&output), expected, "{arguments:?}: {said}");
        for part in parts {
            assert!(said.contains(part), "{arguments:?}: {part} is missing in {said}");
        }
    }
    assert!(sandbox.folders("output").is_empty(), "a wrong question leaves nothing behind");
    let skipped = ["sweep", "small", "--over", "dialogue.prospect_below=1,5", "--over", "dialogue.prospect_until=2,6", "--skip-invalid"];
    let output = tiny(&sandbox, &skipped, &[]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(stderr(&output).contains("1 point was left out") && stdout(&output).contains("3 points (factorial)"), "{}", stdout(&output));
}

#[test]
fn a_study_file_says_the_same_as_flags() {
    let sandbox = Sandbox::new();
    let study = "[study]\nscenarios = [\"small\"]\nwith = [\"hero\", \"team\"]\nworlds = 3\nyears = 0.1\nmeasures = [\"deals_per_month\"]\n\
                 [set]\ntime.run_out_years = 0.2\n[over]\nflow.wip_limit = [2, 6]\nprocess.stance = [\"servile\", \"imposing\"]\n";
    fs::write(sandbox.path("mine.toml"), study).expect("written");
    let by_file = sandbox.run(&["sweep", "mine.toml", "--format", "csv"]);
    assert_eq!(code(&by_file), 0, "{}", stderr(&by_file));
    assert_eq!(stdout(&by_file), stdout(&tiny(&sandbox, &SWEEP, &["--format", "csv", "--measure", "deals_per_month"])));
    assert_eq!(sandbox.folders("output"), ["mine", "small-hero-vs-team-sweep"]);
    let other = sandbox.run(&["sweep", "mine.toml", "--worlds", "2", "--over", "flow.wip_limit=3,4,5", "--format", "json"]);
    assert_eq!((&json(&other)["worlds"], json(&other)["points"].as_array().map(Vec::len)), (&serde_json::json!(2), Some(6)));
}

#[test]
fn wrong_studies_get_the_errors_of_wrong_scenarios() {
    let sandbox = Sandbox::new();
    let study = "[study]\nscenarios = [\"mid\"]\nwith = [\"hero\", \"teem\"]\nworlds = 0\n[set]\nflow.wip_limmit = 3\n[over]\nflow.wip_limit = [2, 4]\n";
    fs::write(sandbox.path("names.toml"), study).expect("written");
    let said = stderr(&sandbox.run(&["sweep", "names.toml"]));
    assert!(said.contains("names.toml:4:10: study.worlds = 0 is outside 1 to 100000"), "{said}");
    assert!(said.contains("names.toml:3:8: \"teem\" is not a built-in scenario\n    Did you mean team?"), "{said}");
    assert!(said.contains("names.toml:6:19: flow.wip_limmit is not a key"), "{said}");
    let study = "[study]\nscenarios = [\"mid\"]\n[over]\nflow.wip_limit = [2, -4]\nprocess.stance = [\"servil\", \"none\"]\n\
                 organisation.coverage = \"2..99\"\nrole.sellr.people = [1, 2]\n";
    fs::write(sandbox.path("values.toml"), study).expect("written");
    let output = sandbox.run(&["sweep", "values.toml"]);
    let said = stderr(&output);
    assert_eq!(code(&output), 3);
    for part in [
        "values.toml:4:22: flow.wip_limit = -4 is outside",
        "values.toml:5:19: process.stance = \"servil\"",
        "values.toml:6:25:",
        "values.toml:7:22: there is no role.sellr",
    ] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    fs::write(sandbox.path("broken.toml"), "[study]\nscenarios = [mid]\ndesing = [\"latin\"]\n").expect("written");
    let said = stderr(&sandbox.run(&["sweep", "broken.toml"]));
    assert!(said.contains("broken.toml:2:") && said.contains("broken.toml:3:1: study.desing is not a key"), "{said}");
    fs::write(sandbox.path("axis.toml"), "[study]\nscenarios = [\"hero\", \"team\"]\n[over]\nflow.wip_limit = \"2..9\"\n")
        .expect("written");
    assert!(stderr(&sandbox.run(&["map", "axis.toml"])).contains("varies two settings, and here is one; in the study: [over]"));
}

#[test]
fn slips_in_and_with_studies_have_their_own_cure() {
    let sandbox = Sandbox::new();
    let study = "[study]\nscenarios = [\"mid\"]\n[guards]\nrequire = \"win_rate >= 20 %\"\n[over]\nflow.wip_limit = [2, \"3..4\"]\n";
    fs::write(sandbox.path("mine.toml"), study).expect("written");
    let said = stderr(&sandbox.run(&["sweep", "mine.toml"]));
    assert!(said.contains("mine.toml:3:2: guards is not a key\n    A guard is written as [[guard]]"), "{said}");
    assert!(said.contains("mine.toml:6:18: flow.wip_limit: 3..4 is a range among single values"), "{said}");
    for command in [["sweep", "mine.toml", "team"], ["map", "hero", "mine.toml"]] {
        let output = sandbox.run(&command);
        assert!(code(&output) == 2 && stderr(&output).contains("mine.toml is a study"), "{command:?}: {}", stderr(&output));
    }
    let said = stderr(&sandbox.run(&["compare", "mine.toml", "hero"]));
    assert!(said.contains("this is a study, not a scenario") && !said.contains("over is not a key"), "{said}");
}

#[test]
fn the_studies_that_come_with_winflow_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/studies");
    let (sandbox, short) = (Sandbox::new(), ["--worlds", "2", "--years", "0.1", "--set", "time.run_out_years=0.2"]);
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()).collect();
    files.sort();
    assert_eq!(files.len(), 3);
    for file in &files {
        let is_map = fs::read_to_string(file).expect("a study").contains("winflow map");
        let command: &[&str] = if is_map { &["map", "--cells", "2", "--refine", "1"] } else { &["sweep"] };
        let output = sandbox.run(&[command, &[file.to_str().expect("a name")], &short].concat());
        assert_eq!(code(&output), 0, "{}: {}", file.display(), stderr(&output));
    }
}

/// The study of pay plans varies plans by name: they are the overlays of these names.
#[test]
fn the_usual_plans_are_the_overlays_of_their_names() {
    use winflow::experiment::firms::draw::PLANS;
    use winflow::scenario::load;
    let named = load("mid", &["usual-plans".to_string()], &[]).expect("shipped").scenario;
    for name in PLANS {
        let overlaid = load("mid", &[name.to_string()], &[]).expect("shipped").scenario;
        let [(_, standard)] = overlaid.plan.entries.as_slice() else { panic!("{name} has other plans") };
        let plan = named.plan.entries.iter().find(|(other, _)| other == name).map(|(_, plan)| plan);
        assert_eq!(plan, Some(standard), "{name}");
    }
    let study = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/studies/pay-plans.toml")).expect("the study");
    assert!(PLANS.iter().all(|name| study.contains(&format!("\"{name}\""))), "{study}");
}
