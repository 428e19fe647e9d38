//! One process or two, commitments, sequencing, fuzzy roles: traces computed by hand on a tiny scenario, and what has to come out.
//!
//! Customers come at given times, work takes exactly its mean. What is not looked at is switched off.

use crate::happened::{Trace, position, worker};
use crate::seen::{first_difference, is_theirs, seen, talked};
use crate::worlds::{self, close, comes, model, model_of, scenario, share_close, total, value, z, z_between};
use std::collections::BTreeMap;
use winflow::market::OwnProcess;
use winflow::market::commitments::{Grounds, LATE};
use winflow::measure::{Ending, Measure, Record};
use winflow::policy::next_activity::Reason;
use winflow::scenario::provider::{Commitment, Job, Mode};
use winflow::scenario::{Scenario, load_text};
use winflow::simulation::Model;
use winflow::world::happening::{Happening, Why};
use winflow::world::{Alteration, Altered};

/// One desk that explores for 1 h, looks at alternatives for 2 h and asks for a decision in 0.5 h, with customers who buy when asked.
const DESK: &str = r#"
extends = "desk"
[time]
years = 0.1
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
rfp_share = 0
process_share_present = 1
[qualification]
asks_again = false
[channel.door]
csv_file = "rows.csv"
csv_date_column = "date"
[activity.explore]
order = 1
job = "explore"
hours_cv = 0
done_with = { hours = 1, customer_hours = 0, delay_days = 0, learn = 1 }
[activity.compare]
order = 2
job = "alternatives"
hours_cv = 0
done_with = { hours = 2, customer_hours = 0, delay_days = 0, sense_make = 1 }
[activity.serve]
order = 9
job = "decide"
hours_shape = "constant"
done_with = { hours = 0.5, customer_hours = 0, delay_days = 0 }
"#;

/// What happens with so many customers, so far apart that nobody waits for another.
fn trace(text: &str, customers: usize) -> Trace {
    Trace::of(DESK, text, (0..customers).map(|n| comes(n as f64 * 8.0)).collect())
}

/// The activities begun with a customer, in their order.
fn done(trace: &Trace, customer: u64) -> Vec<&str> {
    trace.activities(customer).iter().map(|begun| begun.name).collect()
}

/// Hours of work begun with a customer.
fn hours(trace: &Trace, customer: u64) -> f64 {
    trace.activities(customer).iter().map(|begun| begun.hours).sum()
}

/// What a customer tells us, once, of a process of their own.
fn own_process(trace: &Trace, customer: u64) -> OwnProcess {
    let said = trace.only(customer, is_process_told).what;
    let Happening::TheirProcess { process } = said else { unreachable!() };
    process
}

/// The jobs in a process before the decision, as bits, in their order.
fn jobs(process: &OwnProcess) -> Vec<u8> {
    process.order.into_iter().filter(|bit| process.jobs & bit != 0).collect()
}

fn is_process_told(what: &Happening) -> bool {
    matches!(what, Happening::TheirProcess { .. })
}

/// Whether they leave because of a step that they thought useless.
fn is_a_step_too_many(what: &Happening) -> bool {
    matches!(what, Happening::Ended { why: Why::StepTooMany, .. })
}

mod stances {
    use super::*;

    /// With a process in which nothing but the decision is present, the servile are asked for nothing else: 0.5 h. The imposing do all
    /// three of their list: 3.5 h.
    #[test]
    fn the_servile_skip_what_the_buyer_skips() {
        let nothing = "segment.customer.process_share_present = 0\nbuying.useless_step_risk = 0\n";
        let servile = trace(&format!("{nothing}process.stance = \"servile\""), 1);
        assert_eq!(done(&servile, 0), ["serve"]);
        close(hours(&servile, 0), 0.5);
        assert!(jobs(&own_process(&servile, 0)).is_empty());
        let imposing = trace(&format!("{nothing}process.stance = \"imposing\""), 1);
        assert_eq!(done(&imposing, 0), ["explore", "compare", "serve"]);
        close(hours(&imposing, 0), 3.5);
        let none = trace(nothing, 1);
        assert_eq!((done(&none, 0), none.count(is_process_told)), (done(&imposing, 0), 0));
    }

