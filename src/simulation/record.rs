//! From what was counted in a world to its record.

use crate::engine::Table;
use crate::engine::time::{DAY, YEAR};
use crate::measure::{
    AfterSaleRecord, ChannelAt, ChannelRecord, Check, Ending, JourneyRecord, MEASURES, Measure, PayLineRecord, PersonRecord, PoolAt, Ratio,
    Record, RoleAt, RoleRecord, Seat,
};
use crate::money::ledger::Line;
use crate::scenario::provider::Part;
use crate::world::{JourneyId, Phase, Stage, World};

impl World<'_> {
    /// Makes the record of the world. What has not settled ends as open.
    pub fn into_record(mut self, world: u64) -> Record {
        self.close_books();
        for person in self.people.keys() {
            self.count_effort(person);
        }
        for place in 0..self.customers.journeys.places() {
            let Some(slot) = self.customers.journeys.at(place) else { continue };
            let stage = self.customers.journeys[slot].stage;
            if stage == Stage::Sold {
                self.count_undelivered(slot);
            }
            if stage != Stage::Planned {
                self.record_journey(slot, Ending::Open, None, AfterSaleRecord::default());
            }
        }
        // Records are large: their numbers are sorted, and each is moved once.
        self.recorder.journeys.sort_by_cached_key(|journey| journey.number);
        let mut record = Record { world, ratios: self.ratios(), ..Record::default() };
        record.check = self.check();
        for journey in &self.recorder.journeys {
            record.endings[journey.ending as usize][usize::from(journey.possible)] += 1;
        }
        record.people = self.people_records();
        record.employments = self.employment_records(|seat| self.base_pay_in_window(seat));
        record.channels = self.channel_records();
        record.roles = self.role_records();
        record.pay_lines = self.pay_lines();
        record.periods = self.recorder.periods;
        record.weeks = self.recorder.weeks;
        record.answers = self.recorder.answers;
        record.journeys = self.recorder.journeys;
        record.funnel = self.recorder.funnel;
        record.deals = self.recorder.deal_records.into();
        record
    }

    fn pay_lines(&self) -> Vec<PayLineRecord> {
        let start = self.plan.window_start;
        let line = |line: &Line| {
            let account = &self.ledger.accounts[line.account];
            PayLineRecord {
                person: account.seat,
                holder: account.holder,
                component: account.part,
                journey: line.deal,
                at_days: (line.at - start) / DAY,
                cause: line.cause,
                credit: line.credit,
                taken_back: line.credit_back,
                on_top: line.on_top,
                paid_back: line.pay_back,
            }
        };
        self.ledger.lines.iter().filter(|line| self.in_window(line.at)).map(line).collect()
    }

    fn channel_records(&self) -> Table<ChannelAt, ChannelRecord> {
        let fixed = self.plan.channels.keys().map(|c| self.mean_over_window(|plan| plan.channels[c].cost_per_month) * self.plan.months);
        self.recorder.channels.iter().zip(fixed).map(|(c, fixed)| ChannelRecord { cost: c.cost + fixed, ..*c }).collect()
    }

    /// Pay of a seat in the window that does not hang on sales, EUR.
    fn base_pay_in_window(&self, person: Seat) -> f64 {
        let years = self.plan.scenario.time.years - self.recorder.vacant_hours[person] / YEAR;
        self.mean_over_window(|plan| plan.base_per_year(person)) * years
    }

    /// Bookings of the last third of the working days of the fiscal quarters that lie within the window, and of all of each, EUR.
    fn quarter_ends(&self) -> (f64, f64) {
        let (mut last, mut all) = (0.0, 0.0);
        let start = self.plan.window_start;
        for deal in &self.recorder.deal_records {
            let at = start + 24.0 * deal.closed_days;
            let Some((begin, end)) = self.plan.quarters.whole_around(at, (start, self.plan.window_end)) else { continue };
            all += deal.price;
            let worked = |from: f64, to: f64| self.plan.hours.worked(to) - self.plan.hours.worked(from);
            if worked(begin, at) >= worked(begin, end) * 2.0 / 3.0 {
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

    fn role_records(&self) -> Table<RoleAt, RoleRecord> {
        let mut roles = self.recorder.roles.clone();
        let worked = self.plan.hours.worked(self.plan.window_end) - self.plan.hours.worked(self.plan.window_start);
        for ((seat, profile), vacant) in self.plan.profiles.iter_enumerated().zip(&self.recorder.vacant_work_hours) {
            roles[profile.role].people += 1;
            roles[profile.role].selling_hours += self.selling_share(seat) * (worked - vacant);
        }
        roles
    }

    /// Share of working time for selling, over the window.
    fn selling_share(&self, seat: Seat) -> f64 {
        self.mean_over_window(|plan| plan.profiles[seat].selling_share)
    }

    fn people_records(&self) -> Table<Seat, PersonRecord> {
        let mut people: Table<Seat, PersonRecord> = self
            .people
            .keys()
            .map(|p| PersonRecord {
                role: self.plan.profiles[p].role,
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
            if let Some(person) = people.get_mut(deal.person) {
                person.deals += 1.0;
                person.bookings += deal.price;
            }
        }
        people
    }

    fn count_undelivered(&mut self, slot: JourneyId) {
        let Some(o) = self.customers.journeys[slot].opportunity else { return };
        if self.in_window(self.opportunities[o].decided_at) {
            let price = self.price_of(o);
            self.recorder.revenue_checked += price;
            self.recorder.delivery_cost += price - self.worth(o).margin * self.list_price_of(o);
        }
    }

    fn check(&self) -> Check {
        let (start, end) = (self.plan.window_start, self.plan.window_end);
        let still: f64 =
            self.opportunities.values().filter(|o| o.phase == Phase::InFlow).map(|o| end - o.entered_at.clamp(start, end)).sum();
        let r = &self.recorder;
        let integral = r.wip.integral(end);
        let settled = r.journeys.len() as f64;
        let hours: f64 = r.hours.iter().sum();
        let by_person: f64 = r.hours_of_person.iter().sum();
        Check {
            little: (integral, r.time_in_flow + still),
            journeys: (r.begun as f64, settled),
            deals: (r.deals, r.deal_records.len() as f64),
            hours: (hours, by_person),
            money: (r.revenue, r.revenue_checked),
            after_sale: self.after_sale_twice(),
            credit: self.ledger.credit_twice(),
            pay: self.ledger.earned_twice(),
        }
    }

    fn ratios(&self) -> [Ratio; MEASURES] {
        let plan = self.plan;
        let r = &self.recorder;
        let mut ratios = [Ratio::default(); MEASURES];
        let mut set = |m: Measure, numerator: f64, denominator: f64| ratios[m as usize] = Ratio { numerator, denominator };
        let months = plan.months;
        let worked_in_window = plan.hours.worked(plan.window_end) - plan.hours.worked(plan.window_start);
        let available: f64 =
            r.vacant_work_hours.iter_enumerated().map(|(seat, vacant)| self.selling_share(seat) * (worked_in_window - vacant)).sum();
        // Effort adds hours, and whoever worked more than came in has drawn on hours banked before, or on those to come.
        let put_in = plan.profiles.keys().map(|seat| {
            let came_in = self.selling_share(seat) * (worked_in_window - r.vacant_work_hours[seat]) + r.effort_hours[seat];
            r.effort_hours[seat] + (r.hours_of_person[seat] - came_in).max(0.0)
        });
        let put_in = available + put_in.sum::<f64>();
        let fixed: Vec<f64> = plan.profiles.keys().map(|seat| self.mean_over_window(|plan| plan.pay.fixed_cost_per_year[seat])).collect();
        let filled = fixed.iter().sum::<f64>() * plan.scenario.time.years;
        // Nobody is paid for an empty seat.
        let saved: f64 = fixed.iter().zip(&r.vacant_hours).map(|(cost, vacant)| cost * (vacant / YEAR)).sum();
        let payroll = filled - saved + r.variable_pay;
        let channel_fixed: f64 = plan.channels.keys().map(|c| self.mean_over_window(|plan| plan.channels[c].cost_per_month) * months).sum();
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
        set(Measure::Utilisation, hours, put_in);
        let (delay, n) = quantile(&r.answer_delays, 0.5);
        set(Measure::AnswerDelayHoursP50, delay, n);
        set(Measure::WaitHoursMean, r.left_wait, r.left);
        set(Measure::TimeInSystemHoursMean, r.left_time, r.left);
        set(Measure::WorkShareProspecting, r.hours[Part::Dialogue], hours);
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
            self.people.keys().map(|p| r.pay_of_person[p] + self.base_pay_in_window(p)).sum(),
            people * plan.scenario.time.years - self.years_before_joining(),
        );
        set(Measure::Attainment, r.attainment.0, r.attainment.1);
        set(Measure::ForecastError, r.forecast.0, r.forecast.1);
        set(Measure::ForecastLevel, r.forecast.2, r.forecast.1);
        let renewals = sum(&|j| f64::from(j.after_sale.renewals));
        let left = sum(&|j| f64::from(u8::from(j.after_sale.left)));
        let late = |j: &JourneyRecord| {
            let planned = plan.segments[j.segment].planned_hours() / 24.0;
            is_won(j) && j.ended_days.is_some_and(|at| at - j.begun_days > planned)
        };
        set(Measure::DeliveryDays, r.delivery_days[0], r.delivery_days[1]);
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
}

fn is_won(journey: &JourneyRecord) -> bool {
    journey.price > 0.0
}

/// Variance over mean of the dialogues in four weeks, mean over pools that had any.
fn unevenness(pools: &Table<PoolAt, Vec<f64>>) -> (f64, f64) {
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
