//! Leads: one row a buyer, and nothing of it lost.

use super::Shared;
use crate::samples::{at, chat, draft};
use std::sync::Arc;
use store::{Actor, Amount, LeadId, LeadProduct, LeadStatus, StoreError};

super::on_every_store! {
    a_thousand_replays_write_one_lead
    a_lead_saved_at_once_from_many_sides_is_one_row
    one_phone_on_two_channels_is_one_lead
    two_leads_that_turn_out_to_be_one_buyer_become_one
    the_bot_never_downgrades_nor_closes_a_lead
    every_change_of_a_lead_is_kept
}

fn a_thousand_replays_write_one_lead(store: Shared) {
    let mut draft = draft(&chat("1"), LeadStatus::Qualified);
    draft.phone = Some("+79215551234".to_owned());
    draft.product = Some(LeadProduct {
        sku: Some("ROSE-25".into()),
        name: "25 роз".to_owned(),
    });
    draft.amount = Some(Amount {
        amount: "2990.50".parse().expect("a number"),
        currency: "RUB".to_owned(),
    });
    let first = store
        .save_lead(&draft, "telegram:1#4.0")
        .expect("it is written");
    for replay in 0..500 {
        draft.at = at(replay);
        assert_eq!(
            store.save_lead(&draft, "telegram:1#4.0").as_ref(),
            Ok(&first)
        );
        assert_eq!(
            store
                .save_lead(&draft, &format!("telegram:1#{replay}.9"))
                .as_ref(),
            Ok(&first)
        );
    }
    assert_eq!(store.leads(None, 10), Ok(vec![first.clone()]));
    assert_eq!(store.lead_of(&chat("1")), Ok(Some(first.clone())));
    assert_eq!(
        store.lead_history(first.id, 0, 10).expect("it reads").len(),
        1
    );
    assert_eq!((first.id, first.created_at), (LeadId(1), at(0)));
}

fn a_lead_saved_at_once_from_many_sides_is_one_row(store: Shared) {
    std::thread::scope(|scope| {
        for side in 0..16 {
            let store = Arc::clone(&store);
            scope.spawn(move || {
                let mut draft = draft(&chat(&format!("side {}", side % 4)), LeadStatus::New);
                draft.phone = Some("+380671234567".to_owned());
                store
                    .save_lead(&draft, &format!("request {side}"))
                    .expect("it is written");
            });
        }
    });
    let leads = store.leads(None, 10).expect("it reads");
    assert_eq!(leads.len(), 1);
    assert_eq!(leads[0].chats.len(), 4);
}

fn one_phone_on_two_channels_is_one_lead(store: Shared) {
    let whatsapp = engine::ChatKey::new(engine::Channel::WhatsApp, "79215551234");
    let mut first = draft(&chat("1"), LeadStatus::New);
    first.phone = Some("+79215551234".to_owned());
    first.name = Some("Анна".to_owned());
    let mut second = draft(&whatsapp, LeadStatus::Qualified);
    second.phone = Some("+79215551234".to_owned());
    let one = store.save_lead(&first, "a").expect("it is written");
    let same = store.save_lead(&second, "b").expect("it is written");
    assert_eq!(
        (one.id, same.name.as_deref(), same.status),
        (same.id, Some("Анна"), LeadStatus::Qualified)
    );
    assert_eq!(same.chats, [chat("1"), whatsapp]);
    let mut words = draft(&chat("2"), LeadStatus::New);
    words.phone = Some("спросите у мамы".to_owned());
    let mut others = draft(&chat("3"), LeadStatus::New);
    others.phone.clone_from(&words.phone);
    store.save_lead(&words, "c").expect("it is written");
    store.save_lead(&others, "d").expect("it is written");
    assert_eq!(
        store.leads(None, 10).expect("it reads").len(),
        3,
        "only a real number tells who the buyer is"
    );
}

