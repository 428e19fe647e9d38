//! Charts, made from stored results: SVG with its text as text, and PNG at twice the size.
//!
//! Colours are those of Okabe and Ito, which people who see colours differently can tell apart; the
//! baseline is grey. Nothing is told by colour alone: shapes, lightness and words say it too.

mod caveat;
pub mod described;
pub mod differences;
pub mod endings;
pub mod firms;
pub mod flow;
pub mod gallery;
pub mod grammar;
pub mod influence;
pub mod map;
pub mod outcome;
pub mod pay;
pub mod standing;
pub mod sweep;
pub mod warm_up;
pub mod waterfall;

use grammar::Picture;

use crate::measure::Measure;
use crate::report::results::document::Document;
use crate::report::results::explain::ExplainDocument;
use crate::report::results::explain::rewrite::RewriteDocument;
use crate::report::results::influence::InfluenceDocument;
use crate::report::results::pay::PaySheet;
use crate::report::results::warm_up::WarmUpDocument;
pub use grammar::{CannotDraw, Chart};

/// All charts of an experiment: the differences of each system from the baseline, and the endings. The
/// setting is a few words for the footnote: whom the systems sell to, for how long.
pub fn draw(document: &Document, setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    drawn(&pictures(document, setting))
}

/// The same with their words and figures.
pub fn pictures(document: &Document, setting: &str) -> Vec<Picture> {
    let mut pictures = described::differences(document, setting);
    pictures.push(described::endings(document, setting));
    pictures.extend(described::firms(document, setting));
    pictures
}

/// Pictures in both formats.
fn drawn(pictures: &[Picture]) -> Result<Vec<Chart>, CannotDraw> {
    pictures.iter().map(Picture::chart).collect()
}

/// The picture of a map.
pub fn draw_map(document: &crate::report::results::map::MapDocument, setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    drawn(&[described::mapped(document, setting)])
}

/// What the difference between two systems depends on.
pub fn draw_influence(document: &InfluenceDocument, setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    described::influenced(document, setting).iter().map(Picture::chart).collect()
}

/// The way from one system to another, a chart for each of these measures.
pub fn draw_explained(document: &ExplainDocument, measures: &[Measure], setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    drawn(&described::explained(document, measures, setting))
}

/// What rewrites of activities change, a chart for each of these measures.
pub fn draw_rewritten(document: &RewriteDocument, measures: &[Measure], setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    drawn(&described::rewritten(document, measures, setting))
}

/// What the plans of a system pay, a chart for each role.
pub fn draw_pay(sheet: &PaySheet) -> Result<Vec<Chart>, CannotDraw> {
    drawn(&described::paid(sheet))
}

/// How each system finds its level, a chart for each.
pub fn draw_warm_up(document: &WarmUpDocument, setting: &str) -> Result<Vec<Chart>, CannotDraw> {
    drawn(&described::warmed_up(document, setting))
}

#[cfg(test)]
mod tests {
    use super::grammar::legible;
    use super::*;
    use crate::report::results::sample::outcome;

    /// Charts of these systems.
    fn charts(names: &[&str], worlds: u64) -> Vec<Chart> {
        draw(&Document::new(&outcome(names, worlds)), "customers: mid; 3 years").expect("charts")
    }

    #[test]
    fn no_text_of_a_pay_chart_is_cut_off_or_covers_another() {
        for (base, overlay) in [
            ("mid", "salary"),
            ("enterprise", "accelerator"),
            ("mid", "cap-ratchet"),
            ("small", "monthly-quota"),
            ("line", "mutual-value"),
            ("team", "team-bonus"),
        ] {
            let scenario = crate::scenario::load(base, &[overlay.to_string()], &[]).expect("a shipped scenario").scenario;
            legible(&draw_pay(&PaySheet::new(&format!("{base}+{overlay}"), &scenario)).expect("charts"), 10, overlay);
        }
    }

