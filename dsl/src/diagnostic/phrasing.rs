//! What can be wrong with the words of a text: what they claim, how long they are, how they are written.

use super::Code;
use super::fact::{Figure, Limit, Unspeakable};
use engine::Channel;
use understand::Lang;

/// One distinguishable mistake in the words of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Phrasing {
    /// A price, a discount, a stock figure or a date is written into a text.
    FigureInText {
        /// As written.
        found: String,
        /// What it claims.
        figure: Figure,
    },
    /// A text, a label or the number of options is over what a channel takes.
    OverLimit {
        /// The channel.
        channel: Channel,
        /// What it bounds.
        limit: Limit,
        /// How much there is.
        found: usize,
        /// How much it takes.
        most: usize,
        /// The language of the text.
        lang: Lang,
    },
    /// A word with letters of another alphabet that look like its own.
    LookAlikes {
        /// As written.
        word: String,
        /// In one alphabet.
        mended: String,
    },
    /// A letter that the language of the text does not have.
    ForeignLetter {
        /// The word, as written.
        word: String,
        /// The letter.
        letter: char,
        /// The language of the text.
        lang: Lang,
    },
    /// «ты» and «вы» to the same buyer.
    MixedAddress {
        /// The word, as written.
        word: String,
        /// Whether it says «ты».
        familiar: bool,
        /// A word of the other manner.
        other: String,
        /// The line it stands on, from 1.
        other_line: usize,
    },
    /// Something that cannot be said on the phone.
    Unspeakable {
        /// As written.
        found: String,
        /// What it is.
        what: Unspeakable,
        /// The language of the text; none for a label, which has no wording for one channel.
        lang: Option<Lang>,
    },
}

impl Phrasing {
    /// The code that tells of it.
    pub fn code(&self) -> Code {
        match self {
            Phrasing::FigureInText { .. } => Code::T305,
            Phrasing::OverLimit { .. } => Code::T306,
            Phrasing::LookAlikes { .. } | Phrasing::ForeignLetter { .. } => Code::T307,
            Phrasing::MixedAddress { .. } => Code::T308,
            Phrasing::Unspeakable { .. } => Code::T310,
        }
    }
}

impl From<Phrasing> for super::Fact {
    fn from(fact: Phrasing) -> super::Fact {
        super::Fact::Phrasing(fact)
    }
}
