//! Where a person stands with their pay: credit so far, what is still to be expected, and the shadow rate of one more sale.

use crate::engine::{math, normal};
use crate::money::ledger::PayAccountAt;
use crate::money::payout::{Forecast, Payout};
use crate::scenario::response::Response;

/// A shadow rate that was reckoned this long ago (hours) is reckoned anew: a numerical tolerance, which saves time.
const STALE: f64 = 48.0;

/// What one more EUR of credit brings a person, EUR: in this period, and in the next.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Stakes {
    /// Signed in this period.
    pub now: f64,
    /// Signed in the next.
    pub next: f64,
}

impl Stakes {
    /// These and others together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { now: self.now + other.now, next: self.next + other.next }
    }

    /// A share of the stakes.
    #[must_use]
    pub fn times(self, share: f64) -> Self {
        Self { now: self.now * share, next: self.next * share }
    }
}

/// What a person expects of their pay. What they were credited and paid is in their account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Earnings {
    /// Their account in the books.
    pub account: PayAccountAt,
    /// Credit that the person has come to expect of a period, EUR.
    pub usual: f64,
    /// Variable pay of a period that the person has come to expect, EUR.
    pub usual_pay: f64,
    /// What the person said at the beginning of the period that it would bring, EUR of credit.
    pub forecast: f64,
    /// What the last period paid less than was expected of it, EUR for a whole one.
    pub shortfall: f64,
    stakes: Stakes,
    reckoned_at: f64,
}

/// How a person's books stand.
#[derive(Debug, Clone)]
pub struct BooksView<'p> {
    /// What a whole period pays.
    pub payout: &'p Payout,
    /// What this one pays where it is none: less, where they came in the middle of it.
    part: Option<Box<Payout>>,
    /// Credit in this period, EUR.
    pub credit: f64,
}

impl<'p> BooksView<'p> {
    /// The books of somebody who is there for a share of the period.
    pub fn new(payout: &'p Payout, share: f64, credit: f64) -> Self {
        Self { payout, part: (share != 1.0).then(|| Box::new(payout.for_part(share))), credit }
    }

    /// What this period pays.
    pub fn current(&self) -> &Payout {
        self.part.as_deref().unwrap_or(self.payout)
    }
}

/// What a person's shadow rate depends on beside their own pay.
#[derive(Debug, Clone)]
pub struct Outlook<'p> {
    /// How their own books stand.
    pub books: BooksView<'p>,
    /// Share of the period that is still to come.
    pub left: f64,
    /// Credit of a typical deal, EUR.
    pub deal: f64,
    /// Mean credit in the pay team so far, EUR.
    pub team_credit: f64,
    /// Mean credit that its members expect of a period, EUR.
    pub team_usual: f64,
    /// People in the pay team.
    pub team_size: f64,
    /// Part of what colleagues in it gain that counts as one's own.
    pub regard: f64,
    /// Whether the next period counts together with this one: a year to date that goes on.
    pub goes_on: bool,
    /// How likely it is that the gate before this pay will be open; 1 where there is none.
    pub chance: f64,
    /// The gates that this credit opens: at which attainment, and what is usually paid behind each, EUR.
    pub opens: Vec<(f64, f64)>,
}

impl Earnings {
    /// At the beginning: this much credit is expected of a period (EUR).
    pub fn new(account: PayAccountAt, payout: &Payout, usual: f64) -> Self {
        Self {
            account,
            usual,
            usual_pay: payout.pay(usual),
            forecast: usual,
            shortfall: 0.0,
            stakes: Stakes::default(),
            reckoned_at: f64::NEG_INFINITY,
        }
    }

    /// What is at stake is to be reckoned anew: something was credited, or taken back.
    pub fn reckon_anew(&mut self) {
        self.reckoned_at = f64::NEG_INFINITY;
    }

    /// What one more EUR of credit brings, as reckoned within the last two days. Whose pay is flat has nothing at stake, and `outlook`
    /// is not asked.
    ///
    /// The rational part is the change of expected pay when the end of the period is a normal number around what is booked
    /// and what usually comes in the rest of it. The felt part is the slope where one stands (guide: model, section 6).
    pub fn stakes<'p>(&mut self, response: &Response, now: f64, outlook: impl FnOnce() -> Outlook<'p>) -> Stakes {
        if now - self.reckoned_at > STALE {
            self.reckoned_at = now;
            self.stakes = reckon(self.usual, response, &outlook());
        }
        self.stakes
    }

    /// A period of which they were there for a share is over; `learning` is how much of a whole one goes into what they expect of the
    /// next.
    pub fn period_ends(&mut self, credit: f64, paid: f64, share: f64, learning: f64) {
        self.shortfall = self.usual_pay - paid / share;
        let learning = learning * share;
        self.usual += learning * (credit / share - self.usual);
        self.usual_pay += learning * (paid / share - self.usual_pay);
        self.reckon_anew();
    }
}

