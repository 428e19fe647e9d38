//! A folder gets its name whole: whoever else runs under that name at the same time, and wherever the program is killed.

use crate::common::{Sandbox, all_of, bytes_of, code, stderr};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;
use winflow::report::results::folder::{KEPT, Leftover, MANIFEST, PLAN, RunFolder, end_interrupted};

/// At once.
const RUNS: usize = 8;
/// A run of a moment.
const RUN: [&str; 8] = ["run", "team", "--worlds", "2", "--years", "0.1", "--quiet", "--threads=1"];

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Begins a run of its own question: each has another limit of work in progress.
fn begin(sandbox: &Sandbox, number: usize, more: &[&str]) -> Child {
    let limit = format!("flow.wip_limit={}", 3 + number);
    let arguments = [&RUN[..], &["--set", &limit], more].concat();
    sandbox.command(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("runs")
}

fn ended(children: Vec<Child>) -> Vec<Output> {
    children.into_iter().map(|child| child.wait_with_output().expect("ends")).collect()
}

/// What each run leaves when it is alone.
fn alone() -> &'static [Files] {
    static ALONE: OnceLock<Vec<Files>> = OnceLock::new();
    let of = |number| {
        let sandbox = Sandbox::new();
        let output = ended(vec![begin(&sandbox, number, &[])]).remove(0);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        bytes_of(&sandbox.path("output/team"))
    };
    ALONE.get_or_init(|| (0..RUNS).map(of).collect())
}

#[test]
fn of_eight_runs_of_one_name_each_keeps_its_own_results() {
    let alone = alone();
    for round in 0..3 {
        let sandbox = Sandbox::new();
        let outputs = ended((0..RUNS).map(|number| begin(&sandbox, number, &[])).collect());
        assert!(outputs.iter().all(|output| code(output) == 0), "{:?}", outputs.iter().map(stderr).collect::<Vec<_>>());
        let folders = sandbox.folders("output");
        let expected: BTreeSet<String> = (1..=RUNS).map(|n| if n == 1 { "team".to_string() } else { format!("team-{n}") }).collect();
        assert_eq!(folders.iter().cloned().collect::<BTreeSet<_>>(), expected, "round {round}");
        let kept: Vec<Files> = folders.iter().map(|folder| bytes_of(&sandbox.path("output").join(folder))).collect();
        for (number, expected) in alone.iter().enumerate() {
            assert_eq!(kept.iter().filter(|kept| *kept == expected).count(), 1, "round {round}: results of run {number}");
        }
    }
}

#[test]
fn eight_runs_of_the_same_question_share_one_folder() {
    let alone = alone();
    let sandbox = Sandbox::new();
    let outputs = ended((0..RUNS).map(|_| begin(&sandbox, 0, &[])).collect());
    assert!(outputs.iter().all(|output| code(output) == 0), "{:?}", outputs.iter().map(stderr).collect::<Vec<_>>());
    assert_eq!(sandbox.folders("output"), ["team"]);
    assert!(bytes_of(&sandbox.path("output/team")) == alone[0]);
}

#[test]
fn of_eight_that_replace_each_other_the_last_one_is_whole() {
    let alone = alone();
    let sandbox = Sandbox::new();
    let outputs = ended((0..RUNS).map(|number| begin(&sandbox, number, &["--force"])).collect());
    assert!(outputs.iter().all(|output| code(output) == 0), "{:?}", outputs.iter().map(stderr).collect::<Vec<_>>());
    assert_eq!(sandbox.folders("output"), ["team"]);
    assert!(alone.contains(&bytes_of(&sandbox.path("output/team"))), "a mixture");
}

#[test]
fn of_eight_that_resume_one_run_one_has_it_and_the_others_say_so() {
    let alone = alone();
    let sandbox = Sandbox::new();
    // Interrupted after a world: what it keeps is what the others go on with.
    let partial = sandbox.path("output/team.partial");
    let mut first = begin(&sandbox, 0, &[]);
    let mut worlds = 0;
    while first.try_wait().expect("a child").is_none() {
        worlds = fs::metadata(partial.join(KEPT)).map_or(0, |file| file.len());
        if worlds > 0 {
            first.kill().expect("killed");
        }
    }
    first.wait().expect("ends");
    if worlds == 0 || !partial.join(KEPT).exists() || partial.join(MANIFEST).exists() {
        // It was too fast to be caught with a world and without the other.
        println!("not caught in the middle; nothing to resume");
        return;
    }
    let outputs = ended((0..RUNS).map(|_| begin(&sandbox, 0, &["--resume"])).collect());
    let codes: Vec<i32> = outputs.iter().map(code).collect();
    assert_eq!(codes.iter().filter(|code| **code == 0).count(), 1, "{codes:?}");
    for output in outputs.iter().filter(|output| code(output) != 0) {
        let said = stderr(output);
        assert!(said.contains("it is still running") || said.contains("there is nothing to resume"), "{said}");
    }
    assert_eq!(sandbox.folders("output"), ["team"]);
    assert!(bytes_of(&sandbox.path("output/team")) == alone[0]);
}

