//! Asking the world, and going on.

use crate::shop::{came, failed, now, own, product};
use engine::{Reply, Request, Value};

fn asking(request: &str) -> String {
    let counter = own(&format!(
        "/// step  act() -> done\nfn act() {{ {request} }}\nfn then(answer) {{ #{{ outcome: \"done\" }} }}"
    ));
    failed(counter.run("own.act", &[]))
}

#[test]
fn an_unknown_request_is_refused_with_those_known() {
    let why = asking("#{ request: \"save_led\", args: #{}, then: \"then\" }");
    assert!(
        why.contains("there is no request `save_led`; did you mean `save_lead`?"),
        "{why}"
    );
    assert!(
        why.contains(
            "the world knows model, save_lead, escalate, free_times, take_time, follow_up"
        ),
        "{why}"
    );
}

#[test]
fn a_request_with_wrong_arguments_is_refused() {
    for (request, told) in [
        (
            "#{ request: \"model\", args: #{}, then: \"then\" }",
            "argument `task`: a text is needed",
        ),
        (
            "#{ request: \"model\", args: #{ task: 5 }, then: \"then\" }",
            "argument `task`: text was declared",
        ),
        (
            "#{ request: \"model\", args: #{ task: \"a\", temperature: 2 }, then: \"then\" }",
            "no such argument",
        ),
        (
            "#{ request: \"model\", args: 5, then: \"then\" }",
            "the `args` of a request are a map",
        ),
        (
            "#{ request: \"take_time\", args: #{ service: 5 }, then: \"then\" }",
            "argument `service`: product was declared",
        ),
        (
            "#{ request: \"follow_up\", args: #{ time: \"noon\" }, then: \"then\" }",
            "argument `time`: datetime was declared",
        ),
        (
            "#{ request: \"model\", args: #{ task: \"a\" } }",
            "has no `then`",
        ),
        (
            "#{ request: \"model\", args: #{ task: \"a\" }, then: \"nowhere\" }",
            "there is no `fn nowhere(answer)`",
        ),
    ] {
        let why = asking(request);
        assert!(why.contains(told), "{request}: {why}");
    }
}

#[test]
fn a_step_goes_on_with_the_answer_and_its_arguments_and_may_ask_again() {
    let counter = own(r#"
        /// step  plan(service: product, note: text?) -> planned(datetime) | full
        fn plan(service, note) {
            #{ request: "free_times", args: #{ service: service }, then: "choose" }
        }
        fn choose(times, args) {
            if times.is_empty() { return #{ outcome: "full" }; }
            #{ request: "take_time", args: #{ service: args.service, time: times[0], name: args.note }, then: "taken" }
        }
        fn taken(answer) { #{ outcome: "planned", value: answer.time } }
    "#);
    let args = [
        ("service", product("CUT-01")),
        ("note", Value::text("Анна")),
    ];
    let Reply::Ask { request, then } = counter.run("own.plan", &args) else {
        panic!("asks")
    };
    assert_eq!(
        request,
        Request::FreeTimes {
            service: "CUT-01".into(),
            day: None
        }
    );
    came(
        counter.resume("own.plan", &args, &then, &Value::List(Vec::new())),
        "full",
    );
    let free = Value::List(vec![Value::DateTime(now())]);
    let Reply::Ask { request, then } = counter.resume("own.plan", &args, &then, &free) else {
        panic!("asks again")
    };
    let Request::TakeTime { time, name, .. } = request else {
        panic!("takes the hour")
    };
    assert_eq!((time, name.as_deref()), (now(), Some("Анна")));
    let booking = Value::Record([("time".into(), Value::DateTime(now()))].into());
    assert_eq!(
        came(
            counter.resume("own.plan", &args, &then, &booking),
            "planned"
        ),
        Some(Value::DateTime(now()))
    );
}

#[test]
fn going_on_in_a_function_that_a_reload_took_away_fails() {
    let counter = own("/// step  act() -> done\nfn act() { #{ outcome: \"done\" } }");
    let why = failed(counter.resume("own.act", &[], "gone", &Value::YesNo(true)));
    assert!(why.contains("gone"), "{why}");
}
