//! What a customer database would hold of a world on the day on which its window ends, and apart from it the truth.
//!
//! Nothing in the database is known to the simulator alone: amounts are what was asked, probabilities what our people believe, reasons
//! what the customer said. `truth.csv` has the rest, by opportunity.

use super::dates::Dates;
use super::events::{SystemLog, Transition, segment_name};
use crate::flow::in_words;
use crate::market::Decision;
use crate::measure::Ending;
use crate::qualification::SAID_NO;
use crate::report::delimited::{guarded, number};
use crate::simulation::{LogEntry, Logged, LoggedCustomer};
use std::collections::BTreeMap;

/// Days from the last activity to the close that our people write down for an opportunity that is open.
const DAYS_TO_CLOSE: f64 = 45.0;

/// Chance that our people write down for a yes that is not signed.
const VERBAL_YES: f64 = 0.9;

/// The files of one system's database: name and text.
///
/// # Errors
/// If a row cannot be encoded; it goes to memory, so that does not happen.
pub fn files(log: &SystemLog) -> Result<Vec<(&'static str, String)>, csv::Error> {
    let opportunities = opportunities(log);
    let export = Export { log, dates: log.dates(), today: hours_of_window(log), opportunities: &opportunities };
    Ok(vec![
        ("opportunities.csv", export.opportunities()?),
        ("stage_history.csv", export.stage_history()?),
        ("accounts.csv", export.accounts()?),
        ("activities.csv", export.activities()?),
        ("truth.csv", export.truth()?),
    ])
}

/// The day of the export, in hours since the beginning of the window.
fn hours_of_window(log: &SystemLog) -> f64 {
    let plan = log.model.plan();
    plan.window_end - plan.window_start
}

/// A stage of an opportunity.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stage {
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
    fn name(&self) -> String {
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
    fn is_closed(&self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::Disqualified)
    }
    fn forecast(&self) -> &'static str {
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
struct Entered {
    stage: Stage,
    at_hours: f64,
    amount: f64,
    probability: Option<f64>,
    owner: Option<u16>,
}

/// Work on an opportunity.
#[derive(Debug, Clone)]
struct Activity {
    name: String,
    instance: u32,
    person: Option<u16>,
    began: Option<f64>,
    ended: Option<f64>,
    transition: Transition,
}

/// An opportunity with what happened to it.
#[derive(Debug, Clone)]
struct Opportunity {
    customer: LoggedCustomer,
    created: f64,
    stages: Vec<Entered>,
    activities: Vec<Activity>,
    amount: f64,
    probability: Option<f64>,
    owner: Option<u16>,
    last_activity: f64,
    reason: &'static str,
    truth: Truth,
}

/// What only a simulator knows.
#[derive(Debug, Clone, Copy, Default)]
struct Truth {
    ending: Option<Ending>,
    known_at: Option<f64>,
    customer_surplus: Option<f64>,
    margin: Option<f64>,
    regretted: Option<bool>,
}

/// Opportunities whose dialogue began before the day of the export, in the order in which they began.
fn opportunities(log: &SystemLog) -> Vec<Opportunity> {
    let today = hours_of_window(log);
    let mut places: BTreeMap<u64, usize> = BTreeMap::new();
    let mut list: Vec<Opportunity> = Vec::new();
    let mut before: BTreeMap<u64, Vec<LogEntry>> = BTreeMap::new();
    for entry in &log.entries {
        let number = entry.customer.journey;
        let at_hours = log.hours(entry);
        if entry.what == Logged::DialogueBegun && at_hours < today {
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
        } else if matches!(entry.what, Logged::AnswerBegun | Logged::Answered) {
            before.entry(number).or_default().push(*entry);
        }
    }
    list
}

