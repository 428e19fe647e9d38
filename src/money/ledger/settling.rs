//! A period of a plan is settled: what everybody earned in it, alone and as a team.

use super::{Ledger, LineAt, PayAccountAt, PlanAt, TeamAt};
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

/// A member of a team in a settled period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Member {
    pub(super) account: PayAccountAt,
    payout: Payout,
    /// Own equivalent of a EUR of the team's credit.
    per_credit: f64,
}

impl Member {
    /// What the team's credit earned the member, between two levels of it.
    pub(super) fn earned_between(&self, before: f64, after: f64) -> f64 {
        let pay = |credit: f64| self.payout.pay(credit * self.per_credit);
        self.payout.team_share() * (pay(after) - pay(before))
    }
}

/// A settled period of a pay team.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TeamPeriod {
    pub(super) members: Vec<Member>,
}

/// Sums of the lines of an account in the open period, up to some time.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    credit: f64,
    credit_back: f64,
    on_top: f64,
    pay_back: f64,
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
    fn sums(&self, account: PayAccountAt, until: f64) -> Sums {
        let mut sums = Sums::default();
        for line in self.accounts[account].open.iter().map(|&line| &self.lines[line]).filter(|line| line.at <= until) {
            sums.credit += line.credit;
            sums.credit_back += line.credit_back;
            sums.on_top += line.on_top;
            sums.pay_back += line.pay_back;
        }
        sums
    }

    /// Those of a plan who were there in a part of a period.
    fn present(&self, plan: PlanAt, start: f64, end: f64, until: f64) -> Vec<(PayAccountAt, f64)> {
        let of_plan = self.active.iter().copied().filter(|&account| self.accounts[account].plan == plan);
        of_plan.map(|account| (account, self.accounts[account].share_until(start, end, until))).filter(|(_, share)| *share > 0.0).collect()
    }

    fn team_sums(&self, present: &[(PayAccountAt, f64)], until: f64) -> BTreeMap<TeamAt, TeamSums> {
        let mut teams: BTreeMap<TeamAt, TeamSums> = BTreeMap::new();
        for &(at, share) in present.iter().filter(|(at, _)| self.accounts[*at].payout.team_share() > 0.0) {
            let account = &self.accounts[at];
            teams.entry(account.team).or_default().add(account.payout.quota(), share, self.sums(at, until).credit);
        }
        teams
    }

    /// What would be due to everybody paid by a plan, were the period from `start` to `end` closed at `until`: quotas, guarantees and
    /// bonuses are in proportion to the time that they were there.
    pub fn dues(&self, plan: PlanAt, start: f64, end: f64, until: f64) -> Vec<Due> {
        let present = self.present(plan, start, end, until);
        let teams = self.team_sums(&present, until);
        present.into_iter().map(|(account, share)| self.due(account, share, &teams, until)).collect()
    }

    fn due(&self, at: PayAccountAt, share: f64, teams: &BTreeMap<TeamAt, TeamSums>, until: f64) -> Due {
        let account = &self.accounts[at];
        let payout = account.payout.for_part(share);
        let sums = self.sums(at, until);
        let team = teams.get(&account.team).map_or(0.0, |team| team.credit * team.per_credit(account.payout.quota(), share));
        let earned = payout.pay_in_team(sums.credit, team);
        let all = earned + sums.on_top - sums.pay_back;
        let has_left = account.left <= until;
        let settlement = if has_left { payout.settle_at_last(all, account.debts) } else { payout.settle(all, account.debts) };
        let cost = settlement.paid - (settlement.debts.taken_back - account.debts.taken_back);
        let (credit_back, on_top, pay_back) = (sums.credit_back, sums.on_top, sums.pay_back);
        Due {
            account: at,
            at: until,
            share,
            credit: sums.credit,
            credit_back,
            quota: payout.quota(),
            on_top,
            pay_back,
            earned,
            settlement,
            cost,
        }
    }

    /// The period of a plan from `start` to `end` is over: everybody is settled, and a new one begins. Who has left is done.
    pub fn settle(&mut self, plan: PlanAt, start: f64, end: f64) -> Vec<Due> {
        let dues = self.dues(plan, start, end, end);
        self.earn(&dues, end);
        for due in &dues {
            self.begin_anew(due);
        }
        self.active.retain(|&account| !self.accounts[account].is_closed);
        dues
    }

    fn begin_anew(&mut self, due: &Due) {
        let account = &mut self.accounts[due.account];
        let quota = account.payout.next_quota_after(due.credit / due.quota, due.share);
        let (least, most) = account.payout.quota_bounds();
        let least = least.max(LEAST_QUOTA);
        account.payout = account.payout.with_quota(quota.clamp(least * account.first_quota, most * account.first_quota));
        account.debts = due.settlement.debts;
        account.credit = 0.0;
        account.open.clear();
        account.is_closed = account.left <= due.at;
        self.settled.0 += due.credit - due.credit_back;
    }

    /// Tells for each line what it earned, in the order of the lines.
    fn earn(&mut self, dues: &[Due], end: f64) {
        let present: Vec<(PayAccountAt, f64)> = dues.iter().map(|due| (due.account, due.share)).collect();
        let teams = self.team_sums(&present, end);
        let mut lines_of: BTreeMap<TeamAt, Vec<LineAt>> = BTreeMap::new();
        let mut members_of: BTreeMap<TeamAt, Vec<Member>> = BTreeMap::new();
        for due in dues {
            self.earn_alone(due);
            let account = &self.accounts[due.account];
            if let Some(team) = teams.get(&account.team) {
                let per_credit = team.per_credit(account.payout.quota(), due.share);
                let member = Member { account: due.account, payout: account.payout.for_part(due.share), per_credit };
                members_of.entry(account.team).or_default().push(member);
                lines_of.entry(account.team).or_default().extend(&account.open);
            }
        }
        for (team, members) in members_of {
            self.earn_together(members, lines_of.remove(&team).unwrap_or_default());
        }
    }

    fn earn_alone(&mut self, due: &Due) {
        let account = &self.accounts[due.account];
        let payout = account.payout.for_part(due.share);
        let own = 1.0 - payout.team_share().max(0.0);
        // What a guarantee pays anyway is earned by no deal.
        let is_alone = payout.team_share() <= 0.0;
        let pay = |credit: f64| if is_alone { payout.pay_at_least(credit) } else { payout.pay(credit) };
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
        let earned = if is_alone { pay(due.credit) } else { due.earned };
        self.settled.1 += earned + due.on_top - due.pay_back;
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
        // What a team is paid at no attainment at all.
        self.settled.2 += members.iter().map(|member| member.payout.team_share() * member.payout.pay(0.0)).sum::<f64>();
        self.team_periods.push(TeamPeriod { members });
    }

    /// A line of somebody whose last period is settled: credit is paid at the first rate of the plan, and what is taken back is paid
    /// back at once.
    pub(super) fn settle_late(&mut self, at: LineAt) {
        let line = &mut self.lines[at];
        let payout = &self.accounts[line.account].payout;
        line.earned = payout.first_rate() * line.credit;
        line.is_settled = true;
        let cost = line.earned + line.on_top - line.pay_back;
        self.settled.0 += line.credit - line.credit_back;
        self.settled.1 += cost;
        self.settled.2 += cost;
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
            settlement: Settlement { paid: cost, ..Settlement::default() },
            cost,
        });
    }

    /// Own equivalent of the credit of the team of somebody who is there to the end of the open period: what a mean is among equals.
    pub fn team_credit(&self, at: PayAccountAt, start: f64, end: f64) -> f64 {
        let account = &self.accounts[at];
        let mut team = TeamSums::default();
        let all = self.active.iter().map(|&other| &self.accounts[other]);
        for other in all.filter(|other| (other.plan, other.team) == (account.plan, account.team)) {
            let share = other.share_of(start, end);
            if share > 0.0 {
                team.add(other.payout.quota(), share, other.credit);
            }
        }
        team.credit * team.per_credit(account.payout.quota(), account.share_of(start, end))
    }
}
