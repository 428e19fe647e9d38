//! What a key is called in a sentence: the field's words for those that results often name, else the key's own steps.

use super::words::plain_text;

/// Keys, with a star for a name, and what they are called; `{}` stands for that name.
const WORDS: [(&str, &str); 46] = [
    ("activity.*.done_to.align", "agreement from {} done to the customer"),
    ("activity.*.done_to.delay_days", "wait until the customer can meet for {}"),
    ("activity.*.done_to.hours", "our work on {} done to the customer"),
    ("activity.*.done_with.align", "agreement from {} done with the customer"),
    ("activity.*.done_with.delay_days", "wait until the customer can meet for {}"),
    ("activity.*.done_with.hours", "our work on {} done with the customer"),
    ("buying.dispersion_limit", "disagreement at which a group still decides"),
    ("buying.openness_without_trust", "customers' openness before trust"),
    ("buying.regret_shortfall", "shortfall at which a deal is regretted"),
    ("channel.*.fit_scale", "misfit of {} leads"),
    ("channel.*.gap_scale", "unclear needs of {} leads"),
    ("channel.*.intent_tau_hours", "response time that halves {} leads"),
    ("channel.*.leads_per_year", "number of {} leads"),
    ("flow.setup_work_hours_more", "work to resume a customer after a long time"),
    ("flow.wip_limit", "limit on open opportunities"),
    ("heuristics.days_once_asked", "time from asking to signature, as sellers expect"),
    ("heuristics.dispersion_from", "disagreement that sellers take for an obstacle"),
    ("heuristics.hours_per_stakeholder", "work per stakeholder, as sellers expect"),
    ("heuristics.unmet_yes", "yes of people not yet met, as sellers expect"),
    ("market_scale", "size of the market"),
    ("offering.*.price", "list price of {}"),
    ("organisation.handover_loss", "what a handover loses"),
    ("plan.*.base_share", "base share of {} pay"),
    ("qualification.noise", "noise of qualification"),
    ("response.pay_weight", "weight of pay in choices"),
    ("response.temperature", "softness of choices"),
    ("role.*.cost_per_year", "cost per {}"),
    ("role.*.people", "head count of {}"),
    ("role.*.quits_per_year", "attrition of {}"),
    ("role.*.ramp_months", "ramp of {}"),
    ("role.*.selling_share", "selling share of {}"),
    ("role.*.skill_cv", "spread of skill of {}"),
    ("role.*.skill_mean", "skill of {}"),
    ("role.*.skill_outside", "skill of {} outside their domains"),
    ("segment.*.deadline_days_median", "customers' deadline in {}"),
    ("segment.*.deal_size_median", "deal size in {}"),
    ("segment.*.gross_value_median", "value of a perfect fit in {}"),
    ("segment.*.group_size_mean", "size of buying groups in {}"),
    ("segment.*.late_share", "stakeholders who join late in {}"),
    ("segment.*.need_correlation", "similarity of needs within groups in {}"),
    ("segment.*.need_spread", "spread of needs in {}"),
    ("segment.*.patience_days", "patience of customers in {}"),
    ("segment.*.projects_per_year", "number of projects in {}"),
    ("segment.*.rivals_mean", "competitors per deal in {}"),
    ("segment.*.risk_aversion_median", "fear of a wrong decision in {}"),
    ("segment.*.want_gap", "gap between wants and needs in {}"),
];

/// A key in words: those of the field, or all of its steps but the first, which says what kind of thing it belongs to.
///
/// ```
/// use winflow::report::results::words::name_of_key;
/// assert_eq!(name_of_key("segment.mid.group_size_mean"), "size of buying groups in mid");
/// assert_eq!(name_of_key("organisation.overlap_cost"), "overlap cost");
/// ```
pub fn name_of_key(key: &str) -> String {
    if let Some(words) =
        WORDS.iter().find_map(|(pattern, words)| Some(words.replace("{}", &plain_text(named(pattern, key)?).replace(['-', '_'], " "))))
    {
        return words;
    }
    let told = key.split_once('.').map_or(key, |(_, told)| told);
    plain_text(&told.replace(['.', '_'], " "))
}

/// The name that stands for the star of a pattern, if the key is like it; empty for one without a star.
fn named<'k>(pattern: &str, key: &'k str) -> Option<&'k str> {
    let mut name = "";
    let (mut pattern, mut key) = (pattern.split('.'), key.split('.'));
    loop {
        match (pattern.next(), key.next()) {
            (None, None) => return Some(name),
            (Some("*"), Some(step)) => name = step,
            (Some(a), Some(b)) if a == b => {}
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::reference;

    #[test]
    fn every_pattern_is_a_key() {
        let paths: Vec<String> = reference::key_paths().into_iter().map(|path| path.replace("<name>", "*")).collect();
        let known = |pattern: &str| paths.iter().any(|path| path == pattern);
        let unknown: Vec<&str> = WORDS.iter().map(|(pattern, _)| *pattern).filter(|pattern| !known(pattern)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn keys_that_results_name_have_words() {
        for list in crate::experiment::firms::screened::lists() {
            for one in &list.assumptions {
                assert!(WORDS.iter().any(|(pattern, _)| named(pattern, &one.key).is_some()), "{}", one.key);
            }
        }
    }
}
