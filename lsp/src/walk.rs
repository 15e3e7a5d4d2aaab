//! The walk through a script that finds every name in it.

use crate::index::{Filler, Holder, Index, Said, Within, Wording};
use crate::symbol::{Mention, Offer, Space, Symbol};
use dsl::Spanned;
use dsl::ast::{
    Arg, Block, ChoiceOption, Condition, Exit, Expr, Flow, Ident, MigrationRule, Outcome, Part,
    Path, Silence, Slot, Statement, StatementKind, TextBlock, Trigger, Type, Unclear, Wait, When,
    Words,
};
use engine::Name;
use std::collections::HashSet;

/// Finds every name, every holder of a value and every message of a script.
pub(crate) fn walk(flow: &Flow, index: &mut Index) {
    let texts = flow.texts.iter().map(|text| text.name.key.clone());
    let mut walker = Walker {
        texts: texts.collect(),
        of: index.key.clone(),
        index,
        within: None,
        asks: None,
    };
    walker.flow(flow);
}

struct Walker<'i> {
    index: &'i mut Index,
    /// The key of the flow.
    of: Name,
    /// The keys of its texts.
    texts: HashSet<Name>,
    /// What is walked through.
    within: Option<Within>,
    /// The slot whose question is walked through.
    asks: Option<Name>,
}

