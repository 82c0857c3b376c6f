//! Whole runs: bad registries, interruptions, policies, and outputs that cannot be written.
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use contracts::runner::{FailureClass, FreshnessState, LaneStatus, PolicyEffect, RunnerStatus};
use ingest::made::{Immutable, Made};
use ingest::outputs::{self, OutputError};
use ingest::pace::Stop;
use ingest::publish::{Targets, publish};
use ingest::source::cache::Cache;
use ingest::source::local::Local;
use ingest::source::router::Router;
use ingest::source::transport::Payload;
use ingest::source::trouble::{Cause, Trouble};
use ingest::source::want::{Fetched, Part, Source, Want};
use report::Exit;
use serde_json::{Value, json};
use validator::judge::Judge;

use crate::support::forge::Reply;
use crate::support::lanes::{
    NOW, Setup, assert_emitted, base, forge, registry_of, release, report, row, text,
};
use crate::support::parts::Parts;
use crate::support::{VirtualPace, https};

const URL: &str = "https://forge.example.com/releases/latest";

/// A source whose lanes all have a good report of their own, changed like this.
fn good(change: impl Fn(&str, &mut Value) + Send + Sync + 'static) -> Arc<dyn Source> {
    struct Good<F>(F);
    impl<F: Fn(&str, &mut Value) + Send + Sync> Source for Good<F> {
        fn fetch(&self, want: &Want<'_>) -> Fetched {
            let mut document = match want.part {
                Part::Release => release("https://forge.example.com"),
                _ => report(want.lane),
            };
            if want.part == Part::Report {
                (self.0)(want.lane, &mut document);
            }
            Fetched::plain(Ok(Payload::of(text(&document))))
        }
    }
    Arc::new(Good(change))
}

fn compatibility(_: &str, report: &mut Value) {
    report["lane_class"] = json!("compatibility_non_blocking");
}

fn run(source: Arc<dyn Source>, rows: &[Value], change: impl Fn(&mut Setup)) -> Made {
    let mut setup = Setup::from(source, Stop::default());
    change(&mut setup);
    let registry = setup.registry(&registry_of(rows));
    setup.run(&registry)
}

fn active(id: &str) -> Value {
    row(id, "required", "active", URL)
}

fn other(id: &str, status: &str) -> Value {
    row(id, "compatibility_non_blocking", status, URL)
}

#[test]
fn a_bad_row_is_reported_and_the_others_run() {
    let mut bad = active("bad");
    bad["status_exchange"]["release_api_url"] = json!("http://plain.example.com/releases");
    let mut nameless = active("x");
    nameless["runner_id"] = json!("../../etc");
    let rows = [active("rust"), bad, nameless, active("rust"), active("last")];
    let made = run(good(|_, _| {}), &rows, |_| {});
    let shown: Vec<_> = made.matrix.matrix_rows.iter().map(|r| r.runner_id.as_str()).collect();
    assert_eq!(shown, ["rust", "bad", "last"]);
    let rows = &made.matrix.matrix_rows;
    assert_eq!(rows[0].freshness_state, FreshnessState::Fresh);
    assert_eq!(rows[1].policy_effect, PolicyEffect::BlockingFail, "unknown is not fine");
    assert_eq!(rows[1].failure_class, Some(FailureClass::ReleaseMissing));
    assert_eq!(rows[2].freshness_state, FreshnessState::Fresh);
    let codes: Vec<_> = made.log.findings.iter().map(|finding| finding.code.as_str()).collect();
    assert!(codes.contains(&"registry/release-url"), "{codes:?}");
    assert!(codes.contains(&"registry/runner-unique"), "{codes:?}");
    assert_eq!(made.exit, Exit::Usage);
}

#[test]
fn registries_that_are_none_leave_a_matrix_and_a_log() {
    let setup = Setup::from(good(|_, _| {}), Stop::default());
    for bytes in ["", "runners: [", "version: 9\nrunners: []", "- a\n- b", "\u{0}", "a: 1\na: 2"] {
        let registry = setup.registry(bytes.as_bytes());
        assert!(registry.is_broken(), "{bytes}");
        let made = setup.run(&registry);
        assert!(made.matrix.matrix_rows.is_empty());
        assert!(!made.log.findings.is_empty());
        assert_eq!(made.exit, Exit::Usage, "{bytes}");
    }
    let version = setup.registry(b"version: 3\ncertificate_schema_ref: /a\nrunners: []\n");
    assert!(version.findings.iter().any(|finding| finding.code == "version/newer"));
}

