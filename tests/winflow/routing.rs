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

/// A crew that does nothing else. A delivery takes 10 h. Sold at 2, 4 and 6: by one delivered at 12, 22, 32; by two at 12, 14 and 22; by one with
/// half of their time at 22, 42, 62.
#[test]
fn deliveries_wait_for_people() {
    let delivered = |crew: &str| {
        let text = format!(
            "[activity.serve]\ndone_with = {{ hours = 2 }}\n[offering.thing]\ndelivery_hours = 10\n\
             [role.crew]\nlike = \"clerk\"\ndelivers = [\"thing\"]\n{crew}"
        );
        let trace = trace_at(&text, &[0.0, 1.0, 2.0]);
        [0, 1, 2].map(|customer| trace.time(customer, |what| matches!(what, Happening::Delivered { .. })))
    };
    all_close(&delivered("people = 1"), &[12.0, 22.0, 32.0]);
    all_close(&delivered("people = 2"), &[12.0, 14.0, 22.0]);
    all_close(&delivered("people = 1\ndelivery_share = 0.5"), &[22.0, 42.0, 62.0]);
}

/// Who also sells has that much less time for it: served from 0 to 2, delivered by 12, and only then is the next one served.
#[test]
fn who_delivers_and_sells_has_less_time_to_sell() {
    let text = "[activity.serve]\ndone_with = { hours = 2 }\n[offering.thing]\ndelivery_hours = 10\n\
                [role.clerk]\nbanked_hours = 0\ndelivers = [\"thing\"]\nparts = [\"dialogue\", \"qualification\", \"flow\"]\n";
    let trace = trace_at(text, &[0.0, 1.0]);
    all_close(&[trace.begins(0, "serve"), trace.begins(1, "serve")], &[0.0, 12.0]);
}

/// A delivery of 10 h begins at 20, so that 4 h are done by the second day. Then whoever does it leaves, and another one goes on: done at 30. Or
/// they are away for two days: done at 78. Or they have half of their time for it: done at 36.
#[test]
fn a_delivery_goes_on_as_people_can() {
    let delivered = |crew: &str, more: &str| {
        let text = format!(
            "[activity.serve]\ndone_with = {{ hours = 2 }}\n[offering.thing]\ndelivery_hours = 10\n\
             [role.crew]\nlike = \"clerk\"\ndelivers = [\"thing\"]\npeople = {crew}\n[event.e]\nat = \"2024-01-02\"\n{more}\n"
        );
        trace_at(&text, &[18.0]).time(0, |what| matches!(what, Happening::Delivered { .. }))
    };
    let leaves = "leave = [\"crew 1\"]\nbackfill = false";
    let away = "until = \"2024-01-04\"\naway = [\"crew 1\"]";
    let slower = "set = [\"role.crew.selling_share=0.5\"]";
    all_close(&[delivered("2", leaves), delivered("1", away), delivered("1", slower)], &[30.0, 78.0, 36.0]);
}

/// Whoever only delivers gives time to a reorganisation as others do: of a delivery of 10 h that begins at 20, 4 h are done by the second day;
/// then a week (168 h) is lost: done at 198. Training of 10 h a week costs as much before the week is over.
#[test]
fn who_only_delivers_loses_time_as_others_do() {
    let delivered = |more: &str| {
        let text = format!(
            "[activity.serve]\ndone_with = {{ hours = 2 }}\n[offering.thing]\ndelivery_hours = 10\n[role.crew]\nlike = \"clerk\"\n\
             delivers = [\"thing\"]\npeople = 1\n{more}\n"
        );
        trace_at(&text, &[18.0]).time(0, |what| matches!(what, Happening::Delivered { .. }))
    };
    let gone = delivered("[event.e]\nat = \"2024-01-02\"\nattention_weeks = 1");
    let of_others = delivered("[event.e]\nat = \"2024-01-02\"\nattention_weeks = 1\nroles = [\"clerk\"]");
    all_close(&[delivered(""), gone, of_others], &[30.0, 198.0, 30.0]);
}

