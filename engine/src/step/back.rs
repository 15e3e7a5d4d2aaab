//! `back`: wait points left by `silence` and `anywhere`, and the way back to them (LANGUAGE §7).

use super::run::Said;
use super::{Next, Step, node_of};
use crate::effect::Rung;
use crate::graph::{Op, Wait, Words};
use crate::state::{Aside, Left, Waiting};

/// The most wait points that are remembered; the oldest is forgotten first.
const MOST_LEFT: usize = 64;

impl<'a> Step<'a> {
    /// Pushes the wait point the dialogue stands at; one already on the stack cuts the stack down to it.
    pub(super) fn leave_for_a_while(&mut self) {
        let Some(waiting) = self.state.waiting.take() else {
            return;
        };
        let places: Vec<_> = self
            .state
            .frames
            .iter()
            .map(|frame| frame.place.clone())
            .collect();
        if let Some(at) = self
            .state
            .left
            .iter()
            .position(|left| left.places == places)
        {
            self.state.left.truncate(at);
        } else if self.state.left.len() >= MOST_LEFT {
            self.state.left.remove(0);
        }
        let closed = self.state.frames.iter().skip(1).cloned().collect();
        let waiting = Waiting {
            unclear: 0,
            aside: waiting
                .aside
                .filter(|aside| matches!(aside, Aside::Correct { .. })),
            ..waiting
        };
        self.state.left.push(Left {
            places,
            closed,
            waiting,
        });
    }

    /// `back`: pops the newest wait point. After `otherwise` the buyer's message is read there; else
    /// the words are sent, then the question with its options.
    pub(super) fn back(&mut self, words: Option<&Words>, line: u32) -> Next {
        let otherwise = matches!(self.state.because.rung, Rung::Otherwise);
        if !otherwise
            && let Some(words) = words
            && self.say(words, line) == Said::Stopped
        {
            return Next::Stop;
        }
        while let Some(left) = self.state.left.pop() {
            if !self.reopen(left) {
                continue;
            }
            match self.reading.clone().filter(|_| otherwise) {
                Some(event) => self.hear(&event),
                None => self.ask_again_here(),
            }
            return Next::Stop;
        }
        self.restart();
        Next::Stop
    }

    /// Stands at a left wait point again, with the subflows open there; not where a release took it away.
    pub(super) fn reopen(&mut self, left: Left) -> bool {
        let open = self.state.frames.len().min(left.places.len());
        let kept = (0..open)
            .take_while(|depth| {
                let frame = &self.state.frames[*depth];
                frame.flow == left.places[*depth].flow
                    && (*depth == 0 || self.state.frames[depth - 1].place == left.places[depth - 1])
            })
            .count()
            .max(1);
        let mut frames: Vec<_> = self.state.frames.drain(..).take(kept).collect();
        frames.extend(left.closed.into_iter().skip(kept - 1));
        for (frame, place) in frames.iter_mut().zip(&left.places) {
            frame.place = place.clone();
        }
        self.state.frames = frames;
        if self.wait_here().is_none() {
            return false;
        }
        self.state.waiting = Some(left.waiting);
        true
    }

    /// The wait point the innermost frame stands at.
    pub(super) fn wait_here(&self) -> Option<&'a Wait> {
        let flow = self.flow()?;
        match &flow.node(node_of(flow, &self.frame()?.place)?).op {
            Op::Wait(wait) => Some(wait),
            _ => None,
        }
    }
}
