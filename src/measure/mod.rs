//! From a run to a record: what is measured, under one name, with one unit and one definition.

mod positions;

pub use positions::{Account, BuyerAt, ChannelAt, Domain, OfferingAt, PoolAt, RoleAt, Seat, SegmentAt, StepAt};

use crate::engine::Table;
use serde::{Deserialize, Serialize};

/// Which direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
    /// It depends.
    Neither,
}

macro_rules! measures {
    ($( $name:ident $id:literal $unit:literal $better:ident $title:literal $doc:literal; )*) => {
        /// A measure of a run. Every one is a ratio: a total over a total, per world and across worlds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Measure { $( #[doc = $doc] $name, )* }
        impl Measure {
            /// All measures, in the order in which they are shown.
            pub const ALL: &'static [Measure] = &[ $( Measure::$name, )* ];
            /// Name in files and options.
            pub fn id(self) -> &'static str { match self { $( Measure::$name => $id, )* } }
            /// Unit in words.
            pub fn unit(self) -> &'static str { match self { $( Measure::$name => $unit, )* } }
            /// Which direction is better.
            pub fn better(self) -> Better { match self { $( Measure::$name => Better::$better, )* } }
            /// Name for people.
            pub fn title(self) -> &'static str { match self { $( Measure::$name => $title, )* } }
            /// Definition: numerator over denominator.
            pub fn definition(self) -> &'static str { match self { $( Measure::$name => $doc, )* } }
        }
    };
}

