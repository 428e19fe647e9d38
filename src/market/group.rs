//! The buying group: what its people want, believe, doubt, and how they decide (guide: model, section 3).

use super::journey::Journey;
use super::need::{Point, dispersion, fit};
use crate::engine::{Purpose, Streams, Table, math};
use crate::measure::{BuyerAt, Domain};
use crate::scenario::customer::{Buying, Segment};

const PEOPLE: Purpose = Purpose::named("stakeholders");
const DRIFT: Purpose = Purpose::named("drift of wants");
/// Time between the knots of a random walk of wants: a numerical grid.
const DRIFT_STEP_HOURS: f64 = 28.0 * 24.0;

/// One person of the buying group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stakeholder {
    /// What would truly serve.
    pub need: Point,
    /// What the person now believes it needs.
    pub want: Point,
    /// Precision of that belief.
    pub confidence: f64,
    /// Precision at the start, to which it decays.
    pub confidence_start: f64,
    /// Price that the person puts on doubt.
    pub risk_aversion: f64,
    /// Share of the doubt that is left after concerns were resolved.
    pub concern: f64,
    /// What perceived surplus has to beat.
    pub hurdle: f64,
    /// Domain of knowledge.
    pub domain: Domain,
    /// Whether nothing happens against this person.
    pub veto: bool,
    /// When the person joins the group (hours).
    pub joins: f64,
    /// Fit that was promised in what was said, times its weight, and the weight of what was said.
    pub promised: (f64, f64),
    /// Where the want was at the start.
    pub want_start: Point,
    drift: Drift,
}

/// A random walk of wants through knots four weeks apart, linear between them, so that its path is the same however often one looks.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Drift {
    knot: u32,
    step: Point,
    seen: f64,
}

/// The people of one journey as they are now.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BuyingGroup {
    /// Everybody, those who have yet to join included.
    pub people: Table<BuyerAt, Stakeholder>,
    /// Time up to which beliefs have been brought (hours).
    pub as_of: f64,
    /// Trust in us as a firm.
    pub trust_in_firm: f64,
    /// Trust at the start, to which it decays.
    pub trust_start: f64,
    /// Hours that the customer has spent on us.
    pub customer_hours: f64,
    /// What we ask, in list prices.
    pub price: f64,
    /// Whether they have said yes: what was decided is defended, and confidence does not decay (Festinger, *A Theory of
    /// Cognitive Dissonance*, 1957). Wants still drift, and late joiners still come.
    pub has_said_yes: bool,
    begins: f64,
    gross_value: f64,
    rival_bar: f64,
    key: u64,
}

/// What a group says when it is asked to decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// They buy.
    Buy,
    /// Everybody agrees that this is not for them.
    NotForUs,
    /// Somebody with a veto sees too little value.
    TooLittleValue {
        /// Position of the person in the group.
        blocker: BuyerAt,
    },
    /// Somebody with a veto sees value but doubts.
    Doubt {
        /// Position of the person in the group.
        blocker: BuyerAt,
    },
    /// Their wants are too far apart.
    NoConsensus,
    /// Somebody else is better.
    Rival,
}

/// A message for one person: how strong, how well made.
#[derive(Debug, Clone, Copy)]
pub struct Message {
    /// Where it says that the need is.
    pub place: Point,
    /// Its weight as evidence.
    pub weight: f64,
    /// How much further than evidence a push goes; 1 for sense-making.
    pub push: f64,
    /// How much more is promised than the place would bring; 1 for what we believe.
    pub boast: f64,
}

/// How a person took a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// It was heard.
    Heard,
    /// It lay too far from what the person wants.
    Reactance,
}

