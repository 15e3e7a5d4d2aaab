//! An owner who looks in while the shop is served.

use crate::shop::{ANNA, BORIS, Shop, server, told};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use tokio::task::block_in_place;

#[tokio::test(flavor = "multi_thread")]
async fn the_lists_are_the_same_while_the_shop_is_served_and_after() {
    let server = server().await;
    let shop = Shop::at(&server);
    let serving = shop.serve();
    server.buyer_says(ANNA, "позовите оператора");
    told(&server, ANNA, "Передаю коллеге").await;
    server.buyer_says(BORIS, "сколько стоит 25 роз?");
    told(&server, BORIS, "Оформляем доставку?").await;
    server.buyer_presses(BORIS, "Да");
    server.buyer_says(BORIS, "+7 921 555-12-34");
    server.buyer_says(BORIS, "Невский проспект, 1");
    told(&server, BORIS, "Заказ принят.").await;

    let lists: [&[&str]; 8] = [
        &["leads"],
        &["leads", "--csv"],
        &["leads", "--json"],
        &["dialogues"],
        &["dialogues", "--json"],
        &["why", "telegram:501"],
        &["why", "telegram:502/1"],
        &["why", "telegram:404"],
    ];
    let seen = || {
        lists.map(|list| {
            let ran = shop.torg(list, "");
            (ran.code, ran.out, ran.err)
        })
    };
    let served = block_in_place(seen);
    assert!(served[0].1.contains("25 красных роз"), "{:?}", served[0]);
    assert!(served[3].1.contains("with a person"), "{:?}", served[3]);
    assert!(
        served[6].1.contains("flows/flowers.flow:"),
        "{:?}",
        served[6]
    );
    assert!(block_in_place(|| serving.stop()).0.success());
    assert_eq!(block_in_place(seen), served);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_owner_is_answered_and_nonsense_is_refused() {
    let server = server().await;
    let shop = Shop::at(&server);
    let mut serving = shop.serve();
    serving.tells("serving release");
    server.buyer_says(ANNA, "здравствуйте");
    told(&server, ANNA, "Для какого повода букет?").await;
    let socket = shop.path().join("data/torg.sock");
    let mode = std::fs::metadata(&socket)
        .expect("the socket is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600);
    block_in_place(|| {
        // One that asks nothing, and one that asks too much, disturb nobody.
        let _silent = UnixStream::connect(&socket).expect("it listens");
        for asked in [
            "{\"leads\":7}\n".to_owned(),
            "\0\n".to_owned(),
            "x".repeat(5000),
        ] {
            let mut stream = UnixStream::connect(&socket).expect("it listens");
            // It may hang up before it read all.
            let _ = stream.write_all(asked.as_bytes());
            let mut answer = String::new();
            let _ = BufReader::new(stream).read_line(&mut answer);
            assert!(
                answer.is_empty() || answer.starts_with("{\"failed\":"),
                "{answer}"
            );
        }
        let mut stream = UnixStream::connect(&socket).expect("it listens");
        stream
            .write_all(b"\"leads\"\n")
            .expect("the question is written");
        let mut answer = String::new();
        BufReader::new(stream)
            .read_line(&mut answer)
            .expect("it answers");
        assert_eq!(answer, "\"end\"\n");
    });
}
