//! The two charts of the first page: small enough to stand side by side and be read.

mod differences;
mod dots;

pub use differences::differences;
pub use dots::dots;

use crate::report::charts::grammar::{Canvas, NAME, PAPER, SMALL, Text};

/// Width of both.
const WIDTH: i32 = 560;
/// Left and right end of what is drawn.
const ENDS: (i32, i32) = (12, WIDTH - 12);

/// A sheet for a drawing that ends at this height.
fn sheet(below: i32) -> Canvas {
    Canvas::new((WIDTH, below + 68))
}

/// Two lines on what is drawn above this height.
fn captions(canvas: &mut Canvas, below: i32, captions: [&str; 2]) {
    for (caption, y) in captions.into_iter().zip([below + 36, below + 58]) {
        canvas.text(&SMALL.fitted(caption, WIDTH), (WIDTH / 2, y), SMALL.centred());
    }
}

/// A name and what is told of it, on a ground of their own, so that no line goes through them.
fn heading(canvas: &mut Canvas, name: &str, told: &str, set: Text, y: i32) {
    let wide = set.width(told).ceil() as i32;
    let name = NAME.fitted(name, WIDTH - 2 * ENDS.0 - wide - 16);
    canvas.bar((ENDS.0 - 4, y - 11), (ENDS.0 + 4 + NAME.width(&name).ceil() as i32, y + 10), PAPER);
    canvas.bar((ENDS.1 - 4 - wide, y - 11), (ENDS.1 + 4, y + 10), PAPER);
    canvas.text(&name, (ENDS.0, y), NAME);
    canvas.text(told, (ENDS.1, y), set.right());
}
