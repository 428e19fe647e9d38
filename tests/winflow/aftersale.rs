//! After the sale, and the project around it: traces computed by hand, who is sent to us, and what has to come out.

use crate::happened::Trace;
use crate::worlds::{self, close, comes, model, ratio, share_close, value, z};
use rayon::prelude::*;
use winflow::engine::Streams;
use winflow::experiment::same_customers::SameCustomers;
use winflow::market::project::{Project, PurchaseInProject, wait};
use winflow::measure::{Account, ChannelAt, Ending, JourneyRecord, Measure, Record, Seat, SegmentAt};
use winflow::scenario::customer::Segment;
use winflow::scenario::load_text;
use winflow::scenario::relationship::Relationship;
use winflow::world::Reputation;
use winflow::world::happening::{Happened, Happening};

/// One desk of the theory scenarios, work of one hour, customers who buy when they are asked: a gross value of 3.3 prices of which
/// 0.8 are realised is a surplus of 1.64 prices; the margin is 0.55 of 25,000 EUR. Nothing goes on after delivery but what a test adds.
const QUIET: &str = r#"
extends = "desk"
[time]
years = 3
warm_up_weeks = 0
run_out_years = 1
[buying]
own_learning_per_month = 0
drift_per_sqrt_day = 0
[segment.customer]
gross_value_median = 3.3
gross_value_sigma = 0
deal_size_sigma = 0
need_spread = 0
want_gap = 0
risk_aversion_median = 0
hurdle_mean = 0
hurdle_sd = 0
[channel.door]
csv_file = "rows.csv"
csv_date_column = "date"
[activity.serve]
hours_shape = "constant"
[relationship]
goes_on = true
refers_share = 0
returns_share = 0
account_trust = 0
reputation_effect = 0
churn_temper = 0
"#;

/// What happens with customers who come at these hours.
fn trace(text: &str, hours: &[f64]) -> Trace {
    Trace::of(QUIET, text, hours.iter().map(|&hour| comes(hour)).collect())
}

fn stays(what: &Happening) -> bool {
    matches!(what, Happening::Renewed { .. })
}

/// Delivered at 1 h, with a surplus against which leaving is out of the question (odds of 0.3 / 0.7 exp(-20 * 1.64)): they pay
/// 0.15 of 25,000 EUR after one year of 8766 h and after two; the third time is one hour past the window of three years.
/// Five renewals at a margin of 0.6 are 5 * 0.15 * 0.6 = 0.45 of the price, and 0.55 are the margin of the deal: all of it.
#[test]
fn who_gained_much_stays_and_pays_every_year() {
    let trace = trace("[relationship]\nchurn_surplus_effect = 20", &[0.0]);
    let stays: Vec<(f64, f64)> = trace.with(0, stays).iter().map(|h| (h.at_hours, h.amount)).collect();
    assert_eq!(stays[..2], [(8767.0, 3750.0), (17533.0, 3750.0)]);
    let (paid, months) = trace.ratio(Measure::RenewalRevenuePerMonth);
    close(paid, 2.0 * 3750.0);
    close(months, 36.0);
    let after = trace.journey(0).after_sale;
    assert_eq!((after.renewals, after.left, after.refund), (5, false, 0.0));
    close(after.lifetime_value, 25_000.0);
    assert_eq!(trace.ratio(Measure::ChurnRate), (0.0, 5.0));
    close(trace.ratio(Measure::LifetimeValuePerDeal).0, 25_000.0);
    // Renewals are no part of the return on sales: 25,000 less 11,250 to deliver and three years of pay.
    close(trace.ratio(Measure::ReturnOnSales).0, 13_750.0 - 330_000.0);
}

