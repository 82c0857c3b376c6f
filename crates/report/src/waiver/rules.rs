//! What the rules about waivers say of themselves.

use std::borrow::Cow;

use contracts::toolkit::Severity;

use crate::format::RuleHelp;

/// A rule about waivers, as `explain` shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaiverRule {
    /// `waiver/rule-name`.
    pub code: &'static str,
    /// Its level.
    pub level: Severity,
    /// What it demands, in one sentence.
    pub says: &'static str,
    /// Why it is demanded.
    pub why: &'static str,
    /// What to do about a finding.
    pub remedy: &'static str,
}

/// A waiver is past its last day while its finding is still there.
pub const EXPIRED: WaiverRule = WaiverRule {
    code: "waiver/expired",
    level: Severity::Error,
    says: "A waiver holds up to and including the day in `expires`, and no longer.",
    why: "A waiver buys time; one that never ends would be a change of the contract by the back \
          door.",
    remedy: "Mend what was waived, or have its owner decide anew and write a new date and reason.",
};

/// A waiver in use ends within two weeks.
pub const EXPIRES_SOON: WaiverRule = WaiverRule {
    code: "waiver/expires-soon",
    level: Severity::Warning,
    says: "A waiver that is in use should not be within 14 days of its last day.",
    why: "The day after, the waived finding fails the run again; its owner should hear of it \
          before the others do.",
    remedy: "Mend what was waived before that day, or renew the waiver with a fresh reason.",
};

/// A waiver that nothing needs.
pub const UNUSED: WaiverRule = WaiverRule {
    code: "waiver/unused",
    level: Severity::Warning,
    says: "Every waiver that applies to an input of the run sets some finding aside.",
    why: "A forgotten waiver silently lets the same fault back in, and hides what is really \
          tolerated.",
    remedy: "Delete it; if the fault should still be there, check its rule, pointer and source.",
};

/// A waiver with too late a last day.
pub const TOO_LONG: WaiverRule = WaiverRule {
    code: "waiver/too-long",
    level: Severity::Error,
    says: "The last day of a waiver is at most 180 days ahead.",
    why: "Beyond half a year nobody remembers what was promised to whom.",
    remedy: "Give a nearer date; until then the waiver sets nothing aside.",
};

/// Every rule about waivers.
pub const RULES: [&WaiverRule; 4] = [&EXPIRED, &EXPIRES_SOON, &UNUSED, &TOO_LONG];

/// What a rule about waivers says of itself, for the renderers' lookup.
#[must_use]
pub fn help(code: &str) -> Option<RuleHelp> {
    RULES.into_iter().find(|rule| rule.code == code).map(|rule| RuleHelp {
        says: Cow::Borrowed(rule.says),
        why: Cow::Borrowed(rule.why),
        remedy: Cow::Borrowed(rule.remedy),
    })
}
