//! The exit codes: one table for every command.

use std::process::ExitCode;

/// What a command ends with. The codes are a published promise; none is ever reused.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Exit {
    /// 0.
    #[default]
    Clean = 0,
    /// 1.
    Findings = 1,
    /// 2.
    Usage = 2,
    /// 3.
    Io = 3,
    /// 4.
    Network = 4,
    /// 5.
    Policy = 5,
    /// 6.
    Signature = 6,
    /// 70.
    Bug = 70,
}

/// Which code wins where several apply, the strongest first.
const PRECEDENCE: [Exit; 8] = [
    Exit::Bug,
    Exit::Io,
    Exit::Usage,
    Exit::Network,
    Exit::Signature,
    Exit::Policy,
    Exit::Findings,
    Exit::Clean,
];

impl Exit {
    /// Every code, in the order of the published table.
    pub const ALL: [Exit; 8] = [
        Exit::Clean,
        Exit::Findings,
        Exit::Usage,
        Exit::Io,
        Exit::Network,
        Exit::Policy,
        Exit::Signature,
        Exit::Bug,
    ];

    /// The number that the process ends with.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The word for it in tables and messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Exit::Clean => "clean",
            Exit::Findings => "findings",
            Exit::Usage => "usage",
            Exit::Io => "io",
            Exit::Network => "network",
            Exit::Policy => "policy",
            Exit::Signature => "signature",
            Exit::Bug => "bug",
        }
    }

    /// What it tells the caller, in one sentence.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Exit::Clean => "Everything asked for was checked, and nothing counts as a failure.",
            Exit::Findings => {
                "Something was found: an invalid document, a breaking change, a failed verification."
            }
            Exit::Usage => {
                "The arguments or a configuration file are wrong, or there was nothing to check."
            }
            Exit::Io => "A file could not be read, or an output could not be written.",
            Exit::Network => "The network gave nothing, or the run was interrupted.",
            Exit::Policy => {
                "A policy says no: a lane is stale or missing, or a required lane blocks."
            }
            Exit::Signature => "A signature is broken, or its key is not trusted.",
            Exit::Bug => "A fault of this program itself; please report it.",
        }
    }

    /// The code for two results at once: the stronger by 70, 3, 2, 4, 6, 5, 1.
    #[must_use]
    pub fn combine(self, other: Exit) -> Exit {
        PRECEDENCE.into_iter().find(|exit| *exit == self || *exit == other).unwrap_or(Exit::Bug)
    }
}

impl FromIterator<Exit> for Exit {
    fn from_iter<I: IntoIterator<Item = Exit>>(exits: I) -> Exit {
        exits.into_iter().fold(Exit::Clean, Exit::combine)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::{Exit, PRECEDENCE};

    #[test]
    fn the_numbers_are_the_published_ones() {
        let codes: Vec<u8> = Exit::ALL.iter().map(|exit| exit.code()).collect();
        assert_eq!(codes, [0, 1, 2, 3, 4, 5, 6, 70]);
    }

    #[test]
    fn the_stronger_code_wins_from_either_side() {
        let order: Vec<u8> = PRECEDENCE.iter().map(|exit| exit.code()).collect();
        assert_eq!(order, [70, 3, 2, 4, 6, 5, 1, 0]);
        for (place, strong) in PRECEDENCE.into_iter().enumerate() {
            for weak in PRECEDENCE.into_iter().skip(place) {
                assert_eq!(strong.combine(weak), strong);
                assert_eq!(weak.combine(strong), strong);
            }
        }
    }

    #[test]
    fn nothing_at_all_is_clean() {
        assert_eq!(Exit::from_iter([]), Exit::Clean);
        assert_eq!(Exit::from_iter([Exit::Findings, Exit::Io, Exit::Usage]), Exit::Io);
    }
}
