//! The words of findings in Russian.

use crate::diagnostic::{Code, Thing};

mod course;
mod phrasing;
mod sentence;

pub(super) use sentence::sentence;

/// The title of a kind of finding.
pub(super) fn title(code: Code) -> &'static str {
    match code {
        Code::S001 => "непонятная строка",
        Code::S002 => "неровный отступ",
        Code::S003 => "имя занято или не совпадает с файлом",
        Code::S004 => "не закрыта кавычка или скобка",
        Code::F001 => "неизвестное имя",
        Code::F002 => "сюда ничто не ведёт",
        Code::F003 => "нет выхода",
        Code::F004 => "немой круг",
        Code::F005 => "круг без ожидания ответа",
        Code::F006 => "разговор не может закончиться",
        Code::F007 => "исход не предусмотрен",
        Code::F008 => "условие закрыто предыдущим",
        Code::F009 => "потоки запускают друг друга без конца",
        Code::F010 => "нет пути к человеку",
        Code::F011 => "неполная передача человеку",
        Code::D101 => "значение может быть пустым",
        Code::D102 => "вопрос об известном",
        Code::D103 => "не заполняется или не используется",
        Code::D104 => "не тот тип",
        Code::D105 => "поля зависят друг от друга по кругу",
        Code::D106 => "личные данные без защиты",
        Code::C201 => "нет призыва к действию",
        Code::C202 => "два вопроса сразу",
        Code::C203 => "молчание не предусмотрено",
        Code::C204 => "напоминания без ограничений",
        Code::C205 => "непонятный ответ не предусмотрен",
        Code::C206 => "повтор вопроса без слов",
        Code::C207 => "заказ может быть прерван",
        Code::C208 => "два повода на одни и те же слова",
        Code::T301 => "не хватает языка",
        Code::T302 => "перевод устарел",
        Code::T303 => "языки печатают разное",
        Code::T304 => "не то число форм слова",
        Code::T305 => "цифры вписаны в текст",
        Code::T306 => "текст длиннее, чем допускает канал",
        Code::T307 => "буквы другого алфавита",
        Code::T308 => "и «ты», и «вы»",
        Code::T310 => "этого не произнести",
        Code::L401 => "сбой модели не предусмотрен",
        Code::L402 => "модель без ограничений",
        Code::L403 => "модель без фактов",
        Code::L406 => "слишком долгий ответ для канала",
        Code::P501 => "неизвестное действие или аргумент",
        Code::P503 => "действие повторяется в круге",
        Code::P504 => "сумма ниоткуда",
        Code::X601 => "доли не сходятся",
        Code::V701 => "ломающая правка без новой версии",
        Code::V702 => "разговорам некуда перейти",
        Code::V703 => "для перехода может не хватить данных",
    }
}

/// The noun of a thing, in the nominative.
pub(super) fn noun(thing: Thing) -> &'static str {
    match thing {
        Thing::State => "шаг",
        Thing::Text => "текст",
        Thing::Slot => "поле",
        Thing::Value => "значение",
        Thing::Field => "свойство",
        Thing::Intent => "тема",
        Thing::Flow => "поток",
        Thing::Choice => "вариант",
        Thing::Option => "кнопка",
        Thing::Plugin => "плагин",
        Thing::Step => "действие",
        Thing::Argument | Thing::Need => "аргумент",
        Thing::Outcome | Thing::Return => "исход",
        Thing::Language => "язык",
        Thing::Channel => "канал",
        Thing::Code => "код предупреждения",
        Thing::Type => "тип",
        Thing::Modifier => "уточнение",
        Thing::Currency => "валюта",
        Thing::Statement => "команда",
        Thing::Section => "раздел",
        Thing::WaitLine => "строка вопроса",
        Thing::Condition => "условие",
        Thing::Trigger => "повод",
        Thing::Exit => "выход",
        Thing::TextLine => "строка текста",
        Thing::Words => "слова для покупателя",
        Thing::Quoted => "текст в кавычках",
        Thing::Name => "имя",
        Thing::Number => "число",
        Thing::Share => "доля",
        Thing::Duration => "срок",
        Thing::Hours => "часы",
        Thing::Version => "версия",
        Thing::Moment => "дата и время",
        Thing::Talk => "разговор",
        Thing::TalkLine => "строка разговора",
        Thing::Utterance => "сообщение покупателя",
        Thing::Message => "сообщение бота",
        Thing::End => "конец строки",
    }
}

