//! What makes people quit.

use super::quit_factor;
use crate::scenario::response::Response;

#[test]
fn disappointment_makes_people_quit_within_bounds() {
    let rule = Response { quit_response: 2.0, quit_factor_most: 3.0, ..Response::default() };
    assert_eq!(quit_factor(&rule, 0.0), 1.0);
    assert!((quit_factor(&rule, 0.25) - libm::exp(0.5)).abs() < 1e-12);
    assert_eq!((quit_factor(&rule, 10.0), quit_factor(&rule, -10.0)), (3.0, 1.0 / 3.0));
}
