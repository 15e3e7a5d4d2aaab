//! The sections of a file: header, `defaults`, `slots`, `intents`, `text`, `state`, `anywhere`, `migrate`.

use super::{Reader, Reading, slot};
use crate::ast::{Intent, IntentLine, Migration, MigrationRule, NamedText, State};
use crate::diagnostic::{Fact, Thing};
use crate::keywords::word_at;
use crate::layout::Line;
use crate::line::{Row, Rule, ident, literal};
use crate::source::{Span, Spanned};
use pest::iterators::Pair;
use understand::{Lang, nearest};

impl Reader<'_> {
    /// All of a file.
    pub(super) fn read_sections(&mut self, lines: &[Line<'_>]) {
        for (nth, line) in lines.iter().enumerate() {
            let mut is_header = false;
            let reading = self.line(Rule::section_line, line, |reader, row, pair| {
                is_header = pair.as_rule() == Rule::flow;
                if nth == 0 && !is_header {
                    reader.tell(row.all(), Fact::NoHeader);
                }
                reader.section(row, pair, line)
            });
            if let Reading::Broken = reading {
                self.read_lost_section(line);
            }
        }
        if lines.is_empty() && self.found.is_empty() {
            self.tell(Span::default(), Fact::NoHeader);
        } else if self.flow.name.is_some()
            && self.flow.states.is_empty()
            && self.flow.unsure.is_empty()
        {
            self.tell(self.flow.header, Fact::NoStates);
        }
    }

    fn section(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>, line: &Line<'_>) -> Option<()> {
        match pair.as_rule() {
            Rule::flow => {
                if self.flow.name.is_some() {
                    self.tell_twice(row, self.flow.header);
                } else {
                    let mut parts = pair.into_inner().skip(1);
                    self.flow.header = row.all();
                    self.flow.name = Some(row.ident(&parts.next()?));
                    self.flow.version = literal::version(row, &parts.next()?);
                }
                self.read_header(&line.children);
            }
            Rule::k_defaults => {
                self.flow.defaults.span = Some(row.all());
                self.read_defaults(&line.children);
            }
            Rule::k_slots => self.read_slots(&line.children),
            Rule::k_intents => self.read_intents(&line.children),
            Rule::k_anywhere => {
                self.flow.anywhere_span = Some(row.all());
                self.read_anywhere(&line.children);
            }
            Rule::text => {
                let name = row.ident_in(pair)?;
                if line.children.is_empty() {
                    self.tell(
                        row.all(),
                        Fact::BlockMissing {
                            of: Thing::TextLine,
                        },
                    );
                }
                let block = self.read_texts(&line.children);
                self.flow.texts.push(NamedText {
                    name,
                    block,
                    line: row.number,
                });
            }
            Rule::state => {
                let protected = pair
                    .clone()
                    .into_inner()
                    .any(|part| part.as_rule() == Rule::k_protected);
                let name = row.ident_in(pair)?;
                self.read_state(name, protected, line);
            }
            _ => {
                let version = pair.into_inner().last()?;
                let from = literal::version(row, &version)?;
                let rules = self.read_moves(&line.children);
                self.flow.migrations.push(Migration {
                    from,
                    rules,
                    span: row.all(),
                });
            }
        }
        Some(())
    }

    /// A section whose line was not understood: if it is a state or a text with a name, it is one.
    fn read_lost_section(&mut self, line: &Line<'_>) {
        let keyword = word_at(line.text, 0);
        let known = self.table.keyword(keyword).or_else(|| {
            let words = ["state", "text", "flow", "slots", "intents"];
            let near = nearest(
                keyword,
                words.into_iter().filter_map(|word| self.table.word(word)),
            )?;
            self.table.keyword(near)
        });
        let rest = line.text[keyword.len()..].trim_start();
        let at = line.start + line.text.len() - rest.len();
        let name = word_at(rest, 0);
        let name = (!name.is_empty()).then(|| ident(name, Span::new(at, at + name.len())));
        match (known, name) {
            (Some("state"), Some(name)) => self.read_state(name, false, line),
            (Some("text"), Some(name)) => {
                let block = self.read_texts(&line.children);
                self.flow.texts.push(NamedText {
                    name,
                    block,
                    line: line.number,
                });
            }
            (Some("flow"), name) => {
                self.flow.header = line.span();
                self.flow.name = self.flow.name.take().or(name);
                self.read_header(&line.children);
            }
            (Some("slots"), _) => self.read_slots(&line.children),
            (Some("intents"), _) => self.read_intents(&line.children),
            (Some("anywhere"), _) => self.read_anywhere(&line.children),
            (Some("defaults"), _) => self.read_defaults(&line.children),
            _ => {
                let lost = self.quietly(|reader| reader.read_block(&line.children));
                drop(lost);
                self.note_all(&line.children);
            }
        }
    }

    /// Remembers every name under a line that was not understood.
    pub(super) fn note_all(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            self.note_names(line);
            self.note_all(&line.children);
        }
    }

    fn read_state(&mut self, name: crate::ast::Ident, protected: bool, line: &Line<'_>) {
        let (at_most, rest) = self.read_at_most(&line.children);
        let body = self.read_block(rest);
        let (number, span) = (line.number, line.span());
        self.flow.states.push(State {
            name,
            protected,
            at_most,
            body,
            line: number,
            span,
        });
    }

    fn read_header(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            self.line(Rule::header_line, line, |reader, row, pair| {
                reader.tell_no_block(line);
                reader.header(row, pair)
            })
            .good();
        }
    }

    fn header(&mut self, row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<()> {
        match pair.as_rule() {
            Rule::goal => {
                let goal = row.string(&pair.into_inner().last()?);
                match &self.flow.goal {
                    Some(first) => self.tell_twice(row, first.span),
                    None => self.flow.goal = Some(goal),
                }
            }
            Rule::languages => {
                if let Some(first) = self.flow.languages.first() {
                    self.tell_twice(row, first.span);
                }
                for part in pair
                    .into_inner()
                    .filter(|part| part.as_rule() == Rule::ident)
                {
                    let (word, span) = (row.raw(&part), row.span(&part));
                    match Lang::parse(word) {
                        Some(lang) => self.flow.languages.push(Spanned::new(lang, span)),
                        None => self.tell_unknown(span, Thing::Language, word, None),
                    }
                }
            }
            Rule::channels => {
                if let Some(first) = self.flow.channels.first() {
                    self.tell_twice(row, first.span);
                }
                for part in pair
                    .into_inner()
                    .filter(|part| part.as_rule() == Rule::ident)
                {
                    let span = row.span(&part);
                    let channel = self.channel(row.raw(&part), span);
                    self.flow
                        .channels
                        .extend(channel.map(|channel| Spanned::new(channel, span)));
                }
            }
            Rule::needs => {
                let params = self.params(row, pair)?;
                self.flow.needs.extend(params);
            }
            _ => {
                let params = self.params(row, pair)?;
                self.flow.gives.extend(params);
            }
        }
        Some(())
    }

    fn read_slots(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            let slot = self.line(Rule::slot_line, line, |reader, row, pair| {
                reader.tell_no_block(line);
                reader.slot(row, pair)
            });
            self.flow.slots.extend(slot.good());
        }
    }

    fn read_intents(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            let name = self.line(Rule::name_line, line, |_, row, pair| Some(row.ident(&pair)));
            let Some(name) = name.good() else { continue };
            if line.children.is_empty() {
                self.tell(
                    line.span(),
                    Fact::BlockMissing {
                        of: Thing::TextLine,
                    },
                );
            }
            let mut phrases = Vec::new();
            for child in &line.children {
                let read = self.line(Rule::words_line, child, |reader, row, pair| {
                    let worded = reader.worded(row, pair, child)?;
                    Some(IntentLine {
                        lang: worded.lang,
                        phrases: reader.phrases(&worded),
                    })
                });
                phrases.extend(read.good());
            }
            self.flow.intents.push(Intent {
                name,
                phrases,
                line: line.number,
            });
        }
    }

    fn read_anywhere(&mut self, lines: &[Line<'_>]) {
        for line in lines {
            let when = self.line(Rule::branch_line, line, |reader, row, pair| {
                reader.when(row, pair, line)
            });
            match when {
                Reading::Good(when) => self.flow.anywhere.push(when),
                Reading::Allow => {}
                Reading::Broken => {
                    self.quietly(|reader| reader.read_block(&line.children));
                    self.note_all(&line.children);
                }
            }
        }
    }

    fn read_moves(&mut self, lines: &[Line<'_>]) -> Vec<Spanned<MigrationRule>> {
        let mut rules = Vec::new();
        for line in lines {
            let rule = self.line(Rule::migrate_line, line, |reader, row, pair| {
                reader.tell_no_block(line);
                Some(Spanned::new(move_rule(row, pair)?, row.all()))
            });
            rules.extend(rule.good());
        }
        rules
    }
}

fn move_rule(row: &Row<'_>, pair: Pair<'_, Rule>) -> Option<MigrationRule> {
    let rule = pair.as_rule();
    let mut names = Vec::new();
    let (mut kind, mut version, mut length) = (None, None, None);
    for part in pair.into_inner() {
        match part.as_rule() {
            Rule::ident => names.push(row.ident(&part)),
            Rule::kind => kind = slot::kind(row, part),
            Rule::version => version = literal::version(row, &part),
            Rule::duration => length = literal::duration(row, &part),
            _ => {}
        }
    }
    let mut names = names.into_iter();
    Some(match rule {
        Rule::move_state => MigrationRule::State(names.next()?, names.next()?),
        Rule::move_slot => MigrationRule::SlotRenamed(names.next()?, names.next()?),
        Rule::reread => MigrationRule::SlotReadAgain(names.next()?, kind?),
        Rule::drop => MigrationRule::SlotDropped(names.next()?),
        _ => MigrationRule::OthersFinish(version?, length?.node),
    })
}
