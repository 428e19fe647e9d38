//! What was written down as it happened: the events of a world, customer by customer, for logs and for what a customer database would hold.
//!
//! A log is a story for programs. To keep it changes nothing, and costs a look at an empty place where it is not kept.

use super::{JourneyId, OpportunityId, Relationship, World};
use crate::market::Decision;
use crate::measure::Ending;
use crate::scenario::provider::Mode;

/// Something that happened with one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogEntry {
    /// Elapsed hours since the beginning of the run (a Monday, 00:00).
    pub at_hours: f64,
    /// What happened.
    pub what: Logged,
    /// The customer.
    pub customer: LoggedCustomer,
    /// Position of whoever of ours did it.
    pub person: Option<u16>,
    /// Position of whoever of ours had the customer.
    pub owner: Option<u16>,
    /// Price that was asked, EUR; 0 before there was a dialogue.
    pub amount: f64,
    /// Chance of a yes as our side saw it, where there was a dialogue.
    pub chance: Option<f64>,
}

/// The customer of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoggedCustomer {
    /// Number in the world; the same customer under every system.
    pub journey: u64,
    /// Position of the segment.
    pub segment: u16,
    /// Number of the account in its segment.
    pub account: u32,
    /// Position of the channel, once there is one.
    pub channel: Option<u16>,
    /// When the journey began (hours).
    pub begun_hours: f64,
    /// Size of the buying group: nobody on our side knows.
    pub group_size: u8,
    /// Whether a mutual benefit was possible: nobody on our side knows.
    pub possible: bool,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Logged {
    /// They came by a channel.
    Came,
    /// They answered one of our touches: a dialogue is agreed.
    Agreed,
    /// One of ours begins to answer.
    AnswerBegun {
        /// Elapsed hours for which they had waited for us.
        waited_hours: f64,
    },
    /// They were answered; by nobody if the answer takes no work.
    Answered,
    /// A dialogue begins: from here on there is an opportunity.
    DialogueBegun,
    /// One of ours begins to judge it.
    JudgingBegun {
        /// Elapsed hours for which it had waited for us.
        waited_hours: f64,
    },
    /// It was judged.
    Judged,
    /// It was let in.
    LetIn,
    /// It enters the flow.
    EnteredFlow,
    /// One of ours begins an activity.
    StepBegun {
        /// The activity.
        step: LoggedStep,
        /// Elapsed hours for which they had waited for us.
        waited_hours: f64,
        /// Hours of work that it takes.
        hours: f64,
    },
    /// An activity is done with.
    StepDone {
        /// The activity.
        step: LoggedStep,
    },
    /// They were asked to decide.
    Decided {
        /// What they said.
        decision: Decision,
    },
    /// The price was lowered.
    Discounted,
    /// They had said yes and do not sign after all.
    YesLost,
    /// They buy.
    Signed,
    /// It ended without a deal.
    Ended {
        /// How: partly what nobody on our side knows.
        ending: Ending,
        /// Why, as far as we were told.
        why: &'static str,
    },
    /// What was sold is delivered.
    Delivered {
        /// What it came to.
        ending: Ending,
        /// The customer's surplus, EUR.
        customer_surplus: f64,
        /// Our margin, EUR.
        margin: f64,
        /// Whether they regret it.
        regretted: bool,
    },
    /// They get money back: the amount of the entry.
    Refunded,
    /// They stay for another year, for the amount of the entry.
    Renewed,
    /// They leave us.
    Left,
    /// They send somebody to us.
    Referred,
}

/// An activity of an entry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoggedStep {
    /// Position in the catalogue.
    pub step: u16,
    /// How it is done.
    pub mode: Mode,
    /// Number among all of the opportunity: ties its beginning to its end.
    pub serial: u32,
}

impl World<'_> {
    /// Writes down what happens with a customer, if that is wanted.
    #[inline]
    pub(crate) fn note(&mut self, journey_slot: JourneyId, person: Option<u16>, what: Logged) {
        if self.log.is_some() {
            let entry = self.entry(journey_slot, person, what);
            self.push(entry);
        }
    }

    /// The same by opportunity, for an activity of one of its threads.
    #[inline]
    pub(crate) fn note_step(&mut self, o: OpportunityId, thread: u8, person: usize, what: impl FnOnce(LoggedStep) -> Logged) {
        if self.log.is_some() {
            let opportunity = &self.opportunities[o];
            let line = opportunity.threads[thread as usize];
            let step = LoggedStep { step: line.step, mode: line.mode, serial: line.serial };
            self.note(opportunity.journey, Some(person as u16), what(step));
        }
    }

    /// The same for a customer whose journey has ended.
    #[inline]
    pub(crate) fn note_after_sale(&mut self, of: &Relationship, amount: f64, what: Logged) {
        if self.log.is_none() {
            return;
        }
        let customer = LoggedCustomer {
            journey: of.number,
            segment: of.segment,
            account: of.account,
            channel: None,
            begun_hours: f64::NAN,
            group_size: 0,
            possible: false,
        };
        self.push(LogEntry { at_hours: self.now(), what, customer, person: None, owner: of.sold_by, amount, chance: None });
    }

    fn push(&mut self, entry: LogEntry) {
        if let Some(log) = &mut self.log {
            log.push(entry);
        }
    }

    fn entry(&self, journey_slot: JourneyId, person: Option<u16>, what: Logged) -> LogEntry {
        let slot = &self.journeys[journey_slot];
        let journey = &slot.journey;
        let customer = LoggedCustomer {
            journey: journey.number,
            segment: journey.segment,
            account: journey.account,
            channel: slot.channel,
            begun_hours: journey.begins,
            group_size: journey.group_size,
            possible: journey.possible,
        };
        let o = slot.opportunity;
        let opportunity = o.map(|o| &self.opportunities[o]);
        LogEntry {
            at_hours: self.now(),
            what,
            customer,
            person,
            owner: opportunity.and_then(|o| o.crew.first()).map(|member| member.person),
            amount: o.map_or(0.0, |o| self.price_of(o)),
            chance: opportunity.map(|o| o.belief.chance_of_yes(&self.plan.scenario.heuristics)),
        }
    }
}
