//! Charts of outcomes and people: what a year brings, how results spread over people, what became of the same customers.

mod attainment;
mod dots;
mod fates;
mod lorenz;
mod needs;
mod plane;

use super::{caveat, described};
use crate::report::charts::grammar::{Canvas, Paint, Picture, Place};
use crate::report::results::settled::ByWorld;
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::targets::Targets;
use crate::report::results::verdict;

/// More systems than these are not drawn in one chart.
const MOST: usize = 4;

/// Every picture of outcomes and people for which there is something to draw, the differences and the endings first.
pub fn pictures(stored: &Stored, targets: &Targets) -> Vec<Picture> {
    let mut pictures = Vec::new();
    if stored.systems.is_empty() {
        return pictures;
    }
    let setting = stored.setting();
    pictures.extend(described::differences(&stored.document, &setting));
    pictures.extend(dots::pictures(stored, targets));
    pictures.extend(described::firms(&stored.document, &setting));
    pictures.push(described::endings(&stored.document, &setting));
    pictures.extend(fates::pictures(stored));
    pictures.extend(needs::picture(stored));
    pictures.extend(attainment::picture(stored));
    pictures.extend(lorenz::picture(stored));
    pictures
}

/// The systems that are drawn.
fn drawn(stored: &Stored) -> &[StoredSystem] {
    &stored.systems[..stored.systems.len().min(MOST)]
}

/// Where the figures come from, and how many systems are not drawn.
fn source(stored: &Stored) -> String {
    let shown = drawn(stored);
    let left_out = stored.systems.len() - shown.len();
    let names: Vec<String> = shown.iter().map(|system| system.name.clone()).collect();
    let more = match left_out {
        0 => String::new(),
        1 => "1 more system is not shown. ".to_string(),
        many => format!("{many} more systems are not shown. "),
    };
    more + &verdict::source(&stored.document, &names, &stored.setting())
}

/// What is to be added to a title that sets systems side by side.
fn caveat(systems: &[(&str, ByWorld)]) -> String {
    caveat::named(&systems.iter().map(|(name, worlds)| (brief(name), worlds.clone())).collect::<Vec<_>>())
}

/// Dashes of a system's curve, by its place; the first is drawn through.
const DASHES: [(u32, u32); 4] = [(1, 0), (14, 5), (5, 5), (2, 6)];

/// The curve of a system: systems differ by their dashes, too.
fn draw_curve(canvas: &mut Canvas, places: Vec<Place>, system: usize, paint: Paint) {
    match system % DASHES.len() {
        0 => canvas.path(places, paint, 3),
        dashed => canvas.dashes(&places, DASHES[dashed], paint, 3),
    }
}

/// A name cut to so many letters, for sentences.
fn brief(name: &str) -> String {
    const MOST_LETTERS: usize = 40;
    if name.chars().count() <= MOST_LETTERS {
        return name.to_string();
    }
    name.chars().take(MOST_LETTERS - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::charts::Chart;
    use crate::report::charts::grammar::legible;
    use crate::report::results::stored::sample::simulated_as;

    fn targets(texts: &[&str]) -> Targets {
        texts.iter().map(|text| text.parse::<crate::report::results::targets::Target>().expect("a target")).collect()
    }

    /// Pictures of these systems under these names.
    fn pictured(names: &[(&str, &str)], worlds: u64, years: f64, targets: &Targets) -> Vec<Picture> {
        looked_at(&simulated_as(names, worlds, years), names.len(), worlds, targets)
    }

    fn looked_at(stored: &Stored, systems: usize, worlds: u64, targets: &Targets) -> Vec<Picture> {
        let pictures = pictures(stored, targets);
        let charts: Vec<Chart> = pictures.iter().map(|picture| picture.chart().expect("a chart")).collect();
        legible(&charts, 5, &format!("{systems} systems, {worlds} worlds"));
        for picture in &pictures {
            let (svg, Picture { name, message, data, .. }) = (picture.drawing.svg().expect("a drawing"), picture);
            assert!(!message.is_empty() && !data.rows.is_empty(), "{name}");
            assert!(data.rows.iter().all(|row| row.len() == data.columns.len()), "{name}");
            assert!(svg.len() < 150_000 && !svg.contains("<script"), "{name}: {} bytes", svg.len());
            assert!(!svg.contains("NaN"), "{name}");
        }
        pictures
    }

    #[test]
    fn pictures_of_two_systems_can_be_read() {
        let targets = targets(&["revenue_per_year >= 2 MEUR", "win_rate >= 20 %", "cycle_days_p50 <= 90 days", "dialogues_per_month < 9"]);
        let pictures = pictured(&[("hero", "hero"), ("team", "team")], 21, 0.5, &targets);
        let names: Vec<&str> = pictures.iter().map(|picture| picture.name.as_str()).collect();
        let of_targets = ["dots-win-rate", "dots-cycle-days-p50", "dots-dialogues-per-month"];
        let usual = ["differences", "dots-revenue", "dots-win-wins", "endings", "fates", "needs", "attainment", "lorenz"];
        assert_eq!(names, [&usual[..3], &of_targets[..], &usual[3..]].concat());
        let titles: Vec<&str> = pictures.iter().map(|picture| picture.title.as_str()).collect();
        assert!(titles[3].starts_with("The target of at least 20.0 % in win rate is reached in"), "{titles:?}");
        assert!(titles[4].starts_with("The target of at most 90.0 days in median cycle time is reached in"), "{titles:?}");
        assert!(titles[5].starts_with("The target of less than 108.0 dialogues per year is reached in"), "{titles:?}");
    }

    #[test]
    fn pictures_of_one_world_many_systems_and_hostile_names_can_be_read() {
        pictured(&[("hero", "hero")], 1, 0.3, &Targets::default());
        const LONG: &str = "a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay+and-a-third-one+and-a-fourth-one-too";
        let hostile =
            [("hero", LONG), ("line", "<script>alert(1)</script>"), ("team", "\u{202e}=cmd()"), ("hero", "🦀\u{1b}"), ("team", "e")];
        pictured(
            &hostile,
            2,
            0.3,
            &targets(&["revenue_per_year >= 1000 MEUR", "win_win_deals_per_year >= 0.1", "p(win_rate >= 99 %) >= 80 %"]),
        );
    }

    #[test]
    fn attainment_is_drawn_over_what_it_pays() {
        let mut stored = simulated_as(&[("hero", "hero"), ("team", "team"), ("hero", "hero (2)")], 3, 0.5);
        for (system, plan) in stored.systems.iter_mut().zip(["cap-ratchet", "commission", "commission"]) {
            system.scenario = crate::scenario::load("hero", &[plan.to_string()], &[]).expect("a scenario").scenario;
        }
        let pictures = looked_at(&stored, 3, 3, &targets(&["win_win_deals_per_year >= 30"]));
        let attainment = pictures.iter().find(|picture| picture.name == "attainment");
        assert!(attainment.is_some_and(|picture| picture.message.contains("150 % of quota pays 150 % of target")), "{attainment:?}");
    }

    #[test]
    fn where_there_is_nothing_nothing_is_drawn() {
        let mut stored = simulated_as(&[("hero", "hero"), ("team", "team")], 1, 0.3);
        for system in &mut stored.systems {
            system.worlds.clear();
            system.people.clear();
            system.periods.clear();
        }
        stored.groups.clear();
        stored.document.same_customers.clear();
        let names: Vec<String> = pictures(&stored, &Targets::default()).into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["differences", "endings"]);
        stored.systems.clear();
        assert!(pictures(&stored, &Targets::default()).is_empty());
    }
}
