//! D104: a value of the type that is needed where it is passed, offered, set, compared or counted.
//!
//! Only what cannot be right is told: a name with two types, a column of the catalog and the fields
//! of scope roots are let be.

use std::collections::{HashMap, HashSet};

use engine::Name;
use engine::graph::Comparison;
use engine::value::Kind;

use crate::ast::{Arg, Condition, Expr, Flow, Ident, Part, Path, Slot, StatementKind, TextBlock, Trigger, Type, Wait};
use crate::diagnostic::{Diagnostic, Fact};
use crate::source::Span;

use super::names::written;
use super::shop::{Shop, named};
use super::walk::{self, Seen};

pub(super) fn check(shop: &Shop<'_>, flow: &Flow, found: &mut Vec<Diagnostic>) {
    let mut types = Types { shop, flow, kinds: kinds(shop, flow), found };
    walk::flow(flow, &mut |seen| match seen {
        Seen::Statement(statement) => match &statement.kind {
            StatementKind::Show(list) => types.list(list, None),
            StatementKind::Wait(wait) => types.wait(wait),
            StatementKind::If(branch) => types.condition(&branch.condition),
            StatementKind::Do(call) => {
                let params = shop.step(call).map_or(&[][..], |signature| &signature.params);
                types.args(&call.args, |arg| {
                    let by_name = |name: &Ident| params.iter().find(|param| named(&param.name, name));
                    param(arg, by_name, params).map(|param| param.kind.clone())
                });
            }
            StatementKind::Run(run) => {
                let needs = shop.run_by(run).map_or(&[][..], |flow| &shop.flows[flow].needs);
                types.args(&run.args, |arg| {
                    let by_name = |name: &Ident| needs.iter().find(|need| need.name == *name);
                    param(arg, by_name, needs).map(|need| kind_of(&need.kind.node))
                });
            }
            StatementKind::Set(slot, value) => {
                if let Some(expected) = types.slot(slot) {
                    types.fits(value, &expected);
                }
            }
            _ => {}
        },
        Seen::When(when) => {
            if let Trigger::NamesProduct(slot) = &when.trigger.node
                && let Some(found) = types.slot(slot)
                && found != Kind::Product
            {
                types.wrong(slot.span, slot.name.to_string(), found, Kind::Product);
            }
        }
        Seen::Text(block) => types.plurals(block),
        _ => {}
    });
}

struct Types<'a, 'f> {
    shop: &'a Shop<'a>,
    flow: &'a Flow,
    kinds: HashMap<&'a Name, Named>,
    found: &'f mut Vec<Diagnostic>,
}

/// What a name stands for.
enum Named {
    Value(Kind),
    /// The result of a subflow.
    Gives(usize),
    /// Different things in different places, or something of an unknown type.
    Unsure,
}

impl Types<'_, '_> {
    fn wait(&mut self, wait: &Wait) {
        if let Some(ask) = &wait.ask
            && let Some(list) = &ask.from
        {
            let of = self.slot(&ask.slot);
            self.list(list, of.as_ref());
        }
    }

    /// A list was needed, of values that fit `of`.
    fn list(&mut self, list: &Path, of: Option<&Kind>) {
        let Some(kind) = self.path(list) else { return };
        match (&kind, of) {
            (Kind::List(each), Some(of)) if !fits(each, of) => {
                self.wrong(list.span, written(list), kind.clone(), Kind::List(Box::new(of.clone())));
            }
            (Kind::List(_) | Kind::Any, _) => {}
            _ => self.tell(list.span, Fact::NotAList { value: written(list), found: kind }),
        }
    }

    fn args(&mut self, args: &[Arg], expected: impl Fn((usize, &Arg)) -> Option<Kind>) {
        for (place, arg) in args.iter().enumerate() {
            if let Some(expected) = expected((place, arg)) {
                self.fits(&arg.value, &expected);
            }
        }
    }

    fn fits(&mut self, value: &Expr, expected: &Kind) {
        let Some(found) = self.value(value) else { return };
        if !fits(&found, expected) {
            self.wrong(value.span(), shown(value), found, expected.clone());
        }
    }

