//! `cert/check-coverage`: one row for each thing that was demanded, and no other.

use std::collections::BTreeMap;

use contracts::toolkit::Severity;

use super::CertificateFacts;
use super::facts::CheckOutcome;
use crate::proof::coverage::{self, Group};
use crate::rule::{Meta, Sink};

pub(super) const META: Meta = Meta {
    code: "cert/check-coverage",
    level: Severity::Error,
    consumer: None,
    says: "Every command, check and case of the intent has exactly one row in `checks`, and no row is foreign.",
    why: "A check that was dropped, or counted twice, makes a summary look better than the run.",
    remedy: "Issue the certificate anew with `runner-certify`; a lane that is not run has one skipped row a group.",
};

/// Where the rows of one id stand.
type Rows<'f> = BTreeMap<&'f str, Vec<usize>>;

pub(super) fn check(facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    for group in &coverage::GROUPS {
        check_group(group, facts, sink);
    }
    for (index, row) in facts.checks.iter().enumerate() {
        if let Some(name) = row.group.text()
            && name != coverage::CONTRACT_GROUP
            && coverage::GROUPS.iter().all(|group| group.name != name)
        {
            sink.report(
                format!("/checks/{index}/group"),
                format!("a row of the group `{}`, which no intent demands", name.escape_debug()),
            );
        }
    }
}

fn check_group(group: &Group, facts: &CertificateFacts<'_>, sink: &mut Sink<'_>) {
    let mut rows: Rows<'_> = BTreeMap::new();
    for (index, row) in facts.checks.iter().enumerate() {
        if let (Some(name), Some(id)) = (row.group.text(), row.id.text())
            && name == group.name
        {
            rows.entry(id).or_default().push(index);
        }
    }
    let demanded = (group.ids)(&facts.demands);
    if let Some(place) = placeholder(group, &rows) {
        return check_placeholder(group, place, demanded.is_empty(), facts, sink);
    }
    for id in &demanded {
        match rows.remove(id.as_str()).as_deref() {
            None | Some([]) => sink.report(
                "/checks",
                format!(
                    "the intent demands `{}`, and no row says what became of it",
                    id.escape_debug()
                ),
            ),
            Some([_]) => {}
            Some([_, second, ..]) => sink.report(
                format!("/checks/{second}/id"),
                format!("a second row for `{}`", id.escape_debug()),
            ),
        }
    }
    for (id, at) in rows {
        for index in at {
            sink.report(
                format!("/checks/{index}/id"),
                format!("a row for `{}`, which the intent does not demand", id.escape_debug()),
            );
        }
    }
}

/// The row, when the group consists of its placeholder alone.
fn placeholder(group: &Group, rows: &Rows<'_>) -> Option<usize> {
    let mut only = rows.iter();
    match (only.next(), only.next()) {
        (Some((id, at)), None) if *id == group.placeholder && at.len() == 1 => at.first().copied(),
        _ => None,
    }
}

fn check_placeholder(
    group: &Group,
    place: usize,
    demands_nothing: bool,
    facts: &CertificateFacts<'_>,
    sink: &mut Sink<'_>,
) {
    let runs = facts.runner.status.text() == Some("active");
    if runs && !demands_nothing {
        sink.report(
            format!("/checks/{place}/id"),
            format!("the intent demands checks of the group `{}`, and a placeholder stands for them on a lane that is active", group.name),
        );
    } else if facts.checks.get(place).and_then(|row| row.outcome()) != Some(CheckOutcome::Skipped) {
        sink.report(
            format!("/checks/{place}/status"),
            format!("the placeholder of the group `{}` can only be skipped", group.name),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::rules::cert::test_bench::{codes, good, planned, recount};
    use serde_json::{Value, json};

    fn after(change: impl FnOnce(&mut Vec<Value>)) -> Vec<String> {
        let mut certificate = good();
        change(certificate["checks"].as_array_mut().unwrap());
        recount(&mut certificate);
        codes(&certificate)
    }

    #[test]
    fn a_row_that_is_missing_twice_there_or_foreign_is_found() {
        let only = ["cert/check-coverage"];
        assert_eq!(after(|rows| drop(rows.remove(1))), only);
        assert_eq!(after(|rows| rows.push(rows[1].clone())), only);
        assert_eq!(
            after(|rows| rows.push({
                let mut row = rows[1].clone();
                row["id"] = json!("command.other");
                row
            })),
            only
        );
        assert_eq!(
            after(|rows| rows.push({
                let mut row = rows[1].clone();
                row["group"] = json!("other");
                row
            })),
            only
        );
    }

    #[test]
    fn rows_of_the_group_contract_are_exempt() {
        assert_eq!(after(|rows| rows.push(rows[0].clone())), [""; 0]);
    }

    #[test]
    fn a_lane_that_is_not_run_stands_as_placeholders() {
        assert_eq!(codes(&planned()), [""; 0]);
    }

    #[test]
    fn an_active_lane_cannot_hide_behind_a_placeholder() {
        let mut certificate = planned();
        certificate["runner"]["status"] = json!("active");
        recount(&mut certificate);
        assert!(codes(&certificate).contains(&"cert/check-coverage".to_owned()));
    }

    #[test]
    fn a_placeholder_that_passed_is_a_lie() {
        let mut certificate = planned();
        certificate["checks"][1]["status"] = json!("pass");
        recount(&mut certificate);
        assert_eq!(codes(&certificate), ["cert/check-coverage"]);
    }
}
