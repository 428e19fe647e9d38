//! What makes the difference in sentences, never surer than the intervals.

use super::{ExplainDocument, GroupResult, InteractionResult, MeasureShares, ShareResult, leaves_out_zero};
use crate::measure::Measure;
use crate::report::results::figures::Figures;
use crate::report::results::words::{grouped, in_sentence, list, sentence, signed};
use serde_json::Value;

/// More keys without effect than these are not named.
const MOST_IDLE: usize = 3;
/// More keys of a part than these are not named above the results.
const MOST_KEYS: usize = 4;
/// More pairs of a measure than these are not named.
const MOST_PAIRS: usize = 3;

/// Figures for a measure of the document: fine enough for means, and for small changes of them.
pub fn figures(m: &MeasureShares) -> Figures {
    let largest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, |largest: f64, value| largest.max(value.abs()));
    let mean = largest(&mut m.baseline_mean.into_iter().chain(m.scenario_mean));
    let change = largest(&mut m.difference.into_iter().chain(m.shares.iter().filter_map(|share| share.mean)));
    Figures::new(m.id.0, if change > 0.0 { mean.min(30.0 * change) } else { mean })
}

/// A change of a measure with its unit: "+0.31", "+3.2 points", "+12 kEUR".
pub fn amount(figures: Figures, measure: Measure, value: f64) -> String {
    format!("{}{}", figures.signed(value), unit(figures, measure))
}

/// The unit of a change, where the name of the measure does not tell it.
pub fn unit(figures: Figures, measure: Measure) -> String {
    match figures.unit().split('/').next().unwrap_or_default() {
        "" if measure.unit() == "share" => " points".to_string(),
        short if ["EUR", "kEUR", "days", "hours"].contains(&short) => format!(" {short}"),
        _ => String::new(),
    }
}

/// "+0.20 to +0.42".
pub fn range(figures: Figures, [low, high]: [f64; 2]) -> String {
    format!("{} to {}", figures.signed(low), figures.signed(high))
}

/// A share of the difference: "81 %".
pub fn percent(share: f64) -> String {
    let text = signed(100.0 * share, 0);
    format!("{} %", text.trim_start_matches('+'))
}

/// Why nothing comes of a change, where all of it has no effect.
fn why_nothing(document: &ExplainDocument) -> String {
    let idle: Vec<&str> = document.groups.iter().flat_map(|group| &group.without_effect).map(String::as_str).collect();
    let all = document.groups.iter().map(|group| group.keys.len()).sum::<usize>();
    match idle.as_slice() {
        [only] if all == 1 => format!(": {only} has no effect here"),
        several if several.len() == all && all <= MOST_IDLE => {
            format!(": {} have no effect here", list(&several.iter().map(|key| key.to_string()).collect::<Vec<_>>()))
        }
        several if several.len() == all => ": none of the settings that differ has an effect here".to_string(),
        _ => String::new(),
    }
}

/// Who makes how much of the difference in a measure.
pub fn verdict(document: &ExplainDocument, m: &MeasureShares) -> String {
    let (a, b) = (&document.baseline, &document.scenario);
    let name = in_sentence(m.id.0);
    let figures = figures(m);
    let said = |value: f64| amount(figures, m.id.0, value);
    if document.groups.is_empty() {
        return sentence(&format!("{a} and {b} have no setting with an effect that differs: there is nothing to explain."));
    }
    let Some(whole) = m.difference else { return sentence(&format!("{name} cannot be explained: it is undefined in some combinations.")) };
    let Some(ci) = m.difference_ci95 else {
        let hint = "One world settles nothing; run more with --worlds.";
        return format!("{hint} In it, {b} minus {a} is {} in {name}, of which {}.", said(whole), list(&parts(m, &|s| said_of(s, &said))));
    };
    let over = document.over();
    if ci == [0.0, 0.0] {
        let still = m.shares.iter().all(|share| share.mean == Some(0.0));
        let nobody = if still { ", whichever parts are switched" } else { "" };
        return sentence(&format!("{b} and {a} have the same {name} in every {}{nobody}{}.", over.one(), why_nothing(document)));
    }
    let interval = format!("95 % interval {}", range(figures, ci));
    if m.is_settled {
        let share = |share: &ShareResult| said_of(share, &said);
        return format!("Of the {} in {name} from {a} to {b} ({interval}), {}.", said(whole), makes(m, &share));
    }
    let open = format!(
        "{} {} are not enough to tell whether {b} differs from {a} in {name} ({}, {interval})",
        grouped(document.worlds as f64, 0),
        over.of_which_kind(),
        said(whole)
    );
    if m.shares.iter().any(|share| share.is_settled) {
        return format!("{open}. Its parts: {}.", makes(m, &|share| said_of(share, &said)));
    }
    format!("{open}, or what any part contributes.")
}

