//! How long a system takes to find its level, from an empty firm and from a loaded pipeline.

use crate::common::{Sandbox, code, json, stderr, stdout};
use crate::worlds::model;
use winflow::experiment::warm_up::{Series, mean_over_worlds};
use winflow::measure::{Record, SegmentAt, WeekRecord};

const SEED: u64 = 11;
const LOADED: &str = "time.start=loaded";

/// How far the first weeks of a series are from the level of its second half, as a share of it.
fn off_at_first(worlds: &[Vec<WeekRecord>], series: Series, weeks: usize) -> f64 {
    let mean = mean_over_worlds(worlds, series);
    let late = &mean[mean.len() / 2..];
    let level = late.iter().sum::<f64>() / late.len() as f64;
    (mean[..weeks].iter().sum::<f64>() / (weeks as f64 * level) - 1.0).abs()
}

/// The loaded start misses the level by less than a third in the first ten weeks; the empty one has nearly nothing there, and no deals.
#[test]
fn a_loaded_pipeline_is_near_its_level_from_the_first_weeks() {
    for policy in ["hero", "team"] {
        let weeks = |sets: &[&str]| -> Vec<Vec<WeekRecord>> {
            let sets: Vec<&str> = sets.iter().copied().chain(["time.years=2", "time.run_out_years=0"]).collect();
            let model = model(&format!("mid {policy}"), &sets);
            (0..12).map(|world| model.run(SEED, world).weeks).collect()
        };
        let (empty, loaded) = (weeks(&[]), weeks(&[LOADED]));
        for series in [Series::Wip, Series::Deals] {
            let [empty, loaded] = [&empty, &loaded].map(|worlds| off_at_first(worlds, series, 10));
            assert!(loaded < 0.33 && loaded < empty / 1.5, "{policy}, {}: {loaded:.2} against {empty:.2}", series.title());
        }
    }
}

/// Whoever begins later is the same, under whatever start.
#[test]
fn a_loaded_pipeline_changes_no_customer_of_the_window() {
    let traits = |record: &Record| -> Vec<(u64, SegmentAt, u8, bool, f64)> {
        record.journeys.iter().map(|j| (j.number, j.segment, j.group_size, j.possible, j.begun_days)).collect()
    };
    for base in ["small", "mid", "enterprise"] {
        let sets = ["time.years=0.5", "time.warm_up_weeks=10", "time.run_out_years=1"];
        let empty = model(&format!("{base} team"), &sets).run(SEED, 2);
        let loaded = model(&format!("{base} team"), &[&sets[..], &[LOADED]].concat()).run(SEED, 2);
        assert!(empty.journeys.len() > 20);
        assert_eq!(traits(&empty), traits(&loaded), "{base}");
        assert_ne!(empty.weeks, loaded.weeks, "{base}");
    }
}

/// Without a warm-up the window begins in the midst of what was loaded; everything adds up all the same, under every policy.
#[test]
fn loaded_runs_add_up() {
    let policies = ["hero", "line", "swarm", "push", "wip-3", "own-pay", "rigid", "commission", "hiring", "negotiating", "coaching"];
    for base in ["small", "mid", "enterprise"] {
        for policy in policies {
            for warm_up in ["time.warm_up_weeks=0", "time.warm_up_weeks=6"] {
                let model = model(&format!("{base} {policy}"), &[LOADED, warm_up, "time.years=0.4", "time.run_out_years=0.5"]);
                for world in 0..2 {
                    let record = model.run(SEED, world);
                    assert_eq!(record.check.violation(), None, "{base}, {policy}, {warm_up}");
                    assert_eq!(record, model.run(SEED, world));
                }
            }
        }
    }
}

