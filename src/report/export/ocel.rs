//! `events.json`: the log as OCEL 2.0 (Berti and others 2023), JSON: an event belongs to a customer, and to the opportunity, the
//! account and the person of ours that it is about.

use super::dates::Dates;
use super::events::{Case, Event};
use serde::Serialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ocel {
    object_types: Vec<Type>,
    event_types: Vec<Type>,
    objects: Vec<Object>,
    events: Vec<OcelEvent>,
}

#[derive(Serialize)]
struct Type {
    name: String,
    attributes: Vec<TypeAttribute>,
}

#[derive(Serialize)]
struct TypeAttribute {
    name: &'static str,
    r#type: &'static str,
}

#[derive(Serialize)]
struct Object {
    id: String,
    r#type: &'static str,
    attributes: Vec<Attribute>,
    relationships: Vec<Relation>,
}

#[derive(Serialize)]
struct OcelEvent {
    id: String,
    r#type: String,
    time: String,
    attributes: Vec<Attribute>,
    relationships: Vec<Relation>,
}

#[derive(Serialize)]
struct Attribute {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<String>,
    value: Value,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Relation {
    object_id: String,
    qualifier: &'static str,
}

/// Attributes of objects hold from the beginning of time on.
const ALWAYS: &str = "1970-01-01T00:00:00.000+00:00";

const CUSTOMER: &[(&str, &str)] = &[
    ("scenario", "string"),
    ("journey", "integer"),
    ("segment", "string"),
    ("channel", "string"),
    ("truth_ending", "string"),
    ("truth_possible", "boolean"),
    ("truth_group_size", "integer"),
    ("truth_customer_surplus_eur", "float"),
    ("truth_margin_eur", "float"),
];
const OPPORTUNITY: &[(&str, &str)] = &[("scenario", "string"), ("amount_eur", "float")];
const ACCOUNT: &[(&str, &str)] = &[("scenario", "string"), ("name", "string"), ("segment", "string")];
const PERSON: &[(&str, &str)] = &[("scenario", "string"), ("name", "string"), ("role", "string")];
const EVENT: &[(&str, &str)] = &[
    ("lifecycle", "string"),
    ("instance", "integer"),
    ("mode", "string"),
    ("waited_hours", "float"),
    ("work_hours", "float"),
    ("amount_eur", "float"),
    ("probability", "float"),
    ("reason", "string"),
];

/// The log of all cases.
pub fn render(cases: &[(Dates, Vec<Case>)]) -> String {
    let mut types: BTreeMap<&str, ()> = BTreeMap::new();
    let mut events: Vec<(f64, OcelEvent)> = Vec::new();
    let mut customers = Vec::new();
    let mut opportunities = Vec::new();
    let mut accounts: BTreeMap<String, Object> = BTreeMap::new();
    let mut people: BTreeMap<String, Object> = BTreeMap::new();
    for (dates, cases) in cases {
        for case in cases {
            let account = account_id(case);
            accounts.entry(account.clone()).or_insert_with(|| account_of(case));
            customers.push(customer(case, &account));
            let begins = case.events.iter().position(|e| e.activity == FIRST_DIALOGUE);
            if begins.is_some() {
                opportunities.push(opportunity(dates, case, &account));
            }
            for (position, event) in case.events.iter().enumerate() {
                types.insert(&event.activity, ());
                if let Some(name) = &event.resource {
                    people.entry(person_id(case, name)).or_insert_with(|| person(case, event, name));
                }
                let is_about_opportunity = begins.is_some_and(|first| position >= first);
                events.push((event.at_hours, ocel_event(dates, case, event, position, is_about_opportunity)));
            }
        }
    }
    events.sort_by(|a, b| a.1.time.cmp(&b.1.time).then(a.0.total_cmp(&b.0)));
    let attributes =
        |of: &'static [(&'static str, &'static str)]| of.iter().map(|&(name, r#type)| TypeAttribute { name, r#type }).collect::<Vec<_>>();
    let object_types = [("account", ACCOUNT), ("customer", CUSTOMER), ("opportunity", OPPORTUNITY), ("person", PERSON)];
    let ocel = Ocel {
        object_types: object_types.map(|(name, of)| Type { name: name.to_string(), attributes: attributes(of) }).into(),
        event_types: types.keys().map(|name| Type { name: name.to_string(), attributes: attributes(EVENT) }).collect(),
        objects: accounts.into_values().chain(customers).chain(opportunities).chain(people.into_values()).collect(),
        events: events.into_iter().map(|(_, event)| event).collect(),
    };
    // Plain data: this cannot fail.
    serde_json::to_string(&ocel).unwrap_or_default() + "\n"
}

/// Where a deal is made.
const SIGNATURE: &str = "signature";
/// Where an opportunity begins.
const FIRST_DIALOGUE: &str = "first dialogue";

fn account_id(case: &Case) -> String {
    format!("account:{}:{}", case.scenario, case.account)
}

fn customer_id(case: &Case) -> String {
    format!("customer:{}", case.id())
}

fn opportunity_id(case: &Case) -> String {
    format!("opportunity:{}", case.id())
}

fn person_id(case: &Case, name: &str) -> String {
    format!("person:{}:{name}", case.scenario)
}

fn always(name: &'static str, value: Value) -> Attribute {
    Attribute { name, time: Some(ALWAYS.to_string()), value }
}

fn related(object_id: String, qualifier: &'static str) -> Relation {
    Relation { object_id, qualifier }
}

fn account_of(case: &Case) -> Object {
    let attributes =
        vec![always("scenario", json!(case.scenario)), always("name", json!(case.account)), always("segment", json!(case.segment))];
    Object { id: account_id(case), r#type: "account", attributes, relationships: Vec::new() }
}

fn customer(case: &Case, account: &str) -> Object {
    let truth = &case.truth;
    let attributes = vec![
        always("scenario", json!(case.scenario)),
        always("journey", json!(case.journey)),
        always("segment", json!(case.segment)),
        always("channel", json!(case.channel)),
        always("truth_ending", json!(truth.ending.id())),
        always("truth_possible", json!(truth.possible)),
        always("truth_group_size", json!(truth.group_size)),
        always("truth_customer_surplus_eur", json!(rounded(truth.customer_surplus))),
        always("truth_margin_eur", json!(rounded(truth.margin))),
    ];
    Object { id: customer_id(case), r#type: "customer", attributes, relationships: vec![related(account.to_string(), "belongs to")] }
}

/// What it asks for is told from when it was asked; what is paid after the signature is told by its events alone.
fn opportunity(dates: &Dates, case: &Case, account: &str) -> Object {
    let signed = case.events.iter().position(|event| event.activity == SIGNATURE).map_or(case.events.len(), |at| at + 1);
    let mut attributes = vec![always("scenario", json!(case.scenario))];
    let mut asked = None;
    for event in &case.events[..signed] {
        if let Some(amount) = event.amount.map(rounded).filter(|amount| asked != Some(*amount)) {
            asked = Some(amount);
            attributes.push(Attribute { name: "amount_eur", time: Some(dates.stamp(event.at_hours)), value: json!(amount) });
        }
    }
    let relationships = vec![related(customer_id(case), "with"), related(account.to_string(), "in")];
    Object { id: opportunity_id(case), r#type: "opportunity", attributes, relationships }
}

fn person(case: &Case, event: &Event, name: &str) -> Object {
    let role = event.role.as_deref().unwrap_or_default();
    let attributes = vec![always("scenario", json!(case.scenario)), always("name", json!(name)), always("role", json!(role))];
    Object { id: person_id(case, name), r#type: "person", attributes, relationships: Vec::new() }
}

fn ocel_event(dates: &Dates, case: &Case, event: &Event, position: usize, is_about_opportunity: bool) -> OcelEvent {
    let mut attributes = vec![
        Attribute { name: "lifecycle", time: None, value: json!(event.transition.name()) },
        Attribute { name: "instance", time: None, value: json!(event.instance) },
    ];
    let mut add = |name, value: Option<Value>| attributes.extend(value.map(|value| Attribute { name, time: None, value }));
    add("mode", event.mode.map(|m| json!(m)));
    add("waited_hours", event.waited_hours.map(|v| json!(rounded(v))));
    add("work_hours", event.work_hours.map(|v| json!(rounded(v))));
    add("amount_eur", event.amount.map(|v| json!(rounded(v))));
    add("probability", event.probability.map(|v| json!(rounded(v))));
    add("reason", event.reason.map(|r| json!(r)));
    let mut relationships = vec![related(customer_id(case), "of"), related(account_id(case), "in")];
    if is_about_opportunity {
        relationships.push(related(opportunity_id(case), "about"));
    }
    relationships.extend(event.resource.as_ref().map(|name| related(person_id(case, name), "done by")));
    OcelEvent {
        id: format!("event:{}:{position}", case.id()),
        r#type: event.activity.clone(),
        time: dates.stamp(event.at_hours),
        attributes,
        relationships,
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
