//! What scripts compile to: flows of states, each a run of small nodes.
//!
//! A state's statements are lowered into [`Node`]s that name the node to go on with, so blocks,
//! arms and rejoins need no stack to run. Nodes of one state stand together, which makes a place
//! in a script nameable across releases: flow, state, and the node's number within the state.

use crate::effect::Ended;
use crate::signature::Signature;
use crate::value::{Kind, Value};
use crate::world::Hours;
use crate::{Channel, Name};
use rust_decimal::Decimal;
use std::collections::HashMap;
use std::sync::Arc;
use understand::{Label, Lang, Phrase};

/// All flows of a shop, checked and resolved.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    /// The release: a content hash over everything that decides a reply.
    pub release: String,
    /// The flows.
    pub flows: Vec<Flow>,
    /// Flows by name.
    pub by_name: HashMap<Name, FlowIx>,
}

impl Graph {
    /// The flow called `name`.
    pub fn flow(&self, name: &str) -> Option<(FlowIx, &Flow)> {
        let ix = *self.by_name.get(name)?;
        Some((ix, &self.flows[ix.0 as usize]))
    }
}

/// A flow's place in [`Graph::flows`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FlowIx(pub u32);

/// A state's place in [`Flow::states`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct StateIx(pub u32);

/// A node's place in [`Flow::nodes`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeIx(pub u32);

/// A text's place in [`Flow::texts`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct TextIx(pub u32);

/// A slot's place in [`Flow::slots`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SlotIx(pub u32);

/// One `.flow` file.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Its name, which is the file's.
    pub name: Name,
    /// `v3`
    pub version: u32,
    /// The file, relative to the shop folder, for people.
    pub file: String,
    /// What it is for.
    pub goal: String,
    /// Languages it speaks, the default first.
    pub languages: Vec<Lang>,
    /// Channels it is written for; empty: all.
    pub channels: Vec<Channel>,
    /// Slots copied in when another flow runs this one.
    pub needs: Vec<SlotIx>,
    /// Slots copied out under its outcomes.
    pub gives: Vec<SlotIx>,
    /// Slots in file order.
    pub slots: Vec<Slot>,
    /// Texts, named and unnamed.
    pub texts: Vec<Text>,
    /// States in file order; the first begins the flow. Arms of `anywhere` and blocks of `defaults`
    /// stand at the end in states called `anywhere` and `defaults`.
    pub states: Vec<State>,
    /// States by name.
    pub state_by_name: HashMap<Name, StateIx>,
    /// All nodes, state by state.
    pub nodes: Vec<Node>,
    /// Triggers heard at every wait point, in order.
    pub anywhere: Vec<When>,
    /// What holds where a wait point or a step says nothing of its own.
    pub defaults: Defaults,
    /// `migrate from`, a block a version.
    pub migrations: Vec<Migration>,
}

impl Flow {
    /// A node.
    pub fn node(&self, ix: NodeIx) -> &Node {
        &self.nodes[ix.0 as usize]
    }

    /// A state.
    pub fn state(&self, ix: StateIx) -> &State {
        &self.states[ix.0 as usize]
    }

    /// A slot.
    pub fn slot(&self, ix: SlotIx) -> &Slot {
        &self.slots[ix.0 as usize]
    }

    /// A text.
    pub fn text(&self, ix: TextIx) -> &Text {
        &self.texts[ix.0 as usize]
    }

    /// The state called `name`.
    pub fn state_named(&self, name: &str) -> Option<StateIx> {
        self.state_by_name.get(name).copied()
    }

    /// The slot called `name`.
    pub fn slot_named(&self, name: &str) -> Option<SlotIx> {
        self.slots
            .iter()
            .position(|slot| &*slot.name == name)
            .map(|at| SlotIx(at as u32))
    }
}

/// A state: a named run of nodes.
#[derive(Clone, Debug)]
pub struct State {
    /// Its name.
    pub name: Name,
    /// The line of its header, from 1.
    pub line: u32,
    /// `protected`: most of `anywhere` does not interrupt it.
    pub protected: bool,
    /// `at most N visits, then -> X`: how often it may be entered by `->`, and where else to go then.
    pub at_most: Option<(u32, NodeIx)>,
    /// The node it begins with.
    pub entry: NodeIx,
    /// Its first node; its others follow.
    pub first: NodeIx,
    /// How many nodes it has.
    pub count: u32,
}

/// A small step of a state.
#[derive(Clone, Debug)]
pub struct Node {
    /// The state it stands in.
    pub state: StateIx,
    /// Its line in the flow's file, from 1.
    pub line: u32,
    /// What it does.
    pub op: Op,
}

