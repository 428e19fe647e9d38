//! Several of ours: F15, paid together, and F18, on one customer.

use super::experiment::{Experiment, NO_PROSPECTING, Variant, figure, largest, measured, quotient, ratio};
use super::pay::revenue_growth;
use crate::engine::math;
use crate::experiment::jackknife::Totals;
use crate::measure::Measure;

const GROUPS: [&str; 3] = ["2", "5", "9"];
const COVERAGE: [usize; 6] = [1, 2, 3, 4, 6, 8];
/// The two variants at low load follow the others.
const FEW: usize = GROUPS.len() * COVERAGE.len();
const MANY: usize = FEW + 1;

/// F18: how many of ours cover a customer.
pub fn people_per_deal() -> Experiment {
    let variant = |label: String, group: &str, coverage: usize| {
        Variant::hero(label)
            .sets(&NO_PROSPECTING)
            .sets(&["organisation.pool_size=0", "segment.mid.group_size_shape=fixed"])
            .set(format!("segment.mid.group_size_mean={group}"))
            .set(format!("organisation.coverage={coverage}"))
    };
    let mut variants = Vec::new();
    for group in GROUPS {
        variants.extend(COVERAGE.map(|c| variant(format!("groups of {group}, up to {c} of our people"), group, c)));
    }
    for coverage in [2, 4] {
        variants.push(variant(format!("spare hours, up to {coverage} of our people"), "9", coverage).set("market_scale=0.3"));
    }
    Experiment {
        id: "F18",
        setting: "up to 1, 2, 3, 4, 6 or 8 of twelve people on one customer; hours with 2 to 4 people who have spare hours",
        variants,
        count: |record, _| {
            let let_in = record.journeys.iter().filter(|j| j.let_in);
            let hours = let_in.fold([0.0, 0.0], |sum, j| [sum[0] + j.work_hours, sum[1] + 1.0]);
            [measured(record, Measure::WinWinDealsPerMonth), hours].concat()
        },
        figures: vec![
            figure("hours", |t| Some(math::ln(quotient(ratio(t, MANY, 2, 3)?, ratio(t, FEW, 2, 3)?)?) / math::ln(2.0) - 1.0)),
            figure("small", |t| lead(t, 0, &[1], &[2, 3, 4, 6, 8])),
            figure("middle", |t| lead(t, 1, &[2, 3, 4], &[1, 6, 8])),
            figure("large", |t| lead(t, 2, &[2, 3, 4], &[1, 6, 8])),
        ],
        worlds: 0.5,
        remark: "people share the work here; only coordination and second visits are done by everybody, so hours cannot grow in proportion",
    }
}

/// Win-wins at the best of some coverages over those at the best of others, less 1.
fn lead(totals: &Totals, group: usize, some: &[usize], others: &[usize]) -> Option<f64> {
    let place = |coverage: &usize| COVERAGE.iter().position(|c| c == coverage);
    let best = |of: &[usize]| largest(of.iter().map(|c| ratio(totals, group * COVERAGE.len() + place(c)?, 0, 1)));
    Some(quotient(best(some)?, best(others)?)? - 1.0)
}

/// What makes deals need several of ours, or none but the owner; and whether colleagues see each other's effort.
const JOINT: [&str; 2] = ["organisation.coverage=3", "role.seller.skill_outside=0.1"];
const NOT_JOINT: [&str; 2] = ["organisation.coverage=1", "role.seller.skill_outside=1"];
const SEEN: &str = "organisation.effort_is_seen=true";
const NOT_SEEN: &str = "organisation.effort_is_seen=false";

/// F15: team pay, on top of salary and in place of individual pay.
pub fn team_pay() -> Experiment {
    let team = |label: &str, size: &str, pay: &'static str| {
        Variant::of("mid", label)
            .with("team")
            .with(pay)
            .set(format!("organisation.pool_size={size}"))
            .set(format!("plan.standard.team_size={size}"))
    };
    let alone_and_together = |label: &str, size: &str, joint: [&str; 2], seen: &str, at: usize| {
        [
            team(&format!("{label}, individual pay"), size, "commission").sets(&joint).set(seen),
            team(&format!("{label}, team pay"), size, "pool").sets(&joint).set(seen).paid_like(at),
        ]
    };
    let mut variants = vec![team("salary", "4", "salary"), team("salary and team bonus", "4", "team-bonus")];
    variants.extend(alone_and_together("four, joint, seen", "4", JOINT, SEEN, 2));
    variants.extend(alone_and_together("twenty, joint, seen", "20", JOINT, SEEN, 4).map(|v| v.set("role.seller.people=20")));
    variants.extend(alone_and_together("four, not joint, unseen", "4", NOT_JOINT, NOT_SEEN, 6));
    Experiment {
        id: "F15",
        setting: "teams of 4 and of 20: a team bonus on top of salary; team pay for individual pay at the same mean pay",
        variants,
        count: |record, _| measured(record, Measure::RevenuePerMonth).to_vec(),
        figures: vec![
            figure("bonus", |t| revenue_growth(t, 1, 0)),
            figure("joint", |t| revenue_growth(t, 3, 2)),
            figure("large", |t| revenue_growth(t, 5, 4)),
            figure("unseen", |t| revenue_growth(t, 7, 6)),
        ],
        worlds: 1.0,
        remark: "",
    }
}
