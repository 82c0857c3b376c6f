//! The page about waivers says of their rules what the rules say of themselves.

use std::fs;
use std::path::Path;

use report::waiver::{LONGEST_DAYS, RULES, SOON_DAYS};

#[test]
fn the_page_quotes_every_rule() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs/02_contracts/toolkit_waivers.md");
    let page = fs::read_to_string(path).unwrap();
    for rule in RULES {
        let row = format!("| `{}` | {} | {}", rule.code, rule.level, rule.says);
        assert!(page.contains(&row), "the page lacks: {row}");
    }
    assert!(page.contains(&format!("at most {LONGEST_DAYS} days")));
    assert!(page.contains(&format!("within {SOON_DAYS} days")));
}
