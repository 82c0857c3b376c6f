//! The type's own name for a place in its schema: `Staleness.max_cache_age`.

/// The definition and members on the way to a pointer, and the member in question where the
/// pointer ends at a keyword of the whole object.
pub(crate) fn field_of(pointer: &str, part: Option<&str>) -> Option<String> {
    let tokens: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|token| token.replace("~1", "/").replace("~0", "~"))
        .collect();
    let mut names: Vec<&str> = Vec::new();
    let mut rest = tokens.iter().map(String::as_str);
    let mut last = "";
    while let Some(token) = rest.next() {
        last = token;
        match token {
            "$defs" | "definitions" => {
                names.clear();
                names.extend(rest.next());
            }
            "properties" => names.extend(rest.next()),
            // What stands below says nothing of names.
            "enum" | "const" | "default" | "examples" => break,
            _ => {}
        }
    }
    if matches!(last, "required" | "additionalProperties" | "unevaluatedProperties") {
        names.extend(part);
    }
    (!names.is_empty()).then(|| names.join("."))
}

#[cfg(test)]
mod tests {
    use super::field_of;

    #[test]
    fn the_nearest_definition_and_the_members_below_it_make_the_name() {
        let field = |pointer| field_of(pointer, Some("owner"));
        assert_eq!(field("/properties/script/type").as_deref(), Some("script"));
        assert_eq!(
            field("/$defs/Staleness/oneOf/2/properties/max_cache_age/pattern").as_deref(),
            Some("Staleness.max_cache_age")
        );
        assert_eq!(field("/$defs/Shell/enum").as_deref(), Some("Shell"));
        assert_eq!(field("/required").as_deref(), Some("owner"));
        assert_eq!(field("/$defs/Check/required").as_deref(), Some("Check.owner"));
        assert_eq!(
            field("/properties/properties/properties/a~1b").as_deref(),
            Some("properties.a/b")
        );
        assert_eq!(field("/type"), None);
    }
}
