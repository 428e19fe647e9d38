//! Arrivals are points in time and rate.

use crate::market::arrivals::Arrivals;
use crate::scenario::{load, load_text};
use crate::simulation::Model;
use crate::simulation::sample::{plan, world};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Who began in a year of world 0: when, and what nobody can change of them.
fn customers(sets: &[&str]) -> BTreeSet<(u64, usize, u8, bool)> {
    let sets: Vec<String> = sets.iter().map(|set| set.to_string()).collect();
    let model = Model::new(&load("mid", &[], &sets).expect("a firm").scenario, Arc::default());
    let all = model.run(1, 0).journeys;
    all.iter().map(|one| (one.begun_days.to_bits(), usize::from(one.segment), one.group_size, one.possible)).collect()
}

const MORE: [&str; 6] = [
    "channel.web.leads_per_year=x1.37",
    "channel.referral.leads_per_year=x2",
    "channel.event.leads_per_year=x1.5",
    "segment.mid.projects_per_year=x1.2",
    "time.years=1",
    "time.run_out_years=0",
];

#[test]
fn more_leads_only_add_customers() {
    let few = customers(&["time.years=1", "time.run_out_years=0"]);
    let many = customers(&MORE);
    assert!(few.is_subset(&many), "{} of {} are missing", few.difference(&many).count(), few.len());
    let share = many.len() as f64 / few.len() as f64;
    assert!((1.1..1.35).contains(&share), "{share}");
}

#[test]
fn a_rate_that_changes_on_a_date_changes_nobody_before() {
    let text = |extra: &str| format!("extends = \"mid\"\n[time]\nyears = 1.0\nrun_out_years = 0.0\n{extra}");
    let journeys = |extra: &str| {
        let model = Model::new(&load_text("firm", &text(extra)).expect("a firm").scenario, Arc::default());
        let journeys = model.run(1, 0).journeys;
        let before = journeys.iter().filter(|journey| journey.begun_days < 91.0).count();
        (before, journeys.iter().filter(|journey| journey.came_by.is_some() && journey.begun_days >= 91.0).count())
    };
    let usual = journeys("");
    let doubled = journeys("[event.more]\nat = \"week 14\"\nset = [\"channel.*.leads_per_year=x2\"]\n");
    assert_eq!(usual.0, doubled.0);
    let share = doubled.1 as f64 / usual.1 as f64;
    assert!((1.5..2.3).contains(&share), "{share}: {usual:?} {doubled:?}");
    let back = journeys("[event.more]\nat = \"week 14\"\nuntil = \"week 15\"\nset = [\"channel.*.leads_per_year=0\"]\n");
    assert!(back.1 < usual.1 && back.1 * 2 > usual.1, "{usual:?} {back:?}");
}

/// The mean number of customers of a batch is that of a quarter, also where it is not whole; and a higher rate has all of them.
#[test]
fn batches_bring_as_many_as_a_quarter_has() {
    let count = |rate: &str, batch: u64| {
        let (plan, arrivals) = (plan("hero", &[&format!("channel.event.leads_per_year={rate}")]), Arrivals::default());
        let named = |channel| plan.channel_name(channel) == "event";
        let source = plan.sources.keys().find(|&source| plan.sources[source].channel.is_some_and(named)).expect("events");
        let mut world = world(&plan, &arrivals, 0.0);
        let before = world.customers.journeys.values().count();
        world.batch(source, batch, 1.0, 48.0);
        world.customers.journeys.values().count() - before
    };
    let counts: Vec<usize> = (0..60).map(|batch| count("10", batch)).collect();
    assert!((0..60).all(|batch| counts[batch as usize] <= count("14", batch)));
    let each = counts.iter().sum::<usize>() as f64 / 60.0;
    let purchases = load("mid", &[], &[]).expect("mid").scenario.segment.entries[0].1.purchases_mean;
    assert!((each / (2.5 * purchases) - 1.0).abs() < 0.25, "{each}");
}
