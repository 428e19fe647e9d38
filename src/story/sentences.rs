//! A sentence for everything that is worth one.

use super::LineKind::{self, Decision, Event, Hidden, Observation, Wait, Work};
use super::{choices, words};
use crate::measure::Seat;
use crate::scenario::provider::QualificationRule;
use crate::world::happening::{Happened, Happening};
use crate::world::plan::Plan;

/// What kind of line it is, and the line.
pub(super) fn sentence(plan: &Plan, happened: &Happened) -> Option<(LineKind, String)> {
    dialogue(plan, &happened.what)
        .or_else(|| qualification(plan, &happened.what))
        .or_else(|| work(plan, &happened.what))
        .or_else(|| meeting(&happened.what))
        .or_else(|| decision(plan, &happened.what))
        .or_else(|| after(happened))
        .or_else(|| people(plan, &happened.what))
}

fn dialogue(plan: &Plan, what: &Happening) -> Option<(LineKind, String)> {
    let name = |person: Seat| plan.person_name(person);
    Some(match *what {
        Happening::HeldBack { hours } => (Wait, format!("the customer contacts us; answers are held back for {hours:.1} h")),
        Happening::WaitsForAnswer { channel, pool } => (
            Wait,
            format!("the customer contacts us via {} and waits for an answer from queue {}", plan.channel_name(channel), pool.number() + 1),
        ),
        Happening::AnsweredAtOnce { channel } => {
            (Event, format!("the customer contacts us via {}; the answer takes no work", plan.channel_name(channel)))
        }
        Happening::AnswerBegun { person, .. } => (Work, format!("{} starts to answer", name(person))),
        Happening::WantsToTalk { delay_hours } => (Event, format!("answered after {delay_hours:.1} h: a dialogue begins")),
        Happening::TurnsAway { delay_hours, by_delay } => {
            let why = if by_delay {
                "they had lost interest; an immediate answer would have led to a dialogue"
            } else {
                "they did not want to talk"
            };
            (Event, format!("answered after {delay_hours:.1} h: {why}"))
        }
        Happening::Agreed { person, touch } => (Event, format!("touch {touch} by {} gets a reply: a dialogue is agreed", name(person))),
        Happening::AgreedDialogueBegins => (Event, "the agreed dialogue begins".to_string()),
        Happening::Sent { by } => (Event, format!("customer {by} refers them to us")),
        Happening::ComesAgain => (Event, "they know us from another purchase".to_string()),
        Happening::TalkedBefore => (Event, "before the start of the run: a dialogue begins".to_string()),
        Happening::Truth { group_size, gross_value, possible, joint_surplus } => {
            let people = if group_size == 1 { "one person".to_string() } else { format!("{group_size} people") };
            let benefit = if possible { "possible" } else { "not possible" };
            (
                Hidden,
                format!(
                    "the truth: {people} in the buying group; a perfect fit would be worth {gross_value:.2} times the price; a mutual benefit is {benefit} (joint surplus {joint_surplus:.2} times the price)"
                ),
            )
        }
        Happening::Over { ending } => (Event, format!("it is over: {}", ending.title())),
        _ => return None,
    })
}

fn qualification(plan: &Plan, what: &Happening) -> Option<(LineKind, String)> {
    let name = |person: Seat| plan.person_name(person);
    Some(match *what {
        Happening::JudgingBegun { person, hours, .. } => (Work, format!("{} starts to qualify it ({hours:.2} h)", name(person))),
        Happening::JudgedAgain => (Event, "it has to be qualified again".to_string()),
        Happening::Looked { observed, mean, deviation } => {
            (Observation, format!("joint surplus looks like {observed:.2} times the price; we now expect {mean:.2} ± {deviation:.2} times"))
        }
        Happening::Verdict { person, let_in, merit, bar } => {
            let verdict = if let_in { "accepted" } else { "rejected" };
            (Decision, format!("{} decides: {verdict}{}", name(person), against_the_bar(plan, merit, bar)))
        }
        Happening::WaitsForRoom => (Wait, "it waits in the backlog until work in progress is below its limit".to_string()),
        Happening::NotWorthIt { person } => (Decision, format!("{} reviews whether it is still worth it: no", name(person))),
        _ => return None,
    })
}

