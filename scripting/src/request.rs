//! What a plugin asks of the world: `#{ request: "save_lead", args: #{ … }, then: "saved" }`, read at the
//! door into an [`engine::Request`].

use crate::door;
use crate::moment::Moment;
use engine::{Kind, Name, Request, Value};
use rhai::{Dynamic, Map};
use understand::{Money, nearest};

/// The requests that the world knows, as plugins name them.
pub(crate) const KNOWN: [&str; 6] = [
    "model",
    "save_lead",
    "escalate",
    "free_times",
    "take_time",
    "follow_up",
];

/// Reads a request with its arguments.
///
/// # Errors
/// Why it is not one, for people who read the journal.
pub(crate) fn read(request: &str, args: Map, moment: &Moment) -> Result<Request, String> {
    let mut args = Args {
        request,
        args,
        moment,
    };
    let request = match request {
        "model" => Request::Model {
            task: args.needed_text("task")?,
            facts: args.text("facts")?.unwrap_or_default(),
            words: moment.words.clone(),
            lang: moment.lang,
            max_tokens: moment.max_tokens,
        },
        "save_lead" => {
            let product = args.product("product")?;
            let row = product.as_deref().and_then(|sku| moment.catalog.get(sku));
            Request::SaveLead {
                status: args.needed_text("status")?,
                product_name: row.map(|row| row.name_in(moment.lang).to_owned()),
                product,
                contact: args.text("contact")?,
                name: args.text("name")?,
                address: args.text("address")?,
                amount: args.money("amount")?,
                note: args.text("note")?,
            }
        }
        "escalate" => Request::Escalate {
            team: args.text("team")?.map(Name::from),
            reason: args.needed_text("reason")?,
        },
        "free_times" => Request::FreeTimes {
            service: args.needed_product("service")?,
            day: match args.of("day", &Kind::Date)? {
                Some(Value::Date(day)) => Some(day),
                _ => None,
            },
        },
        "take_time" => Request::TakeTime {
            service: args.needed_product("service")?,
            time: args.needed_moment("time")?,
            name: args.text("name")?,
            contact: args.text("contact")?,
        },
        "follow_up" => Request::FollowUp {
            time: args.needed_moment("time")?,
            note: args.text("note")?,
        },
        unknown => return Err(unknown_request(unknown)),
    };
    args.finish()?;
    Ok(request)
}

/// The request's name, as plugins write it.
pub(crate) fn name(request: &Request) -> &'static str {
    match request {
        Request::Model { .. } => "model",
        Request::SaveLead { .. } => "save_lead",
        Request::Escalate { .. } => "escalate",
        Request::FreeTimes { .. } => "free_times",
        Request::TakeTime { .. } => "take_time",
        Request::FollowUp { .. } => "follow_up",
    }
}

fn unknown_request(unknown: &str) -> String {
    let near =
        nearest(unknown, KNOWN).map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    format!(
        "there is no request `{unknown}`{near}; the world knows {}",
        KNOWN.join(", ")
    )
}

/// Arguments of a request: each is taken once, and none may be left over.
struct Args<'a> {
    request: &'a str,
    args: Map,
    moment: &'a Moment,
}

impl Args<'_> {
    fn take(&mut self, name: &str) -> Option<Dynamic> {
        self.args.remove(name).filter(|value| !value.is_unit())
    }

    fn of(&mut self, name: &str, kind: &Kind) -> Result<Option<Value>, String> {
        match self.take(name) {
            Some(value) => door::from_script(&value, kind, self.moment)
                .map(Some)
                .map_err(|why| self.wrong(name, &why)),
            None => Ok(None),
        }
    }

    fn text(&mut self, name: &str) -> Result<Option<String>, String> {
        match self.of(name, &Kind::Text)? {
            Some(Value::Text(words)) => Ok(Some(words)),
            _ => Ok(None),
        }
    }

    fn money(&mut self, name: &str) -> Result<Option<Money>, String> {
        match self.of(name, &Kind::Money(None))? {
            Some(Value::Money(money)) => Ok(Some(money)),
            _ => Ok(None),
        }
    }

    /// A product that may have left the catalog meanwhile: what the buyer wants is worth keeping all the same.
    fn product(&mut self, name: &str) -> Result<Option<Name>, String> {
        match self.take(name) {
            Some(value) => match door::sku(&value) {
                Some(sku) => Ok(Some(sku.into())),
                None => Err(self.wrong(
                    name,
                    &format!("product was declared, {} found", door::shown(&value)),
                )),
            },
            None => Ok(None),
        }
    }

    fn needed_text(&mut self, name: &str) -> Result<String, String> {
        self.text(name)?
            .ok_or_else(|| self.wrong(name, "a text is needed"))
    }

    fn needed_product(&mut self, name: &str) -> Result<Name, String> {
        self.product(name)?
            .ok_or_else(|| self.wrong(name, "a product is needed"))
    }

    fn needed_moment(&mut self, name: &str) -> Result<jiff::civil::DateTime, String> {
        match self.of(name, &Kind::DateTime)? {
            Some(Value::DateTime(at)) => Ok(at),
            _ => Err(self.wrong(name, "a datetime is needed")),
        }
    }

    fn finish(self) -> Result<(), String> {
        match self.args.iter().find(|(_, value)| !value.is_unit()) {
            Some((name, _)) => Err(self.wrong(name, "the request has no such argument")),
            None => Ok(()),
        }
    }

    fn wrong(&self, name: &str, why: &str) -> String {
        format!("request `{}`, argument `{name}`: {why}", self.request)
    }
}
