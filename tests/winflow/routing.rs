//! Who gets the lead, when it moves on, and when we let go: small cases worked out by hand.

use crate::happened::Trace;
use crate::traces::{all_close, trace_at};
use crate::worlds::{run, total};
use winflow::measure::Measure;
use winflow::world::happening::Happening;

/// Three clerks, each with a queue of their own; work of 2 h each.
const THREE: &str = "[role.clerk]\npeople = 3\n[activity.serve]\ndone_with = { hours = 2 }\n";

/// Who serves those who come at these hours, by a rule.
fn served_by(organisation: &str, hours: &[f64]) -> Vec<usize> {
    let trace = trace_at(&format!("{THREE}[organisation]\npool_size = 1\n{organisation}\n"), hours);
    let seats: Vec<usize> = (1..=3).map(|nth| trace.seat("clerk", nth)).collect();
    let place = |customer| seats.iter().position(|&seat| seat == trace.begun_by(customer, "serve")).expect("a clerk");
    (0..hours.len() as u64).map(place).collect()
}

#[test]
fn in_turn_and_by_weight() {
    let far_apart: Vec<f64> = (0..9).map(|n| 3.0 * f64::from(n)).collect();
    assert_eq!(served_by("routing = \"round-robin\"", &far_apart[..4]), [0, 1, 2, 0]);
    assert_eq!(served_by("routing = \"weighted\"\nrouting_weights = [4, 3, 2]", &far_apart), [0, 1, 2, 0, 1, 0, 2, 1, 0]);
}

/// At 0, 0.1 and 0.2 there is always an empty queue left; at 1 all have one customer, and the first is taken.
#[test]
fn to_the_queue_with_the_fewest() {
    assert_eq!(served_by("routing = \"least-loaded\"", &[0.0, 0.1, 0.2, 1.0]), [0, 1, 2, 0]);
}

/// There is one account: whoever had it first has it ever after.
#[test]
fn the_owner_of_the_account_has_it_again() {
    let one = "[segment.customer]\naccounts = 1\n";
    let text = |routing: &str| format!("{THREE}{one}[organisation]\npool_size = 1\nrouting = \"{routing}\"\n");
    let seats = |routing: &str| {
        let trace = trace_at(&text(routing), &[0.0, 5.0, 10.0]);
        [0, 1, 2].map(|customer| trace.begun_by(customer, "serve"))
    };
    let [first, second, third] = seats("owner");
    assert!(first == second && second == third);
    let [first, second, third] = seats("round-robin");
    assert!(first != second && second != third && first != third);
}

/// All customers are of one account, and so of one territory. With room for one customer each, the second goes to the next queue, the third to
/// the one after it, and the fourth, where all are full, to the first again.
#[test]
fn a_full_queue_is_passed_over_as_long_as_another_has_room() {
    let one = "routing = \"territory\"\n[segment.customer]\naccounts = 1";
    assert_eq!(served_by(one, &[0.0, 0.1, 0.2, 0.3]), [0, 0, 0, 0]);
    let capped = "routing = \"territory\"\nmost_customers_per_person = 1\n[segment.customer]\naccounts = 1";
    assert_eq!(served_by(capped, &[0.0, 0.1, 0.2, 0.3]), [0, 1, 2, 0]);
}

/// Answers take 3 h. The second customer, in the same queue from 0.5 on, would be answered at 3; after an hour it goes to the other queue and is
/// answered there at 1.5.
#[test]
fn whoever_is_not_answered_moves_on() {
    let text = |hours: &str| {
        format!(
            "[role.clerk]\npeople = 2\n[organisation]\npool_size = 1\nrouting = \"territory\"\n[segment.customer]\naccounts = 1\n\
             [channel.door]\nanswer_work_hours = 3\n[dialogue]\nmoves_on_after_hours = {hours}\n"
        )
    };
    let answered = |hours: &str| {
        let trace = trace_at(&text(hours), &[0.0, 0.5]);
        [0, 1].map(|customer| trace.time(customer, |what| matches!(what, Happening::AnswerBegun { .. })))
    };
    all_close(&answered("0"), &[0.0, 3.0]);
    all_close(&answered("1"), &[0.0, 1.5]);
}

