//! The words of findings in Ukrainian.

use crate::diagnostic::{Code, Thing};

mod course;
mod phrasing;
mod sentence;

pub(super) use sentence::sentence;

/// The title of a kind of finding.
pub(super) fn title(code: Code) -> &'static str {
    match code {
        Code::S001 => "незрозумілий рядок",
        Code::S002 => "нерівний відступ",
        Code::S003 => "ім'я зайняте або не збігається з файлом",
        Code::S004 => "не закрито лапки чи дужку",
        Code::F001 => "невідоме ім'я",
        Code::F002 => "сюди ніщо не веде",
        Code::F003 => "немає виходу",
        Code::F004 => "німе коло",
        Code::F005 => "коло без очікування відповіді",
        Code::F006 => "розмова не може закінчитися",
        Code::F007 => "результат не передбачено",
        Code::F008 => "умову перекрито попередньою",
        Code::F009 => "потоки запускають один одного без кінця",
        Code::F010 => "немає шляху до людини",
        Code::F011 => "неповна передача людині",
        Code::D101 => "значення може бути порожнім",
        Code::D102 => "запитання про відоме",
        Code::D103 => "не заповнюється або не використовується",
        Code::D104 => "не той тип",
        Code::D105 => "поля залежать одне від одного по колу",
        Code::D106 => "особисті дані без захисту",
        Code::C201 => "немає заклику до дії",
        Code::C202 => "два запитання одразу",
        Code::C203 => "мовчання не передбачено",
        Code::C204 => "нагадування без обмежень",
        Code::C205 => "незрозумілу відповідь не передбачено",
        Code::C206 => "повтор запитання без слів",
        Code::C207 => "замовлення може бути перервано",
        Code::C208 => "два приводи на ті самі слова",
        Code::T301 => "бракує мови",
        Code::T302 => "переклад застарів",
        Code::T303 => "мови друкують різне",
        Code::T304 => "не та кількість форм слова",
        Code::T305 => "цифри вписано в текст",
        Code::T306 => "текст довший, ніж дозволяє канал",
        Code::T307 => "літери іншого алфавіту",
        Code::T308 => "і «ти», і «ви»",
        Code::T310 => "цього не вимовити",
        Code::L401 => "збій моделі не передбачено",
        Code::L402 => "модель без обмежень",
        Code::L403 => "модель без фактів",
        Code::L406 => "задовга відповідь для каналу",
        Code::P501 => "невідома дія чи аргумент",
        Code::P503 => "дія повторюється в колі",
        Code::P504 => "сума нізвідки",
        Code::X601 => "частки не сходяться",
        Code::V701 => "ламка зміна без нової версії",
        Code::V702 => "розмовам нікуди перейти",
        Code::V703 => "для переходу може забракнути даних",
    }
}

/// The noun of a thing, in the nominative.
pub(super) fn noun(thing: Thing) -> &'static str {
    match thing {
        Thing::State => "крок",
        Thing::Text => "текст",
        Thing::Slot => "поле",
        Thing::Value => "значення",
        Thing::Field => "властивість",
        Thing::Intent => "тема",
        Thing::Flow => "потік",
        Thing::Choice => "варіант",
        Thing::Option => "кнопка",
        Thing::Plugin => "плагін",
        Thing::Step => "дія",
        Thing::Argument | Thing::Need => "аргумент",
        Thing::Outcome | Thing::Return => "результат",
        Thing::Language => "мова",
        Thing::Channel => "канал",
        Thing::Code => "код попередження",
        Thing::Type => "тип",
        Thing::Modifier => "уточнення",
        Thing::Currency => "валюта",
        Thing::Statement => "команда",
        Thing::Section => "розділ",
        Thing::WaitLine => "рядок запитання",
        Thing::Condition => "умова",
        Thing::Trigger => "привід",
        Thing::Exit => "вихід",
        Thing::TextLine => "рядок тексту",
        Thing::Words => "слова для покупця",
        Thing::Quoted => "текст у лапках",
        Thing::Name => "ім'я",
        Thing::Number => "число",
        Thing::Share => "частка",
        Thing::Duration => "строк",
        Thing::Hours => "години",
        Thing::Version => "версія",
        Thing::Moment => "дата й час",
        Thing::Talk => "розмова",
        Thing::TalkLine => "рядок розмови",
        Thing::Utterance => "повідомлення покупця",
        Thing::Message => "повідомлення бота",
        Thing::End => "кінець рядка",
    }
}

