//! Who leads people, what a span costs, who may say no on technical grounds, and quotas that ramp.

use crate::happened::Trace;
use crate::worlds::{model_of, run_model};
use winflow::measure::Record;
use winflow::scenario::{Scenario, load_text};
use winflow::world::happening::Happening;

const SHORT: &str = "[time]\nyears = 1\nwarm_up_weeks = 8\nrun_out_years = 1\n";

fn firm(text: &str) -> Scenario {
    load_text("firm.toml", &format!("extends = \"mid\"\n{SHORT}{text}")).expect("a firm").scenario
}

fn skill_of_sellers(records: &[Record]) -> f64 {
    let all: Vec<f64> =
        records.iter().flat_map(|record| &record.employments).filter(|one| one.role.number() == 0).map(|one| one.skill).collect();
    all.iter().sum::<f64>() / all.len() as f64
}

/// Fifteen hours of a leader for five people are three each, of which one is for reviews: two are coaching, a hundred in a year. For fifteen
/// people nothing is left.
#[test]
fn the_wider_the_span_the_less_is_learned() {
    let quiet = "[learning]\nby_doing = 0\nskill_half_life_years = 0\n[role.seller]\nquits_per_year = 0\npeople = 15\n";
    let skill = |leaders: u32| {
        let text = format!("{quiet}[role.team-lead]\npeople = {leaders}\nquits_per_year = 0\nleads = [\"seller\"]\n");
        skill_of_sellers(&run_model(&model_of(&firm(&text)), 1, 2))
    };
    let (alone, narrow) = (skill_of_sellers(&run_model(&model_of(&firm(quiet)), 1, 2)), skill(3));
    assert!((skill(1) - alone).abs() < 1e-12, "a span of fifteen leaves no coaching: {} {alone}", skill(1));
    // Two hours a week close 1 - 0.99^2 of the gap to the ceiling: after a year about two thirds of it are closed.
    assert!(narrow > 1.2 * alone, "{alone} {narrow}");
    let player = firm(&format!("{quiet}[role.team-lead]\npeople = 1\nleads = [\"seller\"]\nparts = [\"flow\"]\n"));
    assert_eq!(model_of(&player).run(1, 0).check.violation(), None);
}

#[test]
fn whoever_assists_may_say_no() {
    let text = |may: bool| {
        format!(
            "[organisation]\ntechnical_no = {may}\n[role.se]\npeople = 4\nquits_per_year = 0\nassists = [\"design\", \"workshop\"]\n[qualification]\nrule = \"none\"\n"
        )
    };
    let noes = |may: bool| {
        let trace = Trace::follow(&model_of(&firm(&text(may))), 3, 0);
        assert_eq!(trace.record.check.violation(), None);
        let said = trace.all(|what| matches!(what, Happening::TechnicalNo { .. }));
        for one in &said {
            let Happening::TechnicalNo { surplus, .. } = one.what else { continue };
            assert!(surplus < 0.0);
        }
        said.len()
    };
    assert_eq!(noes(false), 0);
    assert!(noes(true) > 5);
}

/// Nothing in the first two months and 30 % in the third are 10 % of a quarter's quota; then 60, 90 and 100 % are 83 %.
#[test]
fn a_quota_ramps_with_whoever_has_it() {
    let text = |ramps: bool| {
        format!(
            "[role.seller]\nquits_per_year = 0\nramp = [0, 0, 30, 60, 90, 100]\nquota_ramps = {ramps}\n[plan.standard]\nbase_share = 0.5\ntier_from = [0]\ntier_rate = [1]\n[event.h]\nat = \"quarter 2\"\nhire = [\"seller=1\"]\n"
        )
    };
    let quotas = |ramps: bool| {
        let record = model_of(&firm(&text(ramps))).run(1, 0);
        let newest = record.employments.iter().map(|one| one.person).max().expect("somebody");
        record
            .periods
            .iter()
            .filter(|period| period.person == newest && period.quota > 0.0)
            .map(|period| period.quota)
            .collect::<Vec<f64>>()
    };
    let (whole, ramped) = (quotas(false), quotas(true));
    assert_eq!(whole.len(), ramped.len());
    let shares: Vec<f64> = whole.iter().zip(&ramped).map(|(whole, ramped)| ramped / whole).collect();
    assert!((shares[0] - 0.1).abs() < 0.01 && (shares[1] - 2.5 / 3.0).abs() < 0.01 && (shares[2] - 1.0).abs() < 1e-9, "{shares:?}");
}