/// Where the program that is killed works; it does nothing without.
const PLACE: &str = "WINFLOW_TEST_FINISHES_IN";

/// Finishes a run in a folder, as the simulator does: in a process of its own, to be killed.
#[test]
fn finishes_a_run() {
    if let Some(out) = std::env::var_os(PLACE) {
        finish(Path::new(&out));
    }
}

fn manifest() -> Vec<u8> {
    br#"{"version": "1", "experiment": "run", "seed": 1, "scenarios": []}"#.to_vec()
}

/// Keeps two worlds, writes some files, and gives the folder its name.
fn finish(out: &Path) {
    let folder = RunFolder::begin_or_go_on(out, "team", &mut |_, plan| if plan == b"a plan" { Leftover::GoOn } else { Leftover::Leave });
    let folder = folder.expect("a folder");
    folder.put(PLAN, b"a plan").expect("a plan");
    let kept = folder.path().join(KEPT);
    let worlds = fs::read(&kept).unwrap_or_default();
    if worlds.is_empty() {
        fs::write(&kept, "two worlds").expect("worlds");
    }
    folder.write("worlds.csv", b"world,deals\n").expect("a table");
    folder.write("charts/one.svg", b"<svg/>").expect("a chart");
    folder.close(&manifest()).expect("a manifest");
    folder.finish(false).expect("a name");
}

/// A folder in which the same run was finished before, and its user put a report beside the results.
fn with_a_report(out: &Path) -> Files {
    finish(out);
    fs::write(out.join("team/report.html"), "my report").expect("a report");
    fs::write(out.join("team/charts/mine.svg"), "my chart").expect("a chart");
    bytes_of(out)
}

/// Runs the finishing under strace, with what it is told to do; `None` where there is no strace, or none that may trace.
fn traced(out: &Path, options: &[&str]) -> Option<Output> {
    let mut command = Command::new("strace");
    command.args(["-f", "-qq"]).args(options).arg(std::env::current_exe().expect("this program"));
    command.args(["--exact", "finishing::finishes_a_run"]).env(PLACE, out).stdin(Stdio::null());
    command.output().ok()
}

/// System calls that look at or change files.
const CALLS: &str = "%file,write,pwrite64,fsync,fdatasync,flock,ftruncate,getdents64";

#[test]
fn killed_at_any_system_call_nothing_is_lost_and_the_next_run_ends_it() {
    let probe = tempfile::tempdir().expect("a folder");
    let log = probe.path().join("calls");
    let expected = with_a_report(&probe.path().join("out"));
    let option = format!("-etrace={CALLS}");
    let listed = traced(&probe.path().join("out"), &[&option, "-o", log.to_str().expect("a name")]);
    let calls = fs::read_to_string(&log).unwrap_or_default();
    if !listed.is_some_and(|output| output.status.success()) || !calls.contains("rename") {
        println!("not tried: there is no strace here that may trace");
        return;
    }
    assert!(bytes_of(&probe.path().join("out")) == expected);
    let calls = calls_of(&calls, NAMES);
    let mut moments = BTreeSet::new();
    for (name, count) in &calls {
        let sandbox = tempfile::tempdir().expect("a folder");
        let out = sandbox.path().join("out");
        with_a_report(&out);
        let (kill, number) = (format!("-einject={name}:signal=KILL:when={count}"), format!("{name} {count}"));
        let killed = traced(&out, &[&option, &kill, "-o", "/dev/null"]).expect("strace");
        let left: Vec<String> = names(&out);
        moments.insert(left.clone());
        let report = ["team", "team.replaced"].map(|folder| fs::read(out.join(folder).join("report.html")).ok());
        assert!(report.iter().flatten().any(|text| text == b"my report"), "call {number}: the report is gone: {left:?}");
        let whole = ["team", "team.replaced", "team.partial"].map(|folder| out.join(folder).join("worlds.csv").exists());
        assert!(whole.contains(&true), "call {number}: no results: {left:?}");
        // Whoever wants to read the results finds them.
        end_interrupted(&out.join("team")).expect("ended");
        assert!(out.join("team/worlds.csv").exists() && out.join("team/report.html").exists(), "call {number}: {left:?}");
        finish(&out);
        assert!(bytes_of(&out) == expected, "call {number} ({}): {:?}", killed.status, bytes_of(&out).keys().collect::<Vec<_>>());
    }
    println!("killed at {} calls; {} kinds of folders were left", calls.len(), moments.len());
    assert!(moments.len() >= 3, "{moments:?}");
}

