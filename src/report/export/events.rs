//! What happened in a world as a log of events: cases are journeys that begin in the window and that our side saw anything of.

use super::dates::Dates;
use crate::market::Decision;
use crate::measure::{JourneyRecord, Seat, SegmentAt};
use crate::scenario::provider::Mode;
use crate::simulation::Model;
use crate::story::words;
use crate::world::happening::{Activity, Happened, Happening, Why};
use crate::world::plan::Plan;
use crate::{measure::Record, policy::catalogue::Step};
use std::collections::BTreeMap;

/// One world of one system, simulated once more with everything written down.
#[derive(Debug)]
pub struct SystemLog {
    /// Name of the system.
    pub name: String,
    /// Number of the world.
    pub world: u64,
    /// The system.
    pub model: Model,
    /// What became of everybody.
    pub record: Record,
    /// What was written down.
    pub entries: Vec<Happened>,
}

impl SystemLog {
    /// Dates of its times.
    pub fn dates(&self) -> Dates {
        Dates::new(self.model.scenario())
    }

    /// Hours of an entry since the beginning of the window.
    pub fn hours(&self, entry: &Happened) -> f64 {
        entry.at_hours - self.model.plan().window_start
    }

    /// Name and role of one of ours: "seller 3".
    pub fn person(&self, person: Seat) -> Option<(String, &str)> {
        let plan = self.model.plan();
        let profile = plan.profiles.get(person)?;
        let holders = self.record.employments.iter().filter(|one| one.person == person).count();
        let name = plan.person_name(person);
        // A post that several have held is none of theirs alone.
        let name = if profile.known.is_some() && holders > 1 { format!("{name} and successors") } else { name };
        Some((name, plan.role_name(profile.role)))
    }

    /// An activity of the catalogue.
    pub fn step(&self, step: Activity) -> Option<&Step> {
        self.model.plan().catalogue.steps.get(step.step)
    }

    /// The activity that judges.
    pub fn judging(&self) -> &str {
        let catalogue = &self.model.plan().catalogue;
        catalogue.qualify.and_then(|step| catalogue.steps.get(step)).map_or("qualification", |step| step.name.as_str())
    }
}

/// A case: one customer.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Name of the system.
    pub scenario: String,
    /// Number of the journey.
    pub journey: u64,
    /// Segment.
    pub segment: String,
    /// Account: segment and number.
    pub account: String,
    /// Channel by which we met; empty if we never did.
    pub channel: String,
    /// The truth, which nobody on our side knows.
    pub truth: JourneyRecord,
    /// Its events, in order of time.
    pub events: Vec<Event>,
}

impl Case {
    /// Name of the case: the system, and the number of the customer.
    pub fn id(&self) -> String {
        format!("{}:{}", self.scenario, self.journey)
    }
}

/// Where in the life of an activity an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// Begun.
    Start,
    /// Done.
    Complete,
    /// Begun, and in vain: the case was over before.
    Abort,
}

impl Transition {
    /// As the standard life cycle of XES calls it (IEEE 1849-2016).
    pub fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Complete => "complete",
            Self::Abort => "ate_abort",
        }
    }
}

/// An event of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// When, in hours since the beginning of the window.
    pub at_hours: f64,
    /// What was done, or happened.
    pub activity: String,
    /// Where in its life.
    pub transition: Transition,
    /// Ties the beginning of an activity to its end, within the case.
    pub instance: u32,
    /// Who of ours.
    pub resource: Option<String>,
    /// In which role.
    pub role: Option<String>,
    /// How it is done: `done_to` or `done_with`.
    pub mode: Option<&'static str>,
    /// Elapsed hours for which the customer had waited for us.
    pub waited_hours: Option<f64>,
    /// Hours of work that it takes.
    pub work_hours: Option<f64>,
    /// Price asked, paid or paid back, EUR.
    pub amount: Option<f64>,
    /// Chance of a yes as our side sees it.
    pub probability: Option<f64>,
    /// What was said.
    pub reason: Option<&'static str>,
}

/// The cases of a system, by number.
pub fn cases(log: &SystemLog) -> Vec<Case> {
    let plan = log.model.plan();
    let truths: BTreeMap<u64, &JourneyRecord> = log.record.journeys.iter().map(|j| (j.number, j)).collect();
    let mut cases: BTreeMap<u64, Case> = BTreeMap::new();
    for entry in &log.entries {
        let number = entry.customer.journey;
        let Some(truth) = truths.get(&number) else { continue };
        let case = cases.entry(number).or_insert_with(|| new_case(log, entry, truth));
        if let Some(channel) = entry.customer.channel {
            case.channel = plan.channel_name(channel).to_string();
        }
        let event = event(log, entry);
        if matches!(entry.what, Happening::Ended { .. } | Happening::Delivered { .. }) {
            case.events.extend(aborted(&case.events, event.at_hours));
        }
        case.events.push(event);
    }
    let mut cases: Vec<Case> = cases.into_values().collect();
    cases.iter_mut().for_each(number_instances);
    cases
}

/// Numbers activities from 1 in the order in which they begin; what is begun and done share a number.
fn number_instances(case: &mut Case) {
    let mut open: Vec<(u32, u32)> = Vec::new();
    let mut next = 0;
    for event in &mut case.events {
        let key = event.instance;
        let begun = if key == WHOLE { None } else { open.iter().position(|(of, _)| *of == key) };
        event.instance = match (event.transition, begun) {
            (Transition::Complete | Transition::Abort, Some(place)) => open.swap_remove(place).1,
            (transition, _) => {
                next += 1;
                if transition == Transition::Start {
                    open.push((key, next));
                }
                next
            }
        };
    }
}