/// "organisation +0.31 (81 %)"; without the share of the whole where a part works against it.
fn said_of(share: &ShareResult, said: &dyn Fn(f64) -> String) -> String {
    let Some(mean) = share.mean else { return share.group.clone() };
    let of = share.of_difference.filter(|of| *of > 0.0).map_or_else(String::new, |of| format!(" ({})", percent(of)));
    format!("{} {}{of}", share.group, said(mean))
}

/// The parts in a list, the largest first.
fn parts(m: &MeasureShares, say: &dyn Fn(&ShareResult) -> String) -> Vec<String> {
    sorted(m).into_iter().map(say).collect()
}

/// The shares by size.
pub fn sorted(m: &MeasureShares) -> Vec<&ShareResult> {
    let size = |share: &ShareResult| share.mean.map_or(-1.0, f64::abs);
    let mut shares: Vec<&ShareResult> = m.shares.iter().collect();
    shares.sort_by(|a, b| size(b).total_cmp(&size(a)));
    shares
}

/// "organisation makes +0.31 (81 %) and pay +0.09 (24 %); modes −0.02 works against it; not settled: flow +0.01 (2 %)"
fn makes(m: &MeasureShares, say: &dyn Fn(&ShareResult) -> String) -> String {
    let of = |wanted: &dyn Fn(&ShareResult) -> bool| -> Vec<String> { sorted(m).into_iter().filter(|s| wanted(s)).map(say).collect() };
    let is_nothing = |share: &ShareResult| share.ci95 == Some([0.0, 0.0]);
    let is_against = |share: &ShareResult| share.of_difference.is_some_and(|of| of < 0.0);
    let making = of(&|share| share.is_settled && !is_against(share));
    let against = of(&|share| share.is_settled && is_against(share));
    let open = of(&|share| !share.is_settled && !is_nothing(share));
    let nothing: Vec<String> = m.shares.iter().filter(|share| is_nothing(share)).map(|share| share.group.clone()).collect();
    let verb = |parts: &[String], one: &str, several: &str| if parts.len() == 1 { one.to_string() } else { several.to_string() };
    let mut clauses = Vec::new();
    if let Some(first) = sorted(m).into_iter().find(|share| share.is_settled && !is_against(share)) {
        let (name, rest) = making[0].split_at(first.group.len());
        let with_verb = std::iter::once(format!("{name} {}{rest}", verb(&first.group_parts(), "accounts for", "account for")));
        clauses.push(list(&with_verb.chain(making[1..].iter().cloned()).collect::<Vec<_>>()));
    }
    if !against.is_empty() {
        clauses.push(format!("{} {} against it", list(&against), verb(&against, "works", "work")));
    }
    if making.is_empty() && against.is_empty() {
        clauses.push("no single part is settled".to_string());
    }
    if !open.is_empty() {
        clauses.push(format!("not settled: {}", list(&open)));
    }
    if !nothing.is_empty() {
        clauses.push(format!("{} {} nothing", list(&nothing), verb(&nothing, "changes", "change")));
    }
    clauses.join("; ")
}

impl ShareResult {
    /// The groups in its name: one, unless some cannot be switched apart.
    fn group_parts(&self) -> Vec<String> {
        self.group.split(" and ").map(str::to_string).collect()
    }
}

