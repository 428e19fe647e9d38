//! What was written before is written again, to the byte: the runs of `runs.txt` on the fixtures, against a hash for every file.
//!
//! Numbers (results, tables, event logs) and words (what a terminal shows, Markdown, charts, pages, sentences in a document) have a table
//! each, since words change sooner. Lists of keys are left out: another key is no other result. In `cargo test` a few runs are made,
//! and their numbers compared. `WINFLOW_UNCHANGED=all cargo test --test winflow unchanged` makes every run and compares words too.
//! `UPDATE=1` writes what the runs that are made gave into both tables. `WINFLOW_BINARY` names another build to hold against the tables, such as that of a release.
//! What differs is named; `WINFLOW_KEEP` names a folder in which everything that was written is kept, run by run, to be looked at.

mod masks;

use crate::common::{Sandbox, all_of, bytes_of};
use crate::worlds::FIXTURES;
use masks::{numbers, words};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use xxhash_rust::xxh3::xxh3_64;

/// A hash for every file, by the run and the file's name.
type Hashes = BTreeMap<String, String>;

/// The runs of a part of the list: commands by name.
fn runs(list: &str) -> BTreeMap<&str, Vec<&str>> {
    let (mut runs, mut last): (BTreeMap<&str, Vec<&str>>, _) = (BTreeMap::new(), "");
    for line in list.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '['])) {
        let (name, command) = line.split_once(' ').unwrap_or_else(|| panic!("no command: {line}"));
        assert!(name == last || !runs.contains_key(name), "two runs are called {name}");
        runs.entry(name).or_default().push(command.trim());
        last = name;
    }
    runs
}

/// Every file that a run writes, and what it prints.
fn outputs(sandbox: &Sandbox, commands: &[&str]) -> BTreeMap<PathBuf, Vec<u8>> {
    let program = std::env::var_os("WINFLOW_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_winflow").into());
    let mut files = BTreeMap::new();
    for (number, command) in commands.iter().enumerate() {
        let arguments: Vec<&str> = command.split_whitespace().collect();
        let output = sandbox.command_of(&program, &arguments).env("NO_COLOR", "1").env("COLUMNS", "100").output().unwrap();
        let kind = if command.ends_with("json") { "json" } else { "txt" };
        let code = format!("{:?}", output.status.code());
        files.insert(format!("{number}.exit.csv").into(), code.into_bytes());
        files.insert(format!("{number}.out.{kind}").into(), output.stdout);
        files.insert(format!("{number}.err.txt").into(), output.stderr);
    }
    if sandbox.path("output").is_dir() {
        files.extend(bytes_of(&sandbox.path("output")));
    }
    files
}

/// The fixtures in a folder of their own, so that no path of this machine is seen.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    for (path, bytes) in bytes_of(Path::new(FIXTURES)) {
        let path = sandbox.path(path.to_str().unwrap());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    sandbox
}

/// The hashes of the numbers and of the words of some runs.
fn hashes(runs: &BTreeMap<&str, Vec<&str>>) -> [Hashes; 2] {
    let parts: Vec<[Hashes; 2]> = runs.par_iter().map(|(name, commands)| hashes_of_run(name, commands)).collect();
    let [mut numbers, mut words] = [Hashes::new(), Hashes::new()];
    for [more_numbers, more_words] in parts {
        numbers.extend(more_numbers);
        words.extend(more_words);
    }
    [numbers, words]
}

fn hashes_of_run(name: &str, commands: &[&str]) -> [Hashes; 2] {
    let files = outputs(&sandbox(), commands);
    keep(name, &files);
    [numbers, words].map(|part| {
        let seen = files.iter().filter_map(|(path, bytes)| Some((path, part(path, bytes)?)));
        seen.map(|(path, text)| (format!("{name}/{}", path.display()), format!("{:016x}", xxh3_64(&text)))).collect()
    })
}

/// Writes what a run wrote into the folder that is to keep it, if any.
fn keep(name: &str, files: &BTreeMap<PathBuf, Vec<u8>>) {
    let Some(folder) = std::env::var_os("WINFLOW_KEEP") else { return };
    for (path, bytes) in files {
        let path = Path::new(&folder).join(name).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

fn table(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/winflow/unchanged").join(name)
}

fn read(name: &str) -> Hashes {
    let text = fs::read_to_string(table(name)).unwrap_or_default();
    text.lines().filter_map(|line| line.split_once(' ')).map(|(hash, file)| (file.to_string(), hash.to_string())).collect()
}

fn is_of(file: &str, runs: &BTreeMap<&str, Vec<&str>>) -> bool {
    file.split('/').next().is_some_and(|run| runs.contains_key(run))
}

/// Names what differs between the table and what the runs gave.
fn compare(table: &str, runs: &BTreeMap<&str, Vec<&str>>, now: &Hashes) {
    let before: Hashes = read(table).into_iter().filter(|(file, _)| is_of(file, runs)).collect();
    let gone = before.keys().filter(|file| !now.contains_key(*file)).map(|file| format!("gone     {file}"));
    let new = now.keys().filter(|file| !before.contains_key(*file)).map(|file| format!("new      {file}"));
    let differs = now.iter().filter(|(file, hash)| before.get(*file).is_some_and(|known| known != *hash));
    let differences: Vec<String> = gone.chain(new).chain(differs.map(|(file, _)| format!("differs  {file}"))).collect();
    assert!(differences.is_empty(), "{table}: {} files\n{}", differences.len(), differences.join("\n"));
}

/// Writes what some of all runs gave into the table.
fn update(name: &str, all: &BTreeMap<&str, Vec<&str>>, runs: &BTreeMap<&str, Vec<&str>>, now: &Hashes) {
    let mut hashes = read(name);
    hashes.retain(|file, _| is_of(file, all) && !is_of(file, runs));
    hashes.extend(now.clone());
    let lines: String = hashes.iter().map(|(file, hash)| format!("{hash} {file}\n")).collect();
    fs::write(table(name), lines).unwrap();
}

#[test]
fn what_was_written_is_written_again() {
    let list = include_str!("runs.txt");
    let (few, _) = list.split_once("\n[all]\n").unwrap();
    let wants_all = all_of("WINFLOW_UNCHANGED");
    let (all, made) = (runs(list), runs(if wants_all { list } else { few }));
    let [numbers, words] = hashes(&made);
    if std::env::var_os("UPDATE").is_some() {
        update("numbers.txt", &all, &made, &numbers);
        update("words.txt", &all, &made, &words);
    }
    compare("numbers.txt", &made, &numbers);
    if wants_all {
        compare("words.txt", &made, &words);
    }
}