/// What a node does.
#[derive(Clone, Debug)]
pub enum Op {
    /// `say`: one message.
    Say(Words, NodeIx),
    /// `show`: cards of a list.
    Show(Path, NodeIx),
    /// `ask` or `wait`: stop until something happens.
    Wait(Box<Wait>),
    /// `if` / `otherwise`.
    If(Condition, NodeIx, NodeIx),
    /// `do`: a plugin step.
    Do(Box<Do>),
    /// `run`: a subflow.
    Run(Box<Run>),
    /// `split`: an experiment.
    Split(Box<Split>),
    /// `set SLOT = VALUE`
    Set(SlotIx, Expr, NodeIx),
    /// `forget personal`
    ForgetPersonal(NodeIx),
    /// `learn KIND VALUE`
    Learn(Name, Expr, NodeIx),
    /// `-> STATE`
    Go(StateIx),
    /// `back`, with words perhaps.
    Back(Option<Words>),
    /// `return OUTCOME`; without one, a subflow's only outcome, `done`.
    Return(Name),
    /// `finish`, with a reason and words perhaps.
    Finish(Ended, Option<String>, Option<Words>),
    /// `escalate`
    Escalate(Box<Escalate>),
}

/// Words to send: a text of the flow, or a value that holds words.
#[derive(Clone, PartialEq, Debug)]
pub enum Words {
    /// A text.
    Text(TextIx),
    /// `say reply`
    Value(Path),
}

/// A text with its variants.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its name; unnamed texts have none.
    pub name: Option<Name>,
    /// For unnamed texts: the state they stand in, and which unnamed text of it they are, from 1 in
    /// file order, as talks count them (the text of `ask` and the words of `unclear` do not count).
    pub nth: (Name, u16),
    /// Lines in file order: several of one language are variants.
    pub variants: Vec<Variant>,
}

/// One wording of a text.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its language.
    pub lang: Lang,
    /// The channel it is for, if it names one.
    pub channel: Option<Channel>,
    /// The words, with values between.
    pub parts: Vec<Part>,
    /// Its line in the file, from 1.
    pub line: u32,
}

/// A piece of a wording.
#[derive(Clone, PartialEq, Debug)]
pub enum Part {
    /// Words as they stand; `{{` and `}}` are already one brace.
    Words(String),
    /// `{path}`, `{, path}` or `{path | form | form}`.
    Value {
        /// What is printed.
        path: Path,
        /// `{, path}`: vanishes with its comma and space when empty.
        comma: bool,
        /// Plural forms; with them, the number, a space and the form are printed.
        forms: Vec<String>,
    },
}

/// A value by the way to it: `quoted.price`.
#[derive(Clone, PartialEq, Debug)]
pub struct Path {
    /// Where it begins.
    pub root: Root,
    /// Fields to follow.
    pub fields: Vec<Name>,
}

/// Where a path begins.
#[derive(Clone, PartialEq, Debug)]
pub enum Root {
    /// A slot of the flow.
    Slot(SlotIx),
    /// A result, by the name after `as`.
    Result(Name),
    /// `buyer`: name, username, language, words, channel, phone, last_service …
    Buyer,
    /// `bot`: name.
    Bot,
    /// `shop`: name, hours, currency …
    Shop,
    /// `profile`: tone, aggressiveness, discount_limit …
    Profile,
    /// `lead`: id, status …
    Lead,
    /// `now`: the moment in the shop's time zone; fields date, time, hour, weekday.
    Now,
}

/// A value in a statement or a condition.
#[derive(Clone, PartialEq, Debug)]
pub enum Expr {
    /// Written out.
    Literal(Value),
    /// Read from the dialogue.
    Path(Path),
}

/// A condition.
#[derive(Clone, PartialEq, Debug)]
pub enum Condition {
    /// Compares two values; false where either is empty.
    Compare(Expr, Comparison, Expr),
    /// `X in a, b`
    In(Expr, Vec<Expr>),
    /// `X is known`
    Known(Path),
    /// `X is empty`
    Empty(Path),
    /// `not`
    Not(Box<Condition>),
    /// `and`: all hold.
    All(Vec<Condition>),
    /// `or`: one holds.
    Any(Vec<Condition>),
}

