//! Stored results are proved: whatever is done to the files of a finished run, it is refused, or no figure that can be computed again is
//! another.
//!
//! A seeded generator damages files in all the ways that disks, editors and people do. `WINFLOW_MUTATIONS=all` tries a hundred times as many,
//! `WINFLOW_MUTATIONS=1000` so many.

use crate::common::{Sandbox, all_of, code, stderr};
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Instant;
use winflow::report::results::document::Document;
use winflow::report::results::stored::Stored;
use winflow::report::results::stored::checksums::{CHECKSUMS, Checksums};
use winflow::report::results::stored::contents::Files;

const FOLDER: &str = "output/small-hero-vs-team";
/// So many are damaged unless the environment says otherwise.
const TRIED: u64 = 5_000;
/// So many where it asks for all.
const ALL: u64 = 1_000_000;
/// One of so many is given checksums that are made for it.
const RENEWED: u64 = 20;

/// The tables and documents of a small comparison, and their checksums.
type Folder = BTreeMap<String, Vec<u8>>;

fn small(sandbox: &Sandbox) -> Folder {
    let command = ["compare", "small", "--with", "hero", "--with", "team", "--worlds", "2", "--years", "0.1", "--quiet"];
    let guard = ["--guard", "win_win_rate >= 0.01", "--firms", "20"];
    let sets = ["--set", "time.run_out_years=0.2", "--set", "time.warm_up_weeks=4", "--set", "market_scale=0.2"];
    let done = sandbox.run(&[&command[..], &guard[..], &sets[..]].concat());
    assert!(sandbox.path(FOLDER).is_dir(), "{}", stderr(&done));
    let read = |entry: io::Result<fs::DirEntry>| {
        let entry = entry.expect("an entry");
        entry.path().is_file().then(|| (entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path()).expect("a file")))
    };
    fs::read_dir(sandbox.path(FOLDER)).expect("a folder").filter_map(read).collect()
}

/// A folder in which some files are others, or gone.
#[derive(Debug)]
struct Damaged<'w> {
    whole: &'w Folder,
    changed: BTreeMap<String, Option<Vec<u8>>>,
}

impl Files for Damaged<'_> {
    fn bytes(&self, name: &str) -> io::Result<Cow<'_, [u8]>> {
        self.get(name).map(Cow::Borrowed).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl<'w> Damaged<'w> {
    fn new(whole: &'w Folder) -> Self {
        Self { whole, changed: BTreeMap::new() }
    }

    fn get(&self, name: &str) -> Option<&[u8]> {
        match self.changed.get(name) {
            Some(changed) => changed.as_deref(),
            None => self.whole.get(name).map(Vec::as_slice),
        }
    }

    fn set(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.changed.insert(name.to_string(), Some(bytes.into()));
    }

    /// Makes the checksums those of the files as they are.
    fn renew(mut self) -> Self {
        let names = self.whole.keys().filter(|name| *name != CHECKSUMS);
        let files = names.filter_map(|name| Some((name.as_str(), self.get(name)?)));
        let text = Checksums::of(files).to_string();
        self.set(CHECKSUMS, text);
        self
    }

    /// Whether a table or a document is not what it was.
    fn is_other(&self) -> bool {
        self.changed.iter().any(|(name, bytes)| name != CHECKSUMS && self.whole.get(name) != bytes.as_ref())
    }

    fn read(&self) -> Result<Stored, String> {
        Stored::read_from(Path::new("results"), self).map_err(|why| why.to_string())
    }
}

