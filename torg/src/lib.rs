//! The binary's parts: a shop folder becomes a release, an event becomes a turn, a turn's effects
//! are performed, and their answers are events again.
//!
//! Reading order: [`shop`] reads the folder and [`config`] its `shop.toml`; [`release`] compiles
//! everything that decides a reply; [`world`] is what a step may ask of it; [`turn`] steps an event
//! and writes it down; [`perform`] is the one place where effects meet the world; [`rehearsal`] is a
//! dialogue with a clock of its own, for `torg chat` and [`talks`]; [`service`] is the running shop, with
//! [`doors`] to the channels, [`watch`] over its files and
//! [`peek`] into its records; [`cli`] holds the commands.

pub mod bench;
pub mod cli;
pub mod config;
pub mod doors;
pub mod peek;
pub mod perform;
pub mod rehearsal;
pub mod release;
pub mod report;
pub mod service;
pub mod shop;
pub mod talks;
pub mod turn;
pub mod watch;
pub mod world;
