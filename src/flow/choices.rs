//! Where our people have a choice about a customer, and what each option is worth to them (guide: model, section 6).

use super::signing::names_of;
use crate::engine::Purpose;
use crate::policy::candour::Candour;
use crate::policy::decision::{Alternative, MOST_OPTIONS, in_words, sharpness, weigh};
use crate::provider::belief::Told;
use crate::provider::earnings::Stakes;
use crate::scenario::pay::{Credit, Split};
use crate::scenario::provider::{Mode, QualificationRule};
use crate::world::{OpportunityId, World};
use crate::world::happening::Logged;
use crate::world::story::LineKind;

const CANDOUR: Purpose = Purpose::named("how the need is talked about");
const KEEPS: Purpose = Purpose::named("keeps or drops a customer");
const ORDER: Purpose = Purpose::named("which customer first");
const HELPS: Purpose = Purpose::named("helps a colleague");
const ASKS_HELP: Purpose = Purpose::named("asks a colleague for help");
const ASKS_EARLY: Purpose = Purpose::named("asks for a decision early");
const CONCEDES: Purpose = Purpose::named("a discount to win");

impl World<'_> {
    /// Tells what somebody chose, out of what.
    fn tell_choice(&mut self, o: OpportunityId, text: impl FnOnce(&Self) -> String) {
        let slot = self.opportunities[o].journey;
        self.tell(slot, LineKind::Decision, text);
    }

    /// What a EUR of price is worth to a person if it is signed in about so many days.
    pub(crate) fn stake_in(&mut self, person: usize, o: OpportunityId, days: f64) -> f64 {
        let stakes: Stakes = self.stakes(person, o);
        if stakes.now == stakes.next {
            return stakes.now;
        }
        let in_period = (self.days_left_in_period(person) / days).min(1.0);
        in_period * stakes.now + (1.0 - in_period) * stakes.next
    }

    /// What another hour for a customer costs a person, EUR of own pay: what hours usually bring, as far as they are short.
    fn worth_of_hour(&mut self, person: usize) -> f64 {
        let stakes = self.stakes_of(person);
        let hours = self.plan.pay.selling_hours_per_period[person].max(1e-9);
        let worth = stakes.now.max(0.0) * self.people[person].earnings.usual.max(0.0) / hours;
        if worth <= 0.0 {
            return 0.0;
        }
        // Whoever has hours in hand takes them from nobody.
        let profile = &self.plan.profiles[person];
        let in_hand = self.people[person].credit(profile, self.plan.hours.worked(self.now()));
        worth * (1.0 - in_hand / profile.banked_hours.max(1e-9)).clamp(0.0, 1.0)
    }

    /// What one more activity, and one more proposal, is worth to a person who is short of this week's targets, EUR.
    fn worth_of_target(&self, person: usize) -> (f64, f64) {
        let rule = &self.plan.scenario.management;
        let weight = self.plan.scenario.response.target_weight;
        let (activities, proposals) = self.target_shortfall(person);
        let one = |missing: f64, target: f64| if missing > 0.0 { weight / target } else { 0.0 };
        (one(activities, rule.activity_target_per_week), one(proposals, rule.proposal_target_per_week))
    }

    /// How a person talks about the need in a meeting: by what it does for a signature and for the customer, and by habit.
    pub(crate) fn choose_candour(&mut self, o: OpportunityId, step: usize, mode: Mode, person: usize, target: Option<u8>, serial: u32) -> Candour {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let effort = plan.catalogue.steps[step].effort(mode);
        let (persuade, oversell) = (response.persuade_habit, response.oversell_habit);
        if effort.sense_make <= 0.0 || persuade + oversell <= 0.0 {
            return Candour::Honest;
        }
        let stake = self.stake_in(person, o, plan.scenario.heuristics.days_to_sign);
        let price = self.list_price_of(o);
        let pay = plan.pay.plan(person);
        let segment = self.journey_of(o).segment as usize;
        let gross = plan.segments[segment].gross_value_median;
        let belief = &self.opportunities[o].belief;
        let chance = belief.chance_of_yes(&plan.scenario.heuristics);
        let shared = plan.scenario.organisation.knowledge_shared;
        let present = |i: usize| target.map_or(belief.people[i].known, |t| t as usize == i);
        let rules = &plan.scenario.heuristics;
        let (mut gain, mut people) = (0.0, 0.0);
        let mut likelier = [1.0; 3];
        for index in (0..belief.people.len()).filter(|&i| present(i)) {
            let (fit, need) = belief.estimate(rules, index, person as u16, shared);
            let fit_now = belief.fit_to_want(index);
            gain += gross * fit * rules.usually_realised - 1.0;
            people += 1.0;
            let met = &belief.people[index];
            let skill = if met.met { self.people[person].skill[met.domain as usize] } else { self.people[person].skill_mean };
            for (place, candour) in Candour::ALL.into_iter().enumerate() {
                let (sense, push) = candour.strengths(effort, &plan.scenario.buying);
                let told = |place, weight: f64, push| Told { place, weight: weight * skill, push, latitude: plan.scenario.buying.latitude };
                if sense > 0.0 {
                    likelier[place] *= belief.likelier_by(rules, index, &told(need, sense, 1.0), gross, fit_now);
                }
                if push > 0.0 {
                    likelier[place] *=
                        belief.likelier_by(rules, index, &told(belief.offering, push, plan.scenario.buying.push_factor), gross, fit_now);
                }
            }
        }
        let good = response.customer_weight * if people > 0.0 { gain / people } else { 0.0 };
        let habits = [(1.0 - persuade - oversell).max(0.0), persuade, oversell];
        let mut options = [Alternative { habit: 0.0, worth: 0.0 }; 3];
        for (place, candour) in Candour::ALL.into_iter().enumerate() {
            let lost = candour.believed_regret(rules);
            let kept = match pay.credit {
                Credit::Bookings | Credit::Margin => 1.0 - rules.regret_claws_back * lost * pay.clawback_share - lost * pay.deferral_share,
                Credit::MutualValue => 1.0 - lost,
            };
            let bought = (chance * likelier[place]).min(1.0);
            options[place] = Alternative { habit: habits[place], worth: price * bought * (stake * kept + good) };
        }
        // One meeting is at stake, however much work went into the customer before.
        let weighed = weigh(&options, sharpness(response, response.choice_hours));
        let choice = weighed.pick(self.streams.stream(CANDOUR, self.journey_of(o).key, u64::from(serial)).uniform());
        self.tell_choice(o, |s| {
            format!("{}: {}, out of: {}", s.name_of(person as u16), Candour::NAMES[choice], in_words(&Candour::NAMES, &options, &weighed))
        });
        Candour::ALL[choice]
    }

    /// Whether a customer is kept, whatever the rule says: what it is worth to whoever has it against the hours that it takes.
    pub(crate) fn is_kept(&mut self, o: OpportunityId, person: usize, rule_says: bool) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let strays = 1.0 - response.rule_habit;
        if strays <= 0.0 || plan.scenario.qualification.rule == QualificationRule::None {
            return rule_says;
        }
        let opportunity = &self.opportunities[o];
        let chance = opportunity.belief.chance_of_yes(&plan.scenario.heuristics);
        let to_go = (self.situation(o).hours_guess - opportunity.worked).max(plan.scenario.heuristics.least_hours_to_go);
        let serial = u64::from(opportunity.activities);
        // Who judges it will mostly be the one who has it.
        let share = if opportunity.crew.is_empty() { plan.pay.credit_share[plan.pay.plan_of[person]] } else { 0.0 };
        let stake =
            if share > 0.0 { share * self.stakes_of(person).next } else { self.stake_in(person, o, plan.scenario.heuristics.days_to_sign) };
        let hours = to_go * self.worth_of_hour(person);
        let worth = self.list_price_of(o) * chance * stake - hours;
        // A yes is rarely overruled by habit: at every further look there is another chance to.
        let habit = if rule_says { 1.0 - strays / response.overrules_no } else { strays };
        let options = [Alternative { habit, worth }, Alternative { habit: 1.0 - habit, worth: 0.0 }];
        let weighed = weigh(&options, sharpness(response, self.hours_at_stake(o)));
        let kept = weighed.pick(self.streams.stream(KEEPS, self.journey_of(o).key, serial).uniform()) == 0;
        self.tell_choice(o, |s| {
            let what = if kept { "keeps it" } else { "drops it" };
            let rule = if kept == rule_says { "by" } else { "against" };
            format!("{} {what} {rule} the rule, out of: {}", s.name_of(person as u16), in_words(&["keep", "drop"], &options, &weighed))
        });
        // What is kept against the rule has to look good enough on paper.
        let bar = crate::policy::selection::bar(&plan.scenario.qualification, self.situation(o));
        let belief = self.opportunities[o].belief.surplus_mean;
        self.opportunities[o].reported = if kept && !rule_says { belief.max(bar) } else { belief };
        kept
    }

    /// Which of the customers who are ready is served next: by what an hour of it brings, and by the habit of taking them in turn.
    pub(crate) fn next_ready(&mut self, person: usize) -> usize {
        const MOST: usize = 4;
        let plan = self.plan;
        let response = &plan.scenario.response;
        if self.people[person].queue.len() < 2 || response.reorder_habit <= 0.0 {
            return 0;
        }
        let mut queue = std::mem::take(&mut self.people[person].queue);
        queue.retain(|r| self.is_still_ready(r));
        self.people[person].queue = queue;
        let waiting = self.people[person].queue.len().min(MOST);
        if waiting < 2 {
            return 0;
        }
        let mut options = [Alternative { habit: 1.0, worth: 0.0 }; MOST];
        let mut habit = 1.0;
        let of_target = self.worth_of_target(person).0;
        let has_stakes = !self.people[person].earnings.payout.is_flat() && response.pay_weight > 0.0;
        for (place, option) in options.iter_mut().enumerate().take(waiting) {
            option.habit = habit;
            habit *= response.reorder_habit;
            let o = self.people[person].queue[place].opportunity;
            if has_stakes {
                let opportunity = &self.opportunities[o];
                let chance = opportunity.belief.chance_of_yes(&plan.scenario.heuristics);
                let to_go = (self.situation(o).hours_guess - opportunity.worked).max(plan.scenario.heuristics.least_hours_to_go);
                option.worth = self.list_price_of(o) * chance * self.stake_in(person, o, plan.scenario.heuristics.days_to_sign) / to_go;
            }
        }
        if of_target > 0.0 {
            // What is done soonest counts soonest.
            for (option, ready) in options.iter_mut().zip(&self.people[person].queue) {
                let line = &self.opportunities[ready.opportunity].threads[ready.thread as usize];
                option.worth += of_target / plan.catalogue.steps[line.step as usize].effort(line.mode).hours.max(0.1);
            }
        }
        let weighed = weigh(&options[..waiting], sharpness(response, 1.0));
        // The draw belongs to whoever is first in turn, at each time anew: the same draw would pass them over for ever.
        let first = self.people[person].queue[0];
        let serial = self.opportunities[first.opportunity].threads[first.thread as usize].serial;
        let turn = u64::from(serial) << 32 | u64::from(first.passed_over);
        let choice = weighed.pick(self.streams.stream(ORDER, self.journey_of(first.opportunity).key, turn).uniform());
        if choice > 0 {
            self.people[person].queue[0].passed_over += 1;
        }
        let o = self.people[person].queue[choice].opportunity;
        self.tell_choice(o, |s| {
            let turn = if choice > 0 { "out of turn" } else { "in turn" };
            let names = ["the first in turn", "the second", "the third", "the fourth"];
            format!("{} takes it {turn}, out of: {}", s.name_of(person as u16), in_words(&names, &options[..waiting], &weighed))
        });
        choice
    }

    /// Whether a person helps a colleague with a customer: one's own gain from it against the hours.
    pub(crate) fn is_helped(&mut self, o: OpportunityId, person: usize) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let habit = response.help_habit;
        if habit >= 1.0 || habit <= 0.0 {
            return habit > 0.0;
        }
        let value = self.list_price_of(o) * self.opportunities[o].belief.chance_of_yes(&plan.scenario.heuristics);
        let crew = self.opportunities[o].crew.len() as f64;
        let own = match plan.pay.plan(person).split {
            Split::Owner => 0.0,
            Split::Equal | Split::Hours => (1.0 + plan.scenario.heuristics.help_effect) / (crew + 1.0) * self.stakes_of(person).next,
        };
        let gain = value * (own + plan.scenario.heuristics.help_effect * self.stake_in_colleague(o, person));
        let options = [
            Alternative { habit, worth: gain - plan.scenario.heuristics.help_hours * self.worth_of_hour(person) },
            Alternative { habit: 1.0 - habit, worth: 0.0 },
        ];
        let weighed = weigh(&options, sharpness(response, plan.scenario.heuristics.help_hours));
        let helps = weighed.pick(self.streams.stream(HELPS, self.journey_of(o).key, plan.profiles[person].key).uniform()) == 0;
        self.tell_choice(o, |s| {
            let what = if helps { "helps" } else { "does not help" };
            format!("{} {what}, out of: {}", s.name_of(person as u16), in_words(&["help", "leave it"], &options, &weighed))
        });
        helps
    }

    /// What a EUR of a colleague's credit is worth to a person: through the team's pay, and by regard for colleagues.
    fn stake_in_colleague(&mut self, o: OpportunityId, person: usize) -> f64 {
        let plan = self.plan;
        let Some(owner) = self.opportunities[o].crew.first().map(|m| m.person as usize) else { return 0.0 };
        let theirs = self.stakes(owner, o).next;
        let payout = &self.people[person].earnings.payout;
        let same_team = plan.pay.team_of[owner] == plan.pay.team_of[person];
        let size = plan.pay.teams[plan.pay.team_of[person]].len().max(1) as f64;
        let by_team = if same_team && payout.team_share() > 0.0 {
            plan.scenario.response.pay_weight * payout.team_share() * self.people[person].earnings.on_target_rate() / size
        } else {
            0.0
        };
        let regard = if plan.scenario.organisation.effort_is_seen { plan.scenario.response.peer_weight } else { 0.0 };
        by_team + regard * theirs
    }

    /// Whether whoever has a customer asks a colleague to join: a better chance against a share of the credit.
    pub(crate) fn is_help_wanted(&mut self, o: OpportunityId) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let habit = response.help_habit;
        let Some(owner) = self.opportunities[o].crew.first().map(|m| m.person as usize) else { return false };
        if habit >= 1.0 || habit <= 0.0 {
            return habit > 0.0;
        }
        let crew = self.opportunities[o].crew.len() as f64;
        let share = match plan.pay.plan(owner).split {
            Split::Owner => 1.0 + plan.scenario.heuristics.help_effect,
            Split::Equal | Split::Hours => (1.0 + plan.scenario.heuristics.help_effect) * crew / (crew + 1.0),
        };
        let value = self.list_price_of(o)
            * self.opportunities[o].belief.chance_of_yes(&plan.scenario.heuristics)
            * self.stake_in(owner, o, plan.scenario.heuristics.days_to_sign);
        let options = [Alternative { habit, worth: value * share }, Alternative { habit: 1.0 - habit, worth: value }];
        let weighed = weigh(&options, sharpness(response, self.hours_at_stake(o)));
        let serial = u64::from(self.opportunities[o].activities);
        let asks = weighed.pick(self.streams.stream(ASKS_HELP, self.journey_of(o).key, serial).uniform()) == 0;
        self.tell_choice(o, |s| {
            let what = if asks { "asks for help" } else { "goes on alone" };
            format!("{} {what}, out of: {}", s.name_of(owner as u16), in_words(&["ask a colleague", "go on alone"], &options, &weighed))
        });
        asks
    }

    /// Whether a person asks for a decision before what is left to do is done.
    pub(crate) fn asks_early(&mut self, o: OpportunityId, person: usize) -> bool {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let habit = response.ask_early_habit;
        if habit <= 0.0 {
            return false;
        }
        let opportunity = &self.opportunities[o];
        let serial = u64::from(opportunity.activities);
        let chance = opportunity.belief.chance_of_yes(&plan.scenario.heuristics);
        let price = self.list_price_of(o);
        let soon = self.stake_in(person, o, plan.scenario.heuristics.days_once_asked);
        let later = self.stake_in(person, o, plan.scenario.heuristics.days_to_sign);
        // With what is left to do done, half of those who would refuse now come round. Whoever refuses may be lost at once.
        let comes_round = price * plan.scenario.heuristics.comes_round * (1.0 - chance) * later;
        let going_on = price * chance * later + comes_round;
        let refused = (1.0 - plan.scenario.buying.failed_attempt_ends) * comes_round;
        let asked_for = self.worth_of_target(person).1;
        let options = [
            Alternative { habit: 1.0 - habit, worth: going_on },
            Alternative { habit, worth: price * chance * soon + refused + asked_for },
        ];
        let weighed = weigh(&options, sharpness(response, self.hours_at_stake(o)));
        let asks = weighed.pick(self.streams.stream(ASKS_EARLY, self.journey_of(o).key, serial).uniform()) == 1;
        self.tell_choice(o, |s| {
            let what = if asks { "asks for a decision now" } else { "goes on" };
            format!("{} {what}, out of: {}", s.name_of(person as u16), in_words(&["go on", "ask now"], &options, &weighed))
        });
        asks
    }

    /// After a refusal: whether a lower price is offered, and how much lower.
    pub(crate) fn concedes(&mut self, o: OpportunityId) {
        let plan = self.plan;
        let response = &plan.scenario.response;
        let Some(seller) = self.opportunities[o].crew.first().map(|m| m.person as usize) else { return };
        if response.press_habit <= 0.0 {
            return;
        }
        let price = self.list_price_of(o);
        let stake = self.stake_in(seller, o, plan.scenario.heuristics.days_to_sign);
        let opportunity = &self.opportunities[o];
        let (belief, given) = (&opportunity.belief, opportunity.discount);
        let serial = u64::from(belief.refusals);
        let mut all = [Alternative { habit: 0.0, worth: 0.0 }; MOST_OPTIONS];
        let options = &mut all[..=response.concessions.len()];
        for (place, option) in options.iter_mut().enumerate() {
            let discount = if place > 0 { response.concessions[place - 1] } else { 0.0 };
            let more = (discount - given).max(0.0);
            if place > 0 && more <= 0.0 {
                continue;
            }
            let chance = belief.chance_of_yes_for(&plan.scenario.heuristics, more);
            let credit = self.credit_left(seller, discount.max(given));
            let trouble = if place > 0 { response.approval_cost * discount * discount * price } else { 0.0 };
            let habit = if place == 0 { 1.0 - response.press_habit } else { response.press_habit * response.concession_habits[place - 1] };
            *option = Alternative { habit, worth: price * chance * credit * stake - trouble };
        }
        let weighed = weigh(options, sharpness(response, self.hours_at_stake(o)));
        let choice = weighed.pick(self.streams.stream(CONCEDES, self.journey_of(o).key, serial).uniform());
        self.tell_choice(o, |s| {
            let names = names_of("no discount", &response.concessions);
            format!("{} offers {}, out of: {}", s.name_of(seller as u16), names[choice], in_words(&names, options, &weighed))
        });
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
        self.note(self.opportunities[o].journey, None, Logged::Discounted);
    }
}
