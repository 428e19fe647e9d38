//! What the page says of made-up results, and how it is made.

use super::brief::Brief;
use super::{Material, Options, hash, html};
use crate::experiment::Outcome;
use crate::measure::{Measure, Ratio};
use crate::report::results::document::Document;
use crate::report::results::sample::outcome;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::targets::{Target, Targets};

const WINS: Measure = Measure::WinWinDealsPerMonth;

/// Results as if they had been stored, of systems that sell to the same market.
fn stored(outcome: &Outcome) -> Stored {
    let scenario =
        |coverage: f64| crate::scenario::load("mid", &[], &[format!("organisation.coverage={coverage}")]).expect("a scenario").scenario;
    let system = |(place, one): (usize, &crate::experiment::SystemOutcome)| StoredSystem {
        worlds: one.worlds.clone(),
        ..StoredSystem::new(one.name.clone(), String::new(), scenario(1.0 + (place % 3) as f64))
    };
    Stored {
        folder: "output/made-up".into(),
        version: "9.9.9".to_string(),
        experiment: if outcome.systems.len() > 1 { "compare" } else { "run" }.to_string(),
        settings: serde_json::Value::Null,
        document: Document::new(outcome),
        systems: outcome.systems.iter().enumerate().map(system).collect(),
        groups: Vec::new(),
        firms: Vec::new(),
        listed: Vec::new(),
        turning: Vec::new(),
        worlds_in: Default::default(),
    }
}

/// Two systems whose win-wins per month are these, world by world; all else is equal.
fn with_win_wins(a: &[f64], b: &[f64]) -> Stored {
    let mut outcome = outcome(&["hero", "team"], a.len() as u64);
    let same = outcome.systems[0].worlds.clone();
    outcome.systems[1].worlds = same;
    for (system, values) in outcome.systems.iter_mut().zip([a, b]) {
        for (row, &numerator) in system.worlds.iter_mut().zip(values) {
            row.ratios[WINS as usize] = Ratio { numerator, denominator: 1.0 };
        }
    }
    stored(&outcome)
}

fn brief(stored: &Stored) -> Brief {
    Brief::new(stored, &Options::default())
}

/// Worlds from 2 to 4, and what another system makes of them.
fn worlds(count: u32, of: impl Fn(f64, u32) -> f64) -> Stored {
    let a: Vec<f64> = (0..count).map(|w| 2.0 + f64::from(w * 7 % count) * 2.0 / f64::from(count)).collect();
    let b: Vec<f64> = a.iter().enumerate().map(|(w, v)| of(*v, w as u32)).collect();
    with_win_wins(&a, &b)
}

#[test]
fn a_clear_win_is_said_and_still_asks_for_care() {
    let brief = brief(&worlds(40, |v, w| v * 1.3 + 0.05 * f64::from(w % 3)));
    assert!(brief.answer.starts_with("Team produces more win-wins than hero: +3"), "{}", brief.answer);
    assert!(brief.decision.starts_with("Whether to pilot team in place of hero"), "{}", brief.decision);
    assert_eq!((brief.title.as_str(), brief.numbers.len()), ("Hero or team?", 3));
    assert!(brief.risks.iter().any(|risk| risk.contains("in every simulated world")), "{:?}", brief.risks);
    assert!(brief.change.iter().any(|line| line.contains("misfit of web leads 1, plausible 0.5 to 1.5")), "{:?}", brief.change);
}

#[test]
fn a_clear_loss_is_no_reason_to_change() {
    let brief = brief(&worlds(40, |v, w| v * 0.7 + 0.05 * f64::from(w % 3)));
    assert!(brief.answer.starts_with("Team produces fewer win-wins than hero: −2"), "{}", brief.answer);
    assert!(brief.decision.starts_with("Whether to stay with hero: by these figures, team is no improvement"), "{}", brief.decision);
    assert!(brief.risks.iter().any(|risk| risk == "Team is worse than hero in win-wins per month."), "{:?}", brief.risks);
}

#[test]
fn what_is_not_settled_asks_for_no_decision() {
    let brief = brief(&worlds(40, |v, w| v + if w % 2 == 0 { 0.9 } else { -0.8 }));
    assert!(brief.answer.starts_with("Not settled which of team and hero produces more win-wins"), "{}", brief.answer);
    assert!(brief.decision.starts_with("None yet: these worlds do not settle it"), "{}", brief.decision);
    assert!(brief.change[0].starts_with("About ") && brief.change[0].contains("more worlds would settle"), "{:?}", brief.change);
    let all = format!("{brief:?}");
    assert!(!all.contains("produces more win-wins than"), "{all}");
}

