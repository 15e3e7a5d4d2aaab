//! `shop.toml` as it is written: every field may be left out, and is read further by `config`.

use serde::Deserialize;

/// `shop.toml`, whole.
#[derive(Deserialize)]
pub(super) struct File {
    pub(super) name: Option<String>,
    pub(super) languages: Option<Vec<String>>,
    pub(super) currency: Option<String>,
    pub(super) country: Option<String>,
    pub(super) time_zone: Option<String>,
    pub(super) hours: Option<String>,
    #[serde(default)]
    pub(super) bot: BotFile,
    #[serde(default)]
    pub(super) profile: toml::Table,
    #[serde(default)]
    pub(super) catalog: CatalogFile,
    pub(super) model: Option<ModelFile>,
    #[serde(default)]
    pub(super) channels: ChannelsFile,
    #[serde(default)]
    pub(super) store: StoreFile,
}

/// `[bot]`
#[derive(Default, Deserialize)]
pub(super) struct BotFile {
    pub(super) name: Option<String>,
}

/// `[catalog]`
#[derive(Default, Deserialize)]
pub(super) struct CatalogFile {
    pub(super) source: Option<String>,
    pub(super) path: Option<String>,
    pub(super) refresh: Option<String>,
}

/// `[model]`
#[derive(Deserialize)]
pub(super) struct ModelFile {
    pub(super) base_url: Option<String>,
    pub(super) api_key: Option<String>,
    pub(super) name: Option<String>,
    #[serde(default)]
    pub(super) fallback: Vec<ServerFile>,
    pub(super) within: Option<String>,
}

/// One of `fallback`.
#[derive(Deserialize)]
pub(super) struct ServerFile {
    pub(super) base_url: Option<String>,
    pub(super) api_key: Option<String>,
    pub(super) name: Option<String>,
}

/// `[channels]`
#[derive(Default, Deserialize)]
pub(super) struct ChannelsFile {
    pub(super) telegram: Option<TelegramFile>,
}

/// `[channels.telegram]`
#[derive(Deserialize)]
pub(super) struct TelegramFile {
    pub(super) token: Option<String>,
    pub(super) api_url: Option<String>,
    pub(super) operators: Option<i64>,
}

/// `[store]`
#[derive(Default, Deserialize)]
pub(super) struct StoreFile {
    pub(super) url: Option<String>,
}
