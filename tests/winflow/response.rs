//! How people respond to pay: nothing of it where pay carries no weight, and in the expected direction where it does.

use crate::happened::Trace;
use crate::worlds::{model, value, z};
use rayon::prelude::*;
use winflow::measure::{Measure, Record};
use winflow::policy::choice::{Choice, Chosen};
use winflow::simulation::Model;
use winflow::world::happening::Happening;

const SEED: u64 = 7;
const SHORT: [&str; 2] = ["time.years=1", "time.warm_up_weeks=13"];
/// Measures that are computed from amounts paid, or from credit and quotas.
const OF_PAY: [Measure; 7] = [
    Measure::ReturnOnSales,
    Measure::CostPerWinWinCustomer,
    Measure::BookingsPerPayroll,
    Measure::PayPerPerson,
    Measure::Attainment,
    Measure::ForecastError,
    Measure::ForecastLevel,
];

/// Everything but the amounts paid and what is computed from them.
fn same_but_for_pay(a: &Record, b: &Record) -> bool {
    let ratios = Measure::ALL.iter().filter(|m| !OF_PAY.contains(m)).all(|&m| a.ratios[m as usize] == b.ratios[m as usize]);
    let people = |r: &Record| r.people.iter().map(|p| winflow::measure::PersonRecord { pay: 0.0, ..*p }).collect::<Vec<_>>();
    ratios && a.journeys == b.journeys && a.deals == b.deals && a.endings == b.endings && people(a) == people(b)
}

/// Without a weight of pay, or where habit alone decides, two plans differ in nothing but what is paid, to the bit.
#[test]
fn pay_without_weight_changes_nothing_but_the_amounts_paid() {
    let unmoved = [["response.pay_weight=0", "response.quit_response=0"], ["response.temperature=1e9", "response.quit_response=0"]];
    let plans = ["accelerator", "cap-ratchet", "pool", "mutual-value", "monthly-quota"];
    for organisation in ["hero", "team", "line"] {
        for unmoved in unmoved {
            let sets: Vec<&str> = SHORT.into_iter().chain(unmoved).collect();
            let salary: Vec<Record> = (0..2).map(|world| model(&format!("{organisation} salary"), &sets).run(SEED, world)).collect();
            for plan in plans {
                let model = model(&format!("{organisation} {plan}"), &sets);
                let paid: Vec<Record> = (0..2).map(|world| model.run(SEED, world)).collect();
                for (a, b) in salary.iter().zip(&paid) {
                    let differ: Vec<&str> =
                        Measure::ALL.iter().filter(|&&m| a.ratios[m as usize] != b.ratios[m as usize]).map(|m| m.id()).collect();
                    assert!(same_but_for_pay(a, b), "{organisation}, {plan}, {unmoved:?}: {differ:?}");
                    assert!(a.people != b.people, "{organisation}, {plan}: what is paid differs");
                }
            }
        }
    }
}

/// The paired difference `b - a` of a measure in standard errors.
fn z_of(what: &str, a: &Model, b: &Model, worlds: u64, figure: impl Fn(&Record) -> f64 + Sync) -> f64 {
    let differences: Vec<f64> = (0..worlds).into_par_iter().map(|w| figure(&b.run(SEED, w)) - figure(&a.run(SEED, w))).collect();
    z(what, differences)
}

/// A commission on volume makes people sell more, and more of what should not be sold; paid for what customers gain, they do not. Nobody quits here: who comes and who goes is noise.
#[test]
fn volume_pay_sells_more_and_fits_worse() {
    const WORLDS: u64 = 40;
    let of = |plan: &str| model(&format!("hero {plan}"), &["role.seller.quits_per_year=0"]);
    let (salary, commission, mutual) = (of("salary"), of("commission"), of("mutual-value"));
    let deals = |r: &Record| value(r, Measure::DealsPerMonth);
    let regret = |r: &Record| value(r, Measure::RegretRate);
    assert!(z_of("regret, commission less salary", &salary, &commission, WORLDS, regret) > 3.0);
    assert!(z_of("regret, commission less mutual value", &mutual, &commission, WORLDS, regret) > 3.0);
    assert!(z_of("deals per month, commission less salary", &salary, &commission, WORLDS, deals) > 3.0);
}

/// An accelerator costs discounts that linear pay does not.
#[test]
fn an_accelerator_buys_signatures_with_discounts() {
    let discounts = |r: &Record| value(r, Measure::DiscountShare);
    let (linear, accelerator) = (model("hero commission", &[]), model("hero accelerator", &[]));
    assert!(z_of("discounts, accelerator less commission", &linear, &accelerator, 16, discounts) > 3.0);
}

/// Each kind of choice is made, with its options, their worth and their chances.
#[test]
fn choices_are_kept_with_their_options() {
    let trace = Trace::follow(&model("team accelerator", &["time.years=2"]), SEED, 0);
    let chosen: Vec<Chosen> =
        trace.happened.iter().filter_map(|h| if let Happening::Chose { chosen, .. } = h.what { Some(chosen) } else { None }).collect();
    let some = |is: fn(&Chosen) -> bool| chosen.iter().any(is);
    assert!(some(|c| c.choice == Choice::Candour), "how the need is talked about");
    assert!(some(|c| c.choice == Choice::Press && c.picked == 0), "waits for a signature");
    assert!(some(|c| c.choice == Choice::Press && c.picked > 0), "asks for a signature at once");
    assert!(some(|c| c.choice == Choice::Order && c.picked > 0), "takes a customer out of turn");
    assert!(some(|c| matches!(c.choice, Choice::Keep { rule_says } if rule_says != (c.picked == 0))), "goes against the rule");
    assert!(some(|c| c.choice == Choice::AskEarly && c.picked > 0), "asks for a decision early");
    for chosen in chosen {
        let (options, chances) = (chosen.options.all(), &chosen.weighed.chances[..chosen.weighed.count]);
        assert!(options.len() == chances.len() && options.iter().all(|option| option.worth.is_finite()), "{chosen:?}");
        assert!((chances.iter().sum::<f64>() - 1.0).abs() < 1e-9 && options[chosen.picked].habit > 0.0, "{chosen:?}");
    }
}
