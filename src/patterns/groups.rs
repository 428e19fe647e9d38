//! Groups: F1.

use super::experiment::{Experiment, NO_PROSPECTING, Variant, figure, one, ratio};
use crate::measure::{Ending, Record};
use crate::scenario::Scenario;

const SIZES: [(usize, &str); 8] = [(1, "1"), (2, "2"), (3, "3"), (4, "4"), (5, "5"), (6, "6"), (8, "8"), (10, "10")];

/// One honest seller, no rivals, everybody let in, and enough time for all.
const HONEST: [&str; 4] =
    ["market_scale=0.5", "qualification.rule=none", "segment.mid.rivals_mean=0", "segment.mid.group_size_shape=fixed"];

/// F1: groups of 1 to 10.
pub fn sizes() -> Experiment {
    let variants = SIZES.map(|(size, label)| {
        Variant::hero(format!("{label} people")).sets(&HONEST).sets(&NO_PROSPECTING).set(format!("segment.mid.group_size_mean={size}"))
    });
    let mut figures: Vec<_> = SIZES.iter().enumerate().map(|(v, &(_, key))| figure(key, move |t| ratio(t, v, 0, 1))).collect();
    figures.push(figure("falls", |t| Some(ratio(t, SIZES.len() - 1, 0, 1)? - ratio(t, 0, 0, 1)?)));
    Experiment {
        id: "F1",
        setting: "groups of 1 to 10, one honest seller each, no rivals, journeys in which a mutual benefit is possible",
        variants: variants.to_vec(),
        count: bought,
        figures,
        worlds: 0.6,
        remark: "the decline is smooth here; the survey has a step between five and six people, for which the model has no mechanism",
    }
}

/// Bought, of those with whom a mutual benefit was possible and whom we got to.
fn bought(record: &Record, _: &Scenario) -> Vec<f64> {
    let met = record.journeys.iter().filter(|j| j.possible && j.let_in && j.ending != Ending::TooSlow);
    met.fold(vec![0.0, 0.0], |sum, j| vec![sum[0] + one(j.price > 0.0), sum[1] + 1.0])
}
