//! Where effects meet the world: requests are answered here, and messages leave through a [`Door`].

use crate::release::Release;
use engine::{Answer, ChatKey, DialogueId, Name, Request, Value};
use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp, ToSpan};
use models::{Ask, ModelConfig, ModelError, Models};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use store::{Actor, Amount, Lead, LeadDraft, LeadProduct, LeadStatus, Store, StoreError};
use understand::Lang;

/// How many free hours a step is offered.
const MOST_TIMES: usize = 5;

/// How many days ahead free hours are looked for.
const DAYS_AHEAD: i32 = 14;

/// Answers requests of plugin steps.
pub struct Answers {
    store: Arc<dyn Store>,
    /// One taking of an hour at a time, so that two buyers never get the same one.
    booking: Mutex<()>,
}

/// Who asks, and when.
#[derive(Clone, Debug)]
pub struct Asker {
    /// The buyer's mailbox.
    pub chat: ChatKey,
    /// The dialogue.
    pub dialogue: u32,
    /// The buyer's name on the channel.
    pub name: Option<String>,
    /// The buyer's user name on the channel.
    pub username: Option<String>,
    /// The moment.
    pub now: Timestamp,
    /// The key by which a repetition of the request is known.
    pub key: String,
}

impl Answers {
    /// Answers from this store.
    pub fn new(store: Arc<dyn Store>) -> Answers {
        Answers {
            store,
            booking: Mutex::new(()),
        }
    }

    /// Answers a request that needs no network; none for one that does.
    pub fn at_once(&self, release: &Release, asker: &Asker, request: &Request) -> Option<Answer> {
        let answer = match request {
            Request::Model { .. } => return None,
            Request::SaveLead { .. } => {
                self.save_lead(asker, request).map(|lead| lead_value(&lead))
            }
            Request::Escalate { .. } => Ok(Value::YesNo(true)),
            Request::FreeTimes { service, day } => self.free_times(release, asker, service, *day),
            Request::TakeTime { .. } => self.take_time(release, asker, request),
            Request::FollowUp { time, note } => self.follow_up(asker, *time, note.as_deref()),
        };
        Some(answer.map_or_else(|error| Answer::Failed(error.to_string()), Answer::Done))
    }

    fn save_lead(&self, asker: &Asker, request: &Request) -> Result<Lead, StoreError> {
        let dialogue = DialogueId {
            chat: asker.chat.clone(),
            number: asker.dialogue,
        };
        let mut draft = LeadDraft::new(dialogue, LeadStatus::New, Actor::Bot, asker.now);
        draft.name.clone_from(&asker.name);
        draft.username.clone_from(&asker.username);
        draft.link = link(&asker.chat, asker.username.as_deref());
        if let Request::SaveLead {
            status,
            product,
            product_name,
            contact,
            name,
            address,
            amount,
            note,
        } = request
        {
            draft.status = if status == "qualified" {
                LeadStatus::Qualified
            } else {
                LeadStatus::New
            };
            draft.name = name.clone().or(draft.name);
            match contact {
                Some(phone) if phone.starts_with('+') => draft.phone = Some(phone.clone()),
                other => draft.contact.clone_from(other),
            }
            let product_name = product_name
                .clone()
                .or_else(|| product.as_deref().map(str::to_owned));
            draft.product = product_name.map(|name| LeadProduct {
                sku: product.clone(),
                name,
            });
            draft.amount = amount.map(|money| Amount {
                amount: money.amount,
                currency: money.currency.as_str().to_owned(),
            });
            draft.address.clone_from(address);
            draft.note.clone_from(note);
        }
        self.store.save_lead(&draft, &asker.key)
    }

