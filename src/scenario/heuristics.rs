//! The keys of what our people take for granted about customers.

use super::keys::number;

crate::sections! {
    /// What our people take for granted about customers: rules of thumb from experience, right or wrong.
    pub struct Heuristics {
        /// Weight of the want as stated in the estimate of a need, against what discovery found.
        weight_of_want: f64 = 0.6 => number("precision", 0.001, 100.0).plausible(0.3, 1.2);
        /// Confidence that people usually have in what they want.
        usual_confidence: f64 = 1.0 => number("precision", 0.001, 100.0).plausible(0.5, 2.0);
        /// Doubt that people usually have before anybody met them.
        usual_doubt: f64 = 0.3 => number("prices", 0.0, 10.0).plausible(0.1, 0.6);
        /// Spread of the value seen beyond doubt over which a person goes from no to yes.
        slack_spread: f64 = 0.25 => number("prices", 0.001, 10.0).plausible(0.1, 0.5);
        /// Spread of the expected joint surplus over which a customer goes from one who cannot gain to one who can.
        surplus_spread: f64 = 0.6 => number("prices", 0.001, 10.0).plausible(0.3, 1.2);
        /// Chance that somebody we have not met says yes.
        unmet_yes: f64 = 0.85 => number("share", 0.0, 1.0).plausible(0.6, 0.95);
        /// How much somebody without a veto counts, against somebody with one.
        weight_without_veto: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.6);
        /// What is left of a chance once somebody felt pushed: trust is gone, and with it what can still be moved.
        felt_push: f64 = 0.7 => number("share", 0.0, 1.0).plausible(0.4, 0.9);
        /// How much an unknown need holds somebody back whose need is wholly unknown, against a lack of value.
        weight_of_need: f64 = 0.6 => number("share", 0.0, 1.0).plausible(0.3, 0.9);
        /// How fast evidence about a need makes it known: at one over this precision, half of it is.
        need_known_rate: f64 = 1.5 => number("per precision", 0.0, 100.0).plausible(0.7, 3.0);
        /// How much missing people hold a group back if all are missing, against a lack of value.
        weight_of_missing: f64 = 0.8 => number("share", 0.0, 1.0).plausible(0.4, 1.0);
        /// How much a lack of value holds back a person we have not met.
        unmet_value: f64 = 0.5 => number("", 0.0, 1.0).plausible(0.2, 0.8);
        /// How much doubt holds back a person we have not met.
        unmet_doubt: f64 = 0.3 => number("", 0.0, 1.0).plausible(0.1, 0.6);
        /// How much a lack of value holds back a person we have not met, who has no known veto, with
        /// `process.sequencing = "manipulative"`.
        unmet_value_unknown_veto: f64 = 0.3 => number("", 0.0, 1.0).plausible(0.1, 0.6);
        /// Share of the way to our offering that sense made of a need goes before there is evidence, with
        /// `process.sequencing = "manipulative"`: it brings nobody nearer, but perhaps somebody surer.
        unmet_toward: f64 = 0.25 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Time after a meeting in which what was heard grows stale.
        stale_days: f64 = 60.0 => number("days", 0.1, 10000.0).plausible(20.0, 120.0);
        /// Extra surplus that we want from a person when our last news of them is stale.
        stale_slack: f64 = 0.3 => number("prices", 0.0, 10.0).plausible(0.1, 0.6);
        /// Doubt that accounts for half of what is lacking of somebody who sees the value.
        doubt_half: f64 = 0.25 => number("prices", 0.001, 10.0).plausible(0.1, 0.5);
        /// Dispersion of wants from which it holds a group back, against the largest with which groups agree.
        dispersion_from: f64 = 0.75 => number("share", 0.0, 10.0).plausible(0.5, 1.0);
        /// Further dispersion at which it holds a group back wholly, against the same.
        dispersion_span: f64 = 0.5 => number("share", 0.001, 10.0).plausible(0.25, 1.0);
        /// Share of what a step brings that gets across to a person whose domain is foreign to us; with skill 1, all does.
        reach_without_skill: f64 = 0.5 => number("share", 0.0, 1.0).plausible(0.2, 0.8);
        /// Hours around a step (on the way, to prepare) that count when steps are compared.
        hours_around_step: f64 = 0.5 => number("hours", 0.0, 100.0).plausible(0.1, 1.5);
        /// Share of the expected but unknown people that we stop expecting after a meeting that would have named them.
        size_learned: f64 = 0.2 => number("share", 0.0, 1.0).plausible(0.05, 0.4);
        /// Our hours per customer, however many people there are.
        hours_per_customer: f64 = 4.0 => number("hours", 0.0, 1000.0).plausible(2.0, 8.0);
        /// Further hours for each person of the buying group.
        hours_per_stakeholder: f64 = 4.0 => number("hours a person", 0.0, 1000.0).plausible(2.0, 8.0);
        /// Hours that the rest of the work on a customer takes at least.
        least_hours_to_go: f64 = 2.0 => number("hours", 0.01, 1000.0).plausible(1.0, 4.0);
        /// Time until a customer who is being worked on signs.
        days_to_sign: f64 = 45.0 => number("days", 0.1, 10000.0).plausible(20.0, 90.0);
        /// Time until a customer who is asked now signs.
        days_once_asked: f64 = 15.0 => number("days", 0.1, 10000.0).plausible(5.0, 30.0);
        /// What a customer realises of the value that a fit promises.
        usually_realised: f64 = 0.85 => number("share", 0.0, 1.0).plausible(0.7, 0.95);
        /// Share of those who refuse now who would come round if what is left to do were done first.
        comes_round: f64 = 0.5 => number("share", 0.0, 1.0).plausible(0.25, 0.75);
        /// How much likelier a customer buys if a colleague helps.
        help_effect: f64 = 0.2 => number("share", 0.0, 10.0).plausible(0.05, 0.4);
        /// Hours of helping a colleague with a customer.
        help_hours: f64 = 4.0 => number("hours", 0.01, 1000.0).plausible(2.0, 10.0);
        /// Chance to lose a customer who has said yes.
        yes_lost_per_week: f64 = 0.02 => number("share a week", 0.0, 1.0).plausible(0.005, 0.05);
        /// Share of those who buy after sense was made of their need who regret it.
        regret_honest: f64 = 0.1 => number("share", 0.0, 1.0).plausible(0.03, 0.2);
        /// Share of those who buy after a push who regret it.
        regret_persuaded: f64 = 0.25 => number("share", 0.0, 1.0).plausible(0.1, 0.5);
        /// Share of those who buy after more was promised than could be who regret it.
        regret_oversold: f64 = 0.5 => number("share", 0.0, 1.0).plausible(0.25, 0.8);
        /// Share of those who regret it who leave, or have the money back, in time for a clawback.
        regret_claws_back: f64 = 0.5 => number("share", 0.0, 1.0).plausible(0.2, 0.8);
    }
}

impl Heuristics {
    /// Hours that a customer with a buying group of this size takes in all, as experience says.
    pub fn hours_of_customer(&self, group_size: f64) -> f64 {
        self.hours_per_customer + self.hours_per_stakeholder * group_size
    }
}
