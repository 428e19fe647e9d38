//! Pods and patches: who serves customers together, and whose customers are whose.

use super::event::hired;
use super::keys::{number, plain};

crate::sections! {
    /// People of several roles who serve customers together: who develops a lead hands it to the seller of the pod, and the pod's specialist
    /// assists. Whoever is in no pod is there for all.
    pub struct Pod {
        /// Who is in it, by role: `["ae=3", "se=1", "sdr=1"]`.
        people: Vec<String> = Vec::new() => plain();
        /// How many such pods there are.
        number: f64 = 1.0 => number("pods", 1.0, 1000.0).whole();
    }

    /// Customers who are somebody's: a share of the accounts of a segment.
    pub struct Patch {
        /// Segment.
        segment: String = String::new() => plain();
        /// Share of its accounts; the shares of a segment's patches add up to 1 at most, and what is left is nobody's in particular.
        share: f64 = 1.0 => number("share", 0.0, 1.0);
        /// Size of the deals in it, of what is usual in the segment.
        potential: f64 = 1.0 => number("times", 0.01, 100.0).plausible(0.3, 3.0);
        /// Whose they are: somebody by name, a pod, or a role. Empty: those who name the patch as theirs.
        owner: String = String::new() => plain();
    }
}

impl Pod {
    /// Places in the pod: role and number. What cannot be read is left out.
    pub fn seats(&self) -> impl Iterator<Item = (&str, usize)> {
        self.people.iter().filter_map(|text| hired(text))
    }
}
