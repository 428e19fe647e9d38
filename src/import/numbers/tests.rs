use super::*;

fn rules(delimiter: &str, format: Option<Format>) -> Rules<'static> {
    let delimiter = Delimiter::named(delimiter).expect("a delimiter");
    Rules { format, delimiter, column: "Amount", setting: "number_format" }
}

fn column(cells: &[&str], rules: &Rules<'_>) -> Result<Vec<Option<f64>>, Refusal> {
    let numbers = read(cells.iter().zip(2..).map(|(cell, line)| (line, *cell)), rules)?;
    Ok(numbers.cells.into_iter().map(|cell| cell.ok().flatten().map(|amount| amount.value)).collect())
}

fn values(cells: &[&str], delimiter: &str) -> Vec<f64> {
    let read = column(cells, &rules(delimiter, None)).unwrap_or_else(|refusal| panic!("{cells:?}: {refusal}"));
    read.into_iter().map(|cell| cell.unwrap_or(f64::NAN)).collect()
}

#[test]
fn a_number_with_one_reading_decides_for_all() {
    assert_eq!(values(&["12.500", "900,50"], ","), [12500.0, 900.5]);
    assert_eq!(values(&["12.500", "900.50"], ";"), [12.5, 900.5]);
    assert_eq!(values(&["12.500", "1.250.000"], ","), [12500.0, 1_250_000.0]);
    assert_eq!(values(&["12,500", "$22,700.00"], ";"), [12500.0, 22700.0]);
    assert_eq!(values(&["12.500", "0.250"], ";"), [12.5, 0.25]);
    assert_eq!(values(&["12 500,75", "1.200"], "\t"), [12500.75, 1200.0]);
}

#[test]
fn three_digits_are_thousands_where_something_speaks_for_it() {
    assert_eq!(values(&["12.500", "7.250"], ";"), [12500.0, 7250.0], "a semicolon goes with a comma before decimals");
    assert_eq!(values(&["12.345", "900"], ";"), [12345.0, 900.0]);
    assert_eq!(values(&["12,345"], ","), [12345.0], "quoted in a file with commas");
    assert_eq!(values(&["$12,345"], ";"), [12345.0], "dollars have a comma between thousands");
    assert_eq!(values(&["12.500", "7.250"], "\t"), [12500.0, 7250.0], "nobody writes three decimals that end in zero");
}

#[test]
fn what_could_be_either_is_refused_with_the_cure() {
    let cases = [("12.500", ","), ("12,500", ";"), ("12.345", "\t"), ("12.345", "|")];
    for (cell, delimiter) in cases {
        let refusal = column(&["", cell], &rules(delimiter, None)).expect_err(cell);
        assert_eq!(refusal.line, 3);
        assert!(refusal.message.contains("can be read in two ways") && refusal.cure.contains("number_format = "), "{refusal}");
    }
    assert!(column(&["12.500", "1500"], &rules(";", None)).is_err(), "who writes 1500 groups no thousands");
    assert!(column(&["12.500", "12,500"], &rules(";", None)).is_err());
    let said = |format| column(&["12.500"], &rules(",", Some(format))).expect("said")[0];
    assert_eq!([said(Format::Comma), said(Format::Point)], [Some(12500.0), Some(12.5)]);
}

#[test]
fn two_forms_in_a_column_are_refused() {
    let refusal = column(&["12.50", "12,50"], &rules(";", None)).expect_err("two forms");
    assert!(refusal.message.contains("\"12.50\" in line 2 and \"12,50\" in line 3"), "{refusal}");
    assert_eq!(column(&["12.50", "12,50"], &rules(";", Some(Format::Comma))).expect("said"), [None, Some(12.5)]);
}

#[test]
fn what_is_empty_and_what_is_none() {
    let numbers = read([(2, ""), (3, "n/a"), (4, "soon"), (5, "5 %"), (6, "7")].into_iter(), &rules(",", None)).expect("numbers");
    assert_eq!(numbers.cells[..2], [Ok(None), Ok(None)]);
    assert_eq!(numbers.cells[2..4], [Err("is not a number"), Err("is a share in percent, not an amount")]);
    assert_eq!((numbers.cells[4].as_ref().map(Option::is_some), numbers.format), (Ok(true), None));
}