measures! {
    WinWinDealsPerMonth "win_win_deals_per_month" "deals/month" Higher "Win-wins per month" "Deals closed in the window that ended as a win-win, per month of the window.";
    RevenuePerMonth "revenue_per_month" "EUR/month" Higher "Revenue per month" "Prices of deals closed in the window, per month of the window.";
    WinWinRate "win_win_rate" "share" Higher "Win-win rate" "Win-wins as a share of deals won and delivered; journeys that began in the window.";
    WinWinYield "win_win_yield" "share" Higher "Win-win yield" "Win-wins as a share of all journeys in which a mutual benefit was possible, reached or not; journeys that began in the window.";
    ReturnOnSales "return_on_sales" "share" Higher "Return on sales" "Revenue less delivery, refunds and all costs of the sales system, as a share of revenue; deals closed in the window. Renewals are not included.";
    CycleDaysP50 "cycle_days_p50" "days" Lower "Cycle time, median" "Median days from dialogue to decision of deals won; journeys that began in the window. Taken world by world.";
    NoDecisionRate "no_decision_rate" "share" Lower "No-decision rate" "Opportunities that ended in the status quo or in indecision, as a share of accepted opportunities; journeys that began in the window.";
    CostPerRightDialogue "cost_per_right_dialogue" "EUR" Lower "Cost per good-fit dialogue" "Cost of dialogue generation per dialogue in which a mutual benefit was possible, in the window.";
    DealsPerMonth "deals_per_month" "deals/month" Higher "Deals per month" "Deals closed in the window, per month of the window.";
    WinWinsPerSellerHour "win_wins_per_seller_hour" "deals/hour" Higher "Win-wins per seller hour" "Win-wins among deals closed in the window, per selling hour of all our people in the window, worked or not.";
    MutualValueCaptured "mutual_value_captured" "share" Higher "Mutual value captured" "Joint surplus of the win-wins as a share of the joint surplus that was possible; journeys that began in the window.";
    CycleDaysP90 "cycle_days_p90" "days" Lower "Cycle time, 90th percentile" "Days from dialogue to decision within which nine of ten deals were won; journeys that began in the window. Taken world by world.";
    WinRate "win_rate" "share" Higher "Win rate" "Deals won as a share of accepted opportunities; journeys that began in the window.";
    DialoguesPerMonth "dialogues_per_month" "dialogues/month" Higher "Dialogues per month" "Dialogues that began in the window, per month of the window.";
    CostPerDialogue "cost_per_dialogue" "EUR" Lower "Cost per dialogue" "Cost of dialogue generation per dialogue begun, in the window.";
    CostPerWinWinCustomer "cost_per_win_win_customer" "EUR" Lower "Cost per win-win customer" "All costs of the sales system per win-win among the deals closed, in the window.";
    QualificationPrecision "qualification_precision" "share" Higher "Qualification precision" "Share of accepted opportunities that could have become a win-win; journeys that began in the window.";
    QualificationRecall "qualification_recall" "share" Higher "Qualification recall" "Share accepted of the qualified opportunities that could have become a win-win; journeys that began in the window.";
    FlowEfficiency "flow_efficiency" "share" Higher "Flow efficiency" "Hours of our work on opportunities as a share of working hours from dialogue to end; accepted opportunities that ended, of journeys that began in the window.";
    WipMean "wip_mean" "opportunities" Neither "Work in progress" "Open opportunities in the pipeline, averaged over the window.";
    Utilisation "utilisation" "share" Neither "Utilisation" "Selling hours worked as a share of selling hours available, in the window. Available are the scheduled hours, the hours that extra effort adds, and hours drawn from earlier savings or overdrawn.";
    AnswerDelayHoursP50 "answer_delay_hours_p50" "hours" Lower "Response time, median" "Median elapsed hours until we start to answer a customer who approached us; arrivals in the window that were answered. Taken world by world.";
    WaitHoursMean "wait_hours_mean" "hours" Lower "Wait for our people" "Elapsed hours that work in the pipeline waited for our people, per opportunity that left the pipeline, in the window.";
    TimeInSystemHoursMean "time_in_system_hours_mean" "hours" Lower "Time in pipeline" "Elapsed hours from entering to leaving the pipeline, per opportunity that left it, in the window.";
    WorkShareProspecting "work_share_prospecting" "share" Neither "Prospecting share of hours" "Hours of prospecting and answering as a share of hours worked, in the window.";
    HoursOnHopeless "hours_on_hopeless" "share" Lower "Hours on hopeless deals" "Hours worked on opportunities in which no mutual benefit was possible, as a share of all hours worked on opportunities, in the window.";
    DialogueDispersion "dialogue_dispersion" "times" Lower "Variability of dialogues" "Variance divided by mean of the new dialogues of one queue in four weeks, averaged over queues. Taken world by world; 1 for Poisson arrivals.";
    CustomerSurplusPerDeal "customer_surplus_per_deal" "EUR" Higher "Customer surplus per deal" "Realised value less price and the customer's own effort, per deal delivered; journeys that began in the window.";
    MarginPerDeal "margin_per_deal" "EUR" Higher "Margin per deal" "Price less delivery and refunds, per deal delivered; journeys that began in the window.";
    RegretRate "regret_rate" "share" Lower "Buyer's regret" "Deals that the customer regretted, as a share of deals won and delivered; journeys that began in the window.";
    DiscountShare "discount_share" "share" Lower "Average discount" "List prices less prices paid, as a share of list prices; deals closed in the window.";
    LastMonthShare "last_month_share" "share" Neither "Bookings in last third of quarter" "Bookings in the last third of the working days of a fiscal quarter, as a share of all bookings; fiscal quarters that lie within the window.";
    BestFifthShare "best_fifth_share" "share" Neither "Bookings share of top fifth" "Bookings of the fifth of our people with the most bookings, as a share of all bookings, in the window.";
    BookingsPerPayroll "bookings_per_payroll" "EUR per EUR" Higher "Bookings per EUR of payroll" "Prices of deals closed in the window per EUR of the cost of our people in it.";
    PayPerPerson "pay_per_person" "EUR a year" Neither "Annual pay per person" "Base pay and the variable pay earned in the window, per person and year. Pay accrued before the window is left out; pay still open at its end is accrued.";
    Attainment "attainment" "share" Neither "Quota attainment" "Credit as a share of quota, in EUR; periods in the window, by whole plans, not by their components. Quotas are prorated for the time that people were on board.";
    ForecastError "forecast_error" "share" Lower "Forecast error" "How far each person's forecast for a period was off, as a share of the credit of those periods; periods that end in the window.";
    ForecastLevel "forecast_level" "times" Neither "Forecast to actual" "People's forecasts divided by the credit of those periods; periods that end in the window.";
    DeliveryDays "delivery_days" "days" Lower "Time to deliver" "Days from signature to delivery, per deal delivered, time in the queue for delivery included; journeys that began in the window.";
    LateDealShare "late_deal_share" "share" Lower "Late deals" "Deals decided later than the customer had planned, as a share of deals won; journeys that began in the window.";
    ChurnRate "churn_rate" "share" Lower "Churn rate" "Customers who left or got their money back, per yearly decision to stay, in the years counted after delivery; journeys that began in the window.";
    RefundShare "refund_share" "share" Lower "Refund rate" "Money paid back on deals closed in the window, as a share of revenue.";
    LifetimeValuePerDeal "lifetime_value_per_deal" "EUR" Higher "Lifetime value per deal" "Price less delivery and refunds, plus our margin on renewals in the years counted, per deal delivered; journeys that began in the window.";
    RenewalRevenuePerMonth "renewal_revenue_per_month" "EUR/month" Higher "Renewal revenue per month" "Renewals paid in the window by customers won since the run began, per month of the window; not included in revenue.";
    ReferralsPerMonth "referrals_per_month" "customers/month" Higher "Referrals per month" "Customers referred to us by other customers in the window, per month of the window.";
    CommitmentsHeld "commitments_held" "commitments" Higher "Commitments at signing" "Commitments that the buying group held in the end, per deal won; journeys that began in the window.";
    CommitmentsLost "commitments_lost" "commitments" Lower "Commitments lost per opportunity" "Commitments that a buying group gave up, per accepted opportunity; journeys that began in the window.";
    CommitmentsRegained "commitments_regained" "share" Neither "Share of commitments regained" "Commitments made again as a share of commitments given up; accepted opportunities of journeys that began in the window.";
    LateNoDecisionRate "late_no_decision_rate" "share" Lower "Late no-decision rate" "Late opportunities that ended in the status quo or in indecision, as a share of late opportunities (the group had committed itself to invest and to review our offer); journeys that began in the window.";
    QuitsPerYear "quits_per_year" "quits/year" Lower "Attrition per year" "People who quit in the window, per filled seat and year.";
    HoursOnLearning "hours_on_learning" "share" Neither "Learning share of hours" "Selling hours spent on peer meetings, training and coaching, as a share of the selling hours scheduled, in the window.";
    Events "events" "events" Neither "Events" "Changes of state simulated, per world.";
}

