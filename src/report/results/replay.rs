//! What real deals would have been paid under a plan or two: what `winflow plan --deals` shows.

use super::arrivals::Found;
use super::csv::{Lines, guarded, number};
use super::table::{Cell, Column, Style, Table};
use super::words::grouped;
use crate::money::replay;
use serde::Serialize;

/// The attainments of the whole team at which plans are priced.
pub const LEVELS: [f64; 5] = [0.8, 0.9, 1.0, 1.1, 1.2];

/// Deals replayed through a plan or two.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReplaySheet {
    /// Name of the plan.
    pub plan: String,
    /// Name of the plan that it is held against.
    pub against: Option<String>,
    /// First day of the span.
    pub from: String,
    /// Last day of the span.
    pub to: String,
    /// What was read from the file of deals.
    pub deals: DealsRead,
    /// Person by person, in the order of their names.
    pub people: Vec<PersonPay>,
    /// All of them.
    pub total: BothPlans,
    /// What the plans cost at attainments of the whole team.
    pub levels: Vec<LevelPay>,
    /// Period by period.
    pub periods: Vec<PeriodPay>,
    /// What was assumed, and what should be known.
    pub notes: Vec<String>,
}

/// What was read from a file of deals.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct DealsRead {
    /// The name of the file, without its folder.
    pub file: String,
    /// Hash of its bytes.
    pub fingerprint: String,
    /// How it was read, in words.
    pub read_as: String,
    /// Rows below the names of its columns.
    pub rows: u64,
    /// Rows that were asked for.
    pub asked_for: u64,
    /// Deals that were credited to somebody.
    pub credited: u64,
    /// Their value, EUR.
    pub value_eur: f64,
    /// What was left out, and what else was found.
    pub found: Vec<Found>,
}

/// What was earned under one plan.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct PlanPay {
    /// Credit, without what was taken back, EUR.
    pub credit_eur: f64,
    /// Quota for the time that somebody was there, EUR.
    pub quota_eur: f64,
    /// Credit over quota.
    pub attainment: Option<f64>,
    /// Base pay, EUR.
    pub base_eur: f64,
    /// Variable pay, EUR.
    pub pay_eur: f64,
    /// Pay taken back that is still owed at the end, EUR: the variable pay is without it.
    pub owed_eur: f64,
    /// Advances that are not earned yet at the end, EUR: the variable pay is with them.
    pub advanced_eur: f64,
}

/// What was earned under one plan, and under the other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct BothPlans {
    /// Under the plan.
    pub plan: PlanPay,
    /// Under the plan that it is held against.
    pub against: Option<PlanPay>,
    /// Variable pay under the other plan less that under the plan, EUR.
    pub difference_eur: Option<f64>,
}

/// What somebody would have been paid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PersonPay {
    /// Name.
    pub person: String,
    /// Role; several are separated by a slash.
    pub role: String,
    /// Under the plans.
    #[serde(flatten)]
    pub pay: BothPlans,
}

/// What the plans cost when all together are at an attainment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LevelPay {
    /// Credit over quota of all together, under the plan.
    pub at: f64,
    /// Under the plans.
    #[serde(flatten)]
    pub pay: BothPlans,
}

/// What was due to somebody for a period.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodPay {
    /// Name of the plan.
    pub plan: String,
    /// Name of the person.
    pub person: String,
    /// The plan itself, or the component of the pay, by its name.
    pub component: String,
    /// First day of the period.
    pub from: String,
    /// Last day of the period.
    pub to: String,
    /// Whether the span ends within it: what is due so far.
    pub is_accrued: bool,
    /// Credit that counts against the quota, EUR.
    pub credit_eur: f64,
    /// Credit of earlier periods that was taken back: it does not count against this quota, EUR.
    pub credit_back_eur: f64,
    /// Quota for the time that somebody was there, EUR.
    pub quota_eur: f64,
    /// Earned by credit, EUR.
    pub earned_eur: f64,
    /// Pay of earlier periods that was taken back, EUR.
    pub taken_back_eur: f64,
    /// Paid out, EUR: with advances, and without what was still owed.
    pub paid_eur: f64,
    /// Pay taken back that is still owed at the end of the period, EUR.
    pub owed_eur: f64,
    /// Advances that are not earned yet at the end of the period, EUR.
    pub advanced_eur: f64,
}

