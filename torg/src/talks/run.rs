//! Playing a talk: line by line, until the bot differs.

use super::compare::{
    Mismatch, has_words, is_expected, is_named, millis, must_be_stated, name, told,
};
use super::coverage::Coverage;
use super::scene::Scene;
use crate::rehearsal::RehearsalError;
use crate::release::Release;
use crate::shop::ShopFiles;
use dsl::talk::{Item, ItemKind, Talk, Wording};
use engine::{Channel, Effect, Happened, Message, Name, Press};
use std::collections::VecDeque;
use std::fmt::Write;
use std::sync::Arc;
use understand::Lang;

/// A talk that the shop did not keep to.
#[derive(Clone, PartialEq, Debug)]
pub struct Failure {
    /// The line of the talk, from 1.
    pub line: usize,
    /// How the bot differed.
    pub mismatch: Mismatch,
    /// The language it was played in, where the talk names one.
    pub lang: Option<Lang>,
    /// The channel it was played on.
    pub channel: Channel,
}

/// Plays a talk in each of its languages on each of its channels; the first difference ends it.
///
/// # Errors
/// The [`Failure`].
pub fn run_talk(
    files: &ShopFiles,
    release: &Arc<Release>,
    talk: &Talk,
    coverage: &mut Coverage,
) -> Result<(), Failure> {
    let languages: Vec<Option<Lang>> = match talk.settings.languages.as_slice() {
        [] => vec![None],
        languages => languages.iter().copied().map(Some).collect(),
    };
    let channels = match talk.settings.channels.as_slice() {
        [] => &[Channel::Telegram],
        channels => channels,
    };
    for lang in &languages {
        for channel in channels {
            let mut scene = Scene::set(files, release, talk, *lang, *channel)
                .map_err(|error| Failure::impossible(talk, *channel, &error))?;
            let played = play(&mut scene, talk);
            coverage.add(scene.trace());
            played.map_err(|(line, mismatch)| Failure {
                line,
                mismatch,
                lang: *lang,
                channel: *channel,
            })?;
        }
    }
    Ok(())
}

/// A line, and how the bot differed there.
type Differs = (usize, Mismatch);

fn play(scene: &mut Scene<'_>, talk: &Talk) -> Result<(), Differs> {
    let broken =
        |line: usize| move |error: RehearsalError| (line, Mismatch::Impossible(error.to_string()));
    let never: Vec<&Wording> = talk
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Never(wording) => Some(wording),
            _ => None,
        })
        .collect();
    let mut seen = Seen {
        done: VecDeque::new(),
        never: &never,
    };
    let mut line = talk.line;
    let mut begun = false;
    for item in &talk.items {
        line = item.line;
        let happens = match &item.kind {
            ItemKind::Buyer(text) => Some(Happened::Said(text.clone())),
            ItemKind::Presses(option) => {
                Some(Happened::Pressed(Press::Named(Name::from(option.as_str()))))
            }
            ItemKind::OperatorSays(text) => Some(Happened::OperatorSaid(text.clone())),
            ItemKind::GivesBack => Some(Happened::GivenBack),
            ItemKind::After(time) => {
                seen.nothing_left(scene, line)?;
                let done = scene.after(millis(*time)).map_err(broken(line))?;
                seen.add(done, line)?;
                None
            }
            ItemKind::Given(given) => {
                scene
                    .give(given)
                    .map_err(|why| (line, Mismatch::Impossible(why)))?;
                None
            }
            ItemKind::Publish(file) => {
                scene
                    .publish(file)
                    .map_err(|why| (line, Mismatch::Impossible(why)))?;
                None
            }
            ItemKind::Never(_) => None,
            ItemKind::Bot { .. } | ItemKind::Effect(_) => {
                if !begun {
                    let done = scene.open().map_err(broken(line))?;
                    seen.add(done, line)?;
                }
                begun = true;
                seen.expect(scene, item)?;
                None
            }
        };
        if let Some(what) = happens {
            begun = true;
            seen.nothing_left(scene, line)?;
            let done = scene.happen(what).map_err(broken(line))?;
            seen.add(done, line)?;
        }
    }
    seen.nothing_left(scene, line)
}