    /// With all jobs present, each customer has an order of their own, and the servile keep to it: what stands first in it is done first.
    #[test]
    fn the_servile_keep_to_the_order_of_the_buyer() {
        let trace = trace("process.stance = \"servile\"", 60);
        let mut turned = 0;
        for customer in 0..60 {
            let told = jobs(&own_process(&trace, customer));
            let place = |job: Job| told.iter().position(|bit| *bit == job.bit()).unwrap();
            let first = place(Job::Alternatives) < place(Job::Explore);
            let expected = if first { ["compare", "explore", "serve"] } else { ["explore", "compare", "serve"] };
            let done = done(&trace, customer);
            assert!(done.len() >= 2 && done[..2] == expected[..2], "{done:?} after {told:?}:\n{}", trace.story(customer));
            turned += usize::from(first);
        }
        assert!((3..57).contains(&turned), "orders differ: {turned} of 60");
    }

    /// Two steps of three are useless to them, each a risk of 0.2 without trust and of 0.2 (1 - 0.3) with the channel's trust of 0.3:
    /// 1 - (1 - 0.14)^2 = 0.2604 are lost. The quick answer adds 0.05 to trust: 1 - (1 - 0.13)^2 = 0.2431.
    #[test]
    fn a_step_too_many_may_lose_them() {
        let text = "segment.customer.process_share_present = 0\nbuying.useless_step_risk = 0.2\nprocess.stance = \"imposing\"\n\
                    buying.trust_half_life_days = 1e6\nchannel.door.trust = 0.3";
        let trace = trace(text, 100);
        let lost = trace.count(is_a_step_too_many);
        share_close(lost, 100, 1.0 - 0.87f64 * 0.87);
        assert_eq!(trace.record.endings[Ending::StatusQuo as usize].iter().sum::<u64>() as usize, lost);
    }

    /// One who negotiates with skill 1 and trust 0.35 agrees with 0.85 of `agreement_share`. Who agrees takes all steps in good part;
    /// of the others, two useless steps at a risk of 1 - 0.35 lose 1 - 0.35^2.
    #[test]
    fn who_agrees_on_one_process_takes_no_offence() {
        let text = "segment.customer.process_share_present = 0\nbuying.useless_step_risk = 1\nprocess.stance = \"negotiating\"\n\
                    buying.trust_half_life_days = 1e6\nchannel.door.trust = 0.3\nrole.clerk.skill_cv = 0\nrole.clerk.skill_outside = 1\n\
                    buying.agreement_share = 0.7\n[activity.agree]\nnegotiates = true\nhours_cv = 0\n\
                    done_with = { hours = 0.75, customer_hours = 0, delay_days = 0 }";
        let trace = trace(text, 100);
        let (mut agreed, mut lost) = (0, 0);
        for customer in 0..100 {
            let offended = !trace.with(customer, is_a_step_too_many).is_empty();
            if trace.with(customer, |h| *h == Happening::OneProcess { agreed: true }).len() == 1 {
                assert_eq!((done(&trace, customer), offended), (vec!["agree", "explore", "compare", "serve"], false));
                agreed += 1;
            } else {
                assert_eq!(done(&trace, customer)[..2], ["agree", "explore"]);
                lost += usize::from(offended);
            }
        }
        share_close(agreed, 100, 0.7 * 0.85);
        share_close(lost, 100 - agreed, 1.0 - 0.35 * 0.35);
    }

    /// A request for proposal leaves nothing to negotiate and nothing to impose: only what is in it, in its order.
    #[test]
    fn a_request_for_proposal_locks_the_process() {
        for stance in ["imposing", "negotiating", "servile"] {
            let text = format!(
                "segment.customer.process_share_present = 0\nsegment.customer.rfp_share = 1\nprocess.stance = \"{stance}\"\n\
                 [activity.agree]\nnegotiates = true\nhours_cv = 0\ndone_with = {{ hours = 0.75, delay_days = 0 }}"
            );
            let trace = trace(&text, 3);
            for customer in 0..3 {
                assert_eq!(done(&trace, customer), ["serve"], "{stance}");
                assert!(own_process(&trace, customer).is_fixed);
            }
        }
    }

    /// What they do not expect takes longer to arrange: the same draws of the delay, times `unaligned_delay`.
    #[test]
    fn two_processes_wait_for_each_other() {
        let text = |stance: &str, times: f64| {
            format!(
                "segment.customer.process_share_present = 0\nbuying.useless_step_risk = 0\nbuying.unaligned_delay = {times}\n\
                 process.stance = \"{stance}\"\nactivity.explore.done_with.delay_days = 4\n"
            )
        };
        let ready = |trace: Trace| trace.times(0, trace.ready_for("explore"))[0];
        let aligned = ready(trace(&text("none", 3.0), 1));
        close(ready(trace(&text("imposing", 3.0), 1)), 3.0 * aligned);
        close(ready(trace(&text("imposing", 1.0), 1)), aligned);
    }

