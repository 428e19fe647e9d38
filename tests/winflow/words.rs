//! Words that are not to come back into what people read: each with what a reader of the trade would say instead. Read are all texts in the
//! code outside of tests and comments, the README and the guide; what stands in code in a page (`like this`) is left out.

use std::fs;
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A word or phrase, and what to write instead. Compared without regard to capitals, and as whole words.
const NOT_TO_COME_BACK: [(&str, &str); 46] = [
    ("bring about", "produce, cause"),
    ("brings about", "produces, causes"),
    ("brought about", "produced, caused"),
    ("comes about", "occurs, is reached"),
    ("came about", "occurred, was reached"),
    ("come about", "occur, be reached"),
    ("whom", "who, that; customers"),
    ("of ours", "our people, our"),
    ("of yours", "your own"),
    ("nobody of us", "none of our people"),
    ("go on with", "continue, resume"),
    ("goes on with", "continues, resumes"),
    ("going on with", "continuing, resuming"),
    ("go on by", "resume with"),
    ("rest on", "depend on; key assumptions"),
    ("rests on", "depends on; key assumptions"),
    ("hang on", "depend on"),
    ("hangs on", "depends on"),
    ("set differently", "settings that differ"),
    ("is told", "is shown, is listed"),
    ("are told", "are shown, are listed"),
    ("be told from", "be told apart from"),
    ("not told of", "not listed"),
    ("means nothing to", "is unknown to, has no meaning for"),
    ("let in", "accepted"),
    ("judge it", "qualify it"),
    ("judged again", "qualified again"),
    ("opportunities in the flow", "open opportunities"),
    ("time in the flow", "time in pipeline"),
    ("win-wins a month", "win-wins per month"),
    ("revenue a month", "revenue per month"),
    ("deals a month", "deals per month"),
    ("win-wins a year", "win-wins per year"),
    ("right dialogue", "good-fit dialogue"),
    ("not enough worlds to say", "not settled"),
    ("no difference that matters", "no relevant difference"),
    ("is flattered", "is optimistic, looks better than it is"),
    ("seems ahead", "appears to be ahead"),
    ("middling", "medium"),
    ("all over this map", "everywhere on this map"),
    ("held against", "compared with, tested against"),
    ("hold against", "compare with, test against"),
    ("asked about", "tested, requested"),
    ("not the same means", "not the same resources"),
    ("whoever is done", "the one that finishes"),
    ("best fifth", "top fifth"),
];

/// Texts that are names in files, and stay.
const NAMES: [&str; 1] = ["let in"];

/// A text with the line on which it begins.
type Text = (usize, String);

/// The string literals of Rust code outside of comments and of what is compiled for tests alone; names of random streams are left out.
fn literals(code: &str) -> Vec<Text> {
    let letters: Vec<char> = code.chars().collect();
    let (mut found, mut at, mut line) = (Vec::new(), 0, 1);
    // Of an item for tests alone: not yet at its body, or so many brackets deep.
    let mut skipped: Option<usize> = None;
    let starts = |at: usize, what: &str| what.chars().enumerate().all(|(place, letter)| letters.get(at + place) == Some(&letter));
    while at < letters.len() {
        let begins = at;
        if starts(at, "//") {
            while at < letters.len() && letters[at] != '\n' {
                at += 1;
            }
        } else if starts(at, "/*") {
            while at < letters.len() && !starts(at, "*/") {
                at += 1;
            }
            at += 2;
        } else if let Some(marks) = raw(&letters[at..]).filter(|_| at == 0 || !letters[at - 1].is_alphanumeric() && letters[at - 1] != '_')
        {
            let end = format!("\"{}", "#".repeat(marks));
            let open = at + letters[at..].iter().position(|c| *c == '"').unwrap_or(0) + 1;
            at = open;
            while at < letters.len() && !starts(at, &end) {
                at += 1;
            }
            if skipped.is_none() {
                found.push((line, letters[open..at.min(letters.len())].iter().collect()));
            }
            at += end.len();
        } else if letters[at] == '"' {
            // The name of a random stream is a key, which nobody reads.
            let is_key = letters[..at].ends_with(&"Purpose::named(".chars().collect::<Vec<_>>());
            let mut text = String::new();
            at += 1;
            while at < letters.len() && letters[at] != '"' {
                if letters[at] == '\\' {
                    at += 1;
                    // A text goes on after the blanks at the beginning of the next line.
                    if letters.get(at) == Some(&'\n') {
                        while letters.get(at + 1).is_some_and(|c| c.is_whitespace()) {
                            at += 1;
                        }
                    } else if letters.get(at) == Some(&'n') {
                        text.push(' ');
                    }
                } else {
                    text.push(letters[at]);
                }
                at += 1;
            }
            at += 1;
            if skipped.is_none() && !is_key {
                found.push((line, text));
            }
        } else if letters[at] == '\'' && (starts(at + 1, "\\") || letters.get(at + 2) == Some(&'\'')) {
            // A letter, not a lifetime.
            at += if starts(at + 1, "\\") { 3 } else { 2 };
            while at < letters.len() && letters[at] != '\'' {
                at += 1;
            }
            at += 1;
        } else if starts(at, "#[cfg(test)]") {
            skipped = Some(0);
            at += "#[cfg(test)]".len();
        } else {
            skipped = match (skipped, letters[at]) {
                (Some(0), ';' | '}') | (Some(1), '}') => None,
                (Some(deep), '{') => Some(deep + 1),
                (Some(deep), '}') => Some(deep - 1),
                (other, _) => other,
            };
            at += 1;
        }
        line += letters[begins..at.min(letters.len())].iter().filter(|c| **c == '\n').count();
    }
    found
}

