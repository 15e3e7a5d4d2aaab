//! The functions that torg offers to plugins. They read one immutable moment and change nothing.

use crate::door;
use crate::moment::Moment;
use catalog::{Found, Product, Snapshot};
use engine::Kind;
use rhai::{Array, Dynamic, Engine, EvalAltResult, Map, NativeCallContext};
use rust_decimal::Decimal;
use understand::Heard;

type Result<T> = std::result::Result<T, Box<EvalAltResult>>;

/// Registers them.
pub(crate) fn register(engine: &mut Engine) {
    engine
        .register_fn(
            "catalog_row",
            |context: NativeCallContext, sku: &str| -> Result<Dynamic> {
                let moment = Moment::of(&context)?;
                Ok(moment
                    .catalog
                    .get(sku)
                    .map_or(Dynamic::UNIT, |row| door::row(row, moment.lang).into()))
            },
        )
        .register_fn(
            "catalog_find",
            |context: NativeCallContext, words: &str| -> Result<Dynamic> {
                Ok(found(&*Moment::to_search(&context)?, words))
            },
        )
        .register_fn(
            "catalog_tagged",
            |context: NativeCallContext, tag: &str| -> Result<Array> {
                let moment = Moment::to_search(&context)?;
                let said = moment
                    .options
                    .iter()
                    .filter(|(option, _)| option == tag)
                    .flat_map(|(_, said)| said);
                let words: Vec<&str> = std::iter::once(tag)
                    .chain(said.map(String::as_str))
                    .collect();
                Ok(rows(&moment, moment.catalog.tagged(&words)))
            },
        )
        .register_fn(
            "catalog_similar",
            |context: NativeCallContext, sku: &str| offered(&context, sku, Snapshot::similar),
        )
        .register_fn(
            "catalog_cheaper",
            |context: NativeCallContext, sku: &str| offered(&context, sku, Snapshot::cheaper),
        )
        .register_fn(
            "catalog_goes_with",
            |context: NativeCallContext, sku: &str| offered(&context, sku, Snapshot::goes_with),
        )
        .register_fn(
            "discount_limit",
            |context: NativeCallContext| -> Result<Decimal> {
                Ok(Moment::of(&context)?.discount_limit)
            },
        )
        .register_fn(
            "profile",
            |context: NativeCallContext, field: &str| -> Result<Dynamic> {
                let moment = Moment::of(&context)?;
                let value = moment.profile.get(field);
                Ok(value.map_or(Dynamic::UNIT, |value| {
                    door::into_script(value, &Kind::Any, &moment)
                }))
            },
        )
        .register_fn(
            "model_ready",
            |context: NativeCallContext| -> Result<bool> { Ok(Moment::of(&context)?.has_model) },
        )
        .register_fn("now", |context: NativeCallContext| -> Result<Dynamic> {
            Ok(Dynamic::from(Moment::of(&context)?.now))
        })
        .register_fn("hours", |context: NativeCallContext| -> Result<Map> {
            let hours = Moment::of(&context)?.hours;
            Ok(Map::from([
                ("from".into(), Dynamic::from(hours.from)),
                ("to".into(), Dynamic::from(hours.to)),
            ]))
        })
        .register_fn("words", |context: NativeCallContext| -> Result<String> {
            Ok(Moment::of(&context)?.words.clone())
        })
        .register_fn("language", |context: NativeCallContext| -> Result<String> {
            Ok(Moment::of(&context)?.lang.to_string())
        })
        .register_fn("channel", |context: NativeCallContext| -> Result<String> {
            Ok(Moment::of(&context)?.channel.to_string())
        });
}

/// The products that the words ask for, best first; `()` where the words name nothing.
fn found(moment: &Moment, words: &str) -> Dynamic {
    let heard = Heard::new(words);
    let skus = match moment
        .catalog
        .find(&heard, &trigger_words(&heard, &moment.matched), &[])
    {
        Found::NothingNamed => return Dynamic::UNIT,
        Found::Missing => Vec::new(),
        Found::One(sku) => vec![sku],
        Found::Several(skus) => skus,
    };
    rows(
        moment,
        skus.iter()
            .filter_map(|sku| moment.catalog.get(sku))
            .collect(),
    )
    .into()
}

/// Which words of the message are those of the trigger that matched, each once.
fn trigger_words(heard: &Heard, matched: &[String]) -> Vec<usize> {
    let mut taken = Vec::new();
    for word in matched
        .iter()
        .flat_map(|said| Heard::new(said).words().to_vec())
    {
        let place = heard
            .words()
            .iter()
            .enumerate()
            .position(|(at, other)| other.folded == word.folded && !taken.contains(&at));
        taken.extend(place);
    }
    taken
}

fn offered(
    context: &NativeCallContext<'_>,
    sku: &str,
    which: for<'a> fn(&'a Snapshot, &str) -> Vec<&'a Product>,
) -> Result<Array> {
    let moment = Moment::to_search(context)?;
    Ok(rows(&moment, which(&moment.catalog, sku)))
}

fn rows(moment: &Moment, rows: Vec<&Product>) -> Array {
    rows.into_iter()
        .map(|row| door::row(row, moment.lang).into())
        .collect()
}
