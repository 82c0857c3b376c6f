//! Complete transcripts of commands: anyone can read one and know what the command promises.
//! They stand in `tests/fixtures/cli`; `TRYCMD=overwrite` rewrites them.

#[test]
fn commands_say_what_their_transcripts_say() {
    trycmd::TestCases::new().case("../../tests/fixtures/cli/*.trycmd");
}