impl Measure {
    /// Its name within a sentence, without a comma: "win-wins per month", "median cycle time".
    pub fn in_sentence(self) -> String {
        let mut letters = self.title().chars();
        let title: String = letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect());
        match title.split_once(", ") {
            Some((what, "median")) => format!("median {what}"),
            Some((what, percentile)) => format!("{percentile} of {what}"),
            None => title,
        }
    }

    /// Whether it is never less than nothing: no mean of it can be.
    pub fn is_never_negative(self) -> bool {
        let may_be =
            [Self::ReturnOnSales, Self::MutualValueCaptured, Self::CustomerSurplusPerDeal, Self::MarginPerDeal, Self::LifetimeValuePerDeal];
        !may_be.contains(&self)
    }

    /// Whether it is a part of a whole: never less than nothing, never more than all.
    pub fn is_part(self) -> bool {
        matches!(
            self,
            Self::WinWinRate
                | Self::WinWinYield
                | Self::NoDecisionRate
                | Self::WinRate
                | Self::QualificationPrecision
                | Self::QualificationRecall
                | Self::WorkShareProspecting
                | Self::HoursOnHopeless
                | Self::RegretRate
                | Self::LastMonthShare
                | Self::BestFifthShare
                | Self::LateDealShare
                | Self::ChurnRate
                | Self::LateNoDecisionRate
        )
    }
}

/// How many measures there are.
pub const MEASURES: usize = Measure::ALL.len();

/// A total over a total.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Ratio {
    /// The total above.
    pub numerator: f64,
    /// The total below; 0 makes the ratio undefined.
    pub denominator: f64,
}