/// How two values are compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    /// `is`
    Is,
    /// `is not`
    IsNot,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A slot.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub kind: Kind,
    /// Its line in the file, from 1.
    pub line: u32,
    /// The least and the greatest value allowed, both included; for money in its currency.
    pub range: Option<(Decimal, Decimal)>,
    /// `personal`: masked in logs, never sent to a model.
    pub personal: bool,
    /// `consent needed`
    pub consent_needed: bool,
    /// `depends on SLOT`: emptied when that slot changes.
    pub depends_on: Vec<SlotIx>,
    /// `keep 90d`, in seconds: outlives the dialogue for so long.
    pub keep: Option<i64>,
    /// `optional`: the buyer may skip it.
    pub optional: bool,
    /// `secret`: never stored.
    pub secret: bool,
    /// Whether some `ask` of this flow fills it, so that it is read in passing too.
    pub asked: bool,
    /// For choices: the labels of each value, from the options of the first `ask` that offers it.
    pub labels: Vec<Choosable>,
}

/// An option's name with its labels in each language: the first is shown, the others are synonyms.
#[derive(Clone, Debug)]
pub struct Choosable {
    /// The option's name.
    pub name: Name,
    /// Labels and synonyms by language.
    pub labels: Vec<(Lang, Vec<Label>)>,
}

impl Choosable {
    /// The label shown in a language; else the first language's; else the name.
    pub fn label(&self, lang: Lang) -> &str {
        self.labels
            .iter()
            .find(|(of, _)| *of == lang)
            .or(self.labels.first())
            .and_then(|(_, labels)| labels.first())
            .map_or(&self.name, |label| label.text())
    }
}

/// A wait point.
#[derive(Clone, Debug)]
pub struct Wait {
    /// Which wait point of its state it is, from 0: its name across releases, with the slot.
    pub ordinal: u16,
    /// The slot it fills: an `ask`.
    pub ask: Option<Ask>,
    /// The question.
    pub words: Option<Words>,
    /// Options in order.
    pub options: Vec<Choice>,
    /// `when` branches in order.
    pub whens: Vec<When>,
    /// `otherwise`.
    pub otherwise: Option<NodeIx>,
    /// `unclear` lines: words of the re-asks, the first for the first, the last for the rest.
    pub unclear_words: Option<TextIx>,
    /// `unclear -> X` or `unclear ask again, at most N, then …`; else the flow's default.
    pub unclear: Option<Unclear>,
    /// Its own `silence` lines; else the flow's default.
    pub silence: Vec<Silence>,
    /// `next`: added to the turn's last message when that has no call to action and no options.
    pub next_words: Option<TextIx>,
    /// The node below, for an answer and for branches without an exit.
    pub below: NodeIx,
}

/// What an `ask` fills.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The slot.
    pub slot: SlotIx,
    /// `ask again`: asks though the slot is known.
    pub again: bool,
    /// `from LIST`: its items are offered, at most five.
    pub from: Option<Path>,
}

/// An option of a wait point.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Name and labels.
    pub choosable: Choosable,
    /// Whether choosing it fills the asked slot with its name.
    pub fills: bool,
    /// Where it leads: its exit, its block, or the node below the wait point.
    pub to: NodeIx,
    /// Its line in the file, from 1.
    pub line: u32,
}

/// A trigger and where it leads.
#[derive(Clone, Debug)]
pub struct When {
    /// What is listened for.
    pub trigger: Trigger,
    /// `in [state, state]`: only while the dialogue waits in one of these; empty: everywhere.
    pub only_in: Vec<StateIx>,
    /// Where it leads.
    pub to: NodeIx,
    /// Whether the arm is `finish` or leads straight to `escalate`: it works in protected states too.
    pub interrupts_protected: bool,
    /// Its line in the file, from 1.
    pub line: u32,
}

/// What a `when` listens for.
#[derive(Clone, Debug)]
pub enum Trigger {
    /// `says "…", "…"`, or an intent, by its phrases.
    Says(Arc<[Phrase]>),
    /// `agrees`
    Agrees,
    /// `declines`
    Declines,
    /// `wants human`
    WantsHuman,
    /// `names product as SLOT`
    NamesProduct(SlotIx),
    /// `gives SLOT`
    Gives(SlotIx),
    /// `changes SLOT`
    Changes(SlotIx),
    /// `sends photo as NAME`: a slot, or a result.
    SendsPhoto(Option<Binding>),
    /// `presses OPTION`
    Presses(Name),
    /// `writes in LANG`
    WritesIn(Lang),
    /// `joins`
    Joins,
    /// `opens catalog`
    OpensCatalog,
    /// `calls`
    Calls,
    /// `hangs up`
    HangsUp,
    /// `dtmf "1"`
    Dtmf(String),
    /// `event NAME`
    Event(Name),
}

