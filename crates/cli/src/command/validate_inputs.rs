//! The inputs of `validate`: each is read and judged, and what became of it reported.

use std::io::{self, Read};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::atomic::Ordering;

use rayon::prelude::*;
use report::{Collector, Exit};
use validator::examine::{self, Examined, Options};
use validator::inputs::Input;
use validator::judge::Judge;
use validator::read::{Format, compressed};
use validator::stream::{self, Ran};
use validator::unique::Unique;

use super::validate::JudgeArgs;
use super::validate_stream::tell;
use crate::input::Steady;
use crate::io::Io;
use crate::output::tool;
use crate::progress::Progress;

/// So many inputs are judged before they are reported.
const BATCH: usize = 4096;

impl JudgeArgs {
    /// Judges every input, in batches that keep the order of the report and bound what waits to be
    /// reported.
    pub(super) fn judge_all(
        &self,
        inputs: &[Input],
        options: &Options<'_>,
        collector: &mut Collector,
        io: &mut Io<'_>,
    ) {
        // The process ends after the run: to take the schemas apart again would be for nothing.
        let judge = ManuallyDrop::new(Judge::new());
        let mut unique = Unique::new(self.remember_jobs);
        let progress = Progress::new(io.progress, inputs.len());
        let mut left_out = 0_usize;
        for batch in inputs.chunks(BATCH) {
            let outcomes = match batch {
                [input] => vec![Some(self.judge_one(&judge, input, options, io))],
                _ => self.judge_batch(&judge, batch, options, &progress),
            };
            left_out += outcomes.iter().filter(|outcome| outcome.is_none()).count();
            for outcome in outcomes.into_iter().flatten() {
                outcome.report(options, &mut unique, collector, io);
            }
        }
        if left_out > 0 {
            io.say(format_args!("interrupted: {left_out} inputs were not judged"));
            collector.fault(Exit::Network);
        }
        if unique.forgotten() > 0 {
            io.say(format_args!(
                "{} execution ids were forgotten (--remember-jobs {}): a repetition of them was not seen",
                unique.forgotten(),
                self.remember_jobs
            ));
        }
    }

    /// Judges inputs on all cores; none of those that an interruption leaves out.
    fn judge_batch(
        &self,
        judge: &Judge,
        batch: &[Input],
        options: &Options<'_>,
        progress: &Progress,
    ) -> Vec<Option<Outcome>> {
        let stopped = || options.stream.stop.is_some_and(|stop| stop.load(Ordering::Relaxed));
        let file = |input: &Input| {
            let outcome = (!stopped()).then(|| self.judge_path(judge, input, options));
            progress.step();
            outcome
        };
        batch.par_iter().map(file).collect()
    }

    fn judge_one(
        &self,
        judge: &Judge,
        input: &Input,
        options: &Options<'_>,
        io: &mut Io<'_>,
    ) -> Outcome {
        match input {
            Input::Standard => self.judge_reader(judge, "-".to_owned(), &mut *io.input, options),
            other => self.judge_path(judge, other, options),
        }
    }

    fn judge_path(&self, judge: &Judge, input: &Input, options: &Options<'_>) -> Outcome {
        match input {
            Input::Missing(path, why) => Outcome::unread(shown(path), why.clone()),
            Input::Standard => self.judge_reader(judge, "-".to_owned(), &mut io::stdin(), options),
            Input::File(path) => match Steady::open(path) {
                Ok(mut file) => self.judge_reader(judge, shown(path), &mut file, options),
                Err(error) => Outcome::unread(shown(path), error.to_string()),
            },
        }
    }

    fn judge_reader(
        &self,
        judge: &Judge,
        name: String,
        input: &mut (dyn Read + Send),
        options: &Options<'_>,
    ) -> Outcome {
        if self.ndjson || Format::of_name(&name) == Some(Format::Ndjson) {
            return match compressed::open(input) {
                Ok(mut input) => {
                    let (result, ran) = stream::reader(judge, &name, &mut input, options);
                    Outcome { name, result, ran }
                }
                Err(error) => Outcome::unread(name, error.to_string()),
            };
        }
        match compressed::load(input, &options.limits) {
            Ok(bytes) => {
                let result = examine::named(judge, &name, &bytes, options);
                Outcome { name, result, ran: None }
            }
            Err(error) => Outcome::unread(name, error.to_string()),
        }
    }
}

/// Says what a stream came to, and whether that is all of it.
fn told(name: &str, ran: &Ran, options: &Options<'_>, collector: &mut Collector, io: &mut Io<'_>) {
    let summary = stream::summary(ran, options, &tool());
    tell(name, &summary, io);
    if stream::undecided(&summary) && !options.stream.live {
        collector.fault(Exit::Findings);
    }
    let name = report::visible::visible(name);
    if let Some(error) = &ran.failed {
        io.complain(format_args!("{name}: {error}; the report is of what was judged before"));
        collector.fault(Exit::Io);
    } else if ran.stopped {
        io.say(format_args!(
            "{name}: interrupted; the report is partial: {} lines",
            ran.tally.lines
        ));
        collector.fault(Exit::Network);
    }
}

/// What became of one input.
struct Outcome {
    name: String,
    result: Examined,
    /// The run behind it, where it is a stream.
    ran: Option<Ran>,
}

impl Outcome {
    /// Takes it into the report.
    fn report(
        self,
        options: &Options<'_>,
        unique: &mut Unique,
        collector: &mut Collector,
        io: &mut Io<'_>,
    ) {
        if let Some(ran) = &self.ran {
            told(&self.name, ran, options, collector, io);
        }
        match self.result {
            Examined::Judged(judgement, identities) => {
                collector.judged(judgement);
                let repeated = identities.into_iter().filter_map(|id| unique.observe(id));
                repeated.for_each(|finding| collector.finding(finding));
            }
            Examined::NotJudged(exit, why) => collector.not_judged(self.name, exit, why),
        }
    }

    fn unread(name: String, why: String) -> Self {
        Outcome { name, result: Examined::NotJudged(Exit::Io, why), ran: None }
    }
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