macro_rules! endings {
    ($( $name:ident $id:literal $title:literal $doc:literal; )*) => {
        /// How a buying journey ends.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum Ending { $( #[doc = $doc] #[serde(rename = $id)] $name, )* }
        impl Ending {
            /// All endings, in the order in which they are shown.
            pub const ALL: &'static [Ending] = &[ $( Ending::$name, )* ];
            /// Name in files.
            pub fn id(self) -> &'static str { match self { $( Ending::$name => $id, )* } }
            /// Name for people.
            pub fn title(self) -> &'static str { match self { $( Ending::$name => $title, )* } }
            /// What it means.
            pub fn definition(self) -> &'static str { match self { $( Ending::$name => $doc, )* } }
        }
    };
}

endings! {
    WinWin "win_win" "win-win" "The customer's realised surplus and our margin are both positive, and nobody regrets the deal.";
    ForceFit "force_fit" "force fit" "We gained; the customer lost or regrets the deal.";
    CustomerOnly "customer_only" "customer only" "The customer gained, we lost.";
    BothLost "both_lost" "both lost" "A deal from which neither side gained.";
    GoodNo "good_no" "good no" "No mutual benefit was possible, and one side said so.";
    StatusQuo "status_quo" "status quo" "No decision: somebody with a veto saw too little value in a change.";
    Indecision "indecision" "indecision" "No decision: too much doubt, or wishes too far apart.";
    Competitor "competitor" "competitor" "The customer chose another supplier.";
    WrongDisqualification "wrong_disqualification" "wrong no" "We said no although a mutual benefit was possible.";
    TooSlow "too_slow" "too slow" "The customer was gone before we got to them.";
    ProjectStopped "project_stopped" "project stopped" "The customer's project stopped for other reasons.";
    NeverReached "never_reached" "never reached" "No dialogue ever began.";
    Open "open" "open" "Still open when the run ended.";
}

/// How many endings there are.
pub const ENDINGS: usize = Ending::ALL.len();

/// What became of one buying journey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JourneyRecord {
    /// Number in its world; the same customer under every policy.
    pub number: u64,
    /// Position of the segment in the scenario.
    pub segment: SegmentAt,
    /// Position of the channel through which we met; `None` if we never did.
    pub channel: Option<ChannelAt>,
    /// Size of the buying group.
    pub group_size: u8,
    /// Whether a mutual benefit was possible.
    pub possible: bool,
    /// When it began, in days since the beginning of the window.
    pub begun_days: f64,
    /// How it ended.
    pub ending: Ending,
    /// When the dialogue began, in days since the beginning of the window.
    pub dialogue_days: Option<f64>,
    /// When it was judged, in days since the beginning of the window; `None` where nobody judges or nobody had yet.
    pub judged_days: Option<f64>,
    /// When it entered the flow, in days since the beginning of the window.
    pub entered_days: Option<f64>,
    /// When it was decided or left, in days since the beginning of the window.
    pub ended_days: Option<f64>,
    /// Whether it was let into the flow.
    pub let_in: bool,
    /// Our work on it.
    pub work_hours: f64,
    /// Position of the channel by which they came to us; `None` if they never did.
    pub came_by: Option<ChannelAt>,
    /// When they came, in days since the beginning of the window.
    pub came_days: Option<f64>,
    /// What the deal is worth at the price asked, EUR: what is paid for it if it is sold, else the list price of what was on offer, less the
    /// discount granted. Of those whom we never met, the list price of the first offering.
    pub amount: f64,
    /// Price paid, EUR.
    pub price: f64,
    /// Customer's realised surplus, EUR.
    pub customer_surplus: f64,
    /// Our margin, EUR.
    pub margin: f64,
    /// Whether it was ever a late one: the group had committed itself to invest, and to review our offer.
    pub late_stage: bool,
    /// When it first was, in days since the beginning of the window.
    pub late_days: Option<f64>,
    /// Doubt over the value seen, as heard in the first two meetings; a sign of indecision.
    pub doubt_heard: Option<f32>,
    /// Commitments that the group held in the end.
    pub commitments_held: u8,
    /// Commitments that it gave up.
    pub commitments_lost: u16,
    /// Commitments that it gave up and made again.
    pub commitments_regained: u16,
    /// What came after delivery.
    pub after_sale: AfterSaleRecord,
}

