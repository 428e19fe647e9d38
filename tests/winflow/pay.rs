//! The books of pay against an oracle that is written from the words of a plan: deals and plan in, pay out.

use winflow::engine::{Purpose, Stream, Streams};
use winflow::measure::Seat;
use winflow::money::ledger::{Cause, Ledger, PayAccountAt, PlanAt, TeamAt};
use winflow::money::payout::Payout;
use winflow::scenario::pay::PayPlan;

const PLAN: PlanAt = PlanAt::FIRST;
const TEAM: TeamAt = TeamAt::FIRST;
const TARGET: f64 = 9_000.0;
const QUOTA: f64 = 60_000.0;
/// Length of a period (hours).
const PERIOD: f64 = 1000.0;

/// A deal that credits one person, and perhaps is taken back.
#[derive(Debug, Clone, Copy)]
struct Deal {
    at: f64,
    who: usize,
    credit: f64,
    on_top: f64,
    taken_back_at: Option<f64>,
}

/// Somebody who is there from one time to another.
#[derive(Debug, Clone, Copy)]
struct Who {
    from: f64,
    to: f64,
}

struct Case {
    plan: PayPlan,
    people: Vec<Who>,
    /// In order of time.
    deals: Vec<Deal>,
    periods: usize,
}

fn pick<T: Copy>(stream: &mut Stream, list: &[T]) -> T {
    list[((stream.uniform() * list.len() as f64) as usize).min(list.len() - 1)]
}

fn plan(stream: &mut Stream) -> PayPlan {
    let tiers = pick(stream, &[1, 2, 3]);
    let tier_from: Vec<f64> = (0..tiers).map(|tier| 0.5 * tier as f64).collect();
    let mut tier_rate: Vec<f64> = (0..tiers).map(|_| pick(stream, &[0.0, 0.5, 1.0, 2.0, 3.5])).collect();
    let tiers_are_retroactive = pick(stream, &[false, false, true]);
    if tiers_are_retroactive {
        tier_rate.sort_by(f64::total_cmp);
    }
    let has_bonus = pick(stream, &[false, true]);
    PayPlan {
        base_share: 0.5,
        tier_from,
        tier_rate,
        tiers_are_retroactive,
        cap: pick(stream, &[0.0, 0.0, 1.3, 2.0]),
        bonus_at: if has_bonus { vec![0.5, 1.0] } else { Vec::new() },
        bonus: if has_bonus { vec![0.2, 0.4] } else { Vec::new() },
        team_share: pick(stream, &[0.0, 0.0, 0.4, 1.0]),
        draw: pick(stream, &[0.0, 0.0, 0.3]),
        draw_is_recoverable: pick(stream, &[false, true]),
        clawback_share: pick(stream, &[0.0, 0.5, 1.0]),
        ratchet: pick(stream, &[0.0, 0.0, 0.5]),
        ratchet_down: pick(stream, &[0.0, 0.2]),
        ..PayPlan::default()
    }
}

fn case(number: u64) -> Case {
    let stream = &mut Streams::new(7, number).stream(Purpose::named("a case of pay"), 0, 0);
    let plan = plan(stream);
    let periods = pick(stream, &[1, 2, 4]);
    let end = PERIOD * periods as f64;
    let mut people = Vec::new();
    for _ in 0..pick(stream, &[1, 2, 4]) {
        let leaves = pick(stream, &[false, true]);
        let to = if leaves { end * stream.uniform() } else { f64::INFINITY };
        people.push(Who { from: f64::NEG_INFINITY, to });
        if leaves && to + 50.0 < end {
            people.push(Who { from: to + 50.0, to: f64::INFINITY });
        }
    }
    let mut deals: Vec<Deal> = (0..pick(stream, &[0, 3, 20])).map(|_| deal(stream, &people, end)).collect();
    deals.sort_by(|a, b| a.at.total_cmp(&b.at));
    Case { plan, people, deals, periods }
}

