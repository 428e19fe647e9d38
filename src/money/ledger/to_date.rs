//! Years that are paid in instalments: what of them was settled already.

use super::Due;
use super::settling::Sums;

/// What was settled of a year that is still open. All of it is zero where every period stands alone.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct ToDate {
    /// Time on board, in periods.
    pub(super) share: f64,
    /// What was written in the books.
    pub(super) sums: Sums,
    /// Quota, EUR.
    pub(super) quota: f64,
    /// Earned by credit, EUR.
    pub(super) earned: f64,
}

impl ToDate {
    /// The same after another instalment.
    pub(super) fn with(self, due: &Due) -> Self {
        let Self { share, sums, quota, earned } = self;
        Self {
            share: share + due.share,
            sums: Sums {
                credit: sums.credit + due.credit,
                credit_back: sums.credit_back + due.credit_back,
                on_top: sums.on_top + due.on_top,
                pay_back: sums.pay_back + due.pay_back,
                // What was up for renewal is in no due: it is summed anew each time.
                up_for_renewal: 0.0,
            },
            quota: quota + due.quota,
            earned: earned + due.earned,
        }
    }
}
