//! The charts of every experiment with what they say in words and the figures they are drawn from.

use super::{differences, endings, firms, influence, map, pay, warm_up, waterfall};
use crate::experiment::verdicts::Standing;
use crate::measure::{Ending, Measure};
use crate::report::charts::grammar::{Picture, Said, Tells, file_names};
use crate::report::results::document::{DifferenceResult, Document, MeasureDifference};
use crate::report::results::explain::rewrite::{self, MeasureRewrites, RewriteDocument};
use crate::report::results::explain::words as explained;
use crate::report::results::explain::{EffectResult, ExplainDocument, MeasureShares};
use crate::report::results::figures::Figures;
use crate::report::results::influence::{InfluenceDocument, Method};
use crate::report::results::map::MapDocument;
use crate::report::results::map::words as map_text;
use crate::report::results::pay::{CreditUnit, PaySheet, RoleSheet};
use crate::report::results::table::{Cell, Style, Table};
use crate::report::results::verdict::{against_baseline, first_named, headline, scenario};
use crate::report::results::warm_up::{SystemWarmUp, WarmUpDocument};
use crate::report::results::words::{LEAST_FOR_TENTHS, grouped, in_sentence, list, of_worlds, sentence, with_unit};

/// Each system against the baseline: the differences with their intervals, and in how many worlds it is better.
pub fn differences(document: &Document, setting: &str) -> Vec<Picture> {
    let names = file_names("differences", document.differences.iter().map(|d| d.scenario.as_str()));
    let picture = |(place, (difference, name))| one_difference(document, difference, name, setting).about(place + 1);
    document.differences.iter().zip(names).enumerate().map(picture).collect()
}

fn one_difference(document: &Document, difference: &DifferenceResult, name: String, setting: &str) -> Picture {
    let (a, b) = (&difference.baseline, &difference.scenario);
    let tenths = (document.worlds as usize).clamp(1, LEAST_FOR_TENTHS);
    let better = format!("better in, out of {tenths} {}", if tenths == 1 { "world" } else { "worlds" });
    let columns = ["measure", "unit", a, b, "difference", "95 % interval from", "to", &better, "verdict"];
    let mut data = Table::new(sentence(&format!("{b} minus {a}, paired by world")), columns);
    for d in document.named().filter_map(|measure| difference.measure(measure)) {
        let figures = Figures::of(document, d.id.0);
        let mean = |name: &str| figures.cell(scenario(document, name).and_then(|s| s.measure(d.id.0)?.mean));
        let ends = [0, 1].map(|end| figures.cell(d.ci95.map(|ci| ci[end])));
        let [low, high] = ends;
        let better = Cell::maybe(ahead(d).map(|share| tenths as f64 * share), 1);
        let head = [Cell::text(d.id.0.title()), Cell::text(figures.heading()), mean(a), mean(b), figures.cell(d.mean), low, high];
        data.push(head.into_iter().chain([better, Cell::text(&d.words)]));
    }
    let better_in = difference.measure(first_named(document)).and_then(|d| Some((ahead(d)?, in_sentence(d.id.0))));
    let better_in = better_in.map_or_else(String::new, |(share, measure)| {
        format!(" In {measure}, {b} is ahead of {a} in {} worlds.", of_worlds(share, document.worlds as usize))
    });
    let said = Said::Apart(format!("{}{better_in}", against_baseline(document, difference)));
    Picture::new(name, headline(document, difference), said, differences::drawing(document, difference, setting), data)
        .telling(Tells::Differences)
}

/// The share of worlds in which a system is ahead; `None` where it is the same in every world, so that nobody is, or better has no direction.
fn ahead(d: &MeasureDifference) -> Option<f64> {
    d.p_better.filter(|_| d.standing != Standing::Same)
}

/// In how many firms like it each system is ahead: a picture for each that was looked at.
pub fn firms(document: &Document, setting: &str) -> Vec<Picture> {
    let names = file_names("firms", document.firms.iter().map(|firms| firms.scenario.as_str()));
    let all = document.firms.iter().zip(names).filter_map(|(firms, name)| {
        let shares = firms.widths.first()?.shares.as_ref()?;
        let place = document.differences.iter().position(|one| one.scenario == firms.scenario)?;
        let mut data =
            Table::new("Of a hundred firms like it, with 95 % intervals", ["within a factor of", "the system is", "firms", "from", "to"]);
        for width in &firms.widths {
            let Some(shares) = &width.shares else { continue };
            for (what, share) in [("ahead", &shares.above), ("no relevant difference", &shares.within), ("behind", &shares.below)] {
                let of_hundred = [share.share, share.ci95[0], share.ci95[1]].map(|share| Cell::number(100.0 * share, 0));
                data.push([Cell::number(width.factor, 1), Cell::text(what)].into_iter().chain(of_hundred));
            }
        }
        let drawing = firms::drawing(document, firms, shares, setting);
        let said = Said::Apart(firms.sentence());
        Some(Picture::new(name, firms.headline(), said, drawing, data).telling(Tells::Differences).about(place + 1))
    });
    all.collect()
}

