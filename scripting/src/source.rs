//! Plugin files as they come: the shipped ones, and a shop's own.

/// A plugin file before it is compiled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PluginSource {
    /// The plugin's name, as scripts write it before the dot: `catalog`. The file's name without `.rhai`.
    pub name: String,
    /// The file, as its author should see it in a message: `plugins/catalog.rhai`.
    pub file: String,
    /// The text of the file.
    pub text: String,
}

impl PluginSource {
    /// A plugin file by its path as people see it; the plugin is named for the file.
    pub fn new(file: impl Into<String>, text: impl Into<String>) -> PluginSource {
        let file = file.into();
        let last = file.rsplit(['/', '\\']).next().unwrap_or(&file);
        let name = last.strip_suffix(".rhai").unwrap_or(last).to_owned();
        PluginSource {
            name,
            file,
            text: text.into(),
        }
    }

    /// The files that come with torg.
    pub fn shipped() -> Vec<PluginSource> {
        SHIPPED
            .iter()
            .map(|(file, text)| PluginSource::new(*file, *text))
            .collect()
    }

    /// The files that come with torg, those of a shop instead where the names are the same, and the
    /// shop's further ones.
    pub fn with_shipped(own: Vec<PluginSource>) -> Vec<PluginSource> {
        let mut all = PluginSource::shipped();
        all.retain(|shipped| own.iter().all(|mine| mine.name != shipped.name));
        all.extend(own);
        all
    }
}

const SHIPPED: [(&str, &str); 7] = [
    (
        "plugins/booking.rhai",
        include_str!("../../plugins/booking.rhai"),
    ),
    (
        "plugins/catalog.rhai",
        include_str!("../../plugins/catalog.rhai"),
    ),
    (
        "plugins/escalation.rhai",
        include_str!("../../plugins/escalation.rhai"),
    ),
    (
        "plugins/followup.rhai",
        include_str!("../../plugins/followup.rhai"),
    ),
    (
        "plugins/leads.rhai",
        include_str!("../../plugins/leads.rhai"),
    ),
    ("plugins/llm.rhai", include_str!("../../plugins/llm.rhai")),
    (
        "plugins/pricing.rhai",
        include_str!("../../plugins/pricing.rhai"),
    ),
];
