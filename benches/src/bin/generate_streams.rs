//! Writes a seeded stream: `generate_streams cron|execra BYTES SEED BAD_PER_MILLE > FILE`.

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use benches::streams::{cron_reports, execra_events};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|text| text.parse::<u64>().ok());
    let (Some(kind), Some(bytes), Some(seed), Some(bad)) =
        (arguments.first(), number(1), number(2), number(3))
    else {
        return ExitCode::from(2);
    };
    let mut out = BufWriter::with_capacity(1 << 20, io::stdout().lock());
    let written = match kind.as_str() {
        "cron" => cron_reports(seed, bytes, bad, &mut out),
        "execra" => execra_events(seed, bytes, bad, &mut out),
        _ => return ExitCode::from(2),
    };
    match written.and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(3),
    }
}
