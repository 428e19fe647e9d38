//! Whole plans replayed, against an oracle that is written from the words of a plan: components with measures, quotas and periods of
//! their own, years to date, gates, bands, extra pay, objectives. Deals, people and plan in, pay out.

use winflow::engine::{Purpose, Stream, Streams};
use winflow::money::replay::{Kind, Member, Part, Replay, Sale, Terms};
use winflow::scenario::pay::{Band, Credit, Customers, PayPlan};

/// Hours of a quarter in these tests; four make a year, eight the books.
const QUARTER: f64 = 1000.0;
const YEAR: f64 = 4.0 * QUARTER;
const END: f64 = 2.0 * YEAR;

fn pick<T: Copy>(stream: &mut Stream, list: &[T]) -> T {
    list[((stream.uniform() * list.len() as f64) as usize).min(list.len() - 1)]
}

fn plan(stream: &mut Stream, quarters: f64) -> PayPlan {
    let tiers = pick(stream, &[1, 2, 3]);
    let has_bonus = pick(stream, &[false, false, true]);
    let has_gate = pick(stream, &[false, true]);
    let credit = pick(
        stream,
        &[
            Credit::Bookings,
            Credit::Bookings,
            Credit::Bookings,
            Credit::Margin,
            Credit::Meetings,
            Credit::Accepted,
            Credit::Retention,
            Credit::Objectives,
        ],
    );
    let by_band = pick(stream, &[Band::None, Band::None, Band::Discount, Band::Price]);
    PayPlan {
        credit,
        customers: pick(stream, &[Customers::All, Customers::All, Customers::New, Customers::Existing]),
        quota: if credit == Credit::Retention { 0.8 } else { pick(stream, &[0.3, 1.0]) },
        quota_number: pick(stream, &[2.0, 5.0]),
        year_to_date: quarters < 4.0 && pick(stream, &[false, true]),
        gate: if has_gate { pick(stream, &[0.4, 0.8]) } else { 0.0 },
        band_by: by_band,
        band_from: if by_band == Band::Price { vec![0.0, 20_000.0] } else { vec![0.0, 0.1, 0.2] },
        band_rate: if by_band == Band::Price { vec![0.5, 1.5] } else { vec![1.0, 0.7, 0.0] },
        granted_share: pick(stream, &[0.9, 1.1]),
        tier_from: (0..tiers).map(|tier| 0.5 * tier as f64).collect(),
        tier_rate: (0..tiers).map(|_| pick(stream, &[0.5, 1.0, 2.0])).collect(),
        bonus_at: if has_bonus { vec![1.0] } else { Vec::new() },
        bonus: if has_bonus { vec![0.3] } else { Vec::new() },
        extra_share: pick(stream, &[0.0, 0.01]),
        extra_each: pick(stream, &[0.0, 100.0]),
        clawback_share: pick(stream, &[0.0, 0.5, 1.0]),
        clawback_days: 3650.0,
        draw: pick(stream, &[0.0, 0.0, 0.2]),
        scale: pick(stream, &[1.0, 1.2]),
        ..PayPlan::default()
    }
}

