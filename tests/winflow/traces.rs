//! Hand-computed traces: tiny scenarios, one mechanism each, whose times follow from their inputs by arithmetic.
//!
//! Customers come at given times, work takes exactly its mean, everything that is not looked at is switched off.
//! No expectation was copied from a run.

use crate::happened::Trace;
use crate::worlds::{close, comes, share_close};
use winflow::engine::Streams;
use winflow::market::arrivals::Arrival;
use winflow::market::group::{BuyingGroup, Decision};
use winflow::market::journey::Journey;
use winflow::market::need::Point;
use winflow::measure::{Account, BuyerAt, Ending, JourneyRecord, Measure, SegmentAt};
use winflow::scenario::customer::{Buying, Segment};
use winflow::world::happening::{Happening, Why};

/// One desk of the theory scenarios with constant work and customers who come at given times, know what they need, do
/// not doubt, and buy when they are asked: the gross value of 3.3 prices is above the price of 1.
const QUIET: &str = r#"
extends = "desk"
[time]
years = 0.05
warm_up_weeks = 0
run_out_years = 1
[buying]
own_learning_per_month = 0
drift_per_sqrt_day = 0
[segment.customer]
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
"#;

/// What happens with these customers: 0, 1, 2, ... in the order in which they come.
fn trace_of(text: &str, rows: Vec<Arrival>) -> Trace {
    Trace::of(QUIET, text, rows)
}

/// The same with customers who come at these hours.
pub fn trace_at(text: &str, hours: &[f64]) -> Trace {
    trace_of(text, hours.iter().map(|&at| comes(at)).collect())
}

pub fn all_close(actual: &[f64], expected: &[f64]) {
    let agree = actual.len() == expected.len() && actual.iter().zip(expected).all(|(a, e)| (a - e).abs() < 1e-5);
    assert!(agree, "{actual:?} should be {expected:?}");
}

/// Work of 2 h each. Customer 0 comes at 0 and is served from 0 to 2; customer 1 comes at 1, waits 1 h and is served from 2 to 4.
/// Waits 0 + 1; times in the flow 2 + 3; work 2 + 2 of 438.3 h (0.05 years).
#[test]
fn one_desk_serves_in_order_of_arrival() {
    let trace = trace_at("[activity.serve]\ndone_with = { hours = 2 }", &[0.0, 1.0]);
    all_close(&[trace.begins(0, "serve"), trace.ends(0, "serve")], &[0.0, 2.0]);
    all_close(&[trace.begins(1, "serve"), trace.ends(1, "serve")], &[2.0, 4.0]);
    assert_eq!(trace.ratio(Measure::WaitHoursMean), (1.0, 2.0));
    assert_eq!(trace.ratio(Measure::TimeInSystemHoursMean), (5.0, 2.0));
    close(trace.ratio(Measure::WipMean).0, 5.0);
    close(trace.value(Measure::Utilisation), 4.0 / 438.3);
}

/// Two people at one queue, work of 2 h, customers at 0, 0.5, 1: the third is served by the first who is free, at 2.
#[test]
fn two_people_share_one_queue() {
    let trace = trace_at("[role.clerk]\npeople = 2\n[activity.serve]\ndone_with = { hours = 2 }", &[0.0, 0.5, 1.0]);
    let begins: Vec<f64> = (0..3).map(|customer| trace.begins(customer, "serve")).collect();
    all_close(&begins, &[0.0, 0.5, 2.0]);
    let first = trace.seat("clerk", 1);
    let who = [0, 1, 2].map(|customer| trace.begun_by(customer, "serve") == first);
    assert_eq!(who, [true, false, true]);
}

/// Skill that is typical of the role takes the usual hours, whatever the power and however many domains there are.
#[test]
fn typical_skill_takes_the_usual_hours() {
    for role in ["skill_mean = 2", "skill_outside = 0.5\ndomains_mastered = 1", "domains_mastered = 3"] {
        let text = format!(
            "[buying]\ndomains = 3\n[role.clerk]\nskill_cv = 0\nhours_by_skill = 1\n{role}\n[activity.serve]\ndone_with = {{ hours = 2 }}"
        );
        all_close(&[trace_at(&text, &[0.0]).ends(0, "serve")], &[2.0]);
    }
}

