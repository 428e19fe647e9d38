//! An opportunity as a customer database follows it, and the truth about it.

use super::hours_of_window;
use crate::market::Decision;
use crate::measure::{Ending, Seat};
use crate::report::export::events::{SystemLog, Transition};
use crate::story::words;
use crate::world::happening::{Customer, Happened, Happening, Why};
use std::collections::BTreeMap;

/// A stage of an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stage {
    Qualification,
    Backlog,
    /// The activity of the flow that is farthest down the list.
    Step(String),
    AskedToDecide,
    VerbalYes,
    Won,
    Lost,
    Disqualified,
}

impl Stage {
    pub fn name(&self) -> String {
        match self {
            Self::Qualification => "Qualification".to_string(),
            Self::Backlog => "Qualified".to_string(),
            Self::Step(name) => name.clone(),
            Self::AskedToDecide => "Decision".to_string(),
            Self::VerbalYes => "Verbal yes".to_string(),
            Self::Won => "Closed won".to_string(),
            Self::Lost => "Closed lost".to_string(),
            Self::Disqualified => "Disqualified".to_string(),
        }
    }
    pub fn is_closed(&self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::Disqualified)
    }
    pub fn forecast(&self) -> &'static str {
        match self {
            Self::Qualification | Self::Backlog | Self::Step(_) => "Pipeline",
            Self::AskedToDecide => "Best case",
            Self::VerbalYes => "Commit",
            Self::Won => "Closed",
            Self::Lost | Self::Disqualified => "Omitted",
        }
    }
}

/// An opportunity enters a stage.
#[derive(Debug, Clone)]
pub(super) struct Entered {
    pub stage: Stage,
    pub at_hours: f64,
    pub amount: f64,
    pub probability: Option<f64>,
    pub owner: Option<Seat>,
}

/// Work on an opportunity.
#[derive(Debug, Clone)]
pub(super) struct Activity {
    pub name: String,
    pub instance: u32,
    pub person: Option<Seat>,
    pub began: Option<f64>,
    pub ended: Option<f64>,
    pub transition: Transition,
}

/// An opportunity with what happened to it.
#[derive(Debug, Clone)]
pub(super) struct Opportunity {
    pub customer: Customer,
    pub created: f64,
    pub stages: Vec<Entered>,
    pub activities: Vec<Activity>,
    pub amount: f64,
    pub probability: Option<f64>,
    pub owner: Option<Seat>,
    pub last_activity: f64,
    pub reason: &'static str,
    pub truth: Truth,
}

/// What only a simulator knows.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Truth {
    pub ending: Option<Ending>,
    pub known_at: Option<f64>,
    pub customer_surplus: Option<f64>,
    pub margin: Option<f64>,
    pub regretted: Option<bool>,
}

/// Opportunities whose dialogue began before the day of the export, in the order in which they began.
pub(super) fn opportunities(log: &SystemLog) -> Vec<Opportunity> {
    let today = hours_of_window(log);
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    let mut list: Vec<Opportunity> = Vec::new();
    let mut before: BTreeMap<u64, Vec<Happened>> = BTreeMap::new();
    for entry in &log.entries {
        let number = entry.customer.journey;
        let at_hours = log.hours(entry);
        if matches!(entry.what, Happening::DialogueBegun { .. }) && at_hours < today {
            places.insert(number, list.len());
            let mut opportunity = new_opportunity(entry, at_hours);
            // The answer that led to it.
            for earlier in before.remove(&number).unwrap_or_default() {
                opportunity.work(log, &earlier);
            }
            list.push(opportunity);
        } else if let Some(opportunity) = places.get(&number).and_then(|&place| list.get_mut(place)) {
            opportunity.learn(entry, at_hours);
            if at_hours < today {
                opportunity.follow(log, entry, at_hours);
            }
        } else if matches!(entry.what, Happening::AnswerBegun { .. } | Happening::Answered { .. }) {
            before.entry(number).or_default().push(*entry);
        }
    }
    list
}

fn new_opportunity(entry: &Happened, at_hours: f64) -> Opportunity {
    let first =
        Entered { stage: Stage::Qualification, at_hours, amount: entry.amount, probability: entry.chance, owner: entry.what.person() };
    Opportunity {
        customer: entry.customer,
        created: at_hours,
        stages: vec![first],
        activities: Vec::new(),
        amount: entry.amount,
        probability: entry.chance,
        owner: entry.what.person(),
        last_activity: at_hours,
        reason: "",
        truth: Truth::default(),
    }
}

impl Opportunity {
    pub fn stage(&self) -> &Stage {
        self.stages.last().map_or(&Stage::Qualification, |entered| &entered.stage)
    }

