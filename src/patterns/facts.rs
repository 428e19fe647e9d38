//! The published patterns, in our own words: what was found, by whom, and what it lets one expect of the simulator.
//!
//! Evidence: A peer-reviewed field data, an experiment or a theorem; B large proprietary data whose method is partly
//! disclosed; C a vendor survey or a correlation; D a rule of thumb. Surveys are good for a direction and a wide range. A
//! pattern that is missed stays in the table as missed.

use super::verdict::Expectation::{self, Exact, Negative, Nothing, Positive, Range};
use Evidence::{A, B, C, D};
use Role::{Both, Calibrates, Emerges};

/// How good the evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// Peer-reviewed field data, an experiment or a theorem.
    A,
    /// Large proprietary data, method partly disclosed.
    B,
    /// A vendor survey or a correlation.
    C,
    /// A rule of thumb.
    D,
}

impl Evidence {
    /// Its letter.
    pub fn letter(self) -> &'static str {
        match self {
            A => "A",
            B => "B",
            C => "C",
            D => "D",
        }
    }
}

/// Whether defaults may have been set by a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Defaults were set by it.
    Calibrates,
    /// Nothing was set for it.
    Emerges,
    /// Part of it set defaults, the rest must emerge.
    Both,
}

impl Role {
    /// Its letter in files: C calibrates, H must emerge.
    pub fn letter(self) -> &'static str {
        match self {
            Calibrates => "C",
            Emerges => "H",
            Both => "C, H",
        }
    }
    /// What it means.
    pub fn in_words(self) -> &'static str {
        match self {
            Calibrates => "sets defaults",
            Emerges => "must emerge",
            Both => "its level sets defaults, the rest must emerge",
        }
    }
}

/// One thing that a pattern says.
#[derive(Debug, Clone, Copy)]
pub struct Claim {
    /// Name within the pattern.
    pub key: &'static str,
    /// What it says.
    pub text: &'static str,
    /// How good the evidence is.
    pub evidence: Evidence,
    /// What it lets one expect.
    pub expected: Expectation,
}

/// A published pattern.
#[derive(Debug, Clone, Copy)]
pub struct Fact {
    /// Its number.
    pub id: &'static str,
    /// What it says, in a few words.
    pub title: &'static str,
    /// Whether defaults were set by it.
    pub role: Role,
    /// Where it is known from.
    pub source: &'static str,
    /// What it says, one by one.
    pub claims: &'static [Claim],
}

const fn claim(key: &'static str, text: &'static str, evidence: Evidence, expected: Expectation) -> Claim {
    Claim { key, text, evidence, expected }
}

/// The fact with this id.
pub fn find(id: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.id == id)
}

