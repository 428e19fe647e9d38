//! Customers appear in the world: by chance, in batches, or as in a file. No policy is asked.

use super::projects::Beginnings;
use crate::engine::time::{MONTH, YEAR};
use crate::engine::{Purpose, Stream};
use crate::market::journey::{Journey, Origin};
use crate::measure::{Account, ChannelAt, SegmentAt};
use crate::world::plan::{Pattern, SourceAt, pick, season};
use crate::world::{Alteration, Altered, Event, JourneyId, JourneySlot, PHASE_CLOSE, PHASE_MARKET, Stage, World};

const GAPS: Purpose = Purpose::named("gaps between projects");
const PROJECT: Purpose = Purpose::named("project");

impl World<'_> {
    /// Schedules the first customer of every source. Projects of the time before are drawn too, for the purchases that are still to come.
    pub(crate) fn open_sources(&mut self) {
        self.open_history();
        for source in self.plan.sources.keys() {
            let spec = &self.plan.sources[source];
            if spec.channel.is_none() && spec.rate > 0.0 {
                self.projects_before(source);
            }
            self.schedule_next(source, 0.0);
        }
    }

    fn projects_before(&mut self, source: SourceAt) {
        let spec = &self.plan.sources[source];
        let span = 24.0 * self.plan.segments[spec.segments[0].0].project_days;
        let mut stream = self.streams.stream(GAPS, spec.key, u64::MAX);
        let count = stream.poisson_large(spec.rate * span);
        for index in 0..count {
            let begins = -span * stream.uniform();
            self.project(source, u64::MAX / 2 + index, begins, None);
        }
    }

    fn schedule_next(&mut self, source: SourceAt, from: f64) {
        let plan = self.plan;
        let spec = &plan.sources[source];
        let index = self.sources.counts[source];
        let at = match spec.pattern {
            Pattern::File => {
                let rows = &self.arrivals.rows;
                let mut next = self.sources.rows[source];
                while next < rows.len() && (Some(rows[next].channel) != spec.channel || rows[next].at_hours + plan.window_start < 0.0) {
                    next += 1;
                }
                self.sources.rows[source] = next;
                match rows.get(next) {
                    Some(row) => row.at_hours + plan.window_start,
                    None => return,
                }
            }
            _ if spec.rate <= 0.0 => return,
            Pattern::Batches { hours } => next_batch(from, spec.rate, hours, self.streams.stream(GAPS, spec.key, index).uniform(), index),
            Pattern::Poisson { seasonality } => {
                let mut stream = self.streams.stream(GAPS, spec.key, index);
                let most = spec.rate * (1.0 + seasonality);
                let mut at = from;
                loop {
                    at += stream.exponential(1.0 / most);
                    if seasonality <= 0.0 || stream.uniform() * (1.0 + seasonality) < season(seasonality, at - plan.window_start) {
                        break at;
                    }
                }
            }
        };
        self.calendar.schedule(at.max(from), PHASE_MARKET, Event::Appears { source });
    }

    /// A customer of a source appears.
    pub(crate) fn appears(&mut self, source: SourceAt) {
        let now = self.now();
        let index = self.sources.counts[source];
        self.sources.counts[source] += 1;
        let row = match self.plan.sources[source].pattern {
            Pattern::File => {
                let row = self.arrivals.rows[self.sources.rows[source]];
                self.sources.rows[source] += 1;
                Some((row.segment, row.value))
            }
            _ => None,
        };
        self.project(source, index, now, row);
        self.schedule_next(source, now);
    }

    /// A customer project with its purchases.
    pub(super) fn project(&mut self, source: SourceAt, index: u64, begins: f64, row: Option<(Option<SegmentAt>, Option<f64>)>) {
        let plan = self.plan;
        let spec = &plan.sources[source];
        let key = spec.key.wrapping_add(index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut stream = self.streams.stream(PROJECT, key, 0);
        let drawn = pick(&spec.segments, stream.uniform());
        let (row_segment, row_value) = row.unwrap_or((None, None));
        let segment = row_segment.unwrap_or(drawn);
        let traits = &plan.segments[segment];
        let account = Account::new(stream.below(plan.accounts[segment] as u64) as u32);
        let stops = if traits.cancel_per_month > 0.0 {
            begins + stream.exponential(MONTH / -crate::engine::math::ln(1.0 - traits.cancel_per_month.min(0.999_999)))
        } else {
            f64::INFINITY
        };
        let price = plan.offerings.first().map_or(1.0, |o| o.price);
        let purchases = 1 + stream.poisson(traits.purchases_mean - 1.0);
        let of = Beginnings { source, key, segment, begins, purchases, is_real: row.is_some() };
        let project = self.open_project(&of, stream.clone());
        for purchase in 0..purchases {
            let leads = purchase == 0 && spec.channel.is_some();
            let at = self.beginning_of(&of, purchase, &mut stream);
            let number = self.sources.next_number;
            self.sources.next_number += 1;
            if at >= stops || !self.is_drawn(at) {
                continue;
            }
            let channel = spec.channel.map(|c| &plan.channels[c]);
            let origin = Origin {
                number,
                key: key.wrapping_add(purchase << 40),
                segment,
                account,
                begins: at,
                stops,
                fit_scale: channel.map_or(1.0, |c| c.fit_scale),
                gap_scale: channel.map_or(1.0, |c| c.gap_scale),
                part: self.part_of(project, &of, purchase),
                deal_size: if leads { row_value.map(|v| v / price) } else { None },
            };
            self.plan_journey(origin, if leads { spec.channel } else { None });
        }
        self.customers.leave_project(project);
    }

    /// When a purchase of a project begins.
    pub(super) fn beginning_of(&self, of: &Beginnings, purchase: u64, stream: &mut Stream) -> f64 {
        let channel = self.plan.sources[of.source].channel.filter(|_| purchase == 0);
        let offset = 24.0 * self.plan.segments[of.segment].project_days * stream.uniform();
        match (channel, of.is_real) {
            // A real arrival comes when it came.
            (Some(_), true) => of.begins,
            (Some(_), false) => self.hour_of_coming(stream, channel, of.begins),
            (None, _) => of.begins + offset,
        }
    }

    /// Most customers come in working hours: one who would come at night comes in the course of the next working day.
    fn hour_of_coming(&self, stream: &mut Stream, channel: Option<ChannelAt>, at: f64) -> f64 {
        let share = channel.map_or(0.0, |c| self.plan.channels[c].office_hours_share);
        let by_day = stream.chance(share);
        let uniform = stream.uniform();
        if by_day { self.by_day(at, uniform) } else { at }
    }

    fn plan_journey(&mut self, mut origin: Origin, channel: Option<ChannelAt>) {
        match self.alteration.filter(|a| a.journey == origin.number).map(|a| a.what) {
            Some(Altered::Hidden) => origin.key ^= 0x0001_0001_0001_0000,
            Some(Altered::ExtraDraw) => {
                self.streams.stream(PROJECT, origin.key, 1).uniform();
            }
            Some(Altered::LaterDeadline) | None => {}
        }
        let mut journey =
            Journey::draw(&self.streams, origin, &self.plan.segments[origin.segment], &self.plan.offerings.raw, self.plan.least);
        if self.alteration == Some(Alteration { journey: origin.number, what: Altered::LaterDeadline }) {
            journey.deadline += 240.0;
        }
        let entry = JourneySlot {
            journey,
            stage: Stage::Planned,
            channel,
            came: None,
            opportunity: None,
            touches: 0,
            found_by: None,
            lost_by_delay: false,
            close: None,
            next_in_account: None,
            previous_in_account: None,
        };
        let slot = self.customers.journeys.insert(entry);
        if origin.begins < 0.0 {
            self.stands(slot);
        } else if origin.begins <= self.now() {
            self.begins(slot);
        } else {
            self.calendar.schedule(origin.begins, PHASE_MARKET, Event::Begins { journey: slot });
        }
    }

    /// When it will be over if nothing is decided.
    pub(super) fn schedule_close(&mut self, slot: JourneyId) {
        let entry = &self.customers.journeys[slot];
        let closes = entry.journey.closes();
        if closes.is_finite() {
            let ticket = self.calendar.schedule(closes, PHASE_CLOSE, Event::Closes { journey: slot });
            self.customers.journeys[slot].close = Some(ticket);
        }
    }

    /// A journey begins: from now on it can be met.
    pub(crate) fn begins(&mut self, slot: JourneyId) {
        let entry = &self.customers.journeys[slot];
        let journey = entry.journey;
        if self.in_window(journey.begins) {
            self.recorder.begun += 1;
            self.recorder.unsettled += 1;
        }
        self.schedule_close(slot);
        if self.customers.journeys[slot].channel.is_some() {
            self.came(slot);
        } else {
            self.customers.journeys[slot].stage = Stage::Unmet;
            self.customers.list_in_account(slot);
            self.may_come_again(slot);
        }
    }
}

/// Batches come in the middle of each quarter, all of a batch within so many hours. What is not a whole number in one quarter is
/// carried over to the next.
fn next_batch(from: f64, rate: f64, hours: f64, uniform: f64, index: u64) -> f64 {
    let quarter = YEAR / 4.0;
    let each = rate * quarter;
    // Customers that have come before a batch.
    let before = |batch: f64| (batch * each + 1e-9).floor();
    let index = index as f64;
    let mut batch = (index / each).floor();
    while before(batch + 1.0) <= index {
        batch += 1.0;
    }
    while before(batch) > index {
        batch -= 1.0;
    }
    let within = hours * (index - before(batch) + uniform) / (before(batch + 1.0) - before(batch));
    ((batch + 0.5) * quarter + within).max(from)
}

#[cfg(test)]
mod tests;