/// How the journeys ended, side by side.
pub fn endings(document: &Document, setting: &str) -> Picture {
    let sides = |name: &String| [format!("{name}: possible, %"), format!("{name}: not possible, %")];
    let columns = std::iter::once("ending".to_string()).chain(document.scenarios.iter().flat_map(|system| sides(&system.name)));
    let mut data = Table::new("Journeys begun in the window, by ending, % of all; by whether a mutual benefit was possible", columns);
    for &ending in Ending::ALL {
        let shares = document.scenarios.iter().flat_map(|system| endings::shares(system, ending));
        data.push(std::iter::once(Cell::text(ending.title())).chain(shares.map(|share| Cell::number(100.0 * share, 2))));
    }
    let title = endings::title(document);
    let most = document.scenarios.iter().filter_map(|system| {
        let share = |ending: Ending| endings::shares(system, ending).iter().sum::<f64>();
        let ending = Ending::ALL.iter().copied().max_by(|a, b| share(*a).total_cmp(&share(*b)))?;
        (share(ending) > 0.0).then(|| format!("{} ({} %) under {}", ending.title(), grouped(100.0 * share(ending), 0), system.name))
    });
    let most: Vec<String> = most.take(6).collect();
    let most = if most.is_empty() { String::new() } else { format!("The most common ending is {}.", list(&most)) };
    Picture::new("endings", title, Said::AfterTitle(most), endings::drawing(document, setting), data)
}

/// The way from one system to another, for each of these measures.
pub fn explained(document: &ExplainDocument, measures: &[Measure], setting: &str) -> Vec<Picture> {
    let shown = measures.iter().filter_map(|measure| document.measure(*measure));
    shown.map(|m| one_explained(document, m, setting)).collect()
}

const EFFECT: [&str; 4] = ["change", "95 % interval from", "to", "standing"];

/// A change with its interval and whether it is settled.
fn effect(figures: Figures, name: &str, of: EffectResult, is_settled: bool) -> [Cell; 5] {
    let [low, high] = [0, 1].map(|end| figures.cell(of.ci95.map(|ci| ci[end])));
    [Cell::text(name), figures.cell(of.mean), low, high, Cell::text(if is_settled { "settled" } else { "not settled" })]
}

fn one_explained(document: &ExplainDocument, m: &MeasureShares, setting: &str) -> Picture {
    let figures = explained::figures(m);
    let caption = with_unit(&format!("{}: {} minus {}, by part", m.id.0.title(), document.scenario, document.baseline), &figures.heading());
    let mut data = Table::new(caption, std::iter::once("part").chain(EFFECT));
    for share in explained::sorted(m) {
        data.push(effect(figures, &share.group, EffectResult { mean: share.mean, ci95: share.ci95 }, share.is_settled));
    }
    data.push(effect(figures, "all together", EffectResult { mean: m.difference, ci95: m.difference_ci95 }, m.is_settled));
    let name = format!("waterfall-{}", m.id.0.id().replace('_', "-"));
    let drawing = waterfall::drawing(document, m, setting);
    Picture::new(name, explained::headline(document, m), Said::Apart(explained::verdict(document, m)), drawing, data).telling(Tells::Kinds)
}

/// What rewrites of activities change, for each of these measures.
pub fn rewritten(document: &RewriteDocument, measures: &[Measure], setting: &str) -> Vec<Picture> {
    let shown = measures.iter().filter_map(|measure| document.measure(*measure));
    shown.map(|m| one_rewritten(document, m, setting)).collect()
}

