//! The published vectors give the stated answer, refusals included.
//!
//! They are data of others and not part of this tree: where they are missing the tests say so.

#![allow(clippy::unwrap_used, clippy::print_stdout)] // a test file, with functions that are no tests

use std::fs;
use std::path::{Path, PathBuf};

use certify::sign::key::{PublicKey, SigningKey};
use certify::sign::statement::Statement;
use certify::sign::{jcs, pae};
use serde_json::Value;
use validator::read::{Format, Limits, read};

/// The folder of vectors, or `None` after saying that the test skipped.
fn vectors(part: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let places = ["../shared/corpus/vectors", "../../shared/corpus/vectors"];
    let found = places.iter().map(|place| root.join(place).join(part)).find(|path| path.exists());
    if found.is_none() {
        println!("SKIPPED: the vectors {part} are not beside this repository");
    }
    found
}

fn json(path: &Path) -> Value {
    serde_json::from_slice(&fs::read(path).unwrap()).unwrap()
}

fn bytes(hex: &Value) -> Vec<u8> {
    let hex = hex.as_str().unwrap();
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn pre_authentication_encoding() {
    let Some(path) = vectors("dsse/pae.json") else { return };
    let cases = json(&path);
    let cases = cases["cases"].as_array().unwrap();
    assert!(cases.len() >= 10);
    for case in cases {
        let found = pae::encode(case["payloadType"].as_str().unwrap(), &bytes(&case["body_hex"]));
        assert_eq!(found, bytes(&case["pae_hex"]), "{case}");
    }
}

#[test]
fn rfc_8032_keys_and_signatures() {
    let Some(path) = vectors("ed25519/rfc8032_tests.json") else { return };
    let cases = json(&path);
    for case in cases["cases"].as_array().unwrap() {
        let seed: [u8; 32] = bytes(&case["secret_hex"]).try_into().unwrap();
        let (key, message) = (SigningKey::from_seed(&seed), bytes(&case["message_hex"]));
        let public: [u8; 32] = bytes(&case["public_hex"]).try_into().unwrap();
        assert_eq!(PublicKey::from_bytes(&public), Ok(key.public()));
        assert_eq!(key.sign(&message).to_vec(), bytes(&case["signature_hex"]));
        assert!(key.public().verifies(&message, &bytes(&case["signature_hex"])));
        assert!(!key.public().verifies(b"another", &bytes(&case["signature_hex"])));
    }
}

#[test]
fn wycheproof_ed25519() {
    let Some(path) = vectors("ed25519/wycheproof_ed25519_test.json") else { return };
    let suite = json(&path);
    let (mut valid, mut invalid) = (0, 0);
    for group in suite["testGroups"].as_array().unwrap() {
        let key: [u8; 32] = bytes(&group["publicKey"]["pk"]).try_into().unwrap();
        let key = PublicKey::from_bytes(&key);
        for case in group["tests"].as_array().unwrap() {
            let accepted = key
                .as_ref()
                .is_ok_and(|key| key.verifies(&bytes(&case["msg"]), &bytes(&case["sig"])));
            assert_eq!(accepted, case["result"] == "valid", "{case}");
            if accepted { valid += 1 } else { invalid += 1 }
        }
    }
    assert_eq!((valid, invalid), (88, 63));
}

#[test]
fn rfc_8785_pairs() {
    let Some(folder) = vectors("jcs") else { return };
    let mut pairs = 0;
    for entry in fs::read_dir(folder.join("input")).unwrap() {
        let input = entry.unwrap().path();
        let output = folder.join("output").join(input.file_name().unwrap());
        let document = read(fs::read(&input).unwrap(), Format::Json, &Limits::default());
        assert_eq!(document.findings, [], "{}", input.display());
        let found = jcs::text(&document.value.unwrap()).unwrap();
        assert_eq!(found.as_bytes(), fs::read(output).unwrap(), "{}", input.display());
        pairs += 1;
    }
    assert_eq!(pairs, 6);
}

#[test]
fn rfc_8785_numbers() {
    let Some(path) = vectors("jcs/es6_numbers_first_10000.txt") else { return };
    let text = fs::read_to_string(path).unwrap();
    let mut lines = 0;
    for line in text.lines() {
        let (bits, stated) = line.split_once(',').unwrap();
        let number = f64::from_bits(u64::from_str_radix(bits, 16).unwrap());
        assert_eq!(jcs::text(&Value::from(number)).unwrap(), stated, "{line}");
        lines += 1;
    }
    assert_eq!(lines, 10_000);
}

/// Our reader and RFC 8785 together refuse what cannot be signed without changing its meaning.
#[test]
fn inputs_that_no_signer_may_take() {
    let Some(path) = vectors("jcs/negative.json") else { return };
    let suite = json(&path);
    let cases = suite["cases"].as_array().unwrap();
    assert!(cases.len() >= 10);
    for case in cases {
        let input = case["input_utf8"].as_str().unwrap().as_bytes();
        let document = read(input, Format::Json, &Limits::default());
        let taken = document.findings.is_empty()
            && document.value.is_some_and(|value| jcs::text(&value).is_ok());
        assert!(!taken, "{case}");
        assert!(Statement::parse(input).is_err(), "{case}");
    }
}