/// What the bot did and no line stated yet.
struct Seen<'t> {
    done: VecDeque<Effect>,
    never: &'t [&'t Wording],
}

impl Seen<'_> {
    fn add(&mut self, done: Vec<Effect>, line: usize) -> Result<(), Differs> {
        for effect in &done {
            if let Effect::Send(message) = effect
                && self
                    .never
                    .iter()
                    .any(|wording| has_words(&message.text, wording))
            {
                return Err((line, Mismatch::Never(Box::new(message.clone()))));
            }
        }
        self.done.extend(done);
        Ok(())
    }

    /// A line that states what the bot does: messages in order, other effects in any order.
    fn expect(&mut self, scene: &Scene<'_>, item: &Item) -> Result<(), Differs> {
        let signatures = scene.release().plugins.signatures();
        match &item.kind {
            ItemKind::Bot {
                message: named,
                wording,
            } => {
                let at = self
                    .done
                    .iter()
                    .position(|effect| matches!(effect, Effect::Send(_)));
                let Some(Effect::Send(message)) = at.and_then(|at| self.done.remove(at)) else {
                    return Err((item.line, Mismatch::Missing));
                };
                if !is_named(&message, named) {
                    return Err((item.line, Mismatch::Other(Box::new(message))));
                }
                if wording
                    .as_ref()
                    .is_some_and(|wording| !has_words(&message.text, wording))
                {
                    return Err((item.line, Mismatch::Words(Box::new(message))));
                }
            }
            ItemKind::Effect(expected) => {
                let at = self
                    .done
                    .iter()
                    .position(|effect| is_expected(effect, expected));
                if at.and_then(|at| self.done.remove(at)).is_none() {
                    let other = self.done.iter().find(|effect| {
                        !matches!(effect, Effect::Send(_)) && must_be_stated(effect, signatures)
                    });
                    return Err((
                        item.line,
                        other.map_or(Mismatch::Missing, |other| {
                            Mismatch::Unstated(Box::new(other.clone()))
                        }),
                    ));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Nothing may be left that no line stated.
    fn nothing_left(&mut self, scene: &Scene<'_>, line: usize) -> Result<(), Differs> {
        let signatures = scene.release().plugins.signatures();
        let unstated = self
            .done
            .drain(..)
            .find(|effect| must_be_stated(effect, signatures));
        unstated.map_or(Ok(()), |effect| {
            Err((line, Mismatch::Unstated(Box::new(effect))))
        })
    }
}

impl Failure {
    fn impossible(talk: &Talk, channel: Channel, error: &RehearsalError) -> Failure {
        Failure {
            line: talk.line,
            mismatch: Mismatch::Impossible(error.to_string()),
            lang: None,
            channel,
        }
    }

    /// The failure for people: what the talk states beside what the bot did, with the script's line.
    pub fn tell(&self, file: &str, talk: &str) -> String {
        let mut text = String::new();
        let stated = talk
            .lines()
            .nth(self.line.saturating_sub(1))
            .unwrap_or_default()
            .trim();
        let lang = self
            .lang
            .map(|lang| format!(", {lang}"))
            .unwrap_or_default();
        let _ = writeln!(text, "  {file}:{} (on {}{lang})", self.line, self.channel);
        let said = |message: &Message| format!("< {} {:?}", name(message), message.text);
        let (stated, did, message) = match &self.mismatch {
            Mismatch::Missing => (stated, "nothing more".to_owned(), None),
            Mismatch::Impossible(why) => (stated, why.clone(), None),
            Mismatch::Other(message) | Mismatch::Words(message) => {
                (stated, said(message), Some(&**message))
            }
            Mismatch::Never(message) => {
                ("words that never shall be", said(message), Some(&**message))
            }
            Mismatch::Unstated(effect) => match &**effect {
                Effect::Send(message) => (
                    "nothing more before this line",
                    said(message),
                    Some(message),
                ),
                other => ("nothing more before this line", told(other), None),
            },
        };
        let _ = writeln!(text, "    expected  {stated}");
        let _ = writeln!(text, "    got       {did}");
        if let Some(message) = message {
            let origin = &message.origin;
            let _ = writeln!(
                text,
                "    by        flows/{}.flow:{} in state {}",
                origin.flow, origin.line, origin.state
            );
        }
        text
    }
}
