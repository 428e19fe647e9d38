//! Published patterns as experiments: what the model is held against.
//!
//! [`facts`] says what is known and from where; a file for each family says how it is tried; [`run()`] runs an experiment in the
//! same worlds for all its variants and holds every claim against what came out; [`perturb`] does so with assumptions drawn
//! anew. One set of defaults serves all rows: an experiment changes what its fact is about, and nothing else.

pub mod answers;
pub mod channels;
pub mod counted;
pub mod decisions;
pub mod experiment;
pub mod facts;
pub mod flow;
pub mod groups;
pub mod pay;
pub mod people;
pub mod perturb;
pub mod queueing;
pub mod relationships;
pub mod run;
pub mod same_pay;
pub mod teams;
pub mod verdict;

pub use experiment::Experiment;
pub use run::{Check, PatternResult, Settings, load, run};

/// Every experiment, in the order of the facts.
pub fn experiments() -> Vec<Experiment> {
    vec![
        groups::sizes(),
        decisions::no_decision(),
        decisions::doubt(),
        answers::delays(),
        channels::channels(),
        flow::hours(),
        pay::timing(),
        pay::price(),
        pay::caps(),
        pay::volume(),
        teams::team_pay(),
        people::peer_meetings(),
        teams::people_per_deal(),
        queueing::theory(),
        flow::work_in_progress(),
        flow::qualification(),
        relationships::referrals(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fact_has_an_experiment_and_every_claim_a_figure() {
        let experiments = experiments();
        let ids: Vec<&str> = experiments.iter().map(|e| e.id).collect();
        let facts: Vec<&str> = facts::FACTS.iter().map(|f| f.id).collect();
        assert_eq!(ids, facts);
        for (experiment, fact) in experiments.iter().zip(facts::FACTS) {
            let figures: Vec<&str> = experiment.figures.iter().map(|(key, _)| *key).collect();
            for claim in fact.claims {
                assert_eq!(figures.iter().filter(|key| **key == claim.key).count(), 1, "{}: {}", fact.id, claim.key);
            }
            assert_eq!(figures.len(), fact.claims.len(), "{}", fact.id);
        }
    }
}
