//! From the nodes of a flow to cards and arrows.
//!
//! A state is one card; a subflow, a handover and an outcome inside it are cards of their own. A state
//! that only speaks and then ends so *is* that card. What leads from card to card is followed through
//! the nodes between, together with the latest cause: the last question answered, the last outcome.

use super::chart::{Arrow, Card, CardKind, Cause, Chart, Label, Return, ReturnTo};
use super::say::Say;
use super::wording::Wording;
use engine::Graph;
use engine::effect::Ended;
use engine::graph::{Flow, FlowIx, NodeIx, Op, Silence, StateIx, Unclear, Wait, Words};
use std::collections::{HashMap, HashSet, VecDeque};
use understand::{Lang, duration_text};

/// So many causes and texts are compared with a new one, so that no script, however odd, takes long.
const LOOKED_AT: usize = 64;

/// Reads a flow.
pub(super) fn read(graph: &Graph, ix: FlowIx, lang: Option<Lang>) -> Chart {
    let flow = &graph.flows[ix.0 as usize];
    let spoken = |lang: &Lang| flow.languages.contains(lang);
    let texts = lang
        .filter(spoken)
        .or_else(|| flow.languages.first().copied())
        .unwrap_or(Lang::EN);
    let own = Wording::of(lang.unwrap_or(texts));
    let mut reading = Reading {
        graph,
        flow,
        say: Say {
            flow,
            lang: texts,
            own,
        },
        chart: Chart {
            flow: flow.name.to_string(),
            version: flow.version,
            goal: flow.goal.clone(),
            lang: lang.unwrap_or(texts),
            start: 0,
            cards: Vec::new(),
            arrows: Vec::new(),
        },
        of_state: vec![0; flow.states.len()],
        of_node: HashMap::new(),
        arrows: HashMap::new(),
        ids: HashMap::new(),
        waiting: VecDeque::new(),
    };
    reading.states();
    reading.anywhere();
    reading.chart
}

/// Where a segment of nodes begins, and why.
type Starts = Vec<(Vec<Label>, NodeIx)>;

/// How a cause changes along a way inside a state.
enum Turn {
    /// It stays.
    Stays,
    /// Nothing is left to say: a question was answered.
    Answered,
    /// This is the cause now.
    Because(Label),
}

struct Reading<'a> {
    graph: &'a Graph,
    flow: &'a Flow,
    say: Say<'a>,
    chart: Chart,
    /// The card of each state.
    of_state: Vec<usize>,
    /// The cards of nodes that have their own.
    of_node: HashMap<NodeIx, usize>,
    /// Arrows by their cards.
    arrows: HashMap<(usize, usize), usize>,
    /// How many cards were called by each id.
    ids: HashMap<String, u32>,
    /// Cards inside states whose ways on are still to be read.
    waiting: VecDeque<(usize, NodeIx)>,
}