/// A gross value of 1.2 prices looks like a gain of 0.2, is realised at 0.96 and regretted: 0.4 of the price are paid back. The
/// customer is left with -0.04 + 0.4, we with 0.55 - 0.4, and they are gone. With all of the price back, both have lost.
#[test]
fn who_regrets_may_get_money_back() {
    for (share, ending) in [(0.4, Ending::ForceFit), (1.0, Ending::BothLost)] {
        let text = format!(
            "[time]\nyears = 0.05\n[segment.customer]\ngross_value_median = 1.2\n[relationship]\nrefund_chance = 1\nrefund_share = {share}"
        );
        let Trace { record, happened, .. } = trace(&text, &[0.0]);
        let journey = &record.journeys[0];
        let refunded = happened.iter().filter(|h| h.what == Happening::Refunded).count();
        assert_eq!((journey.ending, refunded), (ending, 1));
        close(journey.customer_surplus, (-0.04 + share) * 25_000.0);
        close(journey.margin, (0.55 - share) * 25_000.0);
        close(journey.after_sale.lifetime_value, journey.margin);
        assert_eq!((journey.after_sale.renewals, journey.after_sale.left), (0, true));
        assert_eq!(ratio(&record, Measure::RefundShare), (share * 25_000.0, 25_000.0));
        assert_eq!(ratio(&record, Measure::ChurnRate), (1.0, 1.0));
        // 110,000 EUR a year for 0.05 years.
        close(ratio(&record, Measure::ReturnOnSales).0, (0.55 - share) * 25_000.0 - 5_500.0);
    }
}

/// The same without money back, and with a regret that makes odds of 0.3 / 0.7 into certainty: gone after a year.
#[test]
fn who_regrets_leaves() {
    let trace = trace(
        "[segment.customer]\ngross_value_median = 1.2\n[relationship]\nrefund_chance = 0\nchurn_surplus_effect = 0\nchurn_regret_effect = 20",
        &[0.0],
    );
    assert_eq!(trace.times(0, |h| *h == Happening::Left { year: 1 }), [8767.0]);
    assert_eq!(trace.count(stays), 0);
    let after = trace.journey(0).after_sale;
    assert_eq!((after.renewals, after.left), (0, true));
    close(after.lifetime_value, 13_750.0);
    assert_eq!(trace.ratio(Measure::RenewalRevenuePerMonth).0, 0.0);
}

/// Odds of leaving of 0.3 / 0.7, times exp(-1.5 surplus), exp(1) with regret, exp(0.8 temper). Of 3000 customers who gain 1.64
/// and have no temper, that share leaves in the first year, and the same share of the rest in the second.
#[test]
fn the_odds_of_leaving_are_as_the_keys_say() {
    let rules = Relationship::default();
    let odds = |p: f64| p / (1.0 - p);
    close(odds(rules.chance_of_leaving(0.0, false, 0.0)), 0.3 / 0.7);
    close(odds(rules.chance_of_leaving(1.0, false, 0.0)), 0.3 / 0.7 * libm::exp(-1.5));
    close(odds(rules.chance_of_leaving(-0.5, true, 0.0)), 0.3 / 0.7 * libm::exp(0.75 + 1.0));
    close(odds(rules.chance_of_leaving(0.0, false, 2.0)), 0.3 / 0.7 * libm::exp(1.6));
    let arrivals: Vec<f64> = (0..3000).map(|n| 2.0 * n as f64).collect();
    let record = trace("[relationship]\nchurn_surplus_effect = 0.2", &arrivals).record;
    let leaving = 0.3 / 0.7 * libm::exp(-0.2 * 1.64);
    let expected = leaving / (1.0 + leaving);
    let stayed = |years: u16| record.journeys.iter().filter(|j| !j.after_sale.left || j.after_sale.renewals >= years).count();
    share_close(3000 - stayed(1), 3000, expected);
    share_close(stayed(1) - stayed(2), stayed(1), expected);
}

/// A tenth hears of a win-win: 0.1. After a half-life 0.05. Then a fifth hears bad news: 0.05 + 0.2 (-1 - 0.05) = -0.16.
#[test]
fn a_segment_hears_and_forgets() {
    let mut reputation = Reputation::default();
    reputation.hears(0.0, 10.0, 1.0, 0.1);
    close(reputation.at(0.0, 10.0), 0.1);
    close(reputation.at(240.0, 10.0), 0.05);
    reputation.hears(240.0, 10.0, -1.0, 0.2);
    close(reputation.at(240.0, 10.0), -0.16);
    reputation.hears(240.0, 10.0, -1.0, 5.0);
    close(reputation.at(240.0, 10.0), -1.0);
}

