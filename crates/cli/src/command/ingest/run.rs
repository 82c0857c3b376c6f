//! A run of `ingest`: from values to files and one exit code.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use contracts::runner::{MatrixRow, StatusMatrix};
use ingest::made::{Made, make};
use ingest::observe::{Observer, Sizes};
use ingest::outputs::{self, OutputError, RunLock};
use ingest::pace::{Pace, Stop};
use ingest::publish::publish;
use ingest::render::{face, markdown, summary};
use report::Exit;
use validator::judge::Judge;

use super::args::PrintArg;
use super::plan::{self, Given, Plan, Refusal};
use super::sources::Sources;
use super::{IngestArgs, certificates, recorded, sources};
use crate::entry::output_failed;
use crate::io::Io;
use crate::pace::{SystemPace, watch_signals};

/// The whole run.
pub fn run(args: &IngestArgs, io: &mut Io<'_>) -> Exit {
    match planned(args, io) {
        Ok(exit) => exit,
        Err((exit, why)) => {
            io.complain(why);
            exit
        }
    }
}

fn planned(args: &IngestArgs, io: &mut Io<'_>) -> Result<Exit, Refusal> {
    let usage = |why: String| (Exit::Usage, why);
    let plan = Plan::of(args)?;
    let (stop, pace) = (Stop::default(), Arc::new(SystemPace::start()));
    watch_signals(&stop).map_err(|error| (Exit::Io, format!("no signal handler: {error}")))?;
    let shared: Arc<dyn Pace> = Arc::clone(&pace) as Arc<dyn Pace>;
    let built = sources::build(&args.sources, &plan.root, shared, &stop).map_err(usage)?;
    let judge = Arc::new(Judge::new());
    let observer = observer(args, &plan, &built, &judge)?;
    let until = pace.elapsed() + Duration::from_secs(args.sources.deadline);
    let folder = plan.targets.json.parent().unwrap_or(Path::new("."));
    let lock = outputs::lock(folder, pace.as_ref(), &stop, until);
    let (_lock, locked) = alone(lock, &stop, io)?;
    let (previous, compared) = earlier(args, &judge, io);
    let given = plan::given(args, &plan.root, plan.about.as_ref());
    let lanes = plan::read_registry(&given, &args.sources.allow_origin, &judge)?;
    let options = plan::options(args, plan.frame, &stop);
    let made = {
        let shown = io.progress && !args.targets.quiet;
        let mut step = |row: &MatrixRow, done, total| line(io, shown, row, done, total);
        make(&lanes, Arc::new(observer), &options, &mut step)
    };
    Ok(Exit::from_iter([
        made.exit,
        locked,
        compared,
        told(&given, io),
        keep(args, &plan, &built, &given, io),
        finish(&made, &plan, previous, &judge, args.targets.format, io),
    ]))
}

fn observer(
    args: &IngestArgs,
    plan: &Plan,
    built: &Sources,
    judge: &Arc<Judge>,
) -> Result<Observer, Refusal> {
    let certificates = certificates::gathered(args, plan.frame.now);
    Ok(Observer {
        source: Arc::clone(&built.source),
        judge: Arc::clone(judge),
        now: plan.frame.now,
        sizes: Sizes { report: args.sources.max_report_size, ..Sizes::default() },
        verify_artifacts: args.lanes.verify_artifacts,
        verify_commit: args.lanes.verify_commit,
        certificates: certificates.map_err(|why| (Exit::Usage, why))?,
    })
}

/// The matrix to show the difference to. One that cannot be had is said, and keeps no lane from
/// being looked at.
fn earlier(args: &IngestArgs, judge: &Judge, io: &mut Io<'_>) -> (Option<StatusMatrix>, Exit) {
    match plan::previous(args.targets.previous.as_deref(), judge) {
        Ok(previous) => (previous, Exit::Clean),
        Err((exit, why)) => {
            io.complain(why);
            (None, exit)
        }
    }
}

/// The lock, unless another run holds it. A folder where no lock can be made is one where nothing
/// can be written, which is said; the run goes on, for its other outputs may stand elsewhere.
fn alone(
    lock: Result<RunLock, OutputError>,
    stop: &Stop,
    io: &mut Io<'_>,
) -> Result<(Option<RunLock>, Exit), Refusal> {
    match lock {
        Ok(lock) => Ok((Some(lock), Exit::Clean)),
        Err(error @ OutputError::Held(_)) => {
            let exit = if stop.is_raised() { Exit::Network } else { Exit::Io };
            Err((exit, error.to_string()))
        }
        Err(error) => {
            io.complain(error);
            Ok((None, Exit::Io))
        }
    }
}

/// Says that the registry could not be read, when it could not.
fn told(given: &Given, io: &mut Io<'_>) -> Exit {
    let Some(trouble) = &given.trouble else { return Exit::Clean };
    io.complain(trouble);
    Exit::Io
}

/// Makes the recording whole, when there is one.
fn keep(args: &IngestArgs, plan: &Plan, built: &Sources, given: &Given, io: &mut Io<'_>) -> Exit {
    let (Some(recorder), Some(folder)) = (&built.recorder, &args.sources.record) else {
        return Exit::Clean;
    };
    let written = recorded::write(folder, plan.frame.now, &given.path, &given.bytes);
    match recorder.broken().map(|error| error.to_string()).or(written.err()) {
        None => Exit::Clean,
        Some(why) => {
            io.complain(format_args!("the recording is not whole: {why}"));
            Exit::Io
        }
    }
}

/// A line a runner, while it runs.
fn line(io: &mut Io<'_>, shown: bool, row: &MatrixRow, done: usize, total: usize) {
    if shown {
        let face = face::verdict(row);
        io.say(format_args!("[{done}/{total}] {} {} {}", face.sign, row.runner_id, face.word));
    }
}

/// Writes the files and prints the end of the run.
fn finish(
    made: &Made,
    plan: &Plan,
    previous: Option<StatusMatrix>,
    judge: &Judge,
    format: PrintArg,
    io: &mut Io<'_>,
) -> Exit {
    let published = publish(made, plan.frame.now, &plan.targets, previous, judge);
    for remark in made.remarks.iter().chain(&published.remarks) {
        io.say(format_args!("note: {remark}"));
    }
    for error in &published.errors {
        io.complain(error);
    }
    let text = match format {
        PrintArg::Text => summary::table(&made.matrix).into_bytes(),
        PrintArg::Json => ingest::documents::json(&made.matrix).unwrap_or_default(),
        PrintArg::Markdown => markdown::matrix(&made.matrix).into_bytes(),
    };
    let written = io.out.write_all(&text).map_err(|error| output_failed(&error, io));
    let files = if published.errors.is_empty() { Exit::Clean } else { Exit::Io };
    files.combine(written.err().unwrap_or(Exit::Clean))
}