/// Damages a file.
fn damage<'w>(whole: &'w Folder, rng: &mut Pcg64) -> (Damaged<'w>, &'static str, String) {
    let names: Vec<&String> = whole.keys().collect();
    let mut any = |below: usize| rng.random_range(0..below.max(1));
    let name = names[any(names.len())];
    let (mut bytes, mut damaged) = (whole[name].clone(), Damaged::new(whole));
    let length = bytes.len();
    let how = match any(12) {
        0 => {
            bytes[any(length)] ^= 1 << any(8);
            "a bit"
        }
        1 => {
            bytes[any(length)] = any(256) as u8;
            "a byte"
        }
        2 | 3 => {
            let digits: Vec<usize> = (0..length).filter(|&at| bytes[at].is_ascii_digit()).collect();
            // A table may have nothing but its header.
            if let Some(&at) = digits.get(any(digits.len())) {
                bytes[at] = b'0' + any(10) as u8;
            }
            "a digit"
        }
        which @ 4..=6 => {
            let mut lines: Vec<&[u8]> = whole[name].split_inclusive(|byte| *byte == b'\n').collect();
            let [one, other] = [any(lines.len()), any(lines.len())];
            let how = match which {
                4 => {
                    lines.remove(one);
                    "a line less"
                }
                5 => {
                    lines.insert(other, lines[one]);
                    "a line twice"
                }
                _ => {
                    lines.swap(one, other);
                    "lines swapped"
                }
            };
            bytes = lines.concat();
            how
        }
        7 => {
            bytes.truncate(any(length));
            "cut off"
        }
        8 => {
            bytes = if any(2) == 0 { Vec::new() } else { whole[names[any(names.len())]].clone() };
            "another file"
        }
        9 => {
            let text = String::from_utf8_lossy(&bytes).replace("hero", "\0").replace("team", "hero").replace('\0', "team");
            bytes = text.into_bytes();
            "systems swapped"
        }
        10 => {
            bytes.insert(any(length), any(256) as u8);
            "a byte more"
        }
        _ => {
            damaged.changed.insert(name.clone(), None);
            return (damaged, "no file", name.clone());
        }
    };
    damaged.set(name, bytes);
    (damaged, how, name.clone())
}

/// What of a document follows from the rows: all but texts that are believed.
fn figures(document: &Document) -> Value {
    let mut document = document.clone();
    document.settings = document.settings.map(|settings| winflow::report::results::document::SettingsResult { command: None, ..settings });
    document.guards.iter_mut().for_each(|guard| guard.because = String::new());
    // Which of their settings somebody had fixed is in no row.
    document.firms.iter_mut().flat_map(|firms| &mut firms.widths).for_each(|width| width.assumptions = 0);
    document.differences.iter_mut().flat_map(|difference| &mut difference.measures).for_each(|measure| measure.why_same = None);
    serde_json::to_value(document).expect("a document")
}

#[derive(Debug, Default)]
struct Count {
    refused: u64,
    unchanged: u64,
    /// Accepted though a file is another, by file and damage.
    accepted: BTreeMap<String, u64>,
}

impl Count {
    fn add(mut self, other: Self) -> Self {
        self.refused += other.refused;
        self.unchanged += other.unchanged;
        other.accepted.into_iter().for_each(|(what, count)| *self.accepted.entry(what).or_default() += count);
        self
    }
}

/// Tries one damage, of this number; with checksums made for it, or as it is.
fn try_one(whole: &Folder, expected: &Value, number: u64, is_renewed: bool) -> Count {
    let mut rng = Pcg64::seed_from_u64(number);
    let (damaged, how, name) = damage(whole, &mut rng);
    let damaged = if is_renewed { damaged.renew() } else { damaged };
    let read = catch_unwind(AssertUnwindSafe(|| damaged.read())).unwrap_or_else(|_| panic!("damage {number}: {name}, {how}: a panic"));
    let mut count = Count::default();
    match read {
        Err(why) => {
            assert!(!why.is_empty() && why.contains("results"), "damage {number}: {why}");
            count.refused = 1;
        }
        Ok(stored) => {
            assert!(figures(&stored.document) == *expected, "damage {number}: {name}, {how}: accepted with another figure");
            assert!(is_renewed || !damaged.is_other(), "damage {number}: {name}, {how}: accepted against its checksum");
            match damaged.is_other() {
                true => *count.accepted.entry(format!("{name}: {how}")).or_default() += 1,
                false => count.unchanged = 1,
            }
        }
    }
    count
}

