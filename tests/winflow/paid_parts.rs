//! Plans of several parts in simulated worlds: what is known of each deal, meeting and renewal is what the books have.

use crate::worlds::{run, value};
use winflow::measure::{Measure, PayCause, PayLineRecord, Record};

const MONTHS: f64 = 24.0;

/// Two years in which nobody responds to pay or quits, and customers go on with us.
const CALM: [&str; 5] =
    ["time.years=2", "time.fiscal_calendar=calendar", "response.pay_weight=0", "role.seller.quits_per_year=0", "relationship.goes_on=true"];

fn worlds(names: &str, sets: &[&str]) -> Vec<Record> {
    run(names, &[&CALM, sets].concat(), 5, 3)
}

fn near(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * (1.0 + expected.abs()), "{actual} should be {expected}");
}

fn pay(record: &Record) -> f64 {
    record.people.iter().map(|person| person.pay).sum()
}

fn lines(record: &Record, cause: PayCause) -> impl Iterator<Item = &PayLineRecord> {
    record.pay_lines.iter().filter(move |line| line.cause == cause)
}

fn credit(record: &Record, cause: PayCause) -> f64 {
    lines(record, cause).map(|line| line.credit).sum()
}

/// Worlds of a scenario with plans of one's own laid over it.
fn with_plans(names: &str, plans: &str) -> Vec<Record> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plans.toml");
    std::fs::write(&path, plans).unwrap();
    worlds(&format!("{names} {}", path.display()), &[])
}

/// Of two components on the same terms each pays its weight, and both together what the plan pays alone.
#[test]
fn parts_on_the_same_terms_make_up_the_whole() {
    let terms = "tier_from = [0, 0.5, 1]\ntier_rate = [0.5, 1.5, 3.5]\nclawback_share = 1\ndeferral_share = 0.3\n";
    let whole = format!("[plan.standard]\nbase_share = 0.5\n{terms}");
    let parts = format!("{whole}components = [\"other\"]\n[plan.other]\nweight = 0.4\n{terms}");
    let run = |plans: &str| with_plans("mid team commission", plans);
    for (whole, parts) in run(&whole).iter().zip(&run(&parts)) {
        assert_eq!(whole.deals, parts.deals);
        near(pay(parts), pay(whole));
        let by_other: f64 = parts.periods.iter().filter(|period| period.component == 1).map(|period| period.variable_pay).sum();
        let by_plan: f64 = parts.periods.iter().filter(|period| period.component == 0).map(|period| period.variable_pay).sum();
        near(by_other * 0.6, by_plan * 0.4);
    }
}

/// A year to date, quarter by quarter, comes to what a yearly plan pays.
#[test]
fn quarters_of_a_year_to_date_come_to_the_year() {
    let terms =
        ["plan.standard.base_share=0.5", "plan.standard.tier_from=[0,0.5,1]", "plan.standard.tier_rate=[0,2,4]", "time.warm_up_weeks=0"];
    let with = |more: &[&str]| worlds("mid hero commission", &[&terms, more].concat());
    let (year, quarters) = (with(&["plan.standard.period_weeks=52"]), with(&["plan.standard.year_to_date=true"]));
    for (year, quarters) in year.iter().zip(&quarters) {
        // Quarters are of unequal length: the last year, which the window cuts off, is accrued a little differently.
        assert!((pay(quarters) / pay(year) - 1.0).abs() < 1e-4, "{} {}", pay(quarters), pay(year));
        assert!(quarters.periods.len() > 3 * year.periods.len());
    }
}

/// Each opportunity that is let in counts once.
#[test]
fn opportunities_count_once() {
    let sets = ["plan.standard.base_share=0.5", "plan.standard.credit=opportunities-accepted", "plan.standard.quota_number=10"];
    for record in worlds("mid team", &sets) {
        let counted = credit(&record, PayCause::Accepted);
        // Judged within the window; some were before it and are let in within it.
        let judged = record.journeys.iter().filter(|j| j.let_in && j.judged_days.is_some_and(|at| (0.0..730.5).contains(&at))).count();
        assert!(judged > 50 && (counted - judged as f64).abs() / (judged as f64) < 0.25, "{counted} {judged}");
        assert!(lines(&record, PayCause::Accepted).all(|line| line.credit == 1.0));
        let numbers: std::collections::BTreeSet<u64> = lines(&record, PayCause::Accepted).map(|line| line.journey).collect();
        assert_eq!(numbers.len() as f64, counted, "no opportunity twice");
    }
}

