//! L402: a model step has a limit of time and of length; L403: it speaks of prices only with facts of the
//! catalog in hand.

use engine::signature::Signature;
use engine::value::Kind;
use understand::{Heard, Phrase};

use crate::Diagnostic;
use crate::ast::{Do, Expr, Flow, Type};
use crate::check::paths::What;
use crate::diagnostic::{Fact, course};

use super::Course;
use super::values::{Kinds, holds_money};

pub(super) fn check(course: &Course<'_, '_>, index: usize, found: &mut Vec<Diagnostic>) {
    let flow = course.flow(index);
    let or_callers =
        |holds: &dyn Fn(&Flow) -> bool| holds(flow) || course.shop.any_caller(index, holds);
    let mut kinds = None;
    for node in &course.paths[index].nodes {
        let What::Do(call, Some(signature)) = node.what else {
            continue;
        };
        if !signature.model {
            continue;
        }
        let step = format!("{}.{}", call.plugin.name, call.step.name);
        let time = call.within.is_some()
            || or_callers(&|flow| flow.defaults.model_within.is_some() || flow.defaults.broken);
        let length =
            or_callers(&|flow| flow.defaults.model_tokens.is_some() || flow.defaults.broken);
        if !time || !length {
            let step = step.clone();
            let fact = Fact::Course(course::Course::ModelUnlimited { step, time, length });
            found.push(Diagnostic::new(flow.file, node.span.range(), fact));
        }
        let kinds = kinds.get_or_insert_with(|| Kinds::of(course, index));
        if may_speak_of_prices(call, signature) && !has_facts(call, kinds) {
            let fact = Fact::Course(course::Course::ModelWithoutFacts { step });
            found.push(Diagnostic::new(flow.file, node.span.range(), fact));
        }
    }
}

/// Whether one of the arguments comes from the catalog.
fn has_facts(call: &Do, kinds: &Kinds<'_>) -> bool {
    call.args.iter().any(|arg| {
        let Expr::Path(path) = &arg.value else {
            return false;
        };
        let of_slot = match kinds.slot(path) {
            Some(Type::List(of)) => matches!(**of, Type::Product),
            Some(of) => matches!(of, Type::Product),
            None => false,
        };
        let is_fact = |kind: &Kind| {
            holds_money(kind)
                || match kind {
                    Kind::Product | Kind::Any => true,
                    Kind::List(of) => matches!(**of, Kind::Product),
                    _ => false,
                }
        };
        let mut results = kinds.results(path);
        of_slot || results.any(|(plugin, kind)| &*plugin.key == "catalog" || is_fact(kind))
            // What a subflow gives, or a field of the catalog's rows, is not known here.
            || (kinds.slot(path).is_none() && !path.fields.is_empty())
    })
}

/// Whether the task, the first text that is given, is silent enough about goods and prices.
fn may_speak_of_prices(call: &Do, signature: &Signature) -> bool {
    let text = signature
        .params
        .iter()
        .position(|param| param.kind == Kind::Text);
    let Some(place) = text else { return false };
    let name = &signature.params[place].name;
    let by_name = |arg: &&crate::ast::Arg| {
        let of = arg.name.as_ref();
        of.is_some_and(|of| crate::check::shop::named(name, of))
    };
    let by_place = call.args.get(place).filter(|arg| arg.name.is_none());
    match call
        .args
        .iter()
        .find(by_name)
        .or(by_place)
        .map(|arg| &arg.value)
    {
        Some(Expr::Text(task)) => {
            let heard = Heard::new(&task.node);
            OF_PRICES
                .iter()
                .any(|word| Phrase::new(word).find(&heard).is_some() || negated(word, &task.node))
        }
        // A task that is not written here may be anything.
        Some(Expr::Path(_)) => true,
        _ => false,
    }
}

/// A phrase right after a negation speaks of the same thing: "never name a price", «без цен».
fn negated(word: &str, task: &str) -> bool {
    let pieces = Heard::new(task);
    let asked = Heard::new(word);
    let [one] = asked.words() else { return false };
    pieces
        .words()
        .iter()
        .any(|word| understand::same_word(one, word))
}

/// Words by which a task comes to speak of goods and their prices.
const OF_PRICES: [&str; 41] = [
    "price",
    "cost",
    "costs",
    "expensive",
    "cheap",
    "cheaper",
    "discount",
    "pay",
    "payment",
    "sale",
    "how much",
    "product",
    "choose",
    "recommend",
    "offer",
    "sell",
    "assortment",
    "budget",
    "стоить",
    "цена",
    "стоимость",
    "дорого",
    "дёшево",
    "дешевле",
    "скидка",
    "оплата",
    "бюджет",
    "товар",
    "выбрать",
    "подобрать",
    "посоветовать",
    "предложить",
    "ціна",
    "вартість",
    "коштує",
    "знижка",
    "дешевше",
    "обрати",
    "вибрати",
    "порадити",
    "запропонувати",
];
