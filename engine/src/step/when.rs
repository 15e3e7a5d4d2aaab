//! Following triggers: the `when`s of a wait point and of `anywhere`.

use super::correct::said;
use super::trigger::Heed;
use super::{Next, Step};
use crate::effect::Rung;
use crate::event::Happened;
use crate::graph::{Binding, Trigger, Wait, When};
use understand::Heard;

/// Where a `when` stands.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    pub(super) depth: usize,
    pub(super) anywhere: bool,
}

impl<'a> Step<'a> {
    /// Reads words by one `when`; gives back whether it led somewhere.
    pub(super) fn hear_when(&mut self, when: &'a When, stand: Stand, heard: &Heard) -> bool {
        if !self.listens(when, stand.depth, stand.anywhere) {
            return false;
        }
        let heed = self.heeds_words(&when.trigger, stand.depth, heard);
        self.heed(when, stand, heed, Some(heard))
    }

    /// Follows a trigger that matched.
    fn heed(&mut self, when: &'a When, stand: Stand, heed: Heed, heard: Option<&Heard>) -> bool {
        let rung = if stand.anywhere {
            Rung::Anywhere
        } else {
            Rung::When
        };
        let words = |words: &[usize]| heard.map(|heard| said(heard, words)).unwrap_or_default();
        if !matches!(heed, Heed::No) {
            self.note_heard(stand.depth, when.line);
        }
        match heed {
            Heed::No => return false,
            Heed::Which(slot, skus) => {
                self.decide(rung, "", when.line);
                let Some(flow) = self.flow_at(stand.depth) else {
                    return false;
                };
                self.ask_which(
                    stand.depth,
                    flow.slot(slot).name.clone(),
                    skus,
                    Some(when.to),
                    stand.anywhere,
                );
                return true;
            }
            Heed::Yes(matched) => {
                self.decide(rung, words(&matched), when.line);
                if let Some(heard) = heard {
                    self.note_matched(heard, &matched);
                    let product = !matches!(when.trigger, Trigger::Says(_));
                    self.fill_beside(heard, &matched, None, product);
                }
                self.follow_when(when, stand);
            }
            Heed::Fill(binding, value, matched) => {
                self.decide(rung, words(&matched), when.line);
                if let Some(heard) = heard {
                    self.note_matched(heard, &matched);
                    let slot = match &binding {
                        Binding::Slot(slot) => Some(*slot),
                        Binding::Result(_) => None,
                    };
                    self.fill_in_passing(
                        heard,
                        &matched,
                        slot.filter(|_| stand.depth == self.top()),
                    );
                }
                self.leave_when(stand);
                self.close_above(stand.depth);
                self.bind(&binding, value);
                self.go(Next::At(when.to));
            }
        }
        true
    }

    fn note_matched(&mut self, heard: &Heard, words: &[usize]) {
        let words = words.iter().filter_map(|at| heard.words().get(*at));
        self.state.matched = words.map(|word| word.text.clone()).collect();
    }

    fn follow_when(&mut self, when: &When, stand: Stand) {
        self.leave_when(stand);
        self.close_above(stand.depth);
        self.go(Next::At(when.to));
    }

    /// `anywhere` leaves the wait point for a while; a `when` of the wait point leaves it for good.
    fn leave_when(&mut self, stand: Stand) {
        if stand.anywhere {
            self.leave_for_a_while();
        } else {
            self.state.waiting = None;
        }
    }

    /// Whether some intent or phrase of `anywhere` stands in the message.
    pub(super) fn is_intent(&self, heard: &Heard) -> bool {
        (0..self.state.frames.len()).filter_map(|depth| self.flow_at(depth)).flat_map(|flow| &flow.anywhere).any(|when| {
            matches!(&when.trigger, Trigger::Says(phrases) if phrases.iter().any(|phrase| phrase.find(heard).is_some()))
        })
    }

    /// Whether any trigger here heeds the words.
    pub(super) fn is_heeded(&self, heard: &Heard) -> bool {
        let top = self.top();
        let here = self
            .wait_here()
            .into_iter()
            .flat_map(|wait| &wait.whens)
            .map(|when| (top, when));
        let anywhere = (0..=top)
            .filter_map(|depth| Some((depth, self.flow_at(depth)?)))
            .flat_map(|(depth, flow)| flow.anywhere.iter().map(move |when| (depth, when)));
        here.chain(anywhere)
            .any(|(depth, when)| !matches!(self.heeds_words(&when.trigger, depth, heard), Heed::No))
    }

    /// Reads something that is not words by every `when` that listens here.
    pub(super) fn heed_sign(&mut self, wait: &'a Wait, sign: &Happened) -> bool {
        let top = self.top();
        for when in &wait.whens {
            let heed = self.heeds_sign(&when.trigger, sign);
            if self.listens(when, top, false)
                && self.heed(
                    when,
                    Stand {
                        depth: top,
                        anywhere: false,
                    },
                    heed,
                    None,
                )
            {
                return true;
            }
        }
        for depth in (0..=top).rev() {
            let Some(flow) = self.flow_at(depth) else {
                continue;
            };
            for when in &flow.anywhere {
                let heed = self.heeds_sign(&when.trigger, sign);
                if self.listens(when, depth, true)
                    && self.heed(
                        when,
                        Stand {
                            depth,
                            anywhere: true,
                        },
                        heed,
                        None,
                    )
                {
                    return true;
                }
            }
        }
        false
    }

    /// A `presses OPTION` that listens for this option.
    pub(super) fn heed_press(&mut self, wait: &'a Wait, option: &str) -> bool {
        let presses = |when: &When| matches!(&when.trigger, Trigger::Presses(name) if super::same_name(name, option));
        let top = self.top();
        if let Some(when) = wait
            .whens
            .iter()
            .find(|when| presses(when) && self.listens(when, top, false))
        {
            return self.heed(
                when,
                Stand {
                    depth: top,
                    anywhere: false,
                },
                Heed::Yes(Vec::new()),
                None,
            );
        }
        for depth in (0..=top).rev() {
            let Some(flow) = self.flow_at(depth) else {
                continue;
            };
            if let Some(when) = flow
                .anywhere
                .iter()
                .find(|when| presses(when) && self.listens(when, depth, true))
            {
                return self.heed(
                    when,
                    Stand {
                        depth,
                        anywhere: true,
                    },
                    Heed::Yes(Vec::new()),
                    None,
                );
            }
        }
        false
    }
}
