//! What is refused, and in which words.

use super::*;

#[test]
fn a_value_out_of_range_is_told_with_its_place() {
    refused(
        "extends = \"mid\"\n[process]\n\n  most_activities = 1400\n",
        &["test.toml:4:21: process.most_activities = 1400 is outside 1 to 1000\n    "],
    );
}

#[test]
fn columns_count_characters() {
    refused(
        "extends = \"mid\"\nabout = \"ääää\"\nflow = { control = \"pull\", wip_limit = -1 } # ä",
        &["test.toml:3:40: flow.wip_limit = -1 is outside 1 to"],
    );
    refused("about = \"ääää\"\nsegment.\"ä ö\".veto_share = 2", &["test.toml:2:9: segment.ä ö is not a good name"]);
}

#[test]
fn everything_is_told_in_one_pass() {
    refused(
        "extends = \"mid\"\n[flow]\nwip_limmit = 3\ncontrol = \"pul\"\n[role.seller]\npeople = nan\nselling_share = \"2 days\"\nparts = \"flow\"\n[dialogue]\nprospect_below = 9\nprospect_until = 3\n",
        &[
            "test.toml:3:1: flow.wip_limmit is not a key\n    Did you mean flow.wip_limit?",
            "test.toml:4:11: flow.control = \"pul\" is not one of pull or push\n    Did you mean \"pull\"?",
            "test.toml:6:10: role.seller.people is not a finite number",
            "test.toml:7:17: role.seller.selling_share = \"2 days\" has a unit that does not fit\n    Share of working time left for selling. Expected a number from 0 to 1",
            "test.toml:8:9: role.seller.parts has to be a list, but here is a text",
            "test.toml:11:18: dialogue.prospect_below = 9 is above prospect_until = 3",
        ],
    );
}

#[test]
fn types() {
    refused("flow = 3", &["test.toml:1:8: flow has to be a table, but here is a number"]);
    refused(
        "[role]\npeople = 3",
        &["test.toml:2:10: role.people has to be a table", "people is a key of an entry: write [role.some-name]"],
    );
    refused("role = [1]", &["role has to hold tables by name, but here is a list"]);
    refused("[[role]]\npeople = 3", &["role has to hold tables by name"]);
    refused("market_scale = true", &["market_scale has to be a number, but here is true or false"]);
    refused("name = 3", &["name has to be a text in quotes, but here is a number"]);
    refused("organisation.structured_handovers = \"yes\"", &["has to be true or false, without quotes", "Write true."]);
    refused(
        "theory.utilisation = \"1\"\ntheory.utilization = 1\n",
        &["theory.utilisation has to be a number", "theory.utilization is not a measure\n    Did you mean utilisation?"],
    );
    refused("flow.hours = 3", &["Did you mean activity.<name>.done_to.hours or activity.<name>.done_with.hours?"]);
    let said =
        load_text("test.toml", "extends = \"mid\"\nrole.seller = { pepole = 3, people = 0 }\nchannel.web = { trust = 2, segment = \"x\" }")
            .unwrap_err();
    assert_eq!(said.list.len(), 3, "the missing people are no news, the wrong segment is: {said}");
    refused("wip_limit = 3", &["test.toml:1:1: wip_limit is not a key\n    Did you mean flow.wip_limit?"]);
}

#[test]
fn numbers() {
    for (text, said) in [
        ("-1", "is outside"),
        ("nan", "is not a finite number"),
        ("-nan", "is not a finite number"),
        ("inf", "is not a finite number"),
        ("-inf", "is not a finite number"),
        ("1e400", "is not a finite number"),
        ("99999999999999999999999999999999999999999999999999", "is not a finite number"),
        ("\"\"", "does not begin with a number"),
        ("\"nan\"", "does not begin with a number"),
        ("\"1e999 times\"", "is not a finite number"),
    ] {
        refused(&format!("market_scale = {text}"), &["test.toml:1:16: market_scale", said]);
    }
    assert_eq!(accepted("market_scale = 0x10").scenario.market_scale, 16.0);
    assert_eq!(accepted("market_scale = 1_0.5").scenario.market_scale, 10.5);
    assert_eq!(accepted("market_scale = -0.0").scenario.market_scale.to_bits(), 0);
}

