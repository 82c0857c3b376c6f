//! What two neighbouring parts of a stream say of one job, as one.

use contracts::toolkit::Finding;

use super::life::{First, Life, Terms};
use crate::rules::execra::stage::Stage;
use crate::rules::execra::step::{Kind, Step};
use crate::rules::execra::{STREAM_RULES, stream_rule, time_order};

impl Life {
    /// Something begins anew, and with it time.
    pub(super) fn cut(&mut self) {
        if self.first == First::Open {
            self.first = First::Reset;
        }
        self.last = None;
    }

    /// Joins what the next part says of the same job.
    pub(super) fn join(&mut self, next: Life, terms: Terms, out: &mut Vec<Finding>) {
        self.heard = next.heard;
        self.join_time(&next, out);
        let judged = self.judged(terms);
        for step in next.head.iter().flat_map(|head| head.steps()) {
            self.absorb(&step, terms, out);
        }
        let Some(line) = next.born else { return };
        let over = matches!(self.stage, Stage::Over { .. });
        if judged && next.lost && !next.sure && over && next.stage.open().is_some() {
            // What was let go stood behind its end, where enough was told.
            self.stage = Stage::Over { told: true, again: true };
            return;
        }
        if judged && !next.lost {
            let created = Step::bare(line, Kind::JobCreated);
            stream_rule::run(STREAM_RULES, &self.stage, &created, out);
        }
        if !judged {
            (self.born, self.lost, self.sure) = (next.born, next.lost, next.sure);
        } else if !next.lost || next.sure {
            // As where its `job_created` is taken in by itself.
            self.sure = self.lost;
        }
        (self.stage, self.weight, self.quiet) = (next.stage, next.weight, next.quiet);
    }

    fn join_time(&mut self, next: &Life, out: &mut Vec<Finding>) {
        match next.first {
            First::Time(at, line) => {
                if let Some(last) = self.last.filter(|last| at < *last) {
                    out.push(time_order::finding(line, last, at));
                }
                if self.first == First::Open {
                    self.first = next.first;
                }
                self.last = next.last;
            }
            First::Reset => {
                self.cut();
                self.last = next.last;
            }
            First::Open => {}
        }
    }

    /// The life without what only a part before could ask for. Nothing stands before the stream's
    /// beginning, and an earlier life of the job leaves traces there that depend on the order of
    /// merging.
    pub(super) fn settled(&self) -> Life {
        Life {
            line: self.stage.open().map_or(0, |job| job.line),
            head: None,
            born: None,
            lost: false,
            sure: false,
            first: First::Reset,
            ..self.clone()
        }
    }

    /// Moves every line by as many as stand before the part.
    pub(super) fn shift(&mut self, by: u64) {
        let shift = |line: &mut u64| *line = line.saturating_add(by);
        shift(&mut self.line);
        shift(&mut self.heard);
        self.head.iter_mut().for_each(|head| head.shift(by));
        self.born.iter_mut().for_each(shift);
        if let Stage::Open(job) = &mut self.stage {
            shift(&mut job.line);
        }
        if let First::Time(_, line) = &mut self.first {
            shift(line);
        }
    }
}
