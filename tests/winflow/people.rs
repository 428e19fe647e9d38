//! Our people over time: who comes and goes, who takes over, what is learned, how people are led.

use crate::happened::{Trace, position, worker};
use crate::worlds::{self, model, model_of, scenario, value, z_between};
use winflow::measure::{Ending, Measure, Record};
use winflow::scenario::Scenario;
use winflow::world::happening::Happening;

const SEED: u64 = 11;

fn run(policy: &str, sets: &[&str], worlds: u64) -> Vec<Record> {
    worlds::run(policy, sets, SEED, worlds)
}

mod turnover {
    use super::*;

    /// A scenario in which everybody of every role quits at this rate.
    fn restless(policy: &str, quits_per_year: f64, hiring_days: f64, sets: &[&str]) -> Scenario {
        let mut scenario = scenario(policy, sets);
        for (_, role) in &mut scenario.role.entries {
            role.quits_per_year = quits_per_year;
            role.hiring_days = hiring_days;
        }
        scenario
    }

    /// Whatever happens to our people, every customer, hour and euro is accounted for, nobody is left on the desk of somebody
    /// who is gone, and what waits is taken up by successors.
    #[test]
    fn nothing_is_lost_when_everybody_leaves_all_the_time() {
        let short = ["time.years=0.6", "time.warm_up_weeks=10", "time.run_out_years=1"];
        let settings: [&[&str]; 6] = [
            &[],
            &["flow.control=push", "process.threads_per_person=3"],
            &["process.sequencing=rigid", "flow.queue_order=value"],
            &["organisation.pool_size=0", "organisation.coverage=8"],
            &["organisation.routing=territory", "segment.mid.patience_days=10", "process.threads_per_person=2"],
            &["organisation.routing=least-loaded", "qualification.rule=none", "dialogue.prospecting_stops=false"],
        ];
        for policy in ["hero", "team", "line"] {
            for sets in settings {
                for (quits, days) in [(10.0, 60.0), (300.0, 20.0), (1000.0, 0.0)] {
                    let what = format!("{policy} {sets:?} at {quits} quits a year, {days} days to hire");
                    let model = model_of(&restless(policy, quits, days, &[&short[..], sets].concat()));
                    for world in 0..1 {
                        let record = model.run(SEED, world);
                        assert_eq!(record.check.violation(), None, "{what}");
                        let ended: u64 = record.endings.iter().flatten().sum();
                        assert_eq!(ended, record.journeys.len() as u64, "{what}");
                        let left: f64 = record.people.iter().map(|p| p.quits).sum();
                        assert!(left > 1.0, "{what}: {left} have left");
                    }
                }
            }
        }
    }

    /// Without deadlines, rivals and stopped projects only our own work ends a dialogue: if some customer's appointment were
    /// forgotten when somebody leaves, nothing
    /// would ever happen to that journey again.
    #[test]
    fn nobody_is_forgotten() {
        let quiet = [
            "market_scale=0.3",
            "time.years=0.5",
            "time.warm_up_weeks=0",
            "time.run_out_years=10",
            "segment.mid.deadline_days_median=0",
            "segment.mid.cancel_per_month=0",
            "segment.mid.rivals_mean=0",
            "dialogue.prospect_below=0",
            "dialogue.prospect_until=0",
        ];
        for policy in ["hero", "team", "line"] {
            for sets in [&[][..], &["flow.control=push", "process.threads_per_person=3"], &["process.sequencing=rigid"]] {
                let model = model_of(&restless(policy, 4.0, 60.0, &[&quiet[..], sets].concat()));
                let Trace { record, happened, .. } = Trace::follow(&model, SEED, 0);
                let end = happened.last().unwrap().at_hours;
                for open in record.journeys.iter().filter(|j| j.dialogue_days.is_some() && j.ending == Ending::Open) {
                    let last = happened.iter().rfind(|h| h.customer.journey == open.number).unwrap();
                    assert!(end - last.at_hours < 5000.0, "{policy} {sets:?}: nothing until {end} h since {last:?}");
                }
                assert!(record.journeys.iter().filter(|j| j.dialogue_days.is_some()).count() > 5);
            }
        }
    }

