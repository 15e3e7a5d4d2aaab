//! What the server itself says to an author, in Russian, Ukrainian and English. What is wrong with a script is
//! said by the compiler.

use dsl::diagnostic::Code;
use understand::Lang;

/// Something to say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Say<'a> {
    /// A mend that writes other words.
    Write(&'a str),
    /// A mend that takes words away.
    Remove,
    /// A mend that changes several lines.
    Mend,
    /// All mends of a file at once.
    MendAll,
    /// Silences a warning.
    Allow(Code),
    /// The reason that stands in place of the author's.
    Reason,
    /// What stands there has no name that could change.
    NoName,
    /// A name that is none.
    NotAName(&'a str),
    /// Something else has the name.
    Taken(&'a str),
}

/// Says it.
pub(crate) fn say(what: &Say<'_>, lang: Lang) -> String {
    match lang {
        Lang::RU => ru(what),
        Lang::UK => uk(what),
        _ => en(what),
    }
}

fn en(what: &Say<'_>) -> String {
    match what {
        Say::Write(words) => format!("Write `{words}`"),
        Say::Remove => "Remove it".into(),
        Say::Mend => "Mend it".into(),
        Say::MendAll => "Mend everything that is certain in this file".into(),
        Say::Allow(code) => format!("Allow {} here, with a reason", code.as_str()),
        Say::Reason => "why this is right here".into(),
        Say::NoName => "there is no name here that could be changed; put the cursor on a state, a text, a slot, an intent or a flow".into(),
        Say::NotAName(name) => format!("`{name}` is not a name: a name begins with a letter and has letters, digits and `_`"),
        Say::Taken(name) => format!("the name `{name}` is taken; choose another"),
    }
}

fn ru(what: &Say<'_>) -> String {
    match what {
        Say::Write(words) => format!("Написать `{words}`"),
        Say::Remove => "Убрать".into(),
        Say::Mend => "Исправить".into(),
        Say::MendAll => "Исправить в файле всё, что исправляется однозначно".into(),
        Say::Allow(code) => format!("Разрешить {} здесь, указав причину", code.as_str()),
        Say::Reason => "почему здесь это верно".into(),
        Say::NoName => "здесь нет имени, которое можно изменить; поставьте курсор на шаг, текст, поле, тему или поток".into(),
        Say::NotAName(name) => format!("`{name}` не имя: имя начинается с буквы и состоит из букв, цифр и `_`"),
        Say::Taken(name) => format!("имя `{name}` уже занято, выберите другое"),
    }
}

fn uk(what: &Say<'_>) -> String {
    match what {
        Say::Write(words) => format!("Написати `{words}`"),
        Say::Remove => "Прибрати".into(),
        Say::Mend => "Виправити".into(),
        Say::MendAll => "Виправити у файлі все, що виправляється однозначно".into(),
        Say::Allow(code) => format!("Дозволити {} тут, вказавши причину", code.as_str()),
        Say::Reason => "чому тут це правильно".into(),
        Say::NoName => "тут немає імені, яке можна змінити; поставте курсор на крок, текст, поле, тему або потік".into(),
        Say::NotAName(name) => format!("`{name}` не ім'я: ім'я починається з літери і складається з літер, цифр та `_`"),
        Say::Taken(name) => format!("ім'я `{name}` уже зайняте, виберіть інше"),
    }
}
