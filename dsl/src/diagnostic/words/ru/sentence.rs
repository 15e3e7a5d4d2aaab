//! Sentences in Russian: what is wrong, and what to do next.

use super::{example, genitive, noun, plural};
use crate::diagnostic::words::{Said, codes, kind, list, quoted, quoted_list, said};
use crate::diagnostic::{Fact, Thing, Use};

/// What is wrong, and what to do next.
pub(in crate::diagnostic::words) fn sentence(fact: &Fact) -> Said {
    match fact {
        Fact::NotUnderstood { found, expected } => {
            let things: Vec<_> = expected
                .iter()
                .map(|thing| noun(*thing).to_owned())
                .collect();
            let expected_here = match things.is_empty() {
                true => "строка непонятна".to_owned(),
                false => format!("здесь ожидается {}", list(&things, "или")),
            };
            said(
                match found.is_empty() {
                    true => format!("{expected_here}, но строка кончилась"),
                    false => format!("{expected_here}, а стоит {}", quoted(found)),
                },
                match expected.iter().find_map(|thing| example(*thing)) {
                    Some(example) => format!("например: {example}"),
                    None if expected.contains(&Thing::End) => {
                        format!(
                            "уберите {} или перенесите на отдельную строку",
                            quoted(found)
                        )
                    }
                    None => "начните строку с команды: `‹say›`, `‹ask›` или `->`".into(),
                },
            )
        }
        Fact::KeywordMisspelt { found, nearest } => said(
            format!("нет такого слова {}", quoted(found)),
            format!("напишите {}", quoted(nearest)),
        ),
        Fact::KeywordOfOtherTable { found, here, table } => said(
            format!(
                "{} — слово из другого языка, а этот файл написан {}",
                quoted(found),
                match table.as_str() {
                    "ru" => "по-русски",
                    "uk" => "по-украински",
                    _ => "по-английски",
                }
            ),
            format!("напишите {}", quoted(here)),
        ),
        Fact::NameIsKeyword { name, table } => said(
            format!(
                "{} станет командой, если перевести эту строку на {}",
                quoted(name),
                match table.as_str() {
                    "ru" => "русский",
                    "uk" => "украинский",
                    _ => "английский",
                }
            ),
            "дайте другое имя, потом переводите",
        ),
        Fact::KeywordExpected { found, keywords } => said(
            match found.is_empty() {
                true => format!(
                    "здесь ожидается {}, но строка кончилась",
                    quoted_list(keywords, "или")
                ),
                false => format!(
                    "здесь ожидается {}, а стоит {}",
                    quoted_list(keywords, "или"),
                    quoted(found)
                ),
            },
            match &keywords[..] {
                [one] => format!("напишите {}", quoted(one)),
                _ => "поставьте на это место одно из этих слов".into(),
            },
        ),
        Fact::TypographicSign { found, mend } => said(
            format!("знак {} здесь не подходит", quoted(found)),
            match *mend {
                " " => "поставьте обычный пробел".into(),
                mend => format!("поставьте {}", quoted(mend)),
            },
        ),
        Fact::ExitAndBlock => said(
            "у этой строки есть выход, а под ней стоят ещё строки",
            "либо оставьте выход на строке и удалите строки под ней, либо перенесите выход в их конец",
        ),
        Fact::BranchEmpty => said(
            "в этой ветке сказано, что случилось, но не сказано, что делать дальше",
            "закончите строку выходом, например `-> предложение`, или добавьте под ней строки с отступом",
        ),
        Fact::BlockNotExpected { above } => said(
            format!(
                "под {} ничего стоять не может, а у этой строки лишний отступ",
                quoted(above)
            ),
            "начните эту строку с той же колонки, что и строку над ней",
        ),
        Fact::BlockMissing { of } => said(
            format!("под этой строкой ожидается {}, но там пусто", noun(*of)),
            match example(*of) {
                Some(example) => format!(
                    "допишите на следующей строке с отступом в два пробела, например: {example}"
                ),
                None => "допишите на следующей строке с отступом в два пробела".into(),
            },
        ),
        Fact::NotHere { found, expected } => said(
            format!(
                "{} здесь стоять не может: здесь ожидается {}",
                quoted(found),
                noun(*expected)
            ),
            match example(*expected) {
                Some(example) => format!("проверьте отступ строки; здесь может стоять: {example}"),
                None => "проверьте отступ строки".into(),
            },
        ),
        Fact::LineTwice { found, first_line } => said(
            format!(
                "{} уже есть в строке {first_line}, а больше одного не нужно",
                quoted(found)
            ),
            "удалите одну из двух строк",
        ),
        Fact::NoHeader => said(
            "файл начинается не с имени потока",
            "первой строкой напишите `‹flow› ИМЯ v1`, где ИМЯ — это имя файла",
        ),
        Fact::NoStates => said(
            "в потоке нет ни одного шага, ему нечего делать",
            "добавьте `‹state› начало`, а под ним строки с отступом",
        ),
        Fact::NotText => said(
            "этот файл — не текст, или его буквы не в UTF-8",
            "сохраните его как простой текст в UTF-8; картинку или документ уберите из папки",
        ),
        Fact::FileTooLarge { limit } => said(
            format!("файл слишком большой: допустимо {} МБ", limit >> 20),
            "разделите его на несколько потоков, которые делают `‹run›` друг для друга",
        ),
        Fact::LineTooLong { limit } => said(
            format!(
                "строка слишком длинная: допустимо {limit} {}",
                plural(*limit, "байт", "байта", "байт")
            ),
            "разделите её на несколько строк",
        ),
        Fact::TooDeep { limit } => said(
            format!("здесь больше {limit} блоков вложено друг в друга"),
            "вынесите внутренние строки в отдельный шаг и переходите к нему через `->`",
        ),
        Fact::BadLiteral { found, expected } => said(
            format!(
                "здесь ожидается {}, а {} так не читается",
                noun(*expected),
                quoted(found)
            ),
            match example(*expected) {
                Some(example) => format!("например: {example}"),
                None => "исправьте".into(),
            },
        ),
        Fact::NotAName { found } => said(
            format!("{} не может быть именем", quoted(found)),
            "имя начинается с буквы и состоит из букв, цифр и `_`: `вопрос_о_цене`",
        ),
        Fact::AllowsError { code } => said(
            format!("`{code}` — ошибка, а разрешить можно только предупреждение"),
            "исправьте ошибку и удалите эту строку",
        ),
        Fact::BackFromNowhere => said(
            "`‹back›` отсюда вернуться некуда: вопроса, к которому возвращаться, нет",
            "назовите шаг: `-> предложение`",
        ),
        Fact::BranchStays { of } => said(
            format!("эта ветка `‹{of}›` должна куда-то вести, а она не ведёт"),
            "закончите её выходом: `-> предложение`, `‹back›` или `‹finish› ‹lost›`",
        ),
        Fact::NotInThisFlow { found } => said(
            format!("{} в этом потоке не имеет смысла", quoted(found)),
            "`‹return›` бывает только в потоке, который запускают другие: в нём есть `‹needs›` или `‹gives›`",
        ),

        Fact::Tab => said(
            "здесь табуляция, а отступы делают только пробелами",
            "замените её пробелами",
        ),
        Fact::UnevenIndent { found, expected } => said(
            format!(
                "отступ этой строки — {found} {} — не совпадает ни с одной строкой выше",
                plural(*found, "пробел", "пробела", "пробелов")
            ),
            {
                let fits: Vec<_> = expected.iter().map(|wide| wide.to_string()).collect();
                match expected.last() {
                    None => "начните её от левого края".to_owned(),
                    Some(last) => format!(
                        "сделайте отступ в {} {}",
                        list(&fits, "или"),
                        plural(*last, "пробел", "пробела", "пробелов")
                    ),
                }
            },
        ),
        Fact::DefinedTwice {
            thing,
            name,
            first_line,
        } => said(
            format!(
                "{} {} уже есть в строке {first_line}",
                noun(*thing),
                quoted(name)
            ),
            "назовите одно из двух иначе или удалите",
        ),
        Fact::StateAndText { name, first_line } => said(
            format!(
                "шаг и текст не могут оба называться {}; другой — в строке {first_line}",
                quoted(name)
            ),
            format!("переименуйте один из них, например в `{name}_текст`"),
        ),
        Fact::HeaderNotFile { header, file } => said(
            format!(
                "поток называется {}, а его файл — `{file}.flow`",
                quoted(header)
            ),
            format!("напишите `‹flow› {file}` или переименуйте файл в `{header}.flow`"),
        ),
        Fact::QuoteNotClosed => said(
            "кавычка открыта, но не закрыта",
            "поставьте `\"` в конце слов в кавычках",
        ),
        Fact::BracketNotClosed => said(
            "скобка открыта, но не закрыта",
            "поставьте закрывающую скобку после последнего слова внутри",
        ),
        Fact::BraceNotClosed => said(
            "скобка `{` открыта, но не закрыта",
            "поставьте `}` после имени; чтобы напечатать саму скобку, напишите `{{`",
        ),
        Fact::BraceNotOpened => said(
            "эта скобка ничего не закрывает",
            "удалите её или поставьте `{` перед именем; чтобы напечатать саму скобку, напишите `}}`",
        ),
        Fact::BadPlaceholder { found } => said(
            format!("{} — не имя значения", quoted(format!("{{{found}}}"))),
            "в скобках пишут имя: `{расчёт.price}`, `{, buyer.name}`, `{n | букет | букета | букетов}`",
        ),

        Fact::Unknown {
            thing,
            name,
            of,
            nearest,
        } => said(
            match of.is_empty() {
                true => format!("нет {} {}", genitive(*thing), quoted(name)),
                false => format!("у {} нет {} {}", quoted(of), genitive(*thing), quoted(name)),
            },
            match nearest {
                Some(nearest) => format!("может быть, {}?", quoted(nearest)),
                None => how_to_add(*thing, name),
            },
        ),
        Fact::UnknownOften {
            thing,
            name,
            nearest,
            more,
        } => said(
            format!(
                "нет {} {}, а имя это стоит ещё в {more} {}",
                genitive(*thing),
                quoted(name),
                plural(*more, "месте", "местах", "местах")
            ),
            match nearest {
                Some(nearest) => format!("может быть, {}?", quoted(nearest)),
                None => how_to_add(*thing, name),
            },
        ),
        Fact::WrongThing { name, is, needed } => said(
            format!(
                "{} — это {}, а здесь ожидается {}",
                quoted(name),
                noun(*is),
                noun(*needed)
            ),
            match example(*needed) {
                Some(example) => format!("например: {example}"),
                None => format!("поставьте сюда имя {}", genitive(*needed)),
            },
        ),
        Fact::StateUnreachable { name } => said(
            format!("к шагу {} ничто не ведёт", quoted(name)),
            format!(
                "добавьте `-> {name}` там, откуда покупатель должен сюда прийти, или удалите шаг"
            ),
        ),
        Fact::LineUnreachable { exit_line } => said(
            format!("до этой строки дело не дойдёт: строка {exit_line} уже увела отсюда"),
            "перенесите её выше или удалите",
        ),
        Fact::NoExit { state } => said(
            format!(
                "шаг {} здесь кончается, но не сказано, куда идти дальше",
                quoted(state)
            ),
            "закончите его: `-> предложение`, `‹finish› ‹won›` или `‹escalate› ‹because› \"…\"`",
        ),
        Fact::OutcomesNotHandled {
            of,
            outcomes,
            model,
        } => said(
            match outcomes.len() {
                1 => format!(
                    "{} может закончиться исходом {}, а он не предусмотрен",
                    quoted(of),
                    quoted_list(outcomes, "или")
                ),
                many => format!(
                    "у {} есть ещё {many} {}, и они не предусмотрены: {}",
                    quoted(of),
                    plural(many, "исход", "исхода", "исходов"),
                    quoted_list(outcomes, "и")
                ),
            },
            match (model, outcomes.first()) {
                (true, Some(first)) => format!(
                    "модель может опоздать или сказать неправду; допишите под этой строкой `{first} -> передача`"
                ),
                (false, Some(first)) => {
                    format!("допишите под этой строкой с отступом: `{first} -> ШАГ`")
                }
                (_, None) => "допишите исходы под этой строкой".into(),
            },
        ),
        Fact::OutcomeTwice { name, first_line } => said(
            format!(
                "исход {} уже предусмотрен в строке {first_line}",
                quoted(name)
            ),
            "удалите одну из двух строк",
        ),
        Fact::LoopSilent { states } => said(
            format!(
                "шаги {} ходят по кругу, а покупатель ничего не слышит",
                quoted_list(states, "и")
            ),
            "в одном из них дождитесь покупателя через `‹ask›` или `‹wait›` либо ограничьте: `‹at most› 3 ‹visits›, ‹then› -> передача`",
        ),
        Fact::LoopSends { states } => said(
            format!(
                "шаги {} по кругу шлют сообщения и ни разу не ждут ответа",
                quoted_list(states, "и")
            ),
            "в одном из них дождитесь покупателя через `‹ask›` или `‹wait›` либо ограничьте: `‹at most› 3 ‹visits›, ‹then› -> передача`",
        ),
        Fact::NoOutcomeAhead { state } => said(
            format!(
                "разговор, который ждёт в шаге {}, никогда не закончится",
                quoted(state)
            ),
            "пусть один из путей ведёт к шагу с `‹finish› ‹won›`, `‹lost›` или `‹postponed›`",
        ),
        Fact::NoEscalationAhead { state } => said(
            format!(
                "покупателя, который ждёт в шаге {}, нельзя передать человеку",
                quoted(state)
            ),
            "добавьте в `‹anywhere›` строку `‹when› ‹wants human› -> передача`, а в шаг `передача` — `‹escalate›`",
        ),
        Fact::RunCircle { flows } => said(
            format!(
                "эти потоки запускают друг друга без конца: {}",
                quoted_list(flows, "и")
            ),
            "пусть один из них сделает `‹return›` до того, как запустит следующий",
        ),
        Fact::NoGivenBack => said(
            "не сказано, где продолжить разговор, когда человек вернёт его боту",
            "допишите под этой строкой с отступом: `‹given back› -> предложение`",
        ),
        Fact::EscalatesSilently => said(
            "покупателя передают человеку без единого слова",
            "допишите под этой строкой с отступом: `ru: Передаю коллеге, он ответит в этом чате.`",
        ),

        Fact::MayBeEmpty { path, used, field } => said(
            match used {
                Use::Printed => format!("{} может быть пустым, когда это печатается", quoted(path)),
                Use::Passed(to) => format!(
                    "{} может быть пустым, когда передаётся в {}",
                    quoted(path),
                    quoted(to)
                ),
                Use::Offered => format!(
                    "{} может быть пустым, когда предлагается покупателю",
                    quoted(path)
                ),
                Use::Said => format!("{} может быть пустым, когда это говорится", quoted(path)),
            },
            match (used, field) {
                (Use::Printed, true) => format!(
                    "напишите `{{, {path}}}`: если печатать нечего, исчезнет вместе с запятой"
                ),
                (Use::Printed, false) => format!(
                    "заполните {} на каждом пути сюда или напишите `{{, {path}}}`",
                    quoted(path)
                ),
                (_, true) => format!("сначала проверьте: `‹if› {path} ‹is known›`"),
                (_, false) => format!(
                    "заполните его на каждом пути сюда или сначала проверьте: `‹if› {path} ‹is empty› -> ШАГ`"
                ),
            },
        ),
        Fact::AsksKnown { slot } => said(
            format!(
                "{} здесь всегда известно, этот вопрос никогда не прозвучит",
                quoted(slot)
            ),
            format!("удалите вопрос или спросите всё равно: `‹ask› ‹again› {slot}`"),
        ),
        Fact::NeverFilled { name } => said(
            format!("поле {} никто не заполняет", quoted(name)),
            format!("спросите его: `‹ask› {name}` или удалите"),
        ),
        Fact::NeverUsed {
            thing: Thing::Slot,
            name,
        } => said(
            format!(
                "поле {} спрашивают или заполняют, но нигде не используют",
                quoted(name)
            ),
            "напечатайте его, передайте в действие или удалите вместе с вопросом",
        ),
        Fact::NeverUsed { thing, name } => said(
            format!("{} {} нигде не используется", noun(*thing), quoted(name)),
            match thing {
                Thing::Intent => format!(
                    "добавьте в `‹anywhere›` строку `‹when› {name} -> ШАГ` или удалите тему"
                ),
                Thing::Text => format!("скажите его где-нибудь: `‹say› {name}` или удалите"),
                _ => "используйте или удалите".into(),
            },
        ),
        Fact::WrongType {
            value,
            found,
            expected,
        } => said(
            format!(
                "тип {} — {}, а здесь нужен {}",
                quoted(value),
                kind(found),
                kind(expected)
            ),
            "поставьте сюда значение нужного типа или исправьте тип в разделе `‹slots›`",
        ),
        Fact::NotAList { value, found } => said(
            format!(
                "тип {} — {}, а здесь нужен список",
                quoted(value),
                kind(found)
            ),
            "возьмите результат действия, которое находит несколько товаров: `‹do› catalog.recommend(повод) ‹as› подборка`",
        ),
        Fact::NotComparable { value, found, by } => said(
            format!(
                "тип {} — {}, его нельзя сравнить через {}",
                quoted(value),
                kind(found),
                quoted(by)
            ),
            "сравните через `‹is›` или `‹is not›` либо проверьте `‹is known›`",
        ),
        Fact::PluralOfNoNumber { path, found } => said(
            format!(
                "тип {} — {}, а формы слова бывают только у числа",
                quoted(path),
                kind(found)
            ),
            format!("напечатайте без форм: `{{{path}}}`"),
        ),
        Fact::DependsCircle { slots } => said(
            format!(
                "эти поля зависят друг от друга по кругу: {}",
                quoted_list(slots, "и")
            ),
            "уберите одно из `‹depends on›`",
        ),

        Fact::NoCallToAction { lang } => said(
            format!(
                "покупатель остаётся без вопроса: текст на `{lang}` не кончается на `?`, и вариантов ответа нет"
            ),
            "закончите его вопросом, добавьте варианты или `‹next›` с вопросом под ним",
        ),
        Fact::NoSilencePolicy => said(
            "не сказано, что делать, если покупатель здесь не ответит",
            "добавьте в `‹defaults›` строку `‹silence› 15мин -> напоминание, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Fact::NoUnclearPolicy => said(
            "не сказано, что делать, если ответ непонятен",
            "добавьте в `‹defaults›` строку `‹unclear› ‹ask› ‹again›, ‹at most› 2, ‹then› -> передача`",
        ),

        Fact::LanguageMissing { languages, option } => {
            let codes: Vec<_> = languages.iter().map(|lang| lang.to_string()).collect();
            let first = codes.first().map_or("ru", |code| code.as_str());
            match option {
                Some(option) => said(
                    format!(
                        "у варианта {} нет подписи на {}",
                        quoted(option),
                        quoted_list(&codes, "и")
                    ),
                    format!("допишите в строку: `{first}: …`"),
                ),
                None => said(
                    format!("у этого текста нет слов на {}", quoted_list(&codes, "и")),
                    format!("добавьте строку `{first}: …`"),
                ),
            }
        }
        Fact::LanguageNotDeclared { lang, declared } => said(
            format!("языка `{lang}` нет среди языков этого потока"),
            format!(
                "добавьте его: `‹languages› {}, {lang}` или удалите эти слова",
                codes(declared)
            ),
        ),
        Fact::QuotedInManyLanguages { declared } => said(
            format!(
                "у слов в кавычках нет языка, а поток говорит на {}",
                codes(declared)
            ),
            "напишите под этой строкой по строке на каждом языке: `ru: …`",
        ),
        Fact::PlaceholdersDiffer {
            lang,
            other,
            missing,
            extra,
        } => {
            let missing: Vec<_> = missing.iter().map(|path| format!("{{{path}}}")).collect();
            let extra: Vec<_> = extra.iter().map(|path| format!("{{{path}}}")).collect();
            match missing.is_empty() {
                false => said(
                    format!(
                        "`{other}` печатает {}, а `{lang}` — нет",
                        quoted_list(&missing, "и")
                    ),
                    format!(
                        "пусть оба печатают одно и то же: добавьте {} в `{lang}`",
                        quoted_list(&missing, "и")
                    ),
                ),
                true => said(
                    format!(
                        "`{lang}` печатает {}, а `{other}` — нет",
                        quoted_list(&extra, "и")
                    ),
                    format!(
                        "пусть оба печатают одно и то же: добавьте {} в `{other}`",
                        quoted_list(&extra, "и")
                    ),
                ),
            }
        }
        Fact::PluralForms {
            lang,
            found,
            expected,
        } => said(
            format!(
                "для `{lang}` нужно {expected} {} слова, а написано {found}",
                plural(*expected, "форма", "формы", "форм")
            ),
            match expected {
                2 => "напишите формы для 1 и для многих: `{n | bouquet | bouquets}`",
                _ => "напишите формы для 1, 2 и 5: `{n | букет | букета | букетов}`",
            },
        ),

        Fact::ArgumentMissing { of, name } => said(
            format!(
                "для {} нужен аргумент {}, а его нет",
                quoted(of),
                quoted(name)
            ),
            format!("добавьте в скобках: `{name}: …`"),
        ),
        Fact::ArgumentTwice { name } => said(
            format!("аргумент {} дан дважды", quoted(name)),
            "удалите один из двух",
        ),
        Fact::TooManyArguments { of, most } => said(
            match most {
                0 => format!("{} не берёт аргументов", quoted(of)),
                most => format!(
                    "{} берёт {most} {}, а дано больше",
                    quoted(of),
                    plural(*most, "аргумент", "аргумента", "аргументов")
                ),
            },
            "удалите лишнее",
        ),
        Fact::PlaceAfterName => said(
            "аргумент без имени стоит после аргумента с именем",
            "поставьте его первым или напишите перед ним имя: `facts: подборка`",
        ),
        Fact::NoValueToName { outcome } => said(
            format!("у исхода {} нет значения, называть нечего", quoted(outcome)),
            "удалите `‹as›` и имя после него",
        ),
        Fact::Course(fact) => super::course::sentence(fact),
        Fact::Phrasing(fact) => super::phrasing::sentence(fact),
        Fact::Weights { sum } => said(
            format!("доли дают вместе {sum}, а нужно 100%"),
            "поправьте доли так, чтобы вместе вышло 100%",
        ),
    }
}

/// What to do about a name that resembles nothing.
fn how_to_add(thing: Thing, name: &str) -> String {
    match thing {
        Thing::State => format!("добавьте `‹state› {name}` или назовите шаг, который есть"),
        Thing::Text => format!("добавьте `‹text› {name}`, а под ним по строке на каждом языке"),
        Thing::Slot => format!("добавьте в `‹slots›` строку `{name}  ‹text›`"),
        Thing::Value => "назовите поле или результат, которому выше дано имя через `‹as›`".into(),
        Thing::Intent => format!("добавьте в `‹intents›` строку `{name}`, а под ней фразы"),
        Thing::Flow => format!("положите этот поток в файл `flows/{name}.flow`"),
        Thing::Language
        | Thing::Channel
        | Thing::Type
        | Thing::Modifier
        | Thing::Currency
        | Thing::Code => {
            format!("например: {}", example(thing).unwrap_or("`ru`"))
        }
        Thing::Plugin => format!("положите плагин в файл `plugins/{name}.rhai`"),
        Thing::Return => format!(
            "такой исход даёт `‹return› {name}` в самом потоке; если он не нужен, удалите строку"
        ),
        _ => "посмотрите имена в справочнике или уберите".into(),
    }
}
