//! Customers appear in the world: by chance, in batches, or as in a file. No policy is asked.

use super::projects::Beginnings;
use crate::engine::time::{MONTH, YEAR};
use crate::engine::{Purpose, Stream};
use crate::market::journey::{Journey, Origin};
use crate::measure::{Account, ChannelAt, SegmentAt};
use crate::world::plan::{Pattern, SourceAt, pick};
use crate::world::sources::{self, bands_up_to};
use crate::world::{Alteration, Altered, Event, JourneyId, JourneySlot, PHASE_CLOSE, PHASE_MARKET, Stage, World};

const GAPS: Purpose = Purpose::named("gaps between projects");
const HEIGHTS: Purpose = Purpose::named("heights of points of time and rate");
const PROJECT: Purpose = Purpose::named("project");

impl World<'_> {
    /// Schedules the first customer of every source. Projects of the time before are drawn too, for the purchases that are still to come.
    pub(crate) fn open_sources(&mut self) {
        self.open_history();
        for source in self.plan.sources.keys() {
            let spec = &self.plan.sources[source];
            if spec.channel.is_none() && spec.rate > 0.0 {
                let span = 24.0 * self.plan.segments[spec.segments[0].0].project_days;
                self.projects_between(source, (GAPS, BEFORE), -span, 0.0);
            }
            match spec.pattern {
                Pattern::File => self.next_row(source),
                Pattern::Batches { .. } if self.plan.highest_rate(source) > 0.0 => self.next_batch(source),
                Pattern::Batches { .. } => {}
                Pattern::Poisson { .. } => {
                    let bands = self.sources.passed[source].len() as u8;
                    (0..bands).for_each(|band| self.next_point(source, band, 0.0));
                }
            }
        }
    }

    /// Projects that began in a time before the beginning: the points below the rate, band by band, from the end backwards. Their numbers
    /// follow the one that is given.
    pub(super) fn projects_between(&mut self, source: SourceAt, (purpose, first): (Purpose, u64), start: f64, end: f64) {
        let spec = &self.plan.sources[source];
        for band in 0..bands_up_to(YEAR * self.plan.highest_rate(source)) {
            let mut stream = self.streams.stream(purpose, of_band(spec.key, band), u64::MAX);
            let (low, high) = sources::band(band);
            let mut at = end;
            for number in 0.. {
                at -= stream.exponential(YEAR / (high - low));
                let height = low + (high - low) * stream.uniform();
                if at < start {
                    break;
                }
                if height < YEAR * spec.rate_at(at - self.plan.window_start) {
                    self.project(source, place(first + u64::from(band), number), at, None);
                }
            }
        }
    }

    /// The next point of a band, wherever the rate may be by then.
    fn next_point(&mut self, source: SourceAt, band: u8, from: f64) {
        let number = self.sources.passed[source][usize::from(band)];
        let (low, high) = sources::band(band);
        let gap = self.streams.stream(GAPS, of_band(self.plan.sources[source].key, band), number).exponential(YEAR / (high - low));
        self.calendar.schedule(from + gap, PHASE_MARKET, Event::Appears { source, band });
    }

    /// The next real customer.
    fn next_row(&mut self, source: SourceAt) {
        let (rows, plan) = (&self.arrivals.rows, self.plan);
        let channel = plan.sources[source].channel;
        let mut next = self.sources.rows[source];
        while next < rows.len() && (Some(rows[next].channel) != channel || rows[next].at_hours + plan.window_start < 0.0) {
            next += 1;
        }
        self.sources.rows[source] = next;
        if let Some(row) = rows.get(next) {
            let at = (row.at_hours + plan.window_start).max(self.now());
            self.calendar.schedule(at, PHASE_MARKET, Event::Appears { source, band: 0 });
        }
    }

    /// The next batch, in the middle of its quarter.
    fn next_batch(&mut self, source: SourceAt) {
        let number = self.sources.passed[source][0];
        let at = (number as f64 + 0.5) * YEAR / 4.0;
        self.calendar.schedule(at, PHASE_MARKET, Event::Appears { source, band: 0 });
    }

    /// A point of a source has been reached: a customer appears if the rate is above it.
    pub(crate) fn appears(&mut self, source: SourceAt, band: u8) {
        let now = self.now();
        let spec = &self.plan.sources[source];
        match spec.pattern {
            Pattern::File => {
                let at = self.sources.rows[source];
                let row = self.arrivals.rows[at];
                self.sources.rows[source] += 1;
                self.recorder.events += 1;
                self.project(source, at as u64, now, Some((row.segment, row.value)));
                self.next_row(source);
            }
            Pattern::Batches { hours } => {
                let batch = self.sources.passed[source][0];
                self.sources.passed[source][0] += 1;
                self.recorder.events += 1;
                self.batch(source, batch, now, hours);
                self.next_batch(source);
            }
            Pattern::Poisson { .. } => {
                let number = self.sources.passed[source][usize::from(band)];
                self.sources.passed[source][usize::from(band)] += 1;
                let (low, high) = sources::band(band);
                let height = low + (high - low) * self.streams.stream(HEIGHTS, of_band(spec.key, band), number).uniform();
                if height < YEAR * spec.rate_at(now - self.plan.window_start) {
                    self.recorder.events += 1;
                    self.project(source, place(u64::from(band), number), now, None);
                }
                self.next_point(source, band, now);
            }
        }
    }

    /// A batch that comes within so many hours. What of its mean is not a whole number is one more by chance, the same for every rate.
    pub(super) fn batch(&mut self, source: SourceAt, batch: u64, begins: f64, hours: f64) {
        let spec = &self.plan.sources[source];
        let mean = spec.rate * YEAR / 4.0;
        let mut stream = self.streams.stream(GAPS, spec.key, batch);
        let count = mean.floor() + if stream.uniform() < mean.fract() { 1.0 } else { 0.0 };
        for number in 0..count as u64 {
            self.project(source, place(batch, number), begins + hours * stream.uniform(), None);
        }
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
                size_factor: plan.patch_of(segment, account).map_or(1.0, |patch| patch.potential),
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
    pub(crate) fn schedule_close(&mut self, slot: JourneyId) {
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

/// Projects of the time before the beginning are numbered from here.
const BEFORE: u64 = 1 << 20;

/// The key of a band's streams.
fn of_band(key: u64, band: u8) -> u64 {
    key ^ (u64::from(band) + 1).wrapping_mul(0xd6e8_feb8_6659_fd93)
}

/// The number of a project within its source, by its band or batch and its number there.
fn place(band: u64, number: u64) -> u64 {
    band << 40 | number
}

#[cfg(test)]
mod tests;
