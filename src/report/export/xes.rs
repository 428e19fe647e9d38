//! `events.xes`: the log as XES (IEEE 1849-2016), with the standard extensions concept, lifecycle, organizational and time.

use super::dates::Dates;
use super::events::{Case, Event};
use crate::report::results::words::legal;
use quick_xml::Writer;
use std::io;

type Xml = Writer<Vec<u8>>;

const EXTENSIONS: [(&str, &str, &str); 4] = [
    ("Concept", "concept", "http://www.xes-standard.org/concept.xesext"),
    ("Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"),
    ("Organizational", "org", "http://www.xes-standard.org/org.xesext"),
    ("Time", "time", "http://www.xes-standard.org/time.xesext"),
];

/// The log of all cases. `name` is the name of the log.
///
/// # Errors
/// If it cannot be written; it goes to memory, so that does not happen.
pub fn render(name: &str, cases: &[(Dates, Vec<Case>)]) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new_with_indent(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec(), b' ', 1);
    let log = xml.create_element("log").with_attributes([
        ("xes.version", "1849-2016"),
        ("xes.features", ""),
        ("xmlns", "http://www.xes-standard.org/"),
    ]);
    log.write_inner_content(|xml| {
        head(xml, name)?;
        for (dates, cases) in cases {
            for case in cases {
                trace(xml, dates, case)?;
            }
        }
        Ok(())
    })?;
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// Extensions, what every trace and event has, classifiers, and the name of the log.
fn head(xml: &mut Xml, name: &str) -> io::Result<()> {
    for (name, prefix, uri) in EXTENSIONS {
        xml.create_element("extension").with_attributes([("name", name), ("prefix", prefix), ("uri", uri)]).write_empty()?;
    }
    xml.create_element("global").with_attribute(("scope", "trace")).write_inner_content(|xml| {
        text(xml, "concept:name", "")?;
        text(xml, "scenario", "")
    })?;
    xml.create_element("global").with_attribute(("scope", "event")).write_inner_content(|xml| {
        text(xml, "concept:name", "")?;
        attribute(xml, "date", "time:timestamp", "1970-01-01T00:00:00.000+00:00")?;
        text(xml, "lifecycle:transition", "complete")?;
        text(xml, "concept:instance", "")
    })?;
    for (name, keys) in
        [("Activity", "concept:name"), ("Activity and transition", "concept:name lifecycle:transition"), ("Resource", "org:resource")]
    {
        xml.create_element("classifier").with_attributes([("name", name), ("keys", keys)]).write_empty()?;
    }
    text(xml, "concept:name", name)?;
    text(xml, "lifecycle:model", "standard")
}

fn trace(xml: &mut Xml, dates: &Dates, case: &Case) -> io::Result<()> {
    xml.create_element("trace").write_inner_content(|xml| {
        text(xml, "concept:name", &case.id())?;
        text(xml, "scenario", &case.scenario)?;
        attribute(xml, "int", "journey", &case.journey.to_string())?;
        text(xml, "account", &case.account)?;
        text(xml, "segment", &case.segment)?;
        text(xml, "channel", &case.channel)?;
        text(xml, "truth_ending", case.truth.ending.id())?;
        attribute(xml, "boolean", "truth_possible", if case.truth.possible { "true" } else { "false" })?;
        attribute(xml, "int", "truth_group_size", &case.truth.group_size.to_string())?;
        number(xml, "truth_customer_surplus_eur", Some(case.truth.customer_surplus))?;
        number(xml, "truth_margin_eur", Some(case.truth.margin))?;
        case.events.iter().try_for_each(|one| event(xml, dates, one))
    })?;
    Ok(())
}

fn event(xml: &mut Xml, dates: &Dates, event: &Event) -> io::Result<()> {
    xml.create_element("event").write_inner_content(|xml| {
        text(xml, "concept:name", &event.activity)?;
        attribute(xml, "date", "time:timestamp", &dates.stamp(event.at_hours))?;
        text(xml, "lifecycle:transition", event.transition.name())?;
        text(xml, "concept:instance", &event.instance.to_string())?;
        for (key, value) in [
            ("org:resource", event.resource.as_deref()),
            ("org:role", event.role.as_deref()),
            ("mode", event.mode),
            ("reason", event.reason),
        ] {
            if let Some(value) = value {
                text(xml, key, value)?;
            }
        }
        number(xml, "waited_hours", event.waited_hours)?;
        number(xml, "work_hours", event.work_hours)?;
        number(xml, "amount_eur", event.amount)?;
        number(xml, "probability", event.probability)
    })?;
    Ok(())
}

fn text(xml: &mut Xml, key: &str, value: &str) -> io::Result<()> {
    attribute(xml, "string", key, &legal(value))
}

fn number(xml: &mut Xml, key: &str, value: Option<f64>) -> io::Result<()> {
    match value.filter(|v| v.is_finite()) {
        Some(value) => attribute(xml, "float", key, &((value * 1000.0).round() / 1000.0).to_string()),
        None => Ok(()),
    }
}

fn attribute(xml: &mut Xml, kind: &str, key: &str, value: &str) -> io::Result<()> {
    xml.create_element(kind).with_attributes([("key", key), ("value", value)]).write_empty()?;
    Ok(())
}
