//! What is made of the files that people export.

use catalog::{BadRow, BadRowKind, Cell, Snapshot};
use proptest::prelude::*;
use understand::{Currency, Lang, Money};

fn currency(code: &str) -> Currency {
    Currency::parse(code).expect("three letters")
}

fn read(csv: &str) -> (Snapshot, Vec<BadRow>) {
    Snapshot::read_csv(csv.as_bytes(), currency("UAH"))
}

fn price(snapshot: &Snapshot, sku: &str) -> Option<String> {
    let Money { amount, currency } = snapshot.get(sku)?.full_price()?;
    Some(format!("{amount} {currency}"))
}

#[test]
fn each_bad_row_is_told_with_its_line_and_the_others_load() {
    let (snapshot, bad) =
        Snapshot::read_csv(include_bytes!("catalogs/broken.csv"), currency("RUB"));
    let skus: Vec<&str> = snapshot.rows().iter().map(|row| row.sku.as_str()).collect();
    assert_eq!(skus, ["GOOD-1", "GOOD-2", "GOOD-3"]);
    assert_eq!(snapshot.get("GOOD-1").expect("a row").bundle, ["GOOD-2"]);
    assert_eq!(
        snapshot.get("GOOD-2").expect("a row").name,
        "Роза \"Гранд\", белая"
    );
    assert_eq!(
        snapshot.get("GOOD-3").expect("a row").name,
        "Ваза 10\" высокая"
    );
    let told: Vec<String> = bad.iter().map(|bad| bad.text(Lang::EN)).collect();
    let expected = [
        "line 2, column `bundle`: `NO-SUCH` is no SKU of this catalog; the row is taken without it",
        "line 3, column `sku`: the cell is empty; every row needs it",
        "line 4, column `name`: the cell is empty; every row needs it",
        "line 5, column `price`: `дорого` is not a price; write `4500` or `4500.50`",
        "line 6, column `price`: `-5` is a price below zero",
        "line 7, column `price`: `4500.505` is not a price; write `4500` or `4500.50`",
        "line 8, column `currency`: `ABC` is not a currency; write a code such as `RUB` or `UAH`",
        "line 9, column `stock`: `много` is not a whole number; leave the cell empty if nobody counts",
        "line 10, column `stock`: `-1` in stock is fewer than none; write `0`",
        "line 11, column `discount`: `150` is not a percent from 0 to 100; write `10`",
        "line 12, column `sku`: `good-1` is already in line 2; give each row its own SKU",
        "line 13, column `price`: `abc` is not a price; write `4500` or `4500.50`",
        "line 13, column `stock`: `-3` in stock is fewer than none; write `0`",
        "line 14: a quote `\"` opens here and is not closed; close it, or write `\"\"` for a quote inside",
        "line 15: 9 cells under 8 columns; put a cell that holds a separator into quotes",
        "line 18: a quote `\"` opens here and is not closed; close it, or write `\"\"` for a quote inside",
    ];
    assert_eq!(told, expected);
    assert!(bad[0].is_kept() && !bad[1].is_kept());
    assert_eq!(
        bad[1].text(Lang::RU),
        "строка 3, колонка `sku`: ячейка пуста, а нужна в каждой строке"
    );
    assert_eq!(
        bad[1].text(Lang::UK),
        "рядок 3, стовпець `sku`: комірка порожня, а потрібна в кожному рядку"
    );
}

#[test]
fn prices_are_read_as_people_write_them() {
    let cells = [
        ("4500", "4500 UAH"),
        ("4 500", "4500 UAH"),
        ("\"4\u{a0}500,50\"", "4500.5 UAH"),
        ("\"4,500.00\"", "4500 UAH"),
        ("\"4,500\"", "4500 UAH"),
        ("4.500", "4500 UAH"),
        ("\"4500,50\"", "4500.5 UAH"),
        ("4500.5", "4500.5 UAH"),
        ("4 500 ₽", "4500 RUB"),
        ("$25", "25 USD"),
        ("25 EUR", "25 EUR"),
        ("1'234'567.89", "1234567.89 UAH"),
        ("0", "0 UAH"),
        ("4500 руб.", "4500 RUB"),
        ("1.234.567", "1234567 UAH"),
        ("0.5", "0.5 UAH"),
    ];
    for (cell, expected) in cells {
        let (snapshot, bad) = read(&format!("sku,name,price\nA,Ваза,{cell}\n"));
        assert_eq!(bad, [], "{cell}");
        assert_eq!(price(&snapshot, "A").as_deref(), Some(expected), "{cell}");
    }
    for cell in [
        "от 100",
        "100-200",
        "1 00 0",
        "12 34",
        "1e5",
        "∞",
        "100 ABC",
        "99999999999999999999",
        ".",
    ] {
        let (snapshot, bad) = read(&format!("sku;name;price\nA;Ваза;{cell}\n"));
        assert!(snapshot.is_empty() && bad.len() == 1, "{cell} {bad:?}");
    }
}

