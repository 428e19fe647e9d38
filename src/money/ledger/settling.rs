//! A period of a plan is settled: what everybody earned in it, alone and as a team.

use super::to_date::ToDate;
use super::{Ledger, Line, LineAt, PayAccountAt, PlanAt, Settled, TeamAt};
use crate::engine::positions;
use crate::money::payout::{Payout, Settlement};
use std::collections::BTreeMap;

positions! {
    /// A settled period of a pay team.
    TeamPeriodAt: u32;
}

/// Least that a quota falls to against the first one, whatever the plan says: a numerical bound.
const LEAST_QUOTA: f64 = 0.01;

/// What is due to an account at the end of a period, or as of a day within it. Amounts are EUR.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Due {
    /// Whose it is.
    pub account: PayAccountAt,
    /// When (hours).
    pub at: f64,
    /// Part of the period in which they were there.
    pub share: f64,
    /// Credit that counts against the quota.
    pub credit: f64,
    /// Credit of earlier periods that was taken back.
    pub credit_back: f64,
    /// Quota for the time that they were there.
    pub quota: f64,
    /// Paid on top, whatever the attainment.
    pub on_top: f64,
    /// Pay of earlier periods that was taken back.
    pub pay_back: f64,
    /// Earned by credit, alone and as a team.
    pub earned: f64,
    /// What is paid out, and what is owed afterwards.
    pub settlement: Settlement,
    /// What it costs the firm: what is paid out less what is newly owed of pay taken back.
    pub cost: f64,
}

impl Due {
    /// What is due beyond what was due at an earlier time of the same period.
    #[must_use]
    pub fn since(self, before: &Self) -> Self {
        let settlement = Settlement { paid: self.settlement.paid - before.settlement.paid, ..self.settlement };
        Self {
            share: self.share - before.share,
            credit: self.credit - before.credit,
            credit_back: self.credit_back - before.credit_back,
            quota: self.quota - before.quota,
            on_top: self.on_top - before.on_top,
            pay_back: self.pay_back - before.pay_back,
            earned: self.earned - before.earned,
            cost: self.cost - before.cost,
            settlement,
            ..self
        }
    }
}

/// What credit pays an account for the time that is settled.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reckoning {
    payout: Payout,
    /// Credit that nobody had to bring: all of the quota, where nothing was up for renewal.
    given: f64,
    /// Whether it pays at all.
    is_open: bool,
}

impl Reckoning {
    /// Quota, in what is credited; 0 where there is none, or nothing was up for renewal.
    pub(super) fn quota(&self) -> f64 {
        if self.payout.granted().is_some() || self.given > 0.0 { 0.0 } else { self.payout.quota() }
    }

    /// Variable pay for so much credit, EUR.
    pub(super) fn pay(&self, credit: f64) -> f64 {
        if self.is_open { self.payout.pay(credit + self.given) } else { 0.0 }
    }

    /// The same, or what is guaranteed.
    fn pay_at_least(&self, credit: f64) -> f64 {
        if self.is_open { self.payout.pay_at_least(credit + self.given) } else { self.payout.least() }
    }

    fn pay_in_team(&self, own: f64, team: f64) -> f64 {
        if self.is_open { self.payout.pay_in_team(own + self.given, team) } else { 0.0 }
    }
}

/// A member of a team in a settled period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Member {
    pub(super) account: PayAccountAt,
    reckoning: Reckoning,
    /// Own equivalent of a EUR of the team's credit.
    per_credit: f64,
}

impl Member {
    /// What the team's credit earned the member, between two levels of it.
    pub(super) fn earned_between(&self, before: f64, after: f64) -> f64 {
        let pay = |credit: f64| self.reckoning.pay(credit * self.per_credit);
        self.reckoning.payout.team_share() * (pay(after) - pay(before))
    }

    /// What the team is paid at no attainment at all.
    fn earned_anyway(&self) -> f64 {
        self.reckoning.payout.team_share() * self.reckoning.pay(0.0)
    }
}

/// A settled period of a pay team.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TeamPeriod {
    pub(super) members: Vec<Member>,
}

/// Sums of the lines of an account in the open period, or year, up to some time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Sums {
    pub(super) credit: f64,
    pub(super) credit_back: f64,
    pub(super) on_top: f64,
    pub(super) pay_back: f64,
    pub(super) up_for_renewal: f64,
}

