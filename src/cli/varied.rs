//! What `sweep` and `map` have in common: systems whose settings vary, from the command line or from a study file.

use super::arguments::Simulation;
use super::compare::every;
use super::failure::{Failure, gather};
use super::scenarios::{self, System, systems_with_sources};
use super::terminal;
use crate::experiment::runner::Arm;
use crate::report::results::folder::clean_name;
use crate::scenario::factor::{Asked, Factor, Level, resolve};
use crate::scenario::study::{self, Study};
use crate::scenario::{Loaded, Place, Problem, Problems};
use std::path::Path;

/// More systems than these cannot be shown side by side.
const MOST_SYSTEMS: usize = 20;
/// More problems at points than these are only counted.
const MOST_PROBLEMS: usize = 20;

/// A question as it was asked.
#[derive(Debug)]
pub struct Question {
    /// The study file, if there is one.
    pub study: Option<Study>,
    /// The options, with what the study says where the command line says nothing.
    pub options: Simulation,
    /// For the folder of the results.
    pub name: Option<String>,
    named: Vec<scenarios::Named>,
}

impl Question {
    /// Takes what was asked on the command line, or reads the study file that it names.
    ///
    /// # Errors
    /// If the study is invalid, or the usage wrong.
    pub fn new(scenarios: &[String], with: &[String], options: &Simulation) -> Result<Self, Failure> {
        if options.precision.is_some() {
            return Err(Failure::Usage("--precision is for winflow run and winflow compare".to_string()));
        }
        let study = if let [only] = scenarios { study::load(only) } else { None };
        let mut options = options.clone();
        let Some(found) = &study else { return Self { study, options, name: None, named: every(scenarios, with)? }.limited() };
        let head = &found.head;
        let is_given = |flag: &str| options.command_line.iter().any(|word| word == flag || word.starts_with(&format!("{flag}=")));
        let (worlds, seed) = (head.worlds > 0.0 && !is_given("--worlds"), head.seed >= 0.0 && !is_given("--seed"));
        options.worlds = if worlds { head.worlds as u64 } else { options.worlds };
        options.seed = if seed { head.seed as u64 } else { options.seed };
        options.guard.splice(0..0, found.guards.iter().cloned());
        options.years = options.years.or(Some(head.years).filter(|years| *years > 0.0));
        options.set = found.sets.iter().map(|(set, _)| set.clone()).chain(options.set).collect();
        let with = if with.is_empty() { &head.with } else { with };
        let named = every(&head.scenarios, with)?;
        let stem = Path::new(&scenarios[0]).file_stem().map(|stem| clean_name(&stem.to_string_lossy()));
        Self { study, options, name: stem, named }.limited()
    }

    fn limited(self) -> Result<Self, Failure> {
        match self.named.len() {
            0..=MOST_SYSTEMS => Ok(self),
            many => Err(Failure::Usage(format!("{many} systems are more than can be shown; at most {MOST_SYSTEMS}"))),
        }
    }

    /// How many systems there are.
    pub fn systems(&self) -> usize {
        self.named.len()
    }

    /// Whether nothing is wrong with the study itself.
    ///
    /// # Errors
    /// What is.
    pub fn sound(&self) -> Result<(), Failure> {
        let said = self.said();
        if said.is_empty() { Ok(()) } else { Err(Failure::Scenario(said)) }
    }

    fn said(&self) -> Vec<String> {
        self.study.as_ref().map_or_else(Vec::new, |study| strings(study.problems.clone()))
    }

    /// Loads the systems and reads what varies against them. `asked` is what was written, or what is wrong with how it was.
    ///
    /// # Errors
    /// Everything that is wrong with scenarios and settings, in one pass.
    pub fn varied(&self, asked: Result<Vec<Result<Asked, Problem>>, Failure>) -> Result<Varied, Failure> {
        let mut said = self.said();
        if asked.is_err() || self.named.is_empty() {
            self.sound()?;
        }
        let asked = asked?;
        said.extend(asked.iter().filter_map(|one| one.as_ref().err().map(ToString::to_string)));
        let asked: Vec<Asked> = asked.into_iter().filter_map(Result::ok).collect();
        let found = match systems_with_sources(&self.named, &self.options) {
            Ok(found) => found,
            Err(Failure::Scenario(more)) => {
                gather(&mut said, self.at_their_place(more));
                return Err(Failure::Scenario(said));
            }
            Err(other) => return Err(other),
        };
        let (loaded, systems): (Vec<Loaded>, Vec<System>) = found.into_iter().unzip();
        match resolve(&asked, &loaded.iter().collect::<Vec<_>>()) {
            Ok(factors) if said.is_empty() => Ok(Varied { systems, loaded, factors }),
            Ok(_) => Err(Failure::Scenario(said)),
            Err(problems) => {
                gather(&mut said, strings(problems));
                Err(Failure::Scenario(said))
            }
        }
    }

