//! One grammar: values, changes, all entries at once, what is set in one system alone, a second market.

use super::{accepted, load_path, refused, says, set, write};
use winflow::scenario::load;

fn people(sets: &[&str]) -> f64 {
    set(sets).unwrap_or_else(|problems| panic!("{problems}")).scenario.role.get("seller").expect("a role").people
}

#[test]
fn a_sign_changes_a_number_by_what_it_is() {
    let usual = people(&[]);
    for (text, expected) in [
        ("role.seller.people=2", 2.0),
        ("role.seller.people=+2", usual + 2.0),
        ("role.seller.people=-2", usual - 2.0),
        ("role.seller.people=x1.5", usual * 1.5),
        ("role.seller.people=*2", usual * 2.0),
        ("role.seller.people=\"+2\"", usual + 2.0),
        ("role.seller.people=+50 %", usual * 1.5),
        ("role.*.people=+2 people", usual + 2.0),
    ] {
        assert_eq!(people(&[text]), expected, "{text}");
    }
    assert_eq!(people(&["role.seller.people=+2", "role.seller.people=x2"]), (usual + 2.0) * 2.0, "in their order");
    let share = |text: &str| set(&[text]).expect(text).scenario.organisation.handover_loss;
    assert_eq!([share("organisation.handover_loss=+5 points"), share("organisation.handover_loss=-0.1")], [0.35, 0.2]);
}

#[test]
fn where_a_number_may_be_negative_a_sign_belongs_to_it() {
    let bar = |text: &str| set(&[text]).expect(text).scenario.qualification.bar;
    let usual = bar("flow.wip_limit=3");
    assert_eq!([bar("qualification.bar=-0.5"), bar("qualification.bar=+0.5")], [-0.5, usual + 0.5]);
    assert_eq!([bar("qualification.bar=+-0.5"), bar("qualification.bar==-0.5")], [usual - 0.5, -0.5]);
}

#[test]
fn changes_stand_in_files_too_and_build_on_each_other() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "more.toml", "[role.seller]\npeople = \"+3\"\n[role.\"*\"]\nselling_share = \"x1.1\"\n");
    let path = write(folder.path(), "my.toml", "extends = [\"mid\", \"more.toml\"]\n[role.seller]\npeople = \"x2\"\n");
    let (mid, mine) = (set(&[]).expect("mid").scenario, load_path(&path).expect("valid").scenario);
    let seller = |scenario: &winflow::scenario::Scenario| scenario.role.get("seller").expect("a role").clone();
    assert_eq!(seller(&mine).people, (seller(&mid).people + 3.0) * 2.0);
    assert!((seller(&mine).selling_share - 1.1 * seller(&mid).selling_share).abs() < 1e-9);
}

#[test]
fn all_entries_are_set_by_a_star_and_what_is_said_of_one_counts_more() {
    let text = "[role.helper]\nlike = \"seller\"\npeople = 2\n[role.\"*\"]\nselling_share = 0.4\n[role.seller]\nselling_share = 0.3\n";
    let roles = accepted(text).scenario.role;
    let share = |name: &str| roles.get(name).expect("a role").selling_share;
    assert_eq!([share("helper"), share("seller")], [0.4, 0.3]);
    refused("[role.\"*\"]\npeopel = 3\n", &["test.toml:2:1", "peopel is not a key", "people"]);
    refused("[role]\n\"*\" = 3\n", &["role.* has to be a table"]);
    says(&set(&["role.*.people=soon"]).expect_err("no number"), &["--set", "people = \"soon\""]);
}

#[test]
fn what_could_be_meant_otherwise_is_refused_with_the_cure() {
    refused(
        "[role.seller]\npeople = +2\n",
        &["test.toml:2:10", "could be a value or a change", "Write 2 for the value", "\"+2\" in quotes"],
    );
    refused("[role.seller]\npeople = -2\n", &["outside 0 to", "To lower it, write \"-2\" in quotes."]);
    refused("[role.seller]\npeople = \"x0.9\"\n", &["people = \"x0.9\" of 12 (that is 10.8) is not a whole number"]);
    refused("[organisation]\nhandover_loss = \"+5 %\"\n", &["could be 5 points more or 5 % of what it is: write +5 points, or x1.05"]);
    refused("[plan.standard]\ntier_rate = [\"+0.1\"]\n", &["is a change, and here is no single number"]);
    says(&set(&["role.seller.people=-99"]).expect_err("too few"), &["\"-99\" of 12 (that is -87) is outside 0 to"]);
    says(&set(&["role.seller.people=x"]).expect_err("no factor"), &["is no factor"]);
    let nothing = set(&["segment.mid.late_share=x2", "segment.mid.late_share=0", "segment.mid.late_share=x2"]).expect("valid");
    let said: Vec<String> = nothing.warnings.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|said| said.contains("\"x2\" changes nothing: it is 0")), "{said:?}");
}

#[test]
fn one_system_alone_is_set_behind_a_colon() {
    let team = load("mid", &["team:organisation.coverage=4:role.*.people=+1".to_string()], &[]).expect("valid");
    let usual = set(&[]).expect("mid").scenario.role.get("seller").expect("a role").people;
    assert_eq!(team.scenario.organisation.coverage, 4.0);
    assert_eq!(team.scenario.role.get("seller").expect("a role").people, usual + 1.0);
    let joined = load("mid+team:market_scale=x2", &[], &[]).expect("valid");
    assert_eq!((joined.scenario.market_scale, joined.scenario.organisation.coverage), (2.0, 3.0));
    for (mention, expected) in [
        ("team:ae=2", vec!["\"team\" takes no argument called ae", "team:organisation.coverage=4"]),
        ("team:organisation.coverag=4", vec!["organisation.coverag is not a key", "organisation.coverage"]),
        ("teem:organisation.coverage=4", vec!["\"teem\" is not a built-in scenario", "team"]),
    ] {
        says(&load("mid", &[mention.to_string()], &[]).expect_err(mention), &expected);
    }
}

#[test]
fn a_second_market_says_what_it_replaces() {
    let both = accepted("extends = [\"mid\", \"small\"]\n");
    let said: Vec<String> = both.warnings.iter().map(ToString::to_string).collect();
    let market = said.iter().find(|said| said.contains("a second market")).unwrap_or_else(|| panic!("{said:?}"));
    for part in ["segment.small joins segment.mid", "offering.standard.price = ", "(was ", "leave the other out"] {
        assert!(market.contains(part), "{part} is missing in {market}");
    }
    for text in ["extends = \"mid\"\n", "extends = [\"small\", \"hero\"]\n", "extends = \"mid\"\n[segment.other]\nlike = \"mid\"\n"] {
        let said: Vec<String> = accepted(text).warnings.iter().map(ToString::to_string).collect();
        assert!(!said.iter().any(|said| said.contains("second market")), "{text}: {said:?}");
    }
}
