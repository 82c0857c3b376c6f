//! Cases by hand, and the reader held against the croner crate and the published pattern.

use croner::parser::{CronParser, Seconds, Year};
use proptest::prelude::*;

use super::{FIELDS, MACROS, check, quick, read};

/// croner's verdict, with its two oddities taken out: it refuses a bare `*` in a list, which cron
/// programs read, and passes over an empty place in one, which they refuse.
fn croner(expression: &str) -> bool {
    let field = |field: &str| {
        let items: Vec<&str> = field.split(',').filter(|item| *item != "*").collect();
        match items.as_slice() {
            [] => "*".to_owned(),
            _ if items.contains(&"") => "hollow".to_owned(),
            _ => items.join(","),
        }
    };
    let fields = expression.split([' ', '\t']).filter(|part| !part.is_empty()).map(field);
    let expression = fields.collect::<Vec<_>>().join(" ");
    let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
    parser.parse(&expression).is_ok()
}

fn published_pattern() -> regex::Regex {
    let contract = catalog::contracts::find("cron/execution-report").unwrap();
    let schema = catalog::generate::schema(contract, contract.newest(), None, &[]);
    let pattern = schema.pointer("/properties/schedule/allOf/0/pattern").unwrap();
    regex::Regex::new(pattern.as_str().unwrap()).unwrap()
}

#[test]
fn what_crontabs_hold_is_taken() {
    for fine in [
        "* * * * *",
        "*/15 0-6,22,23 1,15 * MON-FRI",
        " 05\t4  * jan-Mar/2 7",
        "0 0 31 12 0-7",
        "59 23 1-31/10 DEC sun",
    ] {
        assert_eq!(check(fine), Ok(()), "{fine}");
    }
    for name in MACROS {
        assert_eq!(check(name), Ok(()), "{name}");
    }
}

#[test]
fn what_most_crontabs_hold_is_seen_at_once() {
    for plain in ["26 7 * * MON-FRI", "*/15 0-6,22 1,15 jan 0-7/2", "5 4 * * sun"] {
        assert!(quick::is_fine(plain.as_bytes()), "{plain}");
    }
}

#[test]
fn each_refusal_names_the_field_and_the_fault() {
    for (expression, field, part) in [
        ("60 * * * *", Some("minute"), "`60` is not within 0-59"),
        ("* 24 * * *", Some("hour"), "not within 0-23"),
        ("* * 0 * *", Some("day of month"), "not within 1-31"),
        ("* * * 13 *", Some("month"), "not within 1-12"),
        ("* * * * 8", Some("day of week"), "not within 0-7"),
        ("MON * * * *", Some("minute"), "belongs to another field"),
        ("* * * * JAN", Some("day of week"), "belongs to another field"),
        ("* * L * *", Some("day of month"), "extension"),
        ("* * 15W * *", Some("day of month"), "extension"),
        ("* * * * 5#2", Some("day of week"), "extension"),
        ("* * ? * *", Some("day of month"), "extension"),
        ("5/10 * * * *", Some("minute"), "write `5-59/…`"),
        ("*/0 * * * *", Some("minute"), "the step in `*/0`"),
        ("*/ * * * *", Some("minute"), "the step"),
        ("*/+5 * * * *", Some("minute"), "the step"),
        ("/5 * * * *", Some("minute"), "missing"),
        ("5- * * * *", Some("minute"), "missing"),
        ("1-2-3 * * * *", Some("minute"), "`2-3` is not a number"),
        ("* 6-2 * * *", Some("hour"), "runs backwards"),
        ("* * * * FRI-SUN", Some("day of week"), "Sunday at the end is 7"),
        ("1,,2 * * * *", Some("minute"), "empty place"),
        ("99999999 * * * *", Some("minute"), "not within"),
        ("** * * * *", Some("minute"), "not a number"),
        ("* * * monday *", Some("month"), "three-letter name"),
        ("\u{661} * * * *", Some("minute"), "not a number"),
        ("", None, "empty"),
        ("@", None, "no macro"),
        ("@every 5m", None, "no macro"),
        ("@Daily", None, "is written `@daily`"),
        ("*", None, "1 field"),
        ("* * * *", None, "4 fields"),
        ("0 * * * * *", None, "seconds and years"),
        ("0 0 * * * * 2026", None, "seconds and years"),
        ("* * * * *\n", Some("day of week"), "not a number"),
    ] {
        let refusal = check(expression).expect_err(expression);
        assert_eq!(refusal.field, field, "{expression}: {refusal}");
        assert!(refusal.to_string().contains(part), "{expression}: {refusal}");
    }
}

