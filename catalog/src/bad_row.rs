//! What is wrong with a row, and how that is said.

use understand::Lang;

/// A row that could not be taken as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// The line of the file where the row begins, from 1.
    pub line: u64,
    /// The column at fault, as the header calls it.
    pub column: Option<String>,
    /// What is wrong.
    pub kind: BadRowKind,
}

/// What is wrong with a row, or with the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadRowKind {
    /// The file is larger than [`crate::read::FILE_BYTES`]; nothing was read.
    FileTooLarge,
    /// The header lacks a column that every row needs; nothing was read.
    NoColumn,
    /// The header names a column twice; nothing was read.
    ColumnTwice,
    /// There are more rows than [`crate::read::ROWS`]; the rest was not read.
    TooManyRows,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// A quote opens and is not closed as it should be.
    OpenQuote,
    /// More cells than the header has columns.
    TooManyCells {
        /// Columns of the header.
        columns: usize,
        /// Cells of the row.
        cells: usize,
    },
    /// A cell is longer than [`crate::read::CELL_BYTES`].
    CellTooLong,
    /// A cell that every row needs is empty.
    Empty,
    /// A row above has this SKU already.
    DuplicateSku {
        /// The SKU.
        sku: String,
        /// The line of the first one.
        first: u64,
    },
    /// Not an amount of money.
    BadPrice(String),
    /// A price below zero.
    NegativePrice(String),
    /// Not a currency.
    UnknownCurrency(String),
    /// Not a whole number.
    BadStock(String),
    /// Fewer than none in stock.
    NegativeStock(String),
    /// Not a percent from 0 to 100.
    BadDiscount(String),
    /// A bundle or a similar product that is no row; the row itself stays without it.
    UnknownSku(String),
}

impl BadRow {
    /// The row was taken all the same, without the part at fault.
    pub fn is_kept(&self) -> bool {
        matches!(self.kind, BadRowKind::UnknownSku(_))
    }

    /// One line for the person who keeps the catalog, in Russian, Ukrainian, else English.
    pub fn text(&self, lang: Lang) -> String {
        let line = match lang {
            Lang::RU => format!("строка {}", self.line),
            Lang::UK => format!("рядок {}", self.line),
            _ => format!("line {}", self.line),
        };
        let column = match (&self.column, lang) {
            (None, _) => String::new(),
            (Some(column), Lang::RU) => format!(", колонка `{column}`"),
            (Some(column), Lang::UK) => format!(", стовпець `{column}`"),
            (Some(column), _) => format!(", column `{column}`"),
        };
        let fault = match lang {
            Lang::RU => russian(&self.kind),
            Lang::UK => ukrainian(&self.kind),
            _ => english(&self.kind),
        };
        format!("{line}{column}: {fault}")
    }
}

fn english(kind: &BadRowKind) -> String {
    match kind {
        BadRowKind::FileTooLarge => "the file is larger than 64 MB; split it".into(),
        BadRowKind::NoColumn => "the header has no such column; the first line names the columns, `sku` and `name` among them".into(),
        BadRowKind::ColumnTwice => "the header names this column twice; keep one".into(),
        BadRowKind::TooManyRows => "more than 1 000 000 rows; the rest was not read".into(),
        BadRowKind::NotUtf8 => "not UTF-8; save the file as “CSV UTF-8”".into(),
        BadRowKind::OpenQuote => "a quote `\"` opens here and is not closed; close it, or write `\"\"` for a quote inside".into(),
        BadRowKind::TooManyCells { columns, cells } => format!("{cells} cells under {columns} columns; put a cell that holds a separator into quotes"),
        BadRowKind::CellTooLong => "the cell is longer than 64 KB".into(),
        BadRowKind::Empty => "the cell is empty; every row needs it".into(),
        BadRowKind::DuplicateSku { sku, first } => format!("`{sku}` is already in line {first}; give each row its own SKU"),
        BadRowKind::BadPrice(found) => format!("`{found}` is not a price; write `4500` or `4500.50`"),
        BadRowKind::NegativePrice(found) => format!("`{found}` is a price below zero"),
        BadRowKind::UnknownCurrency(found) => format!("`{found}` is not a currency; write a code such as `RUB` or `UAH`"),
        BadRowKind::BadStock(found) => format!("`{found}` is not a whole number; leave the cell empty if nobody counts"),
        BadRowKind::NegativeStock(found) => format!("`{found}` in stock is fewer than none; write `0`"),
        BadRowKind::BadDiscount(found) => format!("`{found}` is not a percent from 0 to 100; write `10`"),
        BadRowKind::UnknownSku(found) => format!("`{found}` is no SKU of this catalog; the row is taken without it"),
    }
}

