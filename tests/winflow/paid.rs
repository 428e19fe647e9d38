//! What people are credited and paid in simulated worlds: who has sold what is known deal by deal, and pay follows from it by the plan.

use crate::worlds::{run, scenario, total, value};
use winflow::measure::{Measure, PeriodRecord, Record};
use winflow::simulation::Model;

/// Two years from an empty start, in which nobody responds to pay or quits, nothing is adopted, and whoever regrets asks for money back;
/// all others stay.
const REFUNDED: [&str; 13] = [
    "time.years=2",
    "time.warm_up_weeks=0",
    "offering.standard.adoption_base=0",
    "relationship.refund_chance=1",
    "relationship.refund_share=0.1",
    "relationship.survey_noise=0",
    "relationship.churn_without_gain=0.0001",
    "relationship.churn_surplus_effect=0",
    "relationship.churn_regret_effect=0",
    "relationship.churn_temper=0",
    "response.pay_weight=0",
    "role.seller.quits_per_year=0",
    "plan.standard.clawback_days=3650",
];
const DELIVERY_DAYS: f64 = 90.0;
const WINDOW_DAYS: f64 = 2.0 * 365.25;

fn refunded(names: &str, sets: &[&str]) -> Vec<Record> {
    run(names, &[&REFUNDED, sets].concat(), 3, 3)
}

fn credit(record: &Record) -> f64 {
    record.periods.iter().map(|period| period.credit).sum()
}

fn pay(record: &Record) -> f64 {
    record.periods.iter().map(|period| period.variable_pay).sum()
}

fn near(actual: f64, expected: f64) {
    assert!((actual - expected).abs() <= 1e-6 * (1.0 + expected.abs()), "{actual} should be {expected}");
}

/// The lines of the books add up to the periods, person by person.
#[test]
fn lines_add_up_to_periods() {
    let sets = [
        "plan.standard.deferral_share=0.5",
        "plan.standard.clawback_share=1",
        "plan.standard.period_weeks=13",
        "role.seller.quits_per_year=1",
    ];
    for record in refunded("mid team commission", &sets) {
        let whose = |seat: winflow::measure::Seat, holder: u16| (seat.number(), holder);
        let mut sums: std::collections::BTreeMap<(u16, u16), f64> = Default::default();
        for line in &record.pay_lines {
            *sums.entry(whose(line.person, line.holder)).or_default() += line.credit - line.taken_back;
        }
        for period in &record.periods {
            *sums.entry(whose(period.person, period.holder)).or_default() -= period.credit;
        }
        assert!(record.pay_lines.len() > 50 && sums.values().all(|left| left.abs() < 1e-6), "{sums:?}");
    }
}

/// Half is deferred, all is taken back: signed deals stand at half, delivered ones at all or, where money was paid back, at nothing.
#[test]
fn what_is_taken_back_is_what_was_credited() {
    let mut kept = 0;
    for weeks in ["104", "13"] {
        let length = format!("plan.standard.period_weeks={weeks}");
        for record in refunded("mid hero commission", &["plan.standard.deferral_share=0.5", "plan.standard.clawback_share=1", &length]) {
            let stands = |deal: &winflow::measure::DealRecord| match deal.closed_days + DELIVERY_DAYS < WINDOW_DAYS {
                false => 0.5 * deal.price,
                true if deal.regretted => 0.0,
                true => deal.price,
            };
            kept += record.deals.iter().filter(|deal| stands(deal) == deal.price).count();
            near(credit(&record), record.deals.iter().map(stands).sum());
        }
    }
    assert!(kept > 0);
}

/// A linear plan pays for net credit, whoever shares it and whenever it is taken back.
#[test]
fn linear_pay_is_for_net_credit() {
    for names in ["mid hero commission", "mid team commission", "mid team commission pool"] {
        for weeks in ["104", "4"] {
            let length = format!("plan.standard.period_weeks={weeks}");
            for record in refunded(names, &["plan.standard.clawback_share=1", &length, "plan.standard.team_size=4"]) {
                // Half of on-target earnings of 80,000 EUR for 480,000 EUR of bookings.
                let rate = 40_000.0 / 480_000.0;
                let paid = record.people.iter().map(|person| person.pay).sum::<f64>() - 12.0 * 40_000.0 * 2.0;
                near(paid, rate * credit(&record));
                let taken: f64 = record.periods.iter().map(|period| period.taken_back).sum();
                assert!(weeks == "104" || taken > 0.0, "{names}");
            }
        }
    }
}

/// The margin of a deal that is refunded is lowered once, and taken back as it was credited.
#[test]
fn a_refund_lowers_the_margin_once() {
    for record in refunded("mid hero margin", &["plan.standard.clawback_share=1"]) {
        let delivered = record.journeys.iter().filter(|j| j.price > 0.0 && j.ended_days.is_some_and(|at| at + DELIVERY_DAYS < WINDOW_DAYS));
        let regretted: Vec<u64> = record.deals.iter().filter(|deal| deal.regretted).map(|deal| deal.number).collect();
        let kept: f64 = delivered.filter(|j| !regretted.contains(&j.number)).map(|j| j.margin).sum();
        near(credit(&record), kept);
    }
}

