//! What a row of a file of deals is: a deal with a new customer or an existing one, a renewal, a meeting, an opportunity.

use super::columns::{Sheet, plain};
use crate::money::replay::Kind;
use crate::scenario::Problem;
use crate::scenario::pay::{Band, Credit, Customers, PayPlan};

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
                "the kind of a deal, and the plan tells new business, existing customers, renewals, meetings or opportunities apart",
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

/// What the words in a column of kinds mean.
const WORDS: [(&str, &[&str]); 5] = [
    ("new", &["new", "newbusiness", "newlogo", "newcustomer", "acquisition", "netnew"]),
    ("existing", &["existing", "existingbusiness", "existingcustomer", "expansion", "upsell", "crosssell", "addon", "upgrade"]),
    ("renewal", &["renewal", "renewed", "renew"]),
    ("meeting", &["meeting", "meetingheld", "meetingsheld"]),
    ("opportunity", &["opportunity", "opportunityaccepted", "accepted", "sal", "sql", "sao"]),
];

/// The kind that a word stands for; `due` is what was up for renewal, EUR.
pub(super) fn kind(word: &str, due: Option<f64>) -> Option<Kind> {
    let word = plain(word);
    let (kind, _) = WORDS.iter().find(|(_, known)| known.contains(&word.as_str()))?;
    Some(match (*kind, due) {
        ("new", _) => Kind::New,
        ("renewal", Some(due)) => Kind::Renewal(due),
        ("meeting", _) => Kind::Meeting,
        ("opportunity", _) => Kind::Opportunity,
        _ => Kind::Existing,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_by_the_words_of_customer_databases() {
        let words = ["New Business", "upsell", "Renewal", "meeting held", "SAL", "widget"].map(|word| kind(word, None));
        let existing = Some(Kind::Existing);
        assert_eq!(words, [Some(Kind::New), existing, existing, Some(Kind::Meeting), Some(Kind::Opportunity), None]);
        assert_eq!(kind("renewal", Some(5.0)), Some(Kind::Renewal(5.0)));
    }
}
