//! What happens in a world, customer by customer: facts with positions and numbers, no sentences. Stories, event logs, portraits and
//! what a customer database would hold are made of them elsewhere.
//!
//! To keep them changes nothing, and costs a look at an empty place where they are not kept.

use crate::market::{Decision, OwnProcess};
use crate::measure::{Account, BuyerAt, ChannelAt, Ending, PoolAt, Seat, SegmentAt, StepAt};
use crate::policy::choice::Chosen;
use crate::policy::next_activity::Reason;
use crate::policy::obstacles::Obstacles;
use crate::scenario::provider::Mode;

/// Something that happened with one customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happened {
    /// Elapsed hours since the beginning of the run (a Monday, 00:00).
    pub at_hours: f64,
    /// What happened.
    pub what: Happening,
    /// The customer.
    pub customer: Customer,
    /// Position of whoever of our people had the customer.
    pub owner: Option<Seat>,
    /// Price that was asked, EUR; 0 before there was a dialogue.
    pub amount: f64,
    /// Chance of a yes as our side saw it, where there was a dialogue.
    pub chance: Option<f64>,
}

/// The customer with whom something happened.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Customer {
    /// Number in the world; the same customer under every system.
    pub journey: u64,
    /// Position of the segment.
    pub segment: SegmentAt,
    /// Number of the account in its segment.
    pub account: Account,
    /// Position of the channel, once there is one.
    pub channel: Option<ChannelAt>,
    /// When the journey began (hours).
    pub begun_hours: f64,
    /// Size of the buying group: nobody on our side knows.
    pub group_size: u8,
    /// Whether a mutual benefit was possible: nobody on our side knows.
    pub possible: bool,
}

/// An activity with a customer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Activity {
    /// Position in the catalogue.
    pub step: StepAt,
    /// How it is done.
    pub mode: Mode,
    /// Number among all of the opportunity: ties its beginning to its end.
    pub serial: u32,
}

/// Why an opportunity ended without a deal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The customer lost patience while waiting for us.
    LostPatience,
    /// The deadline came before we did.
    DeadlineBeforeUs,
    /// The customer's project was stopped.
    ProjectStopped,
    /// A competitor closed it.
    RivalClosed,
    /// They said no.
    Refused(Decision),
    /// They had bought before the run began.
    BoughtBefore,
    /// We did something that they thought useless.
    StepTooMany,
    /// We said no.
    SaidNo,
    /// They would have bought, and we had not agreed to the deal ourselves.
    NotApproved,
}

