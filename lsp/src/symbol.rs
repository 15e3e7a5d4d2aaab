//! What a name in a script names, and the places that name it.

use dsl::Span;
use engine::Name;

/// Something with a name.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) struct Symbol {
    /// What kind of thing.
    pub(crate) space: Space,
    /// Where the name is looked up: the key of a flow; for steps, of a plugin.
    pub(crate) of: Name,
    /// The key of the name.
    pub(crate) name: Name,
}

/// The kinds of things that have names.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Space {
    /// A flow; it is its own place.
    Flow,
    /// A state.
    State,
    /// A named text.
    Text,
    /// An intent.
    Intent,
    /// A slot or a result: what holds a value.
    Value,
    /// A slot that outlives its dialogue, by its name after `buyer.`, in whichever flow keeps it.
    Kept,
    /// An option of a wait point, or a value of a choice.
    Option(Offer),
    /// What a flow returns.
    Outcome,
    /// A step of a plugin.
    Step,
    /// An outcome of a plugin's step.
    StepOutcome {
        /// The key of the step.
        step: Name,
    },
}

/// Where an option is offered.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Offer {
    /// By a question for a slot, whose key this is.
    Slot(Name),
    /// By the wait point at this line.
    Wait(u32),
    /// Wherever one of this name is.
    Anywhere,
}

impl Symbol {
    /// Something of a flow, or of a plugin.
    pub(crate) fn new(space: Space, of: &Name, name: &Name) -> Symbol {
        Symbol {
            space,
            of: of.clone(),
            name: name.clone(),
        }
    }

    /// A flow.
    pub(crate) fn flow(key: &Name) -> Symbol {
        Symbol::new(Space::Flow, key, key)
    }

    /// Whether both are the same thing, or one of them may be the other.
    pub(crate) fn meets(&self, other: &Symbol) -> bool {
        let spaces = match (&self.space, &other.space) {
            (Space::Option(Offer::Anywhere), Space::Option(_))
            | (Space::Option(_), Space::Option(Offer::Anywhere)) => true,
            (one, two) => one == two,
        };
        spaces && self.name == other.name && self.of == other.of
    }
}

/// A place that names something.
#[derive(Clone, Debug)]
pub(crate) struct Mention {
    /// What is named.
    pub(crate) symbol: Symbol,
    /// Where.
    pub(crate) span: Span,
    /// Whether this place makes it.
    pub(crate) defines: bool,
}