fn case(number: u64) -> Replay {
    let stream = &mut Streams::new(11, number).stream(Purpose::named("a case of whole plans"), 0, 0);
    let count = pick(stream, &[1, 2, 3, 4]);
    let mut terms = Vec::new();
    let mut gates = Vec::new();
    for part in 0..count {
        let quarters = pick(stream, &[1.0, 1.0, 2.0, 4.0]);
        let plan = plan(stream, quarters);
        let others: Vec<usize> = (0..count).filter(|other| *other != part).collect();
        gates.push(if plan.gate > 0.0 && !others.is_empty() && pick(stream, &[false, true]) { Some(pick(stream, &others)) } else { None });
        let gate_plan = if gates[part].is_some() { "another".to_string() } else { String::new() };
        let periods = (END / QUARTER / quarters) as usize;
        terms.push(Terms {
            plan: PayPlan { gate_plan, ..plan },
            periods_per_year: 4.0 / quarters,
            bounds: (0..=periods).map(|period| period as f64 * quarters * QUARTER).collect(),
            years: vec![0.0, YEAR, END],
            extra: pick(stream, &[None, Some((500.0, 2500.0))]),
        });
    }
    let member = |stream: &mut Stream| Member {
        parts: (0..count).map(|at| Part { terms: at, team: 0, target: 8_000.0 / (1 + at) as f64, gate_by: gates[at] }).collect(),
        base: 30_000.0,
        bookings_target: 200_000.0,
        has_own_quota: false,
        joined: pick(stream, &[0.0, 0.0, 700.0]),
        left: pick(stream, &[f64::INFINITY, f64::INFINITY, 3_300.0, 5_000.0]),
        granted: pick(stream, &[None, None, Some(0.5)]),
        was: None,
    };
    let members: Vec<Member> = (0..2).map(|_| member(stream)).collect();
    let mut sales: Vec<Sale> = Vec::new();
    for _ in 0..pick(stream, &[5, 20, 40]) {
        let at = (END * stream.uniform() * 100.0).floor() / 100.0;
        let value = (50_000.0 * stream.uniform()).round();
        let kind = pick(stream, &[Kind::Deal, Kind::New, Kind::Existing, Kind::Renewal(30_000.0), Kind::Meeting, Kind::Opportunity]);
        let value = match kind {
            Kind::Renewal(due) => pick(stream, &[0.0, 0.5, 1.0]) * due,
            Kind::Meeting | Kind::Opportunity => 0.0,
            _ => value,
        };
        let there = |who: &usize| members[*who].joined <= at && at < members[*who].left;
        let share = pick(stream, &[1.0, 0.5, 0.25]);
        let shares = [(0, share), (1, 1.0 - share)].into_iter().filter(|(who, share)| there(who) && *share > 0.0).collect();
        let back = (at + 3000.0 * stream.uniform()).floor() + 0.5;
        sales.push(Sale {
            kind,
            at,
            value,
            discount: pick(stream, &[0.0, 0.1, 0.15, 0.3]),
            margin: Some((0.4 * value).round()),
            taken_back: pick(stream, &[None, None, Some(back)]),
            shares,
        });
    }
    sales.sort_by(|a, b| a.at.total_cmp(&b.at));
    Replay { terms, members, sales, until: pick(stream, &[END, END, 6_500.0]) }
}

/// What somebody has by one part of their pay.
struct Account<'c> {
    case: &'c Replay,
    who: usize,
    part: usize,
}

/// A line of what somebody is credited: when, how much, paid on top, what was up for renewal; whose deal.
#[derive(Debug, Clone, Copy)]
struct Line {
    at: f64,
    deal: usize,
    credit: f64,
    on_top: f64,
    due: f64,
}

