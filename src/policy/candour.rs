//! How the need is talked about: honestly, pushing what we have, or promising more than it can be.

use super::choice::Options;
use super::decision::{Alternative, sharpness};
use super::view::CustomerView;
use crate::measure::{BuyerAt, Seat};
use crate::provider::belief::Told;
use crate::provider::people::Skills;
use crate::scenario::customer::Buying;
use crate::scenario::heuristics::Heuristics;
use crate::scenario::pay::{Credit, PayPlan};
use crate::scenario::provider::Effort;
use crate::scenario::response::Response;

/// How the need is talked about in a meeting in which sense could be made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Candour {
    /// What we believe that they need.
    Honest,
    /// What we have, as what they need.
    Persuade,
    /// More than what we have can be.
    Oversell,
}

impl Candour {
    /// All of them, in the order of the options of a choice.
    pub const ALL: [Candour; 3] = [Candour::Honest, Candour::Persuade, Candour::Oversell];

    /// Evidence for the need, and push for our offering, that a meeting with this effort makes. A push carries less than
    /// evidence: people know who speaks.
    pub fn strengths(self, effort: &Effort, buying: &Buying) -> (f64, f64) {
        match self {
            Self::Honest => (effort.sense_make, effort.persuade),
            Self::Persuade => (0.0, effort.persuade + buying.push_weight * effort.sense_make),
            Self::Oversell => (0.0, effort.persuade + buying.oversell_weight * effort.sense_make),
        }
    }

    /// How much more is promised than what is said would bring.
    pub fn boast(self, buying: &Buying) -> f64 {
        match self {
            Self::Honest | Self::Persuade => 1.0,
            Self::Oversell => buying.oversell_promise,
        }
    }

    /// Change of trust, beside what the activity does.
    pub fn trust(self, buying: &Buying) -> f64 {
        match self {
            Self::Honest => 0.0,
            Self::Persuade => -buying.persuade_trust_cost,
            Self::Oversell => -buying.oversell_trust_cost,
        }
    }

    /// Share of those who buy after it who regret it, as our people believe.
    pub fn believed_regret(self, rules: &Heuristics) -> f64 {
        match self {
            Self::Honest => rules.regret_honest,
            Self::Persuade => rules.regret_persuaded,
            Self::Oversell => rules.regret_oversold,
        }
    }
}

/// A meeting as whoever holds it sees it beforehand.
#[derive(Debug, Clone, Copy)]
pub struct MeetingView<'a> {
    /// The customer.
    pub customer: CustomerView<'a>,
    /// What the activity takes and moves.
    pub effort: &'a Effort,
    /// The stakeholder whom it is with; none: everybody whom we know.
    pub target: Option<BuyerAt>,
    /// Position of whoever holds it among our people.
    pub person: Seat,
    /// Their skill in each domain.
    pub skill: &'a Skills,
    /// Its mean.
    pub skill_mean: f64,
    /// Share of a colleague's knowledge that is at hand.
    pub knowledge_shared: f64,
    /// What a perfect fit is worth to such customers in general, in prices.
    pub gross_value: f64,
    /// How such people take messages, as experience says.
    pub buying: &'a Buying,
}

/// Whether there is a choice how the need is talked about.
pub fn is_chosen(response: &Response, effort: &Effort) -> bool {
    effort.sense_make > 0.0 && response.persuade_habit + response.oversell_habit > 0.0
}

/// How the need is talked about, in the order of [`Candour::ALL`]: by what it does for a signature and for the customer, and by
/// habit. What a EUR of the price is worth to whoever holds the meeting is given by the plan that pays them (`own`) and by the components of
/// their pay, each with its plan; `renewal` is what it is worth if they stay for a year.
pub fn talk(response: &Response, meeting: &MeetingView<'_>, own: (f64, &PayPlan), components: &[(f64, &PayPlan)], renewal: f64) -> Options {
    let customer = &meeting.customer;
    let (rules, chance) = (customer.rules, customer.chance());
    let (persuade, oversell) = (response.persuade_habit, response.oversell_habit);
    let (good, likelier) = effects(meeting);
    let good = response.customer_weight * good;
    let habits = [(1.0 - persuade - oversell).max(0.0), persuade, oversell];
    let mut options = [Alternative { habit: 0.0, worth: 0.0 }; 3];
    for (place, candour) in Candour::ALL.into_iter().enumerate() {
        let lost = candour.believed_regret(rules);
        let left = |(stake, plan): (f64, &PayPlan)| stake * kept(plan, rules, lost);
        let paid = components.iter().fold(left(own), |sum, &component| sum + left(component));
        let stays = (1.0 - lost) * renewal;
        let bought = (chance * likelier[place]).min(1.0);
        options[place] = Alternative { habit: habits[place], worth: customer.list_price * bought * (paid + stays + good) };
    }
    // One meeting is at stake, however much work went into the customer before.
    Options::new(&options, sharpness(response, response.choice_hours))
}

/// Share of what a sale is worth by a plan that is left where so many are believed to regret it.
fn kept(plan: &PayPlan, rules: &Heuristics, lost: f64) -> f64 {
    match plan.credit {
        Credit::Bookings | Credit::Margin => 1.0 - rules.regret_claws_back * lost * plan.clawback_share - lost * plan.deferral_share,
        Credit::MutualValue => 1.0 - lost,
        Credit::Retention | Credit::Meetings | Credit::Accepted | Credit::Objectives => 1.0,
    }
}

/// What we believe that those who are present gain, on average, in prices; and how much likelier they would buy, by candour.
fn effects(meeting: &MeetingView<'_>) -> (f64, [f64; 3]) {
    let (customer, buying) = (&meeting.customer, meeting.buying);
    let (belief, rules, gross) = (customer.belief, customer.rules, meeting.gross_value);
    let (mut gain, mut people) = (0.0, 0.0);
    let mut likelier = [1.0; 3];
    let is_present = |i: BuyerAt| meeting.target.map_or(belief.people[i].known, |target| target == i);
    for index in belief.people.keys().filter(|&i| is_present(i)) {
        let (fit, need) = belief.estimate(rules, index, meeting.person, meeting.knowledge_shared);
        let fit_now = belief.fit_to_want(index);
        gain += gross * fit * rules.usually_realised - 1.0;
        people += 1.0;
        let met = &belief.people[index];
        let skill = if met.met { meeting.skill[met.domain] } else { meeting.skill_mean };
        let listener = belief.listener(rules, index);
        for (place, candour) in Candour::ALL.into_iter().enumerate() {
            let (sense, push) = candour.strengths(meeting.effort, buying);
            let told = |place, weight: f64, push| Told { place, weight: weight * skill, push, latitude: buying.latitude };
            if sense > 0.0 {
                likelier[place] *= listener.likelier_by(&told(need, sense, 1.0), gross, fit_now);
            }
            if push > 0.0 {
                likelier[place] *= listener.likelier_by(&told(belief.offering, push, buying.push_factor), gross, fit_now);
            }
        }
    }
    (if people > 0.0 { gain / people } else { 0.0 }, likelier)
}