impl From<replay::Earned> for PlanPay {
    fn from(earned: replay::Earned) -> Self {
        Self {
            credit_eur: earned.credit,
            quota_eur: earned.quota,
            attainment: earned.attainment(),
            base_eur: earned.base,
            pay_eur: earned.pay,
            owed_eur: earned.owed.taken_back,
            advanced_eur: earned.owed.advanced,
        }
    }
}

impl BothPlans {
    /// What was earned under the plan, and under another.
    pub fn new(plan: replay::Earned, against: Option<replay::Earned>) -> Self {
        let difference_eur = against.map(|against| against.pay - plan.pay);
        Self { plan: plan.into(), against: against.map(PlanPay::from), difference_eur }
    }
}

impl ReplaySheet {
    /// Whether the two plans credit different amounts, or have different quotas.
    pub fn measures_differ(&self) -> bool {
        let differs = |pay: &BothPlans| {
            pay.against.is_some_and(|against| {
                (against.credit_eur - pay.plan.credit_eur).abs() > 0.005 || (against.quota_eur - pay.plan.quota_eur).abs() > 0.005
            })
        };
        self.people.iter().any(|person| differs(&person.pay))
    }

    /// Whether the two plans have different base pay.
    pub fn bases_differ(&self) -> bool {
        self.total.against.is_some_and(|against| (against.base_eur - self.total.plan.base_eur).abs() > 0.005)
    }

    /// The tables: people, costs, periods.
    pub fn tables(&self) -> [Table; 3] {
        [self.people_table(), self.levels_table(), self.periods_table()]
    }

    /// Person by person, and all together.
    pub fn people_table(&self) -> Table {
        let mut columns = vec![Column::text("person"), Column::text("role")];
        columns.extend(self.pay_columns());
        let caption = format!("Variable pay for the deals from {} to {}.", self.from, self.to);
        let rows = self.people.iter().map(|person| self.row(&person.person, Some(&person.role), &person.pay));
        let rows: Vec<Vec<Cell>> = rows.chain([self.row("Total", Some(""), &self.total)]).collect();
        Table { name: "people".to_string(), ..Table::filled(caption, columns, rows) }
    }

    /// What the plans cost, as it was and at attainments of the whole team.
    pub fn levels_table(&self) -> Table {
        let mut columns = vec![Column::text("team attainment")];
        columns.extend(self.pay_columns());
        columns.push(Column::new(format!("{} with base, EUR", self.plan), Style::WHOLE));
        columns.extend(self.against.iter().map(|against| Column::new(format!("{against} with base, EUR"), Style::WHOLE)));
        let row = |name: &str, pay: &BothPlans| {
            let cost = |pay: &PlanPay| Cell::plain(pay.base_eur + pay.pay_eur);
            let costs = [cost(&pay.plan)].into_iter().chain(pay.against.iter().map(cost));
            self.row(name, None, pay).into_iter().chain(costs).collect()
        };
        let rows = self.levels.iter().map(|level| row(&format!("at {} %", grouped(100.0 * level.at, 0)), &level.pay));
        let rows: Vec<Vec<Cell>> = [row("actual", &self.total)].into_iter().chain(rows).collect();
        let costs = if self.against.is_some() { "plans cost" } else { "plan costs" };
        let under = self.against.as_ref().map_or_else(String::new, |_| format!(" under {}", self.plan));
        let caption = format!(
            "What the {costs} in total when everybody's deals are scaled by the same factor until the whole team reaches an attainment{under}."
        );
        Table { name: "cost".to_string(), ..Table::filled(caption, columns, rows) }
    }

    fn pay_columns(&self) -> Vec<Column> {
        let eur = |heading: String| Column::new(heading, Style::WHOLE);
        let mut columns = vec![eur("credit, EUR".into()), eur("quota, EUR".into()), Column::new("attainment", Style::SHARE)];
        let Some(against) = &self.against else {
            columns.push(eur("variable pay, EUR".to_string()));
            return columns;
        };
        if self.measures_differ() {
            columns.push(Column::new(format!("attainment, {against}"), Style::SHARE));
        }
        columns.extend([eur(format!("{}, EUR", self.plan)), eur(format!("{against}, EUR"))]);
        columns.push(Column::new("difference, EUR", Style::WHOLE.signed()));
        columns
    }