/// What pairs add together beyond what they add apart, if that is settled: a line, or none.
pub fn interactions(m: &MeasureShares) -> Option<String> {
    let figures = figures(m);
    let mut worth_naming: Vec<&InteractionResult> = m.interactions.iter().filter(|one| one.is_settled).collect();
    let size = |one: &InteractionResult| one.mean.map_or(0.0, f64::abs);
    worth_naming.sort_by(|a, b| size(b).total_cmp(&size(a)));
    let clause = |one: &&InteractionResult| {
        let (mean, ci) = (one.mean?, one.ci95?);
        let [first, second] = &one.groups;
        let how = if mean < 0.0 { "less" } else { "more" };
        let by = amount(figures, m.id.0, mean.abs());
        Some(format!("{first} and {second} add {} {how} together than separately ({})", by.trim_start_matches('+'), range(figures, ci)))
    };
    let clauses: Vec<String> = worth_naming.iter().take(MOST_PAIRS).filter_map(clause).collect();
    let more = worth_naming.len().saturating_sub(MOST_PAIRS);
    let more = if more > 0 { format!("; and {more} more pairs") } else { String::new() };
    (!clauses.is_empty()).then(|| format!("{}: {}{more}.", m.id.0.title(), clauses.join("; ")))
}

/// Settings that differ in a part: "organisation.pool_size 1 → 4, organisation.coverage 1 → 3".
pub fn keys(group: &GroupResult, most: usize) -> String {
    let mut said: Vec<String> = Vec::new();
    for one in &group.keys {
        let entry: String = one.key.splitn(3, '.').take(2).collect::<Vec<_>>().join(".");
        let line = match (&one.baseline, &one.scenario) {
            (None, _) => format!("{entry} is new"),
            (_, None) => format!("{entry} is gone"),
            (Some(a), Some(b)) => format!("{} {} → {}", one.key, value(a), value(b)),
        };
        if !said.contains(&line) {
            said.push(line);
        }
    }
    let more = said.len().saturating_sub(most);
    said.truncate(most);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", said.join(", "))
}

/// What each part is, a line each, and why some are one.
pub fn groups(document: &ExplainDocument) -> Vec<String> {
    let line = |group: &GroupResult| {
        let because = match group.united_because.as_slice() {
            [] => String::new(),
            [first, ..] => format!(" (not switched separately: {first})"),
        };
        // A single key is its own name.
        match group.keys.as_slice() {
            [one] if one.key == group.name => keys(group, MOST_KEYS),
            _ => format!("{}: {}{because}", group.name, keys(group, MOST_KEYS)),
        }
    };
    document.groups.iter().map(line).collect()
}

/// A value as people write it: numbers without a needless fraction.
fn value(value: &Value) -> String {
    match value {
        Value::Number(number) => number.as_f64().map_or_else(|| number.to_string(), crate::scenario::read::plain_number),
        Value::String(text) if text.is_empty() => "\"\"".to_string(),
        Value::String(text) => crate::scenario::problems::shown(text),
        Value::Array(list) => format!("[{}]", list.iter().map(self::value).collect::<Vec<_>>().join(", ")),
        other => other.to_string(),
    }
}

/// How it was done, for the line below the tables.
pub fn method(document: &ExplainDocument) -> String {
    let over = document.over();
    let combinations = grouped(document.combinations as f64, 0);
    let how = match document.orders {
        None => format!("all {combinations} combinations of the parts"),
        Some(orders) => format!(
            "{combinations} combinations along {orders} randomly drawn orders of switching; the intervals include that sampling error"
        ),
    };
    let rough = match (2..10).contains(&document.worlds) {
        true => format!(" With so few {}, the intervals are rough.", over.several()),
        false => String::new(),
    };
    let firms = document.firms.map_or_else(String::new, |firms| format!(" {}", firms.words()));
    format!(
        "{}, seed {}; {how}. A share is what a part contributes, averaged over all orders of switching (Shapley); shares add up to the difference. In brackets: not settled, corrected for all parts (Holm).{rough}{firms}",
        over.counted(),
        document.seed
    )
}