/// Thirds of a quota, and other sizes, while its person is there.
fn deal(stream: &mut Stream, people: &[Who], end: f64) -> Deal {
    let who = pick(stream, &(0..people.len()).collect::<Vec<_>>());
    let (from, to) = (people[who].from.max(0.0), people[who].to.min(end));
    let at = from + (to - from) * (0.001 + 0.998 * stream.uniform());
    let credit = if pick(stream, &[false, true]) { QUOTA / 3.0 } else { 50_000.0 * stream.uniform() };
    let taken_back_at = pick(stream, &[false, true]).then(|| at + 1.5 * PERIOD * stream.uniform());
    let on_top = pick(stream, &[0.0, 0.0, 700.0]);
    Deal { at, who, credit, on_top, taken_back_at: taken_back_at.filter(|&back| back < end) }
}

/// What the books say: cost of each person, over all periods.
fn by_the_books(case: &Case, scale: f64) -> Vec<f64> {
    let mut ledger = Ledger::default();
    let payout = Payout::new(&case.plan, scale * TARGET, scale * QUOTA);
    let accounts: Vec<PayAccountAt> = case.people.iter().map(|who| ledger.open(Seat::FIRST, None, PLAN, TEAM, payout, who.from)).collect();
    let mut cost = vec![0.0; case.people.len()];
    let mut todo: Vec<(f64, usize, bool)> = Vec::new();
    for (number, deal) in case.deals.iter().enumerate() {
        todo.push((deal.at, number, false));
        todo.extend(deal.taken_back_at.map(|back| (back, number, true)));
    }
    todo.sort_by(|a, b| a.0.total_cmp(&b.0));
    for period in 0..case.periods {
        let (start, end) = (PERIOD * period as f64, PERIOD * (period + 1) as f64);
        for (at, number, is_back) in todo.iter().filter(|(at, _, _)| (start..end).contains(at)) {
            case.people.iter().zip(&accounts).filter(|(who, _)| who.to <= *at).for_each(|(who, &account)| ledger.leaves(account, who.to));
            let deal = &case.deals[*number];
            if *is_back {
                ledger.take_back(*number as u64, *at, |_| case.plan.clawback_share);
            } else {
                ledger.credit(*number as u64, accounts[deal.who], *at, Cause::Signed, scale * deal.credit, scale * deal.on_top);
            }
            ledger.take_late().iter().for_each(|due| cost[usize::from(due.account)] += due.cost);
        }
        case.people.iter().zip(&accounts).filter(|(who, _)| who.to <= end).for_each(|(who, &account)| ledger.leaves(account, who.to));
        for due in ledger.settle(PLAN, start, end, true) {
            cost[usize::from(due.account)] += due.cost;
        }
        let agree = |(a, b): (f64, f64)| (a - b).abs() <= 1e-7 * (1.0 + a.abs());
        assert!(agree(ledger.credit_twice()) && agree(ledger.earned_twice()), "{:?} {:?}", ledger.credit_twice(), ledger.earned_twice());
    }
    cost
}

/// The words of a plan: for an attainment, multiples of the pay at target. Each tier pays its rate for what lies in it, or, where tiers
/// count for all, the tier that is reached pays its rate for everything; nothing beyond the cap; bonuses from their thresholds on.
/// Thresholds are compared in cents of credit.
fn words(plan: &PayPlan, credit: f64, quota: f64) -> f64 {
    let cents = |eur: f64| (100.0 * eur).round() as i64;
    let is_reached = |at: f64| credit >= at * quota || cents(credit) >= cents(at * quota);
    let attainment = credit / quota;
    let counted = if plan.cap > 0.0 { attainment.min(plan.cap) } else { attainment };
    let tiers = if plan.tiers_are_retroactive {
        let mut reached = plan.tier_from.iter().zip(&plan.tier_rate).filter(|(from, _)| **from == 0.0 || is_reached(**from));
        reached.next_back().map_or(0.0, |(_, rate)| rate * counted)
    } else {
        let ends = plan.tier_from.iter().skip(1).copied().chain([f64::INFINITY]);
        let parts = plan.tier_from.iter().zip(ends).zip(&plan.tier_rate);
        parts
            .map(|((&from, to), rate)| {
                let inside = if from == 0.0 { counted.min(to) } else { (counted.min(to) - from).max(0.0) };
                rate * inside
            })
            .sum()
    };
    let bonuses = plan.bonus_at.iter().zip(&plan.bonus).filter(|(at, _)| is_reached(**at) && (plan.cap == 0.0 || **at <= plan.cap));
    tiers + bonuses.map(|(_, bonus)| bonus).sum::<f64>()
}