/// The file that is there while names change: the first that a run or an export makes in the folder for results.
const NAMES: &str = "winflow.lock";

/// The system calls from the first that names a file on (what is before is how any program starts), in the order
/// in which the thread makes them that does it: each by its name and the how manieth of that name it is, as strace counts.
fn calls_of(log: &str, first: &str) -> Vec<(String, usize)> {
    let thread = |line: &str| line.split(' ').next().unwrap_or_default().to_string();
    let its = log.lines().find(|line| line.contains(first)).map(thread).expect("it begins");
    let (mut counts, mut calls, mut begun) = (BTreeMap::new(), Vec::new(), false);
    for line in log.lines().filter(|line| thread(line) == its && !line.contains("resumed>")) {
        begun |= line.contains(first);
        let Some((name, _)) = line.split_once(' ').and_then(|(_, rest)| rest.trim_start().split_once('(')) else { continue };
        let count: &mut usize = counts.entry(name.to_string()).or_default();
        *count += 1;
        if begun {
            calls.push((name.to_string(), *count));
        }
    }
    calls
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).map(|entries| entries.flatten().collect()).unwrap_or_else(|_| Vec::new());
    let mut names: Vec<String> = entries.iter().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The whole program under a limit on the size of its files, as on a disk that is full: it says so, and loses nothing.
