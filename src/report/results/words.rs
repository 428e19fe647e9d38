//! Numbers as people read them.

pub use super::key_words::name_of_key;
use crate::engine::math;
use crate::experiment::verdicts::is_in_points;
use crate::import::words::is_plain;
use crate::measure::Measure;

/// A number with a sign always.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = grouped(value.abs(), decimals);
    let zero = !text.contains(|c: char| ('1'..='9').contains(&c));
    match (zero, value < 0.0) {
        (true, _) => text,
        (false, true) => format!("−{text}"),
        (false, false) => format!("+{text}"),
    }
}

/// A number with thousands apart: 1,234,567.8.
///
/// ```
/// assert_eq!(winflow::report::results::words::grouped(-1234567.84, 1), "−1,234,567.8");
/// ```
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) && whole.chars().all(|c| c.is_ascii_digit()) {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    let zero = !out.contains(|c: char| ('1'..='9').contains(&c));
    if value < 0.0 && !zero { format!("−{out}") } else { out }
}

/// A number with three digits that count, without zeros at its end.
pub fn short(value: f64) -> String {
    let digits = if value == 0.0 { 0.0 } else { math::log10(value.abs()).floor() };
    let text = grouped(value, (2.0 - digits).clamp(0.0, 6.0) as usize);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_string() } else { text }
}

/// Fewer worlds than these are not told in tenths.
pub const LEAST_FOR_TENTHS: usize = 10;

/// "9.6 of 10": how many worlds of ten; with fewer than ten how many of them, "2.5 of 3" (ties count half).
pub fn of_worlds(share: f64, worlds: usize) -> String {
    if worlds >= LEAST_FOR_TENTHS {
        return of_ten_worlds(share);
    }
    let count = format!("{:.1}", share * worlds as f64);
    format!("{} of {worlds}", count.strip_suffix(".0").unwrap_or(&count))
}

/// "9.6 of 10": how many worlds of ten.
pub fn of_ten_worlds(share: f64) -> String {
    let tenths = share * 10.0;
    let text = format!("{tenths:.1}");
    // Rounding must not make what happens sometimes look like always or never.
    let text = match text.as_str() {
        "10.0" if share < 1.0 => "9.9".to_string(),
        "0.0" if share > 0.0 => "0.1".to_string(),
        whole => whole.strip_suffix(".0").unwrap_or(whole).to_string(),
    };
    format!("{text} of 10")
}

/// Plain data as JSON for people and programs, with a final line break.
pub fn json(data: &impl serde::Serialize) -> String {
    // Serialising plain data to a string cannot fail: every map key is a string.
    let mut text = serde_json::to_string_pretty(data).unwrap_or_default();
    text.push('\n');
    text
}

/// "1 world", "1,000 worlds".
pub fn worlds(count: u64) -> String {
    if count == 1 { "1 world".to_string() } else { format!("{} worlds", grouped(count as f64, 0)) }
}

/// A list in words: `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// How many years, in words.
pub fn years(value: f64) -> String {
    if value == 1.0 { "1 year".to_string() } else { format!("{value} years") }
}