/// How many marks a raw string that begins here has around it: `r#"` one, `r"` none.
fn raw(letters: &[char]) -> Option<usize> {
    let rest = letters.strip_prefix(&['b', 'r']).or_else(|| letters.strip_prefix(&['r']))?;
    let marks = rest.iter().take_while(|c| **c == '#').count();
    (rest.get(marks) == Some(&'"')).then_some(marks)
}

/// The paragraphs of a page, without what is code within a line. What stands in a block of code is read: much of it is output.
fn paragraphs(page: &str) -> Vec<Text> {
    let mut found: Vec<Text> = Vec::new();
    let mut is_open = false;
    for (number, line) in page.lines().enumerate() {
        let words: String =
            if line.starts_with("```") { String::new() } else { line.split('`').step_by(2).collect::<Vec<_>>().join(" ` ") };
        if words.trim().is_empty() {
            is_open = false;
        } else if let (true, Some((_, text))) = (is_open, found.last_mut()) {
            text.push('\n');
            text.push_str(&words);
        } else {
            found.push((number + 1, words));
            is_open = true;
        }
    }
    found
}

/// Where a phrase stands in a text as whole words, line breaks and several blanks being one: how many lines below the first.
fn places(text: &str, phrase: &str) -> Vec<usize> {
    let mut letters: Vec<(char, usize)> = Vec::new();
    let mut line = 0;
    for letter in text.to_lowercase().chars() {
        if !letter.is_whitespace() {
            letters.push((letter, line));
        } else if letters.last().is_some_and(|(last, _)| *last != ' ') {
            letters.push((' ', line));
        }
        line += usize::from(letter == '\n');
    }
    let wanted: Vec<char> = phrase.chars().collect();
    let is_word = |place: Option<&(char, usize)>| place.is_some_and(|(letter, _)| letter.is_alphanumeric());
    let is_here = |at: usize, window: &[(char, usize)]| {
        let same = window.iter().zip(&wanted).all(|((letter, _), wanted)| letter == wanted);
        same && !is_word(at.checked_sub(1).and_then(|before| letters.get(before))) && !is_word(letters.get(at + wanted.len()))
    };
    letters.windows(wanted.len()).enumerate().filter(|(at, window)| is_here(*at, window)).map(|(_, window)| window[0].1).collect()
}

fn files(folder: &Path, kind: &str, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, kind, found);
        } else if path.extension().is_some_and(|e| e == kind) && path.file_stem().is_some_and(|stem| stem != "tests") {
            found.push(path);
        }
    }
}

#[test]
fn words_that_were_replaced_do_not_come_back() {
    let (mut code, mut pages) = (Vec::new(), vec![Path::new(ROOT).join("README.md")]);
    files(&Path::new(ROOT).join("src"), "rs", &mut code);
    files(&Path::new(ROOT).join("src/guide"), "md", &mut pages);
    let mut wrong = Vec::new();
    let mut texts = 0;
    for path in code.iter().chain(&pages) {
        let whole = fs::read_to_string(path).expect("a file");
        let found = if path.extension().is_some_and(|e| e == "rs") { literals(&whole) } else { paragraphs(&whole) };
        texts += found.len();
        let shown = path.strip_prefix(ROOT).unwrap_or(path).display();
        for (line, text) in found.iter().filter(|(_, text)| !NAMES.contains(&text.as_str())) {
            let lower = text.to_lowercase();
            let is_possible = |phrase: &str| phrase.split(' ').all(|word| lower.contains(word));
            for (phrase, instead) in NOT_TO_COME_BACK.into_iter().filter(|(phrase, _)| is_possible(phrase)) {
                wrong.extend(places(text, phrase).iter().map(|below| format!("{shown}:{}: \"{phrase}\": {instead}", line + below)));
            }
        }
    }
    assert!(texts > 3000, "{texts} texts");
    assert!(wrong.is_empty(), "{} words that were replaced:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn texts_are_found_and_nothing_else() {
    let code = "let a = \"one \\\n    line\"; // \"no\"\n/* \"no\" */ let c = '\"'; let d: &'static str = r#\"raw \"two\"\"#;\n\
                #[cfg(test)]\nmod tests;\nlet e = \"three\";\n#[cfg(test)]\nmod tests {\n    fn f() { g(\"no\") }\n}\nlet g = \"four\";\nconst H: Purpose = Purpose::named(\"no\");";
    let found: Vec<Text> = literals(code);
    let expected = [(1, "one line"), (3, "raw \"two\""), (6, "three"), (11, "four")].map(|(line, text)| (line, text.to_string()));
    assert_eq!(found, expected);
    assert_eq!(paragraphs("a `code` b\nc\n\n```text\nd\n```"), [(1, "a  `  b\nc".to_string()), (5, "d".to_string())]);
    assert_eq!((places("It goes\non with it", "goes on with"), places("whomever", "whom")), (vec![0], Vec::new()));
}