impl Sums {
    fn add(&mut self, line: &Line) {
        self.credit += line.credit;
        self.credit_back += line.credit_back;
        self.on_top += line.on_top;
        self.pay_back += line.pay_back;
        self.up_for_renewal += line.up_for_renewal;
    }
}

/// Credit and quotas of a team in a period.
#[derive(Debug, Clone, Copy, Default)]
struct TeamSums {
    credit: f64,
    shares: f64,
    quotas: f64,
    first: f64,
    differ: bool,
}

impl TeamSums {
    /// A member with a quota, there for a share of the period, with so much credit.
    fn add(&mut self, quota: f64, share: f64, credit: f64) {
        if self.shares == 0.0 {
            self.first = quota;
        }
        self.credit += credit;
        self.shares += share;
        self.quotas += share * quota;
        self.differ |= quota != self.first;
    }

    /// Own equivalent of a EUR of the team's credit for a member: at the team's attainment.
    fn per_credit(&self, quota: f64, share: f64) -> f64 {
        let members = if self.differ { self.quotas / quota } else { self.shares };
        if members > 0.0 { share / members } else { 0.0 }
    }
}

impl Ledger {
    pub(super) fn sums(&self, account: PayAccountAt, until: f64) -> Sums {
        let mut sums = Sums::default();
        for line in self.accounts[account].open.iter().map(|&line| &self.lines[line]).filter(|line| line.at <= until) {
            sums.add(line);
        }
        sums
    }

    /// Sums of all lines of an account between two times.
    pub(super) fn sums_between(&self, account: PayAccountAt, from: f64, until: f64) -> Sums {
        let mut sums = Sums::default();
        for line in self.lines.iter().filter(|line| line.account == account && from <= line.at && line.at <= until) {
            sums.add(line);
        }
        sums
    }

    /// Those of a plan who were there in a part of a period, or earlier in a year that is open, each with their time in periods.
    fn present(&self, plan: PlanAt, start: f64, end: f64, until: f64) -> Vec<(PayAccountAt, f64)> {
        let in_plan = self.active.iter().copied().filter(|&account| self.accounts[account].plan == plan);
        let time = |account: PayAccountAt| {
            let account = &self.accounts[account];
            account.to_date.share + account.share_until(start, end, until)
        };
        in_plan.map(|account| (account, time(account))).filter(|(_, share)| *share > 0.0).collect()
    }

    fn team_sums(&self, present: &[(PayAccountAt, f64)], until: f64) -> BTreeMap<TeamAt, TeamSums> {
        let mut teams: BTreeMap<TeamAt, TeamSums> = BTreeMap::new();
        for &(at, share) in present.iter().filter(|(at, _)| self.accounts[*at].payout.team_share() > 0.0) {
            let account = &self.accounts[at];
            teams.entry(account.team).or_default().add(account.payout.quota(), share, self.sums(at, until).credit);
        }
        teams
    }

    /// What credit pays an account for so much time, in periods.
    pub(super) fn reckoning(&self, account: PayAccountAt, share: f64, sums: &Sums, is_open: bool) -> Reckoning {
        let payout = self.accounts[account].payout.for_part(share);
        match payout.quota_of_renewals() {
            None => Reckoning { payout, given: 0.0, is_open },
            // Where nothing was up for renewal, nothing was lost.
            Some(_) if sums.up_for_renewal <= 0.0 => Reckoning { given: payout.quota(), payout, is_open },
            Some(quota) => Reckoning { payout: payout.with_quota(quota * sums.up_for_renewal / share), given: 0.0, is_open },
        }
    }

    /// What would be due to everybody paid by a plan, were the period from `start` to `end` closed at `until`: quotas, guarantees and
    /// bonuses are in proportion to the time that they were there. Where the year counts, it is what is due beyond what was settled of it.
    pub fn dues(&self, plan: PlanAt, start: f64, end: f64, until: f64) -> Vec<Due> {
        let present = self.present(plan, start, end, until);
        let teams = self.team_sums(&present, until);
        present.into_iter().map(|(account, share)| self.due(account, share, &teams, until).1).collect()
    }