/// The finding in a line, for the title of a chart.
pub fn headline(document: &ExplainDocument, m: &MeasureShares) -> String {
    let (a, b) = (&document.baseline, &document.scenario);
    let name = in_sentence(m.id.0);
    let figures = figures(m);
    let (Some(whole), Some(ci)) = (m.difference, m.difference_ci95) else { return format!("From {a} to {b}: {name}") };
    let by = amount(figures, m.id.0, whole);
    let title = m.id.0.title();
    if ci == [0.0, 0.0] {
        return sentence(&format!("{b} and {a} have the same {name} in every {}", document.over().one()));
    }
    if !leaves_out_zero(ci) {
        return format!("Whether {b} differs from {a} in {name} is not settled ({by}, 95 % interval {})", range(figures, ci));
    }
    let few = document.over().few();
    match sorted(m).into_iter().find(|share| share.is_settled) {
        Some(share) => {
            let most = share.mean.map_or_else(String::new, |mean| amount(figures, m.id.0, mean));
            let of = share.of_difference.map_or_else(String::new, |of| format!(" ({})", percent(of)));
            format!("{title} from {a} to {b}: {by}; the largest part is {}, {most}{of}{few}", share.group)
        }
        None => format!("{title} from {a} to {b}: {by}; which part drives it is not settled{few}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::explain::sample::explained;

    fn said(worlds: u64, game: impl Fn(u64) -> f64) -> (ExplainDocument, String) {
        let document = explained(&["organisation", "pay", "modes"], worlds, 64, game);
        let text = verdict(&document, &document.measures[0]);
        (document, text)
    }

    fn bit(c: u64, part: u64) -> f64 {
        (c >> part & 1) as f64
    }

    #[test]
    fn who_makes_how_much_is_said() {
        let (document, text) = said(20, |c| 0.3 * bit(c, 0) - 0.1 * bit(c, 1));
        assert_eq!(
            text,
            "Of the +0.199 in win-wins per month from hero to team (95 % interval +0.198 to +0.200), organisation accounts for +0.300 (150 %); \
             pay −0.100 works against it; not settled: modes 0.000."
        );
        assert!(headline(&document, &document.measures[0]).contains("the largest part is organisation, +0.300 (150 %)"));
    }

    #[test]
    fn what_is_not_settled_is_said_to_be_open() {
        let (document, text) = said(20, |c| 0.3 * bit(c, 0) - 0.3 * bit(c, 1));
        assert!(text.starts_with("20 worlds are not enough to tell whether team differs from hero in win-wins per month"), "{text}");
        assert!(text.contains("Its parts: ") && text.contains("organisation") && !text.contains(" %)."), "{text}");
        assert!(headline(&document, &document.measures[0]).starts_with("Whether team differs"));
        assert!(said(20, |_| 0.0).1.ends_with("or what any part contributes."));
        assert!(said(1, |c| bit(c, 0)).1.starts_with("One world settles nothing"));
        let nothing = explained(&[], 3, 64, |_| 0.0);
        assert!(verdict(&nothing, &nothing.measures[0]).starts_with("Hero and team have no setting with an effect that differs"));
    }

    #[test]
    fn a_change_without_effect_says_so() {
        let mut document = explained(&["organisation", "pay"], 20, 64, |_| 0.0);
        for share in document.measures.iter_mut() {
            share.difference_ci95 = Some([0.0, 0.0]);
        }
        let said = |document: &ExplainDocument| verdict(document, &document.measures[0]);
        let text = said(&document);
        assert!(text.starts_with("Team and hero have the same win-wins per month in every world") && !text.contains("effect"), "{text}");
        assert_eq!(headline(&document, &document.measures[0]), "Team and hero have the same win-wins per month in every world");
        for group in &mut document.groups {
            group.without_effect = group.keys.iter().map(|change| change.key.clone()).collect();
        }
        assert!(said(&document).ends_with(": section.organisation.key and section.pay.key have no effect here."), "{}", said(&document));
    }

    #[test]
    fn pairs_that_count_are_named() {
        let (document, _) = said(20, |c| 0.2 * bit(c, 0) + 0.2 * bit(c, 1) - 0.1 * bit(c, 0) * bit(c, 1));
        let line = interactions(&document.measures[0]).expect("a pair");
        assert!(
            line.starts_with("Win-wins per month: organisation and pay add 0.099 less together than separately (−0.100 to −0.098)"),
            "{line}"
        );
    }

    #[test]
    fn keys_are_told_in_brief() {
        let (document, _) = said(2, |_| 0.0);
        assert_eq!(groups(&document)[1], "pay: section.pay.key 1 → 2.5");
        assert_eq!((percent(0.814), percent(-0.05), percent(1.24)), ("81 %".into(), "−5 %".into(), "124 %".into()));
    }
}
