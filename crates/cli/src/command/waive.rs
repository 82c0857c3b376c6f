//! `waive`: write that somebody answers for a finding, for a time.

use std::path::PathBuf;

use clap::Args;
use contracts::toolkit::Waiver;
use jiff::Timestamp;
use jiff::civil::Date;
use report::clock::date_utc;
use report::visible::visible;
use report::waiver::{ANY_RULE, last_day};
use report::{Exit, write};
use validator::waiver_file;

use crate::entry::output_failed;
use crate::groups::ClockArgs;
use crate::io::Io;
use crate::waivers::{bytes, complain};

/// Write that somebody answers for a finding, for at most 180 days, into a file of waivers.
#[derive(Debug, Args)]
pub struct WaiveArgs {
    /// The finding or witness, as reports print it: 32 hex digits.
    #[arg(value_name = "FINGERPRINT", value_parser = fingerprint)]
    #[arg(required_unless_present = "pointer", conflicts_with = "pointer")]
    fingerprint: Option<String>,
    /// The code of the rule. With a fingerprint, which counts the rule already, it may be left out.
    #[arg(long, value_name = "CODE", value_parser = rule)]
    rule: Option<String>,
    /// The place in the document instead of a fingerprint, as a pointer; needs `--rule`.
    #[arg(long, value_name = "POINTER", value_parser = pointer, requires = "rule")]
    pointer: Option<String>,
    /// Only for this input; a folder ends in `/`.
    #[arg(long, value_name = "PATH", value_parser = text)]
    source: Option<String>,
    /// Why the finding may stand for now.
    #[arg(long, value_name = "TEXT", value_parser = text)]
    reason: String,
    /// Who answers for it: a person or a team.
    #[arg(long, value_name = "NAME", value_parser = text)]
    owner: String,
    /// The last day on which it holds (UTC), at most 180 days ahead: `2026-08-01`.
    #[arg(long, value_name = "DATE")]
    expires: String,
    /// The file of waivers; it is made when it is not there.
    #[arg(long, value_name = "FILE", default_value = "waivers.yaml")]
    file: PathBuf,
    #[command(flatten)]
    clock: ClockArgs,
}

impl WaiveArgs {
    /// Writes the waiver.
    pub fn run(&self, io: &mut Io<'_>) -> Exit {
        let today = date_utc(self.clock.now_utc.unwrap_or_else(Timestamp::now));
        let (text, kept) = match self.text(today, io) {
            Ok(text) => text,
            Err(exit) => return exit,
        };
        if let Err(error) = write::atomic_bytes(&self.file, text.as_bytes()) {
            io.complain(error);
            return Exit::Io;
        }
        if !kept {
            io.say("the list did not stand last in the file: it was written anew, without its comments");
        }
        let name = self.file.to_string_lossy();
        match writeln!(io.out, "waived until {} in {}", self.expires, visible(&name)) {
            Ok(()) => Exit::Clean,
            Err(error) => output_failed(&error, io),
        }
    }

    /// The file's new text, and whether the old one stayed around the new waiver.
    fn text(&self, today: Date, io: &mut Io<'_>) -> Result<(String, bool), Exit> {
        let waiver = self.waiver();
        let mut refuse = |why: String| {
            io.complain(why);
            Exit::Usage
        };
        last_day(today, &waiver.expires)
            .map_err(|why| refuse(format!("--expires {}: {why}", visible(&waiver.expires))))?;
        let name = self.file.to_string_lossy().into_owned();
        let old = if self.file.exists() {
            let bytes = bytes(&self.file).map_err(|why| {
                io.complain(format_args!("{}: {why}", visible(&name)));
                Exit::Io
            })?;
            Some(String::from_utf8_lossy(&bytes).into_owned())
        } else {
            None
        };
        if let Some(place) = self.duplicate(&name, old.as_deref(), &waiver, io)? {
            io.complain(format_args!(
                "{} waives this already (/waivers/{place}); to renew it, change its `expires` and `reason` there",
                visible(&name)
            ));
            return Err(Exit::Usage);
        }
        waiver_file::with(&name, old.as_deref(), &waiver).map_err(|faults| {
            complain(&faults, io);
            Exit::Usage
        })
    }

    fn waiver(&self) -> Waiver {
        Waiver {
            rule: self.rule.clone().unwrap_or_else(|| ANY_RULE.to_owned()),
            pointer: self.pointer.clone(),
            fingerprint: self.fingerprint.clone(),
            source: self.source.clone(),
            reason: self.reason.clone(),
            owner: self.owner.clone(),
            expires: self.expires.clone(),
        }
    }

    /// The place of a waiver of the same finding in the file.
    fn duplicate(
        &self,
        name: &str,
        old: Option<&str>,
        waiver: &Waiver,
        io: &mut Io<'_>,
    ) -> Result<Option<usize>, Exit> {
        let Some(old) = old else { return Ok(None) };
        let known = waiver_file::read(name, old.as_bytes()).map_err(|faults| {
            complain(&faults, io);
            Exit::Usage
        })?;
        let same = |other: &Waiver| {
            let by_name = other.fingerprint.is_some() || other.rule == waiver.rule;
            by_name
                && (&other.fingerprint, &other.pointer, &other.source)
                    == (&waiver.fingerprint, &waiver.pointer, &waiver.source)
        };
        Ok(known.waivers.iter().position(same))
    }
}

fn fingerprint(given: &str) -> Result<String, String> {
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if given.len() == 32 && given.bytes().all(digit) {
        Ok(given.to_owned())
    } else {
        Err("a fingerprint is 32 digits of 0-9 and a-f, as reports print it".to_owned())
    }
}

fn rule(given: &str) -> Result<String, String> {
    let (family, name) = given.split_once('/').unwrap_or_default();
    let word = |text: &str, more: &str| {
        let fits = |c: char| c.is_ascii_alphanumeric() || more.contains(c);
        !text.is_empty() && text.chars().all(fits)
    };
    if !family.bytes().all(|byte| byte.is_ascii_lowercase())
        || !word(family, "")
        || !word(name, "$-")
    {
        return Err("a rule is called `family/rule-name`".to_owned());
    }
    if family == "waiver" {
        return Err("rules about waivers cannot be waived".to_owned());
    }
    Ok(given.to_owned())
}

fn pointer(given: &str) -> Result<String, String> {
    if given.is_empty() || given.starts_with('/') {
        Ok(given.to_owned())
    } else {
        Err("a pointer begins with `/`; the empty one is the whole document".to_owned())
    }
}

fn text(given: &str) -> Result<String, String> {
    if given.trim().is_empty() { Err("it is blank".to_owned()) } else { Ok(given.to_owned()) }
}
