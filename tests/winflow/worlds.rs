//! Worlds of a scenario, what they measure, and how far they are from each other.

use rayon::prelude::*;
use std::path::Path;
use std::sync::Arc;
use winflow::market::arrivals::Arrival;
use winflow::measure::{ChannelAt, Measure, Ratio, Record};
use winflow::scenario::{Problems, Scenario, load};
use winflow::simulation::Model;

/// Where the firms are that stay as they are.
pub const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");

/// A scenario by name, with those named after it laid over it ("mid team accelerator") and keys set. Names are fixtures, then shipped
/// ones; a policy alone is in `mid`.
pub fn scenario(names: &str, sets: &[&str]) -> Scenario {
    stacked(&layers_of(names), sets)
}

/// As [`scenario`], where it may be refused.
pub fn try_scenario(names: &str, sets: &[&str]) -> Result<Scenario, Problems> {
    try_stacked(&layers_of(names), sets)
}

fn layers_of(names: &str) -> Vec<String> {
    let mut layers: Vec<String> = names.split(' ').map(|name| fixture(name).unwrap_or_else(|| name.to_string())).collect();
    if layers[0].contains("policies") {
        layers.insert(0, format!("{FIXTURES}/mid.toml"));
    }
    layers
}

/// As [`scenario`], of the shipped ones.
pub fn shipped(names: &str, sets: &[&str]) -> Scenario {
    stacked(&names.split(' ').map(str::to_string).collect::<Vec<_>>(), sets)
}

fn fixture(name: &str) -> Option<String> {
    let paths = ["", "policies/", "plans/"].map(|folder| format!("{FIXTURES}/{folder}{name}.toml"));
    paths.into_iter().find(|path| Path::new(path).is_file())
}

fn stacked(layers: &[String], sets: &[&str]) -> Scenario {
    try_stacked(layers, sets).unwrap_or_else(|problems| panic!("{layers:?} {sets:?}: {problems}"))
}

fn try_stacked(layers: &[String], sets: &[&str]) -> Result<Scenario, Problems> {
    let keys: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    Ok(load(&layers[0], &layers[1..], &keys)?.scenario)
}

/// The model of a scenario whose customers come by chance.
pub fn model_of(scenario: &Scenario) -> Model {
    Model::new(scenario, Arc::default())
}

pub fn model(names: &str, sets: &[&str]) -> Model {
    model_of(&scenario(names, sets))
}

/// The first worlds of a scenario.
pub fn run(names: &str, sets: &[&str], seed: u64, worlds: u64) -> Vec<Record> {
    run_model(&model(names, sets), seed, worlds)
}

pub fn run_model(model: &Model, seed: u64, worlds: u64) -> Vec<Record> {
    (0..worlds).into_par_iter().map(|world| model.run(seed, world)).collect()
}

/// A customer who comes at this hour.
pub fn comes(at_hours: f64) -> Arrival {
    Arrival { at_hours, channel: ChannelAt::FIRST, segment: None, value: None }
}

/// The numerator and the denominator of a measure.
pub fn ratio(record: &Record, measure: Measure) -> (f64, f64) {
    let ratio = record.ratios[measure as usize];
    (ratio.numerator, ratio.denominator)
}

pub fn value(record: &Record, measure: Measure) -> f64 {
    let (numerator, denominator) = ratio(record, measure);
    numerator / denominator
}

/// A measure over all worlds: a total over a total.
pub fn total(records: &[Record], measure: Measure) -> f64 {
    let sum = |part: fn(&Ratio) -> f64| records.iter().map(|r| part(&r.ratios[measure as usize])).sum::<f64>();
    sum(|r| r.numerator) / sum(|r| r.denominator)
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The mean of paired differences in standard errors, printed with what it is made of.
pub fn z(what: &str, differences: impl IntoIterator<Item = f64>) -> f64 {
    let differences: Vec<f64> = differences.into_iter().filter(|d| d.is_finite()).collect();
    let (n, mean) = (differences.len() as f64, mean(&differences));
    let variance = differences.iter().map(|d| (d - mean) * (d - mean)).sum::<f64>() / (n - 1.0);
    let error = (variance / n).sqrt();
    println!("{what}: difference {mean:.5}, standard error {error:.5}, z {:.1}, {n} worlds", mean / error);
    mean / error
}

/// The paired difference `b - a` of a figure in standard errors.
pub fn z_between(what: &str, a: &[Record], b: &[Record], figure: impl Fn(&Record) -> f64) -> f64 {
    z(what, a.iter().zip(b).map(|(a, b)| figure(b) - figure(a)))
}

/// Equal but for rounding and for the millionth of an hour by which somebody rests too long.
pub fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() < f64::max(1e-5, 1e-6 * expected.abs()), "{actual} should be {expected}");
}

/// A share counted over `n`, at a false-alarm rate of |z| < 4.
pub fn share_close(count: usize, n: usize, expected: f64) {
    let actual = count as f64 / n as f64;
    let error = (expected * (1.0 - expected) / n as f64).sqrt();
    assert!((actual - expected).abs() < 4.0 * error, "{actual} should be {expected} +- {error}");
}
