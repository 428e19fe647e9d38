//! The keys of our people over time: what they learn and how they are led.

use super::keys::{number, plain};

crate::choices! {
    /// Who meets whom in peer meetings.
    pub enum MeetingGroup {
        /// Those who share queues.
        Pool = "pool",
        /// All who do the same parts.
        Everybody = "everybody",
    }
    /// Who is coached.
    pub enum CoachingFor {
        /// Everybody.
        All = "all",
        /// The least skilled third of each role.
        Weakest = "weakest",
        /// The most skilled third of each role.
        Strongest = "strongest",
    }
}

crate::sections! {
    /// How people learn, from work, from each other and from customer to customer.
    pub struct Learning {
        /// Share of the gap to what practice can bring that a hundred activities close; 0: nobody learns by doing.
        by_doing: f64 = 0.02 => number("share", 0.0, 0.99).plausible(0.0, 0.1);
        /// What practice, training and coaching can bring, in times of the role's mean skill (outside one's domains, of the skill there).
        ceiling: f64 = 1.5 => number("times", 0.0, 10.0).plausible(1.2, 2.0);
        /// Time in which half of what was learned here is forgotten; 0: nothing is.
        skill_half_life_years: f64 = 3.0 => number("years", 0.0, 100.0).plausible(1.0, 6.0);
        /// Share of a master's skill that somebody who is not at home in a domain can learn from peers.
        reach_outside: f64 = 0.6 => number("share", 0.0, 1.0).plausible(0.3, 1.0);
        /// Hours of a peer meeting, taken from the selling hours of each who takes part; 0: there are none.
        peer_meeting_hours_per_week: f64 = 0.0 => number("hours a week", 0.0, 40.0).plausible(0.5, 2.0);
        /// Share of the gap to the more skilled of two that the other closes in a meeting, domain by domain.
        peer_meeting_effect: f64 = 0.08 => number("share", 0.0, 1.0).plausible(0.03, 0.15);
        /// How people meet, two by two, in turn.
        peer_meeting_group: MeetingGroup = MeetingGroup::Everybody => plain();
        /// When meetings begin, from the beginning of the window.
        peer_meetings_from_weeks: f64 = 0.0 => number("weeks", -1000.0, 10000.0).plausible(-26.0, 52.0);
        /// When they stop.
        peer_meetings_until_weeks: f64 = 10000.0 => number("weeks", -1000.0, 10000.0).plausible(4.0, 10000.0);
        /// Trust in what other customers of the segment turned out to need, when the need of a customer is estimated; 1: as much as their
        /// spread warrants, 0: every customer is looked at from scratch.
        insight_strength: f64 = 0.0 => number("times", 0.0, 10.0).plausible(0.0, 1.0);
        /// Customers after which half of that trust is reached.
        insight_customers: f64 = 10.0 => number("customers", 0.0, 10000.0).plausible(5.0, 30.0);
        /// Evidence about a person's need beyond which something is learned of it for other customers.
        insight_least_evidence: f64 = 0.1 => number("precision", 0.0, 100.0).plausible(0.03, 0.3);
        /// Least variance that needs of a segment are believed to have, so that few customers never look like certainty.
        insight_least_variance: f64 = 0.05 => number("squared misfit", 0.0001, 10.0).plausible(0.02, 0.2);
        /// Trust that it costs to say, on the strength of other customers alone, that the need is one misfit away from the want.
        challenge_cost: f64 = 0.3 => number("trust per misfit", 0.0, 10.0).plausible(0.1, 0.6);
    }

    /// How people are led.
    pub struct Management {
        /// Time between reviews of people and customers, a day at least; 0: there are none.
        review_every_days: f64 = 91.0 => number("days", 0.0, 3650.0).plausible(7.0, 91.0);
        /// Time without work on a customer after which a review drops it; 0: never.
        review_drops_after_days: f64 = 0.0 => number("days", 0.0, 3650.0).plausible(30.0, 180.0);
        /// Share of that time after which a review calls for work.
        review_calls_after: f64 = 0.5 => number("share", 0.0, 1.0).plausible(0.25, 0.75);
        /// Activities that are asked of each person; 0: none in particular.
        activity_target_per_week: f64 = 0.0 => number("activities a week", 0.0, 10000.0).plausible(5.0, 60.0);
        /// Decisions asked for that are asked of each person; 0: none in particular.
        proposal_target_per_week: f64 = 0.0 => number("proposals a week", 0.0, 1000.0).plausible(0.2, 3.0);
        /// Coaching of each person who is coached, taken from selling; 0: there is none.
        coaching_hours_per_week: f64 = 0.0 => number("hours a week", 0.0, 40.0).plausible(0.5, 2.0);
        /// Who is coached.
        coaching_for: CoachingFor = CoachingFor::All => plain();
        /// Share of the gap to what practice can bring that an hour of coaching closes.
        coaching_effect: f64 = 0.01 => number("share", 0.0, 1.0).plausible(0.003, 0.03);
        /// Cost of the coach.
        coaching_hour_cost: f64 = 80.0 => number("EUR an hour", 0.0, 10000.0).plausible(50.0, 150.0);
    }
}