/// What happened with a customer, and when, whenever their journey began: all whom we met or who came to us, and with whom anything happened
/// in the window. Days are since its beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FunnelRecord {
    /// Position of the segment in the scenario.
    pub segment: SegmentAt,
    /// Position of the channel by which they came, or by which we met.
    pub channel: Option<ChannelAt>,
    /// Position of the patch of their account in the scenario.
    pub patch: Option<u16>,
    /// Size of the buying group.
    pub group_size: u8,
    /// Position of the offering; `None` if we never met.
    pub offering: Option<OfferingAt>,
    /// Who closed the deal, or had the customer at last, or judged them.
    pub owner: Option<Seat>,
    /// When they came to us.
    pub came_days: Option<f64>,
    /// When the dialogue began.
    pub dialogue_days: Option<f64>,
    /// When they were let into the pipeline.
    pub accepted_days: Option<f64>,
    /// Whether they were ever asked to decide.
    pub is_asked: bool,
    /// When it was decided or left; `None`: it was open when the run ended.
    pub ended_days: Option<f64>,
    /// When what they bought was delivered.
    pub delivered_days: Option<f64>,
    /// How it ended.
    pub ending: Ending,
    /// Whether they bought.
    pub is_won: bool,
    /// Whether it ended because we said no.
    pub is_own_no: bool,
    /// Price without a discount, EUR.
    pub list_price: f64,
    /// Price paid, or as it was last offered, EUR.
    pub price: f64,
    /// Our work on it, hours.
    pub work_hours: f64,
    /// Renewals in the years that count.
    pub renewals: u16,
}

/// What came after delivery of one deal.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct AfterSaleRecord {
    /// Money paid back, EUR.
    pub refund: f64,
    /// Renewals in the years that count.
    pub renewals: u16,
    /// Whether they left in those years, or got money back.
    pub left: bool,
    /// Margin with renewals and refunds, EUR.
    pub lifetime_value: f64,
}

/// A deal closed in the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DealRecord {
    /// Number of its journey.
    pub number: u64,
    /// Position among our people of who asked for the decision, or else of who had the customer.
    pub person: Seat,
    /// When it was closed, in days since the beginning of the window.
    pub closed_days: f64,
    /// Day of the fiscal quarter on which it was closed, from 0.
    pub quarter_day: f64,
    /// Price without a discount, EUR.
    pub list_price: f64,
    /// Price paid, EUR.
    pub price: f64,
    /// Misfit that the mean realised fit amounts to.
    pub misfit: f64,
    /// How it ended; `Open` if it was not delivered before the end of the run.
    pub ending: Ending,
    /// Whether the customer regretted it.
    pub regretted: bool,
    /// Whether the customer left us in the years that count after delivery, or got money back.
    pub churned: bool,
    /// Whether another customer had referred this one.
    pub referred: bool,
    /// The seller's own rating of the customer as reported: expected joint surplus, in prices.
    pub score: f64,
    /// Our margin with refunds, and with the renewals of the years that count, EUR.
    pub lifetime_value: f64,
}

/// The answer to a customer who came by a channel in the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AnswerRecord {
    /// Position of the channel in the scenario.
    pub channel: ChannelAt,
    /// Elapsed hours until it began; infinite if it came too late or never.
    pub delay_hours: f64,
    /// Whether a dialogue began.
    pub begun: bool,
}

/// What a channel took in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct ChannelRecord {
    /// Customers who came, or touches.
    pub touches: f64,
    /// Cost but for our work, EUR.
    pub cost: f64,
    /// Our work to answer or to seek.
    pub work_hours: f64,
}

/// One of our people over the window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PersonRecord {
    /// Position of the role in the scenario.
    pub role: RoleAt,
    /// Pool.
    pub pool: PoolAt,
    /// Mean skill over the domains at the end of the run.
    pub skill: f64,
    /// Hours worked in the window.
    pub hours: f64,
    /// Deals closed in the window.
    pub deals: f64,
    /// Prices paid for them, EUR.
    pub bookings: f64,
    /// Pay in the window, EUR.
    pub pay: f64,
    /// How often somebody left this seat in the window.
    pub quits: f64,
}

