//! The picture of a script: everything has its own room, whatever the script.

mod common;

use common::compiled;
use dsl::Source;
use dsl::draw::Chart;
use dsl::draw::layout::{Plan, Point, Rect, lay_out};
use engine::Graph;
use std::fmt::Write;
use understand::Lang;

const FLOWERS: &[u8] = include_bytes!("../../examples/flower-shop/flows/flowers.flow");
const PRICE_OBJECTION: &[u8] =
    include_bytes!("../../examples/flower-shop/flows/price_objection.flow");

fn graph(files: &[(&str, &[u8])]) -> Graph {
    let sources: Vec<Source> = files
        .iter()
        .map(|(name, text)| Source::new(format!("flows/{name}.flow"), *text))
        .collect();
    let compiled = compiled(&sources);
    let told = dsl::diagnostic::render(&compiled.diagnostics, &sources, None, false);
    compiled.graph.unwrap_or_else(|| panic!("{told}"))
}

fn flower_shop() -> Graph {
    graph(&[("flowers", FLOWERS), ("price_objection", PRICE_OBJECTION)])
}

/// A script of `states` states: a way to the goal with questions, objections, doubts and timers beside it.
fn generated(states: usize, seed: u64) -> String {
    let mut text = String::from(
        "flow long v1\n  goal \"lead the buyer through many questions to an order\"\n  languages ru, en\n\n\
         defaults\n  silence 15m -> nudge, at most 1, between 09:00-21:00\n  unclear ask again, at most 2, then -> person\n  \
         fails -> person\n",
    );
    let mut random = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    let mut pick = |below: usize| {
        random = random
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below.max(1)
    };
    for at in 0..states {
        let next = if at + 1 == states {
            "done".to_owned()
        } else {
            format!("s{}", at + 1)
        };
        let near = (at + 1 + pick(5)).min(states - 1);
        let back = at - pick(4).min(at);
        let _ = write!(
            text,
            "\nstate s{at}\n  wait\n    ru: Вопрос {at}: расскажите, пожалуйста, какой вариант вам ближе и почему?\n    \
             en: Question {at}: which of these would you rather have, and why?\n    - yes  ru: Да, подходит  en: Yes, that is it  -> {next}\n"
        );
        match pick(6) {
            0 => {
                let _ = write!(
                    text,
                    "    - no  ru: Слишком дорого  en: Too expensive  -> s{near}\n    otherwise -> s{back}\n"
                );
            }
            1 => {
                let _ = write!(
                    text,
                    "    when says \"потом\", \"later\" -> s{near}\n    otherwise -> s{near}\n"
                );
            }
            2 => text.push_str("    silence 1d -> silent\n    otherwise -> person\n"),
            3 => {
                let _ = write!(
                    text,
                    "    - else  ru: Другое  en: Something else  -> s{back}\n    when declines -> refused\n    otherwise -> person\n"
                );
            }
            4 => {
                let _ = write!(text, "    when agrees -> s{near}\n    unclear -> s{back}\n");
            }
            _ => text.push_str("    otherwise -> person\n"),
        }
    }
    text.push_str(
        "\nstate done\n  finish won because \"ordered\"\n    ru: Спасибо.\n    en: Thank you.\n\n\
         state refused\n  finish lost because \"not interested\"\n    ru: Хорошо.\n    en: All right.\n\n\
         state silent\n  finish postponed because \"silent\"\n\n\
         state nudge\n  wait\n    ru: Вы ещё тут?\n    en: Still there?\n    otherwise back\n\n\
         state person\n  escalate to sales because \"needs a person\"\n    ru: Зову коллегу.\n    en: Calling a colleague.\n    given back -> s0\n\n\
         anywhere\n  when wants human -> person\n  when says \"не надо\", \"stop\" -> refused\n",
    );
    text
}

fn long(states: usize, seed: u64) -> Graph {
    graph(&[("long", generated(states, seed).as_bytes())])
}