#[test]
fn spreadsheets_are_read_as_they_export() {
    let semicolons = "\u{feff}Name ; SKU;PRICE;Name : EN;Срок\r\nВаза; V-1 ;4500,50;Vase;5\r\n;;;;\r\n\r\nРоза;R-1;100;;\r\n";
    let (snapshot, bad) = read(semicolons);
    assert_eq!(bad, []);
    assert_eq!(snapshot.len(), 2);
    let vase = snapshot.get("v-1").expect("a row");
    assert_eq!(
        (vase.name_in(Lang::EN), vase.name_in(Lang::RU)),
        ("Vase", "Ваза")
    );
    assert_eq!(
        vase.column("срок", Lang::RU),
        Some(Cell::Text("5".to_owned()))
    );
    let (tabs, bad) = read("sku\tname\tprice\nA\tВаза, синяя\t1,5\n");
    assert_eq!(
        (bad.as_slice(), price(&tabs, "A").as_deref()),
        (&[][..], Some("1.5 UAH"))
    );
    let (told, bad) = read("sep=;\nsku;name\nA;Ваза\nB;\n");
    assert_eq!((told.len(), bad[0].line), (1, 4));
    let (mac, bad) = read("sku,name\rA,Ваза\rB,Роза\r");
    assert_eq!((mac.len(), bad.len()), (2, 0));
}

#[test]
fn a_file_that_is_no_catalog_says_why() {
    let kind = |bytes: &[u8]| {
        let (snapshot, bad) = Snapshot::read_csv(bytes, currency("RUB"));
        assert!(snapshot.is_empty());
        bad.into_iter().next().map(|bad| bad.kind)
    };
    assert_eq!(kind(b""), None);
    assert_eq!(kind(b"name,price\nA,1\n"), Some(BadRowKind::NoColumn));
    assert_eq!(kind(b"sku,price\nA,1\n"), Some(BadRowKind::NoColumn));
    assert_eq!(
        kind(b"sku,name,Name\nA,B,C\n"),
        Some(BadRowKind::ColumnTwice)
    );
    assert_eq!(kind(b"\xff\xfes\0k\0u\0"), Some(BadRowKind::NotUtf8));
    assert_eq!(kind(b"sku,name\nA,\xd0\n"), Some(BadRowKind::NotUtf8));
    assert_eq!(kind(&vec![b','; 70 << 20]), Some(BadRowKind::FileTooLarge));
    let cells = (1 << 20) + 1;
    let wide = BadRowKind::TooManyCells {
        columns: 1000,
        cells,
    };
    assert_eq!(kind(&vec![b','; 1 << 20]), Some(wide));
    let long = format!("sku,name\nA,{}\n", "x".repeat(70_000));
    assert_eq!(kind(long.as_bytes()), Some(BadRowKind::CellTooLong));
    let quoted = format!("sku,name\nA,\"{}\n", "x\n".repeat(70_000));
    assert_eq!(kind(quoted.as_bytes()), Some(BadRowKind::OpenQuote));
}

#[test]
fn a_discounted_price_stays_whole_where_the_price_is_whole() {
    let (snapshot, bad) =
        read("sku,name,price,discount\nA,Роза,2850,15\nB,Ваза,\"10,55\",10%\nC,Лента,5,0\n");
    assert_eq!(bad, []);
    let now = |sku| {
        snapshot
            .get(sku)
            .and_then(|row| row.price_now())
            .map(|price| price.amount.to_string())
    };
    assert_eq!(now("A").as_deref(), Some("2423"));
    assert_eq!(now("B").as_deref(), Some("9.5"));
    assert_eq!(now("C").as_deref(), Some("5"));
    assert_eq!(snapshot.get("C").and_then(|row| row.discount), None);
}

#[test]
fn a_column_is_read_in_the_buyers_language() {
    let (snapshot, _) = Snapshot::read_csv(include_bytes!("catalogs/flowers.csv"), currency("RUB"));
    let rose = snapshot.get("RED-25").expect("a row");
    let text = |words: &str| Some(Cell::Text(words.to_owned()));
    assert_eq!(rose.column("care", Lang::EN), text("Trim the stems"));
    assert_eq!(rose.column("care", Lang::UK), text("Подрезать стебли"));
    assert_eq!(
        rose.column("Description", Lang::EN),
        text("Kenyan roses, 50 cm.")
    );
    assert_eq!(
        rose.column("stock", Lang::EN),
        Some(Cell::Number(12.into()))
    );
    assert_eq!(rose.column("photo", Lang::EN), None);
    assert_eq!(rose.column("no such", Lang::EN), None);
}

#[test]
fn the_version_changes_with_any_cell_only() {
    let file = "sku,name,price\nA,Ваза,100\nB,Роза,200\n";
    let version = |csv: &str| read(csv).0.version().to_owned();
    assert_eq!(version(file), version(file));
    assert_eq!(
        version(file),
        version("name;price;sku\r\nВаза;100.00;A\r\nРоза;200;B")
    );
    assert_ne!(version(file), version(&file.replace("200", "201")));
    assert_ne!(version(file), version(&file.replace("Ваза", "Вазы")));
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Snapshot::read_csv(&bytes, currency("RUB"));
    }

    #[test]
    fn any_table_is_read(text in "(sku|name|price|[a-я0-9 ,;\"\n\r\t|.%-]){0,60}") {
        let csv = format!("sku,name,price,stock,discount,bundle\n{text}");
        let (snapshot, _) = Snapshot::read_csv(csv.as_bytes(), currency("RUB"));
        for row in snapshot.rows() {
            prop_assert!(!row.sku.is_empty() && !row.name.is_empty());
        }
    }
}