    fn due(&self, at: PayAccountAt, share: f64, teams: &BTreeMap<TeamAt, TeamSums>, until: f64) -> (Reckoning, Due) {
        let account = &self.accounts[at];
        let sums = self.sums(at, until);
        let reckoning = self.reckoning(at, share, &sums, self.is_gate_open(at, until));
        let team = teams.get(&account.team).map_or(0.0, |team| team.credit * team.per_credit(account.payout.quota(), share));
        let before = &account.to_date;
        let earned = reckoning.pay_in_team(sums.credit, team) - before.earned;
        let (on_top, pay_back) = (sums.on_top - before.sums.on_top, sums.pay_back - before.sums.pay_back);
        let all = earned + on_top - pay_back;
        let has_left = account.left <= until && account.passes_to.is_none();
        // A guarantee or an advance is for the time that is settled now.
        let share = share - before.share;
        let payout = account.payout.for_part(share);
        let settlement = if has_left { payout.settle_at_last(all, account.debts) } else { payout.settle(all, account.debts) };
        let cost = settlement.paid - (settlement.debts.taken_back - account.debts.taken_back);
        let due = Due {
            account: at,
            at: until,
            share,
            credit: sums.credit - before.sums.credit,
            credit_back: sums.credit_back - before.sums.credit_back,
            quota: reckoning.quota() - before.quota,
            on_top,
            pay_back,
            earned,
            settlement,
            cost,
        };
        (reckoning, due)
    }

    /// The period of a plan from `start` to `end` is over: everybody is settled. Where it `closes` (the year too, of a plan that goes by
    /// the year to date), a new one begins, and who has left is done; else what was settled is an instalment.
    pub fn settle(&mut self, plan: PlanAt, start: f64, end: f64, closes: bool) -> Vec<Due> {
        let present = self.present(plan, start, end, end);
        let teams = self.team_sums(&present, end);
        let settled: Vec<(Reckoning, Due)> = present.into_iter().map(|(account, share)| self.due(account, share, &teams, end)).collect();
        // Of a team that goes by the year to date, who left stays in the books until the year ends.
        let is_done = |ledger: &Self, due: &Due| {
            let account = &ledger.accounts[due.account];
            closes || (account.left <= due.at && account.payout.team_share() <= 0.0)
        };
        let done: Vec<&(Reckoning, Due)> = settled.iter().filter(|(_, due)| is_done(self, due)).collect();
        self.earn(&done, &teams);
        for (reckoning, due) in &settled {
            let is_done = is_done(self, due);
            let account = &mut self.accounts[due.account];
            account.debts = due.settlement.debts;
            account.to_date = account.to_date.with(due);
            account.settled = Some(Settled { at: due.at, credit: account.to_date.sums.credit, reckoning: *reckoning });
            if is_done {
                self.begin_anew(due.account, due.at);
                self.pass_on(due.account);
            }
        }
        self.active.retain(|&account| !self.accounts[account].is_closed);
        if let Some(period) = self.periods.get_mut(&plan).and_then(|all| all.last_mut()) {
            period.is_closed = closes;
        }
        settled.into_iter().map(|(_, due)| due).collect()
    }

    /// What somebody owes goes with them into another role.
    fn pass_on(&mut self, at: PayAccountAt) {
        let account = &mut self.accounts[at];
        if let Some(to) = account.passes_to.filter(|_| account.is_closed) {
            let debts = std::mem::take(&mut account.debts);
            self.accounts[to].debts.add(debts);
        }
    }

    fn begin_anew(&mut self, at: PayAccountAt, now: f64) {
        let account = &mut self.accounts[at];
        let whole = std::mem::take(&mut account.to_date);
        if !account.quota_goes_on() && whole.quota > 0.0 {
            let quota = account.payout.next_quota_after(whole.sums.credit / whole.quota, whole.share.min(1.0));
            let (least, most) = account.payout.quota_bounds();
            let least = least.max(LEAST_QUOTA);
            account.payout = account.payout.with_quota(quota.clamp(least * account.first_quota, most * account.first_quota));
        }
        account.credit = 0.0;
        account.open.clear();
        account.is_closed = account.left <= now;
        self.settled.0 += whole.sums.credit - whole.sums.credit_back;
    }

