//! Keys that were set and change nothing, because what they are about does not happen as the others stand.

use super::Checker;
use crate::scenario::Scenario;
use crate::scenario::customer::{CalendarKind, Offering, Segment, Start};
use crate::scenario::event::{DatedEvent, Leaver};
use crate::scenario::provider::{Activity, Channel, ChannelKind, FlowControl, QualificationRule, Role, Routing, Sequencing, Stance};
use crate::scenario::reference;

/// Keys of a section, whether they are idle, and what would make them matter.
type Rule = (&'static [&'static str], bool, &'static str);

impl Checker<'_> {
    /// Names keys that were set to something of their own and change nothing.
    pub(super) fn idle(&mut self) {
        let mut idle = keys(self.scenario);
        idle.retain(|(path, _)| self.origins.contains_key(path));
        if idle.is_empty() {
            return;
        }
        let usual = reference::entries();
        let leaves = crate::scenario::leaves(self.scenario);
        for (path, hint) in idle {
            let name = path.rsplit('.').next().unwrap_or_default();
            let value = leaves.iter().find(|leaf| leaf.path == path).map(|leaf| &leaf.value);
            let is_usual = usual.iter().any(|entry| reference::is_like(&entry.path, &path) && Some(&entry.key.default) == value);
            if !is_usual {
                self.warn(&path, format!("{path} has no effect"), format!("{hint} Or leave {name} out."));
            }
        }
    }
}

/// The keys that change nothing as the others stand, each with what would make it matter.
pub(super) fn keys(scenario: &Scenario) -> Vec<(String, &'static str)> {
    let mut idle = Vec::new();
    for (section, rules) in sections(scenario) {
        for (keys, _, hint) in rules.into_iter().filter(|(_, is_idle, _)| *is_idle) {
            idle.extend(keys.iter().map(|key| (format!("{section}.{key}"), hint)));
        }
    }
    idle
}

/// What is idle, by section and entry.
fn sections(scenario: &Scenario) -> Vec<(String, Vec<Rule>)> {
    let segments = scenario.segment.entries.iter().map(|(name, segment)| (format!("segment.{name}"), of_segment(segment, scenario)));
    let channels = scenario.channel.entries.iter().map(|(name, channel)| (format!("channel.{name}"), of_channel(channel)));
    let roles = scenario.role.entries.iter().map(|(name, role)| (format!("role.{name}"), of_role(role, is_hired(name, role, scenario))));
    let offerings = scenario.offering.entries.iter().map(|(name, offering)| (format!("offering.{name}"), of_offering(offering, scenario)));
    let activities = scenario.activity.entries.iter().map(|(name, activity)| (format!("activity.{name}"), of_activity(activity)));
    let others = [
        ("time", of_time(scenario)),
        ("buying", of_buying(scenario)),
        ("organisation", of_organisation(scenario)),
        ("learning", of_learning(scenario)),
        ("management", of_management(scenario)),
        ("qualification", of_qualification(scenario)),
        ("process", of_process(scenario)),
        ("heuristics", of_heuristics(scenario)),
        ("dialogue", of_dialogue(scenario)),
        ("flow", of_flow(scenario)),
    ];
    let others = others.into_iter().map(|(section, rules)| (section.to_string(), rules));
    segments.chain(channels).chain(roles).chain(offerings).chain(activities).chain(others).collect()
}

fn of_activity(activity: &Activity) -> Vec<Rule> {
    let keys: &[&str] = &["approves_from", "approves_from_discount"];
    vec![(keys, !activity.approves, "Set approves: it is no approval.")]
}

fn of_segment(segment: &Segment, scenario: &Scenario) -> Vec<Rule> {
    let has_deadlines = segment.deadline_days_median > 0.0;
    vec![
        (&["rival_handicap", "rival_closes", "rival_closes_from"], segment.rivals_mean == 0.0, "Set rivals_mean: there are no rivals."),
        (&["deadline_sigma", "planned_share"], !has_deadlines, "Set deadline_days_median: there are no deadlines."),
        (&["rival_days"], has_deadlines, "Rivals close before the deadline; this is for customers without one."),
        (&["late_days"], segment.late_share == 0.0, "Set late_share: nobody joins late."),
        (
            &["usual_importance", "attention_least", "attention_most"],
            segment.attention_elasticity == 0.0,
            "Set attention_elasticity: nothing waits for attention.",
        ),
        (&["late_cancel_factor", "delay_cost_per_month"], segment.critical_share == 0.0, "Set critical_share: nothing delays a project."),
        (
            &["process_share_present", "process_order_spread", "rfp_share"],
            scenario.process.stance == Stance::None,
            "Set process.stance: nobody looks at the customer's own process.",
        ),
    ]
}