/// Five per cent of the price of each win-win is money, whatever the first rate, and no attainment.
#[test]
fn what_is_paid_on_top_is_no_credit() {
    let sets =
        ["plan.standard.base_share=0.5", "plan.standard.tier_from=[0,3]", "plan.standard.quota=100", "plan.standard.period_weeks=104"];
    let paid = |first: &str, bonus: &str| -> Vec<(f64, f64)> {
        let more = [format!("plan.standard.tier_rate=[{first},4]"), format!("plan.standard.win_win_bonus={bonus}")];
        let all: Vec<&str> = sets.iter().copied().chain(more.iter().map(String::as_str)).chain(["relationship.refund_chance=0"]).collect();
        refunded("mid hero", &all).iter().map(|record| (pay(record), credit(record))).collect()
    };
    let (none, some, one) = (paid("0", "0"), paid("0", "0.05"), paid("1", "0.05"));
    for ((none, some), one) in none.iter().zip(&some).zip(&one) {
        assert!(none.0 == 0.0 && some.0 > 0.0);
        assert_eq!((none.1, none.1), (some.1, one.1));
        near(one.0 - some.0, 40_000.0 / (100.0 * 480_000.0) * one.1);
    }
}

/// Deals of 100,000 EUR in equal thirds: three thirds are a quota of one deal.
#[test]
fn three_thirds_of_a_quota_are_the_quota() {
    let sets = [
        "segment.mid.deal_size_sigma=0",
        "response.pay_weight=0",
        "role.seller.bookings_target=1200000",
        "plan.standard.period_weeks=1 month",
        "plan.standard.base_share=0.5",
        "plan.standard.tier_rate=[0]",
        "plan.standard.bonus_at=[1]",
        "plan.standard.bonus=[1]",
        "plan.standard.split=equal",
        "time.years=2",
    ];
    let records = run("mid team", &sets, 1, 6);
    let periods = records.iter().flat_map(|record| &record.periods).filter(|period| period.is_settled && period.share == 1.0);
    let exact: Vec<&PeriodRecord> = periods.filter(|period| (period.credit - period.quota).abs() < 1e-6).collect();
    assert!(exact.len() > 20, "{}", exact.len());
    exact.iter().for_each(|period| near(period.variable_pay, 40_000.0 / 12.0));
}

/// A linear rate on the same deals comes to the same, alone or in a pool, where people leave and others come.
#[test]
fn a_pool_of_leavers_is_paid_like_each_alone() {
    let sets = ["response.pay_weight=0", "response.quit_response=0", "role.seller.quits_per_year=2", "time.years=2"];
    let (alone, pool) = (run("mid hero commission", &sets, 1, 4), run("mid hero pool", &sets, 1, 4));
    for (a, b) in alone.iter().zip(&pool) {
        assert!(a.people.iter().map(|p| p.quits).sum::<f64>() > 10.0);
        near(value(a, Measure::ReturnOnSales), value(b, Measure::ReturnOnSales));
    }
}

/// Quotas are in proportion to the time on board.
#[test]
fn whoever_comes_late_has_a_part_of_the_quota() {
    let sets = [
        "response.pay_weight=0",
        "role.seller.quits_per_year=1",
        "role.seller.hiring_days=0",
        "plan.standard.base_share=0.5",
        "plan.standard.period_weeks=52",
    ];
    let records = run("mid hero", &sets, 1, 2);
    let periods: Vec<&PeriodRecord> = records.iter().flat_map(|record| &record.periods).collect();
    let whole = periods.iter().map(|period| period.quota).fold(0.0, f64::max);
    assert!(periods.iter().filter(|period| period.share < 1.0).count() > 10);
    periods.iter().for_each(|period| near(period.quota, whole * period.share));
}

/// Pay a year hardly depends on where the window ends within a yearly period.
#[test]
fn pay_does_not_depend_on_where_the_window_ends() {
    let pay = |years: &str| {
        let sets =
            [&format!("time.years={years}"), "plan.standard.period_weeks=52", "response.pay_weight=0", "role.seller.quits_per_year=0"];
        total(&run("mid hero commission", &sets.map(|set| set as &str), 1, 10), Measure::PayPerPerson)
    };
    let (short, year, long) = (pay("0.96"), pay("1"), pay("1.04"));
    assert!((short / year - 1.0).abs() < 0.03 && (long / year - 1.0).abs() < 0.03, "{short} {year} {long}");
}

/// A segment to which nobody belongs changes no bit of the others, whatever its name.
#[test]
fn an_empty_segment_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["aaa", "zzz"] {
        let path = folder.path().join(format!("{name}.toml"));
        let text = format!(
            "[segment.{name}]\nlike = \"mid\"\nprojects_per_year = 0\nproject_days = 900\ndeal_size_median = 7\ndeadline_days_median = 700\n"
        );
        std::fs::write(&path, text).unwrap();
        for names in ["mid team accelerator", "mid hero"] {
            for start in ["time.start=empty", "time.start=loaded"] {
                let sets = ["time.years=0.5", start];
                let with = scenario(&format!("{names} {}", path.display()), &sets);
                let (with, without) =
                    (Model::new(&with, Default::default()).run(1, 0), Model::new(&scenario(names, &sets), Default::default()).run(1, 0));
                assert_eq!(with.deals, without.deals, "{name} {names} {start}");
                assert_eq!(with.ratios, without.ratios, "{name} {names} {start}");
            }
        }
    }
}

/// However hard people work, and however short the window is, no more is worked than is put in.
#[test]
fn utilisation_is_a_hundred_per_cent_at_most() {
    for (names, sets) in [
        ("mid hero accelerator", &["time.years=0.05", "market_scale=3"][..]),
        ("mid team", &["time.years=0.02", "market_scale=5", "time.warm_up_weeks=0"]),
        ("small hero accelerator", &["time.years=1", "response.effort_elasticity=1", "response.motive_per_hour=5"]),
    ] {
        let utilisation: Vec<f64> = run(names, sets, 1, 6).iter().map(|record| value(record, Measure::Utilisation)).collect();
        assert!(utilisation.iter().all(|&share| share <= 1.0 + 1e-12), "{names}: {utilisation:?}");
        assert!(utilisation.iter().any(|&share| share > 0.5), "{names} is not busy: {utilisation:?}");
    }
}