/// A week has what its events say: over the window, weeks add up to what is measured.
#[test]
fn weeks_add_up_to_the_window() {
    let model = model("mid team", &["time.warm_up_weeks=0", "time.years=0.4983"]);
    let record = model.run(SEED, 1);
    assert_eq!(record.weeks.len(), 26);
    let deals: u32 = record.weeks.iter().map(|week| week.deals).sum();
    let until = |week: usize| record.deals.iter().filter(|d| d.closed_days < 7.0 * week as f64).count() as u32;
    assert_eq!(deals, until(26));
    assert_eq!(record.weeks[..13].iter().map(|week| week.deals).sum::<u32>(), until(13));
}

/// What `warm-up` finds is what `--warm-up detect` runs with, and the result says so; threads change nothing.
#[test]
fn what_is_detected_is_what_is_run() {
    let sandbox = Sandbox::new();
    let found = json(&sandbox.run(&["warm-up", "small", "--with", "hero", "--with", "team", "--format", "json"]));
    let needed = found["needed_weeks"].as_u64().expect("a level is found");
    assert!(needed > 0 && needed.is_multiple_of(5) && needed < 156, "{needed}");
    assert_eq!((found["worlds"].as_u64(), found["first_world"].as_u64()), (Some(20), Some(1_000_000)));
    let compare = ["compare", "small", "--with", "hero", "--with", "team", "--worlds", "2", "--years", "0.2", "--warm-up", "detect"];
    let output = sandbox.run(&compare);
    let text = stdout(&output).replace('\n', " ");
    let said = format!("Warm-up: {needed} weeks from an empty start, the longest that MSER-5 finds in pilot worlds 1000000 to 1000019.");
    assert!(text.contains(&said), "{text}{}", stderr(&output));
    let manifest = std::fs::read(sandbox.path("output/small-hero-vs-team/manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_slice(&manifest).expect("JSON");
    for scenario in manifest["scenarios"].as_array().expect("scenarios") {
        assert_eq!(scenario["scenario"]["time"]["warm_up_weeks"].as_f64(), Some(needed as f64));
    }
    let weeks = needed.to_string();
    let fixed = [&compare[..11], &[weeks.as_str(), "--format", "csv", "--threads", "1"]].concat();
    let detected = [&compare[..], &["--format", "csv", "--threads", "2"]].concat();
    assert_eq!(stdout(&sandbox.run(&fixed)), stdout(&sandbox.run(&detected)));
}

#[test]
fn the_document_follows_the_schema_and_the_chart_is_kept() {
    let sandbox = Sandbox::new();
    let arguments = ["warm-up", "small", "--worlds", "3", "--format", "json"];
    let document = json(&sandbox.run(&arguments));
    let schema = json(&sandbox.run(&["schema", "--output"]));
    assert!(jsonschema::is_valid(&schema, &document));
    for file in ["warm-up.json", "warm-up.csv", "manifest.json", "charts/warm-up.svg", "charts/warm-up.png"] {
        assert!(sandbox.path("output/small-warm-up").join(file).is_file(), "{file}");
    }
    assert_eq!(stdout(&sandbox.run(&arguments)), stdout(&sandbox.run(&[&arguments[..], &["--threads", "1"]].concat())));
}

#[test]
fn what_cannot_be_detected_is_refused_with_a_cure() {
    let sandbox = Sandbox::new();
    // Buyers who take years to decide: three years do not tell where their level is.
    let slow = ["segment.mid.deadline_days_median=1500", "activity.decide.done_with.delay_days=400"];
    let sets: Vec<&str> = slow.iter().flat_map(|set| ["--set", set]).collect();
    let output = sandbox.run(&[&["run", "team", "--worlds", "2", "--warm-up", "detect"], &sets[..]].concat());
    assert_eq!(code(&output), 1, "{}", stdout(&output));
    let said = stderr(&output);
    assert!(said.contains("does not reach a steady state in the first half") && said.contains("--warm-up 52"), "{said}");
    assert_eq!(code(&sandbox.run(&["run", "team", "--warm-up", "soon"])), 2);
    assert_eq!(code(&sandbox.run(&["run", "nosuch", "--warm-up", "detect"])), 3);
}
