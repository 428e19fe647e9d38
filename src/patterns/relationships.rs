//! After the sale: F26.

use super::experiment::{Experiment, Variant, figure, growth, measured, one, ratio};
use crate::measure::{Measure, Record};
use crate::scenario::Scenario;

/// F26: those whom customers bring.
pub fn referrals() -> Experiment {
    Experiment {
        id: "F26",
        setting: "five years of the default market, with and without customers who refer others",
        variants: vec![
            Variant::hero("referrals").set("time.years=5"),
            Variant::hero("no referrals").sets(&["time.years=5", "relationship.refers_share=0"]),
        ],
        count: by_origin,
        figures: vec![
            figure("churn", |t| growth(ratio(t, 0, 1, 0), ratio(t, 0, 4, 3))),
            figure("value", |t| growth(ratio(t, 0, 2, 0), ratio(t, 0, 5, 3))),
            figure("loop", |t| growth(ratio(t, 0, 6, 7), ratio(t, 1, 6, 7))),
        ],
        worlds: 1.0,
        remark: "",
    }
}

/// Deals, churn and lifetime value over price of the referred (3) and of the others (3); win-wins over months.
fn by_origin(record: &Record, _: &Scenario) -> Vec<f64> {
    let mut sum = vec![0.0; 6];
    for deal in &record.deals {
        let numbers = if deal.referred { &mut sum[..3] } else { &mut sum[3..] };
        numbers[0] += 1.0;
        numbers[1] += one(deal.churned);
        numbers[2] += if deal.list_price > 0.0 { deal.lifetime_value / deal.list_price } else { 0.0 };
    }
    sum.extend(measured(record, Measure::WinWinDealsPerMonth));
    sum
}
