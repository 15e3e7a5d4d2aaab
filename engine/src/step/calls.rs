//! Plugin steps: calling, asking the world, going on with its answer.

use super::lookup::Speaker;
use super::{Next, Step, name};
use crate::Name;
use crate::effect::Effect;
use crate::event::Answer;
use crate::graph::{Do, Expr, Op, Root, Slot};
use crate::signature::FAILS;
use crate::state::{OnceRecord, Pending};
use crate::value::Value;
use crate::world::{Call, Reply};

/// How long a step may ask the world where nothing is said, in milliseconds (LANGUAGE §10, L406).
const WITHIN_MS: u64 = 2_000;

/// The longest answer of a model where nothing is said, in tokens.
const MODEL_TOKENS: u32 = 300;

impl Step<'_> {
    /// `do`: runs a plugin step, or takes the outcome that `once` recorded.
    pub(super) fn call(&mut self, step: &Do) -> Next {
        if step.once
            && let Some(record) = self.state.once.get(&self.once_key(step))
        {
            let OnceRecord { outcome, value } = record.clone();
            return match &*outcome {
                FAILS => self.fails(step, "it was sent before, and no answer came"),
                outcome => self.outcome(step, outcome, value),
            };
        }
        let args: Vec<(Name, Value)> = step
            .args
            .iter()
            .filter_map(|(param, value)| Some((param.clone(), self.value(value)?)))
            .collect();
        let missing =
            step.step.params.iter().find(|param| {
                !param.optional && !args.iter().any(|(given, _)| given == &param.name)
            });
        if let Some(missing) = missing {
            return self.fails(step, &format!("`{}` is empty", missing.name));
        }
        let reply = self.with_call(step, &args, |world, call| world.call(call));
        self.replied(step, args, reply)
    }

    /// The answer of the world: the plugin goes on in the function it named.
    pub(super) fn answered(&mut self, answer: &Answer) {
        let Some(Pending { then, args, .. }) = self.state.pending.take() else {
            return;
        };
        let top = self.top();
        let (Some(flow), Some(node)) = (self.flow_at(top), self.node_at(top)) else {
            return;
        };
        let Op::Do(step) = &flow.node(node).op else {
            return;
        };
        let next = match answer {
            Answer::Done(value) => {
                let reply =
                    self.with_call(step, &args, |world, call| world.resume(call, &then, value));
                self.replied(step, args, reply)
            }
            Answer::Late => self.fails(step, "no answer in time"),
            Answer::Failed(reason) => self.fails(step, reason),
        };
        self.go(next);
    }

    fn with_call(
        &self,
        step: &Do,
        args: &[(Name, Value)],
        ask: impl FnOnce(&dyn crate::World, &Call<'_>) -> Reply,
    ) -> Reply {
        let synonyms = self.synonyms(step);
        // Personal values never go to a model (LANGUAGE §5).
        let words = match step.step.model {
            true => self.blotted(self.state.buyer.words.clone()),
            false => self.state.buyer.words.clone(),
        };
        let call = Call {
            plugin: &step.step.plugin,
            step: &step.step.step,
            args,
            synonyms: &synonyms,
            words: &words,
            matched: &self.state.matched,
            lang: self.lang(),
            chat: &self.state.chat,
            channel: self.channel(),
            now: self.now(),
            profile: self.world.profile(&self.state.chat),
            max_tokens: self
                .default(|flow| flow.defaults.model_max_tokens)
                .unwrap_or(MODEL_TOKENS),
        };
        ask(self.world, &call)
    }

    fn replied(&mut self, step: &Do, args: Vec<(Name, Value)>, reply: Reply) -> Next {
        match reply {
            Reply::Outcome { name, value } => self.outcome(step, &name, value),
            Reply::Failed(reason) => self.fails(step, &reason),
            Reply::Ask { request, then } => {
                self.state.requests += 1;
                let number = self.state.requests;
                // Once sent, an effect is not sent again (ruling 8), whatever becomes of its answer.
                if step.once && step.step.effect {
                    let sent = OnceRecord {
                        outcome: name(FAILS),
                        value: None,
                    };
                    self.state.once.insert(self.once_key(step), sent);
                }
                self.state.pending = Some(Pending {
                    request: number,
                    step: name(&step.step.full_name()),
                    then,
                    args,
                });
                self.state.waiting = None;
                let step_name = name(&step.step.full_name());
                let within_ms = self.within_ms(step);
                self.effects.push(Effect::Request {
                    number,
                    step: step_name,
                    request,
                    within_ms,
                });
                Next::Stop
            }
        }
    }

    /// An outcome: recorded where `once` says, guarded where a model spoke, bound, and gone on under.
    fn outcome(&mut self, step: &Do, outcome: &str, value: Option<Value>) -> Next {
        let first = step
            .step
            .outcomes
            .first()
            .is_some_and(|first| *first.name == *outcome);
        if step.step.model
            && first
            && let Some(Value::Text(words)) = &value
            && let Err(claim) = self.prove(words, self.lang(), Speaker::Model)
        {
            self.record(
                name("blocked_claim"),
                Value::text(format!("{claim}: {words}")),
            );
            return match step.outcomes.iter().find(|arm| &*arm.outcome == "refused") {
                Some(arm) => self.take(arm, None, None),
                None => self.give_up(&format!("a model's claim that nothing proves: {claim}")),
            };
        }
        if step.once {
            let key = self.once_key(step);
            let record = OnceRecord {
                outcome: name(outcome),
                value: value.clone(),
            };
            // Another outcome than the first may be tried again (ruling 8).
            match first {
                true => drop(self.state.once.insert(key, record)),
                false => drop(self.state.once.remove(&key)),
            }
        }
        if let Some(Value::Record(_)) = &value
            && step.step.outcomes.iter().any(|known| {
                *known.name == *outcome
                    && matches!(&known.value, Some(crate::Kind::Record(record)) if &*record.name == "lead")
            })
        {
            self.state.lead.clone_from(&value);
        }
        match step.outcomes.iter().find(|arm| *arm.outcome == *outcome) {
            Some(arm) => self.take(arm, step.bind.as_ref().filter(|_| first), value),
            None => self.give_up(&format!(
                "`{}.{}` came back with `{outcome}`",
                step.step.plugin, step.step.step
            )),
        }
    }

    /// `fails`: the step's own line, else the flow's default, else its caller's; else a person.
    fn fails(&mut self, step: &Do, reason: &str) -> Next {
        let key = format!("{}.{}: {reason}", step.step.plugin, step.step.step);
        self.record(name("step_failed"), Value::text(&key));
        if let Some(to) = step.fails {
            return Next::At(to);
        }
        let default = (0..self.state.frames.len())
            .rev()
            .find_map(|depth| Some((depth, self.flow_at(depth)?.defaults.fails?)));
        match default {
            Some((depth, to)) => {
                self.close_above(depth);
                Next::At(to)
            }
            None => self.give_up(&key),
        }
    }

    fn within_ms(&self, step: &Do) -> u64 {
        let model = step
            .step
            .model
            .then(|| self.default(|flow| flow.defaults.model_within_ms))
            .flatten();
        step.within_ms.or(model).unwrap_or(WITHIN_MS)
    }

    /// A default of the innermost flow that says it.
    fn default<T>(&self, says: impl Fn(&crate::graph::Flow) -> Option<T>) -> Option<T> {
        (0..self.state.frames.len())
            .rev()
            .find_map(|depth| says(self.flow_at(depth)?))
    }

    /// Where the record of a `once` step is kept: its state and which step of that name in it.
    fn once_key(&self, step: &Do) -> String {
        let top = self.top();
        let (Some(flow), Some(frame), Some(here)) = (self.flow(), self.frame(), self.node_at(top))
        else {
            return String::new();
        };
        let state = flow.state(flow.node(here).state);
        let same = |op: &Op| matches!(op, Op::Do(other) if other.step == step.step);
        let before = (state.first.0..here.0)
            .filter(|at| same(&flow.nodes[*at as usize].op))
            .count();
        format!(
            "{}/{}/{}.{}/{before}",
            frame.flow, state.name, step.step.plugin, step.step.step
        )
    }

    /// Labels and synonyms of arguments that are choices (ruling 9).
    fn synonyms(&self, step: &Do) -> Vec<(Name, Vec<String>)> {
        let Some(flow) = self.flow() else {
            return Vec::new();
        };
        let labels = |slot: &Slot, chosen: &str| {
            let choosable = slot
                .labels
                .iter()
                .find(|choosable| *choosable.name == *chosen)?;
            let labels = choosable.labels.iter().flat_map(|(_, labels)| labels);
            Some(labels.map(|label| label.text().to_owned()).collect())
        };
        step.args
            .iter()
            .filter_map(|(param, value)| {
                let Expr::Path(path) = value else { return None };
                let Root::Slot(slot) = path.root else {
                    return None;
                };
                let Some(Value::Choice(chosen)) = self.at_path(path) else {
                    return None;
                };
                Some((param.clone(), labels(flow.slot(slot), &chosen)?))
            })
            .collect()
    }
}
