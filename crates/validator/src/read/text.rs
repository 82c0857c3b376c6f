//! From bytes to text: UTF-8, a byte order mark, other encodings named.

use super::codes::Codes;
use super::fault::Fault;

/// A UTF-8 byte order mark.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// The text of the bytes and the length of the byte order mark before it. Offsets into the text
/// are offsets into the bytes.
pub(super) fn decode<'b>(bytes: &'b [u8], codes: &Codes) -> Result<(&'b str, usize), Fault> {
    if let Some(name) = other_encoding(bytes) {
        let message = format!("the text is {name}, not UTF-8");
        return Err(Fault::new(codes.syntax, 0..bytes.len().min(4), message)
            .with_remedy("Save the file as UTF-8 without a byte order mark."));
    }
    let mark = if bytes.starts_with(MARK) { MARK.len() } else { 0 };
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Ok((text, mark)),
        Err(_) => Err(not_utf8(bytes, codes)),
    }
}

fn not_utf8(bytes: &[u8], codes: &Codes) -> Fault {
    // The fast check does not say where; a text that fails it is read once more.
    let (at, len) = match std::str::from_utf8(bytes) {
        Err(error) => (error.valid_up_to(), error.error_len()),
        Ok(_) => (0, None),
    };
    let end = len.map_or(bytes.len(), |len| at + len);
    let shown: Vec<String> =
        bytes.get(at..end).unwrap_or_default().iter().map(|b| format!("0x{b:02X}")).collect();
    let message = match len {
        None => format!("the text ends inside a UTF-8 character ({})", shown.join(" ")),
        Some(_) => format!("not UTF-8: {} is no character", shown.join(" ")),
    };
    Fault::new(codes.syntax, at..end, message)
        .with_remedy("Save the file as UTF-8; most often it was written as Latin-1, Windows-1252 or cut in the middle of a character.")
}

/// Other encodings, by their byte order mark or by where the zero bytes stand.
fn other_encoding(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] => Some("UTF-32 (little-endian)"),
        [0, 0, 0xFE, 0xFF, ..] => Some("UTF-32 (big-endian)"),
        [0xFF, 0xFE, ..] => Some("UTF-16 (little-endian)"),
        [0xFE, 0xFF, ..] => Some("UTF-16 (big-endian)"),
        [0, 0, 0, 1..=255, ..] => Some("UTF-32 (big-endian, without a byte order mark)"),
        [1..=255, 0, 0, 0, ..] => Some("UTF-32 (little-endian, without a byte order mark)"),
        [0, 1..=255, 0, 1..=255, ..] => Some("UTF-16 (big-endian, without a byte order mark)"),
        [1..=255, 0, 1..=255, 0, ..] => Some("UTF-16 (little-endian, without a byte order mark)"),
        _ => None,
    }
}

/// What is said of a byte order mark.
pub(super) fn mark_message() -> String {
    "the text begins with a byte order mark; it was skipped".to_owned()
}

/// A text over the limit. Callers may hold only its beginning, so its size is not told.
pub(super) fn too_large(codes: &Codes, max_bytes: usize) -> Fault {
    Fault::of_whole(codes.too_large, format!("larger than the limit of {}", size(max_bytes)))
}

/// A size as people write it.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        0 => "0 bytes".to_owned(),
        n if n % (1 << 20) == 0 => format!("{} MiB", n >> 20),
        n if n % (1 << 10) == 0 => format!("{} KiB", n >> 10),
        n => format!("{n} bytes"),
    }
}