impl BuyingGroup {
    /// Draws the people of a journey afresh, reusing the memory of this group.
    pub fn draw(&mut self, streams: &Streams, journey: &Journey, segment: &Segment, buying: &Buying, trust: f64) {
        self.people.clear();
        self.begins = journey.begins;
        self.as_of = journey.begins;
        self.gross_value = journey.gross_value;
        self.rival_bar = journey.rival_bar;
        self.trust_in_firm = trust;
        self.trust_start = trust;
        self.customer_hours = 0.0;
        self.price = 1.0;
        self.has_said_yes = false;
        self.key = journey.key;
        let mut common = streams.stream(PEOPLE, journey.key, u64::MAX);
        let shared_fear = common.normal() * math::sqrt(segment.risk_aversion_correlation);
        let own_fear = math::sqrt(1.0 - segment.risk_aversion_correlation);
        journey.needs(streams, segment, |need| {
            let index = self.people.next_key();
            let mut stream = streams.stream(PEOPLE, journey.key, u64::from(index.number()));
            let want = Point::normal(&mut stream).scaled_plus(segment.want_gap * journey.gap_scale, need);
            let confidence = stream.log_normal(segment.confidence_median, segment.confidence_sigma);
            let fear = shared_fear + own_fear * stream.normal();
            let hurdle = segment.hurdle_mean + segment.hurdle_sd * stream.normal();
            let domain = Domain::new(stream.below(buying.domains as u64) as u8);
            let veto = stream.chance(segment.veto_share) || index == BuyerAt::FIRST;
            let late = stream.chance(segment.late_share) && index != BuyerAt::FIRST;
            let delay = stream.exponential(24.0 * segment.late_days);
            self.people.push(Stakeholder {
                need,
                want,
                confidence,
                confidence_start: confidence,
                risk_aversion: segment.risk_aversion_median * math::exp(segment.risk_aversion_sigma * fear),
                concern: 1.0,
                hurdle,
                domain,
                veto,
                joins: if late { journey.begins + delay } else { journey.begins },
                promised: (0.0, 0.0),
                want_start: want,
                drift: Drift::default(),
            });
        });
    }

    /// Brings beliefs up to time `now`: confidence and trust decay, buyers learn by themselves, wants drift.
    pub fn refresh(&mut self, streams: &Streams, buying: &Buying, now: f64) {
        let elapsed = now - self.as_of;
        if elapsed <= 0.0 {
            return;
        }
        let rate = core::f64::consts::LN_2 / (24.0 * buying.confidence_half_life_days);
        let keep = if self.has_said_yes { 1.0 } else { math::exp(-rate * elapsed) };
        let learned = buying.own_learning_per_month / (30.4375 * 24.0) / rate;
        let days = (now - self.begins) / 24.0;
        for (index, person) in self.people.iter_mut_enumerated() {
            let rest = person.confidence_start + learned;
            person.confidence = rest + (person.confidence - rest) * keep;
            if buying.drift_per_sqrt_day > 0.0 {
                let entity = self.key.wrapping_add(u64::from(index.number()) << 56);
                person.drift_to(streams, entity, buying.drift_per_sqrt_day, days);
            }
        }
        self.trust_in_firm = buying.trust_kept(self.trust_in_firm, self.trust_start, elapsed);
        self.as_of = now;
    }

    /// Perceived surplus of a person over the price, in prices, before doubt.
    pub fn perceived_surplus(&self, person: &Stakeholder, offering: Point, effort: f64) -> f64 {
        self.gross_value * fit(person.want.distance_squared(offering)) - self.price - effort - person.hurdle
    }

    /// Asks the group to decide. Order of the reasons: value, doubt, consensus, rivals.
    pub fn decide(&self, buying: &Buying, now: f64, offering: Point, effort: f64) -> Decision {
        let mut worst: Option<(f64, BuyerAt)> = None;
        let mut doubter: Option<(f64, BuyerAt)> = None;
        let (mut sum, mut n, mut below) = (0.0, 0.0, 0);
        for (index, person) in self.people.iter_enumerated().filter(|(_, p)| p.joins <= now) {
            let surplus = self.perceived_surplus(person, offering, effort);
            sum += surplus;
            n += 1.0;
            below += usize::from(surplus <= 0.0);
            if !person.veto {
                continue;
            }
            let after_doubt = surplus - person.doubt();
            if surplus <= 0.0 && worst.is_none_or(|(s, _)| surplus < s) {
                worst = Some((surplus, index));
            }
            if after_doubt <= 0.0 && doubter.is_none_or(|(s, _)| after_doubt < s) {
                doubter = Some((after_doubt, index));
            }
        }
        let apart = dispersion(self.people.iter().filter(|p| p.joins <= now).map(|p| p.want)) > buying.dispersion_limit;
        match (worst, doubter) {
            (Some(_), _) if below as f64 == n && !apart => Decision::NotForUs,
            (Some((_, blocker)), _) => Decision::TooLittleValue { blocker },
            (None, Some((_, blocker))) => Decision::Doubt { blocker },
            (None, None) if apart => Decision::NoConsensus,
            (None, None) if sum / n <= self.rival_bar => Decision::Rival,
            (None, None) => Decision::Buy,
        }
    }

