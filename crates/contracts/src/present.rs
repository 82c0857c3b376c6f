//! Optional members that may be left out but, when they are there, are not `null`.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = …)]`: takes a value and refuses `null`.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}
