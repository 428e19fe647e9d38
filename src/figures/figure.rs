//! The figures that results are told in when they are cut, each defined once.

use super::cells::Cell;
use super::cut::Cut;
use crate::measure::{Better, Ratio};

macro_rules! figures {
    ($( $name:ident $id:literal $unit:literal $better:ident $title:literal $top:expr => $bottom:expr, $doc:literal; )*) => {
        /// A figure of a group: a total over a total, per world and across worlds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Figure { $( #[doc = $doc] $name, )* }
        impl Figure {
            /// All figures, in the order in which they are shown.
            pub const ALL: &'static [Figure] = &[ $( Figure::$name, )* ];
            /// Name in files and options.
            pub fn id(self) -> &'static str { match self { $( Figure::$name => $id, )* } }
            /// Unit in words.
            pub fn unit(self) -> &'static str { match self { $( Figure::$name => $unit, )* } }
            /// Which direction is better.
            pub fn better(self) -> Better { match self { $( Figure::$name => Better::$better, )* } }
            /// Name for people.
            pub fn title(self) -> &'static str { match self { $( Figure::$name => $title, )* } }
            /// Definition: numerator over denominator, what counts, and what is left out.
            pub fn definition(self) -> &'static str { match self { $( Figure::$name => $doc, )* } }
            /// Numerator and denominator in one group of one world.
            pub fn of(self, cell: &Cell) -> Ratio {
                let (numerator, denominator): (fn(&Cell) -> f64, fn(&Cell) -> f64) = match self { $( Figure::$name => ($top, $bottom), )* };
                Ratio { numerator: numerator(cell), denominator: denominator(cell) }
            }
        }
    };
}

/// Counted as it is, in every world.
const ONE: fn(&Cell) -> f64 = |_| 1.0;

figures! {
    Leads "leads" "customers" Higher "Leads" |c| c.leads => ONE, "Customers who came by a channel in the window, or whose dialogue we began unasked.";
    Answered "dialogues" "customers" Higher "Dialogues" |c| c.dialogues => ONE, "Dialogues that began in the window.";
    Accepted "accepted" "opportunities" Higher "Accepted opportunities" |c| c.accepted => ONE, "Dialogues that were judged and let into the pipeline in the window.";
    Proposed "proposed" "opportunities" Higher "Proposals" |c| c.proposed => ONE, "Accepted opportunities closed in the window whose customer had been asked to decide.";
    Won "won" "deals" Higher "Deals won" |c| c.won => ONE, "Deals signed in the window.";
    Delivered "delivered" "deals" Higher "Deals delivered" |c| c.delivered => ONE, "Deals delivered in the window, whenever they were signed.";
    Renewed "renewed" "renewals" Higher "Renewals" |c| c.renewed => ONE, "Yearly renewals in the years counted, of deals signed in the window.";
    Bookings "bookings" "EUR" Higher "Bookings" |c| c.bookings => ONE, "Prices of deals signed in the window; renewals are not included.";
    DealSize "deal_size" "EUR" Neither "Average deal size" |c| c.bookings => |c| c.won, "Bookings per deal won.";
    Discount "discount" "share" Lower "Average discount" |c| c.list_prices - c.bookings => |c| c.list_prices, "List prices less prices paid, as a share of list prices; deals signed in the window.";
    LeadToOpportunity "lead_to_opportunity" "share" Higher "Lead to opportunity" |c| c.accepted => |c| c.leads, "Opportunities accepted per lead, both in the window: a ratio of the period, not a cohort.";
    OpportunityToWon "opportunity_to_won" "share" Higher "Opportunity to won" |c| c.won => |c| c.accepted, "Deals won per opportunity accepted, both in the window: a ratio of the period, not a cohort.";
    WinRate "win_rate" "share" Higher "Win rate" |c| c.won => |c| c.won + c.lost, "Deals won per accepted opportunity closed in the window, by close date: won, lost, or without a decision. Disqualified ones (our own no) and open ones are left out.";
    WinRateByValue "win_rate_by_value" "share" Higher "Win rate by value" |c| c.list_prices => |c| c.list_prices + c.lost_value, "The same by list price instead of by count.";
    NoDecision "no_decision" "share" Lower "No decision" |c| c.no_decision => |c| c.won + c.lost, "Accepted opportunities closed in the window that ended in the status quo or in indecision, as a share of all closed but the disqualified.";
    Disqualified "disqualified" "share" Neither "Disqualified" |c| c.own_no => |c| c.won + c.lost + c.own_no, "Accepted opportunities closed in the window by our own no, as a share of all closed.";
    CycleMedian "cycle_p50" "days" Lower "Cycle time, median" |c| c.cycle_p50 => |c| c.has_cycles, "Median days from dialogue to signature, of deals signed in the window. Taken world by world.";
    CycleP90 "cycle_p90" "days" Lower "Cycle time, 90th percentile" |c| c.cycle_p90 => |c| c.has_cycles, "Days from dialogue to signature within which nine of ten deals were signed, of deals signed in the window. Taken world by world.";
    OpenPipeline "open_pipeline" "EUR" Neither "Open pipeline" |c| c.open_value => ONE, "List prices, less discounts granted, of accepted opportunities that are open when the window ends.";
    OpenAge "open_age" "days" Lower "Age of open opportunities" |c| c.open_days => |c| c.open, "Days since the dialogue began, per accepted opportunity that is open when the window ends.";
    Hours "hours" "hours" Neither "Hours worked" |c| c.hours => ONE, "Hours of our work: by role, person, pod and plan all hours in the window; by anything else those on customers who were decided on or left in the window, whole.";
    Attainment "attainment" "share" Higher "Quota attainment" |c| c.credit => |c| c.quota, "Credit as a share of quota, of pay periods in the window; quotas are prorated for the time that people were on board. Everybody with a quota counts, those who close nothing too.";
    AtQuota "at_quota" "share" Higher "Share at quota" |c| c.at_quota => |c| c.with_quota, "People who reached their quota of the window, as a share of those who had one: credit and quota of all their pay periods in it. Everybody with a quota counts, those who close nothing too.";
    BelowTenth "below_a_tenth" "share" Lower "Share below a tenth of quota" |c| c.below_tenth => |c| c.with_quota, "People with less than a tenth of their quota of the window, as a share of those who had one.";
}

