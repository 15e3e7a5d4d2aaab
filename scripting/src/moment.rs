//! What a running step may know: one immutable picture, made before it starts.

use crate::limits::SEARCHES;
use catalog::Snapshot;
use engine::world::{Hours, Profile, Shop};
use engine::{Call, Channel, Name, Value};
use jiff::civil;
use rhai::{EvalAltResult, NativeCallContext};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use understand::{Currency, Lang};

/// What is around a step, for a whole turn.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The catalog of the moment.
    pub catalog: &'a Arc<Snapshot>,
    /// The shop: its currency and hours.
    pub shop: &'a Shop,
    /// Whether `shop.toml` has a `[model]`.
    pub has_model: bool,
}

/// What one run of a step may know, and how often it searched.
pub(crate) struct Moment {
    pub(crate) catalog: Arc<Snapshot>,
    pub(crate) has_model: bool,
    pub(crate) currency: Currency,
    pub(crate) hours: Hours,
    pub(crate) lang: Lang,
    pub(crate) channel: Channel,
    pub(crate) now: civil::DateTime,
    pub(crate) words: String,
    pub(crate) matched: Vec<String>,
    /// Labels and synonyms of chosen options, by the option's name.
    pub(crate) options: Vec<(String, Vec<String>)>,
    pub(crate) profile: BTreeMap<Name, Value>,
    pub(crate) discount_limit: Decimal,
    pub(crate) max_tokens: u32,
    /// Searches of the catalog so far.
    searches: AtomicU32,
}

impl Moment {
    pub(crate) fn new(surroundings: &Surroundings<'_>, call: &Call<'_>) -> Moment {
        let chosen = |param: &Name| {
            let (_, value) = call.args.iter().find(|(name, _)| name == param)?;
            value.as_words().map(str::to_owned)
        };
        Moment {
            catalog: surroundings.catalog.clone(),
            has_model: surroundings.has_model,
            currency: surroundings.shop.currency,
            hours: surroundings.shop.hours,
            lang: call.lang,
            channel: call.channel,
            now: call.now,
            words: call.words.to_owned(),
            matched: call.matched.to_vec(),
            options: call
                .synonyms
                .iter()
                .filter_map(|(param, said)| Some((chosen(param)?, said.clone())))
                .collect(),
            profile: call.profile.fields.clone(),
            discount_limit: discount_limit(call.profile),
            max_tokens: call.max_tokens,
            searches: AtomicU32::new(0),
        }
    }

    /// The moment that a host function was called in.
    pub(crate) fn of(context: &NativeCallContext<'_>) -> Result<Arc<Moment>, Box<EvalAltResult>> {
        context
            .tag()
            .and_then(|tag| tag.clone().try_cast::<Arc<Moment>>())
            .ok_or_else(|| "only a running step may ask for this".into())
    }

    /// The moment for one more search of the catalog: a search costs far more than an operation, so it has a limit
    /// of its own.
    pub(crate) fn to_search(
        context: &NativeCallContext<'_>,
    ) -> Result<Arc<Moment>, Box<EvalAltResult>> {
        let moment = Moment::of(context)?;
        if moment.searches.fetch_add(1, Ordering::Relaxed) >= SEARCHES {
            return Err(format!("searched the catalog more than {SEARCHES} times").into());
        }
        Ok(moment)
    }
}

/// The largest discount of a profile in percent, from 0 to 100; none where the profile has no limit.
fn discount_limit(profile: &Profile) -> Decimal {
    match profile.fields.get("discount_limit") {
        Some(Value::Percent(limit) | Value::Number(limit)) => {
            (*limit).clamp(Decimal::ZERO, Decimal::ONE_HUNDRED)
        }
        _ => Decimal::ZERO,
    }
}
