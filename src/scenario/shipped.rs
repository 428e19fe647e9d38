//! The scenarios that come with winflow, each under the stem of its file.

/// A scenario that comes with winflow.
#[derive(Debug, Clone, Copy)]
pub struct Shipped {
    /// The name under which it is used.
    pub name: &'static str,
    /// Its path in the repository, for messages.
    pub path: &'static str,
    /// Its text.
    pub text: &'static str,
}

impl Shipped {
    /// What it is about, in a sentence; empty where it does not say.
    ///
    /// ```
    /// assert!(winflow::scenario::shipped::find("pool").unwrap().about().ends_with('.'));
    /// ```
    pub fn about(&self) -> String {
        let table = self.text.parse::<toml::Table>().unwrap_or_default();
        table.get("about").and_then(toml::Value::as_str).unwrap_or_default().to_string()
    }

    /// The folder that it is in, below that of all scenarios: `policies/pay`. Empty for one that is in none.
    pub fn folder(&self) -> &'static str {
        let inside = self.path.strip_prefix("scenarios/").unwrap_or(self.path);
        inside.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

macro_rules! shipped {
    ($( $name:literal $path:literal; )*) => {
        /// All scenarios that come with winflow.
        pub const SHIPPED: &[Shipped] = &[ $( Shipped { name: $name, path: $path, text: include_str!(concat!("../../", $path)) }, )* ];
    };
}

shipped! {
    "quick-start" "scenarios/quick-start.toml";
    "small" "scenarios/markets/small.toml";
    "mid" "scenarios/markets/mid.toml";
    "enterprise" "scenarios/markets/enterprise.toml";
    "hero" "scenarios/policies/organisation/hero.toml";
    "line" "scenarios/policies/organisation/line.toml";
    "team" "scenarios/policies/organisation/team.toml";
    "team-2" "scenarios/policies/organisation/team-2.toml";
    "team-3" "scenarios/policies/organisation/team-3.toml";
    "team-5" "scenarios/policies/organisation/team-5.toml";
    "swarm" "scenarios/policies/organisation/swarm.toml";
    "salary" "scenarios/policies/pay/salary.toml";
    "commission" "scenarios/policies/pay/commission.toml";
    "accelerator" "scenarios/policies/pay/accelerator.toml";
    "cap-ratchet" "scenarios/policies/pay/cap-ratchet.toml";
    "monthly-quota" "scenarios/policies/pay/monthly-quota.toml";
    "pool" "scenarios/policies/pay/pool.toml";
    "team-bonus" "scenarios/policies/pay/team-bonus.toml";
    "margin" "scenarios/policies/pay/margin.toml";
    "mutual-value" "scenarios/policies/pay/mutual-value.toml";
    "weighted" "scenarios/policies/pay/weighted.toml";
    "usual-plans" "scenarios/policies/pay/usual-plans.toml";
    "hiring" "scenarios/policies/people/hiring.toml";
    "training" "scenarios/policies/people/training.toml";
    "coaching" "scenarios/policies/people/coaching.toml";
    "peer-meetings" "scenarios/policies/people/peer-meetings.toml";
    "stars" "scenarios/policies/people/stars.toml";
    "segment-focus" "scenarios/policies/people/segment-focus.toml";
    "activity-targets" "scenarios/policies/people/activity-targets.toml";
    "servile" "scenarios/policies/process/servile.toml";
    "imposing" "scenarios/policies/process/imposing.toml";
    "negotiating" "scenarios/policies/process/negotiating.toml";
    "rigid" "scenarios/policies/process/rigid.toml";
    "manipulative" "scenarios/policies/process/manipulative.toml";
    "done-to" "scenarios/policies/process/done-to.toml";
    "done-with" "scenarios/policies/process/done-with.toml";
    "no-filter" "scenarios/policies/qualification/no-filter.toml";
    "checklist" "scenarios/policies/qualification/checklist.toml";
    "strict" "scenarios/policies/qualification/strict.toml";
    "per-hour" "scenarios/policies/qualification/per-hour.toml";
    "own-pay" "scenarios/policies/qualification/own-pay.toml";
    "load-dependent" "scenarios/policies/qualification/load-dependent.toml";
    "wip-3" "scenarios/policies/flow/wip-3.toml";
    "wip-6" "scenarios/policies/flow/wip-6.toml";
    "push" "scenarios/policies/flow/push.toml";
    "few-stakeholders" "scenarios/conditions/few-stakeholders.toml";
    "one-need" "scenarios/conditions/one-need.toml";
    "star-sellers" "scenarios/conditions/star-sellers.toml";
    "dear-coordination" "scenarios/conditions/dear-coordination.toml";
    "unseen-sharing" "scenarios/conditions/unseen-sharing.toml";
    "fuzzy-roles" "scenarios/conditions/fuzzy-roles.toml";
    "low-load" "scenarios/conditions/low-load.toml";
    "personal-trust" "scenarios/conditions/personal-trust.toml";
    "answer-at-once" "scenarios/conditions/answer-at-once.toml";
    "lead-starved" "scenarios/conditions/lead-starved.toml";
    "bookings-metric" "scenarios/conditions/bookings-metric.toml";
    "different-needs" "scenarios/conditions/different-needs.toml";
    "shared-load" "scenarios/conditions/shared-load.toml";
    "long-relationships" "scenarios/conditions/long-relationships.toml";
    "adoption-help" "scenarios/conditions/adoption-help.toml";
    "catalogue" "scenarios/process/catalogue.toml";
    "desk" "scenarios/theory/desk.toml";
    "mm1" "scenarios/theory/mm1.toml";
    "mmc" "scenarios/theory/mmc.toml";
    "mg1" "scenarios/theory/mg1.toml";
    "impatience" "scenarios/theory/impatience.toml";
    "tandem" "scenarios/theory/tandem.toml";
    "feedback" "scenarios/theory/feedback.toml";
}

/// The market beneath a file that brings no segment of its own.
pub const DEFAULT_MARKET: &str = "mid";

/// Whether a path is that of a shipped scenario.
pub fn is_path(path: &str) -> bool {
    SHIPPED.iter().any(|shipped| shipped.path == path)
}

/// The shipped scenario with this name.
pub fn find(name: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|shipped| shipped.name == name)
}
