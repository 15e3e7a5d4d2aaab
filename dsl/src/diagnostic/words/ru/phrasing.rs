//! Sentences in Russian about the words of a text.

use super::plural;
use crate::diagnostic::phrasing::Phrasing;
use crate::diagnostic::words::{Said, quoted, said};
use crate::diagnostic::{Figure, Limit, Unspeakable};

/// What is wrong, and what to do next.
pub(super) fn sentence(fact: &Phrasing) -> Said {
    match fact {
        Phrasing::FigureInText { found, figure } => said(
            match figure {
                Figure::Price => format!(
                    "цена {} вписана прямо в текст и однажды окажется неправдой",
                    quoted(found)
                ),
                Figure::Percent => format!(
                    "процент {} вписан прямо в текст и однажды окажется неправдой",
                    quoted(found)
                ),
                Figure::Discount => format!(
                    "скидка {} вписана прямо в текст и однажды окажется неправдой",
                    quoted(found)
                ),
                Figure::Stock => format!(
                    "наличие {} вписано прямо в текст и завтра окажется неправдой",
                    quoted(found)
                ),
                Figure::Date => format!(
                    "дата {} вписана прямо в текст и однажды останется в прошлом",
                    quoted(found)
                ),
            },
            match figure {
                Figure::Price => "печатайте цену из каталога: `{расчёт.price}`",
                Figure::Percent | Figure::Discount => {
                    "печатайте скидку из каталога: `{расчёт.discount}`, или цену: `{расчёт.price}`"
                }
                Figure::Stock => {
                    "печатайте остаток из каталога: `{расчёт.stock | букет | букета | букетов}`"
                }
                Figure::Date => {
                    "печатайте дату из поля или результата: `{визит}`, или скажите без неё"
                }
            },
        ),
        Phrasing::OverLimit {
            channel,
            limit,
            found,
            most,
            lang,
        } => {
            let letters = |count: usize| plural(count, "знак", "знака", "знаков");
            said(
                match limit {
                    Limit::Text => format!(
                        "`{channel}` принимает до {most} знаков в сообщении, а здесь {found}"
                    ),
                    Limit::Button => format!(
                        "на кнопке `{channel}` умещается {most} {}, а здесь {found}",
                        letters(*most)
                    ),
                    Limit::Row => format!(
                        "в строке списка `{channel}` умещается {most} {}, а здесь {found}",
                        letters(*most)
                    ),
                    Limit::Options => format!(
                        "`{channel}` показывает не больше {most} {}, а здесь их {found}",
                        plural(*most, "варианта", "вариантов", "вариантов")
                    ),
                },
                match limit {
                    Limit::Text => format!(
                        "сократите, разделите на два `‹say›` или напишите для этого канала короче: `{lang} {channel}: …`"
                    ),
                    Limit::Button | Limit::Row => {
                        "сократите подпись, а подробности перенесите в вопрос".into()
                    }
                    Limit::Options => {
                        "оставьте главные, а остальное спросите следующим вопросом".into()
                    }
                },
            )
        }
        Phrasing::LookAlikes { word, mended } => said(
            format!(
                "в слове {} стоят буквы другого алфавита, похожие на нужные",
                quoted(word)
            ),
            format!("напишите {}", quoted(mended)),
        ),
        Phrasing::ForeignLetter { word, letter, lang } => said(
            format!(
                "в слове {} есть {}, а {}",
                quoted(word),
                quoted(letter),
                match lang.as_str() {
                    "uk" => "в украинском такой буквы нет",
                    _ => "в русском такой буквы нет",
                }
            ),
            format!("напишите слово на `{lang}` или перенесите текст в строку его языка"),
        ),
        Phrasing::MixedAddress {
            word,
            familiar,
            other,
            other_line,
        } => said(
            format!(
                "здесь {} — это на {}, а в строке {other_line} {} — на {}",
                quoted(word),
                if *familiar { "«ты»" } else { "«вы»" },
                quoted(other),
                if *familiar { "«вы»" } else { "«ты»" },
            ),
            "обращайтесь к покупателю во всём потоке одинаково",
        ),
        Phrasing::Unspeakable { found, what, lang } => said(
            match what {
                Unspeakable::Address => {
                    format!("адрес {} не произнести по телефону", quoted(found))
                }
                Unspeakable::Emoji => format!("{} не произнести по телефону", quoted(found)),
                Unspeakable::Table => "таблицу не произнести по телефону".into(),
            },
            match lang {
                Some(lang) => {
                    format!("добавьте под этой строкой слова для звонка: `{lang} phone: …`")
                }
                None => "напишите подпись без этого: по телефону её читают вслух".into(),
            },
        ),
    }
}
