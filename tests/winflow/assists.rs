//! Specialists who assist with activities of customers whom others keep: they do these, keep and close nothing, and may be scarce.

use crate::common::{Sandbox, code, stderr};
use crate::happened::Trace;
use crate::worlds::{model, model_of, run, scenario, total, try_scenario};
use std::collections::BTreeSet;
use winflow::measure::{Ending, Measure, Record, RoleAt};
use winflow::scenario::load;

const SHORT: [&str; 3] = ["time.years=1", "time.warm_up_weeks=6", "time.run_out_years=1"];
const WITH_ENGINEERS: [&str; 3] = ["mid hero engineers", "mid team engineers", "mid line engineers"];

fn sets<'s>(more: &[&'s str]) -> Vec<&'s str> {
    [&SHORT[..], more].concat()
}

#[test]
fn whoever_assists_does_just_that_and_others_keep_and_close() {
    for names in WITH_ENGINEERS {
        let trace = Trace::follow(&model(names, &sets(&[])), 5, 0);
        let engineers: BTreeSet<usize> = [1, 2].map(|nth| trace.seat("engineer", nth)).into();
        let (mut assisted, mut others) = (0, 0);
        for begun in (0..trace.record.journeys.len() as u64).flat_map(|number| trace.activities(number)) {
            let is_theirs = ["design", "workshop"].contains(&begun.name);
            assert_eq!(engineers.contains(&begun.seat), is_theirs, "{names}: {begun:?}");
            *(if is_theirs { &mut assisted } else { &mut others }) += 1;
        }
        assert!(assisted > 20 && others > 50, "{names}: {assisted} {others}");
        assert!(trace.record.deals.iter().all(|deal| !engineers.contains(&usize::from(deal.person))), "{names}");
        assert_eq!(trace.record.check.violation(), None);
    }
}

/// Writing out who does all the other activities changes nothing.
#[test]
fn it_is_the_same_where_the_others_are_named() {
    for names in ["mid hero engineers", "mid team engineers"] {
        let implied = scenario(names, &SHORT);
        let mut named = implied.clone();
        for (name, activity) in &mut named.activity.entries {
            activity.role = if ["design", "workshop"].contains(&name.as_str()) { "engineer" } else { "seller" }.to_string();
        }
        let text = |scenario| format!("{:?}", model_of(scenario).run(3, 0));
        assert!(text(&implied) == text(&named), "{names}");
    }
}

/// With one engineer who has little time, meetings wait for them, and less is sold than with many.
#[test]
fn meetings_wait_for_scarce_specialists() {
    let of = |more: &[&str]| run("mid team engineers", &sets(more), 5, 6);
    let (scarce, many) = (of(&["role.engineer.people=1", "role.engineer.selling_share=0.1"]), of(&["role.engineer.people=8"]));
    let won = |records: &[Record]| total(records, Measure::DealsPerMonth);
    assert!(won(&scarce) < 0.8 * won(&many), "{} {}", won(&scarce), won(&many));
    let slow = |records: &[Record]| total(records, Measure::CycleDaysP50);
    assert!(slow(&scarce) > slow(&many), "{} {}", slow(&scarce), slow(&many));
}

/// A yes of our own: before a customer is asked to decide on a large deal the manager has agreed, once; small deals are asked at once. The
/// manager owns and closes nothing.
#[test]
fn large_deals_wait_for_a_yes_of_our_own() {
    let trace = Trace::follow(&model("mid hero approvals", &sets(&[])), 5, 0);
    let manager = trace.seat("manager", 1);
    let (mut large, mut small) = (0, 0);
    for number in 0..trace.record.journeys.len() as u64 {
        let activities = trace.activities(number);
        let approvals: Vec<_> = activities.iter().filter(|one| one.name == "large-deal").collect();
        assert!(approvals.len() <= 1 && approvals.iter().all(|one| one.seat == manager), "{approvals:?}");
        let asked = activities.iter().find(|one| one.name == "decide");
        match (asked, approvals.first()) {
            (Some(asked), Some(agreed)) => {
                assert!(agreed.at_hours < asked.at_hours, "{}", trace.story(number));
                large += 1;
            }
            (Some(_), None) => small += 1,
            (None, _) => {}
        }
    }
    assert!(large > 5 && small > 3, "{large} large, {small} small");
    let prices = |of: &dyn Fn(f64) -> bool| trace.record.deals.iter().filter(|deal| of(deal.price)).count();
    assert!(prices(&|price| price >= 100_000.0) > 0 && prices(&|price| price < 100_000.0) > 0);
    assert!(trace.record.deals.iter().all(|deal| usize::from(deal.person) != manager));
    assert_eq!(trace.record.check.violation(), None);
}