/// Tries so many damages, with checksums made for them or as they are. Gives how many were accepted.
fn tried(count: u64, is_renewed: bool) -> u64 {
    let whole = small(&Sandbox::new());
    let sound = Damaged::new(&whole).read().expect("as it was written");
    let expected = figures(&sound.document);
    let begun = Instant::now();
    let try_this = |number| try_one(&whole, &expected, number, is_renewed);
    let found = (0..count).into_par_iter().map(try_this).reduce(Count::default, Count::add);
    let accepted: u64 = found.accepted.values().sum();
    println!(
        "{} files, {} bytes; {count} damaged {}: {} refused, {} the same as before, {accepted} accepted, in {:.1?}",
        whole.len(),
        whole.values().map(Vec::len).sum::<usize>(),
        if is_renewed { "with checksums made for them" } else { "as they are" },
        found.refused,
        found.unchanged,
        begun.elapsed()
    );
    found.accepted.iter().for_each(|(what, count)| println!("  {count:>6} {what}"));
    assert_eq!(found.refused + found.unchanged + accepted, count);
    assert!(found.refused > count / 2);
    accepted
}

/// How many damages are tried.
fn count() -> u64 {
    let asked = std::env::var("WINFLOW_MUTATIONS").ok().and_then(|count| count.parse().ok()).unwrap_or(TRIED);
    if all_of("WINFLOW_MUTATIONS") { ALL } else { asked }
}

#[test]
fn damaged_results_are_refused() {
    assert_eq!(tried(count() - count() / RENEWED, false), 0);
}

#[test]
fn results_with_new_checksums_are_refused_or_keep_every_figure() {
    tried(count() / RENEWED, true);
}

/// Any digit of the results, changed with checksums made for it: it is no other figure that is believed.
#[test]
fn no_digit_of_the_results_is_believed_that_the_rows_do_not_give() {
    let whole = small(&Sandbox::new());
    let expected = figures(&Damaged::new(&whole).read().expect("as it was written").document);
    let results = &whole["results.json"];
    let digits: Vec<usize> = (0..results.len()).filter(|&at| results[at].is_ascii_digit()).collect();
    let try_one = |&at: &usize| {
        let mut bytes = results.clone();
        bytes[at] = b'0' + (bytes[at] - b'0' + 5) % 10;
        let mut damaged = Damaged::new(&whole);
        damaged.set("results.json", bytes);
        let read = damaged.renew().read().map(|stored| figures(&stored.document));
        let around = || String::from_utf8_lossy(&results[at.saturating_sub(80)..(at + 40).min(results.len())]).into_owned();
        read.is_ok_and(|found| found != expected).then(around)
    };
    let step = if all_of("WINFLOW_MUTATIONS") { 1 } else { 401 };
    let believed: Vec<String> = digits.into_par_iter().step_by(step).filter_map(|at| try_one(&at)).collect();
    assert!(believed.is_empty(), "{} believed, such as {:?}", believed.len(), &believed[..believed.len().min(6)]);
}

/// Every number and every word of a document, by its path.
fn leaves(value: &Value, path: String, all: &mut Vec<String>) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| leaves(value, format!("{path}/{key}"), all)),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| leaves(value, format!("{path}/{at}"), all)),
        _ => all.push(path),
    }
}

#[test]
fn no_figure_is_believed_that_the_rows_do_not_give() {
    let whole = small(&Sandbox::new());
    let results: Value = serde_json::from_slice(&whole["results.json"]).expect("a document");
    let mut all = Vec::new();
    leaves(&results, String::new(), &mut all);
    let believed = |path: &String| ["command", "because", "why_same", "/assumptions"].iter().any(|key| path.ends_with(key));
    all.retain(|path| !believed(path) && results.pointer(path).is_some_and(|value| value.is_number() || value.is_null()));
    assert!(all.len() > 1000, "{}", all.len());
    let said: Vec<(String, String)> = all
        .into_par_iter()
        .step_by(if all_of("WINFLOW_MUTATIONS") { 1 } else { 11 })
        .map(|path| {
            let mut written = results.clone();
            *written.pointer_mut(&path).expect("a figure") = json!(99);
            let mut damaged = Damaged::new(&whole);
            damaged.set("results.json", serde_json::to_vec_pretty(&written).expect("text"));
            let why = damaged.renew().read().map(|_| path.clone()).expect_err("99 is not believed");
            (path, why)
        })
        .collect();
    for (path, why) in said {
        assert!(why.starts_with("results/") && why.contains("99") || why.contains("not what winflow writes"), "{path}: {why}");
    }
}