impl Walker<'_> {
    fn flow(&mut self, flow: &Flow) {
        if let Some(name) = &flow.name {
            self.mention(Symbol::flow(&name.key), name, true);
        }
        for slot in flow.slots.iter().chain(&flow.needs).chain(&flow.gives) {
            self.slot(slot);
        }
        for intent in &flow.intents {
            self.own(Space::Intent, &intent.name, true);
        }
        for text in &flow.texts {
            self.own(Space::Text, &text.name, true);
            self.within = Some(Within::Text(text.name.key.clone()));
            self.text(&text.block);
        }
        self.within = None;
        for line in &flow.defaults.silence {
            self.silence(line);
        }
        self.unclear(flow.defaults.unclear.as_ref());
        if let Some(fails) = &flow.defaults.fails {
            self.block(&fails.node);
        }
        self.whens(&flow.anywhere);
        for state in &flow.states {
            self.own(Space::State, &state.name, true);
            self.within = Some(Within::State(state.name.key.clone()));
            if let Some(at_most) = &state.at_most {
                self.block(&at_most.then);
            }
            self.block(&state.body);
        }
        self.within = None;
        for rule in flow.migrations.iter().flat_map(|moved| &moved.rules) {
            match &rule.node {
                MigrationRule::State(_, now) => self.own(Space::State, now, false),
                MigrationRule::SlotRenamed(_, now) | MigrationRule::SlotReadAgain(now, _) => {
                    self.own(Space::Value, now, false);
                }
                MigrationRule::SlotDropped(_) | MigrationRule::OthersFinish(..) => {}
            }
        }
    }

    fn slot(&mut self, slot: &Slot) {
        let holder = self.holder(&slot.name);
        // The line in `slots` says the most of it, and comes first.
        holder.slot.get_or_insert_with(|| slot.clone());
        self.own(Space::Value, &slot.name, true);
        if let Type::Choice(values) = &slot.kind.node {
            for value in values {
                let offer = Offer::Slot(slot.name.key.clone());
                self.own(Space::Option(offer), value, true);
            }
        }
        for other in &slot.depends_on {
            self.own(Space::Value, other, false);
        }
    }

    fn block(&mut self, block: &Block) {
        for statement in block {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Statement) {
        match &statement.kind {
            StatementKind::Say(words) => self.words(words),
            StatementKind::Show(list) => self.path(list),
            StatementKind::Wait(wait) => self.wait(wait, statement.line),
            StatementKind::If(branch) => {
                self.condition(&branch.condition);
                self.block(&branch.then);
                if let Some(otherwise) = &branch.otherwise {
                    self.block(&otherwise.node);
                }
            }
            StatementKind::Do(call) => {
                let (plugin, step) = (&call.plugin.key, &call.step.key);
                self.index.mentions.push(Mention {
                    symbol: Symbol::new(Space::Step, plugin, step),
                    span: call.plugin.span.to(call.step.span),
                    defines: false,
                });
                for arg in &call.args {
                    self.expr(&arg.value, None);
                }
                let filler = |outcome| Filler::Step {
                    plugin: plugin.clone(),
                    step: step.clone(),
                    outcome,
                };
                self.bind(call.bind.as_ref(), filler(None));
                for outcome in &call.outcomes {
                    let space = Space::StepOutcome { step: step.clone() };
                    let symbol = Symbol::new(space, plugin, &outcome.name.key);
                    self.mention(symbol, &outcome.name, false);
                    self.outcome(outcome, filler(Some(outcome.name.key.clone())));
                }
            }
            StatementKind::Run(call) => {
                let flow = &call.flow.key;
                self.mention(Symbol::flow(flow), &call.flow, false);
                self.args(&call.args, flow);
                let filler = Filler::Run { flow: flow.clone() };
                self.bind(call.bind.as_ref(), filler.clone());
                for outcome in &call.outcomes {
                    let symbol = Symbol::new(Space::Outcome, flow, &outcome.name.key);
                    self.mention(symbol, &outcome.name, false);
                    self.outcome(outcome, filler.clone());
                }
            }
            StatementKind::Split(split) => {
                split.arms.iter().for_each(|arm| self.block(&arm.body));
            }
            StatementKind::Set(slot, value) => {
                self.own(Space::Value, slot, false);
                self.expr(value, Some(&slot.key));
            }
            StatementKind::Learn(_, value) => self.expr(value, None),
            StatementKind::ForgetPersonal => {}
            StatementKind::Exit(exit) => self.exit(exit),
            StatementKind::Broken(inner) => self.block(inner),
        }
    }

    fn args(&mut self, args: &[Arg], flow: &Name) {
        for arg in args {
            if let Some(name) = &arg.name {
                let symbol = Symbol::new(Space::Value, flow, &name.key);
                self.mention(symbol, name, false);
            }
            self.expr(&arg.value, None);
        }
    }

    fn outcome(&mut self, outcome: &Outcome, filler: Filler) {
        self.bind(outcome.bind.as_ref(), filler);
        self.block(&outcome.body);
    }

    /// `as NAME`: makes a result, or fills a slot.
    fn bind(&mut self, name: Option<&Ident>, filler: Filler) {
        let Some(name) = name else { return };
        let holder = self.holder(name);
        if !holder.filled.contains(&filler) {
            holder.filled.push(filler);
        }
        let is_slot = holder.slot.is_some();
        self.own(Space::Value, name, !is_slot);
    }

    fn exit(&mut self, exit: &Exit) {
        match exit {
            Exit::Go(state) => self.own(Space::State, state, false),
            Exit::Back(words) | Exit::Finish { words, .. } => self.maybe_words(words.as_ref()),
            Exit::Return(outcome) => {
                if let Some(outcome) = outcome {
                    self.own(Space::Outcome, outcome, true);
                }
            }
            Exit::Escalate {
                words, given_back, ..
            } => {
                self.maybe_words(words.as_ref());
                if let Some(back) = given_back {
                    self.block(back);
                }
            }
        }
    }

    fn wait(&mut self, wait: &Wait, line: u32) {
        let mut offer = Offer::Wait(line);
        if let Some(ask) = &wait.ask {
            self.own(Space::Value, &ask.slot, false);
            ask.from.iter().for_each(|list| self.path(list));
            offer = Offer::Slot(ask.slot.key.clone());
        }
        let around = self.asks.take();
        self.asks = wait.ask.as_ref().map(|ask| ask.slot.key.clone());
        self.maybe_words(wait.words.as_ref());
        self.asks = around;
        self.maybe_words(wait.unclear_words.as_ref());
        self.maybe_words(wait.next.as_ref());
        for option in &wait.options {
            self.option(option, &offer);
        }
        self.whens(&wait.whens);
        if let Some(otherwise) = &wait.otherwise {
            self.block(&otherwise.node);
        }
        wait.silence.iter().for_each(|line| self.silence(line));
        self.unclear(wait.unclear.as_ref());
    }

    fn option(&mut self, option: &ChoiceOption, offer: &Offer) {
        // Where the slot is a choice that has it, the option is a use of that value.
        let declared = matches!(offer, Offer::Slot(slot) if self.chooses(slot, &option.name.key));
        self.own(Space::Option(offer.clone()), &option.name, !declared);
        if let Some(body) = &option.body {
            self.block(body);
        }
    }

    fn whens(&mut self, whens: &[When]) {
        for when in whens {
            match &when.trigger.node {
                Trigger::Intent(name) => self.own(Space::Intent, name, false),
                Trigger::NamesProduct(name) => self.bind(Some(name), Filler::Product),
                Trigger::SendsPhoto(Some(name)) => {
                    let is_slot = self.holder(name).slot.is_some();
                    self.own(Space::Value, name, !is_slot);
                }
                Trigger::Gives(slot) | Trigger::Changes(slot) => {
                    self.own(Space::Value, slot, false);
                }
                Trigger::Presses(option) => {
                    self.own(Space::Option(Offer::Anywhere), option, false);
                }
                _ => {}
            }
            for state in &when.only_in {
                self.own(Space::State, state, false);
            }
            self.block(&when.body);
        }
    }

    fn silence(&mut self, silence: &Silence) {
        self.block(&silence.body);
    }

    fn unclear(&mut self, unclear: Option<&Unclear>) {
        if let Some(then) = unclear.and_then(|line| line.then.as_ref()) {
            self.block(then);
        }
    }

    fn maybe_words(&mut self, words: Option<&Words>) {
        if let Some(words) = words {
            self.words(words);
        }
    }

    fn words(&mut self, words: &Words) {
        match words {
            Words::Block(block) => self.text(block),
            Words::Path(path) if path.fields.is_empty() && self.texts.contains(&path.root.key) => {
                self.own(Space::Text, &path.root, false);
                self.said(path.span, Vec::new(), Some(path.root.key.clone()));
            }
            Words::Path(path) => self.path(path),
        }
    }

    fn text(&mut self, block: &TextBlock) {
        self.said(block.span, Wording::all(block), None);
        for part in block.lines.iter().flat_map(|line| &line.parts) {
            if let Part::Value(hole) = part {
                self.path(&hole.path);
            }
        }
    }

    fn said(&mut self, span: dsl::Span, wordings: Vec<Wording>, text: Option<Name>) {
        self.index.said.push(Said {
            within: self.within.clone(),
            asks: self.asks.clone(),
            span,
            wordings,
            text,
        });
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Compare(left, _, right) => {
                let (of, among) = (choice_of(left), choice_of(right));
                self.expr(left, among);
                self.expr(right, of);
            }
            Condition::In(value, items) => {
                self.expr(value, None);
                for item in items {
                    self.expr(item, choice_of(value));
                }
            }
            Condition::Known(path) | Condition::Empty(path) => self.path(path),
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|part| self.condition(part));
            }
        }
    }

    /// A value; where it stands against a slot, it may be one of that slot's choices.
    fn expr(&mut self, value: &Expr, against: Option<&Name>) {
        let Expr::Path(path) = value else { return };
        match against.filter(|slot| path.fields.is_empty() && self.chooses(slot, &path.root.key)) {
            Some(slot) => {
                let offer = Offer::Slot(slot.clone());
                self.own(Space::Option(offer), &path.root, false);
            }
            None => self.path(path),
        }
    }

    fn path(&mut self, path: &Path) {
        let Some(holder) = self.index.values.get(&path.root.key) else {
            if &*path.root.key == "buyer"
                && let Some(field) = path.fields.first()
            {
                self.own(Space::Kept, field, false);
            }
            return;
        };
        let run = match &holder.filled[..] {
            [Filler::Run { flow }] if holder.slot.is_none() => Some(flow.clone()),
            _ => None,
        };
        self.own(Space::Value, &path.root, false);
        if let (Some(flow), Some(field)) = (run, path.fields.first()) {
            self.mention(Symbol::new(Space::Value, &flow, &field.key), field, false);
        }
    }

    /// Whether a slot is a choice with this value.
    fn chooses(&self, slot: &str, value: &Name) -> bool {
        self.index.slot(slot).is_some_and(|slot| {
            matches!(&slot.kind, Spanned { node: Type::Choice(values), .. }
                if values.iter().any(|one| one.key == *value))
        })
    }

    fn holder(&mut self, name: &Ident) -> &mut Holder {
        let holders = self.index.values.entry(name.key.clone());
        holders.or_insert_with(|| Holder {
            name: name.name.clone(),
            slot: None,
            filled: Vec::new(),
        })
    }

    /// A name of this flow.
    fn own(&mut self, space: Space, name: &Ident, defines: bool) {
        self.mention(Symbol::new(space, &self.of, &name.key), name, defines);
    }

    fn mention(&mut self, symbol: Symbol, name: &Ident, defines: bool) {
        self.index.mentions.push(Mention {
            symbol,
            span: name.span,
            defines,
        });
    }
}

/// The slot that a value is, if it is one: what stands beside it may be one of its choices.
fn choice_of(value: &Expr) -> Option<&Name> {
    match value {
        Expr::Path(path) if path.fields.is_empty() => Some(&path.root.key),
        _ => None,
    }
}
