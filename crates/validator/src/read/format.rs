//! Which reader a text goes to.

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One JSON text.
    Json,
    /// One YAML document.
    Yaml,
    /// One JSON text a line.
    Ndjson,
}

impl Format {
    /// The format that a file's name tells: `.json`, `.yaml`, `.yml`, `.ndjson`, `.jsonl`, in any
    /// case, before a `.gz` or `.zst`.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or(name.strip_suffix(".zst")).unwrap_or(&name);
        match name.rsplit_once('.')?.1 {
            "json" => Some(Format::Json),
            "yaml" | "yml" => Some(Format::Yaml),
            "ndjson" | "jsonl" => Some(Format::Ndjson),
            _ => None,
        }
    }

    /// The format by its name, else by its content: JSON when the first byte after a byte order
    /// mark and white space is `{` or `[`, when there is none, or when the text is not UTF-8 at
    /// its start; else YAML. A stream is never guessed from content: name it, or ask for it.
    #[must_use]
    pub fn detect(name: &str, bytes: &[u8]) -> Self {
        Self::of_name(name).unwrap_or_else(|| Self::of_content(bytes))
    }

    fn of_content(bytes: &[u8]) -> Self {
        let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        match text.iter().find(|byte| !byte.is_ascii_whitespace()) {
            None | Some(b'{' | b'[' | 0 | 0x80..) => Format::Json,
            Some(_) => Format::Yaml,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_decides_and_else_the_first_byte() {
        for (name, content, format) in [
            ("a.json", "a: 1", Format::Json),
            ("a.b.YAML", "{}", Format::Yaml),
            ("a.yml.gz", "{}", Format::Yaml),
            ("a.jsonl.zst", "{}", Format::Ndjson),
            ("a.ndjson", "", Format::Ndjson),
            ("-", " \n{", Format::Json),
            ("-", "\u{feff}[1]", Format::Json),
            ("-", "", Format::Json),
            ("-", "\"a\": 1", Format::Yaml),
            ("json", "a: 1", Format::Yaml),
            ("a.txt", "---\na: 1", Format::Yaml),
        ] {
            assert_eq!(Format::detect(name, content.as_bytes()), format, "{name} {content:?}");
        }
        assert_eq!(Format::detect("-", b"\xFF\xFE{\0"), Format::Json, "its message names UTF-16");
    }
}
