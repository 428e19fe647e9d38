//! Nothing is lost: a run that is interrupted, killed or split ends with the bytes of one that is not.

use crate::common::{Sandbox, all_of, bytes_of, code, stderr, stdout};
use rand::{RngExt, SeedableRng};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// A run of half a second or so.
const RUN: [&str; 14] = [
    "compare",
    "small",
    "--with",
    "hero",
    "--with",
    "team",
    "--worlds",
    "30",
    "--years",
    "0.1",
    "--set",
    "time.run_out_years=0.3",
    "--threads=2",
    "--as-described",
];

/// The result without interruption, and how long it took.
fn straight(arguments: &[&str], name: &str) -> (BTreeMap<PathBuf, Vec<u8>>, String, Duration) {
    let (sandbox, begun) = (Sandbox::new(), Instant::now());
    let output = sandbox.run(arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(sandbox.folders("output"), [name]);
    (bytes_of(&sandbox.path("output").join(name)), stdout(&output), begun.elapsed())
}

fn signal(child: &std::process::Child, signal: &str) {
    assert!(Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill").success());
}

/// Waits until something is kept.
fn wait_for_worlds(kept: &Path) {
    let begun = Instant::now();
    while fs::metadata(kept).map_or(0, |file| file.len()) < 1000 {
        assert!(begun.elapsed() < Duration::from_secs(60), "no world was kept in a minute");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Kills at 20 random points, or at 200 with `WINFLOW_KILLS=all`, over as many runs as it takes; each time the run goes on where it was.
#[test]
fn killed_at_any_point_it_goes_on_and_ends_with_the_same_bytes() {
    let (expected, printed, mut length) = straight(&RUN, "small-hero-vs-team");
    let mut rng = rand_pcg::Pcg64::seed_from_u64(4);
    let (mut kills, mut ended, mut kept_something) = (0, 0, 0);
    let most = if all_of("WINFLOW_KILLS") { 200 } else { 20 };
    while kills < most {
        let sandbox = Sandbox::new();
        loop {
            let is_unfinished = !sandbox.folders("output").is_empty();
            kept_something += u32::from(
                is_unfinished && fs::metadata(sandbox.path("output/small-hero-vs-team.partial/worlds.kept")).is_ok_and(|f| f.len() > 0),
            );
            let begun = Instant::now();
            let mut child = sandbox.command(&RUN).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
            if kills < most {
                std::thread::sleep(length.mul_f64(rng.random::<f64>()));
                if child.try_wait().expect("a child").is_none() {
                    signal(&child, "-KILL");
                    kills += 1;
                    child.wait().expect("ends");
                    if sandbox.path("output/small-hero-vs-team").exists() {
                        // It was killed after the folder had its name.
                        assert_eq!(bytes_of(&sandbox.path("output/small-hero-vs-team")), expected);
                        break;
                    }
                    continue;
                }
            }
            let output = child.wait_with_output().expect("ends");
            assert_eq!(code(&output), 0, "{}", stderr(&output));
            assert_eq!(sandbox.folders("output"), ["small-hero-vs-team"]);
            assert!(bytes_of(&sandbox.path("output/small-hero-vs-team")) == expected, "after {kills} kills");
            assert_eq!(stdout(&output), printed);
            ended += 1;
            // The first one may have been slow because of the other tests.
            length = length.min(begun.elapsed());
            break;
        }
    }
    println!("{kills} kills, {ended} runs ended, {kept_something} went on with something kept");
    assert!(ended >= 1 && kept_something >= 5, "{ended} ended, {kept_something} had kept something");
}

#[test]
fn interrupted_it_says_how_to_go_on_and_goes_on() {
    let sandbox = Sandbox::new();
    let (expected, printed, _) = straight(&RUN, "small-hero-vs-team");
    let child = sandbox.command(&RUN).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let kept = sandbox.path("output/small-hero-vs-team.partial/worlds.kept");
    wait_for_worlds(&kept);
    signal(&child, "-INT");
    let output = child.wait_with_output().expect("ends");
    let said = stderr(&output);
    assert_eq!(code(&output), 130, "{said}");
    assert!(output.stdout.is_empty());
    assert_eq!(sandbox.folders("output/small-hero-vs-team.partial"), ["plan.json", "worlds.kept"]);
    let command = said.lines().last().expect("a command").trim();
    assert!(said.contains("kept in output/small-hero-vs-team.partial. Continue with:"), "{said}");
    assert!(command.starts_with("winflow compare small --with hero --with team") && command.ends_with("--resume"), "{command}");
    let command = command.replace('\'', "");
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let resumed = sandbox.run(&words);
    assert_eq!(code(&resumed), 0, "{}", stderr(&resumed));
    assert!(stderr(&resumed).contains("Resuming with"), "{}", stderr(&resumed));
    assert_eq!(stdout(&resumed), printed);
    assert!(bytes_of(&sandbox.path("output/small-hero-vs-team")) == expected);
    assert_eq!(sandbox.folders("output"), ["small-hero-vs-team"]);
}

/// Leaves an unfinished run of a scenario file behind.
fn unfinished() -> Sandbox {
    let sandbox = Sandbox::new();
    fs::write(sandbox.path("my.toml"), "extends = \"team\"\n[flow]\nwip_limit = 4\n").expect("written");
    let arguments = ["compare", "hero", "my.toml", "--worlds", "100000", "--years", "0.2", "--as-described"];
    let child = sandbox.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let kept = sandbox.path("output/hero-vs-my.partial/worlds.kept");
    wait_for_worlds(&kept);
    signal(&child, "-INT");
    assert_eq!(code(&child.wait_with_output().expect("ends")), 130);
    sandbox
}

#[test]
fn a_changed_scenario_is_not_gone_on_with() {
    let sandbox = unfinished();
    fs::write(sandbox.path("my.toml"), "extends = \"team\"\n[flow]\nwip_limit = 5\n").expect("written");
    let arguments = ["compare", "hero", "my.toml", "--worlds", "4", "--years", "0.2"];
    let refused = sandbox.run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(code(&refused), 1);
    assert!(stderr(&refused).contains("my: flow.wip_limit was 4.0, is now 5.0"), "{}", stderr(&refused));
    let anew = sandbox.run(&arguments);
    assert_eq!(code(&anew), 0);
    assert!(stderr(&anew).contains("worlds of another unfinished run"), "{}", stderr(&anew));
    assert_eq!(sandbox.folders("output"), ["hero-vs-my", "hero-vs-my.partial"]);
    // The same question with fewer worlds is answered from what was kept.
    fs::write(sandbox.path("my.toml"), "extends = \"team\"\n[flow]\nwip_limit = 4\n").expect("written");
    let same = sandbox.run(&[&arguments[..], &["--resume", "--seed", "2"]].concat());
    assert!(stderr(&same).contains("its seed is 1, now it is 2"), "{}", stderr(&same));
    let same = sandbox.run(&[&arguments[..], &["--resume"]].concat());
    assert_eq!(code(&same), 0, "{}", stderr(&same));
    assert_eq!(sandbox.folders("output"), ["hero-vs-my", "hero-vs-my-2"]);
}

#[test]
fn there_has_to_be_something_to_resume() {
    let sandbox = Sandbox::new();
    let output = sandbox.run(&["compare", "hero", "team", "--resume", "--worlds", "2"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("there is nothing to resume"), "{}", stderr(&output));
    assert!(!sandbox.path("output/small-hero-vs-team.partial").exists());
}

#[test]
fn shards_put_together_give_the_bytes_of_the_whole() {
    let (expected, printed, _) = straight(&RUN, "small-hero-vs-team");
    let sandbox = Sandbox::new();
    for shard in ["1/3", "2/3", "3/3"] {
        let output = sandbox.run(&[&RUN[..], &["--shard", shard]].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert!(output.stdout.is_empty() && stderr(&output).contains("winflow merge output/small-hero-vs-team.shard-*-of-3"));
    }
    let parts = [1, 2, 3].map(|number| format!("output/small-hero-vs-team.shard-{number}-of-3"));
    let page = stderr(&sandbox.run(&["report", &parts[0]]));
    assert!(page.contains("it holds one part of a run") && page.contains("winflow merge joins all parts"), "{page}");
    let missing = sandbox.run(&["merge", &parts[0], &parts[2]]);
    assert!(code(&missing) == 1 && stderr(&missing).contains("shard 2 of 3 is missing"), "{}", stderr(&missing));
    let merged = sandbox.run(&["merge", &parts[2], &parts[0], &parts[1]]);
    assert_eq!(code(&merged), 0, "{}", stderr(&merged));
    assert_eq!(stdout(&merged), printed);
    assert!(bytes_of(&sandbox.path("output/small-hero-vs-team")) == expected);
}

#[test]
fn what_does_not_belong_together_is_not_put_together() {
    let sandbox = Sandbox::new();
    let small = ["run", "team", "--worlds", "4", "--years", "0.1"];
    let run = |more: &[&str]| assert_eq!(code(&sandbox.run(&[&small[..], more].concat())), 0);
    run(&["--shard", "1/2"]);
    run(&["--shard", "1/2", "--threads", "1"]);
    assert_eq!(sandbox.folders("output"), ["team.shard-1-of-2"], "the same part in other words is the same");
    run(&["--shard", "2/2", "--set", "organisation.coverage=2", "--out", "other"]);
    let (first, second) = ("output/team.shard-1-of-2", "other/team.shard-2-of-2");
    let output = sandbox.run(&["merge", first, second]);
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).contains("organisation.coverage was 2.0, is now 3.0"), "{}", stderr(&output));
    let output = sandbox.run(&["merge", first, "nowhere"]);
    assert!(code(&output) == 2 && stderr(&output).contains("nowhere is not a shard"), "{}", stderr(&output));
    for wrong in ["0/2", "3/2", "1", "1/1", "a/b", "-1/2", "1/99999999999"] {
        let output = sandbox.run(&[&small[..], &["--shard", wrong]].concat());
        assert_eq!(code(&output), 2, "{wrong}: {}", stderr(&output));
    }
}