/// What was weighed against which bar, in the unit of the rule; nothing where every opportunity is accepted.
fn against_the_bar(plan: &Plan, merit: f64, bar: f64) -> String {
    if !merit.is_finite() || !bar.is_finite() {
        return String::new();
    }
    let unit = match plan.scenario.qualification.rule {
        QualificationRule::None => return String::new(),
        QualificationRule::SurplusPerHour => "times the price per 100 hours",
        QualificationRule::OwnPay => "EUR an hour of our own pay",
        QualificationRule::Checklist | QualificationRule::JointSurplus | QualificationRule::LoadDependent => "times the price",
    };
    format!(", with a score of {merit:.2} against a bar of {bar:.2} {unit}")
}

fn work(plan: &Plan, what: &Happening) -> Option<(LineKind, String)> {
    let name = |person: Seat| plan.person_name(person);
    Some(match *what {
        Happening::EnteredFlow { person: Some(person) } => (Work, format!("it enters the pipeline with {}", name(person))),
        Happening::EnteredFlow { person: None } => (Work, "it enters the pipeline, for whoever is free".to_string()),
        Happening::Joined { person } => (Decision, format!("{} joins, to meet more of the buying group at once", name(person))),
        Happening::Planned { person, step, mode, target, because, reason } => {
            let with = target.map_or(String::new(), |t| format!(" with stakeholder {}", t.number() + 1));
            let spec = &plan.catalogue.steps[step];
            let how = if mode == spec.mode { String::new() } else { format!(", {}", mode.word()) };
            (Decision, format!("{} plans {}{with}{how}: {}", name(person), spec.name, words::reason(reason, because)))
        }
        Happening::NobodysStep { hours } => (Wait, format!("everybody thinks it is somebody else's job; noticed after {hours:.2} h")),
        Happening::ReadyFor { step } => (Event, format!("the customer is ready for {}", words::step(plan, step))),
        Happening::DoneTwice => (Event, "two of our people do it, one of them in vain".to_string()),
        Happening::StepBegun { person, activity, waited_hours, hours } => {
            let step = words::step(plan, activity.step);
            (Work, format!("{} starts {step} ({hours:.2} h); the customer waited {waited_hours:.2} h for us", name(person)))
        }
        Happening::StepDone { activity, in_vain: false, .. } => (Work, format!("{} is done", words::step(plan, activity.step))),
        Happening::DoneAgain { skipped: None } => (Event, "it has to be repeated".to_string()),
        Happening::DoneAgain { skipped: Some(step) } => (Event, format!("it has to be repeated: {} was skipped", words::step(plan, step))),
        Happening::MovesOn { pool } => (Wait, format!("nobody has answered: the customer goes to queue {}", pool.number() + 1)),
        Happening::TechnicalNo { person, surplus } => {
            (Decision, format!("{} sees that it does not fit: at best {surplus:.2} prices of benefit for both", name(person)))
        }
        Happening::LetGo { days, silent: true } => (Decision, format!("we let go: no answer from them for {days:.0} days")),
        Happening::LetGo { days, silent: false } => (Decision, format!("we let go: open for {days:.0} days")),
        Happening::WaitsForDelivery { days } => (Wait, format!("delivery can begin in {days:.0} days")),
        Happening::DeliveryBegun { person, days } => (Work, format!("{} starts the delivery, {days:.0} days after the sale", name(person))),
        Happening::Slips { days } => (Event, format!("they put the purchase off by {days:.0} days")),
        Happening::Handover { lost } => (Work, format!("handover: {:.0} % of what was learned is lost", 100.0 * lost)),
        _ => return None,
    })
}

