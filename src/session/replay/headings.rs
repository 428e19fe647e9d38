//! The columns of deals and of rosters, and the headings by which they are known: those of the usual customer databases.

use super::columns::Wanted;

/// Columns of deals.
pub(super) const DEALS: [Wanted; 9] = [
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
    Wanted { id: "currency", holds: "the currency of a deal", names: &["currency", "currencyisocode", "dealcurrency"], is_needed: false },
];

/// Columns of a roster.
pub(super) const ROSTER: [Wanted; 7] = [
    Wanted {
        id: "person",
        holds: "the name of a person",
        names: &["person", "name", "rep", "salesrep", "salesperson", "seller", "owner", "salesagent", "employee", "fullname"],
        is_needed: true,
    },
    Wanted { id: "role", holds: "the role of a person", names: &["role", "salesrole", "jobrole"], is_needed: false },
    Wanted { id: "team", holds: "the team of a person", names: &["team", "payteam", "salesteam", "pod"], is_needed: false },
    Wanted {
        id: "start",
        holds: "the first day in the role",
        names: &["start", "startdate", "from", "hired", "hiredate", "joined"],
        is_needed: false,
    },
    Wanted {
        id: "end",
        holds: "the last day in the role",
        names: &["end", "enddate", "to", "until", "left", "terminationdate"],
        is_needed: false,
    },
    Wanted {
        id: "quota",
        holds: "the quota, EUR a year",
        names: &["quota", "quotaeur", "annualquota", "annualquotaeur"],
        is_needed: false,
    },
    Wanted {
        id: "on_target",
        holds: "the earnings at target, EUR a year",
        names: &["ontarget", "ontargetearnings", "ote", "oteeur", "ontargeteur"],
        is_needed: false,
    },
];
