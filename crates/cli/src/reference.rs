//! Naming a version on the command line, with the help of a guess where the name is wrong.

use catalog::{Reference, UnknownReference};
use validator::phrase;

/// Reads `ID[@vN[.REV]]`.
///
/// # Errors
/// When the catalogue holds no such contract or version; the text offers what was probably meant.
pub fn parse(text: &str) -> Result<Reference, String> {
    Reference::parse(text).map_err(|error| {
        let near = match &error {
            UnknownReference::Contract(given, known) => {
                let known: Vec<String> = known.iter().map(|id| (*id).to_owned()).collect();
                phrase::near(given, &known)
            }
            UnknownReference::Version(given, _, known) => phrase::near(given, known),
        };
        match near {
            Some(near) => format!("{error}; did you mean `{near}`?"),
            None => error.to_string(),
        }
    })
}