/// A deadline of 10 days, a tenth of which is planned for the decision: 24 h. The work takes 24 h and a tenth of a month (73.05 h),
/// so that a purchase on the critical path delays its project by that tenth. At a cost of all of the value a month, 0.9 of 2.64
/// prices are realised; off the critical path all of it.
#[test]
fn a_late_purchase_on_the_critical_path_costs_value() {
    for (critical, surplus) in [(1, 2.64 * 0.9 - 1.0), (0, 1.64)] {
        let text = format!(
            "[segment.customer]\ndeadline_days_median = 10\ndeadline_sigma = 0\nplanned_share = 0.1\ncritical_share = {critical}\n\
             delay_cost_per_month = 1\n[activity.serve]\ndone_with = {{ hours = 97.05 }}"
        );
        let record = trace(&text, &[0.0]).record;
        close(record.journeys[0].customer_surplus, surplus * 25_000.0);
        assert_eq!(ratio(&record, Measure::LateDealShare), (1.0, 1.0));
    }
}

/// Planned to be completed at 100 h, delayed by 20 h, with hours of delay that count three times: it has to go on for
/// 100 + 20 + 2 * 20 h = 160 h, or for 40 h longer than a delivery after 120 h. Half of a month late at 0.2 a month keeps 0.9.
#[test]
fn value_is_realised_when_the_project_is_completed() {
    let segment = Segment { late_cancel_factor: 3.0, delay_cost_per_month: 0.2, ..Segment::default() };
    let mut project = Project { completes: 100.0, delay: 20.0, journeys: 1, weights: 1.0 };
    let late = 1.0 - 0.2 * 20.0 / 730.5;
    for (now, stops, kept) in [(50.0, 160.1, late), (50.0, 159.9, 0.0), (130.0, 170.1, late), (130.0, 169.9, 0.0)] {
        close(project.value_kept(&segment, now, stops), kept);
    }
    project.delay = 0.5 * 730.5;
    close(project.value_kept(&segment, 0.0, f64::INFINITY), 0.9);
    project = Project { completes: f64::NEG_INFINITY, delay: 0.0, ..project };
    close(project.value_kept(&segment, 50.0, 50.1), 1.0);
    close(project.value_kept(&segment, 50.0, 50.0), 0.0);
}

/// Among four purchases the usual share is 0.42 / 4. A quarter of it, with an elasticity of a half, doubles the wait; nothing is
/// beyond 0.5 and 3. Three quarters of the work taken off them halve the wait.
#[test]
fn little_importance_waits_for_attention() {
    let segment = Segment { purchases_mean: 1.5, other_purchases_mean: 2.5, attention_elasticity: 0.5, ..Segment::default() };
    for (importance, expected) in [(0.105, 1.0), (0.105 / 4.0, 2.0), (0.105 * 2.25, 1.0 / 1.5), (0.9, 0.5), (1e-6, 3.0)] {
        let part = PurchaseInProject { wait: wait(&segment, importance), ..PurchaseInProject::default() };
        close(part.wait_relieved(0.0, &segment), expected);
    }
    let part = |wait: f64| PurchaseInProject { wait, ..PurchaseInProject::default() };
    close(part(2.0).wait_relieved(0.75, &segment), 1.0);
    close(part(8.0).wait_relieved(0.75, &segment), 3.0);
    close(part(2.0).wait_relieved(1.0, &segment), 0.5);
    close(wait(&Segment { attention_elasticity: 0.0, ..segment }, 0.01), 1.0);
}

/// The only purchase of a project has all its attention: an elasticity of 1 halves every wait (0.42, at least 0.5). Its four
/// hours of work cost 60 EUR each; half of them done by us are two hours less for them and two times 0.7 more for us.
#[test]
fn attention_shortens_waits_and_relief_takes_hours() {
    let at = |more: &str| {
        let text = format!("[activity.serve]\ndone_with = {{ hours = 1, customer_hours = 4, delay_days = 5 }}\n{more}");
        let trace = trace(&text, &[0.0]);
        (trace.time(0, trace.ready_for("serve")), trace.ends(0, "serve"), trace.journey(0).customer_surplus)
    };
    let (usual, attended) = (at(""), at("[segment.customer]\nattention_elasticity = 1"));
    assert!(usual.0 > 0.0);
    close(attended.0, 0.5 * usual.0);
    close(usual.1 - usual.0, 1.0);
    close(usual.2, 1.64 * 25_000.0 - 240.0);
    let relieved = at("[process]\nrelieves_customer = 0.5");
    close(relieved.0, usual.0);
    close(relieved.1 - relieved.0, 2.4);
    close(relieved.2, 1.64 * 25_000.0 - 120.0);
}