impl Account<'_> {
    fn terms(&self) -> &Terms {
        &self.case.terms[self.part]
    }

    fn plan(&self) -> &PayPlan {
        &self.terms().plan
    }

    fn member(&self) -> &Member {
        &self.case.members[self.who]
    }

    /// Time between two times in which they were there, in periods of the plan.
    fn presence(&self, from: f64, to: f64) -> f64 {
        let time = (self.member().left.min(to) - self.member().joined.max(from)).max(0.0);
        time / (self.terms().bounds[1] - self.terms().bounds[0])
    }

    /// Beginning of what counts together with a period that begins at a time, and its end.
    fn together(&self, period: (f64, f64)) -> (f64, f64) {
        if !self.plan().year_to_date {
            return period;
        }
        let year = (period.0 / YEAR).floor() * YEAR;
        (year, year + YEAR)
    }

    /// The period in which a time lies.
    fn period(&self, at: f64) -> (f64, f64) {
        let bounds = &self.terms().bounds;
        let place = bounds.windows(2).position(|pair| pair[0] <= at && at < pair[1]).expect("within the books");
        (bounds[place], bounds[place + 1])
    }

    /// When the books of what was credited at a time are closed: with the period or the year; with the period in which somebody left.
    fn closes(&self, at: f64) -> f64 {
        let end = self.together(self.period(at)).1;
        let left = self.member().left;
        if left < end { self.period(left - 1e-6).1.min(end) } else { end }
    }

    /// What a sale is credited: how much, on top, up for renewal.
    fn line(&self, deal: usize) -> Option<Line> {
        let sale = &self.case.sales[deal];
        let (_, share) = sale.shares.iter().find(|(who, _)| *who == self.who)?;
        let plan = self.plan();
        let times = match plan.band_by {
            Band::None => 1.0,
            Band::Discount if sale.discount < 0.1 => 1.0,
            Band::Discount if sale.discount < 0.2 => 0.7,
            Band::Discount => 0.0,
            Band::Price if sale.value < 20_000.0 => 0.5,
            Band::Price => 1.5,
        };
        let may_count = match (plan.customers, sale.kind) {
            (_, Kind::Meeting | Kind::Opportunity | Kind::Renewal(_)) => false,
            (Customers::All, _) | (_, Kind::Deal) | (Customers::New, Kind::New) => true,
            (Customers::Existing, Kind::Existing) => true,
            _ => false,
        };
        let (credit, due, counted) = match (plan.credit, sale.kind) {
            (Credit::Bookings, _) if may_count => (sale.value * times, 0.0, false),
            (Credit::Margin, _) if may_count => (sale.margin.unwrap() * times, 0.0, false),
            (Credit::Retention, Kind::Renewal(due)) => (sale.value, due, false),
            (Credit::Meetings, Kind::Meeting) | (Credit::Accepted, Kind::Opportunity) => (1.0, 0.0, true),
            _ => return None,
        };
        let is_paid = (counted || plan.credit != Credit::Retention && credit > 0.0)
            && self.terms().extra.is_some_and(|(from, to)| from <= sale.at && sale.at < to);
        let on_top = if is_paid { plan.scale * (plan.extra_share * sale.value + plan.extra_each) } else { 0.0 };
        Some(Line { at: sale.at, deal, credit: share * credit, on_top: share * on_top, due: share * due })
    }

    fn lines(&self) -> Vec<Line> {
        (0..self.case.sales.len()).filter_map(|deal| self.line(deal)).filter(|line| line.at < self.case.until).collect()
    }

    /// When a line is taken back: of deals only.
    fn back(&self, line: &Line) -> Option<f64> {
        let is_deal = matches!(self.plan().credit, Credit::Bookings | Credit::Margin);
        let back = self.case.sales[line.deal].taken_back.filter(|back| *back < self.case.until && self.plan().clawback_share > 0.0);
        back.filter(|_| is_deal)
    }

    /// The lines of what counts together with a period, up to a time, and those that take back at once, in the order of time.
    fn open(&self, period: (f64, f64), until: f64) -> Vec<Line> {
        let (start, _) = self.together(period);
        let within = |line: &Line| start <= line.at && line.at < until && line.at < self.together(period).1;
        let mut all: Vec<Line> = self.lines().into_iter().filter(within).collect();
        for line in all.clone() {
            if let Some(back) = self.back(&line).filter(|back| *back < self.closes(line.at) && *back < until) {
                let share = self.plan().clawback_share;
                all.push(Line { at: back, credit: -share * line.credit, on_top: -share * line.on_top, ..line });
            }
        }
        all.sort_by(|a, b| a.at.total_cmp(&b.at));
        all
    }

    /// Credit and quota of what counts together with a period, as of a time.
    fn stands(&self, period: (f64, f64), until: f64) -> (f64, f64) {
        let lines = self.open(period, until);
        let share = self.presence(self.together(period).0, until);
        let plan = self.plan();
        let periods = self.terms().periods_per_year;
        let quota = match plan.credit {
            Credit::Meetings | Credit::Accepted => share * plan.quota_number,
            Credit::Retention => plan.quota * lines.iter().map(|line| line.due).sum::<f64>(),
            _ => share * plan.quota * self.member().bookings_target / periods,
        };
        (lines.iter().map(|line| line.credit).sum(), quota)
    }

    /// What so much credit earns of what counts together with a period, as of a time.
    fn earns(&self, credit: f64, period: (f64, f64), until: f64) -> f64 {
        let plan = self.plan();
        let target = plan.scale * self.presence(self.together(period).0, until) * self.member().parts[self.part].target
            / self.terms().periods_per_year;
        if plan.gate > 0.0 && self.member().parts[self.part].gate_by.is_some() && !self.is_open(until) {
            return 0.0;
        }
        if plan.credit == Credit::Objectives {
            let granted = self.member().granted.unwrap_or(plan.granted_share);
            let is_open = plan.gate == 0.0 || !plan.gate_plan.is_empty() || granted >= plan.gate;
            return if is_open { target * granted } else { 0.0 };
        }
        let (_, quota) = self.stands(period, until);
        let attainment = match plan.credit {
            // Nothing was up for renewal: nothing was lost. Without quota nothing can be attained.
            Credit::Retention if quota == 0.0 => 1.0 + credit,
            _ => credit / quota,
        };
        let cents = |eur: f64| (100.0 * eur).round();
        let reached = |at: f64| {
            if plan.credit == Credit::Retention && quota == 0.0 {
                return attainment >= at;
            }
            credit >= at * quota || (cents(at * quota) != 0.0 && cents(credit) >= cents(at * quota))
        };
        if plan.gate > 0.0 && plan.gate_plan.is_empty() && !reached(plan.gate) {
            return 0.0;
        }
        let ends = plan.tier_from.iter().skip(1).copied().chain([f64::INFINITY]);
        let tiers: f64 = plan
            .tier_from
            .iter()
            .zip(ends)
            .zip(&plan.tier_rate)
            .map(|((&from, to), rate)| {
                let inside = if from == 0.0 { attainment.min(to) } else { (attainment.min(to) - from).max(0.0) };
                rate * inside
            })
            .sum();
        let bonuses: f64 = plan.bonus_at.iter().zip(&plan.bonus).filter(|(at, _)| reached(**at)).map(|(_, bonus)| bonus).sum();
        target * (tiers + bonuses)
    }

    /// Whether the part by which the gate goes has reached its attainment, as of a time.
    fn is_open(&self, until: f64) -> bool {
        let Some(by) = self.member().parts[self.part].gate_by else { return true };
        let other = Account { case: self.case, who: self.who, part: by };
        // Whoever has left stands where they stood when their last period was settled.
        let left = other.member().left;
        let until = if left < END { until.min(other.period(left - 1e-6).1) } else { until };
        let period = other.period(until - 1e-6);
        let (mut credit, quota) = other.stands(period, until);
        let mut at = self.plan().gate * quota;
        if other.plan().credit == Credit::Retention && quota == 0.0 {
            // Nothing was lost: it has been reached.
            (credit, at) = (0.0, 0.0);
        }
        if other.plan().credit == Credit::Objectives {
            (credit, at) = (other.member().granted.unwrap_or(other.plan().granted_share), self.plan().gate);
        }
        let cents = |eur: f64| (100.0 * eur).round();
        credit >= at || (cents(at) != 0.0 && cents(credit) >= cents(at))
    }

    /// What a line earned when its books were closed: what it added, in the order of time.
    fn added(&self, line: &Line) -> f64 {
        let period = self.period(line.at);
        let closes = self.closes(line.at);
        let last = self.period(closes - 1e-6);
        let lines = self.open(last, closes);
        let before: f64 = lines.iter().take_while(|other| other.at < line.at).map(|other| other.credit).sum();
        debug_assert!(self.together(period) == self.together(last));
        self.earns(before + line.credit, last, closes) - self.earns(before, last, closes)
    }

    /// What is paid over the whole span.
    fn paid(&self) -> f64 {
        let (mut cost, mut debts, mut so_far) = (0.0, (0.0, 0.0), (0.0, 0.0));
        let plan = self.plan();
        for pair in self.terms().bounds.windows(2) {
            let period = (pair[0], pair[1]);
            let until = period.1.min(self.case.until);
            if period.0 >= self.case.until {
                break;
            }
            if self.together(period).0 == period.0 {
                so_far = (0.0, 0.0);
            }
            let presence = self.presence(period.0, until);
            let back: f64 = self.backs(period.0, until).iter().sum();
            if presence == 0.0 {
                cost -= back;
                continue;
            }
            let lines = self.open(period, until);
            let credit: f64 = lines.iter().map(|line| line.credit).sum();
            let earned = self.earns(credit, period, until);
            let on_top: f64 = lines.iter().map(|line| line.on_top).sum();
            let due = earned - so_far.0 + on_top - so_far.1 - back;
            so_far = (earned, on_top);
            let target = plan.scale * presence * self.member().parts[self.part].target / self.terms().periods_per_year;
            let (pay, taken_back, advanced) = settled(due, plan.draw * target, debts);
            cost += pay - (taken_back - debts.0);
            debts = (taken_back, advanced);
            if self.member().left <= until {
                cost -= taken_back;
                cost += taken_back;
                debts = (0.0, 0.0);
            }
        }
        cost
    }

    /// What is paid back between two times for lines whose books were closed before.
    fn backs(&self, from: f64, to: f64) -> Vec<f64> {
        let lines = self.lines();
        let closed = lines.iter().filter_map(|line| Some((line, self.back(line)?)));
        let falls = closed.filter(|(line, back)| from <= *back && *back < to && *back >= self.closes(line.at));
        falls.map(|(line, _)| self.plan().clawback_share * (self.added(line) + line.on_top)).collect()
    }
}

