//! What no key can tell alone: keys that contradict each other, work that nobody can do, runs too large to run.

mod deliveries;
mod duties;
mod events;
mod files;
mod idle;
mod members;
mod pay;
mod pods;
mod process;

use super::customer::Segment;
use super::problems::{Log, Origin, Sources};
use super::provider::{Activity, Channel, ChannelKind, Part, Role, Routing};
use super::read::{Origins, nearest, plain_number};
use super::units::DAYS_PER_YEAR;
use super::whole::Scenario;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// More people than these are refused.
const MOST_PEOPLE: f64 = 60_000.0;

/// More journeys in one world than these are refused.
const MOST_JOURNEYS: f64 = 5e7;
/// The keys that set how many there are.
const SIZES: [&str; 7] = [
    "segment.projects_per_year",
    "segment.purchases_mean",
    "channel.leads_per_year",
    "time.years",
    "time.run_out_years",
    "time.warm_up_weeks",
    "market_scale",
];
/// The keys that say who does an activity.
const WHO_DOES_WHAT: [&str; 5] = ["activity.role", "activity.roles", "activity.part", "role.people", "role.parts"];
/// More than these are worth a warning.
const MANY_JOURNEYS: f64 = 2e6;

/// Adds what is wrong to `log` and what is odd to `warnings`, each at the line where the offending key was set.
pub(crate) fn check(
    scenario: &Scenario,
    csv_files: &BTreeMap<String, PathBuf>,
    origins: &Origins,
    (sources, fallback): (&Sources, Origin),
    log: &mut Log,
    warnings: &mut Log,
) {
    let mut checker = Checker { scenario, csv_files, origins, fallback, sources, log, warnings };
    checker.everything();
}

/// What helps where nobody works in a part.
fn add_to_parts(part: &str) -> String {
    format!("Add \"{part}\" to the parts of a role with people. A role that assists has no parts but those that it is given.")
}

struct Checker<'a> {
    scenario: &'a Scenario,
    csv_files: &'a BTreeMap<String, PathBuf>,
    origins: &'a Origins,
    fallback: Origin,
    sources: &'a Sources,
    log: &'a mut Log,
    warnings: &'a mut Log,
}

