//! What is counted while a world goes on, and the record that is made of it.

use super::plan::{Plan, WEEK, YEAR};
use super::state::{Phase, Simulation, Stage};
use crate::engine::TimeWeighted;
use crate::measure::{
    AfterSaleRecord, AnswerRecord, ChannelRecord, Check, DealRecord, Ending, JourneyRecord, MEASURES, Measure, PeriodRecord, PersonRecord,
    Ratio, Record, RoleRecord, WeekRecord,
};
use crate::scenario::provider::Part;

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
    pub hours: [f64; 3],
    /// Hours worked in the window by person.
    pub hours_of_person: Vec<f64>,
    /// Hours worked in the window on opportunities.
    pub hours_on_opportunities: f64,
    /// Hours worked in the window on opportunities in which no mutual benefit was possible.
    pub hours_on_hopeless: f64,
    /// Opportunities in the flow, over the window.
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
    pub dialogues_by_pool: Vec<Vec<f64>>,
    /// Journeys begun in the window.
    pub begun: u64,
    /// What became of them.
    pub journeys: Vec<JourneyRecord>,
    /// Judged and let in; judged, let in and possible; judged and possible.
    pub judged: [f64; 3],
    /// Our hours on opportunities let in that ended, and the working hours that they took.
    pub flow_efficiency: [f64; 2],
    /// Deals regretted.
    pub regretted: f64,
    /// Joint surplus captured by win-wins, and the joint surplus that was there, EUR.
    pub mutual_value: [f64; 2],
    /// Credit and quotas of the periods that ended in the window, EUR.
    pub attainment: (f64, f64),
    /// Of those periods: how far forecasts were off, credit, and forecasts, EUR.
    pub forecast: (f64, f64, f64),
    /// Variable pay of those periods, EUR.
    pub variable_pay: f64,
    /// Deals closed in the window.
    pub deal_records: Vec<DealRecord>,
    /// Pay in the window by person, EUR.
    pub pay_of_person: Vec<f64>,
    /// How often somebody left a seat in the window, by seat.
    pub quits_of_person: Vec<f64>,
    /// Answers to those who came in the window.
    pub answers: Vec<AnswerRecord>,
    /// What each channel took in the window.
    pub channels: Vec<ChannelRecord>,
    /// Elapsed time of the window in which a seat was empty, by seat (hours).
    pub vacant_hours: Vec<f64>,
    /// The working hours in it.
    pub vacant_work_hours: Vec<f64>,
    /// Periods of pay plans that ended in the window.
    pub periods: Vec<PeriodRecord>,
    /// What each role did in the window.
    pub roles: Vec<RoleRecord>,
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
            hours: [0.0; 3],
            hours_of_person: vec![0.0; plan.profiles.len()],
            hours_on_opportunities: 0.0,
            hours_on_hopeless: 0.0,
            wip: TimeWeighted::default(),
            time_in_flow: 0.0,
            left: 0.0,
            left_time: 0.0,
            left_wait: 0.0,
            answer_delays: Vec::new(),
            dialogues_by_pool: vec![vec![0.0; stretches]; plan.pools.len()],
            begun: 0,
            journeys: Vec::new(),
            judged: [0.0; 3],
            flow_efficiency: [0.0; 2],
            regretted: 0.0,
            mutual_value: [0.0; 2],
            attainment: (0.0, 0.0),
            forecast: (0.0, 0.0, 0.0),
            variable_pay: 0.0,
            deal_records: Vec::new(),
            pay_of_person: vec![0.0; plan.profiles.len()],
            quits_of_person: vec![0.0; plan.profiles.len()],
            answers: Vec::new(),
            channels: vec![ChannelRecord::default(); plan.channels.len()],
            vacant_hours: vec![0.0; plan.profiles.len()],
            vacant_work_hours: vec![0.0; plan.profiles.len()],
            periods: Vec::new(),
            roles: vec![RoleRecord::default(); plan.scenario.role.values().count()],
            weeks: Vec::with_capacity((plan.window_end / WEEK) as usize),
            week: WeekRecord::default(),
            learning_hours: 0.0,
            staffing_cost: 0.0,
        }
    }

    /// A deal closed in the window, by its position.
    pub fn deal_mut(&mut self, position: u32) -> Option<&mut DealRecord> {
        self.deal_records.get_mut(position as usize)
    }
}

