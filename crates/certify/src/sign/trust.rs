//! A trust file as values: keys that were parsed once, with what each may sign and when.

use std::fmt;

use contracts::toolkit::{Trust, TrustedKey};
use jiff::Timestamp;
use report::clock::parse_utc;

use super::key::{KeyFault, PublicKey};

/// The keys of a trust file.
#[derive(Debug, Clone, Default)]
pub struct TrustStore {
    keys: Vec<Trusted>,
}

/// One key that is believed.
#[derive(Debug, Clone)]
pub struct Trusted {
    /// Who holds it.
    pub name: String,
    /// The key.
    pub key: PublicKey,
    /// Its id.
    pub keyid: String,
    /// The runners that it may sign for.
    pub runners: Vec<String>,
    /// From when on it is believed.
    pub from: Timestamp,
    /// Until when, this instant not included.
    pub until: Timestamp,
}

/// Why a trust file cannot be used, and which of its keys is to blame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustFault {
    /// The key's name in the file.
    pub name: String,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for TrustFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "key `{}`: {}", self.name.escape_debug(), self.why)
    }
}

impl std::error::Error for TrustFault {}

impl TrustStore {
    /// The keys of a file that was read and judged.
    ///
    /// # Errors
    /// [`TrustFault`] for the first key that is none, stands there twice, or is never valid.
    pub fn new(file: &Trust) -> Result<TrustStore, TrustFault> {
        let mut keys: Vec<Trusted> = Vec::new();
        for entry in &file.keys {
            let blame = |why: String| TrustFault { name: entry.name.clone(), why };
            let trusted = trusted(entry).map_err(blame)?;
            if let Some(same) = keys.iter().find(|other| other.keyid == trusted.keyid) {
                return Err(blame(format!("the same key as `{}`", same.name.escape_debug())));
            }
            keys.push(trusted);
        }
        Ok(TrustStore { keys })
    }

    /// The key of that id.
    #[must_use]
    pub fn find(&self, keyid: &str) -> Option<&Trusted> {
        self.keys.iter().find(|key| key.keyid == keyid)
    }
}

impl Trusted {
    /// Whether it is believed at that time.
    #[must_use]
    pub fn is_valid_at(&self, time: Timestamp) -> bool {
        self.from <= time && time < self.until
    }

    /// Whether it may sign for that runner.
    #[must_use]
    pub fn may_sign_for(&self, runner_id: &str) -> bool {
        self.runners.iter().any(|runner| runner == runner_id)
    }
}

fn trusted(entry: &TrustedKey) -> Result<Trusted, String> {
    let key = PublicKey::from_text(&entry.key).map_err(|fault: KeyFault| fault.to_string())?;
    let time = |text: &str| parse_utc(text).map_err(|error| error.to_string());
    let (from, until) = (time(&entry.valid_from)?, time(&entry.valid_until)?);
    if until <= from {
        return Err("`valid_until` is not after `valid_from`".to_owned());
    }
    Ok(Trusted {
        name: entry.name.clone(),
        keyid: key.keyid(),
        key,
        runners: entry.runners.clone(),
        from,
        until,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sign::key::SigningKey;

    fn entry(seed: u8) -> TrustedKey {
        TrustedKey {
            name: format!("key {seed}"),
            key: SigningKey::from_seed(&[seed; 32]).public().to_openssh("x").unwrap(),
            runners: vec!["rust".into()],
            valid_from: "2026-01-01T00:00:00Z".into(),
            valid_until: "2027-01-01T00:00:00Z".into(),
        }
    }

    fn store(keys: Vec<TrustedKey>) -> Result<TrustStore, TrustFault> {
        TrustStore::new(&Trust { version: 1, keys })
    }

    #[test]
    fn a_key_is_found_by_its_id_and_bounded_in_time_and_scope() {
        let store = store(vec![entry(1), entry(2)]).unwrap();
        let id = SigningKey::from_seed(&[2; 32]).public().keyid();
        let key = store.find(&id).unwrap();
        assert_eq!(key.name, "key 2");
        assert!(key.may_sign_for("rust") && !key.may_sign_for("rusty"));
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        assert!(key.is_valid_at(at("2026-01-01T00:00:00Z")));
        assert!(!key.is_valid_at(at("2025-12-31T23:59:59Z")));
        assert!(!key.is_valid_at(at("2027-01-01T00:00:00Z")));
        assert!(store.find("other").is_none());
    }

    #[test]
    fn a_file_that_would_mislead_is_refused() {
        assert_eq!(store(vec![entry(1), entry(1)]).unwrap_err().why, "the same key as `key 1`");
        let mut never = entry(1);
        never.valid_until.clone_from(&never.valid_from);
        assert!(store(vec![never]).is_err());
        let mut private = entry(1);
        private.key = SigningKey::from_seed(&[1; 32]).to_pkcs8_pem().unwrap();
        assert_eq!(store(vec![private]).unwrap_err().why, KeyFault::Private.to_string());
    }
}