fn new_opportunity(entry: &LogEntry, at_hours: f64) -> Opportunity {
    let first = Entered { stage: Stage::Qualification, at_hours, amount: entry.amount, probability: entry.chance, owner: entry.person };
    Opportunity {
        customer: entry.customer,
        created: at_hours,
        stages: vec![first],
        activities: Vec::new(),
        amount: entry.amount,
        probability: entry.chance,
        owner: entry.person,
        last_activity: at_hours,
        reason: "",
        truth: Truth::default(),
    }
}

impl Opportunity {
    fn stage(&self) -> &Stage {
        self.stages.last().map_or(&Stage::Qualification, |entered| &entered.stage)
    }

    fn id(&self) -> String {
        format!("opp-{:06}", self.customer.journey)
    }

    /// What our side sees of an entry.
    fn follow(&mut self, log: &SystemLog, entry: &LogEntry, at_hours: f64) {
        self.work(log, entry);
        if matches!(entry.what, Logged::Delivered { .. } | Logged::Refunded | Logged::Renewed | Logged::Left | Logged::Referred) {
            return;
        }
        self.amount = if entry.amount > 0.0 { entry.amount } else { self.amount };
        self.probability = entry.chance.or(self.probability);
        self.owner = entry.owner.or(entry.person).or(self.owner);
        if entry.person.is_some() {
            self.last_activity = at_hours;
        }
        let Some(stage) = self.next_stage(log, entry) else { return };
        if stage != *self.stage() {
            let (amount, probability, owner) = (self.amount, self.probability, self.owner);
            self.stages.push(Entered { stage, at_hours, amount, probability, owner });
        }
    }

    fn next_stage(&mut self, log: &SystemLog, entry: &LogEntry) -> Option<Stage> {
        match entry.what {
            Logged::LetIn => Some(Stage::Backlog),
            Logged::StepBegun { step, .. } if !self.stage().is_closed() => {
                let spec = log.step(step).filter(|s| !s.after_sale)?;
                let farther = match self.stage() {
                    Stage::Step(name) => log.model.plan().catalogue.steps.iter().position(|s| s.name == *name)? < usize::from(step.step),
                    Stage::AskedToDecide | Stage::VerbalYes => false,
                    _ => true,
                };
                (farther && !spec.decides).then(|| Stage::Step(spec.name.clone()))
            }
            Logged::Decided { decision: Decision::Buy } => Some(Stage::VerbalYes),
            Logged::Decided { decision } => {
                self.reason = in_words(decision);
                Some(Stage::AskedToDecide)
            }
            Logged::YesLost => Some(Stage::AskedToDecide),
            Logged::Signed => Some(Stage::Won),
            Logged::Ended { why, .. } => {
                self.reason = why;
                Some(if why == SAID_NO { Stage::Disqualified } else { Stage::Lost })
            }
            _ => None,
        }
    }

    /// The work in an entry.
    fn work(&mut self, log: &SystemLog, entry: &LogEntry) {
        let at_hours = log.hours(entry);
        let (name, instance, transition) = match entry.what {
            Logged::AnswerBegun => ("answer".to_string(), u32::MAX, Transition::Start),
            Logged::Answered => ("answer".to_string(), u32::MAX, Transition::Complete),
            Logged::JudgingBegun { .. } => (log.judging().to_string(), u32::MAX - 1, Transition::Start),
            Logged::Judged => (log.judging().to_string(), u32::MAX - 1, Transition::Complete),
            Logged::StepBegun { step, .. } => (log.step(step).map_or_else(String::new, |s| s.name.clone()), step.serial, Transition::Start),
            Logged::StepDone { step } => (log.step(step).map_or_else(String::new, |s| s.name.clone()), step.serial, Transition::Complete),
            _ => return,
        };
        let open = self.activities.iter_mut().rev().find(|a| a.instance == instance && a.transition == Transition::Start);
        match (transition, open) {
            (Transition::Complete, Some(activity)) => (activity.ended, activity.transition) = (Some(at_hours), Transition::Complete),
            (Transition::Complete, None) => {
                self.activities.push(Activity { name, instance, person: entry.person, began: None, ended: Some(at_hours), transition });
            }
            _ => self.activities.push(Activity { name, instance, person: entry.person, began: Some(at_hours), ended: None, transition }),
        }
    }