fn two_leads_that_turn_out_to_be_one_buyer_become_one(store: Shared) {
    let mut first = draft(&chat("1"), LeadStatus::New);
    first.address = Some("Невский, 1".to_owned());
    let mut second = draft(&chat("2"), LeadStatus::Qualified);
    second.phone = Some("+79215551234".to_owned());
    second.name = Some("Анна".to_owned());
    store.save_lead(&first, "a").expect("it is written");
    store.save_lead(&second, "b").expect("it is written");
    first.phone.clone_from(&second.phone);
    let merged = store.save_lead(&first, "c").expect("it is written");
    assert_eq!(merged.id, LeadId(1));
    assert_eq!(
        (merged.name.as_deref(), merged.address.as_deref()),
        (Some("Анна"), Some("Невский, 1"))
    );
    assert_eq!(merged.status, LeadStatus::Qualified);
    assert_eq!(store.leads(None, 10), Ok(vec![merged.clone()]));
    assert_eq!(
        store.lead(LeadId(2)),
        Ok(Some(merged.clone())),
        "the old number still leads there"
    );
    assert_eq!(store.lead_of(&chat("2")), Ok(Some(merged.clone())));
    assert_eq!(store.save_lead(&second, "b"), Ok(merged));
    let gone = store.lead_history(LeadId(2), 0, 10).expect("it reads");
    assert_eq!(
        gone.last().expect("it has a history").changes[0].field,
        "merged into"
    );
    let third = store
        .save_lead(&draft(&chat("3"), LeadStatus::New), "d")
        .expect("it is written");
    assert_eq!(third.id, LeadId(3), "a number is never given twice");
}

fn the_bot_never_downgrades_nor_closes_a_lead(store: Shared) {
    let mut saves = 0;
    let mut save = |status, by: Actor| {
        saves += 1;
        let mut draft = draft(&chat("1"), status);
        draft.by = by;
        store
            .save_lead(&draft, &saves.to_string())
            .expect("it is written")
            .status
    };
    assert_eq!(save(LeadStatus::Won, Actor::Bot), LeadStatus::New);
    assert_eq!(
        save(LeadStatus::Qualified, Actor::Bot),
        LeadStatus::Qualified
    );
    assert_eq!(save(LeadStatus::New, Actor::Bot), LeadStatus::Qualified);
    assert_eq!(
        save(LeadStatus::Escalated, Actor::Bot),
        LeadStatus::Escalated
    );
    assert_eq!(save(LeadStatus::New, Actor::Bot), LeadStatus::Escalated);
    let id = LeadId(1);
    let refused = store.set_lead_status(id, LeadStatus::Lost, &Actor::Bot, at(1), None);
    let (from, to) = (LeadStatus::Escalated, LeadStatus::Lost);
    assert_eq!(refused, Err(StoreError::Refused { lead: id, from, to }));
    let person = Actor::Person("Ольга".to_owned());
    let won = store.set_lead_status(id, LeadStatus::Won, &person, at(2), Some("оплачено"));
    assert_eq!(won.expect("a person may").status, LeadStatus::Won);
    assert_eq!(save(LeadStatus::Qualified, Actor::Bot), LeadStatus::Won);
    assert_eq!(
        save(LeadStatus::Lost, Actor::Outside("касса".to_owned())),
        LeadStatus::Lost
    );
    let nobody = store.set_lead_status(LeadId(7), LeadStatus::Won, &person, at(3), None);
    assert_eq!(nobody, Err(StoreError::NoLead(LeadId(7))));
}

fn every_change_of_a_lead_is_kept(store: Shared) {
    let mut draft = draft(&chat("1"), LeadStatus::New);
    store.save_lead(&draft, "1").expect("it is written");
    draft.at = at(60);
    draft.name = Some("Анна".to_owned());
    draft.status = LeadStatus::Qualified;
    store.save_lead(&draft, "2").expect("it is written");
    let person = Actor::Person("Ольга".to_owned());
    let lead = store
        .set_lead_status(LeadId(1), LeadStatus::Lost, &person, at(90), Some("дорого"))
        .expect("it is set");
    assert_eq!((lead.created_at, lead.updated_at), (at(0), at(90)));
    let history = store.lead_history(LeadId(1), 1, 10).expect("it reads");
    assert_eq!(
        history
            .iter()
            .map(|change| change.number)
            .collect::<Vec<_>>(),
        [2, 3]
    );
    let fields: Vec<_> = history[0]
        .changes
        .iter()
        .map(|it| (&*it.field, &*it.old, &*it.new))
        .collect();
    assert_eq!(
        fields,
        [("status", "new", "qualified"), ("name", "", "Анна")]
    );
    assert_eq!(
        (&history[1].by, history[1].reason.as_deref()),
        (&person, Some("дорого"))
    );
}