/// What is owed to whom, worked out from all deals at once, period by period.
struct Oracle<'c> {
    case: &'c Case,
    /// Quotas of everybody, period by period.
    quotas: Vec<Vec<f64>>,
    /// What everybody owes: of pay taken back, and of advances.
    debts: Vec<(f64, f64)>,
    cost: Vec<f64>,
}

impl Oracle<'_> {
    fn presence(&self, who: usize, period: usize) -> f64 {
        let (start, end) = (PERIOD * period as f64, PERIOD * (period + 1) as f64);
        let there = &self.case.people[who];
        ((there.to.min(end) - there.from.max(start)) / PERIOD).clamp(0.0, 1.0)
    }

    /// What deals credited in a period earned everybody, of the deals that `counts` lets through (with their share that is left).
    fn earned(&self, who: usize, period: usize, counts: &dyn Fn(usize) -> f64) -> f64 {
        let presence = self.presence(who, period);
        if presence == 0.0 {
            return 0.0;
        }
        let plan = &self.case.plan;
        let credit = |of: Option<usize>| -> f64 {
            let in_period = |deal: &Deal| (deal.at / PERIOD) as usize == period && of.is_none_or(|of| of == deal.who);
            self.case.deals.iter().enumerate().filter(|(_, deal)| in_period(deal)).map(|(n, deal)| counts(n) * deal.credit).sum()
        };
        let quotas = &self.quotas[period];
        let quota = presence * quotas[who];
        let own = words(plan, credit(Some(who)), quota);
        let team_quota: f64 = (0..self.case.people.len()).map(|p| self.presence(p, period) * quotas[p]).sum();
        let team = words(plan, credit(None) * quota / team_quota, quota);
        presence * TARGET * ((1.0 - plan.team_share) * own + plan.team_share * team)
    }

    /// Share of a deal that is left at the end of the period in which it was credited.
    fn left(&self, deal: usize) -> f64 {
        let deal = &self.case.deals[deal];
        let same_period = |back: f64| (back / PERIOD) as usize == (deal.at / PERIOD) as usize;
        if deal.taken_back_at.is_some_and(same_period) { 1.0 - self.case.plan.clawback_share } else { 1.0 }
    }

    /// What a deal added to somebody's pay, in the order of the deals and of what was taken back at once.
    fn added(&self, deal: usize, who: usize, period: usize) -> f64 {
        let at = self.case.deals[deal].at;
        let upto = |n: usize, with: bool| {
            let other = &self.case.deals[n];
            if n == deal {
                return if with { 1.0 } else { 0.0 };
            }
            if other.at > at {
                return 0.0;
            }
            if other.taken_back_at.is_some_and(|back| back < at) { self.left(n) } else { 1.0 }
        };
        // What is guaranteed anyway is earned by no deal.
        let plan = &self.case.plan;
        let is_guaranteed = plan.draw > 0.0 && !plan.draw_is_recoverable && plan.team_share == 0.0;
        let least = if is_guaranteed { plan.draw * TARGET * self.presence(who, period) } else { f64::NEG_INFINITY };
        let pay = |with: bool| self.earned(who, period, &|n| upto(n, with)).max(least);
        pay(true) - pay(false)
    }

    /// What taking deals back in a period costs somebody, of pay for earlier periods: what was paid for each, and on top.
    fn taken_back(&self, who: usize, period: usize) -> f64 {
        let falls_in = |at: f64, of: usize| (at / PERIOD) as usize == of;
        let deals = self.case.deals.iter().enumerate();
        let back = deals.filter(|(_, deal)| deal.taken_back_at.is_some_and(|at| falls_in(at, period) && !falls_in(deal.at, period)));
        let paid = back.map(|(number, deal)| {
            let on_top = if deal.who == who { deal.on_top } else { 0.0 };
            self.added(number, who, (deal.at / PERIOD) as usize) + on_top
        });
        self.case.plan.clawback_share * paid.sum::<f64>()
    }

    /// Credit, and pay on top, of somebody in a period, less what was taken back in it.
    fn sums(&self, who: usize, period: usize) -> (f64, f64) {
        let own = self.case.deals.iter().enumerate().filter(|(_, deal)| deal.who == who && (deal.at / PERIOD) as usize == period);
        own.fold((0.0, 0.0), |(credit, on_top), (n, deal)| (credit + self.left(n) * deal.credit, on_top + self.left(n) * deal.on_top))
    }

    fn run(mut self) -> Vec<f64> {
        for period in 0..self.case.periods {
            let mut next = self.quotas[period].clone();
            for (who, quota) in next.iter_mut().enumerate() {
                let presence = self.presence(who, period);
                let back = self.taken_back(who, period);
                if presence == 0.0 {
                    self.cost[who] -= back;
                    continue;
                }
                let (credit, on_top) = self.sums(who, period);
                let earned = self.earned(who, period, &|n| self.left(n)) + on_top - back;
                self.settle(who, presence, earned, self.case.people[who].to <= PERIOD * (period + 1) as f64);
                *quota = self.next_quota(*quota, presence, credit);
            }
            self.quotas.push(next);
        }
        self.cost
    }

    fn next_quota(&self, quota: f64, presence: f64, credit: f64) -> f64 {
        let plan = &self.case.plan;
        let attainment = credit / (presence * quota);
        let turn = plan.ratchet * (attainment - 1.0).max(0.0) - plan.ratchet_down * (1.0 - attainment).clamp(0.0, 1.0);
        (quota * (1.0 + presence * turn)).clamp(plan.quota_least * QUOTA, plan.quota_most * QUOTA)
    }

    /// The draw is paid at least. What is short of it is owed where it is recoverable; pay taken back is owed always, and is no cost any
    /// more. Who leaves pays back what was taken back.
    fn settle(&mut self, who: usize, presence: f64, earned: f64, leaves: bool) {
        let (back, advance) = self.debts[who];
        let draw = self.case.plan.draw * TARGET * presence;
        let due = earned - back - advance;
        let paid = due.max(draw);
        let (mut still_back, mut still_advance) = (0.0, 0.0);
        if due < draw {
            still_back = (back - earned).max(0.0);
            still_advance = if self.case.plan.draw_is_recoverable { draw - due - still_back } else { 0.0 };
        }
        self.cost[who] += paid - (still_back - back);
        if leaves {
            (still_back, still_advance) = (0.0, 0.0);
        }
        self.debts[who] = (still_back, still_advance);
    }
}

