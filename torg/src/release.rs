//! A release: everything that decides a reply, compiled and checked together (DESIGN §5).

use crate::config::Config;
use crate::report::Report;
use crate::shop::{ShopError, ShopFiles};
use catalog::Snapshot;
use engine::Graph;
use scripting::{PluginSource, Plugins};
use std::sync::Arc;

/// A shop that can serve. Immutable: a reload swaps it whole.
pub struct Release {
    /// The content hash over flows, texts, plugins and settings.
    pub hash: String,
    /// The settings.
    pub config: Config,
    /// The scripts.
    pub graph: Graph,
    /// The plugin steps.
    pub plugins: Plugins,
    /// The catalog of the moment; its rows are no part of the hash.
    pub catalog: Arc<Snapshot>,
}

/// What came of reading a shop: a release when nothing stands against it, and what is to be told.
pub struct Built {
    /// The release; absent when there is an error.
    pub release: Option<Release>,
    /// Diagnostics, bad rows and notices.
    pub report: Report,
}

/// Compiles and checks a shop.
///
/// # Errors
/// [`ShopError`] when a file of the folder cannot be read at all.
pub fn build(files: &ShopFiles) -> Result<Built, ShopError> {
    let mut report = Report::new(files.flows.clone());
    let config = match Config::read(&files.settings, &|name| std::env::var(name).ok()) {
        Ok(config) => config,
        Err(error) => {
            report.settings = Some(error);
            return Ok(Built {
                release: None,
                report,
            });
        }
    };
    report.notices.clone_from(&config.notices);
    let (plugins, mistakes) = Plugins::compile(&PluginSource::with_shipped(files.plugins.clone()));
    report.plugins = mistakes;
    let context = dsl::Context {
        signatures: plugins.signatures(),
        languages: config.shop.languages.clone(),
        currency: config.shop.currency,
        scripts: config.scripts(),
        profile_fields: config.profile_fields(),
    };
    let compiled = dsl::compile(&files.flows, &context);
    report.diagnostics = compiled.diagnostics;
    let catalog = match files.bytes(&config.catalog)? {
        Some(bytes) => {
            let (catalog, bad) = Snapshot::read_csv(&bytes, config.shop.currency);
            report.bad_rows = bad;
            catalog
        }
        None => {
            report.notices.push(format!(
                "the catalog `{}` is not there: the shop sells nothing",
                config.catalog
            ));
            Snapshot::empty()
        }
    };
    report.catalog.clone_from(&config.catalog);
    for script in config.scripts() {
        if compiled
            .graph
            .as_ref()
            .is_some_and(|graph| graph.flow(&script).is_none())
        {
            report.missing_scripts.push(script.to_string());
        }
    }
    if report.has_errors() {
        return Ok(Built {
            release: None,
            report,
        });
    }
    let release = compiled.graph.map(|mut graph| {
        let hash = hash(files);
        graph.release.clone_from(&hash);
        Release {
            hash,
            config,
            graph,
            plugins,
            catalog: Arc::new(catalog),
        }
    });
    Ok(Built { release, report })
}

/// A content hash over everything that decides a reply, but for the catalog: 16 hexadecimal
/// digits of BLAKE3.
fn hash(files: &ShopFiles) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |name: &str, bytes: &[u8]| {
        hasher.update(&(name.len() as u64).to_le_bytes());
        hasher.update(name.as_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    add("shop.toml", files.settings.as_bytes());
    for flow in &files.flows {
        add(&flow.path, &flow.text);
    }
    for plugin in PluginSource::with_shipped(files.plugins.clone()) {
        add(&plugin.file, plugin.text.as_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}
