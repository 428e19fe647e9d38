//! What people learn: by doing, in training, from a coach, from each other. And what they forget.

use crate::engine::math::{self, closed};
use crate::engine::time::{WEEK, YEAR};
use crate::measure::{Domain, RoleAt, Seat};
use crate::provider::people::{PerPart, masters};
use crate::scenario::people::{CoachingFor, MeetingGroup};
use crate::world::World;

/// Hours of a day of training, by definition.
const DAY_HOURS: f64 = 8.0;

impl World<'_> {
    /// A week begins: what was learned fades, and people learn.
    pub(crate) fn learn_this_week(&mut self) {
        let half_life = self.plan.scenario.learning.skill_half_life_years;
        if half_life > 0.0 {
            let keep = math::exp(-core::f64::consts::LN_2 * WEEK / (YEAR * half_life));
            self.people.iter_mut().for_each(|person| person.tenure.forget(keep));
        }
        self.train();
        self.help_newcomers();
        self.coach();
        self.lead();
        self.peers_meet();
    }

    /// An activity of the flow is done: a person gets better in the domain of whom it was with, or a little in all.
    pub(crate) fn practised(&mut self, person: Seat, domain: Option<Domain>) {
        let share = self.plan.practice;
        if share <= 0.0 {
            return;
        }
        match domain {
            Some(domain) => self.improve(person, domain, share),
            None => self.improve_everywhere(person, share / self.plan.scenario.buying.domains),
        }
    }

    fn improve_everywhere(&mut self, person: Seat, share: f64) {
        self.plan.scenario.buying.all_domains().for_each(|domain| self.improve(person, domain, share));
    }

    fn improve(&mut self, person: Seat, domain: Domain, share: f64) {
        let (plan, role) = (self.plan, self.role_of(person));
        let is_own = masters(&plan.profiles[person], role, plan.scenario.buying.domain_count(), domain);
        let reach = plan.scenario.learning.ceiling * role.skill_mean * if is_own { 1.0 } else { role.skill_outside };
        self.people[person].tenure.learn(domain, share, reach);
    }

    /// Hours of selling that go into learning.
    fn spend_on_learning(&mut self, person: Seat, hours: f64) {
        self.gives_up_hours(person, hours);
        if self.in_window(self.now()) {
            self.recorder.learning_hours += hours;
        }
    }

    /// Colleagues give time to whoever is new: those of the role in the same pool who are up to speed, each alike.
    fn help_newcomers(&mut self) {
        let (now, plan) = (self.now(), self.plan);
        for pool in &plan.pools {
            for (position, role) in plan.scenario.role.values().enumerate().filter(|(_, role)| role.ramp_help_hours_per_week > 0.0) {
                let of_role = pool.members.iter().copied().filter(|&seat| usize::from(plan.profiles[seat].role) == position);
                let there: Vec<Seat> = of_role.filter(|&seat| self.people[seat].is_there()).collect();
                let (new, settled): (Vec<Seat>, Vec<Seat>) =
                    there.into_iter().partition(|&seat| self.people[seat].tenure.is_ramping(now, role));
                let each = role.ramp_help_hours_per_week * new.len() as f64 / settled.len().max(1) as f64;
                if !new.is_empty() {
                    settled.into_iter().for_each(|seat| self.spend_on_learning(seat, each));
                }
            }
        }
    }

    fn train(&mut self) {
        for person in self.people.keys() {
            let role = self.role_of(person);
            let hours = role.training_hours_per_year * WEEK / YEAR;
            if hours > 0.0 && self.people[person].is_there() {
                self.spend_on_learning(person, hours);
                self.improve_everywhere(person, closed(role.training_effect, hours / DAY_HOURS));
            }
        }
    }

    fn coach(&mut self) {
        let rule = &self.plan.scenario.management;
        let hours = rule.coaching_hours_per_week;
        if hours <= 0.0 {
            return;
        }
        for person in self.people.keys() {
            if self.people[person].is_there() && self.is_coached(person) {
                self.spend_on_learning(person, hours);
                self.improve_everywhere(person, closed(rule.coaching_effect, hours));
                if self.in_window(self.now()) {
                    self.recorder.staffing_cost += hours * rule.coaching_hour_cost;
                }
            }
        }
    }

    /// Whoever leads people reviews and coaches them: the more they are, the less coaching is left for each.
    fn lead(&mut self) {
        let plan = self.plan;
        for (position, (_, role)) in plan.scenario.role.entries.iter().enumerate().filter(|(_, (_, role))| !role.leads.is_empty()) {
            let position = RoleAt::from(position);
            let there = |seat: &Seat| self.people[*seat].is_there();
            let now = self.now();
            let leads = |&seat: &Seat| plan.profiles[seat].role == position && !self.people[seat].is_away(now);
            let leaders: Vec<Seat> = plan.profiles.keys().filter(leads).filter(there).collect();
            let is_led = |&seat: &Seat| role.leads.iter().any(|led| led == plan.role_name(plan.profiles[seat].role));
            let led: Vec<Seat> = plan.profiles.keys().filter(is_led).filter(there).collect();
            if leaders.is_empty() || led.is_empty() {
                continue;
            }
            let span = led.len() as f64 / leaders.len() as f64;
            let left = (role.leading_hours_per_week / span - role.review_hours_per_week).max(0.0);
            let coached: Vec<Seat> = led.iter().copied().filter(|&seat| self.is_coached(seat)).collect();
            let coaching = left * led.len() as f64 / coached.len().max(1) as f64;
            for person in coached {
                self.spend_on_learning(person, coaching);
                self.improve_everywhere(person, closed(plan.scenario.management.coaching_effect, coaching));
            }
            let worked = plan.hours.worked(self.now());
            for leader in leaders {
                self.people[leader].give_up_hours(&plan.profiles[leader], worked, role.leading_hours_per_week);
            }
        }
    }

    /// Whether a person is among those who are coached: by the number of people of the role who are less, and more, skilled.
    fn is_coached(&self, person: Seat) -> bool {
        let role = self.plan.profiles[person].role;
        let own = self.people[person].skill_mean;
        let (mut less, mut more, mut all) = (0, 0, 0);
        for (other, profile) in self.plan.profiles.iter_enumerated() {
            if profile.role == role && self.people[other].is_there() {
                all += 1;
                less += usize::from(self.people[other].skill_mean < own);
                more += usize::from(self.people[other].skill_mean > own);
            }
        }
        match self.plan.scenario.management.coaching_for {
            CoachingFor::All => true,
            CoachingFor::Weakest => 3 * less < all,
            CoachingFor::Strongest => 3 * more < all,
        }
    }

    /// Peer meetings, two by two: in as many weeks as there are people, each meets each.
    fn peers_meet(&mut self) {
        let rule = &self.plan.scenario.learning;
        let weeks = (self.now() - self.plan.window_start) / WEEK;
        let is_time = weeks >= rule.peer_meetings_from_weeks && weeks < rule.peer_meetings_until_weeks;
        if rule.peer_meeting_hours_per_week <= 0.0 || !is_time {
            return;
        }
        let round = (self.now() / WEEK) as usize;
        match rule.peer_meeting_group {
            MeetingGroup::Pool => self.plan.pools.iter().for_each(|pool| self.meet_in_turn(&pool.members, round)),
            MeetingGroup::Everybody => {
                let mut met: Vec<PerPart<bool>> = Vec::new();
                for pool in &self.plan.pools {
                    if !met.contains(&pool.parts) {
                        met.push(pool.parts);
                        let profiles = &self.plan.profiles;
                        let peers: Vec<Seat> = profiles.keys().filter(|&p| profiles[p].parts == pool.parts).collect();
                        self.meet_in_turn(&peers, round);
                    }
                }
            }
        }
    }

    fn meet_in_turn(&mut self, peers: &[Seat], round: usize) {
        let n = peers.len();
        for i in 0..n {
            let j = (round + n - i) % n;
            if i < j && self.people[peers[i]].is_there() && self.people[peers[j]].is_there() {
                self.meet_as_peers(peers[i], peers[j]);
            }
        }
    }

    /// How much of a peer's skill in a domain is within reach: outside one's own domains, only a share of a master's skill.
    fn share_passed_on(&self, from: Seat, to: Seat, domain: Domain) -> f64 {
        let domains = self.plan.scenario.buying.domain_count();
        let is_master = |p: Seat| masters(&self.plan.profiles[p], self.role_of(p), domains, domain);
        if is_master(from) && !is_master(to) { self.plan.scenario.learning.reach_outside } else { 1.0 }
    }

    fn meet_as_peers(&mut self, a: Seat, b: Seat) {
        let rule = &self.plan.scenario.learning;
        self.spend_on_learning(a, rule.peer_meeting_hours_per_week);
        self.spend_on_learning(b, rule.peer_meeting_hours_per_week);
        for domain in self.plan.scenario.buying.all_domains() {
            let [of_a, of_b] = [a, b].map(|p| self.people[p].tenure.skill[domain]);
            let (for_a, for_b) = (of_b * self.share_passed_on(b, a, domain), of_a * self.share_passed_on(a, b, domain));
            self.people[a].tenure.learn(domain, rule.peer_meeting_effect, for_a);
            self.people[b].tenure.learn(domain, rule.peer_meeting_effect, for_b);
        }
    }
}
