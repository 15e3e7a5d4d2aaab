//! The few words that are the channel's own, in the languages it speaks.

use understand::Lang;

/// What the channel says by itself.
pub(super) struct Words {
    /// Of the command `/start`, in a menu.
    pub(super) start: &'static str,
    /// Of the command `/help`, in a menu.
    pub(super) help: &'static str,
    /// The answer to `/help`.
    pub(super) how_it_works: &'static str,
    /// Opens a notice; the reason follows.
    pub(super) person_needed: &'static str,
    /// Before the team that is asked for.
    pub(super) team: &'static str,
    /// Under a notice: what to do with it.
    pub(super) how_to_answer: &'static str,
    /// The button that takes a dialogue.
    pub(super) take: &'static str,
    /// The button that gives a dialogue back.
    pub(super) give_back: &'static str,
    /// The button that opens the buyer's own chat.
    pub(super) open_chat: &'static str,
    /// After the dialogue was taken.
    pub(super) taken: &'static str,
    /// After the dialogue was given back.
    pub(super) given_back: &'static str,
    /// To an operator whose message is no reply.
    pub(super) reply_to_notice: &'static str,
    /// To an operator whose reply has no words.
    pub(super) only_words: &'static str,
}

/// The languages the channel speaks.
pub(super) const LANGUAGES: [(Lang, &Words); 3] = [
    (Lang::RU, &RUSSIAN),
    (Lang::UK, &UKRAINIAN),
    (Lang::EN, &ENGLISH),
];

/// The words of a language; English for one that the channel does not speak.
pub(super) fn words(lang: Option<Lang>) -> &'static Words {
    LANGUAGES
        .iter()
        .find(|(spoken, _)| Some(*spoken) == lang)
        .map_or(&ENGLISH, |(_, words)| words)
}

static RUSSIAN: Words = Words {
    start: "Начать разговор",
    help: "Как это работает",
    how_it_works: "Пишите обычными словами, что ищете, или нажимайте кнопки под сообщениями. \
        Передумали — так и напишите, ответы можно менять. Начать разговор: /start",
    person_needed: "🔔 Нужен человек",
    team: "Команда",
    how_to_answer: "Ответьте на это сообщение — ваши слова получит покупатель, а бот замолчит.",
    take: "Взять диалог",
    give_back: "Вернуть боту",
    open_chat: "Открыть чат",
    taken: "Диалог ваш, бот молчит",
    given_back: "Диалог снова у бота",
    reply_to_notice: "Чтобы написать покупателю, ответьте на сообщение бота о нём (свайп или «Ответить»). \
        Вернуть диалог боту — ответьте на него /return.",
    only_words: "Покупателю можно передать только слова.",
};

static UKRAINIAN: Words = Words {
    start: "Почати розмову",
    help: "Як це працює",
    how_it_works: "Пишіть звичайними словами, що шукаєте, або натискайте кнопки під повідомленнями. \
        Передумали — так і напишіть, відповіді можна змінювати. Почати розмову: /start",
    person_needed: "🔔 Потрібна людина",
    team: "Команда",
    how_to_answer: "Дайте відповідь на це повідомлення — ваші слова отримає покупець, а бот замовкне.",
    take: "Взяти діалог",
    give_back: "Повернути боту",
    open_chat: "Відкрити чат",
    taken: "Діалог ваш, бот мовчить",
    given_back: "Діалог знову в бота",
    reply_to_notice: "Щоб написати покупцеві, дайте відповідь на повідомлення бота про нього (свайп або «Відповісти»). \
        Повернути діалог боту — дайте на нього відповідь /return.",
    only_words: "Покупцеві можна передати лише слова.",
};

static ENGLISH: Words = Words {
    start: "Start the conversation",
    help: "How it works",
    how_it_works: "Write what you are looking for in your own words, or press the buttons under messages. \
        If you change your mind, just say so: answers can be changed. To start the conversation: /start",
    person_needed: "🔔 A person is needed",
    team: "Team",
    how_to_answer: "Reply to this message: your words go to the buyer, and the bot falls silent.",
    take: "Take the dialogue",
    give_back: "Give back to the bot",
    open_chat: "Open the chat",
    taken: "The dialogue is yours, the bot is silent",
    given_back: "The dialogue is the bot's again",
    reply_to_notice: "To write to a buyer, reply to the bot's message about them (swipe it, or “Reply”). \
        To give the dialogue back to the bot, reply with /return.",
    only_words: "Only words can be passed on to the buyer.",
};
