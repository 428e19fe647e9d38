//! The program from outside: exit codes, what goes where, files, and that the same command gives the same bytes.

use crate::common::{SMALL, Sandbox, code, json, stderr, stdout};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;

#[test]
fn exit_codes_say_what_went_wrong() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("bad.toml"), "[organisation]\ncoverage = 99\npool_sise = 1\n").expect("written");
    for (arguments, expected) in [
        (vec!["--help"], 0),
        (vec!["--version"], 0),
        (vec!["check", "mid", "hero", "line", "team"], 0),
        (vec!["schema"], 0),
        (vec!["no-such-command"], 2),
        (vec!["compare"], 2),
        (vec!["compare", "mid"], 2),
        (vec!["compare", "mid", "--with", "hero", "--with", ""], 2),
        (vec!["run", "mid", "--with", "hero", "--with", "team"], 2),
        (vec!["--worlds", "0"], 2),
        (vec!["--worlds", "99999999999999999999"], 2),
        (vec!["--worlds", "-1"], 2),
        (vec!["--threads", "0"], 2),
        (vec!["--threads", "100000"], 2),
        (vec!["--years", "nan"], 2),
        (vec!["--years", "inf"], 2),
        (vec!["--years", "0"], 2),
        (vec!["--set", "nonsense"], 2),
        (vec!["--format", "xml"], 2),
        (vec!["--worlds", "2", "compare", "hero", "team"], 2),
        (vec!["check", "bad.toml"], 3),
        (vec!["check", "mid", "bad.toml"], 3),
        (vec!["run", "bad.toml"], 3),
        (vec!["run", "no-such-scenario"], 3),
        (vec!["run", "mid", "--set", "organisation.coverage=many"], 3),
        (vec!["trace", "hero", "--years", "0.1", "--journey", "999999999"], 2),
    ] {
        let output = sandbox.run(&arguments);
        assert_eq!(code(&output), expected, "{arguments:?}: {}", stderr(&output));
        if expected != 0 {
            assert!(!output.stderr.is_empty(), "{arguments:?} says nothing");
        }
    }
    assert!(sandbox.folders("output").is_empty(), "a wrong command leaves nothing behind");
}

#[test]
fn every_problem_of_a_scenario_is_told_in_one_pass() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("bad.toml"), "[organisation]\ncoverage = 99\npool_sise = 1\n").expect("written");
    let said = stderr(&sandbox.run(&["compare", "bad.toml", "hero", "--set", "flow.wip_limmit=2"]));
    assert_eq!(said.matches("flow.wip_limmit").count(), 1, "{said}");
    assert!(said.contains("bad.toml:2:") && said.contains("bad.toml:3:") && said.contains("pool_size"), "{said}");
}

#[test]
fn every_document_follows_the_schema() {
    let sandbox = Sandbox::new();
    let schema = json(&sandbox.run(&["schema", "--output"]));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for arguments in [
        vec!["run", "team"],
        vec!["run", "mid", "--with", "hero"],
        vec!["compare", "hero", "team"],
        vec!["compare", "hero", "hero", "team", "line"],
        vec!["compare", "mid", "--with", "hero", "--with", "team", "--set", "market_scale=0"],
        vec![],
    ] {
        let document = json(&sandbox.small(&[&arguments[..], &["--format", "json", "--force"]].concat()));
        let problems: Vec<String> = validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{arguments:?}: {problems:?}");
    }
    let one = json(&sandbox.run(&["run", "hero", "--worlds", "1", "--years", "0.1", "--format", "json"]));
    assert!(validator.is_valid(&one));
    assert!(one["scenarios"][0]["measures"][0]["ci95"].is_null());
    let scenarios = json(&sandbox.run(&["schema"]));
    assert!(jsonschema::validator_for(&scenarios).is_ok());
}