/// The noun in the genitive, for «немає кроку …».
fn genitive(thing: Thing) -> &'static str {
    match thing {
        Thing::State => "кроку",
        Thing::Text => "тексту",
        Thing::Slot => "поля",
        Thing::Value => "значення",
        Thing::Field => "властивості",
        Thing::Intent => "теми",
        Thing::Flow => "потоку",
        Thing::Choice => "варіанта",
        Thing::Option => "кнопки",
        Thing::Plugin => "плагіна",
        Thing::Step => "дії",
        Thing::Argument | Thing::Need => "аргументу",
        Thing::Outcome | Thing::Return => "результату",
        Thing::Language => "мови",
        Thing::Channel => "каналу",
        Thing::Code => "коду",
        Thing::Type => "типу",
        Thing::Modifier => "уточнення",
        Thing::Currency => "валюти",
        Thing::Statement => "команди",
        Thing::Section => "розділу",
        Thing::WaitLine => "рядка запитання",
        Thing::Condition => "умови",
        Thing::Trigger => "приводу",
        Thing::Exit => "виходу",
        Thing::TextLine => "рядка тексту",
        Thing::Words => "слів",
        Thing::Quoted => "тексту",
        Thing::Name => "імені",
        Thing::Number => "числа",
        Thing::Share => "частки",
        Thing::Duration => "строку",
        Thing::Hours => "годин",
        Thing::Version => "версії",
        Thing::Moment => "часу",
        Thing::Talk => "розмови",
        Thing::TalkLine => "рядка розмови",
        Thing::Utterance => "повідомлення покупця",
        Thing::Message => "повідомлення",
        Thing::End => "кінця рядка",
    }
}

/// How such a thing is written; keywords between ‹ › follow the file's table.
fn example(thing: Thing) -> Option<&'static str> {
    Some(match thing {
        Thing::State => "`-> пропозиція`",
        Thing::Text => "`‹say› привітання`",
        Thing::Slot => "`‹ask› телефон`",
        Thing::Value => "`товар`, `розрахунок.price`, `990 UAH`",
        Thing::Field => "`розрахунок.price`",
        Thing::Intent => "`‹when› ціна`",
        Thing::Flow => "`‹run› знижка(товар)`",
        Thing::Choice => "`весілля`",
        Thing::Option => "`- так  uk: Так`",
        Thing::Plugin | Thing::Step => "`‹do› catalog.quote(товар) ‹as› розрахунок`",
        Thing::Argument | Thing::Need => "`товар` або `facts: добірка`",
        Thing::Outcome | Thing::Return => "`missing -> немає_такого`",
        Thing::Language => "`uk`, `ru`, `en`",
        Thing::Channel => "`telegram`, `whatsapp`, `web`, `phone`",
        Thing::Code => "`D103`",
        Thing::Type => {
            "`‹text›`, `‹number›`, `‹money› UAH`, `‹phone›`, `‹product›`, `‹choice› а, б`"
        }
        Thing::Modifier => "`‹personal›`, `‹optional›`, `‹keep› 90d`",
        Thing::Currency => "`UAH`, `USD`, `EUR`",
        Thing::Statement => {
            "`‹say›`, `‹ask›`, `‹wait›`, `‹do›`, `‹run›`, `‹set›`, `‹if›`, `-> пропозиція`"
        }
        Thing::Section => "`‹defaults›`, `‹slots›`, `‹intents›`, `‹text›`, `‹state›`, `‹anywhere›`",
        Thing::WaitLine => {
            "`uk: …`, `- так  uk: Так`, `‹when› ‹agrees› -> замовлення`, `‹otherwise› -> замовлення`"
        }
        Thing::Condition => "`‹if› товар ‹is known›`",
        Thing::Trigger => "`‹when› ‹says› \"юрист\"`, `‹when› ‹agrees›`, `‹when› ціна`",
        Thing::Exit => "`-> пропозиція`, `‹back›`, `‹finish› ‹won›`, `‹escalate› ‹because› \"…\"`",
        Thing::TextLine | Thing::Words => "`uk: Вітаємо!`",
        Thing::Quoted => "`\"потрібна людина\"`",
        Thing::Number => "`2`",
        Thing::Share => "`50%`",
        Thing::Duration => "`15хв`, `7с`, `1д`",
        Thing::Hours => "`09:00-21:00`",
        Thing::Version => "`v3`",
        Thing::Moment => "`2026-03-02 11:00`",
        Thing::TalkLine => "`> вітаю`, `< greet`, `! finish won`, `after 16m`, `presses yes`",
        Thing::Talk => "`talk \"питає ціну\"`",
        Thing::Utterance => "`> вітаю`",
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

/// The closing line: «2 помилки, 1 попередження».
pub(super) fn summary(errors: usize, warnings: usize) -> String {
    let errors_said = format!(
        "{errors} {}",
        plural(errors, "помилка", "помилки", "помилок")
    );
    let warnings_said = format!(
        "{warnings} {}",
        plural(warnings, "попередження", "попередження", "попереджень")
    );
    match (errors, warnings) {
        (0, 0) => "помилок немає".into(),
        (_, 0) => errors_said,
        (0, _) => warnings_said,
        _ => format!("{errors_said}, {warnings_said}"),
    }
}