/// One of our people from the day on which they took a seat to the day on which they quit. Seats are counted in [`PersonRecord`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EmploymentRecord {
    /// Position of the seat among our people.
    pub person: Seat,
    /// Which of those who have held it, from 1.
    pub holder: u16,
    /// Position of the role in the scenario.
    pub role: RoleAt,
    /// Pool.
    pub pool: PoolAt,
    /// When they started, in days since the beginning of the window; `None` if they were there before the run began.
    pub started_days: Option<f64>,
    /// When they quit, in days since the beginning of the window; `None` if they were there at its end.
    pub ended_days: Option<f64>,
    /// Mean skill over the domains when somebody else took the seat, or at the end of the run.
    pub skill: f64,
    /// Hours worked in the window.
    pub hours: f64,
    /// Deals closed in the window.
    pub deals: f64,
    /// Prices paid for them, EUR.
    pub bookings: f64,
    /// Pay in the window, EUR.
    pub pay: f64,
    /// 1 if they quit in the window, else 0.
    pub quits: f64,
}

/// Everybody in a role over the window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct RoleRecord {
    /// Seats.
    pub people: u16,
    /// Selling hours that there were, less those of empty seats.
    pub selling_hours: f64,
    /// Hours worked, by part.
    pub hours: [f64; 3],
    /// Pieces of work for a customer begun: answers, judgements, steps.
    pub pieces: u64,
    /// Elapsed hours that customers had waited for us before these were begun.
    pub waited_hours: f64,
    /// Pieces that had waited for more than 24 elapsed hours.
    pub waited_over_a_day: u64,
}

/// Somebody in a period of their pay plan that ends in the window, or that the end of the window cuts off.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PeriodRecord {
    /// Position of the seat among our people.
    pub person: Seat,
    /// Which of those who have held it, from 1.
    pub holder: u16,
    /// Which part of their pay: 0 for the plan itself, 1 for the first of its components.
    pub component: u8,
    /// When the period ends, in days since the beginning of the window; the end of the window where that comes first.
    pub ends_days: f64,
    /// Part of the period in which they were there; 0 for what is settled after they left.
    pub share: f64,
    /// Credit less what was taken back: EUR, or the number of meetings or opportunities where these are what counts.
    pub credit: f64,
    /// Of what was taken back, credit of earlier periods: it does not count against the quota of this one, EUR.
    pub taken_back: f64,
    /// Quota for the time that they were there, in the same; 0 where there is none.
    pub quota: f64,
    /// What they had forecast for the whole period, EUR of credit.
    pub forecast: Option<f64>,
    /// Variable pay, EUR: negative where somebody who has left pays back.
    pub variable_pay: f64,
    /// Whether the period was over; if not, it is what was accrued by the end of the window.
    pub is_settled: bool,
}

/// Why something was entered into the books of pay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PayCause {
    /// A deal was signed.
    Signed,
    /// A deal was delivered.
    Delivered,
    /// The customer left, or had the money back.
    TakenBack,
    /// A yearly decision whether to stay.
    Renewed,
    /// A meeting was held.
    Met,
    /// An opportunity was let in.
    Accepted,
}

/// A line of the books of pay, entered in the window. Amounts are EUR; the credit for a meeting or an opportunity is their number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PayLineRecord {
    /// Position of the seat among our people.
    pub person: Seat,
    /// Which of those who have held it, from 1.
    pub holder: u16,
    /// Which part of their pay: 0 for the plan itself, 1 for the first of its components.
    pub component: u8,
    /// Number of the journey that was the deal.
    pub journey: u64,
    /// When, in days since the beginning of the window.
    pub at_days: f64,
    /// Why.
    pub cause: PayCause,
    /// Credit; negative where it is taken back in the period in which it was credited.
    pub credit: f64,
    /// Credit of an earlier period that is taken back.
    pub taken_back: f64,
    /// Paid on top, whatever the attainment; negative where it is taken back.
    pub on_top: f64,
    /// Pay of an earlier period that is taken back.
    pub paid_back: f64,
}

