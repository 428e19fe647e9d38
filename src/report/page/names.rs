//! Names as they stand on the page: without what cannot be seen, and not longer than a line.

use crate::report::results::document::Document;
use crate::report::results::judgement;
use crate::report::results::words::plain_text;

/// Longer names are cut; the whole name is told among the assumptions.
const LONGEST: usize = 36;

/// A name that fits into a sentence.
pub fn short(name: &str) -> String {
    let name = plain_text(name).replace(['\n', '\t'], " ");
    if name.chars().count() <= LONGEST { name } else { name.chars().take(LONGEST - 1).chain(['…']).collect() }
}

/// A path of a key, each part not longer than a name.
pub fn short_key(path: &str) -> String {
    path.split('.').map(short).collect::<Vec<_>>().join(".")
}

/// Short names, each once: where two would be alike, a number tells them apart.
pub fn all<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let plain = short(name);
        let mut one = plain.clone();
        let mut number = 2;
        while found.contains(&one) {
            one = format!("{plain} ({number})");
            number += 1;
        }
        found.push(one);
    }
    found
}

/// The document with short names.
pub fn short_document(document: &Document) -> Document {
    let mut short = document.clone();
    let names = all(document.scenarios.iter().map(|s| s.name.as_str()));
    let of = |name: &str| {
        let place = document.scenarios.iter().position(|s| s.name == name);
        place.map_or_else(|| self::short(name), |place| names[place].clone())
    };
    short.scenarios.iter_mut().zip(&names).for_each(|(s, name)| s.name.clone_from(name));
    for one in &mut short.differences {
        (one.baseline, one.scenario) = (of(&one.baseline), of(&one.scenario));
    }
    for one in &mut short.firms {
        (one.baseline, one.scenario) = (of(&one.baseline), of(&one.scenario));
    }
    if let Some(one) = &mut short.turning {
        (one.baseline, one.scenario) = (of(&one.baseline), of(&one.scenario));
    }
    for one in &mut short.same_customers {
        (one.baseline, one.scenario) = (of(&one.baseline), of(&one.scenario));
        one.words = judgement::same_customers(&one.baseline, &one.scenario, &one.counts);
    }
    short.guards.iter_mut().for_each(|guard| guard.scenario = of(&guard.scenario));
    for figure in short.precision.iter_mut().flat_map(|p| &mut p.figures) {
        figure.scenario = of(&figure.scenario);
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_stay_apart() {
        let long = "x".repeat(500);
        let names = all([long.as_str(), long.as_str(), "a\u{202E}b"].into_iter());
        assert_eq!((names[0].chars().count(), names[1].ends_with("… (2)"), names[2].as_str()), (36, true, "ab"));
    }
}