/// Whoever holds a meeting is paid for it: a linear plan pays so much each, and a month of extra pay adds to it.
#[test]
fn meetings_are_paid_by_the_number() {
    let sets = [
        "plan.standard.base_share=0.5",
        "plan.standard.credit=meetings-held",
        "plan.standard.quota_number=50",
        "plan.standard.extra_from=2024-06-01",
        "plan.standard.extra_weeks=4",
        "plan.standard.extra_each=20",
        "time.window_start=2024-01-01",
    ];
    for record in worlds("mid team", &sets) {
        let meetings = credit(&record, PayCause::Met);
        let (from, to) = (152.0, 152.0 + 28.0);
        let in_time = lines(&record, PayCause::Met).filter(|line| (from..to).contains(&line.at_days)).count() as f64;
        assert!(meetings > 1000.0 && in_time > 50.0, "{meetings} {in_time}");
        let base = 12.0 * 2.0 * 40_000.0;
        near(pay(&record), base + 10_000.0 / 50.0 * meetings + 20.0 * in_time);
    }
}

/// Extra pay is a share of what is signed in its weeks, and something for each deal.
#[test]
fn extra_pay_is_for_what_is_signed_in_its_weeks() {
    let sets = [
        "plan.standard.extra_from=2024-09-01",
        "plan.standard.extra_weeks=13",
        "plan.standard.extra_share=0.01",
        "plan.standard.extra_each=1000",
        "time.window_start=2024-01-01",
    ];
    for record in worlds("mid hero commission", &sets) {
        let (from, to) = (244.0, 244.0 + 91.0);
        let deals: Vec<f64> = record.deals.iter().filter(|deal| (from..to).contains(&deal.closed_days)).map(|deal| deal.price).collect();
        assert!(deals.len() > 3);
        let on_top: f64 = record.pay_lines.iter().map(|line| line.on_top).sum();
        near(on_top, 0.01 * deals.iter().sum::<f64>() + 1000.0 * deals.len() as f64);
    }
}

/// What customers renewed in the window is what those who sold to them are credited.
#[test]
fn renewals_are_credited_to_those_who_sold() {
    let sets =
        ["plan.standard.base_share=0.5", "plan.standard.credit=retention", "plan.standard.period_weeks=52", "plan.standard.quota=0.8"];
    for record in worlds("mid team", &sets) {
        let renewed = MONTHS * value(&record, Measure::RenewalRevenuePerMonth);
        assert!(renewed > 0.0);
        near(credit(&record, PayCause::Renewed), renewed);
        for period in record.periods.iter().filter(|period| period.is_settled && period.share == 1.0) {
            let attainment = if period.quota > 0.0 { period.credit / period.quota } else { 1.0 };
            near(period.variable_pay, 40_000.0 * attainment);
        }
    }
}

/// New and existing customers together are all customers.
#[test]
fn new_and_existing_customers_are_all() {
    let plans =
        "[plan.standard]\ncustomers = \"new\"\ncomponents = [\"existing\"]\n[plan.existing]\nweight = 0.5\ncustomers = \"existing\"\n";
    let mut existing = 0.0;
    for record in with_plans("mid hero commission", plans) {
        let by = |part: u8| -> f64 { lines(&record, PayCause::Signed).filter(|line| line.component == part).map(|line| line.credit).sum() };
        existing += by(1);
        near(by(0) + by(1), record.deals.iter().map(|deal| deal.price).sum());
    }
    assert!(existing > 0.0);
}

