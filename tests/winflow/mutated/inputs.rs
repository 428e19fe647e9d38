//! Whatever is typed or fed in, mutated at random: it is taken or refused with words, never with a panic, and soon.
//!
//! In all some 100,000 inputs, or a hundred times as many with `WINFLOW_MUTATIONS=all`.

use crate::common::all_of;
use crate::worlds::FIXTURES;
use rand::{RngExt, SeedableRng};
use rand_pcg::Pcg64;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use winflow::market::arrivals::Arrivals;
use winflow::scenario::factor::Asked;
use winflow::scenario::guard::Guard;
use winflow::scenario::{self, Problems, load_text, study};

/// Parts, each with its own draws, so that they can be tried side by side.
const PARTS: u64 = 16;
/// No input takes longer, however slow the machine and the build.
const PATIENCE: Duration = Duration::from_secs(20);
/// What is put in.
const PIECES: [&str; 44] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "=",
    ".",
    ",",
    "\n",
    "#",
    "nan",
    "inf",
    "-",
    "1e999",
    "0x",
    "é",
    "\u{0}",
    "[[",
    "\"\"\"",
    "true",
    "..",
    "*",
    "+",
    "p10(",
    ")",
    ">=",
    " EUR",
    " %",
    " h",
    "extends = \"mid\"\n",
    "9999-99-99",
    "\\u",
    "\u{202e}",
    "\u{1b}[31m",
    "\u{feff}",
    "\r",
    ";",
    "\t",
    "=1",
    "18446744073709551616",
    "-0",
    "1_000",
    "role.a.",
];