    fn row(&self, name: &str, role: Option<&str>, pay: &BothPlans) -> Vec<Cell> {
        let mut cells = vec![Cell::text(name)];
        cells.extend(role.map(Cell::text));
        let PlanPay { credit_eur, quota_eur, attainment, pay_eur, .. } = pay.plan;
        cells.extend([Cell::plain(credit_eur), Cell::plain(quota_eur), Cell::plain(attainment)]);
        if self.measures_differ() {
            cells.push(Cell::plain(pay.against.and_then(|against| against.attainment)));
        }
        cells.push(Cell::plain(pay_eur));
        cells.extend(pay.against.map(|against| Cell::plain(against.pay_eur)));
        cells.extend(pay.difference_eur.map(Cell::plain));
        cells
    }

    fn periods_table(&self) -> Table {
        let money = |heading: &str| Column::new(heading, Style::CENTS);
        let columns = [
            Column::text("plan"),
            Column::text("person"),
            Column::text("component"),
            Column::text("first day"),
            Column::text("last day"),
            Column::text("state"),
            money("credit, EUR"),
            money("credit taken back, EUR"),
            money("quota, EUR"),
            Column::new("attainment", Style::SHARE),
            money("earned, EUR"),
            money("pay taken back, EUR"),
            money("paid out, EUR"),
            money("owed at the end, EUR"),
            money("unearned advance at the end, EUR"),
        ];
        let rows = self.periods.iter().map(|period| {
            let texts = [&period.plan, &period.person, &period.component, &period.from, &period.to].map(Cell::text);
            let state = Cell::text(if period.is_accrued { "accrued" } else { "settled" });
            let attainment = (period.quota_eur > 0.0).then(|| period.credit_eur / period.quota_eur);
            let PeriodPay { credit_eur, credit_back_eur, quota_eur, earned_eur, taken_back_eur, paid_eur, owed_eur, advanced_eur, .. } =
                *period;
            let before = [credit_eur, credit_back_eur, quota_eur].map(Cell::plain);
            let after = [earned_eur, taken_back_eur, paid_eur, owed_eur, advanced_eur].map(Cell::plain);
            texts.into_iter().chain([state]).chain(before).chain([Cell::plain(attainment)]).chain(after).collect()
        });
        let caption =
            "By period: what was credited, earned and paid out, and what was owed at the end of the period. Later pay offsets it.";
        Table { name: "periods".to_string(), ..Table::filled(caption, columns, rows) }
    }

    /// A row for each person, one for all together, and one for each attainment of the whole team.
    pub fn to_csv(&self) -> String {
        let mut lines = Lines::headed(HEADER);
        for person in &self.people {
            lines.push(cells("person", &person.person, &person.role, &person.pay));
        }
        lines.push(cells("total", "", "", &self.total));
        for level in &self.levels {
            lines.push(cells("at_attainment", &number(Some(level.at)), "", &level.pay));
        }
        lines.into_text()
    }
}

const HEADER: [&str; 14] = [
    "row",
    "name",
    "role",
    "credit_eur",
    "quota_eur",
    "attainment",
    "base_eur",
    "pay_eur",
    "against_credit_eur",
    "against_quota_eur",
    "against_attainment",
    "against_base_eur",
    "against_pay_eur",
    "difference_eur",
];

fn cells(row: &str, name: &str, role: &str, pay: &BothPlans) -> impl Iterator<Item = String> + use<> {
    let of = |pay: Option<PlanPay>| {
        let figures = pay.map(|p| [Some(p.credit_eur), Some(p.quota_eur), p.attainment, Some(p.base_eur), Some(p.pay_eur)]);
        figures.unwrap_or_default().map(number)
    };
    let figures = of(Some(pay.plan)).into_iter().chain(of(pay.against)).chain([number(pay.difference_eur)]);
    [row.to_string(), guarded(name), guarded(role)].into_iter().chain(figures)
}