fn of_flow(scenario: &Scenario) -> Vec<Rule> {
    let is_push = scenario.flow.control == FlowControl::Push;
    vec![(&["wip_limit"], is_push, "Set flow.control = \"pull\": what is pushed enters at once, whatever is open.")]
}

fn of_channel(channel: &Channel) -> Vec<Rule> {
    let (is_outbound, is_event) = (channel.kind == ChannelKind::Outbound, channel.kind == ChannelKind::Event);
    vec![
        (
            &["touches_per_hour", "touch_answer_share", "lag_days", "tires_share", "recovers_days"],
            !is_outbound,
            "It is for outbound channels; customers of this one come by themselves.",
        ),
        (
            &["intent_tau_hours", "answer_work_hours", "office_hours_share"],
            is_outbound,
            "It is for inbound customers; an outbound channel seeks them.",
        ),
        (&["seasonality"], is_outbound || is_event, "It is for customers who come one by one."),
        (&["recovers_days"], is_outbound && channel.tires_share == 0.0, "Set tires_share: lists do not tire."),
        (&["event_days"], !is_event, "It is for channels of the kind event."),
    ]
}

fn of_offering(offering: &Offering, scenario: &Scenario) -> Vec<Rule> {
    let names = |event: &DatedEvent| event.set.iter().any(|set| set.contains("deliveries_per_month") || set.contains("delivery_hours"));
    let is_limited = offering.deliveries_per_month > 0.0 || offering.delivery_hours > 0.0 || scenario.event.values().any(names);
    vec![
        (&["delivery_patience_days"], !is_limited, "Set deliveries_per_month or delivery_hours: nobody waits for delivery."),
        (&["delivery_patience_days"], is_limited && !scenario.relationship.goes_on, "Set relationship.goes_on: nothing is paid back."),
    ]
}

/// Whether anybody of a role is ever hired: because somebody quits, or by an event.
fn is_hired(name: &str, role: &Role, scenario: &Scenario) -> bool {
    let by_event = |event: &DatedEvent| {
        let leaves = event.backfill
            && event.leave.iter().filter_map(|text| Leaver::of(text, scenario)).any(|leaver| leaver.role(scenario) == Some(name));
        leaves || event.hired().any(|(hired, _)| hired == name)
    };
    role.quits_per_year > 0.0 || scenario.event.values().any(by_event)
}

fn of_role(role: &Role, is_hired: bool) -> Vec<Rule> {
    vec![
        (
            &[
                "quota_ramps",
                "hiring_days",
                "hiring_cost",
                "ramp_months",
                "ramp_sigma",
                "ramp_start_share",
                "ramp",
                "ramp_of",
                "ramp_help_hours_per_week",
            ],
            !is_hired,
            "Set quits_per_year: nobody quits, so nobody is hired.",
        ),
        (&["ramp_months", "ramp_sigma", "ramp_start_share"], is_hired && !role.ramp.is_empty(), "With a ramp by month, that one counts."),
        (&["ramp_of"], is_hired && role.ramp.is_empty(), "Set ramp, such as [0, 0, 30, 60, 90, 100]."),
        (&["leading_hours_per_week", "review_hours_per_week"], role.leads.is_empty(), "Set leads: nobody is led by them."),
        (&["delivery_share"], role.delivers.is_empty(), "Set delivers: they deliver nothing."),
        (&["training_effect"], role.training_hours_per_year == 0.0, "Set training_hours_per_year: there is no training."),
    ]
}

fn of_time(scenario: &Scenario) -> Vec<Rule> {
    let is_continuous = scenario.time.calendar == CalendarKind::Continuous;
    let has_deadlines = scenario.segment.values().all(|segment| segment.deadline_days_median > 0.0);
    let is_empty = scenario.time.start == Start::Empty;
    vec![
        (&["work_hours_per_day", "work_days_per_week", "holidays"], is_continuous, "Set time.calendar: every hour is a working hour."),
        (&["look_back_deadlines"], is_empty, "Set time.start: the run begins with an empty pipeline."),
        (&["look_back_years"], is_empty || has_deadlines, "It is for a loaded start with customers who have no deadline."),
    ]
}

fn of_buying(scenario: &Scenario) -> Vec<Rule> {
    let stance = scenario.process.stance;
    vec![
        (
            &["flexible_share", "hurry_cost"],
            scenario.buying.signing_days == 0.0,
            "Set buying.signing_days: whoever says yes signs at once.",
        ),
        (
            &["useless_step_risk", "unaligned_delay"],
            stance == Stance::None,
            "Set process.stance: nobody looks at the customer's own process.",
        ),
        (&["agreement_share"], stance != Stance::Negotiating, "Set process.stance = \"negotiating\": no process is agreed on."),
    ]
}

