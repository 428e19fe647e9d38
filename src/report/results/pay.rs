//! What an incentive plan pays, role by role, before anybody has sold anything: the sheet that `winflow plan` shows.

use super::csv::{Lines, guarded, number};
use crate::engine::math;
use crate::money::payout::{Forecast, Payout};
use crate::report::results::words::{grouped, list};
use crate::scenario::Scenario;
use crate::scenario::fiscal::Length;
use crate::scenario::pay::{Band, Component, Credit, Customers, PayPlan, Split};
use crate::scenario::provider::Role;
use serde::Serialize;

/// Attainments shown in tables go up to this, in steps of [`STEP`].
const FARTHEST: f64 = 2.0;
/// Distance of the attainments in tables.
const STEP: f64 = 0.25;

/// What a scenario's plans pay.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PaySheet {
    /// Name of the system.
    pub system: String,
    /// Its roles that have people.
    pub roles: Vec<RoleSheet>,
}

/// What one person of a role is paid for one period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoleSheet {
    /// Name of the role.
    pub role: String,
    /// Head count.
    pub people: f64,
    /// Name of the plan.
    pub plan: String,
    /// Share of the variable pay that goes by it.
    pub weight: f64,
    /// What is credited: bookings, margin, meetings held and so on.
    pub credit: &'static str,
    /// What credit and quota are counted in: `EUR`, a number, or a share of what is up for renewal.
    pub unit: CreditUnit,
    /// Length of a period in weeks, as the plan says it.
    pub period_weeks: f64,
    /// Length of a period in words, as after an amount (`per quarter`): that of the fiscal calendar where the plan follows it.
    pub period: String,
    /// Periods in a year.
    pub periods_per_year: f64,
    /// On-target earnings, EUR a year.
    pub on_target_earnings: f64,
    /// Pay for a period whatever is sold, EUR.
    pub base_eur: f64,
    /// Variable pay for a period at target, EUR.
    pub target_variable_eur: f64,
    /// Quota of a period, in what is credited.
    pub quota_eur: f64,
    /// Credit of a median deal, EUR.
    pub median_deal_eur: f64,
    /// Deviation of what half a period brings, EUR, when deals worth half a quota come at random.
    pub forecast_sd_eur: f64,
    /// Share of the variable pay that goes by the team's attainment.
    pub team_share: f64,
    /// People in the pay team.
    pub team_size: f64,
    /// What is paid at attainments from 0 to 200 %.
    pub points: Vec<Point>,
    /// Where the pay changes its slope or jumps.
    pub thresholds: Vec<Threshold>,
    /// The rest of the plan in words.
    pub terms: Vec<String>,
    /// What else the variable pay is made of.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub components: Vec<RoleSheet>,
    /// The payout itself, for curves.
    #[serde(skip)]
    pub payout: Payout,
}

/// What credit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditUnit {
    /// Money.
    Eur,
    /// How many.
    Number,
    /// A share of what is up for renewal.
    Share,
}

impl CreditUnit {
    /// An amount of credit in words.
    pub fn said(self, value: f64) -> String {
        match self {
            Self::Eur => format!("{} EUR", grouped(value, 0)),
            Self::Number => grouped(value, if value.fract() == 0.0 { 0 } else { 1 }),
            Self::Share => format!("{} %", grouped(100.0 * value, 0)),
        }
    }
}

/// What is paid at one attainment. In a team everybody is taken to have the same.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// Credit over quota.
    pub attainment: f64,
    /// Credit, EUR.
    pub credit_eur: f64,
    /// Variable pay, EUR.
    pub variable_pay_eur: f64,
    /// Variable pay as a share of that at target; 0 if nothing is variable.
    pub share_of_target: f64,
    /// EUR paid for the next EUR of credit, bonuses apart.
    pub marginal_rate: f64,
    /// What one more median deal pays whoever sells it, EUR.
    pub one_more_deal_eur: f64,
    /// The same as a share of the deal.
    pub one_more_deal_rate: f64,
    /// The same in expectation when this attainment is what is expected of the period and half of it is still to come.
    pub shadow_rate: f64,
}

/// Where the pay changes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Threshold {
    /// What begins there.
    pub kind: ThresholdKind,
    /// Attainment.
    pub attainment: f64,
    /// Credit, EUR.
    pub credit_eur: f64,
    /// Of a tier: EUR for each EUR of credit. Of a bonus: EUR. Of a cap: 0.
    pub pays: f64,
}

