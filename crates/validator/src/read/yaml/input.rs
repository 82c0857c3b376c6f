//! The text as the parser takes it: bounded between two events.
//!
//! Where an inline collection might be a key, the parser holds every token of it back until it
//! has seen the end, at some hundred bytes a token. A hostile text would make it hold hundreds of
//! times the text's size; so what it may take for one event is bounded, and beyond that the text
//! ends for it.

use std::cell::Cell;

use saphyr_parser::input::SkipTabs;
use saphyr_parser::{Input, StrInput};

/// What the parser may still take before it must hand out an event.
#[derive(Debug)]
pub(super) struct Allowance {
    each: usize,
    left: Cell<usize>,
    spent: Cell<bool>,
}

impl Allowance {
    /// So many characters an event; white space and comments do not count.
    pub(super) fn new(each: usize) -> Self {
        Allowance { each, left: Cell::new(each), spent: Cell::new(false) }
    }

    /// Characters an event.
    pub(super) fn each(&self) -> usize {
        self.each
    }

    /// An event was handed out.
    pub(super) fn renew(&self) {
        self.left.set(self.each);
    }

    /// Whether the text was ended early.
    pub(super) fn is_spent(&self) -> bool {
        self.spent.get()
    }
}

/// A text with an allowance.
pub(super) struct Bounded<'t, 'l> {
    inner: StrInput<'t>,
    allowance: &'l Allowance,
}

impl<'t, 'l> Bounded<'t, 'l> {
    pub(super) fn new(text: &'t str, allowance: &'l Allowance) -> Self {
        Bounded { inner: StrInput::new(text), allowance }
    }

    fn take(&mut self, characters: usize) {
        match self.allowance.left.get().checked_sub(characters) {
            Some(left) => self.allowance.left.set(left),
            None => {
                self.allowance.spent.set(true);
                self.inner = StrInput::new("");
            }
        }
    }
}

/// Hands a question about the next characters on: the inner input answers it at once.
macro_rules! ask {
    ($($name:ident($($arg:ident: $ty:ty),*) -> $out:ty;)*) => {
        $(#[inline]
        fn $name(&self $(, $arg: $ty)*) -> $out {
            self.inner.$name($($arg),*)
        })*
    };
}

impl Input for Bounded<'_, '_> {
    ask! {
        buflen() -> usize;
        bufmaxlen() -> usize;
        buf_is_empty() -> bool;
        peek() -> char;
        peek_nth(n: usize) -> char;
        peek_opt() -> Option<char>;
        next_char_is(c: char) -> bool;
        nth_char_is(n: usize, c: char) -> bool;
        next_2_are(c1: char, c2: char) -> bool;
        next_3_are(c1: char, c2: char, c3: char) -> bool;
        next_is_document_indicator() -> bool;
        next_is_document_start() -> bool;
        next_is_document_end() -> bool;
        next_can_be_plain_scalar(in_flow: bool) -> bool;
        next_is_blank_or_break() -> bool;
        next_is_blank_or_breakz() -> bool;
        next_is_blank() -> bool;
        next_is_break() -> bool;
        next_is_breakz() -> bool;
        next_is_z() -> bool;
        next_is_flow() -> bool;
        next_is_digit() -> bool;
        next_is_alpha() -> bool;
    }

    fn lookahead(&mut self, count: usize) {
        self.inner.lookahead(count);
    }

    fn raw_read_ch(&mut self) -> char {
        self.take(1);
        self.inner.raw_read_ch()
    }

    fn raw_read_non_breakz_ch(&mut self) -> Option<char> {
        self.take(1);
        self.inner.raw_read_non_breakz_ch()
    }

    #[inline]
    fn skip(&mut self) {
        if !self.inner.next_is_blank_or_break() {
            self.take(1);
        }
        self.inner.skip();
    }

    fn skip_n(&mut self, count: usize) {
        self.take(count);
        self.inner.skip_n(count);
    }

    // White space and comments.
    fn skip_ws_to_eol(&mut self, tabs: SkipTabs) -> (usize, Result<SkipTabs, &'static str>) {
        self.inner.skip_ws_to_eol(tabs)
    }

    fn skip_while_non_breakz(&mut self) -> usize {
        self.inner.skip_while_non_breakz()
    }

    fn skip_while_blank(&mut self) -> usize {
        self.inner.skip_while_blank()
    }

    fn fetch_while_is_alpha(&mut self, out: &mut String) -> usize {
        let taken = self.inner.fetch_while_is_alpha(out);
        self.take(taken);
        taken
    }

    fn fetch_while_is_yaml_non_space(&mut self, out: &mut String) -> usize {
        let taken = self.inner.fetch_while_is_yaml_non_space(out);
        self.take(taken);
        taken
    }
}
