//! Every chart on results of many shapes: legible, small, and the same bytes again.

use super::pictures;
use super::sample::{deal, journey, opportunity, role, stored, week};
use crate::measure::Ending;
use crate::report::charts::grammar::{Chart, Picture, legible};
use crate::report::results::stored::Stored;
use crate::report::results::stored::sample::{simulated, simulated_as};

const LONG: &str = "a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay";
const HOSTILE: &str = "<script>alert(1)</script> & \"quoted\" =cmd() \u{202e}txet\u{202c} 🙂🙂🙂🙂";
/// Largest SVG that a page can bear.
const MOST_BYTES: usize = 150_000;

/// No text is cut off or covers another, the table is whole, and the file is small.
fn check(stored: &Stored, of: &str) -> Vec<Picture> {
    let pictures = pictures(stored);
    let charts: Vec<Chart> = pictures.iter().map(|picture| picture.chart().expect("a chart")).collect();
    legible(&charts, 8, of);
    for picture in &pictures {
        let name = &picture.name;
        let svg = picture.drawing.svg().expect("a drawing");
        assert!(svg.len() < MOST_BYTES, "{name} of {of}: {} bytes", svg.len());
        assert!(!svg.contains("<script"), "{name} of {of}: a name is not text");
        assert!(!picture.message.is_empty() && !picture.data.rows.is_empty(), "{name} of {of}");
        assert!(picture.data.rows.iter().all(|row| row.len() == picture.data.columns.len()), "{name} of {of}: table");
    }
    pictures
}

#[test]
fn nothing_stored_is_nothing_drawn() {
    assert_eq!(pictures(&stored(&[], 1.0)), []);
    assert_eq!(pictures(&stored(&["a", "b"], 1.0)), []);
}

#[test]
fn no_text_is_cut_off_or_covers_another() {
    for (names, worlds, years) in
        [(vec!["hero", "team"], 20, 0.6), (vec!["team"], 10, 0.3), (vec!["hero"], 1, 0.3), (vec!["hero", "team", "line", "hero"], 3, 0.6)]
    {
        check(&simulated(&names, worlds, years), &format!("{}-{worlds}", names.len()));
    }
}

#[test]
fn names_are_text_and_are_cut() {
    let many = [("hero", LONG), ("team", HOSTILE), ("line", "=cmd()"), ("hero", "\u{202e}x"), ("team", "fifth")];
    let pictures = check(&simulated_as(&many, 2, 0.4), "hostile");
    for picture in &pictures {
        let texts: Vec<&str> = picture.drawing.texts().map(|(text, _)| text).collect();
        assert!(texts.join(" ").contains("One more system is not shown."), "{}", picture.name);
        assert!(!texts.iter().any(|text| text.contains('\u{202e}')), "{}: a name turns the text around", picture.name);
    }
    let long = "x".repeat(500);
    check(&simulated_as(&[("hero", &long), ("team", &long)], 1, 0.3), "endless");
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let draw = || pictures(&simulated(&["hero", "team"], 2, 0.5));
    assert_eq!(draw(), draw());
}

#[test]
fn long_windows_many_roles_and_too_much_demand_are_legible() {
    let mut stored = stored(&["a", "b"], 8.0);
    for system in &mut stored.systems {
        for world in 0..12 {
            let lift = 10.0 * world as f64;
            let weeks =
                (0..416).map(|place| week(world, 7.0 * f64::from(place), [1000.0, 940.0 + lift + f64::from(place % 52), 900.0, 90.0]));
            system.weeks.extend(weeks);
            system.roles.extend((0..20).map(|number| role(world, &format!("{LONG}-{number}"), [100.0, 20.0, 10.0, 90.0 + lift], 9e5)));
        }
    }
    check(&stored, "full");
}

#[test]
fn damaged_numbers_are_no_panic() {
    for odd in [f64::NAN, f64::INFINITY, -1e300, 1e300] {
        let mut stored = stored(&["a", "b"], 1.0);
        for system in &mut stored.systems {
            system.deals.extend([deal(0, odd, 1e5), deal(1, 10.0, odd), deal(2, 20.0, 1e5)]);
            system.journeys.extend([journey(0, 1, odd), opportunity(0, 2, [odd, 3.0, odd], Ending::WinWin)]);
            system
                .journeys
                .extend([opportunity(1, 3, [5.0, odd, 50.0], Ending::StatusQuo), opportunity(1, 4, [5.0, 7.0, odd], Ending::WinWin)]);
            system.weeks.extend([week(0, odd, [1.0; 4]), week(0, 7.0, [odd; 4]), week(1, 7.0, [40.0; 4])]);
            system.roles.extend([role(0, "a", [odd; 4], 5.0), role(1, "a", [9.0; 4], odd)]);
        }
        pictures(&stored);
    }
}
