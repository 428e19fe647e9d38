//! Names and signs of currencies.

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

/// The code of a currency that stands beside a number: `$`, `EUR`, `Fr.`, `kr`. Any three letters are a code.
pub(super) fn named(unit: &str) -> Option<String> {
    let lower = unit.to_lowercase();
    if let Some((_, code)) = SIGNS.iter().find(|(sign, _)| *sign == lower) {
        return Some((*code).to_string());
    }
    let is_code = unit.len() == 3 && unit.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_crown = matches!(lower.as_str(), "kr" | "kr.");
    // A sign and a code: "$ USD", "USD $".
    let both = || {
        let (first, second) = unit.split_once(' ')?;
        match (first, second.trim()) {
            ("$", code) | (code, "$") => named(code),
            (first, second) => named(first).filter(|code| named(second).as_ref() == Some(code)),
        }
    };
    if is_code {
        Some(unit.to_ascii_uppercase())
    } else if is_crown {
        Some("kr".to_string())
    } else if unit.len() <= 12 {
        both()
    } else {
        None
    }
}

/// The currency that the name of a column says: `Amount (USD)`, `value_eur`, `Betrag in EUR`.
///
/// ```
/// use winflow::import::numbers::currency_in_name;
/// assert_eq!(currency_in_name("Amount (USD)"), Some("USD"));
/// assert_eq!(currency_in_name("value"), None);
/// ```
pub fn currency_in_name(column: &str) -> Option<&'static str> {
    let words = || column.split(|c: char| !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '¥'));
    let sign = |word: &str| SIGNS.iter().find(|(sign, _)| word.eq_ignore_ascii_case(sign) && !sign.contains('.')).map(|(_, code)| *code);
    let code = |word: &str| CODES.iter().find(|code| word.eq_ignore_ascii_case(code)).copied();
    words().find_map(|word| code(word).filter(|code| *code != "TRY" || word == "TRY").or_else(|| sign(word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_codes() {
        for (unit, code) in
            [("$", "USD"), ("usd", "USD"), ("US$", "USD"), ("C$", "CAD"), ("€", "EUR"), ("Fr.", "CHF"), ("kr", "kr"), ("CAD $", "CAD")]
        {
            assert_eq!(named(unit).as_deref(), Some(code), "{unit}");
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
            assert_eq!(currency_in_name(name), code, "{name}");
        }
    }
}
