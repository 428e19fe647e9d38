//! What is asked of the page for leadership, by whichever command makes it.

use super::failure::Failure;
use super::options::requirements;
use crate::report::page::Options;
use crate::report::results::targets::Target;
use crate::scenario::requirement::Requirement;
use clap::Args;

/// What is asked of the page.
#[derive(Debug, Clone, Default, Args)]
pub struct PageOptions {
    /// Title of the report [default: from the systems]
    #[arg(long, value_name = "TEXT", value_parser = sentences)]
    title: Option<String>,
    /// Decision asked for [default: from the results]
    #[arg(long, value_name = "TEXT", value_parser = sentences)]
    decision: Option<String>,
    /// Target, as for --guard: "win_rate >= 20 %"
    #[arg(long, value_name = "REQUIREMENT")]
    target: Vec<String>,
}

impl PageOptions {
    /// The same for whoever makes the page.
    ///
    /// # Errors
    /// All targets that are no requirements.
    pub fn options(&self) -> Result<Options, Failure> {
        let targets = requirements("--target", &self.target, |text| Requirement::parse(text).map(Target));
        let targets = targets.map_err(|wrong| Failure::Usage(wrong.to_string()))?.into_iter().collect();
        Ok(Options { title: self.title.clone(), decision: self.decision.clone(), targets })
    }

    /// The options that were given, as they are written on a command line.
    pub fn given(&self) -> Vec<String> {
        let all = [("--title", self.title.is_some()), ("--decision", self.decision.is_some()), ("--target", !self.target.is_empty())];
        all.into_iter().filter(|(_, is_given)| *is_given).map(|(name, _)| name.to_string()).collect()
    }
}

/// A text that has room on a page.
fn sentences(text: &str) -> Result<String, String> {
    const LONGEST: usize = 600;
    let is_short = !text.trim().is_empty() && text.chars().count() <= LONGEST;
    if is_short { Ok(text.trim().to_string()) } else { Err(format!("expected a text of up to {LONGEST} characters")) }
}