/// The customer can hardly ever meet. Weeks begin every 168 h: at the first, 7 days are more than 5; at the second, 14 days are more than 10.
#[test]
fn silent_and_old_deals_are_let_go() {
    let text = |rule: &str| format!("[activity.serve]\ndone_with = {{ hours = 2, delay_days = 1000 }}\n[flow]\n{rule}\n");
    let let_go =
        |trace: &Trace| trace.with(0, |what| matches!(what, Happening::LetGo { .. })).iter().map(|h| h.at_hours).collect::<Vec<_>>();
    all_close(&let_go(&trace_at(&text("lets_go_after_silent_days = 5"), &[0.0])), &[168.0]);
    all_close(&let_go(&trace_at(&text("lets_go_after_days = 10"), &[0.0])), &[336.0]);
    assert!(let_go(&trace_at(&text("lets_go_after_silent_days = 0"), &[0.0])).is_empty());
}

/// One clerk has two customers at once and needs 400 h for each: the second waits for us for more than two weeks, which is not its silence. Neither
/// is the wait for a signature after a yes.
#[test]
fn the_wait_for_us_and_for_a_signature_is_no_silence() {
    let busy = trace_at("[activity.serve]\ndone_with = { hours = 400 }\n[flow]\nlets_go_after_silent_days = 5\n", &[0.0, 0.1]);
    let is_let_go = |what: &Happening| matches!(what, Happening::LetGo { .. });
    assert_eq!(busy.count(is_let_go), 0);
    let signing = "[activity.serve]\ndone_with = { hours = 2 }\n[buying]\nsigning_days = 1000\n[flow]\nlets_go_after_silent_days = 5\n";
    assert_eq!(trace_at(signing, &[0.0]).count(is_let_go), 0);
}

/// With few accounts that are called again and again, lists that tire bring fewer dialogues.
#[test]
fn lists_tire() {
    let dialogues = |tires: &str| {
        let sets = ["time.years=0.5", "time.warm_up_weeks=4", "time.run_out_years=0.2", "segment.mid.accounts=300", tires];
        total(&run("mid team", &sets, 3, 3), Measure::DialoguesPerMonth)
    };
    let (fresh, tired) = (dialogues("channel.list.tires_share=0"), dialogues("channel.list.tires_share=0.5"));
    assert!(tired < 0.95 * fresh, "{tired} {fresh}");
}

/// One delivery a month (730.5 h), each of 10 days. Three are sold at 2, 4 and 6: delivered 240 h after 2, 2 + 730.5 and 2 + 1461.
#[test]
fn deliveries_wait_for_their_turn() {
    let text = "[activity.serve]\ndone_with = { hours = 2 }\n[offering.thing]\ndelivery_days = 10\ndeliveries_per_month = 1\n";
    let trace = trace_at(text, &[0.0, 1.0, 2.0]);
    let delivered = [0, 1, 2].map(|customer| trace.time(customer, |what| matches!(what, Happening::Delivered { .. })));
    all_close(&delivered, &[242.0, 972.5, 1703.0]);
}

/// Where sales are more than can be delivered, customers who do not wait for ever cancel, and are paid back; with room nobody does.
#[test]
fn who_does_not_wait_for_delivery_is_paid_back() {
    let refunds = |capacity: &str| {
        let sets = ["time.years=1", "time.warm_up_weeks=4", "time.run_out_years=2", "offering.*.delivery_patience_days=60", capacity];
        let records = run("mid team", &sets, 3, 3);
        assert!(records.iter().all(|record| record.check.violation().is_none()));
        total(&records, Measure::RefundShare)
    };
    let (room, full) = (refunds("offering.*.deliveries_per_month=1000"), refunds("offering.*.deliveries_per_month=2"));
    assert!(full > room + 0.2, "{full} {room}");
}