/// Shares of importance of one project add up to one, and each is positive.
#[test]
fn shares_of_importance_add_up() {
    let streams = Streams::new(3, 0);
    let segment = Segment { other_purchases_mean: 0.0, ..Segment::default() };
    for key in 0..200 {
        let purchases = 1 + key % 4;
        let mut project = Project::draw(&streams, key, &segment, 0.0);
        (0..purchases).for_each(|p| project.plan(&streams, key, p, &segment, 0.0, 1.0));
        let shares: Vec<f64> = (0..purchases).map(|p| project.part(&streams, key, p, &segment).importance).collect();
        close(shares.iter().sum(), 1.0);
        assert!(shares.iter().all(|&s| s > 0.0));
    }
}

/// Whoever is sent to us, or comes again, is in the world without it, has begun and has not talked to us; all journeys and
/// their traits are the same with the loop and without.
#[test]
fn referrals_meet_journeys_that_are_there() {
    let often = ["time.years=2", "relationship.refers_share=1", "relationship.returns_share=1"];
    for policy in ["hero", "team", "line"] {
        let with = model(policy, &often);
        let without = model(policy, &["time.years=2", "relationship.goes_on=false"]);
        for world in 0..3 {
            let Trace { record, happened, .. } = Trace::follow(&with, 7, world);
            let off = without.run(7, world);
            SameCustomers::default().add(&(&off).into(), &(&record).into()).unwrap();
            let traits = |j: &JourneyRecord| (j.number, j.segment, j.group_size, j.possible, j.begun_days);
            assert!(record.journeys.iter().map(traits).eq(off.journeys.iter().map(traits)), "{policy}, world {world}");
            let sent: Vec<usize> = (0..happened.len()).filter(|&at| is_sent(&happened[at].what)).collect();
            assert!(sent.len() > 20, "{policy}, world {world}: {}", sent.len());
            for at in sent {
                let customer = happened[at].customer.journey;
                let before = happened[..at].iter().filter(|h| h.customer.journey == customer && talks(&h.what)).count();
                assert_eq!(before, 0, "{policy}, world {world}: customer {customer} has been met");
                if let Some(journey) = off.journeys.iter().find(|j| j.number == customer) {
                    let begun = record.journeys.iter().find(|j| j.number == customer).unwrap().begun_days;
                    assert_eq!(journey.begun_days, begun);
                }
            }
        }
    }
}

/// Whether somebody comes because of an earlier deal: sent by a customer, or again.
fn is_sent(what: &Happening) -> bool {
    matches!(what, Happening::Sent { .. } | Happening::ComesAgain)
}

/// Whether somebody talks to us, or agrees to.
fn talks(what: &Happening) -> bool {
    matches!(what, Happening::Agreed { .. } | Happening::DialogueBegun { .. })
}

/// With nothing going on after delivery, nothing of it is seen.
#[test]
fn nothing_goes_on_when_switched_off() {
    let trace = Trace::follow(&model("team", &["time.years=2", "relationship.goes_on=false"]), 7, 0);
    let goes_on = |h: &&Happened| match h.what {
        Happening::Left { .. } | Happening::Refunded | Happening::Referred => true,
        what => stays(&what) || is_sent(&what),
    };
    assert_eq!(trace.happened.iter().find(goes_on), None);
    for measure in [Measure::RefundShare, Measure::RenewalRevenuePerMonth, Measure::ReferralsPerMonth, Measure::ChurnRate] {
        assert_eq!(trace.ratio(measure).0, 0.0);
    }
    assert!(trace.count(|h| matches!(h, Happening::Delivered { .. })) > 0);
}

#[test]
fn a_wrong_key_is_refused() {
    assert!(load_text("x.toml", "extends = \"mid\"\n[relationship]\nrefers_share = 2\n").is_err());
}

const WORLDS: u64 = 24;

fn run(base: &str, sets: &[&str]) -> Vec<Record> {
    worlds::run(base, sets, 7, WORLDS)
}