#[test]
fn on_a_full_disk_it_says_so_and_loses_nothing() {
    let expected = &alone()[0];
    let largest = expected.values().map(Vec::len).max().unwrap_or(0);
    let mut failed = 0;
    for step in 0..15 {
        // From nothing to more than the largest file, in blocks of 512 bytes.
        let blocks = largest / 512 * step / 13;
        let sandbox = Sandbox::new();
        let words = [&RUN[..], &["--set", "flow.wip_limit=3"]].concat();
        let script = format!("ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let program = sandbox.command(&words);
        let mut shell = Command::new("sh");
        shell.args(["-c", &script]).arg(program.get_program()).args(program.get_args());
        let output = shell.current_dir(sandbox.path("")).stdin(Stdio::null()).output().expect("runs");
        if code(&output) == 0 {
            assert!(bytes_of(&sandbox.path("output/team")) == *expected, "{blocks} blocks");
            continue;
        }
        failed += 1;
        let said = stderr(&output);
        assert!(code(&output) == 1 && said.contains("cannot"), "{blocks} blocks: {said}");
        let left = sandbox.folders("output");
        assert!(!left.contains(&"team".to_string()), "{blocks} blocks: {left:?}");
        // With room again, the same command ends as it would have.
        let again = ended(vec![begin(&sandbox, 0, &[])]).remove(0);
        assert_eq!(code(&again), 0, "{blocks} blocks: {}", stderr(&again));
        assert!(bytes_of(&sandbox.path("output/team")) == *expected, "{blocks} blocks");
        assert_eq!(sandbox.folders("output"), ["team"], "{blocks} blocks");
    }
    assert!((8..15).contains(&failed), "{failed} of 15 sizes were too small");
}

/// The whole program, killed at its own system calls: some of those that have to do with files, or all with `WINFLOW_KILLS=all`.
#[test]
fn the_program_killed_at_its_system_calls_ends_with_the_same_bytes() {
    let whole = Sandbox::new();
    let log = whole.path("calls");
    let option = format!("-etrace={CALLS}");
    let traced = |sandbox: &Sandbox, options: &[&str]| {
        let program = sandbox.command(&[]);
        let mut command = Command::new("strace");
        command.args(["-f", "-qq"]).args(options).arg(program.get_program()).args(RUN).args(["--set", "flow.wip_limit=3"]);
        command.current_dir(sandbox.path("")).stdin(Stdio::null()).output().ok()
    };
    let listed = traced(&whole, &[&option, "-o", log.to_str().expect("a name")]);
    let calls = fs::read_to_string(&log).unwrap_or_default();
    if !listed.is_some_and(|output| output.status.success()) || !calls.contains("rename") {
        println!("not tried: there is no strace here that may trace");
        return;
    }
    let expected = bytes_of(&whole.path("output/team"));
    let calls = calls_of(&calls, NAMES);
    let step = if all_of("WINFLOW_KILLS") { 1 } else { calls.len() / 20 + 1 };
    let mut tried = 0;
    for (name, count) in calls.iter().step_by(step) {
        let sandbox = Sandbox::new();
        let (kill, number) = (format!("-einject={name}:signal=KILL:when={count}"), format!("{name} {count}"));
        traced(&sandbox, &[&option, &kill, "-o", "/dev/null"]).expect("strace");
        let again = ended(vec![begin(&sandbox, 0, &[])]).remove(0);
        assert_eq!(code(&again), 0, "call {number}: {}", stderr(&again));
        assert_eq!(sandbox.folders("output"), ["team"], "call {number}");
        assert!(bytes_of(&sandbox.path("output/team")) == expected, "call {number}");
        tried += 1;
    }
    println!("killed at {tried} of {} calls", calls.len());
}

/// The program traced in a sandbox, with what strace is told to do.
fn trace_program(sandbox: &Sandbox, options: &[&str], words: &[&str]) -> Option<Output> {
    let program = sandbox.command(&[]);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", &format!("-etrace={CALLS},link,linkat")]).args(options).arg(program.get_program()).args(words);
    command.current_dir(sandbox.path("")).stdin(Stdio::null()).output().ok()
}

/// The system calls of a command from the first that names a file on; none where there is no strace that may trace.
fn calls_of_program(sandbox: &Sandbox, words: &[&str], first: &str) -> Vec<(String, usize)> {
    let log = tempfile::NamedTempFile::new().expect("a file");
    let traced = trace_program(sandbox, &["-o", log.path().to_str().expect("a name")], words);
    let calls = fs::read_to_string(log.path()).unwrap_or_default();
    if traced.is_some_and(|output| output.status.success()) && calls.contains(first) {
        return calls_of(&calls, first);
    }
    println!("not tried: there is no strace here that may trace");
    Vec::new()
}

/// Kills a command at one of its system calls.
fn kill_at(sandbox: &Sandbox, (name, count): &(String, usize), words: &[&str]) {
    let kill = format!("-einject={name}:signal=KILL:when={count}");
    trace_program(sandbox, &[&kill, "-o", "/dev/null"], words).expect("strace");
}

#[test]
fn of_an_export_that_is_killed_the_next_one_leaves_nothing_half_written() {
    let words = ["export", "output/team", "--md", "--csv", "--quiet"];
    let whole = Sandbox::new();
    let results = ended(vec![begin(&whole, 0, &[])]).remove(0);
    assert_eq!(code(&results), 0, "{}", stderr(&results));
    let results = bytes_of(&whole.path("output/team"));
    let calls = calls_of_program(&whole, &words, NAMES);
    let expected = bytes_of(&whole.path("output/team"));
    let (step, mut left) = (if all_of("WINFLOW_KILLS") { 1 } else { calls.len() / 20 + 1 }, 0);
    for call in calls.iter().step_by(step) {
        let sandbox = Sandbox::new();
        for (name, bytes) in &results {
            let path = sandbox.path("output/team").join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, bytes).expect("written");
        }
        kill_at(&sandbox, call, &words);
        left += usize::from(names(&sandbox.path("output/team")).iter().any(|name| name.contains("writing")));
        let again = sandbox.run(&words);
        assert_eq!(code(&again), 0, "call {call:?}: {}", stderr(&again));
        assert!(bytes_of(&sandbox.path("output/team")) == expected, "call {call:?}: {:?}", names(&sandbox.path("output/team")));
        assert_eq!(names(&sandbox.path("output/team")), names(&whole.path("output/team")), "call {call:?}");
    }
    println!("killed at {} of {} calls; {left} left something half written", calls.len().div_ceil(step), calls.len());
    assert!(calls.is_empty() || left > 0);
}

#[test]
fn a_scenario_to_start_from_is_there_whole_or_not_at_all() {
    let words = ["new", "my.toml"];
    let whole = Sandbox::new();
    let calls = calls_of_program(&whole, &words, "my.toml");
    let expected = fs::read(whole.path("my.toml"));
    for call in &calls {
        let sandbox = Sandbox::new();
        kill_at(&sandbox, call, &words);
        let there = fs::read(sandbox.path("my.toml"));
        assert!(there.is_err() || there.as_ref().ok() == expected.as_ref().ok(), "call {call:?}: half of it");
        let again = sandbox.run(&words);
        assert_eq!(code(&again), i32::from(there.is_ok()), "call {call:?}: {}", stderr(&again));
        assert_eq!(fs::read(sandbox.path("my.toml")).ok(), expected.as_ref().ok().cloned(), "call {call:?}");
        assert_eq!(names(&sandbox.path("")), ["my.toml"], "call {call:?}");
    }
    println!("killed at {} calls", calls.len());
}
