//! All pictures of a run or a comparison, in the order in which they are read.

use crate::report::charts::grammar::Picture;
use crate::report::results::stored::Stored;
use crate::report::results::targets::Targets;

/// Every picture for which there is something to draw.
pub fn pictures(stored: &Stored, targets: &Targets) -> Vec<Picture> {
    let mut pictures = super::outcome::pictures(stored, targets);
    pictures.extend(super::flow::pictures(stored));
    pictures
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::results::stored::sample::{simulated, simulated_as};

    /// Names are unique, everything has words and figures, no SVG is too large for a page.
    fn check(stored: &Stored) {
        let pictures = pictures(stored, &Targets::default());
        let mut names: Vec<&str> = pictures.iter().map(|picture| picture.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), pictures.len(), "names are unique");
        for picture in &pictures {
            assert!(picture.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", picture.name);
            assert!(picture.title.len() > 10 && picture.message.len() > 20, "{}: {:?} {:?}", picture.name, picture.title, picture.message);
            assert!(
                picture.drawing.svg().expect("a drawing").len() < 200_000,
                "{}: {} bytes",
                picture.name,
                picture.drawing.svg().expect("a drawing").len()
            );
            let data = &picture.data;
            assert!(!data.columns.is_empty() && !data.rows.is_empty() && !data.caption.is_empty(), "{}", picture.name);
            assert!(data.rows.iter().all(|row| row.len() == data.columns.len()), "{}: ragged rows", picture.name);
        }
    }

    #[test]
    fn every_picture_has_a_name_words_and_figures() {
        check(&simulated(&["hero", "team"], 4, 1.0));
        check(&simulated(&["hero"], 1, 0.3));
        check(&simulated_as(&[("hero", "a"), ("team", "<script>alert(1)</script>"), ("line", "=cmd()"), ("hero", "\u{202e}x")], 2, 0.3));
    }
}