/// Messages that push our offering in place of messages that make sense of the need: customers leave sooner.
#[test]
fn honest_selling_keeps_customers() {
    let mut pushing: Vec<String> = vec!["activity.discover.done_with.sense_make=0".into()];
    for activity in ["alternatives", "business-case", "design", "workshop", "concerns"] {
        pushing.push(format!("activity.{activity}.done_with.sense_make=0"));
        pushing.push(format!("activity.{activity}.done_with.persuade=0.38"));
    }
    // Everybody who regrets asks for money back: less noise.
    let refunds = "relationship.refund_chance=1";
    pushing.push(refunds.into());
    let pushing: Vec<&str> = pushing.iter().map(String::as_str).collect();
    let (honest, pushed) = (run("hero", &[refunds]), run("hero", &pushing));
    let differences = |measure: Measure| honest.iter().zip(&pushed).map(move |(a, b)| value(b, measure) - value(a, measure));
    assert!(z("churn, pushed less honest", differences(Measure::ChurnRate)) > 3.0);
    assert!(z("refunds, pushed less honest", differences(Measure::RefundShare)) > 3.0);
}

/// pattern F26: customers whom customers sent leave less and are worth more, in prices of their deals. The channels of the market
/// bring the others; that of referrals from outside is left out. Nobody of ours quits, most who are sent will talk, and
/// there are more worlds than elsewhere: churn of the few who are sent has much noise.
#[test]
fn referred_customers_stay_longer_and_are_worth_more() {
    let sets = [
        "time.years=5",
        "relationship.refers_share=0.5",
        "relationship.referral_start_share=0.75",
        "channel.referral.leads_per_year=0",
        "role.seller.quits_per_year=0",
    ];
    let model = model("team", &sets);
    let records: Vec<Record> = (0..64).into_par_iter().map(|world| model.run(7, world)).collect();
    let declared = ChannelAt::new(4);
    let of = |record: &Record, sent: bool, above: &dyn Fn(&JourneyRecord) -> f64, below: &dyn Fn(&JourneyRecord) -> f64| {
        let deals =
            || record.journeys.iter().filter(|j| j.price > 0.0 && j.ending != Ending::Open && (j.channel == Some(declared)) == sent);
        deals().map(above).sum::<f64>() / deals().map(below).sum::<f64>()
    };
    let left = |j: &JourneyRecord| f64::from(u8::from(j.after_sale.left));
    let decisions = |j: &JourneyRecord| f64::from(j.after_sale.renewals) + left(j);
    let mean = |sent: bool, above: &dyn Fn(&JourneyRecord) -> f64, below: &dyn Fn(&JourneyRecord) -> f64| {
        records.iter().map(|r| of(r, sent, above, below)).sum::<f64>() / records.len() as f64
    };
    let (lifetime, price) = (|j: &JourneyRecord| j.after_sale.lifetime_value, |j: &JourneyRecord| j.price);
    println!("churn: sent {:.4}, others {:.4}", mean(true, &left, &decisions), mean(false, &left, &decisions));
    println!("lifetime value in prices: sent {:.4}, others {:.4}", mean(true, &lifetime, &price), mean(false, &lifetime, &price));
    let churn = z("churn, sent less others", records.iter().map(|r| of(r, true, &left, &decisions) - of(r, false, &left, &decisions)));
    let worth =
        z("lifetime value, sent less others", records.iter().map(|r| of(r, true, &lifetime, &price) - of(r, false, &lifetime, &price)));
    assert!(churn < -3.0 && worth > 3.0);
}

/// The temper belongs to the customer, whoever sells to it.
#[test]
fn draws_after_the_sale_belong_to_the_customer() {
    let rules = Relationship::default();
    let worth = winflow::world::Worth { customer_surplus: 0.5, margin: 0.3, fit: 0.9, regretted: false };
    let of = |seller: Option<Seat>, delivered_at: f64| winflow::world::Relationship {
        number: 3,
        key: 99,
        segment: SegmentAt::FIRST,
        account: Account::FIRST,
        price: 1000.0,
        list_price: 1000.0,
        deal: None,
        decided_at: 0.0,
        delivered_at,
        refund: 0.0,
        worth,
        sold_by: seller,
    };
    let streams = Streams::new(1, 0);
    assert_eq!(of(None, 5.0).lifetime(&streams, &rules), of(Some(Seat::new(3)), 5000.0).lifetime(&streams, &rules));
}
