//! The binary as people have it: every test starts `torg` itself on a shop of its own, and sees only what
//! a buyer, an operator, an author or an owner would see.
//!
//! `shop` holds the parts: a copy of an example shop, a run, a conversation in a terminal, a shop that is
//! served to Telegram. Then the journeys: `chat`, `telegram`, `crashes`, `reload`, `model`, `careless`
//! hands, `check`, `fmt`, and `peek`, an owner who looks in.

mod careless;
mod chat;
mod check;
mod crashes;
mod fmt;
mod model;
mod peek;
mod reload;
mod shop;
mod telegram;
