//! From the documents of a run to the files that people and programs read.

use std::path::PathBuf;

use contracts::runner::StatusMatrix;
use jiff::Timestamp;
use validator::judge::Judge;

use crate::changes::{self, Change};
use crate::documents;
use crate::history::{self, History};
use crate::made::Made;
use crate::outputs::{self, OutputError};
use crate::registry::is_runner_id;
use crate::render::{badge, markdown, page};

/// Where everything goes.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    /// The matrix.
    pub json: PathBuf,
    /// The matrix for people, Markdown.
    pub markdown: PathBuf,
    /// The page, when one is wanted.
    pub html: Option<PathBuf>,
    /// The log.
    pub log: PathBuf,
    /// A folder of badges, when they are wanted.
    pub badges: Option<PathBuf>,
    /// The folder of snapshots, when they are kept.
    pub history: Option<PathBuf>,
    /// The file of the job summary, when there is one.
    pub step_summary: Option<PathBuf>,
}

/// What became of the outputs.
#[derive(Debug, Default)]
pub struct Published {
    /// What could not be written. Everything else was.
    pub errors: Vec<OutputError>,
    /// What a person should be told.
    pub remarks: Vec<String>,
}

/// Writes everything. One output that cannot be written keeps no other from being written.
///
/// `previous` is the matrix to show the difference to; without it the newest snapshot from before
/// this run is taken.
pub fn publish(
    made: &Made,
    now: Timestamp,
    targets: &Targets,
    previous: Option<StatusMatrix>,
    judge: &Judge,
) -> Published {
    let mut published = Published::default();
    match documents::json(&made.log) {
        Ok(log) => published.keep(outputs::write(&targets.log, &log)),
        Err(error) => published.remarks.push(format!("the log cannot be written down: {error}")),
    }
    let matrix = match documents::json(&made.matrix) {
        Ok(matrix) => matrix,
        Err(error) => {
            published.remarks.push(format!("the matrix cannot be written down: {error}"));
            return published;
        }
    };
    published.keep(outputs::write(&targets.json, &matrix));
    let markdown = markdown::matrix(&made.matrix);
    published.keep(outputs::write(&targets.markdown, markdown.as_bytes()));
    published.snapshot(made, now, targets, &matrix);
    published.pages(made, now, targets, previous, judge);
    published.badges(made, targets);
    let summary = targets.step_summary.as_ref().map(|path| outputs::append(path, &markdown));
    if let Some(Err(error)) = summary {
        published.remarks.push(format!("the job summary cannot be written: {error}"));
    }
    published
}

impl Published {
    fn keep(&mut self, result: Result<(), OutputError>) {
        self.errors.extend(result.err());
    }

    fn snapshot(&mut self, made: &Made, now: Timestamp, targets: &Targets, matrix: &[u8]) {
        let Some(folder) = &targets.history else { return };
        if made.matrix.partial == Some(true) {
            self.remarks.push("history: a partial matrix is not kept".into());
            return;
        }
        match history::keep(folder, now, matrix) {
            Ok(true) => {}
            Ok(false) => self.remarks.push(format!(
                "history: {} stands there already with other content, and is left as it is",
                history::file_name(now)
            )),
            Err(error) => self.errors.push(error),
        }
    }

    fn pages(
        &mut self,
        made: &Made,
        now: Timestamp,
        targets: &Targets,
        previous: Option<StatusMatrix>,
        judge: &Judge,
    ) {
        let Some(path) = &targets.html else { return };
        let folder = targets.history.as_deref();
        let history: Option<History> = folder.map(|f| history::read(f, Some(now), judge));
        for (name, why) in history.iter().flat_map(|history| &history.passed_over) {
            self.remarks.push(format!("history: {name} is passed over: {why}"));
        }
        let previous =
            previous.or_else(|| folder.and_then(|f| history::latest_before(f, now, judge)));
        let changes: Option<(&str, Vec<Change>)> = previous
            .as_ref()
            .map(|old| (old.updated_at.as_str(), changes::between(old, &made.matrix)));
        let beside = page::Beside {
            history: history.as_ref(),
            changes: changes.as_ref().map(|(since, changes)| (*since, changes.as_slice())),
        };
        match page::html(&made.matrix, &beside) {
            Ok(html) => self.keep(outputs::write(path, html.as_bytes())),
            Err(error) => self.remarks.push(format!("the page cannot be made: {error}")),
        }
    }

    fn badges(&mut self, made: &Made, targets: &Targets) {
        let Some(folder) = &targets.badges else { return };
        for row in made.matrix.matrix_rows.iter().filter(|row| is_runner_id(&row.runner_id)) {
            match badge::svg(row) {
                Ok(svg) => {
                    let path = folder.join(format!("{}.svg", row.runner_id));
                    self.keep(outputs::write(&path, svg.as_bytes()));
                }
                Err(error) => self.remarks.push(format!("a badge cannot be made: {error}")),
            }
        }
    }
}