impl Reading<'_> {
    fn states(&mut self) {
        let outside = self.outside();
        let states: Vec<StateIx> = (0..self.flow.states.len())
            .map(|at| StateIx(at as u32))
            .filter(|state| !outside.contains(state))
            .collect();
        let mut only: Vec<Option<NodeIx>> = Vec::with_capacity(states.len());
        for state in &states {
            let end = self.only_end(*state);
            let state_card = self.flow.state(*state);
            let kind = end.map_or(CardKind::State, |node| self.kind_of(node));
            let title = state_card.name.to_string();
            let card = self.card(title.clone(), kind, title, state_card.line);
            self.chart.cards[card].protected = state_card.protected;
            self.of_state[state.0 as usize] = card;
            if let Some(node) = end {
                self.of_node.insert(node, card);
            }
            only.push(end);
        }
        for (state, end) in states.into_iter().zip(only) {
            let card = self.of_state[state.0 as usize];
            let state = self.flow.state(state);
            self.segment(card, vec![(Vec::new(), state.entry)], end);
            if let Some((times, then)) = state.at_most {
                let text = format!("{} {times}", self.say.own.visits);
                self.segment(
                    card,
                    vec![(vec![Label::new(Cause::Visits, text)], then)],
                    None,
                );
            }
            self.inside();
        }
    }

    /// The states that hold what stands outside states.
    fn outside(&self) -> HashSet<StateIx> {
        let defaults = &self.flow.defaults;
        let triggers = self.flow.anywhere.iter().map(|when| when.to);
        let timers = defaults.silence.iter().map(|silence| silence.to);
        let unclear = defaults.unclear.iter().filter_map(|unclear| unclear.then);
        let all = triggers.chain(timers).chain(unclear).chain(defaults.fails);
        all.map(|node| self.flow.node(node).state).collect()
    }

    /// The card of triggers and defaults, where there are any.
    fn anywhere(&mut self) {
        let own = self.say.own;
        let mut starts: Starts = Vec::new();
        for when in &self.flow.anywhere {
            starts.push((
                vec![Label::new(Cause::Trigger, self.say.when(when))],
                when.to,
            ));
        }
        let defaults = &self.flow.defaults;
        starts.extend(
            defaults
                .silence
                .iter()
                .map(|silence| (vec![self.silence(silence)], silence.to)),
        );
        if let Some((label, to)) = defaults
            .unclear
            .as_ref()
            .and_then(|unclear| self.unclear(unclear))
        {
            starts.push((vec![label], to));
        }
        starts.extend(
            defaults
                .fails
                .map(|to| (vec![Label::new(Cause::Fails, own.fails)], to)),
        );
        if starts.is_empty() {
            return;
        }
        let line = self.flow.anywhere.first().map_or(0, |when| when.line);
        let card = self.card(
            "anywhere".to_owned(),
            CardKind::Anywhere,
            own.anywhere.to_owned(),
            line,
        );
        self.chart.cards[card]
            .says
            .push(own.at_any_moment.to_owned());
        for start in starts {
            self.segment(card, vec![start], None);
        }
        self.inside();
    }

    /// Reads the ways on from the cards found inside states.
    fn inside(&mut self) {
        while let Some((card, node)) = self.waiting.pop_front() {
            self.segment(card, vec![(Vec::new(), node)], Some(node));
        }
    }

    /// Where a state only speaks and then ends: that end.
    fn only_end(&self, state: StateIx) -> Option<NodeIx> {
        let mut at = self.flow.state(state).entry;
        for _ in 0..=self.flow.state(state).count {
            match &self.flow.node(at).op {
                Op::Say(_, below)
                | Op::Show(_, below)
                | Op::Set(_, _, below)
                | Op::ForgetPersonal(below)
                | Op::Learn(_, _, below) => at = *below,
                Op::Run(_) | Op::Return(_) | Op::Finish(..) | Op::Escalate(_) => return Some(at),
                _ => return None,
            }
        }
        None
    }

    fn kind_of(&self, node: NodeIx) -> CardKind {
        match &self.flow.node(node).op {
            Op::Run(_) => CardKind::Subflow,
            Op::Escalate(_) => CardKind::Person,
            Op::Finish(Ended::Won, ..) => CardKind::Won,
            Op::Finish(Ended::Lost, ..) => CardKind::Lost,
            Op::Finish(Ended::Postponed, ..) => CardKind::Postponed,
            Op::Return(_) => CardKind::Returned,
            _ => CardKind::State,
        }
    }

    /// A new card; an id that is taken gets a number. No state has a point in its name.
    fn card(&mut self, id: String, kind: CardKind, title: String, line: u32) -> usize {
        let called = self.ids.entry(id.clone()).or_default();
        *called += 1;
        let free = if *called == 1 {
            id
        } else {
            format!("{id}.{called}")
        };
        self.chart.cards.push(Card {
            id: free,
            kind,
            title,
            line,
            says: Vec::new(),
            asks: Vec::new(),
            steps: Vec::new(),
            choices: Vec::new(),
            returns: Vec::new(),
            protected: false,
            happy: false,
        });
        self.chart.cards.len() - 1
    }

    /// The card of a node inside a state.
    fn card_of(&mut self, node: NodeIx) -> usize {
        if let Some(card) = self.of_node.get(&node) {
            return *card;
        }
        let own = self.say.own;
        let inside = self.flow.node(node);
        let kind = self.kind_of(node);
        let (word, title) = match (kind, &inside.op) {
            (_, Op::Run(run)) => ("run", &*self.graph.flows[run.flow.0 as usize].name),
            (CardKind::Won, _) => ("won", own.won),
            (CardKind::Lost, _) => ("lost", own.lost),
            (CardKind::Postponed, _) => ("postponed", own.postponed),
            (CardKind::Person, _) => ("person", own.person),
            _ => ("return", own.returned),
        };
        let id = format!("{}.{word}", self.flow.state(inside.state).name);
        let card = self.card(id, kind, title.to_owned(), inside.line);
        self.of_node.insert(node, card);
        self.waiting.push_back((card, node));
        card
    }

    /// Follows the nodes of a state from `starts` up to other cards. `own` is the node that `card` itself
    /// stands for.
    fn segment(&mut self, card: usize, starts: Starts, own: Option<NodeIx>) {
        let first: Vec<NodeIx> = starts.iter().map(|(_, node)| *node).collect();
        let order = self.order(&first, own);
        let mut causes: HashMap<NodeIx, Vec<Vec<Label>>> = HashMap::new();
        for (labels, node) in starts {
            causes.entry(node).or_default().push(labels);
        }
        for node in order {
            let cause = joined(causes.remove(&node).unwrap_or_default());
            if self.chart.cards[card].kind != CardKind::Anywhere {
                self.speaks(card, node, own);
            }
            if self.ends(node, own) {
                self.leave(card, node, cause);
                continue;
            }
            for (to, turn) in self.ways(node) {
                let cause = match turn {
                    Turn::Stays => cause.clone(),
                    Turn::Answered => Vec::new(),
                    Turn::Because(label) => vec![label],
                };
                causes.entry(to).or_default().push(cause);
            }
        }
    }

    /// The nodes of a segment, each after all that lead to it.
    fn order(&self, starts: &[NodeIx], own: Option<NodeIx>) -> Vec<NodeIx> {
        let mut order = Vec::new();
        let mut seen = HashSet::new();
        let mut path: Vec<(NodeIx, Vec<NodeIx>)> = Vec::new();
        for start in starts.iter().rev() {
            if seen.insert(*start) {
                path.push((*start, self.next(*start, own)));
            }
            while let Some((node, rest)) = path.last_mut() {
                // The first way is taken last, so that it stands first in the reversed order.
                match rest.pop() {
                    Some(to) if seen.insert(to) => {
                        let next = self.next(to, own);
                        path.push((to, next));
                    }
                    Some(_) => {}
                    None => {
                        order.push(*node);
                        path.pop();
                    }
                }
            }
        }
        order.reverse();
        order
    }

    fn next(&self, node: NodeIx, own: Option<NodeIx>) -> Vec<NodeIx> {
        if self.ends(node, own) {
            Vec::new()
        } else {
            self.ways(node).into_iter().map(|(to, _)| to).collect()
        }
    }

    /// Whether a segment ends at a node.
    fn ends(&self, node: NodeIx, own: Option<NodeIx>) -> bool {
        match &self.flow.node(node).op {
            Op::Go(_) | Op::Back(_) => true,
            Op::Run(_) | Op::Return(_) | Op::Finish(..) | Op::Escalate(_) => own != Some(node),
            _ => false,
        }
    }

    /// The ways on from a node inside its state, with what they say of the cause.
    fn ways(&self, node: NodeIx) -> Vec<(NodeIx, Turn)> {
        let own = self.say.own;
        let outcome = |name: &str| Turn::Because(Label::new(Cause::Outcome, name));
        match &self.flow.node(node).op {
            Op::Say(_, below)
            | Op::Show(_, below)
            | Op::Set(_, _, below)
            | Op::ForgetPersonal(below)
            | Op::Learn(_, _, below) => vec![(*below, Turn::Stays)],
            Op::Wait(wait) => self.answers(wait),
            Op::If(condition, then, otherwise) => {
                let text = format!("{} {}", own.condition, self.say.condition(condition));
                vec![
                    (*then, Turn::Because(Label::new(Cause::Condition, text))),
                    (*otherwise, Turn::Stays),
                ]
            }
            Op::Do(step) => {
                let arms = step.outcomes.iter().enumerate();
                let mut ways: Vec<_> = arms
                    .map(|(nth, arm)| {
                        (
                            arm.to,
                            if nth == 0 {
                                Turn::Stays
                            } else {
                                outcome(&arm.outcome)
                            },
                        )
                    })
                    .collect();
                let fails = step
                    .fails
                    .filter(|fails| Some(*fails) != self.flow.defaults.fails);
                ways.extend(
                    fails.map(|to| (to, Turn::Because(Label::new(Cause::Fails, own.fails)))),
                );
                ways
            }
            Op::Run(run) => run
                .outcomes
                .iter()
                .map(|arm| (arm.to, outcome(&arm.outcome)))
                .collect(),
            Op::Split(split) => {
                let arm = |(name, weight, to): &(engine::Name, u32, NodeIx)| {
                    (
                        *to,
                        Turn::Because(Label::new(
                            Cause::Arm,
                            format!("{}: {name} {weight}%", split.name),
                        )),
                    )
                };
                split.arms.iter().map(arm).collect()
            }
            Op::Escalate(escalate) => {
                let back = || Turn::Because(Label::new(Cause::GivenBack, own.given_back));
                escalate
                    .given_back
                    .map(|to| (to, back()))
                    .into_iter()
                    .collect()
            }
            Op::Go(_) | Op::Back(_) | Op::Return(_) | Op::Finish(..) => Vec::new(),
        }
    }

    fn answers(&self, wait: &Wait) -> Vec<(NodeIx, Turn)> {
        let own = self.say.own;
        let mut ways = Vec::new();
        for option in &wait.options {
            let label = Label::new(Cause::Choice, option.choosable.label(self.say.lang));
            ways.push((
                option.to,
                if option.fills {
                    Turn::Answered
                } else {
                    Turn::Because(label)
                },
            ));
        }
        if wait.ask.is_some() {
            ways.push((wait.below, Turn::Answered));
        }
        for when in &wait.whens {
            ways.push((
                when.to,
                Turn::Because(Label::new(Cause::Trigger, self.say.when(when))),
            ));
        }
        ways.extend(wait.otherwise.map(|to| {
            (
                to,
                Turn::Because(Label::new(Cause::Otherwise, own.otherwise)),
            )
        }));
        if let Some((label, to)) = wait
            .unclear
            .as_ref()
            .and_then(|unclear| self.unclear(unclear))
        {
            ways.push((to, Turn::Because(label)));
        }
        ways.extend(
            wait.silence
                .iter()
                .map(|silence| (silence.to, Turn::Because(self.silence(silence)))),
        );
        ways
    }

    fn silence(&self, silence: &Silence) -> Label {
        let channel = silence
            .channel
            .map(|channel| format!(" ({channel})"))
            .unwrap_or_default();
        let after = duration_text(silence.after, self.chart.lang);
        Label::new(
            Cause::Silence,
            format!("{} {after}{channel}", self.say.own.silence),
        )
    }

    fn unclear(&self, unclear: &Unclear) -> Option<(Label, NodeIx)> {
        let own = self.say.own.unclear;
        let times = unclear.at_most.saturating_add(1);
        let text = if times > 1 {
            format!("{own} ×{times}")
        } else {
            own.to_owned()
        };
        Some((Label::new(Cause::Unclear, text), unclear.then?))
    }

    /// Writes down what the bot says at a node.
    fn speaks(&mut self, card: usize, node: NodeIx, own: Option<NodeIx>) {
        let say = self.say;
        let mut says: Vec<String> = Vec::new();
        let mut asks: Vec<String> = Vec::new();
        let mut choices: Vec<String> = Vec::new();
        let mut steps: Vec<String> = Vec::new();
        let words = |words: &Option<Words>| words.as_ref().map(|words| say.words(words));
        match &self.flow.node(node).op {
            Op::Say(text, _) => says.push(say.words(text)),
            Op::Show(list, _) => says.push(format!("{{{}}}", say.path(list))),
            Op::Wait(wait) => {
                asks.extend(words(&wait.words));
                asks.extend(wait.next_words.map(|text| say.words(&Words::Text(text))));
                let from = wait.ask.as_ref().and_then(|ask| ask.from.as_ref());
                choices.extend(from.map(|list| format!("{{{}}}", say.path(list))));
                let offered = wait.options.iter().filter(|option| option.fills);
                choices.extend(offered.map(|option| option.choosable.label(say.lang).to_owned()));
            }
            Op::Finish(_, because, text) if own == Some(node) => {
                says.extend(words(text).or_else(|| because.clone()));
            }
            Op::Escalate(escalate) if own == Some(node) => {
                says.push(words(&escalate.words).unwrap_or_else(|| escalate.because.clone()));
            }
            Op::Return(outcome) if own == Some(node) => says.push(outcome.to_string()),
            Op::Do(step) => steps.push(format!("{}.{}", step.step.plugin, step.step.step)),
            Op::Run(run) if own == Some(node) => {
                let flow = &self.graph.flows[run.flow.0 as usize];
                let is_titled = self.chart.cards[card].title == *flow.name;
                says.push(if is_titled {
                    flow.goal.clone()
                } else {
                    format!("{} — {}", flow.name, flow.goal)
                });
            }
            _ => {}
        }
        let card = &mut self.chart.cards[card];
        let one_line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for text in says.iter().chain(&asks).map(one_line) {
            if !text.is_empty()
                && !card
                    .says
                    .iter()
                    .rev()
                    .take(LOOKED_AT)
                    .any(|said| *said == text)
            {
                card.says.push(text);
            }
        }
        card.asks
            .extend(asks.iter().map(one_line).filter(|text| !text.is_empty()));
        card.choices.extend(choices);
        card.steps.extend(steps);
    }

    /// Leaves a segment at its last node.
    fn leave(&mut self, card: usize, node: NodeIx, cause: Vec<Label>) {
        let to = match &self.flow.node(node).op {
            Op::Back(_) => return self.returns(card, ReturnTo::Back, cause),
            Op::Go(state) => self.of_state[state.0 as usize],
            _ => self.card_of(node),
        };
        if to == card {
            return self.returns(card, ReturnTo::Again, cause);
        }
        let arrows = &mut self.chart.arrows;
        let at = *self.arrows.entry((card, to)).or_insert_with(|| {
            arrows.push(Arrow {
                from: card,
                to,
                labels: Vec::new(),
                plain: false,
                happy: false,
            });
            arrows.len() - 1
        });
        arrows[at].plain |= cause.is_empty();
        add(&mut arrows[at].labels, cause);
    }

    fn returns(&mut self, card: usize, to: ReturnTo, cause: Vec<Label>) {
        let returns = &mut self.chart.cards[card].returns;
        match returns.iter_mut().find(|known| known.to == to) {
            Some(known) => add(&mut known.labels, cause),
            None => returns.push(Return { labels: cause, to }),
        }
    }
}

fn add(labels: &mut Vec<Label>, more: Vec<Label>) {
    for label in more {
        if !labels
            .iter()
            .rev()
            .take(LOOKED_AT)
            .any(|known| *known == label)
        {
            labels.push(label);
        }
    }
}

/// The cause where ways meet: every choice that led here; what came of a step or a condition on only some of
/// the ways says nothing any more.
fn joined(ways: Vec<Vec<Label>>) -> Vec<Label> {
    let mut ways = ways.into_iter();
    let Some(mut all) = ways.next() else {
        return Vec::new();
    };
    let mut same = true;
    let mut plain = all.is_empty();
    for way in ways {
        same &= way == all;
        plain |= way.is_empty();
        add(&mut all, way);
    }
    if !same {
        all.retain(|label| {
            !matches!(
                label.cause,
                Cause::Outcome | Cause::Condition | Cause::Arm | Cause::Fails
            )
        });
    }
    all.truncate(LOOKED_AT);
    if plain { Vec::new() } else { all }
}
