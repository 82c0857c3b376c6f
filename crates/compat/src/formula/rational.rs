//! Exact numbers: every JSON number as the decimal that its shortest spelling says.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};
use serde_json::Number;

/// An exact number.
pub(crate) type Rational = BigRational;

/// The exact value of a JSON number; `None` for what cannot be spelt exactly.
pub(crate) fn of_number(number: &Number) -> Option<Rational> {
    if let Some(i) = number.as_i64() {
        return Some(Rational::from_integer(i.into()));
    }
    if let Some(u) = number.as_u64() {
        return Some(Rational::from_integer(u.into()));
    }
    of_decimal(&number.to_string())
}

fn of_decimal(text: &str) -> Option<Rational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let power = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let scale = BigInt::from(10).pow(power.unsigned_abs().min(2_000));
    Some(if power < 0 {
        Rational::new(digits, scale)
    } else {
        Rational::from_integer(digits * scale)
    })
}

/// The JSON number of exactly this value; `None` where JSON as it is read here cannot hold it.
pub(crate) fn to_number(value: &Rational) -> Option<Number> {
    if value.is_integer() {
        let whole = value.to_integer();
        if let Some(i) = whole.to_i64() {
            return Some(i.into());
        }
        if let Some(u) = whole.to_u64() {
            return Some(u.into());
        }
    }
    let float = to_float(value)?;
    let number = Number::from_f64(float)?;
    (of_number(&number).as_ref() == Some(value)).then_some(number)
}

fn to_float(value: &Rational) -> Option<f64> {
    if value.is_zero() {
        return Some(0.0);
    }
    // Seventeen significant digits name a double; the shortest spelling is checked by the caller.
    let (mut scaled, mut power) = (value.abs(), 0_i32);
    let (low, high) = (BigInt::from(10).pow(16), BigInt::from(10).pow(17));
    while scaled.to_integer() >= high && power < 400 {
        scaled /= BigInt::from(10);
        power += 1;
    }
    while scaled.to_integer() < low && power > -400 {
        scaled *= BigInt::from(10);
        power -= 1;
    }
    let sign = if value.is_negative() { "-" } else { "" };
    format!("{sign}{}e{power}", scaled.round().to_integer()).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn every_json_number_survives_the_way_there_and_back() {
        for value in [
            json!(0),
            json!(-1),
            json!(i64::MIN),
            json!(u64::MAX),
            json!(0.1),
            json!(-2.5e-7),
            json!(1e300),
            json!(5e-324),
            json!(1.7976931348623157e308),
            json!(123456.789),
        ] {
            let Value::Number(number) = &value else { unreachable!() };
            let exact = of_number(number).unwrap();
            assert_eq!(of_number(&to_number(&exact).unwrap()), Some(exact), "{value}");
        }
        assert_eq!(to_number(&Rational::new(1.into(), 3.into())), None);
    }
}
