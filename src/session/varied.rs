//! What sweeps and maps have in common: systems whose settings vary, as they are named or from a study file.

use super::failure::{Failure, PointProblem, WrongQuestion};
use super::firms::one_world_each::FirmsLikeIt;
use super::host::{Host, Notice, Observer};
use super::layers::{Layers, called, compared, every};
use super::options::Options;
use super::systems::{System, load_with_sources};
use super::work::Work;
use crate::experiment::runner::{Arm, Watch};
use crate::report::results::folder::clean_name;
use crate::scenario::factor::{Asked, Factor, Level, Spread, Values, at_place, resolve};
use crate::scenario::study::{self, Study};
use crate::scenario::{self, Loaded, Place, Problem, Problems, Scenario};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// More systems than these cannot be shown side by side.
const MOST_SYSTEMS: usize = 20;

/// Makes systems of scenarios and lists of overlays.
type Systems = fn(&[String], &[String]) -> Result<Vec<Layers>, WrongQuestion>;

/// What is to be varied, as it was asked.
#[derive(Debug)]
pub struct Subject {
    /// The study file, if there is one.
    pub study: Option<Study>,
    /// The options, with what the study says where nothing else is said.
    pub options: Options,
    name: Option<String>,
    named: Vec<Layers>,
}

impl Subject {
    /// Takes what is named, or reads the study file if it is one.
    ///
    /// # Errors
    /// If an overlay is empty, or there are too many systems.
    pub fn new(scenarios: &[String], with: &[String], options: &Options) -> Result<Self, WrongQuestion> {
        Self::of(every, scenarios, with, options)
    }

