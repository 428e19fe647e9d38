//! The keys of our side: channels, roles, organisation, qualification, process, flow.

use super::keys::{Named, number, plain};

/// What stands for a setting of a file that is found out by looking at the file.
pub const AUTO: &str = "auto";

crate::choices! {
    /// How a channel brings customers and us together.
    pub enum ChannelKind {
        /// They come to us (web).
        Inbound = "inbound",
        /// We go to them, touch by touch, in somebody's working hours.
        Outbound = "outbound",
        /// They come in batches, once a quarter.
        Event = "event",
        /// Another firm brings them.
        Partner = "partner",
        /// A customer brings them.
        Referral = "referral",
    }
    /// What a value in a file means that may be no value.
    pub enum ValueRule {
        /// Nobody wrote down the size of the deal: it is drawn.
        Unknown = "unknown",
        /// The deal is worth nothing: the customer comes, takes our time and brings no money.
        Nothing = "nothing",
        /// The row is left out.
        LeaveOut = "leave-out",
        /// The file is refused.
        Refuse = "refuse",
    }
    /// A part of the sales system.
    pub enum Part {
        /// Dialogue generation.
        Dialogue = "dialogue",
        /// Qualification.
        Qualification = "qualification",
        /// Flow.
        Flow = "flow",
    }
    /// What a ramp by month tells of.
    pub enum RampOf {
        /// What a new person does and finds: the share of full skill at work.
        Activity = "activity",
        /// What a new person books: it follows what is done by the length of a cycle, so that the ramp of activity runs ahead of it by as much.
        Bookings = "bookings",
    }
    /// How new customers are dealt out to the queues.
    pub enum Routing {
        /// To each queue in turn.
        RoundRobin = "round-robin",
        /// By account: the same queue for the same account, whoever is busy.
        Territory = "territory",
        /// To the queue with the fewest customers a person, waiting and open.
        LeastLoaded = "least-loaded",
        /// To each queue in turn, as often as `routing_weights` says.
        Weighted = "weighted",
        /// To the queue that had a customer of the account before; new accounts in turn.
        Owner = "owner",
        /// The best-looking customer to the best person: the shared queue is served by value and the most skilled free person takes first.
        BestLead = "best-lead",
    }
    /// Rule by which an opportunity is accepted.
    pub enum QualificationRule {
        /// Every opportunity is accepted.
        None = "none",
        /// A list of boxes to tick: misfit and size of the group as they look.
        Checklist = "checklist",
        /// Expected joint surplus above the bar.
        JointSurplus = "joint-surplus",
        /// Expected joint surplus per hour of our work above the bar.
        SurplusPerHour = "surplus-per-hour",
        /// The decider's own expected pay per hour above the bar, in EUR an hour; under a salary every opportunity is accepted.
        OwnPay = "own-pay",
        /// Expected joint surplus above a bar that rises with the load.
        LoadDependent = "load-dependent",
    }
    /// In which order activities are done.
    pub enum Sequencing {
        /// The list, in order, whatever the state of the buyer.
        Rigid = "rigid",
        /// What helps most with what we believe holds this customer back.
        Adaptive = "adaptive",
        /// What brings a signature nearest, whatever the need, in whichever mode; asks early.
        Manipulative = "manipulative",
    }
    /// How we deal with the customer's own process.
    pub enum Stance {
        /// Nobody looks at it: as if theirs were ours.
        None = "none",
        /// As told: only what is in their process, in their order.
        Servile = "servile",
        /// Ours, whatever they say.
        Imposing = "imposing",
        /// Time is spent early to agree on one process.
        Negotiating = "negotiating",
    }
    /// What a group can commit itself to, in any order.
    pub enum Commitment {
        /// To give us time.
        Time = "time",
        /// To explore with us.
        Explore = "explore",
        /// To change: on average they see value beyond the price.
        Change = "change",
        /// To work with us: trust is not below where it began.
        Collaborate = "collaborate",
        /// To build consensus: their wants are close enough.
        BuildConsensus = "build-consensus",
        /// To invest: everybody with a veto sees value beyond the price.
        Invest = "invest",
        /// To review our offer: on average it beats the best rival's.
        Review = "review",
        /// To resolve concerns: nobody with a veto doubts more than the value is worth.
        ResolveConcerns = "resolve-concerns",
        /// To decide: they would buy.
        Decide = "decide",
        /// To execute: they have bought.
        Execute = "execute",
    }
    /// A job of the customer's that an activity helps with.
    pub enum Job {
        /// None in particular.
        None = "none",
        /// To explore what is needed.
        Explore = "explore",
        /// To look at alternatives.
        Alternatives = "alternatives",
        /// To work out a solution.
        Solution = "solution",
        /// To build consensus.
        Consensus = "consensus",
        /// To make the business case.
        BusinessCase = "business-case",
        /// To resolve concerns.
        Concerns = "concerns",
        /// To decide: always the last one.
        Decide = "decide",
    }
    /// Whether activities are done to or with the customer.
    pub enum ModeRule {
        /// Each as its own `mode` says.
        AsListed = "as-listed",
        /// All done to the customer.
        DoneTo = "done-to",
        /// All done with the customer.
        DoneWith = "done-with",
    }
    /// Mode of one activity.
    pub enum Mode {
        /// Serves our order of business.
        DoneTo = "done-to",
        /// Serves the shared goal.
        DoneWith = "done-with",
    }
    /// With whom an activity is done.
    pub enum Scope {
        /// With one stakeholder.
        Person = "person",
        /// With everybody known.
        Group = "group",
        /// Alone at our desk.
        Desk = "desk",
    }
    /// How work enters the flow.
    pub enum FlowControl {
        /// Only when there is room below the limit on work in progress.
        Pull = "pull",
        /// At once.
        Push = "push",
    }
    /// Which waiting work is taken first.
    pub enum QueueOrder {
        /// First come, first served.
        Fifo = "fifo",
        /// Highest merit first, as the qualification rule weighs it; without a rule, the expected joint surplus.
        Value = "value",
    }
    /// Shape of a distribution of hours.
    pub enum HoursShape {
        /// Log-normal.
        LogNormal = "log-normal",
        /// Gamma (cv 1: exponential).
        Gamma = "gamma",
        /// Always the mean.
        Constant = "constant",
    }
    /// Shape of the spread of skill over people.
    pub enum SkillShape {
        /// Log-normal.
        LogNormal = "log-normal",
        /// Pareto: a few stars.
        Pareto = "pareto",
    }
}