/// A week of a run, warm-up included: to see how long a system takes to find its level, and how demand meets capacity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct WeekRecord {
    /// Dialogues begun.
    pub dialogues: u32,
    /// Open opportunities when the week ended.
    pub wip: u32,
    /// Deals closed.
    pub deals: u32,
    /// Selling hours of the seats that are taken when the week ends.
    pub capacity_hours: f64,
    /// Hours of work for customers that came due. Each piece counts when its customer begins to wait for us, with the hours that it takes by the
    /// catalogue; what it turns out to take beyond (chance, set-up, coordination, handover) counts when it is begun.
    pub demand_hours: f64,
    /// Hours of work begun.
    pub worked_hours: f64,
    /// Of these, hours of seeking dialogues.
    pub prospecting_hours: f64,
}

/// What is kept of one world under one system.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Number of the world.
    pub world: u64,
    /// By `Measure as usize`.
    pub ratios: [Ratio; MEASURES],
    /// Journeys begun in the window by `Ending as usize`, then by possible (0 no, 1 yes).
    pub endings: [[u64; 2]; ENDINGS],
    /// Every journey begun in the window, by number; the same numbers under every policy.
    pub journeys: Vec<JourneyRecord>,
    /// Everybody with whom anything happened in the window, whenever their journey began.
    pub funnel: Vec<FunnelRecord>,
    /// Every deal closed in the window, in the order in which they were closed.
    pub deals: Vec<DealRecord>,
    /// Our people, seat by seat.
    pub people: Table<Seat, PersonRecord>,
    /// Everybody who was with us before the window ended, seat by seat, one after the other.
    pub employments: Vec<EmploymentRecord>,
    /// Our people in the periods of their pay plans, in the order in which these end.
    pub periods: Vec<PeriodRecord>,
    /// Lines of the books of pay that were entered in the window, in the order in which they were.
    pub pay_lines: Vec<PayLineRecord>,
    /// Role by role, in the order of the scenario.
    pub roles: Table<RoleAt, RoleRecord>,
    /// The answer to each customer who came by a channel in the window.
    pub answers: Vec<AnswerRecord>,
    /// Channel by channel, in the order of the scenario.
    pub channels: Table<ChannelAt, ChannelRecord>,
    /// Every whole week from the beginning of the run, warm-up included, to the end of the window.
    pub weeks: Vec<WeekRecord>,
    /// What has to add up, counted twice.
    pub check: Check,
}

/// Totals that were counted in two ways; each pair has to agree to rounding.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Check {
    /// Little's law: the integral of open opportunities, and the time spent there one by one.
    pub little: (f64, f64),
    /// Journeys begun in the window, and their endings.
    pub journeys: (f64, f64),
    /// Deals closed in the window, and those on the list of deals.
    pub deals: (f64, f64),
    /// Hours worked by part, and by person.
    pub hours: (f64, f64),
    /// Revenue at the decisions, and at the deliveries.
    pub money: (f64, f64),
    /// Renewals less refunds as they happened, and customer by customer.
    pub after_sale: (f64, f64),
    /// Credit by deal, and by person, EUR.
    pub credit: (f64, f64),
    /// Variable pay of settled periods by the plans, and by the deals that earned it, EUR.
    pub pay: (f64, f64),
}

impl Check {
    /// The first total that does not add up, in words.
    pub fn violation(&self) -> Option<String> {
        let pairs = [
            ("days in the pipeline, week by week and customer by customer (Little's law)", self.little),
            ("customers, as they begin and as they end", self.journeys),
            ("deals, as they are closed and on the list of deals", self.deals),
            ("hours worked, by part and by person", self.hours),
            ("revenue, at the decisions and at the deliveries", self.money),
            ("money after the sale, as it was paid and customer by customer", self.after_sale),
            ("credit, by deal and by person", self.credit),
            ("variable pay, by the plans and by the deals that earned it", self.pay),
        ];
        pairs
            .iter()
            // What is no number does not add up.
            .find(|(_, (a, b))| (a - b).is_nan() || (a - b).abs() > 1e-6 * (1.0 + a.abs().max(b.abs())))
            .map(|(name, (a, b))| format!("{name}, are {a} and {b}"))
    }
}

/// The value below which `share` of these sorted values lie, linear between neighbours (type 7 of Hyndman and Fan 1996); `None` without
/// values. It describes what was counted; where values of other worlds will lie says [`predicted_quantile`].
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    between(sorted, share.clamp(0.0, 1.0) * sorted.len().checked_sub(1)? as f64)
}

