//! What the server asks of whoever starts it: a shop as it is on disk.

use dsl::{Context, Source};
use engine::Name;
use engine::signature::Signatures;
use std::path::Path;
use understand::{Currency, Lang};

/// Reads shops. The server itself knows no settings, plugins or catalogs, only what they offer to scripts.
pub trait Shops: Send + Sync + 'static {
    /// The shop in a folder that has a `shop.toml`. What is wrong beside the scripts is among its
    /// [remarks](Shop::remarks), in `lang` or in the language of its scripts.
    ///
    /// # Errors
    /// Why it cannot be read at all, for people.
    fn read(&self, folder: &Path, lang: Option<Lang>) -> Result<Shop, String>;

    /// What a script that stands in no shop may use: the steps that come with torg.
    fn none(&self) -> Shop;
}

/// A shop as it is on disk at one moment. Files are named from its folder: `flows/flowers.flow`.
#[derive(Clone, Debug)]
pub struct Shop {
    /// `shop.toml`
    pub settings: Option<Source>,
    /// `flows/*.flow`
    pub flows: Vec<Source>,
    /// `talks/*.talk`
    pub talks: Vec<Source>,
    /// `plugins/*.rhai`, without those that come with torg.
    pub plugins: Vec<Source>,
    /// The steps that scripts may use.
    pub signatures: Signatures,
    /// The shop's languages, the default first.
    pub languages: Vec<Lang>,
    /// The shop's currency.
    pub currency: Currency,
    /// The flows that profiles name as their script, the shop's own first.
    pub scripts: Vec<Name>,
    /// The fields of profiles.
    pub profile_fields: Vec<Name>,
    /// The catalog's own columns, beside those that every catalog has.
    pub columns: Vec<String>,
    /// What is wrong with files other than scripts.
    pub remarks: Vec<Remark>,
}

impl Shop {
    /// What its scripts are compiled against.
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            signatures: &self.signatures,
            languages: self.languages.clone(),
            currency: self.currency,
            scripts: self.scripts.clone(),
            profile_fields: self.profile_fields.clone(),
        }
    }
}

/// Something wrong in a file that is no script: a plugin, `shop.toml`, the catalog.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Remark {
    /// The file, from the shop's folder.
    pub file: String,
    /// Its line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
    /// Whether the shop can serve all the same.
    pub bearable: bool,
    /// What is wrong and what to do.
    pub text: String,
}
