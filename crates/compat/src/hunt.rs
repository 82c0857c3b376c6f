//! One direction of a comparison: read both schemas into one store, ask for a document on one side
//! only, confirm it against the schemas as they were given, name its cause, look past it.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use crate::canonical::{Judge, Refusal};
use crate::cause::{Change, Direction, Edit, cause_of, counterparts, mask, shrink};
use crate::compare::Prepared;
use crate::formula::Arena;
use crate::ground::Ground;
use crate::kinds::kind_of;
use crate::options::{Options, World};
use crate::solve::{Outcome, Why};
use crate::verdict::{Break, Doubt, Verdict};

/// Whether every document of the writer's schema is one of the reader's.
pub(crate) fn hunt(
    writer: &Prepared<'_>,
    reader: &Prepared<'_>,
    direction: Direction,
    options: &Options,
    ground: &mut Ground<'_>,
) -> Verdict {
    if writer.schema == reader.schema && writer.dialect == reader.dialect {
        return Verdict::Compatible;
    }
    ground.solver.allow(options.budget);
    Hunt { writer, reader, direction, options, ground, unsettled: false }.verdict()
}

struct Hunt<'h, 'g> {
    writer: &'h Prepared<'h>,
    reader: &'h Prepared<'h>,
    direction: Direction,
    options: &'h Options,
    ground: &'h mut Ground<'g>,
    /// Something in the schemas means different things to different engines: documents that the
    /// search did not find itself prove nothing then.
    unsettled: bool,
}

/// The schemas as the search sees them, found causes out of the way.
struct Edited<'h> {
    writes: Cow<'h, Value>,
    reads: Cow<'h, Value>,
}

enum Answer {
    None,
    /// Confirmed; the flag says whether it also follows from what is modelled alone.
    Witness(Value, bool),
    Open(Doubt),
}

impl<'h> Hunt<'h, '_> {
    fn verdict(mut self) -> Verdict {
        let mut edited = self.given();
        let mut found: Vec<(Break, Refusal)> = Vec::new();
        while found.len() < self.options.max_findings.max(1) {
            let witness = match (self.search(&edited, None), found.is_empty()) {
                (Answer::Witness(witness, sure), first) if sure || first => witness,
                (Answer::None, true) => return Verdict::Compatible,
                (Answer::Open(doubt), true) => return Verdict::Unknown(doubt),
                _ => break,
            };
            let Some((this, refusal, edit)) = self.explain(&edited, &witness) else {
                if found.is_empty() {
                    return Verdict::Breaking(vec![unexplained(&witness)]);
                }
                break;
            };
            if found.iter().any(|(known, _)| this.same_cause(known)) {
                break;
            }
            found.push((this, refusal));
            match edit {
                Some(Edit::Reader(reads)) => edited.reads = Cow::Owned(reads),
                Some(Edit::Writer(writes)) => edited.writes = Cow::Owned(writes),
                None => break,
            }
        }
        if found.len() > 1 {
            for (this, refusal) in &mut found {
                self.purify(this, refusal);
            }
        }
        Verdict::Breaking(found.into_iter().map(|(this, _)| this).collect())
    }

    /// The schemas as they were given.
    fn given(&self) -> Edited<'h> {
        let (writes, reads) = (self.writer.schema, self.reader.schema);
        Edited { writes: Cow::Borrowed(writes), reads: Cow::Borrowed(reads) }
    }

    fn is_witness(&self, document: &Value) -> bool {
        self.writer.judge.accepts(document) && !self.reader.judge.accepts(document)
    }

    fn shrunk(&self, witness: &Value, holds: impl Fn(&Value) -> bool) -> Value {
        if self.unsettled {
            return witness.clone();
        }
        shrink(witness, |w| self.is_witness(w) && holds(w))
    }

    /// The cause behind a witness, and the edit that takes it out of the way.
    fn explain(
        &self,
        edited: &Edited<'_>,
        witness: &Value,
    ) -> Option<(Break, Refusal, Option<Edit>)> {
        let judge = match &edited.reads {
            Cow::Borrowed(_) => Arc::clone(&self.reader.judge),
            Cow::Owned(reads) => {
                Arc::new(Judge::new(reads, self.reader.dialect, self.reader.formats).ok()?)
            }
        };
        // Past the first cause a document must also fail what was left standing.
        let witness = self.shrunk(witness, |w| !judge.accepts(w));
        let refusal = cause_of(&judge.refusals(&witness), &edited.reads, &witness)?;
        let before = counterparts(&edited.writes, &witness, &refusal.instance_pointer);
        let change = Change {
            direction: self.direction,
            refusal: &refusal,
            writer: &edited.writes,
            reader: &edited.reads,
            given: self.reader.schema,
            witness: &witness,
            before,
        };
        let (this, edit) = (describe(&change), mask(&change));
        Some((this, refusal, edit))
    }

    /// Replaces the witness of one cause among several by one that this cause alone refuses.
    fn purify(&mut self, this: &mut Break, refusal: &Refusal) {
        let (writer, reader) = (self.writer.schema, self.reader.schema);
        let witness = &this.witness;
        if self.reader.judge.refusals(witness).as_slice() == [refusal.clone()]
            && refusal.names.len() < 2
        {
            return;
        }
        let before = counterparts(writer, witness, &refusal.instance_pointer);
        let (direction, given) = (self.direction, reader);
        let change = Change { direction, refusal, writer, reader, given, witness, before };
        let Some(Edit::Reader(without)) = mask(&change) else { return };
        let Ok(judge) = Judge::new(&without, self.reader.dialect, self.reader.formats) else {
            return;
        };
        let alone = |w: &Value| self.is_witness(w) && judge.accepts(w);
        if alone(witness) {
            return;
        }
        let whole = self.given();
        if let Answer::Witness(found, true) = self.search(&whole, Some(&without))
            && judge.accepts(&found)
        {
            this.witness = self.shrunk(&found, |w| judge.accepts(w));
        }
    }

    /// A document that is written and refused (and taken by a further schema, when one is given),
    /// confirmed by the validator on the schemas as they were given.
    fn search(&mut self, edited: &Edited<'_>, taken: Option<&Value>) -> Answer {
        let (writer, reader) = (self.writer, self.reader);
        let mut read = |schema: &Cow<'_, Value>, like, emitted| match schema {
            Cow::Borrowed(_) => self.ground.given(like, emitted),
            Cow::Owned(schema) => self.ground.read(schema, like, emitted),
        };
        let written = read(&edited.writes, writer, self.options.world == World::EmittedOnly);
        let reads = read(&edited.reads, reader, false);
        let taken = taken.map(|schema| self.ground.read(schema, reader, false));
        let solver = &mut self.ground.solver;
        self.unsettled |= solver.arena.is_unsettled();
        let refused = solver.arena.not(reads);
        let goal: Vec<_> = [written, refused].into_iter().chain(taken).collect();
        let outcome = solver.solve(&goal);
        match outcome {
            Outcome::Empty => Answer::None,
            Outcome::Maybe(_, why) if why.is_unsettled() => {
                Answer::Open(doubt(self.ground.solver.arena, why))
            }
            Outcome::Found(witness) if self.is_witness(&witness) => {
                Answer::Witness((*witness).clone(), true)
            }
            Outcome::Maybe(witness, _) if self.is_witness(&witness) => {
                Answer::Witness((*witness).clone(), false)
            }
            Outcome::Found(witness) => Answer::Open(Doubt {
                reason: format!("the validator does not confirm the witness {witness}"),
                side: None,
                pointer: None,
            }),
            Outcome::Maybe(_, why) | Outcome::Unknown(why) => {
                Answer::Open(doubt(self.ground.solver.arena, why))
            }
        }
    }
}