fn meeting(what: &Happening) -> Option<(LineKind, String)> {
    Some(match *what {
        Happening::TheirProcess { process } => {
            let jobs = process.order.iter().filter(|bit| process.jobs & **bit != 0).filter_map(|bit| words::job(*bit));
            let list: Vec<&str> = jobs.chain(["decide"]).collect();
            let fixed = if process.is_fixed { ", fixed by a request for proposal" } else { "" };
            (Observation, format!("their buying process: {}{fixed}", list.join(", ")))
        }
        Happening::Gained { commitments } => (Hidden, format!("they commit to: {}", words::commitments(commitments))),
        Happening::Lost { commitments } => (Hidden, format!("no longer committed to: {}", words::commitments(commitments))),
        Happening::OneProcess { agreed } => {
            let text = if agreed { "both sides agree on one process" } else { "each side keeps its own process" };
            (Observation, text.to_string())
        }
        Happening::FeltPushed { stakeholder } => (Observation, format!("stakeholder {} felt pushed", stakeholder.number() + 1)),
        Happening::Heard { stakeholder, veto, lean, doubt } => {
            let veto = if veto { " (has a veto)" } else { "" };
            (
                Observation,
                format!(
                    "stakeholder {}{veto}: appears to see net value of {lean:.2} and doubt of {doubt:.2}, in times the price",
                    stakeholder.number() + 1
                ),
            )
        }
        Happening::Revealed { stakeholder } => (Observation, format!("we learn that stakeholder {} is involved", stakeholder.number() + 1)),
        _ => return None,
    })
}

fn decision(plan: &Plan, what: &Happening) -> Option<(LineKind, String)> {
    Some(match *what {
        Happening::Decided { decision } => (Observation, format!("asked to decide: {}", words::decision(decision))),
        Happening::Chose { person, ref chosen } => (Decision, choices::sentence(plan, &plan.person_name(person), chosen)),
        Happening::SaidYes { days } => (Wait, format!("they say yes, but later: the next signing date is in {days:.0} days")),
        Happening::SignsEarly { discount } => (Event, format!("they sign early, for {:.0} % off", 100.0 * discount)),
        Happening::NotHurried => (Event, "they will not sign early for that".to_string()),
        Happening::OccasionCame => (Event, "the signing date comes, and they sign".to_string()),
        Happening::YesLost { held_over, decision } => {
            let why = if held_over { "it was held over, and then lost" } else { words::decision(decision) };
            (Event, format!("the signing date comes, but they do not sign: {why}"))
        }
        Happening::DecidedAlone => (Event, "the deadline has come; they decide on their own".to_string()),
        Happening::Ended { ending, why } => (Event, format!("it ends as {}: {}", ending.title(), words::why(why))),
        _ => return None,
    })
}

fn after(happened: &Happened) -> Option<(LineKind, String)> {
    let amount = happened.amount;
    Some(match happened.what {
        Happening::Signed => (Event, format!("they buy, for {amount:.0} EUR")),
        Happening::Delivered { cancelled_after: Some(days), .. } => {
            (Event, format!("they cancel the order: delivery has not begun in {days:.0} days"))
        }
        Happening::Delivered { ending, customer_surplus, margin, regretted, .. } => {
            let regret = if regretted { ", and they regret it" } else { "" };
            (
                Event,
                format!(
                    "delivered: {}; the customer gains {customer_surplus:.2} times the price, we gain {margin:.2}{regret}",
                    ending.title()
                ),
            )
        }
        Happening::Refunded => (Event, format!("they get a refund: {amount:.0} EUR")),
        Happening::Renewed { year } => (Event, format!("year {year} after delivery: they renew, for {amount:.0} EUR")),
        Happening::Left { year } => (Event, format!("year {year} after delivery: they do not renew")),
        _ => return None,
    })
}

fn people(plan: &Plan, what: &Happening) -> Option<(LineKind, String)> {
    let name = |person: Seat| plan.person_name(person);
    Some(match *what {
        Happening::LeavesUs { person } => (Event, format!("{} leaves the firm", name(person))),
        Happening::NobodyTakesOver => (Wait, "nobody is available to take over".to_string()),
        Happening::GoesOn { person } => (Work, format!("{}, who knows the customer, continues", name(person))),
        Happening::TakesOver { person } => (Work, format!("{} takes over", name(person))),
        Happening::GivenUp { days } => (Decision, format!("review: no work for {days:.0} days, so it is given up")),
        Happening::PutFirst { days } => (Decision, format!("review: no work for {days:.0} days, so it now has priority")),
        _ => return None,
    })
}
