//! What the figures of an experiment are means over: worlds of the firm as it is described, or firms like it; and how that is said.

use super::csv::Lines;
use super::settled::few;
use super::words::{grouped, list, worlds};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Firms like the one that is described, each in one world, in place of worlds of that one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OverFirms {
    /// How many firms were drawn.
    pub drawn: u64,
    /// How many of them contradict themselves somewhere, whatever is drawn; they are left out everywhere.
    pub contradictory: u64,
    /// How many have the figures of some firm, and count.
    pub plausible: u64,
    /// Assumptions are drawn from their value divided by this to their value times this, within their plausible range.
    pub factor: f64,
    /// How many numbers were drawn for each.
    pub assumptions: u64,
    /// Whether firms have pay plans of several kinds.
    pub pay_varies: bool,
}

/// What became of a firm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Counts,
    /// Nowhere has it the figures of some firm.
    Implausible,
    /// It contradicts itself somewhere.
    Contradictory,
}

/// A firm that was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirmLine {
    /// Its number: that of the same firm in a comparison.
    pub firm: u64,
    /// Its pay plan, by the name of the shipped overlay; empty where it is the one described.
    pub pay_plan: &'static str,
    /// What became of it.
    pub standing: Standing,
    /// Its place among those that count.
    pub world: Option<u64>,
}

/// All firms as a table: which world of the results is that of which firm.
pub fn csv(firms: &[FirmLine]) -> String {
    let mut lines = Lines::headed(["firm", "pay_plan", "standing", "world"]);
    for firm in firms {
        let standing = match firm.standing {
            Standing::Counts => "counts",
            Standing::Implausible => "implausible",
            Standing::Contradictory => "contradictory",
        };
        let world = firm.world.map_or_else(String::new, |world| world.to_string());
        lines.push([firm.firm.to_string(), firm.pay_plan.to_string(), standing.to_string(), world]);
    }
    lines.into_text()
}

/// What such a firm is, as the beginning of a sentence.
pub fn like_this_one(assumptions: u64, pay_varies: bool) -> String {
    let pay = if pay_varies { " and one of six usual pay plans" } else { "" };
    format!(
        "A firm like this one has each of {} assumptions between half and double its value, within its plausible range{pay}",
        grouped(assumptions as f64, 0)
    )
}

impl OverFirms {
    /// What the firms are, which of them count, and what that makes of the intervals.
    pub fn words(&self) -> String {
        let count = |number: u64| grouped(number as f64, 0);
        let of = |number: u64, one: &str, several: &str| {
            (number > 0).then(|| format!("{} {}", count(number), if number == 1 { one } else { several }))
        };
        let implausible = self.drawn.saturating_sub(self.plausible + self.contradictory);
        let left_out: Vec<String> = [
            of(self.contradictory, "contradicts itself", "contradict themselves"),
            of(implausible, "does not have the figures of a real firm", "do not have the figures of a real firm"),
        ]
        .into_iter()
        .flatten()
        .collect();
        let which = if left_out.is_empty() {
            format!("All {} drawn count.", count(self.drawn))
        } else {
            format!("Of {} drawn, {} count; {}.", count(self.drawn), count(self.plausible), list(&left_out))
        };
        format!(
            "{}; what is varied or compared, and what is measured of this firm, stays. {which} The intervals hold both the spread of these \
             assumptions and the luck of worlds. All of it is within this model's assumptions.",
            like_this_one(self.assumptions, self.pay_varies)
        )
    }
}

/// What figures are means over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// So many worlds.
    Worlds(u64),
    /// So many firms.
    Firms(u64),
}

impl Over {
    /// So many worlds, or firms where there are any.
    pub fn new(worlds: u64, firms: Option<&OverFirms>) -> Self {
        if firms.is_some() { Self::Firms(worlds) } else { Self::Worlds(worlds) }
    }

    /// "40 worlds", "38 firms like this one, one world each".
    pub fn counted(self) -> String {
        match self {
            Self::Worlds(count) => worlds(count),
            Self::Firms(count) => format!("{} firms like this one, one world each", grouped(count as f64, 0)),
        }
    }

    /// "40 worlds", "38 firms".
    pub fn in_short(self) -> String {
        match self {
            Self::Worlds(count) => worlds(count),
            Self::Firms(count) => format!("{} firms", grouped(count as f64, 0)),
        }
    }

    /// "world", "firm".
    pub fn one(self) -> &'static str {
        match self {
            Self::Worlds(_) => "world",
            Self::Firms(_) => "firm",
        }
    }

    /// "worlds", "firms".
    pub fn several(self) -> &'static str {
        match self {
            Self::Worlds(_) => "worlds",
            Self::Firms(_) => "firms",
        }
    }

    /// "worlds", "firms like this one".
    pub fn of_which_kind(self) -> &'static str {
        match self {
            Self::Worlds(_) => "worlds",
            Self::Firms(_) => "firms like this one",
        }
    }

    /// What stands after a claim that rests on few of them.
    pub fn few(self) -> &'static str {
        match self {
            Self::Worlds(count) => few(count),
            Self::Firms(count) if few(count).is_empty() => "",
            Self::Firms(_) => "; only probable, with few firms",
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Made-up firms, of which this many count.
    pub(crate) fn over(plausible: u64) -> OverFirms {
        OverFirms { drawn: plausible + 3, contradictory: 1, plausible, factor: 2.0, assumptions: 431, pay_varies: true }
    }

    #[test]
    fn firms_are_told_with_those_that_are_left_out() {
        let said = over(37).words();
        for part in [
            "each of 431 assumptions between half and double its value",
            "one of six usual pay plans; what is varied or compared",
            "Of 40 drawn, 37 count; 1 contradicts itself and 2 do not have the figures of a real firm.",
            "both the spread of these assumptions and the luck of worlds",
            "within this model's assumptions",
        ] {
            assert!(said.contains(part), "{part} is missing in {said}");
        }
        let all = OverFirms { drawn: 37, contradictory: 0, pay_varies: false, ..over(37) };
        assert!(all.words().contains("All 37 drawn count.") && !all.words().contains("pay plans"), "{}", all.words());
    }

    #[test]
    fn worlds_are_called_worlds_and_firms_firms() {
        let (worlds, firms) = (Over::new(40, None), Over::new(38, Some(&over(38))));
        assert_eq!([worlds.counted(), firms.counted()], ["40 worlds", "38 firms like this one, one world each"]);
        assert_eq!([worlds.few(), firms.few(), Over::Firms(19).few()], ["", "", "; only probable, with few firms"]);
    }

    #[test]
    fn a_table_says_which_world_is_that_of_which_firm() {
        let line = |firm, standing, world| FirmLine { firm, pay_plan: "salary", standing, world };
        let text = csv(&[line(0, Standing::Counts, Some(0)), line(1, Standing::Contradictory, None), line(2, Standing::Implausible, None)]);
        assert_eq!(
            text.replace('\r', ""),
            "firm,pay_plan,standing,world\n0,salary,counts,0\n1,salary,contradictory,\n2,salary,implausible,\n"
        );
    }
}
