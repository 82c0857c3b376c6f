//! What an answer other than a body or a redirect means.

use report::visible::visible_within;

use super::trouble::{Cause, Trouble};

/// The trouble of a status, with what the host says of it.
#[must_use]
pub fn trouble(status: u16, host: &str, with_token: bool, body: &[u8]) -> Trouble {
    let says = message(body).map(|text| format!(" ({text})")).unwrap_or_default();
    let with = if with_token { "with our token" } else { "without a token" };
    let (cause, detail) = match status {
        401 if with_token => (Cause::Unauthorized, format!("{host} refuses the token (401){says}")),
        401 => (Cause::Unauthorized, format!("{host} wants a token (401){says}")),
        403 => (Cause::Forbidden, format!("{host} forbids it {with} (403){says}")),
        404 | 410 => (Cause::NotFound, format!("{host} has nothing there {with} ({status})")),
        408 => (Cause::TimedOut, format!("{host} waited for us in vain (408)")),
        500..=599 => (Cause::ServerError, format!("{host} is in trouble ({status})")),
        _ => (Cause::UnexpectedStatus, format!("{host} answered {status}{says}")),
    };
    Trouble::new(cause, detail)
}

/// The `message` of a JSON refusal, as forges give it.
fn message(body: &[u8]) -> Option<String> {
    let value: serde_json::Value = serde_json::from_slice(body).ok()?;
    Some(visible_within(value.get("message")?.as_str()?, 120).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hosts_own_words_are_bounded_and_visible() {
        let long = format!(r#"{{"message": "\u001b[31m{}"}}"#, "x".repeat(10_000));
        let trouble = trouble(403, "forge.example.com", false, long.as_bytes());
        assert_eq!(trouble.cause, Cause::Forbidden);
        assert!(trouble.detail.len() < 300 && trouble.detail.contains("\\u{1b}[31m"));
    }

    #[test]
    fn bodies_that_are_no_message_are_left_out() {
        for body in ["", "<html>", "[]", r#"{"message": 7}"#] {
            assert_eq!(trouble(418, "h", false, body.as_bytes()).detail, "h answered 418");
        }
    }
}
