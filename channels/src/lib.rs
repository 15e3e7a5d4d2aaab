//! Wire to Event and Effect to wire: Telegram and the terminal.
