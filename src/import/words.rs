//! Words from outside, and words about them.

/// The longest name that is looked at, in characters.
const LONGEST_NAME: usize = 60;

/// A text from outside made fit to be shown in a line: what cannot be seen, or changes how the text around it is shown, is escaped; at
/// most 80 characters.
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    for (i, c) in text.chars().enumerate() {
        if i >= 80 {
            out.push_str("...");
            break;
        }
        if is_plain(c) { out.push(c) } else { out.extend(c.escape_unicode()) }
    }
    out
}

/// A text of several lines made harmless for a terminal: as [`shown`], of any length, with its line breaks and tabs.
pub fn harmless(text: &str) -> String {
    let is_kept = |c: char| is_plain(c) || matches!(c, '\n' | '\t');
    if text.chars().all(is_kept) {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_kept(c) { out.push(c) } else { out.extend(c.escape_unicode()) }
    }
    out
}

/// Whether a character is shown as it is: none that controls a terminal, turns the direction of the text, cannot be seen, or is no
/// character at all (U+FFFE and its like, which XML cannot hold).
pub fn is_plain(c: char) -> bool {
    !(c.is_control() || is_invisible(c) || is_no_character(c))
}

/// Characters that change how the text around them is shown, or are not shown themselves: those that Unicode calls default ignorable, but for
/// the marks that choose between forms of a sign, and the ends of lines and paragraphs.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Code points that stand for no character, and never will.
fn is_no_character(c: char) -> bool {
    matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

/// The name most like `name`, if any is like it at all.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    nearest_above(name, names, 0.55)
}

/// The name most like `name`, if it is at least so like (0 to 1).
pub fn nearest_above<'n>(name: &str, names: impl IntoIterator<Item = &'n str>, least: f64) -> Option<&'n str> {
    let name: String = name.chars().take(LONGEST_NAME).collect::<String>().to_lowercase();
    let likeness = |known: &str| {
        let edits = strsim::normalized_damerau_levenshtein(&name, &known.to_lowercase());
        let inside = name.len() >= 4 && known.len() >= 4 && (known.contains(&name) || name.contains(known));
        // Of two short words that begin alike, half the letters are enough; so is a beginning of a longer word with one slip.
        let begins = name.len() >= 4 && name.chars().take(2).eq(known.chars().take(2));
        let is_short = name.len() <= 4 && known.len() <= 4 && name.chars().next() == known.chars().next();
        match edits {
            _ if inside => edits.max(0.7),
            0.5.. if is_short => edits.max(0.6),
            _ if begins && name.len() < known.len() && slips_at_the_beginning(&name, known) <= 1 => edits.max(0.56),
            _ => edits,
        }
    };
    let best = names.into_iter().map(|known| (likeness(known), known)).reduce(|a, b| if b.0 > a.0 { b } else { a });
    best.filter(|(likeness, _)| *likeness >= least).map(|(_, known)| known)
}

/// How many slips a name has as the beginning of a longer one.
fn slips_at_the_beginning(name: &str, known: &str) -> usize {
    let beginning: String = known.chars().take(name.chars().count()).collect();
    strsim::damerau_levenshtein(name, &beginning)
}

/// Things in a row for a sentence: `a`, `a and b`, `a, b and c`.
pub fn listed<T: ToString>(things: impl IntoIterator<Item = T>) -> String {
    let things: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    match things.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
    }
}

/// How a setting is written: `date_format = "dd/MM/yyyy"` in a file, `--date-format dd/MM/yyyy` as an option.
pub fn set_to(setting: &str, value: &str) -> String {
    if setting.starts_with("--") { format!("{setting} {value}") } else { format!("{setting} = \"{value}\"") }
}

/// A count with commas between its thousands.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let (first, rest) = digits.split_at(digits.len() - 3 * ((digits.len() - 1) / 3));
    let groups = rest.as_bytes().chunks(3).map(String::from_utf8_lossy);
    std::iter::once(first.into()).chain(groups).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_from_outside_are_harmless() {
        assert_eq!(shown("a\tb\u{202e}c"), "a\\u{9}b\\u{202e}c");
        assert_eq!(shown(&"x".repeat(100)).len(), 83);
        for c in [
            '\u{1b}',
            '\u{9b}',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{61c}',
            '\u{200b}',
            '\u{200d}',
            '\u{2066}',
            '\u{feff}',
            '\u{fffe}',
            '\u{1ffff}',
            '\u{e0041}',
        ] {
            assert_eq!(shown(&format!("a{c}b")), format!("a{}b", c.escape_unicode()));
            assert_eq!(harmless(&format!("a\n{c}b")), format!("a\n{}b", c.escape_unicode()));
        }
        let harmlessly = "Ünïcode, 日本語, עברית, a\ttab\nand 😀\u{fe0f}";
        assert_eq!(harmless(harmlessly), harmlessly);
    }

    #[test]
    fn names_that_are_meant() {
        assert_eq!(nearest("Create Date", ["Created Date", "Amount"]), Some("Created Date"));
        assert_eq!(nearest("xyz", ["Created Date", "Amount"]), None);
        assert_eq!(nearest("pul", ["salary", "pool", "push"]), Some("pool"));
        assert_eq!(nearest("wipp", ["control", "wip_limit", "setup_days"]), Some("wip_limit"));
        assert_eq!(nearest("list", ["checklist", "line"]), Some("checklist"));
    }

    #[test]
    fn counts() {
        assert_eq!([0, 999, 1000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn lists() {
        assert_eq!([listed::<u8>([]), listed([1]), listed([1, 2]), listed([1, 2, 3])], ["", "1", "1 and 2", "1, 2 and 3"]);
    }
}