#[test]
fn lists_of_numbers() {
    let plan = |text: &str| accepted(&format!("extends = \"mid\"\nplan.standard = {{ base_share = \"50 %\", {text} }}")).scenario.plan;
    let read = plan("tier_from = [0, \"50 %\", 1.0], tier_rate = [0, 2, \"3.5 times\"]");
    let standard = read.get("standard").unwrap();
    assert_eq!((standard.tier_from.as_slice(), standard.tier_rate.as_slice()), (&[0.0, 0.5, 1.0][..], &[0.0, 2.0, 3.5][..]));
    refused("plan.standard.tier_rate = 2", &["test.toml:1:27: plan.standard.tier_rate has to be a list, but here is a number"]);
    refused(
        "plan.standard.tier_rate = [1, \"a\", -1]",
        &[
            "test.toml:1:31: plan.standard.tier_rate = \"a\" does not begin with a number",
            "test.toml:1:36: plan.standard.tier_rate = -1 is outside 0 to 1000",
        ],
    );
    let set = set(&["plan.standard.base_share=0.5", "plan.standard.tier_rate=[1.2]"]).unwrap();
    assert_eq!(set.scenario.plan.get("standard").unwrap().tier_rate, [1.2]);
}

#[test]
fn contradictions() {
    let cases = [
        ("channel.web.segment = \"mdi\"", "test.toml:2:23: channel.web.segment = \"mdi\" is not a segment"),
        (
            "[activity.present]\nrole = \"sellers\"",
            "test.toml:3:8: activity.present.role = \"sellers\" is not a role\n    Did you mean \"seller\"?",
        ),
        (
            "[role.closer]\npeople = 0\n[activity.present]\nrole = \"closer\"",
            "test.toml:5:8: activity.present.role = \"closer\" has no people",
        ),
        ("role.seller.parts = [\"dialogue\", \"flow\"]", "test.toml:2:21: nobody works in the part qualification"),
        ("role.seller.parts = [\"qualification\", \"flow\"]", "test.toml:2:21: nobody works in the part dialogue"),
        ("activity.qualify.decides = true\nactivity.decide.decides = false", "no activity asks the customer to decide"),
        (
            "role.judge = { people = 1, parts = [\"qualification\"] }\nactivity.design.role = \"judge\"",
            "test.toml:3:24: activity.design.role = \"judge\" does not work in the part flow",
        ),
        ("time.window_start = \"2024-02-30\"", "test.toml:2:21: time.window_start = \"2024-02-30\" is not a date"),
        ("market_scale = 1e6", "journeys and leads in each world are more than 50000000"),
        ("channel.calls = { kind = \"outbound\", touches_per_hour = 0 }", "nobody is ever touched"),
        (
            "role.seller.plan = \"standrad\"",
            "test.toml:2:20: role.seller.plan = \"standrad\" is not a plan\n    Did you mean \"standard\"?",
        ),
        ("plan.standard.components = [\"x\"]", "plan.standard.components names \"x\", which is not a plan"),
        ("plan.standard.components = [\"standard\"]", "plan.standard.components names the plan itself"),
        (
            "plan.standard.components = [\"a\", \"b\"]\nplan.a.weight = 0.7\nplan.b.weight = 0.7",
            "the weights of the components of plan.standard add up to 1.4, more than all",
        ),
        ("plan.standard = { base_share = 0.5, gate = 0.5, gate_plan = \"standard\" }", "plan.standard.gate_plan names the plan itself"),
        (
            "plan.ae.components = [\"a\"]\nplan.standard.components = [\"a\"]\nplan.a = { weight = 0.5, gate = 0.5, gate_plan = \"ae\" }",
            "plan.a.gate_plan = \"ae\" is no other part of the pay by plan.standard",
        ),
        (
            "plan.standard = { base_share = 0.5, credit = \"meetings-held\" }",
            "plan.standard.quota_number is needed: what is credited is counted",
        ),
        (
            "plan.standard = { band_by = \"discount\", band_from = [0.1], band_rate = [1] }",
            "plan.standard.band_from = [0.1] does not rise from 0",
        ),
        ("plan.standard.extra_from = \"2024-13-01\"", "plan.standard.extra_from = \"2024-13-01\" is not a date"),
        (
            "plan.standard.tier_rate = [1, 2]",
            "test.toml:2:27: plan.standard.tier_from and plan.standard.tier_rate are of unequal length: 1 and 2",
        ),
        ("plan.standard = { bonus_at = [1], bonus = [] }", "plan.standard.bonus_at and plan.standard.bonus are of unequal length: 1 and 0"),
        (
            "[plan.standard]\ntier_from = [0, 1, 1]\ntier_rate = [1, 1, 1]",
            "test.toml:3:13: plan.standard.tier_from = [0.0, 1.0, 1.0] does not rise from 0",
        ),
        ("plan.standard = { tier_from = [], tier_rate = [] }", "does not rise from 0"),
        (
            "plan.standard = { base_share = 0.5, tier_from = [0, 1.5], tier_rate = [1, 2], cap = 1.3 }",
            "plan.standard.cap = 1.3 is not above the last tier, which begins at 1.5",
        ),
        (
            "[plan.standard]\ntier_from = [0, 1, 2, 3, 4, 5, 6, 7, 8]\ntier_rate = [0, 1, 2, 3, 4, 5, 6, 7, 8]",
            "plan.standard.tier_from has 9 elements, at most 8 are possible",
        ),
        ("channel.web.csv_file = \"x.csv\"", "test.toml:2:24: channel.web.csv_file is set but channel.web.csv_date_column is not"),
    ];
    for (text, said) in cases {
        refused(&format!("extends = \"mid\"\n{text}"), &[said]);
    }
    let said = load_text("test.toml", "extends = \"no.toml\"\nflow.wip_limit = 0\n[segment.x]\n").unwrap_err();
    assert_eq!(said.list.len(), 2, "what a missing file would bring is not missed: {said}");
    refused("[segment.x]\n", &["there is no offering", "there is no channel", "there is no role", "there is no activity"]);
}