    /// Whoever may not skip a step has nothing against it.
    #[test]
    fn some_steps_may_not_be_skipped() {
        let text = "segment.customer.process_share_present = 0\nprocess.stance = \"servile\"\nactivity.compare.may_skip = false";
        assert_eq!(done(&trace(text, 1), 0), ["compare", "serve"]);
    }
}

mod skipped_work {
    use super::*;

    fn was_skipped(what: &Happening) -> bool {
        matches!(what, Happening::DoneAgain { skipped: Some(_) })
    }

    /// A rigid list that compares before it explores: comparing has to be done again with the chance that goes with skipping, and again
    /// as long as nobody explored; in the right order never. 2 h each time, and trust falls each time.
    #[test]
    fn what_was_skipped_comes_back() {
        let text =
            |order: f64, share: f64| format!("[activity.compare]\norder = {order}\nneeds = [\"explore\"]\nrework_if_skipped = {share}");
        let right = trace(&text(2.0, 0.5), 40);
        assert_eq!(right.count(was_skipped), 0);
        let wrong = trace(&text(0.5, 0.5), 40);
        // Done again a geometric number of times: mean 1, variance 2.
        let explore = wrong.step("explore");
        let lacks_it = |h: &Happening| matches!(*h, Happening::DoneAgain { skipped: Some(step) } if position(step) == explore);
        let again = wrong.count(lacks_it) as f64 / 40.0;
        assert!((again - 1.0).abs() < 4.0 * (2.0f64 / 40.0).sqrt(), "{again}");
        for customer in 0..40 {
            close(hours(&wrong, customer), 3.5 + 2.0 * wrong.with(customer, was_skipped).len() as f64);
        }
        assert_eq!(trace(&text(0.5, 0.0), 5).count(was_skipped), 0);
    }
}

mod commitments {
    use super::*;

    const SURE: Grounds = Grounds {
        has_met: true,
        mean: 1.0,
        least: 1.0,
        least_after_doubt: 1.0,
        agrees: true,
        trusts: true,
        prefers_us: true,
        has_bought: false,
    };

    #[test]
    fn each_rests_on_how_the_group_stands() {
        let without = |change: fn(&mut Grounds)| {
            let mut grounds = SURE;
            change(&mut grounds);
            SURE.supports() & !grounds.supports()
        };
        use Commitment::{BuildConsensus, Change, Collaborate, Decide, Execute, Invest, ResolveConcerns, Review};
        assert_eq!(SURE.supports() & Execute.bit(), 0);
        assert_eq!(without(|s| s.agrees = false), BuildConsensus.bit() | Decide.bit());
        assert_eq!(without(|s| s.trusts = false), Collaborate.bit());
        assert_eq!(without(|s| s.least = -0.1), Invest.bit());
        assert_eq!(without(|s| s.least_after_doubt = -0.1), ResolveConcerns.bit() | Decide.bit());
        assert_eq!(without(|s| s.mean = -0.1), Change.bit() | Review.bit());
        assert_eq!(without(|s| s.prefers_us = false), Review.bit() | Decide.bit());
        assert_eq!(LATE, Invest.bit() | Review.bit());
    }

    /// Everything the activities can gain is gained by customers who buy: five before the decision, and the decision.
    #[test]
    fn they_are_gained_in_the_order_of_the_work() {
        let text = "activity.explore.gains = [\"time\", \"explore\"]\nactivity.compare.gains = [\"invest\", \"review\"]\n\
                    activity.serve.gains = [\"decide\"]";
        let trace = trace(text, 1);
        let gained = trace.with(0, |h| matches!(h, Happening::Gained { .. }));
        let told: Vec<(f64, Happening)> = gained.iter().map(|h| (h.at_hours, h.what)).collect();
        let all = |of: &[Commitment]| Happening::Gained { commitments: of.iter().map(|c| c.bit()).sum() };
        let expected = [
            (1.0, all(&[Commitment::Time, Commitment::Explore])),
            (3.0, all(&[Commitment::Invest, Commitment::Review])),
            (3.5, all(&[Commitment::Decide])),
        ];
        assert_eq!(told, expected);
        let journey = trace.journey(0);
        assert_eq!((journey.commitments_held, journey.commitments_lost, journey.late_stage), (5, 0, true));
        close(journey.late_days.unwrap() * 24.0, 3.0);
    }

