//! `winflow schema`: the JSON schema of scenarios, or of results.

use super::arguments::Schema;
use super::failure::Failure;
use super::terminal;
use crate::report::document::Document;

/// Prints a schema.
///
/// # Errors
/// If it cannot be written.
pub fn schema(arguments: &Schema) -> Result<(), Failure> {
    let schema = if arguments.output { Document::schema().to_value() } else { scenario_schema() };
    terminal::print(&format!("{schema:#}\n"))
}

fn scenario_schema() -> serde_json::Value {
    serde_json::Value::Null
}