fn reckon(usual: f64, response: &Response, outlook: &Outlook<'_>) -> Stakes {
    let felt = response.local_weight;
    let at = |payout: &Payout, credit: f64, team_credit: f64, left: f64| {
        let own = forecast(credit, usual * left, outlook.deal, 1.0);
        let team = forecast(team_credit, outlook.team_usual * left, outlook.deal, outlook.team_size);
        let rational = rate(payout, own, team, outlook);
        if felt <= 0.0 || payout.is_linear() {
            return rational;
        }
        let spread = response.local_spread * payout.quota();
        let here = Forecast { mean: credit, sd: spread };
        let team_here = Forecast { mean: team_credit, sd: spread };
        (1.0 - felt) * rational + felt * rate(payout, here, team_here, outlook)
    };
    let (payout, current, credit) = (outlook.books.payout, outlook.books.current(), outlook.books.credit);
    let loss = ratchet_loss(usual, outlook);
    let gates = |quota: f64, credit: f64, left: f64| opened_gates(quota, forecast(credit, usual * left, outlook.deal, 1.0), outlook);
    let now = outlook.chance * at(current, credit, outlook.team_credit, outlook.left) - loss + gates(current.quota(), credit, outlook.left);
    let next = if outlook.goes_on { now } else { outlook.chance * at(payout, 0.0, 0.0, 1.0) - loss + gates(payout.quota(), 0.0, 1.0) };
    Stakes { now: response.pay_weight * now, next: response.pay_weight * next }
}

/// What one more EUR of credit brings by making it likelier that gates open, EUR.
fn opened_gates(quota: f64, end: Forecast, outlook: &Outlook<'_>) -> f64 {
    let chance = |mean: f64, at: f64| normal::distribution((mean - at * quota) / end.sd.max(1e-9));
    let rise = |at: f64| (chance(end.mean + outlook.deal, at) - chance(end.mean, at)) / outlook.deal;
    outlook.opens.iter().map(|(at, behind)| behind.max(0.0) * rise(*at)).sum()
}

/// Own shadow rate, and what colleagues gain as far as that counts.
fn rate(payout: &Payout, own: Forecast, team: Forecast, outlook: &Outlook<'_>) -> f64 {
    let alone = payout.rate_in_team(own, team, outlook.team_size, outlook.deal);
    if payout.team_share() <= 0.0 {
        return alone;
    }
    let size = outlook.team_size.max(1.0);
    let others = payout.team_share() * payout.rate(team.mean, team.sd, outlook.deal / size) * (size - 1.0) / size;
    alone + outlook.regard * others
}

/// Pay lost in the next period because one more sale now raises its quota.
fn ratchet_loss(usual: f64, outlook: &Outlook<'_>) -> f64 {
    let (payout, current, credit) = (outlook.books.payout, outlook.books.current(), outlook.books.credit);
    let share = current.quota() / payout.quota();
    let expected = credit + usual * outlook.left;
    let quota = |credit: f64| payout.next_quota_after(credit / current.quota(), share);
    let (before, after) = (quota(expected), quota(expected + outlook.deal));
    if before == after {
        return 0.0;
    }
    let next = forecast(0.0, usual, outlook.deal, 1.0);
    let pay = |quota: f64| payout.with_quota(quota).expected(next.mean, next.sd);
    (pay(before) - pay(after)) / outlook.deal
}