    /// Groups in a real market give up commitments and make some of them again; late ones decide more often (pattern F2).
    #[test]
    fn late_opportunities_decide_more_often() {
        let records = run("hero", &[]);
        let of = |m: Measure| total(&records, m);
        let (all, late) = (of(Measure::NoDecisionRate), of(Measure::LateNoDecisionRate));
        println!("no decision: {all:.3} of all let in, {late:.3} of late ones");
        assert!(late < all);
        assert!(z("late - all", records.iter().map(|r| value(r, Measure::NoDecisionRate) - value(r, Measure::LateNoDecisionRate))) > 3.0);
        assert!(of(Measure::CommitmentsLost) > 0.0 && of(Measure::CommitmentsRegained) > 0.0 && of(Measure::CommitmentsRegained) < 1.0);
    }

    /// pattern F3: who is heard to doubt more in the first two meetings buys less.
    #[test]
    fn doubt_heard_early_foretells_indecision() {
        let records = run("hero", &[]);
        let mut heard: Vec<(f32, bool)> =
            records.iter().flat_map(|r| &r.journeys).filter(|j| j.let_in).filter_map(|j| Some((j.doubt_heard?, j.price > 0.0))).collect();
        heard.sort_by(|a, b| a.0.total_cmp(&b.0));
        let rates: Vec<f64> = heard
            .chunks(heard.len().div_ceil(3))
            .map(|third| third.iter().filter(|(_, won)| *won).count() as f64 / third.len() as f64)
            .collect();
        println!("win rate by tercile of the doubt heard: {rates:.3?} of {}", heard.len());
        let error = (0.25 * 2.0 / (heard.len() as f64 / 3.0)).sqrt();
        assert!(rates.windows(2).all(|pair| pair[0] - pair[1] > 3.0 * error), "{rates:?} +- {error}");
    }
}

const WORLDS: u64 = 24;

fn run(base: &str, sets: &[&str]) -> Vec<Record> {
    worlds::run(base, sets, 7, WORLDS)
}

mod manipulative {
    use super::*;

    /// When a decision is first asked for, counted in pieces of work begun before.
    fn work_before_asking(model: &Model, worlds: u64) -> f64 {
        let traces = (0..worlds).map(|world| Trace::follow(model, 7, world));
        let counts: Vec<f64> = traces.flat_map(|trace| before_asking(&trace)).collect();
        worlds::mean(&counts)
    }

    /// The same for each customer who is asked.
    fn before_asking(trace: &Trace) -> Vec<f64> {
        let asks = trace.begun("decide");
        let mut begun: BTreeMap<u64, (f64, bool)> = BTreeMap::new();
        for happened in trace.all(|h| worker(h).is_some()) {
            let (before, is_asked) = begun.entry(happened.customer.journey).or_default();
            *is_asked |= asks(&happened.what);
            *before += f64::from(u8::from(!*is_asked));
        }
        begun.into_values().filter(|(_, is_asked)| *is_asked).map(|(before, _)| before).collect()
    }

    #[test]
    fn asks_earlier_and_makes_a_smaller_share_of_win_wins() {
        let before = |set: &str| work_before_asking(&model("hero", &[set]), 2);
        let (adaptive, manipulative) = (before("process.sequencing=adaptive"), before("process.sequencing=manipulative"));
        println!("pieces of work before the first ask: {adaptive:.2} adaptive, {manipulative:.2} manipulative");
        assert!(manipulative < 0.8 * adaptive);
        let (a, b) = (run("hero", &[]), run("hero", &["process.sequencing=manipulative"]));
        let rate = |r: &Record| value(r, Measure::WinWinRate);
        assert!(z_between("win-win rate, manipulative - adaptive", &a, &b, rate) < -3.0);
    }

    /// Both modes are open, and both are used.
    #[test]
    fn chooses_the_mode_too() {
        let trace = Trace::follow(&model("hero", &["process.sequencing=manipulative", "time.years=0.5"]), 7, 0);
        let all = trace.count(|h| matches!(h, Happening::Planned { reason: Reason::Signature, .. }));
        let done_to = trace.count(|h| matches!(h, Happening::Planned { reason: Reason::Signature, mode: Mode::DoneTo, .. }));
        println!("{done_to} of {all} planned as done-to");
        assert!(done_to > 0 && done_to < all);
    }
}

