//! Numbers: intervals, divisors, finite sets.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde_json::{Number, Value};

use super::{Outcome, Why};
use crate::formula::{NumberLiteral, Rational, of_number, to_number};

/// Multiples looked at before the search gives up.
const MAX_TRIES: usize = 4_000;

/// Allowed candidates looked at for one about which all validators agree.
const MAX_PREFERENCE: usize = 40;

/// Multiples next to a bound that are looked at before round numbers are.
const NEAR: usize = 20;

/// Conditions on a number, sorted out.
#[derive(Debug, Default)]
struct Shape {
    low: Option<(Rational, bool)>,
    high: Option<(Rational, bool)>,
    divisors: Vec<Rational>,
    not_divisors: Vec<Rational>,
    one_of: Option<Vec<Rational>>,
    none_of: Vec<Rational>,
}

/// A number that satisfies all literals.
pub(super) fn solve(literals: &[(NumberLiteral, bool)]) -> Outcome {
    let mut shape = Shape::default();
    for (literal, holds) in literals {
        shape.add(literal, *holds);
    }
    if let Some(candidates) = shape.one_of.take() {
        return shape.first_of(candidates.into_iter(), true);
    }
    match shape.lattice() {
        Some(step) => shape.on_lattice(&step),
        None => shape.on_line(),
    }
}

impl Shape {
    fn add(&mut self, literal: &NumberLiteral, holds: bool) {
        match (literal, holds) {
            (NumberLiteral::AtLeast(bound), true) => self.raise(bound, false),
            (NumberLiteral::Above(bound), true) => self.raise(bound, true),
            (NumberLiteral::AtLeast(bound), false) => self.lower(bound, true),
            (NumberLiteral::Above(bound), false) => self.lower(bound, false),
            (NumberLiteral::Whole, true) => self.divisors.push(Rational::one()),
            (NumberLiteral::Whole, false) => self.not_divisors.push(Rational::one()),
            (NumberLiteral::MultipleOf(of), true) => self.divisors.push(of.clone()),
            (NumberLiteral::MultipleOf(of), false) => self.not_divisors.push(of.clone()),
            (NumberLiteral::OneOf(set), true) => match &mut self.one_of {
                Some(known) => known.retain(|value| set.contains(value)),
                None => self.one_of = Some(set.to_vec()),
            },
            (NumberLiteral::OneOf(set), false) => self.none_of.extend(set.iter().cloned()),
        }
    }

    fn raise(&mut self, bound: &Rational, strict: bool) {
        let sharper = self
            .low
            .as_ref()
            .is_none_or(|(known, was)| bound > known || (bound == known && strict && !was));
        if sharper {
            self.low = Some((bound.clone(), strict));
        }
    }

    fn lower(&mut self, bound: &Rational, strict: bool) {
        let sharper = self
            .high
            .as_ref()
            .is_none_or(|(known, was)| bound < known || (bound == known && strict && !was));
        if sharper {
            self.high = Some((bound.clone(), strict));
        }
    }

    fn allows(&self, value: &Rational) -> bool {
        let above =
            self.low.as_ref().is_none_or(|(low, strict)| value > low || (value == low && !strict));
        let below = self
            .high
            .as_ref()
            .is_none_or(|(high, strict)| value < high || (value == high && !strict));
        let whole = |of: &Rational| (value / of).is_integer();
        above
            && below
            && self.divisors.iter().all(whole)
            && !self.not_divisors.iter().any(whole)
            && !self.none_of.contains(value)
    }

    /// The first of the candidates that is allowed, preferably one about which validators that
    /// divide floating-point numbers agree; with `all` there are no other candidates.
    fn first_of(&self, candidates: impl Iterator<Item = Rational>, all: bool) -> Outcome {
        let (mut plain, mut unspeakable, mut seen) = (None, false, 0);
        for value in candidates.filter(|value| self.allows(value)) {
            match to_number(&value) {
                Some(number) if self.robust(&number) => {
                    return Outcome::found(Value::Number(number));
                }
                Some(number) => plain = plain.or(Some(number)),
                None => unspeakable = true,
            }
            seen += 1;
            if plain.is_some() && seen > MAX_PREFERENCE {
                break;
            }
        }
        match plain {
            // Validators that divide floating-point numbers may see it otherwise.
            Some(number) => Outcome::Maybe(Value::Number(number).into(), Why::Number),
            None if all && !unspeakable => Outcome::Empty,
            None => Outcome::Unknown(Why::Number),
        }
    }

    /// Whether division in floating point comes to the same answers.
    fn robust(&self, number: &Number) -> bool {
        let Some(value) = number.as_f64() else { return true };
        if !number.is_i64() && !number.is_u64() && value.fract() == 0.0 {
            // A large number in decimals is read as the float next to it.
            let exact = Rational::from_float(value);
            if exact.is_none() || exact != of_number(number) {
                return false;
            }
        }
        let whole = |of: &Rational| of.to_f64().is_none_or(|of| (value / of).fract() == 0.0);
        self.divisors.iter().all(whole) && !self.not_divisors.iter().any(whole)
    }

    /// The least common multiple of all divisors.
    fn lattice(&self) -> Option<Rational> {
        self.divisors
            .iter()
            .cloned()
            .reduce(|a, b| Rational::new(a.numer().lcm(b.numer()), a.denom().gcd(b.denom())))
    }