/// Every flow whose picture is looked at, in each language.
fn charts() -> Vec<Chart> {
    let mut charts = Vec::new();
    let everything = graph(&[
        ("everything", include_bytes!("flows/good/everything.flow")),
        ("sub", include_bytes!("flows/good/sub.flow")),
    ]);
    let kviti = graph(&[("квіти", include_bytes!("flows/good/квіти.flow"))]);
    let mut graphs = vec![flower_shop(), everything, kviti];
    for (seed, states) in [5, 8, 13, 21, 34, 60, 60, 60, 90, 120]
        .into_iter()
        .enumerate()
    {
        graphs.push(long(states, seed as u64));
    }
    for graph in &graphs {
        for flow in &graph.flows {
            for lang in [None, Some(Lang::EN), Some(Lang::UK)] {
                charts.push(Chart::read(graph, &flow.name, lang).expect("the flow is there"));
            }
        }
    }
    charts
}

fn boxes(plan: &Plan) -> Vec<Rect> {
    let cards = plan.cards.iter().map(|(rect, _)| *rect);
    cards
        .chain(plan.labels.iter().map(|label| label.rect))
        .collect()
}

/// Points along a line, as it is drawn.
fn along(points: &[Point]) -> Vec<Point> {
    let mut all = Vec::new();
    for pair in points.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        for step in 0..=40 {
            let t = f64::from(step) / 40.0;
            // Both handles stand halfway down, one below the beginning, one above the end.
            let x = t * t * (3.0 - 2.0 * t);
            let y = 1.5 * t * (1.0 - t) + t * t * t;
            all.push(Point {
                x: a.x + (b.x - a.x) * x,
                y: a.y + (b.y - a.y) * y,
            });
        }
    }
    all
}

#[test]
fn no_card_and_no_label_lies_over_another() {
    for chart in charts() {
        let boxes = boxes(&lay_out(&chart));
        for (at, one) in boxes.iter().enumerate() {
            for other in &boxes[at + 1..] {
                assert!(!one.overlaps(other), "{}: {one:?} {other:?}", chart.flow);
            }
        }
    }
}

#[test]
fn every_text_fits_its_box_and_every_box_the_picture() {
    for chart in charts() {
        let plan = lay_out(&chart);
        for rect in boxes(&plan) {
            let inside = rect.x >= 0.0
                && rect.y >= 0.0
                && rect.x + rect.width <= plan.width
                && rect.bottom() <= plan.height;
            assert!(
                inside,
                "{}: {rect:?} of {} × {}",
                chart.flow, plan.width, plan.height
            );
        }
        for (rect, face) in &plan.cards {
            for row in &face.rows {
                assert!(
                    row.width() + row.style.indent() <= rect.width - 12.0,
                    "{row:?} {rect:?}"
                );
                assert!(row.baseline < rect.height);
            }
        }
        for label in &plan.labels {
            for row in &label.face.rows {
                assert!(
                    row.width() + row.style.indent() <= label.rect.width,
                    "{row:?}"
                );
                assert!(row.baseline < label.rect.height);
            }
        }
        for line in &plan.lines {
            for point in &line.points {
                assert!(
                    point.x >= 0.0
                        && point.x <= plan.width
                        && point.y >= 0.0
                        && point.y <= plan.height
                );
            }
        }
    }
}

#[test]
fn a_line_runs_through_no_card_and_no_label_but_its_own() {
    for chart in charts() {
        let plan = lay_out(&chart);
        for line in &plan.lines {
            let points = along(&line.points);
            for (rect, face) in &plan.cards {
                let crossed = points.iter().find(|point| rect.contains(**point));
                assert!(
                    crossed.is_none(),
                    "{}: {:?} {:?}",
                    chart.flow,
                    chart.arrows[line.arrow],
                    face.rows
                );
            }
            for label in plan.labels.iter().filter(|label| label.arrow != line.arrow) {
                let crossed = points.iter().find(|point| label.rect.contains(**point));
                assert!(
                    crossed.is_none(),
                    "{}: {:?} {:?}",
                    chart.flow,
                    chart.arrows[line.arrow],
                    label.face.rows
                );
            }
        }
    }
}