fn one_rewritten(document: &RewriteDocument, m: &MeasureRewrites, setting: &str) -> Picture {
    let figures = m.figures();
    let caption = with_unit(&format!("{}: change by each activity done with the customer", m.id.0.title()), &figures.heading());
    let mut data = Table::new(caption, std::iter::once("activity").chain(EFFECT));
    for one in &m.rewrites {
        data.push(effect(figures, &one.activity, EffectResult { mean: one.mean, ci95: one.ci95 }, one.is_settled));
    }
    for (name, of) in [("sum of single effects", m.sum_of_single), ("all together", m.together)] {
        // Neither is one of those that are corrected together.
        let stands = of.ci95.is_some_and(|[low, high]| low > 0.0 || high < 0.0);
        let [name, mean, low, high, _] = effect(figures, name, of, stands);
        data.push([name, mean, low, high, Cell::text(if stands { "settled on its own" } else { "not settled" })]);
    }
    let name = format!("rewrites-{}", m.id.0.id().replace('_', "-"));
    let drawing = waterfall::rewrites(document, m, setting);
    Picture::new(name, rewrite::headline(document, m), Said::Apart(rewrite::verdict(document, m)), drawing, data).telling(Tells::Kinds)
}

/// Which assumptions the difference between two systems depends on; nothing if none is told apart.
pub fn influenced(document: &InfluenceDocument, setting: &str) -> Option<Picture> {
    document.told_apart().next()?;
    let is_morris = document.method == Method::Morris;
    let in_unit = |what: &str| format!("{what}, {}", document.unit());
    let figures: Vec<String> = match is_morris {
        true => ["size of effect", "mean effect", "spread of effects"].map(in_unit).to_vec(),
        false => {
            let ends = ["at the low end", "at the high end"].map(in_unit);
            ["share of the spread, %", "95 % interval from", "to"].map(String::from).into_iter().chain(ends).collect()
        }
    };
    let columns = ["assumption", "from", "to"].map(String::from).into_iter().chain(figures);
    let mut data = Table::new(sentence(&format!("{} less {}, by assumption", document.scenario, document.baseline)), columns);
    for one in document.told_apart() {
        let percent = |value: Option<f64>| Cell::maybe(value.map(|value| 100.0 * value), 1);
        let range = [0, 1].map(|end| Cell::maybe(one.range.map(|range| range[end]), 3));
        let figures = match one.elementary {
            Some(of) => [of.size, of.mean, of.spread].map(Some).map(percent).to_vec(),
            None => {
                let ends = [one.at_low, one.at_high].map(|end| end.map(|[mean, _]| mean));
                let [low, high] = [0, 1].map(|end| one.ci95.map(|ci95| ci95[end]));
                [one.share, low, high].into_iter().chain(ends).map(percent).collect()
            }
        };
        data.push(std::iter::once(Cell::text(one.name())).chain(range).chain(figures));
    }
    let said = Said::Apart(document.words().join(" "));
    let drawing = influence::drawing(document, setting);
    Some(Picture::new("assumptions", document.headline(), said, drawing, data).telling(Tells::Differences))
}

/// Where the border between two systems lies.
pub fn mapped(document: &MapDocument, setting: &str) -> Picture {
    let measure = document.measure.0;
    let means = document.cells.iter().flat_map(|cell| [cell.baseline_mean, cell.scenario_mean]).flatten();
    let figures = Figures::new(measure, means.fold(0.0, |largest, mean| largest.max(mean.abs())));
    let [x, y] = document.names();
    let (x, y) = (with_unit(&x, &document.x.unit), with_unit(&y, &document.y.unit));
    let ends = |from: &str| format!("95 % interval {from}");
    let columns =
        [x, y, with_unit("difference", &figures.heading()), ends("from"), "to".to_string(), "ahead".to_string(), "standing".to_string()];
    let mut data =
        Table::new(sentence(&format!("{} minus {} in {}, by cell", document.scenario, document.baseline, in_sentence(measure))), columns);
    for cell in &document.cells {
        let [low, high] = [0, 1].map(|end| figures.cell(cell.ci95.map(|ci| ci[end])));
        let ahead = cell.difference.map_or(Cell::Empty, |d| match (d * crate::report::results::map::towards(measure)).total_cmp(&0.0) {
            std::cmp::Ordering::Greater => Cell::text(&document.scenario),
            std::cmp::Ordering::Less => Cell::text(&document.baseline),
            std::cmp::Ordering::Equal => Cell::text("neither"),
        });
        let place = |value: f64| Cell::styled(Some(value), Style::SHORT);
        let standing = Cell::text(if cell.is_settled { "settled" } else { "not settled" });
        data.push([place(cell.x), place(cell.y), figures.cell(cell.difference), low, high, ahead, standing]);
    }
    let (title, verdict) = (map::title(document), map_text::verdict(document));
    let said =
        if title == map_text::headline(document) { Said::AfterTitle(verdict[1..].join(" ")) } else { Said::Apart(verdict.join(" ")) };
    Picture::new("map", title, said, map::drawing(document, setting), data).telling(Tells::Kinds)
}