/// The noun in the genitive, for «нет шага …».
fn genitive(thing: Thing) -> &'static str {
    match thing {
        Thing::State => "шага",
        Thing::Text => "текста",
        Thing::Slot => "поля",
        Thing::Value => "значения",
        Thing::Field => "свойства",
        Thing::Intent => "темы",
        Thing::Flow => "потока",
        Thing::Choice => "варианта",
        Thing::Option => "кнопки",
        Thing::Plugin => "плагина",
        Thing::Step => "действия",
        Thing::Argument | Thing::Need => "аргумента",
        Thing::Outcome | Thing::Return => "исхода",
        Thing::Language => "языка",
        Thing::Channel => "канала",
        Thing::Code => "кода",
        Thing::Type => "типа",
        Thing::Modifier => "уточнения",
        Thing::Currency => "валюты",
        Thing::Statement => "команды",
        Thing::Section => "раздела",
        Thing::WaitLine => "строки вопроса",
        Thing::Condition => "условия",
        Thing::Trigger => "повода",
        Thing::Exit => "выхода",
        Thing::TextLine => "строки текста",
        Thing::Words => "слов",
        Thing::Quoted => "текста",
        Thing::Name => "имени",
        Thing::Number => "числа",
        Thing::Share => "доли",
        Thing::Duration => "срока",
        Thing::Hours => "часов",
        Thing::Version => "версии",
        Thing::Moment => "времени",
        Thing::Talk => "разговора",
        Thing::TalkLine => "строки разговора",
        Thing::Utterance => "сообщения покупателя",
        Thing::Message => "сообщения",
        Thing::End => "конца строки",
    }
}

/// How such a thing is written; keywords between ‹ › follow the file's table.
fn example(thing: Thing) -> Option<&'static str> {
    Some(match thing {
        Thing::State => "`-> предложение`",
        Thing::Text => "`‹say› приветствие`",
        Thing::Slot => "`‹ask› телефон`",
        Thing::Value => "`товар`, `расчёт.price`, `990 RUB`",
        Thing::Field => "`расчёт.price`",
        Thing::Intent => "`‹when› цена`",
        Thing::Flow => "`‹run› скидка(товар)`",
        Thing::Choice => "`свадьба`",
        Thing::Option => "`- да  ru: Да`",
        Thing::Plugin | Thing::Step => "`‹do› catalog.quote(товар) ‹as› расчёт`",
        Thing::Argument | Thing::Need => "`товар` или `facts: подборка`",
        Thing::Outcome | Thing::Return => "`missing -> нет_такого`",
        Thing::Language => "`ru`, `uk`, `en`",
        Thing::Channel => "`telegram`, `whatsapp`, `web`, `phone`",
        Thing::Code => "`D103`",
        Thing::Type => {
            "`‹text›`, `‹number›`, `‹money› RUB`, `‹phone›`, `‹product›`, `‹choice› а, б`"
        }
        Thing::Modifier => "`‹personal›`, `‹optional›`, `‹keep› 90d`",
        Thing::Currency => "`RUB`, `UAH`, `USD`",
        Thing::Statement => {
            "`‹say›`, `‹ask›`, `‹wait›`, `‹do›`, `‹run›`, `‹set›`, `‹if›`, `-> предложение`"
        }
        Thing::Section => "`‹defaults›`, `‹slots›`, `‹intents›`, `‹text›`, `‹state›`, `‹anywhere›`",
        Thing::WaitLine => {
            "`ru: …`, `- да  ru: Да`, `‹when› ‹agrees› -> заказ`, `‹otherwise› -> заказ`"
        }
        Thing::Condition => "`‹if› товар ‹is known›`",
        Thing::Trigger => "`‹when› ‹says› \"юрист\"`, `‹when› ‹agrees›`, `‹when› цена`",
        Thing::Exit => "`-> предложение`, `‹back›`, `‹finish› ‹won›`, `‹escalate› ‹because› \"…\"`",
        Thing::TextLine | Thing::Words => "`ru: Здравствуйте!`",
        Thing::Quoted => "`\"нужен человек\"`",
        Thing::Number => "`2`",
        Thing::Share => "`50%`",
        Thing::Duration => "`15мин`, `7с`, `1д`",
        Thing::Hours => "`09:00-21:00`",
        Thing::Version => "`v3`",
        Thing::Moment => "`2026-03-02 11:00`",
        Thing::TalkLine => {
            "`> здравствуйте`, `< greet`, `! finish won`, `after 16m`, `presses yes`"
        }
        Thing::Talk => "`talk \"спрашивает цену\"`",
        Thing::Utterance => "`> здравствуйте`",
        Thing::Message => "`greet`, `ask phone`, `unclear phone`, `quote.2`, `*`",
        Thing::Name | Thing::End => return None,
    })
}

/// One, few or many.
fn plural<'a>(count: usize, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (count % 10, count % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

/// The closing line: «2 ошибки, 1 предупреждение».
pub(super) fn summary(errors: usize, warnings: usize) -> String {
    let errors_said = format!("{errors} {}", plural(errors, "ошибка", "ошибки", "ошибок"));
    let warnings_said = format!(
        "{warnings} {}",
        plural(
            warnings,
            "предупреждение",
            "предупреждения",
            "предупреждений"
        )
    );
    match (errors, warnings) {
        (0, 0) => "ошибок нет".into(),
        (_, 0) => errors_said,
        (0, _) => warnings_said,
        _ => format!("{errors_said}, {warnings_said}"),
    }
}
