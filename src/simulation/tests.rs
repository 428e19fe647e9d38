//! What is written down agrees with the record.

use super::*;
use crate::measure::Ending;
use crate::world::happening::Happening;
use std::sync::Arc;

const POLICIES: [(&str, &[&str]); 4] =
    [("hero", &[]), ("team", &["pool", "coaching"]), ("line", &["cap-ratchet"]), ("team", &["accelerator", "manipulative"])];

fn model(base: &str, overlays: &[&str], sets: &[&str]) -> Model {
    let overlays: Vec<String> = overlays.iter().map(|o| o.to_string()).collect();
    let sets: Vec<String> = ["time.years=0.6", "time.warm_up_weeks=10"].iter().chain(sets).map(|s| s.to_string()).collect();
    let loaded = crate::scenario::load(base, &overlays, &sets).expect("a scenario");
    Model::new(&loaded.scenario, Arc::default())
}

#[test]
fn to_keep_a_log_changes_nothing() {
    for (base, overlays) in POLICIES {
        for sets in [&[][..], &["time.start=loaded"][..]] {
            let model = model(base, overlays, sets);
            let (record, log) = model.follow(7, 2, Keeps::Log, None);
            assert!(!log.is_empty());
            assert!(record == model.run(7, 2), "{base} {overlays:?} {sets:?}");
        }
    }
}

#[test]
fn the_log_agrees_with_the_record() {
    for (base, overlays) in POLICIES {
        let model = model(base, overlays, &[]);
        let (record, log) = model.follow(7, 1, Keeps::Log, None);
        let start = model.plan.window_start;
        let in_window = |at: f64| at >= start && at < model.plan.window_end;
        assert!(log.windows(2).all(|pair| pair[0].at_hours <= pair[1].at_hours), "in order of time");
        let signed = |e: &&Happened| e.what == Happening::Signed && in_window(e.at_hours);
        let deals: Vec<(u64, f64)> = log.iter().filter(signed).map(|e| (e.customer.journey, e.amount)).collect();
        assert_eq!(deals, record.deals.iter().map(|d| (d.number, d.price)).collect::<Vec<_>>());
        let mut last: std::collections::BTreeMap<u64, Ending> = Default::default();
        let mut talked = std::collections::BTreeMap::new();
        for e in &log {
            match e.what {
                Happening::Ended { ending, .. } | Happening::Delivered { ending, .. } => _ = last.insert(e.customer.journey, ending),
                Happening::DialogueBegun { .. } => _ = talked.insert(e.customer.journey, (e.at_hours - start) / 24.0),
                _ => {}
            }
        }
        for journey in &record.journeys {
            assert_eq!(talked.get(&journey.number).copied(), journey.dialogue_days, "{journey:?}");
            if journey.dialogue_days.is_some() {
                assert_eq!(last.get(&journey.number).copied().unwrap_or(Ending::Open), journey.ending, "{journey:?}");
            }
        }
    }
}

#[test]
fn what_is_done_with_was_begun() {
    let model = model("team", &[], &[]);
    let log = model.follow(7, 0, Keeps::Log, None).1;
    let begun: std::collections::BTreeSet<(u64, u32)> = log
        .iter()
        .filter_map(|e| if let Happening::StepBegun { activity, .. } = e.what { Some((e.customer.journey, activity.serial)) } else { None })
        .collect();
    let done: Vec<(u64, u32)> = log
        .iter()
        .filter_map(|e| if let Happening::StepDone { activity, .. } = e.what { Some((e.customer.journey, activity.serial)) } else { None })
        .collect();
    assert!(done.len() > 100 && done.iter().all(|key| begun.contains(key)));
    let hours: f64 = log.iter().filter_map(|e| if let Happening::StepBegun { hours, .. } = e.what { Some(hours) } else { None }).sum();
    assert!(hours > 0.0 && begun.len() >= done.len());
}
