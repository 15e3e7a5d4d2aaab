//! Plugins as their author, the script and the buyer meet them.

mod bounded;
mod door;
mod limits;
mod mistakes;
mod requests;
mod shipped;
mod shop;
mod signatures;
mod trades;
