//! guide: model, section 10: when the lone hero is ahead and when the team is, each reached by keys alone.
//!
//! A condition is a file in `scenarios/conditions/`: the far end. The test goes there in three steps. At each of them both systems run
//! in the same worlds, and the difference is hero minus team in win-wins per seller hour (bookings per payroll where the metric is the
//! condition). Two things are asked: the slope of a regression of that difference on the step, and its sign at the far end, each more
//! than three standard errors over the worlds from zero. Seeds are fixed, nothing is run again. The step in the middle has no weight in the
//! slope over three equal steps: it is run and printed where `WINFLOW_REGIMES=all` asks for it.
//!
//! Some conditions lie on a market near the border (customers of three people), so that the condition decides and not what is
//! constant. Where two systems differ in more than `hero` and `team`, as in pay, the keys stand in the test.
//!
//! Not reached:
//!
//! - **One-shot markets** for the hero. From strong referrals, returns and reputation to `relationship.goes_on = false`, a pushing hero
//!   (`persuade_habit` 0.9) against the team, customers of 2.5 people: +13 %, +10 %, +9 % (24 worlds, slope z -2.7): it falls instead of
//!   rising. Bad news alone (`bad_news_reach` 20, `reputation_effect` 0.5, no referrals): +17 %, +11 %, +7 % (slope z -5.1); it costs the
//!   team more than the hero. What a customer thinks of us reaches only the trust at the start; nobody who has heard bad news refuses to
//!   talk, and in three years what is sent back to us adds to both systems alike.
//! - **Important renewals and referrals**, as a slope: the team is ahead at every step, -33 % at the first and -31 % at the last (40 worlds, slope
//!   z -0.5). Before skill acted on hours it was -33 %, -36 %, -35 % (z -4.0).
//! - **Turnover** for the team. With `quits_per_year` 0, 0.7, 2, trust all in persons, everything lost in a handover, seats filled at once
//!   and nobody prospecting: -32 %, -31 %, -30 % (24 worlds, slope z +1.9). With seats empty for half a year and a ramp of one,
//!   `quits_per_year` 0, 0.4, 1, the team, whose hours are the fuller ones, loses more than the heroes: -35 %, -28 %, -21 % (slope z
//!   +5.6). A customer whose person leaves is neither lost nor offended: what was understood and agreed stays with them, and trust does
//!   not decide whether they meet the next one.
//! - **Domains that nobody masters alone**, and **joint work** in small visible teams, are the team's at every step, but the slope is not
//!   firm. With `skill_outside` 1, 0.2, 0 and `skill_mean` 1, 2.5, 4 (mean skill as ever) and `market_scale` 0.6: -6 %, -7 %, -10 %
//!   (36 worlds, slope of the difference z -1.1); with commission, shared by four against individual: -6 %, -6 %, -12 % (28 worlds, slope
//!   z -2.6). Both systems fall by a quarter on the way, and of those who meet a customer few are chosen by the domain that is missing.

use crate::common::all_of;
use crate::worlds::{model_of, run_model, shipped, value, z};
use winflow::measure::Measure;

/// Who is to be ahead at the far end.
#[derive(Clone, Copy, PartialEq)]
enum Ahead {
    Hero,
    Team,
}
use Ahead::{Hero, Team};

/// A condition: the scenario of its far end, two steps on the way, and what differs between the systems.
struct Condition {
    name: &'static str,
    steps: [&'static [&'static str]; 2],
    hero: &'static [&'static str],
    team: &'static [&'static str],
    measure: Measure,
    worlds: u64,
}