/// Pay for accepted opportunities lets more of them in than pay for bookings does.
#[test]
fn what_is_paid_is_let_in() {
    let with = |sets: &[&str]| -> (f64, f64) {
        let all = [&["time.years=2", "relationship.goes_on=true", "plan.standard.base_share=0.5"], sets].concat();
        let records = run("mid hero", &all, 2, 12);
        let let_in: usize = records.iter().map(|record| record.journeys.iter().filter(|j| j.let_in).count()).sum();
        let judged: usize = records.iter().map(|record| record.journeys.iter().filter(|j| j.judged_days.is_some()).count()).sum();
        (let_in as f64 / judged as f64, judged as f64)
    };
    let accepted = with(&["plan.standard.credit=opportunities-accepted", "plan.standard.quota_number=10"]);
    let bookings = with(&["plan.standard.credit=bookings"]);
    assert!(accepted.0 > bookings.0 + 0.02, "{accepted:?} {bookings:?}");
}

/// The same pay, written as a component of weight 1, moves people alike.
#[test]
fn the_same_pay_as_a_component_moves_people_alike() {
    let terms = "tier_from = [0, 1]\ntier_rate = [0.5, 3]\n";
    let whole = format!("[plan.standard]\nbase_share = 0.5\n{terms}");
    let part = format!("[plan.standard]\nbase_share = 0.5\ncomponents = [\"c\"]\n[plan.c]\nweight = 1\n{terms}");
    let folder = tempfile::tempdir().unwrap();
    let revenue = |name: &str, plans: &str| -> f64 {
        let path = folder.path().join(name);
        std::fs::write(&path, plans).unwrap();
        let records = run(&format!("mid team {}", path.display()), &["time.years=1"], 1, 12);
        records.iter().map(|record| value(record, Measure::RevenuePerMonth)).sum()
    };
    let (whole, part) = (revenue("whole.toml", &whole), revenue("part.toml", &part));
    assert!((part / whole - 1.0).abs() < 0.12, "{part} {whole}");
}

/// Whoever is paid for meetings keeps customers, with whom meetings are held.
#[test]
fn whoever_is_paid_for_meetings_keeps_customers() {
    let sets = ["time.years=1", "plan.standard.base_share=0.5", "plan.standard.credit=meetings-held", "plan.standard.quota_number=40"];
    let (paid, salary) = (run("mid team", &sets, 1, 6), run("mid team", &sets[..1], 1, 6));
    let let_in = |records: &[Record]| records.iter().flat_map(|record| &record.journeys).filter(|journey| journey.let_in).count() as f64;
    assert!(let_in(&paid) > 0.7 * let_in(&salary), "{} {}", let_in(&paid), let_in(&salary));
}

/// A gate that nobody reaches pays nothing, wherever the window cuts a period.
#[test]
fn a_closed_gate_pays_nothing_where_the_window_cuts() {
    let plans = "[time]\nwindow_start = \"2024-07-01\"\nyears = 1\n[plan.standard]\nbase_share = 0.5\ncomponents = [\"c\"]\n\
        [plan.c]\nweight = 0.5\nperiod_weeks = 52\ngate = 50\ngate_plan = \"standard\"\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("plans.toml");
    std::fs::write(&path, plans).unwrap();
    let names = format!("mid team {}", path.display());
    for record in run(&names, &["response.pay_weight=0", "time.fiscal_calendar=calendar"], 1, 3) {
        let behind: Vec<f64> = record.periods.iter().filter(|period| period.component == 1).map(|period| period.variable_pay).collect();
        assert!(behind.len() > 20 && behind.iter().all(|pay| *pay == 0.0), "{behind:?}");
    }
}

