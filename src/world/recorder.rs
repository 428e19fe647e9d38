//! What is counted while a world goes on.

use super::employments::Employment;
use super::plan::Plan;
use crate::engine::time::WEEK;
use crate::engine::{Table, TimeWeighted, positions};
use crate::measure::{
    AnswerRecord, ChannelAt, ChannelRecord, DealRecord, FunnelRecord, JourneyRecord, PeriodRecord, PoolAt, RoleAt, RoleRecord, Seat,
    WeekRecord,
};
use crate::money::ledger::{Due, Ledger, PayAccount, PlanAt};
use crate::provider::people::PerPart;

positions! {
    /// A deal closed in the window, in the order in which they were closed.
    DealAt: u32;
}

/// Everything counted in one world.
#[derive(Debug, Clone)]
pub struct Recorder {
    /// State changes.
    pub events: u64,
    /// Deals closed in the window.
    pub deals: f64,
    /// Their prices, EUR.
    pub revenue: f64,
    /// Their prices once more, added up when they were delivered or are still in delivery, EUR.
    pub revenue_checked: f64,
    /// Their cost to deliver, EUR.
    pub delivery_cost: f64,
    /// Win-wins among them.
    pub win_wins: f64,
    /// Cost of channels in the window, EUR.
    pub channel_cost: f64,
    /// Cost of the hours of dialogue generation in the window, EUR.
    pub dialogue_work_cost: f64,
    /// Dialogues begun in the window.
    pub dialogues: f64,
    /// Those in which a mutual benefit was possible.
    pub right_dialogues: f64,
    /// Hours worked in the window by part.
    pub hours: PerPart<f64>,
    /// Hours worked in the window by person.
    pub hours_of_person: Table<Seat, f64>,
    /// Hours worked in the window on opportunities.
    pub hours_on_opportunities: f64,
    /// Hours worked in the window on opportunities in which no mutual benefit was possible.
    pub hours_on_hopeless: f64,
    /// Open opportunities, over the window.
    pub wip: TimeWeighted,
    /// Time in the flow within the window, opportunity by opportunity (hours).
    pub time_in_flow: f64,
    /// Opportunities that left the flow in the window.
    pub left: f64,
    /// Time from entering to leaving of those (hours).
    pub left_time: f64,
    /// Time that those waited for us (hours).
    pub left_wait: f64,
    /// Delays of answers (hours), of arrivals in the window.
    pub answer_delays: Vec<f64>,
    /// New dialogues by pool and stretch of four weeks of the window.
    pub dialogues_by_pool: Table<PoolAt, Vec<f64>>,
    /// Journeys begun in the window.
    pub begun: u64,
    /// Those of them, and deals of the window, that have not settled.
    pub unsettled: u64,
    /// What became of them.
    pub journeys: Vec<JourneyRecord>,
    /// What happened with everybody with whom anything happened in the window.
    pub funnel: Vec<FunnelRecord>,
    /// Judged and let in; judged, let in and possible; judged and possible.
    pub judged: [f64; 3],
    /// Our hours on opportunities let in that ended, and the working hours that they took.
    pub flow_efficiency: [f64; 2],
    /// Days from signature to delivery, and the deals delivered.
    pub delivery_days: [f64; 2],
    /// Deals regretted.
    pub regretted: f64,
    /// Joint surplus captured by win-wins, and the joint surplus that was there, EUR.
    pub mutual_value: [f64; 2],
    /// Credit and quotas of the periods that ended in the window, and of what its end cuts off, EUR.
    pub attainment: (f64, f64),
    /// Of whole periods of those who were there throughout: how far forecasts were off, credit, and forecasts, EUR.
    pub forecast: (f64, f64, f64),
    /// Variable pay in the window, accrued at both ends, EUR.
    pub variable_pay: f64,
    /// Deals closed in the window.
    pub deal_records: Table<DealAt, DealRecord>,
    /// The same by seat, EUR.
    pub pay_of_person: Table<Seat, f64>,
    /// Selling hours of the window that effort above or below the usual has added or cost, by seat.
    pub effort_hours: Table<Seat, f64>,
    /// Up to when that was counted, on the clock of working hours, by seat.
    pub effort_counted: Table<Seat, f64>,
    /// How often somebody left a seat in the window, by seat.
    pub quits_of_person: Table<Seat, f64>,
    /// Everybody who has held a seat, one after the other.
    pub employments: Table<Seat, Vec<Employment>>,
    /// Answers to those who came in the window.
    pub answers: Vec<AnswerRecord>,
    /// What each channel took in the window.
    pub channels: Table<ChannelAt, ChannelRecord>,
    /// Elapsed time of the window in which a seat was empty, by seat (hours).
    pub vacant_hours: Table<Seat, f64>,
    /// The working hours in it.
    pub vacant_work_hours: Table<Seat, f64>,
    /// Up to when each pay plan has been settled (hours).
    pub settled_until: Table<PlanAt, f64>,
    /// What was due to everybody in periods that ended in the window, and what was accrued at its end.
    pub periods: Vec<PeriodRecord>,
    /// What each role did in the window.
    pub roles: Table<RoleAt, RoleRecord>,
    /// Whole weeks of the run so far.
    pub weeks: Vec<WeekRecord>,
    /// The week under way; its work in progress is as of now.
    pub week: WeekRecord,
    /// Hours of selling that went into learning in the window.
    pub learning_hours: f64,
    /// Cost of hiring and coaching in the window, EUR.
    pub staffing_cost: f64,
}