    fn on_lattice(&self, step: &Rational) -> Outcome {
        if self.not_divisors.iter().any(|of| (step / of).is_integer()) {
            // Every multiple of the step is a multiple of that, too.
            return Outcome::Empty;
        }
        let first = self.low.as_ref().map(|(low, strict)| {
            let at = (low / step).ceil();
            let sharp = *strict && &at * step == *low;
            at.to_integer() + BigInt::from(u8::from(sharp))
        });
        let last = self.high.as_ref().map(|(high, strict)| {
            let at = (high / step).floor();
            let sharp = *strict && &at * step == *high;
            at.to_integer() - BigInt::from(u8::from(sharp))
        });
        let all = match (&first, &last) {
            (Some(first), Some(last)) if first > last => return Outcome::Empty,
            (Some(first), Some(last)) => last - first < BigInt::from(MAX_TRIES),
            _ => false,
        };
        // Beyond 64 bits hardly any neighbour of a bound can be written; round numbers can.
        let near = from_zero(first.clone(), last.clone()).take(NEAR);
        let further = from_zero(first, last).skip(NEAR).take(MAX_TRIES);
        let multiples = near.chain(round()).chain(further);
        self.first_of(multiples.map(|k| step * Rational::from_integer(k)), all)
    }

    fn on_line(&self) -> Outcome {
        if let (Some((low, open_low)), Some((high, open_high))) = (&self.low, &self.high) {
            if low > high || (low == high && (*open_low || *open_high)) {
                return Outcome::Empty;
            }
            if low == high {
                return self.first_of(std::iter::once(low.clone()), true);
            }
        }
        // Infinitely many candidates, finitely many exclusions and divisors: short decimals first.
        let tries = 12 + 2 * self.none_of.len();
        let mut scale = BigInt::one();
        for _ in 0..18 {
            let step = Rational::new(BigInt::one(), scale.clone());
            let first = self.low.as_ref().map(|(low, _)| (low / &step).ceil().to_integer());
            let last = self.high.as_ref().map(|(high, _)| (high / &step).floor().to_integer());
            let here = from_zero(first, last).take(tries);
            let found = self.first_of(here.map(|k| &step * Rational::from_integer(k)), false);
            if matches!(found, Outcome::Found(_)) {
                return found;
            }
            scale *= BigInt::from(10);
        }
        Outcome::Unknown(Why::Number)
    }
}

/// Powers of ten that a float holds exactly, and their opposites.
fn round() -> impl Iterator<Item = BigInt> {
    (1..=22_u32).flat_map(|zeros| [BigInt::from(10).pow(zeros), -BigInt::from(10).pow(zeros)])
}

/// The integers of a range, those nearest to zero first.
fn from_zero(first: Option<BigInt>, last: Option<BigInt>) -> impl Iterator<Item = BigInt> {
    let nearest = match (&first, &last) {
        (Some(first), _) if first.is_positive() => first.clone(),
        (_, Some(last)) if last.is_negative() => -last,
        _ => BigInt::zero(),
    };
    let farthest = match (&first, &last) {
        (Some(first), Some(last)) => Some(first.abs().max(last.abs())),
        _ => None,
    };
    std::iter::successors(Some(nearest), |away| Some(away + 1))
        .take_while(move |away| farthest.as_ref().is_none_or(|farthest| away <= farthest))
        .flat_map(|away| {
            let mirror = (!away.is_zero()).then(|| -&away);
            std::iter::once(away).chain(mirror)
        })
        .filter(move |k| {
            first.as_ref().is_none_or(|first| k >= first)
                && last.as_ref().is_none_or(|last| k <= last)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use NumberLiteral::{Above, AtLeast, MultipleOf, OneOf, Whole};
    use serde_json::json;

    fn q(text: &str) -> Rational {
        let Value::Number(number) = serde_json::from_str(text).unwrap() else { unreachable!() };
        crate::formula::of_number(&number).unwrap()
    }

    fn answer(literals: &[(NumberLiteral, bool)]) -> Option<Value> {
        match solve(literals) {
            Outcome::Found(value) => Some((*value).clone()),
            Outcome::Empty => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn intervals_divisors_and_sets_are_exact() {
        assert_eq!(
            answer(&[(AtLeast(q("5")), true), (AtLeast(q("6")), false), (Whole, true)]),
            Some(json!(5))
        );
        assert_eq!(answer(&[(Above(q("5")), true), (AtLeast(q("6")), false), (Whole, true)]), None);
        assert_eq!(answer(&[(Above(q("5")), true), (AtLeast(q("6")), false)]), Some(json!(5.1)));
        assert_eq!(
            answer(&[(MultipleOf(q("0.1")), true), (MultipleOf(q("0.2")), false)]),
            Some(json!(0.1))
        );
        assert_eq!(answer(&[(MultipleOf(q("0.2")), true), (MultipleOf(q("0.1")), false)]), None);
        assert_eq!(
            answer(&[
                (MultipleOf(q("6")), true),
                (MultipleOf(q("4")), true),
                (Above(q("0")), true)
            ]),
            Some(json!(12))
        );
        assert_eq!(
            answer(&[(Whole, true), (OneOf(vec![q("0"), q("1")].into()), false)]),
            Some(json!(-1))
        );
        assert_eq!(
            answer(&[(OneOf(vec![q("0.5"), q("1.0")].into()), true), (Whole, true)]),
            Some(json!(1))
        );
        assert_eq!(
            answer(&[(Above(q("0.1")), true), (AtLeast(q("0.10001")), false)]),
            Some(json!(0.100001))
        );
        assert_eq!(answer(&[(Above(q("-3")), false), (Whole, true)]), Some(json!(-3)));
    }

    #[test]
    fn beyond_64_bits_a_number_is_found_that_every_reader_reads_alike() {
        let below = (AtLeast(q("-9223372036854775808")), false);
        assert_eq!(answer(&[below.clone(), (Whole, true)]), Some(json!(-1e19)));
        let seven = [below, (MultipleOf(q("7")), true)];
        assert_eq!(answer(&seven), Some(json!(-7e19)));
    }
}
