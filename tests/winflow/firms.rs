//! Firms like it: opposite when turned round, nothing for the same system, the same bytes whatever the threads, the shards and where it was
//! stopped, and proved when read back.

use crate::common::{Sandbox, bytes_of, code, json, stderr, stdout};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

/// Some months of a market: enough for plausible figures, and soon over.
const SHORT: [&str; 10] = ["--worlds", "6", "--years", "0.4", "--warm-up", "6", "--set", "time.run_out_years=0.3", "--firms", "20"];
const HERO_AND_TEAM: [&str; 6] = ["compare", "mid", "--with", "hero", "--with", "team"];
const NAME: &str = "mid-hero-vs-team";

fn compared(sandbox: &Sandbox, systems: &[&str], more: &[&str]) -> Value {
    let output = sandbox.run(&[&["compare"][..], systems, &SHORT, &["--format", "json"], more].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    json(&output)["firms"].clone()
}

/// Shares of one system: ahead, level, behind.
fn shares(firms: &Value) -> [f64; 3] {
    let shares = &firms["widths"][0]["shares"];
    ["above", "within", "below"].map(|name| shares[name]["share"].as_f64().unwrap_or_else(|| panic!("{firms}")))
}

#[test]
fn the_same_system_is_never_ahead_and_the_other_way_round_is_the_opposite() {
    let sandbox = Sandbox::new();
    let same = compared(&sandbox, &["mid+hero", "mid+hero"], &[]);
    assert_eq!(shares(&same[0]), [0.0, 1.0, 0.0], "{same}");
    let one = compared(&sandbox, &["mid", "--with", "hero", "--with", "team"], &[]);
    let other = compared(&sandbox, &["mid", "--with", "team", "--with", "hero"], &[]);
    let ([a, b, c], [d, e, f]) = (shares(&one[0]), shares(&other[0]));
    assert!((a + b + c - 1.0).abs() < 1e-9);
    assert!((a - f).abs() < 1e-6 && (b - e).abs() < 1e-6 && (c - d).abs() < 1e-6, "{one} {other}");
}

/// Firms do not depend on what else is compared in them.
#[test]
fn each_of_several_systems_is_compared_in_the_same_firms() {
    let sandbox = Sandbox::new();
    let alone = compared(&sandbox, &["mid", "--with", "hero", "--with", "team"], &[]);
    let three = compared(&sandbox, &["mid", "--with", "hero", "--with", "hero", "--with", "team"], &[]);
    let names: Vec<&str> = three.as_array().expect("a list").iter().filter_map(|firms| firms["scenario"].as_str()).collect();
    assert_eq!(names, ["hero (2)", "team"]);
    assert_eq!((shares(&three[0]), &three[1]["widths"]), ([0.0, 1.0, 0.0], &alone[0]["widths"]));
}

/// Runs it, and gives what was printed and left.
fn made(more: &[&str]) -> (String, BTreeMap<PathBuf, Vec<u8>>) {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&[&HERO_AND_TEAM[..], &SHORT, more].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    (stdout(&output), bytes_of(&sandbox.path("output").join(NAME)))
}

#[test]
fn threads_shards_and_interruptions_change_no_byte() {
    let (printed, whole) = made(&["--threads", "1"]);
    let said = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["firms like this one", "within this model's assumptions", "one of six usual pay plans"] {
        assert!(said.contains(part), "{part} is missing in {said}");
    }

    let sandbox = Sandbox::new();
    for shard in ["1/2", "2/2"] {
        let output = sandbox.run(&[&HERO_AND_TEAM[..], &SHORT, &["--shard", shard][..]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let shards = [1, 2].map(|number| format!("output/{NAME}.shard-{number}-of-2"));
    let kept = shards.iter().map(|shard| fs::metadata(sandbox.path(shard).join("worlds.kept")).expect("kept").len());
    let kept: Vec<u64> = kept.collect();
    assert!(kept[0] < 2 * kept[1] && kept[1] < 2 * kept[0], "each ran its part of the firms: {kept:?}");
    let merged = sandbox.run(&["merge", &shards[0], &shards[1]]);
    assert_eq!(code(&merged), 0, "{}", stderr(&merged));
    assert!(bytes_of(&sandbox.path("output").join(NAME)) == whole, "shards change it");

    let sandbox = Sandbox::new();
    let command = [&HERO_AND_TEAM[..], &SHORT].concat();
    let mut child = sandbox.command(&command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
    let worlds = sandbox.path(&format!("output/{NAME}.partial/worlds.kept"));
    let begun = std::time::Instant::now();
    // The worlds of the comparison are larger than those of firms: this is among the latter.
    while fs::metadata(&worlds).map_or(0, |file| file.len()) < kept.iter().sum::<u64>() * 3 / 4 {
        assert!(begun.elapsed().as_secs() < 120 && child.try_wait().expect("a child").is_none(), "it ended before it was killed");
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    child.kill().expect("killed");
    child.wait().expect("ends");
    let output = sandbox.run(&[&command[..], &["--resume"]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert!(bytes_of(&sandbox.path("output").join(NAME)) == whole, "an interruption changes it");
}

#[test]
fn what_nobody_drew_cannot_be_read_back() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&[&HERO_AND_TEAM[..], &SHORT, &["--quiet"][..]].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let folder = sandbox.path("output").join(NAME);
    let report = || sandbox.run(&["report", &format!("output/{NAME}"), "--force"]);
    assert_eq!(code(&report()), 0);
    let firms = fs::read_to_string(folder.join("firms.csv")).expect("firms");
    fs::write(folder.join("firms.csv"), firms.replacen("true", "false", 1)).expect("written");
    assert!(code(&report()) == 1 && stderr(&report()).contains("firms.csv"), "{}", stderr(&report()));
}

#[test]
fn too_few_are_refused_with_the_cure() {
    let sandbox = Sandbox::new();
    let few = sandbox.run(&["compare", "hero", "team", "--firms", "3"]);
    assert!(code(&few) == 2 && stderr(&few).contains("from 20 to 20,000"), "{}", stderr(&few));
}

/// What the spread depends on: the same for any number of threads and shards, with a line for every assumption.
#[test]
fn assumptions_are_ranked_with_the_same_bytes() {
    let shown = [&SHORT[..2], &["--years", "0.8"], &SHORT[4..8], &["--firms", "100"]].concat();
    let command = [&["explain", "mid", "--with", "hero", "--with", "team", "--assumptions"][..], &shown].concat();
    let made = |more: &[&str]| {
        let sandbox = Sandbox::new();
        let output = sandbox.run(&[&command[..], more].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        (stdout(&output), bytes_of(&sandbox.path("output/mid-hero-vs-team-assumptions")), sandbox)
    };
    let (printed, whole, _sandbox) = made(&["--threads", "1"]);
    let said = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("of 100 firms drawn") && said.contains("within this model's assumptions"), "{said}");
    let table = String::from_utf8(whole[&PathBuf::from("assumptions.csv")].clone()).expect("a table");
    assert!(table.lines().count() > 200 && table.contains(",segment.mid.group_size_mean,"), "{table}");
    let sandbox = Sandbox::new();
    for shard in ["1/2", "2/2"] {
        let output = sandbox.run(&[&command[..], &["--shard", shard]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
    }
    let shards = [1, 2].map(|number| format!("output/mid-hero-vs-team-assumptions.shard-{number}-of-2"));
    let merged = sandbox.run(&["merge", &shards[0], &shards[1]]);
    assert_eq!(code(&merged), 0, "{}", stderr(&merged));
    assert!(bytes_of(&sandbox.path("output/mid-hero-vs-team-assumptions")) == whole, "shards change it");
}