fn of_organisation(scenario: &Scenario) -> Vec<Rule> {
    let rule = &scenario.organisation;
    vec![
        (&["coverage"], rule.pool_size == 1.0, "Set pool_size: nobody shares a queue, so that everybody sells alone."),
        (&["handover_loss"], rule.structured_handovers, "Handovers are structured: handover_loss_structured counts."),
        (&["handover_loss_structured"], !rule.structured_handovers, "Set structured_handovers."),
        (
            &["assisted_attendance", "technical_no"],
            scenario.role.values().all(|role| role.assists.is_empty()),
            "Let a role assist with activities: nobody does.",
        ),
        (&["routing_weights"], rule.routing != Routing::Weighted, "Set routing = \"weighted\"."),
        (&["routing_weights"], rule.pool_size == 0.0, "Set pool_size: all who do the same parts share one queue."),
        (&["routing"], rule.routing == Routing::Weighted && rule.routing_weights.is_empty(), "Set routing_weights: all weigh the same."),
        (
            &["coordination_work_hours_per_week", "knowledge_shared"],
            rule.coverage <= 1.0 || rule.pool_size == 1.0,
            "Set coverage and pool_size: no customer has several of our people.",
        ),
        (&["fuzzy_days", "fuzzy_twice_share"], rule.fuzzy_share == 0.0, "Set fuzzy_share: roles are clear."),
    ]
}

fn of_learning(scenario: &Scenario) -> Vec<Rule> {
    let rule = &scenario.learning;
    let meetings: &[&str] =
        &["peer_meeting_effect", "peer_meeting_group", "peer_meetings_from_weeks", "peer_meetings_until_weeks", "reach_outside"];
    let insight: &[&str] = &["insight_customers", "insight_least_evidence", "insight_least_variance", "challenge_cost"];
    vec![
        (meetings, rule.peer_meeting_hours_per_week == 0.0, "Set peer_meeting_hours_per_week: there are no peer meetings."),
        (insight, rule.insight_strength == 0.0, "Set insight_strength: every customer is looked at from scratch."),
    ]
}

fn of_management(scenario: &Scenario) -> Vec<Rule> {
    let rule = &scenario.management;
    vec![
        (
            &["coaching_for", "coaching_effect"],
            rule.coaching_hours_per_week == 0.0 && scenario.role.values().all(|role| role.leads.is_empty()),
            "Set coaching_hours_per_week, or let a role lead others: nobody is coached.",
        ),
        (&["coaching_hour_cost"], rule.coaching_hours_per_week == 0.0, "Set coaching_hours_per_week: nobody is coached by the hour."),
        (&["review_calls_after"], rule.review_drops_after_days == 0.0, "Set review_drops_after_days: reviews drop no deals."),
    ]
}

fn of_qualification(scenario: &Scenario) -> Vec<Rule> {
    let rule = &scenario.qualification;
    vec![
        (&["bar"], rule.rule == QualificationRule::None, "Set qualification.rule: every opportunity is accepted."),
        (&["checklist_size", "checklist_size_cost"], rule.rule != QualificationRule::Checklist, "Set qualification.rule = \"checklist\"."),
        (&["bar_rises_from", "bar_rise"], rule.rule != QualificationRule::LoadDependent, "Set qualification.rule = \"load-dependent\"."),
        (&["segment_recognition"], rule.pursue.is_empty(), "Set qualification.pursue: all segments are pursued."),
    ]
}

fn of_process(scenario: &Scenario) -> Vec<Rule> {
    let relieves = scenario.process.relieves_customer > 0.0
        || scenario.activity.values().any(|activity| activity.done_to.relieve > 0.0 || activity.done_with.relieve > 0.0);
    vec![
        (&["relief_work_hours"], !relieves, "Set process.relieves_customer: no work is taken off the customer."),
        (&["asks_again_after"], scenario.process.sequencing != Sequencing::Manipulative, "Set process.sequencing = \"manipulative\"."),
    ]
}

fn of_dialogue(scenario: &Scenario) -> Vec<Rule> {
    let seeks = scenario.channel.values().any(|channel| channel.kind == ChannelKind::Outbound);
    let keys: &[&str] = &["prospect_below", "prospect_until", "prospecting_stops", "prospect_work_hours", "prospect_first"];
    vec![(keys, !seeks, "Add a channel of the kind outbound: nobody is sought.")]
}

fn of_heuristics(scenario: &Scenario) -> Vec<Rule> {
    vec![(
        &["unmet_value_unknown_veto", "unmet_toward"],
        scenario.process.sequencing != Sequencing::Manipulative,
        "Set process.sequencing = \"manipulative\".",
    )]
}
