//! ECMA-262 patterns, read as the Unicode mode reads them, into a syntax tree.
//!
//! What is read differently by the engines in use (back-references, look-behind, inline flags,
//! octal escapes, `{,n}`) is refused, so that its keyword stays undecided instead of misread.

use super::Class;
use super::expr::Look;

/// A pattern that is not modelled, with the reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unmodelled(pub(crate) &'static str);

/// A pattern's syntax tree.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ast {
    Class(Class),
    Look(Look),
    Concat(Vec<Ast>),
    Alt(Vec<Ast>),
    Repeat(Box<Ast>, u32, Option<u32>),
    /// `(?=…)`, or `(?!…)` when the flag is set.
    Ahead(bool, Box<Ast>),
}

const MAX_LENGTH: usize = 10_000;
const MAX_DEPTH: usize = 60;

/// Reads a pattern.
pub(super) fn parse(pattern: &str) -> Result<Ast, Unmodelled> {
    if pattern.len() > MAX_LENGTH {
        return Err(Unmodelled("the pattern is too long"));
    }
    let mut parser = Parser { chars: pattern.chars().collect(), at: 0, depth: 0 };
    let ast = parser.alternation()?;
    if parser.at < parser.chars.len() {
        return Err(Unmodelled("an unmatched parenthesis"));
    }
    Ok(ast)
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, text: &str) -> bool {
        let end = self.at + text.chars().count();
        let there =
            self.chars.get(self.at..end).is_some_and(|c| text.chars().eq(c.iter().copied()));
        if there {
            self.at = end;
        }
        there
    }

    fn alternation(&mut self) -> Result<Ast, Unmodelled> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unmodelled("the pattern is nested too deeply"));
        }
        let mut branches = vec![self.sequence()?];
        while self.eat("|") {
            branches.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 { branches.swap_remove(0) } else { Ast::Alt(branches) })
    }

    fn sequence(&mut self) -> Result<Ast, Unmodelled> {
        let mut items = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            self.at += 1;
            let atom = self.atom(c)?;
            items.push(self.quantified(atom)?);
        }
        Ok(Ast::Concat(items))
    }

    fn atom(&mut self, c: char) -> Result<Ast, Unmodelled> {
        match c {
            '^' => Ok(Ast::Look(Look::Start)),
            '$' => Ok(Ast::Look(Look::End)),
            '.' => Ok(Ast::Class(line_ends().complement())),
            '(' => self.group(),
            '[' => self.bracket().map(Ast::Class),
            '\\' if self.eat("b") => Ok(Ast::Look(Look::Boundary)),
            '\\' if self.eat("B") => Ok(Ast::Look(Look::NoBoundary)),
            '\\' => self.escape(false).map(Ast::Class),
            '*' | '+' | '?' => Err(Unmodelled("a quantifier without an atom")),
            '{' => Err(Unmodelled("a brace that is no quantifier")),
            literal => Ok(Ast::Class(Class::one(literal))),
        }
    }

    fn group(&mut self) -> Result<Ast, Unmodelled> {
        let kind = if self.eat("?=") {
            Some(false)
        } else if self.eat("?!") {
            Some(true)
        } else {
            self.capture()?;
            None
        };
        let body = self.alternation()?;
        if !self.eat(")") {
            return Err(Unmodelled("an unmatched parenthesis"));
        }
        Ok(match kind {
            Some(negative) => Ast::Ahead(negative, Box::new(body)),
            None => body,
        })
    }

    fn capture(&mut self) -> Result<(), Unmodelled> {
        if self.eat("?:") || !self.eat("?") {
            return Ok(());
        }
        if !self.eat("<") || matches!(self.peek(), Some('=' | '!')) {
            return Err(Unmodelled("look-behind or inline flags"));
        }
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == '>' {
                return Ok(());
            }
        }
        Err(Unmodelled("an unmatched parenthesis"))
    }

    fn quantified(&mut self, atom: Ast) -> Result<Ast, Unmodelled> {
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => {
                self.at += 1;
                return self.counted(atom);
            }
            _ => return Ok(atom),
        };
        self.at += 1;
        self.repeated(atom, min, max)
    }

    fn counted(&mut self, atom: Ast) -> Result<Ast, Unmodelled> {
        let min = self.number().ok_or(Unmodelled("a brace that is no quantifier"))?;
        let max = if self.eat(",") { self.number() } else { Some(min) };
        if !self.eat("}") || max.is_some_and(|max| max < min) {
            return Err(Unmodelled("a brace that is no quantifier"));
        }
        self.repeated(atom, min, max)
    }

    fn repeated(&mut self, atom: Ast, min: u32, max: Option<u32>) -> Result<Ast, Unmodelled> {
        let _lazy = self.eat("?");
        if matches!(self.peek(), Some('*' | '+' | '?' | '{')) {
            return Err(Unmodelled("a quantifier on a quantifier"));
        }
        if matches!(atom, Ast::Look(_) | Ast::Ahead(..)) {
            return Err(Unmodelled("a quantifier on an assertion"));
        }
        Ok(Ast::Repeat(Box::new(atom), min, max))
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_digit()) {
            self.at += 1;
        }
        self.chars.get(start..self.at)?.iter().collect::<String>().parse().ok()
    }

    fn bracket(&mut self) -> Result<Class, Unmodelled> {
        let negated = self.eat("^");
        let mut class = Class::none();
        loop {
            let c = self.peek().ok_or(Unmodelled("an unmatched bracket"))?;
            self.at += 1;
            if c == ']' {
                return Ok(if negated { class.complement() } else { class });
            }
            let item = self.bracket_item(c)?;
            class = class.union(&self.range_from(item)?);
        }
    }

    fn bracket_item(&mut self, c: char) -> Result<Class, Unmodelled> {
        if c == '\\' { self.escape(true) } else { Ok(Class::one(c)) }
    }

    /// The range that begins with `first`, or `first` alone when no range follows.
    fn range_from(&mut self, first: Class) -> Result<Class, Unmodelled> {
        let dash = self.peek() == Some('-');
        let Some(end) = self.chars.get(self.at + 1).copied().filter(|c| dash && *c != ']') else {
            return Ok(first);
        };
        self.at += 2;
        let last = self.bracket_item(end)?;
        match (single(&first), single(&last)) {
            (Some(from), Some(to)) if from <= to => Ok(Class::of(vec![(from, to)])),
            _ => Err(Unmodelled("a range that is none")),
        }
    }

    /// What follows a backslash.
    fn escape(&mut self, in_class: bool) -> Result<Class, Unmodelled> {
        let c = self.peek().ok_or(Unmodelled("a trailing backslash"))?;
        self.at += 1;
        if let Some(class) = shorthand(c) {
            return Ok(class);
        }
        match c {
            't' => Ok(Class::one('\t')),
            'n' => Ok(Class::one('\n')),
            'v' => Ok(Class::one('\u{b}')),
            'f' => Ok(Class::one('\u{c}')),
            'r' => Ok(Class::one('\r')),
            'b' if in_class => Ok(Class::one('\u{8}')),
            '0' if !self.peek().is_some_and(|c| c.is_ascii_digit()) => Ok(Class::one('\0')),
            'c' => self.control(),
            'x' => self.hex(2).and_then(scalar),
            'u' => self.unicode(),
            'p' | 'P' => self.property(c),
            _ if c.is_ascii_alphanumeric() => Err(Unmodelled("a back-reference or odd escape")),
            _ => Ok(Class::one(c)),
        }
    }

    fn control(&mut self) -> Result<Class, Unmodelled> {
        let letter = self.peek().filter(char::is_ascii_alphabetic);
        let letter = letter.ok_or(Unmodelled("an odd control escape"))?;
        self.at += 1;
        scalar(u32::from(letter) % 32)
    }

    fn hex(&mut self, digits: usize) -> Result<u32, Unmodelled> {
        let text: String = self.chars.iter().skip(self.at).take(digits).collect();
        self.at += digits;
        let all = text.len() == digits && text.chars().all(|c| c.is_ascii_hexdigit());
        u32::from_str_radix(&text, 16).ok().filter(|_| all).ok_or(Unmodelled("an odd hex escape"))
    }

    fn unicode(&mut self) -> Result<Class, Unmodelled> {
        if self.eat("{") {
            let rest = self.chars.get(self.at..).unwrap_or_default();
            let digits = rest.iter().position(|c| *c == '}').filter(|n| (1..=6).contains(n));
            let value = self.hex(digits.ok_or(Unmodelled("an odd unicode escape"))?)?;
            self.at += 1;
            return scalar(value);
        }
        let unit = self.hex(4)?;
        if (0xD800..0xDC00).contains(&unit) && self.eat("\\u") {
            let low = self.hex(4)?;
            if (0xDC00..0xE000).contains(&low) {
                return scalar(0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00));
            }
        }
        scalar(unit)
    }

    fn property(&mut self, kind: char) -> Result<Class, Unmodelled> {
        let rest = self.chars.get(self.at..).unwrap_or_default();
        let end = rest.iter().position(|c| *c == '}').filter(|_| rest.first() == Some(&'{'));
        let end = end.ok_or(Unmodelled("an odd property escape"))?;
        let name: String = rest.iter().take(end + 1).collect();
        self.at += end + 1;
        let hir = regex_syntax::parse(&format!("\\{kind}{name}"));
        match hir.as_ref().map(regex_syntax::hir::Hir::kind) {
            Ok(regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class))) => {
                let ranges = class.ranges().iter();
                Ok(Class::of(ranges.map(|r| (r.start().into(), r.end().into())).collect()))
            }
            _ => Err(Unmodelled("an unknown character property")),
        }
    }
}

/// The one character of a set of one.
fn single(class: &Class) -> Option<u32> {
    let edges: Vec<u32> = class.edges().collect();
    match edges.as_slice() {
        [from, to] if *to == *from + 1 => Some(*from),
        _ => None,
    }
}

fn scalar(value: u32) -> Result<Class, Unmodelled> {
    char::from_u32(value).map(Class::one).ok_or(Unmodelled("half a surrogate pair"))
}

fn line_ends() -> Class {
    Class::of(vec![(0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029)])
}

fn shorthand(c: char) -> Option<Class> {
    let class = match c.to_ascii_lowercase() {
        'd' => Class::of(vec![(0x30, 0x39)]),
        'w' => Class::of(vec![(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)]),
        's' => Class::of(vec![
            (0x09, 0x0D),
            (0x20, 0x20),
            (0xA0, 0xA0),
            (0x1680, 0x1680),
            (0x2000, 0x200A),
            (0x2028, 0x2029),
            (0x202F, 0x202F),
            (0x205F, 0x205F),
            (0x3000, 0x3000),
            (0xFEFF, 0xFEFF),
        ]),
        _ => return None,
    };
    Some(if c.is_ascii_uppercase() { class.complement() } else { class })
}
