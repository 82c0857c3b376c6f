//! The piece of a line that stands below a finding.

use std::ops::Range;

use contracts::toolkit::Snippet;

use super::visible;

/// Characters shown of a long line.
const WINDOW: usize = 160;
/// Characters shown before the marked part where the line is cut there.
const LEAD: usize = 60;

/// Cuts a window out of a line around the marked bytes (relative to the line) and makes it safe
/// to show. The mark ends with the line, and is at least one character wide.
pub(super) fn snippet(line: &[u8], mark: Range<usize>) -> Snippet {
    let start = mark.start.min(line.len());
    let end = mark.end.clamp(start, line.len());
    let from = back(line, start, LEAD);
    // Four bytes a character at most, so that the decoding below stays bounded.
    let window = line.get(from..line.len().min(from + 4 * WINDOW)).unwrap_or_default();
    let room = String::with_capacity(window.len().min(WINDOW) + 6);
    let mut cut = Cut { text: room, before: 0, marked: 0 };
    if from > 0 {
        cut.text.push('…');
        cut.before = 1;
    }
    let shown = cut.fill(window, start - from..end - from);
    if from + shown < line.len() {
        cut.text.push('…');
    }
    Snippet { text: cut.text, start: cut.before, len: cut.marked.max(1) }
}

struct Cut {
    text: String,
    before: usize,
    marked: usize,
}

impl Cut {
    /// Adds characters until the window is full; says how many bytes it took.
    fn fill(&mut self, window: &[u8], mark: Range<usize>) -> usize {
        let plain = window.get(..window.len().min(WINDOW)).unwrap_or_default();
        // No early end, and a greatest byte: so the compiler looks at many bytes at once.
        if plain.iter().fold(0, |most, byte| byte.wrapping_sub(b' ').max(most)) <= b'~' - b' ' {
            return self.plain(plain, mark);
        }
        let mut at = 0;
        let mut shown = 0;
        for chunk in window.utf8_chunks() {
            let invalid = (!chunk.invalid().is_empty()).then_some(char::REPLACEMENT_CHARACTER);
            let valid = chunk.valid().chars().map(|c| (c, c.len_utf8()));
            for (character, len) in valid.chain(invalid.map(|c| (c, chunk.invalid().len()))) {
                if shown == WINDOW {
                    return at;
                }
                self.push(character, at, &mark);
                shown += 1;
                at += len;
            }
        }
        at
    }

    /// The same for characters of one byte that are shown as they are: nearly every line.
    fn plain(&mut self, window: &[u8], mark: Range<usize>) -> usize {
        // Nothing but printable ASCII gets here.
        self.text.push_str(std::str::from_utf8(window).unwrap_or_default());
        self.before += mark.start.min(window.len());
        self.marked += mark.end.min(window.len()).saturating_sub(mark.start);
        window.len()
    }

    fn push(&mut self, character: char, at: usize, mark: &Range<usize>) {
        let from = self.text.len();
        visible::push(&mut self.text, character);
        let added = self.text.get(from..).map_or(0, |new| new.chars().count());
        if at < mark.start {
            self.before += added;
        } else if at < mark.end {
            self.marked += added;
        }
    }
}

/// The offset of the character that stands `characters` before `at`, or the line's start. Bytes
/// that are no UTF-8 make it stop early, never late.
fn back(line: &[u8], at: usize, characters: usize) -> usize {
    let mut from = at;
    let plain = at.saturating_sub(characters);
    if line.get(plain..at).is_some_and(<[u8]>::is_ascii) {
        return if plain <= 10 { 0 } else { plain };
    }
    for _ in 0..characters {
        if from == 0 {
            break;
        }
        from -= 1;
        while from > 0
            && line.get(from).is_some_and(|byte| byte & 0xC0 == 0x80)
            && at - from < 4 * LEAD
        {
            from -= 1;
        }
    }
    // A cut that leaves only a little out is none.
    if from <= 10 { 0 } else { from }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_is_shown_whole() {
        let line = "{\"grün\": 1}";
        let made = snippet(line.as_bytes(), 1..8);
        assert_eq!((made.text.as_str(), made.start, made.len), (line, 1, 6));
        let end = snippet(b"[1", 2..2);
        assert_eq!((end.start, end.len), (2, 1), "a mark at the end is one wide");
    }

    #[test]
    fn a_long_line_is_cut_on_both_sides() {
        let line = format!("{}HERE{}", "ä".repeat(5000), "z".repeat(5000));
        let made = snippet(line.as_bytes(), 10_000..10_004);
        let shown: Vec<char> = made.text.chars().collect();
        assert_eq!(shown.len(), WINDOW + 2);
        assert_eq!(shown[made.start..made.start + made.len].iter().collect::<String>(), "HERE");
        assert_eq!((shown[0], shown[shown.len() - 1]), ('…', '…'));
    }

    #[test]
    fn a_hostile_line_stays_harmless_and_the_mark_stays_right() {
        let line = "\t\x1b[2J\u{202E}\"bad\"";
        let made = snippet(line.as_bytes(), line.len() - 5..line.len());
        assert_eq!(made.text, "    ␛[2J<U+202E>\"bad\"");
        assert_eq!((made.start, made.len), (16, 5));
        let broken = snippet(b"\xFF\xFE\x80\x80\x80abc", 5..6);
        assert!(broken.text.ends_with("abc"), "{}", broken.text);
    }

    #[test]
    fn a_mark_over_the_window_ends_with_it() {
        let line = "x".repeat(1 << 20);
        let made = snippet(line.as_bytes(), 0..line.len());
        assert_eq!((made.start, made.len), (0, WINDOW));
        assert_eq!(made.text.chars().count(), WINDOW + 1);
    }
}
