//! `yaml/merge-key`.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What the rule says of itself.
pub static META: Meta = Meta {
    code: "yaml/merge-key",
    level: Severity::Error,
    consumer: None,
    says: "A plain `<<` is no key of a mapping.",
    why: "YAML 1.2 has no merge keys: to it `<<` is a key like any other, while YAML 1.1 readers merge the mapping behind it, so two readers would see two documents.",
    remedy: "Write the shared members out; put `<<` in quotes if that really is the key's name.",
};
