//! Seeking dialogues, touch by touch.

use crate::engine::{Purpose, math};
use crate::measure::{Account, ChannelAt, PoolAt, Seat, SegmentAt};
use crate::world::happening::Happening;
use crate::world::plan::pick;
use crate::world::{Event, JourneyId, PHASE_MARKET, ROOM_OF_ONE, Stage, World};

const TOUCH: Purpose = Purpose::named("whom a touch reaches");
const PICKS_UP: Purpose = Purpose::named("answers a touch");

/// A pool has room for so much of what one person has: a numerical bound.
const LEAST_ROOM: f64 = 0.01;

impl World<'_> {
    /// Whether a person's pool is in a stretch of prospecting: it begins below one level of the pipeline and ends at another.
    pub(crate) fn wants_to_prospect(&mut self, person: Seat) -> bool {
        let rule = &self.plan.scenario.dialogue;
        if self.plan.outbound.is_empty() {
            return false;
        }
        if !rule.prospecting_stops {
            return true;
        }
        let pool = self.people[person].pool;
        let room = self.queues[pool].room as f64 / ROOM_OF_ONE;
        let per_head = self.queues[pool].pipeline as f64 / room.max(LEAST_ROOM);
        let queues = &mut self.queues[pool];
        let level = if queues.prospecting { rule.prospect_until } else { rule.prospect_below };
        queues.prospecting = per_head < level;
        queues.prospecting
    }

    /// An hour or so of touches is over: who answered?
    pub(crate) fn prospected(&mut self, person: Seat, channel: ChannelAt, hours: f64) {
        let plan = self.plan;
        let Some((_, segments)) = plan.outbound.iter().find(|(c, _)| *c == channel) else { return };
        let spec = &plan.channels[channel];
        // Parts of touches add up from go to go.
        let goes = self.people[person].outings as f64;
        self.people[person].outings += 1;
        let each = spec.touches_per_hour * hours;
        let touches = (((goes + 1.0) * each).floor() - (goes * each).floor()) as u64;
        self.count_touches(channel, touches as f64);
        let first = self.people[person].touches;
        let mut stream = self.streams.stream(TOUCH, plan.profiles[person].key, first);
        self.people[person].touches += touches;
        for _ in 0..touches {
            let segment = pick(segments, stream.uniform());
            let Some(account) = plan.account_to_touch(person, segment, &mut stream) else { continue };
            let fresh = self.freshness(channel, (segment, account));
            let slot = self.customers.first_in_account(segment, account);
            if let Some(slot) = slot {
                self.touched(slot, person, channel, fresh);
            }
        }
    }

    /// What is left of an account's readiness to answer after the touches before this one, as a share.
    fn freshness(&mut self, channel: ChannelAt, account: (SegmentAt, Account)) -> f64 {
        let spec = &self.plan.channels[channel];
        if spec.tires_share <= 0.0 {
            return 1.0;
        }
        let now = self.now();
        let (touches, as_of) = self.sources.touched.entry(account).or_insert((0.0, now));
        let left = *touches * math::exp(-(now - *as_of) / (24.0 * spec.recovers_days));
        (*touches, *as_of) = (left + 1.0, now);
        math::pow(1.0 - spec.tires_share, left)
    }

    fn touched(&mut self, slot: JourneyId, person: Seat, channel: ChannelAt, fresh: f64) {
        let spec = &self.plan.channels[channel];
        let entry = &mut self.customers.journeys[slot];
        if entry.stage != Stage::Unmet {
            return;
        }
        let nth = entry.touches;
        entry.touches += 1;
        let key = entry.journey.key;
        let mut stream = self.streams.stream(PICKS_UP, key, nth as u64);
        let answers = stream.uniform() < spec.touch_answer_share * spec.start_share * self.people[person].pace.finding * fresh;
        let lag = stream.exponential(24.0 * spec.lag_days);
        let hour = stream.uniform();
        if !answers {
            return;
        }
        let pool = self.people[person].pool;
        let entry = &mut self.customers.journeys[slot];
        entry.stage = Stage::Agreed;
        entry.channel = Some(channel);
        entry.found_by = Some(self.people[person].earnings.account);
        self.happens(slot, || Happening::Agreed { person, touch: nth + 1 });
        let at = self.by_day(self.now() + lag, hour);
        self.calendar.schedule(at, PHASE_MARKET, Event::Agreed { journey: slot, pool });
    }

    /// The agreed dialogue begins.
    pub(crate) fn agreed(&mut self, slot: JourneyId, pool: PoolAt) {
        let Some(entry) = self.customers.journeys.get(slot).filter(|entry| entry.stage == Stage::Agreed) else { return };
        let Some(channel) = entry.channel else { return };
        self.customers.unlist_from_account(slot);
        self.happens(slot, || Happening::AgreedDialogueBegins);
        let trust = self.plan.channels[channel].trust;
        self.begin_dialogue(slot, pool, None, trust);
    }
}
