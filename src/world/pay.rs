//! Who is paid by which plan, in which team, in which periods.

use super::plan::{Plan, weights};
use crate::engine::time::{INSTANT, MONTH, YEAR};
use crate::engine::{Periods, Table, math};
use crate::measure::Seat;
use crate::money::ledger::{Gate, Ledger, PayAccountAt, PlanAt, TeamAt};
use crate::money::payout::Payout;
use crate::provider::Tenure;
use crate::provider::earnings::Earnings;
use crate::provider::people::Skills;
use crate::scenario::pay::{Component, Credit, PayPlan};
use crate::scenario::provider::Role;
use jiff::civil::Date;

/// Of more periods than these no quota ramps.
const MOST_RAMPED: usize = 120;
/// A period in which nothing is expected yet has this share of the quota: of none at all, any deal would be more than any quota.
const LEAST_RAMPED: f64 = 0.1;
/// Places at which a ramp is looked at within a period.
const PLACES: u32 = 90;

/// The plans of a scenario, and what of them belongs to whom.
#[derive(Debug, Clone, Default)]
pub struct PaySystem {
    /// The plans in use.
    pub plans: Table<PlanAt, PayPlan>,
    /// Position of the plan by person.
    pub plan_of: Table<Seat, PlanAt>,
    /// People whose credit is put together.
    pub teams: Table<TeamAt, Vec<Seat>>,
    /// Position of the team by person.
    pub team_of: Table<Seat, TeamAt>,
    /// Price of a typical deal, EUR.
    pub typical_deal: f64,
    /// Credit for a EUR of price of a typical deal, by plan.
    pub credit_share: Table<PlanAt, f64>,
    /// Pay by person and period that does not hang on sales, EUR.
    pub base: Table<Seat, f64>,
    /// Variable pay at target, and first quota, by person and period, EUR.
    pub targets: Table<Seat, (f64, f64)>,
    /// Credit that a person is expected to bring in a period, EUR.
    pub usual: Table<Seat, f64>,
    /// Selling hours of a person in a period.
    pub selling_hours_per_period: Table<Seat, f64>,
    /// Fixed cost of a person: all of `cost_per_year` but the variable pay at target, EUR a year.
    pub fixed_cost_per_year: Table<Seat, f64>,
    /// What else the pay of a person is made of.
    pub components: Table<Seat, Vec<ComponentTerms>>,
    /// Periods, by plan.
    pub periods: Table<PlanAt, Periods>,
    /// Beginning and end of extra pay, by plan (hours).
    pub extra: Table<PlanAt, Option<(f64, f64)>>,
    /// Whether anybody is paid extra in some weeks.
    pub has_extra: bool,
    /// What counts beside deals.
    pub counts: Counted,
    own_gate: Table<Seat, Option<usize>>,
    names: Table<PlanAt, String>,
    /// Which plan the people of a team are paid by.
    plan_of_team: Table<TeamAt, PlanAt>,
    years: Option<Periods>,
}

/// What counts beside deals for anybody's pay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    /// Meetings held.
    pub meetings: bool,
    /// Opportunities let in.
    pub accepted: bool,
    /// Renewals.
    pub renewals: bool,
}

/// A component of the pay of a person, beside the plan itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ComponentTerms {
    /// Its plan.
    pub plan: PlanAt,
    /// People whose credit is put together.
    pub team: TeamAt,
    /// Variable pay at target by period, EUR, before the plan's `scale`.
    pub target: f64,
    /// First quota, in what is credited.
    pub quota: f64,
    /// Selling hours of the person in a period.
    pub selling_hours: f64,
    /// Its periods in one of the plan itself.
    pub periods: f64,
    /// Which of the parts of the pay its gate goes by: 0 the plan itself, 1 the first component.
    gate_by: Option<usize>,
}