/// Monday to Friday from nine to five. Work of 3 h begun on Friday at 16:00 (hour 4 x 24 + 16 = 112) has one hour on
/// Friday and two on Monday: until 7 x 24 + 11 = 179. Who comes on Saturday at 10:00 (130) begins then, until 182. Who
/// comes on Tuesday at 20:00 (8 x 24 + 20 = 212) begins on Wednesday at 9:00 (9 x 24 + 9 = 225), until 228.
#[test]
fn work_stands_still_at_night_and_over_the_weekend() {
    let trace = trace_at("[time]\ncalendar = \"office\"\n[activity.serve]\ndone_with = { hours = 3 }", &[112.0, 130.0, 212.0]);
    all_close(&[0, 1, 2].map(|customer| trace.time(customer, trace.came_by("door"))), &[112.0, 130.0, 212.0]);
    all_close(&[0, 1, 2].map(|customer| trace.begins(customer, "serve")), &[112.0, 179.0, 225.0]);
    all_close(&[0, 1, 2].map(|customer| trace.ends(customer, "serve")), &[179.0, 182.0, 228.0]);
}

/// Three tenths of the time are for selling, none can be saved up. Work from 0 to 3 h spends 3 h while 0.9 h come in; the
/// other 2.1 h take 2.1 / 0.3 = 7 h to make up. Customer 1 is served at 10, customer 2 at 20: 3 h of every 10.
#[test]
fn hours_that_were_overdrawn_are_rested() {
    let trace =
        trace_at("[role.clerk]\nselling_share = 0.3\nbanked_hours = 0\n[activity.serve]\ndone_with = { hours = 3 }", &[0.0, 1.0, 2.0]);
    let begins: Vec<f64> = (0..3).map(|customer| trace.begins(customer, "serve")).collect();
    all_close(&begins, &[0.0, 10.0, 20.0]);
}

/// A stretch of 4 h is 3 h of other work, then a pause of 1 h for selling. Forty customers come 5.3 h apart, so at 40
/// places of a stretch, 0.1 h apart (53 and 40 have no common factor): ten come in a pause and are answered at once, the
/// other thirty when the next pause begins, which is at the same place of every stretch. One may be off, at the ends.
#[test]
fn other_work_is_not_interrupted_for_a_customer() {
    let arrivals: Vec<f64> = (0..40).map(|n| 1.0 + 5.3 * n as f64).collect();
    let trace = trace_at(
        "[role.clerk]\nselling_share = 0.25\nstretch_hours = 4\nbanked_hours = 8\n[channel.door]\nanswer_work_hours = 0.001",
        &arrivals,
    );
    let (mut delayed, mut pauses) = (0, Vec::new());
    for (customer, came) in arrivals.iter().enumerate() {
        let begins = trace.time(customer as u64, |h| matches!(h, Happening::AnswerBegun { .. }));
        assert!(begins - came < 3.0 + 1e-5, "customer {customer} waited from {came} to {begins}");
        if begins > *came {
            delayed += 1;
            pauses.push(begins % 4.0);
        }
    }
    assert!((29..=31).contains(&delayed), "{delayed}");
    all_close(&pauses, &vec![pauses[0]; pauses.len()]);
}

/// 400 people find 400 customers of 5:00 at 9:00 on each of five days: 4 h, at which `intent_tau_hours = 4` halves the
/// start share of 0.8. The same customers, were the delay harmless, would talk at 0.8: those of them who do not talk now
/// had lost interest, nobody else, and only they end as too slow.
#[test]
fn a_late_answer_halves_the_odds() {
    let run = |tau: f64| {
        let text = format!(
            "[time]\ncalendar = \"office\"\n[role.clerk]\npeople = 400\n[segment.customer]\ndeadline_days_median = 10\ndeadline_sigma = 0\n\
             [channel.door]\nanswer_work_hours = 0.1\nstart_share = 0.8\nintent_tau_hours = {tau}\n[activity.serve]\ndone_with = {{ hours = 0 }}"
        );
        trace_at(&text, &(0..2000).map(|n| (n / 400) as f64 * 24.0 + 5.0).collect::<Vec<f64>>())
    };
    let (late, harmless) = (run(4.0), run(0.0));
    let ending = |trace: &Trace, n| trace.journey(n).ending;
    let (mut talk, mut gone) = (0, 0);
    for n in 0..2000 {
        match (ending(&late, n), ending(&harmless, n)) {
            (Ending::WinWin, Ending::WinWin) => talk += 1,
            (Ending::TooSlow, Ending::WinWin) => gone += 1,
            (Ending::NeverReached, Ending::NeverReached) => {}
            other => panic!("customer {n}: {other:?}"),
        }
    }
    share_close(talk, 2000, 0.4);
    share_close(gone, 2000, 0.4);
    assert_eq!(late.value(Measure::AnswerDelayHoursP50), 4.0);
}

