//! `schema/<keyword>`: a keyword of the published JSON Schema failed.

use contracts::toolkit::Severity;

use crate::rule::Meta;

/// What a failed keyword means, for every keyword that the published schemas use and the usual rest.
pub static METAS: [Meta; 35] = [
    keyword(
        "schema/type",
        "A value has the type that the contract gives it.",
        "A reader decodes by type; another type fails or is coerced differently by each reader.",
        "Write a value of the expected type; mind quotes around numbers and truth values.",
    ),
    keyword(
        "schema/required",
        "Every required member is there.",
        "A reader relies on a required member without asking whether it is there.",
        "Add the member.",
    ),
    keyword(
        "schema/enum",
        "A value is one of the listed ones.",
        "The set is closed so that every reader can handle every value.",
        "Use one of the listed values, spelt exactly so.",
    ),
    keyword(
        "schema/const",
        "A value is exactly the stated one.",
        "The constant tells what the document is; another value makes it something else.",
        "Write the stated value.",
    ),
    keyword(
        "schema/format",
        "A string has the stated form: a date and time, a UUID, a URI and so on.",
        "Readers parse the string by that form and fail on any other.",
        "Write the string in the form that the message names.",
    ),
    keyword(
        "schema/pattern",
        "A string matches the stated pattern.",
        "The pattern is what readers and tools rely on when they take the string apart or use it as a name.",
        "Change the string so that it matches the pattern.",
    ),
    keyword(
        "schema/minimum",
        "A number is not below its least value.",
        "Below the bound the number has no meaning or does not fit the reader's type.",
        "Write a number inside the bounds.",
    ),
    keyword(
        "schema/maximum",
        "A number is not above its greatest value.",
        "Above the bound the number has no meaning or does not fit the reader's type.",
        "Write a number inside the bounds.",
    ),
    keyword(
        "schema/exclusiveMinimum",
        "A number is greater than the bound.",
        "At or below the bound the number has no meaning.",
        "Write a greater number.",
    ),
    keyword(
        "schema/exclusiveMaximum",
        "A number is less than the bound.",
        "At or above the bound the number has no meaning.",
        "Write a smaller number.",
    ),
    keyword(
        "schema/multipleOf",
        "A number is a multiple of the stated one.",
        "The contract counts in these steps.",
        "Round the number to a step.",
    ),
    keyword(
        "schema/minLength",
        "A string is not shorter than its least length, counted in characters.",
        "A shorter string says nothing; most often it is empty where something is needed.",
        "Fill the string in.",
    ),
    keyword(
        "schema/maxLength",
        "A string is not longer than its greatest length, counted in characters.",
        "Readers reserve room for no more.",
        "Shorten the string.",
    ),
    keyword(
        "schema/minItems",
        "An array has at least the stated number of items.",
        "With fewer items the document says nothing.",
        "Add the missing items.",
    ),
    keyword(
        "schema/maxItems",
        "An array has at most the stated number of items.",
        "Readers reserve room for no more.",
        "Remove items, or split the document.",
    ),
    keyword(
        "schema/uniqueItems",
        "The items of an array differ from one another.",
        "The array is a set; a repeated item would count twice for some readers.",
        "Remove the repeated item.",
    ),
    keyword(
        "schema/contains",
        "An array holds at least one item of the stated shape.",
        "The contract relies on such an item being there.",
        "Add an item of that shape.",
    ),
    keyword(
        "schema/minContains",
        "An array holds at least the stated number of items of a shape.",
        "The contract relies on so many of them.",
        "Add items of that shape.",
    ),
    keyword(
        "schema/maxContains",
        "An array holds at most the stated number of items of a shape.",
        "More of them contradict one another.",
        "Remove items of that shape.",
    ),
    keyword(
        "schema/items",
        "An array has no item beyond those that the contract describes.",
        "A reader does not know what a further item means.",
        "Remove the further items.",
    ),
    keyword(
        "schema/prefixItems",
        "The first items of an array have the shapes that the contract gives them.",
        "The items are told by their place.",
        "Put each item in its place.",
    ),
    keyword(
        "schema/minProperties",
        "An object has at least the stated number of members.",
        "With fewer members the object says nothing.",
        "Add the missing members.",
    ),
    keyword(
        "schema/maxProperties",
        "An object has at most the stated number of members.",
        "Readers reserve room for no more.",
        "Remove members.",
    ),
    keyword(
        "schema/additionalProperties",
        "An object has only the members that the contract names, or further ones only of the stated shape.",
        "Where an object is closed, a member that nobody reads is a misspelling or a misunderstanding.",
        "Remove the member or correct its spelling.",
    ),
    keyword(
        "schema/unevaluatedProperties",
        "An object has only the members that some part of the contract names.",
        "Where an object is closed, a member that nobody reads is a misspelling or a misunderstanding.",
        "Remove the member or correct its spelling.",
    ),
    keyword(
        "schema/unevaluatedItems",
        "An array has only the items that some part of the contract describes.",
        "A reader does not know what a further item means.",
        "Remove the further items.",
    ),
    keyword(
        "schema/propertyNames",
        "The names of an object's members have the stated form.",
        "Readers use the names as keys and rely on their form.",
        "Rename the member.",
    ),
    keyword(
        "schema/dependentRequired",
        "Where one member is present, the members that belong to it are present too.",
        "One without the other is half a statement.",
        "Add the missing member, or remove the one that asks for it.",
    ),
    keyword(
        "schema/dependentSchemas",
        "Where one member is present, the rest of the object fits it.",
        "The member changes what the others mean.",
        "Change the other members to fit, or remove the one that asks for it.",
    ),
    keyword(
        "schema/oneOf",
        "A value fits exactly one of the stated shapes.",
        "A reader must know which shape it has before it.",
        "Change the value so that it fits one shape and no other.",
    ),
    keyword(
        "schema/anyOf",
        "A value fits at least one of the stated shapes.",
        "A reader handles these shapes and no other.",
        "Change the value so that it fits one of the shapes.",
    ),
    keyword(
        "schema/allOf",
        "A value fits all of the stated shapes.",
        "Each of them is a demand of its own.",
        "Change the value so that it fits each of them.",
    ),
    keyword(
        "schema/not",
        "A value does not fit the excluded shape.",
        "The contract rules this combination out.",
        "Change the value; the message says what is excluded.",
    ),
    keyword(
        "schema/if",
        "A value fits the shape that its own content calls for.",
        "One member decides what the others must be.",
        "Change the deciding member or those that follow from it.",
    ),
    keyword(
        "schema/false",
        "Nothing may stand in this place.",
        "The contract rules the place out.",
        "Remove the value.",
    ),
];

