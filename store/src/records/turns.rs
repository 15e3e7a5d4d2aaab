//! What one turn writes, staged on an overlay; and the marks of outbox items.

use crate::error::StoreError;
use crate::keys::{self, Table};
use crate::kv::Kv;
use crate::outbox::{Mark, OutboxId, OutboxItem, OutboxState, is_performed};
use crate::overlay::Overlay;
use crate::row::{ChatRow, DialogueRow, place};
use crate::timer::DueTimer;
use crate::turn::{Committed, InboxKey, JournalEntry, TurnCommit};
use engine::state::Phase;
use engine::{ChatKey, DialogueId, Effect, Happened, State};
use serde::{Deserialize, Serialize};

/// A state as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct StateRecord {
    /// The chat's version.
    pub(super) version: u64,
    /// The state.
    pub(super) state: State,
}

/// Stages a turn, or finds why it must not be written.
pub(super) fn turn<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    turn: TurnCommit,
) -> Result<Committed, StoreError> {
    let chat = turn.state.chat.clone();
    for key in &turn.inbox {
        if overlay.has(&inbox_key(key)?)? {
            return Ok(Committed::Duplicate { key: key.clone() });
        }
    }
    let row_key = keys::chat(Table::Chat, &chat)?;
    let row: Option<ChatRow> = overlay.read(&row_key)?;
    let version = row.as_ref().map_or(0, |row| row.version);
    if version != turn.expected {
        return Ok(Committed::Conflict { version });
    }
    let seq = version + 1;
    let at = turn.event.at;
    for key in &turn.inbox {
        overlay.put(&inbox_key(key)?, "an inbox key", &(&chat, seq))?;
    }
    for settled in &turn.marks {
        mark(overlay, settled)?;
    }
    let mut row = row.unwrap_or_else(|| ChatRow {
        chat: chat.clone(),
        version: 0,
        dialogue: 0,
        last: at,
        timers: Vec::new(),
    });
    set_timers(overlay, &mut row, &turn)?;
    write_dialogues(overlay, &row, &turn, seq)?;
    row.version = seq;
    row.last = at;
    row.dialogue = turn.state.dialogue;
    overlay.put(&row_key, "a chat", &row)?;
    let outbox = fill_outbox(overlay, &chat, &turn, seq)?;
    let TurnCommit {
        release,
        event,
        effects,
        state,
        ..
    } = turn;
    let entry = JournalEntry {
        seq,
        dialogue: state.dialogue,
        at,
        release,
        event,
        effects,
        because: state.because.clone(),
        place: place(&state),
    };
    overlay.put(&keys::journal(&chat, seq)?, "a journal entry", &entry)?;
    overlay.put(
        &keys::chat(Table::State, &chat)?,
        "a dialogue's state",
        &StateRecord {
            version: seq,
            state,
        },
    )?;
    Ok(Committed::Done {
        version: seq,
        outbox,
    })
}

/// Stages an outbox item's next state; tells whether it may have it.
pub(super) fn mark<K: Kv>(overlay: &mut Overlay<'_, K>, mark: &Mark) -> Result<bool, StoreError> {
    let open = keys::outbox(Table::Outbox, &mark.id)?;
    let closed = keys::outbox(Table::Undelivered, &mark.id)?;
    let (item, lies): (Option<OutboxItem>, _) = match overlay.read(&open)? {
        Some(item) => (Some(item), &open),
        None => (overlay.read(&closed)?, &closed),
    };
    let Some(mut item) = item.filter(|item| item.state.may_become(mark.state)) else {
        return Ok(false);
    };
    overlay.remove(lies)?;
    if mark.state == OutboxState::Sending {
        item.tries = item.tries.saturating_add(1);
    }
    item.state = mark.state;
    item.since = mark.at;
    item.note.clone_from(&mark.note);
    if item.state.is_open() {
        overlay.put(&open, "an outbox item", &item)?;
    } else if item.state != OutboxState::Sent {
        overlay.put(&closed, "an outbox item", &item)?;
    }
    Ok(true)
}