/// A first step of 3 h, then a rest of 7 h (as above), then a step of 1 h: it begins after 7 h away, so that the set-up
/// takes 0.1 + 1.5 (1 - exp(-(7 / 24) / 10)) h, and none the first time.
#[test]
fn going_back_takes_a_set_up_that_grows_with_the_days() {
    let trace = trace_at(
        "[role.clerk]\nselling_share = 0.3\nbanked_hours = 0\n\
         [flow]\nsetup_work_hours_least = 0.1\nsetup_work_hours_more = 1.5\nsetup_days = 10\n[activity.serve]\norder = 2\n\
         [activity.meet]\norder = 1\nhours_cv = 0\ndone_with = { hours = 3, delay_days = 0 }",
        &[0.0],
    );
    close(trace.ends(0, "meet"), 3.0);
    close(trace.begins(0, "serve"), 10.0);
    let set_up = 0.1 + 1.5 * (1.0 - libm::exp(-(7.0 / 24.0) / 10.0));
    close(trace.ends(0, "serve"), 10.0 + set_up + 1.0);
}

const TWO_ROLES: &str = "[role.inspector]\npeople = 1\nselling_share = 1\nhours_by_skill = 0\n[activity.serve]\nrole = \"clerk\"\norder = 1\ndecides = false\n\
     [activity.inspect]\nrole = \"inspector\"\norder = 2\ndecides = true\nhours_cv = 0\ndone_with = { hours = 1.25, delay_days = 0 }";

/// A clerk serves for 1 h, an inspector inspects for 1.25 h after a handover of 1 h. Customer 0: 0 to 1, then 1 to 3.25.
/// Customer 1: 1 to 2, then waits for the inspector until 3.25, done at 5.5: the inspector's hours are 2.25 each.
#[test]
fn a_handover_takes_hours_and_loses_a_share() {
    for (structured, lost) in [(false, 0.30), (true, 0.15)] {
        let text = format!("[organisation]\nhandover_work_hours = 1\nstructured_handovers = {structured}\n{TWO_ROLES}");
        let trace = trace_at(&text, &[0.0, 0.0]);
        all_close(&[trace.begins(0, "inspect"), trace.ends(0, "inspect")], &[1.0, 3.25]);
        all_close(&[trace.ends(1, "serve"), trace.begins(1, "inspect"), trace.ends(1, "inspect")], &[2.0, 3.25, 5.5]);
        assert_eq!(trace.with(0, |h| matches!(h, Happening::Handover { .. }))[0].what, Happening::Handover { lost });
        close(trace.ratio(Measure::Utilisation).0, 2.0 * (1.0 + 2.25));
    }
}

/// What is done after the sale by another role takes a handover, too, and moves nobody's work in progress a second time:
/// the clerk serves customer after customer at a limit of one, at 0, 1 and 2.
#[test]
fn another_role_may_work_after_the_sale() {
    let trace = trace_at(
        "[organisation]\nhandover_work_hours = 1\n[flow]\ncontrol = \"pull\"\nwip_limit = 1\n[offering.thing]\ndelivery_days = 10\n\
         [role.helper]\npeople = 1\nparts = [\"flow\"]\nselling_share = 1\nhours_by_skill = 0\n[activity.serve]\nrole = \"clerk\"\n\
         [activity.help]\nrole = \"helper\"\nafter_sale = true\nscope = \"desk\"\nhours_cv = 0\ndone_with = { hours = 2, delay_days = 0 }",
        &[0.0, 0.0, 0.0],
    );
    all_close(&[0, 1, 2].map(|customer| trace.bought(customer)), &[1.0, 2.0, 3.0]);
    // Handover and help take 3 h each, one after the other, from 1 on.
    all_close(&[0, 1, 2].map(|customer| trace.ends(customer, "help")), &[4.0, 7.0, 10.0]);
}

/// Two of ours with a customer of two coordinate for 10 h a week as a pair, half of it each: whoever begins a step `d` days
/// after having begun the one before (or after joining) works 1 + 10 / 2 * d / 7 h, and half an hour more when briefed.
/// Who is alone works 1 h.
#[test]
fn a_pair_pays_for_coordination() {
    let trace = trace_at(
        "[buying]\nreveal_share = 1\n[segment.customer]\ngroup_size_mean = 2\nveto_share = 0\nlate_share = 0\n[role.clerk]\npeople = 2\n\
         [organisation]\ncoverage = 2\nhandover_work_hours = 0.5\ncoordination_work_hours_per_week = 10\n\
         [process]\nsequencing = \"adaptive\"\nready_below = 0\n[activity.serve]\nscope = \"group\"\n\
         [activity.meet]\nhours_cv = 0\ndone_with = { hours = 1, customer_hours = 0, delay_days = 4, learn = 1 }",
        &[0.0],
    );
    let joins = trace.time(0, |h| matches!(h, Happening::Joined { .. }));
    let second = trace.seat("clerk", 2);
    let mut since = [None, None];
    let mut checked = [0, 0];
    for begun in trace.activities(0) {
        let person = usize::from(begun.seat == second);
        let now = begun.at_hours;
        let expected = match since[person] {
            _ if now < joins => 1.0,
            Some(before) => 1.0 + 5.0 * (now - before) / 168.0,
            None => 1.0 + 0.5 + 5.0 * (now - joins) / 168.0,
        };
        assert!((begun.hours - expected).abs() < 1e-5, "{begun:?} should take {expected} h\n{}", trace.story(0));
        since[person] = Some(now);
        checked[person] += usize::from(now > joins);
    }
    assert!(checked[0] >= 3 && checked[1] >= 3, "{checked:?}");
}

