//! The codes of everything `torg check` can find (LANGUAGE §10).

use std::fmt;
use std::str::FromStr;

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// Blocks publishing.
    Error,
    /// Worth a look; `allow CODE "reason"` silences it.
    Warning,
}

macro_rules! codes {
    ($($(#[$about:meta])* $code:ident $severity:ident,)*) => {
        /// What kind of mistake a finding is; each has a page in `docs/errors/`.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[$about])* $code,)*
        }

        impl Code {
            /// Every code, in the order of the reference.
            pub const ALL: &'static [Code] = &[$(Code::$code),*];

            /// As it is printed: `F001`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$code => stringify!($code),)*
                }
            }

            /// Whether it blocks publishing.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$code => Severity::$severity,)*
                }
            }
        }
    };
}

codes! {
    /// A line that is not understood.
    S001 Error,
    /// A tab, or an indent that fits no block.
    S002 Error,
    /// A name defined twice, or a header that is not the file's name.
    S003 Error,
    /// A quote or a brace that is not closed.
    S004 Error,
    /// An unknown target or name: state, text, slot, intent, value, flow.
    F001 Error,
    /// A state or a line that nothing reaches.
    F002 Warning,
    /// A path through a state that ends without an exit.
    F003 Error,
    /// A loop without a wait and without output.
    F004 Error,
    /// A loop that sends but never waits.
    F005 Error,
    /// A wait from which no outcome can be reached.
    F006 Error,
    /// An outcome of `do` or `run` that is not handled.
    F007 Error,
    /// A condition that an earlier one shadows.
    F008 Warning,
    /// Subflows that run each other without end.
    F009 Error,
    /// A wait from which no escalation can be reached.
    F010 Error,
    /// An `escalate` without `given back` or without words.
    F011 Error,
    /// A value that may be empty where it is printed or passed.
    D101 Error,
    /// A question about what is known on every path.
    D102 Warning,
    /// A slot that is never filled or never used, a text or an intent that nothing uses.
    D103 Warning,
    /// A value of the wrong type.
    D104 Error,
    /// Slots that depend on each other in a circle.
    D105 Error,
    /// A personal slot given to a model, or a slot asked without the consent it needs.
    D106 Error,
    /// A wait point with no call to action.
    C201 Error,
    /// Two questions in one turn.
    C202 Warning,
    /// A wait without a policy for silence.
    C203 Error,
    /// Nudges without a limit or without hours, or free text on WhatsApp after 24 hours.
    C204 Error,
    /// A wait with neither `otherwise` nor a policy for what is unclear.
    C205 Error,
    /// A `back` that asks again without words.
    C206 Warning,
    /// A trigger that can interrupt an effect after a question.
    C207 Error,
    /// Two triggers whose phrases match the same words.
    C208 Warning,
    /// A text that is missing in a declared language.
    T301 Error,
    /// A translation that is older than its source.
    T302 Warning,
    /// Placeholders that differ between languages.
    T303 Error,
    /// Plural forms that are missing.
    T304 Error,
    /// A price, a discount, a stock figure or a date written into a text.
    T305 Error,
    /// A text over a channel's limits.
    T306 Warning,
    /// Letters of another alphabet inside a word.
    T307 Warning,
    /// «ты» and «вы» in one flow.
    T308 Warning,
    /// A text that cannot be spoken on the phone.
    T310 Warning,
    /// A model step without a way for `fails` and `refused`.
    L401 Error,
    /// A model step without a limit of time or length.
    L402 Warning,
    /// A model step that may speak of prices and is given no facts.
    L403 Error,
    /// A turn that may take longer than a channel allows.
    L406 Warning,
    /// An unknown plugin, step, argument or outcome.
    P501 Error,
    /// An `effect` step inside a loop without `once`.
    P503 Error,
    /// Money that is neither from the catalog nor bounded.
    P504 Error,
    /// Shares of a split that are not 100 %, or a measure no arm reaches.
    X601 Error,
    /// A breaking change without a new version number.
    V701 Error,
    /// Running dialogues without a destination.
    V702 Error,
    /// A migration to a state whose slots may be empty.
    V703 Error,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word that is not a code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotACode;

impl FromStr for Code {
    type Err = NotACode;

    /// Reads a code in any case: `f001` is F001.
    fn from_str(word: &str) -> Result<Code, NotACode> {
        let same = |code: &&Code| code.as_str().eq_ignore_ascii_case(word);
        Code::ALL.iter().find(same).copied().ok_or(NotACode)
    }
}
