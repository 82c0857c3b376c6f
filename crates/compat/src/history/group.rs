//! One cause, and every cell that it stands behind: ten cells with one witness are told once.

use std::collections::BTreeSet;

use contracts::toolkit::{CompatHistory, HistoryState};
use serde_json::Value;

use super::table::short;

/// One cause with one witness.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) state: HistoryState,
    /// The rule's code, or the name of a semantic break.
    pub(super) name: String,
    pub(super) message: String,
    pub(super) remedy: String,
    /// `None` where nothing is known.
    pub(super) witness: Option<Value>,
    /// The cells, by their place in the history.
    pub(super) cells: Vec<usize>,
}

/// Every cause, those first that weigh most, then in the order of the cells.
pub(super) fn groups(history: &CompatHistory<Value>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, cell) in history.cells.iter().enumerate() {
        let misread = cell.semantic.iter().map(|this| Group {
            state: HistoryState::Semantic,
            name: this.id.clone(),
            message: if this.refused_by_schema {
                format!(
                    "{} The reader's schema refuses the witness: a reader that judges before it acts is safe.",
                    this.reason
                )
            } else {
                format!("{} No schema shows this.", this.reason)
            },
            remedy: this.remedy.clone(),
            witness: Some(this.witness.clone()),
            cells: vec![at],
        });
        let refused = cell.schema.findings.iter().map(|this| Group {
            state: HistoryState::Breaking,
            name: this.rule.clone(),
            message: this.message.clone(),
            remedy: this.remedy.clone(),
            witness: Some(this.witness.clone()),
            cells: vec![at],
        });
        let unknown = cell.schema.reason.iter().map(|reason| Group {
            state: HistoryState::Unknown,
            name: "compat/unknown".to_owned(),
            message: reason.clone(),
            remedy: String::new(),
            witness: None,
            cells: vec![at],
        });
        misread.chain(refused).chain(unknown).for_each(|group| add(&mut groups, group));
    }
    groups.sort_by_key(|group| std::cmp::Reverse(group.state));
    groups
}

fn add(groups: &mut Vec<Group>, new: Group) {
    let same = |known: &&mut Group| {
        (known.state, &known.name, &known.message, &known.witness)
            == (new.state, &new.name, &new.message, &new.witness)
    };
    match groups.iter_mut().find(same) {
        Some(known) => known.cells.extend(new.cells),
        None => groups.push(new),
    }
}

impl Group {
    /// `readers base, 0.21 of writers 0.43, i290`, or every pair where the cells are no rectangle.
    pub(super) fn who(&self, history: &CompatHistory<Value>) -> String {
        let cells: Vec<_> = self.cells.iter().filter_map(|at| history.cells.get(*at)).collect();
        let place = |name: &str| history.versions.iter().position(|known| known == name);
        let readers: BTreeSet<_> = cells.iter().filter_map(|cell| place(&cell.reader)).collect();
        let writers: BTreeSet<_> = cells.iter().filter_map(|cell| place(&cell.writer)).collect();
        if readers.len() * writers.len() == cells.len() {
            return format!(
                "readers of {} with writers of {}",
                names(history, &readers),
                names(history, &writers)
            );
        }
        let pairs: Vec<String> = cells
            .iter()
            .map(|cell| format!("{} with {}", short(&cell.reader), short(&cell.writer)))
            .collect();
        format!("readers with writers: {}", pairs.join(", "))
    }
}

fn names(history: &CompatHistory<Value>, places: &BTreeSet<usize>) -> String {
    let names = places.iter().filter_map(|at| history.versions.get(*at));
    names.map(|name| short(name)).collect::<Vec<_>>().join(", ")
}