/// What begins at a threshold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdKind {
    /// A rate.
    Tier,
    /// A bonus.
    Bonus,
    /// Nothing more is paid.
    Cap,
}

impl PaySheet {
    /// The sheet of a system.
    pub fn new(system: &str, scenario: &Scenario) -> Self {
        let roles = scenario.role.entries.iter().filter(|(_, role)| role.people > 0.0);
        Self { system: system.to_string(), roles: roles.map(|(name, role)| RoleSheet::new(scenario, name, role)).collect() }
    }

    /// A row for each role and attainment.
    pub fn to_csv(&self) -> String {
        let mut lines = Lines::headed(HEADER);
        for role in self.roles.iter().flat_map(|role| std::iter::once(role).chain(&role.components)) {
            for point in &role.points {
                let names = [&self.system, &role.role, &role.plan].map(|name| guarded(name));
                lines.push(names.into_iter().chain(cells(point)));
            }
        }
        lines.into_text()
    }
}

impl RoleSheet {
    fn new(scenario: &Scenario, name: &str, role: &Role) -> Self {
        let mut parts = scenario.components_of(&role.plan).into_iter().map(|part| Self::of_part(scenario, name, role, &part));
        // There is the plan itself, if nothing else.
        let mut sheet = parts.next().unwrap_or_else(|| unreachable!("a plan is a part of itself"));
        sheet.components = parts.collect();
        sheet
    }

    /// What one of the parts of the pay pays.
    fn of_part(scenario: &Scenario, name: &str, role: &Role, part: &Component) -> Self {
        let plan = &part.plan;
        let target = part.target_eur(role, &scenario.time);
        let unit = unit(plan.credit);
        let quota_eur = if unit == CreditUnit::Share { plan.quota } else { plan.quota_eur(role, &scenario.time) };
        let (deal, spread) = match unit {
            CreditUnit::Eur => deal(scenario),
            CreditUnit::Number => (1.0, 1.0),
            CreditUnit::Share => (0.01, 1.0),
        };
        // What else is credited is taken to go with bookings as the quota does.
        let of_bookings = if matches!(plan.credit, Credit::Margin | Credit::MutualValue) { plan.quota } else { 1.0 };
        let team_size = match plan.team_size {
            size if size > 0.0 => size,
            _ if scenario.organisation.pool_size > 0.0 => scenario.organisation.pool_size.min(role.people),
            _ => role.people,
        };
        let mut sheet = Self {
            role: name.to_string(),
            people: role.people,
            plan: part.name.clone(),
            weight: part.weight,
            credit: credit(plan.credit),
            unit,
            period_weeks: plan.period_weeks,
            period: per(scenario.time.length(plan.period_weeks)),
            periods_per_year: plan.periods_per_year(&scenario.time),
            on_target_earnings: role.on_target_earnings,
            base_eur: plan.base_eur(role, &scenario.time),
            target_variable_eur: target * plan.scale,
            quota_eur,
            median_deal_eur: deal * of_bookings,
            forecast_sd_eur: math::sqrt(quota_eur / 2.0 * deal * of_bookings * spread),
            team_share: plan.team_share,
            team_size,
            points: Vec::new(),
            thresholds: Vec::new(),
            terms: terms(plan, team_size),
            components: Vec::new(),
            payout: Payout::new(plan, target, quota_eur),
        };
        sheet.thresholds = sheet.thresholds_of(plan);
        let steps = (FARTHEST / STEP).round() as u32;
        sheet.points = (0..=steps).map(|step| sheet.point(STEP * f64::from(step))).collect();
        sheet
    }

    /// What is paid at an attainment.
    pub fn point(&self, attainment: f64) -> Point {
        let (payout, deal) = (&self.payout, self.median_deal_eur);
        let credit_eur = attainment * self.quota_eur;
        let variable_pay_eur = payout.pay_in_team_at_least(credit_eur, credit_eur);
        let rate = |sd: f64, team_sd: f64, add: f64| {
            let (own, team) = (Forecast { mean: credit_eur, sd }, Forecast { mean: credit_eur, sd: team_sd });
            payout.rate_in_team(own, team, self.team_size, add)
        };
        let one_more_deal_rate = rate(0.0, 0.0, deal);
        let sd = self.forecast_sd_eur;
        Point {
            attainment,
            credit_eur,
            variable_pay_eur,
            share_of_target: if self.target_variable_eur > 0.0 { variable_pay_eur / self.target_variable_eur } else { 0.0 },
            marginal_rate: rate(0.0, 0.0, 0.0),
            one_more_deal_eur: one_more_deal_rate * deal,
            one_more_deal_rate,
            // The mean of a team varies less than one person does.
            shadow_rate: rate(sd, sd / math::sqrt(self.team_size.max(1.0)), deal),
        }
    }