    pub fn id(&self) -> String {
        super::opportunity_id(&self.customer)
    }

    /// What our side sees of an entry.
    fn follow(&mut self, log: &SystemLog, entry: &Happened, at_hours: f64) {
        self.work(log, entry);
        if matches!(
            entry.what,
            Happening::Delivered { .. } | Happening::Refunded | Happening::Renewed { .. } | Happening::Left { .. } | Happening::Referred
        ) {
            return;
        }
        self.amount = if entry.amount > 0.0 { entry.amount } else { self.amount };
        self.probability = entry.chance.or(self.probability);
        self.owner = entry.owner.or(entry.what.person()).or(self.owner);
        if entry.what.person().is_some() {
            self.last_activity = at_hours;
        }
        let Some(stage) = self.next_stage(log, entry) else { return };
        if stage != *self.stage() {
            let (amount, probability, owner) = (self.amount, self.probability, self.owner);
            self.stages.push(Entered { stage, at_hours, amount, probability, owner });
        }
    }

    fn next_stage(&mut self, log: &SystemLog, entry: &Happened) -> Option<Stage> {
        match entry.what {
            Happening::LetIn { .. } => Some(Stage::Backlog),
            Happening::StepBegun { activity: step, .. } if !self.stage().is_closed() => {
                let spec = log.step(step).filter(|s| !s.after_sale)?;
                let farther = match self.stage() {
                    Stage::Step(name) => log.model.plan().catalogue.steps.position(|s| s.name == *name)? < step.step,
                    Stage::AskedToDecide | Stage::VerbalYes => false,
                    _ => true,
                };
                (farther && !spec.decides).then(|| Stage::Step(spec.name.clone()))
            }
            Happening::Decided { decision: Decision::Buy } => Some(Stage::VerbalYes),
            Happening::Decided { decision } => {
                self.reason = words::decision(decision);
                Some(Stage::AskedToDecide)
            }
            Happening::YesLost { .. } => Some(Stage::AskedToDecide),
            Happening::Signed => Some(Stage::Won),
            Happening::Ended { why, .. } => {
                self.reason = words::why(why);
                Some(if why == Why::SaidNo { Stage::Disqualified } else { Stage::Lost })
            }
            _ => None,
        }
    }

    /// The work in an entry.
    fn work(&mut self, log: &SystemLog, entry: &Happened) {
        let at_hours = log.hours(entry);
        let (name, instance, transition) = match entry.what {
            Happening::AnswerBegun { .. } => ("answer".to_string(), u32::MAX, Transition::Start),
            Happening::Answered { .. } => ("answer".to_string(), u32::MAX, Transition::Complete),
            Happening::JudgingBegun { .. } => (log.judging().to_string(), u32::MAX - 1, Transition::Start),
            Happening::Judged { .. } => (log.judging().to_string(), u32::MAX - 1, Transition::Complete),
            Happening::StepBegun { activity: step, .. } => {
                (log.step(step).map_or_else(String::new, |s| s.name.clone()), step.serial, Transition::Start)
            }
            Happening::StepDone { activity: step, .. } => {
                (log.step(step).map_or_else(String::new, |s| s.name.clone()), step.serial, Transition::Complete)
            }
            _ => return,
        };
        let open = self.activities.iter_mut().rev().find(|a| a.instance == instance && a.transition == Transition::Start);
        match (transition, open) {
            (Transition::Complete, Some(activity)) => (activity.ended, activity.transition) = (Some(at_hours), Transition::Complete),
            (Transition::Complete, None) => {
                self.activities.push(Activity {
                    name,
                    instance,
                    person: entry.what.person(),
                    began: None,
                    ended: Some(at_hours),
                    transition,
                });
            }
            _ => self.activities.push(Activity {
                name,
                instance,
                person: entry.what.person(),
                began: Some(at_hours),
                ended: None,
                transition,
            }),
        }
    }

    /// What nobody on our side sees of an entry.
    fn learn(&mut self, entry: &Happened, at_hours: f64) {
        match entry.what {
            Happening::Ended { ending, .. } => (self.truth.ending, self.truth.known_at) = (Some(ending), Some(at_hours)),
            Happening::Delivered { ending, customer_surplus, margin, list_price, regretted, .. } => {
                self.truth = Truth {
                    ending: Some(ending),
                    known_at: Some(at_hours),
                    customer_surplus: Some(customer_surplus * list_price),
                    margin: Some(margin * list_price),
                    regretted: Some(regretted),
                };
            }
            _ => {}
        }
    }
}
