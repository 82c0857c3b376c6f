//! The revisions of the wire command, in the order in which releases put them on the wire.

use serde::{Serialize, Serializer};

/// One step of `kanade/command` v0, named after the release or the issue that brought it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rev {
    /// Before 0.21: the members that were there from the start.
    Base,
    /// 0.21: `run_as`.
    R0_21,
    /// 0.21.1: `cwd`.
    R0_21_1,
    /// 0.22: `deadline_at`.
    R0_22,
    /// 0.26: `staleness`.
    R0_26,
    /// 0.29: `exec_id`, called `job_id` until then; from here readers take both.
    R0_29,
    /// Issue 246: `emit`.
    I246,
    /// 0.43: `script_object` and `script_object_sha256`.
    R0_43,
    /// Issue 290: `check`.
    I290,
    /// Issue 418, phase 4: `retry`.
    I418p4,
}

impl Rev {
    /// Every revision, oldest first.
    pub const ALL: [Rev; 10] = [
        Rev::Base,
        Rev::R0_21,
        Rev::R0_21_1,
        Rev::R0_22,
        Rev::R0_26,
        Rev::R0_29,
        Rev::I246,
        Rev::R0_43,
        Rev::I290,
        Rev::I418p4,
    ];

    /// The names of [`Rev::ALL`], in the same order.
    pub const NAMES: [&'static str; Rev::ALL.len()] = {
        let mut names = [""; Rev::ALL.len()];
        let mut at = 0;
        while at < names.len() {
            names[at] = Rev::ALL[at].name();
            at += 1;
        }
        names
    };

    /// The name that references and schema files use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Rev::Base => "base",
            Rev::R0_21 => "0.21",
            Rev::R0_21_1 => "0.21.1",
            Rev::R0_22 => "0.22",
            Rev::R0_26 => "0.26",
            Rev::R0_29 => "0.29",
            Rev::I246 => "i246",
            Rev::R0_43 => "0.43",
            Rev::I290 => "i290",
            Rev::I418p4 => "i418p4",
        }
    }

    /// The place in the order of revisions, from 0.
    #[must_use]
    pub const fn rank(self) -> usize {
        self as usize
    }
}

impl Serialize for Rev {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_rank_order() {
        for (place, rev) in Rev::ALL.into_iter().enumerate() {
            assert_eq!(rev.rank(), place);
            assert_eq!(Rev::NAMES[place], rev.name());
            assert_eq!(serde_json::to_value(rev).unwrap(), rev.name());
        }
    }
}