/// Sold at 2, 4 and 6 and delivered at 12, 22 and 32 by one: 10, 18 and 26 days of hours, 18 h on average.
#[test]
fn time_to_deliver_is_from_the_signature() {
    let text = "[activity.serve]\ndone_with = { hours = 2 }\n[offering.thing]\ndelivery_hours = 10\n[role.crew]\nlike = \"clerk\"\n\
                delivers = [\"thing\"]\npeople = 1\n";
    let (days, deals) = trace_at(text, &[0.0, 2.0, 4.0]).ratio(Measure::DeliveryDays);
    all_close(&[days * 24.0, deals], &[10.0 + 18.0 + 26.0, 3.0]);
}

/// Whoever is away is passed over: the others have an equal share of what comes.
#[test]
fn those_who_are_there_share_what_comes() {
    let far_apart: Vec<f64> = (0..8).map(|n| 25.0 + 3.0 * f64::from(n)).collect();
    let served = |routing: &str| {
        let text = format!(
            "{THREE}[organisation]\npool_size = 1\n{routing}\n[event.e]\nat = \"2024-01-02\"\nuntil = \"2024-01-10\"\naway = [\"clerk 1\"]\n"
        );
        let trace = trace_at(&text, &far_apart);
        let seats: Vec<usize> = (1..=3).map(|nth| trace.seat("clerk", nth)).collect();
        let who = (0..8).map(|customer| trace.begun_by(customer, "serve"));
        who.fold([0; 3], |mut counts, seat| {
            counts[seats.iter().position(|&one| one == seat).expect("a clerk")] += 1;
            counts
        })
    };
    assert_eq!(served("routing = \"round-robin\""), [0, 4, 4]);
    assert_eq!(served("routing = \"weighted\"\nrouting_weights = [2, 1, 1]"), [0, 4, 4]);
}

/// The best, the second best, and so on are away, each once; and whoever owns a patch is stood in for.
#[test]
fn several_can_be_away_and_others_stand_in() {
    let away = |who: &str| format!("[event.e]\nat = \"2024-01-02\"\nuntil = \"2024-01-05\"\naway = [{who}]\n");
    let two = trace_at(&format!("{THREE}[organisation]\npool_size = 1\n{}", away("\"any clerk\", \"any clerk\"")), &[25.0, 25.1, 25.2]);
    let seats = [0, 1, 2].map(|customer| two.begun_by(customer, "serve"));
    assert!(seats[0] == seats[1] && seats[1] == seats[2], "two of three are away: {seats:?}");
    let patch = "[person.ann]\nrole = \"clerk\"\n[patch.all]\nsegment = \"customer\"\nshare = 1.0\nowner = \"ann\"\n";
    let stood_in = trace_at(&format!("{THREE}{patch}[organisation]\npool_size = 1\n{}", away("\"ann\"")), &[1.0, 30.0]);
    let ann = stood_in.seat("clerk", 1);
    assert!(stood_in.begun_by(0, "serve") == ann && stood_in.begun_by(1, "serve") != ann);
    assert!(stood_in.begins(1, "serve") < 31.0);
}

/// A team that is too small is a bottleneck: customers wait, and some cancel; nothing is lost or counted twice.
#[test]
fn a_delivery_team_can_be_the_bottleneck() {
    let refunds = |people: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("firm.toml");
        let text = format!(
            "extends = [\"mid\", \"team\"]\n[time]\nyears = 1\nwarm_up_weeks = 4\nrun_out_years = 2\n[offering.standard]\ndelivery_hours = 160\n\
             delivery_patience_days = 60\n[role.crew]\npeople = {people}\ndelivers = [\"standard\"]\nselling_share = 0.8\nquits_per_year = 1\n"
        );
        std::fs::write(&path, text).expect("written");
        let records = run(&path.to_string_lossy(), &[], 3, 3);
        assert!(records.iter().all(|record| record.check.violation().is_none()));
        total(&records, Measure::RefundShare)
    };
    let (room, full) = (refunds("20"), refunds("1"));
    assert!(full > room + 0.2, "{full} {room}");
}

