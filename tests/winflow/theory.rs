//! Queueing theory: the simulator on scenarios whose exact answers are known, which stand in the scenarios' `[theory]`.
//!
//! A measure is a total over a total, over all worlds; its standard error comes from the spread of the worlds (delta
//! method). False-alarm rate: |z| < 4, at a precision of 0.7 % or better, with one seed each and no second try. Long windows
//! are cheaper than many worlds, because every world has its warm-up.

use rayon::prelude::*;
use std::sync::Arc;
use winflow::market::arrivals::Arrivals;
use winflow::measure::{Measure, Ratio, Record};
use winflow::simulation::Model;

/// Runs a theory scenario in that many worlds of `years` and holds every measure that theory knows against it.
fn agrees(name: &str, seed: u64, worlds: u64, years: u32) {
    let loaded = winflow::scenario::load(name, &[], &[format!("time.years={years}")]).unwrap_or_else(|problems| panic!("{problems}"));
    let model = Model::new(&loaded.scenario, Arc::new(Arrivals::default()));
    let begun = std::time::Instant::now();
    let world = |world| Record { journeys: Vec::new(), ..model.run(seed, world) };
    let records: Vec<Record> = (0..worlds).into_par_iter().map(world).collect();
    assert!(records.iter().all(|r| r.check.violation().is_none()));
    assert!(!loaded.scenario.theory.is_empty());
    println!("{name}: {worlds} worlds of {years} years in {:.1} s", begun.elapsed().as_secs_f64());
    for (id, &expected) in &loaded.scenario.theory {
        let measure = *Measure::ALL.iter().find(|m| m.id() == id).unwrap();
        let ratios: Vec<Ratio> = records.iter().map(|r| r.ratios[measure as usize]).collect();
        let (measured, error) = total_over_total(&ratios);
        let z = (measured - expected) / error;
        println!("  {id}: expected {expected:.6}, measured {measured:.6} +- {error:.6} ({:.2} %), z = {z:.2}", 100.0 * error / expected);
        assert!(error / expected < 0.007, "{name}.{id}: the error of {error} is too large to tell anything");
        assert!(z.abs() < 4.0, "{name}.{id}: {measured} is not {expected} (z = {z:.2})");
    }
}

/// A ratio of totals and its standard error: worlds are independent, e_w = (N_w - r D_w) / mean(D).
fn total_over_total(worlds: &[Ratio]) -> (f64, f64) {
    let n = worlds.len() as f64;
    let (above, below) = worlds.iter().fold((0.0, 0.0), |(a, b), w| (a + w.numerator, b + w.denominator));
    let ratio = above / below;
    let squares: f64 = worlds
        .iter()
        .map(|w| {
            let e = w.numerator - ratio * w.denominator;
            e * e
        })
        .sum();
    (ratio, (squares / (n - 1.0) / n).sqrt() / (below / n))
}

#[test]
fn one_desk() {
    agrees("mm1", 1, 30, 20);
}

#[test]
fn four_people_at_one_queue() {
    agrees("mmc", 2, 18, 8);
}

#[test]
fn work_of_any_shape() {
    agrees("mg1", 3, 44, 20);
}

#[test]
fn customers_who_lose_patience() {
    agrees("impatience", 4, 16, 8);
}

#[test]
fn two_desks_in_a_row() {
    agrees("tandem", 5, 14, 20);
}

#[test]
fn work_that_has_to_be_done_again() {
    agrees("feedback", 6, 36, 20);
}
