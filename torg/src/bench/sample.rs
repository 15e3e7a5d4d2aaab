//! What is measured on: the flower shop that comes with torg, and a script of any size.

use super::BenchError;
use crate::release::{Release, build};
use crate::shop::ShopFiles;
use std::fmt::Write;
use std::fs;
use tempfile::TempDir;

/// The flower shop's files.
const FILES: [(&str, &str); 4] = [
    (
        "shop.toml",
        include_str!("../../../examples/flower-shop/shop.toml"),
    ),
    (
        "catalog.csv",
        include_str!("../../../examples/flower-shop/catalog.csv"),
    ),
    (
        "flows/flowers.flow",
        include_str!("../../../examples/flower-shop/flows/flowers.flow"),
    ),
    (
        "flows/price_objection.flow",
        include_str!("../../../examples/flower-shop/flows/price_objection.flow"),
    ),
];

/// The flower shop in a folder of its own.
pub(super) fn flower_shop() -> Result<(TempDir, Release), BenchError> {
    let folder = tempfile::tempdir()?;
    fs::create_dir(folder.path().join("flows"))?;
    for (name, text) in FILES {
        fs::write(folder.path().join(name), text)?;
    }
    let files =
        ShopFiles::read(folder.path()).map_err(|error| BenchError::Sample(error.to_string()))?;
    let built = build(&files).map_err(|error| BenchError::Sample(error.to_string()))?;
    match built.release {
        Some(release) => Ok((folder, release)),
        None => Err(BenchError::Sample(built.report.render(None, false))),
    }
}

/// A sound script of `states` states in two languages: each asks, offers options, listens and says.
pub(super) fn script(states: usize) -> String {
    let mut text = String::from(HEADER);
    for at in 0..states {
        let next = (at + 1) % states;
        let other = (at * 7 + 3) % states;
        let _ = write!(
            text,
            "\nstate s{at}\n  say\n    ru: Шаг {at}: посмотрите, пожалуйста, что мы подобрали для вас сегодня.\n    \
             en: Step {at}: please have a look at what we have found for you today.\n  wait\n    \
             ru: Идём дальше, {{buyer.words}}?\n    en: Shall we go on, {{buyer.words}}?\n    \
             - yes  ru: Да | давайте    en: Yes | go on      -> s{next}\n    \
             - no   ru: Нет | не нужно  en: No | not needed  -> s{other}\n    \
             when says \"передумал\", \"changed my mind\" -> stop\n    otherwise -> s{other}\n",
        );
    }
    text.push_str(FOOTER);
    text
}

const HEADER: &str = "flow long v1\n  goal \"walk through many steps\"\n  languages ru, en\n\ndefaults\n  \
silence  15m -> stop, at most 1, between 09:00-21:00\n  unclear  ask again, at most 2, then -> stop\n  fails    -> stop\n";

const FOOTER: &str = "\nstate stop\n  finish lost because \"the end\"\n    ru: Хорошего дня.\n    en: Have a nice day.\n\n\
anywhere\n  when wants human -> person\n\nstate person\n  escalate because \"asked for a person\"\n    \
ru: Зову коллегу.\n    en: Calling a colleague.\n    given back -> s0\n";