crate::sections! {
    /// A currency beside EUR, for values in files.
    pub struct Currency {
        /// What one unit of it is worth.
        in_eur: f64 = 1.0 => number("EUR", 1e-9, 1e9).source("a choice of the user's");
    }

    /// A way in which a dialogue with a customer can begin.
    pub struct Channel {
        /// What kind of channel it is.
        kind: ChannelKind = ChannelKind::Inbound => plain();
        /// Segment whose customers come; empty: all, by their number of projects.
        segment: String = String::new() => plain();
        /// Customers that come each year (not for outbound).
        leads_per_year: f64 = 0.0 => number("leads a year", 0.0, 1e8).plausible(10.0, 5000.0);
        /// Swing of the volume over the year, as a share of the mean.
        seasonality: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Time over which the customers of an event come, each quarter.
        event_days: f64 = 3.0 => number("days", 0.01, 45.0).plausible(1.0, 10.0);
        /// Share of customers who come in working hours; the others come at any hour.
        office_hours_share: f64 = 0.8 => number("share", 0.0, 1.0).plausible(0.5, 1.0);
        /// Cost whatever comes.
        cost_per_month: f64 = 0.0 => number("EUR a month", 0.0, 1e9).plausible(0.0, 50000.0);
        /// Cost of each customer that comes, or of each touch.
        cost_per_touch: f64 = 0.0 => number("EUR", 0.0, 1e7).plausible(0.0, 500.0);
        /// Chance that a dialogue begins when we answer at once (outbound: when a touch is answered).
        start_share: f64 = 0.55 => number("share", 0.0, 1.0).plausible(0.1, 0.9).source("Implisit 2014: web 31 %, referral 25 % of leads become opportunities (evidence B)");
        /// Delay of our answer that halves that chance; 0: the delay does no harm.
        intent_tau_hours: f64 = 0.5 => number("hours", 0.0, 10000.0).plausible(0.25, 72.0).source("Oldroyd et al. 2011 (evidence B)");
        /// Our work to answer one.
        answer_work_hours: f64 = 0.25 => number("hours", 0.0, 40.0).plausible(0.1, 1.0);
        /// Scale of the needs of customers who come, relative to their segment (not for outbound channels, whose customers exist already).
        fit_scale: f64 = 1.0 => number("times", 0.0, 10.0).plausible(0.5, 1.5);
        /// Scale of the gap between wants and needs of those who come (not for outbound).
        gap_scale: f64 = 1.0 => number("times", 0.0, 10.0).plausible(0.5, 1.5);
        /// Trust at the start.
        trust: f64 = 0.3 => number("trust", 0.0, 1.0).plausible(0.1, 0.7);
        /// Touches in an hour of prospecting (outbound).
        touches_per_hour: f64 = 12.0 => number("touches an hour", 0.0, 1000.0).plausible(4.0, 30.0);
        /// Chance that a touch of an account with a journey under way is answered (outbound).
        touch_answer_share: f64 = 0.12 => number("share", 0.0, 1.0).plausible(0.02, 0.3).source("Baylor 2012, Vorsight: 91-330 dials per appointment over all accounts (evidence B, C)");
        /// By how much an earlier touch of the same account lowers that chance, as a share, until it has recovered; 0: lists do not tire (outbound).
        tires_share: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Time in which 63 % of that is forgotten (outbound).
        recovers_days: f64 = 90.0 => number("days", 0.01, 3650.0).plausible(14.0, 365.0);
        /// Mean time from an answered touch to the dialogue (outbound).
        lag_days: f64 = 14.0 => number("days", 0.0, 365.0).plausible(5.0, 40.0);
        /// File of real arrivals; empty: they are drawn.
        csv_file: String = String::new() => plain();
        /// Column with the date of an arrival.
        csv_date_column: String = String::new() => plain();
        /// Column with the channel; empty: every row belongs here.
        csv_channel_column: String = String::new() => plain();
        /// Values of that column that belong here; empty: all that no other channel claims.
        csv_channel_values: Vec<String> = Vec::new() => plain();
        /// Column with the segment; empty: as `segment` says.
        csv_segment_column: String = String::new() => plain();
        /// Column with the value of the deal; empty: drawn.
        csv_value_column: String = String::new() => plain();
        /// Column that tells customers apart: of rows with the same id the earliest is used. Empty: every row is a customer.
        csv_id_column: String = String::new() => plain();
        /// Column with the currency of the value; empty: as beside the value, else as `csv_currency` says.
        csv_currency_column: String = String::new() => plain();
        /// Currency of values that say nothing about it, such as `USD`; empty: as the name of their column says, else EUR. Others than EUR need a rate in `currency`.
        csv_currency: String = String::new() => plain();
        /// What a value of 0 means.
        csv_zero_value: ValueRule = ValueRule::Unknown => plain();
        /// What an empty value means.
        csv_empty_value: ValueRule = ValueRule::Unknown => plain();
        /// What a value below 0 means.
        csv_negative_value: ValueRule = ValueRule::LeaveOut => plain();
        /// How dates are written, such as `dd/MM/yyyy`, `MM/dd/yyyy`, `excel` or `unix-seconds`; `auto`: as the whole column tells.
        csv_date_format: String = AUTO.to_string() => plain();
        /// Time zone of times in the file that say nothing about it, such as `America/New_York` or `+01:00`; empty: the firm's (`time.zone`).
        csv_time_zone: String = String::new() => plain();
        /// How numbers are written, as an example: `1,234.56` or `1.234,56`; `auto`: as the whole column tells.
        csv_number_format: String = AUTO.to_string() => plain();
        /// How the characters of the file are stored, such as `utf-8`, `utf-16le` or `windows-1252`; `auto`: found.
        csv_encoding: String = AUTO.to_string() => plain();
        /// What stands between cells: `comma`, `semicolon`, `tab`, `pipe` or a character; `auto`: found.
        csv_delimiter: String = AUTO.to_string() => plain();
        /// What stands around cells that hold delimiters: `double`, `single` or `none`; `auto`: found.
        csv_quote: String = AUTO.to_string() => plain();
        /// Line of the file with the names of the columns, as an editor counts; 0: found.
        csv_header_line: f64 = 0.0 => number("line", 0.0, 1e6).whole().source("a choice of the user's");
    }

    /// A kind of job: how many people, what they may do, their hours, skill and pay.
    pub struct Role {
        /// Head count.
        people: f64 = 0.0 => number("people", 0.0, 5000.0).plausible(1.0, 200.0).whole();
        /// Parts of the sales system that they work in.
        parts: Vec<Part> = vec![Part::Dialogue, Part::Qualification, Part::Flow] => plain();
        /// Most of their time for customers that each of `parts` may take, in the same order, such as [0.4, 1, 0.6]; empty: whatever is needed.
        part_shares: Vec<f64> = Vec::new() => number("share", 0.0, 1.0);
        /// Activities of the flow with which they help whoever keeps the customer: they do them, and keep and close nothing. Without parts of their
        /// own they do nothing else.
        assists: Vec<String> = Vec::new() => plain();
        /// Offerings that they deliver, one delivery at a time in the order of sales, in the hours that the offering says. Without parts of their
        /// own they do nothing else; else deliveries take these hours from their other work.
        delivers: Vec<String> = Vec::new() => plain();
        /// Share of their time for customers that deliveries may take.
        delivery_share: f64 = 1.0 => number("share", 0.01, 1.0);
        /// Roles whose people they lead: they review and coach them. Without parts of their own they do nothing else.
        leads: Vec<String> = Vec::new() => plain();
        /// Time that each of them has for the people they lead; of a player-coach, selling time.
        leading_hours_per_week: f64 = 15.0 => number("hours a week", 0.0, 60.0).plausible(8.0, 30.0).source("assumption: half of a manager's week is with the team, of which this is with its people one by one");
        /// Reviews and approvals that each person who is led takes of it; coaching is what is left, and each who is coached takes part.
        review_hours_per_week: f64 = 1.0 => number("hours a week a person", 0.0, 20.0).plausible(0.5, 2.0).source("assumption: a weekly one-to-one with its preparation");
        /// Cost of one person: salary and everything else.
        cost_per_year: f64 = 110000.0 => number("EUR a year", 0.0, 1e8).plausible(50000.0, 200000.0);
        /// Incentive plan by which they are paid.
        plan: String = super::pay::STANDARD.to_string() => plain();
        /// What one person earns at target, base and variable, of the `cost_per_year`.
        on_target_earnings: f64 = 80000.0 => number("EUR a year", 0.0, 1e8).plausible(40000.0, 200000.0);
        /// Bookings that one person is expected to make; quotas are multiples of it.
        bookings_target: f64 = 480000.0 => number("EUR a year", 1.0, 1e10).plausible(100000.0, 3000000.0).source("about what a person books in the market mid");
        /// Share of working time left for selling.
        selling_share: f64 = 0.3 => number("share", 0.001, 1.0).plausible(0.21, 0.41).source("0.21 observed (Proudfoot, evidence B), 0.22-0.41 claimed (C)");
        /// Length of a stretch of selling and other work; the other work in it is not interrupted for a customer who comes.
        stretch_hours: f64 = 3.0 => number("hours", 0.01, 40.0).plausible(1.0, 8.0);
        /// Selling time that can be saved up.
        banked_hours: f64 = 8.0 => number("hours", 0.0, 400.0).plausible(4.0, 16.0);
        /// Skill in one's own domains: a multiplier of what an activity moves.
        skill_mean: f64 = 1.0 => number("times", 0.0, 10.0).plausible(0.7, 1.4);
        /// Spread of skill over people, as a coefficient of variation.
        skill_cv: f64 = 0.25 => number("", 0.0, 5.0).plausible(0.1, 0.8);
        /// Shape of that spread.
        skill_shape: SkillShape = SkillShape::LogNormal => plain();
        /// Number of domains that a person masters.
        domains_mastered: f64 = 1.0 => number("domains", 0.0, 8.0).plausible(1.0, 3.0).whole();
        /// Skill outside them, as a share of one's skill.
        skill_outside: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.7);
        /// How strongly skill shortens the hours of an activity: a power of the skill at work against what is typical of the role; 0: not at all.
        hours_by_skill: f64 = 0.7 => number("power", 0.0, 2.0).plausible(0.5, 1.0).source("set with a look at: a new person at 30 % of their skill sells about 30 %");
        /// How strongly skill raises the chance that a touch or an answer becomes a dialogue, as a power; 0: not at all.
        finding_by_skill: f64 = 0.5 => number("power", 0.0, 2.0).plausible(0.2, 0.8).source("set with a look at: a new person at 30 % of their skill sells about 30 %");
        /// How strongly somebody's room for customers follows skill, as a power; 0: everybody has the same room.
        room_by_skill: f64 = 1.0 => number("power", 0.0, 2.0).plausible(0.5, 1.0).source("assumption: who is twice as fast has room for twice as many");
        /// Hazard with which a person leaves; 0: nobody does.
        quits_per_year: f64 = 0.3 => number("quits a year", 0.0, 1000.0).plausible(0.22, 0.36).source("22-36 % a year (DePaul, Ebsta; evidence C)");
        /// Time for which a seat is empty.
        hiring_days: f64 = 60.0 => number("days", 0.0, 2000.0).plausible(30.0, 120.0);
        /// Cost of finding somebody for a seat.
        hiring_cost: f64 = 12000.0 => number("EUR", 0.0, 1e7).plausible(5000.0, 40000.0);
        /// Median time until a new person is up to speed. Log-normal.
        ramp_months: f64 = 5.0 => number("months", 0.0, 120.0).plausible(3.0, 7.0).source("27 % under 3 months, 38 % 3-6, 28 % 6-12, 7 % longer (Bridge Group 2024, evidence C)");
        /// Spread of that time (sigma of the log-normal).
        ramp_sigma: f64 = 0.6 => number("", 0.0, 3.0).plausible(0.4, 0.8).source("Bridge Group 2024 (evidence C)");
        /// Skill of a new person at first, as a share of what it will be; it rises linearly.
        ramp_start_share: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.6);
        /// Ramp month by month instead, the same for everybody: what a new person does in the first month, the second, ..., in percent of what is
        /// usual, such as [0, 0, 30, 60, 90, 100]; empty: by `ramp_months`.
        ramp: Vec<f64> = Vec::new() => number("percent by month", 0.0, 200.0);
        /// What the months of `ramp` are percents of.
        ramp_of: RampOf = RampOf::Activity => plain();
        /// Time that colleagues of the role in the same pool give together to each new person, until they are up to speed.
        ramp_help_hours_per_week: f64 = 1.0 => number("hours a week", 0.0, 40.0).plausible(0.0, 4.0).source("assumption: no usable figure in the literature");
        /// Whether the quota of somebody new follows the ramp of the role: a period in which they are at half speed has half the quota,
        /// and one in which they do nothing yet a tenth.
        quota_ramps: bool = false => plain();
        /// Hours of training of each person, taken from selling.
        training_hours_per_year: f64 = 0.0 => number("hours a year", 0.0, 1000.0).plausible(0.0, 80.0);
        /// Share of the gap to what practice can bring that a day of training (8 hours) closes.
        training_effect: f64 = 0.03 => number("share", 0.0, 1.0).plausible(0.01, 0.06);
    }

    /// How people work together, and how work finds people.
    pub struct Organisation {
        /// People who share one queue; 0: all who do the same parts.
        pool_size: f64 = 1.0 => number("people", 0.0, 100000.0).plausible(1.0, 12.0).whole();
        /// Most of our people on one customer.
        coverage: f64 = 1.0 => number("people", 1.0, 8.0).plausible(1.0, 5.0).whole();
        /// How new customers are dealt out to the queues.
        routing: Routing = Routing::RoundRobin => plain();
        /// Weights of those who answer, in the order in which they are numbered, for `routing = "weighted"`; those without one have 1. A queue
        /// weighs what its people do.
        routing_weights: Vec<f64> = Vec::new() => number("", 0.0, 1e6);
        /// Customers per person (waiting for an answer, or in a dialogue) from which on new ones go to another queue, as long as one has room;
        /// where all are full, they go to the one with the fewest. 0: never.
        most_customers_per_person: f64 = 0.0 => number("customers a person", 0.0, 1e6).plausible(5.0, 60.0);
        /// Share of what was learned that is lost when another person takes over.
        handover_loss: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.5).source("assumption: no usable figure in the literature");
        /// The same when handovers are structured.
        handover_loss_structured: f64 = 0.15 => number("share", 0.0, 1.0).plausible(0.05, 0.3).source("assumption: no usable figure in the literature");
        /// Whether handovers are structured.
        structured_handovers: bool = false => plain();
        /// Time that whoever keeps a customer spends on an activity which somebody else assists with, as a share of its hours.
        assisted_attendance: f64 = 1.0 => number("share", 0.0, 1.0).plausible(0.3, 1.0);
        /// Whether whoever assists says no where, after what they have seen in the activity, no benefit for both is left to hope for.
        technical_no: bool = false => plain();
        /// Work of a handover.
        handover_work_hours: f64 = 1.0 => number("hours", 0.0, 40.0).plausible(0.5, 3.0);
        /// Coordination work for each pair of our people on a customer, shared by the pair.
        coordination_work_hours_per_week: f64 = 0.15 => number("hours a week", 0.0, 40.0).plausible(0.05, 0.6);
        /// Whether those who share a queue see each other's effort.
        effort_is_seen: bool = true => plain();
        /// Share of what one person learned that colleagues on the same customer know.
        knowledge_shared: f64 = 0.9 => number("share", 0.0, 1.0).plausible(0.5, 1.0);
        /// Chance that, with several of our people on a customer, a step is nobody's or two people's.
        fuzzy_share: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.3);
        /// Share of these steps that two people do, one of them for nothing; the others are nobody's.
        fuzzy_twice_share: f64 = 0.5 => number("share", 0.0, 1.0).plausible(0.2, 0.8);
        /// Mean time until somebody notices that a step is nobody's.
        fuzzy_days: f64 = 7.0 => number("days", 0.0, 1000.0).plausible(3.0, 20.0);
    }

    /// When and by whom dialogues are sought.
    pub struct Dialogue {
        /// Customers per person (waiting for an answer, or in a dialogue) below which prospecting begins.
        prospect_below: f64 = 1.5 => number("customers a person", 0.0, 1e6).plausible(1.0, 4.0);
        /// Customers per person at which it stops.
        prospect_until: f64 = 4.0 => number("customers a person", 0.0, 1e6).plausible(3.0, 10.0);
        /// Whether prospecting stops at all when the pipeline is full.
        prospecting_stops: bool = true => plain();
        /// Selling hours that a person may overdraw to answer a customer who came.
        overdraft_to_answer_hours: f64 = 2.0 => number("hours", 0.0, 1000.0).plausible(0.5, 6.0);
        /// Work done in one go.
        prospect_work_hours: f64 = 1.0 => number("hours", 0.1, 8.0).plausible(0.5, 4.0);
        /// How long answers are held back: somebody who comes is answered no sooner.
        answer_after_hours: f64 = 0.0 => number("hours", 0.0, 1000.0).plausible(0.0, 24.0).source("a choice: as soon as somebody is free");
        /// Time after which a customer without an answer goes to the queue with the fewest customers a person; 0: they stay.
        moves_on_after_hours: f64 = 0.0 => number("hours", 0.0, 1000.0).plausible(1.0, 48.0);
        /// Whether prospecting has its own hours before other work, or only what is left over.
        prospect_first: bool = false => plain();
    }

    /// How opportunities are chosen.
    pub struct Qualification {
        /// Rule by which an opportunity is accepted.
        rule: QualificationRule = QualificationRule::JointSurplus => plain();
        /// Bar of the rule: in prices (surplus-per-hour: prices per 100 hours; own-pay: EUR an hour).
        bar: f64 = 0.0 => number("prices", -100.0, 100.0).plausible(-0.5, 1.0);
        /// Weight on the remaining uncertainty when judging: 0 the mean, positive gives the benefit of the doubt.
        optimism: f64 = 0.5 => number("standard deviations", -5.0, 5.0).plausible(0.0, 1.0);
        /// Noise of an hour of judging by a person of skill 1, against the spread of what is judged.
        noise: f64 = 2.0 => number("times", 0.0, 1000.0).plausible(1.0, 4.0).source("set so that a person of skill 1 judges with an AUC of about 0.7");
        /// Size of a buying group with which the checklist neither gains nor loses.
        checklist_size: f64 = 5.0 => number("people", 0.0, 100.0).plausible(3.0, 8.0);
        /// What a person more costs in the checklist.
        checklist_size_cost: f64 = 0.02 => number("prices a person", 0.0, 10.0).plausible(0.0, 0.06);
        /// Load (customers waiting and open, against what the limit on work in progress allows) from which a load-dependent bar rises.
        bar_rises_from: f64 = 0.5 => number("share", 0.0, 100.0).plausible(0.25, 0.9);
        /// How much a load-dependent bar rises when the load rises by what the limit allows.
        bar_rise: f64 = 1.0 => number("prices", 0.0, 100.0).plausible(0.3, 2.0);
        /// Whether later work may still lead us to say no.
        asks_again: bool = true => plain();
        /// Segments whose customers we pursue; others get an early no. Empty: all.
        pursue: Vec<String> = Vec::new() => plain();
        /// Chance that we see rightly at the beginning of a dialogue whether a customer is of a segment that we pursue.
        segment_recognition: f64 = 0.9 => number("share", 0.0, 1.0).plausible(0.6, 1.0);
    }

    /// How activities are chosen.
    pub struct Process {
        /// In which order activities are done.
        sequencing: Sequencing = Sequencing::Adaptive => plain();
        /// How we deal with the customer's own process.
        stance: Stance = Stance::None => plain();
        /// Whether they are done to or with the customer.
        modes: ModeRule = ModeRule::AsListed => plain();
        /// Appointments with one customer that one person runs in parallel.
        threads_per_person: f64 = 1.0 => number("appointments", 1.0, 8.0).plausible(1.0, 3.0).whole();
        /// Largest obstacle (0 to 1, as we believe it) with which we ask for a decision: higher is more eager to close.
        ready_below: f64 = 0.4 => number("", 0.0, 1.0).plausible(0.1, 0.6);
        /// Activities since the last refusal after which we ask for a decision whatever stands against it.
        tired_after: f64 = 6.0 => number("activities", 0.0, 1000.0).plausible(3.0, 15.0).whole();
        /// Further activities for each known person of the group.
        tired_after_per_person: f64 = 2.0 => number("activities a person", 0.0, 1000.0).plausible(1.0, 4.0).whole();
        /// Activities after a refusal before we ask again, with `sequencing = "manipulative"`.
        asks_again_after: f64 = 2.0 => number("activities", 0.0, 1000.0).plausible(1.0, 6.0).whole();
        /// Perceived surplus beyond doubt that we want from each person before we see no obstacle.
        slack_wanted: f64 = 0.25 => number("prices", -5.0, 5.0).plausible(0.0, 0.5);
        /// Share of the customer's work in every activity that we do for them.
        relieves_customer: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.7);
        /// Our hours for each hour of the customer's work that we do for them.
        relief_work_hours: f64 = 0.7 => number("hours", 0.0, 20.0).plausible(0.3, 1.5).source("assumption: we have done it before");
        /// Noise of what is heard of a person's view of value and doubt, for somebody of skill 1.
        hearing_noise: f64 = 0.15 => number("prices", 0.0, 10.0).plausible(0.05, 0.4);
        /// Number of activities after which we give up on a customer.
        most_activities: f64 = 40.0 => number("activities", 1.0, 1000.0).plausible(20.0, 80.0).whole();
    }

    /// One mode of an activity: what it takes and what it moves.
    pub struct Effort {
        /// Mean hours of our work.
        hours: f64 = 1.0 => number("hours", 0.0, 1000.0).plausible(0.5, 4.0);
        /// Work of the customer's.
        customer_hours: f64 = 1.0 => number("hours", 0.0, 1000.0).plausible(0.5, 8.0);
        /// Mean delay until the customer can meet.
        delay_days: f64 = 9.0 => number("days", 0.0, 1000.0).plausible(3.0, 20.0);
        /// Evidence gained about the need.
        learn: f64 = 0.0 => number("precision", 0.0, 100.0).plausible(0.0, 3.0);
        /// Evidence given about the need.
        sense_make: f64 = 0.0 => number("precision", 0.0, 100.0).plausible(0.0, 2.0);
        /// Evidence given for our offering.
        persuade: f64 = 0.0 => number("precision", 0.0, 100.0).plausible(0.0, 1.0);
        /// Share of the way that wants move toward each other.
        align: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.7);
        /// Share of a person's doubt that is resolved.
        resolve: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Chance for each hidden person to become known.
        find: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 1.0);
        /// Share of the value still missing that adoption gains.
        adopt: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.8);
        /// Share of the customer's work that we do for them.
        relieve: f64 = 0.0 => number("share", 0.0, 1.0).plausible(0.0, 0.7);
        /// Change of trust.
        trust: f64 = 0.0 => number("trust", -1.0, 1.0).plausible(-0.2, 0.2);
    }

    /// A piece of work on an opportunity, in two modes.
    pub struct Activity {
        /// Part of the sales system that it belongs to.
        part: Part = Part::Flow => plain();
        /// Role that does it; empty: any that works in the part.
        role: String = String::new() => plain();
        /// Further roles that do it as well.
        roles: Vec<String> = Vec::new() => plain();
        /// Place in the list, for the rigid order.
        order: f64 = 0.0 => number("", 0.0, 1000.0);
        /// Who takes part: one person, the group, or nobody (at the desk).
        scope: Scope = Scope::Person => plain();
        /// Which mode is used when the process leaves it to the activity.
        mode: Mode = Mode::DoneWith => plain();
        /// Whether it asks the group to decide.
        decides: bool = false => plain();
        /// Whether it is done after the decision.
        after_sale: bool = false => plain();
        /// Chance that it has to be done again.
        rework_share: f64 = 0.0 => number("share", 0.0, 0.99).plausible(0.0, 0.3);
        /// Activities that belong before it: with the same person, if they are done with one.
        needs: Vec<String> = Vec::new() => plain();
        /// Further chance that it has to be done again if one of those was skipped.
        rework_if_skipped: f64 = 0.25 => number("share", 0.0, 0.99).plausible(0.1, 0.5);
        /// Commitments that the group makes in it, if it stands so.
        gains: Vec<Commitment> = Vec::new() => plain();
        /// Job of the customer's that it helps with.
        job: Job = Job::None => plain();
        /// Whether the customer may leave that job out.
        may_skip: bool = true => plain();
        /// Whether it is there to agree on one process; done only with `process.stance = "negotiating"`.
        negotiates: bool = false => plain();
        /// Whether it is a yes of our own that a deal needs before the customer is asked to decide: it helps nobody, and waits for whoever gives it.
        approves: bool = false => plain();
        /// Price from which a deal needs that yes; 0: every deal.
        approves_from: f64 = 0.0 => number("EUR", 0.0, 1e10);
        /// Discount on the list price from which it needs it; 0: with or without one. Where both are said, a deal needs it that reaches both: for
        /// either, give each an activity of its own.
        approves_from_discount: f64 = 0.0 => number("share", 0.0, 1.0);
        /// Spread of our work, as a coefficient of variation.
        hours_cv: f64 = 0.5 => number("", 0.0, 10.0).plausible(0.2, 1.0);
        /// Shape of that spread.
        hours_shape: HoursShape = HoursShape::LogNormal => plain();
        /// What it takes and moves when done to the customer.
        done_to: Effort = Effort::default() => plain();
        /// What it takes and moves when done with the customer.
        done_with: Effort = Effort::default() => plain();
    }

    /// How work moves through the flow.
    pub struct Flow {
        /// How work enters.
        control: FlowControl = FlowControl::Pull => plain();
        /// Most opportunities in progress per person.
        wip_limit: f64 = 12.0 => number("opportunities a person", 1.0, 1e6).plausible(3.0, 30.0).whole();
        /// Time without an answer of the customer's after which we let go of an opportunity; the wait for us, and for a signature after a yes, does not
        /// count. 0: never.
        lets_go_after_silent_days: f64 = 0.0 => number("days", 0.0, 3650.0).plausible(20.0, 120.0);
        /// Age of an opportunity in the flow, without a yes, at which we let go of it; 0: never.
        lets_go_after_days: f64 = 0.0 => number("days", 0.0, 3650.0).plausible(90.0, 400.0);
        /// Which waiting work is taken first.
        queue_order: QueueOrder = QueueOrder::Fifo => plain();
        /// Set-up work on going back to a customer at once.
        setup_work_hours_least: f64 = 0.1 => number("hours", 0.0, 40.0).plausible(0.0, 0.3).source("assumption; guide: model, section 4");
        /// Further set-up work on going back after a long time.
        setup_work_hours_more: f64 = 1.5 => number("hours", 0.0, 40.0).plausible(0.5, 3.0).source("assumption; guide: model, section 4");
        /// Days away after which 63 % of that is due.
        setup_days: f64 = 10.0 => number("days", 0.01, 1000.0).plausible(5.0, 30.0).source("assumption; guide: model, section 4");
    }
}

/// Channels by name.
pub type Channels = Named<Channel>;
/// Roles by name.
pub type Roles = Named<Role>;
/// Activities by name.
pub type Activities = Named<Activity>;

impl Role {
    /// Whether its people work in a part: it is among theirs, and not with a share of nothing.
    pub fn works_in(&self, part: Part) -> bool {
        self.parts.iter().position(|own| *own == part).is_some_and(|place| self.part_shares.get(place).is_none_or(|share| *share > 0.0))
    }
}

impl Activity {
    /// The roles that are named as doing it; none: any that works in its part.
    pub fn doers(&self) -> impl Iterator<Item = &str> {
        let first = Some(self.role.as_str()).filter(|role| !role.is_empty());
        first.into_iter().chain(self.roles.iter().map(String::as_str))
    }
}