#[test]
fn one_world_and_few_worlds_settle_little() {
    let one = brief(&worlds(1, |v, _| v * 1.3));
    assert!(one.answer.starts_with("One world settles nothing between team and hero"), "{}", one.answer);
    assert!(one.decision.starts_with("None yet: one world settles nothing"), "{}", one.decision);
    let few = brief(&worlds(5, |v, _| v * 1.3));
    assert!(few.risks.iter().any(|risk| risk.contains("fewer than 20 worlds")), "{:?}", few.risks);
    assert!(few.decision.contains("probably better, but the interval is not safe"), "{}", few.decision);
    assert!(few.numbers[0].lines[0].detail.contains("the interval is not safe"), "{:?}", few.numbers);
}

#[test]
fn a_single_system_is_described_and_not_compared() {
    let brief = brief(&stored(&outcome(&["hero"], 30)));
    assert!(brief.answer.starts_with("Hero on average: win-wins per month: "), "{}", brief.answer);
    assert!(brief.decision.starts_with("None: this describes a single way of selling"), "{}", brief.decision);
    assert!(
        brief.numbers[0].lines[0].detail.contains("95 % interval of the mean")
            && brief.numbers[0].lines[0].detail.contains("8 of 10 worlds from")
    );
    assert!(brief.risks.iter().any(|risk| risk.starts_with("Nothing was compared")), "{:?}", brief.risks);
}

#[test]
fn of_several_systems_each_is_held_against_the_first_alone() {
    let brief = brief(&stored(&outcome(&["hero", "line", "team", "pool"], 30)));
    assert!(brief.answer.starts_with("Compared with hero in win-wins per month: "), "{}", brief.answer);
    assert!(brief.answer.ends_with("The others were not compared with each other."), "{}", brief.answer);
    assert_eq!((brief.title.as_str(), brief.numbers[0].lines.len()), ("Hero, line, team or pool?", 3));
}

#[test]
fn of_few_worlds_no_band_is_told() {
    for count in [1, 2, 3, 8] {
        let stored = stored(&outcome(&["hero"], count));
        let document = super::names::short_document(&stored.document);
        let dots = super::small::dots(&stored, &document, WINS, None).expect("a picture");
        let told = format!("{:?} {} {} {}", brief(&stored), dots.title, dots.message, dots.drawing.svg().expect("a drawing"));
        assert!(!told.contains("of 10"), "{count} worlds: {told}");
        assert!(count == 1 || dots.message.contains(&format!("the {count} worlds that were run are between")), "{}", dots.message);
        assert!(count == 1 || told.contains(&format!("all {count} worlds from ")), "{told}");
    }
    let few = brief(&worlds(3, |v, w| if w == 0 { v } else { v * 1.3 }));
    assert!(!format!("{few:?}").contains("of 10 worlds"), "{few:?}");
}

/// Four worlds ahead, one level, none behind: half a world behind is nowhere.
#[test]
fn a_world_that_is_level_is_not_behind() {
    let stored = worlds(40, |v, w| if w % 20 == 0 { v } else { v * 1.5 + 0.05 * f64::from(w % 3) });
    let risks = brief(&stored).risks;
    let said =
        "Better on average does not mean always better: in win-wins per month, team was ahead in 38 of 40 worlds, behind in 0, level in 2.";
    assert!(risks.iter().any(|risk| risk == said), "{risks:?}");
}

/// Systems that are all as the first, some noise apart.
fn unsettled(names: &[&str]) -> Stored {
    let mut outcome = outcome(names, 40);
    let first = outcome.systems[0].worlds.clone();
    for (place, system) in outcome.systems.iter_mut().enumerate() {
        for (row, of) in system.worlds.iter_mut().zip(&first) {
            row.ratios = of.ratios;
            let noise = if (of.world + place as u64).is_multiple_of(2) { 0.9 } else { -0.85 };
            row.ratios[WINS as usize] = Ratio { numerator: 3.0 + if place == 0 { 0.0 } else { noise }, denominator: 1.0 };
        }
    }
    stored(&outcome)
}

#[test]
fn what_is_open_for_all_of_several_is_no_reason_to_stay() {
    let brief = brief(&unsettled(&["hero", "a", "b", "c", "d", "e"]));
    assert!(
        brief.decision.starts_with("None yet: for none of the 5 others is it settled whether they are better or worse than hero."),
        "{}",
        brief.decision
    );
    assert!(brief.answer.contains("not settled: a, b, c and 2 more"), "{}", brief.answer);
    assert_eq!((brief.numbers[0].lines.len(), brief.numbers[0].more), (3, 2));
    assert!(brief.change[0].contains("would settle how a compares with hero in win-wins per month"), "{:?}", brief.change);
}

