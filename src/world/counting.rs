//! Counting while a world goes on.

use super::World;
use super::journeys::{JourneyId, Stage};
use super::opportunity::{Opportunity, OpportunityId, Phase};
use crate::engine::time::WEEK;
use crate::measure::{AfterSaleRecord, ChannelAt, DealRecord, Ending, FunnelRecord, JourneyRecord, Seat, WeekRecord};
use crate::provider::people::Profile;
use crate::scenario::provider::Part;

impl World<'_> {
    /// Counts the selling hours that a person's effort has added in the window since it was last counted.
    pub fn count_effort(&mut self, person: Seat) {
        let now = self.plan.hours.worked(self.now());
        let before = std::mem::replace(&mut self.recorder.effort_counted[person], now);
        let more = self.people[person].effort - 1.0;
        if more != 0.0 {
            let [start, end] = [self.plan.window_start, self.plan.window_end].map(|at| self.plan.hours.worked(at));
            let hours = (now.clamp(start, end) - before.clamp(start, end)).max(0.0);
            self.recorder.effort_hours[person] += self.plan.profiles[person].selling_share * more * hours;
        }
    }

    /// Counts work of a person: `hours` that began at `from`.
    pub fn count_work(&mut self, person: Seat, part: Part, from: f64, hours: f64, opportunity: Option<OpportunityId>) {
        if let Some(o) = opportunity {
            self.opportunities[o].worked += hours;
        }
        if let Some(history) = &mut self.history {
            history.hours[self.people[person].pool] += hours;
        }
        self.recorder.week.worked_hours += hours;
        let profile = &self.plan.profiles[person];
        if profile.part_shares.is_some() {
            let worked = self.plan.hours.worked(self.now());
            self.people[person].spends_in(profile, part, worked, hours);
        }
        if !self.in_window(from) {
            return;
        }
        let possible = opportunity.map(|o| self.journey_of(o).possible);
        let recorder = &mut self.recorder;
        recorder.hours[part] += hours;
        recorder.hours_of_person[person] += hours;
        if let Some(one) = recorder.employment(person) {
            one.hours += hours;
        }
        recorder.roles[self.plan.profiles[person].role].hours[usize::from(part)] += hours;
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
    pub fn count_wip(&mut self, opportunity: OpportunityId, change: f64) {
        let (start, end) = (self.plan.window_start, self.plan.window_end);
        let now = self.now();
        self.recorder.wip.change(now.clamp(start, end), change);
        self.recorder.week.wip = self.recorder.week.wip.wrapping_add_signed(change as i32);
        if change > 0.0 {
            return;
        }
        let slot = &self.opportunities[opportunity];
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
    pub fn count_wait(&mut self, person: Seat, waited: f64) {
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
        // Whoever only leads has no time for customers; whoever only delivers has that for deliveries.
        let share = |(seat, profile): (Seat, &Profile)| {
            let role = self.plan.role_of(seat);
            match profile.meets_customers() {
                true => profile.selling_share,
                false if role.delivers.is_empty() => 0.0,
                false => profile.selling_share * role.delivery_share,
            }
        };
        let there = self.plan.profiles.iter_enumerated().filter(|(seat, _)| self.people[*seat].is_there());
        self.recorder.week.capacity_hours = worked * there.map(share).sum::<f64>();
        if now > 0.0 && now <= self.plan.window_end {
            self.recorder.weeks.push(self.recorder.week);
        }
        self.recorder.week = WeekRecord { wip: self.recorder.week.wip, ..WeekRecord::default() };
    }

    /// Writes down a deal that is closed in the window; what is known only at delivery is filled in then.
    pub fn record_deal(&mut self, o: OpportunityId) {
        let opportunity = &self.opportunities[o];
        let person = opportunity.crew.first().map_or(Seat::NOBODY, |m| m.person);
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
            referred: self.customers.journeys[opportunity.journey].channel == Some(self.plan.sent_by_customer()),
            score: opportunity.reported,
            lifetime_value: 0.0,
        };
        if let Some(one) = self.recorder.employment(person) {
            one.deals += 1.0;
            one.bookings += deal.price;
        }
        self.opportunities[o].deal = Some(self.recorder.deal_records.push_and_get_key(deal));
    }

    /// Counts the work of answering or seeking that a channel takes.
    pub fn count_channel_work(&mut self, channel: ChannelAt, from: f64, hours: f64) {
        if self.in_window(from) {
            self.recorder.channels[channel].work_hours += hours;
        }
    }

    /// Counts touches of a channel, or those who came, and pays for them.
    pub fn count_touches(&mut self, channel: ChannelAt, touches: f64) {
        if self.in_window(self.now()) {
            let cost = touches * self.plan.channels[channel].cost_per_touch;
            self.recorder.channel_cost += cost;
            self.recorder.channels[channel].touches += touches;
            self.recorder.channels[channel].cost += cost;
        }
    }

    /// Writes down what happened with a customer in the window, whenever their journey began.
    fn record_funnel(&mut self, slot: JourneyId, ending: Ending, is_delivered: bool, after_sale: AfterSaleRecord) {
        let (plan, entry) = (self.plan, &self.customers.journeys[slot]);
        let journey = &entry.journey;
        if entry.opportunity.is_none() && entry.came.is_none() {
            return;
        }
        let days = |at: f64| (at - plan.window_start) / 24.0;
        let is_won = entry.stage == Stage::Sold;
        let o = entry.opportunity.map(|o| &self.opportunities[o]);
        let is_in = |o: &&Opportunity| o.let_in && (o.judged_by.is_some() || matches!(o.phase, Phase::InFlow | Phase::Sold));
        let accepted = o.filter(is_in).map(|o| o.judged_by.map_or(o.entered_at, |(_, at)| at));
        let decided = if is_won { o.map_or(self.now(), |o| o.decided_at) } else { self.now() };
        let ended = (is_won || ending != Ending::Open).then_some(decided);
        let deal = o.and_then(|o| o.deal).and_then(|deal| self.recorder.deal_records.get(deal));
        let has_it = o.and_then(|o| o.crew.first().map(|member| member.person).or(o.judged_by.map(|(judge, _)| judge)));
        let first = o.map(|o| o.dialogue_at).into_iter().chain(entry.came.map(|(_, at)| at)).fold(f64::INFINITY, f64::min);
        let last = ended.unwrap_or(f64::INFINITY).max(if is_delivered { self.now() } else { f64::NEG_INFINITY });
        if first >= plan.window_end || last < plan.window_start {
            return;
        }
        let price = entry.opportunity.map_or_else(|| self.first_price_of(journey), |o| self.price_of(o));
        let record = FunnelRecord {
            segment: journey.segment,
            channel: entry.came.map(|(channel, _)| channel).or(o.and(entry.channel)),
            patch: plan.patch_of(journey.segment, journey.account).map(|patch| patch.place),
            group_size: journey.group_size,
            offering: o.map(|o| o.offering),
            owner: deal.map(|deal| deal.person).or(has_it),
            came_days: entry.came.map(|(_, at)| days(at)),
            dialogue_days: o.map(|o| days(o.dialogue_at)),
            accepted_days: accepted.map(days),
            is_asked: o.is_some_and(|o| plan.catalogue.decide.is_some_and(|decide| o.belief.work.has(decide))),
            ended_days: ended.map(days),
            delivered_days: (is_won && is_delivered && !o.is_some_and(|o| o.is_undelivered)).then(|| days(self.now())),
            ending,
            is_won,
            is_own_no: o.is_some_and(|o| o.is_own_no),
            list_price: entry.opportunity.map_or(price, |o| self.list_price_of(o)),
            price,
            work_hours: o.map_or(0.0, |o| o.worked),
            renewals: after_sale.renewals,
        };
        self.recorder.funnel.push(record);
    }

    /// Writes down how a journey begun in the window ended.
    pub fn record_journey(&mut self, slot: JourneyId, ending: Ending, outcome: Option<(f64, f64)>, after_sale: AfterSaleRecord) {
        self.record_funnel(slot, ending, outcome.is_some(), after_sale);
        let entry = &self.customers.journeys[slot];
        let journey = &entry.journey;
        if !self.in_window(journey.begins) {
            return;
        }
        let o = entry.opportunity.map(|o| &self.opportunities[o]);
        let days = |at: f64| (at - self.plan.window_start) / 24.0;
        let sold = entry.stage == Stage::Sold;
        let price = entry.opportunity.filter(|_| sold).map_or(0.0, |o| self.price_of(o));
        let (customer_surplus, margin) = outcome.unwrap_or((0.0, 0.0));
        let decided = if sold { o.map_or(self.now(), |o| o.decided_at) } else { self.now() };
        let amount = entry.opportunity.map_or_else(|| self.first_price_of(journey), |o| self.price_of(o));
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
            came_by: entry.came.map(|(channel, _)| channel),
            came_days: entry.came.map(|(_, at)| days(at)),
            amount,
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
            self.recorder.unsettled -= 1;
        }
        self.recorder.journeys.push(record);
    }
}