    /// A person hears a message. Returns whether it was within what the person can accept.
    pub fn hear(&mut self, index: BuyerAt, message: Message, offering: Point, latitude: f64) -> Reception {
        let person = &mut self.people[index];
        let distance = math::sqrt(person.want.distance_squared(message.place));
        let too_far = distance > latitude && message.push > 1.0;
        let damped = if too_far { latitude / distance } else { 1.0 };
        let share = message.weight / (person.confidence + message.weight) * message.push * damped;
        person.want = person.want.toward(message.place, share.min(1.0));
        person.confidence += message.weight * damped;
        let (sum, weight) = person.promised;
        person.promised = (sum + message.weight * message.boast * fit(message.place.distance_squared(offering)), weight + message.weight);
        if too_far { Reception::Reactance } else { Reception::Heard }
    }

    /// Everybody who is there moves `share` of the way to the mean of their wants.
    pub fn align(&mut self, now: f64, share: f64, present: impl Fn(BuyerAt) -> bool) {
        let mut n = 0.0;
        let mut mean = Point::default();
        let there = |i: BuyerAt, p: &Stakeholder| p.joins <= now && present(i);
        for (_, p) in self.people.iter_enumerated().filter(|(i, p)| there(*i, p)) {
            n += 1.0;
            mean = Point::new(mean.x + p.want.x, mean.y + p.want.y);
        }
        if n < 2.0 {
            return;
        }
        let mean = Point::new(mean.x / n, mean.y / n);
        for (_, p) in self.people.iter_mut_enumerated().filter(|(i, p)| there(*i, p)) {
            p.want = p.want.toward(mean, share);
        }
    }

    /// Mean over those to whom something was said of the fit that they may expect from it; `None` if nothing was said.
    ///
    /// What was said counts with its weight, against the person's own idea at the start with the weight of the confidence in it:
    /// delivery is held against what was said, not against what is believed at signing.
    pub fn promised_fit(&self, offering: Point) -> Option<f64> {
        let (mut sum, mut n) = (0.0, 0.0);
        for person in self.people.iter().filter(|p| p.promised.1 > 0.0) {
            let (said, weight) = person.promised;
            let own = person.confidence_start;
            sum += (said + own * fit(person.want_start.distance_squared(offering))) / (weight + own);
            n += 1.0;
        }
        if n > 0.0 { Some(sum / n) } else { None }
    }
}

impl Buying {
    /// What is left of trust after some hours without contact: it decays to where it started.
    pub fn trust_kept(&self, trust: f64, start: f64, hours: f64) -> f64 {
        start + (trust - start) * math::exp(-core::f64::consts::LN_2 / (24.0 * self.trust_half_life_days) * hours.max(0.0))
    }
}

impl Stakeholder {
    /// Price of doubt: risk aversion over the square root of confidence, less what was resolved.
    pub fn doubt(&self) -> f64 {
        self.risk_aversion * self.concern / math::sqrt(self.confidence.max(1e-9))
    }

    /// Somebody else than us tells this person something about the need: no promise of ours.
    pub fn is_told(&mut self, place: Point, weight: f64) {
        self.want = self.want.toward(place, weight / (self.confidence + weight));
        self.confidence += weight;
    }

    fn drift_to(&mut self, streams: &Streams, entity: u64, per_sqrt_day: f64, days: f64) {
        let at = (days * 24.0 / DRIFT_STEP_HOURS).max(0.0);
        let scale = per_sqrt_day * math::sqrt(DRIFT_STEP_HOURS / 24.0);
        while self.drift.seen < at {
            let knot = self.drift.seen.floor() as u32 + 1;
            if self.drift.knot != knot {
                let mut stream = streams.stream(DRIFT, entity, knot as u64);
                self.drift.step = Point::normal(&mut stream).scaled_plus(scale, Point::default());
                self.drift.knot = knot;
            }
            let until = at.min(knot as f64);
            let part = until - self.drift.seen;
            self.want = Point::new(self.want.x + self.drift.step.x * part, self.want.y + self.drift.step.y * part);
            self.drift.seen = until;
        }
    }
}

/// Trust after a change: gains are of what is still missing, losses in full.
pub fn trust_moved(trust: f64, change: f64) -> f64 {
    if change >= 0.0 { trust + change * (1.0 - trust) } else { (trust + change).max(0.0) }
}

/// Estimate of a need, shrunk to the want as stated: `(w W + k Y) / (w + k)` with a weight `w` of the want `W` and evidence `k` for the
/// mean `Y` of what was found.
pub fn estimated_need(want: Point, found: Point, evidence: f64, weight_of_want: f64) -> Point {
    want.toward(found, evidence / (weight_of_want + evidence))
}