#[test]
fn firms_and_what_was_tried_have_every_line_that_was_to_be_drawn() {
    let whole = small(&Sandbox::new());
    let text = |name: &str| String::from_utf8(whole[name].clone()).expect("text");
    let without_line = |name: &str, line: usize| {
        let kept: Vec<String> = text(name).lines().enumerate().filter(|(at, _)| *at != line).map(|(_, line)| format!("{line}\n")).collect();
        kept.concat()
    };
    let results = text("results.json");
    let mut without: Value = serde_json::from_str(&results).expect("a document");
    without["turning"] = Value::Null;
    let cut = serde_json::to_string_pretty(&without).expect("text");
    let changed = |name: &str, from: &str, to: &str| {
        let text = text(name);
        assert!(text.contains(from), "{from} is not in {name}: {text}");
        text.replacen(from, to, 1)
    };
    let damages = [
        (
            vec![("firms.csv", Some(without_line("firms.csv", 2)))],
            "firms.csv:3: this line is not about firm 1 of team within a factor of 2",
        ),
        (
            vec![("firms.csv", Some(without_line("firms.csv", 30)))],
            "firms.csv: the line about firm 9 of those within a factor of 1.4 is missing",
        ),
        (vec![("turning.csv", None)], "turning.csv: cannot be read"),
        (vec![("turning.csv", None), ("results.json", Some(cut.clone()))], "turning.csv: cannot be read"),
        (
            vec![("turning.csv", Some(text("turning.csv").lines().take(1).map(|line| format!("{line}\n")).collect()))],
            "turning.csv: the line about",
        ),
        (vec![("results.json", Some(cut))], "turning.csv gives"),
        (vec![("firms.csv", Some(changed("firms.csv", "team,2,0,", "team,2,0,x")))], "firms.csv:2: pay_plan cannot be x"),
        (vec![("turning.csv", Some(changed("turning.csv", ",plan,0,,8000000,", ",plan,0,,8000000,NaN")))], "turning.csv"),
    ];
    for (changes, expected) in damages {
        let mut damaged = Damaged::new(&whole);
        let changes = changes.into_iter().map(|(name, text)| (name.to_string(), text.map(String::into_bytes)));
        damaged.changed.extend(changes);
        let why = damaged.renew().read().map(|_| ()).expect_err(expected);
        assert!(why.contains(expected), "{why}");
    }
}

#[test]
fn a_mean_of_99_is_refused_by_report_and_export_though_its_checksum_is_right() {
    let sandbox = Sandbox::new();
    let mut whole = small(&sandbox);
    let mut results: Value = serde_json::from_slice(&whole["results.json"]).expect("a document");
    let mean = results["scenarios"][1]["measures"][0]["mean"].take();
    results["scenarios"][1]["measures"][0]["mean"] = json!(99);
    whole.insert("results.json".into(), serde_json::to_vec_pretty(&results).expect("text"));
    let files: BTreeMap<&str, &[u8]> =
        whole.iter().filter(|(name, _)| *name != CHECKSUMS).map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let folder: PathBuf = sandbox.path(FOLDER);
    fs::write(folder.join("results.json"), &whole["results.json"]).expect("written");
    for command in [&["report", FOLDER][..], &["export", FOLDER, "--md"], &["export", FOLDER, "--crm"]] {
        fs::write(folder.join(CHECKSUMS), &whole[CHECKSUMS]).expect("written");
        let by_checksum = sandbox.run(command);
        assert!(code(&by_checksum) == 1 && stderr(&by_checksum).contains("results.json: it is not as it was written"), "{by_checksum:?}");
        fs::write(folder.join(CHECKSUMS), Checksums::of(files.clone()).to_string()).expect("written");
        let by_rows = sandbox.run(command);
        let expected = format!("{FOLDER}/results.json: the mean of win-wins per month of team is 99.0, but worlds.csv gives {mean}");
        assert!(code(&by_rows) == 1 && stderr(&by_rows).contains(&expected), "{}", stderr(&by_rows));
        assert!(stderr(&by_rows).contains("--force"), "{}", stderr(&by_rows));
    }
}