#[test]
fn a_registry_without_runners_is_meant_only_when_that_is_said() {
    let empty = run(good(|_, _| {}), &[], |_| {});
    assert_eq!(empty.exit, Exit::Usage);
    let meant = run(good(|_, _| {}), &[], |setup| setup.options.allow_empty = true);
    assert_eq!(meant.exit, Exit::Clean);
}

#[test]
fn lanes_that_are_not_run_are_not_fetched() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let source = Parts::new(move |_| {
        count.fetch_add(1, Ordering::SeqCst);
        Reply::status(404, "")
    });
    let rows =
        [other("a", "planned"), other("b", "disabled"), row("c", "required", "retired", URL)];
    let made = run(Arc::new(source), &rows, |_| {});
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    for row in &made.matrix.matrix_rows {
        assert_eq!(row.failure_class, Some(FailureClass::LanePlanned));
        assert_eq!(row.policy_effect, PolicyEffect::NonBlockingWarn);
    }
    assert_eq!(made.exit, Exit::Clean);
    assert!(made.remarks.iter().any(|remark| remark.contains("no lane is active")));
}

#[test]
fn an_active_lane_without_an_exchange_can_never_be_fresh() {
    let mut silent = active("rust");
    silent.as_object_mut().unwrap().remove("status_exchange");
    let made = run(good(|_, _| {}), &[silent], |_| {});
    assert_eq!(made.matrix.matrix_rows[0].failure_class, Some(FailureClass::ReleaseMissing));
    assert_eq!(made.matrix.matrix_rows[0].policy_effect, PolicyEffect::BlockingFail);
}

#[test]
fn one_flaky_lane_does_not_redden_the_run() {
    struct Flaky(Arc<dyn Source>);
    impl Source for Flaky {
        fn fetch(&self, want: &Want<'_>) -> Fetched {
            if want.lane == "flaky" {
                return Fetched::plain(Err(Trouble::new(Cause::TimedOut, "too slow")));
            }
            self.0.fetch(want)
        }
    }
    let source = Arc::new(Flaky(good(|_, _| {})));
    let made = run(source.clone(), &[active("rust"), other("flaky", "active")], |_| {});
    assert_eq!(made.exit, Exit::Clean);
    let silent = run(source, &[other("flaky", "active")], |_| {});
    assert_eq!(silent.exit, Exit::Network, "no source at all answered");
}

#[test]
fn freshness_is_enforced_only_when_asked() {
    let stale = |lane: &str, report: &mut Value| {
        compatibility(lane, report);
        report["generated_at"] = json!("2026-01-01T00:00:00Z");
    };
    let rows = [other("php", "active"), other("node", "planned")];
    let made = run(good(stale), &rows, |_| {});
    assert_eq!((made.exit, made.log.compatibility_stale_or_missing_count), (Exit::Clean, 1));
    let made = run(good(stale), &rows, |setup| setup.options.enforce_freshness = true);
    assert_eq!(made.exit, Exit::Policy);
    let fresh = run(good(compatibility), &rows, |setup| setup.options.enforce_freshness = true);
    assert_eq!(fresh.exit, Exit::Clean);
}

#[test]
fn the_given_bound_counts_and_the_contracts_cap_stands() {
    let aged = |lane: &str, report: &mut Value| {
        if lane == "php" {
            compatibility(lane, report);
        }
        report["generated_at"] = json!("2026-01-06T12:00:00Z");
    };
    let rows = [active("rust"), other("php", "active")];
    let states = |hours| {
        let made = run(good(aged), &rows, |s| s.options.frame.max_age_hours = Some(hours));
        made.matrix.matrix_rows.iter().map(|r| r.freshness_state).collect::<Vec<_>>()
    };
    assert_eq!(states(100), [FreshnessState::Fresh, FreshnessState::Stale]);
    assert_eq!(states(24), [FreshnessState::Stale, FreshnessState::Stale]);
}