    fn condition(&mut self, condition: &Condition) {
        match condition {
            Condition::Compare(left, by, right) => self.compare(left, *by, right),
            Condition::In(left, of) => of.iter().for_each(|right| self.compare(left, Comparison::Is, right)),
            Condition::Known(_) | Condition::Empty(_) => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| self.condition(part)),
        }
    }

    fn compare(&mut self, left: &Expr, by: Comparison, right: &Expr) {
        let Some(found) = self.value(left) else { return };
        let sign = match by {
            Comparison::Is | Comparison::IsNot => None,
            Comparison::Less => Some("<"),
            Comparison::LessOrEqual => Some("<="),
            Comparison::Greater => Some(">"),
            Comparison::GreaterOrEqual => Some(">="),
        };
        if let Some(by) = sign.filter(|_| !ordered(&found)) {
            let (value, by) = (shown(left), by.to_owned());
            return self.tell(left.span(), Fact::NotComparable { value, found, by });
        }
        if let Some(other) = self.value(right)
            && !fits(&other, &found)
            && !fits(&found, &other)
        {
            self.wrong(right.span(), shown(right), other, found);
        }
    }

    fn plurals(&mut self, block: &TextBlock) {
        for part in block.lines.iter().flat_map(|line| &line.parts) {
            let Part::Value(hole) = part else { continue };
            if hole.forms.is_empty() {
                continue;
            }
            if let Some(found) = self.path(&hole.path)
                && !matches!(found, Kind::Number | Kind::Any)
            {
                self.tell(hole.path.span, Fact::PluralOfNoNumber { path: written(&hole.path), found });
            }
        }
    }

    /// The type of a slot or of a result that has one type.
    fn slot(&self, name: &Ident) -> Option<Kind> {
        match self.kinds.get(&name.key)? {
            Named::Value(kind) => Some(kind.clone()),
            _ => None,
        }
    }

    fn value(&self, value: &Expr) -> Option<Kind> {
        match value {
            Expr::Text(_) => Some(Kind::Text),
            Expr::Number(_) => Some(Kind::Number),
            Expr::Money(money) => Some(Kind::Money(Some(money.node.1))),
            Expr::Percent(_) => Some(Kind::Percent),
            Expr::Duration(_) => Some(Kind::Duration),
            Expr::Path(path) => self.path(path),
        }
    }

    fn path(&self, path: &Path) -> Option<Kind> {
        let mut fields = path.fields.iter();
        let mut kind = match self.kinds.get(&path.root.key)? {
            Named::Value(kind) => kind.clone(),
            Named::Gives(flow) => {
                let field = fields.next()?;
                let give = self.shop.flows[*flow].gives.iter().find(|give| give.name == *field)?;
                kind_of(&give.kind.node)
            }
            Named::Unsure => return None,
        };
        for field in fields {
            kind = match kind {
                Kind::Record(record) => record.fields.iter().find(|(name, _)| named(name, field))?.1.clone(),
                _ => return None,
            };
        }
        Some(kind)
    }

    fn wrong(&mut self, span: Span, value: String, found: Kind, expected: Kind) {
        self.tell(span, Fact::WrongType { value, found, expected });
    }

    fn tell(&mut self, span: Span, fact: Fact) {
        self.found.push(Diagnostic::new(self.flow.file, span.range(), fact));
    }
}

/// The parameter that an argument is for.
fn param<'p, T>((place, arg): (usize, &Arg), by_name: impl Fn(&Ident) -> Option<&'p T>, params: &'p [T]) -> Option<&'p T> {
    match &arg.name {
        Some(name) => by_name(name),
        None => params.get(place),
    }
}

