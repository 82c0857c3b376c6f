//! The same observations and the same clock give the same bytes, in whatever order workers come
//! to them, and a recording of a run replays to them too.

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use ingest::made::Made;
use ingest::pace::Stop;
use ingest::publish::{Targets, publish};
use ingest::source::recording::{Recorder, Replay};
use ingest::source::transport::Payload;
use ingest::source::trouble::{Cause, Trouble};
use ingest::source::want::{Fetched, Part, Source, Want};
use proptest::prelude::*;
use serde_json::json;
use validator::judge::Judge;

use crate::support::lanes::{NOW, Setup, registry_of, release, report, row, text};

const URL: &str = "https://forge.example.com/releases/latest";
const WORDS: [&str; 4] = ["pass", "fail", "degraded", "unknown"];

/// What one lane's source answers.
#[derive(Debug, Clone)]
enum Answer {
    Report { age_hours: u32, status: usize, name: String },
    Garbage(Vec<u8>),
    Trouble(Cause),
    NoAsset,
    Limited(u16),
}

fn answer() -> impl Strategy<Value = Answer> {
    let cause = prop_oneof![
        Just(Cause::NotFound),
        Just(Cause::TimedOut),
        Just(Cause::Tls),
        Just(Cause::TooLarge),
        Just(Cause::RateLimited),
    ];
    prop_oneof![
        (0_u32..200, 0_usize..4, ".{0,20}")
            .prop_map(|(age_hours, status, name)| { Answer::Report { age_hours, status, name } }),
        prop::collection::vec(any::<u8>(), 0..60).prop_map(Answer::Garbage),
        cause.prop_map(Answer::Trouble),
        Just(Answer::NoAsset),
        (400_u16..600).prop_map(Answer::Limited),
    ]
}

/// Lanes by their numbers, each a little later than the one before by that much.
struct Scripted(Vec<Answer>, Duration);

impl Source for Scripted {
    fn fetch(&self, want: &Want<'_>) -> Fetched {
        let place: usize = want.lane.trim_start_matches("lane-").parse().unwrap();
        std::thread::sleep(self.1 * u32::try_from(place % 3).unwrap());
        let mut metadata = release("https://forge.example.com");
        let (outcome, status) = match (&self.0[place], want.part) {
            (Answer::Trouble(cause), _) => (Err(Trouble::new(*cause, "so it is")), None),
            (Answer::Limited(status), _) => {
                (Err(Trouble::new(Cause::UnexpectedStatus, "refused")), Some(*status))
            }
            (Answer::NoAsset, _) => {
                metadata["assets"] = json!([]);
                (Ok(text(&metadata)), Some(200))
            }
            (_, Part::Release) => (Ok(text(&metadata)), Some(200)),
            (Answer::Garbage(bytes), _) => (Ok(bytes.clone()), Some(200)),
            (Answer::Report { age_hours, status, name }, _) => {
                let mut document = report(want.lane);
                let made = NOW.parse::<jiff::Timestamp>().unwrap()
                    - jiff::SignedDuration::from_hours(i64::from(*age_hours));
                document["generated_at"] = json!(made.to_string());
                document["overall_status"] = json!(WORDS[*status]);
                document["command_results"][0]["command"] = json!(format!("x{name}"));
                (Ok(text(&document)), Some(200))
            }
        };
        Fetched { outcome: outcome.map(Payload::of), exchanges: 1, status, moved_to: None }
    }
}

fn run(source: Arc<dyn Source>, lanes: usize, workers: usize) -> Made {
    let mut setup = Setup::from(source, Stop::default());
    setup.options.workers = workers;
    let rows: Vec<_> = (0..lanes)
        .map(|n| {
            let class = if n % 2 == 0 { "required" } else { "compatibility_non_blocking" };
            row(&format!("lane-{n}"), class, "active", URL)
        })
        .collect();
    setup.run(&setup.registry(&registry_of(&rows)))
}

/// Every file of a run, by name.
fn files(made: &Made) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let targets = Targets {
        json: at("matrix.json"),
        markdown: at("matrix.md"),
        html: Some(at("matrix.html")),
        log: at("log.json"),
        badges: Some(folder.path().to_owned()),
        ..Targets::default()
    };
    let published = publish(made, NOW.parse().unwrap(), &targets, None, &Judge::new());
    assert!(published.errors.is_empty(), "{published:?}");
    let entries = fs::read_dir(folder.path()).unwrap().flatten();
    entries
        .map(|e| (e.file_name().to_string_lossy().into_owned(), fs::read(e.path()).unwrap()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn the_same_observations_give_the_same_bytes(
        answers in prop::collection::vec(answer(), 1..12),
        workers in 1_usize..9,
    ) {
        let lanes = answers.len();
        let slow = Arc::new(Scripted(answers.clone(), Duration::from_millis(2)));
        let first = files(&run(Arc::new(Scripted(answers, Duration::ZERO)), lanes, 1));
        prop_assert_eq!(first.len(), 4 + lanes);
        let recording = tempfile::tempdir().unwrap();
        let recorder = Arc::new(Recorder::new(slow, recording.path()));
        let recorded = files(&run(Arc::clone(&recorder) as Arc<dyn Source>, lanes, workers));
        prop_assert!(recorder.broken().is_none());
        prop_assert!(first == recorded, "other workers, other times");
        let replayed = files(&run(Arc::new(Replay::of(recording.path())), lanes, workers));
        prop_assert!(first == replayed, "the replay");
    }
}
