//! What can be wrong with the course of a dialogue: where its paths lead, how long they take, and what is
//! said, kept and done on them.

use super::Code;

/// One distinguishable mistake in the course of a dialogue.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Course {
    /// A condition that can never hold.
    Shadowed {
        /// The line of the condition that took it, from 1; absent where it contradicts itself or a type.
        earlier: Option<usize>,
    },
    /// A personal slot, or what was set from one, is passed to a model.
    PersonalToModel {
        /// The value, as written.
        value: String,
        /// The personal slot.
        slot: String,
        /// The step.
        step: String,
    },
    /// A slot with `consent needed` is asked where consent is not known.
    WithoutConsent {
        /// The slot.
        slot: String,
    },
    /// Two questions in one turn.
    TwoQuestions {
        /// Whether one message holds both.
        one_message: bool,
    },
    /// A nudge that may come again and again.
    NudgesUnlimited,
    /// A nudge that may come in the night.
    NudgesAtAnyHour,
    /// A message of our own accord on WhatsApp, more than 24 hours after the buyer wrote.
    LateOnWhatsApp,
    /// A `back` that asks the same again without a word.
    BackWithoutWords,
    /// A trigger may come between a question and what its state does to the world.
    Interrupted {
        /// The state.
        state: String,
        /// The step.
        step: String,
        /// The line of the trigger, from 1.
        line: usize,
    },
    /// Two triggers that the same words pull.
    SameWords {
        /// A phrase of this one.
        phrase: String,
        /// A phrase of the earlier one.
        other: String,
        /// The line of the earlier one, from 1.
        line: usize,
    },
    /// A step of a model without limits.
    ModelUnlimited {
        /// The step.
        step: String,
        /// Whether its time is limited.
        time: bool,
        /// Whether its length is limited.
        length: bool,
    },
    /// A step of a model that may speak of prices and has no facts.
    ModelWithoutFacts {
        /// The step.
        step: String,
    },
    /// A turn that may take longer than a channel allows.
    TurnTooLong {
        /// The channel.
        channel: &'static str,
        /// The longest it may take, in milliseconds.
        takes: i64,
        /// What the channel allows, in milliseconds.
        limit: i64,
    },
    /// A step that changes the world may be run again.
    EffectRepeats {
        /// The step.
        step: String,
    },
    /// Money that nothing vouches for.
    MoneyFromNowhere {
        /// The sum as written, or the step it comes from.
        of: String,
        /// Whether it comes from a step.
        step: bool,
        /// Where it comes to: what is printed or recorded, as written; empty where it is itself.
        used: String,
    },
    /// An arm of a split from which its measure cannot be reached.
    MeasureUnreachable {
        /// The arm.
        arm: String,
        /// The measure.
        measure: String,
    },
}

impl Course {
    /// The code it is reported under.
    pub fn code(&self) -> Code {
        match self {
            Course::Shadowed { .. } => Code::F008,
            Course::PersonalToModel { .. } | Course::WithoutConsent { .. } => Code::D106,
            Course::TwoQuestions { .. } => Code::C202,
            Course::NudgesUnlimited | Course::NudgesAtAnyHour | Course::LateOnWhatsApp => {
                Code::C204
            }
            Course::BackWithoutWords => Code::C206,
            Course::Interrupted { .. } => Code::C207,
            Course::SameWords { .. } => Code::C208,
            Course::ModelUnlimited { .. } => Code::L402,
            Course::ModelWithoutFacts { .. } => Code::L403,
            Course::TurnTooLong { .. } => Code::L406,
            Course::EffectRepeats { .. } => Code::P503,
            Course::MoneyFromNowhere { .. } => Code::P504,
            Course::MeasureUnreachable { .. } => Code::X601,
        }
    }
}
