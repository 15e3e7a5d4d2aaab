//! What can be wrong with a script or a talk: facts, apart from the sentences that tell them.
//!
//! A fact carries what was found, what was expected and the nearest name; [`super::words`] says it
//! to the author in Russian, Ukrainian or English.

use engine::value::Kind;
use understand::Lang;

use super::code::Code;
use super::course::Course;
use super::phrasing::Phrasing;

/// A kind of thing that a script names or a line may hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Thing {
    /// A state of the flow.
    State,
    /// A named text.
    Text,
    /// A slot.
    Slot,
    /// A slot, a result or a scope root: anything a path may begin with.
    Value,
    /// A field of a record, as in `quoted.price`.
    Field,
    /// An intent.
    Intent,
    /// A flow.
    Flow,
    /// A name that a `choice` slot may take.
    Choice,
    /// An option that the buyer can press.
    Option,
    /// A plugin.
    Plugin,
    /// A step of a plugin.
    Step,
    /// An argument of a step.
    Argument,
    /// An argument of a subflow: one of its `needs`.
    Need,
    /// An outcome of a step.
    Outcome,
    /// An outcome of a subflow: what one of its `return` lines says.
    Return,
    /// A language.
    Language,
    /// A channel.
    Channel,
    /// A code of a diagnostic.
    Code,
    /// A type of a slot.
    Type,
    /// A modifier of a slot: `personal`, `keep 90d`.
    Modifier,
    /// A currency.
    Currency,
    /// A keyword-first statement of a state.
    Statement,
    /// A section of a flow: `slots`, `state`, `anywhere`.
    Section,
    /// A line of a wait point: text, option, `when`, `silence`.
    WaitLine,
    /// A condition.
    Condition,
    /// A trigger after `when`.
    Trigger,
    /// An exit: `-> state`, `back`, `finish`, `escalate`, `return`.
    Exit,
    /// A text line: `ru: …`.
    TextLine,
    /// A text of any form.
    Words,
    /// Words in quotes.
    Quoted,
    /// A name.
    Name,
    /// A number.
    Number,
    /// A share: `50%`.
    Share,
    /// A duration: `15m`.
    Duration,
    /// Hours: `09:00-21:00`.
    Hours,
    /// A version: `v3`.
    Version,
    /// A moment: `2026-03-02 11:00`.
    Moment,
    /// A talk.
    Talk,
    /// A line of a talk.
    TalkLine,
    /// What the buyer writes in a talk.
    Utterance,
    /// A message of the bot in a talk: `ask phone`, `quote.2`.
    Message,
    /// The end of the line.
    End,
}

/// Why a value must be known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Use {
    /// It is printed in a text.
    Printed,
    /// It is given to a step or a subflow.
    Passed(String),
    /// It is the list behind `from` or `show`.
    Offered,
    /// It is sent by `say`.
    Said,
}

/// What a figure written into a text claims.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Figure {
    /// An amount of money.
    Price,
    /// A percentage.
    Percent,
    /// A discount.
    Discount,
    /// How many there are in stock.
    Stock,
    /// A day of the calendar.
    Date,
}

/// What a channel bounds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Limit {
    /// The characters of a message.
    Text,
    /// The characters of a button.
    Button,
    /// The characters of an option in a list.
    Row,
    /// The options of one question.
    Options,
}

/// What a voice cannot say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unspeakable {
    /// The address of a page.
    Address,
    /// An emoji.
    Emoji,
    /// A table.
    Table,
}

