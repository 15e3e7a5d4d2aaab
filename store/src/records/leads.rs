//! Writing leads: finding the buyer's one lead, merging two that are one buyer's, and the history.

use crate::error::StoreError;
use crate::keys::{self, Table};
use crate::kv::Kv;
use crate::lead::{Actor, Change, Lead, LeadChange, LeadDraft, LeadId, LeadStatus};
use crate::overlay::Overlay;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A lead as it is stored.
#[derive(Serialize, Deserialize)]
pub(super) struct LeadRecord {
    /// The lead.
    pub(super) lead: Lead,
    /// How many changes its history has.
    changes: u32,
}

/// Writes a draft into the buyer's lead.
pub(super) fn save<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    draft: &LeadDraft,
    key: &str,
) -> Result<Lead, StoreError> {
    let request = keys::id(Table::LeadOfRequest, "the request", key)?;
    if let Some(id) = overlay.read::<LeadId>(&request)?
        && let Some(record) = find(overlay, id)?
    {
        return Ok(record.lead);
    }
    let chat = keys::chat(Table::LeadOfChat, &draft.dialogue.chat)?;
    let phone = draft.phone.as_deref().filter(|phone| is_e164(phone));
    let phone = phone
        .map(|phone| keys::id(Table::LeadOfPhone, "the phone", phone))
        .transpose()?;
    let by_chat = follow(overlay, &chat)?;
    let by_phone = match &phone {
        Some(phone) => follow(overlay, phone)?,
        None => None,
    };
    let mut history = Vec::new();
    let mut record = match (by_chat, by_phone) {
        (None, None) => create(overlay, draft)?,
        (Some(one), Some(other)) if one.lead.id != other.lead.id => {
            merge(overlay, one, other, draft, &mut history)?
        }
        (Some(one), _) | (None, Some(one)) => one,
    };
    let lead = &mut record.lead;
    if lead.status.may_become(draft.status, &draft.by) {
        set(
            &mut history,
            "status",
            &mut lead.status,
            draft.status,
            |status| status.to_string(),
        );
    }
    fill(&mut history, lead, draft);
    overlay.put(&chat, "the lead of a chat", &lead.id)?;
    if let Some(phone) = phone {
        overlay.put(&phone, "the lead of a phone", &lead.id)?;
    }
    overlay.put(&request, "the lead of a request", &lead.id)?;
    let reason = None;
    write(
        overlay,
        record,
        Entry {
            at: draft.at,
            by: &draft.by,
            reason,
            changes: history,
        },
    )
}

/// Sets a lead's status, if `by` may.
pub(super) fn set_status<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    id: LeadId,
    status: LeadStatus,
    by: &Actor,
    at: Timestamp,
    reason: Option<&str>,
) -> Result<Lead, StoreError> {
    let mut record = find(overlay, id)?.ok_or(StoreError::NoLead(id))?;
    let from = record.lead.status;
    if !from.may_become(status, by) {
        return Err(StoreError::Refused {
            lead: record.lead.id,
            from,
            to: status,
        });
    }
    let mut changes = Vec::new();
    set(
        &mut changes,
        "status",
        &mut record.lead.status,
        status,
        |status| status.to_string(),
    );
    write(
        overlay,
        record,
        Entry {
            at,
            by,
            reason,
            changes,
        },
    )
}

/// A lead by its number, or the one it was merged into.
pub(super) fn find<K: Kv>(
    overlay: &Overlay<'_, K>,
    mut id: LeadId,
) -> Result<Option<LeadRecord>, StoreError> {
    while let Some(into) = overlay.read::<LeadId>(&keys::lead(Table::LeadMerged, id))? {
        if into >= id {
            return Err(StoreError::Damaged {
                what: format!("lead {id} was merged into the younger lead {into}"),
            });
        }
        id = into;
    }
    overlay.read(&keys::lead(Table::Lead, id))
}

/// The lead that an index leads to.
fn follow<K: Kv>(overlay: &Overlay<'_, K>, index: &[u8]) -> Result<Option<LeadRecord>, StoreError> {
    match overlay.read(index)? {
        Some(id) => find(overlay, id),
        None => Ok(None),
    }
}

fn create<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    draft: &LeadDraft,
) -> Result<LeadRecord, StoreError> {
    let counter = super::own("leads");
    let id = LeadId(overlay.read::<u64>(&counter)?.unwrap_or(0) + 1);
    overlay.put(&counter, "the number of leads", &id.0)?;
    let status = match LeadStatus::New.may_become(draft.status, &draft.by) {
        true => draft.status,
        false => LeadStatus::New,
    };
    let lead = Lead {
        id,
        created_at: draft.at,
        updated_at: draft.at,
        status,
        name: None,
        username: None,
        phone: None,
        contact: None,
        product: None,
        amount: None,
        address: None,
        note: None,
        dialogue: draft.dialogue.clone(),
        link: None,
        chats: Vec::new(),
    };
    Ok(LeadRecord { lead, changes: 0 })
}

