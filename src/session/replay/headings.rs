//! The columns of deals and of rosters, and the headings by which they are known: those of the usual customer databases.

use crate::scenario::roster;
use crate::scenario::sheet::Wanted;

/// Columns of deals.
pub(super) const DEALS: [Wanted; 12] = [
    Wanted {
        id: "date",
        holds: "the date on which a deal was won",
        names: &[
            "closedate",
            "closeddate",
            "dateclosed",
            "wondate",
            "wontime",
            "dealwontime",
            "bookingdate",
            "dealdate",
            "signedon",
            "signed",
            "closedon",
            "date",
            "closed",
        ],
        is_needed: true,
    },
    Wanted {
        id: "person",
        holds: "the person who is credited",
        names: &[
            "person",
            "owner",
            "dealowner",
            "opportunityowner",
            "rep",
            "salesrep",
            "salesperson",
            "seller",
            "salesagent",
            "accountexecutive",
            "ae",
            "accountowner",
        ],
        is_needed: false,
    },
    Wanted {
        id: "value",
        holds: "the value of a deal",
        names: &[
            "value",
            "valueeur",
            "amount",
            "amounteur",
            "amountineur",
            "closevalue",
            "dealvalue",
            "dealamount",
            "bookings",
            "acv",
            "arr",
            "tcv",
            "revenue",
        ],
        is_needed: true,
    },
    Wanted { id: "margin", holds: "the margin of a deal", names: &["margin", "margineur", "grossmargin", "grossprofit"], is_needed: false },
    Wanted { id: "splits", holds: "the splits of a deal", names: &["splits", "creditsplits", "creditsplit"], is_needed: false },
    Wanted {
        id: "share",
        holds: "the share of a deal that is credited to the person of the row",
        names: &["share", "splitpercent", "splitpercentage", "splitpct", "splitshare", "creditshare", "split"],
        is_needed: false,
    },
    Wanted { id: "id", holds: "the id of a deal", names: &["id", "dealid", "opportunityid", "recordid"], is_needed: false },
    Wanted {
        id: "taken_back",
        holds: "the date on which a deal was taken back",
        names: &[
            "takenback",
            "clawback",
            "clawbackdate",
            "refunddate",
            "refunded",
            "refundedon",
            "churndate",
            "churned",
            "cancelled",
            "cancellationdate",
        ],
        is_needed: false,
    },
    Wanted {
        id: "type",
        holds: "the kind of a deal: new, existing, renewal; or a meeting, an opportunity",
        names: &["type", "dealtype", "opportunitytype", "businesstype", "kind"],
        is_needed: false,
    },
    Wanted {
        id: "discount",
        holds: "the discount on the list price",
        names: &["discount", "discountpercent", "discountpercentage", "discountpct", "discountshare"],
        is_needed: false,
    },
    Wanted {
        id: "due",
        holds: "what was up for renewal",
        names: &["due", "upforrenewal", "renewaldue", "renewalbase", "expiring", "expiringvalue"],
        is_needed: false,
    },
    Wanted { id: "currency", holds: "the currency of a deal", names: &["currency", "currencyisocode", "dealcurrency"], is_needed: false },
];

/// Columns of a roster.
pub(super) const ROSTER: [Wanted; 8] = [
    roster::PERSON,
    roster::ROLE,
    Wanted { names: &["team", "payteam", "salesteam", "pod"], holds: "the team of a person", id: "team", is_needed: false },
    roster::START,
    roster::END,
    roster::QUOTA,
    roster::ON_TARGET,
    Wanted {
        id: "objectives",
        holds: "the share of the pay for objectives that was granted",
        names: &["objectives", "mbo", "mboachieved", "objectivesachieved", "granted"],
        is_needed: false,
    },
];
