//! Wait points: questions, options, triggers, silence.

use super::{Below, Lowering};
use crate::ast::{self, ChoiceOption, Trigger as Heard};
use crate::diagnostic::{Fact, Thing};
use crate::resolve::fits;
use engine::graph::{
    Ask, Choice, Choosable, NodeIx, Op, Silence, SlotIx, Trigger, Unclear, Wait, When,
};
use engine::{Kind, Name};
use std::collections::HashMap;
use std::sync::Arc;
use understand::{Label, Phrase};

impl Lowering<'_> {
    pub(super) fn wait(&mut self, wait: &ast::Wait, line: u32, below: Below) -> Option<NodeIx> {
        let next = self.or_end(below, line);
        let asked = wait
            .ask
            .as_ref()
            .map(|ask| (ask, self.scope.slot(&ask.slot)));
        let from = wait.ask.as_ref().and_then(|ask| ask.from.as_ref());
        let from = from.and_then(|list| self.list(list).map(|(path, item)| (list, path, item)));
        if let (Some((_, Some((_, kind)))), Some((list, _, Some(item)))) = (&asked, &from)
            && !fits(item, kind)
        {
            let value = crate::resolve::path_written(list);
            let (found, expected) = (item.clone(), (*kind).clone());
            self.scope.tell(
                list.span,
                Fact::WrongType {
                    value,
                    found,
                    expected,
                },
            );
        }
        let slot = asked.as_ref().and_then(|(_, slot)| *slot);
        let mut options = Vec::with_capacity(wait.options.len());
        let mut lines: HashMap<&Name, u32> = HashMap::new();
        for option in &wait.options {
            match lines.get(&option.name.key) {
                Some(first) => self.scope.tell(
                    option.name.span,
                    Fact::DefinedTwice {
                        thing: Thing::Option,
                        name: option.name.name.to_string(),
                        first_line: *first as usize,
                    },
                ),
                None => drop(lines.insert(&option.name.key, option.line)),
            }
            options.push(self.option(option, slot, wait.ask.is_some(), next));
        }
        let question = match (&wait.words, &wait.ask) {
            (Some(words), Some(_)) => self.question(words),
            (Some(words), None) => self.message(words),
            (None, _) => None,
        };
        let whens = wait
            .whens
            .iter()
            .filter_map(|when| self.when(when, Some(next)))
            .collect();
        let otherwise = wait.otherwise.as_ref().map(|arm| {
            let to = self.block(&arm.node, Some(next));
            self.or_end(to, line)
        });
        let lowered = Wait {
            ordinal: 0,
            ask: match asked {
                Some((ask, slot)) => Some(Ask {
                    slot: slot?.0,
                    again: ask.again,
                    from: from.map(|(_, path, _)| path),
                }),
                None => None,
            },
            words: question,
            options,
            whens,
            otherwise,
            unclear_words: wait
                .unclear_words
                .as_ref()
                .and_then(|words| self.plain_text(words, false)),
            unclear: wait
                .unclear
                .as_ref()
                .map(|unclear| self.unclear(unclear, Some(next))),
            silence: wait
                .silence
                .iter()
                .map(|silence| self.silence(silence, Some(next)))
                .collect(),
            next_words: wait
                .next
                .as_ref()
                .and_then(|words| self.plain_text(words, true)),
            below: next,
        };
        Some(self.push(line, Op::Wait(Box::new(lowered))))
    }

    /// An option. In an `ask`, one without a target fills the slot with its name.
    fn option(
        &mut self,
        option: &ChoiceOption,
        slot: Option<(SlotIx, &Kind)>,
        asks: bool,
        below: NodeIx,
    ) -> Choice {
        let leaves = option.body.as_ref().and_then(|body| body.last());
        let leaves = leaves.is_some_and(|last| matches!(last.kind, ast::StatementKind::Exit(_)));
        let fills = asks && !leaves;
        if let Some((slot, kind)) = slot.filter(|_| fills) {
            self.check_value(option, slot, kind);
        }
        let body = option.body.as_ref();
        let to = body
            .and_then(|body| self.block(body, Some(below)))
            .unwrap_or(below);
        Choice {
            choosable: choosable(option),
            fills,
            to,
            line: option.line,
        }
    }

    /// An option that fills a slot is one of its values.
    fn check_value(&mut self, option: &ChoiceOption, slot: SlotIx, kind: &Kind) {
        let name = &option.name;
        let names = self.scope.names;
        let of = &names.slot_list[slot.0 as usize].name.name;
        match kind {
            Kind::Choice(values) => {
                if !names.values[slot.0 as usize].contains(&name.key) {
                    let values = values.iter().map(|value| &**value);
                    self.scope.tell_unknown(name, Thing::Choice, of, values);
                }
            }
            Kind::YesNo | Kind::Consent => {
                if self.scope.yes_no(&name.key).is_none() {
                    let table = self.scope.table();
                    let words = ["yes", "no"]
                        .into_iter()
                        .filter_map(|word| table.word(word));
                    self.scope.tell_unknown(name, Thing::Choice, of, words);
                }
            }
            expected => {
                let fact = Fact::WrongType {
                    value: name.name.to_string(),
                    found: Kind::Choice(Vec::new()),
                    expected: expected.clone(),
                };
                self.scope.tell(name.span, fact);
            }
        }
    }

    /// A trigger with its arm; what stands under one that is not known is looked at all the same.
    pub(super) fn when(&mut self, when: &ast::When, below: Below) -> Option<When> {
        let trigger = self.trigger(&when.trigger.node);
        let only_in = when
            .only_in
            .iter()
            .filter_map(|state| self.scope.state(state))
            .collect();
        let to = self.block(&when.body, below);
        let to = self.or_end(to, when.line);
        let interrupts_protected =
            matches!(when.trigger.node, Heard::WantsHuman) || self.interrupts_protected(&when.body);
        Some(When {
            trigger: trigger?,
            only_in,
            to,
            interrupts_protected,
            line: when.line,
        })
    }

    fn trigger(&mut self, trigger: &Heard) -> Option<Trigger> {
        Some(match trigger {
            Heard::Says(phrases) => Trigger::Says(
                phrases
                    .iter()
                    .map(|phrase| Phrase::new(&phrase.node))
                    .collect(),
            ),
            Heard::Intent(name) => Trigger::Says(self.intent(name)?),
            Heard::Agrees => Trigger::Agrees,
            Heard::Declines => Trigger::Declines,
            Heard::WantsHuman => Trigger::WantsHuman,
            Heard::NamesProduct(name) => Trigger::NamesProduct(self.slot_of(name, &Kind::Product)?),
            Heard::Gives(name) => Trigger::Gives(self.scope.slot(name)?.0),
            Heard::Changes(name) => Trigger::Changes(self.scope.slot(name)?.0),
            Heard::SendsPhoto(name) => Trigger::SendsPhoto(match name {
                Some(name) => Some(self.binding(name, Some(&Kind::Photo), &name.name)?),
                None => None,
            }),
            Heard::Presses(name) => {
                let names = self.scope.names;
                let Some(option) = names.options.get(&name.key) else {
                    self.scope.tell_unknown(
                        name,
                        Thing::Option,
                        "",
                        names.options.values().map(|option| &**option),
                    );
                    return None;
                };
                Trigger::Presses(option.clone())
            }
            Heard::WritesIn(lang) => Trigger::WritesIn(*lang),
            Heard::Joins => Trigger::Joins,
            Heard::OpensCatalog => Trigger::OpensCatalog,
            Heard::Calls => Trigger::Calls,
            Heard::HangsUp => Trigger::HangsUp,
            Heard::Dtmf(keys) => Trigger::Dtmf(keys.clone()),
            Heard::Event(name) => Trigger::Event(name.name.clone()),
        })
    }

    fn intent(&mut self, name: &ast::Ident) -> Option<Arc<[Phrase]>> {
        let flow = self.scope.flow;
        let Some(index) = self.scope.names.intents.get(&name.key).copied() else {
            const TRIGGERS: [&str; 14] = [
                "says",
                "agrees",
                "declines",
                "wants human",
                "names product",
                "gives",
                "changes",
                "sends photo",
                "presses",
                "writes in",
                "joins",
                "opens catalog",
                "calls",
                "hangs up",
            ];
            let table = self.scope.table();
            let triggers = TRIGGERS
                .into_iter()
                .filter_map(|trigger| table.word(trigger));
            let intents = flow.intents.iter().map(|intent| &*intent.name.name);
            self.scope
                .tell_unknown(name, Thing::Intent, "", intents.chain(triggers));
            return None;
        };
        let phrases = self.phrases.entry(index).or_insert_with(|| {
            let lines = flow.intents[index as usize].phrases.iter();
            lines
                .flat_map(|line| &line.phrases)
                .map(|phrase| Phrase::new(&phrase.node))
                .collect()
        });
        Some(phrases.clone())
    }

    /// A slot that must hold a type.
    fn slot_of(&mut self, name: &ast::Ident, expected: &Kind) -> Option<SlotIx> {
        let (slot, kind) = self.scope.slot(name)?;
        if !fits(expected, kind) {
            let (value, found) = (name.name.to_string(), kind.clone());
            self.scope.tell(
                name.span,
                Fact::WrongType {
                    value,
                    found,
                    expected: expected.clone(),
                },
            );
            return None;
        }
        Some(slot)
    }

    pub(super) fn silence(&mut self, silence: &ast::Silence, below: Below) -> Silence {
        let to = self.block(&silence.body, below);
        Silence {
            channel: silence.channel.map(|channel| channel.node),
            after: silence.after.node.saturating_add(999) / 1000,
            to: self.or_end(to, silence.line),
            at_most: silence.at_most.map(|most| most.node),
            between: silence.between.map(|hours| hours.node),
            line: silence.line,
        }
    }

    pub(super) fn unclear(&mut self, unclear: &ast::Unclear, below: Below) -> Unclear {
        let then = unclear.then.as_ref().map(|then| {
            let to = self.block(then, below);
            self.or_end(to, 0)
        });
        Unclear {
            at_most: unclear.at_most.map_or(u32::MAX, |most| most.node),
            then,
        }
    }
}

/// An option's name with its labels.
pub(super) fn choosable(option: &ChoiceOption) -> Choosable {
    let mut labels: Vec<(understand::Lang, Vec<Label>)> = Vec::new();
    for line in &option.labels {
        let words = line.labels.iter().map(|label| Label::new(&label.node));
        match labels.iter_mut().find(|(lang, _)| *lang == line.lang.node) {
            Some((_, known)) => known.extend(words),
            None => labels.push((line.lang.node, words.collect())),
        }
    }
    Choosable {
        name: Name::clone(&option.name.name),
        labels,
    }
}
