//! Customers who stand at the beginning of a run with a loaded pipeline (guide: model, section 2).
//!
//! What began earlier is drawn like everything else, from streams of its own: whoever begins later is the same with and without it.
//! Those who came by a channel and wanted to talk have been talking since. Our people have found others in the hours that they had.
//! What has been done with each customer is played in [`crate::flow`].

use crate::engine::Purpose;
use crate::engine::time::YEAR;
use crate::measure::{ChannelAt, PoolAt, Seat, SegmentAt};
use crate::scenario::customer::Start;
use crate::scenario::provider::Part;
use crate::world::happening::Happening;
use crate::world::plan::{Pattern, SourceAt, pick};
use crate::world::{History, JourneyId, Stage, World};

const EARLIER: Purpose = Purpose::named("projects before the beginning");
const FOUND: Purpose = Purpose::named("whom we found before the beginning");

/// Number of the first customer who is drawn for the time before alone.
const FIRST_NUMBER: u64 = 1 << 40;
/// Numbers the projects of the time before, apart from all others: of points of time and rate, of batches, and real ones.
const FIRST_BAND: u64 = 1 << 21;
const FIRST_BATCH: u64 = 1 << 22;
const FIRST_ROW: u64 = u64::MAX / 4;

impl World<'_> {
    /// The time before the beginning, if there was any.
    pub(super) fn open_history(&mut self) {
        if self.plan.scenario.time.start == Start::Loaded {
            self.history = Some(Box::new(History { hours: vec![0.0; self.plan.pools.len()].into(), ..History::default() }));
        }
    }

    /// Whether a purchase that begins at this time is drawn.
    pub(super) fn is_drawn(&self, at: f64) -> bool {
        match &self.history {
            None => at >= 0.0,
            Some(history) => at < 0.0 || !history.is_all,
        }
    }

    /// A purchase began before the beginning: it is under way, unless it is over.
    pub(super) fn stands(&mut self, slot: JourneyId) {
        if self.customers.journeys[slot].journey.closes() <= 0.0 {
            return self.free_journey(slot);
        }
        self.schedule_close(slot);
        if let Some(history) = &mut self.history {
            history.standing.push(slot);
        }
    }

    /// Fills the pipeline with customers of the time before the beginning.
    pub(crate) fn open_pipeline(&mut self) {
        let Some(history) = &mut self.history else { return };
        history.is_all = true;
        let span = self.look_back();
        let numbers = std::mem::replace(&mut self.sources.next_number, FIRST_NUMBER);
        self.plan.sources.keys().for_each(|source| self.projects_earlier(source, span));
        self.sources.next_number = numbers;
        let mut standing = self.history.as_mut().map_or(Vec::new(), |h| std::mem::take(&mut h.standing));
        standing.sort_by(|&a, &b| {
            let begins = |slot: JourneyId| self.customers.journeys[slot].journey.begins;
            begins(a).total_cmp(&begins(b))
        });
        let unmet = self.those_who_came(standing);
        self.those_we_found(unmet, span);
        self.history = None;
        self.recorder.week = crate::measure::WeekRecord { wip: self.recorder.week.wip, ..Default::default() };
    }

    /// Hours before the beginning in which purchases that may still be under way began.
    fn look_back(&self) -> f64 {
        let there = self.plan.segments.iter_enumerated().filter(|(segment, _)| self.plan.has_customers(*segment));
        let longest = there.map(|(_, segment)| segment.deadline_days_median).fold(0.0, f64::max);
        let time = &self.plan.scenario.time;
        if longest > 0.0 { time.look_back_deadlines * 24.0 * longest } else { time.look_back_years * YEAR }
    }

    /// Projects of a source of which purchases may be under way. Those of a segment have been drawn, as far as they go on.
    fn projects_earlier(&mut self, source: SourceAt, span: f64) {
        let plan = self.plan;
        let spec = &plan.sources[source];
        match (spec.channel, spec.pattern) {
            (_, Pattern::File) => self.rows_earlier(source, span),
            (None, _) => {
                let before = 24.0 * plan.segments[spec.segments[0].0].project_days;
                self.projects_between(source, (EARLIER, FIRST_BAND), -before - span, -before);
            }
            (Some(_), Pattern::Batches { hours }) => {
                let quarter = YEAR / 4.0;
                for batch in 0..(span / quarter).ceil() as u64 {
                    self.batch(source, FIRST_BATCH + batch, -(batch as f64 + 0.5) * quarter, hours);
                }
            }
            (Some(_), Pattern::Poisson { .. }) => self.projects_between(source, (EARLIER, FIRST_BAND), -span, 0.0),
        }
    }

    /// Real customers who came before the beginning.
    fn rows_earlier(&mut self, source: SourceAt, span: f64) {
        let arrivals = self.arrivals;
        let channel = self.plan.sources[source].channel;
        for (index, row) in arrivals.rows.iter().enumerate() {
            let at = row.at_hours + self.plan.window_start;
            if Some(row.channel) == channel && (-span..0.0).contains(&at) {
                self.project(source, FIRST_ROW + index as u64, at, Some((row.segment, row.value)));
            }
        }
    }

    /// Who came by a channel and would have talked to us has done so since. Gives the others.
    fn those_who_came(&mut self, standing: Vec<JourneyId>) -> Vec<JourneyId> {
        let mut unmet = Vec::new();
        for slot in standing {
            let entry = &self.customers.journeys[slot];
            let came = entry.channel.map(|c| &self.plan.channels[c]);
            let talks = came.is_some_and(|channel| self.takes_our_answer(slot, channel.start_share));
            match came.filter(|_| talks) {
                Some(channel) => {
                    let (begins, account) = (entry.journey.begins, (entry.journey.segment, entry.journey.account));
                    let pool = self.route(Part::Dialogue, account, None);
                    self.has_talked(slot, pool, begins, channel.trust);
                }
                None => {
                    self.customers.journeys[slot].stage = Stage::Unmet;
                    self.customers.list_in_account(slot);
                    unmet.push(slot);
                }
            }
        }
        unmet
    }

    /// A dialogue with a customer has gone on since some time before the beginning.
    fn has_talked(&mut self, slot: JourneyId, pool: PoolAt, since: f64, trust: f64) {
        if let Some(history) = &mut self.history {
            history.now = since;
        }
        self.happens(slot, || Happening::TalkedBefore);
        self.begin_dialogue(slot, pool, None, trust);
        if let Some(o) = self.customers.journeys.get(slot).filter(|entry| entry.stage == Stage::Open).and_then(|entry| entry.opportunity) {
            self.play(o);
        }
        if let Some(history) = &mut self.history {
            history.now = 0.0;
            history.dates.clear();
        }
    }

    /// Our people have found customers in the hours that the others left them, until they had enough.
    fn those_we_found(&mut self, mut unmet: Vec<JourneyId>, span: f64) {
        let plan = self.plan;
        let rule = &plan.scenario.dialogue;
        // Each has a turn of its own, whoever else there is; the last comes first.
        let turn = |s: &Self, slot: JourneyId| s.streams.stream(FOUND, s.customers.journeys[slot].journey.key, 0).uniform();
        unmet.sort_by(|&a, &b| turn(self, b).total_cmp(&turn(self, a)));
        for pool in plan.pools.keys().filter(|&p| plan.pools[p].parts[Part::Dialogue] && !plan.outbound.is_empty()) {
            let members: Vec<Seat> = plan.pools[pool].members.iter().copied().filter(|&p| self.people[p].is_there()).collect();
            // By definition midway between where prospecting begins and where it stops.
            let enough = 0.5 * (rule.prospect_below + rule.prospect_until) * members.len() as f64;
            let share: f64 = members.iter().map(|&p| plan.profiles[p].selling_share).sum();
            let mut hours = share * plan.hours.worked(span);
            let mut segments = self.streams.stream(FOUND, u64::from(pool.number()), 1);
            for outing in 0.. {
                let spent = self.history.as_ref().map_or(0.0, |h| h.hours[pool]);
                if hours <= spent || (rule.prospecting_stops && f64::from(self.queues[pool].pipeline) >= enough) {
                    break;
                }
                let (channel, shares) = &plan.outbound[outing % plan.outbound.len()];
                let segment = pick(shares, segments.uniform());
                hours -= self.hours_to_find(segment, *channel);
                // Whoever keeps customers does not seek them in the patches of others.
                let keeps = plan.pools[pool].parts[Part::Flow];
                let is_one = |slot: &JourneyId| {
                    let journey = &self.customers.journeys[*slot].journey;
                    let patch = plan.patch_of(journey.segment, journey.account).filter(|patch| !patch.owners.is_empty());
                    journey.segment == segment && patch.is_none_or(|patch| !keeps || patch.pools.contains(&pool))
                };
                let Some(place) = unmet.iter().rposition(is_one) else { continue };
                self.is_found(unmet.remove(place), pool, *channel);
            }
        }
    }

    /// One of our people found a customer at some time between the beginning of the purchase and that of the run.
    fn is_found(&mut self, slot: JourneyId, pool: PoolAt, channel: ChannelAt) {
        self.customers.unlist_from_account(slot);
        let entry = &mut self.customers.journeys[slot];
        entry.channel = Some(channel);
        entry.touches = 1;
        let (begins, key) = (entry.journey.begins, entry.journey.key);
        let mut stream = self.streams.stream(FOUND, key, 2);
        let since = self.by_day(begins * stream.uniform(), stream.uniform()).min(0.0);
        self.has_talked(slot, pool, since, self.plan.channels[channel].trust);
    }

    /// Hours of touches until one of a segment answers, if about as many accounts have a purchase under way as is usual.
    fn hours_to_find(&self, segment: SegmentAt, channel: ChannelAt) -> f64 {
        let (spec, traits) = (&self.plan.channels[channel], &self.plan.segments[segment]);
        let years = if traits.deadline_days_median > 0.0 {
            24.0 * traits.deadline_days_median / YEAR
        } else {
            self.plan.scenario.time.look_back_years
        };
        let begun = traits.projects_per_year * self.plan.scenario.market_scale * traits.purchases_mean;
        let share = (begun * years / f64::from(self.plan.accounts[segment])).min(1.0);
        // If nobody ever answers: more hours than there are.
        1.0 / (spec.touches_per_hour * spec.touch_answer_share * spec.start_share * share)
    }
}
