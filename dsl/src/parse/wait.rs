//! Wait points: their questions, options, triggers and policies; and `defaults`.

use super::{Reader, Reading};
use crate::ast::{
    Ask, Block, ChoiceOption, LabelLine, Silence, TextBlock, Trigger, Unclear, Wait, When, Words,
};
use crate::diagnostic::Fact;
use crate::layout::{Line, is_text_line};
use crate::line::{Row, Rule, literal};
use crate::source::Spanned;
use pest::iterators::Pair;
use understand::Lang;

impl Reader<'_> {
    /// `ask SLOT …` or `wait …` with its block.
    pub(super) fn wait(
        &mut self,
        row: &Row<'_>,
        pair: Pair<'_, Rule>,
        line: &Line<'_>,
    ) -> Option<Wait> {
        let (mut slot, mut again, mut from, mut words) = (None, false, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::k_again => again = true,
                Rule::ident => slot = Some(row.ident(&part)),
                Rule::offers => from = row.path(&part.into_inner().last()?),
                Rule::words => words = self.words(row, part),
                _ => {}
            }
        }
        let ask = slot.map(|slot| Ask { slot, again, from });
        Some(self.read_wait(ask, words, &line.children))
    }

    /// The lines of a wait point, in any order.
    pub(super) fn read_wait(
        &mut self,
        ask: Option<Ask>,
        words: Option<Words>,
        lines: &[Line<'_>],
    ) -> Wait {
        let mut wait = Wait {
            ask,
            words,
            options: Vec::new(),
            whens: Vec::new(),
            otherwise: None,
            unclear_words: None,
            unclear: None,
            silence: Vec::new(),
            next: None,
            broken: false,
        };
        let mut block = TextBlock::default();
        for line in lines {
            let reading = self.line(Rule::wait_line, line, |reader, row, pair| {
                reader.wait_line(&mut wait, &mut block, row, pair, line)
            });
            if let Reading::Broken = reading {
                wait.broken = true;
                self.note_all(&line.children);
            }
        }
        if block.broken || !block.lines.is_empty() {
            match &wait.words {
                Some(_) => self.tell(
                    block.span,
                    Fact::BlockNotExpected {
                        above: String::new(),
                    },
                ),
                None => wait.words = Some(Words::Block(block)),
            }
        }
        wait
    }

    fn wait_line(
        &mut self,
        wait: &mut Wait,
        block: &mut TextBlock,
        row: &Row<'_>,
        pair: Pair<'_, Rule>,
        line: &Line<'_>,
    ) -> Option<()> {
        match pair.as_rule() {
            Rule::text_line => {
                let worded = self.worded(row, pair, line)?;
                self.add_text(block, worded);
            }
            Rule::option => wait.options.push(self.option(row, pair, line)?),
            Rule::when => wait.whens.push(self.when(row, pair, line)?),
            Rule::silence => wait.silence.push(self.silence(row, pair, line)?),
            Rule::unclear => self.unclear(wait, row, pair, line)?,
            Rule::otherwise => {
                let exit = pair.into_inner().find(|part| part.as_rule() == Rule::exit);
                let arm = self.arm(row, exit, line)?;
                match &wait.otherwise {
                    Some(first) => self.tell_twice(row, first.span),
                    None => wait.otherwise = Some(Spanned::new(arm, row.all())),
                }
            }
            _ => {
                let mut words = pair
                    .into_inner()
                    .nth(1)
                    .and_then(|words| self.words(row, words));
                let block = self.read_texts(&line.children);
                self.join(&mut words, block, line);
                match &wait.next {
                    Some(first) => self.tell_twice(row, first.span()),
                    None => wait.next = words,
                }
            }
        }
        Some(())
    }

    /// `- NAME  ru: label | synonym  -> STATE`, with labels or its arm under it.
    fn option(
        &mut self,
        row: &Row<'_>,
        pair: Pair<'_, Rule>,
        line: &Line<'_>,
    ) -> Option<ChoiceOption> {
        let (mut name, mut labels, mut exit) = (None, Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::ident => name = Some(row.ident(&part)),
                Rule::labels => labels.push(option_labels(row, part)?),
                _ => exit = Some(part),
            }
        }
        let (texts, rest): (Vec<Line<'_>>, Vec<Line<'_>>) = line
            .children
            .iter()
            .cloned()
            .partition(|child| is_text_line(child.text));
        for child in &texts {
            let read = self.line(Rule::option_line, child, |reader, row, pair| {
                let worded = reader.worded(row, pair, child)?;
                Some(reader.label_line(&worded))
            });
            labels.extend(read.good());
        }
        let span = exit.as_ref().map(|exit| row.span(exit));
        let below = Line {
            children: rest,
            ..line.clone()
        };
        // `go` stands alone behind labels; elsewhere it is wrapped in `exit`.
        let body = match exit {
            Some(go) if go.as_rule() == Rule::go => {
                let target = row.ident_in(go)?;
                let span = span?;
                if !below.children.is_empty() {
                    self.tell(span, Fact::ExitAndBlock);
                    self.note_all(&below.children);
                }
                let kind = crate::ast::StatementKind::Exit(Box::new(crate::ast::Exit::Go(target)));
                Some(vec![crate::ast::Statement {
                    kind,
                    span,
                    line: row.number,
                }])
            }
            None if below.children.is_empty() => None,
            exit => Some(self.arm(row, exit, &below)?),
        };
        Some(ChoiceOption {
            name: name?,
            labels,
            body,
            span: row.all(),
            line: row.number,
        })
    }

    /// `when TRIGGER in [state, …]` with its arm.
    pub(super) fn when(
        &mut self,
        row: &Row<'_>,
        pair: Pair<'_, Rule>,
        line: &Line<'_>,
    ) -> Option<When> {
        let (mut heard, mut only_in, mut exit) = (None, Vec::new(), None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::trigger => {
                    let span = row.span(&part);
                    heard = Some(Spanned::new(trigger(row, part)?, span));
                }
                Rule::only_in => {
                    let states = part
                        .into_inner()
                        .filter(|state| state.as_rule() == Rule::ident);
                    only_in = states.map(|state| row.ident(&state)).collect();
                }
                Rule::exit => exit = Some(part),
                _ => {}
            }
        }
        let body = self.arm(row, exit, line)?;
        Some(When {
            trigger: heard?,
            only_in,
            body,
            span: row.all(),
            line: row.number,
        })
    }

    fn silence(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>, line: &Line<'_>) -> Option<Silence> {
        let (mut channel, mut after, mut exit, mut at_most, mut between) =
            (None, None, None, None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::channel => {
                    let span = row.span(&part);
                    channel = self
                        .channel(row.raw(&part), span)
                        .map(|channel| Spanned::new(channel, span));
                }
                Rule::duration => after = Some(literal::duration(row, &part)?),
                Rule::silence_tail => {
                    for inner in part.into_inner() {
                        match inner.as_rule() {
                            Rule::exit => exit = Some(inner),
                            Rule::limit => at_most = Some(limit(row, inner)?),
                            Rule::hours => between = Some(literal::hours(row, &inner)?),
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        let body = self.full_arm(row, exit, line)?;
        Some(Silence {
            channel,
            after: after?,
            body,
            at_most,
            between,
            span: row.all(),
            line: row.number,
        })
    }

    /// `unclear` of a wait point: words, or a policy, or a policy with words under it.
    fn unclear(
        &mut self,
        wait: &mut Wait,
        row: &Row<'_>,
        pair: Pair<'_, Rule>,
        line: &Line<'_>,
    ) -> Option<()> {
        let part = pair.into_inner().nth(1);
        let texts = line.children.iter().all(|child| is_text_line(child.text));
        let mut words = None;
        let mut policy = None;
        match part {
            Some(part) if part.as_rule() == Rule::words => {
                words = self.words(row, part);
                self.tell_no_block(line);
            }
            Some(part) if part.as_rule() == Rule::ask_again && texts => {
                let alone = Line {
                    children: Vec::new(),
                    ..line.clone()
                };
                policy = Some(self.unclear_policy(row, Some(part), &alone)?);
                let block = self.read_texts(&line.children);
                self.join(&mut words, block, line);
            }
            None if line.children.is_empty() => self.tell(row.all(), Fact::BranchEmpty),
            None if texts => words = Some(Words::Block(self.read_texts(&line.children))),
            part => policy = Some(self.unclear_policy(row, part, line)?),
        }
        if let Some(words) = words {
            match &wait.unclear_words {
                Some(first) => self.tell_twice(row, first.span()),
                None => wait.unclear_words = Some(words),
            }
        }
        if let Some(policy) = policy {
            match &wait.unclear {
                Some(first) => self.tell_twice(row, first.span),
                None => wait.unclear = Some(policy),
            }
        }
        Some(())
    }

    fn unclear_policy(
        &mut self,
        row: &Row<'_>,
        part: Option<Pair<'_, Rule>>,
        line: &Line<'_>,
    ) -> Option<Unclear> {
        let span = row.all();
        let Some(again) = part
            .clone()
            .filter(|part| part.as_rule() == Rule::ask_again)
        else {
            let then = self.full_arm(row, part, line)?;
            return Some(Unclear {
                at_most: Some(Spanned::new(0, span)),
                then: Some(then),
                span,
            });
        };
        let (mut at_most, mut then) = (None, None);
        for inner in again.into_inner() {
            match inner.as_rule() {
                Rule::limit => at_most = Some(limit(row, inner)?),
                Rule::then => {
                    let exit = inner.into_inner().find(|part| part.as_rule() == Rule::exit);
                    then = Some(self.full_arm(row, exit, line)?);
                }
                _ => {}
            }
        }
        if then.is_none() {
            self.tell_no_block(line);
        }
        Some(Unclear {
            at_most,
            then,
            span,
        })
    }

    /// The lines of `defaults`.
    pub(super) fn read_defaults(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            let reading = self.line(Rule::default_line, line, |reader, row, pair| {
                reader.default(row, pair, line)
            });
            if let Reading::Broken = reading {
                self.flow.defaults.broken = true;
                self.note_all(&line.children);
            }
        }
    }

    fn default(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>, line: &Line<'_>) -> Option<()> {
        match pair.as_rule() {
            Rule::silence => {
                let silence = self.silence(row, pair, line)?;
                self.flow.defaults.silence.push(silence);
            }
            Rule::unclear => {
                let part = pair.into_inner().nth(1);
                if part
                    .as_ref()
                    .is_some_and(|part| part.as_rule() == Rule::words)
                {
                    return None;
                }
                let policy = self.unclear_policy(row, part, line)?;
                match &self.flow.defaults.unclear {
                    Some(first) => self.tell_twice(row, first.span),
                    None => self.flow.defaults.unclear = Some(policy),
                }
            }
            Rule::fails => {
                let exit = pair.into_inner().find(|part| part.as_rule() == Rule::exit);
                let arm: Block = self.full_arm(row, exit, line)?;
                match &self.flow.defaults.fails {
                    Some(first) => self.tell_twice(row, first.span),
                    None => self.flow.defaults.fails = Some(Spanned::new(arm, row.all())),
                }
            }
            _ => {
                self.tell_no_block(line);
                for part in pair
                    .into_inner()
                    .filter(|part| part.as_rule() == Rule::model_part)
                {
                    let part = part.into_inner().next()?;
                    if part.as_rule() == Rule::within {
                        self.flow.defaults.model_within =
                            Some(literal::duration(row, &part.into_inner().last()?)?);
                    } else {
                        self.flow.defaults.model_tokens = Some(limit(row, part)?);
                    }
                }
            }
        }
        Some(())
    }
}

/// The number of `at most N`.
fn limit(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Spanned<u32>> {
    let number = pair
        .into_inner()
        .find(|part| part.as_rule() == Rule::integer)?;
    Some(Spanned::new(literal::integer(&number)?, row.span(&number)))
}

fn option_labels(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<LabelLine> {
    let mut parts = pair.into_inner();
    let lang = parts.next()?;
    let lang = Spanned::new(Lang::parse(lang.as_str())?, row.span(&lang));
    let labels = parts.map(|label| {
        let inner = label.into_inner().next()?;
        Some(match inner.as_rule() {
            Rule::string => row.string(&inner),
            _ => Spanned::new(row.raw(&inner).trim().to_owned(), row.span(&inner)),
        })
    });
    Some(LabelLine {
        lang,
        labels: labels.collect::<Option<Vec<_>>>()?,
    })
}

fn trigger(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<Trigger> {
    let pair = pair.into_inner().next()?;
    let rule = pair.as_rule();
    let name = || row.ident_in(pair.clone());
    Some(match rule {
        Rule::says => {
            let strings = pair
                .into_inner()
                .filter(|part| part.as_rule() == Rule::string);
            Trigger::Says(strings.map(|string| row.string(&string)).collect())
        }
        Rule::names_product => Trigger::NamesProduct(bound(row, pair)?),
        Rule::gives_slot => Trigger::Gives(name()?),
        Rule::changes => Trigger::Changes(name()?),
        Rule::sends_photo => Trigger::SendsPhoto(bound(row, pair)),
        Rule::presses => Trigger::Presses(name()?),
        Rule::writes_in => Trigger::WritesIn(Lang::parse(&name()?.name)?),
        Rule::dtmf => Trigger::Dtmf(row.string(&pair.into_inner().last()?).node),
        Rule::event => {
            let path = pair.into_inner().last()?;
            Trigger::Event(row.ident(&path))
        }
        Rule::k_agrees => Trigger::Agrees,
        Rule::k_declines => Trigger::Declines,
        Rule::k_wants_human => Trigger::WantsHuman,
        Rule::k_joins => Trigger::Joins,
        Rule::k_opens_catalog => Trigger::OpensCatalog,
        Rule::k_calls => Trigger::Calls,
        Rule::k_hangs_up => Trigger::HangsUp,
        _ => Trigger::Intent(row.ident(&pair)),
    })
}

fn bound(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<crate::ast::Ident> {
    pair.into_inner()
        .find(|part| part.as_rule() == Rule::bind)
        .and_then(|bind| row.ident_in(bind))
}
