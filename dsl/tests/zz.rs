//! t
mod common;
#[test]
fn zz() {
    let mut script = String::from("flow big v1\n  languages en\ndefaults\n  silence 1h -> s0, at most 1, between 09:00-21:00\n  unclear -> s1\nslots\n  item product\n");
    for n in 0..10_000 {
        script.push_str(&format!("state s{n}\n  ask again item\n    en: Which one?\n  do catalog.quote(item) as q{n}\n    missing -> s{a}\n    out of stock -> s{b}\n  say\n    en: {{q{n}.name}} is {{q{n}.price}}.\n  -> s{a}\n", a = (n + 1) % 10_000, b = (n * 7) % 10_000));
    }
    let sources = [dsl::Source::new("big.flow", script)];
    let t = std::time::Instant::now();
    let mut f = vec![];
    let flows = vec![dsl::parse::read(&sources[0], 0, &mut f)];
    eprintln!("parse {:?}", t.elapsed());
    let sig = common::signatures();
    let context = dsl::Context { signatures: &sig, languages: vec![], currency: understand::Currency::parse("RUB").unwrap(), scripts: vec![], profile_fields: vec![] };
    let t = std::time::Instant::now();
    dsl::check::check(&flows, &sources, &context, &mut f);
    eprintln!("check {:?}", t.elapsed());
    let t = std::time::Instant::now();
    let c = dsl::compile(&sources, &context);
    eprintln!("compile {:?} {}", t.elapsed(), c.diagnostics.len());
    panic!();
}
