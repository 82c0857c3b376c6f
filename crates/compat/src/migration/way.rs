//! Ways from one version to another: migrations one behind the other.

use std::collections::VecDeque;

use catalog::{Contract, Reference};
use serde_json::Value;

use super::book::{Book, Entry};
use super::run::MigrationError;

/// A way from one version to another; empty where they are the same.
#[derive(Debug, Clone)]
pub struct Way<'b> {
    /// What is done, in this order.
    pub legs: Vec<Leg<'b>>,
}

/// A part of a way.
#[derive(Debug, Clone, Copy)]
pub enum Leg<'b> {
    /// A migration.
    Forth(&'b Entry),
    /// The declared inverse of one.
    Back(&'b Entry),
    /// From a revision to the next one of the same version. A revision is a compatible step, so
    /// that without a migration there is nothing to change.
    Step(Reference, Reference),
}

/// No migration leads from the one version to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoWay {
    /// The version before.
    pub from: String,
    /// The version wanted.
    pub to: String,
    /// What there is for the contract, as `v2 to v1`.
    pub known: Vec<String>,
}

impl std::fmt::Display for NoWay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let NoWay { from, to, known } = self;
        let known = if known.is_empty() { "there is none".to_owned() } else { known.join(", ") };
        write!(f, "no migration leads from {from} to {to}; for this contract: {known}")
    }
}

impl std::error::Error for NoWay {}

impl Leg<'_> {
    /// Where it begins.
    #[must_use]
    pub fn from(&self) -> Reference {
        match self {
            Leg::Forth(entry) => entry.from,
            Leg::Back(entry) => entry.to,
            Leg::Step(from, _) => *from,
        }
    }

    /// Where it ends.
    #[must_use]
    pub fn to(&self) -> Reference {
        match self {
            Leg::Forth(entry) => entry.to,
            Leg::Back(entry) => entry.from,
            Leg::Step(_, to) => *to,
        }
    }

    fn run(&self, document: &Value) -> Result<Value, MigrationError> {
        match self {
            Leg::Forth(entry) => entry.forth().run(document),
            Leg::Back(entry) => match entry.back() {
                Some(course) => course.run(document),
                None => Ok(document.clone()),
            },
            Leg::Step(..) => Ok(document.clone()),
        }
    }
}

impl Way<'_> {
    /// Runs every leg. An error comes with the leg that it belongs to.
    ///
    /// # Errors
    /// The first leg's that cannot be gone.
    pub fn run(&self, document: &Value) -> Result<Value, (Leg<'_>, Box<MigrationError>)> {
        let mut document = document.clone();
        for leg in &self.legs {
            document = leg.run(&document).map_err(|error| (*leg, Box::new(error)))?;
        }
        Ok(document)
    }
}

impl Book {
    /// The shortest way from one version to another of the same contract.
    ///
    /// # Errors
    /// When there is none.
    pub fn way(&self, from: &Reference, to: &Reference) -> Result<Way<'_>, NoWay> {
        let legs = self.legs(from.contract);
        let (start, end) = (key(from), key(to));
        let mut reached = vec![(start, None)];
        let mut open = VecDeque::from([0]);
        while let Some(at) = open.pop_front() {
            let Some((here, _)) = reached.get(at).copied() else { break };
            if here == end {
                return Ok(Way { legs: trail(&reached, at, &legs) });
            }
            for (place, leg) in legs.iter().enumerate().filter(|(_, leg)| key(&leg.from()) == here)
            {
                let there = key(&leg.to());
                if reached.iter().all(|(known, _)| *known != there) {
                    open.push_back(reached.len());
                    reached.push((there, Some((at, place))));
                }
            }
        }
        Err(NoWay { from: from.to_string(), to: to.to_string(), known: self.known(from.contract) })
    }

    fn legs(&self, contract: &'static Contract) -> Vec<Leg<'_>> {
        let of_contract = |entry: &&Entry| entry.contract().id == contract.id;
        let entries: Vec<_> = self.entries().iter().filter(of_contract).collect();
        let mut legs: Vec<_> = entries.iter().map(|entry| Leg::Forth(entry)).collect();
        legs.extend(entries.iter().filter(|e| e.back().is_some()).map(|entry| Leg::Back(entry)));
        for version in contract.versions {
            for pair in version.revisions.windows(2) {
                let [from, to] = pair else { continue };
                let at = |revision| Reference {
                    contract,
                    version: Some(version),
                    revision: Some(revision),
                };
                let step = Leg::Step(at(*from), at(*to));
                let known = |leg: &Leg<'_>| {
                    (key(&leg.from()), key(&leg.to())) == (key(&step.from()), key(&step.to()))
                };
                if !legs.iter().any(known) {
                    legs.push(step);
                }
            }
        }
        legs
    }

    fn known(&self, contract: &Contract) -> Vec<String> {
        let entries = self.entries().iter().filter(|entry| entry.contract().id == contract.id);
        let named = entries.flat_map(|entry| {
            let forth = format!("{} to {}", entry.from, entry.to);
            let back = entry.back().map(|_| format!("{} to {}", entry.to, entry.from));
            std::iter::once(forth).chain(back)
        });
        named.collect()
    }
}

type Key = (&'static str, &'static str);

fn key(reference: &Reference) -> Key {
    (reference.version().name, reference.revision())
}

fn trail<'b>(
    reached: &[(Key, Option<(usize, usize)>)],
    mut at: usize,
    legs: &[Leg<'b>],
) -> Vec<Leg<'b>> {
    let mut trail = Vec::new();
    while let Some((_, Some((before, leg)))) = reached.get(at) {
        trail.extend(legs.get(*leg).copied());
        at = *before;
    }
    trail.reverse();
    trail
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn way(from: &str, to: &str) -> Result<Vec<String>, NoWay> {
        let book = Book::embedded().unwrap();
        let (from, to) = (Reference::parse(from).unwrap(), Reference::parse(to).unwrap());
        let legs = book.way(&from, &to)?.legs;
        Ok(legs.iter().map(|leg| leg.to().revision().to_owned()).collect())
    }

    #[test]
    fn revisions_are_gone_through_one_by_one_forward_and_only_by_inverses_backward() {
        assert_eq!(
            way("kanade/command@0.22", "kanade/command@i246").unwrap(),
            ["0.26", "0.29", "i246"]
        );
        assert_eq!(way("kanade/command@0.29", "kanade/command@0.26").unwrap(), ["0.26"]);
        assert_eq!(way("kanade/command@0.29", "kanade/command@0.29").unwrap(), [""; 0]);
        let none = way("kanade/command@0.43", "kanade/command@0.26").unwrap_err();
        assert!(none.to_string().contains("kanade/command@v0.0.29 to kanade/command@v0.0.26"));
    }

    #[test]
    fn a_way_runs_its_migrations() {
        let book = Book::embedded().unwrap();
        let at = |text| Reference::parse(text).unwrap();
        let way = book.way(&at("kanade/command@base"), &at("kanade/command@i418p4")).unwrap();
        let done = way.run(&json!({"a": 1, "job_id": "x", "b": 2})).unwrap();
        assert_eq!(done.to_string(), r#"{"a":1,"exec_id":"x","b":2}"#);
        let (leg, error) = way.run(&json!({"job_id": "x", "exec_id": "y"})).unwrap_err();
        assert_eq!((leg.to().revision(), error.pointer()), ("0.29", "/exec_id"));
    }
}
