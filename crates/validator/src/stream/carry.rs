//! What a summary carries of the jobs that cross the borders of its range.

use super::coded::{Reading, Text, bytes, put, put_at, put_bytes, put_exit, put_some};
use super::finished::{Parted, Told};
use super::head::Head;
use super::key::JobKey;
use super::life::{First, Life, Terms};
use super::lives::Lives;
use crate::rules::execra::names::Names;
use crate::rules::execra::stage::{Job, Stage};

impl Lives {
    /// What a later merge needs, as text, in one order whatever the run. Of the whole of a stream
    /// no more is told of jobs that were let go than how many they are.
    #[must_use]
    pub fn carry(&self, whole: bool) -> String {
        let mut out = Text::default();
        let line = |life: &Life| match (self.terms.from_start, life.stage.open()) {
            (true, open) => open.map_or(0, |job| job.line),
            (false, _) => life.line,
        };
        let mut lives: Vec<&Life> = self.lives.iter().collect();
        lives.sort_unstable_by_key(|life| (line(life), life.key));
        put(&mut out.bytes, lives.len() as u64);
        for life in lives {
            if self.terms.from_start {
                life.settled().write(self.terms, &mut out.bytes);
            } else {
                life.write(self.terms, &mut out.bytes);
            }
            out.flush();
        }
        let short = whole && self.let_go > 0;
        self.words(short, &mut out);
        let lost = if short { self.lost() } else { self.told.lost };
        let counts = [self.told.forgotten, lost, self.parted.forgotten, self.parted.lost];
        counts.into_iter().chain([self.let_go]).for_each(|count| put(&mut out.bytes, count));
        out.bytes.push(u8::from(self.blind || short));
        out.finish()
    }

    fn words(&self, short: bool, out: &mut Text) {
        if short {
            put(&mut out.bytes, 0);
        } else {
            put(&mut out.bytes, self.told.len() as u64);
            self.told.each(&mut |key, word| {
                out.bytes.extend(key.0);
                out.bytes.push(word.code());
                out.flush();
            });
        }
        put(&mut out.bytes, self.parted.len() as u64);
        self.parted.each(&mut |key, word| {
            out.bytes.extend(key.0);
            put(&mut out.bytes, word.number());
            out.flush();
        });
    }

    /// Reads what a summary carries.
    ///
    /// # Errors
    /// When the text is not what [`Lives::carry`] writes.
    pub fn read(carry: &str, from_start: bool, remember: usize) -> Result<Self, String> {
        let mut all = Lives::new(from_start, remember);
        bytes(carry)
            .and_then(|bytes| all.fill(&mut Reading(&bytes)))
            .ok_or("its carried job state cannot be read")?;
        Ok(all)
    }

    fn fill(&mut self, from: &mut Reading<'_>) -> Option<()> {
        for _ in 0..from.number()? {
            let life = Life::read(from)?;
            self.insert(life);
        }
        for _ in 0..from.number()? {
            self.told.insert(JobKey(from.array()?), Told::of(from.byte()?)?);
        }
        for _ in 0..from.number()? {
            self.parted.insert(JobKey(from.array()?), Parted::of(from.number()?));
        }
        self.told.forgotten += from.number()?;
        self.told.lost += from.number()?;
        self.parted.forgotten += from.number()?;
        self.parted.lost += from.number()?;
        self.let_go = from.number()?;
        self.blind = from.byte()? != 0;
        from.0.is_empty().then_some(())
    }
}

impl Life {
    fn write(&self, terms: Terms, out: &mut Vec<u8>) {
        out.extend(self.key.0);
        put_some(out, self.id.as_deref(), |out, id| put_bytes(out, id.as_bytes()));
        put(out, self.line);
        // Of a job that ended within a part no more than its beginning is remembered.
        let silent = self.stage == (Stage::Over { told: false, again: false });
        put(out, if silent { self.line } else { self.heard });
        put_some(out, self.head.as_deref(), |out, head| head.write(out));
        put_some(out, self.born, put);
        out.push(u8::from(self.lost) | (u8::from(self.sure) << 1));
        write_stage(&self.stage, out);
        put(out, self.weight);
        // Elsewhere it would only tell how the part was judged.
        let light = self.born.is_none() && self.weight <= terms.most;
        let waits = |head: &Head| light && !head.ended();
        let quiet = if self.head.as_deref().is_some_and(waits) { self.quiet } else { 0 };
        put(out, quiet.into());
        match self.first {
            First::Open => out.push(0),
            First::Reset => out.push(1),
            First::Time(at, line) => {
                out.push(2);
                put_at(out, at);
                put(out, line);
            }
        }
        put_some(out, self.last, put_at);
    }

    fn read(from: &mut Reading<'_>) -> Option<Self> {
        let key = JobKey(from.array()?);
        let id = from.some(|from| from.text().map(Box::from))?;
        let mut life = Life::new(key, id, from.number()?);
        life.heard = from.number()?;
        life.head = from.some(|from| Head::read(from).map(Box::new))?;
        life.born = from.some(Reading::number)?;
        let lost = from.byte()?;
        (life.lost, life.sure) = (lost & 1 != 0, lost & 2 != 0);
        life.stage = read_stage(from)?;
        life.weight = from.number()?;
        life.quiet = u32::try_from(from.number()?).ok()?;
        life.first = match from.byte()? {
            0 => First::Open,
            1 => First::Reset,
            2 => First::Time(from.at()?, from.number()?),
            _ => return None,
        };
        life.last = from.some(Reading::at)?;
        Some(life)
    }
}

fn write_stage(stage: &Stage, out: &mut Vec<u8>) {
    match stage {
        Stage::Unseen => out.push(0),
        Stage::Over { told, again } => {
            out.push(1 | u8::from(*told) << 2 | u8::from(*again) << 3);
        }
        Stage::Open(job) => {
            out.push(2);
            put(out, job.line);
            let flags = [
                job.partial,
                job.given_up,
                job.started,
                job.acted,
                job.exited,
                job.cancelled,
                job.told_late,
            ];
            out.push(flags.iter().fold(0, |bits, flag| bits << 1 | u8::from(*flag)));
            put_some(out, job.exit.as_deref().copied(), put_exit);
            put_bytes(out, job.known_errors.packed());
            put(out, job.findings.len() as u64);
            out.extend_from_slice(job.findings.as_flattened());
            put_bytes(out, job.phases.packed());
        }
    }
}

fn read_stage(from: &mut Reading<'_>) -> Option<Stage> {
    let sort = from.byte()?;
    match sort & 3 {
        0 => Some(Stage::Unseen),
        1 => Some(Stage::Over { told: sort & 4 != 0, again: sort & 8 != 0 }),
        2 => {
            let line = from.number()?;
            let flags = from.byte()?;
            let flag = |at: u8| flags >> (6 - at) & 1 != 0;
            Some(Stage::Open(Box::new(Job {
                line,
                partial: flag(0),
                given_up: flag(1),
                started: flag(2),
                acted: flag(3),
                exited: flag(4),
                cancelled: flag(5),
                told_late: flag(6),
                exit: from.some(Reading::exit)?.map(Box::new),
                known_errors: Names::unpacked(from.bytes()?)?,
                findings: from.digests()?,
                phases: Names::unpacked(from.bytes()?)?,
            })))
        }
        _ => None,
    }
}
