//! Waiting lines and stations, against slow ones and by hand.

use winflow::engine::{Admission, Place, Purpose, Queue, Service, Station, Streams, WorkingHours};

#[test]
fn a_queue_agrees_with_a_slow_one() {
    let streams = Streams::new(12, 0);
    for (index, joining) in [0.4, 0.5, 0.7].into_iter().enumerate() {
        let mut draws = streams.stream(Purpose::named("queue tests"), 0, index as u64);
        let mut queue = Queue::new();
        let mut slow: Vec<(u8, u64)> = Vec::new();
        let mut places: Vec<(Place, u64)> = Vec::new();
        let (mut now, mut length) = (0.0, 0.0);
        for number in 0..40_000_u64 {
            let passed = draws.exponential(1.0);
            length += passed * slow.len() as f64;
            now += passed;
            let choice = draws.uniform();
            if choice < joining {
                let priority = draws.below(3) as u8;
                places.push((queue.join(now, priority, number), number));
                let behind = slow.iter().filter(|(other, _)| *other <= priority).count();
                slow.insert(behind, (priority, number));
            } else if choice < joining + 0.25 && !places.is_empty() {
                let (place, item) = places[draws.below(places.len() as u64) as usize];
                let position = slow.iter().position(|(_, other)| *other == item);
                assert_eq!(queue.leave(now, place), position.map(|position| slow.remove(position).1));
            } else {
                let first = if slow.is_empty() { None } else { Some(slow.remove(0).1) };
                assert_eq!(queue.serve(now), first);
            }
            assert_eq!((queue.len(), queue.is_empty()), (slow.len(), slow.is_empty()));
            assert_eq!(queue.length().value(), slow.len() as f64);
        }
        assert!((queue.length().integral(now) / length - 1.0).abs() < 1e-12);
        while queue.serve(now).is_some() {}
        // Little's law, exactly: every item-hour is somebody's wait.
        let waited = queue.waits_served().sum() + queue.waits_left().sum();
        assert!((waited / queue.length().integral(now) - 1.0).abs() < 1e-9);
        queue.clear();
        assert!(queue.is_empty() && queue.leave(now, places[0].0).is_none());
    }
}

#[test]
fn an_old_place_stays_void_after_clearing() {
    let mut queue = Queue::new();
    let place = queue.join(0.0, 0, "before");
    queue.clear();
    queue.join(0.0, 0, "after");
    assert_eq!(queue.leave(1.0, place), None);
    assert_eq!(queue.serve(1.0), Some("after"));
}

fn begins(admission: Admission) -> Option<Service> {
    match admission {
        Admission::Begins(service) => Some(service),
        Admission::Waits(_) => None,
    }
}

#[test]
fn urgent_customers_go_first() {
    let mut station = Station::new(1);
    let service = begins(station.arrive(0.0, 1, "served")).unwrap();
    station.arrive(1.0, 1, "normal");
    station.arrive(2.0, 0, "urgent");
    assert_eq!(station.done(3.0, service.server).map(|(next, _)| next), Some("urgent"));
    assert_eq!(station.done(4.0, service.server).map(|(next, _)| next), Some("normal"));
    assert_eq!(station.done(5.0, service.server), None);
    assert_eq!(station.busy().integral(7.0), 5.0);
    assert_eq!(station.queue_length().integral(7.0), 3.0 + 1.0);
}

#[test]
fn setting_up_takes_time_when_the_kind_of_work_changes() {
    let mut station = Station::new(2).with_setup(0.5);
    let first = begins(station.arrive_for(0.0, 0, 7, "a")).unwrap();
    assert_eq!(first.setup, 0.5);
    assert_eq!(station.done(1.0, first.server), None);
    // The server that is set up for kind 7 takes it again, though the other was freed no earlier.
    let again = begins(station.arrive_for(2.0, 0, 7, "b")).unwrap();
    assert_eq!((again.server, again.setup), (first.server, 0.0));
    let other = begins(station.arrive_for(2.0, 0, 8, "c")).unwrap();
    assert_eq!(other.setup, 0.5);
    assert!(other.server != first.server);
    station.arrive_for(2.5, 0, 8, "d");
    let (next, service) = station.done(3.0, again.server).unwrap();
    assert_eq!((next, service.setup), ("d", 0.5));
    assert_eq!(station.end(3.0, service, 2.0), 5.5);
}

#[test]
fn servers_go_home_in_the_evening() {
    let mut station = Station::new(1).with_hours(WorkingHours::weekly(8.0, 5.0)).with_setup(1.0);
    let service = begins(station.arrive(16.0, 0, "late")).unwrap();
    // Monday 16:00: an hour of setting up, then three hours of work on Tuesday.
    assert_eq!(station.end(16.0, service, 3.0), 24.0 + 12.0);
}