/// At most two in progress: customers 0 and 1 enter as they come, customer 2 when the first of them has left. Push lets all in.
#[test]
fn a_limit_on_work_in_progress_keeps_the_third_out() {
    let run = |control: &str| {
        let text =
            format!("[flow]\ncontrol = \"{control}\"\nwip_limit = 2\n[activity.serve]\ndone_with = {{ hours = 0.01, delay_days = 10 }}");
        trace_at(&text, &[0.0, 1.0, 2.0])
    };
    let (pull, push) = (run("pull"), run("push"));
    let enters = |h: &Happening| matches!(h, Happening::EnteredFlow { .. });
    let entered = |trace: &Trace| [0, 1, 2].map(|customer| trace.time(customer, enters));
    let first_left = pull.bought(0).min(pull.bought(1));
    assert!(first_left > 2.0, "nobody has to wait in this world:\n{}", pull.story(2));
    all_close(&entered(&pull), &[0.0, 1.0, first_left]);
    close(pull.time(2, |h| matches!(h, Happening::WaitsForRoom)), 2.0);
    all_close(&entered(&push), &[0.0, 1.0, 2.0]);
}

const RICH: &str = "[channel.door]\nsegment = \"customer\"\n[segment.rich]\nprojects_per_year = 0\npurchases_mean = 1\ncancel_per_month = 0\n\
     group_size_mean = 1\ndeadline_days_median = 0\nrivals_mean = 0\ngross_value_median = 6.6\ngross_value_sigma = 0\nneed_spread = 0\n\
     want_gap = 0\nrisk_aversion_median = 0\n[activity.serve]\ndone_with = { hours = 10 }\n";

/// While customer 0 is served from 0 to 10, a plain customer comes at 1 and a rich one (twice the value) at 2. First come,
/// first served takes the plain one at 10 and the rich one at 20; by value it is the other way round, whether they wait in
/// the backlog or in the flow. The best lead for the best person means by value, too.
#[test]
fn a_queue_is_served_in_order_or_by_value() {
    for control in ["pull", "push"] {
        for (order, routing, plain, rich) in
            [("fifo", "round-robin", 10.0, 20.0), ("value", "round-robin", 20.0, 10.0), ("fifo", "best-lead", 20.0, 10.0)]
        {
            let text = format!(
                "{RICH}[flow]\ncontrol = \"{control}\"\nwip_limit = 1\nqueue_order = \"{order}\"\n[organisation]\nrouting = \"{routing}\""
            );
            let trace = trace_of(&text, vec![comes(0.0), comes(1.0), Arrival { segment: Some(SegmentAt::new(1)), ..comes(2.0) }]);
            let begins = [1, 2].map(|customer| trace.begins(customer, "serve"));
            all_close(&begins, &[plain, rich]);
        }
    }
}

/// A star of skill 2 and a clerk of skill 1 are free: under best-lead routing the star is first at the queue, else the clerk
/// is, who is first on the list of those who have been idle equally long.
#[test]
fn the_best_lead_goes_to_the_best_person() {
    for (routing, is_star) in [("best-lead", true), ("round-robin", false)] {
        let text = format!(
            "[organisation]\nrouting = \"{routing}\"\n[role.clerk]\nskill_cv = 0\n[role.star]\npeople = 1\nselling_share = 1\nskill_mean = 2\nskill_cv = 0"
        );
        let trace = trace_at(&text, &[0.0]);
        assert_eq!(trace.begun_by(0, "serve") == trace.seat("star", 1), is_star, "{routing}");
    }
}

/// Work that has to be done again takes its hour again, at once: with `k` repetitions customer 0 is done at `k + 1`, and
/// customer 1 begins only then. Over 2,000 customers, half of all pieces of work are repetitions, as the scenario says.
#[test]
fn rework_takes_the_hours_again() {
    let text = "[time]\nyears = 1\n[activity.serve]\nrework_share = 0.5";
    let trace = trace_at(text, &[0.0; 2000]);
    let mut now = 0.0;
    let mut repeated = 0;
    for customer in 0..2000 {
        let again = trace.times(customer, |h| matches!(h, Happening::DoneAgain { .. }));
        close(trace.times(customer, trace.begun("serve"))[0], now);
        now += 1.0 + again.len() as f64;
        close(trace.bought(customer), now);
        repeated += again.len();
    }
    assert!(repeated > 0);
    share_close(repeated, 2000 + repeated, 0.5);
}

