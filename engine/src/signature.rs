//! Signatures of plugin steps: what the compiler checks a `do` line against.

use crate::{Kind, Name};
use serde::{Deserialize, Serialize};

/// The signature of one step: `quote(item: product) -> quoted(quote) | missing | out of stock`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Signature {
    /// The plugin: `catalog`.
    pub plugin: Name,
    /// The step: `quote`.
    pub step: Name,
    /// Parameters in order.
    pub params: Vec<Param>,
    /// Outcomes as declared; the first goes on below. `fails` is not among them: it is always there.
    pub outcomes: Vec<Outcome>,
    /// `effect`: the step changes the world.
    pub effect: bool,
    /// `model`: its words come from a model.
    pub model: bool,
    /// `bounded by profile.discount_limit`: the host refuses a larger discount.
    pub bounded: bool,
    /// The documentation, for people.
    pub about: String,
}

impl Signature {
    /// `catalog.quote`
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.plugin, self.step)
    }
}

/// A parameter of a step.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Param {
    /// Its name, for arguments given by name.
    pub name: Name,
    /// Its type.
    pub kind: Kind,
    /// Whether it may be left out (`product?`).
    pub optional: bool,
}

/// An outcome of a step.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Its name in words: `out of stock`.
    pub name: Name,
    /// The type of the value it carries, if any.
    pub value: Option<Kind>,
}

/// The outcome every step has: an error or a timeout.
pub const FAILS: &str = "fails";

/// All steps a shop's scripts may use.
#[derive(Clone, Default, PartialEq, Debug, Serialize, Deserialize)]
pub struct Signatures {
    /// The steps, plugin by plugin.
    pub steps: Vec<Signature>,
}

impl Signatures {
    /// The signature of `plugin.step`.
    pub fn get(&self, plugin: &str, step: &str) -> Option<&Signature> {
        self.steps
            .iter()
            .find(|known| &*known.plugin == plugin && &*known.step == step)
    }
}
