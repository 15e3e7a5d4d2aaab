//! Everything a flow mentions, one mention after the other, in file order within each statement.

use crate::ast::{
    Block, ChoiceOption, Condition, Exit, Expr, Flow, Outcome, Part, Path, Statement,
    StatementKind, TextBlock, Trigger, Unclear, Wait, When, Words,
};
use crate::ast::{Ident, Silence};

/// Something a flow mentions.
pub(crate) enum Seen<'a> {
    /// A statement, before what stands in it and under it.
    Statement(&'a Statement),
    /// An outcome line, before its block.
    Outcome(&'a Outcome),
    /// A branch, before its block.
    When(&'a When),
    /// An option, before its block.
    Option(&'a ChoiceOption),
    /// A block of text lines, wherever it stands.
    Text(&'a TextBlock),
    /// The name of a text, or a value, that is said.
    Said(&'a Path),
    /// A value that is used.
    Value(&'a Expr),
    /// A path that is used: offered, shown, asked about or printed.
    Path(&'a Path),
    /// A state that is gone to.
    Go(&'a Ident),
}

/// Walks a whole flow.
pub(crate) fn flow<'a>(flow: &'a Flow, see: &mut impl FnMut(Seen<'a>)) {
    for text in &flow.texts {
        self::text(&text.block, see);
    }
    outside_states(flow, see);
    for state in &flow.states {
        if let Some(at_most) = &state.at_most {
            block(&at_most.then, see);
        }
        block(&state.body, see);
    }
}

/// Walks what is in force wherever the dialogue is: `defaults` and `anywhere`.
pub(crate) fn outside_states<'a>(flow: &'a Flow, see: &mut impl FnMut(Seen<'a>)) {
    for line in &flow.defaults.silence {
        silence(line, see);
    }
    if let Some(line) = &flow.defaults.unclear {
        unclear(line, see);
    }
    if let Some(fails) = &flow.defaults.fails {
        block(&fails.node, see);
    }
    for arm in &flow.anywhere {
        when(arm, see);
    }
}

/// Walks statements and all that stands under them.
pub(crate) fn block<'a>(statements: &'a Block, see: &mut impl FnMut(Seen<'a>)) {
    for statement in statements {
        see(Seen::Statement(statement));
        match &statement.kind {
            StatementKind::Say(said) => words(said, see),
            StatementKind::Show(list) => see(Seen::Path(list)),
            StatementKind::Wait(wait) => self::wait(wait, see),
            StatementKind::If(branch) => {
                condition(&branch.condition, see);
                block(&branch.then, see);
                if let Some(otherwise) = &branch.otherwise {
                    block(&otherwise.node, see);
                }
            }
            StatementKind::Do(call) => {
                call.args
                    .iter()
                    .for_each(|arg| see(Seen::Value(&arg.value)));
                outcomes(&call.outcomes, see);
            }
            StatementKind::Run(call) => {
                call.args
                    .iter()
                    .for_each(|arg| see(Seen::Value(&arg.value)));
                outcomes(&call.outcomes, see);
            }
            StatementKind::Split(split) => split.arms.iter().for_each(|arm| block(&arm.body, see)),
            StatementKind::Set(_, value) | StatementKind::Learn(_, value) => {
                see(Seen::Value(value))
            }
            StatementKind::ForgetPersonal => {}
            StatementKind::Exit(way) => exit(way, see),
            StatementKind::Broken(inner) => block(inner, see),
        }
    }
}

fn outcomes<'a>(outcomes: &'a [Outcome], see: &mut impl FnMut(Seen<'a>)) {
    for outcome in outcomes {
        see(Seen::Outcome(outcome));
        block(&outcome.body, see);
    }
}

fn exit<'a>(exit: &'a Exit, see: &mut impl FnMut(Seen<'a>)) {
    match exit {
        Exit::Go(state) => see(Seen::Go(state)),
        Exit::Return(_) => {}
        Exit::Back(said) | Exit::Finish { words: said, .. } => {
            said.iter().for_each(|said| words(said, see))
        }
        Exit::Escalate {
            words: said,
            given_back,
            ..
        } => {
            said.iter().for_each(|said| words(said, see));
            given_back.iter().for_each(|back| block(back, see));
        }
    }
}

fn wait<'a>(wait: &'a Wait, see: &mut impl FnMut(Seen<'a>)) {
    for said in [&wait.words, &wait.unclear_words, &wait.next]
        .into_iter()
        .flatten()
    {
        words(said, see);
    }
    if let Some(list) = wait.ask.as_ref().and_then(|ask| ask.from.as_ref()) {
        see(Seen::Path(list));
    }
    for option in &wait.options {
        see(Seen::Option(option));
        option.body.iter().for_each(|body| block(body, see));
    }
    wait.whens.iter().for_each(|arm| when(arm, see));
    wait.otherwise
        .iter()
        .for_each(|otherwise| block(&otherwise.node, see));
    wait.silence.iter().for_each(|line| silence(line, see));
    wait.unclear.iter().for_each(|line| unclear(line, see));
}

fn when<'a>(when: &'a When, see: &mut impl FnMut(Seen<'a>)) {
    see(Seen::When(when));
    block(&when.body, see);
}

fn silence<'a>(silence: &'a Silence, see: &mut impl FnMut(Seen<'a>)) {
    block(&silence.body, see);
}

fn unclear<'a>(unclear: &'a Unclear, see: &mut impl FnMut(Seen<'a>)) {
    unclear.then.iter().for_each(|then| block(then, see));
}

fn words<'a>(words: &'a Words, see: &mut impl FnMut(Seen<'a>)) {
    match words {
        Words::Block(block) => text(block, see),
        Words::Path(path) => see(Seen::Said(path)),
    }
}

fn text<'a>(block: &'a TextBlock, see: &mut impl FnMut(Seen<'a>)) {
    see(Seen::Text(block));
    for part in block.lines.iter().flat_map(|line| &line.parts) {
        if let Part::Value(hole) = part {
            see(Seen::Path(&hole.path));
        }
    }
}

fn condition<'a>(condition: &'a Condition, see: &mut impl FnMut(Seen<'a>)) {
    match condition {
        Condition::Compare(left, _, right) => {
            see(Seen::Value(left));
            see(Seen::Value(right));
        }
        Condition::In(value, of) => {
            see(Seen::Value(value));
            of.iter().for_each(|value| see(Seen::Value(value)));
        }
        Condition::Known(path) | Condition::Empty(path) => see(Seen::Path(path)),
        Condition::Not(inner) => self::condition(inner, see),
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter().for_each(|part| self::condition(part, see))
        }
    }
}

/// Every block of a flow, those that stand in it after the one they stand in.
pub(crate) fn blocks<'a>(flow: &'a Flow, see: &mut impl FnMut(&'a Block)) {
    let defaults = &flow.defaults;
    let mut ahead: Vec<&Block> = Vec::new();
    ahead.extend(defaults.silence.iter().map(|line| &line.body));
    ahead.extend(
        defaults
            .unclear
            .iter()
            .filter_map(|line| line.then.as_ref()),
    );
    ahead.extend(defaults.fails.iter().map(|fails| &fails.node));
    ahead.extend(flow.anywhere.iter().map(|arm| &arm.body));
    for state in &flow.states {
        ahead.extend(state.at_most.iter().map(|at_most| &at_most.then));
        ahead.push(&state.body);
    }
    while let Some(block) = ahead.pop() {
        see(block);
        for statement in block {
            under(statement, &mut ahead);
        }
    }
}

/// The blocks that stand right under a statement.
fn under<'a>(statement: &'a Statement, blocks: &mut Vec<&'a Block>) {
    match &statement.kind {
        StatementKind::Wait(wait) => {
            blocks.extend(
                wait.options
                    .iter()
                    .filter_map(|option| option.body.as_ref()),
            );
            blocks.extend(wait.whens.iter().map(|arm| &arm.body));
            blocks.extend(wait.otherwise.iter().map(|otherwise| &otherwise.node));
            blocks.extend(wait.silence.iter().map(|line| &line.body));
            blocks.extend(wait.unclear.iter().filter_map(|line| line.then.as_ref()));
        }
        StatementKind::If(branch) => {
            blocks.push(&branch.then);
            blocks.extend(branch.otherwise.iter().map(|otherwise| &otherwise.node));
        }
        StatementKind::Do(call) => blocks.extend(call.outcomes.iter().map(|arm| &arm.body)),
        StatementKind::Run(call) => blocks.extend(call.outcomes.iter().map(|arm| &arm.body)),
        StatementKind::Split(split) => blocks.extend(split.arms.iter().map(|arm| &arm.body)),
        StatementKind::Exit(exit) => {
            if let Exit::Escalate { given_back, .. } = &**exit {
                blocks.extend(given_back);
            }
        }
        StatementKind::Broken(inner) => blocks.push(inner),
        _ => {}
    }
}

/// The name that a trigger fills when it matches.
pub(crate) fn filled_by(trigger: &Trigger) -> Option<&Ident> {
    match trigger {
        Trigger::NamesProduct(name) | Trigger::Gives(name) | Trigger::Changes(name) => Some(name),
        Trigger::SendsPhoto(name) => name.as_ref(),
        _ => None,
    }
}
