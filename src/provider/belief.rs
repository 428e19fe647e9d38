//! What we believe of a customer: only from what was seen and heard.

use super::course::Course;
use super::work::Work;
use crate::engine::{Table, math};
use crate::market::group::estimated_need;
use crate::market::need::{Point, dispersion, fit};
use crate::measure::{BuyerAt, Domain, Seat};
use crate::scenario::heuristics::Heuristics;

/// What we believe of one person of the buying group.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PersonBelief {
    /// Whether we know that the person is in the group.
    pub known: bool,
    /// Whether one of ours has met the person.
    pub met: bool,
    /// Domain of knowledge, seen on the first meeting.
    pub domain: Domain,
    /// Whether nothing happens against this person, seen on the first meeting.
    pub veto: bool,
    /// Want as last stated.
    pub want: Point,
    /// Mean of what discovery found about the need.
    pub found: Point,
    /// Evidence behind it (precision).
    pub evidence: f64,
    /// Who of ours found the last of it.
    pub found_by: Seat,
    /// How much of the evidence is that person's own.
    pub evidence_own: f64,
    /// Perceived surplus as last heard, in prices.
    pub lean: f64,
    /// Doubt as last heard, in prices.
    pub doubt: f64,
    /// When the person was last met (hours).
    pub last_met: f64,
}

/// What we believe of a customer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Belief {
    /// By position in the group.
    pub people: Table<BuyerAt, PersonBelief>,
    /// Expected joint surplus, in prices.
    pub surplus_mean: f64,
    /// Variance of that expectation.
    pub surplus_variance: f64,
    /// Expected number of people in the group.
    pub size_guess: f64,
    /// How often we asked for a decision and got none.
    pub refusals: u32,
    /// Activities since the last refusal.
    pub since_refusal: u32,
    /// Place in need space of what we have in mind for them.
    pub offering: Point,
    /// Their own process, and how far it has come.
    pub course: Course,
    /// What of ours was done.
    pub work: Work,
}

impl Belief {
    /// Starts afresh with what is known of such customers in general.
    pub fn reset(&mut self, people: usize, surplus_mean: f64, surplus_variance: f64, size_guess: f64) {
        self.people.clear();
        self.people.resize(people, PersonBelief::default());
        self.surplus_mean = surplus_mean;
        self.surplus_variance = surplus_variance;
        self.size_guess = size_guess;
        self.refusals = 0;
        self.since_refusal = 0;
        self.course = Course::default();
        self.work = Work::default();
    }

    /// How many people we know of.
    pub fn known(&self) -> usize {
        self.people.iter().filter(|p| p.known).count()
    }

    /// A noisy observation of the joint surplus updates the expectation (normal posterior).
    pub fn observe_surplus(&mut self, observed: f64, variance: f64) {
        if variance <= 0.0 {
            self.surplus_mean = observed;
            self.surplus_variance = 0.0;
            return;
        }
        let weight = self.surplus_variance / (self.surplus_variance + variance);
        self.surplus_mean += weight * (observed - self.surplus_mean);
        self.surplus_variance *= 1.0 - weight;
    }

    /// Expected joint surplus with the benefit of the doubt, in prices.
    pub fn optimistic_surplus(&self, optimism: f64) -> f64 {
        self.surplus_mean + optimism * self.surplus_variance.max(0.0).sqrt()
    }

    /// How far our offering is from a person's want as stated, and from the need as one of ours estimates it.
    pub fn distances(&self, rules: &Heuristics, index: BuyerAt, actor: Seat, shared: f64) -> (f64, f64) {
        let person = &self.people[index];
        let need = estimated_need(person.want, person.found, person.evidence_for(actor, shared), rules.weight_of_want);
        (person.want.distance_squared(self.offering).sqrt(), need.distance_squared(self.offering).sqrt())
    }

    /// Chance that they would buy if the work that is still to be done went as it usually does, as we believe.
    ///
    /// Everybody we met says yes the likelier the more is seen beyond doubt (somebody without a veto counts less), everybody we have
    /// not met with the usual chance, and the customer is likelier to be one who could gain the larger the expected joint surplus is.
    /// The numbers are assumptions of our people, not of the customer.
    pub fn chance_of_yes(&self, rules: &Heuristics) -> f64 {
        self.chance_of_yes_for(rules, 0.0)
    }

    /// The same if the price were lower by this much, in list prices.
    pub fn chance_of_yes_for(&self, rules: &Heuristics, less: f64) -> f64 {
        let mut chance = yes(self.surplus_mean, rules.surplus_spread);
        let (mut met, mut known) = (0.0, 0.0);
        for person in self.people.iter().filter(|p| p.known || p.met) {
            known += 1.0;
            if person.met {
                met += 1.0;
                chance *= person.counted(rules, yes(person.lean + less - person.doubt, rules.slack_spread));
            }
        }
        let mut unmet = self.size_guess.max(known) - met;
        while unmet >= 1.0 {
            chance *= rules.unmet_yes;
            unmet -= 1.0;
        }
        chance * (1.0 - (1.0 - rules.unmet_yes) * unmet.max(0.0))
    }

