//! Patterns as languages: a string is in the language when the pattern matches somewhere in it.

use super::ecma::{Ast, Unmodelled, parse};
use super::expr::{ExprId, Look, Regular};

/// Rounds up to which a bounded repetition that holds a look-ahead is written out.
const MAX_ROUNDS: u32 = 6;

impl Regular {
    /// The strings in which an ECMA-262 pattern matches somewhere.
    pub(crate) fn pattern(&mut self, pattern: &str) -> Result<ExprId, Unmodelled> {
        if let Some(known) = self.patterns.get(pattern) {
            return *known;
        }
        let read = parse(pattern).and_then(|tree| self.anywhere(&tree));
        self.patterns.insert(pattern.to_owned(), read);
        read
    }

    fn anywhere(&mut self, ast: &Ast) -> Result<ExprId, Unmodelled> {
        if let Ast::Alt(branches) = ast {
            let each: Result<Vec<_>, _> = branches.iter().map(|ast| self.anywhere(ast)).collect();
            return Ok(self.alt(each?));
        }
        let Ast::Concat(items) = ast else { return self.then(ast, Self::ALL) };
        let (anchored, items) = match items.split_first() {
            Some((Ast::Look(Look::Start), rest)) => (true, rest),
            _ => (false, items.as_slice()),
        };
        let (rest, items) = match items.split_last() {
            Some((Ast::Look(Look::End), before)) => (Self::EPSILON, before),
            _ => (Self::ALL, items),
        };
        let from_here = self.all_then(items, rest)?;
        Ok(if anchored { from_here } else { self.concat(Self::ALL, from_here) })
    }

    fn all_then(&mut self, items: &[Ast], rest: ExprId) -> Result<ExprId, Unmodelled> {
        items.iter().rev().try_fold(rest, |rest, item| self.then(item, rest))
    }

    /// The language of `ast` followed by `rest`, where `rest` reaches to the end of the string
    /// (a look-ahead restricts all that follows it).
    fn then(&mut self, ast: &Ast, rest: ExprId) -> Result<ExprId, Unmodelled> {
        match ast {
            Ast::Concat(items) => self.all_then(items, rest),
            Ast::Alt(branches) => {
                let each: Result<Vec<_>, _> =
                    branches.iter().map(|ast| self.then(ast, rest)).collect();
                Ok(self.alt(each?))
            }
            Ast::Ahead(negative, body) => {
                let ahead = self.then(body, Self::ALL)?;
                let ahead = if *negative { self.not(ahead) } else { ahead };
                Ok(self.and([ahead, rest]))
            }
            Ast::Repeat(body, min, max) if looks_ahead(body) => self.rounds(body, *min, *max, rest),
            _ => {
                let alone = self.alone(ast);
                Ok(self.concat(alone, rest))
            }
        }
    }

    fn rounds(
        &mut self,
        body: &Ast,
        min: u32,
        max: Option<u32>,
        rest: ExprId,
    ) -> Result<ExprId, Unmodelled> {
        let max = max.filter(|max| *max <= MAX_ROUNDS);
        let max = max.ok_or(Unmodelled("a look-ahead inside a repetition"))?;
        let mut whole = if min == 0 { rest } else { Self::NOTHING };
        let mut after = rest;
        for round in 1..=max {
            after = self.then(body, after)?;
            if round >= min {
                whole = self.alt([whole, after]);
            }
        }
        Ok(whole)
    }

    /// The language of a tree without look-ahead.
    fn alone(&mut self, ast: &Ast) -> ExprId {
        match ast {
            Ast::Class(class) => self.class(class.clone()),
            Ast::Look(look) => self.look(*look),
            Ast::Concat(items) => items.iter().rev().fold(Self::EPSILON, |rest, item| {
                let item = self.alone(item);
                self.concat(item, rest)
            }),
            Ast::Alt(branches) => {
                let each: Vec<_> = branches.iter().map(|ast| self.alone(ast)).collect();
                self.alt(each)
            }
            Ast::Repeat(body, min, max) => {
                let body = self.alone(body);
                self.repeat(body, *min, *max)
            }
            // Asked only of trees without one; nothing is the cautious reading.
            Ast::Ahead(..) => Self::NOTHING,
        }
    }
}

fn looks_ahead(ast: &Ast) -> bool {
    match ast {
        Ast::Class(_) | Ast::Look(_) => false,
        Ast::Concat(of) | Ast::Alt(of) => of.iter().any(looks_ahead),
        Ast::Repeat(of, ..) => looks_ahead(of),
        Ast::Ahead(..) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(wide: &str, narrow: &str) -> bool {
        let mut regular = Regular::new();
        let (wide, narrow) = (regular.pattern(wide).unwrap(), regular.pattern(narrow).unwrap());
        let outside = regular.not(wide);
        let rest = regular.and([narrow, outside]);
        regular.is_empty(rest).unwrap()
    }

    #[test]
    fn inclusion_of_languages() {
        assert!(covers("a", "^a$"));
        assert!(!covers("^a$", "a"));
        assert!(covers("^[a-z]+$", "^(ab|cd){2,3}$"));
        assert!(covers(r"^(?=x$)x$", "^x$") && covers("^x$", r"^(?=x$)x$"));
        assert!(covers("[^\\r\\n\\u2028\\u2029]", ".") && covers(".", "[^\\r\\n\\u2028\\u2029]"));
        assert!(!covers(".", "[^\\r]"));
        assert!(covers("[\\s\\S]", ".+"));
        assert!(covers("^(?!ab)", "^c") && !covers("^(?!ab)", "^a"));
        assert!(covers(r"\bfoo\b", "^foo$") && !covers(r"\bfoo\b", "foo"));
        assert!(covers(r"^\cA$", r"^\u0001$") && covers("^(a|^b)$", "^b$"));
    }

    #[test]
    fn the_shortest_string_is_found_and_accepted() {
        let mut regular = Regular::new();
        for (pattern, shortest) in
            [("^[0-9]{3}$", "000"), ("b.*b", "bb"), ("^(?=.*[0-9])[a-z0-9]{2,}$", "a0"), ("", "")]
        {
            let id = regular.pattern(pattern).unwrap();
            let found = regular.shortest(id).unwrap().unwrap();
            assert_eq!(found, shortest, "{pattern}");
            assert!(regular.accepts(id, &found));
        }
    }

    #[test]
    fn what_engines_read_differently_is_refused() {
        let mut regular = Regular::new();
        for pattern in [r"(a)\1", "(?<=a)b", "(?i)a", "a{,3}", r"\Z", "a**", "[b-a]", "("] {
            assert!(regular.pattern(pattern).is_err(), "{pattern}");
        }
    }
}