    /// What is credited one by one: a deal, a meeting, an opportunity, a point of what is up for renewal.
    pub fn one(&self) -> &'static str {
        match (self.unit, self.credit) {
            (CreditUnit::Eur, _) => "deal",
            (CreditUnit::Share, _) => "point",
            (CreditUnit::Number, "meetings held") => "meeting",
            (CreditUnit::Number, _) => "opportunity",
        }
    }

    /// What one more unit of credit pays where a rate applies, as it is shown: per cent of a euro, or EUR for each.
    pub fn rate_shown(&self, rate: f64) -> f64 {
        match self.unit {
            CreditUnit::Eur => 100.0 * rate,
            CreditUnit::Number => rate,
            CreditUnit::Share => rate / 100.0,
        }
    }

    /// The components that the figures of this plan leave out, in words; nothing where there are none.
    pub fn left_out(&self) -> String {
        if self.components.is_empty() {
            return String::new();
        }
        let names: Vec<String> = self.components.iter().map(|part| format!("{} ({:.0} %)", part.plan, 100.0 * part.weight)).collect();
        let (are, sum) = (if names.len() == 1 { "component" } else { "components" }, 100.0 * self.weight);
        format!(" This is {sum:.0} % of variable pay, without the {are} {}.", list(&names))
    }

    /// The quota in words: `250 000 EUR of bookings`, `15 meetings held`.
    pub fn quota_words(&self) -> String {
        let said = self.unit.said(self.quota_eur);
        match self.unit {
            CreditUnit::Eur => format!("{said} of {}", self.credit),
            CreditUnit::Number => format!("{said} {}", self.credit),
            CreditUnit::Share => format!("{said} of contracts up for renewal"),
        }
    }

    /// Whether nothing that is sold changes the pay.
    pub fn is_flat(&self) -> bool {
        self.payout.is_flat()
    }

    fn thresholds_of(&self, plan: &PayPlan) -> Vec<Threshold> {
        if self.is_flat() {
            return Vec::new();
        }
        let at =
            |kind: ThresholdKind, attainment: f64, pays: f64| Threshold { kind, attainment, credit_eur: attainment * self.quota_eur, pays };
        let rate = self.target_variable_eur / self.quota_eur;
        let tiers = plan.tier_from.iter().zip(&plan.tier_rate).map(|(from, times)| at(ThresholdKind::Tier, *from, times * rate));
        let is_reached = |from: f64| plan.cap == 0.0 || from <= plan.cap;
        let bonuses = plan.bonus_at.iter().zip(&plan.bonus).filter(|(from, _)| is_reached(**from));
        let bonuses = bonuses.map(|(from, times)| at(ThresholdKind::Bonus, *from, times * self.target_variable_eur));
        let cap = (plan.cap > 0.0).then(|| at(ThresholdKind::Cap, plan.cap, 0.0));
        let mut thresholds: Vec<Threshold> = tiers.chain(bonuses).chain(cap).collect();
        thresholds.sort_by(|a, b| a.attainment.total_cmp(&b.attainment));
        thresholds
    }
}

/// A median deal over all segments and offerings, EUR, and how many times more its size-weighted mean is: what the
/// variance of random deals grows with.
fn deal(scenario: &Scenario) -> (f64, f64) {
    let prices: Vec<f64> = scenario.offering.values().map(|offering| offering.price).collect();
    let price = prices.iter().sum::<f64>() / prices.len().max(1) as f64;
    // Segments whose customers only come through channels count as one project a year.
    let weight = |projects: f64| projects.max(1.0);
    let total: f64 = scenario.segment.values().map(|segment| weight(segment.projects_per_year)).sum();
    let mean = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        let each = scenario.segment.values().map(|s| weight(s.projects_per_year) * of(s.deal_size_median, s.deal_size_sigma));
        each.sum::<f64>() / total.max(1.0)
    };
    (price * mean(&|median, _| median), mean(&|_, sigma| math::exp(1.5 * sigma * sigma)))
}

fn unit(credit: Credit) -> CreditUnit {
    match credit {
        Credit::Retention => CreditUnit::Share,
        credit if credit.is_counted() => CreditUnit::Number,
        _ => CreditUnit::Eur,
    }
}