/// Two clerks with a queue each, work of 2 h, customers at 0, 10, 20 and 21. In turn: queues 1, 2, 1, 2. To the least loaded,
/// the first of equals: 1, 1, 1, and 2 while queue 1 has the third. By account, of which there is one: always 1, so that
/// the last waits until 22.
#[test]
fn routing_in_turn_by_load_or_by_account() {
    for (routing, queues, last) in
        [("round-robin", [1, 2, 1, 2], 21.0), ("least-loaded", [1, 1, 1, 2], 21.0), ("territory", [1, 1, 1, 1], 22.0)]
    {
        let text = format!(
            "[role.clerk]\npeople = 2\n[organisation]\npool_size = 1\nrouting = \"{routing}\"\n[segment.customer]\naccounts = 1\n\
             [activity.serve]\ndone_with = {{ hours = 2 }}"
        );
        let trace = trace_at(&text, &[0.0, 10.0, 20.0, 21.0]);
        let second = trace.seat("clerk", 2);
        let seen = [0, 1, 2, 3].map(|customer| 1 + usize::from(trace.begun_by(customer, "serve") == second));
        assert_eq!(seen, queues, "{routing}");
        close(trace.begins(3, "serve"), last);
    }
}

/// Prospecting begins below 2 customers and stops at 4, with one touch an hour, each of which finds somebody. Work goes
/// first: 0.01 h whenever a customer is ready, which ends with a purchase. From the times at which customers are ready,
/// everything else follows: whenever the person is free, nobody is ready and the pipeline is below the level that holds,
/// the next hour is spent on a touch. What was agreed at the end of an hour is counted from the next look on.
#[test]
fn prospecting_begins_below_one_level_and_stops_at_another() {
    let trace = trace_at(
        "[time]\nrun_out_years = 0\n[segment.customer]\nprojects_per_year = 100000\naccounts = 1\n\
         [channel.list]\nkind = \"outbound\"\nstart_share = 1\ntouch_answer_share = 1\ntouches_per_hour = 1\nlag_days = 0\n\
         [dialogue]\nprospect_below = 2\nprospect_until = 4\nprospect_work_hours = 1\n\
         [activity.serve]\ndone_with = { hours = 0.01, delay_days = 2 }",
        &[],
    );
    let dialogues: Vec<f64> = trace.all(|h| matches!(h, Happening::AgreedDialogueBegins)).iter().map(|h| h.at_hours).collect();
    let ready: Vec<f64> = trace.all(trace.ready_for("serve")).iter().map(|h| h.at_hours).collect();
    let (mut expected, mut now, mut pipeline, mut agreed, mut is_on) = (Vec::new(), 0.0, 0, 0, false);
    let (mut served, mut pauses, mut above_two) = (0, 0, 0);
    while expected.len() < dialogues.len() {
        if served < ready.len() && ready[served] <= now {
            served += 1;
            pipeline += std::mem::take(&mut agreed) - 1;
            now += 0.01;
            continue;
        }
        above_two += u32::from(is_on && (2..4).contains(&pipeline));
        is_on = pipeline < if is_on { 4 } else { 2 };
        pipeline += std::mem::take(&mut agreed);
        if is_on {
            now += 1.0;
            expected.push(now);
            agreed = 1;
        } else {
            pauses += 1;
            now = ready[served];
        }
    }
    all_close(&dialogues[..2], &[1.0, 2.0]);
    all_close(&dialogues, &expected);
    assert!(pauses >= 10 && above_two >= 10 && dialogues.len() >= 20, "{pauses}, {above_two}, {}", dialogues.len());
}

/// A deadline after one day, work of 100 h. Customer 0 is being served and has heard nothing yet at 24: too slow. Customer 1
/// waits for an answer from 5 to 29: too slow, too.
#[test]
fn a_deadline_ends_what_was_not_answered() {
    let trace = trace_at(
        "[segment.customer]\ndeadline_days_median = 1\ndeadline_sigma = 0\n[channel.door]\nanswer_work_hours = 0.5\n\
         [activity.serve]\ndone_with = { hours = 100 }",
        &[0.0, 5.0],
    );
    let too_slow = Happening::Ended { ending: Ending::TooSlow, why: Why::DeadlineBeforeUs };
    close(trace.time(0, |h| *h == too_slow), 24.0);
    close(trace.time(1, |h| *h == Happening::Over { ending: Ending::TooSlow }), 29.0);
    assert_eq!(trace.record.endings[Ending::TooSlow as usize], [0, 2]);
}