/// With a manager who has little time decisions wait; and where no deal is large enough, nothing is other than without approvals.
#[test]
fn approvals_cost_time_and_nothing_where_none_is_needed() {
    let of = |more: &[&str]| run("mid hero approvals", &sets(more), 5, 6);
    let slow = |records: &[Record]| total(records, Measure::CycleDaysP50);
    let all = ["activity.large-deal.approves_from=0", "activity.discount.approves_from_discount=1"];
    let busy = of(&[&all[..], &["role.manager.selling_share=0.02"]].concat());
    let (free, none) = (of(&all), of(&["activity.large-deal.approves_from=9e9", "activity.discount.approves_from_discount=1"]));
    assert!(slow(&busy) > slow(&free) && slow(&free) > slow(&none), "{} {} {}", slow(&busy), slow(&free), slow(&none));
    // Who is not approved does not buy, at the deadline neither.
    let never = of(&[&all[..], &["role.manager.selling_share=0.001", "role.manager.leading_hours_per_week=40"]].concat());
    let won = |records: &[Record]| total(records, Measure::DealsPerMonth);
    assert!(won(&never) < 0.1 * won(&none), "{} {}", won(&never), won(&none));
    let mut without = scenario("mid hero approvals", &SHORT);
    without.activity.entries.retain(|(name, _)| !["large-deal", "discount"].contains(&name.as_str()));
    without.role.entry("manager").assists.clear();
    let deals = |record: &Record| record.deals.iter().map(|deal| (deal.number, deal.price, deal.closed_days)).collect::<Vec<_>>();
    assert_eq!(deals(&model_of(&without).run(5, 0)), deals(&none[0]));
}

/// Time of whoever keeps the customer is spent on being there.
#[test]
fn who_keeps_the_customer_is_there_as_well() {
    let hours = |attendance: &str| {
        let records = run("mid hero engineers", &sets(&[attendance]), 5, 4);
        records.iter().map(|record| record.roles[RoleAt::FIRST].hours.iter().sum::<f64>()).sum::<f64>()
    };
    let (absent, present) = (hours("organisation.assisted_attendance=0"), hours("organisation.assisted_attendance=1"));
    assert!(absent != present, "{absent} {present}");
}

/// Whoever leaves, of those who keep customers and of those who assist, no customer is lost and no appointment forgotten.
#[test]
fn nothing_is_lost_when_everybody_leaves_all_the_time() {
    for names in WITH_ENGINEERS {
        for (quits, days) in [(10.0, 60.0), (300.0, 20.0), (1000.0, 0.0)] {
            for more in [&[][..], &["flow.queue_order=value", "process.threads_per_person=3"], &["time.start=loaded"]] {
                let mut scenario = scenario(names, &sets(more));
                for (_, role) in &mut scenario.role.entries {
                    (role.quits_per_year, role.hiring_days) = (quits, days);
                }
                let record = model_of(&scenario).run(7, 0);
                assert_eq!(record.check.violation(), None, "{names} {quits} {more:?}");
                assert_eq!(record.endings.iter().flatten().sum::<u64>(), record.journeys.len() as u64);
                let won = record.journeys.iter().filter(|journey| journey.ending == Ending::WinWin).count();
                assert!(quits > 20.0 || won > 0, "{names} {quits} {more:?}: nothing is sold");
            }
        }
    }
}

#[test]
fn what_nobody_can_assist_with_is_refused_with_the_cure() {
    for (set, cause) in [
        ("role.engineer.assists=[\"nosuch\"]", "role.engineer.assists names \"nosuch\", which is not an activity"),
        ("role.engineer.assists=[\"decide\"]", "which asks the customer to decide"),
        ("role.engineer.assists=[\"qualify\"]", "which belongs to the part qualification"),
    ] {
        let why = try_scenario("mid hero engineers", &[set]).expect_err(set).to_string();
        assert!(why.contains(cause), "{set}: {why}");
    }
    let both = try_scenario("mid hero engineers", &["role.engineer.assists=[\"desing\", \"qualify\"]", "role.seller.assists=[\"nope\"]"]);
    let why = both.map(|_| ()).expect_err("two roles are wrong").to_string();
    for cause in
        ["names \"desing\", which is not an activity, and \"qualify\", which belongs", "role.seller.assists names \"nope\"", "design"]
    {
        assert!(why.contains(cause), "{cause}: {why}");
    }
    let all = load("mid", &[], &["role.seller.assists=[\"design\"]".to_string()]);
    let all = all.map(|_| ()).expect_err("nobody is left").to_string();
    assert!(all.contains("A role that assists has no parts but those that it is given"), "{all}");
    let sandbox = Sandbox::new();
    std::fs::write(sandbox.path("firm.toml"), "extends = \"mid\"\n[role.se]\npeople = 2\nassists = [\"desing\"]\n").expect("written");
    let refused = sandbox.run(&["check", "firm.toml"]);
    assert!(code(&refused) == 3 && stderr(&refused).contains("firm.toml:4:11") && stderr(&refused).contains("design"), "{refused:?}");
}