    /// What is wrong with scenarios, told where the study names them or sets their keys.
    fn at_their_place(&self, said: Vec<String>) -> Vec<String> {
        let Some(study) = &self.study else { return said };
        let mut problems = Vec::new();
        for named in &self.named {
            // Without the settings of the study: what is still wrong has nothing to do with them.
            match crate::scenario::load(&named.base, &named.overlays, &[]) {
                Err(more) => gather(
                    &mut problems,
                    strings(Problems { list: more.list.into_iter().map(|p| study.at_their_place(p)).collect(), more: 0 }),
                ),
                Ok(loaded) => {
                    for (set, place) in &study.sets {
                        if let Err(more) = loaded.read_only(std::slice::from_ref(set)) {
                            let moved = crate::scenario::factor::at_place(more, place);
                            gather(&mut problems, moved.iter().map(ToString::to_string).collect());
                        }
                    }
                }
            }
        }
        if problems.is_empty() { said } else { problems }
    }
}

fn strings(problems: Problems) -> Vec<String> {
    match Failure::from(problems) {
        Failure::Scenario(said) => said,
        other => vec![other.to_string()],
    }
}

/// Systems whose settings vary.
#[derive(Debug)]
pub struct Varied {
    /// As they are without variation.
    pub systems: Vec<System>,
    /// The same, to be changed.
    pub loaded: Vec<Loaded>,
    /// What varies.
    pub factors: Vec<Factor>,
}

/// The systems at one point.
#[derive(Debug)]
pub struct AtPoint {
    systems: Vec<System>,
}

impl AtPoint {
    /// As a runner wants them.
    pub fn arms(&self) -> impl Iterator<Item = Arm<'_>> {
        self.systems.iter().map(|system| Arm { model: &system.model, fingerprint: &system.fingerprint })
    }
}

impl Varied {
    /// The names of the systems.
    pub fn names(&self) -> Vec<String> {
        self.systems.iter().map(|system| system.name.clone()).collect()
    }

    /// The systems at a point.
    ///
    /// # Errors
    /// What is wrong there, each said to be of this point.
    pub fn at(&self, levels: &[Level]) -> Result<AtPoint, Vec<String>> {
        let sets: Vec<String> = levels.iter().filter(|level| !level.set.is_empty()).map(|level| level.set.clone()).collect();
        let (mut systems, mut problems) = (Vec::new(), Vec::new());
        for (loaded, system) in self.loaded.iter().zip(&self.systems) {
            let ready = loaded.with(&sets).map_err(Failure::from).and_then(|loaded| scenarios::system(&loaded, system.name.clone()));
            match ready {
                // What was resolved is not kept for each of thousands of points.
                Ok(ready) => systems.push(System { resolved: serde_json::Value::Null, ..ready }),
                Err(Failure::Scenario(said)) => gather(&mut problems, said),
                Err(other) => problems.push(other.to_string()),
            }
        }
        let place = Place::whole(&format!("at {}", self.values(levels)));
        let told = |said: String| format!("{place}: {}", said.strip_prefix("--set: ").unwrap_or(&said));
        if problems.is_empty() { Ok(AtPoint { systems }) } else { Err(problems.into_iter().map(told).collect()) }
    }

    /// The values of a point: `flow.wip_limit = 4, process.stance = servile`.
    fn values(&self, levels: &[Level]) -> String {
        let one = |(factor, level): (&Factor, &Level)| format!("{} = {}", factor.key, level.label());
        self.factors.iter().zip(levels).map(one).collect::<Vec<_>>().join(", ")
    }
}

/// All problems of all points, the first of them in full.
pub fn invalid(mut problems: Vec<String>, cure: &str) -> Failure {
    let more = problems.len().saturating_sub(MOST_PROBLEMS);
    problems.truncate(MOST_PROBLEMS);
    if more > 0 {
        problems.push(format!("and {more} more"));
    }
    problems.push(cure.to_string());
    Failure::Scenario(problems)
}

/// The last lines of a table: where the files are.
pub fn files_are_in(path: Option<&Path>) -> String {
    path.map_or_else(String::new, |path| format!("\nFiles are in {0}, charts in {0}/charts.\n", path.display()))
}

/// Says what was left out.
pub fn note(options: &Simulation, text: &str) {
    if !options.quiet {
        terminal::say(text);
    }
}
