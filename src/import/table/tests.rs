use super::*;

fn read(text: impl AsRef<[u8]>) -> Table {
    Table::from_bytes(text.as_ref(), &How::default()).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn wanting(text: &str, wanted: &[&str]) -> Table {
    let how = How { wanted: wanted.iter().map(|name| (*name).to_string()).collect(), ..How::default() };
    Table::from_bytes(text.as_bytes(), &how).unwrap_or_else(|refusal| panic!("{refusal}"))
}

fn rows(table: &Table) -> Vec<(u64, Vec<&str>)> {
    table.rows().map(|row| (row.line(), (0..table.headers.len()).map(|column| row.get(column)).collect())).collect()
}

fn found(table: &Table) -> Vec<String> {
    table.findings.list.iter().map(Finding::in_words).collect()
}
use crate::import::Finding;

#[test]
fn delimiters_are_found() {
    for (delimiter, name) in [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "pipe")] {
        let text = ["date", "name", "value"].join(delimiter) + "\n" + &["2024-01-03", "a b", "1"].join(delimiter) + "\n";
        let table = read(&text);
        assert_eq!((table.how.delimiter.name().as_str(), table.headers.len(), table.len()), (name, 3, 1), "{text}");
    }
    assert_eq!(read("date;value\n2024-01-03;12,50\n2024-01-04;1,25\n").how.delimiter.name(), "semicolon");
    assert_eq!(read("date\n2024-01-03\n").headers, ["date"]);
    assert_eq!(read("sep=|\r\na|b,c\r\n1|2,3\r\n").headers, ["a", "b,c"]);
    assert_eq!(rows(&read("sep=;\na;b\n1;2\n")), [(3, vec!["1", "2"])]);
    assert_eq!(read("'a','b'\n'1,5','2'\n").headers, ["a", "b"]);
}

#[test]
fn what_is_said_holds() {
    let how = How { delimiter: Delimiter::named("comma"), quote: Some(Quote::None), header_line: Some(2), ..How::default() };
    let table = Table::from_bytes(b"x;y\na;\"b,c\n1,2\n", &how).expect("a table");
    assert_eq!((table.headers, table.how.header_line), (vec!["a;\"b".to_string(), "c".to_string()], 2));
    let refusal = Table::from_bytes(b"a,b\n\n1,2\n", &How { header_line: Some(2), ..How::default() }).expect_err("no row there");
    assert!(refusal.line == 2 && refusal.message.contains("no row begins there"), "{refusal}");
}

#[test]
fn lines_above_the_header_are_passed_over_and_counted() {
    let text = "Opportunities, all\nAs of 2024-02-01\n\nid,date,value\n1,2024-01-03,5\n2,2024-01-04,6\n";
    for table in [read(text), wanting(text, &["date"])] {
        assert_eq!((table.headers.join("|"), table.how.header_line, table.len()), ("id|date|value".into(), 4, 2));
        assert_eq!(found(&table), ["lines above the names of the columns: 2 (line 1: \"Opportunities\"; line 2: \"As of 2024-02-01\")"]);
    }
}

#[test]
fn lines_below_and_between_are_no_rows() {
    let text = "date,value\n2024-01-03,5\nSubtotal,5\n2024-01-04,6\n\n\"Grand Totals (2 records)\"\n\"Confidential Information - Do Not Distribute\"\n";
    let table = read(text);
    assert_eq!(rows(&table).len(), 2);
    let below = "lines below the table: 2 (line 6: \"Grand Totals (2 records)\"; line 7: \"Confidential Information - Do Not Distribute\")";
    assert_eq!(found(&table), ["totals and notes between rows: 1 (line 3: \"Subtotal\")", below]);
    let padded = read("id,name,value\n1,Total Energies,5\n2,Anna Berg,\nAnna Berg,,\n,,\nReport by Anna,,\n");
    assert_eq!((padded.len(), found(&padded)), (3, vec!["lines below the table: 1 (line 6: \"Report by Anna\")".to_string()]));
    let a_firm = read("account,date\nTotal,2024-01-03\nSumma,2024-01-04\n");
    assert_eq!((a_firm.len(), found(&a_firm).len()), (2, 0), "a firm may be called so");
}

#[test]
fn exports_that_were_put_together() {
    let table = read("\u{feff}a,b\n1,2\n\u{feff}a,b\n3,4\n");
    assert_eq!(rows(&table), [(2, vec!["1", "2"]), (4, vec!["3", "4"])]);
    assert_eq!(found(&table), ["repeated names of the columns: 1 (line 3)"]);
}

