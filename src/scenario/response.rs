//! The keys of the decision rule: how people respond to pay, to customers and to colleagues.

use super::keys::number;

crate::sections! {
    /// How our people decide where they have a choice: expected pay, effort, the customer's good, colleagues, habit.
    pub struct Response {
        /// Weight of one's own pay; 0: pay changes nothing.
        pay_weight: f64 = 1.0 => number("times", 0.0, 100.0).plausible(0.5, 1.0);
        /// Weight of the customer's surplus against one's own pay: the intrinsic motive.
        customer_weight: f64 = 0.01 => number("EUR per EUR", 0.0, 10.0).plausible(0.002, 0.03);
        /// Weight of what colleagues gain, where effort is seen.
        peer_weight: f64 = 0.1 => number("EUR per EUR", 0.0, 1.0).plausible(0.0, 0.3).source("Mas and Moretti 2009: +10 % effort from visible colleagues, +1.5 % own (evidence A); the level is an assumption");
        /// Weight of what management asks for: worth of a target met in full, a week.
        target_weight: f64 = 100.0 => number("EUR a week", 0.0, 1e6).plausible(0.0, 300.0);
        /// Softness of choices, for each hour that is at stake; 1e9 and more: habit alone decides.
        temperature: f64 = 15.0 => number("EUR an hour", 0.0, 1e12).plausible(7.0, 30.0);
        /// Hours that a choice without hours of its own is worth thinking about.
        choice_hours: f64 = 3.0 => number("hours", 0.1, 100.0).plausible(1.0, 6.0);
        /// Weight of the slope where one stands against the rational forecast of the period's end.
        local_weight: f64 = 0.75 => number("share", 0.0, 1.0).plausible(0.0, 1.0);
        /// Uncertainty with which that slope is felt.
        local_spread: f64 = 0.1 => number("share of the quota", 0.001, 2.0).plausible(0.05, 0.2);
        /// Habit of doing work in its order: how often the next but one is taken, against the next.
        reorder_habit: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.0, 0.6);
        /// Habit of following the qualification rule.
        rule_habit: f64 = 0.95 => number("share", 0.0, 1.0).plausible(0.8, 1.0);
        /// How many times as often habit overrules a no of the rule as a yes: at every further look there is another chance to.
        overrules_no: f64 = 50.0 => number("times", 1.0, 1e6).plausible(10.0, 200.0);
        /// Habit of persuading where sense could be made.
        persuade_habit: f64 = 0.15 => number("share", 0.0, 1.0).plausible(0.0, 0.4);
        /// Habit of overselling where sense could be made.
        oversell_habit: f64 = 0.02 => number("share", 0.0, 1.0).plausible(0.0, 0.1);
        /// Habit of asking, in a given week, those who said yes to sign at once.
        press_habit: f64 = 0.05 => number("share a week", 0.0, 1.0).plausible(0.0, 0.15);
        /// Habit of asking for a decision before what is left to do is done.
        ask_early_habit: f64 = 0.005 => number("share of steps", 0.0, 1.0).plausible(0.0, 0.02);
        /// One's own cost of getting a discount approved: for each squared share of the price.
        approval_cost: f64 = 0.2 => number("prices", 0.0, 100.0).plausible(0.05, 0.5);
        /// Discounts that are offered for a signature at once.
        discounts: Vec<f64> = vec![0.05, 0.1, 0.15, 0.2, 0.3] => number("share of the price", 0.0, 0.9).plausible(0.02, 0.4).source("a choice: what people may offer");
        /// How often each of these is asked with by habit, as shares of the habit of asking at all.
        discount_habits: Vec<f64> = vec![0.5, 0.25, 0.12, 0.08, 0.05] => number("share", 0.0, 1.0).plausible(0.0, 0.8);
        /// Discounts that are offered after a refusal.
        concessions: Vec<f64> = vec![0.05, 0.1, 0.15, 0.2] => number("share of the price", 0.0, 0.9).plausible(0.02, 0.4).source("a choice: what people may offer");
        /// How often each of these is offered by habit, as shares of `press_habit`.
        concession_habits: Vec<f64> = vec![0.5, 0.3, 0.13, 0.07] => number("share", 0.0, 1.0).plausible(0.0, 0.8);
        /// Longest time for which a signature is held over.
        longest_hold_days: f64 = 7.0 => number("days", 0.0, 365.0).plausible(3.0, 21.0);
        /// Habit of holding a signature over to the next period, where the two pay differently.
        hold_habit: f64 = 0.02 => number("share", 0.0, 1.0).plausible(0.0, 0.1);
        /// Chance that a signature held over survives.
        hold_survival: f64 = 0.9 => number("share", 0.0, 1.0).plausible(0.8, 1.0);
        /// Habit of helping a colleague who asks.
        help_habit: f64 = 0.95 => number("share", 0.0, 1.0).plausible(0.7, 1.0);
        /// Worth of an hour's work to oneself without any pay for it: what effort is measured against.
        motive_per_hour: f64 = 40.0 => number("EUR an hour", 1.0, 1e6).plausible(20.0, 80.0).source("assumption: about the pay of a working hour at on-target earnings of 80,000 EUR");
        /// Elasticity of effort to that worth; 0: effort never changes.
        effort_elasticity: f64 = 0.3 => number("", 0.0, 2.0).plausible(0.1, 0.5);
        /// How widely habit spreads around the usual level of effort.
        effort_habit_spread: f64 = 0.3 => number("share", 0.01, 10.0).plausible(0.15, 0.6);
        /// Hours of a week over which a level of effort is weighed.
        effort_hours: f64 = 12.0 => number("hours", 0.1, 168.0).plausible(5.0, 20.0);
        /// One's own cost of being off with a forecast: for each squared share of it.
        shade_cost: f64 = 0.5 => number("times the variable pay at target", 0.0, 100.0).plausible(0.2, 1.0);
        /// Uncertainty of a period's credit with which people reckon when they say a forecast.
        forecast_spread: f64 = 0.5 => number("share of the usual credit", 0.001, 10.0).plausible(0.25, 0.8);
        /// How much of a new period's credit and pay goes into what a person expects of the next.
        pay_learning: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.6);
        /// How far the chance of quitting follows disappointing pay: log of the hazard for each share of pay missing; 0: not at all.
        quit_response: f64 = 1.0 => number("", 0.0, 10.0).plausible(0.0, 2.0);
        /// Most by which pay multiplies or divides the chance of quitting.
        quit_factor_most: f64 = 4.0 => number("times", 1.0, 1000.0).plausible(2.0, 8.0);
    }
}
