//! What our people see of a world, and the choices that they make from it.

use super::World;
use super::happening::Happening;
use super::opportunity::OpportunityId;
use super::opportunity::ThreadAt;
use super::queues::Waiting;
use crate::engine::{Purpose, math};
use crate::measure::Seat;
use crate::policy::choice::{Choice, Chosen, Options};
use crate::policy::selection::{Situation, merit};
use crate::policy::view::{CustomerView, PayView};
use crate::provider::earnings::Stakes;
use crate::scenario::provider::QualificationRule;

const JUDGEMENT: Purpose = Purpose::named("noise of a judgement");

impl World<'_> {
    /// A customer as our people see them.
    pub(crate) fn view_of(&self, o: OpportunityId) -> CustomerView<'_> {
        let opportunity = &self.opportunities[o];
        CustomerView {
            belief: &opportunity.belief,
            list_price: self.list_price_of(o),
            discount: opportunity.discount,
            worked_hours: opportunity.worked,
            crew: opportunity.crew.len(),
            rules: &self.plan.scenario.heuristics,
        }
    }

    /// Where a person stands with their pay, as far as a customer goes.
    pub(crate) fn pay_view(&mut self, person: Seat, o: OpportunityId) -> PayView {
        let (stakes, extra) = (self.stakes(person, o), self.extra_pay(person, o));
        // Nobody looks at the day for nothing.
        let days_left = if stakes == Stakes::default() && extra.is_empty() { 0.0 } else { self.days_left_in_period(person) };
        PayView { stakes, days_left, extra }
    }

    /// Whoever of our people has a customer.
    pub(crate) fn owner(&self, o: OpportunityId) -> Option<Seat> {
        self.opportunities[o].crew.first().map(|member| member.person)
    }

    /// A person chooses among options about a customer. The draw is the customer's own; `turn` numbers the draws of a choice.
    pub(crate) fn choose(&mut self, choice: Choice, person: Seat, o: OpportunityId, options: Options, turn: u64) -> usize {
        let chosen = self.draw_choice(choice, o, options, turn);
        self.says_choice(person, o, chosen);
        chosen.picked
    }

    pub(crate) fn draw_choice(&self, choice: Choice, o: OpportunityId, options: Options, turn: u64) -> Chosen {
        options.choose(choice, self.streams.stream(choice.purpose(), self.journey_of(o).key, turn).uniform())
    }

    pub(crate) fn says_choice(&mut self, person: Seat, o: OpportunityId, chosen: Chosen) {
        self.happens(self.opportunities[o].journey, || Happening::Chose { person, chosen });
    }

    /// What is known of our own situation when an opportunity is judged.
    pub(crate) fn situation(&self, o: OpportunityId) -> Situation<'_> {
        let opportunity = &self.opportunities[o];
        let pool = opportunity.pool;
        let room = self.plan.scenario.flow.wip_limit * self.queues[pool].staff.max(1) as f64;
        let own_pay = match self.plan.scenario.qualification.rule {
            QualificationRule::OwnPay => self.list_price_of(o) * self.plan.pay.on_target_rate(self.plan.pools[pool].members[0]),
            _ => 0.0,
        };
        let rules = &self.plan.scenario.heuristics;
        let hours_guess = rules.hours_of_customer(opportunity.belief.size_guess);
        Situation { rules, hours_guess, load: self.queues[pool].pipeline as f64 / room, own_pay }
    }

    /// An entry for a queue of a pool.
    pub(crate) fn waiting(&self, o: OpportunityId, thread: ThreadAt) -> Waiting {
        let opportunity = &self.opportunities[o];
        let rule = &self.plan.scenario.qualification;
        let merit = merit(rule, &opportunity.belief, self.situation(o));
        // Where everybody is let in, merit tells nobody apart: the order goes by the expected joint surplus.
        let value = if merit.is_finite() { merit } else { opportunity.belief.optimistic_surplus(rule.optimism) };
        Waiting { opportunity: o, thread, since: self.now(), value }
    }

    /// Hours of looking at a customer give a noisy observation of the joint surplus.
    pub(crate) fn look(&mut self, o: OpportunityId, hours: f64, skill: f64, serial: u64) {
        let journey = *self.journey_of(o);
        let rule = &self.plan.scenario.qualification;
        let prior = self.plan.experience[journey.segment].surplus_variance;
        let variance = prior * rule.noise * rule.noise / (hours * skill).max(1e-6);
        let noise = self.streams.stream(JUDGEMENT, journey.key, serial).normal();
        let observed = journey.joint_surplus + math::sqrt(variance) * noise;
        let belief = &mut self.opportunities[o].belief;
        belief.observe_surplus(observed, variance);
        let (mean, deviation) = (belief.surplus_mean, math::sqrt(belief.surplus_variance.max(0.0)));
        self.happens_with(o, || Happening::Looked { observed, mean, deviation });
    }
}