#[test]
fn a_better_system_is_shown_however_late_it_comes() {
    let mut stored = unsettled(&["hero", "a", "b", "c", "d", "winner"]);
    let mut systems = outcome(&["hero", "a", "b", "c", "d", "winner"], 40);
    for (system, of) in systems.systems.iter_mut().zip(&stored.systems) {
        system.worlds.clone_from(&of.worlds);
    }
    for (place, row) in systems.systems[5].worlds.iter_mut().enumerate() {
        row.ratios[WINS as usize].numerator = 4.5 + 0.05 * (place % 3) as f64;
    }
    stored.systems[5].worlds.clone_from(&systems.systems[5].worlds);
    stored.document = Document::new(&systems);
    let brief = brief(&stored);
    assert_eq!(brief.numbers[0].lines[0].system, "winner");
    assert!(brief.decision.starts_with("Whether to pilot winner"), "{}", brief.decision);
    assert!(brief.decision.ends_with("Not settled: a, b, c and 1 more."), "{}", brief.decision);
}

#[test]
fn warnings_are_never_left_out() {
    use crate::experiment::guards::Judgement;
    use crate::report::results::guards::GuardResult;
    let mut stored = worlds(5, |v, _| v * 1.3);
    let guard = |number: usize, judgement: Judgement| GuardResult {
        scenario: "team".to_string(),
        require: format!("revenue_per_month >= {number}"),
        because: String::new(),
        judgement,
        value: None,
        ci95: None,
        worlds_to_settle: None,
        warning: None,
    };
    stored.document.guards = (0..6).map(|n| guard(n, Judgement::Fail)).chain([guard(9, Judgement::Undecided)]).collect();
    let brief = brief(&stored);
    let all = brief.risks.join("\n");
    assert!(all.contains("fewer than 20 worlds") && all.contains("Requirements not met: ") && all.contains("; 3 more."), "{all}");
    assert!(all.contains("whether this requirement is met: revenue per month of at least 9 EUR (under team)."), "{all}");
    assert!(brief.warnings >= 3 && brief.spare().risks <= brief.risks.len() - brief.warnings, "{brief:?}");
}

#[test]
fn a_market_that_is_not_the_same_is_told() {
    let mut stored = worlds(40, |v, _| v * 1.3);
    stored.systems[1].scenario.market_scale = 2.0;
    let page = page(stored.clone());
    assert!(brief(&stored).situation.contains("The same random draws were used with different customers or settings (market scale)"));
    assert!(!page.contains("ll were given the same customers") && !page.contains("the same customers, people and luck"));
}

#[test]
fn a_long_brief_leaves_lines_to_the_screen_but_no_warning() {
    let mut brief = brief(&worlds(40, |v, w| v * 1.3 + 0.05 * f64::from(w % 3)));
    brief.more.extend((0..4).map(|_| "x".repeat(600)));
    let spare = brief.spare();
    assert!(
        spare.more > 0 && spare.change < brief.change.len().max(1) && spare.risks <= brief.risks.len() - brief.warnings.max(1),
        "{spare:?}"
    );
    assert!(brief.letters() - spare.letters <= 2450, "{} minus {}", brief.letters(), spare.letters);
}

#[test]
fn line_ends_are_the_same_wherever_it_was_checked_out() {
    assert_eq!(super::with_line_feeds("a\r\nb\rc\n"), "a\nb\nc\n");
}

#[test]
fn return_on_sales_is_in_points() {
    let outcome = outcome(&["hero", "team"], 24);
    let questions = crate::experiment::verdicts::Questions { measures: vec![Measure::ReturnOnSales], ..Default::default() };
    let document = Document::answering(&outcome, &questions);
    let picture = super::small::differences(&document).expect("a picture");
    assert!(
        picture.drawing.svg().expect("a drawing").contains("in points") && !picture.drawing.svg().expect("a drawing").contains("in %"),
        "{}",
        picture.drawing.svg().expect("a drawing")
    );
    assert!(picture.message.contains(" points ("), "{}", picture.message);
}

#[test]
fn what_was_not_counted_is_not_told() {
    let mut nothing = outcome(&["hero", "team"], 3);
    for row in nothing.systems.iter_mut().flat_map(|system| &mut system.worlds) {
        row.ratios = [Ratio::default(); crate::measure::MEASURES];
        row.endings = Default::default();
    }
    let stored = stored(&nothing);
    let brief = brief(&stored);
    assert!(brief.answer.contains("no deals were closed"), "{}", brief.answer);
    assert_eq!(brief.numbers[0].lines[0].value, "not defined");
    page(stored);
}

#[test]
fn a_target_is_counted_in_worlds() {
    let stored = worlds(40, |v, w| v * 1.3 + 0.05 * f64::from(w % 3));
    let brief = Brief::new(&stored, &Options { targets: targets(&["win_win_deals_per_year >= 36"]), ..Options::default() });
    // Half of hero's forty worlds have three win-wins per month or more: 36 a year.
    let said = brief.more.iter().find(|line| line.starts_with("The target")).expect("said");
    assert!(said.contains("36 win-wins per year") && said.contains("in 20 of 40 worlds (95 % interval 34 to 66 %) under hero"), "{said}");
}