#[test]
fn what_is_odd_is_a_warning() {
    let cases = [
        ("[role.selers]\npeople = 2", "test.toml:2:7: role.selers is new here and looks like role.seller"),
        (
            "segment.new = {}\nchannel.web.segment = \"mid\"\nchannel.list.segment = \"mid\"\nchannel.event.segment = \"mid\"\nchannel.referral.segment = \"mid\"",
            "test.toml:2:9: no channel leads to segment.new",
        ),
        ("channel.list.leads_per_year = 3", "test.toml:2:31: channel.list.leads_per_year has no effect in an outbound channel"),
        (
            "activity.judge = { part = \"qualification\", order = 50 }",
            "test.toml:2:27: activity.judge is never done: activity.qualify comes before it",
        ),
        ("plan.standard.cap = 2", "test.toml:2:21: plan.standard.cap has no effect: nothing of the pay is variable"),
        ("plan.quick.base_share = 0.5", "test.toml:2:6: no role is paid by plan.quick"),
        ("plan.standard = { base_share = 0.5, clawback_days = 90 }", "plan.standard.clawback_days has no effect"),
        ("role.seller.on_target_earnings = 200000", "role.seller.on_target_earnings = 200000 is above cost_per_year = 110000"),
        ("role.seller.domains_mastered = 8", "role.seller.domains_mastered = 8 is above buying.domains = 4"),
    ];
    for (text, said) in cases {
        let warnings = accepted(&format!("extends = \"mid\"\n{text}")).warnings;
        assert_eq!(warnings.len(), 1, "{warnings:?}");
        assert!(warnings[0].to_string().contains(said), "{}", warnings[0]);
    }
    assert_eq!(accepted("extends = \"mid\"\n[role.seller-2]\npeople = 2").warnings, []);
}

#[test]
fn zero_demand_is_fine() {
    accepted("extends = \"mid\"\nmarket_scale = 0\n");
}

#[test]
fn the_readme_shows_what_is_said() {
    let readme = include_str!("../../../scenarios/README.md");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let text = "extends = \"mid\"\n\n[organisation]\ncoverage = 12\n\n[flow]\nwip_limmit = 3\n";
    assert_eq!(format!("{}\n", load_text("what-if.toml", text).unwrap_err()), shown);
}

#[test]
fn units_are_told_in_sentences_with_what_to_write() {
    refused("extends = \"mid\"\nrole.seller.selling_share = 35\n", &["It is a share: for 35 in a hundred write \"35 %\"."]);
    refused("extends = \"mid\"\nrole.seller.selling_share = 0\n", &["It is a share: 0.2 or \"20 %\" is a fifth."]);
    refused("market_scale = 99999999\n", &["It is a factor, such as 1.2."]);
    refused("extends = \"mid\"\nrole.seller.people = 1000000\n", &["It is counted in people."]);
    refused("extends = \"mid\"\nrole.seller.cost_per_year = 1e99\n", &["It is an amount in EUR a year."]);
    refused("time.years = 0\n", &["It is counted in years."]);
}

#[test]
fn slips_of_toml_have_their_own_cure() {
    refused("[role.*]\npeople = 3\n", &["test.toml:1:7: not TOML", "stands in quotes: [role.\"*\"]"]);
    refused("[flow]\nwip_limit = 8,5\n", &["test.toml:2:", "Decimals have a point: 8.5"]);
    refused("[role.seller]\nselling_share = 35 %\n", &["test.toml:2:", "A number with a unit stands in quotes: \"35 %\""]);
    refused("[flow]\ncontrol = triage\n", &["test.toml:2:", "Texts stand in quotes"]);
    refused("[role seller]\npeople = 3\n", &["test.toml:1:", "with a point: [role.seller]"]);
    refused("extend = \"mid\"\n", &["Did you mean extends?"]);
    refused("extends = \"mid\"\n[guards]\nrequire = \"win_rate >= 20 %\"\n", &["guards is not a key", "written as [[guard]]"]);
}