fn credit(credit: Credit) -> &'static str {
    match credit {
        Credit::Bookings => "bookings",
        Credit::Margin => "margin",
        Credit::MutualValue => "mutual value",
        Credit::Retention => "renewals",
        Credit::Meetings => "meetings held",
        Credit::Accepted => "opportunities accepted",
        Credit::Objectives => "objectives",
    }
}

/// What a plan says beyond tiers, bonuses and cap.
fn terms(plan: &PayPlan, team_size: f64) -> Vec<String> {
    let percent = |share: f64| format!("{} %", crate::scenario::read::plain_number((share * 1e4).round() / 100.0));
    let mut terms = Vec::new();
    let mut add = |holds: bool, text: String| {
        if holds {
            terms.push(text);
        }
    };
    add(plan.scale != 1.0, format!("All variable pay is multiplied by {}.", plan.scale));
    let team = format!("{} of the variable pay depends on the attainment of a team of {team_size}.", percent(plan.team_share));
    add(plan.team_share > 0.0, team);
    add(plan.ratchet > 0.0, format!("The next quota rises by {} of the attainment above quota.", percent(plan.ratchet)));
    add(plan.ratchet_down > 0.0, format!("The next quota falls by {} of the attainment below quota.", percent(plan.ratchet_down)));
    let draw = if plan.draw_is_recoverable {
        format!(
            "Recoverable draw: {} of the variable pay at target is advanced each period; any part not earned is deducted from later pay.",
            percent(plan.draw)
        )
    } else {
        format!("Guarantee: at least {} of the variable pay at target is paid each period.", percent(plan.draw))
    };
    add(plan.draw > 0.0, draw);
    let retroactive = "Tiers are retroactive: once a tier is reached, its rate applies to all credit of the period.".to_string();
    add(plan.tiers_are_retroactive, retroactive);
    let split = match plan.split {
        Split::Owner => String::new(),
        Split::Equal => "A deal is credited in equal parts to everybody who worked on it.".to_string(),
        Split::Hours => "A deal is credited by hours to everybody who worked on it.".to_string(),
    };
    add(plan.split != Split::Owner && plan.credit.is_of_deals(), split);
    let measured = plan.credit == Credit::MutualValue;
    add(measured, "Deals are credited after delivery, by the mutual value measured then.".to_string());
    let bonus = format!("A win-win, measured after delivery, pays an extra {} of its price.", percent(plan.win_win_bonus));
    add(plan.win_win_bonus > 0.0, bonus);
    let whose = if plan.gate_plan.is_empty() { "its own attainment".to_string() } else { format!("the attainment of {}", plan.gate_plan) };
    add(plan.gate > 0.0, format!("Gate: nothing is paid until {whose} has reached {}.", percent(plan.gate)));
    let to_date = "Year to date: each period pays what the fiscal year has earned so far, minus what has already been paid.".to_string();
    add(plan.year_to_date, to_date);
    add(plan.customers == Customers::New, "Only deals with new customers are credited.".to_string());
    add(plan.customers == Customers::Existing, "Only deals with customers who have bought before are credited.".to_string());
    let band = |(from, times): (&f64, &f64)| match plan.band_by {
        Band::Discount if *from == 0.0 => format!("{} without a discount", percent(*times)),
        Band::Discount => format!("{} from a discount of {}", percent(*times), percent(*from)),
        _ if *from == 0.0 => format!("{} for the smallest deals", percent(*times)),
        _ => format!("{} from {} EUR", percent(*times), grouped(*from, 0)),
    };
    let bands: Vec<String> = plan.band_from.iter().zip(&plan.band_rate).map(band).collect();
    add(plan.band_by != Band::None, format!("Credit bands: {}.", bands.join(", ")));
    add(plan.credit == Credit::Objectives, format!("Objectives: {} of the pay at target is granted.", percent(plan.granted_share)));
    let shares = [
        (plan.extra_share, format!("{} of a deal's price", percent(plan.extra_share))),
        (plan.extra_each, format!("{} EUR for each", grouped(plan.extra_each, 0))),
    ];
    let extra: Vec<String> = shares.into_iter().filter(|(share, _)| *share > 0.0).map(|(_, text)| text).collect();
    let weeks = crate::scenario::read::plain_number(plan.extra_weeks);
    let spiff = format!("SPIFF: an extra {1} from {0} for {weeks} weeks.", plan.extra_from, extra.join(" and "));
    add(!plan.extra_from.is_empty() && !extra.is_empty(), spiff);
    add(plan.deferral_share > 0.0, format!("{} of a deal's variable pay is held back until delivery.", percent(plan.deferral_share)));
    let clawback = format!(
        "{} of a deal's variable pay is clawed back if the customer leaves or gets a refund within {} days.",
        percent(plan.clawback_share),
        crate::scenario::read::plain_number(plan.clawback_days)
    );
    add(plan.clawback_share > 0.0 && plan.clawback_days > 0.0, clawback);
    terms
}

