//! The rules of a contract as its page lists them: what a schema cannot carry is in that table, so
//! that a changed rule shows there.

use std::collections::BTreeMap;

use super::fact::Fact;

const BEGIN: &str = "<!-- rules:begin -->";
const END: &str = "<!-- rules:end -->";

/// The rules that came, went or say something else between two states of a contract's page. Those
/// that `told` speaks of already are left out.
#[must_use]
pub fn changes(old: &str, new: &str, told: &[Fact]) -> Vec<Fact> {
    let (before, after) = (rows(old), rows(new));
    let mut facts = Vec::new();
    for (code, row) in &before {
        match after.get(code) {
            None => facts.push(fact(code, "it is gone", row, "")),
            Some(now) if now != row => {
                facts.push(fact(code, "it says something else now", row, now));
            }
            Some(_) => {}
        }
    }
    let fresh = after.iter().filter(|(code, _)| !before.contains_key(*code));
    facts.extend(fresh.map(|(code, row)| fact(code, "it is new", "", row)));
    let known = |fact: &Fact| {
        told.iter()
            .any(|other| other.kind == fact.kind && other.about.first() == fact.about.first())
    };
    facts.retain(|fact| !known(fact));
    facts
}

fn fact(code: &str, what: &str, before: &str, after: &str) -> Fact {
    Fact::notice("rule-changed", format!("the rule {code}: {what}")).about(&[code, before, after])
}

/// The rest of each row of the table, by the rule's code.
fn rows(page: &str) -> BTreeMap<&str, &str> {
    let table = page.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END));
    let lines = table.map(|(table, _)| table.lines()).into_iter().flatten();
    lines
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` |"))
        .map(|(code, rest)| (code, rest.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::changes;

    fn page(rows: &[(&str, &str)]) -> String {
        let rows: String =
            rows.iter().map(|(code, says)| format!("| `{code}` | error | {says} |\n")).collect();
        format!(
            "# x\n<!-- rules:begin -->\n| rule | level | what |\n|---|---|---|\n{rows}<!-- rules:end -->\n"
        )
    }

    #[test]
    fn a_rule_that_comes_goes_or_changes_is_told() {
        let old = page(&[("a/stays", "s"), ("a/changes", "at most 10"), ("a/goes", "g")]);
        let new = page(&[("a/stays", "s"), ("a/changes", "at most 20"), ("a/comes", "c")]);
        let told: Vec<_> = changes(&old, &new, &[]).into_iter().map(|f| f.message).collect();
        assert_eq!(told.len(), 3);
        assert!(told[0].contains("a/changes: it says something else"));
        assert!(told[1].contains("a/goes: it is gone") && told[2].contains("a/comes: it is new"));
        let first = changes(&old, &new, &[]);
        assert_eq!(changes(&old, &new, &first[..1]).len(), 2);
        assert!(changes("", "", &[]).is_empty());
    }
}
