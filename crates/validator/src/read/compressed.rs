//! Compressed input: told by its first bytes, never by its name.
//!
//! Damaged or truncated data is an error of the reading, not a finding of a document: nothing can
//! be said of a text that cannot be had.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

use super::Limits;

const GZIP: &[u8] = &[0x1F, 0x8B];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];
/// The largest window of a frame: what the reference decoder takes unless told otherwise.
const WINDOW: u64 = 128 << 20;

/// Most documents are no longer.
const SMALL: usize = 4 << 10;

/// A reader that decompresses gzip (all members) and Zstandard (all frames), and passes anything
/// else through. It holds no more than a window of the data at a time, so it can stand before a
/// stream of any length.
///
/// # Errors
/// What the inner reader reports. Reading on reports damaged or truncated data as
/// [`io::ErrorKind::InvalidData`] with a message for people.
pub fn open<'r>(mut inner: impl Read + Send + 'r) -> io::Result<Box<dyn BufRead + Send + 'r>> {
    let head = first_bytes(&mut inner)?;
    let (gzip, zstd) = (head.starts_with(GZIP), head.starts_with(ZSTD));
    let whole = Cursor::new(head).chain(BufReader::new(inner));
    Ok(if gzip {
        Box::new(BufReader::new(Gzip { decoder: MultiGzDecoder::new(whole) }))
    } else if zstd {
        Box::new(BufReader::new(Zstd::new(whole)))
    } else {
        Box::new(whole)
    })
}

/// Reads one document, decompressed: at most one byte more than the limit, so that
/// [`read`](super::read) refuses what is larger and nothing larger is ever held.
///
/// # Errors
/// What [`open`] and reading on report.
pub fn load(mut inner: impl Read + Send, limits: &Limits) -> io::Result<Vec<u8>> {
    let most = limits.bytes() + 1;
    let mut bytes = Vec::with_capacity(SMALL);
    // What is not compressed is read in as few pieces as there are.
    let start = most.clamp(ZSTD.len(), SMALL);
    let ended = inner.by_ref().take(start as u64).read_to_end(&mut bytes)? < start;
    if !bytes.starts_with(GZIP) && !bytes.starts_with(ZSTD) {
        if !ended && start < most {
            inner.take((most - start) as u64).read_to_end(&mut bytes)?;
        }
        bytes.truncate(most);
        return Ok(bytes);
    }
    let whole = Cursor::new(bytes).chain(inner);
    let mut bytes = Vec::new();
    open(whole)?.take(most as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn first_bytes(inner: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::with_capacity(ZSTD.len());
    inner.take(ZSTD.len() as u64).read_to_end(&mut head)?;
    Ok(head)
}

fn damaged(what: &str, error: impl std::fmt::Display) -> io::Error {
    let message = format!("the {what} data is damaged or cut off: {error}");
    io::Error::new(io::ErrorKind::InvalidData, message)
}

struct Gzip<R> {
    decoder: MultiGzDecoder<R>,
}

impl<R: BufRead> Read for Gzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(buffer).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidInput
            | io::ErrorKind::InvalidData
            | io::ErrorKind::UnexpectedEof => damaged("gzip", error),
            _ => error,
        })
    }
}

/// The frames of a Zstandard stream, one after the other, their checksums checked.
struct Zstd<R> {
    source: Chain<Cursor<Vec<u8>>, R>,
    decoder: FrameDecoder,
    in_frame: bool,
}

impl<R: BufRead> Zstd<R> {
    fn new(source: Chain<Cursor<Vec<u8>>, R>) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Zstd { source, decoder, in_frame: false }
    }

    /// Begins the next frame; says whether there is one.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.in_frame = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => self.skip(length)?,
                Err(error) => return Err(damaged("Zstandard", error)),
            }
        }
        Ok(false)
    }

    fn skip(&mut self, length: u32) -> io::Result<()> {
        let mut frame = (&mut self.source).take(length.into());
        if io::copy(&mut frame, &mut io::sink())? < u64::from(length) {
            return Err(damaged("Zstandard", "a skippable frame ends early"));
        }
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        self.in_frame = false;
        let stated = self.decoder.get_checksum_from_data();
        if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
            return Err(damaged("Zstandard", "its checksum does not match"));
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Zstd<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.in_frame || self.begin()? {
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = ruzstd::decoding::BlockDecodingStrategy::UptoBlocks(1);
                self.decoder
                    .decode_blocks(&mut self.source, one)
                    .map_err(|error| damaged("Zstandard", error))?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            self.end()?;
        }
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        compress_to_vec(text, CompressionLevel::Fastest)
    }

    /// Hands out one byte at a time, as a slow pipe may.
    struct Slow<'b>(&'b [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let len = buffer.len().min(1);
            self.0.read(&mut buffer[..len])
        }
    }

    fn loaded(bytes: &[u8]) -> io::Result<Vec<u8>> {
        load(Slow(bytes), &Limits::default())
    }

    #[test]
    fn every_member_and_frame_is_read_and_the_rest_passed_through() {
        let text: Vec<u8> = (0..60_000_u32).flat_map(|n| n.wrapping_mul(n).to_le_bytes()).collect();
        let skippable = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3];
        assert_eq!(loaded(&gzip(&text)).unwrap(), text);
        assert_eq!(loaded(&zstd(&text)).unwrap(), text);
        assert_eq!(loaded(&[gzip(b"one "), gzip(b""), gzip(b"two")].concat()).unwrap(), b"one two");
        let frames = [zstd(b"one "), skippable.to_vec(), zstd(b""), zstd(b"two")].concat();
        assert_eq!(loaded(&frames).unwrap(), b"one two");
        for plain in [&b""[..], b"{", b"{}", b"\x1f", b"plain text"] {
            assert_eq!(loaded(plain).unwrap(), plain);
        }
    }

    #[test]
    fn damaged_data_is_an_error_with_a_message() {
        for whole in
            [gzip(b"some text that is long enough"), zstd(b"some text that is long enough")]
        {
            for cut in 4..whole.len() {
                let error = loaded(&whole[..cut]).unwrap_err();
                assert_eq!(error.kind(), io::ErrorKind::InvalidData, "cut at {cut}: {error}");
                assert!(error.to_string().contains("damaged or cut off"), "{error}");
            }
            let mut flipped = whole.clone();
            let last = flipped.len() - 1;
            flipped[last] ^= 1;
            assert!(loaded(&flipped).is_err(), "a checksum that does not match");
            assert!(
                loaded(&[whole.as_slice(), b"rest"].concat()).is_err(),
                "foreign bytes after it"
            );
        }
    }

    #[test]
    fn a_bomb_is_held_only_up_to_the_limit() {
        let limits = Limits { max_bytes: 1000, ..Limits::default() };
        let zeros = vec![b' '; 4 << 20];
        for bomb in [gzip(&zeros), zstd(&zeros)] {
            assert!(bomb.len() < 100_000);
            let held = load(bomb.as_slice(), &limits).unwrap();
            assert_eq!(held.len(), 1001);
            let document = super::super::read(held, super::super::Format::Json, &limits);
            assert_eq!(document.findings[0].code, "json/too-large");
        }
    }

    #[test]
    fn any_damage_is_an_error_or_a_text_but_no_panic() {
        let text = b"{\"a\": [1, 2, 3, \"some text, some text, some text\"]}".repeat(20);
        for whole in [gzip(&text), zstd(&text)] {
            for at in 4..whole.len() {
                let mut damaged = whole.clone();
                damaged[at] = damaged[at].wrapping_add(0x55);
                let _ = loaded(&damaged);
            }
        }
    }
}
