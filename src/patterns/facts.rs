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
    /// Part of it set defaults, the rest has to emerge.
    Both,
}

impl Role {
    /// Its letter in files: C calibrates, H has to emerge.
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
            Emerges => "has to emerge",
            Both => "its level sets defaults, the rest has to emerge",
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
            claim("falls", "10 people less 1", C, Negative),
        ],
    },
    Fact {
        id: "F2",
        title: "Many opportunities end without a decision",
        role: Both,
        source: "Dixon and McKenna, The JOLT Effect, 2022 (B); Gartner 2021, CSO Insights 2016-19 (C)",
        claims: &[
            claim("all", "no decision, of all let in (set)", B, Range(0.35, 0.60)),
            claim("late", "no decision, of late-stage ones", C, Range(0.15, 0.28)),
            claim("gap", "late less early", C, Negative),
        ],
    },
    Fact {
        id: "F3",
        title: "Doubt, not value, stops half of them",
        role: Emerges,
        source: "Dixon and McKenna, The JOLT Effect, 2022",
        claims: &[
            claim("split", "doubt as a share of no decision", B, Range(0.45, 0.65)),
            claim("low", "win rate, third with least doubt", B, Range(0.40, 0.60)),
            claim("middle", "win rate, middle third", B, Range(0.20, 0.35)),
            claim("high", "win rate, third with most doubt", B, Range(0.0, 0.12)),
            claim("falls-1", "middle third less first", B, Negative),
            claim("falls-2", "last third less middle", B, Negative),
        ],
    },
    Fact {
        id: "F6",
        title: "Late answers lose dialogues",
        role: Both,
        source: "Oldroyd, McElheran and Elkington, Harvard Business Review, March 2011 (B); queueing theory (Erlang, A)",
        claims: &[
            claim("set-hour", "odds at 5 min over 1 h, set", B, Range(2.0, 10.0)),
            claim("set-day", "odds at 5 min over 24 h, set", B, Range(10.0, 80.0)),
            claim("hours", "odds below 1 h over 1-24 h, from queues", B, Range(2.0, 10.0)),
            claim("days", "odds below 1 h over above 24 h", B, Range(10.0, 80.0)),
            claim("pooled", "hours of delay, own less pooled queues", A, Positive),
        ],
    },
    Fact {
        id: "F7",
        title: "Referrals become deals, lists do not",
        role: Emerges,
        source: "Implisit 2014 (B); SiriusDecisions (C)",
        claims: &[
            claim("referral", "deals a lead, referral over web", B, Range(1.5, 3.0)),
            claim("event", "deals a lead, web less event", B, Positive),
            claim("list", "deals a lead, web less list", B, Positive),
            claim("cheapest", "how much dearer win-wins of cheap leads", C, Positive),
        ],
    },
    Fact {
        id: "F8",
        title: "More seller hours bring less than in proportion",
        role: Calibrates,
        source: "Albers, Mantrala and Sridhar, Journal of Marketing Research, 2010, meta-analysis",
        claims: &[claim("elasticity", "elasticity of revenue, same leads", A, Range(0.20, 0.45))],
    },
    Fact {
        id: "F9",
        title: "Quotas make the end of the quarter",
        role: Emerges,
        source: "Oyer, Quarterly Journal of Economics, 1998 (A); Xactly (C)",
        claims: &[
            claim("accelerator", "last month of three, accelerator", A, Range(0.40, 0.60)),
            claim("linear", "last month of three, linear pay", A, Range(0.30, 0.37)),
            claim("dip", "first month, accelerator less linear", A, Negative),
            claim("moves", "first month, year moved less not", A, Positive),
        ],
    },
    Fact {
        id: "F10",
        title: "Quotas cost price",
        role: Emerges,
        source: "Larkin, Journal of Labor Economics, 2014: 6-8 %",
        claims: &[claim("discount", "discount, accelerator less linear", A, Range(0.03, 0.10))],
    },
    Fact {
        id: "F12",
        title: "Caps and ratchets cost sales",
        role: Emerges,
        source: "Misra and Nair, Quantitative Marketing and Economics, 2011: +9 %",
        claims: &[
            claim("revenue", "growth without them, pay as it falls", A, Range(0.04, 0.15)),
            claim("matched", "growth without them, same mean pay", A, Range(0.04, 0.15)),
            claim("top", "growth of best third less the others", A, Positive),
            claim("forecasts", "change of forecasts over what came", A, Positive),
        ],
    },
    Fact {
        id: "F13",
        title: "Volume pay sells more, and worse",
        role: Emerges,
        source: "Agarwal and Ben-David, Journal of Financial Economics, 2018; Tzioumis and Gee, Journal of Financial Economics, 2013",
        claims: &[
            claim("deals", "growth of deals, salary to commission", A, Range(0.15, 0.35)),
            claim("misfit", "growth of misfit among the won", A, Range(0.15, 0.40)),
            claim("churn", "growth of churn among the won", A, Range(0.15, 0.40)),
            claim("score", "change of AUC of sellers' own scores", A, Negative),
            claim("last-week", "churn, last week less others, quota", A, Positive),
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
        title: "Meeting peers lasts, joint pay fades",
        role: Emerges,
        source: "Sandvik et al., Quarterly Journal of Economics, 2020",
        claims: &[
            claim("meetings", "growth while peers meet", A, Range(0.10, 0.25)),
            claim("lasts", "growth in the 26 weeks after", A, Positive),
            claim("pay-fades", "growth after joint pay alone", A, Nothing(0.03)),
            claim("dispersion", "change of spread over people", A, Negative),
        ],
    },
    Fact {
        id: "F18",
        title: "More people on a deal cost more than in proportion",
        role: Emerges,
        source: "Staats, Milkman and Fox, Organizational Behavior and Human Decision Processes, 2012 (A); Brooks, The Mythical Man-Month, 1975 (D)",
        claims: &[
            claim("hours", "elasticity of hours to people, less 1", A, Positive),
            claim("small", "groups of 2: gain of 1 over 2 and more", D, Positive),
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
            claim("feedback", "work done again", A, Exact),
            claim("pool-70", "six queues over one, load 0.70", A, Range(5.0, 15.0)),
            claim("pool-80", "load 0.80", A, Range(5.0, 15.0)),
            claim("pool-90", "load 0.90", A, Range(5.0, 15.0)),
            claim("pool-95", "load 0.95", A, Range(5.0, 15.0)),
        ],
    },
    Fact {
        id: "F21",
        title: "Too much at once slows everything",
        role: Emerges,
        source: "Kanban practice; Weinberg, Quality Software Management, 1992",
        claims: &[
            claim("rises", "gain of deals, best limit over 1", D, Positive),
            claim("falls", "gain of deals, 40 over the best limit", D, Negative),
            claim("time", "growth of time in the flow, 6 to 40", D, Positive),
            claim("efficiency", "flow efficiency at the defaults", D, Range(0.03, 0.20)),
        ],
    },
    Fact {
        id: "F22",
        title: "Qualification pays when there is too much to do",
        role: Emerges,
        source: "queueing and decision theory",
        claims: &[
            claim("low", "gain of win-wins by a bar, low load", A, Negative),
            claim("high", "gain by the best bar, high load", A, Range(0.10, 0.80)),
            claim("better", "further gain by a better signal", A, Positive),
            claim("blind", "gain with a signal of AUC 0.5", A, Nothing(0.03)),
            claim("share", "change of win-win share by the bar", A, Positive),
        ],
    },
    Fact {
        id: "F26",
        title: "Referred customers stay and are worth more",
        role: Emerges,
        source: "Schmitt, Skiera and Van den Bulte, Journal of Marketing, 2011, and replications",
        claims: &[
            claim("churn", "churn of the referred against others", A, Range(-0.25, -0.10)),
            claim("value", "value of the referred against others", A, Range(0.05, 0.30)),
            claim("loop", "growth of win-wins by referrals", A, Positive),
        ],
    },
];
