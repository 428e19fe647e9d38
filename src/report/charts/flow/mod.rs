//! Charts of time and flow: how bookings add up, where customers are on the way, how long each part takes, and whether there are hands
//! enough.
//!
//! | chart | kind of chart, and where it comes from |
//! |---|---|
//! | [`fan`] | fan chart: Britton, Fisher and Whitley, "The Inflation Report projections: understanding the fan chart", *Bank of England Quarterly Bulletin*, 1998; single worlds drawn in it: Hullman, Resnick and Adar, "Hypothetical outcome plots", *PLoS ONE* 10, 2015 |
//! | [`funnel`] | stages with the conversion and the time between them |
//! | [`cumulative_flow`] | cumulative flow diagram and ageing work: Anderson, *Kanban*, 2010; Vacanti, *Actionable Agile Metrics for Predictability*, 2015; the law that it shows: Little, "A proof for the queuing formula", *Operations Research* 9, 1961 |
//! | [`cycle`] | cycle-time scatter plot with percentiles: Vacanti, 2015 |
//! | [`quarter`] | bookings by week of the fiscal quarter: Oyer, "Fiscal year ends and nonlinear incentive contracts", *Quarterly Journal of Economics* 113, 1998 |
//! | [`capacity`] | demand against capacity by month |
//! | [`roles`] | utilisation and waits by role: Hopp and Spearman, *Factory Physics*, 1996 |

pub mod capacity;
pub mod cumulative_flow;
pub mod cycle;
mod dates;
pub mod fan;
pub mod funnel;
mod journeys;
pub mod quarter;
pub mod roles;
#[cfg(test)]
mod sample;
mod sheet;
#[cfg(test)]
mod tests;

use crate::report::charts::grammar::Picture;
use crate::report::results::stored::Stored;

/// All charts of time and flow for which there is something to draw.
pub fn pictures(stored: &Stored) -> Vec<Picture> {
    let charts = [
        fan::picture(stored),
        funnel::picture(stored),
        cumulative_flow::picture(stored),
        cycle::picture(stored),
        quarter::picture(stored),
        capacity::picture(stored),
        roles::picture(stored),
    ];
    charts.into_iter().flatten().collect()
}
