//! A file, named by its digest.

use std::io::{self, Read};

use sha2::{Digest, Sha256};
use validator::proof::digest;

/// A file, named by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileDigest {
    /// What it is called.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

impl FileDigest {
    /// The digest of some bytes under a name.
    #[must_use]
    pub fn of(name: impl Into<String>, bytes: &[u8]) -> Self {
        FileDigest { name: name.into(), sha256: digest::of_bytes(bytes) }
    }

    /// The digest of a file that may be larger than memory: release artifacts are.
    ///
    /// # Errors
    /// When it cannot be read to its end.
    pub fn read(name: impl Into<String>, mut file: impl Read) -> io::Result<Self> {
        let mut hasher = Sha256::new();
        let mut block = vec![0; 256 * 1024];
        loop {
            match file.read(&mut block) {
                Ok(0) => break,
                Ok(count) => hasher.update(block.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(FileDigest { name: name.into(), sha256: digest::hex(&hasher.finalize()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_read_in_blocks_has_the_digest_of_its_bytes() {
        for length in [0, 1, 256 * 1024, 256 * 1024 + 1] {
            let bytes = vec![b'x'; length];
            assert_eq!(FileDigest::read("a", &*bytes).unwrap(), FileDigest::of("a", &bytes));
        }
    }
}