/// Sellers who have work enough in a part spend its share of their time there, and no more; without a limit they spend more.
#[test]
fn parts_take_no_more_than_their_share() {
    let hours = |shares: &str| {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("firm.toml");
        let text =
            format!("extends = [\"mid\", \"hero\"]\n[time]\nyears = 1\nwarm_up_weeks = 6\n[role.seller]\nquits_per_year = 0\n{shares}\n");
        std::fs::write(&path, text).expect("written");
        let records = run(&path.to_string_lossy(), &[], 3, 3);
        assert!(records.iter().all(|record| record.check.violation().is_none()));
        let all = |part: usize| records.iter().flat_map(|record| &record.roles).map(|role| role.hours[part]).sum::<f64>();
        let available: f64 = records.iter().flat_map(|record| &record.roles).map(|role| role.selling_hours).sum();
        [0, 1, 2].map(|part| all(part) / available)
    };
    let [dialogue, _, flow] = hours("");
    assert!(dialogue > 0.07 && flow > 0.5, "{dialogue} {flow}");
    let [.., flow] = hours("part_shares = [1.0, 1.0, 0.3]");
    assert!(flow < 0.31 && flow > 0.25, "{flow}");
    let [dialogue, ..] = hours("part_shares = [0.05, 1.0, 1.0]");
    assert!(dialogue < 0.06 && dialogue > 0.04, "{dialogue}");
    let same = hours("part_shares = [1.0, 1.0, 1.0]");
    assert_eq!(same, hours(""));
}

/// Three roles share a queue, and two of them may do the work: the third customer waits for one of these two.
#[test]
fn several_roles_can_do_the_same() {
    let text = "[role.other]\nlike = \"clerk\"\n[role.third]\nlike = \"clerk\"\n[activity.serve]\nrole = \"clerk\"\nroles = [\"other\"]\n\
                done_with = { hours = 2 }\n";
    let trace = trace_at(text, &[0.0, 0.1, 0.2]);
    let seats = [0, 1, 2].map(|customer| trace.begun_by(customer, "serve"));
    let third = trace.seat("third", 1);
    assert!(!seats.contains(&third) && seats[0] != seats[1], "{seats:?} {third}");
    all_close(&[trace.begins(1, "serve"), trace.begins(2, "serve")], &[0.1, 2.0]);
}

/// The clerk is away on the second and third day. What was begun on the first evening is finished; who comes on the second day waits for the fourth.
#[test]
fn whoever_is_away_begins_nothing() {
    let text = "[activity.serve]\ndone_with = { hours = 2 }\n[person.ann]\nrole = \"clerk\"\naway = [\"2024-01-02 to 2024-01-03\"]\n";
    let trace = trace_at(text, &[23.0, 30.0]);
    all_close(&[trace.begins(0, "serve"), trace.ends(0, "serve"), trace.begins(1, "serve")], &[23.0, 25.0, 72.0]);
    let by_event =
        "[activity.serve]\ndone_with = { hours = 2 }\n[event.e]\nat = \"2024-01-02\"\nuntil = \"2024-01-04\"\naway = [\"clerk 1\"]\n";
    let same = trace_at(by_event, &[23.0, 30.0]);
    all_close(&[same.begins(0, "serve"), same.ends(0, "serve"), same.begins(1, "serve")], &[23.0, 25.0, 72.0]);
}

/// With queues of their own, those who are there get the new customers; where nobody is, they wait for the first who comes back.
#[test]
fn new_customers_go_to_whoever_is_there() {
    let who = |away: &str| {
        let text =
            format!("{THREE}[organisation]\npool_size = 1\n[event.e]\nat = \"2024-01-02\"\nuntil = \"2024-01-05\"\naway = [{away}]\n");
        let trace = trace_at(&text, &[24.5, 25.0, 25.5]);
        let seats: Vec<usize> = (1..=3).map(|nth| trace.seat("clerk", nth)).collect();
        [0, 1, 2].map(|customer| seats.iter().position(|&seat| seat == trace.begun_by(customer, "serve")).expect("a clerk"))
    };
    assert_eq!(who("\"clerk 1\""), [1, 2, 1]);
    let mut all = who("\"clerk 1\", \"clerk 2\", \"clerk 3\"");
    all.sort_unstable();
    assert_eq!(all, [0, 1, 2]);
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