fn describe(change: &Change<'_>) -> Break {
    let kind = kind_of(change);
    let keyword = change.refusal.schema_pointer.rsplit('/').next().unwrap_or_default();
    let holds = |at: &&String| change.writer.pointer(at).is_some_and(|s| s.get(keyword).is_some());
    let same = change.before.iter().find(holds).map(|at| format!("{at}/{keyword}"));
    let before = same.or_else(|| change.before.first().cloned());
    let now = Some(change.refusal.schema_pointer.clone());
    let (old_pointer, new_pointer) = match change.direction {
        Direction::Backward => (before, now),
        Direction::Forward => (now, before),
    };
    Break {
        rule: kind.name(change.direction),
        message: (kind.says)(change),
        witness: change.witness.clone(),
        old_pointer,
        new_pointer,
        instance_pointer: change.refusal.instance_pointer.clone(),
        part: change.part(),
        remedy: kind.remedy(change.direction),
    }
}

/// A break whose cause the validator does not name.
fn unexplained(witness: &Value) -> Break {
    Break {
        rule: "values-removed",
        message: "the reader refuses it".to_owned(),
        witness: witness.clone(),
        old_pointer: None,
        new_pointer: None,
        instance_pointer: String::new(),
        part: None,
        remedy: "keep taking what was valid",
    }
}

fn doubt(arena: &Arena, why: Why) -> Doubt {
    let (reason, pointer) = match why {
        Why::Budget => ("the budget of steps is spent".to_owned(), None),
        Why::Pattern => ("a pattern needs more states than the cap".to_owned(), None),
        Why::Format => ("no string is known that decides about a format".to_owned(), None),
        Why::Large => ("the smallest document would be too large".to_owned(), None),
        Why::Number => ("no number that JSON holds was found".to_owned(), None),
        Why::Recursion => ("a recursion that cannot be followed".to_owned(), None),
        Why::Atom(atom) | Why::Unsettled(atom) => match arena.reason(atom) {
            Some(opaque) => (opaque.reason.clone(), Some(opaque.pointer.clone())),
            None => ("something that is not modelled".to_owned(), None),
        },
    };
    Doubt { reason, side: None, pointer }
}