impl Simulation<'_> {
    /// Counts work of a person: `hours` that began at `from`.
    pub fn count_work(&mut self, person: usize, part: Part, from: f64, hours: f64, opportunity: Option<u32>) {
        if let Some(o) = opportunity {
            self.opportunities[o as usize].worked += hours;
        }
        if let Some(history) = &mut self.history {
            history.hours[self.people[person].pool as usize] += hours;
        }
        self.recorder.week.worked_hours += hours;
        if !self.in_window(from) {
            return;
        }
        let possible = opportunity.map(|o| self.journey_of(o).possible);
        let recorder = &mut self.recorder;
        recorder.hours[part as usize] += hours;
        recorder.hours_of_person[person] += hours;
        recorder.roles[self.plan.profiles[person].role].hours[part as usize] += hours;
        if part == Part::Dialogue {
            recorder.dialogue_work_cost += hours * self.plan.profiles[person].cost_per_selling_hour;
        }
        if let Some(possible) = possible {
            recorder.hours_on_opportunities += hours;
            if !possible {
                recorder.hours_on_hopeless += hours;
            }
        }
    }

    /// Counts an opportunity that enters (1) or leaves (-1) the flow.
    pub fn count_wip(&mut self, opportunity: u32, change: f64) {
        let (start, end) = (self.plan.window_start, self.plan.window_end);
        let now = self.now();
        self.recorder.wip.change(now.clamp(start, end), change);
        self.recorder.week.wip = self.recorder.week.wip.wrapping_add_signed(change as i32);
        if change > 0.0 {
            return;
        }
        let slot = &self.opportunities[opportunity as usize];
        let (entered, waited) = (slot.entered_at, slot.waited);
        self.recorder.time_in_flow += now.clamp(start, end) - entered.clamp(start, end);
        if self.in_window(now) {
            self.recorder.left += 1.0;
            self.recorder.left_time += now - entered;
            self.recorder.left_wait += waited;
        }
    }

    /// A customer has work for us that takes so many hours by the catalogue, or a piece begun takes so many more than that.
    pub fn count_demand(&mut self, hours: f64) {
        self.recorder.week.demand_hours += hours;
    }

    /// A person begins a piece of work for a customer who has waited for us.
    pub fn count_wait(&mut self, person: usize, waited: f64) {
        if self.in_window(self.now()) {
            let role = &mut self.recorder.roles[self.plan.profiles[person].role];
            role.pieces += 1;
            role.waited_hours += waited;
            role.waited_over_a_day += u64::from(waited > 24.0);
        }
    }

    /// A week of the run, up to the end of the window, is over.
    pub fn count_week(&mut self) {
        let now = self.now();
        let worked = self.plan.hours.worked(now) - self.plan.hours.worked((now - WEEK).max(0.0));
        let seats = self.people.iter().zip(&self.plan.profiles).filter(|(person, _)| person.is_there());
        self.recorder.week.capacity_hours = worked * seats.map(|(_, profile)| profile.selling_share).sum::<f64>();
        if now > 0.0 && now <= self.plan.window_end {
            self.recorder.weeks.push(self.recorder.week);
        }
        self.recorder.week = WeekRecord { wip: self.recorder.week.wip, ..WeekRecord::default() };
    }

    /// Makes the record of the world. What has not settled ends as open.
    pub fn into_record(mut self, world: u64) -> Record {
        for slot in 0..self.journeys.len() as u32 {
            let stage = self.journeys[slot as usize].stage;
            if stage == Stage::Sold {
                self.count_undelivered(slot);
            }
            if !matches!(stage, Stage::Free | Stage::Planned) {
                self.record_journey(slot, Ending::Open, None, AfterSaleRecord::default());
            }
        }
        self.recorder.journeys.sort_by_key(|j| j.number);
        let mut record = Record { world, ratios: self.ratios(), ..Record::default() };
        record.check = self.check();
        for journey in &self.recorder.journeys {
            record.endings[journey.ending as usize][usize::from(journey.possible)] += 1;
        }
        record.people = self.people_records();
        record.channels = self.channel_records();
        record.roles = self.role_records();
        record.periods = self.recorder.periods;
        record.weeks = self.recorder.weeks;
        record.answers = self.recorder.answers;
        record.journeys = self.recorder.journeys;
        record.deals = self.recorder.deal_records;
        record
    }

    /// Writes down a deal that is closed in the window; what is known only at delivery is filled in then.
    pub fn record_deal(&mut self, o: u32) {
        let opportunity = &self.opportunities[o as usize];
        let person = opportunity.crew.first().map_or(u16::MAX, |m| m.person);
        let deal = DealRecord {
            number: self.journey_of(o).number,
            person,
            closed_days: (self.now() - self.plan.window_start) / 24.0,
            quarter_day: self.plan.quarter_day(self.now()),
            list_price: self.list_price_of(o),
            price: self.price_of(o),
            misfit: 0.0,
            ending: Ending::Open,
            regretted: false,
            churned: false,
            referred: self.journeys[opportunity.journey as usize].channel == Some(self.plan.sent_by_customer()),
            score: opportunity.reported,
            lifetime_value: 0.0,
        };
        self.opportunities[o as usize].deal = self.recorder.deal_records.len() as u32;
        self.recorder.deal_records.push(deal);
    }

    /// Counts the work of answering or seeking that a channel takes.
    pub fn count_channel_work(&mut self, channel: usize, from: f64, hours: f64) {
        if self.in_window(from) {
            self.recorder.channels[channel].work_hours += hours;
        }
    }

    /// Counts touches of a channel, or those who came, and pays for them.
    pub fn count_touches(&mut self, channel: usize, touches: f64) {
        if self.in_window(self.now()) {
            let cost = touches * self.plan.channels[channel].cost_per_touch;
            self.recorder.channel_cost += cost;
            self.recorder.channels[channel].touches += touches;
            self.recorder.channels[channel].cost += cost;
        }
    }

    fn channel_records(&self) -> Vec<ChannelRecord> {
        let fixed = self.plan.channels.iter().map(|c| c.cost_per_month * self.plan.months);
        self.recorder.channels.iter().zip(fixed).map(|(c, fixed)| ChannelRecord { cost: c.cost + fixed, ..*c }).collect()
    }

    /// Pay of a seat in the window that does not hang on sales, EUR.
    fn base_pay_in_window(&self, person: usize) -> f64 {
        let years = self.plan.scenario.time.years - self.recorder.vacant_hours[person] / YEAR;
        self.plan.pay.base[person] * self.plan.pay.plan(person).periods_per_year() * years
    }

    /// Bookings of the last third of the fiscal quarters that lie within the window, and of all of each, EUR.
    fn quarter_ends(&self) -> (f64, f64) {
        let (mut last, mut all) = (0.0, 0.0);
        let start = self.plan.window_start;
        for deal in &self.recorder.deal_records {
            let at = start + 24.0 * deal.closed_days;
            let quarter = self.plan.quarter(at) as f64;
            let begin = self.plan.pay.origin + quarter * 13.0 * WEEK;
            if begin < start - 1e-6 || begin + 13.0 * WEEK > self.plan.window_end + 1e-6 {
                continue;
            }
            all += deal.price;
            if at - begin >= 13.0 * WEEK * 2.0 / 3.0 {
                last += deal.price;
            }
        }
        (last, all)
    }

    /// Bookings of the fifth of our people who book most, and of all, EUR.
    fn best_fifth(&self) -> (f64, f64) {
        let mut bookings: Vec<f64> = self.people_records().iter().map(|p| p.bookings).collect();
        bookings.sort_by(|a, b| b.total_cmp(a));
        let best = (bookings.len() as f64 / 5.0).ceil() as usize;
        (bookings.iter().take(best).sum(), bookings.iter().sum())
    }

    fn role_records(&self) -> Vec<RoleRecord> {
        let mut roles = self.recorder.roles.clone();
        let worked = self.plan.hours.worked(self.plan.window_end) - self.plan.hours.worked(self.plan.window_start);
        for (profile, vacant) in self.plan.profiles.iter().zip(&self.recorder.vacant_work_hours) {
            roles[profile.role].people += 1;
            roles[profile.role].selling_hours += profile.selling_share * (worked - vacant);
        }
        roles
    }

    fn people_records(&self) -> Vec<PersonRecord> {
        let mut people: Vec<PersonRecord> = (0..self.people.len())
            .map(|p| PersonRecord {
                role: self.plan.profiles[p].role as u16,
                pool: self.people[p].pool,
                skill: self.people[p].skill_mean,
                hours: self.recorder.hours_of_person[p],
                deals: 0.0,
                bookings: 0.0,
                pay: self.recorder.pay_of_person[p] + self.base_pay_in_window(p),
                quits: self.recorder.quits_of_person[p],
            })
            .collect();
        for deal in &self.recorder.deal_records {
            if let Some(person) = people.get_mut(deal.person as usize) {
                person.deals += 1.0;
                person.bookings += deal.price;
            }
        }
        people
    }

    fn count_undelivered(&mut self, slot: u32) {
        let o = self.journeys[slot as usize].opportunity;
        if self.in_window(self.opportunities[o as usize].decided_at) {
            let price = self.price_of(o);
            self.recorder.revenue_checked += price;
            self.recorder.delivery_cost += price - self.worth(o).margin * self.list_price_of(o);
        }
    }

    fn check(&self) -> Check {
        let (start, end) = (self.plan.window_start, self.plan.window_end);
        let still: f64 = self.opportunities.iter().filter(|o| o.phase == Phase::InFlow).map(|o| end - o.entered_at.clamp(start, end)).sum();
        let r = &self.recorder;
        let integral = r.wip.integral(end);
        let settled = r.journeys.len() as f64;
        let hours: f64 = r.hours.iter().sum();
        let by_person: f64 = r.hours_of_person.iter().sum();
        Check {
            little: (integral, r.time_in_flow + still),
            journeys: (r.begun as f64, settled),
            hours: (hours, by_person),
            money: (r.revenue, r.revenue_checked),
            after_sale: self.after_sale_twice(),
        }
    }

    fn ratios(&self) -> [Ratio; MEASURES] {
        let plan = self.plan;
        let r = &self.recorder;
        let mut ratios = [Ratio::default(); MEASURES];
        let mut set = |m: Measure, numerator: f64, denominator: f64| ratios[m as usize] = Ratio { numerator, denominator };
        let months = plan.months;
        let worked_in_window = plan.hours.worked(plan.window_end) - plan.hours.worked(plan.window_start);
        let seats = || plan.profiles.iter().zip(r.vacant_hours.iter().zip(&r.vacant_work_hours));
        let available: f64 = seats().map(|(p, (_, vacant))| p.selling_share * (worked_in_window - vacant)).sum();
        let filled = plan.pay.fixed_cost_per_year.iter().sum::<f64>() * plan.scenario.time.years;
        // Nobody is paid for an empty seat.
        let saved: f64 = plan.pay.fixed_cost_per_year.iter().zip(&r.vacant_hours).map(|(cost, vacant)| cost * (vacant / YEAR)).sum();
        let payroll = filled - saved + r.variable_pay;
        let channel_fixed: f64 = plan.channels.iter().map(|c| c.cost_per_month * months).sum();
        let channel_cost = r.channel_cost + channel_fixed;
        let dialogue_cost = channel_cost + r.dialogue_work_cost;
        let total_cost = payroll + channel_cost + r.staffing_cost;
        let count = |test: &dyn Fn(&JourneyRecord) -> bool| r.journeys.iter().filter(|j| test(j)).count() as f64;
        let won = count(&|j| is_won(j));
        let won_settled = count(&|j| is_won(j) && j.ending != Ending::Open);
        let win_wins = count(&|j| j.ending == Ending::WinWin);
        let possible = count(&|j| j.possible);
        let no_decision = count(&|j| matches!(j.ending, Ending::StatusQuo | Ending::Indecision) && j.let_in);
        let let_in = count(&|j| j.let_in);
        let sum = |value: &dyn Fn(&JourneyRecord) -> f64| {
            r.journeys.iter().filter(|j| is_won(j) && j.ending != Ending::Open).map(value).sum::<f64>()
        };
        let cycles: Vec<f64> = r.journeys.iter().filter(|j| is_won(j)).filter_map(|j| Some(j.ended_days? - j.dialogue_days?)).collect();
        let quantile = |values: &[f64], share: f64| {
            let mut sorted = values.to_vec();
            sorted.sort_by(f64::total_cmp);
            crate::measure::quantile(&sorted, share).map_or((0.0, 0.0), |q| (q, 1.0))
        };
        let hours: f64 = r.hours.iter().sum();
        let people = plan.profiles.len() as f64;
        set(Measure::WinWinDealsPerMonth, r.win_wins, months);
        set(Measure::RevenuePerMonth, r.revenue, months);
        set(Measure::WinWinRate, win_wins, won_settled);
        set(Measure::WinWinYield, win_wins, possible);
        set(Measure::ReturnOnSales, r.revenue - r.delivery_cost - self.after_sale.refunds - total_cost, r.revenue);
        let (p50, n50) = quantile(&cycles, 0.5);
        set(Measure::CycleDaysP50, p50, n50);
        let (p90, n90) = quantile(&cycles, 0.9);
        set(Measure::CycleDaysP90, p90, n90);
        set(Measure::NoDecisionRate, no_decision, let_in);
        set(Measure::WinRate, won, let_in);
        set(Measure::CostPerRightDialogue, dialogue_cost, r.right_dialogues);
        set(Measure::DealsPerMonth, r.deals, months);
        set(Measure::WinWinsPerSellerHour, r.win_wins, available);
        set(Measure::MutualValueCaptured, r.mutual_value[0], r.mutual_value[1]);
        set(Measure::DialoguesPerMonth, r.dialogues, months);
        set(Measure::CostPerDialogue, dialogue_cost, r.dialogues);
        set(Measure::CostPerWinWinCustomer, total_cost, r.win_wins);
        set(Measure::QualificationPrecision, r.judged[1], r.judged[0]);
        set(Measure::QualificationRecall, r.judged[1], r.judged[2]);
        set(Measure::FlowEfficiency, r.flow_efficiency[0], r.flow_efficiency[1]);
        set(Measure::WipMean, r.wip.integral(plan.window_end), plan.window_end - plan.window_start);
        set(Measure::Utilisation, hours, available);
        let (delay, n) = quantile(&r.answer_delays, 0.5);
        set(Measure::AnswerDelayHoursP50, delay, n);
        set(Measure::WaitHoursMean, r.left_wait, r.left);
        set(Measure::TimeInSystemHoursMean, r.left_time, r.left);
        set(Measure::WorkShareProspecting, r.hours[Part::Dialogue as usize], hours);
        set(Measure::HoursOnHopeless, r.hours_on_hopeless, r.hours_on_opportunities);
        let (unevenness, pools) = unevenness(&r.dialogues_by_pool);
        set(Measure::DialogueDispersion, unevenness, pools);
        set(Measure::CustomerSurplusPerDeal, sum(&|j| j.customer_surplus), won_settled);
        set(Measure::MarginPerDeal, sum(&|j| j.margin), won_settled);
        set(Measure::RegretRate, r.regretted, won_settled);
        let listed: f64 = r.deal_records.iter().map(|d| d.list_price).sum();
        set(Measure::DiscountShare, listed - r.revenue, listed);
        let (last, all) = self.quarter_ends();
        set(Measure::LastMonthShare, last, all);
        let (best, all) = self.best_fifth();
        set(Measure::BestFifthShare, best, all);
        set(Measure::BookingsPerPayroll, r.revenue, payroll);
        set(
            Measure::PayPerPerson,
            (0..self.people.len()).map(|p| r.pay_of_person[p] + self.base_pay_in_window(p)).sum(),
            people * plan.scenario.time.years,
        );
        set(Measure::Attainment, r.attainment.0, r.attainment.1);
        set(Measure::ForecastError, r.forecast.0, r.forecast.1);
        set(Measure::ForecastLevel, r.forecast.2, r.forecast.1);
        let renewals = sum(&|j| f64::from(j.after_sale.renewals));
        let left = sum(&|j| f64::from(u8::from(j.after_sale.left)));
        let late = |j: &JourneyRecord| {
            let planned = plan.segments[usize::from(j.segment)].planned_hours() / 24.0;
            is_won(j) && j.ended_days.is_some_and(|at| at - j.begun_days > planned)
        };
        set(Measure::LateDealShare, count(&late), won);
        set(Measure::ChurnRate, left, renewals + left);
        set(Measure::RefundShare, self.after_sale.refunds, r.revenue);
        set(Measure::LifetimeValuePerDeal, sum(&|j| j.after_sale.lifetime_value), won_settled);
        set(Measure::RenewalRevenuePerMonth, self.after_sale.renewals, months);
        set(Measure::ReferralsPerMonth, self.after_sale.referrals, months);
        let let_in_sum =
            |value: &dyn Fn(&JourneyRecord) -> u16| r.journeys.iter().filter(|j| j.let_in).map(|j| f64::from(value(j))).sum::<f64>();
        let lost = let_in_sum(&|j| j.commitments_lost);
        set(Measure::CommitmentsHeld, let_in_sum(&|j| if is_won(j) { u16::from(j.commitments_held) } else { 0 }), won);
        set(Measure::CommitmentsLost, lost, let_in);
        set(Measure::CommitmentsRegained, let_in_sum(&|j| j.commitments_regained), lost);
        let late = count(&|j| j.late_stage);
        set(Measure::LateNoDecisionRate, count(&|j| j.late_stage && matches!(j.ending, Ending::StatusQuo | Ending::Indecision)), late);
        let person_years = plan.profiles.len() as f64 * plan.scenario.time.years - r.vacant_hours.iter().sum::<f64>() / YEAR;
        set(Measure::QuitsPerYear, r.quits_of_person.iter().sum(), person_years);
        set(Measure::HoursOnLearning, r.learning_hours, available);
        set(Measure::Events, r.events as f64, 1.0);
        ratios
    }

    /// Writes down how a journey begun in the window ended.
    pub fn record_journey(&mut self, slot: u32, ending: Ending, outcome: Option<(f64, f64)>, after_sale: AfterSaleRecord) {
        let entry = &self.journeys[slot as usize];
        let journey = &entry.journey;
        if !self.in_window(journey.begins) {
            return;
        }
        let o = (entry.opportunity != super::state::NONE).then(|| &self.opportunities[entry.opportunity as usize]);
        let days = |at: f64| (at - self.plan.window_start) / 24.0;
        let sold = entry.stage == Stage::Sold;
        let price = if sold { self.price_of(entry.opportunity) } else { 0.0 };
        let (customer_surplus, margin) = outcome.unwrap_or((0.0, 0.0));
        let decided = if sold { o.map_or(self.now(), |o| o.decided_at) } else { self.now() };
        let record = JourneyRecord {
            number: journey.number,
            segment: journey.segment,
            channel: o.and(entry.channel),
            group_size: journey.group_size,
            possible: journey.possible,
            begun_days: days(journey.begins),
            ending,
            dialogue_days: o.map(|o| days(o.dialogue_at)),
            judged_days: o.and_then(|o| o.judged_by).map(|(_, at)| days(at)),
            entered_days: o.filter(|o| matches!(o.phase, Phase::InFlow | Phase::Sold)).map(|o| days(o.entered_at)),
            ended_days: (ending != Ending::Open || sold).then(|| days(decided)),
            let_in: o.is_some_and(|o| o.let_in),
            work_hours: o.map_or(0.0, |o| o.worked),
            price,
            customer_surplus,
            margin,
            after_sale,
            late_stage: o.is_some_and(|o| o.commitments.late_at.is_finite()),
            late_days: o.filter(|o| o.commitments.late_at.is_finite()).map(|o| days(o.commitments.late_at)),
            doubt_heard: o.filter(|o| o.doubt_heard.1 > 0).map(|o| o.doubt_heard.0 / f32::from(o.doubt_heard.1)),
            commitments_held: o.map_or(0, |o| o.commitments.held.count_ones() as u8),
            commitments_lost: o.map_or(0, |o| o.commitments.lost),
            commitments_regained: o.map_or(0, |o| o.commitments.regained),
        };
        let there = journey.mutual_value;
        if journey.possible {
            self.recorder.mutual_value[1] += there;
            if ending == Ending::WinWin {
                self.recorder.mutual_value[0] += customer_surplus + margin;
            }
        }
        if ending != Ending::Open {
            self.unsettled -= 1;
        }
        self.recorder.journeys.push(record);
    }
}

fn is_won(journey: &JourneyRecord) -> bool {
    journey.price > 0.0
}

/// Variance over mean of the dialogues in four weeks, mean over pools that had any.
fn unevenness(pools: &[Vec<f64>]) -> (f64, f64) {
    let (mut sum, mut n) = (0.0, 0.0);
    for pool in pools {
        let mut tally = crate::engine::Tally::default();
        pool.iter().for_each(|&x| tally.add(x));
        if tally.count() > 1 && tally.mean() > 0.0 {
            sum += tally.variance() / tally.mean();
            n += 1.0;
        }
    }
    if n > 0.0 { (sum / n, 1.0) } else { (0.0, 0.0) }
}