#[test]
fn every_kind_of_target_has_a_sentence() {
    let stored = worlds(40, |v, w| v * 1.3 + 0.05 * f64::from(w % 3));
    for (text, parts) in [
        ("win_win_deals_per_month <= 3", ["The target for win-wins per month (at most 3) is reached in 2", "under hero"]),
        (
            "p(win_win_deals_per_year >= 36) >= 80 %",
            ["of 36 win-wins per year (average over the window) in at least 80 % of worlds", "not met under hero, with 50.0 %"],
        ),
        ("p10(win_win_deals_per_month) >= 1", ["of at least 1 for the 10th percentile of win-wins per month", "met under hero, with"]),
        (
            "difference(win_win_deals_per_year) >= 6",
            ["of a difference of at least 6 from hero in win-wins per year", "met under team, with"],
        ),
        (
            "change(win_win_deals_per_month) >= 20 %",
            ["of a change of at least 20 % from hero in win-wins per month", "met under team, with +3"],
        ),
        (
            "p(better than baseline) >= 75 %",
            ["to be better than hero in win-wins per month in at least 75 % of worlds", "met under team, with 100.0 %"],
        ),
        ("certainty(better than baseline) >= 99 %", ["with a certainty of at least 99 %, is met under team", "win-wins per month"]),
    ] {
        let brief = Brief::new(&stored, &Options { targets: targets(&[text]), ..Options::default() });
        let said = brief.more.iter().find(|line| line.starts_with("The target")).expect("said");
        assert!(parts.iter().all(|part| said.contains(part)), "{text}: {said}");
    }
}

fn targets(texts: &[&str]) -> Targets {
    texts.iter().map(|text| text.parse::<Target>().expect("a target")).collect()
}

/// The page of these results, which is well made.
fn page(stored: Stored) -> String {
    let page = html(&Material { main: Some((stored, Vec::new())), more: Vec::new() }, &Options::default());
    let between = |open: &str, close: &str| {
        let parts: Vec<&str> = page.split(open).skip(1).collect();
        assert_eq!(parts.len(), 1, "one {open}");
        parts[0].split(close).next().expect("an end").to_string()
    };
    for text in [between("<style>", "</style>"), between("<script>", "</script>")] {
        assert!(page.contains(&hash(&text).replace('\'', "&#39;")) || page.contains(&hash(&text)), "the policy names it");
    }
    assert!(!page.contains("style=\"") && !page.contains("onload") && !page.contains("src=\""), "nothing is said in attributes");
    let levels: Vec<u32> = page.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    assert_eq!(levels[0], 1);
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "headings in order: {levels:?}");
    assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1);
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "ids are unique");
    page
}

#[test]
fn the_page_is_whole_whatever_it_is_made_from() {
    for (names, worlds) in [(vec!["hero", "team"], 24), (vec!["hero"], 1), (vec!["a", "b", "c", "d"], 3), (vec!["hero", "hero (2)"], 1)] {
        let one = page(stored(&outcome(&names, worlds)));
        assert_eq!(one, page(stored(&outcome(&names, worlds))), "the same bytes");
    }
    let many: Vec<String> = (0..50).map(|n| format!("system {n}")).collect();
    page(stored(&outcome(&many.iter().map(String::as_str).collect::<Vec<_>>(), 3)));
}

#[test]
fn names_stay_text() {
    let long = "x".repeat(500);
    let page = page(stored(&outcome(&["<script>alert(1)</script>", "\"><img onerror=x>", &long, "\u{202e}=cmd()"], 4)));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<img") && !page.contains('\u{202e}'));
    assert_eq!(page.matches(&long).count(), 1, "the whole name is told once");
}

#[test]
fn the_small_charts_are_legible() {
    use crate::report::charts::grammar::{Chart, legible};
    for (names, worlds) in
        [(vec!["hero", "team"], 40), (vec!["hero"], 1), (vec!["a rather long name of a system, and longer", "b", "c", "d", "e"], 12)]
    {
        let stored = stored(&outcome(&names, worlds));
        let document = super::names::short_document(&stored.document);
        let pictures = [
            super::small::differences(&document),
            super::small::dots(
                &stored,
                &document,
                Measure::RevenuePerMonth,
                targets(&["revenue_per_year >= 1 MEUR"]).level(Measure::RevenuePerMonth),
            ),
            super::small::dots(&stored, &document, WINS, None),
        ];
        let charts: Vec<Chart> = pictures.iter().flatten().map(|picture| picture.chart().expect("a chart")).collect();
        legible(&charts, 4, &format!("{names:?}"));
    }
}
