//! Every chart on results of many shapes: legible, small, and the same bytes again.

use super::super::canvas;
use super::super::font;
use super::pictures;
use super::sample::stored;
use crate::report::picture::Picture;
use crate::report::stored::Stored;
use crate::report::stored::sample::{simulated, simulated_as};

const LONG: &str = "a-very-long-name-of-a-system-that-somebody-thought-of+and-another-overlay";
const HOSTILE: &str = "<script>alert(1)</script> & \"quoted\" =cmd() \u{202e}txet\u{202c} 🙂🙂🙂🙂";
/// Largest SVG that a page can bear.
const MOST_BYTES: usize = 150_000;

/// Keeps the pictures where `WINFLOW_CHARTS` says, to be looked at.
fn keep(pictures: &[Picture], of: &str) {
    let Some(folder) = std::env::var_os("WINFLOW_CHARTS") else { return };
    for picture in pictures {
        let png = font::png(&picture.svg).expect("a picture");
        std::fs::write(std::path::Path::new(&folder).join(format!("{of}-{}.png", picture.name)), png).expect("written");
    }
}

/// No text is cut off or covers another, the table is whole, and the file is small.
fn check(stored: &Stored, of: &str) -> Vec<Picture> {
    let pictures = pictures(stored).expect("charts");
    keep(&pictures, of);
    for picture in &pictures {
        let name = &picture.name;
        assert!(picture.svg.len() < MOST_BYTES, "{name} of {of}: {} bytes", picture.svg.len());
        assert!(!picture.svg.contains("<script"), "{name} of {of}: a name is not text");
        assert!(!picture.message.is_empty() && !picture.data.rows.is_empty(), "{name} of {of}");
        assert!(picture.data.rows.iter().all(|row| row.len() == picture.data.columns.len()), "{name} of {of}: table");
        let boxes = font::text_boxes(&picture.svg).expect("the chart is an SVG");
        assert!(boxes.len() > 8, "{name} of {of}: {} texts", boxes.len());
        for (place, (text, one)) in boxes.iter().enumerate() {
            let inside = one.left() >= 0.0 && one.right() <= canvas::WIDTH as f32 && one.top() >= 0.0;
            assert!(inside, "{name} of {of}: {text:?} is cut off");
            let covered = boxes[..place].iter().find(|(_, other)| one.intersect(other).is_some());
            assert!(covered.is_none(), "{name} of {of}: {text:?} covers {:?}", covered.map(|(text, _)| text));
        }
    }
    pictures
}

#[test]
fn nothing_stored_is_nothing_drawn() {
    assert_eq!(pictures(&stored(&[], 1.0)).expect("no charts"), []);
    assert_eq!(pictures(&stored(&["a", "b"], 1.0)).expect("no charts"), []);
}

#[test]
fn no_text_is_cut_off_or_covers_another() {
    for (names, worlds, years) in
        [(vec!["hero", "team"], 24, 2.0), (vec!["team"], 12, 1.0), (vec!["hero"], 1, 0.3), (vec!["hero", "team", "line", "hero"], 4, 1.0)]
    {
        check(&simulated(&names, worlds, years), &format!("{}-{worlds}", names.len()));
    }
}

#[test]
fn names_are_text_and_are_cut() {
    let many = [("hero", LONG), ("team", HOSTILE), ("line", "=cmd()"), ("hero", "\u{202e}x"), ("team", "fifth")];
    let pictures = check(&simulated_as(&many, 2, 1.0), "hostile");
    for picture in &pictures {
        let texts: Vec<String> = font::text_boxes(&picture.svg).expect("an SVG").into_iter().map(|(text, _)| text).collect();
        assert!(texts.join(" ").contains("One more system is not drawn."), "{}", picture.name);
        assert!(!texts.iter().any(|text| text.contains('\u{202e}')), "{}: a name turns the text around", picture.name);
    }
    let long = "x".repeat(500);
    check(&simulated_as(&[("hero", &long), ("team", &long)], 1, 0.3), "endless");
}

#[test]
fn the_same_results_give_the_same_bytes() {
    let draw = || pictures(&simulated(&["hero", "team"], 2, 0.5)).expect("charts");
    assert_eq!(draw(), draw());
}