    /// A lead that exists is marked as escalated when a person is called; there is none to make.
    ///
    /// # Errors
    /// As [`Store::set_lead_status`].
    pub fn escalate_lead(
        &self,
        chat: &ChatKey,
        now: Timestamp,
        reason: &str,
    ) -> Result<(), StoreError> {
        let Some(lead) = self.store.lead_of(chat)? else {
            return Ok(());
        };
        if lead.status.may_become(LeadStatus::Escalated, &Actor::Bot) {
            self.store.set_lead_status(
                lead.id,
                LeadStatus::Escalated,
                &Actor::Bot,
                now,
                Some(reason),
            )?;
        }
        Ok(())
    }

    /// Hours inside the shop's hours that nobody took, from now on.
    fn free_times(
        &self,
        release: &Release,
        asker: &Asker,
        service: &str,
        day: Option<jiff::civil::Date>,
    ) -> Result<Value, StoreError> {
        let shop = &release.config.shop;
        let now = asker.now.to_zoned(shop.time_zone.clone()).datetime();
        let first = day.unwrap_or(now.date());
        let days = if day.is_some() { 1 } else { DAYS_AHEAD };
        let mut free = Vec::new();
        for ahead in 0..days {
            let Ok(date) = first.checked_add(ahead.days()) else {
                break;
            };
            let hours = (0..24).filter_map(|hour| date.at(hour, 0, 0, 0).into());
            for time in
                hours.filter(|time: &DateTime| *time > now && shop.hours.contain(time.time()))
            {
                if self.store.note(&booking_key(service, time))?.is_none() {
                    free.push(Value::DateTime(time));
                    if free.len() >= MOST_TIMES {
                        return Ok(Value::List(free));
                    }
                }
            }
        }
        Ok(Value::List(free))
    }

    /// Takes an hour if it is free, or was taken by this very request.
    fn take_time(
        &self,
        release: &Release,
        asker: &Asker,
        request: &Request,
    ) -> Result<Value, StoreError> {
        let Request::TakeTime {
            service,
            time,
            name,
            contact,
        } = request
        else {
            return Ok(Value::YesNo(false));
        };
        let shop = &release.config.shop;
        let now = asker.now.to_zoned(shop.time_zone.clone()).datetime();
        // Hours are taken whole, as they are offered.
        let whole = time.minute() == 0 && time.second() == 0;
        if *time <= now || !whole || !shop.hours.contain(time.time()) {
            return Ok(Value::YesNo(false));
        }
        let _one_at_a_time = self.booking.lock().unwrap_or_else(PoisonError::into_inner);
        let key = booking_key(service, *time);
        match self.store.note(&key)? {
            Some(taken) if taken != asker.key => return Ok(Value::YesNo(false)),
            Some(_) => {}
            None => self.store.set_note(&key, &asker.key)?,
        }
        let mut booking = BTreeMap::from([
            (Name::from("id"), Value::text(&asker.key)),
            (Name::from("service"), Value::Product(service.clone())),
            (Name::from("time"), Value::DateTime(*time)),
        ]);
        let known = [("name", name), ("contact", contact)];
        booking.extend(
            known.into_iter().filter_map(|(field, value)| {
                Some((Name::from(field), Value::text(value.as_ref()?)))
            }),
        );
        Ok(Value::Record(booking))
    }

    /// A reminder for people: kept by its time, and noted in the buyer's lead where there is one.
    fn follow_up(
        &self,
        asker: &Asker,
        time: DateTime,
        note: Option<&str>,
    ) -> Result<Value, StoreError> {
        let at = time.strftime("%Y-%m-%d %H:%M");
        let reminder = format!("{at} {}", note.unwrap_or_default());
        let key = format!("followup/{at}/{}", asker.key);
        self.store.set_note(&key, reminder.trim())?;
        if let Some(lead) = self.store.lead_of(&asker.chat)? {
            let dialogue = DialogueId {
                chat: asker.chat.clone(),
                number: asker.dialogue,
            };
            let mut draft = LeadDraft::new(dialogue, lead.status, Actor::Bot, asker.now);
            let before = lead.note.into_iter().filter(|note| !note.is_empty());
            let notes: Vec<String> = before.chain([reminder.trim().to_owned()]).collect();
            draft.note = Some(notes.join("; "));
            self.store.save_lead(&draft, &asker.key)?;
        }
        Ok(Value::YesNo(true))
    }
}