/// The work takes 1000 h each, so that from customer 10 on nobody is served. Of projects that are stopped with a chance of a half a month (1/12 of
/// 8766 h), half live for a month and a quarter for two. Rivals who close by themselves do so in the last three quarters
/// of the time to the deadline of 20 days: from 120 to 480 h.
#[test]
fn projects_stop_and_rivals_close_whatever_we_do() {
    let text = |more: &str| format!("[time]\nyears = 1\n[activity.serve]\ndone_with = {{ hours = 1000 }}\n[segment.customer]\n{more}");
    let stopped = trace_at(&text("cancel_per_month = 0.5"), &[0.0; 4010]);
    let month = 8766.0 / 12.0;
    for (months, alive) in [(1.0, 0.5), (2.0, 0.25)] {
        let ended =
            |j: &&JourneyRecord| j.number >= 10 && j.ending == Ending::ProjectStopped && j.ended_days.unwrap() * 24.0 < months * month;
        share_close(4000 - stopped.record.journeys.iter().filter(ended).count(), 4000, alive);
    }
    let rivals = trace_at(&text("rivals_mean = 20\nrival_closes = 1\ndeadline_days_median = 20\ndeadline_sigma = 0"), &[0.0; 500]);
    let closed = rivals.record.journeys.iter().map(|j| {
        assert_eq!(j.ending, Ending::Competitor, "{}", j.number);
        j.ended_days.unwrap() * 24.0
    });
    let (first, last) = closed.fold((f64::INFINITY, 0.0f64), |(a, b), t| (a.min(t), b.max(t)));
    // The first of some twenty rivals: of 500 such customers the first is surely early, and none is before a quarter.
    assert!((120.0..125.0).contains(&first) && last <= 480.0, "{first} to {last}");
}

/// Gross value 4 prices, offering half a misfit from every need: fit = exp(-0.25 / 2); a base adoption of 0.8 without help;
/// 3 h of the customer's at 60 EUR; delivered 90 days after the decision at 1 h. A deal of 50,000 EUR where the file says.
/// Surplus = 4 fit 0.8 - 1 - 180 / price; margin = 1 - 0.45 - 0.25 * 0.25.
#[test]
fn what_a_deal_is_worth_to_both() {
    let rows = vec![comes(0.0), Arrival { value: Some(50_000.0), ..comes(100.0) }];
    let trace = trace_of(
        "[offering.thing]\nfit_x = 0.5\ndelivery_days = 90\n[segment.customer]\ngross_value_median = 4\n\
         [activity.serve]\ndone_with = { customer_hours = 3 }",
        rows,
    );
    let fit = libm::exp(-0.125);
    for (number, price) in [(0, 25_000.0), (1, 50_000.0)] {
        let begun = 100.0 * number as f64;
        close(trace.bought(number), begun + 1.0);
        close(trace.time(number, |h| matches!(h, Happening::Delivered { .. })), begun + 1.0 + 90.0 * 24.0);
        let journey = trace.journey(number);
        assert_eq!((journey.ending, journey.price), (Ending::WinWin, price));
        close(journey.customer_surplus, (4.0 * fit * 0.8 - 1.0) * price - 180.0);
        close(journey.margin, (1.0 - 0.45 - 0.0625) * price);
    }
}

/// A customer at misfit `d`, gross value 6 prices: at `d = 1` the surplus is 6 exp(-1/2) 0.8 - 1 = 1.9 prices, persuaded or
/// not. Persuasion promises a fit of 1, with its weight times the openness of 0.5 + trust, which is 0.3 at the start and 0.05
/// for the quick answer; the customer's own idea, a fit of exp(-d^2 / 2), weighs 0.8. What is delivered is regretted if it
/// is below 80 % of what was promised:
///
/// | d | fit | persuasion | promised | 80 % of it | |
/// |---|---|---|---|---|---|
/// | 1.0 | 0.6065 | none | | | |
/// | 1.0 | 0.6065 | 1.0 * 0.85 | (0.850 + 0.8 * 0.6065) / 1.650 = 0.8092 | 0.6474 | regretted |
/// | 1.0 | 0.6065 | 0.5 * 0.85 | (0.425 + 0.8 * 0.6065) / 1.225 = 0.7430 | 0.5944 | |
/// | 0.6 | 0.8353 | 1.0 * 0.85 | (0.850 + 0.8 * 0.8353) / 1.650 = 0.9201 | 0.7361 | |
#[test]
fn delivery_is_held_against_what_was_said() {
    for (misfit, persuade, ending) in
        [(1.0, 0.0, Ending::WinWin), (1.0, 1.0, Ending::ForceFit), (1.0, 0.5, Ending::WinWin), (0.6, 1.0, Ending::WinWin)]
    {
        let text = format!(
            "[offering.thing]\nfit_x = {misfit}\n[segment.customer]\ngross_value_median = 6\nconfidence_median = 0.8\nconfidence_sigma = 0\n\
             [buying]\nlatitude = 2\ndomains = 1\n[channel.door]\ntrust = 0.3\n[role.clerk]\nskill_cv = 0\n\
             [activity.serve]\ndone_with = {{ persuade = {persuade} }}"
        );
        let trace = trace_at(&text, &[0.0]);
        let journey = trace.journey(0);
        assert_eq!(journey.ending, ending, "misfit {misfit}, persuasion {persuade}");
        close(journey.customer_surplus, (6.0 * libm::exp(-0.5 * misfit * misfit) * 0.8 - 1.0) * 25_000.0);
        assert_eq!(trace.ratio(Measure::RegretRate), (f64::from(u8::from(ending == Ending::ForceFit)), 1.0));
    }
}