impl PaySystem {
    /// Resolves the plans of a scenario. Plans and teams of the stretch of time before keep their positions.
    pub fn new(plan: &Plan, before: Option<&Self>) -> Self {
        let scenario = &plan.scenario;
        let mut system = Self::default();
        if let Some(before) = before {
            system.shares_plans_of(before);
        }
        let (mut weight, mut price) = (0.0, 0.0);
        for (segment, share) in plan.segments.iter().zip(weights(plan.segments.iter())) {
            let size = segment.deal_size_median * math::exp(0.5 * segment.deal_size_sigma * segment.deal_size_sigma);
            weight += share;
            price += share * size * plan.offerings.first().map_or(1.0, |o| o.price);
        }
        system.typical_deal = price / f64::max(weight, 1e-9);
        system.years = Some(scenario.time.fiscal_years(plan.window_start));
        let year = plan.hours.worked(plan.window_start + YEAR) - plan.hours.worked(plan.window_start);
        for (seat, profile) in plan.profiles.iter_enumerated() {
            let role = plan.role_of(seat);
            let parts = scenario.components_of(&role.plan);
            let which = system.plan_named(plan, &parts[0]);
            let pay = &system.plans[which];
            let share = system.credit_share[which];
            let (quota, periods) = (pay.quota_eur(role, &scenario.time), pay.periods_per_year(&scenario.time));
            system.plan_of.push(which);
            system.base.push(pay.base_eur(role, &scenario.time));
            system.targets.push((parts[0].target_eur(role, &scenario.time), quota));
            system.usual.push(match pay.credit {
                // What is renewed is learned from the first renewals on.
                Credit::Retention | Credit::Objectives => 0.0,
                credit if credit.is_counted() => quota,
                _ => share * role.bookings_target / periods,
            });
            let selling_hours = profile.selling_share * year;
            system.selling_hours_per_period.push(selling_hours / periods);
            system.fixed_cost_per_year.push(role.cost_per_year - role.on_target_earnings * (1.0 - pay.base_share));
            let others = parts.iter().skip(1).map(|part| system.component(plan, role, part, &parts, selling_hours)).collect();
            system.components.push(others);
            system.own_gate.push(parts[0].gate_by(&parts));
        }
        system.deal_into_teams(plan);
        system
    }

    /// Takes over the plans and teams of another stretch of time, which begin with its own.
    pub fn shares_plans_of(&mut self, other: &Self) {
        self.plans.clone_from(&other.plans);
        self.names.clone_from(&other.names);
        self.periods.clone_from(&other.periods);
        self.extra.clone_from(&other.extra);
        self.credit_share.clone_from(&other.credit_share);
        self.teams.clone_from(&other.teams);
        self.plan_of_team.clone_from(&other.plan_of_team);
        self.has_extra |= other.has_extra;
        self.counts.meetings |= other.counts.meetings;
        self.counts.accepted |= other.counts.accepted;
        self.counts.renewals |= other.counts.renewals;
    }

    /// Whether a seat is paid otherwise than in another stretch of time.
    pub fn differs_for(&self, other: &Self, seat: Seat) -> bool {
        let terms = |system: &Self| (system.plan_of[seat], system.team_of[seat], system.targets[seat], system.own_gate[seat]);
        terms(self) != terms(other) || self.components[seat] != other.components[seat]
    }

    /// The position of a plan, which is taken up when it is met first; one that has changed is another.
    fn plan_named(&mut self, plan: &Plan, part: &Component) -> PlanAt {
        let is_this = |which: &PlanAt| self.names[*which] == part.name && self.plans[*which] == part.plan;
        if let Some(which) = self.names.keys().find(is_this) {
            return which;
        }
        let scenario = &plan.scenario;
        let pay = part.plan.clone();
        self.periods.push(scenario.time.periods(pay.period_weeks, plan.window_start));
        let window: Option<Date> = scenario.time.window_start.parse().ok();
        let extra = window.and_then(|window| pay.extra_after(window));
        self.extra.push(extra.map(|(from, to)| (plan.window_start + from, plan.window_start + to)));
        self.has_extra |= self.extra.last().is_some_and(Option::is_some);
        self.credit_share.push(typical_credit(plan, pay.credit));
        self.counts.meetings |= pay.credit == Credit::Meetings;
        self.counts.accepted |= pay.credit == Credit::Accepted;
        self.counts.renewals |= pay.credit == Credit::Retention;
        self.plans.push(pay);
        self.names.push_and_get_key(part.name.clone())
    }