fn booking_key(service: &str, time: DateTime) -> String {
    format!("booking/{service}/{}", time.strftime("%Y-%m-%dT%H:%M"))
}

/// A link to the dialogue that opens for the people of the shop: the buyer's chat where the channel
/// has such links, else the dialogue's id for `torg why`.
pub fn link(chat: &ChatKey, username: Option<&str>) -> Option<String> {
    match (chat.channel, username) {
        (engine::Channel::Telegram, Some(username)) => Some(format!("https://t.me/{username}")),
        (engine::Channel::Telegram, None) => Some(format!("tg://user?id={}", chat.id)),
        _ => None,
    }
}

/// A lead as scripts see it.
fn lead_value(lead: &Lead) -> Value {
    let text = |words: &str| Value::text(words);
    let mut fields = BTreeMap::from([
        (Name::from("id"), text(&lead.id.to_string())),
        (Name::from("status"), text(lead.status.as_str())),
    ]);
    let known = [
        ("name", &lead.name),
        ("phone", &lead.phone),
        ("contact", &lead.contact),
        ("address", &lead.address),
    ];
    fields.extend(
        known
            .into_iter()
            .filter_map(|(field, value)| Some((Name::from(field), text(value.as_ref()?)))),
    );
    Value::Record(fields)
}

/// The model servers of a release; none where `shop.toml` has no `[model]`.
///
/// # Errors
/// [`ModelError`]: the settings cannot be used.
pub fn models(release: &Release) -> Result<Option<Models>, ModelError> {
    let servers = release.config.models.iter().map(|server| ModelConfig {
        base_url: server.base_url.clone(),
        api_key: server.api_key.clone(),
        name: server.name.clone(),
    });
    let servers: Vec<ModelConfig> = servers.collect();
    if servers.is_empty() {
        Ok(None)
    } else {
        Models::new(servers).map(Some)
    }
}

/// Asks the model; its failure is the script's `fails`.
pub async fn ask_model(
    models: Option<&Models>,
    release: &Release,
    request: &Request,
    within: Duration,
) -> Answer {
    let Request::Model {
        task,
        facts,
        words,
        lang,
        max_tokens,
    } = request
    else {
        return Answer::Failed("no question for a model".to_owned());
    };
    let Some(models) = models else {
        return Answer::Failed("no model is configured".to_owned());
    };
    let ask = Ask {
        instructions: instructions(release, task, *lang),
        data: facts.clone(),
        words: words.clone(),
        max_tokens: *max_tokens,
    };
    match models.reply(&ask, within).await {
        Ok(reply) => Answer::Done(Value::Text(reply.text)),
        Err(ModelError::Late { .. }) => Answer::Late,
        Err(error) => Answer::Failed(error.to_string()),
    }
}

/// What the model is told besides the script's own task.
fn instructions(release: &Release, task: &str, lang: Lang) -> String {
    let shop = &release.config.shop;
    let language = match lang {
        Lang::RU => "Russian",
        Lang::UK => "Ukrainian",
        Lang::EN => "English",
        _ => "the buyer's language",
    };
    let tone = release
        .config
        .profile
        .fields
        .get("tone")
        .and_then(Value::as_words)
        .unwrap_or("neutral");
    format!(
        "You are {bot}, the virtual assistant of the shop {shop}. {task} Answer in {language}, in a {tone} tone, in at \
         most three sentences. Name only products that the facts name. Never invent a price, a discount, a stock \
         figure, a date or a promise.",
        bot = shop.bot_name,
        shop = shop.name,
    )
}

/// How long until something that was surely not delivered is tried again.
pub fn pause_before(tries: u32) -> Duration {
    Duration::from_secs(1 << tries.min(8))
}

/// The longest an undelivered message is still worth sending.
pub const STALE: SignedDuration = SignedDuration::from_hours(24);