/// Objectives that are granted anyway open a gate, which then changes nothing.
#[test]
fn a_gate_that_is_open_anyway_changes_nothing() {
    let plans = |gate: &str| {
        format!(
            "[plan.standard]\nbase_share = 0.5\ntier_from = [0, 1]\ntier_rate = [0.5, 2]\ncomponents = [\"goals\"]\n{gate}\n\
             [plan.goals]\nweight = 0.1\ncredit = \"objectives\"\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let worlds = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        run(&format!("mid team {}", path.display()), &["time.years=1"], 1, 2)
    };
    let (open, gated) = (worlds("open.toml", plans("")), worlds("gated.toml", plans("gate = 0.5\ngate_plan = \"goals\"")));
    for (open, gated) in open.iter().zip(&gated) {
        assert_eq!((&open.deals, &open.pay_lines), (&gated.deals, &gated.pay_lines));
    }
}

/// Years that periods do not divide are closed with the period in which they end, whatever the calendar.
#[test]
fn years_to_date_end() {
    for (weeks, calendar) in [("10", "calendar"), ("13", "weeks"), ("4", "weeks")] {
        let sets = [
            "time.years=3".to_string(),
            "plan.standard.base_share=0.5".to_string(),
            "plan.standard.year_to_date=true".to_string(),
            "plan.standard.tier_rate=[0,1]".to_string(),
            "plan.standard.tier_from=[0,100]".to_string(),
            format!("plan.standard.period_weeks={weeks}"),
            format!("time.fiscal_calendar={calendar}"),
            "plan.standard.ratchet=0.1".to_string(),
            "plan.standard.ratchet_down=0.1".to_string(),
            "role.seller.quits_per_year=0".to_string(),
        ];
        let record = run("mid hero", &sets.iter().map(String::as_str).collect::<Vec<_>>(), 1, 1).remove(0);
        // A quota is lowered when a year is closed, at most once a year.
        let mut quotas: Vec<f64> =
            record.periods.iter().filter(|period| period.person.number() == 0 && period.share == 1.0).map(|period| period.quota).collect();
        quotas.dedup_by(|a, b| (*a - *b).abs() < 1e-6);
        assert!((2..=4).contains(&quotas.len()), "{weeks} {calendar}: {quotas:?}");
    }
}

/// How a component's credit is split is its own affair, at the delivery too.
#[test]
fn the_split_of_a_component_is_its_own() {
    let plans = |split: &str| {
        format!(
            "[plan.standard]\nbase_share = 0.5\nsplit = \"{split}\"\ncomponents = [\"c\"]\n\
             [plan.c]\nweight = 0.5\nsplit = \"owner\"\ndeferral_share = 0.5\n"
        )
    };
    let by_component = |record: &Record| -> Vec<(u16, u64, f64)> {
        let own = record.pay_lines.iter().filter(|line| line.component == 1);
        own.map(|line| (line.person.number(), line.journey, line.credit)).collect()
    };
    for (hours, owner) in with_plans("mid team", &plans("hours")).iter().zip(&with_plans("mid team", &plans("owner"))) {
        let (hours, owner) = (by_component(hours), by_component(owner));
        let delivered = |lines: &[(u16, u64, f64)]| lines.iter().map(|line| line.2).sum::<f64>();
        near(delivered(&hours), delivered(&owner));
        assert_eq!(hours.len(), owner.len());
    }
}

/// Of two times of extra pay, each is felt: one that is years away does not hide the one that is on.
#[test]
fn each_time_of_extra_pay_is_felt() {
    let plans = |far: &str| {
        format!(
            "[plan.standard]\nbase_share = 0.5\n{far}components = [\"c\"]\n\
             [plan.c]\nweight = 0.5\nextra_from = \"2024-06-01\"\nextra_weeks = 2\nextra_share = 0.2\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let worlds = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        run(&format!("mid hero {}", path.display()), &["time.years=1", "time.window_start=2024-01-01"], 1, 3)
    };
    let alone = worlds("alone.toml", plans(""));
    let both = worlds("both.toml", plans("extra_from = \"2030-01-01\"\nextra_share = 0.01\n"));
    let soon = |records: &[Record]| -> usize {
        records.iter().flat_map(|record| &record.deals).filter(|deal| (152.0..166.0).contains(&deal.closed_days)).count()
    };
    assert_eq!(soon(&alone), soon(&both));
    assert!(soon(&alone) > 0);
}