    /// Tells for each line what it earned, in the order of the lines.
    fn earn(&mut self, done: &[&(Reckoning, Due)], teams: &BTreeMap<TeamAt, TeamSums>) {
        let mut lines_of: BTreeMap<TeamAt, Vec<LineAt>> = BTreeMap::new();
        let mut members_of: BTreeMap<TeamAt, Vec<Member>> = BTreeMap::new();
        for (reckoning, due) in done {
            let whole = self.accounts[due.account].to_date.with(due);
            self.earn_alone(due.account, reckoning, &whole);
            let account = &self.accounts[due.account];
            if let Some(team) = teams.get(&account.team) {
                let per_credit = team.per_credit(account.payout.quota(), whole.share);
                let member = Member { account: due.account, reckoning: *reckoning, per_credit };
                members_of.entry(account.team).or_default().push(member);
                lines_of.entry(account.team).or_default().extend(&account.open);
            }
        }
        for (team, members) in members_of {
            self.earn_together(members, lines_of.remove(&team).unwrap_or_default());
        }
    }

    fn earn_alone(&mut self, at: PayAccountAt, reckoning: &Reckoning, whole: &ToDate) {
        let account = &self.accounts[at];
        let own = 1.0 - reckoning.payout.team_share().max(0.0);
        // What a guarantee pays anyway is earned by no deal.
        let is_alone = reckoning.payout.team_share() <= 0.0;
        let pay = |credit: f64| if is_alone { reckoning.pay_at_least(credit) } else { reckoning.pay(credit) };
        let (mut credit, mut before) = (0.0, pay(0.0));
        let mut by_lines = own * before;
        for &line in &account.open {
            let line = &mut self.lines[line];
            credit += line.credit;
            let after = pay(credit);
            line.earned = own * (after - before);
            line.is_settled = true;
            by_lines += line.earned + line.on_top - line.pay_back;
            before = after;
        }
        let earned = if is_alone { pay(whole.sums.credit) } else { whole.earned };
        self.settled.1 += earned + whole.sums.on_top - whole.sums.pay_back;
        self.settled.2 += by_lines;
    }

    fn earn_together(&mut self, members: Vec<Member>, mut lines: Vec<LineAt>) {
        lines.sort_unstable();
        let period = TeamPeriodAt::from(self.team_periods.len());
        let mut credit = 0.0;
        for line in lines {
            let line = &mut self.lines[line];
            line.team = Some((period, credit));
            let after = credit + line.credit;
            self.settled.2 += members.iter().map(|member| member.earned_between(credit, after)).sum::<f64>();
            credit = after;
        }
        self.settled.2 += members.iter().map(Member::earned_anyway).sum::<f64>();
        self.team_periods.push(TeamPeriod { members });
    }

    /// A line of somebody whose last period is settled: credit is paid as it would have been at the end of that period, and what is
    /// taken back is paid back at once.
    pub(super) fn settle_late(&mut self, at: LineAt) {
        let line = &mut self.lines[at];
        let account = &mut self.accounts[line.account];
        line.earned = account.settled.as_mut().map_or(0.0, |settled| {
            let before = settled.reckoning.pay(settled.credit);
            settled.credit += line.credit;
            settled.reckoning.pay(settled.credit) - before
        });
        line.is_settled = true;
        let cost = line.earned + line.on_top - line.pay_back;
        self.settled.0 += line.credit - line.credit_back;
        self.settled.1 += cost;
        self.settled.2 += cost;
        // Whoever is still there in another role owes it there.
        let to = self.accounts[line.account].passes_to.filter(|to| cost < 0.0 && !self.accounts[*to].is_closed);
        if let Some(to) = to {
            self.accounts[to].debts.taken_back -= cost;
        }
        self.late.push(Due {
            account: line.account,
            at: line.at,
            share: 0.0,
            credit: line.credit,
            credit_back: line.credit_back,
            quota: 0.0,
            on_top: line.on_top,
            pay_back: line.pay_back,
            earned: line.earned,
            settlement: Settlement { paid: if to.is_some() { 0.0 } else { cost }, ..Settlement::default() },
            cost,
        });
    }

    /// Own equivalent of the credit of the team of somebody who is there to the end of the open period: what a mean is among equals.
    pub fn team_credit(&self, at: PayAccountAt, start: f64, end: f64) -> f64 {
        let account = &self.accounts[at];
        let mut team = TeamSums::default();
        let all = self.active.iter().map(|&other| &self.accounts[other]);
        for other in all.filter(|other| (other.plan, other.team) == (account.plan, account.team)) {
            let share = other.to_date.share + other.share_of(start, end);
            if share > 0.0 {
                team.add(other.payout.quota(), share, other.credit);
            }
        }
        team.credit * team.per_credit(account.payout.quota(), account.to_date.share + account.share_of(start, end))
    }
}