/// One distinguishable mistake, with what is needed to explain it.
#[derive(Clone, PartialEq, Debug)]
pub enum Fact {
    // -- S001: lines
    /// The line does not follow the grammar: what stands at the fault, and what may stand there.
    NotUnderstood {
        /// The words at the fault; empty at the end of the line.
        found: String,
        /// What may stand there, most likely first.
        expected: Vec<Thing>,
    },
    /// The first word of the line looks like a misspelt keyword.
    KeywordMisspelt {
        /// As written.
        found: String,
        /// The keyword of the file's table.
        nearest: String,
    },
    /// A keyword of another language's table.
    KeywordOfOtherTable {
        /// As written.
        found: String,
        /// The keyword of the file's table.
        here: String,
        /// The file's table.
        table: Lang,
    },
    /// A name that would be read as a keyword, were the file's keywords in another language.
    NameIsKeyword {
        /// As written.
        name: String,
        /// The table it is a keyword of.
        table: Lang,
    },
    /// A keyword was expected on the line.
    KeywordExpected {
        /// The words at the fault; empty at the end of the line.
        found: String,
        /// The keywords that may stand there, in the file's table.
        keywords: Vec<String>,
    },
    /// A typographic sign in the place of a plain one.
    TypographicSign {
        /// As written.
        found: char,
        /// What to type.
        mend: &'static str,
    },
    /// A branch has an exit on its line and a block under it.
    ExitAndBlock,
    /// A branch has neither an exit nor a block.
    BranchEmpty,
    /// Lines are indented under a line that takes none.
    BlockNotExpected {
        /// The line above, shortened.
        above: String,
    },
    /// A line that needs lines under it has none.
    BlockMissing {
        /// What its lines would be.
        of: Thing,
    },
    /// A good line in the wrong place.
    NotHere {
        /// Its keyword, as written.
        found: String,
        /// What may stand here.
        expected: Thing,
    },
    /// A line that may stand once stands twice.
    LineTwice {
        /// Its keyword, as written.
        found: String,
        /// The line of the first, from 1.
        first_line: usize,
    },
    /// The file does not begin with `flow NAME`.
    NoHeader,
    /// The flow has no state.
    NoStates,
    /// The file is not UTF-8 text.
    NotText,
    /// A file larger than a script may be.
    FileTooLarge {
        /// The limit, in bytes.
        limit: usize,
    },
    /// A line longer than a script may have.
    LineTooLong {
        /// The limit, in bytes.
        limit: usize,
    },
    /// Blocks inside blocks beyond what is read.
    TooDeep {
        /// The limit.
        limit: usize,
    },
    /// A literal that cannot be read: a date that does not exist, a range that runs backwards.
    BadLiteral {
        /// As written.
        found: String,
        /// What it should be.
        expected: Thing,
    },
    /// A name stands where only a name fits, but it is not one.
    NotAName {
        /// As written.
        found: String,
    },
    /// `allow` of an error: only warnings can be allowed.
    AllowsError {
        /// The code.
        code: Code,
    },
    /// `back` where no wait point was left: neither under `silence` nor in `anywhere`.
    BackFromNowhere,
    /// A branch that must leave and does not.
    BranchStays {
        /// The English keyword of its section or line: `anywhere`, `fails`.
        of: &'static str,
    },
    /// `protected`, `at most` or another part stands where this flow cannot use it.
    NotInThisFlow {
        /// Its keyword, as written.
        found: String,
    },

    // -- S002 S003 S004
    /// A tab.
    Tab,
    /// An indent that fits no block above.
    UnevenIndent {
        /// Spaces found.
        found: usize,
        /// Indents that would fit.
        expected: Vec<usize>,
    },
    /// A name defined twice.
    DefinedTwice {
        /// What it names.
        thing: Thing,
        /// The name.
        name: String,
        /// The line of the first, from 1.
        first_line: usize,
    },
    /// A state and a text of one name.
    StateAndText {
        /// The name.
        name: String,
        /// The line of the first, from 1.
        first_line: usize,
    },
    /// The header's name is not the file's.
    HeaderNotFile {
        /// In the header.
        header: String,
        /// The file's name without `.flow`.
        file: String,
    },
    /// A quote that is not closed.
    QuoteNotClosed,
    /// A `(` or a `[` that is not closed.
    BracketNotClosed,
    /// A `{` that is not closed.
    BraceNotClosed,
    /// A `}` that closes nothing.
    BraceNotOpened,
    /// What stands between braces is no value: `{}`, `{a b}`.
    BadPlaceholder {
        /// As written, without braces.
        found: String,
    },

