//! What can be asked for: the commands.

use super::check::Check;
use super::compare::{Compare, Comparison};
use super::completions::Completions;
use super::diff::Diff;
use super::explain::Explain;
use super::export::Export;
use super::map::Map;
use super::measures::Measures;
use super::merge::Merge;
use super::new::New;
use super::options::Resumed;
use super::patterns::Patterns;
use super::plan::Plan;
use super::report::Report;
use super::run::Run;
use super::schema::Schema;
use super::sweep::Sweep;
use super::trace::Trace;
use super::warm_up::WarmUp;
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Cyan.on_default().bold())
    .usage(AnsiColor::Cyan.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

const EXAMPLES: &str = "\
Examples:
  winflow                          a lone hero and a team (options as compare)
  winflow compare my.toml --with pool
  winflow new my.toml              a commented scenario to start from

Exit codes: 0 done, 2 wrong usage, 3 invalid scenario or file, 4 a guard failed, \
5 too few worlds for a guard, 130 interrupted, 1 anything else.";

/// Compares ways of selling in the same simulated market
#[derive(Debug, Parser)]
#[command(name = "winflow", version, after_help = EXAMPLES, styles = STYLES, max_term_width = 100)]
#[command(mut_args(|argument| if argument.get_id() == "help" || argument.get_id() == "version" { argument } else { argument.hide(true) }))]
#[command(args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Options of the first run.
    #[command(flatten)]
    pub first_run: Comparison,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a commented scenario to start from
    New(New),
    /// Validate scenarios: every problem with file, line, column
    Check(Check),
    /// Simulate one system
    Run(Run),
    /// Compare systems in the same worlds with the first of them
    Compare(Compare),
    /// Say which part of a change makes the difference
    Explain(Explain),
    /// Try many settings and say which is best
    Sweep(Sweep),
    /// Draw where one system gives way to another over two settings
    Map(Map),
    /// Tell one customer's story, with the reason for each step
    Trace(Trace),
    /// Show what incentive plans pay, or would have paid
    Plan(Plan),
    /// Write a page for leadership from results
    Report(Report),
    /// Export results: workbook, tables, event log, CRM data
    Export(Export),
    /// Show which settings differ between systems, and where they are set
    Diff(Diff),
    /// List measures with their definitions
    Measures(Measures),
    /// Print the JSON schema of scenarios, or of results
    Schema(Schema),
    /// Test the simulator against published patterns
    Patterns(Patterns),
    /// Show how long each system takes to find its level
    WarmUp(WarmUp),
    /// Join the shards of an experiment
    Merge(Merge),
    /// Print completions for a shell, or the man page
    Completions(Completions),
}

impl Arguments {
    /// How the experiment is resumed or split, if it is one that can be split.
    pub(super) fn resumed(&mut self) -> Option<&mut Resumed> {
        match &mut self.command {
            None => Some(&mut self.first_run.resumed),
            Some(Command::Run(run)) => Some(&mut run.resumed),
            Some(Command::Compare(compare)) => Some(&mut compare.comparison.resumed),
            Some(Command::Explain(explain)) => Some(&mut explain.resumed),
            Some(Command::Sweep(sweep)) => Some(&mut sweep.resumed),
            Some(Command::Map(map)) => Some(&mut map.resumed),
            Some(Command::WarmUp(warm_up)) => Some(&mut warm_up.resumed),
            Some(_) => None,
        }
    }
}
