//! What the generators write is accepted without a finding, and recognised for what it is: else
//! the benchmarks measure the explaining of faults.

use benches::random::Random;
use benches::{document, folder};
use validator::context::Context;
use validator::examine::{self, Examined, Options};
use validator::judge::Judge;
use validator::read::Limits;

#[test]
fn generated_documents_are_clean() {
    let mut random = Random::new(folder::SEED);
    let judge = Judge::new();
    let limits = Limits::default();
    let options = Options {
        contract: None,
        context: Context::default(),
        limits,
        unique: false,
        stream: validator::stream::Settings::default(),
    };
    for round in 0..200 {
        let values = [
            (document::cron_report(&mut random), "cron/execution-report@v1"),
            (document::kanade_command(&mut random), "kanade/command@v0"),
        ];
        for (value, contract) in values {
            let bytes = serde_json::to_vec(&value).unwrap();
            let examined = examine::named(&judge, "one.json", &bytes, &options);
            let Examined::Judged(judgement, _) = examined else { panic!("round {round}: {value}") };
            assert_eq!(judgement.findings, [], "round {round}: {value}");
            let named = judgement.contract.unwrap_or_default();
            assert!(named.starts_with(contract), "{named} is not {contract}");
        }
    }
}