    fn component(&mut self, plan: &Plan, role: &Role, part: &Component, parts: &[Component], selling_hours: f64) -> ComponentTerms {
        let time = &plan.scenario.time;
        ComponentTerms {
            plan: self.plan_named(plan, part),
            team: TeamAt::FIRST,
            target: part.target_eur(role, time),
            quota: part.plan.quota_eur(role, time),
            selling_hours: selling_hours / part.plan.periods_per_year(time),
            periods: part.plan.periods_per_year(time) / parts[0].plan.periods_per_year(time),
            gate_by: part.gate_by(parts),
        }
    }

    /// Teams of `team_size` within those who share a queue, or all of them.
    fn deal_into_teams(&mut self, plan: &Plan) {
        self.team_of = vec![TeamAt::FIRST; plan.profiles.len()].into();
        for which in self.plans.keys() {
            let size = self.plans[which].team_size as usize;
            let paid_by = |p: &Seat| self.plan_of[*p] == which || self.components[*p].iter().any(|other| other.plan == which);
            let teams: Vec<Vec<Seat>> = if size == 0 {
                plan.pools.iter().map(|pool| pool.members.iter().copied().filter(paid_by).collect()).collect()
            } else {
                // A size of its own does not care who shares a queue.
                let all: Vec<Seat> = plan.profiles.keys().filter(paid_by).collect();
                all.chunks(size).map(<[Seat]>::to_vec).collect()
            };
            teams.into_iter().for_each(|team| self.add_team(which, team));
        }
    }

    fn add_team(&mut self, which: PlanAt, members: Vec<Seat>) {
        if members.is_empty() {
            return;
        }
        let is_this = |team: &TeamAt| self.plan_of_team[*team] == which && self.teams[*team] == members;
        let known = self.teams.keys().find(is_this);
        let team = known.unwrap_or_else(|| self.teams.next_key());
        for &member in &members {
            if self.plan_of[member] == which {
                self.team_of[member] = team;
            }
            self.components[member].iter_mut().filter(|other| other.plan == which).for_each(|other| other.team = team);
        }
        if known.is_none() {
            self.teams.push(members);
            self.plan_of_team.push(which);
        }
    }

    /// The plan of a person.
    pub fn plan(&self, person: Seat) -> &PayPlan {
        &self.plans[self.plan_of[person]]
    }

    /// Pay for a EUR of price where the plan of a person pays on target, EUR.
    pub fn on_target_rate(&self, person: Seat) -> f64 {
        let (variable, quota) = self.targets[person];
        let by_components = self.components[person].iter().map(|other| other.target / other.quota * self.credit_share[other.plan]);
        let own = variable / quota * self.credit_share[self.plan_of[person]];
        by_components.fold(own, |sum, rate| sum + rate)
    }

    /// What the plan of a seat pays whoever takes it, at the first quota.
    pub fn payout(&self, person: Seat) -> Payout {
        let (variable, quota) = self.targets[person];
        Payout::new(self.plan(person), variable, quota)
    }

    /// Opens the accounts of whoever takes a seat, after whoever had it before: that of the plan first, then those of its components.
    pub fn open_accounts(&self, ledger: &mut Ledger, person: Seat, before: &[PayAccountAt], joined: f64) -> Vec<Earnings> {
        let payout = self.payout(person);
        let mut all = Vec::with_capacity(1 + self.components[person].len());
        let own = ledger.open(person, before.first().copied(), self.plan_of[person], self.team_of[person], payout, joined);
        all.push(Earnings::new(own, &payout, self.usual[person]));
        for (place, terms) in self.components[person].iter().enumerate() {
            let payout = Payout::new(&self.plans[terms.plan], terms.target, terms.quota);
            let account = ledger.open(person, before.get(place + 1).copied(), terms.plan, terms.team, payout, joined);
            let has_quota = payout.quota_of_renewals().is_none() && payout.granted().is_none();
            let usual = if has_quota { terms.quota } else { 0.0 };
            all.push(Earnings::new(account, &payout, usual));
        }
        for (part, earnings) in all.iter().enumerate() {
            let account = &mut ledger.accounts[earnings.account];
            (account.part, account.is_in_eur) = (part as u8, self.plans[account.plan].credit.is_of_deals());
        }
        let gates = std::iter::once((self.plan_of[person], self.own_gate[person]));
        let gates = gates.chain(self.components[person].iter().map(|terms| (terms.plan, terms.gate_by)));
        for (place, (which, by)) in gates.enumerate() {
            if let Some(by) = by {
                ledger.accounts[all[place].account].gate = Some(Gate { by: all[by].account, at: self.plans[which].gate });
            }
        }
        all
    }