/// Of fewer values nobody can say between which eight of ten new ones will lie ([`predicted_quantile`]).
pub const LEAST_FOR_BAND: usize = 9;

/// The value below which `share` of new values will lie, from sorted ones that were drawn like them: that at position `share (n + 1)`, linear
/// between neighbours (Weibull; type 6 of Hyndman and Fan, *The American Statistician*, 1996). Below the value at a whole position lies on average
/// exactly that share of new ones, however they are distributed. `None` where the position is outside of the values, as for a tenth of
/// fewer than nine.
///
/// ```
/// use winflow::measure::predicted_quantile;
/// let nine: Vec<f64> = (1..=9).map(f64::from).collect();
/// assert_eq!([0.1, 0.5, 0.9].map(|share| predicted_quantile(&nine, share)), [Some(1.0), Some(5.0), Some(9.0)]);
/// assert_eq!(predicted_quantile(&nine[..8], 0.1), None);
/// ```
pub fn predicted_quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let place = share * (sorted.len() + 1) as f64 - 1.0;
    // What is the last place but for rounding is the last place.
    let place = if (place - place.round()).abs() < 1e-9 { place.round() } else { place };
    let last = sorted.len().checked_sub(1)? as f64;
    if !(0.0..=last).contains(&place) {
        return None;
    }
    between(sorted, place)
}

/// The value at a place that may lie between two of them.
fn between(sorted: &[f64], place: f64) -> Option<f64> {
    let (below, above) = (*sorted.get(place.floor() as usize)?, *sorted.get(place.ceil() as usize)?);
    Some(if above == below { below } else { below + (above - below) * place.fract() })
}

impl Default for Record {
    fn default() -> Self {
        Self {
            world: 0,
            ratios: [Ratio::default(); MEASURES],
            endings: [[0; 2]; ENDINGS],
            journeys: Vec::new(),
            funnel: Vec::new(),
            deals: Vec::new(),
            people: Table::new(),
            employments: Vec::new(),
            periods: Vec::new(),
            pay_lines: Vec::new(),
            roles: Table::new(),
            answers: Vec::new(),
            channels: Table::new(),
            weeks: Vec::new(),
            check: Check::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of `n` uniform values the `i`-th is `i / (n + 1)` on average (order statistics: beta with `i` and `n + 1 - i`), and what lies between two
    /// of them in proportion: so a predicted quantile is on average what it says. That of the values themselves is not.
    #[test]
    fn predicted_quantiles_of_uniform_values_are_on_average_what_they_say() {
        for n in 9..=200 {
            let expected: Vec<f64> = (1..=n).map(|i| f64::from(i) / f64::from(n + 1)).collect();
            let [low, high] = [0.1, 0.9].map(|share| predicted_quantile(&expected, share).expect("nine or more"));
            assert!((low - 0.1).abs() < 1e-12 && (high - 0.9).abs() < 1e-12, "{n}: {low} to {high}");
            let held = quantile(&expected, 0.9).unwrap_or(1.0) - quantile(&expected, 0.1).unwrap_or(0.0);
            assert!((held - 0.8 * f64::from(n - 1) / f64::from(n + 1)).abs() < 1e-12, "{n}: {held}, at ten 65 %");
        }
    }

    #[test]
    fn what_lies_outside_of_the_values_is_not_predicted() {
        let values = |n: u32| (0..n).map(f64::from).collect::<Vec<_>>();
        assert_eq!((predicted_quantile(&values(8), 0.1), predicted_quantile(&values(8), 0.9)), (None, None));
        assert_eq!((predicted_quantile(&values(9), 0.1), predicted_quantile(&values(9), 0.9)), (Some(0.0), Some(8.0)));
        assert_eq!((predicted_quantile(&values(39), 0.025), predicted_quantile(&values(38), 0.025)), (Some(0.0), None));
        assert_eq!((predicted_quantile(&[], 0.5), predicted_quantile(&[3.0], 0.5)), (None, Some(3.0)));
        assert_eq!(predicted_quantile(&[1.0, 2.0], 0.5), quantile(&[1.0, 2.0], 0.5), "the median is the same");
    }
}
