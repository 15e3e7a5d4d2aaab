//! The store from its door: what every store must do, on memory and on disk, and what the disk must
//! survive.

mod conformance;
mod crash;
mod damage;
mod disk;
mod failing;
mod samples;