fn russian(kind: &BadRowKind) -> String {
    match kind {
        BadRowKind::FileTooLarge => "файл больше 64 МБ; разделите его".into(),
        BadRowKind::NoColumn => "в заголовке нет такой колонки; первая строка называет колонки, среди них `sku` и `name`".into(),
        BadRowKind::ColumnTwice => "колонка названа в заголовке дважды; оставьте одну".into(),
        BadRowKind::TooManyRows => "больше 1 000 000 строк; остальные не прочитаны".into(),
        BadRowKind::NotUtf8 => "это не UTF-8; сохраните файл как «CSV UTF-8»".into(),
        BadRowKind::OpenQuote => "кавычка `\"` открыта и не закрыта; закройте её, а кавычку внутри текста пишите `\"\"`".into(),
        BadRowKind::TooManyCells { columns, cells } => format!("ячеек {cells}, а колонок {columns}; ячейку с разделителем внутри возьмите в кавычки"),
        BadRowKind::CellTooLong => "ячейка длиннее 64 КБ".into(),
        BadRowKind::Empty => "ячейка пуста, а нужна в каждой строке".into(),
        BadRowKind::DuplicateSku { sku, first } => format!("`{sku}` уже есть в строке {first}; у каждой строки должен быть свой SKU"),
        BadRowKind::BadPrice(found) => format!("`{found}` — не цена; напишите `4500` или `4500,50`"),
        BadRowKind::NegativePrice(found) => format!("`{found}` — цена меньше нуля"),
        BadRowKind::UnknownCurrency(found) => format!("`{found}` — не валюта; напишите код, например `RUB` или `UAH`"),
        BadRowKind::BadStock(found) => format!("`{found}` — не целое число; если остаток не считают, оставьте ячейку пустой"),
        BadRowKind::NegativeStock(found) => format!("`{found}` — остаток меньше нуля; напишите `0`"),
        BadRowKind::BadDiscount(found) => format!("`{found}` — не процент от 0 до 100; напишите `10`"),
        BadRowKind::UnknownSku(found) => format!("`{found}` — такого SKU в каталоге нет; строка взята без него"),
    }
}

fn ukrainian(kind: &BadRowKind) -> String {
    match kind {
        BadRowKind::FileTooLarge => "файл більший за 64 МБ; розділіть його".into(),
        BadRowKind::NoColumn => "у заголовку немає такого стовпця; перший рядок називає стовпці, серед них `sku` і `name`".into(),
        BadRowKind::ColumnTwice => "стовпець названо в заголовку двічі; залиште один".into(),
        BadRowKind::TooManyRows => "понад 1 000 000 рядків; решту не прочитано".into(),
        BadRowKind::NotUtf8 => "це не UTF-8; збережіть файл як «CSV UTF-8»".into(),
        BadRowKind::OpenQuote => "лапки `\"` відкрито й не закрито; закрийте їх, а лапки всередині тексту пишіть `\"\"`".into(),
        BadRowKind::TooManyCells { columns, cells } => format!("комірок {cells}, а стовпців {columns}; комірку з роздільником усередині візьміть у лапки"),
        BadRowKind::CellTooLong => "комірка довша за 64 КБ".into(),
        BadRowKind::Empty => "комірка порожня, а потрібна в кожному рядку".into(),
        BadRowKind::DuplicateSku { sku, first } => format!("`{sku}` уже є в рядку {first}; кожен рядок повинен мати свій SKU"),
        BadRowKind::BadPrice(found) => format!("`{found}` — не ціна; напишіть `4500` або `4500,50`"),
        BadRowKind::NegativePrice(found) => format!("`{found}` — ціна менша за нуль"),
        BadRowKind::UnknownCurrency(found) => format!("`{found}` — не валюта; напишіть код, наприклад `UAH` або `EUR`"),
        BadRowKind::BadStock(found) => format!("`{found}` — не ціле число; якщо залишок не рахують, залиште комірку порожньою"),
        BadRowKind::NegativeStock(found) => format!("`{found}` — залишок менший за нуль; напишіть `0`"),
        BadRowKind::BadDiscount(found) => format!("`{found}` — не відсоток від 0 до 100; напишіть `10`"),
        BadRowKind::UnknownSku(found) => format!("`{found}` — такого SKU в каталозі немає; рядок узято без нього"),
    }
}
