//! One fact about a change.

use report::fingerprint;
use serde_json::Value;

/// Which way data flows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// From an older writer to a newer reader.
    Backward,
    /// From a newer writer to an older reader.
    Forward,
}

/// One fact about a change, whatever found it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// The kind of change, one of `contracts::toolkit::CHANGES`.
    pub kind: &'static str,
    /// The direction that it breaks or leaves undecided; `None` for what breaks no reader.
    pub way: Option<Way>,
    /// What changed, in one sentence.
    pub message: String,
    /// Pointer into the old schema; `None` where it says nothing there.
    pub old_pointer: Option<String>,
    /// Pointer into the new schema; `None` where it says nothing there.
    pub new_pointer: Option<String>,
    /// The smallest document that shows a break.
    pub witness: Option<Value>,
    /// What names this very change beside its kind and places: a member, old and new words.
    pub about: Vec<String>,
    /// The older version that it was found against, where that is not the last one.
    pub against: Option<String>,
}

impl Fact {
    /// A fact that breaks no reader.
    pub(super) fn notice(kind: &'static str, message: impl Into<String>) -> Self {
        Fact {
            kind,
            way: None,
            message: message.into(),
            old_pointer: None,
            new_pointer: None,
            witness: None,
            about: Vec::new(),
            against: None,
        }
    }

    /// The same fact at places in the old and the new schema.
    pub(super) fn at(mut self, old: Option<&str>, new: Option<&str>) -> Self {
        self.old_pointer = old.map(str::to_owned);
        self.new_pointer = new.map(str::to_owned);
        self
    }

    /// The same fact about these texts.
    pub(super) fn about(mut self, texts: &[&str]) -> Self {
        self.about = texts.iter().map(|text| (*text).to_owned()).collect();
        self
    }

    /// The code that findings about it carry.
    #[must_use]
    pub fn code(&self) -> String {
        match (self.way, self.kind) {
            (Some(_), kind) => format!("compat/{kind}"),
            (None, "meaning-changed" | "rule-changed" | "default-changed") => {
                "policy/semantic-review".to_owned()
            }
            (None, "event-type-removed" | "list-unreadable") => {
                "control/event-type-stability".to_owned()
            }
            (None, "error-code-changed" | "error-code-removed") => {
                "control/error-code-stability".to_owned()
            }
            (None, kind) => format!("policy/{kind}"),
        }
    }

    /// Whether somebody has to say that nothing else is meant.
    #[must_use]
    pub fn asks_review(&self) -> bool {
        self.code() == "policy/semantic-review"
    }

    /// The name of this fact for waivers: of its rule, contract, places and texts. A review of other
    /// words is another one.
    #[must_use]
    pub fn fingerprint(&self, contract: &str) -> String {
        let code = self.code();
        let place = |pointer: &Option<String>| pointer.clone().unwrap_or_else(|| "-".to_owned());
        let (old, new) = (place(&self.old_pointer), place(&self.new_pointer));
        let mut parts: Vec<&str> = vec![&code, contract, &old, &new];
        // A break's places are enough; its part and the kind tell reviews and notices apart.
        if self.way.is_none() {
            parts.push(self.kind);
        }
        parts.extend(self.about.iter().map(String::as_str));
        fingerprint::of_parts(&parts)
    }
}