/// Credit at the end of a period: what is there, and deals of this size that come at random (their number is Poisson).
pub fn forecast(credit: f64, to_come: f64, deal: f64, people: f64) -> Forecast {
    let to_come = to_come.max(0.0);
    Forecast { mean: credit + to_come, sd: math::sqrt(to_come * deal / people.max(1.0)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::pay::PayPlan;

    const USUAL: f64 = 100_000.0;

    fn payout(plan: &PayPlan, target: f64) -> Payout {
        Payout::new(plan, target, 100_000.0)
    }

    fn alone(payout: &Payout, credit: f64) -> Outlook<'_> {
        let books = BooksView::new(payout, 1.0, credit);
        Outlook {
            books,
            left: 0.5,
            deal: 20_000.0,
            team_credit: 0.0,
            team_usual: USUAL,
            team_size: 1.0,
            regard: 0.0,
            goes_on: false,
            chance: 1.0,
            opens: Vec::new(),
        }
    }

    fn stakes(response: &Response, outlook: Outlook<'_>) -> Stakes {
        Earnings::new(PayAccountAt::FIRST, outlook.books.payout, USUAL).stakes(response, 0.0, || outlook)
    }

    fn accelerator() -> Payout {
        payout(&PayPlan { base_share: 0.5, tier_from: vec![0.0, 1.0], tier_rate: vec![0.5, 3.0], ..PayPlan::default() }, 10_000.0)
    }

    #[test]
    fn a_salary_and_no_weight_leave_nothing_at_stake() {
        assert_eq!(stakes(&Response::default(), alone(&payout(&PayPlan::default(), 0.0), 0.0)), Stakes::default());
        let unmoved = Response { pay_weight: 0.0, ..Response::default() };
        assert_eq!(stakes(&unmoved, alone(&accelerator(), 0.0)), Stakes::default());
    }

    #[test]
    fn linear_pay_is_the_same_now_and_next() {
        let linear = payout(&PayPlan { base_share: 0.5, ..PayPlan::default() }, 10_000.0);
        assert_eq!(stakes(&Response::default(), alone(&linear, 0.0)), Stakes { now: 0.1, next: 0.1 });
        // Whoever came in the middle of the period has the same rate.
        let late = Outlook { books: BooksView::new(&linear, 0.3, 0.0), ..alone(&linear, 0.0) };
        assert_eq!(stakes(&Response::default(), late), Stakes { now: 0.1, next: 0.1 });
    }

    #[test]
    fn beyond_quota_a_sale_now_is_worth_more_than_one_in_the_next_period() {
        let stakes = stakes(&Response::default(), alone(&accelerator(), 120_000.0));
        // The rate beyond quota, less a little: where one stands is felt with some uncertainty, so that one may yet fall short.
        assert!(stakes.now < 0.3 && stakes.now > 0.298 && stakes.next < 0.15, "{stakes:?}");
    }

    #[test]
    fn who_came_late_is_beyond_a_smaller_quota_sooner() {
        let whole = stakes(&Response::default(), alone(&accelerator(), 60_000.0));
        let fast = accelerator();
        let books = BooksView::new(&fast, 0.5, 60_000.0);
        let half = stakes(&Response::default(), Outlook { books, ..alone(&accelerator(), 60_000.0) });
        assert!(half.now > whole.now && half.next == whole.next, "{half:?} {whole:?}");
    }

    #[test]
    fn in_a_team_of_four_a_quarter_is_ones_own() {
        let pooled = payout(&PayPlan { base_share: 0.5, team_share: 1.0, ..PayPlan::default() }, 10_000.0);
        let four = Outlook { team_size: 4.0, ..alone(&pooled, 0.0) };
        assert!((stakes(&Response::default(), four.clone()).now - 0.025).abs() < 1e-12);
        let seen = stakes(&Response::default(), Outlook { regard: 0.1, ..four });
        assert!((seen.now - 0.025 * 1.3).abs() < 1e-12, "{seen:?}");
    }

    #[test]
    fn a_ratchet_makes_a_sale_above_quota_cost_pay_later() {
        let plan = PayPlan { base_share: 0.5, ratchet: 0.5, ..PayPlan::default() };
        assert!(stakes(&Response::default(), alone(&payout(&plan, 10_000.0), 150_000.0)).now < 0.08);
    }

    #[test]
    fn half_a_period_teaches_half() {
        let linear = payout(&PayPlan { base_share: 0.5, ..PayPlan::default() }, 10_000.0);
        let mut earnings = Earnings::new(PayAccountAt::FIRST, &linear, USUAL);
        earnings.period_ends(80_000.0, 8_000.0, 0.5, 0.4);
        assert!((earnings.usual - (USUAL + 0.2 * 60_000.0)).abs() < 1e-9 && (earnings.usual_pay - 11_200.0).abs() < 1e-9);
    }
}