impl Checker<'_> {
    /// One check after the other: what one refuses may be why the next finds fault, which is then not told.
    fn everything(&mut self) {
        let checks: [fn(&mut Self); 21] = [
            Self::something_of_everything,
            Self::time,
            Self::size,
            Self::segments,
            Self::channels,
            Self::arrivals,
            Self::currencies,
            Self::dialogue,
            Self::activities,
            Self::people,
            Self::members,
            Self::pods,
            Self::deliveries,
            Self::left_undone,
            Self::patches,
            Self::pursued,
            Self::plans,
            Self::discounts,
            Self::idle,
            Self::process,
            Self::events,
        ];
        for check in checks {
            check(self);
            self.log.checked();
        }
    }

    /// Where a key was set, or else the section around it, or else the last file.
    fn blame(&self, path: &str) -> Origin {
        let mut path = path;
        loop {
            if let Some(origin) = self.origins.get(path) {
                return *origin;
            }
            match path.rsplit_once('.') {
                Some((outer, _)) => path = outer,
                None => return self.fallback,
            }
        }
    }
    /// Refuses the scenario, unless one of the keys involved (`role.people` for that of any role) could not be read and
    /// may be the cause.
    fn refuse(&mut self, involved: &[&str], path: &str, message: String, hint: impl Into<String>) {
        if !self.log.is_broken(involved) {
            let origin = self.blame(path);
            self.log.add_refused(origin, path, message, hint.into());
        }
    }
    fn warn(&mut self, path: &str, message: String, hint: impl Into<String>) {
        let origin = self.blame(path);
        if message.starts_with(&format!("{path} has no effect")) {
            self.warnings.add_without_effect(origin, path, message, hint.into());
        } else {
            self.warnings.add(origin, path, message, hint.into());
        }
    }

    fn something_of_everything(&mut self) {
        let scenario = self.scenario;
        let kinds = [
            ("segment", scenario.segment.is_empty(), "customers", "[segment.industry]"),
            ("offering", scenario.offering.is_empty(), "an offering", "[offering.standard]"),
            ("channel", scenario.channel.is_empty(), "a channel to meet customers", "[channel.web]"),
            ("role", scenario.role.is_empty(), "people", "[role.seller]"),
            ("activity", scenario.activity.is_empty(), "something to do", "extends = \"catalogue\""),
        ];
        // Whoever brings customers of their own has no market beneath unless they say so, and so may lack all the rest.
        let market = if scenario.segment.is_empty() {
            "extends = \"mid\""
        } else {
            "a market beneath your own customers, which a file with segments has only if it says so: extends = [\"mid\", ...]"
        };
        for (section, is_empty, what, example) in kinds {
            if is_empty {
                self.refuse(
                    &[section],
                    section,
                    format!("there is no {section}"),
                    format!("A scenario needs {what}: {example}, or {market}."),
                );
            }
        }
        let people: f64 = scenario.role.values().map(|role| role.people).sum();
        if people > MOST_PEOPLE {
            let cause = format!("there are {people} people in total; at most {MOST_PEOPLE} can be simulated");
            self.refuse(&["role.people"], "role", cause, "Take fewer people and a smaller market_scale.".to_string());
        }
        if !scenario.role.is_empty() && scenario.role.names().all(|name| !scenario.has_anybody(name)) {
            let names: Vec<String> = scenario.role.names().map(|name| format!("role.{name}.people")).collect();
            let path = names.first().cloned().unwrap_or_default();
            self.refuse(&["role.people"], &path, "there are no people in any role".into(), format!("Set {}.", names.join(" or ")));
        }
    }

    fn time(&mut self) {
        let wrong: Vec<(String, String)> =
            self.scenario.time.holidays.iter().filter_map(|text| super::holidays::days(text, 2024..=2024).err()).collect();
        if let Some((_, hint)) = wrong.first() {
            let found: Vec<&str> = wrong.iter().map(|(message, _)| message.as_str()).collect();
            self.refuse(&["time.holidays"], "time.holidays", format!("time.holidays: {}", found.join("; ")), hint.as_str());
        }
        let start = &self.scenario.time.window_start;
        if crate::import::dates::zone(&self.scenario.time.zone).is_none() {
            let message = format!("time.zone = \"{}\" is not a time zone", super::problems::shown(&self.scenario.time.zone));
            self.refuse(&["time.zone"], "time.zone", message, files::ZONES);
        }
        if start.parse::<jiff::civil::Date>().is_err() {
            let message = format!("time.window_start = \"{}\" is not a date", super::problems::shown(start));
            self.refuse(&["time.window_start"], "time.window_start", message, "Write year, month, day: \"2024-01-01\".");
        }
        self.run_out();
    }

    /// A run that ends before customers of the last weeks of the window have decided, and what they bought is delivered.
    fn run_out(&mut self) {
        let scenario = self.scenario;
        let deadline = scenario.segment.values().map(|segment| segment.deadline_days_median).fold(0.0, f64::max);
        let delivery = scenario.offering.values().map(|offering| offering.delivery_days).fold(0.0, f64::max);
        let needed = deadline + delivery;
        let days = scenario.time.run_out_years * DAYS_PER_YEAR;
        if days < needed {
            let message = format!(
                "time.run_out_years = {} ({:.0} days) is short: half of the customers need more than {needed:.0} days to decide and take delivery",
                plain_number(scenario.time.run_out_years),
                days
            );
            self.warn("time.run_out_years", message, "Deals still open when the run ends count as not won, so rates come out too low.");
        }
    }

    fn size(&mut self) {
        let scenario = self.scenario;
        let time = &scenario.time;
        let years = time.years + time.run_out_years + time.warm_up_weeks * 7.0 / DAYS_PER_YEAR;
        let journeys = |segment: &Segment| segment.projects_per_year * segment.purchases_mean * scenario.market_scale * years;
        let leads = |channel: &Channel| channel.leads_per_year * scenario.market_scale * years;
        let by_segment = scenario.segment.entries.iter().map(|(name, s)| (format!("segment.{name}.projects_per_year"), journeys(s)));
        let by_channel = scenario.channel.entries.iter().map(|(name, c)| (format!("channel.{name}.leads_per_year"), leads(c)));
        let counts: Vec<(String, f64)> = by_segment.chain(by_channel).collect();
        let total: f64 = counts.iter().map(|(_, count)| count).sum();
        let Some((path, _)) = counts.into_iter().reduce(|a, b| if b.1 > a.1 { b } else { a }) else { return };
        let hint = "Lower market_scale, time.years or this number; rates need more worlds, not a larger market.";
        if total > MOST_JOURNEYS {
            let message = format!(
                "about {} journeys and leads in each world are more than {}",
                plain_number(total.round()),
                plain_number(MOST_JOURNEYS)
            );
            self.refuse(&SIZES, &path, message, hint);
        } else if total > MANY_JOURNEYS {
            self.warn(
                &path,
                format!("about {} journeys and leads in each world take a lot of time and memory", plain_number(total.round())),
                hint,
            );
        }
    }

    fn segments(&mut self) {
        let scenario = self.scenario;
        if scenario.channel.is_empty() || scenario.channel.values().any(|channel| channel.segment.is_empty()) {
            return;
        }
        for name in scenario.segment.names() {
            if scenario.channel.values().all(|channel| channel.segment != name) {
                let path = format!("segment.{name}");
                self.warn(
                    &path,
                    format!("no channel leads to {path}"),
                    "Its customers are never met; a channel with segment = \"\" leads to all.",
                );
            }
        }
    }

    fn channels(&mut self) {
        let scenario = self.scenario;
        for (name, channel) in &scenario.channel.entries {
            let key = |key: &str| format!("channel.{name}.{key}");
            if !channel.segment.is_empty() && scenario.segment.get(&channel.segment).is_none() && !scenario.segment.is_empty() {
                let message = format!("{} = \"{}\" is not a segment", key("segment"), super::problems::shown(&channel.segment));
                let hint = did_you_mean(&channel.segment, scenario.segment.names());
                self.refuse(&["segment", "channel.segment"], &key("segment"), message, hint);
            }
            if channel.kind == ChannelKind::Outbound {
                if channel.touches_per_hour <= 0.0 {
                    let message = format!("{} = 0 in an outbound channel: nobody is ever touched", key("touches_per_hour"));
                    self.refuse(
                        &["channel.kind", "channel.touches_per_hour"],
                        &key("touches_per_hour"),
                        message,
                        "Set touches_per_hour, or take another kind.",
                    );
                }
                if channel.leads_per_year > 0.0 {
                    self.warn(
                        &key("leads_per_year"),
                        format!("{} has no effect in an outbound channel", key("leads_per_year")),
                        "Outbound customers come from touches (touches_per_hour, touch_answer_share).",
                    );
                }
            }
        }
    }

    fn arrivals(&mut self) {
        let scenario = self.scenario;
        let mut claimed: BTreeMap<(&PathBuf, Option<&str>), &str> = BTreeMap::new();
        for (name, channel) in &scenario.channel.entries {
            let key = |key: &str| format!("channel.{name}.{key}");
            self.files(name, channel);
            let Some(file) = self.csv_files.get(name) else { continue };
            if channel.kind == ChannelKind::Outbound {
                let hint = "Real arrivals are customers who came; take kind = \"inbound\".";
                self.refuse(
                    &["channel.kind", "channel.csv_file"],
                    &key("csv_file"),
                    format!("{} in an outbound channel", key("csv_file")),
                    hint,
                );
            }
            if channel.csv_date_column.is_empty() {
                let message = format!("{} is set but {} is not", key("csv_file"), key("csv_date_column"));
                self.refuse(
                    &["channel.kind", "channel.csv_file"],
                    &key("csv_file"),
                    message,
                    "Name the column with the date of an arrival.",
                );
            }
            if !channel.csv_channel_values.is_empty() && channel.csv_channel_column.is_empty() {
                let message = format!("{} is set but {} is not", key("csv_channel_values"), key("csv_channel_column"));
                self.refuse(
                    &["channel.kind", "channel.csv_channel_values"],
                    &key("csv_channel_values"),
                    message,
                    "Name the column with the channel.",
                );
            }
            let values: Vec<Option<&str>> = match channel.csv_channel_values.as_slice() {
                [] => vec![None],
                values => values.iter().map(|value| Some(value.trim())).collect(),
            };
            for value in values {
                if let Some(other) = claimed.insert((file, value), name)
                    && other != name
                {
                    let what = value.map_or("all rows that no other channel claims".to_string(), |value| {
                        format!("\"{}\"", super::problems::shown(value))
                    });
                    let message = format!("channel.{other} and channel.{name} both claim {what} of the same file");
                    self.refuse(
                        &["channel.kind", "channel.csv_channel_values"],
                        &key("csv_channel_values"),
                        message,
                        "Give each row to one channel by csv_channel_values.",
                    );
                }
            }
        }
    }

    fn dialogue(&mut self) {
        let dialogue = &self.scenario.dialogue;
        if dialogue.prospect_below > dialogue.prospect_until {
            let keys = ["dialogue.prospect_below", "dialogue.prospect_until"];
            let path = keys.into_iter().max_by_key(|key| self.origins.get(*key)).unwrap_or(keys[0]);
            let message = format!(
                "dialogue.prospect_below = {} is above prospect_until = {}",
                plain_number(dialogue.prospect_below),
                plain_number(dialogue.prospect_until)
            );
            self.refuse(
                &["dialogue.prospect_below", "dialogue.prospect_until"],
                path,
                message,
                "Prospecting begins below the first and stops at the second.",
            );
        }
        let is_needed = |channel: &Channel| match channel.kind {
            ChannelKind::Outbound => channel.touches_per_hour > 0.0,
            _ => channel.leads_per_year > 0.0 || !channel.csv_file.is_empty(),
        };
        let needed = self.scenario.channel.entries.iter().find(|(_, channel)| is_needed(channel));
        if let Some((name, _)) = needed
            && !self.has_people_in(Part::Dialogue)
        {
            let message = format!("nobody works in the part dialogue, but channel.{name} needs somebody to answer or to call");
            self.refuse(
                &["channel.kind", "channel.leads_per_year", "role.people", "role.parts"],
                &self.parts_path(&format!("channel.{name}")),
                message,
                add_to_parts("dialogue"),
            );
        }
    }

    fn activities(&mut self) {
        let scenario = self.scenario;
        let decides = |activity: &Activity| activity.decides && !activity.after_sale && activity.part == Part::Flow;
        if !scenario.activity.is_empty() && !scenario.activity.values().any(decides) {
            let hint = "Without one no customer can ever buy: set decides = true in an activity of the part flow before the sale.";
            self.refuse(
                &["activity.decides", "activity.part", "activity.after_sale"],
                "activity",
                "no activity asks the customer to decide".into(),
                hint,
            );
        }
        let mut judging: Vec<(f64, &str)> = Vec::new();
        for (name, activity) in &scenario.activity.entries {
            match activity.part {
                Part::Dialogue => {
                    let hint = "Dialogues are begun by channels and by [dialogue]; activities belong to the parts qualification and flow.";
                    self.warn(&format!("activity.{name}.part"), format!("activity.{name} is never done"), hint);
                }
                Part::Qualification => judging.push((activity.order, name)),
                Part::Flow => {}
            }
        }
        judging.sort_by(|a, b| a.0.total_cmp(&b.0));
        if let [(_, first), rest @ ..] = judging.as_slice() {
            for (_, name) in rest {
                let hint = "A dialogue is qualified once before it is accepted; later judgements come from the work on it.";
                self.warn(
                    &format!("activity.{name}.part"),
                    format!("activity.{name} is never done: activity.{first} comes before it in the part qualification"),
                    hint,
                );
            }
        }
        let mut told = Vec::new();
        for (name, activity) in &scenario.activity.entries {
            let key = |key: &str| format!("activity.{name}.{key}");
            if activity.doers().next().is_none() {
                let part = activity.part;
                if !self.has_people_in(part) && !told.contains(&part) {
                    told.push(part);
                    let part = part.word();
                    let message = format!("nobody works in the part {part}, but activity.{name} belongs to it");
                    self.refuse(&WHO_DOES_WHAT, &self.parts_path(&key("part")), message, add_to_parts(part));
                }
                continue;
            }
            for doer in activity.doers() {
                self.does(name, activity, doer);
            }
        }
    }

    /// A role that is named as doing an activity.
    fn does(&mut self, name: &str, activity: &Activity, doer: &str) {
        let scenario = self.scenario;
        let path = format!("activity.{name}.{}", if doer == activity.role { "role" } else { "roles" });
        let (message, hint) = match scenario.role.get(doer) {
            Some(role) if scenario.has_anybody(doer) => {
                if role.parts.contains(&activity.part) || role.assists.iter().any(|assisted| assisted == name) {
                    return;
                }
                let part = activity.part.word();
                let message = format!("{path} = \"{doer}\" does not work in the part {part}");
                let hint = if role.parts.is_empty() && activity.part == Part::Flow {
                    format!("Write role.{doer}.assists = [\"{name}\"] to help whoever owns the customer.")
                } else {
                    format!("Add \"{part}\" to role.{doer}.parts.")
                };
                (message, hint)
            }
            Some(_) => {
                let hint = format!("Set role.{doer}.people, or role = \"\" for anybody who works in the part.");
                (format!("{path} = \"{doer}\" has no people"), hint)
            }
            None => {
                let message = format!("{path} = \"{}\" is not a role", super::problems::shown(doer));
                (message, did_you_mean(doer, scenario.role.names()))
            }
        };
        self.refuse(&WHO_DOES_WHAT, &path, message, hint);
    }

    /// What a role assists with has to be an activity of the flow before the decision: all that is wrong with it at once.
    fn assists(&mut self, name: &str, role: &Role) {
        let scenario = self.scenario;
        let path = format!("role.{name}.assists");
        let may = |activity: &Activity| activity.part == Part::Flow && !activity.decides;
        let wrong = |activity: &&String| !scenario.activity.get(activity).is_some_and(may);
        let why = |activity: &String| match scenario.activity.get(activity) {
            None => format!("\"{}\", which is not an activity", super::problems::shown(activity)),
            Some(found) if found.part != Part::Flow => format!("\"{activity}\", which belongs to the part {}", found.part.word()),
            Some(_) => format!("\"{activity}\", which asks the customer to decide"),
        };
        let found: Vec<&String> = role.assists.iter().filter(wrong).collect();
        let Some(first) = found.first() else { return };
        if self.log.is_broken(&["activity"]) {
            return;
        }
        let message = format!("{path} names {}", found.iter().map(|activity| why(activity)).collect::<Vec<_>>().join(", and "));
        let possible = scenario.activity.entries.iter().filter(|(_, activity)| may(activity)).map(|(name, _)| name.as_str());
        let hint = format!("{} People assist with activities of the part flow before the decision.", did_you_mean(first, possible));
        let origin = self.blame(&path);
        self.log.add(origin, &path, message, hint);
    }

    fn people(&mut self) {
        let scenario = self.scenario;
        for (name, role) in &scenario.role.entries {
            let key = |key: &str| format!("role.{name}.{key}");
            self.assists(name, role);
            let is_named = scenario.activity.values().any(|activity| activity.doers().any(|doer| doer == name));
            for led in role.leads.iter().filter(|led| scenario.role.get(led).is_none()) {
                let message = format!("{} names \"{}\", which is not a role", key("leads"), super::problems::shown(led));
                let hint = did_you_mean(led, scenario.role.names());
                self.refuse(&["role", "role.leads"], &key("leads"), message, hint);
            }
            let is_idle = role.parts.is_empty() && role.assists.is_empty() && role.leads.is_empty() && role.delivers.is_empty();
            if scenario.has_anybody(name) && is_idle && !is_named {
                self.warn(
                    &key("parts"),
                    format!("role.{name} has nothing to do"),
                    "It has no parts, leads nobody, delivers nothing and no activity names it, but its cost counts.",
                );
            }
            if !role.part_shares.is_empty() && role.part_shares.len() != role.parts.len() {
                let message = format!("{} has {} shares for {} parts", key("part_shares"), role.part_shares.len(), role.parts.len());
                let hint = "Write one share for each of its parts, in their order.";
                self.refuse(&["role.parts", "role.part_shares"], &key("part_shares"), message, hint);
            }
            if !role.ramp.is_empty() && role.ramp.iter().all(|percent| *percent <= 1.0) && role.ramp.iter().any(|percent| *percent > 0.0) {
                let message = format!("{} goes up to {} %", key("ramp"), plain_number(role.ramp.iter().copied().fold(0.0, f64::max)));
                self.warn(&key("ramp"), message, "Months are written in percent: [0, 0, 30, 60, 90, 100].");
            }
            if role.people > 0.0 && role.domains_mastered > scenario.buying.domains {
                let message = format!(
                    "{} = {} is above buying.domains = {}",
                    key("domains_mastered"),
                    plain_number(role.domains_mastered),
                    plain_number(scenario.buying.domains)
                );
                self.warn(&key("domains_mastered"), message, "A person can master all domains but no more.");
            }
        }
        let organisation = &scenario.organisation;
        self.routing_weights();
        if organisation.handover_loss_structured > organisation.handover_loss {
            self.warn(
                "organisation.handover_loss_structured",
                "structured handovers lose more than others".into(),
                "organisation.handover_loss_structured is above organisation.handover_loss.",
            );
        }
    }

    fn routing_weights(&mut self) {
        let scenario = self.scenario;
        let weights = &scenario.organisation.routing_weights;
        if scenario.organisation.routing != Routing::Weighted || weights.is_empty() {
            return;
        }
        let path = "organisation.routing_weights";
        let answers = |(name, role): &&(String, Role)| role.parts.contains(&Part::Dialogue) && scenario.has_anybody(name);
        let people: usize = scenario.role.entries.iter().filter(answers).map(|(name, _)| scenario.people_ever(name)).sum();
        if weights.len() >= people && weights.iter().take(people).all(|weight| *weight <= 0.0) {
            let message = format!("{path} are all 0: nobody would get a customer");
            self.refuse(&[path, "role.people", "role.parts"], path, message, "Give at least one of them a weight above 0.");
        } else if weights.len() > people {
            let message = format!("{path} has {} weights for {people} people who answer", weights.len());
            self.warn(path, message, "One for each, in the order in which they are numbered; what is too much is left out.");
        }
    }

    fn pursued(&mut self) {
        let scenario = self.scenario;
        for name in &scenario.qualification.pursue {
            if scenario.segment.get(name).is_none() && !scenario.segment.is_empty() {
                let message = format!("qualification.pursue has \"{}\", which is not a segment", super::problems::shown(name));
                let hint = did_you_mean(name, scenario.segment.names());
                self.refuse(&["segment", "qualification.pursue"], "qualification.pursue", message, hint);
            }
        }
    }

    fn has_people_in(&self, part: Part) -> bool {
        self.scenario.role.entries.iter().any(|(name, role)| self.scenario.has_anybody(name) && role.works_in(part))
    }

    /// The place of the first list of parts that was set, or of what took a role's own parts away, or `otherwise`.
    fn parts_path(&self, otherwise: &str) -> String {
        let of = |key: &'static str| self.scenario.role.names().map(move |name| format!("role.{name}.{key}"));
        of("part_shares")
            .chain(of("parts"))
            .chain(of("assists"))
            .find(|path| self.origins.contains_key(path))
            .unwrap_or_else(|| otherwise.to_string())
    }
}

fn did_you_mean<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> String {
    let list: Vec<&str> = names.collect();
    let known = match list.as_slice() {
        [] => "There are none.".to_string(),
        [only] => format!("There is only {only}."),
        several => format!("There are {}.", several.join(", ")),
    };
    nearest(name, list).map_or(known.clone(), |like| format!("Did you mean \"{like}\"? {known}"))
}
