//! Queueing theory: F20.

use super::experiment::{Experiment, Formula, Variant, figure, measured, quotient, ratio};
use crate::engine::time::YEAR;
use crate::measure::{Measure, Record};
use crate::scenario::{self, Scenario};

/// Scenario and years: long windows are cheaper than many worlds, because every world has its warm-up.
const THEORY: [(&str, u32); 6] = [("mm1", 20), ("mmc", 8), ("mg1", 20), ("impatience", 6), ("tandem", 20), ("feedback", 20)];
const LOADS: [(&str, f64); 4] = [("pool-70", 0.70), ("pool-80", 0.80), ("pool-90", 0.90), ("pool-95", 0.95)];

/// F20: the simulator on what is known exactly.
pub fn theory() -> Experiment {
    let mut variants: Vec<Variant> =
        THEORY.iter().map(|&(name, years)| Variant::of(name, name).set(format!("time.years={years}"))).collect();
    let mut figures: Vec<(&'static str, Formula)> = vec![figure("little", |t| {
        let sum = |slot: usize| t.iter().map(|variant| variant[slot]).sum::<f64>();
        quotient(sum(2), sum(3))
    })];
    for (v, (name, _)) in THEORY.iter().enumerate() {
        let exact = scenario::load(name, &[], &[]).ok().and_then(|l| l.scenario.theory.get(Measure::WaitHoursMean.id()).copied());
        figures.push(figure(name, move |t| Some(quotient(ratio(t, v, 0, 1)?, exact?)? - 1.0)));
    }
    for (key, load) in LOADS {
        let alone = variants.len();
        variants.extend([1, 0].map(|size| six_desks(load, size)));
        figures.push(figure(key, move |t| quotient(ratio(t, alone, 0, 1)?, ratio(t, alone + 1, 0, 1)?)));
    }
    Experiment {
        id: "F20",
        setting: "one or several desks with one piece of work per customer; six desks with separate queues, then with a shared one",
        variants,
        count: wait,
        figures,
        worlds: 1.0,
        remark: "",
    }
}

fn six_desks(load: f64, pool_size: u32) -> Variant {
    let queues = if pool_size == 1 { "six queues" } else { "one queue" };
    Variant::of("mm1", format!("load {load:.2}, {queues}"))
        .set("role.clerk.people=6")
        .set(format!("channel.door.leads_per_year={}", (load * 6.0 * YEAR * 10.0).round() / 10.0))
        .set("organisation.routing=territory")
        .set(format!("organisation.pool_size={pool_size}"))
}

/// Wait over customers; what Little's law is off by, and how much it is about.
fn wait(record: &Record, _: &Scenario) -> Vec<f64> {
    let (one_way, other_way) = record.check.little;
    [measured(record, Measure::WaitHoursMean), [(one_way - other_way).abs(), one_way]].concat()
}