impl Figure {
    /// Its name above a column.
    pub fn heading(self) -> &'static str {
        match self {
            Self::Accepted => "Accepted",
            Self::Won => "Won",
            Self::Delivered => "Delivered",
            Self::Discount => "Discount",
            Self::DealSize => "Deal size",
            Self::CycleMedian => "Cycle, median",
            Self::CycleP90 => "Cycle, p90",
            Self::OpenAge => "Age of open",
            Self::AtQuota => "At quota",
            Self::BelowTenth => "Below a tenth",
            Self::Attainment => "Attainment",
            _ => self.title(),
        }
    }

    /// Whether it means something for groups of a cut: quota is of people and periods are of none, leads are of no person.
    pub fn is_of(self, cuts: &[Cut]) -> bool {
        let by_people = cuts.iter().any(|cut| cut.is_of_people());
        let by_customers = cuts.iter().any(|cut| cut.is_of_customers());
        let by_time = cuts.iter().any(|cut| cut.is_of_time());
        match self {
            Self::Leads | Self::LeadToOpportunity => !by_people,
            Self::Attainment | Self::AtQuota | Self::BelowTenth => by_people && !by_customers && !by_time,
            Self::OpenPipeline | Self::OpenAge | Self::Hours => !by_time,
            _ => true,
        }
    }

    /// Those that a first look at a cut needs.
    pub fn is_first(self) -> bool {
        matches!(
            self,
            Self::Leads
                | Self::Accepted
                | Self::Won
                | Self::Bookings
                | Self::WinRate
                | Self::NoDecision
                | Self::CycleMedian
                | Self::Discount
                | Self::Attainment
                | Self::AtQuota
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_figure_is_defined_and_named_once() {
        for figure in Figure::ALL {
            let alike = Figure::ALL.iter().filter(|other| other.id() == figure.id() || other.title() == figure.title()).count();
            assert_eq!(alike, 1, "{}", figure.id());
            assert!(figure.definition().ends_with('.') && figure.definition().len() > 20, "{}", figure.id());
        }
    }

    /// The guide has them as they are defined here.
    #[test]
    fn the_guide_has_every_definition() {
        let guide = include_str!("../guide/figures.md");
        for figure in Figure::ALL {
            let line = format!("| {} (`{}`) | {} | {} |", figure.title(), figure.id(), figure.unit(), figure.definition());
            assert!(guide.contains(&line), "{line}");
        }
        for cut in Cut::ALL {
            let line = format!("| `{}` | {} |", cut.word(), cut.definition());
            assert!(guide.contains(&line), "{line}");
        }
    }

    #[test]
    fn open_and_disqualified_are_in_no_win_rate() {
        let cell = Cell { won: 2.0, lost: 6.0, no_decision: 3.0, own_no: 4.0, open: 9.0, ..Cell::default() };
        let of = |figure: Figure| figure.of(&cell).numerator / figure.of(&cell).denominator;
        assert_eq!([of(Figure::WinRate), of(Figure::NoDecision), of(Figure::Disqualified)], [0.25, 0.375, 1.0 / 3.0]);
    }
}
