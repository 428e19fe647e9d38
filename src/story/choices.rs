//! Choices of our people in words.

use crate::policy::candour::Candour;
use crate::policy::choice::{Choice, Chosen};
use crate::world::plan::Plan;

/// What somebody chose, out of what.
pub(super) fn sentence(plan: &Plan, name: &str, chosen: &Chosen) -> String {
    let names = names(plan, chosen.choice);
    let picked = chosen.picked;
    let is_first = picked == 0;
    let pick = |first: &str, second: &str| if is_first { first.to_string() } else { second.to_string() };
    let what = match chosen.choice {
        Choice::Candour => return format!("{name} decides to {}; options: {}", names[picked], options(&names, chosen)),
        Choice::Keep { rule_says } => {
            let rule = if is_first == rule_says { "by" } else { "against" };
            format!("{} {rule} the rule", pick("keeps it", "drops it"))
        }
        Choice::Order => format!("takes it {}", pick("in turn", "out of turn")),
        Choice::Help => pick("helps", "does not help"),
        Choice::AskForHelp => pick("asks for help", "continues alone"),
        Choice::AskEarly => pick("continues", "asks for a decision now"),
        Choice::Concede => format!("offers {}", names[picked]),
        Choice::Press if is_first => "waits for their signature".to_string(),
        Choice::Press => format!("asks them to sign now, with {}", names[picked]),
        Choice::Hold => pick("takes the signature now", "holds the signature over"),
    };
    format!("{name} {what}; options: {}", options(&names, chosen))
}

/// Names of the options of a choice.
fn names(plan: &Plan, choice: Choice) -> Vec<String> {
    let response = &plan.scenario.response;
    let fixed = |names: &[&str]| names.iter().map(|name| name.to_string()).collect();
    match choice {
        Choice::Candour => Candour::ALL.iter().map(|candour| candour_name(*candour).to_string()).collect(),
        Choice::Keep { .. } => fixed(&["keep", "drop"]),
        Choice::Order => fixed(&["the first in line", "the second", "the third", "the fourth"]),
        Choice::Help => fixed(&["help", "leave it"]),
        Choice::AskForHelp => fixed(&["ask a colleague", "continue alone"]),
        Choice::AskEarly => fixed(&["continue", "ask now"]),
        Choice::Concede => discounts("no discount", &response.concessions),
        Choice::Press => discounts("wait", &response.discounts),
        Choice::Hold => fixed(&["take it now", "hold it over"]),
    }
}

fn candour_name(candour: Candour) -> &'static str {
    match candour {
        Candour::Honest => "make sense of the need",
        Candour::Persuade => "push our standard offer",
        Candour::Oversell => "overpromise",
    }
}

/// Discounts, after what is done without one.
fn discounts(without: &str, discounts: &[f64]) -> Vec<String> {
    std::iter::once(without.to_string()).chain(discounts.iter().map(|discount| format!("{:.0} % off", 100.0 * discount))).collect()
}

/// The options of a choice, each with its worth and its chance.
fn options(names: &[String], chosen: &Chosen) -> String {
    let all = names.iter().zip(chosen.options.all()).zip(chosen.weighed.chances);
    let told = all.filter(|((_, option), _)| option.habit > 0.0);
    let texts: Vec<String> =
        told.map(|((name, option), chance)| format!("{name} (worth {:.0} EUR, chance {:.0} %)", option.worth, 100.0 * chance)).collect();
    texts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::choice::Options;
    use crate::policy::decision::Alternative;
    use crate::simulation::sample;

    /// Habits of 3, 1 and 0 without pay: chances of 75 %, 25 % and none. What is never done is not told.
    #[test]
    fn a_choice_is_told_with_its_options_their_worth_and_their_chances() {
        let plan = sample::plan(sample::ALONE, &[]);
        let options = [(3.0, -120.0), (1.0, 80.0), (0.0, 90.0)].map(|(habit, worth)| Alternative { habit, worth });
        let told = |uniform: f64| sentence(&plan, "seller 2", &Options::new(&options, 0.0).choose(Choice::Press, uniform));
        let out_of = "options: wait (worth -120 EUR, chance 75 %); 5 % off (worth 80 EUR, chance 25 %)";
        assert_eq!(told(0.7), format!("seller 2 waits for their signature; {out_of}"));
        assert_eq!(told(0.8), format!("seller 2 asks them to sign now, with 5 % off; {out_of}"));
    }
}
