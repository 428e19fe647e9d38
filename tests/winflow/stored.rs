//! What a run leaves behind can be read again, and is what was simulated; what is damaged is told with its place.

use crate::common::{Sandbox, code, stderr};
use std::fs;
use winflow::measure::{Ending, Measure};
use winflow::report::results::stored::{Stored, rows::WeekRow};

/// Hero and team over half a year, three worlds; read back.
fn stored(sandbox: &Sandbox) -> Stored {
    let done = sandbox.run(&["compare", "hero", "team", "--worlds", "3", "--years", "0.5", "--quiet"]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    Stored::read(&sandbox.path("output/hero-vs-team")).expect("results")
}

#[test]
fn results_are_read_back_and_add_up() {
    let stored = stored(&Sandbox::new());
    assert_eq!(stored.systems.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["hero", "team"]);
    for system in &stored.systems {
        let total = |measure: Measure| system.worlds.iter().map(|row| row.ratios[measure as usize].numerator).sum::<f64>();
        assert_eq!(system.deals.len() as f64, total(Measure::DealsPerMonth));
        let revenue: f64 = system.deals.iter().map(|deal| deal.price).sum();
        assert!((revenue / total(Measure::RevenuePerMonth) - 1.0).abs() < 1e-6, "{revenue}");
        let booked: f64 = system.people.iter().map(|person| person.bookings).sum();
        assert!((booked / revenue - 1.0).abs() < 1e-6, "every deal has its seat: {booked}");
        let win_wins = system.journeys.iter().filter(|journey| journey.ending == Ending::WinWin).count() as u64;
        assert_eq!(win_wins, system.worlds.iter().map(|row| row.endings[Ending::WinWin as usize].iter().sum::<u64>()).sum::<u64>());
        let credit: f64 = system.periods.iter().map(|period| period.credit).sum();
        let quota: f64 = system.periods.iter().map(|period| period.quota).sum();
        let attainment = total(Measure::Attainment);
        assert!((credit - attainment).abs() <= 1e-6 * attainment.abs() + 0.01, "{credit} {attainment}");
        assert!(quota > 0.0);
        let available: f64 = system.roles.iter().map(|role| role.selling_hours).sum();
        let worked: f64 = system.roles.iter().map(|role| role.dialogue_hours + role.qualification_hours + role.flow_hours).sum();
        let utilisation = system.worlds.iter().map(|row| row.ratios[Measure::Utilisation as usize]);
        let (hours, there) = utilisation.fold((0.0, 0.0), |(a, b), ratio| (a + ratio.numerator, b + ratio.denominator));
        // What was put in is what there was, and a little that was drawn from hours banked before.
        let put_in = there > available - 0.1 && there < 1.02 * available;
        assert!((worked - hours).abs() < 0.1 && put_in, "{worked} of {available}, {hours} of {there}");
    }
}

/// They are the same by number, and may be otherwise in all else.
#[test]
fn customers_who_need_other_things_are_read_back() {
    let (sandbox, other) = (Sandbox::new(), concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/conditions/one-need.toml"));
    let done = sandbox.run(&["compare", "mid", "--with", "hero", "--with", other, "--worlds", "1", "--years", "0.2", "--quiet"]);
    assert_eq!(code(&done), 0, "{}", stderr(&done));
    let stored = Stored::read(&sandbox.path("output/mid-hero-vs-one-need")).expect("results");
    let possible = |system: usize| stored.systems[system].journeys.iter().filter(|journey| journey.possible).count();
    assert_ne!(possible(0), possible(1));
}

/// Work that came due and was not begun is what waits or was given up: what was worked can never be more.
#[test]
fn demand_is_what_was_worked_and_what_was_left() {
    let stored = stored(&Sandbox::new());
    for system in &stored.systems {
        for world in 0..3 {
            let weeks: Vec<&WeekRow> = system.weeks.iter().filter(|week| week.world == world).collect();
            let sum = |of: fn(&WeekRow) -> f64| weeks.iter().map(|week| of(week)).sum::<f64>();
            let (demand, worked) = (sum(|week| week.demand_hours), sum(|week| week.customer_hours));
            assert!(demand > worked - 1e-6 && worked > 0.9 * demand, "{}: {worked} of {demand} h", system.name);
            assert!(sum(|week| week.prospecting_hours) > 0.0);
            assert!(weeks[0].begins_days < 0.0, "the warm-up is there");
        }
    }
}

#[test]
fn a_group_is_portrayed_under_both_systems() {
    let stored = stored(&Sandbox::new());
    assert_eq!(stored.groups.iter().map(|group| group.scenario.as_str()).collect::<Vec<_>>(), ["hero", "team"]);
    assert_eq!(stored.groups[0].journey, stored.groups[1].journey);
    for group in &stored.groups {
        assert!(group.frames.len() > 1 && group.frames.is_sorted_by(|a, b| a.at_days <= b.at_days));
        assert!(group.needs.iter().all(|need| need.len() == 2));
        for frame in &group.frames {
            assert!(frame.wants.len() == group.needs.len() && frame.met.len() == group.needs.len());
        }
        assert!(!group.frames[0].met.iter().any(|met| *met), "nobody was met before the dialogue began");
    }
    assert_eq!(stored.groups[0].needs, stored.groups[1].needs, "they are the same people");
}

#[test]
fn what_is_damaged_is_told_with_its_place_and_cure() {
    let sandbox = Sandbox::new();
    stored(&sandbox);
    let folder = sandbox.path("output/hero-vs-team");
    let said = |file: &str, bytes: &[u8]| {
        let whole = fs::read(folder.join(file)).expect("the file");
        fs::write(folder.join(file), bytes).expect("written");
        let why = Stored::read(&folder).expect_err(file).to_string();
        fs::write(folder.join(file), whole).expect("written");
        why
    };
    let deals = fs::read_to_string(folder.join("deals.csv")).expect("deals");
    let cut = &deals[..deals.len() - 20];
    let line = deals.lines().count();
    let worlds = fs::read_to_string(folder.join("worlds.csv")).expect("worlds");
    let mut lines: Vec<&str> = worlds.lines().collect();
    lines.swap(1, 2);
    let swapped = lines.join("\n");
    for (file, bytes, expected) in [
        ("manifest.json", "{\n \"version\": 1", "manifest.json:2:"),
        ("results.json", "", "results.json:1:0"),
        ("deals.csv", cut, &*format!("deals.csv:{line}")),
        ("deals.csv", "", "deals.csv:1"),
        ("weeks.csv", "scenario,world\nnobody,0\n", "weeks.csv:2: there is no system \"nobody\""),
        ("worlds.csv", "scenario,world\nhero,0\n", "worlds.csv:2"),
        ("worlds.csv", &swapped, "worlds.csv:2: world 1 is not the next, which is 0"),
        ("deals.csv", "scenario,world,price\nhero,18446744073709551615,1\n", "deals.csv:2: world cannot be"),
        ("deals.csv", "scenario,world,price\nhero,3,1\n", "deals.csv:2: world cannot be 3"),
        ("deals.csv", "scenario,world,price\nhero,0,inf\n", "deals.csv:2: price cannot be inf"),
        ("weeks.csv", "scenario,world,wip\nhero,0,1e300\n", "weeks.csv:2: wip cannot be 1e300"),
    ] {
        let said = said(file, bytes.as_bytes());
        assert!(said.contains(expected) && said.contains("--force"), "{file}: {said}");
    }
    for nothing in ["output", "output/hero-vs-team/worlds.csv", "nowhere"] {
        let said = Stored::read(&sandbox.path(nothing)).expect_err("no results").to_string();
        assert!(said.contains("output/hero-vs-team"), "{said}");
    }
}