#[test]
fn releases_that_can_be_changed_are_reported_as_asked() {
    struct Mutable;
    impl Source for Mutable {
        fn fetch(&self, want: &Want<'_>) -> Fetched {
            let mut metadata = release("https://forge.example.com");
            metadata["immutable"] = json!(false);
            let document = if want.part == Part::Release { metadata } else { report(want.lane) };
            Fetched::plain(Ok(Payload::of(text(&document))))
        }
    }
    for (asked, exit, findings) in [
        (Immutable::Off, Exit::Clean, 0),
        (Immutable::Warn, Exit::Clean, 1),
        (Immutable::Require, Exit::Policy, 1),
    ] {
        let made = run(Arc::new(Mutable), &[active("rust")], |s| s.options.immutable = asked);
        assert_eq!(made.exit, exit);
        let row = &made.matrix.matrix_rows[0];
        assert_eq!(row.immutable, Some(false));
        assert_eq!(row.freshness_state, FreshnessState::Fresh);
        let found = row.findings.iter().filter(|f| f.code == "ingest/release-mutable").count();
        assert_eq!(found, findings);
    }
}

#[test]
fn an_interrupted_run_says_what_it_saw() {
    struct Stopping(Stop, Arc<dyn Source>, AtomicUsize);
    impl Source for Stopping {
        fn fetch(&self, want: &Want<'_>) -> Fetched {
            if self.2.fetch_add(1, Ordering::SeqCst) == 3 {
                self.0.raise();
                return Fetched::plain(Err(Trouble::new(Cause::Interrupted, "interrupted")));
            }
            self.1.fetch(want)
        }
    }
    let stop = Stop::default();
    let source = Stopping(stop.clone(), good(|_, _| {}), AtomicUsize::new(0));
    let mut setup = Setup::from(Arc::new(source), stop);
    setup.options.workers = 1;
    let rows = [active("one"), active("two"), active("three"), other("four", "planned")];
    let made = setup.run(&setup.registry(&registry_of(&rows)));
    assert_eq!((made.matrix.partial, made.log.partial), (Some(true), Some(true)));
    assert_eq!(made.exit, Exit::Network);
    let states: Vec<_> = made.matrix.matrix_rows.iter().map(|r| r.freshness_state).collect();
    use FreshnessState::{Fresh, Missing};
    assert_eq!(states, [Fresh, Missing, Missing, Missing]);
    assert_eq!(made.matrix.matrix_rows[3].failure_class, Some(FailureClass::LanePlanned));
}

#[test]
fn a_worker_that_hangs_does_not_hold_an_interrupted_run() {
    struct Hanging(Stop);
    impl Source for Hanging {
        fn fetch(&self, _: &Want<'_>) -> Fetched {
            self.0.raise();
            std::thread::sleep(Duration::from_secs(30));
            Fetched::plain(Err(Trouble::new(Cause::TimedOut, "too late")))
        }
    }
    let (stop, began) = (Stop::default(), std::time::Instant::now());
    let setup = Setup::from(Arc::new(Hanging(stop.clone())), stop);
    let made = setup.run(&setup.registry(&registry_of(&[active("rust")])));
    assert!(began.elapsed() < Duration::from_secs(10));
    assert_eq!(made.matrix.partial, Some(true));
    assert_eq!(made.matrix.matrix_rows[0].policy_effect, PolicyEffect::BlockingFail);
}

#[test]
fn a_fault_of_our_own_leaves_the_other_lanes_alone() {
    struct Panicking(Arc<dyn Source>);
    impl Source for Panicking {
        fn fetch(&self, want: &Want<'_>) -> Fetched {
            assert_ne!(want.lane, "bad", "a fault on purpose");
            self.0.fetch(want)
        }
    }
    let source = Arc::new(Panicking(good(|_, _| {})));
    let made = run(source, &[active("bad"), active("rust")], |_| {});
    assert_eq!(made.exit, Exit::Bug);
    assert_eq!(made.matrix.matrix_rows[0].runner_status, RunnerStatus::Unknown);
    assert_eq!(made.matrix.matrix_rows[1].freshness_state, FreshnessState::Fresh);
}

