//! `winflow schema`: the JSON schema of scenarios, or of results.

use super::arguments::Schema;
use super::failure::Failure;
use super::terminal;
use crate::report::document::Document;
use crate::scenario;

/// Prints a schema.
///
/// # Errors
/// If it cannot be written.
pub fn schema(arguments: &Schema) -> Result<(), Failure> {
    let schema = if arguments.output { Document::schema().to_value() } else { scenario::schema() };
    terminal::print(&format!("{schema:#}\n"))
}