/// Length of a period in words: `a quarter`, `13 weeks`.
pub fn period(length: Length) -> String {
    match length {
        Length::Months(1) => "a month".to_string(),
        Length::Months(3) => "a quarter".to_string(),
        Length::Months(6) => "half a year".to_string(),
        Length::Months(12) => "a year".to_string(),
        Length::Months(months) => format!("{months} months"),
        Length::Days(7.0) => "a week".to_string(),
        Length::Days(days) => format!("{} weeks", crate::scenario::read::plain_number((days / 7.0 * 100.0).round() / 100.0)),
    }
}

/// The same after an amount: `per quarter`, `per 13 weeks`.
fn per(length: Length) -> String {
    let period = period(length);
    match length {
        Length::Months(6) => "per half-year".to_string(),
        _ => format!("per {}", period.strip_prefix("a ").unwrap_or(&period)),
    }
}

const HEADER: [&str; 11] = [
    "scenario",
    "role",
    "plan",
    "attainment",
    "credit_eur",
    "variable_pay_eur",
    "share_of_target",
    "marginal_rate",
    "one_more_deal_eur",
    "one_more_deal_rate",
    "shadow_rate",
];

fn cells(point: &Point) -> impl Iterator<Item = String> + use<> {
    let numbers = [
        point.attainment,
        point.credit_eur,
        point.variable_pay_eur,
        point.share_of_target,
        point.marginal_rate,
        point.one_more_deal_eur,
        point.one_more_deal_rate,
        point.shadow_rate,
    ];
    numbers.into_iter().map(|value| number(Some(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(overlay: &str) -> RoleSheet {
        let scenario = crate::scenario::load("mid", &[overlay.to_string()], &[]).expect("a shipped scenario").scenario;
        PaySheet::new(overlay, &scenario).roles.remove(0)
    }

    #[test]
    fn every_shipped_plan_pays_its_target_at_quota() {
        for overlay in
            ["commission", "accelerator", "cap-ratchet", "monthly-quota", "pool", "team-bonus", "margin", "mutual-value", "weighted"]
        {
            let sheet = sheet(overlay);
            let at_quota = sheet.point(1.0);
            assert!((at_quota.share_of_target - 1.0).abs() < 1e-12, "{overlay} pays {} of target", at_quota.share_of_target);
            assert!(!sheet.is_flat() && sheet.points.len() == 9, "{overlay}");
        }
        assert!(sheet("salary").is_flat());
    }

    #[test]
    fn plans_of_the_same_earnings_cost_the_same_at_quota() {
        let total = |overlay: &str| {
            let sheet = sheet(overlay);
            let variable = |part: &RoleSheet| part.point(1.0).variable_pay_eur * part.periods_per_year;
            let components: f64 = sheet.components.iter().map(variable).sum();
            sheet.base_eur * sheet.periods_per_year + variable(&sheet) + components
        };
        for overlay in ["salary", "commission", "accelerator", "cap-ratchet", "monthly-quota", "pool", "margin", "mutual-value", "weighted"]
        {
            assert!((total(overlay) - 80_000.0).abs() < 1e-6, "{overlay}: {}", total(overlay));
        }
    }

    #[test]
    fn one_more_deal_of_a_pool_is_shared() {
        let (alone, pooled) = (sheet("commission").point(0.5), sheet("pool").point(0.5));
        assert!((alone.one_more_deal_eur - 4.0 * pooled.one_more_deal_eur).abs() < 1e-9);
        assert!((alone.shadow_rate - alone.marginal_rate).abs() < 1e-12, "a linear plan has one rate");
    }

    #[test]
    fn periods_in_words() {
        let words = |weeks: f64| per(Length::of_weeks(weeks));
        assert_eq!(
            [13.0, 1.0, 4.35, 52.0, 26.0, 6.5, 8.7].map(words),
            ["per quarter", "per week", "per month", "per year", "per half-year", "per 6.5 weeks", "per 2 months"]
        );
        assert_eq!((period(Length::Days(91.0)), per(Length::Days(91.0))), ("13 weeks".into(), "per 13 weeks".into()));
    }
}