    /// A role that a step is bound to, with the only person who has it gone most of the time.
    #[test]
    fn a_step_bound_to_a_role_waits_for_the_successor() {
        let mut scenario = restless("hero", 6.0, 20.0, &["time.years=1", "time.run_out_years=1"]);
        let mut expert = scenario.role.get("seller").unwrap().clone();
        expert.people = 1.0;
        *scenario.role.entry("expert") = expert;
        scenario.activity.entry("design").role = "expert".to_string();
        for threads in [1.0, 3.0] {
            scenario.process.threads_per_person = threads;
            let model = model_of(&scenario);
            let trace = Trace::follow(&model, SEED, 0);
            assert_eq!(trace.record.check.violation(), None);
            let (expert, design) = (trace.seat("expert", 1), trace.begun("design"));
            let designs = trace.count(|h| design(h) && worker(h) == Some(expert));
            let by_others = trace.count(&design) - designs;
            assert!(designs > 20 && by_others == 0, "{designs} designs by the expert, {by_others} by others");
        }
    }

    /// After somebody has left, nobody of that name works until the successor starts, and a vacancy lasts at least as long as hiring.
    #[test]
    fn an_empty_seat_does_no_work() {
        let model = model_of(&restless("hero", 2.0, 40.0, &["time.years=1"]));
        let trace = Trace::follow(&model, SEED, 1);
        let mut checked = 0;
        for nth in 1..=12 {
            let seat = trace.seat("seller", nth);
            let works: Vec<f64> = trace.all(|h| worker(h) == Some(seat)).iter().map(|h| h.at_hours).collect();
            for left in trace.all(|h| matches!(*h, Happening::LeavesUs { person } if position(person) == seat)) {
                let next = works.iter().find(|at| **at > left.at_hours);
                if let Some(next) = next {
                    // The notice may have been given while the last piece of work was done: some days at most.
                    let away = (next - left.at_hours) / 24.0;
                    assert!(away > 36.0, "seller {nth} works {away} days after leaving");
                    checked += 1;
                }
            }
        }
        assert!(checked > 5, "{checked}");
    }

    /// When seats are left belongs to the seat, not to what anybody does.
    #[test]
    fn tenures_are_the_same_under_every_system() {
        let quits = |policy: &str, sets: &[&str]| -> Vec<Vec<f64>> {
            run(policy, &[&["time.years=2"][..], sets].concat(), 3).iter().map(|r| r.people.iter().map(|p| p.quits).collect()).collect()
        };
        let hero = quits("hero", &[]);
        assert_eq!(hero, quits("team", &[]));
        assert_eq!(hero, quits("team", &["flow.control=push", "organisation.pool_size=0"]));
        assert_eq!(hero, quits("hero", &["market_scale=0.1", "dialogue.prospect_first=true"]));
        assert_ne!(hero[0], hero[1]);
    }

    /// 12 people at 0.3 a year who are replaced after 60 days: 0.3 / (1 + 0.3 * 60 / 365.25) quits a seat and year.
    #[test]
    fn people_quit_as_often_as_they_should() {
        let worlds = 60;
        let left: f64 =
            run("hero", &["market_scale=0.05", "time.run_out_years=0"], worlds).iter().flat_map(|r| &r.people).map(|p| p.quits).sum();
        let expected = 12.0 * 3.0 * worlds as f64 * 0.3 / (1.0 + 0.3 * 60.0 / 365.25);
        let z = (left - expected) / expected.sqrt();
        println!("{left} quits, {expected:.0} expected, z {z:.1}");
        assert!(z.abs() < 4.0);
    }

