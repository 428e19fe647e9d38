//! Who is paid by which plan, in which team, in which periods.

use super::plan::{Plan, weights};
use crate::engine::time::YEAR;
use crate::engine::{Periods, Table, math};
use crate::measure::Seat;
use crate::money::ledger::{Ledger, PayAccountAt, PlanAt, TeamAt};
use crate::money::payout::Payout;
use crate::provider::earnings::Earnings;
use crate::scenario::pay::{Credit, PayPlan};

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
    /// Periods, by plan.
    pub periods: Table<PlanAt, Periods>,
}

impl PaySystem {
    /// Resolves the plans of a scenario.
    pub fn new(plan: &Plan) -> Self {
        let scenario = &plan.scenario;
        let mut system = Self::default();
        let mut names: Table<PlanAt, &str> = Table::new();
        let (mut weight, mut price) = (0.0, 0.0);
        for (segment, share) in plan.segments.iter().zip(weights(plan.segments.iter())) {
            let size = segment.deal_size_median * math::exp(0.5 * segment.deal_size_sigma * segment.deal_size_sigma);
            weight += share;
            price += share * size * plan.offerings.first().map_or(1.0, |o| o.price);
        }
        system.typical_deal = price / f64::max(weight, 1e-9);
        let year = plan.hours.worked(plan.window_start + YEAR) - plan.hours.worked(plan.window_start);
        for profile in &plan.profiles {
            let role = plan.role(profile.role);
            let which = names.position(|n| *n == role.plan).unwrap_or_else(|| {
                let pay = scenario.plan_of(role);
                system.periods.push(scenario.time.periods(pay.period_weeks, plan.window_start));
                system.plans.push(pay);
                names.push_and_get_key(&role.plan)
            });
            let pay = &system.plans[which];
            let share = typical_credit(plan, pay.credit);
            if system.credit_share.get(which).is_none() {
                system.credit_share.push(share);
            }
            system.plan_of.push(which);
            system.base.push(pay.base_eur(role, &scenario.time));
            system.targets.push((pay.target_variable_eur(role, &scenario.time), pay.quota_eur(role, &scenario.time)));
            system.usual.push(share * role.bookings_target / pay.periods_per_year(&scenario.time));
            system.selling_hours_per_period.push(profile.selling_share * year / pay.periods_per_year(&scenario.time));
            system.fixed_cost_per_year.push(role.cost_per_year - role.on_target_earnings * (1.0 - pay.base_share));
        }
        system.deal_into_teams(plan);
        system
    }

    /// Teams of `team_size` within those who share a queue, or all of them.
    fn deal_into_teams(&mut self, plan: &Plan) {
        self.team_of = vec![TeamAt::FIRST; plan.profiles.len()].into();
        for which in self.plans.keys() {
            let size = self.plans[which].team_size as usize;
            let paid_by = |p: &Seat| self.plan_of[*p] == which;
            let teams: Vec<Vec<Seat>> = if size == 0 {
                plan.pools.iter().map(|pool| pool.members.iter().copied().filter(paid_by).collect()).collect()
            } else {
                // A size of its own does not care who shares a queue.
                let all: Vec<Seat> = plan.profiles.keys().filter(paid_by).collect();
                all.chunks(size).map(<[Seat]>::to_vec).collect()
            };
            teams.into_iter().for_each(|team| self.add_team(team));
        }
    }

    fn add_team(&mut self, members: Vec<Seat>) {
        if members.is_empty() {
            return;
        }
        let team = self.teams.next_key();
        members.iter().for_each(|&member| self.team_of[member] = team);
        self.teams.push(members);
    }

    /// The plan of a person.
    pub fn plan(&self, person: Seat) -> &PayPlan {
        &self.plans[self.plan_of[person]]
    }

    /// Pay for a EUR of price where the plan of a person pays on target, EUR.
    pub fn on_target_rate(&self, person: Seat) -> f64 {
        let (variable, quota) = self.targets[person];
        variable / quota * self.credit_share[self.plan_of[person]]
    }

    /// What the plan of a seat pays whoever takes it, at the first quota.
    pub fn payout(&self, person: Seat) -> Payout {
        let (variable, quota) = self.targets[person];
        Payout::new(self.plan(person), variable, quota)
    }

    /// Opens an account for whoever takes a seat, after whoever had it before.
    pub fn open_account(&self, ledger: &mut Ledger, person: Seat, before: Option<PayAccountAt>, joined: f64) -> Earnings {
        let payout = self.payout(person);
        let account = ledger.open(person, before, self.plan_of[person], self.team_of[person], payout, joined);
        Earnings::new(account, &payout, self.usual[person])
    }

    /// Beginning and end of the period of a plan in which a time lies (hours).
    pub fn period(&self, plan: PlanAt, at: f64) -> (f64, f64) {
        self.periods[plan].around(at)
    }
}

/// Credit for a EUR of price, over the customers in whom a mutual benefit is possible.
fn typical_credit(plan: &Plan, credit: Credit) -> f64 {
    let pick = |e: &super::plan::Experience| match credit {
        Credit::Bookings => 1.0,
        Credit::Margin => e.possible_margin,
        Credit::MutualValue => e.possible_surplus,
    };
    let weights = weights(plan.segments.iter());
    let total: f64 = weights.iter().sum();
    let mean: f64 = plan.experience.iter().zip(weights).map(|(e, w)| w * pick(e)).sum::<f64>() / total;
    // A numerical bound: what is divided by it stays finite.
    mean.max(0.05)
}
