//! The keys of the customer's side: time, segments, decisions.

use super::keys::{Named, number, plain};

crate::choices! {
    /// Which hours count as working hours.
    pub enum CalendarKind {
        /// Monday to Friday, eight hours from nine o'clock.
        Office = "office",
        /// Every hour is a working hour.
        Continuous = "continuous",
    }
    /// How the fiscal year is divided into months and quarters.
    pub enum FiscalCalendar {
        /// Months and quarters of the calendar.
        Calendar = "calendar",
        /// Quarters of thirteen weeks from the beginning of the window on, with months of four, four and five weeks.
        FourFourFive = "4-4-5",
        /// Quarters of thirteen weeks, and periods of pay plans of just as many weeks as they say.
        Weeks = "weeks",
    }
    /// What there is when a run begins.
    pub enum Start {
        /// Nobody has been met, and nobody's purchase is under way.
        Empty = "empty",
        /// Purchases that began earlier are under way, and with some of them so are we.
        Loaded = "loaded",
    }
    /// How the number of people in a buying group is drawn.
    pub enum GroupShape {
        /// One plus a Poisson number.
        Poisson = "poisson",
        /// Always the mean, rounded.
        Fixed = "fixed",
    }
}

crate::sections! {
    /// The clock of a run: what is simulated and what of it is counted.
    pub struct Time {
        /// Length of the measured window.
        years: f64 = 3.0 => number("years", 0.01, 20.0).plausible(1.0, 5.0).source("three years average out seasons and let long journeys end");
        /// Time before the window in which the pipeline fills.
        warm_up_weeks: f64 = 26.0 => number("weeks", 0.0, 520.0).plausible(13.0, 52.0);
        /// What there is when the run begins: nothing yet, or a pipeline of customers who came earlier (guide: model, section 2).
        start: Start = Start::Empty => plain();
        /// How far back a loaded start looks for purchases under way, in median times to the deadline: few take longer.
        look_back_deadlines: f64 = 2.5 => number("times", 0.1, 20.0).plausible(2.0, 4.0);
        /// How long a purchase without a deadline takes, for a loaded start.
        look_back_years: f64 = 1.0 => number("years", 0.01, 20.0).plausible(0.5, 2.0);
        /// Longest time after the window in which journeys may still settle.
        run_out_years: f64 = 2.0 => number("years", 0.0, 10.0).plausible(1.0, 3.0);
        /// Which hours are working hours.
        calendar: CalendarKind = CalendarKind::Office => plain();
        /// Working hours a day in the office calendar.
        work_hours_per_day: f64 = 8.0 => number("hours", 1.0, 24.0).plausible(7.0, 9.0);
        /// Working days a week in the office calendar.
        work_days_per_week: f64 = 5.0 => number("days", 1.0, 7.0).plausible(4.0, 6.0).whole();
        /// Days on which nobody works, customers included: a country (`DE`), a date (`2024-12-24`), or a stretch of days
        /// (`2024-12-24 to 2024-12-31`).
        holidays: Vec<String> = Vec::new() => plain();
        /// How the fiscal year is divided. A pay plan of 13 weeks is paid by its quarters, one of a month by its months, one of 52 weeks by the year.
        fiscal_calendar: FiscalCalendar = FiscalCalendar::Calendar => plain();
        /// Month with which the fiscal year begins, where it follows the calendar: 1 is January.
        fiscal_year_begins_month: f64 = 1.0 => number("month", 1.0, 12.0).plausible(1.0, 12.0).source("the calendar year").whole();
        /// How much later all periods of the fiscal year begin: than the calendar's, or than the beginning of the window where they are weeks.
        fiscal_offset_weeks: f64 = 0.0 => number("weeks", 0.0, 52.0).plausible(0.0, 12.0).source("definition: no shift");
        /// Date on which the measured window begins; dates of real arrivals are placed by it.
        window_start: String = "2024-01-01".to_string() => plain();
        /// Time zone of the firm's clock, such as `Europe/Berlin` or `-05:00`: times in files that say how far they are from UTC are put on it.
        zone: String = "UTC".to_string() => plain();
    }

    /// A kind of customer: how many projects, how large the groups, what they need and how they decide.
    pub struct Segment {
        /// Customer projects that begin each year, whether or not we ever hear of them.
        projects_per_year: f64 = 1500.0 => number("projects a year", 0.0, 1e8).plausible(200.0, 20000.0);
        /// Purchases of a project that we could serve.
        purchases_mean: f64 = 1.4 => number("purchases", 1.0, 20.0).plausible(1.0, 3.0);
        /// Purchases of a project that we cannot serve.
        other_purchases_mean: f64 = 2.6 => number("purchases", 0.0, 50.0).plausible(0.0, 8.0).source("assumption: no usable figure in the literature");
        /// Chance that a purchase is on the critical path of its project.
        critical_share: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.6);
        /// Time planned for the decision on a purchase, as a share of the median time to its deadline.
        planned_share: f64 = 0.7 => number("share", 0.0, 100.0).plausible(0.4, 1.0);
        /// What a month of delay on the critical path takes from the value of the project's purchases.
        delay_cost_per_month: f64 = 0.03 => number("share a month", 0.0, 1.0).plausible(0.0, 0.1);
        /// How many times as easily a project is stopped while it is delayed.
        late_cancel_factor: f64 = 2.0 => number("times", 1.0, 100.0).plausible(1.0, 4.0);
        /// How strongly a purchase of little importance has to wait for the customer's attention; 0: not at all.
        attention_elasticity: f64 = 0.3 => number("", 0.0, 5.0).plausible(0.0, 0.6);
        /// Share of the mean importance in a project at which a purchase gets its usual attention.
        usual_importance: f64 = 0.42 => number("share", 0.001, 100.0).plausible(0.3, 0.6).source("set so that waits are as long as usual on average with an elasticity of 0.3");
        /// Least by which attention, or work that is done for them, shortens their waits.
        attention_least: f64 = 0.5 => number("times", 0.01, 1.0).plausible(0.3, 0.8);
        /// Most by which a lack of attention prolongs their waits.
        attention_most: f64 = 3.0 => number("times", 1.0, 100.0).plausible(1.5, 6.0);
        /// Time over which the purchases of a project are spread.
        project_days: f64 = 540.0 => number("days", 1.0, 3650.0).plausible(180.0, 1000.0);
        /// Chance a month that a project is stopped for reasons no seller touches.
        cancel_per_month: f64 = 0.02 => number("share a month", 0.0, 1.0).plausible(0.01, 0.04).source("Standish: 19-31 % of projects cancelled (evidence D)");
        /// Accounts in which those projects happen; touches go to accounts, busy or not.
        accounts: f64 = 4000.0 => number("accounts", 1.0, 1e7).plausible(500.0, 50000.0);
        /// Mean number of people in the buying group.
        group_size_mean: f64 = 5.4 => number("people", 1.0, 16.0).plausible(3.0, 10.0).source("CEB 2014: 5.4 people (evidence C)");
        /// How the number of people is drawn.
        group_size_shape: GroupShape = GroupShape::Poisson => plain();
        /// Median size of a deal: a multiplier of the offering's price, delivery cost and value.
        deal_size_median: f64 = 1.0 => number("times", 0.001, 1e6).plausible(0.5, 2.0);
        /// Spread of deal sizes (sigma of the log-normal).
        deal_size_sigma: f64 = 0.6 => number("", 0.0, 3.0).plausible(0.3, 1.2);
        /// Median gross value of a perfect fit, in prices.
        gross_value_median: f64 = 3.4 => number("prices", 0.0, 100.0).plausible(2.5, 5.0).source("set so that one honest seller sells to a single buyer as in F1");
        /// Spread of gross values (sigma of the log-normal).
        gross_value_sigma: f64 = 0.27 => number("", 0.0, 3.0).plausible(0.15, 0.5);
        /// Spread of needs along each axis of need space.
        need_spread: f64 = 0.95 => number("misfit", 0.0, 5.0).plausible(0.6, 1.1).source("set so that one honest seller sells to a single buyer as in F1");
        /// Correlation of the needs of people in one group.
        need_correlation: f64 = 0.2 => number("", 0.0, 1.0).plausible(0.0, 0.6);
        /// How far a want lies from the need, along each axis.
        want_gap: f64 = 0.5 => number("misfit", 0.0, 5.0).plausible(0.2, 0.9);
        /// Median confidence (precision) of a want.
        confidence_median: f64 = 0.8 => number("precision", 0.001, 100.0).plausible(0.4, 1.6);
        /// Spread of confidence (sigma of the log-normal).
        confidence_sigma: f64 = 0.4 => number("", 0.0, 3.0).plausible(0.2, 0.8);
        /// Median risk aversion: the price that a person puts on doubt.
        risk_aversion_median: f64 = 0.48 => number("prices", 0.0, 50.0).plausible(0.25, 0.8).source("set so that the split of no decision is as in F3");
        /// Spread of risk aversion (sigma of the log-normal).
        risk_aversion_sigma: f64 = 1.5 => number("", 0.0, 4.0).plausible(0.8, 1.8);
        /// Correlation of the logarithm of risk aversion within a group.
        risk_aversion_correlation: f64 = 0.25 => number("", 0.0, 1.0).plausible(0.0, 0.6);
        /// Mean hurdle that perceived surplus has to beat.
        hurdle_mean: f64 = 0.05 => number("prices", -5.0, 5.0).plausible(0.0, 0.2);
        /// Spread of hurdles.
        hurdle_sd: f64 = 0.12 => number("prices", 0.0, 5.0).plausible(0.05, 0.3);
        /// Chance that a person other than the first has a veto.
        veto_share: f64 = 0.55 => number("share", 0.0, 1.0).plausible(0.3, 0.8);
        /// Chance that a person other than the first joins late.
        late_share: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.5);
        /// Mean delay of a late joiner.
        late_days: f64 = 45.0 => number("days", 0.0, 1000.0).plausible(20.0, 90.0);
        /// Median time from the beginning of a journey to its deadline; 0 means none.
        deadline_days_median: f64 = 150.0 => number("days", 0.0, 5000.0).plausible(90.0, 300.0);
        /// Spread of deadlines (sigma of the log-normal).
        deadline_sigma: f64 = 0.5 => number("", 0.0, 3.0).plausible(0.3, 0.8);
        /// Mean patience while waiting for our people; 0 means without end. Exponential.
        patience_days: f64 = 0.0 => number("days", 0.0, 5000.0).plausible(20.0, 200.0);
        /// Mean number of rivals in a journey. Poisson.
        rivals_mean: f64 = 1.0 => number("rivals", 0.0, 20.0).plausible(0.5, 3.0);
        /// Handicap of a rival's offer compared with ours at the same fit.
        rival_handicap: f64 = 0.4 => number("prices", -5.0, 10.0).plausible(0.0, 0.8);
        /// Chance that a rival closes the journey by itself.
        rival_closes: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.5);
        /// Share of the time to the deadline before which no rival closes.
        rival_closes_from: f64 = 0.25 => number("share", 0.0, 1.0).plausible(0.0, 0.5);
        /// Time within which a rival closes where there is no deadline.
        rival_days: f64 = 365.0 => number("days", 1.0, 10000.0).plausible(120.0, 730.0);
        /// Chance that a job is part of the customer's own process (looked at with a `process.stance`).
        process_share_present: f64 = 0.7 => number("share", 0.0, 1.0).plausible(0.4, 0.9);
        /// Spread of a job's place in the order of their own process.
        process_order_spread: f64 = 1.5 => number("places", 0.0, 100.0).plausible(0.5, 3.0);
        /// Chance that a formal request for proposal fixes that process.
        rfp_share: f64 = 0.15 => number("share", 0.0, 1.0).plausible(0.05, 0.4);
    }

    /// How buying groups decide, learn, forget and trust.
    pub struct Buying {
        /// Number of domains of knowledge that stakeholders come from.
        domains: f64 = 4.0 => number("domains", 1.0, 8.0).plausible(2.0, 6.0).whole();
        /// Largest dispersion of wants with which a group still agrees (root mean square distance from the mean).
        dispersion_limit: f64 = 0.65 => number("misfit", 0.0, 10.0).plausible(0.5, 1.0);
        /// Distance of a message from a want beyond which it meets reactance.
        latitude: f64 = 1.0 => number("misfit", 0.0, 10.0).plausible(0.6, 1.5);
        /// How much further than evidence of the same weight a push moves a want; at 1 it is heard like evidence, and nobody feels pushed.
        push_factor: f64 = 1.3 => number("times", 1.0, 10.0).plausible(1.1, 1.6);
        /// Trust lost when a push meets reactance.
        reactance_trust_cost: f64 = 0.3 => number("trust", 0.0, 1.0).plausible(0.1, 0.5);
        /// Weight of pushing what we have where sense could be made of the need, against that of making sense of it.
        push_weight: f64 = 0.6 => number("times", 0.0, 10.0).plausible(0.3, 1.0).source("assumption: people know who speaks; about the ratio between the modes of the shipped catalogue");
        /// Weight of promising more than what we have can be, against that of making sense of the need.
        oversell_weight: f64 = 0.75 => number("times", 0.0, 10.0).plausible(0.4, 1.2);
        /// What overselling promises, against what our offering would bring.
        oversell_promise: f64 = 1.25 => number("times", 1.0, 10.0).plausible(1.1, 1.5);
        /// Trust lost when we push where sense could be made.
        persuade_trust_cost: f64 = 0.02 => number("trust", 0.0, 1.0).plausible(0.0, 0.05);
        /// Trust lost when we oversell.
        oversell_trust_cost: f64 = 0.03 => number("trust", 0.0, 1.0).plausible(0.0, 0.08);
        /// How far wants and concerns move, and how much is learned, without any trust; trust adds to it, and 1 is in full.
        openness_without_trust: f64 = 0.5 => number("times", 0.0, 10.0).plausible(0.25, 0.9);
        /// Most of the way that wants are brought together, or of the doubt that is resolved, in one meeting.
        most_in_one_meeting: f64 = 0.9 => number("share", 0.0, 1.0).plausible(0.6, 1.0);
        /// Share of a person's doubt that nobody can resolve.
        doubt_that_remains: f64 = 0.3 => number("share", 0.0, 1.0).plausible(0.1, 0.6);
        /// Trust that an answer at once adds to that with which a dialogue begins.
        quick_answer_trust: f64 = 0.05 => number("trust", 0.0, 1.0).plausible(0.0, 0.15);
        /// Delay of our answer that halves that.
        quick_answer_hours: f64 = 24.0 => number("hours", 0.01, 10000.0).plausible(2.0, 72.0);
        /// Trust that may be lost before a group no longer collaborates.
        collaborates_despite: f64 = 0.02 => number("trust", 0.0, 1.0).plausible(0.0, 0.1);
        /// Chance that a failed attempt to decide ends the journey.
        failed_attempt_ends: f64 = 0.13 => number("share", 0.0, 1.0).plausible(0.05, 0.3);
        /// Mean time between the occasions on which a group that has said yes signs by itself; 0: it signs at once.
        signing_days: f64 = 30.0 => number("days", 0.0, 1000.0).plausible(10.0, 60.0);
        /// Share of groups that can be hurried at all.
        flexible_share: f64 = 0.8 => number("share", 0.0, 1.0).plausible(0.5, 1.0);
        /// Mean cost of hurry to those who can: the discount for which they sign early. Exponential, anew each quarter.
        hurry_cost: f64 = 0.15 => number("prices", 0.0, 10.0).plausible(0.05, 0.3);
        /// Half-life of confidence gained, between contacts.
        confidence_half_life_days: f64 = 60.0 => number("days", 0.1, 1e6).plausible(30.0, 120.0);
        /// Confidence that buyers gain by themselves.
        own_learning_per_month: f64 = 0.5 => number("precision a month", 0.0, 50.0).plausible(0.2, 0.8);
        /// Drift of wants.
        drift_per_sqrt_day: f64 = 0.015 => number("misfit per square root of a day", 0.0, 1.0).plausible(0.005, 0.03);
        /// Half-life of the trust that was gained, between contacts.
        trust_half_life_days: f64 = 120.0 => number("days", 0.1, 1e6).plausible(60.0, 240.0);
        /// Share of trust that is tied to the person who earned it.
        trust_tied_to_person: f64 = 0.7 => number("share", 0.0, 1.0).plausible(0.4, 0.9).source("Palmatier et al. 2006: personal ties work better (evidence A); the level is an assumption");
        /// Chance that a meeting makes a hidden person known.
        reveal_share: f64 = 0.6 => number("share", 0.0, 1.0).plausible(0.3, 0.9);
        /// Chance that a step which is not in their own process loses the customer, without trust; less in proportion to trust.
        useless_step_risk: f64 = 0.03 => number("share", 0.0, 1.0).plausible(0.01, 0.1);
        /// Delay until the customer can meet for a step that they do not expect, against one that they do.
        unaligned_delay: f64 = 1.5 => number("times", 0.0, 100.0).plausible(1.0, 3.0);
        /// Chance that negotiating one process succeeds, for somebody of skill 1 with a trust of a half.
        agreement_share: f64 = 0.7 => number("share", 0.0, 1.0).plausible(0.4, 0.9);
        /// Silence after which a group has no time for us any more and no longer works with us.
        silence_days: f64 = 45.0 => number("days", 0.0, 10000.0).plausible(20.0, 90.0);
        /// Trust lost when something has to be done again because a conversation before it was skipped.
        skipped_trust_cost: f64 = 0.05 => number("trust", 0.0, 1.0).plausible(0.02, 0.15);
        /// What an hour of the customer's own work costs them.
        customer_hour_cost: f64 = 60.0 => number("EUR an hour", 0.0, 10000.0).plausible(30.0, 120.0);
        /// Share by which delivery may fall short of what was said before it is regretted.
        regret_shortfall: f64 = 0.2 => number("share", 0.0, 1.0).plausible(0.1, 0.4).source("definition; guide: model, section 7");
    }

    /// Something that we can deliver: a place in need space, a price, a cost.
    pub struct Offering {
        /// First coordinate in need space.
        fit_x: f64 = 0.0 => number("misfit", -10.0, 10.0);
        /// Second coordinate in need space.
        fit_y: f64 = 0.0 => number("misfit", -10.0, 10.0);
        /// List price of a deal of median size.
        price: f64 = 25000.0 => number("EUR", 0.01, 1e10).plausible(5000.0, 200000.0);
        /// Cost to deliver a perfect fit, as a share of the price.
        delivery_cost_share: f64 = 0.45 => number("share of the price", 0.0, 5.0).plausible(0.3, 0.6);
        /// Further cost to deliver for each unit of squared misfit, as a share of the price.
        misfit_cost_share: f64 = 0.25 => number("share of the price", 0.0, 5.0).plausible(0.1, 0.5);
        /// Time from the decision to realised value.
        delivery_days: f64 = 90.0 => number("days", 0.0, 2000.0).plausible(30.0, 200.0);
        /// Deliveries that can be begun in a month, one after the other in the order of sales; 0: as many as are sold.
        deliveries_per_month: f64 = 0.0 => number("deliveries a month", 0.0, 1e6).plausible(1.0, 200.0);
        /// Work of our people on one delivery, by a role that `delivers` the offering; 0: no people are needed, or others than ours do it.
        delivery_hours: f64 = 0.0 => number("hours", 0.0, 10000.0);
        /// Mean time for which a customer waits for their delivery to begin; then they cancel, and the price is paid back. 0: they wait for ever.
        delivery_patience_days: f64 = 0.0 => number("days", 0.0, 3650.0).plausible(30.0, 365.0);
        /// Share of the value that customers realise without help in adopting.
        adoption_base: f64 = 0.8 => number("share", 0.0, 1.0).plausible(0.6, 0.95);
    }
}

/// Segments by name.
pub type Segments = Named<Segment>;
/// Offerings by name.
pub type Offerings = Named<Offering>;
