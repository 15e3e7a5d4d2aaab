//! Sentences in Russian about the course of a dialogue.

use crate::diagnostic::course::Course;
use crate::diagnostic::words::{Said, quoted, said, seconds};

/// What is wrong, and what to do next.
pub(super) fn sentence(fact: &Course) -> Said {
    match fact {
        Course::Shadowed {
            earlier: Some(line),
        } => said(
            format!("так никогда не будет: эти значения уже забрало условие в строке {line}"),
            "поставьте более узкое условие первым или уберите это",
        ),
        Course::Shadowed { earlier: None } => said(
            "так никогда не будет: условие противоречит себе или возможным значениям поля",
            "исправьте условие или уберите его",
        ),
        Course::PersonalToModel { value, slot, step } => said(
            match value == slot {
                true => format!(
                    "{} — личные данные, а {} отправит их модели",
                    quoted(slot),
                    quoted(step)
                ),
                false => format!(
                    "в {} попадают личные данные из {}, а {} отправит их модели",
                    quoted(value),
                    quoted(slot),
                    quoted(step)
                ),
            },
            "уберите этот аргумент: модель личных данных не видит",
        ),
        Course::WithoutConsent { slot } => said(
            format!(
                "для {} нужно согласие, а на каком-то пути сюда покупатель его не дал",
                quoted(slot)
            ),
            "сначала спросите поле типа `‹consent›`, а при отказе идите в другой шаг: `‹if› согласие ‹is› ‹no› -> без_телефона`",
        ),
        Course::TwoQuestions { one_message: true } => said(
            "в одном сообщении два вопроса, а покупатель ответит на один",
            "оставьте один вопрос, второй задайте после ответа",
        ),
        Course::TwoQuestions { one_message: false } => said(
            "перед этим вопросом в том же ходе задан ещё один, а покупатель ответит на один",
            "сделайте первое сообщение утверждением или сначала дождитесь ответа на него",
        ),
        Course::NudgesUnlimited => said(
            "молчащему покупателю будут писать снова и снова",
            "ограничьте: `‹silence› 15мин -> напоминание, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Course::NudgesAtAnyHour => said(
            "молчащему покупателю могут написать среди ночи",
            "добавьте часы: `‹silence› 15мин -> напоминание, ‹at most› 2, ‹between› 09:00-21:00`",
        ),
        Course::LateOnWhatsApp => said(
            "WhatsApp не принимает свободный текст, если покупатель не писал больше 24 часов: сообщение не уйдёт",
            "сократите срок, закончите разговор без слов или назовите другой канал: `‹silence› telegram 1д -> …`",
        ),
        Course::BackWithoutWords => said(
            "покупатель прочтёт тот же вопрос ещё раз, без единого слова от вас",
            "допишите под этой строкой с отступом: `ru: Тогда продолжим.`",
        ),
        Course::Interrupted { state, step, line } => said(
            format!(
                "после вопроса в шаге {} повод из строки {line} может увести покупателя, и до {} дело не дойдёт",
                quoted(state),
                quoted(step)
            ),
            format!("напишите `‹state› {state} ‹protected›`"),
        ),
        Course::SameWords {
            phrase,
            other,
            line,
        } => said(
            match phrase == other {
                true => format!("{} уже ждут в строке {line}, сработает она", quoted(phrase)),
                false => format!(
                    "{} и {} из строки {line} подходят к одним и тем же словам, сработает первая",
                    quoted(phrase),
                    quoted(other)
                ),
            },
            "оставьте эту фразу в одном из двух мест",
        ),
        Course::ModelUnlimited { step, time, length } => said(
            match (time, length) {
                (true, _) => format!("не сказано, сколько {} может написать", quoted(step)),
                (_, true) => format!("не сказано, сколько времени есть у {}", quoted(step)),
                _ => format!(
                    "не сказано, сколько времени есть у {} и сколько можно написать",
                    quoted(step)
                ),
            },
            "добавьте в `‹defaults›` строку `‹model› ‹within› 2500мс, ‹at most› 300 tokens`",
        ),
        Course::ModelWithoutFacts { step } => said(
            format!(
                "{} может заговорить о товарах и ценах, а из каталога ничего не получает",
                quoted(step)
            ),
            "передайте то, что нашёл `catalog`: `facts: подборка`",
        ),
        Course::TurnTooLong {
            channel,
            takes,
            limit,
        } => said(
            format!(
                "до этого места ход может занять {} с, а на канале {channel} покупатель ждёт {} с",
                seconds(*takes),
                seconds(*limit)
            ),
            "дайте медленным действиям меньше времени: `‹within› 1с`, или пусть покупатель ответит между ними",
        ),
        Course::EffectRepeats { step } => said(
            format!(
                "разговор может прийти сюда снова, и {} выполнится второй раз",
                quoted(step)
            ),
            "допишите в конце строки `‹once›`",
        ),
        Course::MoneyFromNowhere { of, step, used } => {
            let comes = match used.is_empty() {
                true => String::new(),
                false => format!(", а попадает в {}", quoted(used)),
            };
            match step {
                true => said(
                    format!(
                        "сумма из {} не из каталога и ничем не ограничена{comes}",
                        quoted(of)
                    ),
                    "берите цену из `catalog.quote` или объявите действие `bounded by profile.discount_limit`",
                ),
                false => said(
                    format!("сумма {} вписана прямо в сценарий{comes}", quoted(of)),
                    "берите её из каталога: `‹do› catalog.quote(товар) ‹as› расчёт`, затем `расчёт.price`",
                ),
            }
        }
        Course::MeasureUnreachable { arm, measure } => said(
            format!(
                "из варианта {} разговор никогда не придёт к итогу {}, по которому их сравнивают",
                quoted(arm),
                quoted(measure)
            ),
            "ведите этот вариант туда же, куда остальные, или сравнивайте по другому итогу",
        ),
    }
}