/// The draw is paid at least, and owed as far as it is not earned. Pay taken back is owed always.
fn settled(due: f64, draw: f64, (back, advance): (f64, f64)) -> (f64, f64, f64) {
    let all = due - back - advance;
    if all >= draw {
        return (all, 0.0, 0.0);
    }
    let still_back = (back - due).max(0.0);
    (draw, still_back, draw - all - still_back)
}

#[test]
fn books_and_words_agree_for_random_plans_of_several_parts() {
    let mut tried = std::collections::BTreeMap::<&str, usize>::new();
    for number in 0..1500 {
        let case = case(number);
        let replayed = case.run(1.0);
        assert!(replayed.balances, "case {number}: the books do not balance");
        for who in 0..case.members.len() {
            for part in 0..case.terms.len() {
                let account = Account { case: &case, who, part };
                let words = account.paid();
                let of_part = replayed.dues.iter().filter(|due| (due.member, due.part) == (who, part));
                let books: f64 = of_part.map(|due| due.due.cost).sum();
                assert!(
                    (books - words).abs() < 1e-6 * (1.0 + words.abs()),
                    "case {number}, person {who}, part {part}: {books} should be {words}\n{:?}\n{:?}\n{:?}\nuntil {}\n{:?}",
                    account.terms(),
                    case.members[who],
                    account.lines(),
                    case.until,
                    replayed.dues.iter().filter(|due| (due.member, due.part) == (who, part)).collect::<Vec<_>>()
                );
                let plan = account.plan();
                let counts = [
                    ("gates on others", account.member().parts[part].gate_by.is_some()),
                    ("years to date", plan.year_to_date),
                    ("retention", plan.credit == Credit::Retention),
                    ("counted", plan.credit == Credit::Meetings || plan.credit == Credit::Accepted),
                    ("objectives", plan.credit == Credit::Objectives),
                    ("bands", plan.band_by != Band::None),
                    ("extra", account.lines().iter().any(|line| line.on_top > 0.0)),
                    ("taken back", account.lines().iter().any(|line| account.back(line).is_some())),
                ];
                counts.into_iter().filter(|(_, is_there)| *is_there).for_each(|(name, _)| *tried.entry(name).or_default() += 1);
            }
        }
    }
    assert!(tried.len() == 8 && tried.values().all(|times| *times > 300), "{tried:?}");
}
