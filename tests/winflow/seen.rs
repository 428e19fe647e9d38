//! What our side could see of a world, to compare two runs that differ in one customer.

use winflow::simulation::Model;
use winflow::world::Alteration;
use winflow::world::happening::{Customer, Happened, Happening, Keeps};

/// All that happens in a world, without what is hidden from us.
pub fn seen(model: &Model, seed: u64, world: u64, alteration: Option<Alteration>) -> Vec<Happened> {
    let happened = model.follow(seed, world, Keeps::Everything, alteration).1;
    happened.into_iter().filter(|h| !is_hidden(&h.what)).map(without_the_truth).collect()
}

fn is_hidden(what: &Happening) -> bool {
    matches!(what, Happening::Truth { .. } | Happening::Gained { .. } | Happening::Lost { .. })
}

/// The same without what nobody on our side knows of the customer, and without the price: every customer has another, so that it would
/// hide whatever else differs from the beginning of the dialogue on.
fn without_the_truth(happened: Happened) -> Happened {
    let customer = Customer { group_size: 0, possible: false, begun_hours: 0.0, ..happened.customer };
    Happened { customer, amount: 0.0, ..happened }
}

/// Whether it was the customer or chance who did or said it, or something that we saw of them. All else is done by us.
pub fn is_theirs(what: &Happening) -> bool {
    is_of_a_dialogue(what) || is_of_the_work(what) || is_of_a_decision(what)
}

fn is_of_a_dialogue(what: &Happening) -> bool {
    use Happening::{Agreed, AgreedDialogueBegins, AnsweredAtOnce, ComesAgain, Over, Sent, TalkedBefore, TurnsAway, WantsToTalk};
    let comes = matches!(what, AnsweredAtOnce { .. } | Sent { .. } | ComesAgain | TalkedBefore);
    comes || matches!(what, WantsToTalk { .. } | TurnsAway { .. } | Agreed { .. } | AgreedDialogueBegins | Over { .. })
}

fn is_of_the_work(what: &Happening) -> bool {
    use Happening::{DoneAgain, DoneTwice, FeltPushed, Heard, JudgedAgain, LeavesUs, Looked, OneProcess, ReadyFor, Revealed, TheirProcess};
    let chance = matches!(what, JudgedAgain | ReadyFor { .. } | DoneTwice | DoneAgain { .. } | LeavesUs { .. });
    let heard = matches!(what, TheirProcess { .. } | OneProcess { .. } | FeltPushed { .. } | Heard { .. } | Revealed { .. });
    chance || heard || matches!(what, Looked { .. })
}

fn is_of_a_decision(what: &Happening) -> bool {
    use Happening::{Decided, DecidedAlone, Ended, NotHurried, OccasionCame, Signed, SignsEarly, YesLost};
    use Happening::{Delivered, Left, Refunded, Renewed};
    let asked = matches!(what, Decided { .. } | SignsEarly { .. } | NotHurried | OccasionCame | YesLost { .. } | DecidedAlone);
    let ends = matches!(what, Signed | Ended { .. });
    asked || ends || matches!(what, Delivered { .. } | Refunded | Renewed { .. } | Left { .. })
}

/// Those with whom a dialogue began, by number.
pub fn talked(happened: &[Happened]) -> Vec<u64> {
    let begins = happened.iter().filter(|h| matches!(h.what, Happening::DialogueBegun { .. }));
    let mut talked: Vec<u64> = begins.map(|h| h.customer.journey).collect();
    talked.sort_unstable();
    talked
}

/// What happened first that did not happen in both: the earlier one, or both at equal times; nothing if all is the same. At equal
/// times, what others do next may stand beside what the customer did in one of the runs only.
pub fn first_difference<'a>(a: &'a [Happened], b: &'a [Happened]) -> Vec<&'a Happened> {
    let at = a.iter().zip(b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
    let found = || [a.get(at), b.get(at)].into_iter().flatten();
    // What was before the beginning is kept customer by customer, and counts as one time.
    let time = |h: &Happened| h.at_hours.max(0.0);
    let earliest = found().map(time).fold(f64::INFINITY, f64::min);
    found().filter(|h| time(h) == earliest).collect()
}