/// The entry of a schema code that [`METAS`] does not list: any other keyword.
pub static OTHER: Meta = keyword(
    "schema/keyword",
    "A value satisfies every keyword of the published schema.",
    "The schema is what every consumer, in any language, is promised.",
    "Change the value so that it satisfies the keyword; `schema show` prints the schema.",
);

const fn keyword(
    code: &'static str,
    says: &'static str,
    why: &'static str,
    remedy: &'static str,
) -> Meta {
    Meta { code, level: Severity::Error, consumer: None, says, why, remedy }
}

/// What `schema/<keyword>` says of itself; [`OTHER`] for a keyword that is not listed.
#[must_use]
pub fn of(code: &str) -> &'static Meta {
    METAS.iter().find(|meta| meta.code == code).unwrap_or(&OTHER)
}

/// What is said of a keyword, when it is listed.
#[must_use]
pub fn of_keyword(keyword: &str) -> Option<&'static Meta> {
    let length = "schema/".len() + keyword.len();
    METAS.iter().find(|meta| meta.code.len() == length && meta.code.ends_with(keyword))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_listed_once_and_any_other_falls_back() {
        for (at, meta) in METAS.iter().enumerate() {
            assert!(meta.code.starts_with("schema/"), "{}", meta.code);
            assert!(METAS[..at].iter().all(|other| other.code != meta.code), "{}", meta.code);
        }
        assert_eq!(of("schema/required").code, "schema/required");
        assert_eq!(of("schema/contentEncoding").code, "schema/keyword");
    }
}