/// Two leads of one buyer become one under the older number. What only the younger knew is kept, and
/// so is the status that is further on.
fn merge<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    one: LeadRecord,
    other: LeadRecord,
    draft: &LeadDraft,
    history: &mut Vec<Change>,
) -> Result<LeadRecord, StoreError> {
    let (mut older, younger) = match one.lead.id < other.lead.id {
        true => (one, other),
        false => (other, one),
    };
    let (into, gone) = (older.lead.id, younger.lead.id);
    overlay.remove(&keys::lead(Table::Lead, gone))?;
    overlay.put(&keys::lead(Table::LeadMerged, gone), "a merged lead", &into)?;
    let change = Change {
        field: "merged into".to_owned(),
        old: String::new(),
        new: into.to_string(),
    };
    let entry = Entry {
        at: draft.at,
        by: &draft.by,
        reason: None,
        changes: vec![change],
    };
    let number = younger.changes.saturating_add(1);
    overlay.put(
        &keys::change(gone, number),
        "a change of a lead",
        &entry.numbered(number),
    )?;
    history.push(Change {
        field: "merged with".to_owned(),
        old: String::new(),
        new: gone.to_string(),
    });
    let lead = &mut older.lead;
    let from = younger.lead;
    if from.status > lead.status {
        set(history, "status", &mut lead.status, from.status, |status| {
            status.to_string()
        });
    }
    let missing = LeadDraft {
        at: draft.at,
        by: draft.by.clone(),
        dialogue: lead.dialogue.clone(),
        status: lead.status,
        name: lead.name.is_none().then_some(from.name).flatten(),
        username: lead.username.is_none().then_some(from.username).flatten(),
        phone: lead.phone.is_none().then_some(from.phone).flatten(),
        contact: lead.contact.is_none().then_some(from.contact).flatten(),
        product: lead.product.is_none().then_some(from.product).flatten(),
        amount: lead.amount.is_none().then_some(from.amount).flatten(),
        address: lead.address.is_none().then_some(from.address).flatten(),
        note: lead.note.is_none().then_some(from.note).flatten(),
        link: lead.link.is_none().then_some(from.link).flatten(),
    };
    fill(history, lead, &missing);
    for chat in from.chats {
        if !lead.chats.contains(&chat) {
            lead.chats.push(chat);
        }
    }
    Ok(older)
}

/// Writes every field that the draft has into the lead.
fn fill(history: &mut Vec<Change>, lead: &mut Lead, draft: &LeadDraft) {
    let words = |text: &String| text.clone();
    fill_one(history, "name", &mut lead.name, &draft.name, words);
    fill_one(
        history,
        "username",
        &mut lead.username,
        &draft.username,
        words,
    );
    fill_one(history, "phone", &mut lead.phone, &draft.phone, words);
    fill_one(history, "contact", &mut lead.contact, &draft.contact, words);
    fill_one(
        history,
        "product",
        &mut lead.product,
        &draft.product,
        |product| match &product.sku {
            Some(sku) => format!("{} ({sku})", product.name),
            None => product.name.clone(),
        },
    );
    fill_one(history, "amount", &mut lead.amount, &draft.amount, |it| {
        format!("{} {}", it.amount, it.currency)
    });
    fill_one(history, "address", &mut lead.address, &draft.address, words);
    fill_one(history, "note", &mut lead.note, &draft.note, words);
    fill_one(history, "link", &mut lead.link, &draft.link, words);
    set(
        history,
        "dialogue",
        &mut lead.dialogue,
        draft.dialogue.clone(),
        |id| id.to_string(),
    );
    if !lead.chats.contains(&draft.dialogue.chat) {
        let change = Change {
            field: "chat".to_owned(),
            old: String::new(),
            new: draft.dialogue.chat.to_string(),
        };
        history.push(change);
        lead.chats.push(draft.dialogue.chat.clone());
    }
}

fn fill_one<T: Clone + PartialEq>(
    history: &mut Vec<Change>,
    field: &str,
    place: &mut Option<T>,
    value: &Option<T>,
    print: impl Fn(&T) -> String,
) {
    if value.is_some() {
        let print = |value: &Option<T>| value.as_ref().map(&print).unwrap_or_default();
        set(history, field, place, value.clone(), print);
    }
}

fn set<T: PartialEq>(
    history: &mut Vec<Change>,
    field: &str,
    place: &mut T,
    value: T,
    print: impl Fn(&T) -> String,
) {
    if *place != value {
        history.push(Change {
            field: field.to_owned(),
            old: print(place),
            new: print(&value),
        });
        *place = value;
    }
}

/// A change of a lead before it has its number.
struct Entry<'a> {
    at: Timestamp,
    by: &'a Actor,
    reason: Option<&'a str>,
    changes: Vec<Change>,
}

impl Entry<'_> {
    fn numbered(self, number: u32) -> LeadChange {
        LeadChange {
            number,
            at: self.at,
            by: self.by.clone(),
            changes: self.changes,
            reason: self.reason.map(str::to_owned),
        }
    }
}

/// Writes the lead and its history, if anything changed.
fn write<K: Kv>(
    overlay: &mut Overlay<'_, K>,
    mut record: LeadRecord,
    entry: Entry<'_>,
) -> Result<Lead, StoreError> {
    if !entry.changes.is_empty() {
        record.changes = record.changes.saturating_add(1);
        record.lead.updated_at = entry.at;
        let change = entry.numbered(record.changes);
        overlay.put(
            &keys::change(record.lead.id, change.number),
            "a change of a lead",
            &change,
        )?;
        overlay.put(&keys::lead(Table::Lead, record.lead.id), "a lead", &record)?;
    }
    Ok(record.lead)
}

/// Whether it is a phone number as E.164 writes it: only such a number tells who the buyer is.
fn is_e164(phone: &str) -> bool {
    match phone.strip_prefix('+') {
        Some(digits) => {
            (8..=15).contains(&digits.len()) && digits.bytes().all(|digit| digit.is_ascii_digit())
        }
        None => false,
    }
}
