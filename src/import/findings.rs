//! What was found in a file that whoever uses it should know: counted, and the first of each named by line.

use super::words::{grouped, listed};

/// The most lines of one kind that are told one by one.
const MOST_TOLD: usize = 5;

/// A kind of thing that can be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct What {
    /// Its name in files that programs read.
    pub id: &'static str,
    /// What it is, for people: `dates outside of the run`.
    pub words: &'static str,
    /// Whether what it was found in is left out.
    pub left_out: bool,
}

impl What {
    /// Something that is left out.
    pub const fn left_out(id: &'static str, words: &'static str) -> Self {
        Self { id, words, left_out: true }
    }

    /// Something that is worth knowing, and used all the same.
    pub const fn used(id: &'static str, words: &'static str) -> Self {
        Self { id, words, left_out: false }
    }
}

/// So many of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Of what kind.
    pub what: What,
    /// How many lines or rows.
    pub count: u64,
    /// The first of them: line, and what there is to say of it (may be empty).
    pub first: Vec<(u64, String)>,
}

impl Finding {
    /// In words: `dates outside of the run: 4 (line 3: 2034-01-04; line 4: 2014-01-05; ...)`.
    pub fn in_words(&self) -> String {
        format!("{}: {}{}", self.what.words, grouped(self.count), self.places())
    }

    /// Its places in brackets.
    fn places(&self) -> String {
        let more = self.count.saturating_sub(self.first.len() as u64);
        let told = if self.first.iter().all(|(_, text)| text.is_empty()) { self.lines() } else { self.lines_with_texts() };
        match (told.is_empty(), more) {
            (true, _) => String::new(),
            (false, 0) => format!(" ({told})"),
            (false, more) => format!(" ({told}; and {} more)", grouped(more)),
        }
    }

    fn lines(&self) -> String {
        match self.first.as_slice() {
            [] => String::new(),
            [(line, _)] => format!("line {line}"),
            many => format!("lines {}", listed(many.iter().map(|(line, _)| line))),
        }
    }

    fn lines_with_texts(&self) -> String {
        let one = |(line, text): &(u64, String)| if text.is_empty() { format!("line {line}") } else { format!("line {line}: {text}") };
        self.first.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

/// All that was found, by kind, in the order in which the kinds were met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings {
    /// A kind is here once.
    pub list: Vec<Finding>,
}

impl Findings {
    /// Counts one more of a kind. What there is to say is asked for only as long as it is told.
    pub fn add(&mut self, what: What, line: u64, text: impl FnOnce() -> String) {
        let finding = self.of(what);
        finding.count += 1;
        if finding.first.len() < MOST_TOLD {
            finding.first.push((line, text()));
        }
    }

    /// Takes over what was found elsewhere.
    pub fn gather(&mut self, others: Self) {
        for other in others.list {
            let finding = self.of(other.what);
            finding.count += other.count;
            finding.first.extend(other.first);
            finding.first.sort();
            finding.first.truncate(MOST_TOLD);
        }
    }

    /// How many of a kind.
    pub fn count(&self, what: What) -> u64 {
        self.get(what).map_or(0, |finding| finding.count)
    }

    /// What was found of a kind.
    pub fn get(&self, what: What) -> Option<&Finding> {
        self.list.iter().find(|finding| finding.what.id == what.id)
    }

    /// Whether anything is left out.
    pub fn leave_out(&self) -> bool {
        self.list.iter().any(|finding| finding.what.left_out)
    }

    fn of(&mut self, what: What) -> &mut Finding {
        let at = self.list.iter().position(|finding| finding.what.id == what.id).unwrap_or_else(|| {
            self.list.push(Finding { what, count: 0, first: Vec::new() });
            self.list.len() - 1
        });
        &mut self.list[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATES: What = What::left_out("no_date", "no date");
    const TOTALS: What = What::left_out("total", "totals");

    #[test]
    fn the_first_are_named_and_all_are_counted() {
        let mut findings = Findings::default();
        (3..10).for_each(|line| findings.add(DATES, line, || format!("\"x{line}\"")));
        [4, 5].into_iter().for_each(|line| findings.add(TOTALS, line, String::new));
        let words: Vec<String> = findings.list.iter().map(Finding::in_words).collect();
        let dates = "no date: 7 (line 3: \"x3\"; line 4: \"x4\"; line 5: \"x5\"; line 6: \"x6\"; line 7: \"x7\"; and 2 more)";
        assert_eq!(words, [dates, "totals: 2 (lines 4 and 5)"]);
        assert!(findings.leave_out());
        assert_eq!((findings.count(DATES), findings.count(What::used("x", ""))), (7, 0));
    }

    #[test]
    fn findings_of_two_places_are_one() {
        let [mut a, mut b] = [Findings::default(), Findings::default()];
        a.add(DATES, 9, String::new);
        b.add(DATES, 2, String::new);
        a.gather(b);
        assert_eq!(a.list[0].in_words(), "no date: 2 (lines 2 and 9)");
    }
}
