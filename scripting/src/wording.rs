//! The sentences of plugin mistakes in English, Russian and Ukrainian: the one place that words them.

use crate::mistake::{Expected, Fact};
use understand::Lang;

/// What is wrong.
pub(crate) fn text(fact: &Fact, lang: Lang) -> String {
    match lang {
        Lang::RU => russian(fact),
        Lang::UK => ukrainian(fact),
        _ => english(fact),
    }
}

/// What to write instead, where that can be told.
pub(crate) fn hint(fact: &Fact, lang: Lang) -> Option<String> {
    let nearest = match fact {
        Fact::TypeUnknown { nearest, .. }
        | Fact::FunctionUnknown { nearest, .. }
        | Fact::FunctionMissing { nearest, .. }
        | Fact::ExampleStep { nearest, .. }
        | Fact::OutcomeUnknown { nearest, .. }
        | Fact::RequestUnknown { nearest, .. } => Some(nearest.as_ref()?),
        _ => None,
    };
    if let Some(nearest) = nearest {
        return Some(said(
            lang,
            format!("did you mean `{nearest}`?"),
            format!("может быть, `{nearest}`?"),
            format!("можливо, `{nearest}`?"),
        ));
    }
    match fact {
        Fact::NoStep => {
            let line = "/// step  quote(item: product) -> quoted | missing";
            Some(said(
                lang,
                format!("write above a function: `{line}`"),
                format!("напишите над функцией: `{line}`"),
                format!("напишіть над функцією: `{line}`"),
            ))
        }
        Fact::PluginName => Some(said(
            lang,
            "Latin letters, digits and `_`, such as `pricing.rhai`".to_owned(),
            "латинские буквы, цифры и `_`, например `pricing.rhai`".to_owned(),
            "латинські літери, цифри та `_`, наприклад `pricing.rhai`".to_owned(),
        )),
        Fact::FailsDeclared => Some(said(
            lang,
            "leave it out: every step has it".to_owned(),
            "уберите его: он есть у каждого шага".to_owned(),
            "приберіть його: він є в кожного кроку".to_owned(),
        )),
        _ => None,
    }
}

fn said(lang: Lang, en: String, ru: String, uk: String) -> String {
    match lang {
        Lang::RU => ru,
        Lang::UK => uk,
        _ => en,
    }
}

fn english(fact: &Fact) -> String {
    match fact {
        Fact::FileTooLarge { most } => format!("the file is larger than {} KB", most / 1024),
        Fact::PluginTwice => "another file has the same name".to_owned(),
        Fact::PluginName => "the file's name is no name for a plugin".to_owned(),
        Fact::EndsTooSoon => "a quote, a comment or a block is not closed".to_owned(),
        Fact::SignMissing { sign } => format!("`{sign}` is missing here"),
        Fact::VariableUnknown { name } => format!("nothing here is called `{name}`"),
        Fact::WordForbidden { word } => format!("`{word}` may not be used in a plugin"),
        Fact::FunctionTwice { name } => format!("the function `{name}` is written twice"),
        Fact::FunctionUnknown { name, .. } => format!("there is no function `{name}`"),
        Fact::DocsWithoutFunction => {
            "a `///` comment stands right above a function; this one does not".to_owned()
        }
        Fact::TooLarge => "nested too deep, or too much for one file".to_owned(),
        Fact::NotUnderstood { detail } => format!("not understood: {detail}"),
        Fact::NoStep => "the file declares no step".to_owned(),
        Fact::Expected(what) => format!("expected {}", expected_english(*what)),
        Fact::TypeUnknown { name, .. } => format!("there is no type `{name}`"),
        Fact::AnyNotParam => "only a parameter may be `any`".to_owned(),
        Fact::RecordInRecord { field } => {
            format!("the field `{field}` is a record: write its fields out here")
        }
        Fact::NameTaken { name } => format!("the name `{name}` is taken"),
        Fact::FailsDeclared => "`fails` is declared".to_owned(),
        Fact::ModifierWithoutStep => "this belongs after a `step` line".to_owned(),
        Fact::FunctionMissing { step, .. } => {
            format!("the step `{step}` has no function `fn {step}`")
        }
        Fact::ArityWrong {
            step,
            declared,
            written,
        } => format!(
            "the step `{step}` declares {}, its function takes {written}",
            plural(
                *declared,
                ["parameter", "parameters", "parameters"],
                Lang::EN
            )
        ),
        Fact::ExampleStep { step, .. } => {
            format!("the example calls `{step}`, which this file does not declare")
        }
        Fact::OutcomeUnknown { outcome, .. } => format!("the step has no outcome `{outcome}`"),
        Fact::RequestUnknown { request, .. } => format!("there is no request `{request}`"),
        Fact::ArgumentUnknown { argument } => format!("the step has no parameter for `{argument}`"),
        Fact::TooManyArguments { most } => {
            format!(
                "the step takes at most {}",
                plural(*most, ["argument", "arguments", "arguments"], Lang::EN)
            )
        }
        Fact::ArgumentMissing { name } => format!("the parameter `{name}` is not given"),
    }
}

