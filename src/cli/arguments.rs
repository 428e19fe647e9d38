//! What can be asked for: the commands.

use super::check::Check;
use super::compare::{Compare, Comparison};
use super::diff::Diff;
use super::explain::Explain;
use super::export::Export;
use super::map::Map;
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
  winflow                                        a lone hero and a team in a mid-size market
  winflow compare hero line team --worlds 200    three systems, surer
  winflow compare mid --with hero --with team    the same market under two overlays
  winflow compare hero team --set segment.mid.group_size_mean=1.5
  winflow run my.toml --format json              one system, for another program
  winflow trace team --world 3 --journey 120     one customer's story
  winflow new my.toml                            a commented scenario to start from

Exit codes: 0 done, 2 wrong usage, 3 the scenario, or a file that is read, is invalid, 4 a guard failed, 5 too few worlds for a \
guard, 130 interrupted, 1 anything else.";

/// Compares ways of selling in the same simulated market; without a command, a lone hero with a team
#[derive(Debug, Parser)]
#[command(name = "winflow", version, after_help = EXAMPLES, styles = STYLES, max_term_width = 100)]
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
    /// Simulate one system
    Run(Run),
    /// Simulate several systems in the same worlds and compare them with the first
    Compare(Compare),
    /// Say which part of a change makes the difference
    Explain(Explain),
    /// Show what is set differently in systems, and where it was set
    Diff(Diff),
    /// Validate scenarios: every problem with file, line and column
    Check(Check),
    /// Print the JSON schema of scenarios, or of results
    Schema(Schema),
    /// Tell one customer's story as it happened, with the reason for every wait and decision
    Trace(Trace),
    /// Write a commented scenario to start from
    New(New),
    /// Run published patterns as experiments and hold the simulator against them
    Patterns(Patterns),
    /// Show what incentive plans pay: at target, at the margin, for one more deal
    Plan(Plan),
    /// Show how long each system takes to find its level, and where MSER-5 would cut
    WarmUp(WarmUp),
    /// Try many settings and say which is best
    Sweep(Sweep),
    /// Draw where one system gives way to another over two settings
    Map(Map),
    /// Put the shards of an experiment together
    Merge(Merge),
    /// Put results into the formats of other programs: workbook, tables, event log, customer database
    Export(Export),
    /// Write a page for leadership from kept results: report.html
    Report(Report),
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
