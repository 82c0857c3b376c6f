//! `explain compat/…`: a kind of change, with the smallest one that shows it.

use std::io;

use compat::kinds::{Example, Explained};
use compat::{FormatMode, Options, compare};

use crate::io::Io;

/// Writes what a code of the comparison means; the example is compared here and now.
///
/// # Errors
/// When the writer fails.
pub(super) fn explain(known: &Explained, io: &mut Io<'_>) -> io::Result<()> {
    writeln!(io.out, "{} (error in the directions that --mode asks for)", known.code)?;
    writeln!(io.out, "\n{}\n\nWhy: {}\n\nWhat to do: {}", known.says, known.why, known.remedy)?;
    known.example.as_ref().map_or(Ok(()), |example| show(example, io))
}

fn show(example: &Example, io: &mut Io<'_>) -> io::Result<()> {
    writeln!(io.out, "\nThe smallest change that shows it:\n")?;
    writeln!(io.out, "    old      {}\n    new      {}", example.old, example.new)?;
    let options = Options { formats: FormatMode::Assert, ..Options::default() };
    let Ok(found) = compare(&example.old, &example.new, &options) else { return Ok(()) };
    let (verdict, way) = match example.backward {
        true => (found.backward, "old data that a new reader refuses"),
        false => (found.forward, "new data that an old reader refuses"),
    };
    for cause in verdict.breaks() {
        writeln!(io.out, "    witness  {}   ({way}: {})", cause.witness, cause.message)?;
    }
    Ok(())
}