fn expected_english(what: Expected) -> &'static str {
    match what {
        Expected::Name => "a name",
        Expected::Opening => "`(`",
        Expected::Closing => "`,` or `)`",
        Expected::Colon => "`:`",
        Expected::Arrow => "`->` and the outcomes",
        Expected::Outcome => "an outcome in words, such as `out of stock`",
        Expected::Type => "a type, such as `product`, `money` or `list of text`",
        Expected::End => "`|` or the end of the line",
        Expected::Modifier => "`effect`, `model` or `bounded by profile.discount_limit`",
        Expected::Value => "a value, such as `\"RED-25\"`, `5`, `10%`, `990 RUB` or `2026-03-02`",
    }
}

fn russian(fact: &Fact) -> String {
    match fact {
        Fact::FileTooLarge { most } => format!("файл больше {} КБ", most / 1024),
        Fact::PluginTwice => "есть другой файл с таким же именем".to_owned(),
        Fact::PluginName => "имя файла не годится для плагина".to_owned(),
        Fact::EndsTooSoon => "не закрыта кавычка, комментарий или блок".to_owned(),
        Fact::SignMissing { sign } => format!("здесь не хватает `{sign}`"),
        Fact::VariableUnknown { name } => format!("имени `{name}` здесь нет"),
        Fact::WordForbidden { word } => format!("`{word}` в плагине использовать нельзя"),
        Fact::FunctionTwice { name } => format!("функция `{name}` написана дважды"),
        Fact::FunctionUnknown { name, .. } => format!("функции `{name}` нет"),
        Fact::DocsWithoutFunction => {
            "комментарий `///` пишут прямо над функцией, а здесь её нет".to_owned()
        }
        Fact::TooLarge => {
            "слишком глубокая вложенность или слишком много всего в одном файле".to_owned()
        }
        Fact::NotUnderstood { detail } => format!("не удалось разобрать: {detail}"),
        Fact::NoStep => "в файле не объявлено ни одного шага".to_owned(),
        Fact::Expected(what) => format!("здесь нужно {}", expected_russian(*what)),
        Fact::TypeUnknown { name, .. } => format!("типа `{name}` нет"),
        Fact::AnyNotParam => "`any` может быть только параметр".to_owned(),
        Fact::RecordInRecord { field } => {
            format!("поле `{field}` — запись: перечислите её поля здесь")
        }
        Fact::NameTaken { name } => format!("имя `{name}` уже занято"),
        Fact::FailsDeclared => "объявлен исход `fails`".to_owned(),
        Fact::ModifierWithoutStep => "это пишут после строки `step`".to_owned(),
        Fact::FunctionMissing { step, .. } => format!("для шага `{step}` нет функции `fn {step}`"),
        Fact::ArityWrong {
            step,
            declared,
            written,
        } => format!(
            "у шага `{step}` {}, а его функция принимает {written}",
            plural(*declared, ["параметр", "параметра", "параметров"], Lang::RU)
        ),
        Fact::ExampleStep { step, .. } => {
            format!("пример вызывает `{step}`, но в этом файле такого шага нет")
        }
        Fact::OutcomeUnknown { outcome, .. } => format!("у шага нет исхода `{outcome}`"),
        Fact::RequestUnknown { request, .. } => format!("запроса `{request}` нет"),
        Fact::ArgumentUnknown { argument } => format!("у шага нет параметра для `{argument}`"),
        Fact::TooManyArguments { most } => {
            format!(
                "шаг принимает не больше чем {}",
                plural(*most, ["аргумент", "аргумента", "аргументов"], Lang::RU)
            )
        }
        Fact::ArgumentMissing { name } => format!("не указан параметр `{name}`"),
    }
}

fn expected_russian(what: Expected) -> &'static str {
    match what {
        Expected::Name => "имя",
        Expected::Opening => "`(`",
        Expected::Closing => "`,` или `)`",
        Expected::Colon => "`:`",
        Expected::Arrow => "`->` и исходы",
        Expected::Outcome => "название исхода словами, например `out of stock`",
        Expected::Type => "название типа, например `product`, `money` или `list of text`",
        Expected::End => "`|` или конец строки",
        Expected::Modifier => "`effect`, `model` или `bounded by profile.discount_limit`",
        Expected::Value => {
            "значение, например `\"RED-25\"`, `5`, `10%`, `990 RUB` или `2026-03-02`"
        }
    }
}