    /// The same for two systems that are compared.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn of_compared(scenarios: &[String], with: &[String], options: &Options) -> Result<Self, WrongQuestion> {
        Self::of(compared, scenarios, with, options)
    }

    fn of(systems: Systems, scenarios: &[String], with: &[String], options: &Options) -> Result<Self, WrongQuestion> {
        let study = if let [only] = scenarios { study::load(only) } else { None };
        if let Some(file) = scenarios.iter().find(|file| scenarios.len() > 1 && study::load(file).is_some()) {
            return Err(WrongQuestion::StudyAmongScenarios(file.clone()));
        }
        let mut options = options.clone();
        let Some(found) = &study else { return Self { study, options, name: None, named: systems(scenarios, with)? }.limited() };
        let head = &found.head;
        options.worlds = options.worlds.or((head.worlds > 0.0).then_some(head.worlds as u64));
        options.seed = options.seed.or((head.seed >= 0.0).then_some(head.seed as u64));
        options.years = options.years.or((head.years > 0.0).then_some(head.years));
        options.guards.splice(0..0, found.guards.iter().cloned());
        options.settings.splice(0..0, found.sets.iter().map(|(set, _)| set.clone()));
        let named = systems(&head.scenarios, if with.is_empty() { &head.with } else { with })?;
        let stem = scenarios.first().and_then(|file| Path::new(file).file_stem());
        let name = stem.map(|stem| clean_name(&stem.to_string_lossy()));
        Self { study, options, name, named }.limited()
    }

    fn limited(self) -> Result<Self, WrongQuestion> {
        match self.named.len() {
            0..=MOST_SYSTEMS => Ok(self),
            count => Err(WrongQuestion::TooManySystems { count, most: MOST_SYSTEMS }),
        }
    }

    /// What the results are called, if no study gives them its name.
    pub fn called(&self, systems: &[System], experiment: &str) -> String {
        let names: Vec<&str> = systems.iter().map(|system| system.name.as_str()).collect();
        self.name.clone().unwrap_or_else(|| format!("{}-{experiment}", called(&self.named, &names)))
    }

    /// How many systems there are.
    pub fn systems(&self) -> usize {
        self.named.len()
    }

    /// Says which keys of the study do nothing in this experiment.
    pub fn name_without_effect(&self, keys: &[&str], why: &str, host: Host<'_>) {
        for problem in self.study.iter().flat_map(|study| study.without_effect(keys, why)) {
            host.observer.notice(&Notice::Odd(problem));
        }
    }

    /// Over how many firms it is run: so many as are asked for, or as the study says where no number of worlds is given.
    pub fn firms(&self, asked: Option<u64>, given: &Options) -> Option<u64> {
        let of_study = self.study.as_ref().map(|study| study.head.firms as u64).filter(|firms| *firms > 0 && given.worlds.is_none());
        asked.or(of_study)
    }

    /// Says that the number of worlds of the study does nothing where firms are looked at.
    pub fn name_worlds_without_effect(&self, firms: Option<u64>, host: Host<'_>) {
        if firms.is_some() {
            self.name_without_effect(&["worlds"], "Every firm is looked at in one world.", host);
        }
    }

    /// Whether nothing is wrong with the study itself.
    ///
    /// # Errors
    /// What is.
    pub fn sound(&self) -> Result<(), Problems> {
        let problems = self.problems();
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn problems(&self) -> Problems {
        self.study.as_ref().map_or_else(Problems::default, |study| study.problems.clone())
    }

    /// Loads the systems and reads what varies against them. `asked` is what was written, or what is wrong with how it was.
    ///
    /// # Errors
    /// Everything that is wrong with scenarios and settings, in one pass.
    pub fn varied(&self, asked: Result<Vec<Result<Asked, Problem>>, WrongQuestion>, host: Host<'_>) -> Result<Varied, Failure> {
        if asked.is_err() || self.named.is_empty() {
            self.sound()?;
        }
        let mut problems = self.problems();
        let mut factors = Vec::new();
        for factor in asked? {
            match factor {
                Ok(factor) => factors.push(factor),
                Err(problem) => problems.list.push(problem),
            }
        }
        let at_its_place = AtItsPlace { observer: host.observer, study: self.study.as_ref() };
        let found = match load_with_sources(&self.named, &self.options, Host { observer: &at_its_place, ..host }) {
            Ok(found) => found,
            Err(Failure::Scenario(more)) => {
                problems.gather(self.at_their_place(more));
                problems.gather(self.wrong_factors(&factors));
                problems.list.sort();
                return Err(problems.into());
            }
            Err(other) => return Err(other),
        };
        let (loaded, systems): (Vec<Loaded>, Vec<System>) = found.into_iter().unzip();
        match resolve(&factors, &loaded.iter().collect::<Vec<_>>()) {
            Ok(found) if problems.is_empty() => {
                name_fewer_levels(&factors, &found, host);
                return Ok(Varied { systems, loaded, factors: found });
            }
            Ok(_) => {}
            Err(more) => problems.gather(more),
        }
        problems.list.sort();
        Err(problems.into())
    }

    /// What is wrong with what varies, where settings or some of the systems are wrong too: read in those systems that there are without settings.
    fn wrong_factors(&self, factors: &[Asked]) -> Problems {
        let plain = self.named.iter().filter_map(|named| {
            let whole = scenario::load(&named.base, &named.overlays, &[]);
            whole.or_else(|_| scenario::load(&named.base, &[], &[])).ok()
        });
        let plain: Vec<Loaded> = plain.collect();
        if plain.is_empty() { Problems::default() } else { resolve(factors, &plain.iter().collect::<Vec<_>>()).err().unwrap_or_default() }
    }

    /// What is wrong with scenarios, told where the study names them or sets their keys.
    fn at_their_place(&self, found: Problems) -> Problems {
        let Some(study) = &self.study else { return found };
        let mut problems = Problems::default();
        for named in &self.named {
            // Without the settings of the study: what is still wrong has nothing to do with them.
            match scenario::load(&named.base, &named.overlays, &[]) {
                Err(more) => problems.gather(more.into_iter().map(|problem| study.at_their_place(problem)).collect()),
                Ok(loaded) => {
                    for (set, place) in &study.sets {
                        if let Err(more) = loaded.read_only(std::slice::from_ref(set)) {
                            problems.gather(at_place(more, place).into_iter().collect());
                        }
                    }
                }
            }
        }
        if problems.is_empty() { found } else { problems }
    }
}

/// Says where fewer values lie between two ends than were asked for.
fn name_fewer_levels(asked: &[Asked], factors: &[Factor], host: Host<'_>) {
    for (asked, factor) in asked.iter().zip(factors) {
        let (Values::Range { levels: Some(count), .. }, Spread::Levels(levels)) = (&asked.values, &factor.spread) else { continue };
        if let ([first, .., last], true) = (levels.as_slice(), levels.len() < *count) {
            let message = format!("{} takes {} values, not {count}", factor.key, levels.len());
            let hint = format!("It is a whole number, and between {} and {} there are no more.", first.label(), last.label());
            host.observer.notice(&Notice::Odd(Problem { place: asked.place.clone(), message, hint }));
        }
    }
}

/// Passes on what is said, and says of what a study sets where it stands.
#[derive(Debug)]
struct AtItsPlace<'a> {
    observer: &'a dyn Observer,
    study: Option<&'a Study>,
}

impl Watch for AtItsPlace<'_> {
    fn asked(&self, worlds: u64) {
        self.observer.asked(worlds);
    }
    fn answered(&self, worlds: u64) {
        self.observer.answered(worlds);
    }
}

