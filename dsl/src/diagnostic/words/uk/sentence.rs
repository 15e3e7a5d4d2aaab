//! Sentences in Ukrainian: what is wrong, and what to do next.

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
                true => "рядок незрозумілий".to_owned(),
                false => format!("тут очікується {}", list(&things, "або")),
            };
            said(
                match found.is_empty() {
                    true => format!("{expected_here}, але рядок закінчився"),
                    false => format!("{expected_here}, а стоїть {}", quoted(found)),
                },
                match expected.iter().find_map(|thing| example(*thing)) {
                    Some(example) => format!("наприклад: {example}"),
                    None if expected.contains(&Thing::End) => {
                        format!(
                            "приберіть {} або перенесіть на окремий рядок",
                            quoted(found)
                        )
                    }
                    None => "почніть рядок із команди: `‹say›`, `‹ask›` або `->`".into(),
                },
            )
        }
        Fact::KeywordMisspelt { found, nearest } => said(
            format!("немає такого слова {}", quoted(found)),
            format!("напишіть {}", quoted(nearest)),
        ),
        Fact::KeywordOfOtherTable { found, here, table } => said(
            format!(
                "{} — слово з іншої мови, а цей файл написано {}",
                quoted(found),
                match table.as_str() {
                    "ru" => "російською",
                    "uk" => "українською",
                    _ => "англійською",
                }
            ),
            format!("напишіть {}", quoted(here)),
        ),
        Fact::NameIsKeyword { name, table } => said(
            format!(
                "{} стане командою, якщо перекласти цей рядок {}",
                quoted(name),
                match table.as_str() {
                    "ru" => "російською",
                    "uk" => "українською",
                    _ => "англійською",
                }
            ),
            "дайте інше ім'я, потім перекладайте",
        ),
        Fact::KeywordExpected { found, keywords } => said(
            match found.is_empty() {
                true => format!(
                    "тут очікується {}, але рядок закінчився",
                    quoted_list(keywords, "або")
                ),
                false => format!(
                    "тут очікується {}, а стоїть {}",
                    quoted_list(keywords, "або"),
                    quoted(found)
                ),
            },
            match &keywords[..] {
                [one] => format!("напишіть {}", quoted(one)),
                _ => "поставте на це місце одне з цих слів".into(),
            },
        ),
        Fact::TypographicSign { found, mend } => said(
            format!("знак {} тут не підходить", quoted(found)),
            match *mend {
                " " => "поставте звичайний пробіл".into(),
                mend => format!("поставте {}", quoted(mend)),
            },
        ),
        Fact::ExitAndBlock => said(
            "у цього рядка є вихід, а під ним стоять ще рядки",
            "або залиште вихід на рядку й видаліть рядки під ним, або перенесіть вихід у їхній кінець",
        ),
        Fact::BranchEmpty => said(
            "у цій гілці сказано, що сталося, але не сказано, що робити далі",
            "закінчіть рядок виходом, наприклад `-> пропозиція`, або додайте під ним рядки з відступом",
        ),
        Fact::BlockNotExpected { above } => said(
            format!(
                "під {} нічого стояти не може, а в цього рядка зайвий відступ",
                quoted(above)
            ),
            "почніть цей рядок з тієї ж колонки, що й рядок над ним",
        ),
        Fact::BlockMissing { of } => said(
            format!("під цим рядком очікується {}, але там порожньо", noun(*of)),
            match example(*of) {
                Some(example) => {
                    format!(
                        "допишіть на наступному рядку з відступом у два пробіли, наприклад: {example}"
                    )
                }
                None => "допишіть на наступному рядку з відступом у два пробіли".into(),
            },
        ),
        Fact::NotHere { found, expected } => said(
            format!(
                "{} тут стояти не може: тут очікується {}",
                quoted(found),
                noun(*expected)
            ),
            match example(*expected) {
                Some(example) => format!("перевірте відступ рядка; тут може стояти: {example}"),
                None => "перевірте відступ рядка".into(),
            },
        ),
        Fact::LineTwice { found, first_line } => said(
            format!(
                "{} вже є в рядку {first_line}, а більше одного не треба",
                quoted(found)
            ),
            "видаліть один із двох рядків",
        ),
        Fact::NoHeader => said(
            "файл починається не з імені потоку",
            "першим рядком напишіть `‹flow› ІМ'Я v1`, де ІМ'Я — це ім'я файлу",
        ),
        Fact::NoStates => said(
            "у потоці немає жодного кроку, йому нічого робити",
            "додайте `‹state› початок`, а під ним рядки з відступом",
        ),
        Fact::NotText => said(
            "цей файл — не текст, або його літери не в UTF-8",
            "збережіть його як простий текст в UTF-8; картинку чи документ приберіть із теки",
        ),
        Fact::FileTooLarge { limit } => said(
            format!("файл завеликий: дозволено {} МБ", limit >> 20),
            "розділіть його на кілька потоків, що роблять `‹run›` один для одного",
        ),
        Fact::LineTooLong { limit } => said(
            format!(
                "рядок задовгий: дозволено {limit} {}",
                plural(*limit, "байт", "байти", "байтів")
            ),
            "розділіть його на кілька рядків",
        ),
        Fact::TooDeep { limit } => said(
            format!("тут понад {limit} блоків вкладено один в одного"),
            "винесіть внутрішні рядки в окремий крок і переходьте до нього через `->`",
        ),
        Fact::BadLiteral { found, expected } => said(
            format!(
                "тут очікується {}, а {} так не читається",
                noun(*expected),
                quoted(found)
            ),
            match example(*expected) {
                Some(example) => format!("наприклад: {example}"),
                None => "виправте".into(),
            },
        ),
        Fact::NotAName { found } => said(
            format!("{} не може бути іменем", quoted(found)),
            "ім'я починається з літери й складається з літер, цифр і `_`: `запит_ціни`",
        ),
        Fact::AllowsError { code } => said(
            format!("`{code}` — помилка, а дозволити можна лише попередження"),
            "виправте помилку й видаліть цей рядок",
        ),
        Fact::BackFromNowhere => said(
            "`‹back›` звідси повернутися нікуди: запитання, до якого повертаються, немає",
            "назвіть крок: `-> пропозиція`",
        ),
        Fact::BranchStays { of } => said(
            format!("ця гілка `‹{of}›` має кудись вести, а вона не веде"),
            "закінчіть її виходом: `-> пропозиція`, `‹back›` або `‹finish› ‹lost›`",
        ),
        Fact::NotInThisFlow { found } => said(
            format!("{} у цьому потоці не має сенсу", quoted(found)),
            "`‹return›` буває лише в потоці, який запускають інші: у ньому є `‹needs›` або `‹gives›`",
        ),

        Fact::Tab => said(
            "тут табуляція, а відступи роблять лише пробілами",
            "замініть її пробілами",
        ),
        Fact::UnevenIndent { found, expected } => said(
            format!(
                "відступ цього рядка — {found} {} — не збігається з жодним рядком вище",
                plural(*found, "пробіл", "пробіли", "пробілів")
            ),
            {
                let fits: Vec<_> = expected.iter().map(|wide| wide.to_string()).collect();
                match expected.last() {
                    None => "почніть його від лівого краю".to_owned(),
                    Some(last) => format!(
                        "зробіть відступ у {} {}",
                        list(&fits, "або"),
                        plural(*last, "пробіл", "пробіли", "пробілів")
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
                "{} {} вже є в рядку {first_line}",
                noun(*thing),
                quoted(name)
            ),
            "назвіть одне з двох інакше або видаліть",
        ),
        Fact::StateAndText { name, first_line } => said(
            format!(
                "крок і текст не можуть обидва називатися {}; інший — у рядку {first_line}",
                quoted(name)
            ),
            format!("перейменуйте один із них, наприклад на `{name}_текст`"),
        ),
        Fact::HeaderNotFile { header, file } => said(
            format!(
                "потік називається {}, а його файл — `{file}.flow`",
                quoted(header)
            ),
            format!("напишіть `‹flow› {file}` або перейменуйте файл на `{header}.flow`"),
        ),
        Fact::QuoteNotClosed => said(
            "лапки відкрито, але не закрито",
            "поставте `\"` в кінці слів у лапках",
        ),
        Fact::BracketNotClosed => said(
            "дужку відкрито, але не закрито",
            "поставте закривальну дужку після останнього слова всередині",
        ),
        Fact::BraceNotClosed => said(
            "дужку `{` відкрито, але не закрито",
            "поставте `}` після імені; щоб надрукувати саму дужку, напишіть `{{`",
        ),
        Fact::BraceNotOpened => said(
            "ця дужка нічого не закриває",
            "видаліть її або поставте `{` перед іменем; щоб надрукувати саму дужку, напишіть `}}`",
        ),
        Fact::BadPlaceholder { found } => said(
            format!("{} — не ім'я значення", quoted(format!("{{{found}}}"))),
            "у дужках пишуть ім'я: `{розрахунок.price}`, `{, buyer.name}`, `{n | букет | букети | букетів}`",
        ),

        Fact::Unknown {
            thing,
            name,
            of,
            nearest,
        } => said(
            match of.is_empty() {
                true => format!("немає {} {}", genitive(*thing), quoted(name)),
                false => format!(
                    "у {} немає {} {}",
                    quoted(of),
                    genitive(*thing),
                    quoted(name)
                ),
            },
            match nearest {
                Some(nearest) => format!("може, {}?", quoted(nearest)),
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
                "немає {} {}, а ім'я це стоїть іще у {more} {}",
                genitive(*thing),
                quoted(name),
                plural(*more, "місці", "місцях", "місцях")
            ),
            match nearest {
                Some(nearest) => format!("може, {}?", quoted(nearest)),
                None => how_to_add(*thing, name),
            },
        ),
        Fact::WrongThing { name, is, needed } => said(
            format!(
                "{} — це {}, а тут очікується {}",
                quoted(name),
                noun(*is),
                noun(*needed)
            ),
            match example(*needed) {
                Some(example) => format!("наприклад: {example}"),
                None => format!("поставте сюди ім'я {}", genitive(*needed)),
            },
        ),
        Fact::StateUnreachable { name } => said(
            format!("до кроку {} ніщо не веде", quoted(name)),
            format!("додайте `-> {name}` там, звідки покупець має сюди прийти, або видаліть крок"),
        ),
        Fact::LineUnreachable { exit_line } => said(
            format!("до цього рядка справа не дійде: рядок {exit_line} уже повів звідси"),
            "перенесіть його вище або видаліть",
        ),
        Fact::NoExit { state } => said(
            format!(
                "крок {} тут закінчується, але не сказано, куди йти далі",
                quoted(state)
            ),
            "закінчіть його: `-> пропозиція`, `‹finish› ‹won›` або `‹escalate› ‹because› \"…\"`",
        ),
        Fact::OutcomesNotHandled {
            of,
            outcomes,
            model,
        } => said(
            match outcomes.len() {
                1 => format!(
                    "{} може закінчитися результатом {}, а його не передбачено",
                    quoted(of),
                    quoted_list(outcomes, "або")
                ),
                many => format!(
                    "у {} є ще {many} {}, і їх не передбачено: {}",
                    quoted(of),
                    plural(many, "результат", "результати", "результатів"),
                    quoted_list(outcomes, "і")
                ),
            },
            match (model, outcomes.first()) {
                (true, Some(first)) => {
                    format!(
                        "модель може запізнитися або сказати неправду; допишіть під цим рядком `{first} -> передача`"
                    )
                }
                (false, Some(first)) => {
                    format!("допишіть під цим рядком з відступом: `{first} -> КРОК`")
                }
                (_, None) => "допишіть результати під цим рядком".into(),
            },
        ),
        Fact::OutcomeTwice { name, first_line } => said(
            format!(
                "результат {} вже передбачено в рядку {first_line}",
                quoted(name)
            ),
            "видаліть один із двох рядків",
        ),
        Fact::LoopSilent { states } => said(
            format!(
                "кроки {} ходять по колу, а покупець нічого не чує",
                quoted_list(states, "і")
            ),
            "в одному з них дочекайтеся покупця через `‹ask›` або `‹wait›` чи обмежте: `‹at most› 3 ‹visits›, ‹then› -> передача`",
        ),
        Fact::LoopSends { states } => said(
            format!(
                "кроки {} по колу шлють повідомлення й жодного разу не чекають відповіді",
                quoted_list(states, "і")
            ),
            "в одному з них дочекайтеся покупця через `‹ask›` або `‹wait›` чи обмежте: `‹at most› 3 ‹visits›, ‹then› -> передача`",
        ),
        Fact::NoOutcomeAhead { state } => said(
            format!(
                "розмова, що чекає в кроці {}, ніколи не закінчиться",
                quoted(state)
            ),
            "нехай один зі шляхів веде до кроку з `‹finish› ‹won›`, `‹lost›` або `‹postponed›`",
        ),
        Fact::NoEscalationAhead { state } => said(
            format!(
                "покупця, який чекає в кроці {}, не можна передати людині",
                quoted(state)
            ),
            "додайте в `‹anywhere›` рядок `‹when› ‹wants human› -> передача`, а в крок `передача` — `‹escalate›`",
        ),
        Fact::RunCircle { flows } => said(
            format!(
                "ці потоки запускають один одного без кінця: {}",
                quoted_list(flows, "і")
            ),
            "нехай один із них зробить `‹return›` до того, як запустить наступний",
        ),
        Fact::NoGivenBack => said(
            "не сказано, де продовжити розмову, коли людина поверне її боту",
            "допишіть під цим рядком з відступом: `‹given back› -> пропозиція`",
        ),
        Fact::EscalatesSilently => said(
            "покупця передають людині без жодного слова",
            "допишіть під цим рядком з відступом: `uk: Передаю колезі, він відповість у цьому чаті.`",
        ),

        Fact::MayBeEmpty { path, used, field } => said(
            match used {
                Use::Printed => format!("{} може бути порожнім, коли це друкується", quoted(path)),
                Use::Passed(to) => format!(
                    "{} може бути порожнім, коли передається в {}",
                    quoted(path),
                    quoted(to)
                ),
                Use::Offered => format!(
                    "{} може бути порожнім, коли пропонується покупцеві",
                    quoted(path)
                ),
                Use::Said => format!("{} може бути порожнім, коли це говориться", quoted(path)),
            },
            match (used, field) {
                (Use::Printed, true) => {
                    format!("напишіть `{{, {path}}}`: якщо друкувати нічого, зникне разом із комою")
                }
                (Use::Printed, false) => {
                    format!(
                        "заповніть {} на кожному шляху сюди або напишіть `{{, {path}}}`",
                        quoted(path)
                    )
                }
                (_, true) => format!("спершу перевірте: `‹if› {path} ‹is known›`"),
                (_, false) => format!(
                    "заповніть його на кожному шляху сюди або спершу перевірте: `‹if› {path} ‹is empty› -> КРОК`"
                ),
            },
        ),
        Fact::AsksKnown { slot } => said(
            format!(
                "{} тут завжди відоме, це запитання ніколи не пролунає",
                quoted(slot)
            ),
            format!("видаліть запитання або запитайте все одно: `‹ask› ‹again› {slot}`"),
        ),
        Fact::NeverFilled { name } => said(
            format!("поле {} ніхто не заповнює", quoted(name)),
            format!("запитайте його: `‹ask› {name}` або видаліть"),
        ),
        Fact::NeverUsed {
            thing: Thing::Slot,
            name,
        } => said(
            format!(
                "поле {} запитують або заповнюють, але ніде не використовують",
                quoted(name)
            ),
            "надрукуйте його, передайте в дію або видаліть разом із запитанням",
        ),
        Fact::NeverUsed { thing, name } => said(
            format!("{} {} ніде не використовується", noun(*thing), quoted(name)),
            match thing {
                Thing::Intent => {
                    format!(
                        "додайте в `‹anywhere›` рядок `‹when› {name} -> КРОК` або видаліть тему"
                    )
                }
                Thing::Text => format!("скажіть його десь: `‹say› {name}` або видаліть"),
                _ => "використайте або видаліть".into(),
            },
        ),
        Fact::WrongType {
            value,
            found,
            expected,
        } => said(
            format!(
                "тип {} — {}, а тут потрібен {}",
                quoted(value),
                kind(found),
                kind(expected)
            ),
            "поставте сюди значення потрібного типу або виправте тип у розділі `‹slots›`",
        ),
        Fact::NotAList { value, found } => said(
            format!(
                "тип {} — {}, а тут потрібен список",
                quoted(value),
                kind(found)
            ),
            "візьміть результат дії, яка знаходить кілька товарів: `‹do› catalog.recommend(привід) ‹as› добірка`",
        ),
        Fact::NotComparable { value, found, by } => said(
            format!(
                "тип {} — {}, його не можна порівняти через {}",
                quoted(value),
                kind(found),
                quoted(by)
            ),
            "порівняйте через `‹is›` або `‹is not›` чи перевірте `‹is known›`",
        ),
        Fact::PluralOfNoNumber { path, found } => said(
            format!(
                "тип {} — {}, а форми слова бувають лише в числа",
                quoted(path),
                kind(found)
            ),
            format!("надрукуйте без форм: `{{{path}}}`"),
        ),
        Fact::DependsCircle { slots } => said(
            format!(
                "ці поля залежать одне від одного по колу: {}",
                quoted_list(slots, "і")
            ),
            "приберіть одне з `‹depends on›`",
        ),

        Fact::NoCallToAction { lang } => said(
            format!(
                "покупець лишається без запитання: текст мовою `{lang}` не закінчується на `?`, і варіантів відповіді немає"
            ),
            "закінчіть його запитанням, додайте варіанти або `‹next›` із запитанням під ним",
        ),
        Fact::NoSilencePolicy => said(
            "не сказано, що робити, якщо покупець тут не відповість",
            "додайте в `‹defaults›` рядок `‹silence› 15хв -> нагадування, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Fact::NoUnclearPolicy => said(
            "не сказано, що робити, якщо відповідь незрозуміла",
            "додайте в `‹defaults›` рядок `‹unclear› ‹ask› ‹again›, ‹at most› 2, ‹then› -> передача`",
        ),

        Fact::LanguageMissing { languages, option } => {
            let codes: Vec<_> = languages.iter().map(|lang| lang.to_string()).collect();
            let first = codes.first().map_or("uk", |code| code.as_str());
            match option {
                Some(option) => said(
                    format!(
                        "варіант {} не має підпису мовою {}",
                        quoted(option),
                        quoted_list(&codes, "і")
                    ),
                    format!("допишіть у рядок: `{first}: …`"),
                ),
                None => said(
                    format!("цей текст не має слів мовою {}", quoted_list(&codes, "і")),
                    format!("додайте рядок `{first}: …`"),
                ),
            }
        }
        Fact::LanguageNotDeclared { lang, declared } => said(
            format!("мови `{lang}` немає серед мов цього потоку"),
            format!(
                "додайте її: `‹languages› {}, {lang}` або видаліть ці слова",
                codes(declared)
            ),
        ),
        Fact::QuotedInManyLanguages { declared } => said(
            format!(
                "слова в лапках не мають мови, а потік говорить такими мовами: {}",
                codes(declared)
            ),
            "напишіть під цим рядком по рядку кожною мовою: `uk: …`",
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
                        "`{other}` друкує {}, а `{lang}` — ні",
                        quoted_list(&missing, "і")
                    ),
                    format!(
                        "нехай обидві друкують те саме: додайте {} у `{lang}`",
                        quoted_list(&missing, "і")
                    ),
                ),
                true => said(
                    format!(
                        "`{lang}` друкує {}, а `{other}` — ні",
                        quoted_list(&extra, "і")
                    ),
                    format!(
                        "нехай обидві друкують те саме: додайте {} у `{other}`",
                        quoted_list(&extra, "і")
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
                "для `{lang}` потрібно {expected} {} слова, а написано {found}",
                plural(*expected, "форма", "форми", "форм")
            ),
            match expected {
                2 => "напишіть форми для 1 і для багатьох: `{n | bouquet | bouquets}`",
                _ => "напишіть форми для 1, 2 і 5: `{n | букет | букети | букетів}`",
            },
        ),

        Fact::ArgumentMissing { of, name } => said(
            format!(
                "для {} потрібен аргумент {}, а його немає",
                quoted(of),
                quoted(name)
            ),
            format!("додайте в дужках: `{name}: …`"),
        ),
        Fact::ArgumentTwice { name } => said(
            format!("аргумент {} дано двічі", quoted(name)),
            "видаліть один із двох",
        ),
        Fact::TooManyArguments { of, most } => said(
            match most {
                0 => format!("{} не бере аргументів", quoted(of)),
                most => format!(
                    "{} бере {most} {}, а дано більше",
                    quoted(of),
                    plural(*most, "аргумент", "аргументи", "аргументів")
                ),
            },
            "видаліть зайве",
        ),
        Fact::PlaceAfterName => said(
            "аргумент без імені стоїть після аргументу з іменем",
            "поставте його першим або напишіть перед ним ім'я: `facts: добірка`",
        ),
        Fact::NoValueToName { outcome } => said(
            format!(
                "результат {} не має значення, називати нічого",
                quoted(outcome)
            ),
            "видаліть `‹as›` та ім'я після нього",
        ),
        Fact::Course(fact) => super::course::sentence(fact),
        Fact::Phrasing(fact) => super::phrasing::sentence(fact),
        Fact::Weights { sum } => said(
            format!("частки разом дають {sum}, а треба 100%"),
            "виправте частки так, щоб разом вийшло 100%",
        ),
    }
}

/// What to do about a name that resembles nothing.
fn how_to_add(thing: Thing, name: &str) -> String {
    match thing {
        Thing::State => format!("додайте `‹state› {name}` або назвіть крок, який є"),
        Thing::Text => format!("додайте `‹text› {name}`, а під ним по рядку кожною мовою"),
        Thing::Slot => format!("додайте в `‹slots›` рядок `{name}  ‹text›`"),
        Thing::Value => "назвіть поле або результат, якому вище дано ім'я через `‹as›`".into(),
        Thing::Intent => format!("додайте в `‹intents›` рядок `{name}`, а під ним фрази"),
        Thing::Flow => format!("покладіть цей потік у файл `flows/{name}.flow`"),
        Thing::Language
        | Thing::Channel
        | Thing::Type
        | Thing::Modifier
        | Thing::Currency
        | Thing::Code => {
            format!("наприклад: {}", example(thing).unwrap_or("`uk`"))
        }
        Thing::Plugin => format!("покладіть плагін у файл `plugins/{name}.rhai`"),
        Thing::Return => {
            format!(
                "такий результат дає `‹return› {name}` у самому потоці; якщо він не потрібен, видаліть рядок"
            )
        }
        _ => "подивіться імена в довіднику або приберіть".into(),
    }
}
