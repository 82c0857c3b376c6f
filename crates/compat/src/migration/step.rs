//! One step of a migration, at every place that it means.

use contracts::toolkit::{MappedValue, MigrationStep, OtherValues, Recipe};
use serde_json::{Map, Value};
use validator::phrase;
use validator::proof::digest;

use super::place::{Place, Spot};

/// Why a step cannot be done: where, and what is in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Obstacle {
    pub(super) pointer: String,
    pub(super) why: String,
}

fn obstacle(spot: &Spot, why: impl Into<String>) -> Obstacle {
    Obstacle { pointer: spot.pointer(), why: why.into() }
}

/// The kind of a step as files write it.
pub(super) fn kind(step: &MigrationStep<Value>) -> &'static str {
    match step {
        MigrationStep::Rename { .. } => "rename",
        MigrationStep::Move { .. } => "move",
        MigrationStep::Default { .. } => "default",
        MigrationStep::Drop { .. } => "drop",
        MigrationStep::MapValues { .. } => "map_values",
        MigrationStep::Constant { .. } => "constant",
        MigrationStep::Recompute { .. } => "recompute",
    }
}

/// Does a step. `before` is the document as the migration was given it.
pub(super) fn apply(
    step: &MigrationStep<Value>,
    document: &mut Value,
    before: &Value,
) -> Result<(), Obstacle> {
    match step {
        MigrationStep::Rename { at, name } => each(document, at, |d, spot| rename(d, spot, name)),
        MigrationStep::Move { from, to } => relocate(document, from, to),
        MigrationStep::Default { at, value } => {
            each(document, at, |d, spot| default(d, spot, value))
        }
        MigrationStep::Drop { at, .. } => each(document, at, |d, spot| {
            take(d, spot)?;
            Ok(())
        }),
        MigrationStep::MapValues { at, values, otherwise } => {
            each(document, at, |d, spot| map(d, spot, values, *otherwise))
        }
        MigrationStep::Constant { at, value, was } => {
            each(document, at, |d, spot| constant(d, spot, value, was.as_ref()))
        }
        MigrationStep::Recompute { recipe: Recipe::PayloadSha256 } => payload(document, before),
    }
}

fn each(
    document: &mut Value,
    at: &str,
    mut act: impl FnMut(&mut Value, &Spot) -> Result<(), Obstacle>,
) -> Result<(), Obstacle> {
    let spots = Place::parse(at).spots(document);
    spots.iter().try_for_each(|spot| act(document, spot))
}

/// The members of a spot's owner; `None` where the owner is no object, so that there is nothing
/// to do. The version before decides whether that may be.
fn members<'d>(document: &'d mut Value, spot: &Spot) -> Option<&'d mut Map<String, Value>> {
    spot.owner_mut(document)?.as_object_mut()
}

fn rename(document: &mut Value, spot: &Spot, name: &str) -> Result<(), Obstacle> {
    let Some(members) = members(document, spot).filter(|m| m.contains_key(spot.name())) else {
        return Ok(());
    };
    if members.contains_key(name) {
        let why = format!("`{name}` is there already; one of the two would be lost");
        return Err(obstacle(&spot.beside(name), why));
    }
    let renamed = std::mem::take(members).into_iter().map(|(key, value)| {
        let key = if key == spot.name() { name.to_owned() } else { key };
        (key, value)
    });
    *members = renamed.collect();
    Ok(())
}

fn relocate(document: &mut Value, from: &str, to: &str) -> Result<(), Obstacle> {
    let Some(spot) = Place::parse(from).spots(document).pop() else { return Ok(()) };
    if spot.get(document).is_none() {
        return Ok(());
    }
    let no_owner = |why: &str| Obstacle { pointer: to.to_owned(), why: why.to_owned() };
    let missing = || no_owner("there is no object that the member could go to");
    let target = Place::parse(to).spots(document).pop().ok_or_else(missing)?;
    let Some(owner) = members(document, &target) else { return Err(missing()) };
    if owner.contains_key(target.name()) {
        return Err(no_owner("a member is there already; it would be lost"));
    }
    let Some(value) = take(document, &spot)? else { return Ok(()) };
    // An owner inside of what was moved is gone with it.
    let owner = members(document, &target).ok_or_else(|| no_owner("it lies in what is moved"))?;
    owner.insert(target.name().to_owned(), value);
    Ok(())
}

fn take(document: &mut Value, spot: &Spot) -> Result<Option<Value>, Obstacle> {
    match spot.owner_mut(document) {
        Some(Value::Object(members)) => Ok(members.shift_remove(spot.name())),
        Some(Value::Array(_)) => Err(obstacle(spot, "items of arrays cannot be taken away")),
        _ => Ok(None),
    }
}

fn default(document: &mut Value, spot: &Spot, value: &Value) -> Result<(), Obstacle> {
    if let Some(members) = members(document, spot)
        && !members.contains_key(spot.name())
    {
        members.insert(spot.name().to_owned(), value.clone());
    }
    Ok(())
}

fn map(
    document: &mut Value,
    spot: &Spot,
    values: &[MappedValue<Value>],
    otherwise: OtherValues,
) -> Result<(), Obstacle> {
    let Some(found) = spot.get_mut(document) else { return Ok(()) };
    match (values.iter().find(|mapped| same(&mapped.from, found)), otherwise) {
        (Some(mapped), _) => *found = mapped.to.clone(),
        (None, OtherValues::Keep) => {}
        (None, OtherValues::Refuse) => {
            let why = format!("nothing is said of the value {}", phrase::value(found));
            return Err(obstacle(spot, why));
        }
    }
    Ok(())
}

fn constant(
    document: &mut Value,
    spot: &Spot,
    value: &Value,
    was: Option<&Value>,
) -> Result<(), Obstacle> {
    let found = spot.get(document);
    match (was, found) {
        (None, None) => default(document, spot, value),
        (None, Some(_)) => Err(obstacle(spot, "a member is there already; it would be lost")),
        (Some(was), Some(found)) if same(was, found) => {
            if let Some(found) = spot.get_mut(document) {
                *found = value.clone();
            }
            Ok(())
        }
        (Some(was), found) => {
            let found = found.map_or_else(|| "nothing".to_owned(), phrase::value);
            let why = format!("it should hold {}, and holds {found}", phrase::value(was));
            Err(obstacle(spot, why))
        }
    }
}

/// Equal, where a zero fraction is an integer, as in every layer.
fn same(one: &Value, other: &Value) -> bool {
    one == other
        || match (one.as_f64(), other.as_f64()) {
            (Some(a), Some(b)) => (one.is_f64() != other.is_f64()) && a == b,
            _ => false,
        }
}

/// The payload digest of a certificate, computed anew where the old one held.
fn payload(document: &mut Value, before: &Value) -> Result<(), Obstacle> {
    let at = |why: &str| Obstacle { pointer: POINTER.to_owned(), why: why.to_owned() };
    let stated = before.pointer(POINTER).and_then(Value::as_str);
    match (stated, digest::of_payload(before)) {
        (Some(stated), Some(found)) if stated == found => {}
        (Some(_), Some(_)) => {
            return Err(at(
                "the digest does not fit the document as it is; a changed document is \
                           not given a new one",
            ));
        }
        _ => return Err(at("there is no digest to compute anew")),
    }
    let new = digest::of_payload(document).ok_or_else(|| at("the steps before took it away"))?;
    if let Some(place) = document.pointer_mut(POINTER) {
        *place = Value::String(new);
    }
    Ok(())
}

const POINTER: &str = "/proof/payload_sha256";