fn new_case(log: &SystemLog, entry: &Happened, truth: &JourneyRecord) -> Case {
    let segment = segment_name(log.model.plan(), entry.customer.segment);
    Case {
        scenario: log.name.clone(),
        journey: entry.customer.journey,
        account: format!("{segment} account {}", entry.customer.account.number() + 1),
        segment,
        channel: String::new(),
        truth: *truth,
        events: Vec::new(),
    }
}

/// Name of a segment.
pub fn segment_name(plan: &Plan, segment: SegmentAt) -> String {
    plan.scenario.segment.entries.get(usize::from(segment)).map_or_else(String::new, |(name, _)| name.clone())
}

fn event(log: &SystemLog, entry: &Happened) -> Event {
    let (activity, transition, instance) = named(log, entry);
    let person = entry.what.person().and_then(|p| log.person(p));
    let (mut mode, mut waited_hours, mut work_hours, mut reason) = (None, None, None, None);
    match entry.what {
        Happening::AnswerBegun { waited_hours: waited, .. } | Happening::JudgingBegun { waited_hours: waited, .. } => {
            waited_hours = Some(waited)
        }
        Happening::StepBegun { activity, waited_hours: waited, hours, .. } => {
            (mode, waited_hours, work_hours) = (Some(mode_name(activity.mode)), Some(waited), Some(hours));
        }
        Happening::StepDone { activity, .. } => mode = Some(mode_name(activity.mode)),
        Happening::Decided { decision } => reason = Some(words::decision(decision)),
        Happening::Ended { why, .. } => reason = Some(words::why(why)),
        _ => {}
    }
    let with_offer = entry.amount > 0.0;
    Event {
        at_hours: log.hours(entry),
        activity,
        transition,
        instance,
        resource: person.as_ref().map(|(name, _)| name.clone()),
        role: person.map(|(_, role)| role.to_string()),
        mode,
        waited_hours,
        work_hours,
        amount: with_offer.then_some(entry.amount),
        probability: entry.chance,
        reason,
    }
}

/// What ties a beginning to its end where it is no step of an opportunity: apart from the numbers of steps, which begin with 1.
const ANSWER: u32 = u32::MAX;
const JUDGING: u32 = u32::MAX - 1;
/// What has no beginning apart from its end.
const WHOLE: u32 = u32::MAX - 2;

/// Activity, place in its life, and instance.
fn named(log: &SystemLog, entry: &Happened) -> (String, Transition, u32) {
    let whole = |name: &str| (name.to_string(), Transition::Complete, WHOLE);
    let step = |s: Activity, t| (log.step(s).map_or_else(String::new, |s| s.name.clone()), t, s.serial);
    match entry.what {
        Happening::Came => whole("arrival"),
        Happening::Agreed { .. } => whole("agreement to talk"),
        Happening::AnswerBegun { .. } => ("answer".to_string(), Transition::Start, ANSWER),
        Happening::Answered { .. } => ("answer".to_string(), Transition::Complete, ANSWER),
        Happening::DialogueBegun { .. } => whole("first dialogue"),
        Happening::JudgingBegun { .. } => (log.judging().to_string(), Transition::Start, JUDGING),
        Happening::Judged { .. } => (log.judging().to_string(), Transition::Complete, JUDGING),
        Happening::LetIn { .. } => whole("let in"),
        Happening::EnteredFlow { .. } => whole("start of flow"),
        Happening::StepBegun { activity, .. } => step(activity, Transition::Start),
        Happening::StepDone { activity, .. } => step(activity, Transition::Complete),
        Happening::Decided { decision: Decision::Buy } => whole("yes"),
        Happening::Decided { .. } => whole("not yet"),
        Happening::Discounted => whole("discount"),
        Happening::YesLost { .. } => whole("yes withdrawn"),
        Happening::Signed => whole("signature"),
        Happening::Ended { why: Why::SaidNo, .. } => whole("our no"),
        Happening::Ended { .. } => whole("loss"),
        Happening::Delivered { cancelled_after: Some(_), .. } => whole("cancellation"),
        Happening::Delivered { .. } => whole("delivery"),
        Happening::Refunded => whole("refund"),
        Happening::Renewed { .. } => whole("renewal"),
        Happening::Left { .. } => whole("departure"),
        Happening::Referred => whole("referral given"),
        // No event of the process: a log does not keep it.
        _ => whole(""),
    }
}

/// What was begun in a case and is not done: it ends with the case.
fn aborted(events: &[Event], at_hours: f64) -> Vec<Event> {
    let mut open: Vec<&Event> = Vec::new();
    for event in events {
        match event.transition {
            Transition::Start => open.push(event),
            Transition::Complete | Transition::Abort => open.retain(|e| e.instance != event.instance),
        }
    }
    let end = |e: &Event| Event { at_hours, transition: Transition::Abort, waited_hours: None, work_hours: None, ..e.clone() };
    open.into_iter().map(end).collect()
}

fn mode_name(mode: Mode) -> &'static str {
    match mode {
        Mode::DoneTo => "done_to",
        Mode::DoneWith => "done_with",
    }
}