impl Recorder {
    /// Nothing counted yet.
    pub fn new(plan: &Plan) -> Self {
        let stretches = ((plan.window_end - plan.window_start) / (4.0 * WEEK)).floor() as usize;
        Self {
            events: 0,
            deals: 0.0,
            revenue: 0.0,
            revenue_checked: 0.0,
            delivery_cost: 0.0,
            win_wins: 0.0,
            channel_cost: 0.0,
            dialogue_work_cost: 0.0,
            dialogues: 0.0,
            right_dialogues: 0.0,
            hours: PerPart::default(),
            hours_of_person: vec![0.0; plan.profiles.len()].into(),
            hours_on_opportunities: 0.0,
            hours_on_hopeless: 0.0,
            wip: TimeWeighted::default(),
            time_in_flow: 0.0,
            left: 0.0,
            left_time: 0.0,
            left_wait: 0.0,
            answer_delays: Vec::new(),
            dialogues_by_pool: vec![vec![0.0; stretches]; plan.pools.len()].into(),
            begun: 0,
            unsettled: 0,
            journeys: Vec::new(),
            funnel: Vec::new(),
            judged: [0.0; 3],
            flow_efficiency: [0.0; 2],
            delivery_days: [0.0; 2],
            regretted: 0.0,
            mutual_value: [0.0; 2],
            attainment: (0.0, 0.0),
            forecast: (0.0, 0.0, 0.0),
            variable_pay: 0.0,
            deal_records: Table::new(),
            pay_of_person: vec![0.0; plan.profiles.len()].into(),
            effort_hours: vec![0.0; plan.profiles.len()].into(),
            effort_counted: vec![0.0; plan.profiles.len()].into(),
            quits_of_person: vec![0.0; plan.profiles.len()].into(),
            employments: plan
                .profiles
                .iter()
                .map(|profile| match profile.joins {
                    Some(_) => Vec::new(),
                    None => vec![Employment::new(profile.since().map_or(f64::NEG_INFINITY, |since| plan.window_start + since))],
                })
                .collect(),
            answers: Vec::new(),
            channels: vec![ChannelRecord::default(); plan.channels.len()].into(),
            vacant_hours: vec![0.0; plan.profiles.len()].into(),
            vacant_work_hours: vec![0.0; plan.profiles.len()].into(),
            settled_until: vec![f64::NEG_INFINITY; plan.pay.plans.len()].into(),
            periods: Vec::new(),
            roles: vec![RoleRecord::default(); plan.scenario.role.values().count()].into(),
            weeks: Vec::with_capacity((plan.window_end / WEEK) as usize),
            week: WeekRecord::default(),
            learning_hours: 0.0,
            staffing_cost: 0.0,
        }
    }

    /// Pay in the window of somebody whose account this is, EUR.
    pub fn pay(&mut self, account: &PayAccount, variable: f64) {
        self.pay_of_person[account.seat] += variable;
        self.variable_pay += variable;
        if let Some(one) = self.employment_of(account.seat, account.holder) {
            one.variable_pay += variable;
        }
    }

    /// What was due to somebody in a period; `forecast` is what they had said of it.
    pub fn record_due(&mut self, ledger: &Ledger, due: &Due, window_start: f64, forecast: Option<f64>, is_settled: bool) {
        let account = &ledger.accounts[due.account];
        // What somebody is held to is the plan itself, where that is in EUR.
        let is_held_to = account.part == 0 && account.is_in_eur;
        if is_held_to {
            self.attainment.0 += if due.quota > 0.0 { due.credit } else { 0.0 };
            self.attainment.1 += due.quota;
        }
        if let Some(forecast) = forecast.filter(|_| is_settled && is_held_to) {
            self.forecast.0 += (forecast - due.credit).abs();
            self.forecast.1 += due.credit.abs();
            self.forecast.2 += forecast;
        }
        self.periods.push(PeriodRecord {
            person: account.seat,
            holder: account.holder,
            component: account.part,
            ends_days: (due.at - window_start) / 24.0,
            share: due.share,
            credit: due.credit - due.credit_back,
            taken_back: due.credit_back,
            quota: due.quota,
            forecast,
            variable_pay: due.settlement.paid,
            is_settled,
        });
    }

    /// A deal closed in the window, by its position.
    pub fn deal_mut(&mut self, position: Option<DealAt>) -> Option<&mut DealRecord> {
        self.deal_records.get_mut(position?)
    }
}