fn by_the_words(case: &Case) -> Vec<f64> {
    let people = case.people.len();
    Oracle { case, quotas: vec![vec![QUOTA; people]], debts: vec![(0.0, 0.0); people], cost: vec![0.0; people] }.run()
}

#[test]
fn books_and_words_agree_for_random_plans_and_deals() {
    let (mut deals, mut taken_back) = (0, 0);
    for number in 0..2000 {
        let case = case(number);
        let (books, words) = (by_the_books(&case, 1.0), by_the_words(&case));
        for (who, (book, word)) in books.iter().zip(&words).enumerate() {
            assert!(
                (book - word).abs() < 1e-6 * (1.0 + word.abs()),
                "case {number}, person {who}: {book} should be {word}\n{:?}\n{:?}\n{:?}",
                case.plan,
                case.people,
                case.deals
            );
        }
        deals += case.deals.len();
        taken_back += case.deals.iter().filter(|deal| deal.taken_back_at.is_some()).count();
    }
    assert!(deals > 5000 && taken_back > 1000, "{deals} {taken_back}");
}

#[test]
fn money_and_quotas_times_a_hundred_give_pay_times_a_hundred() {
    for number in 0..500 {
        let case = case(number);
        for (small, large) in by_the_books(&case, 1.0).into_iter().zip(by_the_books(&case, 100.0)) {
            assert!((100.0 * small - large).abs() < 1e-6 * (1.0 + large.abs()), "case {number}: {small} {large}");
        }
    }
}