    /// What a ramp leaves of the quotas of somebody who began at a time (hours): shares of the whole, period by period from now on, as long as they
    /// are not up to speed. Where the year counts, its periods are one.
    pub fn ramped_quotas(&self, plan: PlanAt, role: &Role, since: f64, now: f64) -> Vec<f64> {
        let periods = if self.plans[plan].year_to_date { self.years.as_ref() } else { None }.unwrap_or(&self.periods[plan]);
        let mut shares = Vec::new();
        let mut at = now;
        while shares.len() < MOST_RAMPED {
            let (_, end) = periods.around(at + INSTANT);
            let share = mean_of_ramp(role, at - since, end - since);
            if share >= 1.0 {
                break;
            }
            shares.push(share.max(LEAST_RAMPED));
            at = end;
        }
        shares
    }

    /// Whether a period of a plan from `start` to `end` (hours) is the last that counts together with those before it: a fiscal year ends in
    /// it.
    pub fn closes(&self, plan: PlanAt, (start, end): (f64, f64)) -> bool {
        let year = |at: f64| self.years.as_ref().map_or(0, |years| years.number(at));
        !self.plans[plan].year_to_date || year(start + INSTANT) != year(end + INSTANT)
    }

    /// Whether extra pay by a plan is on at a time (hours).
    pub fn is_extra_on(&self, plan: PlanAt, at: f64) -> bool {
        self.extra[plan].is_some_and(|(from, to)| (from..to).contains(&at))
    }

    /// What a plan pays extra for each meeting or opportunity at a time (hours), EUR.
    pub fn extra_each(&self, plan: PlanAt, at: f64) -> f64 {
        if self.is_extra_on(plan, at) { self.plans[plan].scale * self.plans[plan].extra_each } else { 0.0 }
    }

    /// Credit of a typical deal by a plan, EUR; 1 where things are counted.
    pub fn typical_credit(&self, plan: PlanAt) -> f64 {
        if self.plans[plan].credit.is_of_deals() { self.typical_deal * self.credit_share[plan] } else { 1.0 }
    }

    /// Beginning and end of the period of a plan in which a time lies (hours).
    pub fn period(&self, plan: PlanAt, at: f64) -> (f64, f64) {
        self.periods[plan].around(at)
    }
}

/// Credit for a EUR of price, over the customers in whom a mutual benefit is possible.
fn typical_credit(plan: &Plan, credit: Credit) -> f64 {
    if !credit.is_of_deals() {
        return 0.0;
    }
    let pick = |e: &super::plan::Experience| match credit {
        Credit::Margin => e.possible_margin,
        Credit::MutualValue => e.possible_surplus,
        _ => 1.0,
    };
    let weights = weights(plan.segments.iter());
    let total: f64 = weights.iter().sum();
    let mean: f64 = plan.experience.iter().zip(weights).map(|(e, w)| w * pick(e)).sum::<f64>() / total;
    // A numerical bound: what is divided by it stays finite.
    mean.max(0.05)
}

/// The mean of a role's ramp, as a share, from one time to another (hours since somebody began).
fn mean_of_ramp(role: &Role, from: f64, to: f64) -> f64 {
    let usual = Tenure { since: 0.0, ramp_hours: role.ramp_months * MONTH, ..Tenure::settled(Skills::default()) };
    let at = |place: u32| from + (to - from) * (f64::from(place) + 0.5) / f64::from(PLACES);
    (0..PLACES).map(|place| usual.share_of_full_speed(at(place), role, &role.ramp)).sum::<f64>() / f64::from(PLACES)
}
