//! Sentences in Ukrainian about the words of a text.

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
                    "ціну {} вписано просто в текст, і колись вона стане неправдою",
                    quoted(found)
                ),
                Figure::Percent => format!(
                    "відсоток {} вписано просто в текст, і колись він стане неправдою",
                    quoted(found)
                ),
                Figure::Discount => format!(
                    "знижку {} вписано просто в текст, і колись вона стане неправдою",
                    quoted(found)
                ),
                Figure::Stock => format!(
                    "наявність {} вписано просто в текст, і завтра вона стане неправдою",
                    quoted(found)
                ),
                Figure::Date => format!(
                    "дату {} вписано просто в текст, і колись вона лишиться в минулому",
                    quoted(found)
                ),
            },
            match figure {
                Figure::Price => "друкуйте ціну з каталогу: `{розрахунок.price}`",
                Figure::Percent | Figure::Discount => {
                    "друкуйте знижку з каталогу: `{розрахунок.discount}`, або ціну: `{розрахунок.price}`"
                }
                Figure::Stock => {
                    "друкуйте залишок з каталогу: `{розрахунок.stock | букет | букети | букетів}`"
                }
                Figure::Date => {
                    "друкуйте дату з поля чи результату: `{візит}`, або скажіть без неї"
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
            let letters = |count: usize| plural(count, "знак", "знаки", "знаків");
            said(
                match limit {
                    Limit::Text => format!(
                        "`{channel}` приймає до {most} знаків у повідомленні, а тут {found}"
                    ),
                    Limit::Button => format!(
                        "на кнопці `{channel}` вміщається {most} {}, а тут {found}",
                        letters(*most)
                    ),
                    Limit::Row => format!(
                        "у рядку списку `{channel}` вміщається {most} {}, а тут {found}",
                        letters(*most)
                    ),
                    Limit::Options => format!(
                        "`{channel}` показує не більше {most} {}, а тут їх {found}",
                        plural(*most, "варіанта", "варіантів", "варіантів")
                    ),
                },
                match limit {
                    Limit::Text => format!(
                        "скоротіть, розділіть на два `‹say›` або напишіть для цього каналу коротше: `{lang} {channel}: …`"
                    ),
                    Limit::Button | Limit::Row => {
                        "скоротіть підпис, а подробиці перенесіть у запитання".into()
                    }
                    Limit::Options => {
                        "лишіть головні, а решту спитайте наступним запитанням".into()
                    }
                },
            )
        }
        Phrasing::LookAlikes { word, mended } => said(
            format!(
                "у слові {} стоять літери іншого алфавіту, схожі на потрібні",
                quoted(word)
            ),
            format!("напишіть {}", quoted(mended)),
        ),
        Phrasing::ForeignLetter { word, letter, lang } => said(
            format!(
                "у слові {} є {}, а {}",
                quoted(word),
                quoted(letter),
                match lang.as_str() {
                    "uk" => "в українській такої літери немає",
                    _ => "у російській такої літери немає",
                }
            ),
            format!("напишіть слово мовою `{lang}` або перенесіть текст у рядок його мови"),
        ),
        Phrasing::MixedAddress {
            word,
            familiar,
            other,
            other_line,
        } => said(
            format!(
                "тут {} — це на {}, а в рядку {other_line} {} — на {}",
                quoted(word),
                if *familiar { "«ти»" } else { "«ви»" },
                quoted(other),
                if *familiar { "«ви»" } else { "«ти»" },
            ),
            "звертайтеся до покупця в усьому потоці однаково",
        ),
        Phrasing::Unspeakable { found, what, lang } => said(
            match what {
                Unspeakable::Address => format!("адресу {} не вимовити телефоном", quoted(found)),
                Unspeakable::Emoji => format!("{} не вимовити телефоном", quoted(found)),
                Unspeakable::Table => "таблицю не вимовити телефоном".into(),
            },
            match lang {
                Some(lang) => {
                    format!("додайте під цим рядком слова для дзвінка: `{lang} phone: …`")
                }
                None => "напишіть підпис без цього: телефоном його читають уголос".into(),
            },
        ),
    }
}
