//! `do` and `run`: steps, subflows, their arguments and outcomes; P501.

use super::{Below, Lowering};
use crate::ast::{self, Arg, Ident};
use crate::diagnostic::{Fact, Thing};
use crate::line::key;
use crate::resolve::{DONE, fits};
use engine::graph::{Arm, Binding, Do, Expr, FlowIx, NodeIx, Op, Run, SlotIx};
use engine::signature::{FAILS, Signature};
use engine::{Kind, Name};
use std::collections::HashSet;
use std::sync::Arc;

/// Something that an argument can be given to.
struct Param<'p> {
    name: &'p Name,
    kind: &'p Kind,
    optional: bool,
}

impl<'a> Lowering<'a> {
    pub(super) fn step(&mut self, call: &ast::Do, line: u32, below: Below) -> Option<NodeIx> {
        let Some(signature) = self.signature(call) else {
            self.look_at(&call.args);
            for outcome in &call.outcomes {
                self.block(&outcome.body, below);
            }
            return None;
        };
        let of = format!("{}.{}", signature.plugin, signature.step);
        let params = signature.params.iter();
        let params: Vec<Param<'_>> = params
            .map(|param| Param {
                name: &param.name,
                kind: &param.kind,
                optional: param.optional,
            })
            .collect();
        let args = self.args(&call.args, &params, &of, Thing::Argument, call.call);
        let args = args
            .into_iter()
            .map(|(at, value)| (params[at].name.clone(), value))
            .collect();
        let first = signature.outcomes.first();
        let bind = call.bind.as_ref().and_then(|name| {
            let outcome = first?;
            self.binding(name, outcome.value.as_ref(), &outcome.name)
        });
        let mut outcomes: Vec<Arm> = Vec::with_capacity(signature.outcomes.len());
        for (nth, known) in signature.outcomes.iter().enumerate() {
            let outcome_key = key(&known.name);
            match call
                .outcomes
                .iter()
                .find(|outcome| *outcome.name.key == *outcome_key)
            {
                Some(outcome) => {
                    let bind = outcome
                        .bind
                        .as_ref()
                        .and_then(|name| self.binding(name, known.value.as_ref(), &known.name));
                    let to = self.block(&outcome.body, below);
                    let to = self.or_end(to, outcome.line);
                    outcomes.push(Arm {
                        outcome: known.name.clone(),
                        bind,
                        to,
                    });
                }
                None if nth == 0 => {
                    let to = self.or_end(below, line);
                    outcomes.push(Arm {
                        outcome: known.name.clone(),
                        bind: None,
                        to,
                    });
                }
                None => {}
            }
        }
        let names = signature
            .outcomes
            .iter()
            .map(|outcome| &*outcome.name)
            .chain([FAILS]);
        self.look_at_outcomes(&call.outcomes, names.collect(), &of, Thing::Outcome, below);
        let fails = call
            .outcomes
            .iter()
            .find(|outcome| &*outcome.name.key == FAILS)
            .map(|outcome| {
                if let Some(name) = &outcome.bind {
                    self.scope.tell(
                        name.span,
                        Fact::NoValueToName {
                            outcome: FAILS.to_owned(),
                        },
                    );
                }
                let to = self.block(&outcome.body, below);
                self.or_end(to, outcome.line)
            });
        let within_ms = call.within.map(|within| within.node.unsigned_abs());
        let call = Do {
            step: signature,
            args,
            bind,
            within_ms,
            once: call.once,
            outcomes,
            fails,
        };
        Some(self.push(line, Op::Do(Box::new(call))))
    }

    fn signature(&mut self, call: &ast::Do) -> Option<Arc<Signature>> {
        let shop = self.scope.shop;
        if let Some(signature) = shop.step(call) {
            return Some(signature.clone());
        }
        match shop.plugin(&call.plugin.key) {
            Some(steps) => {
                let names = steps.values().map(|step| &*step.step);
                self.scope
                    .tell_unknown(&call.step, Thing::Step, &call.plugin.name, names);
            }
            None => self
                .scope
                .tell_unknown(&call.plugin, Thing::Plugin, "", shop.plugin_names()),
        }
        None
    }

