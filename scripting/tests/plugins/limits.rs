//! What a plugin may spend.

use crate::shop::{failed, own};
use scripting::{Fact, PluginSource, Plugins};
use std::time::{Duration, Instant};

/// Runs a step with this body and tells why it failed; it must do so soon.
fn told(body: &str) -> String {
    let counter = own(&format!(
        "/// step  act() -> done\nfn act() {{ {body} }}\nfn again(n) {{ again(n + 1) + 1 }}"
    ));
    let started = Instant::now();
    let why = failed(counter.run("own.act", &[]));
    assert!(
        started.elapsed() < Duration::from_secs(2),
        "{:?}: {why}",
        started.elapsed()
    );
    why
}

#[test]
fn an_endless_loop_is_stopped() {
    for body in [
        "loop {}",
        "let n = 0; while true { n += 1; }",
        "let a = [1]; loop { a.map(|x| x * 2); }",
    ] {
        let why = told(body);
        assert!(why.contains("is there a loop without an end?"), "{why}");
    }
}

#[test]
fn a_loop_cannot_catch_its_own_end() {
    let why = told("loop { try { loop {} } catch {} }");
    assert!(why.contains("is there a loop without an end?"), "{why}");
}

#[test]
fn deep_recursion_is_stopped() {
    let why = told("again(0)");
    assert!(why.contains("levels deep"), "{why}");
}

#[test]
fn a_giant_value_is_refused() {
    for body in [
        "let s = \"ab\"; loop { s += s; }",
        "let a = [1]; loop { a.push(1); }",
        "let a = [1]; a.pad(1000000000, 0);",
        "let a = [1]; loop { a += a; }",
        "let a = []; loop { a = [a, a]; }",
        "let m = #{}; let n = 0; loop { m[`k${n}`] = n; n += 1; }",
        "let m = #{}; loop { m = #{ a: m, b: m }; }",
        "let s = \"x\"; s.pad(1000000000, 'y');",
        "let s = \"x\"; s.pad(200000, 'x'); let t = s; s.replace(\"x\", t);",
        "let s = \"x\"; s.pad(200000, 'x'); let t = s; s.replace('x', t);",
        "let s = \"x\"; s.pad(200000, 'x'); let t = s; s.replace(\"\", t);",
    ] {
        let why = told(body);
        assert!(
            why.contains("over the limit") || why.contains("without an end"),
            "{body}: {why}"
        );
    }
}

#[test]
fn arithmetic_out_of_range_is_a_reason_not_a_panic() {
    for body in [
        "let n = 9223372036854775807; n + 1",
        "1 / 0",
        "1.0 / 0",
        "let d = 1.5; loop { d *= d; }",
        "let m = money(1); loop { m = m * 1000000; }",
        "money(1) / 0",
        "money(1) + money(1, \"USD\")",
        "money(1, \"roubles\")",
        "[1, 2][9]",
        "date(\"tomorrow\")",
        "date(\"9999-12-31\").plus_days(1)",
        "datetime(\"9999-12-31T23:00\").plus_seconds(9223372036854775807)",
        "range(0, 9223372036854775807, 1).len()",
    ] {
        let why = told(body);
        assert!(why.contains("plugins/own.rhai"), "{body}: {why}");
        assert!(!why.contains("broke down"), "{body}: {why}");
    }
}

#[test]
fn deep_values_neither_pass_nor_break() {
    let why = told("let a = []; for i in 0..100000 { a = [a]; } a");
    assert!(
        why.contains("over the limit") || why.contains("without an end"),
        "{why}"
    );
}

#[test]
fn a_catalog_is_not_searched_without_end() {
    let why = told("for i in 0..1000 { catalog_cheaper(\"RED-25\"); }");
    assert!(
        why.contains("searched the catalog more than 100 times"),
        "{why}"
    );
}

#[test]
fn a_step_has_no_clock_no_files_no_chance_and_no_way_out() {
    for call in [
        "timestamp",
        "sleep",
        "rand",
        "open_file",
        "exit",
        "parse_json",
        "import_module",
        "get_fn_metadata_list",
    ] {
        let text = format!("/// step  act() -> done\nfn act() {{ {call}() }}");
        let (_, mistakes) = Plugins::compile(&[PluginSource::new("plugins/own.rhai", text)]);
        let facts: Vec<&Fact> = mistakes.iter().map(|mistake| &mistake.fact).collect();
        assert!(
            matches!(facts[..], [Fact::FunctionUnknown { .. }]),
            "{call}: {facts:?}"
        );
    }
}

#[test]
fn no_file_is_imported_and_nothing_is_captured() {
    for body in ["import \"x\" as y;", "let n = 1; [1].map(|x| x + n)"] {
        let text = format!("/// step  act() -> done\nfn act() {{ {body} }}");
        let (_, mistakes) = Plugins::compile(&[PluginSource::new("plugins/own.rhai", text)]);
        assert_eq!(mistakes.len(), 1, "{body}: {mistakes:?}");
    }
}

#[test]
fn the_deepest_recursion_allowed_fits_the_smallest_stack() {
    let text = |nested: usize| {
        let (open, close) = ("(1 + ".repeat(nested), ")".repeat(nested));
        format!(
            "/// step  act() -> done\nfn act() {{ again(0) }}\nfn again(n) {{ {open}again(n + 1){close} }}"
        )
    };
    let compiles = |nested: &usize| {
        let (_, mistakes) =
            Plugins::compile(&[PluginSource::new("plugins/own.rhai", text(*nested))]);
        mistakes.is_empty()
    };
    let nested = (1..100)
        .rev()
        .find(compiles)
        .expect("some nesting is allowed");
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    let run = thread.spawn(move || failed(own(&text(nested)).run("own.act", &[])));
    let why = run.expect("a thread").join().expect("no overflow");
    assert!(why.contains("levels deep"), "{why}");
}
