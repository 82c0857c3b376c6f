//! The compiled form of a schema: flat tables, no pointers.

use super::clauses::Asked;
use super::named::Named;
pub(super) use super::node::{Node, Text, types};
pub(super) use super::shape::{Member, Object, Others, Shape, Tagged};

/// A compiled schema.
#[derive(Debug, Default)]
pub struct Program {
    pub(super) nodes: Vec<Node>,
    pub(super) objects: Vec<Object>,
    pub(super) shapes: Vec<Shape>,
    /// What members are that no shape lists.
    pub(super) named: Vec<Named>,
    /// What is asked of members.
    pub(super) asked: Vec<Box<[Asked]>>,
    pub(super) root: u32,
    /// Places in the table of predictions.
    pub(super) predictions: usize,
    /// Places in the table of guesses.
    pub(super) guesses: usize,
}

impl Program {
    /// Whether the members of an object of this node are all named, or none of its business; or
    /// members of a map, where maps count as well.
    pub(super) fn is_plain(&self, node: &Node, maps: bool) -> bool {
        let object = node.object.and_then(|object| self.objects.get(object as usize));
        match object {
            Some(Object::Plain(shape)) => {
                let shape = self.shapes.get(*shape as usize);
                shape.is_some_and(|shape| maps || !shape.is_map())
            }
            Some(Object::Tagged(_)) => true,
            None => false,
        }
    }

    /// Whether the bytes between the values of such an object may belong to the trace of the
    /// object around it: nothing is to be concluded from its values where it ends.
    pub(super) fn opens(&self, node: &Node, maps: bool) -> bool {
        self.is_plain(node, maps) && node.object.is_some_and(|object| self.is_free(object))
    }

    fn is_free(&self, object: u32) -> bool {
        match self.objects.get(object as usize) {
            Some(Object::Plain(shape)) => {
                self.shapes.get(*shape as usize).is_some_and(|shape| shape.clauses.is_empty())
            }
            Some(Object::Tagged(tagged)) => tagged.objects.iter().all(|it| self.is_free(*it)),
            None => false,
        }
    }
}