    // -- F
    /// A name that is not known; P501 where a plugin declares such names.
    Unknown {
        /// What was looked for.
        thing: Thing,
        /// As written.
        name: String,
        /// What it was looked for in: a plugin, a slot, a record; empty for the flow itself.
        of: String,
        /// The nearest known name.
        nearest: Option<String>,
    },
    /// A slot or a result that is not known, used in several places.
    UnknownOften {
        /// What was looked for.
        thing: Thing,
        /// As written.
        name: String,
        /// The nearest known name.
        nearest: Option<String>,
        /// In how many places besides this one.
        more: usize,
    },
    /// A name of another kind of thing.
    WrongThing {
        /// As written.
        name: String,
        /// What it is.
        is: Thing,
        /// What was needed.
        needed: Thing,
    },
    /// A state that nothing reaches.
    StateUnreachable {
        /// Its name.
        name: String,
    },
    /// A line after an exit.
    LineUnreachable {
        /// The line of the exit, from 1.
        exit_line: usize,
    },
    /// A path through a state ends without an exit.
    NoExit {
        /// The state.
        state: String,
    },
    /// Outcomes of a step or a subflow that nothing handles; L401 for a model's `refused` and `fails`.
    OutcomesNotHandled {
        /// The step `plugin.step` or the flow.
        of: String,
        /// The outcomes, as declared.
        outcomes: Vec<String>,
        /// Whether the step's words come from a model.
        model: bool,
    },
    /// An outcome that is handled twice.
    OutcomeTwice {
        /// The outcome.
        name: String,
        /// The line of the first, from 1.
        first_line: usize,
    },
    /// A loop of states without a wait and without output.
    LoopSilent {
        /// The states, in order.
        states: Vec<String>,
    },
    /// A loop of states that sends and never waits.
    LoopSends {
        /// The states, in order.
        states: Vec<String>,
    },
    /// A wait from which no outcome can be reached.
    NoOutcomeAhead {
        /// The state of the wait.
        state: String,
    },
    /// A wait from which no escalation can be reached.
    NoEscalationAhead {
        /// The state of the wait.
        state: String,
    },
    /// Subflows that run each other without end.
    RunCircle {
        /// The flows, in order.
        flows: Vec<String>,
    },
    /// `escalate` without `given back`.
    NoGivenBack,
    /// `escalate` without words for the buyer.
    EscalatesSilently,

    // -- D
    /// A value may be empty where it is needed.
    MayBeEmpty {
        /// The path, as written.
        path: String,
        /// What it is needed for.
        used: Use,
        /// Whether it is a field that a buyer or a product may lack, and not a slot.
        field: bool,
    },
    /// A question about a slot that is known on every path.
    AsksKnown {
        /// The slot.
        slot: String,
    },
    /// A slot that nothing fills.
    NeverFilled {
        /// Its name.
        name: String,
    },
    /// A slot, text or intent that nothing uses.
    NeverUsed {
        /// What it is.
        thing: Thing,
        /// Its name.
        name: String,
    },
    /// A value of the wrong type.
    WrongType {
        /// The value, as written.
        value: String,
        /// Its type.
        found: Kind,
        /// The type needed.
        expected: Kind,
    },
    /// A list was needed.
    NotAList {
        /// The value, as written.
        value: String,
        /// Its type.
        found: Kind,
    },
    /// Two values that cannot be compared in this way.
    NotComparable {
        /// The left, as written.
        value: String,
        /// Its type.
        found: Kind,
        /// The sign or word of the comparison.
        by: String,
    },
    /// Plural forms of something that is no number.
    PluralOfNoNumber {
        /// The path, as written.
        path: String,
        /// Its type.
        found: Kind,
    },
    /// Slots that depend on each other in a circle.
    DependsCircle {
        /// The slots, in order.
        slots: Vec<String>,
    },

    // -- C
    /// A wait point with no call to action in a language.
    NoCallToAction {
        /// The language.
        lang: Lang,
    },
    /// A wait without a policy for silence.
    NoSilencePolicy,
    /// A wait without `otherwise` and without a policy for what is unclear.
    NoUnclearPolicy,

    // -- T
    /// A text or a label is missing in declared languages.
    LanguageMissing {
        /// The languages, in the order declared.
        languages: Vec<Lang>,
        /// The option whose label it is, if it is one.
        option: Option<String>,
    },
    /// A text in a language that the flow does not declare.
    LanguageNotDeclared {
        /// The language.
        lang: Lang,
        /// The flow's languages.
        declared: Vec<Lang>,
    },
    /// A text in quotes, in a flow of several languages.
    QuotedInManyLanguages {
        /// The flow's languages.
        declared: Vec<Lang>,
    },
    /// A language prints other values than the first one does.
    PlaceholdersDiffer {
        /// The language at fault.
        lang: Lang,
        /// The language it is compared with.
        other: Lang,
        /// Values that only the other prints.
        missing: Vec<String>,
        /// Values that only this one prints.
        extra: Vec<String>,
    },
    /// A wrong number of plural forms.
    PluralForms {
        /// The language.
        lang: Lang,
        /// Forms written.
        found: usize,
        /// Forms needed.
        expected: usize,
    },