    #[test]
    fn no_text_of_a_waterfall_is_cut_off_or_covers_another() {
        use crate::report::results::explain::sample::{explained, rewritten};
        let parts = ["organisation", "pay", LONG, "modes", "flow", "people and pay and qualification"];
        let adds = |c: u64| 0.1 * f64::from(c.count_ones()) - if c & 2 > 0 { 0.25 } else { 0.0 };
        let drawn = |count: usize, worlds: u64| {
            let document = explained(&parts[..count], worlds, 64, adds);
            draw_explained(&document, &Measure::ALL[..4], "customers: mid; 3 years").expect("charts")
        };
        let down = explained(&parts[..2], 12, 64, |c| -0.2 * f64::from(c.count_ones()));
        let rewrites = rewritten(&[("design", -0.1), ("workshop", 0.3), (LONG, 0.0)], 12);
        let mut charts: Vec<Chart> =
            [(0, 3), (1, 12), (6, 12), (3, 1)].into_iter().flat_map(|(count, worlds)| drawn(count, worlds)).collect();
        charts.extend(draw_explained(&down, &Measure::ALL[..2], "customers: mid").expect("charts"));
        charts.extend(draw_rewritten(&rewrites, &Measure::ALL[..2], "customers: mid; 3 years").expect("charts"));
        legible(&charts, 0, "waterfall");
    }

    /// Series of a hundred weeks that climb for so many, with a warm-up of so many weeks set.
    fn warm_up(climbs: usize, set: f64) -> WarmUpDocument {
        use crate::experiment::warm_up::Found;
        use crate::measure::WeekRecord;
        let week = |week: usize| WeekRecord {
            dialogues: 3,
            wip: 10 * week.min(climbs) as u32,
            deals: u32::from(week > climbs),
            ..Default::default()
        };
        let worlds: Vec<Vec<WeekRecord>> = vec![(0..100).map(week).collect(); 3];
        let scenario = crate::scenario::load("team", &[], &[format!("time.warm_up_weeks={set:?}")]).expect("a scenario").scenario;
        let model = crate::simulation::Model::new(&scenario, Default::default());
        let system = crate::report::results::warm_up::SystemWarmUp::new(LONG, &model, &Found::all(&worlds));
        WarmUpDocument::new(1, 3, [system].into_iter())
    }

    #[test]
    fn no_text_of_a_warm_up_chart_is_cut_off_or_covers_another() {
        for (climbs, set) in [(0, 0.0), (12, 0.0), (12, 5.0), (30, 26.0), (30, 100.0), (90, 26.0), (45, 520.0)] {
            let charts = draw_warm_up(&warm_up(climbs, set), "customers: mid; 3 years").expect("charts");
            legible(&charts, 20, &format!("{climbs}, {set}"));
        }
    }

    const LONG: &str = "a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay";

    #[test]
    fn no_text_is_cut_off_or_covers_another() {
        for (names, worlds) in [
            (vec!["hero", "team"], 40),
            (vec!["hero"], 1),
            (vec!["hero", "team"], 1),
            (vec!["hero", "line", "team", "hero (2)"], 12),
            (vec![LONG, LONG], 3),
        ] {
            legible(&charts(&names, worlds), 10, &format!("{worlds} worlds of {names:?}"));
        }
    }

    #[test]
    fn the_same_results_give_the_same_bytes() {
        assert_eq!(charts(&["hero", "team"], 5), charts(&["hero", "team"], 5));
    }

    #[test]
    fn undefined_results_are_drawn_too() {
        let mut nothing = outcome(&["hero", "team"], 2);
        for system in &mut nothing.systems {
            for row in &mut system.worlds {
                row.ratios = [crate::measure::Ratio::default(); crate::measure::MEASURES];
                row.endings = Default::default();
            }
        }
        assert_eq!(draw(&Document::new(&nothing), "customers: mid; 3 years").map(|charts| charts.len()), Ok(2));
    }

    #[test]
    fn charts_can_be_drawn_from_results_that_were_stored() {
        let document = Document::new(&outcome(&["hero", "team"], 5));
        let stored: Document = serde_json::from_str(&document.to_json()).expect("the document can be read again");
        assert_eq!(draw(&stored, "customers: mid"), draw(&document, "customers: mid"));
    }
}