/// What happened. People, channels, pools and steps are positions in the plan, stakeholders positions in the buying group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Happening {
    /// They came by a channel.
    Came,
    /// Answers are held back for some hours.
    HeldBack {
        /// Elapsed hours.
        hours: f64,
    },
    /// They wait for an answer.
    WaitsForAnswer {
        /// The channel by which they came.
        channel: ChannelAt,
        /// The pool that will answer.
        pool: PoolAt,
    },
    /// Nobody has answered for long: they go to another queue.
    MovesOn {
        /// The pool that will answer.
        pool: PoolAt,
    },
    /// They came by a channel of which the answers take no work.
    AnsweredAtOnce {
        /// The channel.
        channel: ChannelAt,
    },
    /// One of our people begins to answer.
    AnswerBegun {
        /// Who.
        person: Seat,
        /// Elapsed hours for which they had waited for us.
        waited_hours: f64,
    },
    /// They were answered.
    Answered {
        /// By whom; nobody if the answer takes no work.
        person: Option<Seat>,
    },
    /// Answered, they want to talk.
    WantsToTalk {
        /// Elapsed hours until the answer.
        delay_hours: f64,
    },
    /// Answered, they do not want to talk.
    TurnsAway {
        /// Elapsed hours until the answer.
        delay_hours: f64,
        /// Whether they would have talked at once.
        by_delay: bool,
    },
    /// They answered one of our touches: a dialogue is agreed.
    Agreed {
        /// Who made the touch.
        person: Seat,
        /// How many touches it took.
        touch: u32,
    },
    /// The agreed dialogue begins.
    AgreedDialogueBegins,
    /// A customer of ours sends them to us.
    Sent {
        /// Number of that customer's journey.
        by: u64,
    },
    /// They know us from another purchase and come by themselves.
    ComesAgain,
    /// A dialogue began before the run did.
    TalkedBefore,
    /// A dialogue begins: from here on there is an opportunity.
    DialogueBegun {
        /// With whom.
        person: Option<Seat>,
    },
    /// What nobody on our side knows of them.
    Truth {
        /// People in the buying group.
        group_size: u8,
        /// What a perfect fit would be worth, in prices.
        gross_value: f64,
        /// Whether a mutual benefit is possible.
        possible: bool,
        /// Joint surplus, in prices.
        joint_surplus: f64,
    },
    /// It is over without a dialogue.
    Over {
        /// How it ended.
        ending: Ending,
    },
    /// One of our people begins to judge it.
    JudgingBegun {
        /// Who.
        person: Seat,
        /// Elapsed hours for which it had waited for us.
        waited_hours: f64,
        /// Hours of work that it takes.
        hours: f64,
    },
    /// It was judged.
    Judged {
        /// By whom.
        person: Seat,
    },
    /// It has to be judged again.
    JudgedAgain,
    /// We saw something of the joint surplus.
    Looked {
        /// What was seen, in prices.
        observed: f64,
        /// What we expect now, in prices.
        mean: f64,
        /// How sure we are of it: the standard deviation, in prices.
        deviation: f64,
    },
    /// A judgement by the rule and whoever judges.
    Verdict {
        /// Who judges.
        person: Seat,
        /// Whether it is let in.
        let_in: bool,
        /// What the rule weighs.
        merit: f64,
        /// The bar that it has to reach.
        bar: f64,
    },
    /// It was let in.
    LetIn {
        /// By whom.
        person: Option<Seat>,
    },
    /// It waits for room below the limit on work in progress.
    WaitsForRoom,
    /// It enters the flow.
    EnteredFlow {
        /// With whom; nobody where it is for whoever is free.
        person: Option<Seat>,
    },
    /// A further one of our people joins.
    Joined {
        /// Who.
        person: Seat,
    },
    /// The next activity is planned.
    Planned {
        /// Who plans it.
        person: Seat,
        /// Position in the catalogue.
        step: StepAt,
        /// How it is to be done.
        mode: Mode,
        /// The stakeholder whom it is with.
        target: Option<BuyerAt>,
        /// What it is to help with, as we believe.
        because: Obstacles,
        /// Why it was chosen.
        reason: Reason,
    },
    /// Everybody thinks that a step is somebody else's.
    NobodysStep {
        /// Elapsed hours until it was noticed.
        hours: f64,
    },
    /// The customer is ready for a step.
    ReadyFor {
        /// Position in the catalogue.
        step: StepAt,
    },
    /// Two of our people do a step, one of them for nothing.
    DoneTwice,
    /// One of our people begins an activity.
    StepBegun {
        /// Who.
        person: Seat,
        /// The activity.
        activity: Activity,
        /// Elapsed hours for which they had waited for us.
        waited_hours: f64,
        /// Hours of work that it takes.
        hours: f64,
    },
    /// An activity is done with.
    StepDone {
        /// By whom.
        person: Seat,
        /// The activity.
        activity: Activity,
        /// Whether the customer had gone before it was done.
        in_vain: bool,
    },
    /// It has to be done again, by chance or because a step before it was skipped.
    DoneAgain {
        /// Position of the step that was skipped.
        skipped: Option<StepAt>,
    },
    /// Whoever assists finds that it does not fit.
    TechnicalNo {
        /// Who.
        person: Seat,
        /// What benefit for both is left to hope for, in prices.
        surplus: f64,
    },
    /// We let go of them: too old, or without an answer for too long.
    LetGo {
        /// For how many days.
        days: f64,
        /// Whether it is that they have not answered.
        silent: bool,
    },
    /// What was sold waits for its delivery to begin.
    WaitsForDelivery {
        /// For so many days.
        days: f64,
    },
    /// One of ours begins to deliver what was sold.
    DeliveryBegun {
        /// Who.
        person: Seat,
        /// Days after the sale.
        days: f64,
    },
    /// They put the purchase off.
    Slips {
        /// By so many days.
        days: f64,
    },
    /// A customer is handed over.
    Handover {
        /// Share of what was learned that is lost.
        lost: f64,
    },
    /// They tell us of their own process.
    TheirProcess {
        /// Their process.
        process: OwnProcess,
    },
    /// The group commits itself to something.
    Gained {
        /// Commitments, as bits.
        commitments: u16,
    },
    /// The group is no longer committed to something.
    Lost {
        /// Commitments, as bits.
        commitments: u16,
    },
    /// One process for both was negotiated.
    OneProcess {
        /// Whether it was agreed on.
        agreed: bool,
    },
    /// A stakeholder felt pushed.
    FeltPushed {
        /// Who.
        stakeholder: BuyerAt,
    },
    /// What a stakeholder seems to think.
    Heard {
        /// Who.
        stakeholder: BuyerAt,
        /// Whether nothing happens against this person.
        veto: bool,
        /// Value seen beyond the price, in prices.
        lean: f64,
        /// Doubt, in prices.
        doubt: f64,
    },
    /// We learn that somebody is involved.
    Revealed {
        /// Who.
        stakeholder: BuyerAt,
    },
    /// They were asked to decide.
    Decided {
        /// What they said.
        decision: Decision,
    },
    /// Asked again, it is not worth it any more.
    NotWorthIt {
        /// Who thinks so.
        person: Seat,
    },
    /// One of our people made a choice.
    Chose {
        /// Who.
        person: Seat,
        /// What, out of what.
        chosen: Chosen,
    },
    /// The price was lowered.
    Discounted,
    /// They say yes, and do not sign yet.
    SaidYes {
        /// Days until their next occasion.
        days: f64,
    },
    /// They sign before their occasion.
    SignsEarly {
        /// Discount for it, as a share.
        discount: f64,
    },
    /// They will not be hurried for that.
    NotHurried,
    /// Their occasion has come, and they sign.
    OccasionCame,
    /// They had said yes and do not sign after all.
    YesLost {
        /// Whether it was lost because it was held over.
        held_over: bool,
        /// What they say now.
        decision: Decision,
    },
    /// The deadline has come, and they decide to buy by themselves.
    DecidedAlone,
    /// They buy.
    Signed,
    /// It ended without a deal.
    Ended {
        /// How: partly what nobody on our side knows.
        ending: Ending,
        /// Why, as far as we were told.
        why: Why,
    },
    /// What was sold is delivered, or the customer has not waited for it.
    Delivered {
        /// After how many days of waiting they have cancelled instead, if they have.
        cancelled_after: Option<f64>,
        /// What it came to.
        ending: Ending,
        /// The customer's surplus, in list prices.
        customer_surplus: f64,
        /// Our margin, in list prices.
        margin: f64,
        /// The list price, EUR.
        list_price: f64,
        /// Whether they regret it.
        regretted: bool,
    },
    /// They get money back: the amount of what happened.
    Refunded,
    /// They stay for another year, for the amount of what happened.
    Renewed {
        /// Years since delivery.
        year: u16,
    },
    /// They leave us.
    Left {
        /// Years since delivery.
        year: u16,
    },
    /// They send somebody to us.
    Referred,
    /// One of our people leaves, and with them whoever has the customer.
    LeavesUs {
        /// Who.
        person: Seat,
    },
    /// Nobody is there to take over.
    NobodyTakesOver,
    /// A colleague who knows the customer goes on.
    GoesOn {
        /// Who.
        person: Seat,
    },
    /// Somebody takes over.
    TakesOver {
        /// Who.
        person: Seat,
    },
    /// A review gives it up.
    GivenUp {
        /// Days without work on it.
        days: f64,
    },
    /// A review puts it first.
    PutFirst {
        /// Days without work on it.
        days: f64,
    },
}

