//! The reports that the renderer writes keep the published schema of the finding report, as a
//! validator that is not ours reads it.

use std::fs;
use std::path::Path;

use boon::{Compiler, Schemas};
use serde_json::Value;

#[test]
fn every_golden_report_keeps_the_published_schema() {
    let contract = catalog::contracts::find("toolkit/finding-report").unwrap();
    let schema = catalog::generate::schema(contract, contract.newest(), None, &[]);
    let mut compiler = Compiler::new();
    compiler.enable_format_assertions();
    compiler.add_resource("urn:finding-report", schema).unwrap();
    let mut schemas = Schemas::new();
    let index = compiler.compile("urn:finding-report", &mut schemas).unwrap();

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../report/tests/golden");
    let mut judged = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let report: Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
            let verdict = schemas.validate(&report, index).map_err(|error| error.to_string());
            assert_eq!(verdict, Ok(()), "{}", path.display());
            judged += 1;
        }
    }
    assert!(judged >= 2, "the goldens have moved");
}
