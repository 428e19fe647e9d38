//! Sweeps, maps and explanations over firms like the one described, from outside: the firms of a comparison, the same at every point; the same
//! bytes whatever the threads, the shards and where it was stopped; and words that say firms.

use crate::common::{Sandbox, bytes_of, code, json, stderr, stdout};
use serde_json::{Value, json as value};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

/// Some months of a market: enough for plausible figures, and soon over.
const SHORT: [&str; 6] = ["--years", "0.4", "--warm-up", "6", "--set", "time.run_out_years=0.3"];
const FIRMS: [&str; 2] = ["--firms", "20"];
const SWEEP: [&str; 4] = ["sweep", "mid+team", "--over", "flow.wip_limit=2,8"];
const MAP: [&str; 14] = [
    "map",
    "mid",
    "--with",
    "hero",
    "--with",
    "team",
    "--over",
    "segment.mid.group_size_mean=1..8",
    "--over",
    "organisation.handover_loss=0..0.6",
    "--cells",
    "2",
    "--refine",
    "1",
];
const EXPLAIN: [&str; 6] = ["explain", "mid", "--with", "hero", "--with", "team"];

fn run(sandbox: &Sandbox, command: &[&str], more: &[&str]) -> std::process::Output {
    let output = sandbox.run(&[command, &SHORT, more].concat());
    assert_eq!(code(&output), 0, "{command:?} {more:?}: {}", stderr(&output));
    output
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn results(sandbox: &Sandbox, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    bytes_of(&sandbox.path("output").join(name))
}

/// Whether threads, shards and a kill in the middle leave every byte as it is, and what is printed says firms.
fn holds(command: &[&str], name: &str) {
    let command = [command, &FIRMS].concat();
    let whole = Sandbox::new();
    let printed = stdout(&run(&whole, &command, &["--threads", "1"]));
    let said = on_one_line(&printed);
    for part in [
        "firms like this one, one world each",
        "assumptions between half and double its value",
        "20 drawn",
        "within this model's assumptions",
        "both the spread of these assumptions and the luck of worlds",
    ] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    let results_of_whole = results(&whole, name);
    assert!(results_of_whole.contains_key(&PathBuf::from("firms.csv")));

    let split = Sandbox::new();
    run(&split, &command, &["--shard", "1/2"]);
    run(&split, &command, &["--shard", "2/2"]);
    let shards = [1, 2].map(|number| format!("output/{name}.shard-{number}-of-2"));
    let kept = shards.each_ref().map(|shard| fs::metadata(split.path(shard).join("worlds.kept")).expect("kept").len());
    assert!(kept[0] < 2 * kept[1] && kept[1] < 2 * kept[0], "each ran its part of the firms: {kept:?}");
    let merged = split.run(&["merge", &shards[0], &shards[1], "--threads", "2"]);
    assert_eq!((code(&merged), stdout(&merged)), (0, printed.clone()), "{}", stderr(&merged));
    assert!(results(&split, name) == results_of_whole, "shards change it");

    let killed = Sandbox::new();
    let line = [&command[..], &SHORT].concat();
    let mut child = killed.command(&line).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
    let worlds = killed.path(&format!("output/{name}.partial/worlds.kept"));
    let begun = std::time::Instant::now();
    while fs::metadata(&worlds).map_or(0, |file| file.len()) < kept.iter().sum::<u64>() / 2 {
        assert!(begun.elapsed().as_secs() < 120 && child.try_wait().expect("a child").is_none(), "it ended before it was killed");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().expect("killed");
    child.wait().expect("ends");
    let resumed = killed.run(&[&line[..], &["--resume"]].concat());
    assert_eq!((code(&resumed), stdout(&resumed)), (0, printed), "{}", stderr(&resumed));
    assert!(results(&killed, name) == results_of_whole, "an interruption changes it");
}

#[test]
fn a_sweep_over_firms_has_the_same_bytes() {
    holds(&SWEEP, "mid+team-sweep");
}

#[test]
fn a_map_over_firms_has_the_same_bytes() {
    holds(&MAP, "mid-hero-vs-team-map");
}

#[test]
fn an_explanation_over_firms_has_the_same_bytes() {
    holds(&[&EXPLAIN[..5], &["team,pool"]].concat(), "mid-hero-vs-team+pool-explain");
}

#[test]
fn documents_follow_the_schema_and_say_which_firms_count() {
    let sandbox = Sandbox::new();
    let schema = json(&sandbox.run(&["schema", "--output"]));
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for command in [&SWEEP[..], &MAP[..12], &EXPLAIN[..]] {
        let document = json(&run(&sandbox, command, &["--firms", "40", "--format", "json"]));
        let problems: Vec<String> = validator.iter_errors(&document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{command:?}: {problems:?}");
        let firms = &document["firms"];
        assert_eq!((&firms["drawn"], &firms["factor"], &firms["plausible"]), (&value!(40), &value!(2.0), &document["worlds"]));
    }
    // What was kept can be read again, and is told as firms.
    for name in ["mid+team-sweep", "mid-hero-vs-team-map", "mid-hero-vs-team-explain"] {
        let report = sandbox.run(&["report", &format!("output/{name}")]);
        assert_eq!(code(&report), 0, "{}", stderr(&report));
        let page = fs::read_to_string(sandbox.path(&format!("output/{name}/report.html"))).expect("a page");
        assert!(page.contains("firms like this one, one world each"), "{name}");
    }
    let described = json(&run(&sandbox, &SWEEP, &["--worlds", "2", "--format", "json"]));
    assert!(described.get("firms").is_none(), "nothing is said of firms where there are none");
}

/// What has no effect changes nothing in any firm: all is the same at both points.
#[test]
fn every_point_meets_the_same_firms() {
    let idle = ["sweep", "mid+team", "--over", "management.coaching_effect=0.1,0.2"];
    let document = json(&run(&Sandbox::new(), &idle, &[&FIRMS[..], &["--format", "json"]].concat()));
    let point = |place: usize| &document["points"][place]["systems"][0]["measures"];
    for (first, second) in point(0).as_array().expect("measures").iter().zip(point(1).as_array().expect("measures")) {
        assert_eq!((&first["mean"], &first["ci95"]), (&second["mean"], &second["ci95"]));
        assert!(second["less_first_point"]["mean"].as_f64().is_none_or(|less| less == 0.0), "{second}");
    }
    assert!(point(0)[0]["ci95"].is_array());
}

/// Firm 7 of an explanation is firm 7 of a comparison: the mean of both systems in its first world is the same.
#[test]
fn firms_are_those_of_a_comparison() {
    let sandbox = Sandbox::new();
    run(&sandbox, &EXPLAIN, &["--firms", "40"]);
    run(&sandbox, &[&["compare"][..], &EXPLAIN[1..]].concat(), &["--firms", "40", "--worlds", "2"]);
    let read = |file: &str| -> Vec<BTreeMap<String, String>> {
        let mut table = csv::Reader::from_path(sandbox.path(file)).expect("a table");
        table.deserialize().map(|line| line.expect("a line")).collect()
    };
    let worlds = read("output/mid-hero-vs-team-explain/worlds.csv");
    let mean = |system: usize, world: &str| {
        let of_world: Vec<&BTreeMap<String, String>> = worlds.iter().filter(|row| row["world"] == world).collect();
        let number = |key: &str| of_world[system][key].parse::<f64>().expect("a number");
        number("win_win_deals_per_month_numerator") / number("win_win_deals_per_month_denominator")
    };
    let compared = read("output/mid-hero-vs-team/firms.csv");
    let mut counting = 0;
    for firm in read("output/mid-hero-vs-team-explain/firms.csv") {
        let other = compared.iter().find(|row| row["firm"] == firm["firm"] && row["factor"] == "2").expect("the same firm");
        assert_eq!((&firm["pay_plan"], firm["standing"] == "counts"), (&other["pay_plan"], other["plausible"] == "true"));
        if firm["standing"] == "counts" {
            let level = other["level"].parse::<f64>().expect("a level");
            assert!(((mean(0, &firm["world"]) + mean(1, &firm["world"])) / 2.0 - level).abs() < 1e-9, "{firm:?}");
            counting += 1;
        }
    }
    assert!(counting > 20, "{counting}");
}

/// A guard of a sweep over firms is held against the mean over firms.
#[test]
fn guards_hold_over_firms() {
    let sandbox = Sandbox::new();
    let met = run(&sandbox, &SWEEP, &["--firms", "60", "--guard", "win_rate >= 0.1 %"]);
    assert!(stdout(&met).contains("win_rate >= 0.1 %"), "{}", stdout(&met));
    let missed = sandbox.run(&[&SWEEP[..], &SHORT, &["--firms", "60", "--guard", "win_rate >= 99.9 %", "--force"]].concat());
    assert_eq!(code(&missed), 4, "{}", stderr(&missed));
}

#[test]
fn what_makes_no_sense_is_refused_with_a_cure() {
    let sandbox = Sandbox::new();
    let study = "[study]\nscenarios = [\"mid\"]\nwith = [\"team\"]\nworlds = 3\n[over]\nflow.wip_limit = [2, 8]\n";
    fs::write(sandbox.path("study.toml"), study).expect("written");
    for (command, said) in [
        (&SWEEP[..], "leave out --worlds and ask for more firms"),
        (&MAP, "leave out --worlds and ask for more firms"),
        (&EXPLAIN, "leave out --worlds and ask for more firms"),
        (&["explain", "--rewrite", "mid"], "cannot be used with"),
    ] {
        let output = sandbox.run(&[command, &["--firms", "40", "--worlds", "3"]].concat());
        assert!(code(&output) == 2 && stderr(&output).contains(said), "{command:?}: {}", stderr(&output));
    }
    let few = sandbox.run(&[&SWEEP[..], &["--firms", "3"]].concat());
    assert!(code(&few) == 2 && stderr(&few).contains("from 20 to 20,000"), "{}", stderr(&few));
    // Of a market without anybody no figures are known.
    let none = sandbox.run(&[&SWEEP[..], &SHORT, &FIRMS, &["--set", "market_scale=0"]].concat());
    assert!(code(&none) == 1 && stderr(&none).contains("none has the figures of a real firm"), "{}", stderr(&none));
    // What is given comes before what a study says.
    let output = run(&sandbox, &["sweep", "study.toml"], &FIRMS);
    assert!(stderr(&output).contains("study.worlds") && stdout(&output).contains("firms like this"), "{}", stderr(&output));
}

#[test]
fn assumptions_are_ranked_as_before() {
    let sandbox = Sandbox::new();
    let output = run(&sandbox, &EXPLAIN, &["--assumptions", "--firms", "40", "--worlds", "6", "--format", "json"]);
    let document: Value = json(&output);
    assert_eq!((&document["drawn"], &document["worlds"]), (&value!(40), &value!(6)));
    let few = sandbox.run(&[&EXPLAIN[..], &["--assumptions", "--firms", "30"]].concat());
    assert!(code(&few) == 2 && stderr(&few).contains("at least 40 firms, not 30"), "{}", stderr(&few));
}