/// Where a value goes by its name: `as NAME`.
#[derive(Clone, PartialEq, Debug)]
pub enum Binding {
    /// A slot of the flow.
    Slot(SlotIx),
    /// A result.
    Result(Name),
}

/// `silence 15m -> x, at most 2, between 09:00-21:00`
#[derive(Clone, Debug)]
pub struct Silence {
    /// The channel it is for, if it names one.
    pub channel: Option<Channel>,
    /// How long nobody says anything, in seconds, counted from the bot's last message.
    pub after: i64,
    /// Where it leads.
    pub to: NodeIx,
    /// How often in a row, until the buyer writes.
    pub at_most: Option<u32>,
    /// Only within these hours.
    pub between: Option<Hours>,
    /// Its line in the file, from 1.
    pub line: u32,
}

/// What happens when nothing was understood.
#[derive(Clone, Debug)]
pub struct Unclear {
    /// How often the question is repeated; 0 for `unclear -> X`.
    pub at_most: u32,
    /// Where it leads then; without it, the question is repeated for ever.
    pub then: Option<NodeIx>,
}

/// `defaults`
#[derive(Clone, Debug, Default)]
pub struct Defaults {
    /// `silence`, a line a channel perhaps.
    pub silence: Vec<Silence>,
    /// `unclear`
    pub unclear: Option<Unclear>,
    /// `fails -> X`: where a step that fails and says nothing of it leads.
    pub fails: Option<NodeIx>,
    /// `model within 2500ms`: how long a model may think, in milliseconds.
    pub model_within_ms: Option<u64>,
    /// `model … at most 300 tokens`
    pub model_max_tokens: Option<u32>,
}

/// `do PLUGIN.STEP(args) as NAME within 2s once`
#[derive(Clone, Debug)]
pub struct Do {
    /// The step's signature.
    pub step: Arc<Signature>,
    /// Arguments by parameter.
    pub args: Vec<(Name, Expr)>,
    /// Where the first outcome's value goes.
    pub bind: Option<Binding>,
    /// `within`, in milliseconds; else the default of a model step, or 2 s.
    pub within_ms: Option<u64>,
    /// `once`: the recorded outcome is used again.
    pub once: bool,
    /// Where each outcome leads, in the signature's order. The first is always here (left out in the
    /// script, it leads below); the value of the first goes to its own `bind`, else to [`Do::bind`].
    pub outcomes: Vec<Arm>,
    /// Where `fails` leads: its line, else the flow's default; without either the dialogue is handed over.
    pub fails: Option<NodeIx>,
}

/// An outcome of `do` or `run` and where it leads.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The outcome's name.
    pub outcome: Name,
    /// `as NAME` on its line.
    pub bind: Option<Binding>,
    /// Where it leads.
    pub to: NodeIx,
}

/// `run FLOW(args) as NAME`
#[derive(Clone, Debug)]
pub struct Run {
    /// The subflow.
    pub flow: FlowIx,
    /// What is copied into each needed slot of the subflow.
    pub args: Vec<(SlotIx, Expr)>,
    /// The name of its gives: `deal.price`.
    pub bind: Option<Name>,
    /// Where each outcome leads.
    pub outcomes: Vec<Arm>,
}

/// `split NAME by buyer, measure won`
#[derive(Clone, Debug)]
pub struct Split {
    /// The experiment's name.
    pub name: Name,
    /// What is measured.
    pub measure: Name,
    /// Arms: name, weight in percent, where it leads.
    pub arms: Vec<(Name, u32, NodeIx)>,
}

/// `escalate to TEAM because "…"` with words and `given back -> STATE`
#[derive(Clone, Debug)]
pub struct Escalate {
    /// The team asked for, if any.
    pub team: Option<Name>,
    /// Why.
    pub because: String,
    /// What the buyer is told.
    pub words: Option<Words>,
    /// Where the dialogue goes on when it is given back.
    pub given_back: Option<NodeIx>,
}

/// `migrate from vN`
#[derive(Clone, PartialEq, Debug)]
pub struct Migration {
    /// The version that is left.
    pub from: u32,
    /// Its rules.
    pub rules: Vec<MigrationRule>,
}

/// One line of `migrate`.
#[derive(Clone, PartialEq, Debug)]
pub enum MigrationRule {
    /// `state A renamed B`, `state A merged into B`
    State(Name, StateIx),
    /// `slot A renamed B`
    SlotRenamed(Name, SlotIx),
    /// `slot A was TYPE, read again`
    SlotReadAgain(Name, Kind),
    /// `slot A dropped`
    SlotDropped(Name),
    /// `others finish on vN for DURATION, then nearest safe state`: seconds.
    OthersFinish(i64),
}
