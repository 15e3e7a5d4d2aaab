//! What the flower shop's scripts become in the graph.

mod common;

use common::compiled;
use dsl::Source;
use engine::graph::{Flow, Op, Text, Wait, Words};
use engine::{Graph, Kind};
use understand::Lang;

fn graph() -> Graph {
    let sources = [
        Source::new(
            "flows/flowers.flow",
            include_bytes!("../../examples/flower-shop/flows/flowers.flow"),
        ),
        Source::new(
            "flows/price_objection.flow",
            include_bytes!("../../examples/flower-shop/flows/price_objection.flow"),
        ),
    ];
    compiled(&sources)
        .graph
        .expect("the shop's scripts are sound")
}

fn flowers(graph: &Graph) -> &Flow {
    graph.flow("flowers").expect("it was compiled").1
}

fn waits<'g>(flow: &'g Flow, state: &str) -> Vec<&'g Wait> {
    let state = flow.state(flow.state_named(state).expect("the script has it"));
    let nodes = &flow.nodes[state.first.0 as usize..][..state.count as usize];
    let mut waits: Vec<(u32, &Wait)> = nodes
        .iter()
        .filter_map(|node| match &node.op {
            Op::Wait(wait) => Some((node.line, &**wait)),
            _ => None,
        })
        .collect();
    waits.sort_by_key(|(line, _)| *line);
    waits.into_iter().map(|(_, wait)| wait).collect()
}

fn text<'g>(flow: &'g Flow, words: &Option<Words>) -> &'g Text {
    match words {
        Some(Words::Text(text)) => flow.text(*text),
        other => panic!("no text: {other:?}"),
    }
}

#[test]
fn states_stand_in_file_order_and_their_nodes_together() {
    let graph = graph();
    let flow = flowers(&graph);
    assert_eq!(&*flow.states[0].name, "start");
    assert_eq!(&*flow.states[flow.states.len() - 2].name, "anywhere");
    assert_eq!(&*flow.states[flow.states.len() - 1].name, "defaults");
    let mut next = 0;
    for (at, state) in flow.states.iter().enumerate() {
        assert_eq!(state.first.0, next, "{}", state.name);
        let nodes = &flow.nodes[next as usize..][..state.count as usize];
        assert!(nodes.iter().all(|node| node.state.0 as usize == at));
        next += state.count;
    }
    assert_eq!(next as usize, flow.nodes.len());
}

#[test]
fn unnamed_texts_are_numbered_as_talks_count_them() {
    let graph = graph();
    let flow = flowers(&graph);
    let numbered = |state: &str| {
        let texts = flow.texts.iter().filter(|text| &*text.nth.0 == state);
        let mut numbers: Vec<u16> = texts.map(|text| text.nth.1).collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(numbered("quote"), [1, 2]);
    assert_eq!(numbered("checkout"), [1]);
    assert_eq!(numbered("anywhere"), [1]);
    let questions = numbered("offer");
    assert!(
        questions.is_empty(),
        "questions of `ask` and words of `unclear` do not count"
    );
    assert_eq!(text(flow, &waits(flow, "quote")[0].words).nth.1, 2);
    assert_eq!(flow.texts[0].name.as_deref(), Some("greet"));
}

#[test]
fn options_of_a_choice_fill_its_slot_and_give_it_labels() {
    let graph = graph();
    let flow = flowers(&graph);
    let asks = waits(flow, "offer");
    assert_eq!(
        asks.iter().map(|wait| wait.ordinal).collect::<Vec<_>>(),
        [0, 1]
    );
    assert!(asks[0].options.iter().all(|option| option.fills));
    assert!(asks[0].unclear_words.is_some());
    assert!(
        asks[1]
            .ask
            .as_ref()
            .is_some_and(|ask| ask.again && ask.from.is_some())
    );
    let occasion = flow.slot(flow.slot_named("occasion").expect("the script has it"));
    assert!(occasion.asked);
    assert_eq!(occasion.labels.len(), 3);
    assert_eq!(occasion.labels[0].label(Lang::RU), "День рождения");
    assert_eq!(occasion.labels[0].labels[0].1[1].text(), "днюха");
    let total = flow.slot(flow.slot_named("total").expect("the script has it"));
    assert!(!total.asked);
    assert!(matches!(total.kind, Kind::Money(Some(_))));
}

#[test]
fn only_the_ways_out_interrupt_what_is_protected() {
    let graph = graph();
    let flow = flowers(&graph);
    let interrupts: Vec<bool> = flow
        .anywhere
        .iter()
        .map(|when| when.interrupts_protected)
        .collect();
    assert_eq!(
        interrupts,
        [true, true, false, true],
        "a person, a lawyer, the price, a refusal"
    );
    let protected = flow.states.iter().filter(|state| state.protected);
    assert_eq!(
        protected.map(|state| &*state.name).collect::<Vec<_>>(),
        ["checkout"]
    );
}

#[test]
fn steps_that_say_nothing_of_failures_take_the_default() {
    let graph = graph();
    let flow = flowers(&graph);
    let calls = flow.nodes.iter().filter_map(|node| match &node.op {
        Op::Do(call) => Some(call),
        _ => None,
    });
    for call in calls {
        assert_eq!(
            call.fails, flow.defaults.fails,
            "{}.{}",
            call.step.plugin, call.step.step
        );
        assert_eq!(call.outcomes.len(), call.step.outcomes.len());
    }
    assert_eq!(flow.defaults.model_within_ms, Some(2500));
    assert_eq!(flow.defaults.silence[1].after, 7);
}

#[test]
fn a_subflow_is_given_its_needs() {
    let graph = graph();
    let run = flowers(&graph)
        .nodes
        .iter()
        .find_map(|node| match &node.op {
            Op::Run(run) => Some(run),
            _ => None,
        });
    let run = run.expect("the script runs it");
    let subflow = &graph.flows[run.flow.0 as usize];
    assert_eq!(&*subflow.name, "price_objection");
    assert_eq!(run.args[0].0, subflow.needs[0]);
    assert_eq!(subflow.gives.len(), 2);
    let outcomes: Vec<&str> = run.outcomes.iter().map(|arm| &*arm.outcome).collect();
    assert_eq!(outcomes, ["accepted", "another", "exhausted"]);
}
