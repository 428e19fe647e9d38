//! The keys of what goes on after delivery: refunds, renewals, referrals, further purchases, reputation.

use super::keys::{number, plain};

crate::sections! {
    /// What goes on after delivery: refunds, renewals, referrals, further purchases, reputation.
    pub struct Relationship {
        /// Whether anything goes on after delivery.
        goes_on: bool = true => plain();
        /// Noise of what is measured of a deal's value after delivery, for credit that goes by it.
        survey_noise: f64 = 0.15 => number("prices", 0.0, 10.0).plausible(0.05, 0.4);
        /// Chance that a customer who regrets asks for money back. It ends the relationship.
        refund_chance: f64 = 0.2 => number("share", 0.0, 1.0).plausible(0.05, 0.4);
        /// What is then paid back, as a share of the price.
        refund_share: f64 = 0.4 => number("share of the price", 0.0, 1.0).plausible(0.2, 1.0);
        /// What a customer who stays pays each year, as a share of the price.
        renewal_share: f64 = 0.15 => number("share of the price", 0.0, 5.0).plausible(0.0, 0.3);
        /// Our margin on that.
        renewal_margin_share: f64 = 0.6 => number("share", -5.0, 1.0).plausible(0.4, 0.8);
        /// Yearly decisions to renew that count in the value of a customer's lifetime.
        lifetime_years: f64 = 5.0 => number("years", 1.0, 50.0).plausible(3.0, 10.0).whole();
        /// Chance that a customer leaves in a year who gained nothing and regrets nothing.
        churn_without_gain: f64 = 0.3 => number("share a year", 0.0001, 0.9999).plausible(0.2, 0.6);
        /// How much a realised surplus of one price lowers the odds of leaving (on the logarithm).
        churn_surplus_effect: f64 = 1.5 => number("", 0.0, 20.0).plausible(0.5, 2.5).source("assumption: no usable figure in the literature");
        /// How much regret raises those odds (on the logarithm).
        churn_regret_effect: f64 = 1.0 => number("", 0.0, 20.0).plausible(0.3, 2.0).source("assumption: no usable figure in the literature");
        /// Spread over customers of the temper that makes them leave or stay (on the logarithm of the odds).
        churn_temper: f64 = 0.8 => number("", 0.0, 10.0).plausible(0.3, 1.5);
        /// Chance that a customer of a win-win sends us somebody within a year.
        refers_share: f64 = 0.1 => number("share", 0.0, 1.0).plausible(0.05, 0.3).source("Kumar, Petersen and Leone 2007: about 10 % really refer (evidence A)");
        /// Accounts that the people of an account know.
        peer_accounts: f64 = 20.0 => number("accounts", 0.0, 1000.0).plausible(5.0, 50.0).whole();
        /// Noise of what a customer sees of a peer's fit to us, against the spread of what is seen.
        referral_noise: f64 = 1.0 => number("times", 0.0, 100.0).plausible(0.5, 2.0);
        /// Weight of a customer's report as evidence about a peer's need.
        referral_report: f64 = 1.0 => number("precision", 0.0, 100.0).plausible(0.0, 3.0);
        /// Chance that a dialogue begins with who was sent, or comes again, when we answer at once.
        referral_start_share: f64 = 0.4 => number("share", 0.0, 1.0).plausible(0.4, 0.95);
        /// Delay of our answer that halves that chance; 0: the delay does no harm.
        referral_tau_hours: f64 = 72.0 => number("hours", 0.0, 10000.0).plausible(24.0, 168.0);
        /// Trust with which they begin.
        referral_trust: f64 = 0.55 => number("trust", 0.0, 1.0).plausible(0.4, 0.7);
        /// Cost of each referral.
        referral_cost: f64 = 500.0 => number("EUR", 0.0, 1e7).plausible(0.0, 3000.0);
        /// Chance that an account where we did well comes to us with its next purchase by itself.
        returns_share: f64 = 0.2 => number("share", 0.0, 1.0).plausible(0.05, 0.6);
        /// Trust that an account gains in us by a win-win and loses by a deal that it regrets.
        account_trust: f64 = 0.3 => number("trust", 0.0, 1.0).plausible(0.1, 0.5);
        /// Half-life of an account's memory of us.
        account_half_life_days: f64 = 730.0 => number("days", 1.0, 1e6).plausible(180.0, 1500.0);
        /// Trust that the best reputation in a segment adds to a beginning, and the worst takes away.
        reputation_effect: f64 = 0.1 => number("trust", 0.0, 1.0).plausible(0.0, 0.25);
        /// Accounts that hear of a win-win.
        reputation_reach: f64 = 20.0 => number("accounts", 0.0, 1e6).plausible(5.0, 60.0);
        /// How many times as many hear of a deal that is regretted, or of a customer who leaves.
        bad_news_reach: f64 = 2.0 => number("times", 0.0, 100.0).plausible(1.0, 4.0).source("assumption: bad news travels further; the level is not known");
        /// Half-life of what a segment heard of us.
        reputation_half_life_days: f64 = 365.0 => number("days", 1.0, 1e6).plausible(90.0, 1000.0);
    }
}
