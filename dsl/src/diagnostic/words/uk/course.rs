//! Sentences in Ukrainian about the course of a dialogue.

use crate::diagnostic::course::Course;
use crate::diagnostic::words::{Said, quoted, said, seconds};

/// What is wrong, and what to do next.
pub(super) fn sentence(fact: &Course) -> Said {
    match fact {
        Course::Shadowed {
            earlier: Some(line),
        } => said(
            format!("так ніколи не буде: ці значення вже забрала умова в рядку {line}"),
            "поставте вужчу умову першою або приберіть цю",
        ),
        Course::Shadowed { earlier: None } => said(
            "так ніколи не буде: умова суперечить собі або можливим значенням поля",
            "виправте умову або приберіть її",
        ),
        Course::PersonalToModel { value, slot, step } => said(
            match value == slot {
                true => format!(
                    "{} — особисті дані, а {} надішле їх моделі",
                    quoted(slot),
                    quoted(step)
                ),
                false => format!(
                    "у {} потрапляють особисті дані з {}, а {} надішле їх моделі",
                    quoted(value),
                    quoted(slot),
                    quoted(step)
                ),
            },
            "приберіть цей аргумент: модель особистих даних не бачить",
        ),
        Course::WithoutConsent { slot } => said(
            format!(
                "для {} потрібна згода, а на якомусь шляху сюди покупець її не дав",
                quoted(slot)
            ),
            "спершу запитайте поле типу `‹consent›`, а в разі відмови йдіть в інший крок: `‹if› згода ‹is› ‹no› -> без_телефону`",
        ),
        Course::TwoQuestions { one_message: true } => said(
            "в одному повідомленні два запитання, а покупець відповість на одне",
            "лишіть одне запитання, друге поставте після відповіді",
        ),
        Course::TwoQuestions { one_message: false } => said(
            "перед цим запитанням у тому ж ході поставлено ще одне, а покупець відповість на одне",
            "зробіть перше повідомлення твердженням або спершу дочекайтеся відповіді на нього",
        ),
        Course::NudgesUnlimited => said(
            "покупцеві, який мовчить, писатимуть знову й знову",
            "обмежте: `‹silence› 15хв -> нагадування, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Course::NudgesAtAnyHour => said(
            "покупцеві, який мовчить, можуть написати серед ночі",
            "додайте години: `‹silence› 15хв -> нагадування, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Course::LateOnWhatsApp => said(
            "WhatsApp не приймає вільний текст, якщо покупець не писав понад 24 години: повідомлення не дійде",
            "скоротіть строк, закінчіть розмову без слів або назвіть інший канал: `‹silence› telegram 1д -> …`",
        ),
        Course::BackWithoutWords => said(
            "покупець прочитає те саме запитання ще раз, без жодного слова від вас",
            "допишіть під цим рядком з відступом: `uk: Тоді продовжимо.`",
        ),
        Course::Interrupted { state, step, line } => said(
            format!(
                "після запитання в кроці {} привід із рядка {line} може відвести покупця, і до {} справа не дійде",
                quoted(state),
                quoted(step)
            ),
            format!("напишіть `‹state› {state} ‹protected›`"),
        ),
        Course::SameWords {
            phrase,
            other,
            line,
        } => said(
            match phrase == other {
                true => format!(
                    "на {} вже чекають у рядку {line}, спрацює він",
                    quoted(phrase)
                ),
                false => format!(
                    "{} і {} з рядка {line} підходять до тих самих слів, спрацює перша",
                    quoted(phrase),
                    quoted(other)
                ),
            },
            "лишіть цю фразу в одному з двох місць",
        ),
        Course::ModelUnlimited { step, time, length } => said(
            match (time, length) {
                (true, _) => format!("не сказано, скільки {} може написати", quoted(step)),
                (_, true) => format!("не сказано, скільки часу має {}", quoted(step)),
                _ => format!(
                    "не сказано, скільки часу має {} і скільки можна написати",
                    quoted(step)
                ),
            },
            "додайте в `‹defaults›` рядок `‹model› ‹within› 2500мс, ‹at most› 300 tokens`",
        ),
        Course::ModelWithoutFacts { step } => said(
            format!(
                "{} може заговорити про товари й ціни, а з каталогу нічого не отримує",
                quoted(step)
            ),
            "передайте те, що знайшов `catalog`: `facts: добірка`",
        ),
        Course::TurnTooLong {
            channel,
            takes,
            limit,
        } => said(
            format!(
                "до цього місця хід може тривати {} с, а в каналі {channel} покупець чекає {} с",
                seconds(*takes),
                seconds(*limit)
            ),
            "дайте повільним діям менше часу: `‹within› 1с`, або нехай покупець відповість між ними",
        ),
        Course::EffectRepeats { step } => said(
            format!(
                "розмова може прийти сюди знову, і {} виконається вдруге",
                quoted(step)
            ),
            "допишіть у кінці рядка `‹once›`",
        ),
        Course::MoneyFromNowhere { of, step, used } => {
            let comes = match used.is_empty() {
                true => String::new(),
                false => format!(", а потрапляє в {}", quoted(used)),
            };
            match step {
                true => said(
                    format!(
                        "сума з {} не з каталогу й нічим не обмежена{comes}",
                        quoted(of)
                    ),
                    "беріть ціну з `catalog.quote` або оголосіть дію `bounded by profile.discount_limit`",
                ),
                false => said(
                    format!("суму {} вписано прямо в сценарій{comes}", quoted(of)),
                    "беріть її з каталогу: `‹do› catalog.quote(товар) ‹as› розрахунок`, потім `розрахунок.price`",
                ),
            }
        }
        Course::MeasureUnreachable { arm, measure } => said(
            format!(
                "з варіанта {} розмова ніколи не дійде до підсумку {}, за яким їх порівнюють",
                quoted(arm),
                quoted(measure)
            ),
            "ведіть цей варіант туди ж, куди решту, або порівнюйте за іншим підсумком",
        ),
    }
}