impl Happening {
    /// Whoever of our people did what a log writes down.
    pub fn person(&self) -> Option<Seat> {
        match *self {
            Self::Answered { person } | Self::DialogueBegun { person } | Self::LetIn { person } | Self::EnteredFlow { person } => person,
            Self::AnswerBegun { person, .. }
            | Self::Agreed { person, .. }
            | Self::JudgingBegun { person, .. }
            | Self::Judged { person }
            | Self::StepBegun { person, .. }
            | Self::StepDone { person, .. } => Some(person),
            _ => None,
        }
    }

    /// Whether it is an event of the process, as a log of the firm's own systems would hold it: not what somebody thought, saw or
    /// waited for.
    pub fn is_logged(&self) -> bool {
        matches!(
            self,
            Self::Came
                | Self::Agreed { .. }
                | Self::AnswerBegun { .. }
                | Self::Answered { .. }
                | Self::DialogueBegun { .. }
                | Self::JudgingBegun { .. }
                | Self::Judged { .. }
                | Self::LetIn { .. }
                | Self::EnteredFlow { .. }
                | Self::StepBegun { .. }
                | Self::StepDone { .. }
                | Self::Decided { .. }
                | Self::Discounted
                | Self::YesLost { .. }
                | Self::Signed
                | Self::Ended { .. }
                | Self::Delivered { .. }
                | Self::Refunded
                | Self::Renewed { .. }
                | Self::Left { .. }
                | Self::Referred
        )
    }
}

/// What is kept of what happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeps {
    /// The events of the process, of all customers.
    Log,
    /// Everything about one customer, by number.
    Customer(u64),
    /// Everything about everybody.
    Everything,
}

/// What has happened so far, as far as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Chronicle {
    /// What is kept.
    pub keeps: Keeps,
    /// In order of time, but for what lies before the beginning.
    pub happened: Vec<Happened>,
}

impl Chronicle {
    /// Nothing has happened yet.
    pub fn new(keeps: Keeps) -> Self {
        Self { keeps, happened: Vec::new() }
    }

    pub(super) fn add(&mut self, happened: Happened) {
        let is_kept = match self.keeps {
            Keeps::Log => happened.what.is_logged(),
            Keeps::Customer(number) => happened.customer.journey == number,
            Keeps::Everything => true,
        };
        if is_kept {
            self.happened.push(happened);
        }
    }
}