impl Observer for AtItsPlace<'_> {
    fn notice(&self, notice: &Notice) {
        match (notice, self.study) {
            (Notice::Odd(problem), Some(study)) => self.observer.notice(&Notice::Odd(study.set_at_its_place(problem.clone()))),
            _ => self.observer.notice(notice),
        }
    }
    fn topic(&self, topic: &str) {
        self.observer.topic(topic);
    }
    fn agrees(&self, work: &Work) -> bool {
        self.observer.agrees(work)
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
        self.systems.iter().map(System::arm)
    }
}

impl Varied {
    /// The names of the systems.
    pub fn names(&self) -> Vec<String> {
        self.systems.iter().map(|system| system.name.clone()).collect()
    }

    /// So many firms like the one that is described: what varies is not drawn.
    ///
    /// # Errors
    /// If a pay plan does not fit.
    pub fn firms(&self, count: u64, seed: u64) -> Result<FirmsLikeIt, Problems> {
        let mut changed: BTreeSet<String> = BTreeSet::new();
        for loaded in &self.loaded {
            let values = |scenario: &Scenario| scenario::leaves(scenario).into_iter().map(|leaf| (leaf.path, leaf.value));
            let described: BTreeMap<String, serde_json::Value> = values(&loaded.scenario).collect();
            // A word may bring other values along, as what something is like does.
            for level in self.factors.iter().flat_map(Factor::words) {
                let Ok(scenario) = loaded.read_only(&[level.set]) else { continue };
                changed.extend(values(&scenario).filter(|(path, value)| described.get(path) != Some(value)).map(|(path, _)| path));
            }
        }
        FirmsLikeIt::new(&self.loaded, count, seed, |path| changed.contains(path) || self.factors.iter().any(|factor| factor.varies(path)))
    }

    /// Says which settings are lost, because what varies sets the same keys.
    pub fn name_varied_settings(&self, settings: &[String], study: Option<&Study>, host: Host<'_>) {
        for setting in settings {
            let key = setting.split('=').next().unwrap_or_default().trim();
            if self.factors.iter().any(|factor| factor.key == key || factor.varies(key)) {
                let message = format!("{setting} has no effect: {key} varies");
                let hint = "Every point sets it. Leave one of the two out.".to_string();
                AtItsPlace { observer: host.observer, study }.notice(&Notice::Odd(Problem { place: Place::whole("--set"), message, hint }));
            }
        }
    }

    /// Says which of what varies has no effect at either end, in any of the systems.
    pub fn name_idle(&self, host: Host<'_>) {
        for factor in &self.factors {
            let is_idle = |level: &Level| {
                self.loaded.iter().all(|loaded| {
                    let changed = loaded.with(std::slice::from_ref(&level.set));
                    changed.is_ok_and(|changed| changed.without_effect.iter().any(|path| factor.varies(path)))
                })
            };
            let is_as_described = |level: &Level| {
                let same = |loaded: &Loaded| loaded.read_only(std::slice::from_ref(&level.set)).is_ok_and(|same| same == loaded.scenario);
                self.loaded.iter().all(same)
            };
            let ends = [0.0, 1.0].map(|share| factor.at(share));
            if ends.iter().any(is_idle) && ends.iter().all(|end| is_idle(end) || is_as_described(end)) {
                let message = format!("{} has no effect in these systems", factor.key);
                let hint = "Points that differ in it alone come out the same. winflow check --set KEY=VALUE says what it would need.";
                host.observer.notice(&Notice::Odd(Problem { place: Place::whole("--over"), message, hint: hint.to_string() }));
            }
        }
    }

    /// The systems at a point.
    ///
    /// # Errors
    /// What is wrong there.
    pub fn at(&self, levels: &[Level]) -> Result<AtPoint, Vec<PointProblem>> {
        let (mut systems, mut problems) = (Vec::new(), Problems::default());
        for ready in self.each_at(&self.loaded, levels) {
            match ready {
                Ok(ready) => systems.push(ready),
                Err(more) => problems.gather(more),
            }
        }
        let point = self.values(levels);
        let at_point = |problem| PointProblem { point: point.clone(), problem };
        if problems.is_empty() { Ok(AtPoint { systems }) } else { Err(problems.list.into_iter().map(at_point).collect()) }
    }

    /// The systems of another firm at a point; `None` if one of them contradicts itself there. `loaded` is the systems as they are in that firm.
    pub fn of_firm(&self, loaded: &[Loaded], levels: &[Level]) -> Option<Vec<System>> {
        self.each_at(loaded, levels).collect::<Result<_, _>>().ok()
    }

