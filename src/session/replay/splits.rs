//! Splits of a deal's credit as people write them: `Ann:0.6; Bob:0.4`, `Ann 60 %, Bob 40 %`.

/// Shares that are as near to 1 in sum are taken to be rounded.
const ROUNDING: f64 = 0.005;

/// Who is credited with which share, which add up to 1.
///
/// # Errors
/// What is wrong, as the end of a sentence.
pub(super) fn parse(text: &str) -> Result<Vec<(String, f64)>, String> {
    let separator = [';', '|', '\n', ','].into_iter().find(|separator| text.contains(*separator)).unwrap_or(';');
    let pieces = text.split(separator).map(str::trim).filter(|piece| !piece.is_empty());
    let pieces: Vec<(String, f64, bool)> = pieces.map(piece).collect::<Result<_, _>>()?;
    let in_percent = pieces.iter().any(|(.., is_percent)| *is_percent) || pieces.iter().map(|(_, share, _)| share).sum::<f64>() > 2.0;
    let unit = if in_percent { 100.0 } else { 1.0 };
    adding_up(pieces.into_iter().map(|(name, share, _)| (name, share / unit)).collect())
}

/// Shares that add up to 1, to the last bit.
///
/// # Errors
/// If they do not, or if one of them is below nothing.
pub(super) fn adding_up(shares: Vec<(String, f64)>) -> Result<Vec<(String, f64)>, String> {
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    if shares.iter().any(|(_, share)| !(0.0..=1.0 + ROUNDING).contains(share)) {
        return Err("has a share below 0 or above 100 %".to_string());
    }
    if (sum - 1.0).abs() > ROUNDING {
        return Err(format!("adds up to {:.1} %, not to 100 %", 100.0 * sum));
    }
    Ok(shares.into_iter().map(|(name, share)| (name, share / sum)).collect())
}

/// A name with its share, and whether that is in per cent.
fn piece(text: &str) -> Result<(String, f64, bool), String> {
    let bare = text.trim_end_matches([')', ']', ' ']);
    let (bare, is_percent) = bare.strip_suffix('%').map_or((bare, false), |bare| (bare.trim_end(), true));
    let is_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let name = bare.trim_end_matches(is_figure);
    let share: Option<f64> = bare[name.len()..].replace(',', ".").parse().ok();
    let name = name.trim_end_matches([' ', ':', '=', '(', '[', '-', '–', '\u{a0}', '\t']).trim();
    match share {
        Some(share) if !name.is_empty() => Ok((name.to_string(), share, is_percent)),
        Some(_) => Err("has a share without a name".to_string()),
        None => Err(format!("has no share for {}", crate::import::words::shown(text))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares(text: &str) -> Vec<(String, f64)> {
        parse(text).unwrap_or_else(|why| panic!("{text}: {why}"))
    }

    #[test]
    fn splits_as_people_write_them() {
        let sixty = vec![("Ann".to_string(), 0.6), ("Bob B.".to_string(), 0.4)];
        for text in
            ["Ann:0.6; Bob B.:0.4", "Ann 60 %, Bob B. 40 %", "Ann=60%|Bob B.=40%", "Ann (60); Bob B. (40);", "Ann: 0,6; Bob B.: 0,4"]
        {
            let read = shares(text);
            assert!(read.iter().zip(&sixty).all(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 1e-12) && read.len() == 2, "{text}: {read:?}");
        }
        assert_eq!(shares("Ann 33.3 %; Bob 33.3 %; Cy 33.3 %").iter().map(|(_, share)| share).sum::<f64>(), 1.0);
        assert_eq!(shares("Ann 100 %"), [("Ann".to_string(), 1.0)]);
    }

    #[test]
    fn what_does_not_add_up_is_refused() {
        for text in ["Ann 60 %, Bob 30 %", "Ann; Bob", "0.5; 0.5", "Ann 150 %; Bob -50 %", "Ann:0.6; Bob:0.6", ""] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
