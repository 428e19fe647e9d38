//! Names and signs of currencies.

use std::fmt;

/// The code of a currency, such as `USD`; of crowns that do not say of which country, `kr`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The code of two or three ASCII letters; upper and lower case are the same, but for `kr`.
    ///
    /// ```
    /// use winflow::import::numbers::Currency;
    /// assert_eq!(Currency::coded("usd").map(|currency| currency.to_string()), Some("USD".to_string()));
    /// assert_eq!(Currency::coded("dollars"), None);
    /// ```
    pub fn coded(code: &str) -> Option<Self> {
        match code.as_bytes() {
            [a, b, c] if code.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                Some(Self([*a, *b, *c].map(|byte| byte.to_ascii_uppercase())))
            }
            [b'k' | b'K', b'r' | b'R'] => Some(Self(*b"kr ")),
            _ => None,
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().filter(|byte| **byte != b' ').try_for_each(|byte| write!(f, "{}", char::from(*byte)))
    }
}

/// Signs and names that people write, and what they mean; longer ones first where one begins like another.
const SIGNS: [(&str, &str); 22] = [
    ("€", "EUR"),
    ("euro", "EUR"),
    ("euros", "EUR"),
    ("us$", "USD"),
    ("$", "USD"),
    ("c$", "CAD"),
    ("ca$", "CAD"),
    ("a$", "AUD"),
    ("au$", "AUD"),
    ("nz$", "NZD"),
    ("s$", "SGD"),
    ("hk$", "HKD"),
    ("r$", "BRL"),
    ("mx$", "MXN"),
    ("£", "GBP"),
    ("¥", "JPY"),
    ("₹", "INR"),
    ("fr.", "CHF"),
    ("sfr.", "CHF"),
    ("zł", "PLN"),
    ("kč", "CZK"),
    ("₺", "TRY"),
];
/// Codes that are looked for in the names of columns. No word of a language is among them.
const CODES: [&str; 34] = [
    "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "JPY", "CNY", "INR", "AUD", "CAD", "NZD", "SGD",
    "HKD", "KRW", "BRL", "MXN", "ZAR", "ILS", "AED", "SAR", "THB", "IDR", "MYR", "PHP", "TWD", "TRY", "UAH",
];

/// The currency that stands beside a number: `$`, `EUR`, `Fr.`, `kr`, `CAD $`. Any three letters are a code.
pub fn named(unit: &str) -> Option<Currency> {
    let lower = unit.to_lowercase();
    if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| *sign == lower) {
        return Currency::coded(code);
    }
    Currency::coded(lower.trim_end_matches('.')).or_else(|| match unit.split_once(' ')? {
        ("$", code) | (code, "$") => named(code),
        (first, second) => named(first).filter(|code| named(second) == Some(*code)),
    })
}

/// The currency that the name of a column says: `Amount (USD)`, `value_eur`, `Betrag in EUR`.
///
/// ```
/// use winflow::import::numbers::currency;
/// assert_eq!(currency::in_name("Amount (USD)"), currency::named("$"));
/// assert_eq!(currency::in_name("value"), None);
/// ```
pub fn in_name(column: &str) -> Option<Currency> {
    let words = || column.split(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '¥'));
    let sign = |word: &str| SIGNS.iter().find(|(sign, _)| word.eq_ignore_ascii_case(sign) && !sign.contains('.')).map(|(_, code)| *code);
    let code = |word: &str| CODES.iter().find(|code| word.eq_ignore_ascii_case(code)).copied();
    words().find_map(|word| code(word).filter(|code| *code != "TRY" || word == "TRY").or_else(|| sign(word))).and_then(Currency::coded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_codes() {
        for (unit, code) in
            [("$", "USD"), ("usd", "USD"), ("US$", "USD"), ("C$", "CAD"), ("€", "EUR"), ("Fr.", "CHF"), ("kr", "kr"), ("CAD $", "CAD")]
        {
            assert_eq!(named(unit).map(|currency| currency.to_string()).as_deref(), Some(code), "{unit}");
        }
        for unit in ["", "apples", "kEUR", "EUR USD", "m"] {
            assert_eq!(named(unit), None, "{unit}");
        }
    }

    #[test]
    fn names_of_columns() {
        let cases =
            [("value_eur", Some("EUR")), ("Amount [$]", Some("USD")), ("ARR USD", Some("USD")), ("Europe", None), ("First try", None)];
        for (name, code) in cases {
            assert_eq!(in_name(name), code.and_then(Currency::coded), "{name}");
        }
    }
}
