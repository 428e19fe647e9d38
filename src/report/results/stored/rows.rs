//! Rows of the tables that a run leaves beside its results. Each table begins with a column `scenario`, the name of the system; days
//! are counted from the beginning of the window, and what lies before it is negative.

use crate::measure::{Ending, PayCause};
use serde::{Deserialize, Serialize};

/// A row of `journeys.csv`: one customer whose journey begins in the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JourneyRow {
    /// Number of the world.
    pub world: u64,
    /// Number in the world; the same customer under every system.
    pub journey: u64,
    /// Segment.
    pub segment: String,
    /// Channel through which we met; empty if we never did.
    pub channel: String,
    /// Size of the buying group.
    pub group_size: u8,
    /// Whether a mutual benefit was possible.
    pub possible: bool,
    /// When it began.
    pub begun_days: f64,
    /// How it ended.
    pub ending: Ending,
    /// When the dialogue began.
    pub dialogue_days: Option<f64>,
    /// When it was judged, and let in or not.
    pub judged_days: Option<f64>,
    /// When it entered the flow.
    pub entered_days: Option<f64>,
    /// When it was decided or left.
    pub ended_days: Option<f64>,
    /// Whether it was let in.
    pub let_in: bool,
    /// Our work on it.
    pub work_hours: f64,
    /// Price paid, EUR; 0 if not sold.
    pub price: f64,
    /// Customer's realised surplus, EUR.
    pub customer_surplus: f64,
    /// Our margin, EUR.
    pub margin: f64,
    /// Money paid back, EUR.
    pub refund: f64,
    /// Renewals in the years that count.
    pub renewals: u16,
    /// Whether they left in those years, or got money back.
    pub left: bool,
    /// Margin with renewals and refunds, EUR.
    pub lifetime_value: f64,
    /// Channel by which they came to us; empty if they never did. Whoever came need not have been reached.
    pub came_by: String,
    /// When they came; if they came more than once, the last time.
    pub came_days: Option<f64>,
    /// Deal value at the price asked, EUR: the price paid for a deal; else the list price of what was on offer, less the discount granted,
    /// and of those whom we never met that of the first offering.
    pub amount: f64,
}

/// A row of `deals.csv`: a deal closed in the window, whenever its journey began.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DealRow {
    /// Number of the world.
    pub world: u64,
    /// Number of its journey.
    pub journey: u64,
    /// Seat, from 1, of who asked for the decision, or else of who had the customer; `None` if nobody did.
    pub seat: Option<u16>,
    /// When it was closed.
    pub closed_days: f64,
    /// Day of the fiscal quarter on which it was closed, from 0.
    pub quarter_day: f64,
    /// Price without a discount, EUR.
    pub list_price: f64,
    /// Price paid, EUR.
    pub price: f64,
    /// How it ended; open if it was not delivered before the end of the run.
    pub ending: Ending,
    /// Whether the customer regretted it.
    pub regretted: bool,
    /// Whether another customer had referred this one.
    pub referred: bool,
    /// Our margin with refunds and renewals, EUR.
    pub lifetime_value: f64,
}

/// A row of `people.csv`: a person, from the day on which they took a seat to the day on which they quit. Those who were there before the
/// run began have no first day, those who were there when the window ended have no last one.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Number of the world.
    pub world: u64,
    /// Seat, from 1, alike in every world and under every system with the same roles.
    pub seat: u16,
    /// Role.
    pub role: String,
    /// Pool, from 1.
    pub pool: u16,
    /// Mean skill over the domains when somebody else took the seat, or at the end of the run; 1 is usual.
    pub skill: f64,
    /// Hours worked.
    pub hours: f64,
    /// Deals closed.
    pub deals: f64,
    /// Prices paid for them, EUR.
    pub bookings: f64,
    /// Pay, EUR.
    pub pay: f64,
    /// 1 if they quit in the window, else 0.
    pub quits: f64,
    /// Which of those who have held the seat, from 1: with the seat, it says who it is in `periods.csv` and `pay.csv`.
    pub holder: u16,
    /// First day.
    pub started_days: Option<f64>,
    /// Last day.
    pub ended_days: Option<f64>,
    /// Name, where the first who holds the seat is known by name.
    pub name: String,
}

