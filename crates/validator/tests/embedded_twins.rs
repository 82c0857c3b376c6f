//! The JSON twins that the build makes of embedded YAML files are what our own reader reads.

use validator::read::{Format, Limits, read};

#[test]
fn every_twin_is_what_our_reader_reads() {
    let limits = Limits::default();
    let mut seen = 0;
    for file in specs::files().iter().filter(|file| file.path.ends_with(".yaml")) {
        let Some(json) = file.json else {
            panic!("{} did not parse when it was embedded", file.path)
        };
        let yaml = read(file.text.as_bytes(), Format::Yaml, &limits);
        assert!(yaml.findings.is_empty(), "{}: {:?}", file.path, yaml.findings);
        let twin = read(json.as_bytes(), Format::Json, &limits);
        assert_eq!(yaml.value, twin.value, "{}", file.path);
        seen += 1;
    }
    assert!(seen > 30, "only {seen} files are embedded");
}