/// Mutates at random in some places: cuts, copies, swaps, puts pieces in, changes digits.
fn mutated(text: &str, rng: &mut Pcg64) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for _ in 0..rng.random_range(1..=6) {
        let at = rng.random_range(0..=bytes.len());
        let end = (at + rng.random_range(0..=20)).min(bytes.len());
        match rng.random_range(0..7) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let copied = bytes[at..end].to_vec();
                let place = rng.random_range(0..=bytes.len());
                bytes.splice(place..place, copied);
            }
            2 if at < bytes.len() => bytes[at] = rng.random(),
            3 => {
                let digits: Vec<usize> = (at..bytes.len()).filter(|place| bytes[*place].is_ascii_digit()).take(3).collect();
                digits.into_iter().for_each(|place| bytes[place] = b'0' + rng.random_range(0..10u8));
            }
            4 if rng.random_range(0..10) == 0 => bytes.truncate(at),
            _ => {
                let piece = PIECES[rng.random_range(0..PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

/// What is said is something, short enough to be read, and can do a terminal no harm.
fn is_said_well(said: &str) -> bool {
    let is_harmless =
        |c: char| c == '\n' || !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c) && !('\u{2066}'..='\u{2069}').contains(&c);
    !said.is_empty() && said.len() < 100_000 && said.chars().all(is_harmless)
}

fn are_said_well(problems: &Problems, input: &str) {
    assert!(!problems.list.is_empty() && is_said_well(&problems.to_string()), "{problems:?}\nof {input:?}");
}

/// Tries so many inputs, and more if all are asked for: `try_one` tells whether one was taken. Gives the share that was.
fn tried(kind: &str, count: u64, try_one: impl Fn(&mut Pcg64) -> bool + Sync) -> f64 {
    let count = if all_of("WINFLOW_MUTATIONS") { 100 * count } else { count };
    let (begun, each) = (Instant::now(), count.div_ceil(PARTS));
    let taken: u64 = (0..PARTS)
        .into_par_iter()
        .map(|part| {
            let mut rng = Pcg64::seed_from_u64(part);
            let one = |_| {
                let begun = Instant::now();
                let taken = try_one(&mut rng);
                assert!(begun.elapsed() < PATIENCE, "{kind}: it took {:?}", begun.elapsed());
                u64::from(taken)
            };
            (0..each).map(one).sum::<u64>()
        })
        .sum();
    let share = taken as f64 / (PARTS * each) as f64;
    println!("{kind}: {} inputs, {:.0} % taken, {:.1} s", PARTS * each, 100.0 * share, begun.elapsed().as_secs_f64());
    share
}

/// Some lines of a text, in a row.
fn lines_of(text: &str, rng: &mut Pcg64) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let from = rng.random_range(0..lines.len());
    lines[from..(from + rng.random_range(1..=40)).min(lines.len())].join("\n")
}

#[test]
fn scenarios() {
    let texts: Vec<String> = ["mid", "small"]
        .iter()
        .map(|name| scenario::to_toml(&scenario::load(name, &["team".to_string()], &[]).expect("shipped").scenario))
        .chain(["policies/hero", "policies/team"].map(|name| fs::read_to_string(format!("{FIXTURES}/{name}.toml")).expect("a fixture")))
        .collect();
    let share = tried("scenarios", 40_000, |rng| {
        let text = &texts[rng.random_range(0..texts.len())];
        let text = if rng.random() { lines_of(text, rng) } else { text.lines().take(80).collect::<Vec<_>>().join("\n") };
        let input = String::from_utf8_lossy(&mutated(&text, rng)).into_owned();
        let Err(problems) = load_text("test.toml", &input) else { return true };
        are_said_well(&problems, &input);
        assert!(problems.to_string().contains("test.toml"), "no file is named: {problems}\nof {input:?}");
        false
    });
    assert!((0.01..0.9).contains(&share), "{share} were taken: both ways have to be tried");
}

const STUDY: &str = "[[guard]]\nrequire = \"p10(revenue_per_month) >= 80_000\"\nbecause = \"the bank\"\n\
    [study]\nscenarios = [\"mid\"]\nwith = [\"hero\", \"team\"]\ndesign = [\"latin\"]\npoints = 20\nworlds = 10\nmeasures = [\"win_rate\"]\n\
    [set]\ntime.years = 1.5\nflow.control = \"pull\"\n[over]\nflow.wip_limit = [2, 4, 8]\norganisation.coverage = \"1..4\"\n";
const MAP: &str = "[study]\nscenarios = [\"mid\"]\nwith = [\"hero\", \"team\"]\nworlds = 12\ncells = 5\nmeasures = [\"win_rate\"]\n\
    [over]\nsegment.mid.group_size_mean = \"1..10\"\norganisation.coordination_work_hours_per_week = \"3 min..36 min\"\n";

#[test]
fn studies() {
    let share = tried("studies", 20_000, |rng| {
        let study = if rng.random() { STUDY } else { MAP };
        let text = if rng.random() { study.to_string() } else { format!("[study]\n{}", lines_of(study, rng)) };
        let input = String::from_utf8_lossy(&mutated(&text, rng)).into_owned();
        // What is no study any more is read as a scenario.
        let Some(study) = study::parse("test.toml", &input, Path::new("")) else {
            return load_text("test.toml", &input).map_err(|problems| are_said_well(&problems, &input)).is_ok();
        };
        let said: Vec<String> = study.problems.list.iter().map(ToString::to_string).collect();
        assert!(said.iter().all(|said| is_said_well(said)), "{said:?}\nof {input:?}");
        said.is_empty()
    });
    assert!((0.01..0.9).contains(&share), "{share} were taken: both ways have to be tried");
}

#[test]
fn guards() {
    let good = [
        "win_rate >= 0.2",
        "p10(revenue_per_month) >= 80_000",
        "p(revenue_per_month >= 9e5) >= 0.8",
        "difference(win_win_deals_per_month) >= 0",
        "certainty(better(win_rate)) >= 0.9",
        "change(win_rate) >= -5 %",
    ];
    let share = tried("guards", 20_000, |rng| {
        let input = String::from_utf8_lossy(&mutated(good[rng.random_range(0..good.len())], rng)).into_owned();
        let parsed = Guard::parse(&input);
        parsed.map_err(|wrong| assert!(is_said_well(&wrong.message) && is_said_well(&wrong.hint), "{wrong:?}\nof {input:?}")).is_ok()
    });
    assert!((0.01..0.9).contains(&share), "{share} were taken: both ways have to be tried");
}

#[test]
fn settings_and_what_varies() {
    let good = [
        "flow.wip_limit=4",
        "organisation.coverage=2.5",
        "role.seller.people=12",
        "plan.standard.rates=[0.05, 0.1]",
        "process.stance=servile",
        "segment.core.needs=[[0.1, 0.2], [0.3, 0.4]]",
        "about=\"a text\"",
    ];
    let firm = scenario::load("mid", &["team".to_string()], &[]).expect("shipped");
    let taken = tried("settings", 8_000, |rng| {
        let input = String::from_utf8_lossy(&mutated(good[rng.random_range(0..good.len())], rng)).into_owned();
        firm.with(std::slice::from_ref(&input)).map_err(|problems| are_said_well(&problems, &input)).is_ok()
    });
    assert!((0.01..0.9).contains(&taken), "{taken} were taken: both ways have to be tried");
    let good =
        ["flow.wip_limit=2,4,8", "organisation.coverage=1..4", "organisation.coverage=0.1..10:log", "process.stance=servile,imposing"];
    tried("what varies", 8_000, |rng| {
        let input = String::from_utf8_lossy(&mutated(good[rng.random_range(0..good.len())], rng)).into_owned();
        let asked =
            Asked::parse(&input, "--over").map_err(|problem| assert!(is_said_well(&problem.to_string()), "{problem:?}\nof {input:?}"));
        let levels = Asked::parse(&input, "--over").ok().map(|asked| winflow::scenario::factor::resolve(&[asked], &[&firm]));
        levels.is_some_and(|levels| levels.map_err(|problems| are_said_well(&problems, &input)).is_ok()) && asked.is_ok()
    });
}

#[test]
fn tables_of_customers() {
    let folder = tempfile::tempdir().expect("a folder");
    let firm = "extends = \"mid\"\n[channel.web]\ncsv_file = \"leads.csv\"\ncsv_date_column = \"date\"\ncsv_value_column = \"worth\"\n";
    let loaded = load_text("test.toml", firm).expect("a firm");
    let mut good = String::from("date,worth,kind\n");
    for row in 0..30 {
        good += &format!("2024-{:02}-{:02},{},small\n", 1 + row % 12, 1 + row % 28, 1000 * row);
    }
    let share = tried("tables of customers", 4_000, |rng| {
        let file = folder.path().join(format!("{:x}.csv", rng.random::<u64>()));
        let input = mutated(&good, rng);
        fs::write(&file, &input).expect("written");
        let files = BTreeMap::from([("web".to_string(), file.clone())]);
        let read = Arrivals::read(&loaded.scenario, &files);
        fs::remove_file(&file).expect("removed");
        match read {
            Ok((arrivals, report)) => {
                assert!(arrivals.rows.iter().all(|row| row.at_hours.is_finite() && row.value.is_none_or(f64::is_finite)));
                let file = &report.files[0];
                assert_eq!(file.kept.values().sum::<u64>() + file.left_out(), file.rows, "{file:?}");
                true
            }
            Err(problems) => {
                are_said_well(&problems, &String::from_utf8_lossy(&input));
                false
            }
        }
    });
    assert!((0.01..0.95).contains(&share), "{share} were taken: both ways have to be tried");
}
