//! The words of the picture itself. Languages other than Russian and Ukrainian get the English ones.

use understand::Lang;

/// The picture's own words in one language.
#[derive(Debug)]
pub struct Wording {
    /// Title of the card of triggers.
    pub anywhere: &'static str,
    /// What stands under it.
    pub at_any_moment: &'static str,
    /// `otherwise`
    pub otherwise: &'static str,
    /// `unclear`, before `×2`.
    pub unclear: &'static str,
    /// `silence`, before the duration.
    pub silence: &'static str,
    /// A step that fails.
    pub fails: &'static str,
    /// A person gives the dialogue back.
    pub given_back: &'static str,
    /// `at most N visits` are spent, before the number.
    pub visits: &'static str,
    /// `if`, before the condition.
    pub condition: &'static str,
    /// `in`, between a value and a list, or before the states a trigger is limited to.
    pub among: &'static str,
    /// `finish won`
    pub won: &'static str,
    /// `finish lost`
    pub lost: &'static str,
    /// `finish postponed`
    pub postponed: &'static str,
    /// A person takes over.
    pub person: &'static str,
    /// A subflow.
    pub subflow: &'static str,
    /// `return`
    pub returned: &'static str,
    /// `back`
    pub back: &'static str,
    /// Once more the same state.
    pub again: &'static str,
    /// Where the conversation begins.
    pub start: &'static str,
    /// Triggers without words of their own.
    pub triggers: Triggers,
    /// Signs of conditions.
    pub conditions: Conditions,
    /// What the signs mean.
    pub legend: Legend,
    /// What a person who does not see the picture is told: states, people, outcomes.
    pub described: [&'static str; 4],
}

/// Triggers.
#[derive(Debug)]
pub struct Triggers {
    /// `agrees`
    pub agrees: &'static str,
    /// `declines`
    pub declines: &'static str,
    /// `wants human`
    pub wants_human: &'static str,
    /// `names product`
    pub names_product: &'static str,
    /// `gives`, before the slot.
    pub gives: &'static str,
    /// `changes`, before the slot.
    pub changes: &'static str,
    /// `sends photo`
    pub sends_photo: &'static str,
    /// `presses`, before the option.
    pub presses: &'static str,
    /// `writes in`, before the language.
    pub writes_in: &'static str,
    /// `joins`
    pub joins: &'static str,
    /// `opens catalog`
    pub opens_catalog: &'static str,
    /// `calls`
    pub calls: &'static str,
    /// `hangs up`
    pub hangs_up: &'static str,
    /// `dtmf`, before the keys.
    pub dtmf: &'static str,
    /// `event`, before its name.
    pub event: &'static str,
}

/// Signs of conditions.
#[derive(Debug)]
pub struct Conditions {
    /// `is known`
    pub known: &'static str,
    /// `is empty`
    pub empty: &'static str,
    /// `not`
    pub not: &'static str,
    /// `and`
    pub and: &'static str,
    /// `or`
    pub or: &'static str,
    /// The values of `yes/no`.
    pub yes_no: [&'static str; 2],
}

/// What the signs mean.
#[derive(Debug)]
pub struct Legend {
    /// A state.
    pub state: &'static str,
    /// The way to the goal.
    pub happy: &'static str,
    /// An option.
    pub choice: &'static str,
    /// A trigger.
    pub trigger: &'static str,
    /// An outcome of a step, a condition.
    pub outcome: &'static str,
    /// `otherwise`, `unclear`.
    pub otherwise: &'static str,
    /// A timer.
    pub silence: &'static str,
    /// A mark that leads elsewhere without an arrow.
    pub jump: &'static str,
    /// A mark that goes back.
    pub back: &'static str,
    /// `protected`
    pub protected: &'static str,
}

impl Wording {
    /// The words in a language.
    pub fn of(lang: Lang) -> &'static Wording {
        match lang.as_str() {
            "ru" => &RU,
            "uk" => &UK,
            _ => &EN,
        }
    }
}

const EN: Wording = Wording {
    anywhere: "Anywhere",
    at_any_moment: "heard at any moment of the conversation",
    otherwise: "anything else",
    unclear: "not understood",
    silence: "silent for",
    fails: "a step failed",
    given_back: "given back",
    visits: "visits over",
    condition: "if",
    among: "in",
    won: "Won",
    lost: "Lost",
    postponed: "Postponed",
    person: "A person takes over",
    subflow: "subflow",
    returned: "Returns",
    back: "back to the question",
    again: "asks again",
    start: "start",
    triggers: Triggers {
        agrees: "agrees",
        declines: "declines",
        wants_human: "wants a person",
        names_product: "names a product",
        gives: "tells",
        changes: "changes",
        sends_photo: "sends a photo",
        presses: "presses",
        writes_in: "writes in",
        joins: "joins",
        opens_catalog: "opens the catalog",
        calls: "calls",
        hangs_up: "hangs up",
        dtmf: "dials",
        event: "event",
    },
    conditions: Conditions {
        known: "is known",
        empty: "is empty",
        not: "not",
        and: "and",
        or: "or",
        yes_no: ["yes", "no"],
    },
    legend: Legend {
        state: "state: what the bot says",
        happy: "the way to the goal",
        choice: "buyer’s choice",
        trigger: "buyer’s words",
        outcome: "outcome or condition",
        otherwise: "anything else",
        silence: "silence",
        jump: "goes on there",
        back: "back",
        protected: "not interrupted",
    },
    described: ["States", "handovers to a person", "subflows", "outcomes"],
};

const RU: Wording = Wording {
    anywhere: "Везде",
    at_any_moment: "в любой момент разговора",
    otherwise: "другой ответ",
    unclear: "непонятно",
    silence: "молчит",
    fails: "сбой шага",
    given_back: "вернули боту",
    visits: "заходов больше",
    condition: "если",
    among: "среди",
    won: "Сделка",
    lost: "Отказ",
    postponed: "Отложено",
    person: "Передаём человеку",
    subflow: "отдельный поток",
    returned: "Возврат",
    back: "назад к вопросу",
    again: "спросит ещё раз",
    start: "начало",
    triggers: Triggers {
        agrees: "согласен",
        declines: "не согласен",
        wants_human: "хочет человека",
        names_product: "называет товар",
        gives: "даёт:",
        changes: "меняет:",
        sends_photo: "присылает фото",
        presses: "нажимает:",
        writes_in: "пишет на языке",
        joins: "вступает в чат",
        opens_catalog: "открывает каталог",
        calls: "звонит",
        hangs_up: "кладёт трубку",
        dtmf: "набирает",
        event: "событие",
    },
    conditions: Conditions {
        known: "известно",
        empty: "пусто",
        not: "не",
        and: "и",
        or: "или",
        yes_no: ["да", "нет"],
    },
    legend: Legend {
        state: "шаг: что говорит бот",
        happy: "путь к цели",
        choice: "выбор покупателя",
        trigger: "слова покупателя",
        outcome: "исход или условие",
        otherwise: "другой ответ",
        silence: "молчание",
        jump: "продолжение там",
        back: "назад",
        protected: "не прерывать",
    },
    described: ["Шагов", "передач человеку", "отдельных потоков", "итогов"],
};

const UK: Wording = Wording {
    anywhere: "Всюди",
    at_any_moment: "будь-якої миті розмови",
    otherwise: "інша відповідь",
    unclear: "незрозуміло",
    silence: "мовчить",
    fails: "збій кроку",
    given_back: "повернули боту",
    visits: "заходів понад",
    condition: "якщо",
    among: "серед",
    won: "Угода",
    lost: "Відмова",
    postponed: "Відкладено",
    person: "Передаємо людині",
    subflow: "окремий потік",
    returned: "Повернення",
    back: "назад до питання",
    again: "спитає ще раз",
    start: "початок",
    triggers: Triggers {
        agrees: "згоден",
        declines: "не згоден",
        wants_human: "хоче людину",
        names_product: "називає товар",
        gives: "дає:",
        changes: "змінює:",
        sends_photo: "надсилає фото",
        presses: "натискає:",
        writes_in: "пише мовою",
        joins: "долучається до чату",
        opens_catalog: "відкриває каталог",
        calls: "телефонує",
        hangs_up: "кладе слухавку",
        dtmf: "набирає",
        event: "подія",
    },
    conditions: Conditions {
        known: "відомо",
        empty: "порожньо",
        not: "не",
        and: "і",
        or: "або",
        yes_no: ["так", "ні"],
    },
    legend: Legend {
        state: "крок: що каже бот",
        happy: "шлях до цілі",
        choice: "вибір покупця",
        trigger: "слова покупця",
        outcome: "підсумок або умова",
        otherwise: "інша відповідь",
        silence: "мовчання",
        jump: "далі там",
        back: "назад",
        protected: "не переривати",
    },
    described: ["Кроків", "передач людині", "окремих потоків", "підсумків"],
};