mod emergence {
    use super::*;

    /// What was left out comes back: fewer win-wins when we do as told than when one process is agreed on; and imposing loses some.
    #[test]
    fn negotiating_beats_both_imposing_and_doing_as_told() {
        let [servile, imposing, negotiating] =
            ["servile", "imposing", "negotiating"].map(|stance| worlds::run("team", &[&format!("process.stance={stance}")], 7, 160));
        let deals = |r: &Record| value(r, Measure::WinWinDealsPerMonth);
        assert!(z_between("win-wins, negotiating - servile", &servile, &negotiating, deals) > 3.0);
        assert!(z_between("win-wins, negotiating - imposing", &imposing, &negotiating, deals) > 3.0);
    }

    #[test]
    fn fuzzy_roles_cost_hours_and_time() {
        let (clear, fuzzy) = (run("team", &[]), run("team", &["organisation.fuzzy_share=0.4"]));
        let per_win = |r: &Record| {
            let hours: f64 = r.journeys.iter().map(|j| j.work_hours).sum();
            hours / r.journeys.iter().filter(|j| j.ending == Ending::WinWin).count() as f64
        };
        assert!(z_between("hours per win-win", &clear, &fuzzy, per_win) > 3.0);
        let cycle = |r: &Record| value(r, Measure::CycleDaysP50);
        assert!(z_between("median cycle", &clear, &fuzzy, cycle) > 3.0);
        let alone =
            [&["organisation.coverage=1"][..], &["organisation.coverage=1", "organisation.fuzzy_share=0.4"]].map(|sets| run("team", sets));
        assert_eq!(alone[0], alone[1], "with one of ours on a customer no role is fuzzy");
    }

    /// A deadline shorter than two meetings: nothing breaks, almost everybody is too slow or decides unprepared.
    #[test]
    fn a_short_window_of_decision_can_be_lived_with() {
        for system in ["hero", "team"] {
            let sets = ["segment.mid.deadline_days_median=10", "segment.mid.deadline_sigma=0.1", "process.stance=negotiating"];
            let records = run(system, &sets);
            assert!(records.iter().all(|r| r.check.violation().is_none()));
            let days = records.iter().flat_map(|r| &r.journeys).filter(|j| j.price > 0.0);
            let longest = days.map(|j| j.ended_days.unwrap() - j.begun_days).fold(0.0, f64::max);
            assert!(longest < 20.0, "{longest}");
        }
    }
}

mod judging {
    use super::*;

    fn is_judging(what: &Happening) -> bool {
        matches!(what, Happening::JudgingBegun { .. })
    }

    const JUDGE: &str = "[activity.judge]\npart = \"qualification\"\nhours_cv = 0\n";

    /// A judgement of 1.5 h before everything else.
    #[test]
    fn a_judgement_waits_for_the_customer() {
        let at_once = trace(&format!("qualification.rule = \"none\"\n{JUDGE}done_with = {{ hours = 1.5, delay_days = 0 }}"), 1);
        close(at_once.times(0, at_once.begun("explore"))[0], 1.5);
        let later = trace(&format!("qualification.rule = \"none\"\n{JUDGE}done_with = {{ hours = 1.5, delay_days = 2 }}"), 1);
        let begins = later.times(0, is_judging)[0];
        assert!(begins > 0.0);
        close(later.times(0, later.begun("explore"))[0], begins + 1.5);
    }

    /// Only the role that is named judges, whichever pool has the customer.
    #[test]
    fn a_role_judges() {
        let text = format!(
            "qualification.rule = \"none\"\n[role.judge]\npeople = 1\nselling_share = 1\nparts = [\"qualification\"]\n\
             {JUDGE}role = \"judge\"\ndone_with = {{ hours = 1.5, delay_days = 0 }}"
        );
        let trace = trace(&text, 10);
        let judged_by = |role| trace.count(|h| is_judging(h) && worker(h) == Some(trace.seat(role, 1)));
        assert_eq!((judged_by("judge"), judged_by("clerk")), (10, 0));
    }

