//! How a difference is drawn by what is settled of it: by colour, and by shape too.

use crate::experiment::verdicts::Standing;
use crate::report::charts::grammar::{BETTER, Canvas, OPEN, Paint, Place, WORSE};

/// What stands for a difference of this standing.
pub fn paint(standing: Standing) -> Paint {
    match standing {
        Standing::Better => BETTER,
        Standing::Worse => WORSE,
        _ => OPEN,
    }
}

/// Its mark: a filled circle for what is better or different, a diamond for what is worse, an open circle for what is neither.
pub fn draw(canvas: &mut Canvas, standing: Standing, at: Place) {
    match standing {
        Standing::Better | Standing::Different => canvas.circle(at, 8, paint(standing)),
        Standing::Worse => canvas.diamond(at, 10, paint(standing)),
        Standing::NotSettled | Standing::NoDifference | Standing::Same => canvas.ring(at, 8, paint(standing)),
    }
}
