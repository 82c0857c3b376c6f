//! The steps of one judgement inside the process: compiling the schema that is asked for,
//! reading, recognising, judging.

use benches::document;
use benches::folder::SEED;
use benches::random::Random;
use catalog::{Reference, contracts};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use validator::context::Context;
use validator::examine::{self, Options};
use validator::judge::Judge;
use validator::read::{Format, Limits, read};
use validator::recognise;

fn steps(criterion: &mut Criterion) {
    let mut random = Random::new(SEED);
    let documents = [
        ("cron/execution-report", document::cron_report(&mut random)),
        ("kanade/command", document::kanade_command(&mut random)),
    ];
    for (id, value) in documents {
        let Some(contract) = contracts::all().find(|contract| contract.id == id) else { continue };
        let reference = Reference { contract, version: None, revision: None };
        let bytes = serde_json::to_vec_pretty(&value).unwrap_or_default();
        let limits = Limits::default();
        let mut group = criterion.benchmark_group(id);
        group.bench_function("compile", |b| b.iter(|| Judge::new().engine(&reference).is_ok()));
        group.bench_function("read", |b| {
            b.iter(|| read(black_box(bytes.as_slice()), Format::Json, &limits).value.is_some());
        });
        group.bench_function("recognise", |b| b.iter(|| recognise::contract(black_box(&value))));
        let judge = Judge::new();
        let context = Context::default();
        group.bench_function("judge", |b| {
            b.iter(|| judge.value(black_box(&value), &reference, &context).is_ok());
        });
        let options = Options {
            contract: None,
            context,
            limits,
            unique: false,
            stream: validator::stream::Settings::default(),
        };
        group.bench_function("whole", |b| {
            b.iter(|| examine::named(&judge, "one.json", black_box(&bytes), &options));
        });
        group.finish();
    }
}

criterion_group!(benches, steps);
criterion_main!(benches);