/// What the plans of a system pay, for each role.
pub fn paid(sheet: &PaySheet) -> Vec<Picture> {
    let names = file_names("pay", sheet.roles.iter().map(|role| role.role.as_str()));
    sheet.roles.iter().zip(names).map(|(role, name)| one_paid(&sheet.system, role, name)).collect()
}

fn one_paid(system: &str, role: &RoleSheet, name: String) -> Picture {
    let is_eur = role.unit == CreditUnit::Eur;
    let credit = if is_eur { "credit, EUR".to_string() } else { role.credit.to_string() };
    let rate =
        |kind: &str| if is_eur { format!("{kind} per additional euro, %") } else { format!("{kind} per additional {}, EUR", role.one()) };
    let columns = [
        "attainment, %".to_string(),
        credit,
        "variable pay, EUR".to_string(),
        rate("paid"),
        format!("one more {} pays, EUR", role.one()),
        rate("expected"),
    ];
    let mut data = Table::new(format!("Pay of one {} for a period, by attainment", role.role), columns);
    for point in &role.points {
        let figures = [
            (100.0 * point.attainment, 0),
            (point.credit_eur, if is_eur { 0 } else { 2 }),
            (point.variable_pay_eur, 0),
            (role.rate_shown(point.marginal_rate), 2),
            (point.one_more_deal_eur, 0),
            (role.rate_shown(point.shadow_rate), 2),
        ];
        data.push(figures.map(|(value, decimals)| Cell::number(value, decimals)));
    }
    let title = pay::headline(system, role);
    let at_quota = format!(
        "At a quota of {}, pay for a period is {} EUR base and {} EUR variable.{}",
        role.quota_words(),
        grouped(role.base_eur, 0),
        grouped(role.point(1.0).variable_pay_eur, 0),
        role.left_out()
    );
    let said = Said::AfterTitle(if role.is_flat() { String::new() } else { at_quota });
    Picture::new(name, title, said, pay::drawing(system, role), data).telling(Tells::Kinds)
}

/// How each system finds its level.
pub fn warmed_up(document: &WarmUpDocument, setting: &str) -> Vec<Picture> {
    let names = file_names("warm-up", document.systems.iter().map(|system| system.name.as_str()));
    document.systems.iter().zip(names).map(|(system, name)| one_warmed_up(document, system, name, setting)).collect()
}