#[test]
fn rows_of_another_width() {
    let table = read("a,b\n1,2\n3\n4,5,6\n7,8,,\n9,\"x\n");
    assert_eq!((rows(&table), table.broken), (vec![(2, vec!["1", "2"]), (5, vec!["7", "8"])], 3));
    assert_eq!(
        found(&table)[0],
        "rows whose number of cells differs from the number of columns: 2 (line 3: 1 cells where there are 2 columns; line 4: 3 cells where there are 2 columns)"
    );
    assert_eq!(found(&table)[1], "rows in which a quote is opened and not closed: 1 (line 6: \"9,\\\"x\")".replace("\\\"", "\""));
}

#[test]
fn columns_are_found_by_name() {
    let table = read("Date,Amount,Amount,Note (2)\n2024-01-03,1,2,x\n");
    assert_eq!([table.find(" Date "), table.find("Amount (2)"), table.find("Note (2)")], [Ok(0), Ok(2), Ok(3)]);
    let several = table.find("Amount").expect_err("two");
    assert_eq!(several.message, "has 2 columns with the name \"Amount\"");
    let none = table.find("date").expect_err("none");
    assert_eq!(none.cure, "Did you mean \"Date\"? The columns are Date, Amount, Amount, Note (2).");
    assert_eq!(found(&table), ["columns with the name of an earlier one: 1 (line 1: \"Amount\")"]);
}

#[test]
fn what_is_no_table_is_refused_with_the_cure() {
    let refused = |bytes: &[u8], message: &str| {
        let refusal = Table::from_bytes(bytes, &How::default()).expect_err(message);
        assert!(refusal.message.contains(message) && !refusal.cure.is_empty(), "{refusal}");
    };
    refused(b"", "is empty");
    refused(b"\n \n\r\n", "is empty");
    refused(b"date,value\n", "has no rows");
    refused(b"PK\x03\x04rest", "is an Excel workbook");
    refused(b"\x1f\x8brest", "is compressed");
    refused(b"\x00\x01\x02", "is not text");
    refused(b"<html><table><tr><td>1</td></tr></table></html>", "is a page of a browser");
    assert!(Table::open(Path::new("nowhere/at all.csv"), &How::default()).expect_err("nowhere").message.contains("cannot be read"));
}

#[test]
fn rows_that_repeat_others() {
    assert_eq!(read("a,b\n1,2\n12,\n1,2\n,12\n1,2\n").repeats(), [false, false, true, false, true]);
}

#[test]
fn any_bytes_are_read_or_refused() {
    let mut state = 11u64;
    let mut pick = |most: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % most
    };
    let pieces: [&[u8]; 26] = [
        b"\"",
        b"'",
        b",",
        b";",
        b"\t",
        b"|",
        b"\n",
        b"\r\n",
        b"\r",
        b" ",
        b"date",
        b"value",
        b"sep=",
        b"1.234",
        b"12,5",
        b"2024-01-03",
        b"03/04/2024",
        b"Total",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xe4",
        b"\xc3\xa4",
        b"\xf0\x9f",
        b"\x00",
        b"-",
        b"%",
    ];
    for round in 0..4000 {
        let mut bytes = Vec::new();
        for _ in 0..pick(60) {
            if round % 2 == 0 { bytes.extend(pieces[pick(26)]) } else { bytes.push(pick(256) as u8) }
        }
        let wanted = vec!["date".to_string(), "value".to_string()];
        let how = How { wanted, header_line: (pick(3) == 0).then(|| 1 + pick(3) as u64), ..How::default() };
        let Ok(table) = Table::from_bytes(&bytes, &how) else { continue };
        for column in 0..table.headers.len() {
            let clock = crate::import::dates::zone("UTC").expect("a zone");
            let dates = crate::import::dates::Rules { format: None, clock, written_in: None, column: "x", setting: "y" };
            let numbers = crate::import::numbers::Rules { format: None, delimiter: table.how.delimiter, column: "x", setting: "y" };
            _ = crate::import::dates::read(table.column(column), &dates);
            _ = crate::import::numbers::read(table.column(column), &numbers);
        }
        assert!(table.rows().all(|row| row.line() <= 1 + bytes.len() as u64));
    }
}
