//! The verdict of a line under libFuzzer.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| data_contracts_fuzz::verdict(bytes));