/// The two people of a group.
const FIRST: BuyerAt = BuyerAt::FIRST;
const SECOND: BuyerAt = BuyerAt::new(1);

/// A group of two whose people want exactly our offering, with a gross value of 3 prices and no hurdle: a surplus of 2.
fn group(rival_bar: f64) -> (BuyingGroup, Buying) {
    let segment = Segment { need_spread: 0.0, want_gap: 0.0, hurdle_mean: 0.0, hurdle_sd: 0.0, ..Segment::default() };
    let buying = Buying { own_learning_per_month: 0.0, drift_per_sqrt_day: 0.0, ..Buying::default() };
    let journey = Journey {
        number: 0,
        key: 1,
        segment: SegmentAt::FIRST,
        account: Account::FIRST,
        begins: 0.0,
        fit_scale: 1.0,
        gap_scale: 1.0,
        part: Default::default(),
        group_size: 2,
        gross_value: 3.0,
        deal_size: 1.0,
        deadline: f64::INFINITY,
        stops: f64::INFINITY,
        rival_bar,
        rival_closes: f64::INFINITY,
        possible: true,
        joint_surplus: 2.0,
        mutual_value: 0.0,
    };
    let mut group = BuyingGroup::default();
    group.draw(&Streams::new(1, 0), &journey, &segment, &buying, 0.3);
    for person in &mut group.people {
        person.risk_aversion = 0.0;
        person.confidence = 1.0;
        person.confidence_start = 1.0;
        person.veto = true;
        person.joins = 0.0;
    }
    (group, buying)
}

/// Fit at distance 2 is exp(-2) = 0.135: 3 * 0.135 - 1 = -0.59. Two at 0 and 2 are at 1 from their mean, above the limit of 0.65.
/// Risk aversion 3 at confidence 1 is a doubt of 3 against a surplus of 2. The reasons come in the order value, doubt,
/// consensus, rivals.
#[test]
fn a_group_decides_for_the_first_reason_of_four() {
    let origin = Point::default();
    let far = Point::new(2.0, 0.0);
    let decide = |rival_bar: f64, change: &dyn Fn(&mut BuyingGroup)| {
        let (mut group, buying) = group(rival_bar);
        change(&mut group);
        group.decide(&buying, 1.0, origin, 0.0)
    };
    assert_eq!(decide(1.99, &|_| {}), Decision::Buy);
    assert_eq!(decide(2.0, &|_| {}), Decision::Rival);
    assert_eq!(decide(1.0, &|g| g.people.iter_mut().for_each(|p| p.want = far)), Decision::NotForUs);
    let one_far = |g: &mut BuyingGroup| g.people[SECOND].want = far;
    assert_eq!(decide(9.0, &|g| (one_far(g), g.people[FIRST].risk_aversion = 3.0).1), Decision::TooLittleValue { blocker: SECOND });
    // Without a veto there is no blocker, but they are too far apart; a doubter is heard before that.
    assert_eq!(decide(9.0, &|g| (one_far(g), g.people[SECOND].veto = false).1), Decision::NoConsensus);
    let doubt = |g: &mut BuyingGroup| (one_far(g), g.people[SECOND].veto = false, g.people[FIRST].risk_aversion = 3.0).2;
    assert_eq!(decide(9.0, &doubt), Decision::Doubt { blocker: FIRST });
    // Confidence 4 halves the doubt to 1.5, below the surplus of 2.
    assert_eq!(decide(1.0, &|g| (g.people[FIRST].risk_aversion = 3.0, g.people[FIRST].confidence = 4.0).1), Decision::Buy);
    // Who has yet to join is not asked.
    assert_eq!(decide(1.0, &|g| (one_far(g), g.people[SECOND].joins = 2.0).1), Decision::Buy);
}