/// Every pattern that the model is held against; ids are not consecutive.
pub const FACTS: &[Fact] = &[
    Fact {
        id: "F1",
        title: "Larger groups buy less",
        role: Both,
        source: "CEB survey in Schmidt, Adamson and Bird, Harvard Business Review, March 2015: 81 % (1), 55 % (2), 60 % (3), about 50 % (5), 31 % (6)",
        claims: &[
            claim("1", "share that buys, 1 person (set)", C, Range(0.70, 0.90)),
            claim("2", "2 people", C, Range(0.40, 0.70)),
            claim("3", "3 people", C, Range(0.40, 0.70)),
            claim("4", "4 people", C, Range(0.40, 0.70)),
            claim("5", "5 people", C, Range(0.40, 0.70)),
            claim("6", "6 people", C, Range(0.20, 0.40)),
            claim("8", "8 people", C, Range(0.20, 0.40)),
            claim("10", "10 people", C, Range(0.20, 0.40)),
            claim("falls", "10 people minus 1", C, Negative),
        ],
    },
    Fact {
        id: "F2",
        title: "Many opportunities end without a decision",
        role: Both,
        source: "Dixon and McKenna, The JOLT Effect, 2022 (B); Gartner 2021, CSO Insights 2016-19 (C)",
        claims: &[
            claim("all", "no decision, of all accepted (set)", B, Range(0.35, 0.60)),
            claim("late", "no decision, late-stage", C, Range(0.15, 0.28)),
            claim("gap", "late minus early", C, Negative),
        ],
    },
    Fact {
        id: "F3",
        title: "Doubt, not value, causes half of no decisions",
        role: Emerges,
        source: "Dixon and McKenna, The JOLT Effect, 2022",
        claims: &[
            claim("split", "doubt as a share of no decision", B, Range(0.45, 0.65)),
            claim("low", "win rate, third with least doubt", B, Range(0.40, 0.60)),
            claim("middle", "win rate, middle third", B, Range(0.20, 0.35)),
            claim("high", "win rate, third with most doubt", B, Range(0.0, 0.12)),
            claim("falls-1", "middle third minus first", B, Negative),
            claim("falls-2", "last third minus middle", B, Negative),
        ],
    },
    Fact {
        id: "F6",
        title: "Late answers lose dialogues",
        role: Both,
        source: "Oldroyd, McElheran and Elkington, Harvard Business Review, March 2011 (B); queueing theory (Erlang, A)",
        claims: &[
            claim("set-hour", "odds at 5 min over 1 h (set)", B, Range(2.0, 10.0)),
            claim("set-day", "odds at 5 min over 24 h (set)", B, Range(10.0, 80.0)),
            claim("hours", "odds below 1 h over 1-24 h, from queues", B, Range(2.0, 10.0)),
            claim("days", "odds below 1 h over above 24 h", B, Range(10.0, 80.0)),
            claim("pooled", "hours of delay, own minus pooled queues", A, Positive),
        ],
    },
    Fact {
        id: "F7",
        title: "Referrals become deals, lists do not",
        role: Emerges,
        source: "Implisit 2014 (B); SiriusDecisions (C)",
        claims: &[
            claim("referral", "deals per lead, referral over web", B, Range(1.5, 3.0)),
            claim("event", "deals per lead, web minus event", B, Positive),
            claim("list", "deals per lead, web minus list", B, Positive),
            claim("cheapest", "extra cost of win-wins from cheap leads", C, Positive),
        ],
    },
    Fact {
        id: "F8",
        title: "Seller hours have diminishing returns",
        role: Calibrates,
        source: "Albers, Mantrala and Sridhar, Journal of Marketing Research, 2010, meta-analysis",
        claims: &[claim("elasticity", "elasticity of revenue, same leads", A, Range(0.20, 0.45))],
    },
    Fact {
        id: "F9",
        title: "Quotas cause quarter-end spikes",
        role: Emerges,
        source: "Oyer, Quarterly Journal of Economics, 1998 (A); Xactly (C)",
        claims: &[
            claim("accelerator", "last month of quarter, accelerator", A, Range(0.40, 0.60)),
            claim("linear", "last month of quarter, linear pay", A, Range(0.30, 0.37)),
            claim("dip", "first month, accelerator minus linear", A, Negative),
            claim("moves", "first month, shifted year minus not", A, Positive),
        ],
    },
    Fact {
        id: "F10",
        title: "Quotas lead to discounts",
        role: Emerges,
        source: "Larkin, Journal of Labor Economics, 2014: 6-8 %",
        claims: &[claim("discount", "discount, accelerator minus linear", A, Range(0.03, 0.10))],
    },
    Fact {
        id: "F12",
        title: "Caps and ratchets cost sales",
        role: Emerges,
        source: "Misra and Nair, Quantitative Marketing and Economics, 2011: +9 %",
        claims: &[
            claim("revenue", "growth without them, pay not matched", A, Range(0.04, 0.15)),
            claim("matched", "growth without them, same mean pay", A, Range(0.04, 0.15)),
            claim("top", "growth of top third minus the others", A, Positive),
            claim("forecasts", "change of forecast to actual", A, Positive),
        ],
    },
    Fact {
        id: "F13",
        title: "Volume pay sells more, with worse fit",
        role: Emerges,
        source: "Agarwal and Ben-David, Journal of Financial Economics, 2018; Tzioumis and Gee, Journal of Financial Economics, 2013",
        claims: &[
            claim("deals", "growth of deals, salary to commission", A, Range(0.15, 0.35)),
            claim("misfit", "growth of misfit among deals won", A, Range(0.15, 0.40)),
            claim("churn", "growth of churn among deals won", A, Range(0.15, 0.40)),
            claim("score", "change in AUC of sellers' own scores", A, Negative),
            claim("last-week", "churn, last week minus others, quota", A, Positive),
        ],
    },
    Fact {
        id: "F15",
        title: "Team pay helps where people need each other",
        role: Emerges,
        source: "Friebel et al., American Economic Review, 2017: +3 %; Hamilton, Nickerson and Owan, Journal of Political Economy, 2003: +14 %; Holmstrom, Bell Journal of Economics, 1982",
        claims: &[
            claim("bonus", "growth by a team bonus on salary", A, Range(0.01, 0.06)),
            claim("joint", "growth by team pay: 4, joint, seen", A, Range(0.02, 0.15)),
            claim("large", "growth by team pay: 20, joint, seen", A, Negative),
            claim("unseen", "growth by team pay: 4, not joint, unseen", A, Negative),
        ],
    },
    Fact {
        id: "F17",
        title: "Peer meetings last, joint pay fades",
        role: Emerges,
        source: "Sandvik et al., Quarterly Journal of Economics, 2020",
        claims: &[
            claim("meetings", "growth while peers meet", A, Range(0.10, 0.25)),
            claim("lasts", "growth in the 26 weeks after", A, Positive),
            claim("pay-fades", "growth after joint pay alone", A, Nothing(0.03)),
            claim("dispersion", "change in spread between people", A, Negative),
        ],
    },
    Fact {
        id: "F18",
        title: "Extra people on a deal cost disproportionately",
        role: Emerges,
        source: "Staats, Milkman and Fox, Organizational Behavior and Human Decision Processes, 2012 (A); Brooks, The Mythical Man-Month, 1975 (D)",
        claims: &[
            claim("hours", "elasticity of hours to people minus 1", A, Positive),
            claim("small", "groups of 2: gain of 1 over 2 or more", D, Positive),
            claim("middle", "groups of 5: gain of 2-4 over 1, 6, 8", D, Positive),
            claim("large", "groups of 9: gain of 2-4 over 1, 6, 8", D, Positive),
        ],
    },
    Fact {
        id: "F20",
        title: "Queueing theory holds",
        role: Emerges,
        source: "Little 1961; Pollaczek and Khinchine 1930-32; Erlang 1917; Jackson 1957; Palm 1957",
        claims: &[
            claim("little", "Little's law, relative error", A, Nothing(1e-6)),
            claim("mm1", "M/M/1, error of the mean wait", A, Exact),
            claim("mmc", "M/M/4 (Erlang C)", A, Exact),
            claim("mg1", "M/G/1 (Pollaczek-Khinchine)", A, Exact),
            claim("impatience", "M/M/1+M", A, Exact),
            claim("tandem", "two desks in a row", A, Exact),
            claim("feedback", "rework", A, Exact),
            claim("pool-70", "six queues over one, load 0.70", A, Range(5.0, 15.0)),
            claim("pool-80", "load 0.80", A, Range(5.0, 15.0)),
            claim("pool-90", "load 0.90", A, Range(5.0, 15.0)),
            claim("pool-95", "load 0.95", A, Range(5.0, 15.0)),
        ],
    },
    Fact {
        id: "F21",
        title: "Too much WIP slows everything",
        role: Emerges,
        source: "Kanban practice; Weinberg, Quality Software Management, 1992",
        claims: &[
            claim("rises", "gain of deals, best limit over 1", D, Positive),
            claim("falls", "gain of deals, 40 over the best limit", D, Negative),
            claim("time", "growth of time in pipeline, 6 to 40", D, Positive),
            claim("efficiency", "flow efficiency at the defaults", D, Range(0.03, 0.20)),
        ],
    },
    Fact {
        id: "F22",
        title: "Qualification pays under overload",
        role: Emerges,
        source: "queueing and decision theory",
        claims: &[
            claim("low", "gain of win-wins by a bar, low load", A, Negative),
            claim("high", "gain by the best bar, high load", A, Range(0.10, 0.80)),
            claim("better", "further gain by a better signal", A, Positive),
            claim("blind", "gain with a signal of AUC 0.5", A, Nothing(0.03)),
            claim("share", "change in win-win share by the bar", A, Positive),
        ],
    },
    Fact {
        id: "F26",
        title: "Referred customers stay and are worth more",
        role: Emerges,
        source: "Schmitt, Skiera and Van den Bulte, Journal of Marketing, 2011, and replications",
        claims: &[
            claim("churn", "churn of referred customers vs others", A, Range(-0.25, -0.10)),
            claim("value", "value of referred customers vs others", A, Range(0.05, 0.30)),
            claim("loop", "growth of win-wins by referrals", A, Positive),
        ],
    },
];
