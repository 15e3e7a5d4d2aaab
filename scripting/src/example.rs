//! Examples of steps: documentation that a test runs.

use crate::docs::Shown;
use crate::mistake::Fact;
use crate::moment::Surroundings;
use crate::plugins::Plugins;
use crate::request;
use crate::source::PluginSource;
use engine::signature::Signature;
use engine::world::Profile;
use engine::{Call, Channel, ChatKey, Name, Reply, Request, Value};
use jiff::civil;
use std::collections::BTreeMap;
use understand::{Lang, nearest};

/// An example of a step: `quote("RED-25") -> quoted`.
#[derive(Clone, PartialEq, Debug)]
pub struct Example {
    /// The plugin.
    pub plugin: String,
    /// The file it stands in.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// As it is written.
    pub text: String,
    /// The step.
    pub step: Name,
    /// Arguments by parameter.
    pub args: Vec<(Name, Value)>,
    /// The request that it asks first, if it says so.
    pub asks: Option<String>,
    /// The outcome in the end; none where only the request is told.
    pub outcome: Option<Name>,
}

/// Holds a written example against the steps of its file.
pub(crate) fn resolved(
    shown: Shown,
    source: &PluginSource,
    steps: &[Signature],
) -> Result<Example, Fact> {
    let Some(step) = steps.iter().find(|step| *step.step == *shown.step) else {
        let nearest = nearest(&shown.step, steps.iter().map(|step| &*step.step)).map(str::to_owned);
        return Err(Fact::ExampleStep {
            step: shown.step,
            nearest,
        });
    };
    let mut args: Vec<(Name, Value)> = Vec::new();
    for (place, (name, literal)) in shown.args.iter().enumerate() {
        let param = match name {
            Some(name) => step.params.iter().find(|param| *param.name == **name),
            None => step.params.get(place),
        };
        let unknown = || match name {
            Some(argument) => Fact::ArgumentUnknown {
                argument: argument.clone(),
            },
            None => Fact::TooManyArguments {
                most: step.params.len(),
            },
        };
        let param = param.ok_or_else(unknown)?;
        if args.iter().any(|(given, _)| *given == param.name) {
            return Err(Fact::NameTaken {
                name: param.name.to_string(),
            });
        }
        args.push((param.name.clone(), literal.value(&param.kind)));
    }
    let missing = |name: &Name| args.iter().all(|(given, _)| given != name);
    if let Some(param) = step
        .params
        .iter()
        .find(|param| !param.optional && missing(&param.name))
    {
        return Err(Fact::ArgumentMissing {
            name: param.name.to_string(),
        });
    }
    if let Some(asked) = &shown.asks
        && !request::KNOWN.contains(&asked.as_str())
    {
        let nearest = nearest(asked, request::KNOWN).map(str::to_owned);
        return Err(Fact::RequestUnknown {
            request: asked.clone(),
            nearest,
        });
    }
    if let Some(outcome) = &shown.outcome
        && step.outcomes.iter().all(|known| *known.name != **outcome)
        && outcome != engine::signature::FAILS
    {
        let nearest =
            nearest(outcome, step.outcomes.iter().map(|known| &*known.name)).map(str::to_owned);
        return Err(Fact::OutcomeUnknown {
            outcome: outcome.clone(),
            nearest,
        });
    }
    Ok(Example {
        plugin: source.name.clone(),
        file: source.file.clone(),
        line: shown.line,
        text: shown.text,
        step: step.step.clone(),
        args,
        asks: shown.asks,
        outcome: shown.outcome.map(Name::from),
    })
}

impl Example {
    /// Runs the example at `now` in a profile; a request is answered as the world would on a good day.
    ///
    /// # Errors
    /// What came instead.
    pub fn run(
        &self,
        plugins: &Plugins,
        surroundings: &Surroundings<'_>,
        profile: &Profile,
        now: civil::DateTime,
    ) -> Result<(), String> {
        let chat = ChatKey::new(Channel::Terminal, "example");
        let call = Call {
            plugin: &self.plugin,
            step: &self.step,
            args: &self.args,
            synonyms: &[],
            words: "",
            matched: &[],
            lang: surroundings
                .shop
                .languages
                .first()
                .copied()
                .unwrap_or(Lang::EN),
            chat: &chat,
            channel: Channel::Terminal,
            now,
            profile,
            max_tokens: 300,
        };
        let mut reply = plugins.call(surroundings, &call);
        if let Some(asks) = &self.asks {
            let Reply::Ask { request, then } = reply else {
                return Err(format!("expected the request `{asks}`, {}", came(&reply)));
            };
            if request::name(&request) != asks {
                return Err(format!(
                    "expected the request `{asks}`, `{}` came",
                    request::name(&request)
                ));
            }
            reply = plugins.resume(surroundings, &call, &then, &answer(&request, now));
        }
        match (&self.outcome, &reply) {
            (None, Reply::Outcome { .. } | Reply::Ask { .. }) => Ok(()),
            (Some(expected), Reply::Outcome { name, .. }) if expected == name => Ok(()),
            (Some(expected), Reply::Failed(_)) if **expected == *engine::signature::FAILS => Ok(()),
            (Some(expected), _) => Err(format!("expected `{expected}`, {}", came(&reply))),
            (None, _) => Err(came(&reply)),
        }
    }
}

fn came(reply: &Reply) -> String {
    match reply {
        Reply::Outcome { name, .. } => format!("`{name}` came"),
        Reply::Ask { request, .. } => format!("the request `{}` came", request::name(request)),
        Reply::Failed(why) => format!("it failed: {why}"),
    }
}

/// What the world answers on a good day.
fn answer(request: &Request, now: civil::DateTime) -> Value {
    let record = |fields: [(&str, Value); 2]| {
        Value::Record(
            fields
                .into_iter()
                .map(|(name, value)| (Name::from(name), value))
                .collect::<BTreeMap<_, _>>(),
        )
    };
    match request {
        Request::Model { .. } => Value::text("Of course!"),
        Request::SaveLead { status, .. } => record([
            ("id", Value::text("1")),
            ("status", Value::Choice(status.as_str().into())),
        ]),
        Request::FreeTimes { .. } => Value::List(vec![Value::DateTime(now)]),
        Request::TakeTime { time, .. } => {
            record([("id", Value::text("1")), ("time", Value::DateTime(*time))])
        }
        Request::Escalate { .. } | Request::FollowUp { .. } => Value::YesNo(true),
    }
}
