//! Every contract's signature by the member that it looks at first: a document's members are looked
//! up here instead of every signature's names in the document.

use std::sync::OnceLock;

use catalog::{Contract, contracts};

use crate::outline::{Found, Outline, Raw};

/// What one signature says of a member, or of something below it.
struct Sign {
    /// The member of the document.
    member: &'static str,
    key: u64,
    /// The rest of the pointer below it; empty for the member itself.
    rest: &'static str,
    /// The values it counts for; any when there are none.
    values: &'static [&'static str],
    /// The place of its contract among all.
    contract: usize,
    weight: u32,
}

/// Every sign, sorted by the member's key.
fn all() -> &'static [Sign] {
    static SIGNS: OnceLock<Vec<Sign>> = OnceLock::new();
    SIGNS.get_or_init(|| {
        let mut signs: Vec<Sign> = contracts::all().enumerate().flat_map(of).collect();
        signs.sort_unstable_by_key(|sign| sign.key);
        signs
    })
}

fn of((at, contract): (usize, &'static Contract)) -> impl Iterator<Item = Sign> {
    let members = contract.signature.members.iter();
    let constants = contract.signature.constants.iter();
    let members = members.map(move |(name, weight)| sign(name, &[], at, *weight));
    members.chain(constants.map(move |(name, values, weight)| sign(name, values, at, *weight)))
}

fn sign(name: &'static str, values: &'static [&'static str], contract: usize, weight: u32) -> Sign {
    let (member, rest) = match name.strip_prefix('/') {
        None => (name, ""),
        Some(pointer) => pointer.split_at(pointer.find('/').unwrap_or(pointer.len())),
    };
    Sign { member, key: key(member), rest, values, contract, weight }
}

/// The beginning and the length of a name: most names differ in it, and it is compared at once.
fn key(name: &str) -> u64 {
    let mut key = [0; 8];
    key.iter_mut().zip(name.bytes().take(7)).for_each(|(place, byte)| *place = byte);
    u64::from_be_bytes(key) | (name.len() as u64 & 0xFF)
}

/// What each contract's signature finds in the document; `None` when that is not sure.
pub(crate) fn scores(
    outline: &Outline<'_>,
) -> Option<impl Iterator<Item = (u32, &'static Contract)>> {
    let signs = all();
    let mut scores = vec![0; contracts::all().count()];
    for (name, value) in outline.members() {
        let key = key(name);
        let from = signs.partition_point(|sign| sign.key < key);
        for sign in signs.iter().skip(from).take_while(|sign| sign.key == key) {
            if sign.member == name && sign.is_there(value)? {
                *scores.get_mut(sign.contract)? += sign.weight;
            }
        }
    }
    Some(scores.into_iter().zip(contracts::all()))
}

impl Sign {
    fn is_there(&self, value: Raw<'_>) -> Option<bool> {
        if self.values.is_empty() {
            return Some(value.below(self.rest)?.is_some());
        }
        Some(match value.at(self.rest)? {
            Found::Absent | Found::Container => false,
            Found::Scalar(text) => self.values.contains(&text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_signature_needs_what_an_outline_cannot_tell() {
        for sign in all() {
            assert!(
                !sign.member.contains(['~', '/']) && !sign.rest.contains('~'),
                "{}",
                sign.member
            );
            // A container is printed with its bracket.
            assert!(sign.values.iter().all(|value| !value.starts_with(['{', '['])));
        }
    }
}
