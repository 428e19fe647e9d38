//! What a group has committed itself to: a set that grows and shrinks, in no fixed order.

use super::group::BuyingGroup;
use super::need::{Point, dispersion};
use crate::scenario::customer::Buying;
use crate::scenario::provider::Commitment;

impl Commitment {
    /// The commitment as a bit.
    pub const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Those that together make an opportunity a late one: they would spend money, and on what we offer.
pub const LATE: u16 = Commitment::Invest.bit() | Commitment::Review.bit();

/// How a group stands toward us: what its commitments rest on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Grounds {
    /// Whether anybody has met us.
    pub has_met: bool,
    /// Mean perceived surplus, in prices.
    pub mean: f64,
    /// The least of those with a veto.
    pub least: f64,
    /// The least of those with a veto after doubt.
    pub least_after_doubt: f64,
    /// Whether their wants are close enough to agree.
    pub agrees: bool,
    /// Whether they trust us as much as at the start.
    pub trusts: bool,
    /// Whether the mean beats the best rival.
    pub prefers_us: bool,
    /// Whether they have bought.
    pub has_bought: bool,
}

impl Grounds {
    /// How a group stands now, whatever it says.
    pub fn of(group: &BuyingGroup, buying: &Buying, offering: Point, effort: f64, rival_bar: f64) -> Self {
        let now = group.as_of;
        let (mut sum, mut n) = (0.0, 0.0);
        let (mut least, mut least_after_doubt) = (f64::INFINITY, f64::INFINITY);
        for person in group.people.iter().filter(|p| p.joins <= now) {
            let surplus = group.perceived_surplus(person, offering, effort);
            sum += surplus;
            n += 1.0;
            if person.veto {
                least = least.min(surplus);
                least_after_doubt = least_after_doubt.min(surplus - person.doubt());
            }
        }
        let mean = if n > 0.0 { sum / n } else { f64::NEG_INFINITY };
        Self {
            has_met: true,
            mean,
            least,
            least_after_doubt,
            agrees: dispersion(group.people.iter().filter(|p| p.joins <= now).map(|p| p.want)) <= buying.dispersion_limit,
            trusts: group.trust_in_firm >= group.trust_start - buying.collaborates_despite,
            prefers_us: mean > rival_bar,
            has_bought: false,
        }
    }

    /// The commitments that such a group can have, as bits.
    pub fn supports(&self) -> u16 {
        use Commitment::{BuildConsensus, Change, Collaborate, Decide, Execute, Explore, Invest, ResolveConcerns, Review, Time};
        let would_buy = self.least_after_doubt > 0.0 && self.agrees && self.prefers_us;
        [
            (Time, self.has_met),
            (Explore, self.has_met),
            (Change, self.mean > 0.0),
            (Collaborate, self.has_met && self.trusts),
            (BuildConsensus, self.agrees),
            (Invest, self.least > 0.0),
            (Review, self.mean > 0.0 && self.prefers_us),
            (ResolveConcerns, self.least_after_doubt > 0.0),
            (Decide, would_buy || self.has_bought),
            (Execute, self.has_bought),
        ]
        .into_iter()
        .filter(|(_, holds)| *holds)
        .fold(0, |bits, (commitment, _)| bits | commitment.bit())
    }
}

/// The commitments of one group to us, and what became of them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Commitments {
    /// Those that it has now, as bits.
    pub held: u16,
    /// Those that it ever had.
    pub ever: u16,
    /// How many were lost.
    pub lost: u16,
    /// How many of those came back.
    pub regained: u16,
    /// When it was first a late one (hours).
    pub late_at: f64,
    last_contact: f64,
}

impl Default for Commitments {
    fn default() -> Self {
        Self { held: 0, ever: 0, lost: 0, regained: 0, late_at: f64::INFINITY, last_contact: f64::INFINITY }
    }
}

impl Commitments {
    /// After a contact at `now` that can gain some of them: what the group no longer supports is lost, and after a silence longer than
    /// `silence_hours` also its time for us and its will to work with us. Returns what was gained and lost, as bits.
    pub fn contact(&mut self, now: f64, gains: u16, supported: u16, silence_hours: f64) -> (u16, u16) {
        let forgotten = if now - self.last_contact > silence_hours { Commitment::Time.bit() | Commitment::Collaborate.bit() } else { 0 };
        self.last_contact = now;
        let lost = self.held & (!supported | forgotten);
        self.held &= !lost;
        let gained = gains & supported & !self.held;
        self.lost += lost.count_ones() as u16;
        self.regained += (gained & self.ever).count_ones() as u16;
        self.held |= gained;
        self.ever |= gained;
        if self.held & LATE == LATE {
            self.late_at = self.late_at.min(now);
        }
        (gained, lost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVEST: u16 = Commitment::Invest.bit();
    const REVIEW: u16 = Commitment::Review.bit();
    const TIME: u16 = Commitment::Time.bit();

    #[test]
    fn what_is_lost_can_come_back_in_any_order() {
        let mut own = Commitments::default();
        assert_eq!(own.contact(0.0, TIME | INVEST, TIME, 100.0), (TIME, 0), "only what is supported is gained");
        assert_eq!(own.contact(5.0, INVEST, TIME | INVEST, 100.0), (INVEST, 0));
        assert_eq!(own.contact(10.0, REVIEW, TIME | INVEST | REVIEW, 100.0), (REVIEW, 0));
        assert_eq!(own.late_at, 10.0);
        assert_eq!(own.contact(20.0, 0, TIME | REVIEW, 100.0), (0, INVEST), "a late joiner sees no value");
        assert_eq!(own.contact(30.0, INVEST, TIME | INVEST | REVIEW, 100.0), (INVEST, 0));
        assert_eq!(own.contact(200.0, TIME, TIME | INVEST | REVIEW, 100.0), (TIME, TIME), "after a long silence it begins again");
        assert_eq!((own.lost, own.regained, own.held, own.late_at), (2, 2, TIME | INVEST | REVIEW, 10.0));
    }
}
