//! How long a system takes to find its level, from an empty firm and from a loaded pipeline.

use std::sync::Arc;
use winflow::experiment::warm_up::{Series, mean_over_worlds};
use winflow::market::arrivals::Arrivals;
use winflow::measure::{Record, WeekRecord};
use winflow::scenario::load;
use winflow::simulation::Model;

const SEED: u64 = 11;
const LOADED: &str = "time.start=loaded";

fn model(base: &str, overlays: &[&str], sets: &[&str]) -> Model {
    let owned = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<Vec<String>>();
    let scenario = load(base, &owned(overlays), &owned(sets)).unwrap_or_else(|problems| panic!("{problems}")).scenario;
    Model::new(&scenario, Arc::new(Arrivals::default()))
}

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
            let model = model("mid", &[policy], &sets);
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
    let traits = |record: &Record| -> Vec<(u64, u16, u8, bool, f64)> {
        record.journeys.iter().map(|j| (j.number, j.segment, j.group_size, j.possible, j.begun_days)).collect()
    };
    for base in ["small", "mid", "enterprise"] {
        let sets = ["time.years=0.5", "time.warm_up_weeks=10", "time.run_out_years=1"];
        let empty = model(base, &["team"], &sets).run(SEED, 2);
        let loaded = model(base, &["team"], &[&sets[..], &[LOADED]].concat()).run(SEED, 2);
        assert!(empty.journeys.len() > 20);
        assert_eq!(traits(&empty), traits(&loaded), "{base}");
        assert_ne!(empty.weeks, loaded.weeks, "{base}");
    }
}

/// Without a warm-up the window begins in the midst of what was loaded; everything adds up all the same, under every policy.
#[test]
fn loaded_runs_add_up() {
    let policies = ["hero", "line", "swarm", "push", "wip-3", "own-pay", "rigid", "commission", "hiring", "negotiating", "segment-focus"];
    for base in ["small", "mid", "enterprise"] {
        for policy in policies {
            for warm_up in ["time.warm_up_weeks=0", "time.warm_up_weeks=6"] {
                let model = model(base, &[policy], &[LOADED, warm_up, "time.years=0.4", "time.run_out_years=0.5"]);
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
    let model = model("mid", &["team"], &["time.warm_up_weeks=0", "time.years=0.4983"]);
    let record = model.run(SEED, 1);
    assert_eq!(record.weeks.len(), 26);
    let deals: u32 = record.weeks.iter().map(|week| week.deals).sum();
    let until = |week: usize| record.deals.iter().filter(|d| d.closed_days < 7.0 * week as f64).count() as u32;
    assert_eq!(deals, until(26));
    assert_eq!(record.weeks[..13].iter().map(|week| week.deals).sum::<u32>(), until(13));
}
