//! Where a step works: pointers in which `*` stands for every item or member.

use serde_json::Value;

/// A pointer of a migration, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Name(String),
    Every,
}

/// One place of a document: the way to a member's owner, and the member's name there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    owner: Vec<String>,
    name: String,
}

impl Place {
    /// Takes a pointer apart. The contract's schema has seen to its form.
    pub(super) fn parse(pointer: &str) -> Self {
        let part = |text: &str| match text {
            "*" => Part::Every,
            name => Part::Name(name.replace("~1", "/").replace("~0", "~")),
        };
        Place { parts: pointer.split('/').skip(1).map(part).collect() }
    }

    /// Every place of the document that is meant and whose owner is there. The member itself need
    /// not be, unless `*` stands for it.
    pub(super) fn spots(&self, document: &Value) -> Vec<Spot> {
        let Some((last, way)) = self.parts.split_last() else { return Vec::new() };
        let mut owners = vec![(Vec::new(), document)];
        for part in way {
            owners = owners
                .into_iter()
                .flat_map(|(way, value)| {
                    children(value, part).into_iter().map(move |(name, child)| {
                        let mut way: Vec<String> = way.clone();
                        way.push(name);
                        (way, child)
                    })
                })
                .collect();
        }
        let spots = owners.into_iter().flat_map(|(owner, value)| match last {
            Part::Name(name) => vec![Spot { owner, name: name.clone() }],
            Part::Every => children(value, last)
                .into_iter()
                .map(|(name, _)| Spot { owner: owner.clone(), name })
                .collect(),
        });
        spots.collect()
    }
}

fn children<'v>(value: &'v Value, part: &Part) -> Vec<(String, &'v Value)> {
    match (value, part) {
        (Value::Object(members), Part::Every) => {
            members.iter().map(|(name, child)| (name.clone(), child)).collect()
        }
        (Value::Array(items), Part::Every) => {
            items.iter().enumerate().map(|(at, child)| (at.to_string(), child)).collect()
        }
        (value, Part::Name(name)) => {
            child(value, name).map(|child| (name.clone(), child)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn child<'v>(value: &'v Value, name: &str) -> Option<&'v Value> {
    match value {
        Value::Object(members) => members.get(name),
        Value::Array(items) => items.get(index(name)?),
        _ => None,
    }
}

fn index(name: &str) -> Option<usize> {
    let plain = name == "0" || !name.starts_with(['0', '+']);
    plain.then(|| name.parse().ok())?
}

impl Spot {
    /// The member's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// A neighbour in the same owner.
    pub(super) fn beside(&self, name: &str) -> Spot {
        Spot { owner: self.owner.clone(), name: name.to_owned() }
    }

    /// Its pointer.
    pub(super) fn pointer(&self) -> String {
        let mut pointer = String::new();
        for name in self.owner.iter().chain([&self.name]) {
            pointer.push('/');
            pointer.push_str(&name.replace('~', "~0").replace('/', "~1"));
        }
        pointer
    }

    /// What stands there.
    pub(super) fn get<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        let owner = self.owner.iter().try_fold(document, |value, name| child(value, name))?;
        child(owner, &self.name)
    }

    /// What stands there, to be changed.
    pub(super) fn get_mut<'v>(&self, document: &'v mut Value) -> Option<&'v mut Value> {
        child_mut(self.owner_mut(document)?, &self.name)
    }

    /// The owner, whether or not it has the member.
    pub(super) fn owner_mut<'v>(&self, document: &'v mut Value) -> Option<&'v mut Value> {
        self.owner.iter().try_fold(document, |value, name| child_mut(value, name))
    }
}

fn child_mut<'v>(value: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    match value {
        Value::Object(members) => members.get_mut(name),
        Value::Array(items) => items.get_mut(index(name)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pointers(place: &str, document: &Value) -> Vec<String> {
        Place::parse(place).spots(document).iter().map(Spot::pointer).collect()
    }

    #[test]
    fn a_star_stands_for_every_item_and_member() {
        let document = json!({"rows": [{"a": 1}, {"b": 2}, 3], "x/y": {"~": {"k": 1}}});
        assert_eq!(pointers("/rows/*/a", &document), ["/rows/0/a", "/rows/1/a", "/rows/2/a"]);
        assert_eq!(pointers("/rows/*", &document), ["/rows/0", "/rows/1", "/rows/2"]);
        assert_eq!(pointers("/x~1y/~0/*", &document), ["/x~1y/~0/k"]);
        assert_eq!(pointers("/none/a", &document), [""; 0]);
        assert_eq!(pointers("/new", &document), ["/new"]);
        assert_eq!(pointers("/rows/01/a", &document), [""; 0]);
    }
}
