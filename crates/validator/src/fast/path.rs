//! The way to a place in a view of facts.

use crate::facts::{Fact, Fill, Slot};

/// A place in a view.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Path {
    /// In the view itself.
    Here(usize),
    /// In the view in one of its places.
    Below(usize, usize),
    /// Further down.
    Deep(Box<[u8]>, usize),
}

impl Path {
    /// The place that some slots lead to; no slot leads to the root, which has none.
    pub(super) fn of(slots: &[u8]) -> Option<Self> {
        let (last, before) = slots.split_last()?;
        let last = usize::from(*last);
        Some(match before {
            [] => Path::Here(last),
            [before] => Path::Below(usize::from(*before), last),
            before => Path::Deep(before.into(), last),
        })
    }

    /// The place for the value's own fact; none where nobody looks at it.
    #[inline(always)] // as a call it would cost as much again
    pub(super) fn fact<'s, 'd>(&self, view: &'s mut dyn Fill<'d>) -> Option<&'s mut Fact<'d>> {
        match self {
            Path::Here(last) => view.fact(*last),
            Path::Below(before, last) => view.fact_below(*before, *last),
            Path::Deep(..) => match self.slot(view)? {
                Slot::One(fact) | Slot::Object(fact, _) | Slot::Each(fact, _) => Some(fact),
                Slot::Named => None,
            },
        }
    }

    /// The place for the value and what stands below it.
    #[inline(never)]
    pub(super) fn slot<'s, 'd>(&self, mut view: &'s mut dyn Fill<'d>) -> Option<Slot<'s, 'd>> {
        match self {
            Path::Here(last) => Some(view.slot(*last)),
            Path::Below(before, last) => {
                let Slot::Object(_, view) = view.slot(*before) else { return None };
                Some(view.slot(*last))
            }
            Path::Deep(before, last) => {
                for slot in before {
                    let Slot::Object(_, below) = view.slot(usize::from(*slot)) else { return None };
                    view = below;
                }
                Some(view.slot(*last))
            }
        }
    }
}
