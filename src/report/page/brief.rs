//! What stands on the first page, and how much of it has room on paper.

use crate::experiment::verdicts::Standing;

/// What stands on the first page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Brief {
    /// What the report is about.
    pub title: String,
    /// What was asked and how.
    pub situation: String,
    /// The answer in a sentence.
    pub answer: String,
    /// What else is known.
    pub more: Vec<String>,
    /// The figures that carry it.
    pub numbers: Vec<Number>,
    /// What speaks against it, warnings first.
    pub risks: Vec<String>,
    /// How many of the risks are warnings.
    pub warnings: usize,
    /// How many more risks there are.
    pub more_risks: usize,
    /// What is to be decided.
    pub decision: String,
    /// What would change the answer.
    pub change: Vec<String>,
    /// Where the answer would be another one.
    pub border: Option<String>,
}

/// So many letters have room on a page of paper, set no smaller than can be read.
const ROOM: usize = 2450;

/// How many lines of a brief are not for paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spare {
    /// Of what else is known.
    pub more: usize,
    /// Of the risks.
    pub risks: usize,
    /// Of what would change the answer.
    pub change: usize,
    /// By about how many letters that is shorter.
    pub letters: usize,
}

/// A figure of the first page.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// What it is.
    pub label: String,
    /// For each system shown.
    pub lines: Vec<NumberLine>,
    /// How many systems are not shown.
    pub more: usize,
}

/// A figure of one system.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberLine {
    /// Whose it is, where there are several.
    pub system: String,
    /// The figure.
    pub value: String,
    /// What is settled about it.
    pub standing: Option<Standing>,
    /// Its interval, and what it is made of.
    pub detail: String,
}

impl Brief {
    /// How much there is to read, for a page of paper has so much room and no more.
    pub fn letters(&self) -> usize {
        let lists = self.more.iter().chain(&self.risks).chain(&self.change).chain(&self.border);
        let numbers =
            self.numbers.iter().flat_map(|number| &number.lines).map(|line| line.system.len() + line.value.len() + line.detail.len());
        let texts = [&self.title, &self.situation, &self.answer, &self.decision].into_iter().chain(lists);
        texts.map(|text| text.chars().count()).sum::<usize>() + numbers.sum::<usize>()
    }

    /// What a page of paper has no room for, the least important first: what would change the answer but for the first, risks that are no
    /// warnings but for the first, and what else is known.
    pub fn spare(&self) -> Spare {
        let mut spare = Spare::default();
        let mut over = self.letters().saturating_sub(ROOM);
        for (lines, least, count) in
            [(&self.change, 1, &mut spare.change), (&self.risks, self.warnings.max(1), &mut spare.risks), (&self.more, 0, &mut spare.more)]
        {
            while over > 0 && lines.len() - *count > least {
                over = over.saturating_sub(lines[lines.len() - *count - 1].chars().count());
                *count += 1;
            }
        }
        spare.letters = self.letters() - ROOM.min(self.letters()) - over;
        spare
    }
}