    /// Leaving costs: win-wins fall with quitting, and less so where colleagues know the customers.
    #[test]
    fn quitting_costs_win_wins() {
        let (stay, leave) = (run("hero", &["role.seller.quits_per_year=0"], 16), run("hero", &["role.seller.quits_per_year=1"], 16));
        let deals = |r: &Record| value(r, Measure::WinWinDealsPerMonth);
        assert!(z_between("win-wins per month with one quit a year", &stay, &leave, deals) < -3.0);
    }
}

mod learning {
    use super::*;

    /// Skills stay as they are but for what is switched on here.
    const STILL: [&str; 3] = ["role.seller.quits_per_year=0", "learning.by_doing=0", "learning.insight_strength=0"];

    fn skills(sets: &[&str]) -> Vec<f64> {
        let record = model("hero", &[&STILL[..], &["time.years=1", "time.run_out_years=0"], sets].concat()).run(SEED, 0);
        record.people.iter().map(|p| p.skill).collect()
    }

    fn spread(skills: &[f64]) -> f64 {
        let mean = skills.iter().sum::<f64>() / skills.len() as f64;
        (skills.iter().map(|s| (s - mean) * (s - mean)).sum::<f64>() / skills.len() as f64).sqrt() / mean
    }

    /// Peers raise the less skilled, the more so the lower they began; nobody gets worse, and the best gets nothing of it.
    #[test]
    fn peer_meetings_raise_the_low_more_than_the_high() {
        // Everybody masters every domain, so that one number says it all.
        let all = ["role.seller.domains_mastered=4", "learning.skill_half_life_years=0"];
        let alone = skills(&all);
        let meeting = skills(&[&all[..], &["learning.peer_meeting_hours_per_week=0.5"]].concat());
        let mut gains: Vec<(f64, f64)> = alone.iter().zip(&meeting).map(|(a, m)| (*a, m - a)).collect();
        gains.sort_by(|a, b| a.0.total_cmp(&b.0));
        println!("{gains:?}");
        let of = |people: &[(f64, f64)]| people.iter().map(|(_, gain)| gain).sum::<f64>() / people.len() as f64;
        assert!(gains.iter().all(|(_, gain)| *gain >= -1e-9) && gains[11].1.abs() < 1e-9);
        assert!(of(&gains[..4]) > 3.0 * of(&gains[8..]) && of(&gains[..4]) > 0.1);
        assert!(spread(&meeting) < 0.5 * spread(&alone), "{} and {}", spread(&meeting), spread(&alone));
        // They cost the hours that they take: half an hour a week for each.
        let record =
            model("hero", &[&STILL[..], &["learning.peer_meeting_hours_per_week=0.5", "time.run_out_years=0"]].concat()).run(SEED, 0);
        let hours = record.ratios[Measure::HoursOnLearning as usize].numerator;
        // In turn, each also meets oneself, and then nobody: about one week in twelve.
        let most = 12.0 * 0.5 * 3.0 * 365.25 / 7.0;
        assert!(hours < most && hours > 0.85 * most, "{hours} of {most}");
    }

    /// Meetings that stop leave what was learned, but for what is forgotten in the meantime.
    #[test]
    fn what_was_learned_lasts() {
        let all = ["role.seller.domains_mastered=4", "learning.peer_meeting_hours_per_week=0.5", "learning.peer_meetings_until_weeks=12"];
        let mean = |skills: &[f64]| skills.iter().sum::<f64>() / skills.len() as f64;
        let none = mean(&skills(&["role.seller.domains_mastered=4"]));
        let kept = mean(&skills(&[&all[..], &["learning.skill_half_life_years=0"]].concat())) - none;
        let faded = mean(&skills(&[&all[..], &["learning.skill_half_life_years=1"]].concat())) - none;
        println!("gain {kept} without forgetting, {faded} after forty weeks at a half-life of a year");
        assert!(kept > 0.03 && faded > 0.45 * kept && faded < 0.75 * kept);
    }