    fn each_at(&self, loaded: &[Loaded], levels: &[Level]) -> impl Iterator<Item = Result<System, Problems>> {
        let sets: Vec<String> = levels.iter().filter(|level| !level.set.is_empty()).map(|level| level.set.clone()).collect();
        let ready = move |(loaded, system): (&Loaded, &System)| System::of_many(&loaded.with(&sets)?, system.name.clone());
        loaded.iter().zip(&self.systems).map(ready)
    }

    /// The values of a point: `flow.wip_limit = 4, process.stance = servile`.
    fn values(&self, levels: &[Level]) -> String {
        let value = |(factor, level): (&Factor, &Level)| format!("{} = {}", factor.key, level.label());
        self.factors.iter().zip(levels).map(value).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::sample::options;

    /// A study of two systems in a folder of its own.
    fn study(folder: &Path, more: &str) -> Vec<String> {
        let file = folder.join("my study.toml");
        let text = format!("[study]\nscenarios = [\"small\"]\nwith = [\"hero\", \"team\"]\nworlds = 9\nseed = 7\nyears = 0.2\n{more}");
        std::fs::write(&file, text).expect("written");
        vec![file.to_string_lossy().into_owned()]
    }

    #[test]
    fn what_is_given_comes_before_what_a_study_says() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = study(folder.path(), "[set]\nflow.wip_limit = 3\n");
        let nothing = Options { worlds: None, years: None, ..options(folder.path()) };
        let subject = Subject::new(&file, &[], &nothing).expect("a study");
        assert_eq!((subject.options.worlds, subject.options.seed, subject.options.years), (Some(9), Some(7), Some(0.2)));
        assert_eq!((subject.name.as_deref(), subject.systems()), (Some("my-study"), 2));
        assert_eq!(subject.options.settings[0], "flow.wip_limit=3");
        let given = Options { worlds: Some(2), seed: Some(1), ..nothing.clone() };
        let subject = Subject::new(&file, &["line".to_string()], &given).expect("a study");
        assert_eq!((subject.options.worlds, subject.options.seed, subject.systems()), (Some(2), Some(1), 1));
        let over_firms = study(folder.path(), "firms = 40\n");
        let subject = Subject::new(&over_firms, &[], &nothing).expect("a study");
        assert_eq!(
            (subject.firms(None, &nothing), subject.firms(Some(20), &nothing), subject.firms(None, &given)),
            (Some(40), Some(20), None)
        );
    }

    #[test]
    fn what_is_wrong_in_study_and_scenarios_is_told_together_where_it_stands() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = study(folder.path(), "[set]\nflow.wip_limmit = 3\n[fcator]\n");
        let subject = Subject::new(&file, &[], &options(folder.path())).expect("a study");
        let Err(Failure::Scenario(problems)) = subject.varied(Ok(Vec::new()), Host::silent()) else { panic!("it is invalid") };
        let places: Vec<usize> = problems.list.iter().map(|problem| problem.place.line).collect();
        assert_eq!(places, [8, 9], "{problems}");
    }

    #[test]
    fn what_varies_is_not_drawn() {
        let folder = tempfile::tempdir().expect("a folder");
        let drawn = |over: &[&str]| {
            let subject = Subject::new(&["mid+team".to_string()], &[], &options(folder.path())).expect("a system");
            let over = over.iter().map(|text| Asked::parse(text, "--over")).collect();
            let firms = subject.varied(Ok(over), Host::silent()).expect("factors").firms(40, 1).expect("firms").result();
            (firms.assumptions, firms.pay_varies)
        };
        // A whole number is not assumed.
        let (all, pay_varies) = drawn(&["flow.wip_limit=2,4"]);
        assert!(all > 300 && pay_varies);
        assert_eq!(drawn(&["market_scale=0.5,2", "segment.*.group_size_mean=3..5"]), (all - 2, true));
        assert!(!drawn(&["plan.standard.base_share=0.5,0.7"]).1, "pay varies already");
    }

    #[test]
    fn a_point_tells_what_is_wrong_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let subject = Subject::new(&["small+team".to_string()], &[], &options(folder.path())).expect("a system");
        let over = Asked::parse("role.seller.people=0,4", "--over");
        let varied = subject.varied(Ok(vec![over]), Host::silent()).expect("a factor");
        let levels = varied.factors[0].with_levels();
        let problems = varied.at(&levels[..1]).expect_err("nobody is left");
        assert_eq!(problems[0].point, "role.seller.people = 0");
        assert!(varied.at(&levels[1..]).is_ok());
    }
}