/// A row of `periods.csv`: somebody in a period of their pay plan that ends in the window, or that its end cuts off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PeriodRow {
    /// Number of the world.
    pub world: u64,
    /// Seat, from 1.
    pub seat: u16,
    /// Which of those who have held the seat, from 1.
    pub holder: u16,
    /// Which part of their pay: 0 for the plan itself, 1 for the first of its components.
    pub component: u8,
    /// When the period ends; the end of the window where that comes first.
    pub ends_days: f64,
    /// Part of the period in which they were there; 0 for what is settled after they left.
    pub share: f64,
    /// Credit less what was taken back, EUR, or a number where meetings or opportunities are what counts.
    pub credit: f64,
    /// Of what was taken back, credit of earlier periods, EUR.
    pub taken_back: f64,
    /// Quota for the time that they were there, in the same.
    pub quota: f64,
    /// What they had forecast for the whole period, EUR of credit.
    pub forecast: Option<f64>,
    /// Variable pay, EUR.
    pub variable_pay: f64,
    /// Whether the period was over; if not, it is what was accrued by the end of the window.
    pub settled: bool,
}

impl PeriodRow {
    /// Credit that counts against the quota, EUR.
    pub fn counted(&self) -> f64 {
        self.credit + self.taken_back
    }
}

/// A row of `pay.csv`: a line of the books of pay, entered in the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PayRow {
    /// Number of the world.
    pub world: u64,
    /// Seat, from 1.
    pub seat: u16,
    /// Which of those who have held the seat, from 1.
    pub holder: u16,
    /// Which part of their pay: 0 for the plan itself, 1 for the first of its components.
    pub component: u8,
    /// Number of the journey that was the deal.
    pub journey: u64,
    /// When.
    pub at_days: f64,
    /// Why.
    pub cause: PayCause,
    /// Credit, EUR; negative where it is taken back in the period in which it was credited.
    pub credit: f64,
    /// Credit of an earlier period that is taken back, EUR.
    pub taken_back: f64,
    /// Paid on top, whatever the attainment, EUR.
    pub on_top: f64,
    /// Pay of an earlier period that is taken back, EUR.
    pub paid_back: f64,
}

/// A row of `roles.csv`: everybody in a role over the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RoleRow {
    /// Number of the world.
    pub world: u64,
    /// Role.
    pub role: String,
    /// Seats.
    pub people: u16,
    /// Selling hours that there were, less those of empty seats.
    pub selling_hours: f64,
    /// Hours of dialogue generation.
    pub dialogue_hours: f64,
    /// Hours of qualification.
    pub qualification_hours: f64,
    /// Hours in the flow.
    pub flow_hours: f64,
    /// Pieces of work for a customer begun: answers, judgements, steps. Waiting in the backlog, and customers who left before their turn, are
    /// in none of the three figures.
    pub pieces: u64,
    /// Elapsed hours that customers had waited for us before these were begun.
    pub waited_hours: f64,
    /// Pieces that had waited for more than 24 elapsed hours.
    pub waited_over_a_day: u64,
}

/// A row of `weeks.csv`: a whole week of the run, warm-up included, to the end of the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WeekRow {
    /// Number of the world.
    pub world: u64,
    /// When the week begins; negative in the warm-up.
    pub begins_days: f64,
    /// Dialogues begun.
    pub dialogues: u32,
    /// Open opportunities when the week ended.
    pub wip: u32,
    /// Deals closed.
    pub deals: u32,
    /// Selling hours that there were, less those of empty seats.
    pub capacity_hours: f64,
    /// Hours of work for customers that came due: answers, judgements and steps, each as long as such work usually takes, whether or not
    /// anybody came to do it; what a piece takes beyond that counts when it is begun.
    pub demand_hours: f64,
    /// Hours worked for customers: answers, judgements, steps.
    pub customer_hours: f64,
    /// Hours worked to seek dialogues: what people do when no customer waits.
    pub prospecting_hours: f64,
}

/// One customer's buying group over time, in the plane of needs: two coordinates each, distances in units of misfit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupPicture {
    /// Name of the system.
    pub scenario: String,
    /// Number of the world.
    pub world: u64,
    /// Number of the journey.
    pub journey: u64,
    /// How it ended.
    pub ending: Ending,
    /// What would truly serve each person, which nobody sees.
    pub needs: Vec<Vec<f64>>,
    /// Whether nothing happens against the person.
    pub vetoes: Vec<bool>,
    /// How things stood, in order of time; the first is before our first meeting, the last is the decision or the end.
    pub frames: Vec<GroupFrame>,
}

/// How a buying group stood at one time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupFrame {
    /// When.
    pub at_days: f64,
    /// What had just happened, in a few words: "discovery, done with", "decision: yes".
    pub after: String,
    /// What each person believes to need; `None` for who has yet to join.
    pub wants: Vec<Option<Vec<f64>>>,
    /// Whom of them we have met.
    pub met: Vec<bool>,
    /// What we have in mind for them.
    pub offering: Vec<f64>,
}
