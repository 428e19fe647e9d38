//! Where our people have a choice about a customer: what they see, what they choose. How it is decided is in [`crate::policy`].

use crate::measure::Seat;
use crate::policy::candour::{self, Candour, MeetingView};
use crate::policy::choice::Choice;
use crate::policy::closing;
use crate::policy::customers::{self, HelpView, MOST_IN_TURN};
use crate::policy::view::HoursView;
use crate::scenario::pay::Credit;
use crate::world::happening::Happening;
use crate::world::{OpportunityId, Thread, World};

impl World<'_> {
    /// What another hour for a customer costs a person, EUR of own pay.
    fn worth_of_hour(&mut self, person: Seat) -> f64 {
        let components_per_hour = self.components_per_hour(person);
        let pay_now = self.stakes_of(person).now;
        let profile = &self.plan.profiles[person];
        let who = &self.people[person];
        let hours = HoursView {
            pay_now,
            usual_credit: who.earnings.usual,
            hours_of_period: self.plan.pay.selling_hours_per_period[person],
            in_hand: who.credit(profile, self.plan.hours.worked(self.now())),
            most_in_hand: profile.banked_hours,
            components_per_hour,
        };
        hours.worth_of_hour()
    }

    /// What one more activity, and one more proposal, is worth to a person who is short of this week's targets, or whose pay goes by
    /// meetings held, EUR.
    fn worth_of_target(&mut self, person: Seat) -> (f64, f64) {
        let meeting = self.worth_of_one(person, Credit::Meetings);
        let rule = &self.plan.scenario.management;
        let weight = self.plan.scenario.response.target_weight;
        let (activities, proposals) = self.target_shortfall(person);
        let worth = |missing: f64, target: f64| if missing > 0.0 { weight / target } else { 0.0 };
        (worth(activities, rule.activity_target_per_week) + meeting, worth(proposals, rule.proposal_target_per_week))
    }

    /// How a person talks about the need in a meeting.
    pub(crate) fn choose_candour(&mut self, o: OpportunityId, thread: Thread, person: Seat) -> Candour {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let effort = plan.catalogue.steps[thread.step].effort(thread.mode);
        if !candour::is_chosen(response, effort) {
            return Candour::Honest;
        }
        let days = plan.scenario.heuristics.days_to_sign;
        let stake = self.pay_view(person, o).stake_in(days);
        let by_components = self.stakes_by_components_in(person, o, days);
        let renewal = plan.scenario.relationship.renewal_share * self.worth_of_renewal(person);
        let meeting = MeetingView {
            customer: self.view_of(o),
            effort,
            target: thread.target,
            person,
            skill: &self.people[person].skill,
            skill_mean: self.people[person].skill_mean,
            knowledge_shared: plan.scenario.organisation.knowledge_shared,
            gross_value: plan.segments[self.journey_of(o).segment].gross_value_median,
            buying: &plan.scenario.buying,
        };
        let own = stake - by_components.iter().map(|(stake, _)| stake).fold(0.0, |sum, one| sum + one);
        let options = candour::talk(response, &meeting, (own, plan.pay.plan(person)), &by_components, renewal);
        Candour::ALL[self.choose(Choice::Candour, person, o, options, u64::from(thread.serial))]
    }

    /// Whether a customer is kept, whatever the rule says.
    pub(crate) fn is_kept(&mut self, o: OpportunityId, person: Seat, rule_says: bool) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        if !customers::strays_from_rule(response, &plan.scenario.qualification) {
            return rule_says;
        }
        let turn = u64::from(self.opportunities[o].activities);
        // Who judges it will mostly be the one who has it.
        let stake = if self.opportunities[o].crew.is_empty() {
            self.stakes_if_owner(person, o).next
        } else {
            self.pay_view(person, o).stake_in(plan.scenario.heuristics.days_to_sign)
        };
        // What is paid for meetings is earned hour by hour.
        let hour = self.worth_of_hour(person) - self.meetings_per_hour(person);
        let accepted = self.worth_of_letting_in(o, person);
        let options = customers::keep(response, &self.view_of(o), rule_says, stake, hour, accepted);
        let kept = self.choose(Choice::Keep { rule_says }, person, o, options, turn) == 0;
        // What is kept against the rule has to look good enough on paper.
        let bar = crate::policy::selection::bar(&plan.scenario.qualification, self.situation(o));
        let opportunity = &mut self.opportunities[o];
        let believed = opportunity.belief.surplus_mean;
        opportunity.reported = if kept && !rule_says { believed.max(bar) } else { believed };
        kept
    }

    /// What it is worth to whoever judges an opportunity that it is let in, where that is what their pay goes by, EUR.
    fn worth_of_letting_in(&mut self, o: OpportunityId, person: Seat) -> f64 {
        let opportunity = &self.opportunities[o];
        let counts = !opportunity.let_in && self.counts_for(o, Some(person)) == Some(self.people[person].earnings.account);
        if counts { self.worth_of_one(person, Credit::Accepted) } else { 0.0 }
    }

    /// Which of the customers who are ready is served next.
    pub(crate) fn next_ready(&mut self, person: Seat) -> usize {
        let plan = self.plan;
        let response = &plan.scenario.response;
        if self.people[person].queue.len() < 2 || response.reorder_habit <= 0.0 {
            return 0;
        }
        let mut queue = std::mem::take(&mut self.people[person].queue);
        queue.retain(|r| self.is_still_ready(r));
        self.people[person].queue = queue;
        let waiting = self.people[person].queue.len().min(MOST_IN_TURN);
        if waiting < 2 {
            return 0;
        }
        let target = self.worth_of_target(person).0;
        let has_stakes = self.has_stakes(person);
        let mut worths = [0.0; MOST_IN_TURN];
        for (place, worth) in worths.iter_mut().enumerate().take(waiting) {
            let ready = self.people[person].queue[place];
            if has_stakes {
                let pay = self.pay_view(person, ready.opportunity);
                *worth = customers::worth_in_turn(&self.view_of(ready.opportunity), &pay);
            }
            if target > 0.0 {
                // What is done soonest counts soonest.
                let line = &self.opportunities[ready.opportunity].threads[ready.thread];
                *worth += target / plan.catalogue.steps[line.step].effort(line.mode).hours.max(0.1);
            }
        }
        // The draw belongs to whoever is first in turn, at each time anew: the same draw would pass them over for ever.
        let first = self.people[person].queue[0];
        let serial = self.opportunities[first.opportunity].threads[first.thread].serial;
        let turn = u64::from(serial) << 32 | u64::from(first.passed_over);
        let chosen = self.draw_choice(Choice::Order, first.opportunity, customers::order(response, &worths[..waiting]), turn);
        if chosen.picked > 0 {
            self.people[person].queue[0].passed_over += 1;
        }
        let o = self.people[person].queue[chosen.picked].opportunity;
        self.says_choice(person, o, chosen);
        chosen.picked
    }

    /// Whether a person helps a colleague with a customer.
    pub(crate) fn is_helped(&mut self, o: OpportunityId, person: Seat) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        if response.help_habit >= 1.0 || response.help_habit <= 0.0 {
            return response.help_habit > 0.0;
        }
        let help = HelpView {
            split: plan.pay.plan(person).split,
            own: self.stakes_by_all_deals(person).next,
            colleague: self.stake_in_colleague(o, person),
            hour: self.worth_of_hour(person),
        };
        let options = customers::help(response, &self.view_of(o), &help);
        self.choose(Choice::Help, person, o, options, plan.profiles[person].key) == 0
    }

    /// What a EUR of a colleague's credit is worth to a person: through the team's pay, and by regard for colleagues.
    fn stake_in_colleague(&mut self, o: OpportunityId, person: Seat) -> f64 {
        let plan = self.plan;
        let Some(owner) = self.owner(o) else { return 0.0 };
        let theirs = self.stakes(owner, o).next;
        let payout = &self.account(person).payout;
        let same_team = plan.pay.team_of[owner] == plan.pay.team_of[person];
        let size = plan.pay.teams[plan.pay.team_of[person]].len().max(1) as f64;
        let is_of_deals = plan.pay.plan(person).credit.is_of_deals();
        let by_team = if same_team && is_of_deals && payout.team_share() > 0.0 {
            plan.scenario.response.pay_weight * payout.team_share() * payout.on_target_rate() / size
        } else {
            0.0
        };
        let regard = if plan.scenario.organisation.effort_is_seen { plan.scenario.response.peer_weight } else { 0.0 };
        by_team + regard * theirs
    }

    /// Whether whoever has a customer asks a colleague to join.
    pub(crate) fn is_help_wanted(&mut self, o: OpportunityId) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let Some(owner) = self.owner(o) else { return false };
        if response.help_habit >= 1.0 || response.help_habit <= 0.0 {
            return response.help_habit > 0.0;
        }
        let pay = self.pay_view(owner, o);
        let options = customers::ask_for_help(response, &self.view_of(o), plan.pay.plan(owner).split, &pay);
        let turn = u64::from(self.opportunities[o].activities);
        self.choose(Choice::AskForHelp, owner, o, options, turn) == 0
    }

    /// Whether a person asks for a decision before what is left to do is done.
    pub(crate) fn asks_early(&mut self, o: OpportunityId, person: Seat) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        if response.ask_early_habit <= 0.0 {
            return false;
        }
        let turn = u64::from(self.opportunities[o].activities);
        let pay = self.pay_view(person, o);
        let target = self.worth_of_target(person).1;
        let options = closing::ask_early(response, &self.view_of(o), &pay, plan.scenario.buying.failed_attempt_ends, target);
        self.choose(Choice::AskEarly, person, o, options, turn) == 1
    }

    /// After a refusal: whether a lower price is offered, and how much lower.
    pub(crate) fn concedes(&mut self, o: OpportunityId) {
        let response = &self.plan.scenario.response;
        let Some(seller) = self.owner(o) else { return };
        if response.press_habit <= 0.0 {
            return;
        }
        let pay = self.pay_view(seller, o);
        let left = self.credit_left(seller, o);
        let options = closing::concede(response, &self.view_of(o), &pay, |discount| left.at(discount));
        let turn = u64::from(self.opportunities[o].belief.refusals);
        let choice = self.choose(Choice::Concede, seller, o, options, turn);
        if choice > 0 {
            self.lower_price(o, response.concessions[choice - 1]);
        }
    }

    /// The price is lowered to this discount on the list price.
    pub(crate) fn lower_price(&mut self, o: OpportunityId, discount: f64) {
        let opportunity = &mut self.opportunities[o];
        let more = discount - opportunity.discount;
        opportunity.discount = discount;
        opportunity.group.price = 1.0 - discount;
        for person in opportunity.belief.people.iter_mut().filter(|p| p.met) {
            person.lean += more;
        }
        self.happens(self.opportunities[o].journey, || Happening::Discounted);
    }
}
