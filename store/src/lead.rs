//! Leads: one row a buyer, however often they come and over whichever channel.

use engine::{ChatKey, DialogueId, Name};
use jiff::Timestamp;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A lead's number, counted from 1 in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct LeadId(pub u64);

impl fmt::Display for LeadId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for LeadId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<LeadId, Self::Err> {
        text.parse().map(LeadId)
    }
}

/// What a buyer wants, and how to reach them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Lead {
    /// Its number.
    pub id: LeadId,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// How far the sale is.
    pub status: LeadStatus,
    /// The buyer's name.
    pub name: Option<String>,
    /// Their user name on the channel, without `@`.
    pub username: Option<String>,
    /// Their phone in E.164: the same phone is the same buyer.
    pub phone: Option<String>,
    /// Another way to reach them: an e-mail, words.
    pub contact: Option<String>,
    /// What they want.
    pub product: Option<LeadProduct>,
    /// The amount of the deal.
    pub amount: Option<Amount>,
    /// Where to deliver.
    pub address: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// The dialogue it was last written in; its chat tells the channel.
    pub dialogue: DialogueId,
    /// An address that opens the dialogue, where the channel has one.
    pub link: Option<String>,
    /// Every chat of this buyer, the newest last.
    pub chats: Vec<ChatKey>,
}

/// The product of a lead.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeadProduct {
    /// Its SKU, where it is of the catalog.
    pub sku: Option<Name>,
    /// Its name at that moment.
    pub name: String,
}

/// An amount of money.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Amount {
    /// How much, in whole units.
    pub amount: Decimal,
    /// The currency's ISO 4217 code.
    pub currency: String,
}

/// How far a sale is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadStatus {
    /// An interest was recorded.
    New,
    /// The order is clear.
    Qualified,
    /// A person is asked to go on.
    Escalated,
    /// Sold.
    Won,
    /// Not sold.
    Lost,
}

impl LeadStatus {
    /// Every status, in the order people list them.
    pub const ALL: [LeadStatus; 5] = [
        LeadStatus::New,
        LeadStatus::Qualified,
        LeadStatus::Escalated,
        LeadStatus::Won,
        LeadStatus::Lost,
    ];

    /// The word in scripts, files and reports.
    pub fn as_str(self) -> &'static str {
        match self {
            LeadStatus::New => "new",
            LeadStatus::Qualified => "qualified",
            LeadStatus::Escalated => "escalated",
            LeadStatus::Won => "won",
            LeadStatus::Lost => "lost",
        }
    }

    /// Whether `by` may take a lead from this status to `next`. The bot sets `new`, `qualified` and
    /// `escalated`, never goes back to `new`, and leaves what a person closed; people and outside
    /// events may do anything.
    pub fn may_become(self, next: LeadStatus, by: &Actor) -> bool {
        match by {
            Actor::Person(_) | Actor::Outside(_) => true,
            Actor::Bot => match (self, next) {
                (LeadStatus::Won | LeadStatus::Lost, _) => self == next,
                (_, LeadStatus::Won | LeadStatus::Lost) => false,
                (_, LeadStatus::New) => self == LeadStatus::New,
                (_, LeadStatus::Qualified | LeadStatus::Escalated) => true,
            },
        }
    }
}

impl fmt::Display for LeadStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LeadStatus {
    type Err = ();

    fn from_str(word: &str) -> Result<LeadStatus, ()> {
        LeadStatus::ALL
            .into_iter()
            .find(|status| status.as_str() == word)
            .ok_or(())
    }
}

/// Who changed something.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Actor {
    /// The script.
    Bot,
    /// A person, by name.
    Person(String),
    /// An outside event, such as a payment, by its source.
    Outside(String),
}

/// What is to be written into a buyer's lead. A field that is empty leaves what is there.
#[derive(Clone, PartialEq, Debug)]
pub struct LeadDraft {
    /// When.
    pub at: Timestamp,
    /// Who writes it.
    pub by: Actor,
    /// The dialogue it is written in; its chat tells whose lead it is.
    pub dialogue: DialogueId,
    /// The status asked for; kept as it is where `by` may not set it.
    pub status: LeadStatus,
    /// The buyer's name.
    pub name: Option<String>,
    /// Their user name on the channel, without `@`.
    pub username: Option<String>,
    /// Their phone in E.164.
    pub phone: Option<String>,
    /// Another way to reach them.
    pub contact: Option<String>,
    /// What they want.
    pub product: Option<LeadProduct>,
    /// The amount of the deal.
    pub amount: Option<Amount>,
    /// Where to deliver.
    pub address: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// An address that opens the dialogue.
    pub link: Option<String>,
}

impl LeadDraft {
    /// A draft that says only that `dialogue` has a lead of this status.
    pub fn new(dialogue: DialogueId, status: LeadStatus, by: Actor, at: Timestamp) -> LeadDraft {
        LeadDraft {
            at,
            by,
            dialogue,
            status,
            name: None,
            username: None,
            phone: None,
            contact: None,
            product: None,
            amount: None,
            address: None,
            note: None,
            link: None,
        }
    }
}

/// A change of a lead. Changes are kept for ever.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct LeadChange {
    /// Counted from 1 within the lead.
    pub number: u32,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: Actor,
    /// Field by field.
    pub changes: Vec<Change>,
    /// Why, in the words of who did it.
    pub reason: Option<String>,
}

/// A field that changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Change {
    /// The field's name, such as `status`.
    pub field: String,
    /// What was there; empty where nothing was.
    pub old: String,
    /// What is there now.
    pub new: String,
}
