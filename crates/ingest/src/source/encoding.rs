//! Bodies in an encoding that was not asked for: gzip is decoded within the limit, the rest refused.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;

use super::transport::{Head, Intake, Payload};
use super::trouble::{Cause, Trouble};

/// The body as it was meant.
///
/// # Errors
/// [`Cause::TooLarge`] when it grows beyond the limit while decoding, [`Cause::Truncated`] when
/// it breaks off, [`Cause::Encoding`] when the encoding is unknown or the bytes were not kept.
pub fn decode(head: &Head, intake: Intake, limit: u64) -> Result<Payload, Trouble> {
    let encoding = head.header("content-encoding").unwrap_or("identity").trim();
    let kept = intake.keeps();
    let payload = intake.finish();
    match encoding.to_ascii_lowercase().as_str() {
        "" | "identity" => Ok(payload),
        "gzip" | "x-gzip" if kept => gunzip(&payload.bytes, limit),
        _ => Err(Trouble::new(
            Cause::Encoding,
            format!("the body is encoded as `{encoding}`, which was not asked for"),
        )),
    }
}

fn gunzip(bytes: &[u8], limit: u64) -> Result<Payload, Trouble> {
    let mut plain = Vec::new();
    // One byte more than allowed tells "exactly at the limit" from "beyond it".
    MultiGzDecoder::new(bytes)
        .take(limit.saturating_add(1))
        .read_to_end(&mut plain)
        .map_err(|_| Trouble::new(Cause::Truncated, "the gzip body is broken"))?;
    if plain.len() as u64 > limit {
        let detail = format!("the gzip body unpacks to more than the limit of {limit} bytes");
        return Err(Trouble::new(Cause::TooLarge, detail));
    }
    Ok(Payload::of(plain))
}