/// Whether a letter only sets the direction of what follows: in a name, it would turn the rest of the sentence around.
pub fn turns_text(letter: char) -> bool {
    matches!(letter, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text without what cannot be seen and could turn the text around it: control characters and marks that set the direction of
/// writing. Names come from users.
///
/// ```
/// assert_eq!(winflow::report::results::words::plain_text("a\u{202E}b\u{0}c\u{200F}"), "abc");
/// ```
pub fn plain_text(text: &str) -> String {
    text.chars().filter(|&c| is_plain(c) || matches!(c, '\n' | '\t')).collect()
}

/// Keys by their last words, `group size mean`; with the word before where two would be called alike.
///
/// ```
/// use winflow::report::results::words::key_names;
/// assert_eq!(key_names(["role.seller.people", "flow.wip_limit"]), ["people", "wip limit"]);
/// assert_eq!(key_names(["role.seller.people", "role.closer.people"]), ["seller people", "closer people"]);
/// ```
pub fn key_names<'k>(keys: impl IntoIterator<Item = &'k str>) -> Vec<String> {
    let keys: Vec<&str> = keys.into_iter().collect();
    let last = |key: &str, words: usize| {
        let words: Vec<&str> = key.rsplit('.').take(words).collect();
        words.into_iter().rev().collect::<Vec<_>>().join(" ").replace('_', " ")
    };
    let is_shared = |name: &str| keys.iter().filter(|key| last(key, 1) == name).count() > 1;
    keys.iter().map(|key| last(key, if is_shared(&last(key, 1)) { 2 } else { 1 })).collect()
}

/// A name with its unit, if the name does not tell it: `wip limit, opportunities a person`, but `people`.
pub fn with_unit(name: &str, unit: &str) -> String {
    if unit.is_empty() || name.ends_with(unit) { name.to_string() } else { format!("{name}, {unit}") }
}

/// A value with its unit, where the name does not tell it.
pub fn of_unit(value: String, name: &str, unit: &str) -> String {
    if unit.is_empty() || name.ends_with(unit) { value } else { format!("{value} {unit}") }
}

/// The measure's name within a sentence: "win-wins per month".
pub fn in_sentence(measure: Measure) -> String {
    measure.in_sentence()
}

/// "1st", "2nd", "10th".
pub fn ordinal(number: u64) -> String {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

/// A sentence or a title: its first letter is a capital, also where it begins with the name of a system. Names of files and of settings, which
/// have points, slashes and the like in them, stay as they are.
///
/// ```
/// use winflow::report::results::words::sentence;
/// assert_eq!(sentence("team is better"), "Team is better");
/// assert_eq!(sentence("my.toml is better"), "my.toml is better");
/// ```
pub fn sentence(text: &str) -> String {
    let first = text.split([' ', ':', ',']).next().unwrap_or_default();
    if !first.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’')) {
        return text.to_string();
    }
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A text in pieces, each with whether it is one of these names: as a whole word, also with a capital where a sentence begins with it.
///
/// ```
/// use winflow::report::results::words::with_names;
/// let names = ["team".to_string(), "team-2".to_string()];
/// assert_eq!(with_names("Team is ahead of team-2, not teams", &names), [("Team", true), (" is ahead of ", false), ("team-2", true), (", not teams", false)]);
/// ```
pub fn with_names<'t>(text: &'t str, names: &[String]) -> Vec<(&'t str, bool)> {
    let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '+' | '.' | '/');
    let mut all: Vec<String> = names.iter().filter(|name| !name.is_empty()).flat_map(|name| [name.clone(), sentence(name)]).collect();
    all.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let starts_with_name = |at: usize| {
        let is_begun = text[..at].chars().next_back().is_some_and(is_of_word);
        // A full stop may end the sentence.
        let ends = |rest: &str| {
            let mut rest = rest.chars();
            match rest.next() {
                Some('.') => !rest.next().is_some_and(is_of_word),
                next => !next.is_some_and(is_of_word),
            }
        };
        all.iter().find(|name| !is_begun && text[at..].starts_with(name.as_str()) && ends(&text[at + name.len()..])).map(String::len)
    };
    let (mut pieces, mut begun, mut at) = (Vec::new(), 0, 0);
    while at < text.len() {
        if let Some(length) = starts_with_name(at) {
            pieces.extend((begun < at).then(|| (&text[begun..at], false)));
            pieces.push((&text[at..at + length], true));
            at += length;
            begun = at;
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    pieces.extend((begun < text.len()).then(|| (&text[begun..], false)));
    pieces
}

/// A text without characters that XML 1.0 cannot hold; line breaks become blanks, as they would in an attribute.
pub fn legal(text: &str) -> String {
    let is_legal = |c: char| matches!(c, ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..) && !('\u{7F}'..='\u{9F}').contains(&c);
    text.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }).filter(|c| is_legal(*c)).collect()
}

/// What stands behind a difference times a hundred: points, or per cent of the mean.
pub fn of_difference(measure: Measure) -> &'static str {
    if is_in_points(measure) { "points" } else { "%" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sometimes_never_looks_like_always() {
        assert_eq!(of_ten_worlds(1.0), "10 of 10");
        assert_eq!(of_ten_worlds(0.999), "9.9 of 10");
        assert_eq!(of_ten_worlds(0.001), "0.1 of 10");
        assert_eq!(of_ten_worlds(0.75), "7.5 of 10");
        assert_eq!(
            (of_worlds(0.75, 10).as_str(), of_worlds(0.0, 1).as_str(), of_worlds(0.5, 3).as_str()),
            ("7.5 of 10", "0 of 1", "1.5 of 3")
        );
        assert_eq!(signed(-0.001, 2), "0.00");
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
        assert_eq!(in_sentence(Measure::WinWinRate), "win-win rate");
    }
}
