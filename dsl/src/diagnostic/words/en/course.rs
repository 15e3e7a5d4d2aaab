//! Sentences in English about the course of a dialogue.

use crate::diagnostic::course::Course;
use crate::diagnostic::words::{Said, quoted, said, seconds};

/// What is wrong, and what to do next.
pub(super) fn sentence(fact: &Course) -> Said {
    match fact {
        Course::Shadowed {
            earlier: Some(line),
        } => said(
            format!(
                "this can never hold: what it asks about was taken by the condition on line {line}"
            ),
            "put the narrower condition first, or take this one out",
        ),
        Course::Shadowed { earlier: None } => said(
            "this can never hold: it contradicts itself, or the values the slot may have",
            "correct the condition, or take it out",
        ),
        Course::PersonalToModel { value, slot, step } => said(
            match value == slot {
                true => format!(
                    "{} is personal and would be sent to a model by {}",
                    quoted(slot),
                    quoted(step)
                ),
                false => format!(
                    "{} comes from {}, which is personal, and would be sent to a model by {}",
                    quoted(value),
                    quoted(slot),
                    quoted(step)
                ),
            },
            "leave it out: a model never sees personal data",
        ),
        Course::WithoutConsent { slot } => said(
            format!(
                "{} needs consent, and on some path here the buyer has not given it",
                quoted(slot)
            ),
            "ask a slot of type `‹consent›` first, and go elsewhere when it is no: `‹if› agreed ‹is› ‹no› -> without`",
        ),
        Course::TwoQuestions { one_message: true } => said(
            "this message asks two things, and the buyer will answer one of them",
            "leave one question in it; ask the other after the answer",
        ),
        Course::TwoQuestions { one_message: false } => said(
            "a message before it in the same turn asks something too, and the buyer will answer one of them",
            "make the first a statement, or wait for its answer first",
        ),
        Course::NudgesUnlimited => said(
            "a silent buyer would be written to again and again",
            "bound it: `‹silence› 15m -> nudge, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Course::NudgesAtAnyHour => said(
            "a silent buyer could be written to in the middle of the night",
            "give it hours: `‹silence› 15m -> nudge, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Course::LateOnWhatsApp => said(
            "WhatsApp takes no free text once 24 hours have passed since the buyer wrote, so this message would be refused",
            "shorten the silence, end the dialogue without words, or name another channel: `‹silence› telegram 1d -> …`",
        ),
        Course::BackWithoutWords => said(
            "the buyer would read the same question again, without a word about why",
            "add under this line, indented: `en: Let's go on then.`",
        ),
        Course::Interrupted { state, step, line } => said(
            format!(
                "between the question in {} and {} the trigger on line {line} may lead the buyer away",
                quoted(state),
                quoted(step)
            ),
            format!("write `‹state› {state} ‹protected›`"),
        ),
        Course::SameWords {
            phrase,
            other,
            line,
        } => said(
            match phrase == other {
                true => format!(
                    "{} is listened for on line {line} already, and that one answers",
                    quoted(phrase)
                ),
                false => format!(
                    "{} and {} on line {line} match the same words, and the first one answers",
                    quoted(phrase),
                    quoted(other)
                ),
            },
            "leave the phrase to one of the two",
        ),
        Course::ModelUnlimited { step, time, length } => said(
            match (time, length) {
                (true, _) => format!("nothing says how much {} may write", quoted(step)),
                (_, true) => format!("nothing says how long {} may take", quoted(step)),
                _ => format!(
                    "nothing says how long {} may take, nor how much it may write",
                    quoted(step)
                ),
            },
            "add to `‹defaults›` the line `‹model› ‹within› 2500ms, ‹at most› 300 tokens`",
        ),
        Course::ModelWithoutFacts { step } => said(
            format!(
                "{} may come to speak of goods or prices, and is given nothing from the catalog",
                quoted(step)
            ),
            "pass it what `catalog` has found: `facts: picks`",
        ),
        Course::TurnTooLong {
            channel,
            takes,
            limit,
        } => said(
            format!(
                "up to here a turn may take {} s, and on {channel} the buyer waits {} s",
                seconds(*takes),
                seconds(*limit)
            ),
            "give the slow steps less time with `‹within› 1s`, or let the buyer answer in between",
        ),
        Course::EffectRepeats { step } => said(
            format!(
                "the dialogue may come here again, and {} would be done a second time",
                quoted(step)
            ),
            "add `‹once›` at the end of the line",
        ),
        Course::MoneyFromNowhere { of, step, used } => {
            let comes = match used.is_empty() {
                true => String::new(),
                false => format!(" and comes to {}", quoted(used)),
            };
            match step {
                true => said(
                    format!(
                        "the money that {} answers is neither from the catalog nor bounded{comes}",
                        quoted(of)
                    ),
                    "take the price from `catalog.quote`, or declare the step `bounded by profile.discount_limit`",
                ),
                false => said(
                    format!("the sum {} is written into the script{comes}", quoted(of)),
                    "take it from the catalog: `‹do› catalog.quote(item) ‹as› quoted`, then `quoted.price`",
                ),
            }
        }
        Course::MeasureUnreachable { arm, measure } => said(
            format!(
                "from the arm {} the dialogue can never end {}, by which the split is measured",
                quoted(arm),
                quoted(measure)
            ),
            "lead the arm to where the others lead, or measure something it can reach",
        ),
    }
}