fn ukrainian(fact: &Fact) -> String {
    match fact {
        Fact::FileTooLarge { most } => format!("файл більший за {} КБ", most / 1024),
        Fact::PluginTwice => "є інший файл із таким самим іменем".to_owned(),
        Fact::PluginName => "ім'я файлу не годиться для плагіна".to_owned(),
        Fact::EndsTooSoon => "не закрито лапки, коментар або блок".to_owned(),
        Fact::SignMissing { sign } => format!("тут бракує `{sign}`"),
        Fact::VariableUnknown { name } => format!("імені `{name}` тут немає"),
        Fact::WordForbidden { word } => format!("`{word}` у плагіні використовувати не можна"),
        Fact::FunctionTwice { name } => format!("функцію `{name}` написано двічі"),
        Fact::FunctionUnknown { name, .. } => format!("функції `{name}` немає"),
        Fact::DocsWithoutFunction => {
            "коментар `///` пишуть просто над функцією, а тут її немає".to_owned()
        }
        Fact::TooLarge => "надто глибока вкладеність або забагато всього в одному файлі".to_owned(),
        Fact::NotUnderstood { detail } => format!("не вдалося розібрати: {detail}"),
        Fact::NoStep => "у файлі не оголошено жодного кроку".to_owned(),
        Fact::Expected(what) => format!("тут потрібно {}", expected_ukrainian(*what)),
        Fact::TypeUnknown { name, .. } => format!("типу `{name}` немає"),
        Fact::AnyNotParam => "`any` може бути лише параметр".to_owned(),
        Fact::RecordInRecord { field } => {
            format!("поле `{field}` — запис: перелічіть його поля тут")
        }
        Fact::NameTaken { name } => format!("ім'я `{name}` уже зайняте"),
        Fact::FailsDeclared => "оголошено результат `fails`".to_owned(),
        Fact::ModifierWithoutStep => "це пишуть після рядка `step`".to_owned(),
        Fact::FunctionMissing { step, .. } => {
            format!("для кроку `{step}` немає функції `fn {step}`")
        }
        Fact::ArityWrong {
            step,
            declared,
            written,
        } => format!(
            "у кроку `{step}` {}, а його функція приймає {written}",
            plural(*declared, ["параметр", "параметри", "параметрів"], Lang::UK)
        ),
        Fact::ExampleStep { step, .. } => {
            format!("приклад викликає `{step}`, але в цьому файлі такого кроку немає")
        }
        Fact::OutcomeUnknown { outcome, .. } => format!("крок не має результату `{outcome}`"),
        Fact::RequestUnknown { request, .. } => format!("запиту `{request}` немає"),
        Fact::ArgumentUnknown { argument } => format!("крок не має параметра для `{argument}`"),
        Fact::TooManyArguments { most } => {
            format!(
                "крок приймає щонайбільше {}",
                plural(*most, ["аргумент", "аргументи", "аргументів"], Lang::UK)
            )
        }
        Fact::ArgumentMissing { name } => format!("не вказано параметр `{name}`"),
    }
}

fn expected_ukrainian(what: Expected) -> &'static str {
    match what {
        Expected::Name => "ім'я",
        Expected::Opening => "`(`",
        Expected::Closing => "`,` або `)`",
        Expected::Colon => "`:`",
        Expected::Arrow => "`->` і результати",
        Expected::Outcome => "назву результату словами, наприклад `out of stock`",
        Expected::Type => "назву типу, наприклад `product`, `money` або `list of text`",
        Expected::End => "`|` або кінець рядка",
        Expected::Modifier => "`effect`, `model` або `bounded by profile.discount_limit`",
        Expected::Value => {
            "значення, наприклад `\"RED-25\"`, `5`, `10%`, `990 RUB` або `2026-03-02`"
        }
    }
}

/// `1 parameter`, `2 параметра`: the number and the form that goes with it.
fn plural(count: usize, forms: [&str; 3], lang: Lang) -> String {
    let (tens, ones) = (count / 10 % 10, count % 10);
    let form = match (lang, ones) {
        (Lang::EN, _) => usize::from(count != 1),
        (_, 1) if tens != 1 => 0,
        (_, 2..=4) if tens != 1 => 1,
        _ => 2,
    };
    format!("{count} {}", forms[form])
}