#[test]
fn a_plan_is_shown_and_kept() {
    let sandbox = Sandbox::new();
    let arguments = ["plan", "line", "--with", "accelerator", "--role", "closer"];
    let sheet = json(&sandbox.run(&[&arguments[..], &["--format", "json"]].concat()));
    let role = &sheet["roles"][0];
    assert_eq!((sheet["system"].as_str(), role["role"].as_str()), (Some("accelerator"), Some("closer")));
    let at_quota = role["points"].as_array().expect("points").iter().find(|p| p["attainment"] == 1.0).expect("at quota");
    assert_eq!(at_quota["variable_pay_eur"], role["target_variable_eur"]);
    let files = sandbox.folders("output/accelerator-plan");
    assert_eq!(files, ["charts", "manifest.json", "pay.csv", "pay.json"]);
    assert_eq!(sandbox.folders("output/accelerator-plan/charts"), ["pay.png", "pay.svg"]);

    let table = sandbox.run(&arguments);
    assert!(stdout(&table).contains("From 100 % of quota") && table.stderr.is_empty(), "{}{}", stdout(&table), stderr(&table));
    assert_eq!(sandbox.folders("output"), ["accelerator-plan"], "the same plan takes its place");
    let other = sandbox.run(&[&arguments[..], &["--set", "role.seller.bookings_target=300000", "--format", "csv"]].concat());
    assert_eq!(stdout(&other).lines().count(), 10);
    assert_eq!(sandbox.folders("output"), ["accelerator-plan", "accelerator-plan-2"], "another plan replaces nothing");

    let unknown = sandbox.run(&["plan", "line", "--role", "closr"]);
    assert_eq!(code(&unknown), 2);
    assert!(stderr(&unknown).contains("did you mean closer?"), "{}", stderr(&unknown));
}

#[test]
fn a_system_against_itself_is_exactly_zero() {
    let sandbox = Sandbox::new();
    let document = json(&sandbox.small(&["compare", "hero", "hero", "--format", "json"]));
    assert_eq!(document["scenarios"][1]["name"], "hero (2)");
    for measure in document["differences"][0]["measures"].as_array().expect("measures") {
        assert!(measure["mean"].is_null() || measure["mean"] == 0.0, "{measure}");
        assert!(measure["ci95"].is_null() || measure["ci95"] == serde_json::json!([0.0, 0.0]), "{measure}");
        assert!(measure["p_better"].is_null() || measure["p_better"] == 0.5, "{measure}");
        assert!(measure["variance_reduction"].is_null(), "{measure}");
    }
    let counts = document["same_customers"][0]["counts"].as_object().expect("counts");
    for (ending, row) in counts {
        for (other, count) in row.as_object().expect("row") {
            assert!(ending == other || count == 0, "{ending} became {other}");
        }
    }
}

#[test]
fn the_same_customers_are_counted_under_every_system() {
    let sandbox = Sandbox::new();
    let document = json(&sandbox.small(&["compare", "hero", "line", "team", "--format", "json"]));
    let total = |endings: &Value| -> u64 {
        let both = |e: &Value| e["possible"].as_u64().unwrap_or(0) + e["not_possible"].as_u64().unwrap_or(0);
        endings.as_object().expect("endings").values().map(both).sum()
    };
    let totals: Vec<u64> = document["scenarios"].as_array().expect("systems").iter().map(|s| total(&s["endings"])).collect();
    assert!(totals[0] > 100, "{totals:?}");
    assert!(totals.iter().all(|t| *t == totals[0]), "{totals:?}");
    for (place, same) in document["same_customers"].as_array().expect("pairs").iter().enumerate() {
        for (ending, row) in same["counts"].as_object().expect("counts") {
            let sum: u64 = row.as_object().expect("row").values().filter_map(Value::as_u64).sum();
            let hero = &document["scenarios"][0]["endings"][ending];
            assert_eq!(
                Some(sum),
                hero["possible"].as_u64().zip(hero["not_possible"].as_u64()).map(|(a, b)| a + b),
                "pair {place}, {ending}"
            );
        }
    }
}

