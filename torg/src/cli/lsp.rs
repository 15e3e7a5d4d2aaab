//! `torg lsp`: the language server that editors start.

use super::Exit;
use crate::config::Config;
use crate::shop::ShopFiles;
use catalog::Snapshot;
use clap::Args;
use dsl::Source;
use dsl::diagnostic::table_of;
use engine::signature::Signatures;
use lsp::{Remark, Shop, Shops};
use scripting::{PluginSource, Plugins};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use understand::{Currency, Lang};

/// Starts the language server.
#[derive(Args)]
pub(super) struct Lsp {
    /// Speak over standard input and output, which it always does: editors like to say so
    #[arg(long)]
    stdio: bool,
}

impl Lsp {
    pub(super) fn run(self) -> Exit {
        let Lsp { stdio: _ } = self;
        let runtime = match tokio::runtime::Runtime::new() {
            Ok(runtime) => runtime,
            Err(error) => return Exit::failed(error),
        };
        runtime.block_on(lsp::serve_stdio(Arc::new(OnDisk)));
        // A thread may still wait for input that never comes.
        runtime.shutdown_background();
        Exit::Fine
    }
}

/// Shops as they are on disk.
struct OnDisk;

impl Shops for OnDisk {
    fn read(&self, folder: &Path, lang: Option<Lang>) -> Result<Shop, String> {
        let files = ShopFiles::read(folder).map_err(|error| error.to_string())?;
        let talks = files.talks().map_err(|error| error.to_string())?;
        let lang = lang.unwrap_or_else(|| files.flows.first().map_or(Lang::EN, table_of));
        let own = files.plugins.iter();
        let own = own.map(|plugin| Source::new(plugin.file.as_str(), plugin.text.as_str()));
        let sources = PluginSource::with_shipped(files.plugins.clone());
        let (plugins, mistakes) = Plugins::compile(&sources);
        let mut shop = Shop {
            settings: Some(Source::new("shop.toml", files.settings.as_str())),
            talks,
            plugins: own.collect(),
            signatures: plugins.signatures().clone(),
            ..self.none()
        };
        shop.remarks.extend(mistakes.iter().map(|mistake| {
            let hint = mistake
                .hint(lang)
                .map_or(String::new(), |hint| format!("\n{hint}"));
            let text = format!("{}{hint}", mistake.text(lang));
            remark(&mistake.file, mistake.line, mistake.column, text)
        }));
        match Config::read(&files.settings, &|name| std::env::var(name).ok()) {
            Ok(config) => configure(&mut shop, &files, &config, lang),
            Err(error) => shop
                .remarks
                .push(remark("shop.toml", 1, 1, error.to_string())),
        }
        shop.flows = files.flows;
        Ok(shop)
    }

    fn none(&self) -> Shop {
        Shop {
            settings: None,
            flows: Vec::new(),
            talks: Vec::new(),
            plugins: Vec::new(),
            signatures: SHIPPED.clone(),
            languages: vec![Lang::EN, Lang::RU, Lang::UK],
            // Three letters are always a currency.
            currency: Currency::parse("RUB").expect("a code of three letters"),
            scripts: Vec::new(),
            profile_fields: Vec::new(),
            columns: Vec::new(),
            remarks: Vec::new(),
        }
    }
}

/// The steps that come with torg.
static SHIPPED: LazyLock<Signatures> = LazyLock::new(|| {
    let (plugins, _) = Plugins::compile(&PluginSource::shipped());
    plugins.signatures().clone()
});

/// What `shop.toml` says, and what is wrong with what it names.
fn configure(shop: &mut Shop, files: &ShopFiles, config: &Config, lang: Lang) {
    shop.languages.clone_from(&config.shop.languages);
    shop.currency = config.shop.currency;
    shop.profile_fields = config.profile_fields();
    let first = &config.profile.script;
    shop.scripts = config.scripts();
    shop.scripts.sort_by_key(|script| script != first);
    for script in &shop.scripts {
        let is_it = |flow: &Source| *dsl::key(flow.stem()) == *dsl::key(script);
        if !files.flows.iter().any(is_it) {
            let named = format!("\"{script}\"");
            let line = files
                .settings
                .lines()
                .position(|line| line.contains(&named));
            let text =
                format!("`profile.script` is `{script}`, but there is no flows/{script}.flow");
            shop.remarks
                .push(remark("shop.toml", line.unwrap_or_default() + 1, 1, text));
        }
    }
    let Ok(Some(bytes)) = files.bytes(&config.catalog) else {
        return;
    };
    let (catalog, bad_rows) = Snapshot::read_csv(&bytes, config.shop.currency);
    let columns = catalog.rows().iter().flat_map(|row| row.other.keys());
    // `care` and `care:en` are one column in two languages.
    let columns: BTreeSet<&str> = columns
        .map(|column| column.split(':').next().unwrap_or(column))
        .collect();
    shop.columns = columns.into_iter().map(str::to_owned).collect();
    shop.remarks.extend(bad_rows.iter().map(|row| Remark {
        bearable: true,
        ..remark(
            &config.catalog,
            usize::try_from(row.line).unwrap_or(1),
            1,
            row.text(lang),
        )
    }));
}

fn remark(file: &str, line: usize, column: usize, text: String) -> Remark {
    Remark {
        file: file.to_owned(),
        // Files are bounded, so lines and columns fit.
        line: line as u32,
        column: column as u32,
        bearable: false,
        text,
    }
}