#[test]
fn foreign_text_in_a_refusal_is_bounded() {
    let long = format!("{} * * * *", "9".repeat(100_000));
    assert!(check(&long).expect_err("too long").to_string().len() < 200);
}

/// A value of the field: a number, or a name where it has some. A range's ends are numbers, since
/// `SUN` is 0 here and 7 at the end of a range for some.
fn item(place: usize) -> BoxedStrategy<String> {
    let field = &FIELDS[place];
    let (least, most) = (field.least, field.most);
    let number = (least..=most).prop_map(|n| n.to_string());
    let range = (least..=most).prop_flat_map(move |from| (Just(from), from..=most));
    let range = range.prop_map(|(from, to)| format!("{from}-{to}"));
    let stepped = (prop_oneof![Just("*".to_owned()), range.clone()], 1u16..=999);
    let stepped = stepped.prop_map(|(base, step)| format!("{base}/{step}"));
    let plain = prop_oneof![Just("*".to_owned()), number, range, stepped];
    if field.names.is_empty() {
        return plain.boxed();
    }
    let name = proptest::sample::select(field.names);
    let name = (name, any::<bool>());
    let name = name.prop_map(|(n, upper)| if upper { n.to_uppercase() } else { n.to_owned() });
    prop_oneof![3 => plain, 1 => name].boxed()
}

fn expression() -> impl Strategy<Value = String> {
    let field = |place| {
        proptest::collection::vec(item(place), 1..4).prop_map(|items: Vec<String>| items.join(","))
    };
    let fields = [field(0), field(1), field(2), field(3), field(4)];
    (fields, prop_oneof![Just(" "), Just("\t"), Just("  ")]).prop_map(|(f, blank)| f.join(blank))
}

/// Pieces of numeric fields in any order: most of them are wrong in some way.
fn near_expression() -> impl Strategy<Value = String> {
    let number = (0u16..70).prop_map(|n| n.to_string());
    let piece = prop_oneof![
        4 => number,
        1 => proptest::sample::select(vec!["*", ",", "-", "/"]).prop_map(str::to_owned),
    ];
    let field = proptest::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat());
    proptest::collection::vec(field, 4..7).prop_map(|fields| fields.join(" "))
}

proptest! {
    #[test]
    fn every_sentence_of_the_grammar_is_taken_here_and_by_croner(text in expression()) {
        prop_assert_eq!(check(&text), Ok(()));
        prop_assert!(croner(&text), "croner refuses {}", text);
    }

    #[test]
    fn numeric_fields_are_judged_as_croner_judges_them(text in near_expression()) {
        prop_assert_eq!(check(&text).is_ok(), croner(&text));
    }

    #[test]
    fn what_is_taken_is_taken_by_croner(
        text in "[0-9*,/@A-Za-z# ?LWMONJ-]{0,5}( [0-9*,/LW#?MONJAN+-]{1,4}){3,5}"
    ) {
        if check(&text).is_ok() {
            prop_assert!(croner(&text));
        }
    }

    #[test]
    fn what_one_look_finds_fine_the_reader_finds_fine(
        fine in expression(), near in near_expression(),
        text in "[0-9*,/MONJAN-]{1,4}( [0-9*,/MONJAN-]{1,4}){3,5}",
    ) {
        for text in [fine, near, text] {
            prop_assert!(!quick::is_fine(text.as_bytes()) || read(&text).is_ok(), "{}", text);
        }
    }

    #[test]
    fn any_text_is_judged_without_a_panic(text in ".{0,60}") {
        let _ = check(&text);
    }
}

#[test]
fn the_published_pattern_refuses_nothing_that_is_fine() {
    let pattern = published_pattern();
    for name in MACROS {
        assert!(pattern.is_match(name));
    }
    proptest!(|(text in expression())| prop_assert!(pattern.is_match(&text), "{}", text));
}