    /// One of their people as a listener to messages.
    pub fn listener<'a>(&'a self, rules: &'a Heuristics, index: BuyerAt) -> Listener<'a> {
        let person = &self.people[index];
        let (lean, doubt) = if person.met { (person.lean, person.doubt) } else { (0.0, rules.usual_doubt) };
        let before = person.counted(rules, yes(lean - doubt, rules.slack_spread));
        Listener { rules, person, offering: self.offering, lean, doubt, before }
    }

    /// Fit of our offering to a person's want as stated.
    pub fn fit_to_want(&self, index: BuyerAt) -> f64 {
        fit(self.people[index].want.distance_squared(self.offering))
    }

    /// Fit of our offering to a person's need as one of ours estimates it, and the place of that estimate.
    pub fn estimate(&self, rules: &Heuristics, index: BuyerAt, actor: Seat, shared: f64) -> (f64, Point) {
        let person = &self.people[index];
        let need = estimated_need(person.want, person.found, person.evidence_for(actor, shared), rules.weight_of_want);
        (fit(need.distance_squared(self.offering)), need)
    }

    /// Dispersion of the wants as stated by those we met.
    pub fn dispersion(&self) -> f64 {
        dispersion(self.people.iter().filter(|p| p.met).map(|p| p.want))
    }

    /// A handover: a share of what was learned is lost, and what was expected of this customer goes back toward what is expected
    /// of such customers in general (mean and variance of the joint surplus, size of the group).
    pub fn forget(&mut self, share: f64, surplus_mean: f64, surplus_variance: f64, size: f64) {
        for person in &mut self.people {
            person.evidence *= 1.0 - share;
            person.evidence_own *= 1.0 - share;
        }
        self.surplus_mean += share * (surplus_mean - self.surplus_mean);
        self.surplus_variance += share * (surplus_variance - self.surplus_variance);
        self.size_guess += share * (size - self.size_guess);
    }
}

/// A message as our people think of it before it is told.
#[derive(Debug, Clone, Copy)]
pub struct Told {
    /// Where it says that the need is.
    pub place: Point,
    /// Its weight as evidence.
    pub weight: f64,
    /// How much further than evidence it pushes; 1 for evidence.
    pub push: f64,
    /// Distance beyond which a push is felt as one.
    pub latitude: f64,
}

/// From no to yes: `(1 + u / √(1 + u²)) / 2` with `u = slack / (2 · spread)`, with the slope of a logistic curve in the middle.
fn yes(slack: f64, spread: f64) -> f64 {
    let u = slack / (2.0 * spread);
    0.5 * (1.0 + u / math::sqrt(1.0 + u * u))
}

/// One of their people, before anything is said.
#[derive(Debug, Clone, Copy)]
pub struct Listener<'a> {
    rules: &'a Heuristics,
    person: &'a PersonBelief,
    offering: Point,
    lean: f64,
    doubt: f64,
    /// Their chance of a yes, as far as they count.
    before: f64,
}

impl Listener<'_> {
    /// How much likelier they would buy if a message for this person did what we believe it would: a factor of
    /// [`Belief::chance_of_yes`]. `gross_value` is what a perfect fit is worth in general, in prices; `fit_now` that of the want as stated.
    pub fn likelier_by(&self, message: &Told, gross_value: f64, fit_now: f64) -> f64 {
        let Self { rules, person, offering, lean, doubt, before } = *self;
        let far = math::sqrt(person.want.distance_squared(message.place));
        let damped = if message.push > 1.0 && far > message.latitude { message.latitude / far } else { 1.0 };
        let weight = message.weight * damped;
        let share = (message.push * weight / (rules.usual_confidence + weight)).min(1.0);
        let then = person.want.toward(message.place, share);
        let gain = gross_value * (fit(then.distance_squared(offering)) - fit_now);
        let calmed = doubt * math::sqrt(rules.usual_confidence / (rules.usual_confidence + weight));
        let after = person.counted(rules, yes(lean + gain - calmed, rules.slack_spread));
        let felt = if far > message.latitude && message.push > 1.0 { rules.felt_push } else { 1.0 };
        felt * after / before
    }
}

impl PersonBelief {
    /// A chance of yes as far as the person counts: somebody who cannot say no counts less.
    fn counted(&self, rules: &Heuristics, yes: f64) -> f64 {
        if self.veto || !self.met { yes } else { 1.0 - rules.weight_without_veto + rules.weight_without_veto * yes }
    }

    /// Discovery found evidence `weight` at `place`.
    pub fn learn(&mut self, place: Point, weight: f64, by: Seat) {
        let total = self.evidence + weight;
        if total > 0.0 {
            self.found = self.found.toward(place, weight / total);
        }
        self.evidence = total;
        self.evidence_own = if self.found_by == by { self.evidence_own + weight } else { weight };
        self.found_by = by;
    }

    /// Evidence at the disposal of one of ours: all of one's own, a share of a colleague's.
    pub fn evidence_for(&self, actor: Seat, shared: f64) -> f64 {
        let own = if self.found_by == actor { self.evidence_own } else { 0.0 };
        own + shared * (self.evidence - own)
    }
}