#[test]
fn rows_stand_in_the_order_of_the_registry_and_say_their_lane_status() {
    let ids: Vec<String> = (0..40).map(|n| format!("lane-{n:02}")).collect();
    let rows: Vec<Value> = ids.iter().map(|id| active(id)).collect();
    let made = run(good(|_, _| {}), &rows, |setup| setup.options.workers = 8);
    let shown: Vec<_> = made.matrix.matrix_rows.iter().map(|r| r.runner_id.clone()).collect();
    assert_eq!(shown, ids);
    assert!(made.matrix.matrix_rows.iter().all(|r| r.lane_status == Some(LaneStatus::Active)));
    let again = run(good(|_, _| {}), &rows, |setup| setup.options.workers = 3);
    assert_eq!(made.matrix, again.matrix);
    assert_eq!(made.log, again.log);
}

#[test]
fn warm_runs_fetch_no_asset_twice() {
    let forge = forge(|request| {
        if request.header("if-none-match") == Some("\"1\"") {
            return Some(Reply::status(304, ""));
        }
        let reply = match request.path.as_str() {
            "/releases/latest" => Reply::ok(text(&release(&base(request)))),
            "/assets/1" => Reply::ok(text(&report("rust"))),
            _ => return None,
        };
        Some(reply.with("etag", "\"1\""))
    });
    let (folder, root) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let url = forge.url("/releases/latest");
    let rows = registry_of(&[row("rust", "required", "active", &url)]);
    let matrices: Vec<_> = (0..2)
        .map(|_| {
            let mut source = https(&Arc::<VirtualPace>::default(), &[&forge.origin()]);
            source.cache = Some(Cache::at(folder.path()));
            let source = Router { local: Local::below(root.path()), https: source };
            let mut setup = Setup::from(Arc::new(source), Stop::default());
            setup.allowed = vec![forge.origin()];
            setup.run(&setup.registry(&rows)).matrix
        })
        .collect();
    assert_eq!(matrices[0], matrices[1]);
    let second = &forge.seen()[2..];
    assert!(second.iter().all(|request| request.header("if-none-match").is_some()));
}

#[test]
fn outputs_that_cannot_be_written_keep_no_other_from_being_written() {
    let made = run(good(|_, _| {}), &[active("rust")], |_| {});
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("matrix.json")).unwrap();
    let targets = Targets {
        json: folder.path().join("matrix.json"),
        markdown: "/dev/full".into(),
        html: Some(folder.path().join("matrix.html")),
        log: folder.path().join("log.json"),
        step_summary: Some(folder.path().join("none/summary.md")),
        ..Targets::default()
    };
    let published = publish(&made, NOW.parse().unwrap(), &targets, None, &Judge::new());
    assert_eq!(published.errors.len(), 2, "{:?}", published.errors);
    assert!(published.remarks.iter().any(|remark| remark.contains("job summary")));
    assert!(
        folder.path().join("log.json").is_file() && folder.path().join("matrix.html").is_file()
    );
}

#[test]
fn a_summary_is_added_to_what_the_job_wrote_before() {
    let made = run(good(|_, _| {}), &[active("rust")], |_| {});
    assert_emitted(&made);
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("summary.md"), "before\n").unwrap();
    let targets = Targets {
        json: at("a.json"),
        markdown: at("a.md"),
        log: at("l.json"),
        step_summary: Some(at("summary.md")),
        ..Targets::default()
    };
    publish(&made, NOW.parse().unwrap(), &targets, None, &Judge::new());
    let summary = fs::read_to_string(at("summary.md")).unwrap();
    assert!(summary.starts_with("before\n# Runner status"));
}

#[test]
fn two_runs_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let (pace, stop) = (VirtualPace::default(), Stop::default());
    let first = outputs::lock(folder.path(), &pace, &stop, Duration::from_secs(60)).unwrap();
    let second = outputs::lock(folder.path(), &pace, &stop, Duration::from_secs(60));
    assert!(matches!(second, Err(OutputError::Held(_))), "it waited in vain");
    assert!(pace.slept() >= Duration::from_secs(59));
    drop(first);
    assert!(outputs::lock(folder.path(), &pace, &stop, Duration::ZERO).is_ok());
}
