//! The stage a talk is played on: a fresh shop in memory, a buyer, a clock.

use super::compare::{fitted, value};
use crate::rehearsal::{Rehearsal, RehearsalError};
use crate::release::{Release, build};
use crate::shop::ShopFiles;
use dsl::Source;
use dsl::talk::{Given, Talk, Value as Written};
use engine::step::Trace;
use engine::{Channel, ChatKey, Effect, Happened, Name, World};
use jiff::civil::{DateTime, date};
use std::sync::Arc;
use std::time::Duration;
use store::MemoryStore;
use understand::{Lang, fold};

/// A talk that does not say when it takes place begins then: a Monday, at eleven in the morning.
const BEGINS: DateTime = date(2026, 3, 2).at(11, 0, 0, 0);

/// A talk under way.
pub(super) struct Scene<'t> {
    files: &'t ShopFiles,
    rehearsal: Rehearsal,
    channel: Channel,
    /// Where it went under the release it began with, once another was published.
    before: Option<Trace>,
}

impl<'t> Scene<'t> {
    /// Sets the stage: in one language, on one channel.
    pub(super) fn set(
        files: &'t ShopFiles,
        release: &Arc<Release>,
        talk: &Talk,
        lang: Option<Lang>,
        channel: Channel,
    ) -> Result<Scene<'t>, RehearsalError> {
        let zone = release.config.shop.time_zone.clone();
        let at = talk
            .settings
            .at
            .unwrap_or(BEGINS)
            .to_zoned(zone)
            .map_or(jiff::Timestamp::UNIX_EPOCH, |at| at.timestamp());
        let chat = ChatKey::new(channel, "talk");
        let mut rehearsal = Rehearsal::new(
            Arc::clone(release),
            Arc::new(MemoryStore::new()),
            chat.clone(),
            at,
        )?;
        if let Some(flow) = &talk.settings.flow {
            let mut profile = release.profile(&chat).clone();
            profile.script = spelt(release, flow);
            rehearsal.given.profile = Some(profile);
        }
        let mut scene = Scene {
            files,
            rehearsal,
            channel,
            before: None,
        };
        if lang.is_some() {
            scene.happen(Happened::Met {
                name: None,
                username: None,
                locale: lang,
                source: None,
            })?;
        }
        Ok(scene)
    }

    /// Where the talk went under the release it began with.
    pub(super) fn trace(&self) -> &Trace {
        self.before.as_ref().unwrap_or(&self.rehearsal.trace)
    }

    /// The release that is served.
    pub(super) fn release(&self) -> &Arc<Release> {
        self.rehearsal.release()
    }

    /// Something happens: all the bot does for it, in order.
    pub(super) fn happen(&mut self, what: Happened) -> Result<Vec<Effect>, RehearsalError> {
        let mut seen = Vec::new();
        self.rehearsal
            .happen(what, &mut |_, effect| seen.push(effect.clone()))?;
        Ok(seen)
    }

    /// Time goes by.
    pub(super) fn after(
        &mut self,
        by: jiff::SignedDuration,
    ) -> Result<Vec<Effect>, RehearsalError> {
        let mut seen = Vec::new();
        self.rehearsal
            .after(by, &mut |_, effect| seen.push(effect.clone()))?;
        Ok(seen)
    }

    /// A talk that begins with the bot: the buyer answered a call, or joined.
    pub(super) fn open(&mut self) -> Result<Vec<Effect>, RehearsalError> {
        self.happen(if self.channel == Channel::Phone {
            Happened::Called
        } else {
            Happened::Joined
        })
    }

    /// Sets how the world is.
    pub(super) fn give(&mut self, given: &Given) -> Result<(), String> {
        match given {
            Given::Answers {
                plugin,
                step,
                words,
                values,
            } => self.give_answer(plugin, step, words, values),
            Given::Takes { plugin, step, time } => {
                let time = Duration::from_millis(u64::try_from(*time).unwrap_or(0));
                self.rehearsal
                    .given
                    .takes
                    .insert(format!("{plugin}.{step}"), time);
                Ok(())
            }
            Given::Is { path, value } => self.give_value(path, value),
        }
    }

    /// The outcome is the longest run of words that the step declares; a name may follow as its value.
    fn give_answer(
        &mut self,
        plugin: &str,
        step: &str,
        words: &[String],
        values: &[Written],
    ) -> Result<(), String> {
        let release = Arc::clone(self.release());
        let signature = release.plugins.signatures().get(plugin, step);
        let signature = signature.ok_or_else(|| format!("there is no step `{plugin}.{step}`"))?;
        let named = |count: usize| {
            let spoken = fold(&words[..count].join(" "));
            let declared = signature
                .outcomes
                .iter()
                .find(|outcome| fold(&outcome.name) == spoken);
            declared
                .map(|outcome| (outcome.name.clone(), outcome.value.clone()))
                .or_else(|| {
                    (spoken == engine::signature::FAILS)
                        .then(|| (Name::from(spoken.as_str()), None))
                })
        };
        let found = (1..=words.len())
            .rev()
            .find_map(|count| Some((count, named(count)?)));
        let Some((count, (outcome, kind))) = found else {
            return Err(format!(
                "`{plugin}.{step}` has no outcome `{}`",
                words.join(" ")
            ));
        };
        let written = values
            .first()
            .cloned()
            .or_else(|| words.get(count).cloned().map(Written::Name));
        let value = written.map(|written| {
            kind.as_ref()
                .map_or_else(|| value(&written), |kind| fitted(&written, kind))
        });
        self.rehearsal
            .given
            .answers
            .insert(format!("{plugin}.{step}"), (outcome, value));
        Ok(())
    }

    fn give_value(&mut self, path: &[String], written: &Written) -> Result<(), String> {
        match path
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice()
        {
            ["profile", field] => {
                let chat = ChatKey::new(self.channel, "talk");
                let release = Arc::clone(self.release());
                let mut profile = self
                    .rehearsal
                    .given
                    .profile
                    .clone()
                    .unwrap_or_else(|| release.profile(&chat).clone());
                profile.fields.insert(Name::from(*field), value(written));
                self.rehearsal.given.profile = Some(profile);
                Ok(())
            }
            ["buyer", field] => {
                let words = value(written).as_words().map(str::to_owned);
                let (mut name, mut username, mut locale, mut source) = (None, None, None, None);
                match *field {
                    "name" => name = words,
                    "username" => username = words,
                    "language" => locale = words.as_deref().and_then(Lang::parse),
                    "source" => source = words,
                    other => {
                        return Err(format!(
                            "`buyer.{other}` cannot be given; name, username, language and source can"
                        ));
                    }
                }
                let met = Happened::Met {
                    name,
                    username,
                    locale,
                    source,
                };
                self.happen(met)
                    .map(drop)
                    .map_err(|error| error.to_string())
            }
            [slot] => {
                let release = Arc::clone(self.release());
                let kind = release
                    .graph
                    .flows
                    .iter()
                    .flat_map(|flow| &flow.slots)
                    .find(|known| fold(&known.name) == fold(slot));
                let Some(known) = kind else {
                    return Err(format!("there is no slot `{slot}`"));
                };
                let value = fitted(written, &known.kind);
                self.rehearsal
                    .set(&known.name, value)
                    .map_err(|error| error.to_string())
            }
            _ => Err(format!(
                "`{}` cannot be given; a slot, `profile.X` and `buyer.X` can",
                path.join(".")
            )),
        }
    }

    /// Swaps in another version of a flow, as publishing it would.
    pub(super) fn publish(&mut self, file: &str) -> Result<(), String> {
        let candidates = [
            file.to_owned(),
            format!("talks/{file}"),
            format!("flows/{file}"),
        ];
        let bytes = candidates
            .iter()
            .find_map(|name| self.files.bytes(name).ok().flatten());
        let bytes = bytes.ok_or_else(|| format!("there is no file `{file}` in the shop"))?;
        let stem =
            flow_name(&bytes).unwrap_or_else(|| Source::new(file, Vec::new()).stem().to_owned());
        let source = Source::new(format!("flows/{stem}.flow"), bytes);
        let mut files = self.files.clone();
        files.flows.retain(|flow| fold(flow.stem()) != fold(&stem));
        files.flows.push(source);
        let built = build(&files).map_err(|error| error.to_string())?;
        let release = built
            .release
            .ok_or_else(|| built.report.render(None, false))?;
        self.before
            .get_or_insert_with(|| self.rehearsal.trace.clone());
        self.rehearsal.publish(Arc::new(release));
        Ok(())
    }
}

/// The name in the header of a flow.
fn flow_name(bytes: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(bytes).ok()?;
    let header = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'))?;
    header.split_whitespace().nth(1).map(str::to_owned)
}

/// A flow's name as its author spelt it.
fn spelt(release: &Release, flow: &str) -> Name {
    let known = release
        .graph
        .flows
        .iter()
        .find(|known| fold(&known.name) == fold(flow));
    known.map_or_else(|| Name::from(flow), |known| known.name.clone())
}
