use super::*;

fn rules(format: Option<Format>) -> Rules<'static> {
    let clock = zone("Europe/Berlin").expect("a zone");
    Rules { format, clock, written_in: None, column: "Created", setting: "date_format" }
}

fn column(cells: &[&str], rules: &Rules<'_>) -> Result<Dates, Refusal> {
    read(cells.iter().zip(2..).map(|(cell, line)| (line, *cell)), rules)
}

fn told(cells: &[&str], rules: &Rules<'_>) -> Vec<String> {
    let dates = column(cells, rules).unwrap_or_else(|refusal| panic!("{refusal}"));
    let one = |cell: Result<Moment, &str>| match cell {
        Ok(Moment { at, has_time: true }) => at.to_string(),
        Ok(moment) => moment.at.date().to_string(),
        Err(why) => why.to_string(),
    };
    dates.cells.into_iter().map(one).collect()
}

#[test]
fn the_whole_column_decides_the_order() {
    assert_eq!(told(&["03/04/2018", "31/01/2018"], &rules(None)), ["2018-04-03", "2018-01-31"]);
    assert_eq!(told(&["03/04/2018", "01/31/2018"], &rules(None)), ["2018-03-04", "2018-01-31"]);
    assert_eq!(told(&["3/4/18", "1/31/18", "x"], &rules(None)), ["2018-03-04", "2018-01-31", "is not a date"]);
    assert_eq!(told(&["03.04.2018"], &rules(None)), ["2018-04-03"], "with dots the day comes first");
    assert_eq!(told(&["05/05/2018"], &rules(None)), ["2018-05-05"], "both orders are the same day");
    assert_eq!(told(&["2018-04-03", "04/03/2018", "04/30/2018"], &rules(None)), ["2018-04-03", "2018-04-03", "2018-04-30"]);
}

#[test]
fn a_column_that_could_be_either_is_refused_with_the_cure() {
    let refusal = column(&["05/05/2018", "03/04/2018"], &rules(None)).expect_err("either");
    assert_eq!(refusal.line, 3);
    assert!(refusal.message.contains("\"03/04/2018\" in line 3; none of the 1 rows settles it"), "{refusal}");
    assert!(refusal.cure.contains("date_format = \"dd/MM/yyyy\""), "{refusal}");
    let said = |name: &str| told(&["03/04/2018"], &rules(Format::named(name)));
    assert_eq!([said("dd/MM/yyyy"), said("MM/dd/yyyy")], [["2018-04-03"], ["2018-03-04"]]);
}

#[test]
fn a_column_in_two_orders_is_refused_but_single_faults_are_not() {
    let refusal = column(&["31/01/2018", "01/31/2018"], &rules(None)).expect_err("mixed");
    assert!(refusal.message.contains("1 begin with the day (\"31/01/2018\" in line 2), 1 with the month"), "{refusal}");
    let cells: Vec<&str> = std::iter::once("01/31/2018").chain(std::iter::repeat_n("31/01/2018", 30)).collect();
    let read = told(&cells, &rules(None));
    assert_eq!((read[0].as_str(), read[1].as_str()), ("is not a day of the calendar", "2018-01-31"));
}

#[test]
fn offsets_are_honoured() {
    let cells = ["2018-01-31T23:30:00Z", "2018-07-31T23:30:00Z", "2018-01-31 23:30-05:00", "2018-01-31 10:00", "2018-01-31"];
    let expected = ["2018-02-01T00:30:00", "2018-08-01T01:30:00", "2018-02-01T05:30:00", "2018-01-31T10:00:00", "2018-01-31"];
    assert_eq!(told(&cells, &rules(None)), expected);
    assert_eq!(column(&cells, &rules(None)).expect("dates").findings.count(PUT_ON_THE_CLOCK), 3);
    let from_utc = Rules { written_in: zone("UTC"), ..rules(None) };
    assert_eq!(told(&["2018-01-31 10:00", "2018-01-31"], &from_utc), ["2018-01-31T11:00:00", "2018-01-31"]);
}

#[test]
fn numbers_count_days_or_seconds() {
    assert_eq!(told(&["43131", "43131.5"], &rules(None)), ["2018-01-31", "2018-01-31T12:00:00"]);
    assert_eq!(told(&["1517407500", "1517407501"], &rules(None)), ["2018-01-31T15:05:00", "2018-01-31T15:05:01"]);
    assert_eq!(told(&["1517407500000"], &rules(None)), ["2018-01-31T15:05:00"]);
    assert_eq!(told(&["41669"], &rules(Some(Format::Excel1904))), ["2018-01-31"]);
    assert_eq!(told(&["7", "2018-01-31", "2018-01-30"], &rules(None))[0], "is a number, not a date");
    assert_eq!(told(&["1e300", "99999999999999999999", "0"], &rules(Some(Format::Excel)))[1], "is a number, not a date");
}

#[test]
fn formats_by_name() {
    use Order::*;
    let cases = [("dd/MM/yyyy", DayMonthYear), ("%d.%m.%y", DayMonthYear), ("MDY", MonthDayYear), ("month/day/year", MonthDayYear)];
    for (name, order) in cases.into_iter().chain([("yyyy-MM-dd'T'HH:mm", YearMonthDay), ("yyyy-dd-MM", YearDayMonth)]) {
        assert_eq!(Format::named(name), Some(Format::Order(order)), "{name}");
    }
    assert_eq!(told(&["18-01-31"], &rules(Format::named("yy-MM-dd"))), ["2018-01-31"]);
    for name in ["", "auto", "dd/MM", "HH:mm dd/MM/yyyy", "excel-1905"] {
        assert_eq!(Format::named(name), None, "{name}");
    }
}