    /// Training and coaching close gaps, practice too; a coach is for whom it is said.
    #[test]
    fn training_coaching_and_practice_raise_skill() {
        let still = skills(&[]);
        for set in ["role.seller.training_hours_per_year=80", "management.coaching_hours_per_week=1", "learning.by_doing=0.2"] {
            let learned = skills(&[set]);
            assert!(still.iter().zip(&learned).all(|(a, b)| b >= a) && spread(&learned) < spread(&still), "{set}");
        }
        let few = skills(&[
            "management.coaching_hours_per_week=1",
            "management.coaching_for=strongest",
            "learning.skill_half_life_years=0",
            "learning.ceiling=3",
        ]);
        println!("{still:?} {few:?}");
        let coached = still.iter().zip(&few).filter(|(a, b)| **b > **a + 1e-9).count();
        assert!((4..=8).contains(&coached), "{coached} of 12 are coached, the strongest third");
    }
}

mod leading {
    use super::*;

    /// A segment that is not pursued is told so early: no hours go into it, as far as it is recognised.
    #[test]
    fn who_is_not_pursued_is_told_early() {
        let mut scenario = scenario("hero", &["role.seller.quits_per_year=0", "time.years=1"]);
        let other = scenario.segment.get("mid").unwrap().clone();
        *scenario.segment.entry("other") = other;
        scenario.qualification.pursue = vec!["mid".to_string()];
        for (share, low, high) in [(1.0, 0.0, 0.0), (0.8, 0.05, 0.4)] {
            scenario.qualification.segment_recognition = share;
            let record = model_of(&scenario).run(SEED, 0);
            assert_eq!(record.check.violation(), None);
            let met = |segment: u16| record.journeys.iter().filter(move |j| j.segment.number() == segment && j.dialogue_days.is_some());
            let worked = |segment: u16| met(segment).filter(|j| j.work_hours > 0.0).count() as f64 / met(segment).count() as f64;
            println!("recognised with {share}: work on {} of mid and {} of other", worked(0), worked(1));
            assert!((low..=high).contains(&worked(1)) && worked(0) > 0.6);
        }
    }

    /// Insight gathers with customers and changes what is said; what is not trusted in changes nothing.
    #[test]
    fn insight_carries_over_from_customer_to_customer() {
        let short = ["time.years=1", "role.seller.quits_per_year=0"];
        let with = |strength: &'static str| run("team", &[&short[..], &[strength]].concat(), 4);
        let (none, some) = (with("learning.insight_strength=0"), with("learning.insight_strength=1"));
        assert!(none.iter().zip(&some).all(|(a, b)| a.journeys != b.journeys && b.check.violation().is_none()));
        // Next to no trust in it is as good as none.
        let doubted = run("team", &[&short[..], &["learning.insight_strength=1e-9"]].concat(), 2);
        let deals = |records: &[Record]| records.iter().map(|r| r.deals.len()).collect::<Vec<_>>();
        assert_eq!(deals(&none[..2]), deals(&doubted));
    }

    /// A review gives up customers on whom nobody works.
    #[test]
    fn reviews_give_up_what_lies_still() {
        let busy = ["market_scale=4", "flow.control=push", "time.years=1", "dialogue.prospect_below=0", "dialogue.prospect_until=0"];
        let reviews = ["management.review_every_days=14", "management.review_drops_after_days=60"];
        let (with, without) = (run("hero", &[&busy[..], &reviews].concat(), 4), run("hero", &busy, 4));
        assert!(with.iter().all(|r| r.check.violation().is_none()));
        assert!(z_between("work in progress with reviews", &without, &with, |r| value(r, Measure::WipMean)) < -3.0);
    }

    /// Overlays of people and management run and add up on every way to organise.
    #[test]
    fn overlays_add_up() {
        for overlay in ["hiring", "training", "coaching", "peer-meetings", "stars", "segment-focus", "activity-targets"] {
            let record = model(&format!("mid team {overlay}"), &["time.years=0.5", "time.run_out_years=0.5"]).run(SEED, 0);
            assert_eq!(record.check.violation(), None, "{overlay}");
        }
    }
}
