//! The names in sight within one flow, and what is told of those that are not.

use super::kind::{Field, field};
use super::{Names, Shop};
use crate::Diagnostic;
use crate::ast::{self, Flow, Ident};
use crate::diagnostic::{Fact, Thing};
use crate::keywords::Table;
use crate::source::Span;
use engine::graph::{Path, Root, SlotIx, StateIx};
use engine::{Channel, Kind, Name};
use std::collections::HashMap;
use understand::{Lang, nearest};

/// Everything that a line of a flow may name.
pub(crate) struct Scope<'a> {
    pub(crate) shop: &'a Shop<'a>,
    pub(crate) flow: &'a Flow,
    pub(crate) names: &'a Names,
    pub(crate) found: Vec<Diagnostic>,
    /// Nearest names that were looked for.
    near: HashMap<(Thing, String, Name), Option<String>>,
}

/// For how many unknown names of a flow the nearest is looked for.
const NEAREST: usize = 1000;

/// What may stand after `buyer.`, besides the slots that are kept.
const BUYER: [&str; 7] = [
    "name", "username", "words", "language", "channel", "phone", "source",
];
/// Names that values may begin with and that stay English in every table.
const ROOTS: [&str; 6] = ["buyer", "bot", "shop", "profile", "lead", "now"];