/// What every name of a flow stands for.
fn kinds<'a>(shop: &Shop<'a>, flow: &'a Flow) -> HashMap<&'a Name, Named> {
    let mut kinds: HashMap<&Name, Named> = HashMap::new();
    let slots = flow.needs.iter().chain(&flow.gives).chain(&flow.slots);
    for Slot { name, kind, .. } in slots {
        kinds.insert(&name.key, Named::Value(kind_of(&kind.node)));
    }
    let declared: HashSet<&Name> = kinds.keys().copied().collect();
    let mut bind = |name: &'a Option<Ident>, kind: Option<Kind>, gives: Option<usize>| {
        let Some(name) = name.as_ref().filter(|name| !declared.contains(&name.key)) else { return };
        let new = match (kind, gives) {
            (Some(kind), _) => Named::Value(kind),
            (None, Some(flow)) => Named::Gives(flow),
            (None, None) => Named::Unsure,
        };
        let same = match (kinds.get(&name.key), &new) {
            (None, _) => true,
            (Some(Named::Value(old)), Named::Value(new)) => old == new,
            (Some(Named::Gives(old)), Named::Gives(new)) => old == new,
            _ => false,
        };
        kinds.insert(&name.key, if same { new } else { Named::Unsure });
    };
    walk::flow(flow, &mut |seen| match seen {
        Seen::Statement(statement) => match &statement.kind {
            StatementKind::Do(call) => {
                let outcomes = shop.step(call).map_or(&[][..], |signature| &signature.outcomes);
                bind(&call.bind, outcomes.first().and_then(|first| first.value.clone()), None);
                for arm in &call.outcomes {
                    let outcome = outcomes.iter().find(|outcome| named(&outcome.name, &arm.name));
                    bind(&arm.bind, outcome.and_then(|outcome| outcome.value.clone()), None);
                }
            }
            StatementKind::Run(run) => {
                let flow = shop.run_by(run);
                bind(&run.bind, None, flow);
                run.outcomes.iter().for_each(|arm| bind(&arm.bind, None, flow));
            }
            _ => {}
        },
        Seen::When(when) => {
            if let Trigger::SendsPhoto(name) = &when.trigger.node {
                bind(name, Some(Kind::Photo), None);
            }
        }
        _ => {}
    });
    for name in &flow.unsure {
        if let Some(kind) = kinds.get_mut(name) {
            *kind = Named::Unsure;
        }
    }
    kinds
}

/// Whether a value of one type may stand where another is needed.
fn fits(found: &Kind, expected: &Kind) -> bool {
    use Kind::*;
    match (found, expected) {
        (_, Any) | (Any, _) => true,
        (List(found), List(expected)) => fits(found, expected),
        (List(_), _) | (_, List(_)) => false,
        (Record(found), Record(expected)) => found.name == expected.name,
        (Money(Some(found)), Money(Some(expected))) => found == expected,
        (Money(_), Money(_)) | (Choice(_), Choice(_)) => true,
        (Text | Name | Address | Phone | Email | Choice(_), Text) => true,
        (Text, Name | Address | Choice(_)) => true,
        (YesNo | Consent, YesNo | Consent) => true,
        (Date, DateTime) | (DateTime, Date | Time) => true,
        (Photo, File) => true,
        (found, expected) => found == expected,
    }
}

/// Whether values of a type have an order.
fn ordered(kind: &Kind) -> bool {
    use Kind::*;
    matches!(kind, Any | Number | Money(_) | Percent | Date | Time | DateTime | Duration)
}

/// A value as the author wrote it, near enough to be recognised.
fn shown(value: &Expr) -> String {
    match value {
        Expr::Text(text) => format!("\"{}\"", text.node),
        Expr::Number(number) => number.node.to_string(),
        Expr::Money(money) => format!("{} {}", money.node.0, money.node.1),
        Expr::Percent(percent) => format!("{}%", percent.node),
        Expr::Duration(length) => format!("{} ms", length.node),
        Expr::Path(path) => written(path),
    }
}

/// A type as values have it.
fn kind_of(written: &Type) -> Kind {
    match written {
        Type::Text => Kind::Text,
        Type::YesNo => Kind::YesNo,
        Type::Choice(names) => Kind::Choice(names.iter().map(|name| name.name.clone()).collect()),
        Type::Number => Kind::Number,
        Type::Money(currency) => Kind::Money(*currency),
        Type::Percent => Kind::Percent,
        Type::Phone => Kind::Phone,
        Type::Email => Kind::Email,
        Type::Date => Kind::Date,
        Type::Time => Kind::Time,
        Type::DateTime => Kind::DateTime,
        Type::Duration => Kind::Duration,
        Type::Name => Kind::Name,
        Type::Address => Kind::Address,
        Type::Product => Kind::Product,
        Type::Photo => Kind::Photo,
        Type::File => Kind::File,
        Type::Consent => Kind::Consent,
        Type::List(of) => Kind::List(Box::new(kind_of(of))),
    }
}