/// A confidence of 1 + 1 gained is 1 + 1/2 after 60 days and 1 + 1/4 after 120; trust of 0.3 + 0.4 gained is 0.3 + 0.2 after
/// 120. With own learning at 0.5 a month of 30.4375 days against that decay, confidence settles at
/// 1 + 0.5 / 30.4375 / (ln 2 / 60).
#[test]
fn confidence_and_trust_lose_half_of_what_was_gained_in_a_half_life() {
    let streams = Streams::new(1, 0);
    let (mut group, mut buying) = group(f64::NEG_INFINITY);
    group.people[FIRST].confidence = 2.0;
    group.trust_in_firm = 0.7;
    group.refresh(&streams, &buying, 60.0 * 24.0);
    close(group.people[FIRST].confidence, 1.5);
    group.refresh(&streams, &buying, 120.0 * 24.0);
    close(group.people[FIRST].confidence, 1.25);
    close(group.people[SECOND].confidence, 1.0);
    close(group.trust_in_firm, 0.5);
    buying.own_learning_per_month = 0.5;
    group.refresh(&streams, &buying, 1e6);
    close(group.people[FIRST].confidence, 1.0 + 0.5 / 30.4375 / (core::f64::consts::LN_2 / 60.0));
}

/// A warm-up of one week, a window of 438.3 h, work of 3 h. Customer 0 comes one hour before the window and buys two hours
/// into it: a deal of the window, a journey of before. Customer 1 comes at 100: both. Customer 2 comes one hour before the
/// end and buys after it: a journey of the window, not a deal. In the flow within the window: 2 + 3 + 1 h.
/// Costs: 120 EUR a month for 0.6 months; 5 EUR for each of two who came; answers of 0.5 h at 87,660 EUR a year / 8766 h
/// = 10 EUR an hour. A pay of 87,660 EUR for 0.05 years is 4,383 EUR. Margins of 0.55 * 25,000 EUR each.
#[test]
fn the_window_counts_what_is_dated_in_it() {
    let end = 0.05 * 8766.0;
    let trace = trace_at(
        "[time]\nwarm_up_weeks = 1\n[role.clerk]\ncost_per_year = 87660\n\
         [channel.door]\ncost_per_month = 120\ncost_per_touch = 5\nanswer_work_hours = 0.5\n[activity.serve]\ndone_with = { hours = 3 }",
        &[-1.5, 99.5, end - 1.5],
    );
    close(trace.bought(0), 168.0 + 2.0);
    let numbers: Vec<u64> = trace.record.journeys.iter().map(|j| j.number).collect();
    assert_eq!(numbers, [1, 2]);
    let months = 0.6;
    for (measure, numerator, denominator) in [
        (Measure::DealsPerMonth, 2.0, months),
        (Measure::RevenuePerMonth, 50_000.0, months),
        (Measure::WinWinDealsPerMonth, 2.0, months),
        (Measure::WipMean, 2.0 + 3.0 + 1.0, end),
        (Measure::TimeInSystemHoursMean, 6.0, 2.0),
        (Measure::DialoguesPerMonth, 2.0, months),
        // Work that begins in the window: two answers and two services.
        (Measure::Utilisation, 2.0 * 3.5, end),
        (Measure::WorkShareProspecting, 1.0, 7.0),
        (Measure::CostPerDialogue, 72.0 + 2.0 * 5.0 + 2.0 * 0.5 * 10.0, 2.0),
        (Measure::CostPerWinWinCustomer, 4383.0 + 72.0 + 10.0, 2.0),
        (Measure::ReturnOnSales, 2.0 * 0.55 * 25_000.0 - 4465.0, 50_000.0),
        (Measure::WinRate, 2.0, 2.0),
    ] {
        let (above, below) = trace.ratio(measure);
        assert!((above - numerator).abs() < 1e-6 && (below - denominator).abs() < 1e-9, "{}: {above} / {below}", measure.id());
    }
    assert_eq!(trace.count(is_another_wait), 0, "nobody waits but for an answer");
    // A deal of the window is waited for even if nothing else is.
    let late = trace_at("[time]\nwarm_up_weeks = 1\n[offering.thing]\ndelivery_days = 90", &[-0.5]);
    assert_eq!(late.ratio(Measure::WinWinDealsPerMonth).0, 1.0);
}

/// Whether somebody begins to wait, but not in a queue for an answer.
fn is_another_wait(what: &Happening) -> bool {
    use Happening::{HeldBack, NobodyTakesOver, NobodysStep, SaidYes, WaitsForRoom};
    matches!(what, HeldBack { .. } | WaitsForRoom | NobodysStep { .. } | SaidYes { .. } | NobodyTakesOver)
}