impl<'a> Scope<'a> {
    pub(crate) fn new(shop: &'a Shop<'a>, index: usize) -> Scope<'a> {
        Scope {
            shop,
            flow: &shop.flows[index],
            names: &shop.names[index],
            found: Vec::new(),
            near: HashMap::new(),
        }
    }

    pub(crate) fn tell(&mut self, span: Span, fact: Fact) {
        self.found
            .push(Diagnostic::new(self.flow.file, span.range(), fact));
    }

    /// Tells that a name is not known, with the nearest of those that are, unless a line that was not
    /// understood may have defined it.
    pub(crate) fn tell_unknown<'n>(
        &mut self,
        name: &Ident,
        thing: Thing,
        of: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) {
        if self.flow.unsure.contains(&name.key) {
            return;
        }
        let near = self.nearest(name, thing, of, known);
        let fact = Fact::Unknown {
            thing,
            name: name.name.to_string(),
            of: of.to_owned(),
            nearest: near.clone(),
        };
        let told = Diagnostic::new(self.flow.file, name.span.range(), fact);
        self.found.push(match near {
            Some(near) => told.mended(near),
            None => told,
        });
    }

    /// The nearest of the known names. A name that is looked for everywhere is compared once.
    fn nearest<'n>(
        &mut self,
        name: &Ident,
        thing: Thing,
        of: &str,
        known: impl IntoIterator<Item = &'n str>,
    ) -> Option<String> {
        let asked = (thing, of.to_owned(), name.key.clone());
        if let Some(near) = self.near.get(&asked) {
            return near.clone();
        }
        if self.near.len() >= NEAREST {
            return None;
        }
        let near = nearest(&name.name, known).map(str::to_owned);
        self.near.insert(asked, near.clone());
        near
    }

    fn tell_wrong(&mut self, name: &Ident, is: Thing, needed: Thing) {
        self.tell(
            name.span,
            Fact::WrongThing {
                name: name.name.to_string(),
                is,
                needed,
            },
        );
    }

    /// A state.
    pub(crate) fn state(&mut self, name: &Ident) -> Option<StateIx> {
        if let Some(state) = self.names.states.get(&name.key) {
            return Some(StateIx(*state));
        }
        if self.names.texts.contains_key(&name.key) {
            self.tell_wrong(name, Thing::Text, Thing::State);
        } else {
            let flow = self.flow;
            self.tell_unknown(
                name,
                Thing::State,
                "",
                flow.states.iter().map(|state| &*state.name.name),
            );
        }
        None
    }

    /// A slot with its type.
    pub(crate) fn slot(&mut self, name: &Ident) -> Option<(SlotIx, &'a Kind)> {
        if let Some((slot, kind)) = self.names.slot(&name.key) {
            return Some((SlotIx(slot), kind));
        }
        if self.names.results.contains_key(&name.key) {
            self.tell_wrong(name, Thing::Value, Thing::Slot);
        } else {
            let names = self.names;
            self.tell_unknown(
                name,
                Thing::Slot,
                "",
                names.slot_list.iter().map(|slot| &*slot.name.name),
            );
        }
        None
    }

    /// Whether a name is a value in sight: a slot, a result or a scope root.
    pub(crate) fn is_value(&self, key: &str) -> bool {
        self.names.slots.contains_key(key)
            || self.names.results.contains_key(key)
            || ROOTS.contains(&key)
    }

    /// The way to a value, with its type where it is known.
    pub(crate) fn path(&mut self, path: &ast::Path) -> Option<(Path, Option<Kind>)> {
        let key = &path.root.key;
        if let Some((slot, kind)) = self.names.slot(key) {
            return self.follow(Root::Slot(SlotIx(slot)), Some(kind.clone()), path, 0);
        }
        if let Some((name, kind)) = self.names.results.get(key) {
            return self.follow(Root::Result(name.clone()), kind.clone(), path, 0);
        }
        match &**key {
            "buyer" => self.rooted(Root::Buyer, path),
            "bot" => self.rooted(Root::Bot, path),
            "shop" => self.rooted(Root::Shop, path),
            "profile" => self.rooted(Root::Profile, path),
            "lead" => self.rooted(Root::Lead, path),
            "now" => self.rooted(Root::Now, path),
            _ => {
                self.tell_no_value(&path.root, Thing::Value);
                None
            }
        }
    }

    /// Tells that a name is neither a value nor a text.
    pub(crate) fn tell_no_value(&mut self, name: &Ident, thing: Thing) {
        let names = self.names;
        if self.names.texts.contains_key(&name.key) {
            return self.tell_wrong(name, Thing::Text, thing);
        }
        let texts = self
            .flow
            .texts
            .iter()
            .map(|text| &*text.name.name)
            .filter(|_| thing == Thing::Text);
        let slots = names.slot_list.iter().map(|slot| &*slot.name.name);
        let results = names.results.values().map(|(name, _)| &**name);
        let known: Vec<&str> = texts.chain(slots).chain(results).chain(ROOTS).collect();
        self.tell_unknown(name, thing, "", known);
    }

    /// A path that begins with a scope root.
    fn rooted(&mut self, root: Root, path: &ast::Path) -> Option<(Path, Option<Kind>)> {
        let Some(first) = path.fields.first() else {
            // `now` is a moment by itself, and `lead` may be asked whether it is known.
            let kind = match root {
                Root::Now => Some(Kind::DateTime),
                Root::Lead => None,
                Root::Bot => Some(Kind::Text),
                _ => {
                    let found = path.root.name.to_string();
                    self.tell(
                        path.span,
                        Fact::NotUnderstood {
                            found,
                            expected: vec![Thing::Field],
                        },
                    );
                    return None;
                }
            };
            return Some((
                Path {
                    root,
                    fields: Vec::new(),
                },
                kind,
            ));
        };
        let kind = match (&root, &*first.key) {
            (Root::Buyer, "name") => Kind::Name,
            (Root::Buyer, "phone") => Kind::Phone,
            (Root::Buyer, "channel") => choice(Channel::ALL.into_iter().map(Channel::as_str)),
            (Root::Buyer, "language") => choice(self.languages().iter().map(Lang::as_str)),
            (Root::Buyer, "username" | "words" | "source") => Kind::Text,
            (Root::Bot, "name") | (Root::Shop, "name" | "currency" | "country") => Kind::Text,
            (Root::Shop, "opens" | "closes") | (Root::Now, "time") => Kind::Time,
            (Root::Now, "date") => Kind::Date,
            (Root::Now, "hour" | "weekday") => Kind::Number,
            (Root::Profile, "discount_limit") => Kind::Percent,
            (Root::Profile, "aggressiveness") => Kind::Number,
            (Root::Profile, "tone") => choice(["warm", "neutral", "formal"]),
            (Root::Profile, "script" | "niche") => Kind::Text,
            (Root::Lead, _) => Kind::Any,
            (Root::Buyer, _) => {
                if let Some((_, kind)) = self.kept(&first.key) {
                    kind.clone()
                } else {
                    // The engine knows more of a buyer than is listed; only a slip of the pen is told.
                    let known = self.fields_of(&root);
                    if nearest(&first.name, known.iter().map(String::as_str)).is_some() {
                        self.tell_unknown(
                            first,
                            Thing::Field,
                            &path.root.name,
                            known.iter().map(String::as_str),
                        );
                        return None;
                    }
                    Kind::Any
                }
            }
            (Root::Profile, _)
                if self
                    .shop
                    .context
                    .profile_fields
                    .iter()
                    .any(|known| *crate::line::key(known) == *first.key) =>
            {
                Kind::Any
            }
            _ => {
                let known = self.fields_of(&root);
                self.tell_unknown(
                    first,
                    Thing::Field,
                    &path.root.name,
                    known.iter().map(String::as_str),
                );
                return None;
            }
        };
        let kind = Some(kind).filter(|kind| *kind != Kind::Any);
        self.follow_from(root, vec![first.key.clone()], kind, path, 1)
    }

    /// A slot of any flow that outlives its dialogue, as what is known of the buyer.
    fn kept(&self, key: &str) -> Option<(u32, &'a Kind)> {
        self.shop.names.iter().find_map(|names| {
            let (at, kind) = names.slot(key)?;
            names.slot_list[at as usize].keep.map(|_| (at, kind))
        })
    }

    fn fields_of(&self, root: &Root) -> Vec<String> {
        let fixed: &[&str] = match root {
            Root::Buyer => &BUYER,
            Root::Bot => &["name"],
            Root::Shop => &["name", "currency", "country", "opens", "closes"],
            Root::Profile => &[
                "script",
                "tone",
                "aggressiveness",
                "discount_limit",
                "niche",
            ],
            Root::Now => &["date", "time", "hour", "weekday"],
            _ => &[],
        };
        let mut fields: Vec<String> = fixed.iter().map(|field| (*field).to_owned()).collect();
        if *root == Root::Profile {
            fields.extend(
                self.shop
                    .context
                    .profile_fields
                    .iter()
                    .map(|field| field.to_string()),
            );
        }
        fields
    }

    fn follow(
        &mut self,
        root: Root,
        kind: Option<Kind>,
        path: &ast::Path,
        from: usize,
    ) -> Option<(Path, Option<Kind>)> {
        self.follow_from(root, Vec::new(), kind, path, from)
    }

    /// Follows the fields of a path from one of them on.
    fn follow_from(
        &mut self,
        root: Root,
        mut fields: Vec<Name>,
        mut kind: Option<Kind>,
        path: &ast::Path,
        from: usize,
    ) -> Option<(Path, Option<Kind>)> {
        let mut of = path.root.name.to_string();
        for name in &path.fields[from..] {
            match kind
                .as_ref()
                .map_or(Field::Open, |kind| field(kind, &name.key))
            {
                Field::Known(known, next) => {
                    fields.push(known);
                    kind = next;
                }
                Field::Open => {
                    fields.push(name.key.clone());
                    kind = None;
                }
                Field::Missing(known) => {
                    self.tell_unknown(name, Thing::Field, &of, known.iter().map(|name| &**name));
                    return None;
                }
            }
            of = format!("{of}.{}", name.name);
        }
        Some((
            Path { root, fields },
            kind.filter(|kind| *kind != Kind::Any),
        ))
    }

    /// The languages of the flow: its own, else the shop's.
    pub(crate) fn languages(&self) -> Vec<Lang> {
        if self.flow.languages.is_empty() {
            return self.shop.context.languages.clone();
        }
        self.flow.languages.iter().map(|lang| lang.node).collect()
    }

    /// The keywords of the flow.
    pub(crate) fn table(&self) -> &'static Table {
        self.flow
            .keywords
            .and_then(Table::of)
            .unwrap_or(Table::english())
    }

    /// What a word says, if it is a yes or a no in the table of the file.
    pub(crate) fn yes_no(&self, key: &str) -> Option<bool> {
        match self.table().keyword(key) {
            Some("yes") => Some(true),
            Some("no") => Some(false),
            _ => None,
        }
    }
}

fn choice<'n>(names: impl IntoIterator<Item = &'n str>) -> Kind {
    Kind::Choice(names.into_iter().map(Name::from).collect())
}