#[test]
fn the_same_command_gives_the_same_bytes_whatever_the_threads() {
    let sandbox = Sandbox::new();
    let mut first = None;
    for threads in ["1", "2", "7", "1"] {
        let output = sandbox.small(&["compare", "hero", "team", "--format", "json", "--threads", threads]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let all = (output.stdout, sandbox.files());
        let names: Vec<_> = all.1.keys().map(|p| p.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()).collect();
        assert_eq!(names.len(), 17, "{names:?}");
        let expected = first.get_or_insert_with(|| all.clone());
        assert!(all.0 == expected.0, "the document at {threads} threads");
        for (file, bytes) in &all.1 {
            assert!(expected.1.get(file) == Some(bytes), "{} at {threads} threads", file.display());
        }
    }
    assert_eq!(sandbox.folders("output"), ["hero-vs-team"]);
    assert_eq!(sandbox.folders("output/hero-vs-team/charts"), ["differences.png", "differences.svg", "endings.png", "endings.svg"]);
}

#[test]
fn results_name_no_time_and_no_place() {
    let sandbox = Sandbox::new();
    assert_eq!(code(&sandbox.small(&["compare", "hero", "team"])), 0);
    let here = sandbox.path("").to_string_lossy().into_owned();
    for (file, bytes) in sandbox.files() {
        assert!(!String::from_utf8_lossy(&bytes).contains(&here), "{} names its folder", file.display());
    }
    let manifest: Value =
        serde_json::from_slice(&fs::read(sandbox.path("output/hero-vs-team/manifest.json")).expect("manifest")).expect("JSON");
    assert_eq!((&manifest["seed"], &manifest["worlds"]), (&1.into(), &3.into()));
    assert_eq!(manifest["scenarios"][1]["years"], 0.2);
    assert_eq!(manifest["scenarios"][1]["scenario"]["organisation"]["coverage"], 3.0);
}

#[test]
fn another_run_of_the_same_name_gets_a_number() {
    let sandbox = Sandbox::new();
    let first = sandbox.small(&["run", "hero"]);
    assert!(stderr(&first).is_empty(), "{}", stderr(&first));
    let before = sandbox.files();
    let other = sandbox.small(&["run", "hero", "--seed", "2"]);
    assert!(stderr(&other).contains("hero-2"), "{}", stderr(&other));
    assert!(stdout(&other).contains("hero-2"));
    assert_eq!(sandbox.folders("output"), ["hero", "hero-2"]);
    assert!(before.iter().all(|(file, bytes)| sandbox.files().get(file) == Some(bytes)), "the first run is untouched");
    let forced = sandbox.small(&["run", "hero", "--seed", "3", "--force"]);
    assert_eq!(code(&forced), 0);
    assert_eq!(sandbox.folders("output"), ["hero", "hero-2"]);
    assert!(before.iter().any(|(file, bytes)| sandbox.files().get(file) != Some(bytes)), "the first run is replaced");
}

#[test]
fn what_cannot_be_kept_is_said() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("file"), "not a folder").expect("written");
    let output = sandbox.small(&["run", "hero", "--out", "file"]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("cannot make the folder file"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(sandbox.path("file")).ok().as_deref(), Some("not a folder"));
    fs::create_dir_all(sandbox.path("output/hero")).expect("somebody's folder");
    fs::write(sandbox.path("output/hero/diary.txt"), "mine").expect("written");
    // Before anything is run, with every command that keeps something.
    for (command, name) in
        [(&["run", "hero"][..], "hero"), (&["compare", "hero", "team"], "hero-vs-team"), (&["plan", "hero"], "hero-plan")]
    {
        fs::create_dir_all(sandbox.path("output").join(name)).expect("somebody's folder");
        let forced = sandbox.run(&[command, &["--force"]].concat());
        assert!(code(&forced) == 1 && forced.stdout.is_empty(), "{command:?}: {}", stderr(&forced));
        let said = stderr(&forced);
        assert!(said.contains(&format!("cannot replace output/{name}")) && said.contains("without --force"), "{command:?}: {said}");
    }
    assert_eq!(sandbox.folders("output"), ["hero", "hero-plan", "hero-vs-team"]);
    let numbered = sandbox.small(&["run", "hero"]);
    assert!(
        code(&numbered) == 0 && stderr(&numbered).contains("Something that winflow did not make has that name"),
        "{}",
        stderr(&numbered)
    );
    assert!(!stderr(&numbered).contains("--force"), "{}", stderr(&numbered));
    assert_eq!(sandbox.folders("output"), ["hero", "hero-2", "hero-plan", "hero-vs-team"]);
    assert_eq!(sandbox.folders("output/hero"), ["diary.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said_when_results_are_printed() {
    let sandbox = Sandbox::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let output = sandbox.command(&["schema"]).stdout(full).stderr(Stdio::piped()).output().expect("runs");
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("cannot write the results"), "{}", stderr(&output));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let sandbox = Sandbox::new();
    for arguments in [
        vec!["schema"],
        vec!["--help"],
        vec!["new", "-"],
        vec!["check", "mid"],
        vec!["trace", "team", "--years", "0.2"],
        [vec!["run", "hero", "--format", "json"], SMALL.to_vec()].concat(),
        [vec!["compare", "hero", "team"], SMALL.to_vec()].concat(),
    ] {
        let mut child = sandbox.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().expect("stderr").read_to_string(&mut said).expect("text");
        let status = child.wait().expect("ends");
        assert_eq!(status.code(), Some(0), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

#[test]
fn colour_is_for_terminals_only() {
    let sandbox = Sandbox::new();
    for value in ["", "1"] {
        let output = sandbox.command(&[&["compare", "hero", "team"][..], &SMALL].concat()).env("NO_COLOR", value).output().expect("runs");
        assert!(!stdout(&output).contains('\u{1b}') && !stderr(&output).contains('\u{1b}'));
    }
}

#[test]
fn the_table_says_what_the_first_look_needs() {
    let sandbox = Sandbox::new();
    let output = sandbox.small(&[]);
    let text = stdout(&output);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "Win-wins per month",
        "Cost per good-fit dialogue",
        "team is",
        "win-wins of team, hero lost",
        "corrected for 8 measures (Holm)",
        "fewer than 20 worlds",
        "organisation.coverage",
        "output/hero-vs-team",
        "Try next:",
        "winflow trace",
    ] {
        assert!(words.contains(expected), "{expected} is missing in\n{text}");
    }
    assert!(!text.contains("Utilisation"));
    assert!(stdout(&sandbox.small(&["--all"])).contains("Utilisation"));
    assert!(text.lines().all(|line| line.chars().count() <= 100 || line.starts_with("  winflow")), "{text}");
}

#[test]
fn what_to_try_next_continues_the_question_and_runs() {
    let sandbox = Sandbox::new();
    let text = stdout(&sandbox.small(&["compare", "small", "--with", "hero", "--with", "team:organisation.coverage=2", "--warm-up", "3"]));
    let commands: Vec<&str> = text.lines().skip_while(|l| *l != "Try next:").filter_map(|l| l.strip_prefix("  winflow ")).collect();
    let verbs: Vec<&str> = commands.iter().filter_map(|command| command.split(' ').next()).collect();
    assert!(verbs == ["compare", "explain", "map", "trace"] || verbs == ["explain", "map", "trace"], "{text}");
    for command in commands.iter().filter(|command| !command.starts_with("compare")) {
        assert!(command.contains("small --with ") && command.contains("team:organisation.coverage=2"), "{command}");
        assert!(command.contains("--warm-up 3"), "{command}");
        let short: &[&str] = match command.split(' ').next() {
            Some("map") => &["--worlds", "1", "--cells", "2", "--refine", "0"],
            Some("explain") => &["--worlds", "1"],
            _ => &[],
        };
        let words: Vec<&str> = command.split(' ').chain(short.iter().copied()).collect();
        let output = sandbox.run(&words);
        assert_eq!(code(&output), 0, "{command}: {}", stderr(&output));
    }
}

/// Sentences and lists fit whatever the terminal's width; commands to copy and long keys stay whole.
#[test]
fn what_is_printed_fits_a_narrow_terminal() {
    let sandbox = Sandbox::new();
    for width in [40, 60, 80] {
        for command in [&["run", "hero", "--worlds", "2", "--years", "0.1", "--force"][..], &["check", "team", "--with", "hiring,training"]]
        {
            let output = sandbox.command(command).env("COLUMNS", width.to_string()).output().expect("it runs");
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            let text = stdout(&output);
            let may_be_long = |line: &str| line.trim_start().starts_with("winflow ") || !line.trim_start().contains(' ');
            let long: Vec<&str> = text.lines().filter(|line| line.chars().count() > width && !may_be_long(line)).collect();
            assert!(long.is_empty(), "{width}: {long:?}");
        }
    }
}

#[test]
fn every_printed_figure_can_be_recomputed_from_worlds_csv() {
    let sandbox = Sandbox::new();
    assert_eq!(code(&sandbox.small(&["compare", "hero", "team"])), 0);
    let worlds = rows(&sandbox.path("output/hero-vs-team/worlds.csv"));
    assert_eq!(worlds.len(), 6);
    let number = |row: &BTreeMap<String, String>, column: String| -> f64 { row[&column].parse().expect("a number") };
    let mut recomputed = 0;
    for row in rows(&sandbox.path("output/hero-vs-team/measures.csv")) {
        let of_system = || worlds.iter().filter(|w| w["scenario"] == row["scenario"]);
        let sum = |part: &str| -> f64 { of_system().map(|w| number(w, format!("{}_{part}", row["measure"]))).sum() };
        let mean = sum("numerator") / sum("denominator");
        match row["mean"].parse::<f64>() {
            Ok(printed) => assert!((printed - mean).abs() <= 1e-12 * mean.abs(), "{row:?}: {mean}"),
            Err(_) => assert!(!mean.is_finite(), "{row:?}: {mean}"),
        }
        recomputed += 1;
    }
    assert_eq!(recomputed, 2 * winflow::measure::MEASURES);
    let journeys = rows(&sandbox.path("output/hero-vs-team/journeys.csv"));
    let wins = journeys.iter().filter(|j| j["scenario"] == "team" && j["ending"] == "win_win").count() as f64;
    let counted: f64 = worlds
        .iter()
        .filter(|w| w["scenario"] == "team")
        .map(|w| number(w, "win_win_possible".into()) + number(w, "win_win_not_possible".into()))
        .sum();
    assert_eq!(wins, counted);
}

/// A CSV file as rows by column.
fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(file).expect("a table").deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn csv_and_markdown_hold_the_same_results() {
    let sandbox = Sandbox::new();
    let csv = sandbox.small(&["compare", "hero", "team", "--format", "csv"]);
    assert_eq!(csv.stdout, fs::read(sandbox.path("output/hero-vs-team/measures.csv")).expect("measures.csv"));
    let md = stdout(&sandbox.small(&["compare", "hero", "team", "--format", "md"]));
    assert!(md.contains("| Win-wins per month | ") && md.contains("**team minus hero**") && md.contains("| never reached | "), "{md}");
}

#[test]
fn a_new_scenario_is_valid_and_never_overwrites() {
    let sandbox = Sandbox::new();
    assert_eq!(code(&sandbox.run(&["new", "mine.toml"])), 0);
    let checked = sandbox.run(&["check", "mine.toml"]);
    assert_eq!(code(&checked), 0, "{}", stderr(&checked));
    let again = sandbox.run(&["new", "mine.toml"]);
    assert_eq!(code(&again), 1);
    assert!(stderr(&again).contains("--force"), "{}", stderr(&again));
    fs::write(sandbox.path("mine.toml"), "changed").expect("written");
    assert_eq!(code(&sandbox.run(&["new", "mine.toml", "--force"])), 0);
    assert_eq!(fs::read(sandbox.path("mine.toml")).expect("file"), sandbox.run(&["new", "-"]).stdout);
}

/// Every command that is shown after a file was written does what it says when it is pasted.
#[test]
fn next_steps_of_a_new_scenario_run() {
    let sandbox = Sandbox::new();
    fs::create_dir(sandbox.path("plans")).expect("a folder");
    for file in ["mine.toml", "mine", "my firm.toml", "plans/mine"] {
        let written = sandbox.run(&["new", file]);
        let said = stderr(&written);
        let steps: Vec<Vec<String>> = said.lines().filter_map(|line| shlex::split(line.trim().strip_prefix("winflow ")?)).collect();
        assert_eq!((code(&written), steps.len()), (0, 3), "{file}: {said}");
        for step in steps {
            let words: Vec<&str> = step.iter().map(String::as_str).collect();
            let quick: &[&str] = if words[0] == "check" { &[] } else { &["--worlds", "1", "--years", "0.1", "--quiet"] };
            let output = sandbox.run(&[&words[..], quick].concat());
            assert_eq!(code(&output), 0, "{file}: {words:?}: {}", stderr(&output));
        }
    }
    let nowhere = sandbox.run(&["new", "no/such/mine.toml"]);
    assert!(code(&nowhere) == 1 && stderr(&nowhere).contains("mkdir -p no/such"), "{}", stderr(&nowhere));
}

/// A market of another size has other customers: the cure that is told works.
#[test]
fn other_customers_are_told_with_a_command_that_works() {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("mine.toml"), "extends = \"mid\"\nmarket_scale = 2\n").expect("written");
    let quick = ["--worlds", "1", "--years", "0.2", "--quiet"];
    for pair in [["hero", "mine.toml"], ["mid", "mine.toml"]] {
        let refused = sandbox.run(&[&["compare"], &pair[..], &quick].concat());
        let said = stderr(&refused);
        assert_eq!(code(&refused), 1, "{said}");
        assert!(said.contains("(market_scale): 1 in ") && said.contains("2 in mine"), "{said}");
        let cure = said.lines().find_map(|line| shlex::split(line.trim().strip_prefix("winflow compare ")?)).expect("a command");
        let words: Vec<&str> = cure.iter().map(String::as_str).filter(|word| !quick.contains(word)).collect();
        let cured = sandbox.run(&[&["compare"], &words[..], &quick].concat());
        assert_eq!(code(&cured), 0, "{words:?}: {}", stderr(&cured));
    }
    // Of what cannot be compared nothing stays, to be resumed.
    let left = std::fs::read_dir(sandbox.path("output")).expect("a folder").filter_map(Result::ok);
    let left: Vec<String> =
        left.map(|entry| entry.file_name().to_string_lossy().into_owned()).filter(|name| name.ends_with(".partial")).collect();
    assert!(left.is_empty(), "{left:?}");
    // The file that `new` writes has other leads than the market of `hero`, which is no obstacle.
    assert_eq!(code(&sandbox.run(&["new", "leads.toml"])), 0);
    let compared = sandbox.run(&[&["compare", "mid", "leads.toml"], &quick[..]].concat());
    assert_eq!(code(&compared), 0, "{}", stderr(&compared));
    assert!(stdout(&compared).replace('\n', " ").contains("do not have the same customers"), "{}", stdout(&compared));
}

#[test]
fn a_story_is_told() {
    let sandbox = Sandbox::new();
    let chosen = sandbox.run(&["trace", "team", "--years", "0.2"]);
    assert_eq!(code(&chosen), 0, "{}", stderr(&chosen));
    assert!(stderr(&chosen).contains("was chosen for its story; pick another with --journey"), "{}", stderr(&chosen));
    let text = stdout(&chosen);
    assert!(text.lines().count() > 5 && text.contains("day "), "{text}");
    let number = text.split("journey ").nth(1).and_then(|rest| rest.split(',').next()).expect("a number").to_string();
    let same = sandbox.run(&["trace", "team", "--years", "0.2", "--journey", &number]);
    assert_eq!(stdout(&same), text);
    assert!(sandbox.folders("output").is_empty());
}
