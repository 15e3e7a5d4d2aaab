//! What a step gave back: `#{ outcome: "quoted", value: … }`, or a request to the world.

use crate::moment::Moment;
use crate::{bound, door, kinds, request};
use engine::signature::{Outcome, Signature};
use engine::{Call, Reply};
use rhai::{Dynamic, Map};
use understand::nearest;

/// Reads what a step returned: an outcome, or a request to the world. `goes_on` tells whether a function
/// may continue the step.
///
/// # Errors
/// Why it is neither, for people who read the journal.
pub(crate) fn read(
    returned: Dynamic,
    signature: &Signature,
    call: &Call<'_>,
    moment: &Moment,
    goes_on: impl Fn(&str) -> bool,
) -> Result<Reply, String> {
    let shape = "#{ outcome: \"…\", value: … } or #{ request: \"…\", args: #{ … }, then: \"…\" }";
    let shown = door::shown(&returned);
    let Some(mut fields) = returned.try_cast::<Map>() else {
        return Err(format!("returned {shown} instead of {shape}"));
    };
    let reply = if let Some(outcome) = word(&mut fields, "outcome")? {
        let value = fields.remove("value").filter(|value| !value.is_unit());
        outcome_of(signature, call, &outcome, value.as_ref(), moment)?
    } else if let Some(request) = word(&mut fields, "request")? {
        let args = match fields.remove("args") {
            Some(args) => args
                .try_cast::<Map>()
                .ok_or("the `args` of a request are a map")?,
            None => Map::new(),
        };
        let then = word(&mut fields, "then")?
            .ok_or_else(|| format!("the request `{request}` has no `then`"))?;
        if !goes_on(&then) {
            return Err(format!(
                "`then` names `{then}`, but there is no `fn {then}(answer)` or `fn {then}(answer, args)`"
            ));
        }
        Reply::Ask {
            request: request::read(&request, args, moment)?,
            then: then.into(),
        }
    } else {
        return Err(format!(
            "returned a map without `outcome` or `request` instead of {shape}"
        ));
    };
    match fields.keys().next() {
        Some(field) => Err(format!(
            "returned `{field}`, which belongs neither to {shape}"
        )),
        None => Ok(reply),
    }
}

/// The text of a field, taken out of the map.
fn word(fields: &mut Map, name: &str) -> Result<Option<String>, String> {
    match fields.remove(name) {
        Some(value) => {
            let shown = door::shown(&value);
            value
                .into_string()
                .map(Some)
                .map_err(|_| format!("`{name}` is {shown} instead of a name"))
        }
        None => Ok(None),
    }
}

/// An outcome with its value, held against what the step declares.
fn outcome_of(
    signature: &Signature,
    call: &Call<'_>,
    name: &str,
    value: Option<&Dynamic>,
    moment: &Moment,
) -> Result<Reply, String> {
    let declared = |name: &str| {
        signature
            .outcomes
            .iter()
            .find(|outcome| *outcome.name == *name)
    };
    let Some(Outcome { name, value: kind }) = declared(name) else {
        let near = nearest(
            name,
            signature.outcomes.iter().map(|outcome| &*outcome.name),
        );
        let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        return Err(format!(
            "returned the outcome `{name}`, which is not declared{near}"
        ));
    };
    let value = match (kind, value) {
        (Some(kind), Some(value)) => Some(
            door::from_script(value, kind, moment)
                .map_err(|why| format!("outcome `{name}`: {why}"))?,
        ),
        (None, None) => None,
        (Some(kind), None) => {
            return Err(format!(
                "outcome `{name}`: {} was declared, nothing found",
                kinds::written(kind)
            ));
        }
        (None, Some(value)) => {
            return Err(format!(
                "outcome `{name}`: no value was declared, {} found",
                door::shown(value)
            ));
        }
    };
    if let (true, Some(value)) = (signature.bounded, &value) {
        bound::allowed(value, call, moment)?;
    }
    Ok(Reply::Outcome {
        name: name.clone(),
        value,
    })
}