    pub(super) fn run(&mut self, run: &ast::Run, line: u32, below: Below) -> Option<NodeIx> {
        let shop = self.scope.shop;
        let Some(index) = shop.by_key.get(&run.flow.key).copied() else {
            let flows = shop
                .flows
                .iter()
                .filter_map(|flow| flow.name.as_ref())
                .map(|name| &*name.name);
            self.scope.tell_unknown(&run.flow, Thing::Flow, "", flows);
            self.look_at(&run.args);
            for outcome in &run.outcomes {
                self.block(&outcome.body, below);
            }
            return None;
        };
        let (subflow, names) = (&shop.flows[index], &shop.names[index]);
        let needs: Vec<(SlotIx, Param<'a>)> = subflow
            .needs
            .iter()
            .filter_map(|need| {
                let (slot, kind) = names.slot(&need.name.key)?;
                let known = &names.slot_list[slot as usize];
                Some((
                    SlotIx(slot),
                    Param {
                        name: &known.name.name,
                        kind,
                        optional: known.optional,
                    },
                ))
            })
            .collect();
        let (slots, params): (Vec<SlotIx>, Vec<Param<'a>>) = needs.into_iter().unzip();
        let args = self.args(&run.args, &params, &run.flow.name, Thing::Need, run.call);
        let args = args
            .into_iter()
            .map(|(at, value)| (slots[at], value))
            .collect();
        let bind = run.bind.as_ref().and_then(|name| self.result(name));
        let mut outcomes = Vec::with_capacity(run.outcomes.len());
        for outcome in &run.outcomes {
            let bind = outcome
                .bind
                .as_ref()
                .and_then(|name| self.result(name))
                .map(Binding::Result);
            let to = self.block(&outcome.body, below);
            let to = self.or_end(to, outcome.line);
            let name = names
                .returns
                .get(&outcome.name.key)
                .unwrap_or(&outcome.name.name)
                .clone();
            outcomes.push(Arm {
                outcome: name,
                bind,
                to,
            });
        }
        let mut known: Vec<&str> = names.returns.values().map(|name| &**name).collect();
        known.sort_unstable();
        if subflow.unsure.is_empty() {
            self.look_at_names(&run.outcomes, &known, &run.flow.name, Thing::Return);
        }
        if known == [DONE] && outcomes.is_empty() {
            // A subflow that only returns needs no line for it.
            let to = self.or_end(below, line);
            outcomes.push(Arm {
                outcome: Name::from(DONE),
                bind: None,
                to,
            });
        }
        let run = Run {
            flow: FlowIx(index as u32),
            args,
            bind,
            outcomes,
        };
        Some(self.push(line, Op::Run(Box::new(run))))
    }

    /// Arguments, each with the place of its parameter.
    fn args(
        &mut self,
        args: &[Arg],
        params: &[Param<'_>],
        of: &str,
        thing: Thing,
        call: crate::Span,
    ) -> Vec<(usize, Expr)> {
        let mut given: Vec<(usize, Expr)> = Vec::with_capacity(args.len());
        let mut seen = HashSet::new();
        let mut by_name = false;
        let mut unknown = false;
        for (nth, arg) in args.iter().enumerate() {
            let span = arg.name.as_ref().map_or(arg.value.span(), |name| name.span);
            let at = match &arg.name {
                Some(name) => {
                    by_name = true;
                    let found = params
                        .iter()
                        .position(|param| *key(param.name) == *name.key);
                    if found.is_none() {
                        unknown = true;
                        self.scope.tell_unknown(
                            name,
                            thing,
                            of,
                            params.iter().map(|param| &**param.name),
                        );
                    }
                    found
                }
                None if by_name => {
                    self.scope.tell(span, Fact::PlaceAfterName);
                    unknown = true;
                    None
                }
                None if nth >= params.len() => {
                    self.scope.tell(
                        span,
                        Fact::TooManyArguments {
                            of: of.to_owned(),
                            most: params.len(),
                        },
                    );
                    None
                }
                None => Some(nth),
            };
            let Some(at) = at else {
                self.scope.expr(&arg.value, None, "");
                continue;
            };
            if !seen.insert(at) {
                self.scope.tell(
                    span,
                    Fact::ArgumentTwice {
                        name: params[at].name.to_string(),
                    },
                );
            }
            let value = self
                .scope
                .expr_of(&arg.value, params[at].kind, params[at].name);
            given.extend(value.map(|value| (at, value)));
        }
        let missing = params
            .iter()
            .enumerate()
            .find(|(at, param)| !param.optional && !seen.contains(at));
        if let Some((_, param)) = missing.filter(|_| !unknown) {
            self.scope.tell(
                call,
                Fact::ArgumentMissing {
                    of: of.to_owned(),
                    name: param.name.to_string(),
                },
            );
        }
        given
    }

    /// Looks the arguments of an unknown step over, for what can be told of them.
    fn look_at(&mut self, args: &[Arg]) {
        for arg in args {
            if let ast::Expr::Path(path) = &arg.value
                && path.fields.is_empty()
            {
                // It may be the name of a choice that only the step knows.
                continue;
            }
            self.scope.expr(&arg.value, None, "");
        }
    }

    /// Tells of outcome lines of a step that it does not have; what stands under them is looked at.
    fn look_at_outcomes(
        &mut self,
        outcomes: &[ast::Outcome],
        known: Vec<&str>,
        of: &str,
        thing: Thing,
        below: Below,
    ) {
        self.look_at_names(outcomes, &known, of, thing);
        let keys: HashSet<Name> = known.iter().map(|name| key(name)).collect();
        for outcome in outcomes
            .iter()
            .filter(|outcome| !keys.contains(&outcome.name.key))
        {
            self.block(&outcome.body, below);
        }
    }

    fn look_at_names(&mut self, outcomes: &[ast::Outcome], known: &[&str], of: &str, thing: Thing) {
        let mut first: std::collections::HashMap<&Name, u32> = std::collections::HashMap::new();
        let keys: HashSet<Name> = known.iter().map(|name| key(name)).collect();
        for outcome in outcomes {
            if let Some(line) = first.get(&outcome.name.key) {
                let fact = Fact::OutcomeTwice {
                    name: outcome.name.name.to_string(),
                    first_line: *line as usize,
                };
                self.scope.tell(outcome.name.span, fact);
                continue;
            }
            first.insert(&outcome.name.key, outcome.line);
            if !keys.contains(&outcome.name.key) {
                self.scope
                    .tell_unknown(&outcome.name, thing, of, known.iter().copied());
            }
        }
    }

    /// Where a value goes by its name; its type must fit a slot.
    pub(super) fn binding(
        &mut self,
        name: &Ident,
        kind: Option<&Kind>,
        outcome: &str,
    ) -> Option<Binding> {
        let Some(kind) = kind else {
            self.scope.tell(
                name.span,
                Fact::NoValueToName {
                    outcome: outcome.to_owned(),
                },
            );
            return None;
        };
        if let Some((slot, expected)) = self.scope.names.slot(&name.key) {
            if !fits(kind, expected) {
                let (found, expected) = (kind.clone(), expected.clone());
                self.scope.tell(
                    name.span,
                    Fact::WrongType {
                        value: outcome.to_owned(),
                        found,
                        expected,
                    },
                );
                return None;
            }
            return Some(Binding::Slot(SlotIx(slot)));
        }
        self.scope
            .names
            .results
            .get(&name.key)
            .map(|(name, _)| Binding::Result(name.clone()))
    }

    /// The name of what a subflow gives: never a slot, which holds one value.
    fn result(&mut self, name: &Ident) -> Option<Name> {
        if self.scope.names.slots.contains_key(&name.key) {
            let fact = Fact::WrongThing {
                name: name.name.to_string(),
                is: Thing::Slot,
                needed: Thing::Value,
            };
            self.scope.tell(name.span, fact);
            return None;
        }
        self.scope
            .names
            .results
            .get(&name.key)
            .map(|(name, _)| name.clone())
    }
}
