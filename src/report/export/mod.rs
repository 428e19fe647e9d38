//! Results in the formats of other programs: workbooks, tables, logs of events, what a customer database would hold.

pub mod crm;
pub mod dates;
pub mod event_table;
pub mod events;
pub mod files;
pub mod ocel;
pub mod pull_request;
pub mod tables;
#[cfg(test)]
mod tests;
pub mod workbook;
pub mod xes;