fn one_warmed_up(document: &WarmUpDocument, system: &SystemWarmUp, name: String, setting: &str) -> Picture {
    let of = |title: &str| [format!("{title}, mean"), "8 of 10 worlds from".to_string(), "to".to_string()];
    let columns = std::iter::once("week".to_string()).chain(system.series.iter().flat_map(|series| of(&series.title)));
    let mut data = Table::new("Weekly values from the start of the run, over worlds", columns);
    let weeks = system.series.iter().map(|series| series.mean.len()).max().unwrap_or(0);
    for week in 0..weeks {
        let at = |values: &[f64]| Cell::maybe(values.get(week).copied(), 2);
        let cells = system.series.iter().flat_map(|series| [at(&series.mean), at(&series.p10), at(&series.p90)]);
        data.push(std::iter::once(Cell::number(week as f64 + 1.0, 0)).chain(cells));
    }
    let levels = system.series.iter().filter_map(|series| {
        let (level, weeks) = (series.level?, series.cut_weeks?);
        Some(format!("{}, {} {} (from week {} on)", series.title.to_lowercase(), grouped(level, 2), series.unit, weeks + 1))
    });
    let levels: Vec<String> = levels.collect();
    let levels = if levels.is_empty() { String::new() } else { format!("Levels: {}.", list(&levels)) };
    let drawing = warm_up::drawing(document, system, setting);
    Picture::new(name, warm_up::title(system), Said::AfterTitle(levels), drawing, data).telling(Tells::Kinds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::Ratio;
    use crate::report::charts::{Chart, pictures};
    use crate::report::results::explain::sample::{explained as difference_of, rewritten as rewrites_of};
    use crate::report::results::sample::outcome;

    /// Names are those of files, tables are full, and something is said.
    fn sound(pictures: &[Picture]) {
        for (place, picture) in pictures.iter().enumerate() {
            let Picture { name, title, message, data, .. } = picture;
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{name}");
            assert!(pictures[..place].iter().all(|other| other.name != *name), "{name} twice");
            assert!(!title.is_empty() && !message.is_empty() && !data.rows.is_empty() && !data.caption.is_empty(), "{name}: {message}");
            assert!(data.rows.iter().all(|row| row.len() == data.columns.len()), "{name}");
        }
    }

    /// Of what is the same in every world nobody is ahead in half of them.
    #[test]
    fn nobody_is_ahead_where_every_world_is_the_same() {
        let mut outcome = outcome(&["hero", "team"], 9);
        outcome.systems[1].worlds = outcome.systems[0].worlds.clone();
        let document = Document::new(&outcome);
        let same = document.differences[0].measure(first_named(&document)).expect("a difference");
        assert_eq!((same.p_better, same.better_in(9).as_deref()), (Some(0.5), Some("none")));
        let picture = &differences(&document, "")[0];
        assert!(!picture.message.contains("ahead of"), "{}", picture.message);
        let svg = picture.drawing.svg().expect("a drawing");
        assert!(svg.contains("level in every world") && !svg.contains("4.5 of 9"));
    }

    /// 2, 3, 4 against 3, 4.1, 4.9: means 3 and 4, ahead in all three worlds.
    #[test]
    fn differences_are_told_with_their_figures() {
        let mut made_up = outcome(&["hero", "<Team>"], 3);
        for (system, values) in made_up.systems.iter_mut().zip([[2.0, 3.0, 4.0], [3.0, 4.1, 4.9]]) {
            for (row, numerator) in system.worlds.iter_mut().zip(values) {
                row.ratios[Measure::WinWinDealsPerMonth as usize] = Ratio { numerator, denominator: 1.0 };
            }
        }
        let pictures = pictures(&Document::new(&made_up), "customers: mid");
        sound(&pictures);
        let [differences, endings] = pictures.as_slice() else { panic!("{} pictures", pictures.len()) };
        let first = differences.data.shown().next().expect("a row");
        assert_eq!(first[..5], ["Win-wins per month", "deals/month", "3.00", "4.00", "1.00"]);
        assert_eq!((first[7].as_str(), differences.data.columns[7].heading.as_str()), ("3.0", "better in, out of 3 worlds"));
        assert!(differences.message.contains("<Team> produces more win-wins than hero: 4.00"), "{}", differences.message);
        assert!(differences.message.ends_with("<Team> is ahead of hero in 3 of 3 worlds."), "{}", differences.message);
        assert!(
            differences.drawing.svg().expect("a drawing").contains("&lt;Team&gt;")
                && !differences.drawing.svg().expect("a drawing").contains("<Team>")
        );
        assert_eq!((endings.data.rows.len(), endings.data.columns.len()), (Ending::ALL.len(), 5));
    }

    #[test]
    fn every_picture_has_words_and_figures() {
        let names = ["hero", "Hero", "hero (2)", "🦀"];
        sound(&pictures(&Document::new(&outcome(&names, 4)), "customers: mid"));
        sound(&pictures(&Document::new(&outcome(&["hero"], 1)), "customers: mid"));
        let measures = &Measure::ALL[..4];
        let explain = difference_of(&["a", "b"], 12, 64, |c| 0.1 * f64::from(c.count_ones()));
        sound(&explained(&explain, measures, "customers: mid"));
        sound(&rewritten(&rewrites_of(&[("design", -0.1), ("adopt", 0.2)], 12), measures, "customers: mid"));
        let axes = ["segment.mid.group_size_mean=1..10", "role.seller.people=4..20"];
        let map = crate::report::results::map::tests::document(["hero", "team"], axes, |x, y| x - y);
        sound(&[mapped(&map, "customers: mid")]);
        let sweep =
            crate::report::results::sweep::tests::document(&["flow.wip_limit=2,4", "process.stance=none,servile"], &["hero", "team"], 4);
        sound(&super::super::sweep::pictures(&sweep, &[Measure::WinWinDealsPerMonth], "customers: mid"));
        let scenario = crate::scenario::load("line", &[], &[]).expect("a shipped scenario").scenario;
        let paid = paid(&PaySheet::new("line", &scenario));
        sound(&paid);
        assert!(paid.len() > 1 && paid[0].chart().is_ok_and(|chart: Chart| chart.png.starts_with(b"\x89PNG")));
    }
}