fn inbox_key(key: &InboxKey) -> Result<keys::Key, StoreError> {
    keys::id(Table::Inbox, "the message", key.as_str())
}

fn fill_outbox<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    chat: &ChatKey,
    turn: &TurnCommit,
    seq: u64,
) -> Result<Vec<OutboxItem>, StoreError> {
    if turn.effects.len() > usize::from(u16::MAX) {
        let limit = usize::from(u16::MAX);
        return Err(StoreError::TooBig {
            what: "the effects of a turn".to_owned(),
            size: turn.effects.len(),
            limit,
        });
    }
    let mut outbox = Vec::new();
    for (index, effect) in (0..).zip(&turn.effects) {
        if !is_performed(effect) {
            continue;
        }
        let item = OutboxItem {
            id: OutboxId {
                chat: chat.clone(),
                turn: seq,
                index,
            },
            dialogue: turn.state.dialogue,
            at: turn.event.at,
            effect: effect.clone(),
            state: OutboxState::Pending,
            since: turn.event.at,
            tries: 0,
            note: None,
        };
        overlay.put(
            &keys::outbox(Table::Outbox, &item.id)?,
            "an outbox item",
            &item,
        )?;
        outbox.push(item);
    }
    Ok(outbox)
}

fn set_timers<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    row: &mut ChatRow,
    turn: &TurnCommit,
) -> Result<(), StoreError> {
    if let Happened::Due { timer } = turn.event.what {
        unset(overlay, row, timer)?;
    }
    for effect in &turn.effects {
        match *effect {
            Effect::Remind { timer, at } => {
                unset(overlay, row, timer)?;
                row.timers.push((timer, at));
                let due = DueTimer {
                    at,
                    chat: row.chat.clone(),
                    timer,
                };
                overlay.put(&keys::timer(&due)?, "a timer", &due)?;
            }
            Effect::Unremind { timer } => unset(overlay, row, timer)?,
            _ => {}
        }
    }
    Ok(())
}

fn unset<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    row: &mut ChatRow,
    timer: u64,
) -> Result<(), StoreError> {
    while let Some(place) = row.timers.iter().position(|(number, _)| *number == timer) {
        let (_, at) = row.timers.remove(place);
        overlay.remove(&keys::timer(&DueTimer {
            at,
            chat: row.chat.clone(),
            timer,
        })?)?;
    }
    Ok(())
}

/// Counts the turn in the row of its dialogue; one that ended in the same turn as the next began is
/// closed by the turn's `finish`.
fn write_dialogues<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    chat: &ChatRow,
    turn: &TurnCommit,
    seq: u64,
) -> Result<(), StoreError> {
    let at = turn.event.at;
    if chat.dialogue != turn.state.dialogue
        && let Some(outcome) = finished(&turn.effects)
    {
        let key = keys::dialogue(&DialogueId {
            chat: chat.chat.clone(),
            number: chat.dialogue,
        })?;
        if let Some(before) = overlay.read::<DialogueRow>(&key)?
            && before.phase == Phase::Open
        {
            overlay.put(
                &key,
                "a dialogue",
                &DialogueRow {
                    phase: Phase::Ended(outcome, at),
                    last: at,
                    ..before
                },
            )?;
        }
    }
    if turn.state.dialogue == 0 {
        return Ok(());
    }
    let key = keys::dialogue(&turn.state.dialogue_id())?;
    let row: Option<DialogueRow> = overlay.read(&key)?;
    let mut row = row.unwrap_or_else(|| DialogueRow::begun(&turn.state, seq, at));
    row.turned(&turn.state, &turn.release, at);
    overlay.put(&key, "a dialogue", &row)
}

fn finished(effects: &[Effect]) -> Option<engine::effect::Ended> {
    effects.iter().find_map(|effect| match effect {
        Effect::Finish { outcome, .. } => Some(*outcome),
        _ => None,
    })
}