    /// With a half, it is judged again: a geometric number of times, mean 1 and variance 2.
    #[test]
    fn a_judgement_may_have_to_be_done_again() {
        let text = format!("qualification.rule = \"none\"\n{JUDGE}rework_share = 0.5\ndone_with = {{ hours = 0.1, delay_days = 0 }}");
        let trace = trace(&text, 60);
        let repeated = trace.count(|h| matches!(h, Happening::JudgedAgain));
        let again = repeated as f64 / 60.0;
        assert!((again - 1.0).abs() < 4.0 * (2.0f64 / 60.0).sqrt(), "{again}");
        assert_eq!(trace.count(is_judging), 60 + repeated);
    }
}

mod what_may_not_matter {
    use super::*;

    fn short(system: &str, sets: &[&str]) -> Scenario {
        let shorter = ["time.years=0.5", "time.warm_up_weeks=10", "time.run_out_years=1"];
        scenario(system, &[&shorter, sets].concat())
    }

    /// Keys of the customer's own process change nothing as long as nobody looks at it.
    #[test]
    fn without_a_stance_their_process_does_not_matter() {
        let plain = model_of(&short("team", &[]));
        let other =
            ["segment.mid.rfp_share=1", "segment.mid.process_share_present=0", "buying.useless_step_risk=1", "buying.unaligned_delay=9"];
        let other = model_of(&short("team", &other));
        assert!((0..3).all(|world| plain.run(7, world) == other.run(7, world)));
    }

    /// What is hidden about one customer is drawn anew: we act otherwise only after they did or said something else.
    #[test]
    fn nobody_sees_what_is_hidden() {
        let systems: [&[&str]; 4] = [
            &["process.stance=servile"],
            &["process.stance=negotiating", "organisation.fuzzy_share=0.3"],
            &["process.stance=imposing", "process.sequencing=rigid"],
            &["process.sequencing=manipulative"],
        ];
        for sets in systems {
            let mut scenario = short("team", sets);
            scenario.activity.entries.iter_mut().for_each(|(_, activity)| activity.hours_cv = 0.0);
            let model = model_of(&scenario);
            let plain = seen(&model, 7, 0, None);
            let talked = talked(&plain);
            let mut differ = 0;
            for &journey in talked.iter().skip(3).step_by(talked.len() / 6) {
                let altered = seen(&model, 7, 0, Some(Alteration { journey, what: Altered::Hidden }));
                let first = first_difference(&plain, &altered);
                differ += usize::from(!first.is_empty());
                let is_told = first.iter().any(|h| h.customer.journey == journey && is_theirs(&h.what));
                assert!(is_told || first.is_empty(), "{sets:?}, customer {journey}: {first:?}");
            }
            assert!(differ >= 4, "{differ}");
        }
    }

    #[test]
    fn odd_settings_run() {
        let odd: [&[&str]; 6] = [
            &["process.stance=servile", "segment.mid.process_share_present=0"],
            &["process.stance=negotiating", "activity.agree.scope=group", "process.threads_per_person=4"],
            &["process.stance=negotiating", "activity.agree.negotiates=false"],
            &["process.stance=imposing", "buying.unaligned_delay=0", "segment.mid.rfp_share=1"],
            &["process.sequencing=manipulative", "process.modes=done-to", "process.stance=servile", "buying.latitude=0"],
            &["organisation.fuzzy_share=1", "organisation.fuzzy_days=0", "process.threads_per_person=3"],
        ];
        for sets in odd {
            for system in ["hero", "team", "line"] {
                let record = model_of(&short(system, sets)).run(7, 0);
                assert_eq!(record.check.violation(), None, "{system} {sets:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_is_said() {
        let said = |text: &str| match load_text("test.toml", &format!("extends = \"mid\"\n{text}")) {
            Ok(loaded) => loaded.warnings.iter().map(|w| w.to_string()).collect::<Vec<_>>().join("\n"),
            Err(problems) => problems.to_string(),
        };
        for (text, expected) in [
            ("activity.design.needs = [\"discovr\"]", "which is not an activity"),
            ("activity.design.needs = [\"adopt\"]", "which is never done before it"),
            ("activity.qualify.done_with.learn = 1", "activity.qualify.done_with.learn has no effect"),
            ("process.stance = \"negotiating\"\nactivity.agree.negotiates = false", "no activity negotiates"),
            ("organisation.fuzzy_share = 0.2", "has no effect with one person per customer"),
            ("activity.concerns.rework_if_skipped = 0.2", "has no effect without needs"),
        ] {
            assert!(said(text).contains(expected), "{text}: {}", said(text));
        }
    }
}
