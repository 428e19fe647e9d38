//! winflow, a lean simulator of sales funnels: what would happen to throughput, to the return on sales and to the share of
//! deals in which both sides win, if we changed how our sales system is organised and run, and how sure are we?
//!
//! Two systems are run in the same simulated markets, customer by customer, and their differences are told with their
//! intervals. The [guide] begins with [the model](guide::model).
//!
//! # The way of the data
//!
//! ```text
//! scenario files          TOML in layers: a market, a policy, a what-if of a few lines
//!       │  scenario       every problem in one pass, with file, line, column and cure
//!       ▼
//! Scenario                all keys, checked once; past this, nothing checks or defaults
//!       │  simulation     names become positions
//!       ▼
//! Model ── seed, world ─▶ Record              a pure function: what became of every customer of one world
//!                           │  experiment     many worlds on many threads, systems paired world by world
//!                           ▼
//!                         Outcome             rows of totals
//!                           │  report         means, intervals, verdict
//!                           ▼
//!                         tables, files, charts
//! ```
//!
//! ```
//! use std::sync::Arc;
//! use winflow::{measure::Measure, scenario, simulation::Model};
//!
//! let loaded = scenario::load("team", &[], &["time.years=0.5".to_string()])?;
//! let record = Model::new(&loaded.scenario, Arc::default()).run(1, 0);
//! let deals = record.ratios[Measure::DealsPerMonth as usize];
//! assert!(deals.numerator / deals.denominator > 1.0);
//! # Ok::<(), scenario::Problems>(())
//! ```
//!
//! # The rooms
//!
//! | room | in a line |
//! |---|---|
//! | [`engine`] | calendar of events, keyed random streams, queues, working hours; knows no word of sales |
//! | [`market`] | journeys, buying groups, needs: the customer's side, and the truth |
//! | [`money`] | what plans pay, and the books of pay |
//! | [`provider`] | our people, their hours, skills and pay, and what we believe |
//! | [`dialogue`] | part 1: customers come or are sought, and are answered |
//! | [`qualification`] | part 2: a noisy look, and whether to go on |
//! | [`flow`] | part 3: activities, queues, handovers, decisions |
//! | [`policy`] | the choices that a provider makes, from beliefs alone |
//! | [`management`] | our people over time: who comes and goes, what they learn, how they are led |
//! | [`outcome`] | what became of every journey: surplus, margin, win-win |
//! | [`measure`] | every measure and ending, defined once |
//! | [`world`] | the state of one world, its events, and typed facts about what happened |
//! | [`simulation`] | the loop on top: events, the desk that hands out work, the record |
//! | [`story`] | sentences made of what happened |
//! | [`import`] | tables that others wrote: encodings, delimiters, dates, numbers; knows no simulation |
//! | [`scenario`] | the file format: keys, layers, checks, reference, schema |
//! | [`figures`] | figures as the field knows them, each defined once, and what results are cut by |
//! | [`experiment`] | many worlds, pairs, statistics |
//! | [`patterns`] | published patterns as experiments: what the model is held against |
//! | [`report`] | verdict, tables, files and charts |
//! | [`session`] | experiments from beginning to end, for whoever runs them |
//! | [`cli`] | the command line |
//! | [`guide`] | the model, the architecture, determinism, statistics, validation, scenarios |
//!
//! # What is absent on purpose
//!
//! No effect is written down as an effect: nothing in here says that teams win. No policy sees the customer's hidden state, and
//! the code that values a deal sees no policy. The simulation reads no file, no clock and prints nothing. There are no callbacks, no
//! global state and no `unsafe`. How people respond to pay is a
//! rule of choice, never a table: see [the model](guide::model), section 6.

pub mod cli;
pub mod dialogue;
pub mod engine;
pub mod experiment;
pub mod figures;
pub mod flow;
pub mod guide;
pub mod import;
pub mod management;
pub mod market;
pub mod measure;
pub mod money;
pub mod outcome;
pub mod patterns;
pub mod policy;
pub mod provider;
pub mod qualification;
pub mod report;
pub mod scenario;
pub mod session;
pub mod simulation;
pub mod story;
pub mod world;