impl Condition {
    const fn new(name: &'static str, worlds: u64, steps: [&'static [&'static str]; 2]) -> Self {
        Self { name, steps, hero: &[], team: &[], measure: Measure::WinWinsPerSellerHour, worlds }
    }

    fn values(&self, system: &str, step: &[&str], own: &[&str]) -> Vec<f64> {
        let scenario = shipped(&format!("{} {system}", self.name), &[step, own].concat());
        let records = run_model(&model_of(&scenario), 7, self.worlds);
        records.iter().map(|record| value(record, self.measure)).collect()
    }

    /// Hero minus team at a step, world by world, and in standard errors from zero.
    fn difference(&self, step: &[&str]) -> (Vec<f64>, f64) {
        let (hero, team) = (self.values("hero", step, self.hero), self.values("team", step, self.team));
        let difference: Vec<f64> = hero.iter().zip(&team).map(|(hero, team)| hero - team).collect();
        let share = 100.0 * difference.iter().sum::<f64>() / team.iter().sum::<f64>();
        let from_zero = z(&format!("{}: hero - team ({share:+.0} %)", self.name), difference.iter().copied());
        (difference, from_zero)
    }

    /// Runs the steps and asserts the sign at the end alone, where the direction is not reached.
    fn check_at_the_end(&self, ahead: Ahead) {
        for step in self.steps {
            self.difference(step);
        }
        let (_, ends_at) = self.difference(&[]);
        let sign = if ahead == Hero { 1.0 } else { -1.0 };
        assert!(ends_at * sign > 3.0, "{}: who is ahead at the end, z {ends_at:.1}", self.name);
    }

    /// Runs the steps and asserts the direction and the sign at the end.
    fn check(&self, ahead: Ahead) {
        let (first, _) = self.difference(self.steps[0]);
        if all_of("WINFLOW_REGIMES") {
            self.difference(self.steps[1]);
        }
        let (last, ends_at) = self.difference(&[]);
        // The least-squares slope over three equal steps, world by world.
        let slopes = first.iter().zip(&last).map(|(first, last)| 0.5 * (last - first));
        let sign = if ahead == Hero { 1.0 } else { -1.0 };
        let slope = z(&format!("{}: slope", self.name), slopes);
        assert!(slope * sign > 3.0, "{}: the difference must go toward who is ahead, slope z {slope:.1}", self.name);
        assert!(ends_at * sign > 3.0, "{}: who is ahead at the end, z {ends_at:.1}", self.name);
    }
}

#[test]
fn few_stakeholders() {
    Condition::new("few-stakeholders", 9, [&["segment.mid.group_size_mean=6"], &["segment.mid.group_size_mean=3"]]).check(Hero);
}

#[test]
fn needs_that_are_one() {
    let steps: [&[&str]; 2] = [
        &["segment.mid.need_correlation=0", "segment.mid.want_gap=0.8"],
        &["segment.mid.need_correlation=0.5", "segment.mid.want_gap=0.4"],
    ];
    Condition::new("one-need", 9, steps).check(Hero);
}

/// The heroes share the leads, and the most skilled who is free takes the best-looking one.
#[test]
fn scarce_and_unequal_skill_with_the_best_leads_for_the_best() {
    let steps: [&[&str]; 2] = [&["role.seller.skill_cv=0.1"], &["role.seller.skill_cv=0.7"]];
    let hero = &["organisation.pool_size=0", "organisation.routing=best-lead"];
    Condition { hero, ..Condition::new("star-sellers", 32, steps) }.check(Hero);
}

#[test]
fn dear_coordination() {
    let key = [&["organisation.coordination_work_hours_per_week=0"][..], &["organisation.coordination_work_hours_per_week=0.5"]];
    Condition::new("dear-coordination", 9, key).check(Hero);
}

/// Individual commission against commission that ever more people share, unseen.
#[test]
fn commission_shared_by_many_whose_effort_is_unseen() {
    let steps: [&[&str]; 2] = [&["plan.standard.team_size=1"], &["plan.standard.team_size=3"]];
    Condition { hero: &["plan.standard.team_share=0"], ..Condition::new("unseen-sharing", 20, steps) }.check(Hero);
}

#[test]
fn fuzzy_roles() {
    let steps: [&[&str]; 2] = [&["organisation.fuzzy_share=0"], &["organisation.fuzzy_share=0.5", "organisation.fuzzy_days=14"]];
    Condition::new("fuzzy-roles", 9, steps).check(Hero);
}

/// Against a shared queue with one person for each customer: several at once are ahead here, as they use idle hours.
#[test]
fn low_load() {
    let team = &["organisation.coverage=1"];
    Condition { team, ..Condition::new("low-load", 16, [&["market_scale=1.5"], &["market_scale=0.8"]]) }.check(Hero);
}

#[test]
fn trust_in_persons_who_stay() {
    let steps: [&[&str]; 2] = [&["buying.trust_tied_to_person=0"], &["buying.trust_tied_to_person=0.5"]];
    Condition::new("personal-trust", 40, steps).check(Hero);
}

/// That a team has to confer is put in by a key: a crew of ours needs nobody's consent in the model.
#[test]
fn an_answer_at_once() {
    let steps: [&[&str]; 2] = [&["dialogue.answer_after_hours=0"], &["dialogue.answer_after_hours=2"]];
    Condition { hero: &["dialogue.answer_after_hours=0"], ..Condition::new("answer-at-once", 20, steps) }.check(Hero);
}

/// Against a shared queue with one person for each customer, as with a low load.
#[test]
fn a_small_firm_that_is_starved_of_leads() {
    let team = &["organisation.coverage=1"];
    Condition { team, ..Condition::new("lead-starved", 96, [&["market_scale=0.4"], &["market_scale=0.25"]]) }.check(Hero);
}

#[test]
fn bookings_as_the_metric() {
    let steps: [&[&str]; 2] =
        [&["response.persuade_habit=0", "response.oversell_habit=0"], &["response.persuade_habit=0.4", "response.oversell_habit=0.1"]];
    let team = &["response.persuade_habit=0.15", "response.oversell_habit=0.02"];
    Condition { team, measure: Measure::BookingsPerPayroll, ..Condition::new("bookings-metric", 9, steps) }.check(Hero);
}

#[test]
fn many_people_with_different_needs() {
    let steps: [&[&str]; 2] = [
        &["segment.mid.group_size_mean=3", "segment.mid.need_correlation=0.6"],
        &["segment.mid.group_size_mean=5.4", "segment.mid.need_correlation=0.2"],
    ];
    Condition::new("different-needs", 12, steps).check(Team);
}

/// A queue that all twelve share, one person for each customer.
#[test]
fn a_shared_queue_under_load() {
    let team = &["organisation.pool_size=12", "organisation.coverage=1"];
    Condition { team, ..Condition::new("shared-load", 9, [&["market_scale=0.4"], &["market_scale=0.8"]]) }.check(Team);
}

#[test]
fn customers_who_bring_customers() {
    let steps: [&[&str]; 2] = [
        &["relationship.goes_on=false"],
        &["relationship.refers_share=0.3", "relationship.returns_share=0.5", "relationship.peer_accounts=100"],
    ];
    Condition::new("long-relationships", 40, steps).check_at_the_end(Team);
}

/// The hero closes and moves on.
#[test]
fn help_in_adopting() {
    let steps: [&[&str]; 2] = [&["offering.standard.adoption_base=0.95"], &["offering.standard.adoption_base=0.8"]];
    Condition { hero: &["activity.adopt.mode=done-to"], ..Condition::new("adoption-help", 48, steps) }.check(Team);
}
