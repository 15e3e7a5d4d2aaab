//! Durable journal, states, inbox, outbox, timers and leads.
