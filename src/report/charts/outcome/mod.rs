//! Charts of outcomes and people: what a year brings, how results spread over people, what became of the same customers.

mod attainment;
mod dots;
mod fates;
mod lorenz;
mod needs;
mod plane;

use super::canvas::CannotDraw;
use super::described;
use crate::report::picture::Picture;
use crate::report::results::settled::{ByWorld, Finding, doubts, findings, probable};
use crate::report::results::stored::{Stored, StoredSystem};
use crate::report::results::targets::Targets;
use crate::report::results::verdict;
use crate::report::results::words::list;

/// More systems than these are not drawn in one chart.
const MOST: usize = 4;

/// Every picture of outcomes and people for which there is something to draw, the differences and the endings first.
///
/// # Errors
/// If one cannot be drawn.
pub fn pictures(stored: &Stored, targets: &Targets) -> Result<Vec<Picture>, CannotDraw> {
    let mut pictures = Vec::new();
    if stored.systems.is_empty() {
        return Ok(pictures);
    }
    let setting = stored.setting();
    pictures.extend(described::differences(&stored.document, &setting)?);
    pictures.extend(dots::pictures(stored, targets)?);
    pictures.push(described::endings(&stored.document, &setting)?);
    pictures.extend(fates::pictures(stored)?);
    pictures.extend(needs::picture(stored)?);
    pictures.extend(attainment::picture(stored)?);
    pictures.extend(lorenz::picture(stored)?);
    Ok(pictures)
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
        1 => "1 more system is not drawn. ".to_string(),
        many => format!("{many} more systems are not drawn. "),
    };
    more + &verdict::source(&stored.document, &names, &stored.setting())
}

/// What is to be added to a title that sets systems side by side, the first being the baseline: which differences from it are not settled.
fn caveat(systems: &[(&str, ByWorld)]) -> String {
    let [(baseline, of_baseline), others @ ..] = systems else { return String::new() };
    if others.is_empty() {
        return String::new();
    }
    let found = findings(of_baseline, others.iter().map(|(_, other)| other));
    let is_open = |place: &usize| found[*place].0 == Finding::Open;
    let open: Vec<String> = (0..others.len()).filter(is_open).map(|place| brief(others[place].0)).collect();
    let worlds = systems.iter().map(|(_, worlds)| worlds.len()).max().unwrap_or(0);
    let open = match (open.len(), others.len()) {
        (0, _) => String::new(),
        _ if worlds == 1 => "; one world settles nothing".to_string(),
        (1, 1) => "; the difference is not settled".to_string(),
        (open, all) if open == all => format!("; no difference from {} is settled", brief(baseline)),
        _ => format!("; not settled against {}: {}", brief(baseline), list(&open)),
    };
    open + probable(doubts(&found))
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
    use crate::measure::Ratio;
    use crate::report::charts::Chart;
    use crate::report::charts::tests::legible;
    use crate::report::results::stored::sample::simulated_as;

    fn worlds(values: &[f64]) -> ByWorld {
        (0..).zip(values.iter().map(|&numerator| Ratio { numerator, denominator: 1.0 })).collect()
    }

    /// Pictures of these systems under these names.
    fn pictured(names: &[(&str, &str)], worlds: u64, years: f64, targets: &Targets) -> Vec<Picture> {
        looked_at(&simulated_as(names, worlds, years), names.len(), worlds, targets)
    }

    fn looked_at(stored: &Stored, systems: usize, worlds: u64, targets: &Targets) -> Vec<Picture> {
        let pictures = pictures(stored, targets).expect("pictures");
        let charts: Vec<Chart> = pictures.iter().map(|picture| picture.chart().expect("a chart")).collect();
        legible(&charts, 5, &format!("{systems} systems, {worlds} worlds"));
        for picture in &pictures {
            let Picture { name, message, data, svg, .. } = picture;
            assert!(!message.is_empty() && !data.rows.is_empty(), "{name}");
            assert!(data.rows.iter().all(|row| row.len() == data.columns.len()), "{name}");
            assert!(svg.len() < 150_000 && !svg.contains("<script"), "{name}: {} bytes", svg.len());
            assert!(!svg.contains("NaN"), "{name}");
        }
        pictures
    }

    #[test]
    fn pictures_of_two_systems_can_be_read() {
        let targets = Targets { revenue_a_year: Some(2_000_000.0), win_wins_a_year: None };
        let pictures = pictured(&[("hero", "hero"), ("team", "team")], 21, 0.5, &targets);
        let names: Vec<&str> = pictures.iter().map(|picture| picture.name.as_str()).collect();
        assert_eq!(names, ["differences", "dots-revenue", "dots-win-wins", "endings", "fates", "needs", "attainment", "lorenz"]);
    }

    #[test]
    fn pictures_of_one_world_many_systems_and_hostile_names_can_be_read() {
        pictured(&[("hero", "hero")], 1, 0.3, &Targets::default());
        const LONG: &str = "a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay+and-a-third-one+and-a-fourth-one-too";
        let hostile =
            [("hero", LONG), ("line", "<script>alert(1)</script>"), ("team", "\u{202e}=cmd()"), ("hero", "🦀\u{1b}"), ("team", "e")];
        pictured(&hostile, 2, 0.3, &Targets { revenue_a_year: Some(1e9), win_wins_a_year: Some(0.1) });
    }

    #[test]
    fn attainment_is_drawn_over_what_it_pays() {
        let mut stored = simulated_as(&[("hero", "hero"), ("team", "team"), ("hero", "hero (2)")], 3, 0.5);
        for (system, plan) in stored.systems.iter_mut().zip(["cap-ratchet", "commission", "commission"]) {
            system.scenario = crate::scenario::load("hero", &[plan.to_string()], &[]).expect("a scenario").scenario;
        }
        let pictures = looked_at(&stored, 3, 3, &Targets { revenue_a_year: None, win_wins_a_year: Some(30.0) });
        let attainment = pictures.iter().find(|picture| picture.name == "attainment").expect("drawn");
        assert!(attainment.message.contains("one and a half quotas pay 150 % of target"), "{}", attainment.message);
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
        let names: Vec<String> = pictures(&stored, &Targets::default()).expect("pictures").into_iter().map(|p| p.name).collect();
        assert_eq!(names, ["differences", "endings"]);
        stored.systems.clear();
        assert!(pictures(&stored, &Targets::default()).expect("pictures").is_empty());
    }

    #[test]
    fn titles_say_what_is_not_settled() {
        let of = |values: &[&[f64]]| {
            let named: Vec<(&str, ByWorld)> = ["a", "b", "c"].into_iter().zip(values.iter().map(|values| worlds(values))).collect();
            caveat(&named)
        };
        let (base, above, open) = ([1.0, 2.0, 3.0], [2.0, 3.1, 3.9], [2.0, 1.0, 3.6]);
        assert_eq!(of(&[&base]), "");
        assert_eq!(of(&[&base, &above]), "; only probable, as worlds are few");
        let many = |lift: f64| -> Vec<f64> { (0..40).map(|w| f64::from(w) + lift + f64::from(w % 3)).collect() };
        assert_eq!(of(&[&many(0.0), &many(5.0)]), "", "forty worlds are enough");
        assert_eq!(of(&[&base, &open]), "; the difference is not settled");
        assert_eq!(of(&[&base, &open, &above]), "; not settled against a: b; only probable, as worlds are few");
        assert_eq!(of(&[&base, &open, &open]), "; no difference from a is settled");
        assert_eq!(of(&[&[1.0], &[2.0]]), "; one world settles nothing");
    }
}