    /// What nobody on our side sees of an entry.
    fn learn(&mut self, entry: &LogEntry, at_hours: f64) {
        match entry.what {
            Logged::Ended { ending, .. } => (self.truth.ending, self.truth.known_at) = (Some(ending), Some(at_hours)),
            Logged::Delivered { ending, customer_surplus, margin, regretted } => {
                self.truth = Truth {
                    ending: Some(ending),
                    known_at: Some(at_hours),
                    customer_surplus: Some(customer_surplus),
                    margin: Some(margin),
                    regretted: Some(regretted),
                };
            }
            _ => {}
        }
    }
}

/// One system's database as it is exported.
struct Export<'a> {
    log: &'a SystemLog,
    dates: Dates,
    today: f64,
    opportunities: &'a [Opportunity],
}

impl Export<'_> {
    fn opportunities(&self) -> Result<String, csv::Error> {
        let header = [
            "opportunity_id",
            "opportunity_name",
            "account_id",
            "account_name",
            "owner",
            "owner_role",
            "lead_source",
            "created_date",
            "stage",
            "stage_since",
            "amount_eur",
            "probability",
            "forecast_category",
            "close_date",
            "is_closed",
            "is_won",
            "loss_reason",
            "last_activity_date",
            "activities",
            "next_step",
        ];
        table(&header, self.opportunities.iter().map(|o| self.opportunity(o)))
    }

    fn opportunity(&self, o: &Opportunity) -> Vec<String> {
        let stage = o.stage();
        let since = o.stages.last().map_or(o.created, |entered| entered.at_hours);
        let (is_closed, is_won) = (stage.is_closed(), *stage == Stage::Won);
        let close = if is_closed { since } else { (o.last_activity + 24.0 * DAYS_TO_CLOSE).max(self.today) };
        let (owner, role) = self.person(o.owner);
        let next = o.activities.iter().rev().find(|a| a.transition == Transition::Start).map_or("", |a| a.name.as_str());
        vec![
            o.id(),
            guarded(&format!("{} deal {}", segment_name(self.log.model.plan(), o.customer.segment), o.customer.journey)),
            self.account_id(o),
            guarded(&self.account_name(o)),
            owner,
            role,
            o.customer.channel.map_or_else(String::new, |c| guarded(self.log.model.plan().channel_name(c))),
            self.dates.day(o.created),
            guarded(&stage.name()),
            self.dates.day(since),
            number(Some(o.amount.round())),
            probability(stage, o.probability),
            stage.forecast().to_string(),
            self.dates.day(close),
            is_closed.to_string(),
            is_won.to_string(),
            if is_closed && !is_won { o.reason.to_string() } else { String::new() },
            self.dates.day(o.last_activity),
            o.activities.len().to_string(),
            if is_closed { String::new() } else { guarded(next) },
        ]
    }

    fn stage_history(&self) -> Result<String, csv::Error> {
        let header = [
            "opportunity_id",
            "from_stage",
            "to_stage",
            "changed_at",
            "days_in_from_stage",
            "amount_eur",
            "probability",
            "forecast_category",
            "owner",
        ];
        let rows = self.opportunities.iter().flat_map(|o| {
            o.stages.iter().enumerate().map(move |(place, entered)| {
                let from = place.checked_sub(1).and_then(|before| o.stages.get(before));
                let days = from.map(|from| ((entered.at_hours - from.at_hours) / 2.4).round() / 10.0);
                vec![
                    o.id(),
                    from.map_or_else(String::new, |from| guarded(&from.stage.name())),
                    guarded(&entered.stage.name()),
                    self.dates.minute(entered.at_hours),
                    number(days),
                    number(Some(entered.amount.round())),
                    probability(&entered.stage, entered.probability),
                    entered.stage.forecast().to_string(),
                    self.person(entered.owner).0,
                ]
            })
        });
        table(&header, rows)
    }

    fn accounts(&self) -> Result<String, csv::Error> {
        let mut accounts: BTreeMap<(u16, u32), (&Opportunity, u64, u64)> = BTreeMap::new();
        for o in self.opportunities {
            let (_, all, won) = accounts.entry((o.customer.segment, o.customer.account)).or_insert((o, 0, 0));
            *all += 1;
            *won += u64::from(*o.stage() == Stage::Won);
        }
        let header = ["account_id", "account_name", "segment", "created_date", "opportunities", "opportunities_won", "is_customer"];
        let rows = accounts.into_values().map(|(first, all, won)| {
            vec![
                self.account_id(first),
                guarded(&self.account_name(first)),
                guarded(&segment_name(self.log.model.plan(), first.customer.segment)),
                self.dates.day(first.created),
                all.to_string(),
                won.to_string(),
                (won > 0).to_string(),
            ]
        });
        table(&header, rows)
    }

    fn activities(&self) -> Result<String, csv::Error> {
        let header = ["activity_id", "opportunity_id", "account_id", "type", "status", "started_at", "ended_at", "person", "role"];
        let rows = self.opportunities.iter().flat_map(|o| {
            let is_closed = o.stage().is_closed();
            o.activities.iter().enumerate().map(move |(place, activity)| {
                let (person, role) = self.person(activity.person);
                let status = match (activity.transition, is_closed) {
                    (Transition::Start, false) => "in progress",
                    (Transition::Start, true) => "cancelled",
                    _ => "completed",
                };
                vec![
                    format!("{}-{:03}", o.id(), place + 1),
                    o.id(),
                    self.account_id(o),
                    guarded(&activity.name),
                    status.to_string(),
                    activity.began.map_or_else(String::new, |at| self.dates.minute(at)),
                    activity.ended.map_or_else(String::new, |at| self.dates.minute(at)),
                    person,
                    role,
                ]
            })
        });
        table(&header, rows)
    }

    fn truth(&self) -> Result<String, csv::Error> {
        let header = [
            "opportunity_id",
            "journey",
            "mutual_benefit_possible",
            "buying_group_size",
            "ending",
            "ending_title",
            "known_after_export",
            "customer_surplus_eur",
            "margin_eur",
            "regretted",
        ];
        let rows = self.opportunities.iter().map(|o| {
            let ending = o.truth.ending.unwrap_or(Ending::Open);
            vec![
                o.id(),
                o.customer.journey.to_string(),
                o.customer.possible.to_string(),
                o.customer.group_size.to_string(),
                ending.id().to_string(),
                ending.title().to_string(),
                o.truth.known_at.is_none_or(|at| at >= self.today).to_string(),
                number(o.truth.customer_surplus.map(f64::round)),
                number(o.truth.margin.map(f64::round)),
                o.truth.regretted.map_or_else(String::new, |regretted| regretted.to_string()),
            ]
        });
        table(&header, rows)
    }

    fn person(&self, person: Option<u16>) -> (String, String) {
        let found = person.and_then(|p| self.log.person(p));
        found.map_or_else(Default::default, |(name, role)| (guarded(&name), guarded(role)))
    }

    fn account_id(&self, o: &Opportunity) -> String {
        format!("acc-{}-{:05}", o.customer.segment + 1, o.customer.account + 1)
    }

    fn account_name(&self, o: &Opportunity) -> String {
        format!("{} account {}", segment_name(self.log.model.plan(), o.customer.segment), o.customer.account + 1)
    }
}

/// What our people believe; what is closed is sure, and a yes that is not signed is as good as usual.
fn probability(stage: &Stage, believed: Option<f64>) -> String {
    match stage {
        Stage::Won => "1".to_string(),
        Stage::VerbalYes => VERBAL_YES.to_string(),
        Stage::Lost | Stage::Disqualified => "0".to_string(),
        _ => number(believed.map(|p| (p * 100.0).round() / 100.0)),
    }
}

fn table(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header)?;
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(e.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