    /// A mistake in the course of a dialogue.
    Course(Course),
    /// What is wrong with the words of a text.
    Phrasing(Phrasing),

    // -- P X
    /// An argument that must be given is not.
    ArgumentMissing {
        /// The step or the flow.
        of: String,
        /// The argument.
        name: String,
    },
    /// An argument given twice.
    ArgumentTwice {
        /// The argument.
        name: String,
    },
    /// More arguments than there are places.
    TooManyArguments {
        /// The step or the flow.
        of: String,
        /// How many it takes.
        most: usize,
    },
    /// An argument by place after one by name.
    PlaceAfterName,
    /// A result of an outcome that carries no value is given a name.
    NoValueToName {
        /// The outcome.
        outcome: String,
    },
    /// The shares of a split do not make 100 %.
    Weights {
        /// Their sum.
        sum: String,
    },
}

impl Fact {
    /// The code the fact is reported under.
    pub fn code(&self) -> Code {
        use Fact::*;
        match self {
            NotUnderstood { .. }
            | KeywordMisspelt { .. }
            | KeywordOfOtherTable { .. }
            | NameIsKeyword { .. }
            | KeywordExpected { .. }
            | TypographicSign { .. }
            | ExitAndBlock
            | BranchEmpty
            | BlockNotExpected { .. }
            | BlockMissing { .. }
            | NotHere { .. }
            | LineTwice { .. }
            | NoHeader
            | NoStates
            | NotText
            | FileTooLarge { .. }
            | LineTooLong { .. }
            | TooDeep { .. }
            | BadLiteral { .. }
            | NotAName { .. }
            | AllowsError { .. }
            | BackFromNowhere
            | NotInThisFlow { .. } => Code::S001,
            Tab | UnevenIndent { .. } => Code::S002,
            DefinedTwice { .. } | StateAndText { .. } | HeaderNotFile { .. } => Code::S003,
            QuoteNotClosed
            | BracketNotClosed
            | BraceNotClosed
            | BraceNotOpened
            | BadPlaceholder { .. } => Code::S004,
            Unknown { thing, .. } => match thing {
                Thing::Plugin | Thing::Step | Thing::Argument | Thing::Outcome => Code::P501,
                _ => Code::F001,
            },
            UnknownOften { .. } | WrongThing { .. } => Code::F001,
            StateUnreachable { .. } | LineUnreachable { .. } | LanguageNotDeclared { .. } => {
                Code::F002
            }
            NoExit { .. } | BranchStays { .. } => Code::F003,
            LoopSilent { .. } => Code::F004,
            LoopSends { .. } => Code::F005,
            NoOutcomeAhead { .. } => Code::F006,
            OutcomesNotHandled { model: true, .. } => Code::L401,
            OutcomesNotHandled { .. } | OutcomeTwice { .. } => Code::F007,
            RunCircle { .. } => Code::F009,
            NoEscalationAhead { .. } => Code::F010,
            NoGivenBack | EscalatesSilently => Code::F011,
            MayBeEmpty { .. } => Code::D101,
            AsksKnown { .. } => Code::D102,
            NeverFilled { .. } | NeverUsed { .. } => Code::D103,
            WrongType { .. } | NotAList { .. } | NotComparable { .. } | PluralOfNoNumber { .. } => {
                Code::D104
            }
            DependsCircle { .. } => Code::D105,
            NoCallToAction { .. } => Code::C201,
            NoSilencePolicy => Code::C203,
            NoUnclearPolicy => Code::C205,
            LanguageMissing { .. } | QuotedInManyLanguages { .. } => Code::T301,
            PlaceholdersDiffer { .. } => Code::T303,
            PluralForms { .. } => Code::T304,
            ArgumentMissing { .. }
            | ArgumentTwice { .. }
            | TooManyArguments { .. }
            | PlaceAfterName
            | NoValueToName { .. } => Code::P501,
            Weights { .. } => Code::X601,
            Course(fact) => fact.code(),
            Phrasing(fact) => fact.code(),
        }
    }
}