#[test]
fn the_way_to_the_goal_is_one_straight_column() {
    for chart in charts() {
        let plan = lay_out(&chart);
        let start = plan.cards[chart.start].0.middle();
        for (card, (rect, _)) in chart.cards.iter().zip(&plan.cards) {
            assert!(
                !card.happy || (rect.middle() - start).abs() < 0.01,
                "{}: {}",
                chart.flow,
                card.id
            );
        }
        for line in plan
            .lines
            .iter()
            .filter(|line| chart.arrows[line.arrow].happy)
        {
            assert!(
                line.points
                    .iter()
                    .all(|point| (point.x - start).abs() < 0.01),
                "{}",
                chart.flow
            );
        }
    }
}

#[test]
fn the_way_to_the_goal_of_the_flower_shop_is_the_sale() {
    let way = |flow: &str| {
        let chart = Chart::read(&flower_shop(), flow, None).expect("the flow is there");
        let mut at = chart.start;
        let mut way = vec![chart.cards[at].id.clone()];
        while let Some(arrow) = chart
            .arrows
            .iter()
            .find(|arrow| arrow.happy && arrow.from == at)
        {
            at = arrow.to;
            way.push(chart.cards[at].id.clone());
        }
        way.join(" ")
    };
    assert_eq!(way("flowers"), "start offer quote checkout checkout.won");
    assert_eq!(way("price_objection"), "start agreed");
}

#[test]
fn the_same_script_gives_the_same_picture() {
    let picture = || {
        Chart::read(&long(60, 3), "long", None)
            .expect("the flow is there")
            .svg()
    };
    assert_eq!(picture(), picture());
}

#[test]
fn whatever_an_author_writes_the_picture_is_xml() {
    let script = "flow odd v1\n  goal \"<b>&\\\"'</b> ]]> \u{1}\"\n  languages en\n\nstate start\n  wait\n    \
                  en: <script>alert(\"1 < 2 && 'x'\")</script>?\n    - a  en: \"<A> & | ->\"  -> end\n    otherwise -> end\n\n\
                  state end\n  finish won because \"<&>\"\n    en: Bye.\n";
    let chart =
        Chart::read(&graph(&[("odd", script.as_bytes())]), "odd", None).expect("the flow is there");
    let svg = chart.svg();
    assert_is_xml(&svg);
    assert!(!svg.contains("<script"), "{svg}");
    assert!(!chart.mermaid().contains("<script"));
    for chart in charts() {
        assert_is_xml(&chart.svg());
    }
}

/// Elements nest, and between them stands nothing that would have to be escaped.
fn assert_is_xml(text: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text.trim_end();
    while let Some(at) = rest.find('<') {
        let words = &rest[..at];
        assert!(
            !words.contains('>') || open.last() == Some(&"style"),
            "{words}"
        );
        for entity in words.split('&').skip(1) {
            let known = ["amp;", "lt;", "gt;", "quot;", "#39;"];
            assert!(
                known.iter().any(|known| entity.starts_with(known)),
                "{entity}"
            );
        }
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap_or_default());
        }
        rest = &rest[end + 1..];
    }
    assert!(open.is_empty() && rest.is_empty(), "{open:?} {rest}");
    assert!(
        !text.contains("http") || text.matches("http").count() == 1,
        "only the namespace is an address"
    );
}

#[test]
fn ten_thousand_states_are_drawn() {
    let chart = Chart::read(&long(10_000, 1), "long", None).expect("the flow is there");
    assert_eq!(lay_out(&chart).cards.len(), chart.cards.len());
}

#[test]
fn the_subflow_as_mermaid() {
    let chart =
        Chart::read(&flower_shop(), "price_objection", Some(Lang::EN)).expect("the flow is there");
    insta::assert_snapshot!(chart.mermaid());
}

#[test]
fn the_subflow_as_json() {
    let chart =
        Chart::read(&flower_shop(), "price_objection", Some(Lang::RU)).expect("the flow is there");
    insta::assert_snapshot!(chart.json());
}

#[test]
fn the_picture_in_the_readme_is_that_of_the_flower_shop() {
    let chart = Chart::read(&flower_shop(), "flowers", Some(Lang::EN)).expect("the flow is there");
    let shown = include_str!("../../docs/flower-shop.svg");
    let again = "torg graph flowers examples/flower-shop --lang en -o docs/flower-shop.svg";
    assert!(chart.svg() == shown, "draw it again: {again}");
}
