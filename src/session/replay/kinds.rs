//! What a row of a file of deals is: a deal with a new customer or an existing one, a renewal, a meeting, an opportunity.

use crate::scenario::Problem;
use crate::scenario::pay::{Band, Credit, Customers, PayPlan};
use crate::scenario::sheet::{Sheet, plain};

/// What plans have to be told of a deal beside its date, its value and its people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Needs {
    pub margin: bool,
    pub kind: bool,
    pub discount: bool,
    pub due: bool,
}

impl Needs {
    /// What these plans have to be told.
    pub fn of_plans<'p>(plans: impl Iterator<Item = &'p PayPlan>) -> Self {
        let mut needs = Self::default();
        for plan in plans {
            needs.margin |= plan.credit == Credit::Margin;
            needs.due |= plan.credit == Credit::Retention;
            needs.kind |= plan.credit.is_counted() || plan.credit == Credit::Retention;
            needs.kind |= plan.credit.is_of_deals() && plan.customers != Customers::All;
            needs.discount |= plan.credit.is_of_deals() && plan.band_by == Band::Discount;
        }
        needs
    }

    /// The columns that are missing.
    pub fn missing(self, sheet: &Sheet<'_>) -> Vec<Problem> {
        let wanted = [
            (self.margin, "margin", "the margin, and the plan credits margin", "; or replay a plan that credits bookings"),
            (
                self.kind,
                "type",
                "the kind of a deal, and the plan pays new business, existing customers, renewals, meetings or opportunities differently",
                ". Its words: new, existing, renewal, meeting, opportunity",
            ),
            (self.discount, "discount", "the discount, and the plan pays by bands of it", ""),
            (self.due, "due", "what was up for renewal, and the plan pays for retention", ""),
        ];
        let missing = wanted.into_iter().filter(|(is_needed, id, ..)| *is_needed && !sheet.has(id));
        let problem = |(_, id, what, more): (bool, &str, &str, &str)| {
            let cure = format!("Name it: --columns {id}=COLUMN{more}.");
            sheet.at(sheet.table.how.header_line, format!("has no column with {what}"), cure)
        };
        missing.map(problem).collect()
    }
}

/// What a word in a column of kinds stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    New,
    Existing,
    Renewal,
    Meeting,
    Opportunity,
}

/// The words by which kinds are known.
const WORDS: [(Word, &[&str]); 5] = [
    (Word::New, &["new", "newbusiness", "newlogo", "newcustomer", "acquisition", "netnew"]),
    (Word::Existing, &["existing", "existingbusiness", "existingcustomer", "expansion", "upsell", "crosssell", "addon", "upgrade"]),
    (Word::Renewal, &["renewal", "renewed", "renew"]),
    (Word::Meeting, &["meeting", "meetingheld", "meetingsheld"]),
    (Word::Opportunity, &["opportunity", "opportunityaccepted", "accepted", "sal", "sql", "sao"]),
];

/// What a word stands for, if it is known.
pub(super) fn word(text: &str) -> Option<Word> {
    let text = plain(text);
    WORDS.iter().find(|(_, known)| known.contains(&text.as_str())).map(|(word, _)| *word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_the_words_of_customer_databases() {
        let words = ["New Business", "upsell", "Renewal", "meeting held", "SAL", "widget"].map(word);
        let known = [Word::New, Word::Existing, Word::Renewal, Word::Meeting, Word::Opportunity].map(Some);
        assert_eq!(words, [known[0], known[1], known[2], known[3], known[4], None]);
    }
}
